//! The System view for a few outlets: a box for each, with its queues, workers and load.

use super::edges::{self, Columns, columns};
use super::{Stream, chef_dots, is_down, stacked, stuck_at};
use crate::app::Target;
use crate::sim::order::{Customer, Order};
use crate::sim::outlet::Outlet;
use crate::sim::setup::{DeliveryMode, KitchenKind};
use crate::text::cards;
use crate::text::estimate as text;
use crate::text::flows;
use crate::text::hiring;
use crate::text::ink::Ink;
use crate::text::lamps;
use crate::text::numbers;
use crate::text::place::{self, State};
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::text::width::width;
use crate::text::words::Word;
use crate::ui::pane::Pane;
use crate::ui::panels::crew::ages;
use crate::ui::pen::Pen;
use crate::ui::widgets::float::{frame, set_in};
use crate::ui::widgets::lane::{age_ink, lane, lane_width};
use crate::ui::widgets::meter::meter;
use crate::ui::widgets::paragraph::fitting;
use crate::ui::widgets::spark::tall;
use crate::units::{ItemId, OutletId, Span};

/// Rows inside an outlet's box.
fn content(scene: &Scene, id: OutletId) -> i32 {
    let outlet = &scene.world().outlets()[id.index()];
    match place::state(outlet) {
        State::ToLet | State::Opening(_) => 1,
        State::Dark => 2,
        State::Cut => 4,
        _ => {
            let lines = lines(scene, outlet).len() as i32;
            let heads = i32::from(is_lit(scene, id)) * (1 + i32::from(lines > 1));
            let hits = i32::from(!lamps::hits(scene, id).is_empty());
            lines + 1 + i32::from(shows_load(scene, id)) + hits + heads + i32::from(outlet.manager.is_some())
        }
    }
}

fn is_lit(scene: &Scene, id: OutletId) -> bool {
    stuck_at(scene).is_some_and(|(at, _)| at == id)
}

fn shows_load(scene: &Scene, id: OutletId) -> bool {
    scene.session.rates().get(id.index()).and_then(|r| r.load()).is_some_and(|l| l >= 0.9)
}

/// Rows that an outlet takes with its frame and the red edges below it.
fn height(scene: &Scene, id: OutletId, bars: i32) -> i32 {
    let at_work = matches!(
        place::state(&scene.world().outlets()[id.index()]),
        State::Fine | State::Closing | State::Empty | State::Cut
    );
    content(scene, id) + 2 + if at_work { bars } else { 0 } + lost_rows(scene, id, bars)
}

/// Rows of the red edges below a box.
fn lost_rows(scene: &Scene, id: OutletId, bars: i32) -> i32 {
    if flows::exits(scene, id).is_empty() { 0 } else { 1 + i32::from(bars > 0) }
}

/// Rows that all boxes take, the heads above them included, without what only spare room gives them.
pub fn rows(scene: &Scene) -> i32 {
    let outlets = scene.world().outlets().len();
    (0..outlets).map(|o| height(scene, OutletId(o as u32), 0)).sum::<i32>() + 2
}

/// Whether all boxes fit into so many rows.
pub fn fits(scene: &Scene, rows: i32) -> bool {
    scene.world().outlets().len() <= 8 && self::rows(scene) <= rows
}

