//! Writes glyphs and text into the terminal's buffer, in inks that stand for meanings, and never outside the clip.

use super::pane::Pane;
use super::theme::Theme;
use crate::app::Target;
use crate::text::glyphs;
use crate::text::ink::Ink;
use crate::text::rich::Rich;
use crate::text::width::{cells, clusters, is_simple, width};
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier, Style};

/// Replaces a control character.
const UNSEEN: char = '?';

pub struct Pen<'a> {
    buffer: &'a mut Buffer,
    pub theme: &'a Theme,
    clip: Pane,
    /// Click targets, the topmost last.
    targets: Vec<(Pane, Target)>,
}

impl<'a> Pen<'a> {
    pub fn new(buffer: &'a mut Buffer, theme: &'a Theme) -> Pen<'a> {
        let clip = Pane::from(buffer.area);
        Pen { buffer, theme, clip, targets: Vec::new() }
    }

    /// Records what a click in `pane` means.
    pub fn target(&mut self, pane: Pane, target: Target) {
        let pane = pane.intersection(self.clip);
        if !pane.is_empty() {
            self.targets.push((pane, target));
        }
    }

    /// The recorded click targets, the topmost last.
    pub fn into_targets(self) -> Vec<(Pane, Target)> {
        self.targets
    }

    /// Clips everything that `draw` draws to `pane`.
    pub fn within(&mut self, pane: Pane, draw: impl FnOnce(&mut Pen)) {
        let before = self.clip;
        self.clip = before.intersection(pane);
        draw(self);
        self.clip = before;
    }

    pub fn clip(&self) -> Pane {
        self.clip
    }

    /// A cell inside the clip.
    #[inline]
    fn cell(&mut self, x: i32, y: i32) -> &mut Cell {
        let area = self.buffer.area;
        &mut self.buffer.content[(y - area.y as i32) as usize * area.width as usize + (x - area.x as i32) as usize]
    }

    /// Draws a glyph in one cell; its background stays.
    #[inline]
    pub fn glyph(&mut self, x: i32, y: i32, glyph: char, ink: Ink) {
        if self.clip.contains(x, y) {
            let style = self.theme.style(ink);
            let cell = self.cell(x, y);
            cell.set_char(glyph);
            set(cell, style);
        }
    }

    /// Writes text from column `x` on, clipped; returns the column after it.
    pub fn put(&mut self, x: i32, y: i32, text: &str, ink: Ink) -> i32 {
        self.put_styled(x, y, text, self.theme.style(ink))
    }

    /// Replaces control characters, which names, paths and messages from files may contain.
    fn put_styled(&mut self, x: i32, y: i32, text: &str, style: Style) -> i32 {
        if text.is_ascii() {
            let end = x + text.len() as i32;
            if y >= self.clip.y && y < self.clip.bottom() {
                for (i, byte) in text.bytes().enumerate() {
                    let column = x + i as i32;
                    if column >= self.clip.x && column < self.clip.right() {
                        let cell = self.cell(column, y);
                        cell.set_char(if byte.is_ascii_control() { UNSEEN } else { byte as char });
                        set(cell, style);
                    }
                }
            }
            return end;
        }
        let mut column = x;
        if is_simple(text) {
            let mut one = [0; 4];
            for c in text.chars() {
                column = self.put_letter(column, y, c.encode_utf8(&mut one), style);
            }
            return column;
        }
        for letter in clusters(text) {
            column = self.put_letter(column, y, letter, style);
        }
        column
    }

    /// Writes one grapheme cluster, whole or not at all; returns the column after it.
    fn put_letter(&mut self, column: i32, y: i32, letter: &str, style: Style) -> i32 {
        let wide = cells(letter);
        if wide > 0 && self.clip.contains(column, y) && self.clip.contains(column + wide - 1, y) {
            let ascii = self.theme.is_ascii();
            let cell = self.cell(column, y);
            if letter.contains(char::is_control) {
                cell.set_char(UNSEEN);
            } else if ascii {
                cell.set_char(glyphs::plain_letter(letter));
            } else {
                cell.set_symbol(letter);
            }
            set(cell, style);
            for further in 1..wide {
                let cell = self.cell(column + further, y);
                // A wide character takes two cells in ASCII, too, so that columns stay aligned.
                cell.set_symbol(if ascii { "?" } else { "" });
                if ascii {
                    set(cell, style);
                }
            }
        }
        column + wide
    }

    /// Writes text that ends before column `end`; returns the column where it begins.
    pub fn put_right(&mut self, end: i32, y: i32, text: &str, ink: Ink) -> i32 {
        let x = end - width(text);
        self.put(x, y, text, ink);
        x
    }

    pub fn rich(&mut self, x: i32, y: i32, text: &Rich) -> i32 {
        text.bits().fold(x, |x, (words, ink)| self.put(x, y, words, ink))
    }

    pub fn rich_right(&mut self, end: i32, y: i32, text: &Rich) -> i32 {
        let x = end - text.width();
        self.rich(x, y, text);
        x
    }

    /// Draws the same glyph `n` times; returns the column after it.
    pub fn repeat(&mut self, x: i32, y: i32, n: i32, glyph: char, ink: Ink) -> i32 {
        for i in 0..n.max(0) {
            self.glyph(x + i, y, glyph, ink);
        }
        x + n.max(0)
    }

    pub fn column(&mut self, x: i32, y: i32, n: i32, glyph: char, ink: Ink) {
        for i in 0..n.max(0) {
            self.glyph(x, y + i, glyph, ink);
        }
    }

    /// Sets the background of a pane.
    pub fn ground(&mut self, pane: Pane, ink: Ink) {
        let style = self.theme.style(ink);
        if style == Style::new() {
            return;
        }
        self.each(pane, |cell| {
            cell.set_style(style);
        });
    }

    pub fn tint(&mut self, x: i32, y: i32, colour: Color) {
        if self.clip.contains(x, y) {
            self.cell(x, y).bg = colour;
        }
    }

    /// Draws a block in explicit colours; for pictures only.
    pub fn block(&mut self, x: i32, y: i32, glyph: char, colour: Color, ground: Option<Color>) {
        if self.clip.contains(x, y) {
            let cell = self.cell(x, y);
            cell.set_char(glyph);
            cell.fg = colour;
            cell.bg = ground.unwrap_or(Color::Reset);
            cell.modifier = Modifier::empty();
        }
    }

    /// Whether a cell is blank.
    pub fn is_free(&self, x: i32, y: i32) -> bool {
        self.clip.contains(x, y) && self.buffer[(x as u16, y as u16)].symbol() == " "
    }

    /// The character in a cell; `None`: it is outside.
    pub fn stands(&self, x: i32, y: i32) -> Option<char> {
        self.clip.contains(x, y).then(|| self.buffer[(x as u16, y as u16)].symbol().chars().next()).flatten()
    }

    pub fn clear(&mut self, pane: Pane) {
        self.each(pane, |cell| cell.reset());
    }

    /// Paints text and ground of all cells that have the terminal's own.
    pub fn paper(&mut self, (text, ground): (Color, Color)) {
        for cell in &mut self.buffer.content {
            if cell.fg == Color::Reset {
                cell.fg = text;
            }
            if cell.bg == Color::Reset {
                cell.bg = ground;
            }
        }
    }

    /// Dims a pane, so that an overlay stands out: what has a colour keeps half of it where colours can be mixed, so
    /// that light stays light and a red badge red. Elsewhere it is faint, a badge is still one, and the windows are
    /// dark.
    pub fn dim(&mut self, pane: Pane) {
        let (theme, faint) = (self.theme, self.theme.style(Ink::Faint));
        let dark = theme.has_windows().then(|| theme.window(None));
        self.each(pane, |cell| {
            let (ink, ground) = (theme.halved(cell.fg), theme.halved(cell.bg));
            let is_reversed = cell.modifier.contains(Modifier::REVERSED);
            cell.modifier = Modifier::empty();
            cell.bg = ground.unwrap_or(Color::Reset);
            cell.fg = Color::Reset;
            cell.set_style(faint);
            cell.fg = ink.unwrap_or(cell.fg);
            if is_reversed && ink.is_none() {
                cell.modifier.insert(Modifier::REVERSED);
            }
            if let (Some(dark), None, true) = (dark, ink, cell.symbol().starts_with(theme.glyphs.window)) {
                cell.fg = dark;
            }
        });
    }

    fn each(&mut self, pane: Pane, mut change: impl FnMut(&mut Cell)) {
        let pane = pane.intersection(self.clip);
        for y in pane.y..pane.bottom() {
            for x in pane.x..pane.right() {
                change(self.cell(x, y));
            }
        }
    }
}

