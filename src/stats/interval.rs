//! Means over replications, with confidence intervals.
//!
//! Every replication contributes one value. These are independent, so that Student's interval holds (Law, *Simulation
//! Modeling and Analysis*, 5th ed. 2015, 9.4.1). Values *within* one run are not independent, and have no place here.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A mean over replications.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The mean of the values.
    pub mean: f64,
    /// Half the width of the 95 % confidence interval, `mean ± ci95`; `None` with fewer than two values.
    pub ci95: Option<f64>,
    /// The number of replications that had a value.
    pub n: u64,
}

impl Estimate {
    /// The estimate from those replications that had data; `None` if none had.
    pub fn over(values: impl IntoIterator<Item = Option<f64>>) -> Option<Estimate> {
        let mut replicates = Replicates::default();
        values.into_iter().for_each(|value| replicates.add(value));
        replicates.estimate()
    }

    /// Half the width of the interval at another `confidence` (0–1, exclusive); `None` with fewer than two values.
    pub fn half_width(&self, confidence: f64) -> Option<f64> {
        let freedom = self.n.checked_sub(1)?;
        self.ci95.map(|ci95| ci95 * student_t(confidence, freedom) / student_t(0.95, freedom))
    }
}

/// The values of replications, summarized as they come.
///
/// Their order affects the last bits only; add them in the same order to get the same bits.
#[derive(Clone, Copy, Debug, Default)]
pub struct Replicates {
    n: u64,
    /// The first value. Sums are of differences from it, so that they keep their digits where values differ little.
    origin: f64,
    /// The sum of differences from `origin`.
    sum: f64,
    /// The sum of the values, while all of them are integers and it is exact: the mean of 3 in 10 is then 0.3.
    whole: Option<f64>,
    /// Mean and sum of squared deviations by Welford's method (*Technometrics* 4, 1962).
    running: f64,
    squares: f64,
}

/// Integers up to here are added without rounding (2⁵³).
const EXACT: f64 = 9_007_199_254_740_992.0;

impl Replicates {
    /// Adds the value of one replication; `None` (no data) is left out.
    pub fn add(&mut self, value: Option<f64>) {
        let Some(value) = value else { return };
        if self.n == 0 {
            (self.origin, self.whole) = (value, Some(0.0));
        }
        self.n += 1;
        self.sum += value - self.origin;
        self.whole = self.whole.map(|sum| sum + value).filter(|sum| value.fract() == 0.0 && sum.abs() <= EXACT);
        let before = value - self.running;
        self.running += before / self.n as f64;
        self.squares += before * (value - self.running);
    }

    /// The estimate from all values added; `None` if there were none.
    pub fn estimate(&self) -> Option<Estimate> {
        self.estimate_with(&mut Quantiles::default())
    }

    /// The same, with quantiles that others have asked for before.
    pub fn estimate_with(&self, quantiles: &mut Quantiles) -> Option<Estimate> {
        if self.n == 0 {
            return None;
        }
        let n = self.n as f64;
        let mean = self.whole.map_or(self.origin + self.sum / n, |sum| sum / n);
        let ci95 = (self.n > 1).then(|| quantiles.of(self.n - 1) * (self.squares / (n - 1.0) / n).sqrt());
        Some(Estimate { mean, ci95, n: self.n })
    }
}

/// Student's t at 95 % by degrees of freedom, as far as it was asked for: finding one takes longer than all the rest of
/// an estimate, and most columns of a report have the same number of runs.
#[derive(Clone, Debug, Default)]
pub struct Quantiles(BTreeMap<u64, f64>);

impl Quantiles {
    fn of(&mut self, freedom: u64) -> f64 {
        *self.0.entry(freedom).or_insert_with(|| student_t(0.95, freedom))
    }
}

