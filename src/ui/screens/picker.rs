//! The picker: the player's progress, and what to play next.
//!
//! ```text
//! Pizza Shop Story  system design, served hot                     16 of 27 stars in book one
//!   Book one ───────────────────────────────── the story            ▄▄██▄▄
//! ►   9  Friday night            everything at once   ···        ▄██▘▝█████▄
//!   Book two ─────────────────── what the story leads to         ███████████
//!    10  The hockey stick        utilization and waiting ★··        ▀▀██▀▀
//!   9  Friday night ─────────────────────────── everything at once
//!   A rush, one sick chef, a power cut …         best so far 89.1 % …
//! ```

use crate::app::settings::Played;
use crate::app::shelf::{Book, Entry, Picker, STARS};
use crate::app::{App, Target};
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::rich::Rich;
use crate::text::width::width;
use crate::ui::layout::{Room, Screen};
use crate::ui::pane::Pane;
use crate::ui::panels::{events, footer, header};
use crate::ui::pen::Pen;
use crate::ui::screens::story;
use crate::ui::widgets::meter::meter;
use crate::ui::widgets::paragraph::{fitting, paragraph};
use crate::ui::widgets::pizza::{Slice, is_shown, pizza};
use crate::ui::widgets::title::title;

/// One row of the list.
enum Row<'a> {
    Book(Book),
    Entry(usize, &'a Entry),
    /// The line "o open a file…".
    Open,
    Blank,
}

pub fn picker(pen: &mut Pen, screen: &Screen, app: &App, picker: &Picker) {
    head(pen, screen, app);
    let small = screen.room == Room::Small;
    let body = Pane::new(
        screen.whole.x + if small { 1 } else { 3 },
        if small { 1 } else { 2 },
        screen.whole.w - if small { 2 } else { 6 },
        screen.footer.y - if small { 1 } else { 3 },
    );
    let large = screen.room == Room::Large;
    let rows = rows(app);
    let about = match screen.room {
        Room::Small => 4,
        Room::Medium => 7,
        Room::Large => 20,
    };
    let list_w = if small { body.w } else { (body.w * 6 / 10).min(84) };
    let list = Pane::new(body.x, body.y, list_w, (body.h - about - 1).min(rows.len() as i32));
    draw_list(pen, list, app, picker, &rows);
    let side = Pane::new(list.right() + 5, body.y, body.right() - list.right() - 5, body.h);
    let plate_h = if large { body.h - 7 } else { body.h - about - 1 };
    let shown = if small { 0 } else { plate(pen, side.top(plate_h), app) };
    let at = if small { body.bottom() - about } else { list.bottom() + 1 };
    let below = Pane::new(body.x, at, body.w, body.bottom() - at);
    if let Some(entry) = app.shelf().entries.get(picker.chosen) {
        if large {
            tell(pen, below.left(list_w), entry);
            figures(pen, side.below(shown + 1), app, entry);
        } else {
            describe(pen, below, small, app, entry, list_w);
        }
    }
    footer::footer(pen, screen, app);
    if let Some(note) = app.notes().first() {
        events::note(pen, screen.news, note);
    }
}

fn head(pen: &mut Pen, screen: &Screen, app: &App) {
    let row = screen.header;
    pen.ground(row, Ink::Band);
    let x = pen.put(row.x + 1, row.y, header::NAME, Ink::Accent);
    pen.put(x + 2, row.y, "system design, served hot", Ink::Plain);
    let (won, all) = stars(app, Book::One);
    pen.put_right(row.right() - 1, row.y, &format!("{won} of {all} stars in book one"), Ink::Muted);
}

/// Stars won and available in a book; entries without a number do not count.
fn stars(app: &App, book: Book) -> (u32, u32) {
    let entries = app.shelf().book(book).filter(|(_, e)| e.number.is_some());
    entries.fold((0, 0), |(won, all), (_, entry)| {
        (won + app.progress().of(&entry.source).map_or(0, |p| p.stars.min(STARS)), all + STARS)
    })
}

