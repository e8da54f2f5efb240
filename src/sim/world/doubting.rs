//! Guests who have heard nothing (*at-least-once delivery*): confirmations that are lost, calls that repeat another,
//! and the tickets that they file.

use super::World;
use crate::chance::Source;
use crate::sim::demand::Attributes;
use crate::sim::doubts::{Doubt, Guest, Numbers, USUAL_MEMORY};
use crate::sim::notice::{Notice, Witness};
use crate::sim::order::{Customer, Order, OrderKey, Stage, TicketKind};
use crate::sim::setup::{PatienceUntil, WhenNone};
use crate::sim::zone::dice;
use crate::units::{Span, Time};

impl World {
    /// Somebody calls again: a lost customer, or a guest in doubt.
    pub(super) fn somebody_calls_again(&mut self, w: &mut impl Witness) {
        let recall = self.recalls.peek().map(|recall| (recall.at, recall.id));
        let doubt = self.doubts.next().map(|doubt| (doubt.at, doubt.id));
        match (recall, doubt) {
            (Some(recall), Some(doubt)) if doubt < recall => self.calls_in_doubt(w),
            (Some(_), _) => self.call_again(w),
            (None, _) => self.calls_in_doubt(w),
        }
    }

    /// A call has been taken, which its guest is told at once; he hears nothing if the line is bad. `call.id` says
    /// which of his calls it was.
    pub(super) fn confirm(&mut self, call: Doubt) {
        let lost = self.city.unheard(call.id.zone);
        let seed = self.setup.seed;
        let hears = || dice(seed, Source::Confirm, call.id).unit() >= lost;
        if lost > 0.0 && !hears() {
            self.will_doubt(call);
        }
    }

    /// Nobody has told him anything: he will call again, unless he has called often enough.
    fn will_doubt(&mut self, call: Doubt) {
        let unsure = self.setup.zones[call.id.zone.index()].unsure;
        if let Some(unsure) = unsure.filter(|unsure| call.id.doubts() < unsure.max)
            && self.waits(call.key, call.serial)
        {
            let next = Doubt { at: self.now + unsure.wait, id: call.id.in_doubt(), ..call };
            self.doubts.calls.push(next);
            self.reschedule_shop();
        }
    }

    /// Whether the guest of an order still waits for it.
    fn waits(&self, key: OrderKey, serial: u64) -> bool {
        let order = &self.orders[key];
        order.serial == serial && order.stage != Stage::Ended && order.is_live()
    }

    /// A guest calls for want of a confirmation, unless he has his order or has left.
    fn calls_in_doubt(&mut self, w: &mut impl Witness) {
        let Some(call) = self.doubts.calls.pop() else { return };
        if !self.waits(call.key, call.serial) {
            return;
        }
        let known = self.doubts.numbers.is_some_and(|numbers| numbers.remembers(call.filed, self.now));
        self.book.called_in_doubt(&self.orders[call.key], known);
        w.see(self, Notice::CalledInDoubt { order: call.key, known });
        if known {
            return self.confirm(call);
        }
        if !self.is_over_quota(call.id.zone) && self.file_second(&call, w) {
            self.confirm(Doubt { filed: self.now, ..call });
        } else {
            self.will_doubt(call);
        }
    }

    /// Files another ticket for the order of a guest; `false`: nobody took it.
    fn file_second(&mut self, call: &Doubt, w: &mut impl Witness) -> bool {
        let first = &self.orders[call.key];
        let what = Attributes {
            item: first.item,
            address: first.address,
            work: first.work,
            handover: first.handover,
            patience: first.patience,
        };
        let (first_placed, began_second, counted) = (first.first_placed, first.rival_began, first.twice);
        let began = began_second || first.was_begun();
        let key = self.orders.place();
        let order = &mut self.orders[key];
        order.begin(call.id, call.serial, self.now, first_placed, &what);
        (order.kind, order.rival_began) = (TicketKind::Second, true);
        (order.customer, order.until, order.cancels) = (Customer::Gone, PatienceUntil::Cooking, false);
        let chosen = self.choose(key, None);
        if chosen.is_none() && self.desk.when_none == WhenNone::Lose {
            self.orders.remove(key);
            return false;
        }
        self.orders[call.key].rival_began = true;
        let guest = Guest { order: call.key, serial: call.serial, tickets: 1, began, began_second, counted };
        self.doubts.file(call.id, guest);
        w.see(self, Notice::FiledAgain { order: key });
        let Some(o) = chosen else {
            self.nobody_takes(key, w);
            return true;
        };
        if self.desk.phones.is_some() {
            // A fuse may keep it out.
            self.ring(key, o, w);
            return self.orders[key].stage != Stage::Ended;
        }
        if self.gets_through(key, o, false, w) {
            if self.is_full_for(o, key) && self.free_chef_for(o, key).is_none() && !self.needs_no_line(o, what.item) {
                self.come_in_late(key, o, w);
                return false;
            }
            self.come_in_late(key, o, w);
        }
        true
    }

