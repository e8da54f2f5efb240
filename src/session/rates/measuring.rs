//! From what flowed to rates, loads and waits, and from those to the stations of "why".

use super::{LineRates, OutletRates};
use crate::session::flow::{Flow, Level, OutletFlow, OutletSlice};
use crate::sim::chef::{Chef, Task};
use crate::sim::explain::{Standstill, Station, StationId};
use crate::sim::outlet::{Outlet, Supply};
use crate::sim::setup::{DeliveryMode, KitchenKind, QueueOrder, Skill};
use crate::sim::world::World;
use crate::units::{ItemId, OutletId, Span, Time};

/// The rates of an outlet now, over the last so many slices; those of one where nothing has happened yet are made of what
/// everybody believes.
pub(in crate::session) fn measure(world: &World, flow: &Flow, o: usize, slices: usize) -> OutletRates {
    let (outlet, now) = (&world.outlets[o], world.now);
    let watched = flow.outlets[o].as_deref();
    let counts = watched.map_or_else(OutletSlice::default, |watched| watched.counts.last(now, slices));
    let over = Flow::covered_by(now, slices);
    let hours = over.hours();
    let seconds = hours * 3600.0;
    let here = Level::of(outlet, now);
    let then = flow.level_then(o, now, slices).unwrap_or(here);
    let length = now.since(then.at);
    let mean = |to: u128, from: u128| if length.is_zero() { 0.0 } else { (to - from) as f64 / length.0 as f64 };
    let share = |busy: (u128, u128), here: (u128, u128)| {
        (here.0 > here.1).then(|| (busy.0 - busy.1) as f64 / (here.0 - here.1) as f64)
    };
    let present = outlet.areas.chefs_here.value() as f64;
    let riders_present = outlet.areas.riders_here.value() as f64;
    let or_now = |mean: f64, now: f64| if length.is_zero() { now } else { mean };
    let cooking = cooking_time(world, outlet, &counts);
    let mut rates = OutletRates {
        slices,
        arriving_per_hour: counts.arrived as f64 / hours,
        cooked_per_hour: counts.cooked as f64 / hours,
        shelved_per_hour: counts.shelved as f64 / hours,
        delivered_per_hour: counts.delivered as f64 / hours,
        work: counts.arrived as f64 * hand_time(world, outlet, &counts, counts.work, counts.arrived) / seconds,
        hands: or_now(mean(here.chefs_here, then.chefs_here), present),
        chefs_busy: share((here.chefs_busy, then.chefs_busy), (here.chefs_here, then.chefs_here)),
        riders_busy: share((here.riders_busy, then.riders_busy), (here.riders_here, then.riders_here)),
        riders: or_now(mean(here.riders_here, then.riders_here), riders_present),
        riders_work: 0.0,
        line_per_min: growth(here.waiting, then.waiting, length),
        shelf_per_min: growth(here.shelf, then.shelf, length),
        cooking,
        shelf: per(counts.on_shelf, counts.delivered),
        ride: per(counts.riding, counts.delivered),
        wait: None,
        lines: Vec::new(),
    };
    // What a box takes of a rider's time, the way back included.
    let rider_seconds = (here.riders_busy - then.riders_busy) as f64 / 1e6;
    if counts.taken > 0 {
        rates.riders_work = rider_seconds / counts.taken as f64 * counts.shelved as f64 / seconds;
    } else if counts.shelved > 0 {
        rates.riders_work = rates.riders;
    }
    if outlet.kitchen == KitchenKind::Specialised {
        rates.lines = lines(world, outlet, watched, &counts, over, slices);
    }
    rates.wait = wait(world, outlet, &rates, hand_time(world, outlet, &counts, counts.work, counts.arrived));
    rates
}

fn per(sum: u64, count: u64) -> Option<Span> {
    (count > 0).then(|| Span(sum / count))
}

fn growth(now: u64, then: u64, length: Span) -> f64 {
    if length.is_zero() { 0.0 } else { (now as f64 - then as f64) / length.minutes() }
}

/// Mean time a cooking takes: as measured in the window, else as believed.
fn cooking_time(world: &World, outlet: &Outlet, counts: &OutletSlice) -> Span {
    per(counts.cooking, counts.cooked).unwrap_or_else(|| Span::from_seconds_f64(believed(world, outlet)))
}

/// Seconds of a chef that an order takes which brings so much work: the work at the pace at which this kitchen really
/// cooks (tools, skills, bases, switching, a secret slowness, all in it), and the trip where chefs drive.
fn hand_time(world: &World, outlet: &Outlet, counts: &OutletSlice, work: u64, orders: u64) -> f64 {
    let pace = counts.cooking as f64 / counts.cooked_work as f64;
    let cooking = match (orders, counts.cooked_work) {
        (0, _) if counts.cooked > 0 => counts.cooking as f64 / 1e6 / counts.cooked as f64,
        (0, _) | (_, 0) => believed(world, outlet),
        _ => work as f64 / 1e6 / orders as f64 * pace,
    };
    let driving = if world.delivery_mode == DeliveryMode::Coupled && counts.driven > 0 {
        counts.driving as f64 / 1e6 / counts.driven as f64
    } else {
        0.0
    };
    cooking + driving
}

