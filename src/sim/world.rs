//! The world: one plain value that is the whole shop at one time, and the only type that knows all its parts.
//!
//! The parts (outlets, desk, till, book) hold data and know no other part. Everything that concerns two of them is a
//! method of [`World`], which may read and write all of them: a chef who puts a box on the shelf sends off a rider with
//! it and tells the desk. These methods are in files along an order's way: `calls` (placed, routed, lost), `queueing`
//! and `kitchen` (waiting, cooking), `road` (shelf and riders); besides `people`, `desk`, `dealing`, `doubting`,
//! `hedging`, `parties`, `health`, `outages`, `lamps`, `phones`, `writing` (order books), `permits` and `acts`
//! (commands), `draining` (closing), `measuring` and `probe`.

mod acts;
mod calls;
mod dealing;
mod desk;
mod doubting;
mod draining;
mod health;
mod hedging;
mod kitchen;
mod lamps;
mod managing;
mod measuring;
mod outages;
mod parties;
mod people;
mod permits;
mod phones;
mod probe;
mod queueing;
mod road;
mod writing;

pub use dealing::{Dealing, Guests, no_streets};
pub use measuring::Extent;
pub use permits::{
    CLERKS_AND_BOOKS, DUPLICATE_AND_CLERKS, DUPLICATE_AND_FAILOVER, Going, LAST_BOOK, PARTY_AND_RETRY, PARTY_AND_TRAY,
    PARTY_AND_UNSURE, Quote, TRAY_AND_COUPLED, not_brought, tray_and_kitchen,
};
pub use probe::{Ends, Probe, ProbeFate, calm};

use crate::sim::agenda::{Rank, Slot, Tree};
use crate::sim::book::Book;
use crate::sim::cards::{Cards, Ring};
use crate::sim::city::City;
use crate::sim::command::Command;
use crate::sim::customers::Customers;
use crate::sim::demand::Attributes;
use crate::sim::dispatch::Desk;
use crate::sim::doubts::Doubts;
use crate::sim::notice::{Notice, Origin, Witness};
use crate::sim::order::{Order, OrderId, OrderKey, Orders, Stage};
use crate::sim::outlet::Outlet;
use crate::sim::party::Parties;
use crate::sim::setup::{DeliveryMode, Setup, Window};
use crate::sim::till::Till;
use crate::sim::upcoming::Upcoming;
use crate::sim::zone::Zone;
use crate::units::digest::fold;
use crate::units::{OutletId, Span, Time, ZoneId};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::sync::Arc;

/// Of a shorter run less comes together at an outlet than it costs to look.
const WORTH_A_JOURNAL: Span = Span::from_mins(10);

/// How far the evening has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    /// Customers can call.
    Open,
    /// Closed, with customers still waiting.
    Draining,
    /// Nothing will happen any more.
    Ended,
}

fold!(enum Phase { 0 Open {}, 1 Draining {}, 2 Ended {} });

