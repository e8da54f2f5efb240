//! Where the minutes go: mean spans of the slowest 1 % beside those of the middle tenth. Means add up; percentiles
//! would not.

use crate::sim::explain::{Composition, Group, Parts, rounded};
use crate::sim::order::SPAN_KINDS;
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::text::spans as span_words;
use crate::text::width::width;
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;
use crate::ui::widgets::meter::meter;
use crate::ui::widgets::spans;
use crate::ui::widgets::title::title;

const NAME: &str = "Where the minutes go";

fn minutes(group: &Group) -> f64 {
    group.mean.minutes()
}

pub fn breakdown(pen: &mut Pen, pane: Pane, scene: &Scene, composition: Option<Composition>, focused: bool) {
    title(pen, pane.row(0), NAME, focused, &[]);
    let Some(c) = composition else {
        pen.put(pane.x, pane.y + 1, "nothing was delivered yet", Ink::Muted);
        return;
    };
    let late = c.slowest.mean > scene.promise();
    let per_cell = minutes(&c.slowest).max(minutes(&c.middle)).max(0.1) / pane.w as f64;
    pen.within(pane, |pen| {
        let row = pane.row(1);
        pen.put(row.x, row.y, "the middle tenth", Ink::Muted);
        figure(pen, row, &numbers::minutes(c.middle.mean), Ink::Strong);
        spans::bar(pen, pane.x, pane.y + 2, pane.right(), &c.middle.parts.map(|s| s.minutes()), per_cell);
        let row = pane.row(3);
        let n = c.slowest.orders;
        let orders = if n == 1 { "order" } else { "orders" };
        let rich = Rich::muted("the slowest 1 %, which is ")
            .and(n.to_string(), Ink::Plain)
            .and(format!(" {orders}"), Ink::Muted);
        let short = Rich::muted("the slowest 1 %: ").and(n.to_string(), Ink::Plain);
        let fits = rich.width() + 12 <= pane.w;
        pen.rich(row.x, row.y, if fits { &rich } else { &short });
        figure(pen, row, &numbers::minutes(c.slowest.mean), if late { Ink::WarnFigure } else { Ink::Strong });
        spans::bar(pen, pane.x, pane.y + 4, pane.right(), &c.slowest.parts.map(|s| s.minutes()), per_cell);
        difference(pen, pane.below(if pane.h > 10 { 6 } else { 5 }), scene, &c);
    });
}

fn figure(pen: &mut Pen, row: Pane, value: &str, ink: Ink) {
    let x = pen.put_right(row.right(), row.y, " min", Ink::Muted);
    pen.put_right(x, row.y, value, ink);
}

/// Spans rounded to tenths of a minute such that they add up to the displayed total.
fn tenths(c: &Composition) -> (Parts, i64) {
    rounded(&c.parts, 6_000_000)
}

fn signed(tenths: i64) -> String {
    format!("{:+.1}", tenths as f64 / 10.0)
}

fn by_size(parts: &Parts) -> Vec<usize> {
    let mut order: Vec<usize> = (0..parts.len()).filter(|i| parts[*i] != 0).collect();
    order.sort_by_key(|i| std::cmp::Reverse(parts[*i].abs()));
    order
}

fn difference(pen: &mut Pen, pane: Pane, scene: &Scene, c: &Composition) {
    let (parts, total) = tenths(c);
    pen.put(pane.x, pane.y, "the difference", Ink::Muted);
    figure(pen, pane.row(0), &signed(total), Ink::Strong);
    let most = parts.iter().map(|p| p.abs()).max().unwrap_or(1).max(1);
    for (i, kind) in by_size(&parts).into_iter().enumerate().take((pane.h - 1).max(0) as usize) {
        let row = pane.row(1 + i as i32);
        let (glyph, ink) = spans::mark(pen.theme.glyphs, SPAN_KINDS[kind]);
        pen.glyph(row.x, row.y, glyph, ink);
        let name = span_words::long(scene, SPAN_KINDS[kind]);
        pen.put(row.x + 2, row.y, name, Ink::Muted);
        let x = row.x + 20;
        let cells = (row.right() - 7 - x).max(3);
        meter(pen, x, row.y, cells, Some(parts[kind].unsigned_abs() as f64 / most as f64), ink);
        pen.put_right(row.right(), row.y, &signed(parts[kind]), Ink::Plain);
    }
}

/// The panel in three rows, for small rooms, with the difference in the title.
pub fn line(pen: &mut Pen, pane: Pane, scene: &Scene, composition: Option<Composition>) {
    let Some(c) = composition else {
        title(pen, pane.row(0), NAME, false, &[]);
        return;
    };
    let (parts, _) = tenths(&c);
    let order = by_size(&parts);
    let phrase = |n: usize, lead: &'static str| {
        let mut rich = Rich::muted(lead);
        for kind in order.iter().take(n) {
            let (glyph, ink) = spans::mark(pen.theme.glyphs, SPAN_KINDS[*kind]);
            rich.push(" ", Ink::Plain).push(glyph.to_string(), ink).push(signed(parts[*kind]), Ink::Muted);
        }
        rich
    };
    let phrases = [phrase(4, "the difference:"), phrase(3, "difference:"), phrase(2, "")];
    title(pen, pane.row(0), NAME, false, &phrases);
    let per = minutes(&c.slowest).max(minutes(&c.middle)).max(0.1);
    let late = c.slowest.mean > scene.promise();
    let rows = [
        ("middle tenth".to_string(), c.middle, Ink::Strong),
        (format!("slowest 1 % ({})", c.slowest.orders), c.slowest, if late { Ink::WarnFigure } else { Ink::Strong }),
    ];
    for (i, (name, group, ink)) in rows.iter().enumerate() {
        let row = pane.row(1 + i as i32);
        pen.within(row, |pen| {
            pen.put(row.x, row.y, name, Ink::Muted);
            let x = row.x + 17.max(width(name) + 1);
            let cells = (row.right() - 10 - x).max(4);
            spans::bar(pen, x, row.y, x + cells, &group.parts.map(|s| s.minutes()), per / cells as f64);
            figure(pen, row, &numbers::minutes(group.mean), *ink);
        });
    }
}
