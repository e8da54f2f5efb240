//! The picker: the player's progress, and what to play next.
//!
//! ```text
//! Pizza Shop Story  system design, served hot                     16 of 27 stars in book one
//!   Begin here ─────────────────────────────────────────            ▄▄██▄▄
//!        The whole story          system design                  ▄██▘▝█████▄
//!          From one oven to a chain of two, in a single …       ███████████
//!     b  Break it                 fault injection                  ▀▀██▀▀
//!          A night without a goal.
//!   Book one ─────────────────────────────── the story         Book one ━━──  16/27
//! ►   9  Friday night             everything at once ···       best so far  1 of 2 goals
//!   9  Friday night ──────────────── everything at once
//!   A rush, one sick chef, a power cut …
//! ```

use crate::app::settings::Played;
use crate::app::shelf::{Book, Entry, Picker, STARS};
use crate::app::{Action, App, Target};
use crate::scenario::builtin;
use crate::text::ink::Ink;
use crate::text::markdown;
use crate::text::numbers;
use crate::text::rich::Rich;
use crate::text::width::width;
use crate::text::words::Words;
use crate::ui::layout::{Room, Screen};
use crate::ui::pane::Pane;
use crate::ui::panels::{events, footer, header};
use crate::ui::pen::Pen;
use crate::ui::screens::story;
use crate::ui::widgets::meter::meter;
use crate::ui::widgets::paragraph::paragraph;
use crate::ui::widgets::pizza::{Slice, is_shown, pizza};
use crate::ui::widgets::title::title;

/// Column of the results' values.
const LABEL: i32 = 14;
/// In a column narrower than this there is only the pizza.
const NARROW: i32 = 36;

