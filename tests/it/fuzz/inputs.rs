//! What people write: scenarios, overrides, commands, traces.

use super::mutation::{WORDS, pick, scratched};
use crate::complaints::SMALLEST;
use crate::monkey::Luck;
use crate::reader::FULL;
use pizzeria::app::{Action, App};
use pizzeria::report::{self, Report};
use pizzeria::scenario::tables::{Kind, ROOT, Table};
use pizzeria::scenario::unseen::is_unseen;
use pizzeria::scenario::{self, Override, Problems, Scenario, builtin};
use pizzeria::sim::setup::Setup;
use pizzeria::sim::world::World;
use pizzeria::ui::{self, Canvas};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::sync::{Arc, LazyLock};

pub fn text(luck: &mut Luck) -> String {
    let mut text = String::new();
    for _ in 0..luck.below(120) {
        match luck.below(4) {
            0 => text.push_str(pick(luck, WORDS)),
            1 => text.extend(char::from_u32(luck.next() as u32 & 0x1f_ffff)),
            2 => text.push((luck.next() as u8 & 0x7f) as char),
            _ => text.push_str(pick(luck, &["a", " ", "=", "\n", "\"", "3", "[", "]"])),
        }
    }
    text
}

/// The file with every key, or one that comes with the program.
fn good(luck: &mut Luck) -> &'static str {
    let shelf: Vec<&str> = builtin::list().map(|(_, text)| text).collect();
    if luck.below(3) > 0 { FULL } else { pick(luck, &shelf) }
}

pub fn scratched_scenario(luck: &mut Luck) -> String {
    let text = good(luck);
    scratched(luck, text, 6)
}

/// Good enough to be opened, often.
pub fn lightly_scratched(luck: &mut Luck) -> String {
    let text = good(luck);
    scratched(luck, text, 1)
}

/// Reading comes to an end, and whatever is said can be said.
fn answered(read: Result<Scenario, Problems>) -> Option<Scenario> {
    match read {
        Ok(scenario) => Some(scenario),
        Err(problems) => {
            assert!((1..=105).contains(&problems.list.len()), "refused with {} words", problems.list.len());
            let shown = problems.render(false);
            assert!(!shown.contains(|c| is_unseen(c) && c != '\n'), "{shown:?}");
            assert!(problems.iter().all(|problem| problem.line == 0 || problem.column > 0));
            None
        }
    }
}

pub fn read_scenario(text: &str) {
    answered(scenario::read("fuzz.toml", text, None, &[]).map(|(scenario, _)| scenario));
}

/// The same from the disk, with bytes that are no text.
pub fn load_file(text: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("fuzz.toml");
    let bytes: Vec<u8> = text.chars().map(|c| c as u32 as u8).collect();
    std::fs::write(&path, bytes).unwrap();
    answered(scenario::load(path.to_str().unwrap(), &[]));
}

/// So much of an evening (happenings).
const EVENING: usize = 300;

/// Whatever is accepted opens, begins, is reported and drawn.
pub fn open_shop(text: &str) {
    let read = scenario::read("fuzz.toml", text, None, &[]).map(|(scenario, _)| scenario);
    let Some(scenario) = answered(read) else { return };
    let mut world = World::new(Arc::new(scenario.setup.clone()));
    for _ in 0..EVENING {
        let Some(due) = world.next_due() else { break };
        world.advance(due, &mut ());
    }
    let report = Report::of(&scenario, &world, Default::default(), Default::default());
    let shown = report::text::print(&report.sheet());
    assert!(!shown.contains(|c| is_unseen(c) && c != '\n'), "{shown:?}");
    assert!(report::json::print(&report.sheet()).len() > 100);
    let mut app = App::new((100, 30), None);
    app.open_scenario(scenario, "fuzz.toml");
    draw(&mut app);
    for _ in 0..4 {
        app.act(Action::Begin);
        draw(&mut app);
    }
}

pub fn draw(app: &mut App) {
    app.settle();
    let mut canvas = Canvas::new(&app.settings);
    canvas.prepare(app);
    let mut buffer = Buffer::empty(Rect::new(0, 0, app.size().0, app.size().1));
    ui::paint(app, &canvas, &mut buffer);
    assert!(!buffer.content().iter().any(|cell| cell.symbol().chars().any(char::is_control)));
}

/// A path to every key of the tables.
fn paths(prefix: &str, table: &Table, found: &mut Vec<String>) {
    for key in table.keys {
        let path = format!("{prefix}{}", key.name);
        match key.kind {
            Kind::Table(inner) => paths(&format!("{path}."), inner, found),
            Kind::List(inner, _) => paths(&format!("{path}.0."), inner, found),
            Kind::Menu(inner) => paths(&format!("{path}.pizza."), inner, found),
            _ => {}
        }
        found.push(path);
    }
}

static PATHS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut found = Vec::new();
    paths("", &ROOT, &mut found);
    found
});

/// `PATH=VALUE`, one a line.
pub fn overrides(luck: &mut Luck) -> String {
    let mut lines = String::new();
    for _ in 0..=luck.below(3) {
        let mut path = pick(luck, &PATHS);
        if luck.below(3) == 0 {
            path = scratched(luck, &path, 2);
        }
        let value = match luck.below(3) {
            0 => text(luck),
            _ => pick(luck, WORDS).to_string(),
        };
        lines += &format!("{}={}\n", path.replace('\n', " "), value.replace('\n', " "));
    }
    lines
}

