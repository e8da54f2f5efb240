//! The length of a slice of long work.

use crate::units::Span;

/// In a shop of so few outlets a moment's work is done before anybody notices.
pub const FEW: usize = 16;

/// Shop time simulated between two looks at the clock, fitted to how long that takes.
#[derive(Clone, Copy, Debug)]
pub struct Stride(pub Span);

impl Stride {
    const LEAST: Span = Span::from_secs(1);
    const MOST: Span = Span::from_hours(4);

    /// Notes the real time of the last slice: the next is doubled below 0.7 ms, halved above 2 ms.
    pub fn took(&mut self, real: Span) {
        if real < Span(700) {
            self.0 = Span((self.0.0 * 2).min(Stride::MOST.0));
        } else if real > Span(2_000) {
            self.0 = Span((self.0.0 / 2).max(Stride::LEAST.0));
        }
    }
}
