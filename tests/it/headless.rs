//! The command line as programs use it: the real binary, its results, its exit codes, and that it never panics.

mod authors;
mod completing;
mod endings;
mod plain;
mod reports;

use pizzeria::app::{Action, App};
use pizzeria::units::{Span, Time};
use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

struct Said {
    code: i32,
    out: String,
    err: String,
}

fn command(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pizzeria"));
    command.args(words).stdin(Stdio::null());
    command
}

fn pizzeria(words: &[&str]) -> Said {
    said(command(words).output().unwrap())
}

fn said(output: Output) -> Said {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let said = Said { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) };
    assert!(!said.err.contains("panicked"), "{}", said.err);
    said
}

fn json(words: &[&str]) -> Value {
    let said = pizzeria(&[words, &["--format", "json"]].concat());
    assert_eq!(said.code, 0, "{}", said.err);
    serde_json::from_str(&said.out).unwrap()
}

/// A shop small enough to be told by heart: a pizza takes 4 minutes, a customer comes every 10.
const SMALL: &str = r#"
[scenario]
duration = "1h"
[menu.pizza]
price = 10.0
work = { dist = "fixed", mean = "4m" }
[[zone]]
name = "Street"
orders_per_hour = 6.0
arrivals = "even"
[[outlet]]
name = "Corner"
[slo]
promise = "5m"
[[goal]]
text = "Everyone in time"
metric = "on_time_ratio"
at_least = 1.0
"#;

fn file(folder: &TempDir, name: &str, text: &str) -> String {
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_string()
}

#[test]
fn every_field_of_the_report_is_there_in_order() {
    let report = json(&["run", "story"]);
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let starts_with = |value: &Value, fields: &[&str]| assert_eq!(keys(value)[..fields.len()], *fields);
    starts_with(
        &report,
        &[
            "schema",
            "scenario",
            "seed",
            "simulated_s",
            "digest",
            "orders",
            "customers",
            "latency",
            "spans",
            "in_system",
            "waiting",
            "throughput_per_hour",
            "goodput_per_hour",
            "utilization",
            "clerks",
            "fuse",
            "books",
            "prep",
            "tray",
            "cards",
            "chefs",
            "manager",
            "health",
            "lost_ratio",
            "slo",
            "availability",
            "money",
            "outlets",
            "items",
            "zones",
            "goals",
        ],
    );
    assert_eq!(keys(&report).last().map(String::as_str), Some("made"));
    let orders = [
        "arrived",
        "delivered",
        "in_system",
        "refused",
        "abandoned",
        "unreachable",
        "limited",
        "burnt",
        "forgotten",
        "late",
        "retried",
        "rerouted",
        "duplicated",
        "recooked",
        "wasted",
        "unsure",
        "recognised",
    ];
    let latency = ["mean", "p50", "p90", "p95", "p99", "max"];
    let spans = ["queue", "cook", "redo", "blocked", "shelf", "ride", "queue_abandoned", "down"];
    starts_with(&report["orders"], &orders);
    starts_with(&report["latency"], &latency);
    starts_with(&report["spans"], &spans);
    spans.iter().for_each(|span| starts_with(&report["spans"][span], &latency));
    starts_with(&report["in_system"], &["mean", "max"]);
    starts_with(&report["waiting"], &["mean", "max"]);
    starts_with(&report["utilization"], &["chefs", "riders"]);
    starts_with(&report["prep"], &["made", "used", "spoiled", "hit_ratio"]);
    starts_with(&report["slo"], &["promise", "target", "on_time_ratio", "budget_left"]);
    starts_with(
        &report["money"],
        &["revenue", "refunds", "ingredients", "wages", "rent", "investments", "profit", "cost_per_order"],
    );
    let outlet = &report["outlets"][0];
    starts_with(outlet, &["name", "orders", "latency", "spans", "waiting", "utilization", "health", "availability"]);
    starts_with(&outlet["orders"], &orders);
    let item = &report["items"][0];
    starts_with(item, &["name", "orders", "latency", "on_time_ratio"]);
    starts_with(&report["goals"][0], &["text", "metric", "value", "met"]);
}

