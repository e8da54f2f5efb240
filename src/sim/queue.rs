//! A line of orders (*queue*): a list threaded through the orders' own records, so that a waiting order costs nothing
//! but itself and leaves from the middle as quickly as from the head.

use crate::sim::order::{Order, OrderKey, Orders};
use crate::sim::setup::QueueOrder;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queue {
    head: OrderKey,
    tail: OrderKey,
    len: u32,
}

impl Default for Queue {
    fn default() -> Queue {
        Queue { head: OrderKey::NONE, tail: OrderKey::NONE, len: 0 }
    }
}

impl Queue {
    pub fn len(&self) -> usize {
        self.len as usize
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Who is served next.
    pub fn head(&self) -> Option<OrderKey> {
        self.head.some()
    }

    pub fn iter<'a>(&self, orders: &'a Orders) -> impl Iterator<Item = OrderKey> + use<'a> {
        let mut at = self.head;
        std::iter::from_fn(move || {
            let key = at.some()?;
            at = orders[key].after;
            Some(key)
        })
    }

    /// At the tail, whatever it is.
    #[inline]
    pub(super) fn push(&mut self, orders: &mut Orders, key: OrderKey) {
        self.insert_after(orders, self.tail, key);
    }

    /// By the rule of a kitchen's line: put-back orders first (oldest placed first), then by time placed, oldest or newest
    /// first, then by id, the first of an order's two tickets before its copy. Looks from the tail, or from the head where the newest goes first: there a new order stands at once.
    #[inline]
    pub(super) fn file(&mut self, orders: &mut Orders, key: OrderKey, rule: QueueOrder) {
        let new = &orders[key];
        let mut at;
        if rule == QueueOrder::NewestFirst || new.put_back {
            at = OrderKey::NONE;
            let mut next = self.head;
            while !next.is_none() && goes_before(&orders[next], new, rule) {
                at = next;
                next = orders[next].after;
            }
        } else {
            at = self.tail;
            while !at.is_none() && goes_before(new, &orders[at], rule) {
                at = orders[at].before;
            }
        }
        self.insert_after(orders, at, key);
    }

    #[inline]
    fn insert_after(&mut self, orders: &mut Orders, at: OrderKey, key: OrderKey) {
        let next = if at.is_none() { self.head } else { orders[at].after };
        orders[key].before = at;
        orders[key].after = next;
        if at.is_none() {
            self.head = key
        } else {
            orders[at].after = key
        }
        if next.is_none() {
            self.tail = key
        } else {
            orders[next].before = key
        }
        self.len += 1;
    }

    #[inline]
    pub(super) fn remove(&mut self, orders: &mut Orders, key: OrderKey) {
        let (before, after) = (orders[key].before, orders[key].after);
        if before.is_none() {
            self.head = after
        } else {
            orders[before].after = after
        }
        if after.is_none() {
            self.tail = before
        } else {
            orders[after].before = before
        }
        self.len -= 1;
    }

    #[inline]
    pub(super) fn pop(&mut self, orders: &mut Orders) -> Option<OrderKey> {
        let key = self.head.some()?;
        self.head = orders[key].after;
        match self.head.some() {
            Some(next) => orders[next].before = OrderKey::NONE,
            None => self.tail = OrderKey::NONE,
        }
        self.len -= 1;
        Some(key)
    }

    /// Takes all, head first.
    pub(super) fn drain(&mut self, orders: &Orders) -> Vec<OrderKey> {
        let all = self.iter(orders).collect();
        *self = Queue::default();
        all
    }
}

fn goes_before(a: &Order, b: &Order, rule: QueueOrder) -> bool {
    if a.put_back != b.put_back {
        return a.put_back;
    }
    match rule {
        QueueOrder::NewestFirst if !a.put_back => (b.placed, a.id, a.copy) < (a.placed, b.id, b.copy),
        _ => a.turn() < b.turn(),
    }
}
