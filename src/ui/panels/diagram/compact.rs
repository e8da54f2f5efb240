//! The System view in a small room: without boxes, in the same order from top to bottom.

use super::{Stream, chef_dots, exits, is_down, quota, stuck_at, zones};
use crate::app::Target;
use crate::sim::setup::DeliveryMode;
use crate::text::hiring;
use crate::text::ink::Ink;
use crate::text::lamps;
use crate::text::numbers;
use crate::text::place::{self, State};
use crate::text::quotas;
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::text::values::label;
use crate::text::width::width;
use crate::text::words::Word;
use crate::ui::pane::Pane;
use crate::ui::panels::crew::{ages, rider_groups};
use crate::ui::pen::Pen;
use crate::ui::widgets::lane::{age_ink, lane, lane_width};
use crate::ui::widgets::meter::people;
use crate::ui::widgets::paragraph::fitting;
use crate::units::OutletId;

pub fn compact(pen: &mut Pen, pane: Pane, scene: &Scene, scroll: usize, stream: Stream) {
    let w = scene.words;
    let g = pen.theme.glyphs;
    pen.within(pane, |pen| {
        let mut x = pen.put(pane.x, pane.y, w.say("districts", "regions"), Ink::Muted) + 2;
        for (name, calls) in zones(scene, 5) {
            let rate = numbers::count(calls);
            if x + width(&name) + width(&rate) + 1 > pane.right() {
                break;
            }
            x = pen.put(x, pane.y, &name, Ink::Plain) + 1;
            x = pen.put(x, pane.y, &rate, Ink::Strong) + 2;
            if let Some(left) = quota(scene, &name).last().filter(|left| x + left.width() < pane.right()) {
                x = pen.rich(x - 1, pane.y, left) + 2;
            }
        }
        let doors = &scene.session.vitals().doors;
        let total = doors.first + doors.repeated();
        let (_, ink) = stream.line(pen, total);
        let order = stream.has_order(0, scene.session.world().calls());
        pen.glyph(pane.x + 2, pane.y + 1, if total > 0 && order { g.older } else { g.upright }, ink);
        let x = pen.put(pane.x + 4, pane.y + 1, &numbers::count(total), Ink::Strong);
        if doors.repeated() > 0 {
            let x = pen.put(x + 2, pane.y + 1, &numbers::count(doors.repeated()), Ink::WarnFigure);
            pen.put(x + 1, pane.y + 1, w.say("of them again", "of them retries"), Ink::Muted);
        }
        if let Some(common) = quotas::common(scene).first() {
            pen.rich_right(pane.right(), pane.y + 1, common);
        }
        pen.glyph(pane.x + 2, pane.y + 2, if total > 0 { g.down } else { g.upright_nothing }, ink);
        desk(pen, pane.row(3), scene);
        let table = pane.below(5);
        heads(pen, table.row(0), scene);
        outlets(pen, pane, table.below(1), scene, scroll, stream);
    });
}

/// Columns for what the desk does.
const DOES: i32 = 30;

fn desk(pen: &mut Pen, row: Pane, scene: &Scene) {
    let w = scene.words;
    let desk = scene.world().desk();
    let (hears, open) = super::answering(scene);
    let every = if desk.health_check.is_zero() { "always".into() } else { numbers::duration(desk.health_check) };
    let rich = Rich::of(w.one(Word::FrontDesk), Ink::Strong).and(format!("  {}", label(w.0, desk.policy)), Ink::Plain);
    let rich = match super::desk_does(scene) {
        Some((forms, ink)) => rich.and(", ", Ink::Muted).and(super::in_columns(&forms, DOES), ink),
        None => rich
            .and(w.say(", moves ", ", failover "), Ink::Muted)
            .and(if desk.failover { "on" } else { "off" }, Ink::Plain)
            .and(w.say(", asks ", ", checks "), Ink::Muted)
            .and(every, Ink::Plain),
    };
    let rich = rich
        .and(", hears ", Ink::Muted)
        .and(hears.to_string(), if hears < open { Ink::WarnFigure } else { Ink::Plain })
        .and(format!(" of {open}"), Ink::Muted);
    let rich = match place::how_many_out(scene).first() {
        Some(out) => rich.and(", ", Ink::Muted).and(out.clone(), Ink::WarnFigure),
        None => rich,
    };
    let doors = &scene.session.vitals().doors;
    let lost = [
        (doors.unreachable, w.say("not reached", "unreachable")),
        (doors.limited, w.say("over the quota", "throttled")),
    ];
    let rich = lost.into_iter().filter(|(lost, _)| *lost > 0).fold(rich, |rich, (lost, how)| {
        rich.and(", ", Ink::Muted).and(format!("{} {how}", numbers::count(lost)), Ink::Danger)
    });
    pen.rich(row.x, row.y, &rich);
}