#[test]
fn the_numbers_of_a_small_shop_are_those_worked_out_by_hand() {
    // Customers at 10, 20, … 60 minutes; the one at closing still comes, and his pizza is in the oven when it closes.
    // Five are delivered after 4 minutes each: 20 of 60 minutes busy.
    let folder = TempDir::new().unwrap();
    let report = json(&["run", &file(&folder, "small.toml", SMALL)]);
    assert_eq!(report["simulated_s"], 3600.0);
    assert_eq!(report["orders"]["arrived"], 6);
    assert_eq!(report["orders"]["delivered"], 5);
    assert_eq!(report["orders"]["in_system"], 1);
    assert_eq!(report["latency"]["mean"], 240.0);
    assert_eq!(report["latency"]["max"], 240.0);
    assert!((report["utilization"]["chefs"].as_f64().unwrap() - 20.0 / 60.0).abs() < 1e-12);
    assert_eq!(report["money"]["revenue"], 50.0);
    assert_eq!(report["slo"]["on_time_ratio"], 1.0);
    assert_eq!(report["goals"][0]["met"], true);
    assert_eq!(report["outlets"][0]["name"], "Corner");
    assert_eq!(report["items"][0]["name"], "pizza");
}

#[test]
fn the_length_of_a_tick_changes_nothing() {
    let digest = |words: &[&str]| json(&[&["run", "story", "--solution"], words].concat())["digest"].clone();
    let whole = digest(&[]);
    for tick in ["100ms", "1s", "7s", "60s"] {
        assert_eq!(digest(&["--tick", tick]), whole, "{tick}");
    }
    assert_ne!(digest(&["--seed", "2"]), whole);
}

#[test]
fn nobody_orders_and_nothing_is_divided_by_nothing() {
    let folder = TempDir::new().unwrap();
    let small = file(&folder, "quiet.toml", SMALL);
    let report = json(&["run", &small, "--set", "zone.0.orders_per_hour=0"]);
    assert_eq!(report["orders"]["arrived"], 0);
    for path in ["latency/mean", "lost_ratio", "slo/on_time_ratio", "money/cost_per_order", "goals/0/value"] {
        assert_eq!(report.pointer(&format!("/{path}")), Some(&Value::Null), "{path}");
    }
    assert_eq!(report["goals"][0]["met"], false, "a goal without data is missed");
    for format in ["text", "csv"] {
        assert_eq!(pizzeria(&["run", &small, "--set", "zone.0.orders_per_hour=0", "--format", format]).code, 0);
    }
}

#[test]
fn a_missed_goal_is_exit_code_one_only_where_goals_are_required() {
    assert_eq!(pizzeria(&["run", "story"]).code, 0);
    let missed = pizzeria(&["run", "story", "--require-goals"]);
    assert_eq!(missed.code, 1);
    assert!(missed.out.contains("missed"), "{}", missed.out);
    assert_eq!(pizzeria(&["run", "story", "--solution", "--require-goals"]).code, 0);
}

