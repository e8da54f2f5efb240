//! An order's life as a bar: `▌▌▌▆▆■■━━━`, a glyph per kind of span.

use crate::sim::order::{SPAN_KINDS, SpanKind};
use crate::text::glyphs::Glyphs;
use crate::text::ink::Ink;
use crate::ui::pen::Pen;

pub fn mark(glyphs: &Glyphs, kind: SpanKind) -> (char, Ink) {
    match kind {
        SpanKind::Queue => (glyphs.waits, Ink::Wait),
        SpanKind::Down => (glyphs.waits, Ink::Cold),
        SpanKind::Redo => (glyphs.cooks, Ink::CookToo),
        SpanKind::Cook => (glyphs.cooks, Ink::Cook),
        SpanKind::Blocked => (glyphs.boxed, Ink::Warn),
        SpanKind::Shelf => (glyphs.boxed, Ink::Shelf),
        SpanKind::Ride => (glyphs.road, Ink::Flow),
    }
}

/// Draws a bar of spans in any unit, `per_cell` of it per cell. Edges are rounded, not lengths, so that rows agree.
/// Returns the column after it; nothing is drawn from column `end` on.
pub fn bar(pen: &mut Pen, x: i32, y: i32, end: i32, spans: &[f64; SPAN_KINDS.len()], per_cell: f64) -> i32 {
    if per_cell.is_nan() || per_cell <= 0.0 {
        return x;
    }
    let (mut at, mut sum) = (x, 0.0);
    for kind in SPAN_KINDS {
        sum += spans[kind as usize].max(0.0);
        let to = (x as f64 + (sum / per_cell).min(10_000.0)).round() as i32;
        let (glyph, ink) = mark(pen.theme.glyphs, kind);
        at = pen.repeat(at, y, to.min(end) - at, glyph, ink);
    }
    at
}
