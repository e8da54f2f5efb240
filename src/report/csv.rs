//! The report for spreadsheets: a header, and one line for each run. The columns are paths of the report
//! (`latency.p95`, `outlets.Main Street.orders.late`); no data is an empty field.

use super::Report;
use serde_json::Value;

/// The header line, the same for all runs of one scenario.
pub fn header(run: &Report) -> String {
    record(run.sheet().leaves().into_iter().map(|(path, _)| path))
}

/// The line of one run.
pub fn line(run: &Report) -> String {
    record(run.sheet().leaves().into_iter().map(|(_, value)| field(value)))
}

fn record(fields: impl Iterator<Item = String>) -> String {
    let mut out = ::csv::Writer::from_writer(Vec::new());
    // Writing into memory cannot fail.
    let _ = out.write_record(fields);
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
        let text = [super::header(&sample()), super::line(&sample()), super::line(&second)].concat();
        let mut reader = ::csv::Reader::from_reader(text.as_bytes());
        let column = reader.headers().unwrap().iter().position(|path| path == "latency.p95").unwrap();
        let lines: Vec<_> = reader.records().map(|line| line.unwrap()[column].to_string()).collect();
        assert_eq!(lines, ["754.0", ""]);
        assert!(text.starts_with("schema,scenario,seed,simulated_s,digest,orders.arrived,"), "{text}");
        assert!(text.contains("outlets.St. Mary's.orders.arrived"));
        let made =
            ",made.program,made.scenario.file,made.scenario.sha256,made.set.outlet.St. Mary's.riders,made.solution,";
        assert!(text.contains(made), "{text}");
    }
}
