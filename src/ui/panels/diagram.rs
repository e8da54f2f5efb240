//! What the layouts of the System view share: edges drawn by their rate, zones, staff.

pub mod boxes;
pub mod compact;
pub mod edges;
pub mod placed;
pub mod rows;

use super::crew::groups;
use crate::sim::explain::StationId;
use crate::sim::outlet::Outlet;
use crate::text::flows;
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::order_books;
use crate::text::parties;
use crate::text::phones;
use crate::text::place::{self, State};
use crate::text::quotas;
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::text::width::width;
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;
use crate::units::{OutletId, ZoneId};

/// What is said of the quota of a zone by its name; empty if it has none.
fn quota(scene: &Scene, name: &str) -> Vec<Rich> {
    let zone = scene.setup().zones.iter().position(|zone| zone.name == name);
    let quota = zone.map_or_else(Vec::new, |zone| quotas::of_zone(scene, ZoneId(zone as u32)));
    match parties::of_zone(scene, name) {
        Some(party) if quota.is_empty() => vec![Rich::muted(party)],
        _ => quota,
    }
}

/// What a desk does that has more to do than to choose, longest form first: its clerks, its books, its second orders.
/// That is worth more than whether it moves orders.
fn desk_does(scene: &Scene) -> Option<(Vec<String>, Ink)> {
    let desk = scene.world().desk();
    match (&desk.phones, &desk.books) {
        (Some(phones), _) => {
            let ink = if phones.free() == Some(0) { Ink::WarnFigure } else { Ink::Plain };
            Some((phones::desk(scene, phones), ink))
        }
        (None, Some(books)) => {
            let ink = if books.is_writable() { Ink::Plain } else { Ink::DangerFigure };
            Some((order_books::rule(scene, books), ink))
        }
        (None, None) => parties::rule(scene).map(|forms| (forms, Ink::Plain)),
    }
}

/// The longest form that has so many columns, else the shortest.
fn in_columns(forms: &[String], columns: i32) -> String {
    forms.iter().find(|text| width(text) <= columns).or(forms.last()).cloned().unwrap_or_default()
}

/// How edges and the orders on them are drawn. An order that passes pushes those before it a cell on, so nothing moves
/// but because one has passed.
#[derive(Clone, Copy)]
pub struct Stream {
    /// Orders in the window from which an edge is drawn heavy: a quarter of all calls.
    pub heavy: u64,
    /// Whether orders are shown where they stand, without the way to it.
    still: bool,
}

/// Cells from one order of an edge to the next.
const GAP: i64 = 4;

impl Stream {
    pub fn new(scene: &Scene, still: bool) -> Stream {
        let doors = &scene.session.vitals().doors;
        Stream { heavy: ((doors.first + doors.repeated()) / 4).max(1), still }
    }

    /// Glyph and ink of an edge by how many orders took it lately.
    pub fn line(self, pen: &Pen, count: u64) -> (char, Ink) {
        let g = pen.theme.glyphs;
        match count {
            0 => (g.nothing, Ink::Faint),
            count if count >= self.heavy => (g.road, Ink::Flow),
            _ => (g.quiet, Ink::Flow),
        }
    }

    fn has_order(self, cell: i32, ever: u64) -> bool {
        let passed = if self.still { 0 } else { ever as i64 };
        (cell as i64 - passed).rem_euclid(GAP) == GAP / 2
    }

    /// A horizontal edge with an arrowhead, and the orders on it; `ever` have passed since opening.
    pub fn right(self, pen: &mut Pen, (x, y, cells): (i32, i32, i32), count: u64, ever: u64, ink: Ink) {
        let (glyph, line) = self.line(pen, count);
        if count == 0 {
            pen.repeat(x, y, cells, glyph, line);
            return;
        }
        let rail = if ink == Ink::Flow { Ink::Route } else { Ink::Faint };
        pen.repeat(x, y, cells - 1, glyph, rail);
        let order = pen.theme.glyphs.older;
        for cell in (0..cells - 1).filter(|cell| self.has_order(*cell, ever)) {
            pen.glyph(x + cell, y, order, ink);
        }
        pen.glyph(x + cells - 1, y, pen.theme.glyphs.right, ink);
    }

