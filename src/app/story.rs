//! The page before opening, and the predictions that the player is asked for.

use super::input::{Code, Key, LineEditor};
use crate::scenario::{Prediction, Scenario, amount_in, amount_of};
pub use crate::session::save::Guess;
use crate::sim::metric::Unit;
use crate::sim::setup::Scheduled;
use crate::units::Span;
use std::sync::Arc;

/// The letters of the choices before the shop opens.
const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyz";
/// The same while the shop runs: those that no key of the shop has.
const LETTERS_DURING: &[u8] = b"bcdpuxBCDPUX";
/// How long a box must have been on the screen before its keys answer.
const DEAF: Span = Span(500_000);

/// The page before opening.
#[derive(Clone, Debug)]
pub struct Story {
    /// The scenario to be played.
    pub scenario: Arc<Scenario>,
    /// Its chapter number, from 1; `None`: it is not counted.
    pub chapter: Option<u32>,
    /// Its index on the shelf; `None`: it was opened from the command line.
    pub entry: Option<usize>,
    /// Rows of the text scrolled away.
    pub scroll: usize,
    /// The predictions asked before opening, in order.
    pub asks: Vec<Ask>,
    /// Index of the one being asked; their number once all are answered or skipped.
    pub asking: usize,
    /// What somebody else did in this evening, to be beaten.
    pub ghost: Option<Arc<[Scheduled]>>,
}

/// One prediction being asked.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Index into the scenario's predictions.
    pub index: usize,
    /// Index of the chosen answer; `None`: none is chosen, or a number is typed.
    pub chosen: Option<usize>,
    /// The number typed.
    pub typed: LineEditor,
    choices: usize,
    /// What chooses, one letter a choice.
    letters: &'static [u8],
    /// Whether the cursor stands on the line for a number.
    below: bool,
    /// How much longer the letters answer nothing: a key pressed as the box came up was meant for the shop (real time).
    deaf: Span,
    /// Whether a number may be typed: not if the choices are words.
    pub takes_numbers: bool,
}

impl Story {
    /// The page of a scenario, asking its first prediction.
    pub fn new(scenario: Arc<Scenario>, chapter: Option<u32>, entry: Option<usize>) -> Story {
        let before = scenario.predictions.iter().enumerate().filter(|(_, prediction)| prediction.at.is_none());
        let asks = before.map(|(index, prediction)| Ask::new(index, prediction)).collect();
        Story { scenario, chapter, entry, scroll: 0, asks, asking: 0, ghost: None }
    }

    /// The prediction being asked; `None`: all are answered or skipped.
    pub fn ask(&self) -> Option<&Ask> {
        self.asks.get(self.asking)
    }

    /// The prediction being asked, to answer it.
    pub fn ask_mut(&mut self) -> Option<&mut Ask> {
        self.asks.get_mut(self.asking)
    }

    /// The answers by prediction of the scenario; `None`: skipped, or asked later.
    pub fn guesses(&self) -> Vec<Option<Guess>> {
        let mut guesses = vec![None; self.scenario.predictions.len()];
        for ask in &self.asks {
            guesses[ask.index] = ask.guess(&self.scenario.predictions[ask.index]);
        }
        guesses
    }
}

impl Ask {
    /// An unanswered prediction; `index` is its place in the scenario.
    pub fn new(index: usize, prediction: &Prediction) -> Ask {
        let takes_numbers = prediction.choices.iter().all(|choice| amount_of(choice).is_some());
        let (choices, typed) = (prediction.choices.len(), LineEditor::default());
        Ask { index, chosen: None, typed, choices, letters: LETTERS, below: false, deaf: Span::ZERO, takes_numbers }
    }

    /// A prediction that comes up while the shop runs: its letters have no meaning in the shop, and answer only once
    /// the box could be seen.
    pub fn during(index: usize, prediction: &Prediction) -> Ask {
        Ask { letters: LETTERS_DURING, deaf: DEAF, ..Ask::new(index, prediction) }
    }

    /// Whether the keys answer already.
    pub fn hears(&self) -> bool {
        self.deaf.is_zero()
    }

    /// Lets real time pass; returns whether its keys answer from now on.
    pub fn pass(&mut self, real: Span) -> bool {
        let was_deaf = !self.hears();
        self.deaf = self.deaf - real;
        was_deaf && self.hears()
    }

    /// The letter of a choice in this box; `None`: there are more choices than letters, and arrows reach it.
    pub fn letter(&self, choice: usize) -> Option<char> {
        self.letters.get(choice).map(|&letter| letter as char)
    }

    /// Whether digits type a number: where the shop's views have them, only below the choices.
    pub fn is_at_number(&self) -> bool {
        self.takes_numbers && (self.letters == LETTERS || self.choices == 0 || self.below)
    }

    /// The key of a choice: `a`, `b`, …
    pub fn key(choice: usize) -> char {
        (b'a' + choice.min(25) as u8) as char
    }

    /// Handles a letter that chooses, or a key that edits the number; `false`: the key has no meaning here.
    pub fn press(&mut self, key: Key) -> bool {
        if !self.hears() {
            return false;
        }
        let choice = match key.code {
            Code::Char(c) if !key.ctrl && !key.alt => (0..self.choices).find(|choice| self.letter(*choice) == Some(c)),
            _ => None,
        };
        if let Some(choice) = choice {
            self.choose(choice);
            return true;
        }
        match key.code {
            Code::Char(c)
                if self.is_at_number()
                    && !key.ctrl
                    && !key.alt
                    && (c.is_ascii_digit() || (".,%$:".contains(c) && !self.typed.text().is_empty())) =>
            {
                self.chosen = None;
                self.typed.press(key)
            }
            Code::Char('m' | 's' | ' ') if !key.ctrl && !key.alt && !self.typed.text().is_empty() => {
                self.typed.press(key)
            }
            Code::Backspace if !self.typed.text().is_empty() => self.typed.press(key),
            _ => false,
        }
    }

    /// Moves the cursor by so many choices; up is negative.
    pub fn step(&mut self, by: i32) {
        if self.choices == 0 {
            return;
        }
        let last = self.choices as i64 - 1;
        let at = match self.chosen {
            // The line for a number stands below the last choice.
            Some(at) if by > 0 && at as i64 == last && self.takes_numbers => {
                (self.chosen, self.below) = (None, true);
                return;
            }
            None if by > 0 && self.below => return,
            None if by > 0 => 0,
            None => last,
            Some(at) => (at as i64 + by as i64).clamp(0, last),
        };
        self.choose(at as usize);
    }

    /// Chooses an answer by its index and clears the typed number.
    pub fn choose(&mut self, choice: usize) {
        if choice < self.choices {
            (self.chosen, self.below) = (Some(choice), false);
            self.typed.set("");
        }
    }

    /// The answer; `None`: skipped, or not a number.
    pub fn guess(&self, prediction: &Prediction) -> Option<Guess> {
        if let Some(choice) = self.chosen {
            let text = prediction.choices.get(choice)?.clone();
            return Some(Guess { value: amount_of(&text), text });
        }
        let text = self.typed.text().trim();
        let amount = amount_in(text)?;
        let bare = text.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',');
        let unit = prediction.metric.filter(|_| prediction.against.is_none()).map(|metric| metric.row().unit);
        let value = match unit {
            // A bare number means minutes for times, and per cent for shares if it is above 1.
            Some(Unit::Seconds) if bare => amount * 60.0,
            Some(Unit::Ratio) if bare && amount > 1.0 => amount / 100.0,
            _ => amount,
        };
        Some(Guess { text: text.to_string(), value: Some(value) })
    }
}
