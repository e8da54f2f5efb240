//! Compares two routing policies on a hundred seeds in pairs: `cargo run --release --example compare_policies`.
//!
//! Under each seed both policies serve the same customers (common random numbers), so the difference of a pair varies
//! far less than the two values.

use pizzeria::scenario;
use pizzeria::session::replicate::{reseeded, run, side_by_side};
use pizzeria::sim::setup::{Policy, Setup};
use std::sync::Arc;

fn main() {
    let scenario = match scenario::load("two-choices", &[]) {
        Ok(scenario) => scenario,
        Err(problems) => {
            eprintln!("{problems}");
            std::process::exit(2);
        }
    };
    let with = |policy| {
        let mut setup = Setup::clone(&scenario.setup);
        setup.dispatch.policy = policy;
        Arc::new(setup)
    };
    let (random, two) = (with(Policy::Random), with(Policy::PowerOfTwo));
    let seeds: Vec<u64> = (1..=100).collect();
    let p95 = |setup: &Arc<Setup>, seed| run(&reseeded(setup, seed), &[], None, &mut ()).world.measures(0).latency.p95;
    let pairs = side_by_side(&seeds, |&seed| Some((p95(&random, seed)?, p95(&two, seed)?)));
    let pairs: Vec<(f64, f64)> = pairs.into_iter().flatten().collect();
    let n = pairs.len().max(1) as f64;
    let mean = |of: &dyn Fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / n / 60.0;
    println!(
        "mean p95 over {} seeds: random {:.1} min, two choices {:.1} min",
        pairs.len(),
        mean(&|p| p.0),
        mean(&|p| p.1)
    );
    println!("two choices are better on {} of {}", pairs.iter().filter(|(one, two)| two < one).count(), pairs.len());
}
