//! From kilometres to braille dots of a pane. Dots are about square (two columns and four rows per cell), so a disc
//! stays a disc; a pane of another shape stretches several quarters by at most a quarter.
//!
//! Customers who fetch what they ordered may live in a zone of no extent, since how far they have to go is nothing to
//! the shop. Such a zone is drawn as a quarter, and its homes are scattered over it by the customers' numbers.

use super::pane::Pane;
use super::scatter::scattered;
use crate::sim::setup::{DeliveryMode, Setup, ZoneSetup};
use crate::units::{Place, ZoneId};

/// Words in the names of places by the water.
const WATER: [&str; 9] = ["river", "harbour", "harbor", "dock", "quay", "wharf", "bridge", "canal", "marina"];

/// How far a pane of another shape stretches the city: a single quarter, which has only itself to be compared with,
/// fills it.
const STRETCH: (f64, f64) = (1.25, 2.4);

#[derive(Clone, Debug, PartialEq)]
pub struct Projection {
    pub pane: Pane,
    /// Dots per kilometre, across and down.
    scale: (f64, f64),
    /// The dot of kilometre (0, 0).
    origin: (f64, f64),
    /// Where the front desk is drawn; `None`: at the only outlet.
    pub desk: Option<Place>,
    /// By zone: where its quarter is drawn and how far it reaches, and whether its homes are scattered over it.
    quarters: Vec<(Place, f64, bool)>,
}

impl Projection {
    pub fn new(setup: &Setup, pane: Pane) -> Projection {
        let desk = desk(setup);
        let quarters = quarters(setup);
        let discs = quarters.iter().map(|(at, radius, _)| (*at, *radius));
        let points = setup.outlets.iter().map(|o| (o.at, 0.0)).chain(desk.map(|d| (d, 0.0)));
        let (mut low, mut high) = ((f64::MAX, f64::MAX), (f64::MIN, f64::MIN));
        for (at, r) in discs.chain(points).filter(|(at, _)| at.x.is_finite() && at.y.is_finite()) {
            low = (low.0.min(at.x - r), low.1.min(at.y - r));
            high = (high.0.max(at.x + r), high.1.max(at.y + r));
        }
        if low.0 > high.0 {
            (low, high) = ((0.0, 0.0), (1.0, 1.0));
        }
        // A city of one point still needs some room around it.
        let grow = |low: &mut f64, high: &mut f64, least: f64| {
            let missing = (least - (*high - *low)).max(0.0);
            (*low, *high) = (*low - missing / 2.0, *high + missing / 2.0);
        };
        let size = (high.0 - low.0).max(high.1 - low.1).max(0.2);
        grow(&mut low.0, &mut high.0, size * 0.3);
        grow(&mut low.1, &mut high.1, size * 0.3);
        // Margins for labels: a row above and below, some columns at the sides.
        let (w, h) = ((pane.w * 2 - 16).max(8) as f64, (pane.h * 4 - 12).max(8) as f64);
        let (sx, sy) = (w / (high.0 - low.0), h / (high.1 - low.1));
        let s = sx.min(sy);
        let stretch = if quarters.len() == 1 { STRETCH.1 } else { STRETCH.0 };
        let scale = (sx.min(s * stretch), sy.min(s * stretch));
        let middle = ((low.0 + high.0) / 2.0, (low.1 + high.1) / 2.0);
        let centre = (pane.w as f64, pane.h as f64 * 2.0);
        // North is up: y grows upwards in the city and downwards on the screen.
        let origin = (centre.0 - middle.0 * scale.0, centre.1 + middle.1 * scale.1);
        Projection { pane, scale, origin, desk, quarters }
    }

    /// Where the quarter of a zone is drawn and how far it reaches, km.
    pub fn quarter(&self, zone: ZoneId) -> (Place, f64) {
        self.quarters.get(zone.index()).map_or((Place::default(), 0.0), |(at, radius, _)| (*at, *radius))
    }

