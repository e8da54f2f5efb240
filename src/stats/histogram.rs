//! Percentiles of durations, in bounded memory however many are recorded (a *latency histogram*).
//!
//! Log-linear: every octave is cut into 128 equal buckets, so a bucket is at most 1/128 of its values wide and its
//! middle at most 0.4 % away from any of them; below 256 µs every value has its own bucket. Buckets are in one vector
//! from the lowest to the highest octave in use: a value's index takes one count of leading zeros and one subtraction,
//! and the vector's bounds check tells whether its octave is there.

use crate::units::Span;
use crate::units::digest::{Digester, Fold};
use serde::{Deserialize, Serialize};

/// Counts of durations. Count, sum, minimum and maximum are exact; percentiles are within 0.4 %.
///
/// Histograms are equal if the same durations were recorded, in whatever order and however they were merged.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    /// Zeros are counted apart: most waits in a calm shop are zero.
    zeros: u64,
    /// The number of values that are not zero.
    some: u64,
    /// The sum of all values, µs.
    sum: u128,
    /// The least and greatest value that is not zero, µs; 0 if there is none.
    least: u64,
    greatest: u64,
    /// The bucket of `counts[0]`, a multiple of [`OCTAVE`].
    first: usize,
    /// Counters of the buckets; a whole number of octaves.
    counts: Vec<u32>,
    /// Buckets whose counter has overflowed: one entry for each 2³², sorted.
    rounds: Vec<u32>,
}

impl Fold for Histogram {
    fn fold(&self, to: &mut Digester) {
        let Histogram { zeros, some, sum, least, greatest, first, counts, rounds } = self;
        (*zeros, *some).fold(to);
        (*sum, (*least, *greatest)).fold(to);
        first.fold(to);
        to.counters(counts);
        rounds.fold(to);
    }
}

/// Buckets in an octave.
const OCTAVE: usize = 128;
/// Buckets that are passed at once on the way to a percentile.
const STRIDE: usize = 32;

impl Histogram {
    /// Records a duration.
    #[inline(always)]
    pub fn record(&mut self, span: Span) {
        let value = span.0;
        if value == 0 {
            self.zeros += 1;
            return;
        }
        self.some += 1;
        self.sum += value as u128;
        if value > self.greatest {
            self.greatest = value;
        }
        if value < self.least || self.some == 1 {
            self.least = value;
        }
        let place = place(value);
        match self.counts.get_mut(place.wrapping_sub(self.first)) {
            Some(count) if *count < u32::MAX => *count += 1,
            _ => self.add_slowly(place),
        }
    }

    /// Records `count` durations of zero.
    pub fn record_zeros(&mut self, count: u64) {
        self.zeros += count;
    }

    /// Records all that `other` has recorded.
    pub fn merge(&mut self, other: &Histogram) {
        self.zeros += other.zeros;
        if other.some == 0 {
            return;
        }
        self.least = if self.some == 0 { other.least } else { self.least.min(other.least) };
        self.greatest = self.greatest.max(other.greatest);
        self.some += other.some;
        self.sum += other.sum;
        self.reach(other.first, other.first + other.counts.len());
        let counts = &mut self.counts[other.first - self.first..][..other.counts.len()];
        let mut went_round = false;
        for (count, &more) in counts.iter_mut().zip(&other.counts) {
            *count = count.wrapping_add(more);
            went_round |= *count < more;
        }
        if went_round || !other.rounds.is_empty() {
            let round = counts.iter().zip(&other.counts).enumerate().filter(|(_, (count, more))| count < more);
            self.rounds.extend(round.map(|(i, _)| (other.first + i) as u32));
            self.rounds.extend(&other.rounds);
            self.rounds.sort_unstable();
        }
    }

    /// The number of durations recorded.
    pub fn count(&self) -> u64 {
        self.zeros + self.some
    }

    /// Whether nothing was recorded.
    pub fn is_empty(&self) -> bool {
        self.count() == 0
    }

    /// The exact sum of all durations, µs.
    pub fn sum(&self) -> u128 {
        self.sum
    }

    /// The mean in seconds, from the exact sum; `None` without data.
    pub fn mean(&self) -> Option<f64> {
        (!self.is_empty()).then(|| self.sum as f64 / 1e6 / self.count() as f64)
    }

    /// The exact minimum; `None` without data.
    pub fn min(&self) -> Option<Span> {
        (!self.is_empty()).then_some(Span(if self.zeros > 0 { 0 } else { self.least }))
    }

    /// The exact maximum; `None` without data.
    pub fn max(&self) -> Option<Span> {
        (!self.is_empty()).then_some(Span(self.greatest))
    }

