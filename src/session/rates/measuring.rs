//! Rates, loads and waits from counted flows and known demand, and from those the stations of "why".

use super::known::{self, Demand, Hand, Load, Staff, orders_a_second};
use super::{LineRates, OutletRates, Passed};
use crate::session::flow::{Counts, Flow, OutletFlow, Stretch};
use crate::session::vitals::share;
use crate::sim::chef::{Chef, Task};
use crate::sim::explain::{Standstill, Station, StationId};
use crate::sim::order::{Customer, Order};
use crate::sim::outlet::{Outlet, Supply};
use crate::sim::setup::{KitchenKind, QueueOrder, Skill};
use crate::sim::world::World;
use crate::units::{ItemId, OutletId, Span, Time};

/// What is asked of an outlet's people.
#[derive(Clone, Debug, Default)]
pub(in crate::session) struct Asked {
    load: Load,
    /// Known mean of a cooking.
    cooking: Span,
    riders_work: f64,
    trip: Span,
}

impl Asked {
    pub fn of(world: &World, o: usize, demand: &Demand, staff: &Staff) -> Asked {
        Asked {
            load: known::load(world, o, &staff.hands, demand),
            cooking: Span::from_seconds_f64(cooking(world, o, &staff.hands, demand)),
            riders_work: known::riders_work(world, demand),
            trip: Span::from_seconds_f64(known::trip(world, demand)),
        }
    }
}

/// The rates of an outlet now: flows over the rate window, load from what is known.
pub(in crate::session) fn measure(
    world: &World,
    watched: Option<&OutletFlow>,
    o: usize,
    (asked, demand, staff): (&Asked, &Demand, &Staff),
    stretch: &Stretch,
) -> OutletRates {
    let (outlet, now) = (&world.outlets()[o], world.now());
    let &Stretch { length, waiting, shelf, ref counts, .. } = stretch;
    let over = Flow::covered(now);
    let hours = over.hours();
    let mut rates = OutletRates {
        passed: passed(counts, stretch.inside, stretch.after),
        ever: passed(&stretch.ever, (stretch.inside.0, 0), (stretch.after.0, 0)),
        over,
        arriving_per_hour: counts.arrived as f64 / hours,
        cooked_per_hour: (counts.cooked + counts.trays_baked) as f64 / hours,
        shelved_per_hour: counts.shelved as f64 / hours,
        delivered_per_hour: counts.delivered as f64 / hours,
        work: asked.load.work,
        repeats: 1.0,
        hands: asked.load.hands,
        chefs_busy: share(stretch.chefs),
        riders_busy: share(stretch.riders),
        riders: staff.riders,
        riders_work: asked.riders_work,
        trip: asked.trip,
        line_per_min: growth(waiting, length),
        shelf_per_min: growth(shelf, length),
        cooking: asked.cooking,
        shelf: per(counts.on_shelf, counts.delivered),
        ride: per(counts.riding, counts.delivered),
        wait: None,
        ghosts: ghosts(world, outlet),
        lines: Vec::new(),
    };
    // Who calls again at once is in no list of those who will: what came of them lately is asked of the chefs, too.
    let known = if counts.again > 0 { demand.rate() } else { 0.0 };
    if known > 0.0 {
        let again = (counts.again as f64 / hours).min((rates.arriving_per_hour - known).max(0.0));
        rates.repeats = 1.0 + again / known;
        rates.work *= rates.repeats;
    }
    // What is made a second time is made at the cost of the rest.
    if world.desk().duplicates.is_some() && counts.cooked > counts.wasted {
        let twice = counts.cooked as f64 / (counts.cooked - counts.wasted) as f64;
        rates.repeats *= twice;
        rates.work *= twice;
    }
    if outlet.kitchen == KitchenKind::Specialised {
        rates.lines = lines(world, o, watched, &staff.hands, demand, over);
    }
    rates.wait = wait(world, outlet, &rates);
    rates
}

/// Pairs are now and then.
fn passed(counts: &Counts, inside: (u64, u64), after: (u64, u64)) -> Passed {
    Passed {
        arrived: counts.arrived,
        again: counts.again,
        moved_in: counts.moved_in,
        cooked: counts.cooked,
        refused: counts.refused,
        walked: counts.walked,
        moved: counts.moved,
        dropped: counts.dropped,
        burnt: counts.burnt,
        inside_then: inside.1,
        inside_now: inside.0,
        delivered: counts.delivered,
        ready: counts.ready,
        wasted: counts.wasted,
        after_then: after.1,
        after_now: after.0,
        stayed: counts.stayed,
        at_lamp: counts.at_lamp,
        handed: counts.handed,
        trays_ordered: counts.trays_ordered,
        trays_baked: counts.trays_baked,
    }
}

fn per(sum: u64, count: u64) -> Option<Span> {
    (count > 0).then(|| Span(sum / count))
}

fn growth((now, then): (u64, u64), length: Span) -> f64 {
    if length.is_zero() { 0.0 } else { (now as f64 - then as f64) / length.minutes() }
}

/// Known mean seconds of these chefs for an order; of one chef with basic tools if nobody is there.
fn cooking(world: &World, o: usize, staff: &[Hand], demand: &Demand) -> f64 {
    let anybody = [Hand { skill: Skill::Item(ItemId(0)), level: 1, pace: 1.0 }];
    let staff = if staff.is_empty() { &anybody[..] } else { staff };
    staff.len() as f64 / orders_a_second(staff, |hand| known::mean_seconds(world, o, hand, demand))
}

