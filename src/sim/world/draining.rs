//! After closing (*graceful shutdown*): the shop runs on until nobody waits, or nobody who waits can be served.

use super::{Phase, World};
use crate::sim::chef::{Chef, Duty, Illness, Task};
use crate::sim::delivery::Rider;
use crate::sim::lamp::Found;
use crate::sim::notice::{Notice, Witness};
use crate::sim::order::{Order, OrderKey, Stage};
use crate::sim::outlet::{Outlet, Status, Supply};
use crate::sim::phone::{self, Call, Clerk, Phones};
use crate::sim::setup::{DeliveryMode, KitchenKind, Skill};
use crate::units::{ItemId, Span, Time};

/// Nobody waits longer than this: what is mended later counts as never mended.
const LONGEST_DRAIN: Span = Span::from_hours(366 * 24);
/// After closing, an outlet that is out for longer than this, and than it takes to be let in, is out for good.
const LONGEST_OUT: Span = Span::from_hours(24);

impl World {
    /// Closes the shop: no more first calls, repeat calls, script or commands.
    pub(super) fn close_for_tonight(&mut self, w: &mut impl Witness) {
        for z in 0..self.zones.len() {
            self.zones[z].next = Time::NEVER;
            self.reschedule_zone(z);
        }
        for recall in self.recalls.drain() {
            self.book.decided_by(recall.first_placed, recall.what.item, recall.id.zone, false);
            self.customers.lost(recall.first_placed);
        }
        self.doubts.hang_up();
        self.script_next = self.setup.script.len();
        self.played_next = self.setup.played.len();
        self.reschedule_shop();
        w.see(self, Notice::ClosingTime);
        self.phase = Phase::Draining;
        if !self.setup.drain {
            self.end(w);
        }
    }

    fn end(&mut self, w: &mut impl Witness) {
        self.phase = Phase::Ended;
        w.see(self, Notice::Ended);
    }

    /// Runs what is due up to `to`. Before each happening, checks whether any waiting customer can still be served, or
    /// will abandon; if none, the shop ends now.
    pub(super) fn drain(&mut self, to: Time, w: &mut impl Witness) {
        // An order that had a future a moment ago mostly still has, so the search starts where it last ended.
        let mut found = 0;
        while self.book.in_system.value() > 0 {
            let at = self.next_slot().time();
            match self.orders.find_from(found, |key, order| self.has_a_future(key, order)) {
                Some(index) if self.is_soon_enough(at) => found = index,
                _ => {
                    w.see(self, Notice::Stranded { orders: self.book.in_system.value() });
                    return self.end(w);
                }
            }
            if at > to {
                self.run(to, w);
                return;
            }
            self.run_one(at, w);
        }
        self.end(w);
    }

    /// Whether somebody waits for this order who will get it, or will lose patience.
    fn has_a_future(&self, key: OrderKey, order: &Order) -> bool {
        order.is_live() && (!order.deadline.is_never() || self.will_be_served(key, order))
    }

    /// Whether somebody will be served by a ticket of this order; who waits for several, by each.
    fn will_be_served(&self, key: OrderKey, order: &Order) -> bool {
        let by = |key: OrderKey| {
            let other = self.orders[key].other.some();
            let order = &self.orders[key];
            let elsewhere = || self.can_be_served_elsewhere(order.outlet.index(), order.item);
            self.can_be_served(key)
                || other.is_some_and(|other| self.can_be_served(other))
                || (self.duplicate_comes(key) && elsewhere())
        };
        if let Some(party) = self.parties.as_ref().and_then(|parties| parties.of_order(order.serial)) {
            return party.waits_for().all(by);
        }
        by(key) || self.seconds_of(order).any(|second| self.can_be_served(second))
    }

