//! Places in the city. Distances are straight lines.

use super::digest::fold;
use serde::{Deserialize, Serialize};

/// A place, by coordinates in kilometres.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Place {
    /// Kilometres to the east.
    pub x: f64,
    /// Kilometres to the north.
    pub y: f64,
}

fold!(struct Place { x, y });

impl Place {
    /// The place at these coordinates, km.
    pub const fn new(x: f64, y: f64) -> Place {
        Place { x, y }
    }

    /// The straight-line distance in km. Additions, products and square roots are rounded alike on all platforms.
    pub fn distance(self, other: Place) -> f64 {
        let (dx, dy) = (self.x - other.x, self.y - other.y);
        (dx * dx + dy * dy).sqrt()
    }
}
