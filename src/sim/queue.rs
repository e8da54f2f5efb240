//! A queue of orders: a linked list threaded through the orders' records, so that waiting takes no memory of its own
//! and an order can leave from the middle as fast as from the head.

use crate::sim::order::{Order, OrderKey, Orders};
use crate::units::digest::fold;
use serde::{Deserialize, Serialize};

/// A queue of orders: of a kitchen, a shelf, a rider's bag, or the front desk.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Queue {
    head: OrderKey,
    tail: OrderKey,
    len: u32,
    /// The order filed last, while it is here: orders that are moved together belong near one another, and the search
    /// for their places starts here instead of at the end.
    #[serde(skip, default = "nobody")]
    filed: OrderKey,
}

fold!(struct Queue { head, tail, len } not { filed });

fn nobody() -> OrderKey {
    OrderKey::NONE
}

impl Default for Queue {
    fn default() -> Queue {
        Queue { head: OrderKey::NONE, tail: OrderKey::NONE, len: 0, filed: OrderKey::NONE }
    }
}

impl PartialEq for Queue {
    fn eq(&self, other: &Queue) -> bool {
        (self.head, self.tail, self.len) == (other.head, other.tail, other.len)
    }
}

impl Queue {
    /// The number of orders.
    pub fn len(&self) -> usize {
        self.len as usize
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The order served next.
    pub fn head(&self) -> Option<OrderKey> {
        self.head.some()
    }

    /// The order at the end. Where orders are filed by time placed, the oldest of a queue is at one of its ends.
    pub fn tail(&self) -> Option<OrderKey> {
        self.tail.some()
    }

    /// The keys of all orders, head first.
    pub fn iter<'a>(&self, orders: &'a Orders) -> impl Iterator<Item = OrderKey> + use<'a> {
        let mut at = self.head;
        std::iter::from_fn(move || {
            let key = at.some()?;
            at = orders[key].after;
            Some(key)
        })
    }

    /// Appends an order, whatever the discipline.
    #[inline]
    pub(super) fn push(&mut self, orders: &mut Orders, key: OrderKey) {
        self.insert_after(orders, self.tail, key);
    }

    /// Files an order by a kitchen's discipline: put-back orders first (oldest placed first), then by time placed,
    /// oldest or newest first, then by id, an order's first ticket before its second. Most orders belong at the tail,
    /// or at the head if the newest goes first; for others the search starts where the last one was filed.
    #[inline(always)]
    pub(super) fn file(&mut self, orders: &mut Orders, key: OrderKey, newest_first: bool) {
        let at_head = newest_first || orders[key].put_back;
        self.file_by(orders, key, at_head, |a, b| goes_before(a, b, newest_first));
    }

    /// The same where some orders rank before others: put-back orders first, then by rank (least first), then as they
    /// were placed.
    pub(super) fn file_ranked<R: Ord>(&mut self, orders: &mut Orders, key: OrderKey, rank: impl Fn(&Order) -> R) {
        let place = |order: &Order| (!order.put_back, (!order.put_back).then(|| rank(order)), order.turn());
        self.file_by(orders, key, orders[key].put_back, |a, b| place(a) < place(b));
    }

    /// Files an order before the first that it goes before. The search starts at the head, or at the tail.
    #[inline(always)]
    fn file_by(&mut self, orders: &mut Orders, key: OrderKey, at_head: bool, before: impl Fn(&Order, &Order) -> bool) {
        let new = &orders[key];
        let mut at = if at_head { OrderKey::NONE } else { self.tail };
        let next = |at: OrderKey| if at.is_none() { self.head } else { orders[at].after };
        let too_far = |at: OrderKey| !at.is_none() && before(new, &orders[at]);
        let too_near = |at: OrderKey| !next(at).is_none() && before(&orders[next(at)], new);
        if !self.filed.is_none() && (too_far(at) || too_near(at)) {
            at = self.filed;
        }
        while too_far(at) {
            at = orders[at].before;
        }
        while too_near(at) {
            at = next(at);
        }
        self.insert_after(orders, at, key);
        self.filed = key;
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
        self.is_gone(key);
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
        self.is_gone(key);
        self.head = orders[key].after;
        match self.head.some() {
            Some(next) => orders[next].before = OrderKey::NONE,
            None => self.tail = OrderKey::NONE,
        }
        self.len -= 1;
        Some(key)
    }

    #[inline(always)]
    fn is_gone(&mut self, key: OrderKey) {
        if self.filed == key {
            self.filed = OrderKey::NONE;
        }
    }

    /// Removes all orders and returns their keys, head first.
    pub(super) fn drain(&mut self, orders: &Orders) -> Vec<OrderKey> {
        let all = self.iter(orders).collect();
        *self = Queue::default();
        all
    }
}

