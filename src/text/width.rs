//! How many cells of a terminal a text takes.

use unicode_width::UnicodeWidthStr;

/// The width of `text` in cells: wide letters take two, combining marks none.
pub fn width(text: &str) -> i32 {
    if text.is_ascii() { text.len() as i32 } else { text.width() as i32 }
}
