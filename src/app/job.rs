//! Work that takes longer than a key may wait: resuming a saved game, running to the end, going back. It is done in
//! slices, with a line on the screen, and Esc cancels it.
//!
//! Small work is done at once, without that line.

use super::game::Game;
use super::histories::GoingBack;
use super::live::STORY;
use super::stride::{FEW, Stride};
use super::view::Tone;
use super::{App, Screen};
use crate::scenario::tonight::Date;
use crate::scenario::{self, Override, Problem, Problems, Reach, Scenario, folder, is_sound};
use crate::session::save::{Beside, GameId, Reading, SavedGame};
use crate::session::tonight::tonight;
use crate::session::{Session, Without};
use crate::sim::setup::Scheduled;
use crate::units::{Span, Time};
use std::path::Path;

/// Work of so many orders, commands and lines, in a shop of few outlets, is done at once.
const AT_ONCE: u64 = 1_500;
/// Upper bound of the slices done at once, for shops in which little happens.
const STEPS: usize = 4_000;
/// How many commands of one instant a slice replays.
const COMMANDS: usize = 32;
/// A longer file (bytes) is read on another thread, if there is one.
const SHORT: usize = 64 << 10;

/// Long work in progress.
#[derive(Debug)]
pub struct Job {
    pub(super) work: Work,
    pub(super) stride: Stride,
}

#[derive(Debug)]
pub(super) enum Work {
    /// Another thread reads a scenario: the errand of this number.
    Waiting {
        errand: u64,
        title: String,
        then: Then,
    },
    /// A saved game is being parsed.
    Understanding {
        title: String,
        reading: Box<Reading>,
    },
    /// Its commands are being replayed.
    Replaying(Box<Replaying>),
    /// The game on the screen runs to its end.
    LettingPass {
        from: Time,
        /// Whether the player asked for the debrief.
        asked: bool,
    },
    Saving(Box<Saving>),
    GoingBack(Box<GoingBack>),
    /// A second shop is copied from the first.
    Twinning(Without),
}

/// What the scenario is wanted for.
#[derive(Debug)]
pub(super) enum Then {
    Open { path: String },
    GoOn(Box<SavedGame>),
}

/// A scenario to be read. Long files would hold up the keys, so a front end with threads takes the errand
/// ([`App::take_errand`]), runs it anywhere, and returns the result ([`App::fetched`]).
#[derive(Clone, Debug)]
pub struct Errand {
    number: u64,
    source: String,
    /// The scenario's text and the other files it reads, if saved with a game; `None`: the file is read.
    kept: Option<(String, Beside)>,
    set: Vec<Override>,
    /// The scenario is to be drawn from this day.
    day: Option<Date>,
}

/// The result of an errand.
#[derive(Debug)]
pub struct Fetched {
    pub(super) number: u64,
    pub(super) source: String,
    pub(super) scenario: Result<Box<Scenario>, Problems>,
}

impl Errand {
    /// Which file is wanted.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Where files have no paths: their text, or why it cannot be had (the end of a sentence).
    pub fn run_on(self, file: Result<&str, String>) -> Fetched {
        if let Some(day) = self.day {
            return self.drawn(day);
        }
        let wrong = |why| Problem::of_file(&self.source, format!("the scenario file {why}"), None);
        let read = match (&self.kept, file) {
            (Some((text, _)), _) => Ok(text.as_str()),
            (None, file) => file.map_err(|why| Problems::one(wrong(why))),
        };
        let read = read.and_then(|text| scenario::read_file(&self.source, text, &self.set));
        Fetched { number: self.number, source: self.source, scenario: read.map(|(scenario, _)| Box::new(scenario)) }
    }

    /// Whether it is so much work that it should not be begun before the screen has said so.
    pub fn is_long(&self) -> bool {
        self.day.is_some()
    }

    /// Finds the evening of a day.
    fn drawn(self, day: Date) -> Fetched {
        let none =
            || Problems::one(Problem::of_file(&self.source, "no draft of this day is worth playing".into(), None));
        let scenario = tonight(day, None).map(|found| Box::new(found.scenario)).ok_or_else(none);
        Fetched { number: self.number, source: self.source, scenario }
    }

    /// Reads the scenario. May take long; touches nothing of the app.
    pub fn run(self) -> Fetched {
        if let Some(day) = self.day {
            return self.drawn(day);
        }
        let read = match &self.kept {
            Some((text, beside)) => {
                let base = folder(beside.path.as_deref().unwrap_or(Path::new(&self.source)));
                let reach = if beside.outside { Reach::Anywhere } else { Reach::Folder };
                scenario::read_within(&self.source, text, Some((&base, reach)), &self.set).map(|(scenario, _)| scenario)
            }
            None => scenario::load(&self.source, &self.set),
        };
        Fetched { number: self.number, source: self.source, scenario: read.map(Box::new) }
    }
}

