//! The telephones at work: an order waits for a clerk, is rung through, and comes in; or nobody answers.
//!
//! What was written down once and is moved (put back, failed over, copied) needs no clerk: the boss walks over.

use super::World;
use crate::chance::Source;
use crate::sim::agenda::{Rank, Slot};
use crate::sim::command::FuseChange;
use crate::sim::notice::{Notice, Witness};
use crate::sim::order::{Customer, Loss, OrderId, OrderKey, Stage};
use crate::sim::outlet::Supply;
use crate::sim::phone::{Call, Clerk, Duty, FuseEvent, Phones};
use crate::sim::setup::{FuseScope, FuseSetup, PhoneSetup, Setup, WhenNone};
use crate::sim::zone::dice;
use crate::units::{MaybeNumber, OutletId, Span, Time};

impl World {
    /// The telephones; where there were none, there are endless clerks from now on, whose calls take no time.
    fn phones(&mut self) -> &mut Phones {
        let outlets = self.outlets.len();
        let none = || Box::new(Phones::new(&PhoneSetup::default(), outlets));
        self.desk.phones.get_or_insert_with(none)
    }

    /// An order is to be rung through to an outlet: it is, or waits for a clerk, or a blown fuse keeps it out.
    #[cold]
    pub(super) fn ring(&mut self, key: OrderKey, o: usize, w: &mut impl Witness) {
        let (now, outlet) = (self.now, Self::outlet_id(o));
        if !self.phones().fuse_at(o).is_none_or(|fuse| fuse.lets_through(key, now)) {
            return self.not_rung(key, w);
        }
        let order = &mut self.orders[key];
        (order.outlet, order.stage) = (outlet, Stage::AtDesk);
        if let Some(phones) = &mut self.desk.phones {
            phones.lanes[o].waiting.file(&mut self.orders, key, false);
        }
        self.clerks_take(w);
        if self.orders[key].stage == Stage::AtDesk {
            w.see(self, Notice::AtDesk { order: key, outlet });
        }
    }

    /// An order is lost, because nobody rings its outlet or nobody answers there; if it is still anybody's.
    fn not_rung(&mut self, key: OrderKey, w: &mut impl Witness) {
        let order = &mut self.orders[key];
        (order.outlet, order.stage, order.queue) = (OutletId::NOWHERE, Stage::Waiting, MaybeNumber::NONE);
        if order.customer == Customer::Waiting {
            self.lose(key, Loss::Unreachable, w);
        } else {
            self.second_ends(key);
            self.forget(key);
        }
    }

    /// Free clerks ring through what may be rung through, oldest first.
    fn clerks_take(&mut self, w: &mut impl Witness) {
        while let Some(phones) = &mut self.desk.phones
            && let Some((c, o)) = phones.next_call(&self.orders)
            && let Some(key) = phones.lanes[o].waiting.pop(&mut self.orders)
        {
            let (now, id) = (self.now, self.orders[key].id);
            let rings = !phones.lanes[o].line.is_fine();
            let ends = if rings {
                phones.gives_up_at(now, phones.lanes[o].line, now)
            } else {
                now + call_lasts(&self.setup, id)
            };
            phones.lanes[o].under_way += 1;
            phones.clerks[c].call = Some(Call { order: key, outlet: Self::outlet_id(o), began: now, ends, rings });
            phones.busy.add(now, 1);
            self.orders[key].stage = Stage::OnPhone;
            if phones.counted && self.orders[key].customer == Customer::Waiting {
                self.book.clerk_took(&self.orders[key], now);
            }
            w.see(self, Notice::CallBegan { order: key, outlet: Self::outlet_id(o), clerk: c as u32 });
        }
        self.reschedule_phones();
    }

    /// Handles the desk's own clocks: ends of calls by clerk, then lines mended by outlet, then clerks who begin.
    #[cold]
    pub(super) fn phone_happening(&mut self, w: &mut impl Witness) {
        let Some(phones) = &self.desk.phones else { return };
        let now = self.now;
        if self.rank == Rank::WORK {
            let ends = |clerk: &Clerk| clerk.call.is_some_and(|call| call.ends <= now);
            if let Some(c) = phones.clerks.iter().position(ends) {
                self.call_ends(c, w);
            }
        } else {
            let mended = |supply: Supply| matches!(supply, Supply::Broken { until, .. } if until <= now);
            let begins = |clerk: &Clerk| matches!(clerk.duty, Duty::Coming { starts } if starts <= now);
            if let Some(o) = phones.lanes.iter().position(|lane| mended(lane.line)) {
                self.phone_answers(o, w);
            } else if let Some(c) = phones.clerks.iter().position(begins) {
                self.clerk_starts(c, w);
            }
        }
        self.reschedule_phones();
    }

