//! What an entry of the log says, as data: ids, times and counts. The sentence is made where it is shown.

use crate::sim::command::Command;
use crate::sim::explain::Spans;
use crate::sim::notice::Origin;
use crate::sim::order::Loss;
use crate::sim::world::Going;
use crate::units::{Cents, ChefRef, ItemId, OutletId, RiderRef, Span, Time, ZoneId};

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
    },
    ClosingTime {
        in_system: u64,
    },
    /// The player hears of an event of the script before it happens, and when one will be over.
    Announced {
        event: usize,
    },
    EndTold {
        event: usize,
    },
    /// A draining shop gives up: nobody can serve those who wait.
    Stranded {
        orders: u64,
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
    /// Where it is not part of an illness's being noticed.
    BackupStepsIn {
        chef: ChefRef,
        covers: ChefRef,
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
    /// Kind `Decision`. `going`: whom a dismissal took.
    Done {
        command: Command,
        origin: Origin,
        going: Going,
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
    /// `lately`: its measure over the last 15 minutes, where that is what is wrong and not the whole so far.
    GoalInDanger {
        goal: usize,
        lately: Option<f64>,
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

impl What {
    /// Who brought the fault about that this entry tells of.
    pub fn blame_mut(&mut self) -> Option<&mut Blame> {
        match self {
            What::PowerOut { by, .. }
            | What::LineCut { by, .. }
            | What::ChefIll { by, .. }
            | What::ChefSlow { by, .. }
            | What::RudeChef { by, .. }
            | What::RudeRider { by, .. }
            | What::Surge { by, .. }
            | What::Traffic { by, .. }
            | What::Impatience { by, .. } => Some(by),
            _ => None,
        }
    }
}
