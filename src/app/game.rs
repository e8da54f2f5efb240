//! One shop being played, with what the player looks at.

use super::branches::Histories;
use super::pace::Pace;
use super::story::Guess;
use super::stride::Stride;
use super::view::{News, Panel, Tone, View};
use crate::scenario::{CommandsFile, Ends, Reach, Scenario, replay, write_commands_file};
use crate::session::save::{Beside, GameView, State};
use crate::session::{Entry, EntryId, EntryKind, Filter, Session, Sort, Without};
use crate::sim::setup::Scheduled;
use crate::text::glossary::Language;
use crate::text::log;
use crate::text::names::Names;
use crate::text::people::People;
use crate::text::scene::Scene;
use crate::text::words::Words;
use crate::units::{OutletId, Span, Time};
use std::sync::Arc;

#[derive(Debug)]
pub struct Game {
    pub scenario: Arc<Scenario>,
    /// As the command line takes it: a built-in's name or a path.
    pub source: String,
    /// Its number in the two books.
    pub chapter: Option<u32>,
    pub session: Session,
    /// Which history the session is, and those that were left for it.
    pub histories: Histories,
    pub pace: Pace,
    pub names: People,
    pub view: View,
    /// Of the view's panels, which one has the focus.
    pub focus: usize,
    /// The panel in focus fills the view.
    pub enlarged: bool,
    /// What acts concern.
    pub outlet: OutletId,
    pub system: SystemView,
    pub charts: ChartsView,
    pub orders: OrdersView,
    pub log: LogView,
    /// By prediction of the scenario; `None`: skipped, or not asked yet.
    pub guesses: Vec<Option<Guess>>,
    /// Hints that were told, by index, in that order.
    pub hints_told: Vec<usize>,
    /// Cues that have been seen, in that order.
    pub cues_seen: usize,
    /// What the last act came to, or a cue that does not stop the clock: stands in the last line but one until a key is
    /// pressed or some seconds have passed.
    pub news: Option<News>,
    /// The solution is being played before the player's eyes.
    pub showing: bool,
    /// What somebody else did in this evening, to be beaten.
    pub ghost: Option<Arc<[Scheduled]>>,
    /// Real time that the clock ran.
    pub played: Span,
    pub(super) news_left: Span,
    /// Predictions already asked.
    pub(super) asked: Vec<bool>,
    /// Commands of the solution still to be shown.
    pub(super) to_show: usize,
    /// How much a twin that lags catches up at once.
    pub(super) catching_up: Stride,
    /// Real time of play at the last judgement.
    judged: Option<(Span, Time)>,
}

#[derive(Clone, Debug, Default)]
pub struct SystemView {
    /// First row shown, where there are more outlets than rows.
    pub scroll: usize,
}

#[derive(Clone, Debug, Default)]
pub struct ChartsView {
    /// `None`: at now.
    pub cursor: Option<Time>,
    /// How much is shown, ending now or around the cursor; `None`: all.
    pub zoom: Option<Span>,
    /// Charts scrolled away at the top.
    pub scroll: usize,
    pub theory: bool,
}

#[derive(Clone, Debug)]
pub struct OrdersView {
    pub sort: Sort,
    pub filter: Filter,
    /// What was typed at `/`, as long as it narrows.
    pub find: String,
    /// Row in the list as it is sorted now.
    pub chosen: usize,
}

#[derive(Clone, Debug)]
pub struct LogView {
    /// `None`: all but ordinary orders.
    pub only: Option<EntryKind>,
    pub find: String,
    /// The line looked at, where it is not the newest. If it is not among those shown, the next older one is meant.
    pub chosen: Option<EntryId>,
}

/// So many orders, chefs and riders are told in a digest between two pictures.
const MOST_TOLD: u64 = 20_000;

/// A search through a long log looks at so many lines at most.
const FAR: usize = 4_000;

