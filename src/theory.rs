//! Queueing theory: exact or approximate answers for shops that are simple enough to have one.
//!
//! Theory is not part of the simulation: the dashboard shows its numbers beside measurements, and tests compare the
//! engine with them. Each formula names its source. Times are in seconds, rates in orders a second. *Work* is the time
//! that one order takes of one server's, *load* the ratio of the servers' time that the orders ask for. A mean wait is
//! over all orders, including those that do not wait.
//!
//! Where its assumptions do not hold, a formula gives no number but the reason: [`NoAnswer`].

pub mod cache;
pub mod city;
pub mod demand;
pub mod doubts;
pub mod faults;
pub mod patience;
pub mod priority;
pub mod quorum;
pub mod quota;
pub mod routing;
pub mod service;
pub mod sharding;
pub mod single;
pub mod stages;
pub mod station;

pub use service::Service;
pub use station::{Station, Wait};

use std::fmt;

/// Why theory has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoAnswer {
    /// More work arrives than can be done, so there is no steady state.
    Overload,
    /// Nobody works there.
    Nobody,
    /// Lost customers call again.
    Retries,
    /// Orders are turned away or abandoned, and the formula assumes that all stay.
    Losses,
    /// Demand or staff changes before the queue reaches a steady state.
    Drift,
    /// Something is broken now.
    Fault,
    /// There is no formula for the routing policy.
    Policy,
    /// Some orders go before others, and there is a formula for one server alone.
    Ranks,
    /// Calls are recorded ones, or even ones dealt to several outlets: neither random nor evenly spaced.
    Arrivals,
    /// Chefs differ: all-rounders beside experts, bases, or time to turn from one item to another.
    Kitchen,
    /// A number makes no sense: negative, not finite, or a spread where none can be.
    Nonsense,
    /// The sum has too many terms to compute.
    TooLarge,
}

/// A number, or why there is none.
pub type Answer<T> = Result<T, NoAnswer>;

impl fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no answer: ")?;
        f.write_str(match self {
            NoAnswer::Overload => "more work comes in than these hands can do, so the line has no resting length",
            NoAnswer::Nobody => "nobody is there to do the work",
            NoAnswer::Retries => "lost customers call again, so the arrivals hang on the line itself",
            NoAnswer::Losses => "orders are turned away or given up, which this formula does not know",
            NoAnswer::Drift => "demand or staff changes before the line has settled",
            NoAnswer::Fault => "something is broken, and the formula knows only a shop at work",
            NoAnswer::Ranks => "some orders go before others, and the formula knows only one chef who serves so",
            NoAnswer::Policy => "nobody has found a formula for this dispatcher",
            NoAnswer::Arrivals => "the calls do not come by chance, as the formula wants it",
            NoAnswer::Kitchen => "the hands differ, or what they need for an order changes, and no formula knows that",
            NoAnswer::Nonsense => "a number is negative or not a number",
            NoAnswer::TooLarge => "the shop is too large for this sum",
        })
    }
}

impl std::error::Error for NoAnswer {}

/// Little's law: the mean number inside, from the rate of those who enter and how long each stays (Little: *A proof for
/// the queuing formula L = λW*, Operations Research 9, 1961). It assumes nothing about arrivals, work or discipline.
pub fn little(rate: f64, stay: f64) -> f64 {
    rate * stay
}

/// Checks a rate: finite and not negative.
fn rate(value: f64) -> Answer<f64> {
    if value.is_finite() && value >= 0.0 { Ok(value) } else { Err(NoAnswer::Nonsense) }
}

/// Checks a duration: finite and positive.
fn length(value: f64) -> Answer<f64> {
    if value.is_finite() && value > 0.0 { Ok(value) } else { Err(NoAnswer::Nonsense) }
}

#[cfg(test)]
fn assert_close(got: f64, expected: f64, relative: f64) {
    assert!((got / expected - 1.0).abs() <= relative, "{got} is not {expected}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_answer_is_a_sentence() {
        assert_eq!(NoAnswer::Nobody.to_string(), "no answer: nobody is there to do the work");
    }

    #[test]
    fn six_a_minute_staying_ten_minutes_are_sixty() {
        assert_eq!(little(0.1, 600.0), 60.0);
    }
}
