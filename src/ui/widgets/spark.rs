//! A line of the past in one row: `▁▂▃▄▅▆▇█`.

use crate::text::ink::Ink;
use crate::ui::pen::Pen;

/// One cell a value (`None`: nothing was measured), as tall as its share of `top`; values past `bound` in amber.
pub fn spark(pen: &mut Pen, x: i32, y: i32, values: &[Option<f64>], top: f64, bound: Option<f64>) {
    for (i, value) in values.iter().enumerate() {
        let Some(value) = value.filter(|v| v.is_finite()) else { continue };
        let share = if top > 0.0 { (value / top).clamp(0.0, 1.0) } else { 0.0 };
        let ink = if bound.is_some_and(|b| value > b) { Ink::Warn } else { Ink::Served };
        column(pen, x + i as i32, y, share, ink);
    }
}

/// One column of a share's height. Nothing is a thin track.
pub fn column(pen: &mut Pen, x: i32, y: i32, share: f64, ink: Ink) {
    let spark = &pen.theme.glyphs.spark;
    if share <= 0.0 {
        pen.glyph(x, y, spark[0], Ink::Track);
    } else {
        pen.glyph(x, y, spark[((share * 8.0).ceil() as usize).clamp(1, 8) - 1], ink);
    }
}

/// A column several rows tall, standing on row `bottom`, in eighths of a cell.
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

/// `cells` values out of many: the greatest of each stretch, so that no peak is lost. Fewer values are stretched.
pub fn resampled(values: &[Option<f64>], cells: usize) -> Vec<Option<f64>> {
    let n = values.len();
    if n == 0 {
        return vec![None; cells];
    }
    (0..cells)
        .map(|i| {
            let from = i * n / cells;
            let to = ((i + 1) * n / cells).max(from + 1);
            values[from..to.min(n)].iter().flatten().copied().reduce(f64::max)
        })
        .collect()
}
