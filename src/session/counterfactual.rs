//! Another history of the same customers, with nobody watching: what a debrief compares is read off the world at its
//! end, so there is no log, no trace of an order, no checkpoint. A dozen of them cost less than the evening that was
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

#[derive(Clone, Debug)]
pub struct Counterfactual {
    pub scenario: Arc<Scenario>,
    playback: Playback,
    /// Tickets in all queues: the same samples as of a session's gauge.
    pub waiting: Series,
    beat: Span,
}

impl Counterfactual {
    /// About to open. `setup` is the scenario's, or one that differs from it by the script; `commands` (sorted by time)
    /// come as a player's do: what is not his to decide, or what the shop refuses, is not done.
    pub fn new(scenario: Arc<Scenario>, setup: Arc<Setup>, mut commands: Vec<Scheduled>) -> Counterfactual {
        commands.retain(|scheduled| scenario.allows(&scheduled.command));
        Counterfactual::tempted(scenario, setup, commands)
    }

    /// The same where commands come that the player may not give: what tempts may well be what the lesson forbids.
    pub fn tempted(scenario: Arc<Scenario>, setup: Arc<Setup>, commands: Vec<Scheduled>) -> Counterfactual {
        let beat = beat(&setup);
        let playback = Playback::new(setup, commands);
        let mut history = Counterfactual { scenario, beat, playback, waiting: Series::default() };
        history.sample();
        history
    }

    pub fn world(&self) -> &World {
        &self.playback.world
    }

    /// What was done and the shop took, in order.
    pub fn commands(&self) -> &[Scheduled] {
        &self.playback.given
    }

    pub fn is_over(&self) -> bool {
        self.playback.is_over()
    }

    /// Runs to a moment, not past the end, and gives what is to be done then.
    pub fn advance(&mut self, to: Time) {
        while !self.is_over() {
            let beat = recorder::next(self.world().now(), self.beat);
            self.playback.advance(Some(&self.scenario), to.min(beat), None, &mut ());
            let now = self.world().now();
            if now == beat || self.world().is_over() {
                self.sample();
            }
            if self.is_over() || now >= to {
                return;
            }
        }
    }

    fn sample(&mut self) {
        let world = &self.playback.world;
        self.waiting.push(world.now(), Some(world.book().waiting as f64));
    }
}
