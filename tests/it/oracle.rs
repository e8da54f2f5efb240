//! The engine and the naive simulator agree, order by order and to the microsecond, on shops drawn at random.
//! `PIZZERIA_ORACLE=0..5000 cargo test --test it oracle` looks at more of them, `PIZZERIA_ORACLE=17,230..240` at these.

use crate::naive::{At, End, Fared, Levels, Naive, Slice, Trace};
use crate::shops::{Kind, Shop, partly_played, shop};
use pizzeria::sim::health::Belief;
use pizzeria::sim::notice::{Notice, Origin, Witness};
use pizzeria::sim::order::{Loss, Order, OrderId, OrderKey};
use pizzeria::sim::outlet::Outlet;
use pizzeria::sim::setup::Window;
use pizzeria::sim::world::World;
use pizzeria::units::{OutletId, Span, Time};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

/// Keeps every ticket's moments, and how every call ended.
#[derive(Default)]
pub struct Watcher {
    /// Whose record lies where.
    who: BTreeMap<OrderKey, (OrderId, usize)>,
    traces: BTreeMap<(OrderId, usize), Trace>,
    ends: BTreeMap<OrderId, End>,
    script: Vec<bool>,
    /// Commands of the player's in the file that were refused.
    refused: usize,
    stranded: bool,
}

fn trace(order: &Order, ticket: usize) -> Trace {
    Trace {
        id: plain(order.id),
        ticket,
        outlet: order.outlet.0,
        placed: order.placed,
        first_start: order.first_start,
        start: order.start,
        cooked: order.cooked,
        shelved: order.shelved,
        left: order.left,
        delivered: order.delivered,
    }
}

/// Of which pizza of which call a ticket is, its first or its second alike.
fn plain(id: OrderId) -> OrderId {
    id.of_part(id.part())
}

impl Watcher {
    /// A ticket is written: the next of what it is for.
    fn written(&mut self, world: &World, key: OrderKey) {
        let id = plain(world.orders()[key].id);
        let many = self.traces.range((id, 0)..=(id, usize::MAX)).count();
        self.who.insert(key, (id, many));
        self.note(world, key);
    }

    /// What was filed for a guest in doubt has served him: now it is a ticket of his order.
    fn stands_for_guest(&mut self, world: &World, key: OrderKey) {
        let (before, id) = (self.who[&key], plain(world.orders()[key].id));
        if before.0 != id {
            self.traces.remove(&before);
            let many = self.traces.range((id, 0)..=(id, usize::MAX)).count();
            self.who.insert(key, (id, many));
        }
    }

    fn note(&mut self, world: &World, key: OrderKey) {
        let (id, ticket) = self.who[&key];
        let order = &world.orders()[key];
        assert_eq!(plain(order.id), id, "a record is used again before its order has ended");
        self.traces.insert((id, ticket), trace(order, ticket));
    }
}

impl Witness for Watcher {
    fn see(&mut self, world: &World, notice: Notice) {
        match notice {
            Notice::Placed { order } => {
                self.who.insert(order, (world.orders()[order].id, 0));
                self.ends.insert(world.orders()[order].id, End::Waits);
                self.note(world, order);
            }
            Notice::TrayOrdered { order, .. } => {
                self.who.insert(order, (world.orders()[order].id, 0));
                self.note(world, order);
            }
            Notice::Copied { copy, .. } | Notice::SentTwice { copy, .. } => self.written(world, copy),
            Notice::PartPlaced { order } => self.written(world, order),
            Notice::FiledAgain { order } => {
                self.who.insert(order, (world.orders()[order].id, 0));
                self.note(world, order);
            }
            Notice::Delivered { order, .. } => {
                self.stands_for_guest(world, order);
                self.ends.insert(world.orders()[order].id.call(), End::Delivered);
                self.note(world, order);
            }
            Notice::Lost { order, loss, .. } => {
                self.ends.insert(world.orders()[order].id.call(), End::Lost(loss));
                self.note(world, order);
            }
            Notice::Sent { order, .. }
            | Notice::Held { order }
            | Notice::KeptForNobody { order }
            | Notice::AtDesk { order, .. }
            | Notice::CallBegan { order, .. }
            | Notice::CallGivenUp { order, .. }
            | Notice::Rerouted { order, .. }
            | Notice::SliceTaken { order, .. }
            | Notice::SliceReady { order, .. }
            | Notice::AtTray { order, .. }
            | Notice::Started { order, .. }
            | Notice::PutBack { order, .. }
            | Notice::PartReady { order, .. }
            | Notice::Cooked { order, .. }
            | Notice::Burnt { order, .. }
            | Notice::Blocked { order, .. }
            | Notice::Shelved { order, .. }
            | Notice::Taken { order, .. }
            | Notice::DrivenOut { order, .. }
            | Notice::TornUp { order, .. }
            | Notice::Wasted { order, .. } => self.note(world, order),
            Notice::Done { origin: Origin::Script, .. } => self.script.push(true),
            Notice::ScriptRefused { origin: Origin::Script, .. } => self.script.push(false),
            Notice::ScriptRefused { origin: Origin::Player, .. } => self.refused += 1,
            Notice::Stranded { .. } => self.stranded = true,
            _ => {}
        }
    }
}

