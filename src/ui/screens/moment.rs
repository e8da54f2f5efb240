//! The moment before the debrief.
//!
//! ```text
//! Won.  Everybody may go home.                                  ▄▄▀▀▄▄
//! 267 pizzas went out. Nobody is waiting.                     ▄▀ \  / ▀▄
//! ·  ·  ■  ·  ·  ·  ■  ·  ·                                   █ ──  ── █
//!    █     ▄█ █▀▀█ █▀▀█ █ ▄▀
//! ▀▀███▀▀   █ █  █ █  █  ▄▀    in time                       (the slice slides in)
//!  ▄███▄    █ █  █ █  █ ▄▀
//!  ▀   ▀    █ █▄▄█ █▄▄█ ▀  █
//! ```
//!
//! Lost: the line of the player's evening in red with the solution's before it, and where they part; then the guess and
//! the truth.

use crate::app::Action;
use crate::app::keymap::Context;
use crate::app::moment::Moment;
use crate::app::{App, Ending, Target};
use crate::sim::setup::DeliveryMode;
use crate::text::goals as goal_text;
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::rich::Rich;
use crate::text::width::width;
use crate::text::words::Words;
use crate::ui::layout::{Room, Screen};
use crate::ui::overlays::keys;
use crate::ui::pane::Pane;
use crate::ui::panels::{footer, goals};
use crate::ui::pen::Pen;
use crate::ui::screens::ending::{curve, first_guess, head, verdict_words};
use crate::ui::screens::picker::slices;
use crate::ui::widgets::digits;
use crate::ui::widgets::keys::{Offer, from_left};
use crate::ui::widgets::pizza::{is_shown, pizza};

/// A star as large as a digit.
pub const STAR: [&str; 4] = ["   █   ", "▀▀███▀▀", " ▄███▄ ", " ▀   ▀ "];
/// When the first star is stamped, and how long after it each other one.
const STAMPS: (f64, f64) = (0.6, 0.3);
/// When the guess comes up, and when the truth.
const TOLD: (f64, f64) = (1.6, 1.8);

pub fn moment(pen: &mut Pen, screen: &Screen, app: &App, ending: &Ending, moment: &Moment) {
    head(pen, screen, ending);
    let body = Pane::new(2, 2, screen.whole.w - 4, screen.footer.y - 3);
    let (said, more) = verdict_words(ending);
    pen.rich(body.x, body.y, &Rich::of(said, Ink::Strong).and(format!("  {more}"), Ink::Plain));
    if ending.won {
        won(pen, screen, body, app, ending, moment);
    } else {
        lost(pen, screen, body, Words(app.language()), ending, moment);
    }
    // A click turns the page, wherever it is.
    pen.target(screen.whole, Target::Action(Action::Enter));
    let row = screen.footer;
    let x = pen.rich(row.x + 1, row.y, &keys(&[("Enter", "debrief")])) + 3;
    let actions: &[Action] =
        if ending.won { &[Action::Next, Action::Close] } else { &[Action::Rewind, Action::ShowMe, Action::Close] };
    let offers = actions.iter().filter_map(|action| match action {
        Action::Rewind if ending.parting().is_none() => None,
        Action::Rewind => Some(footer::offer(pen, app, Context::Ending, *action)?.saying("go to where they part")),
        _ => footer::offer(pen, app, Context::Ending, *action),
    });
    let offers: Vec<Offer> = offers.collect();
    from_left(pen, Pane::new(x, row.y, row.right() - x, 1), offers);
}

/// The lights go out, the stars are stamped in with the numbers that earned them, the slice slides into the pizza.
fn won(pen: &mut Pen, screen: &Screen, body: Pane, app: &App, ending: &Ending, moment: &Moment) {
    let out = ending.measures.orders.delivered;
    let left = ending.game.session.vitals().in_system;
    // Whoever fetches his pizza waits in the shop.
    let is_fetched = ending.game.session.world().delivery_mode() == DeliveryMode::Pickup;
    let counter = match left {
        0 => "Nobody is waiting.".to_string(),
        _ if is_fetched => format!("{left} still in the shop."),
        _ => format!("{left} still on the way."),
    };
    let what = if ending.game.session.setup().items.len() == 1 { "pizzas" } else { "orders" };
    pen.put(body.x, body.y + 1, &format!("{} {what} went out. {counter}", numbers::count(out)), Ink::Muted);
    let is_small = screen.room == Room::Small;
    let column = Pane::new(body.x, body.y + 3, body.w * if is_small { 60 } else { 54 } / 100, body.h - 3);
    let stars = &ending.game.scenario.stars;
    let rows = if is_small { 2 } else { digits::ROWS + 1 };
    let most = if screen.room == Room::Large { 24 } else { 8 };
    let lamps = (column.h - stars.len() as i32 * rows - 1).min(most);
    lights(pen, column.top(lamps.max(0)), moment, ending.game.session.setup().seed);
    for (i, (star, verdict)) in stars.iter().zip(&ending.stars).enumerate() {
        if !moment.has(STAMPS.0 + STAMPS.1 * i as f64) {
            break;
        }
        let y = column.bottom() - (stars.len() - i) as i32 * rows;
        let ink = if verdict.met { Ink::Accent } else { Ink::Muted };
        let value = goal_text::value(verdict.value, star.metric.row().unit);
        let text = goals::said(Words(app.language()), star);
        if is_small {
            let mark = if verdict.met { pen.theme.glyphs.star } else { pen.theme.glyphs.no_star };
            pen.glyph(column.x, y, mark, ink);
            let x =
                pen.put(column.x + 2, y, &format!("{value:<10}"), if verdict.met { Ink::Strong } else { Ink::Muted });
            for (row, line) in Rich::muted(text).wrapped(column.right() - x).iter().take(rows as usize).enumerate() {
                pen.rich(x, y + row as i32, line);
            }
            continue;
        }
        stamp(pen, column.x, y, ink);
        let x = digits::draw(pen, column.x + width(STAR[0]) + 2, y, &value, ink) + 2;
        let lines = Rich::muted(text).wrapped((column.right() - x).max(12));
        for (row, line) in lines.iter().take(digits::ROWS as usize).enumerate() {
            pen.rich(x, y + row as i32, line);
        }
    }
    let place = app.shelf().find(&ending.game.source);
    let mut all = slices(app);
    let here = place.and_then(|at| all.iter().position(|(entry, _)| *entry == at));
    let Some(slice) = here.and_then(|at| all.get_mut(at)) else { return };
    slice.1.missing = false;
    slice.1.out = 0.6 * (1.0 - moment.share(1.4, 2.0));
    let plate = body.after(column.w + 2);
    let plate = Pane::new(plate.x, plate.y, plate.w, plate.h - 1);
    let all: Vec<_> = all.into_iter().map(|(_, slice)| slice).collect();
    if is_shown(pen.theme) {
        pizza(pen, plate, &all);
    }
    let on = all.iter().filter(|slice| !slice.missing).count();
    let said = Rich::muted(format!("{on} of {} slices", all.len()));
    pen.rich_right(body.right(), body.bottom() - 1, &said);
}

