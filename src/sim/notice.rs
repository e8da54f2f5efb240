//! Notices: facts, told to whoever watches. The world knows no watcher by name: it is run with a [`Witness`], and `()`
//! is the no-op witness.

use crate::sim::command::Command;
use crate::sim::health::Bad;
use crate::sim::order::{Loss, OrderKey};
use crate::sim::setup::{DeliveryMode, Policy};
use crate::sim::world::{Going, World};
use crate::units::{ChefRef, ItemId, OutletId, RiderRef, Span, Time, ZoneId};
use serde::{Deserialize, Serialize};

/// Somebody who watches the shop. An order that a notice names can still be read, even if it has just ended.
pub trait Witness {
    /// Whether it may look at the sheets of the book while the shop runs. Where nobody does, delivered orders of large
    /// shops are written into them many at a time.
    const READS_SHEETS: bool = true;

    /// Takes note of a fact, right after it.
    fn see(&mut self, world: &World, notice: Notice);
}

impl Witness for () {
    const READS_SHEETS: bool = false;

    #[inline(always)]
    fn see(&mut self, _: &World, _: Notice) {}
}

/// Keeps every notice with its time: for tests and short runs.
impl Witness for Vec<(Time, Notice)> {
    fn see(&mut self, world: &World, notice: Notice) {
        self.push((world.now, notice));
    }
}

/// Who gave a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// The scenario's script.
    Script,
    /// The player, or whoever plays for him.
    Player,
}

