//! The auto pace: how fast an evening goes by, from what the session already knows.
//!
//! Slow while there is something to watch or to read, fast through calm. [`speed`] is a function of a few lengths of
//! shop time ([`Signs`]); [`glide`] keeps the clock from jumping, and the way down begins early enough that the clock
//! is slow again before a moment that is known.

use crate::units::{Span, Time};

/// The speed at which one watches, in shop seconds per real second.
pub const SLOW: f64 = 60.0;
/// The speed of calm that has lasted.
pub const CALM: f64 = 7200.0;
/// So long after a happening there is nothing to watch any more.
const WATCHED: Span = Span::from_mins(12);
/// So long before a known moment the clock is slow again (shop time).
pub const BEFORE: Span = Span::from_secs(30);
/// Real seconds in which the way to a known moment shrinks to a third.
const BRAKING: f64 = 0.7;
/// Real seconds in which the speed gets near what is wanted, upwards and downwards.
const GLIDE: (f64, f64) = (0.8, 0.15);
/// A line counts as growing until it was not seen to for so long (shop time).
const PAUSE: Span = Span::from_mins(4);
/// Fewer people make no line, and neither do fewer than the hands that they wait for: those get to them at once.
const FEW: u64 = 4;

/// Speeds by shop minutes since something was told.
const TOLD: [(f64, f64); 6] = [(0.0, SLOW), (3.0, SLOW), (8.0, 300.0), (20.0, 1500.0), (60.0, 3600.0), (120.0, CALM)];
/// Speeds by shop minutes since an act or a fault, whose consequences are watched.
const ACTED: [(f64, f64); 6] = [(0.0, SLOW), (4.0, SLOW), (12.0, 180.0), (30.0, 1500.0), (60.0, 3600.0), (120.0, CALM)];
/// Speeds by shop minutes for which a line has been growing.
const GROWING: [(f64, f64); 4] = [(0.0, SLOW), (6.0, SLOW), (20.0, 180.0), (60.0, 420.0)];

/// What the speed depends on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signs {
    /// How long ago something was told that matters: a cue, a goal, a loss; `None`: nothing yet.
    pub told: Option<Span>,
    /// How long ago the player did something, or a fault came or went; `None`: nothing yet.
    pub acted: Option<Span>,
    /// How long until the next moment that is known; `None`: none is.
    pub ahead: Option<Span>,
    /// How long a line has been growing; `None`: none does.
    pub growing: Option<Span>,
}

/// The speed that these signs ask for, in shop seconds per real second.
pub fn speed(signs: &Signs) -> f64 {
    let told = signs.told.map_or(CALM, |told| along(&TOLD, told));
    let acted = signs.acted.map_or(CALM, |acted| along(&ACTED, acted));
    let growing = signs.growing.map_or(CALM, |growing| along(&GROWING, growing));
    let ahead = signs.ahead.map_or(CALM, |ahead| ((ahead - BEFORE).seconds() / BRAKING).max(SLOW));
    told.min(acted).min(growing).min(ahead)
}

/// Whether the signs hold nothing to watch: nothing happened lately, no line grows, no known moment is near.
pub fn is_calm(signs: &Signs) -> bool {
    signs.told.into_iter().chain(signs.acted).all(|ago| ago >= WATCHED) && signs.growing.is_none()
}

/// The speed after so much real time on the way from one speed to another. Speeds are steps of a ratio, so that ×60 to
/// ×120 takes as long as ×600 to ×1200.
#[expect(clippy::disallowed_methods, reason = "how fast pictures move, in no history")]
pub fn glide(from: f64, to: f64, real: Span) -> f64 {
    let near = if to > from { GLIDE.0 } else { GLIDE.1 };
    to * (from / to).powf(1.0 / (1.0 + real.seconds() / near))
}

/// Between two steps the speed grows by a steady ratio.
#[expect(clippy::disallowed_methods, reason = "how fast pictures move, in no history")]
fn along(steps: &[(f64, f64)], at: Span) -> f64 {
    let minutes = at.seconds() / 60.0;
    let next = steps.iter().position(|(from, _)| *from > minutes).unwrap_or(steps.len());
    let (Some((from, low)), Some((to, high))) = (steps.get(next.wrapping_sub(1)), steps.get(next)) else {
        return steps[next.saturating_sub(1)].1;
    };
    low * (high / low).powf((minutes - from) / (to - from))
}

/// For how long a line has been growing. A minute in which it does not is no end of it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Growth {
    since: Option<Time>,
    seen: Time,
}

impl Growth {
    /// Notes whether more come than go now, with so many in line for so many hands. Returns whether a line begins to
    /// grow.
    pub fn see(&mut self, now: Time, is_behind: bool, waiting: u64, hands: u64) -> bool {
        if now < self.seen || self.since.is_some() && now.since(self.seen) > PAUSE {
            *self = Growth::default();
        }
        if !is_behind || waiting < FEW.max(hands) {
            return false;
        }
        self.seen = now;
        let begins = self.since.is_none();
        self.since.get_or_insert(now);
        begins
    }

    /// For how long a line has been growing; `None`: none does.
    pub fn lasts(&self, now: Time) -> Option<Span> {
        self.since.map(|since| now.since(since))
    }
}

/// A whoosh: the clock runs visibly to the next thing that matters, faster and faster.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Whoosh {
    passed: Span,
}

