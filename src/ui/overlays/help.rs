//! Help: the keys of this screen, the meanings of all marks, and pairs of words, read from the tables.

use super::keys;
use crate::app::keymap::{self, Binding, Context, Group};
use crate::app::{Action, App, Overlay, Screen as Shown};
use crate::text::glossary;
use crate::text::ink::Ink;
use crate::text::rich::Rich;
use crate::text::width::width;
use crate::text::words::{Word, Words};
use crate::ui::layout::Screen;
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;
use crate::ui::widgets::float::float;
use crate::ui::widgets::title::title;

/// A row of the page: a head, a key with its sentence, a mark with its meaning, or nothing.
enum Row {
    Head(String),
    Key(String, String),
    Rich(Rich),
    Blank,
}

pub fn help(pen: &mut Pen, screen: &Screen, app: &App, scroll: usize) {
    let wide = screen.whole.w >= 110;
    let w = if wide { (screen.whole.w - 14).min(106) } else { screen.whole.w - 2 };
    // Overlays that fill the screen have a help of their own.
    let floating = app.overlays().iter().rev().find_map(|overlay| match overlay {
        Overlay::Rewind(_) => Some((Context::Rewind, "going back")),
        Overlay::Compare(_) => Some((Context::Compare, "side by side")),
        _ => None,
    });
    let (place, name) = floating.unwrap_or_else(|| match app.screen() {
        Shown::Live(game) => {
            (Context::View(game.view), crate::ui::panels::footer::view_name(Words(app.language()), game.view))
        }
        Shown::Picker(_) => (Context::Picker, "chapters"),
        Shown::Story(_) => (Context::Story, "the story"),
        Shown::Ending(_) => (Context::Ending, "after closing"),
    });
    let keys_w = if wide { 11 } else { 8 };
    let count = if wide { 3 } else { 2 };
    let each = (w - 4 - 3 * (count - 1)) / count;
    let columns: Vec<Vec<Row>> =
        columns(app, place, wide).into_iter().map(|rows| wrapped(rows, each - keys_w)).collect();
    let tallest = columns.iter().map(Vec::len).max().unwrap_or(0) as i32;
    let h = (tallest + 5).min(screen.whole.h - if wide { 4 } else { 1 });
    let pane = Pane::new((screen.whole.w - w) / 2, if wide { 2 } else { 0 }, w, h);
    let head = Rich::of("?", Ink::Accent).and("  Help", Ink::Strong).and(format!(": {name}"), Ink::Plain);
    let more = tallest + 5 > h;
    let rim = if more {
        keys(&[("↑↓", "more"), ("g", "glossary"), ("Esc", "close")])
    } else {
        keys(&[("g", "glossary"), ("Esc", "close")])
    };
    let inside = float(pen, pane, &head, &Rich::new(), &rim);
    let top = 1;
    let rows = inside.h - top - if more { 0 } else { 3 };
    let scroll = (scroll as i32).min((tallest - rows).max(0)) as usize;
    let gap = 3;
    for (i, column) in columns.iter().enumerate() {
        let at = Pane::new(inside.x + i as i32 * (each + gap), inside.y + top, each, rows);
        pen.within(at, |pen| {
            for (j, row) in column.iter().skip(scroll).take(rows.max(0) as usize).enumerate() {
                draw(pen, at.row(j as i32), row, keys_w);
            }
        });
    }
    if !more && inside.h > 6 {
        let at = inside.below(inside.h - 2);
        let note = Rich::muted("Stuck? Read ").and("Why", Ink::Plain).and(
            " first. It is arithmetic on what was measured, not advice: what to do about it is your job.",
            Ink::Muted,
        );
        crate::ui::widgets::paragraph::paragraph(pen, at.top(2), &note);
    }
}

/// Wraps sentences that are wider than their column.
fn wrapped(rows: Vec<Row>, room: i32) -> Vec<Row> {
    let mut all = Vec::new();
    for row in rows {
        let Row::Key(key, sentence) = row else {
            all.push(row);
            continue;
        };
        for (i, line) in Rich::plain(sentence).wrapped(room).into_iter().enumerate() {
            all.push(Row::Key(if i == 0 { key.clone() } else { String::new() }, line.text()));
        }
    }
    all
}

fn draw(pen: &mut Pen, row: Pane, what: &Row, keys: i32) {
    match what {
        Row::Head(text) => {
            title(pen, row, text, false, &[]);
        }
        Row::Key(key, sentence) => {
            let end = pen.put(row.x, row.y, key, Ink::Accent);
            pen.put((row.x + keys).max(end + 1), row.y, sentence, Ink::Plain);
        }
        Row::Rich(rich) => {
            pen.rich(row.x, row.y, rich);
        }
        Row::Blank => {}
    }
}

