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
    /// Whether the area below it is filled, instead of dots.
    pub filled: bool,
}

pub struct Chart<'a> {
    /// The value at the upper edge.
    pub top: f64,
    pub low: f64,
    /// The lines, later ones over earlier ones.
    pub lines: &'a [Line<'a>],
    /// Columns (cells) with a vertical line, and its ink.
    pub marks: &'a [(i32, Ink)],
    /// Values at which a horizontal line is drawn.
    pub levels: &'a [f64],
    /// By cell column: between which values others lie, behind everything.
    pub band: &'a [Option<(f64, f64)>],
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
        self.shade(pen, pane);
        for line in self.lines.iter().filter(|line| line.filled) {
            self.fill(pen, pane, line);
        }
        let mut dots = Dots::new(pane.w, pane.h);
        for level in self.levels.iter().filter(|level| **level <= self.top) {
            let y = pane.y + self.row_of(*level, dots.size().1) / 4;
            for x in (pane.x..pane.right()).filter(|x| (x - pane.x) % 3 != 2) {
                pen.glyph(x, y, glyphs.across, Ink::Muted);
            }
        }
        for line in self.lines.iter().filter(|line| !line.filled) {
            self.plot(line, &mut dots);
        }
        dots.draw(pen, pane, false);
    }

    /// The share of the height (0–1).
    fn share(&self, value: f64) -> f64 {
        let range = self.top - self.low;
        if range > 0.0 { ((value - self.low) / range).clamp(0.0, 1.0) } else { 0.0 }
    }

    /// The band as a ground, or its upper edge where grounds cannot be tinted.
    fn shade(&self, pen: &mut Pen, pane: Pane) {
        let ground = pen.theme.has_tints().then(|| pen.theme.style(Ink::Track).fg).flatten();
        for (column, band) in self.band.iter().enumerate().take(pane.w.max(0) as usize) {
            let Some((low, high)) = band else { continue };
            let x = pane.x + column as i32;
            let row = |value: f64| pane.bottom() - 1 - ((self.share(value) * pane.h as f64).ceil() as i32 - 1).max(0);
            let (upper, lower) = (row(*high), row(*low));
            match ground {
                Some(colour) => (upper..=lower).for_each(|y| pen.tint(x, y, colour)),
                None if column % 2 == 0 => pen.glyph(x, upper, pen.theme.glyphs.quiet, Ink::Faint),
                None => {}
            }
        }
    }

    /// The area below a line: whole cells as a ground, on which other lines are seen, and the uppermost as an eighth.
    fn fill(&self, pen: &mut Pen, pane: Pane, line: &Line) {
        let has_tints = pen.theme.has_tints();
        let spark = pen.theme.glyphs.spark;
        for column in 0..pane.w {
            let two = line.values.iter().skip(column as usize * 2).take(2);
            let Some(value) = two.flatten().copied().filter(|v| v.is_finite()).reduce(f64::max) else { continue };
            let ink = line.bound.filter(|(bound, _)| value > *bound).map_or(line.ink, |(_, ink)| ink);
            let colour = pen.theme.style(ink).fg.filter(|_| has_tints);
            let eighths = (self.share(value) * pane.h as f64 * 8.0).round() as i32;
            for row in 0..pane.h {
                let (x, y, here) = (pane.x + column, pane.bottom() - 1 - row, eighths - row * 8);
                match (here, colour) {
                    (..=0, _) => break,
                    (8.., Some(colour)) => {
                        pen.glyph(x, y, ' ', ink);
                        pen.tint(x, y, colour);
                    }
                    (here, _) => pen.glyph(x, y, spark[here.min(8) as usize - 1], ink),
                }
            }
        }
    }

    fn row_of(&self, value: f64, down: i32) -> i32 {
        ((1.0 - self.share(value)) * (down - 1) as f64).round() as i32
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
    let w = width(name);
    let dotted = |x| matches!(pen.stands(x, y), Some(c) if ('\u{2801}'..='\u{28ff}').contains(&c));
    let named = |x| matches!(pen.stands(x, y), Some(c) if c.is_alphanumeric());
    // Beside the name of another level in the same row.
    let Some(x) = (area.x + 1..area.right() - w).find(|x| !(x - 1..=x + w).any(named)) else { return };
    if !(x..x + w).any(dotted) {
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
