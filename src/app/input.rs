//! The player's input in types of our own, so that the dashboard depends on no terminal library.

use super::action::Action;
use super::outcome::OutcomeKind;
use super::view::{Panel, View};
use crate::session::EntryId;
use crate::units::cells::placed_clusters;
use crate::units::{OutletId, Time};

/// An event from the player's terminal.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// A key press.
    Key(Key),
    /// A key press, with the key that lies there on a Latin keyboard if the terminal reports it.
    KeyAt(Key, char),
    /// A press of the left button, with what was drawn there.
    Click(Target),
    /// A move with the left button held.
    Drag(Target),
    /// The wheel over a target, by so many steps; up is negative.
    Wheel(Option<Target>, i32),
    /// Text pasted into the terminal.
    Paste(String),
    /// The terminal's new size: columns and rows.
    Resize(u16, u16),
}

/// A key with its modifiers. Shift is part of the character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// Whether Ctrl is held.
    pub ctrl: bool,
    /// Whether Alt is held.
    pub alt: bool,
}

/// A key without its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A key that types this character.
    Char(char),
    /// Enter or Return.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift-Tab.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete, which removes the character after the cursor.
    Delete,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// Home.
    Home,
    /// End.
    End,
}

/// What is drawn under the mouse. Drawing answers it; nothing else knows where things are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Target {
    /// A view's name in the header.
    View(View),
    /// An outlet, on the map or in a row.
    Outlet(OutletId),
    /// A panel; a click gives it the focus.
    Panel(Panel),
    /// A line of the log.
    Entry(EntryId),
    /// An order of the list, which moves as the shop goes on.
    Order {
        /// The order's serial number.
        serial: u64,
        /// Its row in the list when it was drawn.
        row: usize,
    },
    /// A history in the debrief's table.
    Outcome(OutcomeKind),
    /// A moment on a time axis.
    Moment(Time),
    /// A key in the footer or in an overlay's frame.
    Action(Action),
    /// The n-th line of the menu through all sections, from 0; so are the other indices.
    MenuLine(usize),
    /// The n-th value offered for the chosen menu line.
    MenuChoice(usize),
    /// The n-th match of the palette.
    PaletteLine(usize),
    /// The n-th entry of the picker, through the books and the player's files.
    Chapter(usize),
    /// The n-th choice of a prediction.
    Choice(usize),
    /// The n-th answer of a [`crate::app::Confirm`].
    Answer(usize),
    /// The n-th pair of words in the glossary.
    Pair(usize),
    /// An idea on the map, by its index row by row.
    Idea(usize),
    /// The n-th unfinished game.
    Kept(usize),
    /// A history in the rewind panel, by number.
    History(u32),
    /// Inside an overlay, on nothing in particular.
    Inside,
    /// Outside the overlay.
    Outside,
}

impl Key {
    /// A key without modifiers.
    pub const fn of(code: Code) -> Key {
        Key { code, ctrl: false, alt: false }
    }

    /// The key of a character, without Ctrl or Alt.
    pub const fn char(c: char) -> Key {
        Key::of(Code::Char(c))
    }

    /// A character's key held together with Ctrl.
    pub const fn ctrl(c: char) -> Key {
        Key { code: Code::Char(c), ctrl: true, alt: false }
    }
}

/// Upper bound of a typed line, in bytes.
const LONGEST_LINE: usize = 1_000;

/// A line being typed.
#[derive(Clone, Debug, Default)]
pub struct LineEditor {
    input: tui_input::Input,
}

impl LineEditor {
    /// The text as it stands.
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// The cursor's place, in characters from the start.
    pub fn cursor(&self) -> usize {
        self.input.cursor()
    }

    /// Replaces the text and moves the cursor to its end. Control characters are dropped.
    pub fn set(&mut self, text: &str) {
        let text: String = text.chars().filter(|c| !c.is_control()).take(LONGEST_LINE).collect();
        self.input = tui_input::Input::new(text);
    }

    /// Edits the line with a key; `false`: the key has no meaning here.
    pub fn press(&mut self, key: Key) -> bool {
        use tui_input::InputRequest::*;
        let request = match (key.code, key.ctrl, key.alt) {
            (Code::Char(c), false, false) if !c.is_control() => {
                if self.text().len() >= LONGEST_LINE {
                    return true;
                }
                InsertChar(c)
            }
            (Code::Backspace, false, false) => DeletePrevChar,
            (Code::Backspace, ..) | (Code::Char('w'), true, _) => DeletePrevWord,
            (Code::Delete, ..) | (Code::Char('d'), true, _) => DeleteNextChar,
            (Code::Left, false, false) | (Code::Char('b'), true, _) => GoToPrevChar,
            (Code::Right, false, false) | (Code::Char('f'), true, _) => GoToNextChar,
            (Code::Left, ..) | (Code::Char('b'), false, true) => GoToPrevWord,
            (Code::Right, ..) | (Code::Char('f'), false, true) => GoToNextWord,
            (Code::Home, ..) | (Code::Char('a'), true, _) => GoToStart,
            (Code::End, ..) | (Code::Char('e'), true, _) => GoToEnd,
            (Code::Char('u'), true, _) => DeleteLine,
            (Code::Char('k'), true, _) => DeleteTillEnd,
            _ => return false,
        };
        let by_letters = matches!(request, GoToPrevChar | GoToNextChar | DeleteNextChar);
        self.input.handle(request);
        while by_letters && self.is_inside_a_letter() {
            self.input.handle(request);
        }
        true
    }

    /// Whether the cursor stands inside a grapheme cluster, where nobody can see it.
    fn is_inside_a_letter(&self) -> bool {
        let text = self.input.value();
        let Some((at, _)) = text.char_indices().nth(self.input.cursor()) else { return false };
        !placed_clusters(text).any(|(start, _)| start == at)
    }

    /// Inserts pasted text as one line: line breaks and tabs become spaces. `false`: nothing was inserted.
    pub fn paste(&mut self, text: &str) -> bool {
        let before = self.text().len();
        let mut gap = false;
        for c in text.chars().take(LONGEST_LINE) {
            if c.is_control() {
                gap |= c.is_whitespace();
                continue;
            }
            if std::mem::take(&mut gap) && !self.text().is_empty() && c != ' ' {
                self.press(Key::char(' '));
            }
            self.press(Key::char(c));
        }
        self.text().len() != before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_goes_from_letter_to_letter() {
        let mut line = LineEditor::default();
        line.set("Ka\u{308}s");
        let key = |code| Key { code, ctrl: false, alt: false };
        let places = |line: &mut LineEditor, code| {
            (0..3)
                .map(|_| {
                    line.press(key(code));
                    line.cursor()
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(places(&mut line, Code::Left), [3, 1, 0]);
        assert_eq!(places(&mut line, Code::Right), [1, 3, 4]);
        line.press(key(Code::Home));
        line.press(key(Code::Right));
        line.press(key(Code::Delete));
        assert_eq!(line.text(), "Ks");
    }
}
