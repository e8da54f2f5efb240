//! Sampling the world: the points of the charts, and the vitals of a moment.

use crate::session::flow::{Flow, Level};
use crate::session::gauges::{Budget, Errors, Latency, Saturation, Traffic, Trend, Vitals};
use crate::session::rates::OutletRates;
use crate::session::recorder::Recorder;
use crate::sim::world::World;
use crate::units::{OutletId, Span, Time, ZoneId};

/// With more orders in the shop the overdue are not counted at every sample, only when the player looks.
const COUNTED: u64 = 20_000;

/// Busy shares over the rate window, and levels now, of the whole shop.
struct Shop {
    chefs_busy: Option<f64>,
    riders_busy: Option<f64>,
    busiest_chefs: Option<(OutletId, f64)>,
    busiest_riders: Option<(OutletId, f64)>,
    shelf: u64,
    stock: u64,
}

impl Recorder {
    /// Samples every series of the charts.
    pub(super) fn sample(&mut self, world: &World) {
        let now = world.now();
        let hours = Flow::covered(now).hours();
        let counts = self.flow.shop.whole(now);
        let latency = self.flow.latencies(now);
        let percentile = |p| latency.percentile(p).map(Span::seconds);
        let shop = self.look_at_shop(world);
        let overdue = if world.book().in_system.value() <= COUNTED { overdue(world) } else { 0 };
        let budget = budget(world, overdue);
        let gauges = &mut self.gauges;
        gauges.in_system.push(now, Some(world.book().in_system.value() as f64));
        gauges.waiting.push(now, Some(world.book().waiting as f64));
        gauges.arriving.push(now, Some(counts.arrived as f64 / hours));
        gauges.delivered.push(now, Some(counts.delivered as f64 / hours));
        gauges.lost.push(now, Some(counts.lost as f64 / hours));
        gauges.on_time.push(now, budget.on_time);
        gauges.p50.push(now, percentile(0.5));
        gauges.p95.push(now, percentile(0.95));
        gauges.p99.push(now, percentile(0.99));
        gauges.chefs_busy.push(now, shop.chefs_busy);
        gauges.riders_busy.push(now, shop.riders_busy);
        gauges
            .saturation
            .push(now, shop.busiest_chefs.into_iter().chain(shop.busiest_riders).map(|(_, b)| b).reduce(f64::max));
        gauges.bad.push(now, Some(budget.bad as f64));
        gauges.budget_left.push(now, Some(budget.left() as f64));
        gauges.till.push(now, Some(world.till().balance(now).dollars()));
        gauges.shelf.push(now, Some(shop.shelf as f64));
        gauges.stock.push(now, Some(shop.stock as f64));
        self.sample_outlets(world);
        self.event_logger.look_at_p95(&mut self.log, now, latency.percentile(0.95), latency.count());
    }

    fn sample_outlets(&mut self, world: &World) {
        let now = world.now();
        let few = self.gauges.outlets.len() <= 32;
        let shares: Vec<_> = (0..if few { world.outlets().len() } else { 0 }).map(|o| self.busy(world, o)).collect();
        for (o, gauges) in self.gauges.outlets.iter_mut().enumerate() {
            let outlet = &world.outlets()[o];
            gauges.waiting.push(now, Some(outlet.waiting.value() as f64));
            if few {
                gauges.chefs_busy.push(now, shares[o].0);
                gauges.riders_busy.push(now, shares[o].1);
                gauges.shelf.push(now, Some(outlet.shelf.len() as f64));
                gauges.stock.push(now, Some(outlet.bases() as f64));
            }
        }
    }

    /// The busy shares of an outlet's chefs and riders, over the rate window.
    pub(super) fn busy(&self, world: &World, o: usize) -> (Option<f64>, Option<f64>) {
        let level = Level::of(&world.outlets()[o], world.now());
        let then = self.flow.level_then(o, world.now()).unwrap_or(level);
        let chefs = share(level.chefs_busy - then.chefs_busy, level.chefs_here - then.chefs_here);
        (chefs, share(level.riders_busy - then.riders_busy, level.riders_here - then.riders_here))
    }

    /// The busy shares of all chefs and riders, over the rate window.
    pub(super) fn shop_busy(&self, world: &World) -> (Option<f64>, Option<f64>) {
        let shop = self.look_at_shop(world);
        (shop.chefs_busy, shop.riders_busy)
    }

    fn look_at_shop(&self, world: &World) -> Shop {
        let now = world.now();
        let mut shop =
            Shop { chefs_busy: None, riders_busy: None, busiest_chefs: None, busiest_riders: None, shelf: 0, stock: 0 };
        let (mut chefs, mut riders) = ((0, 0), (0, 0));
        for (o, outlet) in world.outlets().iter().enumerate() {
            shop.shelf += outlet.shelf.len() as u64;
            shop.stock += outlet.bases() as u64;
            let Some(then) = self.flow.level_then(o, now) else { continue };
            let level = Level::of(outlet, now);
            let id = OutletId(o as u32);
            let (busy, here) = (level.chefs_busy - then.chefs_busy, level.chefs_here - then.chefs_here);
            let (out, present) = (level.riders_busy - then.riders_busy, level.riders_here - then.riders_here);
            chefs = (chefs.0 + busy, chefs.1 + here);
            riders = (riders.0 + out, riders.1 + present);
            shop.busiest_chefs = busier(shop.busiest_chefs, id, share(busy, here));
            shop.busiest_riders = busier(shop.busiest_riders, id, share(out, present));
        }
        shop.chefs_busy = share(chefs.0, chefs.1);
        shop.riders_busy = share(riders.0, riders.1);
        shop
    }