/// A saved game being rebuilt from its commands.
#[derive(Debug)]
pub(super) struct Replaying {
    pub game: Box<Game>,
    saved: SavedGame,
    next: usize,
    /// Whether the replay reproduced the saved digest; also if none was saved.
    is_same: bool,
    /// It is somebody else's, to be looked at: the moment at which the rewind is opened.
    shows: Option<Time>,
}

impl Replaying {
    pub fn new(game: Game, saved: SavedGame) -> Replaying {
        let is_same = saved.taken.is_none() || saved.state.digest.is_empty();
        Replaying { game: Box::new(game), saved, next: 0, is_same, shows: None }
    }

    /// An evening to be looked at, at a moment of it.
    pub fn to_show(game: Game, saved: SavedGame, at: Time) -> Replaying {
        Replaying { shows: Some(at), ..Replaying::new(game, saved) }
    }

    /// Replays so much shop time; `Some`: the end is reached, and whether the state is the saved one.
    fn step(&mut self, by: Span) -> Option<bool> {
        let limit = Time(self.game.now().0.saturating_add(by.0));
        for _ in 0..COMMANDS {
            let command = self.saved.commands.get(self.next).cloned();
            let next = command.as_ref().map_or(self.saved.state.at, |command| command.at);
            let taken = self.saved.taken.filter(|(count, _)| !self.is_same && *count == self.next).map(|(_, at)| at);
            let to = taken.map_or(next, |taken| taken.min(next));
            self.run_to(to.min(limit));
            if self.game.now() < to && !self.game.session.is_over() {
                return None;
            }
            if taken.is_some() {
                if self.game.session.world().digest() != self.saved.state.digest {
                    return Some(false);
                }
                self.is_same = true;
                continue;
            }
            let Some(command) = command else {
                self.take_up();
                return Some(self.is_same);
            };
            // The file may have been edited.
            let sound = is_sound(&command.command, self.game.session.setup());
            if !sound || self.game.session.give(command.command).is_err() {
                return Some(false);
            }
            self.next += 1;
        }
        None
    }

    /// Runs to a moment without stopping at cues.
    fn run_to(&mut self, to: Time) {
        while self.game.now() < to && !self.game.session.is_over() {
            self.game.session.advance(to);
        }
    }

    /// Restores what does not follow from the commands: hints, cues, predictions.
    fn take_up(&mut self) {
        let (game, state) = (&mut self.game, &self.saved.state);
        game.names.update(game.session.world());
        game.cues_seen = state.cues_seen.min(game.scenario.cues.len());
        // The file may have been edited here, too.
        let pending = state.again.iter().filter(|next| is_sound(&next.command, game.session.setup()));
        game.again = pending.cloned().collect();
        if state.dial != game.dial {
            game.turn_dial(state.dial);
        }
        let hints = game.scenario.hints.len();
        let bought = state.hints_bought.min(hints);
        let told = bought + state.hints_read.min(hints - bought);
        game.session.restore_hints(told - bought, bought);
        game.hints_told = (0..told).collect();
        for (asked, prediction) in game.asked.iter_mut().zip(&game.scenario.predictions) {
            *asked |= prediction.at.is_some_and(|at| at <= state.at);
        }
    }
}

/// The rest of the run without further commands, whose digest the commands file needs.
#[derive(Debug)]
pub(super) struct Saving {
    pub path: String,
    from: Time,
    /// `None`: not begun yet.
    rest: Option<Session>,
}

impl Saving {
    pub fn new(path: &str, game: &Game) -> Saving {
        Saving { path: path.to_string(), from: game.now(), rest: None }
    }

    /// So much more: how many calls that were, and at the end its digest. The first step copies a large shop, and the
    /// key that asked for it is answered before.
    fn step(&mut self, game: &Game, by: Span) -> (u64, Option<String>) {
        let Some(rest) = &mut self.rest else {
            self.rest = Some(game.rest());
            return (1, None);
        };
        let before = rest.world().calls();
        let over = pass(rest, by);
        (rest.world().calls() - before, over.then(|| rest.world().digest()))
    }
}