#[inline]
fn goes_before(a: &Order, b: &Order, newest_first: bool) -> bool {
    if a.put_back != b.put_back {
        return a.put_back;
    }
    if newest_first && !a.put_back {
        (b.placed, a.id, a.is_copy()) < (a.placed, b.id, b.is_copy())
    } else {
        a.turn() < b.turn()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{Draws, Source};
    use crate::sim::demand::Attributes;
    use crate::sim::order::OrderId;
    use crate::units::{ItemId, Place, Span, Time, ZoneId};

    #[derive(Clone, Copy, PartialEq, Debug)]
    enum Rule {
        Oldest,
        Newest,
        Ranked,
    }

    /// Whoever comes and goes in whatever order, the line is the sorted one.
    #[test]
    fn a_line_is_as_sorted_as_if_it_had_been_sorted() {
        let what = Attributes {
            item: ItemId(0),
            address: Place::default(),
            work: Span::ZERO,
            handover: Span::ZERO,
            patience: Span::ENDLESS,
        };
        let mut draws = Draws::keyed(5, Source::Dice, 0, 0);
        for rule in [Rule::Oldest, Rule::Newest, Rule::Ranked] {
            let (mut orders, mut queue, mut list) = (Orders::default(), Queue::default(), Vec::new());
            let (mut from, mut ahead) = (0, false);
            for n in 0..4_000 {
                // In runs, as those who are moved together, from anywhere in the line.
                if draws.below(20) == 0 {
                    (from, ahead) = (draws.below(1_000), draws.below(2) == 0);
                }
                from = if ahead { from + draws.below(2) } else { from.saturating_sub(draws.below(2)) };
                let key = orders.place();
                orders[key].begin(OrderId { zone: ZoneId(0), n, attempt: 0 }, n, Time(from), Time(from), &what);
                orders[key].put_back = draws.below(10) == 0;
                orders[key].item = ItemId(draws.below(3) as u16);
                match rule {
                    Rule::Ranked => queue.file_ranked(&mut orders, key, |order| order.item),
                    Rule::Oldest | Rule::Newest => queue.file(&mut orders, key, rule == Rule::Newest),
                }
                list.push(key);
                if draws.below(3) > 0 {
                    let gone = match draws.below(3) {
                        0 => queue.pop(&mut orders).unwrap(),
                        i => {
                            let any = draws.below(list.len() as u64) as usize;
                            let gone = list[if i == 1 { list.len() - 1 } else { any }];
                            queue.remove(&mut orders, gone);
                            gone
                        }
                    };
                    list.retain(|&key| key != gone);
                    orders.remove(gone);
                }
            }
            assert!(list.len() > 500);
            list.sort_by_key(|&key| {
                let order = &orders[key];
                let newest = rule == Rule::Newest && !order.put_back;
                let rank = if rule == Rule::Ranked && !order.put_back { order.item.0 } else { 0 };
                (!order.put_back, rank, if newest { 1_000_000 - order.placed.0 } else { order.placed.0 }, order.id)
            });
            assert!(queue.iter(&orders).eq(list.iter().copied()), "{rule:?}");
            assert_eq!(queue.len(), list.len());
        }
    }
}
