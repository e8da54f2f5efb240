//! The streets of the city with the windows along them, and which of them lie around which outlet. Scenery: the model
//! knows neither streets nor houses. It is worked out once for a size of the map, and its lights once for a state of
//! demand.
//!
//! ```text
//!  ▀ ▀ ▀   ▀ ▀ ▀      three windows across and three down make a block; more are lit where more is ordered
//!  ▀ ▀ ▀   ▀ ▀ ▀
//! ─────────■─────     the streets cross at the first outlet
//! ```

use super::projection::Projection;
use super::scatter::scattered;
use crate::sim::setup::Setup;

/// Of cells in no outlet's block.
const NOBODY: u16 = u16::MAX;
/// From one street to the next, in cells across and down.
const APART: (i32, i32) = (8, 4);
/// How far the block of an outlet reaches, in cells across and down.
const BLOCK: (i32, i32) = (13, 4);
/// The share of the windows that are lit where nobody orders, and how many more are where most is ordered.
const LIT: (f64, f64) = (0.10, 0.62);
/// In shops of more outlets no power cut is seen in the streets.
const MOST: usize = 400;

/// What a cell of the map shows of the city.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Site {
    /// Neither a street nor a window.
    Yard,
    /// A street; that of the first outlet is lit best.
    Street { main: bool },
    /// A window, and how far from being lit it is: none is with less demand than another that is darker.
    Window { drawn: u8 },
}

impl Site {
    /// How brightly a window is lit at a demand of `heat` (0–1), from 0 to 1; `None`: it is dark.
    pub fn light(self, heat: f64) -> Option<f64> {
        let Site::Window { drawn } = self else { return None };
        let share = LIT.0 + LIT.1 * heat.clamp(0.0, 1.0);
        let drawn = f64::from(drawn) / 256.0;
        (drawn < share).then(|| 1.0 - drawn / share)
    }
}

/// The city's ground, cell by cell, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Streets {
    pub sites: Vec<Site>,
    /// The index of the outlet in whose block a cell lies.
    blocks: Vec<u16>,
}

impl Streets {
    pub fn new(setup: &Setup, atlas: &Projection) -> Streets {
        let pane = atlas.pane;
        let (w, h) = (pane.w.max(0), pane.h.max(0));
        let open = setup.outlets.iter().find(|outlet| outlet.open).or(setup.outlets.first());
        let crossing = open.map_or((pane.x, pane.y), |outlet| atlas.cell(outlet.at));
        let cells = (0..h).flat_map(|y| (0..w).map(move |x| (x + pane.x - crossing.0, y + pane.y - crossing.1)));
        let sites = cells.map(|(x, y)| site(x, y, setup.seed)).collect();
        let mut streets = Streets { sites, blocks: vec![NOBODY; (w * h) as usize] };
        if setup.outlets.len() <= MOST {
            streets.share_out(setup, atlas);
        }
        streets
    }

    /// Gives each cell near an outlet to the nearest.
    fn share_out(&mut self, setup: &Setup, atlas: &Projection) {
        let pane = atlas.pane;
        let mut nearest = vec![i32::MAX; self.blocks.len()];
        for (i, outlet) in setup.outlets.iter().enumerate() {
            let (ox, oy) = atlas.cell(outlet.at);
            for y in (oy - BLOCK.1).max(pane.y)..=(oy + BLOCK.1).min(pane.bottom() - 1) {
                for x in (ox - BLOCK.0).max(pane.x)..=(ox + BLOCK.0).min(pane.right() - 1) {
                    // A cell is twice as high as wide.
                    let (dx, dy) = (x - ox, (y - oy) * 2);
                    let cell = ((y - pane.y) * pane.w + x - pane.x) as usize;
                    if dx * dx + dy * dy < nearest[cell] {
                        (nearest[cell], self.blocks[cell]) = (dx * dx + dy * dy, i as u16);
                    }
                }
            }
        }
    }

    /// The first row that the block of an outlet in this row may reach, and of how many.
    pub fn reaches(&self, row: i32) -> (i32, i32) {
        (row - BLOCK.1, 2 * BLOCK.1 + 1)
    }

    /// The outlet in whose block a cell lies; `None`: in no one's.
    #[inline]
    pub fn block(&self, cell: usize) -> Option<usize> {
        self.blocks.get(cell).filter(|block| **block != NOBODY).map(|block| *block as usize)
    }
}

/// What stands so many cells from where the streets cross.
fn site(x: i32, y: i32, seed: u64) -> Site {
    let (across, down) = (x.rem_euclid(APART.0), y.rem_euclid(APART.1));
    match (across, down) {
        (_, 0) => Site::Street { main: y == 0 },
        (0, _) => Site::Street { main: false },
        (2 | 4 | 6, _) => Site::Window { drawn: (scattered(seed, x as u32, y as u32) >> 56) as u8 },
        _ => Site::Yard,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::pane::Pane;

    fn city(name: &str) -> (Setup, Projection, Streets) {
        let setup = crate::scenario::load(name, &[]).unwrap().setup;
        let atlas = Projection::new(&setup, Pane::new(2, 3, 71, 19));
        let streets = Streets::new(&setup, &atlas);
        (setup, atlas, streets)
    }

    #[test]
    fn more_windows_are_lit_where_more_is_ordered_and_none_goes_out_for_that() {
        let (.., streets) = city("vertical-scaling");
        let lit = |heat: f64| -> Vec<usize> {
            let all = streets.sites.iter().enumerate();
            all.filter(|(_, site)| site.light(heat).is_some()).map(|(i, _)| i).collect()
        };
        let windows = streets.sites.iter().filter(|site| matches!(site, Site::Window { .. })).count();
        let (calm, busy) = (lit(0.0), lit(1.0));
        assert!(calm.iter().all(|window| busy.contains(window)));
        for (lit, share) in [(calm, LIT.0), (busy, LIT.0 + LIT.1)] {
            let found = lit.len() as f64 / windows as f64;
            assert!((found - share).abs() < 0.06, "{found} of the windows are lit, not {share}");
        }
    }

    #[test]
    fn the_streets_cross_at_the_first_outlet_and_a_block_is_its_nearest_outlets() {
        let (setup, atlas, streets) = city("friday-night");
        let pane = atlas.pane;
        let cell = |x: i32, y: i32| ((y - pane.y) * pane.w + x - pane.x) as usize;
        let (x, y) = atlas.cell(setup.outlets[0].at);
        assert_eq!(streets.sites[cell(x, y)], Site::Street { main: true });
        assert_eq!(streets.sites[cell(x, y + 2)], Site::Street { main: false });
        for (i, outlet) in setup.outlets.iter().enumerate() {
            let (x, y) = atlas.cell(outlet.at);
            for (dx, dy) in [(0, 0), (2, 1), (-3, -1), (5, 2)] {
                assert_eq!(streets.block(cell(x + dx, y + dy)), Some(i), "{}: {dx} {dy}", outlet.name);
            }
        }
        assert_eq!(streets.block(cell(pane.x, pane.y)), None);
    }
}
