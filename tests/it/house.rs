//! The house rules, kept by machine: who may know whom, where foreign crates may be used, how files are called, and
//! what is never written. Every rule has a sample below that breaks it.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

/// From the ground up. Who lives on a floor may use what is below, and itself; of two on one floor only as
/// [`NEIGHBOURS`] says.
const FLOORS: &[&[&str]] = &[
    &["units"],
    &["chance", "stats"],
    &["sim", "theory"],
    &["scenario"],
    &["report", "session"],
    &["text"],
    &["app"],
    &["ui"],
    &["plain"],
    &["terminal"],
    &["cli"],
    &["main"],
];

/// On one floor: who may use whom. (A proof is judged by reports; a shop explains itself by no formula.)
const NEIGHBOURS: &[(&str, &str)] = &[("session", "report")];

/// Foreign crates and standard modules: a part of the path they are used by, and who may (a module and all above its
/// floor, or just a list of files and modules).
const FOREIGN: &[(&str, Where)] = &[
    ("rand", Where::Only(&["chance"])),
    ("libm", Where::Only(&["chance", "stats", "theory"])),
    ("toml", Where::From("scenario")),
    ("annotate_snippets", Where::From("scenario")),
    ("strsim", Where::From("scenario")),
    ("csv", Where::From("scenario")),
    // A digest is folded over the world as it is written.
    ("serde_json", Where::From("sim")),
    ("tempfile", Where::From("terminal")),
    ("etcetera", Where::From("terminal")),
    ("rayon", Where::Only(&["session/replicate.rs"])),
    ("tui_input", Where::From("app")),
    ("nucleo_matcher", Where::From("text")),
    ("pulldown_cmark", Where::From("text")),
    // One place knows how wide a letter is, and one what nobody sees.
    ("unicode_width", Where::Only(&["units"])),
    ("unicode_segmentation", Where::Only(&["units"])),
    ("regex_syntax", Where::Only(&["scenario/unseen.rs"])),
    ("data_encoding", Where::From("scenario")),
    ("miniz_oxide", Where::Only(&["scenario/replay.rs"])),
    ("sha2", Where::Only(&["scenario/checksum.rs"])),
    ("jiff", Where::Only(&["scenario/trace/times.rs", "scenario/tonight.rs"])),
    ("shlex", Where::From("app")),
    ("ratatui", Where::From("ui")),
    ("crossterm", Where::From("terminal")),
    ("signal_hook", Where::From("terminal")),
    ("fs4", Where::From("terminal")),
    ("rustix", Where::From("terminal")),
    ("clap", Where::From("cli")),
    ("clap_complete", Where::From("cli")),
    ("clap_mangen", Where::From("cli")),
    ("anyhow", Where::From("cli")),
    ("indicatif", Where::From("cli")),
    // One door below `terminal`, which is shut without that feature. (A file counts its folder in its own test.)
    ("std::fs", Where::Only(&["scenario/disk.rs", "terminal", "cli", "scenario/builtin.rs"])),
    ("std::env", Where::Only(&["terminal", "cli", "main"])),
    ("std::thread", Where::From("terminal")),
    ("std::net", Where::Only(&[])),
];

#[derive(Clone, Copy)]
enum Where {
    /// From this module's floor up.
    From(&'static str),
    /// In these modules or files.
    Only(&'static [&'static str]),
}

/// Files are called by nouns that a newcomer knows.
const EMPTY_NAMES: &[&str] = &["util", "utils", "helper", "helpers", "common", "manager", "types", "misc", "mod"];

/// What is written nowhere in `src` but in tests, and why.
const NOT_OUTSIDE_TESTS: &[(&str, &str)] = &[
    (".unwrap()", "say with `expect` why it cannot fail, or return the error"),
    ("println!", "a closed pipe would panic; the command line has `output`"),
    ("print!", "a closed pipe would panic; the command line has `output`"),
    ("panic!", "return an error, or say with `expect` why it cannot happen"),
    (".path() ==", "what a metric is stands on its row, not in its name"),
    (".path() {", "what a metric is stands on its row, not in its name"),
    (".path().starts_with", "what a metric is stands on its row, not in its name"),
    (".name() ==", "what a command is stands on its row, not in its name"),
    (".name().starts_with", "what a command is stands on its row, not in its name"),
];

