//! The line of the player's evening against the shown solution's, minute by minute.

use super::Page;
use crate::app::moment::Moment;
use crate::app::{Ending, OutcomeKind};
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::phones;
use crate::text::rich::Rich;
use crate::text::series;
use crate::text::width::width;
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;
use crate::ui::theme::Depth;
use crate::ui::widgets::chart::round_top;
use crate::ui::widgets::title::title;
use crate::units::Time;

/// Cells beside the chart for its axis, and for the names of the two.
const AXIS: i32 = 5;
const NAMES: i32 = 22;

/// The two lines on the page, so many rows high; one sentence where they are the same.
pub(super) fn chart(pen: &mut Pen, page: &mut Page, ending: &Ending, rows: i32) {
    let name = rival(ending).map(|(name, _)| name);
    let most = series::greatest(&columns(ending, &ending.game.session.recorder().gauges.waiting, 400));
    let best = rival(ending).map_or(0.0, |(_, played)| series::greatest(&columns(ending, played, 400)));
    if most.max(best) <= 0.0 {
        return;
    }
    if let (Some(name), None) = (name, ending.parting()) {
        let said = format!("The line was the same all evening, yours and the one with {name}.");
        page.title(pen, &heading(ending), Rich::new());
        page.text(pen, &Rich::muted(said));
        return page.gap();
    }
    let pane = Pane::new(page.pane.x, page.pane.y + page.at, page.pane.w, rows);
    if !pane.intersection(page.pane).is_empty() {
        pen.within(page.pane, |pen| curve(pen, pane, ending, &Moment::still()));
    }
    page.at += rows + 1;
}

fn heading(ending: &Ending) -> String {
    format!("Orders waiting for {}", phones::awaited(ending.game.session.setup()))
}

/// The name and the line of the history that the player's is drawn against.
fn rival(ending: &Ending) -> Option<(&'static str, &crate::stats::Series)> {
    let (kind, played) = ending.rival()?;
    let name = match kind {
        OutcomeKind::Unbroken => "no faults",
        OutcomeKind::Solution => "the solution",
        _ => "nothing done",
    };
    Some((name, &played.waiting))
}

fn columns(ending: &Ending, of: &crate::stats::Series, n: usize) -> Vec<Option<f64>> {
    series::columns(of, Time::ZERO, ending.game.session.now(), n)
}

/// The orders that waited, minute by minute: the lower line stands before the higher one.
pub fn curve(pen: &mut Pen, pane: Pane, ending: &Ending, moment: &Moment) {
    if pane.h < 5 {
        return;
    }
    let chart = Pane::new(pane.x + AXIS, pane.y + 1, pane.w - AXIS - NAMES, pane.h - 3);
    let end = ending.game.session.now();
    let n = chart.w.max(1) as usize;
    let yours = columns(ending, &ending.game.session.recorder().gauges.waiting, n);
    let rival = rival(ending);
    let theirs = rival.map_or_else(Vec::new, |(_, waiting)| columns(ending, waiting, n));
    let most = series::greatest(&yours).max(series::greatest(&theirs));
    title(pen, pane.row(0), &heading(ending), false, &[Rich::muted(super::who_called(ending))]);
    let top = round_top(most, 4.0);
    pen.put_right(chart.x - 1, chart.y, &numbers::whole(Some(top)), Ink::Muted);
    pen.put_right(chart.x - 1, chart.bottom() - 1, "0", Ink::Muted);
    pen.repeat(chart.x, chart.bottom(), chart.w, pen.theme.glyphs.base, Ink::Track);
    pen.put(chart.x, chart.bottom() + 1, &super::moment_of(ending, Time::ZERO), Ink::Muted);
    pen.put_right(chart.right(), chart.bottom() + 1, &super::moment_of(ending, end), Ink::Muted);
    let part = ending.parting();
    let column_of = |at: Time| (at.0 as f64 / end.0.max(1) as f64 * f64::from(chart.w)) as i32;
    let parts = part.map_or(0, column_of);
    // It stands for a moment where the two part.
    let first = f64::from(parts) * moment.share(0.0, 0.4);
    let seen = first as i32 + (f64::from(chart.w - parts) * moment.share(0.8, 1.6)) as i32;
    let halves = f64::from(chart.h * 2);
    let height = |values: &[Option<f64>], x: i32| {
        let value = values.get(x as usize).copied().flatten().unwrap_or(0.0);
        (value / top * halves).round() as i32
    };
    // Whose evening was won has nothing to be alarmed at.
    let (mine, figure) = if ending.won { (Ink::Cook, Ink::Strong) } else { (Ink::Danger, Ink::DangerFigure) };
    for x in 0..seen.min(chart.w) {
        let heights = [(height(&yours, x), mine), (height(&theirs, x), Ink::Flow)];
        for row in 0..chart.h {
            bar(pen, chart.x + x, chart.y + row, (chart.h - 1 - row) * 2, heights);
        }
    }
    let right = chart.right() + 2;
    let x = pen.put(right, chart.y, "you: ", mine);
    let x = pen.put(x, chart.y, &numbers::whole(Some(series::greatest(&yours))), figure);
    pen.put(x, chart.y, " at most", Ink::Muted);
    if let Some((name, _)) = rival {
        let y = chart.y + 2.min(chart.h - 1);
        let x = pen.put(right, y, &format!("{name}: "), Ink::Flow);
        pen.put(x, y, &numbers::whole(Some(series::greatest(&theirs))), Ink::Strong);
    }
    if let Some(at) = part.filter(|_| moment.has(0.4)) {
        let said = format!("here they part: {}", super::moment_of(ending, at));
        let x = (chart.x + parts).min(chart.right() - width(&said));
        pen.glyph(chart.x + parts, chart.bottom(), pen.theme.glyphs.risk, Ink::Accent);
        pen.put(x, chart.y, &said, Ink::Accent);
    }
}

/// A cell of the two areas whose foot is `low` halves above the ground: the lower area stands before the higher one.
fn bar(pen: &mut Pen, x: i32, y: i32, low: i32, heights: [(i32, Ink); 2]) {
    let [a, b] = heights.map(|(height, ink)| ((height - low).clamp(0, 2), ink));
    let (nearer, farther) = if heights[0].0 < heights[1].0 { (a, b) } else { (b, a) };
    let (most, ink) = match nearer.0 {
        0 => farther,
        // Where both end in one cell, the nearer is seen.
        part => (part.max(farther.0), nearer.1),
    };
    let is_plain = pen.theme.is_ascii() || pen.theme.colours.depth == Depth::None;
    let glyph = match (most, ink) {
        (0, _) => return,
        (_, Ink::Flow) if is_plain => pen.theme.glyphs.outlet,
        (_, _) if is_plain => pen.theme.glyphs.young,
        (1, _) => pen.theme.glyphs.spark[3],
        (_, _) => pen.theme.glyphs.spark[7],
    };
    pen.glyph(x, y, glyph, ink);
}
