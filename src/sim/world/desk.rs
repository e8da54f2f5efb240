//! The front desk at work (*load balancer, health checks, failover*): what it sees, learns and does.
//!
//! Only here does the truth about outlets reach the desk: onto the board at a look, into `reachable` at a health check.

use super::World;
use crate::chance::Source;
use crate::sim::agenda::Rank;
use crate::sim::chef::Chef;
use crate::sim::dispatch::{Desk, Posted, Question, choose};
use crate::sim::notice::{Notice, Witness};
use crate::sim::order::{Customer, OrderKey, Stage, TicketKind};
use crate::sim::outlet::Status;
use crate::sim::setup::{DeliveryMode, KitchenKind, Policy, Skill};
use crate::sim::zone::dice;
use crate::units::{MaybeNumber, Span, Time};

/// A ticket at an outlet that does not answer, and what failover can do about it.
struct Stranded {
    key: OrderKey,
    outlet: usize,
    lies: Lies,
}

#[derive(Clone, Copy)]
enum Lies {
    /// It waits at an outlet without power: it can be moved.
    InQueue,
    /// Its customer waits at the lamp of an outlet without power, likewise.
    AtLamp,
    /// It waits for a clerk who will ring there: he can ring another.
    AtDesk,
    /// It hangs in a cut link and has not arrived: it can be sent elsewhere.
    OnTheLine,
    /// It is behind a cut link, where nobody can be told: a second ticket can be written.
    OutOfReach,
}

impl World {
    /// The outlet that the desk's policy chooses for an order now. For an order rerouted from an outlet, neither that
    /// one nor one without room.
    #[inline(always)]
    pub(super) fn choose(&mut self, key: OrderKey, rerouted_from: Option<usize>) -> Option<usize> {
        if self.desk.policy == Policy::ShortestQueue && self.desk.board_refresh.is_zero() && rerouted_from.is_none() {
            let chosen = self.desk.shortest_in_truth()?;
            self.desk.last_used = Some(chosen);
            return Some(chosen as usize);
        }
        // One alone need not be weighed.
        if let ([only], None) = (&self.desk.candidates[..], rerouted_from) {
            self.desk.last_used = Some(*only);
            return Some(*only as usize);
        }
        self.weigh(key, rerouted_from)
    }

    /// [`World::choose`] for any policy.
    #[inline(never)]
    fn weigh(&mut self, key: OrderKey, rerouted_from: Option<usize>) -> Option<usize> {
        let order = &self.orders[key];
        let setup = &*self.setup;
        let with_room: Vec<u32>;
        let candidates = match rerouted_from {
            None => &self.desk.candidates[..],
            Some(from) => {
                let fits = |&&o: &&u32| o as usize != from && self.has_room(o as usize, key);
                with_room = self.desk.candidates.iter().filter(fits).copied().collect();
                &with_room[..]
            }
        };
        let rides = self.delivery_mode != DeliveryMode::Pickup;
        let ask = Question {
            candidates,
            board: if self.desk.board_refresh.is_zero() { &self.desk.truth } else { &self.desk.board },
            places: &|o| setup.outlets[o as usize].at,
            address: order.address,
            ride: &|o| if rides { self.ride_time(setup.outlets[o as usize].at, order.address) } else { Span::ZERO },
            last_used: self.desk.last_used,
            ring: &self.ring,
            dealt: &|| self.dealt(order.id),
        };
        let id = order.id;
        let chosen = choose(self.desk.policy, &ask, || dice(setup.seed, Source::Dice, id))?;
        self.desk.last_used = Some(chosen);
        Some(chosen as usize)
    }

    /// Whether an outlet has room for an order: its queue is not full, or somebody free takes it at once (in a private
    /// kitchen, the chef on whom the lot falls).
    fn has_room(&self, o: usize, key: OrderKey) -> bool {
        let outlet = &self.outlets[o];
        if !self.is_full_for(o, key) {
            return true;
        }
        let item = self.orders[key].item;
        if self.has_lamps && self.needs_no_line(o, item) {
            return true;
        }
        let his = match outlet.kitchen {
            KitchenKind::Private => self.draw_queue(o, key).checked_sub(1),
            _ => None,
        };
        let takes = |c: u32| his.is_none_or(|his| his == c) && outlet.chefs[c as usize].may_cook(outlet.kitchen, item);
        outlet.is_lit() && outlet.free_chefs.iter().any(takes)
    }

