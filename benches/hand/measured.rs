//! The same network with the measures of a report: random draws keyed by order, so that decisions do not shift later
//! draws; a histogram per span and outlet (the shop's are their sums); exact time averages; the promise; money.

use super::plain::{Chefs, Next, Riders, shortest};
use super::{GAP, HANDOVER, Outcome, PROMISE, WORK};
use pizzeria::chance::{Draws, Source};
use pizzeria::stats::{Histogram, TimeIntegral};
use pizzeria::units::{Span, Time};
use std::collections::VecDeque;

#[derive(Clone, Copy, Default)]
struct Order {
    placed: u64,
    started: u64,
    cooked: u64,
    left: u64,
    work: u64,
    handover: u64,
}

/// Counts of the shop or of an outlet.
#[derive(Default)]
struct Book {
    arrived: u64,
    delivered: u64,
    late: u64,
    revenue: i64,
    refunds: i64,
    ingredients: i64,
}

impl Book {
    fn count(&mut self, order: &Order, now: u64) {
        self.delivered += 1;
        self.revenue += 1_000;
        if now - order.placed > PROMISE {
            self.late += 1;
            self.refunds += 1_000;
        }
    }
}

/// Latency, then the six spans.
fn spans(order: &Order, now: u64) -> [u64; 7] {
    let Order { placed, started, cooked, left, .. } = *order;
    [now - placed, started - placed, cooked - started, 0, 0, left - cooked, now - left]
}

#[derive(Default)]
struct Outlet {
    cooking: Chefs<u32>,
    riding: Riders<u32>,
    line: VecDeque<u32>,
    shelf: VecDeque<u32>,
    waiting: TimeIntegral,
    chefs_busy: TimeIntegral,
    riders_busy: TimeIntegral,
    book: Book,
    spans: [Histogram; 7],
}

/// Records of orders, reused.
#[derive(Default)]
struct Orders {
    records: Vec<Order>,
    free: Vec<u32>,
}

impl Orders {
    fn insert(&mut self, order: Order) -> u32 {
        match self.free.pop() {
            Some(key) => {
                self.records[key as usize] = order;
                key
            }
            None => {
                self.records.push(order);
                self.records.len() as u32 - 1
            }
        }
    }
}

struct Shop<const OUTLETS: usize> {
    orders: Orders,
    outlets: [Outlet; OUTLETS],
    load: [u32; OUTLETS],
    next: Next,
    riders: usize,
    in_system: TimeIntegral,
    waiting: TimeIntegral,
    book: Book,
}

/// As [`super::plain::run`].
pub fn run<const OUTLETS: usize>(seed: u64, until: u64, riders: usize) -> Outcome {
    let gap = GAP * 10.0 / OUTLETS as f64;
    let (gaps, attributes) = (Draws::base(seed, Source::Arrival, 0), Draws::base(seed, Source::Order, 0));
    let mut shop = Shop::<OUTLETS> {
        orders: Orders::default(),
        outlets: std::array::from_fn(|_| Outlet::default()),
        load: [0; OUTLETS],
        next: Next::default(),
        riders,
        in_system: TimeIntegral::default(),
        waiting: TimeIntegral::default(),
        book: Book::default(),
    };
    let span = |draws: &mut Draws, mean: f64| Span::drawn(mean / 1e6 * draws.exponential()).0;
    let mut arrival = span(&mut Draws::stream(gaps, 0), gap);
    loop {
        let (who, at) = (shop.next.who(), shop.next.next());
        let now = at.min(arrival);
        if now >= until {
            return shop.report();
        }
        if arrival < at {
            let n = shop.book.arrived;
            let mut draws = Draws::stream(attributes, n);
            let handover = span(&mut draws, HANDOVER);
            let work = span(&mut draws, WORK);
            shop.arrive(now, Order { placed: now, work, handover, ..Order::default() });
            arrival = now + span(&mut Draws::stream(gaps, n + 1), gap);
        } else if shop.outlets[who].cooking.next() <= shop.outlets[who].riding.next() {
            shop.cooked(now, who);
        } else {
            shop.delivered(now, who);
        }
    }
}

