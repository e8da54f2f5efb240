//! What queueing theory says of the queues in the long run, if everything stayed as it is known to be now: the arrival
//! rate, the menu's work, the chefs, the limits, the patience. It contains no chance, so over the charts it is a line.

use super::Session;
use super::rates::known::{self, Demand, Hand};
use crate::chance::Dist;
use crate::sim::chef::{Illness, speed};
use crate::sim::choices::{Choice, ChoosesBy};
use crate::sim::outlet::Outlet;
use crate::sim::setup::{Arrivals, DeliveryMode, KitchenKind, PatienceUntil, QueueOrder, Skill};
use crate::sim::world::World;
use crate::theory::priority::{self, Class};
use crate::theory::{Answer, NoAnswer, Service, Station, little, single};
use crate::units::ItemId;
use std::collections::BTreeMap;

/// A steady-state level.
#[derive(Clone, Debug, PartialEq)]
pub struct Steady {
    /// The mean number waiting, in all queues.
    pub waiting: f64,
    /// The model: `M/M/5`, `3 × M/G/1`, `Erlang A`.
    pub name: String,
    /// Whether the formula is exact for this shop, not an approximation.
    pub exact: bool,
    /// Where some items go before others: what each rank's share of it is, the first rank first; else empty.
    pub ranks: Vec<OfRank>,
}

/// What theory says of the items of one rank.
#[derive(Clone, Debug, PartialEq)]
pub struct OfRank {
    /// The items.
    pub items: Vec<ItemId>,
    /// The mean number of their orders waiting.
    pub waiting: f64,
    /// Their mean time in line, in seconds.
    pub wait: f64,
}

/// One queue and its servers.
#[derive(Clone, Debug)]
struct Line {
    /// Arrival rate, orders a second.
    rate: f64,
    service: Service,
    /// Whether the service time is exponential, exactly.
    exponential: bool,
    hands: u32,
}

/// What waits at one place.
#[derive(Clone, Debug)]
enum Queue {
    /// In the order of coming, with its limit.
    Plain(Line, Option<u32>),
    /// For a lone chef who serves some items before others; those served first stand first.
    Ranked(Vec<Rank>),
}

/// Items that go neither before nor after one another.
#[derive(Clone, Debug)]
struct Rank {
    items: Vec<ItemId>,
    class: Class,
}

impl Queue {
    /// Orders a second.
    fn rate(&self) -> f64 {
        match self {
            Queue::Plain(line, _) => line.rate,
            Queue::Ranked(ranks) => ranks.iter().map(|rank| rank.class.rate).sum(),
        }
    }

    fn hands(&self) -> u32 {
        match self {
            Queue::Plain(line, _) => line.hands,
            Queue::Ranked(_) => 1,
        }
    }

    /// Seconds of work that come in a second.
    fn work(&self) -> f64 {
        match self {
            Queue::Plain(line, _) => line.rate * line.service.mean,
            Queue::Ranked(ranks) => ranks.iter().map(|rank| rank.class.rate * rank.class.service.mean).sum(),
        }
    }

    /// Its steady state if so many times as many came.
    fn at_rate(&self, factor: f64, gaps: f64, patience: Option<f64>) -> Answer<Steady> {
        match self {
            Queue::Plain(line, limit) => {
                let line = Line { rate: line.rate * factor, ..line.clone() };
                of_line(&line, gaps, *limit, patience)
            }
            Queue::Ranked(ranks) => {
                let at_rate = |rank: &Rank| Class { rate: rank.class.rate * factor, ..rank.class };
                let classes: Vec<Class> = ranks.iter().map(at_rate).collect();
                let waits = priority::waits(&classes)?;
                let of_rank = |((rank, class), wait): ((&Rank, &Class), f64)| OfRank {
                    items: rank.items.clone(),
                    waiting: little(class.rate, wait),
                    wait,
                };
                let ranks: Vec<OfRank> = ranks.iter().zip(&classes).zip(waits).map(of_rank).collect();
                let waiting = ranks.iter().map(|rank| rank.waiting).sum();
                Ok(Steady { waiting, name: "M/G/1 by rank".into(), exact: true, ranks })
            }
        }
    }
}

