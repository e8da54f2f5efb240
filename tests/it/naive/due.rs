//! What is due next: everything that has a clock is looked at, and the least of (time, rank, who, which clock) is it.

use super::{At, Doing, Duty, Naive, SpellKind, Status};
use pizzeria::sim::setup::Arrivals;
use pizzeria::units::time::MICROS_PER_HOUR;
use pizzeria::units::{Place, Time};

/// Something that is due. The fields stand in the order in which they decide.
#[derive(Clone, Copy, PartialEq, PartialOrd, Debug)]
pub struct Due {
    pub time: Time,
    pub rank: u8,
    pub who: [u64; 4],
    pub clock: u8,
    pub what: What,
}

#[derive(Clone, Copy, PartialEq, PartialOrd, Debug)]
pub enum What {
    SliceHanded(usize, usize),
    Written(usize, usize),
    VolumeBack(usize),
    VolumeLeaves(usize),
    CallOver(usize),
    PhoneAnswers(usize),
    ClerkBegins(usize),
    ChefDone(usize, usize),
    RiderDone(usize, usize),
    SpellOver(usize),
    LightBack(usize),
    LineMended(usize),
    Opens(usize),
    ChefStarts(usize, usize),
    Well(usize, usize),
    ChefBack(usize, usize),
    QuickAgain(usize, usize),
    ToolsFit(usize, usize),
    BurnsNoMore(usize, usize),
    RiderStarts(usize, usize),
    RiderBack(usize, usize),
    FileCards,
    Spoil(usize),
    PrepEdge(usize),
    FallsIll(usize, usize),
    Noticed(usize, usize),
    Look,
    Check,
    ManagerLooks(usize),
    AskMore,
    Leaves(usize),
    Twice(usize),
    Calls(usize),
    CallsAgain(usize),
    Doubts(usize),
    Script,
    Played,
}

const WORK: u8 = 0;
const OVER: u8 = 1;
const PREP: u8 = 2;
const ILLNESS: u8 = 3;
const BOARD: u8 = 4;
const CHECK: u8 = 5;
const PATIENCE: u8 = 6;
/// Who leaves at that moment orders nothing twice.
const TWICE: u8 = 7;
const CALL: u8 = 8;
const RECALL: u8 = 9;
const SCRIPT: u8 = 10;
const PLAYER: u8 = 11;

impl Naive {
    pub fn next_due(&self) -> Option<Due> {
        let mut all: Vec<Due> = Vec::new();
        let mut add = |time: Time, rank: u8, who: [u64; 4], clock: u8, what: What| {
            if time != Time::NEVER {
                all.push(Due { time, rank, who, clock, what });
            }
        };
        for (i, spell) in self.spells.iter().enumerate() {
            add(spell.until, OVER, [0; 4], 0, What::SpellOver(i));
        }
        add(self.cards.due.unwrap_or(Time::NEVER), PREP, [0; 4], 0, What::FileCards);
        add(self.desk.next_look, BOARD, [0; 4], 0, What::Look);
        add(self.desk.next_check, CHECK, [0; 4], 0, What::Check);
        add(self.desk.next_ask, CHECK, [0; 4], 0, What::AskMore);
        for o in 0..self.outlets.len() {
            self.due_at(o, &mut add);
        }
        for &t in &self.alive {
            let call = &self.calls[self.tickets[t].call];
            let id = [call.id.zone.0 as u64, call.id.n, call.id.attempt as u64, 0];
            add(call.deadline, PATIENCE, id, 0, What::Leaves(self.tickets[t].call));
            let ticket = [id[0], id[1], self.tickets[t].part as u64, id[2]];
            add(self.tickets[t].twice_at.unwrap_or(Time::NEVER), TWICE, ticket, 0, What::Twice(t));
        }
        for (time, b, rank, i) in self.pens() {
            add(time, WORK, [3, 0, b as u64, rank as u64], 0, What::Written(i, b));
        }
        for (b, volume) in self.volumes.iter().flat_map(|volumes| volumes.all.iter().enumerate()) {
            add(volume.away.unwrap_or(Time::NEVER), OVER, [3, 0, b as u64, 0], 0, What::VolumeBack(b));
            add(volume.leaves.unwrap_or(Time::NEVER), ILLNESS, [3, 0, b as u64, 0], 0, What::VolumeLeaves(b));
        }
        if let Some(phones) = &self.phones {
            for (c, clerk) in phones.clerks.iter().enumerate() {
                let over = clerk.call.map_or(Time::NEVER, |call| call.until);
                add(over, WORK, [3, 0, c as u64, 0], 0, What::CallOver(c));
                if let super::phones::Duty::Coming(at) = clerk.duty {
                    add(at, OVER, [3, 1, c as u64, 0], 0, What::ClerkBegins(c));
                }
            }
            for (o, dead) in phones.dead.iter().enumerate() {
                add(dead.unwrap_or(Time::NEVER), OVER, [3, 0, o as u64, 0], 0, What::PhoneAnswers(o));
            }
        }
        if !self.closed {
            for z in 0..self.zones.len() {
                add(self.next_call(z), CALL, [1, z as u64, 0, 0], 0, What::Calls(z));
            }
            for (i, recall) in self.recalls.iter().enumerate() {
                let id = [recall.id.zone.0 as u64, recall.id.n, recall.id.attempt as u64, 0];
                add(recall.at, RECALL, id, 0, What::CallsAgain(i));
            }
            for (i, doubt) in self.doubts.iter().enumerate() {
                let id = [doubt.id.zone.0 as u64, doubt.id.n, doubt.id.attempt as u64, 0];
                add(doubt.at, RECALL, id, 0, What::Doubts(i));
            }
            if let Some(line) = self.setup.script.get(self.script_next) {
                add(line.at, SCRIPT, [0; 4], 0, What::Script);
            }
            if let Some(line) = self.setup.played.get(self.played_next) {
                add(line.at, PLAYER, [0; 4], 0, What::Played);
            }
        }
        all.into_iter().min_by(|a, b| a.partial_cmp(b).expect("no clock is not a number"))
    }

