//! Alternative histories: the same customers under other decisions, best first, each with the goals' metrics, and as a
//! dot on a line for the first goal.

use super::Page;
use crate::app::OutcomeKind;
use crate::app::Target;
use crate::app::ending::{Ending, Outcome};
use crate::scenario::{Bound, Goal};
use crate::sim::metric::Unit;
use crate::text::goals::place;
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::rich::Rich;
use crate::text::width::width;
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;
use crate::units::Cents;

/// Widths of the last, right-aligned columns, with the gaps between them.
const COLUMNS: [i32; 3] = [9, 7, 7];
const GAP: i32 = 1;
/// Width of the mark before the name, which says whether all goals were met; the columns show only some of them.
const MARK: i32 = 2;

pub(super) fn alternatives(pen: &mut Pen, page: &mut Page, ending: &Ending) {
    page.title(pen, "What else might have been", Rich::muted(who_called(ending)));
    let numbers_w = COLUMNS.iter().sum::<i32>() + 2 * GAP;
    let names = names(ending);
    let longest = names.iter().map(|name| width(name)).max().unwrap_or(0);
    let room = page.pane.w - numbers_w - 2;
    let name_w = (longest + MARK).clamp(13, room.max(13));
    let line = Line::of(ending, room - name_w);
    let row = page.row();
    if !row.is_empty() {
        pen.put(row.x + MARK, row.y, "what was done", Ink::Muted);
        let mut end = row.right();
        for (head, w) in heads(ending).iter().zip(COLUMNS).rev() {
            pen.put_right(end, row.y, head, Ink::Muted);
            end -= w + GAP;
        }
        line.draw_scale(pen, row.x + name_w + 1, row.y);
    }
    for (i, (other, name)) in ending.others.iter().zip(&names).enumerate() {
        // A name is never cut: what does not fit stands below.
        let mut lines = Rich::plain(name.clone()).wrapped(name_w - MARK).into_iter();
        let name = lines.next().map_or_else(String::new, |line| line.text());
        let row = page.row();
        if !row.is_empty() {
            draw(pen, row, ending, (other, &name), i == ending.chosen, name_w, &line);
            pen.target(row, Target::Outcome(other.kind));
        }
        for more in lines {
            let row = page.row();
            if !row.is_empty() {
                pen.rich(row.x + MARK, row.y, &more.inked(Ink::Muted));
                pen.target(row, Target::Outcome(other.kind));
            }
        }
    }
    if ending.computing() > 0 {
        let n = ending.computing();
        page.line(pen, &Rich::muted(format!("{n} more {} being played …", if n == 1 { "is" } else { "are" })));
    }
    page.gap();
}

/// Says that the customers are the same, or, if the commands change who calls, that the town is.
pub fn who_called(ending: &Ending) -> String {
    let called = || std::iter::once(&ending.measures).chain(ending.others.iter().map(|other| &other.measures));
    let numbers = || called().map(|measures| measures.customers.called);
    match (numbers().min(), numbers().max()) {
        (Some(least), Some(most)) if least != most => {
            format!("one town, {} to {} customers", numbers::count(least), numbers::count(most))
        }
        (_, most) => format!("same {} customers", numbers::count(most.unwrap_or(0))),
    }
}

fn name(ending: &Ending, other: &Outcome) -> String {
    if other.kind != OutcomeKind::Yours {
        return other.name.clone();
    }
    format!("yours, {}", numbers::counted(ending.game.session.commands().len() as u64, "command"))
}

/// The rows' names, of which no two read alike.
pub fn names(ending: &Ending) -> Vec<String> {
    let names: Vec<String> = ending.others.iter().map(|other| name(ending, other)).collect();
    let is_alike = |name: &String| names.iter().filter(|other| *other == name).count() > 1;
    let told = |(nth, (other, name)): (usize, (&Outcome, &String))| match other.kind {
        _ if !is_alike(name) => name.clone(),
        // The same command twice in one minute.
        OutcomeKind::WithoutCommand(act) => format!("{name} (command {})", act + 1),
        _ => format!("{name} ({})", nth + 1),
    };
    ending.others.iter().zip(&names).enumerate().map(told).collect()
}

