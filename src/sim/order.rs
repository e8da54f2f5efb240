//! An order (*request*): what the customer asked for, where it stands, and the times of its life.
//!
//! Every step is stamped, so an order is a *trace* whose *spans* add up to its latency exactly. A second ticket of an
//! order, written because the first is behind a cut link, is a record of its own (`copy`), tied to the first by
//! `other`.

use crate::sim::demand::Attributes;
use crate::sim::setup::PatienceUntil;
use crate::units::digest::{Digester, Fold, fold};
use crate::units::{ItemId, MaybeNumber, OutletId, Place, Span, Time, ZoneId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::{Index, IndexMut};

/// The index of an order's record. Records are reused after the order has left; [`Order::serial`] tells orders apart.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct OrderKey(pub u32);

fold!(OrderKey(at));

impl OrderKey {
    /// No order.
    pub const NONE: OrderKey = OrderKey(u32::MAX);

    /// Whether it is [`OrderKey::NONE`].
    pub fn is_none(self) -> bool {
        self == OrderKey::NONE
    }

    /// The key as an option; `None` for [`OrderKey::NONE`].
    pub fn some(self) -> Option<OrderKey> {
        (!self.is_none()).then_some(self)
    }
}

/// An order's identity, the same in all histories of a seed. Orders placed at one moment rank by it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct OrderId {
    /// Where the customer lives.
    pub zone: ZoneId,
    /// The customer: the zone's `n`-th first call, from 0.
    pub n: u64,
    /// Which of the customer's calls: 0 is the first, then repeat calls.
    pub attempt: u32,
}

fold!(struct OrderId { zone, n, attempt });

impl OrderId {
    /// The identity of a call that repeats this one once more for want of a confirmation.
    pub(super) fn in_doubt(self) -> OrderId {
        OrderId { attempt: self.attempt + Self::ATTEMPTS, ..self }
    }

    /// How often a call was repeated for want of a confirmation.
    pub fn doubts(self) -> u32 {
        self.attempt % Self::CALLS / Self::ATTEMPTS
    }

    /// The call that such a call repeats.
    pub fn first(self) -> OrderId {
        OrderId { attempt: self.attempt % Self::ATTEMPTS, ..self }
    }

    /// The call of which a ticket is: for a party's, without the part.
    pub fn call(self) -> OrderId {
        OrderId { attempt: self.attempt % Self::CALLS, ..self }
    }

    /// Whether a lost customer calls again with it.
    #[inline(always)]
    pub fn is_again(self) -> bool {
        !self.attempt.is_multiple_of(Self::CALLS)
    }

    /// The identity of a party's ticket, from 0; 0 is the call itself.
    pub fn of_part(self, part: u32) -> OrderId {
        OrderId { attempt: self.attempt % Self::CALLS + part * 2 * Self::CALLS, ..self }
    }

    /// Which of a party's pizzas it is of, from 0; 0 for who orders one.
    pub fn part(self) -> u32 {
        self.attempt / (2 * Self::CALLS)
    }

    /// The identity of a second ticket, where two tickets of an order have different draws.
    pub(super) fn of_copy(self) -> OrderId {
        OrderId { attempt: self.attempt | Self::CALLS, ..self }
    }

    /// Whether it is one of those.
    pub fn is_of_copy(self) -> bool {
        self.attempt & Self::CALLS != 0
    }

    /// Repeat calls of lost customers are below that.
    const ATTEMPTS: u32 = 64;

    /// And all calls of a customer, those for want of a confirmation included, below that. From there on it is said
    /// which of the tickets of a call this is.
    const CALLS: u32 = 1 << 16;

    /// The identity of the `k`-th ticket of the house for an item at an outlet, beyond all customers of the zone that
    /// caused it.
    pub fn of_house(zone: ZoneId, outlet: OutletId, item: ItemId, k: u64) -> OrderId {
        OrderId { zone, n: 1 << 56 | u64::from(outlet.0) << 38 | u64::from(item.0) << 28 | k, attempt: 0 }
    }
}

/// Where an order stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Stage {
    /// At the front desk: no outlet can take it, and `when_none` is `hold`.
    Held,
    /// At the front desk, until a clerk is free to ring its outlet.
    AtDesk,
    /// A clerk is on the line to its outlet.
    OnPhone,
    /// At the front desk, until enough order books have it.
    Writing,
    /// Sent into a cut link that nobody knows of yet; on nobody's board.
    Hanging,
    /// In a queue of its outlet.
    Waiting,
    /// At the lamp of its outlet, until the tray that is being baked comes out.
    AtTray,
    /// A slice is being handed over.
    Serving,
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
    8 AtTray {}, 9 Serving {}, 10 AtDesk {}, 11 OnPhone {},
    12 Writing {},
});

