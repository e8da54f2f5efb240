//! The distributions of a scenario file, in seconds.

use super::Draws;
use crate::units::Span;
use serde::{Deserialize, Serialize};

/// A distribution of durations, with parameters in seconds; `cv` is the coefficient of variation, standard deviation ÷
/// mean.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Dist {
    /// Always the same.
    Fixed {
        /// Its value.
        mean: f64,
    },
    /// Exponential.
    Exponential {
        /// Its mean.
        mean: f64,
    },
    /// The sum of `k` exponentials.
    Erlang {
        /// Its mean.
        mean: f64,
        /// The number of phases, at least 1; cv² is 1 ÷ `k`.
        k: u32,
    },
    /// Gamma.
    Gamma {
        /// Its mean.
        mean: f64,
        /// Its coefficient of variation.
        cv: f64,
    },
    /// Lognormal.
    Lognormal {
        /// Its mean.
        mean: f64,
        /// Its coefficient of variation.
        cv: f64,
    },
    /// Uniform.
    Uniform {
        /// The least value.
        min: f64,
        /// The greatest value.
        max: f64,
    },
}

impl Dist {
    /// The mean, in seconds.
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

    /// Variance ÷ mean², the only property of service times besides their mean that the mean wait in M/G/1 depends on.
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
    #[inline(always)]
    pub fn seconds(&self, draws: &mut Draws) -> f64 {
        match *self {
            Dist::Fixed { mean } => mean,
            Dist::Exponential { mean } => mean * draws.exponential(),
            Dist::Erlang { mean, k } => mean * erlang(k, draws),
            Dist::Gamma { mean, cv } => mean * gamma(cv, draws),
            Dist::Lognormal { mean, cv } => mean * lognormal(cv, draws),
            Dist::Uniform { min, max } => min + (max - min) * draws.unit(),
        }
    }

    /// One draw, rounded to the nearest microsecond, at least 1 µs.
    #[inline]
    pub fn span(&self, draws: &mut Draws) -> Span {
        Span::drawn(self.seconds(draws))
    }
}

/// With more phases, one gamma draw is cheaper than the sum, and has the same distribution.
const PHASES_SUMMED: u32 = 16;

/// The sum of `k` exponentials, with mean 1.
#[inline(never)]
fn erlang(k: u32, draws: &mut Draws) -> f64 {
    if k <= PHASES_SUMMED {
        (0..k).map(|_| draws.exponential()).sum::<f64>() / k as f64
    } else {
        gamma_of_shape(k as f64, draws) / k as f64
    }
}

/// Gamma with mean 1; constant for a `cv` of 0.
#[inline(never)]
fn gamma(cv: f64, draws: &mut Draws) -> f64 {
    let squared = cv * cv;
    let shape = 1.0 / squared;
    if !shape.is_finite() {
        return 1.0;
    }
    if shape >= 1.0 {
        return squared * gamma_of_shape(shape, draws);
    }
    // Gamma(a) is Gamma(a + 1) × U^(1/a), and −ln U is an exponential.
    squared * gamma_of_shape(shape + 1.0, draws) * libm::exp(-draws.exponential() * squared)
}

/// Gamma of a shape of at least 1, scale 1 (Marsaglia and Tsang: *A simple method for generating gamma variables*,
/// ACM Transactions on Mathematical Software 26(3), 2000).
fn gamma_of_shape(shape: f64, draws: &mut Draws) -> f64 {
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let x = draws.normal();
        let root = 1.0 + c * x;
        if root <= 0.0 {
            continue;
        }
        let v = root * root * root;
        let (u, square) = (1.0 - draws.unit(), x * x);
        if u < 1.0 - 0.0331 * square * square || libm::log(u) < 0.5 * square + d * (1.0 - v + libm::log(v)) {
            return d * v;
        }
    }
}