    /// The second tickets of an order.
    pub(super) fn seconds_of(&self, order: &Order) -> impl Iterator<Item = OrderKey> {
        let has_some = self.doubts.is_in_doubt(order.id);
        let id = order.id;
        let mine = move |other: &Order| other.kind == TicketKind::Second && other.id.first() == id;
        let all = has_some.then(|| self.orders.iter().filter(move |(_, other)| mine(other)).map(|(key, _)| key));
        all.into_iter().flatten()
    }

    /// A second ticket has ended, whichever way.
    pub(super) fn second_ends(&mut self, key: OrderKey) {
        let order = &self.orders[key];
        if order.kind != TicketKind::Second {
            return;
        }
        if let Some(guest) = self.doubts.ends(order.id) {
            if guest.counted {
                self.count_no_more(guest.serial);
            }
            let first = &self.orders[guest.order];
            if first.serial != guest.serial {
                return;
            }
            let (other, began) = (first.other.some(), first.was_begun());
            let other_began = other.is_some_and(|other| self.orders[other].was_begun());
            let first = &mut self.orders[guest.order];
            (first.rival_began, first.twice) = (guest.began_second || other_began, guest.counted);
            if let Some(other) = other {
                let other = &mut self.orders[other];
                (other.rival_began, other.twice) = (guest.began_second || began, guest.counted);
            }
        }
    }

    /// A second cooking for a guest has been counted: a copy that is left of his order is no other one.
    fn count_no_more(&mut self, serial: u64) {
        let is_left = |(_, order): &(OrderKey, &Order)| order.serial == serial && order.is_copy();
        let left: Vec<OrderKey> = self.orders.iter().filter(is_left).map(|(key, _)| key).collect();
        left.into_iter().for_each(|key| self.orders[key].twice = true);
    }

    /// A ticket of a guest in doubt is begun; `false`: he has one only. The second that is begun counts, once a guest.
    pub(super) fn is_begun_in_doubt(&mut self, o: usize, key: OrderKey, is_new: bool, w: &mut impl Witness) -> bool {
        let order = &self.orders[key];
        let is_second = order.kind == TicketKind::Second;
        let Some(guest) = self.doubts.guest(order.id) else { return false };
        let counts = is_new && guest.began && !guest.counted;
        guest.began = true;
        guest.began_second |= is_second;
        guest.counted |= counts;
        if counts {
            self.book.duplicated(&self.orders[key], o);
            w.see(self, Notice::Duplicated { order: key, outlet: Self::outlet_id(o) });
        }
        true
    }

    /// A ticket that seems to be for nobody reaches somebody's door, or the counter. If it is the second of a guest who
    /// still waits, it serves him: it takes the place of his first, which goes on as one for nobody.
    #[cold]
    pub(super) fn serves_in_doubt(&mut self, key: OrderKey) -> bool {
        let ticket = &self.orders[key];
        if ticket.kind != TicketKind::Second {
            return false;
        }
        let Some(&mut Guest { order: first, serial, .. }) = self.doubts.guest(ticket.id) else { return false };
        if !self.waits(first, serial) {
            return false;
        }
        let was = self.orders[first].clone();
        let ticket = &mut self.orders[key];
        (ticket.id, ticket.kind) = (was.id, TicketKind::Order);
        (ticket.placed, ticket.first_placed, ticket.customer) = (was.placed, was.first_placed, Customer::Waiting);
        self.orders[first].kind = TicketKind::Second;
        for left in std::iter::once(first).chain(was.other.some()) {
            let left = &mut self.orders[left];
            (left.customer, left.cancels, left.deadline) = (Customer::Gone, false, Time::NEVER);
            left.other = OrderKey::NONE;
        }
        true
    }

    /// Puts numbers on the slips from now on, or none.
    pub(super) fn set_order_numbers(&mut self, on: bool, memory: Option<Span>) {
        let memory = memory.or(self.doubts.numbers.map(|numbers| numbers.memory)).unwrap_or(USUAL_MEMORY);
        let since = self.doubts.numbers.map_or(self.now, |numbers| numbers.since);
        self.doubts.numbers = on.then_some(Numbers { memory, since });
    }
}
