//! The values of a command's parameters in words: durations, limits, policies, kitchens, delivery modes.

use super::glossary::{Language, say, say_both};
use crate::sim::choices::Choice;
use crate::units::Span;
use crate::units::time::{MICROS_PER_HOUR, MICROS_PER_MINUTE, MICROS_PER_SECOND};

/// `12 min`, `45 s`, `2 h`, `1 h 30`; zero is `always`.
pub fn span_text(span: Span) -> String {
    let micros = span.0;
    if micros == 0 {
        return "always".into();
    }
    if micros < MICROS_PER_MINUTE {
        return format!("{} s", micros / MICROS_PER_SECOND);
    }
    let minutes = micros / MICROS_PER_MINUTE;
    match (micros / MICROS_PER_HOUR, minutes % 60) {
        (0, _) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, rest) => format!("{hours} h {rest:02}"),
    }
}

/// `none`, or the number.
pub fn limit_text(limit: Option<u32>) -> String {
    limit.map_or("none".into(), |limit| limit.to_string())
}

/// A value of a closed list: a policy, a kitchen, a delivery mode.
pub fn label(language: Language, choice: impl Choice) -> String {
    say(language, say_both(language, choice.row().label))
}

/// `20 an hour, 5 at once`.
pub fn quota_text(per_hour: f64, burst: u32) -> String {
    let rate = if per_hour.fract() == 0.0 { format!("{per_hour:.0}") } else { format!("{per_hour:.1}") };
    format!("{rate} an hour, {burst} at once")
}
