//! Many runs in one report: every number becomes its mean over the runs and the half-width of its 95 % interval.

use super::{Report, Sheet};
use crate::stats::Estimate;
use serde_json::{Map, Value, json};

/// The runs of one scenario under consecutive seeds as one report. `seed` is the first, `digest` that of all in order,
/// a goal's `met` the share of runs that met it. A number that some runs do not have says how many had one: `runs`.
pub fn replicated(runs: &[Report]) -> Sheet {
    let Some(first) = runs.first() else { return Sheet(Value::Null) };
    let columns: Vec<Vec<Option<f64>>> = runs.iter().map(|run| numbers_of(&run.sheet().0)).collect();
    let mut column = 0;
    let mut merged = filled(&first.sheet().0, &columns, &mut column);
    if let Value::Object(fields) = &mut merged {
        fields.insert("schema".into(), first.schema.into());
        fields.insert("seed".into(), first.seed.into());
        fields.insert("digest".into(), digest(runs.iter().map(|run| run.digest.as_str())).into());
        fields.insert("replications".into(), runs.len().into());
    }
    Sheet(merged)
}

/// One digest of many, in their order: FNV-1a over their letters, 64 bits (it tells histories apart; it is no seal).
pub fn digest<'a>(digests: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for digest in digests {
        for byte in digest.bytes().chain([b'\n']) {
            hash = (hash ^ byte as u64).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("{hash:016x}")
}

/// Whether a node is a mean with its interval, and so a number among the leaves.
pub fn is_estimate(node: &Value) -> bool {
    node.get("mean").is_some() && node.get("ci95").is_some()
}

/// All numbers of a tree in order: `null` for no data, yes and no as 1 and 0. A tree takes far more room than they do.
fn numbers_of(node: &Value) -> Vec<Option<f64>> {
    fn collect(node: &Value, numbers: &mut Vec<Option<f64>>) {
        match node {
            Value::Object(fields) => fields.values().for_each(|child| collect(child, numbers)),
            Value::Array(items) => items.iter().for_each(|child| collect(child, numbers)),
            Value::Bool(yes) => numbers.push(Some(f64::from(u8::from(*yes)))),
            Value::Number(_) | Value::Null => numbers.push(node.as_f64()),
            Value::String(_) => {}
        }
    }
    let mut numbers = Vec::new();
    collect(node, &mut numbers);
    numbers
}

/// The first run's tree with the means of all in it; `column` counts through [`numbers_of`].
fn filled(shape: &Value, runs: &[Vec<Option<f64>>], column: &mut usize) -> Value {
    let mut estimate = || {
        let of = *column;
        *column += 1;
        Estimate::over(runs.iter().map(|run| run.get(of).copied().flatten()))
    };
    match shape {
        Value::Object(fields) => {
            let merged = fields.iter().map(|(key, child)| (key.clone(), filled(child, runs, column)));
            Value::Object(merged.collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.iter().map(|child| filled(child, runs, column)).collect()),
        Value::Bool(_) => estimate().map_or(Value::Null, |share| share.mean.into()),
        Value::Number(_) | Value::Null => {
            let estimate = estimate();
            let mut number = json!({ "mean": estimate.map(|e| e.mean), "ci95": estimate.and_then(|e| e.ci95) });
            // A run in which nobody was served has no latency: whose mean it is must be said.
            if let Some(fewer) = estimate.filter(|e| e.n < runs.len() as u64) {
                number["runs"] = fewer.n.into();
            }
            number
        }
        Value::String(_) => shape.clone(),
    }
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
        let sheet = replicated(&[one, two]);
        // Of 10 and 14: mean 12, standard error 2, t(1) = 12.7062.
        let arrived = sheet.at("orders.arrived").unwrap();
        assert_eq!(arrived["mean"], json!(12.0));
        assert!((arrived["ci95"].as_f64().unwrap() - 25.4124).abs() < 1e-3);
        assert_eq!(sheet.at("latency.p95").unwrap(), &json!({ "mean": 754.0, "ci95": null, "runs": 1 }));
        assert_eq!(sheet.at("availability").unwrap(), &json!({ "mean": null, "ci95": null }));
        assert_eq!(sheet.at("goals.0.met").unwrap(), &json!(0.5));
        assert_eq!(sheet.at("seed").unwrap(), &json!(7));
        assert_eq!(sheet.at("schema").unwrap(), &json!(1));
        assert_ne!(sheet.at("digest").unwrap(), &json!("00ff"));
    }

    #[test]
    fn the_digest_of_all_knows_their_order() {
        assert_eq!(digest(["a", "b"]), digest(["a", "b"]));
        assert_ne!(digest(["a", "b"]), digest(["b", "a"]));
        assert_ne!(digest(["a", "b"]), digest(["ab"]));
    }
}
