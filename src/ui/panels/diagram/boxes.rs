//! The System view for a few outlets: a box for each, with its queues, workers and load.

use super::{arrow, chef_dots, edge, exits, heavy, is_down, stacked, stuck_at, zones};
use crate::app::Target;
use crate::sim::explain::StationId;
use crate::sim::outlet::Outlet;
use crate::sim::setup::{DeliveryMode, KitchenKind};
use crate::text::estimate as text;
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::place::{self, State};
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::text::values::label;
use crate::text::width::width;
use crate::text::words::Word;
use crate::ui::pane::Pane;
use crate::ui::panels::crew::{ages, rider_groups};
use crate::ui::pen::Pen;
use crate::ui::widgets::float::{frame, set_in};
use crate::ui::widgets::lane::{lane, lane_width};
use crate::ui::widgets::meter::{meter, people};
use crate::ui::widgets::paragraph::fitting;
use crate::units::{ItemId, OutletId, Span};

/// Columns, from the left edge of the pane.
struct Columns {
    zone_w: i32,
    bus: i32,
    desk: Pane,
    fork: i32,
    boxes: i32,
    box_w: i32,
    shelf: i32,
    riders: i32,
    end: i32,
}

fn columns(pane: Pane, scene: &Scene) -> Columns {
    let names = zones(scene, 8).iter().map(|(n, _)| width(n)).max().unwrap_or(4).clamp(5, 14);
    let zone_w = names + 6;
    let bus = pane.x + zone_w + 4;
    let desk_x = bus + 6;
    let spare = (pane.w - 118).max(0);
    let desk_w = 16 + spare / 8;
    let fork = desk_x + desk_w + 4;
    let boxes = fork + 6;
    let end = pane.right();
    let box_w = (end - 30 - spare / 6 - boxes).max(28);
    let shelf = boxes + box_w + 5;
    Columns { zone_w, bus, desk: Pane::new(desk_x, 0, desk_w, 7), fork, boxes, box_w, shelf, riders: shelf + 10, end }
}

/// Rows inside an outlet's box.
fn content(scene: &Scene, id: OutletId) -> i32 {
    let outlet = &scene.world().outlets()[id.index()];
    let inside = match place::state(outlet) {
        State::ToLet | State::Opening(_) => 1,
        State::Dark => 2,
        State::Cut => 4,
        _ => {
            let lines = lines(scene, outlet).len() as i32;
            let heads = i32::from(is_lit(scene, id)) * (1 + i32::from(lines > 1));
            lines + 1 + i32::from(shows_load(scene, id)) + heads
        }
    };
    inside + i32::from(!exits(scene, id).is_empty())
}

fn is_lit(scene: &Scene, id: OutletId) -> bool {
    stuck_at(scene).is_some_and(|(at, _)| at == id)
}

fn shows_load(scene: &Scene, id: OutletId) -> bool {
    scene.session.rates().get(id.index()).and_then(|r| r.load()).is_some_and(|l| l >= 0.9)
}

/// Whether all boxes fit into so many rows.
pub fn fits(scene: &Scene, rows: i32) -> bool {
    let outlets = scene.world().outlets().len();
    outlets <= 8 && (0..outlets).map(|o| content(scene, OutletId(o as u32)) + 2).sum::<i32>() + 2 <= rows
}

