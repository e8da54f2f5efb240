//! Many runs in one report: every number becomes its mean over the runs and the half-width of its 95 % confidence
//! interval.
//!
//! Runs are summed up as they come, in the order of their seeds. The report takes no more memory for a hundred thousand
//! runs than for ten, and it does not depend on which core made which run.

use super::{Report, Sheet};
use crate::stats::{Estimate, Quantiles, Replicates};
use serde_json::{Map, Value, json};

/// What is kept of a run until its turn comes. A tree takes far more memory than its numbers.
#[derive(Clone, Debug)]
pub struct Reduced {
    digest: String,
    /// All numbers of the tree in order: NaN for no data, 1 and 0 for yes and no.
    numbers: Vec<f64>,
}

impl Reduced {
    /// The numbers of a report.
    pub fn of(report: &Report) -> Reduced {
        Reduced { digest: report.digest.clone(), numbers: numbers_of(&shape(report)) }
    }

    /// How many numbers there are.
    pub fn size(&self) -> usize {
        self.numbers.len()
    }
}

/// Statistics over runs of one scenario under consecutive seeds, as far as they have been added.
#[derive(Clone, Debug)]
pub struct Replicated {
    first: Report,
    columns: Vec<Replicates>,
    digest: Digest,
    runs: u64,
}

impl Replicated {
    /// No runs yet. `first` is the report whose shape, seed and names the sheet will have; it has to be added, too.
    pub fn like(first: &Report) -> Replicated {
        Replicated { first: first.clone(), columns: Vec::new(), digest: Digest::default(), runs: 0 }
    }

    /// Adds the next run, in the order of the seeds.
    pub fn add(&mut self, run: &Reduced) {
        self.columns.resize(self.columns.len().max(run.numbers.len()), Replicates::default());
        for (column, number) in self.columns.iter_mut().zip(&run.numbers) {
            column.add(Some(*number).filter(|number| !number.is_nan()));
        }
        self.digest.add(&run.digest);
        self.runs += 1;
    }

    /// All runs so far as one report. `seed` is the first run's, `digest` covers the digests of all in order, and a
    /// goal's `met` is the share of runs that met it. A number that some runs lack says in `runs` how many had it.
    pub fn sheet(&self) -> Sheet {
        let mut columns = self.columns.iter();
        let mut merged = filled(&shape(&self.first), self.runs, &mut columns, &mut Quantiles::default());
        if let (Value::Object(fields), Value::Object(whole)) = (&mut merged, self.first.sheet().0) {
            fields.insert("schema".into(), self.first.schema.into());
            fields.insert("seed".into(), self.first.seed.into());
            fields.insert("digest".into(), self.digest.text().into());
            fields.insert("replications".into(), self.runs.into());
            // How a report was made is the same for all runs.
            fields.extend(whole.into_iter().filter(|(key, _)| key == MADE));
        }
        Sheet(merged)
    }
}

const MADE: &str = "made";

/// The runs of one scenario under consecutive seeds as one report; see [`Replicated::sheet`].
pub fn replicated(runs: &[Report]) -> Sheet {
    let Some(first) = runs.first() else { return Sheet(Value::Null) };
    let mut all = Replicated::like(first);
    runs.iter().for_each(|run| all.add(&Reduced::of(run)));
    all.sheet()
}

/// One digest of many, in order: 64-bit FNV-1a over their characters. It tells histories apart; it is not
/// cryptographic.
#[derive(Clone, Copy, Debug)]
struct Digest(u64);

impl Default for Digest {
    fn default() -> Digest {
        Digest(0xcbf2_9ce4_8422_2325)
    }
}