fn goals(ending: &Ending) -> &[Goal] {
    &ending.game.scenario.goals
}

/// The column headings: the first two goals and the profit; without goals, the share on time and p95.
fn heads(ending: &Ending) -> [String; 3] {
    // What is judged of one place only has that place's name.
    let head = |i: usize| {
        let goal = goals(ending).get(i)?;
        let place = place(ending.game.session.setup(), goal.scope).filter(|name| width(name) <= COLUMNS[i]);
        Some(place.map_or_else(|| goal.metric.row().head(), str::to_string))
    };
    let second = head(1).unwrap_or_else(|| if shows_p95(ending) { "p95".into() } else { "cost".into() });
    let third = if goals(ending).iter().take(2).any(is_profit) { "p95".into() } else { "profit".into() };
    let first = head(0).unwrap_or_else(|| "on time".into());
    // The same of two parts of the evening: when each begins.
    let begins = |i: usize| goals(ending).get(i).and_then(|goal| Some(super::moment_of(ending, goal.window?.from)));
    match (begins(0), begins(1)) {
        (Some(one), Some(other)) if first == second && one != other && width(&other) <= COLUMNS[1] => {
            [one, other, third]
        }
        _ => [first, second, third],
    }
}

/// Whether a goal is about the profit, which the last column shows anyway.
fn is_profit(goal: &Goal) -> bool {
    goal.metric.row().own_column
}

/// Whether p95 is shown. It is of the whole run, and would contradict a goal about a part of it.
fn shows_p95(ending: &Ending) -> bool {
    goals(ending).first().is_none_or(|goal| goal.window.is_none())
}

/// A value in a table: minutes and per cents with one decimal and without their unit.
fn figure(value: Option<f64>, unit: Unit) -> String {
    match unit {
        Unit::Seconds => numbers::tenths(value.map(|seconds| seconds / 60.0)),
        Unit::Ratio => numbers::judged(value).trim_end_matches(" %").to_string(),
        Unit::Dollars => match value {
            Some(dollars) if (0.0..10.0).contains(&dollars) => format!("${dollars:.2}"),
            Some(dollars) => numbers::dollars(Cents::from_dollars(dollars)),
            None => numbers::UNKNOWN.into(),
        },
        _ => numbers::whole(value),
    }
}

/// The line with the dots: the first goal's metric.
struct Line {
    cells: i32,
    unit: Unit,
    low: f64,
    high: f64,
    bound: f64,
}

impl Line {
    fn of(ending: &Ending, cells: i32) -> Line {
        let goal = goals(ending).first();
        let unit = goal.map_or(Unit::Ratio, |goal| goal.metric.row().unit);
        let bound = goal.map_or(ending.game.session.setup().slo.target, |goal| goal.bound.value());
        let values = || ending.others.iter().filter_map(value);
        let (mut low, mut high) = (values().fold(bound, f64::min), values().fold(bound, f64::max));
        if unit == Unit::Ratio {
            high = if goal.is_some_and(|goal| matches!(goal.bound, Bound::AtMost(_))) { high } else { 1.0 };
            low = ((low * 10.0).floor() / 10.0).min(bound - 0.05).max(0.0);
        }
        Line { cells, unit, low, high, bound }
    }

    fn place(&self, value: f64) -> i32 {
        let share = (value - self.low) / (self.high - self.low).max(1e-9);
        (share.clamp(0.0, 1.0) * (self.cells - 1).max(0) as f64).round() as i32
    }

    fn is_seen(&self) -> bool {
        self.cells > 8
    }