fn heads(pen: &mut Pen, row: Pane, scene: &Scene) {
    let w = scene.words;
    pen.put_right(row.x + 10, row.y, "in", Ink::Muted);
    pen.put(row.x + 12, row.y, w.one(Word::Outlet), Ink::Muted);
    pen.put(row.x + 29, row.y, w.one(Word::Line), Ink::Muted);
    pen.put(row.x + 42, row.y, w.many(Word::Chef), Ink::Muted);
    pen.put_right(row.x + 56, row.y, w.say("cooked", "served"), Ink::Muted);
    if scene.world().delivery_mode() == DeliveryMode::Decoupled {
        pen.put_right(row.x + 62, row.y, w.say("shelf", "buf"), Ink::Muted);
        pen.put(row.x + 64, row.y, w.say("riders", "couriers"), Ink::Muted);
    }
    pen.put_right(row.right(), row.y, "out", Ink::Muted);
}

fn outlets(pen: &mut Pen, pane: Pane, area: Pane, scene: &Scene, scroll: usize, stream: Stream) {
    let world = scene.world();
    let n = world.outlets().len();
    let stuck = stuck_at(scene).map(|(id, _)| id);
    let rows_of = |id: OutletId| {
        let told = stuck == Some(id) || (!is_shut(scene, id) && !about(scene, id).is_empty());
        extra_lines(scene, id, stuck) + 1 + i32::from(told) + i32::from(!exits(scene, id).is_empty())
    };
    let all: i32 = (0..n as u32).map(|o| rows_of(OutletId(o))).sum();
    let first = if all <= area.h {
        0
    } else {
        scroll.max(scene.selected.index().saturating_sub((area.h / 2 - 1).max(0) as usize)).min(n.saturating_sub(1))
    };
    let spaced = all + n as i32 - 1 <= area.h;
    let g = pen.theme.glyphs;
    let mut y = 0;
    let mut last_branch = pane.y + 4;
    for i in first..n {
        let id = OutletId(i as u32);
        let rows = rows_of(id);
        if y + rows > area.h {
            break;
        }
        let row = area.row(y);
        pen.target(area.below(y).top(rows), Target::Outlet(id));
        let beyond = (i..n).any(|o| came(scene, OutletId(o as u32)) > 0);
        for between in last_branch..row.y {
            pen.glyph(pane.x + 2, between, g.upright, if beyond { Ink::Flow } else { Ink::Faint });
        }
        last_branch = row.y + 1;
        branch(pen, row, scene, id, i + 1 == n, stream);
        outlet(pen, area.below(y), scene, id, stuck == Some(id), extra_lines(scene, id, stuck));
        y += rows + i32::from(spaced);
    }
}

/// Whether an outlet takes no orders yet, or no more: what is said of it has a row's room where others have people.
fn is_shut(scene: &Scene, id: OutletId) -> bool {
    matches!(place::state(&scene.world().outlets()[id.index()]), State::ToLet | State::Opening(_))
}

/// Orders that came to an outlet in the window.
fn came(scene: &Scene, id: OutletId) -> u64 {
    scene.session.rates().get(id.index()).map_or(0, |rates| rates.passed.arrived)
}

fn branch(pen: &mut Pen, row: Pane, scene: &Scene, id: OutletId, last: bool, stream: Stream) {
    let g = pen.theme.glyphs;
    let count = came(scene, id);
    let (glyph, ink) = stream.line(pen, count);
    pen.glyph(row.x + 2, row.y, if last { g.sharp[2] } else { g.tee[0] }, if count > 0 { ink } else { Ink::Faint });
    if !scene.world().outlets()[id.index()].link.is_fine() || super::is_fused(scene, id) {
        pen.repeat(row.x + 3, row.y, 3, g.nothing, Ink::Faint);
        pen.glyph(row.x + 4, row.y, g.cut, Ink::Danger);
        return;
    }
    let ever = scene.session.rates().get(id.index()).map_or(0, |rates| rates.ever.arrived);
    for cell in 0..2 {
        let order = count > 0 && stream.has_order(cell, ever);
        pen.glyph(row.x + 3 + cell, row.y, if order { g.older } else { glyph }, ink);
    }
    pen.glyph(row.x + 5, row.y, if count > 0 { g.right } else { glyph }, ink);
}

/// Additional rows for the queues of a specialised kitchen that is in trouble or selected.
fn extra_lines(scene: &Scene, id: OutletId, stuck: Option<OutletId>) -> i32 {
    let outlet = &scene.world().outlets()[id.index()];
    if stuck == Some(id) && !is_down(outlet) { super::boxes::lines(scene, outlet).len() as i32 - 1 } else { 0 }
}

