//! An outlet (*node*): its queues, people, shelf, stock and faults. In a system it is one machine of a cluster.

use crate::sim::agenda::{Slot, Tree};
use crate::sim::chef::{Chef, Duty, Task};
use crate::sim::delivery::{Rider, RiderTask};
use crate::sim::health::Finished;
use crate::sim::hiring::Manager;
use crate::sim::idle_queue::IdleQueue;
use crate::sim::lamp::Lamp;
use crate::sim::order::{OrderKey, Orders};
use crate::sim::queue::Queue;
use crate::sim::setup::{Join, KitchenKind, OutletSetup, PrepSetup, QueueOrder, Setup};
use crate::stats::TimeIntegral;
use crate::units::digest::fold;
use crate::units::{Cents, ItemId, MaybeNumber, Time};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// Whether an outlet is in business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// A site to let.
    Closed,
    /// Rented, not open yet.
    Opening {
        /// When it opens.
        opens: Time,
    },
    /// Takes orders.
    Open,
    /// Takes no more orders and cooks what it has.
    Closing,
}

fold!(enum Status { 0 Closed {}, 1 Opening { opens }, 2 Open {}, 3 Closing {} });

/// Power or link: whether it works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Supply {
    /// It works.
    Fine,
    /// It is broken.
    Broken {
        /// When it broke.
        since: Time,
        /// When it will work again; [`Time::NEVER`]: once somebody mends it.
        until: Time,
    },
}

fold!(enum Supply { 0 Fine {}, 1 Broken { since, until } });

impl Supply {
    /// Whether it works.
    pub fn is_fine(self) -> bool {
        self == Supply::Fine
    }
}

/// The bases left of one tray.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bases {
    /// What they are for.
    pub item: ItemId,
    /// When they are thrown away; [`Time::NEVER`] if they keep.
    pub spoils: Time,
    /// How many are left.
    pub count: u32,
}

fold!(struct Bases { item, spoils, count });

/// One outlet: whatever is known and done there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
// Fields are laid out in this order, by lines of the processor's memory: chefs, riders, who waits, who is free, what
// waits for riders, what a call asks for, areas. What few happenings read comes after that.
#[repr(C, align(64))]
pub struct Outlet {
    /// The earliest of the outlet's own clocks, those of its people apart.
    #[serde(skip)]
    pub(super) own: Slot,
    #[serde(skip)]
    pub(super) chef_agenda: Tree,
    /// By number, in the order of hiring; those who have left stay in the list.
    pub chefs: Vec<Chef>,

    #[serde(skip)]
    pub(super) rider_agenda: Tree,
    /// By number, likewise.
    pub riders: Vec<Rider>,
    /// Tickets in chefs' hands: being cooked, blocked, or driven out when coupled.
    pub in_hands: u32,
    /// How its queues are arranged.
    pub kitchen: KitchenKind,
    /// How orders join a private queue.
    #[serde(default)]
    pub join: Join,
    /// Whether the prep window is open.
    pub prepping: bool,
    /// Which order of a queue is served first.
    pub queue_order: QueueOrder,

    /// Tickets in all queues.
    pub waiting: TimeIntegral,
    /// The most tickets waiting since the last edge of a window.
    pub(super) most_waiting: u64,
    /// The queues. Shared kitchen: one. Specialised: one for each item, by id. Private: the common one (for orders that
    /// found nobody on duty), then one for each chef, by number.
    pub queues: Vec<Queue>,

    /// Free chefs, longest idle first; ties: the lower number.
    pub(super) free_chefs: IdleQueue,
    pub(super) free_riders: IdleQueue,

    /// Boxes waiting for a rider, longest there first.
    pub shelf: Queue,
    /// Chefs who hold a box for the full shelf, longest first.
    pub(super) blocked: VecDeque<u32>,
    /// Whether it is in business.
    pub status: Status,

    /// How many tickets may wait; `None`: any number.
    pub queue_limit: Option<u32>,
    /// The item of the last prep window set, whose cookings count for the hit ratio.
    pub(super) prep_item: Option<ItemId>,
    /// Which of the last orders finished here were burnt. Follows from what happened.
    #[serde(default)]
    pub finished: Finished,
    /// Its electricity; without it nobody cooks.
    pub power: Supply,
    /// The link to the front desk; without it the desk cannot reach the outlet.
    pub link: Supply,

