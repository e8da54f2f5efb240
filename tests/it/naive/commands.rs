//! Commands: may it be done, what does it cost, do it.

use super::lamps::{LampNow, Slice};
use super::phones::Duty as ClerkDuty;
use super::streets::{is_by_street, streets};
use super::{At, Bucket, Chef, CityEffect, Doing, Duty, Manager, Naive, Rider, SpellKind, Status};
use pizzeria::sim::command::{
    Command, Decision, Fault, FuseChange, HealthChange, ManagerChange, RetryChange, TrayChange,
};
use pizzeria::sim::setup::{
    BudgetOf, DeliveryMode, FuseSetup, KitchenKind, ManagerSetup, QuotaSetup, QuotaShare, RetrySetup, Skill,
};
use pizzeria::units::{Cents, OutletId, Span, Time};

const HOUR: Span = Span::from_hours(1);

impl Chef {
    pub fn new(skill: Skill, level: u8, standby: bool, duty: Duty) -> Chef {
        Chef {
            skill,
            level,
            standby,
            duty,
            doing: Doing::Nothing,
            idle_since: Time::ZERO,
            ill: None,
            ill_on_road: None,
            away: None,
            rude: None,
            leaving: false,
            slow: None,
            burns: None,
            upgrade: None,
            last_item: None,
            covers: None,
            falls_ill: None,
            healthy_since: None,
            was_healthy: Span::ZERO,
            illnesses: 0,
        }
    }
}

impl Rider {
    pub fn new(duty: Duty) -> Rider {
        Rider { duty, idle_since: Time::ZERO, trip: None, away: None, rude: None, leaving: false }
    }
}

impl Naive {
    /// Does a command if it may be done and paid for; whether it was done.
    pub fn obey(&mut self, command: &Command) -> bool {
        let Some(price) = self.price(command) else { return false };
        if price > Cents::ZERO && self.setup.money.cash.is_some_and(|cash| cash + self.books.profit() < price) {
            return false;
        }
        self.books.investments += price;
        self.carry_out(command);
        self.settle();
        true
    }

    fn runs(&self, o: usize) -> bool {
        matches!(self.outlets[o].status, Status::Open | Status::Closing)
    }

    fn can_hire(&self, o: usize) -> bool {
        let shop = &self.outlets[o];
        matches!(shop.status, Status::Open | Status::Opening(_)) && shop.dark.is_none()
    }

    /// What it costs; `None`: refused.
    fn price(&self, command: &Command) -> Option<Cents> {
        match command {
            Command::Decision(decision) => self.price_of(decision),
            Command::Fault(fault) => self.can_happen(fault).then_some(Cents::ZERO),
        }
    }

