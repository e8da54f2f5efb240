//! Values offered under third keys: skills, settings, durations.

use super::book::Book;
use super::{Choice, Does, LineState};
use crate::app::game::Game;
use crate::sim::command::{Command, Decision};
use crate::sim::setup::{self, Setup, Skill};
use crate::text::glossary::Language;
use crate::text::values::label;

/// A single choice, which needs no third key.
pub(super) fn only(command: impl Into<Command>) -> Vec<Choice> {
    let does = Does::Give(command.into());
    vec![Choice { key: '1', text: String::new(), is_now: false, does }]
}

/// Builds a list of choices, and gives each a key at the end.
#[derive(Default)]
pub(super) struct Choices {
    list: Vec<(Keyed, Choice)>,
}

/// Where a choice's key comes from.
#[derive(Clone, Copy, PartialEq)]
enum Keyed {
    /// A letter of its words.
    Words,
    /// Its place among the numbers.
    Number,
    /// It has one.
    Already,
}

impl Choices {
    /// A value with a name, under a letter of it.
    pub fn give(&mut self, text: String, is_now: bool, command: impl Into<Command>) {
        self.push(Keyed::Words, text, is_now, command.into());
    }

    /// One of several amounts, under a digit.
    pub fn amount(&mut self, text: String, is_now: bool, command: impl Into<Command>) {
        self.push(Keyed::Number, text, is_now, command.into());
    }

    fn push(&mut self, keyed: Keyed, text: String, is_now: bool, command: Command) {
        self.list.push((keyed, Choice { key: '\0', text, is_now, does: Does::Give(command) }));
    }

    /// All values of a closed list.
    pub fn of_list<C: setup::Choice>(
        &mut self,
        language: Language,
        now: C,
        command: impl Fn(C) -> Decision,
    ) -> LineState {
        self.of_some(language, now, |_| true, command)
    }

    /// The values of a closed list that have a use here, and the present one.
    pub fn of_some<C: setup::Choice>(
        &mut self,
        language: Language,
        now: C,
        has_use: impl Fn(C) -> bool,
        command: impl Fn(C) -> Decision,
    ) -> LineState {
        for value in C::ALL.iter().copied().filter(|value| *value == now || has_use(*value)) {
            self.give(label(language, value), value == now, command(value));
        }
        LineState::Now(label(language, now))
    }

    /// Any other value, in the palette.
    pub fn type_it(&mut self, words: String) {
        let does = Does::Type(words);
        self.list.push((Keyed::Already, Choice { key: ':', text: "type it".into(), is_now: false, does }));
    }

    /// What the scenario allows of it.
    pub fn done(mut self, game: &Game) -> Vec<Choice> {
        let allows = |choice: &Choice| !matches!(&choice.does, Does::Give(command) if !game.scenario.allows(command));
        self.list.retain(|(_, choice)| allows(choice));
        let named = |keyed: Keyed| self.list.iter().filter(move |(by, _)| *by == keyed);
        let texts: Vec<String> = named(Keyed::Words).map(|(_, choice)| choice.text.to_lowercase()).collect();
        let mut letters = letters(&texts).into_iter();
        let mut digits = ('1'..='9').chain(('a'..='z').filter(|c| !texts.iter().any(|text| text.contains(*c))));
        for (by, choice) in &mut self.list {
            choice.key = match by {
                Keyed::Words => letters.next().unwrap_or('0'),
                Keyed::Number => digits.next().unwrap_or('0'),
                Keyed::Already => choice.key,
            };
        }
        self.list.into_iter().map(|(_, choice)| choice).collect()
    }
}

/// Words that say nothing about a choice.
const LITTLE: [&str; 9] = ["a", "an", "the", "of", "for", "by", "in", "at", "to"];

/// A letter for each of several texts: the initial of a word that no other has, else of another word, else a letter
/// inside, else a digit from the end.
fn letters(texts: &[String]) -> Vec<char> {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_string).collect()
    };
    let mut taken: Vec<char> = Vec::new();
    for (i, text) in texts.iter().enumerate() {
        let elsewhere =
            |word: &String| texts.iter().enumerate().any(|(j, other)| j != i && words(other).contains(word));
        let (shared, own): (Vec<String>, Vec<String>) =
            words(text).into_iter().partition(|word| LITTLE.contains(&word.as_str()) || elsewhere(word));
        let initials = own.iter().chain(&shared).filter_map(|word| word.chars().next());
        let inside = own.iter().chain(&shared).flat_map(|word| word.chars());
        let mut fitting = initials.chain(inside).filter(char::is_ascii_lowercase).chain(('1'..='9').rev());
        taken.push(fitting.find(|c| !taken.contains(c)).unwrap_or('0'));
    }
    taken
}

impl Book<'_> {
    /// Every skill that a chef can be hired with: the menu's items, and all of them. One item: that alone.
    pub(super) fn skills(&self) -> Vec<(Skill, String)> {
        let setup = self.game.session.setup();
        let mut skills: Vec<(Skill, String)> = setup
            .items
            .iter()
            .enumerate()
            .take(20)
            .map(|(i, item)| (Skill::Item(crate::units::ItemId(i as u16)), item.name.clone()))
            .collect();
        if skills.len() > 1 {
            skills.push((Skill::AllRound, "all-round".into()));
        }
        skills
    }
}

/// A name quoted as a typed command needs it.
pub(super) fn quoted(name: &str) -> String {
    crate::scenario::script::toml_text(name)
}

/// Whether the scenario has more than one outlet, closed sites included.
pub(super) fn is_chain(setup: &Setup) -> bool {
    setup.outlets.len() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_of_a_word_that_tells_the_choice_from_the_others() {
        let of = |texts: &[&str]| letters(&texts.iter().map(|text| text.to_string()).collect::<Vec<_>>());
        let lines = ["one line for all", "a line for each dish", "a line for each chef, by lot", "a line, shortest"];
        assert_eq!(of(&lines), ['o', 'd', 'c', 's']);
        assert_eq!(of(&["pizza", "pasta", "pita", "p"]), ['p', 'a', 'i', '9']);
        assert_eq!(of(&["the closest", "the soonest"]), ['c', 's']);
    }
}
