//! Values offered under third keys: skills, settings, durations.

use super::{Book, Choice, Does, LineState};
use crate::sim::command::{Command, Decision};
use crate::sim::setup::{self, Setup, Skill};
use crate::text::glossary::Language;
use crate::text::values::label;

/// A single choice, which needs no third key.
pub(super) fn only(command: impl Into<Command>) -> Vec<Choice> {
    let does = Does::Give(command.into());
    vec![Choice { key: '1', text: String::new(), is_now: false, does }]
}

/// Builds a list of choices, giving each a free key.
#[derive(Default)]
pub(super) struct Choices {
    list: Vec<Choice>,
}

impl Choices {
    /// The key is the first letter of `keys` that is free, else a digit.
    pub fn give(&mut self, keys: &str, text: String, is_now: bool, command: impl Into<Command>) {
        let taken = |c: &char| self.list.iter().any(|choice| choice.key == *c);
        let mut letters = keys.chars().map(|c| c.to_ascii_lowercase()).filter(|c| c.is_ascii_alphanumeric());
        let key =
            letters.find(|c| !taken(c)).or_else(|| ('1'..='9').chain('a'..='z').find(|c| !taken(c))).unwrap_or('0');
        self.list.push(Choice { key, text, is_now, does: Does::Give(command.into()) });
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
            self.give(value.word(), label(language, value), value == now, command(value));
        }
        LineState::Now(label(language, now))
    }

    /// Any other value, in the palette.
    pub fn type_it(&mut self, words: String) {
        let does = Does::Type(words);
        self.list.push(Choice { key: ':', text: "type it".into(), is_now: false, does });
    }

    pub fn done(self) -> Vec<Choice> {
        self.list
    }
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