    fn price_of(&self, decision: &Decision) -> Option<Cents> {
        use Decision::*;
        let free = Cents::ZERO;
        let money = &self.setup.money;
        match *decision {
            HireChef { outlet, standby, count, .. } => {
                let o = outlet.index();
                let employed = |c: &&Chef| matches!(c.duty, Duty::Coming(_) | Duty::Here | Duty::Off);
                let taken = self.outlets[o].chefs.iter().filter(employed).filter(|c| !c.standby).count();
                let room = self.setup.outlets[o].max_chefs.is_none_or(|max| taken + count as usize <= max as usize);
                (self.can_hire(o) && (standby || room)).then(|| money.chef_fee * count as i64)
            }
            HireRider { outlet, count } => self.can_hire(outlet.index()).then(|| money.rider_fee * count as i64),
            DismissChef { outlet, skill, count } => {
                (self.chefs_to_go(outlet.index(), skill).len() >= count as usize).then_some(free)
            }
            DismissRider { outlet, count } => {
                (self.riders_to_go(outlet.index()).len() >= count as usize).then_some(free)
            }
            HireClerk { .. } | DismissClerk { .. } | SetClerksEach { .. } | SetFuse { .. } | SetGiveUp { .. }
                if self.volumes.is_some() =>
            {
                None
            }
            SetBooks { .. } => self.volumes.as_ref().map(|_| free),
            HireClerk { count } => {
                let counted = self.phones.as_ref().is_some_and(|phones| phones.is_counted());
                counted.then(|| money.clerk_fee * count as i64)
            }
            DismissClerk { count } => {
                let phones = self.phones.as_ref().filter(|phones| phones.is_counted())?;
                (phones.to_go().len() > count as usize).then_some(free)
            }
            SetClerksEach { .. } => Some(free),
            SetGiveUp { after } => (after != Some(Span::ZERO)).then_some(free),
            SetFuse { change } => {
                let has_one = self.phones.as_ref().is_some_and(|phones| phones.rules.fuse.is_some());
                let says = change != FuseChange::default() || !has_one;
                let fits = change.after.is_none_or(|after| after <= 10) && change.lasts != Some(Span::ZERO);
                (says && fits).then_some(free)
            }
            UpgradeChefs { outlet } => {
                let o = outlet.index();
                let who = self.below_the_top(o);
                let price = who.iter().map(|&c| money.tools[self.outlets[o].chefs[c].level as usize]).sum();
                (!who.is_empty()).then_some(price)
            }
            OpenOutlet { outlet } => (self.outlets[outlet.index()].status == Status::Closed)
                .then(|| self.setup.outlets[outlet.index()].open_cost),
            CloseOutlet { outlet } => (self.outlets[outlet.index()].status == Status::Open).then_some(free),
            SetPrep { prep, .. } => self.setup.items[prep.item.index()].base.map(|_| free),
            SetPolicy { policy } => (!is_by_street(policy) || streets(&self.setup)).then_some(free),
            SplitStreet { zone, ways } => {
                (!self.hot_zones(zone).is_empty() && ways as usize <= self.outlets.len()).then_some(free)
            }
            SetFailover { .. } | SetHealthCheck { .. } | SetBoardRefresh { .. } => Some(free),
            SetKitchen { kitchen, .. } => (kitchen == KitchenKind::Shared || !self.setup.has_trays()).then_some(free),
            SetDelivery { mode } => (mode != DeliveryMode::Coupled || !self.setup.has_trays()).then_some(free),
            SetTray { item, change, .. } => {
                let says = change != TrayChange::default() && change.keeps != Some(Span::ZERO);
                (says && self.setup.items[item.index()].tray.is_some()).then_some(free)
            }
            SetWhenNone { .. } | SetBatch { .. } | ClearPrep { .. } => Some(free),
            SetQueueLimit { .. } | SetQueueOrder { .. } | SetShelfLimit { .. } | SetRetry { .. } => Some(free),
            SetManager { outlet, change } => {
                let says = change != ManagerChange::default() || self.outlets[outlet.index()].manager.is_none();
                (says && change.every.is_none_or(|every| every >= Span::from_secs(1))).then_some(free)
            }
            SetHealth { change } => (change != HealthChange::default()).then_some(free),
            SetOrderNumbers { on, memory } => {
                let same = |&(old, _): &(Span, Time)| memory.is_none_or(|new| new == old);
                let changes = if on {
                    !self.desk.numbers.iter().any(same)
                } else {
                    memory.is_none() && self.desk.numbers.is_some()
                };
                changes.then_some(free)
            }
            SetQuota { zone, share, per_hour, burst } => {
                let of_all = share == Some(QuotaShare::All) && zone.is_some();
                (!of_all && (per_hour.is_some() || burst.is_none())).then_some(free)
            }
        }
    }

    fn can_happen(&self, fault: &Fault) -> bool {
        use Fault::*;
        let chef = |outlet: OutletId, skill: Option<Skill>, also: fn(&Chef) -> bool| {
            let fits = |c: &Chef| skill.is_none_or(|s| s == c.skill) && also(c);
            self.runs(outlet.index()) && self.first_chef(outlet.index(), fits).is_some()
        };
        let there = |outlet: OutletId| &self.outlets[outlet.index()];
        match *fault {
            PowerOutage { outlet, .. } => self.runs(outlet.index()) && there(outlet).dark.is_none(),
            RestorePower { outlet } => there(outlet).dark.is_some(),
            CutLine { outlet, .. } => self.runs(outlet.index()) && there(outlet).cut.is_none(),
            MendLine { outlet } => there(outlet).cut.is_some(),
            ChefIll { outlet, skill, .. } => chef(outlet, skill, |_| true),
            SlowChef { outlet, skill, .. } => chef(outlet, skill, |c| c.slow.is_none()),
            Burns { outlet, skill, after, .. } => !after.is_zero() && chef(outlet, skill, |c| c.burns.is_none()),
            ClearTray { outlet, item } => {
                let fresh =
                    |lamp: &LampNow| lamp.item == item.index() && matches!(lamp.look(self.now), Slice::Fresh(_));
                self.runs(outlet.index()) && there(outlet).lamps.iter().any(fresh)
            }
            DeadLine { .. } if self.volumes.is_some() => false,
            BookAway { book, .. } => {
                let volume = self.volumes.as_ref().and_then(|volumes| volumes.all.get(book as usize - 1));
                volume.is_some_and(|volume| volume.away.is_none() && !volume.burnt)
            }
            BookBurns { book } => {
                let all = self.volumes.as_ref().map_or(&[][..], |volumes| &volumes.all);
                let left = all.iter().filter(|volume| !volume.burnt).count();
                left > 1 && all.get(book as usize - 1).is_some_and(|volume| !volume.burnt)
            }
            DeadLine { outlet, .. } => {
                let o = outlet.index();
                self.runs(o) && self.phones.as_ref().is_none_or(|phones| phones.dead[o].is_none())
            }
            RudeDriver { outlet, .. } => {
                let o = outlet.index();
                let found = match self.mode {
                    DeliveryMode::Pickup => false,
                    DeliveryMode::Coupled => self.rude_chef(o).is_some(),
                    DeliveryMode::Decoupled => self.rude_rider(o).is_some(),
                };
                self.runs(o) && found
            }
            BadLine { zone, .. } => {
                let mut zones = self.setup.zones.iter().enumerate();
                zones.any(|(z, spec)| spec.unsure.is_some() && zone.is_none_or(|only| only.index() == z))
            }
            Surge { .. } | Traffic { .. } | Impatience { .. } => true,
        }
    }

