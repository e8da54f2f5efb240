//! What will happen some day: a heap with the next first, of which only the contents are part of the state.

use crate::units::digest::{Digester, Fold};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Things to come in the order of `T`, whose first field is when.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound = "T: Ord + Serialize + for<'a> Deserialize<'a>")]
pub(super) struct Upcoming<T>(BinaryHeap<Reverse<T>>);

impl<T: Ord> Upcoming<T> {
    #[inline]
    pub fn push(&mut self, one: T) {
        self.0.push(Reverse(one));
    }

    /// The next.
    #[inline]
    pub fn peek(&self) -> Option<&T> {
        self.0.peek().map(|Reverse(one)| one)
    }

    /// Takes the next.
    #[inline]
    pub fn pop(&mut self) -> Option<T> {
        self.0.pop().map(|Reverse(one)| one)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// All, in no order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter().map(|Reverse(one)| one)
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Takes all, in no order.
    pub fn drain(&mut self) -> impl Iterator<Item = T> {
        self.0.drain().map(|Reverse(one)| one)
    }

    /// Changes any of them, whose order may change with it.
    pub fn change(&mut self, change: impl FnMut(&mut T)) {
        let mut all = std::mem::take(&mut self.0).into_vec();
        all.iter_mut().map(|Reverse(one)| one).for_each(change);
        self.0 = all.into();
    }

    /// In their order.
    fn sorted(&self) -> Vec<&T> {
        let mut all: Vec<&T> = self.iter().collect();
        all.sort_unstable();
        all
    }
}

impl<T: Ord> Default for Upcoming<T> {
    fn default() -> Upcoming<T> {
        Upcoming(BinaryHeap::new())
    }
}

impl<T: Ord> PartialEq for Upcoming<T> {
    fn eq(&self, other: &Upcoming<T>) -> bool {
        self.sorted() == other.sorted()
    }
}

impl<T: Ord + Fold> Fold for Upcoming<T> {
    fn fold(&self, to: &mut Digester) {
        let all = self.sorted();
        all.len().fold(to);
        all.into_iter().for_each(|one| one.fold(to));
    }
}
