//! Who orders for several, cookings that stick, and what is ordered a second time.

use super::report::Numbers;
use super::{At, End, Naive};
use pizzeria::chance::{Draws, Source};
use pizzeria::sim::order::Loss;
use pizzeria::sim::setup::{DuplicateSetup, Window};
use pizzeria::units::{Cents, Span, Time};

/// The rule of second orders, and what came of it since there is one.
pub struct TwiceNow {
    pub rule: DuplicateSetup,
    pub made: u64,
    pub begun: u64,
}

impl TwiceNow {
    pub fn begins(rule: DuplicateSetup) -> TwiceNow {
        TwiceNow { rule, made: 0, begun: 0 }
    }
}

impl Naive {
    /// The work of each pizza that a customer orders beside his first.
    pub fn more_pizzas(&self, call: usize) -> Vec<Span> {
        let (id, item) = (self.calls[call].id, self.calls[call].what.item);
        let Some(party) = self.setup.zones[id.zone.index()].party else { return Vec::new() };
        let mut draws = Draws::keyed(self.setup.seed, Source::Party, id.zone.0 as u64, id.n);
        if draws.unit() >= party.share {
            return Vec::new();
        }
        (1..party.pizzas).map(|_| self.setup.items[item.index()].work.span(&mut draws)).collect()
    }

    /// The tickets of the other pizzas are written one by one, as long as anybody wants them.
    pub fn writes_the_others(&mut self, call: usize, more: &[Span]) {
        for (part, &work) in (1..).zip(more) {
            if self.calls[call].end != End::Waits {
                return;
            }
            let t = self.new_ticket(call, false);
            (self.tickets[t].part, self.tickets[t].work) = (part, work);
            self.calls[call].tickets.push(t);
            self.twice_later(t);
            self.route(t);
        }
    }

    /// The tickets of the same pizza, this one included.
    pub fn same_pizza(&self, t: usize) -> Vec<usize> {
        let call = &self.calls[self.tickets[t].call];
        call.tickets.iter().copied().filter(|&other| self.tickets[other].part == self.tickets[t].part).collect()
    }

    pub fn is_ready(&self, call: usize, part: u32) -> bool {
        let done = |&&t: &&usize| self.tickets[t].part == part && self.tickets[t].at == At::Done;
        self.calls[call].tickets.iter().find(done).is_some()
    }

    /// Whether anybody waits for just this ticket.
    pub fn is_wanted(&self, t: usize) -> bool {
        let call = self.tickets[t].call;
        self.calls[call].end == End::Waits && !self.is_ready(call, self.tickets[t].part)
    }

    /// Tickets of a pizza that are somewhere.
    pub fn alive_of(&self, t: usize) -> Vec<usize> {
        let alive = |&other: &usize| !matches!(self.tickets[other].at, At::Done | At::Trash);
        self.same_pizza(t).into_iter().filter(alive).collect()
    }

    /// A pizza of a party is ready, and another is not.
    pub fn is_one_of_several(&mut self, t: usize) -> bool {
        let call = self.tickets[t].call;
        let part = self.tickets[t].part;
        let missing = |&other: &u32| other != part && !self.is_ready(call, other);
        if (0..self.calls[call].pizzas).find(missing).is_none() {
            return false;
        }
        self.tickets[t].at = At::Done;
        self.tickets[t].delivered = self.now;
        self.others_are_too_late(t);
        true
    }

    /// Of two tickets the other one was first.
    pub fn others_are_too_late(&mut self, t: usize) {
        if self.twice.as_ref().is_some_and(|twice| !twice.rule.cancel) {
            return;
        }
        for other in self.same_pizza(t) {
            if other != t {
                self.not_wanted(other, true);
            }
        }
    }

    /// Whether all pizzas of his have been begun, with this one.
    pub fn all_begun_with(&self, t: usize) -> bool {
        let call = &self.calls[self.tickets[t].call];
        let begun = |part: u32| {
            let his = |&&other: &&usize| self.tickets[other].part == part;
            let is_begun = |&other: &usize| other == t || self.tickets[other].begun;
            call.tickets.iter().filter(his).any(is_begun)
        };
        (0..call.pizzas).all(begun)
    }

