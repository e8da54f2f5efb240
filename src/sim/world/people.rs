//! People (*workers, standbys, provisioning*): who comes, falls ill, is replaced, and leaves.
//!
//! In a kitchen of private queues, a chef's absence is handled in this order: he leaves; his replacement goes home;
//! backups at home step in where they are needed, perhaps the same one; then the queue of whoever is no longer here is
//! shared out among those who are, so that no ticket goes to somebody who is just leaving. A backup who goes home from
//! one place and steps in at another at the same time keeps his queue.

use super::World;
use crate::chance::{Draws, Source};
use crate::sim::chef::{Chef, Duty, Illness, Task};
use crate::sim::delivery::Rider;
use crate::sim::idle_queue::IdleQueue;
use crate::sim::notice::{Notice, Witness};
use crate::sim::outlet::Status;
use crate::sim::setup::{KitchenKind, Skill};
use crate::units::{Cents, Span, Time};

impl World {
    /// Staffs an outlet with the people of the scenario, before opening.
    pub(super) fn staff_at_opening(&mut self, o: usize) {
        let spec = &self.setup.clone().outlets[o];
        let chefs = spec.chefs.iter().map(|chef| Chef::new(chef, Duty::Off, self.now)).collect();
        self.outlets[o].chefs = chefs;
        self.outlets[o].riders = (0..spec.riders).map(|_| Rider::new(Duty::Off, self.now)).collect();
        let (chefs, riders) = (spec.chefs.len(), spec.riders as usize);
        self.outlets[o].chef_agenda.grow(chefs);
        self.outlets[o].rider_agenda.grow(riders);
        // The window first, so that trays begin at once if it is open.
        self.set_prep_edges(o);
        if spec.open {
            self.begin_work(o, &mut ());
        }
    }

    /// Everybody begins to work at an outlet that opens.
    pub(super) fn begin_work(&mut self, o: usize, w: &mut impl Witness) {
        self.outlets[o].status = Status::Open;
        self.outlets[o].areas.open.set(self.now, 1);
        self.lay_out_trays(o);
        self.desk.open[o] = true;
        self.desk.reachable[o] = self.outlets[o].power.is_fine() && self.outlets[o].link.is_fine();
        for c in 0..self.outlets[o].chefs.len() {
            if self.outlets[o].chefs[c].duty == Duty::Off {
                self.chef_here(o, c);
            }
        }
        for r in 0..self.outlets[o].riders.len() {
            if self.outlets[o].riders[r].duty == Duty::Off {
                self.outlets[o].riders[r].duty = Duty::Present;
                self.rider_here(o, r, w);
            }
        }
        self.staff_changed(o);
        self.seek_backups(o, w);
        self.dispatch_work(o, w);
    }

    /// A hired chef begins to work; a backup is now at home.
    fn chef_here(&mut self, o: usize, c: usize) {
        if self.outlets[o].chefs[c].standby {
            self.outlets[o].chefs[c].duty = Duty::Home;
            return self.reschedule_chef(o, c);
        }
        self.outlets[o].chefs[c].duty = Duty::Present;
        self.at_the_stove(o, c);
    }

    /// A chef is present and well: counted, with a clock of random illness, and free.
    fn at_the_stove(&mut self, o: usize, c: usize) {
        self.outlets[o].areas.chefs_here.add(self.now, 1);
        self.run_illness_clock(o, c);
        self.outlets[o].now_free(c, self.now);
        self.reschedule_chef(o, c);
    }

    /// Schedules the chef's next illness: an exponential clock that runs while he is at work and well. Each illness has
    /// one draw; interruptions stop the clock and do not redraw it, because a chef interrupted often would otherwise be
    /// healthier than others.
    pub(super) fn run_illness_clock(&mut self, o: usize, c: usize) {
        let Some(illness) = self.setup.outlets[o].illness else { return };
        let mut draws = self.illness_draws(o, c);
        let chef = &mut self.outlets[o].chefs[c];
        let left = chef.healthy_for.take();
        let left = left.unwrap_or_else(|| Span::drawn(illness.every.seconds() * draws.exponential()));
        chef.falls_ill = self.now + left;
    }

    fn illness_draws(&self, o: usize, c: usize) -> Draws {
        let k = self.outlets[o].chefs[c].illnesses;
        Draws::keyed(self.setup.seed, Source::Illness, (o as u64) << 32 | c as u64, k)
    }

