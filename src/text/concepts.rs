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
    /// Where it stands on the map of ideas; `None`: it is about all of them.
    pub on_the_map: Option<Place>,
    /// A question about the same thing in a web shop; `None`: nothing is asked.
    pub transfer: Option<Transfer>,
}

/// A place on the map of ideas.
#[derive(Clone, Debug, Deserialize)]
pub struct Place {
    /// The row in which it stands.
    pub path: String,
    /// Its word there.
    pub word: String,
    /// The ideas, by `id`, that one asks about next.
    pub leads_to: Vec<String>,
}

/// An idea that no shop of ours shows.
#[derive(Clone, Debug, Deserialize)]
pub struct LeftOut {
    /// The system designer's words for it.
    pub name: String,
    /// Why it is not there, in a sentence.
    pub because: String,
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

/// What an interviewer asks about an idea, at the end of [`Concept::elsewhere`].
const ASKED: &str = "You will be asked: ";

impl Concept {
    /// What one is asked about it, without the words before it; `None`: the page does not say.
    pub fn asked(&self) -> Option<&str> {
        self.elsewhere.split_once(ASKED).map(|(_, question)| question)
    }
}

#[derive(Deserialize)]
struct Table {
    concept: Vec<Concept>,
    left_out: Vec<LeftOut>,
}

static TABLE: LazyLock<Table> =
    LazyLock::new(|| toml::from_str(include_str!("../../assets/concepts.toml")).expect("the concepts are a list"));

/// A concept by its `id`; `None`: there is none of that name.
pub fn concept(id: &str) -> Option<&'static Concept> {
    TABLE.concept.iter().find(|concept| concept.id == id)
}

/// A row of the map of ideas: its name, and its ideas with their places in the order of the lessons.
pub type Path = (&'static str, Vec<(&'static Concept, &'static Place)>);

/// The map of ideas, row by row, in the order in which the lessons come to them.
pub fn map() -> Vec<Path> {
    let mut paths: Vec<Path> = Vec::new();
    for (concept, place) in TABLE.concept.iter().filter_map(|concept| Some((concept, concept.on_the_map.as_ref()?))) {
        match paths.iter_mut().find(|(name, _)| *name == place.path) {
            Some((_, ideas)) => ideas.push((concept, place)),
            None => paths.push((&place.path, vec![(concept, place)])),
        }
    }
    paths
}

/// What the map leaves out.
pub fn left_out() -> &'static [LeftOut] {
    &TABLE.left_out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_is_among_the_choices() {
        for concept in &TABLE.concept {
            if let Some(transfer) = &concept.transfer {
                assert!(transfer.choices.contains(&transfer.answer), "{}", concept.id);
            }
        }
    }

    #[test]
    fn the_map_leads_from_idea_to_idea_and_never_back() {
        let before: std::cell::RefCell<Vec<&str>> = Default::default();
        fn walk<'a>(id: &'a str, before: &std::cell::RefCell<Vec<&'a str>>) {
            assert!(!before.borrow().contains(&id), "{id} leads back to itself: {before:?}");
            let place = concept(id).and_then(|concept| concept.on_the_map.as_ref());
            before.borrow_mut().push(id);
            place.unwrap_or_else(|| panic!("{id} is not on the map")).leads_to.iter().for_each(|to| walk(to, before));
            before.borrow_mut().pop();
        }
        let places = map().into_iter().flat_map(|(_, ideas)| ideas);
        places.for_each(|(concept, _)| walk(&concept.id, &before));
    }
}
