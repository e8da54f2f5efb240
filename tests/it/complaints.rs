//! A scenario file's problems are said completely: all at once, where, what was expected, and the nearest name.
//!
//! `complaints/table.txt` holds bad files and exactly what is said of each. A case is a title (`===`), lines that are
//! added to [`SMALLEST`] or changed in it (`@ old => new`), and after `--->` what is said. After a wanted change of the
//! words run the test with BLESS=1 and read the difference.

use pizzeria::scenario::document::{self, Value};
use pizzeria::scenario::{self, Problems, Scenario, Severity};

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
    for (name, _) in scenario::builtin::all() {
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
    let event = "[[event]]\nat = \"+1m\"\ndo = \"hire_chef\"\noutlet = \"Main Street\"\ncount = 1001\n";
    assert_eq!(said_of(&format!("{SMALLEST}{event}")), "13:9 `count` must be a whole number from 1 to 1000, not 1001");
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

/// The parser keeps every mistake it meets: so that a file of nothing else costs no memory, it is not read to its end.
#[test]
fn after_a_hundred_mistakes_of_toml_the_rest_is_not_read() {
    for piece in ["a\n", "é=1\n", "\r", "a b\n", "=", "'a\n", "k = \n"] {
        let text = piece.repeat((6 << 20) / piece.len());
        let (root, errors) = document::parse(&text);
        assert_eq!(errors.len(), 101, "{piece}");
        let Value::Table(entries) = &root.value else { panic!("{piece}: no table") };
        assert!(entries.len() < 10, "{piece}");
        let problems = read(&text).expect_err(piece);
        let last = problems.list.last().unwrap();
        assert_eq!(last.message, "100 mistakes of TOML up to here: the rest of the file was not read", "{problems}");
    }
    for piece in ["\n", "[", "a=[", "{", "1,"] {
        let text = format!("a = [{}", piece.repeat((16 << 20) / piece.len() - 10));
        let said = read(&text).expect_err(piece).to_string();
        assert!(said.contains("at most 8 million words and signs; nothing of it was read"), "{piece}: {said}");
    }
}

/// Names are compared with those there are; what comes after more problems than are shown is not.
#[test]
fn a_long_list_of_unknown_names_is_counted() {
    let names = "'hire_cheff',".repeat(200_000);
    let problems = read(&format!("[scenario]\nallow = [{names}]\n{SMALLEST}")).unwrap_err();
    assert_eq!((problems.list.len(), problems.unlisted), (100, 199_900));
    assert_eq!(problems.list[0].hint.as_deref(), Some("did you mean `hire_chef`?"));
    assert!(problems.render(false).ends_with("… and 199900 more\n"));
}

/// The rest of the file can only add to them: neither its time nor its memory is spent.
#[test]
fn after_a_hundred_mistakes_that_nothing_can_mend_the_rest_is_not_read() {
    let pieces = [
        "[[event]]\n",
        "[[event]]\nat = 'x'\ndo = 'y'\n",
        "[[event]]\nfoo = 1\nbar = 2\n",
        "[[event]]\nat = '99:99'\ndo = 'power_outage'\noutlet = 'Main Street'\n",
        "[[event]]\nat = '12:00'\ndo = 'hire_chef'\n",
        "[[event]]\nat = '12:00'\ndo = 'power_outage'\noutlet = 'nowhere'\n",
        "[[event]]\nat = '+30h'\ndo = 'hire_chef'\noutlet = 'Main Street'\n",
        "[[hint]]\ntext = 'x'\n",
        "[[outlet.chef]]\nskil = 1\n",
        "[[zone]]\nname = 3\n",
        "[[goal]]\n",
    ];
    let given_up = |piece: &str, problems: &Problems| {
        let (last, rest) = problems.list.split_last().unwrap();
        assert_eq!(last.message, "100 mistakes up to here: the rest of the file was not read", "{piece}");
        assert!((rest.len(), problems.unlisted) == (99, 0) && last.line < 1_000, "{piece}: {problems}");
        assert!(rest.iter().all(|problem| problem.message != last.message && problem.line <= last.line), "{piece}");
    };
    for piece in pieces {
        let text = format!("{SMALLEST}{}", piece.repeat((8 << 20) / piece.len()));
        given_up(piece, &read(&text).expect_err(piece));
    }
    let keys: String = (0..300_000).map(|i| format!("k{i} = 1\n")).collect();
    given_up("keys", &read(&format!("{SMALLEST}{keys}")).unwrap_err());
    let setup = read(SMALLEST).unwrap().setup;
    for command in ["[[command]]\nat = '1'\n", "[[command]]\nat = '+1m'\ndo = 'upgrade_chefs'\noutlet = 'nowhere'\n"] {
        let commands = command.repeat(200_000);
        given_up(command, &scenario::read_commands_file("test.toml", &commands, &setup).unwrap_err());
    }
}

/// Outlets, zones and hours that stand at the end of a file, or on the command line, are known at its beginning.
#[test]
fn what_the_rest_of_a_file_can_mend_is_no_mistake() {
    let event = "[[event]]\nat = '+30h'\ndo = 'power_outage'\noutlet = 'Last Street'\nlasts = '1m'\n";
    let chef = "[[outlet.chef]]\nskill = 'bread'\n";
    let start = SMALLEST.trim_start();
    let end = "[menu.bread]\nwork = { dist = 'fixed', mean = '4m' }\n[[outlet]]\nname = 'Last Street'\n[scenario]\nduration = '2d'\n";
    let text = format!("{start}{}{}{end}", chef.repeat(5_000), event.repeat(5_000));
    assert_eq!(read(&text).unwrap().setup.script.len(), 5_000);
    let later =
        format!("{start}{}[[ outlet ]]\nname = 'Last Street'\n[scenario]\nduration = '2d'\n", event.repeat(5_000));
    assert_eq!(read(&later).unwrap().setup.script.len(), 5_000);
    // Nothing but keys of the file itself follows, and one of them is the list of outlets.
    let inline = "{ at = '+1m', do = 'power_outage', outlet = 'Last Street', lasts = '1m' }";
    let menu = "menu = { pizza = { work = { dist = 'fixed', mean = '4m' } } }\nzone = [{ name = 'Town', orders_per_hour = 10 }]\n";
    let padding = format!("# {}\n", "x".repeat(98)).repeat(10_000);
    let keys =
        format!("event = [{}]\n{padding}{menu}outlet = [{{ name = 'Last Street' }}]\n", [inline; 2_000].join(","));
    assert_eq!(read(&keys).unwrap().setup.script.len(), 2_000);
    let events = "[[event]]\nat = '12:00'\ndo = 'hire_chef'\n".repeat(20_000);
    let set = [scenario::Override::new("event", "[]")];
    let (scenario, _) = scenario::read("test.toml", &format!("{start}{events}"), None, &set).unwrap();
    assert!(scenario.setup.script.is_empty());
}

#[test]
fn a_lesson_is_no_longer_than_anyone_learns() {
    let hint = "[[hint]]\nat = \"+1m\"\ntext = \"x\"\n";
    let said = said_of(&format!("{SMALLEST}{}", hint.repeat(1_001)));
    assert_eq!(said, "3009:1 a lesson has at most 1000 of [[hint]], this one 1001");
    let goal = |n: usize| format!("[[goal]]\ntext = \"x\"\nmetric = \"lost_ratio\"\nat_most = 0.1\nfrom = \"+{n}m\"\n");
    let goals: String = (0..500).map(goal).collect();
    assert!(read(&format!("{SMALLEST}{goals}")).is_ok(), "one outlet keeps many sheets");
    let outlets: String = (0..999).map(|i| format!("[[outlet]]\nname = \"o{i}\"\n")).collect();
    let said = said_of(&format!("{SMALLEST}{outlets}{goals}"));
    assert!(said.contains("1000 outlets can be measured in 400 different windows, these are 500"), "{said}");
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
