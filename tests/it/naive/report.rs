//! The report of a window, reckoned from the whole history: every order looked at again, every level noted at the
//! window's edges. The numbers bear the report's own paths.

use super::lamps::{LampNow, Slice};
use super::{Books, Call, End, Levels, Naive};
use pizzeria::sim::measures::OrderCounts;
use pizzeria::sim::order::{Loss, OrderId};
use pizzeria::sim::setup::Window;
use pizzeria::units::time::MICROS_PER_HOUR;
use pizzeria::units::{Cents, Span, Time};
use std::collections::BTreeMap;

/// All that only grows, at one moment.
#[derive(Clone)]
pub struct Mark {
    pub at: Time,
    levels: Vec<Levels>,
    bases: Vec<[u64; 4]>,
    in_system: u128,
    available: u128,
    books: Books,
    flips: Vec<u64>,
    most_out: usize,
    /// The most live orders since the mark before.
    most: usize,
    /// The most chefs present since then, of each outlet and of all.
    present: (Vec<usize>, usize),
    /// Hired and let go by managers.
    managed: Vec<[u64; 2]>,
    /// Clerks there and on the line × µs, and how often a fuse blew.
    phones: (u128, u128, u64),
    /// Time with enough order books, µs.
    enough: u128,
}

pub type Numbers = BTreeMap<String, Option<f64>>;

impl Naive {
    pub fn mark(&mut self, at: Time) {
        let mark = self.mark_now(at);
        self.marks.push(mark);
        self.most = self.live();
        for o in 0..self.outlets.len() {
            self.outlets[o].most_present = self.present_at(o);
        }
        self.most_present = (0..self.outlets.len()).map(|o| self.present_at(o)).sum();
        self.most_out = self.how_many_out();
    }

    fn mark_now(&self, at: Time) -> Mark {
        Mark {
            at,
            levels: self.outlets.iter().map(|shop| shop.levels).collect(),
            bases: self.outlets.iter().map(|shop| [shop.made, shop.used, shop.spoiled, shop.asked]).collect(),
            in_system: self.books.in_system,
            available: self.books.available,
            books: self.books,
            most: self.most,
            present: (self.outlets.iter().map(|shop| shop.most_present).collect(), self.most_present),
            managed: self.outlets.iter().map(|s| s.manager.map_or([0, 0], |m| [m.hired, m.dismissed])).collect(),
            flips: self.outlets.iter().map(|shop| shop.flips).collect(),
            most_out: self.most_out,
            enough: self.volumes.as_ref().map_or(0, |volumes| volumes.enough),
            phones: self.phones.as_ref().map_or((0, 0, 0), |phones| (phones.here, phones.busy, phones.trips)),
        }
    }

    pub fn live(&self) -> usize {
        self.calls.iter().filter(|call| call.end == End::Waits).count()
    }

    /// What the report says of a window that began before the end.
    pub fn numbers(&self, window: Window) -> Numbers {
        let end = self.mark_now(self.now);
        let at = |edge: Time| self.marks.iter().find(|mark| mark.at == edge);
        let from = at(window.from).expect("the window has begun");
        let to = at(window.to).filter(|mark| mark.at <= self.now).unwrap_or(&end);
        let mut numbers = Numbers::new();
        self.levels_grown(from, to, &mut numbers);
        self.orders_seen(window, from, to, &mut numbers);
        self.by_item(window, &mut numbers);
        self.by_zone(window, &mut numbers);
        self.customers(window, &mut numbers);
        self.by_outlet(window, &mut numbers);
        self.money_grown(from, to, &mut numbers);
        self.slices(window, &mut numbers);
        self.met(window, &mut numbers);
        self.parties(window, &mut numbers);
        numbers
    }

