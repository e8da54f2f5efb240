//! Parties (*fan-out*) and hiccups (*tail latency*): an office orders ten pizzas at once and eats when the last has
//! come, and of a hundred pizzas three stick in the oven.
//!
//! A party is one order with a ticket for each pizza, its *parts*. One of them stands for the customer
//! ([`TicketKind::Order`](crate::sim::order::TicketKind::Order)): it is the order in the system, has his patience, and
//! is delivered with the last part, whose spans are the order's. If it is ready before that, another part takes its
//! place. What happens to parties is in `world/parties.rs`.
//!
//! Whether a cooking sticks is drawn for each place that cooks, not for the order: a second ticket elsewhere has a draw
//! of its own (Dean and Barroso, *The tail at scale*, CACM 56(2), 2013).

use crate::chance::{Draws, Source};
use crate::sim::order::{OrderId, OrderKey};
use crate::sim::setup::{HiccupSetup, Setup};
use crate::units::digest::fold;
use crate::units::{ItemId, Span, ZoneId};
use serde::{Deserialize, Serialize};

/// The parties in the shop.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parties {
    /// By serial number of their orders, ascending.
    pub(super) here: Vec<(u64, Party)>,
    /// The seed of what they order.
    pub(super) seed: u64,
}

fold!(struct Parties { here, seed });

/// A party that waits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Party {
    /// How many pizzas it has ordered.
    pub pizzas: u32,
    /// Of how many of them cooking has begun.
    pub begun: u32,
    /// The tickets of those that are not ready, by part. A second ticket of a part hangs on its first.
    pub(super) tickets: Vec<(u32, OrderKey)>,
}

fold!(struct Party { pizzas, begun, tickets });

impl Party {
    /// How many of its pizzas are ready; none before one is begun, while order books have the first ticket only.
    pub fn ready(&self) -> u32 {
        if self.begun == 0 { 0 } else { self.pizzas - self.tickets.len() as u32 }
    }

    /// Another ticket is the one of a pizza from now on.
    pub(super) fn goes_on_as(&mut self, ended: OrderKey, key: OrderKey) {
        if let Some((_, ticket)) = self.tickets.iter_mut().find(|(_, ticket)| *ticket == ended) {
            *ticket = key;
        }
    }

    /// The tickets of the pizzas that are not ready.
    pub fn waits_for(&self) -> impl Iterator<Item = OrderKey> {
        self.tickets.iter().map(|(_, key)| *key)
    }
}

impl Parties {
    /// Nobody is there yet; `None`: nobody ever orders for a party.
    pub(super) fn of(setup: &Setup) -> Option<Box<Parties>> {
        setup.has_parties().then(|| Box::new(Parties { here: Vec::new(), seed: setup.seed }))
    }

    /// The party of an order that has this serial number; `None`: it is for one.
    pub fn of_order(&self, serial: u64) -> Option<&Party> {
        let at = self.place_of(serial).ok()?;
        Some(&self.here[at].1)
    }

    pub(super) fn of_order_mut(&mut self, serial: u64) -> Option<&mut Party> {
        let at = self.place_of(serial).ok()?;
        Some(&mut self.here[at].1)
    }

    /// All parties that wait, with the serial numbers of their orders, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = (u64, &Party)> {
        self.here.iter().map(|(serial, party)| (*serial, party))
    }

    /// A party comes; its order has the highest serial number so far.
    pub(super) fn comes(&mut self, serial: u64, pizzas: u32, first: OrderKey) {
        self.here.push((serial, Party { pizzas, begun: 0, tickets: vec![(0, first)] }));
    }

    /// A party has been served, or is lost.
    pub(super) fn goes(&mut self, serial: u64) -> Option<Party> {
        let at = self.place_of(serial).ok()?;
        Some(self.here.remove(at).1)
    }

    fn place_of(&self, serial: u64) -> Result<usize, usize> {
        self.here.binary_search_by_key(&serial, |(serial, _)| *serial)
    }

    /// What the zone's `n`-th customer orders beside his first pizza: the work of each more; none, if he orders for
    /// himself.
    pub(super) fn orders(&self, setup: &Setup, zone: ZoneId, n: u64, item: ItemId) -> Vec<Span> {
        let Some(party) = setup.zones[zone.index()].party else { return Vec::new() };
        let mut draws = Draws::keyed(self.seed, Source::Party, zone.0 as u64, n);
        if draws.unit() >= party.share {
            return Vec::new();
        }
        (1..party.pizzas).map(|_| setup.items[item.index()].work.span(&mut draws)).collect()
    }
}

/// By what the work of a cooking is multiplied, by a ticket's own draw: 1 unless it sticks.
pub fn hiccup(seed: u64, rule: HiccupSetup, id: OrderId) -> f64 {
    let call = id.call();
    let (attempt, doubts) = (u64::from(call.first().attempt), u64::from(call.doubts()));
    let place = u64::from(id.part()) * 2 + u64::from(id.is_of_copy());
    let mut draws = Draws::keyed(seed, Source::Hiccup, id.zone.0 as u64, id.n * 64 + (attempt + doubts) % 64);
    (0..place).for_each(|_| draws.skip());
    if draws.unit() < rule.share { rule.factor } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_stick_as_the_rule_says_and_places_are_independent() {
        let rule = HiccupSetup { share: 0.25, factor: 10.0 };
        let id = |n: u64, part: u32| OrderId { zone: ZoneId(3), n, attempt: 0 }.of_part(part);
        let sticks = |n, part, copy| {
            let id = id(n, part);
            hiccup(7, rule, if copy { id.of_copy() } else { id }) > 1.0
        };
        let all = || (0..2_000).flat_map(|n| (0..5).map(move |part| (n, part)));
        let one = all().filter(|&(n, part)| sticks(n, part, false)).count();
        let both = all().filter(|&(n, part)| sticks(n, part, false) && sticks(n, part, true)).count();
        assert!((2_300..2_700).contains(&one), "{one} of 10,000 at 1 in 4");
        assert!((525..725).contains(&both), "{both} of 10,000 at 1 in 16");
    }
}