    /// Whether people, power and links, as they are or will be, can bring this ticket to its customer.
    fn can_be_served(&self, key: OrderKey) -> bool {
        let order = &self.orders[key];
        let (o, item) = (order.outlet.index(), order.item);
        match order.stage {
            Stage::Held => self.can_be_served_elsewhere(usize::MAX, item),
            Stage::Writing => {
                let is_taken = self.desk.books.as_ref().is_some_and(|books| self.will_be_taken(books));
                is_taken && self.can_be_served_elsewhere(usize::MAX, item)
            }
            Stage::AtDesk => self.will_be_rung(o) || (self.clerks_come_free() && self.can_fail_over(o, item)),
            Stage::OnPhone => self.call_of(key).is_some_and(|call| self.call_will_end(call)),
            Stage::Hanging => {
                let here = self.comes_back(self.outlets[o].link) && self.can_be_served_at(o, item);
                here || self.can_fail_over(o, item)
            }
            Stage::Waiting => {
                let gone_at_check = self.outlets[o].link.is_fine()
                    || self.comes_back(self.outlets[o].link)
                    || self.has_been_known(o, key, order.serial);
                self.can_be_taken(order) || (gone_at_check && self.can_fail_over(o, item))
            }
            Stage::AtTray => {
                let gone_at_check = self.comes_back(self.outlets[o].link);
                self.tray_comes(o, item) || (gone_at_check && self.can_fail_over(o, item))
            }
            Stage::Cooking | Stage::Serving => self.is_brought_from(o),
            Stage::Blocked | Stage::Shelf => {
                self.outlets[o].riders.iter().any(|rider| self.rides(&self.outlets[o], rider))
            }
            Stage::Riding => true,
            Stage::Ended => false,
        }
    }

    fn call_of(&self, key: OrderKey) -> Option<&Call> {
        self.desk.phones.as_ref()?.calls().find(|call| call.order == key)
    }

    /// Whether something will come of a call, if only that it is given up.
    fn call_will_end(&self, call: &Call) -> bool {
        let line = || self.desk.phones.as_ref().is_some_and(|phones| self.line_answers(phones, call.outlet.index()));
        self.is_soon_enough(call.ends) || (call.ends.is_never() && line())
    }

    /// Whether an outlet's telephone is answered, now or later.
    fn line_answers(&self, phones: &Phones, o: usize) -> bool {
        self.comes_back(phones.lanes[o].line)
    }

    /// Whether a clerk has time, now or later.
    fn clerks_come_free(&self) -> bool {
        let Some(phones) = &self.desk.phones else { return true };
        let comes = |clerk: &Clerk| match (clerk.duty, &clerk.call) {
            (phone::Duty::Gone, _) => false,
            (phone::Duty::Coming { .. }, _) => true,
            (phone::Duty::Present, call) => !clerk.leaving && call.as_ref().is_none_or(|call| self.call_will_end(call)),
        };
        !phones.counted || phones.clerks.iter().any(comes)
    }

    /// Whether a clerk will ring an outlet once more: he has time, and the outlet does not hold as many as it may.
    fn will_be_rung(&self, o: usize) -> bool {
        let Some(phones) = &self.desk.phones else { return true };
        let here = |call: &&Call| call.outlet.index() == o;
        let has_room = phones.each.is_none_or(|each| phones.lanes[o].under_way < each);
        self.clerks_come_free() && (has_room || phones.calls().filter(here).any(|call| self.call_will_end(call)))
    }

    /// Whether somebody here will cook an order that waits: in a private line only its chef, who may stand for ever
    /// with a box that nobody fetches.
    fn can_be_taken(&self, order: &Order) -> bool {
        let outlet = &self.outlets[order.outlet.index()];
        let line = order.queue.get().filter(|_| outlet.kitchen == KitchenKind::Private).unwrap_or(0) as usize;
        let stands_free = line.checked_sub(1).is_none_or(|c| self.stands_free(outlet, &outlet.chefs[c]));
        stands_free && self.can_be_cooked_at(order.outlet.index(), order.item)
    }

    fn can_be_served_at(&self, o: usize, item: ItemId) -> bool {
        self.can_be_cooked_at(o, item) || (self.has_lamps && self.has_slices(o, item) && self.is_brought_from(o))
    }

