//! A game: a shop being played, with what the player has selected in its views.

use super::branches::Histories;
use super::director::Growth;
use super::merging::Lines;
use super::pace::Pace;
use super::story::Guess;
use super::stride::Stride;
use super::view::{News, Panel, Tone, View};
use crate::scenario::{Claims, CommandsFile, Ends, Reach, Scenario, replay, write_commands_file};
use crate::session::save::{Beside, GameView, State};
use crate::session::{Dial, Entry, EntryId, EntryKind, Filter, Session, Since, Sort, Without};
use crate::sim::setup::Scheduled;
use crate::text::glossary::Language;
use crate::text::log;
use crate::text::names::Names;
use crate::text::people::People;
use crate::text::scene::Scene;
use crate::text::words::Words;
use crate::units::{Cents, OutletId, Span, Time};
use std::collections::VecDeque;
use std::sync::Arc;

/// A shop being played, and everything the player has selected in its views.
#[derive(Debug)]
pub struct Game {
    /// The scenario as it was read, with the player's `--set` changes.
    pub scenario: Arc<Scenario>,
    /// A built-in scenario's name, or a path.
    pub source: String,
    /// Its chapter number, from 1; `None`: it is not counted.
    pub chapter: Option<u32>,
    /// The shop with its log, goals and checkpoints.
    pub session: Session,
    /// The session's history and the parked ones.
    pub histories: Histories,
    /// How real time becomes shop time.
    pub pace: Pace,
    /// Names given to chefs and riders.
    pub names: People,
    /// The view on the screen.
    pub view: View,
    /// Index of the view's panel that has the focus.
    pub focus: usize,
    /// Whether the panel in focus fills the view.
    pub enlarged: bool,
    /// The selected outlet, which decisions and faults concern.
    pub outlet: OutletId,
    /// State of the System view.
    pub system: SystemView,
    /// State of the Charts view.
    pub charts: ChartsView,
    /// State of the Orders view.
    pub orders: OrdersView,
    /// State of the Log view.
    pub log: LogView,
    /// By prediction; `None`: skipped, or not asked yet.
    pub guesses: Vec<Option<Guess>>,
    /// What was guessed when each was asked for the first time, perhaps in an earlier game; empty: not known.
    pub first_guesses: Vec<Option<String>>,
    /// Indices of the hints that were given, in that order.
    pub hints_told: Vec<usize>,
    /// How many of the scenario's cues were shown.
    pub cues_seen: usize,
    /// The outcome of the last command, or a cue that does not stop the clock; shown in the last line but one until a
    /// key is pressed or its time is over.
    pub news: Option<News>,
    /// How many random faults there are.
    pub dial: Dial,
    /// Whether the scenario's solution is being demonstrated.
    pub showing: bool,
    /// The commands of a recorded run to race against; `None`: no race.
    pub ghost: Option<Arc<[Scheduled]>>,
    /// What was answered first to the question after the evening.
    pub answer: Option<String>,
    /// Real time during which the clock ran.
    pub played: Span,
    /// The lines of the selected kitchen, and whether they have just become one.
    pub lines: Lines,
    /// Real time that the player spent with it, whether the clock ran or stood.
    pub(super) attended: Span,
    /// For how long a line has been growing.
    pub(super) growth: Growth,
    /// The price that is looked out for: the cheapest that the till could not pay when the search began.
    pub(super) dear: Option<Cents>,
    /// The last acts, each with what it is called, whose effect has not been told yet.
    pub(super) since: Vec<(Since, String)>,
    /// Whether the player was told that a goal is lost.
    pub(super) told_loss: bool,
    pub(super) news_left: Span,
    /// By prediction: whether it was asked.
    pub(super) asked: Vec<bool>,
    /// In a demonstration: real time until the clock runs on to the next thing that matters.
    pub(super) rest: Span,
    /// Index of the solution's next command in a demonstration.
    pub(super) to_show: usize,
    /// The player's commands that the last rewind has undone.
    pub(super) undone: Vec<Scheduled>,
    /// Those of them that are to be given again, each at its time.
    pub(super) again: VecDeque<Scheduled>,
    /// Whether the player has asked for the twin that is being started.
    pub(super) twin_asked: bool,
    /// Shop time of one slice of a lagging twin.
    pub(super) catching_up: Stride,
    /// Real time played and shop time when goals were last evaluated.
    judged: Option<(Span, Time)>,
}

