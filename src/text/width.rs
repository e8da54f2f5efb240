//! How many cells of a terminal a text takes; the measures themselves are [`crate::units::cells`].

pub use crate::units::cells::{beginning, cells, clusters, is_simple, placed_clusters, width};
