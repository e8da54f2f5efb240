//! Charts: several charts on one time axis, with marks for faults and commands, and a cursor whose values stand beside
//! the present ones. Theory's prediction is drawn over the waiting orders, the twin's lines, fainter, beside the
//! shop's.

use crate::app::keymap::Context;
use crate::app::{Action, Game, Panel, Target, View};
use crate::session::evenings::{EVENINGS, Evenings, IN_BAND};
use crate::session::log::{EntryKind, Kinds};
use crate::session::{What, letter};
use crate::text::ink::Ink;
use crate::text::log;
use crate::text::numbers;
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::text::width::width;
use crate::ui::canvas::Canvas;
use crate::ui::layout::{Room, Screen};
use crate::ui::pane::Pane;
use crate::ui::panels::plots::{self, Plot, WAITING};
use crate::ui::panels::theory;
use crate::ui::pen::Pen;
use crate::ui::widgets::axis::Axis;
use crate::ui::widgets::chart::{Chart, Line, name_level, round_top};
use crate::ui::widgets::keys::{Offer, from_left};
use crate::ui::widgets::paragraph::{fitting, paragraph};
use crate::ui::widgets::title::title;
use crate::units::{Span, Time};

/// Between how many the other evenings lie, by cell column.
type Band = Vec<Option<(f64, f64)>>;

/// Columns for the names at the left, and for the values at the right.
const LEFT: i32 = 17;
const RIGHT: i32 = 25;

/// The time axis; `small`: with as few columns beside it as can be.
fn axis(game: &Game, scene: &Scene, pane: Pane, small: bool) -> Axis {
    let (left, right) = if small { (13, 17) } else { (LEFT, RIGHT) };
    let now = scene.now();
    let length = game.charts.zoom.unwrap_or(Span(now.0)).max(Span::from_mins(10));
    let around = game.charts.cursor.filter(|_| game.charts.zoom.is_some());
    let to = match around {
        Some(cursor) => Time((cursor.0 + length.0 / 2).min(now.0.max(length.0))),
        None => Time(now.0.max(length.0)),
    };
    Axis { from: Time(to.0.saturating_sub(length.0)), to, x: pane.x + left, w: (pane.w - left - right - 1).max(4) }
}

/// The columns of what theory knows, and of the gap before it.
fn beside(room: Room, w: i32) -> Option<i32> {
    match room {
        Room::Small => None,
        Room::Medium => Some(47),
        Room::Large => Some((w * 2 / 5).min(78)),
    }
}

pub fn charts(pen: &mut Pen, screen: &Screen, scene: &Scene, game: &Game, canvas: &Canvas, still: bool) {
    let is_small = screen.room == Room::Small;
    let whole = Pane { h: screen.body.h + i32::from(!is_small), ..screen.body };
    let curve = game.charts.theory.then(|| scene.session.curve());
    let evenings = canvas.evenings.as_ref();
    let known = curve.as_ref().filter(|curve| theory::silence(curve).is_none()).and_then(|curve| curve.as_ref().ok());
    let right = known.and(beside(screen.room, whole.w)).filter(|_| !game.enlarged).unwrap_or(0);
    let body = whole.left(whole.w - right);
    if let Some(known) = known.filter(|_| right > 0) {
        let pane = whole.after(whole.w - right + 3);
        theory::theory(pen, pane, scene, known, still, evenings.map(|_| (IN_BAND, EVENINGS)));
    }
    let small = is_small || body.w < 90;
    let axis = axis(game, scene, body, small);
    let span = Rich::muted(match game.charts.zoom {
        Some(zoom) => format!("{} of the evening", numbers::duration(zoom)),
        None => format!("since {}", scene.clock(Time::ZERO)),
    });
    title(pen, body.row(0), "Charts", true, &[span]);
    pen.target(body, Target::Panel(Panel::Charts));
    let mut plots = plots::plots(scene, curve.as_ref());
    let band = evenings.map_or_else(Vec::new, |known| band(known, &axis, scene.now()));
    if let Some(waiting) = plots.iter_mut().find(|plot| plot.name == WAITING) {
        // Others may have fared so much worse that the shop's own line would be flat.
        let most = band.iter().flatten().map(|(_, high)| *high).fold(0.0, f64::max);
        waiting.top = round_top(most.min(waiting.top * 3.0), waiting.top);
    }
    let (marks, none) = (marks(scene, &axis, game), Band::new());
    let area = body.below(2).top(body.h - 3);
    heads(pen, body.row(1), scene, game, &axis, if small { Room::Small } else { screen.room });
    // Enlarged, one chart fills the view; the arrow keys show the next.
    let rows = if game.enlarged { vec![area.h - 1] } else { heights(&plots, area.h, small) };
    let hidden = plots.len() - rows.len();
    let first = game.charts.scroll.min(hidden);
    let mut y = 0;
    for (plot, h) in plots.iter().skip(first).zip(&rows) {
        let pane = area.below(y).top(*h);
        one(pen, pane, scene, game, plot, &axis, (&marks, if plot.name == WAITING { &band } else { &none }), small);
        y += h + 1;
    }
    axis.times(pen, body.y + body.h - 1, scene.setup().opens, game.charts.cursor, (false, true));
    for column in 0..axis.w {
        pen.target(Pane::new(axis.x + column, area.y, 1, area.h + 1), Target::Moment(axis.moment(column)));
    }
}