/// One row of the list.
enum Row<'a> {
    /// A heading with a phrase, and whether the cursor stands under it.
    Head(&'static str, &'static str, bool),
    Entry(usize, &'a Entry),
    /// A line on the entry above, and whether that is chosen.
    Line(&'a Entry, bool),
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
    let rows = rows(app, picker);
    let entry = app.shelf().entries.get(picker.chosen);
    if small {
        let list = Pane::new(body.x, body.y, body.w * 56 / 100, body.h - 1);
        draw_list(pen, list, app, picker, &rows);
        let side = body.after(list.w + 4);
        let shown = plate(pen, side.top((side.h - 7).max(side.h * 3 / 5)), app);
        if let Some(entry) = entry {
            beside(pen, side.below(shown + i32::from(shown > 0)), app, entry);
        }
    } else {
        let large = screen.room == Room::Large;
        let list_w = (body.w * 6 / 10).min(84);
        let about = if large { 24 } else { (body.h - rows.len() as i32 - 1).clamp(3, 7) };
        let list = Pane::new(body.x, body.y, list_w, (body.h - about - 1).min(rows.len() as i32));
        draw_list(pen, list, app, picker, &rows);
        let side = Pane::new(list.right() + 5, body.y, body.right() - list.right() - 5, body.h);
        let shown = plate(pen, side.top(side.h - 7), app);
        if let Some(entry) = entry {
            tell(pen, body.below(list.h + 1).left(list_w), entry, Words(app.language()), large);
            figures(pen, side.below(shown + 1), app, entry);
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

fn rows<'a>(app: &'a App, picker: &Picker) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    let sections = [
        ("Begin here", "", Book::One, false),
        ("Book one", "the story, one idea at a time", Book::One, true),
        ("Book two", "what the story leads to", Book::Two, true),
        ("Book three", "whose truth?", Book::Three, true),
        ("Yours", "scenario files", Book::Yours, false),
    ];
    for (name, phrase, book, counted) in sections {
        let of_section = |entry: &Entry| entry.number.is_some() == counted;
        let holds = |entry: &Entry| entry.book == book && of_section(entry);
        if !rows.is_empty() {
            rows.push(Row::Blank);
        }
        let has_cursor = app.shelf().entries.get(picker.chosen).is_some_and(holds);
        rows.push(Row::Head(name, phrase, has_cursor));
        for (i, entry) in app.shelf().book(book).filter(|(_, entry)| of_section(entry)) {
            rows.push(Row::Entry(i, entry));
            if book == Book::One && !counted {
                rows.push(Row::Line(entry, i == picker.chosen));
            }
        }
    }
    rows.push(Row::Open);
    rows
}

fn draw_list(pen: &mut Pen, list: Pane, app: &App, picker: &Picker, rows: &[Row]) {
    // Blank rows are dropped, the last first, if then all others fit.
    let blank = |row: &&Row| matches!(row, Row::Blank);
    let (blanks, over) = (rows.iter().filter(blank).count() as i32, rows.len() as i32 - list.h);
    let mut kept = if over > blanks { blanks } else { blanks - over.max(0) };
    let mut fits = |row: &&Row| {
        let drops = matches!(row, Row::Blank) && kept <= 0;
        kept -= i32::from(matches!(row, Row::Blank));
        !drops
    };
    let rows: Vec<&Row> = rows.iter().filter(|row| fits(row)).collect();
    let chosen = rows.iter().position(|row| matches!(row, Row::Entry(i, _) if *i == picker.chosen)).unwrap_or(0) as i32;
    let n = rows.len() as i32;
    let first = if n <= list.h { 0 } else { (chosen - list.h / 2).clamp(0, n - list.h) };
    more(pen, list, &rows, first);
    pen.within(Pane::new(list.x - 2, list.y, list.w + 4, list.h), |pen| {
        for (i, row) in rows.iter().skip(first as usize).enumerate() {
            let at = list.row(i as i32);
            match row {
                Row::Blank => {}
                Row::Head(name, phrase, holds) => {
                    title(pen, at, name, *holds, &[Rich::muted(*phrase)]);
                }
                Row::Line(entry, chosen) => {
                    let line = shortened(entry.told(Words(app.language())), at.right() - at.x - 8);
                    pen.put(at.x + 8, at.y, &line, if *chosen { Ink::Plain } else { Ink::Muted });
                }
                Row::Open => {
                    let x = pen.put(at.x + 6, at.y, "o", Ink::Accent);
                    pen.put(x + 1, at.y, "open a file…", Ink::Muted);
                    pen.target(at, Target::Action(Action::OpenFile));
                }
                Row::Entry(i, entry) => draw_entry(pen, at, app, *i, entry, *i == picker.chosen),
            }
        }
    });
}

/// Announces what does not fit: in the row below the list in words, at its side as a line that shows how much is seen.
fn more(pen: &mut Pen, list: Pane, rows: &[&Row], first: i32) {
    let n = rows.len() as i32;
    if n <= list.h {
        return;
    }
    let glyphs = pen.theme.glyphs;
    let entries = |rows: &[&Row]| rows.iter().filter(|row| matches!(row, Row::Entry(..))).count();
    let (above, below) = (entries(&rows[..first as usize]), entries(&rows[(first + list.h) as usize..]));
    let y = list.bottom();
    let said = match (below, above) {
        (0, 0) => return,
        (0, above) => format!("{above} more above"),
        (below, _) => {
            pen.glyph(list.x + 6, y, glyphs.down, Ink::Accent);
            format!("{below} more, and your files")
        }
    };
    pen.put(list.x + 8, y, &said, Ink::Muted);
    let x = list.right() + 1;
    let of = |row: i32| row * list.h / n;
    pen.column(x, list.y, list.h, glyphs.upright, Ink::Track);
    pen.column(x, list.y + of(first), (of(first + list.h) - of(first)).max(1), glyphs.upright, Ink::Muted);
}

/// The first sentences of a text that fit, else the first part of a sentence that does.
fn shortened(text: &str, room: i32) -> String {
    if width(text) <= room {
        return text.to_string();
    }
    let parts = |end: &'static str| text.match_indices(end).map(|(at, _)| &text[..at]);
    let sentence = parts(". ").filter(|part| width(part) < room).last().map(|part| format!("{part}."));
    let clause = || parts(", ").filter(|part| width(part) < room).last().map(|part| format!("{part}."));
    sentence.or_else(clause).unwrap_or_else(|| words_that_fit(text, room))
}

fn draw_entry(pen: &mut Pen, row: Pane, app: &App, i: usize, entry: &Entry, chosen: bool) {
    if chosen {
        pen.ground(Pane::new(row.x - 1, row.y, row.w + 2, 1), Ink::Chosen);
        pen.glyph(row.x, row.y, pen.theme.glyphs.right, Ink::Accent);
    }
    match entry.number {
        Some(number) => {
            pen.put_right(row.x + 4, row.y, &number.to_string(), Ink::Muted);
        }
        None if entry.source == builtin::SANDBOX => pen.glyph(row.x + 4, row.y, 'b', Ink::DangerFigure),
        None => {}
    }
    let broken = entry.is_broken();
    let ink = match () {
        () if broken => Ink::Danger,
        () if chosen => Ink::Strong,
        () => Ink::Plain,
    };
    let stars_x = row.right() - STARS as i32;
    // In a narrow list the name has the whole row: what it teaches stands beside the list.
    let narrow = row.w < 60;
    let concept = if narrow { stars_x } else { row.x + (row.w * 57 / 100).min(39) };
    pen.within(Pane::new(row.x, row.y, concept - row.x - 1, 1), |pen| {
        pen.put(row.x + 6, row.y, &entry.title, ink);
    });
    let second = match () {
        () if broken => "cannot be read",
        () if entry.is_unread => "being read",
        () => entry.concept.as_str(),
    };
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

/// Draws the pizza and the progress in the books; returns the rows used.
fn plate(pen: &mut Pen, side: Pane, app: &App) -> i32 {
    let slices: Vec<Slice> = slices(app).into_iter().map(|(_, slice)| slice).collect();
    let is_raw = slices.iter().all(|slice| slice.missing);
    let below = if side.w < NARROW { 0 } else { 4 };
    let rows = if is_shown(pen.theme) { (side.h - below).min(side.w / 2).max(0) } else { 0 };
    pizza(pen, side.top(rows), &slices);
    let under = side.below(rows + i32::from(rows > 0 && below > 0));
    if below == 0 {
        return rows;
    }
    if is_raw && rows > 0 {
        let said = Rich::plain("A slice for every chapter, and all of it raw. ")
            .and("Win one and it is baked; a star is a round of salami.", Ink::Muted);
        return under.y - side.y + paragraph(pen, Pane { h: 3, ..under }, &said);
    }
    let books = [("Book one", Book::One), ("Book two", Book::Two), ("Book three", Book::Three)];
    for (i, (name, book)) in books.into_iter().enumerate() {
        let row = under.row(i as i32).left(38);
        let (won, all) = stars(app, book);
        let x = pen.put(row.x, row.y, name, Ink::Muted) + 2;
        let counted = Rich::of(won.to_string(), Ink::Strong).and(format!("/{all}"), Ink::Muted);
        pen.rich_right(row.right(), row.y, &counted);
        let share = (all > 0).then(|| won as f64 / all as f64);
        meter(pen, x, row.y, row.right() - 7 - x, share, Ink::Cook);
    }
    under.y - side.y + 3
}

fn summary(entry: &Entry, words: Words) -> Rich {
    Rich::of(entry.told(words).to_string(), if entry.is_broken() { Ink::Danger } else { Ink::Plain })
}

/// The chosen chapter under the list: its summary; in large rooms its story and task, too, as far as they fit.
fn tell(pen: &mut Pen, pane: Pane, entry: &Entry, words: Words, large: bool) {
    let number = entry.number.map_or(String::new(), |n| format!("{n}  "));
    title(pen, pane.row(0), &format!("{number}{}", entry.title), false, &[Rich::muted(entry.concept.clone())]);
    pen.within(pane, |pen| {
        // What the list says already need not be said again.
        let story = entry.scenario.as_ref().ok().filter(|_| is_told_in_list(entry, pane.w, words) && !large);
        let told = story.and_then(|scenario| {
            markdown::paragraphs(words.told(&scenario.story, &scenario.systems_story)).into_iter().next()
        });
        let used = paragraph(pen, pane.below(1), &told.unwrap_or_else(|| summary(entry, words)));
        if let (Ok(scenario), true) = (&entry.scenario, large) {
            story::tale(pen, pane.below(used + 2), scenario, words, None);
        }
    });
}

/// Whether the list has a line on the entry, which is its whole summary.
fn is_told_in_list(entry: &Entry, list_w: i32, words: Words) -> bool {
    let summary = entry.told(words);
    entry.book == Book::One && entry.number.is_none() && shortened(summary, list_w - 8) == summary
}

/// The chosen chapter's best results, line by line; a value that is too long goes on in the next.
fn figures(pen: &mut Pen, pane: Pane, app: &App, entry: &Entry) {
    let mut y = 0;
    for (label, value) in facts(app, entry) {
        let lines = value.wrapped(pane.w - LABEL);
        if y + lines.len() as i32 > pane.h {
            break;
        }
        pen.put(pane.x, pane.y + y, label, Ink::Muted);
        for line in &lines {
            pen.rich(pane.x + LABEL, pane.y + y, line);
            y += 1;
        }
    }
}

/// The chosen chapter in a narrow column: what it teaches, its summary unless that stands in the list, its results.
fn beside(pen: &mut Pen, pane: Pane, app: &App, entry: &Entry) {
    let concept = shortened(entry.concept.split(", ").next().unwrap_or(""), pane.w - 3);
    title(pen, pane.row(0), if concept.is_empty() { "Yours" } else { &concept }, false, &[]);
    let listed = entry.book == Book::One && entry.number.is_none();
    let mut lines = if listed { Vec::new() } else { summary(entry, Words(app.language())).wrapped(pane.w) };
    for (label, value) in facts(app, entry) {
        let more = Rich::muted(format!("{label} ")).joined(value).wrapped(pane.w);
        if ((lines.len() + more.len()) as i32) < pane.h {
            lines.extend(more);
        }
    }
    let salami = Rich::muted("A slice a chapter, a round of salami a star.").wrapped(pane.w);
    if is_shown(pen.theme) && ((lines.len() + salami.len()) as i32) < pane.h {
        lines.extend(salami);
    }
    pen.within(pane, |pen| {
        for (i, line) in lines.iter().enumerate() {
            pen.rich(pane.x, pane.y + 1 + i as i32, line);
        }
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
        facts.push(("played", Rich::plain(times).and(format!(", {time}"), Ink::Muted)));
    }
    if let Some(right) = app.progress().of(&entry.source).and_then(|played| played.question) {
        let word = if right { "answered rightly" } else { "answered, not rightly yet" };
        facts.push(("web shop", Rich::muted(word)));
    }
    facts
}
