//! An order (*request*): what the customer asked for, where it stands, and the moments of its life.
//!
//! Every step is stamped, so an order is a *trace* whose *spans* add up to its latency exactly. A second cooking of
//! the same order after a line cut is a record of its own (`copy`), tied to the first by `other`.

use crate::sim::demand::Attributes;
use crate::sim::setup::PatienceUntil;
use crate::units::digest::{Digester, Fold, fold};
use crate::units::{ItemId, MaybeNumber, OutletId, Place, Span, Time, ZoneId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::{Index, IndexMut};

/// Where an order's record lies. Used again after the order has left; see [`Order::serial`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct OrderKey(pub u32);

fold!(OrderKey(at));

impl OrderKey {
    pub const NONE: OrderKey = OrderKey(u32::MAX);

    pub fn is_none(self) -> bool {
        self == OrderKey::NONE
    }

    pub fn some(self) -> Option<OrderKey> {
        (!self.is_none()).then_some(self)
    }
}

/// Who an order is, in every history of the seed: the zone's `n`-th first call (from 0), and the `attempt`-th repeat of
/// it (0: the first call itself). Orders of one moment rank by this.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct OrderId {
    pub zone: ZoneId,
    pub n: u64,
    pub attempt: u32,
}

fold!(struct OrderId { zone, n, attempt });

/// Where an order stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Stage {
    /// At the front desk: nobody can take it, and `when_none = "hold"`.
    Held,
    /// Sent into a cut line that nobody knows of yet; on nobody's board.
    Hanging,
    /// In a line of its outlet.
    Waiting,
    /// In a chef's hands, being cooked.
    Cooking,
    /// Cooked, in the chef's hands: the shelf is full.
    Blocked,
    /// On the shelf.
    Shelf,
    /// On the road with a rider, or with the chef in coupled delivery.
    Riding,
    /// Delivered, lost or thrown away; the record lives on only while its copy does.
    Ended,
}

fold!(enum Stage {
    0 Held {}, 1 Hanging {}, 2 Waiting {}, 3 Cooking {}, 4 Blocked {}, 5 Shelf {}, 6 Riding {}, 7 Ended {},
});

/// The customer behind an order.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Customer {
    Waiting,
    /// Patience ran out.
    Gone,
    /// Has it (perhaps the other one of two).
    Served,
}

fold!(enum Customer { 0 Waiting {}, 1 Gone {}, 2 Served {} });

/// Why a call was lost.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Loss {
    /// The line was full (*load shedding*).
    Refused,
    /// Patience ran out (*timeout*).
    Abandoned,
    /// No outlet could take it.
    Unreachable,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
// Laid out in this order, in three lines of the processor's memory: what routing and taking look at, the times stamped
// on the way, and what is asked for only at the beginning and the end.
#[repr(C, align(64))]
pub struct Order {
    pub stage: Stage,
    pub customer: Customer,
    pub until: PatienceUntil,
    /// Whether the customer, leaving, tells.
    pub cancels: bool,
    /// Put back at the head of its line: work on it was lost.
    pub put_back: bool,
    /// A base was used in the present cooking.
    pub based: bool,
    /// Made a second time after a line cut.
    pub copy: bool,
    /// A second cooking of it began; counted once.
    pub twice: bool,
    /// Cooking of the other of two has begun.
    pub rival_began: bool,
    /// Cookings of this order, by either of its tickets, that were lost and have not been made good by another start.
    #[serde(default, skip_serializing_if = "is_none_lost")]
    pub(super) lost_cookings: u8,
    pub item: ItemId,
    /// Where it was sent; [`OutletId::NOWHERE`] while it was sent nowhere yet.
    pub outlet: OutletId,
    /// The chef who has or had it, by number at the outlet.
    pub chef: MaybeNumber,
    /// The rider likewise.
    pub rider: MaybeNumber,
    /// The copy of this one, or what this one is a copy of.
    pub other: OrderKey,
    /// Which of its outlet's queues it is in, or is to come back to.
    pub(super) queue: MaybeNumber,
    /// Neighbours in the one list that it is in: a line, the shelf, a rider's load, the desk.
    pub(super) before: OrderKey,
    pub(super) after: OrderKey,
    pub placed: Time,
    pub work: Span,
    pub handover: Span,
    pub first_start: Time,
    /// The cooking that counted, or the one under way.
    pub start: Time,
    pub cooked: Time,
    /// Left the chef's hands.
    pub shelved: Time,
    /// Left the outlet.
    pub left: Time,
    /// When patience ends; never where it is endless or no longer counts.
    pub deadline: Time,
    pub address: Place,
    pub delivered: Time,
    /// When this customer first called.
    pub first_placed: Time,
    pub id: OrderId,
    /// Running number over the whole shop, from 1, in the order of placing. A copy bears its original's.
    pub serial: u64,
    /// How long the customer waits at every call, the impatience of the first call's moment included.
    pub patience: Span,
}

