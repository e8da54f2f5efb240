//! The dashboard as plain state: the screen, the overlays, the selections, and the shop being played.
//!
//! It knows neither a terminal nor drawing. [`App::update`] takes the player's input, [`App::pass`] lets real time
//! pass, [`App::step`] computes a slice of what came due, [`App::settle`] updates the numbers before a frame. A screen
//! is drawn from `&App` alone. Modes are enums with data: what is not open has no state.

pub(crate) mod action;
pub(crate) mod arrangement;
pub(crate) mod branches;
pub mod compare;
mod control;
mod dial;
pub mod director;
pub(crate) mod ending;
pub(crate) mod game;
pub mod histories;
pub mod input;
pub(crate) mod job;
mod keeping;
pub mod keymap;
pub(crate) mod layouts;
mod live;
pub mod menu;
pub mod merging;
pub mod moment;
mod nights;
pub(crate) mod outcome;
pub mod pace;
pub(crate) mod palette;
mod passing;
mod rewound;
pub mod settings;
pub(crate) mod shelf;
pub(crate) mod story;
pub(crate) mod stride;
pub mod view;

pub use crate::text::Language;
pub use action::Action;
pub use arrangement::Arrangement;
pub use ending::Ending;
pub use game::Game;
pub use input::{Code, Input, Key, Target};
pub use job::Errand;
pub use menu::Menu;
pub use outcome::OutcomeKind;
pub use pace::Pace;
pub use palette::Palette;
pub use settings::{Progress, Settings};
pub use shelf::{Book, Entry, Shelf};
pub use story::Story;
pub use view::{Panel, View};

use crate::app::input::LineEditor;
use crate::app::keymap::Context;
use crate::session::save::{KeptGame, Memory, Store};
use crate::units::Span;

/// The smallest terminal, in columns and rows, in which the game is shown; below it only a note of the size needed.
pub const LEAST: (u16, u16) = (80, 24);

/// Upper bound of how far a page scrolls, in rows; the layout stops at the page's end.
pub(crate) const LONGEST_PAGE: usize = 400;

/// The whole dashboard.
#[derive(Debug)]
pub struct App {
    screen: Screen,
    /// The topmost last. Esc closes the topmost.
    overlays: Vec<Overlay>,
    /// Columns and rows of the terminal.
    size: (u16, u16),
    /// The player's preferences. The command line may change them at the start; they are saved when they differ from
    /// what was found.
    pub settings: Settings,
    progress: Progress,
    /// The chapters and files of the picker.
    shelf: Shelf,
    /// Unfinished games that can be resumed, the newest first; read when the picker is opened.
    kept: Vec<KeptGame>,
    /// The last game that was played to its end, for its debrief.
    last: Option<Box<Ending>>,
    /// Messages outside a running shop (a damaged file set aside, a file that cannot be read); the first is shown.
    notes: Vec<String>,
    /// Something changed since the last frame.
    dirty: bool,
    /// Whoever pressed a key waits for the next picture.
    awaited: bool,
    /// The next picture is not of the latest in all: it hurries.
    behind: bool,
    host: Host,
    /// The player wants to choose a file.
    wants_file: bool,
    leaving: Option<Leaving>,
    /// Long work in progress; Esc cancels it, and no other input is handled meanwhile.
    job: Option<job::Job>,
    /// Where the last commands file was written, or why it was not; a sentence.
    saved_in: Option<Result<String, String>>,
    /// A text that the player wants on the clipboard.
    copied: Option<String>,
    /// How much longer the debrief ignores the keys that leave it, lest a key meant for the game skips it (real time).
    pub(crate) input_grace: Span,
    /// How much longer Enter and space mean nothing in the shop, because they closed a card (real time).
    pub(crate) card_grace: Span,
    /// Where settings, progress and games are saved.
    store: Store,
    /// Settings and progress as they were read: only what this process changed is written back.
    found: (Settings, Progress),
    /// Why the game on the screen could not be saved.
    unkept: Option<String>,
    /// Messages that are shown only once and have been.
    said: Vec<String>,
    /// The keyboard layout of the last non-Latin letter typed.
    layout: Option<&'static layouts::Layout>,
    /// A scenario to be read on another thread; the number of the last such errand; the one the picker waits for.
    errand: Option<job::Errand>,
    errands: u64,
    shelf_errand: Option<u64>,
    has_runner: bool,
    /// The clock keeps one speed and stops at every card: whoever reads lines has no picture to watch.
    steady: bool,
    /// The shop at the cursor of the rewind panel.
    rewound: Option<rewound::Rewound>,
}

