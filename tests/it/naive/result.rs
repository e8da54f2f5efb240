//! Opening the shop, letting time pass, and what is read off at the end.

use super::lamps::LampNow;
use super::*;
use pizzeria::sim::demand::gap;
use pizzeria::sim::measures::OrderCounts;
use pizzeria::units::ZoneId;

/// What was there × how long (µs), of one outlet, and what was sent there and taken away.
#[derive(Clone, Copy, Default, PartialEq, Debug)]
pub struct Levels {
    pub waiting: u128,
    pub here: u128,
    pub busy: u128,
    pub blocked: u128,
    pub prepping: u128,
    pub ill: u128,
    pub riders_here: u128,
    pub riders_busy: u128,
    pub open: u128,
    pub available: u128,
    pub out: u128,
    pub arrived: u64,
    pub rerouted: u64,
}

/// One ticket's moments, for comparing.
#[derive(Clone, PartialEq, Debug)]
pub struct Trace {
    pub id: OrderId,
    /// Which of the order's tickets, the first being 0.
    pub ticket: usize,
    pub outlet: u32,
    pub placed: Time,
    pub first_start: Time,
    pub start: Time,
    pub cooked: Time,
    pub shelved: Time,
    pub left: Time,
    pub delivered: Time,
}

impl Naive {
    pub fn open(setup: &Setup) -> Naive {
        let zone = |z: usize| ZoneNow {
            rate: Rate::new(&setup.zones[z], setup.opens),
            called: 0,
            rest: gap(&setup.zones[z].arrivals, setup.seed, ZoneId(z as u32), 0),
            from: 0.0,
            factor: 1.0,
            surged: false,
            weights: setup.zones[z].mix.clone(),
            retry: setup.zones[z].retry,
            tokens: 0,
            quota: setup.zones[z].quota.map(|quota| Bucket::full(quota, Time::ZERO)),
            ways: 1,
        };
        let beat = |every: Span| if every.is_zero() { Time::NEVER } else { Time::ZERO + every };
        let mut shop = Naive {
            now: Time::ZERO,
            closed: false,
            over: false,
            zones: (0..setup.zones.len()).map(zone).collect(),
            calls: Vec::new(),
            tickets: Vec::new(),
            alive: Vec::new(),
            recalls: Vec::new(),
            doubts: Vec::new(),
            outlets: setup.outlets.iter().map(|spec| Shop { lamps: LampNow::all(setup), ..site(spec) }).collect(),
            spells: Vec::new(),
            desk: Desk {
                policy: setup.dispatch.policy,
                failover: setup.dispatch.failover,
                when_none: setup.dispatch.when_none,
                check_every: setup.dispatch.health_check,
                next_check: beat(setup.dispatch.health_check),
                look_every: setup.dispatch.board_refresh,
                next_look: beat(setup.dispatch.board_refresh),
                board: Vec::new(),
                believed: vec![true; setup.outlets.len()],
                last_used: None,
                held: Vec::new(),
                quota: setup.dispatch.quota.map(|quota| Bucket::full(quota, Time::ZERO)),
                numbers: setup.dispatch.order_numbers.map(|memory| (memory, Time::ZERO)),
                checking: false,
                rules: setup.dispatch.health,
                checks_from: Time::ZERO,
                next_ask: Time::NEVER,
            },
            mode: setup.delivery.mode,
            batch: setup.delivery.batch,
            script_next: 0,
            played_next: 0,
            books: Books::default(),
            marks: Vec::new(),
            edges: edges(setup),
            most: 0,
            most_present: 0,
            most_out: 0,
            stranded: false,
            phones: super::phones::Phones::of(setup),
            volumes: super::volumes::Volumes::of(setup),
            insists_until: None,
            script_answers: Vec::new(),
            played_answers: Vec::new(),
            cards: CardsNow::of(setup),
            twice: setup.dispatch.duplicate.map(super::several::TwiceNow::begins),
            setup: setup.clone(),
        };
        for o in 0..shop.outlets.len() {
            if setup.outlets[o].open {
                shop.opens(o);
            }
            shop.set_window(o);
        }
        if shop.cards.due == Some(Time::ZERO) {
            shop.files_cards();
        }
        let volumes = shop.volumes.as_ref().map_or(0, |volumes| volumes.all.len());
        (0..volumes).for_each(|b| shop.volume_stays(b));
        shop.look();
        shop.set_ask();
        shop.settle();
        shop.see_presence();
        shop
    }

