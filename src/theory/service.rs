//! What is known of one order's work: its mean and its spread. That is enough for the mean wait at one server.

use super::{Answer, length, rate};

/// A distribution of durations, by its first two moments.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Service {
    /// The mean, seconds.
    pub mean: f64,
    /// Variance ÷ mean²: 0 if fixed, 1 if exponential, 1/k for Erlang-k.
    pub squared_cv: f64,
}

impl Service {
    /// A fixed duration, seconds.
    pub fn fixed(seconds: f64) -> Service {
        Service { mean: seconds, squared_cv: 0.0 }
    }

    /// An exponential duration with that mean, seconds.
    pub fn exponential(mean: f64) -> Service {
        Service { mean, squared_cv: 1.0 }
    }

    /// The variance, seconds².
    pub fn variance(&self) -> f64 {
        self.squared_cv * self.mean * self.mean
    }

    /// The sum of this duration and an independent one.
    pub fn then(&self, next: &Service) -> Service {
        let (mean, variance) = (self.mean + next.mean, self.variance() + next.variance());
        Service { mean, squared_cv: if mean > 0.0 { variance / (mean * mean) } else { 0.0 } }
    }

    /// The duration times a factor: 2 for there and back.
    pub fn times(&self, factor: f64) -> Service {
        Service { mean: self.mean * factor, ..*self }
    }

    /// One of several kinds, by weight; `None` if the weights add up to 0.
    pub fn mix(kinds: &[(f64, Service)]) -> Option<Service> {
        let all: f64 = kinds.iter().map(|(weight, _)| weight).sum();
        let over = |value: &dyn Fn(&Service) -> f64| kinds.iter().map(|(w, s)| w * value(s)).sum::<f64>() / all;
        let mean = over(&|s| s.mean);
        let square = over(&|s| s.variance() + s.mean * s.mean);
        (all > 0.0 && mean > 0.0).then(|| Service { mean, squared_cv: (square / (mean * mean) - 1.0).max(0.0) })
    }

    pub(super) fn checked(&self) -> Answer<Service> {
        length(self.mean)?;
        rate(self.squared_cv)?;
        Ok(*self)
    }
}

impl From<&crate::chance::Dist> for Service {
    fn from(dist: &crate::chance::Dist) -> Service {
        Service { mean: dist.mean(), squared_cv: dist.squared_cv() }
    }
}

#[cfg(test)]
mod tests {
    use super::super::assert_close;
    use super::*;

    #[test]
    fn parts_add_up() {
        // Two exponentials of 3 are Erlang-2 of 6; the same one twice is still exponential.
        let part = Service::exponential(3.0);
        assert_eq!(part.then(&part), Service { mean: 6.0, squared_cv: 0.5 });
        assert_eq!(part.times(2.0), Service::exponential(6.0));
        assert_eq!(Service::fixed(0.0).then(&Service::fixed(0.0)), Service::fixed(0.0));
    }

    #[test]
    fn kinds_mix() {
        // Half 1 s, half 3 s, both fixed: mean 2, variance 1.
        let mixed = Service::mix(&[(2.0, Service::fixed(1.0)), (2.0, Service::fixed(3.0))]).unwrap();
        assert_eq!(mixed, Service { mean: 2.0, squared_cv: 0.25 });
        // One in four exponential of 8, the others exponential of 4: mean 5, square 2 (64/4 + 16·3/4) = 56.
        let mixed = Service::mix(&[(1.0, Service::exponential(8.0)), (3.0, Service::exponential(4.0))]).unwrap();
        assert_close(mixed.squared_cv, 56.0 / 25.0 - 1.0, 1e-12);
        assert_eq!(Service::mix(&[]), None);
        assert_eq!(Service::mix(&[(0.0, Service::fixed(1.0))]), None);
    }
}
