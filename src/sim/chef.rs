//! A chef (*worker*): who he is, whether he is here, what is in his hands.

use crate::sim::agenda::Slot;
use crate::sim::order::OrderKey;
use crate::sim::setup::{ChefSetup, KitchenKind, KitchenSetup, Skill};
use crate::units::digest::fold;
use crate::units::time::nearest;
use crate::units::{ItemId, Span, Time};
use serde::{Deserialize, Serialize};

/// Whether an employee is at the outlet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Duty {
    /// Hired, on the way (*provisioning*).
    Coming { starts: Time },
    /// A backup, waiting at home.
    Home,
    /// At work (perhaps ill, or away to be retrained: see `illness`, `away_until`).
    Present,
    /// The outlet is not open.
    Off,
    /// No longer employed.
    Gone,
}

fold!(enum Duty { 0 Coming { starts }, 1 Home {}, 2 Present {}, 3 Off {}, 4 Gone {} });

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Task {
    Idle {
        since: Time,
    },
    Cooking {
        order: OrderKey,
        until: Time,
    },
    /// Holds a box for which the shelf has no room.
    Blocked {
        order: OrderKey,
        since: Time,
    },
    /// Makes a tray of bases.
    Tray {
        item: ItemId,
        bases: u32,
        began: Time,
        until: Time,
    },
    /// Coupled delivery: out with the box (`until`: handed over), or on the way back without it.
    Driving {
        order: Option<OrderKey>,
        began: Time,
        until: Time,
    },
}

fold!(enum Task {
    0 Idle { since },
    1 Cooking { order, until },
    2 Blocked { order, since },
    3 Tray { item, bases, began, until },
    4 Driving { order, began, until },
});

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Illness {
    Well,
    /// Ill since, back at `until`; `noticed` is when somebody will see it, or `None` once it is known.
    Ill {
        since: Time,
        until: Time,
        noticed: Option<Time>,
    },
    /// Fell ill on the road: lies down when home, if `until` is not over by then.
    OnTheRoad {
        until: Time,
    },
}

fold!(enum Illness { 0 Well {}, 1 Ill { since, until, noticed }, 2 OnTheRoad { until } });

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
// Laid out in this order: what every happening looks at comes first, in one line of the processor's memory.
#[repr(C, align(64))]
pub struct Chef {
    pub task: Task,
    /// The earliest of all clocks but the end of the task: reckoned anew only when one of those changes.
    #[serde(skip)]
    pub(super) rare: Slot,
    /// The share of the usual speed, [`Chef::slow`] or 1.
    #[serde(skip)]
    pub(super) pace: f64,
    /// Orders finished.
    pub finished: u32,
    /// The item cooked last.
    pub last_item: Option<ItemId>,
    pub skill: Skill,
    /// From 1.
    pub level: u8,
    /// With an order in hand, cooking or driving, and well.
    pub(super) busy: bool,
    /// See [`Chef::stays`].
    #[serde(skip)]
    pub(super) settled: bool,
    /// Dismissed: leaves after the order in hand.
    pub leaving: bool,
    /// A backup (*standby*): at home until somebody's illness is noticed.
    pub standby: bool,
    pub duty: Duty,
    /// To be retrained for so long once the trip is over.
    pub rude: Option<Span>,
    /// Away to be retrained until then (coupled delivery's rude driver).
    pub away_until: Option<Time>,
    /// A backup at work: whose place he fills, by number.
    pub covers: Option<u32>,
    /// *Grey failure*: the share of the usual speed, and until when. Nobody notices.
    pub slow: Option<(f64, Time)>,
    pub illness: Illness,
    /// New tools fit at that moment, for the next order.
    pub upgrade_at: Option<Time>,
    /// Somebody ill: which backup fills his place.
    pub covered_by: Option<u32>,
    /// When the next random illness strikes.
    pub(super) falls_ill: Time,
    /// What is left of that clock while it stands still: while he is ill by somebody's wish, away, at home or the
    /// outlet closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) healthy_for: Option<Span>,
    /// How many random illnesses have struck.
    pub(super) illnesses: u64,
}

fold!(struct Chef {
    task, finished, last_item, skill, level, busy, leaving, standby, duty, rude, away_until, covers, slow, illness, upgrade_at,
    covered_by, falls_ill, healthy_for, illnesses,
} not { rare, pace, settled });

