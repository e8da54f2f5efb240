//! One shared queue before equal servers: Poisson arrivals, exponential work (M/M/c, and M/M/c/K with a limited queue),
//! and an approximation for any other spread.

use super::{Answer, NoAnswer, Service, length, rate};

/// A station: a stream of orders and the servers who work on them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Station {
    /// Orders a second.
    pub rate: f64,
    /// Mean work of an order, seconds.
    pub work: f64,
    /// The number of servers.
    pub hands: u32,
}

/// A wait that is zero for some orders and exponential for the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wait {
    /// The probability of having to wait.
    pub some: f64,
    /// The mean over all orders, seconds.
    pub mean: f64,
}

/// A limited queue in steady state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limited {
    /// The ratio of orders turned away.
    pub lost: f64,
    /// Mean number in the queue.
    pub waiting: f64,
    /// Mean wait of orders let in, seconds.
    pub wait: f64,
    /// Utilization of the servers.
    pub utilization: f64,
}

impl Wait {
    /// The probability of waiting longer than so many seconds.
    pub fn tail(&self, seconds: f64) -> f64 {
        if self.mean > 0.0 { self.some * libm::exp(-seconds * self.some / self.mean) } else { 0.0 }
    }

    /// The `p`-percentile of the wait (0 ≤ p < 1), seconds.
    pub fn percentile(&self, p: f64) -> f64 {
        if self.some <= 1.0 - p { 0.0 } else { self.mean / self.some * libm::log(self.some / (1.0 - p)) }
    }
}

impl Station {
    /// Offered load in erlangs: the number of servers that the orders would keep busy.
    pub fn offered(&self) -> f64 {
        self.rate * self.work
    }

    /// Offered load per server; at 1 or more there is no steady state.
    pub fn load(&self) -> f64 {
        self.offered() / self.hands as f64
    }

    /// Checks that the numbers make sense, at any load.
    pub(super) fn checked(&self) -> Answer<Station> {
        rate(self.rate)?;
        length(self.work)?;
        if self.hands == 0 { Err(NoAnswer::Nobody) } else { Ok(*self) }
    }

    /// Checks also that there is a steady state.
    pub(super) fn settled(&self) -> Answer<Station> {
        if self.checked()?.load() < 1.0 { Ok(*self) } else { Err(NoAnswer::Overload) }
    }

    /// The ratio of orders lost if nobody may wait, for work of any distribution (Erlang's loss formula, 1917; Gross,
    /// Shortle, Thompson and Harris: *Fundamentals of Queueing Theory*, 4th ed. 2008, 2.6, by its recursion).
    pub fn erlang_b(&self) -> Answer<f64> {
        let offered = self.checked()?.offered();
        Ok((1..=self.hands).fold(1.0, |lost, hands| offered * lost / (hands as f64 + offered * lost)))
    }

    /// The probability of having to wait if everybody may (Erlang's delay formula, 1917; Gross and others, 2.4).
    pub fn erlang_c(&self) -> Answer<f64> {
        let load = self.settled()?.load();
        let lost = self.erlang_b()?;
        Ok(lost / (1.0 - load * (1.0 - lost)))
    }

    /// The wait in M/M/c, first come, first served (Gross and others, 2.4). The mean holds for any discipline that does
    /// not look at the work.
    pub fn wait(&self) -> Answer<Wait> {
        let some = self.erlang_c()?;
        Ok(Wait { some, mean: some * self.work / (self.hands as f64 - self.offered()) })
    }

    /// The probability in M/M/c that wait and work together exceed so many seconds (Gross and others, 2.4).
    pub fn latency_tail(&self, seconds: f64) -> Answer<f64> {
        let some = self.erlang_c()?;
        let units = seconds / self.work;
        let spare = self.hands as f64 - self.offered() - 1.0;
        // (1 − e^(−spare·t)) ÷ spare, whose limit at spare 0 is t.
        let waited = if spare.abs() < 1e-12 { units } else { -libm::expm1(-spare * units) / spare };
        Ok(libm::exp(-units) * (1.0 + some * waited))
    }