    /// Time integrals of its levels.
    pub areas: Areas,
    /// Items that nobody here can cook now; follows from power and people.
    #[serde(skip)]
    pub(super) stopped: Vec<ItemId>,
    /// Those of the tickets in hands that are being driven out; derived.
    #[serde(skip)]
    pub(super) driving: u32,
    /// How many boxes fit on the shelf; `None`: any number.
    pub shelf_limit: Option<u32>,
    /// The daily prep window; `None`: no bases are made.
    pub prep: Option<PrepSetup>,
    /// Bases in stock, oldest tray first.
    pub stock: VecDeque<Bases>,
    /// Bases that chefs are making.
    pub bases_in_hand: u32,
    /// Orders sent into the cut link, oldest first; they arrive when it is mended.
    pub hanging: Vec<OrderKey>,
    /// Bases made and used.
    pub counts: PrepCounts,
    /// The tickets waiting when the link was cut, each with its order's serial: what the desk last knew.
    pub(super) at_cut: Vec<(OrderKey, u64)>,
    /// Originals here of which a second ticket was written elsewhere, each with its serial.
    pub(super) copied: Vec<(OrderKey, u64)>,
    /// Wages and retainers of everybody here, an hour.
    pub(super) wages_per_hour: Cents,
    pub(super) next_prep_edge: Time,
    /// Where zones take turns: the zone served last, by line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) turns: Vec<MaybeNumber>,
    /// Who hires by herself; `None`: nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manager: Option<Manager>,
    /// Where slices lie, by item; empty where there are no trays.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lamps: Vec<Lamp>,
    /// Chefs present, ill and away ones too, backups not; derived.
    #[serde(skip)]
    pub(super) present: u32,
    /// The most of them since the last edge of a window.
    #[serde(default)]
    pub(super) most_present: u64,
}

fold!(struct Outlet {
    chefs, riders, status, power, link, kitchen, queue_limit, prepping, prep_item, in_hands, waiting, most_waiting,
    free_chefs, free_riders, shelf, blocked, queues, areas, queue_order, shelf_limit, prep, stock, bases_in_hand,
    hanging, counts, at_cut, copied, wages_per_hour, next_prep_edge,
} not { own, chef_agenda, rider_agenda, stopped, driving, finished, present, most_present }
  later { "join": join, "turns": turns, "manager": manager, "lamps": lamps });

/// Exact time integrals of an outlet's levels: people × µs, or µs for a level of 0 or 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
// Fields are laid out in this order: what every happening reads comes first and lies together.
#[repr(C)]
pub struct Areas {
    /// Chefs who are well with an order in hand, cooking or driving.
    pub chefs_busy: TimeIntegral,
    /// Riders on a trip.
    pub riders_busy: TimeIntegral,
    /// Chefs at work and well, whatever they do.
    pub chefs_here: TimeIntegral,
    /// Chefs who hold a box for a full shelf.
    pub chefs_blocked: TimeIntegral,
    /// Chefs who make bases.
    pub chefs_prepping: TimeIntegral,
    /// Chefs who are ill.
    pub chefs_ill: TimeIntegral,
    /// Riders here.
    pub riders_here: TimeIntegral,
    /// Whether it is open: 0 or 1.
    pub open: TimeIntegral,
    /// Whether it is open, lit, connected and has a chef at work: 0 or 1.
    pub available: TimeIntegral,
}

fold!(struct Areas {
    chefs_busy, riders_busy, chefs_here, chefs_blocked, chefs_prepping, chefs_ill, riders_here, open, available,
});

/// Bases, counted since opening.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrepCounts {
    /// Bases made.
    pub made: u64,
    /// Bases used in cookings.
    pub used: u64,
    /// Bases thrown away.
    pub spoiled: u64,
    /// Cookings begun of the prep item, and of other items of which bases were left: the denominator of the hit ratio.
    pub asked: u64,
}

fold!(struct PrepCounts { made, used, spoiled, asked });

impl Outlet {
    /// Whether it takes orders.
    pub fn is_open(&self) -> bool {
        self.status == Status::Open
    }

    /// Whether it can cook: open or closing, with power.
    pub fn is_lit(&self) -> bool {
        self.power.is_fine() && matches!(self.status, Status::Open | Status::Closing)
    }