/// In outlets with more tickets waiting, those of customers who have gone are not counted.
const COUNTED: u64 = 20_000;

/// Tickets in queues whose customers have gone.
fn ghosts(world: &World, outlet: &Outlet) -> u64 {
    if outlet.waiting.value() > COUNTED {
        return 0;
    }
    let tickets = outlet.queues.iter().flat_map(|line| line.iter(world.orders()));
    let is_ghost = |order: &Order| order.customer != Customer::Waiting && !order.is_house();
    tickets.filter(|key| is_ghost(&world.orders()[*key])).count() as u64
}

fn lines(
    world: &World,
    o: usize,
    watched: Option<&OutletFlow>,
    staff: &[Hand],
    demand: &Demand,
    over: Span,
) -> Vec<LineRates> {
    let able = |skill| staff.iter().filter(|hand| hand.skill == skill).count() as u32;
    let all_rounders = able(Skill::AllRound);
    let line = |i: usize| {
        let item = ItemId(i as u16);
        let came = watched.and_then(|watched| watched.lines.get(i)).map_or(0, |line| line.whole(world.now()));
        LineRates {
            item,
            waiting: world.outlets()[o].queues.get(i).map_or(0, |line| line.len() as u32),
            arriving_per_hour: came as f64 / over.hours(),
            work: known::line(world, o, staff, item, demand),
            experts: able(Skill::Item(item)),
            all_rounders,
        }
    };
    (0..world.setup().items.len()).map(line).collect()
}

/// How many of those waiting would be served before an order that came now, if no more came.
fn ahead(outlet: &Outlet, waiting: u64) -> u64 {
    match outlet.queue_order {
        QueueOrder::NewestFirst => 0,
        // Where items rank or zones take turns: as many as for an order of average rank.
        QueueOrder::OldestFirst
        | QueueOrder::SmallFirst
        | QueueOrder::LargeFirst
        | QueueOrder::Priority
        | QueueOrder::Turns => waiting,
    }
}

/// Roughly how long an order that came now would wait for a chef: the orders before it times the known mean work,
/// divided by the chefs. In a specialised kitchen, that of the longest queue.
fn wait(world: &World, outlet: &Outlet, rates: &OutletRates) -> Option<Span> {
    if !outlet.is_lit() {
        return until(outlet.power, world.now());
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
        None => (outlet.waiting.value(), rates.hands as usize, outlet.free_hands() as usize),
    };
    if free as u64 > ahead(outlet, waiting) {
        return Some(Span::ZERO);
    }
    let before = ahead(outlet, waiting) as f64 + 1.0 - free as f64;
    (hands > 0).then(|| Span::from_seconds_f64(before * rates.cooking.seconds() / hands as f64))
}

/// How long until something broken works again; `None` if nobody knows.
fn until(supply: Supply, now: Time) -> Option<Span> {
    match supply {
        Supply::Broken { until, .. } if !until.is_never() => Some(until.since(now)),
        Supply::Broken { .. } => None,
        Supply::Fine => Some(Span::ZERO),
    }
}

/// All places where orders can be stuck, by outlet id, the desk last.
pub(in crate::session) fn stations(world: &World, rates: &[OutletRates]) -> Vec<Station> {
    let mut stations = Vec::new();
    for (o, (outlet, rates)) in world.outlets().iter().zip(rates).enumerate() {
        let id = OutletId(o as u32);
        stations.push(chefs(world, outlet, rates, id));
        stations.extend(rates.lines.iter().filter_map(|line| own_line(outlet, rates, id, line)));
        if rates.riders > 0.0 || !outlet.shelf.is_empty() {
            stations.push(riders(outlet, rates, id));
        }
    }
    if !world.desk().held.is_empty() {
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
        Some(Standstill::LineCut { .. }) => (outlet.waiting.value() + hanging, until(outlet.link, world.now())),
        Some(Standstill::Nobody) => (outlet.waiting.value(), None),
        _ => (outlet.waiting.value(), rates.wait),
    };
    Station {
        id: StationId::Chefs(id),
        waiting,
        growth_per_min: rates.line_per_min,
        arriving_per_hour: rates.tickets_per_hour(),
        leaving_per_hour: rates.cooked_per_hour,
        work: rates.work,
        hands: rates.hands,
        busy: rates.chefs_busy,
        wait,
        standstill,
    }
}

/// A queue that only its own experts serve, or nobody.
fn own_line(outlet: &Outlet, rates: &OutletRates, id: OutletId, line: &LineRates) -> Option<Station> {
    if line.all_rounders > 0 || !outlet.is_lit() || (line.experts == 0 && line.waiting == 0) {
        return None;
    }
    let took = rates.cooking.seconds();
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
    let held_up = outlet.held_up() as u64;
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
        wait: if boxes + held_up == 0 || rates.trip.is_zero() {
            Some(Span::ZERO)
        } else {
            (rates.riders > 0.0).then(|| rates.trip.scaled((boxes + held_up) as f64 / rates.riders))
        },
        standstill: (boxes > 0 && !outlet.riders.iter().any(|rider| rider.is_here() || rider.is_out()))
            .then_some(Standstill::Nobody),
    }
}

fn desk(world: &World) -> Station {
    Station {
        id: StationId::Desk,
        waiting: world.desk().held.len() as u64,
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
