//! A tray under a lamp as a cache of one value with a *time to live*: it is fresh for so long after it was fetched, and
//! being asked for does not renew it. Calls are Poisson, fetching takes a fixed time, and nobody waits for a chef.
//!
//! With nothing to wait for, a share λT ÷ (1 + λT) of the calls finds it fresh (Jung, Berger, Balakrishnan: *Modeling
//! TTL-based Internet caches*, INFOCOM 2003). What a fetch that takes time adds follows from the same renewal argument:
//! from one call that finds the value old to the next, count the calls that find it so or not.

/// What one cycle of the cache sees, from one call that begins a fetch after all others have ended to the next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cycle {
    /// Calls that find the value fresh.
    pub hits: f64,
    /// Calls that find it old.
    pub misses: f64,
    /// Fetches.
    pub fetches: f64,
}

impl Cycle {
    /// The share of the calls that find the value fresh (*hit ratio*).
    pub fn hit_ratio(&self) -> f64 {
        self.hits / (self.hits + self.misses)
    }
}

/// One fetch at a time, for which all wait who come meanwhile (*single flight*). The value is fresh for `keeps`, then
/// the next call begins a fetch, and `fetch` later it is fresh again.
pub fn one_fetches(rate: f64, keeps: f64, fetch: f64) -> Cycle {
    Cycle { hits: rate * keeps, misses: 1.0 + rate * fetch, fetches: 1.0 }
}

/// Whoever finds the value old fetches it, too (*stampede*): 1 + λ × fetch at a time. The first to come back makes it
/// fresh, every later one keeps it so for `keeps` more; the last of them was begun λ⁻¹(1 − e^(−λ × fetch)) before the
/// first came back, in the mean.
pub fn all_fetch(rate: f64, keeps: f64, fetch: f64) -> Cycle {
    let overlap = rate * fetch - 1.0 + libm::exp(-rate * fetch);
    Cycle { hits: rate * keeps + overlap, misses: 1.0 + rate * fetch, fetches: 1.0 + rate * fetch }
}

/// Fetches that begin at one expiry where calls are evenly spaced and whoever finds the value old fetches it: the
/// first, and those who come before it is back.
pub fn fetches_at_expiry(rate: f64, fetch: f64) -> u64 {
    1 + (rate * fetch).floor() as u64
}

/// Fetches a call, in the long run; one where the value is never asked for twice.
pub fn cookings(rate: f64, keeps: f64, fetch: f64, all: bool) -> f64 {
    let cycle = if all { all_fetch(rate, keeps, fetch) } else { one_fetches(rate, keeps, fetch) };
    cycle.fetches / (cycle.hits + cycle.misses)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::assert_close;

    #[test]
    fn without_a_wait_it_is_the_published_ratio() {
        for (rate, keeps) in [(0.1, 60.0), (3.0, 20.0), (0.001, 5.0)] {
            let published = rate * keeps / (1.0 + rate * keeps);
            assert_close(one_fetches(rate, keeps, 0.0).hit_ratio(), published, 1e-12);
            assert_close(all_fetch(rate, keeps, 0.0).hit_ratio(), published, 1e-12);
        }
    }

    #[test]
    fn a_stampede_has_the_better_hit_ratio() {
        // Three calls a minute, fresh for 20 minutes, baked for 6.
        let (one, all) = (one_fetches(0.05, 1_200.0, 360.0), all_fetch(0.05, 1_200.0, 360.0));
        assert!(all.hit_ratio() > one.hit_ratio());
        assert_close(one.hit_ratio(), 60.0 / 79.0, 1e-12);
        assert_close(all.fetches, 19.0, 1e-12);
    }

    #[test]
    fn three_hundred_a_second_for_two_seconds_are_six_hundred_and_the_first() {
        assert_eq!(fetches_at_expiry(300.0, 2.0), 601);
        assert_eq!(fetches_at_expiry(0.0, 2.0), 1);
    }

    #[test]
    fn who_is_asked_for_once_in_a_while_is_fetched_each_time() {
        assert_close(cookings(1e-9, 60.0, 60.0, true), 1.0, 1e-6);
        assert_close(cookings(1e-9, 60.0, 60.0, false), 1.0, 1e-6);
    }
}
