//! The engine against paper and pencil: wherever queueing theory has an exact answer, the simulation must give it.
//!
//! Every case is run in independent replications. The exact value must lie inside the 99.9 % confidence interval of
//! the simulated mean, and the interval must be narrow, so that a small bias has nowhere to hide. The seeds are fixed:
//! a case that passes once passes always, until the engine changes.
//!
//! `PIZZERIA_THEORY=20 cargo test theory_ -- --nocapture` runs twenty times as long, so intervals are some four
//! times narrower, and shows the table.

mod lines;
mod losses;
mod routing;
mod shop;
mod stages;
mod town;

use pizzeria::sim::measures::Measures;
use pizzeria::sim::setup::{Setup, Window};
use pizzeria::sim::world::World;
use pizzeria::stats::Estimate;
use pizzeria::units::{Span, Time};
use rayon::prelude::*;
use std::sync::Arc;

const CONFIDENCE: f64 = 0.999;

/// A shop simple enough to have an answer.
pub struct Case {
    pub name: String,
    pub setup: Setup,
    /// First calls to simulate, over all replications.
    pub orders: f64,
    pub replications: u64,
    pub checks: Vec<Check>,
}

/// One number of the report, and what it must be.
pub struct Check {
    pub what: &'static str,
    pub exact: f64,
    pub read: fn(&Measures) -> Option<f64>,
    /// How wide half the confidence interval may be at most, relative to the exact value.
    pub narrow: f64,
    /// How far the instrument itself may be off, relative.
    pub blur: f64,
}

pub fn check(what: &'static str, exact: f64, read: fn(&Measures) -> Option<f64>) -> Check {
    Check { what, exact, read, narrow: 0.03, blur: 0.0 }
}

/// A percentile: varies more than a mean, and is read off a histogram.
pub fn percentile(what: &'static str, exact: f64, read: fn(&Measures) -> Option<f64>) -> Check {
    Check { what, exact, read, narrow: 0.05, blur: 0.004 }
}

/// For what varies more than a mean does.
pub fn rough(what: &'static str, exact: f64, read: fn(&Measures) -> Option<f64>) -> Check {
    Check { what, exact, read, narrow: 0.05, blur: 0.0 }
}

impl Case {
    /// Long enough for so many orders in all replications together, a tenth more to settle first.
    pub fn new(name: impl Into<String>, setup: Setup, orders: f64, checks: Vec<Check>) -> Case {
        Case { name: name.into(), setup, orders, replications: 30, checks }
    }

    /// Of its own, so that cases do not share their luck.
    fn seeds(&self) -> Vec<u64> {
        let own = self.name.bytes().fold(0u64, |sum, byte| sum * 31 % 1_000_003 + byte as u64);
        (own * 1_000..own * 1_000 + self.replications).collect()
    }

    /// The measures of one replication.
    fn run(&self, seed: u64) -> Measures {
        let per_hour: f64 = self.setup.zones.iter().map(|zone| zone.orders_per_hour).sum();
        let hours = self.orders * patience_of_the_tester() / self.replications as f64 / per_hour;
        let mut setup = Setup { seed, ..self.setup.clone() };
        if setup.duration.is_zero() {
            setup.warmup = Span::from_seconds_f64(hours * 360.0);
            setup.duration = Span::from_seconds_f64(hours * 3_960.0);
        }
        // Until closing: the whole run's own window goes on while the last customers are served.
        setup.windows = vec![Window { from: Time::ZERO + setup.warmup, to: setup.closing() }];
        let mut world = World::new(Arc::new(setup));
        world.finish(&mut ());
        world.measures(1)
    }
}

fn patience_of_the_tester() -> f64 {
    std::env::var("PIZZERIA_THEORY").ok().and_then(|times| times.parse().ok()).unwrap_or(1.0)
}

/// Runs the cases, shows a row for each check, and complains of all that is wrong at once.
pub fn hold(cases: Vec<Case>) {
    let mut wrong = Vec::new();
    println!("{:<58}{:>12}{:>12}{:>12}{:>10}", "", "exact", "simulated", "± 99.9 %", "off by");
    for case in cases {
        let runs: Vec<Measures> = case.seeds().into_par_iter().map(|seed| case.run(seed)).collect();
        for check in &case.checks {
            let Some(got) = Estimate::over(runs.iter().map(check.read)) else {
                wrong.push(format!("{}, {}: no data", case.name, check.what));
                continue;
            };
            let (exact, width) = (check.exact, got.half_width(CONFIDENCE).unwrap_or(f64::INFINITY));
            let name = format!("{}: {}", case.name, check.what);
            let off = (got.mean / exact - 1.0) * 100.0;
            println!("{name:<58}{exact:>12.5}{:>12.5}{width:>12.5}{off:>+8.2} %", got.mean);
            let agrees = (got.mean - exact).abs() <= width + check.blur * exact;
            if !agrees {
                wrong.push(format!("{name}: {} ± {width}, exactly {exact} ({off:+.2} %)", got.mean));
            }
            let is_narrow = width <= check.narrow * exact;
            if !is_narrow {
                wrong.push(format!("{name}: ± {width} of {exact} proves nothing; more orders are needed"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