#[derive(Clone, Debug, Default)]
pub struct SystemView {
    /// First row shown, if there are more outlets than rows.
    pub scroll: usize,
}

#[derive(Clone, Debug, Default)]
pub struct ChartsView {
    /// The moment under the cursor; `None`: now.
    pub cursor: Option<Time>,
    /// Length of the time axis, which ends now or surrounds the cursor; `None`: the whole run.
    pub zoom: Option<Span>,
    /// Charts scrolled away.
    pub scroll: usize,
    pub theory: bool,
}

#[derive(Clone, Debug)]
pub struct OrdersView {
    pub sort: Sort,
    pub filter: Filter,
    /// The words by which the list is narrowed; empty: it is not.
    pub find: String,
    /// Row of the chosen order in the list as it is sorted now.
    pub chosen: usize,
}

#[derive(Clone, Debug)]
pub struct LogView {
    /// The kind of lines shown; `None`: all but ordinary orders.
    pub only: Option<EntryKind>,
    pub find: String,
    /// The chosen line; `None`: the newest, also as new ones arrive. If the line is not shown, the next older one is
    /// chosen.
    pub chosen: Option<EntryId>,
}

/// How long a demonstration stays with what it has come to (real time), at a pace that can be followed.
pub(super) const REST: Span = Span::from_secs(3);

/// Up to so many orders, chefs and riders a digest is computed within a frame.
const MOST_TOLD: u64 = 20_000;

/// How many log lines a search looks at.
const FAR: usize = 4_000;

impl Game {
    /// A shop that is about to open, with its clock stopped.
    pub fn new(scenario: Arc<Scenario>, source: String, chapter: Option<u32>, guesses: Vec<Option<Guess>>) -> Game {
        let session = Session::new(scenario.clone());
        let mut names = People::default();
        names.update(session.world());
        let open = scenario.setup.outlets.iter().position(|outlet| outlet.open).unwrap_or(0);
        let within = Some(Span::from_hours(1));
        Game {
            asked: scenario.predictions.iter().map(|prediction| prediction.at.is_none()).collect(),
            source,
            chapter,
            session,
            histories: Histories::default(),
            pace: Pace::default(),
            names,
            view: View::City,
            focus: 0,
            enlarged: false,
            outlet: OutletId(open as u32),
            system: SystemView::default(),
            charts: ChartsView { theory: true, ..ChartsView::default() },
            orders: OrdersView {
                sort: Sort::Slowest,
                filter: Filter { within, ..Filter::default() },
                find: String::new(),
                chosen: 0,
            },
            log: LogView { only: None, find: String::new(), chosen: None },
            guesses,
            first_guesses: Vec::new(),
            hints_told: Vec::new(),
            cues_seen: 0,
            news: None,
            dial: Dial::None,
            showing: false,
            ghost: None,
            answer: None,
            played: Span::ZERO,
            lines: Lines::default(),
            attended: Span::ZERO,
            growth: Growth::default(),
            dear: None,
            since: Vec::new(),
            told_loss: false,
            news_left: Span::ZERO,
            rest: REST,
            to_show: 0,
            undone: Vec::new(),
            again: VecDeque::new(),
            twin_asked: false,
            catching_up: Stride(Span::from_mins(10)),
            judged: None,
            scenario,
        }
    }

