//! A chart's data, in bounded memory however long the shop runs.
//!
//! When a series is full, each two neighbouring points are merged, and from then on each new point takes twice as many
//! samples: the whole run stays visible, at one resolution. A point keeps the minimum and maximum of its samples, so
//! that a short peak is still visible a week later.

use crate::units::Time;
use serde::{Deserialize, Serialize};

/// Samples of a quantity over time; a sample may be "no data".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// In order of time; at most `limit`.
    points: Vec<Point>,
    limit: usize,
    /// The number of samples in a full point.
    stride: u64,
    /// The number of samples in the last point.
    taken: u64,
}

/// One or more consecutive samples.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// The time of its last sample.
    pub at: Time,
    /// `None` if none of its samples had data.
    pub values: Option<Values>,
}

/// A summary of a point's samples; those without data are left out.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Values {
    /// The least.
    pub min: f64,
    /// The greatest.
    pub max: f64,
    /// The latest.
    pub last: f64,
}

/// The usual number of points: enough for a chart across a wide terminal, in braille.
pub const POINTS: usize = 2_048;

impl Default for Series {
    fn default() -> Series {
        Series::with_limit(POINTS)
    }
}

impl Series {
    /// A series of at most `limit` points (rounded down to an even number, at least 2).
    pub fn with_limit(limit: usize) -> Series {
        Series { points: Vec::new(), limit: (limit / 2 * 2).max(2), stride: 1, taken: 0 }
    }

    /// Adds a sample, whose time is not before that of the last one.
    pub fn push(&mut self, at: Time, value: Option<f64>) {
        let values = value.map(|v| Values { min: v, max: v, last: v });
        let sample = Point { at, values };
        if let Some(last) = self.points.last_mut()
            && self.taken < self.stride
        {
            *last = last.then(sample);
            self.taken += 1;
            return;
        }
        if self.points.len() == self.limit {
            self.points = self.points.chunks(2).map(|pair| pair[0].then(pair[pair.len() - 1])).collect();
            self.stride *= 2;
        }
        self.points.push(sample);
        self.taken = 1;
    }

    /// Removes every point that has a sample after `after`.
    pub fn cut(&mut self, after: Time) {
        while self.points.last().is_some_and(|point| point.at > after) {
            self.points.pop();
            self.taken = self.stride;
        }
    }

    /// All points, in order of time; the last one may still take samples.
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// The number of samples in a full point now.
    pub fn stride(&self) -> u64 {
        self.stride
    }

    /// Whether there are no points.
    pub fn is_empty(&self) -> bool {
        self.points.is_empty()
    }
}

impl Point {
    /// This point merged with a later one.
    fn then(self, later: Point) -> Point {
        let values = match (self.values, later.values) {
            (Some(a), Some(b)) => Some(Values { min: a.min.min(b.min), max: a.max.max(b.max), last: b.last }),
            (one, other) => other.or(one),
        };
        Point { at: later.at, values }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(limit: usize, samples: &[Option<f64>]) -> Series {
        let mut series = Series::with_limit(limit);
        for (i, &value) in samples.iter().enumerate() {
            series.push(Time(i as u64 * 10), value);
        }
        series
    }

    #[test]
    fn a_short_line_keeps_every_sample() {
        let series = line(4, &[Some(1.0), None, Some(3.0)]);
        assert_eq!(series.points().len(), 3);
        assert_eq!(series.points()[1], Point { at: Time(10), values: None });
        assert_eq!(series.stride(), 1);
    }

    #[test]
    fn a_line_that_was_cut_goes_on_where_it_was() {
        let mut series = line(8, &[Some(1.0), Some(2.0), Some(3.0), Some(4.0)]);
        series.cut(Time(10));
        assert_eq!(series, line(8, &[Some(1.0), Some(2.0)]));
        series.push(Time(20), Some(9.0));
        assert_eq!(series, line(8, &[Some(1.0), Some(2.0), Some(9.0)]));
        series.cut(Time(5_000));
        assert_eq!(series.points().len(), 3);
    }

    #[test]
    fn a_full_line_is_halved_and_its_peaks_survive() {
        let series = line(4, &[Some(1.0), Some(9.0), None, Some(2.0), Some(0.0), None, Some(5.0)]);
        // 1 9 | – 2 | 0 – | 5 …
        let values = |min, max, last| Some(Values { min, max, last });
        assert_eq!(
            series.points(),
            [
                Point { at: Time(10), values: values(1.0, 9.0, 9.0) },
                Point { at: Time(30), values: values(2.0, 2.0, 2.0) },
                Point { at: Time(50), values: values(0.0, 0.0, 0.0) },
                Point { at: Time(60), values: values(5.0, 5.0, 5.0) },
            ]
        );
        assert_eq!(series.stride(), 2);
    }

    proptest! {
        #[test]
        fn every_point_is_its_own_stretch_of_samples(
            limit in 1usize..40,
            samples in prop::collection::vec(prop::option::of(-1e6..1e6), 1..600),
        ) {
            let series = line(limit, &samples);
            let stride = series.stride() as usize;
            prop_assert!(series.points().len() <= limit.max(2));
            prop_assert_eq!(series.points().len(), samples.len().div_ceil(stride));
            for (point, chunk) in series.points().iter().zip(samples.chunks(stride)) {
                let some: Vec<f64> = chunk.iter().flatten().copied().collect();
                let expected = some.last().map(|&last| Values {
                    min: some.iter().copied().fold(f64::INFINITY, f64::min),
                    max: some.iter().copied().fold(f64::NEG_INFINITY, f64::max),
                    last,
                });
                prop_assert_eq!(point.values, expected);
            }
        }
    }
}
