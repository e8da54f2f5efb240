//! An order's beginning and end: placed, routed, refused, abandoned, delivered, thrown away.

use super::{Deadline, Recall, World};
use crate::sim::demand::{Attributes, calls_again};
use crate::sim::doubts::Doubt;
use crate::sim::notice::{Notice, Witness};
use crate::sim::order::{Customer, Loss, Order, OrderId, OrderKey, Stage, TicketKind};
use crate::sim::order_books::Turn;
use crate::sim::setup::{BudgetOf, PatienceUntil, Setup, WhenNone};
use crate::units::{Cents, MaybeNumber, Span, Time, ZoneId};

impl World {
    #[inline(always)]
    pub(super) fn first_call(&mut self, z: usize, w: &mut impl Witness) {
        let zone = ZoneId(z as u32);
        let (n, what) = self.zones[z].call(&self.setup, zone);
        self.reschedule_zone(z);
        self.place(OrderId { zone, n, attempt: 0 }, self.now, &what, w);
    }

    pub(super) fn call_again(&mut self, w: &mut impl Witness) {
        let Some(recall) = self.recalls.pop() else { return };
        self.place(recall.id, recall.first_placed, &recall.what, w);
    }

    #[inline(always)]
    fn place(&mut self, id: OrderId, first_placed: Time, what: &Attributes, w: &mut impl Witness) {
        let spec = &self.setup.zones[id.zone.index()];
        let mut what = *what;
        if id.attempt == 0 && spec.patience.is_some() {
            what.patience = impatient(what.patience, self.zones[id.zone.index()].patience);
        }
        self.calls += 1;
        let deadline = if spec.patience.is_some() { self.now + what.patience } else { Time::NEVER };
        let (until, cancels) = (spec.patience_until, spec.cancels);
        let key = self.orders.place();
        let order = &mut self.orders[key];
        order.begin(id, self.calls, self.now, first_placed, &what);
        (order.until, order.cancels, order.deadline) = (until, cancels, deadline);
        self.book.placed(&self.orders[key], self.now);
        w.see(self, Notice::Placed { order: key });
        if self.screens_calls {
            return self.place_with_care(key, w);
        }
        self.take_in(key, deadline, w);
    }

    /// A call that may be over a quota, whose confirmation may be lost, or whose order is written in books.
    #[cold]
    fn place_with_care(&mut self, key: OrderKey, w: &mut impl Witness) {
        let order = &self.orders[key];
        let (id, serial, deadline) = (order.id, order.serial, order.deadline);
        let more = self.seat_party(key, w);
        if self.is_over_quota(id.zone) {
            return self.lose(key, Loss::Limited, w);
        }
        if self.desk.books.is_some() {
            self.waits_until(key, deadline);
            return self.write_down(key, w);
        }
        self.will_duplicate(key);
        self.take_in(key, deadline, w);
        self.place_parts(id, serial, &more, w);
        self.confirm(Doubt { at: self.now, id, key, serial, filed: self.now });
    }

    #[inline(always)]
    fn take_in(&mut self, key: OrderKey, deadline: Time, w: &mut impl Witness) {
        self.waits_until(key, deadline);
        self.route(key, w);
    }

    #[inline(always)]
    fn waits_until(&mut self, key: OrderKey, deadline: Time) {
        if !deadline.is_never() {
            let id = self.orders[key].id;
            self.patience.push(Deadline { at: deadline, id, key, serial: self.calls });
            self.reschedule_shop();
        }
    }

    /// Whether a zone or the desk takes only so many calls.
    pub fn counts_calls(&self) -> bool {
        self.desk.quota.is_some() || self.zones.iter().any(|zone| zone.quota.is_some())
    }

    /// Whether a call that comes now is over a quota, its zone's or that of all. If not, it takes a token of each.
    pub(super) fn is_over_quota(&mut self, zone: ZoneId) -> bool {
        let (own, common) = (&mut self.zones[zone.index()].quota, &mut self.desk.quota);
        let now = self.now;
        if !own.iter().chain(&*common).all(|quota| quota.passes(now)) {
            return true;
        }
        own.iter_mut().chain(common).for_each(|quota| quota.take(now));
        false
    }

    /// Sends an order to the outlet that the desk chooses, or keeps it, or loses it.
    #[inline(always)]
    pub(super) fn route(&mut self, key: OrderKey, w: &mut impl Witness) {
        match self.choose(key, None) {
            Some(o) => self.send(key, o, w),
            None => self.nobody_takes(key, w),
        }
    }

