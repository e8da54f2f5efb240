//! A queue of idle people, longest idle first: a ring buffer whose length is a power of two, so that indices wrap by a
//! mask instead of a branch.

use crate::units::Time;
use crate::units::digest::{Digester, Fold};
use serde::{Deserialize, Serialize};

/// Numbers of idle chefs or riders. Saved and compared as a list.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(from = "Vec<u32>", into = "Vec<u32>")]
pub struct IdleQueue {
    ring: Box<[u32]>,
    first: u32,
    len: u32,
    /// When somebody last joined; never: not known.
    came: Time,
}

impl Default for IdleQueue {
    fn default() -> IdleQueue {
        IdleQueue { ring: Box::default(), first: 0, len: 0, came: Time::NEVER }
    }
}

/// As the list that it is.
impl Fold for IdleQueue {
    fn fold(&self, to: &mut Digester) {
        (self.len as usize).fold(to);
        self.iter().for_each(|who| who.fold(to));
    }
}

impl PartialEq for IdleQueue {
    fn eq(&self, other: &IdleQueue) -> bool {
        self.iter().eq(other.iter())
    }
}

impl From<IdleQueue> for Vec<u32> {
    fn from(row: IdleQueue) -> Vec<u32> {
        row.iter().collect()
    }
}

impl From<Vec<u32>> for IdleQueue {
    fn from(all: Vec<u32>) -> IdleQueue {
        let mut row = IdleQueue::default();
        all.into_iter().for_each(|who| row.push_last(who));
        row
    }
}

impl IdleQueue {
    /// Whether nobody is idle.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub fn len(&self) -> usize {
        self.len as usize
    }

    #[inline(always)]
    fn at(&self, i: u32) -> usize {
        (self.first.wrapping_add(i)) as usize & self.ring.len().wrapping_sub(1)
    }

    /// Who has been idle longest.
    #[inline(always)]
    pub fn first(&self) -> Option<u32> {
        if self.is_empty() { None } else { self.ring.get(self.at(0)).copied() }
    }

    /// Everybody in the queue, longest idle first.
    pub fn iter(&self) -> impl Iterator<Item = u32> + Clone + '_ {
        (0..self.len).map(|i| self.ring[self.at(i)])
    }

    /// Whether `who` is in the queue.
    pub fn contains(&self, who: u32) -> bool {
        self.iter().any(|other| other == who)
    }

    #[inline(always)]
    pub(super) fn pop(&mut self) -> Option<u32> {
        let who = self.first()?;
        self.first = self.first.wrapping_add(1);
        self.len -= 1;
        Some(who)
    }

    /// Joins at the end; of those who join at one moment, the lower number first. `just_now` says whether somebody in
    /// the queue became idle at `now`; it is asked only if somebody has, because the answer lies in another cache line.
    #[inline(always)]
    pub(super) fn push(&mut self, who: u32, now: Time, just_now: impl Fn(u32) -> bool) {
        self.push_last(who);
        let before = std::mem::replace(&mut self.came, now);
        if before >= now {
            self.sort_in(who, just_now);
        }
    }

    #[inline(always)]
    fn push_last(&mut self, who: u32) {
        if self.len as usize == self.ring.len() {
            self.grow();
        }
        let at = self.at(self.len);
        if let Some(place) = self.ring.get_mut(at) {
            *place = who;
        }
        self.len += 1;
    }

    /// Moves the last before those of the same moment with higher numbers.
    #[inline(never)]
    fn sort_in(&mut self, who: u32, just_now: impl Fn(u32) -> bool) {
        let mut i = self.len - 1;
        while i > 0 && self.ring[self.at(i - 1)] > who && just_now(self.ring[self.at(i - 1)]) {
            let (here, before) = (self.at(i), self.at(i - 1));
            self.ring.swap(here, before);
            i -= 1;
        }
    }

    /// Leaves the queue, from wherever.
    #[inline(always)]
    pub(super) fn remove(&mut self, who: u32) {
        if self.first() == Some(who) {
            self.pop();
        } else if !self.is_empty() {
            self.remove_within(who);
        }
    }

    #[inline(never)]
    fn remove_within(&mut self, who: u32) {
        let all: Vec<u32> = self.iter().filter(|&other| other != who).collect();
        *self = IdleQueue::from(all);
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self) {
        let mut ring: Vec<u32> = self.iter().collect();
        ring.resize((2 * self.ring.len()).max(4), 0);
        (self.ring, self.first) = (ring.into_boxed_slice(), 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::VecDeque;

    #[test]
    fn it_is_a_queue_from_which_anybody_may_go() {
        let mut draws = crate::chance::Draws::keyed(3, crate::chance::Source::Dice, 0, 0);
        let (mut row, mut list) = (IdleQueue::default(), VecDeque::new());
        let mut came = vec![0; 5_000];
        for step in 0..5_000u64 {
            // Three steps are one moment.
            let now = 1 + step / 3;
            match draws.below(4) {
                0 | 1 => {
                    let who = draws.below(5_000) as u32;
                    if list.contains(&who) {
                        continue;
                    }
                    let last = list.iter().rev().take_while(|&&other| came[other as usize] == now && other > who);
                    list.insert(list.len() - last.count(), who);
                    came[who as usize] = now;
                    row.push(who, Time(now), |other| came[other as usize] == now);
                }
                2 => assert_eq!(row.pop(), list.pop_front()),
                _ if !list.is_empty() => {
                    let who = list[draws.below(list.len() as u64) as usize];
                    row.remove(who);
                    list.retain(|&other| other != who);
                }
                _ => {}
            }
            assert!(row.iter().eq(list.iter().copied()), "after step {step}");
            assert_eq!(row.first(), list.front().copied());
            if draws.below(50) == 0 {
                row = IdleQueue::from(Vec::from(row));
            }
        }
    }
}