/// What a ticket is of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(from = "SavedKind", into = "SavedKind")]
pub enum TicketKind {
    /// An order, as its customer called.
    Order,
    /// The second ticket of an order, written because the first was behind a cut link.
    Copy,
    /// No order but the house's own work: a tray to be baked. Nobody waits for it and nobody can cancel it, as if its
    /// customer had left without a word.
    House,
    /// What a guest has called for again, having heard nothing. To the kitchen it is the order of somebody who has left
    /// without a word; if it is the first to reach the guest, it serves him.
    Second,
    /// One pizza of a party, while another of its tickets stands for the customer.
    Part,
}

fold!(enum TicketKind { 0 Order {}, 1 Copy {}, 2 House {}, 3 Second {}, 4 Part {} });

/// A [`TicketKind`] in the form in which it is saved; once there were orders and copies only.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum SavedKind {
    IsCopy(bool),
    Other(OtherKind),
}

#[derive(Serialize, Deserialize)]
enum OtherKind {
    House,
    Second,
    Part,
}

impl From<TicketKind> for SavedKind {
    fn from(kind: TicketKind) -> SavedKind {
        match kind {
            TicketKind::Order => SavedKind::IsCopy(false),
            TicketKind::Copy => SavedKind::IsCopy(true),
            TicketKind::House => SavedKind::Other(OtherKind::House),
            TicketKind::Second => SavedKind::Other(OtherKind::Second),
            TicketKind::Part => SavedKind::Other(OtherKind::Part),
        }
    }
}

impl From<SavedKind> for TicketKind {
    fn from(saved: SavedKind) -> TicketKind {
        match saved {
            SavedKind::IsCopy(false) => TicketKind::Order,
            SavedKind::IsCopy(true) => TicketKind::Copy,
            SavedKind::Other(OtherKind::House) => TicketKind::House,
            SavedKind::Other(OtherKind::Second) => TicketKind::Second,
            SavedKind::Other(OtherKind::Part) => TicketKind::Part,
        }
    }
}

/// Where the customer of an order stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Customer {
    /// Waits for it.
    Waiting,
    /// Patience ran out.
    Gone,
    /// Has the order, perhaps by its other ticket.
    Served,
}

fold!(enum Customer { 0 Waiting {}, 1 Gone {}, 2 Served {} });

/// Why a call was lost.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Loss {
    /// The queue was full (*load shedding*).
    Refused,
    /// Patience ran out (*timeout*).
    Abandoned,
    /// No outlet could take it.
    Unreachable,
    /// Over the quota of its zone, or of all (*rate limiting*).
    Limited,
    /// A chef burnt it (*an error served fast*).
    Burnt,
    /// It was taken, and the only book that had it burnt (*acknowledged and lost*).
    Forgotten,
}

