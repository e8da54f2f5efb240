//! The telephones of the front desk: clerks who ring the outlets through (*worker pool*), how long they listen to a
//! telephone that nobody answers (*timeout*), how many of them one outlet may have (*bulkhead*), and the fuse that
//! keeps everybody from ringing it (*circuit breaker*; M. Nygard, *Release It!*).
//!
//! This type holds who is on the line with whom; what follows for orders is in `world/phones.rs`.

use crate::sim::health::Finished;
use crate::sim::order::{OrderKey, Orders};
use crate::sim::outlet::Supply;
use crate::sim::queue::Queue;
use crate::sim::setup::{FuseScope, FuseSetup, PhoneSetup};
use crate::stats::TimeIntegral;
use crate::units::digest::fold;
use crate::units::{OutletId, Span, Time};
use serde::{Deserialize, Serialize};

/// All telephones of the front desk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Phones {
    /// Whether clerks are counted and paid; else there is always one more.
    pub counted: bool,
    /// How long a clerk listens to a telephone that nobody answers; `None`: until somebody sees to it.
    pub give_up: Option<Span>,
    /// How many clerks may be on the line to one outlet; `None`: all.
    pub each: Option<u32>,
    /// When an outlet is not rung any more; `None`: it always is.
    pub fuse: Option<FuseSetup>,
    /// Everybody who was ever employed here, by number. Where they are not counted, as many as were ever needed at
    /// once.
    pub clerks: Vec<Clerk>,
    /// By outlet id.
    pub lanes: Vec<Lane>,
    /// The fuse of all telephones together, where there is one.
    pub common: Fuse,
    /// How often a fuse blew.
    pub trips: u64,
    /// Clerks at work.
    pub(super) here: TimeIntegral,
    /// Clerks on the line.
    pub(super) busy: TimeIntegral,
}

fold!(struct Phones { counted, give_up, each, fuse, clerks, lanes, common, trips, here, busy });

/// A clerk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clerk {
    /// Whether he is there.
    pub duty: Duty,
    /// Goes home after the call.
    pub leaving: bool,
    /// Whom he is on the line with.
    pub call: Option<Call>,
}

fold!(struct Clerk { duty, leaving, call });

/// Whether a clerk is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Duty {
    /// Hired, on the way.
    Coming {
        /// When he begins.
        starts: Time,
    },
    /// At the desk.
    Present,
    /// No longer employed.
    Gone,
}

fold!(enum Duty { 0 Coming { starts }, 1 Present {}, 2 Gone {} });

/// A call under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// What is ordered.
    pub order: OrderKey,
    /// Who is rung.
    pub outlet: OutletId,
    /// Since when.
    pub began: Time,
    /// When it is over: the order is taken, or the clerk gives up; never, if he listens until somebody sees to it.
    pub ends: Time,
    /// Nobody answers. The clerk does not know how long that will last, nor the desk why.
    pub rings: bool,
}

fold!(struct Call { order, outlet, began, ends, rings });

/// The line to one outlet's telephone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lane {
    /// Whether somebody would answer.
    pub line: Supply,
    /// Orders for it that wait for a clerk, oldest first.
    pub waiting: Queue,
    /// Clerks on the line.
    pub under_way: u32,
    /// Its own fuse.
    pub fuse: Fuse,
}

fold!(struct Lane { line, waiting, under_way, fuse });

/// A fuse and what it has seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fuse {
    /// Of the last ten calls, those that were given up.
    last: Finished,
    /// How it is.
    pub state: FuseState,
}

fold!(struct Fuse { last, state });

/// How a fuse is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum FuseState {
    /// Orders are rung through (*closed*).
    #[default]
    Whole,
    /// They are not (*open*).
    Blown {
        /// From then on the next order is a trial.
        until: Time,
    },
    /// One is, to see whether somebody answers (*half open*).
    Trial {
        /// That one.
        order: OrderKey,
    },
}

fold!(enum FuseState { 0 Whole {}, 1 Blown { until }, 2 Trial { order } });

impl Fuse {
    /// A blown one lets nobody through until then.
    pub fn is_whole(&self) -> bool {
        self.state == FuseState::Whole
    }

    /// Whether an order may be rung through; if it is the first after a while, it is the trial.
    pub(super) fn lets_through(&mut self, order: OrderKey, now: Time) -> bool {
        match self.state {
            FuseState::Whole => true,
            FuseState::Blown { until } if until <= now => {
                self.state = FuseState::Trial { order };
                true
            }
            FuseState::Blown { .. } | FuseState::Trial { .. } => false,
        }
    }

