//! Going back: to any moment of the evening, from the nearest checkpoint before it.

use crate::session::Session;
use crate::sim::setup::Scheduled;
use crate::units::{Span, Time};
use std::collections::VecDeque;

/// On the way back: from a checkpoint on again to the moment that is wanted.
#[derive(Clone, Debug)]
pub struct Rewinding {
    at: Time,
    again: VecDeque<Scheduled>,
}

/// So many commands of one instant are given at a time.
const AT_A_TIME: usize = 64;

impl Session {
    /// Back to a moment that has passed: the shop as it was after nature had its turn at it, before the player's
    /// commands of that instant. What came later is forgotten, the twin too; keep a copy of the session to come back to
    /// it. `false`: that moment has not come yet.
    pub fn rewind(&mut self, at: Time) -> bool {
        let Some(mut rewinding) = self.begin_rewind(at) else { return false };
        while !self.step_rewind(&mut rewinding, Span::ENDLESS) {}
        true
    }

    /// The same for whoever has no time for all of it at once: back to the checkpoint before that moment. Until
    /// [`Session::step_rewind`] says so it is not there.
    fn begin_rewind(&mut self, at: Time) -> Option<Rewinding> {
        let (session, rewinding) = self.rewound(at)?;
        *self = session;
        Some(rewinding)
    }

    /// Whether [`Session::rewound`] leads to a moment.
    pub fn remembers(&self, at: Time) -> bool {
        at <= self.world.now() && self.checkpoints.times().next().is_some_and(|first| first <= at)
    }

    /// A copy on its way back to a moment that has passed, at the checkpoint before it; this one stays as it is, and of
    /// what the copy would forget nothing is copied.
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

    /// On by so much; `true`: it is there.
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
            // It was taken then, and nothing before it has changed.
            if self.world.give(&scheduled.command, &mut self.recorder).is_ok() {
                self.commands.push(scheduled);
            }
        }
        false
    }

    /// What was played once is played again; cues that were told then are not told twice.
    fn run_again(&mut self, to: Time) {
        while self.world.now() < to && !self.is_over() {
            self.step(to);
        }
        self.story.untold.clear();
    }

    /// How far apart those moments lie to which going back costs nothing.
    pub fn checkpoint_step(&self) -> Span {
        self.checkpoints.step()
    }

    /// Moments to which going back costs nothing.
    pub fn checkpoints(&self) -> impl Iterator<Item = Time> {
        self.checkpoints.times()
    }
}