impl Game {
    /// A shop that is about to open, standing still.
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
            hints_told: Vec::new(),
            cues_seen: 0,
            news: None,
            showing: false,
            ghost: None,
            played: Span::ZERO,
            news_left: Span::ZERO,
            to_show: 0,
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
        }
    }

    pub fn panel(&self) -> Panel {
        let panels = self.view.panels();
        panels[self.focus.min(panels.len() - 1)]
    }

    /// The lines that the log shows, newest first: of the kinds wanted, with the words looked for.
    pub fn log_lines(&self, language: Language) -> impl Iterator<Item = &Entry> {
        let find = self.log.find.trim().to_lowercase();
        let far = if find.is_empty() { usize::MAX } else { FAR };
        let scene = self.scene(language);
        let fits = move |entry: &&Entry| find.is_empty() || log::as_text(&scene, entry).to_lowercase().contains(&find);
        self.session.recorder().log.iter(self.kinds()).rev().take(far).filter(fits)
    }

    /// Whether the scenario lets the player give this command.
    pub fn allows(&self, command: &str) -> bool {
        self.scenario.allow.contains(&command)
    }

    pub fn now(&self) -> Time {
        self.session.now()
    }

    pub fn outlet_name(&self) -> &str {
        &self.session.setup().outlets[self.outlet.index()].name
    }

    /// Puts a sentence into the last line but one for so much real time.
    pub fn say(&mut self, tone: Tone, text: String, lasts: Span) {
        self.news = Some(News { at: self.now(), tone, text });
        self.news_left = lasts;
    }

    /// Goals cost more to judge than the rest: every quarter of a second of play will do, and whenever the shop stands.
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

    /// Every goal is final, and the scenario ends with that.
    pub(super) fn is_decided(&self) -> bool {
        let goals = self.session.goals();
        self.scenario.ends == Ends::Decided
            && !self.session.is_over()
            && !goals.is_empty()
            && goals.iter().all(|goal| goal.is_final)
    }

    /// To go on with later; `None`: nothing to keep (over, a demonstration, or nothing has happened yet). `stands`: as
    /// it stands now, which takes a digest.
    pub fn view(&self, stands: bool) -> Option<GameView<'_>> {
        let session = &self.session;
        let asked = session.hints_read() + session.hints_bought() > 0 || self.guesses.iter().any(Option::is_some);
        let is_untouched = self.now() == Time::ZERO && session.commands().is_empty() && !asked;
        if self.showing || session.is_over() || is_untouched {
            return None;
        }
        Some(GameView {
            scenario: &self.source,
            // A file may change before the game goes on: the text that was read is kept with it.
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
            },
        })
    }

    /// What else is read when the game goes on.
    fn beside(&self) -> Beside {
        let Scenario { path, reach, traces, .. } = &*self.scenario;
        Beside {
            path: path.clone(),
            outside: *reach == Reach::Anywhere && !traces.is_empty(),
            traces: traces.iter().map(|trace| trace.sha256.clone()).collect(),
        }
    }

    /// Whether a digest takes no longer than a key may wait: by how many people there are.
    fn is_told_at_once(&self) -> bool {
        let world = self.session.world();
        let staff: usize = world.outlets().iter().map(|outlet| outlet.chefs.len() + outlet.riders.len()).sum();
        world.book().in_system.value() + staff as u64 <= MOST_TOLD
    }

    /// Somebody else's evening runs beside this one from its beginning.
    pub(super) fn race(&mut self, ghost: Option<Arc<[Scheduled]>>) {
        if let Some(commands) = &ghost {
            self.session.start_twin(Without::Player(commands.clone()));
        }
        self.ghost = ghost;
    }

    /// The evening from now on, to find out how it ends if nobody does anything more.
    pub(super) fn rest(&self) -> Session {
        self.session.fork()
    }

    /// What the player did as a commands file. The digest is the one at the end, which a game that was left has not
    /// reached: it is what comes if nobody does anything more.
    pub fn commands_file(&self) -> String {
        let mut rest = self.rest();
        rest.finish();
        self.commands_file_with(rest.world().digest())
    }

    /// What a history comes to if nobody does anything more; `None`: that would take longer than a key may.
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

    /// The same where the digest is known.
    pub(super) fn commands_file_with(&self, digest: String) -> String {
        let commands = self.session.commands().to_vec();
        let about = replay::about(&self.scenario, &self.source, false);
        write_commands_file(&CommandsFile { digest: Some(digest), commands, ..about }, self.session.setup())
    }
}