    /// Updates the desk's own slot in the agenda, which is the last.
    pub(super) fn reschedule_phones(&mut self) {
        let Some(phones) = &self.desk.phones else { return };
        let (ends, over) = phones.next_end();
        let slot = Slot::new(ends, Rank::WORK).min(Slot::new(over, Rank::OVER));
        self.agenda.set(1 + self.zones.len() + self.outlets.len(), slot);
    }

    /// A call is over: the order comes in, or is lost; the fuse takes note; then the desk goes on.
    fn call_ends(&mut self, c: usize, w: &mut impl Witness) {
        let now = self.now;
        let Some(phones) = &mut self.desk.phones else { return };
        let Some(Call { order: key, outlet, rings, .. }) = phones.clerks[c].call.take() else { return };
        let o = outlet.index();
        phones.lanes[o].under_way -= 1;
        phones.busy.add(now, -1);
        if phones.clerks[c].leaving {
            self.clerk_goes(c, w);
        }
        if rings {
            w.see(self, Notice::CallGivenUp { order: key, outlet });
            self.not_rung(key, w);
        } else {
            let order = &mut self.orders[key];
            (order.stage, order.queue) = (Stage::Waiting, MaybeNumber::NONE);
            self.comes_by_phone(key, o, w);
            let outlet = &self.outlets[o];
            if !outlet.link.is_fine() || !outlet.power.is_fine() {
                // The desk may know that it does not answer, and has something to move again.
                self.await_check(w);
            }
        }
        self.fuse_notes(o, key, rings, w);
        self.close_if_empty(o, w);
        self.clerks_take(w);
    }

    fn fuse_notes(&mut self, o: usize, key: OrderKey, given_up: bool, w: &mut impl Witness) {
        let now = self.now;
        let Some(phones) = &mut self.desk.phones else { return };
        let Some(rule) = phones.fuse else { return };
        let change = phones.fuse_at(o).and_then(|fuse| fuse.note(key, given_up, &rule, now));
        let outlet = (rule.scope == FuseScope::Each).then(|| Self::outlet_id(o));
        match change {
            Some(FuseEvent::Blew) => {
                phones.trips += 1;
                w.see(self, Notice::FuseBlew { outlet });
                self.lose_at_desk(outlet, w);
            }
            Some(FuseEvent::Mended) => w.see(self, Notice::FuseMended { outlet }),
            None => {}
        }
    }

    /// Orders at the desk for an outlet, or for all, are lost, oldest first.
    fn lose_at_desk(&mut self, outlet: Option<OutletId>, w: &mut impl Witness) {
        for key in self.at_desk_for(|o| outlet.is_none_or(|only| only.index() == o)) {
            // With one part of a party the others are lost.
            if self.orders[key].stage == Stage::AtDesk {
                self.leave_desk(key);
                self.not_rung(key, w);
            }
        }
    }

    /// Orders that wait for a clerk to ring one of those outlets, oldest first.
    pub(super) fn at_desk_for(&self, outlets: impl Fn(usize) -> bool) -> Vec<OrderKey> {
        let lanes = self.desk.phones.iter().flat_map(|phones| phones.lanes.iter().enumerate());
        let lanes = lanes.filter(|(o, _)| outlets(*o));
        let mut keys: Vec<OrderKey> = lanes.flat_map(|(_, lane)| lane.waiting.iter(&self.orders)).collect();
        keys.sort_by_key(|&key| self.orders[key].turn());
        keys
    }

    /// An order leaves the desk without having been rung through.
    pub(super) fn leave_desk(&mut self, key: OrderKey) {
        let (o, now) = (self.orders[key].outlet.index(), self.now);
        if let Some(phones) = &mut self.desk.phones {
            phones.lanes[o].waiting.remove(&mut self.orders, key);
            if let Some(fuse) = phones.fuse_at(o) {
                fuse.forget_trial(key, now);
            }
        }
    }

    /// Orders at the desk for a closing outlet are routed anew, oldest first.
    pub(super) fn route_desk_anew(&mut self, o: usize, w: &mut impl Witness) {
        for key in self.at_desk_for(|other| other == o) {
            if self.orders[key].stage == Stage::AtDesk {
                self.leave_desk(key);
                self.route_anew(key, w);
            }
        }
    }

    fn route_anew(&mut self, key: OrderKey, w: &mut impl Witness) {
        let order = &mut self.orders[key];
        (order.outlet, order.stage) = (OutletId::NOWHERE, Stage::Waiting);
        match self.choose(key, None) {
            Some(to) => self.ring(key, to, w),
            // The desk was not told that he has left; there is nobody to keep it for.
            None if self.orders[key].customer != Customer::Waiting && self.desk.when_none == WhenNone::Lose => {
                self.second_ends(key);
                self.forget(key);
            }
            None => self.nobody_takes(key, w),
        }
    }

    /// Whether clerks are on the line to an outlet, so that orders for it are still to come in.
    pub(super) fn is_being_rung(&self, o: usize) -> bool {
        self.desk.phones.as_ref().is_some_and(|phones| phones.lanes[o].under_way > 0)
    }