pub fn boxes(pen: &mut Pen, pane: Pane, scene: &Scene, stream: Stream) {
    let c = columns(pane, scene);
    heads(pen, pane, scene, &c);
    let n = scene.world().outlets().len();
    let ids = || (0..n).map(|o| OutletId(o as u32));
    // Whoever calls again goes back to the callers below everything, where there is a row for that.
    let least = ids().map(|id| height(scene, id, 0)).sum::<i32>();
    let loops = scene.session.vitals().doors.will_again > 0 && pane.h - 5 >= least;
    let area = pane.below(3);
    let area = if loops { area.top(area.h - 2) } else { area };
    // A few boxes have room for their lines as bars.
    let spare = area.h - ids().map(|id| height(scene, id, 0)).sum::<i32>() - 2 * n as i32;
    let bars = (spare / n as i32).clamp(0, 10);
    let bars = if bars < 3 { 0 } else { bars };
    let heights: Vec<i32> = ids().map(|id| height(scene, id, bars)).collect();
    let gap = (area.h / 7).clamp(1, 4);
    // A few boxes are centred.
    let used = heights.iter().sum::<i32>() + gap * (n as i32 - 1);
    let tops = stacked(&heights, area.below(((area.h - used) / 2).max(0)), gap);
    let boxed: Vec<i32> = heights.iter().zip(ids()).map(|(h, id)| h - lost_rows(scene, id, bars)).collect();
    let middles: Vec<i32> = tops.iter().zip(&boxed).map(|(y, h)| y + (h - 1) / 2).collect();
    let (first, last) = (middles[0], middles[n - 1]);
    let centre = ((first + last) / 2).clamp(area.y + 3, area.bottom() - 5);
    pen.within(pane, |pen| {
        let callers = edges::clients(pen, pane, area, scene, &c, centre, stream);
        let under_desk = edges::desk(pen, scene, &c, centre, stream);
        edges::fork(pen, scene, &c, centre, &middles, stream);
        for (i, id) in ids().enumerate() {
            let at = Pane::new(c.boxes, tops[i], c.box_w, boxed[i]);
            outlet_box(pen, at, scene, id, if boxed[i] > content(scene, id) + 2 { bars } else { 0 });
            pen.target(at, Target::Outlet(id));
            let below = Pane::new(at.x + 1, at.bottom(), c.shelf - at.x - 2, heights[i] - boxed[i]);
            edges::losses(pen, below, scene, id, stream);
            edges::behind(pen, scene, &c, id, middles[i], stream);
        }
        let end = tops[n - 1] + heights[n - 1];
        // What other boxes lose has boxes below it.
        let from = match lost_rows(scene, OutletId(n as u32 - 1), bars) {
            0 => c.desk.x + 1,
            _ => c.boxes + 1,
        };
        let does = from == c.boxes + 1 || under_desk > centre + 4;
        if loops && does {
            edges::way_back(pen, scene, callers, (from, end.max(under_desk)), stream);
        }
    });
}

/// Both words of every stage, pizza's first or the system's.
fn heads(pen: &mut Pen, pane: Pane, scene: &Scene, c: &Columns) {
    let w = scene.words;
    let mut head = |x: i32, pizza: &str, system: &str| {
        let (first, second) = w.say((pizza, system), (system, pizza));
        pen.put(x, pane.y, first, Ink::Plain);
        pen.put(x, pane.y + 1, second, Ink::Muted);
    };
    head(pane.x, "districts", "regions");
    head(c.desk.x, "front desk", "load balancer");
    head(c.boxes, "outlets", "nodes: queue, workers");
    if scene.world().delivery_mode() == DeliveryMode::Decoupled {
        head(c.shelf, "shelf", "buffer");
        head(c.riders, "riders", "couriers");
    }
    pen.put_right(c.end, pane.y, "out", Ink::Plain);
}

fn outlet_box(pen: &mut Pen, pane: Pane, scene: &Scene, id: OutletId, bars: i32) {
    let outlet = &scene.world().outlets()[id.index()];
    let state = place::state(outlet);
    let lit = is_lit(scene, id);
    let down = is_down(outlet);
    let g = pen.theme.glyphs;
    let ink = match state {
        _ if lit => Ink::Danger,
        State::Fine | State::Closing | State::Empty => Ink::Muted,
        _ => Ink::Cold,
    };
    frame(pen, pane, if lit { g.sharp } else { g.frame }, ink);
    if down {
        pen.repeat(pane.x + 1, pane.y, pane.w - 2, g.nothing, Ink::Cold);
        pen.repeat(pane.x + 1, pane.bottom() - 1, pane.w - 2, g.nothing, Ink::Cold);
    }
    let name = scene.names.outlet(id);
    let name_ink = if down {
        Ink::Cold
    } else if id == scene.selected {
        Ink::Accent
    } else {
        Ink::Strong
    };
    set_in(pen, pane.x + 2, pane.y, &Rich::of(name.to_string(), name_ink), pane);
    let right = match (lit, place::short(scene, id).first()) {
        (true, _) => Rich::of(format!(" {} ", scene.words.say("stuck here", "bottleneck")), Ink::Shout),
        (false, Some(text)) => Rich::of(text.split(',').next().unwrap_or("").to_string(), Ink::Cold),
        _ => Rich::new(),
    };
    if width(&name) + right.width() + 8 < pane.w {
        let x = pane.right() - 3 - right.width() + i32::from(lit);
        if lit {
            pen.rich(x, pane.y, &right);
        } else {
            set_in(pen, x, pane.y, &right, pane);
        }
    }
    let inside = Pane::new(pane.x + 2, pane.y + 1, pane.w - 4, pane.h - 2);
    // The waiting orders as bars stand below everything else inside.
    let (inside, below) = (inside.top(inside.h - bars), inside.below(inside.h - bars));
    pen.within(below, |pen| self::bars(pen, below, scene, outlet));
    pen.within(inside, |pen| match state {
        State::ToLet | State::Opening(_) | State::Dark => dark(pen, inside, scene, id, outlet),
        State::Cut => {
            line_row(
                pen,
                inside.row(0),
                scene,
                outlet,
                ages(scene, outlet).len() as u64,
                scene.words.say("line", "queue"),
                &ages(scene, outlet),
                true,
            );
            busy(pen, inside.row(1), scene, id);
            let text = fitting(place::sentences(scene, id), inside.w, 2);
            for (i, line) in text.wrapped(inside.w).iter().take(2).enumerate() {
                pen.rich(inside.x, inside.y + 2 + i as i32, line);
            }
        }
        _ => at_work(pen, inside, scene, id, outlet, lit),
    });
}

