//! What a report says about itself, what is handed in, and many runs at once.

use super::{SMALL, command, file, json, pizzeria, said};
use serde_json::Value;
use std::fs;
use tempfile::TempDir;

#[test]
fn a_report_says_how_it_was_made() {
    let folder = TempDir::new().unwrap();
    let small = file(&folder, "small.toml", SMALL);
    let sets = ["--set", "outlet.0.riders=3", "--set", "slo.promise=7m", "--set", "outlet.0.riders=2"];
    let report = json(&[&["run", &small][..], &sets].concat());
    let made = &report["made"];
    assert_eq!(made["program"], format!("pizzeria {}", env!("CARGO_PKG_VERSION")));
    assert_eq!(made["scenario"]["file"], "small.toml", "not the folders it lies in");
    assert_eq!(made["scenario"]["sha256"], pizzeria::scenario::checksum::sha256(SMALL.as_bytes()));
    assert_eq!(made["set"], serde_json::json!({ "slo.promise": "7m", "outlet.0.riders": "2" }), "of two the last");
    assert_eq!((&made["solution"], &made["commands"]), (&Value::Bool(false), &Value::Null));
    // The same in every format, for one run and for many.
    let many = json(&[&["run", &small, "--replications", "3"][..], &sets].concat());
    assert_eq!(&many["made"], made);
    let csv = pizzeria(&[&["run", &small, "--format", "csv", "--replications", "2"][..], &sets].concat()).out;
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let columns = reader.headers().unwrap().clone();
    let at =
        |name: &str| columns.iter().position(|column| column == name).unwrap_or_else(|| panic!("no column {name}"));
    for row in reader.records().map(Result::unwrap) {
        assert_eq!(&row[at("made.set.outlet.0.riders")], "2");
        assert_eq!(&row[at("made.scenario.file")], "small.toml");
        assert_eq!(row[at("made.scenario.sha256")], *made["scenario"]["sha256"].as_str().unwrap());
    }
    let text = pizzeria(&[&["run", &small][..], &sets].concat()).out;
    let line = text.lines().last().unwrap();
    assert!(line.starts_with("Made by pizzeria ") && line.ends_with("slo.promise=7m, outlet.0.riders=2"), "{line}");
}

#[test]
fn commands_and_traces_are_named_with_what_they_held() {
    let folder = TempDir::new().unwrap();
    let traced = SMALL.replace("orders_per_hour = 6.0\narrivals = \"even\"", "arrivals = { trace = \"calls.csv\" }");
    let traced = file(&folder, "traced.toml", &traced);
    let calls = "60\n120\n";
    file(&folder, "calls.csv", calls);
    let text = "[[command]]\nat = \"+5m\"\ndo = \"set_policy\"\npolicy = \"random\"\n";
    let commands = file(&folder, "c.toml", text);
    let made = &json(&["run", &traced, "--commands", &commands])["made"];
    let sha256 = |text: &str| pizzeria::scenario::checksum::sha256(text.as_bytes());
    assert_eq!(made["commands"], serde_json::json!({ "file": "c.toml", "sha256": sha256(text) }));
    assert_eq!(made["traces"], serde_json::json!([{ "file": "calls.csv", "sha256": sha256(calls) }]));
    assert_eq!(json(&["run", "story", "--solution"])["made"]["solution"], true);
    assert_eq!(json(&["run", "story"])["made"]["scenario"]["file"], "story.toml");
    let checked = pizzeria(&["check", &traced]).out;
    assert!(
        checked.contains("  calls.csv: 2 rows, seconds from opening; first 60 s, last 120 s; 2 kept\n"),
        "{checked}"
    );
}

/// A mean does not depend on who ran what, nor the report on how many are kept at a time.
#[test]
fn replications_are_the_same_on_any_number_of_cores() {
    let folder = TempDir::new().unwrap();
    let small = file(&folder, "small.toml", &SMALL.replace("\"even\"", "\"poisson\""));
    for format in ["json", "csv", "text"] {
        let of = |cores: &str| {
            let words = ["run", &small, "--replications", "300", "--format", format];
            let said = said(command(&words).env("RAYON_NUM_THREADS", cores).output().unwrap());
            assert_eq!(said.code, 0, "{}", said.err);
            said.out
        };
        let one = of("1");
        assert!(!one.is_empty());
        assert_eq!(one, of("3"), "{format}");
    }
}