/// Plays a shop in the engine; the answers to the player's commands come back.
pub fn play(shop: &Shop, w: &mut impl Witness) -> (World, Vec<bool>) {
    let mut world = World::new(Arc::new(shop.setup.clone()));
    let mut answers = Vec::new();
    for (at, command) in &shop.player {
        world.advance(*at, w);
        answers.push(world.give(command, w).is_ok());
    }
    world.finish(w);
    (world, answers)
}

fn levels(outlet: &Outlet, belief: Option<&Belief>, now: Time, arrived: u64, rerouted: u64) -> Levels {
    let areas = &outlet.areas;
    Levels {
        waiting: outlet.waiting.until(now),
        here: areas.chefs_here.until(now),
        busy: areas.chefs_busy.until(now),
        blocked: areas.chefs_blocked.until(now),
        prepping: areas.chefs_prepping.until(now),
        ill: areas.chefs_ill.until(now),
        riders_here: areas.riders_here.until(now),
        riders_busy: areas.riders_busy.until(now),
        open: areas.open.until(now),
        available: areas.available.until(now),
        out: belief.map_or(0, |belief| belief.area.until(now)),
        arrived,
        rerouted,
    }
}

/// Every difference, in the order in which they would be looked for.
fn differences(number: u64, kind: Kind) -> Vec<String> {
    let mut shop = shop(number, kind);
    // A third of the evenings are taken up from a file at half time.
    if number.is_multiple_of(3) {
        let half = Time(shop.setup.duration.0 / 2);
        shop = partly_played(shop, half);
    }
    let mut watcher = Watcher::default();
    let (world, answers) = play(&shop, &mut watcher);
    let (naive, expected) = Naive::play(&shop.setup, &shop.player);
    let mut all = Vec::new();
    let mut differ = |what: &str, engine: &dyn std::fmt::Debug, naive: &dyn std::fmt::Debug| {
        let (engine, naive) = (format!("{engine:?}"), format!("{naive:?}"));
        if engine != naive {
            all.push(format!("{what}\n  engine {engine}\n  naive  {naive}"));
        }
    };
    let moments = moments_that_differ(&watcher, &naive);
    differ("the first ticket that differs", &moments.as_ref().map(|m| &m.0), &moments.as_ref().map(|m| &m.1));
    for call in naive.calls.iter().filter(|call| !call.is_nobodys()) {
        let end = watcher.ends.get(&call.id).copied();
        differ(&format!("the end of {:?}", call.id), &end, &Some(call.end));
    }
    differ("the script's commands", &watcher.script, &naive.script_answers);
    differ("the player's commands", &answers, &expected);
    let refused = naive.played_answers.iter().filter(|done| !**done).count();
    differ("the player's refused commands in the file", &watcher.refused, &refused);
    differ("how many of the file are the player's", &world.played(), &((naive.played_answers.len() - refused) as u64));
    differ("the moment of the end", &world.now(), &naive.now);
    differ("who is stranded", &watcher.stranded, &naive.stranded);
    // An outlet that was out for a day is given up, though a check might still find it sound.
    let given_up = (0..world.outlets().len()).filter_map(|o| world.desk().health.belief(OutletId(o as u32)));
    let given_up =
        given_up.filter_map(|belief| belief.out).any(|(since, _)| naive.now.since(since) > Span::from_hours(24));
    if naive.stranded && !given_up {
        // Half a day later still nobody is served.
        let later = naive.now + Span::from_hours(12);
        let (insisting, _) = Naive::play_on(&shop.setup, &shop.player, Some(later));
        let ends = |shop: &Naive| {
            let guests = shop.calls.iter().filter(|call| call.end != End::House);
            guests.map(|call| call.end == End::Delivered).collect::<Vec<_>>()
        };
        differ("who is served by a shop that insists", &ends(&naive), &ends(&insisting));
    }
    let account = world.till().account(world.now());
    let money = [
        ("revenue", account.revenue),
        ("refunds", account.refunds),
        ("ingredients", account.ingredients),
        ("wages", account.wages),
        ("rent", account.rent),
        ("investments", account.investments),
        ("profit", account.profit()),
    ];
    differ("the till", &money, &naive.books.money());
    for (o, outlet) in world.outlets().iter().enumerate() {
        let tally = &world.book().sheets[0].outlets[o];
        let theirs = match shop.setup.warmup.is_zero() {
            true => naive.outlets[o].levels,
            false => Levels { arrived: tally.arrived, rerouted: tally.rerouted, ..naive.outlets[o].levels },
        };
        let belief = world.desk().health.belief(OutletId(o as u32));
        let ours = levels(outlet, belief, world.now(), tally.arrived, tally.rerouted);
        differ(&format!("levels of outlet {o}"), &ours, &theirs);
        let site = &naive.outlets[o];
        let counts = [outlet.counts.made, outlet.counts.used, outlet.counts.spoiled, outlet.counts.asked];
        differ(&format!("bases of outlet {o}"), &counts, &[site.made, site.used, site.spoiled, site.asked]);
        let stock: Vec<_> = outlet.stock.iter().map(|tray| (tray.item, tray.spoils, tray.count)).collect();
        let theirs: Vec<_> = site.trays.iter().map(|tray| (tray.item, tray.spoils, tray.count)).collect();
        differ(&format!("stock of outlet {o}"), &stock, &theirs);
    }
    differ("live orders × time", &world.book().in_system.until(world.now()), &naive.books.in_system);
    differ("time available", &world.book().available.until(world.now()), &naive.books.available);
    let whole = Window { from: Time::ZERO + shop.setup.warmup, to: Time::NEVER };
    for (i, window) in std::iter::once(whole).chain(shop.setup.windows.iter().copied()).enumerate() {
        let measures = world.measures(i);
        let slo = measures.slo;
        let fared = Fared { orders: measures.orders, customers: slo.customers, good: slo.good, bad: slo.bad };
        differ(&format!("counts of window {i}"), &fared, &naive.fared(window));
        if window.from < naive.now {
            let numbers = flat(&serde_json::to_value(&measures).expect("measures can be written"));
            for (path, expected) in naive.numbers(window) {
                if !close(&path, numbers[&path], expected) {
                    differ(&format!("{path} of window {i}"), &numbers[&path], &expected);
                }
            }
        }
    }
    all
}

