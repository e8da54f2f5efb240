//! What each chef did in the last hour: the bars of the Kitchen view.

use crate::sim::chef::{Chef, Illness, Task};
use crate::sim::world::World;
use crate::units::{ChefRef, ItemId, Span, Time};
use std::collections::{BTreeMap, VecDeque};

/// How far back a chef's stints are kept.
pub const KEPT: Span = Span::from_mins(60);
/// At most this many stints are kept per chef.
const MOST: usize = 400;

/// One stretch of a chef's time spent on one thing. Idle time has no stint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stint {
    /// When the stint began.
    pub from: Time,
    /// When it ended; `None` while it goes on.
    pub to: Option<Time>,
    /// What the chef did.
    pub what: Doing,
}

/// What a chef does during a [`Stint`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// Cooks an order.
    Cooking {
        /// The order's serial number.
        serial: u64,
        /// What is cooked.
        item: ItemId,
        /// Whether the work was lost: a power outage or an illness interrupted it.
        lost: bool,
    },
    /// Burnt an order.
    Burning {
        /// The order's serial number.
        serial: u64,
    },
    /// Holds a finished order because the shelf is full.
    Blocked {
        /// The order's serial number.
        serial: u64,
    },
    /// Prepares a tray of bases.
    Tray {
        /// How many bases the tray makes.
        bases: u32,
    },
    /// Drives an order to its customer, or back.
    Driving {
        /// The order's serial number; `None` on the way back.
        serial: Option<u64>,
    },
    /// Ill.
    Ill,
    /// Away, being retrained.
    Away,
}

impl Doing {
    /// Whether the chef has an order in hand: cooks or drives.
    fn is_busy(self) -> bool {
        matches!(self, Doing::Cooking { .. } | Doing::Burning { .. } | Doing::Driving { .. })
    }
}

/// Every chef's finished stints. What is going on is read from the world.
#[derive(Clone, Debug, Default)]
pub(super) struct ChefTimeline {
    /// By outlet id, then by chef number.
    outlets: Vec<Vec<VecDeque<Stint>>>,
    ill: BTreeMap<ChefRef, Time>,
    /// When whoever was not there from the beginning came to work, for the last time.
    came: BTreeMap<ChefRef, Time>,
}

impl ChefTimeline {
    /// Records a stint that ends at `to`, which may lie in the future.
    pub fn add(&mut self, chef: ChefRef, from: Time, to: Time, what: Doing) {
        let stints = self.of(chef);
        while stints.len() >= MOST || stints.front().is_some_and(|first| to.since(first.to.unwrap_or(to)) > KEPT) {
            stints.pop_front();
        }
        stints.push_back(Stint { from, to: Some(to), what });
    }

    pub fn comes(&mut self, chef: ChefRef, now: Time) {
        self.came.insert(chef, now);
    }

    /// A cooking is lost: by an illness when that began, though it was noticed later, else now.
    pub fn loses(&mut self, chef: ChefRef, from: Time, now: Time, what: Doing) {
        let to = self.ill.get(&chef).map_or(now, |&since| since.max(from));
        self.add(chef, from, to, what);
    }

    pub fn falls_ill(&mut self, chef: ChefRef, now: Time) {
        self.ill.insert(chef, now);
    }

    /// When the illness of a chef who is well again began.
    pub fn ill_since(&mut self, chef: ChefRef) -> Option<Time> {
        self.ill.remove(&chef)
    }

    fn of(&mut self, chef: ChefRef) -> &mut VecDeque<Stint> {
        let (o, c) = (chef.outlet.index(), chef.number as usize);
        if self.outlets.len() <= o {
            self.outlets.resize_with(o + 1, Vec::new);
        }
        if self.outlets[o].len() <= c {
            self.outlets[o].resize_with(c + 1, VecDeque::new);
        }
        &mut self.outlets[o][c]
    }

    /// A chef's stints of the last hour, oldest first, including the one that goes on.
    pub fn list(&self, world: &World, chef: ChefRef) -> Vec<Stint> {
        let now = world.now();
        let (o, c) = (chef.outlet.index(), chef.number as usize);
        let over = self.outlets.get(o).and_then(|outlet| outlet.get(c));
        let recent = |stint: &&Stint| stint.to.is_none_or(|to| now.since(to) < KEPT);
        let mut list: Vec<Stint> = over.into_iter().flatten().filter(recent).copied().collect();
        list.retain(|stint| stint.from <= now);
        // A way home and a retraining are recorded when they begin, and may not be over yet; the way home is under way.
        list.iter_mut().for_each(|stint| stint.to = stint.to.filter(|&to| to <= now));
        list.retain(|stint| stint.to.is_some() || stint.what == Doing::Away);
        if let Some(chef) = world.outlets().get(o).and_then(|outlet| outlet.chefs.get(c)) {
            list.extend(under_way(world, chef));
            list.extend(left_lying(world, chef));
        }
        list.sort_by_key(|stint| stint.from);
        list
    }

    /// The share of the last `window` that a chef had an order in hand, of the time at work and neither ill nor away;
    /// `None` if there was no such time.
    pub fn busy(&self, world: &World, chef: ChefRef, window: Span) -> Option<f64> {
        let from = Time(world.now().0.saturating_sub(window.0));
        let from = self.came.get(&chef).map_or(from, |came| from.max(*came));
        let (mut busy, mut here) = (0, world.now().since(from).0);
        for stint in self.list(world, chef) {
            let length = stint.to.unwrap_or(world.now()).since(stint.from.max(from)).0;
            if stint.what.is_busy() {
                busy += length;
            } else if matches!(stint.what, Doing::Ill | Doing::Away) {
                here = here.saturating_sub(length);
            }
        }
        (here > 0).then(|| (busy as f64 / here as f64).min(1.0))
    }
}

/// What a chef cooked until an illness that nobody has noticed yet.
fn left_lying(world: &World, chef: &Chef) -> Option<Stint> {
    let (Illness::Ill { since, .. }, Task::Cooking { order, .. }) = (chef.illness, chef.task) else { return None };
    let order = &world.orders()[order];
    let what = Doing::Cooking { serial: order.serial, item: order.item, lost: false };
    (order.start < since).then_some(Stint { from: order.start, to: Some(since), what })
}

fn under_way(world: &World, chef: &Chef) -> Option<Stint> {
    let open = |from, what| Some(Stint { from, to: None, what });
    if let Illness::Ill { since, .. } = chef.illness {
        return open(since, Doing::Ill);
    }
    match chef.task {
        Task::Cooking { order, .. } => {
            let order = &world.orders()[order];
            open(order.start, Doing::Cooking { serial: order.serial, item: order.item, lost: false })
        }
        Task::Blocked { order, since } => open(since, Doing::Blocked { serial: world.orders()[order].serial }),
        Task::Tray { bases, began, .. } => open(began, Doing::Tray { bases }),
        Task::Driving { order, began, .. } => {
            open(began, Doing::Driving { serial: order.map(|order| world.orders()[order].serial) })
        }
        Task::Idle { .. } => None,
    }
}