/// Left out of a saved order, like every value that almost no order has.
fn is_none_lost(cookings: &u8) -> bool {
    *cookings == 0
}

fold!(struct Order {
    stage, customer, until, cancels, put_back, based, copy, twice, rival_began, item, outlet, chef, rider, other, queue, before,
    after, placed, work, handover, first_start, start, cooked, shelved, left, deadline, address, delivered, first_placed, id,
    serial, patience,
} later { "lost_cookings": lost_cookings });

/// The spans of an order's life, in the order in which they pass (but for the first three, which may alternate).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum SpanKind {
    /// Waiting for a chef where somebody could cook it, before and between cookings, the wait at the desk included.
    Queue,
    /// Waiting at an outlet where nobody could: no power, or nobody well at work who may cook it.
    Down,
    /// In the hands of chefs whose work on it was lost.
    Redo,
    /// The cooking that counted.
    Cook,
    /// Cooked, but no room on the shelf.
    Blocked,
    /// Waiting for a rider.
    Shelf,
    /// Out and handed over.
    Ride,
}

pub const SPAN_KINDS: [SpanKind; 7] = [
    SpanKind::Queue,
    SpanKind::Down,
    SpanKind::Redo,
    SpanKind::Cook,
    SpanKind::Blocked,
    SpanKind::Shelf,
    SpanKind::Ride,
];

/// A length of time for each of [`SPAN_KINDS`]; their sum is a latency.
pub type Spans = [Span; SPAN_KINDS.len()];

impl SpanKind {
    pub fn name(self) -> &'static str {
        ["queue", "down", "redo", "cook", "blocked", "shelf", "ride"][self as usize]
    }
}

/// What went wrong with an order. Most have nothing of it, so it lies beside the records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setback {
    /// In the hands of chefs whose work on it was lost.
    pub redo: Span,
    /// Waiting where nobody could cook it, but for the stretch under way.
    pub down: Span,
    /// Since when nobody can; never: somebody can, or it does not wait.
    pub since: Time,
}

fold!(struct Setback { redo, down, since });

impl Setback {
    const NONE: Setback = Setback { redo: Span::ZERO, down: Span::ZERO, since: Time::NEVER };

    /// The stretch under way included.
    fn down_by(&self, now: Time) -> Span {
        self.down + now.since(self.since)
    }
}

impl Order {
    /// A record as yet of nobody.
    const BLANK: Order = Order {
        id: OrderId { zone: ZoneId(0), n: 0, attempt: 0 },
        serial: 0,
        item: ItemId(0),
        stage: Stage::Ended,
        customer: Customer::Waiting,
        until: PatienceUntil::Cooking,
        cancels: true,
        put_back: false,
        based: false,
        copy: false,
        twice: false,
        rival_began: false,
        lost_cookings: 0,
        other: OrderKey::NONE,
        outlet: OutletId::NOWHERE,
        chef: MaybeNumber::NONE,
        rider: MaybeNumber::NONE,
        placed: Time::ZERO,
        first_placed: Time::ZERO,
        deadline: Time::NEVER,
        first_start: Time::NEVER,
        start: Time::NEVER,
        cooked: Time::NEVER,
        shelved: Time::NEVER,
        left: Time::NEVER,
        delivered: Time::NEVER,
        work: Span::ZERO,
        handover: Span::ZERO,
        patience: Span::ZERO,
        address: Place { x: 0.0, y: 0.0 },
        before: OrderKey::NONE,
        after: OrderKey::NONE,
        queue: MaybeNumber::NONE,
    };