/// The whole shop. Its clone is a checkpoint. Fields that follow from others are not saved, and recomputed when a world
/// is loaded.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(remote = "Self")]
pub struct World {
    /// Shared by all checkpoints, because it never changes.
    pub(in crate::sim) setup: Arc<Setup>,
    pub(in crate::sim) now: Time,
    pub(in crate::sim) phase: Phase,
    pub(in crate::sim) orders: Orders,
    pub(in crate::sim) zones: Vec<Zone>,
    pub(in crate::sim) city: City,
    pub(in crate::sim) desk: Desk,
    pub(in crate::sim) outlets: Vec<Outlet>,
    pub(in crate::sim) till: Till,
    pub(in crate::sim) book: Book,
    #[serde(default)]
    pub(in crate::sim) customers: Customers,
    pub(in crate::sim) delivery_mode: DeliveryMode,
    /// The most orders that a rider takes along.
    pub(in crate::sim) batch: u32,
    /// Calls placed so far, repeat calls included.
    pub(in crate::sim) calls: u64,
    /// The number of outlets that are open, lit, connected and have a chef at work.
    available: u32,
    /// The rank of what is being done now.
    rank: Rank,
    /// The highest rank reached at this time. A command may cause what ranks before it; periodic checks and looks that
    /// this time has already seen are not repeated.
    reached: Rank,
    script_next: usize,
    /// The next command of the setup's `played`, and how many the shop took.
    #[serde(default)]
    played_next: usize,
    #[serde(default)]
    played: u32,
    /// Deadlines of patience; those that no longer count are skipped when they are due.
    patience: Upcoming<Deadline>,
    recalls: Upcoming<Recall>,
    /// Guests who have heard nothing.
    #[serde(default)]
    doubts: Doubts,
    /// Slots of the shop, then of zones, then of outlets.
    #[serde(skip)]
    agenda: Tree,
    /// The outlet whose slot in the agenda is out of date; updated before the agenda is read.
    #[serde(skip)]
    moved: Option<u32>,
    /// A hash over the histories of all orders that have ended.
    history: u64,
    /// By outlet, how often anything about its people may have changed: see [`World::staffing`].
    #[serde(skip)]
    staffing: Vec<u32>,
    /// How many commands were obeyed.
    #[serde(skip)]
    obeyed: u32,
    /// What is promised for every order; zero where some item has a promise of its own, or orders are written in books.
    /// Derived.
    #[serde(skip)]
    plain_promise: Span,
    /// Whether a call may be over a quota, its confirmation be lost, its order be written in books, or more tickets
    /// than one come of it; derived.
    #[serde(skip)]
    screens_calls: bool,
    /// Whether slices of some item lie under lamps; derived.
    #[serde(skip)]
    has_lamps: bool,
    /// Whether more than the ticket, the chef and a base say how long a cooking takes, or somebody counts it; derived.
    #[serde(skip)]
    cooks_oddly: bool,
    /// Whether what was cooked may be something else than the whole order of a customer; derived.
    #[serde(skip)]
    ends_oddly: bool,
    /// What outlets know of the guests of a street; `None`: nobody has a street.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::sim) cards: Option<Box<Cards>>,
    /// Who orders for several; `None`: nobody does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::sim) parties: Option<Box<Parties>>,
    /// The seed of cookings that stick; `None`: none do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::sim) hiccups: Option<u64>,
    /// The outlets on the circle by which a ring deals streets; derived.
    #[serde(skip)]
    ring: Arc<Ring>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Deadline {
    at: Time,
    id: OrderId,
    key: OrderKey,
    serial: u64,
}

fold!(struct Deadline { at, id, key, serial });

/// A lost customer who will call again.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Recall {
    at: Time,
    id: OrderId,
    first_placed: Time,
    what: Attributes,
}

fold!(struct Recall { at, id, first_placed, what });

impl Eq for Recall {}

impl PartialOrd for Recall {
    fn partial_cmp(&self, other: &Recall) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Recall {
    fn cmp(&self, other: &Recall) -> std::cmp::Ordering {
        (self.at, self.id).cmp(&(other.at, other.id))
    }
}

impl Serialize for World {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        World::serialize(self, to)
    }
}

impl<'de> Deserialize<'de> for World {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<World, D::Error> {
        let mut world = World::deserialize(from)?;
        world.recompute_derived();
        Ok(world)
    }
}

impl World {
    /// Recomputes all that is not saved.
    fn recompute_derived(&mut self) {
        self.plain_promise = self.setup.plainly_promised();
        if let Some(books) = &mut self.desk.books {
            books.recompute_derived();
        }
        self.has_lamps = self.setup.has_trays();
        self.note_oddities();
        self.ring = Ring::of(&self.setup);
        self.agenda.grow(1 + self.zones.len() + self.outlets.len());
        self.staffing = vec![0; self.outlets.len()];
        self.desk.recompute_candidates();
        self.book.present = 0;
        for z in 0..self.zones.len() {
            self.reschedule_zone(z);
        }
        for o in 0..self.outlets.len() {
            (0..self.outlets[o].chefs.len()).for_each(|c| self.reschedule_chef(o, c));
            (0..self.outlets[o].riders.len()).for_each(|r| self.reschedule_rider(o, r));
            self.reschedule_outlet(o);
            self.outlets[o].stopped = self.stopped_items(o);
            self.outlets[o].present = self.outlets[o].count_present();
            self.book.present += u64::from(self.outlets[o].present);
            self.outlets[o].driving = self.outlets[o].chefs.iter().filter(|chef| chef.drives_out()).count() as u32;
        }
        self.reschedule_desk();
        self.reschedule_shop();
        self.next_slot();
    }

