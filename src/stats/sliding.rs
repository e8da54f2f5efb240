//! A window over the last minutes, without a record of every order: equal slices, the oldest of which is dropped when a
//! new one begins (a *rolling window*).
//!
//! Slices begin at multiples of their length since the shop opened. At any time the window covers the current slice and
//! the K − 1 before it: never more than its length, and never less than (K − 1) ÷ K of it. Fifteen slices of a minute
//! cover between 14 and 15 minutes. What happens at the beginning of a slice belongs to that slice.
//!
//! Reading changes nothing: readers skip old slices, the next writer empties them.

use super::Histogram;
use crate::units::{Span, Time};
use serde::{Deserialize, Serialize};

/// What can be collected in slices.
pub trait Mergeable: Default {
    /// Adds all that `other` has collected.
    fn merge(&mut self, other: &Self);
}

impl Mergeable for Histogram {
    fn merge(&mut self, other: &Histogram) {
        Histogram::merge(self, other);
    }
}

impl Mergeable for u64 {
    fn merge(&mut self, other: &u64) {
        *self += other;
    }
}

impl<A: Mergeable, B: Mergeable> Mergeable for (A, B) {
    fn merge(&mut self, other: &(A, B)) {
        self.0.merge(&other.0);
        self.1.merge(&other.1);
    }
}

/// A window over the last `slice × K`, for what an `S` collects.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sliding<S> {
    /// The length of a slice, µs.
    slice: u64,
    /// The number of the slice written last, counted from opening.
    newest: u64,
    /// Slice n is at index n modulo K.
    ring: Vec<S>,
}

impl<S: Mergeable> Sliding<S> {
    /// A window of `slices` (at least 1) slices of length `slice` (at least 1 µs).
    pub fn new(slice: Span, slices: usize) -> Sliding<S> {
        let ring = (0..slices.max(1)).map(|_| S::default()).collect();
        Sliding { slice: slice.0.max(1), newest: 0, ring }
    }

    /// The most that the window covers.
    pub fn length(&self) -> Span {
        Span(self.slice * self.ring.len() as u64)
    }

    /// The current slice, to collect into. If `now` is earlier than a time already seen, that time's slice.
    #[inline]
    pub fn at(&mut self, now: Time) -> &mut S {
        let number = now.0 / self.slice;
        if number > self.newest {
            self.advance(number);
        }
        let slices = self.ring.len() as u64;
        &mut self.ring[(self.newest % slices) as usize]
    }

    /// The slices in the window at `now`, oldest first.
    pub fn slices(&self, now: Time) -> impl Iterator<Item = &S> {
        let slices = self.ring.len() as u64;
        let present = (now.0 / self.slice).max(self.newest);
        let oldest = (present + 1).saturating_sub(slices);
        (oldest..=self.newest).map(move |number| &self.ring[(number % slices) as usize])
    }

    /// All that the window holds at `now`, merged.
    pub fn whole(&self, now: Time) -> S {
        self.last(now, self.ring.len())
    }

    /// The last `slices` slices, the current one included, merged.
    pub fn last(&self, now: Time, slices: usize) -> S {
        self.latest(now, slices).fold(S::default(), |mut whole, slice| {
            whole.merge(slice);
            whole
        })
    }

    /// The last `slices` slices, the current one included, oldest first.
    pub fn latest(&self, now: Time, slices: usize) -> impl Iterator<Item = &S> {
        let passed = (now.0 / self.slice).saturating_sub(self.newest) as usize;
        let held = self.slices(now).count();
        self.slices(now).skip((held + passed).saturating_sub(slices))
    }

    #[cold]
    fn advance(&mut self, number: u64) {
        let slices = self.ring.len() as u64;
        for passed in (self.newest + 1).max((number + 1).saturating_sub(slices))..=number {
            self.ring[(passed % slices) as usize] = S::default();
        }
        self.newest = number;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_last_slices_are_counted_from_now_and_not_from_the_last_that_was_written() {
        let mut window: Sliding<u64> = Sliding::new(Span::from_mins(1), 5);
        let minute = |m: u64| Time(m * 60_000_000);
        (0..8).for_each(|m| *window.at(minute(m)) += 10u64.pow(m as u32));
        assert_eq!([1, 2, 5, 9].map(|n| window.last(minute(7), n)), [10_000_000, 11_000_000, 11_111_000, 11_111_000]);
        assert_eq!([1, 2, 3, 5].map(|n| window.last(minute(9), n)), [0, 0, 10_000_000, 11_100_000]);
        assert_eq!(window.last(minute(90), 5), 0);
    }

    #[test]
    fn the_window_forgets_whole_slices() {
        let mut window: Sliding<u64> = Sliding::new(Span::from_mins(1), 3);
        let minute = |m: f64| Time((m * 60e6) as u64);
        *window.at(minute(0.0)) += 1;
        *window.at(minute(1.0)) += 10;
        *window.at(minute(2.5)) += 100;
        assert_eq!(window.length(), Span::from_mins(3));
        assert_eq!(window.whole(minute(2.99)), 111);
        assert_eq!(window.whole(minute(3.0)), 110, "the first minute is out, though nothing was written since");
        assert_eq!(window.whole(minute(4.99)), 100);
        assert_eq!(window.whole(minute(5.0)), 0);
        *window.at(minute(1_000.0)) += 7;
        assert_eq!(window.whole(minute(1_000.0)), 7, "a long silence leaves nothing behind");
    }

    #[test]
    fn percentiles_of_the_last_quarter_of_an_hour() {
        let mut window: Sliding<Histogram> = Sliding::new(Span::from_mins(1), 15);
        for minute in 0..60 {
            window.at(Time(minute * 60_000_000)).record(Span::from_secs(minute));
        }
        let whole = window.whole(Time(59 * 60_000_000));
        assert_eq!(
            (whole.count(), whole.min(), whole.max()),
            (15, Some(Span::from_secs(45)), Some(Span::from_secs(59)))
        );
        assert_eq!(window.whole(Time(200 * 60_000_000)).percentile(0.9), None);
    }

    proptest! {
        #[test]
        fn holds_what_fell_into_its_slices(
            slices in 1usize..6,
            steps in prop::collection::vec((0u64..40, 1u64..9), 1..60),
            look in 0u64..80,
        ) {
            let mut window: Sliding<u64> = Sliding::new(Span(10), slices);
            let (mut now, mut all) = (0, Vec::new());
            for (step, value) in steps {
                now += step;
                *window.at(Time(now)) += value;
                all.push((now, value));
            }
            now += look;
            let oldest = (now / 10 + 1).saturating_sub(slices as u64) * 10;
            let expected: u64 = all.iter().filter(|(at, _)| *at >= oldest).map(|(_, value)| value).sum();
            let before = window.clone();
            prop_assert_eq!(window.whole(Time(now)), expected);
            prop_assert_eq!(window, before);
        }
    }
}
