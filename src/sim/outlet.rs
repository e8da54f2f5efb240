//! An outlet (*node*): its lines, people, shelf, stock and faults. Its system twin is one machine of a cluster.

use crate::sim::agenda::{Slot, Tree};
use crate::sim::chef::{Chef, Duty, Task};
use crate::sim::delivery::{Rider, RiderTask};
use crate::sim::idle_queue::IdleQueue;
use crate::sim::order::OrderKey;
use crate::sim::queue::Queue;
use crate::sim::setup::{Join, KitchenKind, OutletSetup, PrepSetup, QueueOrder};
use crate::stats::TimeIntegral;
use crate::units::digest::fold;
use crate::units::{Cents, ItemId, Time};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// A site to let.
    Closed,
    /// Paid for; opens at that moment.
    Opening {
        opens: Time,
    },
    Open,
    /// Takes no more orders, cooks what it has.
    Closing,
}

fold!(enum Status { 0 Closed {}, 1 Opening { opens }, 2 Open {}, 3 Closing {} });

/// Power or line: fine, or broken until a moment (never: until somebody mends it).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Supply {
    Fine,
    Broken { since: Time, until: Time },
}

fold!(enum Supply { 0 Fine {}, 1 Broken { since, until } });

impl Supply {
    pub fn is_fine(self) -> bool {
        self == Supply::Fine
    }
}

/// Bases of one tray.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bases {
    pub item: ItemId,
    pub spoils: Time,
    pub count: u32,
}

fold!(struct Bases { item, spoils, count });

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
// Laid out in this order, by lines of the processor's memory: chefs, riders, who waits, who is free, what waits for
// riders, what a call asks for, areas. What few happenings look at comes after that.
#[repr(C, align(64))]
pub struct Outlet {
    /// The earliest of the outlet's own clocks.
    #[serde(skip)]
    pub(super) own: Slot,
    #[serde(skip)]
    pub(super) chef_agenda: Tree,
    pub chefs: Vec<Chef>,

    #[serde(skip)]
    pub(super) rider_agenda: Tree,
    pub riders: Vec<Rider>,
    /// Tickets in chefs' hands: cooking, blocked, driving when coupled.
    pub in_hands: u32,
    pub kitchen: KitchenKind,
    #[serde(default)]
    pub join: Join,
    /// Inside the prep window now.
    pub prepping: bool,

    /// Tickets in all lines.
    pub waiting: TimeIntegral,
    /// The most who waited since the last edge of a window.
    pub(super) most_waiting: u64,
    /// Queues of tickets. Shared: one. Specialised: one an item. Private: the common one (for orders that found
    /// nobody), then one a chef, by number.
    pub queues: Vec<Queue>,

    /// Who is free, longest idle first; of one moment the lower number first.
    pub(super) free_chefs: IdleQueue,
    pub(super) free_riders: IdleQueue,

    /// Boxes, longest there first.
    pub shelf: Queue,
    /// Chefs who hold a box for the full shelf, longest first.
    pub(super) blocked: VecDeque<u32>,
    pub status: Status,

    pub queue_limit: Option<u32>,
    /// The item of the last prep window set: whose cookings the hit ratio counts.
    pub(super) prep_item: Option<ItemId>,
    pub power: Supply,
    /// The link between front desk and outlet.
    pub link: Supply,

    pub areas: Areas,
    /// Items that nobody here can cook now; follows from power and people.
    #[serde(skip)]
    pub(super) stopped: Vec<ItemId>,
    /// Those of the tickets in hands that are being driven out.
    #[serde(skip)]
    pub(super) driving: u32,
    pub queue_order: QueueOrder,
    pub shelf_limit: Option<u32>,
    pub prep: Option<PrepSetup>,
    /// Bases, oldest first.
    pub stock: VecDeque<Bases>,
    /// Bases in the hands of chefs.
    pub bases_in_hand: u32,
    /// Orders sent into the cut line, oldest first.
    pub hanging: Vec<OrderKey>,
    pub counts: PrepCounts,
    /// What waited when the line was cut, with its serial: the last that the desk knows.
    pub(super) at_cut: Vec<(OrderKey, u64)>,
    /// Originals here of which a copy was made elsewhere.
    pub(super) copied: Vec<(OrderKey, u64)>,
    /// Wages and retainers of everybody here.
    pub(super) wages_per_hour: Cents,
    pub(super) next_prep_edge: Time,
}

