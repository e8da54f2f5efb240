//! Key hints: a key and its word, which can be clicked.

use crate::app::keymap::{self, Context};
use crate::app::{Action, Target};
use crate::text::ink::Ink;
use crate::text::width::width;
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;

/// An action with its key and a word or two.
pub struct Offer {
    pub key: String,
    pub word: String,
    pub action: Action,
}

impl Offer {
    /// The hint for an action in a context; `None`: it has no key there. For arrow keys the pair is shown.
    pub fn of(pen: &Pen, place: Context, action: Action) -> Option<Offer> {
        let row = keymap::holding(place).find(|row| row.action == action && !row.short.is_empty())?;
        let key = match action {
            Action::Left | Action::Right => pen.theme.glyphs.leftright.to_string(),
            Action::Up | Action::Down => pen.theme.glyphs.updown.to_string(),
            Action::PageUp => "PgUp PgDn".to_string(),
            Action::Faster => "+ -".to_string(),
            Action::MoreDemand => "< >".to_string(),
            _ => row.key.label(),
        };
        Some(Offer { key, word: row.short.to_string(), action })
    }

    /// The same hint with another word.
    pub fn saying(self, word: impl Into<String>) -> Offer {
        Offer { word: word.into(), ..self }
    }

    pub fn width(&self) -> i32 {
        width(&self.key) + 1 + width(&self.word)
    }

    /// Draws the hint and returns the column after it.
    pub fn draw(&self, pen: &mut Pen, x: i32, y: i32) -> i32 {
        // The keys that break something.
        let breaks = matches!(self.action, Action::Fault | Action::BreakIt);
        let ink = if breaks { Ink::DangerFigure } else { Ink::Accent };
        let after = pen.put(x, y, &self.key, ink);
        let end = pen.put(after + 1, y, &self.word, Ink::Muted);
        pen.target(Pane::new(x, y, end - x, 1), Target::Action(self.action));
        end
    }
}

/// Draws hints from the left, as many as fit.
pub fn from_left(pen: &mut Pen, row: Pane, offers: impl IntoIterator<Item = Offer>) {
    let mut x = row.x;
    for offer in offers {
        if x + offer.width() <= row.right() {
            x = offer.draw(pen, x, row.y) + 3;
        }
    }
}

/// Draws all hints right-aligned; returns where they begin.
pub fn from_right(pen: &mut Pen, row: Pane, offers: &[Offer]) -> i32 {
    let begin = row.right() - offers.iter().map(|offer| offer.width() + 3).sum::<i32>() + 3;
    offers.iter().fold(begin, |x, offer| offer.draw(pen, x, row.y) + 3);
    begin
}
