//! How lengths of time, moments and money are written in files, and parsed exactly.

use crate::units::time::{MICROS_PER_DAY, MICROS_PER_HOUR, MICROS_PER_MINUTE, MICROS_PER_SECOND};
use crate::units::{Cents, ClockTime, Span, Time};

/// Ten years: the longest time in any file.
pub const LONGEST: Span = Span(3_653 * MICROS_PER_DAY);
/// A billion dollars: the largest amount in any file.
pub const DEAREST: f64 = 1e9;

/// What a length of time looks like, for messages.
pub const SPAN_IS: &str = "a length of time like \"90s\", \"4m\" or \"1h30m\"";
/// What a moment looks like, for messages.
pub const TIME_IS: &str = "a time like \"18:30\", \"day2 18:30\" or \"+1h30m\"";
/// What a time of day looks like, for messages.
pub const CLOCK_IS: &str = "a clock time like \"18:30\"";

/// Largest first. Only the program itself writes microseconds.
const UNITS: [(&str, u64); 6] = [
    ("d", MICROS_PER_DAY),
    ("h", MICROS_PER_HOUR),
    ("m", MICROS_PER_MINUTE),
    ("s", MICROS_PER_SECOND),
    ("ms", 1_000),
    ("us", 1),
];

/// When a shop opens and for how long: what a clock time in its file refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    /// When it opens.
    pub opens: ClockTime,
    /// From opening to closing.
    pub duration: Span,
}

/// A moment as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The moment.
    pub time: Time,
    /// Whether it is a clock time without a day. A window that would end before it begins then ends on the next day.
    pub by_clock: bool,
}

/// Parses a length of time of at most ten years: whole numbers with units, larger units first, such as `90s`, `4m`,
/// `1h30m`, `2000h`, `250ms`, `7d`.
pub fn span(text: &str) -> Option<Span> {
    let mut rest = text;
    let mut micros: u64 = 0;
    let mut units = UNITS.iter();
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let number: u64 = rest[..digits].parse().ok()?;
        rest = &rest[digits..];
        let letters = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let (_, size) = units.find(|(unit, _)| *unit == &rest[..letters])?;
        micros = number.checked_mul(*size)?.checked_add(micros)?;
        rest = &rest[letters..];
    }
    (!text.is_empty() && micros <= LONGEST.0).then_some(Span(micros))
}