    #[cold]
    pub(super) fn nobody_takes(&mut self, key: OrderKey, w: &mut impl Witness) {
        match self.desk.when_none {
            WhenNone::Lose => self.lose(key, Loss::Unreachable, w),
            WhenNone::Hold => {
                self.orders[key].stage = Stage::Held;
                self.desk.held.push(&mut self.orders, key);
                w.see(self, Notice::Held { order: key });
            }
        }
    }

    /// Sends a new order to an outlet, where it is queued, or refused, or hangs in a cut link; where clerks ring the
    /// outlets through, once one has.
    #[inline(always)]
    pub(super) fn send(&mut self, key: OrderKey, o: usize, w: &mut impl Witness) {
        if self.desk.phones.is_some() {
            self.ring(key, o, w);
        } else if self.gets_through(key, o, true, w) {
            self.come_in(key, o, w);
        }
    }

    /// [`World::send`] for an order that has waited at the desk.
    pub(super) fn send_late(&mut self, key: OrderKey, o: usize, w: &mut impl Witness) {
        if self.desk.phones.is_some() {
            self.ring(key, o, w);
        } else {
            self.comes_by_phone(key, o, w);
        }
    }

    /// [`World::send_late`] for an order that has been rung through, if it had to be.
    pub(super) fn comes_by_phone(&mut self, key: OrderKey, o: usize, w: &mut impl Witness) {
        let counts = self.orders[key].kind != TicketKind::Second;
        if self.gets_through(key, o, counts, w) {
            self.come_in_late(key, o, w);
        }
    }

    /// Sends a ticket over the link to an outlet, and counts it there if it is an order; `false`: it hangs in the cut
    /// link.
    #[inline(always)]
    pub(super) fn gets_through(&mut self, key: OrderKey, o: usize, counts: bool, w: &mut impl Witness) -> bool {
        let outlet = Self::outlet_id(o);
        let order = &mut self.orders[key];
        order.outlet = outlet;
        if counts {
            self.book.sent(order, o);
        }
        if !self.outlets[o].link.is_fine() {
            self.orders[key].stage = Stage::Hanging;
            self.outlets[o].hanging.push(key);
            w.see(self, Notice::Sent { order: key, outlet, hangs: true });
            return false;
        }
        w.see(self, Notice::Sent { order: key, outlet, hangs: false });
        true
    }

    /// A ticket that waited at the desk or hung in the link arrives; its customer may have left without telling.
    pub(super) fn come_in_late(&mut self, key: OrderKey, o: usize, w: &mut impl Witness) {
        if self.has_lamps && self.asks_at_lamp(key, o, w) {
            return;
        }
        if self.orders[key].customer == Customer::Waiting {
            self.come_into_kitchen(key, o, w);
        } else {
            self.come_in_for_nobody(key, o, w);
        }
    }

    /// The ticket of a customer who has left arrives. It is cooked like any other, because the kitchen cannot know; if
    /// the queue is full, it is dropped.
    fn come_in_for_nobody(&mut self, key: OrderKey, o: usize, w: &mut impl Witness) {
        let full = self.is_full_for(o, key);
        match self.free_chef_for(o, key) {
            Some(c) => self.take_at_once(o, c, key, w),
            None if full => {
                self.orders[key].queue = MaybeNumber::NONE;
                w.see(self, Notice::TornUp { order: key, outlet: Self::outlet_id(o) });
                self.second_ends(key);
                self.forget(key);
            }
            None => self.queue_up(o, key, w),
        }
    }

    /// An order arrives at an outlet whose queue may be full.
    #[inline(always)]
    pub(super) fn come_in(&mut self, key: OrderKey, o: usize, w: &mut impl Witness) {
        if self.has_lamps && self.asks_at_lamp(key, o, w) {
            return;
        }
        self.come_into_kitchen(key, o, w)
    }

    #[inline(always)]
    fn come_into_kitchen(&mut self, key: OrderKey, o: usize, w: &mut impl Witness) {
        if let Some(c) = self.free_chef_for(o, key) {
            return self.take_at_once(o, c, key, w);
        }
        self.come_into_line(key, o, w)
    }

    #[inline(always)]
    fn come_into_line(&mut self, key: OrderKey, o: usize, w: &mut impl Witness) {
        if self.is_full_for(o, key) {
            self.orders[key].queue = MaybeNumber::NONE;
            return self.lose(key, Loss::Refused, w);
        }
        self.queue_up(o, key, w);
    }

    pub(super) fn patience_over(&mut self, w: &mut impl Witness) {
        let Some(deadline) = self.patience.pop() else { return };
        let order = &self.orders[deadline.key];
        let counts = order.serial == deadline.serial
            && order.deadline == deadline.at
            && order.is_live()
            && order.stage != Stage::Ended;
        if counts {
            self.lose(deadline.key, Loss::Abandoned, w);
        }
    }

