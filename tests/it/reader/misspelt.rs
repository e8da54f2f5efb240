//! For every closed list of words a misspelt one is answered with the one that was meant.

use super::FULL;
use crate::complaints::SMALLEST;
use pizzeria::scenario::document::{self, Node, Value};
use pizzeria::scenario::tables::{COMMANDS, DISTS, Kind, ROOT, Table};
use pizzeria::scenario::{self, Override};

/// With two letters in the wrong order, as a hurried hand writes it.
fn misspelt(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = (1..letters.len()).rev().find(|i| letters[*i] != letters[i - 1]).expect("words have different letters");
    letters.swap(at - 1, at);
    letters.into_iter().collect()
}

/// The paths of all words in a file.
fn collect(found: &mut Vec<(String, Vec<String>)>, path: &str, table: &Table, node: &Node) {
    for key in table.keys {
        let Some(entry) = node.get(key.name) else { continue };
        let below = if path.is_empty() { key.name.to_string() } else { format!("{path}.{}", key.name) };
        let members = |node: &Node| match &node.value {
            Value::List(items) => items.clone(),
            _ => Vec::new(),
        };
        let owned = |words: &[&str]| words.iter().map(|word| word.to_string()).collect::<Vec<_>>();
        match key.kind {
            Kind::Table(inner) => collect(found, &below, inner, &entry.node),
            Kind::List(inner, _) => {
                members(&entry.node)
                    .iter()
                    .enumerate()
                    .for_each(|(i, item)| collect(found, &format!("{below}.{i}"), inner, item));
            }
            Kind::Menu(inner) => {
                let Value::Table(entries) = &entry.node.value else { panic!("{below}") };
                entries.iter().for_each(|item| collect(found, &format!("{below}.{}", item.key), inner, &item.node));
            }
            Kind::Word(words) => found.push((below, owned(&words()))),
            Kind::Arrivals => found.push((below, owned(&["poisson", "even"]))),
            Kind::History(_) => found.push((below, owned(&["nothing", "solution"]))),
            Kind::Dist(_) => found.push((format!("{below}.dist"), DISTS.iter().map(|row| row.0.to_string()).collect())),
            Kind::Commands => found.push((format!("{below}.0"), owned(&["hire_chef", "set_policy"]))),
            Kind::Metric(_) => found.push((below, owned(&["slo.on_time_ratio", "lost_ratio"]))),
            Kind::Flag => found.push((below, owned(&["true", "false"]))),
            Kind::Script(_) => {
                members(&entry.node)
                    .iter()
                    .take(1)
                    .for_each(|_| found.push((format!("{below}.0.do"), owned(&["hire_chef"]))));
            }
            _ => {}
        }
    }
}

#[test]
fn a_misspelt_word_is_answered_with_the_one_that_was_meant() {
    let (root, errors) = document::parse(FULL);
    assert!(errors.is_empty());
    let mut found = Vec::new();
    collect(&mut found, "", &ROOT, &root);
    let kinds = ["outlet.0.kitchen", "dispatch.policy", "zone.0.arrivals", "scenario.ends", "event.0.do"];
    for path in kinds {
        assert!(found.iter().any(|(known, _)| known == path), "{path} is not in the full file: {found:?}");
    }
    for (path, words) in &found {
        for word in words {
            let set = [Override::new(path, &misspelt(word))];
            let problems = scenario::read("full.toml", FULL, None, &set).expect_err(path);
            let hinted = problems.iter().any(|p| p.hint.as_deref() == Some(&format!("did you mean `{word}`?")));
            assert!(hinted, "{path} = {:?}: {problems}", misspelt(word));
        }
    }
}

#[test]
fn a_misspelt_word_of_a_command_is_answered_too() {
    let setup = scenario::read("test.toml", SMALLEST, None, &[]).unwrap().0.setup;
    for command in COMMANDS.iter() {
        for key in command.typed.keys {
            let Kind::Word(words) = key.kind else { continue };
            for word in words() {
                let line = format!("{} {}={}", command.row.name, key.name, misspelt(word));
                let said = scenario::command_line(&line, &setup).expect_err(&line).to_string();
                assert!(said.contains(&format!("did you mean `{word}`?")), "{line}: {said}");
            }
        }
    }
}
