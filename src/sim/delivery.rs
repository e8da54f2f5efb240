//! Delivery: riders, their trips, and the shelf between kitchen and road (*decoupling*: a queue between services).

use crate::sim::agenda::Slot;
use crate::sim::chef::Duty;
use crate::sim::order::OrderKey;
use crate::sim::queue::Queue;
use crate::units::digest::fold;
use crate::units::{Place, Span, Time};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
// Laid out in this order: what every happening looks at comes first, in two lines of the processor's memory.
#[repr(C, align(64))]
pub struct Rider {
    pub task: RiderTask,
    /// The doors of a trip after the one he is on the way to.
    pub(super) load: Queue,
    pub leaving: bool,
    /// The earliest of all clocks but the trip's: reckoned anew only when one of those changes.
    #[serde(skip)]
    pub(super) rare: Slot,
    /// To be retrained for so long once the trip is over.
    pub rude: Option<Span>,
    pub away_until: Option<Time>,
    pub duty: Duty,
}

fold!(struct Rider { task, load, leaving, rude, duty, away_until } not { rare });

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum RiderTask {
    Idle {
        since: Time,
    },
    /// On the way from `from` to `to`, there at `arrives`; with a target: handed over at `until`, else home at `until`.
    Trip {
        target: Option<OrderKey>,
        from: Place,
        to: Place,
        began: Time,
        arrives: Time,
        until: Time,
    },
}

fold!(enum RiderTask { 0 Idle { since }, 1 Trip { target, from, to, began, arrives, until } });

impl Rider {
    pub(super) fn new(duty: Duty, now: Time) -> Rider {
        Rider {
            duty,
            task: RiderTask::Idle { since: now },
            away_until: None,
            rude: None,
            leaving: false,
            load: Queue::default(),
            rare: Slot::NEVER,
        }
    }

    pub fn is_here(&self) -> bool {
        self.duty == Duty::Present && self.away_until.is_none()
    }

    pub fn is_free(&self) -> bool {
        self.is_here() && !self.leaving && matches!(self.task, RiderTask::Idle { .. })
    }

    pub fn is_out(&self) -> bool {
        matches!(self.task, RiderTask::Trip { .. })
    }
}
