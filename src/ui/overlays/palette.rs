//! The command palette: the typed line with the best match; for each match its keys, price and start; and the exact
//! command that would run.

use super::keys;
use crate::app::palette::{Match, Palette};
use crate::app::{App, Target};
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::rich::Rich;
use crate::text::width::{clusters, placed_clusters, width};
use crate::ui::layout::{Room, Screen};
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;
use crate::ui::widgets::float::float;
use crate::ui::widgets::paragraph::paragraph;
use crate::ui::widgets::title::rule;

/// What the keys on its rim need.
const NARROWEST: i32 = 73;

pub fn palette(pen: &mut Pen, screen: &Screen, app: &App, palette: &Palette) {
    // Over the picture, where there is room beside the numbers on the right.
    let under = match screen.room {
        Room::Small => screen.whole.shrunk(2, 0),
        _ => Pane { w: screen.sides().0.w.max(NARROWEST), ..screen.sides().0 },
    };
    let w = under.w.min(88);
    let h = (screen.whole.h - 5).clamp(12, 19);
    let pane = Pane::new(under.x + (under.w - w) / 2, if screen.whole.h > 30 { 4 } else { 2 }, w, h);
    let rim =
        keys(&[("Tab", "complete"), ("↑↓", "choose"), ("Enter", "do it"), ("Ctrl-P", "earlier"), ("Esc", "close")]);
    let head = Rich::of(":", Ink::Accent).and("  Command", Ink::Strong);
    let inside = float(pen, pane, &head, &Rich::new(), &rim);
    let rows = h - 12;
    pen.within(pane.shrunk(1, 1), |pen| {
        line(pen, inside.below(1), palette);
        rule(pen, Pane::new(pane.x + 1, inside.y + 2, pane.w - 2, 1), Ink::Track);
        matches(pen, Pane::new(inside.x, inside.y + 3, inside.w, rows), app, palette);
        rule(pen, Pane::new(pane.x + 1, inside.y + 3 + rows, pane.w - 2, 1), Ink::Track);
        let below = inside.below(4 + rows);
        about(pen, below.top(3), app, palette);
        rule(pen, Pane::new(pane.x + 1, below.y + 3, pane.w - 2, 1), Ink::Track);
        earlier(pen, below.below(4), palette);
    });
}

fn line(pen: &mut Pen, row: Pane, palette: &Palette) {
    let text = palette.line.text();
    let counted = format!("{} of {}", palette.matches.len(), palette.of);
    let end = pen.put_right(row.right() - 1, row.y, &counted, Ink::Muted);
    pen.within(Pane::new(row.x, row.y, end - row.x - 1, 1), |pen| {
        typed(pen, row.x + 1, row.y, text, palette.line.cursor(), &palette.ghost)
    });
}

/// A typed line with its cursor and what Tab would add, scrolled to the cursor.
pub fn typed(pen: &mut Pen, x: i32, y: i32, text: &str, cursor: usize, ghost: &str) {
    let room = (pen.clip().right() - x - 1).max(1);
    let (before, under, after) = at_cursor(text, cursor);
    let hidden = (width(before) - room + 1).max(0);
    let from = pen.clip().x.max(x);
    pen.within(Pane::new(from, y, room + 1, 1), |pen| {
        let at = pen.put(x - hidden, y, before, Ink::Strong);
        let mut ghost = ghost;
        let shown = under.or_else(|| {
            let first = clusters(ghost).next()?;
            ghost = &ghost[first.len()..];
            Some(first)
        });
        let mut end = pen.put(at, y, shown.unwrap_or(" "), Ink::Caret);
        end = pen.put(end, y, after, Ink::Strong);
        pen.put(end, y, ghost, Ink::Muted);
    });
}

/// Splits a line into the text before the cursor, the character under it, and the rest.
fn at_cursor(text: &str, cursor: usize) -> (&str, Option<&str>, &str) {
    let at = text.char_indices().nth(cursor).map_or(text.len(), |(at, _)| at);
    match placed_clusters(text).find(|(start, letter)| at < start + letter.len()) {
        Some((start, letter)) => (&text[..start], Some(letter), &text[start + letter.len()..]),
        None => (text, None, ""),
    }
}

fn matches(pen: &mut Pen, pane: Pane, app: &App, palette: &Palette) {
    if palette.matches.is_empty() {
        pen.put(pane.x + 3, pane.y, "no command has these letters", Ink::Muted);
        return;
    }
    let first = (palette.chosen as i32 - pane.h + 1).max(0) as usize;
    for (i, found) in palette.matches.iter().enumerate().skip(first).take(pane.h.max(0) as usize) {
        let row = pane.row((i - first) as i32);
        if i == palette.chosen {
            pen.ground(row, Ink::Chosen);
            pen.glyph(row.x + 1, row.y, pen.theme.glyphs.right, Ink::Accent);
        }
        one(pen, row, app, found);
        pen.target(row, Target::PaletteLine(i));
    }
}