/// A ticket: one order, or its second ticket. Times that have not come are [`Time::NEVER`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
// Fields are laid out in this order, in three cache lines: what routing and taking read, the times stamped on the way,
// and what is read only at the beginning and the end.
#[repr(C, align(64))]
pub struct Order {
    /// Where it stands.
    pub stage: Stage,
    /// Where its customer stands.
    pub customer: Customer,
    /// What its customer's patience waits for.
    pub until: PatienceUntil,
    /// Whether a customer who leaves tells the kitchen.
    pub cancels: bool,
    /// Put back at the head of its queue, because work on it was lost.
    pub put_back: bool,
    /// Whether the present cooking used a base.
    pub based: bool,
    /// What it is a ticket of.
    #[serde(rename = "copy")]
    pub kind: TicketKind,
    /// Whether a second cooking of it began, which is counted once.
    pub twice: bool,
    /// Whether cooking by the other of its two tickets has begun.
    pub rival_began: bool,
    /// Cookings of this order, by either of its tickets, that were lost and not begun again.
    #[serde(default, skip_serializing_if = "is_none_lost")]
    pub(super) lost_cookings: u8,
    /// What was ordered.
    pub item: ItemId,
    /// The outlet that it was sent to; [`OutletId::NOWHERE`] before.
    pub outlet: OutletId,
    /// The chef who has it or had it last, by number at the outlet.
    pub chef: MaybeNumber,
    /// The rider who has it or had it, by number at the outlet.
    pub rider: MaybeNumber,
    /// The other of its two tickets; [`OrderKey::NONE`] if there is one only.
    pub other: OrderKey,
    /// Which of its outlet's queues it is in, or returns to.
    pub(super) queue: MaybeNumber,
    /// Neighbours in the list that it is in: a queue, the shelf, a rider's load, or the desk's.
    pub(super) before: OrderKey,
    pub(super) after: OrderKey,
    /// When it was placed.
    pub placed: Time,
    /// Work for an expert with basic tools.
    pub work: Span,
    /// Time at the door.
    pub handover: Span,
    /// When its first cooking began.
    pub first_start: Time,
    /// When the cooking that counted, or the one under way, began.
    pub start: Time,
    /// When it was cooked.
    pub cooked: Time,
    /// When it left the chef's hands for the shelf, or for the road.
    pub shelved: Time,
    /// When it left the outlet.
    pub left: Time,
    /// When patience ends; never if it is endless or no longer counts.
    pub deadline: Time,
    /// Where the customer lives.
    pub address: Place,
    /// When it was handed over.
    pub delivered: Time,
    /// When this customer first called.
    pub first_placed: Time,
    /// Who it is.
    pub id: OrderId,
    /// The number of the call over the whole shop, from 1, in the order of placing. Both tickets of an order have the
    /// same.
    pub serial: u64,
    /// How long the customer waits at each call, shortened by the impatience at the time of the first call.
    pub patience: Span,
}

/// Left out of saved orders, like all values that almost no order has.
fn is_none_lost(cookings: &u8) -> bool {
    *cookings == 0
}

fold!(struct Order {
    stage, customer, until, cancels, put_back, based, kind, twice, rival_began, item, outlet, chef, rider, other, queue,
    before, after, placed, work, handover, first_start, start, cooked, shelved, left, deadline, address, delivered,
    first_placed, id, serial, patience,
} later { "lost_cookings": lost_cookings });

/// The spans of an order's life, in the order in which they pass; the first three may alternate.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum SpanKind {
    /// Waiting for a chef where somebody could cook it, before and between cookings; includes the wait at the desk.
    Queue,
    /// Waiting at an outlet where nobody could cook it: no power, or nobody well at work who may.
    Down,
    /// Being cooked, in cookings that were lost.
    Redo,
    /// The cooking that counted.
    Cook,
    /// Cooked, with no room on the shelf.
    Blocked,
    /// Waiting for a rider.
    Shelf,
    /// On the road, until it is handed over.
    Ride,
}

/// All kinds, in the order of [`Spans`].
pub const SPAN_KINDS: [SpanKind; 7] = [
    SpanKind::Queue,
    SpanKind::Down,
    SpanKind::Redo,
    SpanKind::Cook,
    SpanKind::Blocked,
    SpanKind::Shelf,
    SpanKind::Ride,
];

/// A duration for each of [`SPAN_KINDS`]; they add up to a latency.
pub type Spans = [Span; SPAN_KINDS.len()];

impl SpanKind {
    /// The span's name in reports.
    pub fn name(self) -> &'static str {
        ["queue", "down", "redo", "cook", "blocked", "shelf", "ride"][self as usize]
    }
}

/// What went wrong with an order. Most orders have no setback, so setbacks are kept apart from the records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setback {
    /// How long it was cooked in cookings that were lost.
    pub redo: Span,
    /// How long it has waited where nobody could cook it, the present wait not included.
    pub down: Span,
    /// Since when nobody can cook it; never: somebody can, or it does not wait.
    pub since: Time,
}

fold!(struct Setback { redo, down, since });

impl Setback {
    const NONE: Setback = Setback { redo: Span::ZERO, down: Span::ZERO, since: Time::NEVER };

    /// [`Setback::down`] with the present wait.
    fn down_by(&self, now: Time) -> Span {
        self.down + now.since(self.since)
    }
}

impl Order {
    /// An unused record.
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
        kind: TicketKind::Order,
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

    /// Whether it waits for a chef: at the desk, in the books, on the telephone, in the link, in a queue, or for a tray
    /// in the oven.
    pub fn is_waiting(&self) -> bool {
        matches!(self.stage, Stage::Hanging | Stage::Waiting | Stage::AtTray) || self.is_at_desk()
    }

