//! One server, Poisson arrivals, any work (M/G/1): a lone chef, a coupled chef who also drives, a lone rider.

use super::{Answer, NoAnswer, Service, rate as checked_rate};

/// Mean wait, seconds (Pollaczek 1930, Khinchine 1932; Gross and others: *Fundamentals of Queueing Theory*, 4th ed.
/// 2008, 5.1). Only the squared cv of the work counts: fixed work waits half as long as exponential.
pub fn wait(rate: f64, service: &Service) -> Answer<f64> {
    let (rate, service) = (checked_rate(rate)?, service.checked()?);
    let load = rate * service.mean;
    if load >= 1.0 {
        return Err(NoAnswer::Overload);
    }
    Ok(load / (1.0 - load) * service.mean * (1.0 + service.squared_cv) / 2.0)
}

/// Mean wait, seconds, if all orders take the same work (M/D/1).
pub fn wait_fixed(rate: f64, work: f64) -> Answer<f64> {
    wait(rate, &Service::fixed(work))
}

/// The time that an order takes of a coupled chef: cook, drive out, hand over, drive back. The way back is as long as
/// the way out, so the ride is doubled, not the sum of two independent rides.
pub fn coupled(work: &Service, ride: &Service, handover: &Service) -> Service {
    work.then(&ride.times(2.0)).then(handover)
}

/// Mean latency with one coupled chef, seconds. The customer has the order at the end of the handover, before the chef
/// drives home.
pub fn coupled_latency(rate: f64, work: &Service, ride: &Service, handover: &Service) -> Answer<f64> {
    Ok(wait(rate, &coupled(work, ride, handover))? + work.mean + ride.mean + handover.mean)
}

#[cfg(test)]
mod tests {
    use super::super::assert_close;
    use super::*;
    use crate::chance::Dist;

    #[test]
    fn textbook_values() {
        assert_close(wait(0.9 / 240.0, &Service::exponential(240.0)).unwrap(), 2_160.0, 1e-12);
        assert_close(wait_fixed(0.9 / 240.0, 240.0).unwrap(), 1_080.0, 1e-12);
        // Erlang-2 at 80 %: 4 × (1 + 1/2) ÷ 2 = 3 works.
        let erlang = Dist::Erlang { mean: 240.0, k: 2 };
        assert_close(wait(0.8 / 240.0, &(&erlang).into()).unwrap(), 720.0, 1e-12);
        // Uniform from 0 to 480: squared cv 1/3, at 75 %: 3 × (4/3) ÷ 2 = 2 works.
        let uniform = Dist::Uniform { min: 0.0, max: 480.0 };
        assert_close(wait(0.75 / 240.0, &(&uniform).into()).unwrap(), 480.0, 1e-12);
    }

    #[test]
    fn a_coupled_chef_by_hand() {
        // Cook 240 fixed, ride 60 each way fixed, handover exponential 120: 480 in all, variance 14,400.
        let (work, ride, handover) = (Service::fixed(240.0), Service::fixed(60.0), Service::exponential(120.0));
        let all = coupled(&work, &ride, &handover);
        assert_eq!(all, Service { mean: 480.0, squared_cv: 1.0 / 16.0 });
        // At 75 %: 3 × 480 × (17/16) ÷ 2 = 765, and 420 until it is handed over.
        assert_close(coupled_latency(0.75 / 480.0, &work, &ride, &handover).unwrap(), 1_185.0, 1e-12);
    }

    #[test]
    fn where_there_is_no_answer_it_says_why() {
        assert_eq!(wait_fixed(1.0, 1.0), Err(NoAnswer::Overload));
        assert_eq!(wait_fixed(-1.0, 1.0), Err(NoAnswer::Nonsense));
        assert_eq!(wait(0.1, &Service { mean: 1.0, squared_cv: f64::INFINITY }), Err(NoAnswer::Nonsense));
    }
}
