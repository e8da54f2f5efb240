//! A refusal: a value that changes nothing. Its `Display` is the sentence the player reads.

use crate::units::{Cents, Time};
use std::fmt;

/// Why a command was refused.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    pub reason: Reason,
    /// What is wrong, as a sentence with names.
    pub sentence: String,
    /// When it would work, as far as anybody can know.
    pub when: Option<Time>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reason {
    /// The till holds less than the price.
    TooDear { price: Cents, balance: Cents },
    /// No place at the stove.
    Full,
    /// Nobody there who could be meant.
    Nobody,
    /// It is so already: a fault on what has it, an outlet that is open.
    Already,
    /// The outlet is not open, or has no power.
    NotOpen,
    /// Makes no sense here: no bases for that item, no riders in a pickup shop, no higher level.
    Senseless,
    /// The shop has closed.
    Over,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "No. {} Nothing was changed.", self.sentence)
    }
}

impl std::error::Error for Refusal {}
