//! Telephones: who waits for a clerk, who is on the line with whom, and the fuses.
//!
//! Where the engine keeps lanes and integrals, every order at the desk and every call that ended is written down here.

use super::{At, End, Naive};
use pizzeria::chance::Source;
use pizzeria::sim::order::Loss;
use pizzeria::sim::setup::{FuseScope, FuseSetup, PhoneSetup, Setup};
use pizzeria::units::{Span, Time};

pub struct Phones {
    pub rules: PhoneSetup,
    pub clerks: Vec<Clerk>,
    /// By outlet: until when nobody answers.
    pub dead: Vec<Option<Time>>,
    /// By outlet, and one of all at the end.
    pub fuses: Vec<Fuse>,
    pub trips: u64,
    /// When those were placed whom a clerk has rung through, and how long they had waited for him.
    pub waits: Vec<(Time, Span)>,
    /// Clerks there, and those on the line, × µs.
    pub here: u128,
    pub busy: u128,
    pub given_up: usize,
}

#[derive(Clone, Copy)]
pub struct Clerk {
    pub duty: Duty,
    pub leaving: bool,
    pub call: Option<Ring>,
}

#[derive(Clone, Copy, PartialEq)]
pub enum Duty {
    Coming(Time),
    Here,
    Gone,
}

#[derive(Clone, Copy)]
pub struct Ring {
    pub ticket: usize,
    pub outlet: usize,
    pub began: Time,
    pub until: Time,
    pub unheard: bool,
}

#[derive(Clone, Default)]
pub struct Fuse {
    /// Whether they were given up: all calls that ended while it was whole.
    pub ended: Vec<bool>,
    pub blown: Option<Time>,
    pub trial: Option<usize>,
}

impl Phones {
    pub fn new(rules: PhoneSetup, outlets: usize) -> Phones {
        let clerk = Clerk { duty: Duty::Here, leaving: false, call: None };
        Phones {
            rules,
            clerks: vec![clerk; rules.clerks.unwrap_or(0) as usize],
            dead: vec![None; outlets],
            fuses: vec![Fuse::default(); outlets + 1],
            trips: 0,
            waits: Vec::new(),
            here: 0,
            busy: 0,
            given_up: 0,
        }
    }

    pub fn of(setup: &Setup) -> Option<Phones> {
        setup.dispatch.phones.map(|rules| Phones::new(rules, setup.outlets.len()))
    }

    pub fn is_counted(&self) -> bool {
        self.rules.clerks.is_some()
    }

    /// On the line to an outlet.
    pub fn with(&self, o: usize) -> usize {
        self.clerks.iter().filter(|clerk| clerk.call.is_some_and(|call| call.outlet == o)).count()
    }

    /// Those who stay, in the order in which they would be let go.
    pub fn to_go(&self) -> Vec<usize> {
        let group = |clerk: &Clerk| match (clerk.duty, clerk.call) {
            (Duty::Coming(_), _) => 0,
            (_, None) => 1,
            (_, Some(_)) => 2,
        };
        let stays = |c: &usize| self.clerks[*c].duty != Duty::Gone && !self.clerks[*c].leaving;
        let mut who: Vec<usize> = (0..self.clerks.len()).rev().filter(stays).collect();
        who.sort_by_key(|&c| group(&self.clerks[c]));
        who
    }

    fn fuse(&mut self, o: usize) -> Option<(&mut Fuse, FuseSetup)> {
        let rule = self.rules.fuse?;
        let last = self.fuses.len() - 1;
        Some((&mut self.fuses[if rule.scope == FuseScope::All { last } else { o }], rule))
    }

    /// When a call ends that nobody answers.
    fn given_up_at(&self, o: usize, began: Time, now: Time) -> Time {
        match self.rules.give_up {
            Some(after) => now.max(began + after),
            None if self.dead[o].is_some() => Time::NEVER,
            None => now,
        }
    }
}

impl Naive {
    /// Where nobody has said anything of telephones, there are as many clerks as it takes.
    pub fn phones(&mut self) -> &mut Phones {
        let outlets = self.outlets.len();
        self.phones.get_or_insert_with(|| Phones::new(PhoneSetup::default(), outlets))
    }

    /// An order is to be rung through.
    pub fn ring(&mut self, t: usize, o: usize) {
        let now = self.now;
        if let Some((fuse, _)) = self.phones().fuse(o) {
            let is_shut = fuse.trial.is_some() || fuse.blown.is_some_and(|until| now < until);
            if is_shut {
                return self.is_not_rung(t);
            }
            if fuse.blown.is_some() {
                fuse.trial = Some(t);
            }
        }
        (self.tickets[t].at, self.tickets[t].outlet) = (At::Clerk, o);
        self.clerks_ring();
    }

