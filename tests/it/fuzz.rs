//! Bad input of every kind: whatever stands in a scenario, a trace, an override, a commands file, a file of our own, on
//! the command line or comes out of a keyboard, the answer is a sentence, never a panic and never a hang.
//!
//! Every input is drawn from one number. `FUZZ=100000 cargo test --test it fuzz` tries so many of each kind (dear kinds
//! fewer, see [`KINDS`]), `FUZZ_FROM=N` begins elsewhere. An input that breaks something is written to a file, which
//! the message names; what was broken once is kept in `fuzz/found/` and tried in every run.

mod inputs;
mod kept;
mod mutation;
mod program;

use crate::monkey::Luck;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

/// A kind of input: its name, out of how many inputs of the cheapest kind one is tried, how one is drawn, what is done
/// with it.
type Kind = (&'static str, u64, fn(&mut Luck) -> String, fn(&str));

const KINDS: [Kind; 11] = [
    ("text", 1, inputs::text, inputs::read_scenario),
    ("scenario", 1, inputs::scratched_scenario, inputs::read_scenario),
    ("shop", 10, inputs::lightly_scratched, inputs::open_shop),
    ("file", 10, inputs::text, inputs::load_file),
    ("set", 1, inputs::overrides, inputs::read_with_overrides),
    ("typed", 1, inputs::typed_line, inputs::read_typed),
    ("commands", 1, inputs::commands_file, inputs::read_commands),
    ("trace", 5, inputs::trace, inputs::read_trace),
    ("kept", 10, kept::kept_files, kept::open_store),
    ("left", 40, kept::left_game, kept::go_on),
    ("words", 1, program::words, program::parse_words),
];

/// Without a wish: so many of the cheapest kinds.
const USUAL: u64 = 400;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

fn fuzz(name: &str) {
    let (_, share, draw, try_it) = KINDS.iter().find(|kind| kind.0 == name).unwrap();
    let from = number("FUZZ_FROM").unwrap_or(0);
    let many = number("FUZZ").unwrap_or(USUAL).div_ceil(*share);
    let own = name.bytes().fold(0u64, |sum, byte| sum * 31 + byte as u64) << 40;
    for n in from..from + many {
        let input = draw(&mut Luck(own + n));
        if catch_unwind(AssertUnwindSafe(|| try_it(&input))).is_err() {
            let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{n}.txt"));
            std::fs::write(&file, &input).unwrap();
            panic!("{name} {n} is broken (FUZZ_FROM={n}): see {}; keep it in tests/it/fuzz/found", file.display());
        }
    }
}

/// What was broken once: `fuzz/found/KIND-WHAT.txt`.
#[test]
fn what_was_found_once_stays_mended() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fuzz/found");
    let mut tried = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let kind = KINDS.iter().find(|kind| name.starts_with(&format!("{}-", kind.0)));
        let (.., try_it) = kind.unwrap_or_else(|| panic!("{name} is of no kind"));
        try_it(&std::fs::read_to_string(&path).unwrap());
        tried += 1;
    }
    assert!(tried >= 4, "only {tried} files");
}

macro_rules! kinds {
    ($($test:ident: $kind:literal),+ $(,)?) => {
        $(#[test] fn $test() { fuzz($kind); })+

        #[test]
        fn every_kind_is_tried() {
            assert_eq!(KINDS.map(|kind| kind.0), [$($kind),+]);
        }
    };
}

kinds! {
    any_text_is_a_scenario_or_is_complained_about: "text",
    a_scenario_with_scratches_is_read_or_complained_about: "scenario",
    a_shop_with_scratches_opens_and_is_drawn: "shop",
    any_bytes_in_a_file_are_answered: "file",
    any_override_is_answered: "set",
    any_typed_line_is_answered: "typed",
    any_commands_file_is_answered: "commands",
    any_trace_is_answered: "trace",
    any_file_of_our_own_is_survived: "kept",
    any_game_that_was_left_is_survived: "left",
    any_words_on_the_command_line_are_answered: "words",
}