/// Every number of a report by its path.
fn flat(value: &serde_json::Value) -> BTreeMap<String, Option<f64>> {
    fn walk(path: String, value: &serde_json::Value, into: &mut BTreeMap<String, Option<f64>>) {
        let below = |key: &str| if path.is_empty() { key.to_string() } else { format!("{path}.{key}") };
        match value {
            serde_json::Value::Object(fields) => fields.iter().for_each(|(key, v)| walk(below(key), v, into)),
            serde_json::Value::Array(list) => {
                list.iter().enumerate().for_each(|(i, v)| walk(below(&i.to_string()), v, into));
            }
            _ => {
                into.insert(path, value.as_f64());
            }
        }
    }
    let mut all = BTreeMap::new();
    walk(String::new(), value, &mut all);
    all
}

/// Percentiles come from histograms with at most half a percent of error (and a µs); everything else is exact.
fn close(path: &str, engine: Option<f64>, naive: Option<f64>) -> bool {
    let (Some(engine), Some(naive)) = (engine, naive) else { return engine == naive };
    let percentile = ["p50", "p90", "p95", "p99"].iter().any(|p| path.ends_with(p));
    let error = if percentile { 0.005 * naive + 1e-6 } else { 1e-9 * naive.abs() };
    (engine - naive).abs() <= error
}