impl Job {
    /// What is being done, for the screen.
    pub fn title(&self) -> String {
        match &self.work {
            Work::Waiting { title, .. } => format!("Reading {title}"),
            Work::Understanding { title, .. } => format!("Going on with {title}"),
            Work::Replaying(replaying) => format!("Going on with {}", replaying.game.scenario.title),
            Work::LettingPass { .. } => "Letting the rest pass".into(),
            Work::Saving(_) => "Finding out how it ends, for the file".into(),
            Work::GoingBack(going) => format!("Back to {}", going.clock()),
            Work::Twinning(_) => "Starting the twin".into(),
        }
    }

    /// Progress (0–1); `None`: unknown.
    pub fn share(&self, app: &App) -> Option<f64> {
        let of = |from: Time, now: Time, to: Time| now.since(from).0 as f64 / (to.since(from).0.max(1)) as f64;
        let share = match &self.work {
            Work::Waiting { .. } | Work::Twinning(_) => return None,
            Work::Understanding { reading, .. } => reading.share() * 0.1,
            Work::Replaying(replaying) => {
                let commands = replaying.next as f64 / replaying.saved.commands.len().max(1) as f64;
                let closing = Time::ZERO + replaying.game.session.setup().duration;
                let time = of(Time::ZERO, replaying.game.now(), replaying.saved.state.at.min(closing));
                0.1 + 0.9 * if replaying.saved.state.at == Time::ZERO { commands } else { (commands + time) / 2.0 }
            }
            Work::LettingPass { from, .. } => {
                let game = app.game()?;
                of(*from, game.now(), Time::ZERO + game.session.setup().duration)
            }
            Work::Saving(saving) => match &saving.rest {
                Some(rest) => of(saving.from, rest.now(), Time::ZERO + rest.setup().duration),
                None => 0.0,
            },
            Work::GoingBack(going) => going.share(),
        };
        Some(share.clamp(0.0, 1.0))
    }

    fn outlets(&self, app: &App) -> usize {
        match &self.work {
            Work::Waiting { .. } | Work::Understanding { .. } => 0,
            Work::Replaying(replaying) => replaying.game.session.setup().outlets.len(),
            Work::LettingPass { .. } | Work::Saving(_) | Work::Twinning(_) | Work::GoingBack(_) => {
                app.game().map_or(0, |game| game.session.setup().outlets.len())
            }
        }
    }
}

impl App {
    /// Begins work that may take long. Small work is done when this returns.
    pub(super) fn begin_job(&mut self, work: Work) {
        self.job = Some(Job { work, stride: Stride(Span::from_mins(1)) });
        self.dirty = true;
        let mut done = 0;
        for _ in 0..STEPS {
            let small = self.job.as_ref().is_some_and(|job| !job.is_waiting() && job.outlets(self) <= FEW);
            if !small || done > AT_ONCE {
                return;
            }
            done += self.step_job();
        }
    }

    /// Runs one slice; returns its size in orders, commands and lines.
    pub(super) fn step_job(&mut self) -> u64 {
        let Some(Job { mut work, stride }) = self.job.take() else { return 0 };
        self.dirty = true;
        let by = stride.0;
        let mut done = 1;
        let more = match &mut work {
            Work::Waiting { .. } => true,
            Work::Understanding { reading, .. } => {
                done = AT_ONCE / 3;
                match reading.step() {
                    Ok(None) => true,
                    Ok(Some(saved)) => {
                        self.want_scenario_of(saved);
                        false
                    }
                    Err(why) => {
                        self.not_gone_on(why);
                        false
                    }
                }
            }
            Work::Replaying(replaying) => {
                let before = replaying.game.session.world().calls() + replaying.next as u64;
                let over = replaying.step(by);
                done = replaying.game.session.world().calls() + replaying.next as u64 - before;
                over.is_none_or(|same| {
                    match (same, std::mem::replace(&mut work, Work::LettingPass { from: Time::ZERO, asked: false })) {
                        (true, Work::Replaying(replaying)) => {
                            let Replaying { game, shows, .. } = *replaying;
                            self.gone_on(game);
                            match shows {
                                Some(at) => self.open_rewind(None, Some(at)),
                                None => self.raced_on(),
                            }
                        }
                        (_, Work::Replaying(replaying)) if replaying.shows.is_some() => self.not_gone_on(
                            "The code's evening cannot be shown: the program makes another history of it today.".into(),
                        ),
                        _ => self.not_gone_on(
                            "The saved game cannot continue: this version of the program plays it differently.".into(),
                        ),
                    }
                    false
                })
            }
            Work::LettingPass { asked, .. } => match &mut self.screen {
                Screen::Live(game) => {
                    let before = game.session.world().calls();
                    let over = self.let_pass(by);
                    done = self.game().map_or(1, |game| game.session.world().calls() - before);
                    match (over, *asked) {
                        (true, true) => self.end_game(true),
                        (true, false) => self.over(),
                        (false, _) => {}
                    }
                    !over
                }
                Screen::Picker(_) | Screen::Story(_) | Screen::Ending(_) => false,
            },
            Work::Saving(saving) => {
                let (calls, digest) = self.game().map_or((1, None), |game| saving.step(game, by));
                done = calls;
                if let Some(digest) = &digest {
                    self.write_commands(&saving.path, digest.clone());
                }
                digest.is_none() && self.game().is_some()
            }
            Work::Twinning(without) => {
                self.start_twin(without.clone());
                false
            }
            Work::GoingBack(going) => {
                let before = going.calls();
                let there = self.game().is_none_or(|game| going.step(game, by));
                done = going.calls().saturating_sub(before);
                if there
                    && let Work::GoingBack(going) =
                        std::mem::replace(&mut work, Work::LettingPass { from: Time::ZERO, asked: false })
                {
                    self.gone_back(*going);
                }
                !there
            }
        };
        // Its result may be the next job.
        if more && self.job.is_none() {
            self.job = Some(Job { work, stride });
        }
        done
    }

