//! Going back: to any moment of the evening, from the nearest checkpoint before it.

use crate::session::Session;
use crate::units::{Span, Time};

impl Session {
    /// Back to a moment that has passed: the shop as it was after nature had its turn at it, before the player's commands of
    /// that instant. What came later is forgotten, the twin too; keep a copy of the session to come back to it.
    /// `false`: that moment has not come yet.
    pub fn rewind(&mut self, at: Time) -> bool {
        if at > self.world.now {
            return false;
        }
        let Some(checkpoint) = self.checkpoints.back_to(at) else { return false };
        self.world = checkpoint.world.clone();
        self.recorder.rewind(&checkpoint.mark, self.world.now);
        self.twin = None;
        self.decided = false;
        let again = self.commands.split_off(checkpoint.commands);
        self.unwind_story(self.world.now);
        self.tracks.clear();
        self.judge();
        self.told = self.goals.iter().map(|goal| (goal.standing, goal.is_final)).collect();
        for scheduled in again.into_iter().take_while(|scheduled| scheduled.at < at) {
            self.run_again(scheduled.at);
            // It was taken then, and nothing before it has changed.
            if self.world.give(&scheduled.command, &mut self.recorder).is_ok() {
                self.commands.push(scheduled);
            }
        }
        self.run_again(at);
        (self.refreshed, self.why) = (None, None);
        self.refresh();
        self.judge();
        true
    }

    /// What was played once is played again; cues that were told then are not told twice.
    fn run_again(&mut self, to: Time) {
        while self.world.now < to && !self.is_over() {
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