impl Digest {
    fn add(&mut self, digest: &str) {
        for byte in digest.bytes().chain([b'\n']) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn text(self) -> String {
        format!("{:016x}", self.0)
    }
}

/// Whether a node is a mean with its interval, and so a leaf.
pub fn is_estimate(node: &Value) -> bool {
    node.get("mean").is_some() && node.get("ci95").is_some()
}

/// The part of a report that is measured.
fn shape(report: &Report) -> Value {
    let mut tree = report.sheet().0;
    if let Value::Object(fields) = &mut tree {
        fields.shift_remove(MADE);
    }
    tree
}

fn numbers_of(node: &Value) -> Vec<f64> {
    fn collect(node: &Value, numbers: &mut Vec<f64>) {
        match node {
            Value::Object(fields) => fields.values().for_each(|child| collect(child, numbers)),
            Value::Array(items) => items.iter().for_each(|child| collect(child, numbers)),
            Value::Bool(yes) => numbers.push(f64::from(u8::from(*yes))),
            Value::Number(_) | Value::Null => numbers.push(node.as_f64().unwrap_or(f64::NAN)),
            Value::String(_) => {}
        }
    }
    let mut numbers = Vec::new();
    collect(node, &mut numbers);
    numbers
}

/// The first run's tree with the means of all in it; `columns` are in the order of [`numbers_of`].
fn filled<'a>(
    shape: &Value,
    runs: u64,
    columns: &mut impl Iterator<Item = &'a Replicates>,
    quantiles: &mut Quantiles,
) -> Value {
    match shape {
        Value::Object(fields) => {
            let merged = fields.iter().map(|(key, child)| (key.clone(), filled(child, runs, columns, quantiles)));
            Value::Object(merged.collect::<Map<_, _>>())
        }
        Value::Array(items) => {
            Value::Array(items.iter().map(|child| filled(child, runs, columns, quantiles)).collect())
        }
        Value::Bool(_) => estimate(columns, quantiles).map_or(Value::Null, |share| share.mean.into()),
        Value::Number(_) | Value::Null => {
            let estimate = estimate(columns, quantiles);
            let mut number = json!({ "mean": estimate.map(|e| e.mean), "ci95": estimate.and_then(|e| e.ci95) });
            // A run in which nobody was served has no latency, so the report says how many runs the mean covers.
            if let Some(fewer) = estimate.filter(|e| e.n < runs) {
                number["runs"] = fewer.n.into();
            }
            number
        }
        Value::String(_) => shape.clone(),
    }
}

fn estimate<'a>(columns: &mut impl Iterator<Item = &'a Replicates>, quantiles: &mut Quantiles) -> Option<Estimate> {
    columns.next().and_then(|column| column.estimate_with(quantiles))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::sample;

    #[test]
    fn numbers_become_means_and_goals_shares() {
        let (mut one, mut two) = (sample(), sample());
        one.measures.orders.arrived = 10;
        two.measures.orders.arrived = 14;
        two.seed = 8;
        two.measures.latency.p95 = None;
        two.goals[0].met = true;
        let made = one.sheet().0["made"].clone();
        let sheet = replicated(&[one, two]);
        // Of 10 and 14: mean 12, standard error 2, t(1) = 12.7062.
        let arrived = sheet.at("orders.arrived").unwrap();
        assert_eq!(arrived["mean"], json!(12.0));
        assert!((arrived["ci95"].as_f64().unwrap() - 25.4124).abs() < 1e-3);
        assert_eq!(sheet.at("latency.p95").unwrap(), &json!({ "mean": 754.0, "ci95": null, "runs": 1 }));
        assert_eq!(sheet.at("availability").unwrap(), &json!({ "mean": null, "ci95": null }));
        assert_eq!(sheet.at("goals.0.met").unwrap(), &json!(0.5));
        assert_eq!(sheet.at("seed").unwrap(), &json!(7));
        assert_eq!(sheet.at("made"), Some(&made), "how it was made is no number");
        assert_eq!(sheet.at("schema").unwrap(), &json!(1));
        assert_ne!(sheet.at("digest").unwrap(), &json!("00ff"));
    }

    /// 3 of 10 are 0.3, not 0.30000000000000004, whoever came first.
    #[test]
    fn a_share_is_a_ratio_of_whole_numbers() {
        for first in [true, false] {
            let mut runs = vec![sample(); 10];
            runs.iter_mut().take(3).for_each(|run| run.goals[0].met = true);
            if !first {
                runs.reverse();
            }
            assert_eq!(replicated(&runs).at("goals.0.met"), Some(&json!(0.3)));
        }
    }

    #[test]
    fn the_digest_of_all_knows_their_order() {
        let digest = |digests: &[&str]| {
            let mut all = Digest::default();
            digests.iter().for_each(|digest| all.add(digest));
            all.text()
        };
        assert_eq!(digest(&["a", "b"]), digest(&["a", "b"]));
        assert_ne!(digest(&["a", "b"]), digest(&["b", "a"]));
        assert_ne!(digest(&["a", "b"]), digest(&["ab"]));
    }
}
