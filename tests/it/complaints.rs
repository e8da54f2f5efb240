//! A scenario file's problems are said completely: all at once, where, what was expected, and the nearest name.
//!
//! `complaints/table.txt` holds bad files and exactly what is said of each. A case is a title (`===`), lines that are
//! added to [`SMALLEST`] or changed in it (`@ old => new`), and after `--->` what is said. After a wanted change of the
//! words run the test with BLESS=1 and read the difference.

use pizzeria::scenario::{self, Override, Problems, Scenario, Severity};
use proptest::prelude::*;

pub const SMALLEST: &str = r#"
[menu.pizza]
work = { dist = "fixed", mean = "4m" }
[[zone]]
name = "Town"
orders_per_hour = 10
[[outlet]]
name = "Main Street"
"#;

pub fn read(text: &str) -> Result<Scenario, Problems> {
    scenario::read("test.toml", text, None, &[]).map(|(scenario, _)| scenario)
}

const TABLE: &str = include_str!("complaints/table.txt");

/// Title, what is added or changed, what is said.
fn cases() -> Vec<(&'static str, &'static str, &'static str)> {
    TABLE
        .split("=== ")
        .skip(1)
        .map(|case| {
            let (title, rest) = case.split_once('\n').unwrap();
            let (lines, said) = rest.split_once("--->\n").unwrap_or((rest, ""));
            (title, lines, said.trim_end())
        })
        .collect()
}

fn bad_file(lines: &str) -> String {
    let mut text = SMALLEST.to_string();
    for line in lines.lines() {
        match line.strip_prefix("@ ").map(|change| change.split_once(" => ").unwrap_or((change, ""))) {
            Some((old, new)) => {
                assert!(text.contains(old), "{old} is not in the file");
                text = text.replacen(old, &new.replace("\\n", "\n"), 1);
            }
            None => text = format!("{text}{line}\n"),
        }
    }
    text
}