impl<const OUTLETS: usize> Shop<OUTLETS> {
    fn arrive(&mut self, now: u64, order: Order) {
        let who = shortest(&self.load);
        let key = self.orders.insert(order);
        let outlet = &mut self.outlets[who];
        self.book.arrived += 1;
        outlet.book.arrived += 1;
        self.in_system.add(Time(now), 1);
        self.load[who] += 1;
        if outlet.cooking.len() < 8 {
            outlet.chefs_busy.add(Time(now), 1);
            outlet.cook(&mut self.orders, now, key, false);
        } else {
            outlet.line.push_back(key);
            outlet.waiting.add(Time(now), 1);
            self.waiting.add(Time(now), 1);
        }
        self.next.set(who, outlet.next());
    }

    fn cooked(&mut self, now: u64, who: usize) {
        let outlet = &mut self.outlets[who];
        let key = outlet.cooking.first();
        self.orders.records[key as usize].cooked = now;
        self.load[who] -= 1;
        match outlet.line.pop_front() {
            Some(waiting) => {
                outlet.waiting.add(Time(now), -1);
                self.waiting.add(Time(now), -1);
                outlet.cook(&mut self.orders, now, waiting, true);
            }
            None => {
                outlet.chefs_busy.add(Time(now), -1);
                outlet.cooking.pop();
            }
        }
        if self.riders == 0 {
            self.orders.records[key as usize].left = now;
            self.end(now, who, key);
        } else if outlet.riding.len() < self.riders {
            outlet.riders_busy.add(Time(now), 1);
            outlet.ride(&mut self.orders, now, key, false);
        } else {
            outlet.shelf.push_back(key);
        }
        self.next.set(who, self.outlets[who].next());
    }

    fn delivered(&mut self, now: u64, who: usize) {
        let outlet = &mut self.outlets[who];
        let key = outlet.riding.first();
        match outlet.shelf.pop_front() {
            Some(waiting) => outlet.ride(&mut self.orders, now, waiting, true),
            None => {
                outlet.riders_busy.add(Time(now), -1);
                outlet.riding.pop();
            }
        }
        self.next.set(who, outlet.next());
        self.end(now, who, key);
    }

    fn end(&mut self, now: u64, who: usize, key: u32) {
        let order = self.orders.records[key as usize];
        self.book.count(&order, now);
        let outlet = &mut self.outlets[who];
        outlet.book.count(&order, now);
        outlet.spans.iter_mut().zip(spans(&order, now)).for_each(|(histogram, span)| histogram.record(Span(span)));
        self.in_system.add(Time(now), -1);
        self.orders.free.push(key);
    }
}

impl<const OUTLETS: usize> Shop<OUTLETS> {
    fn report(&self) -> Outcome {
        let mut all: [Histogram; 7] = Default::default();
        for outlet in &self.outlets {
            all.iter_mut().zip(&outlet.spans).for_each(|(all, one)| all.merge(one));
        }
        Outcome { orders: self.book.arrived, mean: all[0].mean().unwrap_or(0.0) }
    }
}

impl Outlet {
    fn next(&self) -> u64 {
        self.cooking.next().min(self.riding.next())
    }

    /// Starts cooking, in the slot of the order just finished or in a new one.
    fn cook(&mut self, orders: &mut Orders, now: u64, key: u32, replaces: bool) {
        let order = &mut orders.records[key as usize];
        order.started = now;
        self.book.ingredients += 300;
        if replaces {
            self.cooking.replace(now + order.work, key);
        } else {
            self.cooking.push(now + order.work, key);
        }
    }

    fn ride(&mut self, orders: &mut Orders, now: u64, key: u32, replaces: bool) {
        let order = &mut orders.records[key as usize];
        order.left = now;
        if replaces {
            self.riding.replace(now + order.handover, key);
        } else {
            self.riding.push(now + order.handover, key);
        }
    }
}