    /// The shop at opening, before anything has happened.
    pub fn new(setup: Arc<Setup>) -> World {
        let outlets: Vec<Outlet> = setup.outlets.iter().map(|outlet| Outlet::new(&setup, outlet)).collect();
        let mut world = World {
            now: Time::ZERO,
            phase: Phase::Open,
            orders: Orders::default(),
            zones: (0..setup.zones.len()).map(|z| Zone::new(&setup, ZoneId(z as u32))).collect(),
            city: City::default(),
            desk: Desk::new(&setup),
            outlets,
            till: Till::new(setup.money.cash),
            book: Book::new(&setup),
            customers: Customers::new(&setup),
            delivery_mode: setup.delivery.mode,
            batch: setup.delivery.batch,
            calls: 0,
            available: 0,
            rank: Rank::WORK,
            reached: Rank::WORK,
            script_next: 0,
            played_next: 0,
            played: 0,
            patience: Upcoming::default(),
            recalls: Upcoming::default(),
            doubts: Doubts::new(setup.dispatch.order_numbers),
            agenda: Tree::default(),
            moved: None,
            history: 0,
            staffing: Vec::new(),
            obeyed: 0,
            plain_promise: setup.plainly_promised(),
            screens_calls: false,
            has_lamps: setup.has_trays(),
            cooks_oddly: false,
            ends_oddly: false,
            cards: Cards::of(&setup),
            parties: Parties::of(&setup),
            hiccups: setup.has_hiccups().then_some(setup.seed),
            ring: Ring::of(&setup),
            setup,
        };
        world.note_oddities();
        world.staffing = vec![0; world.outlets.len()];
        world.agenda.grow(1 + world.zones.len() + world.outlets.len());
        for o in 0..world.outlets.len() {
            world.staff_at_opening(o);
        }
        // As many as are in hands when everybody is busy: a growing store would be copied again and again.
        world.orders.reserve(world.outlets.iter().map(|outlet| outlet.chefs.len() + outlet.riders.len()).sum());
        world.desk.recompute_candidates();
        for z in 0..world.zones.len() {
            world.reschedule_zone(z);
        }
        world.file_at_opening();
        world.first_rent();
        world.first_clerks();
        world.open_books();
        world.await_deep_check();
        world.reschedule_shop();
        world.next_slot();
        world
    }

    /// What the shop was built from.
    pub fn setup(&self) -> &Arc<Setup> {
        &self.setup
    }

    /// The present time; [`Time::ZERO`] is opening.
    #[inline]
    pub fn now(&self) -> Time {
        self.now
    }

    /// How far the evening has come.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// Whether nothing will happen any more.
    pub fn is_over(&self) -> bool {
        self.phase == Phase::Ended
    }

    /// All orders in use: see [`Orders::iter`].
    pub fn orders(&self) -> &Orders {
        &self.orders
    }

    /// All zones, by [`ZoneId`].
    pub fn zones(&self) -> &[Zone] {
        &self.zones
    }

    /// The effects of surges, jams and impatience now in force.
    pub fn city(&self) -> &City {
        &self.city
    }

    /// Who will call again for want of a confirmation, and the numbers on slips.
    pub fn doubts(&self) -> &Doubts {
        &self.doubts
    }

    /// The front desk.
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// All outlets and sites, by [`OutletId`].
    #[inline]
    pub fn outlets(&self) -> &[Outlet] {
        &self.outlets
    }