    /// Its trial never came to the telephone: the next order is it.
    pub(super) fn forget_trial(&mut self, order: OrderKey, now: Time) {
        if self.state == (FuseState::Trial { order }) {
            self.state = FuseState::Blown { until: now };
        }
    }

    /// A call has ended. What the trial found counts alone; whether the fuse has blown, or is mended, if either.
    pub(super) fn note(&mut self, order: OrderKey, given_up: bool, rule: &FuseSetup, now: Time) -> Option<FuseEvent> {
        let blows = match self.state {
            FuseState::Whole => {
                self.last.note(given_up);
                given_up && self.last.burnt() >= rule.after
            }
            FuseState::Trial { order: trial } if trial == order => given_up,
            FuseState::Blown { .. } | FuseState::Trial { .. } => return None,
        };
        let was_whole = self.is_whole();
        if blows {
            *self = Fuse { last: Finished::default(), state: FuseState::Blown { until: now + rule.lasts } };
            return Some(FuseEvent::Blew);
        }
        self.state = FuseState::Whole;
        (!was_whole).then_some(FuseEvent::Mended)
    }
}

/// What has become of a fuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FuseEvent {
    /// It blew.
    Blew,
    /// The trial was answered.
    Mended,
}

impl Clerk {
    pub(super) fn new(duty: Duty) -> Clerk {
        Clerk { duty, leaving: false, call: None }
    }

    /// Whether he is at the desk.
    pub fn is_here(&self) -> bool {
        self.duty == Duty::Present
    }

    /// Whether he would take the next order.
    pub fn is_free(&self) -> bool {
        self.is_here() && self.call.is_none() && !self.leaving
    }
}

impl Phones {
    pub(super) fn new(setup: &PhoneSetup, outlets: usize) -> Phones {
        let lane = Lane { line: Supply::Fine, waiting: Queue::default(), under_way: 0, fuse: Fuse::default() };
        let mut here = TimeIntegral::default();
        here.set(Time::ZERO, u64::from(setup.clerks.unwrap_or(0)));
        Phones {
            counted: setup.clerks.is_some(),
            give_up: setup.give_up,
            each: setup.each,
            fuse: setup.fuse,
            clerks: vec![Clerk::new(Duty::Present); setup.clerks.unwrap_or(0) as usize],
            lanes: vec![lane; outlets],
            common: Fuse::default(),
            trips: 0,
            here,
            busy: TimeIntegral::default(),
        }
    }

    /// Clerks at the desk with nobody on the line; `None`: there is always one more.
    pub fn free(&self) -> Option<u32> {
        self.counted.then(|| self.clerks.iter().filter(|clerk| clerk.is_free()).count() as u32)
    }

    /// Clerks at the desk; where they are not counted, those on the line.
    pub fn present(&self) -> u32 {
        let is_here = |clerk: &&Clerk| clerk.is_here() && (self.counted || clerk.call.is_some());
        self.clerks.iter().filter(is_here).count() as u32
    }

    /// Clerks on the way.
    pub fn coming(&self) -> u32 {
        self.clerks.iter().filter(|clerk| matches!(clerk.duty, Duty::Coming { .. })).count() as u32
    }

    /// Orders that wait for a clerk.
    pub fn waiting(&self) -> usize {
        self.lanes.iter().map(|lane| lane.waiting.len()).sum()
    }

    /// Calls under way.
    pub fn calls(&self) -> impl Iterator<Item = &Call> {
        self.clerks.iter().filter_map(|clerk| clerk.call.as_ref())
    }

    /// Clerks on the line to an outlet.
    pub fn on_the_line(&self, outlet: OutletId) -> u32 {
        self.lanes.get(outlet.index()).map_or(0, |lane| lane.under_way)
    }

    /// The fuse that an outlet's orders go by; `None`: there are no fuses.
    pub fn fuse_of(&self, outlet: OutletId) -> Option<&Fuse> {
        Some(match self.fuse?.scope {
            FuseScope::Each => &self.lanes.get(outlet.index())?.fuse,
            FuseScope::All => &self.common,
        })
    }

    pub(super) fn fuse_at(&mut self, o: usize) -> Option<&mut Fuse> {
        Some(match self.fuse?.scope {
            FuseScope::Each => &mut self.lanes[o].fuse,
            FuseScope::All => &mut self.common,
        })
    }

    /// Whether an outlet may have one more clerk.
    fn has_room(&self, lane: &Lane) -> bool {
        self.each.is_none_or(|each| lane.under_way < each)
    }

