//! The tray under the lamp at work (*cache*): who is handed a slice, who waits for the tray in the oven, and the
//! house's tickets for new ones.

use super::World;
use crate::chance::{Draws, Source};
use crate::sim::command::TrayChange;
use crate::sim::demand::Attributes;
use crate::sim::lamp::{Found, Lamp};
use crate::sim::notice::{Notice, Witness};
use crate::sim::order::{Customer, OrderId, OrderKey, Stage, TicketKind};
use crate::sim::outlet::Status;
use crate::sim::queue::Queue;
use crate::sim::setup::{DeliveryMode, PatienceUntil, Refill};
use crate::units::{ItemId, MaybeNumber, OutletId, Span, Time, ZoneId};

impl World {
    /// The lamp of an item at an outlet, by its place in the outlet's list.
    pub(super) fn lamp_of(&self, o: usize, item: ItemId) -> Option<usize> {
        self.outlets[o].lamps.iter().position(|lamp| lamp.item == item)
    }

    /// Whether an order would be handed a slice now, or may wait at the lamp: a full line turns nobody away there.
    pub(super) fn needs_no_line(&self, o: usize, item: ItemId) -> bool {
        self.lamp_of(o, item).is_some_and(|l| {
            let lamp = &self.outlets[o].lamps[l];
            lamp.found(self.now) != Found::Nothing || lamp.rule.refill != Refill::Everyone
        })
    }

    /// An order arrives at an outlet. If slices of it lie under a lamp there, it asks for one; `false`: it must be
    /// cooked like any other.
    #[cold]
    pub(super) fn asks_at_lamp(&mut self, key: OrderKey, o: usize, w: &mut impl Witness) -> bool {
        let (item, zone) = (self.orders[key].item, self.orders[key].id.zone);
        let Some(l) = self.lamp_of(o, item) else { return false };
        let lamp = &self.outlets[o].lamps[l];
        let (found, refill) = (lamp.found(self.now), lamp.rule.refill);
        let age = lamp.age(self.now).filter(|_| found != Found::Nothing);
        self.book.asked_at_lamp(self.lamp_number(o, l), found, age, self.now);
        match (found, refill) {
            (Found::Fresh, _) => self.begin_handing(o, l, key, false, w),
            (Found::Old, _) => {
                self.begin_handing(o, l, key, true, w);
                // A closing outlet bakes nothing for which nobody waits, and may just have closed.
                if self.outlets[o].status == Status::Open {
                    self.order_tray(o, l, zone, w);
                }
            }
            (Found::Nothing, Refill::Everyone) => return false,
            (Found::Nothing, Refill::One | Refill::OneAndOld) => {
                self.orders[key].stage = Stage::AtTray;
                self.orders[key].queue = MaybeNumber::NONE;
                self.outlets[o].lamps[l].waiting.file(&mut self.orders, key, false);
                w.see(self, Notice::AtTray { order: key, outlet: Self::outlet_id(o) });
                self.order_tray(o, l, zone, w);
                if self.house_is_baking(o, l) {
                    self.patience_kept(key);
                }
            }
        }
        true
    }

    /// The number of a lamp among those of all outlets, as the book counts them.
    fn lamp_number(&self, o: usize, l: usize) -> usize {
        o * self.outlets[o].lamps.len() + l
    }

    pub(super) fn house_is_baking(&self, o: usize, l: usize) -> bool {
        self.outlets[o].lamps[l].house.some().is_some_and(|house| self.orders[house].stage == Stage::Cooking)
    }

    /// A slice is taken from the tray; no chef knows of it.
    fn begin_handing(&mut self, o: usize, l: usize, key: OrderKey, old: bool, w: &mut impl Witness) {
        let now = self.now;
        let order = &mut self.orders[key];
        order.stage = Stage::Serving;
        order.start = now;
        order.first_start = order.first_start.min(now);
        (order.chef, order.queue) = (MaybeNumber::NONE, MaybeNumber::NONE);
        (order.based, order.put_back) = (false, false);
        self.patience_kept(key);
        w.see(self, Notice::SliceTaken { order: key, outlet: Self::outlet_id(o), old });
        let lamp = &mut self.outlets[o].lamps[l];
        if lamp.rule.serve.is_zero() {
            self.slice_ready(o, key, w);
            return self.dispatch_work(o, w);
        }
        lamp.serving.push(&mut self.orders, key);
        self.reschedule_outlet(o);
    }