    /// The till.
    pub fn till(&self) -> &Till {
        &self.till
    }

    /// Measurements of calls and levels.
    #[inline]
    pub fn book(&self) -> &Book {
        &self.book
    }

    /// Tickets in all queues, and orders that wait at the front desk for a clerk, or to be taken.
    pub fn waiting(&self) -> u64 {
        let desk = self.desk.phones.as_ref().map_or(0, |phones| phones.waiting())
            + self.desk.books.as_ref().map_or(0, |books| books.waiting());
        self.book.waiting + desk as u64
    }

    /// Who orders for several, and waits; `None`: nobody ever does.
    pub fn parties(&self) -> Option<&Parties> {
        self.parties.as_deref()
    }

    /// Measurements of customers, for whom all their calls count as one.
    pub fn customers(&self) -> &Customers {
        &self.customers
    }

    /// Who brings orders to customers now.
    pub fn delivery_mode(&self) -> DeliveryMode {
        self.delivery_mode
    }

    /// The most orders that a rider takes along.
    pub fn batch(&self) -> u32 {
        self.batch
    }

    /// Calls placed so far, repeat calls included.
    pub fn calls(&self) -> u64 {
        self.calls
    }

    /// How many commands of the setup's `played` the shop took so far: they count as the player's.
    pub fn played(&self) -> u64 {
        self.played as u64
    }

    /// A number that becomes another whenever anything about an outlet's people, but for what they do, may have changed
    /// in this world as it goes on: what was reckoned from them stands until then.
    pub fn staffing(&self, outlet: OutletId) -> (u32, u32) {
        (self.staffing[outlet.index()], self.obeyed)
    }

    /// The same of all outlets together.
    pub fn staffings(&self) -> (u64, u32) {
        (self.staffing.iter().map(|&changes| changes as u64).sum(), self.obeyed)
    }

    /// First calls an hour from a zone at the present rate, curve and surges included.
    pub fn demand(&self, zone: ZoneId) -> f64 {
        let zone = &self.zones[zone.index()];
        zone.rate.at(self.now) * zone.factor
    }

    /// The factor on the duration of rides; 1 without a jam.
    pub fn traffic(&self) -> f64 {
        self.city.traffic()
    }

    /// When something is due next; `None`: never again.
    pub fn next_due(&self) -> Option<Time> {
        let at = self.agenda.least().time();
        (!self.is_over() && !at.is_never()).then_some(at)
    }

    /// Customers who will call again: when, and the order that they will place; in no particular order.
    pub fn recalls(&self) -> impl Iterator<Item = (Time, OrderId)> {
        self.recalls.iter().map(|recall| (recall.at, recall.id))
    }

    /// When those customers first called, and until when they were promised to be served; in no particular order.
    pub fn promises_of_recalls(&self) -> impl Iterator<Item = (Time, Time)> {
        let due = |recall: &Recall| recall.first_placed + self.setup.promise_of(recall.what.item);
        self.recalls.iter().map(move |recall| (recall.first_placed, due(recall)))
    }

    /// When the promises end, of customers who first called in `window` and for whom a chef has still to finish
    /// something: those in the shop and those between two calls. Ascending.
    pub fn promises_to_cook_for(&self, window: Window) -> Vec<Time> {
        let waits = |stage| matches!(stage, Stage::Hanging | Stage::Waiting | Stage::Cooking);
        let waits = |order: &Order| order.is_at_desk() || waits(order.stage);
        let inside = self.orders.iter().filter(|(_, order)| order.is_live() && waits(order));
        let inside =
            inside.map(|(_, order)| (order.first_placed, order.first_placed + self.setup.promise_of(order.item)));
        let open = inside.chain(self.promises_of_recalls()).filter(|(first, _)| window.contains(*first));
        let mut open: Vec<Time> = open.map(|(_, due)| due).collect();
        open.sort_unstable();
        open
    }

