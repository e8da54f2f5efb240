//! Going back: the evening as a line, a cursor on it, and under it the other histories as branches.
//!
//! ```text
//! Rewind ─────────────────────────────────────────────── a checkpoint every 5 min
//!         ▁▁▁▁▂▂▃▃▄▄▅▆▆▇▇█  in the shop
//! marks            A B   C
//! 1 now   ─────────◆──────●  nothing done                 96.9 % on time, 46 open
//! 2                ╰─────────────────────────■              98.9 % on time, closed
//!         17:00  18:00 │18:33│ 19:00   20:00    21:00   22:00
//! ```

use crate::app::histories::Stem;
use crate::app::{Action, App, Game, Rewind, Target};
use crate::session::{Session, letter};
use crate::ui::layout::{Room, Screen};
use crate::ui::numbers;
use crate::ui::pane::Pane;
use crate::ui::panels::strip;
use crate::ui::pen::{Pen, width};
use crate::ui::rich::Rich;
use crate::ui::scene::Scene;
use crate::ui::series;
use crate::ui::text::histories;
use crate::ui::text::words::Word;
use crate::ui::theme::Ink;
use crate::ui::widgets::paragraph::fitting;
use crate::ui::widgets::title::title;
use crate::units::{Span, Time};

/// Columns for the numbers of the histories, and for what each came to.
const LEFT: i32 = 8;
const RIGHT: i32 = 25;

/// The evening on its columns.
struct Line {
    x: i32,
    w: i32,
    end: Time,
}

impl Line {
    fn column(&self, at: Time) -> i32 {
        self.x + (at.0 as f64 / self.end.0.max(1) as f64 * (self.w - 1) as f64).round() as i32
    }

    fn moment(&self, column: i32) -> Time {
        let at = self.end.0 as u128 * column as u128 / (self.w - 1).max(1) as u128;
        // Whole minutes: nobody goes back to a second.
        let minute = Span::from_mins(1).0;
        Time((at as u64 + minute / 2) / minute * minute)
    }
}

pub fn rewind(pen: &mut Pen, screen: &Screen, app: &App, rewind: &Rewind) {
    let Some(game) = app.game() else { return };
    let scene = crate::ui::scene(app, game);
    let all = game.histories();
    let small = screen.room == Room::Small;
    let gap = i32::from(!small);
    let each = 1 + gap;
    let h = 8 + 3 * gap + each * all.len() as i32;
    let whole = Pane::new(0, screen.whole.h - h, screen.whole.w, h);
    pen.clear(whole);
    pen.target(whole, Target::Inside);
    let pane = whole.shrunk(1, 0);
    let step = all.iter().find(|(stem, _)| stem.number == rewind.number).map(|(_, session)| session.checkpoint_step());
    let phrase = step.map(|step| Rich::muted(format!("a checkpoint every {}", numbers::duration(step))));
    title(pen, pane.row(0), "Rewind", true, &phrase.into_iter().collect::<Vec<_>>());
    let Some((_, session)) = game.history(rewind.number) else { return };
    let end = all.iter().map(|(_, session)| session.now()).fold(scene.setup().closing(), Time::max);
    let line = Line { x: pane.x + LEFT, w: pane.w - LEFT - RIGHT, end };
    past(pen, pane, &scene, session, &line);
    let rows: Vec<i32> = (0..all.len() as i32).map(|i| pane.y + 3 + gap + each * i).collect();
    for column in 0..line.w {
        let rows = Pane::new(line.x + column, pane.y + 1, 1, pane.h - 4);
        pen.target(rows, Target::Moment(line.moment(column)));
    }
    branches(pen, pane, &line, &all, &rows, rewind);
    for ((stem, session), y) in all.iter().zip(&rows) {
        names(pen, pane, &line, &scene, (*stem, session), *y, (small, stem.number == rewind.number));
    }
    let axis = pane.row(3 + gap + each * all.len() as i32);
    time_axis(pen, axis, &line, &scene, rewind.at);
    let words = axis.y - pane.y + 1 + gap;
    sentences(pen, pane.below(words).top(2), &scene, game, rewind, small);
    keys(pen, pane.row(pane.h - 1), &scene, game, rewind, small);
}

/// How many were in the shop, and the letters of the faults.
fn past(pen: &mut Pen, pane: Pane, scene: &Scene, session: &Session, line: &Line) {
    let now = line.column(session.now());
    strip::past(pen, pane.y + 1, line.x, now, session);
    let label = format!("in the {}", scene.words.one(Word::Shop));
    if now + 2 + width(&label) < pane.right() {
        pen.put(now + 2, pane.y + 1, &label, Ink::Muted);
    }
    pen.put(pane.x, pane.y + 2, "marks", Ink::Muted);
    for command in &session.commands {
        pen.glyph(line.column(command.at), pane.y + 2, pen.theme.glyphs.desk, Ink::Flow);
    }
    for fault in &session.watch.log.faults {
        pen.put(line.column(fault.at), pane.y + 2, &letter(fault.letter), Ink::Strong);
    }
}