fn dark(pen: &mut Pen, inside: Pane, scene: &Scene, id: OutletId, outlet: &Outlet) {
    let w = scene.words;
    if matches!(place::state(outlet), State::Dark) {
        let n = ages(scene, outlet).len();
        let x = pen.put(inside.x, inside.y, &format!("{} ", w.one(Word::Line)), Ink::Muted);
        let x = pen.put(x, inside.y, &n.to_string(), Ink::Plain);
        pen.put(x, inside.y, &format!(", {} ", w.many(Word::Chef)), Ink::Muted);
        chef_dots(pen, inside.right(), inside.y, inside.w / 2, outlet, true);
    }
    let forms = place::sentences(scene, id);
    let text = fitting(forms, inside.w, 1);
    pen.rich(inside.x, inside.bottom() - 1, &text);
}

/// The queues of a kitchen: label, number waiting, and their ages.
pub(super) fn lines(scene: &Scene, outlet: &Outlet) -> Vec<(String, u64, Vec<Span>)> {
    let (world, w) = (scene.world(), scene.words);
    if outlet.kitchen != KitchenKind::Specialised || outlet.queues.len() < 2 {
        let ages = ages(scene, outlet);
        return vec![(w.say("line", "queue").to_string(), ages.len() as u64, ages)];
    }
    let mut lines: Vec<(String, u64, Vec<Span>)> = outlet
        .queues
        .iter()
        .enumerate()
        .filter(|(i, _)| *i < scene.setup().items.len())
        .map(|(i, line)| {
            let ages = line.iter(world.orders()).map(|key| scene.now().since(world.orders()[key].placed)).collect();
            (scene.names.item(ItemId(i as u16)).into_owned(), line.len() as u64, ages)
        })
        .collect();
    if lines.len() > 4 {
        let rest: u64 = lines[3..].iter().map(|l| l.1).sum();
        let ages = lines[3..].iter().flat_map(|l| l.2.clone()).collect();
        lines.truncate(3);
        lines.push(("others".into(), rest, ages));
    }
    lines
}

fn at_work(pen: &mut Pen, inside: Pane, scene: &Scene, id: OutletId, outlet: &Outlet, lit: bool) {
    let w = scene.words;
    let lines = lines(scene, outlet);
    let mut y = 0;
    // Of a single line its own label says as much.
    if lit && lines.len() > 1 {
        pen.put(inside.x, inside.y, w.say("line", "queue"), Ink::Muted);
        pen.put_right(inside.right(), inside.y, w.many(Word::Chef), Ink::Muted);
        y += 1;
    }
    for (i, (label, n, ages)) in lines.iter().enumerate() {
        line_row(pen, inside.row(y), scene, outlet, *n, label, ages, i == 0);
        y += 1;
    }
    busy(pen, inside.row(y), scene, id);
    y += 1;
    let Some(rates) = scene.session.rates().get(id.index()) else { return };
    if shows_load(scene, id) {
        let row = inside.row(y);
        let load = rates.load();
        let over = load.is_some_and(|l| l > 1.0);
        let (ink, figure) = if over { (Ink::Danger, Ink::DangerFigure) } else { (Ink::Cook, Ink::Strong) };
        pen.put(row.x, row.y, "load", Ink::Muted);
        meter(pen, row.x + 6, row.y, row.w - 13, load, ink);
        let x = pen.put_right(row.right(), row.y, " %", if over { Ink::Danger } else { Ink::Muted });
        pen.put_right(x, row.y, &numbers::percent(load), figure);
        y += 1;
    }
    if let Some(found) = lamps::hits(scene, id).first().filter(|_| y + i32::from(lit) < inside.h) {
        pen.put(inside.x, inside.y + y, found, Ink::Muted);
        if let Some(same) = lamps::of_the_same(scene, id) {
            let text = w.say(format!("{same} trays in ovens"), format!("{same} refills"));
            pen.put_right(inside.right(), inside.y + y, &text, Ink::DangerFigure);
        }
        y += 1;
    }
    if let Some(strange) = cards::mostly_strangers(scene, id).first().filter(|_| y + i32::from(lit) < inside.h) {
        pen.put(inside.x, inside.y + y, strange, Ink::DangerFigure);
        y += 1;
    }
    if lit {
        let row = inside.row(y);
        let wait = match scene.session.placed_at(id) {
            Some(estimate) if estimate.has_time() => {
                format!("in {}", text::wait(w, scene.world(), estimate).pop().unwrap_or_default())
            }
            Some(estimate) => text::fate(w, scene.world(), estimate).swap_remove(1),
            None => w.say("never, as things are", "never").to_string(),
        };
        let text = w.say("placed now, a chef ", "sent now, picked up ");
        let x = pen.put(row.x, row.y, text, Ink::Muted);
        pen.put(x, row.y, &wait, Ink::Plain);
        y += 1;
    }
    if outlet.manager.is_some() {
        pen.rich(inside.x, inside.y + y, &fitting(hiring::next_look(scene, id), inside.w, 1));
    }
}

