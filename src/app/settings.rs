//! What the player has set, and what has been achieved; both are kept between games.

use crate::text::glossary::Language;
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

impl Played {
    /// How good the best game was: won, stars, on time.
    pub fn best(&self) -> (bool, u32, Option<f64>) {
        (self.won, self.stars, self.on_time)
    }

    fn take_in(&mut self, theirs: &Played) {
        if theirs.best() > self.best() || self.times == 0 {
            (self.won, self.stars, self.on_time, self.goals) = (theirs.won, theirs.stars, theirs.on_time, theirs.goals);
        }
        self.times = self.times.max(theirs.times);
        self.seconds = self.seconds.max(theirs.seconds);
        self.question = self.question.max(theirs.question);
    }
}

impl Progress {
    pub fn of(&self, scenario: &str) -> Option<&Played> {
        self.chapters.get(scenario)
    }

    /// What another program of the same player has written meanwhile is not lost: of two the better counts.
    pub fn take_in(&mut self, other: Progress) {
        for (scenario, theirs) in other.chapters {
            self.chapters.entry(scenario).or_default().take_in(&theirs);
        }
        for (ours, theirs) in [(&mut self.history, other.history), (&mut self.files, other.files)] {
            let news: Vec<String> = theirs.into_iter().filter(|line| !ours.contains(line)).collect();
            ours.splice(0..0, news);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn played(times: u32, won: bool, stars: u32, question: Option<bool>) -> Played {
        Played { times, won, stars, question, goals: Some(stars as f64 / 3.0), ..Played::default() }
    }

    #[test]
    fn two_programs_of_one_player_lose_nothing() {
        let mut ours = Progress { history: vec!["ours".into()], ..Progress::default() };
        ours.chapters.insert("prep".into(), played(3, true, 1, Some(false)));
        ours.chapters.insert("story".into(), played(1, true, 3, None));
        let mut theirs = Progress { history: vec!["ours".into(), "theirs".into()], ..Progress::default() };
        theirs.chapters.insert("prep".into(), played(2, true, 2, Some(true)));
        theirs.chapters.insert("story".into(), played(5, false, 0, None));
        theirs.chapters.insert("power-cut".into(), played(1, false, 0, None));
        ours.take_in(theirs);
        assert_eq!(ours.chapters["prep"], played(3, true, 2, Some(true)));
        assert_eq!(ours.chapters["story"], played(5, true, 3, None));
        assert_eq!(ours.chapters["power-cut"], played(1, false, 0, None));
        assert_eq!(ours.history, ["theirs", "ours"]);
    }
}