/// The histories as lines, each from where it parted; the cursor through all of them.
fn branches(pen: &mut Pen, pane: Pane, line: &Line, all: &[(Stem, &Session)], rows: &[i32], rewind: &Rewind) {
    let glyphs = pen.theme.glyphs;
    let row_of = |number: u32| all.iter().position(|(stem, _)| stem.number == number).map(|at| rows[at]);
    let bottom = rows.last().map_or(pane.y, |y| y + 1);
    let cursor = line.column(rewind.at);
    pen.column(cursor, pane.y + 1, bottom - pane.y - 1, glyphs.upright, Ink::Accent);
    for ((stem, session), y) in all.iter().zip(rows) {
        let ink = histories::ink(stem.number);
        let from = line.column(stem.since());
        let to = line.column(session.now());
        pen.repeat(from, *y, to - from, glyphs.rule, ink);
        let parent = stem.from.and_then(|(number, _)| row_of(number));
        if let Some(parent) = parent {
            for between in parent + 1..*y {
                if between != *y && pen.is_free(from, between) {
                    pen.glyph(from, between, glyphs.upright, ink);
                }
            }
            pen.glyph(from, *y, glyphs.frame[2], ink);
        }
        let mut last = from;
        for at in session.checkpoints().filter(|at| *at > stem.since()) {
            let x = line.column(at);
            if stem.number == rewind.number && x >= last + 2 && x < to {
                pen.glyph(x, *y, glyphs.cross, ink);
                last = x;
            }
        }
        pen.glyph(to, *y, if session.is_over() { glyphs.boxed } else { glyphs.old }, ink);
        if stem.number == rewind.number {
            pen.glyph(cursor, *y, glyphs.desk, Ink::Accent);
        }
    }
}

/// The number of a history, what was done in it, and what it came to.
fn names(
    pen: &mut Pen,
    pane: Pane,
    line: &Line,
    scene: &Scene,
    (stem, session): (Stem, &Session),
    y: i32,
    (small, chosen): (bool, bool),
) {
    let number = if chosen { Ink::Accent } else { Ink::Strong };
    let end = pen.put(pane.x, y, &stem.number.to_string(), number);
    if std::ptr::eq(session, scene.session) {
        pen.put(end + 1, y, "now", Ink::Muted);
    }
    let result = histories::result(session);
    let free = pen.rich_right(pane.right(), y, &result) - 2;
    let deeds = histories::deeds(scene, stem, session);
    let behind = line.column(session.now()) + 2;
    let over = line.column(stem.since()) + 2;
    if let Some(form) = deeds.iter().find(|form| behind + form.width() <= free) {
        pen.rich(behind, y, form);
    } else if !small {
        // No room behind its end: over the line.
        let x = over.min(free - 20).max(line.x);
        pen.rich(x, y - 1, &fitting(deeds, free - x, 1));
    }
    pen.target(Pane::new(pane.x, y, LEFT - 1, 1), Target::History(stem.number));
    pen.target(Pane::new(free + 2, y, pane.right() - free - 2, 1), Target::History(stem.number));
}

fn time_axis(pen: &mut Pen, row: Pane, line: &Line, scene: &Scene, cursor: Time) {
    let chosen = line.column(cursor);
    let steps = [30, 60, 120, 180, 360, 720, 1440, 2880, 10_080, 43_200].map(Span::from_mins);
    let room = (line.w / 12).max(1) as u64;
    let step = steps.into_iter().find(|step| line.end.0 / step.0 <= room).unwrap_or(Span(line.end.0.max(1)));
    let opens = scene.setup().opens.0;
    let mut at = opens.div_ceil(step.0) * step.0 - opens;
    let clear = |x: i32| (x - chosen + 2).abs() > 7;
    let mut free = line.x;
    if clear(line.x) {
        free = pen.put(line.x, row.y, &scene.clock(Time::ZERO), Ink::Muted) + 2;
    }
    while at <= line.end.0 {
        let x = (line.column(Time(at)) - 2).max(line.x);
        if x >= free && clear(x) {
            free = pen.put(x, row.y, &scene.clock(Time(at)), Ink::Muted) + 2;
        }
        at += step.0;
    }
    let x = (chosen - 2).clamp(line.x, line.x + line.w - 5);
    let place = Pane::new(x - 1, row.y, 7, 1);
    pen.put(x, row.y, &scene.clock(cursor), Ink::Accent);
    pen.ground(place, Ink::Chosen);
}

