//! Parties at work (*fan-out, fan-in*): their tickets, what stands for the customer, and cookings that stick.

use super::calls::{end_of, remembered};
use super::{Deadline, World};
use crate::sim::demand::Attributes;
use crate::sim::notice::{Notice, Witness};
use crate::sim::order::{Customer, Loss, OrderId, OrderKey, TicketKind};
use crate::sim::order_books::Turn;
use crate::sim::party::{Party, hiccup};
use crate::sim::setup::PatienceUntil;
use crate::units::{Span, Time};

impl World {
    /// Somebody calls who may order for a party: the work of each pizza more than one.
    pub(super) fn seat_party(&mut self, key: OrderKey, w: &mut impl Witness) -> Vec<Span> {
        let Some(parties) = &mut self.parties else { return Vec::new() };
        let order = &mut self.orders[key];
        let more = parties.orders(&self.setup, order.id.zone, order.id.n, order.item);
        if more.is_empty() {
            return more;
        }
        let pizzas = more.len() as u32 + 1;
        // If it ends with the cooking, then with the first cooking of the last: see `part_begins`.
        order.until = PatienceUntil::Delivery;
        parties.comes(order.serial, pizzas, key);
        self.book.party_came(&self.orders[key]);
        w.see(self, Notice::PartyCame { order: key, pizzas });
        more
    }

    /// Files the other tickets of a party, one after the other. If one is refused, the whole order is lost, and there
    /// is nobody for whom to file the rest.
    pub(super) fn place_parts(&mut self, id: OrderId, serial: u64, more: &[Span], w: &mut impl Witness) {
        for (part, &work) in (1..).zip(more) {
            let Some(&(_, any)) = self.party(serial).and_then(|party| party.tickets.first()) else { return };
            let any = &self.orders[any];
            let (cancels, placed, first_placed) = (any.cancels, any.placed, any.first_placed);
            let &crate::sim::order::Order { item, address, handover, patience, .. } = any;
            let key = self.orders.place();
            let ticket = &mut self.orders[key];
            let what = Attributes { item, address, work, handover, patience };
            ticket.begin(id.of_part(part), serial, placed, first_placed, &what);
            (ticket.kind, ticket.until, ticket.cancels) = (TicketKind::Part, PatienceUntil::Delivery, cancels);
            if let Some(party) = self.party_mut(serial) {
                party.tickets.push((part, key));
            }
            w.see(self, Notice::PartPlaced { order: key });
            self.will_duplicate(key);
            self.route(key, w);
        }
    }

    /// What a party that waits has ordered beside its first pizza: the work of each.
    pub(super) fn other_pizzas(&self, id: OrderId, serial: u64) -> Vec<Span> {
        let Some(&(_, first)) = self.party(serial).and_then(|party| party.tickets.first()) else { return Vec::new() };
        let item = self.orders[first].item;
        self.parties.as_ref().map_or_else(Vec::new, |parties| parties.orders(&self.setup, id.zone, id.n, item))
    }

    fn party(&self, serial: u64) -> Option<&Party> {
        self.parties.as_ref()?.of_order(serial)
    }

    fn party_mut(&mut self, serial: u64) -> Option<&mut Party> {
        self.parties.as_mut()?.of_order_mut(serial)
    }

    /// A cooking begins: by what its work is multiplied.
    #[cold]
    pub(super) fn begins_oddly(&mut self, o: usize, c: usize, key: OrderKey) -> f64 {
        let strange = if self.cards.is_some() { self.meets(o, c, key) } else { 1.0 };
        if let Some(duplicates) = &mut self.desk.duplicates {
            duplicates.begun += 1;
        }
        if self.parties.is_some() {
            self.part_begins(key);
        }
        strange * self.hiccup_of(key)
    }

    /// By what the work of a ticket's cooking is multiplied because it sticks; 1: it does not, or would not.
    pub fn hiccup_of(&self, key: OrderKey) -> f64 {
        let order = &self.orders[key];
        match (self.hiccups, self.setup.items[order.item.index()].hiccup) {
            (Some(seed), Some(rule)) => hiccup(seed, rule, order.id),
            _ => 1.0,
        }
    }

    /// Cooking of a ticket begins. Once all pizzas of a party are begun, patience that lasts until then is over.
    fn part_begins(&mut self, key: OrderKey) {
        let order = &self.orders[key];
        let (serial, zone, is_first) = (order.serial, order.id.zone, order.first_start.is_never());
        if !is_first || order.rival_began || order.customer != Customer::Waiting {
            return;
        }
        let Some(party) = self.party_mut(serial) else { return };
        party.begun += 1;
        let all = party.begun == party.pizzas;
        if all && self.setup.zones[zone.index()].patience_until == PatienceUntil::Cooking {
            for key in self.tickets_of_party(serial) {
                self.orders[key].deadline = Time::NEVER;
            }
        }
    }

