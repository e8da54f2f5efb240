//! A row of people who stand ready, longest idle first: a ring that is as long as a power of two, so that its end and its
//! beginning are found without a question.

use serde::{Deserialize, Serialize};

/// Numbers of chefs or riders. Saved, and so compared, as the list that it is.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Vec<u32>", into = "Vec<u32>")]
pub struct Row {
    ring: Vec<u32>,
    first: u32,
    len: u32,
}

impl PartialEq for Row {
    fn eq(&self, other: &Row) -> bool {
        self.iter().eq(other.iter())
    }
}

impl From<Row> for Vec<u32> {
    fn from(row: Row) -> Vec<u32> {
        row.iter().collect()
    }
}

impl From<Vec<u32>> for Row {
    fn from(all: Vec<u32>) -> Row {
        let mut row = Row::default();
        all.into_iter().for_each(|who| row.push(who));
        row
    }
}

impl Row {
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    #[inline(always)]
    fn at(&self, i: u32) -> usize {
        (self.first.wrapping_add(i)) as usize & self.ring.len().wrapping_sub(1)
    }

    /// Who has been ready longest.
    #[inline(always)]
    pub fn first(&self) -> Option<u32> {
        if self.is_empty() { None } else { self.ring.get(self.at(0)).copied() }
    }

    /// Who came last.
    #[inline(always)]
    pub fn last(&self) -> Option<u32> {
        if self.is_empty() { None } else { self.ring.get(self.at(self.len - 1)).copied() }
    }

    pub fn iter(&self) -> impl Iterator<Item = u32> + Clone + '_ {
        (0..self.len).map(|i| self.ring[self.at(i)])
    }

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

    #[inline(always)]
    pub(super) fn push(&mut self, who: u32) {
        if self.len as usize == self.ring.len() {
            self.grow();
        }
        let at = self.at(self.len);
        if let Some(place) = self.ring.get_mut(at) {
            *place = who;
        }
        self.len += 1;
    }

    /// To the end, but before all those at the end whom he precedes.
    #[inline(never)]
    pub(super) fn push_before(&mut self, who: u32, precedes: impl Fn(u32) -> bool) {
        self.push(who);
        let mut i = self.len - 1;
        while i > 0 && precedes(self.ring[self.at(i - 1)]) {
            let (here, before) = (self.at(i), self.at(i - 1));
            self.ring.swap(here, before);
            i -= 1;
        }
    }

    /// Out of the row, wherever he stands.
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
        *self = Row::from(all);
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self) {
        let mut ring: Vec<u32> = self.iter().collect();
        ring.resize((2 * self.ring.len()).max(4), 0);
        (self.ring, self.first) = (ring, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::VecDeque;

    #[test]
    fn it_is_a_queue_from_which_anybody_may_go() {
        let mut draws = crate::chance::Draws::keyed(3, crate::chance::Source::Dice, 0, 0);
        let (mut row, mut list) = (Row::default(), VecDeque::new());
        for step in 0..5_000u32 {
            match draws.below(5) {
                0 | 1 => {
                    row.push(step);
                    list.push_back(step);
                }
                2 => assert_eq!(row.pop(), list.pop_front()),
                3 if !list.is_empty() => {
                    let who = list[draws.below(list.len() as u64) as usize];
                    row.remove(who);
                    list.retain(|&other| other != who);
                }
                _ => {
                    // In front of those whose number is odd.
                    let after = list.iter().rev().take_while(|&&other| other % 2 == 1).count();
                    list.insert(list.len() - after, step);
                    row.push_before(step, |other| other % 2 == 1);
                }
            }
            assert!(row.iter().eq(list.iter().copied()), "after step {step}");
            assert_eq!((row.first(), row.last()), (list.front().copied(), list.back().copied()));
        }
        assert_eq!(Row::from(Vec::from(row.clone())), row);
    }
}
