//! Trays under lamps: who gets a slice, who waits for a tray, and the trays that the house has baked.
//!
//! Where the engine keeps one tray a lamp and counts, every tray and every question is written down here.

use super::{At, Call, End, Naive, Status};
use pizzeria::chance::{Draws, Source};
use pizzeria::sim::demand::Attributes;
use pizzeria::sim::order::OrderId;
use pizzeria::sim::setup::{DeliveryMode, Refill, Setup, TraySetup};
use pizzeria::units::{ItemId, OutletId, Span, Time, ZoneId};

pub struct LampNow {
    pub item: usize,
    pub rule: TraySetup,
    /// All trays that ever lay here: when they came, until when they are fresh.
    pub trays: Vec<(Time, Time)>,
    pub waiting: Vec<usize>,
    pub handing: Vec<usize>,
    pub house: Option<usize>,
    pub ordered: u64,
    pub asked: Vec<(Time, Slice)>,
    pub baked: Vec<Time>,
}

/// What somebody who asked got; slices with their age.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Slice {
    Fresh(Span),
    Old(Span),
    None,
}

impl LampNow {
    pub fn all(setup: &Setup) -> Vec<LampNow> {
        let lamp = |(item, rule)| LampNow {
            item,
            rule,
            trays: Vec::new(),
            waiting: Vec::new(),
            handing: Vec::new(),
            house: None,
            ordered: 0,
            asked: Vec::new(),
            baked: Vec::new(),
        };
        setup.items.iter().enumerate().filter_map(|(i, item)| Some(lamp((i, item.tray?)))).collect()
    }

    pub fn look(&self, now: Time) -> Slice {
        let Some(&(made, until)) = self.trays.last() else { return Slice::None };
        let age = now.since(made);
        if now < until {
            return Slice::Fresh(age);
        }
        let sold = self.rule.refill == Refill::OneAndOld && now.0 < until.0 + self.rule.old_for.0;
        if sold { Slice::Old(age) } else { Slice::None }
    }

    pub fn lay(&mut self, now: Time) {
        self.trays.push((now, now + self.rule.keeps));
    }
}

impl Naive {
    pub fn lamp(&mut self, o: usize, item: usize) -> Option<&mut LampNow> {
        self.outlets[o].lamps.iter_mut().find(|lamp| lamp.item == item)
    }

    pub fn has_slices(&self, o: usize, item: usize) -> bool {
        self.outlets[o].lamps.iter().any(|lamp| lamp.item == item && lamp.look(self.now) != Slice::None)
    }

    /// Nobody is turned away where there are slices, or one tray is baked for all.
    pub fn is_cared_for(&self, o: usize, item: usize) -> bool {
        let waits = |lamp: &LampNow| lamp.item == item && lamp.rule.refill != Refill::Everyone;
        self.has_slices(o, item) || self.outlets[o].lamps.iter().any(waits)
    }

    /// A ticket comes to an outlet: it gets a slice, or waits for a tray; `false`: it is for the kitchen.
    pub fn asks(&mut self, t: usize, o: usize) -> bool {
        let (now, item, zone) = (self.now, self.item_of(t), self.calls[self.tickets[t].call].id.zone);
        let Some(lamp) = self.lamp(o, item) else { return false };
        let slice = lamp.look(now);
        lamp.asked.push((now, slice));
        match slice {
            Slice::None if lamp.rule.refill == Refill::Everyone => return false,
            Slice::None => {
                lamp.waiting.push(t);
                self.tickets[t].at = At::Lamp;
                self.order_tray(o, item, zone);
                if self.house_bakes(o, item) {
                    self.patience_holds(t);
                }
            }
            Slice::Fresh(_) => self.hand(o, item, t),
            Slice::Old(_) => {
                self.hand(o, item, t);
                self.order_tray(o, item, zone);
            }
        }
        true
    }

    pub fn house_bakes(&self, o: usize, item: usize) -> bool {
        let bakes = |t: usize| self.tickets[t].at == At::Oven;
        self.outlets[o].lamps.iter().any(|lamp| lamp.item == item && lamp.house.is_some_and(bakes))
    }

    fn hand(&mut self, o: usize, item: usize, t: usize) {
        let now = self.now;
        let ticket = &mut self.tickets[t];
        (ticket.at, ticket.start, ticket.first_start) = (At::Handing, now, ticket.first_start.min(now));
        ticket.put_back = false;
        self.patience_holds(t);
        let lamp = self.lamp(o, item).expect("it was asked at");
        match lamp.rule.serve.is_zero() {
            false => lamp.handing.push(t),
            true => self.slice_ready(t),
        }
    }