    /// The lowest-numbered chef at work and well.
    fn first_chef(&self, o: usize, also: impl Fn(&Chef) -> bool) -> Option<usize> {
        self.outlets[o].chefs.iter().position(|c| c.well_and_here() && c.ill_on_road.is_none() && also(c))
    }

    fn rude_chef(&self, o: usize) -> Option<usize> {
        self.first_chef(o, Chef::is_free).or(self.first_chef(o, |c| c.rude.is_none() && !c.leaving))
    }

    fn rude_rider(&self, o: usize) -> Option<usize> {
        let first = |fits: &dyn Fn(&Rider) -> bool| {
            self.outlets[o].riders.iter().position(|r| r.here() && !r.leaving && fits(r))
        };
        first(&|r| r.trip.is_none()).or(first(&|r| r.rude.is_none()))
    }

    /// Who may be dismissed, who goes first first: on the way, ill or away, idle, busy, at home; the last hired first.
    fn chefs_to_go(&self, o: usize, skill: Option<Skill>) -> Vec<usize> {
        let chefs = &self.outlets[o].chefs;
        let group = |c: &Chef| match c.duty {
            Duty::Coming(_) => 0,
            Duty::Home => 4,
            _ if c.ill.is_some() || c.away.is_some() => 1,
            _ if c.doing == Doing::Nothing => 2,
            _ => 3,
        };
        let fits = |c: &Chef| c.duty != Duty::Gone && !c.leaving && skill.is_none_or(|s| s == c.skill);
        let mut who: Vec<usize> = (0..chefs.len()).rev().filter(|&c| fits(&chefs[c])).collect();
        who.sort_by_key(|&c| group(&chefs[c]));
        who
    }

    fn riders_to_go(&self, o: usize) -> Vec<usize> {
        let riders = &self.outlets[o].riders;
        let group = |r: &Rider| match r.duty {
            Duty::Coming(_) => 0,
            _ if r.away.is_some() => 1,
            _ if r.trip.is_none() => 2,
            _ => 3,
        };
        let mut who: Vec<usize> =
            (0..riders.len()).rev().filter(|&r| riders[r].duty != Duty::Gone && !riders[r].leaving).collect();
        who.sort_by_key(|&r| group(&riders[r]));
        who
    }

    fn below_the_top(&self, o: usize) -> Vec<usize> {
        let top = self.setup.kitchen.level_speed.len();
        let chefs = &self.outlets[o].chefs;
        let fits = |c: &Chef| c.duty != Duty::Gone && (c.level as usize) < top && c.upgrade.is_none();
        (0..chefs.len()).filter(|&c| fits(&chefs[c])).collect()
    }

    fn carry_out(&mut self, command: &Command) {
        match command {
            Command::Decision(decision) => self.decide(decision),
            Command::Fault(fault) => self.apply_fault(fault),
        }
    }

