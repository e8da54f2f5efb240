//! Managers: whoever looks at a line and calls chefs.

use super::{At, Chef, Doing, Duty, Manager, Naive, Status};
use pizzeria::sim::setup::{ManagerSetup, Skill};
use pizzeria::units::{Cents, Time};

impl Manager {
    pub fn begins(rule: ManagerSetup, now: Time) -> Manager {
        Manager { rule, on: true, next: now + rule.every, hired: 0, dismissed: 0 }
    }
}

impl Naive {
    /// Chefs at work here, ill or away or not; no backups.
    pub fn present_at(&self, o: usize) -> usize {
        self.outlets[o].chefs.iter().filter(|chef| !chef.standby && chef.duty == Duty::Here).count()
    }

    /// To be called whenever somebody may have come.
    pub fn see_presence(&mut self) {
        let mut all = 0;
        for o in 0..self.outlets.len() {
            let here = self.present_at(o);
            self.outlets[o].most_present = self.outlets[o].most_present.max(here);
            all += here;
        }
        self.most_present = self.most_present.max(all);
    }

    pub fn manager_looks(&mut self, o: usize) {
        let now = self.now;
        let Some(manager) = &mut self.outlets[o].manager else { return };
        manager.next = now + manager.rule.every;
        let rule = manager.rule;
        let shop = &self.outlets[o];
        if shop.status != Status::Open || shop.dark.is_some() {
            return;
        }
        let waiting = self.tickets_at(o, At::Line).len();
        let present = self.present_at(o);
        let count = |fits: &dyn Fn(&&Chef) -> bool| shop.chefs.iter().filter(fits).filter(|c| !c.standby).count();
        let coming = count(&|chef| matches!(chef.duty, Duty::Coming(_)) && !chef.leaving);
        let mut wanted = waiting.div_ceil(rule.per_waiting as usize);
        if rule.counts_coming {
            wanted = wanted.saturating_sub(coming);
        }
        if wanted > 0 {
            let taken = count(&|chef| matches!(chef.duty, Duty::Coming(_) | Duty::Here | Duty::Off));
            let mut hired = 0;
            while hired < wanted
                && present + coming + hired < rule.ceiling as usize
                && self.setup.outlets[o].max_chefs.is_none_or(|max| taken + hired < max as usize)
                && self.can_afford(self.setup.money.chef_fee * (hired as i64 + 1))
            {
                hired += 1;
            }
            self.books.investments += self.setup.money.chef_fee * hired as i64;
            for _ in 0..hired {
                let starts = now + self.setup.kitchen.hire_time;
                self.outlets[o].chefs.push(Chef::new(Skill::AllRound, 1, false, Duty::Coming(starts)));
            }
            self.outlets[o].manager.as_mut().expect("she looks").hired += hired as u64;
        } else if waiting == 0 && present > rule.floor as usize {
            let holding = shop.chefs.iter().filter(|chef| chef.in_hand().is_some()).count();
            let idle = |chef: &Chef| chef.is_free() && !chef.standby && chef.doing == Doing::Nothing;
            if holding * 2 < present
                && let Some(c) = shop.chefs.iter().rposition(idle)
            {
                self.outlets[o].manager.as_mut().expect("she looks").dismissed += 1;
                self.dismiss_chef(o, c);
            }
        }
    }

    fn can_afford(&self, price: Cents) -> bool {
        price <= Cents::ZERO || self.setup.money.cash.is_none_or(|cash| cash + self.books.profit() >= price)
    }
}