#[test]
fn bad_usage_and_bad_files_are_exit_code_two() {
    let folder = TempDir::new().unwrap();
    let bad = file(&folder, "bad.toml", "[menu.pizza]\nwork = 3\n");
    let small = file(&folder, "small.toml", SMALL);
    let here = folder.path().to_str().unwrap();
    for (words, part) in [
        (vec!["run"], "SCENARIO"),
        (vec!["run", "stroy"], "did you mean `story`?"),
        (vec!["run", &bad], "bad.toml:2:8"),
        (vec!["run", here], ""),
        (vec!["run", "story", "--tick", "0s"], "length of time"),
        (vec!["run", "story", "--replications", "0"], "replications"),
        (vec!["run", "story", "--format", "xml"], "xml"),
        (vec!["run", "story", "--set", "outlet"], "PATH=VALUE"),
        (vec!["run", "story", "--set", "outlet.0.rider=3"], "rider"),
        (vec!["run", "story", "--commands", "no-such-file.toml"], "no-such-file.toml"),
        (vec!["run", "story", "--commands", &small], "small.toml"),
        (vec!["run", "story", "--seed", "18446744073709551615", "--replications", "2"], "--seed"),
        (vec!["check", &bad], "bad.toml:2:8"),
        (vec!["check"], "FILE"),
        (vec!["frobnicate"], "frobnicate"),
        (vec!["completions", "tcsh"], "tcsh"),
        (vec!["new", "a/b"], "letters"),
        (vec!["new", "story"], "built-in"),
    ] {
        let said = pizzeria(&words);
        assert_eq!(said.code, 2, "{words:?}: {}", said.err);
        assert!(said.err.contains(part), "{words:?} should say {part:?}: {}", said.err);
        assert_eq!(said.out, "", "{words:?}");
    }
}

