//! Health checks that look deeper than light and line (*deep health checks*), and what the front desk believes by them.
//!
//! An outlet is *late* if its oldest ticket has waited for too long, and *burns* if too many of the last orders
//! finished there were burnt. Who is found so is taken out: no new orders, until it has been sound for a while. If too
//! many are out at once, the fault is hardly theirs, and the desk may ignore the rule (*fail open*; Envoy: *panic
//! threshold*).

use crate::sim::setup::HealthSetup;
use crate::stats::TimeIntegral;
use crate::units::digest::fold;
use crate::units::{OutletId, Span, Time};
use serde::{Deserialize, Serialize};

/// Where the desk asks at once for light and line, it asks the other questions this often.
pub const AT_LEAST_EVERY: Span = Span::from_mins(1);

/// Why an outlet was found bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Bad {
    /// Its oldest ticket has waited for too long.
    Late,
    /// Too many of the last orders were burnt.
    Burnt,
}

fold!(enum Bad { 0 Late {}, 1 Burnt {} });

/// What the desk asks, and believes of each outlet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Health {
    /// What is asked, and what follows.
    pub rules: HealthSetup,
    /// By outlet id; empty until an outlet is taken out.
    pub beliefs: Vec<Belief>,
    /// How many outlets are out.
    pub out: u32,
    /// The most of them since the last edge of a window.
    pub(super) most_out: u32,
    /// Whether those who watch were told that the rule is ignored.
    pub(super) told_open: bool,
}

fold!(struct Health { rules, beliefs, out, most_out, told_open });

/// What the desk believes of one outlet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Belief {
    /// Since when it is out, and why it was last found bad; `None`: it is in.
    pub out: Option<(Time, Bad)>,
    /// Since which check it has been sound at every one; `None`: it was not sound at the last, or is in.
    sound_since: Option<Time>,
    /// The next check decides alone, whatever was before.
    anew: bool,
    /// How often it was taken out or let in again.
    pub flips: u64,
    /// Whether it is out: 0 or 1.
    pub area: TimeIntegral,
}

fold!(struct Belief { out, sound_since, anew, flips, area });

impl Health {
    pub(super) fn new(rules: HealthSetup) -> Health {
        Health { rules, ..Health::default() }
    }

    /// Whether checks have anything to ask, or to forget.
    pub fn is_on(&self) -> bool {
        self.rules.asks() || self.out > 0
    }

    /// What is believed of an outlet; `None`: it was never taken out.
    pub fn belief(&self, outlet: OutletId) -> Option<&Belief> {
        self.beliefs.get(outlet.index())
    }

    /// Whether an outlet is believed to be bad.
    pub fn is_out(&self, outlet: OutletId) -> bool {
        self.belief(outlet).is_some_and(|belief| belief.out.is_some())
    }

    /// How often any outlet was taken out or let in again.
    pub fn flips(&self) -> u64 {
        self.beliefs.iter().map(|belief| belief.flips).sum()
    }

    /// Whether so many of `all` outlets that answer are out that the rule is ignored.
    pub(super) fn opens_for_all(&self, all: usize, out: usize) -> bool {
        self.rules.fail_open.is_some_and(|share| all > 0 && out as f64 / all as f64 > share)
    }

    /// The next check decides alone.
    pub(super) fn reckon_anew(&mut self) {
        self.beliefs.iter_mut().for_each(|belief| belief.anew = true);
    }

    /// The outlet was not asked: it did not answer.
    pub(super) fn no_answer(&mut self, o: usize) {
        if let Some(belief) = self.beliefs.get_mut(o) {
            belief.sound_since = None;
        }
    }

    /// A check found an outlet bad; whether it is taken out now. `outlets` is how many there are.
    pub(super) fn found_bad(&mut self, o: usize, bad: Bad, outlets: usize, now: Time) -> bool {
        if self.beliefs.is_empty() {
            self.beliefs = vec![Belief::default(); outlets];
        }
        let belief = &mut self.beliefs[o];
        (belief.sound_since, belief.anew) = (None, false);
        let is_new = belief.out.is_none();
        belief.out = Some((belief.out.map_or(now, |(since, _)| since), bad));
        if is_new {
            belief.flips += 1;
            belief.area.set(now, 1);
            self.out += 1;
        }
        is_new
    }

