//! The act and fault menus: lines with prices, present values, or why they are impossible; below, what the chosen line
//! would do, how many people it is for, the next hour with it and without, or the shop's refusal. Why, Vitals and Goals
//! are not dimmed, because the player acts on them. No sentence is cut: the lines scroll before one is.

mod hour;

use crate::app::menu::{Choice, LineState, Menu, MenuKind, MenuLine, hour as next_hour};
use crate::app::{App, Target};
use crate::text::glyphs::Glyphs;
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::rich::Rich;
use crate::text::width::width;
use crate::text::words::Words;
use crate::ui::layout::{Room, Screen};
use crate::ui::overlays::keys;
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;
use crate::ui::widgets::float::{float, set_in};
use crate::ui::widgets::paragraph::paragraph;
use crate::ui::widgets::title::{rule, title};

/// Rows for the sentences below the lines, so that the frame stands still while the cursor moves.
const SENTENCES: i32 = 4;
/// The most rows of the next hour's chart.
const CHART: i32 = 9;
/// Rows that the lines keep before the chart is drawn.
const LINES: i32 = 12;
/// Width of the left column of lines.
const LEFT: i32 = 35;
/// Width of a single column.
const MOST: i32 = 60;

pub fn menu(pen: &mut Pen, screen: &Screen, app: &App, menu: &Menu) {
    let body = screen.body;
    let small = screen.room == Room::Small;
    let (left, right) = screen.sides();
    // A column stays free between the frame and the panels on the right.
    let w = if small { body.w } else { (left.w + 3).max(74).min(right.x - body.x - 1) };
    let words = Words(app.language());
    let said = sentences(menu, words);
    let room = screen.news.y - screen.header.bottom() - 3;
    let (effect, chart) = shares(menu, &said, w - 6, room);
    let more = effect + if chart > 0 { chart + 1 } else { 0 };
    let (needed, spaced) = rows(menu, room - more);
    let h = needed + more + 3;
    let pane = Pane::new(body.x, screen.news.y - h, w, h);
    if small {
        pen.dim(screen.whole.below(1));
    } else {
        // The panels on the right stay readable.
        pen.dim(Pane::new(0, screen.strip.y, right.x.min(screen.whole.w), screen.news.y - screen.strip.y));
        pen.dim(Pane::new(right.x, screen.strip.y, screen.whole.w, 1));
        pen.dim(screen.news);
        pen.dim(screen.footer);
    }
    let key = if menu.kind == MenuKind::Act { "a" } else { "f" };
    let (first, rest) = menu.title.split_once(' ').unwrap_or((menu.title.as_str(), ""));
    let head = Rich::of(key, Ink::Accent).and(format!("  {first}"), Ink::Strong).and(format!(" {rest}"), Ink::Plain);
    let till = app.game().map_or(Rich::new(), |game| {
        Rich::muted("till ").and(numbers::dollars(game.session.vitals().till), Ink::Strong)
    });
    let outlets = app.game().map_or(0, |game| game.session.setup().outlets.len());
    let another = (outlets > 1).then(|| words.say("another outlet", "another node"));
    // In a narrow frame the least needed words are missing.
    let rims = [rim(menu, another, true), rim(menu, another, false), rim(menu, None, false)];
    let rims = rims.iter().find(|rim| rim.width() + 6 <= pane.w).cloned().unwrap_or_else(|| rim(menu, None, false));
    let inside = float(pen, pane, &head, &till, &rims);
    let lines = Pane::new(inside.x + 1, inside.y, inside.w - 2, needed);
    pen.within(pane.shrunk(1, 1), |pen| {
        sections(pen, lines, menu, spaced);
        rule(pen, Pane::new(pane.x + 1, lines.bottom(), pane.w - 2, 1), Ink::Track);
        let more = unseen(menu, lines.h, spaced, pen.theme.glyphs);
        set_in(pen, lines.right() - more.width(), lines.bottom(), &more, pane);
        let text = Pane::new(lines.x, lines.bottom() + 1, lines.w, effect);
        below(pen, text, menu, &said);
        if let Some(game) = app.game().filter(|_| chart > 0) {
            hour::hour(pen, Pane::new(lines.x, text.bottom() + 1, lines.w, chart), menu, game, words);
        }
    });
}

