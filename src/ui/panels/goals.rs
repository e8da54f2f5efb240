//! The goals: how each stands, and how it will end at the present pace.

use crate::app::Panel;
use crate::app::input::Target;
use crate::scenario::{Bound, Goal};
use crate::session::{Forecast, GoalState, Standing};
use crate::text::glyphs::Glyphs;
use crate::text::goals as text;
use crate::text::ink::Ink;
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::text::width::width;
use crate::text::words::{Word, Words};
use crate::ui::layout::Room;
use crate::ui::pane::Pane;
use crate::ui::panels::scoreboard;
use crate::ui::pen::Pen;
use crate::ui::widgets::title::title;

/// Rows that the panel would like at a width, title included.
pub fn rows(scene: &Scene, w: i32) -> i32 {
    if scene.scenario.goals.is_empty() {
        return scoreboard::ROWS;
    }
    let goals = scene.scenario.goals.iter();
    1 + goals.map(|g| 1 + Rich::plain(said(scene.words, g)).wrapped(w - 12).len() as i32).sum::<i32>().max(1)
}

/// The mark says what holds now: a goal that is on its way but not there has none yet.
pub fn mark(glyphs: &Glyphs, goal: &Goal, state: &GoalState) -> (char, Ink) {
    match state.standing {
        Standing::NotYet => (glyphs.open_goal, Ink::Faint),
        Standing::Met if !state.is_final && state.value.is_some_and(|now| !goal.bound.holds(now)) => {
            (glyphs.open_goal, Ink::Muted)
        }
        Standing::Met => (glyphs.good, Ink::Flow),
        Standing::AtRisk => (glyphs.risk, Ink::Warn),
        Standing::Lost => (glyphs.bad, Ink::Danger),
    }
}

pub fn goals(pen: &mut Pen, pane: Pane, room: Room, scene: &Scene, focused: bool) {
    if scene.scenario.goals.is_empty() {
        return scoreboard::scoreboard(pen, pane, scene, focused);
    }
    let states = scene.session.goals();
    let judged = states.iter().map(|g| g.judged_at).max().unwrap_or(scene.setup().closing());
    let phrases =
        if room == Room::Small { vec![] } else { vec![Rich::muted(format!("judged at {}", scene.clock(judged)))] };
    title(pen, pane.row(0), &scene.words.titles(Word::Goal), focused, &phrases);
    pen.target(pane, Target::Panel(Panel::Goals));
    let goals = &scene.scenario.goals;
    let unknown = GoalState::default();
    let state = |i: usize| states.get(i).unwrap_or(&unknown);
    pen.within(pane, |pen| {
        if pane.h <= 2 {
            return one_line(pen, pane.row(1), scene, goals, &state);
        }
        let mut y = 1;
        for (i, goal) in goals.iter().enumerate() {
            if y >= pane.h {
                break;
            }
            y += draw(pen, pane.below(y), scene, goal, state(i), pane.h - y > goals.len() as i32 - i as i32);
        }
    });
}

/// Returns the rows used.
fn draw(pen: &mut Pen, pane: Pane, scene: &Scene, goal: &Goal, state: &GoalState, second: bool) -> i32 {
    let (glyph, ink) = mark(pen.theme.glyphs, goal, state);
    pen.glyph(pane.x, pane.y, glyph, ink);
    let value = text::value(state.value, goal.metric.row().unit);
    let strong = if state.standing == Standing::NotYet { Ink::Muted } else { Ink::Strong };
    let (figure, unit) = value.split_once(" %").map_or((value.as_str(), ""), |(v, _)| (v, " %"));
    let value = Rich::of(figure.to_string(), strong).and(unit, Ink::Muted);
    pen.rich_right(pane.right(), pane.y, &value);
    let lines = Rich::plain(said(scene.words, goal)).wrapped((pane.w - 4 - value.width()).max(12));
    let rows = if second { lines.len().min(3) } else { 1 };
    for (i, line) in lines.iter().take(rows).enumerate() {
        pen.rich(pane.x + 2, pane.y + i as i32, line);
    }
    let mut used = rows as i32;
    if second && let Some(outlook) = outlook(scene, goal, state) {
        pen.put(pane.x + 2, pane.y + used, &outlook, Ink::Muted);
        used += 1;
    }
    used
}

/// How the goal will end, if it is in danger.
fn outlook(scene: &Scene, goal: &Goal, state: &GoalState) -> Option<String> {
    match (state.standing, state.pace?) {
        (_, Forecast::MetAt(at)) => Some(format!("at this pace met by about {}", scene.clock(at))),
        // Not met yet but expected to be, such as a cost that orders still to come will bear.
        (Standing::Met, Forecast::EndsWith(value)) if state.value.is_some_and(|now| !goal.bound.holds(now)) => {
            Some(format!("heading for {}", text::value(Some(value), goal.metric.row().unit)))
        }
        (Standing::Met, _) => None,
        (_, Forecast::LostAt(at)) => Some(format!("at this pace lost by about {}", scene.clock(at))),
        (Standing::AtRisk, Forecast::EndsWith(value)) => {
            Some(format!("heading for {}", text::value(Some(value), goal.metric.row().unit)))
        }
        (Standing::AtRisk, Forecast::Lately(value)) => {
            Some(format!("in the last 15 min {}", text::value(Some(value), goal.metric.row().unit)))
        }
        _ => None,
    }
}

