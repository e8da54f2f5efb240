//! Golden digests: the history of every shipped scenario, untouched and with its solution, pinned in one table.
//!
//! A change of a digest means that the same shop under the same seed has another history: a change of the model, of a
//! draw, or of the order of things. If that was meant, bless it, and say in the commit what changed and why:
//!
//! ```text
//! PIZZERIA_BLESS=1 cargo test digests
//! ```
//!
//! Every scenario is run to its closing here. `pizzeria run` ends a lesson as soon as it is decided, with the digest of
//! that moment; with `--set scenario.ends=closing` it comes to the digest of the table.

use pizzeria::scenario::{self, builtin};
use pizzeria::session::replicate::run;
use serde_json::Value;
use std::fmt::Write;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

const TABLE: &str = "tests/it/digests.txt";

#[test]
fn digests_are_those_of_the_table() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(TABLE);
    let now = table();
    if std::env::var_os("PIZZERIA_BLESS").is_some() {
        std::fs::write(&file, &now).unwrap();
    }
    let blessed = std::fs::read_to_string(&file).unwrap_or_default();
    let changed: Vec<&str> = now.lines().filter(|line| !blessed.lines().any(|known| known == *line)).collect();
    let gone = blessed.lines().count() as i64 - now.lines().count() as i64;
    assert!(
        changed.is_empty() && gone == 0,
        "{} histories are not those of {TABLE} ({gone:+} lines in the table):\n{}\nIf that was meant: \
         PIZZERIA_BLESS=1 cargo test digests",
        changed.len(),
        changed.join("\n")
    );
}

/// What `pizzeria run` prints, as the check on another system calls it.
fn digest_of_run(name: &str, more: &[&str]) -> String {
    let run = Command::new(env!("CARGO_BIN_EXE_pizzeria")).args(["run", name, "--format", "json"]).args(more).output();
    let report: Value = serde_json::from_slice(&run.expect("it runs").stdout).expect("a report");
    report["digest"].as_str().expect("it has a digest").into()
}

#[test]
fn a_run_to_closing_comes_to_the_digest_of_the_table() {
    let table = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(TABLE)).unwrap();
    let mut sooner = 0;
    for row in table.lines().filter(|line| !line.starts_with('#')) {
        let [name, _, untouched, solved] = row.split_whitespace().collect::<Vec<_>>()[..] else { panic!("{row}") };
        let closing = ["--set", "scenario.ends=closing"];
        assert_eq!(digest_of_run(name, &closing), untouched, "{name}");
        assert_eq!(digest_of_run(name, &[closing[0], closing[1], "--solution"]), solved, "{name}");
        sooner += u32::from(digest_of_run(name, &[]) != untouched);
    }
    assert!(sooner > 0, "a lesson that is decided before closing ends there");
}

fn table() -> String {
    let mut text =
        String::from("# scenario, seed, digest at closing untouched, and with the solution; see digests.rs\n");
    for (name, _) in builtin::all() {
        let scenario = scenario::load(name, &[]).unwrap();
        let setup = Arc::new(scenario.setup.clone());
        let digest = |commands| run(&setup, commands, None, &mut ()).world.digest();
        let (untouched, solved) = (digest(&[]), digest(&scenario.solution));
        writeln!(text, "{name:20} {:4} {untouched} {solved}", setup.seed).unwrap();
    }
    text
}
