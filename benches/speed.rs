//! How fast the engine is, against programs written by hand for one network only, in one run on one machine.
//!
//! `cargo bench --bench speed` (`-- --quick`: a short run). Nanoseconds an order are medians of several rounds; in
//! every round each program runs once, so a machine that is slow for a while is slow for all of them. Ratios are what
//! counts; the nanoseconds are this machine's.
//!
//! W1: one outlet × 8 chefs, pickup (M/M/8). W2: 432 orders an hour, the shortest queue of 10 outlets × 8 chefs (mean
//! 10 min), 20 riders each (handover 25 min, no distance). Everything exponential and 90 % busy.

mod hand {
    pub mod measured;
    pub mod plain;

    /// Means in µs: the gap between orders for ten outlets, a pizza's work, a handover.
    pub const GAP: f64 = 3_600e6 / 432.0;
    pub const WORK: f64 = 600e6;
    pub const HANDOVER: f64 = 1_500e6;
    pub const PROMISE: u64 = 2_700_000_000;

    pub struct Outcome {
        pub orders: u64,
        pub latency: pizzeria::stats::Histogram,
    }
}

use hand::{Outcome, measured, plain};
use std::time::Instant;

/// A program to be timed: its name, what it does for a seed and a shop time (µs), and its nanoseconds an order.
struct Contestant {
    name: &'static str,
    run: Box<dyn Fn(u64, u64) -> Outcome>,
    /// Its shop time relative to the others': small shops run longer.
    length: f64,
    nanos: Vec<f64>,
    mean: f64,
}

fn contestant(name: &'static str, length: f64, run: impl Fn(u64, u64) -> Outcome + 'static) -> Contestant {
    Contestant { name, run: Box::new(run), length, nanos: Vec::new(), mean: 0.0 }
}

fn main() {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let (rounds, hours) = if quick { (5, 500.0) } else { (15, 5_000.0) };
    let mut contestants = [
        contestant("W1 by hand, plain", 10.0, |seed, until| plain::run::<1>(seed, until, 0)),
        contestant("W1 by hand, same measures", 10.0, |seed, until| measured::run::<1>(seed, until, 0)),
        contestant("W2 by hand, plain", 1.0, |seed, until| plain::run::<10>(seed, until, 20)),
        contestant("W2 by hand, same measures", 1.0, |seed, until| measured::run::<10>(seed, until, 20)),
    ];
    for round in 0..rounds {
        for contestant in &mut contestants {
            let until = (hours * 3_600e6 * contestant.length) as u64;
            let started = Instant::now();
            let outcome = (contestant.run)(round, until);
            let elapsed = started.elapsed().as_nanos() as f64;
            contestant.nanos.push(elapsed / outcome.orders as f64);
            contestant.mean += outcome.latency.mean().unwrap_or(0.0) / rounds as f64;
        }
    }
    println!("{:<30}{:>12}{:>10}{:>10}{:>16}", "", "ns an order", "fastest", "× plain", "mean latency");
    let mut plain = 1.0;
    for contestant in &mut contestants {
        contestant.nanos.sort_unstable_by(f64::total_cmp);
        let (median, least) = (contestant.nanos[rounds as usize / 2], contestant.nanos[0]);
        if contestant.name.ends_with("plain") {
            plain = median;
        }
        let minutes = contestant.mean / 60.0;
        println!("{:<30}{median:>12.1}{least:>10.1}{:>10.2}{minutes:>14.2} m", contestant.name, median / plain);
    }
}