fn one(pen: &mut Pen, row: Pane, app: &App, found: &Match) {
    let mut right = row.right() - 1;
    let last = match (&found.not, found.starts) {
        (Some(not), _) => Rich::of(not.clone(), Ink::Cold),
        (None, Some(at)) => match app.game() {
            Some(game) => Rich::muted(numbers::clock(at, game.session.setup().opens)),
            None => Rich::new(),
        },
        (None, None) if found.writes.is_some() => Rich::muted("a file"),
        (None, None) => Rich::muted("now"),
    };
    pen.rich_right(right, row.y, &last);
    right -= 7;
    let cost = cost(found);
    pen.rich_right(right, row.y, &cost);
    right -= 13;
    pen.put_right(right, row.y, &found.keys, Ink::Muted);
    // One cell stays free before the keys.
    let room = Pane::new(row.x, row.y, right - 4 - row.x, 1);
    let is_cut = width(&found.text) > room.w - 3;
    if is_cut {
        pen.glyph(room.right() - 1, row.y, pen.theme.glyphs.ellipsis, Ink::Muted);
    }
    pen.within(room.left(room.w - i32::from(is_cut)), |pen| {
        let mut x = row.x + 3;
        let mut marks = found.marks.iter().peekable();
        let mut i = 0;
        for letter in clusters(&found.text) {
            i += letter.chars().count();
            let mut marked = false;
            while marks.next_if(|m| **m < i).is_some() {
                marked = true;
            }
            x = pen.put(x, row.y, letter, if marked { Ink::Accent } else { Ink::Plain });
        }
    });
}

/// `$60 + $20/h`
fn cost(found: &Match) -> Rich {
    if found.not.is_some() || found.writes.is_some() {
        return Rich::new();
    }
    let price = found.price.filter(|p| p.0 != 0);
    let hourly = found.per_hour.filter(|p| p.0 != 0);
    match (price, hourly) {
        (None, None) => Rich::muted("free"),
        (Some(price), None) => Rich::plain(price.to_string()),
        (None, Some(hour)) => Rich::plain(format!("{hour}/h")),
        (Some(price), Some(hour)) => Rich::plain(format!("{price} + {hour}/h")),
    }
}

/// What the chosen match would run, cost and do; or what is wrong.
fn about(pen: &mut Pen, pane: Pane, app: &App, palette: &Palette) {
    if let Some(answer) = &palette.answer {
        let text = match (answer.refused, answer.text.strip_prefix("No.")) {
            (true, Some(rest)) => Rich::of("No.", Ink::DangerFigure).and(rest.to_string(), Ink::Plain),
            (true, None) => Rich::of(answer.text.clone(), Ink::Danger),
            (false, _) => Rich::plain(answer.text.clone()),
        };
        paragraph(pen, pane.after(1), &text);
        return;
    }
    let Some(found) = palette.matches.get(palette.chosen) else { return };
    let mut row = |i: i32, label: &str, text: Rich| {
        pen.put(pane.x + 1, pane.y + i, label, Ink::Muted);
        pen.rich(pane.x + 12, pane.y + i, &text);
    };
    if let Some(file) = &found.writes {
        row(0, "will write", Rich::plain(file.clone()));
        let done = app.game().map_or(0, |game| game.session.commands().len() as u64);
        row(1, "in it", Rich::plain(format!("this scenario and {} of yours", numbers::counted(done, "command"))));
        row(2, "so that", Rich::plain("whoever plays it finds the shop as it is now"));
        return;
    }
    if found.runs.is_empty() {
        return row(0, "will run", Rich::muted("nothing yet: Tab takes what is chosen, and goes on"));
    }
    row(0, "will run", Rich::plain(found.runs.clone()));
    let till =
        // Without a spending limit there is no till, and the header shows the profit.
        app.game().map_or(String::new(), |g| {
            let (limited, till) = (g.session.setup().money.cash.is_some(), numbers::dollars(g.session.vitals().till));
            if limited { format!("; the till holds {till}") } else { format!("; the profit is {till}") }
        });
    let mut costs = Vec::new();
    costs.extend(found.price.filter(|p| p.0 != 0).map(|p| format!("{p} now")));
    costs.extend(found.per_hour.filter(|p| p.0 != 0).map(|p| format!("{p} an hour")));
    let costs = if costs.is_empty() { "nothing".to_string() } else { costs.join(", ") + &till };
    row(1, "costs", Rich::plain(costs));
    let starts = match (&found.not, found.starts, app.game()) {
        (Some(not), ..) => Rich::of(format!("not now: {not}"), Ink::Cold),
        (None, Some(at), Some(game)) => Rich::plain(format!("from {}", numbers::clock(at, game.session.setup().opens))),
        _ => Rich::plain("at once"),
    };
    let load = found.load.map_or(String::new(), |(before, after)| {
        format!("; load {} % → {} %", numbers::percent(Some(before)), numbers::percent(Some(after)))
    });
    row(2, "works", starts.and(load, Ink::Plain));
}

fn earlier(pen: &mut Pen, pane: Pane, palette: &Palette) {
    if pane.is_empty() {
        return;
    }
    pen.put(pane.x + 1, pane.y, "earlier", Ink::Muted);
    let shown = palette.history.iter().rev().take((pane.h - 1).max(1) as usize);
    let mut y = pane.y;
    for line in shown {
        pen.put(pane.x + 12, y, line, Ink::Plain);
        y += 1;
    }
    let note = "The same words work in command files and scripts.";
    if y < pane.bottom() {
        pen.put(pane.x + 12, y, note, Ink::Muted);
    }
}