    /// Where the home of a zone's `n`-th customer is drawn.
    pub fn home(&self, zone: ZoneId, n: u64, address: Place) -> Place {
        let Some((at, radius, true)) = self.quarters.get(zone.index()).copied() else { return address };
        let part = |bits: u64| (bits & 0xffff) as f64 / 32_768.0 - 1.0;
        let drawn = (0..16).map(|attempt| {
            let bits = scattered(n, zone.0, attempt);
            (part(bits), part(bits >> 16))
        });
        let (x, y) = drawn.into_iter().find(|(x, y)| x * x + y * y < 1.0).unwrap_or_default();
        Place::new(at.x + x * radius, at.y + y * radius)
    }

    /// A place in dots from the pane's corner.
    pub fn dot(&self, at: Place) -> (f64, f64) {
        (self.origin.0 + at.x * self.scale.0, self.origin.1 - at.y * self.scale.1)
    }

    /// The screen cell of a place.
    pub fn cell(&self, at: Place) -> (i32, i32) {
        let (x, y) = self.dot(at);
        (self.pane.x + (x / 2.0).floor() as i32, self.pane.y + (y / 4.0).floor() as i32)
    }

    /// A radius in dots, across and down.
    pub fn radius(&self, km: f64) -> (f64, f64) {
        (km * self.scale.0, km * self.scale.1)
    }

    /// The dots of a river's banks, from the upper right to the bottom through the widest gap between zones and
    /// outlets; none, where no name speaks of water. Scenery only: the model has no river.
    #[expect(clippy::disallowed_methods, reason = "where a river is drawn, in no history")]
    pub fn river(&self, setup: &Setup) -> Vec<(i32, i32)> {
        let (w, h) = (self.pane.w as f64 * 2.0, self.pane.h as f64 * 4.0);
        let is_wide = w >= 80.0 && h >= 40.0 && setup.zones.len() <= 60 && setup.outlets.len() <= 60;
        if !is_wide || !lies_by_water(setup) {
            return Vec::new();
        }
        let course = |bend: f64, exit: f64, t: f64| {
            let (x0, y0) = (w * 0.985, h * 0.10);
            let (x1, y1) = (w * (bend - 0.02), h * 0.06);
            let (x2, y2) = (w * bend, h * 0.45);
            let (x3, y3) = (w * exit, h * 0.985);
            let u = 1.0 - t;
            let (a, b, c, d) = (u * u * u, 3.0 * u * u * t, 3.0 * u * t * t, t * t * t);
            (a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3)
        };
        let clearance = |bend: f64, exit: f64| -> f64 {
            let obstacles = self.quarters.iter().map(|(at, radius, _)| (self.dot(*at), self.radius(*radius).0 * 0.7));
            let obstacles = obstacles.chain(setup.outlets.iter().map(|o| (self.dot(o.at), 8.0)));
            let gap = |((x, y), r): ((f64, f64), f64)| {
                (0..=24)
                    .map(|i| course(bend, exit, i as f64 / 24.0))
                    .map(|(cx, cy)| ((cx - x).powi(2) + (cy - y).powi(2)).sqrt() - r)
                    .fold(f64::MAX, f64::min)
            };
            obstacles.map(gap).fold(f64::MAX, f64::min)
        };
        let mut best = (f64::MIN, 0.7, 0.6);
        for bend in [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9] {
            for shift in [-0.2, -0.08, 0.06] {
                let exit: f64 = bend + shift;
                let clear = clearance(bend, exit);
                if (0.08..0.95).contains(&exit) && clear > best.0 + 0.5 {
                    best = (clear, bend, exit);
                }
            }
        }
        if best.0 < 1.0 {
            return Vec::new();
        }
        let mut dots = Vec::new();
        let steps = (w + h) as i32;
        for i in 0..=steps {
            let (x, y) = course(best.1, best.2, i as f64 / steps as f64);
            // A slow meander, and the other bank.
            let wave = (y * 0.09).sin() * 1.5;
            for (dx, dy) in [(0.0, 0.0), (4.0, 2.0)] {
                let dot = ((x + wave + dx).round() as i32, (y + dy).round() as i32);
                if dots.last() != Some(&dot) {
                    dots.push(dot);
                }
            }
        }
        dots
    }
}

