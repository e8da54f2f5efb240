//! Load from what is known: the current demand, the desk's policy, the menu's mean work, and the staff present. It
//! contains no chance, so it does not jitter; it leaves out the backlog and chefs who are still on their way.

use crate::sim::chef::{Chef, Duty, Task, speed};
use crate::sim::choices::{Choice, ChoosesBy};
use crate::sim::outlet::Outlet;
use crate::sim::setup::{Arrivals, DeliveryMode, KitchenKind, Policy, Refill, Skill, ZoneSetup};
use crate::sim::world::{Guests, World};
use crate::theory::{cache, city};
use crate::units::{ItemId, OutletId, Place, Span, Time, ZoneId};

/// Customers who will call again within this time count as calling now. Recorded calls are counted over as long a time.
const SOON: Span = Span::from_mins(10);
/// How many points of a zone's disc stand for all of its addresses.
const POINTS: usize = 12;

/// The demand on one outlet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Demand {
    /// Tickets an hour, one for each order and for each pizza of a party; by item id.
    pub items: Vec<f64>,
    /// Cookings an order, by item id: less than one where slices lie under a lamp. Empty: one each.
    pub cookings: Vec<f64>,
    /// By which share the work of a cooking is more than usual, for those whom nobody here knows.
    pub strange: f64,
    /// The mean ride to an address, in the current traffic.
    pub ride: Span,
    /// The mean ride from one address to another, in the current traffic.
    pub between: Span,
    /// The squared coefficient of variation of the ride: variance ÷ mean².
    pub ride_squared_cv: f64,
}

/// What of the demand changes seldom: how far the outlets are from the zones' doors, at the traffic of a moment.
#[derive(Clone, Debug, Default)]
pub struct Town {
    traffic: f64,
    zones: Vec<Roads>,
}

#[derive(Clone, Debug)]
struct Roads {
    doors: Vec<Place>,
    /// Mean seconds from one door to another.
    between: f64,
    /// From each outlet to a door, the mean seconds and their squares' mean; as far as they were asked for.
    rides: Vec<Option<(f64, f64)>>,
}

/// All that demand and loads follow from.
#[derive(Clone, Debug, PartialEq)]
pub struct Basis {
    /// Calls an hour, by zone.
    calls: Vec<f64>,
    /// What they are for, zone by zone.
    weights: Vec<f64>,
    traffic: f64,
    candidates: Vec<u32>,
    /// [`World::staffings`].
    staffing: (u64, u32),
    /// How streets are dealt, and which cards there are: the policy, over how many outlets hot streets are split, and
    /// [`World::acquaintance`].
    cards: Option<(Policy, Vec<u32>, u64)>,
    /// Bases are ready, or may be: who cooks with them is quicker.
    bases: bool,
}

impl Basis {
    /// As it is now.
    pub fn of(world: &World) -> Basis {
        Basis {
            calls: let_in(world),
            weights: world.zones().iter().flat_map(|zone| zone.weights.iter().copied()).collect(),
            traffic: world.traffic(),
            candidates: world.desk().candidates().to_vec(),
            staffing: world.staffings(),
            cards: world.cards().map(|_| {
                let ways = world.zones().iter().map(|zone| zone.streets.as_ref().map_or(1, |streets| streets.ways));
                (world.desk().policy, ways.collect(), world.acquaintance())
            }),
            bases: world.setup().items.iter().any(|item| item.base.is_some()),
        }
    }

    /// What was reckoned from this stands.
    pub fn holds(&self, now: &Basis) -> bool {
        self == now && !now.bases
    }
}

/// The people of an outlet, as far as rates and loads need them.
#[derive(Clone, Debug, Default)]
pub struct Staff {
    /// Pairs of hands that cook, or are about to.
    pub hands: Vec<Hand>,
    /// Riders here and not about to leave.
    pub riders: f64,
    /// Speeds of the hands together.
    quickness: f64,
    /// [`World::staffing`] when they were counted.
    counted: Option<(u32, u32)>,
}

/// One pair of hands, here or imagined.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hand {
    /// What the chef can cook.
    pub skill: Skill,
    /// The level of the chef's tools, from 1.
    pub level: u8,
    /// The chef's speed as a share of the usual one.
    pub pace: f64,
}

/// Offered load, and the hands to carry it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Load {
    /// Offered load: how many hands it would keep busy.
    pub work: f64,
    /// How many hands there are.
    pub hands: f64,
}

