//! Commands carried out. Each is checked first (`permits`); what is permitted cannot fail.

use super::{Quote, World};
use crate::sim::agenda::Rank;
use crate::sim::chef::{Chef, Duty, Task};
use crate::sim::city::CityEffect;
use crate::sim::command::{Command, Decision, Fault, RetryChange};
use crate::sim::delivery::Rider;
use crate::sim::notice::{Notice, Origin, Witness};
use crate::sim::outlet::Status;
use crate::sim::quota::Quota;
use crate::sim::refusal::Refusal;
use crate::sim::setup::{ChefSetup, DeliveryMode, Join, KitchenKind, QuotaSetup, QuotaShare, RetrySetup, Skill};
use crate::units::{Span, Time, ZoneId};

impl World {
    /// Carries out a player's command now: after all that is due by now, and before what it makes due now, which
    /// happens at once. Several commands given in one pause therefore make the same history as a file of them.
    ///
    /// # Errors
    ///
    /// The refusal. It changes nothing, except that what is due by now has happened.
    pub fn give(&mut self, command: &Command, w: &mut impl Witness) -> Result<(), Refusal> {
        self.catch_up(w);
        let quote = self.quote(command)?;
        (self.rank, self.reached) = (Rank::PLAYER, Rank::PLAYER);
        self.pay(quote.price);
        self.obey(command, w);
        self.next_slot();
        w.see(self, Notice::Done { command: command.clone(), origin: Origin::Player, going: quote.going });
        self.catch_up(w);
        Ok(())
    }

    /// Carries out a scripted command when it is due.
    pub(super) fn act(&mut self, command: &Command, w: &mut impl Witness) -> Result<Quote, Refusal> {
        let quote = self.quote(command)?;
        self.pay(quote.price);
        self.obey(command, w);
        Ok(quote)
    }

    fn obey(&mut self, command: &Command, w: &mut impl Witness) {
        self.obeyed += 1;
        match command {
            Command::Decision(decision) => self.carry_out(decision, w),
            Command::Fault(fault) => self.apply_fault(fault, w),
        }
    }

    fn carry_out(&mut self, decision: &Decision, w: &mut impl Witness) {
        use Decision::*;
        match *decision {
            HireChef { outlet, skill, standby, count } => {
                let setup = ChefSetup { skill: skill.unwrap_or(Skill::AllRound), level: 1, standby };
                (0..count).for_each(|_| self.hire_chef(outlet.index(), &setup, w));
            }
            HireRider { outlet, count } => (0..count).for_each(|_| self.hire_rider(outlet.index(), w)),
            DismissChef { outlet, skill, count } => {
                for c in self.who_goes(outlet, skill, count) {
                    self.dismiss_chef(outlet.index(), c, w);
                }
                self.dispatch_work(outlet.index(), w);
            }
            HireClerk { count } => (0..count).for_each(|_| self.hire_clerk(w)),
            DismissClerk { count } => {
                let going = self.desk.phones.as_ref().map_or(Vec::new(), |phones| phones.who_goes(count));
                going.into_iter().for_each(|c| self.dismiss_clerk(c, w));
            }
            SetClerksEach { each } => self.set_clerks_each(each, w),
            SetFuse { change } => self.set_fuse(change),
            SetGiveUp { after } => self.set_give_up(after),
            SetBooks { wait_for } => self.set_books(wait_for, w),
            DismissRider { outlet, count } => {
                for r in self.which_riders_go(outlet, count) {
                    self.dismiss_rider(outlet.index(), r, w);
                }
            }
            UpgradeChefs { outlet } => self.upgrade(outlet.index(), w),
            OpenOutlet { outlet } => {
                let o = outlet.index();
                let opens = self.now + self.setup.outlets[o].open_time;
                self.outlets[o].status = Status::Opening { opens };
                self.reschedule_outlet(o);
            }
            CloseOutlet { outlet } => self.close_outlet(outlet.index(), w),
            SetPolicy { policy } => self.desk.policy = policy,
            SetFailover { on } => {
                self.desk.failover = on;
                self.await_check(w);
            }
            SetHealthCheck { every } => self.set_health_check(every, w),
            SetHealth { change } => self.set_health(change, w),
            SetBoardRefresh { every } => self.set_board_refresh(every),
            SetWhenNone { when_none } => self.desk.when_none = when_none,
            SetKitchen { outlet, kitchen, join } => self.set_kitchen(outlet.index(), kitchen, join, w),
            SetDelivery { mode } => {
                self.delivery_mode = mode;
                w.see(self, Notice::DeliveryChanged { mode });
            }
            SetBatch { batch } => self.batch = batch,
            SetPrep { outlet, prep } => {
                let o = outlet.index();
                self.outlets[o].prep = Some(prep);
                self.outlets[o].prep_item = Some(prep.item);
                self.set_prep_edges(o);
                self.dispatch_work(o, w);
            }
            ClearPrep { outlet } => {
                self.outlets[outlet.index()].prep = None;
                self.set_prep_edges(outlet.index());
            }
            SetQueueLimit { outlet, limit } => self.outlets[outlet.index()].queue_limit = limit,
            SetQueueOrder { outlet, order } => {
                self.outlets[outlet.index()].queue_order = order;
                self.outlets[outlet.index()].turns.clear();
                self.reorder_lines(outlet.index());
            }
            SetManager { outlet, change } => self.set_manager(outlet.index(), change),
            SetTray { outlet, item, change } => self.set_tray(outlet, item, change),
            SetShelfLimit { outlet, limit } => {
                self.outlets[outlet.index()].shelf_limit = limit;
                self.dispatch_work(outlet.index(), w);
            }
            SetRetry { zone, change } => self.set_retry(zone, change),
            SetOrderNumbers { on, memory } => self.set_order_numbers(on, memory),
            SetQuota { zone, share, per_hour, burst } => self.set_quota(zone, share, per_hour, burst),
            SplitStreet { zone, ways } => self.split_street(zone, ways),
            SetDuplicate { change } => self.set_duplicate(change),
        }
    }

