//! What an entry of the log says, as data: ids, times and counts. The sentence is made where it is shown.

use crate::session::Dial;
use crate::sim::command::Command;
use crate::sim::explain::Spans;
use crate::sim::health::Bad;
use crate::sim::notice::Origin;
use crate::sim::order::Loss;
use crate::sim::order_books::Forgotten;
use crate::sim::setup::Policy;
use crate::sim::world::Going;
use crate::units::{Cents, ChefRef, ItemId, OutletId, RiderRef, Span, Time, ZoneId};

/// What an entry says. A `count` is how many times it happened at that instant; a `by` is who brought a fault about;
/// `until` is when a fault ends ([`Time::NEVER`]: only a command ends it). Orders are named by their serial numbers.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// The shop opens, with the staff of all open outlets.
    ShopOpens {
        /// Open outlets.
        outlets: u32,
        /// Chefs at work.
        chefs: u32,
        /// Backup chefs at home.
        backups: u32,
        /// Riders.
        riders: u32,
    },
    /// Order 1, 50, 100, 500, 1000, 5000 … is placed.
    Milestone {
        /// The order.
        serial: u64,
        /// What was ordered.
        item: ItemId,
        /// The zone of the caller.
        zone: ZoneId,
        /// How many orders had been delivered by then.
        delivered: u64,
    },
    /// Closing time: no more first calls.
    ClosingTime {
        /// Orders still in the shop.
        in_system: u64,
    },
    /// The player is told of an event of the script before it happens.
    Announced {
        /// The event's index in the script.
        event: usize,
    },
    /// The player is told when an event of the script will be over.
    EndTold {
        /// The event's index in the script.
        event: usize,
    },
    /// A draining shop gives up: nobody can serve the orders that wait.
    Stranded {
        /// How many orders wait.
        orders: u64,
    },
    /// The shop is closed and empty.
    Ended,

    // Faults: kind `Fault`.
    /// A chef falls ill.
    ChefIll {
        /// The chef.
        chef: ChefRef,
        /// When the illness ends.
        until: Time,
        /// The order in the chef's hands.
        order: Option<u64>,
        /// Who brought it about.
        by: Blame,
    },
    /// An outlet loses its power.
    PowerOut {
        /// The outlet.
        outlet: OutletId,
        /// When the power is back.
        until: Time,
        /// How many orders were being cooked, and are put back.
        in_ovens: u32,
        /// The chefs' work lost on them.
        lost: Span,
        /// Who brought it about.
        by: Blame,
    },
    /// The line between the front desk and an outlet is cut.
    LineCut {
        /// The outlet.
        outlet: OutletId,
        /// When the line is mended.
        until: Time,
        /// Tickets in the outlet's queues then.
        waiting: u32,
        /// Who brought it about.
        by: Blame,
    },
    /// A chef turns slow.
    ChefSlow {
        /// The chef.
        chef: ChefRef,
        /// The chef's speed as a share of the usual one, 0–1.
        factor: f64,
        /// Who brought it about.
        by: Blame,
    },
    /// A chef burns whatever he takes.
    ChefBurns {
        /// The chef.
        chef: ChefRef,
        /// How long an order lies in his oven.
        after: Span,
        /// Who brought it about.
        by: Blame,
    },
    /// A chef was rude to a customer and is retrained.
    RudeChef {
        /// The chef.
        chef: ChefRef,
        /// When the chef is back.
        until: Time,
        /// Who brought it about.
        by: Blame,
    },
    /// A rider was rude to a customer and is retrained.
    RudeRider {
        /// The rider.
        rider: RiderRef,
        /// When the rider is back.
        until: Time,
        /// Who brought it about.
        by: Blame,
    },
    /// Demand changes for a while.
    Surge {
        /// The zone; `None`: all.
        zone: Option<ZoneId>,
        /// The item; `None`: all.
        item: Option<ItemId>,
        /// How many times as many calls.
        factor: f64,
        /// When it ends.
        until: Time,
        /// Who brought it about.
        by: Blame,
    },
    /// A traffic jam.
    Traffic {
        /// How many times as long rides take.
        factor: f64,
        /// When it ends.
        until: Time,
        /// Who brought it about.
        by: Blame,
    },
    /// Customers' patience changes for a while.
    Impatience {
        /// The zone; `None`: all.
        zone: Option<ZoneId>,
        /// How many times as long customers wait.
        factor: f64,
        /// When it ends.
        until: Time,
        /// Who brought it about.
        by: Blame,
    },
    /// Callers do not hear that their order was taken.
    BadLine {
        /// The zone; `None`: all.
        zone: Option<ZoneId>,
        /// The share of them.
        share: f64,
        /// When it ends.
        until: Time,
        /// Who brought it about.
        by: Blame,
    },

    // Consequences and ends of faults: kind `Noticed`.
    /// An outlet notices that a chef is ill.
    IllnessNoticed {
        /// The chef who is ill.
        chef: ChefRef,
        /// The backup who steps in at once.
        backup: Option<ChefRef>,
        /// The order taken out of the chef's hands, and the work lost on it.
        order: Option<(u64, Span)>,
    },
    /// A chef is well again.
    ChefWell {
        /// The chef.
        chef: ChefRef,
    },
    /// A backup steps in later than the illness was noticed.
    BackupStepsIn {
        /// The backup.
        chef: ChefRef,
        /// The chef who is ill.
        covers: ChefRef,
    },
    /// A backup is not needed any more.
    BackupGoesHome {
        /// The backup.
        chef: ChefRef,
    },
    /// A slow chef works at the usual speed again.
    ChefQuick {
        /// The chef.
        chef: ChefRef,
    },
    /// A chef is back from retraining.
    ChefBack {
        /// The chef.
        chef: ChefRef,
    },
    /// A rider is back from retraining.
    RiderBack {
        /// The rider.
        rider: RiderRef,
    },
    /// An outlet has power again.
    PowerBack {
        /// The outlet.
        outlet: OutletId,
    },
    /// An outlet's line to the front desk is mended.
    LineMended {
        /// The outlet.
        outlet: OutletId,
    },
    /// A surge is over.
    SurgeOver {
        /// Its zone; `None`: all.
        zone: Option<ZoneId>,
        /// Its item; `None`: all.
        item: Option<ItemId>,
    },
    /// A traffic jam is over.
    TrafficOver,
    /// A change of patience is over.
    ImpatienceOver {
        /// Its zone; `None`: all.
        zone: Option<ZoneId>,
    },
    /// Callers hear confirmations again.
    BadLineOver {
        /// Their zone; `None`: all.
        zone: Option<ZoneId>,
    },
    /// The front desk learns that an outlet does not answer, or that it answers again.
    Learned {
        /// The outlet.
        outlet: OutletId,
        /// Whether it answers again.
        reachable: bool,
        /// How long after the fact.
        after: Span,
    },
    /// A chef burns nothing any more.
    ChefBurnsNoMore {
        /// The chef.
        chef: ChefRef,
    },
    /// The house has a tray baked for a lamp, or a new one lies there.
    Tray {
        /// Whose lamp.
        outlet: OutletId,
        /// Of which slices.
        item: ItemId,
        /// Whether it lies there.
        baked: bool,
        /// How many of them are in the ovens.
        baking: u32,
    },
    /// The old cards of regulars were filed; or none were, because nobody dealt by street.
    CardsFiled {
        /// The rule in force.
        policy: Policy,
        /// Whether there are cards now.
        filed: bool,
    },
    /// Streets are dealt otherwise than when their cards were filed.
    StreetsMoved {
        /// Those dealt to an outlet without a card of theirs.
        moved: u64,
        /// All streets.
        all: u64,
    },
    /// A lamp fell: its slices are old.
    LampFell {
        /// Whose lamp.
        outlet: OutletId,
        /// Of which slices.
        item: ItemId,
        /// Who brought it about.
        by: Blame,
    },
    /// An outlet's telephone rings, and nobody answers: kind `Fault`.
    PhoneDead {
        /// The outlet.
        outlet: OutletId,
        /// When somebody answers again.
        until: Time,
        /// Who brought it about.
        by: Blame,
    },
    /// An order book is away: kind `Fault`.
    BookAway {
        /// Its number, from 0.
        book: u32,
        /// When it is back.
        until: Time,
        /// Whether enough are left for an order to be taken.
        writable: bool,
        /// Who brought it about.
        by: Blame,
    },
    /// An order book is back.
    BookBack {
        /// Its number, from 0.
        book: u32,
        /// Whether an order can be taken now.
        writable: bool,
        /// Orders that were waiting for it to be taken.
        waiting: u32,
    },
    /// An order book burnt: kind `Fault`.
    BookBurnt {
        /// Its number, from 0.
        book: u32,
        /// Taken orders that it alone had.
        forgotten: u32,
        /// The first of them.
        first: Option<Forgotten>,
        /// Whether an order can be taken now.
        writable: bool,
        /// Whether none ever can, by the rule in force.
        over: bool,
        /// Who brought it about.
        by: Blame,
    },
    /// An outlet's telephone is answered again.
    PhoneAnswers {
        /// The outlet.
        outlet: OutletId,
    },
    /// 1, 10, 20, 40, 80 … orders wait for a clerk: kind `Trouble`.
    DeskPasses {
        /// How many wait.
        waiting: u32,
        /// Clerks at the desk.
        clerks: u32,
        /// Whom most of them are on the line with, and how many.
        most: Option<(OutletId, u32)>,
    },
    /// A fuse blew.
    FuseBlew {
        /// Whose; `None`: the one of all telephones.
        outlet: Option<OutletId>,
        /// Whether it had blown, and its trial was not answered.
        again: bool,
        /// How many orders waited at the desk that are lost by it.
        waiting: u32,
    },
    /// A fuse is mended.
    FuseMended {
        /// Whose; `None`: the one of all telephones.
        outlet: Option<OutletId>,
    },
    /// Hired clerks begin to work.
    ClerkStarts {
        /// How many.
        count: u32,
    },
    /// A dismissed clerk has left.
    ClerkLeft,
    /// A health check found an outlet bad, which gets no more orders.
    TakenOut {
        /// The outlet.
        outlet: OutletId,
        /// What was found.
        bad: Bad,
        /// How many outlets are out now.
        out: u32,
        /// How many are open.
        of: u32,
    },
    /// An outlet that was taken out gets orders again.
    LetIn {
        /// The outlet.
        outlet: OutletId,
    },
    /// So many outlets are out that the front desk ignores it, or no more.
    OpenForAll {
        /// Whether it ignores it.
        on: bool,
        /// How many outlets are out now.
        out: u32,
        /// How many are open.
        of: u32,
    },
    /// Orders are moved from an unreachable outlet to others (failover).
    Rerouted {
        /// The outlet they leave.
        from: OutletId,
        /// The outlet they go to; `None` if they went to several.
        to: Option<OutletId>,
        /// How many orders.
        count: u32,
        /// The length of the queue at `to` before and after.
        line: (u32, u32),
    },
    /// Orders are written out a second time, because the first outlet may be cooking them and cannot be told.
    Copied {
        /// The outlet that cannot be told.
        from: OutletId,
        /// The outlet the copies go to; `None` if they went to several.
        to: Option<OutletId>,
        /// How many orders.
        count: u32,
    },
    /// Orders are cooked although they have been begun already: at another outlet, or by another ticket.
    CookedTwice {
        /// The outlet where the second cooking begins.
        outlet: OutletId,
        /// The number of the order, if its customer called again for want of a confirmation.
        again: Option<u64>,
        /// How many orders.
        count: u32,
    },
    /// Second orders are sent for what is not ready in time.
    SentTwice {
        /// The number of the order, if it is one.
        serial: Option<u64>,
        /// How many.
        count: u32,
    },
    /// A party has its last pizza.
    PartyServed {
        /// Its order.
        serial: u64,
        /// How many pizzas.
        pizzas: u32,
        /// The zone of the caller.
        zone: ZoneId,
        /// The outlet that made the last.
        outlet: OutletId,
        /// From placing to the last pizza.
        latency: Span,
        /// Of that, from the last pizza but one on.
        last: Span,
        /// How late it is, and what is paid back for it; `None`: it is on time.
        late: Option<(Span, Cents)>,
    },
    /// Orders go back to the head of their queue, and the work on them is lost.
    PutBack {
        /// The outlet.
        outlet: OutletId,
        /// How many orders.
        count: u32,
        /// The chefs' work lost on them.
        lost: Span,
    },
    /// Orders begin to wait at the desk, because no outlet is believed reachable.
    Held {
        /// How many orders, of that instant.
        count: u32,
    },
    /// Prepared bases spoil.
    Spoiled {
        /// The outlet.
        outlet: OutletId,
        /// How many bases.
        bases: u32,
    },
    /// A prep window begins.
    PrepBegan {
        /// The outlet.
        outlet: OutletId,
    },
    /// A prep window ends.
    PrepEnded {
        /// The outlet.
        outlet: OutletId,
        /// How many bases there are then.
        bases: u32,
    },

    // Decisions and what comes of them.
    /// A command was carried out, the player's (kind `Decision`) or the script's.
    Done {
        /// The command.
        command: Command,
        /// Who gave it.
        origin: Origin,
        /// Whom a dismissal took.
        going: Going,
    },
    /// The player turned the dial of random faults.
    DialTurned {
        /// Where it stands now.
        dial: Dial,
    },
    /// The shop refused a command of the script.
    ScriptRefused {
        /// The command.
        command: Command,
        /// Why, as a sentence.
        why: String,
    },
    /// A manager looked at the line and called chefs.
    ManagerHired {
        /// Whose manager.
        outlet: OutletId,
        /// How many chefs.
        count: u32,
        /// How many orders waited.
        waiting: u64,
        /// How many chefs were on the way already.
        coming: u32,
        /// Whether the till had no more.
        broke: bool,
    },
    /// A manager lets an idle chef go.
    ManagerDismissed {
        /// The chef.
        chef: ChefRef,
    },
    /// Hired chefs begin to work.
    ChefStarts {
        /// The outlet.
        outlet: OutletId,
        /// The first of them.
        chef: ChefRef,
        /// How many chefs.
        count: u32,
    },
    /// Hired riders begin to work.
    RiderStarts {
        /// The outlet.
        outlet: OutletId,
        /// The first of them.
        rider: RiderRef,
        /// How many riders.
        count: u32,
    },
    /// A dismissed chef has left.
    ChefLeft {
        /// The chef.
        chef: ChefRef,
    },
    /// A dismissed rider has left.
    RiderLeft {
        /// The rider.
        rider: RiderRef,
    },
    /// Chefs get better tools.
    ToolsFitted {
        /// The outlet.
        outlet: OutletId,
        /// The level of their tools now.
        level: u8,
        /// How many chefs.
        count: u32,
    },
    /// An outlet opened.
    Opened {
        /// The outlet.
        outlet: OutletId,
    },
    /// An outlet closed.
    Closed {
        /// The outlet.
        outlet: OutletId,
    },

    // Trouble.
    /// An order was delivered after the promise.
    Late {
        /// The order.
        serial: u64,
        /// What was ordered.
        item: ItemId,
        /// The zone of the caller.
        zone: ZoneId,
        /// The outlet that made it.
        outlet: OutletId,
        /// How much later than promised.
        by: Span,
        /// From placing to delivery.
        latency: Span,
        /// Where the time went.
        spans: Spans,
        /// What the customer is paid back.
        refund: Cents,
    },
    /// An order was lost.
    Lost {
        /// The order.
        serial: u64,
        /// What was ordered.
        item: ItemId,
        /// The zone of the caller.
        zone: ZoneId,
        /// Where it waited or was refused; `None` if it was never sent anywhere.
        outlet: Option<OutletId>,
        /// How it was lost.
        loss: Loss,
        /// How long the customer waited on this call.
        waited: Span,
        /// When the customer will call again; `None`: never.
        again: Option<Time>,
        /// How many orders have been lost so far, this one included.
        nth: u64,
    },
    /// A queue reaches 10, 20, 40, 80 … tickets.
    LinePasses {
        /// The outlet.
        outlet: OutletId,
        /// Tickets in its queues.
        waiting: u32,
        /// The open outlet with the shortest queue then, and that queue's length; `None` if no other is open.
        shortest: Option<(OutletId, u32)>,
    },
    /// Orders wait in a queue that nobody present can serve.
    NobodyServes {
        /// The outlet.
        outlet: OutletId,
        /// The item of the queue; `None` in kitchens with no queue per item.
        item: Option<ItemId>,
        /// How many orders wait.
        waiting: u32,
    },
    /// The 95th percentile of the last 15 minutes passed the promise, or is well below it again.
    P95 {
        /// The percentile.
        p95: Span,
        /// The promise.
        promise: Span,
        /// Of how many deliveries.
        orders: u64,
        /// Whether it passed the promise.
        over: bool,
    },
    /// A goal is at risk.
    GoalInDanger {
        /// The goal's index in the scenario.
        goal: usize,
        /// The metric over the last 15 minutes, if that misses the goal and the value so far does not.
        lately: Option<f64>,
    },
    /// A goal is lost.
    GoalLost {
        /// The goal's index in the scenario.
        goal: usize,
    },
    /// A goal is met for good.
    GoalMet {
        /// The goal's index in the scenario.
        goal: usize,
    },
    /// A hint is ready.
    HintReady {
        /// The hint's index in the scenario.
        hint: usize,
    },
    /// A cue of the story is due.
    Cue {
        /// The cue's index in the scenario.
        cue: usize,
    },

    // Ordinary orders: kind `Order`.
    /// An order was placed.
    Placed {
        /// The order.
        serial: u64,
        /// What was ordered.
        item: ItemId,
        /// The zone of the caller.
        zone: ZoneId,
        /// Whether it is a repeat call.
        again: bool,
    },
    /// An order was delivered within the promise.
    Delivered {
        /// The order.
        serial: u64,
        /// What was ordered.
        item: ItemId,
        /// The zone of the caller.
        zone: ZoneId,
        /// The outlet that made it.
        outlet: OutletId,
        /// From placing to delivery.
        latency: Span,
    },
}

/// Who brought a fault about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blame {
    /// The script: the index of its event.
    Script(usize),
    /// The player's command.
    Player,
    /// Chance: the outlet's or the staff's failure rates.
    Chance,
}

impl What {
    /// Who brought the fault about; `None` if the entry is about none.
    pub fn blame_mut(&mut self) -> Option<&mut Blame> {
        match self {
            What::PowerOut { by, .. }
            | What::LineCut { by, .. }
            | What::ChefIll { by, .. }
            | What::ChefSlow { by, .. }
            | What::ChefBurns { by, .. }
            | What::RudeChef { by, .. }
            | What::RudeRider { by, .. }
            | What::Surge { by, .. }
            | What::Traffic { by, .. }
            | What::LampFell { by, .. }
            | What::BadLine { by, .. }
            | What::PhoneDead { by, .. }
            | What::BookAway { by, .. }
            | What::BookBurnt { by, .. }
            | What::Impatience { by, .. } => Some(by),
            _ => None,
        }
    }
}
