//! Orders on the map, each at its customer's door: how long it has taken so far, and how it ended.

use crate::session::Fate;
use crate::sim::demand::Attributes;
use crate::sim::order::Stage;
use crate::text::ink::Ink;
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
    let promise = scene.promise();
    for trace in scene.session.recorder().history.done().rev().take(200).take_while(|t| scene.now().since(t.end) < LOST)
    {
        if matches!(trace.fate, Fate::Lost(_)) {
            let (x, y) = atlas.cell(home(scene, atlas, trace.zone, trace.id.n));
            pen.glyph(x, y, glyphs.bad, Ink::Danger);
        }
    }
    for (_, order) in scene.world().orders().iter().filter(|(_, o)| o.is_live()).take(DOTS) {
        let (x, y) = atlas.cell(atlas.home(order.id.zone, order.id.n, order.address));
        let (glyph, ink) = match order.stage {
            Stage::Riding => (glyphs.stop, Ink::Flow),
            _ => match age_ink(scene.moment.since(order.placed), promise) {
                Ink::Danger => (glyphs.old, Ink::Danger),
                Ink::Wait => (glyphs.older, Ink::Wait),
                ink => (glyphs.young, ink),
            },
        };
        pen.glyph(x, y, glyph, ink);
    }
}
