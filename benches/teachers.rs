//! Measures the lessons' effects and writes them into the teachers' pages and the tables that tests check the model
//! against.
//!
//! ```sh
//! cargo run --release --example teachers
//! ```
//! Run it after an intended change of a lesson or the model, and read the difference.

#[path = "teachers/measured.rs"]
mod measured;

use measured::{SEEDS, effects, lessons, pages, proof, written};
use std::path::Path;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    for lesson in lessons() {
        eprintln!("{}", lesson.name);
        all.extend(effects(&lesson, &proof(&lesson, 1..=SEEDS)));
    }
    let save = |file: &str, text: String| {
        std::fs::write(root.join(file), text).unwrap_or_else(|why| panic!("{file}: {why}"));
        eprintln!("{file}");
    };
    save("tests/it/effects.txt", written(&all));
    // What is written is what the tests read: four decimals.
    let all = measured::read(&written(&all));
    save("assets/docs/teachers.md", pages(include_str!("../assets/docs/teachers.template.md"), &all));
}