    /// The `p`-percentile (0–1) by nearest rank: the ⌈p·n⌉-th smallest value, for 0 the smallest. It is the middle of
    /// its bucket, but within minimum and maximum; `None` without data.
    pub fn percentile(&self, p: f64) -> Option<Span> {
        self.percentiles([p])[0]
    }

    /// Several of them, each no lower than the one before: all in one walk through the buckets.
    pub fn percentiles<const N: usize>(&self, ps: [f64; N]) -> [Option<Span>; N] {
        let (mut from, mut below) = (0, self.zeros);
        ps.map(|p| {
            let rank = if self.is_empty() { return None } else { rank(p, self.count()) };
            if rank <= self.zeros {
                return Some(Span::ZERO);
            }
            if rank == self.count() {
                return self.max();
            }
            debug_assert!(rank > below, "ascending");
            // On by whole strides, which the processor adds up at once, and the last one bucket by bucket.
            while let Some(stride) = self.counts.get(from..from + STRIDE) {
                let within = stride.iter().map(|&count| count as u64).sum::<u64>() + self.times_round(from, STRIDE);
                if below + within >= rank {
                    break;
                }
                (from, below) = (from + STRIDE, below + within);
            }
            let mut below = below;
            let holds = |&i: &usize| {
                below += self.counts[i] as u64 + self.times_round(i, 1);
                below >= rank
            };
            let bucket = (from..self.counts.len()).find(holds);
            bucket.map_or(self.max(), |i| Some(Span(middle(self.first + i).clamp(self.least, self.greatest))))
        })
    }

    #[cold]
    #[inline(never)]
    fn add_slowly(&mut self, place: usize) {
        let octave = place / OCTAVE * OCTAVE;
        self.reach(octave, octave + OCTAVE);
        let (sum, went_round) = self.counts[place - self.first].overflowing_add(1);
        self.counts[place - self.first] = sum;
        if went_round {
            let at = self.rounds.partition_point(|&other| other <= place as u32);
            self.rounds.insert(at, place as u32);
        }
    }

    /// Makes room for buckets `from..to`.
    fn reach(&mut self, from: usize, to: usize) {
        if self.counts.is_empty() {
            self.first = from;
        }
        if from < self.first {
            self.counts.splice(0..0, std::iter::repeat_n(0, self.first - from));
            self.first = from;
        }
        if to > self.first + self.counts.len() {
            self.counts.resize(to - self.first, 0);
        }
    }

    /// How much is to be added to the counters of so many buckets, because they went round.
    #[inline]
    fn times_round(&self, from: usize, buckets: usize) -> u64 {
        // Empty but in a run of billions.
        if self.rounds.is_empty() {
            return 0;
        }
        let places = self.first + from..self.first + from + buckets;
        (self.rounds.iter().filter(|&&place| places.contains(&(place as usize))).count() as u64) << 32
    }
}

/// ⌈p·n⌉, within 1 ..= n. `p` is taken for the decimal that it was written as: 0.07 × 100 is 7, although the product of
/// the two doubles is slightly above.
pub(crate) fn rank(p: f64, n: u64) -> u64 {
    ((p * n as f64 * (1.0 - 2.0 * f64::EPSILON)).ceil() as u64).clamp(1, n.max(1))
}

/// The bucket of a value that is not zero. Values below 256 have their own; above, the seven bits after the leading one
/// choose among the 128 buckets of the octave.
#[inline]
fn place(value: u64) -> usize {
    let shift = (value | 128).ilog2() - 7;
    ((shift as usize) << 7) + (value >> shift) as usize
}