/// What everybody would say that a cooking takes here: the menu's mean work at the chefs' mean speed.
fn believed(world: &World, outlet: &Outlet) -> f64 {
    let items = &world.setup.items;
    let work = items.iter().map(|item| item.work.mean()).sum::<f64>() / items.len() as f64;
    let speeds: Vec<f64> =
        outlet.chefs.iter().filter(|chef| chef.seems_at_work()).map(|c| own_speed(world, c)).collect();
    if speeds.is_empty() { work } else { work * speeds.len() as f64 / speeds.iter().sum::<f64>() }
}

fn own_speed(world: &World, chef: &Chef) -> f64 {
    let item = match chef.skill {
        Skill::Item(item) => item,
        Skill::AllRound => ItemId(0),
    };
    chef.speed(&world.setup.kitchen, item)
}

fn lines(
    world: &World,
    outlet: &Outlet,
    watched: Option<&OutletFlow>,
    counts: &OutletSlice,
    over: Span,
    slices: usize,
) -> Vec<LineRates> {
    let seconds = over.seconds();
    let able = |skill| outlet.chefs.iter().filter(|chef| chef.is_well_and_here() && chef.skill == skill).count() as u32;
    let all_rounders = able(Skill::AllRound);
    let line = |i: usize| {
        let item = ItemId(i as u16);
        let flowed = watched
            .and_then(|watched| watched.lines.get(i))
            .map(|line| line.last(world.now, slices))
            .unwrap_or_default();
        let took = hand_time(world, outlet, counts, flowed.work, flowed.arrived);
        LineRates {
            item,
            waiting: outlet.queues.get(i).map_or(0, |line| line.len() as u32),
            arriving_per_hour: flowed.arrived as f64 / seconds * 3600.0,
            work: flowed.arrived as f64 * took / seconds,
            experts: able(Skill::Item(item)),
            all_rounders,
        }
    };
    (0..world.setup.items.len()).map(line).collect()
}

/// How many of those who wait would be served before one who came now, nobody newer coming.
fn ahead(outlet: &Outlet, waiting: u64) -> u64 {
    match outlet.queue_order {
        QueueOrder::OldestFirst => waiting,
        QueueOrder::NewestFirst => 0,
    }
}

/// How long an order that came now would wait for a chef: what waits before it, shared among the hands here. In a
/// specialised kitchen that of the longest line.
fn wait(world: &World, outlet: &Outlet, rates: &OutletRates, took: f64) -> Option<Span> {
    if !outlet.is_lit() {
        return until(outlet.power, world.now);
    }
    let (waiting, hands, free) = match rates.lines.iter().max_by_key(|line| line.waiting) {
        Some(line) => {
            let serves = |chef: &&Chef| {
                chef.skill == Skill::AllRound && line.experts == 0 || chef.skill == Skill::Item(line.item)
            };
            let here = outlet.chefs.iter().filter(serves).filter(|chef| chef.is_well_and_here());
            let free = here.filter(|chef| chef.is_free()).count();
            (line.waiting as u64, if line.experts > 0 { line.experts } else { line.all_rounders } as usize, free)
        }
        None => {
            let here = outlet.chefs.iter().filter(|chef| chef.is_well_and_here()).count();
            (outlet.waiting.value(), here, outlet.chefs.iter().filter(|chef| chef.is_free()).count())
        }
    };
    if free as u64 > ahead(outlet, waiting) {
        return Some(Span::ZERO);
    }
    let before = ahead(outlet, waiting) as f64 + 1.0 - free as f64;
    (hands > 0).then(|| Span::from_seconds_f64(before * took / hands as f64))
}

/// Until something broken works again, if anybody knows.
fn until(supply: Supply, now: Time) -> Option<Span> {
    match supply {
        Supply::Broken { until, .. } if !until.is_never() => Some(until.since(now)),
        Supply::Broken { .. } => None,
        Supply::Fine => Some(Span::ZERO),
    }
}

/// All places where orders can be stuck, outlet by outlet, then the desk.
pub(in crate::session) fn stations(world: &World, rates: &[OutletRates]) -> Vec<Station> {
    let mut stations = Vec::new();
    for (o, (outlet, rates)) in world.outlets.iter().zip(rates).enumerate() {
        let id = OutletId(o as u32);
        stations.push(chefs(world, outlet, rates, id));
        stations.extend(rates.lines.iter().filter_map(|line| own_line(outlet, rates, id, line)));
        if rates.riders > 0.0 || !outlet.shelf.is_empty() {
            stations.push(riders(outlet, rates, id));
        }
    }
    if !world.desk.held.is_empty() {
        stations.push(desk(world));
    }
    stations
}