    fn due_at(&self, o: usize, add: &mut impl FnMut(Time, u8, [u64; 4], u8, What)) {
        let shop = &self.outlets[o];
        let own = [2, o as u64, 0, 0];
        add(shop.dark.unwrap_or(Time::NEVER), OVER, own, 0, What::LightBack(o));
        add(shop.cut.unwrap_or(Time::NEVER), OVER, own, 1, What::LineMended(o));
        if let Status::Opening(at) = shop.status {
            add(at, OVER, own, 2, What::Opens(o));
        }
        for (time, item) in self.slices_due(o) {
            add(time, WORK, own, item as u8, What::SliceHanded(o, item));
        }
        for tray in &shop.trays {
            add(tray.spoils, PREP, own, 1, What::Spoil(o));
        }
        add(shop.next_edge, PREP, own, 0, What::PrepEdge(o));
        if let Some(manager) = shop.manager.filter(|_| !self.closed) {
            add(manager.next, CHECK, own, 0, What::ManagerLooks(o));
        }
        for (c, chef) in shop.chefs.iter().enumerate() {
            let who = [2, o as u64, 1, c as u64];
            match chef.doing {
                Doing::Cooking { until, .. } | Doing::Bases { until, .. } if chef.ill.is_none() => {
                    add(until, WORK, who, 0, What::ChefDone(o, c));
                }
                Doing::Out { until, .. } => add(until, WORK, who, 0, What::ChefDone(o, c)),
                _ => {}
            }
            if let Duty::Coming(at) = chef.duty {
                add(at, OVER, who, 0, What::ChefStarts(o, c));
            }
            if let Some(ill) = chef.ill {
                add(ill.until, OVER, who, 1, What::Well(o, c));
                add(ill.notice.unwrap_or(Time::NEVER), ILLNESS, who, 1, What::Noticed(o, c));
            }
            add(chef.away.unwrap_or(Time::NEVER), OVER, who, 2, What::ChefBack(o, c));
            add(chef.slow.map_or(Time::NEVER, |(_, until)| until), OVER, who, 3, What::QuickAgain(o, c));
            add(chef.upgrade.unwrap_or(Time::NEVER), OVER, who, 4, What::ToolsFit(o, c));
            add(chef.burns.map_or(Time::NEVER, |(_, until)| until), OVER, who, 5, What::BurnsNoMore(o, c));
            add(chef.falls_ill.unwrap_or(Time::NEVER), ILLNESS, who, 0, What::FallsIll(o, c));
        }
        for (r, rider) in shop.riders.iter().enumerate() {
            let who = [2, o as u64, 2, r as u64];
            if let Some(trip) = &rider.trip {
                add(trip.until, WORK, who, 0, What::RiderDone(o, r));
            }
            if let Duty::Coming(at) = rider.duty {
                add(at, OVER, who, 0, What::RiderStarts(o, r));
            }
            add(rider.away.unwrap_or(Time::NEVER), OVER, who, 1, What::RiderBack(o, r));
        }
    }

    /// When a zone calls next, were nothing to change.
    fn next_call(&self, z: usize) -> Time {
        let zone = &self.zones[z];
        match &self.setup.zones[z].arrivals {
            Arrivals::Trace(times) => times.get(zone.called as usize).copied().unwrap_or(Time::NEVER),
            _ => {
                let at = self.exact_call(z).round();
                if at < 1e18 { Time(at as u64) } else { Time::NEVER }
            }
        }
    }