    /// Makes a record that of a new call.
    #[inline(always)]
    pub(super) fn begin(&mut self, id: OrderId, serial: u64, placed: Time, first_placed: Time, what: &Attributes) {
        let &Attributes { item, address, work, handover, patience } = what;
        let call = Order { id, serial, item, placed, first_placed, work, handover, patience, address, ..Order::BLANK };
        *self = Order { stage: Stage::Waiting, ..call };
    }

    /// Not in anybody's hands, nor out of them: at the desk, on the line, in a queue.
    pub fn is_waiting(&self) -> bool {
        matches!(self.stage, Stage::Held | Stage::Hanging | Stage::Waiting)
    }

    /// The spans of a delivered order; they add up to [`Order::latency`]. For one still under way: what has passed by
    /// `now`, the span under way running until `now`.
    fn spans(&self, setback: &Setback, now: Time) -> Spans {
        if !self.delivered.is_never() {
            return self.whole_spans(setback);
        }
        let start = if self.is_waiting() { now } else { self.start.min(now) };
        let (redo, down) = (setback.redo, setback.down_by(now));
        let mut spans =
            [start.since(self.placed) - redo - down, down, redo, Span::ZERO, Span::ZERO, Span::ZERO, Span::ZERO];
        let mut from = start;
        for (span, edge) in spans[SpanKind::Cook as usize..].iter_mut().zip([self.cooked, self.shelved, self.left, now])
        {
            let edge = edge.min(now);
            *span = edge.since(from);
            from = edge.max(from);
        }
        spans
    }

    #[inline(always)]
    pub(super) fn whole_spans(&self, setback: &Setback) -> Spans {
        let &Setback { redo, down, .. } = setback;
        let between = |from: Time, to: Time| Span(to.0 - from.0);
        [
            Span(self.start.0 - self.placed.0 - redo.0 - down.0),
            down,
            redo,
            between(self.start, self.cooked),
            between(self.cooked, self.shelved),
            between(self.shelved, self.left),
            between(self.left, self.delivered),
        ]
    }

    /// Delivered within the promise, counted from the customer's first call.
    #[inline(always)]
    pub(super) fn is_good(&self, promise: Span) -> bool {
        self.delivered.since(self.first_placed) <= promise
    }

    /// From placing to delivery, or to `now` while under way.
    pub fn latency(&self, now: Time) -> Span {
        self.delivered.min(now).since(self.placed)
    }

    /// What goes first where nothing else decides: the older order, the lower id, the first of two tickets.
    #[inline(always)]
    pub(super) fn turn(&self) -> (Time, OrderId, bool) {
        (self.placed, self.id, self.copy)
    }

    /// In the system: its customer still waits for this call. (A ticket of somebody who has gone is not.)
    pub fn is_live(&self) -> bool {
        self.customer == Customer::Waiting && !self.copy
    }
}

/// All records of orders, reused. What is left in a record that nobody uses is neither saved nor in the digest.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Saved", into = "Saved")]
pub struct Orders {
    records: Vec<Order>,
    free: Vec<OrderKey>,
    setbacks: BTreeMap<OrderKey, Setback>,
}

/// [`Orders`] as they are saved.
#[derive(Serialize, Deserialize)]
struct Saved {
    records: Vec<Option<Order>>,
    free: Vec<OrderKey>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    setbacks: Vec<(OrderKey, Setback)>,
}

impl Fold for Orders {
    fn fold(&self, to: &mut Digester) {
        self.records.len().fold(to);
        for order in &self.records {
            let used = order.stage != Stage::Ended;
            used.fold(to);
            if used {
                order.fold(to);
            }
        }
        self.free.fold(to);
        to.later("setbacks", &self.setbacks);
    }
}

impl From<Orders> for Saved {
    fn from(orders: Orders) -> Saved {
        let used = |order: Order| (order.stage != Stage::Ended).then_some(order);
        let setbacks = orders.setbacks.into_iter().collect();
        Saved { records: orders.records.into_iter().map(used).collect(), free: orders.free, setbacks }
    }
}