#[test]
fn a_reader_who_has_seen_enough_ends_it_quietly() {
    let folder = TempDir::new().unwrap();
    let small = file(&folder, "small.toml", SMALL);
    for words in [&["run", &small, "--replications", "300", "--format", "csv"][..], &["schema"], &["man"]] {
        let mut child = command(words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = String::new();
        BufReader::with_capacity(1, child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        assert!(!first.is_empty());
        let said = said(child.wait_with_output().unwrap());
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{words:?}");
    }
}

#[test]
fn a_place_that_cannot_be_written_is_said_before_anything_runs() {
    let folder = TempDir::new().unwrap();
    let here = folder.path().to_str().unwrap();
    for out in [here, &format!("{here}/no/such/folder/report.json")] {
        let said = pizzeria(&["run", "story", "--out", out]);
        assert_eq!(said.code, 2);
        assert!(said.err.contains("cannot write") && said.err.contains(out), "{}", said.err);
        assert_eq!(said.out, "");
    }
    let full = Path::new("/dev/full");
    if full.exists() {
        let said = pizzeria(&["run", "story", "--out", "/dev/full"]);
        assert_eq!(said.code, 2, "{}", said.err);
        let on_screen = command(&["run", "story"]).stdout(fs::File::create(full).unwrap()).output().unwrap();
        assert_eq!(self::said(on_screen).code, 2);
    }
}

#[test]
fn a_report_in_a_file_is_the_report_on_the_screen() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("report.json");
    let on_screen = pizzeria(&["run", "story", "--format", "json"]).out;
    let said = pizzeria(&["run", "story", "--format", "json", "--out", out.to_str().unwrap()]);
    assert_eq!((said.code, said.out.as_str()), (0, ""));
    assert_eq!(fs::read_to_string(&out).unwrap(), on_screen);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no draft is left");
}

#[test]
fn replications_are_means_of_the_single_runs() {
    let folder = TempDir::new().unwrap();
    let small = file(&folder, "small.toml", &SMALL.replace("\"even\"", "\"poisson\""));
    let singles: Vec<Value> = (5..9).map(|seed| json(&["run", &small, "--seed", &seed.to_string()])).collect();
    let all = json(&["run", &small, "--seed", "5", "--replications", "4"]);
    let mean = singles.iter().map(|run| run["orders"]["arrived"].as_f64().unwrap()).sum::<f64>() / 4.0;
    assert!((all["orders"]["arrived"]["mean"].as_f64().unwrap() - mean).abs() < 1e-9);
    assert!(all["orders"]["arrived"]["ci95"].as_f64().unwrap() > 0.0);
    assert_eq!(all["seed"], 5);
    let met = singles.iter().filter(|run| run["goals"][0]["met"] == true).count();
    assert_eq!(all["goals"][0]["met"], met as f64 / 4.0);
    // Whatever order the cores took them in.
    assert_eq!(all, json(&["run", &small, "--seed", "5", "--replications", "4"]));
    let lines = pizzeria(&["run", &small, "--seed", "5", "--replications", "4", "--format", "csv"]).out;
    let mut reader = csv::Reader::from_reader(lines.as_bytes());
    let column = |name: &str, reader: &mut csv::Reader<&[u8]>| {
        reader.headers().unwrap().iter().position(|path| path == name).unwrap_or_else(|| panic!("no column {name}"))
    };
    let digest = column("digest", &mut reader);
    let arrived = column("outlets.Corner.orders.arrived", &mut reader);
    let rows: Vec<_> = reader.records().map(|row| row.unwrap()).collect();
    assert_eq!(rows.len(), 4);
    for (row, single) in rows.iter().zip(&singles) {
        assert_eq!(row[digest], *single["digest"].as_str().unwrap());
        assert_eq!(row[arrived], single["outlets"][0]["orders"]["arrived"].to_string());
    }
}

#[test]
fn a_commands_file_gives_the_history_that_it_was_saved_from() {
    let folder = TempDir::new().unwrap();
    let scenario = pizzeria::scenario::load("story", &[]).unwrap();
    let solved = json(&["run", "story", "--solution"]);
    let saved = pizzeria::scenario::CommandsFile {
        scenario: Some("story".into()),
        seed: Some(scenario.setup.seed),
        digest: Some(solved["digest"].as_str().unwrap().into()),
        commands: scenario.solution.clone(),
        ..pizzeria::scenario::CommandsFile::default()
    };
    let text = pizzeria::scenario::write_commands_file(&saved, &scenario.setup);
    let game = file(&folder, "game.toml", &text);
    let said = pizzeria(&["run", "story", "--commands", &game, "--format", "json"]);
    let again: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(again["digest"], solved["digest"]);
    assert!(said.err.contains("the same history"), "{}", said.err);
    // What differs is said.
    let other = pizzeria(&["run", "story", "--commands", &game, "--seed", "9"]);
    assert!(other.err.contains("under seed") && other.err.contains("its digest was"), "{}", other.err);
    let elsewhere = file(&folder, "elsewhere.toml", &text.replace("\"story\"", "\"prep\""));
    let other = pizzeria(&["run", "story", "--commands", &elsewhere]);
    assert!(other.err.contains("were given in prep"), "{}", other.err);
}

#[test]
fn a_game_played_in_the_dashboard_is_the_same_history_without_it() {
    let folder = TempDir::new().unwrap();
    let scenario = pizzeria::scenario::load("story", &[]).unwrap();
    let mut app = App::new((120, 36), None);
    app.open_scenario(scenario.clone(), "story");
    app.act(Action::Begin);
    let Some(game) = app.live_mut() else { panic!("the shop is not open") };
    // In uneven steps, with the player's commands between them; the shop is left before it closes.
    let mut at = Time::ZERO;
    for scheduled in &scenario.solution {
        while at < scheduled.at {
            at = scheduled.at.min(at + Span::from_secs(137));
            while game.session.now() < at {
                game.session.advance(at);
            }
        }
        game.session.give(scheduled.command.clone()).unwrap();
    }
    assert!(!game.session.is_over());
    let saved = file(&folder, "game.toml", &game.commands_file());
    let said = pizzeria(&["run", "story", "--commands", &saved, "--format", "json"]);
    assert!(said.err.contains("the same history"), "{}", said.err);
    let report: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(report["digest"], json(&["run", "story", "--solution"])["digest"]);
}

#[test]
fn a_scenario_without_a_solution_runs_with_a_warning() {
    let folder = TempDir::new().unwrap();
    let small = file(&folder, "small.toml", SMALL);
    let said = pizzeria(&["run", &small, "--solution"]);
    assert_eq!(said.code, 0);
    assert!(said.err.contains("no solution"), "{}", said.err);
}

#[test]
fn a_refused_command_is_told() {
    let folder = TempDir::new().unwrap();
    let small = file(&folder, "small.toml", SMALL);
    let commands = file(&folder, "c.toml", "[[command]]\nat = \"+5m\"\ndo = \"restore_power\"\noutlet = \"Corner\"\n");
    let said = pizzeria(&["run", &small, "--commands", &commands, "--format", "json"]);
    assert_eq!(said.code, 0);
    assert!(said.err.contains("refused (11:05): restore_power outlet=\"Corner\""), "{}", said.err);
    let report: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(report["commands"]["refused"], 1);
}

/// A script's command that the shop does not take is no secret: told, and counted, like the player's.
#[test]
fn a_refused_command_of_the_script_is_told() {
    let folder = TempDir::new().unwrap();
    let script = "[[event]]\nat = \"+5m\"\ndo = \"restore_power\"\noutlet = \"Corner\"\n";
    let small = file(&folder, "small.toml", &format!("{SMALL}{script}"));
    let commands = file(&folder, "c.toml", "[[command]]\nat = \"+4m\"\ndo = \"mend_line\"\noutlet = \"Corner\"\n");
    let said = pizzeria(&["run", &small, "--commands", &commands, "--format", "json"]);
    assert_eq!(said.code, 0);
    let told = |what: &str| {
        said.err.find(&format!("refused ({what} outlet=\"Corner\"")).unwrap_or_else(|| panic!("{}", said.err))
    };
    assert!(told("11:04): mend_line") < told("11:05): restore_power"), "{}", said.err);
    let report: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!((&report["commands"]["given"], &report["commands"]["refused"]), (&1.into(), &2.into()));
}

/// A shop that ends with people waiting whom nobody can serve says so.
#[test]
fn a_shop_that_ends_with_people_waiting_says_so() {
    let folder = TempDir::new().unwrap();
    let dark = "[[event]]\nat = \"+45m\"\ndo = \"power_outage\"\noutlet = \"Corner\"\n";
    let text = SMALL
        .replace("[scenario]", "[scenario]\ndrain = true")
        .replace("[slo]", "[dispatch]\nhealth_check = \"1h\"\n[slo]");
    let small = file(&folder, "small.toml", &format!("{text}{dark}"));
    let said = pizzeria(&["run", &small, "--format", "json"]);
    let told = "ended (12:00): 1 order still waits, and nobody is left who could serve them";
    assert!(said.err.contains(told), "{}", said.err);
    let report: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(report["simulated_s"], 3600.0);
}

#[test]
fn the_list_names_every_scenario() {
    let said = pizzeria(&["list", "--format", "json"]);
    let list: Value = serde_json::from_str(&said.out).unwrap();
    let list = list.as_array().unwrap();
    assert_eq!(list.len(), pizzeria::scenario::builtin::all().count());
    assert_eq!(list[0]["name"], "story");
    for entry in list {
        for field in ["name", "title", "concept"] {
            assert!(entry.get(field).is_some(), "{entry}");
        }
    }
    let text = pizzeria(&["list"]).out;
    assert_eq!(text.lines().count(), list.len());
}

#[test]
fn several_files_are_checked_in_one_go() {
    let folder = TempDir::new().unwrap();
    let one = file(&folder, "one.toml", "[menu.pizza]\nwork = 3\n");
    let two = file(&folder, "two.toml", "[menu.bread]\nprise = 3.0\n");
    let said = pizzeria(&["check", "story", &one, &two]);
    assert_eq!(said.code, 2);
    for part in ["one.toml:2:8", "two.toml:2:1", "did you mean `price`?", "2 of 3 files"] {
        assert!(said.err.contains(part), "{part}: {}", said.err);
    }
    assert_eq!(pizzeria(&["check", "story", "prep"]).code, 0);
}

#[test]
fn the_help_the_manual_and_the_completions_know_every_word() {
    let man = pizzeria(&["man"]).out;
    let help = pizzeria(&["--help"]).out;
    for word in ["play", "run", "check", "list", "schema", "completions", "man", "new"] {
        assert!(help.contains(word), "{word}");
        assert!(man.contains(&word.to_uppercase()), "{word}");
    }
    for option in ["require\\-goals", "replications", "commands", "solution", "set", "format", "out", "tick", "prove"] {
        assert!(man.contains(option), "{option}");
    }
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(pizzeria(&["completions", shell]).out.contains("PIZZERIA_COMPLETE"), "{shell}");
    }
}

