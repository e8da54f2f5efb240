//! A manager who hires (*autoscaler*): at a beat of her own she looks at the line, and calls so many chefs for so many
//! who wait.
//!
//! Whom she has called before she remembers only if she is told to count them. A chef takes `hire_time` to come, so one
//! who forgets calls the same chefs at every look until the first of them is there: `hire_time ÷ every` times too many.

use crate::sim::setup::ManagerSetup;
use crate::units::Time;
use crate::units::digest::fold;
use serde::{Deserialize, Serialize};

/// A manager at work, or off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Manager {
    /// Her rule.
    pub rule: ManagerSetup,
    /// Whether she looks at all.
    pub is_on: bool,
    /// When she looks next; [`Time::NEVER`] while she is off.
    pub(super) next_look: Time,
    /// Chefs hired so far.
    pub hired: u64,
    /// Chefs let go so far.
    pub dismissed: u64,
    /// Of those hired, the ones for whom somebody already on the way would have done.
    pub twice: u64,
}

fold!(struct Manager { rule, is_on, next_look, hired, dismissed } not { twice });

impl Manager {
    /// One who has looked for the first time a beat after `now`.
    pub(super) fn new(rule: ManagerSetup, now: Time) -> Manager {
        Manager { rule, is_on: true, next_look: now + rule.every, hired: 0, dismissed: 0, twice: 0 }
    }

    /// When she looks next; `None` while she is off.
    pub fn looks_at(&self) -> Option<Time> {
        (self.is_on && !self.next_look.is_never()).then_some(self.next_look)
    }
}

impl ManagerSetup {
    /// How many chefs so many waiting tickets want, before those on the way are counted: one for each `per_waiting`,
    /// rounded up.
    pub fn wanted(&self, waiting: u64) -> u64 {
        waiting.div_ceil(u64::from(self.per_waiting.max(1)))
    }
}