impl From<Saved> for Orders {
    fn from(saved: Saved) -> Orders {
        let record = |order: Option<Order>| order.unwrap_or(Order::BLANK);
        let setbacks = saved.setbacks.into_iter().collect();
        Orders { records: saved.records.into_iter().map(record).collect(), free: saved.free, setbacks }
    }
}

impl Orders {
    /// A record, to be filled where it lies ([`Order::begin`]): it is too large to be carried about.
    #[inline(always)]
    pub(super) fn place(&mut self) -> OrderKey {
        self.free.pop().unwrap_or_else(|| self.place_more())
    }

    pub(super) fn insert(&mut self, order: Order) -> OrderKey {
        let key = self.place();
        self[key] = order;
        key
    }

    #[cold]
    #[inline(never)]
    fn place_more(&mut self) -> OrderKey {
        self.records.push(Order::BLANK);
        OrderKey(self.records.len() as u32 - 1)
    }

    #[inline]
    pub(super) fn remove(&mut self, key: OrderKey) {
        if !self.setbacks.is_empty() {
            self.setbacks.remove(&key);
        }
        self.records[key.0 as usize].stage = Stage::Ended;
        self.free.push(key);
    }

    /// How many records there are, those to be used again included.
    pub fn records(&self) -> usize {
        self.records.len()
    }

    /// The spans of an order, as far as they have passed by `now`.
    pub fn spans(&self, key: OrderKey, now: Time) -> Spans {
        self[key].spans(&self.setback(key), now)
    }

    #[inline]
    pub fn setback(&self, key: OrderKey) -> Setback {
        if self.setbacks.is_empty() {
            return Setback::NONE;
        }
        self.setbacks.get(&key).copied().unwrap_or(Setback::NONE)
    }

    fn setback_mut(&mut self, key: OrderKey) -> &mut Setback {
        self.setbacks.entry(key).or_insert(Setback::NONE)
    }

    /// So much work on an order was lost.
    pub(super) fn lose_work(&mut self, key: OrderKey, work: Span) {
        self.setback_mut(key).redo += work;
    }

    /// From now on an order waits where nobody can cook it.
    pub(super) fn goes_down(&mut self, key: OrderKey, now: Time) {
        let setback = self.setback_mut(key);
        setback.since = setback.since.min(now);
    }

    /// Somebody can cook it from now, or it waits there no longer.
    #[inline]
    pub(super) fn comes_up(&mut self, key: OrderKey, now: Time) {
        if !self.setbacks.is_empty()
            && let Some(setback) = self.setbacks.get_mut(&key)
        {
            (setback.down, setback.since) = (setback.down_by(now), Time::NEVER);
        }
    }

    /// A second ticket has what the first has been through by now.
    pub(super) fn copy_setback(&mut self, from: OrderKey, to: OrderKey, now: Time) {
        if let Some(setback) = self.setbacks.get(&from).copied() {
            self.setbacks.insert(to, Setback { down: setback.down_by(now), since: Time::NEVER, ..setback });
        }
    }

    /// The first record in use that fits, looked for from a place on, and from the beginning after the end; its place.
    pub(super) fn find_from(&self, start: usize, fits: impl Fn(OrderKey, &Order) -> bool) -> Option<usize> {
        let fits = |&i: &usize| {
            let order = &self.records[i];
            order.stage != Stage::Ended && fits(OrderKey(i as u32), order)
        };
        let start = start.min(self.records.len());
        (start..self.records.len()).find(fits).or_else(|| (0..start).find(fits))
    }

    /// Every record in use (those of customers who have gone and copies included), in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (OrderKey, &Order)> {
        self.records.iter().enumerate().map(|(i, o)| (OrderKey(i as u32), o)).filter(|(_, o)| o.stage != Stage::Ended)
    }
}

impl Index<OrderKey> for Orders {
    type Output = Order;
    #[inline]
    fn index(&self, key: OrderKey) -> &Order {
        &self.records[key.0 as usize]
    }
}

impl IndexMut<OrderKey> for Orders {
    #[inline]
    fn index_mut(&mut self, key: OrderKey) -> &mut Order {
        &mut self.records[key.0 as usize]
    }
}
