//! The distributions of a scenario file, in seconds.

use super::Draws;
use crate::units::Span;
use serde::{Deserialize, Serialize};

/// A distribution of lengths of time; parameters in seconds. `cv`: standard deviation ÷ mean.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Dist {
    Fixed {
        mean: f64,
    },
    Exponential {
        mean: f64,
    },
    /// The sum of `k` exponentials.
    Erlang {
        mean: f64,
        k: u32,
    },
    Gamma {
        mean: f64,
        cv: f64,
    },
    Lognormal {
        mean: f64,
        cv: f64,
    },
    Uniform {
        min: f64,
        max: f64,
    },
}

impl Dist {
    pub fn mean(&self) -> f64 {
        match *self {
            Dist::Fixed { mean }
            | Dist::Exponential { mean }
            | Dist::Erlang { mean, .. }
            | Dist::Gamma { mean, .. }
            | Dist::Lognormal { mean, .. } => mean,
            Dist::Uniform { min, max } => (min + max) / 2.0,
        }
    }

    /// Variance ÷ mean², the only thing about service that the mean wait of M/G/1 depends on beside the load.
    pub fn squared_cv(&self) -> f64 {
        match *self {
            Dist::Fixed { .. } => 0.0,
            Dist::Exponential { .. } => 1.0,
            Dist::Erlang { k, .. } => 1.0 / k as f64,
            Dist::Gamma { cv, .. } | Dist::Lognormal { cv, .. } => cv * cv,
            Dist::Uniform { min, max } => (max - min) * (max - min) / 12.0 / (self.mean() * self.mean()),
        }
    }

    /// One draw, in seconds.
    #[inline]
    pub fn seconds(&self, draws: &mut Draws) -> f64 {
        match *self {
            Dist::Fixed { mean } => mean,
            Dist::Exponential { mean } => mean * draws.exponential(),
            Dist::Erlang { mean, k } => (0..k).map(|_| draws.exponential()).sum::<f64>() * mean / k as f64,
            Dist::Gamma { .. } => todo_gamma(),
            Dist::Lognormal { mean, cv } => {
                let variance = libm::log(1.0 + cv * cv);
                mean * libm::exp(libm::sqrt(variance) * draws.normal() - variance / 2.0)
            }
            Dist::Uniform { min, max } => min + (max - min) * draws.unit(),
        }
    }

    /// One draw, rounded to the nearest microsecond, at least one.
    #[inline]
    pub fn span(&self, draws: &mut Draws) -> Span {
        Span::drawn(self.seconds(draws))
    }
}

fn todo_gamma() -> f64 {
    unreachable!("filled by its author")
}
