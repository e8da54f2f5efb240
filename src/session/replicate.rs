//! Runs without a dashboard: one from opening to its end, or many side by side.
//!
//! The only place with threads. A run knows nothing of them: each has its own world, and results come back in the
//! order of what was asked, so that the number of cores changes nothing but the time.

use crate::report::Commands;
use crate::sim::notice::Witness;
use crate::sim::refusal::Refusal;
use crate::sim::setup::{Scheduled, Setup};
use crate::sim::world::World;
use crate::units::{Span, Time};
use rayon::prelude::*;
use std::sync::Arc;

/// A run at its end.
#[derive(Clone, Debug)]
pub struct Run {
    pub world: World,
    /// How many commands the shop took.
    pub taken: u64,
    /// The commands that it did not take, and why.
    pub refused: Vec<(Scheduled, Refusal)>,
}

impl Run {
    pub fn commands(&self) -> Commands {
        let refused = self.refused.len() as u64;
        Commands { given: self.taken + refused, refused }
    }
}

/// From opening to the end, with these commands (sorted by time) as if a player gave them. With a tick the shop is
/// advanced step by step, as a dashboard does; that changes nothing of what happens.
pub fn run(setup: &Arc<Setup>, commands: &[Scheduled], tick: Option<Span>, witness: &mut impl Witness) -> Run {
    let mut run = Run { world: World::new(setup.clone()), taken: 0, refused: Vec::new() };
    for scheduled in commands {
        step(&mut run.world, scheduled.at, tick, witness);
        // Also between two commands of one instant: what has become due comes first.
        run.world.advance(scheduled.at, witness);
        match run.world.give(&scheduled.command, witness) {
            Ok(()) => run.taken += 1,
            Err(refusal) => run.refused.push((scheduled.clone(), refusal)),
        }
    }
    step(&mut run.world, Time::NEVER, tick, witness);
    run.world.finish(witness);
    run
}

/// Whole ticks for as long as they end before `to` and there is anything to come.
fn step(world: &mut World, to: Time, tick: Option<Span>, witness: &mut impl Witness) {
    let Some(Span(tick)) = tick.filter(|tick| !tick.is_zero()) else { return };
    while !world.is_over() && world.next_due().is_some_and(|due| due < to) {
        let next = Time((world.now.0 / tick + 1).saturating_mul(tick));
        if next >= to {
            return;
        }
        world.advance(next, witness);
    }
}

/// The same shop under another seed.
pub fn reseeded(setup: &Arc<Setup>, seed: u64) -> Arc<Setup> {
    if setup.seed == seed {
        return setup.clone();
    }
    Arc::new(Setup { seed, ..Setup::clone(setup) })
}

/// Does some work for each of many inputs, on all cores; the results are in the order of the inputs.
pub fn side_by_side<A: Sync, T: Send>(inputs: &[A], work: impl Fn(&A) -> T + Send + Sync) -> Vec<T> {
    inputs.par_iter().map(work).collect()
}
