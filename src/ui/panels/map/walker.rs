//! Somebody in the streets, who looks where he goes.

use crate::text::ink::Ink;
use crate::ui::pen::Pen;
use crate::ui::projection::Projection;
use crate::units::Place;

pub fn walker(pen: &mut Pen, atlas: &Projection, at: Place, rightwards: bool, ink: Ink) {
    let (x, y) = atlas.cell(at);
    let glyph = if rightwards { pen.theme.glyphs.right } else { pen.theme.glyphs.left };
    pen.glyph(x, y, glyph, ink);
}
