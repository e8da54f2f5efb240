//! Deep health checks at work: who is found late or burning, is taken out, and comes back.
//!
//! An outlet that is out goes on cooking, and failover leaves its line where it is: a backlog moved is what fells the
//! next one.

use super::World;
use crate::sim::agenda::Rank;
use crate::sim::command::HealthChange;
use crate::sim::dispatch::Desk;
use crate::sim::health::{AT_LEAST_EVERY, Bad, Finished};
use crate::sim::notice::{Notice, Witness};
use crate::units::{Span, Time};

impl World {
    /// How often outlets are asked more than whether they answer.
    fn asks_every(&self) -> Span {
        let every = self.desk.health_check;
        if every.is_zero() { AT_LEAST_EVERY } else { every }
    }

    /// Schedules the next check that asks more, where one is to come.
    pub(super) fn await_deep_check(&mut self) {
        if self.desk.health.is_on() && self.desk.next_check.is_never() {
            let comes = self.reached < Rank::CHECK;
            self.desk.next_check = Desk::beat(self.desk.checks_from, self.asks_every(), self.now, comes);
        }
    }

    /// The check after one that is done.
    pub(super) fn check_after(&self) -> Time {
        self.now + self.asks_every()
    }

    /// Asks all open outlets that answer; whether one is let in again.
    pub(super) fn ask_more(&mut self, w: &mut impl Witness) -> bool {
        let (mut changed, mut back) = (false, false);
        for o in 0..self.outlets.len() {
            if !self.outlets[o].is_open() {
                continue;
            }
            let outlet = Self::outlet_id(o);
            if !self.desk.reachable[o] {
                self.desk.health.no_answer(o);
            } else if let Some(bad) = self.found_bad(o) {
                if self.desk.health.found_bad(o, bad, self.outlets.len(), self.now) {
                    changed = true;
                    w.see(self, Notice::TakenOut { outlet, bad });
                }
            } else if self.desk.health.found_sound(o, self.now) {
                self.outlets[o].finished = Finished::default();
                (changed, back) = (true, true);
                w.see(self, Notice::LetIn { outlet });
            }
        }
        self.desk.health.asked();
        if changed {
            self.desk.recompute_candidates();
        }
        self.tell_whether_open_for_all(w);
        back || self.desk.is_open_for_all()
    }

    /// What is wrong with an outlet beside light and line.
    fn found_bad(&self, o: usize) -> Option<Bad> {
        let (rules, outlet) = (&self.desk.health.rules, &self.outlets[o]);
        if rules.unhealthy_after.is_some_and(|limit| self.oldest_waits(o).is_some_and(|wait| wait > limit)) {
            return Some(Bad::Late);
        }
        rules.unhealthy_burnt.filter(|&share| outlet.finished.is_bad(share)).map(|_| Bad::Burnt)
    }

    /// How long the oldest ticket of an outlet's lines has waited since it was placed; the kitchen cannot tell whether
    /// anybody waits for it.
    fn oldest_waits(&self, o: usize) -> Option<Span> {
        let lines = self.outlets[o].queues.iter();
        let placed = lines.flat_map(|line| line.iter(&self.orders)).map(|key| self.orders[key].placed).min();
        placed.map(|placed| self.now.since(placed))
    }

    /// New rules, from now; what is believed is reckoned anew at the next check.
    pub(super) fn set_health(&mut self, change: HealthChange, w: &mut impl Witness) {
        let health = &mut self.desk.health;
        let rules = &mut health.rules;
        let length = |new: Option<Span>, old: Option<Span>| new.or(old).filter(|span| !span.is_zero());
        let share = |new: Option<f64>, old: Option<f64>| new.or(old).filter(|share| *share > 0.0);
        rules.unhealthy_after = length(change.unhealthy_after, rules.unhealthy_after);
        rules.unhealthy_burnt = share(change.unhealthy_burnt, rules.unhealthy_burnt);
        rules.back_after = change.back_after.unwrap_or(rules.back_after);
        rules.fail_open = share(change.fail_open, rules.fail_open);
        health.reckon_anew();
        self.desk.recompute_candidates();
        self.tell_whether_open_for_all(w);
        self.await_check(w);
        self.release_held(w);
    }

    /// An outlet opens or closes: nothing is believed of it.
    pub(super) fn forget_health(&mut self, o: usize) {
        self.desk.health.forget(o, self.now);
        self.outlets[o].finished = Finished::default();
    }

    /// Tells that the rule is ignored, or is not any more.
    pub(super) fn tell_whether_open_for_all(&mut self, w: &mut impl Witness) {
        let on = self.desk.is_open_for_all();
        if self.desk.health.told_open != on {
            self.desk.health.told_open = on;
            w.see(self, Notice::OpenForAll { on });
        }
    }
}
