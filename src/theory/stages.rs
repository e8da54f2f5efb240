//! Kitchen, then riders: stages in sequence, with an unlimited shelf between them.

use super::{Answer, Station};

/// Mean latency through stages of exponential work, seconds. Departures of M/M/c are Poisson and independent of what is
/// still inside, so each stage can be computed as if it stood alone (Burke: *The output of a queuing system*,
/// Operations Research 4, 1956).
pub fn tandem(stages: &[Station]) -> Answer<f64> {
    stages.iter().map(|stage| Ok(stage.wait()?.mean + stage.work)).sum()
}

#[cfg(test)]
mod tests {
    use super::super::{NoAnswer, assert_close};
    use super::*;

    #[test]
    fn two_stages_add_up() {
        let chef = Station { rate: 0.8 / 240.0, work: 240.0, hands: 1 };
        let riders = Station { rate: 0.8 / 240.0, work: 300.0, hands: 2 };
        // 240 ÷ 0.2 = 1,200; two riders offered 1: 300 ÷ (1 − 1/4) = 400.
        assert_close(tandem(&[chef, riders]).unwrap(), 1_600.0, 1e-12);
        assert_eq!(tandem(&[chef, Station { hands: 1, ..riders }]), Err(NoAnswer::Overload));
    }
}
