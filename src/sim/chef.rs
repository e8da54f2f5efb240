//! A chef (*worker*): his skill, whether he is at work, and what he has in hand.

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
    Coming {
        /// When he begins.
        starts: Time,
    },
    /// A backup, waiting at home.
    Home,
    /// At work; may be ill or away to be retrained, see [`Chef::illness`] and [`Chef::away_until`].
    Present,
    /// The outlet is not open.
    Off,
    /// No longer employed.
    Gone,
}

fold!(enum Duty { 0 Coming { starts }, 1 Home {}, 2 Present {}, 3 Off {}, 4 Gone {} });

/// What a chef has in hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Task {
    /// Nothing.
    Idle {
        /// Who has been idle longest is asked first.
        since: Time,
    },
    /// An order, being cooked.
    Cooking {
        /// What he cooks.
        order: OrderKey,
        /// When it is done.
        until: Time,
    },
    /// Holds a box for which the shelf has no room.
    Blocked {
        /// The cooked order.
        order: OrderKey,
        /// When it was cooked.
        since: Time,
    },
    /// Makes a tray of bases.
    Tray {
        /// What the bases are for.
        item: ItemId,
        /// How many the tray makes.
        bases: u32,
        /// When he began.
        began: Time,
        /// When it is done.
        until: Time,
    },
    /// Coupled delivery: out with a box, or on the way back without one.
    Driving {
        /// The order he brings; `None` on the way back.
        order: Option<OrderKey>,
        /// When the leg began.
        began: Time,
        /// When it ends: the box is handed over, or he is home.
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

/// Whether a chef is ill, and who knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Illness {
    /// Not ill.
    Well,
    /// Ill: does no work.
    Ill {
        /// When he fell ill.
        since: Time,
        /// When he is back; [`Time::NEVER`] where nobody knows.
        until: Time,
        /// When it will be noticed; `None` once it is known.
        noticed: Option<Time>,
    },
    /// Fell ill while driving: it shows when he is home, unless he is well again by then.
    OnTheRoad {
        /// When he is well again.
        until: Time,
    },
}

fold!(enum Illness { 0 Well {}, 1 Ill { since, until, noticed }, 2 OnTheRoad { until } });

/// One chef of an outlet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
// Fields are laid out in this order: what every happening reads comes first, in one cache line.
#[repr(C, align(64))]
pub struct Chef {
    /// What he has in hand.
    pub task: Task,
    /// The earliest of his clocks but the end of the task; derived, recomputed when one of those changes.
    #[serde(skip)]
    pub(super) rare: Slot,
    /// The factor on his usual speed: that of [`Chef::slow`], or 1.
    #[serde(skip)]
    pub(super) pace: f64,
    /// Orders finished.
    pub finished: u32,
    /// The item cooked last.
    pub last_item: Option<ItemId>,
    /// What he is an expert at.
    pub skill: Skill,
    /// The level of his tools, from 1.
    pub level: u8,
    /// Whether he counts as busy: well, with an order in hand, cooking or driving.
    pub(super) busy: bool,
    /// See [`Chef::stays`].
    #[serde(skip)]
    pub(super) settled: bool,
    /// Whether he burns what he takes: [`Chef::burns`]; derived.
    #[serde(skip)]
    pub(super) burning: bool,
    /// Whether the order that he cooks will be burnt.
    #[serde(default)]
    pub(super) spoils: bool,
    /// Whether nobody here knows for whom he cooks.
    #[serde(default)]
    pub(super) strange: bool,
    /// Dismissed: leaves after the order in hand.
    pub leaving: bool,
    /// A backup (*standby*): at home until somebody's illness is noticed.
    pub standby: bool,
    /// Whether he is at the outlet.
    pub duty: Duty,
    /// Set while he drives: how long he will be away to be retrained after this trip.
    pub rude: Option<Span>,
    /// Away to be retrained until then.
    pub away_until: Option<Time>,
    /// The number of the ill chef whose place this backup fills.
    pub covers: Option<u32>,
    /// *Grey failure*: the factor on his usual speed (0–1), and until when. Nobody notices.
    pub slow: Option<(f64, Time)>,
    /// *Black hole*: every order is burnt after so long, until when. Nobody notices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub burns: Option<(Span, Time)>,
    /// Whether he is ill.
    pub illness: Illness,
    /// When new tools fit; they serve from the next order on.
    pub upgrade_at: Option<Time>,
    /// The number of the backup who fills his place while he is ill.
    pub covered_by: Option<u32>,
    /// When the next random illness strikes; [`Time::NEVER`] while the clock stands still.
    pub(super) falls_ill: Time,
    /// What is left of that clock while it stands still: while he is ill by a command, away, at home, or the outlet is
    /// closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) healthy_for: Option<Span>,
    /// How many random illnesses have struck.
    pub(super) illnesses: u64,
}