impl Load {
    /// Offered load ÷ hands (utilization, above 1 when overloaded); `None` with nobody there.
    pub fn share(&self) -> Option<f64> {
        (self.hands > 0.0).then(|| self.work / self.hands)
    }
}

impl Hand {
    /// A chef who exists.
    pub fn of(chef: &Chef) -> Hand {
        Hand { skill: chef.skill, level: chef.level, pace: chef.pace() }
    }

    fn may_cook(&self, kitchen: KitchenKind, item: ItemId) -> bool {
        match (kitchen, self.skill) {
            (KitchenKind::Specialised, Skill::Item(own)) => own == item,
            (KitchenKind::Specialised, Skill::AllRound) | (KitchenKind::Shared | KitchenKind::Private, _) => true,
        }
    }
}

/// The chefs of an outlet who are here, well, and not about to leave.
pub fn hands(outlet: &Outlet) -> Vec<Hand> {
    outlet.chefs.iter().filter(|chef| stays(chef)).map(Hand::of).collect()
}

fn stays(chef: &Chef) -> bool {
    chef.is_well_and_here() && !chef.leaving
}

/// Those, and the hired chefs who are on their way.
pub fn hands_soon(outlet: &Outlet) -> Vec<Hand> {
    let comes = |chef: &&Chef| matches!(chef.duty, Duty::Coming { .. }) && !chef.standby && !chef.leaving;
    let mut hands = hands(outlet);
    hands.extend(outlet.chefs.iter().filter(comes).map(Hand::of));
    hands
}

/// Riders who are here and not about to leave, and those on their way.
pub fn riders(outlet: &Outlet) -> (f64, f64) {
    let here = outlet.riders.iter().filter(|rider| rider.is_here() && !rider.leaving).count();
    let coming = outlet.riders.iter().filter(|rider| matches!(rider.duty, Duty::Coming { .. }) && !rider.leaving);
    (here as f64, coming.count() as f64)
}

impl Staff {
    /// Brings the people of an outlet up to the moment.
    pub fn recount(&mut self, world: &World, o: usize) {
        let staffing = world.staffing(OutletId(o as u32));
        if self.counted != Some(staffing) {
            let outlet = &world.outlets()[o];
            let hands = hands(outlet);
            let quickness = quickness(world, &hands);
            *self = Staff { hands, riders: riders(outlet).0, quickness, counted: Some(staffing) };
        }
    }
}

/// What every outlet is asked for now.
pub fn demand(world: &World) -> Vec<Demand> {
    let mut all = Vec::new();
    Town::default().ask(world, |o| quickness(world, &hands(&world.outlets()[o])), &mut all);
    all
}

impl Town {
    /// What every outlet is asked for now by those known to be there; into a list that may be of an earlier moment.
    pub fn demand(&mut self, world: &World, staff: &[Staff], all: &mut Vec<Demand>) {
        self.ask(world, |o| staff[o].quickness, all);
    }

    fn ask(&mut self, world: &World, quickness: impl Fn(usize) -> f64, all: &mut Vec<Demand>) {
        self.measure(world);
        let items = world.setup().items.len();
        all.resize_with(world.outlets().len(), Demand::default);
        for demand in all.iter_mut() {
            demand.items.clear();
            demand.items.resize(items, 0.0);
            demand.cookings.clear();
            (demand.ride, demand.between, demand.ride_squared_cv) = (Span::ZERO, Span::ZERO, 0.0);
            demand.strange = 0.0;
        }
        let mut rides = vec![[0.0; 3]; world.outlets().len()];
        let let_in = let_in(world);
        let mut strangers = vec![0.0; world.outlets().len()];
        for (z, ((zone, roads), calls)) in world.zones().iter().zip(&mut self.zones).zip(let_in).enumerate() {
            let weights: f64 = zone.weights.iter().sum();
            if calls <= 0.0 || weights <= 0.0 {
                continue;
            }
            let guests = world.expected_guests(ZoneId(z as u32));
            let pizzas = world.setup().zones[z].pizzas();
            for (o, share) in shares(world, guests.as_deref(), &roads.doors, &quickness) {
                // Of a party each pizza is a ticket.
                let rate = calls * share * pizzas;
                if let Some(guests) = guests.as_ref().map(|guests| guests[o]).filter(|guests| guests.share > 0.0) {
                    strangers[o] += rate * guests.strangers / guests.share;
                }
                for (item, weight) in all[o].items.iter_mut().zip(&zone.weights) {
                    *item += rate * weight / weights;
                }
                let (ride, squared) = roads.ride(world, o);
                rides[o][0] += rate * ride;
                rides[o][2] += rate * squared;
                rides[o][1] += rate * roads.between;
            }
        }
        if world.setup().has_trays() {
            all.iter_mut().zip(world.outlets()).for_each(|(demand, outlet)| demand.count_trays(world, outlet));
        }
        let stranger = world.setup().cards.stranger;
        for ((demand, [ride, between, squared]), strangers) in all.iter_mut().zip(rides).zip(strangers) {
            let rate = demand.rate();
            if rate > 0.0 {
                demand.strange = (stranger - 1.0) * strangers / rate;
                demand.ride = Span::from_seconds_f64(ride / rate);
                demand.between = Span::from_seconds_f64(between / rate);
                let mean = ride / rate;
                demand.ride_squared_cv = if mean > 0.0 { (squared / rate / (mean * mean) - 1.0).max(0.0) } else { 0.0 };
            }
        }
    }

