//! The agenda: what is due next, in one total order.
//!
//! Happenings are ordered by (time, rank, entity): ranks are [`Rank`]'s; entities go shop, zones, then each outlet with
//! its chefs and riders. Every entity has one slot, which holds the earliest of its clocks and is rescheduled in place,
//! so there are no tombstones and no sequence numbers: ties depend on who is due, never on when he was scheduled.
//!
//! There are two levels: a [`Tree`] of slots inside each outlet (chefs, riders) and one over shop, zones and outlets. A
//! slot is one number, time × 16 + rank; the leftmost of equal slots wins, and slots stand in the order of entities. A
//! slot leaves eleven bits of a `u64`, in which the tree notes whose it is. In a system this is an event loop's timer
//! queue.
//!
//! `benches/where-the-time-goes.md` has the profile.

use crate::units::Time;
use serde::{Deserialize, Serialize};

/// The rank of a happening: of one moment, the lower number goes first.
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
    /// The front desk reads the board.
    pub const BOARD: Rank = Rank(4);
    /// Health checks.
    pub const CHECK: Rank = Rank(5);
    /// Patience runs out.
    pub const PATIENCE: Rank = Rank(6);
    /// First calls.
    pub const CALL: Rank = Rank(7);
    /// Repeat calls.
    pub const RECALL: Rank = Rank(8);
    /// Commands of the scenario's script.
    pub const SCRIPT: Rank = Rank(9);
    /// Commands of the player.
    pub const PLAYER: Rank = Rank(10);
}

/// A time and a rank in one number of 53 bits; later is greater. Times beyond 17 years, longer than any run, are never.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot(pub u64);

impl Default for Slot {
    fn default() -> Slot {
        Slot::NEVER
    }
}

impl Slot {
    /// Nothing is due; later than every other slot.
    pub const NEVER: Slot = Slot(u64::MAX >> LEAF_BITS);

    /// The slot of `rank` at `at`.
    #[inline]
    pub fn new(at: Time, rank: Rank) -> Slot {
        if at.0 >= 1 << 49 { Slot::NEVER } else { Slot(at.0 << 4 | rank.0 as u64) }
    }

    /// When it is due; [`Time::NEVER`] for [`Slot::NEVER`].
    #[inline]
    pub fn time(self) -> Time {
        if self == Slot::NEVER { Time::NEVER } else { Time(self.0 >> 4) }
    }

    /// What is due; meaningless for [`Slot::NEVER`].
    #[inline]
    pub fn rank(self) -> Rank {
        Rank((self.0 & 15) as u8)
    }
}

/// The low bits of a tree's entry hold the number of its leaf, in trees of at most 2¹¹ leaves.
const LEAF_BITS: u32 = 11;

/// Many slots and the least of them, the leftmost of equals: a tournament tree with four children a node.
///
/// No branch depends on the times. Stopping early where nothing changes further up would save a few steps but cost
/// branch mispredictions, which are dearer; groups of four halve the steps of groups of two.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    least: u64,
    /// Entries, slot and leaf in one number. Group 0 is the top; under the `i`-th entry of all stands group `i + 1`.
    groups: Box<[Group]>,
    /// The first leaf, counted in entries.
    leaves: u32,
    /// Masks the leaf's number in an entry; 0 in a tree with too many leaves for it.
    mask: u32,
}

/// The four entries under a node.
#[derive(Clone, Copy, Debug, PartialEq)]
// Never over two lines of the processor's memory.
#[repr(align(32))]
struct Group([u64; 4]);

const EMPTY: Group = Group([u64::MAX; 4]);

impl Default for Tree {
    fn default() -> Tree {
        Tree { least: u64::MAX, groups: Box::new([EMPTY]), leaves: 0, mask: 3 }
    }
}

impl Tree {
    /// The least slot; never in an empty tree.
    #[inline(always)]
    pub fn least(&self) -> Slot {
        Slot(self.least >> LEAF_BITS)
    }

    /// The leaf of the least slot; meaningless while all are never.
    #[inline(always)]
    pub fn who(&self) -> usize {
        if self.mask != 0 { (self.least as u32 & self.mask) as usize } else { self.look_down() }
    }

    fn look_down(&self) -> usize {
        let mut group = 0;
        loop {
            let entry = 4 * group + self.groups[group].0.iter().position(|&entry| entry == self.least).unwrap_or(3);
            if entry >= self.leaves as usize {
                return entry - self.leaves as usize;
            }
            group = entry + 1;
        }
    }

    /// The slot of a leaf; never for a leaf that the tree does not have.
    #[inline(always)]
    pub fn slot(&self, leaf: usize) -> Slot {
        let at = self.leaves as usize + leaf;
        self.groups.get(at / 4).map_or(Slot::NEVER, |group| Slot(group.0[at % 4] >> LEAF_BITS))
    }

    /// Sets the slot of a leaf; the tree grows where it has no such leaf.
    #[inline(always)]
    pub fn set(&mut self, leaf: usize, slot: Slot) {
        let mut at = self.leaves as usize + leaf;
        let mut least = slot.0 << LEAF_BITS | (leaf as u32 & self.mask) as u64;
        loop {
            let Some(Group(group)) = self.groups.get_mut(at / 4) else { return self.set_beyond(leaf, slot) };
            group[at % 4] = least;
            // The other three first: they do not depend on the number just computed.
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

    /// Makes room for at least `leaves` slots; all slots keep their values.
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
        self.groups.iter().flat_map(|group| group.0).skip(self.leaves as usize).map(|entry| Slot(entry >> LEAF_BITS))
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