    /// Updates the desk's records after the tickets at an outlet have changed.
    #[inline(always)]
    pub(super) fn tickets_changed(&mut self, o: usize) {
        self.desk.set_load(o, self.outlets[o].load());
        self.board_ages(o);
    }

    /// Marks an outlet's entry on the board as possibly out of date, unless the board is always read anew.
    #[inline(always)]
    pub(super) fn board_ages(&mut self, o: usize) {
        if !self.desk.board_refresh.is_zero() {
            self.posting_changed(o);
        }
    }

    /// Recomputes what the board would say of an outlet's people: how many seem at work, and how fast they are.
    pub(super) fn recompute_posting(&mut self, o: usize) {
        let outlet = &self.outlets[o];
        let (mut chefs, mut sum) = (0, 0);
        for chef in outlet.chefs.iter().filter(|c| c.seems_at_work()) {
            chefs += 1;
            sum += self.menu_time(chef, outlet.kitchen);
        }
        let items = self.setup.items.len() as u128;
        let mean = (sum + items * chefs as u128 / 2).checked_div(items * chefs as u128);
        let cooking_s = Span(mean.unwrap_or(0) as u64).seconds();
        self.desk.truth[o] = Posted { load: outlet.load(), chefs, cooking_s };
        self.board_ages(o);
    }

    /// The sum of this chef's believed cooking times over the menu, µs. In a specialised kitchen an expert cooks his
    /// item only, which counts for the whole menu. An integer, because a sum of integers does not depend on order.
    fn menu_time(&self, chef: &Chef, kitchen: KitchenKind) -> u128 {
        let items = &self.setup.items;
        let time = |i: usize| {
            let speed = chef.speed(&self.setup.kitchen, crate::units::ItemId(i as u16));
            Span::from_seconds_f64(items[i].work.mean() / speed).0 as u128
        };
        match (kitchen, chef.skill) {
            (KitchenKind::Specialised, Skill::Item(own)) => time(own.index()) * items.len() as u128,
            _ => (0..items.len()).map(time).sum(),
        }
    }

    /// Notes that the board differs from the truth until the next look.
    fn posting_changed(&mut self, o: usize) {
        let desk = &mut self.desk;
        if desk.truth[o] != desk.board[o] && !desk.is_changed[o] {
            desk.is_changed[o] = true;
            desk.changed.push(o as u32);
        }
        if !desk.changed.is_empty() && desk.next_look.is_never() {
            let comes = self.reached < Rank::BOARD;
            desk.next_look = Desk::beat(desk.board_from, desk.board_refresh, self.now, comes);
            self.reschedule_shop();
        }
    }

    pub(super) fn look_at_board(&mut self) {
        let desk = &mut self.desk;
        for o in std::mem::take(&mut desk.changed) {
            desk.board[o as usize] = desk.truth[o as usize];
            desk.is_changed[o as usize] = false;
        }
        desk.next_look = Time::NEVER;
    }

    /// Sets how often the desk looks; a new period begins now, with a look.
    pub(super) fn set_board_refresh(&mut self, every: Span) {
        let desk = &mut self.desk;
        desk.board_refresh = every;
        desk.board_from = self.now;
        desk.board.clone_from(&desk.truth);
        desk.changed.clear();
        desk.is_changed.fill(false);
        desk.next_look = Time::NEVER;
        self.reschedule_shop();
    }

    pub(super) fn set_health_check(&mut self, every: Span, w: &mut impl Witness) {
        self.desk.health_check = every;
        self.desk.checks_from = self.now;
        self.desk.next_check = Time::NEVER;
        self.await_check(w);
    }

    /// Whether an outlet answers has changed: the desk learns it at its next health check, or at once if it always
    /// knows.
    pub(super) fn truth_changed(&mut self, o: usize, w: &mut impl Witness) {
        self.recompute_available(o);
        self.await_check(w);
    }

