//! The histories of one game: the one being played, and those parked beside it.

use crate::session::Session;
use crate::units::Time;

/// A history's number and origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BranchId {
    /// From 1.
    pub number: u32,
    /// The history it branched off and the moment; `None`: the first history.
    pub from: Option<(u32, Time)>,
}

impl BranchId {
    /// The moment it branched off; opening for the first history.
    pub fn since(&self) -> Time {
        self.from.map_or(Time::ZERO, |(_, at)| at)
    }
}

/// A history that the player left for another and can resume.
#[derive(Debug)]
pub struct ParkedBranch {
    /// Its number and origin.
    pub branch: BranchId,
    /// Its session, at the moment it was left.
    pub session: Session,
}

/// The history being played, and the parked ones.
#[derive(Debug)]
pub struct Histories {
    /// The history being played.
    pub present: BranchId,
    /// The others, the longest parked first.
    pub left: Vec<ParkedBranch>,
    pub(super) next: u32,
}

impl Default for Histories {
    fn default() -> Histories {
        Histories { present: BranchId { number: 1, from: None }, left: Vec::new(), next: 2 }
    }
}