    /// When the next slice of an outlet is handed over.
    pub(super) fn next_slice(&self, o: usize) -> Time {
        let end = |lamp: &Lamp| Some(self.orders[lamp.serving.head()?].start + lamp.rule.serve);
        self.outlets[o].lamps.iter().filter_map(end).min().unwrap_or(Time::NEVER)
    }

    /// A slice is handed over: of several lamps, that of the lowest item first.
    pub(super) fn hand_slice(&mut self, o: usize, w: &mut impl Witness) {
        let at = self.next_slice(o);
        let due = |lamp: &Lamp| lamp.serving.head().is_some_and(|key| self.orders[key].start + lamp.rule.serve == at);
        let Some(l) = self.outlets[o].lamps.iter().position(due) else { return };
        if let Some(key) = self.outlets[o].lamps[l].serving.pop(&mut self.orders) {
            self.slice_ready(o, key, w);
            self.dispatch_work(o, w);
        }
    }

    /// A slice is on its way to its customer. Its box always finds room on the shelf: no chef could hold it.
    fn slice_ready(&mut self, o: usize, key: OrderKey, w: &mut impl Witness) {
        let now = self.now;
        let order = &mut self.orders[key];
        order.cooked = now;
        match self.delivery_mode {
            DeliveryMode::Pickup | DeliveryMode::Coupled => {
                (order.shelved, order.left) = (now, now);
                w.see(self, Notice::SliceReady { order: key, outlet: Self::outlet_id(o) });
                self.hand_over(key, w);
            }
            DeliveryMode::Decoupled => {
                w.see(self, Notice::SliceReady { order: key, outlet: Self::outlet_id(o) });
                self.shelve(o, key, w);
            }
        }
    }

    /// The house has one new tray baked, if none is under way. Its ticket is never refused.
    fn order_tray(&mut self, o: usize, l: usize, zone: ZoneId, w: &mut impl Witness) {
        let outlet = Self::outlet_id(o);
        let lamp = &mut self.outlets[o].lamps[l];
        if !lamp.house.is_none() {
            return;
        }
        let (item, k) = (lamp.item, lamp.filed);
        lamp.filed += 1;
        let spec = &self.setup.items[item.index()];
        let what = Attributes {
            item,
            address: self.setup.outlets[o].at,
            work: spec.work.span(&mut house_draws(self.setup.seed, outlet, item, k)),
            handover: Span::ZERO,
            patience: Span::ENDLESS,
        };
        let key = self.orders.place();
        let order = &mut self.orders[key];
        order.begin(OrderId::of_house(zone, outlet, item, k), 0, self.now, self.now, &what);
        order.kind = TicketKind::House;
        (order.customer, order.until, order.cancels) = (Customer::Gone, PatienceUntil::Cooking, false);
        order.outlet = outlet;
        self.outlets[o].lamps[l].house = key;
        w.see(self, Notice::TrayOrdered { order: key, outlet });
        match self.free_chef_for(o, key) {
            Some(c) => self.take_at_once(o, c, key, w),
            None => self.queue_up(o, key, w),
        }
    }

    /// The house's tray is in the oven: nobody who waits for it loses patience any more that lasts until cooking.
    #[cold]
    pub(super) fn house_begins(&mut self, o: usize, item: ItemId) {
        let Some(l) = self.lamp_of(o, item) else { return };
        for key in self.outlets[o].lamps[l].waiting.iter(&self.orders).collect::<Vec<_>>() {
            self.patience_kept(key);
        }
    }

