//! The dashboard as plain state: what is open, what is chosen, what floats on top, and the shop that is being played.
//!
//! It knows no terminal and no drawing. [`App::update`] takes what the player did, [`App::advance`] lets real time pass;
//! a screen is drawn from `&App` and nothing else. Modes are enums with data: what is not open has no state.

pub mod action;
pub mod ending;
pub mod game;
pub mod input;
pub mod keymap;
pub mod menu;
pub mod names;
pub mod pace;
pub mod palette;
pub mod settings;
pub mod shelf;
pub mod story;
pub mod words;

pub use action::Action;
pub use ending::Ending;
pub use game::{Game, Panel, View};
pub use input::{Code, Input, Key, Target};
pub use menu::Menu;
pub use pace::Pace;
pub use palette::Palette;
pub use settings::{Progress, Settings};
pub use shelf::Shelf;
pub use story::Story;
pub use words::Language;

use crate::app::input::Line;
use std::time::Duration;

/// The least size at which anything is shown but a note of the size needed.
pub const LEAST: (u16, u16) = (80, 24);

/// The whole dashboard.
#[derive(Debug)]
pub struct App {
    pub screen: Screen,
    /// What floats, the topmost last. Esc closes the topmost.
    pub overlays: Vec<Overlay>,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    pub settings: Settings,
    pub progress: Progress,
    /// The chapters and files of the picker.
    pub shelf: Shelf,
    /// A game left but not ended, to go on with.
    pub kept: Option<Box<Game>>,
    /// Something to say outside a running shop (a damaged file set aside, a file that cannot be read).
    pub notes: Vec<String>,
    /// Something changed since the last picture.
    pub dirty: bool,
    pub leaving: Option<Leaving>,
}

/// What fills the screen.
#[derive(Debug)]
pub enum Screen {
    Picker(shelf::Picker),
    Story(Box<Story>),
    Live(Box<Game>),
    Ending(Box<Ending>),
}

/// What floats over it.
#[derive(Debug)]
pub enum Overlay {
    /// `a` and `f`: second keys with prices.
    Menu(Menu),
    /// `:` any command, by name.
    Palette(Palette),
    /// `?`; rows scrolled.
    Help { scroll: usize },
    /// Both languages, a paragraph each.
    Glossary { chosen: usize },
    /// The task again.
    Task { scroll: usize },
    /// A hint: its index in the scenario, or the offer of one that costs a star.
    Hint(HintCard),
    /// The story goes on: the cue's index in the scenario. The clock stands if the cue pauses.
    Cue(usize),
    /// A prediction whose moment has come.
    Guess(story::Ask),
    /// One question, few answers.
    Confirm(Confirm),
    /// A line to type: a file to open, or to save to, or what to look for.
    Prompt(Prompt),
}

#[derive(Debug, Clone, PartialEq)]
pub enum HintCard {
    /// "A hint is ready" or "a hint costs a star": Enter to hear it.
    Offer { ready: bool },
    /// The hint at this index of the scenario.
    Told(usize),
    /// None is left; the solution can be shown.
    NoMore,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Confirm {
    pub title: String,
    pub text: String,
    pub answers: Vec<Answer>,
    pub chosen: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    pub key: char,
    pub text: String,
    pub action: Action,
}

#[derive(Debug, Clone)]
pub struct Prompt {
    pub purpose: Purpose,
    pub line: Line,
    /// What is wrong with what was typed.
    pub complaint: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    OpenFile,
    SaveCommands,
    Find,
}

/// Why the program is about to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaving {
    Quit,
    Suspend,
}

impl App {
    /// The game on the screen, running or over.
    pub fn game(&self) -> Option<&Game> {
        match &self.screen {
            Screen::Live(game) => Some(game),
            Screen::Ending(ending) => Some(&ending.game),
            Screen::Picker(_) | Screen::Story(_) => None,
        }
    }

    pub fn language(&self) -> Language {
        self.settings.language
    }

    /// Too small to show anything but a note of it; the shop stands still meanwhile.
    pub fn is_too_small(&self) -> bool {
        self.size.0 < LEAST.0 || self.size.1 < LEAST.1
    }

    pub fn top(&self) -> Option<&Overlay> {
        self.overlays.last()
    }

    /// What the player did.
    pub fn update(&mut self, input: Input) {
        let _ = input;
        self.dirty = true;
    }

    /// Real time passed: the shop goes on, for at most `budget` of computing. Call again at once while [`App::is_behind`].
    pub fn advance(&mut self, real: Duration, budget: Duration) {
        let _ = (real, budget);
    }
}