impl Whoosh {
    /// After so much real time it goes as fast as the machine simulates.
    pub const LONGEST: Span = Span::from_secs(3);
    /// The speed at its start, and the real seconds in which it grows to e times as much.
    const START: (f64, f64) = (150.0, 0.5);

    /// Lets real time pass; returns the shop time that goes by in it.
    pub fn pass(&mut self, real: Span) -> Span {
        let before = self.way();
        self.passed += real;
        Span::from_seconds_f64(self.way() - before)
    }

    /// Whether it has lasted long enough.
    pub fn is_long(&self) -> bool {
        self.passed >= Whoosh::LONGEST
    }

    /// The way so far, in shop seconds.
    #[expect(clippy::disallowed_methods, reason = "how fast pictures move, in no history")]
    fn way(&self) -> f64 {
        let (start, growth) = Whoosh::START;
        start * growth * ((self.passed.seconds() / growth).exp() - 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn minutes(n: u64) -> Span {
        Span::from_mins(n)
    }

    fn signs(acted: u64) -> Signs {
        Signs { acted: Some(minutes(acted)), ..Signs::default() }
    }

    #[test]
    fn slow_after_a_happening_and_fast_through_calm() {
        assert_eq!([0, 4, 12, 30, 300].map(|since| speed(&signs(since))), [SLOW, SLOW, 180.0, 1500.0, CALM]);
        assert_eq!(speed(&Signs::default()), CALM, "nothing has happened yet");
        assert_eq!(speed(&Signs { growing: Some(minutes(20)), ..signs(300) }), 180.0);
        assert_eq!(speed(&Signs { growing: Some(minutes(300)), ..signs(300) }), 420.0);
        assert_eq!(speed(&Signs { told: Some(minutes(8)), ..Signs::default() }), 300.0, "what was told is soon read");
        let steps: Vec<f64> = (0..60).map(|since| speed(&signs(since))).collect();
        assert!(steps.is_sorted(), "{steps:?}");
    }

    #[test]
    fn calm_is_what_is_neither_watched_nor_near() {
        assert!(is_calm(&signs(12)) && is_calm(&Signs::default()));
        assert!(!is_calm(&signs(11)));
        assert!(!is_calm(&Signs { growing: Some(minutes(500)), ..signs(500) }));
    }

    #[test]
    fn it_is_slow_before_a_known_moment() {
        let (mut left, mut now, frame) = (3.0 * 60.0 * 60.0, CALM, Span(40_000));
        let mut real = 0.0;
        while left > BEFORE.seconds() {
            let wanted = speed(&Signs { ahead: Some(Span::from_seconds_f64(left)), ..signs(300) });
            let next = glide(now, wanted, frame);
            assert!(next <= now * 1.001, "it only brakes: {now} → {next}");
            now = next;
            left -= now * frame.seconds();
            real += frame.seconds();
        }
        assert!(now <= 1.25 * SLOW, "{now}");
        assert!((3.0..8.0).contains(&real), "three hours took {real} s");
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "how fast pictures move, in no history")]
    fn a_glide_is_quick_down_and_soft_up_and_never_overshoots() {
        let seconds = |from: f64, to: f64| {
            let (mut now, mut frames) = (from, 0);
            while (now / to).ln().abs() > 0.1 {
                now = glide(now, to, Span(40_000));
                frames += 1;
                assert!((from.min(to)..=from.max(to)).contains(&now));
            }
            f64::from(frames) * 0.04
        };
        assert!(seconds(CALM, SLOW) < 0.8, "{}", seconds(CALM, SLOW));
        assert!((1.0..4.0).contains(&seconds(SLOW, CALM)), "{}", seconds(SLOW, CALM));
    }

    #[test]
    fn a_line_grows_until_it_has_stood_for_a_while() {
        let mut growth = Growth::default();
        let at = |n| Time::ZERO + minutes(n);
        assert!(!growth.see(at(1), true, FEW - 1, 1), "three make no line");
        assert!(growth.see(at(2), true, FEW, 1));
        assert!(!growth.see(at(4), false, 9, 1) && !growth.see(at(5), true, 9, 1), "it is the same line");
        assert_eq!(growth.lasts(at(6)), Some(minutes(4)));
        assert!(!growth.see(at(10), false, 9, 1));
        assert_eq!(growth.lasts(at(10)), None);
        assert!(growth.see(at(11), true, 9, 1), "another");
        growth.see(at(3), false, 9, 1);
        assert_eq!(growth.lasts(at(3)), None, "after a rewind");
    }

    #[test]
    fn a_whoosh_takes_three_seconds_at_most_and_is_seen() {
        let mut whoosh = Whoosh::default();
        let mut at = Vec::new();
        let mut way = Span::ZERO;
        while !whoosh.is_long() {
            way += whoosh.pass(Span(20_000));
            at.push(way.hours());
        }
        let seconds = |hours: f64| at.iter().position(|way| *way >= hours).map(|frame| frame as f64 * 0.02);
        assert!(seconds(0.5).is_some_and(|s| (1.4..2.0).contains(&s)), "{:?}", seconds(0.5));
        assert!(seconds(5.0).is_some_and(|s| (2.4..3.0).contains(&s)), "{:?}", seconds(5.0));
    }
}
