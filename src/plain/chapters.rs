//! The list of scenarios.

use super::Lines;
use crate::app::{Action, Screen};

impl Lines {
    pub(super) fn welcome(&self) -> Vec<String> {
        let mut said = vec!["Pizza Shop Story, in lines.".to_string()];
        said.append(&mut self.app.notes().to_vec());
        if !self.app.kept().is_empty() {
            said.push("Games are kept: say kept to hear which.".into());
        }
        said.push("Say lessons to hear what can be played, open and a number to hear its story, help for all.".into());
        said
    }

    pub(super) fn choose(&mut self, word: &str, rest: &str) -> Vec<String> {
        match word {
            "lessons" => self.lessons(),
            "open" => self.open_lesson(rest),
            _ => vec!["No story is open: say lessons, or open and a number.".into()],
        }
    }

    fn lessons(&self) -> Vec<String> {
        let line = |(i, entry): (usize, &crate::app::shelf::Entry)| {
            let won = match self.app.progress().of(&entry.source) {
                Some(played) if played.won => ", won",
                Some(_) => ", played",
                None => "",
            };
            format!("  {}  {}{won}. {}", i + 1, entry.title, entry.told(self.words()))
        };
        self.app.shelf().entries.iter().enumerate().map(line).collect()
    }

    /// Finds a scenario by its number in the list or by its name.
    fn open_lesson(&mut self, which: &str) -> Vec<String> {
        let shelf = self.app.shelf();
        let by_number = which.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
        let at = by_number.filter(|at| *at < shelf.entries.len()).or_else(|| shelf.find(which));
        let Some(at) = at else { return vec!["Say open and a number of the list: lessons.".into()] };
        self.app.open_entry(at);
        match self.app.screen() {
            Screen::Story(_) => self.begin(),
            _ => self.app.take_notes(),
        }
    }

    pub(super) fn back_to_chapters(&mut self) -> Vec<String> {
        // Leaving a running shop is asked about once; the second request leaves.
        for _ in 0..2 {
            if !matches!(self.app.screen(), Screen::Picker(_)) {
                self.app.act(Action::Leave);
            }
        }
        self.news();
        self.welcome()
    }
}
