//! The desk as a station of its own: clerks as the servers of M/M/c and M/D/1, and, where nobody answers, Little's law:
//! as many clerks listen as orders come in the hold time.

use super::shop::shop;
use super::{Case, check, hold, rough};
use pizzeria::chance::Dist;
use pizzeria::sim::command::Fault;
use pizzeria::sim::setup::{Arrivals, PhoneSetup, Scheduled, Setup};
use pizzeria::theory::{Station, little, single};
use pizzeria::units::{OutletId, Span, Time};

/// Mean length of a call, seconds.
const CALL: f64 = 30.0;

/// So many chefs that nobody waits for one.
fn desk(rate: f64, phones: PhoneSetup) -> Setup {
    let mut setup = shop(0.5, 400, Dist::Fixed { mean: 60.0 });
    setup.zones[0].orders_per_hour = rate * 3_600.0;
    setup.zones[0].arrivals = Arrivals::Poisson;
    setup.dispatch.phones = Some(phones);
    setup
}

pub fn waits() -> Vec<Case> {
    let mut cases = Vec::new();
    for (clerks, load, orders) in [(1, 0.7, 2e6), (3, 0.8, 2e6), (5, 0.6, 1e6)] {
        let rate = load * f64::from(clerks) / CALL;
        let call = Dist::Exponential { mean: CALL };
        let wait = Station { rate, work: CALL, hands: clerks }.wait().unwrap();
        let checks = vec![
            rough("mean wait for a clerk", wait.mean, |m| m.clerks.wait.mean),
            rough("mean time to the kitchen", wait.mean + CALL, |m| m.spans.queue.mean),
            check("clerks on the line", load, |m| m.utilization.clerks),
        ];
        let phones = PhoneSetup { clerks: Some(clerks), call, ..PhoneSetup::default() };
        cases.push(Case::new(
            format!("{clerks} clerks, calls exponential, at {load}"),
            desk(rate, phones),
            orders,
            checks,
        ));
    }
    let rate = 0.8 / CALL;
    let phones = PhoneSetup { clerks: Some(1), call: Dist::Fixed { mean: CALL }, ..PhoneSetup::default() };
    let wait = single::wait_fixed(rate, CALL).unwrap();
    let checks = vec![rough("mean wait for a clerk", wait, |m| m.clerks.wait.mean)];
    cases.push(Case::new("one clerk, calls of 30 s, at 0.8", desk(rate, phones), 2e6, checks));
    cases
}

#[test]
fn theory_waits_for_a_clerk() {
    hold(waits());
}

/// Orders a second, times the hold time, is the number of clerks who listen to a dead telephone.
pub fn held() -> Vec<Case> {
    let mut cases = Vec::new();
    for (per_hour, hold_time) in [(80.0, 300.0), (30.0, 60.0)] {
        let (rate, clerks) = (per_hour / 3_600.0, 60);
        let phones = PhoneSetup {
            clerks: Some(clerks),
            give_up: Some(Span::from_seconds_f64(hold_time)),
            ..PhoneSetup::default()
        };
        let mut setup = desk(rate, phones);
        let command = Fault::DeadLine { outlet: OutletId(0), lasts: None }.into();
        setup.script = vec![Scheduled { at: Time::ZERO, command }];
        let name = format!("{per_hour} an hour, given up after {hold_time} s");
        let on_the_line = little(rate, hold_time);
        let checks = vec![
            rough("clerks on the line", on_the_line, |m| m.utilization.clerks.map(|busy| busy * 60.0)),
            check("orders lost", 1.0, |m| m.lost_ratio),
        ];
        cases.push(Case::new(name, setup, 3e5, checks));
    }
    cases
}

#[test]
fn theory_clerks_held_by_a_dead_telephone() {
    hold(held());
}
