//! Finished orders as compact traces, and the live ones read from the world: what the Orders view shows.

use crate::sim::explain::Spans;
use crate::sim::order::{Loss, Order, OrderId, OrderKey, Orders, Stage};
use crate::units::{ItemId, OutletId, Span, Time, ZoneId};
use std::collections::VecDeque;

/// How many finished orders are remembered.
pub const KEPT: usize = 20_000;

/// One order's life, finished or not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trace {
    pub serial: u64,
    pub id: OrderId,
    pub item: ItemId,
    pub zone: ZoneId,
    /// `None`: was never sent anywhere.
    pub outlet: Option<OutletId>,
    /// By number at the outlet.
    pub chef: Option<u32>,
    pub rider: Option<u32>,
    pub placed: Time,
    pub first_placed: Time,
    /// The cooking that counted, or the one under way; never while the order waits.
    pub start: Time,
    pub cooked: Time,
    pub shelved: Time,
    pub left: Time,
    /// Delivered, lost, or now.
    pub end: Time,
    pub fate: Fate,
    /// Over the promise, by this call's own clock.
    pub late: bool,
    /// How many tickets were before it when it was sent to its outlet.
    pub ahead: u32,
    /// How often it was routed anew.
    pub rerouted: u8,
    pub put_back: bool,
    /// How long it waited where nobody could cook it, and lay in the hands of chefs whose work was lost.
    pub down: Span,
    pub redo: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fate {
    Live(Stage),
    Delivered,
    Lost(Loss),
}

impl Trace {
    /// In the order of [`crate::sim::order::SPAN_KINDS`]; they add up to [`Trace::latency`].
    pub fn spans(&self) -> Spans {
        let start = self.start.min(self.end);
        let mut from = start;
        let [cook, blocked, shelf, ride] = [self.cooked, self.shelved, self.left, self.end].map(|edge| {
            let edge = edge.min(self.end);
            let span = edge.since(from);
            from = edge.max(from);
            span
        });
        let waited = start.since(self.placed) - self.down - self.redo;
        [waited, self.down, self.redo, cook, blocked, shelf, ride]
    }

    /// From placing to the end.
    pub fn latency(&self) -> Span {
        self.end.since(self.placed)
    }

    pub(super) fn with(self, ahead: u32, rerouted: u8) -> Trace {
        Trace { ahead, rerouted, ..self }
    }

    /// An order as it stands at `now`.
    pub fn of(orders: &Orders, key: OrderKey, now: Time, promise: Span) -> Trace {
        let order = &orders[key];
        let [_, down, redo, ..] = orders.spans(key, now);
        let end = order.delivered.min(now);
        Trace {
            serial: order.serial,
            id: order.id,
            item: order.item,
            zone: order.id.zone,
            outlet: order.outlet.some(),
            chef: order.chef.get(),
            rider: order.rider.get(),
            placed: order.placed,
            first_placed: order.first_placed,
            start: if order.is_waiting() { Time::NEVER } else { order.start },
            cooked: order.cooked,
            shelved: order.shelved,
            left: order.left,
            end,
            fate: Fate::Live(order.stage),
            late: end.since(order.placed) > promise,
            ahead: 0,
            rerouted: 0,
            put_back: order.put_back || !redo.is_zero(),
            down,
            redo,
        }
    }
}

/// Which orders, in which order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Newest placed first.
    Recent,
    /// Longest latency first, those still under way included.
    Slowest,
    /// Lost, newest first.
    Lost,
}

/// Narrows a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    pub outlet: Option<OutletId>,
    pub item: Option<ItemId>,
    pub zone: Option<ZoneId>,
    /// One order only, by its number.
    pub serial: Option<u64>,
    /// Only orders still open or finished within this time.
    pub within: Option<Span>,
    /// None at all: what is wanted does not exist.
    pub nothing: bool,
}

