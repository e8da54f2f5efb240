//! Notices: facts that came of what happened, told to whoever watches. The world knows nobody by name: it is run with a
//! [`Witness`], and `()` is the witness who does not look (and costs nothing).

use crate::sim::command::Command;
use crate::sim::order::{Loss, OrderKey};
use crate::sim::setup::DeliveryMode;
use crate::sim::world::{Going, World};
use crate::units::{ChefRef, ItemId, OutletId, RiderRef, Span, Time, ZoneId};
use serde::{Deserialize, Serialize};

/// Somebody who watches the shop. Called after the fact, at [`World::now`]; an order's record can still be read.
pub trait Witness {
    /// Whether it may look at the sheets of the book while the shop runs. Where nobody does, delivered orders of large
    /// shops are written into them many at a time.
    const READS_SHEETS: bool = true;

    fn see(&mut self, world: &World, notice: Notice);
}

impl Witness for () {
    const READS_SHEETS: bool = false;

    #[inline(always)]
    fn see(&mut self, _: &World, _: Notice) {}
}

/// Keeps every notice with its moment: for tests and short runs.
impl Witness for Vec<(Time, Notice)> {
    fn see(&mut self, world: &World, notice: Notice) {
        self.push((world.now, notice));
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    Script,
    Player,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Notice {
    // An order's life.
    Placed {
        order: OrderKey,
    },
    /// To an outlet, into a line there (or the chef's hands at once: `Started` follows); `hangs`: into a cut line.
    Sent {
        order: OrderKey,
        outlet: OutletId,
        hangs: bool,
    },
    /// Nobody can take it; it waits at the front desk.
    Held {
        order: OrderKey,
    },
    Started {
        order: OrderKey,
        chef: ChefRef,
    },
    /// Work on it was lost; it is back at the head of its line.
    PutBack {
        order: OrderKey,
        chef: ChefRef,
        lost: Span,
    },
    Cooked {
        order: OrderKey,
        chef: ChefRef,
    },
    /// Cooked, but the shelf is full.
    Blocked {
        order: OrderKey,
        chef: ChefRef,
    },
    Shelved {
        order: OrderKey,
        outlet: OutletId,
    },
    /// On the road with a rider.
    Taken {
        order: OrderKey,
        rider: RiderRef,
    },
    /// On the road with its chef.
    DrivenOut {
        order: OrderKey,
        chef: ChefRef,
    },
    Delivered {
        order: OrderKey,
        outlet: OutletId,
    },
    /// `again`: when the customer calls again.
    Lost {
        order: OrderKey,
        loss: Loss,
        again: Option<Time>,
    },
    /// Made, or driven, for nobody.
    Wasted {
        order: OrderKey,
        outlet: OutletId,
    },
    /// A waiting ticket is torn up.
    TornUp {
        order: OrderKey,
        outlet: OutletId,
    },
    Rerouted {
        order: OrderKey,
        from: OutletId,
        to: OutletId,
    },
    /// A second ticket was written, because the first cannot be reached.
    Copied {
        order: OrderKey,
        copy: OrderKey,
        from: OutletId,
        to: OutletId,
    },
    /// A second cooking of one order began.
    Duplicated {
        order: OrderKey,
        outlet: OutletId,
    },

    // People.
    /// Hired, on the way until `starts`; a backup waits at home from then.
    ChefHired {
        chef: ChefRef,
        starts: Time,
    },
    ChefStarts {
        chef: ChefRef,
    },
    ChefLeft {
        chef: ChefRef,
    },
    RiderHired {
        rider: RiderRef,
        starts: Time,
    },
    RiderStarts {
        rider: RiderRef,
    },
    RiderLeft {
        rider: RiderRef,
    },
    FellIll {
        chef: ChefRef,
        until: Time,
    },
    IllnessNoticed {
        chef: ChefRef,
    },
    Well {
        chef: ChefRef,
    },
    BackupStepsIn {
        chef: ChefRef,
        covers: ChefRef,
    },
    BackupGoesHome {
        chef: ChefRef,
    },
    TurnedSlow {
        chef: ChefRef,
        factor: f64,
    },
    QuickAgain {
        chef: ChefRef,
    },
    ChefRetrained {
        chef: ChefRef,
        until: Time,
    },
    RiderRetrained {
        rider: RiderRef,
        until: Time,
    },
    ChefBackFromRetraining {
        chef: ChefRef,
    },
    RiderBackFromRetraining {
        rider: RiderRef,
    },
    /// New tools fit, for the next order.
    ToolsFitted {
        chef: ChefRef,
        level: u8,
    },

    // Outlets and the city.
    Opened {
        outlet: OutletId,
    },
    Closed {
        outlet: OutletId,
    },
    PowerOut {
        outlet: OutletId,
        until: Time,
    },
    PowerBack {
        outlet: OutletId,
    },
    LineCut {
        outlet: OutletId,
        until: Time,
    },
    LineMended {
        outlet: OutletId,
    },
    /// The front desk learns that an outlet answers, or does not.
    Learned {
        outlet: OutletId,
        reachable: bool,
    },
    SurgeBegan {
        zone: Option<ZoneId>,
        item: Option<ItemId>,
        factor: f64,
        until: Time,
    },
    SurgeOver {
        zone: Option<ZoneId>,
        item: Option<ItemId>,
    },
    TrafficBegan {
        factor: f64,
        until: Time,
    },
    TrafficOver,
    ImpatienceBegan {
        zone: Option<ZoneId>,
        factor: f64,
        until: Time,
    },
    ImpatienceOver {
        zone: Option<ZoneId>,
    },
    PrepBegan {
        outlet: OutletId,
    },
    PrepEnded {
        outlet: OutletId,
    },
    TrayBegun {
        chef: ChefRef,
        bases: u32,
    },
    TrayDone {
        chef: ChefRef,
        bases: u32,
        began: Time,
    },
    Spoiled {
        outlet: OutletId,
        bases: u32,
    },
    DeliveryChanged {
        mode: DeliveryMode,
    },

    // The shop.
    /// `going`: whom a dismissal took.
    Done {
        command: Command,
        origin: Origin,
        going: Going,
    },
    /// A scripted command that was refused (the player's are answered, not noticed).
    ScriptRefused {
        command: Command,
        why: String,
    },
    ClosingTime,
    /// A draining shop ends although these wait: nobody will ever serve them.
    Stranded {
        orders: u64,
    },
    Ended,
}