impl Session {
    /// The steady state of the shop as it is known now.
    ///
    /// # Errors
    /// Why theory has no answer.
    pub fn steady(&self) -> Answer<Steady> {
        steady(&self.world)
    }

    /// What theory says of the shop at other loads.
    ///
    /// # Errors
    /// Why theory has no answer at any load.
    pub fn curve(&self) -> Answer<Curve> {
        Curve::of(&self.world)
    }
}

/// The steady state of a shop; see [`Session::steady`].
///
/// # Errors
/// Why theory has no answer.
pub fn steady(world: &World) -> Answer<Steady> {
    Curve::of(world)?.steady()
}

/// What the steady state would be at other loads, everything but the rate of the calls being as it is known now.
#[derive(Clone, Debug)]
pub struct Curve {
    queues: Vec<Queue>,
    gaps: f64,
    patience: Option<f64>,
}

impl Curve {
    /// The curve of a shop as it is known now.
    ///
    /// # Errors
    /// Why theory has no answer at any load.
    pub fn of(world: &World) -> Answer<Curve> {
        let open: Vec<usize> = (0..world.outlets().len()).filter(|&o| world.outlets()[o].is_open()).collect();
        if open.is_empty() {
            return Err(NoAnswer::Nobody);
        }
        if open.iter().any(|&o| is_broken(&world.outlets()[o])) {
            return Err(NoAnswer::Fault);
        }
        let gaps = gaps(world, open.len())?;
        if world.desk().health.is_on() {
            return Err(NoAnswer::Policy);
        }
        if world.counts_calls() {
            return Err(NoAnswer::Losses);
        }
        if world.setup().has_trays() || world.setup().has_strangers() || world.setup().books.is_some() {
            return Err(NoAnswer::Kitchen);
        }
        let can_lose = open.iter().any(|&o| world.outlets()[o].queue_limit.is_some());
        let can_lose = can_lose || world.setup().zones.iter().any(|zone| zone.patience.is_some());
        if can_lose && world.zones().iter().any(|zone| zone.retry.is_some()) {
            return Err(NoAnswer::Retries);
        }
        let demand = known::demand(world);
        let patience = patience(world)?;
        let mut queues = Vec::new();
        for o in open {
            let limit = world.outlets()[o].queue_limit;
            match may_pass(world, o, &demand[o]) {
                true => queues.push(ranked(world, o, &demand[o], gaps, patience)?),
                false => queues.extend(lines(world, o, &demand[o])?.into_iter().map(|line| Queue::Plain(line, limit))),
            }
        }
        if queues.is_empty() { Err(NoAnswer::Nobody) } else { Ok(Curve { queues, gaps, patience }) }
    }

    /// The steady state at the present load.
    ///
    /// # Errors
    /// Why theory has no answer.
    pub fn steady(&self) -> Answer<Steady> {
        self.at_rate(1.0)
    }

    /// The steady state if so many times as many called.
    fn at_rate(&self, factor: f64) -> Answer<Steady> {
        let all: Vec<Steady> = self
            .queues
            .iter()
            .map(|queue| queue.at_rate(factor, self.gaps, self.patience))
            .collect::<Answer<Vec<Steady>>>()?;
        let waiting = all.iter().map(|one| one.waiting).sum();
        let ranks = if let [one] = &all[..] { one.ranks.clone() } else { Vec::new() };
        let exact = all.iter().all(|one| one.exact);
        let first = all.first().ok_or(NoAnswer::Nobody)?.name.clone();
        let name = match all.len() {
            1 => first,
            n if all.iter().all(|one| one.name == first) => format!("{n} × {first}"),
            n => format!("{n} lines"),
        };
        Ok(Steady { waiting, name, exact, ranks })
    }

    /// All calls an hour.
    pub fn calls_per_hour(&self) -> f64 {
        self.queues.iter().map(Queue::rate).sum::<f64>() * 3_600.0
    }

    /// How many hands there are.
    pub fn hands(&self) -> u32 {
        self.queues.iter().map(Queue::hands).sum()
    }

    /// The present load: the share of the hands' time that the calls ask for.
    pub fn load(&self) -> f64 {
        let work: f64 = self.queues.iter().map(Queue::work).sum();
        work / self.hands().max(1) as f64
    }

