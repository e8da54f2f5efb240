//! Draws the pictures of the README: real screens of the real program, as SVG.
//!
//! ```sh
//! cargo run --release --example pictures
//! ```
//! A scenario is opened as a player would open it, run to an interesting moment and painted into a buffer; each cell of
//! the buffer becomes a piece of the picture. The same program makes the same pictures, so a changed picture is a
//! changed screen. One of them moves: the first minute of lesson 1, key by key.

use pizzeria::app::settings::{Depth, Ground};
use pizzeria::app::{Action, App, View};
use pizzeria::scenario;
use pizzeria::session::Session;
use pizzeria::ui::{self, Canvas, svg};
use pizzeria::units::{Span, Time};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::path::Path;

#[path = "pictures/film.rs"]
mod film;

const SIZE: (u16, u16) = (120, 36);
const SCENARIO: &str = "friday-night";
/// After opening: the rush is on, a chef is ill, the light is out.
const MOMENT: Span = Span::from_mins(3 * 60 + 25);

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/pictures");
    let save = |name: &str, app: &mut App| {
        let file = folder.join(format!("{name}.svg"));
        std::fs::write(&file, svg::picture(&paint(app))).expect("assets/pictures can be written");
        eprintln!("{}", file.display());
    };
    let mut app = App::new(SIZE, None);
    app.settings.ground = Ground::Dark;
    app.settings.depth = Depth::True;
    save("picker", &mut app);
    app.open_scenario(scenario::load(SCENARIO, &[]).expect("it is built in"), SCENARIO);
    save("story", &mut app);
    app.act(Action::Begin);
    play(&mut app);
    for (name, view) in [
        ("city", View::City),
        ("kitchen", View::Kitchen),
        ("system", View::System),
        ("charts", View::Charts),
        ("orders", View::Orders),
        ("log", View::Log),
    ] {
        app.act(Action::Show(view));
        if view == View::Kitchen {
            // The chef who is cooking.
            app.act(Action::Right);
        }
        save(name, &mut app);
    }
    let file = folder.join("first-minute.svg");
    std::fs::write(&file, film::first_minute()).expect("assets/pictures can be written");
    eprintln!("{}", file.display());
}

/// Gives the scenario's solution up to the moment of the picture, as a player would.
fn play(app: &mut App) {
    let Some(game) = app.live_mut() else { return };
    let moment = Time::ZERO + MOMENT;
    let commands: Vec<_> = game.scenario.solution.iter().filter(|scheduled| scheduled.at < moment).cloned().collect();
    let advance = |to: Time, session: &mut Session| {
        // A cue may stop the clock on the way.
        while session.now() < to && !session.is_over() {
            session.advance(to);
        }
    };
    for scheduled in commands {
        advance(scheduled.at, &mut game.session);
        if let Err(refusal) = game.session.give(scheduled.command) {
            eprintln!("{refusal}");
        }
    }
    advance(moment, &mut game.session);
}

fn paint(app: &mut App) -> Buffer {
    app.settle();
    let mut canvas = Canvas::new(&app.settings);
    canvas.prepare(app);
    let mut buffer = Buffer::empty(Rect::new(0, 0, SIZE.0, SIZE.1));
    ui::paint(app, &canvas, &mut buffer);
    buffer
}
