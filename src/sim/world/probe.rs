//! Probes: forks of the shop in which one more order is placed, to see how it would fare.
//!
//! A fork has no future script and no future faults. What is broken now ends when its end is known. In a *redrawn* fork
//! everything that nobody can know yet is drawn anew, given what is known: the work of waiting orders, how much longer
//! a cooking under way will last, patience, handovers, and who calls next. An estimate is made of many redrawn forks,
//! and tested against one that was not redrawn.

use super::{Deadline, World};
use crate::chance::{Dist, Draws, Source};
use crate::sim::book::Book;
use crate::sim::chef::{Illness, Task, cooking_time};
use crate::sim::city::Active;
use crate::sim::customers::Customers;
use crate::sim::delivery::RiderTask;
use crate::sim::demand::Attributes;
use crate::sim::dispatch::{Question, choose};
use crate::sim::explain::Spans;
use crate::sim::notice::{Notice, Witness};
use crate::sim::order::{Loss, OrderId, OrderKey, Stage};
use crate::sim::outlet::Supply;
use crate::sim::setup::{DeliveryMode, HiccupSetup, Setup};
use crate::units::{ChefRef, ItemId, OutletId, Place, RiderRef, Span, Time, ZoneId};
use std::sync::Arc;

/// Probes are numbered from here, beyond all customers.
const FIRST_PROBE: u64 = 1 << 40;
/// Attempts to draw a duration longer than what has already passed.
const TRIES: usize = 64;

/// What became of an order placed into a fork.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ProbeFate {
    /// It was delivered.
    Served {
        /// Where it was cooked.
        outlet: OutletId,
        /// Its spans, which add up to its latency.
        spans: Spans,
    },
    /// It was lost.
    Lost(Loss),
    /// It was not decided by the horizon.
    Pending {
        /// Where it is; `None`: nowhere yet.
        outlet: Option<OutletId>,
        /// Its spans so far.
        spans: Spans,
    },
}

/// An order placed into a fork.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Probe {
    /// Its [`Order::serial`](crate::sim::order::Order::serial).
    pub serial: u64,
    /// What was ordered.
    pub item: ItemId,
    /// Where it was sent at once; `None`: no outlet was believed reachable.
    pub sent: Option<OutletId>,
    /// What became of it; `None`: it is under way.
    pub fate: Option<ProbeFate>,
}

/// The setup of forks: without script, windows and random illness, and closing a month later.
pub fn calm(setup: &Setup) -> Setup {
    let mut calm = setup.clone();
    calm.script.clear();
    calm.played.clear();
    calm.windows.clear();
    calm.outlets.iter_mut().for_each(|outlet| outlet.illness = None);
    if let Some(books) = &mut calm.books {
        books.away = None;
    }
    calm.duration = Span(setup.duration.0 + Span::from_hours(24 * 30).0);
    calm
}

/// Which ends are known to whoever makes an estimate.
pub trait Ends {
    /// Whether the end of an outlet's power cut is known.
    fn power(&self, outlet: OutletId) -> bool;
    /// Whether it is known when an outlet's link will be mended.
    fn link(&self, outlet: OutletId) -> bool;
    /// Whether the end of a chef's illness is known.
    fn chef(&self, chef: ChefRef) -> bool;
    /// Whether it is known how long a chef stays slow.
    fn slowness(&self, chef: ChefRef) -> bool;
    /// Whether it is known when a rider is back from retraining.
    fn rider(&self, rider: RiderRef) -> bool;
    /// Whether it is known when an order book, by number from 0, is back.
    fn book(&self, book: u32) -> bool;
    /// Whether the end of a surge, a jam or an impatience is known.
    fn effect(&self, active: &Active) -> bool;
}

/// Records the fates of a fork's probes.
struct Watch<'a>(&'a mut [Probe]);

