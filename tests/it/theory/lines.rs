//! One line: M/M/c, M/G/1, and Little's law.

use super::shop::{EXPONENTIAL, WORK, shop};
use super::{Case, check, hold, percentile, rough};
use pizzeria::chance::Dist;
use pizzeria::sim::setup::QueueOrder;
use pizzeria::theory::{Service, Station, little, single};

fn rate(load: f64, hands: u32) -> Station {
    Station { rate: load * hands as f64 / WORK, work: WORK, hands }
}

fn one_line(load: f64, hands: u32, orders: f64) -> Case {
    let station = rate(load, hands);
    let wait = station.wait().unwrap();
    let name = format!("M/M/{hands} at {load}");
    let checks = vec![
        check("mean wait", wait.mean, |m| m.spans.queue.mean),
        percentile("wait, 95th percentile", wait.percentile(0.95), |m| m.spans.queue.p95),
        check("mean latency", wait.mean + WORK, |m| m.latency.mean),
        percentile("latency, 95th percentile", station.latency_percentile(0.95).unwrap(), |m| m.latency.p95),
        percentile("latency, 99th percentile", station.latency_percentile(0.99).unwrap(), |m| m.latency.p99),
        rough("mean number waiting", little(station.rate, wait.mean), |m| m.waiting.mean),
        check("utilization", load, |m| m.utilization.chefs),
    ];
    Case::new(name, shop(load, hands, EXPONENTIAL), orders, checks)
}

pub fn mm1() -> Vec<Case> {
    vec![one_line(0.3, 1, 5e5), one_line(0.5, 1, 1e6), one_line(0.8, 1, 3e6), one_line(0.9, 1, 8e6)]
}

#[test]
fn theory_mm1() {
    hold(mm1());
}

pub fn mmc() -> Vec<Case> {
    vec![
        one_line(0.7, 2, 2e6),
        one_line(0.8, 3, 3.5e6),
        one_line(0.85, 8, 7e6),
        one_line(0.6, 5, 3e6),
        one_line(0.8, 20, 1e7),
    ]
}

#[test]
fn theory_mmc() {
    hold(mmc());
}

/// Which of the waiting is served first changes no mean (but what the unlucky wait).
pub fn newest_first() -> Vec<Case> {
    let cases = [(0.6, 1, 1e6), (0.8, 2, 3e6)].map(|(load, hands, orders)| {
        let mut case = one_line(load, hands, orders);
        case.name += ", newest first";
        case.setup.outlets[0].queue_order = QueueOrder::NewestFirst;
        case.checks.retain(|check| check.what.starts_with("mean") || check.what == "utilization");
        case
    });
    cases.into()
}

#[test]
fn theory_newest_first_waits_as_long_on_average() {
    hold(newest_first());
}

/// Every distribution at several loads. Orders grow with the load and with the spread.
pub fn mg1() -> Vec<Case> {
    let works = [
        (Dist::Fixed { mean: WORK }, [(0.3, 4e5), (0.6, 7e5), (0.8, 2e6)]),
        (Dist::Exponential { mean: WORK }, [(0.4, 1e6), (0.6, 1.5e6), (0.7, 2.5e6)]),
        (Dist::Uniform { min: 0.0, max: 2.0 * WORK }, [(0.3, 4e5), (0.6, 7e5), (0.8, 2e6)]),
        (Dist::Uniform { min: 0.5 * WORK, max: 1.5 * WORK }, [(0.3, 4e5), (0.5, 6e5), (0.7, 1e6)]),
        (Dist::Erlang { mean: WORK, k: 3 }, [(0.3, 4e5), (0.6, 8e5), (0.8, 2.5e6)]),
        (Dist::Erlang { mean: WORK, k: 30 }, [(0.3, 4e5), (0.6, 1e6), (0.75, 1.5e6)]),
        (Dist::Gamma { mean: WORK, cv: 0.4 }, [(0.3, 4e5), (0.6, 7e5), (0.8, 2e6)]),
        (Dist::Gamma { mean: WORK, cv: 1.6 }, [(0.3, 1.5e6), (0.5, 1.5e6), (0.6, 2e6)]),
        (Dist::Lognormal { mean: WORK, cv: 0.5 }, [(0.3, 5e5), (0.5, 7e5), (0.7, 1e6)]),
        (Dist::Lognormal { mean: WORK, cv: 1.2 }, [(0.3, 1.5e6), (0.4, 2e6), (0.5, 2.5e6)]),
    ];
    works.into_iter().flat_map(|(work, loads)| loads.map(|(load, orders)| one_chef(work, load, orders))).collect()
}

#[test]
fn theory_mg1_for_every_distribution() {
    hold(mg1());
}

fn one_chef(work: Dist, load: f64, orders: f64) -> Case {
    let wait = single::wait(load / WORK, &Service::from(&work)).unwrap();
    let name = match work {
        Dist::Fixed { .. } => format!("M/D/1 at {load}"),
        _ => format!("M/G/1 at {load}, {}", format!("{work:?}").replace(" mean: 60.0,", "")),
    };
    let checks = vec![
        check("mean wait", wait, |m| m.spans.queue.mean),
        check("mean latency", wait + WORK, |m| m.latency.mean),
        rough("mean number inside", little(load / WORK, wait + WORK), |m| m.in_system.mean),
        check("utilization", load, |m| m.utilization.chefs),
    ];
    Case::new(name, shop(load, 1, work), orders, checks)
}

/// No exact answer for several chefs with work of any spread: the rule of thumb, within its own error.
pub fn allen_cunneen() -> Vec<Case> {
    let works = [(Dist::Erlang { mean: WORK, k: 2 }, 0.85, 4), (Dist::Lognormal { mean: WORK, cv: 1.3 }, 0.8, 3)];
    let cases = works.map(|(work, load, chefs)| {
        let near = rate(load, chefs).approximate_wait(1.0, work.squared_cv()).unwrap().mean;
        let mut wait = rough("mean wait", near, |m| m.spans.queue.mean);
        (wait.blur, wait.narrow) = (0.06, 0.07);
        Case::new(
            format!("rule of thumb, {chefs} chefs at {load}, squared cv {}", work.squared_cv()),
            shop(load, chefs, work),
            2e6,
            vec![wait],
        )
    });
    cases.into()
}

#[test]
fn theory_allen_cunneen_is_near() {
    hold(allen_cunneen());
}
