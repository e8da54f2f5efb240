//! Write quorums: how long an order waits for so many of several books, and how often so many are there.
//!
//! Books are away independently of one another, each the same share of the time, so that the number there is binomial.
//! Each writes for an exponential time of its own, begun at one moment; the time until the `k`-th of `n` is done is the
//! sum of the gaps between them, and the gap after the `i`-th is that to the first of n − i (A. Rényi, "On the theory
//! of order statistics", 1953).

/// The probability that at least `needed` of `copies` books are there, each of them away with probability `away`.
pub fn available(copies: u32, needed: u32, away: f64) -> f64 {
    (needed..=copies).map(|here| exactly(copies, here, away)).sum()
}

fn exactly(copies: u32, here: u32, away: f64) -> f64 {
    let ways = (0..here).fold(1.0, |ways, i| ways * f64::from(copies - i) / f64::from(i + 1));
    ways * libm::pow(1.0 - away, f64::from(here)) * libm::pow(away, f64::from(copies - here))
}

/// The mean time until `needed` of `copies` have an order, if each takes an exponential time of this mean; seconds.
pub fn wait(copies: u32, needed: u32, mean: f64) -> f64 {
    (0..needed).map(|done| mean / f64::from(copies - done)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::assert_close;

    /// The share of time with a quorum, in per cent to so many digits, and the minutes without one in twelve hours.
    fn in_words(copies: u32, needed: u32, digits: usize) -> (String, String) {
        let there = available(copies, needed, 0.03);
        (format!("{:.digits$}", there * 100.0), format!("{:.1}", (1.0 - there) * 720.0))
    }

    #[test]
    fn three_books_each_away_for_three_hours_of_a_hundred() {
        assert_eq!(in_words(3, 3, 2), ("91.27".into(), "62.9".into()));
        assert_eq!(in_words(3, 2, 3), ("99.735".into(), "1.9".into()));
        assert_eq!(in_words(3, 1, 3), ("99.997".into(), "0.0".into()));
        assert_eq!(in_words(5, 5, 2).1, "101.7", "more books to wait for are worse");
    }

    #[test]
    fn some_number_of_books_is_always_there() {
        for copies in 1..=9 {
            let all: f64 = (0..=copies).map(|here| exactly(copies, here, 0.2)).sum();
            assert_close(all, 1.0, 1e-12);
            assert_close(available(copies, 1, 0.2), 1.0 - libm::pow(0.2, f64::from(copies)), 1e-12);
        }
    }

    #[test]
    fn the_first_of_three_is_three_times_as_quick() {
        assert_close(wait(3, 1, 60.0), 20.0, 1e-12);
        assert_close(wait(3, 2, 60.0), 50.0, 1e-12);
        assert_close(wait(3, 3, 60.0), 110.0, 1e-12);
    }
}
