//! A scenario file with an evening in it: the file as its author wrote it, and after it, as `[[event]]`s of the
//! player's, everything that was done. It is read back before it is handed out, so it is the same shop or none.
//!
//! What was changed on the command line (`--set`) becomes part of the file. The author's layout and comments survive
//! unless it has to be: then the whole file is written anew.

use super::document::{self, Entry, Node, Value};
use super::problem::{Complaints, Source};
use super::quantity::moment_text;
use super::reader::whole_of;
use super::script::{arguments, toml_text};
use super::set::{self, Override};
use super::{Cue, Scenario, Trigger, builtin, folder, read_within};
use crate::sim::setup::Scheduled;
use crate::units::Time;
use std::borrow::Cow;
use std::fmt::Write;

/// What the player reads at the moment of the export.
const FROM_HERE: &str = "So far somebody has played already. From here on the shop is yours.";

/// Writes a scenario with everything that was done until `at`: `commands`, sorted by time, beside what its file
/// already says was done.
///
/// # Errors
/// Why there is no such file, as a sentence.
pub fn export(scenario: &Scenario, commands: &[Scheduled], at: Time) -> Result<String, String> {
    let own = scenario.text.as_deref().map(Cow::Borrowed).or_else(|| builtin::text_of(&scenario.name));
    let own = own.ok_or("The scenario's file is not at hand, so nothing can be added to it.")?;
    let wanted = wanted(scenario, commands, at);
    let done = done(&wanted, commands, at);
    let drafts = [in_its_own_words(scenario, &own), in_other_words(scenario, &own)];
    let read = |text: &str| {
        let path = scenario.path.as_ref().map(|path| folder(path));
        let base = path.as_deref().map(|path| (path, scenario.reach));
        read_within(&scenario.name, text, base, &[])
    };
    let mut why = "the file that was written reads as another shop".to_string();
    for text in drafts.into_iter().flatten().map(|text| text + &done) {
        match read(&text) {
            Ok((read, _)) if is_same(&read, &wanted) => return Ok(text),
            Ok(_) => {}
            Err(problems) => why = problems.list.first().map_or(why, |problem| problem.message.clone()),
        }
    }
    Err(format!("The evening cannot be written as a scenario: {why}."))
}

/// The scenario that the file should read as.
fn wanted(scenario: &Scenario, commands: &[Scheduled], at: Time) -> Scenario {
    let mut wanted = scenario.clone();
    wanted.setup.played.extend_from_slice(commands);
    wanted.setup.played.sort_by_key(|scheduled| scheduled.at);
    if Time::ZERO < at && at < wanted.setup.closing() {
        wanted.cues.push(Cue { trigger: Trigger::At(at), text: FROM_HERE.into(), systems: None, pause: true });
    }
    wanted
}

fn is_same(read: &Scenario, wanted: &Scenario) -> bool {
    // Where it was read from, and how it is spelt, is no part of the shop.
    let Scenario { name, path, changed, text, sha256, reach, traces, .. } = wanted.clone();
    Scenario { name, path, changed, text, sha256, reach, traces, ..read.clone() } == *wanted
}

/// What was done, as the end of a file.
fn done(wanted: &Scenario, commands: &[Scheduled], at: Time) -> String {
    let setup = &wanted.setup;
    let clock = at.clock(setup.opens);
    let mut text = format!("\n# What was done by {clock}, again as the player's.\n");
    for Scheduled { at, command } in commands {
        let _ =
            write!(text, "[[event]]\nat = \"{}\"\ndo = \"{}\"\nby = \"player\"\n", moment_text(*at), command.name());
        for (name, value) in arguments(command, setup) {
            let _ = writeln!(text, "{name} = {value}");
        }
    }
    if wanted.cues.last().is_some_and(|cue| cue.text == FROM_HERE && cue.trigger == Trigger::At(at)) {
        let (at, words) = (moment_text(at), toml_text(FROM_HERE));
        let _ = write!(text, "\n[[cue]]\nat = \"{at}\"\ntext = {words}\npause = true\n");
    }
    text
}

/// The author's text, with another seed if need be; `None`: it says something else than what was played.
fn in_its_own_words(scenario: &Scenario, own: &str) -> Option<String> {
    if !scenario.changed.is_empty() {
        return None;
    }
    let root = document::parse(own).0;
    let head = root.get("scenario")?;
    let written = head.node.get("seed").map(|entry| &entry.node);
    let mut text = own.to_string();
    match written {
        Some(node) if whole_of(node) != Some(scenario.setup.seed) => {
            text.replace_range(node.spot.start as usize..node.spot.end as usize, &scenario.setup.seed.to_string());
        }
        None if scenario.setup.seed != DEFAULT_SEED => return None,
        Some(_) | None => {}
    }
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Some(text)
}

/// The seed of a scenario that names none.
const DEFAULT_SEED: u64 = 1;

/// The file as its overrides have changed it, written anew.
fn in_other_words(scenario: &Scenario, own: &str) -> Option<String> {
    let (mut root, syntax) = document::parse(own);
    let seed = Override::new("scenario.seed", &scenario.setup.seed.to_string());
    let changes: Vec<Override> = scenario.changed.iter().cloned().chain([seed]).collect();
    let complaints = Complaints::default();
    let mut sources = vec![Source { name: scenario.name.clone(), text: own.to_string() }];
    set::apply(&changes, &mut root, &mut sources, &complaints);
    let Value::Table(entries) = &root.value else { return None };
    let mut text = String::new();
    table(&mut text, "", entries);
    (syntax.is_empty() && !complaints.has_errors()).then_some(text)
}

/// Writes a table: its values, then the tables in it, each with a header of its own.
fn table(text: &mut String, path: &str, entries: &[Entry]) {
    let has_header = |node: &Node| match &node.value {
        Value::Table(_) => true,
        Value::List(items) => !items.is_empty() && items.iter().all(|item| matches!(item.value, Value::Table(_))),
        _ => false,
    };
    let (tables, values): (Vec<&Entry>, Vec<&Entry>) = entries.iter().partition(|entry| has_header(&entry.node));
    for Entry { key, node, .. } in values {
        // A list that will be continued by tables of its own must not be closed here.
        let is_open = path.is_empty() && matches!(&node.value, Value::List(items) if items.is_empty());
        if !is_open {
            let _ = writeln!(text, "{} = {}", name(key), inline(node));
        }
    }
    for Entry { key, node, .. } in tables {
        let path = if path.is_empty() { name(key) } else { format!("{path}.{}", name(key)) };
        match &node.value {
            Value::Table(entries) => {
                let _ = write!(text, "\n[{path}]\n");
                table(text, &path, entries);
            }
            Value::List(items) => {
                for item in items {
                    let _ = write!(text, "\n[[{path}]]\n");
                    if let Value::Table(entries) = &item.value {
                        table(text, &path, entries);
                    }
                }
            }
            _ => {}
        }
    }
}

/// A value on one line.
fn inline(node: &Node) -> String {
    match &node.value {
        Value::Text(value) => toml_text(value),
        Value::Whole(value) => value.to_string(),
        Value::Number(value) => format!("{value:?}"),
        Value::Flag(value) => value.to_string(),
        Value::Moment(value) => value.clone(),
        Value::List(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Value::Table(entries) => {
            let pairs: Vec<String> =
                entries.iter().map(|entry| format!("{} = {}", name(&entry.key), inline(&entry.node))).collect();
            format!("{{ {} }}", pairs.join(", "))
        }
    }
}

/// A key, in quotes where it must be.
fn name(key: &str) -> String {
    let is_bare = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if is_bare { key.to_string() } else { toml_text(key) }
}