    pub(super) fn chef_happening(&mut self, o: usize, c: usize, w: &mut impl Witness) {
        use crate::sim::agenda::Rank;
        match self.rank {
            Rank::WORK => self.task_done(o, c, w),
            Rank::OVER => self.delay_over(o, c, w),
            _ => self.illness_strikes(o, c, w),
        }
    }

    /// One of a chef's delays or faults is over: the first that is due, in this order.
    fn delay_over(&mut self, o: usize, c: usize, w: &mut impl Witness) {
        let now = self.now;
        let chef_ref = self.chef_ref(o, c);
        let chef = &mut self.outlets[o].chefs[c];
        if matches!(chef.duty, Duty::Coming { starts } if starts <= now) {
            return self.chef_starts(o, c, w);
        }
        if matches!(chef.illness, Illness::Ill { until, .. } if until <= now) {
            return self.get_well(o, c, w);
        }
        if chef.away_until.is_some_and(|until| until <= now) {
            chef.away_until = None;
            w.see(self, Notice::ChefBackFromRetraining { chef: chef_ref });
            return self.back_at_work(o, c, w);
        }
        if chef.burns.is_some_and(|(_, until)| until <= now) {
            // What he has in hand lay in the oven for too long already.
            chef.burns = None;
            w.see(self, Notice::BurnsNoMore { chef: chef_ref });
            return self.reschedule_chef(o, c);
        }
        if let Some((factor, until)) = chef.slow
            && until <= now
        {
            chef.slow = None;
            self.stretch(o, c, factor);
            w.see(self, Notice::QuickAgain { chef: chef_ref });
        } else if chef.upgrade_at.is_some_and(|at| at <= now) {
            chef.upgrade_at = None;
            chef.level += 1;
            let level = chef.level;
            self.staff_changed(o);
            w.see(self, Notice::ToolsFitted { chef: chef_ref, level });
        }
        self.reschedule_chef(o, c);
    }

    /// The remaining time of the work in hand is multiplied by `factor`; below 1 he is faster.
    pub(super) fn stretch(&mut self, o: usize, c: usize, factor: f64) {
        let now = self.now;
        let chef = &mut self.outlets[o].chefs[c];
        if let Task::Cooking { until, .. } | Task::Tray { until, .. } = &mut chef.task
            && !chef.spoils
        {
            *until = now + until.since(now).scaled(factor);
        }
        self.reschedule_chef(o, c);
    }

    fn chef_starts(&mut self, o: usize, c: usize, w: &mut impl Witness) {
        let open = matches!(self.outlets[o].status, Status::Open | Status::Closing);
        if open {
            self.chef_here(o, c);
            self.staff_changed(o);
            self.seek_backups(o, w);
        } else {
            self.outlets[o].chefs[c].duty = Duty::Off;
            self.reschedule_chef(o, c);
        }
        w.see(self, Notice::ChefStarts { chef: self.chef_ref(o, c) });
        self.dispatch_work(o, w);
    }

    fn illness_strikes(&mut self, o: usize, c: usize, w: &mut impl Witness) {
        let chef = &mut self.outlets[o].chefs[c];
        if chef.falls_ill <= self.now {
            chef.falls_ill = Time::NEVER;
            let mut draws = self.illness_draws(o, c);
            let _ = draws.exponential();
            let lasts = self.setup.outlets[o]
                .illness
                .map_or(Span::ZERO, |illness| Span::drawn(illness.lasts.seconds() * draws.exponential()));
            self.outlets[o].chefs[c].illnesses += 1;
            self.fall_ill(o, c, self.now + lasts, w);
        } else {
            self.illness_noticed(o, c, w);
        }
    }

    /// A chef falls ill until a time; if he is driving, it shows when he is home.
    pub(super) fn fall_ill(&mut self, o: usize, c: usize, until: Time, w: &mut impl Witness) {
        if matches!(self.outlets[o].chefs[c].task, Task::Driving { .. }) {
            self.outlets[o].chefs[c].illness = Illness::OnTheRoad { until };
            self.outlets[o].chefs[c].stop_illness_clock(self.now);
            self.reschedule_chef(o, c);
        } else {
            self.lie_down(o, c, until, w);
        }
    }