impl Filter {
    /// Whether an order is the one wanted, or of the wanted outlet, item and zone.
    pub fn fits(&self, trace: &Trace) -> bool {
        !self.nothing
            && self.serial.is_none_or(|serial| trace.serial == serial)
            && self.outlet.is_none_or(|outlet| trace.outlet == Some(outlet))
            && self.item.is_none_or(|item| trace.item == item)
            && self.zone.is_none_or(|zone| trace.zone == zone)
    }

    /// The same of an order that is still open.
    pub(super) fn fits_order(&self, order: &Order) -> bool {
        !self.nothing
            && self.serial.is_none_or(|serial| order.serial == serial)
            && self.outlet.is_none_or(|outlet| order.outlet == outlet)
            && self.item.is_none_or(|item| order.item == item)
            && self.zone.is_none_or(|zone| order.id.zone == zone)
    }
}

#[derive(Clone, Debug, Default)]
pub struct OrderArchive {
    pub(super) done: VecDeque<Trace>,
    /// How many finished in all, and how many of those were lost.
    pub finished: u64,
    pub lost: u64,
}

impl OrderArchive {
    pub(super) fn add(&mut self, trace: Trace) {
        if self.done.len() >= KEPT {
            self.done.pop_front();
        }
        self.done.push_back(trace);
        self.finished += 1;
        self.lost += matches!(trace.fate, Fate::Lost(_)) as u64;
    }

    pub(super) fn rewind(&mut self, finished: u64, lost: u64) {
        let gone = (self.finished - finished) as usize;
        self.done.truncate(self.done.len().saturating_sub(gone));
        (self.finished, self.lost) = (finished, lost);
    }

    /// Spans of the delivered whose end lies in `[from, to)`, at most `most` of the latest.
    pub(super) fn delivered_within(&self, from: Time, to: Time, most: usize) -> Vec<Spans> {
        let late = self.done.iter().rev().skip_while(|trace| trace.end >= to).take_while(|trace| trace.end >= from);
        late.filter(|trace| trace.fate == Fate::Delivered).take(most).map(Trace::spans).collect()
    }

    /// Since when every finished order is remembered; [`Time::NEVER`]: none is, of some that there were.
    pub(super) fn reaches_back_to(&self) -> Time {
        if self.finished as usize <= self.done.len() {
            return Time::ZERO;
        }
        self.done.front().map_or(Time::NEVER, |trace| trace.end)
    }

    /// Finished orders, in the order in which they ended.
    pub fn done(&self) -> impl DoubleEndedIterator<Item = &Trace> + ExactSizeIterator {
        self.done.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delivered(minute: u64) -> Trace {
        let at = Time::ZERO + Span::from_mins(minute);
        Trace {
            serial: minute,
            id: OrderId { zone: ZoneId(0), n: minute, attempt: 0 },
            item: ItemId(0),
            zone: ZoneId(0),
            outlet: None,
            chef: None,
            rider: None,
            placed: at,
            first_placed: at,
            start: at,
            cooked: at,
            shelved: at,
            left: at,
            end: at,
            fate: Fate::Delivered,
            late: false,
            ahead: 0,
            rerouted: 0,
            put_back: false,
            down: Span::ZERO,
            redo: Span::ZERO,
        }
    }

    #[test]
    fn what_was_forgotten_before_a_rewind_is_not_taken_for_remembered() {
        let mut history = OrderArchive::default();
        history.add(delivered(0));
        assert_eq!(history.reaches_back_to(), Time::ZERO);
        (1..KEPT as u64 + 3).for_each(|minute| history.add(delivered(minute)));
        history.rewind(2, 0);
        assert_eq!(history.done().len(), 0);
        assert_eq!(history.reaches_back_to(), Time::NEVER, "two orders ended, and none of them is remembered");
        history.add(delivered(9));
        assert_eq!(history.reaches_back_to(), Time::ZERO + Span::from_mins(9));
    }
}
