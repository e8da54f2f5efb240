//! Completions: scenario names, and the paths that `--set` can change in the scenario on the line.

use crate::scenario::document::{self, Node, Value};
use crate::scenario::reader::{is_id, list_of};
use crate::scenario::tables::{DISTS, Kind, ROOT, TRACE, Table};
use crate::scenario::{LARGEST_FILE, builtin, load, trace};
use clap_complete::engine::{CompletionCandidate, PathCompleter, ValueCompleter};
use std::env;
use std::ffi::{OsStr, OsString};
use std::path::Path;

/// How many members of a list are offered.
const MEMBERS: usize = 20;

/// Built-in scenarios with their titles, and TOML files.
pub fn scenarios(typed: &OsStr) -> Vec<CompletionCandidate> {
    let begins = |name: &str| name.as_bytes().starts_with(typed.as_encoded_bytes());
    let title = |name: &str| load(name, &[]).ok().map(|scenario| scenario.title.into());
    let names = builtin::all().filter(|(name, _)| begins(name));
    let mut words: Vec<CompletionCandidate> =
        names.map(|(name, _)| CompletionCandidate::new(name).help(title(name))).collect();
    let is_scenario = |path: &Path| path.is_dir() || path.extension().is_some_and(|end| end == "toml");
    words.extend(PathCompleter::any().filter(is_scenario).complete(typed));
    words
}

/// `PATH=`, and after the `=` the possible values.
pub fn settings(typed: &OsStr) -> Vec<CompletionCandidate> {
    let Some(typed) = typed.to_str() else { return Vec::new() };
    let root = scenario_of(env::args_os());
    let mut keys = Vec::new();
    collect(&mut keys, "", &ROOT, root.as_ref());
    let words = keys.into_iter().flat_map(|(path, kind, sentence)| {
        let values: Vec<String> = match kind {
            _ if !typed.contains('=') => vec![String::new()],
            Kind::Word(words) => words().into_iter().map(String::from).collect(),
            Kind::Flag => vec!["true".into(), "false".into()],
            Kind::Arrivals => vec!["poisson".into(), "even".into()],
            _ => Vec::new(),
        };
        values.into_iter().map(move |value| (format!("{path}={value}"), sentence))
    });
    let fitting = words.filter(|(word, _)| word.starts_with(typed));
    fitting.map(|(word, sentence)| CompletionCandidate::new(word).help(Some(sentence.into()))).collect()
}

/// The scenario that a line names; `None`: none, or it cannot be read.
fn scenario_of(line: impl Iterator<Item = OsString>) -> Option<Node> {
    let text = |word: &OsString| match word.to_str().and_then(builtin::text_of) {
        Some(text) => Some(text.to_string()),
        None if Path::new(word).extension().is_some_and(|end| end == "toml") => {
            trace::read_text(Path::new(word), LARGEST_FILE).ok()
        }
        None => None,
    };
    // The first word is the program.
    line.skip(1).find_map(|word| text(&word)).map(|text| document::parse(&text).0)
}

type Keys = Vec<(String, Kind, &'static str)>;

/// Collects the keys of a table and its subtables, with the existing members of lists.
fn collect(keys: &mut Keys, path: &str, table: &'static Table, node: Option<&Node>) {
    for key in table.keys {
        let below = if path.is_empty() { key.name.to_string() } else { format!("{path}.{}", key.name) };
        let there = node.and_then(|node| node.get(key.name)).map(|entry| &entry.node);
        match key.kind {
            Kind::Table(inner) => collect(keys, &below, inner, there),
            Kind::List(inner, must) => {
                let members = there.and_then(list_of).unwrap_or_default();
                for (i, member) in members.iter().take(MEMBERS).enumerate() {
                    collect(keys, &format!("{below}.{i}"), inner, Some(member));
                }
                // Without a named scenario, one member is assumed, which every scenario has.
                if members.is_empty() && must {
                    collect(keys, &format!("{below}.0"), inner, None);
                }
            }
            Kind::Menu(inner) => {
                let Some(Value::Table(entries)) = there.map(|node| &node.value) else { continue };
                for entry in entries.iter().filter(|entry| is_id(&entry.key)).take(MEMBERS) {
                    collect(keys, &format!("{below}.{}", entry.key), inner, Some(&entry.node));
                }
            }
            Kind::Script(_) => {}
            Kind::Dist(_) => {
                let word = there.and_then(|node| node.get("dist")).and_then(|entry| match &entry.node.value {
                    Value::Text(word) => Some(word.as_str()),
                    _ => None,
                });
                let row = DISTS.iter().find(|(known, ..)| Some(*known) == word).unwrap_or(&DISTS[0]);
                row.1
                    .keys
                    .iter()
                    .for_each(|inner| keys.push((format!("{below}.{}", inner.name), inner.kind, inner.sentence)));
            }
            Kind::Arrivals => {
                if there.is_some_and(|node| matches!(node.value, Value::Table(_))) {
                    collect(keys, &below, &TRACE, there);
                }
                keys.push((below, key.kind, key.sentence));
            }
            kind => keys.push((below, kind, key.sentence)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offered(words: Vec<CompletionCandidate>) -> Vec<String> {
        words.iter().map(|word| word.get_value().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn scenarios_are_offered_by_name() {
        assert!(offered(scenarios("st".as_ref())).contains(&"story".to_string()));
        assert!(!offered(scenarios("st".as_ref())).contains(&"prep".to_string()));
    }

    /// Every path that is offered for a scenario is one that `--set` takes.
    #[test]
    fn settings_are_those_of_the_scenario() {
        let root = scenario_of(["pizzeria", "run", "power-cut"].map(OsString::from).into_iter());
        let mut keys = Vec::new();
        collect(&mut keys, "", &ROOT, root.as_ref());
        let paths: Vec<&str> = keys.iter().map(|(path, ..)| path.as_str()).collect();
        for path in [
            "outlet.1.riders",
            "dispatch.policy",
            "menu.pizza.price",
            "menu.pizza.work.dist",
            "zone.0.orders_per_hour",
            "slo.promise",
        ] {
            assert!(paths.contains(&path), "{path} is not among {paths:?}");
        }
        assert!(!paths.iter().any(|path| path.starts_with("outlet.9")), "{paths:?}");
        for path in paths {
            let set = [crate::scenario::Override::new(path, "\u{1}")];
            let said = load("power-cut", &set).err().map(|problems| problems.to_string()).unwrap_or_default();
            assert!(!said.contains("has no key") && !said.contains("in this list of"), "{path}: {said}");
        }
    }

    #[test]
    fn words_are_offered_behind_the_equals_sign() {
        let words = offered(settings("dispatch.policy=n".as_ref()));
        assert_eq!(words, ["dispatch.policy=nearest"]);
        assert_eq!(offered(settings("scenario.drain=".as_ref())), ["scenario.drain=true", "scenario.drain=false"]);
    }
}