    /// The `p`-percentile of the latency (wait and work; 0 ≤ p < 1), seconds, by bisection.
    pub fn latency_percentile(&self, p: f64) -> Answer<f64> {
        let (mut low, mut high) = (0.0, self.work);
        while self.latency_tail(high)? > 1.0 - p && high < 1e12 * self.work {
            high *= 2.0;
        }
        for _ in 0..100 {
            let middle = (low + high) / 2.0;
            if self.latency_tail(middle)? > 1.0 - p {
                low = middle;
            } else {
                high = middle;
            }
        }
        Ok((low + high) / 2.0)
    }

    /// M/M/c/K: at most `places` may wait, further orders are lost (Gross and others, 2.5). By recursion over the
    /// places, so that any load and any length can be computed.
    pub fn limited(&self, places: u32) -> Answer<Limited> {
        let (load, mut lost, mut waiting) = (self.checked()?.load(), self.erlang_b()?, 0.0);
        for place in 1..=places {
            // One more place is one more state, `load × lost` as likely as all others together.
            let more = load * lost;
            waiting = (waiting + place as f64 * more) / (1.0 + more);
            lost = more / (1.0 + more);
        }
        let entering = self.rate * (1.0 - lost);
        let wait = if entering > 0.0 { waiting / entering } else { 0.0 };
        Ok(Limited { lost, waiting, wait, utilization: load * (1.0 - lost) })
    }

    /// The wait in G/G/c by the approximation of Allen and Cunneen (Allen: *Probability, Statistics and Queueing
    /// Theory*, 2nd ed. 1990, 5.3.5). `gaps` is the squared cv of the times between orders (1 for Poisson),
    /// `squared_cv` that of the work. Exact for M/M/c and for the mean of M/G/1; within some per cent in a busy shop.
    /// Percentiles are rougher than the mean.
    pub fn approximate_wait(&self, gaps: f64, squared_cv: f64) -> Answer<Wait> {
        rate(gaps)?;
        rate(squared_cv)?;
        let Wait { some, mean } = self.wait()?;
        Ok(Wait { some, mean: mean * (gaps + squared_cv) / 2.0 })
    }

