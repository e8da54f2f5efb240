//! A world whose commands come when they are due, run until it closes or, if the scenario says so, until its goals are
//! decided. Headless runs, proofs and the histories of a debrief share this loop. A session stops at the same moments,
//! so a file of commands ends where the game that wrote it did.

use super::{decided, goals};
use crate::scenario::{Ends, Scenario};
use crate::sim::notice::Witness;
use crate::sim::refusal::Refusal;
use crate::sim::setup::{Scheduled, Setup};
use crate::sim::world::World;
use crate::units::{Span, Time};
use std::collections::VecDeque;
use std::sync::Arc;

/// A run played from a list of commands.
#[derive(Clone, Debug)]
pub struct Playback {
    pub world: World,
    /// The commands that the shop took, in order.
    pub given: Vec<Scheduled>,
    /// The commands that it refused, and why.
    pub refused: Vec<(Scheduled, Refusal)>,
    ahead: VecDeque<Scheduled>,
    decided: bool,
}

impl Playback {
    /// A shop about to open. `setup` is the scenario's, or one that differs from it in seed or script; `commands` are
    /// sorted by time.
    pub fn new(setup: Arc<Setup>, commands: Vec<Scheduled>) -> Playback {
        Playback {
            world: World::new(setup),
            given: Vec::new(),
            refused: Vec::new(),
            ahead: commands.into(),
            decided: false,
        }
    }

    /// Whether the run of the world is over, or its goals are decided in a scenario that ends then.
    pub fn is_over(&self) -> bool {
        self.world.is_over() || self.decided
    }

    /// Runs to `to`, but not past the end, and gives the commands due by then. `ends` is the scenario whose rule may
    /// end the run before closing. With a tick the world is advanced step by step, as a dashboard does; that makes no
    /// difference to what happens.
    pub fn advance(&mut self, ends: Option<&Scenario>, to: Time, tick: Option<Span>, witness: &mut impl Witness) {
        self.approach(ends, to, tick, witness);
        self.give_due(witness);
    }

    /// [`Playback::advance`] without the commands that are due at `to` itself: as somebody finds the shop who comes to
    /// give them.
    pub fn approach(&mut self, ends: Option<&Scenario>, to: Time, tick: Option<Span>, witness: &mut impl Witness) {
        let judged = ends.filter(|scenario| scenario.ends == Ends::Decided && !scenario.goals.is_empty());
        while !self.is_over() && self.world.now() < to {
            self.give_due(witness);
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

    /// Runs to the end, and refuses the commands that would have come later.
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

    pub(super) fn give_due(&mut self, witness: &mut impl Witness) {
        while !self.is_over() && self.ahead.front().is_some_and(|next| next.at <= self.world.now()) {
            let Some(next) = self.ahead.pop_front() else { return };
            match self.world.give(&next.command, witness) {
                Ok(()) => self.given.push(next),
                Err(refusal) => self.refused.push((next, refusal)),
            }
        }
    }
}

/// Advances by whole ticks while they end before `to` and anything is due.
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