pub fn read_with_overrides(lines: &str) {
    let sets: Vec<Override> = lines.lines().filter_map(|line| line.parse().ok()).collect();
    answered(scenario::read("full.toml", FULL, None, &sets).map(|(scenario, _)| scenario));
}

/// Every key with every word that breaks readers.
#[test]
fn every_key_with_every_absurd_value_is_answered() {
    let mut refused = 0;
    for path in PATHS.iter() {
        for word in WORDS {
            let set = [Override::new(path, word)];
            let read = scenario::read("full.toml", FULL, None, &set).map(|(scenario, _)| scenario);
            refused += answered(read).is_none() as usize;
        }
    }
    assert!(refused > PATHS.len() * WORDS.len() / 2, "{refused} of {}", PATHS.len() * WORDS.len());
}

static SHOP: LazyLock<Setup> = LazyLock::new(|| scenario::read("full.toml", FULL, None, &[]).unwrap().0.setup);

pub fn typed_line(luck: &mut Luck) -> String {
    let lines = [
        "hire_chef outlet=\"Main Street\" skill=\"pizza\" count=2 standby=true",
        "set_prep outlet=\"Main Street\" item=pizza from=\"17:00\" to=\"18:00\" target=60 batch=10",
        "surge zone=\"Old Town\" factor=2.5 lasts=\"1h30m\"",
        "set_retry probability=0.5 wait=5m backoff=2 jitter=true max=3 budget=0.1 of=calls",
        "set_policy policy=least_wait",
        "set_quota zone=\"Old Town\" per_hour=20.5 burst=3",
        "set_health unhealthy_after=6m unhealthy_burnt=0.5 back_after=15m fail_open=0.4",
        "set_manager outlet=\"Main Street\" every=10m per_waiting=4 floor=1 ceiling=9",
        "burns outlet=\"Main Street\" skill=pizza after=30s lasts=1h",
        "set_tray outlet=\"Main Street\" item=slice keeps=20m refill=one_and_old old_for=15m",
        "clear_tray outlet=\"Main Street\" item=slice",
        "set_order_numbers on=true memory=30m",
        "bad_line zone=\"Old Town\" share=0.45 lasts=\"1h30m\"",
        "hire_clerk count=2",
        "set_clerks_each each=2",
        "set_fuse after=3 for=2m scope=all",
        "set_give_up after=90s",
        "dead_line outlet=\"Main Street\" lasts=25m",
        "split_street zone=\"Old Town\" ways=3",
        "set_duplicate after=10m cancel=true budget=0.1",
        "set_books wait_for=most",
        "book_away book=3 lasts=30m",
        "book_burns book=1",
    ];
    let line = pick(luck, &lines);
    if luck.below(8) == 0 { text(luck) } else { scratched(luck, line, 4) }
}

pub fn read_typed(line: &str) {
    match scenario::command_line(line, &SHOP) {
        Ok(command) => {
            // What was understood is written down and understood again as the same.
            let again = scenario::command_text(&command, &SHOP);
            assert_eq!(scenario::command_line(&again, &SHOP).unwrap(), command, "{again}");
            assert!(scenario::is_sound(&command, &SHOP));
            let mut world = World::new(Arc::new(SHOP.clone()));
            let _ = world.give(&command, &mut ());
        }
        Err(problems) => {
            let said = problems.sentences();
            assert!(!said.is_empty() && !said.contains(is_unseen), "{said:?}");
        }
    }
}

pub fn commands_file(luck: &mut Luck) -> String {
    let names: Vec<&str> = builtin::list().map(|(name, _)| name).collect();
    let name = pick(luck, &names);
    let scenario = scenario::load(name, &[]).unwrap();
    let file = scenario::CommandsFile {
        scenario: Some(name.into()),
        seed: Some(luck.next()),
        digest: Some("00ff".into()),
        commands: scenario.solution.clone(),
        ..scenario::CommandsFile::default()
    };
    let text = scenario::write_commands_file(&file, &scenario.setup);
    scratched(luck, &text, 4)
}

pub fn read_commands(text: &str) {
    // Unless its name was scratched, in the shop for which it was written.
    let of = |name: &&str| text.contains(&format!("\"{name}\""));
    let name = builtin::list().map(|(name, _)| name).find(of).unwrap_or("story");
    let setup = &scenario::load(name, &[]).unwrap().setup;
    if let Err(problems) = scenario::read_commands_file("game.toml", text, setup) {
        assert!(!problems.list.is_empty());
        assert!(!problems.render(false).contains(|c| is_unseen(c) && c != '\n'));
    }
}

pub fn trace(luck: &mut Luck) -> String {
    let good =
        "time,status\n# lunch\n30.5,200\n10,404\n2024-05-03T13:00:00+02:00\n2024-05-03T12:00:00.25Z,\"a\"\n0\n90000\n";
    scratched(luck, good, 5)
}

pub fn read_trace(text: &str) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("lunch.csv"), text).unwrap();
    let shop = SMALLEST.replace("orders_per_hour = 10", "arrivals = { trace = \"lunch.csv\" }");
    let read = scenario::read("traced.toml", &shop, Some(folder.path()), &[]).map(|(scenario, _)| scenario);
    if let Some(scenario) = answered(read) {
        let mut world = World::new(Arc::new(scenario.setup));
        world.finish(&mut ());
    }
}