    /// A check found an outlet sound; whether it is let in again now.
    pub(super) fn found_sound(&mut self, o: usize, now: Time) -> bool {
        let Some(belief) = self.beliefs.get_mut(o).filter(|belief| belief.out.is_some()) else { return false };
        let since = *belief.sound_since.get_or_insert(now);
        if !belief.anew && now.since(since) < self.rules.back_after {
            return false;
        }
        self.forget(o, now);
        self.beliefs[o].flips += 1;
        true
    }

    /// Nothing is believed of an outlet any more: it closes, or is in again.
    pub(super) fn forget(&mut self, o: usize, now: Time) {
        if let Some(belief) = self.beliefs.get_mut(o) {
            if belief.out.take().is_some() {
                belief.area.set(now, 0);
                self.out -= 1;
            }
            (belief.sound_since, belief.anew) = (None, false);
        }
    }

    /// All outlets have been asked.
    pub(super) fn asked(&mut self) {
        self.most_out = self.most_out.max(self.out);
    }

    /// An edge of a window has passed.
    pub(super) fn edge(&mut self) {
        self.most_out = self.out;
    }
}

/// How many orders are remembered.
const REMEMBERED: u32 = 10;
/// With fewer nothing is said.
const FEWEST: u32 = 5;

/// The last orders finished at an outlet: which of them were burnt.
///
/// A bit for each, the last one lowest, above them a mark that moves up until there are ten.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finished(u16);

fold!(Finished(bits));

impl Default for Finished {
    fn default() -> Finished {
        Finished(1)
    }
}

impl Finished {
    const FULL: u16 = 1 << REMEMBERED;

    #[inline(always)]
    pub(super) fn note(&mut self, burnt: bool) {
        self.0 = (self.0 << 1 | burnt as u16) & (Self::FULL | (Self::FULL - 1)) | self.0 & Self::FULL;
    }

    /// How many are remembered.
    fn count(self) -> u32 {
        self.0.ilog2()
    }

    /// How many of the last ten were burnt.
    pub fn burnt(self) -> u32 {
        self.0.count_ones() - 1
    }

    /// Whether at least such a share was burnt, of five or more.
    pub(super) fn is_bad(self, share: f64) -> bool {
        self.count() >= FEWEST && self.burnt() as f64 / self.count() as f64 >= share
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_ten_are_remembered_and_nothing_is_said_of_four() {
        let mut last = Finished::default();
        let found: Vec<bool> = [true, true, false, false, true]
            .map(|burnt| {
                last.note(burnt);
                last.is_bad(0.6)
            })
            .to_vec();
        assert_eq!(found, [false, false, false, false, true], "three of five are 60 %");
        (0..7).for_each(|_| last.note(false));
        assert_eq!(last.burnt(), 1, "of the first five the last alone is among ten");
        (0..10).for_each(|_| last.note(true));
        assert_eq!((last.burnt(), last.is_bad(1.0)), (10, true));
    }

    #[test]
    fn who_is_out_comes_back_once_sound_for_long_enough() {
        let rules = HealthSetup { back_after: Span::from_mins(2), ..HealthSetup::default() };
        let mut health = Health::new(rules);
        let minute = |m: u64| Time(m * 60_000_000);
        assert!(health.found_bad(1, Bad::Late, 2, minute(1)) && !health.found_bad(1, Bad::Burnt, 2, minute(2)));
        assert_eq!(health.beliefs[1].out, Some((minute(1), Bad::Burnt)));
        assert!(!health.found_sound(1, minute(3)) && !health.found_sound(1, minute(4)));
        health.no_answer(1);
        assert!(!health.found_sound(1, minute(5)), "it was not asked in between");
        assert!(health.found_sound(1, minute(7)));
        assert_eq!((health.out, health.flips(), health.beliefs[1].area.until(minute(9))), (0, 2, 6 * 60_000_000));
        health.found_bad(0, Bad::Late, 2, minute(9));
        health.reckon_anew();
        assert!(health.found_sound(0, minute(10)), "whatever was before");
    }

    #[test]
    fn more_than_that_share_must_be_out() {
        let open = |share, all, out| {
            Health::new(HealthSetup { fail_open: Some(share), ..HealthSetup::default() }).opens_for_all(all, out)
        };
        assert_eq!([2, 3].map(|out| open(0.4, 5, out)), [false, true], "exactly two of five are not more than 40 %");
        assert_eq!([6, 0].map(|out| open(1.0, 6, out)), [false, false]);
        assert!(!Health::default().opens_for_all(6, 6));
    }
}
