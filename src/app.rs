//! The dashboard as plain state: what is open, what is chosen, what floats on top, and the shop that is being played.
//!
//! It knows no terminal and no drawing. [`App::update`] takes what the player did; [`App::pass`] lets real time pass,
//! [`App::step`] computes a little of what came due, [`App::settle`] readies the numbers for a picture. A screen is drawn
//! from `&App` and nothing else. Modes are enums with data: what is not open has no state.

pub mod action;
pub mod arrangement;
pub mod branches;
pub mod compare;
mod control;
pub mod ending;
pub mod game;
pub mod histories;
pub mod input;
pub mod job;
mod keeping;
pub mod keymap;
pub mod layouts;
mod live;
pub mod menu;
pub mod outcome;
pub mod pace;
pub mod palette;
pub mod settings;
pub mod shelf;
pub mod story;
pub mod stride;
pub mod view;

pub use crate::text::Language;
pub use action::Action;
pub use arrangement::Arrangement;
pub use ending::Ending;
pub use game::Game;
pub use input::{Code, Input, Key, Target};
pub use menu::Menu;
pub use outcome::OutcomeKind;
pub use pace::Pace;
pub use palette::Palette;
pub use settings::{Progress, Settings};
pub use shelf::Shelf;
pub use story::Story;
pub use view::{Panel, View};

use crate::app::input::LineEditor;
use crate::app::keymap::Context;
use crate::session::TICK;
use crate::session::save::{KeptGame, Memory, Store};
use crate::units::Span;

/// The least size at which anything is shown but a note of the size needed.
pub const LEAST: (u16, u16) = (80, 24);

/// No page is longer (rows); the layout shows the end of a page that is scrolled past it.
pub(crate) const LONGEST_PAGE: usize = 400;

/// The whole dashboard.
#[derive(Debug)]
pub struct App {
    screen: Screen,
    /// What floats, the topmost last. Esc closes the topmost.
    overlays: Vec<Overlay>,
    /// Columns and rows of the terminal.
    size: (u16, u16),
    /// The player's. Whoever starts the program may change them; they are kept when they differ from what was found.
    pub settings: Settings,
    progress: Progress,
    /// The chapters and files of the picker.
    shelf: Shelf,
    /// Games left but not ended, to go on with, the newest first; as of when the picker was opened.
    kept: Vec<KeptGame>,
    /// The last game that was played to its end, for its debrief.
    last: Option<Box<Ending>>,
    /// Something to say outside a running shop (a damaged file set aside, a file that cannot be read); the first is
    /// shown.
    notes: Vec<String>,
    /// Something changed since the last picture.
    dirty: bool,
    /// Whoever pressed a key waits for the next picture.
    awaited: bool,
    /// The next picture is not of the latest in all: it hurries.
    behind: bool,
    leaving: Option<Leaving>,
    /// Something that takes its time is being done; Esc stops it, and nothing else is done meanwhile.
    job: Option<job::Job>,
    /// What came of the last file of commands that was asked for: a sentence either way.
    saved_in: Option<Result<String, String>>,
    /// A text for the clipboard.
    copied: Option<String>,
    /// How much longer the page after closing does not hear the keys that leave it.
    pub(crate) input_grace: Span,
    /// Settings, progress and games, as they are kept.
    store: Store,
    /// Settings and progress as they were found: what differs now is this window's doing.
    found: (Settings, Progress),
    /// Why the game on the screen is not kept.
    unkept: Option<String>,
    /// What was said once.
    said: Vec<String>,
    /// The keyboard layout of the last letter that is not Latin.
    layout: Option<&'static layouts::Layout>,
    /// A scenario for somebody else to read, the number of the last one, and of the one that the shelf waits for.
    errand: Option<job::Errand>,
    errands: u64,
    shelf_errand: Option<u64>,
    has_runner: bool,
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
    /// The story goes on: the cue's index in the scenario. The clock stands while it is open.
    Cue(usize),
    /// A prediction whose moment has come.
    Guess(story::Ask),
    /// One question, few answers.
    Confirm(Confirm),
    /// The same thing in another shop, after the evening: the question stands in the ending.
    Transfer,
    /// A line to type: a file to open, or to save to, or what to look for.
    Prompt(Prompt),
    /// `w`: the evening as a line, to go back to a moment of it.
    Rewind(Rewind),
    /// The evening as a code, to be copied; rows scrolled.
    Code { card: String, code: String, scroll: usize },
    /// Two histories, side by side.
    Compare(Box<compare::CompareView>),
    /// The games that were left, to choose one.
    Games { chosen: usize },
}

/// A moment of a history being looked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Rewind {
    /// The history's number.
    pub number: u32,
    pub at: crate::units::Time,
    /// Why the last key came to nothing.
    pub answer: Option<String>,
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
    pub line: LineEditor,
    /// What is wrong with what was typed.
    pub complaint: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    OpenFile,
    SaveCommands,
    Find,
}

