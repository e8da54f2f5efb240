//! The pages for those who change the program are in step with it: what README and the architecture page name is there.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn page(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The sources below a folder, with their paths from the root.
fn sources(folder: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let name = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found
}

/// What stands between backticks.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// The rows of the table under a head, each cut at its bars.
fn table<'a>(page: &'a str, head: &str) -> Vec<Vec<&'a str>> {
    let lines = page.lines().skip_while(|line| !line.starts_with(head)).skip(2);
    let rows = lines.take_while(|line| line.starts_with('|'));
    rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

fn is_path(word: &str) -> bool {
    word.ends_with(".rs") || word.ends_with('/')
}

/// Whether a file or folder is there, named from the root or from `src`.
fn place(path: &str) -> Option<PathBuf> {
    [root().join(path), root().join("src").join(path)].into_iter().find(|place| place.exists())
}

fn has_word(text: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| {
        let (before, after) = (text[..at].chars().next_back(), text[at + word.len()..].chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

/// What is wrong with a cell of README's table: a file that is not there, or a name that is not in the file before it.
fn wrong_in(cell: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut file: Option<(String, String)> = None;
    for word in quoted(cell) {
        if is_path(word) {
            file = match place(word) {
                None => {
                    wrong.push(format!("`{word}` is no file and no folder"));
                    None
                }
                Some(place) if place.is_file() => Some((word.to_string(), fs::read_to_string(place).unwrap())),
                Some(_) => None,
            };
        } else if let Some((name, text)) = &file
            && !word.contains(' ')
            && !has_word(text, word.trim_end_matches('!'))
        {
            wrong.push(format!("`{word}` is not in `{name}`"));
        }
    }
    wrong
}

#[test]
fn what_readme_says_must_be_touched_is_there() {
    let readme = page("README.md");
    let rows = table(&readme, "| to add a …");
    assert!(rows.len() >= 10, "{rows:?}");
    for row in rows {
        let [kind, touch] = row[..] else { panic!("{row:?}") };
        assert!(quoted(touch).iter().any(|word| is_path(word)), "{kind}: no file is named");
        assert_eq!(wrong_in(touch), [""; 0], "README, to add a {kind}");
    }
    assert_eq!(wrong_in("`sim/choices.rs`: a row of `Polity`; `sim/nowhere.rs`").len(), 2, "the check can fail");
}

/// What a row of the rules may name: a test by its module and name, a module of tests, a function somewhere in `src`.
fn is_test(word: &str, tests: &[(String, String)], code: &[(String, String)]) -> bool {
    let parts: Vec<&str> = word.split("::").collect();
    let has = |text: &str, name: &str| text.contains(&format!("#[test]\nfn {name}()"));
    match parts[..] {
        [module] if tests.iter().any(|(file, _)| *file == format!("tests/it/{module}.rs")) => true,
        [name] => {
            code.iter().any(|(file, text)| file.starts_with("src/") && has(&text.replace("\n    fn", "\nfn"), name))
        }
        [ref folders @ .., name] => {
            let file = format!("tests/it/{}.rs", folders.join("/"));
            tests.iter().any(|(known, text)| *known == file && has(text, name))
        }
        [] => false,
    }
}

#[test]
fn every_rule_of_the_architecture_page_has_its_test() {
    let architecture = page("assets/docs/architecture.md");
    let (tests, code) = (sources("tests/it"), sources("src"));
    let rows = table(&architecture, "| rule | test |");
    assert!(rows.len() >= 20, "{rows:?}");
    for row in rows {
        let [rule, named] = row[..] else { panic!("{row:?}") };
        // In a sentence on where a test is, floors and settings are named, too.
        let words: Vec<&str> = quoted(named).into_iter().filter(|word| !word.contains('=')).collect();
        assert!(!words.is_empty(), "{rule}: no test is named");
        for word in words {
            let is_floor = code.iter().any(|(file, _)| *file == format!("src/{word}.rs"));
            assert!(is_floor || is_test(word, &tests, &code), "{rule}: there is no test `{word}`");
        }
    }
    assert!(
        !is_test("time::the_desk_sleeps", &tests, &code) && !is_test("nowhere", &tests, &code),
        "the check can fail"
    );
}

#[test]
fn every_sentence_of_the_model_has_its_test() {
    let tests = sources("tests/it");
    let (_, page) = tests.iter().find(|(file, _)| file == "tests/it/mechanisms.rs").unwrap();
    let mut found = 0;
    for line in page.lines().filter(|line| line.starts_with("//! |") && line.contains('`')) {
        for word in quoted(line).into_iter().filter(|word| word.contains("::")) {
            found += 1;
            assert!(is_test(&format!("mechanisms::{word}"), &tests, &[]), "there is no test `{word}`: {line}");
        }
    }
    assert!(found > 50, "{found}");
}

#[test]
fn every_file_that_the_pages_name_is_there() {
    let files: Vec<String> =
        ["src", "tests", "benches"].iter().flat_map(|folder| sources(folder)).map(|(file, _)| file).collect();
    for name in ["README.md", "assets/docs/architecture.md"] {
        let text = page(name);
        let named: Vec<&str> = quoted(&text).into_iter().filter(|word| word.ends_with(".rs")).collect();
        assert!(named.len() > 5, "{name} names {named:?}");
        for word in named {
            // `world/calls.rs` is `src/sim/world/calls.rs`: a path may begin anywhere.
            let there = files.iter().any(|file| file == word || file.ends_with(&format!("/{word}")));
            assert!(there, "{name}: there is no {word}");
        }
    }
}