/// The ticket that differs first in time: as the engine has it, as the naive one has it.
fn moments_that_differ(watcher: &Watcher, naive: &Naive) -> Option<(Option<Trace>, Option<Trace>)> {
    let theirs: BTreeMap<_, _> = naive.traces().into_iter().map(|t| ((t.id, t.ticket), t)).collect();
    let keys: std::collections::BTreeSet<_> = watcher.traces.keys().chain(theirs.keys()).copied().collect();
    let pairs = keys.into_iter().map(|key| (watcher.traces.get(&key).cloned(), theirs.get(&key).cloned()));
    pairs.filter(|(a, b)| a != b).min_by_key(|(a, b)| first_difference(a.as_ref(), b.as_ref()))
}

/// When two records of one ticket part: the earliest moment that only one of them has.
fn first_difference(a: Option<&Trace>, b: Option<&Trace>) -> Time {
    let (Some(a), Some(b)) = (a, b) else { return a.or(b).map_or(Time::NEVER, |t| t.placed) };
    let moments = |t: &Trace| [t.placed, t.first_start, t.start, t.cooked, t.shelved, t.left, t.delivered];
    let pairs = moments(a).into_iter().zip(moments(b)).filter(|(a, b)| a != b);
    pairs.map(|(a, b)| a.min(b)).min().unwrap_or(a.placed)
}

fn agree(kind: Kind, default: &str) {
    let text = std::env::var("PIZZERIA_ORACLE").unwrap_or_else(|_| default.into());
    let mut failed = Vec::new();
    for number in text.split(',').flat_map(numbers) {
        let all = differences(number, kind);
        if !all.is_empty() {
            failed.push((number, all));
        }
    }
    if let Some((number, all)) = failed.first() {
        let mut said = String::new();
        let _ = writeln!(said, "shop {number}: {} differences; {} of the shops {text} differ", all.len(), failed.len());
        let numbers: Vec<u64> = failed.iter().map(|(number, _)| *number).collect();
        let _ = writeln!(said, "they are {numbers:?}");
        let _ = writeln!(said, "{}", all[0]);
        for other in all.iter().skip(1).take(3) {
            let _ = writeln!(said, "…and {other}");
        }
        panic!("{said}");
    }
}

/// One number, or all from one up to another: `17`, `150..3000`.
fn numbers(text: &str) -> std::ops::Range<u64> {
    let number = |text: &str| text.parse().expect("PIZZERIA_ORACLE is numbers and ranges, like 17,150..3000");
    match text.split_once("..") {
        Some((from, to)) => number(from)..number(to),
        None => number(text)..number(text) + 1,
    }
}

#[test]
fn both_simulators_agree_on_calm_shops() {
    // In 2557 the shop closes while a party's order is still being written in books.
    agree(Kind::Calm, "0..120,2557");
}

#[test]
fn both_simulators_agree_on_shops_full_of_faults_and_commands() {
    // In 4477 an order comes late to a closing outlet that has old slices; in 5362 the shop closes while a party's
    // order is still being written in books.
    agree(Kind::Wild, "0..150,4477,5362");
}

#[test]
fn both_simulators_agree_on_stormy_shops() {
    // In 8670 several orders come through a mended line to an outlet that is closing; in 5942 a tray burns for which
    // several wait; in 6540 somebody whose cooking was put back is handed a slice elsewhere.
    agree(Kind::Stormy, "0..100,5942,6540,8670");
}

