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

/// Many slots and the least of them, the leftmost of equals.
///
/// A flat list that remembers its least: putting a slot down costs a comparison or two, and only when the least itself is put
/// off are the others looked through, which for the dozens of an outlet is quicker than any tree. More than [`FLAT`] are kept in
/// groups of about the square root of their number, with each group's least remembered too.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tree {
    slots: Vec<Slot>,
    least: Slot,
    /// Whose the least is.
    who: u32,
    /// The least of each group of 2^`shift` slots; empty while the list is flat.
    groups: Vec<Slot>,
    shift: u32,
}

/// So many slots at most are looked through one by one.
const FLAT: usize = 48;

impl Default for Tree {
    fn default() -> Tree {
        Tree { slots: Vec::new(), least: Slot::NEVER, who: 0, groups: Vec::new(), shift: 0 }
    }
}

impl Tree {
    #[inline]
    pub fn least(&self) -> Slot {
        self.least
    }

    /// Whose slot the least is; meaningless while all are never.
    #[inline]
    pub fn who(&self) -> usize {
        if self.groups.is_empty() {
            return self.who as usize;
        }
        let is_least = |slot: &Slot| slot.0 == self.least.0;
        let first = (self.who as usize) << self.shift;
        first + self.slots[first..].iter().position(is_least).unwrap_or(0)
    }

    #[inline]
    pub fn set(&mut self, leaf: usize, slot: Slot) {
        if leaf >= self.slots.len() {
            self.grow(leaf + 1);
        }
        let old = std::mem::replace(&mut self.slots[leaf], slot);
        if !self.groups.is_empty() {
            return self.regroup(leaf, old, slot);
        }
        self.update(leaf, old, slot);
    }

    /// The least after the slot (or the group) at a place changed.
    #[inline(always)]
    fn update(&mut self, at: usize, old: Slot, new: Slot) {
        if new.0 < self.least.0 || (new.0 == self.least.0 && at < self.who as usize) {
            (self.least, self.who) = (new, at as u32);
        } else if at == self.who as usize && new.0 > old.0 {
            let among = if self.groups.is_empty() { &self.slots } else { &self.groups };
            (self.least, self.who) = least_of(among);
        }
    }

    #[inline(never)]
    fn regroup(&mut self, leaf: usize, old: Slot, slot: Slot) {
        let group = leaf >> self.shift;
        let was = self.groups[group];
        let is = if slot.0 <= was.0 {
            slot
        } else if old.0 == was.0 {
            let first = group << self.shift;
            least_of(&self.slots[first..self.slots.len().min(first + (1 << self.shift))]).0
        } else {
            return;
        };
        self.groups[group] = is;
        self.update(group, was, is);
    }

    /// Makes room for so many slots at once.
    #[cold]
    #[inline(never)]
    pub fn grow(&mut self, leaves: usize) {
        if leaves > self.slots.len() {
            self.slots.resize(leaves, Slot::NEVER);
        }
        if leaves > FLAT {
            self.shift = leaves.ilog2().div_ceil(2);
            self.groups = self.slots.chunks(1 << self.shift).map(|group| least_of(group).0).collect();
            (self.least, self.who) = least_of(&self.groups);
        }
    }
}

/// The least and its place, the first of equals.
#[inline]
fn least_of(slots: &[Slot]) -> (Slot, u32) {
    let (mut least, mut who) = (Slot::NEVER, 0);
    for (at, &slot) in slots.iter().enumerate() {
        if slot.0 < least.0 {
            (least, who) = (slot, at as u32);
        }
    }
    (least, who)
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
        for size in [1, 2, 47, 48, 49, 64, 1_000, 1_025, 40_000] {
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
