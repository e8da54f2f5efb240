//! Sampling the world: the points of the charts, and the vitals of a moment.

use crate::session::flow::{Flow, Stretch};
use crate::session::gauges::{Budget, Errors, Latency, Saturation, Traffic, Trend, Vitals};
use crate::session::rates::{OutletRates, known};
use crate::session::recorder::Recorder;
use crate::sim::outlet::Outlet;
use crate::sim::setup::QueueOrder;
use crate::sim::world::World;
use crate::units::{OutletId, Span, ZoneId};

/// Shares and levels of the whole shop over the rate window, added up outlet by outlet.
#[derive(Default)]
pub(super) struct Shop {
    /// Time busy and time here.
    chefs: (u64, u64),
    riders: (u64, u64),
    busiest_chefs: Option<(OutletId, f64)>,
    busiest_riders: Option<(OutletId, f64)>,
    shelf: u64,
    stock: u64,
}

impl Shop {
    pub fn add(&mut self, id: OutletId, outlet: &Outlet, stretch: &Stretch) {
        let &Stretch { shelf: (shelf, _), chefs, riders, .. } = stretch;
        self.shelf += shelf;
        self.stock += outlet.bases() as u64;
        self.chefs = (self.chefs.0 + chefs.0, self.chefs.1 + chefs.1);
        self.riders = (self.riders.0 + riders.0, self.riders.1 + riders.1);
        self.busiest_chefs = busier(self.busiest_chefs, id, share(chefs));
        self.busiest_riders = busier(self.busiest_riders, id, share(riders));
    }

    fn chefs_busy(&self) -> Option<f64> {
        share(self.chefs)
    }

    fn riders_busy(&self) -> Option<f64> {
        share(self.riders)
    }
}