    /// An order was burnt: it is lost, unless its other ticket lives or nobody waits for it.
    #[cold]
    pub(super) fn burnt(&mut self, key: OrderKey, w: &mut impl Witness) {
        let order = &self.orders[key];
        if order.customer != Customer::Waiting || !order.other.is_none() {
            return self.waste(key, w);
        }
        self.lose(key, Loss::Burnt, w);
        self.forget(key);
    }

    /// Notes in the history that a ticket of the house has ended.
    pub(super) fn remember_house(&mut self, key: OrderKey) {
        self.history = remembered(self.history, &self.orders[key], self.now, 7);
    }

    /// A call is lost; whether its customer calls again is decided now.
    pub(super) fn lose(&mut self, key: OrderKey, loss: Loss, w: &mut impl Witness) {
        if self.parties.is_some()
            && let Some(tickets) = self.note_party_lost(key, loss, w)
        {
            for ticket in tickets {
                if self.orders[ticket].stage != Stage::Ended {
                    if ticket != key && !self.orders[ticket].is_copy() {
                        w.see(self, Notice::PartLeft { order: ticket });
                    }
                    self.leave(ticket, w);
                }
            }
            return;
        }
        self.note_loss(key, loss, w);
        if let Some(other) = self.orders[key].other.some() {
            self.leave(other, w);
        }
        self.leave(key, w);
    }

    /// The part of [`World::lose`] that concerns the customer; what becomes of his tickets is the rest.
    pub(super) fn note_loss(&mut self, key: OrderKey, loss: Loss, w: &mut impl Witness) {
        let order = &self.orders[key];
        let (id, first_placed) = (order.id.call(), order.first_placed);
        let what = Attributes {
            item: order.item,
            address: order.address,
            work: order.work,
            handover: order.handover,
            patience: order.patience,
        };
        let is_there = order.outlet.index() < self.outlets.len() && !order.is_at_desk();
        let outlet = is_there.then_some(order.outlet.index());
        self.book.lost(&self.orders[key], outlet, loss, self.now);
        // Who has been told that it is coming does not call again.
        let again = if loss == Loss::Forgotten { None } else { self.will_call_again(id) };
        match again {
            Some(at) => {
                let id = OrderId { attempt: id.attempt + 1, ..id };
                self.part_customers();
                self.recalls.push(Recall { at, id, first_placed, what });
                self.reschedule_shop();
            }
            None => {
                self.book.decided(&self.orders[key], false);
                self.customers.lost(first_placed);
            }
        }
        self.history = remembered(self.history, &self.orders[key], self.now, end_of(loss));
        w.see(self, Notice::Lost { order: key, loss, again });
        self.orders[key].customer = Customer::Gone;
        if self.desk.books.is_some() && !self.is_written_on(key) {
            self.strike_out(key);
        }
        if let Some(other) = self.orders[key].other.some() {
            self.orders[other].customer = Customer::Gone;
        }
    }

    /// The first repeat call of the run: from now on customers and orders are measured apart.
    fn part_customers(&mut self) {
        if !self.customers.apart {
            self.book.close_journal(self.setup.slo.promise);
            self.customers.part(self.book.sheets.iter().map(|sheet| sheet.shop_whole().latency).collect());
        }
    }

    fn will_call_again(&mut self, id: OrderId) -> Option<Time> {
        let zone = &mut self.zones[id.zone.index()];
        let retry = zone.retry?;
        let wait = calls_again(&retry, self.setup.seed, id.zone, id.n, id.attempt + 1)?;
        let at = self.now + wait;
        (at <= self.setup.closing() && self.phase == super::Phase::Open && zone.pay_out()).then_some(at)
    }

