//! A session: one game being played. It owns the world, the player's commands, and everything that depends on ticks or
//! on who watches: gauges, log, finished orders, goals, hints, the twin.
//!
//! The world does not know about it. A session can be thrown away and rebuilt from scenario, seed and commands; the
//! shop's history is then the same to the byte.

pub mod aftermath;
pub mod chef_timeline;
pub mod comparison;
pub mod cost;
pub mod counterfactual;
pub mod dial;
pub mod estimate;
pub mod evenings;
pub mod gauges;
pub mod goals;
pub mod grade;
pub mod ladder;
pub mod log;
pub mod order_archive;
pub mod preview;
pub mod prove;
pub mod rates;
pub mod replicate;
pub mod save;
pub mod search;
pub mod since;
pub mod steady;
pub mod tonight;
pub mod twin;

mod checkpoints;
mod event_logger;
mod flow;
mod forecast;
mod knowledge;
mod playback;
mod queries;
mod recorder;
mod rewinding;
mod story;
mod unserved;
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
pub use cost::{Cost, Memory};
pub use counterfactual::Counterfactual;
pub use dial::Dial;
pub use estimate::{Band, Estimate, Estimates, Meets};
pub use gauges::{Gauges, Vitals};
pub use goals::{Forecast, GoalState, Standing};
pub use log::{Blame, Entry, EntryId, EntryKind, Kinds, Log, What, letter};
pub use order_archive::{Fate, Filter, OrderArchive, Sort, Trace};
pub use preview::Preview;
pub use queries::OrderPage;
pub use rates::{LineRates, OutletRates, Passed, Why};
pub use recorder::Recorder;
pub use rewinding::Rewinding;
pub use since::Since;
use std::sync::{Arc, OnceLock};
pub use twin::{Differences, Twin, Without};

/// The dashboard's default step.
pub const TICK: Span = Span::from_secs(1);

/// One game being played.
#[derive(Clone, Debug)]
pub struct Session {
    scenario: Arc<Scenario>,
    /// The scenario's shop, shared with the world.
    setup: Arc<Setup>,
    world: World,
    /// The player's commands that the shop took, in order.
    commands: Vec<Scheduled>,
    recorder: Recorder,
    twin: Option<Box<Twin>>,
    /// As of the last [`Session::refresh`].
    vitals: Vitals,
    /// By outlet, as of the last refresh.
    rates: Vec<OutletRates>,
    known: rates::Known,
    /// As of the last refresh.
    why: Option<Why>,
    /// The scenario's goals and stars, as of the last [`Session::judge`].
    goals: Vec<GoalState>,
    stars: Vec<GoalState>,
    /// Hints whose moment has come, in that order, and how many of them the player has read (which costs nothing).
    hints_ready: Vec<usize>,
    hints_read: usize,
    /// Hints that the player asked for before they were ready (each costs a star).
    hints_bought: usize,
    pub(in crate::session) checkpoints: Checkpoints,
    story: story::Story,
    tracks: Vec<goals::Track>,
    /// What was logged of each goal: how it stood, and whether for good.
    told: Vec<(Standing, bool)>,
    /// Whether no goal can change any more, in a scenario that ends then.
    decided: bool,
    /// When vitals and rates were last refreshed.
    refreshed: Option<Time>,
    /// Made when first asked for.
    estimates: OnceLock<Estimates>,
}

/// Why [`Session::advance`] returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The time asked for was reached.
    Reached,
    /// A cue is due, by its index in the scenario. If it pauses the game, the time asked for was not reached.
    Cue(usize),
    /// The session is over.
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
            known: rates::Known::default(),
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
            known: rates::Known::default(),
            refreshed: None,
            estimates: self.estimates.clone(),
        }
    }

    /// The scenario that is played.
    pub fn scenario(&self) -> &Arc<Scenario> {
        &self.scenario
    }

    /// The scenario's shop, shared with the world.
    pub fn setup(&self) -> &Arc<Setup> {
        &self.setup
    }

    /// The world, to look at. Only commands change it, see [`Session::give`].
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The current moment of shop time.
    pub fn now(&self) -> Time {
        self.world.now()
    }

    /// The player's commands that the shop took, in order.
    pub fn commands(&self) -> &[Scheduled] {
        &self.commands
    }

    /// How many commands of the player's the shop took, with those that the scenario's file says were given.
    pub fn commands_given(&self) -> usize {
        self.commands.len() + self.world.played() as usize
    }

    /// What was collected of the shop's history.
    pub fn recorder(&self) -> &Recorder {
        &self.recorder
    }

    /// The twin; `None` if none was started.
    pub fn twin(&self) -> Option<&Twin> {
        self.twin.as_deref()
    }

    /// The vitals as of the last [`Session::refresh`].
    pub fn vitals(&self) -> &Vitals {
        &self.vitals
    }

    /// The rates by outlet id, as of the last [`Session::refresh`].
    pub fn rates(&self) -> &[OutletRates] {
        &self.rates
    }

    /// The facts behind "why", as of the last [`Session::refresh`].
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

    /// Hints whose moment has come, in that order, as indices in the scenario.
    pub fn hints_ready(&self) -> &[usize] {
        &self.hints_ready
    }

    /// How many of the ready hints the player has read. They cost nothing.
    pub fn hints_read(&self) -> usize {
        self.hints_read
    }

    /// How many hints the player asked for before they were ready. Each costs a star.
    pub fn hints_bought(&self) -> usize {
        self.hints_bought
    }

    /// Counts a hint that the player reads; `bought` if it was not ready yet.
    pub fn read_hint(&mut self, bought: bool) {
        if bought {
            self.hints_bought += 1;
        } else {
            self.hints_read += 1;
        }
    }

    /// Restores the numbers of hints read and bought, in a game that is resumed or a history that is returned to.
    pub fn restore_hints(&mut self, read: usize, bought: usize) {
        (self.hints_read, self.hints_bought) = (read, bought);
    }

    /// Runs everything due until `to`, but not past the end, and the twin with it. May return early, see [`Stop`].
    /// Steps of any length make the same history. In a large shop each call costs some work of its own, so steps
    /// shorter than one tick are not worth it.
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

    /// Runs to `to`, or to an earlier moment at which the session has something to do.
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

    /// Runs to the next whole tick.
    pub fn tick(&mut self) -> Stop {
        self.advance(recorder::next(self.world.now(), TICK))
    }

    /// Runs to the end, past all cues.
    pub fn finish(&mut self) {
        while self.advance(Time::NEVER) != Stop::Over {}
    }

    /// Whether the run of the world is over, or the goals are decided in a scenario that ends then.
    pub fn is_over(&self) -> bool {
        self.world.is_over() || self.decided
    }

    /// Gives a command of the player's at the current moment. It is recorded if the shop takes it; a refusal changes
    /// nothing.
    ///
    /// # Errors
    /// Why the scenario or the shop refuses it.
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

    /// The scenario file with everything done so far in it as the player's: played untouched, it comes to this moment.
    ///
    /// # Errors
    /// Why there is none, as a sentence.
    pub fn export(&self) -> Result<String, String> {
        crate::scenario::export(&self.scenario, &self.commands, self.now())
    }

    /// Whether the player may give a command in this scenario. The shop itself may still refuse it.
    ///
    /// # Errors
    /// Why the player may not.
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

/// The refusal of any command once no goal can change any more.
fn decided() -> Refusal {
    Refusal { reason: Reason::Over, sentence: "The evening is decided.".into(), when: None }
}