    /// Whether no outlet has it yet: it waits at the front desk, is being written down, or is telephoned about.
    pub fn is_at_desk(&self) -> bool {
        matches!(self.stage, Stage::Held | Stage::AtDesk | Stage::OnPhone | Stage::Writing)
    }

    /// The spans of a delivered order; they add up to [`Order::latency`]. For an order under way: what has passed by
    /// `now`, the present span included.
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

    /// Whether it was delivered within the promise, counted from the customer's first call.
    #[inline(always)]
    pub(super) fn is_good(&self, promise: Span) -> bool {
        self.delivered.since(self.first_placed) <= promise
    }

    /// From placing to delivery, or to `now` while under way.
    pub fn latency(&self, now: Time) -> Span {
        self.delivered.min(now).since(self.placed)
    }

    /// The order in which tied orders are served: by time placed, then id, then an order's first ticket before its
    /// second.
    #[inline(always)]
    pub fn turn(&self) -> (Time, OrderId, bool) {
        (self.placed, self.id, self.is_copy())
    }

    /// Whether it is in the system: its customer waits for this call. False for second tickets, for those of a party
    /// but the one that stands for the customer, and for those of customers who have left.
    pub fn is_live(&self) -> bool {
        self.customer == Customer::Waiting && self.kind == TicketKind::Order
    }

    /// Whether a chef has begun to cook it; a slice that was handed over needs none.
    pub(super) fn was_begun(&self) -> bool {
        !self.first_start.is_never() && !self.chef.is_none()
    }

    /// Whether it is the second ticket of an order.
    #[inline(always)]
    pub fn is_copy(&self) -> bool {
        self.kind == TicketKind::Copy
    }

    /// Whether it is no order, but the house's own work.
    #[inline(always)]
    pub fn is_house(&self) -> bool {
        self.kind == TicketKind::House
    }
}

/// All records of orders, reused. Contents of unused records are neither saved nor in the digest.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Saved", into = "Saved")]
pub struct Orders {
    records: Vec<Order>,
    free: Vec<OrderKey>,
    setbacks: BTreeMap<OrderKey, Setback>,
}

/// [`Orders`] in the form in which they are saved.
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
    /// Makes room for so many orders at a time.
    pub(super) fn reserve(&mut self, orders: usize) {
        self.records.reserve(orders);
    }

    /// A record, to be filled in place by [`Order::begin`]: it is too large to move.
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

    /// The number of records, unused ones included.
    pub fn records(&self) -> usize {
        self.records.len()
    }

    /// The spans of an order, as far as they have passed by `now`.
    pub fn spans(&self, key: OrderKey, now: Time) -> Spans {
        self[key].spans(&self.setback(key), now)
    }

    /// What has gone wrong with an order so far; all zero for most.
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

    /// Adds to the work lost on an order.
    pub(super) fn lose_work(&mut self, key: OrderKey, work: Span) {
        self.setback_mut(key).redo += work;
    }

    /// From `now` on the order waits where nobody can cook it.
    pub(super) fn goes_down(&mut self, key: OrderKey, now: Time) {
        let setback = self.setback_mut(key);
        setback.since = setback.since.min(now);
    }

    /// From `now` on somebody can cook the order, or it does not wait there any more.
    #[inline]
    pub(super) fn comes_up(&mut self, key: OrderKey, now: Time) {
        if !self.setbacks.is_empty()
            && let Some(setback) = self.setbacks.get_mut(&key)
        {
            (setback.down, setback.since) = (setback.down_by(now), Time::NEVER);
        }
    }

    /// Gives a second ticket the setback of the first, as of `now`.
    pub(super) fn copy_setback(&mut self, from: OrderKey, to: OrderKey, now: Time) {
        if let Some(setback) = self.setbacks.get(&from).copied() {
            self.setbacks.insert(to, Setback { down: setback.down_by(now), since: Time::NEVER, ..setback });
        }
    }

    /// The index of the first used record that fits, searched from `start` to the end and then from the beginning.
    pub(super) fn find_from(&self, start: usize, fits: impl Fn(OrderKey, &Order) -> bool) -> Option<usize> {
        let fits = |&i: &usize| {
            let order = &self.records[i];
            order.stage != Stage::Ended && fits(OrderKey(i as u32), order)
        };
        let start = start.min(self.records.len());
        (start..self.records.len()).find(fits).or_else(|| (0..start).find(fits))
    }

    /// All used records, in no particular order. Includes second tickets, and those of customers who have left.
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
