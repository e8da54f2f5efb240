//! The plain program: only this network. One stream of random numbers, one histogram, no other measure; of an order
//! only the time of its arrival is stored.

use super::{GAP, HANDOVER, Outcome, WORK};
use pizzeria::chance::{Draws, Source};
use pizzeria::stats::Histogram;
use pizzeria::units::Span;
use std::collections::VecDeque;

/// Ends of service in a tournament tree: of two the earlier moves up. No branch depends on the times.
pub struct Busy<T, const LEAVES: usize, const NODES: usize> {
    /// Time × 32 + leaf; the root is 1, the leaves begin at `LEAVES`.
    nodes: [u64; NODES],
    what: [T; LEAVES],
    /// A bit for each leaf that is free.
    free: u32,
    /// The number of leaves that are not free.
    busy: usize,
}

/// Later than any event; leaves five bits.
const NEVER: u64 = u64::MAX >> 5;

impl<T: Copy + Default, const LEAVES: usize, const NODES: usize> Default for Busy<T, LEAVES, NODES> {
    fn default() -> Self {
        Busy { nodes: [u64::MAX; NODES], what: [T::default(); LEAVES], free: u32::MAX, busy: 0 }
    }
}

impl<T: Copy + Default, const LEAVES: usize, const NODES: usize> Busy<T, LEAVES, NODES> {
    pub fn len(&self) -> usize {
        self.busy
    }

    /// The time of the first end.
    #[inline]
    pub fn next(&self) -> u64 {
        self.nodes[1] >> 5
    }

    /// The leaf of the first end.
    #[inline]
    pub fn first(&self) -> T {
        self.what[(self.nodes[1] & 31) as usize % LEAVES]
    }

    #[inline]
    pub fn push(&mut self, end: u64, what: T) {
        let leaf = self.free.trailing_zeros() as usize % LEAVES;
        self.free &= self.free - 1;
        self.busy += 1;
        self.what[leaf] = what;
        self.set(leaf, end);
    }

    /// Replaces the first end by another.
    #[inline]
    pub fn replace(&mut self, end: u64, what: T) {
        let leaf = (self.nodes[1] & 31) as usize % LEAVES;
        self.what[leaf] = what;
        self.set(leaf, end);
    }

    #[inline]
    pub fn pop(&mut self) {
        let leaf = (self.nodes[1] & 31) as usize % LEAVES;
        self.free |= 1 << leaf;
        self.busy -= 1;
        self.set(leaf, NEVER);
    }

    #[inline]
    pub fn set(&mut self, leaf: usize, end: u64) {
        let mut node = LEAVES + leaf;
        let mut least = end << 5 | leaf as u64;
        self.nodes[node] = least;
        while node > 1 {
            least = least.min(self.nodes[(node ^ 1) % NODES]);
            node /= 2;
            self.nodes[node % NODES] = least;
        }
    }

    #[inline]
    pub fn who(&self) -> usize {
        (self.nodes[1] & 31) as usize
    }
}

pub type Chefs<T> = Busy<T, 8, 16>;
pub type Riders<T> = Busy<T, 32, 64>;
/// The next event of each outlet.
pub type Next = Busy<(), 16, 32>;

#[derive(Default)]
struct Outlet {
    cooking: Chefs<u64>,
    riding: Riders<u64>,
    line: VecDeque<u64>,
    shelf: VecDeque<u64>,
}

/// `OUTLETS` outlets × 8 chefs, each with `riders` (0: customers fetch their orders), for some shop time in µs.
pub fn run<const OUTLETS: usize>(seed: u64, until: u64, riders: usize) -> Outcome {
    let mut draws = Draws::keyed(seed, Source::Order, 0, 0);
    let span = |draws: &mut Draws, mean: f64| ((mean * draws.exponential()) as i64).max(1) as u64;
    let gap = GAP * 10.0 / OUTLETS as f64;
    let mut outlets: [Outlet; OUTLETS] = std::array::from_fn(|_| Outlet::default());
    let mut load = [0u32; OUTLETS];
    let mut next = Next::default();
    let mut arrival = span(&mut draws, gap);
    let mut latency = Histogram::default();
    let mut orders = 0;
    loop {
        let (who, at) = (next.who(), next.next());
        let now = at.min(arrival);
        if now >= until {
            return Outcome { orders, mean: latency.mean().unwrap_or(0.0) };
        }
        if arrival < at {
            arrival = now + span(&mut draws, gap);
            orders += 1;
            let who = shortest(&load);
            let outlet = &mut outlets[who];
            load[who] += 1;
            if outlet.cooking.len() < 8 {
                outlet.cooking.push(now + span(&mut draws, WORK), now);
                next.set(who, outlet.cooking.next().min(outlet.riding.next()));
            } else {
                outlet.line.push_back(now);
            }
            continue;
        }
        let outlet = &mut outlets[who];
        if outlet.cooking.next() <= outlet.riding.next() {
            let placed = outlet.cooking.first();
            load[who] -= 1;
            match outlet.line.pop_front() {
                Some(waiting) => outlet.cooking.replace(now + span(&mut draws, WORK), waiting),
                None => outlet.cooking.pop(),
            }
            if riders == 0 {
                latency.record(Span(now - placed));
            } else if outlet.riding.len() < riders {
                outlet.riding.push(now + span(&mut draws, HANDOVER), placed);
            } else {
                outlet.shelf.push_back(placed);
            }
        } else {
            latency.record(Span(now - outlet.riding.first()));
            match outlet.shelf.pop_front() {
                Some(waiting) => outlet.riding.replace(now + span(&mut draws, HANDOVER), waiting),
                None => outlet.riding.pop(),
            }
        }
        next.set(who, outlet.cooking.next().min(outlet.riding.next()));
    }
}

/// The least loaded; of equals the first. Load and place in one number, so that the comparison needs no branch.
#[inline]
pub fn shortest<const N: usize>(load: &[u32; N]) -> usize {
    ((0..N).map(|i| load[i] << 4 | i as u32).fold(u32::MAX, u32::min) & 15) as usize
}
