//! After closing: what the evening came to, the guess beside the truth, and what else might have been.

use super::game::Game;
use super::story::Guess;
use crate::session::Session;
use crate::sim::measures::Measures;
use std::sync::Arc;

#[derive(Debug)]
pub struct Ending {
    pub game: Box<Game>,
    /// Closed by the clock, or ended by the player.
    pub abandoned: bool,
    pub digest: String,
    pub measures: Arc<Measures>,
    /// Goals all met.
    pub won: bool,
    /// One per star of the scenario: earned or not (`hints` and `commands` counted).
    pub stars: Vec<bool>,
    pub guesses: Vec<Truth>,
    /// Histories of the same customers, best first; filled one after the other while the page is open.
    pub others: Vec<Other>,
    /// How many are still being computed.
    pub computing: usize,
    pub chosen: usize,
    pub scroll: usize,
    /// Where the commands file was saved.
    pub saved: Option<String>,
}

/// A guess beside the truth.
#[derive(Clone, Debug)]
pub struct Truth {
    /// Of the scenario's predictions.
    pub index: usize,
    pub guess: Option<Guess>,
    /// In the metric's unit; `None`: not computed yet, or no data.
    pub truth: Option<f64>,
    /// The same measure in the player's own run.
    pub yours: Option<f64>,
}

/// What else might have been.
#[derive(Clone, Debug)]
pub struct Other {
    pub kind: OtherKind,
    /// "least wait, failover off"
    pub name: String,
    pub measures: Arc<Measures>,
    pub won: bool,
    /// Gauges for the chart beside (nothing, you, the solution); not kept for all.
    pub session: Option<Box<Session>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherKind {
    Yours,
    Nothing,
    Solution,
    /// A tempting wrong answer of the scenario, by index.
    Wrong(usize),
    /// The player's run without one of the commands, by index.
    WithoutCommand(usize),
    /// Without the scenario's own faults.
    WithoutEvents,
}
