//! What the player has set, and what has been achieved; both are kept between games.

use crate::text::glossary::Language;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

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
    /// The mouse is left to the terminal, to select text with.
    pub no_mouse: bool,
    /// What the player wants the background to be taken for; unknown: what the terminal says.
    pub wanted_ground: Ground,
    /// What it is taken for now.
    #[serde(skip)]
    pub ground: Ground,
    #[serde(skip)]
    pub depth: Depth,
}

impl Settings {
    /// What was changed in a window goes into what is kept, and nothing else.
    pub fn take_in(&mut self, found: &Settings, now: &Settings) {
        fn change<T: PartialEq + Clone>(kept: &mut T, found: &T, now: &T) {
            if found != now {
                *kept = now.clone();
            }
        }
        change(&mut self.language, &found.language, &now.language);
        change(&mut self.ascii, &found.ascii, &now.ascii);
        change(&mut self.no_motion, &found.no_motion, &now.no_motion);
        change(&mut self.no_mouse, &found.no_mouse, &now.no_mouse);
        change(&mut self.wanted_ground, &found.wanted_ground, &now.wanted_ground);
    }
}

/// Commands and files that are remembered, at most.
const MOST_LINES: usize = 200;

/// How far the player has come.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Progress {
    /// By scenario: a built-in's name, or a path.
    pub chapters: BTreeMap<String, Played>,
    /// Commands typed in the palette, newest last.
    pub history: Vec<String>,
    /// Scenario files of the player's own, by their whole paths; earlier versions remembered them as they were typed.
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

    /// What was done in a window since it found this: games add up, of two best ones the better counts.
    fn take_in(&mut self, found: &Played, now: &Played) {
        if now.best() > self.best() || self.times == 0 {
            (self.won, self.stars, self.on_time, self.goals) = (now.won, now.stars, now.on_time, now.goals);
        }
        self.times = self.times.saturating_add(now.times.saturating_sub(found.times));
        self.seconds = self.seconds.saturating_add(now.seconds.saturating_sub(found.seconds));
        self.question = self.question.max(now.question);
    }
}

impl Progress {
    pub fn of(&self, scenario: &str) -> Option<&Played> {
        self.chapters.get(scenario)
    }

    /// Lists that other hands have made longer than any of ours lose their oldest lines.
    pub fn bounded(mut self) -> Progress {
        self.keep_bounds();
        self
    }

    fn keep_bounds(&mut self) {
        for lines in [&mut self.history, &mut self.files] {
            lines.drain(..lines.len().saturating_sub(MOST_LINES));
        }
    }

    /// What was changed in a window goes into what is kept; what another window wrote there meanwhile stays.
    pub fn take_in(&mut self, found: &Progress, now: &Progress) {
        let nothing = Played::default();
        for (scenario, played) in &now.chapters {
            let before = found.chapters.get(scenario);
            if before != Some(played) {
                self.chapters.entry(scenario.clone()).or_default().take_in(before.unwrap_or(&nothing), played);
            }
        }
        for scenario in found.chapters.keys().filter(|scenario| !now.chapters.contains_key(*scenario)) {
            self.chapters.remove(scenario);
        }
        self.keep_bounds();
        let lists = [(&mut self.history, &found.history, &now.history), (&mut self.files, &found.files, &now.files)];
        for (kept, found, now) in lists {
            if found == now {
                continue;
            }
            let before: BTreeSet<&String> = found.iter().collect();
            let after: BTreeSet<&String> = now.iter().collect();
            // What is typed again is the newest again, and so is what is new.
            let last = now.last();
            let added: Vec<&String> = now.iter().filter(|line| !before.contains(line) || Some(*line) == last).collect();
            kept.retain(|line| !added.contains(&line) && (after.contains(line) || !before.contains(line)));
            kept.extend(added.into_iter().cloned());
        }
        self.keep_bounds();
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
        let mut found = Progress { history: vec!["both".into()], files: vec!["old".into()], ..Progress::default() };
        found.chapters.insert("prep".into(), played(2, true, 1, Some(false)));
        found.chapters.insert("decoupling".into(), played(1, false, 0, None));
        let mut ours = found.clone();
        ours.chapters.insert("prep".into(), played(3, true, 1, Some(false)));
        ours.chapters.insert("story".into(), played(1, true, 3, None));
        ours.chapters.remove("decoupling");
        ours.history.push("ours".into());
        ours.files.clear();
        let mut kept = found.clone();
        kept.chapters.insert("prep".into(), played(4, true, 2, Some(true)));
        kept.chapters.insert("story".into(), played(5, false, 0, None));
        kept.chapters.insert("power-cut".into(), played(1, false, 0, None));
        kept.history.push("theirs".into());
        kept.files.push("new".into());
        kept.take_in(&found, &ours);
        assert_eq!(kept.chapters["prep"], played(5, true, 2, Some(true)), "two games there, one here");
        assert_eq!(kept.chapters["story"], played(6, true, 3, None));
        assert_eq!(kept.chapters["power-cut"], played(1, false, 0, None));
        assert!(!kept.chapters.contains_key("decoupling"), "it was forgotten here");
        assert_eq!(kept.history, ["both", "theirs", "ours"]);
        assert_eq!(kept.files, ["new"], "the old one was left out here");
        let before = kept.clone();
        kept.take_in(&ours, &ours);
        assert_eq!(kept.chapters, before.chapters, "whoever changed nothing changes nothing");
    }

    #[test]
    fn settings_that_nobody_changed_here_are_left_to_others() {
        let found = Settings::default();
        let mut kept = Settings { ascii: true, ..Settings::default() };
        kept.take_in(&found, &Settings { language: Language::System, ..found.clone() });
        assert_eq!(kept, Settings { ascii: true, language: Language::System, ..Settings::default() });
    }

    #[test]
    fn a_list_that_somebody_made_endless_is_bounded_at_once() {
        let files = (0..300_000).map(|n| n.to_string()).collect();
        let progress = Progress { files, ..Progress::default() }.bounded();
        assert_eq!((progress.files.len(), progress.files.last().unwrap().as_str()), (MOST_LINES, "299999"));
    }
}
