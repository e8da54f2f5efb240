//! A picture as the page gets it: the cells that are not what they were, five numbers each.

use pizzeria::units::cells;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// Glyphs from here on are no character but the n-th cluster.
const CLUSTERS: u32 = 0x11_0000;
/// What stands for the page's own ink or ground.
const OWN: u32 = u32::MAX;

const BOLD: u32 = 1;
const DIM: u32 = 2;
const UNDERLINED: u32 = 4;
const REVERSED: u32 = 8;
const WIDE: u32 = 16;

/// What stands on the canvas.
#[derive(Debug, Default)]
pub struct Cells {
    shown: Option<Buffer>,
    /// Glyphs of more than one character, in the order in which they came.
    clusters: Vec<String>,
}

impl Cells {
    /// The canvas is blank.
    pub fn forget(&mut self) {
        self.shown = None;
    }

    /// What has to be drawn for the canvas to show `now`; answers how many cells that is.
    pub fn change_to(&mut self, now: Buffer, out: &mut Vec<u32>) -> usize {
        out.clear();
        let before = match self.shown.take() {
            Some(shown) if shown.area == now.area => shown,
            _ => Buffer::empty(now.area),
        };
        let columns = now.area.width as u32;
        let mut count = 0;
        for (x, y, cell) in before.diff_iter(&now) {
            let place = y as u32 * columns + x as u32;
            out.extend([place, self.glyph(cell.symbol()), colour(cell.fg), colour(cell.bg), look(cell)]);
            count += 1;
        }
        self.shown = Some(now);
        count
    }

    /// The letters of a glyph that is no single character.
    pub fn cluster(&self, glyph: u32) -> String {
        let at = glyph.checked_sub(CLUSTERS).map(|at| at as usize);
        at.and_then(|at| self.clusters.get(at)).cloned().unwrap_or_default()
    }

    fn glyph(&mut self, symbol: &str) -> u32 {
        let mut letters = symbol.chars();
        match (letters.next(), letters.next()) {
            (Some(c), None) => c as u32,
            (None, _) => ' ' as u32,
            (Some(_), Some(_)) => {
                let known = self.clusters.iter().position(|cluster| cluster == symbol);
                let at = known.unwrap_or_else(|| {
                    self.clusters.push(symbol.to_string());
                    self.clusters.len() - 1
                });
                CLUSTERS + at as u32
            }
        }
    }
}

fn look(cell: &Cell) -> u32 {
    let looks = [
        (Modifier::BOLD, BOLD),
        (Modifier::DIM, DIM),
        (Modifier::UNDERLINED, UNDERLINED),
        (Modifier::REVERSED, REVERSED),
    ];
    let bits: u32 = looks.iter().filter(|(modifier, _)| cell.modifier.contains(*modifier)).map(|(_, bit)| bit).sum();
    // One cell is the rule, and quickly seen.
    let is_wide = !cell.symbol().is_ascii() && cells::width(cell.symbol()) > 1;
    bits | if is_wide { WIDE } else { 0 }
}

/// A page has sixteen million colours and a ground that is known: the theme uses no others.
fn colour(colour: Color) -> u32 {
    match colour {
        Color::Rgb(r, g, b) => u32::from_be_bytes([0, r, g, b]),
        Color::White => 0xff_ffff,
        _ => OWN,
    }
}
