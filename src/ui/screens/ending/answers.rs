//! Other right answers of the lesson, and the solution at other moments, as far as the lesson asks for them.

use super::Page;
use crate::app::{Ending, OutcomeKind};
use crate::sim::metric::Unit;
use crate::text::goals;
use crate::text::ink::Ink;
use crate::text::numbers::clock;
use crate::text::rich::Rich;
use crate::text::width::width;
use crate::text::words::capital;
use crate::ui::panels::goals::{clean, said};
use crate::ui::pen::Pen;
use crate::ui::widgets::meter::meter;
use crate::units::Time;

/// The other right answers, each by its name.
pub(super) fn also(pen: &mut Pen, page: &mut Page, ending: &Ending) {
    let lines = sentences(ending);
    if lines.is_empty() || ending.is_computing() {
        return;
    }
    page.title(pen, "Also right", Rich::muted("other answers that win"));
    for line in lines {
        page.text(pen, &Rich::plain(line));
    }
    page.gap();
}

/// The same as plain lines.
pub fn sentences(ending: &Ending) -> Vec<String> {
    let said = |also: &crate::scenario::Also| format!("{}: {}", capital(&also.name), clean(&also.text));
    ending.game.scenario.also.iter().map(said).collect()
}

/// The solution given earlier or later, with the first goal's value each time, which may change abruptly between two
/// moments.
pub(super) fn later(pen: &mut Pen, page: &mut Page, ending: &Ending) {
    let moments = moments(ending);
    let Some(goal) = ending.game.scenario.goals.first().filter(|_| moments.len() > 1 && !ending.is_computing()) else {
        return;
    };
    page.title(pen, "The solution at other times", Rich::muted(said(page.words, goal)));
    let unit = goal.metric.row().unit;
    let most = moments.iter().filter_map(|(_, value)| *value).fold(goal.bound.value(), f64::max);
    let most = if unit == Unit::Ratio { 1.0 } else { most.max(1e-9) };
    let opens = ending.game.session.setup().opens;
    for (at, value) in moments {
        let row = page.row();
        if row.is_empty() {
            continue;
        }
        let x = pen.put(row.x, row.y, &clock(at, opens), Ink::Muted) + 2;
        let text = goals::value(value, unit);
        let end = row.right() - width(&text) - 2;
        let ink = if value.is_some_and(|value| goal.bound.holds(value)) { Ink::Flow } else { Ink::Warn };
        meter(pen, x, row.y, end - x, value.map(|value| value / most), ink);
        pen.put_right(row.right(), row.y, &text, Ink::Strong);
    }
    page.gap();
}

/// The moments in order, with the first goal's value.
fn moments(ending: &Ending) -> Vec<(Time, Option<f64>)> {
    let at = |kind: OutcomeKind| match kind {
        OutcomeKind::SolutionAt(at) => Some(at),
        _ => None,
    };
    let mut moments: Vec<(Time, Option<f64>)> = ending
        .others
        .iter()
        .filter_map(|other| Some((at(other.kind)?, other.goals.first().and_then(|goal| goal.value))))
        .collect();
    moments.sort_by_key(|(at, _)| *at);
    moments
}
