//! Programs written by hand for one network only, to measure the engine against.

pub mod measured;
pub mod plain;

pub use crate::shops::{HANDOVER, PROMISE, WORK};

/// Mean gap between orders for ten outlets, µs.
pub const GAP: f64 = 3_600e6 / 432.0;

/// What a run came to: how many orders, and their mean latency in seconds (all programs must agree on it).
pub struct Outcome {
    pub orders: u64,
    pub mean: f64,
}
