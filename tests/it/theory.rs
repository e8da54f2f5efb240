//! The engine against paper and pencil: wherever queueing theory has an exact answer, the simulation must give it.
//!
//! Every case is run in independent replications. The exact value must lie inside the 99.9 % confidence interval of
//! the simulated mean, and the interval must be narrow, so that a small bias has nowhere to hide. The seeds are fixed:
//! a case that passes once passes always, until the engine changes.
//!
//! `PIZZERIA_THEORY=20 cargo test theory_ -- --nocapture` runs twenty times as long, so intervals are some four
//! times narrower, and shows the table.

mod books;
mod caches;
mod clerks;
mod doubts;
mod lines;
mod losses;
mod ranks;
mod routing;
mod shards;
pub mod shop;
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

/// What came of a check.
struct Row {
    name: String,
    exact: f64,
    got: f64,
    /// Half of the confidence interval.
    width: f64,
}

impl Row {
    /// Per cent.
    fn off_by(&self) -> f64 {
        (self.got / self.exact - 1.0) * 100.0
    }
}

impl Case {
    fn names(&self) -> impl Iterator<Item = (String, f64)> {
        self.checks.iter().map(|check| (format!("{}: {}", self.name, check.what), check.exact))
    }

    /// A row for each check; what is wrong goes to the list.
    fn rows(&self, wrong: &mut Vec<String>) -> Vec<Row> {
        let runs: Vec<Measures> = self.seeds().into_par_iter().map(|seed| self.run(seed)).collect();
        let mut rows = Vec::new();
        for (check, (name, exact)) in self.checks.iter().zip(self.names()) {
            let Some(got) = Estimate::over(runs.iter().map(check.read)) else {
                wrong.push(format!("{name}: no data"));
                continue;
            };
            let width = got.half_width(CONFIDENCE).unwrap_or(f64::INFINITY);
            let row = Row { name, exact, got: got.mean, width };
            let agrees = (got.mean - exact).abs() <= width + check.blur * exact;
            if !agrees {
                wrong.push(format!("{}: {} ± {width}, exactly {exact} ({:+.2} %)", row.name, row.got, row.off_by()));
            }
            let is_narrow = width <= check.narrow * exact;
            if !is_narrow {
                wrong.push(format!("{}: ± {width} of {exact} proves nothing; more orders are needed", row.name));
            }
            rows.push(row);
        }
        rows
    }
}