/// A fact: something that has just happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Notice {
    // An order's life.
    /// A call has become an order.
    Placed {
        /// The new order.
        order: OrderKey,
    },
    /// It is for a party: the tickets of the other pizzas follow.
    PartyCame {
        /// The order, with the ticket of the first pizza.
        order: OrderKey,
        /// How many pizzas it is for.
        pizzas: u32,
    },
    /// The ticket of another pizza of a party is written.
    PartPlaced {
        /// Its ticket.
        order: OrderKey,
    },
    /// A party was lost with another of its tickets; what becomes of this one follows.
    PartLeft {
        /// The ticket.
        order: OrderKey,
    },
    /// A pizza of a party is ready, and the party waits for others.
    PartReady {
        /// Its ticket.
        order: OrderKey,
        /// Where it was cooked.
        outlet: OutletId,
    },
    /// Sent to an outlet: into a queue, or at once into a chef's hands (`Started` follows).
    Sent {
        /// The order.
        order: OrderKey,
        /// Where it was sent.
        outlet: OutletId,
        /// Whether it hangs in a cut link.
        hangs: bool,
    },
    /// No outlet can take it; it waits at the front desk.
    Held {
        /// The order.
        order: OrderKey,
    },
    /// It is being written into the order books; `Accepted` follows once enough have it.
    WrittenDown {
        /// The order.
        order: OrderKey,
    },
    /// Enough order books have it: its guest is told that it is coming.
    Accepted {
        /// The order.
        order: OrderKey,
        /// How many books have it.
        books: u32,
    },
    /// It was written for somebody who has left, and nobody can take it.
    KeptForNobody {
        /// The order.
        order: OrderKey,
    },
    /// No clerk is free to ring its outlet; it waits at the front desk.
    AtDesk {
        /// The order.
        order: OrderKey,
        /// Who is to be rung.
        outlet: OutletId,
    },
    /// A clerk rings its outlet.
    CallBegan {
        /// The order.
        order: OrderKey,
        /// Who is rung.
        outlet: OutletId,
        /// The clerk's number.
        clerk: u32,
    },
    /// Nobody answered; `Lost` follows, if somebody still waits for it.
    CallGivenUp {
        /// The order.
        order: OrderKey,
        /// Who was rung.
        outlet: OutletId,
    },
    /// A cooking began.
    Started {
        /// The order.
        order: OrderKey,
        /// Who cooks it.
        chef: ChefRef,
    },
    /// A cooking was lost; the order is back at the head of its queue.
    PutBack {
        /// The order.
        order: OrderKey,
        /// Who had it in hand.
        chef: ChefRef,
        /// How long he had cooked it.
        lost: Span,
    },
    /// A cooking is done.
    Cooked {
        /// The order.
        order: OrderKey,
        /// Who cooked it.
        chef: ChefRef,
    },
    /// A cooking is done, and the order is burnt; `Lost` or `Wasted` follows.
    Burnt {
        /// The order.
        order: OrderKey,
        /// Who burnt it.
        chef: ChefRef,
    },
    /// Cooked, but the shelf is full: the chef holds the box.
    Blocked {
        /// The order.
        order: OrderKey,
        /// Who holds it.
        chef: ChefRef,
    },
    /// A box was put on the shelf.
    Shelved {
        /// The order.
        order: OrderKey,
        /// Whose shelf it is.
        outlet: OutletId,
    },
    /// On the road with a rider.
    Taken {
        /// The order.
        order: OrderKey,
        /// Who brings it.
        rider: RiderRef,
    },
    /// On the road with the chef who cooked it.
    DrivenOut {
        /// The order.
        order: OrderKey,
        /// Who cooked it and brings it.
        chef: ChefRef,
    },
    /// The customer has the order.
    Delivered {
        /// The order.
        order: OrderKey,
        /// Where it was cooked.
        outlet: OutletId,
    },
    /// The call is lost.
    Lost {
        /// The order.
        order: OrderKey,
        /// Why it was lost.
        loss: Loss,
        /// When the customer calls again; `None`: never.
        again: Option<Time>,
    },
    /// Cooked, or brought, for nobody.
    Wasted {
        /// The order.
        order: OrderKey,
        /// Where it was cooked.
        outlet: OutletId,
    },
    /// A waiting ticket was torn up, because nobody waits for it; or its customer has left a lamp, where there is none.
    TornUp {
        /// The order.
        order: OrderKey,
        /// Where its ticket was.
        outlet: OutletId,
    },
    /// A waiting order was moved to another outlet.
    Rerouted {
        /// The order.
        order: OrderKey,
        /// Where it waited.
        from: OutletId,
        /// Where it goes.
        to: OutletId,
    },
    /// A second ticket was written, because the first is where nobody can be reached.
    Copied {
        /// The order, with its first ticket.
        order: OrderKey,
        /// The second ticket.
        copy: OrderKey,
        /// Where the first ticket is.
        from: OutletId,
        /// Where the second ticket goes.
        to: OutletId,
    },
    /// A second ticket was written, because the first is not ready in time.
    SentTwice {
        /// The order, or the pizza of a party, with its first ticket.
        order: OrderKey,
        /// The second ticket.
        copy: OrderKey,
        /// Where the first ticket is.
        from: OutletId,
        /// Where the second ticket goes.
        to: OutletId,
    },
    /// A second cooking of one order began.
    Duplicated {
        /// The ticket whose cooking began second.
        order: OrderKey,
        /// Where that was.
        outlet: OutletId,
    },

    /// A guest calls for want of a confirmation.
    CalledInDoubt {
        /// His order.
        order: OrderKey,
        /// Whether the desk knows the number on his slip, and files nothing.
        known: bool,
    },
    /// A second ticket is filed for a guest.
    FiledAgain {
        /// That ticket.
        order: OrderKey,
    },

    /// Slices of it lie under a lamp: one is taken from there. `SliceReady` follows.
    SliceTaken {
        /// The order.
        order: OrderKey,
        /// Whose lamp.
        outlet: OutletId,
        /// Whether the tray is old.
        old: bool,
    },
    /// A slice has been handed over, from the tray that lay there or from a new one.
    SliceReady {
        /// The order.
        order: OrderKey,
        /// Whose lamp.
        outlet: OutletId,
    },
    /// There are no slices; the order waits for the tray in the oven.
    AtTray {
        /// The order.
        order: OrderKey,
        /// Whose lamp.
        outlet: OutletId,
    },
    /// The house has a tray baked.
    TrayOrdered {
        /// The house's ticket.
        order: OrderKey,
        /// Whose lamp.
        outlet: OutletId,
    },
    /// A new tray lies under the lamp.
    TrayBaked {
        /// The ticket that was baked, the house's or a customer's.
        order: OrderKey,
        /// Whose lamp.
        outlet: OutletId,
    },
    /// A lamp fell: its slices are old.
    LampFell {
        /// Whose lamp.
        outlet: OutletId,
        /// Of which slices.
        item: ItemId,
    },

    /// The old cards of regulars were filed, by the rule in force.
    CardsFiled {
        /// The rule.
        policy: Policy,
    },

    /// An outlet more takes orders: streets may be dealt otherwise.
    StreetsDealt,

    // People.
    /// A chef is hired and on the way; a backup waits at home.
    ChefHired {
        /// The new chef.
        chef: ChefRef,
        /// When he begins, or is at home as a backup.
        starts: Time,
    },
    /// A hired chef begins to work.
    ChefStarts {
        /// The chef.
        chef: ChefRef,
    },
    /// A chef has left for good.
    ChefLeft {
        /// The chef.
        chef: ChefRef,
    },
    /// A manager has hired chefs, or could not pay for all that she wanted; each is a [`Notice::ChefHired`] before.
    ManagerHired {
        /// Whose manager.
        outlet: OutletId,
        /// How many came of it.
        count: u32,
        /// How many were on the way already.
        coming: u32,
        /// Whether the till had no more.
        broke: bool,
    },
    /// A manager lets a chef go.
    ManagerDismissed {
        /// The chef.
        chef: ChefRef,
    },
    /// A clerk is hired and on the way.
    ClerkHired {
        /// The clerk's number.
        clerk: u32,
        /// When he begins.
        starts: Time,
    },
    /// A hired clerk begins to work.
    ClerkStarts {
        /// The clerk's number.
        clerk: u32,
    },
    /// A clerk has left for good.
    ClerkLeft {
        /// The clerk's number.
        clerk: u32,
    },
    /// A rider is hired and on the way.
    RiderHired {
        /// The new rider.
        rider: RiderRef,
        /// When he begins.
        starts: Time,
    },
    /// A hired rider begins to work.
    RiderStarts {
        /// The rider.
        rider: RiderRef,
    },
    /// A rider has left for good.
    RiderLeft {
        /// The rider.
        rider: RiderRef,
    },
    /// A chef fell ill; nobody at the outlet knows yet.
    FellIll {
        /// The chef.
        chef: ChefRef,
        /// When he will be well.
        until: Time,
    },
    /// Somebody noticed that a chef is ill.
    IllnessNoticed {
        /// The chef.
        chef: ChefRef,
    },
    /// A chef is well again.
    Well {
        /// The chef.
        chef: ChefRef,
    },
    /// A backup comes to work for a chef who is ill.
    BackupStepsIn {
        /// The backup.
        chef: ChefRef,
        /// Who is ill.
        covers: ChefRef,
    },
    /// A backup is not needed any more.
    BackupGoesHome {
        /// The backup.
        chef: ChefRef,
    },
    /// A chef works more slowly; nobody at the outlet knows.
    TurnedSlow {
        /// The chef.
        chef: ChefRef,
        /// The factor on his usual speed, 0–1.
        factor: f64,
    },
    /// A slow chef has his usual speed again.
    QuickAgain {
        /// The chef.
        chef: ChefRef,
    },
    /// A chef burns everything from now on; nobody at the outlet knows.
    TurnedBurner {
        /// The chef.
        chef: ChefRef,
        /// How long an order lies in his oven.
        after: Span,
    },
    /// A chef burns nothing any more.
    BurnsNoMore {
        /// The chef.
        chef: ChefRef,
    },
    /// A chef was rude while driving and is away to be retrained.
    ChefRetrained {
        /// The chef.
        chef: ChefRef,
        /// When he is back.
        until: Time,
    },
    /// A rider was rude and is away to be retrained.
    RiderRetrained {
        /// The rider.
        rider: RiderRef,
        /// When he is back.
        until: Time,
    },
    /// A retrained chef is back at work.
    ChefBackFromRetraining {
        /// The chef.
        chef: ChefRef,
    },
    /// A retrained rider is back at work.
    RiderBackFromRetraining {
        /// The rider.
        rider: RiderRef,
    },
    /// New tools fit; they serve from the next order on.
    ToolsFitted {
        /// Whose tools they are.
        chef: ChefRef,
        /// Their level, from 1.
        level: u8,
    },

    // Outlets and the city.
    /// An outlet opened.
    Opened {
        /// The outlet.
        outlet: OutletId,
    },
    /// A closing outlet is empty and has closed.
    Closed {
        /// The outlet.
        outlet: OutletId,
    },
    /// The power went out at an outlet.
    PowerOut {
        /// The outlet.
        outlet: OutletId,
        /// When it comes back; [`Time::NEVER`]: once somebody sees to it.
        until: Time,
    },
    /// The power is back.
    PowerBack {
        /// The outlet.
        outlet: OutletId,
    },
    /// The link between front desk and outlet was cut.
    LineCut {
        /// The outlet.
        outlet: OutletId,
        /// When it will be mended; [`Time::NEVER`]: once somebody sees to it.
        until: Time,
    },
    /// The link is mended.
    LineMended {
        /// The outlet.
        outlet: OutletId,
    },
    /// An outlet's telephone is dead: it rings, and nobody answers.
    PhoneDied {
        /// The outlet.
        outlet: OutletId,
        /// When somebody will see to it; [`Time::NEVER`]: nobody will.
        until: Time,
    },
    /// An outlet's telephone is answered again.
    PhoneAnswers {
        /// The outlet.
        outlet: OutletId,
    },
    /// An order book is away.
    BookAway {
        /// Its number, from 0.
        book: u32,
        /// When it is back; [`Time::NEVER`]: nobody knows.
        until: Time,
    },
    /// An order book is back.
    BookBack {
        /// Its number, from 0.
        book: u32,
    },
    /// An order book burnt; `Lost` follows for each order that it alone had.
    BookBurnt {
        /// Its number, from 0.
        book: u32,
    },
    /// Enough order books are there again for orders to be taken, or too few.
    BooksWritable {
        /// Whether enough are there.
        on: bool,
    },
    /// A fuse blew: orders for that outlet, or for all, are not rung through any more.
    FuseBlew {
        /// Whose; `None`: the one of all.
        outlet: Option<OutletId>,
    },
    /// A fuse is mended: a trial was answered.
    FuseMended {
        /// Whose; `None`: the one of all.
        outlet: Option<OutletId>,
    },
    /// The front desk learns that an outlet answers, or does not.
    Learned {
        /// The outlet.
        outlet: OutletId,
        /// Whether it answers.
        reachable: bool,
    },
    /// A health check found an outlet bad: it gets no more orders.
    TakenOut {
        /// The outlet.
        outlet: OutletId,
        /// What was found.
        bad: Bad,
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
    },
    /// Demand is multiplied.
    SurgeBegan {
        /// Where; `None`: in all zones.
        zone: Option<ZoneId>,
        /// For what; `None`: for all items.
        item: Option<ItemId>,
        /// The factor on demand.
        factor: f64,
        /// When it ends.
        until: Time,
    },
    /// A surge ended.
    SurgeOver {
        /// Where it was; `None`: in all zones.
        zone: Option<ZoneId>,
        /// For what it was; `None`: for all items.
        item: Option<ItemId>,
    },
    /// Rides take longer, or shorter.
    TrafficBegan {
        /// The factor on their duration.
        factor: f64,
        /// When it ends.
        until: Time,
    },
    /// A traffic jam ended.
    TrafficOver,
    /// New customers have less patience, or more.
    ImpatienceBegan {
        /// Where; `None`: in all zones.
        zone: Option<ZoneId>,
        /// The factor on patience.
        factor: f64,
        /// When it ends.
        until: Time,
    },
    /// Confirmations are lost.
    BadLineBegan {
        /// Where; `None`: in all zones.
        zone: Option<ZoneId>,
        /// The share that is lost.
        share: f64,
        /// Until when.
        until: Time,
    },
    /// Callers hear confirmations again.
    BadLineOver {
        /// Where.
        zone: Option<ZoneId>,
    },
    /// Impatience ended.
    ImpatienceOver {
        /// Where it was; `None`: in all zones.
        zone: Option<ZoneId>,
    },
    /// A prep window opened.
    PrepBegan {
        /// The outlet.
        outlet: OutletId,
    },
    /// A prep window closed.
    PrepEnded {
        /// The outlet.
        outlet: OutletId,
    },
    /// A chef began a tray of bases.
    TrayBegun {
        /// The chef.
        chef: ChefRef,
        /// How many it makes.
        bases: u32,
    },
    /// A tray of bases is done.
    TrayDone {
        /// The chef.
        chef: ChefRef,
        /// How many it made.
        bases: u32,
        /// When he began it.
        began: Time,
    },
    /// Bases have spoiled and were thrown away.
    Spoiled {
        /// The outlet.
        outlet: OutletId,
        /// How many.
        bases: u32,
    },
    /// Orders are brought in another way from now on.
    DeliveryChanged {
        /// Who brings them.
        mode: DeliveryMode,
    },

    // The shop.
    /// A command was carried out.
    Done {
        /// The command.
        command: Command,
        /// Who gave it.
        origin: Origin,
        /// Whom a dismissal takes.
        going: Going,
    },
    /// A command of the file was refused. (Refusals of what the player gives now are returned to him instead.)
    ScriptRefused {
        /// The command.
        command: Command,
        /// Whose it is.
        origin: Origin,
        /// The refusal as a sentence.
        why: String,
    },
    /// The shop takes no more first calls.
    ClosingTime,
    /// A shop ends its draining although customers wait, because none of them can ever be served.
    Stranded {
        /// How many customers wait.
        orders: u64,
    },
    /// The shop is over: nothing will happen any more.
    Ended,
}
