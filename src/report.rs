//! The report of a run: what `pizzeria run` prints and what goals, stars and proofs read.
//!
//! [`Report`] is the contract for a single run; its fields are in the order in which they are written. [`Sheet`] is any
//! report as a tree, of a single run or of many ([`replicated()`]); [`json`], [`csv`] and [`text`] print it.

pub mod csv;
pub mod json;
pub mod made;
pub mod replicated;
pub mod text;
pub mod verdict;

pub use made::{FileMade, Made};
pub use replicated::{Reduced, Replicated, replicated};
pub use verdict::{PlayerStats, Readings, Verdict};

use crate::scenario::Scenario;
use crate::sim::measures::Measures;
use crate::sim::metric::{Metric, Scope};
use crate::sim::world::World;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The version of the report's format.
pub const SCHEMA: u32 = 1;

/// The report of one run. Lengths of time are in seconds, ratios 0–1, money in dollars; no data is `None`, never 0.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The version of the format, [`SCHEMA`].
    pub schema: u32,
    /// The scenario's name, as it was asked for.
    pub scenario: String,
    /// The seed of the run.
    pub seed: u64,
    /// How long the shop ran, from opening to its end.
    pub simulated_s: f64,
    /// The digest of the world's whole history, in hexadecimal. Equal digests mean equal histories.
    pub digest: String,
    /// What was measured, its fields written beside these.
    #[serde(flatten)]
    pub measures: Measures,
    /// How the scenario's goals came out, in its order.
    pub goals: Vec<Verdict>,
    /// How its stars came out, in its order.
    pub stars: Vec<Verdict>,
    /// How many commands were given and refused.
    pub commands: Commands,
    /// With what program and from what files the report was made.
    #[serde(default)]
    pub made: Made,
}

/// How many commands the shop was given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commands {
    /// Commands of the player, refused ones included.
    pub given: u64,
    /// Refused commands of the player and of the script.
    pub refused: u64,
}

/// A report as a tree. Every number is `null`, a number, or `{ "mean", "ci95" }` (with `runs` if not all of the runs
/// had the number).
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet(pub Value);

impl Report {
    /// The report of a world at its end, or at any moment before.
    pub fn of(scenario: &Scenario, world: &World, commands: Commands, player: PlayerStats) -> Report {
        let mut readings = Readings::of(world, player);
        // All of it first; the goals read some of the same.
        let measures = readings.measures(None).clone();
        Report {
            schema: SCHEMA,
            scenario: scenario.name.clone(),
            seed: world.setup().seed,
            simulated_s: world.now().seconds(),
            digest: world.digest(),
            goals: scenario.goals.iter().map(|goal| readings.verdict(goal)).collect(),
            stars: scenario.stars.iter().map(|star| readings.verdict(star)).collect(),
            measures,
            commands,
            made: Made::of(scenario),
        }
    }

    /// A metric over the whole run; `None` if there are no data.
    pub fn value(&self, metric: Metric, scope: Scope) -> Option<f64> {
        metric.read(&self.measures, scope)
    }

    /// Whether every goal was met.
    pub fn goals_met(&self) -> bool {
        self.goals.iter().all(|goal| goal.met)
    }

    /// The report as a tree.
    pub fn sheet(&self) -> Sheet {
        // Plain fields, string keys and finite numbers only: this cannot fail.
        Sheet(serde_json::to_value(self).unwrap_or(Value::Null))
    }
}

impl Sheet {
    /// The value at a dotted path. Entries of a list go by their name, or by number if they have none. Names may
    /// contain dots themselves, so the longest one that fits is taken.
    pub fn at(&self, path: &str) -> Option<&Value> {
        find(&self.0, path)
    }

    /// Every path with a value that is not a table, in order: the columns of a CSV file.
    pub fn leaves(&self) -> Vec<(String, &Value)> {
        let mut leaves = Vec::new();
        collect("", &self.0, &mut leaves);
        leaves
    }
}