    /// Nobody rings, or nobody answered.
    fn is_not_rung(&mut self, t: usize) {
        self.tickets[t].at = At::Nowhere;
        if self.calls[self.tickets[t].call].end == End::Waits {
            self.tickets[t].outlet = usize::MAX;
        }
        self.no_outlet(t);
    }

    /// Who still waits is lost; the ticket of somebody who does not is thrown away.
    pub fn no_outlet(&mut self, t: usize) {
        let call = self.tickets[t].call;
        match self.calls[call].end {
            End::Waits => self.lose(call, Loss::Unreachable),
            _ => self.tickets[t].at = At::Trash,
        }
    }

    pub fn at_the_desk(&self) -> Vec<usize> {
        self.oldest_first(self.alive.iter().copied().filter(|&t| self.tickets[t].at == At::Clerk).collect())
    }

    /// Whoever is free rings the first who may be rung, until nobody is free or may be rung.
    pub fn clerks_ring(&mut self) {
        while self.one_rings() {}
    }

    fn one_rings(&mut self) -> bool {
        let waiting = self.at_the_desk();
        let Some(phones) = &self.phones else { return false };
        let may = |t: &&usize| {
            let with = phones.with(self.tickets[**t].outlet);
            phones.rules.each.is_none_or(|each| with < each as usize)
        };
        let Some(&t) = waiting.iter().find(may) else { return false };
        let free = |clerk: &Clerk| clerk.duty == Duty::Here && !clerk.leaving && clerk.call.is_none();
        let c = match phones.clerks.iter().position(free) {
            Some(c) => c,
            None if phones.is_counted() => return false,
            None => phones.clerks.len(),
        };
        let (now, o) = (self.now, self.tickets[t].outlet);
        let placed = self.calls[self.tickets[t].call].placed;
        let unheard = phones.dead[o].is_some();
        let until = if unheard {
            phones.given_up_at(o, now, now)
        } else {
            let mut dice = self.draws_of_ticket(t, Source::Phone);
            let rules = self.setup.dispatch.phones.unwrap_or_default();
            now + if rules.call.mean() > 0.0 { rules.call.span(&mut dice) } else { Span::ZERO }
        };
        let call = Some(Ring { ticket: t, outlet: o, began: now, until, unheard });
        let waits = self.calls[self.tickets[t].call].end == End::Waits;
        let phones = self.phones();
        if c == phones.clerks.len() {
            phones.clerks.push(Clerk { duty: Duty::Here, leaving: false, call: None });
        }
        phones.clerks[c].call = call;
        if phones.is_counted() && waits {
            phones.waits.push((placed, now.since(placed)));
        }
        self.tickets[t].at = At::Phone;
        true
    }

    pub fn call_over(&mut self, c: usize) {
        let now = self.now;
        let clerk = &mut self.phones().clerks[c];
        let Some(Ring { ticket: t, outlet: o, unheard, .. }) = clerk.call.take() else { panic!("he was on the line") };
        if clerk.leaving {
            clerk.duty = Duty::Gone;
        }
        if unheard {
            self.phones().given_up += 1;
            self.is_not_rung(t);
        } else {
            self.tickets[t].at = At::Nowhere;
            self.send_there(t, o);
            if self.outlets[o].cut.is_some() || self.outlets[o].dark.is_some() {
                self.truth_changed();
            }
        }
        let mut blew = false;
        if let Some((fuse, rule)) = self.phones().fuse(o) {
            let is_trial = fuse.trial == Some(t);
            if is_trial || (fuse.blown.is_none() && fuse.trial.is_none()) {
                fuse.ended.push(unheard);
                let lately = fuse.ended.iter().rev().take(10).filter(|given_up| **given_up).count();
                blew = unheard && (is_trial || lately >= rule.after as usize);
                *fuse = match (blew, is_trial) {
                    (true, _) => Fuse { ended: Vec::new(), blown: Some(now + rule.lasts), trial: None },
                    (false, true) => Fuse::default(),
                    (false, false) => std::mem::take(fuse),
                };
            }
        }
        if blew {
            self.phones().trips += 1;
            let all = self.phones().rules.fuse.is_some_and(|rule| rule.scope == FuseScope::All);
            for t in self.at_the_desk() {
                // A party that one of its pizzas lost takes the others along.
                if self.tickets[t].at == At::Clerk && (all || self.tickets[t].outlet == o) {
                    self.leaves_desk(t);
                    self.is_not_rung(t);
                }
            }
        }
        self.clerks_ring();
    }