fn outlet(pen: &mut Pen, pane: Pane, scene: &Scene, id: OutletId, stuck: bool, extra: i32) {
    let row = pane.row(0);
    let world = scene.world();
    let outlet = &world.outlets()[id.index()];
    let Some(rates) = scene.session.rates().get(id.index()) else { return };
    let down = is_down(outlet);
    let strong = |count: u64| if count > 0 { Ink::Strong } else { Ink::Muted };
    let passed = &rates.passed;
    pen.put_right(row.x + 10, row.y, &numbers::count(passed.arrived), strong(passed.arrived));
    let ink = match () {
        () if id == scene.selected => Ink::Accent,
        () if down || !outlet.link.is_fine() => Ink::Cold,
        () => Ink::Plain,
    };
    let lines = super::boxes::lines(scene, outlet);
    let ages = if extra > 0 { lines[0].2.clone() } else { ages(scene, outlet) };
    let count = numbers::short(ages.len() as u64);
    pen.within(Pane::new(row.x + 12, row.y, 14, 1), |pen| {
        pen.put(row.x + 12, row.y, &scene.names.outlet(id), ink);
    });
    if is_shut(scene, id) {
        pen.rich(row.x + 29, row.y, &fitting(about(scene, id), row.right() - row.x - 29, 1));
        return;
    }
    let mut inks = ages.iter().map(|age| age_ink(*age, scene.promise()));
    let late = stuck || inks.any(|ink| ink == Ink::Danger);
    pen.put_right(row.x + 27, row.y, &count, if late { Ink::DangerFigure } else { Ink::Strong });
    let used = lane_width(ages.len(), 13);
    lane(pen, row.x + 41 - used, row.y, 13, &ages, scene.promise());
    for (i, (name, n, ages)) in lines.iter().skip(1).take(extra as usize).enumerate() {
        let y = row.y + 1 + i as i32;
        pen.within(Pane::new(row.x + 12, y, 14, 1), |pen| {
            pen.put(row.x + 12, y, name, Ink::Muted);
        });
        pen.put_right(row.x + 27, y, &numbers::short(*n), Ink::Strong);
        let used = lane_width(ages.len(), 13);
        lane(pen, row.x + 41 - used, y, 13, ages, scene.promise());
    }
    let chefs = super::super::crew::groups(pen.theme.glyphs, outlet).iter().map(|g| g.2).sum::<u32>() as i32;
    chef_dots(pen, row.x + 42 + chefs.min(7), row.y, 7, outlet, down);
    pen.put_right(row.x + 56, row.y, &numbers::count(passed.cooked), strong(passed.cooked));
    if world.delivery_mode() == DeliveryMode::Decoupled {
        let n = outlet.shelf.len() as u64;
        pen.put_right(row.x + 62, row.y, &numbers::short(n), if n > 5 { Ink::WarnFigure } else { Ink::Plain });
        people(pen, row.x + 64, row.y, row.w - 64 - 4, &rider_groups(pen.theme.glyphs, outlet));
    }
    pen.put_right(row.right(), row.y, &numbers::count(passed.delivered), strong(passed.delivered));
    let said = about(scene, id);
    let told = stuck || !said.is_empty();
    let row = pane.row(extra);
    let x = row.x + 12;
    let room = row.right() - x;
    let out = exits(scene, id);
    if !out.is_empty() {
        let y = row.y + 1 + i32::from(told);
        pen.glyph(x, y, pen.theme.glyphs.down, Ink::Danger);
        pen.rich(x + 2, y, &fitting(out, room - 2, 1));
    }
    if !told {
        return;
    }
    if stuck {
        let after =
            pen.put(x, row.y + 1, &format!(" {} ", scene.words.say("stuck here", "bottleneck")), Ink::Shout) + 1;
        let forms = crate::text::why::load(scene, rates.work, rates.hands);
        let after = pen.rich(after, row.y + 1, &fitting(forms, row.right() - after, 1));
        let hits = lamps::hits(scene, id).into_iter().map(Rich::muted);
        let mut marks = hiring::mark(scene, id).into_iter().chain(hits);
        let mark = marks.find(|mark| after + 2 + mark.width() <= row.right());
        if let Some(mark) = mark {
            pen.rich_right(row.right(), row.y + 1, &mark);
        }
    } else {
        pen.rich(x, row.y + 1, &fitting(said, room, 1));
    }
}

/// What is the matter with an outlet, else what its manager is about to do, else how its cache does; empty if it has
/// none of them.
fn about(scene: &Scene, id: OutletId) -> Vec<Rich> {
    match place::sentences(scene, id) {
        said if said.is_empty() && place::short(scene, id).is_empty() => {
            let look = hiring::next_look(scene, id);
            let hits = || lamps::hits(scene, id).into_iter().map(Rich::muted).collect();
            if look.is_empty() { hits() } else { look }
        }
        said if said.is_empty() => place::short(scene, id).into_iter().map(|text| Rich::of(text, Ink::Cold)).collect(),
        said => said,
    }
}