/// `pizza 22  ▌▌▌▌▌▌▌▌▌▌▌  ●●●`: a queue in front of its workers, so it grows to the left.
#[expect(clippy::too_many_arguments, reason = "one row of a drawing, nothing to keep together")]
fn line_row(pen: &mut Pen, row: Pane, scene: &Scene, outlet: &Outlet, n: u64, label: &str, ages: &[Span], chefs: bool) {
    pen.within(Pane::new(row.x, row.y, 7, 1), |pen| {
        pen.put(row.x, row.y, label, Ink::Muted);
    });
    let count = numbers::count(n);
    let x = pen.put(row.x + 7 - i32::from(count.len() > 1), row.y, &count, Ink::Strong) + 1;
    let room = if chefs { 10 } else { 0 };
    let end = if chefs {
        chef_dots(pen, row.right(), row.y, room, outlet, false)
    } else {
        row.right() - dots_wide(pen, outlet, 10)
    };
    let cells = (end - 2 - x).max(0);
    let used = lane_width(ages.len(), cells);
    lane(pen, end - 2 - used, row.y, cells, ages, scene.promise());
}

/// Every waiting order as a bar of its age, the next to be served at the right; those of nobody in slate. In a long
/// line a bar stands for several, as old as the oldest of them, and it is said for how many.
pub(super) fn bars(pen: &mut Pen, pane: Pane, scene: &Scene, outlet: &Outlet) {
    let orders = scene.world().orders();
    let room = pane.w.max(1) as usize;
    let all = outlet.queues.iter().flat_map(|line| line.iter(orders)).take(MOST_BARS).map(|key| &orders[key]);
    let line: Vec<&Order> = all.collect();
    if pane.h < 2 || line.is_empty() {
        return;
    }
    let each = line.len().div_ceil(room);
    let age = |order: &Order| scene.now().since(order.placed);
    let most = line.iter().map(|order| age(order)).max().unwrap_or_default().max(scene.promise());
    for (i, group) in line.chunks(each).enumerate() {
        let oldest = group.iter().map(|order| age(order)).max().unwrap_or_default();
        let here = group.iter().any(|order| order.customer == Customer::Waiting);
        let ink = if here { age_ink(oldest, scene.promise()) } else { Ink::Cold };
        let share = oldest.seconds() / most.seconds().max(1.0);
        tall(pen, pane.right() - 1 - i as i32, pane.bottom() - 1, pane.h - 1, share.max(0.02), ink);
    }
    if each > 1 {
        let text = format!("each bar {each} {}", scene.words.many(Word::Order));
        pen.put(pane.x, pane.y, &text, Ink::Muted);
    }
}

/// So many orders of a line are looked at.
const MOST_BARS: usize = 4_000;

fn dots_wide(pen: &Pen, outlet: &Outlet, room: i32) -> i32 {
    let n: u32 = crate::ui::panels::crew::groups(pen.theme.glyphs, outlet).iter().map(|g| g.2).sum();
    (n as i32).min(room)
}

fn busy(pen: &mut Pen, row: Pane, scene: &Scene, id: OutletId) {
    let share = scene.session.rates().get(id.index()).and_then(|r| r.chefs_busy);
    pen.put(row.x, row.y, "busy", Ink::Muted);
    meter(pen, row.x + 6, row.y, row.w - 13, share, Ink::Cook);
    let x = pen.put_right(row.right(), row.y, " %", Ink::Muted);
    pen.put_right(x, row.y, &numbers::percent(share), Ink::Strong);
}