    /// Runs everything due at or before `to`, in the total order of the agenda; afterwards it is `to`, or the shop has
    /// ended. The result does not depend on how often and with which steps this is called;
    /// a moment that has passed changes nothing.
    pub fn advance(&mut self, to: Time, w: &mut impl Witness) {
        if to < self.now {
            return;
        }
        let closing = self.setup.closing();
        if self.phase == Phase::Open {
            self.run(to.min(closing), w);
            if to < closing {
                return;
            }
            self.close_for_tonight(w);
        }
        if self.phase == Phase::Draining {
            self.drain(to, w);
        }
    }

    /// Runs to closing, and until no customer waits if [`Setup::drain`] says so.
    pub fn finish(&mut self, w: &mut impl Witness) {
        self.advance(Time::NEVER, w);
    }

    /// Runs what is due by now.
    fn catch_up(&mut self, w: &mut impl Witness) {
        if self.phase == Phase::Open {
            self.run(self.now, w);
        }
    }

    fn run<W: Witness>(&mut self, to: Time, w: &mut W) {
        let is_worth_it = !W::READS_SHEETS && to.since(self.now) >= WORTH_A_JOURNAL;
        // What is written up together was promised together.
        if !is_worth_it || self.plain_promise.is_zero() {
            return self.run_until(to, w);
        }
        self.book.open_journal();
        self.run_until(to, w);
        self.book.close_journal(self.plain_promise);
    }

    fn run_until(&mut self, to: Time, w: &mut impl Witness) {
        loop {
            let slot = self.next_slot();
            let at = slot.time();
            if self.book.next_edge <= at.min(to) {
                self.note_edge();
                continue;
            }
            if at > to || slot == Slot::NEVER {
                break;
            }
            self.happen(slot, at, w);
        }
        self.now = to;
    }

    /// Runs the next happening alone, which is due at `at`.
    fn run_one(&mut self, at: Time, w: &mut impl Witness) {
        while self.book.next_edge <= at {
            self.note_edge();
        }
        let slot = self.next_slot();
        self.happen(slot, at, w);
    }

    /// Runs what is due in the agenda's least slot.
    #[inline(always)]
    fn happen(&mut self, slot: Slot, at: Time, w: &mut impl Witness) {
        self.rank = slot.rank();
        self.reached = if at > self.now { self.rank } else { self.reached.max(self.rank) };
        self.now = at;
        let zones = self.zones.len();
        match self.agenda.who() {
            0 => self.shop_happening(w),
            who if who <= zones => self.first_call(who - 1, w),
            who => {
                let o = who - 1 - zones;
                // After the outlets come the telephones of the desk, or its books.
                let Some(outlet) = self.outlets.get(o) else { return self.desk_happening(w) };
                if outlet.own == slot {
                    self.outlet_happening(o, w);
                } else if outlet.chef_agenda.least() == slot {
                    let chef = outlet.chef_agenda.who();
                    self.chef_happening(o, chef, w);
                } else {
                    let rider = outlet.rider_agenda.who();
                    self.rider_happening(o, rider, w);
                }
            }
        }
    }

    #[cold]
    fn desk_happening(&mut self, w: &mut impl Witness) {
        if self.desk.books.is_some() { self.books_happening(w) } else { self.phone_happening(w) }
    }

    fn shop_happening(&mut self, w: &mut impl Witness) {
        match self.rank {
            Rank::OVER => self.spell_over(w),
            Rank::PREP => self.file_cards(w),
            Rank::BOARD => self.look_at_board(),
            Rank::CHECK => self.health_check(w),
            Rank::PATIENCE => self.patience_or_duplicate(w),
            Rank::RECALL => self.somebody_calls_again(w),
            Rank::SCRIPT => self.play_script(w),
            _ => self.play_again(w),
        }
        self.reschedule_shop();
    }

    fn play_script(&mut self, w: &mut impl Witness) {
        let setup = self.setup.clone();
        let command = &setup.script[self.script_next].command;
        self.script_next += 1;
        self.act_for(Origin::Script, command, w);
    }

