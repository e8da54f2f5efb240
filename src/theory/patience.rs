//! Customers who abandon: Poisson arrivals, exponential work, exponential patience until work begins (M/M/c+M, *Erlang
//! A*). There is an answer at any load, because customers who cannot be served in time leave.
//!
//! Palm: *Research on telephone traffic carried by full availability groups*, Tele 1, 1957; Mandelbaum and Zeltyn:
//! *Service engineering in action: the Palm/Erlang-A queue*, 2007.

use super::{Answer, NoAnswer, Station, length};

/// A queue with impatient customers, in steady state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Impatient {
    /// The ratio of customers who abandon.
    pub abandoned: f64,
    /// The probability of having to wait.
    pub some: f64,
    /// Mean number in the queue.
    pub waiting: f64,
    /// Mean wait in seconds, those who abandon included.
    pub wait: f64,
    /// Mean wait in seconds of those who are served.
    pub wait_of_served: f64,
    /// Utilization of the servers.
    pub utilization: f64,
}

const MOST_TERMS: u64 = 100_000_000;

impl Station {
    /// The queue in steady state; `patience` is the customers' mean patience, seconds.
    ///
    /// The sum is over the number in the queue, each state relative to "all servers busy, nobody waits", and is
    /// rescaled as it grows, so that nothing overflows. For a customer who finds j waiting, the next to leave the queue
    /// is one of c served or j + 1 impatient: he is served with probability cμ ÷ (cμ + (j+1)θ), and then has waited Σ 1
    /// ÷ (cμ + iθ), i = 1 … j+1, on average.
    ///
    /// # Errors
    ///
    /// [`NoAnswer::Nonsense`] and [`NoAnswer::Nobody`] for numbers without meaning; [`NoAnswer::TooLarge`] if the sum
    /// does not converge soon enough.
    pub fn impatient(&self, patience: f64) -> Answer<Impatient> {
        let (station, patience) = (self.checked()?, length(patience)?);
        if station.rate == 0.0 {
            let nobody =
                Impatient { abandoned: 0.0, some: 0.0, waiting: 0.0, wait: 0.0, wait_of_served: 0.0, utilization: 0.0 };
            return Ok(nobody);
        }
        let (serving, leaving) = (station.hands as f64 / station.work, 1.0 / patience);
        // States with free servers, relative to the one with none: 1 ÷ B − 1 from Erlang's loss formula.
        let mut free = 1.0 / station.erlang_b()? - 1.0;
        let (mut state, mut all, mut waiting, mut served, mut served_wait, mut so_long) =
            (1.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        for line in 0..=MOST_TERMS {
            all += state;
            waiting += state * line as f64;
            let leaving_line = serving + (line + 1) as f64 * leaving;
            so_long += 1.0 / leaving_line;
            served += state * serving / leaving_line;
            served_wait += state * serving / leaving_line * so_long;
            let next = state * station.rate / leaving_line;
            if next < state && next * (line + 1) as f64 <= 1e-17 * waiting.max(1e-300) {
                let total = free + all;
                let served = (free + served) / total;
                return Ok(Impatient {
                    abandoned: waiting / total / patience / station.rate,
                    some: all / total,
                    waiting: waiting / total,
                    wait: waiting / total / station.rate,
                    wait_of_served: served_wait / total / served,
                    utilization: station.load() * served,
                });
            }
            state = next;
            if state > 1e200 {
                for sum in [&mut free, &mut state, &mut all, &mut waiting, &mut served, &mut served_wait] {
                    *sum *= 1e-200;
                }
            }
        }
        Err(NoAnswer::TooLarge)
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test with a tolerance, in no history")]
mod tests {
    use super::super::assert_close;
    use super::*;

    #[test]
    fn patience_as_long_as_the_work_makes_infinitely_many_hands() {
        // With θ = μ the number inside is Poisson(a) whatever the hands. One hand, a = 1: the line is N − 1 where
        // N > 0, so waiting = E N − P(N > 0) = 1 − (1 − e⁻¹) = e⁻¹.
        let one = Station { rate: 1.0 / 240.0, work: 240.0, hands: 1 }.impatient(240.0).unwrap();
        let e = (-1.0f64).exp();
        assert_close(one.waiting, e, 1e-12);
        assert_close(one.abandoned, e, 1e-12);
        assert_close(one.some, 1.0 - e, 1e-12);
        assert_close(one.utilization, 1.0 - e, 1e-12);
        // Served wait: Σ Poisson(n) μ ÷ ((n+1) μ) H(n) summed apart for n ≥ 1, over 1 − e⁻¹.
        let (mut sum, mut weight, mut harmonic) = (0.0, e, 0.0);
        for n in 1..60 {
            weight /= n as f64;
            harmonic += 1.0 / (n + 1) as f64;
            sum += weight / (n + 1) as f64 * harmonic;
        }
        assert_close(one.wait_of_served, 240.0 * sum / (1.0 - e), 1e-12);
    }

    #[test]
    fn the_books_balance_at_any_load() {
        for (load, hands, patience) in
            [(0.5, 1, 30.0), (0.9, 8, 600.0), (1.0, 3, 1e5), (3.0, 50, 900.0), (20.0, 2, 1e5)]
        {
            let station = Station { rate: load * hands as f64 / 240.0, work: 240.0, hands };
            let got = station.impatient(patience).unwrap();
            // What enters is served or gives up.
            assert_close(got.utilization / load + got.abandoned, 1.0, 1e-9);
            assert!(got.wait_of_served >= 0.0 && got.some <= 1.0 && got.utilization <= 1.0 + 1e-12, "{got:?}");
        }
    }

    #[test]
    fn endless_patience_is_erlang_c_and_none_is_erlang_b() {
        let station = Station { rate: 0.9 * 4.0 / 240.0, work: 240.0, hands: 4 };
        let (saints, plain) = (station.impatient(1e12).unwrap(), station.wait().unwrap());
        assert_close(saints.wait, plain.mean, 1e-6);
        assert_close(saints.wait_of_served, plain.mean, 1e-6);
        assert_close(station.impatient(1e-6).unwrap().abandoned, station.erlang_b().unwrap(), 1e-6);
    }

    #[test]
    fn senseless_patience_has_no_answer() {
        assert_eq!(Station { rate: 1.0, work: 1.0, hands: 1 }.impatient(0.0), Err(NoAnswer::Nonsense));
    }
}