    /// A chef is ill from now. Nobody knows yet: the order in hand still counts as cooking.
    pub(super) fn lie_down(&mut self, o: usize, c: usize, until: Time, w: &mut impl Witness) {
        let notice = self.now + self.setup.kitchen.notice_time;
        let since = self.now;
        self.outlets[o].set_busy(c, false, since);
        self.outlets[o].no_longer_free(c);
        let tray_lost = matches!(self.outlets[o].chefs[c].task, Task::Tray { .. });
        if tray_lost {
            self.drop_work(o, c, w);
        }
        let outlet = &mut self.outlets[o];
        outlet.areas.chefs_here.add(since, -1);
        outlet.areas.chefs_ill.add(since, 1);
        let chef = &mut outlet.chefs[c];
        if let Task::Blocked { .. } = chef.task {
            outlet.areas.chefs_blocked.add(since, -1);
        }
        chef.stop_illness_clock(since);
        chef.illness = Illness::Ill { since, until, noticed: Some(notice.min(until)) };
        self.reschedule_chef(o, c);
        self.staff_changed(o);
        w.see(self, Notice::FellIll { chef: self.chef_ref(o, c), until });
        if tray_lost {
            // Another chef may begin the tray now.
            self.dispatch_work(o, w);
        }
    }

    /// A chef's illness is noticed: the order in hand is put back, a backup steps in.
    pub(super) fn illness_noticed(&mut self, o: usize, c: usize, w: &mut impl Witness) {
        let Illness::Ill { noticed, .. } = &mut self.outlets[o].chefs[c].illness else { return };
        *noticed = None;
        self.reschedule_chef(o, c);
        self.staff_changed(o);
        w.see(self, Notice::IllnessNoticed { chef: self.chef_ref(o, c) });
        self.drop_work(o, c, w);
        self.seek_backups(o, w);
        self.dispatch_work(o, w);
    }

    /// A chef is back from illness. If nobody had noticed it, it is noticed now.
    fn get_well(&mut self, o: usize, c: usize, w: &mut impl Witness) {
        if let Illness::Ill { noticed: Some(_), .. } = self.outlets[o].chefs[c].illness {
            w.see(self, Notice::IllnessNoticed { chef: self.chef_ref(o, c) });
            self.drop_work(o, c, w);
        }
        let outlet = &mut self.outlets[o];
        outlet.areas.chefs_ill.add(self.now, -1);
        outlet.chefs[c].illness = Illness::Well;
        w.see(self, Notice::Well { chef: self.chef_ref(o, c) });
        self.uncover(o, c, w);
        self.back_at_work(o, c, w);
    }

    /// A chef is well and at work again, after an illness or retraining.
    fn back_at_work(&mut self, o: usize, c: usize, w: &mut impl Witness) {
        let now = self.now;
        self.outlets[o].areas.chefs_here.add(now, 1);
        self.run_illness_clock(o, c);
        self.outlets[o].chefs[c].recompute_derived();
        self.staff_changed(o);
        if let Task::Blocked { .. } = self.outlets[o].chefs[c].task {
            self.outlets[o].areas.chefs_blocked.add(now, 1);
            self.reschedule_chef(o, c);
        } else {
            self.free_up(o, c, w);
        }
        self.dispatch_work(o, w);
    }

    /// This chef needs no replacement any more: his backup goes home after the order in hand.
    fn uncover(&mut self, o: usize, c: usize, w: &mut impl Witness) {
        let Some(backup) = self.outlets[o].chefs[c].covered_by.take() else { return };
        let b = backup as usize;
        let backup = &mut self.outlets[o].chefs[b];
        backup.covers = None;
        backup.recompute_derived();
        let can_go = matches!(backup.task, Task::Idle { .. }) && backup.is_well_and_here();
        if can_go {
            self.outlets[o].no_longer_free(b);
            self.free_up(o, b, w);
        }
    }

    /// Backups at home step in for chefs whose illness is known and who have no replacement, one each.
    pub(super) fn seek_backups(&mut self, o: usize, w: &mut impl Witness) {
        if self.outlets[o].areas.chefs_ill.value() == 0 {
            return;
        }
        for c in 0..self.outlets[o].chefs.len() {
            let chef = &self.outlets[o].chefs[c];
            let needs = matches!(chef.illness, Illness::Ill { noticed: None, .. })
                && chef.covered_by.is_none()
                && chef.duty == Duty::Present;
            if needs && let Some(b) = self.find_backup(o, chef.skill) {
                self.outlets[o].chefs[c].covered_by = Some(b as u32);
                let backup = &mut self.outlets[o].chefs[b];
                backup.covers = Some(c as u32);
                backup.duty = Duty::Present;
                w.see(self, Notice::BackupStepsIn { chef: self.chef_ref(o, b), covers: self.chef_ref(o, c) });
                self.at_the_stove(o, b);
                self.staff_changed(o);
            }
        }
    }