    /// Who rings whom next: the clerk with the lowest number of those free, and the outlet whose order has waited
    /// longest of those that may have one more.
    pub(super) fn next_call(&mut self, orders: &Orders) -> Option<(usize, usize)> {
        let first = |lane: &Lane| lane.waiting.head().filter(|_| self.has_room(lane)).map(|key| orders[key].turn());
        let turns = self.lanes.iter().enumerate().filter_map(|(o, lane)| Some((first(lane)?, o)));
        let (_, o) = turns.min()?;
        let free = self.clerks.iter().position(Clerk::is_free);
        if free.is_none() && !self.counted {
            self.clerks.push(Clerk::new(Duty::Present));
        }
        let clerk = free.or_else(|| (!self.counted).then(|| self.clerks.len() - 1))?;
        Some((clerk, o))
    }

    /// Whom a dismissal takes: those on the way, then those who are free, then those on the line; of each, the last
    /// hired first.
    pub(super) fn who_goes(&self, count: u32) -> Vec<usize> {
        let group = |clerk: &Clerk| match clerk.duty {
            Duty::Coming { .. } => 0,
            Duty::Present | Duty::Gone if clerk.call.is_none() => 1,
            Duty::Present | Duty::Gone => 2,
        };
        let stays = |&c: &usize| self.clerks[c].duty != Duty::Gone && !self.clerks[c].leaving;
        let mut all: Vec<usize> = (0..self.clerks.len()).filter(stays).collect();
        all.sort_by_key(|&c| (group(&self.clerks[c]), usize::MAX - c));
        all.truncate(count as usize);
        all
    }

    /// How many will be there once all who come have come and all who go have gone.
    pub(super) fn staying(&self) -> u32 {
        self.who_goes(u32::MAX).len() as u32
    }

    /// When the next call ends, the next line is mended or the next clerk begins, each with whether it is a call's end.
    pub(super) fn next_end(&self) -> (Time, Time) {
        let ends = self.calls().map(|call| call.ends).min().unwrap_or(Time::NEVER);
        let line = |lane: &Lane| match lane.line {
            Supply::Broken { until, .. } => until,
            Supply::Fine => Time::NEVER,
        };
        let starts = |clerk: &Clerk| match clerk.duty {
            Duty::Coming { starts } => starts,
            Duty::Present | Duty::Gone => Time::NEVER,
        };
        let over = self.lanes.iter().map(line).chain(self.clerks.iter().map(starts)).min();
        (ends, over.unwrap_or(Time::NEVER))
    }

    /// When a call that nobody answers ends, given whether anybody would answer now.
    pub(super) fn gives_up_at(&self, began: Time, line: Supply, now: Time) -> Time {
        match (self.give_up, line) {
            (Some(give_up), _) => (began + give_up).max(now),
            (None, Supply::Broken { .. }) => Time::NEVER,
            // Somebody has seen to it; he hears that this call is dead.
            (None, Supply::Fine) => now,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: FuseSetup = FuseSetup { after: 3, lasts: Span::from_mins(2), scope: FuseScope::Each };

    fn minute(m: u64) -> Time {
        Time(m * 60_000_000)
    }

    #[test]
    fn three_of_ten_blow_a_fuse_and_one_trial_mends_it() {
        let mut fuse = Fuse::default();
        let any = OrderKey(0);
        let calls = [true, false, true, false, false, false, false, false, false, false, true];
        let blew: Vec<bool> = calls.iter().map(|&up| fuse.note(any, up, &RULE, minute(1)).is_some()).collect();
        assert_eq!(blew, [false; 11], "of the last ten two: the first is forgotten");
        assert_eq!(fuse.note(any, true, &RULE, minute(2)), Some(FuseEvent::Blew));
        assert!(!fuse.lets_through(OrderKey(1), minute(3)) && fuse.lets_through(OrderKey(2), minute(4)));
        assert!(!fuse.lets_through(OrderKey(3), minute(5)), "one trial only");
        assert_eq!(fuse.note(any, false, &RULE, minute(5)), None, "of before");
        assert_eq!(fuse.note(OrderKey(2), true, &RULE, minute(6)), Some(FuseEvent::Blew));
        assert!(fuse.lets_through(OrderKey(4), minute(8)));
        fuse.forget_trial(OrderKey(4), minute(8));
        assert!(fuse.lets_through(OrderKey(5), minute(8)));
        assert_eq!(fuse.note(OrderKey(5), false, &RULE, minute(9)), Some(FuseEvent::Mended));
        assert_eq!([true, true, true].map(|up| fuse.note(any, up, &RULE, minute(9)).is_some()), [false, false, true]);
    }
}
