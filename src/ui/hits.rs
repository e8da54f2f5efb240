//! What a click means: recorded while a frame is drawn, and asked later by whoever showed that frame.

use super::pane::Pane;
use crate::app::{App, Arrangement, Target};

/// The targets of one frame. A click is resolved by the frame that the player saw, not by what would be drawn now: in
/// between, a line may have moved on or a question come up.
#[derive(Clone, Debug, Default)]
pub struct Hits {
    /// The topmost last.
    targets: Vec<(Pane, Target)>,
    /// What was open when the frame was drawn.
    arrangement: Arrangement,
}

impl Hits {
    pub(super) fn new(targets: Vec<(Pane, Target)>, app: &App) -> Hits {
        Hits { targets, arrangement: app.arrangement() }
    }

    /// The topmost target at a cell; `None`: there is none, or something has opened or closed since the frame was
    /// drawn.
    pub fn at(&self, app: &App, x: u16, y: u16) -> Option<Target> {
        let (_, target) = self.targets.iter().rev().find(|(pane, _)| pane.contains(x as i32, y as i32))?;
        (self.arrangement == app.arrangement()).then_some(*target)
    }
}