fold!(struct Chef {
    task, finished, last_item, skill, level, busy, leaving, standby, duty, rude, away_until, covers, slow, illness,
    upgrade_at, covered_by, falls_ill, healthy_for, illnesses,
} not { rare, pace, settled, burning } later { "burns": burns, "spoils": spoils, "strange": strange });

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
            burns: None,
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
            burning: false,
            spoils: false,
            strange: false,
        }
    }

    /// At the outlet and able to work: not ill (noticed or not) and not away.
    pub fn is_well_and_here(&self) -> bool {
        self.duty == Duty::Present && !matches!(self.illness, Illness::Ill { .. }) && self.away_until.is_none()
    }

    /// [`Chef::is_well_and_here`] as far as anybody has noticed: what the outlet and the desk believe.
    pub fn seems_at_work(&self) -> bool {
        self.duty == Duty::Present
            && !matches!(self.illness, Illness::Ill { noticed: None, .. })
            && self.away_until.is_none()
    }

    /// Stops the clock of random illness; it goes on later where it stood.
    pub(super) fn stop_illness_clock(&mut self, now: Time) {
        if !self.falls_ill.is_never() {
            self.healthy_for = Some(self.falls_ill.since(now));
            self.falls_ill = Time::NEVER;
        }
    }

    /// Whether nobody here knows for whom he cooks.
    pub fn cooks_for_stranger(&self) -> bool {
        self.strange && matches!(self.task, Task::Cooking { .. })
    }

    /// Whether he would take the next order.
    pub fn is_free(&self) -> bool {
        self.is_well_and_here() && !self.leaving && matches!(self.task, Task::Idle { .. })
    }

    /// Whether he has anything in hand: an order, a tray, the way back.
    pub fn is_occupied(&self) -> bool {
        !matches!(self.task, Task::Idle { .. })
    }

    /// The order in hand, cooked or not; `None` if he makes bases, drives home or is idle.
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

    /// His believed speed at an item: tools × expertise. An expert with basic tools has speed 1.
    pub fn speed(&self, kitchen: &KitchenSetup, item: ItemId) -> f64 {
        speed(kitchen, self.skill, self.level, item)
    }

    /// The factor on his usual speed now: 1 but for an unnoticed slowness.
    pub fn pace(&self) -> f64 {
        self.pace
    }

    /// His true speed at an item: [`Chef::speed`] × [`Chef::pace`].
    pub fn true_speed(&self, kitchen: &KitchenSetup, item: ItemId) -> f64 {
        self.speed(kitchen, item) * self.pace
    }

    /// Turns to an order: how long he will cook it, the switch from another item included. `saves` is the share of the
    /// work that a base saves, `strange` the factor on it for a customer whom nobody here knows. Who burns it needs as
    /// long for all.
    #[inline]
    pub(super) fn takes(&mut self, kitchen: &KitchenSetup, item: ItemId, work: Span, strange: f64, saves: f64) -> Span {
        let switch = match self.last_item.replace(item) {
            Some(last) if last != item => kitchen.switch_time,
            _ => Span::ZERO,
        };
        if self.burning {
            self.spoils = true;
            return self.burns.map_or(Span::ZERO, |(after, _)| after);
        }
        cooking_time(work, strange, saves, self.true_speed(kitchen, item)) + switch
    }

    /// Whether he may take orders of that item in such a kitchen; whose private queue they are in is not considered.
    pub fn may_cook(&self, kitchen: KitchenKind, item: ItemId) -> bool {
        match (kitchen, self.skill) {
            (KitchenKind::Specialised, Skill::Item(own)) => own == item,
            _ => true,
        }
    }
}

/// The believed speed at an item with such skill and tools; an expert with basic tools has speed 1.
pub fn speed(kitchen: &KitchenSetup, skill: Skill, level: u8, item: ItemId) -> f64 {
    let expertise = match skill {
        Skill::Item(own) if own == item => 1.0,
        Skill::Item(_) => kitchen.off_skill_speed,
        Skill::AllRound => kitchen.all_round_speed,
    };
    kitchen.level_speed[level as usize - 1] * expertise
}

/// How long an amount of work takes at a speed, without the switch; at least 1 µs. `saves` is the share of the work
/// that a base saves.
#[inline]
pub fn cooking_time(work: Span, strange: f64, saves: f64, speed: f64) -> Span {
    if saves == 0.0 && speed == 1.0 && strange == 1.0 {
        return work;
    }
    Span(nearest(work.0 as f64 * strange * (1.0 - saves) / speed).max(1))
}