    /// By what the work of a ticket is multiplied.
    pub fn sticks(&self, t: usize) -> f64 {
        let call = &self.calls[self.tickets[t].call];
        let Some(rule) = self.setup.items[call.what.item.index()].hiccup else { return 1.0 };
        let attempt = (call.id.attempt as u64 % 64 + call.id.attempt as u64 / 64) % 64;
        let mut draws = Draws::keyed(self.setup.seed, Source::Hiccup, call.id.zone.0 as u64, call.id.n * 64 + attempt);
        let place = self.tickets[t].part * 2 + self.tickets[t].copy as u32;
        let unit = (0..=place).map(|_| draws.unit()).last().expect("at least one");
        if unit < rule.share { rule.factor } else { 1.0 }
    }

    /// It will be ordered elsewhere if it is not ready then.
    pub fn twice_later(&mut self, t: usize) {
        let has_lamp = self.setup.items[self.item_of(t)].tray.is_some();
        if let Some(twice) = self.twice.as_ref().filter(|_| !has_lamp) {
            self.tickets[t].twice_at = Some(self.now + twice.rule.after);
        }
    }

    pub fn may_be_ordered_twice(&self, t: usize) -> bool {
        let ticket = &self.tickets[t];
        ticket.twice_at.is_some()
            && matches!(ticket.at, At::Wire | At::Line | At::Oven)
            && self.is_wanted(t)
            && self.alive_of(t).len() == 1
            && !self.is_doubled(ticket.call)
            && !self.was_burnt(t)
    }

    /// A second order falls due.
    pub fn ordered_twice(&mut self, t: usize) {
        let may = self.may_be_ordered_twice(t);
        self.tickets[t].twice_at = None;
        let Some(twice) = &self.twice else { return };
        let rest = twice.rule.budget.is_none_or(|share| twice.made as f64 + 1.0 <= share * twice.begun as f64 + 3.0);
        if !may || !rest {
            return;
        }
        let among = self.with_room(t, self.tickets[t].outlet);
        let Some(to) = self.choose(t, &among) else { return };
        if let Some(twice) = &mut self.twice {
            twice.made += 1;
        }
        self.writes_copy(t, to, true);
    }

    /// Paid by him, and paid back.
    pub fn paid(&self, call: usize, late: bool) -> (Cents, Cents) {
        let price = self.setup.items[self.calls[call].what.item.index()].price.0 * self.calls[call].pizzas as i64;
        let refund = if late { (price as f64 * self.setup.money.refund).round() as i64 } else { 0 };
        (Cents(price), Cents(refund))
    }

    pub fn parties(&self, window: Window, numbers: &mut Numbers) {
        let parties: Vec<_> =
            self.calls.iter().filter(|call| call.pizzas > 1 && window.contains(call.placed)).collect();
        let served: Vec<_> = parties.iter().filter(|call| call.end == End::Delivered).collect();
        let due = |call: &super::Call| call.placed + self.promised(call);
        let good = served.iter().filter(|call| call.ended <= due(call)).count();
        let lost = parties.iter().filter(|call| matches!(call.end, End::Lost(_))).count();
        let late = parties.iter().filter(|call| call.end == End::Waits && due(call) < self.now).count();
        let decided = served.len() + lost + late;
        let mut say = |path: &str, number: Option<f64>| numbers.insert(format!("parties.{path}"), number);
        say("arrived", Some(parties.len() as f64));
        say("delivered", Some(served.len() as f64));
        say("on_time_ratio", (decided > 0).then(|| good as f64 / decided as f64));
        let latency = served.iter().map(|call| call.ended.since(call.placed).0).collect();
        super::report::summary(numbers, "parties.latency", latency);
        debug_assert!(parties.iter().all(|call| call.end != End::Lost(Loss::Burnt) || call.ended < Time::NEVER));
    }
}
