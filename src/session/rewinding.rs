//! Going back to any moment of the evening, from the nearest checkpoint before it.

use crate::session::Session;
use crate::sim::setup::Scheduled;
use crate::units::{Span, Time};
use std::collections::VecDeque;

/// A rewind under way: from a checkpoint forward to the moment asked for.
#[derive(Clone, Debug)]
pub struct Rewinding {
    at: Time,
    again: VecDeque<Scheduled>,
}

/// At most this many commands are given per step.
const AT_A_TIME: usize = 64;

impl Session {
    /// Goes back to a past moment: the shop after everything due then has happened, before the player's commands of
    /// that instant. What came later is forgotten, and the twin; to come back to it, keep a copy of the session.
    /// Returns `false` if the moment has not come yet.
    pub fn rewind(&mut self, at: Time) -> bool {
        let Some(mut rewinding) = self.begin_rewind(at) else { return false };
        while !self.step_rewind(&mut rewinding, Span::ENDLESS) {}
        true
    }

    /// Like [`Session::rewind`], in steps: goes back to the checkpoint before `at`. [`Session::step_rewind`] does the
    /// rest; until it returns `true`, the session is not there yet. `None` if the moment has not come yet.
    fn begin_rewind(&mut self, at: Time) -> Option<Rewinding> {
        let (session, rewinding) = self.rewound(at)?;
        *self = session;
        Some(rewinding)
    }

    /// Whether there is a checkpoint at or before a moment of the past.
    pub fn remembers(&self, at: Time) -> bool {
        at <= self.world.now() && self.checkpoints.times().next().is_some_and(|first| first <= at)
    }

    /// A copy at the checkpoint before `at`, to be brought there with [`Session::step_rewind`]. Neither the present
    /// world nor the twin is copied. `None` if the moment has not come yet.
    pub fn rewound(&self, at: Time) -> Option<(Session, Rewinding)> {
        if at > self.world.now() {
            return None;
        }
        let mut checkpoints = self.checkpoints.clone();
        let checkpoint = checkpoints.back_to(at)?;
        let world = checkpoint.world.clone();
        let recorder = self.recorder.rewound(&checkpoint.mark, world.now());
        let mut session = Session { checkpoints, ..self.copy(world, recorder) };
        session.decided = false;
        let again = session.commands.split_off(checkpoint.commands);
        session.unwind_story(session.world.now());
        session.tracks.clear();
        session.judge();
        session.told = session.goals.iter().map(|goal| (goal.standing, goal.is_final)).collect();
        Some((session, Rewinding { at, again: again.into_iter().take_while(|scheduled| scheduled.at < at).collect() }))
    }

    /// Runs forward by at most `by`; returns `true` once the rewind is complete.
    pub fn step_rewind(&mut self, rewinding: &mut Rewinding, by: Span) -> bool {
        let limit = Time(self.world.now().0.saturating_add(by.0));
        for _ in 0..AT_A_TIME {
            let next = rewinding.again.front().map_or(rewinding.at, |scheduled| scheduled.at);
            self.run_again(next.min(limit));
            if self.world.now() < next && !self.is_over() {
                return false;
            }
            let Some(scheduled) = rewinding.again.pop_front() else {
                (self.refreshed, self.why) = (None, None);
                self.refresh();
                self.judge();
                return true;
            };
            // The shop took it then, and nothing before it has changed.
            if self.world.give(&scheduled.command, &mut self.recorder).is_ok() {
                self.commands.push(scheduled);
            }
        }
        false
    }

    /// Plays again what was played before; cues are not told twice.
    fn run_again(&mut self, to: Time) {
        while self.world.now() < to && !self.is_over() {
            self.step(to);
        }
        self.story.untold.clear();
    }

    /// The distance between checkpoints. Going back to one costs nothing.
    pub fn checkpoint_step(&self) -> Span {
        self.checkpoints.step()
    }

    /// The moments of the checkpoints, in order.
    pub fn checkpoints(&self) -> impl Iterator<Item = Time> {
        self.checkpoints.times()
    }
}
