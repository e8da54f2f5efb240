//! Draws the pictures of the README: real screens of the real program, as SVG.
//!
//! ```sh
//! cargo run --release --example pictures
//! ```
//! A scenario is opened as a player would open it, run to an interesting moment and painted into a buffer; each cell of
//! the buffer becomes a piece of the picture. The same program makes the same pictures, so a changed picture is a changed
//! screen.

use pizzeria::app::settings::{Depth, Ground};
use pizzeria::app::{Action, App, Screen, View};
use pizzeria::scenario;
use pizzeria::session::Session;
use pizzeria::ui::{self, Canvas};
use pizzeria::units::{Span, Time};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};
use std::fmt::Write;
use std::path::Path;

const SIZE: (u16, u16) = (120, 36);
const SCENARIO: &str = "friday-night";
/// After opening: the rush is on, a chef is ill, the light is out.
const MOMENT: Span = Span::from_mins(3 * 60 + 25);

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/pictures");
    let mut save = |name: &str, app: &mut App| {
        let file = folder.join(format!("{name}.svg"));
        std::fs::write(&file, svg(&paint(app))).expect("assets/pictures can be written");
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
        save(name, &mut app);
    }
}

/// Gives the scenario's solution up to the moment of the picture, as a player would.
fn play(app: &mut App) {
    let Screen::Live(game) = &mut app.screen else { return };
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

const GROUND: &str = "#0c0c0c";
const TEXT: &str = "#e9e2d8";
/// A cell, and where in it letters stand.
const WIDE: f64 = 8.4;
const HIGH: f64 = 18.0;
const BASE: f64 = 13.5;
const MARGIN: f64 = 14.0;

fn svg(buffer: &Buffer) -> String {
    let area = buffer.area;
    let (width, height) = (area.width as f64 * WIDE + 2.0 * MARGIN, area.height as f64 * HIGH + 2.0 * MARGIN);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.1} {height:.1}\" width=\"{width:.0}\" \
         height=\"{height:.0}\" font-family=\"ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace\" \
         font-size=\"14\" shape-rendering=\"crispEdges\" fill=\"{TEXT}\">\n<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{GROUND}\"/>\n"
    );
    for y in 0..area.height {
        let row: Vec<&Cell> = (0..area.width).map(|x| &buffer[(x, y)]).collect();
        let mut x = 0;
        while x < row.len() {
            let look = Look::of(row[x]);
            let run = row[x..].iter().take_while(|cell| Look::of(cell) == look).count();
            piece(&mut svg, &row[x..x + run], &look, x, y);
            x += run;
        }
    }
    svg + "</svg>\n"
}

/// What cells must share to be drawn in one piece.
#[derive(PartialEq)]
struct Look {
    ink: Option<String>,
    ground: Option<String>,
    bold: bool,
    underlined: bool,
}

impl Look {
    fn of(cell: &Cell) -> Look {
        let has = |modifier| cell.modifier.contains(modifier);
        let (mut ink, mut ground) = (colour(cell.fg), colour(cell.bg));
        if has(Modifier::REVERSED) {
            (ink, ground) = (ground.or(Some(GROUND.into())), ink.or(Some(TEXT.into())));
        }
        Look { ink, ground, bold: has(Modifier::BOLD), underlined: has(Modifier::UNDERLINED) }
    }
}

/// `None`: the terminal's own.
fn colour(colour: Color) -> Option<String> {
    match colour {
        Color::Rgb(r, g, b) => Some(format!("#{r:02x}{g:02x}{b:02x}")),
        Color::White => Some("#ffffff".into()),
        _ => None,
    }
}

fn piece(svg: &mut String, cells: &[&Cell], look: &Look, x: usize, y: u16) {
    let (left, top) = (MARGIN + x as f64 * WIDE, MARGIN + y as f64 * HIGH);
    let width = cells.len() as f64 * WIDE;
    if let Some(ground) = &look.ground {
        let _ = writeln!(
            svg,
            "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{HIGH:.1}\" fill=\"{ground}\"/>"
        );
    }
    let text: String = cells.iter().map(|cell| cell.symbol()).collect();
    let bare = text.trim_end();
    if bare.trim_start().is_empty() {
        return;
    }
    // Blanks in front are not drawn: a run begins at its first letter, and its length is given, so that the columns stand
    // whatever the reader's font is.
    let blanks = bare.chars().take_while(|c| *c == ' ').count();
    let letters = bare.trim_start();
    let left = left + blanks as f64 * WIDE;
    let length = letters.chars().count() as f64 * WIDE;
    let _ = write!(
        svg,
        "<text x=\"{left:.1}\" y=\"{:.1}\" textLength=\"{length:.1}\" lengthAdjust=\"spacingAndGlyphs\" \
         xml:space=\"preserve\"",
        top + BASE
    );
    if let Some(ink) = &look.ink {
        let _ = write!(svg, " fill=\"{ink}\"");
    }
    if look.bold {
        svg.push_str(" font-weight=\"bold\"");
    }
    if look.underlined {
        svg.push_str(" text-decoration=\"underline\"");
    }
    let _ = writeln!(svg, ">{}</text>", letters.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"));
}
