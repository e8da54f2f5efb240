//! Third keys: lists of skills, values and lengths of time, each with a key of its own.

use super::{Book, Choice, Does};
use crate::app::words::{Language, word};
use crate::sim::command::Command;
use crate::sim::setup::{DeliveryMode, KitchenKind, Policy, QueueOrder, Setup, Skill, WhenNone};
use crate::units::Span;
use crate::units::time::{MICROS_PER_HOUR, MICROS_PER_MINUTE, MICROS_PER_SECOND};

/// A list of choices with one command.
pub(super) fn only(command: Command) -> Vec<Choice> {
    let does = Does::Give(command);
    vec![Choice { key: '1', text: String::new(), is_now: false, does }]
}

/// Builds a list of choices, each with a free key.
#[derive(Default)]
pub(super) struct Choices {
    list: Vec<Choice>,
}

impl Choices {
    /// The key is the first letter of `keys` that is free, else a digit.
    pub fn give(&mut self, keys: &str, text: String, is_now: bool, command: Command) {
        let taken = |c: &char| self.list.iter().any(|choice| choice.key == *c);
        let mut letters = keys.chars().map(|c| c.to_ascii_lowercase()).filter(|c| c.is_ascii_alphanumeric());
        let key =
            letters.find(|c| !taken(c)).or_else(|| ('1'..='9').chain('a'..='z').find(|c| !taken(c))).unwrap_or('0');
        self.list.push(Choice { key, text, is_now, does: Does::Give(command) });
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
        let setup = &self.game.session.setup;
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

/// `12 min`, `45 s`, `2 h`, `1 h 30`; zero is `always`.
pub fn span_text(span: Span) -> String {
    let micros = span.0;
    if micros == 0 {
        return "always".into();
    }
    if micros < MICROS_PER_MINUTE {
        return format!("{} s", micros / MICROS_PER_SECOND);
    }
    let minutes = micros / MICROS_PER_MINUTE;
    match (micros / MICROS_PER_HOUR, minutes % 60) {
        (0, _) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, rest) => format!("{hours} h {rest:02}"),
    }
}

pub(super) fn limit_text(limit: Option<u32>) -> String {
    limit.map_or("none".into(), |limit| limit.to_string())
}

pub fn policy_text(language: Language, policy: Policy) -> &'static str {
    let id = match policy {
        Policy::Nearest => "nearest",
        Policy::Random => "random",
        Policy::RoundRobin => "round-robin",
        Policy::ShortestQueue => "shortest-line",
        Policy::PowerOfTwo => "two-choices",
        Policy::LeastWait => "soonest",
    };
    word(language, id, false)
}

pub fn kitchen_text(language: Language, kitchen: KitchenKind) -> &'static str {
    let id = match kitchen {
        KitchenKind::Shared => "shared-kitchen",
        KitchenKind::Specialised => "split-kitchen",
        KitchenKind::Private => "private-lines",
    };
    word(language, id, false)
}

pub fn delivery_text(language: Language, mode: DeliveryMode) -> &'static str {
    match mode {
        DeliveryMode::Pickup => match language {
            Language::Pizza => "customers fetch",
            Language::System => "pull",
        },
        DeliveryMode::Coupled => word(language, "chefs-drive", false),
        DeliveryMode::Decoupled => word(language, "riders-drive", false),
    }
}

pub fn order_text(language: Language, order: QueueOrder) -> &'static str {
    match (order, language) {
        (QueueOrder::OldestFirst, Language::Pizza) => "oldest first",
        (QueueOrder::OldestFirst, Language::System) => "FIFO",
        (QueueOrder::NewestFirst, _) => word(language, "newest-first", false),
    }
}

pub fn when_none_text(language: Language, when: WhenNone) -> &'static str {
    match (when, language) {
        (WhenNone::Lose, Language::Pizza) => "turn away",
        (WhenNone::Lose, Language::System) => "fail fast",
        (WhenNone::Hold, _) => word(language, "hold", false),
    }
}

/// The place of an item's name in the setup, quoted as a typed command wants it.
pub(super) fn quoted(name: &str) -> String {
    crate::scenario::script::toml_text(name)
}

/// Whether the scenario has more than one outlet, sites to let included.
pub(super) fn is_chain(setup: &Setup) -> bool {
    setup.outlets.len() > 1
}