    /// Does what the file says that a player has done.
    fn play_again(&mut self, w: &mut impl Witness) {
        let setup = self.setup.clone();
        let command = &setup.played[self.played_next].command;
        self.played_next += 1;
        let taken = self.act_for(Origin::Player, command, w);
        self.played += u32::from(taken);
    }

    /// Carries out a command of the file; whether the shop took it.
    fn act_for(&mut self, origin: Origin, command: &Command, w: &mut impl Witness) -> bool {
        let acted = self.act(command, w);
        let taken = acted.is_ok();
        let command = command.clone();
        w.see(
            self,
            match acted {
                Ok(quote) => Notice::Done { command, origin, going: quote.going },
                Err(refusal) => Notice::ScriptRefused { command, origin, why: refusal.sentence },
            },
        );
        taken
    }

    /// Recomputes what has to be asked of every call and every cooking.
    fn note_oddities(&mut self) {
        let (parties, duplicates) = (self.parties.is_some(), self.desk.duplicates.is_some());
        let books = self.desk.books.is_some();
        self.screens_calls = self.counts_calls() || self.setup.has_unsure() || books || parties || duplicates;
        self.cooks_oddly = self.cards.is_some() || self.hiccups.is_some() || parties || duplicates;
        self.ends_oddly = self.has_lamps || parties;
    }

    /// Updates the shop's slot: effects, board, health checks, patience, repeat calls, script.
    fn reschedule_shop(&mut self) {
        let head = |at: Option<Time>, rank| Slot::new(at.unwrap_or(Time::NEVER), rank);
        let script = self.setup.script.get(self.script_next).map(|s| s.at);
        let played = self.setup.played.get(self.played_next).map(|s| s.at);
        let slot = head(script, Rank::SCRIPT)
            .min(head(played, Rank::PLAYER))
            .min(Slot::new(self.city.next_end(), Rank::OVER))
            .min(Slot::new(self.cards.as_ref().map_or(Time::NEVER, |cards| cards.due), Rank::PREP))
            .min(Slot::new(self.desk.next_look, Rank::BOARD))
            .min(Slot::new(self.desk.next_check, Rank::CHECK))
            .min(head(self.patience.peek().map(|d| d.at), Rank::PATIENCE))
            .min(Slot::new(self.desk.duplicates.as_ref().map_or(Time::NEVER, |all| all.next()), Rank::PATIENCE))
            .min(head(self.recalls.peek().map(|r| r.at), Rank::RECALL))
            .min(head(self.doubts.next().map(|doubt| doubt.at), Rank::RECALL));
        self.agenda.set(0, slot);
    }

    #[inline(always)]
    fn reschedule_zone(&mut self, z: usize) {
        self.agenda.set(1 + z, Slot::new(self.zones[z].next, Rank::CALL));
    }

    /// Notes that a clock of an outlet, or of somebody there, has changed. Most happenings change several clocks of one
    /// outlet, so its slot in the agenda is updated once, when the next happening is asked for.
    #[inline(always)]
    fn reschedule(&mut self, o: usize) {
        if self.moved != Some(o as u32) {
            self.reschedule_moved();
            self.moved = Some(o as u32);
        }
    }

    #[inline(always)]
    pub(super) fn reschedule_moved(&mut self) {
        if let Some(o) = self.moved.take() {
            let outlet = &self.outlets[o as usize];
            let slot = outlet.own.min(outlet.chef_agenda.least()).min(outlet.rider_agenda.least());
            let leaf = 1 + self.zones.len() + o as usize;
            // Often nothing changes: a call taken at once leaves the outlet's earliest clock as it was.
            if self.agenda.slot(leaf) != slot {
                self.agenda.set(leaf, slot);
            }
        }
    }

    /// The slot of what is due next.
    #[inline(always)]
    fn next_slot(&mut self) -> Slot {
        self.reschedule_moved();
        self.agenda.least()
    }

    fn outlet_id(o: usize) -> OutletId {
        OutletId(o as u32)
    }
}