/// What the keys do: for people, Enter; for the rest, a letter.
fn rim(menu: &Menu, another: Option<&'static str>, looks: bool) -> Rich {
    let next = another.map(|another| ("]", another));
    let mut others: Vec<(&str, &'static str)> =
        next.into_iter().chain(looks.then_some(("↑↓", "look first"))).chain([("Esc", "close")]).collect();
    let Some(line) = menu.line().filter(|line| line.is_counted && line.is_possible()) else {
        others.insert(0, ("key", "acts"));
        return keys(&others);
    };
    // Of several kinds of people one is chosen first.
    let does = match line.has_more() && menu.choosing.is_none() {
        true => " choose whom  ".to_string(),
        false => format!(" {}  ", line.text.trim_end_matches('…')),
    };
    Rich::of("Enter", Ink::Accent).and(does, Ink::Muted).joined(keys(&others))
}

/// Rows below the lines: for the sentences and keys, the same whichever line is chosen if there is room for that; and
/// for the chart of the next hour.
fn shares(menu: &Menu, said: &[Rich], w: i32, room: i32) -> (i32, i32) {
    let lines = |said: &[Rich]| said.iter().map(|text| text.wrapped(w).len() as i32).sum::<i32>();
    let keys = |line: &MenuLine| i32::from(line.is_counted) + if line.has_more() { places(line, w).1 } else { 0 };
    let most = menu.lines().map(keys).max().unwrap_or(0);
    let needed = lines(said) + menu.line().map_or(0, keys);
    let least = column_rows(menu, 0);
    let usual = (SENTENCES + most).max(needed);
    let effect = if usual + least.min(LINES) <= room { usual } else { needed };
    if menu.kind == MenuKind::Fault {
        return (effect, 0);
    }
    let spare = room - effect - 1 - least;
    let chart = if spare >= hour::LEAST { spare } else { room - effect - 1 - least.min(LINES) };
    (effect, if chart < hour::LEAST { 0 } else { chart.min(CHART) })
}

/// The greater height of the two columns of lines.
fn column_rows(menu: &Menu, gap: i32) -> i32 {
    let column = |right: bool| {
        let sections = menu.sections.iter().filter(|s| s.right == right);
        sections.map(|s| s.lines.len() as i32 + 1 + gap).sum::<i32>() - gap
    };
    column(false).max(column(true))
}

/// The height of the two columns, and whether blank rows fit between sections.
fn rows(menu: &Menu, most: i32) -> (i32, bool) {
    let needed = |gap| column_rows(menu, gap);
    if needed(1) <= most { (needed(1), true) } else { (needed(0).min(most), false) }
}

fn sections(pen: &mut Pen, pane: Pane, menu: &Menu, spaced: bool) {
    // Where there is one column, it is as wide as it likes.
    let left = if menu.sections.iter().any(|section| section.right) { LEFT } else { pane.w.min(MOST) };
    let right_x = pane.x + LEFT + 4;
    let mut at = [0, 0];
    let mut number = 0;
    // If not everything fits, each column scrolls to the chosen line.
    let offset = scroll(menu, pane.h, spaced);
    for section in &menu.sections {
        let side = usize::from(section.right);
        let column = if section.right {
            Pane::new(right_x, pane.y, pane.right() - right_x, pane.h)
        } else {
            Pane::new(pane.x, pane.y, left, pane.h)
        };
        let y = at[side] - offset[side];
        if y >= 0 && y < pane.h {
            title(pen, column.row(y), &section.title, false, &[]);
        }
        at[side] += 1;
        for line in &section.lines {
            let y = at[side] - offset[side];
            if y >= 0 && y < pane.h {
                draw_line(pen, column.row(y), line, number, number == menu.chosen, menu);
            }
            at[side] += 1;
            number += 1;
        }
        at[side] += i32::from(spaced);
    }
}

fn scroll(menu: &Menu, rows: i32, spaced: bool) -> [i32; 2] {
    let (mut at, mut number) = ([0, 0], 0);
    let mut chosen = [0, 0];
    for section in &menu.sections {
        let side = usize::from(section.right);
        at[side] += 1;
        for _ in &section.lines {
            if number == menu.chosen {
                chosen[side] = at[side];
            }
            at[side] += 1;
            number += 1;
        }
        at[side] += i32::from(spaced);
    }
    [0, 1].map(|side| (chosen[side] + 1 - rows).max(0))
}

/// Which lines are scrolled away: `▲ 2 more  ▼ 7 more`.
fn unseen(menu: &Menu, rows: i32, spaced: bool, glyphs: &Glyphs) -> Rich {
    let offset = scroll(menu, rows, spaced);
    let (mut at, mut above, mut below) = ([0, 0], 0, 0);
    for section in &menu.sections {
        let side = usize::from(section.right);
        let first = at[side] + 1 - offset[side];
        let n = section.lines.len() as i32;
        above += (-first).clamp(0, n);
        below += (first + n - rows).clamp(0, n);
        at[side] += 1 + n + i32::from(spaced);
    }
    let mut more = Rich::new();
    for (glyph, count) in [(glyphs.up, above), (glyphs.down, below)] {
        if count > 0 {
            let gap = if more.is_empty() { "" } else { "  " };
            more.push(gap, Ink::Plain).push(format!("{glyph} {count} more"), Ink::Muted);
        }
    }
    more
}

fn draw_line(pen: &mut Pen, row: Pane, line: &MenuLine, number: usize, chosen: bool, menu: &Menu) {
    let impossible = !line.is_possible();
    if chosen {
        pen.ground(Pane::new(row.x - 2, row.y, row.w + 3, 1), Ink::Chosen);
        pen.glyph(row.x - 2, row.y, pen.theme.glyphs.right, Ink::Accent);
    }
    let key = if impossible && !chosen { Ink::Faint } else { Ink::Accent };
    pen.put(row.x, row.y, &line.key.to_string(), key);
    let ink = if impossible && !chosen { Ink::Faint } else { Ink::Plain };
    let after = pen.put(row.x + 3, row.y, &line.text, ink);
    let refused = chosen && menu.answer.as_ref().is_some_and(|a| a.refused);
    let value = value(line, refused, chosen && impossible);
    if after + 1 + value.width() <= row.right() {
        pen.rich_right(row.right(), row.y, &value);
    } else {
        // A shorter form, or nothing: the row below tells the chosen line's state in full.
        let text = value.text();
        let short = text.trim_start_matches("now ").trim_start_matches("from ");
        let shorter = short.split_once(": ").map_or(short, |(_, short)| short);
        let ink = if impossible { Ink::Muted } else { Ink::Plain };
        if let Some(short) = [short, shorter].into_iter().find(|short| after + 1 + width(short) <= row.right()) {
            pen.put_right(row.right(), row.y, short, ink);
        }
    }
    pen.target(Pane::new(row.x - 2, row.y, row.w + 3, 1), Target::MenuLine(number));
}

fn value(line: &MenuLine, refused: bool, impossible: bool) -> Rich {
    match &line.state {
        LineState::Price { from, price } => {
            let ink = if refused { Ink::DangerFigure } else { Ink::Plain };
            Rich::muted(if *from { "from " } else { "" }).and(price.to_string(), ink)
        }
        LineState::Free => Rich::muted("free"),
        LineState::Now(now) => Rich::muted("now ").and(now.clone(), Ink::Plain),
        LineState::Word(word) => Rich::muted(word.clone()),
        LineState::Impossible(why) => {
            Rich::of(why.clone(), if refused || impossible { Ink::Danger } else { Ink::Muted })
        }
    }
}

/// The shop's answer to the last key, or what the chosen line would do and what the next hour would be like.
fn sentences(menu: &Menu, words: Words) -> Vec<Rich> {
    if let Some(answer) = &menu.answer {
        let text = match (answer.refused, answer.text.strip_prefix("No.")) {
            (true, Some(rest)) => Rich::of("No.", Ink::DangerFigure).and(rest.to_string(), Ink::Plain),
            (true, None) => Rich::of(answer.text.clone(), Ink::Danger),
            (false, _) => Rich::plain(answer.text.clone()),
        };
        return vec![text];
    }
    let effect = &menu.effect;
    let mut head = Rich::of(effect.title.clone(), Ink::Strong).and("   ", Ink::Plain);
    head.append(figures(&effect.terms, Ink::Plain));
    let hour = menu.preview.as_deref().filter(|preview| preview.command() == menu.looked_at());
    let hour = hour.filter(|_| effect.refusal.is_none()).and_then(|preview| next_hour::sentence(preview, words.0));
    let hour = hour.map_or(Rich::new(), Rich::plain);
    [head, outlook(menu), hour].into_iter().filter(|text| !text.is_empty()).collect()
}

/// "Main Street's load 88 % → 60 %: the line shrinks.", or why not.
fn outlook(menu: &Menu) -> Rich {
    let effect = &menu.effect;
    if let Some(refusal) = &effect.refusal {
        return match refusal.strip_prefix("No.") {
            Some(rest) => Rich::of("No.", Ink::DangerFigure).and(rest.to_string(), Ink::Muted),
            None => Rich::of(refusal.clone(), Ink::Danger),
        };
    }
    let mut outlook = Rich::new();
    if let Some((before, after)) = effect.load {
        let percent = |load: f64| format!("{} %", numbers::percent(Some(load)));
        let ink = |load: f64| if load > 1.0 { Ink::WarnFigure } else { Ink::Strong };
        outlook.push(format!("{} ", effect.load_of), Ink::Muted).push(percent(before), ink(before));
        outlook.push(" → ", Ink::Muted).push(percent(after), if after > 1.0 { Ink::Strong } else { ink(after) });
        outlook.push(if effect.outlook.is_empty() { "." } else { ": " }, Ink::Muted);
    }
    outlook.append(figures(&effect.outlook, Ink::Muted));
    if !effect.outlook.is_empty() && !effect.outlook.ends_with(['.', '!', '?']) {
        outlook.push(".", Ink::Muted);
    }
    outlook
}

fn below(pen: &mut Pen, pane: Pane, menu: &Menu, said: &[Rich]) {
    let mut y = 0;
    for text in said {
        y += paragraph(pen, pane.below(y).top(pane.h - y), text);
    }
    let Some(line) = menu.line().filter(|_| menu.answer.is_none()) else { return };
    if line.is_counted && y < pane.h {
        how_many(pen, pane.row(y), menu, line);
        y += 1;
    }
    if line.has_more() {
        third_keys(pen, pane.below(y).top(pane.h - y), menu);
    }
}

/// `how many  1 2 3 4 5 6 7 8 9   h again adds one`
fn how_many(pen: &mut Pen, row: Pane, menu: &Menu, line: &MenuLine) {
    let mut x = pen.put(row.x, row.y, "how many", Ink::Muted) + 2;
    let shown = (1..=9).chain((menu.count > 9).then_some(menu.count));
    for n in shown {
        let text = n.to_string();
        let is_it = n == menu.count;
        if is_it {
            pen.ground(Pane::new(x - 1, row.y, width(&text) + 2, 1), Ink::Chosen);
            if !pen.theme.has_tints() {
                pen.glyph(x - 1, row.y, pen.theme.glyphs.right, Ink::Accent);
            }
        }
        x = pen.put(x, row.y, &text, if is_it { Ink::Strong } else { Ink::Accent }) + 2;
    }
    let again = Rich::of(line.key.to_string(), Ink::Accent).and(" again adds one", Ink::Muted);
    if x + 2 + again.width() <= row.right() {
        pen.rich_right(row.right(), row.y, &again);
    }
}

/// Where a line's third keys are in a pane of that width, and how many rows they take.
fn places(line: &MenuLine, w: i32) -> (Vec<(i32, i32)>, i32) {
    let begin = width("then") + 2;
    let (mut x, mut y) = (begin, 0);
    let place = |choice: &Choice| {
        let cells = 2 + width(&choice.text);
        if x + cells > w && x > begin {
            (x, y) = (begin, y + 1);
        }
        let place = (x, y);
        x += cells + 2;
        place
    };
    let all: Vec<(i32, i32)> = line.choices.iter().map(place).collect();
    let rows = all.last().map_or(1, |(_, y)| y + 1);
    (all, rows)
}

/// `then  p pizza  b bread  a all-round`
fn third_keys(pen: &mut Pen, pane: Pane, menu: &Menu) {
    let Some(line) = menu.line() else { return };
    pen.put(pane.x, pane.y, "then", Ink::Muted);
    for (i, (choice, (x, y))) in line.choices.iter().zip(places(line, pane.w).0).enumerate() {
        let (x, y, cells) = (pane.x + x, pane.y + y, 2 + width(&choice.text));
        if y >= pane.bottom() {
            break;
        }
        let chosen = menu.choosing == Some(i);
        if chosen {
            pen.ground(Pane::new(x - 1, y, cells + 2, 1), Ink::Chosen);
            if !pen.theme.has_tints() {
                pen.glyph(x - 1, y, pen.theme.glyphs.right, Ink::Accent);
            }
        }
        pen.put(x, y, &choice.key.to_string(), Ink::Accent);
        let ink = match () {
            () if chosen => Ink::Strong,
            () if choice.is_now => Ink::Muted,
            () => Ink::Plain,
        };
        let end = pen.put(x + 2, y, &choice.text, ink);
        pen.target(Pane::new(x, y, end - x, 1), Target::MenuChoice(i));
    }
}

/// A sentence with its clock times and prices emphasized.
fn figures(text: &str, ink: Ink) -> Rich {
    let mut rich = Rich::new();
    for (i, word) in text.split(' ').enumerate() {
        if i > 0 {
            rich.push(" ", ink);
        }
        let bare = word.trim_end_matches(['.', ',', ':', ';']);
        let is_clock =
            bare.len() == 5 && bare.as_bytes()[2] == b':' && bare.chars().all(|c| c.is_ascii_digit() || c == ':');
        if is_clock {
            rich.push(bare.to_string(), Ink::Strong).push(word[bare.len()..].to_string(), ink);
        } else {
            rich.push(word.to_string(), ink);
        }
    }
    rich
}
