//! The queues of the Kitchen view: every waiting order as a bar of its age, queue by queue, the next to be served
//! first.

use super::counters;
use super::crew::waiting;
use crate::app::Target;
use crate::app::merging::Merging;
use crate::sim::explain::StationId;
use crate::sim::order::{Customer, Order, OrderKey};
use crate::sim::setup::{KitchenKind, QueueOrder};
use crate::text::doubts;
use crate::text::ink::Ink;
use crate::text::log::order as order_name;
use crate::text::numbers;
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::text::values::label;
use crate::text::width::{beginning, width};
use crate::text::words::Word;
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;
use crate::ui::widgets::chart::round_top;
use crate::ui::widgets::paragraph::fitting;
use crate::ui::widgets::spark::tall;
use crate::units::{ChefRef, ItemId, OutletId};
use std::collections::BTreeSet;

/// Width of the scale before the bars.
const SCALE: i32 = 7;

/// One queue of the kitchen.
struct Line<'a> {
    /// Who serves it: "a pizza chef", "the bread chef", "Ana".
    whom: String,
    orders: Vec<(OrderKey, &'a Order)>,
    /// How wide each order's bar is, in units: where items rank, by what they take to make; else 1.
    sizes: Vec<i32>,
    /// A remark below its heading; `None`: nothing unusual.
    note: Option<String>,
    stuck: bool,
    /// The rule by which it is served, in words, and whether zones take turns by it.
    order: String,
    is_in_turns: bool,
}

pub fn rail(pen: &mut Pen, pane: Pane, scene: &Scene, id: OutletId, small: bool, merging: Option<&Merging>) {
    let stuck = scene.session.why().and_then(|why| why.stuck()).map(|stuck| stuck.id);
    if scene.world().outlets()[id.index()].kitchen == KitchenKind::Private {
        counters::counters(pen, pane, scene, id, stuck == Some(StationId::Chefs(id)));
        pen.target(pane, Target::Panel(crate::app::Panel::Line));
        return;
    }
    let merging = merging.filter(|merging| merging.outlet == id);
    let lines = lines(scene, id);
    let oldest =
        lines.iter().flat_map(|l| &l.orders).map(|(_, o)| scene.now().since(o.placed).minutes()).fold(0.0, f64::max);
    let top = round_top(oldest, 8.0);
    pen.within(pane, |pen| {
        let bars = Pane::new(pane.x + SCALE, pane.y + 1, pane.w - SCALE, pane.h - if small { 2 } else { 3 });
        scale(pen, pane, bars, top);
        // Each line keeps its place, however long it and the others are.
        let w = bars.w / lines.len().max(1) as i32;
        for (i, line) in lines.iter().enumerate() {
            let x = bars.x + i as i32 * w;
            let step = step(line.units(), w - 3, small);
            let (whole, bars) = (Pane::new(x, pane.y, w, pane.h), Pane::new(x, bars.y, w, bars.h));
            match merging.filter(|merging| !merging.is_over() && step > 0) {
                Some(merging) => {
                    head(pen, whole, scene, line);
                    counters::merge(pen, pane, scene, id, merging, |i| (bars.x + i as i32 * step, bars.bottom() - 1));
                }
                None => draw(pen, whole, bars, scene, line, top, step, merging),
            }
            if let Some(merging) = merging {
                pooled(pen, whole, scene, merging);
            }
        }
    });
}

/// `15 stood in 10 lines; whoever is free takes the head of this one`
fn pooled(pen: &mut Pen, pane: Pane, scene: &Scene, merging: &Merging) {
    let (w, lines) = (scene.words, merging.counters.len());
    let waited = numbers::count(merging.waited() as u64);
    let said = w.say(
        format!("{waited} stood in {lines} lines; whoever is free takes the head of this one"),
        format!("{waited} were in {lines} queues; any idle worker takes the head of this one"),
    );
    pen.put_right(pane.right() - 1, pane.y + 1, &said, Ink::Accent);
}

