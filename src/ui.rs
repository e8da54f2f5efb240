//! The picture: everything that is drawn, from `&App` alone. Drawing never changes the app.
//!
//! [`paint`] draws a frame and returns its [`Hits`], which say what a click on it means. [`Canvas`] holds what is
//! computed once and drawn many times. Inks stand for meanings (`theme`), each glyph has one meaning (`glyphs`),
//! numbers have fixed widths ([`numbers`]), and `layout` says what stands where.

mod canvas;
pub mod card;
mod changes;
mod hits;
mod layout;
mod overlays;
mod pane;
mod panels;
mod pen;
mod projection;
mod scatter;
mod screens;
pub(crate) mod spoken;
mod streets;
pub mod svg;
pub mod text;
pub(crate) mod theme;
mod widgets;

pub use canvas::Canvas;
pub use changes::changes;
pub use hits::Hits;

use crate::app::{App, Game, Overlay, Screen as Shown, View};
use crate::session::TICK;
use crate::sim::world::World;
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::rich;
use crate::text::scene::Scene;
use crate::units::{Span, Time};
use layout::Screen;
use pane::Pane;
use panels::{events, footer, header, timeline_bar};
use pen::Pen;
use ratatui::buffer::Buffer;

/// Draws the app into a buffer of the app's size and returns the targets of clicks. The canvas must have been prepared
/// for this app ([`Canvas::prepare`]).
pub fn paint(app: &App, canvas: &Canvas, buffer: &mut Buffer) -> Hits {
    let mut pen = Pen::new(buffer, &canvas.theme);
    everything(&mut pen, app, canvas);
    if let Some(paper) = canvas.theme.paper() {
        pen.paper(paper);
    }
    Hits::new(pen.into_targets(), app)
}

fn everything(pen: &mut Pen, app: &App, canvas: &Canvas) {
    let whole = pen.clip();
    if app.is_too_small() {
        return too_small(pen, whole, app);
    }
    let screen = Screen::new(whole);
    match app.screen() {
        Shown::Live(game) => live(pen, &screen, app, game, canvas),
        Shown::Picker(picker) => screens::picker::picker(pen, &screen, app, picker),
        Shown::Story(story) => screens::story::story(pen, &screen, app, story),
        Shown::Ending(ending) => match &ending.moment {
            Some(moment) => screens::moment::moment(pen, &screen, app, ending, moment),
            None => screens::ending::ending(pen, &screen, app, ending),
        },
    }
    for (i, overlay) in app.overlays().iter().enumerate() {
        let is_below = i + 1 < app.overlays().len();
        if !(is_below && overlay.waits_its_turn()) {
            overlays::overlay(pen, &screen, app, overlay);
        }
    }
    if let (Some(note), Shown::Story(_) | Shown::Ending(_)) = (app.notes().first(), app.screen()) {
        panels::events::note(pen, screen.news, note);
    }
    if let Some(job) = app.job() {
        overlays::job::job(pen, &screen, app, job);
    }
}

fn live(pen: &mut Pen, screen: &Screen, app: &App, game: &Game, canvas: &Canvas) {
    // What is above the rewind panel is the shop at its cursor.
    let scene = shown(app, game);
    header::header(pen, screen, &scene, game, app.is_held());
    timeline_bar::timeline_bar(pen, screen.strip, &scene);
    match game.view {
        View::City => screens::city::city(pen, screen, &scene, game, canvas),
        View::Kitchen => screens::kitchen::kitchen(pen, screen, &scene, game),
        View::System => screens::system::system(pen, screen, &scene, game, app.settings.no_motion),
        View::Charts => screens::charts::charts(pen, screen, &scene, game, canvas, app.settings.no_motion),
        View::Orders => screens::orders::orders(pen, screen, &scene, game, canvas),
        View::Log => screens::log::log(pen, screen, &scene, game),
    }
    match game.view {
        // A card says it already.
        _ if app.top().is_some_and(Overlay::waits_its_turn) => {}
        View::Charts if game.news.is_none() => screens::charts::news(pen, screen.news, &scene, game),
        View::Orders if game.news.is_none() => screens::orders::news(pen, screen.news, &scene, game),
        View::Log if game.news.is_none() => screens::log::news(pen, screen.news, &scene, game),
        _ => events::news(pen, screen.news, &scene, game),
    }
    footer::footer(pen, screen, app);
}

pub(crate) fn scene<'a>(app: &'a App, game: &'a Game) -> Scene<'a> {
    let now = game.session.now();
    let moves = app.is_running() && !app.settings.no_motion && !game.session.is_over();
    let ahead = match moves && game.pace.is_smooth() {
        true => Span(TICK.0).scaled(game.pace.fraction.clamp(0.0, 1.0)),
        false => Span::ZERO,
    };
    // On the way to the next thing that matters too much happens to be seen singly.
    let times = game.pace.times().filter(|_| moves && !game.pace.is_searching());
    let second = times.map(|times| Span::from_secs(1).scaled(times.max(1.0)));
    Scene { moment: Time(now.0.saturating_add(ahead.0)), second, ..game.scene(app.language()) }
}

/// The same of the shop that is shown: at the cursor of the rewind panel if that is open, else the present one.
fn shown<'a>(app: &'a App, game: &'a Game) -> Scene<'a> {
    match app.rewound() {
        Some(session) => Scene { session, moment: session.now(), ..game.scene(app.language()) },
        None => scene(app, game),
    }
}

/// The world whose map is on the screen, and the map's pane; `None`: no map is shown.
fn map_of(app: &App) -> Option<(&World, Pane)> {
    let game = app.game()?;
    if app.is_too_small() || !matches!(app.screen(), Shown::Live(_)) || game.view != View::City {
        return None;
    }
    let screen = Screen::new(Pane::new(0, 0, app.size().0 as i32, app.size().1 as i32));
    let places = screens::city::layout(&screen, &shown(app, game), game);
    Some((app.rewound().unwrap_or(&game.session).world(), panels::map::ground(places.map, game.session.setup())))
}

/// The note that is shown on a terminal that is too small.
fn too_small(pen: &mut Pen, whole: Pane, app: &App) {
    let (w, h) = app.size();
    let (least_w, least_h) = crate::app::LEAST;
    let mut lines = vec![
        rich::Rich::of("The shop needs a bigger table.", Ink::Strong),
        rich::Rich::new(),
        rich::Rich::muted(format!("{least_w} × {least_h} at least, this is "))
            .and(format!("{w} × {h}"), Ink::Plain)
            .and(".", Ink::Muted),
    ];
    if let Shown::Live(game) = app.screen() {
        let clock = numbers::clock_seconds(game.now(), game.session.setup().opens);
        lines.push(rich::Rich::muted(format!("Paused at {clock}. Nothing burns meanwhile.")));
    }
    lines.push(rich::Rich::new());
    lines.push(rich::Rich::of("q", Ink::Accent).and(" leave", Ink::Muted));
    let lines: Vec<rich::Rich> = lines.iter().flat_map(|line| line.wrapped(whole.w.max(1))).collect();
    let top = whole.y + (whole.h - lines.len() as i32).max(0) / 2;
    for (i, line) in lines.iter().enumerate() {
        pen.rich(whole.x + (whole.w - line.width()).max(0) / 2, top + i as i32, line);
    }
}
