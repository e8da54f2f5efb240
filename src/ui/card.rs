//! The card of an evening: what it came to, to be shown around, without giving the lesson away.
//!
//! ```text
//! Better tools for Ana                                            Pizza Shop Story
//! One chef, one oven, and money for one good idea.
//!    █      █      █      █▀▀█  ▀▀▀█  █ ▄▀
//! ▀▀███▀▀ ▀▀███▀▀ ▀▀███▀▀ █▄▄█   ▄▄█   ▄▀
//! Orders waiting for a chef ──────────────────────────────────────── 212 customers
//! 8        ▄▆█▆▄
//! 0    ▂▄▆████████▆▄▂
//! 12:00                                                                      15:00
//! 1 act                                         Beat it: pizzeria play, and the code
//! ```

use super::pane::Pane;
use super::panels::goals::clean;
use super::pen::Pen;
use super::screens::moment::{STAR, stamp};
use super::svg;
use super::theme::{Colours, Theme};
use super::widgets::chart::round_top;
use super::widgets::title::title;
use super::widgets::{digits, spark};
use crate::app::Ending;
use crate::app::ending::GAME;
use crate::app::settings::{Depth, Ground};
use crate::text::ink::Ink;
use crate::text::numbers::{clock, count, counted, whole};
use crate::text::phones;
use crate::text::rich::Rich;
use crate::text::series;
use crate::text::width::width;
use crate::units::Time;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Columns and rows: about twice as wide as high, as pictures in a chat are.
const SIZE: (u16, u16) = (96, 25);

/// The card as an SVG.
pub fn picture(ending: &Ending) -> String {
    let theme = Theme::new(Colours { ground: Ground::Dark, depth: Depth::True }, false);
    let mut buffer = Buffer::empty(Rect::new(0, 0, SIZE.0, SIZE.1));
    card(&mut Pen::new(&mut buffer, &theme), ending);
    svg::picture(&buffer)
}

fn card(pen: &mut Pen, ending: &Ending) {
    let body = pen.clip().shrunk(2, 1);
    let scenario = &ending.game.scenario;
    let x = pen.put_right(body.right(), body.y, GAME, Ink::Accent);
    pen.within(Pane::new(body.x, body.y, x - body.x - 1, 1), |pen| {
        pen.put(body.x, body.y, &scenario.title, Ink::Strong);
    });
    for (row, line) in Rich::muted(scenario.summary.clone()).wrapped(body.w).iter().take(2).enumerate() {
        pen.rich(body.x, body.y + 1 + row as i32, line);
    }
    let mut x = body.x;
    let figures = body.below(4);
    for place in 0..ending.stars.len() {
        let is_won = place < ending.stars_won() as usize;
        stamp(pen, x, figures.y, if is_won { Ink::Accent } else { Ink::Track });
        x += width(STAR[0]) + 1;
    }
    if let Some(share) = ending.measures.customers.on_time_ratio {
        let at = if x == body.x { x } else { x + 3 };
        let x = digits::draw(pen, at, figures.y, &format!("{}%", (share * 100.0).floor()), Ink::Strong);
        pen.put(x + 1, figures.y + digits::ROWS - 1, "in time", Ink::Muted);
    }
    goals(pen, Pane::new(body.x + 54, figures.y, body.w - 54, digits::ROWS), ending);
    waiting(pen, Pane::new(body.x, figures.y + digits::ROWS + 1, body.w, body.h - 4 - digits::ROWS - 3), ending);
    let y = body.bottom() - 1;
    let met = ending.goals.iter().filter(|goal| goal.met).count();
    let acts = counted(ending.game.session.commands().len() as u64, "act");
    let goals = match ending.goals.len() {
        0 => String::new(),
        all => format!(" · {met} of {}", counted(all as u64, "goal")),
    };
    pen.put(body.x, y, &format!("{acts}{goals}"), Ink::Plain);
    pen.put_right(body.right(), y, "Beat it: pizzeria play CODE", Ink::Muted);
}

/// Which goals were met, as far as there is room.
fn goals(pen: &mut Pen, pane: Pane, ending: &Ending) {
    let mut y = pane.y;
    for (goal, verdict) in ending.game.scenario.goals.iter().zip(&ending.goals) {
        let lines = Rich::plain(clean(&goal.text)).wrapped(pane.w - 2);
        if y + lines.len() as i32 > pane.bottom() {
            return;
        }
        let (glyph, ink) =
            if verdict.met { (pen.theme.glyphs.good, Ink::Flow) } else { (pen.theme.glyphs.bad, Ink::Danger) };
        pen.glyph(pane.x, y, glyph, ink);
        for line in &lines {
            pen.rich(pane.x + 2, y, line);
            y += 1;
        }
    }
}

/// The orders that waited for a chef, over the whole evening.
fn waiting(pen: &mut Pen, pane: Pane, ending: &Ending) {
    let whose = format!("Orders waiting for {}", phones::awaited(ending.game.session.setup()));
    let called = format!("{} calls", count(ending.measures.orders.arrived));
    title(pen, pane.row(0), &whose, false, &[Rich::muted(called)]);
    let chart = Pane::new(pane.x + 5, pane.y + 1, pane.w - 5, pane.h - 3);
    let session = &ending.game.session;
    let end = session.now();
    let values = series::columns(&session.recorder().gauges.waiting, Time::ZERO, end, chart.w.max(1) as usize);
    let top = round_top(series::greatest(&values), 4.0);
    pen.put_right(chart.x - 1, chart.y, &whole(Some(top)), Ink::Muted);
    pen.put_right(chart.x - 1, chart.bottom() - 1, "0", Ink::Muted);
    let ink = if ending.won { Ink::Flow } else { Ink::Danger };
    for (column, value) in values.iter().enumerate() {
        let share = value.unwrap_or(0.0) / top;
        if share > 0.0 {
            spark::tall(pen, chart.x + column as i32, chart.bottom() - 1, chart.h, share, ink);
        }
    }
    let opens = session.setup().opens;
    pen.repeat(chart.x, chart.bottom(), chart.w, pen.theme.glyphs.base, Ink::Track);
    pen.put(chart.x, chart.bottom() + 1, &clock(Time::ZERO, opens), Ink::Muted);
    pen.put_right(chart.right(), chart.bottom() + 1, &clock(end, opens), Ink::Muted);
}
