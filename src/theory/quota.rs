//! How many calls a quota lets through (*token bucket*, GCRA) if they come by chance.
//!
//! What is missing in the bucket is work: every call that passes adds one interval of it, time takes it away, and a
//! call is turned back if all of it is missing. That is a line with fixed work and room for `burst` in all (M/D/1/K;
//! Gross and others: *Fundamentals of Queueing Theory*, 4th ed. 2008, 5.1.7).

use super::{Answer, NoAnswer, length, rate as checked_rate};

/// The largest bucket for which the chain is solved.
const MOST: u32 = 10_000;

/// The share of calls that pass, of `rate` calls a second, where a token comes every `interval` seconds and `burst` are
/// held at most.
///
/// The states are the tokens missing just after one has come back. With aₙ the chance of n calls in an interval, the
/// stationary weights follow from each other: π₀ = (π₀ + π₁)a₀, and so on. Of those who call, the share that passes is
/// 1 ÷ (π₀ + ρ), π₀ the weight of a full bucket and ρ the calls in an interval.
///
/// # Errors
///
/// [`NoAnswer::Nonsense`] for numbers without meaning; [`NoAnswer::TooLarge`] for a bucket of more than 10,000.
pub fn passing(rate: f64, interval: f64, burst: u32) -> Answer<f64> {
    let calls = checked_rate(rate)? * length(interval)?;
    if burst == 0 {
        return Err(NoAnswer::Nonsense);
    }
    if burst > MOST {
        return Err(NoAnswer::TooLarge);
    }
    // Chances of n calls in one interval.
    let mut chances = vec![libm::exp(-calls)];
    for n in 1..burst as usize {
        chances.push(chances[n - 1] * calls / n as f64);
    }
    if chances[0] <= 0.0 {
        // More calls than fit into a float: every token is taken at once.
        return Ok(1.0 / calls);
    }
    let mut weights = vec![1.0f64];
    for n in 0..burst as usize - 1 {
        let others: f64 = (1..=n).map(|i| weights[i] * chances[n - i + 1]).sum();
        let next = (weights[n] - weights[0] * chances[n] - others) / chances[0];
        weights.push(next.max(0.0));
        if next > 1e200 {
            weights.iter_mut().for_each(|weight| *weight *= 1e-200);
        }
    }
    let full = weights[0] / weights.iter().sum::<f64>();
    Ok(1.0 / (full + calls))
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test with a tolerance, in no history")]
mod tests {
    use super::super::assert_close;
    use super::*;

    #[test]
    fn a_bucket_of_one_is_a_counter_that_is_dead_for_an_interval() {
        // After each call that passes nothing does for an interval: λ ÷ (1 + λT).
        for calls in [0.1, 1.0, 4.0] {
            assert_close(passing(calls / 180.0, 180.0, 1).unwrap(), 1.0 / (1.0 + calls), 1e-12);
        }
    }

    #[test]
    fn a_bucket_of_two_by_hand() {
        // M/D/1/2: π₀ = a₀, so e^−ρ + ρ tokens an interval are wanted.
        let calls = 1.2f64;
        assert_close(passing(calls, 1.0, 2).unwrap(), 1.0 / ((-calls).exp() + calls), 1e-12);
    }

    #[test]
    fn a_deep_bucket_lets_all_pass_or_the_rate() {
        assert_close(passing(0.5, 1.0, 60).unwrap(), 1.0, 1e-12);
        assert_close(passing(2.0, 1.0, 60).unwrap(), 0.5, 1e-9);
        assert!(passing(1.0, 1.0, 5).unwrap() < passing(1.0, 1.0, 10).unwrap());
        assert_eq!(passing(1.0, 1.0, 0), Err(NoAnswer::Nonsense));
        assert_eq!(passing(1.0, 0.0, 5), Err(NoAnswer::Nonsense));
    }
}
