//! What somebody meets who writes a scenario and runs it from the command line.

use super::{SMALL, file, json, pizzeria};
use tempfile::TempDir;

/// What tempts is often what the player may not do, or not any more: it is a history to learn from, not a wish.
#[test]
fn a_wrong_answer_may_be_one_that_the_player_may_not_give() {
    let folder = TempDir::new().unwrap();
    let lesson =
        SMALL.replace("duration = \"1h\"", "duration = \"1h\"\nallow = [\"hire_chef\"]").replace("6.0", "30.0")
            + r#"
[[solution]]
at = "+0s"
do = "hire_chef"
outlet = "Corner"
count = 2
[kitchen]
hire_time = "0s"
[[wrong]]
name = "nobody may wait"
commands = [{ at = "+1m", do = "set_queue_limit", outlet = "Corner", limit = 0 }]
"#;
    let path = file(&folder, "lesson.toml", &lesson);
    for words in [&["check"][..], &["run"], &["run", "--solution"]] {
        let said = pizzeria(&[words, &[&path]].concat());
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{words:?}");
    }
    let said = pizzeria(&["check", "--prove", &path]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert!(said.out.contains("nobody may wait  lose  10 of 10"), "{}", said.out);
    let fault = lesson.replace("set_queue_limit", "power_outage").replace(", limit = 0", "");
    let said = pizzeria(&["check", &file(&folder, "fault.toml", &fault)]);
    assert_eq!(said.code, 2, "a fault is nobody's answer");
    assert!(said.err.contains("the player may not give `power_outage`"), "{}", said.err);
}

#[test]
fn goals_that_are_required_must_be_there_to_count() {
    let folder = TempDir::new().unwrap();
    let (head, _) = SMALL.split_once("[[goal]]").unwrap();
    let path = file(&folder, "free.toml", head);
    let said = pizzeria(&["run", &path, "--require-goals"]);
    assert_eq!((said.code, said.err.as_str()), (0, "warning: free has no goals that --require-goals could require\n"));
    assert_eq!(pizzeria(&["run", &path]).err, "");
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let folder = TempDir::new().unwrap();
    let nowhere = folder.path().join("no/such");
    let said = pizzeria(&["run", "story", "--out", nowhere.join("place.txt").to_str().unwrap()]);
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    let wanted = format!("there is no folder {}: make it first, or choose another", nowhere.display());
    assert!(said.err.contains(&wanted), "{}", said.err);
}

#[test]
fn a_scenario_in_a_pipe_must_be_put_into_a_file() {
    let said = pizzeria(&["run", "-"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("a scenario is not read from standard input"), "{}", said.err);
    assert!(said.err.contains("put it into a file first"), "{}", said.err);
}

/// Of some seeds nobody is served at all: then a mean is over the others, and says so.
#[test]
fn a_mean_over_fewer_runs_says_of_how_many() {
    let folder = TempDir::new().unwrap();
    let rare = SMALL.replace("6.0", "1.0").replace("arrivals = \"even\"\n", "");
    let path = file(&folder, "rare.toml", &rare);
    let run = ["run", &path, "--replications", "6"];
    let report = json(&run);
    let served = (1..=6).filter(|seed| {
        let one = json(&["run", &path, "--seed", &seed.to_string()]);
        !one["latency"]["mean"].is_null()
    });
    let served = served.count();
    assert!((1..6).contains(&served), "{served}");
    assert_eq!(report["latency"]["mean"]["runs"], served);
    assert!(report["orders"]["arrived"].get("runs").is_none(), "every run has it");
    assert!(pizzeria(&run).out.contains(&format!(" ({served} runs)")));
}

#[test]
fn a_member_of_a_list_that_is_left_out_is_changed_in_its_default() {
    let folder = TempDir::new().unwrap();
    let path = file(&folder, "small.toml", SMALL);
    let latency = |set: &str| json(&["run", &path, "--set", set])["latency"]["mean"].as_f64().unwrap();
    assert_eq!(latency("kitchen.level_speed.0=2.0"), 120.0);
    assert_eq!(latency("money.tools.1=200"), 240.0);
    let said = pizzeria(&["run", &path, "--set", "kitchen.level_speed.9=2.0"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("there is no `9` in this list of 4"), "{}", said.err);
}
