//! Completion of a command as files write it: its name, its parameters, and values that exist in this shop.

use crate::app::game::Game;
use crate::scenario::Problem;
use crate::scenario::script::toml_text;
use crate::sim::command::{Need, Param, SPECS, spec};
use crate::sim::setup::ALL_ROUND;

/// Whether a line is a command rather than words: its first word has an underscore, or is a command's name and more
/// follows.
pub fn is_command(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or("");
    first.contains('_')
        || (text.contains('=') && spec(first).is_some())
        || (text.contains(' ') && spec(first).is_some())
}

/// What is wrong, without the position, because the line is short and in view.
pub fn sentence(problem: &Problem) -> String {
    match &problem.hint {
        Some(hint) => format!("No: {}; {hint}.", problem.message),
        None => format!("No: {}.", problem.message),
    }
}

/// Complete lines that begin with the typed text, the likeliest first.
pub fn complete(text: &str, game: &Game) -> Vec<String> {
    let allowed = SPECS.iter().filter(|row| game.allows(row.name));
    let Some((first, rest)) = text.split_once(' ') else {
        return allowed.filter(|row| row.name.starts_with(text)).map(|row| row.name.to_string()).collect();
    };
    let Some(row) = spec(first) else { return Vec::new() };
    let (done, last) = split_last(rest);
    let given: Vec<&str> =
        words(done).into_iter().filter_map(|word| word.split_once('=').map(|(name, _)| name)).collect();
    let head = format!("{first} {done}");
    match last.split_once('=') {
        Some((name, value)) => {
            let Some(param) = row.params.iter().find(|param| param.name == name) else { return Vec::new() };
            let mut lines: Vec<String> = values(param.param, game)
                .into_iter()
                .filter(|known| starts_with(known, value))
                .map(|known| format!("{head}{name}={known}"))
                .collect();
            if lines.is_empty() {
                lines.push(text.to_string());
            }
            lines
        }
        None => {
            let mut lines: Vec<String> = row
                .params
                .iter()
                .map(|param| param.name)
                .filter(|name| name.starts_with(last) && !given.contains(name))
                .map(|name| format!("{head}{name}="))
                .collect();
            let whole = row.params.iter().all(|param| param.need != Need::Must || given.contains(&param.name));
            if whole && last.is_empty() {
                lines.insert(0, text.trim_end().to_string());
            }
            lines
        }
    }
}

fn starts_with(known: &str, typed: &str) -> bool {
    let bare = |text: &str| text.trim_matches('"').to_lowercase();
    bare(known).starts_with(&bare(typed))
}

/// Splits a line into the finished words, with the space after them, and the word being typed.
fn split_last(text: &str) -> (&str, &str) {
    let mut quoted = false;
    let mut cut = 0;
    for (i, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => cut = i + 1,
            _ => {}
        }
    }
    text.split_at(cut)
}

fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut quoted, mut from) = (false, 0);
    for (i, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => {
                words.push(&text[from..i]);
                from = i + 1;
            }
            _ => {}
        }
    }
    words.push(&text[from..]);
    words.retain(|word| !word.is_empty());
    words
}

/// Values that a parameter can have here; for numbers, a few examples.
fn values(param: Param, game: &Game) -> Vec<String> {
    let setup = game.session.setup();
    let own = |words: &[&str]| words.iter().map(|word| toml_text(word)).collect::<Vec<_>>();
    let plain = |words: &[&str]| words.iter().map(|word| word.to_string()).collect::<Vec<_>>();
    match param {
        Param::Outlet => {
            let mut names: Vec<String> = setup.outlets.iter().map(|outlet| toml_text(&outlet.name)).collect();
            let selected = game.outlet.index().min(names.len().saturating_sub(1));
            names.swap(0, selected);
            names
        }
        Param::Zone => setup.zones.iter().map(|zone| toml_text(&zone.name)).collect(),
        Param::Item => setup.items.iter().map(|item| toml_text(&item.name)).collect(),
        Param::Skill => {
            let items = setup.items.iter().map(|item| item.name.as_str());
            items.chain([ALL_ROUND]).map(toml_text).collect()
        }
        Param::Flag => plain(&["true", "false"]),
        Param::Count | Param::People => plain(&["1", "2", "3", "5"]),
        Param::Limit => plain(&["5", "10", "20", "40"]),
        Param::Factor => plain(&["0.5", "1.5", "2", "3"]),
        Param::Share => plain(&["0.5", "0.3", "0.1"]),
        Param::Number => plain(&["1", "2", "0.1"]),
        Param::Probability => plain(&["0", "0.5", "1"]),
        Param::Span => own(&["30s", "5m", "30m", "1h"]),
        Param::Clock => own(&["15:00", "16:00", "17:00"]),
        Param::Word(list) => list.rows.iter().map(|row| toml_text(row.word)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_an_underscore_are_commands() {
        assert!(is_command("hire_chef"));
        assert!(is_command("surge factor=2"));
        assert!(is_command("surge "));
        assert!(!is_command("surge"));
        assert!(!is_command("hire a chef"));
        assert!(!is_command(""));
    }

    #[test]
    fn a_name_with_a_space_is_one_word() {
        assert_eq!(split_last(r#"outlet="Main Street" sk"#), (r#"outlet="Main Street" "#, "sk"));
        assert_eq!(split_last(r#"outlet="Main St"#), ("", r#"outlet="Main St"#));
        assert_eq!(words(r#"outlet="Main Street" skill="pizza" "#), [r#"outlet="Main Street""#, r#"skill="pizza""#]);
    }
}