impl Witness for Watch<'_> {
    fn see(&mut self, world: &World, notice: Notice) {
        let (order, fate) = match notice {
            Notice::Delivered { order, outlet } => {
                (order, ProbeFate::Served { outlet, spans: world.orders.spans(order, world.now) })
            }
            Notice::Lost { order, loss, .. } => (order, ProbeFate::Lost(loss)),
            _ => return,
        };
        let serial = world.orders[order].serial;
        if let Some(probe) = self.0.iter_mut().find(|probe| probe.serial == serial) {
            probe.fate = Some(fate);
        }
    }
}

impl World {
    /// A copy of the shop that runs by `setup` (see [`calm`]), with measurements reset and no random illness to come.
    pub fn fork(&self, setup: Arc<Setup>) -> World {
        let (book, customers) = (Book::new(&setup), Customers::new(&setup));
        let mut fork = World { book, customers, setup, ..self.clone() };
        fork.book.in_system = self.book.in_system;
        fork.book.waiting = self.book.waiting;
        fork.book.present = self.book.present;
        fork.book.next_edge = Time::NEVER;
        (fork.script_next, fork.played_next) = (0, 0);
        for o in 0..fork.outlets.len() {
            for c in 0..fork.outlets[o].chefs.len() {
                fork.outlets[o].chefs[c].falls_ill = Time::NEVER;
                fork.outlets[o].chefs[c].healthy_for = None;
                fork.reschedule_chef(o, c);
            }
        }
        if let Some(books) = &mut fork.desk.books {
            books.books.iter_mut().for_each(|book| (book.leaves, book.stays) = (Time::NEVER, None));
            fork.reschedule_desk();
        }
        fork.reschedule_shop();
        fork.next_slot();
        fork
    }

    /// Makes faults, absences, surges and jams without a known end last for ever.
    pub fn forget_ends(&mut self, known: &impl Ends) {
        for o in 0..self.outlets.len() {
            let id = Self::outlet_id(o);
            let outlet = &mut self.outlets[o];
            if let Supply::Broken { until, .. } = &mut outlet.power {
                *until = if known.power(id) { *until } else { Time::NEVER };
            }
            if let Supply::Broken { until, .. } = &mut outlet.link {
                *until = if known.link(id) { *until } else { Time::NEVER };
            }
            for c in 0..self.outlets[o].chefs.len() {
                let who = self.chef_ref(o, c);
                let chef = &mut self.outlets[o].chefs[c];
                let is_known = || known.chef(who);
                match &mut chef.illness {
                    Illness::Ill { until, .. } | Illness::OnTheRoad { until } if !is_known() => *until = Time::NEVER,
                    Illness::Ill { .. } | Illness::OnTheRoad { .. } | Illness::Well => {}
                }
                if !is_known() {
                    chef.away_until = chef.away_until.and(Some(Time::NEVER));
                    chef.rude = chef.rude.and(Some(Span::ENDLESS));
                }
                if let Some((_, until)) = &mut chef.slow
                    && !known.slowness(who)
                {
                    *until = Time::NEVER;
                }
                // Nor for how long he burns what he takes.
                if let Some((_, until)) = &mut chef.burns {
                    *until = Time::NEVER;
                }
                self.reschedule_chef(o, c);
            }
            for r in 0..self.outlets[o].riders.len() {
                let who = RiderRef { outlet: id, number: r as u32 };
                let rider = &mut self.outlets[o].riders[r];
                if (rider.away_until.is_some() || rider.rude.is_some()) && !known.rider(who) {
                    rider.away_until = rider.away_until.and(Some(Time::NEVER));
                    rider.rude = rider.rude.and(Some(Span::ENDLESS));
                    self.reschedule_rider(o, r);
                }
            }
            self.reschedule_outlet(o);
        }
        let books = self.desk.books.iter_mut().flat_map(|books| books.books.iter_mut().enumerate());
        for (b, book) in books {
            if let Supply::Broken { until, .. } = &mut book.here {
                *until = if known.book(b as u32) { *until } else { Time::NEVER };
            }
        }
        self.reschedule_desk();
        for active in &mut self.city.active {
            if !known.effect(active) {
                active.until = Time::NEVER;
            }
        }
        self.reschedule_shop();
        self.next_slot();
    }

