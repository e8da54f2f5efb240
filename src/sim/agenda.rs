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

/// Many slots and the least of them, the leftmost of equals: a winner tree, in which the lesser of two goes up.
///
/// No branch hangs on the times. Leaving early where nothing changes further up would save a few steps and cost a guess of
/// the processor's, which is dearer.
///
/// It is saved as its slots alone, so that how they are kept in order is in no digest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "Vec<Slot>", into = "Vec<Slot>")]
pub struct Tree {
    /// `nodes[1]` is the least of all; the leaves begin at `width`, a power of two.
    nodes: Vec<Slot>,
    width: usize,
}

impl Default for Tree {
    fn default() -> Tree {
        Tree { nodes: vec![Slot::NEVER; 2], width: 1 }
    }
}

impl From<Tree> for Vec<Slot> {
    fn from(tree: Tree) -> Vec<Slot> {
        let slots = &tree.nodes[tree.width..];
        let used = slots.iter().rposition(|&slot| slot != Slot::NEVER).map_or(0, |last| last + 1);
        slots[..used].to_vec()
    }
}

impl From<Vec<Slot>> for Tree {
    fn from(slots: Vec<Slot>) -> Tree {
        let mut tree = Tree::default();
        tree.grow(slots.len());
        for (leaf, slot) in slots.into_iter().enumerate() {
            tree.set(leaf, slot);
        }
        tree
    }
}

impl Tree {
    #[inline(always)]
    pub fn least(&self) -> Slot {
        self.nodes[1]
    }

    /// Whose slot the least is; meaningless while all are never.
    #[inline]
    pub fn who(&self) -> usize {
        let (nodes, width) = (self.nodes.as_slice(), self.width);
        let least = nodes[1].0;
        let mut at = 1;
        while at < width {
            at = 2 * at + (nodes[2 * at].0 != least) as usize;
        }
        at - width
    }

    #[inline]
    pub fn set(&mut self, leaf: usize, slot: Slot) {
        if leaf >= self.width {
            self.grow(leaf + 1);
        }
        let mut at = self.width + leaf;
        let nodes = self.nodes.as_mut_slice();
        let mut least = slot.0;
        nodes[at] = slot;
        while at > 1 {
            least = least.min(nodes[at ^ 1].0);
            at >>= 1;
            nodes[at] = Slot(least);
        }
    }

    /// Makes room for so many slots at once.
    #[cold]
    #[inline(never)]
    pub fn grow(&mut self, leaves: usize) {
        if leaves <= self.width {
            return;
        }
        let width = leaves.next_power_of_two();
        let mut nodes = vec![Slot::NEVER; 2 * width];
        nodes[width..width + self.width].copy_from_slice(&self.nodes[self.width..]);
        for at in (1..width).rev() {
            nodes[at] = nodes[2 * at].min(nodes[2 * at + 1]);
        }
        *self = Tree { nodes, width };
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
