//! Guests who hear nothing call again (*at-least-once delivery*): how many tickets one guest comes to.
//!
//! Every call is confirmed, and each confirmation is lost with the same probability, whatever became of the others. So
//! the number of calls is geometric, cut at the most that he makes: the sum of a finite geometric series.

/// The mean number of calls of a guest, the first included, if `lost` of the confirmations are lost and he calls again
/// at most so often: (1 − pᵐ⁺¹) ÷ (1 − p). Without numbers on the slips each is a ticket, unless he has his order
/// before the last of them.
pub fn tickets_a_guest(lost: f64, most: u32) -> f64 {
    if lost >= 1.0 { most as f64 + 1.0 } else { (1.0 - libm::pow(lost, most as f64 + 1.0)) / (1.0 - lost) }
}

/// Tickets a day that nobody needs, if guests call until they hear something.
pub fn needless(orders: f64, lost: f64) -> f64 {
    orders * (1.0 / (1.0 - lost) - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::assert_close;

    #[test]
    fn tickets_a_guest_are_a_sum_of_powers() {
        for (lost, most) in [(0.0, 3), (0.35, 5), (0.9, 63), (1.0, 4)] {
            let sum: f64 = (0..=most).map(|k| libm::pow(lost, k as f64)).sum();
            assert_close(tickets_a_guest(lost, most), sum, 1e-12);
        }
    }

    #[test]
    fn a_tenth_of_the_answers_lost_is_a_ninth_too_many() {
        assert_close(tickets_a_guest(0.1, 1_000), 10.0 / 9.0, 1e-12);
        assert_eq!(needless(5_000.0, 0.1).round(), 556.0);
    }
}