    /// What a screen of this shop is drawn from and its sentences are made of, at the last tick.
    pub fn scene(&self, language: Language) -> Scene<'_> {
        Scene {
            session: &self.session,
            scenario: &self.scenario,
            words: Words(language),
            names: Names::new(self.session.setup(), &self.names),
            selected: self.outlet,
            moment: self.session.now(),
            second: None,
        }
    }

    /// The panel in focus.
    pub fn panel(&self) -> Panel {
        let panels = self.view.panels();
        panels[self.focus.min(panels.len() - 1)]
    }

    /// The lines that the log shows, newest first: of the kinds wanted, with the words looked for.
    pub fn log_lines(&self, language: Language) -> impl Iterator<Item = &Entry> {
        self.lines_of(self.scene(language))
    }

    /// The same of another moment or history.
    pub(crate) fn lines_of<'a>(&'a self, scene: Scene<'a>) -> impl Iterator<Item = &'a Entry> {
        let find = self.log.find.trim().to_lowercase();
        let far = if find.is_empty() { usize::MAX } else { FAR };
        let log = &scene.session.recorder().log;
        let fits = move |entry: &&Entry| find.is_empty() || log::as_text(&scene, entry).to_lowercase().contains(&find);
        log.iter(self.kinds()).rev().take(far).filter(fits)
    }

    /// Whether the scenario lets the player give this command.
    pub fn allows(&self, command: &str) -> bool {
        self.scenario.allow.contains(&command)
    }

    /// The shop's clock, since opening.
    pub fn now(&self) -> Time {
        self.session.now()
    }

    /// Shows a sentence in the last line but one for so much real time.
    pub fn say(&mut self, tone: Tone, text: String, lasts: Span) {
        self.news = Some(News { at: self.now(), tone, text });
        self.news_left = lasts;
    }

    /// Evaluates the goals if that is due: four times a second of play, because it costs more than the rest, and
    /// whenever the clock stands.
    pub(super) fn judge_in_time(&mut self) {
        if self.is_to_be_judged() {
            self.session.judge();
            self.judged = Some((self.played, self.now()));
        }
    }

    pub(super) fn is_to_be_judged(&self) -> bool {
        match self.judged {
            None => true,
            Some((played, at)) => at != self.now() && (!self.pace.is_running() || self.played.0 >= played.0 + 250_000),
        }
    }

    /// Whether the scenario ends now because every goal is decided.
    pub(super) fn is_decided(&self) -> bool {
        let goals = self.session.goals();
        self.scenario.ends == Ends::Decided
            && !self.session.is_over()
            && !goals.is_empty()
            && goals.iter().all(|goal| goal.is_final)
    }

    /// The game as it is saved; `None`: there is nothing to resume, because it is over, a demonstration, or has not
    /// begun. `stands`: with a digest of its state, which takes time.
    pub fn view(&self, stands: bool) -> Option<GameView<'_>> {
        let session = &self.session;
        let asked = session.hints_read() + session.hints_bought() > 0 || self.guesses.iter().any(Option::is_some);
        let is_untouched = self.now() == Time::ZERO && session.commands().is_empty() && !asked;
        if self.showing || session.is_over() || is_untouched {
            return None;
        }
        Some(GameView {
            scenario: &self.source,
            // The file may change before the game is resumed, so the text that was read is saved with it.
            text: self.scenario.text.as_deref(),
            title: &self.scenario.title,
            opens: session.setup().opens,
            seed: session.setup().seed,
            set: self.scenario.changed.iter().map(|set| (set.path.clone(), set.value.clone())).collect(),
            beside: self.beside(),
            commands: session.commands(),
            state: State {
                at: self.now(),
                digest: if stands && self.is_told_at_once() { session.world().digest() } else { String::new() },
                hints_read: session.hints_read(),
                hints_bought: session.hints_bought(),
                guesses: self.guesses.clone(),
                cues_seen: self.cues_seen,
                dial: self.dial,
                again: self.again.iter().cloned().collect(),
            },
        })
    }

    /// What else must be read to resume the game.
    fn beside(&self) -> Beside {
        let Scenario { path, reach, traces, .. } = &*self.scenario;
        Beside {
            path: path.clone(),
            outside: *reach == Reach::Anywhere && !traces.is_empty(),
            traces: traces.iter().map(|trace| trace.sha256.clone()).collect(),
            ghost: self.ghost.as_deref().map(<[Scheduled]>::to_vec),
        }
    }

    /// Whether a digest takes no longer than a key may wait.
    fn is_told_at_once(&self) -> bool {
        let world = self.session.world();
        let staff: usize = world.outlets().iter().map(|outlet| outlet.chefs.len() + outlet.riders.len()).sum();
        world.book().in_system.value() + staff as u64 <= MOST_TOLD
    }

    /// Races against recorded commands, with a twin from opening on.
    pub(super) fn race(&mut self, ghost: Option<Arc<[Scheduled]>>) {
        if let Some(commands) = &ghost {
            self.session.start_twin(Without::Player(commands.clone()));
        }
        self.ghost = ghost;
    }

    /// A copy to run to the end, to find out how the game ends without further commands.
    pub(super) fn rest(&self) -> Session {
        self.session.fork()
    }

    /// The player's commands as a commands file. Its digest is that of the end without further commands.
    pub fn commands_file(&self) -> String {
        let mut rest = self.rest();
        rest.finish();
        self.commands_file_with(rest.world().digest())
    }

    /// The digest of a history's end without further commands; `None`: it would take longer than a key may wait.
    pub(super) fn digest_at_the_end(&self, session: &Session) -> Option<String> {
        if session.is_over() {
            return Some(session.world().digest());
        }
        self.is_told_at_once().then(|| {
            let mut rest = session.clone();
            rest.stop_twin();
            rest.finish();
            rest.world().digest()
        })
    }

    /// What a teacher may want to know beside the evening itself.
    pub(super) fn claims(&self) -> Claims {
        let guess = |guess: &Option<Guess>| guess.as_ref().map(|guess| guess.text.clone());
        Claims {
            guesses: self.guesses.iter().map(guess).collect(),
            first_guesses: self.first_guesses.clone(),
            hints: Some(self.session.hints_read() as u64),
            hints_bought: Some(self.session.hints_bought() as u64),
            answer: self.answer.clone(),
            played_s: Some(self.played.0 / 1_000_000),
        }
    }

    /// What an exported file is called if nobody says: `break-it-1932.toml`, where it can read its traces.
    pub(super) fn export_name(&self) -> String {
        let clock = self.now().clock(self.session.setup().opens).to_string().replace(':', "");
        let name = format!("{}-{clock}.toml", self.scenario.name);
        let beside = self.scenario.path.as_ref().filter(|_| !self.scenario.traces.is_empty());
        beside.map_or(name.clone(), |path| path.with_file_name(&name).display().to_string())
    }

    /// Whether the scenario can be read from there: recorded calls are looked for beside it.
    pub(super) fn exportable_to(&self, file: &str) -> Result<(), String> {
        let (Some(path), false) = (&self.scenario.path, self.scenario.traces.is_empty()) else { return Ok(()) };
        let target = std::path::absolute(file).unwrap_or_else(|_| file.into());
        if target.parent() == path.parent() {
            return Ok(());
        }
        let place = path.with_file_name(target.file_name().unwrap_or_default());
        Err(format!("No. Its recorded calls are read from beside the file: write {}.", place.display()))
    }

    /// The same with a digest that is known already.
    pub(super) fn commands_file_with(&self, digest: String) -> String {
        let commands = self.session.commands().to_vec();
        let about = replay::about(&self.scenario, &self.source, false);
        let claims = self.claims();
        write_commands_file(&CommandsFile { digest: Some(digest), commands, claims, ..about }, self.session.setup())
    }
}