/// Between how many others lie, column by column, as far as time has come.
fn band(evenings: &Evenings, axis: &Axis, now: Time) -> Band {
    let come = (0..axis.w).map(|column| axis.moment(column)).take_while(|at| *at <= now);
    come.map(|at| evenings.band(at).map(|(low, high)| (low as f64, high as f64))).collect()
}

/// The height of each chart that is shown; a blank row or the base line separates them.
fn heights(plots: &[Plot], rows: i32, small: bool) -> Vec<i32> {
    let least = if small { 4 } else { 2 };
    let n = (plots.len() as i32).min((rows / (least + 1)).max(1));
    let each = (rows - n) / n;
    let more = rows - n - each * n;
    (0..n).map(|i| each + i32::from(i < more)).collect()
}

/// The columns of faults and commands, with their inks.
fn marks(scene: &Scene, axis: &Axis, game: &Game) -> Vec<(i32, Ink)> {
    let log = &scene.session.recorder().log;
    let mut marks: Vec<(i32, Ink)> =
        log.faults.iter().filter_map(|f| axis.column(f.at)).map(|c| (c, Ink::Faint)).collect();
    marks.extend(scene.session.commands().iter().filter_map(|c| axis.column(c.at)).map(|c| (c, Ink::Route)));
    if let Some(column) = game.charts.cursor.and_then(|at| axis.column(at)) {
        marks.push((column, Ink::Accent));
    }
    marks
}

/// The heading: letters of the faults, with names if there is room, and the two moments of the values.
fn heads(pen: &mut Pen, row: Pane, scene: &Scene, game: &Game, axis: &Axis, room: Room) {
    let log = &scene.session.recorder().log;
    let mut free = axis.x;
    for fault in &log.faults {
        let Some(column) = axis.column(fault.at) else { continue };
        let x = axis.x + column;
        if x < free {
            continue;
        }
        let end = pen.put(x, row.y, &letter(fault.letter), Ink::Strong);
        free = end + 1;
        if room != Room::Small
            && let Some(entry) = log.get(fault.entry)
        {
            let name = log::short(scene, entry);
            if end + 1 + width(&name) < axis.x + axis.w {
                free = pen.put(end + 1, row.y, &name, Ink::Muted) + 2;
            }
        }
    }
    // A command has no letter but a mark, if the cell is free.
    for entry in log.iter(Kinds::only(EntryKind::Decision)) {
        if let (What::Done { .. }, Some(column)) = (&entry.what, axis.column(entry.at))
            && pen.is_free(axis.x + column, row.y)
        {
            pen.glyph(axis.x + column, row.y, pen.theme.glyphs.desk, Ink::Flow);
        }
    }
    let right = row.right();
    pen.put_right(right, row.y, &scene.clock(scene.now()), Ink::Strong);
    if let Some(cursor) = game.charts.cursor
        && room != Room::Small
    {
        pen.put_right(right - 7, row.y, &scene.clock(cursor), Ink::Accent);
    }
}