#[test]
fn the_drawn_shops_use_every_mechanism() {
    let mut seen: BTreeMap<&str, u64> = BTreeMap::new();
    for number in 0..400 {
        let shop = shop(number, Kind::Wild);
        let (naive, _) = Naive::play(&shop.setup, &shop.player);
        let mut count = |what: &'static str, many: usize| *seen.entry(what).or_default() += many as u64;
        let calls = |fits: &dyn Fn(&crate::naive::Call) -> bool| naive.calls.iter().filter(|c| fits(c)).count();
        count("delivered", calls(&|c| c.end == End::Delivered));
        count("refused", calls(&|c| c.end == End::Lost(Loss::Refused)));
        count("abandoned", calls(&|c| c.end == End::Lost(Loss::Abandoned)));
        count("burnt", calls(&|c| c.end == End::Lost(Loss::Burnt)));
        count("burnt for nobody", naive.tickets.iter().filter(|t| t.burning && naive.calls[t.call].wasted > 0).count());
        count("taken out", naive.outlets.iter().filter(|o| o.flips > 0).count());
        count("let in again", naive.outlets.iter().filter(|o| o.flips > 1).count());
        let lamps = || naive.outlets.iter().flat_map(|o| &o.lamps);
        let slices = |fits: &dyn Fn(&Slice) -> bool| lamps().flat_map(|l| &l.asked).filter(|(_, s)| fits(s)).count();
        count("fresh slices", slices(&|s| matches!(s, Slice::Fresh(_))));
        count("old slices", slices(&|s| matches!(s, Slice::Old(_))));
        count("no slices", slices(&|s| *s == Slice::None));
        count("trays of the house", lamps().map(|l| l.ordered as usize).sum());
        count(
            "lamps fallen",
            lamps().filter(|l| l.trays.iter().any(|(made, end)| *end < *made + l.rule.keeps)).count(),
        );
        let phones = || naive.phones.iter();
        count("given up", phones().map(|phones| phones.given_up).sum());
        count("fuses blown", phones().map(|phones| phones.trips as usize).sum());
        count("waited for a clerk", phones().flat_map(|p| &p.waits).filter(|(_, wait)| !wait.is_zero()).count());
        count("clerks hired or let go", phones().filter(|p| p.clerks.iter().any(|c| c.leaving)).count());
        let volumes = || naive.volumes.iter();
        count("forgotten", calls(&|c| c.end == End::Lost(Loss::Forgotten)));
        count("waited for books", volumes().flat_map(|v| &v.waits).filter(|(_, wait)| !wait.is_zero()).count());
        count("broken off", volumes().map(|v| v.broken_off).sum());
        count("books burnt", volumes().flat_map(|v| &v.all).filter(|book| book.burnt).count());
        count("books away by chance", volumes().flat_map(|v| &v.all).filter(|book| book.absences > 0).count());
        let met = |new: bool| naive.cards.met.iter().filter(|(_, _, is_new)| *is_new == new).count();
        count("strangers", met(true));
        count("known guests", met(false));
        count("split streets", naive.zones.iter().filter(|zone| zone.ways > 1).count());
        count("limited", calls(&|c| c.end == End::Lost(Loss::Limited)));
        count("unreachable", calls(&|c| c.end == End::Lost(Loss::Unreachable)));
        count("again", calls(&|c| c.id.attempt > 0));
        count("late", calls(&|c| c.late));
        count("recooked", calls(&|c| c.recooked > 0));
        count("rerouted", calls(&|c| c.rerouted > 0));
        count("duplicated", calls(&|c| !c.duplicated.is_empty()));
        count("wasted", calls(&|c| c.wasted > 0));
        count("recooked elsewhere", calls(&|c| c.recooked > 0 && c.rerouted > 0));
        count("two outlets failed over", naive.outlets.iter().filter(|o| o.levels.rerouted > 0).count() / 2);
        count("stranded", naive.stranded as usize);
        count("the script's refused", naive.script_answers.iter().filter(|done| !**done).count());
        count("parties", calls(&|c| c.pizzas > 1));
        count("parties lost", calls(&|c| c.pizzas > 1 && matches!(c.end, End::Lost(_))));
        count("second orders", naive.tickets.iter().filter(|t| t.hedges).count());
        count("second orders that were first", naive.tickets.iter().filter(|t| t.hedges && t.at == At::Done).count());
        count("pizzas that stuck", (0..naive.tickets.len()).filter(|&t| naive.sticks(t) > 1.0).count());
        count("copies", naive.tickets.iter().filter(|t| t.copy).count());
        count("bases used", naive.outlets.iter().map(|o| o.used as usize).sum());
        count("bases spoiled", naive.outlets.iter().map(|o| o.spoiled as usize).sum());
        count("blocked", naive.outlets.iter().filter(|o| o.levels.blocked > 0).count());
    }
    assert!(seen.values().all(|&many| many >= 3), "{seen:#?}");
}