#[test]
fn a_game_takes_seed_and_changes_as_a_run_does_and_they_are_checked_alike() {
    let folder = TempDir::new().unwrap();
    let play = |words: &[&str]| {
        let mut play = command(&[&["play", "--plain", "story"], words].concat());
        said(play.env("PIZZERIA_HOME", folder.path()).output().unwrap())
    };
    let wrong = play(&["--set", "outlet.0.rider=3"]);
    let as_run = pizzeria(&["run", "story", "--set", "outlet.0.rider=3"]);
    assert_eq!((wrong.code, wrong.err), (2, as_run.err));
    assert_eq!(play(&["--seed", "7", "--set", "scenario.title=Other"]).code, 0);
    let nothing = said(command(&["play", "--seed", "7"]).output().unwrap());
    assert_eq!(nothing.code, 2, "a seed of what?");
}

/// One goal, settled early: a day of 10 hours is over at half past one.
const DECIDED: &str = r#"
[scenario]
duration = "10h"
ends = "decided"
[menu.pizza]
work = { dist = "exponential", mean = "4m" }
[[zone]]
name = "Street"
orders_per_hour = 12.0
[[outlet]]
name = "Corner"
[slo]
promise = "30m"
[[goal]]
text = "From noon to one, 9 of 10 within half an hour"
metric = "on_time_ratio"
at_least = 0.9
from = "12:00"
to = "13:00"
[[star]]
text = "Few orders"
metric = "orders.arrived"
at_most = 40
"#;