/// Student's t, two-sided: |T| stays within it with probability `confidence` (0–1, exclusive); `freedom` at least 1.
///
/// By bisection of P(|T| > t) = I(ν ÷ (ν + t²); ν/2, 1/2) (Abramowitz and Stegun, 26.7.1 and 26.5.27).
pub fn student_t(confidence: f64, freedom: u64) -> f64 {
    let nu = freedom.max(1) as f64;
    let outside = |t: f64| incomplete_beta(nu / (nu + t * t), nu / 2.0, 0.5);
    let (mut low, mut high) = (0.0, 1.0);
    while outside(high) > 1.0 - confidence && high < 1e12 {
        high *= 2.0;
    }
    for _ in 0..100 {
        let middle = (low + high) / 2.0;
        if outside(middle) > 1.0 - confidence {
            low = middle;
        } else {
            high = middle;
        }
    }
    (low + high) / 2.0
}

/// The regularised incomplete beta function, by its continued fraction (DLMF 8.17.22, evaluated after Lentz).
fn incomplete_beta(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return x.clamp(0.0, 1.0);
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        // The continued fraction converges fast on the other side only.
        return 1.0 - incomplete_beta(1.0 - x, b, a);
    }
    let beta = libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b);
    let front = libm::exp(a * libm::log(x) + b * libm::log1p(-x) - beta) / a;
    let away_from_zero = |y: f64| if y.abs() < 1e-300 { 1e-300 } else { y };
    let (mut c, mut d) = (1.0, 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0)));
    let mut fraction = d;
    for m in 1..10_000 {
        let m = m as f64;
        for term in [
            m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0)),
        ] {
            d = 1.0 / away_from_zero(1.0 + term * d);
            c = away_from_zero(1.0 + term / c);
            fraction *= c * d;
        }
        if (c * d - 1.0).abs() < 1e-15 {
            break;
        }
    }
    front * fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_the_printed_tables() {
        for (confidence, freedom, printed) in [
            (0.95, 1, 12.7062),
            (0.95, 2, 4.30265),
            (0.95, 9, 2.26216),
            (0.95, 29, 2.04523),
            (0.95, 120, 1.97993),
            (0.95, 1_000_000, 1.95997),
            (0.999, 1, 636.619),
            (0.999, 10, 4.58689),
            (0.999, 30, 3.64596),
            (0.99, 5, 4.03214),
        ] {
            let t = student_t(confidence, freedom);
            assert!((t / printed - 1.0).abs() < 4e-6, "{confidence} {freedom}: {t}, printed {printed}");
        }
    }

    #[test]
    fn a_mean_of_four_by_hand() {
        // 2, 4, 4, 6: mean 4, variance 8/3, standard error sqrt(8/3/4) = 0.81650, t(3) = 3.18245.
        let estimate = Estimate::over([Some(2.0), Some(4.0), None, Some(4.0), Some(6.0)]).unwrap();
        assert_eq!((estimate.mean, estimate.n), (4.0, 4));
        assert!((estimate.ci95.unwrap() - 2.59846).abs() < 1e-5);
        // t(3) at 99.9 % = 12.9240.
        assert!((estimate.half_width(0.999).unwrap() - 10.55240).abs() < 1e-4);
    }

    #[test]
    fn too_few_values_have_no_interval() {
        assert_eq!(Estimate::over([None, None]), None);
        let one = Estimate::over([None, Some(7.0)]).unwrap();
        assert_eq!(one, Estimate { mean: 7.0, ci95: None, n: 1 });
        assert_eq!(one.half_width(0.99), None);
        assert_eq!(Estimate::over([Some(7.0); 3]), Some(Estimate { mean: 7.0, ci95: Some(0.0), n: 3 }));
    }

    #[test]
    fn a_large_common_part_hides_no_difference() {
        let far = Estimate::over([1e15, 1e15 + 2.0, 1e15 + 4.0].map(Some)).unwrap();
        let near = Estimate::over([0.0, 2.0, 4.0].map(Some)).unwrap();
        assert_eq!(far.mean, 1e15 + 2.0);
        assert!((far.ci95.unwrap() - near.ci95.unwrap()).abs() < 1e-9);
    }
}
