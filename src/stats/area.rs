//! Exact time averages: the area under a step function of time, as an integer.

use crate::units::{Span, Time};
use serde::{Deserialize, Serialize};

/// A whole number that changes at known moments, and the area under it so far (value × microseconds).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    value: u64,
    since: Time,
    area: u128,
}

impl Area {
    pub fn value(&self) -> u64 {
        self.value
    }

    #[inline]
    pub fn set(&mut self, now: Time, value: u64) {
        self.area += self.value as u128 * (now.0 - self.since.0) as u128;
        self.since = now;
        self.value = value;
    }

    #[inline]
    pub fn add(&mut self, now: Time, change: i64) {
        self.set(now, self.value.wrapping_add_signed(change));
    }

    /// The area from the beginning until `now`, which is not before the last change.
    pub fn until(&self, now: Time) -> u128 {
        self.area + self.value as u128 * (now.0 - self.since.0) as u128
    }

    /// The mean over a stretch, from the areas at its ends; `None` over no time.
    pub fn mean(from: u128, to: u128, length: Span) -> Option<f64> {
        (length.0 > 0).then(|| (to - from) as f64 / length.0 as f64)
    }
}
