//! The concepts that lessons teach, from `assets/concepts.toml`: the name, the surprise, the same thing in computer
//! systems, what the model leaves out, what to read, and a question about a web shop.

use serde::Deserialize;
use std::sync::LazyLock;

/// What a lesson teaches beyond pizza.
#[derive(Clone, Debug, Deserialize)]
pub struct Concept {
    /// The name by which scenarios refer to it.
    pub id: String,
    /// The system designer's word for it.
    pub name: String,
    /// What most players do not expect, in a sentence.
    pub surprise: String,
    /// Where the same thing happens in computer systems.
    pub elsewhere: String,
    /// What the model simplifies.
    pub leaves_out: String,
    /// Books, papers and pages about it.
    pub read: Vec<Reading>,
    /// A question about the same thing in a web shop; `None`: nothing is asked.
    pub transfer: Option<Transfer>,
}

/// One entry of a reading list.
#[derive(Clone, Debug, Deserialize)]
pub struct Reading {
    /// Who wrote it.
    pub author: String,
    /// Its title.
    pub title: String,
    /// The year of publication; `None`: a page without a date.
    pub year: Option<u32>,
}

/// A question about the same arithmetic in a web shop.
#[derive(Clone, Debug, Deserialize)]
pub struct Transfer {
    /// The question.
    pub ask: String,
    /// The answers to choose from.
    pub choices: Vec<String>,
    /// The right answer, word for word one of `choices`.
    pub answer: String,
    /// Why it is right.
    pub because: String,
}

#[derive(Deserialize)]
struct Table {
    concept: Vec<Concept>,
}

static TABLE: LazyLock<Vec<Concept>> = LazyLock::new(|| {
    let table: Table = toml::from_str(include_str!("../../assets/concepts.toml")).expect("the concepts are a list");
    table.concept
});

/// A concept by its `id`; `None`: there is none of that name.
pub fn concept(id: &str) -> Option<&'static Concept> {
    TABLE.iter().find(|concept| concept.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_is_among_the_choices() {
        for concept in TABLE.iter() {
            if let Some(transfer) = &concept.transfer {
                assert!(transfer.choices.contains(&transfer.answer), "{}", concept.id);
            }
        }
    }
}
