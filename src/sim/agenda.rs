//! The agenda: what is due next, in one total order.
//!
//! (time, rank, entity): the ranks are [`Rank`]'s; entities rank shop, zones, then each outlet with its chefs and
//! riders. Every entity has one slot that holds the earliest of its own clocks and is rescheduled in place, so there
//! are no tombstones and no sequence numbers: who goes first is decided by who he is, never by when he was put down.
//! Two levels: a [`Tree`] of slots inside an outlet (chefs, riders), one over the outlets. A slot is one number, time ×
//! 16 + rank; of equal ones the left wins, and the slots stand in the entities' order. It leaves eleven bits, in which
//! a tree notes whose it is. Its system twin is an event loop's timer wheel.
//!
//! Where the time goes: `benches/where-the-time-goes.md`.

use crate::units::Time;
use serde::{Deserialize, Serialize};

/// What goes first at one moment: the lower number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Rank(u8);

impl Rank {
    /// Ends of work: a cooking, a tray, a stop of a trip, home.
    pub const WORK: Rank = Rank(0);
    /// Ends of faults and delays: power back, line mended, well, retrained, hired, opened, surge over.
    pub const OVER: Rank = Rank(1);
    /// Bases spoil, prep windows begin and end.
    pub const PREP: Rank = Rank(2);
    /// Random illness, and illness noticed.
    pub const ILLNESS: Rank = Rank(3);
    pub const BOARD: Rank = Rank(4);
    pub const CHECK: Rank = Rank(5);
    pub const PATIENCE: Rank = Rank(6);
    pub const CALL: Rank = Rank(7);
    pub const RECALL: Rank = Rank(8);
    pub const SCRIPT: Rank = Rank(9);
    pub const PLAYER: Rank = Rank(10);
}

/// A moment and a rank in one number of 53 bits; later is greater. Beyond 17 years, longer than any run, is never.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot(pub u64);

impl Default for Slot {
    fn default() -> Slot {
        Slot::NEVER
    }
}

impl Slot {
    pub const NEVER: Slot = Slot(u64::MAX >> LEAF_BITS);

    #[inline]
    pub fn new(at: Time, rank: Rank) -> Slot {
        if at.0 >= 1 << 49 { Slot::NEVER } else { Slot(at.0 << 4 | rank.0 as u64) }
    }

    #[inline]
    pub fn time(self) -> Time {
        if self == Slot::NEVER { Time::NEVER } else { Time(self.0 >> 4) }
    }

    #[inline]
    pub fn rank(self) -> Rank {
        Rank((self.0 & 15) as u8)
    }
}

/// Below a slot in a tree's entry: whose it is, where all leaves can be told apart by so many bits.
const LEAF_BITS: u32 = 11;

/// Many slots and the least of them, the leftmost of equals: a winner tree, in which the least of four goes up.
///
/// No branch hangs on the times. Leaving early where nothing changes further up would save a few steps and cost a guess
/// of the processor's, which is dearer; four to a group halve the steps of two.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    least: u64,
    /// Entries, slot and leaf in one number. Group 0 is the top; under the `i`-th entry of all stands group `i + 1`.
    groups: Box<[[u64; 4]]>,
    /// The first leaf, counted in entries.
    leaves: u32,
    /// The bits of a leaf that its entry bears: all, or in a large tree none.
    mask: u32,
}

const EMPTY: [u64; 4] = [u64::MAX; 4];

impl Default for Tree {
    fn default() -> Tree {
        Tree { least: u64::MAX, groups: Box::new([EMPTY]), leaves: 0, mask: 3 }
    }
}

impl Tree {
    #[inline(always)]
    pub fn least(&self) -> Slot {
        Slot(self.least >> LEAF_BITS)
    }

    /// Whose slot the least is; meaningless while all are never.
    #[inline(always)]
    pub fn who(&self) -> usize {
        if self.mask != 0 { (self.least as u32 & self.mask) as usize } else { self.look_down() }
    }

    fn look_down(&self) -> usize {
        let mut group = 0;
        loop {
            let entry = 4 * group + self.groups[group].iter().position(|&entry| entry == self.least).unwrap_or(3);
            if entry >= self.leaves as usize {
                return entry - self.leaves as usize;
            }
            group = entry + 1;
        }
    }

    /// One slot; never for a leaf that the tree does not have.
    #[inline(always)]
    pub fn slot(&self, leaf: usize) -> Slot {
        let at = self.leaves as usize + leaf;
        self.groups.get(at / 4).map_or(Slot::NEVER, |group| Slot(group[at % 4] >> LEAF_BITS))
    }

    #[inline(always)]
    pub fn set(&mut self, leaf: usize, slot: Slot) {
        let mut at = self.leaves as usize + leaf;
        let mut least = slot.0 << LEAF_BITS | (leaf as u32 & self.mask) as u64;
        loop {
            let Some(group) = self.groups.get_mut(at / 4) else { return self.set_beyond(leaf, slot) };
            group[at % 4] = least;
            // Of the other three first, which wait for nothing: the next happening waits for this number.
            let others = group[(at ^ 1) % 4].min(group[(at ^ 2) % 4]).min(group[(at ^ 3) % 4]);
            least = least.min(others);
            if at < 4 {
                self.least = least;
                return;
            }
            at = at / 4 - 1;
        }
    }

    #[cold]
    #[inline(never)]
    fn set_beyond(&mut self, leaf: usize, slot: Slot) {
        self.grow(leaf + 1);
        self.set(leaf, slot);
    }

    /// Makes room for so many slots at once.
    pub fn grow(&mut self, leaves: usize) {
        let (mut width, mut above) = (4, 0);
        while width < leaves {
            above += width;
            width *= 4;
        }
        if above <= self.leaves as usize {
            return;
        }
        let old: Vec<Slot> = self.slots().collect();
        let mask = if width <= 1 << LEAF_BITS { width - 1 } else { 0 };
        let groups = vec![EMPTY; (above + width) / 4].into_boxed_slice();
        *self = Tree { groups, leaves: above as u32, mask: mask as u32, ..Tree::default() };
        for (leaf, slot) in old.into_iter().enumerate() {
            self.set(leaf, slot);
        }
    }

    fn slots(&self) -> impl Iterator<Item = Slot> {
        self.groups.as_flattened()[self.leaves as usize..].iter().map(|entry| Slot(entry >> LEAF_BITS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_wins_and_of_equals_the_left() {
        let mut tree = Tree::default();
        for (leaf, at) in [5, 3, 9, 3, 7].into_iter().enumerate() {
            tree.set(leaf, Slot::new(Time(at), Rank::WORK));
        }
        assert_eq!((tree.least().time(), tree.who()), (Time(3), 1));
        tree.set(1, Slot::NEVER);
        assert_eq!((tree.least().time(), tree.who()), (Time(3), 3));
        tree.set(3, Slot::new(Time(5), Rank::OVER));
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
                let slot = Slot::new(Time(draws.below(50)), Rank::WORK);
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
