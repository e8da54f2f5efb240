//! The player's preferences and achievements, which are saved between games.

use crate::text::glossary::Language;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The terminal's background, as the player or the terminal says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ground {
    /// Dark; light text stands out.
    Dark,
    /// Light; dark text stands out.
    Light,
    /// Neither the player nor the terminal said. The dark palette is painted on a ground of its own; a terminal with 16
    /// colours keeps its own ground.
    #[default]
    Unknown,
}

/// How many colours the terminal can show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Depth {
    /// 24-bit colours.
    #[default]
    True,
    /// The 256 indexed colours.
    Indexed256,
    /// The 16 basic colours.
    Ansi16,
    /// No colours, as `NO_COLOR` asks.
    None,
}

/// The player's preferences.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The vocabulary of labels and sentences.
    pub language: Language,
    /// Draw with ASCII characters only.
    pub ascii: bool,
    /// Draw riders and meters at whole ticks only.
    pub no_motion: bool,
    /// Leave the mouse to the terminal, for selecting text.
    pub no_mouse: bool,
    /// Let the clock run on under menus and the line for commands.
    pub menus_run: bool,
    /// The background as the player says it is; unknown: as the terminal says.
    pub wanted_ground: Ground,
    /// The background that is assumed now.
    #[serde(skip)]
    pub ground: Ground,
    /// How many colours are used.
    #[serde(skip)]
    pub depth: Depth,
}

impl Settings {
    /// Merges into the saved settings what this process changed since it found them; anything else stays as saved.
    pub fn take_in(&mut self, found: &Settings, now: &Settings) {
        fn change<T: PartialEq + Clone>(kept: &mut T, found: &T, now: &T) {
            if found != now {
                *kept = now.clone();
            }
        }
        change(&mut self.language, &found.language, &now.language);
        change(&mut self.ascii, &found.ascii, &now.ascii);
        change(&mut self.no_motion, &found.no_motion, &now.no_motion);
        change(&mut self.menus_run, &found.menus_run, &now.menus_run);
        change(&mut self.no_mouse, &found.no_mouse, &now.no_mouse);
        change(&mut self.wanted_ground, &found.wanted_ground, &now.wanted_ground);
    }
}

/// Upper bound of the remembered commands, and of the remembered files.
const MOST_LINES: usize = 200;

/// How far the player has come.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Progress {
    /// By scenario: a built-in's name, or a path.
    pub chapters: BTreeMap<String, Played>,
    /// Commands typed in the palette, newest last.
    pub history: Vec<String>,
    /// Absolute paths of the player's scenario files, in the order they were opened. Earlier versions saved them as
    /// they were typed.
    pub files: Vec<String>,
    /// By scenario, like `chapters`: what was guessed first.
    pub first_guesses: BTreeMap<String, FirstGuesses>,
}

/// The answers to a scenario's predictions when each was asked for the first time. Later ones say less: by then the
/// player may have seen the truth.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FirstGuesses {
    /// The SHA-256 of the scenario's file; another version asks anew.
    pub sha256: String,
    /// By prediction.
    pub said: Vec<Said>,
}

/// What was said when a prediction was asked for the first time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Said {
    /// It was not asked yet.
    #[default]
    Unasked,
    /// It was asked and not answered.
    Nothing,
    /// The answer.
    Guess(String),
}

impl FirstGuesses {
    /// Adds answers to what was not asked yet.
    fn take_in(&mut self, now: &FirstGuesses) {
        if self.sha256 != now.sha256 {
            *self = FirstGuesses { sha256: now.sha256.clone(), said: Vec::new() };
        }
        if self.said.len() < now.said.len() {
            self.said.resize(now.said.len(), Said::Unasked);
        }
        for (kept, said) in self.said.iter_mut().zip(&now.said).filter(|(kept, _)| **kept == Said::Unasked) {
            *kept = said.clone();
        }
    }

    /// The answers, as a commands file tells them.
    pub fn claims(&self) -> Vec<Option<String>> {
        let told = |said: &Said| match said {
            // The file it comes from may have been edited.
            Said::Guess(text) => text.lines().next().map(str::to_string),
            Said::Unasked | Said::Nothing => None,
        };
        self.said.iter().map(told).collect()
    }
}