/// `▲ 19 of 20 within 30 min 96.9 %, lost by 19:30 ✓ profit $1,220`: what is in danger first; words are shortened from
/// the end, by choosing shorter ones.
fn one_line<'a>(pen: &mut Pen, row: Pane, scene: &Scene, goals: &[Goal], state: &dyn Fn(usize) -> &'a GoalState) {
    let mut order: Vec<usize> = (0..goals.len()).collect();
    let urgency = |i: &usize| match state(*i).standing {
        Standing::AtRisk => 0,
        Standing::Lost => 1,
        Standing::NotYet => 2,
        Standing::Met => 3,
    };
    order.sort_by_key(|i| (urgency(i), *i));
    let values: Vec<String> = order.iter().map(|i| text::value(state(*i).value, goals[*i].metric.row().unit)).collect();
    let forms: Vec<Vec<String>> = order.iter().map(|i| forms(scene, &goals[*i])).collect();
    let outlooks: Vec<Vec<String>> = order.iter().map(|i| short_outlook(scene, &goals[*i], state(*i))).collect();
    // If the mark tells the end and the number the present, the forecast is written even if it shortens the goal's
    // words.
    let must = |n: usize| outlooks[n].get(1).map_or(0, |short| width(short));
    let mut chosen = vec![0; order.len()];
    let long = |chosen: &[usize]| -> i32 {
        let goal = |n: usize| 2 + width(&forms[n][chosen[n]]) + 1 + width(&values[n]) + must(n) + 2;
        (0..chosen.len()).map(goal).sum::<i32>() - 2
    };
    'shorter: while long(&chosen) > row.w {
        for n in (0..chosen.len()).rev() {
            if chosen[n] + 1 < forms[n].len() {
                chosen[n] += 1;
                continue 'shorter;
            }
        }
        break;
    }
    let mut spare = row.w - long(&chosen);
    let mut x = row.x;
    for (n, i) in order.iter().enumerate() {
        let (glyph, ink) = mark(pen.theme.glyphs, &goals[*i], state(*i));
        if x + 2 + width(&forms[n][chosen[n]]) + 1 + width(&values[n]) > row.right() {
            break;
        }
        pen.glyph(x, row.y, glyph, ink);
        x = pen.put(x + 2, row.y, &forms[n][chosen[n]], Ink::Plain);
        x = pen.put(x + 1, row.y, &values[n], Ink::Strong);
        spare += must(n);
        if let Some(outlook) = outlooks[n].iter().find(|outlook| width(outlook) <= spare) {
            x = pen.put(x, row.y, outlook, Ink::Muted);
            spare -= width(outlook);
        }
        x += 2;
    }
}

/// The forecast in short, longer form first.
fn short_outlook(scene: &Scene, goal: &Goal, state: &GoalState) -> Vec<String> {
    let unit = goal.metric.row().unit;
    let holds = state.value.is_none_or(|now| goal.bound.holds(now));
    match (state.standing, state.pace) {
        (_, Some(Forecast::MetAt(at))) => vec![format!(", met by {}", scene.clock(at))],
        // The mark tells the end, the number the present.
        (standing @ (Standing::Met | Standing::AtRisk), Some(Forecast::EndsWith(value)))
            if holds != (standing == Standing::Met) =>
        {
            let value = text::value(Some(value), unit);
            vec![format!(", {value} in the end"), format!(" → {value}")]
        }
        (Standing::AtRisk, Some(Forecast::Lately(value))) if holds => {
            vec![format!(", lately {}", text::value(Some(value), unit))]
        }
        (Standing::AtRisk | Standing::Lost, Some(Forecast::LostAt(at))) => {
            vec![format!(", lost by {}", scene.clock(at))]
        }
        _ => Vec::new(),
    }
}

/// A goal in ever fewer words: the author's, their first part, the metric's name with its bound.
fn forms(scene: &Scene, goal: &Goal) -> Vec<String> {
    let whole = said(scene.words, goal);
    // "18:00 to 20:15: 9 of 10 …": the demand is more important than the time.
    let asked = match whole.split_once(": ") {
        Some((when, asked)) if when.contains(|c: char| c.is_ascii_digit()) => asked,
        _ => whole.as_str(),
    };
    // Not at the comma of a number.
    let asked = asked.split(", ").next().unwrap_or("");
    let first = asked.split([';', '(']).next().unwrap_or("").split(": ").next().unwrap_or("").trim().to_string();
    let row = goal.metric.row();
    let bound = text::value(Some(goal.bound.value()), row.unit);
    let sign = if matches!(goal.bound, Bound::AtMost(_)) { '≤' } else { '≥' };
    // Whose it is, where that is not the whole shop's.
    let (whose, of) = match text::place(scene.setup(), goal.scope) {
        Some(place) if !first.to_lowercase().contains(&place.to_lowercase()) => {
            (format!("{place}: "), format!("{place} "))
        }
        Some(place) => (String::new(), format!("{place} ")),
        None => (String::new(), String::new()),
    };
    vec![whole, format!("{whose}{first}"), format!("{of}{} {sign} {bound}:", row.word())]
}

/// What a goal or star asks for, in one line.
pub fn said(words: Words, goal: &Goal) -> String {
    clean(words.told(&goal.text, &goal.systems))
}

/// An author's text in one line.
pub fn clean(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
