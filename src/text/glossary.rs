//! The two vocabularies, the pizza shop's and the system designer's, from the table in `assets/glossary.toml`.
//!
//! A sentence is written once, with the words that differ in braces: `"hire {a chef}"` is *hire a chef* or *hire a
//! worker*; `{chef+}` is the plural, `{Chef}` begins a sentence. The name in braces is the pair's `id`.

use crate::sim::wording::Both;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// The vocabulary in which the program speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Language {
    /// The pizza shop's words: chef, rider, promise.
    #[default]
    Pizza,
    /// The system designer's words: worker, courier, objective.
    System,
}

impl Language {
    /// The one that is not this one.
    pub fn other(self) -> Language {
        match self {
            Language::Pizza => Language::System,
            Language::System => Language::Pizza,
        }
    }
}

/// One thing with its two words.
#[derive(Clone, Debug, Deserialize)]
pub struct Pair {
    /// The name in braces by which sentences refer to it.
    pub id: String,
    /// The pizza shop's word: singular and plural.
    pub pizza: [String; 2],
    /// The system designer's word: singular and plural.
    pub system: [String; 2],
    /// The glossary's paragraph.
    pub text: String,
    /// A command line that demonstrates it.
    pub command: Option<String>,
}

#[derive(Deserialize)]
struct Table {
    pair: Vec<Pair>,
}

static TABLE: LazyLock<Vec<Pair>> = LazyLock::new(|| {
    let table: Table = toml::from_str(include_str!("../../assets/glossary.toml")).expect("the glossary is a list");
    table.pair
});

/// All pairs, along an order's way through the shop.
pub fn pairs() -> &'static [Pair] {
    &TABLE
}

/// The word for a thing, in the singular or plural. An unknown id stands for itself; a test checks all ids in use.
pub fn word(language: Language, id: &str, many: bool) -> &str {
    match TABLE.iter().find(|pair| pair.id == id) {
        None => id,
        Some(pair) => match language {
            Language::Pizza => &pair.pizza[many as usize],
            Language::System => &pair.system[many as usize],
        },
    }
}

/// The template for a vocabulary. Its words in braces are not replaced yet (see [`say`]).
pub fn say_both(language: Language, both: Both) -> &'static str {
    match language {
        Language::Pizza => both.pizza,
        Language::System => both.system,
    }
}

/// A sentence with its words in braces replaced.
pub fn say(language: Language, sentence: &str) -> String {
    let mut said = String::with_capacity(sentence.len());
    let mut rest = sentence;
    while let Some((before, inside)) = rest.split_once('{') {
        said.push_str(before);
        let Some((slot, after)) = inside.split_once('}') else {
            rest = inside;
            break;
        };
        fill(&mut said, language, slot);
        rest = after;
    }
    said.push_str(rest);
    said
}

fn fill(said: &mut String, language: Language, slot: &str) {
    let (article, slot) = match slot.strip_prefix("a ").or_else(|| slot.strip_prefix("A ")) {
        Some(rest) => (Some(slot.starts_with('A')), rest),
        None => (None, slot),
    };
    let (id, many) = slot.strip_suffix('+').map_or((slot, false), |id| (id, true));
    let capital = id.starts_with(|c: char| c.is_ascii_uppercase());
    let lower = id.to_ascii_lowercase();
    let found = word(language, &lower, many);
    if let Some(upper) = article {
        said.push(if upper { 'A' } else { 'a' });
        if found.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O']) {
            said.push('n');
        }
        said.push(' ');
    }
    let mut letters = found.chars();
    match letters.next().filter(|_| capital) {
        Some(first) => {
            said.extend(first.to_uppercase());
            said.push_str(letters.as_str());
        }
        None => said.push_str(found),
    }
}

/// The text with its first letter in upper case.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The text with its first letter in lower case.
pub fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_sentence_two_languages() {
        assert_eq!(say(Language::Pizza, "{Chef+} at {a outlet}: hire {a chef}"), "Chefs at an outlet: hire a chef");
        assert_eq!(say(Language::System, "{Chef+} at {a outlet}: {front-desk}"), "Workers at a node: load balancer");
        assert_eq!(say(Language::Pizza, "an open { stays"), "an open  stays");
    }
}
