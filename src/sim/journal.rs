//! Delivered orders that are still to go onto their sheets (*write-behind*).
//!
//! An outlet's sheet is some twenty lines of memory. In a large shop none of them is near when the outlet's next order
//! is delivered; written up sixteen at a time, they are fetched once for all. Counts and histograms do not mind the
//! order in which they are filled.

use crate::sim::order::Order;
use crate::units::{OutletId, Span, Time};

/// Shops with fewer outlets have their sheets near anyhow.
const LARGE: usize = 64;
/// How many orders of an outlet are written up together.
const TOGETHER: usize = 16;

/// A delivered order that was never down: when it was placed, and its spans. One line of the processor's memory.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[repr(align(64))]
pub struct Served {
    pub placed: Time,
    pub queue: Span,
    pub redo: Span,
    pub cook: Span,
    pub blocked: Span,
    pub shelf: Span,
    pub ride: Span,
}

impl Served {
    #[inline(always)]
    pub fn of(order: &Order, [queue, _, redo, cook, blocked, shelf, ride]: [Span; 7]) -> Served {
        Served { placed: order.placed, queue, redo, cook, blocked, shelf, ride }
    }

    /// Of an order that was never down.
    #[inline(always)]
    pub fn latency(&self) -> Span {
        self.queue + self.redo + self.cook + self.blocked + self.shelf + self.ride
    }
}

/// What is to be written up, outlet by outlet. Open while a large shop runs and nobody looks; else empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Journal {
    entries: Vec<[Served; TOGETHER]>,
    /// How many entries of an outlet are in use.
    used: Vec<u8>,
}

impl Journal {
    pub fn open(&mut self, outlets: usize) {
        if outlets >= LARGE {
            self.entries.resize(outlets, Default::default());
            self.used.resize(outlets, 0);
        }
    }

    #[inline(always)]
    pub fn is_open(&self) -> bool {
        !self.used.is_empty()
    }

    /// Notes an order; those of its outlet, once they are enough to be written up.
    #[inline]
    pub fn note(&mut self, outlet: OutletId, served: Served) -> Option<[Served; TOGETHER]> {
        let (entries, used) = (&mut self.entries[outlet.index()], &mut self.used[outlet.index()]);
        entries[*used as usize % TOGETHER] = served;
        *used += 1;
        if (*used as usize) < TOGETHER {
            return None;
        }
        *used = 0;
        Some(*entries)
    }

    /// Everything that is left, outlet by outlet.
    pub fn drain(&mut self) -> impl Iterator<Item = (OutletId, Served)> + use<> {
        let (entries, used) = (std::mem::take(&mut self.entries), std::mem::take(&mut self.used));
        let outlets = (0..).map(OutletId).zip(entries.into_iter().zip(used));
        outlets.flat_map(|(outlet, (entries, used))| {
            entries.into_iter().take(used as usize).map(move |served| (outlet, served))
        })
    }
}
