//! The one table of keys: key, where it holds, what it means, and a sentence. Dispatch, the last line, the help and the
//! menus read it; a test refuses two meanings of one key in one place.

use super::action::Action;
use super::game::View;
use super::input::{Code, Key};

/// Where a key holds. A narrower place hides a wider one's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    Everywhere,
    Picker,
    Story,
    /// Any view of a running shop.
    Shop,
    View(View),
    Ending,
    /// Menus, questions and everything else that floats.
    Floating,
}

#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub key: Key,
    pub place: Place,
    pub action: Action,
    /// One or two words, for the last line.
    pub short: &'static str,
    /// For the help, with the words of both languages in braces.
    pub sentence: &'static str,
}

const fn row(key: Key, place: Place, action: Action, short: &'static str, sentence: &'static str) -> Row {
    Row { key, place, action, short, sentence }
}

pub const ROWS: &[Row] = &[row(Key::of(Code::Esc), Place::Everywhere, Action::Close, "back", "back one level")];
