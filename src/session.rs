//! A session: one game being played. It owns the world, the list of the player's commands, and everything that depends
//! on ticks or on who watches: gauges, log, history of orders, goals, hints, the twin.
//!
//! The world does not know of it. A session can be thrown away and built again from scenario, seed and commands, and
//! the shop's history is the same to the byte.

pub mod aftermath;
pub mod chef_timeline;
pub mod comparison;
pub mod counterfactual;
pub mod estimate;
pub mod gauges;
pub mod goals;
pub mod log;
pub mod order_archive;
pub mod prove;
pub mod rates;
pub mod replicate;
pub mod save;
pub mod search;
pub mod steady;
pub mod twin;

mod checkpoints;
mod event_logger;
mod flow;
mod knowledge;
mod playback;
mod queries;
mod recorder;
mod rewinding;
mod story;
mod vitals;

use crate::scenario::{Scenario, command_text};
use crate::sim::command::Command;
use crate::sim::refusal::{Reason, Refusal};
use crate::sim::setup::{Scheduled, Setup};
use crate::sim::world::World;
use crate::units::{Span, Time};
use checkpoints::Checkpoints;
pub use chef_timeline::{Doing, Stint};
pub use comparison::Comparison;
pub use counterfactual::Counterfactual;
pub use estimate::{Band, Estimate, Estimates, Meets};
pub use gauges::{Gauges, Vitals};
pub use goals::{Forecast, GoalState, Standing};
pub use log::{Blame, Entry, EntryId, EntryKind, Kinds, Log, What, letter};
pub use order_archive::{Fate, Filter, OrderArchive, Sort, Trace};
pub use queries::OrderPage;
pub use rates::{LineRates, OutletRates, Why};
pub use recorder::Recorder;
pub use rewinding::Rewinding;
use std::sync::{Arc, OnceLock};
pub use twin::{Differences, Twin, Without};

/// The dashboard's step, unless it says otherwise.
pub const TICK: Span = Span::from_secs(1);

/// One game being played.
#[derive(Clone, Debug)]
pub struct Session {
    scenario: Arc<Scenario>,
    /// The shop of the scenario, as the world shares it.
    setup: Arc<Setup>,
    world: World,
    /// What the player did and the shop took, in order.
    commands: Vec<Scheduled>,
    recorder: Recorder,
    twin: Option<Box<Twin>>,
    /// As of the last [`Session::refresh`].
    vitals: Vitals,
    /// By outlet, as of the last refresh.
    rates: Vec<OutletRates>,
    /// As of the last refresh.
    why: Option<Why>,
    /// The scenario's goals and stars, as of the last [`Session::judge`].
    goals: Vec<GoalState>,
    stars: Vec<GoalState>,
    /// Hints whose moment has come, in that order; how many of those the player has read (for nothing).
    hints_ready: Vec<usize>,
    hints_read: usize,
    /// Hints that the player asked for before they were ready (each costs a star).
    hints_bought: usize,
    pub(in crate::session) checkpoints: Checkpoints,
    story: story::Story,
    tracks: Vec<goals::Track>,
    /// What the log was told of each goal: how it stood, and whether for good.
    told: Vec<(Standing, bool)>,
    /// No goal can change any more, in a scenario that ends then.
    decided: bool,
    /// When vitals and rates were last brought up to date.
    refreshed: Option<Time>,
    /// Made when somebody first asks.
    estimates: OnceLock<Estimates>,
}

/// Why [`Session::advance`] came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// At the time asked for.
    Reached,
    /// A cue is due (index): the story goes on. If it pauses, the time asked for was not reached.
    Cue(usize),
    /// The shop is closed and done.
    Over,
}

impl Session {
    /// A shop that is about to open.
    pub fn new(scenario: Arc<Scenario>) -> Session {
        let setup = Arc::new(scenario.setup.clone());
        let world = World::new(setup.clone());
        let recorder = Recorder::new(&world);
        let mut session = Session {
            checkpoints: Checkpoints::new(&setup),
            scenario,
            setup,
            recorder,
            world,
            commands: Vec::new(),
            twin: None,
            vitals: Vitals::default(),
            rates: Vec::new(),
            why: None,
            goals: Vec::new(),
            stars: Vec::new(),
            hints_ready: Vec::new(),
            hints_read: 0,
            hints_bought: 0,
            story: story::Story::default(),
            tracks: Vec::new(),
            told: Vec::new(),
            decided: false,
            refreshed: None,
            estimates: OnceLock::new(),
        };
        session.story.hints = vec![None; session.scenario.hints.len()];
        session.story.cues = vec![None; session.scenario.cues.len()];
        session.go_on();
        session.checkpoints.keep(&session.world, &session.recorder, 0);
        session.refresh();
        session.judge();
        session
    }

    /// A copy without its twin.
    pub fn fork(&self) -> Session {
        self.copy(self.world.clone(), self.recorder.clone())
    }

    /// A copy with another world and recorder, without a twin.
    fn copy(&self, world: World, recorder: Recorder) -> Session {
        Session {
            scenario: self.scenario.clone(),
            setup: self.setup.clone(),
            world,
            commands: self.commands.clone(),
            recorder,
            twin: None,
            vitals: self.vitals.clone(),
            rates: self.rates.clone(),
            why: self.why.clone(),
            goals: self.goals.clone(),
            stars: self.stars.clone(),
            hints_ready: self.hints_ready.clone(),
            hints_read: self.hints_read,
            hints_bought: self.hints_bought,
            checkpoints: self.checkpoints.clone(),
            story: self.story.clone(),
            tracks: self.tracks.clone(),
            told: self.told.clone(),
            decided: self.decided,
            refreshed: self.refreshed,
            estimates: self.estimates.clone(),
        }
    }

