//! What happened and was decided, as data: consequences stand under their causes, and what happens many times at once is
//! one entry with a count. The sentences are made where they are shown, in two languages.
//!
//! Memory is bounded: the entries that matter are kept (the oldest go beyond [`KEPT`]), those of ordinary orders are a
//! ring of the last [`ORDERS_KEPT`].

use crate::sim::command::Command;
use crate::sim::explain::Spans;
use crate::sim::notice::Origin;
use crate::sim::order::Loss;
use crate::units::{Cents, ChefRef, ItemId, OutletId, RiderRef, Span, Time, ZoneId};
use std::collections::VecDeque;

pub const KEPT: usize = 50_000;
pub const ORDERS_KEPT: usize = 20_000;

/// An entry's number, counted from opening over all entries; never used twice.
pub type EntryId = u64;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryKind {
    /// Something broke, or nature struck (the scenario's script, the player, chance).
    Fault,
    /// The player decided.
    Decision,
    /// An order late or lost, a line too long, a goal in danger.
    Trouble,
    /// What was noticed, what came of a cause, milestones.
    Noticed,
    /// An ordinary order's step.
    Order,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub id: EntryId,
    pub at: Time,
    pub kind: EntryKind,
    /// The how-many-th fault this is, from 0: A, B, C … (see [`letter`]). Only on faults.
    pub letter: Option<u32>,
    /// What this is a consequence of.
    pub cause: Option<EntryId>,
    pub what: What,
}

/// What an entry says. `count`: how many at that instant.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    ShopOpens {
        outlets: u32,
        chefs: u32,
        backups: u32,
        riders: u32,
    },
    /// Order 1, 50, 100, 500, 1000, 5000 …
    Milestone {
        serial: u64,
        item: ItemId,
        zone: ZoneId,
        delivered: u64,
        p95: Option<Span>,
    },
    ClosingTime {
        in_system: u64,
    },
    Ended,

    // Faults: kind `Fault`.
    ChefIll {
        chef: ChefRef,
        until: Time,
        order: Option<u64>,
        by: Blame,
    },
    PowerOut {
        outlet: OutletId,
        until: Time,
        in_ovens: u32,
        lost: Span,
        by: Blame,
    },
    LineCut {
        outlet: OutletId,
        until: Time,
        waiting: u32,
        by: Blame,
    },
    ChefSlow {
        chef: ChefRef,
        factor: f64,
        by: Blame,
    },
    RudeChef {
        chef: ChefRef,
        until: Time,
        by: Blame,
    },
    RudeRider {
        rider: RiderRef,
        until: Time,
        by: Blame,
    },
    Surge {
        zone: Option<ZoneId>,
        item: Option<ItemId>,
        factor: f64,
        until: Time,
        by: Blame,
    },
    Traffic {
        factor: f64,
        until: Time,
        by: Blame,
    },
    Impatience {
        zone: Option<ZoneId>,
        factor: f64,
        until: Time,
        by: Blame,
    },

    // Consequences and ends of faults: kind `Noticed`.
    IllnessNoticed {
        chef: ChefRef,
        backup: Option<ChefRef>,
        order: Option<(u64, Span)>,
    },
    ChefWell {
        chef: ChefRef,
    },
    BackupGoesHome {
        chef: ChefRef,
    },
    ChefQuick {
        chef: ChefRef,
    },
    ChefBack {
        chef: ChefRef,
    },
    RiderBack {
        rider: RiderRef,
    },
    PowerBack {
        outlet: OutletId,
    },
    LineMended {
        outlet: OutletId,
        came_through: u32,
    },
    SurgeOver {
        zone: Option<ZoneId>,
        item: Option<ItemId>,
    },
    TrafficOver,
    ImpatienceOver {
        zone: Option<ZoneId>,
    },
    /// The front desk learns that an outlet does not answer, or answers again; `after` the fact.
    Learned {
        outlet: OutletId,
        reachable: bool,
        after: Span,
    },
    /// `to`: `None` where they went to several; `line`: how many waited at `to` before and after.
    Rerouted {
        from: OutletId,
        to: Option<OutletId>,
        count: u32,
        line: (u32, u32),
    },
    /// Written a second time: the first outlet may be cooking them and cannot be told.
    Copied {
        from: OutletId,
        to: Option<OutletId>,
        count: u32,
    },
    /// A second cooking of orders began.
    CookedTwice {
        outlet: OutletId,
        count: u32,
    },
    /// Work was lost.
    PutBack {
        outlet: OutletId,
        count: u32,
        lost: Span,
    },
    /// Orders wait at the desk.
    Held {
        count: u32,
    },
    Spoiled {
        outlet: OutletId,
        bases: u32,
    },
    PrepBegan {
        outlet: OutletId,
    },
    PrepEnded {
        outlet: OutletId,
        bases: u32,
    },

    // Decisions and what comes of them.
    /// Kind `Decision`.
    Done {
        command: Command,
        origin: Origin,
    },
    ScriptRefused {
        command: Command,
        why: String,
    },
    ChefStarts {
        outlet: OutletId,
        chef: ChefRef,
        count: u32,
    },
    RiderStarts {
        outlet: OutletId,
        rider: RiderRef,
        count: u32,
    },
    ChefLeft {
        chef: ChefRef,
    },
    RiderLeft {
        rider: RiderRef,
    },
    ToolsFitted {
        outlet: OutletId,
        level: u8,
        count: u32,
    },
    Opened {
        outlet: OutletId,
    },
    Closed {
        outlet: OutletId,
    },

    // Trouble.
    Late {
        serial: u64,
        item: ItemId,
        zone: ZoneId,
        outlet: OutletId,
        by: Span,
        latency: Span,
        spans: Spans,
        refund: Cents,
    },
    Lost {
        serial: u64,
        item: ItemId,
        zone: ZoneId,
        outlet: Option<OutletId>,
        loss: Loss,
        waited: Span,
        again: Option<Time>,
        nth: u64,
    },
    /// A line passed 10, 20, 40, 80 …; `idle`: the open outlet with the shortest line then.
    LinePasses {
        outlet: OutletId,
        waiting: u32,
        shortest: Option<(OutletId, u32)>,
    },
    /// Orders wait in a line that nobody present can serve.
    NobodyServes {
        outlet: OutletId,
        item: Option<ItemId>,
        waiting: u32,
    },
    /// The 95th percentile of the last 15 minutes went over the promise, or back under it.
    P95 {
        p95: Span,
        promise: Span,
        orders: u64,
        over: bool,
    },
    GoalInDanger {
        goal: usize,
    },
    GoalLost {
        goal: usize,
    },
    GoalMet {
        goal: usize,
    },
    HintReady {
        hint: usize,
    },
    Cue {
        cue: usize,
    },

    // Ordinary orders: kind `Order`.
    Placed {
        serial: u64,
        item: ItemId,
        zone: ZoneId,
        again: bool,
    },
    Delivered {
        serial: u64,
        item: ItemId,
        zone: ZoneId,
        outlet: OutletId,
        latency: Span,
    },
}

