//! A panel's head: `Kitchens ───────── oldest order waits 18 min`.

use crate::text::ink::Ink;
use crate::text::rich::Rich;
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;

/// Draws a title, a rule to the right edge, and at its end the first of the phrases that fits. Returns where the rule
/// ends.
pub fn title(pen: &mut Pen, row: Pane, name: &str, focused: bool, phrases: &[Rich]) -> i32 {
    if row.is_empty() {
        return row.right();
    }
    let x = pen.put(row.x, row.y, name, if focused { Ink::Accent } else { Ink::Strong }) + 1;
    let room = row.right() - x - 3;
    let phrase = phrases.iter().find(|p| p.width() <= room && !p.is_empty());
    let end = phrase.map_or(row.right(), |p| row.right() - p.width() - 1);
    pen.repeat(x, row.y, end - x, pen.theme.glyphs.rule, if focused { Ink::Faint } else { Ink::Track });
    if let Some(phrase) = phrase {
        pen.rich(end + 1, row.y, phrase);
    }
    end
}

/// A plain rule.
pub fn rule(pen: &mut Pen, row: Pane, ink: Ink) {
    if !row.is_empty() {
        pen.repeat(row.x, row.y, row.w, pen.theme.glyphs.rule, ink);
    }
}
