//! Second orders for what is not there in time (*hedged requests*): after a while the desk orders once more at another
//! outlet, and takes whichever is ready first. That helps against what is rare and long, and costs hardly any baking;
//! sent too soon it doubles the work. What happens to them is in `world/hedging.rs`.

use crate::sim::order::{OrderId, OrderKey};
use crate::sim::setup::DuplicateSetup;
use crate::sim::upcoming::Upcoming;
use crate::units::Time;
use crate::units::digest::fold;
use serde::{Deserialize, Serialize};

/// The rule, and whose second orders are due.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Duplicates {
    /// When one is sent.
    pub rule: DuplicateSetup,
    /// Sent since the rule has been there.
    pub made: u64,
    /// Cookings begun since then, second ones included.
    pub begun: u64,
    pub(super) due: Upcoming<DuplicateDue>,
}

fold!(struct Duplicates { rule, made, begun, due });

/// When a second order for a ticket falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct DuplicateDue {
    pub at: Time,
    pub id: OrderId,
    /// The ticket, while it has that serial number and that identity.
    pub key: OrderKey,
    pub serial: u64,
}

fold!(struct DuplicateDue { at, id, key, serial });

impl Duplicates {
    pub(super) fn new(rule: DuplicateSetup) -> Duplicates {
        Duplicates { rule, made: 0, begun: 0, due: Upcoming::default() }
    }

    /// When the next falls due; never, if none does.
    pub fn next(&self) -> Time {
        self.due.peek().map_or(Time::NEVER, |due| due.at)
    }

    /// Whether one more is within the budget.
    pub fn may_send(&self) -> bool {
        let within = |budget: f64| (self.made + 1) as f64 <= budget * self.begun as f64 + SPARE;
        self.rule.budget.is_none_or(within)
    }
}

/// So many may be sent however few cookings have begun.
pub const SPARE: f64 = 3.0;
