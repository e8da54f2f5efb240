//! The generator: SplitMix64 (Steele, Lea, Flood: *Fast splittable pseudorandom number generators*, OOPSLA 2014),
//! started at a hash of the stream's identity. Its state is a single number, so streams are not kept but made where
//! they are needed.

use super::ziggurat;
use serde::{Deserialize, Serialize};

/// What a stream decides. The numbers are part of all digests: never renumber.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum Source {
    /// Gaps between first calls; keyed by (zone, n).
    Arrival = 1,
    /// What the n-th first call of a zone brings; (zone, n).
    Order = 2,
    /// Whether and when a customer calls again; (zone, n × 64 + attempt).
    Retry = 3,
    /// The routing policy's dice for one call; (zone, n × 64 + attempt).
    Dice = 4,
    /// The lot that chooses a private queue; (zone, n × 64 + attempt).
    Lot = 5,
    /// A chef's illnesses; (outlet << 32 | chef's number, k-th).
    Illness = 6,
    /// What an estimate draws in place of what nobody can know; decides nothing in a shop.
    Estimate = 7,
    /// The shop of a drawn evening; (topic, draft), with the date as its seed.
    Tonight = 8,
    /// What the dial of random faults throws into a player's evening; (0, slot). What it throws is a command.
    Dial = 9,
    /// In which street a customer lives; (zone, n).
    Street = 10,
    /// Whether a customer orders for a party, and the work of each of its pizzas but the first; (zone, n).
    Party = 11,
    /// Whether a cooking sticks; (zone, n × 64 + attempt), with a draw for each place that cooks for a call.
    Hiccup = 12,
    // Each is drawn only where a shop has it, and shifts nothing else.
    /// Whether the confirmation of a call is lost; (zone, n × 64 + attempt).
    Confirm = 13,
    /// How long a clerk's call to an outlet lasts; (zone, n × 64 + attempt).
    Phone = 14,
    /// How long an order is copied into each further book; (zone, n × 64 + attempt). When a book is away, and for how
    /// long; (1 << 32 | book, k-th).
    Copying = 15,
}

/// A stream of random numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draws {
    state: u64,
}

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// The finalizer of SplitMix64: every bit of the result depends on every bit of the number.
#[inline]
pub fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl Draws {
    /// The stream of (seed, source, id, n).
    #[inline]
    pub fn keyed(seed: u64, source: Source, id: u64, n: u64) -> Draws {
        Draws::stream(Draws::base(seed, source, id), n)
    }

    /// The part of a key that does not change from one `n` to the next.
    pub fn base(seed: u64, source: Source, id: u64) -> u64 {
        mix(mix(seed ^ (source as u64).wrapping_mul(0xd6e8_feb8_6659_fd93)).wrapping_add(id.wrapping_mul(GOLDEN)))
    }

    /// The `n`-th stream of a base.
    #[inline]
    pub fn stream(base: u64, n: u64) -> Draws {
        Draws { state: mix(base ^ n.wrapping_mul(0xd134_2543_de82_ef95)) }
    }

    /// 64 random bits.
    #[inline]
    pub fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(GOLDEN);
        mix(self.state)
    }

    /// Skips one draw.
    #[inline]
    pub fn skip(&mut self) {
        self.state = self.state.wrapping_add(GOLDEN);
    }

    /// Uniform in [0, 1), 53 bits.
    #[inline]
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
    }

    /// Exponential with mean 1.
    #[inline]
    pub fn exponential(&mut self) -> f64 {
        ziggurat::exponential(self)
    }

    /// Normal with mean 0 and variance 1.
    #[inline]
    pub fn normal(&mut self) -> f64 {
        ziggurat::normal(self)
    }

    /// Uniform in 0 .. `n`, which is at least 1. By multiply-shift: the bias is below n ÷ 2⁶⁴.
    #[inline]
    pub fn below(&mut self, n: u64) -> u64 {
        ((self.bits() as u128 * n as u128) >> 64) as u64
    }
}

/// Lets streams be used wherever a random source of the `rand` crates is expected.
impl rand::TryRng for Draws {
    type Error = std::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        Ok((self.bits() >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        Ok(self.bits())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.bits().to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test with a tolerance, in no history")]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_never_change() {
        let mut draws = Draws::keyed(1, Source::Order, 2, 3);
        assert_eq!([(); 3].map(|_| draws.bits()), [11704801503500338055, 14586026222481182875, 8242154064224948845]);
        assert_eq!((draws.unit(), draws.below(1_000)), (0.8652581547665739, 378));
        assert_eq!(Draws::stream(Draws::base(1, Source::Order, 2), 3), Draws::keyed(1, Source::Order, 2, 3));
    }

    #[test]
    fn neighbouring_streams_have_nothing_in_common() {
        // First draws of consecutive orders, of consecutive zones and of consecutive seeds, in pairs: 4,096 cells of
        // 16 pairs; chi-square with 4,095 degrees of freedom stays below 4,520 but once in a million.
        let first = |seed, id, n| Draws::keyed(seed, Source::Order, id, n).unit();
        let kinds: [&dyn Fn(u64) -> f64; 3] = [&|i| first(9, 4, i), &|i| first(9, i, 4), &|i| first(i, 9, 4)];
        for unit in kinds {
            let mut cells = [0u32; 4_096];
            for i in 0..65_536 {
                cells[(unit(i) * 64.0) as usize * 64 + (unit(i + 1) * 64.0) as usize] += 1;
            }
            let chi: f64 = cells.iter().map(|&count| (count as f64 - 16.0).powi(2) / 16.0).sum();
            assert!(chi < 4_520.0, "{chi}");
        }
    }
}