fold!(struct Outlet {
    chefs, riders, status, power, link, kitchen, queue_limit, prepping, prep_item, in_hands, waiting, most_waiting, free_chefs,
    free_riders, shelf, blocked, queues, areas, queue_order, shelf_limit, prep, stock, bases_in_hand, hanging, counts, at_cut,
    copied, wages_per_hour, next_prep_edge,
} not { own, chef_agenda, rider_agenda, stopped, driving } later { "join": join });

/// Exact areas over time, each people × time or open × time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
// Laid out in this order: what every happening looks at comes first and lies together.
#[repr(C)]
pub struct Areas {
    /// Chefs with an order in hand, cooking or driving.
    pub chefs_busy: TimeIntegral,
    pub riders_busy: TimeIntegral,
    /// Chefs here and well (retraining and prep included or not as their names say).
    pub chefs_here: TimeIntegral,
    pub chefs_blocked: TimeIntegral,
    pub chefs_prepping: TimeIntegral,
    pub chefs_ill: TimeIntegral,
    pub riders_here: TimeIntegral,
    /// 0 or 1.
    pub open: TimeIntegral,
    pub available: TimeIntegral,
}

fold!(struct Areas {
    chefs_busy, riders_busy, chefs_here, chefs_blocked, chefs_prepping, chefs_ill, riders_here, open, available,
});

/// Since opening.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrepCounts {
    pub made: u64,
    pub used: u64,
    pub spoiled: u64,
    /// Cookings begun of the prep item, and of others for which a base was left from an earlier window.
    pub asked: u64,
}

fold!(struct PrepCounts { made, used, spoiled, asked });

impl Outlet {
    pub fn is_open(&self) -> bool {
        self.status == Status::Open
    }

    /// Cooks: open or emptying, with power.
    pub fn is_lit(&self) -> bool {
        self.power.is_fine() && matches!(self.status, Status::Open | Status::Closing)
    }

    /// Tickets waiting or in a chef's hands: what `shortest_queue` compares.
    pub fn load(&self) -> u32 {
        self.waiting.value() as u32 + self.in_hands
    }

    /// Tickets that are being cooked.
    pub fn cooking(&self) -> u32 {
        let cooking = self.in_hands - self.blocked.len() as u32 - self.driving;
        debug_assert_eq!(cooking as usize, self.doing(|task| matches!(task, Task::Cooking { .. })));
        cooking
    }

    /// Chefs who stand with a box in their hands for which the shelf has no room.
    pub fn held_up(&self) -> u32 {
        debug_assert_eq!(self.blocked.len(), self.doing(|task| matches!(task, Task::Blocked { .. })));
        self.blocked.len() as u32
    }

    /// Chefs who would take an order that came now.
    pub fn free_hands(&self) -> u32 {
        debug_assert_eq!(self.free_chefs.len(), self.chefs.iter().filter(|chef| chef.is_free()).count());
        self.free_chefs.len() as u32
    }

    fn doing(&self, what: impl Fn(&Task) -> bool) -> usize {
        self.chefs.iter().filter(|chef| what(&chef.task)).count()
    }

    pub fn bases(&self) -> u32 {
        self.stock.iter().map(|tray| tray.count).sum()
    }

    pub fn bases_of(&self, item: ItemId) -> u32 {
        self.stock.iter().filter(|tray| tray.item == item).map(|tray| tray.count).sum()
    }

    /// A chef is idle from now: into the row of the free, longest idle first; of one moment the lower number first.
    #[inline(always)]
    pub(super) fn now_free(&mut self, c: usize, now: Time) {
        self.chefs[c].task = Task::Idle { since: now };
        let chefs = &self.chefs;
        let just_now = |b: u32| matches!(chefs[b as usize].task, Task::Idle { since } if since == now);
        self.free_chefs.push(c as u32, now, just_now);
    }

