//! What a click means: noted while a picture is painted, and asked later by whoever showed that picture.

use super::pane::Pane;
use crate::app::{App, Arrangement, Target};

/// Where what lies in one picture. A click is answered by the picture that was seen, not by what would be drawn now:
/// between the two a line may have moved on, or a question have come up.
#[derive(Clone, Debug, Default)]
pub struct Hits {
    /// The topmost last.
    targets: Vec<(Pane, Target)>,
    /// What was open when it was painted.
    arrangement: Arrangement,
}

impl Hits {
    pub(super) fn new(targets: Vec<(Pane, Target)>, app: &App) -> Hits {
        Hits { targets, arrangement: app.arrangement() }
    }

    /// What lies at a cell, the topmost of it; `None`: nothing, or something else has opened or closed since, and the
    /// click was not meant for it.
    pub fn at(&self, app: &App, x: u16, y: u16) -> Option<Target> {
        let (_, target) = self.targets.iter().rev().find(|(pane, _)| pane.contains(x as i32, y as i32))?;
        (self.arrangement == app.arrangement()).then_some(*target)
    }
}
