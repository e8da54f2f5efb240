//! Order books against order statistics, and their absences against the binomial distribution. There are so many chefs
//! that no order waits for anything else.

use super::shop::shop;
use super::{Case, check, hold, rough};
use pizzeria::chance::Dist;
use pizzeria::sim::setup::{Arrivals, BooksSetup, IllnessSetup, Setup, WaitFor};
use pizzeria::theory::quorum;
use pizzeria::units::Span;

/// Mean time to write into a book, seconds.
const COPY: f64 = 90.0;

fn desk(copies: u32, wait_for: WaitFor, away: Option<IllnessSetup>) -> Setup {
    let mut setup = shop(0.1, 60, Dist::Fixed { mean: 60.0 });
    setup.zones[0].arrivals = Arrivals::Poisson;
    setup.zones[0].orders_per_hour = 60.0;
    let copy = if away.is_some() { Dist::Fixed { mean: 0.0 } } else { Dist::Exponential { mean: COPY } };
    setup.books = Some(BooksSetup { copies, wait_for, write: Span::ZERO, copy, away });
    setup
}

/// The first of `copies` books has an order at once; the others are as many exponential times.
pub fn waits() -> Vec<Case> {
    let mut cases = Vec::new();
    for (copies, wait_for) in [(3, WaitFor::Most), (3, WaitFor::All), (5, WaitFor::Most), (9, WaitFor::All)] {
        let needed = wait_for.of(copies);
        let wait = quorum::wait(copies - 1, needed - 1, COPY);
        let checks = vec![
            check("mean wait to be taken", wait, |m| m.books.wait.mean),
            check("mean time to the kitchen", wait, |m| m.spans.queue.mean),
        ];
        cases.push(Case::new(format!("{needed} of {copies} books"), desk(copies, wait_for, None), 2e5, checks));
    }
    cases
}

#[test]
fn theory_waits_for_order_books() {
    hold(waits());
}

/// Each book is away three minutes of a hundred.
pub fn absences() -> Vec<Case> {
    let mut cases = Vec::new();
    for (copies, wait_for) in [(3, WaitFor::All), (3, WaitFor::Most), (1, WaitFor::One), (5, WaitFor::All)] {
        let away = IllnessSetup { every: Span::from_mins(97), lasts: Span::from_mins(3) };
        let exact = quorum::available(copies, wait_for.of(copies), 0.03);
        let name = format!("{} of {copies} books, each away 3 %", wait_for.of(copies));
        let mut checks = vec![check("share of time in which orders are taken", exact, |m| m.books.writable)];
        // Rarer, it would take years to measure.
        if exact < 0.99 {
            checks.push(rough("share of time without", 1.0 - exact, |m| m.books.writable.map(|share| 1.0 - share)));
        }
        cases.push(Case::new(name, desk(copies, wait_for, Some(away)), 1.5e6, checks));
    }
    cases
}

#[test]
fn theory_quorums_of_order_books() {
    hold(absences());
}
