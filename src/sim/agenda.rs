//! The agenda: what is due next, in one total order.
//!
//! (time, rank, entity): the ranks are [`Rank`]'s; entities rank shop, zones, then each outlet with its chefs and riders.
//! Every entity has one slot that holds the earliest of its own clocks and is rescheduled in place, so there are no
//! tombstones and no sequence numbers: who goes first is decided by who he is, never by when he was put down. Two levels:
//! a [`Tree`] of slots inside an outlet (chefs, riders), one over the outlets.
//! A slot is one number, time × 16 + rank; of equal ones the left wins, and the slots stand in the entities' order.
//! Its system twin is an event loop's timer wheel.

use crate::units::Time;
use serde::{Deserialize, Serialize};

/// What goes first at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[repr(u8)]
pub enum Rank {
    /// Ends of work: a cooking, a tray, a stop of a trip, home.
    Work = 0,
    /// Ends of faults and delays: power back, line mended, well, retrained, hired, opened, surge over.
    Over = 1,
    /// Bases spoil, prep windows begin and end.
    Prep = 2,
    /// Random illness, and illness noticed.
    Illness = 3,
    Board = 4,
    Check = 5,
    Patience = 6,
    Call = 7,
    Recall = 8,
    Script = 9,
    Player = 10,
}

/// A moment and a rank in one number; later is greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Slot(pub u64);

impl Slot {
    pub const NEVER: Slot = Slot(u64::MAX);

    #[inline]
    pub fn new(at: Time, rank: Rank) -> Slot {
        if at.0 >= 1 << 60 { Slot::NEVER } else { Slot(at.0 << 4 | rank as u64) }
    }

    #[inline]
    pub fn time(self) -> Time {
        if self == Slot::NEVER { Time::NEVER } else { Time(self.0 >> 4) }
    }

    #[inline]
    pub fn rank(self) -> u8 {
        (self.0 & 15) as u8
    }
}

/// The least of many slots, the leftmost of equals: groups of [`FAN`] with their least kept above them, level upon level.
/// Putting down something later than its group's least costs two comparisons; only when the least itself is put off is its
/// group looked through, and a group is a few cache lines. So up to [`FAN`] slots this is a flat list with a remembered least.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tree {
    /// Slots first; every further level the leasts of the groups below; the last has one entry.
    levels: Vec<Vec<Slot>>,
}

/// Slots a group. A power of two, so that a group is found with a shift.
const FAN: usize = 32;

impl Default for Tree {
    fn default() -> Tree {
        Tree { levels: vec![vec![Slot::NEVER], vec![Slot::NEVER]] }
    }
}

impl Tree {
    #[inline]
    pub fn least(&self) -> Slot {
        self.levels[self.levels.len() - 1][0]
    }

    /// Whose slot the least is.
    #[inline]
    pub fn who(&self) -> usize {
        let least = self.least();
        let mut at = 0;
        for level in self.levels[..self.levels.len() - 1].iter().rev() {
            let group = &level[at * FAN..level.len().min((at + 1) * FAN)];
            at = at * FAN + group.iter().position(|&slot| slot == least).unwrap_or(0);
        }
        at
    }

    #[inline]
    pub fn set(&mut self, leaf: usize, slot: Slot) {
        if leaf >= self.levels[0].len() {
            self.grow(leaf + 1);
        }
        let (mut at, mut new) = (leaf, slot);
        let mut levels = self.levels.as_mut_slice();
        while let [level, above, ..] = levels {
            let old = std::mem::replace(&mut level[at], new);
            let up = at / FAN;
            let least = above[up];
            if new > least {
                if old > least {
                    return;
                }
                let group = &level[up * FAN..level.len().min((up + 1) * FAN)];
                new = group.iter().fold(Slot::NEVER, |least, &slot| least.min(slot));
            }
            if new == least {
                return;
            }
            at = up;
            levels = &mut levels[1..];
        }
        levels[0][0] = new;
    }

    fn grow(&mut self, leaves: usize) {
        let mut below = std::mem::take(&mut self.levels[0]);
        below.resize(leaves, Slot::NEVER);
        self.levels.clear();
        while below.len() > 1 || self.levels.is_empty() {
            let above = below.chunks(FAN).map(|group| group.iter().copied().fold(Slot::NEVER, Slot::min)).collect();
            self.levels.push(std::mem::replace(&mut below, above));
        }
        self.levels.push(below);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_wins_and_of_equals_the_left() {
        let mut tree = Tree::default();
        for (leaf, at) in [5, 3, 9, 3, 7].into_iter().enumerate() {
            tree.set(leaf, Slot::new(Time(at), Rank::Work));
        }
        assert_eq!((tree.least().time(), tree.who()), (Time(3), 1));
        tree.set(1, Slot::NEVER);
        assert_eq!((tree.least().time(), tree.who()), (Time(3), 3));
        tree.set(3, Slot::new(Time(5), Rank::Over));
        assert_eq!((tree.least().time(), tree.who()), (Time(5), 0), "at one moment work ends first");
    }

    #[test]
    fn every_size_agrees_with_looking_through_all() {
        let mut draws = crate::chance::Draws::keyed(7, crate::chance::Source::Dice, 0, 0);
        for size in [1, 2, 31, 32, 33, 64, 1_000, 1_025, 40_000] {
            let mut tree = Tree::default();
            let mut all = vec![Slot::NEVER; size];
            for _ in 0..2_000 {
                let leaf = draws.below(size as u64) as usize;
                let slot = Slot::new(Time(draws.below(50)), Rank::Work);
                let slot = if draws.below(5) == 0 { Slot::NEVER } else { slot };
                tree.set(leaf, slot);
                all[leaf] = slot;
                let least = *all.iter().min().unwrap();
                assert_eq!(tree.least(), least);
                if least != Slot::NEVER {
                    assert_eq!(Some(tree.who()), all.iter().position(|&slot| slot == least));
                }
            }
        }
    }
}
