//! Streets dealt to outlets against what counting says.

use super::shop::shops;
use super::{Case, Check, check, hold};
use pizzeria::sim::command::Decision;
use pizzeria::sim::setup::{Policy, Scheduled, Setup};
use pizzeria::theory::sharding;
use pizzeria::units::{OutletId, Time};

/// So many streets that hardly anybody comes twice.
const STREETS: u32 = 1_000_000;

fn dealt(load: f64, outlets: u32, chefs: u32, hot: f64) -> Setup {
    let mut setup = shops(load, outlets, chefs, Policy::ByStreet);
    (setup.zones[0].streets, setup.zones[0].hot) = (STREETS, hot);
    setup
}

/// Some more outlets open right after the cards were filed: who comes to one without his card has been moved.
pub fn moved() -> Vec<Case> {
    let mut cases = Vec::new();
    for (before, after) in [(4, 5), (8, 9), (4, 8)] {
        let mut setup = dealt(0.5, after, 5, 0.0);
        for outlet in before..after {
            setup.outlets[outlet as usize].open = false;
            let command = Decision::OpenOutlet { outlet: OutletId(outlet) }.into();
            setup.script.push(Scheduled { at: Time(1), command });
        }
        let exact = sharding::moved_by_modulo(before.into(), after.into());
        // One of some hundreds has moved, and comes a second time.
        let checks = vec![Check { blur: 0.004, ..check("strangers", exact, |m| m.cards.stranger_ratio) }];
        cases.push(Case::new(format!("{before} outlets become {after}, by number"), setup, 2.5e4, checks));
    }
    cases
}

/// The outlet of the hot street is the busiest.
pub fn hot() -> Vec<Case> {
    let mut cases = Vec::new();
    for (outlets, load, hot) in [(4, 0.4, 0.3), (8, 0.3, 0.2), (16, 0.3, 0.1)] {
        let exact = sharding::hot_shard(load, outlets, hot, 1);
        let busiest = |m: &pizzeria::sim::measures::Measures| {
            m.outlets.iter().filter_map(|outlet| outlet.utilization.chefs).reduce(f64::max)
        };
        let name = format!("{outlets} outlets, {load} busy, one street {hot} of all");
        let setup = dealt(load, outlets as u32, 4, hot);
        // The streets of an outlet are a random part of all.
        let checks = vec![Check { blur: 0.005, ..check("the busiest", exact, busiest) }];
        cases.push(Case::new(name, setup, 3e5, checks));
    }
    cases
}

#[test]
fn theory_what_moves_by_number() {
    hold(moved());
}

#[test]
fn theory_load_of_the_hot_street() {
    hold(hot());
}