    fn levels_grown(&self, from: &Mark, to: &Mark, numbers: &mut Numbers) {
        let length = to.at.since(from.at).0 as u128;
        let mut say = |path: String, part: u128, whole: u128| {
            numbers.insert(path, (whole > 0).then(|| part as f64 / whole as f64));
        };
        let mut all = [0u128; 7];
        let (mut out, mut open, mut flips) = (0, 0, 0);
        for (o, (a, b)) in from.levels.iter().zip(&to.levels).enumerate() {
            let grown = [
                b.waiting - a.waiting,
                b.here - a.here,
                b.busy - a.busy,
                b.prepping - a.prepping,
                b.blocked - a.blocked,
                b.riders_here - a.riders_here,
                b.riders_busy - a.riders_busy,
            ];
            all.iter_mut().zip(grown).for_each(|(sum, one)| *sum += one);
            say(format!("outlets.{o}.waiting.mean"), grown[0], length);
            say(format!("outlets.{o}.utilization.chefs"), grown[2], grown[1]);
            say(format!("outlets.{o}.utilization.riders"), grown[6], grown[5]);
            say(format!("outlets.{o}.availability"), b.available - a.available, b.open - a.open);
            say(format!("outlets.{o}.health.out_share"), b.out - a.out, b.open - a.open);
            say(format!("outlets.{o}.health.flips"), (to.flips[o] - from.flips[o]) as u128, 1);
            (out, open, flips) = (out + b.out - a.out, open + b.open - a.open, flips + to.flips[o] - from.flips[o]);
        }
        say("health.out_share".into(), out, open);
        say("health.flips".into(), flips as u128, 1);
        say("waiting.mean".into(), all[0], length);
        say("utilization.chefs".into(), all[2], all[1]);
        say("utilization.prep".into(), all[3], all[1]);
        say("utilization.blocked".into(), all[4], all[1]);
        say("utilization.riders".into(), all[6], all[5]);
        let (here, busy, trips) = (from.phones, to.phones, to.phones.2 - from.phones.2);
        say("utilization.clerks".into(), busy.1 - here.1, busy.0 - here.0);
        say("fuse.trips".into(), u128::from(trips), 1);
        let books = if self.volumes.is_some() { length } else { 0 };
        say("books.writable".into(), to.enough - from.enough, books);
        say("in_system.mean".into(), to.in_system - from.in_system, length);
        say("availability".into(), to.available - from.available, length);
        let bases = |i: usize| to.bases.iter().zip(&from.bases).map(|(b, a)| b[i] - a[i]).sum::<u64>();
        say("prep.made".into(), bases(0) as u128, 1);
        say("prep.used".into(), bases(1) as u128, 1);
        say("prep.spoiled".into(), bases(2) as u128, 1);
        say("prep.hit_ratio".into(), bases(1) as u128, bases(3) as u128);
        let most = |of: &dyn Fn(&Mark) -> usize| {
            let inside = self.marks.iter().filter(|mark| from.at < mark.at && mark.at <= to.at).map(of);
            let most = inside.chain((!self.marks.iter().any(|m| m.at == to.at)).then_some(of(to))).max();
            most.filter(|_| length > 0).map(|most| most as f64)
        };
        numbers.insert("in_system.max".into(), most(&|mark| mark.most));
        numbers.insert("health.most_out".into(), most(&|mark| mark.most_out));
        numbers.insert("health.most_out".into(), most(&|mark| mark.most_out));
        numbers.insert("chefs.peak".into(), most(&|mark| mark.present.1));
        let managed = |o: usize, i: usize| to.managed[o][i] - from.managed[o][i];
        for (i, name) in ["hired", "dismissed"].into_iter().enumerate() {
            let all = (0..self.outlets.len()).map(|o| managed(o, i)).sum::<u64>();
            numbers.insert(format!("manager.{name}"), Some(all as f64));
        }
        for o in 0..self.outlets.len() {
            numbers.insert(format!("outlets.{o}.chefs.peak"), most(&|mark| mark.present.0[o]));
            numbers.insert(format!("outlets.{o}.manager.hired"), Some(managed(o, 0) as f64));
            numbers.insert(format!("outlets.{o}.manager.dismissed"), Some(managed(o, 1) as f64));
        }
    }

