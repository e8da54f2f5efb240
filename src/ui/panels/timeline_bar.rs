//! The second row, a time line of the run: orders in the shop so far, letters of the faults, and the future as a track
//! that holds the letters' legend while there is room.

use crate::app::Target;
use crate::session::{Session, letter};
use crate::text::ink::Ink;
use crate::text::scene::Scene;
use crate::text::series;
use crate::text::width::width;
use crate::text::{log, words::Word};
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;
use crate::ui::widgets::spark;
use crate::units::Time;

pub fn timeline_bar(pen: &mut Pen, row: Pane, scene: &Scene) {
    if row.is_empty() {
        return;
    }
    let end = Time::ZERO + scene.setup().duration;
    let (opening, closing) = match scene.has_days() {
        true => ("day 1".into(), format!("day {}", Time(end.0.saturating_sub(1)).day())),
        false => (scene.clock(Time::ZERO), scene.clock(end)),
    };
    let from = pen.put(row.x, row.y, &opening, Ink::Muted) + 1;
    let to = pen.put_right(row.right(), row.y, &closing, Ink::Muted) - 1;
    let cells = to - from;
    if cells < 10 {
        return;
    }
    let column = |at: Time| {
        let share = if end.0 == 0 { 0.0 } else { (at.0 as f64 / end.0 as f64).min(1.0) };
        from + (share * cells as f64).floor() as i32
    };
    let now = column(scene.now()).clamp(from, to);
    for x in from..now {
        let share = (x - from) as f64 / cells as f64;
        pen.target(Pane::new(x, row.y, 1, 1), Target::Moment(Time((end.0 as f64 * share) as u64)));
    }
    past(pen, row.y, from, now, scene.session);
    for fault in &scene.session.recorder().log.faults {
        let x = column(fault.at).min(now - 1).max(from);
        pen.put(x, row.y, &letter(fault.letter), Ink::Strong);
    }
    future(pen, row.y, now, to, scene);
    for (_, event) in scene.session.announced() {
        let x = column(event.at).max(now).min(to - 1);
        // Words that stand there are not written over.
        let free = (x..to).find(|x| pen.stands(*x, row.y) == Some(pen.theme.glyphs.rule));
        if let Some(x) = free {
            pen.glyph(x, row.y, pen.theme.glyphs.stop, Ink::Accent);
        }
    }
}

/// Orders in the shop from opening until now, in amber while the 95th percentile exceeds the promise.
pub fn past(pen: &mut Pen, y: i32, from: i32, to: i32, session: &Session) {
    let n = (to - from).max(0) as usize;
    let gauges = &session.recorder().gauges;
    let values = series::columns(&gauges.in_system, Time::ZERO, session.now(), n);
    let p95 = series::columns(&gauges.p95, Time::ZERO, session.now(), n);
    let top = series::greatest(&values).max(8.0);
    let promise = session.setup().slo.promise.seconds();
    for (i, (value, p95)) in values.iter().zip(&p95).enumerate() {
        let late = p95.is_some_and(|p| p > promise);
        let share = value.map_or(0.0, |v| v / top);
        spark::column(pen, from + i as i32, y, share, if late { Ink::Warn } else { Ink::Served });
    }
}

/// The latest faults whose names fit into so many cells, the latest first: letter, name, and whether it is over.
fn names(scene: &Scene, cells: i32, brief: bool) -> Vec<(String, String, bool)> {
    let log = &scene.session.recorder().log;
    let mut left = cells;
    let mut names = Vec::new();
    for fault in log.faults.iter().rev() {
        let Some(entry) = log.get(fault.entry) else { continue };
        let mut name = log::short(scene, entry);
        if brief && let Some((_, last)) = name.rsplit_once(' ') {
            name = last.to_string();
        }
        let letter = letter(fault.letter);
        left -= room_of(&letter, &name);
        if name.is_empty() || left < 0 {
            break;
        }
        names.push((letter, name, fault.over.is_some()));
    }
    names
}

/// The cells of a letter and its name, with the gap behind them.
fn room_of(letter: &str, name: &str) -> i32 {
    width(letter) + 1 + width(name) + 2
}

/// `46 in the shop ───── A Cy ill  B Harbour dark ─`
fn future(pen: &mut Pen, y: i32, now: i32, to: i32, scene: &Scene) {
    let rule = pen.theme.glyphs.rule;
    let n = scene.session.vitals().in_system;
    let count = crate::text::numbers::count(n);
    let label = format!(" in the {}", scene.words.one(Word::Shop));
    let mut x = now;
    let labelled = now + 1 + width(&count) + width(&label) + 1;
    // A letter without its name says nothing: sooner the label gives way, or a name its second half.
    let wide = names(scene, to - 2 - (labelled + 2), false);
    let is_whole = wide.len() == scene.session.recorder().log.faults.len();
    let (labels, names) = match is_whole || labelled + 2 >= to {
        true => (true, wide),
        false => {
            let narrow = names(scene, to - 2 - (now + 2), false);
            let brief = names(scene, to - 2 - (now + 2), true);
            let most = if brief.len() > narrow.len() { brief } else { narrow };
            if most.len() > wide.len() { (false, most) } else { (true, wide) }
        }
    };
    if labels && labelled + 1 < to {
        x = pen.put(now + 1, y, &count, Ink::Strong);
        x = pen.put(x, y, &label, Ink::Muted) + 1;
    }
    if x >= to {
        return;
    }
    pen.repeat(x, y, to - x, rule, Ink::Track);
    let end = to - 2 - names.iter().map(|(letter, name, _)| room_of(letter, name)).sum::<i32>();
    if names.is_empty() {
        return;
    }
    let mut at = end + 1;
    pen.put(at - 1, y, " ", Ink::Plain);
    for (letter, name, over) in names.iter().rev() {
        let after = pen.put(at, y, letter, if *over { Ink::Muted } else { Ink::Strong });
        pen.put(after, y, " ", Ink::Plain);
        at = pen.put(after + 1, y, name, Ink::Muted);
        at = pen.put(at, y, "  ", Ink::Plain);
    }
    pen.put(at - 2, y, " ", Ink::Plain);
    pen.repeat(at - 1, y, to - at + 1, rule, Ink::Track);
}