    /// Nothing happens until `to`: everything that is there is there so long. Levels are noted at every edge on the
    /// way.
    pub fn pass_time(&mut self, to: Time) {
        while let Some(edge) = self.edges.first().copied().filter(|&edge| edge <= to && to != Time::NEVER) {
            self.edges.remove(0);
            self.stay_until(edge);
            self.mark(edge);
        }
        self.stay_until(to);
    }

    fn stay_until(&mut self, to: Time) {
        if to == Time::NEVER || to <= self.now {
            return;
        }
        let length = to.since(self.now).0 as u128;
        let mut anywhere = false;
        for o in 0..self.outlets.len() {
            let waiting = self.tickets_at(o, At::Line).len();
            for t in self.tickets_at(o, At::Line) {
                if !self.somebody_could_cook(t) {
                    self.tickets[t].down += to.since(self.now);
                }
            }
            let shop = &self.outlets[o];
            let chefs = |fits: &dyn Fn(&Chef) -> bool| shop.chefs.iter().filter(|c| fits(c)).count() as u128 * length;
            let riders =
                |fits: &dyn Fn(&Rider) -> bool| shop.riders.iter().filter(|r| fits(r)).count() as u128 * length;
            let well = Chef::well_and_here;
            let mut levels = shop.levels;
            levels.waiting += waiting as u128 * length;
            levels.here += chefs(&well);
            let busy = |c: &Chef| well(c) && matches!(c.doing, Doing::Cooking { .. } | Doing::Out { .. });
            levels.busy += chefs(&busy);
            levels.blocked += chefs(&|c| well(c) && matches!(c.doing, Doing::Holding { .. }));
            levels.prepping += chefs(&|c| matches!(c.doing, Doing::Bases { .. }));
            levels.ill += chefs(&|c| c.duty == Duty::Here && c.ill.is_some());
            levels.riders_here += riders(&Rider::here);
            levels.riders_busy += riders(&|r| r.trip.is_some());
            let open = shop.status == Status::Open;
            levels.open += if open { length } else { 0 };
            levels.out += if shop.out.is_some() { length } else { 0 };
            let serves = open && shop.dark.is_none() && shop.cut.is_none() && shop.chefs.iter().any(well);
            levels.available += if serves { length } else { 0 };
            anywhere |= serves;
            let money = &self.setup.money;
            let people = shop.chefs.iter().map(|c| match c.duty {
                Duty::Here => money.chef_wage.0,
                Duty::Home => money.standby_retainer.0,
                _ => 0,
            });
            let riding = shop.riders.iter().filter(|r| r.duty == Duty::Here).count() as i64 * money.rider_wage.0;
            self.books.wages += (people.sum::<i64>() + riding) as i128 * length as i128;
            if matches!(shop.status, Status::Open | Status::Closing) {
                self.books.rent += self.setup.outlets[o].rent_per_hour.0 as i128 * length as i128;
            }
            self.outlets[o].levels = levels;
        }
        self.clerks_stay(length);
        if let Some(volumes) = &mut self.volumes {
            volumes.enough += if volumes.are_enough() { length } else { 0 };
        }
        self.books.in_system += self.live() as u128 * length;
        self.books.available += if anywhere { length } else { 0 };
        self.now = to;
    }

    /// Every ticket's moments, by order, the first before its copies.
    pub fn traces(&self) -> Vec<Trace> {
        let mut all: Vec<Trace> = self
            .tickets
            .iter()
            .enumerate()
            .map(|(i, t)| {
                let call = &self.calls[t.call];
                Trace {
                    id: call.id.of_part(t.part),
                    ticket: self.same_pizza(i).iter().position(|&own| own == i).expect("a ticket is its call's"),
                    outlet: if t.outlet == usize::MAX { u32::MAX } else { t.outlet as u32 },
                    placed: call.placed,
                    first_start: t.first_start,
                    start: t.start,
                    cooked: t.cooked,
                    shelved: t.shelved,
                    left: t.left,
                    delivered: t.delivered,
                }
            })
            .collect();
        all.sort_by_key(|t| (t.id, t.ticket));
        all
    }
}

