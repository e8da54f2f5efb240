//! The story page before a shop opens, and guesses.

use super::input::Line;
use crate::scenario::Scenario;
use std::sync::Arc;

#[derive(Clone, Debug)]
pub struct Story {
    pub scenario: Arc<Scenario>,
    pub chapter: Option<u32>,
    /// Its place on the shelf; `None`: opened from the command line.
    pub entry: Option<usize>,
    pub scroll: usize,
    /// The predictions asked before opening, one after the other.
    pub asks: Vec<Ask>,
    /// Which of them is being asked; all answered or skipped at the end.
    pub asking: usize,
}

/// One prediction being asked.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Of the scenario's predictions.
    pub index: usize,
    /// Of its choices; `None`: nothing chosen, or a number is typed.
    pub chosen: Option<usize>,
    /// The number typed.
    pub typed: Line,
}

/// What the player thought.
#[derive(Clone, Debug, PartialEq)]
pub enum Guess {
    Choice(usize),
    Number(f64),
}
