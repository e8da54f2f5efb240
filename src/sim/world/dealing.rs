//! Streets and cards at work (*sharding*): to whom a customer is dealt, who knows him, and when cards are filed.

use super::World;
use crate::chance::{Draws, Source};
use crate::sim::cards::{Cards, Dealt, Streets, deal, without_street};
use crate::sim::notice::{Notice, Witness};
use crate::sim::order::{OrderId, OrderKey};
use crate::sim::setup::{Choice, ChoosesBy, Policy};
use crate::units::{OutletId, Time, ZoneId};

/// Where all streets are dealt by the rule now in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dealing {
    /// Streets by outlet id, a split one at each of its outlets.
    pub here: Vec<u64>,
    /// Hot streets by outlet id, likewise.
    pub hot: Vec<u64>,
    /// Streets that an outlet gets which has no old card of theirs.
    pub moved: u64,
    /// All streets.
    pub all: u64,
}

impl World {
    /// How a customer is dealt by a rule by street.
    pub(super) fn dealt(&self, id: OrderId) -> Dealt {
        match &self.zones[id.zone.index()].streets {
            Some(streets) => streets.dealt(streets.street_of(id.n), id.n),
            None => without_street(&self.setup.zones[id.zone.index()].name, id.n),
        }
    }

    /// How somebody is dealt who could call now; who it is follows from `luck`.
    pub(super) fn somebody_dealt(&self, luck: u64) -> Dealt {
        let mut draws = Draws::keyed(luck, Source::Estimate, u64::MAX, 2);
        let zone = self.calling_zone(draws.unit());
        let n = draws.bits() >> 1;
        match &self.zones[zone.index()].streets {
            Some(streets) => streets.dealt(streets.street_of(n), n),
            None => without_street(&self.setup.zones[zone.index()].name, n),
        }
    }

    /// The street of an order; `None`: its customer has none, or it is nobody's.
    pub fn street_of(&self, key: OrderKey) -> Option<u32> {
        let order = &self.orders[key];
        if order.is_house() { None } else { self.street_of_customer(order.id) }
    }

    /// The street of whoever has placed an order; `None`: he has none.
    pub fn street_of_customer(&self, id: OrderId) -> Option<u32> {
        Some(self.zones[id.zone.index()].streets.as_ref()?.street_of(id.n))
    }

    /// Whether a chef of an outlet who takes an order now would find no card; `None`: it needs none.
    pub fn is_stranger(&self, key: OrderKey, outlet: OutletId) -> Option<bool> {
        let order = &self.orders[key];
        if order.is_house() { None } else { Some(!self.is_known(order.id, outlet)?) }
    }

    /// Whether an outlet has a card of the street of whoever has placed an order; `None`: he has no street.
    pub fn is_known(&self, id: OrderId, outlet: OutletId) -> Option<bool> {
        let (street, cards) = (self.street_of_customer(id)?, self.cards.as_ref()?);
        let streets = self.zones[id.zone.index()].streets.as_ref()?;
        Some(cards.has(&self.ring, streets, id.zone, street, outlet))
    }

    /// A chef begins to cook an order: the factor on its work if nobody here knows its street. Then a card is made.
    #[cold]
    pub(super) fn meets(&mut self, o: usize, c: usize, key: OrderKey) -> f64 {
        let outlet = Self::outlet_id(o);
        let stranger = self.is_stranger(key, outlet);
        self.outlets[o].chefs[c].strange = stranger == Some(true);
        let Some(stranger) = stranger else { return 1.0 };
        self.book.met(o, stranger, self.now);
        if !stranger {
            return 1.0;
        }
        let (street, zone) = (self.street_of(key), self.orders[key].id.zone);
        if let (Some(cards), Some(street)) = (&mut self.cards, street) {
            cards.make(zone, street, outlet);
        }
        self.setup.cards.stranger
    }

    /// Cards that are filed at opening are there before anybody can do anything.
    pub(super) fn file_at_opening(&mut self) {
        if self.cards.as_ref().is_some_and(|cards| cards.due == Time::ZERO) {
            self.file_by_rule();
        }
    }

    /// The old cards are filed.
    pub(super) fn file_cards(&mut self, w: &mut impl Witness) {
        self.file_by_rule();
        w.see(self, Notice::CardsFiled { policy: self.desk.policy });
    }

    fn file_by_rule(&mut self) {
        let ways = |zone: &crate::sim::zone::Zone| zone.streets.as_ref().map_or(1, |streets| streets.ways);
        let ways = self.zones.iter().map(ways).collect();
        if let Some(cards) = &mut self.cards {
            cards.file(self.desk.policy, &self.desk.candidates, ways);
        }
    }

    pub(super) fn split_street(&mut self, zone: Option<ZoneId>, ways: u32) {
        let all = self.zones.iter_mut().enumerate().filter(|(z, _)| zone.is_none_or(|zone| zone.index() == *z));
        for streets in all.filter_map(|(_, zone)| zone.streets.as_mut()).filter(|streets| streets.hot > 0.0) {
            streets.ways = ways;
        }
    }

    /// What outlets know of streets; `None`: nobody has one.
    pub fn cards(&self) -> Option<&Cards> {
        self.cards.as_deref()
    }

