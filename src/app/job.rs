//! Work that takes longer than a key may wait: going on with a game that was left, letting the rest of an evening pass,
//! finding out how it would end, going back. It is done a little at a time, with a line on the screen, and Esc stops
//! it.
//!
//! What is small is done before the next picture; nobody sees a line for it.

use super::game::Game;
use super::histories::GoingBack;
use super::live::STORY;
use super::stride::Stride;
use super::view::Tone;
use super::{App, Screen};
use crate::scenario::{self, Override, Problems, Reach, Scenario, folder, is_sound};
use crate::session::save::{Beside, GameId, Reading, SavedGame};
use crate::session::{Session, Without};
use crate::units::{Span, Time};
use std::path::Path;

/// So many orders, commands and lines are worth no line on the screen, in a shop of so few outlets.
const AT_ONCE: u64 = 1_500;
pub(super) const FEW: usize = 16;
/// Nor so many steps, though nothing happened in them.
const STEPS: usize = 4_000;
/// So many commands of one instant are given at a time.
const COMMANDS: usize = 32;
/// A text of more bytes is read by whoever has time for it.
const SHORT: usize = 64 << 10;

/// What is being done, and how far it is.
#[derive(Debug)]
pub struct Job {
    pub(super) work: Work,
    pub(super) stride: Stride,
}

#[derive(Debug)]
pub(super) enum Work {
    /// Somebody else reads a scenario: the errand of this number.
    Waiting {
        errand: u64,
        title: String,
        then: Then,
    },
    /// What was written of a game is being understood.
    Understanding {
        title: String,
        reading: Box<Reading>,
    },
    /// Its commands are given again.
    Replaying(Box<Replaying>),
    /// The game on the screen runs to its end.
    LettingPass {
        from: Time,
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

/// A scenario to be read: long files are not read between two keys. Whoever has threads takes it
/// ([`App::take_errand`]), runs it wherever it likes, and brings back what came of it ([`App::fetched`]).
#[derive(Clone, Debug)]
pub struct Errand {
    number: u64,
    source: String,
    /// What was read there once, and what it read beside itself; `None`: it is read anew.
    kept: Option<(String, Beside)>,
    set: Vec<Override>,
}

/// What came of an errand.
#[derive(Debug)]
pub struct Fetched {
    pub(super) number: u64,
    pub(super) source: String,
    pub(super) scenario: Result<Box<Scenario>, Problems>,
}

impl Errand {
    pub fn run(self) -> Fetched {
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

/// A game being built again from its commands.
#[derive(Debug)]
pub(super) struct Replaying {
    pub game: Box<Game>,
    saved: SavedGame,
    next: usize,
    /// The digest that was taken then is that of today.
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

    /// So much more; `Some`: that is all, and whether it came out as it was left.
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
            // The file may have been changed by other hands.
            let sound = is_sound(&command.command, self.game.session.setup());
            if !sound || self.game.session.give(command.command).is_err() {
                return Some(false);
            }
            self.next += 1;
        }
        None
    }

    /// Past all cues on the way.
    fn run_to(&mut self, to: Time) {
        while self.game.now() < to && !self.game.session.is_over() {
            self.game.session.advance(to);
        }
    }

    /// What does not follow from the commands.
    fn take_up(&mut self) {
        let (game, state) = (&mut self.game, &self.saved.state);
        game.names.update(game.session.world());
        game.cues_seen = state.cues_seen.min(game.scenario.cues.len());
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

/// The rest of the evening, to find out how it ends if nobody does anything more, for the file of commands.
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
    /// What is being done.
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

    /// How far it is, from 0 to 1; `None`: nobody knows.
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
            Work::LettingPass { from } => {
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
    /// Begins something that may take long. What does not is done when this returns.
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

    /// A little more of it; answers how much that was, in orders, commands and lines.
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
                    match (same, std::mem::replace(&mut work, Work::LettingPass { from: Time::ZERO })) {
                        (true, Work::Replaying(replaying)) => {
                            let Replaying { game, shows, .. } = *replaying;
                            self.gone_on(game);
                            if let Some(at) = shows {
                                self.open_rewind(None, Some(at));
                            }
                        }
                        (_, Work::Replaying(replaying)) if replaying.shows.is_some() => self.not_gone_on(
                            "The code's evening cannot be shown: the program makes another history of it today.".into(),
                        ),
                        _ => self.not_gone_on(
                            "The game that was left cannot go on: the program makes another history of it today."
                                .into(),
                        ),
                    }
                    false
                })
            }
            Work::LettingPass { .. } => match &mut self.screen {
                Screen::Live(game) => {
                    let before = game.session.world().calls();
                    let over = pass(&mut game.session, by);
                    game.names.update(game.session.world());
                    done = game.session.world().calls() - before;
                    if over {
                        self.end_game();
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
                    && let Work::GoingBack(going) = std::mem::replace(&mut work, Work::LettingPass { from: Time::ZERO })
                {
                    self.gone_back(*going);
                }
                !there
            }
        };
        // What came of it may be the next job.
        if more && self.job.is_none() {
            self.job = Some(Job { work, stride });
        }
        done
    }

    /// Esc: what was begun is let go; the shop on the screen stands where it has come to.
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

    /// Whoever has threads for long files takes errands; else they are run at once.
    pub fn errands_are_taken(&mut self) {
        self.has_runner = true;
    }

    /// A scenario to be read elsewhere; the shelf's own files one after another.
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

    /// What came of an errand.
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
        Errand { number: self.errands, source, kept, set }
    }

    /// A scenario is wanted; long ones are read elsewhere.
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
            None => scenario::builtin::text_of(source).is_some(),
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
        let game = Game::new(scenario.into(), saved.scenario.clone(), chapter, guesses);
        self.job = Some(Job {
            work: Work::Replaying(Box::new(Replaying::new(game, saved))),
            stride: Stride(Span::from_mins(1)),
        });
    }

    /// Begins to read a kept game, to go on with it.
    pub(super) fn go_on_with(&mut self, id: &GameId) {
        let title = self.kept.iter().find(|kept| kept.id == *id).map_or(String::new(), |kept| kept.title.clone());
        self.leave_game();
        match self.store.open_game(id) {
            Ok(reading) => self.begin_job(Work::Understanding { title, reading: Box::new(reading) }),
            Err(why) => self.not_gone_on(why),
        }
    }

    /// The n-th of those that are kept.
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

    fn not_gone_on(&mut self, why: String) {
        self.store.close_game();
        self.overlays.clear();
        self.list_kept();
        self.notes = vec![why];
    }
}

impl Job {
    /// Nothing is to be computed: somebody else is at it.
    pub fn is_waiting(&self) -> bool {
        matches!(self.work, Work::Waiting { .. })
    }
}

/// On by so much, past all cues; `true`: it is over.
fn pass(session: &mut Session, by: Span) -> bool {
    let to = Time(session.now().0.saturating_add(by.0));
    while session.now() < to && !session.is_over() {
        session.advance(to);
    }
    session.is_over()
}