/// Replaces a cell's colour and weight, and its background if the style has one.
#[inline]
fn set(cell: &mut Cell, style: Style) {
    cell.fg = style.fg.unwrap_or(Color::Reset);
    if let Some(ground) = style.bg {
        cell.bg = ground;
    }
    cell.modifier = style.add_modifier;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::theme::Colours;
    use ratatui::layout::Rect;

    #[test]
    fn nothing_is_drawn_outside_the_clip() {
        let theme = Theme::new(Colours::DARK, false);
        let mut buffer = Buffer::filled(Rect::new(0, 0, 6, 3), ratatui::buffer::Cell::new("."));
        let mut pen = Pen::new(&mut buffer, &theme);
        pen.within(Pane::new(1, 1, 4, 1), |pen| {
            pen.put(-3, 1, "abcdefghijk", Ink::Plain);
            pen.put(0, 0, "xxxxxx", Ink::Plain);
            pen.glyph(5, 1, 'y', Ink::Plain);
            pen.column(2, -5, 20, '|', Ink::Faint);
        });
        let rows: Vec<String> = (0..3).map(|y| (0..6).map(|x| buffer[(x, y)].symbol().to_string()).collect()).collect();
        assert_eq!(rows, ["......", ".e|gh.", "......"]);
    }

    #[test]
    fn wide_letters_are_whole_or_absent() {
        let theme = Theme::new(Colours::DARK, false);
        let mut buffer = Buffer::empty(Rect::new(0, 0, 3, 1));
        let end = Pen::new(&mut buffer, &theme).put(0, 0, "寿司", Ink::Plain);
        assert_eq!(end, 4);
        assert_eq!(buffer[(0, 0)].symbol(), "寿");
        assert_eq!(buffer[(2, 0)].symbol(), " ");
    }

    /// What is drawn of a text, cell by cell, and the column after it.
    fn drawn(text: &str, ascii: bool) -> (Vec<String>, i32) {
        let theme = Theme::new(Colours::DARK, ascii);
        let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 1));
        let end = Pen::new(&mut buffer, &theme).put(0, 0, text, Ink::Plain);
        ((0..end as u16).map(|x| buffer[(x, 0)].symbol().to_string()).collect(), end)
    }

    /// A name keeps its letters, whatever they are made of, and takes the cells that it was measured to take.
    #[test]
    fn letters_keep_their_marks() {
        for (name, cells) in [
            ("Ka\u{308}se", &["K", "a\u{308}", "s", "e"][..]),
            ("می\u{200c}خ", &["م", "ی\u{200c}", "خ"]),
            ("寿司", &["寿", "", "司", ""]),
            ("👩\u{200d}🍳!", &["👩\u{200d}🍳", "", "!"]),
        ] {
            let (drawn, end) = drawn(name, false);
            assert_eq!(
                (drawn.as_slice(), end),
                (&cells.iter().map(|s| s.to_string()).collect::<Vec<_>>()[..], width(name)),
                "{name}"
            );
        }
        for name in ["हिन्दी", "ภาษาไทย", "한국어", "Ελλάδα", "🇨🇭🇨🇭"] {
            let (drawn, end) = drawn(name, false);
            assert_eq!((drawn.concat().as_str(), end), (name, width(name)));
        }
    }

    #[test]
    fn ascii_takes_the_same_cells() {
        assert_eq!(drawn("Ka\u{308}se", true), (["K", "a", "s", "e"].map(String::from).to_vec(), 4));
        assert_eq!(drawn("寿é", true), (["?", "?", "e"].map(String::from).to_vec(), 3));
        for name in ["हिन्दी", "می\u{200c}خ", "👩\u{200d}🍳 — ●"] {
            let (drawn, end) = drawn(name, true);
            assert!(drawn.concat().is_ascii() && end == width(name), "{name}: {drawn:?}");
        }
    }
}