    /// Whether the desk deals by street now.
    pub fn deals_by_street(&self) -> bool {
        self.cards.is_some() && self.desk.policy.row().chooses_by == ChoosesBy::Street
    }

    /// Where all streets are dealt now; `None`: the desk deals otherwise. Of more streets than
    /// `most` some stand for all.
    pub fn dealing(&self, most: usize) -> Option<Dealing> {
        let nowhere = vec![0; self.outlets.len()];
        let mut dealing = Dealing { here: nowhere.clone(), hot: nowhere, moved: 0, all: 0 };
        self.deals_by_street().then_some(())?;
        for (_, street, outlets, moved) in self.dealt_streets(most) {
            dealing.all += 1;
            dealing.moved += u64::from(moved);
            for outlet in outlets {
                dealing.here[outlet as usize] += 1;
                dealing.hot[outlet as usize] += u64::from(street == 0);
            }
        }
        Some(dealing)
    }

    /// Streets that stand for all, at most about so many: each with its place on the circle, its number, the outlets to
    /// which it is dealt now, and whether one of them has no old card of it.
    fn dealt_streets(&self, most: usize) -> impl Iterator<Item = (u64, u32, Vec<u32>, bool)> {
        let streets = || self.zones.iter().enumerate().filter_map(|(z, zone)| Some((z, zone.streets.as_ref()?)));
        let all: usize = streets().map(|(_, streets)| streets.count as usize).sum();
        let step = all.div_ceil(most.max(1)).max(1);
        let filed = self.cards.as_ref().and_then(|cards| cards.filed.as_ref());
        let each = streets().flat_map(move |(z, streets)| {
            streets.all().step_by(step).map(move |street| (ZoneId(z as u32), streets, street))
        });
        each.map(move |(zone, streets, street)| {
            let outlets = self.outlets_of(streets, street);
            let knows = |&o: &u32| filed.is_some_and(|filing| filing.has(&self.ring, streets, zone, street, o));
            let moved = !outlets.iter().all(knows);
            (streets.place(street), street, outlets, moved)
        })
    }

    /// Streets that stand for all, at most about so many, in the order of the circle: the outlet to which each is dealt
    /// now (a split one: the first), and whether that has no old card of it. Empty where the desk deals otherwise.
    pub fn around_the_circle(&self, most: usize) -> Vec<(OutletId, bool)> {
        if !self.deals_by_street() {
            return Vec::new();
        }
        let mut streets: Vec<_> = self.dealt_streets(most).collect();
        streets.sort_unstable_by_key(|(place, street, ..)| (*place, *street));
        let first = |(_, _, outlets, moved): &(u64, u32, Vec<u32>, bool)| Some((OutletId(*outlets.first()?), *moved));
        streets.iter().filter_map(first).collect()
    }

    /// The outlets to which the customers of a street are dealt now.
    fn outlets_of(&self, streets: &Streets, street: u32) -> Vec<u32> {
        let candidates = &self.desk.candidates;
        let ways = streets.dealt(street, 0).ways.min(candidates.len() as u32);
        let to = |n: u64| deal(self.desk.policy, &self.ring, candidates, streets.dealt(street, n));
        (0..u64::from(ways)).filter_map(to).collect()
    }

    /// What comes to each outlet of a zone's calls in the long run, and for how much of that it has no cards yet;
    /// `None`: nobody there has a street. Of many streets some stand for all.
    pub fn expected_guests(&self, zone: ZoneId) -> Option<Vec<Guests>> {
        let streets = self.zones[zone.index()].streets.as_ref()?;
        let cards = self.cards.as_ref()?;
        let mut guests = vec![Guests::default(); self.outlets.len()];
        let by_street = self.deals_by_street();
        let common = (streets.count as usize).div_ceil(SAMPLE);
        let shown = (1..=streets.count).step_by(common);
        let each = (1.0 - streets.hot) / shown.clone().count() as f64;
        let hot = (streets.hot > 0.0).then_some((0, streets.hot));
        for (street, share) in hot.into_iter().chain(shown.map(|street| (street, each))) {
            let outlets = if by_street { self.outlets_of(streets, street) } else { self.desk.candidates.clone() };
            let share = share / outlets.len() as f64;
            for &o in &outlets {
                let knows = cards.has(&self.ring, streets, zone, street, OutletId(o));
                guests[o as usize].share += share;
                guests[o as usize].strangers += if knows { 0.0 } else { share };
            }
        }
        Some(guests)
    }

    /// A number that becomes another with every card.
    pub fn acquaintance(&self) -> u64 {
        self.cards.as_ref().map_or(0, |cards| cards.made_so_far())
    }
}

/// Streets that stand for all of a zone.
const SAMPLE: usize = 500;

/// What an outlet gets of a zone's calls.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Guests {
    /// The share of the zone's calls.
    pub share: f64,
    /// The share of the zone's calls that come to it and from streets of which it has no card.
    pub strangers: f64,
}

/// Why a rule by street is not for a shop without streets.
pub fn no_streets(policy: Policy) -> String {
    format!("policy {} deals by street, and no zone has streets", policy.word())
}
