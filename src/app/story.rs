//! The story page before a shop opens, and guesses: what the player thinks will happen, before it does.

use super::input::{Code, Key, LineEditor};
use crate::scenario::{Prediction, Scenario, amount_in, amount_of};
pub use crate::session::save::Guess;
use crate::sim::metric::Unit;
use crate::sim::setup::Scheduled;
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
    /// What somebody else did in this evening, to be beaten.
    pub ghost: Option<Arc<[Scheduled]>>,
}

/// One prediction being asked.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Of the scenario's predictions.
    pub index: usize,
    /// Of its choices; `None`: nothing chosen, or a number is typed.
    pub chosen: Option<usize>,
    /// The number typed.
    pub typed: LineEditor,
    choices: usize,
    /// A number may be typed: not where the choices are words.
    pub takes_numbers: bool,
}

impl Story {
    pub fn new(scenario: Arc<Scenario>, chapter: Option<u32>, entry: Option<usize>) -> Story {
        let before = scenario.predictions.iter().enumerate().filter(|(_, prediction)| prediction.at.is_none());
        let asks = before.map(|(index, prediction)| Ask::new(index, prediction)).collect();
        Story { scenario, chapter, entry, scroll: 0, asks, asking: 0, ghost: None }
    }

    /// The guess that is being asked for.
    pub fn ask(&self) -> Option<&Ask> {
        self.asks.get(self.asking)
    }

    pub fn ask_mut(&mut self) -> Option<&mut Ask> {
        self.asks.get_mut(self.asking)
    }

    /// By prediction of the scenario; those asked later are still open.
    pub fn guesses(&self) -> Vec<Option<Guess>> {
        let mut guesses = vec![None; self.scenario.predictions.len()];
        for ask in &self.asks {
            guesses[ask.index] = ask.guess(&self.scenario.predictions[ask.index]);
        }
        guesses
    }
}

impl Ask {
    pub fn new(index: usize, prediction: &Prediction) -> Ask {
        let takes_numbers = prediction.choices.iter().all(|choice| amount_of(choice).is_some());
        Ask { index, chosen: None, typed: LineEditor::default(), choices: prediction.choices.len(), takes_numbers }
    }

    /// The key of a choice: `a`, `b`, …
    pub fn key(choice: usize) -> char {
        (b'a' + choice.min(25) as u8) as char
    }

    /// Choosing by letter, moving, typing a number; `false`: the key means nothing here.
    pub fn press(&mut self, key: Key) -> bool {
        match key.code {
            Code::Char(c)
                if !key.ctrl && !key.alt && c.is_ascii_lowercase() && (c as usize - 'a' as usize) < self.choices =>
            {
                self.chosen = Some(c as usize - 'a' as usize);
                self.typed.set("");
                true
            }
            Code::Char(c)
                if self.takes_numbers
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

    pub fn step(&mut self, by: i32) {
        if self.choices == 0 {
            return;
        }
        let last = self.choices as i64 - 1;
        let at = match self.chosen {
            None if by > 0 => 0,
            None => last,
            Some(at) => (at as i64 + by as i64).clamp(0, last),
        };
        self.choose(at as usize);
    }

    pub fn choose(&mut self, choice: usize) {
        if choice < self.choices {
            self.chosen = Some(choice);
            self.typed.set("");
        }
    }

    /// `None`: skipped, or not a number.
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
            // A bare number is minutes, as times are written here; one above 1 of a share is per cent.
            Some(Unit::Seconds) if bare => amount * 60.0,
            Some(Unit::Ratio) if bare && amount > 1.0 => amount / 100.0,
            _ => amount,
        };
        Some(Guess { text: text.to_string(), value: Some(value) })
    }
}