/// What the dashboard runs in, which says what else there is around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Host {
    /// There is a shell behind it, files have paths, and the mouse can be given back.
    #[default]
    Terminal,
    /// A page of a browser: nothing to leave for, and files are chosen.
    Page,
}

/// What fills the screen.
#[derive(Debug)]
pub enum Screen {
    /// The list of lessons and the player's own scenario files.
    Picker(shelf::Picker),
    /// The page before opening: the lesson's story and its predictions.
    Story(Box<Story>),
    /// A running shop, in one of its six views.
    Live(Box<Game>),
    /// The debrief after closing.
    Ending(Box<Ending>),
}

/// A panel that floats over the screen.
#[derive(Debug)]
pub enum Overlay {
    /// Decisions (`a`) or faults (`f`) with their keys and prices.
    Menu(Menu),
    /// Any command by name (`:`).
    Palette(Palette),
    /// The keys that work here (`?`).
    Help {
        /// Rows scrolled away.
        scroll: usize,
    },
    /// Both vocabularies, a paragraph for each pair of words.
    Glossary {
        /// Index of the pair under the cursor.
        chosen: usize,
    },
    /// The map of ideas: which lesson shows which, and where each leads.
    Map {
        /// Index of the idea under the cursor, row by row.
        chosen: usize,
    },
    /// The lesson's task, to read it again.
    Task {
        /// Rows scrolled away.
        scroll: usize,
    },
    /// A hint, or the offer of one.
    Hint(HintCard),
    /// A cue of the story, by its index in the scenario. The clock stands while it is open.
    Cue(usize),
    /// A prediction that is due during the run.
    Guess(story::Ask),
    /// A goal is lost, or all are decided: what can be done now.
    Verdict(Confirm),
    /// One question with a few answers.
    Confirm(Confirm),
    /// The question about a web shop after closing; its text and state are in the [`Ending`].
    Transfer,
    /// A line to type: a file to open or to save, or words to find.
    Prompt(Prompt),
    /// The run as a time line (`w`), to go back to a moment of it.
    Rewind(Rewind),
    /// The run as a code, to be copied.
    Code {
        /// The card that goes with the code.
        card: String,
        /// The code itself.
        code: String,
        /// Rows scrolled away.
        scroll: usize,
    },
    /// Two histories, side by side.
    Compare(Box<compare::CompareView>),
    /// The unfinished games that were kept, to choose one.
    Games {
        /// Index of the game under the cursor, the newest first.
        chosen: usize,
    },
}

/// The choice of a moment in a history to resume from.
#[derive(Debug, Clone, PartialEq)]
pub struct Rewind {
    /// The history's number, from 1.
    pub number: u32,
    /// The chosen moment, since opening; playing resumes from it.
    pub at: crate::units::Time,
    /// Why the last key was refused.
    pub answer: Option<String>,
}

/// What the hint panel shows.
#[derive(Debug, Clone, PartialEq)]
pub enum HintCard {
    /// The next hint is not due yet: Enter shows it, for a star.
    Offer,
    /// The hint at this index of the scenario.
    Told(usize),
    /// All hints were given; the solution can be shown instead.
    NoMore,
}

/// One question that is answered with a key, such as whether to leave a running shop.
#[derive(Debug, Clone, PartialEq)]
pub struct Confirm {
    /// The question, as the panel's heading.
    pub title: String,
    /// What the answer decides, in a sentence or two.
    pub text: String,
    /// The possible answers, in the order they are listed.
    pub answers: Vec<Answer>,
    /// Index into `answers` of the one under the cursor.
    pub chosen: usize,
}

