//! Sentences that need the dashboard's state: the debrief's surprise, and parked histories.

pub mod histories;
pub mod surprise;
