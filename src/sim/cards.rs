//! Cards for regulars (*shards and their state*): where the desk deals by street, the guests of a street always come to
//! one outlet, which has a card that says what they like. Whoever cooks for a street without a card here is slow.
//!
//! Two rules deal streets. By number: the hash of the street modulo the number of outlets, so that nearly every street
//! moves when that number changes. On a ring (*consistent hashing*, Karger et al. 1997): streets and outlets are points
//! of a circle, and a street belongs to the next outlet's point, so that one more outlet takes its share and no other
//! street moves. What happens to cards is in `world/dealing.rs`.

use crate::chance::draws::mix;
use crate::chance::{Draws, Source};
use crate::sim::setup::{Choice, ChoosesBy, Policy, Setup};
use crate::units::digest::fold;
use crate::units::{OutletId, Time, ZoneId};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The streets of a zone.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Streets {
    /// How many there are, the hot one not counted.
    pub count: u32,
    /// The share of orders that come from street 0.
    pub hot: f64,
    /// Over how many outlets street 0 is split; 1: it is not.
    pub ways: u32,
    /// The hash of the zone's name.
    name: u64,
    /// The base of the stream in which the streets of customers are drawn.
    base: u64,
    /// From this customer on, in a fork drawn anew, the other base counts.
    redrawn_from: u64,
    redrawn: u64,
}

fold!(struct Streets { count, hot, ways, name, base, redrawn_from, redrawn });

impl Streets {
    /// Those of a zone; `None`: nobody there has a street.
    pub(super) fn of(setup: &Setup, zone: ZoneId) -> Option<Streets> {
        let spec = &setup.zones[zone.index()];
        let base = Draws::base(setup.seed, Source::Street, zone.0 as u64);
        (spec.streets > 0).then(|| Streets {
            count: spec.streets,
            hot: spec.hot,
            ways: 1,
            name: fnv(FNV, spec.name.as_bytes()),
            base,
            redrawn_from: u64::MAX,
            redrawn: base,
        })
    }

    /// The street of the zone's `n`-th customer, on every call of his.
    pub fn street_of(&self, n: u64) -> u32 {
        let base = if n < self.redrawn_from { self.base } else { self.redrawn };
        let mut draws = Draws::stream(base, n);
        if draws.unit() < self.hot { 0 } else { 1 + draws.below(self.count as u64) as u32 }
    }

    /// Customers from the `n`-th on live elsewhere.
    pub(super) fn redraw(&mut self, zone: ZoneId, n: u64, luck: u64) {
        self.redrawn_from = n;
        self.redrawn = Draws::base(luck, Source::Street, zone.0 as u64);
    }

    /// Where on the circle a street lies.
    pub fn place(&self, street: u32) -> u64 {
        mix(fnv(self.name, &street.to_le_bytes()))
    }

    /// How a street is dealt to its `n`-th customer.
    pub fn dealt(&self, street: u32, n: u64) -> Dealt {
        Dealt { place: self.place(street), ways: if street == 0 { self.ways } else { 1 }, n }
    }

    /// The streets that anybody can live in.
    pub fn all(&self) -> std::ops::RangeInclusive<u32> {
        u32::from(self.hot == 0.0)..=self.count
    }
}

/// How somebody is dealt who has no street: by himself, as if he lived alone in one.
pub fn without_street(name: &str, n: u64) -> Dealt {
    Dealt { place: mix(fnv(fnv(FNV, name.as_bytes()), &n.to_le_bytes())), ways: 1, n }
}

/// What a rule deals by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dealt {
    /// A point of the circle.
    pub place: u64,
    /// Over how many outlets it is split.
    pub ways: u32,
    /// The customer's number, which says to which of them he goes.
    pub n: u64,
}

/// The outlets on the circle. They lie there by their names, so that the order of a file means nothing.
#[derive(Debug, Default)]
pub struct Ring {
    /// Ascending; equal points: the lower id.
    points: Vec<(u64, u32)>,
}

