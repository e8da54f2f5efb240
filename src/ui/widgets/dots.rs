//! A picture of braille dots, two columns and four rows per cell. A cell has one ink, that of the dot drawn last.

use crate::text::ink::Ink;
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;

pub struct Dots {
    w: i32,
    h: i32,
    bits: Vec<u8>,
    inks: Vec<Ink>,
}

/// The bit of the dot at (column, row) of a cell.
const BITS: [[u8; 4]; 2] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]];

impl Dots {
    /// An empty picture of `w × h` cells.
    pub fn new(w: i32, h: i32) -> Dots {
        let (w, h) = (w.max(0), h.max(0));
        let cells = (w * h) as usize;
        Dots { w, h, bits: vec![0; cells], inks: vec![Ink::Plain; cells] }
    }

    /// Its size in dots, across and down.
    pub fn size(&self) -> (i32, i32) {
        (self.w * 2, self.h * 4)
    }

    /// Sets a dot; the latest ink of a cell wins.
    #[inline]
    pub fn set(&mut self, x: i32, y: i32, ink: Ink) {
        if x >= 0 && y >= 0 && x < self.w * 2 && y < self.h * 4 {
            let cell = (y / 4 * self.w + x / 2) as usize;
            self.bits[cell] |= BITS[(x % 2) as usize][(y % 4) as usize];
            self.inks[cell] = ink;
        }
    }

    /// Sets a dot every `step` dots between two points.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), step: f64, ink: Ink) {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let length = (dx * dx + dy * dy).sqrt();
        let n = (length / step).min(4_000.0) as i32;
        for i in 0..=n {
            let share = if length > 0.0 { i as f64 * step / length } else { 0.0 };
            self.set((from.0 + dx * share).round() as i32, (from.1 + dy * share).round() as i32, ink);
        }
    }

    /// Sets the dots of a column from one row to another, both included.
    pub fn upright(&mut self, x: i32, from: i32, to: i32, ink: Ink) {
        for y in from.min(to)..=from.max(to) {
            self.set(x, y, ink);
        }
    }

    /// Draws the cells that have a dot. If `under`, cells that are not blank stay.
    pub fn draw(&self, pen: &mut Pen, pane: Pane, under: bool) {
        let ascii = pen.theme.is_ascii();
        for y in 0..self.h.min(pane.h) {
            for x in 0..self.w.min(pane.w) {
                let cell = (y * self.w + x) as usize;
                let bits = self.bits[cell];
                if bits != 0 && (!under || pen.is_free(pane.x + x, pane.y + y)) {
                    pen.glyph(pane.x + x, pane.y + y, glyph(bits, ascii), self.inks[cell]);
                }
            }
        }
    }
}

fn glyph(bits: u8, ascii: bool) -> char {
    if ascii {
        return if bits.count_ones() > 2 { ':' } else { '.' };
    }
    char::from_u32(0x2800 + bits as u32).unwrap_or(' ')
}
