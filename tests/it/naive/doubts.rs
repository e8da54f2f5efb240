//! Confirmations that are lost, and what is called for again. Each such ticket is a call of its own, which is no order.

use super::{At, Call, DoubtNow, End, Naive, SpellKind};
use pizzeria::chance::{Draws, Source};
use pizzeria::sim::order::OrderId;
use pizzeria::sim::setup::WhenNone;
use pizzeria::units::Time;

impl Call {
    /// Whether it is no order.
    pub fn is_nobodys(&self) -> bool {
        matches!(self.end, End::House | End::Again)
    }
}

impl Naive {
    /// Whether a ticket is no order's, or no longer: its guest has been served by another of his.
    pub fn is_nobodys(&self, t: usize) -> bool {
        let call = &self.calls[self.tickets[t].call];
        call.is_nobodys() || call.by_another
    }

    /// The random numbers of a call: what he calls for again is one attempt more each time.
    pub fn draws_of(&self, id: OrderId, source: Source) -> Draws {
        let attempt = id.attempt as u64 % 64 + id.attempt as u64 / 64;
        Draws::keyed(self.setup.seed, source, id.zone.0 as u64, id.n * 64 + attempt % 64)
    }

    /// Those of a ticket: each of a party's has its own.
    pub fn draws_of_ticket(&self, t: usize, source: Source) -> Draws {
        let id = self.calls[self.tickets[t].call].id;
        match self.tickets[t].part {
            0 => self.draws_of(id, source),
            part => {
                let attempt = id.attempt as u64 % 64 + id.attempt as u64 / 64;
                let whose = id.zone.0 as u64 + ((part as u64) << 32);
                Draws::keyed(self.setup.seed, source, whose, id.n * 64 + attempt % 64)
            }
        }
    }

    /// A call was taken; perhaps he does not hear it.
    pub fn confirms(&mut self, call: DoubtNow) {
        let z = call.id.zone.index();
        let bad = |what: SpellKind| matches!(what, SpellKind::BadLine { zone } if zone.is_none_or(|of| of == z));
        let heard = self.spells.iter().filter(|spell| bad(spell.what)).fold(1.0, |heard, s| heard * (1.0 - s.factor));
        if self.draws_of(call.id, Source::Confirm).unit() < 1.0 - heard {
            self.will_doubt(call);
        }
    }

    fn will_doubt(&mut self, call: DoubtNow) {
        let Some(unsure) = self.setup.zones[call.id.zone.index()].unsure else { return };
        if self.calls[call.call].end == End::Waits && call.id.attempt / 64 < unsure.max {
            let id = OrderId { attempt: call.id.attempt + 64, ..call.id };
            self.doubts.push(DoubtNow { at: self.now + unsure.wait, id, ..call });
        }
    }

    pub fn doubts_again(&mut self, i: usize) {
        let doubt = self.doubts.remove(i);
        if self.calls[doubt.call].end != End::Waits {
            return;
        }
        self.calls[doubt.call].unsure += 1;
        let now = self.now;
        let known = self.desk.numbers.is_some_and(|(memory, since)| doubt.filed >= since && now < doubt.filed + memory);
        if known {
            self.calls[doubt.call].recognised += 1;
            self.confirms(doubt);
        } else if !self.is_over_quota(doubt.id.zone.index()) && self.calls_for_another(&doubt) {
            self.confirms(DoubtNow { filed: now, ..doubt });
        } else {
            self.will_doubt(doubt);
        }
    }

    /// Whether somebody took it.
    fn calls_for_another(&mut self, doubt: &DoubtNow) -> bool {
        if self.candidates().is_empty() && self.desk.when_none == WhenNone::Lose {
            return false;
        }
        let guest = &self.calls[doubt.call];
        let (first_placed, what) = (guest.first_placed, guest.what);
        let (call, ticket) = (self.calls.len(), self.tickets.len());
        let again = Call::new(doubt.id, self.now, what, ticket);
        self.calls.push(Call { first_placed, end: End::Again, of: Some(doubt.call), ..again });
        self.new_ticket(call, false);
        self.route(ticket);
        // Torn up at a full line.
        self.tickets[ticket].at != At::Trash
    }

    /// A guest's calls: his order, and what he called for again.
    pub fn calls_of_guest(&self, call: usize) -> Vec<usize> {
        let guest = self.calls[call].of.unwrap_or(call);
        let again = (0..self.calls.len()).filter(|&other| self.calls[other].of == Some(guest));
        std::iter::once(guest).chain(again).collect()
    }

    /// The tickets of an order, and those of what its guest called for again.
    pub fn tickets_of_guest<'a>(&'a self, order: &'a Call) -> impl Iterator<Item = usize> + 'a {
        let is_his = |call: &&Call| call.of.is_some_and(|guest| self.calls[guest].id == order.id);
        let again = self.calls.iter().filter(is_his).flat_map(|call| &call.tickets);
        order.tickets.iter().chain(again).copied()
    }

    /// Whether there is another ticket of an order, or was begun.
    pub fn is_doubled(&self, call: usize) -> bool {
        let is_one = |&t: &usize| {
            !matches!(self.tickets[t].at, At::Done | At::Trash) || self.tickets[t].first_start != Time::NEVER
        };
        self.calls.iter().filter(|other| other.of == Some(call)).flat_map(|other| &other.tickets).any(is_one)
    }
}
