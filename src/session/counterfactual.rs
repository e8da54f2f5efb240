//! Another history of the same customers, with nobody watching: what a debrief compares is read off the world at its end,
//! so there is no log, no trace of an order, no checkpoint. A dozen of them cost less than the evening that was played.

use super::gauges::beat;
use super::{goals, recorder};
use crate::scenario::{Ends, Scenario};
use crate::sim::setup::{Scheduled, Setup};
use crate::sim::world::World;
use crate::stats::Series;
use crate::units::{Span, Time};
use std::collections::VecDeque;
use std::sync::Arc;

#[derive(Clone, Debug)]
pub struct Counterfactual {
    pub scenario: Arc<Scenario>,
    pub world: World,
    /// What was done and the shop took, in order.
    pub commands: Vec<Scheduled>,
    /// Tickets in all lines: the same samples as of a session's gauge.
    pub waiting: Series,
    ahead: VecDeque<Scheduled>,
    beat: Span,
    /// No goal can change any more, in a scenario that ends then.
    decided: bool,
}

impl Counterfactual {
    /// About to open. `setup` is the scenario's, or one that differs from it by the script; `commands` (sorted by time) come
    /// as a player's do: what is not his to decide, or what the shop refuses, is not done.
    pub fn new(scenario: Arc<Scenario>, setup: Arc<Setup>, commands: Vec<Scheduled>) -> Counterfactual {
        let mut alternative = Counterfactual {
            scenario,
            beat: beat(&setup),
            world: World::new(setup),
            commands: Vec::new(),
            waiting: Series::default(),
            ahead: commands.into(),
            decided: false,
        };
        alternative.sample();
        alternative
    }

    pub fn is_over(&self) -> bool {
        self.world.is_over() || self.decided
    }

    /// Runs to a moment, not past the end, and gives what is to be done then.
    pub fn advance(&mut self, to: Time) {
        let ends_early = self.scenario.ends == Ends::Decided && !self.scenario.goals.is_empty();
        loop {
            self.give_due();
            if self.is_over() || self.world.now >= to {
                return;
            }
            let now = self.world.now;
            let beat = recorder::next(now, self.beat);
            let evaluation = if ends_early {
                recorder::next(now, goals::evaluation_interval(&self.world.setup))
            } else {
                Time::NEVER
            };
            let command = self.ahead.front().map_or(Time::NEVER, |next| next.at);
            let target = to.min(command).min(beat).min(evaluation);
            self.world.advance(target, &mut ());
            if self.world.now == beat || self.world.is_over() {
                self.sample();
            }
            if self.world.now == evaluation {
                self.decided = goals::are_decided(&self.scenario.goals, &self.world, self.commands.len());
            }
        }
    }

    fn give_due(&mut self) {
        while !self.is_over() && self.ahead.front().is_some_and(|next| next.at <= self.world.now) {
            let Some(next) = self.ahead.pop_front() else { return };
            if self.scenario.allows(&next.command) && self.world.give(&next.command, &mut ()).is_ok() {
                self.commands.push(next);
            }
        }
    }

    fn sample(&mut self) {
        self.waiting.push(self.world.now, Some(self.world.book.waiting as f64));
    }
}
