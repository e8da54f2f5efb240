//! The report for spreadsheets: a header and one line a run. The columns are paths of the report (`latency.p95`,
//! `outlets.Main Street.orders.late`); no data is an empty field.

use super::Report;
use serde_json::Value;

/// All runs of one scenario; the columns are those of the first.
pub fn print(runs: &[Report]) -> String {
    let mut out = ::csv::Writer::from_writer(Vec::new());
    for (i, run) in runs.iter().enumerate() {
        let sheet = run.sheet();
        let leaves = sheet.leaves();
        // Writing into memory cannot fail, and all lines have the same columns.
        if i == 0 {
            let _ = out.write_record(leaves.iter().map(|(path, _)| path));
        }
        let _ = out.write_record(leaves.iter().map(|(_, value)| field(value)));
    }
    String::from_utf8(out.into_inner().unwrap_or_default()).unwrap_or_default()
}

fn field(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use crate::report::tests::sample;

    #[test]
    fn one_line_a_run_under_a_header_of_paths() {
        let mut second = sample();
        second.measures.latency.p95 = None;
        let text = super::print(&[sample(), second]);
        let mut reader = ::csv::Reader::from_reader(text.as_bytes());
        let column = reader.headers().unwrap().iter().position(|path| path == "latency.p95").unwrap();
        let lines: Vec<_> = reader.records().map(|line| line.unwrap()[column].to_string()).collect();
        assert_eq!(lines, ["754.0", ""]);
        assert!(text.starts_with("schema,scenario,seed,simulated_s,digest,orders.arrived,"), "{text}");
        assert!(text.contains("outlets.St. Mary's.orders.arrived"));
    }
}