fn find<'a>(node: &'a Value, path: &str) -> Option<&'a Value> {
    if path.is_empty() {
        return Some(node);
    }
    let below = |key: &str| match path.strip_prefix(key)? {
        "" => Some(""),
        rest => rest.strip_prefix('.'),
    };
    children(node)
        .filter_map(|(key, child)| Some((key.len(), child, below(&key)?)))
        .filter_map(|(length, child, rest)| Some((length, find(child, rest)?)))
        .max_by_key(|(length, _)| *length)
        .map(|(_, found)| found)
}

/// The entries of a table or list, by the names that paths use.
fn children(node: &Value) -> Box<dyn Iterator<Item = (String, &Value)> + '_> {
    match node {
        Value::Object(fields) => Box::new(fields.iter().map(|(key, child)| (key.clone(), child))),
        Value::Array(items) => Box::new(items.iter().enumerate().map(|(i, item)| {
            let name = item.get("name").and_then(Value::as_str);
            (name.map_or_else(|| i.to_string(), str::to_string), item)
        })),
        _ => Box::new(std::iter::empty()),
    }
}

fn collect<'a>(path: &str, node: &'a Value, leaves: &mut Vec<(String, &'a Value)>) {
    let is_table = matches!(node, Value::Object(_) | Value::Array(_));
    if !is_table || replicated::is_estimate(node) {
        leaves.push((path.to_string(), node));
        return;
    }
    for (key, child) in children(node) {
        // The name of an entry is already in its path.
        if key == "name" && path.contains('.') {
            continue;
        }
        let below = if path.is_empty() { key } else { format!("{path}.{key}") };
        collect(&below, child, leaves);
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::sim::measures::{ItemMeasures, OutletMeasures};

    /// A small report with something in every list.
    pub fn sample() -> Report {
        let measures = Measures {
            outlets: vec![OutletMeasures { name: "St. Mary's".into(), ..Default::default() }],
            items: vec![ItemMeasures { name: "pizza".into(), ..Default::default() }],
            ..Default::default()
        };
        let mut report = Report {
            schema: SCHEMA,
            scenario: "sample".into(),
            seed: 7,
            simulated_s: 18_000.0,
            digest: "00ff".into(),
            measures,
            goals: vec![Verdict {
                text: "All in time".into(),
                metric: "on_time_ratio".into(),
                value: Some(0.5),
                met: false,
            }],
            made: Made {
                program: "pizzeria 0.1.0".into(),
                scenario: FileMade { file: "sample.toml".into(), sha256: "0123456789abcdef".into() },
                set: [("outlet.St. Mary's.riders".to_string(), "3".into())].into_iter().collect(),
                solution: true,
                ..Default::default()
            },
            ..Default::default()
        };
        report.measures.orders.arrived = 10;
        report.measures.latency.p95 = Some(754.0);
        report
    }

    #[test]
    fn a_path_goes_by_name_even_through_a_name_with_dots() {
        let mut report = sample();
        report.measures.outlets[0].orders.late = 3;
        let sheet = report.sheet();
        assert_eq!(sheet.at("outlets.St. Mary's.orders.late"), Some(&Value::from(3)));
        assert_eq!(sheet.at("latency.p95"), Some(&Value::from(754.0)));
        assert_eq!(sheet.at("goals.0.met"), Some(&Value::from(false)));
        assert_eq!(sheet.at("latency.p96"), None);
    }

    #[test]
    fn a_report_is_read_back_as_it_was_written() {
        let report = sample();
        let text = json::print(&report.sheet());
        assert_eq!(serde_json::from_str::<Report>(&text).unwrap(), report);
    }

    #[test]
    fn every_leaf_is_found_by_its_own_path() {
        let sheet = sample().sheet();
        for (path, value) in sheet.leaves() {
            assert_eq!(sheet.at(&path), Some(value), "{path}");
        }
    }
}
