//! Sentences about what only the dashboard has: an evening's ending, and the histories that were left.

pub mod histories;
pub mod surprise;