/// Lognormal with mean 1: e^(σz) ÷ √(1 + cv²), where σ² = ln(1 + cv²).
#[inline(never)]
fn lognormal(cv: f64, draws: &mut Draws) -> f64 {
    let square = 1.0 + cv * cv;
    libm::exp(libm::log(square).sqrt() * draws.normal()) / square.sqrt()
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test with a tolerance, in no history")]
mod tests {
    use super::*;
    use crate::chance::Source;

    const ALL: [Dist; 14] = [
        Dist::Fixed { mean: 240.0 },
        Dist::Exponential { mean: 240.0 },
        Dist::Erlang { mean: 240.0, k: 1 },
        Dist::Erlang { mean: 240.0, k: 2 },
        Dist::Erlang { mean: 240.0, k: 16 },
        Dist::Erlang { mean: 240.0, k: 17 },
        Dist::Erlang { mean: 240.0, k: 1_000_000 },
        Dist::Gamma { mean: 240.0, cv: 0.3 },
        Dist::Gamma { mean: 240.0, cv: 1.0 },
        Dist::Gamma { mean: 240.0, cv: 2.5 },
        Dist::Lognormal { mean: 240.0, cv: 0.5 },
        Dist::Lognormal { mean: 240.0, cv: 1.5 },
        Dist::Uniform { min: 60.0, max: 420.0 },
        Dist::Gamma { mean: 240.0, cv: 0.0 },
    ];

    fn sample(dist: Dist, n: u64) -> Vec<f64> {
        (0..n).map(|i| dist.seconds(&mut Draws::keyed(5, Source::Order, 3, i))).collect()
    }

    #[test]
    fn draws_are_the_same_bits_everywhere() {
        let first = ALL.map(|dist| [0, 1].map(|i| dist.seconds(&mut Draws::keyed(5, Source::Order, 3, i))));
        assert_eq!(
            first,
            [
                [240.0, 240.0],
                [193.63918072876925, 102.27159153223216],
                [193.63918072876925, 102.27159153223216],
                [104.55450620322448, 137.24838735828078],
                [238.1343746080258, 253.16103822127354],
                [323.46323399173417, 187.18527901010606],
                [240.32902954962174, 239.78419963979383],
                [344.1504789571335, 174.6861924934029],
                [606.9256941675577, 40.57065806012128],
                [2.4761053706812727e-8, 0.12367284564980857],
                [410.1579195127599, 140.37923025984148],
                [589.5647151984482, 50.158641537742675],
                [203.67870877748268, 254.64833392463007],
                [240.0, 240.0]
            ]
        );
        // Every path of every distribution: one draw that took another path, or one bit, changes the sum.
        let sums = ALL.map(|dist| sample(dist, 20_000).iter().fold(0u64, |sum, x| sum.wrapping_mul(31) ^ x.to_bits()));
        assert_eq!(
            sums,
            [
                11511200647558987776,
                6614229582325085178,
                6614229582325085178,
                487950985537144275,
                14297149411290694731,
                1025598743960169210,
                16338511154677204964,
                6291049287212109636,
                5719836959954811363,
                16412223800319548467,
                2325785092157151472,
                4213880999871734112,
                18123192387692854203,
                11511200647558987776
            ]
        );
    }

    #[test]
    fn mean_and_spread_are_what_was_asked_for() {
        for dist in ALL {
            let n = 1_000_000;
            let sample = sample(dist, n);
            let mean = sample.iter().sum::<f64>() / n as f64;
            let square = sample.iter().map(|x| (x / mean - 1.0).powi(2)).sum::<f64>() / n as f64;
            let fourth = sample.iter().map(|x| (x / mean - 1.0).powi(4)).sum::<f64>() / n as f64;
            // Within five standard errors, which for the spread hang on the sample's own fourth moment.
            let (of_mean, of_square) =
                ((square / n as f64).sqrt(), ((fourth - square * square).max(0.0) / n as f64).sqrt());
            assert!((mean / dist.mean() - 1.0).abs() <= 5.0 * of_mean + 1e-12, "{dist:?}: mean {mean}");
            assert!((square - dist.squared_cv()).abs() <= 5.0 * of_square + 1e-12, "{dist:?}: squared cv {square}");
        }
    }

    /// The largest gap between the sample's distribution and the exact one (Kolmogorov and Smirnov): above
    /// 2.2 ÷ √n once in 8,000 samples; the seed is fixed.
    fn assert_follows(dist: Dist, below: impl Fn(f64) -> f64) {
        let mut sample = sample(dist, 100_000);
        sample.sort_unstable_by(f64::total_cmp);
        let n = sample.len() as f64;
        let gap = sample
            .iter()
            .enumerate()
            .map(|(i, &x)| (below(x) - i as f64 / n).abs().max((below(x) - (i + 1) as f64 / n).abs()))
            .fold(0.0, f64::max);
        assert!(gap < 2.2 / n.sqrt(), "{dist:?}: {gap}");
    }

    #[test]
    fn whole_distributions_are_what_was_asked_for() {
        let phi = |z: f64| 0.5 * libm::erfc(-z / std::f64::consts::SQRT_2);
        // P(Erlang_k > t mean) = e^(−kt) Σ (kt)^i ÷ i!.
        let erlang_below = |k: u32| {
            move |x: f64| {
                let t = k as f64 * x / 240.0;
                1.0 - (0..k).fold((0.0, libm::exp(-t)), |(sum, term), i| (sum + term, term * t / (i + 1) as f64)).0
            }
        };
        assert_follows(Dist::Exponential { mean: 240.0 }, erlang_below(1));
        assert_follows(Dist::Erlang { mean: 240.0, k: 3 }, erlang_below(3));
        assert_follows(Dist::Erlang { mean: 240.0, k: 40 }, erlang_below(40));
        assert_follows(Dist::Gamma { mean: 240.0, cv: 0.5 }, erlang_below(4));
        assert_follows(Dist::Gamma { mean: 240.0, cv: 1.0 }, erlang_below(1));
        // Shape 1/2 is half a squared normal: P(X ≤ x) = erf √(x ÷ scale), scale = mean cv² = 480.
        assert_follows(Dist::Gamma { mean: 240.0, cv: 2f64.sqrt() }, |x| libm::erf((x / 480.0).sqrt()));
        for cv in [0.2f64, 1.5] {
            let variance = (1.0 + cv * cv).ln();
            assert_follows(Dist::Lognormal { mean: 240.0, cv }, |x| {
                phi(((x / 240.0).ln() + variance / 2.0) / variance.sqrt())
            });
        }
        assert_follows(Dist::Uniform { min: 60.0, max: 420.0 }, |x| (x - 60.0) / 360.0);
    }

    #[test]
    fn no_spread_is_fixed() {
        assert_eq!(sample(Dist::Gamma { mean: 240.0, cv: 0.0 }, 3), [240.0; 3]);
        assert_eq!(sample(Dist::Lognormal { mean: 240.0, cv: 0.0 }, 3), [240.0; 3]);
    }

    #[test]
    fn absurd_parameters_draw_numbers_all_the_same() {
        for cv in [1e-300, 1e-9, 1e3, 1e150] {
            for dist in [Dist::Gamma { mean: 1.0, cv }, Dist::Lognormal { mean: 1.0, cv }] {
                assert!(sample(dist, 1_000).iter().all(|x| *x >= 0.0 && x.is_finite()), "{dist:?}");
            }
        }
    }
}
