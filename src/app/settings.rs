//! What the player has set, and what has been achieved; both are kept between games.

use super::words::Language;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the terminal's background is, where the player or the terminal says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ground {
    Dark,
    Light,
    #[default]
    Unknown,
}

/// How many colours the terminal can show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Depth {
    #[default]
    True,
    Indexed256,
    Ansi16,
    /// `NO_COLOR`.
    None,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    pub language: Language,
    pub ascii: bool,
    pub no_motion: bool,
    /// What the player wants the background to be taken for; unknown: what the terminal says.
    pub wanted_ground: Ground,
    /// What it is taken for now.
    #[serde(skip)]
    pub ground: Ground,
    #[serde(skip)]
    pub depth: Depth,
}

/// How far the player has come.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Progress {
    /// By scenario: a built-in's name, or a path.
    pub chapters: BTreeMap<String, Played>,
    /// Commands typed in the palette, newest last.
    pub history: Vec<String>,
    /// Scenario files of the player's own, as they were opened.
    pub files: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Played {
    pub times: u32,
    pub won: bool,
    /// Real seconds in all.
    pub seconds: u64,
    /// Stars earned in the best game, of three.
    pub stars: u32,
    /// Share of goals met in the best game.
    pub goals: Option<f64>,
    /// Share of customers served on time in the best game.
    pub on_time: Option<f64>,
    /// Whether the question about another shop was answered rightly; `None`: not answered yet.
    pub question: Option<bool>,
}

impl Progress {
    pub fn of(&self, scenario: &str) -> Option<&Played> {
        self.chapters.get(scenario)
    }
}