/// One answer to a [`Confirm`].
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The letter that gives this answer at once.
    pub key: char,
    /// The answer's wording.
    pub text: String,
    /// What the answer does.
    pub action: Action,
}

/// A panel with a line to type.
#[derive(Debug, Clone)]
pub struct Prompt {
    /// What the line is used for once Enter is pressed.
    pub purpose: Purpose,
    /// The text typed so far.
    pub line: LineEditor,
    /// Why the typed text was refused.
    pub complaint: Option<String>,
}

/// What a [`Prompt`] asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The path of a scenario file to add to the picker.
    OpenFile,
    /// The path of a new commands file for what the player did.
    SaveCommands,
    /// Words by which the Orders or Log view is narrowed.
    Find,
}

/// How the program is about to be left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaving {
    /// The program ends.
    Quit,
    /// The program stops as a shell job (Ctrl-Z) and can be resumed.
    Suspend,
}

impl Overlay {
    /// Whether the clock stands while it is open; under menus and the palette it runs on if the player wants that.
    pub fn stops_the_clock(&self, settings: &Settings) -> bool {
        !(settings.menus_run && matches!(self, Overlay::Menu(_) | Overlay::Palette(_)))
    }

    /// Whether it is seen only while nothing stands over it: what the story says waits its turn.
    pub fn waits_its_turn(&self) -> bool {
        matches!(self, Overlay::Cue(_) | Overlay::Guess(_) | Overlay::Verdict(_))
    }

    /// The context in which its keys are looked up.
    pub fn context(&self) -> Context {
        match self {
            Overlay::Menu(_) => Context::Menu,
            Overlay::Palette(_) | Overlay::Prompt(_) | Overlay::Guess(_) => Context::Typing,
            Overlay::Help { .. }
            | Overlay::Glossary { .. }
            | Overlay::Map { .. }
            | Overlay::Task { .. }
            | Overlay::Code { .. }
            | Overlay::Hint(_)
            | Overlay::Cue(_) => Context::Page,
            Overlay::Rewind(_) => Context::Rewind,
            Overlay::Compare(_) => Context::Compare,
            Overlay::Games { .. } => Context::Games,
            Overlay::Confirm(_) | Overlay::Verdict(_) | Overlay::Transfer => Context::Question,
        }
    }
}

impl App {
    /// Starts at the picker with the settings, progress and games in `store`; `None`: they live in memory only. `size`
    /// is in columns and rows.
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
            host: Host::default(),
            wants_file: false,
            leaving: None,
            job: None,
            saved_in: None,
            copied: None,
            input_grace: Span::ZERO,
            card_grace: Span::ZERO,
            store: store.unwrap_or_else(|| Store::new(Box::new(Memory::default()))),
            found: Default::default(),
            unkept: None,
            said: Vec::new(),
            layout: None,
            errand: None,
            errands: 0,
            shelf_errand: None,
            has_runner: false,
            steady: false,
            rewound: None,
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

    /// What fills the screen.
    pub fn screen(&self) -> &Screen {
        &self.screen
    }

    /// The open overlays, the topmost last.
    pub fn overlays(&self) -> &[Overlay] {
        &self.overlays
    }

    /// Columns and rows of the terminal.
    pub fn size(&self) -> (u16, u16) {
        self.size
    }

    /// What the player has achieved in each lesson so far.
    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    /// The picker's chapters and files.
    pub fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    /// Unfinished games that can be resumed, the newest first; read when the picker is opened.
    pub fn kept(&self) -> &[KeptGame] {
        &self.kept
    }

    /// The last game that was played to its end.
    pub fn last(&self) -> Option<&Ending> {
        self.last.as_deref()
    }