#[expect(clippy::too_many_arguments, reason = "one chart: its place, its data, and what all charts share")]
fn one(
    pen: &mut Pen,
    pane: Pane,
    scene: &Scene,
    game: &Game,
    plot: &Plot,
    axis: &Axis,
    (marks, band): (&[(i32, Ink)], &Band),
    small: bool,
) {
    let top = numbers::whole(Some(plot.top)).replace(',', "");
    // The axis has the first claim on the row: of a longer name its last word is left.
    let room = axis.x - 2 - width(&top) - pane.x;
    let name = if width(plot.name) <= room { plot.name } else { plot.name.rsplit(' ').next().unwrap_or("") };
    pen.put(pane.x, pane.y, name, Ink::Strong);
    let low = numbers::whole(Some(plot.low)).replace(',', "");
    if pane.h > 1 {
        // In two rows the lower value stands beside the unit.
        let room = axis.x - pane.x - 2 - if pane.h == 2 { width(&low) + 1 } else { 0 };
        pen.within(Pane::new(pane.x, pane.y + 1, axis.x - pane.x - 1, 1), |pen| {
            let forms = plot.unit.iter().map(|unit| Rich::muted(unit.clone())).collect();
            pen.rich(pane.x, pane.y + 1, &fitting(forms, room, 1));
        });
    }
    pen.put_right(axis.x - 1, pane.y, &top, Ink::Muted);
    pen.put_right(axis.x - 1, pane.bottom() - 1, &low, Ink::Muted);
    let columns = (axis.w * 2) as usize;
    let to = axis.to.min(scene.now());
    // Only the columns of time that has passed.
    let seen = ((to.since(axis.from).0 as f64 / axis.to.since(axis.from).0.max(1) as f64) * columns as f64) as usize;
    let values: Vec<Vec<Option<f64>>> =
        plot.lines.iter().map(|line| line.columns(axis.from, to, seen.max(1))).collect();
    let lines: Vec<Line> = plot
        .lines
        .iter()
        .zip(&values)
        .map(|(line, values)| Line {
            values,
            ink: line.ink,
            bound: line.bound,
            sparse: line.sparse,
            filled: line.filled,
        })
        .collect();
    let area = Pane::new(axis.x, pane.y, axis.w, pane.h);
    let levels: Vec<f64> = plot.levels.iter().map(|(level, _)| *level).collect();
    Chart { top: plot.top, low: plot.low, lines: &lines, marks, levels: &levels, band }.draw(pen, area);
    for (level, name) in plot.levels.iter().filter(|(level, _)| *level <= plot.top) {
        name_level(pen, area, level / plot.top, name);
    }
    table(
        pen,
        Pane::new(axis.x + axis.w + 1, pane.y, pane.right() - axis.x - axis.w - 1, pane.h),
        scene,
        game,
        plot,
        small,
    );
}

/// Names of the lines with their values at the cursor and now.
fn table(pen: &mut Pen, pane: Pane, scene: &Scene, game: &Game, plot: &Plot, small: bool) {
    let now = scene.now();
    let mut y = 0;
    let mut named: Vec<&plots::Curve> = plot.lines.iter().filter(|line| !line.name.is_empty()).collect();
    named.sort_by_key(|line| line.place);
    for line in named {
        if y >= pane.h {
            break;
        }
        let row = pane.row(y);
        let room = if small { pane.w - 6 } else { 12 };
        pen.within(Pane::new(row.x, row.y, room, 1), |pen| {
            let fits = width(&line.name) <= room;
            let name = if fits { &line.name } else { line.name.split(' ').next().unwrap_or("") };
            // An area is dark; its name is not.
            let ink = match line.ink {
                Ink::Served if line.filled => Ink::Plain,
                Ink::Route => Ink::Flow,
                ink => ink,
            };
            pen.put(row.x, row.y, name, ink);
        });
        let value = line.now(now);
        let bad = line.bound.is_some_and(|(bound, _)| value.is_some_and(|v| v > bound));
        pen.put_right(row.right(), row.y, &numbers::whole(value), if bad { Ink::WarnFigure } else { Ink::Strong });
        if let Some(cursor) = game.charts.cursor.filter(|_| !small) {
            pen.put_right(row.right() - 7, row.y, &numbers::whole(line.at(cursor)), Ink::Muted);
        }
        y += 1;
    }
    if !plot.notes.is_empty() && y < pane.h && !small {
        let rest = pane.below(y);
        paragraph(pen, rest, &fitting(plot.notes.clone(), rest.w, rest.h));
    }
}

/// The news line while the charts are open: what the cursor can do.
pub fn news(pen: &mut Pen, row: Pane, scene: &Scene, game: &Game) {
    let lead = match game.charts.cursor {
        Some(at) => Rich::muted("Cursor at ").and(scene.clock(at), Ink::Plain).and(":", Ink::Muted),
        None => Rich::muted("Cursor:"),
    };
    let x = pen.rich(row.x, row.y, &lead) + 2;
    let back = if game.charts.cursor.is_some() { "go back to this minute" } else { "go back" };
    let actions = [Action::Right, Action::NextMark, Action::Zoom, Action::Theory, Action::Enter];
    let offers = actions.map(|action| {
        let offer = Offer::of(pen, Context::View(View::Charts), action)?;
        Some(if action == Action::Enter { offer.saying(back) } else { offer })
    });
    from_left(pen, Pane { x, w: row.right() - x, ..row }, offers.into_iter().flatten());
}