    /// The vitals of this moment.
    pub(super) fn vitals(&self, world: &World, rates: &[OutletRates]) -> Vitals {
        let now = world.now();
        let hours = Flow::covered(now).hours();
        let counts = self.flow.shop.whole(now);
        let latency = self.flow.latency.whole(now);
        let shop = self.look_at_shop(world);
        let overdue = overdue(world);
        let tally = world.book().sheets[0].shop();
        let growth: f64 = rates.iter().map(|rates| rates.line_per_min + rates.shelf_per_min).sum();
        let (arriving, delivered) = (counts.arrived as f64 / hours, counts.delivered as f64 / hours);
        let zones = 0..world.zones().len() as u32;
        Vitals {
            at: now,
            in_system: world.book().in_system.value(),
            waiting: world.book().waiting,
            ghosts: rates.iter().map(|rates| rates.ghosts).sum(),
            later: world.recalls().count() as u64,
            oldest: oldest(world),
            traffic: Traffic {
                arriving_per_hour: arriving,
                delivered_per_hour: delivered,
                lost_per_hour: counts.lost as f64 / hours,
                unreachable_per_hour: counts.unreachable as f64 / hours,
                trend: trend(arriving - counts.lost as f64 / hours, delivered, growth),
                demand_per_hour: zones.map(|zone| world.demand(ZoneId(zone))).sum(),
            },
            latency: Latency {
                p50: latency.percentile(0.5),
                p95: latency.percentile(0.95),
                p99: latency.percentile(0.99),
                orders: latency.count(),
                promise: world.setup().slo.promise,
            },
            errors: Errors {
                late: tally.late,
                refused: tally.refused,
                abandoned: tally.abandoned,
                unreachable: tally.unreachable,
                wasted: tally.wasted,
                overdue,
            },
            saturation: Saturation {
                chefs: shop.chefs_busy,
                riders: shop.riders_busy,
                busiest_chefs: shop.busiest_chefs,
                busiest_riders: shop.busiest_riders,
            },
            budget: budget(world, overdue),
            till: world.till().balance(now),
            shelf: shop.shelf,
            stock: shop.stock,
        }
    }
}

fn share(part: u128, whole: u128) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

fn busier(best: Option<(OutletId, f64)>, id: OutletId, share: Option<f64>) -> Option<(OutletId, f64)> {
    match (best, share) {
        (Some((_, most)), Some(share)) if share <= most => best,
        (best, None) => best,
        (_, Some(share)) => Some((id, share)),
    }
}

/// Falling behind if the queues grow and clearly less is delivered than arrives and is not lost.
fn trend(arriving: f64, delivered: f64, growth_per_min: f64) -> Trend {
    if growth_per_min > 0.2 && delivered < arriving * 0.95 {
        Trend::FallingBehind
    } else if growth_per_min < -0.2 && delivered > arriving * 1.05 {
        Trend::CatchingUp
    } else {
        Trend::Steady
    }
}

/// The ticket that has waited longest, and how long; of equals the lowest serial number.
fn oldest(world: &World) -> Option<(crate::sim::order::OrderKey, Span)> {
    let lines = world.outlets().iter().flat_map(|outlet| &outlet.queues);
    let since = lines
        .flat_map(|line| [line.head(), line.tail()])
        .flatten()
        .map(|key| (key, world.now().since(world.orders()[key].placed)));
    since.max_by_key(|&(key, waited)| (waited, std::cmp::Reverse(world.orders()[key].serial)))
}

/// Customers not served yet who are past the promise of their first call, those between two calls included.
pub(super) fn overdue(world: &World) -> u64 {
    world.overdue(world.book().sheets[0].window).count() as u64
}

/// The error budget in orders: of all customers expected until closing, how many may be served badly.
pub(super) fn budget(world: &World, overdue: u64) -> Budget {
    let tally = world.book().sheets[0].shop();
    let target = world.setup().slo.target;
    let bad = tally.bad + overdue;
    let decided = tally.good + bad;
    let expected = if world.is_over() {
        tally.customers as f64
    } else {
        expected(world, Time::ZERO + world.setup().warmup, Time::NEVER)
    };
    Budget {
        on_time: (decided > 0).then(|| tally.good as f64 / decided as f64),
        target,
        expected,
        // A hair for (1 − 0.95) × 360, which is 18 and not 17.99….
        allowed: ((1.0 - target) * expected + 1e-9).floor() as u64,
        bad,
    }
}

/// First calls expected in `[from, to)` by the demand curves, without surges.
pub(super) fn expected(world: &World, from: Time, to: Time) -> f64 {
    use crate::sim::setup::Arrivals;
    let to = to.min(world.setup().closing());
    let of_zone = |zone: usize| match &world.setup().zones[zone].arrivals {
        Arrivals::Trace(times) => times.iter().filter(|&&at| from <= at && at < to).count() as f64,
        _ => world.zones()[zone].rate.integral(from.0 as f64, to.0 as f64, 1.0),
    };
    (0..world.zones().len()).map(of_zone).sum()
}