    /// Goes away from the desk before anybody has rung: if it was the trial, the next one is.
    pub fn leaves_desk(&mut self, t: usize) {
        let (now, o) = (self.now, self.tickets[t].outlet);
        if let Some((fuse, _)) = self.phones().fuse(o)
            && fuse.trial == Some(t)
        {
            (fuse.trial, fuse.blown) = (None, Some(now));
        }
    }

    /// Those who wait for a closing outlet are told another.
    pub fn desk_for_closing(&mut self, o: usize) {
        for t in self.at_the_desk() {
            if self.tickets[t].at == At::Clerk && self.tickets[t].outlet == o {
                self.leaves_desk(t);
                (self.tickets[t].at, self.tickets[t].outlet) = (At::Nowhere, usize::MAX);
                self.route(t);
                // Thrown away for somebody who has left: it was last for here.
                if self.tickets[t].at == At::Trash
                    && self.calls[self.tickets[t].call].end != End::Lost(Loss::Unreachable)
                {
                    self.tickets[t].outlet = o;
                }
            }
        }
    }

    /// At a check: one who waits for an outlet that does not answer.
    pub fn desk_goes_elsewhere(&mut self, t: usize) {
        let among = self.candidates();
        if let Some(to) = self.choose(t, &among) {
            self.leaves_desk(t);
            self.ring(t, to);
        }
    }

    pub fn phone_dead(&mut self, o: usize, until: Time) {
        self.phones().dead[o] = Some(until);
    }

    pub fn phone_answers(&mut self, o: usize) {
        self.phones().dead[o] = None;
        self.ringing_set_anew(Some(o));
    }

    pub fn ringing_set_anew(&mut self, only: Option<usize>) {
        let now = self.now;
        let phones = self.phones();
        for c in 0..phones.clerks.len() {
            if let Some(call) =
                phones.clerks[c].call.filter(|call| call.unheard && only.is_none_or(|o| o == call.outlet))
            {
                let until = phones.given_up_at(call.outlet, call.began, now);
                phones.clerks[c].call = Some(Ring { until, ..call });
            }
        }
    }

    pub fn clerk_begins(&mut self, c: usize) {
        self.phones().clerks[c].duty = Duty::Here;
        self.clerks_ring();
    }

    pub fn clerk_leaves(&mut self, c: usize) {
        let clerk = &mut self.phones().clerks[c];
        clerk.leaving = true;
        if clerk.call.is_none() {
            clerk.duty = Duty::Gone;
        }
    }

    pub fn set_fuse(&mut self, new: Option<FuseSetup>) {
        let phones = self.phones();
        if new.map(|rule| rule.scope) != phones.rules.fuse.map(|rule| rule.scope) {
            phones.fuses.fill(Fuse::default());
        }
        phones.rules.fuse = new;
    }

    /// The clerks' time, and what they are paid for it (cents × µs an hour).
    pub fn clerks_stay(&mut self, length: u128) {
        let wage = self.setup.money.clerk_wage.0;
        let Some(phones) = self.phones.as_mut().filter(|phones| phones.is_counted()) else { return };
        let here = phones.clerks.iter().filter(|clerk| clerk.duty == Duty::Here).count();
        let busy = phones.clerks.iter().filter(|clerk| clerk.call.is_some()).count();
        phones.here += here as u128 * length;
        phones.busy += busy as u128 * length;
        self.books.wages += here as i128 * wage as i128 * length as i128;
    }

    fn will_end(&self, phones: &Phones, call: &Ring) -> bool {
        call.until != Time::NEVER || phones.dead[call.outlet] != Some(Time::NEVER)
    }

    /// A clerk has time, now or later.
    pub fn somebody_will_ring(&self) -> bool {
        let Some(phones) = &self.phones else { return true };
        let comes = |clerk: &Clerk| match clerk.duty {
            Duty::Gone => false,
            Duty::Coming(_) => true,
            Duty::Here => !clerk.leaving && clerk.call.is_none_or(|call| self.will_end(phones, &call)),
        };
        !phones.is_counted() || phones.clerks.iter().any(comes)
    }

    /// And may ring this outlet.
    pub fn will_be_rung(&self, o: usize) -> bool {
        let Some(phones) = &self.phones else { return true };
        let calls = || phones.clerks.iter().filter_map(|clerk| clerk.call).filter(|call| call.outlet == o);
        let room = phones.rules.each.is_none_or(|each| calls().count() < each as usize);
        self.somebody_will_ring() && (room || calls().any(|call| self.will_end(phones, &call)))
    }

    /// Something will come of his call.
    pub fn is_heard_of(&self, t: usize) -> bool {
        let Some(phones) = &self.phones else { return false };
        let call = phones.clerks.iter().filter_map(|clerk| clerk.call).find(|call| call.ticket == t);
        call.is_some_and(|call| self.will_end(phones, &call))
    }
}