fn said_of(text: &str) -> String {
    let problems = match scenario::read("test.toml", text, None, &[]) {
        Ok((_, warnings)) => warnings,
        Err(problems) => problems.list,
    };
    let line = |problem: &scenario::Problem| {
        let mark = if problem.severity == Severity::Warning { "warning: " } else { "" };
        let hint = problem.hint.as_ref().map_or(String::new(), |hint| format!(" ({hint})"));
        format!("{}:{} {mark}{}{hint}", problem.line, problem.column, problem.message)
    };
    problems.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_bad_file_gets_its_complaints() {
    let said: Vec<String> = cases().iter().map(|(_, lines, _)| said_of(&bad_file(lines))).collect();
    if std::env::var_os("BLESS").is_some() {
        let blessed = |((title, lines, _), said): (_, &String)| format!("=== {title}\n{lines}--->\n{said}\n\n");
        let text: String = cases().into_iter().zip(&said).map(blessed).collect();
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/complaints/table.txt");
        std::fs::write(path, text.trim_end().to_string() + "\n").unwrap();
        return;
    }
    for ((title, _, expected), said) in cases().into_iter().zip(said) {
        assert!(!said.is_empty(), "{title}: nothing is wrong with it");
        assert_eq!(said, expected, "{title}");
    }
}

#[test]
fn five_mistakes_get_five_complaints_in_one_go() {
    let text = bad_file(
        r#"@ orders_per_hour = 10 => orders_per_hour = -10
@ mean = "4m" => mean = "4 minutes"
rider = 2
[dispatch]
policy = "closest"
[[event]]
at = "12:00"
do = "power_outage"
outlet = "Main Stret""#,
    );
    let problems = read(&text).unwrap_err();
    let shown = problems.render(false);
    insta::assert_snapshot!(shown);
    assert!(problems.render(true).contains("\u{1b}["), "colours where they are asked for");
}

#[test]
fn every_shipped_scenario_loads_without_a_word() {
    for (name, _) in scenario::builtin::list() {
        let (_, warnings) = scenario::load_with_warnings(name, &[]).unwrap_or_else(|problems| panic!("{problems}"));
        assert!(warnings.is_empty(), "{name}: {}", warnings[0]);
    }
}

#[test]
fn too_much_is_refused_before_it_is_made() {
    let started = "[[outlet.chef]]\ncount = 600000\n[[outlet.chef]]\ncount = 600000\n";
    let said = said_of(&format!("{SMALLEST}{started}"));
    assert_eq!(said, "12:9 a shop has at most 1000000 chefs in all; with these it has more");
    let zones: String = (0..100_001).map(|i| format!("[[zone]]\nname = \"z{i}\"\norders_per_hour = 1\n")).collect();
    assert!(said_of(&format!("{SMALLEST}{zones}")).contains("a shop has at most 100000 zones, this one 100002"));
    let outlets: String = (0..99_999).map(|i| format!("[[outlet]]\nname = \"o{i}\"\nriders = 1\n")).collect();
    assert_eq!(read(&format!("{SMALLEST}{outlets}")).unwrap().setup.outlets.len(), 100_000);
    let keys: String = (0..300_000).map(|i| format!("k{i} = 1\n")).collect();
    let problems = read(&format!("{SMALLEST}{keys}")).unwrap_err();
    assert_eq!((problems.list.len(), problems.unlisted), (100, 299_900));
    assert!(problems.render(false).ends_with("… and 299900 more\n"));
    assert_eq!(said_of(&"#".repeat(17 << 20)), "0:0 a scenario file has at most 16 MiB");
}

/// Files of half a mebibyte that repeat one thing: each comes to an end, with something said.
#[test]
fn hostile_repetition_comes_to_an_end() {
    let pieces = [
        "x\n",
        "[",
        "{",
        "a.",
        "\"",
        "[[zone]]\n",
        "[[outlet]]\nname='a'\n",
        "a=[",
        "a={b=",
        "=",
        "\u{1b}",
        "!",
        "é=1\n",
    ];
    for piece in pieces {
        let text = piece.repeat((1 << 19) / piece.len());
        let problems = read(&text).expect_err(piece);
        assert!((1..=100).contains(&problems.list.len()), "{piece}: {}", problems.list.len());
        assert!(problems.render(false).len() < 200_000, "{piece}");
    }
}

#[test]
fn a_very_long_line_is_shown_around_the_mistake() {
    let text = bad_file(&format!("prep = {{ x = \"{}\", item = \"pizzza\" }}", "é".repeat(5_000)));
    let problems = read(&text).unwrap_err();
    let problem = problems.iter().find(|problem| problem.message.contains("pizzza")).unwrap();
    assert_eq!((problem.line, problem.column), (9, 5_025));
    assert!(problem.render(false).len() < 1_500, "{}", problem.render(false).len());
    assert!(problem.render(false).contains("test.toml:9:5025"));
}

/// A text with some of its bytes cut, doubled, swapped or replaced.
fn mutated(text: &str) -> impl Strategy<Value = String> {
    let chars: Vec<char> = text.chars().collect();
    let words = prop::sample::select(vec![
        "nan",
        "inf",
        "-1",
        "1e308",
        "\"\"",
        "[",
        "]",
        "{",
        "}",
        "=",
        "\n",
        "\"",
        "'",
        "\u{1b}",
        "\u{202e}",
        "[[outlet]]",
        "99999999999999999999",
        "\"+9999999d\"",
        "true",
        "\\",
        "\0",
        "é",
        "18:30",
        "[[chef]]",
        ".",
        ",",
        "\"day9999 00:00\"",
        "0x",
        "''''",
    ]);
    let change = (0..chars.len(), 0usize..60, words, 0u8..4);
    prop::collection::vec(change, 1..6).prop_map(move |changes| {
        let mut text = chars.clone();
        for (at, length, word, how) in changes {
            let at = at.min(text.len());
            let end = (at + length).min(text.len());
            match how {
                0 => drop(text.drain(at..end)),
                1 => drop(text.splice(at..at, word.chars())),
                2 => drop(text.splice(at..end, word.chars())),
                _ => {
                    let piece: Vec<char> = text[at..end].to_vec();
                    drop(text.splice(at..at, piece));
                }
            }
        }
        text.into_iter().collect()
    })
}

/// Reading must come to an end, and whatever is said must be sayable.
fn survives(text: &str) {
    if let Err(problems) = read(text) {
        assert!(!problems.list.is_empty(), "refused without a word:\n{text}");
        let shown = problems.render(false);
        assert!(!shown.contains(['\u{1b}', '\u{202e}', '\0']), "{shown:?}");
        assert!(problems.iter().all(|problem| problem.line == 0 || problem.column > 0));
    }
}

fn config() -> ProptestConfig {
    let cases = std::env::var("FUZZ").ok().and_then(|cases| cases.parse().ok()).unwrap_or(256);
    ProptestConfig { cases, failure_persistence: None, ..Default::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn random_text_never_panics(text in "\\PC*") {
        survives(&text);
    }

    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        survives(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn a_scenario_with_scratches_never_panics(text in mutated(crate::reader::FULL)) {
        survives(&text);
    }

    #[test]
    fn any_override_never_panics(path in "[a-z_.0-9]{0,40}", value in "\\PC{0,30}") {
        let _ = scenario::read("full.toml", crate::reader::FULL, None, &[Override::new(&path, &value)]);
    }

    #[test]
    fn any_typed_line_never_panics(line in prop_oneof!["\\PC*", "(hire_chef|surge|set_prep) [a-z=\"' {}\\[\\]\\\\0-9.]{0,60}"]) {
        let setup = read(SMALLEST).unwrap().setup;
        if let Err(problems) = scenario::command_line(&line, &setup) {
            prop_assert!(!problems.sentences().is_empty());
        }
    }

    #[test]
    fn any_commands_file_never_panics(text in mutated("seed = 1\n[[command]]\nat = \"+5m\"\ndo = \"hire_chef\"\noutlet = \"Main Street\"\n")) {
        let setup = read(SMALLEST).unwrap().setup;
        let _ = scenario::read_commands_file("game.toml", &text, &setup);
    }
}