    fn orders_seen(&self, window: Window, from: &Mark, to: &Mark, numbers: &mut Numbers) {
        let seen: Vec<&Call> = self.guests().filter(|call| window.contains(call.placed)).collect();
        let served: Vec<&&Call> = seen.iter().filter(|call| call.end == End::Delivered).collect();
        let latency = |call: &Call| call.ended.since(call.placed).0;
        let waits = self.phones.iter().flat_map(|phones| &phones.waits).filter(|(at, _)| window.contains(*at));
        summary(numbers, "clerks.wait", waits.map(|(_, wait)| wait.0).collect());
        let taken = self.volumes.iter().flat_map(|volumes| &volumes.waits).filter(|(at, _)| window.contains(*at));
        summary(numbers, "books.wait", taken.map(|(_, wait)| wait.0).collect());
        summary(numbers, "latency", served.iter().map(|call| latency(call)).collect());
        for i in 0..self.setup.items.len() {
            let his = served.iter().filter(|call| call.what.item.index() == i);
            summary(numbers, &format!("items.{i}.latency"), his.map(|call| latency(call)).collect());
        }
        let boxes: Vec<_> = served
            .iter()
            .map(|call| {
                // Who has ordered several is served with the last.
                &self.tickets[call.served_by.expect("one ticket was delivered")]
            })
            .collect();
        for name in ["queue", "down", "redo", "cook", "blocked", "shelf", "ride"] {
            let span = |t: &&super::Ticket| match name {
                "queue" => t.start.since(self.calls[t.call].placed).0 - t.down.0 - t.redo.0,
                "down" => t.down.0,
                "redo" => t.redo.0,
                "cook" => t.cooked.since(t.start).0,
                "blocked" => t.shelved.since(t.cooked).0,
                "shelf" => t.left.since(t.shelved).0,
                _ => t.delivered.since(t.left).0,
            };
            summary(numbers, &format!("spans.{name}"), boxes.iter().map(span).collect());
        }
        let lost = seen.iter().filter(|call| matches!(call.end, End::Lost(_))).count();
        numbers.insert("lost_ratio".into(), (!seen.is_empty()).then(|| lost as f64 / seen.len() as f64));
        if seen.iter().all(|call| call.tickets.len() == 1) {
            let left = seen.iter().filter(|call| call.end == End::Lost(Loss::Abandoned));
            let waited = left.map(|c| self.tickets[c.tickets[0]].first_start.min(c.ended).since(c.placed).0);
            summary(numbers, "spans.queue_abandoned", waited.collect());
        }
        let fared = self.fared(window);
        let decided = fared.good + fared.bad;
        let ratio = (decided > 0).then(|| fared.good as f64 / decided as f64);
        numbers.insert("slo.on_time_ratio".into(), ratio);
        let hours = Span(to.at.since(from.at).0).hours();
        let now = |call: &&Call| call.end == End::Delivered && from.at <= call.ended && call.ended < to.at;
        // At the very end of the run the moment itself belongs to it.
        let last = |call: &&Call| call.end == End::Delivered && to.at == self.now && call.ended == to.at;
        let edge = self.marks.iter().any(|mark| mark.at == to.at);
        let delivered: Vec<&Call> = self.calls.iter().filter(|c| now(c) || (!edge && last(c))).collect();
        let good = delivered.iter().filter(|c| c.ended.since(c.first_placed) <= self.promised(c)).count();
        let per_hour = |count: usize| (hours > 0.0).then(|| count as f64 / hours);
        numbers.insert("throughput_per_hour".into(), per_hour(delivered.len()));
        numbers.insert("goodput_per_hour".into(), per_hour(good));
    }

    /// Whoever called first in the window, with all his calls.
    fn customers(&self, window: Window, numbers: &mut Numbers) {
        let same = |a: &OrderId, b: &OrderId| (a.zone, a.n) == (b.zone, b.n);
        let mut all: BTreeMap<_, Vec<&Call>> = BTreeMap::new();
        for call in self.guests().filter(|call| window.contains(call.first_placed)) {
            all.entry((call.id.zone, call.id.n)).or_default().push(call);
        }
        let mut waits = Vec::new();
        let (mut in_time, mut late, mut lost, mut open) = (0, 0, 0, 0);
        for calls in all.values() {
            let last = calls.iter().max_by_key(|call| call.id.attempt).expect("he has called");
            match last.end {
                End::Delivered => {
                    let wait = last.ended.since(last.first_placed);
                    waits.push(wait.0);
                    if wait <= self.promised(last) { in_time += 1 } else { late += 1 }
                }
                End::Lost(_) if !self.recalls.iter().any(|recall| same(&recall.id, &last.id)) => lost += 1,
                End::Lost(_) | End::Waits => open += 1,
                End::House | End::Again => unreachable!("they are nobody's"),
            }
        }
        for (path, count) in
            [("called", all.len()), ("in_time", in_time), ("late", late), ("lost", lost), ("open", open)]
        {
            numbers.insert(format!("customers.{path}"), Some(count as f64));
        }
        let share = (!all.is_empty()).then(|| lost as f64 / all.len() as f64);
        numbers.insert("customers.lost_ratio".into(), share);
        summary(numbers, "customers.latency", waits);
    }

    fn by_item(&self, window: Window, numbers: &mut Numbers) {
        for i in 0..self.setup.items.len() {
            let fared = self.fared_of(window, |call| call.what.item.index() == i);
            let orders = &fared.orders;
            say_orders(numbers, &format!("items.{i}"), orders);
            let decided = fared.good + fared.bad;
            let ratio = (decided > 0).then(|| fared.good as f64 / decided as f64);
            numbers.insert(format!("items.{i}.on_time_ratio"), ratio);
        }
    }

