//! The surprise: one sentence after closing whose numbers are measured in the histories of that very evening.

use crate::scenario::Bound;
use crate::scenario::measure::{bound, each};
use crate::scenario::prediction::{Answers, Measure, measure};
use crate::scenario::problem::quoted;
use crate::scenario::reader::{Fields, list_of};
use crate::units::Span;
use serde::Serialize;

/// The sentence of a debrief, and what it says is measured.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Surprise {
    /// The sentence, with the names of numbers in braces.
    pub text: String,
    /// The numbers in the sentence.
    pub numbers: Vec<Number>,
}

/// A number of the sentence.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Number {
    /// The name by which the sentence refers to it.
    pub name: String,
    /// How it is measured.
    pub measure: Measure,
    /// What the sentence claims about it. The sentence is shown only if that holds; a proof checks it on every seed.
    pub claims: Vec<Bound>,
}

/// A piece of a sentence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Piece<'s> {
    /// Text as it stands.
    Words(&'s str),
    /// A number, by its index in [`Surprise::numbers`].
    Number(usize),
}

impl Surprise {
    /// The sentence, split into text and numbers.
    pub fn pieces(&self) -> Vec<Piece<'_>> {
        let mut pieces = Vec::new();
        let mut rest = self.text.as_str();
        while let Some((words, name, after)) = next_name(rest) {
            pieces.push(Piece::Words(words));
            pieces.extend(self.numbers.iter().position(|number| number.name == name).map(Piece::Number));
            rest = after;
        }
        pieces.push(Piece::Words(rest));
        pieces
    }

    /// Whether all claims hold; `values` are those of its numbers. A number without a value makes the claim fail.
    pub fn holds(&self, values: &[Option<f64>]) -> bool {
        let holds = |number: &Number, value: &Option<f64>| {
            value.is_some_and(|value| number.claims.iter().all(|claim| claim.holds(value)))
        };
        values.len() == self.numbers.len()
            && self.numbers.iter().zip(values).all(|(number, value)| holds(number, value))
    }
}

/// The text before the first `{name}`, the name, and the rest.
fn next_name(text: &str) -> Option<(&str, &str, &str)> {
    let (words, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((words, name, after))
}

/// Reads the surprise; mistakes in it are reported.
pub fn surprise(root: &Fields<'_>, answers: Answers<'_>, warmup: Span) -> Option<Surprise> {
    let f = root.inner("surprise")?;
    let tables = each(&f, "number");
    let mut numbers: Vec<Number> = Vec::new();
    for table in &tables {
        let (name, measure) = (table.id("name"), measure(root, table, answers, warmup));
        let metric = measure.map(|measure| measure.metric);
        // A ratio of two runs has no unit.
        let metric = metric.filter(|_| measure.is_some_and(|measure| measure.against.is_none()));
        let claims: Vec<Bound> = ["at_least", "at_most"]
            .into_iter()
            .filter(|key| table.has(key))
            .filter_map(|key| bound(table, key, metric))
            .collect();
        let (Some(name), Some(measure)) = (name, measure) else { continue };
        if numbers.iter().any(|known| known.name == name) {
            table.wrong("name", format!("there are two numbers named {}", quoted(&name)), None);
        }
        numbers.push(Number { name, measure, claims });
    }
    let text = f.text("text")?;
    let written = f.entry("number").map_or(Some(0), |entry| list_of(&entry.node).map(<[_]>::len));
    let all_read = written == Some(numbers.len());
    let mut rest = text.as_str();
    while let Some((_, name, after)) = next_name(rest) {
        if all_read && !numbers.iter().any(|number| number.name == name) {
            let hint = f.cx.suggestion(name, numbers.iter().map(|number| number.name.as_str()));
            f.cx.complaints.lack(f.spot("text"), format!("there is no number named {}", quoted(name)), hint);
        }
        rest = after;
    }
    Some(Surprise { text, numbers })
}
