//! Streets: where each lies, to whom it is dealt, and who has a card.

use super::{Naive, ZoneNow};
use pizzeria::chance::draws::mix;
use pizzeria::chance::{Draws, Source};
use pizzeria::sim::order::OrderId;
use pizzeria::sim::setup::{Policy, Setup, ZoneSetup};
use pizzeria::units::{Time, ZoneId};
use std::collections::BTreeSet;

/// Cards, and what came of them.
#[derive(Default)]
pub struct CardsNow {
    /// Outlet, zone, street.
    pub there: BTreeSet<(usize, usize, u64)>,
    pub due: Option<Time>,
    /// For whom cooking began: when, where, and was he a stranger?
    pub met: Vec<(Time, usize, bool)>,
}

impl CardsNow {
    pub fn of(setup: &Setup) -> CardsNow {
        CardsNow { due: setup.cards.filed.filter(|_| streets(setup)), ..CardsNow::default() }
    }
}

/// Whether anybody has a street.
pub fn streets(setup: &Setup) -> bool {
    setup.zones.iter().any(|zone| zone.streets > 0)
}

pub fn is_by_street(policy: Policy) -> bool {
    policy == Policy::ByStreet || policy == Policy::Ring
}

/// FNV-1a of a name and what follows it, mixed.
fn point(name: &str, more: &[u8]) -> u64 {
    let mut hash: u64 = 14_695_981_039_346_656_037;
    for byte in name.bytes().chain(more.iter().copied()) {
        hash ^= byte as u64;
        hash = hash.wrapping_mul(1_099_511_628_211);
    }
    mix(hash)
}

fn street_point(zone: &ZoneSetup, street: u64) -> u64 {
    point(&zone.name, &(street as u32).to_le_bytes())
}

impl Naive {
    /// Where a customer lives; `None`: nowhere in particular.
    pub fn street(&self, id: OrderId) -> Option<u64> {
        let spec = &self.setup.zones[id.zone.index()];
        if spec.streets == 0 {
            return None;
        }
        let mut draws = Draws::keyed(self.setup.seed, Source::Street, id.zone.0 as u64, id.n);
        let is_hot = draws.unit() < spec.hot;
        Some(if is_hot { 0 } else { 1 + draws.below(spec.streets as u64) })
    }

    pub fn ways(&self, zone: usize) -> u64 {
        self.zones[zone].ways
    }

    /// All outlets by how soon they come on the circle from a place on, each by its nearest point.
    fn along_the_ring(&self, place: u64, among: &[usize]) -> Vec<usize> {
        let distance = |o: usize| {
            let name = &self.setup.outlets[o].name;
            (0..self.setup.cards.points).map(|p| point(name, &p.to_le_bytes()).wrapping_sub(place)).min()
        };
        let mut sorted = among.to_vec();
        sorted.sort_by_key(|&o| (distance(o), o));
        sorted
    }

    /// To whom a rule by street deals, the n-th customer of a place that is split.
    fn deals(&self, place: u64, n: u64, ways: u64, among: &[usize]) -> usize {
        let turn = n % ways.min(among.len() as u64);
        match self.desk.policy {
            Policy::Ring => self.along_the_ring(place, among)[turn as usize],
            _ => {
                let first = place % among.len() as u64;
                among[((first + turn) % among.len() as u64) as usize]
            }
        }
    }

    pub fn dealt(&self, id: OrderId, among: &[usize]) -> usize {
        let zone = id.zone.index();
        let spec = &self.setup.zones[zone];
        match self.street(id) {
            Some(street) => {
                let ways = if street == 0 { self.ways(zone) } else { 1 };
                self.deals(street_point(spec, street), id.n, ways, among)
            }
            None => self.deals(point(&spec.name, &id.n.to_le_bytes()), id.n, 1, among),
        }
    }

    /// Every street gets a card where it is dealt now.
    pub fn files_cards(&mut self) {
        self.cards.due = None;
        let among = self.candidates();
        if !is_by_street(self.desk.policy) || among.is_empty() {
            return;
        }
        for zone in 0..self.setup.zones.len() {
            let spec = self.setup.zones[zone].clone();
            if spec.streets == 0 {
                continue;
            }
            for street in 0..=spec.streets as u64 {
                let ways = if street == 0 { self.ways(zone) } else { 1 };
                for n in 0..ways {
                    let outlet = self.deals(street_point(&spec, street), n, ways, &among);
                    self.cards.there.insert((outlet, zone, street));
                }
            }
        }
    }

    /// Cooking begins: by what the work is multiplied.
    pub fn meets(&mut self, o: usize, t: usize) -> f64 {
        let id = self.calls[self.tickets[t].call].id;
        if self.is_house(t) {
            return 1.0;
        }
        let Some(street) = self.street(id) else { return 1.0 };
        let is_new = self.cards.there.insert((o, id.zone.index(), street));
        self.cards.met.push((self.now, o, is_new));
        if is_new { self.setup.cards.stranger } else { 1.0 }
    }

    /// Zones with a hot street, of one or of all.
    pub fn hot_zones(&self, zone: Option<ZoneId>) -> Vec<usize> {
        let is_hot = |&z: &usize| self.setup.zones[z].streets > 0 && self.setup.zones[z].hot > 0.0;
        (0..self.zones.len()).filter(|&z| zone.is_none_or(|only| only.index() == z)).filter(is_hot).collect()
    }
}

impl ZoneNow {
    pub fn split(&mut self, ways: u32) {
        self.ways = ways as u64;
    }
}