impl Recorder {
    /// Samples every series of the charts.
    pub(super) fn sample(&mut self, world: &World) {
        let now = world.now();
        let hours = Flow::covered(now).hours();
        let counts = self.flow.shop.whole(now);
        let latency = self.flow.latencies(now);
        let percentiles = latency.percentiles([0.5, 0.95, 0.99]);
        let [p50, p95, p99] = percentiles.map(|percentile| percentile.map(Span::seconds));
        let shop = self.look_at_shop(world);
        self.flow.unserved.move_on(world.now());
        let budget = self.budget(world, self.overdue(world));
        let gauges = &mut self.gauges;
        gauges.in_system.push(now, Some(world.book().in_system.value() as f64));
        gauges.waiting.push(now, Some(world.waiting() as f64));
        gauges.arriving.push(now, Some(counts.arrived as f64 / hours));
        gauges.delivered.push(now, Some(counts.delivered as f64 / hours));
        gauges.lost.push(now, Some(counts.lost as f64 / hours));
        gauges.on_time.push(now, budget.on_time);
        gauges.p50.push(now, p50);
        gauges.p95.push(now, p95);
        gauges.p99.push(now, p99);
        gauges.chefs_busy.push(now, shop.chefs_busy());
        gauges.riders_busy.push(now, shop.riders_busy());
        gauges
            .saturation
            .push(now, shop.busiest_chefs.into_iter().chain(shop.busiest_riders).map(|(_, b)| b).reduce(f64::max));
        gauges.bad.push(now, Some(budget.bad as f64));
        gauges.budget_left.push(now, Some(budget.left() as f64));
        gauges.till.push(now, Some(world.till().balance(now).dollars()));
        gauges.shelf.push(now, Some(shop.shelf as f64));
        gauges.stock.push(now, Some(shop.stock as f64));
        self.sample_outlets(world);
        self.sample_hiring(world);
        self.sample_desk_and_lamps(world);
        if world.desk().health.is_on() {
            self.gauges.outlets_out.push(now, Some(world.desk().health.out as f64));
        }
        self.event_logger.look_at_p95(&mut self.log, now, percentiles[1], latency.count());
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

    /// Where a manager hires: what she hires for, and whom she has.
    fn sample_hiring(&mut self, world: &World) {
        let outlets = world.outlets();
        if outlets.iter().all(|outlet| outlet.manager.is_none()) {
            return;
        }
        let (mut needed, mut here, mut coming) = (0.0, 0, 0);
        for ((o, outlet), demand) in outlets.iter().enumerate().zip(known::demand(world)) {
            needed += known::load(world, o, &known::hands(outlet), &demand).work;
            here += outlet.areas.chefs_here.value();
            coming += u64::from(outlet.chefs_coming());
        }
        let now = world.now();
        self.gauges.chefs_needed.push(now, Some(needed));
        self.gauges.chefs_here.push(now, Some(here as f64));
        self.gauges.chefs_soon.push(now, Some((here + coming) as f64));
    }

    /// What clerks, lamps, slips and cards do, where there are any.
    fn sample_desk_and_lamps(&mut self, world: &World) {
        let (now, setup, gauges) = (world.now(), world.setup(), &mut self.gauges);
        if let Some(phones) = &world.desk().phones {
            gauges.clerks_busy.push(now, Some(phones.calls().count() as f64));
            gauges.at_the_desk.push(now, Some(phones.waiting() as f64));
        }
        if setup.has_trays() {
            let of = |outlet: &Outlet| -> u64 {
                outlet.lamps.iter().map(|lamp| outlet.trays_under_way(world.orders(), lamp.item)).sum()
            };
            gauges.trays.push(now, Some(world.outlets().iter().map(of).sum::<u64>() as f64));
        }
        if setup.has_unsure() {
            gauges.second_tickets.push(now, Some(f64::from(world.doubts().all_second_tickets())));
        }
        if setup.has_strangers() {
            let all: u32 = world.outlets().iter().map(Outlet::cooking).sum();
            let chefs = world.outlets().iter().flat_map(|outlet| &outlet.chefs);
            let strange = chefs.filter(|chef| chef.cooks_for_stranger()).count();
            gauges.strangers.push(now, (all > 0).then(|| strange as f64 / f64::from(all)));
        }
    }

    /// The busy shares of an outlet's chefs and riders, over the rate window.
    pub(super) fn busy(&self, world: &World, o: usize) -> (Option<f64>, Option<f64>) {
        let stretch = self.flow.stretch(world, o);
        (share(stretch.chefs), share(stretch.riders))
    }

    /// The busy shares of all chefs and riders, over the rate window.
    pub(super) fn shop_busy(&self, world: &World) -> (Option<f64>, Option<f64>) {
        let shop = self.look_at_shop(world);
        (shop.chefs_busy(), shop.riders_busy())
    }

    fn look_at_shop(&self, world: &World) -> Shop {
        let mut shop = Shop::default();
        for (o, outlet) in world.outlets().iter().enumerate() {
            shop.add(OutletId(o as u32), outlet, &self.flow.stretch(world, o));
        }
        shop
    }

    /// The vitals of this moment.
    pub(super) fn vitals(&mut self, world: &World, rates: &[OutletRates], shop: &Shop) -> Vitals {
        let now = world.now();
        let hours = Flow::covered(now).hours();
        let counts = self.flow.shop.whole(now);
        let latency = self.flow.latencies(now);
        let [p50, p95, p99] = latency.percentiles([0.5, 0.95, 0.99]);
        let overdue = self.overdue(world);
        let tally = world.book().sheets[0].shop();
        let growth: f64 = rates.iter().map(|rates| rates.line_per_min + rates.shelf_per_min).sum();
        let (arriving, delivered) = (counts.arrived as f64 / hours, counts.delivered as f64 / hours);
        let zones = 0..world.zones().len() as u32;
        let (doors, doors_ever) = self.flow.doors(world);
        Vitals {
            doors,
            doors_ever,
            at: now,
            in_system: world.book().in_system.value(),
            waiting: world.waiting(),
            ghosts: rates.iter().map(|rates| rates.ghosts).sum(),
            later: world.recalls().count() as u64,
            oldest: oldest(world),
            traffic: Traffic {
                arriving_per_hour: arriving,
                delivered_per_hour: delivered,
                lost_per_hour: counts.lost as f64 / hours,
                unreachable_per_hour: counts.unreachable as f64 / hours,
                trend: trend(arriving, counts.lost as f64 / hours, delivered, growth),
                demand_per_hour: zones.map(|zone| world.demand(ZoneId(zone))).sum(),
            },
            latency: Latency { p50, p95, p99, orders: latency.count(), promise: world.setup().slo.promise },
            errors: Errors {
                late: tally.late,
                refused: tally.refused,
                abandoned: tally.abandoned,
                unreachable: tally.unreachable,
                limited: tally.limited,
                burnt: tally.burnt,
                forgotten: tally.forgotten,
                wasted: tally.wasted,
                overdue,
            },
            saturation: Saturation {
                chefs: shop.chefs_busy(),
                riders: shop.riders_busy(),
                busiest_chefs: shop.busiest_chefs,
                busiest_riders: shop.busiest_riders,
            },
            budget: self.budget(world, overdue),
            till: world.till().balance(now),
            shelf: shop.shelf,
            stock: shop.stock,
        }
    }

    /// Customers still out past the promise of their first call, those among them who will call again included.
    pub(super) fn overdue(&self, world: &World) -> u64 {
        let window = world.book().sheets[0].window;
        let away = world.promises_of_recalls().filter(|(first, due)| window.contains(*first) && *due < world.now());
        let overdue = self.flow.unserved.before(world.now()) + away.count() as u64;
        debug_assert_eq!(overdue, world.overdue(window).count() as u64);
        overdue
    }

    /// The error budget, in orders: of all who are expected until closing so many may be served badly.
    pub(super) fn budget(&self, world: &World, overdue: u64) -> Budget {
        let tally = world.book().sheets[0].shop();
        let target = world.setup().slo.target;
        let bad = tally.bad + overdue;
        let decided = tally.good + bad;
        let expected = if world.is_over() { tally.customers as f64 } else { self.expected };
        Budget {
            on_time: (decided > 0).then(|| tally.good as f64 / decided as f64),
            target,
            expected,
            // A hair for (1 − 0.95) × 360, which is 18 and not 17.99….
            allowed: ((1.0 - target) * expected + 1e-9).floor() as u64,
            bad,
        }
    }
}

pub(super) fn share((part, whole): (u64, u64)) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

fn busier(best: Option<(OutletId, f64)>, id: OutletId, share: Option<f64>) -> Option<(OutletId, f64)> {
    match (best, share) {
        (Some((_, most)), Some(share)) if share <= most => best,
        (best, None) => best,
        (_, Some(share)) => Some((id, share)),
    }
}

/// Falling behind if the queues grow and clearly less is delivered than arrives and is not lost; catching up if they
/// shrink and clearly more is delivered than arrives. A queue that shrinks because its customers leave is neither.
fn trend(arriving: f64, lost: f64, delivered: f64, growth_per_min: f64) -> Trend {
    if growth_per_min > 0.2 && delivered < (arriving - lost) * 0.95 {
        Trend::FallingBehind
    } else if growth_per_min < -0.2 && delivered > arriving * 1.05 {
        Trend::CatchingUp
    } else {
        Trend::Steady
    }
}

/// The ticket that has waited longest, and how long; of equals the lowest serial number.
fn oldest(world: &World) -> Option<(crate::sim::order::OrderKey, Span)> {
    let lines = world.outlets().iter().flat_map(|outlet| outlet.queues.iter().map(|line| (line, outlet.queue_order)));
    let oldest = lines.flat_map(|(line, rule)| match rule {
        QueueOrder::OldestFirst | QueueOrder::NewestFirst => [line.head(), line.tail()],
        QueueOrder::SmallFirst | QueueOrder::LargeFirst | QueueOrder::Priority | QueueOrder::Turns => {
            let orders = world.orders();
            [line.iter(orders).min_by_key(|&key| orders[key].turn()), None]
        }
    });
    let since = oldest.flatten().map(|key| (key, world.now().since(world.orders()[key].placed)));
    since.max_by_key(|&(key, waited)| (waited, std::cmp::Reverse(world.orders()[key].serial)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_shrinks_because_people_leave_is_not_catching_up() {
        assert_eq!(trend(69.0, 19.0, 63.0, -0.3), Trend::Steady);
        assert_eq!(trend(60.0, 0.0, 66.0, -0.3), Trend::CatchingUp);
        assert_eq!(trend(100.0, 0.0, 60.0, 0.5), Trend::FallingBehind);
        assert_eq!(trend(100.0, 40.0, 60.0, 0.5), Trend::Steady, "the gap is what was turned away");
    }
}
