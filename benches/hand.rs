//! Programs written by hand for one network only, to measure the engine against.

pub mod measured;
pub mod plain;

pub use crate::shops::{HANDOVER, PROMISE, WORK};

/// Mean gap between orders for ten outlets, µs.
pub const GAP: f64 = 3_600e6 / 432.0;

/// The result of a run: number of orders and mean latency in seconds, on which all programs must agree.
pub struct Outcome {
    pub orders: u64,
    pub mean: f64,
}