    /// The backup for a chef: the same skill, else all-round, else (with one shared queue) anyone; ties: the lowest
    /// number.
    fn find_backup(&self, o: usize, skill: Skill) -> Option<usize> {
        let outlet = &self.outlets[o];
        let home = |wanted: &dyn Fn(Skill) -> bool| {
            outlet.chefs.iter().position(|c| c.standby && c.duty == Duty::Home && wanted(c.skill))
        };
        home(&|s| s == skill)
            .or_else(|| home(&|s| s == Skill::AllRound))
            .or_else(|| if outlet.kitchen == KitchenKind::Specialised { None } else { home(&|_| true) })
    }

    pub(super) fn backup_goes_home(&mut self, o: usize, b: usize, w: &mut impl Witness) {
        self.leave_stove(o, b);
        self.outlets[o].chefs[b].duty = Duty::Home;
        self.reschedule_chef(o, b);
        self.staff_changed(o);
        w.see(self, Notice::BackupGoesHome { chef: self.chef_ref(o, b) });
        self.seek_backups(o, w);
        if self.outlets[o].chefs[b].duty == Duty::Home {
            self.share_out_line(o, b);
        }
    }

    /// A chef is no longer present: not free, not counted, his clock of illness stopped.
    fn leave_stove(&mut self, o: usize, c: usize) {
        self.outlets[o].no_longer_free(c);
        let outlet = &mut self.outlets[o];
        let chef = &mut outlet.chefs[c];
        if chef.is_well_and_here() {
            outlet.areas.chefs_here.add(self.now, -1);
        }
        if let Illness::Ill { .. } = chef.illness {
            outlet.areas.chefs_ill.add(self.now, -1);
        }
        chef.stop_illness_clock(self.now);
        chef.illness = Illness::Well;
        chef.away_until = None;
    }

    /// Sends a chef who was rude to be retrained; he is paid meanwhile.
    pub(super) fn retrain_chef(&mut self, o: usize, c: usize, lasts: Span, w: &mut impl Witness) {
        let until = self.now + lasts;
        self.outlets[o].no_longer_free(c);
        let outlet = &mut self.outlets[o];
        outlet.areas.chefs_here.add(self.now, -1);
        outlet.chefs[c].stop_illness_clock(self.now);
        outlet.chefs[c].away_until = Some(until);
        self.reschedule_chef(o, c);
        self.staff_changed(o);
        w.see(self, Notice::ChefRetrained { chef: self.chef_ref(o, c), until });
    }

    pub(super) fn retrain_rider(&mut self, o: usize, r: usize, lasts: Span, w: &mut impl Witness) {
        let until = self.now + lasts;
        let outlet = &mut self.outlets[o];
        outlet.free_riders.remove(r as u32);
        outlet.areas.riders_here.add(self.now, -1);
        outlet.riders[r].away_until = Some(until);
        self.reschedule_rider(o, r);
        w.see(self, Notice::RiderRetrained { rider: self.rider_ref(o, r), until });
    }

    /// A chef leaves after his last order, or without one.
    pub(super) fn chef_goes(&mut self, o: usize, c: usize, w: &mut impl Witness) {
        self.leave_stove(o, c);
        let chef = &mut self.outlets[o].chefs[c];
        chef.duty = Duty::Gone;
        chef.rude = None;
        chef.slow = None;
        chef.burns = None;
        chef.upgrade_at = None;
        if let Some(covered) = chef.covers.take() {
            self.outlets[o].chefs[covered as usize].covered_by = None;
        }
        self.reschedule_chef(o, c);
        self.staff_changed(o);
        w.see(self, Notice::ChefLeft { chef: self.chef_ref(o, c) });
        self.uncover(o, c, w);
        self.seek_backups(o, w);
        self.share_out_line(o, c);
    }

    /// Shares out a private queue whose chef is no longer here among those who are.
    fn share_out_line(&mut self, o: usize, c: usize) {
        if self.outlets[o].kitchen == KitchenKind::Private {
            self.refile(o, &[c + 1]);
        }
    }