    fn decide(&mut self, decision: &Decision) {
        use Decision::*;
        let now = self.now;
        let starts = now + self.setup.kitchen.hire_time;
        match *decision {
            HireChef { outlet, skill, standby, count } => {
                for _ in 0..count {
                    let chef = Chef::new(skill.unwrap_or(Skill::AllRound), 1, standby, Duty::Coming(starts));
                    self.outlets[outlet.index()].chefs.push(chef);
                }
            }
            SetManager { outlet, change: ManagerChange { every, per_waiting, counts_coming, on } } => {
                let shop = &mut self.outlets[outlet.index()];
                let first = shop.manager.is_none();
                let manager = shop.manager.get_or_insert(Manager::begins(ManagerSetup::default(), now));
                let was_on = !first && manager.on;
                let rule = &mut manager.rule;
                rule.every = every.unwrap_or(rule.every);
                rule.per_waiting = per_waiting.unwrap_or(rule.per_waiting);
                rule.counts_coming = counts_coming.unwrap_or(rule.counts_coming);
                manager.on = on.unwrap_or(first || was_on);
                manager.next = match manager.on {
                    false => Time::NEVER,
                    true if every.is_some() || !was_on => now + manager.rule.every,
                    true => manager.next,
                };
            }
            HireRider { outlet, count } => {
                let riders = &mut self.outlets[outlet.index()].riders;
                (0..count).for_each(|_| riders.push(Rider::new(Duty::Coming(starts))));
            }
            DismissChef { outlet, skill, count } => {
                for c in self.chefs_to_go(outlet.index(), skill).into_iter().take(count as usize) {
                    self.dismiss_chef(outlet.index(), c);
                }
            }
            DismissRider { outlet, count } => {
                for r in self.riders_to_go(outlet.index()).into_iter().take(count as usize) {
                    let rider = &mut self.outlets[outlet.index()].riders[r];
                    rider.leaving = true;
                    if rider.trip.is_none() {
                        (rider.duty, rider.away) = (Duty::Gone, None);
                    }
                }
            }
            UpgradeChefs { outlet } => {
                for c in self.below_the_top(outlet.index()) {
                    self.outlets[outlet.index()].chefs[c].upgrade = Some(now + self.setup.kitchen.upgrade_time);
                }
            }
            OpenOutlet { outlet } => {
                let o = outlet.index();
                self.outlets[o].status = Status::Opening(now + self.setup.outlets[o].open_time);
            }
            CloseOutlet { outlet } => {
                self.outlets[outlet.index()].status = Status::Closing;
                self.forget_health(outlet.index());
                self.truth_changed();
                self.desk_for_closing(outlet.index());
            }
            HireClerk { count } => {
                let clerk = super::phones::Clerk { duty: ClerkDuty::Coming(starts), leaving: false, call: None };
                (0..count).for_each(|_| self.phones().clerks.push(clerk));
            }
            DismissClerk { count } => {
                let who = self.phones().to_go();
                who.into_iter().take(count as usize).for_each(|c| self.clerk_leaves(c));
            }
            SetClerksEach { each } => {
                self.phones().rules.each = each;
                self.clerks_ring();
            }
            SetBooks { wait_for } => {
                self.volumes().rule = wait_for;
                self.takes_what_it_may();
            }
            SetGiveUp { after } => {
                self.phones().rules.give_up = after;
                self.ringing_set_anew(None);
            }
            SetFuse { change } => {
                let old = self.phones().rules.fuse.unwrap_or_default();
                let rule = FuseSetup {
                    after: change.after.unwrap_or(old.after),
                    lasts: change.lasts.unwrap_or(old.lasts),
                    scope: change.scope.unwrap_or(old.scope),
                };
                self.set_fuse((change.on != Some(false)).then_some(rule));
            }
            SetPolicy { policy } => self.desk.policy = policy,
            SetFailover { on } => {
                self.desk.failover = on;
                self.truth_changed();
            }
            SetHealthCheck { every } => {
                self.desk.check_every = every;
                self.desk.next_check = if every.is_zero() { Time::NEVER } else { self.now + every };
                self.desk.checks_from = self.now;
                self.set_ask();
                self.truth_changed();
            }
            SetHealth { change } => self.set_health(change),
            SetBoardRefresh { every } => {
                self.desk.look_every = every;
                self.desk.next_look = if every.is_zero() { Time::NEVER } else { self.now + every };
                self.look();
            }
            SetWhenNone { when_none } => self.desk.when_none = when_none,
            SetKitchen { outlet, kitchen, join } => {
                let o = outlet.index();
                self.outlets[o].kitchen = kitchen;
                self.outlets[o].turns.clear();
                self.outlets[o].join = join.unwrap_or(self.outlets[o].join);
                for t in self.alive.clone() {
                    if self.tickets[t].outlet == o && self.tickets[t].at != At::Line {
                        self.tickets[t].private = None;
                    }
                }
                self.share_out(o, |_| true);
            }
            SplitStreet { zone, ways } => self.hot_zones(zone).iter().for_each(|&z| self.zones[z].split(ways)),
            SetDelivery { mode } => self.mode = mode,
            SetBatch { batch } => self.batch = batch,
            SetPrep { outlet, prep } => {
                self.outlets[outlet.index()].prep = Some(prep);
                self.outlets[outlet.index()].prep_item = Some(prep.item);
                self.set_window(outlet.index());
            }
            ClearPrep { outlet } => {
                self.outlets[outlet.index()].prep = None;
                self.set_window(outlet.index());
            }
            SetQueueLimit { outlet, limit } => self.outlets[outlet.index()].queue_limit = limit,
            SetQueueOrder { outlet, order } => {
                self.outlets[outlet.index()].queue_order = order;
                self.outlets[outlet.index()].turns.clear();
            }
            SetQuota { zone, share, per_hour, burst } => {
                let burst = burst.unwrap_or(5);
                let bucket = per_hour.map(|per_hour| Bucket::full(QuotaSetup { per_hour, burst }, self.now));
                if share == Some(QuotaShare::All) {
                    self.desk.quota = bucket;
                } else {
                    let of = |z: usize| zone.is_none_or(|only| only.index() == z);
                    (0..self.zones.len()).filter(|&z| of(z)).for_each(|z| self.zones[z].quota = bucket);
                }
            }
            SetOrderNumbers { on, memory } => {
                let (old, since) = self.desk.numbers.unwrap_or((Span::from_mins(30), self.now));
                self.desk.numbers = on.then_some((memory.unwrap_or(old), since));
            }
            SetTray { outlet, item, change } => {
                let lamp = self.lamp(outlet.index(), item.index()).expect("permitted");
                lamp.rule.keeps = change.keeps.unwrap_or(lamp.rule.keeps);
                lamp.rule.refill = change.refill.unwrap_or(lamp.rule.refill);
                lamp.rule.old_for = change.old_for.unwrap_or(lamp.rule.old_for);
            }
            SetShelfLimit { outlet, limit } => self.outlets[outlet.index()].shelf_limit = limit,
            SetRetry { zone, change } => {
                for z in 0..self.zones.len() {
                    if zone.is_none_or(|of| of.index() == z) {
                        self.zones[z].retry = Some(changed(self.zones[z].retry, change));
                    }
                }
            }
        }
    }