    /// Disposes of the ticket of a customer who no longer waits for it: torn up or thrown away where the kitchen can be
    /// told, else it goes on as if nothing had happened.
    pub(super) fn leave(&mut self, key: OrderKey, w: &mut impl Witness) {
        let order = &self.orders[key];
        let (o, served) = (order.outlet.index(), order.customer == Customer::Served);
        match order.stage {
            // It is written on for somebody who has left without a word.
            Stage::Writing if order.cancels => return self.forget(key),
            Stage::Writing => return,
            Stage::Held if served || order.cancels => {
                self.desk.held.remove(&mut self.orders, key);
                return self.forget(key);
            }
            // The desk was not told: it will send the ticket when it can.
            Stage::Held => return,
            // Nobody is at the desk any more for whom a clerk could ring.
            Stage::AtDesk => {
                self.leave_desk(key);
                return self.forget(key);
            }
            // The clerk does not hear it, and goes on.
            Stage::OnPhone => {
                self.orders[key].cancels = false;
                return;
            }
            // Refused, or sent nowhere: there is no ticket.
            Stage::Waiting if order.queue.is_none() => return self.forget(key),
            // He stands at the counter, and there is no ticket of his.
            Stage::AtTray => return self.walks_off(key, w),
            Stage::Ended => return,
            _ => {}
        }
        let told = self.outlets[o].link.is_fine() && (served || order.cancels);
        self.orders[key].cancels = told;
        match self.orders[key].stage {
            Stage::Waiting if told => self.tear_up(key, w),
            Stage::Serving if told => self.walks_off(key, w),
            Stage::Blocked if told => {
                let chef = self.orders[key].chef.get().expect("a blocked box is in a chef's hands") as usize;
                self.waste(key, w);
                self.leave_hands(o, chef, w);
                self.dispatch_work(o, w);
            }
            Stage::Shelf if told => {
                let outlet = &mut self.outlets[o];
                outlet.shelf.remove(&mut self.orders, key);
                self.waste(key, w);
                self.dispatch_work(o, w);
            }
            _ => {}
        }
    }

    /// Tears up a waiting ticket, which frees its place in the queue.
    pub(super) fn tear_up(&mut self, key: OrderKey, w: &mut impl Witness) {
        let outlet = self.orders[key].outlet;
        self.leave_line(outlet.index(), key);
        w.see(self, Notice::TornUp { order: key, outlet });
        self.second_ends(key);
        self.forget(key);
        self.close_if_empty(outlet.index(), w);
    }

    /// Who stands at a lamp leaves it.
    #[cold]
    pub(super) fn walks_off(&mut self, key: OrderKey, w: &mut impl Witness) {
        let outlet = self.orders[key].outlet;
        self.leave_lamp(key);
        w.see(self, Notice::TornUp { order: key, outlet });
        self.second_ends(key);
        self.forget(key);
        self.close_if_empty(outlet.index(), w);
    }

    /// An order was cooked, or brought, for nobody.
    pub(super) fn waste(&mut self, key: OrderKey, w: &mut impl Witness) {
        let outlet = self.orders[key].outlet;
        self.book.wasted(&self.orders[key], outlet.index());
        self.history = remembered(self.history, &self.orders[key], self.now, 5);
        w.see(self, Notice::Wasted { order: key, outlet });
        self.second_ends(key);
        self.forget(key);
    }

    /// Whether nobody waits for this order, and its outlet knows.
    #[inline(always)]
    pub(super) fn is_for_nobody(&self, key: OrderKey) -> bool {
        self.orders[key].customer != Customer::Waiting && self.orders[key].cancels
    }

    /// An order reaches its customer's door, or the counter: it is delivered if he waits for it, else wasted.
    #[inline(always)]
    pub(super) fn hand_over(&mut self, key: OrderKey, w: &mut impl Witness) {
        if self.reaches_customer(key, w) {
            self.write_up(key);
        }
    }

    /// The part of [`World::hand_over`] that other happenings depend on; [`World::write_up`] is the rest. Whether the
    /// order is delivered.
    #[inline(always)]
    pub(super) fn reaches_customer(&mut self, key: OrderKey, w: &mut impl Witness) -> bool {
        if self.orders[key].customer != Customer::Waiting && !self.serves_in_doubt(key) {
            self.waste(key, w);
            return false;
        }
        let (now, setup, order) = (self.now, &*self.setup, &mut self.orders[key]);
        order.delivered = now;
        order.customer = Customer::Served;
        let (outlet, other) = (order.outlet, order.other);
        let promise = promised(self.plain_promise, setup, order);
        self.book.delivered(order, promise, now);
        let price = setup.items[order.item.index()].price;
        self.till.revenue += price;
        if now.since(order.placed) > promise {
            self.till.refunds += price.share(setup.money.refund);
        }
        self.zones[order.id.zone.index()].pay_in(BudgetOf::Deliveries);
        w.see(self, Notice::Delivered { order: key, outlet });
        if let Some(other) = other.some() {
            self.comes_second(other, w);
        }
        true
    }

    /// Enters a delivered order in the book and removes it from the shop.
    pub(super) fn write_up(&mut self, key: OrderKey) {
        let (order, setback) = (&self.orders[key], self.orders.setback(key));
        let promise = promised(self.plain_promise, &self.setup, order);
        self.book.served(order, &setback, promise);
        if self.customers.apart {
            self.customers.served(order.first_placed, order.delivered.since(order.first_placed));
        }
        self.history = remembered(self.history, order, order.delivered, 4);
        if self.plain_promise.is_zero() {
            self.strike_out(key);
        }
        self.forget(key);
    }