fn rows(app: &App) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    for book in [Book::One, Book::Two, Book::Yours] {
        if !rows.is_empty() {
            rows.push(Row::Blank);
        }
        rows.push(Row::Book(book));
        rows.extend(app.shelf().book(book).map(|(i, entry)| Row::Entry(i, entry)));
    }
    rows.push(Row::Open);
    rows
}

fn draw_list(pen: &mut Pen, list: Pane, app: &App, picker: &Picker, rows: &[Row]) {
    // Blank rows are dropped if room is short.
    let tight = rows.len() as i32 > list.h;
    let rows: Vec<&Row> = rows.iter().filter(|row| !(tight && matches!(row, Row::Blank))).collect();
    let chosen = rows.iter().position(|row| matches!(row, Row::Entry(i, _) if *i == picker.chosen)).unwrap_or(0) as i32;
    let n = rows.len() as i32;
    let first = if n <= list.h { 0 } else { (chosen - list.h / 2).clamp(0, n - list.h) };
    let more = n - list.h - first;
    // What does not fit is announced in the blank row below the list.
    let mark = pen.theme.glyphs.down;
    match (more, first) {
        (..=0, ..=0) => {}
        (..=0, above) => {
            pen.put_right(list.right(), list.bottom(), &format!("{above} more above"), Ink::Muted);
        }
        (more, _) => {
            pen.put_right(list.right(), list.bottom(), &format!("{mark} {more} more"), Ink::Muted);
        }
    }
    pen.within(Pane::new(list.x - 2, list.y, list.w + 4, list.h), |pen| {
        for (i, row) in rows.iter().skip(first as usize).enumerate() {
            let at = list.row(i as i32);
            match row {
                Row::Blank => {}
                Row::Book(book) => {
                    let (name, phrase) = match book {
                        Book::One => ("Book one", "the story"),
                        Book::Two => ("Book two", "what the story leads to"),
                        Book::Yours => ("Yours", "scenario files"),
                    };
                    let holds = app.shelf().entries.get(picker.chosen).is_some_and(|e| e.book == *book);
                    title(pen, at, name, holds, &[Rich::muted(phrase)]);
                }
                Row::Open => {
                    let x = pen.put(at.x + 6, at.y, "o", Ink::Accent);
                    pen.put(x + 1, at.y, "open a file…", Ink::Muted);
                    pen.target(at, Target::Action(crate::app::Action::OpenFile));
                }
                Row::Entry(i, entry) => draw_entry(pen, at, app, *i, entry, *i == picker.chosen),
            }
        }
    });
}

fn draw_entry(pen: &mut Pen, row: Pane, app: &App, i: usize, entry: &Entry, chosen: bool) {
    if chosen {
        pen.ground(Pane::new(row.x - 1, row.y, row.w + 2, 1), Ink::Chosen);
        pen.glyph(row.x, row.y, pen.theme.glyphs.right, Ink::Accent);
    }
    if let Some(number) = entry.number {
        pen.put_right(row.x + 4, row.y, &number.to_string(), Ink::Muted);
    }
    let broken = entry.is_broken();
    let ink = match () {
        () if broken => Ink::Danger,
        () if chosen => Ink::Strong,
        () => Ink::Plain,
    };
    let concept = row.x + (row.w * 57 / 100).min(39);
    pen.within(Pane::new(row.x, row.y, concept - row.x - 1, 1), |pen| {
        pen.put(row.x + 6, row.y, &entry.title, ink);
    });
    let second = match () {
        () if broken => "cannot be read",
        () if entry.is_unread => "being read",
        () => entry.concept.as_str(),
    };
    let stars_x = row.right() - STARS as i32;
    pen.within(Pane::new(concept, row.y, stars_x - concept - 1, 1), |pen| {
        let fits = width(second) < stars_x - concept;
        let room = stars_x - concept - 1;
        let first = second.split(", ").next().unwrap_or(second);
        let text = if fits {
            second.to_string()
        } else if width(first) <= room {
            first.to_string()
        } else {
            words_that_fit(second, room)
        };
        pen.put(concept, row.y, &text, if broken { Ink::Danger } else { Ink::Muted });
    });
    if entry.number.is_some() {
        draw_stars(pen, stars_x, row.y, app.progress().of(&entry.source).map_or(0, |p| p.stars), STARS);
    }
    // A chapter won without a star is marked as won, too.
    if app.progress().of(&entry.source).is_some_and(|p| p.won && (entry.number.is_none() || p.stars == 0)) {
        pen.glyph(row.right() - 1, row.y, pen.theme.glyphs.good, Ink::Flow);
    }
    pen.target(row, Target::Chapter(i));
}

