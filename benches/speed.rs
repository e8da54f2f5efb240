//! The engine's speed compared with programs written by hand for one network, in one run on one machine.
//!
//! `cargo bench --bench speed` (`-- --quick`: a short run; `-- W2`: only what has W2 in its name). Nanoseconds an order
//! are medians of several rounds; in every round each program runs once, so a machine that is slow for a while is
//! slow for all of them. Ratios are what counts; the nanoseconds are this machine's.
//!
//! W1: one outlet × 8 chefs, pickup (M/M/8). W2: 432 orders an hour, the shortest queue of 10 outlets × 8 chefs (mean
//! 10 min), 20 riders each (handover 25 min, no distance). Large: 1,000 outlets × 20 chefs × 50 riders. Everything
//! exponential and 90 % busy, from an empty shop.

#![expect(clippy::disallowed_methods, reason = "a bench reads the clock")]

// Each bench uses some of the shops.
#[allow(dead_code, reason = "shared by benches, none of which needs all of it")]
mod shops;

mod hand;

use hand::{Outcome, measured, plain};
use pizzeria::sim::setup::{Policy, Setup};
use pizzeria::sim::world::World;
use pizzeria::units::{Span, Time};
use shops::town;
use std::sync::Arc;
use std::time::Instant;

/// A program to be timed.
struct Contestant {
    name: &'static str,
    /// Runs for a seed and a shop time (µs).
    run: Box<dyn Fn(u64, u64) -> Outcome>,
    /// The length of a short run in shop hours.
    hours: f64,
    nanos: Vec<f64>,
    means: f64,
}

fn contestant(name: &'static str, hours: f64, run: impl Fn(u64, u64) -> Outcome + 'static) -> Contestant {
    Contestant { name, run: Box::new(run), hours, nanos: Vec::new(), means: 0.0 }
}

fn engine(setup: Setup) -> impl Fn(u64, u64) -> Outcome {
    move |seed, until| {
        let setup = Setup { seed, duration: Span(until), ..setup.clone() };
        let mut world = World::new(Arc::new(setup));
        world.finish(&mut ());
        let measures = world.measures(0);
        Outcome { orders: measures.orders.arrived, mean: measures.latency.mean.unwrap_or(0.0) }
    }
}

/// The same, stopping at every second as the dashboard does.
fn in_ticks(setup: Setup) -> impl Fn(u64, u64) -> Outcome {
    move |seed, until| {
        let setup = Setup { seed, duration: Span(until), ..setup.clone() };
        let mut world = World::new(Arc::new(setup));
        let mut at = Time::ZERO;
        while !world.is_over() {
            at += Span::from_secs(1);
            world.advance(at, &mut ());
        }
        let measures = world.measures(0);
        Outcome { orders: measures.orders.arrived, mean: measures.latency.mean.unwrap_or(0.0) }
    }
}

fn contestants() -> Vec<Contestant> {
    let w2 = || town(10, 8, 20, Policy::ShortestQueue);
    vec![
        contestant("W1 by hand, plain", 5_000.0, |seed, until| plain::run::<1>(seed, until, 0)),
        contestant("W1 by hand, same measures", 5_000.0, |seed, until| measured::run::<1>(seed, until, 0)),
        contestant("W1 engine", 5_000.0, engine(town(1, 8, 0, Policy::Nearest))),
        contestant("W2 by hand, plain", 500.0, |seed, until| plain::run::<10>(seed, until, 20)),
        contestant("W2 by hand, same measures", 500.0, |seed, until| measured::run::<10>(seed, until, 20)),
        contestant("W2 engine", 500.0, engine(w2())),
        contestant("W2 engine, ticks of 1 s", 100.0, in_ticks(w2())),
        contestant("Large engine, shortest queue", 2.0, engine(town(1_000, 20, 50, Policy::ShortestQueue))),
        contestant("Large engine, random", 2.0, engine(town(1_000, 20, 50, Policy::Random))),
    ]
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let quick = arguments.iter().any(|argument| argument == "--quick");
    let wanted = arguments.iter().find(|argument| !argument.starts_with('-'));
    let (rounds, longer) = if quick { (5, 1.0) } else { (11, 5.0) };
    let mut contestants = contestants();
    contestants.retain(|contestant| wanted.is_none_or(|word| contestant.name.contains(word.as_str())));
    for round in 0..rounds {
        for contestant in &mut contestants {
            let until = (contestant.hours * longer * 3_600e6) as u64;
            let started = Instant::now();
            let outcome = (contestant.run)(round, until);
            contestant.nanos.push(started.elapsed().as_nanos() as f64 / outcome.orders as f64);
            contestant.means += outcome.mean / rounds as f64;
        }
    }
    report(&mut contestants);
}

/// A row each; ratios to the plain and to the measuring program of the same network (Large: of W2).
fn report(contestants: &mut [Contestant]) {
    println!("{:<30}{:>12}{:>9}{:>9}{:>12}{:>16}", "", "ns an order", "least", "× plain", "× measured", "mean latency");
    let (mut plain, mut measured) = (f64::NAN, f64::NAN);
    for contestant in contestants {
        contestant.nanos.sort_unstable_by(f64::total_cmp);
        let (median, least) = (contestant.nanos[contestant.nanos.len() / 2], contestant.nanos[0]);
        if contestant.name.ends_with("plain") {
            (plain, measured) = (median, f64::NAN);
        }
        if contestant.name.ends_with("measures") {
            measured = median;
        }
        let (of_plain, of_measured, minutes) = (median / plain, median / measured, contestant.means / 60.0);
        let name = contestant.name;
        println!("{name:<30}{median:>12.1}{least:>9.1}{of_plain:>9.2}{of_measured:>12.2}{minutes:>14.2} m");
    }
}
