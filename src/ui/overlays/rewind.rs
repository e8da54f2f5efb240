//! Going back: a time line with a cursor, and below it the histories as branches.
//!
//! ```text
//! Rewind ─────────────────────────────────────────────── a checkpoint every 5 min
//!         ▁▁▁▁▂▂▃▃▄▄▅▆▆▇▇█  in the shop
//! marks            A B   C
//! 1 now   ─────────◆──────●  nothing done                 96.9 % on time, 46 open
//! 2                ╰─────────────────────────■              98.9 % on time, closed
//!         17:00  18:00 │18:33│ 19:00   20:00    21:00   22:00
//! ```

use crate::app::histories::{BranchId, Going, Keeping};
use crate::app::keymap::Context;
use crate::app::{Action, App, Game, Rewind, Target};
use crate::session::{Session, letter};
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::text::series;
use crate::text::width::width;
use crate::text::words::Word;
use crate::ui::layout::{Room, Screen};
use crate::ui::pane::Pane;
use crate::ui::panels::timeline_bar;
use crate::ui::pen::Pen;
use crate::ui::text::histories;
use crate::ui::widgets::axis::Axis;
use crate::ui::widgets::keys::{Offer, from_left, from_right};
use crate::ui::widgets::paragraph::fitting;
use crate::ui::widgets::title::title;
use crate::units::{Span, Time};

/// Columns for the numbers of the histories, and for what each came to.
const LEFT: i32 = 8;
const RIGHT: i32 = 25;

/// The cursor moves by whole minutes.
fn whole_minutes(at: Time) -> Time {
    let minute = Span::from_mins(1).0;
    Time((at.0 + minute / 2) / minute * minute)
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
    let step =
        all.iter().find(|(branch, _)| branch.number == rewind.number).map(|(_, session)| session.checkpoint_step());
    let every = step.map(|step| format!("a checkpoint every {}", numbers::duration(step))).unwrap_or_default();
    let above = app
        .rewound()
        .map(|session| format!("above: the {} at {}", scene.words.one(Word::Shop), scene.clock(session.now())));
    let both = above.iter().map(|above| format!("{above}; {every}"));
    let phrases: Vec<Rich> = both.chain(above.iter().cloned()).chain([every.clone()]).map(Rich::muted).collect();
    title(pen, pane.row(0), "Rewind", true, &phrases);
    let Some((_, session)) = game.history(rewind.number) else { return };
    let end = all.iter().map(|(_, session)| session.now()).fold(scene.setup().closing(), Time::max);
    let axis = Axis { from: Time::ZERO, to: end, x: pane.x + LEFT, w: pane.w - LEFT - RIGHT };
    past(pen, pane, &scene, session, &axis);
    let rows: Vec<i32> = (0..all.len() as i32).map(|i| pane.y + 3 + gap + each * i).collect();
    for column in 0..axis.w {
        let rows = Pane::new(axis.x + column, pane.y + 1, 1, pane.h - 4);
        pen.target(rows, Target::Moment(whole_minutes(axis.moment(column))));
    }
    branches(pen, pane, &axis, &all, &rows, rewind);
    for ((branch, session), y) in all.iter().zip(&rows) {
        names(pen, pane, &axis, &scene, (*branch, session), *y, (small, branch.number == rewind.number));
    }
    let below = 3 + gap + each * all.len() as i32;
    axis.times(pen, pane.y + below, scene.setup().opens, Some(rewind.at), (true, true));
    let chosen = (axis.place(rewind.at) - 2).clamp(axis.x, axis.x + axis.w - 5);
    pen.ground(Pane::new(chosen - 1, pane.y + below, 7, 1), Ink::Chosen);
    let words = below + 1 + gap;
    sentences(pen, pane.below(words).top(2), &scene, game, rewind, small);
    keys(pen, pane.row(pane.h - 1), &scene, game, rewind, small);
}

/// Orders in the shop over time, and the letters of the faults.
fn past(pen: &mut Pen, pane: Pane, scene: &Scene, session: &Session, axis: &Axis) {
    let now = axis.place(session.now());
    timeline_bar::past(pen, pane.y + 1, axis.x, now, session);
    let label = format!("in the {}", scene.words.one(Word::Shop));
    if now + 2 + width(&label) < pane.right() {
        pen.put(now + 2, pane.y + 1, &label, Ink::Muted);
    }
    pen.put(pane.x, pane.y + 2, "marks", Ink::Muted);
    for command in session.commands() {
        pen.glyph(axis.place(command.at), pane.y + 2, pen.theme.glyphs.desk, Ink::Flow);
    }
    for fault in &session.recorder().log.faults {
        pen.put(axis.place(fault.at), pane.y + 2, &letter(fault.letter), Ink::Strong);
    }
}

