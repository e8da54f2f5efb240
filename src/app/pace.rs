//! From real time to shop time: how fast the shop should go, how fast it does go, and how far between two ticks the
//! picture is.

use crate::units::Span;

/// Shop seconds a real second.
pub const SPEEDS: [u32; 10] = [1, 2, 5, 10, 30, 60, 120, 300, 1200, 3600];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speed {
    Times(u32),
    AsFastAsItGoes,
}

#[derive(Clone, Debug)]
pub struct Pace {
    pub paused: bool,
    pub speed: Speed,
    /// What it really does, shop seconds a real second, where the speed asked for cannot be kept; `None`: it is kept.
    pub real: Option<f64>,
    /// How much of the tick under way has passed, 0 to 1: where riders and meters are between two ticks.
    pub fraction: f64,
    /// Shop time owed: real time that passed and was not simulated yet.
    pub owed: Span,
    /// Runs to the next thing that matters and stops there.
    pub seeking: bool,
}

impl Pace {
    /// Whether things move on the screen between two ticks.
    pub fn is_smooth(&self) -> bool {
        !self.paused && matches!(self.speed, Speed::Times(times) if times <= 300)
    }
}
