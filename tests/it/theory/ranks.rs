//! Some before others (Cobham), the waiting that is only moved (Kleinrock), and quotas (GCRA as M/D/1/K).

use super::shop::{item, shop};
use super::{Case, check, hold, rough};
use pizzeria::chance::{Dist, Draws, Source};
use pizzeria::sim::measures::Measures;
use pizzeria::sim::notice::{Notice, Witness};
use pizzeria::sim::setup::{Choice, QueueOrder, QuotaSetup, Setup};
use pizzeria::sim::world::World;
use pizzeria::theory::priority::{Class, conserved, waits};
use pizzeria::theory::{Service, quota};
use pizzeria::units::Span;
use std::sync::Arc;

const PIZZA: f64 = 180.0;
const FEAST: f64 = 900.0;

/// One chef, exponential pizzas of 3 minutes and feasts of 15, so many an hour.
fn two_kinds(pizzas: f64, feasts: f64, rule: QueueOrder) -> Setup {
    let exponential = |mean: f64| Dist::Exponential { mean };
    let mut setup = shop(0.5, 1, exponential(PIZZA));
    setup.items = vec![item("pizza", exponential(PIZZA)), item("feast", exponential(FEAST))];
    setup.items[1].priority = 1;
    setup.zones[0].orders_per_hour = pizzas + feasts;
    setup.zones[0].mix = vec![pizzas, feasts];
    setup.outlets[0].queue_order = rule;
    setup
}

fn kinds(pizzas: f64, feasts: f64) -> [Class; 2] {
    let class = |per_hour: f64, mean: f64| Class { rate: per_hour / 3_600.0, service: Service::exponential(mean) };
    [class(pizzas, PIZZA), class(feasts, FEAST)]
}

pub fn cobham() -> Vec<Case> {
    let (pizzas, feasts) = (8.0, 1.2);
    let [pizza, feast] = kinds(pizzas, feasts);
    let small = waits(&[pizza, feast]).unwrap();
    let large = waits(&[feast, pizza]).unwrap();
    let oldest = conserved(&[pizza, feast]).unwrap() / 0.7;
    let rules = [
        (QueueOrder::OldestFirst, "oldest first", [oldest, oldest]),
        (QueueOrder::SmallFirst, "small first", [small[0], small[1]]),
        (QueueOrder::LargeFirst, "large first", [large[1], large[0]]),
        (QueueOrder::Priority, "by priority", [small[0], small[1]]),
    ];
    let case = |(rule, name, [pizza, feast]): (QueueOrder, &str, [f64; 2])| {
        let checks = vec![
            rough("mean latency of a pizza", pizza + PIZZA, |m| m.items[0].latency.mean),
            rough("mean latency of a feast", feast + FEAST, |m| m.items[1].latency.mean),
            check("utilization", 0.7, |m| m.utilization.chefs),
        ];
        Case::new(format!("two kinds at 0.7, {name}"), two_kinds(pizzas, feasts, rule), 2.5e6, checks)
    };
    rules.map(case).into()
}

#[test]
fn theory_some_before_others() {
    hold(cobham());
}

fn limited(m: &Measures) -> Option<f64> {
    (m.orders.arrived > 0).then(|| 1.0 - m.orders.limited as f64 / m.orders.arrived as f64)
}

pub fn quotas() -> Vec<Case> {
    let case = |(calls, burst): (f64, u32)| {
        // A token every 3 minutes; cooking is quick, so that nothing else is lost.
        let mut setup = shop(0.01, 1, Dist::Fixed { mean: 1.0 });
        setup.zones[0].orders_per_hour = calls * 20.0;
        setup.zones[0].quota = Some(QuotaSetup { per_hour: 20.0, burst });
        let exact = quota::passing(calls / 180.0, 180.0, burst).unwrap();
        Case::new(
            format!("{calls} calls a token, {burst} at once"),
            setup,
            3e5,
            vec![check("share that passes", exact, limited)],
        )
    };
    [(0.8, 1), (0.8, 5), (1.2, 2), (1.2, 5), (8.0, 5)].map(case).into()
}

#[test]
fn theory_a_quota_lets_so_many_pass() {
    hold(quotas());
}

/// Work × wait of all who were served, µs².
#[derive(Default)]
struct Weighed {
    sum: u128,
    served: u64,
}

impl Witness for Weighed {
    fn see(&mut self, world: &World, notice: Notice) {
        if let Notice::Delivered { order, .. } = notice {
            let order = &world.orders()[order];
            self.sum += order.work.0 as u128 * order.start.since(order.placed).0 as u128;
            self.served += 1;
        }
    }
}

/// On every path, not on average: with one chef who is never idle while somebody waits, and nobody lost, the sum of
/// work × wait is the same to the microsecond whoever goes first.
#[test]
fn theory_waiting_is_moved_and_never_made() {
    let mut differing = 0;
    for number in 0..60 {
        let mut draws = Draws::keyed(number, Source::Dice, 17, 0);
        let pizzas = 4.0 + draws.below(12) as f64;
        let mut setup = two_kinds(pizzas, 0.5 + draws.below(4) as f64 * 0.4, QueueOrder::OldestFirst);
        setup.seed = number;
        setup.duration = Span::from_hours(4 + draws.below(8));
        setup.drain = true;
        let other = setup.zones[0].clone();
        setup.zones.push(other);
        let sums: Vec<(u128, u64, f64)> = QueueOrder::ALL
            .iter()
            .map(|&rule| {
                let mut setup = setup.clone();
                setup.outlets[0].queue_order = rule;
                let (mut weighed, mut world) = (Weighed::default(), World::new(Arc::new(setup)));
                world.finish(&mut weighed);
                (weighed.sum, weighed.served, world.measures(0).latency.mean.unwrap_or(0.0))
            })
            .collect();
        assert!(sums.iter().all(|sum| (sum.0, sum.1) == (sums[0].0, sums[0].1)), "evening {number}: {sums:?}");
        differing += sums.iter().any(|sum| sum.2 != sums[0].2) as u32;
    }
    assert!(differing > 40, "only {differing} evenings whose mean wait depends on who goes first");
}
