//! Parties and pizzas that stick against 1 − (1 − p)ⁿ.

use super::shop::shops;
use super::{Case, check, hold};
use pizzeria::chance::Dist;
use pizzeria::sim::setup::{DuplicateSetup, HiccupSetup, PartySetup, Policy, Setup};
use pizzeria::theory::fan_out;
use pizzeria::units::Span;

/// Outlets with a hundred chefs each, so that nobody waits for one: a pizza takes a minute, or ten if it sticks, and a
/// party is in time if none of its pizzas has stuck.
fn parties(share: f64, pizzas: u32, twice: bool) -> Setup {
    let mut setup = shops(0.05 / f64::from(pizzas), 4, 100, Policy::RoundRobin);
    for item in &mut setup.items {
        item.work = Dist::Fixed { mean: 60.0 };
        item.hiccup = Some(HiccupSetup { share, factor: 10.0 });
    }
    setup.zones[0].party = Some(PartySetup { share: 1.0, pizzas });
    setup.slo.promise = Span::from_secs(90);
    if twice {
        let after = Span::from_secs(61);
        setup.dispatch.duplicate = Some(DuplicateSetup { after, cancel: true, budget: None });
        setup.slo.promise = Span::from_secs(150);
    }
    setup
}

fn case(share: f64, pizzas: u32, twice: bool, orders: f64) -> Case {
    let exact = if twice { fan_out::any_slow_twice(share, pizzas) } else { fan_out::any_slow(share, pizzas) };
    let late = |m: &pizzeria::sim::measures::Measures| m.parties.on_time_ratio.map(|on_time| 1.0 - on_time);
    let word = if twice { ", with a second order" } else { "" };
    let checks = vec![check("parties that wait for one", exact, late)];
    let name = format!("parties of {pizzas}, 1 in {:.0} sticks{word}", 1.0 / share);
    Case::new(name, parties(share, pizzas, twice), orders, checks)
}

/// One in 33 is one party in four.
pub fn sticks() -> Vec<Case> {
    let once = [(2, 4e5), (5, 2e5), (10, 1e5), (20, 6e4)];
    let mut cases: Vec<Case> = once.map(|(pizzas, orders)| case(0.03, pizzas, false, orders)).into();
    cases.push(case(0.1, 10, true, 2.5e5));
    cases
}

#[test]
fn theory_one_of_many_is_slow() {
    hold(sticks());
}