    /// Cancels the work; the shop on the screen stops where it is.
    pub(super) fn stop_job(&mut self) {
        let Some(job) = self.job.take() else { return };
        self.dirty = true;
        match job.work {
            Work::Waiting { then: Then::GoOn(_), .. } | Work::Understanding { .. } | Work::Replaying(_) => {
                self.store.close_game();
                self.list_kept();
            }
            Work::LettingPass { .. } => {
                if let Screen::Live(game) = &mut self.screen {
                    game.pace.stop();
                }
            }
            Work::Waiting { then: Then::Open { .. }, .. }
            | Work::Saving(_)
            | Work::GoingBack(_)
            | Work::Twinning(_) => {}
        }
    }

    /// Announces that the front end takes errands; otherwise they are run at once.
    pub fn errands_are_taken(&mut self) {
        self.has_runner = true;
    }

    /// The next scenario to be read on another thread; unread files of the picker come one after another.
    pub fn take_errand(&mut self) -> Option<Errand> {
        if let Some(errand) = self.errand.take() {
            return Some(errand);
        }
        if self.shelf_errand.is_some() {
            return None;
        }
        let chosen = match &self.screen {
            Screen::Picker(picker) => self.shelf.entries.get(picker.chosen).filter(|entry| entry.is_unread),
            Screen::Story(_) | Screen::Live(_) | Screen::Ending(_) => None,
        };
        let next = chosen.or_else(|| self.shelf.entries.iter().find(|entry| entry.is_unread))?;
        let source = next.source.clone();
        let errand = self.new_errand(source, None, Vec::new());
        self.shelf_errand = Some(errand.number);
        Some(errand)
    }

    /// The result of an errand.
    pub fn fetched(&mut self, fetched: Fetched) {
        self.dirty = true;
        if self.shelf_errand == Some(fetched.number) {
            self.shelf_errand = None;
            // It may have been taken off the shelf meanwhile.
            if self.shelf.find(&fetched.source).is_some() {
                self.shelf.put(&fetched.source, fetched.scenario.map(|scenario| *scenario));
            }
            return;
        }
        let awaited =
            matches!(&self.job, Some(Job { work: Work::Waiting { errand, .. }, .. }) if *errand == fetched.number);
        if !awaited {
            return;
        }
        let Some(Job { work: Work::Waiting { then, .. }, .. }) = self.job.take() else { return };
        match then {
            Then::Open { path } => self.opened_file(&path, fetched.scenario.map(|scenario| *scenario)),
            Then::GoOn(saved) => self.replay(*saved, fetched.scenario.map(|scenario| *scenario)),
        }
    }

    fn new_errand(&mut self, source: String, kept: Option<(String, Beside)>, set: Vec<Override>) -> Errand {
        self.errands += 1;
        let day = self.shelf.find(&source).and_then(|at| self.shelf.entries[at].day);
        Errand { number: self.errands, source, kept, set, day }
    }

    /// Reads a scenario, a long one through an errand.
    pub(super) fn want(
        &mut self,
        source: &str,
        kept: Option<(String, Beside)>,
        set: Vec<Override>,
        title: String,
        then: Then,
    ) {
        let short = match &kept {
            Some((text, beside)) => text.len() <= SHORT && beside.traces.is_empty(),
            None => scenario::builtin::is_known(source),
        };
        let errand = self.new_errand(source.to_string(), kept, set);
        let number = errand.number;
        self.job =
            Some(Job { work: Work::Waiting { errand: number, title, then }, stride: Stride(Span::from_mins(1)) });
        if short || !self.has_runner {
            self.fetched(errand.run());
        } else {
            self.errand = Some(errand);
        }
    }

