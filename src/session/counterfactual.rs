//! Another history of the same customers, run with nobody watching. A debrief reads what it compares off the world at
//! the end, so there is no log, no order trace and no checkpoint: a dozen of these cost less than the evening that was
//! played.

use super::gauges::beat;
use super::playback::Playback;
use super::recorder;
use crate::scenario::Scenario;
use crate::sim::setup::{Scheduled, Setup};
use crate::sim::world::World;
use crate::stats::Series;
use crate::units::{Span, Time};
use std::sync::Arc;

/// A history of the scenario's customers under other commands or another script.
#[derive(Clone, Debug)]
pub struct Counterfactual {
    /// The scenario whose customers call and whose rule may end the run early.
    pub scenario: Arc<Scenario>,
    playback: Playback,
    /// Tickets in all queues, sampled at the same moments as [`Gauges::waiting`](super::Gauges::waiting).
    pub waiting: Series,
    beat: Span,
}

impl Counterfactual {
    /// A shop about to open. `setup` is the scenario's, or one that differs from it in its script only. `commands`
    /// (sorted by time) are treated as a player's: those that the scenario does not allow are left out, those that the
    /// shop refuses have no effect.
    pub fn new(scenario: Arc<Scenario>, setup: Arc<Setup>, mut commands: Vec<Scheduled>) -> Counterfactual {
        commands.retain(|scheduled| scenario.allows(&scheduled.command));
        Counterfactual::tempted(scenario, setup, commands)
    }

    /// Like [`Counterfactual::new`], but keeps commands that the scenario does not allow: a tempting wrong answer may
    /// be exactly what the lesson forbids.
    pub fn tempted(scenario: Arc<Scenario>, setup: Arc<Setup>, commands: Vec<Scheduled>) -> Counterfactual {
        let beat = beat(&setup);
        let playback = Playback::new(setup, commands);
        let mut history = Counterfactual { scenario, beat, playback, waiting: Series::default() };
        history.sample();
        history
    }

    /// The world as far as it has run.
    pub fn world(&self) -> &World {
        &self.playback.world
    }

    /// The commands that the shop took, in order.
    pub fn commands(&self) -> &[Scheduled] {
        &self.playback.given
    }

    /// Whether the run of the world is over, or the goals are decided in a scenario that ends then.
    pub fn is_over(&self) -> bool {
        self.playback.is_over()
    }

    /// Runs to `to`, but not past the end, and gives the commands due by then.
    pub fn advance(&mut self, to: Time) {
        while !self.is_over() {
            let beat = recorder::next(self.world().now(), self.beat);
            self.playback.approach(Some(&self.scenario), to.min(beat), None, &mut ());
            let now = self.world().now();
            // Before anybody acts, as a session does.
            if now == beat || self.world().is_over() {
                self.sample();
            }
            self.playback.give_due(&mut ());
            if self.is_over() || now >= to {
                return;
            }
        }
    }

    fn sample(&mut self) {
        let world = &self.playback.world;
        self.waiting.push(world.now(), Some(world.waiting() as f64));
    }
}
