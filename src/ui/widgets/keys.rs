//! A key and its word, to press or to click.

use crate::app::keymap::{self, Context};
use crate::app::{Action, Target};
use crate::text::ink::Ink;
use crate::text::width::width;
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;

/// An action with the key that stands for it and what is said of it in a word or two.
pub struct Offer {
    pub key: String,
    pub word: String,
    pub action: Action,
}

impl Offer {
    /// As the table of keys has it; `None`: no key stands for it there. Of the arrows the pair is shown.
    pub fn of(pen: &Pen, place: Context, action: Action) -> Option<Offer> {
        let row = keymap::holding(place).find(|row| row.action == action && !row.short.is_empty())?;
        let key = match action {
            Action::Left | Action::Right => pen.theme.glyphs.leftright.to_string(),
            Action::Up | Action::Down => pen.theme.glyphs.updown.to_string(),
            Action::PageUp => "PgUp PgDn".to_string(),
            _ => row.key.label(),
        };
        Some(Offer { key, word: row.short.to_string(), action })
    }

    /// The same with a word for this moment.
    pub fn saying(self, word: impl Into<String>) -> Offer {
        Offer { word: word.into(), ..self }
    }

    pub fn width(&self) -> i32 {
        width(&self.key) + 1 + width(&self.word)
    }

    /// Answers where it ends.
    pub fn draw(&self, pen: &mut Pen, x: i32, y: i32) -> i32 {
        let after = pen.put(x, y, &self.key, Ink::Accent);
        let end = pen.put(after + 1, y, &self.word, Ink::Muted);
        pen.target(Pane::new(x, y, end - x, 1), Target::Action(self.action));
        end
    }
}

/// From the left as many as there is room for; those that find none are left out.
pub fn from_left(pen: &mut Pen, row: Pane, offers: impl IntoIterator<Item = Offer>) {
    let mut x = row.x;
    for offer in offers {
        if x + offer.width() <= row.right() {
            x = offer.draw(pen, x, row.y) + 3;
        }
    }
}

/// All of them, ending at the right; answers where they begin.
pub fn from_right(pen: &mut Pen, row: Pane, offers: &[Offer]) -> i32 {
    let begin = row.right() - offers.iter().map(|offer| offer.width() + 3).sum::<i32>() + 3;
    offers.iter().fold(begin, |x, offer| offer.draw(pen, x, row.y) + 3);
    begin
}
