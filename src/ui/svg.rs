//! A screen as a picture: an SVG of what stands in a buffer, on a dark ground.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};
use std::fmt::Write;

const GROUND: &str = "#0c0c0c";
const TEXT: &str = "#e9e2d8";
/// A cell, and where in it letters stand.
const WIDE: f64 = 8.4;
const HIGH: f64 = 18.0;
const BASE: f64 = 13.5;
const MARGIN: f64 = 14.0;

/// The picture of a buffer. Each run of cells that look the same becomes a piece of it.
pub fn picture(buffer: &Buffer) -> String {
    let mut svg = head(buffer.area);
    for y in 0..buffer.area.height {
        svg += &line(buffer, y);
    }
    svg + "</svg>\n"
}

/// The beginning of a picture of that many cells, with its ground.
pub fn head(area: Rect) -> String {
    let (width, height) = (area.width as f64 * WIDE + 2.0 * MARGIN, area.height as f64 * HIGH + 2.0 * MARGIN);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.1} {height:.1}\" width=\"{width:.0}\" \
         height=\"{height:.0}\" font-family=\"ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace\" \
         font-size=\"14\" shape-rendering=\"crispEdges\" fill=\"{TEXT}\">\n<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{GROUND}\"/>\n"
    )
}

/// One line of letters as pieces of the picture.
pub fn line(buffer: &Buffer, y: u16) -> String {
    let row: Vec<&Cell> = (0..buffer.area.width).map(|x| &buffer[(x, y)]).collect();
    let (mut svg, mut x) = (String::new(), 0);
    while x < row.len() {
        let look = Look::of(row[x]);
        let run = row[x..].iter().take_while(|cell| Look::of(cell) == look).count();
        piece(&mut svg, &row[x..x + run], &look, x, y);
        x += run;
    }
    svg
}

/// What cells must share to be drawn in one piece.
#[derive(PartialEq)]
struct Look {
    ink: Option<String>,
    ground: Option<String>,
    bold: bool,
    underlined: bool,
}

impl Look {
    fn of(cell: &Cell) -> Look {
        let has = |modifier| cell.modifier.contains(modifier);
        let (mut ink, mut ground) = (colour(cell.fg), colour(cell.bg));
        if has(Modifier::REVERSED) {
            (ink, ground) = (ground.or(Some(GROUND.into())), ink.or(Some(TEXT.into())));
        }
        Look { ink, ground, bold: has(Modifier::BOLD), underlined: has(Modifier::UNDERLINED) }
    }
}

/// `None`: the terminal's own.
fn colour(colour: Color) -> Option<String> {
    match colour {
        Color::Rgb(r, g, b) => Some(format!("#{r:02x}{g:02x}{b:02x}")),
        Color::White => Some("#ffffff".into()),
        _ => None,
    }
}

fn piece(svg: &mut String, cells: &[&Cell], look: &Look, x: usize, y: u16) {
    let (left, top) = (MARGIN + x as f64 * WIDE, MARGIN + y as f64 * HIGH);
    if let Some(ground) = &look.ground {
        let width = cells.len() as f64 * WIDE;
        let _ = writeln!(
            svg,
            "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{HIGH:.1}\" fill=\"{ground}\"/>"
        );
    }
    // Blocks and dots are drawn, not written, and every odd glyph is put into its own cell: the columns stand whatever
    // fonts the reader has.
    let mut drawn = String::new();
    let mut word: Option<(usize, String)> = None;
    let glyphs: Vec<char> = cells.iter().map(|cell| cell.symbol().chars().next().unwrap_or(' ')).collect();
    for (i, glyph) in glyphs.iter().enumerate() {
        let at = left + i as f64 * WIDE;
        if glyph.is_ascii() || ('\u{a0}'..'\u{250}').contains(glyph) {
            word.get_or_insert_with(|| (i, String::new())).1.push(*glyph);
            continue;
        }
        if let Some((from, text)) = word.take() {
            written(svg, &text, look, left + from as f64 * WIDE, top);
        }
        if !draw(&mut drawn, *glyph, at, top) {
            written(svg, &glyph.to_string(), look, at, top);
        }
    }
    if let Some((from, text)) = word {
        written(svg, &text, look, left + from as f64 * WIDE, top);
    }
    if !drawn.is_empty() {
        let ink = look.ink.as_deref().unwrap_or(TEXT);
        let _ = writeln!(svg, "<path d=\"{drawn}\" fill=\"{ink}\"/>");
    }
}