/// What the shop was like at that minute, and what Enter would do.
fn sentences(pen: &mut Pen, pane: Pane, scene: &Scene, game: &Game, rewind: &Rewind, small: bool) {
    let Some((stem, session)) = game.history(rewind.number) else { return };
    let gauges = &session.watch.gauges;
    let count = |series| numbers::whole(series::at(series, rewind.at));
    let mut forms = Vec::new();
    let mut lines: Vec<(f64, usize)> =
        gauges.outlets.iter().enumerate().filter_map(|(o, g)| Some((series::at(&g.waiting, rewind.at)?, o))).collect();
    lines.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    for (places, after) in [(3, true), (2, true), (1, true), (2, false), (1, false), (0, false)] {
        let mut rich = Rich::of(scene.clock(rewind.at), Ink::Strong);
        if let Some(words) = histories::just_before(scene, session, rewind.at).filter(|_| after) {
            rich.push(format!(", {words}"), Ink::Plain);
        }
        rich.push(": ", Ink::Plain).push(count(&gauges.in_system), Ink::Strong);
        rich.push(format!(" in the {}", scene.words.one(Word::Shop)), Ink::Plain);
        for (i, (waiting, o)) in lines.iter().take(places).enumerate() {
            rich.push(", ", Ink::Plain).push(numbers::whole(Some(*waiting)), Ink::Strong);
            let waits = if i == 0 { scene.words.say(" waiting", " queued") } else { "" };
            rich.push(format!("{waits} at {}", scene.names.outlet(crate::units::OutletId(*o as u32))), Ink::Plain);
        }
        rich.push(".", Ink::Plain);
        forms.push(rich);
    }
    pen.rich(pane.x, pane.y, &fitting(forms, pane.w, 1));
    let row = pane.row(1);
    if let Some(answer) = &rewind.answer {
        pen.within(row, |pen| {
            pen.put(row.x, row.y, answer, Ink::Danger);
        });
        return;
    }
    let what = what_comes(game, stem, session, rewind.at);
    let kept = game.histories.present.number;
    let brief = format!("Enter: play on from here. History {kept} is kept.");
    let mut forms = vec![Rich::muted(what.clone()), Rich::muted(brief)];
    if small {
        // Over the line there is no room for what was done.
        let deeds = histories::deeds(scene, stem, session);
        let after = Rich::muted(format!("   History {}: ", stem.number));
        forms.splice(0..0, deeds.into_iter().map(|deed| Rich::muted(what.clone()).joined(after.clone()).joined(deed)));
    }
    pen.rich(row.x, row.y, &fitting(forms, row.w, 1));
}

/// What Enter would do, before it does it.
fn what_comes(game: &Game, stem: Stem, session: &Session, at: Time) -> String {
    let number = stem.number;
    let is_present = stem == game.histories.present;
    if at >= session.now() {
        return match (session.is_over(), is_present) {
            (true, _) => format!("History {number} ends here: closed."),
            (false, true) => "This is now.".into(),
            (false, false) => format!("Enter goes on with history {number} where you left it."),
        };
    }
    let undone = session.commands.iter().filter(|command| command.at >= at).count();
    let deeds = match undone {
        0 => String::new(),
        1 => ", without what you did after it".into(),
        n => format!(", without the {n} things you did after it"),
    };
    let kept = game.histories.present.number;
    format!("Enter: the same customers from here on{deeds}. History {kept} is kept.")
}

fn keys(pen: &mut Pen, row: Pane, scene: &Scene, game: &Game, rewind: &Rewind, small: bool) {
    let arrows = pen.theme.glyphs.leftright;
    let updown = pen.theme.glyphs.updown;
    let left: [(&str, &str, Action); 4] = [
        (arrows, "a minute", Action::Left),
        ("PgUp PgDn", "ten", Action::PageUp),
        ("m", "next mark", Action::NextMark),
        (updown, "history", Action::Down),
    ];
    let end = rewind.end(game);
    let go = match (rewind.at >= end, small) {
        (true, _) => "go on",
        (false, true) => "go back",
        (false, false) => "new history here",
    };
    let back = if small { "stay".to_string() } else { format!("stay at {}", scene.clock(scene.now())) };
    let mut right: Vec<(&str, &str, Action)> =
        vec![("Enter", go, Action::Enter), ("v", "compare", Action::Compare), ("Esc", &back, Action::Close)];
    let is_present = rewind.number == game.histories.present.number;
    let over = game.history(rewind.number).is_some_and(|(_, session)| session.is_over());
    if rewind.at >= end && (is_present || over) {
        right.remove(0);
    }
    if game.histories.left.is_empty() && game.session.twin.is_none() {
        right.retain(|(_, _, action)| *action != Action::Compare);
    }
    let wide = |keys: &[(&str, &str, Action)]| keys.iter().map(|(k, w, _)| width(k) + width(w) + 4).sum::<i32>() - 3;
    let mut x = row.right() - wide(&right);
    for (key, word, action) in &right {
        x = key_word(pen, x, row.y, key, word, *action) + 3;
    }
    let room = row.right() - wide(&right) - 2;
    let mut x = row.x;
    for (key, word, action) in left {
        let several = !game.histories.left.is_empty();
        if (action == Action::Down && !several) || x + width(key) + width(word) + 1 > room {
            continue;
        }
        x = key_word(pen, x, row.y, key, word, action) + 3;
    }
}

/// A key and its word, to press or to click; answers where it ends.
pub fn key_word(pen: &mut Pen, x: i32, y: i32, key: &str, word: &str, action: Action) -> i32 {
    let after = pen.put(x, y, key, Ink::Accent);
    let end = pen.put(after + 1, y, word, Ink::Muted);
    pen.target(Pane::new(x, y, end - x, 1), Target::Action(action));
    end
}
