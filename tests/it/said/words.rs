//! One word for one thing, in what players read. What is called *customer* in one place is not a *guest* in the next.
//!
//! A *command* is what a player gives; an *evening* is what is played, a *history* one of the courses that it took, a
//! *run* what the command line reckons.

use super::{plain, texts};
use crate::lessons::measured::lessons;
use pizzeria::scenario::{self, builtin};
use pizzeria::sim::command::SPECS;
use pizzeria::text::glossary;
use std::fs;
use std::path::{Path, PathBuf};

/// What is not said, and what is said for it.
const ONE_WORD: [(&str, &str); 15] = [
    ("guest", "customer"),
    ("guests", "customers"),
    ("caller", "customer"),
    ("callers", "customers"),
    ("baker", "chef"),
    ("bakers", "chefs"),
    ("stove", "oven"),
    ("deed", "command"),
    ("deeds", "commands"),
    ("decision", "command"),
    ("decisions", "commands"),
    ("one act", "one command"),
    ("{} acts", "{} commands"),
    ("at school", "retraining"),
    ("this run", "this evening"),
];
/// What belongs to the system designer's words, and is not in a lesson's prose.
const OF_THE_SYSTEM: [&str; 6] = ["queue", "queues", "courier", "couriers", "worker", "workers"];

/// Whether a text has a word, whole.
pub fn has(text: &str, word: &str) -> bool {
    let letter = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word)
        .any(|(at, _)| !text[..at].ends_with(letter) && !text[at + word.len()..].starts_with(letter))
}

/// The strings of a source file, without comments and without its tests.
fn strings(source: &str) -> Vec<String> {
    let source = source.split("#[cfg(test)]").next().unwrap_or_default();
    let (mut found, mut text) = (Vec::new(), None::<String>);
    let mut letters = source.chars().peekable();
    while let Some(letter) = letters.next() {
        match (&mut text, letter) {
            (Some(_), '"') => found.extend(text.take()),
            (Some(text), '\\') => {
                text.push(' ');
                letters.next();
            }
            (Some(text), _) => text.push(letter),
            (None, '/') if letters.peek() == Some(&'/') => letters.by_ref().take_while(|c| *c != '\n').for_each(drop),
            // A quote as a letter begins no string.
            (None, '\'') if letters.peek() == Some(&'"') => drop(letters.next()),
            (None, '"') => text = Some(String::new()),
            _ => {}
        }
    }
    found
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => files(&path, found),
            false => found.extend(path.extension().is_some_and(|e| e == "rs").then_some(path)),
        }
    }
}

#[test]
fn one_thing_has_one_word() {
    let mut wrong = Vec::new();
    let mut look = |place: &str, text: &str| {
        // A name in braces is filled in, and not read.
        let text = text.to_lowercase().split(['{', '}']).step_by(2).collect::<Vec<_>>().join("{}");
        for (word, instead) in ONE_WORD.iter().filter(|(word, _)| has(&text, word)) {
            wrong.push(format!("{place}: {word:?}, which is called {instead:?}: {text}"));
        }
    };
    for (lesson, (_, file)) in lessons().iter().zip(builtin::list()) {
        texts(lesson, file).iter().for_each(|text| look(&lesson.name, text));
        lesson.goals.iter().chain(&lesson.stars).for_each(|goal| look(&lesson.name, &goal.text));
    }
    for pair in glossary::pairs() {
        pair.pizza.iter().chain(&pair.system).chain([&pair.text]).for_each(|text| look(&pair.id, text));
    }
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = vec![source.join("plain.rs")];
    ["text", "ui", "app", "plain", "cli", "sim"].iter().for_each(|floor| files(&source.join(floor), &mut sources));
    assert!(sources.len() > 80, "{}", sources.len());
    for path in sources {
        let place = path.strip_prefix(&source).unwrap().display().to_string();
        strings(&fs::read_to_string(&path).unwrap()).iter().for_each(|text| look(&place, text));
    }
    assert_eq!(wrong, Vec::<String>::new(), "\n{}", wrong.join("\n"));
}

#[test]
fn lessons_speak_the_shops_words() {
    for (lesson, (_, file)) in lessons().iter().zip(builtin::list()) {
        // The head is for whoever reads the file; names of numbers stand in braces.
        for text in texts(lesson, file).iter().skip(1) {
            let text: String = plain(text).split(['{', '}']).step_by(2).collect();
            let found: Vec<_> = OF_THE_SYSTEM.iter().filter(|word| has(&text.to_lowercase(), word)).collect();
            assert!(found.is_empty(), "{}: {found:?} in {text:?}", lesson.name);
        }
    }
}

#[test]
fn a_word_is_found_whole_and_only_in_strings() {
    assert!(has("the baker bakes", "baker") && has("baker", "baker") && !has("bakers", "baker"));
    let source =
        "let a = \"one \\\"act\"; // \"deed\"\nlet q = '\"'; let b = \"two\";\n#[cfg(test)]\nlet c = \"three\";";
    assert_eq!(strings(source), ["one  act", "two"]);
}

/// What players read is English: the syntax of commands is for files and for whoever asks for it.
#[test]
fn no_text_for_players_has_the_syntax_of_commands() {
    let names: Vec<&str> = SPECS.iter().map(|spec| spec.name).filter(|name| name.contains('_')).collect();
    assert!(names.len() > 10, "{names:?}");
    for (name, file) in builtin::all() {
        let lesson = scenario::load(name, &[]).unwrap();
        let mut read: Vec<String> = texts(&lesson, file).into_iter().skip(1).collect();
        read.extend(lesson.goals.iter().chain(&lesson.stars).map(|goal| goal.text.clone()));
        read.extend(lesson.predictions.iter().flat_map(|asked| asked.choices.clone()));
        for text in read {
            let found = names.iter().find(|command| text.contains(**command));
            assert!(found.is_none() && !text.contains('_'), "{name}: {found:?} in {text:?}");
        }
    }
}