    /// Schedules the next health check if it could change anything; others have no effect and are skipped.
    pub(super) fn await_check(&mut self, w: &mut impl Witness) {
        let asks_more = self.desk.health.is_on();
        if !self.check_matters() {
            self.desk.next_check = if asks_more { self.desk.next_check } else { Time::NEVER };
        } else if self.desk.health_check.is_zero() {
            self.check_now(false, w);
        } else if self.desk.next_check.is_never() {
            let comes = self.reached < Rank::CHECK;
            self.desk.next_check = Desk::beat(self.desk.checks_from, self.desk.health_check, self.now, comes);
        }
        self.await_deep_check();
        self.reschedule_shop();
    }

    /// Whether the outlet is checked and failed over: open, or closing with work left.
    fn runs(&self, o: usize) -> bool {
        matches!(self.outlets[o].status, Status::Open | Status::Closing)
    }

    fn answers(&self, o: usize) -> bool {
        self.outlets[o].power.is_fine() && self.outlets[o].link.is_fine()
    }

    fn check_matters(&self) -> bool {
        (0..self.outlets.len()).any(|o| {
            self.runs(o) && self.desk.reachable[o] != self.answers(o)
                || self.can_reconcile(o)
                || (self.desk.failover && self.runs(o) && !self.answers(o) && self.has_stranded(o))
        })
    }

    /// Whether an outlet has orders that failover would move or copy.
    fn has_stranded(&self, o: usize) -> bool {
        let outlet = &self.outlets[o];
        if self.desk.phones.as_ref().is_some_and(|phones| !phones.lanes[o].waiting.is_empty()) {
            return true;
        }
        if outlet.link.is_fine() {
            outlet.waiting.value() > 0 && (!self.has_lamps || self.in_lines(o).any(|key| !self.orders[key].is_house()))
                || outlet.lamps.iter().any(|lamp| !lamp.waiting.is_empty())
        } else {
            !outlet.hanging.is_empty() || outlet.at_cut.iter().any(|&(key, serial)| self.can_be_copied(key, serial))
        }
    }

    /// Whether the desk knew of a ticket when the outlet's link was cut, and can write a second one for it.
    pub(super) fn has_been_known(&self, o: usize, key: OrderKey, serial: u64) -> bool {
        self.outlets[o].at_cut.contains(&(key, serial)) && self.can_be_copied(key, serial)
    }

    pub(super) fn can_be_copied(&self, key: OrderKey, serial: u64) -> bool {
        let order = &self.orders[key];
        order.serial == serial
            && order.stage != Stage::Ended
            && order.customer == Customer::Waiting
            && order.other.is_none()
            && !order.is_copy()
            // One copy an order: if a chef burnt the other ticket, this one goes on alone.
            && !order.rival_began
    }

    /// The second ticket of an order that has two.
    fn copy_of(&self, key: OrderKey, serial: u64) -> Option<OrderKey> {
        let first = &self.orders[key];
        if first.serial == serial && first.stage != Stage::Ended && !first.is_copy() {
            first.other.some()
        } else {
            None
        }
    }

    /// Whether the outlet where a ticket is can be told anything.
    fn can_be_told(&self, key: OrderKey) -> bool {
        self.outlets[self.orders[key].outlet.index()].link.is_fine()
    }

    /// Whether the next health check can settle or drop a pair of tickets at this outlet.
    fn can_reconcile(&self, o: usize) -> bool {
        self.outlets[o].copied.iter().any(|&(key, serial)| {
            self.copy_of(key, serial).is_none_or(|copy| self.can_be_told(key) && self.can_be_told(copy))
        })
    }

    pub(super) fn health_check(&mut self, w: &mut impl Witness) {
        self.desk.next_check = Time::NEVER;
        let asks_more = self.desk.health.is_on();
        if !self.desk.health_check.is_zero() {
            self.check_now(asks_more, w);
        } else if self.ask_more(w) {
            // Who answers is known anyway.
            self.release_held(w);
        }
        if self.desk.health.is_on() || (!self.desk.health_check.is_zero() && self.check_matters()) {
            self.desk.next_check = self.check_after();
        }
    }

