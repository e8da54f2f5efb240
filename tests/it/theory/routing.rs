//! One stream of orders, several outlets.

use super::shop::{WORK, shops};
use super::{Case, check, hold, percentile};
use pizzeria::sim::setup::{KitchenKind, Policy};
use pizzeria::theory::{Station, routing};

fn town(load: f64, outlets: u32, hands: u32) -> Station {
    Station { rate: load * (outlets * hands) as f64 / WORK, work: WORK, hands }
}

#[test]
fn theory_random_split() {
    let cases = [(0.8, 4, 1, 3e6), (0.7, 2, 3, 3e6)].map(|(load, outlets, hands, orders)| {
        let wait = routing::random_split(town(load, outlets, hands), outlets).unwrap();
        let checks = vec![
            check("mean wait", wait.mean, |m| m.spans.queue.mean),
            percentile("wait, 95th percentile", wait.percentile(0.95), |m| m.spans.queue.p95),
        ];
        let name = format!("random over {outlets} outlets of {hands} at {load}");
        Case::new(name, shops(load, outlets, hands, Policy::Random), orders, checks)
    });
    hold(cases.into());
}

/// A line a chef, joined by lot, is a random split under one roof.
#[test]
fn theory_private_lines_are_a_random_split() {
    let mut setup = shops(0.8, 1, 4, Policy::Nearest);
    setup.outlets[0].kitchen = KitchenKind::Private;
    let wait = routing::random_split(town(0.8, 4, 1), 4).unwrap();
    let checks = vec![check("mean wait", wait.mean, |m| m.spans.queue.mean)];
    hold(vec![Case::new("private lines of 4 chefs at 0.8", setup, 3e6, checks)]);
}

#[test]
fn theory_round_robin() {
    let cases = [(0.5, 2, 1e6), (0.8, 2, 3e6), (0.85, 2, 4e6), (0.85, 5, 3e6)].map(|(load, outlets, orders)| {
        let wait = routing::round_robin(town(load, outlets, 1), outlets).unwrap();
        let checks = vec![
            check("mean wait", wait.mean, |m| m.spans.queue.mean),
            percentile("wait, 95th percentile", wait.percentile(0.95), |m| m.spans.queue.p95),
        ];
        let name = format!("taking turns among {outlets} at {load} (E{outlets}/M/1)");
        Case::new(name, shops(load, outlets, 1, Policy::RoundRobin), orders, checks)
    });
    hold(cases.into());
}

#[test]
fn theory_shortest_queue_of_two() {
    let cases = [(0.5, 1e6), (0.8, 3e6), (0.85, 4e6)].map(|(load, orders)| {
        let wait = routing::shortest_of_two(town(load, 2, 1)).unwrap();
        let checks =
            vec![check("mean wait", wait, |m| m.spans.queue.mean), check("utilization", load, |m| m.utilization.chefs)];
        Case::new(format!("shortest of two at {load}"), shops(load, 2, 1, Policy::ShortestQueue), orders, checks)
    });
    hold(cases.into());
}