    /// The mean time in line at another load, in seconds, over all who call.
    ///
    /// # Errors
    /// Why theory has no answer there.
    pub fn wait(&self, load: f64) -> Answer<f64> {
        let factor = load / self.load();
        if !factor.is_finite() {
            return Err(NoAnswer::Nonsense);
        }
        let rate = self.calls_per_hour() / 3_600.0 * factor;
        let waiting = self.at_rate(factor)?.waiting;
        Ok(if rate > 0.0 { waiting / rate } else { 0.0 })
    }

    /// The mean time in line at the present load, in seconds.
    ///
    /// # Errors
    /// Why theory has no answer there.
    pub fn here(&self) -> Answer<f64> {
        self.wait(self.load())
    }

    /// The same calls with so many hands more or fewer; `None` where it matters which line they join, or nobody would
    /// be left.
    pub fn with(&self, more: i32) -> Option<Curve> {
        let [Queue::Plain(line, limit)] = &self.queues[..] else { return None };
        let hands = line.hands.checked_add_signed(more).filter(|hands| *hands > 0)?;
        Some(Curve { queues: vec![Queue::Plain(Line { hands, ..line.clone() }, *limit)], ..*self })
    }
}

fn is_broken(outlet: &Outlet) -> bool {
    let ill = |illness: Illness| !matches!(illness, Illness::Well);
    !outlet.power.is_fine()
        || !outlet.link.is_fine()
        || outlet.chefs.iter().any(|chef| ill(chef.illness) || chef.slow.is_some() || chef.burns.is_some())
}

/// The squared coefficient of variation of an outlet's interarrival times. It is 1 (Poisson) if calls come by chance
/// and are sent without regard to the queues.
///
/// Where some zones call by the clock and others by chance, it is the mean of theirs, weighted by their calls (Whitt:
/// *The Queueing Network Analyzer*, Bell System Technical Journal 62, 1983, the asymptotic method). That is an
/// approximation, good where the queue is long.
fn gaps(world: &World, outlets: usize) -> Answer<f64> {
    let calling = || world.setup().zones.iter().enumerate().map(|(z, zone)| (known::calls(world, z), zone));
    let calling = || calling().filter(|(calls, _)| *calls > 0.0);
    let even: f64 = calling().filter(|(_, zone)| matches!(zone.arrivals, Arrivals::Even)).map(|(calls, _)| calls).sum();
    let all: f64 = calling().map(|(calls, _)| calls).sum();
    if calling().any(|(_, zone)| matches!(zone.arrivals, Arrivals::Trace(_))) || (even > 0.0 && outlets > 1) {
        return Err(NoAnswer::Arrivals);
    }
    match world.desk().policy.row().chooses_by {
        _ if outlets == 1 => Ok(if even > 0.0 { 1.0 - even / all } else { 1.0 }),
        ChoosesBy::Address | ChoosesBy::Chance => Ok(1.0),
        // Every n-th arrival of a Poisson stream: Erlang interarrival times.
        ChoosesBy::Turn => Ok(1.0 / outlets as f64),
        // Streets are drawn by chance, and those who come to one outlet are a random part of all.
        ChoosesBy::Street if world.zones().iter().all(|zone| zone.streets.as_ref().is_none_or(|s| s.ways == 1)) => {
            Ok(1.0)
        }
        ChoosesBy::Street | ChoosesBy::Queues => Err(NoAnswer::Policy),
    }
}

/// The mean patience in seconds, `None` if nobody leaves; an error if the formulas do not cover it.
fn patience(world: &World) -> Answer<Option<f64>> {
    let mut mean = None;
    for (z, zone) in world.setup().zones.iter().enumerate().filter(|(z, _)| known::calls(world, *z) > 0.0) {
        let own = match (zone.patience, zone.patience_until) {
            (None, _) => None,
            // A ticket whose customer has gone keeps its place; the formula does not cover that.
            (Some(Dist::Exponential { mean }), PatienceUntil::Cooking) if zone.cancels => {
                Some(mean * world.zones()[z].patience)
            }
            (Some(_), _) => return Err(NoAnswer::Losses),
        };
        match mean {
            None => mean = Some(own),
            Some(known) if known == own => {}
            Some(_) => return Err(NoAnswer::Losses),
        }
    }
    Ok(mean.flatten())
}