pub fn boxes(pen: &mut Pen, pane: Pane, scene: &Scene) {
    let c = columns(pane, scene);
    heads(pen, pane, scene, &c);
    let area = pane.below(3);
    let n = scene.world().outlets().len();
    let heights: Vec<i32> = (0..n).map(|o| content(scene, OutletId(o as u32)) + 2).collect();
    let gap = (area.h / 7).max(2);
    // A few boxes are centred.
    let used = heights.iter().sum::<i32>() + gap * (n as i32 - 1);
    let tops = stacked(&heights, area.below(((area.h - used) / 2).max(0)), gap);
    let middles: Vec<i32> = tops.iter().zip(&heights).map(|(y, h)| y + (h - 1) / 2).collect();
    let (first, last) = (middles[0], middles[n - 1]);
    let centre = ((first + last) / 2).clamp(area.y + 3, area.bottom() - 4);
    pen.within(pane, |pen| {
        clients(pen, pane, area, scene, &c, centre);
        desk(pen, scene, &c, centre);
        fork(pen, scene, &c, centre, &middles);
        for (i, (y, h)) in tops.iter().zip(&heights).enumerate() {
            let id = OutletId(i as u32);
            let at = Pane::new(c.boxes, *y, c.box_w, *h);
            outlet_box(pen, at, scene, id);
            pen.target(at, Target::Outlet(id));
            behind(pen, scene, &c, id, middles[i]);
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

fn clients(pen: &mut Pen, pane: Pane, area: Pane, scene: &Scene, c: &Columns, centre: i32) {
    let heavy = heavy(scene);
    let most = (area.h / 2).clamp(1, 8) as usize;
    let zones = zones(scene, most);
    let n = zones.len() as i32;
    let step = if n * 2 <= area.h { 2 } else { 1 };
    let top = (centre - (n - 1) * step / 2).clamp(area.y, (area.bottom() - (n - 1) * step - 1).max(area.y));
    let total: f64 = scene.session.vitals().traffic.arriving_per_hour;
    for (i, (name, rate)) in zones.iter().enumerate() {
        let y = top + i as i32 * step;
        pen.within(Pane::new(pane.x, y, c.zone_w - 4, 1), |pen| {
            pen.put(pane.x, y, name, Ink::Plain);
        });
        pen.put_right(pane.x + c.zone_w - 1, y, &numbers::rate(Some(*rate)), Ink::Strong);
        let (glyph, ink) = edge(pen, *rate, heavy);
        pen.repeat(pane.x + c.zone_w + 1, y, c.bus - pane.x - c.zone_w - 1, glyph, ink);
    }
    let (_, ink) = edge(pen, total, heavy);
    let bottom = top + (n - 1) * step;
    let g = pen.theme.glyphs;
    for y in top.min(centre)..=bottom.max(centre) {
        let on_row = (y - top) % step == 0 && y >= top && y <= bottom;
        let glyph = match () {
            () if n == 1 && top == centre => g.quiet,
            () if y == top.min(centre) && on_row => g.sharp[1],
            () if y == bottom.max(centre) && on_row => g.sharp[3],
            () if on_row => g.tee[1],
            () => g.upright,
        };
        pen.glyph(c.bus, y, glyph, ink);
    }
    if !(n == 1 && top == centre) {
        pen.glyph(c.bus, centre, g.tee[0], ink);
    }
    arrow(pen, c.bus + 1, centre, c.desk.x - c.bus - 1, total, heavy);
    pen.put(c.bus + 1, centre - 1, &numbers::rate(Some(total)), Ink::Strong);
}

fn desk(pen: &mut Pen, scene: &Scene, c: &Columns, centre: i32) {
    let w = scene.words;
    let desk = scene.world().desk();
    let pane = Pane { y: centre - 3, ..c.desk };
    frame(pen, pane, pen.theme.glyphs.frame, Ink::Muted);
    let x = pane.x + 2;
    let stuck = scene.session.why().and_then(|why| why.stuck()).is_some_and(|s| s.id == StationId::Desk);
    let room = pane.w - 3;
    let mut row = 1;
    let mut line = |pen: &mut Pen, rich: Rich| {
        pen.within(Pane::new(x, pane.y + row, room, 1), |pen| {
            pen.rich(x, pane.y + row, &rich);
        });
        row += 1;
    };
    let held = desk.held.len() as u64;
    if stuck {
        line(pen, Rich::of(format!(" {held} {} ", w.one(Word::Waiting)), Ink::Shout));
    } else {
        line(pen, Rich::of(w.one(Word::FrontDesk), Ink::Strong));
    }
    let policy = label(w.0, desk.policy);
    let last = policy.split(' ').next_back().unwrap_or("").to_string();
    line(pen, Rich::plain(if width(&policy) <= room { policy } else { last }));
    line(pen, Rich::muted(w.say("moves ", "failover ")).and(if desk.failover { "on" } else { "off" }, Ink::Plain));
    let every = if desk.health_check.is_zero() { "always".into() } else { numbers::duration(desk.health_check) };
    line(pen, Rich::muted(w.say("asks ", "checks ")).and(every, Ink::Plain));
    let (hears, open) = super::answering(scene);
    let ink = if hears < open { Ink::WarnFigure } else { Ink::Plain };
    line(pen, Rich::muted("hears ").and(hears.to_string(), ink).and(format!(" of {open}"), Ink::Muted));
    let lost = scene.session.vitals().traffic.unreachable_per_hour;
    if lost > 0.05 {
        let text = format!("{} {}", numbers::rate(Some(lost)), w.say("not reached", "unreachable"));
        pen.put(pane.x, pane.bottom(), &text, Ink::Danger);
    }
}

/// The edges from the front desk to every outlet that it may route to.
fn fork(pen: &mut Pen, scene: &Scene, c: &Columns, centre: i32, middles: &[i32]) {
    let heavy = heavy(scene);
    let g = pen.theme.glyphs;
    let total: f64 = scene.session.rates().iter().map(|r| r.arriving_per_hour).sum();
    let from = c.desk.right();
    let (glyph, ink) = edge(pen, total, heavy);
    pen.repeat(from, centre, c.fork - from, glyph, ink);
    // The shared vertical edge, heavy as far as orders are routed.
    let (low, high) = (middles[0].min(centre), middles[middles.len() - 1].max(centre));
    for y in low..=high {
        let beyond: f64 = scene
            .session
            .rates()
            .iter()
            .zip(middles)
            .filter(|(_, m)| if y < centre { **m <= y } else { **m >= y })
            .map(|(r, _)| r.arriving_per_hour)
            .sum();
        let (glyph, ink) = if beyond > 0.05 { (g.upright, Ink::Flow) } else { (g.upright_nothing, Ink::Faint) };
        pen.glyph(c.fork, y, glyph, ink);
    }
    for (i, y) in middles.iter().enumerate() {
        let outlet = &scene.world().outlets()[i];
        let rate = scene.session.edge_rate(OutletId(i as u32));
        let (_, ink) = edge(pen, rate, heavy);
        let corner = match () {
            () if *y == low && *y < centre => g.sharp[0],
            () if *y == high && *y > centre => g.sharp[2],
            () => g.tee[0],
        };
        pen.glyph(c.fork, *y, corner, ink);
        let cut = !outlet.link.is_fine();
        if cut {
            pen.repeat(c.fork + 1, *y, c.boxes - c.fork - 2, g.nothing, Ink::Faint);
            pen.glyph(c.fork + 2, *y, g.cut, Ink::Danger);
            pen.put(c.fork + 1, *y - 1, scene.words.say("cut", "cut"), Ink::Danger);
        } else {
            arrow(pen, c.fork + 1, *y, c.boxes - c.fork - 1, rate, heavy);
            let ink = if rate > 0.05 { Ink::Strong } else { Ink::Muted };
            pen.put(c.fork + 1, *y - 1, &numbers::rate(Some(rate)), ink);
        }
    }
}

fn outlet_box(pen: &mut Pen, pane: Pane, scene: &Scene, id: OutletId) {
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
    // The losses are below everything inside.
    let exits = exits(scene, id);
    let rows = inside.h - i32::from(!exits.is_empty());
    let (inside, below) = (inside.top(rows), inside.below(rows));
    if !exits.is_empty() {
        let text = fitting(exits, below.w - 2, 1);
        pen.within(below, |pen| {
            pen.glyph(below.x, below.y, g.right, Ink::Danger);
            pen.rich(below.x + 2, below.y, &text);
        });
    }
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
    if lit {
        let row = inside.row(y);
        let wait = match scene.session.placed_at(id) {
            Some(estimate) if estimate.has_time() => {
                format!("in {}", text::wait(w, estimate).pop().unwrap_or_default())
            }
            Some(estimate) => text::fate(w, estimate).swap_remove(1),
            None => w.say("never, as things are", "never").to_string(),
        };
        let text = w.say("placed now, a chef ", "sent now, picked up ");
        let x = pen.put(row.x, row.y, text, Ink::Muted);
        pen.put(x, row.y, &wait, Ink::Plain);
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

/// What comes after an outlet: shelf, riders, out.
fn behind(pen: &mut Pen, scene: &Scene, c: &Columns, id: OutletId, y: i32) {
    let heavy = heavy(scene);
    let outlet = &scene.world().outlets()[id.index()];
    let Some(rates) = scene.session.rates().get(id.index()) else { return };
    let from = c.boxes + c.box_w;
    let cooked = rates.cooked_per_hour;
    let strong = |rate: f64| if rate > 0.05 { Ink::Strong } else { Ink::Muted };
    pen.put(from + 1, y - 1, &numbers::rate(Some(cooked)), strong(cooked));
    if scene.world().delivery_mode() != DeliveryMode::Decoupled {
        arrow(pen, from, y, c.end - from - 5, rates.delivered_per_hour, heavy);
        pen.put_right(c.end, y, &numbers::rate(Some(rates.delivered_per_hour)), strong(rates.delivered_per_hour));
        return;
    }
    arrow(pen, from, y, 4, cooked, heavy);
    let stuck = stuck_at(scene).filter(|(at, _)| *at == id).map(|(_, station)| station);
    let n = outlet.shelf.len();
    let ink = match stuck {
        Some(StationId::Riders(_) | StationId::Shelf(_)) => Ink::DangerFigure,
        _ if n > 5 => Ink::WarnFigure,
        _ => Ink::Plain,
    };
    let x = pen.put(c.shelf, y, &numbers::short(n as u64), ink);
    for row in 0..2 {
        let boxes = (n as i32 - row * 4).clamp(0, 4);
        pen.repeat(c.shelf, y + 1 + row, boxes, pen.theme.glyphs.boxed, Ink::Shelf);
    }
    let from = x.max(c.shelf + 4) + 1;
    arrow(pen, from, y, c.riders - from - 1, rates.delivered_per_hour, heavy);
    let groups = rider_groups(pen.theme.glyphs, outlet);
    people(pen, c.riders, y, c.end - c.riders - 3, &groups);
    if rates.riders_busy.is_some() {
        let x = pen.put(c.riders, y + 1, &numbers::percent(rates.riders_busy), Ink::Plain);
        pen.put(x, y + 1, " % busy", Ink::Muted);
    }
    pen.put_right(c.end, y, &numbers::rate(Some(rates.delivered_per_hour)), strong(rates.delivered_per_hour));
}