    fn check_now(&mut self, asks_more: bool, w: &mut impl Witness) {
        let mut back = false;
        for o in 0..self.outlets.len() {
            let answers = self.answers(o);
            if self.runs(o) && self.desk.reachable[o] != answers {
                self.desk.reachable[o] = answers;
                self.desk.recompute_candidates();
                w.see(self, Notice::Learned { outlet: Self::outlet_id(o), reachable: answers });
                back |= answers;
            }
        }
        if asks_more {
            back |= self.ask_more(w);
        } else {
            self.tell_whether_open_for_all(w);
        }
        for o in 0..self.outlets.len() {
            self.reconcile_copies(o, w);
        }
        if self.desk.failover {
            self.fail_over(w);
        }
        if back {
            self.release_held(w);
        }
    }

    /// Routes the orders that waited at the desk, oldest first, once somebody can take them.
    pub(super) fn release_held(&mut self, w: &mut impl Witness) {
        while !self.desk.candidates.is_empty()
            && let Some(key) = self.desk.held.pop(&mut self.orders)
        {
            self.orders[key].stage = Stage::Waiting;
            match self.choose(key, None) {
                Some(o) => self.send_late(key, o, w),
                None => return,
            }
        }
    }

    /// Reroutes orders from outlets that do not answer: moved from those without power, copied from those that cannot
    /// be told. All orders of one check go oldest first, wherever they are; those that find no room stay.
    fn fail_over(&mut self, w: &mut impl Witness) {
        let down = |o: &usize| !self.answers(*o) && !self.desk.reachable[*o];
        let down: Vec<usize> = (0..self.outlets.len()).filter(down).collect();
        let mut stranded: Vec<Stranded> = down.iter().flat_map(|&o| self.stranded_at(o)).collect();
        stranded.sort_by_key(|ticket| self.orders[ticket.key].turn());
        down.iter().for_each(|&o| self.outlets[o].hanging.clear());
        for Stranded { key, outlet, lies } in stranded {
            let from = (!matches!(lies, Lies::AtDesk)).then_some(outlet);
            match (self.choose(key, from), lies) {
                (Some(to), Lies::AtDesk) => {
                    self.leave_desk(key);
                    self.ring(key, to, w);
                }
                (Some(to), Lies::InQueue) => {
                    self.leave_line(outlet, key);
                    self.move_to(key, outlet, to, w);
                }
                (Some(to), Lies::AtLamp) => {
                    self.leave_lamp(key);
                    self.move_to(key, outlet, to, w);
                }
                (Some(to), Lies::OnTheLine) => self.move_to(key, outlet, to, w),
                (Some(to), Lies::OutOfReach) => self.copy_to(key, outlet, to, w),
                (None, Lies::OnTheLine) => self.outlets[outlet].hanging.push(key),
                (None, Lies::InQueue | Lies::AtLamp | Lies::AtDesk | Lies::OutOfReach) => {}
            }
        }
        for o in down {
            self.close_if_empty(o, w);
        }
    }

    /// What failover would move away from an outlet, or copy.
    fn stranded_at(&self, outlet: usize) -> Vec<Stranded> {
        let from = &self.outlets[outlet];
        let at = |lies: Lies| move |key: OrderKey| Stranded { key, outlet, lies };
        let at_desk: Vec<Stranded> = self.at_desk_for(|o| o == outlet).into_iter().map(at(Lies::AtDesk)).collect();
        if from.link.is_fine() {
            // A tray of the house is of no use elsewhere.
            let in_queue = self.in_lines(outlet).filter(|&key| !self.orders[key].is_house()).map(at(Lies::InQueue));
            let at_lamp = from.lamps.iter().flat_map(|lamp| lamp.waiting.iter(&self.orders)).map(at(Lies::AtLamp));
            return in_queue.chain(at_lamp).chain(at_desk).collect();
        }
        let known = from.at_cut.iter().filter(|&&(key, serial)| self.can_be_copied(key, serial));
        let hung = from.hanging.iter().copied().map(at(Lies::OnTheLine));
        hung.chain(known.map(|&(key, _)| key).map(at(Lies::OutOfReach))).chain(at_desk).collect()
    }

