//! Runs without a dashboard: one from opening to its end, or many side by side.
//!
//! The only place where shops run on threads (the terminal has some that listen). A run knows nothing of them: each has its own world, and results come back in the
//! order of what was asked, so that the number of cores changes nothing but the time.

use super::{goals, recorder};
use crate::report::Commands;
use crate::scenario::{Ends, Scenario};
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

/// As [`run`], under the scenario's own rule of when it is over: where it ends as soon as its goals are decided, the run
/// stops at the moment at which a session does (goals are heard at fixed moments of shop time). `setup` is the scenario's,
/// or one that differs from it by the seed or the script.
pub fn run_lesson(
    scenario: &Scenario,
    setup: &Arc<Setup>,
    commands: &[Scheduled],
    tick: Option<Span>,
    witness: &mut impl Witness,
) -> Run {
    if scenario.ends == Ends::Closing || scenario.goals.is_empty() {
        return run(setup, commands, tick, witness);
    }
    let mut run = Run { world: World::new(setup.clone()), taken: 0, refused: Vec::new() };
    let mut is_decided = false;
    for scheduled in commands {
        is_decided = is_decided || to_evaluations(&mut run, scheduled.at, scenario, tick, witness);
        let given = match is_decided {
            true => Err(super::decided()),
            false => run.world.give(&scheduled.command, witness),
        };
        match given {
            Ok(()) => run.taken += 1,
            Err(refusal) => run.refused.push((scheduled.clone(), refusal)),
        }
    }
    if !is_decided {
        to_evaluations(&mut run, Time::NEVER, scenario, tick, witness);
    }
    run
}

/// From evaluation to evaluation, up to `to`. `true`: the goals were decided at one of them.
fn to_evaluations(
    run: &mut Run,
    to: Time,
    scenario: &Scenario,
    tick: Option<Span>,
    witness: &mut impl Witness,
) -> bool {
    let evaluation = goals::evaluation_interval(&run.world.setup);
    while !run.world.is_over() {
        let next = recorder::next(run.world.now, evaluation);
        step(&mut run.world, next.min(to), tick, witness);
        run.world.advance(next.min(to), witness);
        if next > to {
            return false;
        }
        if goals::are_decided(&scenario.goals, &run.world, run.taken as usize) {
            return true;
        }
    }
    false
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

/// Does some work for each of many inputs, on all cores, and hands the results on in the order of the inputs as they come:
/// no more of them are kept than one block. `size`: how many numbers a result holds, about.
///
/// # Errors
/// The first that `take` returns; the rest of the work is not done.
pub fn in_order<A: Sync, T: Send, E>(
    inputs: &[A],
    size: usize,
    work: impl Fn(&A) -> T + Send + Sync,
    mut take: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    // A block ends when its last result is there. Long blocks keep the cores busy, short ones the memory small.
    let cores = rayon::current_num_threads();
    let block = (MOST_KEPT / size.max(1)).clamp(4 * cores, 64 * cores);
    for block in inputs.chunks(block) {
        side_by_side(block, &work).into_iter().try_for_each(&mut take)?;
    }
    Ok(())
}

/// Numbers that are kept at once, about.
const MOST_KEPT: usize = 4 << 20;

/// Does some work for each of many inputs, on all cores; the results are in the order of the inputs.
pub fn side_by_side<A: Sync, T: Send>(inputs: &[A], work: impl Fn(&A) -> T + Send + Sync) -> Vec<T> {
    inputs.par_iter().map(work).collect()
}
