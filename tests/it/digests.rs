//! Golden digests: the history of every shipped scenario, untouched and with its solution, pinned in one table.
//!
//! A change of a digest means that the same shop under the same seed has another history: a change of the model, of a
//! draw, or of the order of things. If that was meant, bless it, and say in the commit what changed and why:
//!
//! ```text
//! PIZZERIA_BLESS=1 cargo test digests
//! ```

use pizzeria::scenario::{self, builtin};
use pizzeria::session::replicate::run;
use std::fmt::Write;
use std::path::Path;
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

fn table() -> String {
    let mut text = String::from("# scenario, seed, digest untouched, digest with the solution; see digests.rs\n");
    for (name, _) in builtin::list() {
        let scenario = scenario::load(name, &[]).unwrap();
        let setup = Arc::new(scenario.setup.clone());
        let digest = |commands| run(&setup, commands, None, &mut ()).world.digest();
        let (untouched, solved) = (digest(&[]), digest(&scenario.solution));
        writeln!(text, "{name:20} {:4} {untouched} {solved}", setup.seed).unwrap();
    }
    text
}
