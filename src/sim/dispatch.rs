//! The dispatcher, or front desk (*load balancer*). It chooses by what it believes: a board of the outlets' lines that may be
//! old, and who answered the last health check. What is true it cannot see, and this type holds only its beliefs.

use crate::sim::queue::Queue;
use crate::sim::setup::{Policy, WhenNone};
use crate::units::{Span, Time};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Desk {
    pub policy: Policy,
    pub failover: bool,
    pub when_none: WhenNone,
    /// Zero: always true.
    pub health_check: Span,
    /// Zero: at every order.
    pub board_refresh: Span,
    /// The board, an entry an outlet.
    pub board: Vec<Posted>,
    /// Whether the desk believes that it can reach the outlet (light and line).
    pub reachable: Vec<bool>,
    /// Open, as the boss has said: known at once.
    pub open: Vec<bool>,
    /// Orders that wait at the desk, oldest first.
    pub held: Queue,
    /// The outlet used last, for turn by turn.
    pub last_used: Option<u32>,
    /// Outlets both open and believed reachable, by id.
    pub(super) candidates: Vec<u32>,
    /// When the beat of checks, and of looks at the board, began.
    pub(super) checks_from: Time,
    pub(super) board_from: Time,
    pub(super) next_check: Time,
    pub(super) next_look: Time,
}

/// What the board says of one outlet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Posted {
    /// Tickets waiting or in chefs' hands.
    pub load: u32,
    /// Chefs who seem to be at work.
    pub chefs: u32,
    /// Mean cooking time of the menu with those chefs, seconds.
    pub cooking_s: f64,
}