    pub(super) fn rider_starts(&mut self, o: usize, r: usize, w: &mut impl Witness) {
        let open = matches!(self.outlets[o].status, Status::Open | Status::Closing);
        if open {
            self.outlets[o].riders[r].duty = Duty::Present;
            self.rider_here(o, r, w);
        } else {
            self.outlets[o].riders[r].duty = Duty::Off;
            self.reschedule_rider(o, r);
        }
        w.see(self, Notice::RiderStarts { rider: self.rider_ref(o, r) });
        self.staff_changed(o);
        self.dispatch_work(o, w);
    }

    /// A rider can take boxes from now.
    pub(super) fn rider_here(&mut self, o: usize, r: usize, w: &mut impl Witness) {
        self.outlets[o].areas.riders_here.add(self.now, 1);
        self.rider_free(o, r);
        if self.outlets[o].riders[r].leaving {
            self.rider_goes(o, r, w);
        }
    }

    pub(super) fn rider_goes(&mut self, o: usize, r: usize, w: &mut impl Witness) {
        let outlet = &mut self.outlets[o];
        outlet.free_riders.remove(r as u32);
        if outlet.riders[r].is_here() {
            outlet.areas.riders_here.add(self.now, -1);
        }
        let rider = &mut outlet.riders[r];
        rider.duty = Duty::Gone;
        rider.away_until = None;
        rider.rude = None;
        self.reschedule_rider(o, r);
        self.staff_changed(o);
        w.see(self, Notice::RiderLeft { rider: self.rider_ref(o, r) });
    }

    /// Sends everybody home from an outlet that has closed.
    pub(super) fn send_home(&mut self, o: usize) {
        for c in 0..self.outlets[o].chefs.len() {
            if matches!(self.outlets[o].chefs[c].duty, Duty::Present | Duty::Home) {
                self.leave_stove(o, c);
                let chef = &mut self.outlets[o].chefs[c];
                chef.duty = if chef.leaving { Duty::Gone } else { Duty::Off };
                (chef.covers, chef.covered_by, chef.rude) = (None, None, None);
                self.drop_work(o, c, &mut ());
                self.reschedule_chef(o, c);
            }
        }
        for r in 0..self.outlets[o].riders.len() {
            if self.outlets[o].riders[r].duty == Duty::Present {
                if self.outlets[o].riders[r].is_here() {
                    self.outlets[o].areas.riders_here.add(self.now, -1);
                }
                let rider = &mut self.outlets[o].riders[r];
                rider.duty = if rider.leaving { Duty::Gone } else { Duty::Off };
                (rider.away_until, rider.rude) = (None, None);
                self.reschedule_rider(o, r);
            }
        }
        self.outlets[o].free_riders = IdleQueue::default();
    }

    /// After a staff change: updates wages, board and availability.
    pub(super) fn staff_changed(&mut self, o: usize) {
        self.staffing[o] += 1;
        let wages = self.wages_of(o);
        let outlet = &mut self.outlets[o];
        if wages != outlet.wages_per_hour {
            self.till.accrue(self.now);
            self.till.wages_per_hour += wages - outlet.wages_per_hour;
            outlet.wages_per_hour = wages;
        }
        let present = outlet.count_present();
        self.book.presence_changed(outlet.present, present);
        outlet.present = present;
        outlet.most_present = outlet.most_present.max(u64::from(present));
        self.recompute_posting(o);
        self.recompute_available(o);
        self.recompute_stopped(o);
    }

    /// The wages of everybody present, including those ill or away, and the retainers of backups at home; cents an
    /// hour.
    fn wages_of(&self, o: usize) -> Cents {
        let (outlet, money) = (&self.outlets[o], &self.setup.money);
        let chefs = outlet.chefs.iter().map(|chef| match chef.duty {
            Duty::Present => money.chef_wage,
            Duty::Home => money.standby_retainer,
            _ => Cents::ZERO,
        });
        let riders = outlet.riders.iter().filter(|r| r.duty == Duty::Present).count() as i64;
        chefs.sum::<Cents>() + money.rider_wage * riders
    }

    /// Whether an outlet is available: open, with power, link and a chef at work or ready.
    pub(super) fn recompute_available(&mut self, o: usize) {
        let outlet = &mut self.outlets[o];
        let available =
            outlet.is_open() && outlet.power.is_fine() && outlet.link.is_fine() && outlet.areas.chefs_here.value() > 0;
        let was = outlet.areas.available.value() == 1;
        if available != was {
            outlet.areas.available.set(self.now, available as u64);
            self.available = if available { self.available + 1 } else { self.available - 1 };
            self.book.available.set(self.now, (self.available > 0) as u64);
        }
    }
}