fn lines<'a>(scene: &Scene<'a>, id: OutletId) -> Vec<Line<'a>> {
    let (w, world) = (scene.words, scene.world());
    let outlet = &world.outlets()[id.index()];
    let orders = |i: usize| -> Vec<(OrderKey, &'a Order)> {
        let keys = world.serving_order(id, i).into_iter().take(5_000);
        keys.map(|key| (key, &world.orders()[key])).collect()
    };
    let stuck = scene.session.why().and_then(|why| why.stuck()).map(|s| s.id);
    let whole = stuck == Some(StationId::Chefs(id));
    let mut lines = match outlet.kitchen {
        KitchenKind::Shared => vec![Line::of(format!("a {}", w.one(Word::Chef)), orders(0), None, whole)],
        KitchenKind::Specialised => {
            let mut lines: Vec<Line> = (0..outlet.queues.len())
                .filter(|i| *i < scene.setup().items.len())
                .map(|i| {
                    let item = ItemId(i as u16);
                    let experts: Vec<u32> = (0..outlet.chefs.len() as u32)
                        .filter(|n| outlet.chefs[*n as usize].is_well_and_here())
                        .filter(|n| outlet.chefs[*n as usize].may_cook(outlet.kitchen, item))
                        .collect();
                    let name = |n: u32| scene.names.chef(ChefRef { outlet: id, number: n });
                    let note = match experts.as_slice() {
                        [] => Some(w.say("nobody here can cook it", "no worker serves it").to_string()),
                        [one] => Some(format!("{} alone", name(*one))),
                        _ => None,
                    };
                    let the = if experts.len() == 1 { "the" } else { "a" };
                    let whom = format!("{the} {} {}", scene.names.item(item), w.one(Word::Chef));
                    Line::of(whom, orders(i), note, stuck == Some(StationId::Line(id, item)))
                })
                .collect();
            // If the whole kitchen is stuck, only its longest queue is marked.
            if whole && let Some(longest) = (0..lines.len()).rev().max_by_key(|i| lines[*i].orders.len()) {
                lines[longest].stuck = true;
            }
            lines
        }
        // Drawn as counters.
        KitchenKind::Private => Vec::new(),
    };
    for line in &mut lines {
        line.is_in_turns = outlet.queue_order == QueueOrder::Turns;
        // Oldest first is what everybody expects; the systems' word for it is on the System view.
        line.order = match outlet.queue_order {
            QueueOrder::OldestFirst => "oldest first".into(),
            QueueOrder::NewestFirst => "newest first".into(),
            rule => label(w.0, rule),
        };
    }
    if outlet.queue_order.ranks_items() {
        let work = |o: &Order| scene.setup().items[o.item.index()].work.mean();
        let least = scene.setup().items.iter().map(|item| item.work.mean()).fold(f64::INFINITY, f64::min).max(1e-6);
        for line in &mut lines {
            line.sizes = line.orders.iter().map(|(_, o)| (work(o) / least).round().clamp(1.0, WIDEST) as i32).collect();
        }
    }
    lines
}

/// The widest bar, in units: a feast takes many times as long as a pizza, and the screen is not made of cells.
const WIDEST: f64 = 6.0;