    /// The roads at the traffic of now.
    fn measure(&mut self, world: &World) {
        if self.zones.len() == world.zones().len() && self.traffic == world.traffic() {
            return;
        }
        self.traffic = world.traffic();
        let roads = |spec: &ZoneSetup| {
            let doors = city::spread(spec.at, spec.radius, POINTS);
            let next = doors.iter().zip(doors.iter().cycle().skip(POINTS / 2));
            let between = mean(next.map(|(a, b)| world.ride_time(*a, *b).seconds()));
            Roads { doors, between, rides: vec![None; world.outlets().len()] }
        };
        self.zones = world.setup().zones.iter().map(roads).collect();
    }
}

impl Roads {
    fn ride(&mut self, world: &World, o: usize) -> (f64, f64) {
        *self.rides[o].get_or_insert_with(|| {
            let home = world.setup().outlets[o].at;
            let there = self.doors.iter().map(|door| world.ride_time(home, *door).seconds());
            (mean(there.clone()), mean(there.map(|seconds| seconds * seconds)))
        })
    }
}

impl Demand {
    /// Orders an hour, of all items.
    pub fn rate(&self) -> f64 {
        self.items.iter().sum()
    }

    /// Cookings an hour that orders of an item ask for.
    pub fn cooked(&self, item: ItemId) -> f64 {
        let cookings = self.cookings.get(item.index()).copied().unwrap_or(1.0);
        self.items.get(item.index()).copied().unwrap_or(0.0) * cookings
    }

    /// Cookings an hour, of all items.
    pub fn cookings(&self) -> f64 {
        if self.cookings.is_empty() {
            self.rate()
        } else {
            self.items.iter().zip(&self.cookings).map(|(i, c)| i * c).sum()
        }
    }

    /// How many cookings an order of each item asks for where slices lie under lamps: see [`crate::theory::cache`].
    fn count_trays(&mut self, world: &World, outlet: &Outlet) {
        self.cookings = vec![1.0; self.items.len()];
        for lamp in &outlet.lamps {
            let bake = world.setup().items[lamp.item.index()].work.mean();
            let rate = self.items[lamp.item.index()] / 3_600.0;
            let all_bake = lamp.rule.refill == Refill::Everyone;
            self.cookings[lamp.item.index()] = cache::cookings(rate, lamp.rule.keeps.seconds(), bake, all_bake);
        }
    }
}

/// First calls an hour of a zone, by its curve and the surges, or as recorded.
pub fn calls(world: &World, z: usize) -> f64 {
    match &world.setup().zones[z].arrivals {
        Arrivals::Trace(times) => {
            let from = Time(world.now().0.saturating_sub(SOON.0));
            let lately = times.partition_point(|at| *at <= world.now()) - times.partition_point(|at| *at < from);
            lately as f64 / world.now().since(from).max(Span::from_mins(2)).hours()
        }
        Arrivals::Poisson | Arrivals::Even => world.demand(ZoneId(z as u32)),
    }
}

/// Calls an hour of each zone, first and repeat, that its quota and the common one let through in the long run.
fn let_in(world: &World) -> Vec<f64> {
    let mut let_in = calls_again(world);
    for (z, (rate, zone)) in let_in.iter_mut().zip(world.zones()).enumerate() {
        let asked = *rate + calls(world, z);
        *rate = zone.quota.map_or(asked, |quota| asked.min(quota.per_hour()));
    }
    let all: f64 = let_in.iter().sum();
    if let Some(common) = world.desk().quota.filter(|common| common.per_hour() < all) {
        let_in.iter_mut().for_each(|rate| *rate *= common.per_hour() / all);
    }
    let_in
}

