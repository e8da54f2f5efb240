//! Guests who hear nothing against the sum of a geometric series: there are so many chefs that no ticket waits, and
//! cooking takes longer than the last of a guest's calls takes to come.

use super::shop::shop;
use super::{Case, check, hold};
use pizzeria::chance::Dist;
use pizzeria::sim::command::Fault;
use pizzeria::sim::setup::{Arrivals, Scheduled, UnsureSetup};
use pizzeria::theory::doubts;
use pizzeria::units::{Span, Time};

const WORK: f64 = 600.0;
const CHEFS: u32 = 60;

pub fn tickets() -> Vec<Case> {
    let mut cases = Vec::new();
    for (share, max) in [(0.1, 1), (0.35, 5), (0.7, 9)] {
        let mut setup = shop(0.1, CHEFS, Dist::Fixed { mean: WORK });
        setup.zones[0].arrivals = Arrivals::Poisson;
        setup.zones[0].orders_per_hour = 60.0;
        setup.zones[0].unsure = Some(UnsureSetup { wait: Span::from_mins(1), max });
        let bad = Fault::BadLine { zone: None, share, lasts: None };
        setup.script = vec![Scheduled { at: Time::ZERO, command: bad.into() }];
        let tickets = doubts::tickets_a_guest(share, max);
        let checks = vec![
            check("calls a guest", tickets, |m| {
                (m.orders.arrived > 0).then(|| 1.0 + m.orders.unsure as f64 / m.orders.arrived as f64)
            }),
            check("chefs busy", tickets * WORK / 60.0 / CHEFS as f64, |m| m.utilization.chefs),
            check("of them cooked for twice", share, |m| {
                (m.orders.arrived > 0).then(|| m.orders.duplicated as f64 / m.orders.arrived as f64)
            }),
        ];
        let name = format!("{:.0} % of the confirmations lost, {max} more calls at most", share * 100.0);
        cases.push(Case::new(name, setup, 2e5, checks));
    }
    cases
}

#[test]
fn theory_tickets_of_a_guest_in_doubt() {
    hold(tickets());
}
