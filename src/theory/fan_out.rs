//! Fan-out: how often the slowest of many is slow (Dean and Barroso, *The tail at scale*, CACM 56(2), 2013).

/// The share of parties of `n` of whom at least one pizza is slow, if each is with probability `p`, independently of
/// the others: 1 − (1 − p)ⁿ.
pub fn any_slow(p: f64, n: u32) -> f64 {
    1.0 - (0..n).fold(1.0, |none, _| none * (1.0 - p))
}

/// The same if each slow one is ordered a second time elsewhere, where it is slow as often: both must be, p².
pub fn any_slow_twice(p: f64, n: u32) -> f64 {
    any_slow(p * p, n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_in_33_is_one_party_in_four() {
        let percent = |share: f64| (share * 1_000.0).round() / 10.0;
        let of = [1, 5, 10, 20].map(|n| percent(any_slow(0.03, n)));
        assert_eq!(of, [3.0, 14.1, 26.3, 45.6]);
        assert_eq!(percent(any_slow_twice(0.03, 10)), 0.9);
        assert_eq!([percent(any_slow(0.01, 100)), percent(any_slow_twice(0.01, 100))], [63.4, 1.0]);
    }
}