impl Chef {
    pub(super) fn new(setup: &ChefSetup, duty: Duty, now: Time) -> Chef {
        Chef {
            skill: setup.skill,
            level: setup.level,
            standby: setup.standby,
            duty,
            task: Task::Idle { since: now },
            illness: Illness::Well,
            away_until: None,
            rude: None,
            leaving: false,
            slow: None,
            upgrade_at: None,
            last_item: None,
            covers: None,
            covered_by: None,
            falls_ill: Time::NEVER,
            healthy_for: None,
            rare: Slot::NEVER,
            pace: 1.0,
            illnesses: 0,
            finished: 0,
            busy: false,
            settled: false,
        }
    }

    /// Here and able to work: not ill (noticed or not), not away, not at home, not on the way.
    pub fn is_well_and_here(&self) -> bool {
        self.duty == Duty::Present && !matches!(self.illness, Illness::Ill { .. }) && self.away_until.is_none()
    }

    /// What the outlet believes: here, and nobody has noticed otherwise.
    pub fn seems_at_work(&self) -> bool {
        self.duty == Duty::Present
            && !matches!(self.illness, Illness::Ill { noticed: None, .. })
            && self.away_until.is_none()
    }

    /// The clock of random illness stands still from now, and goes on where it stood.
    pub(super) fn stop_illness_clock(&mut self, now: Time) {
        if !self.falls_ill.is_never() {
            self.healthy_for = Some(self.falls_ill.since(now));
            self.falls_ill = Time::NEVER;
        }
    }

    /// Takes the next order that comes.
    pub fn is_free(&self) -> bool {
        self.is_well_and_here() && !self.leaving && matches!(self.task, Task::Idle { .. })
    }

    /// Has something in hand: an order, a tray, the way back.
    pub fn is_occupied(&self) -> bool {
        !matches!(self.task, Task::Idle { .. })
    }

    /// The order in hand.
    pub fn order(&self) -> Option<OrderKey> {
        match self.task {
            Task::Cooking { order, .. } | Task::Blocked { order, .. } => Some(order),
            Task::Driving { order, .. } => order,
            Task::Idle { .. } | Task::Tray { .. } => None,
        }
    }

    /// On the road with an order, not on the way back.
    pub(super) fn drives_out(&self) -> bool {
        matches!(self.task, Task::Driving { order: Some(_), .. })
    }

    /// Speed at an item as everybody believes it: tools × expertise. 1: an expert with basic tools.
    pub fn speed(&self, kitchen: &KitchenSetup, item: ItemId) -> f64 {
        speed(kitchen, self.skill, self.level, item)
    }

    /// The share of his usual speed at which he works now: 1 but for a secret slowness.
    pub fn pace(&self) -> f64 {
        self.pace
    }

    /// The speed that is true now, a secret slowness included.
    pub fn true_speed(&self, kitchen: &KitchenSetup, item: ItemId) -> f64 {
        self.speed(kitchen, item) * self.pace
    }

    /// Turns to an order: how long its cooking will last, where a base saves that share of the work.
    #[inline]
    pub(super) fn takes(&mut self, kitchen: &KitchenSetup, item: ItemId, work: Span, saves: f64) -> Span {
        let switch = match self.last_item.replace(item) {
            Some(last) if last != item => kitchen.switch_time,
            _ => Span::ZERO,
        };
        cooking_time(work, saves, self.true_speed(kitchen, item)) + switch
    }

    /// Whether this chef may take an order of that item in such a kitchen (private lines apart).
    pub fn may_cook(&self, kitchen: KitchenKind, item: ItemId) -> bool {
        match (kitchen, self.skill) {
            (KitchenKind::Specialised, Skill::Item(own)) => own == item,
            _ => true,
        }
    }
}

/// The speed at an item of anybody of such skill with tools of such a level, as everybody believes it.
pub fn speed(kitchen: &KitchenSetup, skill: Skill, level: u8, item: ItemId) -> f64 {
    let expertise = match skill {
        Skill::Item(own) if own == item => 1.0,
        Skill::Item(_) => kitchen.off_skill_speed,
        Skill::AllRound => kitchen.all_round_speed,
    };
    kitchen.level_speed[level as usize - 1] * expertise
}

/// How long a cooking lasts, the switch apart: at least a microsecond.
#[inline]
pub fn cooking_time(work: Span, saves: f64, speed: f64) -> Span {
    if saves == 0.0 && speed == 1.0 {
        return work;
    }
    Span(nearest(work.0 as f64 * (1.0 - saves) / speed).max(1))
}