/// Where windows begin and end.
fn edges(setup: &Setup) -> Vec<Time> {
    let mut edges: Vec<Time> = setup.windows.iter().flat_map(|window| [window.from, window.to]).collect();
    edges.push(Time::ZERO + setup.warmup);
    edges.sort();
    edges.dedup();
    edges
}

/// An outlet before anybody is there.
fn site(spec: &OutletSetup) -> Shop {
    Shop {
        status: Status::Closed,
        dark: None,
        cut: None,
        kitchen: spec.kitchen,
        join: spec.join,
        queue_limit: spec.queue_limit,
        queue_order: spec.queue_order,
        shelf_limit: spec.shelf_limit,
        prep: spec.prep,
        in_window: false,
        next_edge: Time::NEVER,
        chefs: spec.chefs.iter().map(|c| Chef::new(c.skill, c.level, c.standby, Duty::Off)).collect(),
        riders: (0..spec.riders).map(|_| Rider::new(Duty::Off)).collect(),
        shelf: Vec::new(),
        wire: Vec::new(),
        trays: Vec::new(),
        prep_item: spec.prep.map(|prep| prep.item),
        made: 0,
        used: 0,
        spoiled: 0,
        asked: 0,
        levels: Levels::default(),
        turns: BTreeMap::new(),
        manager: spec.manager.map(|rule| Manager::begins(rule, Time::ZERO)),
        most_present: 0,
        finished: Vec::new(),
        out: None,
        found: Vec::new(),
        anew: false,
        flips: 0,
        lamps: Vec::new(),
    }
}

/// How a window's orders and customers fared; the orders as the report counts them.
#[derive(Clone, Copy, Default, PartialEq, Debug)]
pub struct Fared {
    pub orders: OrderCounts,
    pub customers: u64,
    pub good: u64,
    /// Decided badly, or overdue.
    pub bad: u64,
}

impl Naive {
    pub fn fared(&self, window: Window) -> Fared {
        self.fared_of(window, |_| true)
    }

    /// The same of some calls only.
    pub fn fared_of(&self, window: Window, of: impl Fn(&Call) -> bool) -> Fared {
        let mut fared = Fared::default();
        for call in self.calls.iter().filter(|call| of(call) && window.contains(call.placed)) {
            let orders = &mut fared.orders;
            orders.recooked += call.recooked as u64;
            orders.wasted += call.wasted as u64;
            orders.rerouted += call.rerouted as u64;
            orders.duplicated += call.duplicated.len() as u64;
            if call.is_nobodys() {
                continue;
            }
            orders.unsure += call.unsure as u64;
            orders.recognised += call.recognised as u64;
            orders.arrived += 1;
            orders.retried += (call.id.attempt > 0) as u64;
            match call.end {
                End::Waits => orders.in_system += 1,
                End::Delivered => orders.delivered += 1,
                End::Lost(Loss::Refused) => orders.refused += 1,
                End::Lost(Loss::Abandoned) => orders.abandoned += 1,
                End::Lost(Loss::Unreachable) => orders.unreachable += 1,
                End::Lost(Loss::Limited) => orders.limited += 1,
                End::Lost(Loss::Burnt) => orders.burnt += 1,
                End::Lost(Loss::Forgotten) => orders.forgotten += 1,
                End::House | End::Again => {}
            }
            orders.late += call.late as u64;
        }
        let first =
            |call: &&Call| call.id.attempt == 0 && !call.is_nobodys() && of(call) && window.contains(call.placed);
        for first in self.calls.iter().filter(first) {
            let his = |id: &OrderId| (id.zone, id.n) == (first.id.zone, first.id.n);
            let served = self.calls.iter().find(|call| his(&call.id) && call.end == End::Delivered);
            let waits = self.calls.iter().any(|call| his(&call.id) && call.end == End::Waits)
                || self.recalls.iter().any(|recall| his(&recall.id));
            let due = first.placed + self.promised(first);
            fared.customers += 1;
            match served {
                Some(call) if call.ended <= due => fared.good += 1,
                Some(_) => fared.bad += 1,
                None if waits && self.now <= due => {}
                None => fared.bad += 1,
            }
        }
        fared
    }
}