    pub fn scenario(&self) -> &Arc<Scenario> {
        &self.scenario
    }

    /// The shop of the scenario, as the world shares it.
    pub fn setup(&self) -> &Arc<Setup> {
        &self.setup
    }

    /// To look at. What changes it is a command, given by [`Session::give`], which asks the scenario and keeps record.
    pub fn world(&self) -> &World {
        &self.world
    }

    pub fn now(&self) -> Time {
        self.world.now()
    }

    /// What the player did and the shop took, in order.
    pub fn commands(&self) -> &[Scheduled] {
        &self.commands
    }

    pub fn recorder(&self) -> &Recorder {
        &self.recorder
    }

    pub fn twin(&self) -> Option<&Twin> {
        self.twin.as_deref()
    }

    /// As of the last [`Session::refresh`].
    pub fn vitals(&self) -> &Vitals {
        &self.vitals
    }

    /// By outlet, as of the last [`Session::refresh`].
    pub fn rates(&self) -> &[OutletRates] {
        &self.rates
    }

    /// As of the last [`Session::refresh`].
    pub fn why(&self) -> Option<&Why> {
        self.why.as_ref()
    }

    /// The scenario's goals, as of the last [`Session::judge`].
    pub fn goals(&self) -> &[GoalState] {
        &self.goals
    }

    /// The scenario's stars, as of the last [`Session::judge`].
    pub fn stars(&self) -> &[GoalState] {
        &self.stars
    }

    /// Hints (indices into the scenario's) whose moment has come, in that order.
    pub fn hints_ready(&self) -> &[usize] {
        &self.hints_ready
    }

    /// How many of the hints that were ready the player has read. They cost nothing.
    pub fn hints_read(&self) -> usize {
        self.hints_read
    }

    /// How many hints the player asked for before they were ready. Each costs a star.
    pub fn hints_bought(&self) -> usize {
        self.hints_bought
    }

    /// The player reads a hint; `bought`: before it was ready.
    pub fn read_hint(&mut self, bought: bool) {
        if bought {
            self.hints_bought += 1;
        } else {
            self.hints_read += 1;
        }
    }

    /// What the player had read in a game that is taken up again, or in a history that is gone back to.
    pub fn restore_hints(&mut self, read: usize, bought: usize) {
        (self.hints_read, self.hints_bought) = (read, bought);
    }

    /// Runs everything due until `to` (not past the end), the twin with it. May come back early, see [`Stop`]. A step
    /// of any length makes the same history; a step of one tick of a large shop is the shortest that is worth asking
    /// for.
    pub fn advance(&mut self, to: Time) -> Stop {
        loop {
            if !self.story.untold.is_empty() {
                return Stop::Cue(self.story.untold.remove(0));
            }
            if self.is_over() {
                return Stop::Over;
            }
            if self.world.now() >= to {
                return Stop::Reached;
            }
            self.step(to);
        }
    }

    /// Runs to `to`, or to a moment before it at which the session has something to do.
    fn step(&mut self, to: Time) {
        let evaluation = if self.scenario.goals.is_empty() { Time::NEVER } else { goals::next_evaluation(&self.world) };
        let target = to
            .min(self.checkpoints.next_due(&self.world))
            .min(self.story_due())
            .min(self.telling_due())
            .min(evaluation);
        self.recorder.run(&mut self.world, target);
        if let Some(twin) = &mut self.twin {
            twin.keep_up(target);
        }
        if target == evaluation || self.world.is_over() {
            self.evaluate_goals();
            self.decided = self.is_decided();
        }
        if !self.world.is_over() {
            self.go_on();
            self.checkpoints.keep(&self.world, &self.recorder, self.commands.len());
        }
    }

    /// On to the next whole tick.
    pub fn tick(&mut self) -> Stop {
        self.advance(recorder::next(self.world.now(), TICK))
    }

    /// To the end. Cues that come due are passed over.
    pub fn finish(&mut self) {
        while self.advance(Time::NEVER) != Stop::Over {}
    }

    /// Closed and done; or decided, where the scenario ends then.
    pub fn is_over(&self) -> bool {
        self.world.is_over() || self.decided
    }

    /// The player's command, now. Kept if the shop takes it; a refusal changes nothing.
    pub fn give(&mut self, command: impl Into<Command>) -> Result<(), Refusal> {
        let command = command.into();
        self.may_give(&command)?;
        self.world.give(&command, &mut self.recorder)?;
        let scheduled = Scheduled { at: self.world.now(), command };
        if let Some(twin) = &mut self.twin {
            twin.hears_of(&scheduled);
        }
        self.commands.push(scheduled);
        self.refreshed = None;
        Ok(())
    }

    /// Why a command is not the player's to give in this scenario. The shop itself may still refuse it.
    pub fn may_give(&self, command: &Command) -> Result<(), Refusal> {
        if self.decided {
            return Err(decided());
        }
        if self.scenario.allows(command) {
            return Ok(());
        }
        let known = self.scenario.allow.contains(&command.name());
        let what = if known { command_text(command, &self.setup) } else { command.name().to_string() };
        let sentence = format!("This scenario does not allow {what}.");
        Err(Refusal { reason: Reason::Senseless, sentence, when: None })
    }
}

/// What a command comes to where no goal can change any more.
fn decided() -> Refusal {
    Refusal { reason: Reason::Over, sentence: "The evening is decided.".into(), when: None }
}