    #[inline(always)]
    pub(super) fn no_longer_free(&mut self, c: usize) {
        self.free_chefs.remove(c as u32);
    }

    /// The same of a rider.
    #[inline(always)]
    pub(super) fn rider_now_free(&mut self, r: usize, now: Time) {
        self.riders[r].task = RiderTask::Idle { since: now };
        let riders = &self.riders;
        let just_now = |b: u32| matches!(riders[b as usize].task, RiderTask::Idle { since } if since == now);
        self.free_riders.push(r as u32, now, just_now);
    }

    /// Notes that a chef has, or no longer has, an order in hand.
    #[inline(always)]
    pub(super) fn set_busy(&mut self, c: usize, busy: bool, now: Time) {
        let chef = &mut self.chefs[c];
        if chef.busy != busy {
            chef.busy = busy;
            self.areas.chefs_busy.add(now, if busy { 1 } else { -1 });
        }
    }

    /// Nothing left to do: no ticket, no box, nobody on the road.
    pub fn is_empty(&self) -> bool {
        self.waiting.value() == 0
            && self.in_hands == 0
            && self.hanging.is_empty()
            && self.shelf.is_empty()
            && !self.riders.iter().any(Rider::is_out)
            && !self.chefs.iter().any(|c| matches!(c.task, Task::Driving { .. }))
    }

    /// Chefs who fill a place at the stove: employed, on the way included, backups at home not.
    pub fn places_taken(&self) -> u32 {
        self.chefs
            .iter()
            .filter(|c| !c.standby && matches!(c.duty, Duty::Coming { .. } | Duty::Present | Duty::Off))
            .count() as u32
    }

    pub(super) fn new(setup: &OutletSetup) -> Outlet {
        Outlet {
            status: if setup.open { Status::Open } else { Status::Closed },
            power: Supply::Fine,
            link: Supply::Fine,
            kitchen: setup.kitchen,
            join: setup.join,
            queue_limit: setup.queue_limit,
            queue_order: setup.queue_order,
            shelf_limit: setup.shelf_limit,
            prep: setup.prep,
            prepping: false,
            chefs: Vec::new(),
            riders: Vec::new(),
            queues: vec![Queue::default()],
            shelf: Queue::default(),
            stock: VecDeque::new(),
            bases_in_hand: 0,
            hanging: Vec::new(),
            waiting: TimeIntegral::default(),
            most_waiting: 0,
            in_hands: 0,
            driving: 0,
            stopped: Vec::new(),
            areas: Areas::default(),
            counts: PrepCounts::default(),
            free_chefs: IdleQueue::default(),
            free_riders: IdleQueue::default(),
            blocked: VecDeque::new(),
            at_cut: Vec::new(),
            copied: Vec::new(),
            prep_item: setup.prep.map(|prep| prep.item),
            next_prep_edge: Time::NEVER,
            wages_per_hour: Cents::ZERO,
            own: Slot::NEVER,
            chef_agenda: Tree::default(),
            rider_agenda: Tree::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::mem::{offset_of, size_of};

    /// The lines that the layout is made for. A field that grows pushes the rest over their edges.
    #[test]
    fn what_goes_together_lies_in_one_line() {
        let lines = [
            offset_of!(Outlet, own),
            offset_of!(Outlet, rider_agenda),
            offset_of!(Outlet, waiting),
            offset_of!(Outlet, free_chefs),
            offset_of!(Outlet, shelf),
            offset_of!(Outlet, queue_limit),
            offset_of!(Outlet, areas),
        ];
        if size_of::<usize>() == 8 {
            assert_eq!(lines, [0, 1, 2, 3, 4, 5, 6].map(|line| line * 64));
            assert_eq!((size_of::<RiderTask>(), offset_of!(Rider, away_until) / 64), (64, 1));
        }
    }
}
