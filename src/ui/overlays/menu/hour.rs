//! The queue's last half hour, and its next hour with the act under the cursor and without, dotted:
//!
//! ```text
//! The next hour ─────────────────────────────── waiting for a chef
//!   40 │              ╷                          ⢀⡠⠔  as it is 31
//!      │              │              ⢀⡠⠔⠊⠁
//!    0 ┼⣀⣀⣀⠤⠤⠒⠒⣀⣀⣀⣀⣀⣀⠔⠒⠁⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂  with it 4
//!      16:18        16:48                     17:48
//! ```

use crate::app::Game;
use crate::app::menu::Menu;
use crate::app::menu::hour::{Counts, whole};
use crate::session::preview::{AHEAD, Course, Preview, STEP};
use crate::text::ink::Ink;
use crate::text::rich::Rich;
use crate::text::series;
use crate::text::width::width;
use crate::text::words::Words;
use crate::text::{numbers, phones};
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;
use crate::ui::widgets::chart::{Chart, Line, round_top};
use crate::ui::widgets::title::title;
use crate::units::{Span, Time};

/// How much of the past stands before the future.
const PAST: Span = Span::from_mins(30);
/// Cells of the scale on the left and of the names on the right.
const SCALE: i32 = 5;
const NAMES: i32 = 17;
/// The least height: a title, a row of dots, the clock.
pub const LEAST: i32 = 3;

pub fn hour(pen: &mut Pen, pane: Pane, menu: &Menu, game: &Game, words: Words) {
    if pane.h < LEAST {
        return;
    }
    let counts = menu.preview.as_deref().map_or(Counts::Waiting, Counts::of);
    let what = match counts {
        Counts::Waiting => {
            words.say(format!("waiting for {}", phones::awaited(game.session.setup())), "queued".to_string())
        }
        Counts::Boxes => words.say("boxes waiting for a rider", "buffered").to_string(),
    };
    title(pen, pane.row(0), "The next hour", false, &[Rich::muted(what)]);
    let area = Pane::new(pane.x + SCALE, pane.y + 1, pane.w - SCALE - NAMES, pane.h - 2);
    let begin = Time(game.now().0.saturating_sub(PAST.0));
    let dots = (area.w * 2).max(2) as u64;
    let length = game.now().since(begin) + AHEAD;
    let column = |at: Time| (at.since(begin).0 as u128 * dots as u128 / length.0 as u128) as usize;
    let now = column(game.now());
    let waited = &game.session.recorder().gauges.waiting;
    let past = match counts {
        Counts::Waiting => series::columns(waited, begin, game.now(), now),
        Counts::Boxes => Vec::new(),
    };
    let future = |course: Option<&Course>, preview: &Preview| -> Vec<Option<f64>> {
        let mut values = vec![None; dots as usize];
        let means = course.map_or(Vec::new(), |course| course.over_time(counts.number()));
        for (i, spread) in means.iter().enumerate().skip(1) {
            let at = preview.at() + Span(STEP.0 * i as u64);
            // Every other column at most, so that it reads as dots: it has not happened.
            if let Some(value) = values.get_mut(column(at) / 2 * 2) {
                *value = Some(spread.mean);
            }
        }
        values
    };
    let preview = menu.preview.as_deref();
    let without = preview.map_or(Vec::new(), |preview| future(preview.without(), preview));
    let with = preview.map_or(Vec::new(), |preview| future(preview.with(), preview));
    let greatest = [&past, &without, &with].into_iter().flatten().flatten().copied().fold(0.0, f64::max);
    let top = round_top(greatest, 5.0);
    let line = |values, ink| Line { values, ink, bound: None, sparse: false, filled: false };
    let lines = [line(&past, Ink::Served), line(&without, Ink::Danger), line(&with, Ink::Flow)];
    let marks = [(now as i32 / 2, Ink::Accent)];
    Chart { top, low: 0.0, lines: &lines, marks: &marks, levels: &[], band: &[] }.draw(pen, area);
    pen.put_right(area.x - 1, area.y, &numbers::whole(Some(top)), Ink::Muted);
    clock(pen, area, game, begin, now as i32 / 2);
    if let Some(preview) = preview {
        names(pen, area, preview, counts, top);
    }
}

/// The clock below the base line: half an hour ago, now, in an hour.
fn clock(pen: &mut Pen, area: Pane, game: &Game, begin: Time, now: i32) {
    let opens = game.session.setup().opens;
    let clock = |at: Time| numbers::clock(at, opens);
    let y = area.bottom();
    let text = clock(game.now());
    let x = (area.x + now - width(&text) / 2).max(area.x);
    if x > area.x + 6 {
        pen.put(area.x, y, &clock(begin), Ink::Muted);
    }
    pen.put(x, y, &text, Ink::Accent);
    pen.put_right(area.right(), y, &clock(game.now() + AHEAD), Ink::Muted);
}

/// What each line is, beside its end.
fn names(pen: &mut Pen, area: Pane, preview: &Preview, counts: Counts, top: f64) {
    let end = |course: &Course| course.at_the_end(counts.number());
    let row = |value: f64| ((1.0 - (value / top).clamp(0.0, 1.0)) * (area.h - 1) as f64).round() as i32;
    let x = area.right() + 2;
    let Some(without) = preview.without().map(end) else { return };
    let mut at = row(without.mean);
    let with = preview.with().map(end);
    if let Some(with) = with {
        let same = with == without;
        let mut below = row(with.mean);
        if !same && below == at {
            // The greater one stands above.
            match with.mean > without.mean {
                true if at + 1 < area.h => at += 1,
                true if below > 0 => below -= 1,
                true => (at, below) = (1, 0),
                false if below + 1 < area.h => below += 1,
                false if at > 0 => at -= 1,
                // A chart of one row: the lower name stands beside the times.
                false => (at, below) = (0, 1),
            }
        }
        let name = if same { "with it or not " } else { "with it " };
        let after = pen.put(x, area.y + below, name, Ink::Muted);
        pen.put(after, area.y + below, &whole(with).to_string(), Ink::Flow);
        if same {
            return;
        }
    }
    let after = pen.put(x, area.y + at, "as it is ", Ink::Muted);
    pen.put(after, area.y + at, &whole(without).to_string(), Ink::DangerFigure);
}