    /// Tickets waiting or in chefs' hands: what [`Policy::ShortestQueue`](crate::sim::setup::Policy) compares.
    pub fn load(&self) -> u32 {
        self.waiting.value() as u32 + self.in_hands
    }

    /// Tickets that are being cooked.
    pub fn cooking(&self) -> u32 {
        let cooking = self.in_hands - self.blocked.len() as u32 - self.driving;
        debug_assert_eq!(cooking as usize, self.doing(|task| matches!(task, Task::Cooking { .. })));
        cooking
    }

    /// Trays of an item for its lamp, or cookings of it that make one, that are in the ovens.
    pub fn trays_in_ovens(&self, orders: &Orders, item: ItemId) -> u32 {
        let bakes = |task: &Task| matches!(task, Task::Cooking { order, .. } if orders[*order].item == item);
        self.doing(bakes) as u32
    }

    /// How many tickets in its lines and ovens will make a tray of an item.
    pub fn trays_under_way(&self, orders: &Orders, item: ItemId) -> u64 {
        let tickets = self.queues.iter().flat_map(|line| line.iter(orders));
        let waiting = tickets.filter(|key| orders[*key].item == item).count() as u64;
        waiting + u64::from(self.trays_in_ovens(orders, item))
    }

    /// Customers who wait at lamps or are being handed a slice; no chef has a ticket of theirs.
    pub fn at_lamps(&self) -> usize {
        self.lamps.iter().map(|lamp| lamp.waiting.len() + lamp.serving.len()).sum()
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

    /// Bases in stock.
    pub fn bases(&self) -> u32 {
        self.stock.iter().map(|tray| tray.count).sum()
    }

    /// Bases in stock for one item.
    pub fn bases_of(&self, item: ItemId) -> u32 {
        self.stock.iter().filter(|tray| tray.item == item).map(|tray| tray.count).sum()
    }

    /// Makes a chef idle: he joins the free chefs as the longest idle last; ties: the lower number first.
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

    /// [`Outlet::now_free`] for a rider.
    #[inline(always)]
    pub(super) fn rider_now_free(&mut self, r: usize, now: Time) {
        self.riders[r].task = RiderTask::Idle { since: now };
        let riders = &self.riders;
        let just_now = |b: u32| matches!(riders[b as usize].task, RiderTask::Idle { since } if since == now);
        self.free_riders.push(r as u32, now, just_now);
    }

    /// Records whether a chef is busy.
    #[inline(always)]
    pub(super) fn set_busy(&mut self, c: usize, busy: bool, now: Time) {
        let chef = &mut self.chefs[c];
        if chef.busy != busy {
            chef.busy = busy;
            self.areas.chefs_busy.add(now, if busy { 1 } else { -1 });
        }
    }

    /// Whether nothing is left to do: no ticket, no box, nobody on the road.
    pub fn is_empty(&self) -> bool {
        self.waiting.value() == 0
            && self.in_hands == 0
            && self.hanging.is_empty()
            && self.shelf.is_empty()
            && self.lamps.iter().all(Lamp::is_deserted)
            && !self.riders.iter().any(Rider::is_out)
            && !self.chefs.iter().any(|c| matches!(c.task, Task::Driving { .. }))
    }

    /// Chefs whom it counts as present: ill and away ones too, backups not.
    pub(super) fn count_present(&self) -> u32 {
        self.chefs.iter().filter(|chef| !chef.standby && chef.duty == Duty::Present).count() as u32
    }

    /// Chefs who are on the way, backups not.
    pub fn chefs_coming(&self) -> u32 {
        let comes = |chef: &&Chef| !chef.standby && !chef.leaving && matches!(chef.duty, Duty::Coming { .. });
        self.chefs.iter().filter(comes).count() as u32
    }

    /// Chefs who count towards the kitchen's limit: employed, those on the way included, backups not.
    pub fn places_taken(&self) -> u32 {
        self.chefs
            .iter()
            .filter(|c| !c.standby && matches!(c.duty, Duty::Coming { .. } | Duty::Present | Duty::Off))
            .count() as u32
    }

    pub(super) fn new(shop: &Setup, setup: &OutletSetup) -> Outlet {
        Outlet {
            lamps: Lamp::all(shop),
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
            turns: Vec::new(),
            manager: setup.manager.map(|rule| Manager::new(rule, Time::ZERO)),
            present: 0,
            most_present: 0,
            finished: Finished::default(),
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