    fn by_zone(&self, window: Window, numbers: &mut Numbers) {
        for z in 0..self.setup.zones.len() {
            let his = |call: &Call| call.id.zone.index() == z;
            let fared = self.fared_of(window, his);
            say_orders(numbers, &format!("zones.{z}"), &fared.orders);
            let decided = fared.good + fared.bad;
            let ratio = (decided > 0).then(|| fared.good as f64 / decided as f64);
            numbers.insert(format!("zones.{z}.on_time_ratio"), ratio);
            let seen = || self.guests().filter(|call| his(call) && window.contains(call.placed));
            let lost = seen().filter(|call| matches!(call.end, End::Lost(_))).count();
            let all = seen().count();
            numbers.insert(format!("zones.{z}.lost_ratio"), (all > 0).then(|| lost as f64 / all as f64));
            let served = seen().filter(|call| call.end == End::Delivered);
            let waits = served.map(|call| call.ended.since(call.placed).0).collect();
            summary(numbers, &format!("zones.{z}.latency"), waits);
        }
    }

    /// Where the orders are, and who delivered them. One that has two tickets is where the first of them is.
    fn by_outlet(&self, window: Window, numbers: &mut Numbers) {
        for o in 0..self.outlets.len() {
            let seen = || self.guests().filter(|call| window.contains(call.placed));
            let gone = |at: super::At| matches!(at, super::At::Done | super::At::Trash);
            let lies = |t: usize| !gone(self.tickets[t].at);
            let is_there = |t: usize| !matches!(self.tickets[t].at, super::At::Clerk | super::At::Phone);
            // Of a party each pizza is somewhere.
            let here = |call: &Call, part: u32| {
                let ticket = call.tickets.iter().find(|&&t| lies(t) && self.tickets[t].part == part);
                let is_here = |t: usize| self.is_wanted(t) && self.tickets[t].outlet == o && is_there(t);
                ticket.is_some_and(|&t| is_here(t))
            };
            let lying = seen().map(|call| (0..call.pizzas).filter(|&part| here(call, part)).count()).sum();
            let brought = |t: &&usize| self.tickets[**t].outlet == o && self.tickets[**t].delivered != Time::NEVER;
            let ready = seen().map(|call| call.tickets.iter().filter(brought).count()).sum();
            let last = |call: &&Call| call.served_by.is_some_and(|t| brought(&&t));
            let served: Vec<_> = seen().filter(last).collect();
            let mut say = |path: &str, count: usize| {
                numbers.insert(format!("outlets.{o}.orders.{path}"), Some(count as f64));
            };
            say("in_system", lying);
            say("delivered", ready);
            say("late", served.iter().filter(|call| call.late).count());
            let latency = |call: &&Call| call.ended.since(call.placed).0;
            summary(numbers, &format!("outlets.{o}.latency"), served.iter().map(latency).collect());
        }
    }

    /// All calls but tickets that are no orders.
    fn guests(&self) -> impl Iterator<Item = &Call> {
        self.calls.iter().filter(|call| !call.is_nobodys())
    }

    /// Whom chefs met, in all and by outlet.
    fn met(&self, window: Window, numbers: &mut Numbers) {
        let mut say = |path: String, of: &dyn Fn(usize) -> bool| {
            let met = self.cards.met.iter().filter(|(at, o, _)| window.contains(*at) && of(*o));
            let (strangers, known): (Vec<bool>, Vec<bool>) =
                met.map(|(_, _, is_new)| *is_new).partition(|is_new| *is_new);
            let (strangers, known) = (strangers.len() as f64, known.len() as f64);
            numbers.insert(format!("{path}cards.strangers"), Some(strangers));
            numbers.insert(format!("{path}cards.known"), Some(known));
            let all = strangers + known;
            numbers.insert(format!("{path}cards.stranger_ratio"), (all > 0.0).then(|| strangers / all));
        };
        say(String::new(), &|_| true);
        (0..self.outlets.len()).for_each(|o| say(format!("outlets.{o}."), &|place| place == o));
    }