/// A text at a place of its own, without the blanks around it.
fn written(svg: &mut String, text: &str, look: &Look, left: f64, top: f64) {
    let letters = text.trim();
    if letters.is_empty() {
        return;
    }
    let blanks = text.chars().take_while(|c| *c == ' ').count();
    let (left, length) = (left + blanks as f64 * WIDE, letters.chars().count() as f64 * WIDE);
    let _ = write!(svg, "<text x=\"{left:.1}\" y=\"{:.1}\" xml:space=\"preserve\"", top + BASE);
    if letters.chars().count() > 1 {
        let _ = write!(svg, " textLength=\"{length:.1}\" lengthAdjust=\"spacingAndGlyphs\"");
    }
    if let Some(ink) = &look.ink {
        let _ = write!(svg, " fill=\"{ink}\"");
    }
    if look.bold {
        svg.push_str(" font-weight=\"bold\"");
    }
    if look.underlined {
        svg.push_str(" text-decoration=\"underline\"");
    }
    let _ = writeln!(svg, ">{}</text>", letters.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"));
}

/// Draws a block, a row of dots or a line into a path; false: it is none of these.
fn draw(path: &mut String, glyph: char, left: f64, top: f64) -> bool {
    let code = glyph as u32;
    // A rectangle in parts of the cell.
    let mut rect = |x: f64, y: f64, w: f64, h: f64| {
        let (x, y, w, h) = (left + x * WIDE, top + y * HIGH, w * WIDE, h * HIGH);
        let _ = write!(path, "M{x:.1} {y:.1}h{w:.1}v{h:.1}h-{w:.1}z");
    };
    match code {
        0x2500 => rect(0.0, 0.48, 1.0, 0.06),
        0x2501 => rect(0.0, 0.45, 1.0, 0.12),
        0x2502 => rect(0.45, 0.0, 0.12, 1.0),
        0x2580 => rect(0.0, 0.0, 1.0, 0.5),
        0x2581..=0x2588 => {
            let part = (code - 0x2580) as f64 / 8.0;
            rect(0.0, 1.0 - part, 1.0, part);
        }
        0x2589..=0x258f => rect(0.0, 0.0, (0x2590 - code) as f64 / 8.0, 1.0),
        0x2590 => rect(0.5, 0.0, 0.5, 1.0),
        0x2800..=0x28ff => {
            // The dots' bits, column by column.
            const DOTS: [(u32, f64, f64); 8] = [
                (0x01, 0.0, 0.0),
                (0x02, 0.0, 1.0),
                (0x04, 0.0, 2.0),
                (0x40, 0.0, 3.0),
                (0x08, 1.0, 0.0),
                (0x10, 1.0, 1.0),
                (0x20, 1.0, 2.0),
                (0x80, 1.0, 3.0),
            ];
            for (bit, x, y) in DOTS {
                if (code - 0x2800) & bit != 0 {
                    rect(0.14 + x * 0.5, 0.07 + y * 0.25, 0.24, 0.12);
                }
            }
        }
        _ => return false,
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Style;

    #[test]
    fn letters_are_written_and_blocks_are_drawn() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 9, 2));
        buffer.set_string(0, 0, "a<b & \"c", Style::new().fg(Color::Rgb(1, 2, 3)).add_modifier(Modifier::BOLD));
        buffer.set_string(0, 1, "█▄⣿", Style::new().bg(Color::Rgb(9, 9, 9)));
        let svg = picture(&buffer);
        assert!(svg.contains("fill=\"#010203\" font-weight=\"bold\">a&lt;b &amp; \"c</text>"), "{svg}");
        assert!(svg.contains("fill=\"#090909\""), "{svg}");
        // One rectangle a block, and one a dot.
        let path = svg.lines().find(|line| line.starts_with("<path")).unwrap();
        assert_eq!(path.matches('M').count(), 1 + 1 + 8, "{path}");
        assert!(!svg.contains('█') && !svg.contains('⣿'));
    }
}
