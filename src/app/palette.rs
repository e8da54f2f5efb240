//! The palette: any command by name, with fuzzy matching, completion and history.

use super::input::Line;
use crate::units::{Cents, Time};

#[derive(Clone, Debug, Default)]
pub struct Palette {
    pub line: Line,
    /// The best match's rest, shown behind the cursor; Tab takes it.
    pub ghost: String,
    pub matches: Vec<Match>,
    /// Of how many.
    pub of: usize,
    pub chosen: usize,
    /// Place in the history while Ctrl-P walks through it.
    pub recalled: Option<usize>,
    /// Newest last.
    pub history: Vec<String>,
    /// What is wrong with the line typed, or what became of the last one.
    pub answer: Option<super::menu::MenuAnswer>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// "hire a pizza chef at Main Street"
    pub text: String,
    /// Characters of `text` that matched, ascending.
    pub marks: Vec<usize>,
    /// "ahp": the keys that do the same; empty where there are none.
    pub keys: String,
    pub price: Option<Cents>,
    pub per_hour: Option<Cents>,
    pub starts: Option<Time>,
    /// Why not, in two words; with it, price and start mean nothing.
    pub not: Option<String>,
    /// The words that would run.
    pub runs: String,
    /// Load before and after.
    pub load: Option<(f64, f64)>,
}