/// What was achieved in one scenario.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Played {
    /// Games played to their end.
    pub times: u32,
    /// Whether all goals were met in the best game.
    pub won: bool,
    /// Real seconds of play in all games.
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
    /// The best game: won, stars, share on time. Ordered from worse to better.
    pub fn best(&self) -> (bool, u32, Option<f64>) {
        (self.won, self.stars, self.on_time)
    }

    /// Merges what this process did since it found `found`: games add up, and of two best games the better counts.
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
    /// What was achieved in a scenario (its built-in name or path); `None`: never played.
    pub fn of(&self, scenario: &str) -> Option<&Played> {
        self.chapters.get(scenario)
    }

    /// Notes what is said to a scenario's predictions, by prediction, and returns what was said first.
    pub(super) fn note_guesses(&mut self, scenario: &str, now: &FirstGuesses) -> Vec<Option<String>> {
        let first = self.first_guesses.entry(scenario.to_string()).or_default();
        first.take_in(now);
        first.claims().into_iter().take(now.said.len()).collect()
    }

    /// Forgets a scenario.
    pub(super) fn forget(&mut self, scenario: &str) {
        self.chapters.remove(scenario);
        self.first_guesses.remove(scenario);
    }

    /// Drops the oldest lines of lists that are too long, in case the file was edited.
    pub fn bounded(mut self) -> Progress {
        self.keep_bounds();
        self
    }

    fn keep_bounds(&mut self) {
        for lines in [&mut self.history, &mut self.files] {
            lines.drain(..lines.len().saturating_sub(MOST_LINES));
        }
    }

    /// Merges into the saved progress what this process changed since it found `found`; what another process saved
    /// meanwhile stays.
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
        let is_new = |(scenario, said): &(&String, &FirstGuesses)| found.first_guesses.get(*scenario) != Some(*said);
        for (scenario, said) in now.first_guesses.iter().filter(is_new) {
            self.first_guesses.entry(scenario.clone()).or_default().take_in(said);
        }
        for scenario in found.first_guesses.keys().filter(|scenario| !now.first_guesses.contains_key(*scenario)) {
            self.first_guesses.remove(scenario);
        }
        self.keep_bounds();
        let lists = [(&mut self.history, &found.history, &now.history), (&mut self.files, &found.files, &now.files)];
        for (kept, found, now) in lists {
            if found == now {
                continue;
            }
            let before: BTreeSet<&String> = found.iter().collect();
            let after: BTreeSet<&String> = now.iter().collect();
            // A line typed again moves to the end, like a new one.
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

    #[test]
    fn what_was_guessed_first_stays_the_first() {
        let of = |sha256: &str, said: &[Said]| FirstGuesses { sha256: sha256.into(), said: said.to_vec() };
        let guess = |text: &str| Said::Guess(text.into());
        let mut progress = Progress::default();
        let told = progress.note_guesses("prep", &of("a", &[guess("25 %"), Said::Nothing, Said::Unasked]));
        assert_eq!(told, [Some("25 %".into()), None, None]);
        let found = progress.clone();
        let told = progress.note_guesses("prep", &of("a", &[guess("60 %"), guess("3"), guess("9\n-")]));
        assert_eq!(told, [Some("25 %".into()), None, Some("9".into())]);
        // Another window was earlier with the last of them.
        let mut kept = found.clone();
        kept.note_guesses("prep", &of("a", &[guess("1"), guess("1"), guess("1")]));
        kept.take_in(&found, &progress);
        assert_eq!(kept.first_guesses["prep"].said, [guess("25 %"), Said::Nothing, guess("1")]);
        // Another version of the file asks anew, and what is forgotten is asked anew.
        assert_eq!(progress.note_guesses("prep", &of("b", &[guess("60 %")])), [Some("60 %".into())]);
        progress.forget("prep");
        kept.take_in(&found, &progress);
        assert!(kept.first_guesses.is_empty());
    }
}
