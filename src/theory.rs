//! What paper and pencil say: queueing theory's answers for those shops simple enough to have one.
//!
//! Beside the simulation, not part of it: the dashboard lays these numbers over its charts, and the tests hold the
//! engine against them. Each formula names its source. Lengths of time are in seconds, rates in orders a second,
//! *work* is how long one order keeps one pair of hands busy, *load* is the share of the hands' time that the orders
//! ask for. "Mean wait" is over all orders, those that wait for nothing included.
//!
//! Where the assumptions break there is no number but a sentence that says why: [`NoAnswer`].

pub mod city;
pub mod demand;
pub mod faults;
pub mod patience;
pub mod routing;
pub mod service;
pub mod single;
pub mod stages;
pub mod station;

pub use service::Service;
pub use station::{Station, Wait};

use std::fmt;

/// Why theory has nothing to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoAnswer {
    /// More work arrives than can be done.
    Overload,
    /// Nobody works there.
    Nobody,
    /// Lost customers call again.
    Retries,
    /// Orders are turned away or leave, and this formula lets everybody stay.
    Losses,
    /// Demand or staff changes before the line has settled.
    Drift,
    /// Something is broken just now.
    Fault,
    /// The dispatcher's policy has no formula.
    Policy,
    /// The calls come neither by chance nor evenly: they are a record.
    Arrivals,
    /// Chefs who differ, all-rounders beside experts, bases, or turning from dish to dish.
    Kitchen,
    /// A number that makes no sense (negative, not finite, a spread where none can be).
    Nonsense,
    /// The sum would have more terms than anyone waits for.
    TooLarge,
}

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
            NoAnswer::Policy => "nobody has found a formula for this dispatcher",
            NoAnswer::Arrivals => "the calls are a record, and the formula wants chance",
            NoAnswer::Kitchen => "the hands differ, or what they need for an order changes, and no formula knows that",
            NoAnswer::Nonsense => "a number is negative or not a number",
            NoAnswer::TooLarge => "the shop is too large for this sum",
        })
    }
}

impl std::error::Error for NoAnswer {}

/// Little's law: how many are inside on average, from how many enter a second and how long each stays (Little: *A
/// proof for the queuing formula L = λW*, Operations Research 9, 1961). It asks nothing of the arrivals, the work or
/// the order of serving.
pub fn little(rate: f64, stay: f64) -> f64 {
    rate * stay
}

/// A rate: finite and not negative.
fn rate(value: f64) -> Answer<f64> {
    if value.is_finite() && value >= 0.0 { Ok(value) } else { Err(NoAnswer::Nonsense) }
}

/// A length of time that takes some: finite and positive.
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
