//! The manager's look (*autoscaling loop*): how many wait, who is on the way, whom to call, whom to let go.

use super::{Phase, World};
use crate::sim::chef::{Chef, Task};
use crate::sim::command::ManagerChange;
use crate::sim::hiring::Manager;
use crate::sim::notice::{Notice, Witness};
use crate::sim::setup::{ChefSetup, ManagerSetup, Skill};
use crate::units::Time;

impl World {
    /// She looks: hires, or lets one go. She does not where it is dark, or where no orders are taken any more.
    pub(super) fn manager_looks(&mut self, o: usize, w: &mut impl Witness) {
        let Some(manager) = &mut self.outlets[o].manager else { return };
        manager.next_look = if manager.is_on { self.now + manager.rule.every } else { Time::NEVER };
        let rule = manager.rule;
        let outlet = &self.outlets[o];
        if !outlet.is_open() || !outlet.power.is_fine() || self.phase != Phase::Open {
            return;
        }
        let waiting = outlet.waiting.value();
        let coming = outlet.chefs_coming();
        let asked = rule.wanted(waiting);
        let wanted = asked.saturating_sub(if rule.counts_coming { u64::from(coming) } else { 0 });
        if wanted > 0 {
            self.manager_hires(o, &rule, wanted, asked, coming, w);
        } else if waiting == 0 && self.outlets[o].in_hands * 2 < self.outlets[o].present {
            self.manager_dismisses(o, &rule, w);
        }
    }

    fn manager_hires(
        &mut self,
        o: usize,
        rule: &ManagerSetup,
        wanted: u64,
        asked: u64,
        coming: u32,
        w: &mut impl Witness,
    ) {
        let outlet = &self.outlets[o];
        let below_ceiling = rule.ceiling.saturating_sub(outlet.present + coming);
        let room = self.setup.outlets[o].max_chefs.map_or(u32::MAX, |max| max.saturating_sub(outlet.places_taken()));
        let allowed = wanted.min(u64::from(below_ceiling.min(room)));
        let fee = self.setup.money.chef_fee;
        let can_pay = |count: u64| self.till.can_pay(self.now, fee * count as i64);
        let count = (0..=allowed).rev().find(|count| *count == 0 || can_pay(*count)).unwrap_or(0);
        self.pay(fee * count as i64);
        for _ in 0..count {
            self.hire_chef(o, &ChefSetup { skill: Skill::AllRound, level: 1, standby: false }, w);
        }
        if let Some(manager) = &mut self.outlets[o].manager {
            manager.hired += count;
            manager.twice += count.saturating_sub(asked.saturating_sub(coming.into()));
        }
        let broke = count < allowed;
        if count > 0 || broke {
            w.see(self, Notice::ManagerHired { outlet: Self::outlet_id(o), count: count as u32, coming, broke });
        }
    }

    /// One who is idle, the last hired, above the floor.
    fn manager_dismisses(&mut self, o: usize, rule: &ManagerSetup, w: &mut impl Witness) {
        if self.outlets[o].present <= rule.floor {
            return;
        }
        let idle = |chef: &Chef| {
            !chef.standby && !chef.leaving && chef.is_well_and_here() && matches!(chef.task, Task::Idle { .. })
        };
        let Some(c) = self.outlets[o].chefs.iter().rposition(idle) else { return };
        if let Some(manager) = &mut self.outlets[o].manager {
            manager.dismissed += 1;
        }
        w.see(self, Notice::ManagerDismissed { chef: self.chef_ref(o, c) });
        self.dismiss_chef(o, c, w);
        self.dispatch_work(o, w);
    }

    /// Gives an outlet a manager, or changes the one it has. A new beat, or a manager who begins again, counts from
    /// now.
    pub(super) fn set_manager(&mut self, o: usize, change: ManagerChange) {
        let now = self.now;
        let known = self.outlets[o].manager;
        let mut manager =
            known.unwrap_or_else(|| Manager { is_on: false, ..Manager::new(ManagerSetup::default(), now) });
        let was_on = manager.is_on && known.is_some();
        manager.is_on = change.on.unwrap_or(known.is_none() || manager.is_on);
        let rule = &mut manager.rule;
        rule.every = change.every.unwrap_or(rule.every);
        rule.per_waiting = change.per_waiting.unwrap_or(rule.per_waiting);
        rule.counts_coming = change.counts_coming.unwrap_or(rule.counts_coming);
        if !manager.is_on {
            manager.next_look = Time::NEVER;
        } else if change.every.is_some() || !was_on {
            manager.next_look = now + manager.rule.every;
        }
        self.outlets[o].manager = Some(manager);
        self.reschedule_outlet(o);
    }
}
