//! What the layouts of the System view share: edges drawn by their rate, zones, staff.

pub mod boxes;
pub mod compact;
pub mod placed;
pub mod rows;

use super::crew::groups;
use crate::sim::explain::StationId;
use crate::sim::outlet::Outlet;
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::place::{self, State};
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::text::words::Word;
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;
use crate::units::{OutletId, ZoneId};

/// Orders per hour from which an edge is drawn heavy: a quarter of all arrivals.
pub fn heavy(scene: &Scene) -> f64 {
    (scene.session.vitals().traffic.arriving_per_hour / 4.0).round().max(1.0)
}

/// Glyph and ink of an edge by its rate.
pub fn edge(pen: &Pen, rate: f64, heavy: f64) -> (char, Ink) {
    let g = pen.theme.glyphs;
    match rate {
        r if r >= heavy => (g.road, Ink::Flow),
        r if r > 0.05 => (g.quiet, Ink::Flow),
        _ => (g.nothing, Ink::Faint),
    }
}

/// Draws a horizontal edge with an arrowhead.
pub fn arrow(pen: &mut Pen, x: i32, y: i32, cells: i32, rate: f64, heavy: f64) {
    let (glyph, ink) = edge(pen, rate, heavy);
    let busy = rate > 0.05;
    pen.repeat(x, y, cells - i32::from(busy), glyph, ink);
    if busy {
        pen.glyph(x + cells - 1, y, pen.theme.glyphs.right, ink);
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

/// Zones with their calls per hour; if there are more than `most`, the busiest and one for the rest.
pub fn zones(scene: &Scene, most: usize) -> Vec<(String, f64)> {
    let n = scene.setup().zones.len();
    let mut all: Vec<(String, f64)> = (0..n)
        .map(|z| ZoneId(z as u32))
        .map(|z| (scene.names.zone(z).into_owned(), scene.session.zone_rate(z)))
        .collect();
    if n > most && most > 0 {
        all.sort_by(|a, b| b.1.total_cmp(&a.1));
        let rest: f64 = all[most - 1..].iter().map(|z| z.1).sum();
        all.truncate(most - 1);
        all.push((format!("{} more", n - most + 1), rest));
    }
    all
}

/// Orders per hour that leave an outlet uncooked, longest form first; empty if none do. Arrivals are these plus the
/// cooked ones plus the growth of the queue.
pub fn exits(scene: &Scene, id: OutletId) -> Vec<Rich> {
    let Some(rates) = scene.session.rates().get(id.index()) else { return Vec::new() };
    let (w, passed) = (scene.words, &rates.passed);
    let mut parts: Vec<(u64, String)> = Vec::new();
    let mut part = |count: u64, text: &str| {
        if count > 0 {
            parts.push((count, format!("{} {text}", numbers::rate(Some(rates.per_hour(count))))));
        }
    };
    part(passed.refused, w.one(Word::TurnedAway));
    part(passed.walked, w.one(Word::WalkedOut));
    part(passed.moved, w.say("moved on", "failed over"));
    part(passed.dropped, w.say("torn up", "dropped"));
    part(passed.wasted, w.say("made for nobody", "served to nobody"));
    if parts.is_empty() {
        return Vec::new();
    }
    let all = parts.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(", ");
    let sum: u64 = parts.iter().map(|(count, _)| count).sum();
    let short = format!("{} {}", numbers::rate(Some(rates.per_hour(sum))), w.say("otherwise", "otherwise"));
    [format!("{all} an hour"), all, format!("{short} an hour"), short].map(|text| Rich::of(text, Ink::Danger)).to_vec()
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