/// Whether orders of more work may go before those of less, or the other way round, so that the mean number waiting
/// depends on it.
fn may_pass(world: &World, o: usize, demand: &Demand) -> bool {
    let (outlet, setup) = (&world.outlets()[o], world.setup());
    let several = items(demand).count() > 1 && outlet.kitchen != KitchenKind::Specialised;
    let limited_turns = outlet.queue_order == QueueOrder::Turns && outlet.queue_limit.is_some();
    match outlet.queue_order {
        QueueOrder::OldestFirst | QueueOrder::NewestFirst => false,
        QueueOrder::Turns => (several || limited_turns) && setup.zones.len() > 1,
        rule => {
            let mut ranks = items(demand).map(|item| setup.rank(rule, item));
            let first = ranks.next();
            several && ranks.any(|rank| Some(rank) != first)
        }
    }
}

/// A lone chef who serves some items before others.
fn ranked(world: &World, o: usize, demand: &Demand, gaps: f64, patience: Option<f64>) -> Answer<Queue> {
    let outlet = &world.outlets()[o];
    if outlet.queue_limit.is_some() || patience.is_some() {
        return Err(NoAnswer::Losses);
    }
    let hands = known::hands(outlet);
    let known = outlet.queue_order.ranks_items() && outlet.kitchen == KitchenKind::Shared && gaps == 1.0;
    let (true, [hand]) = (known, &hands[..]) else {
        return Err(if hands.is_empty() { NoAnswer::Nobody } else { NoAnswer::Ranks });
    };
    // The same refusals as for any line: bases, time to turn.
    lines(world, o, demand)?;
    let setup = world.setup();
    let mut ranks: BTreeMap<u64, Vec<ItemId>> = BTreeMap::new();
    for item in items(demand) {
        ranks.entry(setup.rank(outlet.queue_order, item)).or_default().push(item);
    }
    let kind = |item: &ItemId| {
        let service = Service::from(&setup.items[item.index()].work).times(1.0 / pace(world, hand, *item));
        (demand.items[item.index()] / 3_600.0, service)
    };
    let rank = |items: Vec<ItemId>| {
        let kinds: Vec<(f64, Service)> = items.iter().map(kind).collect();
        let rate = kinds.iter().map(|(rate, _)| rate).sum();
        Service::mix(&kinds).map(|service| Rank { items, class: Class { rate, service } })
    };
    Ok(Queue::Ranked(ranks.into_values().filter_map(rank).collect()))
}

/// The queues of a kitchen, each with its own servers.
fn lines(world: &World, o: usize, demand: &Demand) -> Answer<Vec<Line>> {
    let outlet = &world.outlets()[o];
    let hands = known::hands(outlet);
    let rate = demand.rate() / 3_600.0;
    let several = demand.items.iter().filter(|rate| **rate > 0.0).count() > 1;
    let turns = several && !world.setup().kitchen.switch_time.is_zero() && outlet.kitchen != KitchenKind::Specialised;
    if outlet.bases() > 0 || outlet.prepping || turns {
        return Err(NoAnswer::Kitchen);
    }
    if hands.is_empty() {
        return Err(NoAnswer::Nobody);
    }
    match outlet.kitchen {
        KitchenKind::Shared => {
            let alike = |hand: &Hand| items(demand).all(|i| pace(world, hand, i) == pace(world, &hands[0], i));
            if !hands.iter().all(alike) {
                return Err(NoAnswer::Kitchen);
            }
            let (service, exponential) = service(world, &hands[0], demand)?;
            Ok(vec![Line { rate, service, exponential, hands: hands.len() as u32 }])
        }
        KitchenKind::Private => {
            let own = |hand: &Hand| {
                let (service, exponential) = service(world, hand, demand)?;
                Ok(Line { rate: rate / hands.len() as f64, service, exponential, hands: 1 })
            };
            hands.iter().map(own).collect()
        }
        KitchenKind::Specialised => {
            if hands.iter().any(|hand| hand.skill == Skill::AllRound) {
                return Err(NoAnswer::Kitchen);
            }
            items(demand).map(|item| experts(world, &hands, item, demand)).collect()
        }
    }
}

