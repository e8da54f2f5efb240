//! Exact time averages: the integral of a step function of time, as an integer.

use crate::units::digest::fold;
use crate::units::{Span, Time};
use serde::{Deserialize, Serialize};

/// An integer that changes at known times, and its integral so far (value × µs).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeIntegral {
    value: u64,
    since: Time,
    area: u128,
}

fold!(struct TimeIntegral { value, since, area });

impl TimeIntegral {
    /// The present value.
    pub fn value(&self) -> u64 {
        self.value
    }

    /// Changes the value at `now`, which is not before the last change.
    #[inline]
    pub fn set(&mut self, now: Time, value: u64) {
        self.area += self.value as u128 * (now.0 - self.since.0) as u128;
        self.since = now;
        self.value = value;
    }

    /// Adds to the value at `now`, which is not before the last change.
    #[inline]
    pub fn add(&mut self, now: Time, change: i64) {
        self.set(now, self.value.wrapping_add_signed(change));
    }

    /// The integral up to `now`, which is not before the last change.
    pub fn until(&self, now: Time) -> u128 {
        self.area + self.value as u128 * (now.0 - self.since.0) as u128
    }

    /// The mean over a period of `length`, from the integrals at its ends; `None` if the length is zero.
    pub fn mean(from: u128, to: u128, length: Span) -> Option<f64> {
        (length.0 > 0).then(|| (to - from) as f64 / length.0 as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_of_a_staircase_by_hand() {
        // 0 until 10 s, 3 until 20 s, 1 until 50 s: (0 × 10 + 3 × 10 + 1 × 30) ÷ 50 = 1.2.
        let at = |s: u64| Time(s * 1_000_000);
        let mut area = TimeIntegral::default();
        area.add(at(10), 3);
        area.add(at(20), -2);
        assert_eq!(area.value(), 1);
        assert_eq!(TimeIntegral::mean(0, area.until(at(50)), Span::from_secs(50)), Some(1.2));
        let (from, to) = (area.until(at(20)), area.until(at(50)));
        assert_eq!(TimeIntegral::mean(from, to, Span::from_secs(30)), Some(1.0), "over a part");
        assert_eq!(TimeIntegral::mean(from, from, Span::ZERO), None);
    }

    #[test]
    fn changes_of_one_instant_leave_no_area() {
        let mut area = TimeIntegral::default();
        area.set(Time(5), 1_000);
        area.set(Time(5), 2);
        assert_eq!(area.until(Time(15)), 20);
    }

    #[test]
    fn a_century_of_crowds_does_not_overflow() {
        let mut area = TimeIntegral::default();
        area.set(Time(0), u32::MAX as u64);
        let century = Span::from_hours(24 * 36_525);
        assert_eq!(TimeIntegral::mean(0, area.until(Time(century.0)), century), Some(u32::MAX as f64));
    }
}
