//! Shop time: whole microseconds since the shop opened.

use super::digest::fold;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::{Add, AddAssign, Sub};

/// A second in µs.
pub const MICROS_PER_SECOND: u64 = 1_000_000;
/// A minute in µs.
pub const MICROS_PER_MINUTE: u64 = 60 * MICROS_PER_SECOND;
/// An hour in µs.
pub const MICROS_PER_HOUR: u64 = 60 * MICROS_PER_MINUTE;
/// A day in µs.
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
    /// The moment at which the shop opens.
    pub const ZERO: Time = Time(0);
    /// Later than anything that can happen.
    pub const NEVER: Time = Time(u64::MAX);

    /// Seconds since the shop opened.
    pub fn seconds(self) -> f64 {
        self.0 as f64 / MICROS_PER_SECOND as f64
    }

    /// The time since `earlier`; zero if `earlier` is later.
    pub fn since(self, earlier: Time) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }

    /// Whether it is [`Time::NEVER`].
    pub fn is_never(self) -> bool {
        self == Time::NEVER
    }

    /// The day of the run, from 1. A day begins at the time of opening and lasts 24 hours: in a shop that opens at
    /// 18:00, 02:00 belongs to the evening before, as in files (`day2 02:00` is in the second evening).
    pub fn day(self) -> u64 {
        self.0 / MICROS_PER_DAY + 1
    }

    /// The moment as files write and read it: `18:30`, or `day2 18:30` in a run of more than a day.
    pub fn calendar(self, opens: ClockTime, lasts: Span) -> String {
        let clock = self.clock(opens);
        if lasts.0 > MICROS_PER_DAY { format!("day{} {clock}", self.day()) } else { clock.to_string() }
    }

    /// The time of day at this moment in a shop that opened at `opens`.
    pub fn clock(self, opens: ClockTime) -> ClockTime {
        ClockTime((opens.0 + self.0 % MICROS_PER_DAY) % MICROS_PER_DAY)
    }
}

impl Span {
    /// No time at all.
    pub const ZERO: Span = Span(0);
    /// Longer than anything that happens.
    pub const ENDLESS: Span = Span(u64::MAX);

    /// That many seconds; [`Span::ENDLESS`] if they overflow.
    pub const fn from_secs(seconds: u64) -> Span {
        Span(seconds.saturating_mul(MICROS_PER_SECOND))
    }

    /// That many minutes; [`Span::ENDLESS`] if they overflow.
    pub const fn from_mins(minutes: u64) -> Span {
        Span(minutes * MICROS_PER_MINUTE)
    }

    /// That many hours; [`Span::ENDLESS`] if they overflow.
    pub const fn from_hours(hours: u64) -> Span {
        Span(hours * MICROS_PER_HOUR)
    }

    /// A drawn number of seconds, rounded to the nearest microsecond and at least 1 µs: what is drawn always takes
    /// time.
    pub fn drawn(seconds: f64) -> Span {
        Span(nearest(seconds * MICROS_PER_SECOND as f64).max(1))
    }

    /// A number of seconds, rounded to the nearest microsecond; zero if negative.
    pub fn from_seconds_f64(seconds: f64) -> Span {
        Span(nearest(seconds * MICROS_PER_SECOND as f64))
    }

    /// The length in seconds.
    pub fn seconds(self) -> f64 {
        self.0 as f64 / MICROS_PER_SECOND as f64
    }

    /// The length in minutes.
    pub fn minutes(self) -> f64 {
        self.0 as f64 / MICROS_PER_MINUTE as f64
    }

    /// The length in hours.
    pub fn hours(self) -> f64 {
        self.0 as f64 / MICROS_PER_HOUR as f64
    }

    /// Whether it is no time at all.
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The length times a factor, rounded to the nearest microsecond.
    pub fn scaled(self, factor: f64) -> Span {
        Span(nearest(self.0 as f64 * factor))
    }
}

/// The nearest integer, halves up; 0 if negative. Adds a half and truncates, because `f64::round` is a library call on
/// plain x86-64, needed three times an order; below 142 years of microseconds the results are equal.
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

/// As scenario files write it: `1h30m`, `1m30s`, `250ms`, `0s`, `endless`.
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

/// `19:12`, with seconds only if there are any: `19:12:30`.
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
