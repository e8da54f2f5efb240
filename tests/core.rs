//! The half without a terminal, as another front end uses it: a game is played by keys, its picture drawn into a
//! buffer, and its history is the one that the terminal program makes. `cargo test --no-default-features` runs this
//! alone.

use pizzeria::app::{App, Code, Input, Key, Screen};
use pizzeria::scenario::{self, builtin};
use pizzeria::session::replicate::run;
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

#[test]
fn a_lesson_is_opened_drawn_and_played_without_a_terminal() {
    let mut app = App::new((120, 36), None);
    assert!(letters(&app).contains("Pizza Shop Story"));
    let lesson = scenario::load("story", &[]).expect("the story is a sound scenario");
    app.open_scenario(lesson, "story");
    for _ in 0..8 {
        if matches!(app.screen(), Screen::Live(_)) {
            break;
        }
        app.update(Input::Key(Key::of(Code::Enter)));
    }
    assert!(app.game().is_some(), "Enter leads into the shop");
    app.settle();
    assert!(letters(&app).contains("till"), "the header shows the till");
}

/// A front end that may be compiled by another Rust, for another machine, makes the same history: the table is the one
/// that the terminal program is held against.
#[test]
fn every_shipped_history_is_that_of_the_table() {
    let table = include_str!("it/digests.txt");
    for (name, _) in builtin::list() {
        let scenario = scenario::load(name, &[]).expect("a shipped scenario is sound");
        let setup = Arc::new(scenario.setup.clone());
        let digest = |commands| run(&setup, commands, None, &mut ()).world.digest();
        let row = format!("{} {}", digest(&[]), digest(&scenario.solution));
        let known = table.lines().find(|line| line.split_whitespace().next() == Some(name)).unwrap_or_default();
        assert!(known.ends_with(&row), "{name}: {row} is not in the table: {known}");
    }
}
