//! Series of samples as the columns of a spark line or chart.

use crate::stats::Series;
use crate::units::Time;

/// The greatest value in each of `n` equal intervals of `from .. to`. An interval without a sample repeats the last
/// value; `None` before the first sample, and in intervals that begin after the last one.
pub fn columns(series: &Series, from: Time, to: Time, n: usize) -> Vec<Option<f64>> {
    let points = series.points();
    let length = to.since(from).0 as u128;
    let edge = |i: usize| Time(from.0 + (length * i as u128 / n.max(1) as u128) as u64);
    let mut next = points.partition_point(|p| p.at < from);
    let mut last = next.checked_sub(1).and_then(|i| points[i].values).map(|v| v.last);
    let newest = points.last().map_or(Time::ZERO, |p| p.at);
    (0..n)
        .map(|i| {
            let (begin, end) = (edge(i), edge(i + 1));
            let mut most: Option<f64> = None;
            let mut seen = false;
            while next < points.len() && (points[next].at < end || i + 1 == n) {
                seen = true;
                if let Some(values) = points[next].values {
                    most = Some(most.map_or(values.max, |m: f64| m.max(values.max)));
                    last = Some(values.last);
                } else {
                    last = None;
                }
                next += 1;
            }
            if seen { most } else { last.filter(|_| begin <= newest) }
        })
        .collect()
}

/// The last value at or before a moment; `None`: there is none.
pub fn at(series: &Series, moment: Time) -> Option<f64> {
    let points = series.points();
    let next = points.partition_point(|p| p.at <= moment);
    next.checked_sub(1).and_then(|i| points[i].values).map(|v| v.last)
}

pub fn greatest(values: &[Option<f64>]) -> f64 {
    values.iter().flatten().copied().filter(|v| v.is_finite()).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn peaks_are_kept_and_gaps_filled() {
        let mut series = Series::default();
        for (second, value) in [(0, 1.0), (1, 5.0), (2, 2.0), (6, 3.0)] {
            series.push(Time(second * 1_000_000), Some(value));
        }
        let columns = columns(&series, Time::ZERO, Time(10_000_000), 5);
        assert_eq!(columns, [Some(5.0), Some(2.0), Some(2.0), Some(3.0), None]);
        assert_eq!(at(&series, Time(5_000_000)), Some(2.0));
        assert_eq!(at(&series, Time(6_000_000)), Some(3.0));
    }
}