/// Repeat calls an hour of each zone that are due soon; each customer waits for one at most.
fn calls_again(world: &World) -> Vec<f64> {
    let mut again = vec![0.0; world.zones().len()];
    for (at, id) in world.recalls() {
        if at.since(world.now()) <= SOON {
            again[id.zone.index()] += 1.0 / SOON.hours();
        }
    }
    again
}

/// To which outlets the desk's rule sends the calls from these doors in the long run, by what it believes.
fn shares(
    world: &World,
    guests: Option<&[Guests]>,
    doors: &[Place],
    quickness: impl Fn(usize) -> f64,
) -> Vec<(usize, f64)> {
    let candidates = world.desk().candidates();
    let evenly = || candidates.iter().map(|&o| (o as usize, 1.0 / candidates.len() as f64)).collect();
    match world.desk().policy.row().chooses_by {
        ChoosesBy::Address => {
            let mut shares: Vec<(usize, f64)> = Vec::new();
            for door in doors {
                let Some(OutletId(o)) = world.would_choose(*door, 0) else { continue };
                match shares.iter_mut().find(|(known, _)| *known == o as usize) {
                    Some((_, share)) => *share += 1.0 / doors.len() as f64,
                    None => shares.push((o as usize, 1.0 / doors.len() as f64)),
                }
            }
            shares
        }
        ChoosesBy::Chance | ChoosesBy::Turn => evenly(),
        ChoosesBy::Street => match guests {
            Some(guests) => candidates.iter().map(|&o| (o as usize, guests[o as usize].share)).collect(),
            None => evenly(),
        },
        // A policy that looks at the queues sends to each outlet as much as it can take.
        ChoosesBy::Queues => {
            let can: Vec<(usize, f64)> = candidates.iter().map(|&o| (o as usize, quickness(o as usize))).collect();
            let all: f64 = can.iter().map(|(_, can)| can).sum();
            if all > 0.0 { can.into_iter().map(|(o, can)| (o, can / all)).collect() } else { evenly() }
        }
    }
}

/// Speeds of these hands together, each at its own item.
fn quickness(world: &World, hands: &[Hand]) -> f64 {
    let item = |hand: &Hand| match hand.skill {
        Skill::Item(item) => item,
        Skill::AllRound => ItemId(0),
    };
    hands.iter().map(|hand| speed(&world.setup().kitchen, hand.skill, hand.level, item(hand)) * hand.pace).sum::<f64>()
}

/// Orders a second that these hands can serve. Who is like the one before him is reckoned once.
pub fn orders_a_second<'a>(hands: impl IntoIterator<Item = &'a Hand>, takes: impl Fn(&Hand) -> f64) -> f64 {
    let mut before: Option<(&Hand, f64)> = None;
    let can = |hand: &'a Hand| match before {
        Some((alike, can)) if alike == hand => can,
        _ => before.insert((hand, 1.0 / takes(hand).max(1e-9))).1,
    };
    hands.into_iter().map(can).sum()
}

/// Seconds of a pair of hands for one order of an item, a base where there is one, the drive where chefs drive.
pub fn seconds(world: &World, o: usize, hand: &Hand, item: ItemId, demand: &Demand) -> f64 {
    let spec = &world.setup().items[item.index()];
    let speed = speed(&world.setup().kitchen, hand.skill, hand.level, item) * hand.pace;
    let saved = spec.base.map_or(0.0, |base| {
        let wanted = demand.cooked(item) * SOON.hours();
        base.saves * (world.outlets()[o].bases_of(item) as f64 / wanted.max(1.0)).min(1.0)
    });
    spec.work.mean() * spec.hiccups() * (1.0 + demand.strange) * (1.0 - saved) / speed + drive(world, demand)
}

/// Mean seconds of a chef's time that bringing an order takes.
fn drive(world: &World, demand: &Demand) -> f64 {
    match world.delivery_mode() {
        DeliveryMode::Coupled => 2.0 * demand.ride.seconds() + world.setup().delivery.handover.mean(),
        DeliveryMode::Pickup | DeliveryMode::Decoupled => 0.0,
    }
}

