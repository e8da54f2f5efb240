//! The act and fault menus as data: lines with a key, what they cost, what is set now, what is impossible and why; third
//! keys for a skill or a value; what the chosen line would do; and what came of it.

use crate::sim::command::Command;
use crate::units::{Cents, OutletId, Time};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MenuKind {
    Act,
    Fault,
}

#[derive(Clone, Debug)]
pub struct Menu {
    pub kind: MenuKind,
    /// What the lines concern, where they concern one outlet.
    pub outlet: OutletId,
    pub sections: Vec<Section>,
    /// The line looked at, counted through all sections.
    pub chosen: usize,
    /// Third keys are being asked for; the choice looked at.
    pub choosing: Option<usize>,
    /// What is known of the line (or choice) looked at.
    pub effect: Effect,
    /// A refusal, or what was done; stands in the place of the effect until the next key.
    pub answer: Option<MenuAnswer>,
}

#[derive(Clone, Debug)]
pub struct Section {
    pub title: String,
    /// In the left column of two, or the right.
    pub right: bool,
    pub lines: Vec<MenuLine>,
}

#[derive(Clone, Debug)]
pub struct MenuLine {
    pub key: char,
    pub text: String,
    pub state: LineState,
    pub choices: Vec<Choice>,
}

impl MenuLine {
    /// Asks for a third key.
    pub fn has_more(&self) -> bool {
        self.choices.len() > 1
    }
}

/// What stands at the right of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum LineState {
    /// `from`: some choices cost more.
    Price {
        from: bool,
        price: Cents,
    },
    Free,
    /// What is set now.
    Now(String),
    /// A word on what it does ("drains").
    Word(String),
    /// It cannot be done now; the short reason.
    Impossible(String),
}

/// A third key: one value, and the command that sets it.
#[derive(Clone, Debug)]
pub struct Choice {
    pub key: char,
    pub text: String,
    /// It is so already.
    pub is_now: bool,
    pub command: Command,
}

/// What is known before an act.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Effect {
    /// "Hire a chef".
    pub title: String,
    pub price: Option<Cents>,
    pub per_hour: Option<Cents>,
    pub starts: Option<Time>,
    /// "$60 now, then $20 an hour. Cooks from 19:22."
    pub terms: String,
    /// Load of the outlet before and after, where it changes.
    pub load: Option<(f64, f64)>,
    /// "the line still grows, only slower"
    pub outlook: String,
    /// Why it would be refused now.
    pub refusal: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct MenuAnswer {
    pub refused: bool,
    /// One sentence or several, complete.
    pub text: String,
}

impl Menu {
    pub fn lines(&self) -> impl Iterator<Item = &MenuLine> {
        self.sections.iter().flat_map(|section| &section.lines)
    }

    pub fn line(&self) -> Option<&MenuLine> {
        self.lines().nth(self.chosen)
    }
}
