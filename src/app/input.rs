//! What the player does, in our own types: no terminal library knows of the dashboard's state, nor the other way round.

use super::action::Action;
use super::outcome::OutcomeKind;
use super::view::{Panel, View};
use crate::session::EntryId;
use crate::units::cells::placed_clusters;
use crate::units::{OutletId, Time};

#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    Key(Key),
    /// The same where the terminal tells which key of a Latin keyboard lies there.
    KeyAt(Key, char),
    /// A press of the left button, on what lay there.
    Click(Target),
    /// The button held and moved.
    Drag(Target),
    /// Over the panel there; up is negative.
    Wheel(Option<Target>, i32),
    Paste(String),
    Resize(u16, u16),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    pub code: Code,
    pub ctrl: bool,
    pub alt: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    Char(char),
    Enter,
    Esc,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    Home,
    End,
}

/// What lies under the mouse. The layout answers it; nothing else knows where things are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Target {
    View(View),
    Outlet(OutletId),
    Panel(Panel),
    /// A line of the log, by number.
    Entry(EntryId),
    /// An order of the list, by its number and by where it stood (0: first): the list moves as the shop goes on.
    Order {
        serial: u64,
        row: usize,
    },
    /// One of the histories after the evening.
    Outcome(OutcomeKind),
    /// A moment on the charts' axis.
    Moment(Time),
    /// A key on the last line, or in a floating panel's rim.
    Action(Action),
    /// The n-th line of the menu, counted through its sections.
    MenuLine(usize),
    /// The n-th choice of the menu's third keys.
    MenuChoice(usize),
    PaletteLine(usize),
    /// The n-th chapter of the picker, counted through the books and your files.
    Chapter(usize),
    /// The n-th choice of a guess.
    Choice(usize),
    /// The n-th answer of a question.
    Answer(usize),
    /// The n-th pair of the glossary.
    Pair(usize),
    /// The n-th of the games that were left.
    Kept(usize),
    /// A history of the rewind, by number.
    History(u32),
    /// Inside the floating panel, on nothing in particular.
    Inside,
    /// Outside the floating panel.
    Outside,
}

impl Key {
    pub const fn of(code: Code) -> Key {
        Key { code, ctrl: false, alt: false }
    }

    pub const fn char(c: char) -> Key {
        Key::of(Code::Char(c))
    }

    pub const fn ctrl(c: char) -> Key {
        Key { code: Code::Char(c), ctrl: true, alt: false }
    }
}

/// Nobody types more (bytes).
const LONGEST_LINE: usize = 1_000;

/// A line being typed.
#[derive(Clone, Debug, Default)]
pub struct LineEditor {
    input: tui_input::Input,
}

impl LineEditor {
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// In characters, from the start.
    pub fn cursor(&self) -> usize {
        self.input.cursor()
    }

    /// The text, with the cursor behind it.
    pub fn set(&mut self, text: &str) {
        let text: String = text.chars().filter(|c| !c.is_control()).take(LONGEST_LINE).collect();
        self.input = tui_input::Input::new(text);
    }

    /// What a key does to the line; `false`: it means nothing here.
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

    /// Whether the cursor stands between a letter and its marks, where nobody can see it.
    fn is_inside_a_letter(&self) -> bool {
        let text = self.input.value();
        let Some((at, _)) = text.char_indices().nth(self.input.cursor()) else { return false };
        !placed_clusters(text).any(|(start, _)| start == at)
    }

    /// Pasted text, on one line: lines and columns that were pasted are words of it. `false`: nothing was changed by
    /// it.
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