    /// A station whose work has the mean of `service`.
    pub fn of(rate: f64, service: &Service, hands: u32) -> Station {
        Station { rate, work: service.mean, hands }
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test with a tolerance, in no history")]
mod tests {
    use super::super::assert_close;
    use super::*;

    fn station(load: f64, hands: u32) -> Station {
        Station { rate: load * hands as f64 / 240.0, work: 240.0, hands }
    }

    #[test]
    fn one_hand_at_ninety_per_cent_waits_nine_times_the_work() {
        let wait = station(0.9, 1).wait().unwrap();
        assert_close(wait.some, 0.9, 1e-12);
        assert_close(wait.mean, 9.0 * 240.0, 1e-12);
        // ln(0.9 ÷ 0.05) ÷ (1 − 0.9) works.
        assert_close(wait.percentile(0.95), 28.903717578961645 * 240.0, 1e-12);
        assert_close(wait.tail(wait.percentile(0.95)), 0.05, 1e-12);
        assert_eq!(wait.percentile(0.1), 0.0);
    }

    #[test]
    fn erlangs_tables() {
        // Printed tables of the loss formula: 10 lines offered 5 and 10 erlangs; 100 lines offered 84.1.
        let lost = |offered: f64, hands| Station { rate: offered, work: 1.0, hands }.erlang_b().unwrap();
        assert_close(lost(5.0, 10), 0.018385, 3e-5);
        assert_close(lost(10.0, 10), 0.214582, 3e-6);
        assert_close(lost(84.064, 100), 0.01, 2e-4);
        // C(c, a) by its definition, summed apart: c = 2, a = 1: 1/3. c = 3, a = 2: 4/9.
        assert_close(station(0.5, 2).erlang_c().unwrap(), 1.0 / 3.0, 1e-12);
        assert_close(station(2.0 / 3.0, 3).erlang_c().unwrap(), 4.0 / 9.0, 1e-12);
        // c = 10, a = 9: 0.66873 by direct summation in exact fractions.
        assert_close(station(0.9, 10).erlang_c().unwrap(), 0.668_731_8, 1e-6);
    }

    #[test]
    fn latency_of_one_hand_is_exponential() {
        let one = station(0.8, 1);
        assert_close(one.latency_tail(1_000.0).unwrap(), (-1_000.0f64 / 1_200.0).exp(), 1e-12);
        assert_close(one.latency_percentile(0.95).unwrap(), 1_200.0 * 20f64.ln(), 1e-9);
        // Where hands − offered − 1 is nothing the formula has a hole to be filled: two hands, one erlang.
        let hole = station(0.5, 2).latency_tail(240.0).unwrap();
        let beside = station(0.5 + 1e-7, 2).latency_tail(240.0).unwrap();
        assert_close(hole, beside, 1e-6);
        assert_close(hole, (-1.0f64).exp() * 4.0 / 3.0, 1e-12);
    }

    #[test]
    fn a_line_with_an_end_by_hand() {
        // One hand at load 1 with two places: four states, equally likely; one waits in one, two in another.
        let limited = station(1.0, 1).limited(2).unwrap();
        assert_close(limited.lost, 0.25, 1e-12);
        assert_close(limited.waiting, 0.75, 1e-12);
        assert_close(limited.wait, 240.0, 1e-12);
        assert_close(limited.utilization, 0.75, 1e-12);
        // Two hands, offered 2, one place: weights 1 2 2 2, lost 2/7.
        assert_close(station(1.0, 2).limited(1).unwrap().lost, 2.0 / 7.0, 1e-12);
        assert_close(station(0.7, 3).limited(0).unwrap().lost, station(0.7, 3).erlang_b().unwrap(), 1e-15);
    }

    #[test]
    fn a_line_without_end_is_the_limit_of_lines_with_one() {
        let (endless, long) = (station(0.9, 4).wait().unwrap(), station(0.9, 4).limited(1_000).unwrap());
        assert_close(long.wait, endless.mean, 1e-9);
        // Far beyond what the hands can do: what cannot be done is lost, and the line is as good as full.
        let flooded = station(5.0, 4).limited(100_000).unwrap();
        assert_close(flooded.lost, 0.8, 1e-9);
        assert_close(flooded.waiting, 100_000.0, 1e-4);
    }

    #[test]
    fn the_rule_of_thumb_is_exact_where_it_can_be() {
        let one = station(0.8, 1);
        assert_eq!(one.approximate_wait(1.0, 1.0), one.wait());
        let exact = super::super::single::wait(one.rate, &Service { mean: 240.0, squared_cv: 0.25 }).unwrap();
        assert_close(one.approximate_wait(1.0, 0.25).unwrap().mean, exact, 1e-12);
    }

    #[test]
    fn where_there_is_no_answer_it_says_why() {
        assert_eq!(station(1.0, 3).wait(), Err(NoAnswer::Overload));
        assert_eq!(Station { rate: 1.0, work: 1.0, hands: 0 }.wait(), Err(NoAnswer::Nobody));
        assert_eq!(Station { rate: f64::NAN, work: 1.0, hands: 1 }.erlang_b(), Err(NoAnswer::Nonsense));
        assert_eq!(Station { rate: 1.0, work: -1.0, hands: 1 }.limited(3), Err(NoAnswer::Nonsense));
        assert_eq!(Station { rate: 0.0, work: 1.0, hands: 1 }.wait(), Ok(Wait { some: 0.0, mean: 0.0 }));
    }

    #[test]
    fn ten_thousand_hands_are_no_trouble() {
        let wait = station(0.99, 10_000).wait().unwrap();
        // Halfin and Whitt (1981): with β = (1 − load) √c = 1, some ≈ 1 ÷ (1 + β Φ(β) ÷ φ(β)) = 0.2234.
        assert_close(wait.some, 0.2234, 0.01);
    }
}
