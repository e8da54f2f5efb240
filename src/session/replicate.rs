//! Runs without a dashboard: one from opening to its end, or many in parallel.
//!
//! The only place where shops run on threads (the terminal has some that listen). Each run has its own world, and
//! results come back in the order of the inputs, so that the number of cores changes only how long it takes.

use super::playback::Playback;
use crate::report::Commands;
use crate::scenario::Scenario;
use crate::sim::notice::{Notice, Witness};
use crate::sim::refusal::Refusal;
use crate::sim::setup::{Scheduled, Setup};
use crate::sim::world::World;
use crate::units::{Span, Time};
use std::sync::Arc;

/// A finished run.
#[derive(Clone, Debug)]
pub struct Run {
    /// The world at its end.
    pub world: World,
    /// How many commands the shop took.
    pub taken: u64,
    /// The player's commands that it refused, and why.
    pub refused: Vec<(Scheduled, Refusal)>,
}

impl Run {
    fn of(mut playback: Playback, ends: Option<&Scenario>, tick: Option<Span>, witness: &mut impl Witness) -> Run {
        playback.finish(ends, tick, witness);
        Run { taken: playback.given.len() as u64, refused: playback.refused, world: playback.world }
    }

    /// How many commands were given, and how many of them refused.
    pub fn commands(&self) -> Commands {
        let refused = self.refused.len() as u64;
        Commands { given: self.taken + refused, refused }
    }
}

/// What a run has to say besides its report.
#[derive(Clone, Debug, Default)]
pub struct Remarks {
    /// The script's commands that the shop refused, and why.
    pub refused: Vec<(Scheduled, String)>,
    /// When the shop ended although orders waited that nobody could serve, and how many.
    pub stranded: Option<(Time, u64)>,
}

impl Witness for Remarks {
    const READS_SHEETS: bool = false;

    #[inline(always)]
    fn see(&mut self, world: &World, notice: Notice) {
        match notice {
            Notice::ScriptRefused { command, why, .. } => {
                self.refused.push((Scheduled { at: world.now(), command }, why))
            }
            Notice::Stranded { orders } => self.stranded = Some((world.now(), orders)),
            _ => {}
        }
    }
}

/// Runs from opening to closing, with these commands (sorted by time) as if a player gave them. With a tick the shop is
/// advanced step by step, as a dashboard does; that makes no difference to what happens.
pub fn run(setup: &Arc<Setup>, commands: &[Scheduled], tick: Option<Span>, witness: &mut impl Witness) -> Run {
    Run::of(Playback::new(setup.clone(), commands.to_vec()), None, tick, witness)
}

/// Like [`run`], but by the scenario's own rule for its end: if it ends as soon as its goals are decided, the run stops
/// at the same moment as a session. `setup` is the scenario's, or one that differs from it in seed or script.
pub fn run_lesson(
    scenario: &Scenario,
    setup: &Arc<Setup>,
    commands: &[Scheduled],
    tick: Option<Span>,
    witness: &mut impl Witness,
) -> Run {
    Run::of(Playback::new(setup.clone(), commands.to_vec()), Some(scenario), tick, witness)
}

/// The same shop under another seed.
pub fn reseeded(setup: &Arc<Setup>, seed: u64) -> Arc<Setup> {
    if setup.seed == seed {
        return setup.clone();
    }
    Arc::new(Setup { seed, ..Setup::clone(setup) })
}

/// Does some work for each of many inputs, on all cores, and hands the results on in the order of the inputs as they
/// come, while the next are worked at: no more of them are kept than two blocks. `size`: how many numbers a result
/// holds, about.
///
/// # Errors
/// The first error that `take` returns; the rest of the work is not done.
#[cfg(feature = "terminal")]
pub fn in_order<A: Sync, T: Send, E>(
    inputs: &[A],
    size: usize,
    work: impl Fn(&A) -> T + Send + Sync,
    mut take: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    // A block ends with its slowest result. Long blocks keep the cores busy, short ones save memory.
    let cores = rayon::current_num_threads();
    let block = (MOST_KEPT / size.max(1)).clamp(4 * cores, 32 * cores);
    let work = &work;
    let mut done = Vec::new();
    for block in inputs.chunks(block).map(Some).chain([None]) {
        let mut next = Vec::new();
        let taken = rayon::in_place_scope(|scope| {
            if let Some(block) = block {
                scope.spawn(|_| next = side_by_side(block, work));
            }
            std::mem::take(&mut done).into_iter().try_for_each(&mut take)
        });
        taken?;
        done = next;
    }
    Ok(())
}

/// About how many numbers are kept at a time.
#[cfg(feature = "terminal")]
const MOST_KEPT: usize = 4 << 20;

/// Maps inputs to results on all cores; the results are in the order of the inputs.
#[cfg(feature = "terminal")]
pub fn side_by_side<A: Sync, T: Send>(inputs: &[A], work: impl Fn(&A) -> T + Send + Sync) -> Vec<T> {
    use rayon::prelude::*;
    inputs.par_iter().map(work).collect()
}

/// Maps inputs to results one after the other.
#[cfg(not(feature = "terminal"))]
pub fn side_by_side<A: Sync, T: Send>(inputs: &[A], work: impl Fn(&A) -> T + Send + Sync) -> Vec<T> {
    inputs.iter().map(work).collect()
}
