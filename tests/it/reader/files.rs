//! What lies on the disk: files that are none, too large, or not text, and recorded traces.

use crate::complaints::SMALLEST;
use pizzeria::scenario::{self, Scenario};
use pizzeria::sim::setup::Arrivals;
use std::path::Path;

fn said(path: &Path) -> String {
    scenario::load(path.to_str().unwrap(), &[]).unwrap_err().list[0].message.clone()
}

#[test]
fn what_is_no_scenario_file_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    assert_eq!(said(folder.path()), "the scenario file is a directory");
    assert_eq!(said(&folder.path().join("none.toml")), "the scenario file does not exist");
    assert_eq!(
        said(&file("latin.toml", b"schema = 1\n# caf\xe9\n")),
        "the scenario file is no UTF-8 text: line 2 has other bytes"
    );
    let large = file("large.toml", b"");
    std::fs::File::options().write(true).open(&large).unwrap().set_len(100 << 20).unwrap();
    assert_eq!(said(&large), "the scenario file is larger than 16 MiB");
    assert_eq!(said(&file("empty.toml", b"")), "a scenario file needs `menu`");
    #[cfg(unix)]
    assert_eq!(said(Path::new("/dev/null")), "the scenario file is no ordinary file: put what it gives into one first");
    let unknown = scenario::load("power-cat", &[]).unwrap_err().to_string();
    assert!(unknown.contains("there is no scenario and no file named `power-cat`"), "{unknown}");
    assert!(unknown.contains("did you mean `power-cut`?"), "{unknown}");
}

/// A scenario in a folder of its own, with one trace.
fn traced(lines: &str) -> (Result<(Scenario, Vec<scenario::Problem>), scenario::Problems>, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("lunch.csv"), lines).unwrap();
    let text = SMALLEST.replace("orders_per_hour = 10", "arrivals = { trace = \"lunch.csv\" }");
    let path = folder.path().join("traced.toml");
    std::fs::write(&path, text).unwrap();
    (scenario::load_with_warnings(path.to_str().unwrap(), &[]), folder)
}

fn seconds(scenario: &Scenario) -> Vec<f64> {
    let Arrivals::Trace(times) = &scenario.setup.zones[0].arrivals else { panic!() };
    times.iter().map(|time| time.seconds()).collect()
}

#[test]
fn a_trace_brings_its_own_arrivals() {
    let (read, _folder) = traced("time,status\n# recorded at lunch\n30.5,200\n\n10,404\r\n90000,200\n");
    let (scenario, warnings) = read.unwrap();
    assert_eq!(scenario.name, "traced");
    assert_eq!(seconds(&scenario), [10.0, 30.5]);
    assert_eq!(warnings[0].message, "1 of 3 recorded times are after closing and left out");
    let (read, _folder) = traced("2024-05-03T13:00:00+02:00\n2024-05-03T12:00:00Z\n");
    assert_eq!(seconds(&read.unwrap().0), [7200.0, 10_800.0], "the shop opens at eleven, by the first record's clock");
    let (read, _folder) = traced("2024-05-03T10:00:00Z\n2024-05-03T12:00:00Z\n2024-05-04T10:30:00Z\n");
    let (scenario, warnings) = read.unwrap();
    assert_eq!(seconds(&scenario), [3_600.0], "the day on which somebody comes while it is open");
    let said: Vec<&str> = warnings.iter().map(|warning| warning.message.as_str()).collect();
    assert_eq!(
        said,
        [
            "1 of 3 recorded times are before opening and left out",
            "1 of 3 recorded times are after closing and left out"
        ]
    );
    let (read, _folder) = traced("");
    assert_eq!(read.unwrap().1[0].message, "this trace is empty: nobody will come");
}

#[test]
fn garbage_in_a_trace_is_found_by_line() {
    let (read, folder) = traced("10\ntwenty\n30\n-4\n\u{1b}[2J\n");
    let problems = read.unwrap_err();
    let places: Vec<String> = problems.iter().map(|p| format!("{} {}", p.line, p.message)).collect();
    assert_eq!(places, ["2 `twenty` is no time", "4 `-4` is no time", "5 `\u{fffd}[2J` is no time"]);
    assert!(problems.list[0].file.ends_with("lunch.csv"), "{}", problems.list[0].file);
    std::fs::remove_file(folder.path().join("lunch.csv")).unwrap();
    let path = folder.path().join("traced.toml");
    let problems = scenario::load(path.to_str().unwrap(), &[]).unwrap_err();
    assert!(problems.list[0].message.ends_with("does not exist") && problems.list[0].line == 6, "{problems}");
    assert!(!problems.to_string().contains('\u{1b}'));
}

#[test]
fn all_traces_together_are_bounded() {
    let folder = tempfile::tempdir().unwrap();
    let zones: String =
        (0..40).map(|i| format!("[[zone]]\nname = \"z{i}\"\narrivals = {{ trace = \"long.csv\" }}\n")).collect();
    let path = folder.path().join("traced.toml");
    std::fs::write(&path, format!("{SMALLEST}{zones}")).unwrap();
    // Forty zones of a quarter of a million calls are as many as there may be …
    let lines = "1\n".repeat(250_000);
    std::fs::write(folder.path().join("long.csv"), &lines).unwrap();
    assert!(scenario::load(path.to_str().unwrap(), &[]).is_ok());
    // … and one more call each is too much, from the fortieth on.
    std::fs::write(folder.path().join("long.csv"), format!("{lines}1\n")).unwrap();
    let problems = scenario::load(path.to_str().unwrap(), &[]).unwrap_err();
    assert_eq!(problems.list.len(), 1, "{problems}");
    assert!(problems.list[0].message.ends_with("all traces together have at most 10 million times"), "{problems}");
    std::fs::write(folder.path().join("long.csv"), format!("1\n{}", "#\n".repeat(5 << 20))).unwrap();
    let problems = scenario::load(path.to_str().unwrap(), &[]).unwrap_err();
    assert_eq!(problems.list.len(), 40 - 25, "{problems}");
    assert!(problems.list[0].message.ends_with("all traces together have at most 256 MiB"), "{problems}");
}