impl<'a> Line<'a> {
    fn of(whom: String, orders: Vec<(OrderKey, &'a Order)>, note: Option<String>, stuck: bool) -> Line<'a> {
        Line { whom, sizes: vec![1; orders.len()], orders, note, stuck, order: String::new(), is_in_turns: false }
    }

    fn units(&self) -> i32 {
        self.sizes.iter().sum()
    }
}

/// From one bar to the next: six cells a unit, three, two, or one; 0: several orders share a cell.
fn step(units: i32, room: i32, small: bool) -> i32 {
    let steps = if small { &[2, 1][..] } else { &[6, 3, 2, 1][..] };
    steps.iter().copied().find(|step| units * step <= room).unwrap_or(0)
}

fn scale(pen: &mut Pen, pane: Pane, bars: Pane, top: f64) {
    pen.put_right(pane.x + SCALE - 1, pane.y, "min", Ink::Muted);
    for part in 1..=2 {
        let value = top * part as f64 / 2.0;
        let y = bars.bottom() - (bars.h as f64 * part as f64 / 2.0).round() as i32;
        pen.put_right(pane.x + SCALE - 1, y.max(bars.y), &numbers::tenths(Some(value)).replace(".0", ""), Ink::Muted);
    }
}

#[expect(clippy::too_many_arguments, reason = "where, what, and how large")]
fn draw(
    pen: &mut Pen,
    pane: Pane,
    bars: Pane,
    scene: &Scene,
    line: &Line,
    top: f64,
    step: i32,
    merging: Option<&Merging>,
) {
    head(pen, pane, scene, line);
    let n = line.orders.len() as i32;
    let (apart, wide) = match step {
        0 | 1 => (1, 1),
        6 => (6, 3),
        step => (step, step - 1),
    };
    let room = (bars.w - 3).max(1);
    let shown = if step == 0 { room } else { n };
    let mut x = bars.x;
    for i in 0..shown {
        // With more orders than cells, a cell shows the oldest of its share.
        let (from, to) =
            if step == 0 { (i * n / room, ((i + 1) * n / room).max(i * n / room + 1)) } else { (i, i + 1) };
        let Some(group) = line.orders.get(from as usize..(to.min(n)) as usize) else { continue };
        let orders = group.iter().map(|(_, order)| (waiting(scene, order), scene.promise_of(order.item)));
        let Some((order, promise)) = orders.max_by_key(|(order, _)| (!order.is_ghost, order.age)) else { continue };
        let units = if step == 0 { 1 } else { line.sizes[i as usize] };
        for column in 0..wide + (units - 1) * apart {
            let (bottom, share) = (bars.bottom() - 1, order.age.minutes() / top);
            match order.is_ghost {
                // Hollow: only its edge.
                true if column == 0 => hollow(pen, x, bottom, bars.h, share),
                true => {}
                false => tall(pen, x + column, bottom, bars.h, share, order.ink(promise)),
            }
        }
        x += units * apart;
    }
    let used = (x - bars.x).clamp(1, room);
    let base = pen.theme.glyphs.base;
    pen.repeat(bars.x, bars.bottom(), if n == 0 { 8.min(room) } else { used }, base, Ink::Faint);
    if line.is_in_turns && step > 0 {
        zone_marks(pen, bars, scene, line, apart);
    }
    let feet_row = Pane::new(bars.x, bars.bottom() + 1, bars.w - 2, 1);
    match merging.filter(|_| step == 6) {
        Some(merging) => stood(pen, feet_row, scene, line, merging),
        None => feet(pen, feet_row, line, used, step),
    }
    pen.target(bars, Target::Panel(crate::app::Panel::Line));
}

/// Where zones take turns, the first letter of each order's zone stands under its bar, or as many as tell them apart.
fn zone_marks(pen: &mut Pen, bars: Pane, scene: &Scene, line: &Line, apart: i32) {
    let zones = &scene.setup().zones;
    let begins = |letters: usize| zones.iter().map(move |zone| beginning(&zone.name, letters as i32).to_string());
    let apart_from = |letters: &usize| begins(*letters).collect::<BTreeSet<_>>().len() == zones.len();
    let letters = (1..=apart.max(1) as usize).find(apart_from).unwrap_or(1) as i32;
    for (i, (_, order)) in line.orders.iter().enumerate() {
        let name = scene.names.zone(order.id.zone);
        let mark = beginning(&name, letters);
        pen.put(bars.x + i as i32 * apart, bars.bottom(), mark, Ink::Muted);
    }
}

/// An order whose guest has gone: nobody waits for it, but it takes as long as any other.
fn hollow(pen: &mut Pen, x: i32, bottom: i32, rows: i32, share: f64) {
    let rows = ((share.clamp(0.0, 1.0) * f64::from(rows)).ceil() as i32).max(1);
    pen.column(x, bottom - rows + 1, rows, pen.theme.glyphs.ghost, Ink::Cold);
}

/// Below each bar the chef before whom the order stood.
fn stood(pen: &mut Pen, row: Pane, scene: &Scene, line: &Line, merging: &Merging) {
    for (i, (_, order)) in line.orders.iter().enumerate() {
        let Some(number) = merging.chef_of(order.serial) else { continue };
        let name = scene.names.chef(ChefRef { outlet: merging.outlet, number });
        pen.put(row.x + i as i32 * 6, row.y, beginning(&name, 5), Ink::Faint);
    }
}

/// ` 22 waiting  for a pizza chef   next #147, Docks, 15 min`
fn head(pen: &mut Pen, pane: Pane, scene: &Scene, line: &Line) {
    let w = scene.words;
    let n = line.orders.len() as u64;
    let count = numbers::count(n);
    let row = Pane { h: 1, w: pane.w - 2, ..pane };
    let mut x = row.x;
    if n == 0 {
        pen.within(row, |pen| {
            pen.rich(
                x,
                row.y,
                &fitting(
                    vec![Rich::muted(format!("nobody waits for {}", line.whom)), Rich::muted(line.whom.clone())],
                    row.w,
                    1,
                ),
            );
        });
        note(pen, pane, line);
        return;
    }
    if line.stuck {
        let badge = if row.w > 30 { format!(" {count} {} ", w.one(Word::Waiting)) } else { format!(" {count} ") };
        x = pen.put(x, row.y, &badge, Ink::Shout) + 1;
    } else {
        x = pen.put(x, row.y, &count, if n > 5 { Ink::WarnFigure } else { Ink::Strong }) + 1;
    }
    let ghosts =
        line.orders.iter().filter(|(_, order)| order.customer != Customer::Waiting && !order.is_house()).count();
    if ghosts > 0 {
        let nobody = format!("({} {})", numbers::count(ghosts as u64), doubts::for_nobody(scene));
        x = pen.put(x, row.y, &nobody, Ink::Cold) + 1;
    }
    let next = line.orders.first().map(|(_, o)| o);
    let next = next.map(|o| {
        let waited = numbers::duration(scene.now().since(o.placed));
        let gone = if o.customer == Customer::Waiting { "" } else { w.say(", for nobody", ", orphaned") };
        (order_name(w, o.serial), scene.names.zone(o.id.zone).into_owned(), waited + gone)
    });
    let mut forms = Vec::new();
    if let Some((order, zone, waited)) = next {
        forms.push(
            Rich::of(format!("for {}", line.whom), Ink::Strong)
                .and(format!("   next {order}, {zone}, {waited}"), Ink::Muted),
        );
        forms.push(Rich::of(format!("for {}", line.whom), Ink::Strong).and(format!("  next {waited}"), Ink::Muted));
    }
    forms.push(Rich::of(format!("for {}", line.whom), Ink::Strong));
    let last = line.whom.split(' ').next_back().unwrap_or("").to_string();
    forms.push(Rich::of(line.whom.split(' ').nth(1).map_or(last, str::to_string), Ink::Strong));
    pen.within(row, |pen| {
        pen.rich(x, row.y, &fitting(forms, row.right() - x, 1));
    });
    note(pen, pane, line);
}

fn note(pen: &mut Pen, pane: Pane, line: &Line) {
    if let Some(note) = &line.note {
        let bad = note.starts_with("no");
        pen.within(Pane { w: pane.w - 2, ..pane }, |pen| {
            pen.put(pane.x, pane.y + 1, note, if bad { Ink::Danger } else { Ink::Muted });
        });
    }
}

/// First and last order's numbers under the bars, and what the heights mean.
fn feet(pen: &mut Pen, row: Pane, line: &Line, used: i32, step: i32) {
    let (Some((_, first)), Some((_, last))) = (line.orders.first(), line.orders.last()) else { return };
    let (first, last) = (format!("#{}", first.serial), format!("#{}", last.serial));
    pen.within(row, |pen| {
        let x = pen.put(row.x, row.y, &first, Ink::Muted);
        if line.orders.len() < 2 {
            return;
        }
        let end = (row.x + used).max(x + 2 + width(&last));
        let last_x = pen.put_right(end, row.y, &last, Ink::Muted);
        let what = if step == 0 {
            format!(
                "each bar {} or so",
                numbers::counted((line.orders.len() as i32 / used.max(1)).max(1) as u64, "order")
            )
        } else {
            let width = if line.sizes.iter().any(|size| *size > 1) { ", width = work" } else { "" };
            format!("{}, height = minutes waited{width}", line.order)
        };
        if x + width(&what) + 4 < last_x {
            pen.put(x + (last_x - x - width(&what)) / 2, row.y, &what, Ink::Muted);
        }
    });
}