/// What is written nowhere, tests included, and why.
const NEVER: &[(&str, &str)] = &[
    ("todo!", "finish it"),
    ("unimplemented!", "finish it"),
    ("dbg!", "it was for one look"),
    ("unsafe", "it is forbidden here"),
    ("thread::sleep", "wait for what must happen, not for time"),
    ("#[ignore", "a test that never runs proves nothing"),
];

/// Where the order of a hash map could become part of a history.
const IN_THE_CORE: &[(&str, &str)] =
    &[("HashMap", "its order is chance; use a BTreeMap or a Vec"), ("HashSet", "its order is chance; use a BTreeSet")];
/// Real time enters at one door.
const CLOCKS: &[(&str, &str)] = &[
    ("Instant::now", "only `terminal` reads a clock; below it, time is given"),
    ("SystemTime::now", "only `terminal` reads a clock; below it, time is given"),
];
/// The page is told everything: it has no way of its own to what is outside.
const IN_THE_PAGE: &[(&str, &str)] = &[
    ("std::fs", "a browser has no files; its storage comes through the keeper"),
    ("std::env", "a browser has no environment"),
    ("std::time", "the page is told the time"),
    ("std::thread", "a page is one thread"),
];
const CORE: &[&str] = &["units", "chance", "stats", "sim", "theory"];

#[derive(Debug, PartialEq)]
struct Broken {
    file: String,
    line: usize,
    rule: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.rule)
    }
}

#[test]
fn the_house_is_in_order() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["src", "tests", "benches", "examples", "web/src"] {
        sources(&root.join(folder), &mut files);
    }
    assert!(files.len() > 50, "only {} files were found", files.len());
    let broken: Vec<String> = files
        .iter()
        .flat_map(|file| {
            let name = file.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            broken_rules(&name, &fs::read_to_string(file).unwrap())
        })
        .map(|broken| broken.to_string())
        .collect();
    assert!(broken.is_empty(), "{} house rules are broken:\n{}", broken.len(), broken.join("\n"));
}

/// A row that nothing needs any more would let anything in.
#[test]
fn every_row_of_foreign_paths_is_used_where_it_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let code: Vec<(String, String)> = files
        .iter()
        .map(|file| {
            let within = file.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            (within, code_only(&fs::read_to_string(file).unwrap()))
        })
        .collect();
    let users = |foreign: &str| {
        code.iter()
            .filter(|(_, code)| !uses_of(code, foreign).is_empty())
            .map(|(within, _)| within.clone())
            .collect::<Vec<_>>()
    };
    for (foreign, place) in FOREIGN {
        let users = users(foreign);
        let module = |within: &str| within.split(['/', '.']).next().unwrap_or_default().to_string();
        match place {
            Where::From(lowest) => {
                let least = users.iter().filter_map(|user| floor_of(&module(user))).min();
                assert_eq!(least, floor_of(lowest), "{foreign} is used from another floor up: {users:?}");
            }
            Where::Only(places) => {
                for place in *places {
                    let used = users.iter().any(|user| user == place || module(user) == *place);
                    assert!(used, "{foreign} is not used in {place}");
                }
            }
        }
    }
}