    /// A cooking of an item is done: if its slices lie under a lamp, that is a new tray, from which all who wait for
    /// one are served. Whether it was the house's own, which nobody has ordered.
    #[cold]
    pub(super) fn tray_is_new(&mut self, o: usize, key: OrderKey, w: &mut impl Witness) -> bool {
        let Some(l) = self.lamp_of(o, self.orders[key].item) else { return false };
        self.outlets[o].lamps[l].refill(self.now);
        self.book.tray_baked(self.lamp_number(o, l), self.now);
        w.see(self, Notice::TrayBaked { order: key, outlet: Self::outlet_id(o) });
        while let Some(key) = self.outlets[o].lamps[l].waiting.pop(&mut self.orders) {
            let (now, order) = (self.now, &mut self.orders[key]);
            order.start = now;
            order.first_start = order.first_start.min(now);
            (order.chef, order.based, order.put_back) = (MaybeNumber::NONE, false, false);
            self.patience_kept(key);
            self.slice_ready(o, key, w);
        }
        let is_house = self.orders[key].is_house();
        if !is_house {
            // Riders take what lies there before the cook's own box comes.
            self.send_riders(o, w);
        } else {
            self.outlets[o].lamps[l].house = OrderKey::NONE;
            self.remember_house(key);
            self.forget(key);
        }
        is_house
    }

    /// A chef has burnt the house's tray: whoever waits has another one baked.
    #[cold]
    pub(super) fn house_burnt(&mut self, o: usize, item: ItemId, w: &mut impl Witness) {
        let Some(l) = self.lamp_of(o, item) else { return };
        self.outlets[o].lamps[l].house = OrderKey::NONE;
        if let Some(first) = self.outlets[o].lamps[l].waiting.head() {
            let zone = self.orders[first].id.zone;
            self.order_tray(o, l, zone, w);
        }
    }

    /// A customer who waits at a lamp, or is being handed a slice, goes elsewhere.
    pub(super) fn leave_lamp(&mut self, key: OrderKey) {
        let (o, item, stage) = (self.orders[key].outlet.index(), self.orders[key].item, self.orders[key].stage);
        let Some(l) = self.lamp_of(o, item) else { return };
        let lamp = &mut self.outlets[o].lamps[l];
        let line: &mut Queue = if stage == Stage::AtTray { &mut lamp.waiting } else { &mut lamp.serving };
        line.remove(&mut self.orders, key);
        self.reschedule_outlet(o);
    }

    /// Tears up the house's tickets of a closing outlet that nobody waits for and nobody has begun.
    pub(super) fn tear_up_needless_trays(&mut self, o: usize, w: &mut impl Witness) {
        for l in 0..self.outlets[o].lamps.len() {
            let lamp = &self.outlets[o].lamps[l];
            let Some(house) = lamp.house.some() else { continue };
            if lamp.waiting.is_empty() && self.orders[house].stage == Stage::Waiting {
                self.outlets[o].lamps[l].house = OrderKey::NONE;
                self.leave_line(o, house);
                w.see(self, Notice::TornUp { order: house, outlet: Self::outlet_id(o) });
                self.remember_house(house);
                self.forget(house);
            }
        }
    }

    /// Changes the rule of a lamp. A tray that lies there keeps as long as it was to.
    pub(super) fn set_tray(&mut self, outlet: OutletId, item: ItemId, change: TrayChange) {
        let Some(l) = self.lamp_of(outlet.index(), item) else { return };
        let rule = &mut self.outlets[outlet.index()].lamps[l].rule;
        rule.keeps = change.keeps.unwrap_or(rule.keeps);
        rule.refill = change.refill.unwrap_or(rule.refill);
        rule.old_for = change.old_for.unwrap_or(rule.old_for);
    }

    /// The lamp falls: its slices are old at once.
    pub(super) fn lamp_falls(&mut self, outlet: OutletId, item: ItemId, w: &mut impl Witness) {
        let Some(l) = self.lamp_of(outlet.index(), item) else { return };
        if let Some(tray) = &mut self.outlets[outlet.index()].lamps[l].tray {
            tray.fresh_until = tray.fresh_until.min(self.now);
        }
        w.see(self, Notice::LampFell { outlet, item });
    }

    /// An outlet opens: trays lie there where the scenario says so.
    pub(super) fn lay_out_trays(&mut self, o: usize) {
        let now = self.now;
        self.outlets[o].lamps.iter_mut().filter(|lamp| lamp.rule.fresh).for_each(|lamp| lamp.refill(now));
    }
}

/// How long the `k`-th tray of the house is baked: from a stream of its own, beyond those of all zones.
fn house_draws(seed: u64, outlet: OutletId, item: ItemId, k: u64) -> Draws {
    Draws::keyed(seed, Source::Order, 1 << 63 | u64::from(item.0) << 32 | u64::from(outlet.0), k)
}