    /// Begins or mends a fault.
    fn apply_fault(&mut self, fault: &Fault, w: &mut impl Witness) {
        use Fault::*;
        // The row has the duration for a command that names none.
        let lasts = fault.lasts().unwrap_or(Span::ENDLESS);
        let until = fault.lasts().map_or(Time::NEVER, |lasts| self.now + lasts);
        match *fault {
            PowerOutage { outlet, .. } => self.power_out(outlet.index(), until, w),
            RestorePower { outlet } => self.power_back(outlet.index(), w),
            CutLine { outlet, .. } => self.line_cut(outlet.index(), until, w),
            MendLine { outlet } => self.line_mended(outlet.index(), w),
            ChefIll { outlet, skill, .. } => {
                if let Some(c) = self.first_working(outlet.index(), skill, |_| true) {
                    self.fall_ill(outlet.index(), c, until, w);
                }
            }
            SlowChef { outlet, skill, factor, .. } => {
                let o = outlet.index();
                if let Some(c) = self.first_working(o, skill, |chef| chef.slow.is_none()) {
                    self.outlets[o].chefs[c].slow = Some((factor, until));
                    self.stretch_by(o, c, factor);
                    w.see(self, Notice::TurnedSlow { chef: self.chef_ref(o, c), factor });
                }
            }
            Burns { outlet, skill, after, .. } => {
                if let Some(c) = self.first_working(outlet.index(), skill, |chef| chef.burns.is_none()) {
                    self.begin_to_burn(outlet.index(), c, after, until, w);
                }
            }
            ClearTray { outlet, item } => self.lamp_falls(outlet, item, w),
            DeadLine { outlet, .. } => self.phone_dies(outlet, until, w),
            BookAway { book, .. } => self.book_away(book as usize - 1, until, w),
            BookBurns { book } => self.book_burns(book as usize - 1, w),
            RudeDriver { outlet, .. } => self.rude_driver(outlet.index(), lasts, w),
            Surge { zone, item, factor, .. } => {
                let surge = CityEffect::Surge { zone, item };
                self.end_standing(surge, w);
                // The usual demand until further notice is no surge.
                if factor != 1.0 || !until.is_never() {
                    self.begin_effect(surge, factor, until, w);
                }
            }
            BadLine { zone, share, .. } => {
                let line = CityEffect::BadLine { zone };
                self.end_standing(line, w);
                if share > 0.0 {
                    self.begin_effect(line, share, until, w);
                }
            }
            Traffic { factor, .. } => self.begin_effect(CityEffect::Traffic, factor, until, w),
            Impatience { zone, factor, .. } => self.begin_effect(CityEffect::Impatience { zone }, factor, until, w),
        }
    }

    /// Work in hand slows down: the remaining time is divided by `factor`.
    fn stretch_by(&mut self, o: usize, c: usize, factor: f64) {
        let now = self.now;
        let chef = &mut self.outlets[o].chefs[c];
        if let Task::Cooking { until, .. } | Task::Tray { until, .. } = &mut chef.task
            && !chef.spoils
        {
            let left = until.since(now).0 as f64;
            *until = now + Span((left / factor).round() as u64);
        }
        self.reschedule_chef(o, c);
    }

    pub(super) fn hire_chef(&mut self, o: usize, setup: &ChefSetup, w: &mut impl Witness) {
        let starts = self.starts();
        self.outlets[o].chefs.push(Chef::new(setup, Duty::Coming { starts }, self.now));
        let c = self.outlets[o].chefs.len() - 1;
        self.reschedule_chef(o, c);
        w.see(self, Notice::ChefHired { chef: self.chef_ref(o, c), starts });
    }

