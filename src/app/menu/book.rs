//! A menu's lines being written: what the scenario allows, each with its key, its choices and what stands at its right.

use super::{Choice, Does, LineState, MenuLine, Section};
use crate::app::game::Game;
use crate::sim::refusal::{Reason, Refusal};
use crate::text::glossary::{Language, say};
use crate::units::{Cents, OutletId};

/// The letter that shows a whole menu.
const OPENS_ALL: char = 'a';

/// A menu being built.
pub(super) struct Book<'a> {
    pub game: &'a Game,
    pub outlet: OutletId,
    pub language: Language,
    /// How many people a line hires or lets go.
    pub count: u32,
    pub sections: Vec<Section>,
}

impl Book<'_> {
    pub fn section(&mut self, title: &str, right: bool) {
        self.sections.push(Section { title: say(self.language, title), right, lines: Vec::new() });
    }

    /// Adds a line, if the scenario allows its command, and says what its choices are. `text` may have words in braces;
    /// `keys` are letters of the text in the one vocabulary and in the other, large where the small one is taken.
    pub fn line(&mut self, command: &str, keys: (char, char), text: &str, rest: LineState, choices: Vec<Choice>) {
        self.add(command, keys, text, rest, choices, false);
    }

    /// Adds a line that hires people or lets them go: "hire {a chef}", or "hire 3 {chef+}".
    pub fn people(&mut self, command: &str, keys: (char, char), text: &str, choices: Vec<Choice>) {
        let text = match (self.count, text.split_once("{a "), text.split_once('}')) {
            (2.., Some((before, word)), Some((_, after))) => {
                let (word, _) = word.split_once('}').unwrap_or((word, ""));
                format!("{before}{} {{{word}+}}{after}", self.count)
            }
            _ => text.to_string(),
        };
        self.add(command, keys, &text, LineState::Free, choices, true);
    }

    fn add(
        &mut self,
        command: &str,
        keys: (char, char),
        text: &str,
        rest: LineState,
        mut choices: Vec<Choice>,
        is_counted: bool,
    ) {
        let scenario = &self.game.scenario;
        choices.retain(|choice| !matches!(&choice.does, Does::Give(command) if !scenario.allows(command)));
        if !self.game.allows(command) || choices.is_empty() {
            return;
        }
        let more = if choices.len() > 1 { "…" } else { "" };
        let text = format!("{}{more}", say(self.language, text));
        let state = state(self.game, &choices, rest);
        let key = if self.language == Language::Pizza { keys.0 } else { keys.1 };
        let key = self.free(key, &text);
        if let Some(section) = self.sections.last_mut() {
            section.lines.push(MenuLine { key, text, state, choices, is_counted });
        }
    }

    /// A letter of a line that no line before it has: the one meant for it, unless two rare lines meet. Where none is
    /// left, a line has no letter but its own capital, and is reached with the cursor.
    fn free(&self, key: char, text: &str) -> char {
        let taken = |key: char| self.sections.iter().flat_map(|section| &section.lines).any(|line| line.key == key);
        let letters = || text.chars().filter(|c| c.is_ascii_lowercase() && *c != OPENS_ALL);
        match () {
            () if !taken(key) => key,
            () => letters().find(|c| !taken(*c)).unwrap_or(key.to_ascii_uppercase()),
        }
    }

    pub fn name(&self) -> &str {
        &self.game.session.setup().outlets[self.outlet.index()].name
    }

    pub fn say(&self, sentence: &str) -> String {
        say(self.language, sentence)
    }
}

/// What stands at the right: why no choice is possible, else the lowest price, else `rest`.
fn state(game: &Game, choices: &[Choice], rest: LineState) -> LineState {
    let quotes: Vec<Result<Cents, Refusal>> = choices
        .iter()
        .filter_map(|choice| match &choice.does {
            Does::Give(command) => Some(game.session.world().quote(command).map(|quote| quote.price)),
            Does::Type(_) | Does::ShowAll => None,
        })
        .collect();
    let prices: Vec<Cents> = quotes.iter().filter_map(|quote| quote.as_ref().ok().copied()).collect();
    match (prices.iter().min(), quotes.first()) {
        (None, Some(Err(refusal))) => LineState::Impossible(in_short(refusal)),
        (Some(price), _) if *price > Cents::ZERO => {
            LineState::Price { from: prices.iter().any(|other| other > price), price: *price }
        }
        _ => rest,
    }
}

/// A refusal in a few words, to stand beside a line.
pub fn in_short(refusal: &Refusal) -> String {
    match refusal.reason {
        Reason::TooDear { price, balance } => {
            // Whole dollars, rounded up, so that the amount suffices.
            let short =
                Cents((price - balance).0.div_euclid(100) * 100 + if (price - balance).0 % 100 == 0 { 0 } else { 100 });
            format!("{price}: {short} short")
        }
        Reason::Full => "no place left".into(),
        Reason::Nobody => "nobody".into(),
        Reason::Already => "already".into(),
        Reason::NotOpen if refusal.sentence.contains("dark") => "dark".into(),
        Reason::NotOpen => "not open".into(),
        Reason::Senseless => "not here".into(),
        Reason::Over => "closed".into(),
    }
}