    /// What was asked for at lamps, in all, by outlet and by item.
    fn slices(&self, window: Window, numbers: &mut Numbers) {
        let mut say = |path: String, of: &dyn Fn(usize, usize) -> bool| {
            let all = self.outlets.iter().enumerate();
            let lamps = all.flat_map(|(o, shop)| shop.lamps.iter().map(move |lamp| (o, lamp)));
            let lamps: Vec<&LampNow> = lamps.filter(|(o, lamp)| of(*o, lamp.item)).map(|(_, lamp)| lamp).collect();
            let asked: Vec<Slice> = lamps
                .iter()
                .flat_map(|lamp| lamp.asked.iter().filter(|(at, _)| window.contains(*at)).map(|(_, slice)| *slice))
                .collect();
            let count = |fits: &dyn Fn(&Slice) -> bool| asked.iter().filter(|slice| fits(slice)).count() as f64;
            let (fresh, old) = (count(&|s| matches!(s, Slice::Fresh(_))), count(&|s| matches!(s, Slice::Old(_))));
            let baked = lamps.iter().flat_map(|lamp| &lamp.baked).filter(|at| window.contains(**at)).count();
            numbers.insert(format!("{path}tray.asked"), Some(asked.len() as f64));
            numbers.insert(format!("{path}tray.fresh"), Some(fresh));
            numbers.insert(format!("{path}tray.old"), Some(old));
            numbers.insert(format!("{path}tray.baked"), Some(baked as f64));
            let ratio = (!asked.is_empty()).then(|| (fresh + old) / asked.len() as f64);
            numbers.insert(format!("{path}tray.hit_ratio"), ratio);
            let age = |slice: &Slice| match slice {
                Slice::Fresh(age) | Slice::Old(age) => Some(age.0),
                Slice::None => None,
            };
            summary(numbers, &format!("{path}tray.age"), asked.iter().filter_map(age).collect());
        };
        say(String::new(), &|_, _| true);
        (0..self.outlets.len()).for_each(|o| say(format!("outlets.{o}."), &|place, _| place == o));
        (0..self.setup.items.len()).for_each(|i| say(format!("items.{i}."), &|_, item| item == i));
    }

    fn money_grown(&self, from: &Mark, to: &Mark, numbers: &mut Numbers) {
        for (path, cents) in to.books.grown(&from.books).money() {
            numbers.insert(format!("money.{path}"), Some(cents.dollars()));
        }
    }
}

impl Books {
    fn grown(&self, before: &Books) -> Books {
        Books {
            revenue: self.revenue - before.revenue,
            refunds: self.refunds - before.refunds,
            ingredients: self.ingredients - before.ingredients,
            investments: self.investments - before.investments,
            wages: self.wages - before.wages,
            rent: self.rent - before.rent,
            ..Books::default()
        }
    }

    /// To the nearest cent, halves away from zero, of exact sums.
    pub fn money(&self) -> [(&'static str, Cents); 7] {
        let hour = MICROS_PER_HOUR as i128;
        let cents = |exact: i128| Cents((exact.signum() * ((2 * exact.abs() + hour) / (2 * hour))) as i64);
        let whole = self.revenue - self.refunds - self.ingredients - self.investments;
        [
            ("revenue", self.revenue),
            ("refunds", self.refunds),
            ("ingredients", self.ingredients),
            ("wages", cents(self.wages)),
            ("rent", cents(self.rent)),
            ("investments", self.investments),
            ("profit", cents(whole.0 as i128 * hour - self.wages - self.rent)),
        ]
    }

    pub fn profit(&self) -> Cents {
        self.money()[6].1
    }
}

fn say_orders(numbers: &mut Numbers, of: &str, orders: &OrderCounts) {
    let mut say = |path: &str, count: u64| {
        numbers.insert(format!("{of}.orders.{path}"), Some(count as f64));
    };
    say("arrived", orders.arrived);
    say("retried", orders.retried);
    say("delivered", orders.delivered);
    say("in_system", orders.in_system);
    say("refused", orders.refused);
    say("abandoned", orders.abandoned);
    say("unreachable", orders.unreachable);
    say("limited", orders.limited);
    say("burnt", orders.burnt);
    say("forgotten", orders.forgotten);
    say("late", orders.late);
    say("rerouted", orders.rerouted);
    say("duplicated", orders.duplicated);
    say("recooked", orders.recooked);
    say("wasted", orders.wasted);
}

/// Mean, nearest-rank percentiles and maximum of lengths in µs, as seconds.
pub fn summary(numbers: &mut Numbers, path: &str, mut lengths: Vec<u64>) {
    lengths.sort();
    let count = lengths.len();
    let rank = |percent: usize| lengths.get((percent * count).div_ceil(100).max(1) - 1).map(|&l| Span(l).seconds());
    let mean = lengths.iter().map(|&l| l as f64).sum::<f64>() / count as f64 / 1e6;
    numbers.insert(format!("{path}.mean"), (count > 0).then_some(mean));
    for percent in [50, 90, 95, 99] {
        numbers.insert(format!("{path}.p{percent}"), rank(percent));
    }
    numbers.insert(format!("{path}.max"), rank(100));
}
