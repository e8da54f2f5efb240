//! Many runs in one report: every number becomes its mean over the runs and the half-width of its 95 % interval.

use super::{Report, Sheet};
use crate::stats::Estimate;
use serde_json::{Map, Value, json};

/// The runs of one scenario under consecutive seeds as one report. `seed` is the first, `digest` that of all in order,
/// a goal's `met` the share of runs that met it.
pub fn replicated(runs: &[Report]) -> Sheet {
    let trees: Vec<Value> = runs.iter().map(|run| run.sheet().0).collect();
    let Some(first) = trees.first() else { return Sheet(Value::Null) };
    let all: Vec<&Value> = trees.iter().collect();
    let mut merged = merge(first, &all);
    if let Value::Object(fields) = &mut merged {
        let same = ["schema", "seed"].map(|field| (field, first[field].clone()));
        for (field, value) in same {
            fields.insert(field.into(), value);
        }
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

/// `shape` says what stands where; a number that one run lacks is `null` there, so the others are asked, too.
fn merge(shape: &Value, runs: &[&Value]) -> Value {
    let below = |pick: &dyn Fn(&Value) -> Value| runs.iter().map(|run| pick(run)).collect::<Vec<Value>>();
    let merged = |child: &Value, parts: Vec<Value>| merge(child, &parts.iter().collect::<Vec<_>>());
    match shape {
        Value::Object(fields) => Value::Object(
            fields
                .iter()
                .map(|(key, child)| (key.clone(), merged(child, below(&|run| run[key.as_str()].clone()))))
                .collect::<Map<_, _>>(),
        ),
        Value::Array(items) => Value::Array(
            items.iter().enumerate().map(|(i, child)| merged(child, below(&|run| run[i].clone()))).collect(),
        ),
        Value::Bool(_) => {
            let met = runs.iter().filter(|run| run.as_bool() == Some(true)).count();
            json!(met as f64 / runs.len() as f64)
        }
        Value::String(_) => shape.clone(),
        Value::Number(_) | Value::Null => {
            let estimate = Estimate::over(runs.iter().map(|run| run.as_f64()));
            json!({ "mean": estimate.map(|e| e.mean), "ci95": estimate.and_then(|e| e.ci95) })
        }
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
        assert_eq!(sheet.at("latency.p95").unwrap(), &json!({ "mean": 754.0, "ci95": null }));
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
