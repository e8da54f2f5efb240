//! The half without a terminal, as another front end uses it: a game is played by keys, its picture drawn into a
//! buffer, and its history is the one that the terminal program makes. `cargo test --no-default-features` runs this
//! alone.

use pizzeria::app::{App, Code, Host, Input, Key, Progress, Screen};
use pizzeria::plain::Lines;
use pizzeria::scenario::{self, builtin};
use pizzeria::session::replicate::run;
use pizzeria::session::save::{Document, Memory, Store};
use pizzeria::ui::{self, Canvas};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::sync::Arc;

fn letters(app: &App) -> String {
    let mut canvas = Canvas::new(&app.settings);
    canvas.prepare(app);
    let mut buffer = Buffer::empty(Rect::new(0, 0, app.size().0, app.size().1));
    ui::paint(app, &canvas, &mut buffer);
    buffer.content.iter().map(|cell| cell.symbol()).collect()
}

/// From the lesson's story into its shop.
fn begin(app: &mut App, lesson: &str) {
    app.open_scenario(scenario::load(lesson, &[]).expect("a shipped scenario is sound"), lesson);
    for _ in 0..8 {
        if matches!(app.screen(), Screen::Live(_)) {
            return;
        }
        app.update(Input::Key(Key::of(Code::Enter)));
    }
}

#[test]
fn a_lesson_is_opened_drawn_and_played_without_a_terminal() {
    let mut app = App::new((120, 36), None);
    assert!(letters(&app).contains("Pizza Shop Story"));
    begin(&mut app, "story");
    assert!(app.game().is_some(), "Enter leads into the shop");
    app.settle();
    assert!(letters(&app).contains("till"), "the header shows the till");
}

/// A front end that may be compiled by another Rust, for another machine, makes the same history: the table is the one
/// that the terminal program is held against.
#[test]
fn every_shipped_history_is_that_of_the_table() {
    let table = include_str!("it/digests.txt");
    for (name, _) in builtin::all() {
        let scenario = scenario::load(name, &[]).expect("a shipped scenario is sound");
        let setup = Arc::new(scenario.setup.clone());
        let digest = |commands| run(&setup, commands, None, &mut ()).world.digest();
        let row = format!("{} {}", digest(&[]), digest(&scenario.solution));
        let known = table.lines().find(|line| line.split_whitespace().next() == Some(name)).unwrap_or_default();
        assert!(known.ends_with(&row), "{name}: {row} is not in the table: {known}");
    }
}

/// What a host has no use for is neither offered nor done there.
#[test]
fn a_page_offers_nothing_that_only_a_terminal_has() {
    let mut app = App::new((120, 36), None);
    let labels = |app: &App| app.possible().into_iter().map(|(key, _)| key.label()).collect::<Vec<_>>();
    assert!(labels(&app).contains(&"q".to_string()) && labels(&app).contains(&"Ctrl-Z".to_string()));
    app.runs_in(Host::Page);
    assert!(!labels(&app).iter().any(|label| label == "q" || label.starts_with("Ctrl")), "{:?}", labels(&app));
    app.update(Input::Key(Key::char('q')));
    app.update(Input::Key(Key::ctrl('c')));
    assert_eq!(app.leaving(), None);
    app.update(Input::Key(Key::char('o')));
    assert!(app.take_wish_for_file() && app.top().is_none(), "a page has its own way to choose a file");
    app.update(Input::Key(Key::char('?')));
    assert!(!letters(&app).contains("to the shell and back"));

    let mut app = App::new((120, 36), None);
    app.runs_in(Host::Page);
    begin(&mut app, "story");
    assert!(labels(&app).contains(&"space".to_string()), "{:?}", labels(&app));
    app.update(Input::Key(Key::char('q')));
    assert!(letters(&app).contains("to the chapters") && !letters(&app).contains("leave the program"));
    app.update(Input::Key(Key::char('q')));
    assert!(matches!(app.screen(), Screen::Picker(_)), "pressed twice it is meant");
}

/// What can be done with a list can be done without arrow keys.
#[test]
fn keys_are_offered_with_their_opposites() {
    let app = App::new((120, 36), None);
    let keys: Vec<Code> = app.possible().into_iter().map(|(key, _)| key.code).collect();
    assert!(keys.contains(&Code::Up) && keys.contains(&Code::Down) && keys.contains(&Code::Enter), "{keys:?}");
}

#[test]
fn a_lesson_is_chosen_played_and_left_in_lines() {
    let mut lines = Lines::new(App::new((120, 36), None));
    assert!(lines.begin().iter().any(|line| line.contains("lessons")));
    let lessons = lines.obey("lessons");
    assert!(lessons[1].contains("2  "), "{lessons:?}");
    assert!(lines.obey("open 99")[0].contains("number of the list"));
    assert!(lines.obey("open vertical-scaling").len() > 3, "the story is told");
    assert!(lines.obey("go")[0].contains("open"));
    let said = pass(&mut lines, "hire_chef outlet=\"Main Street\"");
    assert!(!said.is_empty());
    let said = pass(&mut lines, "end");
    assert!(said.iter().any(|line| line.starts_with("Digest d2:")), "{said:?}");
    assert!(lines.obey("chapters")[0].contains("in lines"));
    assert!(matches!(lines.app.screen(), Screen::Picker(_)));

    // The next game begins with its own beginning, and who comes in its midst is not told all of it.
    lines.obey("open power-cut");
    assert!(pass(&mut lines, "go").iter().any(|line| line.contains("The shop opens")));
    let said = lines.begin();
    assert!(said.iter().any(|line| line.contains("in the shop")), "{said:?}");
    assert!(lines.news().is_empty());
    lines.app.runs_in(Host::Page);
    assert!(lines.obey("quit")[0].contains("in lines") && !lines.is_over(), "nobody leaves a page");
}

/// Says a line, and hears all that comes of it.
fn pass(lines: &mut Lines, line: &str) -> Vec<String> {
    let mut said = lines.obey(line);
    loop {
        while lines.app.is_busy() && lines.is_at_work() {
            lines.app.step();
        }
        lines.app.settle();
        said.extend(lines.news());
        if !lines.is_at_work() {
            return said;
        }
    }
}

/// Where files have no paths they are read by whoever has them.
#[test]
fn a_file_of_ones_own_is_read_from_a_text() {
    let text = "[menu.pizza]\nwork = { dist = \"exponential\", mean = \"4m\" }\n[[zone]]\nname = \"Old Town\"\norders_per_hour = 12.0\n\
                [[outlet]]\nname = \"Main Street\"\n";
    let mut app = App::new((120, 36), None);
    app.errands_are_taken();
    app.opened_file("own.toml", scenario::read_file("own.toml", text, &[]).map(|(scenario, _)| scenario));
    assert!(matches!(app.screen(), Screen::Story(story) if story.scenario.name == "own"));
    assert_eq!(app.progress().files, ["own.toml"]);

    let mut app = App::new((120, 36), Some(kept(app.progress())));
    app.errands_are_taken();
    let errand = app.take_errand().expect("the shelf wants its file");
    assert_eq!(errand.source(), "own.toml");
    app.fetched(errand.run_on(Ok(text)));
    let at = app.shelf().find("own.toml").expect("it is on the shelf");
    assert!(app.shelf().entries[at].scenario.is_ok());
    assert!(app.take_errand().is_none());
}

fn kept(progress: &Progress) -> Store {
    let mut store = Store::new(Box::new(Memory::default()));
    let write = |kept: &mut Progress| *kept = progress.clone();
    store.update(&Document::Progress, &mut { write }).expect("memory takes everything");
    store
}
