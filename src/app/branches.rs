//! The histories of one evening: which one is played, and those that were left for another.

use crate::session::Session;
use crate::units::Time;

/// Which history it is, and where it parted from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BranchId {
    /// From 1.
    pub number: u32,
    /// From which history, and when; `None`: the first of all.
    pub from: Option<(u32, Time)>,
}

impl BranchId {
    /// Since when it is a history of its own.
    pub fn since(&self) -> Time {
        self.from.map_or(Time::ZERO, |(_, at)| at)
    }
}

/// A history that the player left for another.
#[derive(Debug)]
pub struct ParkedBranch {
    pub branch: BranchId,
    pub session: Session,
}

/// The history being played, and those that were left.
#[derive(Debug)]
pub struct Histories {
    pub present: BranchId,
    pub left: Vec<ParkedBranch>,
    pub(super) next: u32,
}

impl Default for Histories {
    fn default() -> Histories {
        Histories { present: BranchId { number: 1, from: None }, left: Vec::new(), next: 2 }
    }
}