/// Why the program is about to end, or to stand aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaving {
    Quit,
    Suspend,
}

impl Overlay {
    /// The shop goes on under menus, because one acts while looking at the reason; everything else stops its clock.
    pub fn stops_the_clock(&self) -> bool {
        !matches!(self, Overlay::Menu(_) | Overlay::Palette(_))
    }

    /// Where its keys stand in the table.
    pub fn context(&self) -> Context {
        match self {
            Overlay::Menu(_) => Context::Menu,
            Overlay::Palette(_) | Overlay::Prompt(_) | Overlay::Guess(_) => Context::Typing,
            Overlay::Help { .. }
            | Overlay::Glossary { .. }
            | Overlay::Task { .. }
            | Overlay::Code { .. }
            | Overlay::Hint(_)
            | Overlay::Cue(_) => Context::Page,
            Overlay::Rewind(_) => Context::Rewind,
            Overlay::Compare(_) => Context::Compare,
            Overlay::Games { .. } => Context::Games,
            Overlay::Confirm(_) | Overlay::Transfer => Context::Question,
        }
    }
}

impl App {
    /// At the picker, with whatever was kept in `store`; `None`: what is kept is forgotten at the end.
    pub fn new(size: (u16, u16), store: Option<Store>) -> App {
        let mut app = App {
            screen: Screen::Picker(shelf::Picker::default()),
            overlays: Vec::new(),
            size,
            settings: Settings::default(),
            progress: Progress::default(),
            shelf: Shelf::default(),
            kept: Vec::new(),
            last: None,
            notes: Vec::new(),
            dirty: true,
            awaited: false,
            behind: false,
            leaving: None,
            job: None,
            saved_in: None,
            copied: None,
            input_grace: Span::ZERO,
            store: store.unwrap_or_else(|| Store::new(Box::new(Memory::default()))),
            found: Default::default(),
            unkept: None,
            said: Vec::new(),
            layout: None,
            errand: None,
            errands: 0,
            shelf_errand: None,
            has_runner: false,
        };
        let (settings, progress) = (app.store.settings::<Settings>(), app.store.progress::<Progress>());
        (app.settings, app.progress) = (settings.value, progress.value.bounded());
        app.found = (app.settings.clone(), app.progress.clone());
        app.notes.extend([settings.message, progress.message].into_iter().flatten());
        app.list_kept();
        app.shelf = Shelf::load(&app.progress);
        app.screen = Screen::Picker(shelf::Picker { chosen: app.shelf.first_unplayed(&app.progress) });
        app
    }

    pub fn screen(&self) -> &Screen {
        &self.screen
    }

    /// What floats over the screen, the topmost last.
    pub fn overlays(&self) -> &[Overlay] {
        &self.overlays
    }

    /// Columns and rows of the terminal.
    pub fn size(&self) -> (u16, u16) {
        self.size
    }

    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    /// The chapters and files of the picker.
    pub fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    /// Games left but not ended, the newest first; as of when the picker was opened.
    pub fn kept(&self) -> &[KeptGame] {
        &self.kept
    }

    /// The last game that was played to its end.
    pub fn last(&self) -> Option<&Ending> {
        self.last.as_deref()
    }