    fn want_scenario_of(&mut self, saved: SavedGame) {
        let set = saved.set.iter().map(|(path, value)| Override::new(path, value)).collect();
        let (source, title) = (saved.scenario.clone(), saved.title.clone());
        let kept = saved.text.clone().map(|text| (text, saved.beside.clone()));
        self.want(&source, kept, set, title, Then::GoOn(Box::new(saved)));
    }

    fn replay(&mut self, saved: SavedGame, scenario: Result<Scenario, Problems>) {
        let mut scenario = match scenario {
            Ok(scenario) => scenario,
            Err(problems) => {
                let why = match problems.list.first() {
                    Some(problem) => format!("{} cannot be read any more: {}", saved.scenario, problem.message),
                    None => format!("{} cannot be read any more.", saved.scenario),
                };
                return self.not_gone_on(why);
            }
        };
        // What an older version kept does not name them.
        let Beside { outside, traces, .. } = &saved.beside;
        let is_other = !scenario.traces.iter().map(|trace| &trace.sha256).eq(traces);
        if is_other && (*outside || !traces.is_empty()) {
            return self.not_gone_on(
                "The game that was left cannot go on: the recorded arrivals that it reads are not those of then."
                    .into(),
            );
        }
        scenario.setup.seed = saved.seed;
        if let Some(text) = &saved.text {
            scenario.path = saved.beside.path.clone().or_else(|| Some(saved.scenario.clone().into()));
            scenario.text = Some(text.as_str().into());
        }
        let chapter = self.shelf.find(&saved.scenario).and_then(|at| self.shelf.entries[at].number);
        let mut guesses = saved.state.guesses.clone();
        guesses.resize(scenario.predictions.len(), None);
        let mut game = Game::new(scenario.into(), saved.scenario.clone(), chapter, guesses);
        // The file may have been edited.
        let are_sound = |ghost: &Vec<Scheduled>| ghost.iter().all(|s| is_sound(&s.command, game.session.setup()));
        game.ghost = saved.beside.ghost.clone().filter(are_sound).map(Into::into);
        self.job = Some(Job {
            work: Work::Replaying(Box::new(Replaying::new(game, saved))),
            stride: Stride(Span::from_mins(1)),
        });
    }

    /// Begins to resume a saved game.
    pub(super) fn go_on_with(&mut self, id: &GameId) {
        let title = self.kept.iter().find(|kept| kept.id == *id).map_or(String::new(), |kept| kept.title.clone());
        self.leave_game();
        match self.store.open_game(id) {
            Ok(reading) => self.begin_job(Work::Understanding { title, reading: Box::new(reading) }),
            Err(why) => self.not_gone_on(why),
        }
    }

    /// Begins to resume the n-th unfinished game, the newest being 0.
    pub fn go_on_with_nth(&mut self, n: usize) {
        if let Some(id) = self.kept.get(n).map(|kept| kept.id.clone()) {
            self.go_on_with(&id);
        }
    }

    fn gone_on(&mut self, game: Box<Game>) {
        self.notes.clear();
        self.start(*game);
        if let Screen::Live(game) = &mut self.screen
            && game.scenario.reach == Reach::Anywhere
        {
            let text = "Its recorded arrivals lie outside the scenario's folder. You allowed that when you began.";
            game.say(Tone::Plain, text.into(), STORY);
        }
    }

    /// Has the ghost race on beside a game that was resumed.
    fn raced_on(&mut self) {
        self.note_guesses();
        if let Some(ghost) = self.game().and_then(|game| game.ghost.clone()) {
            self.twin_without(Without::Player(ghost));
        }
    }

    fn not_gone_on(&mut self, why: String) {
        self.store.close_game();
        self.overlays.clear();
        self.list_kept();
        self.notes = vec![why];
    }
}

impl Job {
    /// Whether it waits for an errand, with nothing to compute here.
    pub fn is_waiting(&self) -> bool {
        matches!(self.work, Work::Waiting { .. })
    }
}

/// Runs for so much shop time without stopping at cues; `true`: the shop is over.
fn pass(session: &mut Session, by: Span) -> bool {
    let to = Time(session.now().0.saturating_add(by.0));
    while session.now() < to && !session.is_over() {
        session.advance(to);
    }
    session.is_over()
}