    /// Messages outside a running shop; the first is shown.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Takes the notes, for a front end that has printed them.
    pub fn take_notes(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notes)
    }

    /// What it runs in.
    pub fn host(&self) -> Host {
        self.host
    }

    /// Whoever starts the program says what it runs in, before anything is drawn.
    pub fn runs_in(&mut self, host: Host) {
        self.host = host;
        self.dirty = true;
    }

    /// From now on the clock of every shop runs at one speed, and stops at every card.
    pub fn keeps_one_speed(&mut self) {
        self.steady = true;
        if let Screen::Live(game) = &mut self.screen {
            game.pace.keep_one_speed();
        }
    }

    /// Whether the player wanted to choose a file since this was asked last: a host that has a way to do so asks.
    pub fn take_wish_for_file(&mut self) -> bool {
        std::mem::take(&mut self.wants_file)
    }

    /// The long work in progress; Esc cancels it.
    pub fn job(&self) -> Option<&job::Job> {
        self.job.as_ref()
    }

    /// Whether something changed since the last frame.
    pub fn is_dirty(&self) -> bool {
        self.dirty
    }

    /// Asks for a new frame, because something else wrote to the terminal.
    pub fn redraw(&mut self) {
        self.dirty = true;
    }

    /// Notes that the frame on the terminal is up to date.
    pub fn drawn(&mut self) {
        self.dirty = std::mem::take(&mut self.behind);
        self.awaited = false;
    }

    /// Somebody waits for the next picture: he pressed a key, or clicked.
    pub fn await_picture(&mut self) {
        (self.awaited, self.dirty) = (true, true);
    }

    /// Somebody waits for the picture: a key or a signal has just changed it.
    pub fn is_awaited(&self) -> bool {
        self.awaited
    }

    /// Asks to leave without the question that the key asks.
    pub fn ask_to_leave(&mut self, how: Leaving) {
        self.leaving = Some(how);
    }

    /// How the program is to be left; `None`: it goes on.
    pub fn leaving(&self) -> Option<Leaving> {
        self.leaving
    }

    /// Takes the wish to leave: a second call returns `None`.
    pub fn take_leaving(&mut self) -> Option<Leaving> {
        self.leaving.take()
    }

    /// Takes the outcome of the last commands file that was asked for: where it was written, or why it was not.
    pub fn take_saved(&mut self) -> Option<Result<String, String>> {
        self.saved_in.take()
    }

    /// Takes the text that the player wants on the clipboard: a second call returns `None`.
    pub fn take_copied(&mut self) -> Option<String> {
        self.copied.take()
    }

    /// Shows another screen and closes all overlays.
    pub fn show(&mut self, screen: Screen) {
        self.overlays.clear();
        self.screen = screen;
        self.dirty = true;
    }

    /// The running game, to be driven without keys.
    pub fn live_mut(&mut self) -> Option<&mut Game> {
        match &mut self.screen {
            Screen::Live(game) => Some(game),
            Screen::Picker(_) | Screen::Story(_) | Screen::Ending(_) => None,
        }
    }

    /// Takes the game on the screen, running or over, out of the app.
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

    /// The vocabulary in which labels and sentences are shown.
    pub fn language(&self) -> Language {
        self.settings.language
    }

    /// Whether the terminal is smaller than [`LEAST`]; the clock stands meanwhile.
    pub fn is_too_small(&self) -> bool {
        self.size.0 < LEAST.0 || self.size.1 < LEAST.1
    }

    /// The topmost overlay, which receives the keys; `None`: the screen does.
    pub fn top(&self) -> Option<&Overlay> {
        self.overlays.last()
    }

    /// The context in which keys are looked up now: the topmost overlay's, else the screen's.
    pub fn context(&self) -> Context {
        match (self.top(), &self.screen) {
            (Some(overlay), _) => overlay.context(),
            (None, Screen::Picker(_)) => Context::Picker,
            (None, Screen::Story(_)) => Context::Story,
            (None, Screen::Live(game)) => Context::View(game.view),
            (None, Screen::Ending(_)) => Context::Ending,
        }
    }
}