impl Ring {
    /// The circle of a shop; empty where nobody has a street.
    pub fn of(setup: &Setup) -> Arc<Ring> {
        let mut points = Vec::new();
        if setup.has_streets() {
            for (o, outlet) in setup.outlets.iter().enumerate() {
                let name = fnv(FNV, outlet.name.as_bytes());
                points.extend((0..setup.cards.points).map(|point| (mix(fnv(name, &point.to_le_bytes())), o as u32)));
            }
            points.sort_unstable();
        }
        Arc::new(Ring { points })
    }

    /// Whose points come at a place and after it, once around.
    fn onward(&self, place: u64) -> impl Iterator<Item = u32> {
        let first = self.points.partition_point(|&(point, _)| point < place);
        self.points[first..].iter().chain(&self.points[..first]).map(|&(_, outlet)| outlet)
    }
}

/// The outlet of `candidates` (by id) to which a rule by street deals; `None` without candidates, or by other rules.
pub fn deal(policy: Policy, ring: &Ring, candidates: &[u32], dealt: Dealt) -> Option<u32> {
    if candidates.is_empty() {
        return None;
    }
    let ways = (dealt.ways as u64).clamp(1, candidates.len() as u64);
    let turn = dealt.n % ways;
    match policy {
        Policy::ByStreet => {
            let count = candidates.len() as u64;
            Some(candidates[((dealt.place % count + turn) % count) as usize])
        }
        Policy::Ring => {
            let mut passed: Vec<u32> = Vec::new();
            for outlet in ring.onward(dealt.place) {
                if candidates.binary_search(&outlet).is_err() || passed.contains(&outlet) {
                    continue;
                }
                if passed.len() as u64 == turn {
                    return Some(outlet);
                }
                passed.push(outlet);
            }
            None
        }
        Policy::Nearest
        | Policy::Random
        | Policy::RoundRobin
        | Policy::ShortestQueue
        | Policy::PowerOfTwo
        | Policy::LeastWait => None,
    }
}

/// All cards of a shop.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cards {
    /// When the old ones are filed; never: they have been, or there are none.
    pub due: Time,
    /// By what rule they were; `None`: there are none.
    pub filed: Option<Filing>,
    /// Those made since, by outlet.
    made: Vec<Drawer>,
}

fold!(struct Cards { due, filed, made });

/// The rule by which the old cards were filed: each street's at the outlet to which it was dealt then.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Filing {
    /// The policy in force.
    pub policy: Policy,
    /// The outlets that were candidates, by id.
    pub candidates: Vec<u32>,
    /// Over how many outlets the hot street of each zone was split.
    pub ways: Vec<u32>,
}

fold!(struct Filing { policy, candidates, ways });

impl Filing {
    /// Whether a street got a card at an outlet: a split one at each of those over which it was split.
    pub fn has(&self, ring: &Ring, streets: &Streets, zone: ZoneId, street: u32, outlet: u32) -> bool {
        let ways = if street == 0 { self.ways.get(zone.index()).copied().unwrap_or(1) } else { 1 };
        let ways = ways.min(self.candidates.len() as u32);
        let place = streets.place(street);
        (0..ways as u64).any(|n| deal(self.policy, ring, &self.candidates, Dealt { place, ways, n }) == Some(outlet))
    }
}

/// The cards made at one outlet: 64 streets a word, by zone and street.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Drawer {
    words: Vec<(u64, u64)>,
}

fold!(struct Drawer { words });

impl Drawer {
    fn spot(zone: ZoneId, street: u32) -> (u64, u64) {
        (u64::from(zone.0) << 32 | u64::from(street / 64), 1 << (street % 64))
    }

    fn has(&self, zone: ZoneId, street: u32) -> bool {
        let (word, bit) = Drawer::spot(zone, street);
        let found = self.words.binary_search_by_key(&word, |&(key, _)| key);
        found.is_ok_and(|at| self.words[at].1 & bit != 0)
    }

    fn put(&mut self, zone: ZoneId, street: u32) {
        let (word, bit) = Drawer::spot(zone, street);
        match self.words.binary_search_by_key(&word, |&(key, _)| key) {
            Ok(at) => self.words[at].1 |= bit,
            Err(at) => self.words.insert(at, (word, bit)),
        }
    }
}

