//! Histogram of lengths of time (to be filled by its author).

use crate::units::Span;
use serde::{Deserialize, Serialize};

/// Log-linear histogram of spans, relative error at most 0.4 %: 128 buckets an octave, octaves kept only where
/// something fell. Count, sum, least and greatest are exact; zeros are counted apart.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    all: Vec<u64>,
}

impl Histogram {
    #[inline]
    pub fn record(&mut self, span: Span) {
        self.all.push(span.0);
    }

    pub fn merge(&mut self, other: &Histogram) {
        self.all.extend(&other.all);
    }

    pub fn count(&self) -> u64 {
        self.all.len() as u64
    }

    /// Exact; `None` without data.
    pub fn mean(&self) -> Option<f64> {
        (!self.all.is_empty()).then(|| self.all.iter().sum::<u64>() as f64 / 1e6 / self.all.len() as f64)
    }

    /// Exact; `None` without data.
    pub fn max(&self) -> Option<Span> {
        self.all.iter().max().map(|&m| Span(m))
    }

    /// Nearest rank: the ⌈p·n⌉-th smallest, within 0.5 %; clamped to the exact least and greatest. `p` in 0–1.
    pub fn percentile(&self, p: f64) -> Option<Span> {
        let mut sorted = self.all.clone();
        sorted.sort_unstable();
        let rank = ((p * sorted.len() as f64).ceil() as usize).max(1);
        sorted.get(rank - 1).map(|&m| Span(m))
    }
}