/// Runs the cases, shows a row for each check, and complains of all that is wrong at once.
pub fn hold(cases: Vec<Case>) {
    let mut wrong = Vec::new();
    println!("{:<66}{:>12}{:>12}{:>12}{:>10}", "", "exact", "simulated", "± 99.9 %", "off by");
    for case in cases {
        for row in case.rows(&mut wrong) {
            let off = row.off_by();
            println!("{:<66}{:>12.5}{:>12.5}{:>12.5}{off:>+8.2} %", row.name, row.exact, row.got, row.width);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every case there is, by subject.
fn subjects() -> Vec<(&'static str, Vec<Case>)> {
    vec![
        ("One chef (M/M/1)", lines::mm1()),
        ("Several chefs and one line (M/M/c, Erlang C)", lines::mmc()),
        ("Newest first", lines::newest_first()),
        ("One chef, work of any spread (M/D/1, M/G/1; Pollaczek and Khinchine)", lines::mg1()),
        ("Several chefs, work of any spread (Allen and Cunneen: a rule of thumb)", lines::allen_cunneen()),
        ("No line at all (Erlang B)", losses::erlang_b()),
        ("Some before others (non-preemptive priorities, Cobham)", ranks::cobham()),
        ("A line with an end (M/M/c/K)", losses::limited()),
        ("Quotas (token bucket as M/D/1/K)", ranks::quotas()),
        ("Customers who give up (Erlang A)", losses::erlang_a()),
        ("Kitchen, then road (tandem; Burke)", stages::tandem()),
        ("Chefs who drive (M/G/1)", stages::coupled()),
        ("Rides in a disc", stages::rides()),
        ("Routing by chance", routing::random_split()),
        ("A line a chef", routing::private_lines()),
        ("Taking turns (Eₙ/M/1)", routing::round_robin()),
        ("The shorter of two lines", routing::shortest_of_two()),
        ("A black hole (Erlang B of the others)", routing::black_hole()),
        ("Demand over the day", town::demand_over_the_day()),
        ("Illness", town::illness()),
        ("Bases", town::base_hits()),
        ("A tray under a lamp (cache with a time to live)", caches::hit_ratios()),
        ("Guests who hear nothing (at-least-once)", doubts::tickets()),
        ("Clerks on the telephone (a pool before the servers)", clerks::waits()),
        ("A dead telephone (Little's law)", clerks::held()),
        ("Order books (write quorum)", books::waits()),
        ("Order books that are away (binomial)", books::absences()),
        ("Streets that move (hash modulo N)", shards::moved()),
        ("The outlet of a hot street (hot key)", shards::hot()),
    ]
}

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/docs/theory.md");

/// The table in the docs has every case, with its exact value. What was simulated in it is of the day when it was
/// written: `PIZZERIA_BLESS=1 PIZZERIA_THEORY=4 cargo test --test it theory_table`.
#[test]
fn theory_table_in_the_docs_has_every_case() {
    if std::env::var_os("PIZZERIA_BLESS").is_some() {
        std::fs::write(TABLE, table()).unwrap();
    }
    let written = std::fs::read_to_string(TABLE).unwrap_or_default();
    let rows: Vec<&str> = written.lines().filter_map(|line| line.strip_prefix("| ")).collect();
    let rows = rows.into_iter().filter(|row| !row.starts_with("case")).map(|row| {
        let cells: Vec<&str> = row.split(" | ").collect();
        format!("{} | {}", cells[0], cells[1])
    });
    let subjects = subjects();
    let names = subjects.iter().flat_map(|(_, cases)| cases).flat_map(Case::names);
    let wanted: Vec<String> = names.map(|(name, exact)| format!("{name} | {exact:.5}")).collect();
    assert_eq!(rows.collect::<Vec<_>>(), wanted, "write the table anew, see this test");
}

fn table() -> String {
    let mut wrong = Vec::new();
    let mut worst: Option<Row> = None;
    let (mut sections, mut count) = (String::new(), 0);
    for (subject, cases) in subjects() {
        sections +=
            &format!("\n## {subject}\n\n| case | exact | simulated | ± 99.9 % | off by |\n|---|---|---|---|---|\n");
        for row in cases.iter().flat_map(|case| case.rows(&mut wrong)).collect::<Vec<_>>() {
            let off = row.off_by();
            sections +=
                &format!("| {} | {:.5} | {:.5} | {:.5} | {off:+.2} % |\n", row.name, row.exact, row.got, row.width);
            count += 1;
            // A rule of thumb is off by itself.
            if !subject.contains("thumb") && worst.as_ref().is_none_or(|worst| worst.off_by().abs() < off.abs()) {
                worst = Some(row);
            }
        }
    }
    let outside = wrong.len();
    let worst = worst.expect("there are rows");
    format!(
        "# The engine against paper and pencil\n\nWritten by `PIZZERIA_BLESS=1 PIZZERIA_THEORY={} cargo test --test it \
         theory_table`; not by hand. Times in seconds, work 60 s. \"Simulated\" is the mean of independent replications, \
         \"±\" half of its 99.9 % confidence interval. The formulas and their sources stand in `src/theory`, the shops in \
         `tests/it/theory`.\n\nOf {count} checks {outside} lie outside of their interval (allowing for histogram \
         rounding of percentiles); one in a thousand is expected by chance. The farthest off, rules of thumb left \
         out: {} by {:+.2} % ({:.5} ± {:.5}, exactly {:.5}).\n{sections}",
        patience_of_the_tester(),
        worst.name,
        worst.off_by(),
        worst.got,
        worst.width,
        worst.exact
    )
}