    /// What is to be said outside a running shop; the first is shown.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// The notes, for a front end that has said them.
    pub fn take_notes(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notes)
    }

    /// What takes its time; Esc stops it.
    pub fn job(&self) -> Option<&job::Job> {
        self.job.as_ref()
    }

    /// Whether the picture is older than what it shows.
    pub fn is_dirty(&self) -> bool {
        self.dirty
    }

    /// Something outside has changed what is on the terminal: draw it anew.
    pub fn redraw(&mut self) {
        self.dirty = true;
    }

    /// What is on the terminal is up to date.
    pub fn drawn(&mut self) {
        self.dirty = std::mem::take(&mut self.behind);
        self.awaited = false;
    }

    /// Somebody waits for the next picture: he pressed a key, or clicked.
    pub fn await_picture(&mut self) {
        (self.awaited, self.dirty) = (true, true);
    }

    pub fn is_awaited(&self) -> bool {
        self.awaited
    }

    /// Asks to leave, as its key does but without a question.
    pub fn ask_to_leave(&mut self, how: Leaving) {
        self.leaving = Some(how);
    }

    /// Whether the program is asked to end or to stand aside.
    pub fn leaving(&self) -> Option<Leaving> {
        self.leaving
    }

    /// Likewise, and answered once.
    pub fn take_leaving(&mut self) -> Option<Leaving> {
        self.leaving.take()
    }

    /// What came of the last file of commands that was asked for: a sentence either way. Answered once.
    pub fn take_saved(&mut self) -> Option<Result<String, String>> {
        self.saved_in.take()
    }

    /// A text that the player wants on the clipboard. Answered once.
    pub fn take_copied(&mut self) -> Option<String> {
        self.copied.take()
    }

    /// Fills the screen with something else, with nothing over it.
    pub fn show(&mut self, screen: Screen) {
        self.overlays.clear();
        self.screen = screen;
        self.dirty = true;
    }

    /// The running game, to be driven without keys. Its session keeps its own rules.
    pub fn live_mut(&mut self) -> Option<&mut Game> {
        match &mut self.screen {
            Screen::Live(game) => Some(game),
            Screen::Picker(_) | Screen::Story(_) | Screen::Ending(_) => None,
        }
    }

    /// The game on the screen, running or over, for whoever needs nothing else of the app any more.
    pub fn into_game(self) -> Option<Box<Game>> {
        match self.screen {
            Screen::Live(game) => Some(game),
            Screen::Ending(ending) => Some(ending.game),
            Screen::Picker(_) | Screen::Story(_) => None,
        }
    }

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

    /// Where the keys that hold now stand in the table: of what floats topmost, else of the screen.
    pub fn context(&self) -> Context {
        match (self.top(), &self.screen) {
            (Some(overlay), _) => overlay.context(),
            (None, Screen::Picker(_)) => Context::Picker,
            (None, Screen::Story(_)) => Context::Story,
            (None, Screen::Live(game)) => Context::View(game.view),
            (None, Screen::Ending(_)) => Context::Ending,
        }
    }

    /// Something floats that stops the clock, or nothing can be seen.
    pub fn is_held(&self) -> bool {
        self.is_too_small() || self.job.is_some() || self.overlays.iter().any(Overlay::stops_the_clock)
    }

    /// Shop time goes on by itself.
    pub fn is_running(&self) -> bool {
        matches!(&self.screen, Screen::Live(game) if game.pace.is_running()) && !self.is_held()
    }

    /// There is something to compute: call [`App::step`] until there is not, or until a picture is due.
    pub fn is_busy(&self) -> bool {
        if let Some(job) = &self.job {
            return !job.is_waiting();
        }
        match &self.screen {
            Screen::Live(game) => {
                (self.is_running() && game.pace.due(game.now(), TICK).is_some()) || !game.session.twin_lags().is_zero()
            }
            Screen::Ending(ending) => ending.is_computing(),
            Screen::Picker(_) | Screen::Story(_) => false,
        }
    }

    /// Pictures are due though nobody touches anything: something moves.
    pub fn is_moving(&self) -> bool {
        self.is_running() || self.is_busy()
    }

    /// Real time passed.
    pub fn pass(&mut self, real: Span) {
        self.input_grace = self.input_grace - real;
        if !self.is_running() {
            return;
        }
        if let Screen::Live(game) = &mut self.screen {
            game.played += real;
            game.pace.pass(real);
            if game.news_left.is_zero() || real >= game.news_left {
                game.news_left = Span::ZERO;
                game.news = None;
            } else {
                game.news_left = game.news_left - real;
            }
            self.dirty |= game.pace.is_smooth();
        }
    }

    /// Computes a little: a stretch of the shop, or of what else might have been. The terminal looks at the clock and
    /// at the keyboard between two steps.
    pub fn step(&mut self) {
        if self.job.is_some() {
            self.step_job();
            return;
        }
        match &self.screen {
            Screen::Live(_) if self.is_running() => self.step_live(),
            Screen::Live(_) => self.catch_up(),
            Screen::Ending(_) => self.step_ending(),
            Screen::Picker(_) | Screen::Story(_) => {}
        }
    }

    /// The last step took so long: the next is shorter or longer.
    pub fn took(&mut self, real: Span) {
        match (&mut self.job, &mut self.screen) {
            (Some(job), _) => job.stride.took(real),
            (None, Screen::Live(game)) => {
                game.pace.took(real);
                game.catching_up.took(real);
            }
            (None, Screen::Ending(ending)) => ending.stride.took(real),
            (None, Screen::Picker(_) | Screen::Story(_)) => {}
        }
    }

    /// Brings all that is drawn up to the moment. Once before each picture.
    pub fn settle(&mut self) {
        let language = self.settings.language;
        let Screen::Live(game) = &mut self.screen else { return };
        game.pace.settle(TICK);
        game.session.refresh();
        // Goals take long in large shops: whoever pressed a key waits for his picture, not for them.
        self.behind = self.awaited && game.session.setup().outlets.len() > job::FEW && game.is_to_be_judged();
        if !self.behind {
            game.judge_in_time();
        }
        for overlay in &mut self.overlays {
            match overlay {
                Overlay::Menu(menu) => menu.refresh(game, language),
                Overlay::Compare(beside) => beside.refresh(game),
                _ => {}
            }
        }
        if game.is_decided() && self.job.is_none() {
            let from = game.now();
            self.begin_job(job::Work::LettingPass { from });
        }
    }
}
