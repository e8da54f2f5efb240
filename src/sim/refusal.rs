//! A refusal: why a command was not carried out. It changes nothing. Its `Display` is the sentence the player reads.

use crate::units::{Cents, Time};
use std::fmt;

/// Why a command was refused.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// What kind of reason it is.
    pub reason: Reason,
    /// What is wrong, as a sentence with names.
    pub sentence: String,
    /// When the command would work; `None`: never, or nobody can know.
    pub when: Option<Time>,
}

/// The kind of reason for a refusal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reason {
    /// The till cannot pay the price.
    TooDear {
        /// What the command costs.
        price: Cents,
        /// What is in the till.
        balance: Cents,
    },
    /// The kitchen has no room for more chefs.
    Full,
    /// Nobody there fits the command.
    Nobody,
    /// It is so already: a fault on what has it, opening what is open.
    Already,
    /// The outlet is not open, or has no power.
    NotOpen,
    /// It makes no sense here: no bases for that item, no riders in a pickup shop, no higher level.
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
