//! A line chart of braille dots: lines, a base line, bounds, marks and a cursor.

use super::dots::Dots;
use crate::text::ink::Ink;
use crate::text::width::width;
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;

/// One line: a value per dot column (two per cell); `None` leaves a gap.
pub struct Line<'a> {
    pub values: &'a [Option<f64>],
    pub ink: Ink,
    /// Values above this are drawn in the second ink.
    pub bound: Option<(f64, Ink)>,
    /// Whether only every fourth dot is drawn, as for a twin's line.
    pub sparse: bool,
}

pub struct Chart<'a> {
    /// The value at the upper edge.
    pub top: f64,
    pub low: f64,
    /// The lines, later ones over earlier ones.
    pub lines: &'a [Line<'a>],
    /// Columns (cells) with a vertical line, and its ink.
    pub marks: &'a [(i32, Ink)],
    /// A value at which a horizontal line is drawn.
    pub level: Option<f64>,
}

impl Chart<'_> {
    /// Draws into the pane, and the base line into the row below it.
    pub fn draw(&self, pen: &mut Pen, pane: Pane) {
        if pane.is_empty() {
            return;
        }
        let glyphs = pen.theme.glyphs;
        pen.repeat(pane.x, pane.bottom(), pane.w, glyphs.base, Ink::Track);
        for &(column, ink) in self.marks {
            let glyph = if ink == Ink::Accent { glyphs.upright } else { glyphs.grid };
            if column >= 0 && column < pane.w {
                pen.column(pane.x + column, pane.y, pane.h, glyph, ink);
            }
        }
        let mut dots = Dots::new(pane.w, pane.h);
        if let Some(level) = self.level.filter(|l| *l <= self.top) {
            let y = pane.y + self.row_of(level, dots.size().1) / 4;
            for x in (pane.x..pane.right()).filter(|x| (x - pane.x) % 3 != 2) {
                pen.glyph(x, y, glyphs.across, Ink::Faint);
            }
        }
        for line in self.lines {
            self.plot(line, &mut dots);
        }
        dots.draw(pen, pane, false);
    }

    fn row_of(&self, value: f64, down: i32) -> i32 {
        let range = self.top - self.low;
        let share = if range > 0.0 { ((value - self.low) / range).clamp(0.0, 1.0) } else { 0.0 };
        ((1.0 - share) * (down - 1) as f64).round() as i32
    }

    fn plot(&self, line: &Line, dots: &mut Dots) {
        let (across, down) = dots.size();
        let mut before: Option<i32> = None;
        for (x, value) in line.values.iter().take(across as usize).enumerate() {
            let Some(value) = value.filter(|v| v.is_finite()) else {
                before = None;
                continue;
            };
            let (x, y) = (x as i32, self.row_of(value, down));
            let ink = line.bound.filter(|(bound, _)| value > *bound).map_or(line.ink, |(_, ink)| ink);
            match before {
                _ if line.sparse && x % 4 != 0 => {}
                // A jump is drawn as a vertical line, so that the line is connected.
                Some(b) if !line.sparse && (b - y).abs() > 1 => {
                    dots.upright(x, if b > y { b - 1 } else { b + 1 }, y, ink)
                }
                _ => dots.set(x, y, ink),
            }
            before = Some(y);
        }
    }
}

/// Writes the name of a horizontal line at that share of the height, unless a line of values is there.
pub fn name_level(pen: &mut Pen, area: Pane, share: f64, name: &str) {
    let y = area.y + (((1.0 - share) * (area.h * 4 - 1) as f64).round() as i32) / 4;
    let x = area.x + 1;
    let dotted = |i| matches!(pen.stands(x + i, y), Some(c) if ('\u{2801}'..='\u{28ff}').contains(&c));
    if !(0..width(name)).any(dotted) {
        pen.put(x, y, name, Ink::Muted);
    }
}

/// A round number at or above the greatest value: 1, 2, 3, 4, 5, 6, 8 × 10ⁿ; at least `least`.
#[expect(clippy::disallowed_methods, reason = "a chart's scale, in no history")]
pub fn round_top(greatest: f64, least: f64) -> f64 {
    let greatest = if greatest.is_finite() { greatest.max(least).max(1e-9) } else { least.max(1.0) };
    let scale = 10f64.powf(greatest.log10().floor());
    [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0]
        .into_iter()
        .map(|m| m * scale)
        .find(|t| *t >= greatest * 0.9999)
        .unwrap_or(greatest)
}