/// Whether a zone or an outlet has its name from the water it lies by.
fn lies_by_water(setup: &Setup) -> bool {
    let names = setup.zones.iter().map(|zone| &zone.name).chain(setup.outlets.iter().map(|outlet| &outlet.name));
    names.map(|name| name.to_lowercase()).any(|name| WATER.iter().any(|water| name.contains(water)))
}

/// Where each zone is drawn, how far it reaches, and whether its homes are scattered. Zones of no extent that lie in
/// one place are drawn side by side.
fn quarters(setup: &Setup) -> Vec<(Place, f64, bool)> {
    let fetched = setup.delivery.mode == DeliveryMode::Pickup;
    let is_point = |zone: &ZoneSetup| fetched && zone.radius <= 0.0;
    let places = setup.zones.iter().map(|z| (z.at, z.radius)).chain(setup.outlets.iter().map(|o| (o.at, 0.0)));
    let (mut low, mut high) = ((f64::MAX, f64::MAX), (f64::MIN, f64::MIN));
    for (at, radius) in places {
        low = (low.0.min(at.x - radius), low.1.min(at.y - radius));
        high = (high.0.max(at.x + radius), high.1.max(at.y + radius));
    }
    let extent = (high.0 - low.0).max(high.1 - low.1).max(0.0);
    let reach = if extent > 0.0 { extent * 0.3 } else { 1.0 };
    let mut quarters: Vec<(Place, f64, bool)> = Vec::with_capacity(setup.zones.len());
    for (i, zone) in setup.zones.iter().enumerate() {
        let scatters = is_point(zone);
        let mut at = zone.at;
        if scatters && setup.zones.len() <= 60 {
            let alike = |z: &&ZoneSetup| is_point(z) && z.at == zone.at;
            let before = setup.zones[..i].iter().filter(alike).count() as f64;
            let all = setup.zones.iter().filter(alike).count() as f64;
            at.x += (before - (all - 1.0) / 2.0) * reach * 1.6;
        }
        quarters.push((at, if scatters { reach } else { zone.radius }, scatters));
    }
    quarters
}

/// Where the front desk is drawn: amid the outlets, a little to the south, where it hides none. The model gives it no
/// place.
fn desk(setup: &Setup) -> Option<Place> {
    let n = setup.outlets.len();
    if n < 2 {
        return None;
    }
    let mean = |of: fn(&Place) -> f64| setup.outlets.iter().map(|o| of(&o.at)).sum::<f64>() / n as f64;
    let (x, y) = (mean(|p| p.x), mean(|p| p.y));
    let all = setup.outlets.iter().map(|o| o.at).chain(setup.zones.iter().map(|z| z.at));
    let (mut low, mut high) = (f64::MAX, f64::MIN);
    let (mut left, mut right) = (f64::MAX, f64::MIN);
    for at in all {
        (low, high) = (low.min(at.y), high.max(at.y));
        (left, right) = (left.min(at.x), right.max(at.x));
    }
    let drop = ((high - low).max((right - left) * 0.4) * 0.35).max(0.05);
    Some(Place::new(x, y - drop))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_city_lies_inside_its_pane_whatever_its_shape() {
        let scenario = crate::scenario::load("friday-night", &[]).unwrap();
        for (w, h) in [(71, 19), (45, 11), (127, 33), (20, 60), (9, 3)] {
            let pane = Pane::new(3, 4, w, h);
            let atlas = Projection::new(&scenario.setup, pane);
            for outlet in &scenario.setup.outlets {
                let (x, y) = atlas.cell(outlet.at);
                assert!(pane.contains(x, y), "{w}×{h}: {x} {y}");
            }
            for (x, y) in atlas.river(&scenario.setup) {
                assert!(x >= -2 && y >= -2 && x <= w * 2 + 8 && y <= h * 4 + 4);
            }
        }
    }
}