    /// All tickets of a party: by part, of two the first before the second.
    pub(super) fn tickets_of_party(&self, serial: u64) -> Vec<OrderKey> {
        let firsts = self.party(serial).into_iter().flat_map(Party::waits_for);
        firsts.flat_map(|key| [Some(key), self.orders[key].other.some()]).flatten().collect()
    }

    /// A pizza of a party is ready. `false`: it is the last one, with which the order is delivered; or it is no
    /// party's.
    #[cold]
    pub(super) fn part_is_ready(&mut self, o: usize, key: OrderKey, w: &mut impl Witness) -> bool {
        let order = &self.orders[key];
        let (serial, part, other) = (order.serial, order.id.part(), order.other.some());
        if order.customer != Customer::Waiting {
            return false;
        }
        let Some(party) = self.party_mut(serial) else { return false };
        if party.tickets.len() == 1 {
            self.party_is_served(key);
            return false;
        }
        party.tickets.retain(|(other, _)| *other != part);
        let stands = |key: &OrderKey| self.orders[*key].kind == TicketKind::Order;
        let stood = std::iter::once(key).chain(other).find(stands).map(|key| self.orders[key].deadline);
        let order = &mut self.orders[key];
        (order.customer, order.shelved, order.left, order.delivered) = (Customer::Served, self.now, self.now, self.now);
        self.book.part_ready(&self.orders[key], o);
        w.see(self, Notice::PartReady { order: key, outlet: Self::outlet_id(o) });
        if let Some(other) = other {
            self.comes_second(other, w);
        }
        if let Some(deadline) = stood {
            self.next_stands_for_party(serial, deadline);
        }
        self.history = remembered(self.history, &self.orders[key], self.now, 8);
        self.forget(key);
        true
    }

    /// The ticket that stood for a customer is done: the first of the others does from now on.
    fn next_stands_for_party(&mut self, serial: u64, deadline: Time) {
        let Some(&(_, key)) = self.party(serial).and_then(|party| party.tickets.first()) else { return };
        self.orders[key].kind = TicketKind::Order;
        let turn = Turn::of(&self.orders[key]);
        if let Some(books) = &mut self.desk.books {
            books.goes_on_as(turn, key);
        }
        for key in std::iter::once(key).chain(self.orders[key].other.some()) {
            self.orders[key].deadline = deadline;
        }
        if !deadline.is_never() {
            let id = self.orders[key].id;
            self.patience.push(Deadline { at: deadline, id, key, serial });
            self.reschedule_shop();
        }
    }

    /// The last pizza of a party is ready. Its price is paid with the delivery; here are those of the others.
    fn party_is_served(&mut self, key: OrderKey) {
        let (now, order) = (self.now, &self.orders[key]);
        let Some(party) = self.parties.as_mut().and_then(|parties| parties.goes(order.serial)) else { return };
        let (promise, price) = (self.setup.promise_of(order.item), self.setup.items[order.item.index()].price);
        let all = price * i64::from(party.pizzas);
        self.till.revenue += all - price;
        if now.since(order.placed) > promise {
            let refund = self.setup.money.refund;
            self.till.refunds += all.share(refund) - price.share(refund);
        }
        self.book.party_served(order, promise, now);
    }

    /// The part of a party's loss, by one of its tickets, that concerns the customer; its tickets, to be disposed of.
    /// What is not begun is torn up then, what is begun is made for nobody. `None`: it is no party's.
    #[cold]
    pub(super) fn note_party_lost(&mut self, key: OrderKey, loss: Loss, w: &mut impl Witness) -> Option<Vec<OrderKey>> {
        let serial = self.orders[key].serial;
        let tickets = self.tickets_of_party(serial);
        self.parties.as_mut()?.goes(serial)?;
        let order = &self.orders[key];
        let is_there = order.outlet.index() < self.outlets.len() && !order.is_at_desk();
        let outlet = is_there.then_some(order.outlet.index());
        self.book.lost(order, outlet, loss, self.now);
        self.book.decided(order, false);
        self.book.party_lost(order);
        self.customers.lost(order.first_placed);
        self.history = remembered(self.history, order, self.now, end_of(loss));
        w.see(self, Notice::Lost { order: key, loss, again: None });
        if self.desk.books.is_some() && !self.is_written_on(key) {
            self.strike_out(key);
        }
        for &ticket in &tickets {
            self.orders[ticket].customer = Customer::Gone;
        }
        Some(tickets)
    }
}