    /// When each lamp's first slice is handed over.
    pub fn slices_due(&self, o: usize) -> Vec<(Time, usize)> {
        let due = |lamp: &LampNow| Some((self.tickets[*lamp.handing.first()?].start + lamp.rule.serve, lamp.item));
        self.outlets[o].lamps.iter().filter_map(due).collect()
    }

    pub fn slice_handed(&mut self, o: usize, item: usize) {
        let t = self.lamp(o, item).expect("one was due").handing.remove(0);
        self.slice_ready(t);
    }

    fn slice_ready(&mut self, t: usize) {
        let (o, now) = (self.tickets[t].outlet, self.now);
        self.tickets[t].cooked = now;
        self.tickets[t].shelved = now;
        if self.mode == DeliveryMode::Decoupled {
            self.tickets[t].at = At::Shelf;
            return self.outlets[o].shelf.push(t);
        }
        self.tickets[t].left = now;
        self.hand_over(t);
    }

    /// The house has a tray baked, unless it has already.
    fn order_tray(&mut self, o: usize, item: usize, zone: ZoneId) {
        let place = self.setup.outlets[o].at;
        let (now, t) = (self.now, self.tickets.len());
        let lamp = self.lamp(o, item).expect("it was asked at");
        if lamp.house.is_some() {
            return;
        }
        let k = lamp.ordered;
        lamp.ordered += 1;
        lamp.house = Some(t);
        let stream = 1 << 63 | (item as u64) << 32 | o as u64;
        let work = self.setup.items[item].work.span(&mut Draws::keyed(self.setup.seed, Source::Order, stream, k));
        let call = self.calls.len();
        let id = OrderId::of_house(zone, OutletId(o as u32), ItemId(item as u16), k);
        let (handover, patience) = (Span::ZERO, Span::ENDLESS);
        let what = Attributes { item: ItemId(item as u16), address: place, work, handover, patience };
        self.calls.push(Call { end: End::House, ..Call::new(id, now, what, t) });
        self.new_ticket(call, false);
        self.tickets[t].outlet = o;
        self.joins_line(t, o);
    }

    pub fn is_house(&self, t: usize) -> bool {
        self.calls[self.tickets[t].call].end == End::House
    }

    /// The house's tray goes into the oven.
    pub fn house_begins(&mut self, o: usize, t: usize) {
        let item = self.item_of(t);
        let waiting = self.lamp(o, item).map(|lamp| lamp.waiting.clone()).unwrap_or_default();
        waiting.into_iter().for_each(|t| self.patience_holds(t));
    }

    /// A cooking is done that makes a tray, for all who wait; whether it was the house's.
    pub fn tray_new(&mut self, o: usize, t: usize) -> bool {
        let (now, item) = (self.now, self.item_of(t));
        let Some(lamp) = self.lamp(o, item) else { return false };
        lamp.lay(now);
        lamp.baked.push(now);
        let waiting = std::mem::take(&mut lamp.waiting);
        for t in self.oldest_first(waiting) {
            let ticket = &mut self.tickets[t];
            (ticket.start, ticket.first_start) = (now, ticket.first_start.min(now));
            ticket.put_back = false;
            self.patience_holds(t);
            self.slice_ready(t);
        }
        if !self.is_house(t) {
            return false;
        }
        self.tickets[t].at = At::Done;
        self.lamp(o, item).expect("it was there").house = None;
        true
    }

    pub fn house_burnt(&mut self, o: usize, t: usize) {
        let item = self.item_of(t);
        let lamp = self.lamp(o, item).expect("a tray is baked for a lamp");
        lamp.house = None;
        let waiting = lamp.waiting.clone();
        if let Some(first) = self.oldest_first(waiting).first().copied() {
            let zone = self.calls[self.tickets[first].call].id.zone;
            self.order_tray(o, item, zone);
        }
    }

    /// Who stands at a lamp goes.
    pub fn walks_off(&mut self, t: usize) {
        let (o, item) = (self.tickets[t].outlet, self.item_of(t));
        let lamp = self.lamp(o, item).expect("he stands there");
        lamp.waiting.retain(|&other| other != t);
        lamp.handing.retain(|&other| other != t);
        self.tickets[t].at = At::Trash;
    }

    /// A closing outlet bakes nothing for which nobody waits.
    pub fn tears_up_trays(&mut self, o: usize) -> bool {
        if self.outlets[o].status != Status::Closing {
            return false;
        }
        let needless =
            |lamp: &LampNow| lamp.house.filter(|&t| lamp.waiting.is_empty() && self.tickets[t].at == At::Line);
        let Some(t) = self.outlets[o].lamps.iter().find_map(needless) else { return false };
        self.tickets[t].at = At::Trash;
        let item = self.item_of(t);
        self.lamp(o, item).expect("found").house = None;
        true
    }
}
