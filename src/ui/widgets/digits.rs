//! Numbers four rows high.

use crate::text::ink::Ink;
use crate::text::width::width;
use crate::ui::pen::Pen;

/// Rows of a digit.
pub const ROWS: i32 = 4;

/// A character's four rows; `None`: it is written small.
fn shape(c: char) -> Option<[&'static str; 4]> {
    Some(match c {
        '0' => ["█▀▀█", "█  █", "█  █", "█▄▄█"],
        '1' => ["▄█", " █", " █", " █"],
        '2' => ["▀▀▀█", "▄▄▄█", "█   ", "█▄▄▄"],
        '3' => ["▀▀▀█", " ▄▄█", "   █", "▄▄▄█"],
        '4' => ["█  █", "█▄▄█", "   █", "   █"],
        '5' => ["█▀▀▀", "█▄▄▄", "   █", "▄▄▄█"],
        '6' => ["█▀▀▀", "█▄▄▄", "█  █", "█▄▄█"],
        '7' => ["▀▀▀█", "   █", "  █ ", "  █ "],
        '8' => ["█▀▀█", "█▄▄█", "█  █", "█▄▄█"],
        '9' => ["█▀▀█", "█▄▄█", "   █", "▄▄▄█"],
        '%' => ["█ ▄▀", " ▄▀ ", "▄▀  ", "▀  █"],
        '×' => ["    ", "▀▄▄▀", " ██ ", "▀  ▀"],
        '-' | '−' => ["   ", "▄▄▄", "   ", "   "],
        '.' | ',' => [" ", " ", " ", "▄"],
        _ => return None,
    })
}

/// Without blocks the upper and lower halves are other signs, or an 8 would be read as a 0.
fn in_ascii(digit: char, pixel: char) -> char {
    match (digit, pixel) {
        (_, '▀') => '"',
        ('.' | ',', _) => '#',
        (_, '▄') => '_',
        _ => '#',
    }
}

/// Writes a text with its digits large and its words small beside their feet; returns the column after it.
pub fn draw(pen: &mut Pen, x: i32, y: i32, text: &str, ink: Ink) -> i32 {
    let mut at = x;
    for c in text.chars() {
        let Some(rows) = shape(c) else {
            at = pen.put(at, y + ROWS - 1, c.encode_utf8(&mut [0; 4]), ink);
            continue;
        };
        for (row, pixels) in rows.iter().enumerate() {
            for (column, pixel) in pixels.chars().enumerate().filter(|(_, pixel)| *pixel != ' ') {
                let glyph = if pen.theme.is_ascii() { in_ascii(c, pixel) } else { pixel };
                pen.glyph(at + column as i32, y + row as i32, glyph, ink);
            }
        }
        at += width(rows[0]) + 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_digit_has_its_own_shape_and_a_steady_width() {
        let digits: Vec<_> = ('0'..='9').map(|c| shape(c).unwrap()).collect();
        for (i, digit) in digits.iter().enumerate() {
            assert!(digit.iter().all(|row| width(row) == width(digit[0])), "{i}");
            assert!(digits[..i].iter().all(|other| other != digit), "{i}");
            // Told apart without half blocks, too: in no two are all cells of each row the same.
            let ascii = |i: usize| {
                let digit = char::from_digit(i as u32, 10).unwrap();
                digits[i]
                    .map(|row| row.chars().map(|c| if c == ' ' { c } else { in_ascii(digit, c) }).collect::<String>())
            };
            assert!((0..i).all(|other| ascii(other) != ascii(i)), "{i}");
        }
    }
}