/// The middle of the values in a bucket.
fn middle(place: usize) -> u64 {
    let shift = (place >> 7).saturating_sub(1);
    let low = (place - (shift << 7)) as u64;
    (low << shift) + ((1u64 << shift) - 1) / 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(values: &[u64]) -> Histogram {
        let mut histogram = Histogram::default();
        values.iter().for_each(|&value| histogram.record(Span(value)));
        histogram
    }

    /// Values of every size, with small ones, zeros and repetitions as likely as large ones.
    fn values() -> impl Strategy<Value = Vec<u64>> {
        prop::collection::vec((any::<u64>(), 0u32..64).prop_map(|(bits, shift)| bits >> shift), 1..400)
    }

    proptest! {
        #[test]
        fn agrees_with_the_sorted_values(mut values in values(), thousandths in 0usize..=1000) {
            let histogram = of(&values);
            values.sort_unstable();
            prop_assert_eq!(histogram.count(), values.len() as u64);
            prop_assert_eq!(histogram.min(), Some(Span(values[0])));
            prop_assert_eq!(histogram.max(), Some(Span(values[values.len() - 1])));
            prop_assert_eq!(histogram.sum(), values.iter().map(|&v| v as u128).sum::<u128>());
            let rank = (thousandths * values.len()).div_ceil(1000).max(1);
            let (exact, got) = (values[rank - 1], histogram.percentile(thousandths as f64 / 1000.0).unwrap().0);
            prop_assert!(got.abs_diff(exact) as f64 <= 0.004 * exact as f64, "{} is not {}", got, exact);
            prop_assert!(exact >= 256 || got == exact, "small values are exact: {} is not {}", got, exact);
        }

        #[test]
        fn several_percentiles_at_once_are_each_of_them(values in values(), mut ps in prop::array::uniform4(0.0..=1.0)) {
            let histogram = of(&values);
            ps.sort_by(f64::total_cmp);
            prop_assert_eq!(histogram.percentiles(ps), ps.map(|p| histogram.percentile(p)));
        }

        #[test]
        fn merging_is_recording_both(left in values(), right in values()) {
            let mut merged = of(&left);
            merged.merge(&of(&right));
            prop_assert_eq!(&merged, &of(&[left.as_slice(), &right].concat()));
            let mut other_way = of(&right);
            other_way.merge(&of(&left));
            prop_assert_eq!(merged, other_way);
        }

        #[test]
        fn every_value_lies_in_its_place(value in 1u64.., shift in 0u32..64) {
            let value = (value >> shift).max(1);
            let middle = middle(place(value));
            prop_assert_eq!(place(middle), place(value));
            prop_assert!(middle.abs_diff(value) as f64 <= value as f64 / 256.0);
        }
    }

    #[test]
    fn without_data_there_are_no_answers() {
        let none = Histogram::default();
        assert_eq!((none.count(), none.sum(), none.is_empty()), (0, 0, true));
        assert_eq!((none.mean(), none.min(), none.max(), none.percentile(0.5)), (None, None, None, None));
    }

    #[test]
    fn zeros_are_counted_apart() {
        let histogram = of(&[0, 0, 0, 5_000_000]);
        assert_eq!(histogram.min(), Some(Span::ZERO));
        assert_eq!(histogram.percentile(0.75), Some(Span::ZERO));
        assert_eq!(histogram.percentile(0.76), Some(Span(5_000_000)));
        assert_eq!(histogram.mean(), Some(1.25));
        assert_eq!(of(&[0, 0]).counts.len(), 0, "and take no room");
        assert_eq!(of(&[0, 0]).max(), Some(Span::ZERO));
    }

    #[test]
    fn the_rank_is_that_of_the_decimal() {
        assert_eq!([rank(0.07, 100), rank(0.29, 100), rank(0.56, 100), rank(0.0, 5), rank(1.0, 5)], [7, 29, 56, 1, 5]);
        for n in 1..=1000u64 {
            for hundredths in 1..=100u64 {
                assert_eq!(rank(hundredths as f64 / 100.0, n), (hundredths * n).div_ceil(100), "{hundredths} % of {n}");
            }
        }
    }

    #[test]
    fn counters_go_round_without_loss() {
        let mut billions = of(&[1_000, 2_000, 3_000]);
        for _ in 0..33 {
            let copy = billions.clone();
            billions.merge(&copy);
        }
        assert_eq!(billions.count(), 3 << 33);
        let third = 1.0 / 3.0;
        assert!(billions.percentile(third).unwrap().0.abs_diff(1_000) <= 4);
        assert!(billions.percentile(third + 1e-9).unwrap().0.abs_diff(2_000) <= 8);
        assert!(billions.percentile(2.0 * third + 1e-9).unwrap().0.abs_diff(3_000) <= 12);
    }

    #[test]
    fn a_full_counter_goes_round_when_one_more_is_recorded() {
        let mut histogram = of(&[1_000, 9]);
        histogram.counts[place(1_000) - histogram.first] = u32::MAX;
        histogram.some += u32::MAX as u64 - 1;
        histogram.record(Span(1_000));
        assert_eq!(histogram.count(), (1 << 32) + 1);
        assert_eq!(histogram.percentile(1e-10), Some(Span(9)));
        assert!(histogram.percentile(0.5).unwrap().0.abs_diff(1_000) <= 4);
    }

    #[test]
    fn a_day_of_waits_takes_little_room() {
        let mut histogram = Histogram::default();
        for i in 1..=1_000_000u64 {
            histogram.record(Span(i * 3_600));
        }
        assert!(histogram.counts.len() <= 21 * OCTAVE, "{} buckets", histogram.counts.len());
    }
}
