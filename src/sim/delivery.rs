//! Delivery: riders, their trips, and the shelf between kitchen and road (*decoupling*: a queue between services).

use crate::sim::agenda::Slot;
use crate::sim::chef::Duty;
use crate::sim::order::OrderKey;
use crate::sim::queue::Queue;
use crate::units::digest::fold;
use crate::units::{Place, Span, Time};
use serde::{Deserialize, Serialize};

/// One rider of an outlet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
// Laid out in this order: what every happening looks at comes first, in two lines of the processor's memory.
#[repr(C, align(64))]
pub struct Rider {
    /// Whether he is on a trip.
    pub task: RiderTask,
    /// The orders of his trip still to be brought after the one he is on the way to.
    pub(super) load: Queue,
    /// Dismissed: leaves after the trip.
    pub leaving: bool,
    /// The earliest of his clocks but the trip's; derived, recomputed when one of those changes.
    #[serde(skip)]
    pub(super) rare: Slot,
    /// Set while he is on a trip: how long he will be away to be retrained after it.
    pub rude: Option<Span>,
    /// Away to be retrained until then.
    pub away_until: Option<Time>,
    /// Whether he is at the outlet.
    pub duty: Duty,
}

fold!(struct Rider { task, load, leaving, rude, duty, away_until } not { rare });

/// What a rider does.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum RiderTask {
    /// Waits at the outlet.
    Idle {
        /// Who has been idle longest goes first.
        since: Time,
    },
    /// On one leg of a trip: to a customer's door, or home.
    Trip {
        /// The order he brings; `None` on the way home.
        target: Option<OrderKey>,
        /// Where the leg began.
        from: Place,
        /// Where it leads.
        to: Place,
        /// When it began.
        began: Time,
        /// When he is at `to`.
        arrives: Time,
        /// When the order is handed over; on the way home the same as `arrives`.
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

    /// At the outlet: employed, and not away to be retrained.
    pub fn is_here(&self) -> bool {
        self.duty == Duty::Present && self.away_until.is_none()
    }

    /// Whether he would take the next boxes.
    pub fn is_free(&self) -> bool {
        self.is_here() && !self.leaving && matches!(self.task, RiderTask::Idle { .. })
    }

    /// Whether he is on a trip.
    pub fn is_out(&self) -> bool {
        matches!(self.task, RiderTask::Trip { .. })
    }
}
