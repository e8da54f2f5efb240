//! One stream of orders, several outlets.

use super::shop::{WORK, shops};
use super::{Case, check, hold, percentile};
use pizzeria::sim::command::Fault;
use pizzeria::sim::setup::{KitchenKind, Policy, Scheduled};
use pizzeria::theory::{Station, routing};
use pizzeria::units::{OutletId, Span, Time};

fn town(load: f64, outlets: u32, hands: u32) -> Station {
    Station { rate: load * (outlets * hands) as f64 / WORK, work: WORK, hands }
}

pub fn random_split() -> Vec<Case> {
    let cases = [(0.5, 3, 1, 1e6), (0.8, 4, 1, 3e6), (0.7, 2, 3, 3e6)].map(|(load, outlets, hands, orders)| {
        let wait = routing::random_split(town(load, outlets, hands), outlets).unwrap();
        let checks = vec![
            check("mean wait", wait.mean, |m| m.spans.queue.mean),
            percentile("wait, 95th percentile", wait.percentile(0.95), |m| m.spans.queue.p95),
        ];
        let name = format!("random over {outlets} outlets of {hands} at {load}");
        Case::new(name, shops(load, outlets, hands, Policy::Random), orders, checks)
    });
    cases.into()
}

#[test]
fn theory_random_split() {
    hold(random_split());
}

/// A line a chef, joined by lot, is a random split under one roof.
pub fn private_lines() -> Vec<Case> {
    let cases = [(0.6, 2, 1e6), (0.8, 4, 3e6)].map(|(load, chefs, orders)| {
        let mut setup = shops(load, 1, chefs, Policy::Nearest);
        setup.outlets[0].kitchen = KitchenKind::Private;
        let wait = routing::random_split(town(load, chefs, 1), chefs).unwrap();
        let checks = vec![check("mean wait", wait.mean, |m| m.spans.queue.mean)];
        Case::new(format!("private lines of {chefs} chefs at {load}"), setup, orders, checks)
    });
    cases.into()
}

#[test]
fn theory_private_lines_are_a_random_split() {
    hold(private_lines());
}

pub fn round_robin() -> Vec<Case> {
    let cases = [(0.5, 2, 1e6), (0.8, 2, 3e6), (0.85, 2, 4e6), (0.85, 5, 3e6)].map(|(load, outlets, orders)| {
        let wait = routing::round_robin(town(load, outlets, 1), outlets).unwrap();
        let checks = vec![
            check("mean wait", wait.mean, |m| m.spans.queue.mean),
            percentile("wait, 95th percentile", wait.percentile(0.95), |m| m.spans.queue.p95),
        ];
        let name = format!("taking turns among {outlets} at {load} (E{outlets}/M/1)");
        Case::new(name, shops(load, outlets, 1, Policy::RoundRobin), orders, checks)
    });
    cases.into()
}

#[test]
fn theory_round_robin() {
    hold(round_robin());
}

/// The last outlet burns everything in a microsecond.
pub fn black_hole() -> Vec<Case> {
    let cases = [(0.75, 10, 1e6), (0.5, 3, 1e6), (0.9, 5, 1e6)].into_iter().flat_map(|(load, outlets, orders)| {
        let town = town(load, outlets, 1);
        let shortest = routing::black_hole(town, outlets).unwrap();
        let share = 1.0 / f64::from(outlets);
        [(Policy::ShortestQueue, "shortest", shortest), (Policy::RoundRobin, "in turn", share)].map(
            |(policy, how, lost)| {
                let mut setup = shops(load, outlets, 1, policy);
                let burns = Fault::Burns { outlet: OutletId(outlets - 1), skill: None, after: Span(1), lasts: None };
                setup.script = vec![Scheduled { at: Time::ZERO, command: burns.into() }];
                let checks = vec![check("lost", lost, |m| m.lost_ratio)];
                Case::new(format!("one of {outlets} burns everything, {how}, at {load}"), setup, orders, checks)
            },
        )
    });
    cases.collect()
}

#[test]
fn theory_black_hole_behind_the_shortest_line() {
    hold(black_hole());
}

pub fn shortest_of_two() -> Vec<Case> {
    let cases = [(0.5, 1e6), (0.8, 3e6), (0.85, 4e6)].map(|(load, orders)| {
        let wait = routing::shortest_of_two(town(load, 2, 1)).unwrap();
        let checks =
            vec![check("mean wait", wait, |m| m.spans.queue.mean), check("utilization", load, |m| m.utilization.chefs)];
        Case::new(format!("shortest of two at {load}"), shops(load, 2, 1, Policy::ShortestQueue), orders, checks)
    });
    cases.into()
}

#[test]
fn theory_shortest_queue_of_two() {
    hold(shortest_of_two());
}
