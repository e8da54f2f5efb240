//! What each lesson is about beyond pizza, from `assets/concepts.toml`: its name, the surprise, the same thing in other
//! shops, what the model leaves out, what to read, and a question in milliseconds.

use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Clone, Debug, Deserialize)]
pub struct Concept {
    pub id: String,
    /// The system designer's word for it.
    pub name: String,
    pub surprise: String,
    pub elsewhere: String,
    pub leaves_out: String,
    pub read: Vec<Reading>,
    pub transfer: Option<Transfer>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Reading {
    pub author: String,
    pub title: String,
    /// `None`: a page without a date.
    pub year: Option<u32>,
}

/// The same arithmetic in a web shop.
#[derive(Clone, Debug, Deserialize)]
pub struct Transfer {
    pub ask: String,
    pub choices: Vec<String>,
    pub answer: String,
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