    pub fn dismiss_chef(&mut self, o: usize, c: usize) {
        self.outlets[o].chefs[c].leaving = true;
        let chef = &self.outlets[o].chefs[c];
        if chef.well_and_here() && chef.doing != Doing::Nothing {
            return;
        }
        // Gone at once; a finished box that he held waits where it is for a place on the shelf.
        self.work_is_lost(o, c);
        self.chef_goes(o, c);
    }

    fn apply_fault(&mut self, fault: &Fault) {
        use Fault::*;
        let now = self.now;
        let end = |lasts: Option<Span>| lasts.map_or(Time::NEVER, |lasts| now + lasts);
        match *fault {
            PowerOutage { outlet, lasts } => {
                let o = outlet.index();
                self.outlets[o].dark = Some(end(lasts));
                for c in 0..self.outlets[o].chefs.len() {
                    let worked = matches!(self.outlets[o].chefs[c].doing, Doing::Cooking { .. } | Doing::Bases { .. });
                    self.work_is_lost(o, c);
                    if worked && self.outlets[o].chefs[c].well_and_here() {
                        self.hands_free(o, c);
                    }
                }
                self.truth_changed();
            }
            RestorePower { outlet } => self.light_back(outlet.index()),
            CutLine { outlet, lasts } => {
                let o = outlet.index();
                self.outlets[o].cut = Some(end(lasts));
                for t in self.tickets_at(o, At::Line) {
                    self.tickets[t].known = true;
                }
                self.truth_changed();
            }
            MendLine { outlet } => self.line_mended(outlet.index()),
            ChefIll { outlet, skill, lasts } => {
                let o = outlet.index();
                let c = self.first_chef(o, |c| skill.is_none_or(|s| s == c.skill)).expect("permitted");
                self.fall_ill(o, c, now + lasts.unwrap_or(HOUR));
            }
            SlowChef { outlet, skill, factor, lasts } => {
                let o = outlet.index();
                let who = |c: &Chef| skill.is_none_or(|s| s == c.skill) && c.slow.is_none();
                let c = self.first_chef(o, who).expect("permitted");
                self.outlets[o].chefs[c].slow = Some((factor, end(lasts)));
                if self.burns_in_hand(o, c) {
                    return;
                }
                if let Doing::Cooking { until, .. } | Doing::Bases { until, .. } = &mut self.outlets[o].chefs[c].doing {
                    *until = now + Span((until.since(now).0 as f64 / factor).round() as u64);
                }
            }
            Burns { outlet, skill, after, lasts } => {
                let o = outlet.index();
                let who = |c: &Chef| skill.is_none_or(|s| s == c.skill) && c.burns.is_none();
                let c = self.first_chef(o, who).expect("permitted");
                self.begins_to_burn(o, c, after, end(lasts));
            }
            ClearTray { outlet, item } => {
                let lamp = self.lamp(outlet.index(), item.index()).expect("permitted");
                let (_, until) = lamp.trays.last_mut().expect("it is fresh");
                *until = now;
            }
            BookAway { book, lasts } => self.volume_away(book as usize - 1, end(lasts)),
            BookBurns { book } => self.volume_burns(book as usize - 1),
            DeadLine { outlet, lasts } => self.phone_dead(outlet.index(), end(lasts)),
            RudeDriver { outlet, lasts } => self.rude(outlet.index(), lasts.unwrap_or(HOUR)),
            Surge { zone, item, factor, lasts } => {
                let zone = zone.map(|z| z.index());
                let what = SpellKind::Surge { zone, item: item.map(|i| i.index()) };
                let before = self.spells.len();
                self.spells.retain(|spell| spell.what != what || spell.until != Time::NEVER);
                let until = lasts.map_or(Time::NEVER, |lasts| now + lasts);
                let is_more = factor != 1.0 || until != Time::NEVER;
                let has_ended = self.spells.len() < before;
                if is_more {
                    self.spells.push(CityEffect { what, factor, until });
                }
                // The usual demand where it is usual changes nothing.
                if is_more || has_ended {
                    self.demand_changed(zone);
                }
            }
            Traffic { factor, lasts } => {
                self.spells.push(CityEffect { what: SpellKind::Traffic, factor, until: now + lasts });
            }
            BadLine { zone, share, lasts } => {
                let what = SpellKind::BadLine { zone: zone.map(|z| z.index()) };
                self.spells.retain(|spell| spell.what != what || spell.until != Time::NEVER);
                if share > 0.0 {
                    let until = lasts.map_or(Time::NEVER, |lasts| now + lasts);
                    self.spells.push(CityEffect { what, factor: share, until });
                }
            }
            Impatience { zone, factor, lasts } => {
                let what = SpellKind::Impatience { zone: zone.map(|z| z.index()) };
                self.spells.push(CityEffect { what, factor, until: now + lasts });
            }
        }
    }

