//! The width of text in terminal cells, as measured by [`crate::units::cells`].

pub use crate::units::cells::{beginning, cells, clusters, is_simple, placed_clusters, width};
