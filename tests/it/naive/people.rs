//! People: who starts, falls ill, is noticed, is covered for, is away, and goes.

use super::{Doing, Duty, Ill, Naive, Status};
use pizzeria::chance::{Draws, Source};
use pizzeria::sim::setup::{KitchenKind, Skill};
use pizzeria::units::{Span, Time};

impl Naive {
    /// A chef has arrived: at the stove, or, a backup, at home by the telephone.
    pub fn chef_here(&mut self, o: usize, c: usize) {
        if self.outlets[o].chefs[c].standby {
            self.outlets[o].chefs[c].duty = Duty::Home;
        } else {
            self.at_the_stove(o, c);
        }
    }

    fn at_the_stove(&mut self, o: usize, c: usize) {
        self.outlets[o].chefs[c].duty = Duty::Here;
        self.outlets[o].chefs[c].idle_since = self.now;
        self.start_illness_clock(o, c);
    }

    pub fn chef_starts(&mut self, o: usize, c: usize) {
        if matches!(self.outlets[o].status, Status::Open | Status::Closing) {
            self.chef_here(o, c);
        } else {
            self.outlets[o].chefs[c].duty = Duty::Off;
        }
    }

    fn illness_draws(&self, o: usize, c: usize) -> Draws {
        let k = self.outlets[o].chefs[c].illnesses;
        Draws::keyed(self.setup.seed, Source::Illness, (o as u64) << 32 | c as u64, k)
    }

    pub fn start_illness_clock(&mut self, o: usize, c: usize) {
        let Some(illness) = self.setup.outlets[o].illness else { return };
        let whole = Span::drawn(illness.every.seconds() * self.illness_draws(o, c).exponential());
        let chef = &mut self.outlets[o].chefs[c];
        chef.healthy_since = Some(self.now);
        chef.falls_ill = Some(self.now + Span(whole.0 - chef.was_healthy.0));
    }

    /// The time spent healthy at work counts towards the next illness, whatever comes between.
    pub fn stop_illness_clock(&mut self, o: usize, c: usize) {
        let now = self.now;
        let chef = &mut self.outlets[o].chefs[c];
        chef.falls_ill = None;
        if let Some(since) = chef.healthy_since.take() {
            chef.was_healthy += now.since(since);
        }
    }

    pub fn random_illness(&mut self, o: usize, c: usize) {
        let illness = self.setup.outlets[o].illness.expect("only then is anybody ill by chance");
        let mut draws = self.illness_draws(o, c);
        draws.exponential();
        let lasts = Span::drawn(illness.lasts.seconds() * draws.exponential());
        let chef = &mut self.outlets[o].chefs[c];
        chef.illnesses += 1;
        (chef.healthy_since, chef.was_healthy) = (None, Span::ZERO);
        self.fall_ill(o, c, self.now + lasts);
    }

    /// Ill from now; who is on the road, from when he is home.
    pub fn fall_ill(&mut self, o: usize, c: usize, until: Time) {
        self.stop_illness_clock(o, c);
        if let Doing::Out { .. } = self.outlets[o].chefs[c].doing {
            self.outlets[o].chefs[c].ill_on_road = Some(until);
        } else {
            self.lie_down(o, c, until);
        }
    }

    fn lie_down(&mut self, o: usize, c: usize, until: Time) {
        if let Doing::Bases { .. } = self.outlets[o].chefs[c].doing {
            self.work_is_lost(o, c);
        }
        let notice = (self.now + self.setup.kitchen.notice_time).min(until);
        self.stop_illness_clock(o, c);
        self.outlets[o].chefs[c].ill = Some(Ill { until, notice: Some(notice) });
    }

    pub fn illness_noticed(&mut self, o: usize, c: usize) {
        self.outlets[o].chefs[c].ill.as_mut().expect("ill").notice = None;
        self.work_is_lost(o, c);
    }

    pub fn well_again(&mut self, o: usize, c: usize) {
        self.work_is_lost(o, c);
        self.outlets[o].chefs[c].ill = None;
        self.start_illness_clock(o, c);
        // His own backup is free for others before he, perhaps a backup too, goes home.
        while self.cover(o) {}
        if self.outlets[o].chefs[c].in_hand().is_none() {
            self.hands_free(o, c);
        }
    }

    /// A chef has nothing in hand: goes, lies down, is retrained, goes home to his telephone, or is idle.
    pub fn hands_free(&mut self, o: usize, c: usize) {
        let now = self.now;
        let chef = &mut self.outlets[o].chefs[c];
        chef.doing = Doing::Nothing;
        chef.idle_since = now;
        if chef.duty == Duty::Gone {
            return;
        }
        let on_road = chef.ill_on_road.take();
        if chef.leaving {
            return self.chef_goes(o, c);
        }
        match on_road {
            Some(until) if until > now => return self.lie_down(o, c, until),
            Some(_) => self.start_illness_clock(o, c),
            None => {}
        }
        let chef = &mut self.outlets[o].chefs[c];
        if chef.ill.is_some() {
            return;
        }
        if let Some(lasts) = chef.rude.take() {
            return self.retrain_chef(o, c, lasts);
        }
        if chef.standby && chef.covers.is_none() {
            self.backup_goes_home(o, c);
        }
    }