    /// An outlet's telephone is dead: who rings it from now on hears it ring.
    pub(super) fn phone_dies(&mut self, outlet: OutletId, until: Time, w: &mut impl Witness) {
        let since = self.now;
        self.phones().lanes[outlet.index()].line = Supply::Broken { since, until };
        w.see(self, Notice::PhoneDied { outlet, until });
        self.reschedule_phones();
    }

    /// Somebody answers again. Who has given up nothing yet hears that his call is dead.
    fn phone_answers(&mut self, o: usize, w: &mut impl Witness) {
        self.phones().lanes[o].line = Supply::Fine;
        w.see(self, Notice::PhoneAnswers { outlet: Self::outlet_id(o) });
        self.ringing_ends(|outlet| outlet.index() == o);
    }

    /// Sets anew when calls end that nobody answers.
    fn ringing_ends(&mut self, whose: impl Fn(OutletId) -> bool) {
        let now = self.now;
        let phones = self.phones();
        for c in 0..phones.clerks.len() {
            if let Some(call) = phones.clerks[c].call.filter(|call| call.rings && whose(call.outlet)) {
                let ends = phones.gives_up_at(call.began, phones.lanes[call.outlet.index()].line, now);
                phones.clerks[c].call = Some(Call { ends, ..call });
            }
        }
    }

    /// From now on clerks give up after so long; who has listened for longer gives up now.
    pub(super) fn set_give_up(&mut self, after: Option<Span>) {
        self.phones().give_up = after;
        self.ringing_ends(|_| true);
        self.reschedule_phones();
    }

    pub(super) fn set_clerks_each(&mut self, each: Option<u32>, w: &mut impl Witness) {
        self.phones().each = each;
        self.clerks_take(w);
    }

    /// A new rule; where another telephone's calls count from now on, all fuses are whole and have seen nothing.
    pub(super) fn set_fuse(&mut self, change: FuseChange) {
        let phones = self.phones();
        let old = phones.fuse;
        let rule = old.unwrap_or_default();
        let rule = FuseSetup {
            after: change.after.unwrap_or(rule.after),
            lasts: change.lasts.unwrap_or(rule.lasts),
            scope: change.scope.unwrap_or(rule.scope),
        };
        phones.fuse = change.on.unwrap_or(true).then_some(rule);
        if phones.fuse.map(|new| new.scope) != old.map(|old| old.scope) {
            phones.common = Default::default();
            phones.lanes.iter_mut().for_each(|lane| lane.fuse = Default::default());
        }
    }

    pub(super) fn hire_clerk(&mut self, w: &mut impl Witness) {
        let starts = self.starts();
        let phones = self.phones();
        phones.clerks.push(Clerk::new(Duty::Coming { starts }));
        let clerk = phones.clerks.len() as u32 - 1;
        w.see(self, Notice::ClerkHired { clerk, starts });
        self.reschedule_phones();
    }

    fn clerk_starts(&mut self, c: usize, w: &mut impl Witness) {
        let now = self.now;
        let phones = self.phones();
        phones.clerks[c].duty = Duty::Present;
        phones.here.add(now, 1);
        self.till.accrue(now);
        self.till.wages_per_hour += self.setup.money.clerk_wage;
        w.see(self, Notice::ClerkStarts { clerk: c as u32 });
        self.clerks_take(w);
    }

    /// Lets a clerk go: at once, or after the call.
    pub(super) fn dismiss_clerk(&mut self, c: usize, w: &mut impl Witness) {
        let phones = self.phones();
        phones.clerks[c].leaving = true;
        if phones.clerks[c].call.is_none() {
            self.clerk_goes(c, w);
            self.reschedule_phones();
        }
    }

    fn clerk_goes(&mut self, c: usize, w: &mut impl Witness) {
        let now = self.now;
        let phones = self.phones();
        let was_here = phones.clerks[c].is_here();
        phones.clerks[c].duty = Duty::Gone;
        if was_here {
            phones.here.add(now, -1);
            self.till.accrue(now);
            self.till.wages_per_hour -= self.setup.money.clerk_wage;
        }
        w.see(self, Notice::ClerkLeft { clerk: c as u32 });
    }

    /// Sets the wages of clerks who are there from the beginning.
    pub(super) fn first_clerks(&mut self) {
        let clerks = self.setup.dispatch.phones.and_then(|phones| phones.clerks).unwrap_or(0);
        self.till.wages_per_hour += self.setup.money.clerk_wage * i64::from(clerks);
    }
}

/// How long a call about an order lasts that is answered.
fn call_lasts(setup: &Setup, id: OrderId) -> Span {
    let call = setup.dispatch.phones.unwrap_or_default().call;
    if call.mean() <= 0.0 {
        return Span::ZERO;
    }
    call.span(&mut dice(setup.seed, Source::Phone, id))
}