pub fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            sources(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

/// All rules over one file, named as from the root of the repository.
fn broken_rules(file: &str, text: &str) -> Vec<Broken> {
    let mut broken = Vec::new();
    let mut complain = |line: usize, rule: String| broken.push(Broken { file: file.to_string(), line: line + 1, rule });
    let stem = Path::new(file).file_stem().unwrap_or_default().to_string_lossy().to_string();
    if EMPTY_NAMES.contains(&stem.as_str()) {
        complain(0, format!("`{stem}` says nothing: call the file by what it holds (foo.rs beside foo/)"));
    }
    if !text.trim_start().starts_with("//!") {
        complain(0, "a file opens with a sentence on what it is (//!)".into());
    }
    let unfinished = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];
    for (line, words) in text.lines().enumerate() {
        // A formatter wraps code, and leaves comments as they are. Tables cannot be wrapped.
        let comment = words.trim_start().strip_prefix("//").map(|rest| rest.trim_start_matches(['/', '!', ' ']));
        if comment.is_some_and(|comment| !comment.starts_with('|')) && words.chars().count() > 120 {
            complain(line, "a comment ends before column 121".into());
        }
        if let Some(word) = unfinished.iter().find(|word| words.contains(**word)) {
            complain(line, format!("{word}: finish it, or file it as an issue"));
        }
    }
    // What the page calls must have its name; nothing else of the word is there either.
    let exported =
        if file.starts_with("web/src/") { text.replace("#[unsafe(no_mangle)]", "") } else { text.to_string() };
    let code = code_only(&exported);
    let tests_from = code.find("#[cfg(test)]").map_or(usize::MAX, |at| line_of(&code, at));
    let mut forbid = |words: &[(&str, &str)], until: usize| {
        for (word, why) in words {
            for line in occurrences(&code, word).into_iter().filter(|line| *line < until) {
                complain(line, format!("{word} is not written here: {why}"));
            }
        }
    };
    forbid(NEVER, usize::MAX);
    if file.starts_with("web/src/") {
        forbid(IN_THE_PAGE, usize::MAX);
        forbid(NOT_OUTSIDE_TESTS, tests_from);
    }
    let Some(within) = file.strip_prefix("src/") else { return broken };
    forbid(NOT_OUTSIDE_TESTS, tests_from);
    let module = within.split(['/', '.']).next().unwrap_or_default();
    if CORE.contains(&module) {
        forbid(IN_THE_CORE, usize::MAX);
    }
    if floor_of(module) < floor_of("terminal") {
        forbid(CLOCKS, tests_from);
    }
    if module != "lib" {
        layers(module, within, &code, &mut complain);
    }
    closed(&code, &mut complain);
    broken
}

/// Structs whose fields nobody else writes to, and the one that may be: a field that anybody may write to goes round
/// `allow`, the record of commands and the total order.
const CLOSED: &[(&str, &[&str])] = &[("World", &[]), ("Session", &[]), ("App", &["settings"])];

fn closed(code: &str, complain: &mut impl FnMut(usize, String)) {
    for (name, open) in CLOSED {
        let Some(start) = code.find(&format!("pub struct {name} {{")) else { continue };
        let fields = code[start..].lines().enumerate().skip(1).take_while(|(_, line)| *line != "}");
        for (below, field) in
            fields.filter_map(|(i, line)| Some((i, line.trim().strip_prefix("pub ")?.split(':').next()?)))
        {
            if !open.contains(&field) {
                complain(
                    line_of(code, start) + below,
                    format!("`{name}.{field}` is public: give it a method to read it"),
                );
            }
        }
    }
}

fn layers(module: &str, within: &str, code: &str, complain: &mut impl FnMut(usize, String)) {
    let Some(floor) = floor_of(module) else {
        return complain(0, format!("`{module}` lives on no floor: give it one in tests/it/house.rs"));
    };
    let depth = within.trim_end_matches(".rs").split('/').count();
    for (line, used) in own_modules(code).into_iter().chain(above(code, depth)) {
        let Some(below) = floor_of(&used) else { continue };
        let allowed = below < floor || used == module || NEIGHBOURS.contains(&(module, used.as_str()));
        if !allowed {
            complain(line, format!("`{module}` must not know `{used}`: the layers go downward only"));
        }
    }
    for (foreign, place) in FOREIGN {
        let (allowed, who) = match place {
            Where::From(lowest) => (floor_of(lowest) <= Some(floor), format!("from `{lowest}` up")),
            Where::Only(places) => {
                (places.iter().any(|place| *place == module || *place == within), format!("in {places:?}"))
            }
        };
        if allowed {
            continue;
        }
        for line in uses_of(code, foreign) {
            complain(line, format!("`{foreign}` may be used only {who}"));
        }
    }
}

/// The lines on which a foreign path is imported or written out.
fn uses_of(code: &str, foreign: &str) -> Vec<usize> {
    let begins = |path: &str| path.strip_prefix(foreign).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"));
    let imported = imports(code).into_iter().filter(|(_, path)| begins(path)).map(|(line, _)| line);
    let mut lines: Vec<usize> = occurrences(code, &format!("{foreign}::")).into_iter().chain(imported).collect();
    lines.sort_unstable();
    lines.dedup();
    lines
}