    pub fn retrain_chef(&mut self, o: usize, c: usize, lasts: Span) {
        self.stop_illness_clock(o, c);
        let now = self.now;
        let chef = &mut self.outlets[o].chefs[c];
        chef.away = Some(now + lasts);
    }

    fn backup_goes_home(&mut self, o: usize, c: usize) {
        self.outlets[o].chefs[c].duty = Duty::Home;
        self.stop_illness_clock(o, c);
        // Perhaps he is needed elsewhere at once, and keeps his line.
        while self.cover(o) {}
        if self.outlets[o].chefs[c].duty == Duty::Home {
            self.share_out(o, |of| of == Some(c));
        }
    }

    pub fn chef_goes(&mut self, o: usize, c: usize) {
        let chef = &mut self.outlets[o].chefs[c];
        chef.duty = Duty::Gone;
        (chef.ill, chef.away, chef.rude, chef.falls_ill) = (None, None, None, None);
        (chef.slow, chef.burns, chef.upgrade, chef.covers) = (None, None, None, None);
        // Who stood in for him goes home, or stands in for the next: his tickets are for those who are there then.
        while self.cover(o) {}
        self.share_out(o, |of| of == Some(c));
    }

    /// Backups step in for those whose illness is known, one for one, and go home when nobody needs them.
    pub fn cover(&mut self, o: usize) -> bool {
        let ill = |c: usize| {
            let chef = &self.outlets[o].chefs[c];
            chef.duty == Duty::Here && chef.ill.is_some_and(|ill| ill.notice.is_none())
        };
        let all = 0..self.outlets[o].chefs.len();
        for b in all.clone() {
            let backup = &self.outlets[o].chefs[b];
            if backup.covers.is_some_and(|of| !ill(of)) {
                self.outlets[o].chefs[b].covers = None;
                let backup = &self.outlets[o].chefs[b];
                if backup.doing == Doing::Nothing && backup.well_and_here() {
                    self.hands_free(o, b);
                }
                return true;
            }
        }
        for c in all.clone() {
            if !ill(c) || self.outlets[o].chefs.iter().any(|b| b.covers == Some(c)) {
                continue;
            }
            let skill = self.outlets[o].chefs[c].skill;
            let home = |fits: &dyn Fn(Skill) -> bool| {
                self.outlets[o].chefs.iter().position(|b| b.standby && b.duty == Duty::Home && fits(b.skill))
            };
            let anyone = self.outlets[o].kitchen != KitchenKind::Specialised;
            let found = home(&|s| s == skill).or(home(&|s| s == Skill::AllRound)).or(home(&|_| anyone));
            if let Some(b) = found {
                self.outlets[o].chefs[b].covers = Some(c);
                self.at_the_stove(o, b);
                return true;
            }
        }
        false
    }

    /// An outlet opens its door.
    pub fn opens(&mut self, o: usize) {
        self.outlets[o].status = Status::Open;
        let now = self.now;
        self.outlets[o].lamps.iter_mut().filter(|lamp| lamp.rule.fresh).for_each(|lamp| lamp.lay(now));
        self.forget_health(o);
        self.desk.believed[o] = self.outlets[o].dark.is_none() && self.outlets[o].cut.is_none();
        for c in 0..self.outlets[o].chefs.len() {
            if self.outlets[o].chefs[c].duty == Duty::Off {
                self.chef_here(o, c);
            }
        }
        self.see_presence();
        for rider in self.outlets[o].riders.iter_mut().filter(|r| r.duty == Duty::Off) {
            rider.duty = Duty::Here;
            rider.idle_since = now;
        }
    }

    /// Nothing left to do: everybody goes, the door is locked.
    pub fn closes_when_empty(&mut self, o: usize) -> bool {
        if self.tears_up_trays(o) {
            return true;
        }
        if self.phones.as_ref().is_some_and(|phones| phones.with(o) > 0) {
            return false;
        }
        let shop = &self.outlets[o];
        let stand = shop.lamps.iter().any(|lamp| !lamp.waiting.is_empty() || !lamp.handing.is_empty());
        let road = shop.riders.iter().any(|r| r.trip.is_some())
            || shop.chefs.iter().any(|c| matches!(c.doing, Doing::Out { .. }));
        let busy = stand || self.load(o) > 0 || !shop.wire.is_empty() || !shop.shelf.is_empty();
        if shop.status != Status::Closing || road || busy {
            return false;
        }
        let now = self.now;
        let shop = &mut self.outlets[o];
        shop.status = Status::Closed;
        for chef in shop.chefs.iter_mut().filter(|c| matches!(c.duty, Duty::Here | Duty::Home)) {
            chef.duty = if chef.leaving { Duty::Gone } else { Duty::Off };
            chef.doing = Doing::Nothing;
            if let Some(since) = chef.healthy_since.take() {
                chef.was_healthy += now.since(since);
            }
            (chef.ill, chef.away, chef.rude, chef.falls_ill, chef.covers) = (None, None, None, None, None);
        }
        for rider in shop.riders.iter_mut().filter(|r| r.duty == Duty::Here) {
            rider.duty = if rider.leaving { Duty::Gone } else { Duty::Off };
            (rider.away, rider.rude) = (None, None);
        }
        true
    }
}