/// Draws a star as large as a digit.
pub fn stamp(pen: &mut Pen, x: i32, y: i32, ink: Ink) {
    for (row, pixels) in STAR.iter().enumerate() {
        for (column, pixel) in pixels.chars().enumerate().filter(|(_, pixel)| *pixel != ' ') {
            let glyph = if pen.theme.is_ascii() { '*' } else { pixel };
            pen.glyph(x + column as i32, y + row as i32, glyph, ink);
        }
    }
}

/// Windows of a town, of which fewer and fewer are lit.
fn lights(pen: &mut Pen, pane: Pane, moment: &Moment, seed: u64) {
    let dark = moment.share(0.0, 0.9);
    for y in (0..pane.h).step_by(2) {
        for x in (0..pane.w).step_by(3) {
            // Any scatter does that is the same in every frame.
            let drawn =
                (seed ^ (x as u64 * 0x9e37_79b9) ^ (y as u64 * 0x85eb_ca6b_0001)).wrapping_mul(0x2545_f491_4f6c_dd1d);
            let until = (drawn >> 40) as f64 / (1u64 << 24) as f64;
            let (glyph, ink) = match until > 0.4 && (until - 0.4) / 0.6 > dark {
                true => (pen.theme.glyphs.outlet, Ink::Cook),
                false => (pen.theme.glyphs.young, Ink::Track),
            };
            pen.glyph(pane.x + x, pane.y + y, glyph, ink);
        }
    }
}

/// Two lines of one evening, and the guess.
fn lost(pen: &mut Pen, screen: &Screen, body: Pane, words: Words, ending: &Ending, moment: &Moment) {
    let mut y = body.y + 2;
    for (goal, verdict) in ending.game.scenario.goals.iter().zip(&ending.goals) {
        let (glyph, ink) =
            if verdict.met { (pen.theme.glyphs.good, Ink::Flow) } else { (pen.theme.glyphs.bad, Ink::Danger) };
        pen.glyph(body.x, y, glyph, ink);
        let figure = if verdict.met { Ink::Strong } else { Ink::WarnFigure };
        let x = pen.put(body.x + 2, y, &format!("{}   ", goals::said(words, goal)), Ink::Plain);
        pen.put(x, y, &goal_text::value(verdict.value, goal.metric.row().unit), figure);
        y += 1;
    }
    let guess = first_guess(ending, words);
    let asked = guess.as_ref().map_or(0, |(ask, ..)| Rich::plain(ask.clone()).wrapped(body.w).len() as i32);
    let gap = i32::from(screen.room != Room::Small);
    let rows = body.bottom() - y - 1 - if asked > 0 { asked + digits::ROWS + 1 + gap } else { 0 };
    curve(pen, Pane::new(body.x, y + 1, body.w, rows), ending, moment);
    let Some((ask, thought, truth)) = guess.filter(|_| moment.has(TOLD.0)) else { return };
    let y = body.bottom() - digits::ROWS - 2;
    let asked = Rich::muted(ask).wrapped(body.w);
    for (row, line) in asked.iter().enumerate() {
        pen.rich(body.x, y + 1 - asked.len() as i32 + row as i32, line);
    }
    let x = match thought {
        Some(thought) => {
            let x = digits::draw(pen, body.x, y + 1, &thought, Ink::Muted);
            pen.put(body.x, y + 1 + digits::ROWS, "you thought", Ink::Muted);
            (x + 6).max(body.x + 18)
        }
        None => body.x,
    };
    if moment.has(TOLD.1) {
        digits::draw(pen, x, y + 1, truth.as_deref().unwrap_or("…"), Ink::WarnFigure);
        pen.put(x, y + 1 + digits::ROWS, "it was", Ink::Plain);
    }
}