    /// Removes a record; the other of an order's two tickets goes on alone.
    #[inline(always)]
    pub(super) fn forget(&mut self, key: OrderKey) {
        let order = &self.orders[key];
        if let Some(other) = order.other.some() {
            let began = order.was_begun();
            self.goes_on_alone(key, other, began);
        }
        self.orders.remove(key);
    }

    #[cold]
    fn goes_on_alone(&mut self, ended: OrderKey, key: OrderKey, rival_began: bool) {
        let kind = self.orders[ended].kind;
        let left = &mut self.orders[key];
        left.other = OrderKey::NONE;
        left.rival_began |= rival_began;
        if left.is_copy() && left.customer == Customer::Waiting {
            // The remaining ticket stands for the customer, or for his pizza, and inherits his patience.
            left.kind = kind;
            if let Some(party) = self.parties.as_mut().and_then(|parties| parties.of_order_mut(left.serial)) {
                party.goes_on_as(ended, key);
            }
            self.doubts.goes_on_as(left.id, key);
            if let Some(books) = &mut self.desk.books {
                books.goes_on_as(Turn::of(left), key);
            }
            if !left.deadline.is_never() {
                let deadline = Deadline { at: left.deadline, id: left.id, key, serial: left.serial };
                self.patience.push(deadline);
                self.reschedule_shop();
            }
        }
    }

    /// Pays for a purchase that the till has been found able to pay.
    pub(super) fn pay(&mut self, price: Cents) {
        self.till.investments += price;
    }

    /// Cooking has begun: patience until cooking no longer counts, for either ticket.
    #[inline(always)]
    pub(super) fn patience_kept(&mut self, key: OrderKey) {
        if self.orders[key].deadline.is_never() {
            return;
        }
        if self.orders[key].until == PatienceUntil::Cooking {
            self.orders[key].deadline = Time::NEVER;
            if let Some(other) = self.orders[key].other.some() {
                self.orders[other].deadline = Time::NEVER;
            }
        }
    }
}

/// Within which time an order is promised: as all are, unless items differ.
#[inline(always)]
fn promised(plain: Span, setup: &Setup, order: &Order) -> Span {
    if plain.is_zero() { setup.promise_of(order.item) } else { plain }
}

/// The number of an end in the hash; a delivery is 4, a waste 5, a party's pizza that is not its last 8.
pub(super) fn end_of(loss: Loss) -> u64 {
    match loss {
        Loss::Burnt => 6,
        Loss::Forgotten => 9,
        Loss::Refused | Loss::Abandoned | Loss::Unreachable | Loss::Limited => loss as u64 + 1,
    }
}

/// The hash of all ended orders, with one more record folded in.
#[inline(always)]
pub(super) fn remembered(history: u64, order: &Order, now: Time, end: u64) -> u64 {
    let fields = [
        (order.id.zone.0 as u64) << 32 | order.id.attempt as u64,
        order.id.n,
        (order.outlet.0 as u64) << 32 | order.chef.raw() as u64,
        (order.rider.raw() as u64) << 8 | (order.kind as u64) << 4 | end,
        order.placed.0,
        order.first_start.0,
        order.start.0,
        order.cooked.0,
        order.shelved.0,
        order.left.0,
        now.0,
    ];
    const ODD: [u64; 11] = [
        0x9e37_79b9_7f4a_7c15,
        0xbf58_476d_1ce4_e5b9,
        0x94d0_49bb_1331_11eb,
        0xd6e8_feb8_6659_fd93,
        0xd134_2543_de82_ef95,
        0xff51_afd7_ed55_8ccd,
        0xc4ce_b9fe_1a85_ec53,
        0x2545_f491_4f6c_dd1d,
        0x9fb2_1c65_1e98_df25,
        0xa076_1d64_78bd_642f,
        0xe703_7ed1_a0b4_28db,
    ];
    let sum = fields.iter().zip(ODD).fold(0u64, |sum, (&field, odd)| sum.wrapping_add(field.wrapping_mul(odd)));
    let mixed = (history.rotate_left(23) ^ sum).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}

fn impatient(patience: crate::units::Span, factor: f64) -> crate::units::Span {
    use crate::units::Span;
    if patience == Span::ENDLESS || factor == 1.0 { patience } else { Span(patience.scaled(factor).0.max(1)) }
}
