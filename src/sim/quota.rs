//! A quota (*rate limiter, token bucket*): so many calls an hour pass, and a few at once.
//!
//! It is the generic cell rate algorithm (ITU-T I.371, annex A) in whole microseconds: instead of a level that leaks,
//! one moment is kept, at which the next call would come if all came evenly. A call passes if it is not too early for
//! that.

use crate::sim::setup::QuotaSetup;
use crate::units::digest::fold;
use crate::units::time::MICROS_PER_HOUR;
use crate::units::{Span, Time};
use serde::{Deserialize, Serialize};

/// A bucket of tokens, which fills by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quota {
    /// The time in which one token comes.
    pub interval: Span,
    /// Tokens that it holds at most, at least 1.
    pub burst: u32,
    /// When the next call would come if all came evenly (*theoretical arrival time*).
    due: Time,
}

fold!(struct Quota { interval, burst, due });

impl Quota {
    /// A full bucket.
    pub fn new(setup: QuotaSetup, now: Time) -> Quota {
        let interval = Span((MICROS_PER_HOUR as f64 / setup.per_hour).round() as u64);
        Quota { interval, burst: setup.burst, due: now }
    }

    /// Whole tokens in it.
    pub fn left(&self, now: Time) -> u32 {
        let missing = self.due.since(now).0.div_ceil(self.interval.0.max(1));
        self.burst - u32::try_from(missing).unwrap_or(u32::MAX).min(self.burst)
    }

    /// Whether a call passes now.
    pub fn passes(&self, now: Time) -> bool {
        self.left(now) > 0
    }

    /// Takes the token of a call that passes.
    pub(super) fn take(&mut self, now: Time) {
        self.due = self.due.max(now) + self.interval;
    }

    /// Tokens an hour.
    pub fn per_hour(&self) -> f64 {
        MICROS_PER_HOUR as f64 / self.interval.0.max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Twenty an hour, two at once, a call every minute from 1 to 10: worked by hand, a token comes every three
    /// minutes.
    #[test]
    fn who_calls_too_often_is_turned_back_until_a_token_has_come() {
        let mut quota = Quota::new(QuotaSetup { per_hour: 20.0, burst: 2 }, Time::ZERO);
        let mut passed = Vec::new();
        for minute in 1..=10 {
            let now = Time(minute * 60_000_000);
            if quota.passes(now) {
                quota.take(now);
                passed.push(minute);
            }
        }
        assert_eq!(passed, [1, 2, 4, 7, 10]);
    }

    #[test]
    fn tokens_come_back_one_by_one_and_are_never_more_than_it_holds() {
        let mut quota = Quota::new(QuotaSetup { per_hour: 60.0, burst: 3 }, Time::ZERO);
        (0..3).for_each(|_| quota.take(Time::ZERO));
        let left = |seconds: u64| quota.left(Time(seconds * 1_000_000));
        assert_eq!([0, 59, 60, 119, 120, 180, 9_999].map(left), [0, 0, 1, 1, 2, 3, 3]);
    }
}
