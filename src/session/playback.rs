//! A world whose commands come when they are due, until it closes or, where the scenario says so, until its goals are
//! decided. This is the one loop behind headless runs, proofs and the histories of a debrief; a game keeps to the same
//! moments, so that a file of commands ends where the game that wrote it did.

use super::{decided, goals};
use crate::scenario::{Ends, Scenario};
use crate::sim::notice::Witness;
use crate::sim::refusal::Refusal;
use crate::sim::setup::{Scheduled, Setup};
use crate::sim::world::World;
use crate::units::{Span, Time};
use std::collections::VecDeque;
use std::sync::Arc;

/// A run that is played from a list of commands.
#[derive(Clone, Debug)]
pub struct Playback {
    pub world: World,
    /// What the shop took, in order.
    pub given: Vec<Scheduled>,
    /// What it did not take, and why.
    pub refused: Vec<(Scheduled, Refusal)>,
    ahead: VecDeque<Scheduled>,
    decided: bool,
}

impl Playback {
    /// About to open. `setup` is the scenario's, or one that differs from it by seed or script; `commands` are sorted
    /// by time.
    pub fn new(setup: Arc<Setup>, commands: Vec<Scheduled>) -> Playback {
        Playback {
            world: World::new(setup),
            given: Vec::new(),
            refused: Vec::new(),
            ahead: commands.into(),
            decided: false,
        }
    }

    /// Closed and done, or decided where the scenario ends then.
    pub fn is_over(&self) -> bool {
        self.world.is_over() || self.decided
    }

    /// Runs to `to`, not past the end, and gives what is due by then. `ends`: the scenario by whose rule it may end
    /// before closing. With a tick the world is advanced step by step, as a dashboard does; that changes nothing of
    /// what happens.
    pub fn advance(&mut self, ends: Option<&Scenario>, to: Time, tick: Option<Span>, witness: &mut impl Witness) {
        let judged = ends.filter(|scenario| scenario.ends == Ends::Decided && !scenario.goals.is_empty());
        loop {
            self.give_due(witness);
            if self.is_over() || self.world.now() >= to {
                return;
            }
            let evaluation = judged.map_or(Time::NEVER, |_| goals::next_evaluation(&self.world));
            let command = self.ahead.front().map_or(Time::NEVER, |next| next.at);
            let target = to.min(command).min(evaluation);
            step(&mut self.world, target, tick, witness);
            self.world.advance(target, witness);
            if let Some(scenario) = judged.filter(|_| self.world.now() == evaluation) {
                self.decided = goals::are_decided(&scenario.goals, &self.world, self.given.len());
            }
        }
    }

    /// Runs to the end; what would have come later is refused.
    pub fn finish(&mut self, ends: Option<&Scenario>, tick: Option<Span>, witness: &mut impl Witness) {
        self.advance(ends, Time::NEVER, tick, witness);
        for late in std::mem::take(&mut self.ahead) {
            let refusal = match self.decided {
                true => decided(),
                false => match self.world.give(&late.command, witness) {
                    Err(refusal) => refusal,
                    Ok(()) => {
                        self.given.push(late);
                        continue;
                    }
                },
            };
            self.refused.push((late, refusal));
        }
    }

    fn give_due(&mut self, witness: &mut impl Witness) {
        while !self.is_over() && self.ahead.front().is_some_and(|next| next.at <= self.world.now()) {
            let Some(next) = self.ahead.pop_front() else { return };
            match self.world.give(&next.command, witness) {
                Ok(()) => self.given.push(next),
                Err(refusal) => self.refused.push((next, refusal)),
            }
        }
    }
}

/// Whole ticks for as long as they end before `to` and there is anything to come.
fn step(world: &mut World, to: Time, tick: Option<Span>, witness: &mut impl Witness) {
    let Some(Span(tick)) = tick.filter(|tick| !tick.is_zero()) else { return };
    while !world.is_over() && world.next_due().is_some_and(|due| due < to) {
        let next = Time((world.now().0 / tick + 1).saturating_mul(tick));
        if next >= to {
            return;
        }
        world.advance(next, witness);
    }
}
