//! Places in the city, in kilometres. Distances are straight lines.

use super::digest::fold;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Place {
    pub x: f64,
    pub y: f64,
}

fold!(struct Place { x, y });

impl Place {
    pub const fn new(x: f64, y: f64) -> Place {
        Place { x, y }
    }

    /// Straight-line distance in km. Only additions, products and a square root, which every platform rounds alike.
    pub fn distance(self, other: Place) -> f64 {
        let (dx, dy) = (self.x - other.x, self.y - other.y);
        (dx * dx + dy * dy).sqrt()
    }
}