pub fn draw_stars(pen: &mut Pen, x: i32, y: i32, won: u32, all: u32) {
    let glyphs = pen.theme.glyphs;
    for star in 0..all {
        let (glyph, ink) = if star < won { (glyphs.star, Ink::Accent) } else { (glyphs.no_star, Ink::Faint) };
        pen.glyph(x + star as i32, y, glyph, ink);
    }
}

fn words_that_fit(text: &str, room: i32) -> String {
    let ends = text.char_indices().filter(|(_, c)| *c == ' ').map(|(i, _)| text[..i].trim_end_matches(','));
    ends.take_while(|part| width(part) <= room).last().unwrap_or("").to_string()
}

/// The slices of the pizza, each with its chapter's place on the shelf.
pub fn slices(app: &App) -> Vec<(usize, Slice)> {
    let chapters = app.shelf().book(Book::One).filter(|(_, entry)| entry.number.is_some());
    let slice = |(at, entry): (usize, &Entry)| {
        let played = app.progress().of(&entry.source);
        let stars = played.map_or(0, |p| p.stars.min(STARS));
        (at, Slice { stars, missing: played.is_none_or(|p| !p.won), out: 0.0 })
    };
    chapters.map(slice).collect()
}

/// Draws the pizza and the progress in both books; returns the rows used.
fn plate(pen: &mut Pen, side: Pane, app: &App) -> i32 {
    if side.w < 20 || side.h < 8 {
        return 0;
    }
    let slices: Vec<Slice> = slices(app).into_iter().map(|(_, slice)| slice).collect();
    let rows = if is_shown(pen.theme) { (side.h - 3).min(side.w / 2) } else { 0 };
    let picture = side.top(rows);
    pizza(pen, picture, &slices);
    let meters = side.below(if rows > 0 { rows + 1 } else { 0 });
    for (i, (name, book)) in [("Book one", Book::One), ("Book two", Book::Two)].into_iter().enumerate() {
        let row = meters.row(i as i32).left(38);
        let (won, all) = stars(app, book);
        let x = pen.put(row.x, row.y, name, Ink::Muted) + 2;
        let counted = Rich::of(won.to_string(), Ink::Strong).and(format!("/{all}"), Ink::Muted);
        pen.rich_right(row.right(), row.y, &counted);
        let share = (all > 0).then(|| won as f64 / all as f64);
        meter(pen, x, row.y, row.right() - 7 - x, share, Ink::Cook);
    }
    meters.y - side.y + 2
}

fn heading(pen: &mut Pen, row: Pane, entry: &Entry) {
    let number = entry.number.map_or(String::new(), |n| format!("{n}  "));
    title(pen, row, &format!("{number}{}", entry.title), false, &[Rich::muted(entry.concept.clone())]);
}

fn summary(entry: &Entry) -> Rich {
    Rich::of(entry.summary.clone(), if entry.is_broken() { Ink::Danger } else { Ink::Plain })
}

/// The chosen chapter's story and task, for large rooms, as far as they fit.
fn tell(pen: &mut Pen, pane: Pane, entry: &Entry) {
    heading(pen, pane.row(0), entry);
    pen.within(pane, |pen| {
        let used = paragraph(pen, pane.below(1), &summary(entry));
        if let Ok(scenario) = &entry.scenario {
            story::tale(pen, pane.below(used + 2), scenario, None);
        }
    });
}

