//! The kitchens in a large room: beside each outlet a row per chef, with the last half hour, the order in hand, orders
//! done and utilization.

use super::brigade;
use super::crew::{fitted, rider_groups, shown, waits};
use crate::app::Target;
use crate::sim::outlet::Outlet;
use crate::sim::setup::{DeliveryMode, KitchenKind};
use crate::text::hiring;
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::place::{self, State};
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::text::why;
use crate::text::width::width;
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;
use crate::ui::widgets::lane::{lane, lane_width};
use crate::ui::widgets::meter::people;
use crate::ui::widgets::paragraph::{fitting, paragraph};
use crate::units::{ItemId, OutletId};

/// Columns of the left part, before the chefs.
const LEFT: i32 = 50;

/// Rows of one outlet.
fn height(scene: &Scene, id: OutletId) -> i32 {
    let outlet = &scene.world().outlets()[id.index()];
    let chefs = shown(outlet).count() as i32;
    let words = if matches!(place::state(outlet), State::Fine | State::Closing | State::Empty) { 4 } else { 2 };
    let words = words + i32::from(outlet.kitchen == KitchenKind::Specialised && words > 2);
    chefs.max(words)
}

/// Rows that all outlets would need, heads included; title not.
pub fn rows(scene: &Scene) -> i32 {
    let n = scene.world().outlets().len();
    1 + (0..n.min(40)).map(|o| height(scene, OutletId(o as u32)) + 1).sum::<i32>() - 1
}

pub fn ledger(pen: &mut Pen, pane: Pane, scene: &Scene) {
    brigade::heads_only(pen, pane.row(0).after(LEFT), scene);
    let mut y = 1;
    for o in 0..scene.world().outlets().len() {
        let id = OutletId(o as u32);
        let h = height(scene, id);
        let block = pane.below(y).top(h);
        pen.target(block, Target::Outlet(id));
        words(pen, block.left(LEFT - 1), scene, id);
        brigade::rows_only(pen, block.after(LEFT), scene, id);
        y += h + 1;
    }
}

fn words(pen: &mut Pen, pane: Pane, scene: &Scene, id: OutletId) {
    let outlet = &scene.world().outlets()[id.index()];
    let state = place::state(outlet);
    let glyphs = pen.theme.glyphs;
    let selected = id == scene.selected;
    if selected {
        pen.glyph(pane.x, pane.y, glyphs.right, Ink::Accent);
    }
    let cold = matches!(state, State::Dark | State::ToLet | State::Opening(_));
    let (glyph, ink) = place::mark(glyphs, scene, id);
    pen.glyph(pane.x + 2, pane.y, glyph, ink);
    if place::charred(scene, id).is_some() {
        pen.glyph(pane.x + 3, pane.y, glyphs.bad, Ink::Danger);
    }
    let name = fitted(&scene.names.outlet(id), 24);
    let ink = if selected {
        Ink::Strong
    } else if cold {
        Ink::Cold
    } else {
        Ink::Plain
    };
    pen.put(pane.x + 4, pane.y, &name, ink);
    let text = Pane::new(pane.x + 4, pane.y + 1, pane.w - 4, pane.h - 1);
    let mut y = 0;
    if !matches!(state, State::Fine | State::Closing | State::Empty) {
        let said = fitting(place::sentences(scene, id), text.w, text.h.min(2));
        y += paragraph(pen, text.top(2), &said);
        if cold {
            return;
        }
    } else {
        waiting(pen, text.row(0), scene, id, outlet);
        y = 1;
        if outlet.kitchen == KitchenKind::Specialised && outlet.queues.len() > 1 {
            lines(pen, text.row(1), scene, outlet);
            y = 2;
        }
    }
    delivery(pen, text.row(y), scene, id, outlet);
    manager(pen, pane.row(0).after(4 + width(&name) + 3), text.row(y), scene, id);
    if let Some(rates) = scene.session.rates().get(id.index()).filter(|r| r.hands > 0.0 && r.work > 0.0) {
        let forms = why::load(scene, rates.work, rates.hands);
        if let Some(form) = forms.into_iter().skip(1).find(|f| f.width() <= text.w) {
            pen.within(text, |pen| {
                pen.rich(text.x, text.y + y + 1, &form);
            });
        }
    }
}

fn waiting(pen: &mut Pen, row: Pane, scene: &Scene, id: OutletId, outlet: &Outlet) {
    let ages = waits(scene, outlet);
    let stuck = scene.session.why().and_then(|w| w.stuck()).and_then(|s| s.id.outlet()) == Some(id);
    if ages.is_empty() {
        pen.put(row.x, row.y, scene.words.say("nobody waits", "queue empty"), Ink::Muted);
        return;
    }
    let cells = row.w - 14;
    let used = lane_width(ages.len(), cells);
    lane(pen, row.x, row.y, cells, &ages, scene.promise());
    let x = row.x + if used > 0 { used + 1 } else { 0 };
    let x = pen.put(x, row.y, &numbers::count(ages.len() as u64), if stuck { Ink::DangerFigure } else { Ink::Strong });
    pen.put(x + 1, row.y, scene.words.say("waiting", "queued"), Ink::Muted);
}

/// `pizza 22   bread 7`
fn lines(pen: &mut Pen, row: Pane, scene: &Scene, outlet: &Outlet) {
    let mut x = row.x;
    for (i, line) in outlet.queues.iter().enumerate().take(scene.setup().items.len()) {
        let rich =
            Rich::muted(format!("{} ", scene.names.item(ItemId(i as u16)))).and(line.len().to_string(), Ink::Plain);
        if x + rich.width() > row.right() {
            break;
        }
        x = pen.rich(x, row.y, &rich) + 3;
    }
}

/// What the manager is about to do, where there is no shelf; else her mark beside the name.
fn manager(pen: &mut Pen, beside: Pane, row: Pane, scene: &Scene, id: OutletId) {
    if scene.world().outlets()[id.index()].manager.is_none() {
        return;
    }
    match scene.world().delivery_mode() {
        DeliveryMode::Decoupled => pen.rich(beside.x, beside.y, &fitting(hiring::mark(scene, id), beside.w, 1)),
        _ => pen.rich(row.x, row.y, &fitting(hiring::next_look(scene, id), row.w, 1)),
    };
}

fn delivery(pen: &mut Pen, row: Pane, scene: &Scene, id: OutletId, outlet: &Outlet) {
    if scene.world().delivery_mode() != DeliveryMode::Decoupled || row.is_empty() {
        return;
    }
    let w = scene.words;
    let x = pen.put(row.x, row.y, w.say("shelf ", "buffer "), Ink::Muted);
    let x = pen.put(x, row.y, &numbers::count(outlet.shelf.len() as u64), Ink::Plain) + 3;
    let x = people(pen, x, row.y, 16, &rider_groups(pen.theme.glyphs, outlet)) + 1;
    let x = pen.put(x, row.y, w.say("riders ", "couriers "), Ink::Muted);
    let busy = scene.session.rates().get(id.index()).and_then(|r| r.riders_busy);
    let x = pen.put(x, row.y, &numbers::percent(busy), Ink::Plain);
    pen.put(x, row.y, " %", Ink::Muted);
}
