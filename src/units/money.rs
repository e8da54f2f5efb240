//! Money: whole cents, and exact accrual over time.

use super::digest::fold;
use super::time::{MICROS_PER_HOUR, Span};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Neg, Sub, SubAssign};

/// An amount in cents; may be negative.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Cents(pub i64);

fold!(Cents(cents));

impl Cents {
    /// No money.
    pub const ZERO: Cents = Cents(0);

    /// The amount in dollars.
    pub fn dollars(self) -> f64 {
        self.0 as f64 / 100.0
    }

    /// The amount of a number of dollars, rounded to the nearest cent.
    pub fn from_dollars(dollars: f64) -> Cents {
        Cents((dollars * 100.0).round() as i64)
    }

    /// A ratio of the amount, rounded to the nearest cent.
    pub fn share(self, ratio: f64) -> Cents {
        Cents((self.0 as f64 * ratio).round() as i64)
    }
}

/// What has accrued at hourly rates, exactly: cents an hour × microseconds. It is rounded only when it is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Accrual(pub i128);

fold!(Accrual(micros));

impl Accrual {
    /// Accrues at a rate for a time.
    pub fn pass(&mut self, cents_per_hour: i64, span: Span) {
        self.0 += cents_per_hour as i128 * span.0 as i128;
    }

    /// Whether nothing has accrued.
    pub fn is_zero(&self) -> bool {
        self.0 == 0
    }

    /// The amount to the nearest cent, halves away from zero.
    pub fn cents(self) -> Cents {
        let hour = MICROS_PER_HOUR as i128;
        let half = if self.0 >= 0 { hour / 2 } else { -hour / 2 };
        Cents(((self.0 + half) / hour) as i64)
    }
}

impl From<Cents> for Accrual {
    fn from(cents: Cents) -> Accrual {
        Accrual(cents.0 as i128 * MICROS_PER_HOUR as i128)
    }
}
impl Add for Accrual {
    type Output = Accrual;
    fn add(self, other: Accrual) -> Accrual {
        Accrual(self.0 + other.0)
    }
}
impl Sub for Accrual {
    type Output = Accrual;
    fn sub(self, other: Accrual) -> Accrual {
        Accrual(self.0 - other.0)
    }
}

impl Add for Cents {
    type Output = Cents;
    fn add(self, other: Cents) -> Cents {
        Cents(self.0 + other.0)
    }
}
impl Sub for Cents {
    type Output = Cents;
    fn sub(self, other: Cents) -> Cents {
        Cents(self.0 - other.0)
    }
}
impl AddAssign for Cents {
    fn add_assign(&mut self, other: Cents) {
        self.0 += other.0;
    }
}
impl SubAssign for Cents {
    fn sub_assign(&mut self, other: Cents) {
        self.0 -= other.0;
    }
}
impl Neg for Cents {
    type Output = Cents;
    fn neg(self) -> Cents {
        Cents(-self.0)
    }
}
impl Mul<i64> for Cents {
    type Output = Cents;
    fn mul(self, times: i64) -> Cents {
        Cents(self.0 * times)
    }
}
impl Sum for Cents {
    fn sum<I: Iterator<Item = Cents>>(amounts: I) -> Cents {
        Cents(amounts.map(|c| c.0).sum())
    }
}

impl fmt::Debug for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// `$1,284`, `-$12.50`: with cents only if there are any.
impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < 0 {
            write!(f, "-")?;
        }
        let (whole, cents) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        let digits = whole.to_string();
        write!(f, "$")?;
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i) % 3 == 0 {
                write!(f, ",")?;
            }
            write!(f, "{digit}")?;
        }
        if cents > 0 { write!(f, ".{cents:02}") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_written_as_a_till_writes_it() {
        assert_eq!(Cents(128_400).to_string(), "$1,284");
        assert_eq!(Cents(-1_250).to_string(), "-$12.50");
        assert_eq!(Cents(100_000_005).to_string(), "$1,000,000.05");
    }

    #[test]
    fn wages_accrue_without_loss() {
        let mut wages = Accrual::default();
        for _ in 0..3_600 {
            wages.pass(1_800, Span::from_secs(1));
        }
        assert_eq!(wages.cents(), Cents(1_800));
    }
}