    /// Draws anew what nobody can know, given what can be seen.
    pub fn redraw(&mut self, luck: u64) {
        for z in 0..self.zones.len() {
            let setup = self.setup.clone();
            self.zones[z].redraw(&setup, ZoneId(z as u32), self.now, luck);
            self.reschedule_zone(z);
        }
        if let Some(parties) = &mut self.parties {
            parties.seed = luck;
        }
        let keys: Vec<OrderKey> = self.orders.iter().map(|(key, _)| key).collect();
        for &key in &keys {
            self.redraw_order(key, luck);
        }
        self.redraw_patience(&keys, luck);
        for o in 0..self.outlets.len() {
            self.redraw_trips(o);
        }
        // Not before: what has been seen of a cooking under way is its own.
        self.hiccups = self.hiccups.and(Some(luck));
        self.reschedule_shop();
        self.next_slot();
    }

    fn luck_of(&self, key: OrderKey, luck: u64) -> Draws {
        let order = &self.orders[key];
        let whose = u64::from(order.id.zone.0) | u64::from(order.id.part()) << 32;
        Draws::keyed(luck, Source::Estimate, whose, order.id.n * 64 + order.id.attempt as u64 % 64)
    }

    fn redraw_order(&mut self, key: OrderKey, luck: u64) {
        let mut draws = self.luck_of(key, luck);
        let (item, stage) = (self.orders[key].item, self.orders[key].stage);
        let work = self.setup.items[item.index()].work;
        let handover = self.setup.delivery.handover.span(&mut draws);
        match stage {
            Stage::Held | Stage::Writing | Stage::AtDesk | Stage::OnPhone | Stage::Hanging | Stage::Waiting => {
                self.orders[key].work = work.span(&mut draws);
                self.orders[key].handover = handover;
            }
            Stage::Cooking => {
                self.orders[key].handover = handover;
                self.redraw_cooking(key, &mut draws);
            }
            Stage::AtTray | Stage::Serving | Stage::Blocked | Stage::Shelf => self.orders[key].handover = handover,
            Stage::Riding => {
                // Whether he stands at the door already, and since when, is seen.
                let at_door = self.door(key).map(|arrives| self.now.since(arrives)).unwrap_or_default();
                self.orders[key].handover = longer(&self.setup.delivery.handover, at_door, &mut draws, |s| s);
            }
            Stage::Ended => {}
        }
    }

    /// The remaining time of a cooking, given how long it has lasted.
    fn redraw_cooking(&mut self, key: OrderKey, draws: &mut Draws) {
        let order = &self.orders[key];
        let Some(c) = order.chef.get().map(|chef| chef as usize) else { return };
        let (o, item) = (order.outlet.index(), order.item);
        let spec = &self.setup.items[item.index()];
        let saves = if order.based { spec.base.map_or(0.0, |base| base.saves) } else { 0.0 };
        let chef = &self.outlets[o].chefs[c];
        let Task::Cooking { until, .. } = chef.task else { return };
        if chef.spoils {
            return;
        }
        if matches!(chef.illness, Illness::Ill { .. }) {
            self.orders[key].work = spec.work.span(draws);
            return;
        }
        let speed = chef.true_speed(&self.setup.kitchen, item);
        let strange = if chef.strange { self.setup.cards.stranger } else { 1.0 };
        let lasts = |work: Span| cooking_time(work, strange, saves, speed);
        let sticks = self.hiccup_of(key);
        // Turning to another dish took time as well: that he did was seen.
        let turned = Span(until.since(order.start).0.saturating_sub(lasts(order.work.scaled(sticks)).0));
        let began = (order.start + turned).min(self.now);
        let work = match spec.hiccup {
            Some(rule) => longer_or_stuck(&spec.work, rule, self.now.since(began), draws, lasts),
            None => longer(&spec.work, self.now.since(began), draws, lasts),
        };
        self.orders[key].work = work;
        self.outlets[o].chefs[c].task = Task::Cooking { order: key, until: (began + lasts(work)).max(self.now) };
        self.reschedule_chef(o, c);
    }