    /// The tickets in an outlet's lines.
    fn in_lines(&self, o: usize) -> impl Iterator<Item = OrderKey> {
        self.outlets[o].queues.iter().flat_map(|queue| queue.iter(&self.orders))
    }

    fn move_to(&mut self, key: OrderKey, from: usize, to: usize, w: &mut impl Witness) {
        if self.orders[key].kind != TicketKind::Second {
            self.book.rerouted(&self.orders[key], from);
        }
        let order = &mut self.orders[key];
        order.outlet = Self::outlet_id(to);
        order.stage = Stage::Waiting;
        order.put_back = false;
        w.see(self, Notice::Rerouted { order: key, from: Self::outlet_id(from), to: Self::outlet_id(to) });
        self.arrive_again(key, to, w);
    }

    fn copy_to(&mut self, key: OrderKey, from: usize, to: usize, w: &mut impl Witness) {
        self.book.rerouted(&self.orders[key], from);
        let serial = self.orders[key].serial;
        let copy = self.write_second(key, to);
        self.outlets[from].copied.push((key, serial));
        let (from, outlet) = (Self::outlet_id(from), Self::outlet_id(to));
        w.see(self, Notice::Copied { order: key, copy, from, to: outlet });
        self.arrive_again(copy, to, w);
    }

    /// Writes a second ticket of an order for an outlet.
    pub(super) fn write_second(&mut self, key: OrderKey, to: usize) -> OrderKey {
        let mut copy = self.orders[key].clone();
        if self.hiccups.is_some() {
            copy.id = copy.id.of_copy();
        }
        copy.kind = TicketKind::Copy;
        copy.other = key;
        copy.rival_began = copy.was_begun();
        copy.twice = false;
        copy.put_back = false;
        copy.outlet = Self::outlet_id(to);
        copy.stage = Stage::Waiting;
        (copy.queue, copy.chef, copy.rider) = (MaybeNumber::NONE, MaybeNumber::NONE, MaybeNumber::NONE);
        for stamp in [&mut copy.first_start, &mut copy.start, &mut copy.cooked, &mut copy.shelved, &mut copy.left] {
            *stamp = Time::NEVER;
        }
        let copy = self.orders.insert(copy);
        self.orders.copy_setback(key, copy, self.now);
        self.orders[key].other = copy;
        copy
    }

    /// A rerouted order arrives: it is never refused, but hangs if that link is cut too.
    pub(super) fn arrive_again(&mut self, key: OrderKey, o: usize, w: &mut impl Witness) {
        if self.orders[key].kind != TicketKind::Second {
            self.book.sent(&self.orders[key], o);
        }
        if !self.outlets[o].link.is_fine() {
            self.orders[key].stage = Stage::Hanging;
            self.outlets[o].hanging.push(key);
        } else if self.has_lamps && self.asks_at_lamp(key, o, w) {
            // It is cared for.
        } else if let Some(c) = self.free_chef_for(o, key) {
            self.take_at_once(o, c, key, w);
        } else {
            self.queue_up(o, key, w);
        }
    }

    /// The link is mended: of an order's two tickets, if neither is begun the second is torn up; if one is begun the
    /// other is. If either is where nobody can be told (both may have been rerouted since), a later check settles it.
    fn reconcile_copies(&mut self, o: usize, w: &mut impl Witness) {
        for (key, serial) in std::mem::take(&mut self.outlets[o].copied) {
            let Some(copy) = self.copy_of(key, serial) else { continue };
            if !self.can_be_told(key) || !self.can_be_told(copy) {
                self.outlets[o].copied.push((key, serial));
                continue;
            }
            let begun = |key: OrderKey| !self.orders[key].first_start.is_never();
            let needless = match (begun(key), begun(copy)) {
                (true, true) => continue,
                (false, true) => key,
                (_, false) => copy,
            };
            match self.orders[needless].stage {
                Stage::Waiting => self.tear_up(needless, w),
                Stage::AtTray => self.walks_off(needless, w),
                _ => {}
            }
        }
        if self.outlets[o].link.is_fine() {
            self.outlets[o].at_cut.clear();
        }
    }
}
