//! A level: `━━━╸──`, precise to half a cell.

use crate::text::ink::Ink;
use crate::ui::pen::Pen;

/// Draws `ratio` of `cells`; unknown is an empty track. Above 1 the meter is full and ends in an arrow.
pub fn meter(pen: &mut Pen, x: i32, y: i32, cells: i32, ratio: Option<f64>, ink: Ink) {
    let glyphs = pen.theme.glyphs;
    let ratio = ratio.filter(|r| r.is_finite()).unwrap_or(0.0);
    let halves = (ratio.clamp(0.0, 1.0) * cells as f64 * 2.0).round() as i32;
    // A positive value must not look like zero.
    let halves = if ratio > 0.0 { halves.max(1) } else { halves };
    let full = halves / 2;
    pen.repeat(x, y, full, glyphs.meter, ink);
    let mut at = full;
    if halves % 2 == 1 && at < cells {
        pen.glyph(x + at, y, glyphs.meter_half, ink);
        at += 1;
    }
    pen.repeat(x + at, y, cells - at, glyphs.quiet, Ink::Track);
    if ratio > 1.005 && cells > 0 {
        pen.glyph(x + cells - 1, y, glyphs.right, ink);
    }
}

/// Draws dots for people: `●●●○○`, or a number beside each kind if there is no room for all. Returns the column after
/// them.
pub fn people(pen: &mut Pen, x: i32, y: i32, room: i32, groups: &[(char, Ink, u32)]) -> i32 {
    let all: u32 = groups.iter().map(|g| g.2).sum();
    if all as i32 <= room {
        return groups.iter().fold(x, |x, &(glyph, ink, n)| pen.repeat(x, y, n as i32, glyph, ink));
    }
    let mut x = x;
    for &(glyph, ink, n) in groups.iter().filter(|g| g.2 > 0) {
        pen.glyph(x, y, glyph, ink);
        x = pen.put(x + 1, y, &crate::text::numbers::short(n as u64), Ink::Plain) + 1;
    }
    x - 1
}