    pub fn exact_call(&self, z: usize) -> f64 {
        let (zone, spec) = (&self.zones[z], &self.setup.zones[z]);
        if spec.arrivals == Arrivals::Even && spec.curve.is_empty() && !zone.surged {
            return (zone.called + 1) as f64 * MICROS_PER_HOUR as f64 / spec.orders_per_hour;
        }
        zone.rate.invert(zone.from, zone.rest, zone.factor)
    }

    pub fn happen(&mut self, due: Due) {
        match due.what {
            What::SliceHanded(o, item) => self.slice_handed(o, item),
            What::CallOver(c) => self.call_over(c),
            What::PhoneAnswers(o) => self.phone_answers(o),
            What::ClerkBegins(c) => self.clerk_begins(c),
            What::ChefDone(o, c) => self.chef_done(o, c),
            What::RiderDone(o, r) => self.rider_done(o, r),
            What::SpellOver(i) => {
                if let SpellKind::Surge { zone, .. } = self.spells.remove(i).what {
                    self.demand_changed(zone);
                }
            }
            What::Written(i, b) => self.is_written(i, b),
            What::VolumeBack(b) => self.volume_back(b),
            What::VolumeLeaves(b) => self.volume_leaves(b),
            What::LightBack(o) => self.light_back(o),
            What::LineMended(o) => self.line_mended(o),
            What::Opens(o) => {
                self.opens(o);
                // Who waits at a dark outlet can be sent here, before those who wait at the desk.
                self.desk.checking = true;
                self.settle();
                self.desk.checking = false;
                self.truth_changed();
            }
            What::ChefStarts(o, c) => self.chef_starts(o, c),
            What::Well(o, c) => self.well_again(o, c),
            What::ChefBack(o, c) => {
                self.outlets[o].chefs[c].away = None;
                self.start_illness_clock(o, c);
                self.hands_free(o, c);
            }
            What::QuickAgain(o, c) => {
                let (factor, _) = self.outlets[o].chefs[c].slow.take().expect("was slow");
                self.stretch(o, c, factor);
            }
            What::ToolsFit(o, c) => {
                self.outlets[o].chefs[c].upgrade = None;
                self.outlets[o].chefs[c].level += 1;
            }
            What::BurnsNoMore(o, c) => self.outlets[o].chefs[c].burns = None,
            What::RiderStarts(o, r) => self.rider_starts(o, r),
            What::RiderBack(o, r) => {
                self.outlets[o].riders[r].away = None;
                self.rider_free(o, r);
            }
            What::Spoil(o) => {
                let now = self.now;
                let shop = &mut self.outlets[o];
                shop.spoiled += shop.trays.iter().filter(|t| t.spoils <= now).map(|t| t.count as u64).sum::<u64>();
                shop.trays.retain(|t| t.spoils > now);
            }
            What::FileCards => self.files_cards(),
            What::PrepEdge(o) => self.set_window(o),
            What::FallsIll(o, c) => self.random_illness(o, c),
            What::Noticed(o, c) => self.illness_noticed(o, c),
            What::Look => {
                self.look();
                self.desk.next_look = self.now + self.desk.look_every;
            }
            What::Check => {
                self.desk.next_check = self.now + self.desk.check_every;
                self.check();
            }
            What::ManagerLooks(o) => self.manager_looks(o),
            What::AskMore => {
                self.desk.next_ask = self.now + super::health::A_MINUTE;
                self.ask_more();
            }
            What::Leaves(call) => self.leaves(call),
            What::Twice(t) => self.ordered_twice(t),
            What::Calls(z) => self.first_call(z),
            What::Doubts(i) => self.doubts_again(i),
            What::CallsAgain(i) => {
                let recall = self.recalls.remove(i);
                self.place(recall.id, recall.first_placed, recall.what);
            }
            What::Script => {
                let command = self.setup.script[self.script_next].command.clone();
                self.script_next += 1;
                let done = self.obey(&command);
                self.script_answers.push(done);
            }
            What::Played => {
                let command = self.setup.played[self.played_next].command.clone();
                self.played_next += 1;
                let done = self.obey(&command);
                self.played_answers.push(done);
            }
        }
    }

    /// Where an order is delivered to, and where an outlet stands.
    pub fn address(&self, t: usize) -> Place {
        self.calls[self.tickets[t].call].what.address
    }

    /// Tickets of an outlet at a place.
    pub fn tickets_at(&self, o: usize, at: At) -> Vec<usize> {
        self.alive.iter().copied().filter(|&t| self.tickets[t].outlet == o && self.tickets[t].at == at).collect()
    }
}
