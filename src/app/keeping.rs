//! What is kept between games, and when. A window writes what it changed and nothing else; whatever cannot be written
//! is said once, where the player looks, and again when he leaves.

use super::view::Tone;
use super::{App, Screen};
use crate::session::save::{Document, Store};
use crate::units::Span;

/// That a game cannot be kept stands longer than other news.
const BAD_NEWS: Span = Span::from_secs(30);

impl App {
    /// All that is kept between games is written; the terminal calls it last, however the program ends.
    pub fn keep(&mut self) {
        self.keep_game(true);
        self.keep_settings();
        self.keep_progress();
        self.store.settle();
    }

    /// Why the game on the screen is not kept; `None`: it is, as far as there is anything to keep.
    pub fn unkept(&self) -> Option<&str> {
        self.unkept.as_deref()
    }

    /// Keeps the game somewhere else, where it could not be kept in its place.
    ///
    /// # Errors
    /// Why that does not do either, as a sentence.
    pub fn keep_in(&mut self, store: Store) -> Result<(), String> {
        self.store = store;
        self.keep_game(true);
        self.store.settle();
        self.unkept.clone().map_or(Ok(()), Err)
    }

    /// The last of all: whatever this window held, others may have.
    pub fn let_go(&mut self) {
        self.store.close_game();
    }

    /// What the command line and the terminal ask for is no wish of the player's to be kept.
    pub fn looks_are_settled(&mut self) {
        self.found.0 = self.settings.clone();
    }

    /// The game on the screen, if there is one to go on with. `stands`: and how it stands, which takes a digest;
    /// without it the moment of its last command is kept.
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

    /// It went back: what was kept of it is not its beginning any more.
    pub(super) fn keep_game_anew(&mut self) {
        self.store.rewrite_game();
        self.keep_game(true);
    }

    /// Leaves the game on the screen, to go on with it later.
    pub(super) fn leave_game(&mut self) {
        self.keep_game(true);
        self.store.close_game();
        self.list_kept();
    }

    /// The game has ended: there is nothing to go on with.
    pub(super) fn forget_game(&mut self) {
        self.unkept = None;
        if let Err(why) = self.store.forget_game() {
            self.say_once(&why);
        }
    }

    /// Other windows may have left games meanwhile, or taken some.
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

    /// In a running shop where its news are, elsewhere as a note; once, however often it happens.
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