fn floor_of(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

/// The modules of the project that the code names, with their lines: `crate::sim`, `crate::{sim, units}`.
fn own_modules(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for root in ["crate::", "pizzeria::"] {
        for (at, _) in code.match_indices(root) {
            let line = line_of(code, at);
            let rest = &code[at + root.len()..];
            match rest.strip_prefix('{') {
                None => found.push((line, word(rest))),
                Some(group) => {
                    let mut depth = 0;
                    let mut fresh = true;
                    for (i, c) in group.char_indices() {
                        match c {
                            '{' => depth += 1,
                            '}' if depth == 0 => break,
                            '}' => depth -= 1,
                            ',' if depth == 0 => fresh = true,
                            c if fresh && depth == 0 && !c.is_whitespace() => {
                                found.push((line, word(&group[i..])));
                                fresh = false;
                            }
                            _ => {}
                        }
                    }
                }
            }
        }
    }
    found
}

/// What stands where a path of `super`s has left its module, `depth` deep in the house: `super::super::ui` in
/// `sim/world.rs`.
fn above(code: &str, depth: usize) -> Vec<(usize, String)> {
    let starts = code.match_indices("super::").filter(|(at, _)| !code[..*at].ends_with("super::"));
    let top = |(at, _): (usize, &str)| {
        let rest = code[at..].trim_start_matches("super::");
        let supers = (code.len() - at - rest.len()) / "super::".len();
        (supers >= depth).then(|| (line_of(code, at), word(rest)))
    };
    starts.filter_map(top).collect()
}

/// Every path that is imported, with its line, groups taken apart: `use std::{fs, io::Read}` is `std::fs` and
/// `std::io::Read`.
pub fn imports(code: &str) -> Vec<(usize, String)> {
    let statements = code.match_indices("use ").filter(|(at, _)| {
        let before = code[..*at].trim_end_matches(' ').chars().next_back();
        before.is_none_or(|c| matches!(c, '\n' | ';' | '{' | '}' | ')') || code[..*at].ends_with("pub "))
    });
    let mut found = Vec::new();
    for (at, _) in statements {
        let tree = &code[at + 4..];
        let tree = &tree[..tree.find(';').unwrap_or(tree.len())];
        taken_apart(tree, "", &mut |path| found.push((line_of(code, at), path)));
    }
    found
}

fn taken_apart(tree: &str, before: &str, found: &mut impl FnMut(String)) {
    let tree = tree.trim();
    let Some((head, group)) = tree.split_once('{') else {
        let path: String = tree.split(" as ").next().unwrap_or(tree).split_whitespace().collect();
        return found(format!("{before}{path}").trim_start_matches("::").to_string());
    };
    let head: String = head.split_whitespace().collect();
    let (mut depth, mut from) = (0, 0);
    for (i, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            ',' | '}' if depth == 0 => {
                taken_apart(&group[from..i], &format!("{before}{head}"), found);
                from = i + 1;
                if c == '}' {
                    return;
                }
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
}

fn word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count()
}

/// The lines on which a word stands as such, not as the end of a longer one.
fn occurrences(code: &str, word: &str) -> Vec<usize> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let starts_word = word.starts_with(is_part);
    let ends_word = word.ends_with(is_part);
    code.match_indices(word)
        .filter(|(at, _)| {
            let before = code[..*at].chars().next_back();
            let after = code[at + word.len()..].chars().next();
            // `crate::report::csv::print` is our own csv, `::csv::Writer` the foreign one.
            let own = code[..*at].ends_with("::") && code[..at - 2].ends_with(is_part);
            let inside = starts_word && before.is_some_and(is_part) || ends_word && after.is_some_and(is_part);
            !(inside || own && word.ends_with("::"))
        })
        .map(|(at, _)| line_of(code, at))
        .collect()
}

/// The same text with comments, strings and letters in quotes blanked out; line breaks stay.
pub fn code_only(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut code = String::with_capacity(text.len());
    let mut i = 0;
    // How many letters from `i` on are no code.
    let length_at = |i: usize| -> usize {
        let rest = &letters[i..];
        let until =
            |from: usize, done: &dyn Fn(usize) -> bool| (from..rest.len()).find(|j| done(*j)).unwrap_or(rest.len());
        let follows_word = i > 0 && (letters[i - 1].is_alphanumeric() || letters[i - 1] == '_');
        match rest {
            ['/', '/', ..] => until(2, &|j| rest[j] == '\n'),
            ['/', '*', ..] => until(3, &|j| rest[j - 1] == '*' && rest[j] == '/') + 1,
            ['r', '"' | '#', ..] if !follows_word => {
                let marks = rest[1..].iter().take_while(|c| **c == '#').count();
                if rest.get(1 + marks) != Some(&'"') {
                    return 0;
                }
                let ends = |j: usize| {
                    rest[j] == '"' && rest[j + 1..].iter().take(marks).filter(|c| **c == '#').count() == marks
                };
                until(2 + marks, &ends) + 1 + marks
            }
            ['"', ..] => {
                let mut j = 1;
                while j < rest.len() && rest[j] != '"' {
                    j += if rest[j] == '\\' { 2 } else { 1 };
                }
                j + 1
            }
            ['\'', '\\', ..] => until(3, &|j| rest[j] == '\'') + 1,
            ['\'', _, '\'', ..] => 3,
            _ => 0,
        }
    };
    while i < letters.len() {
        let skip = length_at(i).min(letters.len() - i);
        if skip == 0 {
            code.push(letters[i]);
            i += 1;
        } else {
            code.extend(letters[i..i + skip].iter().map(|c| if *c == '\n' { '\n' } else { ' ' }));
            i += skip;
        }
    }
    code
}

#[test]
fn every_rule_can_fail() {
    let samples: &[(&str, &str, usize, &str)] = &[
        (
            "src/sim/world.rs",
            "//! Doc.\n// A line of more than a hundred and twenty columns, which is longer than any line of code beside it, and so cannot be read.",
            2,
            "a comment ends before column 121",
        ),
        ("src/sim/world.rs", "//! Doc.\nuse crate::report::Report;", 2, "`sim` must not know `report`"),
        ("src/sim/world.rs", "//! Doc.\n\nuse crate::{units::{Span, Time},\n ui};", 3, "`sim` must not know `ui`"),
        ("src/report/csv.rs", "//! Doc.\nuse crate::session::Session;", 2, "`report` must not know `session`"),
        ("src/chance.rs", "//! Doc.\nfn f() -> crate::stats::TimeIntegral {}", 2, "`chance` must not know `stats`"),
        ("src/cli.rs", "//! Doc.\nuse pizzeria::main;", 2, "`cli` must not know `main`"),
        ("src/elsewhere.rs", "//! Doc.", 1, "lives on no floor"),
        ("src/sim/demand.rs", "//! Doc.\nlet e = libm::exp(x);", 2, "`libm` may be used only in"),
        ("src/sim/world.rs", "//! Doc.\nuse toml::Table;", 2, "`toml` may be used only from `scenario` up"),
        ("src/app.rs", "//! Doc.\nuse ratatui::Frame;", 2, "`ratatui` may be used only from `ui` up"),
        ("src/ui.rs", "//! Doc.\nuse crossterm::event;", 2, "`crossterm` may be used only from `terminal` up"),
        ("src/app.rs", "//! Doc.\nlet t = Instant::now();", 2, "Instant::now is not written here"),
        ("src/session/prove.rs", "//! Doc.\nuse rayon::prelude::*;", 2, "`rayon` may be used only in"),
        ("src/sim/world.rs", "//! Doc.\nuse std::fs::read;", 2, "`std::fs` may be used only in"),
        ("src/session.rs", "//! Doc.\nuse anyhow::Result;", 2, "`anyhow` may be used only from `cli` up"),
        ("src/report/csv.rs", "//! Doc.\nstd::net::x()", 2, "`std::net` may be used only in"),
        ("src/sim/world.rs", "//! Doc.\nuse std::{fmt, fs};", 2, "`std::fs` may be used only in"),
        ("src/sim/world.rs", "//! Doc.\nuse std::thread;", 2, "`std::thread` may be used only from `terminal` up"),
        ("src/sim/world.rs", "//! Doc.\npub use std::{io::{self, Read}, thread as t};", 2, "`std::thread` may be used"),
        ("src/sim/world.rs", "//! Doc.\nuse toml;", 2, "`toml` may be used only from `scenario` up"),
        ("src/sim/world.rs", "//! Doc.\nuse super::super::ui::Pen;", 2, "`sim` must not know `ui`"),
        ("src/sim.rs", "//! Doc.\nuse super::ui::Pen;", 2, "`sim` must not know `ui`"),
        ("src/sim/utils.rs", "//! Doc.", 1, "`utils` says nothing"),
        ("src/sim/mod.rs", "//! Doc.", 1, "`mod` says nothing"),
        (
            "src/sim/world.rs",
            "//! Doc.\npub struct World {\n    a: u8,\n    pub now: Time,\n}",
            4,
            "`World.now` is public",
        ),
        ("src/sim/world.rs", "use std::fmt;", 1, "a file opens with a sentence"),
        ("src/sim/world.rs", concat!("//! Doc.\n// TO", "DO later"), 2, "finish it, or file it"),
        ("src/sim/world.rs", "//! Doc.\nlet x = y.unwrap();", 2, ".unwrap() is not written here"),
        ("src/ui.rs", "//! Doc.\nfn f() { println!() }", 2, "println! is not written here"),
        ("src/session.rs", "//! Doc.\nlet x = goal.metric.path() == \"hints\";", 2, ".path() == is not written here"),
        ("src/session.rs", "//! Doc.\nmatch metric.path() { _ => 1 }", 2, ".path() { is not written here"),
        ("src/app.rs", "//! Doc.\ncommand.name().starts_with(\"set_\")", 2, ".name().starts_with is not written here"),
        ("src/ui.rs", "//! Doc.\nfn f() { panic!() }", 2, "panic! is not written here"),
        ("tests/it/x.rs", "//! Doc.\nfn f() { todo!() }", 2, "todo! is not written here"),
        ("tests/it/x.rs", "//! Doc.\nstd::thread::sleep(d);", 2, "thread::sleep is not written here"),
        ("tests/it/x.rs", "//! Doc.\n#[ignore]", 2, "#[ignore is not written here"),
        ("src/sim/world.rs", "//! Doc.\nunsafe {}", 2, "unsafe is not written here"),
        ("web/src/page.rs", "//! Doc.\n#[unsafe(no_mangle)]\nfn f() { unsafe {} }", 3, "unsafe is not written here"),
        ("web/src/page.rs", "//! Doc.\nuse std::time::Instant;", 2, "std::time is not written here"),
        ("src/sim/world.rs", "//! Doc.\nuse std::collections::HashMap;", 2, "HashMap is not written here"),
    ];
    for (file, text, line, rule) in samples {
        let broken = broken_rules(file, text);
        let hit = broken.iter().any(|broken| broken.line == *line && broken.rule.contains(rule));
        assert!(hit, "{file}: {text:?} should break {rule:?} on line {line}, but broke {broken:?}");
    }
}

#[test]
fn what_is_allowed_is_not_complained_about() {
    let samples: &[(&str, &str)] = &[
        ("src/session/prove.rs", "//! Doc.\nuse crate::report::Report;\nuse crate::sim::world::World;"),
        ("src/report/csv.rs", "//! Doc.\nuse crate::report::csv::print;\nlet w = ::csv::Writer::from_writer(v);"),
        ("src/sim/world.rs", "//! Doc.\n// use ui::x, thread::sleep, crate::ui\nlet s = \"crate::ui \\\" toml::x\";"),
        ("src/sim/world.rs", "//! Doc.\nlet s = r#\"crate::ui \"quoted\" toml::x\"#; let c = '\"'; let d = '\\'';"),
        ("src/sim/world.rs", "//! Doc.\n#[cfg(test)]\nmod tests { fn f() { x.unwrap(); panic!() } }"),
        ("tests/it/x.rs", "//! Doc.\nuse pizzeria::ui;\nfn f() { x.unwrap() }"),
        (
            "src/ui/panels/road.rs",
            "//! Doc.\nuse super::super::widgets::lane;\nuse std::{fmt, collections::{BTreeMap}};",
        ),
        ("src/session/replicate.rs", "//! Doc.\nuse rayon::prelude::*;"),
        ("src/sim/world.rs", "//! Doc.\n#![forbid(unsafe_code)]\nlet f = my_libm::f;"),
    ];
    for (file, text) in samples {
        assert_eq!(broken_rules(file, text), [], "{text}");
    }
}