fn chefs(world: &World, outlet: &Outlet, rates: &OutletRates, id: OutletId) -> Station {
    let standstill = match (outlet.power, outlet.link) {
        (Supply::Broken { since, until }, _) => Some(Standstill::Power { since, until }),
        (_, Supply::Broken { since, until }) if !outlet.hanging.is_empty() => {
            Some(Standstill::LineCut { since, until })
        }
        _ if rates.lines.is_empty() && !outlet.chefs.iter().any(Chef::is_well_and_here) && outlet.is_lit() => {
            Some(Standstill::Nobody)
        }
        _ => None,
    };
    let hanging = outlet.hanging.len() as u64;
    let (waiting, wait) = match standstill {
        Some(Standstill::LineCut { .. }) => (outlet.waiting.value() + hanging, until(outlet.link, world.now)),
        Some(Standstill::Nobody) => (outlet.waiting.value(), None),
        _ => (outlet.waiting.value(), rates.wait),
    };
    Station {
        id: StationId::Chefs(id),
        waiting,
        growth_per_min: rates.line_per_min,
        arriving_per_hour: rates.arriving_per_hour,
        leaving_per_hour: rates.cooked_per_hour,
        work: rates.work,
        hands: rates.hands,
        busy: rates.chefs_busy,
        wait,
        standstill,
    }
}

/// A line that only its own experts serve, or nobody.
fn own_line(outlet: &Outlet, rates: &OutletRates, id: OutletId, line: &LineRates) -> Option<Station> {
    if line.all_rounders > 0 || !outlet.is_lit() || (line.experts == 0 && line.waiting == 0) {
        return None;
    }
    let took = if line.arriving_per_hour > 0.0 {
        line.work * 3600.0 / line.arriving_per_hour
    } else {
        rates.cooking.seconds()
    };
    let busy = outlet.chefs.iter().filter(|chef| chef.skill == Skill::Item(line.item) && chef.is_well_and_here());
    let busy = busy.filter(|chef| !matches!(chef.task, Task::Idle { .. } | Task::Tray { .. })).count();
    let hands = line.experts as f64;
    Some(Station {
        id: StationId::Line(id, line.item),
        waiting: line.waiting as u64,
        growth_per_min: if line.waiting > 0 { rates.line_per_min } else { 0.0 },
        arriving_per_hour: line.arriving_per_hour,
        leaving_per_hour: if took > 0.0 { (busy as f64 * 3600.0 / took).min(rates.cooked_per_hour) } else { 0.0 },
        work: line.work,
        hands,
        busy: (line.experts > 0).then(|| (line.work / hands).min(1.0)),
        wait: (line.experts > 0)
            .then(|| Span::from_seconds_f64(ahead(outlet, line.waiting as u64) as f64 * took / hands)),
        standstill: (line.experts == 0).then_some(Standstill::Nobody),
    })
}

fn riders(outlet: &Outlet, rates: &OutletRates, id: OutletId) -> Station {
    let boxes = outlet.shelf.len() as u64;
    let held_up = outlet.chefs.iter().filter(|chef| matches!(chef.task, Task::Blocked { .. })).count() as u64;
    let full = outlet.shelf_limit.is_some_and(|limit| boxes >= limit as u64) && held_up > 0;
    let leaving_per_hour = rates.delivered_per_hour;
    Station {
        id: if full { StationId::Shelf(id) } else { StationId::Riders(id) },
        waiting: boxes + held_up,
        growth_per_min: rates.shelf_per_min,
        arriving_per_hour: rates.shelved_per_hour,
        leaving_per_hour,
        work: rates.riders_work,
        hands: rates.riders,
        busy: rates.riders_busy,
        wait: if boxes + held_up == 0 {
            Some(Span::ZERO)
        } else {
            (leaving_per_hour > 0.0)
                .then(|| Span::from_seconds_f64((boxes + held_up) as f64 / leaving_per_hour * 3600.0))
        },
        standstill: (boxes > 0 && !outlet.riders.iter().any(|rider| rider.is_here() || rider.is_out()))
            .then_some(Standstill::Nobody),
    }
}

fn desk(world: &World) -> Station {
    Station {
        id: StationId::Desk,
        waiting: world.desk.held.len() as u64,
        growth_per_min: 0.0,
        arriving_per_hour: 0.0,
        leaving_per_hour: 0.0,
        work: 0.0,
        hands: 0.0,
        busy: None,
        wait: None,
        standstill: Some(Standstill::Nobody),
    }
}