    /// A red edge downwards out of the shop, and the orders on it.
    pub fn down(self, pen: &mut Pen, (x, y, rows): (i32, i32, i32), ever: u64) {
        let g = pen.theme.glyphs;
        for row in 0..rows - 1 {
            let order = (row as u64 + if self.still { 0 } else { ever }).is_multiple_of(2);
            pen.glyph(x, y + row, if order { g.older } else { g.upright }, Ink::Danger);
        }
        pen.glyph(x, y + rows - 1, g.down, Ink::Danger);
    }
}

/// The outlet and station at which orders are stuck; `None`: at none.
pub fn stuck_at(scene: &Scene) -> Option<(OutletId, StationId)> {
    let station = scene.session.why()?.stuck()?;
    Some((station.id.outlet()?, station.id))
}

/// How many of the open outlets the front desk believes to be reachable, and how many are open.
pub fn answering(scene: &Scene) -> (u64, u64) {
    let desk = scene.world().desk();
    let open = desk.open.iter().filter(|o| **o).count() as u64;
    let both = desk.open.iter().zip(&desk.reachable).filter(|(open, reachable)| **open && **reachable).count() as u64;
    (both, open)
}

/// Zones with their calls in the window; if there are more than `most`, the busiest and one for the rest.
pub fn zones(scene: &Scene, most: usize) -> Vec<(String, u64)> {
    let n = scene.setup().zones.len();
    let mut all: Vec<(String, u64)> = (0..n)
        .map(|z| ZoneId(z as u32))
        .map(|z| (scene.names.zone(z).into_owned(), scene.session.zone_calls(z)))
        .collect();
    if n > most && most > 0 {
        all.sort_by_key(|zone| std::cmp::Reverse(zone.1));
        let rest: u64 = all[most - 1..].iter().map(|z| z.1).sum();
        all.truncate(most - 1);
        all.push((format!("{} more", n - most + 1), rest));
    }
    all
}

/// The orders that left an outlet's kitchen uncooked in the window, longest form first; empty if none did. What came is
/// these plus the cooked ones plus what the kitchen holds more.
pub fn exits(scene: &Scene, id: OutletId) -> Vec<Rich> {
    let parts = flows::exits(scene, id);
    if parts.is_empty() {
        return Vec::new();
    }
    let all = parts.iter().map(|(n, _, text)| format!("{} {text}", numbers::count(*n))).collect::<Vec<_>>().join(", ");
    let sum: u64 = parts.iter().map(|(count, ..)| count).sum();
    let short = format!("{} {}", numbers::count(sum), scene.words.say("otherwise", "otherwise"));
    [all, short].map(|text| Rich::of(text, Ink::Danger)).to_vec()
}

/// Draws an outlet's chefs as dots, those at work first.
pub fn chef_dots(pen: &mut Pen, end: i32, y: i32, room: i32, outlet: &Outlet, dark: bool) -> i32 {
    let mut groups = groups(pen.theme.glyphs, outlet);
    if dark {
        groups = vec![(pen.theme.glyphs.free, Ink::Cold, groups.iter().map(|g| g.2).sum())];
    }
    let n: u32 = groups.iter().map(|g| g.2).sum();
    let wide = if n as i32 <= room {
        n as i32
    } else {
        room.min(2 * groups.len() as i32 + numbers::short(n as u64).len() as i32)
    };
    crate::ui::widgets::meter::people(pen, end - wide, y, room, &groups);
    end - wide
}

/// Whether a blown fuse keeps an outlet from being rung.
fn is_fused(scene: &Scene, id: OutletId) -> bool {
    let phones = scene.world().desk().phones.as_ref();
    phones.and_then(|phones| phones.fuse_of(id)).is_some_and(|fuse| !fuse.is_whole())
}

/// Whether it is dark or unreachable.
pub fn is_down(outlet: &Outlet) -> bool {
    matches!(place::state(outlet), State::Dark | State::ToLet | State::Opening(_))
}

/// The top rows of boxes stacked in a pane, with the spare rows as gaps of at most `most` between them.
pub fn stacked(heights: &[i32], pane: Pane, most: i32) -> Vec<i32> {
    let used: i32 = heights.iter().sum();
    let gaps = (heights.len() as i32 - 1).max(1);
    let gap = ((pane.h - used) / gaps).clamp(0, most);
    let mut y = pane.y;
    heights
        .iter()
        .map(|h| {
            let at = y;
            y += h + gap;
            at
        })
        .collect()
}
