//! Shop time: whole microseconds since the shop opened.

use super::digest::fold;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::{Add, AddAssign, Sub};

pub const MICROS_PER_SECOND: u64 = 1_000_000;
pub const MICROS_PER_MINUTE: u64 = 60 * MICROS_PER_SECOND;
pub const MICROS_PER_HOUR: u64 = 60 * MICROS_PER_MINUTE;
pub const MICROS_PER_DAY: u64 = 24 * MICROS_PER_HOUR;

/// A moment: microseconds since the shop opened.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Time(pub u64);

fold!(Time(micros));

/// A length of time in microseconds; never negative.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Span(pub u64);

fold!(Span(micros));

/// A time of day: microseconds since midnight, below 24 h.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct ClockTime(pub u64);

fold!(ClockTime(micros));

impl Time {
    pub const ZERO: Time = Time(0);
    /// Later than anything that can happen.
    pub const NEVER: Time = Time(u64::MAX);

    pub fn seconds(self) -> f64 {
        self.0 as f64 / MICROS_PER_SECOND as f64
    }

    /// The time since `earlier`; zero where `earlier` is later.
    pub fn since(self, earlier: Time) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }

    pub fn is_never(self) -> bool {
        self == Time::NEVER
    }

    /// Which day of the run it is, from 1. A day of the run begins when the shop opens and lasts 24 hours: in one that
    /// opens at 18:00, 02:00 belongs to the evening before, as in the files (`day2 02:00` is the second evening's).
    pub fn day(self) -> u64 {
        self.0 / MICROS_PER_DAY + 1
    }

    /// The moment as files write it and read it back: `18:30`, and `day2 18:30` in a run of more than a day.
    pub fn calendar(self, opens: ClockTime, lasts: Span) -> String {
        let clock = self.clock(opens);
        if lasts.0 > MICROS_PER_DAY { format!("day{} {clock}", self.day()) } else { clock.to_string() }
    }

    /// What the clock on the wall shows at this moment in a shop that opened at `opens`.
    pub fn clock(self, opens: ClockTime) -> ClockTime {
        ClockTime((opens.0 + self.0 % MICROS_PER_DAY) % MICROS_PER_DAY)
    }
}

impl Span {
    pub const ZERO: Span = Span(0);
    /// Endless.
    pub const ENDLESS: Span = Span(u64::MAX);

    /// More seconds than can be counted are endless.
    pub const fn from_secs(seconds: u64) -> Span {
        Span(seconds.saturating_mul(MICROS_PER_SECOND))
    }

    pub const fn from_mins(minutes: u64) -> Span {
        Span(minutes * MICROS_PER_MINUTE)
    }

    pub const fn from_hours(hours: u64) -> Span {
        Span(hours * MICROS_PER_HOUR)
    }

    /// Rounds to the nearest microsecond, at least one: what is drawn always takes some time.
    pub fn drawn(seconds: f64) -> Span {
        Span(nearest(seconds * MICROS_PER_SECOND as f64).max(1))
    }

    /// Rounds to the nearest microsecond; zero stays zero, negative becomes zero.
    pub fn from_seconds_f64(seconds: f64) -> Span {
        Span(nearest(seconds * MICROS_PER_SECOND as f64))
    }

    pub fn seconds(self) -> f64 {
        self.0 as f64 / MICROS_PER_SECOND as f64
    }

    pub fn minutes(self) -> f64 {
        self.0 as f64 / MICROS_PER_MINUTE as f64
    }

    pub fn hours(self) -> f64 {
        self.0 as f64 / MICROS_PER_HOUR as f64
    }

    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The length times a factor, rounded to the nearest microsecond.
    pub fn scaled(self, factor: f64) -> Span {
        Span(nearest(self.0 as f64 * factor))
    }
}

/// The nearest whole number, halves up; negative becomes zero. Half added and cut off: `round` is a call of a library
/// on plain x86-64, three of them an order, and below 142 years of microseconds the two agree.
#[inline]
pub fn nearest(micros: f64) -> u64 {
    ((micros + 0.5) as i64).max(0) as u64
}

impl Add<Span> for Time {
    type Output = Time;
    fn add(self, span: Span) -> Time {
        Time(self.0.saturating_add(span.0))
    }
}

impl AddAssign<Span> for Time {
    fn add_assign(&mut self, span: Span) {
        *self = *self + span;
    }
}

impl Add for Span {
    type Output = Span;
    fn add(self, other: Span) -> Span {
        Span(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Span {
    fn add_assign(&mut self, other: Span) {
        *self = *self + other;
    }
}

impl Sub for Span {
    type Output = Span;
    fn sub(self, other: Span) -> Span {
        Span(self.0.saturating_sub(other.0))
    }
}

impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_never() { write!(f, "never") } else { write!(f, "+{}", Span(self.0)) }
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// As scenario files write it: `1h30m`, `90s` as `1m30s`, `250ms`, `0s`, `endless`.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Span::ENDLESS {
            return write!(f, "endless");
        }
        if self.0 == 0 {
            return write!(f, "0s");
        }
        let mut rest = self.0;
        for (unit, micros) in
            [("h", MICROS_PER_HOUR), ("m", MICROS_PER_MINUTE), ("s", MICROS_PER_SECOND), ("ms", 1_000), ("us", 1)]
        {
            if rest >= micros {
                write!(f, "{}{unit}", rest / micros)?;
                rest %= micros;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// `19:12`, with seconds only where there are any: `19:12:30`.
impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0 / MICROS_PER_SECOND;
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        write!(f, "{hours:02}:{minutes:02}")?;
        if seconds > 0 { write!(f, ":{seconds:02}") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_read_as_scenario_files_write_them() {
        assert_eq!(Span::from_secs(5400).to_string(), "1h30m");
        assert_eq!(Span(250_000).to_string(), "250ms");
        assert_eq!(Span::ZERO.to_string(), "0s");
        assert_eq!(Span::ENDLESS.to_string(), "endless");
    }

    #[test]
    fn a_draw_takes_at_least_one_microsecond() {
        assert_eq!(Span::drawn(0.0), Span(1));
        assert_eq!(Span::drawn(1.2345678), Span(1_234_568));
    }

    #[test]
    fn lengths_round_to_the_nearest_microsecond() {
        assert_eq!([0.0, 0.4, 0.5, 1.49, 2.5, -3.0].map(nearest), [0, 0, 1, 1, 3, 0]);
        assert_eq!(Span(1_000_001).scaled(0.5), Span(500_001));
        assert_eq!(Span::from_seconds_f64(1e-7), Span::ZERO);
        assert_eq!(Span::from_seconds_f64(f64::INFINITY), Span(i64::MAX as u64));
    }

    #[test]
    fn the_wall_clock_goes_round() {
        let opens = ClockTime(23 * MICROS_PER_HOUR);
        assert_eq!(Time(2 * MICROS_PER_HOUR).clock(opens), ClockTime(MICROS_PER_HOUR));
    }
}
