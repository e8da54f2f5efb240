//! Orders on the map, each at its customer's door: how long it has taken so far, and how it ended.

use super::walker::walker;
use crate::session::{Fate, Trace};
use crate::sim::demand::Attributes;
use crate::sim::order::Stage;
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::scene::Scene;
use crate::ui::pen::Pen;
use crate::ui::projection::Projection;
use crate::ui::widgets::lane::age_ink;
use crate::units::{Place, Span, Time, ZoneId};

/// Upper bound of the dots drawn; more would merge into a blot.
const DOTS: usize = 3_000;
/// How long a delivered and a lost order stay on the map.
const DELIVERED: Span = Span::from_mins(45);
const LOST: Span = Span::from_mins(10);
/// How long, in real seconds, one sees somebody pay, give up, or walk home.
const SPARK: f64 = 1.0;
const PUFF: f64 = 2.0;
const WALK: f64 = 2.0;
/// How many of them at once: of a crowd the latest.
const SPARKS: usize = 6;
const WALKERS: usize = 12;

/// Addresses and times of recent deliveries, newest first.
pub fn delivered<'a>(scene: &'a Scene, atlas: &'a Projection) -> impl Iterator<Item = (Place, Time)> + 'a {
    let done = scene.session.recorder().history.done().rev().take(400);
    done.take_while(|t| scene.now().since(t.end) < DELIVERED)
        .filter(|t| t.fate == Fate::Delivered)
        .map(|t| (home(scene, atlas, t.zone, t.id.n), t.end))
}

/// Where a finished order's customer is drawn.
fn home(scene: &Scene, atlas: &Projection, zone: ZoneId, n: u64) -> Place {
    atlas.home(zone, n, address(scene, zone, n))
}

/// A finished order's address is recomputed; it does not depend on the menu.
pub fn address(scene: &Scene, zone: ZoneId, n: u64) -> Place {
    let setup = scene.setup();
    Attributes::draw(setup, zone, n, &setup.zones[zone.index()].mix).address
}

pub fn orders(pen: &mut Pen, scene: &Scene, atlas: &Projection) {
    let glyphs = pen.theme.glyphs;
    walk_home(pen, scene, atlas);
    for trace in scene.session.recorder().history.done().rev().take(200).take_while(|t| scene.now().since(t.end) < LOST)
    {
        if matches!(trace.fate, Fate::Lost(_)) {
            let (x, y) = atlas.cell(home(scene, atlas, trace.zone, trace.id.n));
            puff(pen, x, y, since(scene, trace.end).filter(|seconds| *seconds < PUFF));
            pen.glyph(x, y, glyphs.bad, Ink::Danger);
        }
    }
    for (_, order) in scene.world().orders().iter().filter(|(_, o)| o.is_live()).take(DOTS) {
        let (x, y) = atlas.cell(atlas.home(order.id.zone, order.id.n, order.address));
        let (glyph, ink) = match order.stage {
            Stage::Riding => (glyphs.stop, Ink::Flow),
            _ => match age_ink(scene.moment.since(order.placed), scene.promise_of(order.item)) {
                Ink::Danger => (glyphs.old, Ink::Danger),
                Ink::Wait => (glyphs.older, Ink::Wait),
                ink => (glyphs.young, ink),
            },
        };
        pen.glyph(x, y, glyph, ink);
    }
}

/// How many real seconds ago something was; `None`: nothing is to move.
fn since(scene: &Scene, at: Time) -> Option<f64> {
    let second = scene.second.filter(|second| !second.is_zero())?;
    Some(scene.moment.since(at).0 as f64 / second.0 as f64)
}

/// Smoke around the door of somebody who gave up or was turned away; it settles within seconds.
fn puff(pen: &mut Pen, x: i32, y: i32, seconds: Option<f64>) {
    let Some(seconds) = seconds else { return };
    let young = pen.theme.glyphs.young;
    let cloud = [(-1, 0), (1, 0), (0, -1), (-1, -1), (1, -1)];
    let left = ((1.0 - seconds / PUFF) * cloud.len() as f64).ceil() as usize;
    for (dx, dy) in cloud.into_iter().take(left) {
        pen.glyph(x + dx, y + dy, young, Ink::Danger);
    }
}

/// Guests who fetched their order themselves, on the way home with it.
fn walk_home(pen: &mut Pen, scene: &Scene, atlas: &Projection) {
    if !scene.is_pickup() || scene.second.is_none() {
        return;
    }
    let recent = recent(scene, WALK).filter(|(trace, _)| trace.fate == Fate::Delivered).take(WALKERS);
    for (trace, seconds) in recent {
        let Some(outlet) = trace.outlet else { continue };
        let (door, home) = (scene.setup().outlets[outlet.index()].at, home(scene, atlas, trace.zone, trace.id.n));
        let on_the_way = |seconds: f64| {
            let share = (seconds / WALK).clamp(0.0, 1.0);
            Place::new(door.x + (home.x - door.x) * share, door.y + (home.y - door.y) * share)
        };
        for step in (1..=5).rev() {
            let (x, y) = atlas.cell(on_the_way(seconds - 0.08 * f64::from(step)));
            pen.glyph(x, y, pen.theme.glyphs.young, Ink::Route);
        }
        walker(pen, atlas, on_the_way(seconds), home.x >= door.x, Ink::Flow);
    }
}

/// The orders that ended within so many real seconds, with how many it is ago, the latest first.
fn recent<'a>(scene: &'a Scene, seconds: f64) -> impl Iterator<Item = (&'a Trace, f64)> + 'a {
    let done = scene.session.recorder().history.done().rev().take(400);
    done.map_while(move |trace| Some((trace, since(scene, trace.end).filter(|ago| *ago < seconds)?)))
}

/// `+$13` rises from a door where somebody pays.
pub fn sparks(pen: &mut Pen, scene: &Scene, atlas: &Projection) {
    if scene.second.is_none() {
        return;
    }
    let setup = scene.setup();
    for (trace, seconds) in recent(scene, SPARK).filter(|(trace, _)| trace.fate == Fate::Delivered).take(SPARKS) {
        let price = setup.items[trace.item.index()].price;
        let paid = if trace.late { price - price.share(setup.money.refund) } else { price };
        if paid.0 <= 0 {
            continue;
        }
        let door = match (scene.is_pickup(), trace.outlet) {
            (true, Some(outlet)) => setup.outlets[outlet.index()].at,
            _ => home(scene, atlas, trace.zone, trace.id.n),
        };
        let (x, y) = atlas.cell(door);
        let rises = 1 + i32::from(seconds * 2.0 >= SPARK);
        pen.put(x - 1, y - rises, &format!("+{}", numbers::dollars(paid)), Ink::Accent);
    }
}