    /// When whoever brings an order is, or was, at its door; `None`: other doors come first.
    fn door(&self, key: OrderKey) -> Option<Time> {
        let order = &self.orders[key];
        let outlet = &self.outlets[order.outlet.index()];
        if let Some(rider) = order.rider.get().and_then(|rider| outlet.riders.get(rider as usize)) {
            return match rider.task {
                RiderTask::Trip { target: Some(target), arrives, .. } if target == key => Some(arrives),
                _ => None,
            };
        }
        match outlet.chefs.get(order.chef.get()? as usize)?.task {
            Task::Driving { order: Some(driven), until, .. } if driven == key => {
                Some(Time(until.0.saturating_sub(order.handover.0)))
            }
            _ => None,
        }
    }

    /// Handovers under way end by the new draws. Only the ends change: where everybody is, is seen.
    fn redraw_trips(&mut self, o: usize) {
        for r in 0..self.outlets[o].riders.len() {
            if let RiderTask::Trip { target: Some(key), arrives, ref mut until, .. } = self.outlets[o].riders[r].task {
                *until = (arrives + self.orders[key].handover).max(self.now);
                self.reschedule_rider(o, r);
            }
        }
        for c in 0..self.outlets[o].chefs.len() {
            if let Task::Driving { order: Some(key), began, .. } = self.outlets[o].chefs[c].task {
                let order = &self.orders[key];
                let ride = self.ride_time(self.setup.outlets[o].at, order.address);
                let until = (began + ride + order.handover).max(self.now);
                self.outlets[o].chefs[c].task = Task::Driving { order: Some(key), began, until };
                self.reschedule_chef(o, c);
            }
        }
    }

    fn redraw_patience(&mut self, keys: &[OrderKey], luck: u64) {
        self.patience.clear();
        for &key in keys {
            let order = &self.orders[key];
            if order.deadline.is_never() || order.is_copy() {
                continue;
            }
            let zone = order.id.zone.index();
            let Some(dist) = self.setup.zones[zone].patience else { continue };
            let factor = self.zones[zone].patience;
            let mut draws = self.luck_of(key, luck ^ 0x5bd1_e995);
            let waited = self.now.since(order.placed);
            let patience = longer(&dist, waited, &mut draws, |span| span.scaled(factor)).scaled(factor);
            let at = (order.placed + patience).max(self.now);
            let (id, serial, other) = (order.id, order.serial, order.other);
            self.orders[key].deadline = at;
            if let Some(other) = other.some() {
                self.orders[other].deadline = at;
            }
            self.patience.push(Deadline { at, id, key, serial });
        }
    }

    /// Places one more order, of somebody who stays until it is there: where the desk sends it, or `to` an outlet. Who
    /// it is follows from `luck` and `nth` alone, a customer like the others who call now.
    pub fn place_probe(&mut self, to: Option<OutletId>, luck: u64, nth: u64) -> Probe {
        let mut draws = Draws::keyed(luck, Source::Estimate, u64::MAX, 0);
        let zone = self.calling_zone(draws.unit());
        let weights = self.zones[zone.index()].weights.clone();
        let mut what = Attributes::drawn_from(draws, &self.setup, zone, &weights);
        what.patience = Span::ENDLESS;
        let id = OrderId { zone, n: FIRST_PROBE + (luck % (1 << 24)) * 64 + nth, attempt: 0 };
        self.calls += 1;
        let serial = self.calls;
        let key = self.orders.place();
        self.orders[key].begin(id, serial, self.now, self.now, &what);
        self.book.placed(&self.orders[key], self.now);
        let chosen = to.map(OutletId::index).or_else(|| self.choose(key, None));
        let sent = chosen.map(Self::outlet_id);
        let mut probe = [Probe { serial, item: what.item, sent, fate: None }];
        match chosen {
            // Where it will be sent is seen when it is taken.
            _ if to.is_none() && self.desk.books.is_some() => self.write_down(key, &mut Watch(&mut probe)),
            Some(o) => self.send(key, o, &mut Watch(&mut probe)),
            None => self.nobody_takes(key, &mut Watch(&mut probe)),
        }
        self.reschedule_shop();
        self.next_slot();
        probe[0]
    }