/// Parses a time of day: `18:30`, `18:30:15`.
pub fn clock(text: &str) -> Option<ClockTime> {
    let mut parts = text.split(':');
    let mut part = |below: u64| {
        let digits = parts.next()?;
        let fits = (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        digits.parse::<u64>().ok().filter(|n| fits && *n < below)
    };
    let (hours, minutes) = (part(24)?, part(60)?);
    let seconds = if text.matches(':').count() == 2 { part(60)? } else { 0 };
    let whole = text.matches(':').count() <= 2;
    whole.then_some(ClockTime(((hours * 60 + minutes) * 60 + seconds) * MICROS_PER_SECOND))
}

/// Parses a moment: `+1h30m` after opening; `18:30`, the first one at or after opening; `day2 18:30`, a day later. Days
/// count as in [`Time::day`], so `dayN` and [`Time::clock`] together give the same moment again.
pub fn moment(text: &str, opens: ClockTime) -> Option<Moment> {
    if let Some(after) = text.strip_prefix('+') {
        return span(after).map(|span| Moment { time: Time::ZERO + span, by_clock: false });
    }
    let (day, at) = match text.strip_prefix("day") {
        Some(rest) => {
            let (day, at) = rest.split_once(' ')?;
            let number =
                Some(day).filter(|day| day.bytes().all(|b| b.is_ascii_digit())).and_then(|day| day.parse().ok());
            (number.filter(|day: &u64| (1..=3_653).contains(day))?, clock(at.trim_start())?)
        }
        None => (1, clock(text)?),
    };
    let after_opening = (at.0 + MICROS_PER_DAY - opens.0) % MICROS_PER_DAY;
    let time = Time(after_opening + (day - 1) * MICROS_PER_DAY);
    Some(Moment { time, by_clock: !text.starts_with("day") })
}

/// Parses an offset from UTC of less than a day: `+02:00`, `-05:30`. In seconds, positive if the clock is ahead.
pub fn offset(text: &str) -> Option<i32> {
    let (sign, rest) =
        text.strip_prefix('+').map(|rest| (1, rest)).or(text.strip_prefix('-').map(|rest| (-1, rest)))?;
    let time = clock(rest).filter(|_| rest.len() == 5)?;
    Some(sign * (time.0 / MICROS_PER_SECOND) as i32)
}

/// Converts dollars with at most two decimals; `None` if there are more, or the amount is too large.
pub fn cents(dollars: f64) -> Option<Cents> {
    let cents = Cents::from_dollars(dollars);
    let exact = (dollars * 100.0 - cents.0 as f64).abs() < 1e-6 * (1.0 + dollars.abs());
    (dollars.is_finite() && dollars.abs() <= DEAREST && exact).then_some(cents)
}

/// Writes a moment as `+1h30m`, which [`moment`] parses back to the microsecond, whenever the shop opens.
pub fn moment_text(time: Time) -> String {
    format!("+{}", Span(time.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_are_read() {
        for (text, micros) in [
            ("90s", 90_000_000),
            ("4m", 240_000_000),
            ("1h30m", 5_400_000_000),
            ("2000h", 7_200_000_000_000),
            ("250ms", 250_000),
            ("7d", 7 * MICROS_PER_DAY),
            ("0s", 0),
            ("1m1us", 60_000_001),
        ] {
            assert_eq!(span(text), Some(Span(micros)), "{text}");
        }
        for text in ["", "4", "m", "-4m", "1.5h", "30m1h", "1h1h", "4 m", "4x", "99999999999999999999s", "11000d", "é"]
        {
            assert_eq!(span(text), None, "{text}");
        }
    }

    #[test]
    fn a_clock_time_is_its_first_occurrence_after_opening() {
        let opens = clock("17:00").unwrap();
        let hours = |text| moment(text, opens).map(|m| m.time.seconds() / 3600.0);
        assert_eq!(hours("17:00"), Some(0.0));
        assert_eq!(hours("18:30"), Some(1.5));
        assert_eq!(hours("02:00"), Some(9.0));
        assert_eq!(hours("day2 18:30"), Some(25.5));
        assert_eq!(hours("+36h"), Some(36.0));
        for text in [
            "24:00",
            "18:60",
            "18",
            "18:30:60",
            "18:30:00:00",
            "day0 18:30",
            "1830",
            "+",
            "118:30",
            "+1:30",
            "day+2 18:30",
        ] {
            assert_eq!(hours(text), None, "{text}");
        }
    }

    /// What header and log say of a moment, files read as that moment: one calendar, whenever the shop opens.
    #[test]
    fn a_moment_is_read_back_as_the_calendar_writes_it() {
        let minute = 60 * MICROS_PER_SECOND;
        for opens in ["00:00", "06:00", "17:00", "23:30"].map(|text| clock(text).unwrap()) {
            for at in (0..72 * 60).step_by(7).map(|m| Time(m * minute)) {
                let text = at.calendar(opens, Span::from_hours(72));
                assert_eq!(moment(&text, opens).map(|m| m.time), Some(at), "{text}, opening at {opens}");
            }
        }
        // 21 hours after an opening at 06:00 it is still the first day; "day2 03:00" is a day later.
        let opens = clock("06:00").unwrap();
        assert_eq!(Time(21 * 60 * minute).calendar(opens, Span::from_hours(48)), "day1 03:00");
        assert_eq!(moment("day2 03:00", opens).map(|m| m.time.seconds() / 3600.0), Some(45.0));
        assert_eq!(Time(21 * 60 * minute).calendar(opens, Span::from_hours(24)), "03:00");
    }

    #[test]
    fn an_offset_has_a_sign() {
        assert_eq!(["+02:00", "-05:30", "+00:00"].map(offset), [Some(7_200), Some(-19_800), Some(0)]);
        for text in ["02:00", "+2:00", "+2", "+24:00", "+02:00:00", "UTC"] {
            assert_eq!(offset(text), None, "{text}");
        }
    }

    #[test]
    fn money_has_two_decimals_at_most() {
        assert_eq!(cents(14.5), Some(Cents(1_450)));
        assert_eq!(cents(0.07), Some(Cents(7)));
        for dollars in [0.005, f64::NAN, f64::INFINITY, 1e308, 2e9] {
            assert_eq!(cents(dollars), None, "{dollars}");
        }
    }
}