fn columns(app: &App, place: Context, wide: bool) -> Vec<Vec<Row>> {
    let w = Words(app.language());
    let group = |group: Group, head: &str| group_rows(app, place, group, head);
    let mut first = group(Group::Screen, "On this screen");
    first.extend(group(Group::Act, "Act"));
    let everywhere = group(Group::Everywhere, "Everywhere");
    let mut second = group(Group::Time, "Time");
    second.extend(group(Group::Views, "Views"));
    second.extend(mouse());
    let glyphs = if app.settings.ascii { &crate::text::glyphs::ASCII } else { &crate::text::glyphs::UNICODE };
    let mut third = marks(w, glyphs);
    let pairs = pairs();
    if wide {
        first.extend(everywhere);
        third.extend(pairs);
        vec![first, second, third]
    } else {
        first.extend(second);
        first.extend(everywhere);
        third.extend(pairs);
        vec![first, third]
    }
}

fn group_rows(app: &App, place: Context, group: Group, head: &str) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut keys: Vec<(String, String)> = Vec::new();
    // Keys of a night that is there to be broken say nothing in one that is not.
    let breaks = |action| matches!(action, Action::Fault | Action::Dial | Action::MoreDemand | Action::LessDemand);
    let is_here = |action| app.has(action) && (!breaks(action) || app.offers(action));
    let listed = |row: &&Binding| row.group == group && !row.sentence.is_empty() && is_here(row.action);
    for row in keymap::holding(place).filter(listed) {
        let sentence = glossary::say(app.language(), row.sentence);
        let key = if row.key.label() == "↓" { "↑ ↓".to_string() } else { row.key.label() };
        match keys.iter_mut().find(|(_, s)| *s == sentence) {
            Some(known) if !known.0.contains('↑') => known.0 = format!("{} {key}", known.0),
            Some(_) => {}
            None => keys.push((key, sentence)),
        }
    }
    if keys.is_empty() {
        return rows;
    }
    rows.push(Row::Head(head.to_string()));
    rows.extend(keys.into_iter().map(|(key, sentence)| Row::Key(key, sentence)));
    rows.push(Row::Blank);
    rows
}

fn mouse() -> Vec<Row> {
    let row = |what: &str, does: &str| Row::Key(what.into(), does.into());
    vec![
        Row::Head("Mouse".into()),
        row("click", "choose, press"),
        row("wheel", "scroll"),
        row("drag", "charts' cursor"),
        Row::Blank,
    ]
}

fn marks(w: Words, g: &crate::text::glyphs::Glyphs) -> Vec<Row> {
    let line = |parts: &[(char, Ink, &str)]| {
        let mut rich = Rich::new();
        for (i, (glyph, ink, text)) in parts.iter().enumerate() {
            let gap = if i > 0 { "  " } else { "" };
            rich.push(gap, Ink::Plain).push(glyph.to_string(), *ink).push(format!(" {text}"), Ink::Muted);
        }
        Row::Rich(rich)
    };
    let outlet = w.one(Word::Outlet);
    vec![
        Row::Head("What the marks mean".into()),
        line(&[(g.outlet, Ink::Plain, &format!("{outlet} open")), (g.outlet_dark, Ink::Cold, w.one(Word::Dark))]),
        line(&[(g.cut, Ink::Danger, w.say("line cut, or a chef ill", "partition, or crash"))]),
        line(&[
            (g.busy, Ink::Cook, "busy"),
            (g.free, Ink::Faint, "free"),
            (g.backup_home, Ink::Muted, w.say("backup waits", "standby")),
        ]),
        line(&[(g.backup_cooks, Ink::Cook, w.say("backup cooking in his place", "standby at work"))]),
        line(&[(g.waits, Ink::Cook, w.say("one order waiting", "one request queued"))]),
        line(&[(g.waits, Ink::Wait, "… over 1/3 of the promise")]),
        line(&[(g.waits, Ink::Danger, "… over 2/3 of it")]),
        line(&[
            (g.cooks, Ink::Cook, w.one(Word::Cooking)),
            (g.boxed, Ink::Shelf, w.say("a box on the shelf", "buffered")),
        ]),
        line(&[(g.road, Ink::Flow, w.say("on the road", "in delivery"))]),
        line(&[(g.right, Ink::Accent, "chosen")]),
        line(&[(g.good, Ink::Flow, "goal met"), (g.bad, Ink::Danger, "lost")]),
        line(&[(g.risk, Ink::Warn, "missed now or at this pace")]),
        Row::Rich(
            Rich::of("14/18", Ink::Strong).and(w.say(" bad orders left of 18", " error budget left of 18"), Ink::Muted),
        ),
        Row::Rich(Rich::of("140 %", Ink::Strong).and(" load: work ÷ hands", Ink::Muted)),
        Row::Rich(Rich::of(" text ", Ink::Shout).and(w.say(" orders are stuck here", " the bottleneck"), Ink::Muted)),
        Row::Blank,
    ]
}

fn pairs() -> Vec<Row> {
    let ids = ["outlet", "chef", "line", "front-desk", "prep", "walked-out", "turned-away", "backup-chef"];
    let mut rows = vec![Row::Head("Two words for one thing".into())];
    for pair in ids.iter().filter_map(|id| glossary::pairs().iter().find(|p| p.id == *id)) {
        let gap = " ".repeat((14 - width(&pair.pizza[0])).max(1) as usize);
        rows.push(Row::Rich(Rich::plain(pair.pizza[0].clone()).and(format!("{gap}{}", pair.system[0]), Ink::Muted)));
    }
    rows
}