    /// Whether a tray will come out of an oven here: of somebody who does not burn it, now or later. A burnt order is
    /// lost, a burnt tray is baked again.
    fn tray_comes(&self, o: usize, item: ItemId) -> bool {
        let outlet = &self.outlets[o];
        let bakes = |chef: &Chef| {
            let house = matches!(chef.task, Task::Cooking { order, .. } if self.is_house_of(order, item));
            house && !chef.spoils && matches!(chef.illness, Illness::Well)
        };
        let is_sound = |c: usize| outlet.chefs[c].burns.is_none_or(|(_, until)| self.is_soon_enough(until));
        let comes = (0..outlet.chefs.len()).any(|c| is_sound(c) && self.cooks(o, c, item));
        self.is_brought_from(o) && (outlet.chefs.iter().any(bakes) || (self.comes_back(outlet.power) && comes))
    }

    fn is_house_of(&self, key: OrderKey, item: ItemId) -> bool {
        self.orders[key].is_house() && self.orders[key].item == item
    }

    /// Whether slices lie under a lamp, for which no chef is needed. They may be old when somebody comes to ask; then
    /// this is asked again.
    fn has_slices(&self, o: usize, item: ItemId) -> bool {
        self.lamp_of(o, item).is_some_and(|l| self.outlets[o].lamps[l].found(self.now) != Found::Nothing)
    }

    fn can_be_cooked_at(&self, o: usize, item: ItemId) -> bool {
        let outlet = &self.outlets[o];
        self.comes_back(outlet.power)
            && self.is_brought_from(o)
            && (0..outlet.chefs.len()).any(|c| self.cooks(o, c, item))
    }

    /// Whether orders cooked here reach their customers, or are fetched.
    fn is_brought_from(&self, o: usize) -> bool {
        let outlet = &self.outlets[o];
        self.delivery_mode != DeliveryMode::Decoupled || outlet.riders.iter().any(|rider| self.rides(outlet, rider))
    }

    /// Whether this chef will cook orders of that item, now or later.
    fn cooks(&self, o: usize, c: usize, item: ItemId) -> bool {
        let outlet = &self.outlets[o];
        let chef = &outlet.chefs[c];
        let returns = match chef.illness {
            Illness::Well => true,
            Illness::Ill { until, .. } | Illness::OnTheRoad { until } => self.is_soon_enough(until),
        };
        let comes = match chef.duty {
            Duty::Present if chef.standby && chef.covers.is_none() => self.steps_in(o, c),
            Duty::Present => !chef.leaving && chef.away_until.is_none_or(|until| self.is_soon_enough(until)),
            Duty::Coming { .. } => !chef.standby || self.steps_in(o, c),
            Duty::Home => self.steps_in(o, c),
            Duty::Off => matches!(outlet.status, Status::Opening { .. }),
            Duty::Gone => false,
        };
        comes && returns && self.stands_free(outlet, chef) && chef.may_cook(outlet.kitchen, item)
    }

    /// Whether a chef's hands are free, now or later.
    fn stands_free(&self, outlet: &Outlet, chef: &Chef) -> bool {
        match chef.task {
            Task::Blocked { .. } => outlet.riders.iter().any(|rider| self.rides(outlet, rider)),
            Task::Idle { .. } | Task::Cooking { .. } | Task::Tray { .. } | Task::Driving { .. } => true,
        }
    }

    /// Whether a backup may still be called: somebody whom he could replace is ill or may fall ill.
    fn steps_in(&self, o: usize, backup: usize) -> bool {
        let outlet = &self.outlets[o];
        let skill = outlet.chefs[backup].skill;
        let fits =
            |chef: &Chef| chef.skill == skill || skill == Skill::AllRound || outlet.kitchen != KitchenKind::Specialised;
        let may_be_ill =
            |chef: &Chef| matches!(chef.illness, Illness::Ill { .. }) || self.setup.outlets[o].illness.is_some();
        !outlet.chefs[backup].leaving
            && outlet
                .chefs
                .iter()
                .enumerate()
                .any(|(c, chef)| c != backup && chef.duty == Duty::Present && fits(chef) && may_be_ill(chef))
    }

    /// Whether a health check will move orders away from an outlet that does not answer.
    fn can_fail_over(&self, o: usize, item: ItemId) -> bool {
        let outlet = &self.outlets[o];
        let changes = |outlet: &Outlet| {
            let ends = |supply: Supply| !supply.is_fine() && self.comes_back(supply);
            ends(outlet.power) || ends(outlet.link) || matches!(outlet.status, Status::Opening { .. })
        };
        self.desk.failover
            && !(outlet.power.is_fine() && outlet.link.is_fine())
            && (self.comes_to_check() || self.outlets.iter().any(changes))
            && self.can_be_served_elsewhere(o, item)
    }

