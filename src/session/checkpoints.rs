//! Checkpoints: copies of the world and the recorder's state at intervals, so that going back to any moment costs a
//! short run, not the whole evening. Their number is bounded: when there are too many, every second one is dropped and
//! the interval doubles.

use crate::session::recorder::{Mark, Recorder, next};
use crate::sim::setup::Setup;
use crate::sim::world::World;
use crate::units::{Span, Time};
use std::sync::Arc;

const MOST: usize = 64;
/// In large shops fewer are kept, since their size grows with people and outlets.
const FEWEST: usize = 8;
/// The shortest interval.
const STEP: Span = Span::from_mins(5);

#[derive(Clone, Debug)]
pub(super) struct Checkpoint {
    pub world: World,
    pub mark: Mark,
    /// How many commands the player had given.
    pub commands: usize,
}

#[derive(Clone, Debug)]
pub(super) struct Checkpoints {
    /// In order of time. Copies of a session share them, for they never change.
    list: Vec<Arc<Checkpoint>>,
    step: Span,
    most: usize,
}

impl Checkpoints {
    pub fn new(setup: &Setup) -> Checkpoints {
        let size = setup.outlets.len() * (1 + setup.windows.len());
        let most = (MOST * 40 / size.max(40)).max(FEWEST);
        Checkpoints { list: Vec::new(), step: STEP.max(Span(setup.duration.0 / most as u64)), most }
    }

    /// When the next checkpoint is due.
    pub fn next_due(&self, world: &World) -> Time {
        match self.list.last() {
            None => world.now(),
            Some(last) => next(last.world.now(), self.step),
        }
    }

    /// Makes a checkpoint if one is due now.
    pub fn keep(&mut self, world: &World, recorder: &Recorder, commands: usize) {
        if world.now() < self.next_due(world) {
            return;
        }
        self.list.push(Arc::new(Checkpoint { world: world.clone(), mark: recorder.mark(), commands }));
        if self.list.len() > self.most {
            self.step = Span(self.step.0 * 2);
            let mut n = 0;
            self.list.retain(|_| {
                n += 1;
                n % 2 == 1
            });
        }
    }

    /// The latest checkpoint at or before `at`. Later ones are dropped.
    pub fn back_to(&mut self, at: Time) -> Option<Arc<Checkpoint>> {
        while self.list.last().is_some_and(|last| last.world.now() > at) {
            self.list.pop();
        }
        self.list.last().cloned()
    }

    /// The latest checkpoint before `at`.
    pub fn before(&self, at: Time) -> Option<&Checkpoint> {
        self.list.iter().rev().find(|checkpoint| checkpoint.world.now() < at).map(|checkpoint| &**checkpoint)
    }

    pub fn step(&self) -> Span {
        self.step
    }

    pub fn times(&self) -> impl Iterator<Item = Time> {
        self.list.iter().map(|checkpoint| checkpoint.world.now())
    }
}