impl Cards {
    /// Those of a shop at opening, before the old ones are filed; `None`: nobody there has a street.
    pub(super) fn of(setup: &Setup) -> Option<Box<Cards>> {
        let due = setup.cards.filed.unwrap_or(Time::NEVER);
        let made = vec![Drawer::default(); setup.outlets.len()];
        setup.has_streets().then(|| Box::new(Cards { due, filed: None, made }))
    }

    /// The old cards are filed by the rule now in force; one that is not by street files none.
    pub(super) fn file(&mut self, policy: Policy, candidates: &[u32], ways: Vec<u32>) {
        self.due = Time::NEVER;
        let by_street = policy.row().chooses_by == ChoosesBy::Street;
        self.filed = by_street.then(|| Filing { policy, candidates: candidates.to_vec(), ways });
    }

    /// Whether an outlet has a card of a street.
    pub fn has(&self, ring: &Ring, streets: &Streets, zone: ZoneId, street: u32, outlet: OutletId) -> bool {
        self.made[outlet.index()].has(zone, street)
            || self.filed.as_ref().is_some_and(|filing| filing.has(ring, streets, zone, street, outlet.0))
    }

    /// How many were made since the old ones were filed.
    pub fn made_so_far(&self) -> u64 {
        let cards = self.made.iter().flat_map(|drawer| &drawer.words).map(|(_, bits)| u64::from(bits.count_ones()));
        cards.sum::<u64>() + u64::from(self.due.is_never())
    }

    /// An outlet makes a card of a street.
    pub(super) fn make(&mut self, zone: ZoneId, street: u32, outlet: OutletId) {
        self.made[outlet.index()].put(zone, street);
    }
}

/// FNV-1a, 64 bits: where it begins.
const FNV: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a (Fowler, Noll, Vo), 64 bits, gone on with some more bytes.
fn fnv(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vectors of the authors' page.
    #[test]
    fn the_hash_is_fnv_1a() {
        let hashes = ["", "a", "foobar"].map(|text| fnv(FNV, text.as_bytes()));
        assert_eq!(hashes, [0xcbf2_9ce4_8422_2325, 0xaf63_dc4c_8601_ec8c, 0x8594_4171_f739_67e8]);
    }

    #[test]
    fn a_drawer_has_what_was_put_there() {
        let mut drawer = Drawer::default();
        let cards = [(0, 0), (3, 64), (0, 63), (0, 64), (1, 5)];
        cards.iter().for_each(|&(zone, street)| drawer.put(ZoneId(zone), street));
        for zone in 0..4 {
            for street in 0..130 {
                assert_eq!(drawer.has(ZoneId(zone), street), cards.contains(&(zone, street)), "{zone} {street}");
            }
        }
    }

    #[test]
    fn a_ring_goes_around_from_the_first_point_at_or_after_the_place() {
        let ring = Ring { points: vec![(10, 1), (20, 0), (20, 2), (30, 1)] };
        let onward = |place| ring.onward(place).collect::<Vec<u32>>();
        assert_eq!(onward(10), [1, 0, 2, 1], "at the point itself");
        assert_eq!(onward(11), [0, 2, 1, 1], "equal points: the lower id first");
        assert_eq!(onward(31), [1, 0, 2, 1], "beyond the last the circle begins again");
        let to = |candidates: &[u32], place, ways, n| {
            deal(Policy::Ring, &ring, candidates, Dealt { place, ways, n }).unwrap()
        };
        assert_eq!(to(&[0, 1, 2], 11, 1, 7), 0, "not split: whoever he is");
        assert_eq!([0, 1, 2, 3].map(|n| to(&[0, 1, 2], 11, 3, n)), [0, 2, 1, 0]);
        assert_eq!([0, 1, 2].map(|n| to(&[1, 2], 11, 3, n)), [2, 1, 2], "over as many as there are");
        let by_number = |candidates: &[u32], place, ways, n| {
            deal(Policy::ByStreet, &ring, candidates, Dealt { place, ways, n }).unwrap()
        };
        assert_eq!([11, 12, 13].map(|place| by_number(&[0, 3, 4], place, 1, 0)), [4, 0, 3]);
        assert_eq!([0, 1, 2].map(|n| by_number(&[0, 3, 4], 11, 2, n)), [4, 0, 4], "the next ids");
    }
}