    /// Whether a check is to come that asks for light and line; where the desk always knows, checks ask for more only.
    fn comes_to_check(&self) -> bool {
        !self.desk.health_check.is_zero() && !self.desk.next_check.is_never()
    }

    /// Whether the desk sends orders to an outlet that answers, now or later: it has not been taken out, or that is
    /// ignored, or it may be found sound again. Tickets that nobody can cook there grow old for ever, and where nothing
    /// is cooked any more what was burnt is never forgotten. Who is out for longer than a day stays out.
    fn may_get_orders(&self, o: usize) -> bool {
        let health = &self.desk.health;
        let out = health.belief(Self::outlet_id(o)).and_then(|belief| belief.out);
        let Some((since, _)) = out.filter(|_| !self.will_be_open_for_all()) else { return true };
        if self.now.since(since) > LONGEST_OUT.max(health.rules.back_after) {
            return false;
        }
        let here = || self.orders.iter().map(|(_, order)| order).filter(|order| order.outlet.index() == o);
        let waiting = || here().filter(|order| order.stage == Stage::Waiting);
        let stuck = || waiting().any(|order| !self.can_be_taken(order));
        let is_late_for_ever = health.rules.unhealthy_after.is_some() && stuck();
        let burnt = health.rules.unhealthy_burnt.is_some_and(|share| self.outlets[o].finished.is_bad(share));
        let comes = |order: &Order| match order.stage {
            Stage::Cooking => true,
            Stage::Waiting => self.can_be_taken(order),
            Stage::Hanging => self.comes_back(self.outlets[o].link) && self.can_be_cooked_at(o, order.item),
            Stage::Held | Stage::Writing | Stage::AtDesk | Stage::OnPhone => false,
            Stage::AtTray | Stage::Serving => false,
            Stage::Blocked | Stage::Shelf | Stage::Riding | Stage::Ended => false,
        };
        let cooks = || here().any(comes);
        !is_late_for_ever && (!burnt || cooks())
    }

    /// Whether the desk ignores its rule, or will once everybody answers who comes back.
    fn will_be_open_for_all(&self) -> bool {
        let comes_back = |o: &usize| {
            let outlet = &self.outlets[*o];
            outlet.is_open() && self.comes_back(outlet.power) && self.comes_back(outlet.link)
        };
        let back = || (0..self.outlets.len()).filter(comes_back);
        let out = back().filter(|&o| self.desk.health.is_out(Self::outlet_id(o))).count();
        self.desk.is_open_for_all() || self.desk.health.opens_for_all(back().count(), out)
    }

    /// Whether the desk can send orders of that item to another outlet, now or later, that can serve them.
    fn can_be_served_elsewhere(&self, from: usize, item: ItemId) -> bool {
        (0..self.outlets.len()).any(|o| {
            let outlet = &self.outlets[o];
            o != from
                && matches!(outlet.status, Status::Open | Status::Opening { .. })
                && self.comes_back(outlet.link)
                && self.can_be_served_at(o, item)
                && self.may_get_orders(o)
        })
    }

    /// Whether it works, or has a fixed time at which it will.
    pub(super) fn comes_back(&self, supply: Supply) -> bool {
        match supply {
            Supply::Fine => true,
            Supply::Broken { until, .. } => self.is_soon_enough(until),
        }
    }

    /// Whether this rider will take another box.
    fn rides(&self, outlet: &Outlet, rider: &Rider) -> bool {
        let returns = rider.away_until.is_none_or(|until| self.is_soon_enough(until));
        let comes = match rider.duty {
            Duty::Present | Duty::Coming { .. } => true,
            Duty::Off => matches!(outlet.status, Status::Opening { .. }),
            Duty::Home | Duty::Gone => false,
        };
        comes && returns && !rider.leaving
    }

    fn is_soon_enough(&self, at: Time) -> bool {
        at <= self.setup.closing() + LONGEST_DRAIN
    }
}