fn experts(world: &World, hands: &[Hand], item: ItemId, demand: &Demand) -> Answer<Line> {
    let experts: Vec<&Hand> = hands.iter().filter(|hand| hand.skill == Skill::Item(item)).collect();
    let first = experts.first().ok_or(NoAnswer::Nobody)?;
    if experts.iter().any(|hand| pace(world, hand, item) != pace(world, first, item)) {
        return Err(NoAnswer::Kitchen);
    }
    let mut only = demand.clone();
    only.items.iter_mut().enumerate().filter(|(i, _)| *i != item.index()).for_each(|(_, rate)| *rate = 0.0);
    let (service, exponential) = service(world, first, &only)?;
    Ok(Line { rate: only.rate() / 3_600.0, service, exponential, hands: experts.len() as u32 })
}

fn items(demand: &Demand) -> impl Iterator<Item = ItemId> + '_ {
    let asked = demand.items.iter().enumerate().filter(|(_, rate)| **rate > 0.0);
    asked.map(|(i, _)| ItemId(i as u16))
}

fn pace(world: &World, hand: &Hand, item: ItemId) -> f64 {
    speed(&world.setup().kitchen, hand.skill, hand.level, item) * hand.pace
}

/// The service time of one of these chefs, in coupled delivery with the drive; and whether it is exponential.
fn service(world: &World, hand: &Hand, demand: &Demand) -> Answer<(Service, bool)> {
    let work =
        |item: ItemId| Service::from(&world.setup().items[item.index()].work).times(1.0 / pace(world, hand, item));
    let kinds: Vec<(f64, Service)> = items(demand).map(|item| (demand.items[item.index()], work(item))).collect();
    let Some(cooking) = Service::mix(&kinds) else { return Ok((Service::exponential(1.0), true)) };
    let is_exponential = |item: ItemId| matches!(world.setup().items[item.index()].work, Dist::Exponential { .. });
    let all = items(demand).all(is_exponential);
    let same = kinds.iter().all(|(_, kind)| kind.mean == kinds[0].1.mean);
    match world.delivery_mode() {
        DeliveryMode::Pickup | DeliveryMode::Decoupled => Ok((cooking, all && same)),
        DeliveryMode::Coupled => {
            let ride = Service { mean: demand.ride.seconds(), squared_cv: demand.ride_squared_cv };
            Ok((single::coupled(&cooking, &ride, &Service::from(&world.setup().delivery.handover)), false))
        }
    }
}