/// Mean seconds of a chef per order, over all items that the chef cooks, weighted by demand, switching included.
pub fn mean_seconds(world: &World, o: usize, hand: &Hand, demand: &Demand) -> f64 {
    let outlet = &world.outlets()[o];
    let items = (0..demand.items.len()).map(|i| ItemId(i as u16));
    let cooked = items.filter(|item| hand.may_cook(outlet.kitchen, *item));
    let asked: f64 = cooked.clone().map(|item| demand.cooked(item)).sum();
    let share = |item: ItemId| match asked > 0.0 {
        true => demand.cooked(item) / asked,
        false => 1.0 / cooked.clone().count().max(1) as f64,
    };
    let turns: f64 = cooked.clone().map(|item| share(item) * (1.0 - share(item))).sum();
    let work: f64 = cooked.clone().map(|item| share(item) * seconds(world, o, hand, item, demand)).sum();
    work + turns * world.setup().kitchen.switch_time.seconds()
}

/// Offered load and capacity if `hands` were the chefs of outlet `o`.
pub fn load(world: &World, o: usize, hands: &[Hand], demand: &Demand) -> Load {
    let count = hands.len() as f64;
    if hands.is_empty() {
        let anybody = Hand { skill: Skill::Item(ItemId(0)), level: 1, pace: 1.0 };
        return Load { work: demand.cookings() / 3_600.0 * mean_seconds(world, o, &anybody, demand), hands: 0.0 };
    }
    let work = match world.outlets()[o].kitchen {
        KitchenKind::Shared | KitchenKind::Private => {
            let can = orders_a_second(hands, |hand| mean_seconds(world, o, hand, demand));
            demand.cookings() / 3_600.0 / can * count
        }
        KitchenKind::Specialised => {
            (0..demand.items.len()).map(|i| line(world, o, hands, ItemId(i as u16), demand)).sum()
        }
    };
    Load { work, hands: count }
}

/// Orders a second that all chefs at work can cook.
pub fn capacity(world: &World) -> f64 {
    let demand = demand(world);
    let lit = world.outlets().iter().enumerate().filter(|(_, outlet)| outlet.is_lit());
    let can = lit.map(|(o, outlet)| {
        let cooked = orders_a_second(&hands(outlet), |hand| mean_seconds(world, o, hand, &demand[o]));
        // A tray serves many.
        let (rate, cookings) = (demand[o].rate(), demand[o].cookings());
        if cookings > 0.0 { cooked * rate / cookings } else { cooked }
    });
    can.sum()
}

/// How much of the cooking under way is done, in orders: an order half cooked is 0.5.
pub fn begun(world: &World) -> f64 {
    let demand = demand(world);
    let lit = world.outlets().iter().enumerate().filter(|(_, outlet)| outlet.is_lit());
    let done = lit.flat_map(|(o, outlet)| outlet.chefs.iter().map(move |chef| (o, chef))).map(|(o, chef)| {
        let Task::Cooking { order, .. } = chef.task else { return 0.0 };
        let lasts = mean_seconds(world, o, &Hand::of(chef), &demand[o]).max(1e-9);
        (world.now().since(world.orders()[order].start).seconds() / lasts).min(0.95)
    });
    done.sum()
}

/// Offered load of one item in a specialised kitchen: on its experts or, if there are none, on the all-rounders.
pub fn line(world: &World, o: usize, hands: &[Hand], item: ItemId, demand: &Demand) -> f64 {
    let experts = hands.iter().filter(|hand| hand.skill == Skill::Item(item));
    let able: Vec<&Hand> = match experts.clone().next() {
        Some(_) => experts.collect(),
        None => hands.iter().filter(|hand| hand.skill == Skill::AllRound).collect(),
    };
    let anybody = Hand { skill: Skill::Item(item), level: 1, pace: 1.0 };
    let each: f64 = match able.len() {
        0 => seconds(world, o, &anybody, item, demand),
        n => n as f64 / orders_a_second(able, |hand| seconds(world, o, hand, item, demand)),
    };
    demand.cooked(item) / 3_600.0 * each
}

/// Offered load on the riders, in riders.
pub fn riders_work(world: &World, demand: &Demand) -> f64 {
    match world.delivery_mode() {
        DeliveryMode::Decoupled => demand.rate() / 3_600.0 * trip(world, demand),
        DeliveryMode::Pickup | DeliveryMode::Coupled => 0.0,
    }
}

/// Mean seconds of a rider per order: there and back with a full batch.
pub fn trip(world: &World, demand: &Demand) -> f64 {
    let batch = world.batch().max(1) as f64;
    let trip = 2.0 * demand.ride.seconds() + (batch - 1.0) * demand.between.seconds();
    trip / batch + world.setup().delivery.handover.mean()
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0), |(sum, count), value| (sum + value, count + 1));
    if count == 0 { 0.0 } else { sum / count as f64 }
}
