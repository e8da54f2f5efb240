//! Finished orders as compact traces, and live ones read from the world: what the Orders view shows.

use crate::sim::explain::Spans;
use crate::sim::order::{Loss, Order, OrderId, OrderKey, Stage};
use crate::sim::world::World;
use crate::units::{ItemId, OutletId, Span, Time, ZoneId};
use std::collections::VecDeque;

/// How many finished orders are kept.
pub const KEPT: usize = 20_000;

/// How many parties are kept with all their pizzas.
const PARTIES_KEPT: usize = 2_000;

/// One order's life so far. Times that have not come yet are [`Time::NEVER`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trace {
    /// The order's number, from 1, in the order of placing over the whole shop.
    pub serial: u64,
    /// The customer and the attempt.
    pub id: OrderId,
    /// What was ordered.
    pub item: ItemId,
    /// The zone of the caller.
    pub zone: ZoneId,
    /// Where it was sent; `None`: nowhere.
    pub outlet: Option<OutletId>,
    /// The chef who made it, by number at the outlet.
    pub chef: Option<u32>,
    /// The rider who drove it, by number at the outlet.
    pub rider: Option<u32>,
    /// When this call was placed.
    pub placed: Time,
    /// When the customer called first.
    pub first_placed: Time,
    /// When the cooking that counted, or that is under way, began; never while the order waits.
    pub start: Time,
    /// When the cooking ended.
    pub cooked: Time,
    /// When it left the chef's hands.
    pub shelved: Time,
    /// When it left the outlet.
    pub left: Time,
    /// When it was delivered or lost; now, if it is live.
    pub end: Time,
    /// How it ended, or where it is.
    pub fate: Fate,
    /// Whether it took longer than the promise, counted from this call.
    pub late: bool,
    /// How many tickets were before it when it came to its outlet.
    pub ahead: u32,
    /// How often it was rerouted.
    pub rerouted: u8,
    /// Whether work on it was lost and it went back to its queue.
    pub put_back: bool,
    /// How long it waited where nobody could cook it.
    pub down: Span,
    /// How long chefs had worked on it in vain.
    pub redo: Span,
}

/// How an order ended, or where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fate {
    /// Not ended: its stage.
    Live(Stage),
    /// Delivered.
    Delivered,
    /// Lost, and how.
    Lost(Loss),
}

impl Trace {
    /// Where its time went, in the order of [`crate::sim::order::SPAN_KINDS`]. The spans add up to [`Trace::latency`].
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

    /// From placing to the end, or until now.
    pub fn latency(&self) -> Span {
        self.end.since(self.placed)
    }

    pub(super) fn with(self, ahead: u32, rerouted: u8) -> Trace {
        Trace { ahead, rerouted, ..self }
    }

    /// An order as it stands now.
    pub fn of(world: &World, key: OrderKey) -> Trace {
        let (orders, now) = (world.orders(), world.now());
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
            late: end.since(order.placed) > world.setup().promise_of(order.item),
            ahead: 0,
            rerouted: 0,
            put_back: order.put_back || !redo.is_zero(),
            down,
            redo,
        }
    }
}

/// How a list of orders is sorted, and which it contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sort {
    /// All, the last placed first.
    Recent,
    /// All, the longest latency first, live orders included.
    Slowest,
    /// Lost orders only, the last lost first.
    Lost,
}

/// Narrows a list. An order must fit all that is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// Of this outlet.
    pub outlet: Option<OutletId>,
    /// Of this item.
    pub item: Option<ItemId>,
    /// From this zone.
    pub zone: Option<ZoneId>,
    /// This order only, by its serial number.
    pub serial: Option<u64>,
    /// Only orders that are live or ended this recently.
    pub within: Option<Span>,
    /// No order at all: what was asked for does not exist.
    pub nothing: bool,
}

impl Filter {
    /// Whether an order fits, [`Filter::within`] aside.
    pub fn fits(&self, trace: &Trace) -> bool {
        !self.nothing
            && self.serial.is_none_or(|serial| trace.serial == serial)
            && self.outlet.is_none_or(|outlet| trace.outlet == Some(outlet))
            && self.item.is_none_or(|item| trace.item == item)
            && self.zone.is_none_or(|zone| trace.zone == zone)
    }

    /// The same for a live order.
    pub(super) fn fits_order(&self, order: &Order) -> bool {
        !self.nothing
            && self.serial.is_none_or(|serial| order.serial == serial)
            && self.outlet.is_none_or(|outlet| order.outlet == outlet)
            && self.item.is_none_or(|item| order.item == item)
            && self.zone.is_none_or(|zone| order.id.zone == zone)
    }
}

/// The last [`KEPT`] finished orders, and counts of all.
#[derive(Clone, Debug, Default)]
pub struct OrderArchive {
    pub(super) done: VecDeque<Trace>,
    /// The pizzas of the last parties, each with how many orders had finished with it; of each the last pizza is last.
    parties: VecDeque<(u64, Vec<Trace>)>,
    /// How many orders have finished.
    pub finished: u64,
    /// How many of them were lost.
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

    /// The pizzas of a party that has just finished, in the order in which they were ready.
    pub(super) fn add_party(&mut self, pizzas: Vec<Trace>) {
        if self.parties.len() >= PARTIES_KEPT {
            self.parties.pop_front();
        }
        self.parties.push_back((self.finished, pizzas));
    }

    /// The kept parties, in the order in which they finished: the pizzas of each, the last one last.
    pub fn parties(&self) -> impl DoubleEndedIterator<Item = &[Trace]> {
        self.parties.iter().map(|(_, pizzas)| &pizzas[..])
    }

    pub(super) fn rewind(&mut self, finished: u64, lost: u64) {
        while self.parties.back().is_some_and(|(when, _)| *when > finished) {
            self.parties.pop_back();
        }
        let gone = (self.finished - finished) as usize;
        self.done.truncate(self.done.len().saturating_sub(gone));
        (self.finished, self.lost) = (finished, lost);
    }

    /// Spans of the orders delivered in `[from, to)`, of the latest `most` of them.
    pub(super) fn delivered_within(&self, from: Time, to: Time, most: usize) -> Vec<Spans> {
        let late = self.done.iter().rev().skip_while(|trace| trace.end >= to).take_while(|trace| trace.end >= from);
        late.filter(|trace| trace.fate == Fate::Delivered).take(most).map(Trace::spans).collect()
    }

    /// Since when every finished order is kept. [`Time::NEVER`]: none is kept, though some existed.
    pub(super) fn reaches_back_to(&self) -> Time {
        if self.finished as usize <= self.done.len() {
            return Time::ZERO;
        }
        self.done.front().map_or(Time::NEVER, |trace| trace.end)
    }

    /// The kept orders, in the order in which they ended.
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
