//! Lines with an end, and customers who give up.

use super::shop::{EXPONENTIAL, WORK, shop};
use super::{Case, check, hold, rough};
use pizzeria::chance::Dist;
use pizzeria::theory::Station;

fn station(load: f64, hands: u32) -> Station {
    Station { rate: load * hands as f64 / WORK, work: WORK, hands }
}

pub fn erlang_b() -> Vec<Case> {
    let works = [
        EXPONENTIAL,
        Dist::Fixed { mean: WORK },
        Dist::Gamma { mean: WORK, cv: 1.5 },
        Dist::Lognormal { mean: WORK, cv: 0.7 },
    ];
    let cases = works.into_iter().zip([(0.6, 5), (1.0, 4), (1.5, 2), (0.9, 20)]).map(|(work, (load, hands))| {
        let mut setup = shop(load, hands, work);
        setup.outlets[0].queue_limit = Some(0);
        let lost = station(load, hands).erlang_b().unwrap();
        let checks = vec![
            check("lost", lost, |m| m.lost_ratio),
            check("utilization", load * (1.0 - lost), |m| m.utilization.chefs),
            check("mean latency", WORK, |m| m.latency.mean),
        ];
        Case::new(format!("Erlang B, {hands} chefs at {load}"), setup, 1e6, checks)
    });
    cases.collect()
}

#[test]
fn theory_loss_without_a_line_whatever_the_work() {
    hold(erlang_b());
}

pub fn limited() -> Vec<Case> {
    let cases = [(0.8, 1, 4), (1.2, 2, 6), (3.0, 3, 10), (1.0, 4, 8)].map(|(load, hands, places)| {
        let mut setup = shop(load, hands, EXPONENTIAL);
        setup.outlets[0].queue_limit = Some(places);
        let limited = station(load, hands).limited(places).unwrap();
        let checks = vec![
            check("lost", limited.lost, |m| m.lost_ratio),
            check("mean wait of those let in", limited.wait, |m| m.spans.queue.mean),
            check("mean number waiting", limited.waiting, |m| m.waiting.mean),
            check("utilization", limited.utilization, |m| m.utilization.chefs),
        ];
        Case::new(format!("M/M/{hands}/{} at {load}", hands + places), setup, 2e6, checks)
    });
    cases.into()
}

#[test]
fn theory_loss_at_the_end_of_a_line() {
    hold(limited());
}

pub fn erlang_a() -> Vec<Case> {
    let cases = [(0.9, 1, 1.0), (1.2, 3, 2.0), (0.8, 10, 0.5), (2.0, 5, 4.0)].map(|(load, hands, works)| {
        let patience = works * WORK;
        let mut setup = shop(load, hands, EXPONENTIAL);
        setup.zones[0].patience = Some(Dist::Exponential { mean: patience });
        let exact = station(load, hands).impatient(patience).unwrap();
        let of_those_who_left = (exact.wait - (1.0 - exact.abandoned) * exact.wait_of_served) / exact.abandoned;
        let checks = vec![
            check("abandoned", exact.abandoned, |m| m.lost_ratio),
            check("mean wait of the served", exact.wait_of_served, |m| m.spans.queue.mean),
            check("mean wait of those who left", of_those_who_left, |m| m.spans.queue_abandoned.mean),
            rough("mean number waiting", exact.waiting, |m| m.waiting.mean),
            check("utilization", exact.utilization, |m| m.utilization.chefs),
        ];
        Case::new(format!("Erlang A, {hands} chefs at {load}, patience {works} works"), setup, 1.2e6, checks)
    });
    cases.into()
}

#[test]
fn theory_erlang_a() {
    hold(erlang_a());
}