/// Who brought a fault about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blame {
    /// The scenario's script: which event of it.
    Script(usize),
    Player,
    Chance,
}

/// A fault that can still be felt, or was.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fault {
    pub letter: u32,
    pub entry: EntryId,
    pub at: Time,
    /// When it was over, where it is.
    pub over: Option<Time>,
}

#[derive(Clone, Debug, Default)]
pub struct Log {
    pub(super) kept: VecDeque<Entry>,
    pub(super) orders: VecDeque<Entry>,
    pub(super) next: EntryId,
    /// How many entries of each kind there ever were, by [`EntryKind`].
    pub counts: [u64; 5],
    /// Every fault so far (at most [`KEPT`]).
    pub faults: Vec<Fault>,
}

impl Log {
    pub fn len(&self) -> u64 {
        self.next
    }

    pub fn is_empty(&self) -> bool {
        self.next == 0
    }

    pub fn get(&self, id: EntryId) -> Option<&Entry> {
        let find = |ring: &VecDeque<Entry>| ring.binary_search_by_key(&id, |entry| entry.id).ok();
        find(&self.kept).map(|i| &self.kept[i]).or_else(|| find(&self.orders).map(|i| &self.orders[i]))
    }

    /// What is kept, oldest first; with or without ordinary orders. Can be walked from either end.
    pub fn iter(&self, with_orders: bool) -> impl DoubleEndedIterator<Item = &Entry> {
        let _ = with_orders;
        self.kept.iter()
    }

    /// The newest entry that is not an ordinary order's.
    pub fn newest(&self) -> Option<&Entry> {
        self.kept.back()
    }

    /// The newest thing that matters enough to stop for: a fault, an order lost, a goal, a cue, closing.
    pub fn newest_that_matters(&self) -> Option<EntryId> {
        self.kept.iter().rev().find(|entry| matters(entry)).map(|entry| entry.id)
    }

    /// The entries that are consequences of one, oldest first.
    pub fn consequences(&self, of: EntryId) -> impl Iterator<Item = &Entry> {
        self.kept.iter().filter(move |entry| entry.cause == Some(of))
    }
}

/// What `n` goes on to.
pub fn matters(entry: &Entry) -> bool {
    use What::*;
    entry.kind == EntryKind::Fault
        || matches!(
            entry.what,
            Lost { .. }
                | GoalInDanger { .. }
                | GoalLost { .. }
                | GoalMet { .. }
                | Cue { .. }
                | ClosingTime { .. }
                | Ended
        )
}

/// A, B, … Z, AA, AB …
pub fn letter(n: u32) -> String {
    let mut n = n as u64 + 1;
    let mut letters = Vec::new();
    while n > 0 {
        n -= 1;
        letters.push((b'A' + (n % 26) as u8) as char);
        n /= 26;
    }
    letters.iter().rev().collect()
}