    fn hire_rider(&mut self, o: usize, w: &mut impl Witness) {
        let starts = self.starts();
        self.outlets[o].riders.push(Rider::new(Duty::Coming { starts }, self.now));
        let r = self.outlets[o].riders.len() - 1;
        self.reschedule_rider(o, r);
        w.see(self, Notice::RiderHired { rider: self.rider_ref(o, r), starts });
    }

    /// Dismisses a chef: at once, or after the order in hand. Somebody ill leaves at once, and his illness is noticed.
    pub(super) fn dismiss_chef(&mut self, o: usize, c: usize, w: &mut impl Witness) {
        let chef = &mut self.outlets[o].chefs[c];
        let works_on = chef.is_well_and_here() && chef.is_occupied();
        chef.leaving = true;
        chef.recompute_derived();
        if works_on {
            return;
        }
        self.drop_work(o, c, w);
        self.chef_goes(o, c, w);
    }

    fn dismiss_rider(&mut self, o: usize, r: usize, w: &mut impl Witness) {
        self.outlets[o].riders[r].leaving = true;
        if !self.outlets[o].riders[r].is_out() {
            self.rider_goes(o, r, w);
        }
    }

    fn upgrade(&mut self, o: usize, w: &mut impl Witness) {
        let at = self.now + self.setup.kitchen.upgrade_time;
        for c in self.who_gets_tools(Self::outlet_id(o)) {
            let chef = &mut self.outlets[o].chefs[c];
            if at > self.now {
                chef.upgrade_at = Some(at);
            } else {
                chef.level += 1;
                let level = chef.level;
                w.see(self, Notice::ToolsFitted { chef: self.chef_ref(o, c), level });
            }
            self.reschedule_chef(o, c);
        }
        self.staff_changed(o);
    }

    fn set_kitchen(&mut self, o: usize, kitchen: KitchenKind, join: Option<Join>, w: &mut impl Witness) {
        let outlet = &mut self.outlets[o];
        (outlet.kitchen, outlet.join) = (kitchen, join.unwrap_or(outlet.join));
        outlet.turns.clear();
        self.refile_all(o);
        // A backup of another skill may be able to step in now.
        self.seek_backups(o, w);
        self.staff_changed(o);
        self.dispatch_work(o, w);
    }

    fn refile_all(&mut self, o: usize) {
        let lines: Vec<usize> = (0..self.outlets[o].queues.len()).collect();
        self.refile(o, &lines);
    }

    fn set_retry(&mut self, zone: Option<ZoneId>, change: RetryChange) {
        for (z, state) in self.zones.iter_mut().enumerate() {
            if zone.is_some_and(|only| only.index() != z) {
                continue;
            }
            let now = state.retry.unwrap_or_default();
            state.retry = Some(RetrySetup {
                probability: change.probability.unwrap_or(now.probability),
                wait: change.wait.unwrap_or(now.wait),
                backoff: change.backoff.unwrap_or(now.backoff),
                jitter: change.jitter.unwrap_or(now.jitter),
                max: change.max.unwrap_or(now.max),
                budget: change.budget.or(now.budget),
                of: change.of.unwrap_or(now.of),
            });
        }
    }

    /// New quotas, with full buckets; without a rate, none.
    fn set_quota(
        &mut self,
        zone: Option<ZoneId>,
        share: Option<QuotaShare>,
        per_hour: Option<f64>,
        burst: Option<u32>,
    ) {
        let burst = burst.unwrap_or(QuotaSetup::BURST);
        let quota = per_hour.map(|per_hour| Quota::new(QuotaSetup { per_hour, burst }, self.now));
        match (zone, share) {
            (Some(zone), _) => self.zones[zone.index()].quota = quota,
            (None, Some(QuotaShare::All)) => self.desk.quota = quota,
            (None, Some(QuotaShare::Each) | None) => self.zones.iter_mut().for_each(|zone| zone.quota = quota),
        }
        self.note_oddities();
    }

    fn rude_driver(&mut self, o: usize, lasts: Span, w: &mut impl Witness) {
        match self.delivery_mode {
            DeliveryMode::Pickup => {}
            DeliveryMode::Coupled => {
                let Some(c) = self.rude_chef(o) else { return };
                if self.outlets[o].chefs[c].is_free() {
                    self.retrain_chef(o, c, lasts, w);
                } else {
                    self.outlets[o].chefs[c].rude = Some(lasts);
                    self.outlets[o].chefs[c].recompute_derived();
                }
            }
            DeliveryMode::Decoupled => {
                let Some(r) = self.rude_rider(o) else { return };
                if self.outlets[o].riders[r].is_free() {
                    self.retrain_rider(o, r, lasts, w);
                } else {
                    self.outlets[o].riders[r].rude = Some(lasts);
                }
            }
        }
    }
}