    /// Writes its lower end and the goal's bound, if both fit.
    fn draw_scale(&self, pen: &mut Pen, x: i32, y: i32) {
        if !self.is_seen() {
            return;
        }
        let mark = |value: f64| match self.unit {
            Unit::Ratio => numbers::percent(Some(value)),
            unit => figure(Some(value), unit),
        };
        let bound = mark(self.bound);
        let at = (x + self.place(self.bound)).min(x + self.cells - width(&bound));
        pen.put(at, y, &bound, Ink::Muted);
        let low = mark(self.low);
        if x + width(&low) < at {
            pen.put(x, y, &low, Ink::Muted);
        }
    }
}

/// The dot's value: the first goal's metric, or the share on time.
fn value(other: &Outcome) -> Option<f64> {
    match other.goals.first() {
        Some(verdict) => verdict.value,
        None => other.measures.slo.on_time_ratio,
    }
}

fn draw(
    pen: &mut Pen,
    row: Pane,
    ending: &Ending,
    (other, name): (&Outcome, &str),
    chosen: bool,
    name_w: i32,
    line: &Line,
) {
    if chosen {
        pen.ground(Pane::new(row.x - 1, row.y, row.w + 2, 1), Ink::Chosen);
        if !pen.theme.has_tints() {
            pen.glyph(row.x - 1, row.y, pen.theme.glyphs.right, Ink::Accent);
        }
    }
    let yours = other.kind == OutcomeKind::Yours;
    if other.won {
        pen.glyph(row.x, row.y, pen.theme.glyphs.good, Ink::Flow);
    }
    pen.within(Pane::new(row.x + MARK, row.y, name_w - MARK, 1), |pen| {
        pen.put(row.x + MARK, row.y, name, if yours { Ink::Accent } else { Ink::Plain });
    });
    let x = row.x + name_w + 1;
    if line.is_seen() {
        for i in (0..line.cells).step_by(2) {
            pen.glyph(x + i, row.y, pen.theme.glyphs.dots, Ink::Track);
        }
        pen.glyph(x + line.place(line.bound), row.y, pen.theme.glyphs.bar, Ink::Faint);
        if let Some(value) = value(other) {
            let (glyph, ink) = match () {
                () if yours => (pen.theme.glyphs.desk, Ink::Accent),
                () if other.won => (pen.theme.glyphs.old, Ink::Flow),
                () => (pen.theme.glyphs.old, Ink::Muted),
            };
            pen.glyph(x + line.place(value), row.y, glyph, ink);
        }
    }
    let mut end = row.right();
    for (i, w) in COLUMNS.into_iter().enumerate().rev() {
        let (text, ink) = column(ending, other, i);
        let ink = if yours && i == 0 && ink == Ink::Plain { Ink::Strong } else { ink };
        pen.put_right(end, row.y, &text, ink);
        end -= w + GAP;
    }
}

/// A column's value, in the ink of warnings if it misses its goal.
fn column(ending: &Ending, other: &Outcome, i: usize) -> (String, Ink) {
    let ink = |ok: bool| if ok { Ink::Plain } else { Ink::Warn };
    if i < 2
        && let (Some(goal), Some(verdict)) = (goals(ending).get(i), other.goals.get(i))
    {
        return (figure(verdict.value, goal.metric.row().unit), ink(verdict.met));
    }
    let money = &other.measures.money;
    match i {
        0 => (figure(other.measures.slo.on_time_ratio, Unit::Ratio), Ink::Plain),
        1 if !shows_p95(ending) => (figure(money.cost_per_order, Unit::Dollars), Ink::Plain),
        2 if !goals(ending).iter().take(2).any(is_profit) => (figure(Some(money.profit), Unit::Dollars), Ink::Plain),
        _ => {
            let p95 = other.measures.latency.p95;
            let promise = ending.game.session.setup().slo.promise.seconds();
            (numbers::whole(p95.map(|seconds| seconds / 60.0)), ink(p95.is_none_or(|p95| p95 <= promise)))
        }
    }
}