    fn rude(&mut self, o: usize, lasts: Span) {
        if self.mode == DeliveryMode::Coupled {
            let c = self.rude_chef(o).expect("permitted");
            match self.outlets[o].chefs[c].is_free() {
                true => self.retrain_chef(o, c, lasts),
                false => self.outlets[o].chefs[c].rude = Some(lasts),
            }
        } else {
            let r = self.rude_rider(o).expect("permitted");
            let now = self.now;
            let rider = &mut self.outlets[o].riders[r];
            match rider.trip {
                None => rider.away = Some(now + lasts),
                Some(_) => rider.rude = Some(lasts),
            }
        }
    }
}

fn changed(old: Option<RetrySetup>, change: RetryChange) -> RetrySetup {
    let mut retry = old.unwrap_or(RetrySetup {
        probability: 1.0,
        wait: Span::from_mins(5),
        backoff: 1.0,
        jitter: false,
        max: 3,
        budget: None,
        of: BudgetOf::Deliveries,
    });
    retry.probability = change.probability.unwrap_or(retry.probability);
    retry.wait = change.wait.unwrap_or(retry.wait);
    retry.backoff = change.backoff.unwrap_or(retry.backoff);
    retry.jitter = change.jitter.unwrap_or(retry.jitter);
    retry.max = change.max.unwrap_or(retry.max);
    retry.budget = change.budget.or(retry.budget);
    retry.of = change.of.unwrap_or(retry.of);
    retry
}