#[test]
fn a_share_of_runs_is_a_plain_ratio() {
    let folder = TempDir::new().unwrap();
    let path = file(&folder, "small.toml", &SMALL.replace("\"even\"", "\"poisson\"").replace("\"5m\"", "\"6m\""));
    for runs in [3, 6, 7, 10] {
        let met = json(&["run", &path, "--replications", &runs.to_string()])["goals"][0]["met"].as_f64().unwrap();
        let whole = (met * f64::from(runs)).round();
        assert_eq!(met, whole / f64::from(runs), "of {runs}");
    }
}

/// A lesson in which the player may hire and nothing else.
fn lesson() -> String {
    SMALL.replace("duration = \"1h\"", "duration = \"1h\"\nallow = [\"hire_chef\"]").replace("\"5m\"", "\"10m\"")
}

#[test]
fn what_is_handed_in_must_be_what_it_claims() {
    let folder = TempDir::new().unwrap();
    let path = file(&folder, "lesson.toml", &lesson());
    let hire = "[[command]]\nat = \"+5m\"\ndo = \"hire_chef\"\noutlet = \"Corner\"\n";
    let plain = file(&folder, "plain.toml", hire);
    let digest = json(&["run", &path, "--commands", &plain])["digest"].as_str().unwrap().to_string();
    let run = |name: &str, text: &str, more: &[&str]| {
        let commands = file(&folder, name, text);
        pizzeria(&[&["run", &path, "--commands", &commands, "--require-goals"][..], more].concat())
    };
    let claims = format!("scenario = \"lesson\"\nseed = 1\ndigest = \"{digest}\"\n");
    let honest = run("honest.toml", &format!("{claims}{hire}"), &[]);
    assert_eq!(honest.code, 0, "{}", honest.err);
    assert!(honest.err.contains("equal digests"), "{}", honest.err);
    for (name, text, more, why) in [
        (
            "forbidden",
            format!("{hire}[[command]]\nat = \"+6m\"\ndo = \"impatience\"\nfactor = 100\nlasts = \"10m\"\n"),
            &[][..],
            "the player may not give impatience in lesson: `allow` does not name it",
        ),
        (
            "digest",
            format!("digest = \"{}\"\n{hire}", digest.replace(':', ":0")),
            &[],
            "not the history that was saved",
        ),
        ("old digest", format!("digest = \"0123\"\n{hire}"), &[], "saved by another version of the program"),
        ("seed", format!("seed = 7\n{hire}"), &["--seed", "1"], "given under seed 7, not 1"),
        ("scenario", format!("scenario = \"story\"\n{hire}"), &[], "given in story, not in lesson"),
    ] {
        let said = run(&format!("{name}.toml"), &text, more);
        assert_eq!(said.code, 1, "{name}: {}", said.err);
        assert!(said.err.contains("not as claimed: ") && said.err.contains(why), "{name}: {}", said.err);
        // Whoever only looks is warned, and may try what a player may not.
        let words = ["run", &path, "--commands", &file(&folder, &format!("{name}.toml"), &text)];
        assert_eq!(pizzeria(&[&words[..], more].concat()).code, 0, "{name}");
    }
    let elsewhere = run("other.toml", &format!("seed = 7\n{hire}"), &[]);
    assert!(
        elsewhere.err.contains("played under seed 7, which the commands file names; the scenario's own is 1"),
        "{}",
        elsewhere.err
    );
}

/// Rows come as the runs are made, and the file is there when all of them have.
#[test]
fn a_table_of_many_runs_is_whole() {
    let folder = TempDir::new().unwrap();
    let small = file(&folder, "small.toml", SMALL);
    let out = folder.path().join("table.csv");
    let words = ["run", &small, "--replications", "700", "--format", "csv", "--out", out.to_str().unwrap()];
    assert_eq!(pizzeria(&words).code, 0);
    let mut reader = csv::Reader::from_path(&out).unwrap();
    let at = reader.headers().unwrap().iter().position(|column| column == "seed").unwrap();
    let seeds: Vec<u64> = reader.records().map(|row| row.unwrap()[at].parse().unwrap()).collect();
    assert_eq!(seeds, (1..=700).collect::<Vec<_>>());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "no draft is left");
}
