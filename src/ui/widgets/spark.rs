//! A spark line in one row: `▁▂▃▄▅▆▇█`.

use crate::text::ink::Ink;
use crate::ui::pen::Pen;

/// One cell per value (`None`: nothing was measured), as tall as its share of `top`; values above `bound` in amber.
pub fn spark(pen: &mut Pen, x: i32, y: i32, values: &[Option<f64>], top: f64, bound: Option<f64>) {
    for (i, value) in values.iter().enumerate() {
        let Some(value) = value.filter(|v| v.is_finite()) else { continue };
        let share = if top > 0.0 { (value / top).clamp(0.0, 1.0) } else { 0.0 };
        let ink = if bound.is_some_and(|b| value > b) { Ink::Warn } else { Ink::Served };
        column(pen, x + i as i32, y, share, ink);
    }
}

/// One column with a share (0–1) as its height; zero is a thin track.
pub fn column(pen: &mut Pen, x: i32, y: i32, share: f64, ink: Ink) {
    let spark = &pen.theme.glyphs.spark;
    if share <= 0.0 {
        pen.glyph(x, y, spark[0], Ink::Track);
    } else {
        pen.glyph(x, y, spark[((share * 8.0).ceil() as usize).clamp(1, 8) - 1], ink);
    }
}

/// A column over several rows from row `bottom` up, precise to an eighth of a cell.
pub fn tall(pen: &mut Pen, x: i32, bottom: i32, rows: i32, share: f64, ink: Ink) {
    let eighths = ((share.clamp(0.0, 1.0) * rows as f64 * 8.0).round() as i32).max(i32::from(share > 0.0));
    let spark = &pen.theme.glyphs.spark;
    for row in 0..rows {
        let here = eighths - row * 8;
        if here <= 0 {
            break;
        }
        pen.glyph(x, bottom - row, spark[(here.min(8) - 1) as usize], ink);
    }
}