/// The formula that fits one queue.
fn of_line(line: &Line, gaps: f64, limit: Option<u32>, patience: Option<f64>) -> Answer<Steady> {
    let &Line { rate, ref service, exponential, hands } = line;
    let station = Station::of(rate, service, hands);
    let markov = exponential && gaps == 1.0;
    let said = |waiting: f64, name: String, exact: bool| Ok(Steady { waiting, name, exact, ranks: Vec::new() });
    match (limit, patience) {
        (Some(places), None) if markov => {
            said(station.limited(places)?.waiting, format!("M/M/{hands}/{}", hands.saturating_add(places)), true)
        }
        (None, Some(patience)) if markov => said(station.impatient(patience)?.waiting, "Erlang A".into(), true),
        (Some(_), _) | (None, Some(_)) => Err(NoAnswer::Losses),
        (None, None) if markov => said(little(rate, station.wait()?.mean), format!("M/M/{hands}"), true),
        (None, None) if hands == 1 && gaps == 1.0 => {
            said(little(rate, single::wait(rate, service)?), "M/G/1".into(), true)
        }
        (None, None) => {
            let wait = station.approximate_wait(gaps, service.squared_cv)?.mean;
            let kind = if gaps == 1.0 { "M" } else { "G" };
            said(little(rate, wait), format!("{kind}/G/{hands}"), false)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario;
    use crate::sim::world::World;
    use std::sync::Arc;

    /// Orders of 4 minutes; chefs, more keys of the outlet, and of zone and desk.
    fn shop(per_hour: f64, work: &str, chefs: u32, outlet: &str, zone: &str, more: &str) -> Answer<Steady> {
        let text = format!(
            "schema = 1\n[scenario]\ntitle = \"T\"\n[menu.pizza]\nwork = {{ {work} }}\n[[zone]]\nname = \"Z\"\n\
             orders_per_hour = {per_hour:?}\n{zone}\n[[outlet]]\nname = \"A\"\n{outlet}\n[[outlet.chef]]\n\
             count = {chefs}\n{more}"
        );
        let (scenario, _) = scenario::read("t.toml", &text, None, &[]).unwrap_or_else(|problems| panic!("{problems}"));
        steady(&World::new(Arc::new(scenario.setup)))
    }

    const EXPONENTIAL: &str = "dist = \"exponential\", mean = \"4m\"";
    const FIXED: &str = "dist = \"fixed\", mean = \"4m\"";

    fn said(steady: Answer<Steady>) -> (String, f64, bool) {
        let steady = steady.unwrap();
        (steady.name, (steady.waiting * 100.0).round() / 100.0, steady.exact)
    }

    #[test]
    fn each_shop_has_the_formula_that_fits_it() {
        // Five chefs at 90 %: 67.5 an hour. Lq = 6.86.
        assert_eq!(said(shop(67.5, EXPONENTIAL, 5, "", "", "")), ("M/M/5".into(), 6.86, true));
        // One at 80 %, fixed: 0.8² ÷ 0.2 ÷ 2 = 1.6; exponential twice that.
        assert_eq!(said(shop(12.0, FIXED, 1, "", "", "")), ("M/G/1".into(), 1.6, true));
        assert_eq!(said(shop(12.0, EXPONENTIAL, 1, "", "", "")), ("M/M/1".into(), 3.2, true));
        // Half of M/M/5's line, and only by the rule of thumb.
        assert_eq!(said(shop(67.5, FIXED, 5, "", "", "")), ("M/G/5".into(), 3.43, false));
        // A line for each of two chefs, drawn by lot: twice M/G/1.
        assert_eq!(said(shop(24.0, FIXED, 2, "kitchen = \"private\"", "", "")), ("2 × M/G/1".into(), 3.2, true));
        // At load 1 with two places four states are equally likely: ¼ × 1 + ¼ × 2.
        assert_eq!(said(shop(15.0, EXPONENTIAL, 1, "queue_limit = 2", "", "")), ("M/M/1/3".into(), 0.75, true));
        // Half of the calls by the clock: half of M/M/5's line, by the rule of thumb: (½ + 1) ÷ 2 of it.
        let clock = "[[zone]]\nname = \"Offices\"\norders_per_hour = 33.75\narrivals = \"even\"\n";
        assert_eq!(said(shop(33.75, EXPONENTIAL, 5, "", clock, "")), ("G/G/5".into(), 5.15, false));
        // Patience as long as the work, load 1: e⁻¹ wait.
        let patient = "patience = { dist = \"exponential\", mean = \"4m\" }";
        assert_eq!(said(shop(15.0, EXPONENTIAL, 1, "", patient, "")), ("Erlang A".into(), 0.37, true));
    }

    #[test]
    fn along_the_curve_every_load_has_the_formula_s_wait() {
        let text = format!(
            "schema = 1\n[scenario]\ntitle = \"T\"\n[menu.pizza]\nwork = {{ {EXPONENTIAL} }}\n[[zone]]\nname = \"Z\"\n\
             orders_per_hour = 67.5\n[[outlet]]\nname = \"A\"\n[[outlet.chef]]\ncount = 5\n"
        );
        let (scenario, _) = scenario::read("t.toml", &text, None, &[]).unwrap_or_else(|problems| panic!("{problems}"));
        let curve = Curve::of(&World::new(Arc::new(scenario.setup))).unwrap();
        assert_eq!((curve.hands(), (curve.load() * 1e9).round() / 1e9), (5, 0.9));
        for load in [0.1, 0.5, 0.8, 0.9, 0.99] {
            let exact = Station { rate: load * 5.0 / 240.0, work: 240.0, hands: 5 }.wait().unwrap().mean;
            assert!((curve.wait(load).unwrap() / exact - 1.0).abs() < 1e-9, "{load}");
        }
        assert_eq!(curve.wait(1.0), Err(NoAnswer::Overload));
        // The same 67.5 an hour with a hand more: 4.5 ÷ 6 = 75 %.
        let six = curve.with(1).unwrap();
        let exact = Station { rate: 67.5 / 3_600.0, work: 240.0, hands: 6 }.wait().unwrap().mean;
        assert!((six.load() - 0.75).abs() < 1e-9 && (six.here().unwrap() / exact - 1.0).abs() < 1e-9);
        assert!(curve.with(-5).is_none(), "nobody is left");
    }

    /// Pizzas of 3 minutes, 12 an hour, feasts of 15, 1.2 an hour, all exponential: Cobham's 15.75 and 157.5 minutes of
    /// waiting for the small, the oldest first 63 for all.
    #[test]
    fn items_that_rank_have_a_formula_of_one_chef() {
        let shop = |rule: &str, chefs: u32| {
            let text = format!(
                "schema = 1\n[menu.pizza]\nwork = {{ dist = \"exponential\", mean = \"3m\" }}\n[menu.feast]\n\
                 work = {{ dist = \"exponential\", mean = \"15m\" }}\n[[zone]]\nname = \"Z\"\n\
                 orders_per_hour = 13.2\nmix = {{ pizza = 12.0, feast = 1.2 }}\n[[outlet]]\nname = \"A\"\n\
                 queue_order = \"{rule}\"\n[[outlet.chef]]\ncount = {chefs}\n[kitchen]\nall_round_speed = 1.0\n"
            );
            let (scenario, _) =
                scenario::read("t.toml", &text, None, &[]).unwrap_or_else(|problems| panic!("{problems}"));
            steady(&World::new(Arc::new(scenario.setup)))
        };
        let waiting = |pizza: f64, feast: f64| ((12.0 * pizza + 1.2 * feast) / 60.0 * 100.0).round() / 100.0;
        assert_eq!(said(shop("oldest_first", 1)), ("M/G/1".into(), waiting(63.0, 63.0), true));
        assert_eq!(said(shop("small_first", 1)), ("M/G/1 by rank".into(), waiting(15.75, 157.5), true));
        assert_eq!(said(shop("large_first", 1)), ("M/G/1 by rank".into(), waiting(90.0, 9.0), true));
        let ranks = shop("small_first", 1).unwrap().ranks;
        let minutes = |rank: &OfRank| (rank.wait / 60.0 * 100.0).round() / 100.0;
        assert_eq!(ranks.iter().map(minutes).collect::<Vec<_>>(), [15.75, 157.5]);
        assert_eq!(ranks.iter().map(|rank| rank.items[0]).collect::<Vec<_>>(), [ItemId(0), ItemId(1)]);
        assert_eq!(shop("oldest_first", 1).unwrap().ranks, []);
        assert_eq!(shop("small_first", 2).unwrap_err(), NoAnswer::Ranks);
        assert!(shop("turns", 1).is_ok(), "one zone takes no turns");
    }

    #[test]
    fn where_no_formula_fits_it_is_said_why() {
        let two = |policy: &str| format!("[[outlet]]\nname = \"B\"\n[dispatch]\npolicy = \"{policy}\"\n");
        assert_eq!(shop(15.0, EXPONENTIAL, 1, "", "", "").unwrap_err(), NoAnswer::Overload);
        assert_eq!(shop(12.0, EXPONENTIAL, 1, "", "", &two("shortest_queue")).unwrap_err(), NoAnswer::Policy);
        assert_eq!(said(shop(24.0, EXPONENTIAL, 1, "", "", &two("random"))), ("2 × M/M/1".into(), 6.4, true));
        let patient = "patience = { dist = \"fixed\", mean = \"4m\" }";
        assert_eq!(shop(12.0, EXPONENTIAL, 1, "", patient, "").unwrap_err(), NoAnswer::Losses);
        assert_eq!(shop(12.0, FIXED, 1, "queue_limit = 3", "", "").unwrap_err(), NoAnswer::Losses);
        let again = "retry = { probability = 0.5 }";
        assert_eq!(shop(12.0, EXPONENTIAL, 1, "queue_limit = 3", again, "").unwrap_err(), NoAnswer::Retries);
        assert!(shop(12.0, EXPONENTIAL, 1, "", again, "").is_ok(), "nobody is lost, so nobody calls again");
        let tools = "[[outlet.chef]]\nlevel = 2\n";
        assert_eq!(shop(12.0, EXPONENTIAL, 1, "", "", tools).unwrap_err(), NoAnswer::Kitchen);
    }
}
