//! What is saved between games, and when. A process writes only what it changed. A failure to write is reported once on
//! the screen and again on leaving.

use super::view::Tone;
use super::{App, Screen};
use crate::session::save::{Document, Store};
use crate::units::Span;

/// How long the news that a game cannot be saved stays.
const BAD_NEWS: Span = Span::from_secs(30);

impl App {
    /// Saves settings, progress and the game. The front end calls it last, however the program ends.
    pub fn keep(&mut self) {
        self.keep_game(true);
        self.keep_settings();
        self.keep_progress();
        self.store.settle();
    }

    /// Why the game on the screen could not be saved; `None`: it was, or there is nothing to save.
    pub fn unkept(&self) -> Option<&str> {
        self.unkept.as_deref()
    }

    /// Saves the game in another store after its own failed.
    ///
    /// # Errors
    /// A sentence that says why this failed, too.
    pub fn keep_in(&mut self, store: Store) -> Result<(), String> {
        self.store = store;
        self.keep_game(true);
        self.store.settle();
        self.unkept.clone().map_or(Ok(()), Err)
    }

    /// Releases the lock of the game. Called last, after everything is saved.
    pub fn let_go(&mut self) {
        self.store.close_game();
    }

    /// Takes the present settings as found, so that options of the command line are not saved.
    pub fn looks_are_settled(&mut self) {
        self.found.0 = self.settings.clone();
    }

    /// Saves the game on the screen if it can be resumed. `stands`: with a digest of its present state, which takes
    /// time.
    pub(super) fn keep_game(&mut self, stands: bool) {
        let Screen::Live(game) = &self.screen else { return };
        let Some(view) = game.view(stands) else { return };
        match self.store.keep_game(&view) {
            Ok(let_go) => {
                self.unkept = None;
                self.notes.extend(let_go);
            }
            Err(why) => {
                self.say_once(&why);
                self.unkept = Some(why);
            }
        }
    }

    /// Saves the game anew after going back, because the saved commands are no longer its beginning.
    pub(super) fn keep_game_anew(&mut self) {
        self.store.rewrite_game();
        self.keep_game(true);
    }

    /// Leaves the game on the screen, to be resumed later.
    pub(super) fn leave_game(&mut self) {
        self.keep_game(true);
        self.store.close_game();
        self.list_kept();
    }

    /// Deletes the saved game after the end.
    pub(super) fn forget_game(&mut self) {
        self.unkept = None;
        if let Err(why) = self.store.forget_game() {
            self.say_once(&why);
        }
    }

    /// Reads the list of unfinished games, which other processes may have changed.
    pub(super) fn list_kept(&mut self) {
        let kept = self.store.games();
        self.kept = kept.value;
        if let Some(message) = kept.message {
            self.say_once(&message);
        }
    }

    pub(super) fn keep_settings(&mut self) {
        let (found, settings) = (&self.found.0, &self.settings);
        if found == settings {
            return;
        }
        let kept =
            self.store.update(&Document::Settings, &mut |kept: &mut super::Settings| kept.take_in(found, settings));
        match kept {
            Ok(_) => self.found.0 = self.settings.clone(),
            Err(why) => self.say_once(&why),
        }
    }

    pub(super) fn keep_progress(&mut self) {
        let (found, progress) = (&self.found.1, &self.progress);
        if found == progress {
            return;
        }
        let kept =
            self.store.update(&Document::Progress, &mut |kept: &mut super::Progress| kept.take_in(found, progress));
        match kept {
            Ok(all) => {
                self.progress = all.clone();
                self.found.1 = all;
            }
            Err(why) => self.say_once(&why),
        }
    }

    /// Reports a failure once: in a running shop as news, elsewhere as a note.
    pub(super) fn say_once(&mut self, why: &str) {
        if self.said.iter().any(|said| said == why) {
            return;
        }
        self.said.push(why.to_string());
        match &mut self.screen {
            Screen::Live(game) => game.say(Tone::Refused, format!("Not kept! {why}"), BAD_NEWS),
            Screen::Picker(_) | Screen::Story(_) | Screen::Ending(_) => self.notes.push(why.to_string()),
        }
        self.dirty = true;
    }
}
