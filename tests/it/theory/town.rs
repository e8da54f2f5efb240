//! Demand over the day, illness, bases, and what an outage leaves behind.

use super::shop::{EXPONENTIAL, WORK, shop};
use super::{Case, check, hold};
use pizzeria::chance::Dist;
use pizzeria::sim::command::Fault;
use pizzeria::sim::notice::Notice;
use pizzeria::sim::notice::Witness;
use pizzeria::sim::setup::*;
use pizzeria::sim::world::World;
use pizzeria::theory::{demand, faults};
use pizzeria::units::{ClockTime, ItemId, OutletId, Span, Time};
use std::sync::Arc;

const HOUR: u64 = 3_600_000_000;

/// Orders counted in windows of a day with a slope, a step and a level stretch.
pub fn demand_over_the_day() -> Vec<Case> {
    let points = [(17.0, 1.0), (19.0, 3.0), (19.0, 0.5), (22.0, 0.5)];
    let curve: Vec<(f64, f64)> = points.iter().map(|&(hour, factor)| (hour * 3_600.0, factor)).collect();
    let mut setup = shop(0.1, 100, Dist::Fixed { mean: 1.0 });
    setup.opens = ClockTime(16 * HOUR);
    setup.zones[0].orders_per_hour = 4_000.0;
    setup.zones[0].curve =
        points.iter().map(|&(hour, factor)| CurvePoint { at: ClockTime((hour * 3.6e9) as u64), factor }).collect();
    let windows = [(16.0, 28.0), (16.0, 17.0), (17.0, 18.0), (18.5, 19.5), (19.0, 20.0), (20.0, 26.0)];
    let cases = windows.map(|(from, to)| {
        let mut setup = setup.clone();
        // The window as warm-up and closing.
        setup.warmup = Span::from_seconds_f64((from - 16.0) * 3_600.0);
        setup.duration = Span::from_seconds_f64((to - 16.0) * 3_600.0);
        let exact = demand::expected_orders(&curve, 4_000.0, from * 3_600.0, to * 3_600.0);
        let checks = vec![check("orders", exact, |m| Some(m.orders.arrived as f64))];
        Case::new(format!("{from} h to {to} h"), setup, 0.0, checks)
    });
    cases.into()
}

#[test]
fn theory_demand_follows_its_curve() {
    hold(demand_over_the_day());
}

pub fn illness() -> Vec<Case> {
    let cases = [(120, 30), (45, 60), (600, 20)].map(|(every, lasts)| {
        let mut setup = shop(0.3, 1, EXPONENTIAL);
        setup.duration = Span::from_hours(10_000);
        setup.zones[0].orders_per_hour = 1.0;
        setup.drain = false;
        let illness = IllnessSetup { every: Span::from_mins(every), lasts: Span::from_mins(lasts) };
        setup.outlets[0].illness = Some(illness);
        let available = faults::availability(every as f64, lasts as f64).unwrap();
        let checks = vec![check("availability", available, |m| m.availability)];
        Case::new(format!("ill every {every} min for {lasts}"), setup, 0.0, checks)
    });
    cases.into()
}

#[test]
fn theory_illness() {
    hold(illness());
}

/// Bases made in the morning, none spoils: the share of a Poisson day's orders that finds one.
pub fn base_hits() -> Vec<Case> {
    let cases = [(50, 60.0), (30, 30.0), (100, 80.0), (55, 50.0)].map(|(stock, orders)| {
        let mut setup = shop(0.1, 1, Dist::Fixed { mean: WORK });
        setup.opens = ClockTime(8 * HOUR);
        setup.duration = Span::from_hours(4);
        setup.items[0].base = Some(BaseSetup { time: Span::from_secs(10), saves: 0.5, keeps: Span::ENDLESS });
        let (from, to) = (ClockTime(8 * HOUR), ClockTime(10 * HOUR));
        setup.outlets[0].prep = Some(PrepSetup { item: ItemId(0), from, to, target: stock, batch: 1 });
        let level = |hour, factor| CurvePoint { at: ClockTime(hour * HOUR), factor };
        setup.zones[0].curve = vec![level(8, 0.0), level(10, 0.0), level(10, 1.0), level(12, 1.0), level(12, 0.0)];
        setup.zones[0].orders_per_hour = orders / 2.0;
        let taken = faults::base_hits(stock, orders).unwrap() * orders;
        let checks = vec![check("bases taken", taken, |m| Some(m.prep.used as f64))];
        Case { replications: 400, ..Case::new(format!("{stock} bases for {orders} orders"), setup, 0.0, checks) }
    });
    cases.into()
}

#[test]
fn theory_base_hits() {
    hold(base_hits());
}

/// When the light comes back, and when the line is empty again for the first time.
struct Drained {
    power_back: Option<Time>,
    empty: Option<Time>,
}

impl Witness for Drained {
    fn see(&mut self, world: &World, _: Notice) {
        let outlet = &world.outlets()[0];
        if world.now() > Time(2 * HOUR) && outlet.power.is_fine() {
            self.power_back.get_or_insert(world.now());
            if outlet.waiting.value() == 0 {
                self.empty.get_or_insert(world.now());
            }
        }
    }
}

/// Half an hour of darkness at 90 % of even orders is felt for four and a half hours.
#[test]
fn theory_an_outage_drains_slowly() {
    let mut setup = shop(0.9, 1, Dist::Fixed { mean: WORK });
    setup.zones[0].arrivals = Arrivals::Even;
    setup.duration = Span::from_hours(10);
    // The desk never learns of it, and goes on sending.
    setup.dispatch.health_check = Span::from_hours(24);
    let outage = Fault::PowerOutage { outlet: OutletId(0), lasts: Some(Span::from_mins(30)) };
    setup.script = vec![Scheduled { at: Time(2 * HOUR), command: outage.into() }];
    let mut drained = Drained { power_back: None, empty: None };
    World::new(Arc::new(setup)).finish(&mut drained);
    let (back, empty) = (drained.power_back.unwrap(), drained.empty.unwrap());
    let exact = faults::drain(30.0, 0.9).unwrap();
    // One pizza may be lost in the oven, and is ten minutes of what the chef has to spare; the last of the line
    // leaves it when its cooking begins.
    let minutes = empty.since(back).minutes();
    assert!((minutes - exact).abs() <= 2.0 * 10.0, "{minutes} minutes, by the formula {exact}");
}