/// The chosen chapter's best results, line by line.
fn figures(pen: &mut Pen, pane: Pane, app: &App, entry: &Entry) {
    let mut facts = facts(app, entry);
    if let Some(right) = app.progress().of(&entry.source).and_then(|played| played.question) {
        let word = if right { "answered rightly" } else { "answered, not rightly yet" };
        facts.push(("web shop", Rich::muted(word)));
    }
    for (i, (label, value)) in facts.iter().enumerate() {
        let row = pane.row(i as i32);
        pen.put(row.x, row.y, label, Ink::Muted);
        pen.rich(row.x + 14, row.y, value);
    }
    if is_shown(pen.theme) {
        let line = "One slice per chapter, one round of salami per star.";
        paragraph(pen, pane.below(4).top(2), &Rich::muted(line));
    }
}

/// The chosen chapter's summary and best results.
fn describe(pen: &mut Pen, pane: Pane, small: bool, app: &App, entry: &Entry, list_w: i32) {
    heading(pen, pane.row(0), entry);
    let text = if small { pane.below(1) } else { pane.below(1).left(list_w) };
    pen.within(pane, |pen| {
        let used = paragraph(pen, text.top(if small { 2 } else { 4 }), &summary(entry));
        let facts = facts(app, entry);
        if small {
            // As many figures as fit; the number of games is dropped first.
            let line = |all: bool| {
                let mut line = Rich::new();
                for (label, value) in facts.iter().filter(|(label, _)| all || *label != "played") {
                    line.push(if line.is_empty() { "" } else { "   " }, Ink::Plain)
                        .push(format!("{label} "), Ink::Muted)
                        .append(value.clone());
                }
                line
            };
            pen.rich(pane.x, pane.y + 1 + used.max(2), &fitting(vec![line(true), line(false)], pane.w, 1));
            return;
        }
        figures(pen, pane.after(list_w + 5).below(1), app, entry);
    });
}

/// The best game's goals. The share on time is written beside it, because goals need not ask for it.
fn best(played: &Played, goals: usize) -> Rich {
    let met = (played.goals.unwrap_or(0.0) * goals as f64).round() as usize;
    let came_of = match (played.won, played.stars) {
        _ if goals == 0 => Rich::default(),
        (true, 0) => Rich::plain("won, no star"),
        (true, 1) => Rich::plain("won, 1 star"),
        (true, stars) => Rich::plain(format!("won, {stars} stars")),
        (false, _) => {
            Rich::plain(format!("{met} of {goals}")).and(if goals == 1 { " goal" } else { " goals" }, Ink::Muted)
        }
    };
    let comma = if goals == 0 { "" } else { ", " };
    came_of.and(comma, Ink::Muted).and(numbers::judged(played.on_time), Ink::Plain).and(" on time", Ink::Muted)
}

fn facts(app: &App, entry: &Entry) -> Vec<(&'static str, Rich)> {
    let mut facts = Vec::new();
    let played = app.progress().of(&entry.source).filter(|p| p.times > 0);
    if let Ok(scenario) = &entry.scenario {
        let goals = scenario.goals.len();
        let hours = scenario.setup.duration.hours();
        let hours = numbers::tenths(Some(hours)).trim_end_matches(".0").to_string();
        let goals_text = match goals {
            0 => Rich::muted("no goals, "),
            1 => Rich::plain("1").and(" goal, ", Ink::Muted),
            n => Rich::plain(n.to_string()).and(" goals, ", Ink::Muted),
        };
        if let Some(played) = played {
            facts.push(("best so far", best(played, goals)));
        }
        let label = if goals == 0 { "to play" } else { "to win" };
        facts.push((label, goals_text.and(hours, Ink::Plain).and(" shop hours", Ink::Muted)));
    }
    if let Some(played) = played {
        let times = if played.times == 1 { "once".to_string() } else { format!("{} times", played.times) };
        let time = numbers::duration(crate::units::Span::from_secs(played.seconds));
        facts.insert(facts.len().min(1), ("played", Rich::plain(times).and(format!(", {time}"), Ink::Muted)));
    }
    facts
}