#[test]
fn a_scenario_that_ends_when_decided_does_so_with_and_without_a_dashboard() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("decided.toml");
    fs::write(&file, DECIDED).unwrap();
    let commands = folder.path().join("commands.toml");
    let late = "[[command]]\nat = \"11:30\"\ndo = \"hire_chef\"\noutlet = \"Corner\"\n\
                [[command]]\nat = \"20:00\"\ndo = \"hire_chef\"\noutlet = \"Corner\"\n";
    fs::write(&commands, late).unwrap();
    let path = file.to_str().unwrap();
    for seed in 1..=5 {
        let (scenario, _) = pizzeria::scenario::load_with_warnings(path, &[]).unwrap();
        let mut scenario = scenario;
        scenario.setup.seed = seed;
        let mut session = pizzeria::session::Session::new(std::sync::Arc::new(scenario.clone()));
        session.advance(Time::ZERO + Span::from_mins(30));
        session
            .give(pizzeria::scenario::command_line("hire_chef outlet=\"Corner\"", &scenario.setup).unwrap())
            .unwrap();
        session.finish();
        assert!(session.now() < Time::ZERO + Span::from_hours(9), "it ends early: {:?}", session.now());
        let words = ["run", path, "--commands", commands.to_str().unwrap(), "--seed", &seed.to_string()];
        let report = json(&words);
        assert_eq!(report["digest"].as_str(), Some(session.world().digest().as_str()), "seed {seed}");
        assert_eq!(report["simulated_s"].as_f64(), Some(session.now().seconds()));
        assert!(pizzeria(&words).err.contains("The evening is decided."), "what comes later is refused");
        let ticked = json(&[&words[..], &["--tick", "7s"]].concat());
        assert_eq!(ticked["digest"], report["digest"], "whatever the tick");
    }
    let whole = json(&["run", path, "--set", "scenario.ends=closing"]);
    assert_eq!(whole["simulated_s"].as_f64(), Some(36_000.0));
}
