//! The moment between the evening and its debrief: two seconds in which it is won or lost.

use crate::units::Span;

/// How far the moment has come. Any key ends it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    passed: Span,
}

impl Moment {
    /// How long it lasts (real time).
    pub const LASTS: Span = Span::from_secs(2);

    /// At its end already: nothing is to move.
    pub fn still() -> Moment {
        Moment { passed: Moment::LASTS }
    }

    /// Lets real time pass.
    pub fn pass(&mut self, real: Span) {
        self.passed = (self.passed + real).min(Moment::LASTS);
    }

    /// Goes to its end at once.
    pub fn skip(&mut self) {
        self.passed = Moment::LASTS;
    }

    /// Whether nothing of it moves any more.
    pub fn is_over(&self) -> bool {
        self.passed >= Moment::LASTS
    }

    /// How far something has come that goes on from one second of the moment to another, from 0 to 1.
    pub fn share(&self, from: f64, to: f64) -> f64 {
        ((self.passed.seconds() - from) / (to - from)).clamp(0.0, 1.0)
    }

    /// Whether something shows that comes up at that second.
    pub fn has(&self, second: f64) -> bool {
        self.passed.seconds() >= second
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_it_come_one_after_the_other_and_all_are_there_at_its_end() {
        let mut moment = Moment::default();
        assert_eq!((moment.share(0.0, 1.0), moment.has(0.6), moment.is_over()), (0.0, false, false));
        moment.pass(Span::from_secs(1));
        assert_eq!((moment.share(0.5, 1.5), moment.share(1.4, 2.0), moment.has(0.6)), (0.5, 0.0, true));
        moment.pass(Span::from_secs(9));
        assert_eq!((moment, moment.share(1.4, 2.0), moment.is_over()), (Moment::still(), 1.0, true));
        let mut skipped = Moment::default();
        skipped.skip();
        assert_eq!(skipped, Moment::still());
    }
}