    /// The outlet to which the desk would send an order from that address, by what it believes now; `luck` throws its
    /// dice.
    pub fn would_choose(&self, address: Place, luck: u64) -> Option<OutletId> {
        let rides = self.delivery_mode != DeliveryMode::Pickup;
        let ask = Question {
            candidates: self.desk.candidates(),
            board: if self.desk.board_refresh.is_zero() { &self.desk.truth } else { &self.desk.board },
            places: &|o| self.setup.outlets[o as usize].at,
            address,
            ride: &|o| if rides { self.ride_time(self.setup.outlets[o as usize].at, address) } else { Span::ZERO },
            last_used: self.desk.last_used,
            ring: &self.ring,
            dealt: &|| self.somebody_dealt(luck),
        };
        choose(self.desk.policy, &ask, || Draws::keyed(luck, Source::Estimate, u64::MAX, 1)).map(OutletId)
    }

    /// The address of a customer like those who call now.
    pub fn somebodys_address(&self, luck: u64) -> Place {
        let mut draws = Draws::keyed(luck, Source::Estimate, u64::MAX, 0);
        let zone = self.calling_zone(draws.unit());
        Attributes::drawn_from(draws, &self.setup, zone, &self.zones[zone.index()].weights).address
    }

    /// Runs a fork until all its probes are decided, or to a horizon.
    pub fn follow(&mut self, probes: &mut [Probe], horizon: Time) {
        while probes.iter().any(|probe| probe.fate.is_none()) {
            let Some(at) = self.next_due().filter(|&at| at <= horizon) else { break };
            self.advance(at, &mut Watch(probes));
        }
        for probe in probes.iter_mut().filter(|probe| probe.fate.is_none()) {
            let order = self.orders.iter().find(|(_, order)| order.serial == probe.serial && order.is_live());
            let outlet = order.map(|(_, order)| order.outlet).filter(|o| o.index() < self.outlets.len());
            let spans = order.map_or(Spans::default(), |(key, _)| self.orders.spans(key, horizon));
            probe.fate = Some(ProbeFate::Pending { outlet, spans });
        }
    }

    /// A zone by its share of the calls now; by its usual share where nobody calls now.
    pub(super) fn calling_zone(&self, unit: f64) -> ZoneId {
        let zones = 0..self.zones.len() as u32;
        let now: Vec<f64> = zones.map(|z| self.demand(ZoneId(z)).max(0.0)).collect();
        let usual = || self.setup.zones.iter().map(|zone| zone.orders_per_hour.max(0.0)).collect::<Vec<f64>>();
        let weights = if now.iter().sum::<f64>() > 0.0 { now } else { usual() };
        let mut rest = unit * weights.iter().sum::<f64>();
        for (z, weight) in weights.iter().enumerate() {
            if rest < *weight {
                return ZoneId(z as u32);
            }
            rest -= weight;
        }
        ZoneId(self.zones.len() as u32 - 1)
    }
}

/// The same where some cookings stick: the longer it lasts, the likelier this is one. What sticks has more work.
fn longer_or_stuck(
    dist: &Dist,
    rule: HiccupSetup,
    passed: Span,
    draws: &mut Draws,
    lasts: impl Fn(Span) -> Span,
) -> Span {
    for tried in 0..2 * TRIES {
        let sticks = draws.unit() < rule.share || tried >= TRIES;
        let drawn = dist.span(draws);
        let drawn = if sticks { drawn.scaled(rule.factor) } else { drawn };
        if lasts(drawn) > passed {
            return drawn;
        }
    }
    longer(dist, passed, draws, lasts)
}

/// A draw that lasts longer than what has passed; where none comes, it ends now.
fn longer(dist: &Dist, passed: Span, draws: &mut Draws, lasts: impl Fn(Span) -> Span) -> Span {
    let mut longest = Span::ZERO;
    for _ in 0..TRIES {
        let drawn = dist.span(draws);
        if lasts(drawn) > passed {
            return drawn;
        }
        longest = longest.max(drawn);
    }
    longest
}
