//! Faults: how much of the time something works, and how long the effects of a fault last.

use super::{Answer, NoAnswer, Station, length, rate};

/// The ratio of time that something works which breaks after `between` on average and is mended after `lasts`: MTBF ÷
/// (MTBF + MTTR) for any distributions (Barlow and Proschan: *Statistical Theory of Reliability*, 1975, 7.2). `between`
/// is from being well to the next illness.
pub fn availability(between: f64, lasts: f64) -> Answer<f64> {
    let (between, lasts) = (length(between)?, rate(lasts)?);
    Ok(between / (between + lasts))
}

/// How long a queue takes to recover from an outage at a load, in the unit of `outage`: what arrived during the outage
/// is worked off with the capacity that the load leaves. A fluid approximation, exact for even arrivals.
pub fn drain(outage: f64, load: f64) -> Answer<f64> {
    let (outage, load) = (rate(outage)?, rate(load)?);
    if load < 1.0 { Ok(outage * load / (1.0 - load)) } else { Err(NoAnswer::Overload) }
}

impl Station {
    /// Seconds until a backlog of orders is worked off while orders go on arriving.
    pub fn drain(&self, backlog: f64) -> Answer<f64> {
        let station = self.settled()?;
        Ok(rate(backlog)? * station.work / (station.hands as f64 - station.offered()))
    }
}

/// The expected ratio of orders that find one of `stock` bases, when Poisson(`orders`) of them come before the next
/// prep and none spoils: E min(N, stock) ÷ E N. `None` without orders.
pub fn base_hits(stock: u32, orders: f64) -> Option<f64> {
    if !(orders > 0.0 && orders.is_finite()) {
        return None;
    }
    // E min(N, s) = Σ P(N ≥ k), k = 1 … s. Log weights: e^(−orders) alone would vanish in a large shop.
    let (mut below, mut hits) = (0.0, 0.0);
    for k in 0..stock {
        below += libm::exp(k as f64 * libm::log(orders) - orders - libm::lgamma(k as f64 + 1.0));
        hits += (1.0 - below).max(0.0);
    }
    Some(hits / orders)
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test with a tolerance, in no history")]
mod tests {
    use super::super::assert_close;
    use super::*;

    #[test]
    fn ill_one_hour_in_ten() {
        assert_eq!(availability(9.0, 1.0), Ok(0.9));
        assert_eq!(availability(0.0, 1.0), Err(NoAnswer::Nonsense));
    }

    #[test]
    fn half_an_hour_of_darkness_at_ninety_per_cent_lasts_all_evening() {
        assert_close(drain(30.0, 0.9).unwrap(), 270.0, 1e-12);
        assert_eq!(drain(30.0, 1.0), Err(NoAnswer::Overload));
        // The same as a backlog: 30 min of 9 orders in 10 works of a minute are 27 orders, worked off at 1/10 a minute.
        let station = Station { rate: 0.9 / 60.0, work: 60.0, hands: 1 };
        assert_close(station.drain(27.0).unwrap(), 270.0 * 60.0, 1e-12);
    }

    #[test]
    fn bases_by_hand() {
        // One base, one order expected: somebody comes with 1 − e⁻¹.
        assert_close(base_hits(1, 1.0).unwrap(), 1.0 - (-1.0f64).exp(), 1e-12);
        assert_close(base_hits(1_000, 50.0).unwrap(), 1.0, 1e-9);
        assert_close(base_hits(500, 5_000.0).unwrap(), 0.1, 1e-9);
        assert_eq!(base_hits(5, 0.0), None);
    }
}