/// The histories as lines, each from where it branched off, with the cursor across them.
fn branches(pen: &mut Pen, pane: Pane, axis: &Axis, all: &[(BranchId, &Session)], rows: &[i32], rewind: &Rewind) {
    let glyphs = pen.theme.glyphs;
    let row_of = |number: u32| all.iter().position(|(branch, _)| branch.number == number).map(|at| rows[at]);
    let bottom = rows.last().map_or(pane.y, |y| y + 1);
    let cursor = axis.place(rewind.at);
    pen.column(cursor, pane.y + 1, bottom - pane.y - 1, glyphs.upright, Ink::Accent);
    for ((branch, session), y) in all.iter().zip(rows) {
        let ink = histories::ink(branch.number);
        let from = axis.place(branch.since());
        let to = axis.place(session.now());
        pen.repeat(from, *y, to - from, glyphs.rule, ink);
        let parent = branch.from.and_then(|(number, _)| row_of(number));
        if let Some(parent) = parent {
            for between in parent + 1..*y {
                if between != *y && pen.is_free(from, between) {
                    pen.glyph(from, between, glyphs.upright, ink);
                }
            }
            pen.glyph(from, *y, glyphs.frame[2], ink);
        }
        let mut last = from;
        for at in session.checkpoints().filter(|at| *at > branch.since()) {
            let x = axis.place(at);
            if branch.number == rewind.number && x >= last + 2 && x < to {
                pen.glyph(x, *y, glyphs.cross, ink);
                last = x;
            }
        }
        pen.glyph(to, *y, if session.is_over() { glyphs.boxed } else { glyphs.old }, ink);
        if branch.number == rewind.number {
            pen.glyph(cursor, *y, glyphs.desk, Ink::Accent);
        }
    }
}

/// The number of a history, its commands, and its result.
fn names(
    pen: &mut Pen,
    pane: Pane,
    axis: &Axis,
    scene: &Scene,
    (branch, session): (BranchId, &Session),
    y: i32,
    (small, chosen): (bool, bool),
) {
    let number = if chosen { Ink::Accent } else { Ink::Strong };
    let end = pen.put(pane.x, y, &branch.number.to_string(), number);
    if std::ptr::eq(session, scene.session) {
        pen.put(end + 1, y, "now", Ink::Muted);
    }
    let result = histories::result(session);
    let free = pen.rich_right(pane.right(), y, &result) - 2;
    let deeds = histories::deeds(scene, branch, session);
    let behind = axis.place(session.now()) + 2;
    let over = axis.place(branch.since()) + 2;
    if let Some(form) = deeds.iter().find(|form| behind + form.width() <= free) {
        pen.rich(behind, y, form);
    } else if !small {
        // No room after its end: written over the line.
        let x = over.min(free - 20).max(axis.x);
        pen.rich(x, y - 1, &fitting(deeds, free - x, 1));
    }
    pen.target(Pane::new(pane.x, y, LEFT - 1, 1), Target::History(branch.number));
    pen.target(Pane::new(free + 2, y, pane.right() - free - 2, 1), Target::History(branch.number));
}

/// The shop's state at the cursor, and what Enter would do.
fn sentences(pen: &mut Pen, pane: Pane, scene: &Scene, game: &Game, rewind: &Rewind, small: bool) {
    let Some((branch, session)) = game.history(rewind.number) else { return };
    let gauges = &session.recorder().gauges;
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
    let what = what_comes(game, rewind);
    let mut forms: Vec<Rich> = what.iter().cloned().map(Rich::muted).collect();
    if small {
        // Over the line there is no room for the commands.
        let deeds = histories::deeds(scene, branch, session);
        let lead = Rich::muted(what[0].clone()).and(format!("   History {}: ", branch.number), Ink::Muted);
        forms.splice(0..0, deeds.into_iter().map(|deed| lead.clone().joined(deed)));
    }
    pen.rich(row.x, row.y, &fitting(forms, row.w, 1));
}

/// What Enter would do, the longer form first.
fn what_comes(game: &Game, rewind: &Rewind) -> Vec<String> {
    let number = rewind.number;
    let (undone, keeping) = match game.going(number, rewind.at) {
        None | Some(Going::Now) => return vec!["The present minute, as it began.".into()],
        Some(Going::Over) => return vec![format!("History {number} ends here: closed.")],
        Some(Going::On) => return vec![format!("Enter goes on with history {number} where you left it.")],
        Some(Going::Anew { undone, keeping }) => (undone, keeping),
    };
    let deeds = match undone {
        0 => String::new(),
        1 => ", without what you did after it".into(),
        n => format!(", without the {n} things you did after it"),
    };
    let present = game.histories.present.number;
    let kept = match keeping {
        Keeping { keeps: true, forgets: Some(oldest) } => format!(" History {present} is kept, {oldest} is let go."),
        Keeping { keeps: true, forgets: None } => format!(" History {present} is kept."),
        Keeping { keeps: false, .. } => String::new(),
    };
    vec![format!("Enter: the same luck from here on{deeds}.{kept}"), format!("Enter: play on from here.{kept}")]
}

fn keys(pen: &mut Pen, row: Pane, scene: &Scene, game: &Game, rewind: &Rewind, small: bool) {
    let offer = |pen: &Pen, action| Offer::of(pen, Context::Rewind, action);
    let enter = offer(pen, Action::Enter).and_then(|enter| match game.going(rewind.number, rewind.at)? {
        Going::Now | Going::Over => None,
        Going::On => Some(enter.saying("go on")),
        Going::Anew { .. } if small => Some(enter.saying("go back")),
        Going::Anew { .. } => Some(enter),
    });
    let several = !game.histories.left.is_empty();
    let compare = offer(pen, Action::Compare).filter(|_| several || game.session.twin().is_some());
    let stay = offer(pen, Action::Close);
    let stay = stay.map(|stay| if small { stay } else { stay.saying(format!("stay at {}", scene.clock(scene.now()))) });
    let right: Vec<Offer> = [enter, compare, stay].into_iter().flatten().collect();
    let end = from_right(pen, row, &right) - 2;
    let history = offer(pen, Action::Down).filter(|_| several);
    let left = [Action::Left, Action::PageUp, Action::NextMark, Action::CopyCode].map(|action| offer(pen, action));
    from_left(pen, Pane { w: end - row.x, ..row }, left.into_iter().chain([history]).flatten());
}
