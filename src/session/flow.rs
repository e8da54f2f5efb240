//! What flowed through the shop in the last minutes, collected as it happens: sliding counts of shop and zones,
//! latencies, and of every outlet the levels noted at the edges of slices, from which a window's counts and exact
//! shares follow.
//!
//! All of it is small and cheap to copy, so every checkpoint carries it.

use crate::session::rates::Doors;
use crate::session::unserved::Unserved;
use crate::sim::order::{Customer, Loss, Order, OrderKey, Stage, TicketKind};
use crate::sim::outlet::Outlet;
use crate::sim::setup::{KitchenKind, Setup};
use crate::sim::world::World;
use crate::stats::{Histogram, Mergeable, Sliding};
use crate::units::{ItemId, OutletId, Span, Time, ZoneId};
use std::collections::{BTreeMap, VecDeque};

/// Rates cover this many slices: 10 minutes.
pub(super) const SLICE: Span = Span::from_secs(30);
pub(super) const SLICES: usize = 20;
/// Percentiles cover this many minutes.
const MINUTES: usize = 15;
/// In shops of up to this many outlets every outlet is watched from the start, in larger ones from its first order on.
const WATCHED_FROM_START: usize = 64;

/// Counts of the whole shop in one slice.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ShopSlice {
    pub arrived: u64,
    pub delivered: u64,
    pub lost: u64,
    pub refused: u64,
    pub abandoned: u64,
    pub unreachable: u64,
    pub limited: u64,
    pub burnt: u64,
    pub forgotten: u64,
    /// Delivered later than promised, counted from the customer's first call.
    pub late: u64,
}

/// Counts that only grow, of which a window's follow by subtraction.
macro_rules! counts {
    ($(#[$about:meta])* $name:ident { $($(#[$what:meta])* $field:ident,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Default)]
        pub(super) struct $name {
            $($(#[$what])* pub $field: u64,)*
        }

        impl $name {
            /// What came since those of an earlier moment.
            fn since(&self, then: &$name) -> $name {
                $name { $($field: self.$field - then.$field,)* }
            }
        }
    };
}

counts! {
    /// Counts of one outlet since it is watched, or in a window; lengths of time summed, µs.
    Counts {
        /// Sent, routed or copied here.
        arrived,
        /// Of those, sent by the desk on a customer's repeat call.
        again,
        /// Of those, rerouted or copied here.
        moved_in,
        cooked,
        refused,
        walked,
        /// Customers who walked out while their ticket stayed here.
        stayed,
        moved,
        dropped,
        burnt,
        shelved,
        delivered,
        /// Pizzas of parties that were ready before the last.
        ready,
        wasted,
        on_shelf,
        riding,
        /// Asked at a lamp and got no ticket: handed a slice, or waiting for the tray in the oven.
        at_lamp,
        /// Slices handed over.
        handed,
        /// Tickets of the house for a tray.
        trays_ordered,
        /// Of those, baked.
        trays_baked,
    }
}

counts! {
    /// Counts of the front desk and of those who call it.
    DeskCounts {
        first,
        again,
        sent,
        unreachable,
        /// Over a quota.
        limited,
        /// Tickets filed for want of a confirmation.
        in_doubt,
        /// Tickets filed for a party beside its first.
        parts,
        /// Walked out while the desk kept their order, and told it.
        left,
        /// Forgotten while the desk kept their order.
        forgotten,
        lost,
        /// Of the lost calls, those whose customers will call again.
        will_again,
    }
}

macro_rules! adds_up {
    ($name:ident: $($field:ident),*) => {
        impl Mergeable for $name {
            fn merge(&mut self, other: &$name) {
                $(self.$field += other.$field;)*
            }
        }
    };
}
/// How calls and customers ended within one minute.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Minute {
    pub arrived: u64,
    pub delivered: u64,
    pub lost: u64,
    /// Customers served within the promise, counted from their first call.
    pub good: u64,
    pub bad: u64,
}

adds_up!(ShopSlice: arrived, delivered, lost, refused, abandoned, unreachable, limited, burnt, forgotten, late);
adds_up!(Minute: arrived, delivered, lost, good, bad);

/// Levels of an outlet at one moment: counts and areas until then, and how long its lines were.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Level {
    pub at: Time,
    pub chefs_here: u128,
    pub chefs_busy: u128,
    pub riders_here: u128,
    pub riders_busy: u128,
    pub waiting: u64,
    pub shelf: u64,
    /// Tickets in the queue, on the way into it, or being cooked.
    pub inside: u64,
    counts: Counts,
}

/// The front desk at one moment: its counts until then, the orders it kept, and the customers between two calls.
#[derive(Clone, Copy, Debug, Default)]
struct DeskLevel {
    at: Time,
    held: u64,
    later: u64,
    counts: DeskCounts,
}

/// What went on at an outlet in the window that is looked back over; pairs are now and then, or busy and here (µs).
pub(super) struct Stretch {
    pub length: Span,
    pub chefs: (u64, u64),
    pub riders: (u64, u64),
    pub waiting: (u64, u64),
    pub shelf: (u64, u64),
    pub inside: (u64, u64),
    /// Cooked, and neither brought nor thrown away.
    pub after: (u64, u64),
    pub counts: Counts,
    /// Counted since opening.
    pub ever: Counts,
}

impl Level {
    pub fn of(outlet: &Outlet, now: Time) -> Level {
        let areas = &outlet.areas;
        Level {
            at: now,
            chefs_here: areas.chefs_here.until(now),
            chefs_busy: areas.chefs_busy.until(now),
            riders_here: areas.riders_here.until(now),
            riders_busy: areas.riders_busy.until(now),
            waiting: outlet.waiting.value(),
            shelf: outlet.shelf.len() as u64,
            inside: outlet.waiting.value()
                + outlet.hanging.len() as u64
                + outlet.cooking() as u64
                + outlet.at_lamps() as u64,
            counts: Counts::default(),
        }
    }
}

#[derive(Clone, Debug)]
pub(super) struct OutletFlow {
    counts: Counts,
    /// Tickets that came, by item; only in specialised kitchens.
    pub lines: Vec<Sliding<u64>>,
    /// Recorded at slice edges, oldest first.
    pub levels: VecDeque<Level>,
}

impl Counts {
    fn after_the_kitchen(&self) -> u64 {
        self.cooked + self.handed - self.delivered - self.ready - self.wasted
    }
}

impl Doors {
    fn between(then: &DeskLevel, now: &DeskLevel) -> Doors {
        let counts = now.counts.since(&then.counts);
        Doors {
            first: counts.first,
            again: counts.again,
            sent: counts.sent,
            unreachable: counts.unreachable,
            limited: counts.limited,
            in_doubt: counts.in_doubt,
            parts: counts.parts,
            left: counts.left,
            forgotten: counts.forgotten,
            held_then: then.held,
            held_now: now.held,
            lost: counts.lost,
            will_again: counts.will_again,
            later_then: then.later,
            later_now: now.later,
        }
    }
}

impl OutletFlow {
    fn new(level: Level) -> Box<OutletFlow> {
        Box::new(OutletFlow { counts: Counts::default(), lines: Vec::new(), levels: VecDeque::from([level]) })
    }

    fn line(&mut self, item: ItemId) -> &mut Sliding<u64> {
        while self.lines.len() <= item.index() {
            self.lines.push(Sliding::new(SLICE, SLICES));
        }
        &mut self.lines[item.index()]
    }
}

/// What is remembered of a live order beside its record.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Aside {
    /// How many tickets were before it when it came to its outlet.
    pub ahead: u32,
    pub rerouted: u8,
}

#[derive(Clone, Debug)]
pub(super) struct Flow {
    pub latency: Sliding<Histogram>,
    /// The sum over the whole minutes of the latency window, with the number of the minute in which it was taken.
    whole_minutes: (u64, Histogram),
    pub recent: Sliding<Minute>,
    pub shop: Sliding<ShopSlice>,
    pub zones: Vec<Sliding<u64>>,
    /// Calls over a quota, of zones that had any.
    pub limited: BTreeMap<ZoneId, Sliding<u64>>,
    pub outlets: Vec<Option<Box<OutletFlow>>>,
    pub asides: Vec<Aside>,
    desk: DeskCounts,
    /// Recorded at slice edges, oldest first.
    desk_levels: VecDeque<DeskLevel>,
    /// Those in the shop who count: who first called after the warm-up.
    pub unserved: Unserved,
    counts_from: Time,
    /// Orders forgotten at that moment: if their tickets are torn up, nobody has walked out.
    forgotten: (Time, Vec<u64>),
}

impl Flow {
    pub fn new(setup: &Setup) -> Flow {
        Flow {
            latency: Sliding::new(Span::from_mins(1), MINUTES),
            whole_minutes: (u64::MAX, Histogram::default()),
            recent: Sliding::new(Span::from_mins(1), MINUTES),
            shop: Sliding::new(SLICE, SLICES),
            zones: setup.zones.iter().map(|_| Sliding::new(SLICE, SLICES)).collect(),
            limited: BTreeMap::new(),
            outlets: setup.outlets.iter().map(|_| None).collect(),
            asides: Vec::new(),
            desk: DeskCounts::default(),
            desk_levels: VecDeque::new(),
            unserved: Unserved::default(),
            counts_from: Time::ZERO + setup.warmup,
            forgotten: (Time::ZERO, Vec::new()),
        }
    }

    /// Records the levels of every watched outlet at the end of a slice. What happens at `edge` itself belongs to the
    /// next slice.
    pub fn note_levels(&mut self, world: &World, edge: Time) {
        self.desk_levels.push_back(DeskLevel { at: edge, ..self.desk_level(world) });
        while self.desk_levels.len() > SLICES {
            self.desk_levels.pop_front();
        }
        let every = world.outlets().len() <= WATCHED_FROM_START;
        for (flow, outlet) in self.outlets.iter_mut().zip(world.outlets()) {
            let level = Level { at: edge, ..Level::of(outlet, world.now()) };
            match flow {
                None if every => *flow = Some(OutletFlow::new(level)),
                None => {}
                Some(flow) => {
                    flow.levels.push_back(Level { counts: flow.counts, ..level });
                    while flow.levels.len() > SLICES {
                        flow.levels.pop_front();
                    }
                }
            }
        }
    }

    /// What went on at an outlet in the window that the counts cover; nothing where nothing has happened yet.
    pub fn stretch(&self, world: &World, o: usize) -> Stretch {
        let now = world.now();
        let here = Level::of(&world.outlets()[o], now);
        let flow = self.outlets[o].as_deref();
        let from = Flow::begins(now);
        let levels = flow.map(|flow| &flow.levels);
        let then =
            levels.and_then(|levels| levels.iter().find(|level| level.at >= from).or(levels.back())).unwrap_or(&here);
        let people_time = |now: u128, then: u128| (now - then) as u64;
        Stretch {
            length: now.since(then.at),
            chefs: (people_time(here.chefs_busy, then.chefs_busy), people_time(here.chefs_here, then.chefs_here)),
            riders: (people_time(here.riders_busy, then.riders_busy), people_time(here.riders_here, then.riders_here)),
            waiting: (here.waiting, then.waiting),
            shelf: (here.shelf, then.shelf),
            inside: (here.inside, then.inside),
            after: (flow.map_or(0, |flow| flow.counts.after_the_kitchen()), then.counts.after_the_kitchen()),
            counts: flow.map_or_else(Counts::default, |flow| flow.counts.since(&then.counts)),
            ever: flow.map_or_else(Counts::default, |flow| flow.counts),
        }
    }

    fn desk_level(&self, world: &World) -> DeskLevel {
        let phones = world.desk().phones.as_ref();
        let rung = phones.map_or(0, |phones| phones.waiting() + phones.calls().count());
        let written = world.order_books().map_or(0, |books| books.waiting());
        let (held, later) = ((world.desk().held.len() + rung + written) as u64, world.recalls().count() as u64);
        DeskLevel { at: world.now(), held, later, counts: self.desk }
    }

    /// Who called in the window that the counts cover, and what the desk did with their orders; and the same since
    /// opening.
    pub fn doors(&self, world: &World) -> (Doors, Doors) {
        let now = self.desk_level(world);
        let from = Flow::begins(world.now());
        let levels = &self.desk_levels;
        let then = levels.iter().find(|level| level.at >= from).or(levels.back()).copied().unwrap_or(now);
        (Doors::between(&then, &now), Doors::between(&DeskLevel::default(), &now))
    }

    /// Latencies of the last 15 minutes. Whole minutes are final, so they are summed only once a minute.
    pub fn latencies(&mut self, now: Time) -> Histogram {
        let minute = now.0 / Span::from_mins(1).0;
        // Brings the sliding window up to now.
        let current = self.latency.at(now).clone();
        if self.whole_minutes.0 != minute {
            let slices: Vec<&Histogram> = self.latency.slices(now).collect();
            let mut whole = Histogram::default();
            slices[..slices.len().saturating_sub(1)].iter().for_each(|slice| whole.merge(slice));
            self.whole_minutes = (minute, whole);
        }
        let mut all = self.whole_minutes.1.clone();
        all.merge(&current);
        all
    }

    pub fn aside(&mut self, key: OrderKey) -> &mut Aside {
        let at = key.0 as usize;
        if self.asides.len() <= at {
            self.asides.resize(at + 1, Aside::default());
        }
        &mut self.asides[at]
    }

    pub fn outlet(&mut self, world: &World, o: usize) -> &mut OutletFlow {
        self.outlets[o].get_or_insert_with(|| OutletFlow::new(Level::of(&world.outlets()[o], world.now())))
    }

    pub fn placed(&mut self, world: &World, key: OrderKey) {
        *self.aside(key) = Aside::default();
        self.shop.at(world.now()).arrived += 1;
        self.recent.at(world.now()).arrived += 1;
        let order = &world.orders()[key];
        *(if !order.id.is_again() { &mut self.desk.first } else { &mut self.desk.again }) += 1;
        *self.zones[order.id.zone.index()].at(world.now()) += 1;
        if order.first_placed >= self.counts_from {
            self.unserved.comes(promised_by(world, order));
        }
    }

    /// The customer of an order waits for it no longer.
    fn goes(&mut self, world: &World, order: &Order) {
        if order.first_placed >= self.counts_from {
            self.unserved.goes(promised_by(world, order));
        }
    }

    /// A call for want of a confirmation files a ticket.
    pub fn filed_again(&mut self, key: OrderKey) {
        *self.aside(key) = Aside::default();
        self.desk.in_doubt += 1;
    }

    /// The ticket of another pizza of a party is written.
    pub fn part_placed(&mut self, key: OrderKey) {
        *self.aside(key) = Aside::default();
        self.desk.parts += 1;
    }

    /// A party has left, and one of its tickets is not the one with which it was lost.
    pub fn part_left(&mut self, world: &World, order: &Order) {
        match order.stage {
            Stage::Held => self.desk.left += u64::from(order.cancels),
            Stage::AtDesk => self.desk.left += 1,
            Stage::OnPhone => {}
            stage => {
                let is_told = order.cancels && world.outlets()[order.outlet.index()].link.is_fine();
                if !(is_told && stage == Stage::Waiting) {
                    self.count(world, order.outlet, |counts| counts.stayed += 1);
                }
            }
        }
    }

    /// The desk sends an order to an outlet.
    pub fn sent(&mut self, world: &World, key: OrderKey, o: usize) {
        self.desk.sent += 1;
        let is_again = world.orders()[key].id.is_again();
        self.outlet(world, o).counts.again += u64::from(is_again);
        self.comes(world, key, o);
    }

    /// An order comes to an outlet from another one, or as a copy.
    pub fn moves_in(&mut self, world: &World, key: OrderKey, o: usize) {
        self.outlet(world, o).counts.moved_in += 1;
        self.comes(world, key, o);
    }

    fn comes(&mut self, world: &World, key: OrderKey, o: usize) {
        let order = &world.orders()[key];
        let outlet = &world.outlets()[o];
        let flow = self.outlet(world, o);
        flow.counts.arrived += 1;
        if outlet.kitchen == KitchenKind::Specialised {
            *flow.line(order.item).at(world.now()) += 1;
        }
        let ahead = outlet.waiting.value() as u32;
        self.aside(key).ahead = ahead;
    }

    /// Something of an outlet's is counted.
    pub fn count(&mut self, world: &World, outlet: OutletId, of: impl FnOnce(&mut Counts)) {
        of(&mut self.outlet(world, outlet.index()).counts);
    }

    pub fn delivered(&mut self, world: &World, order: &Order, o: usize) {
        let latency = order.latency(world.now());
        self.latency.at(world.now()).record(latency);
        self.shop.at(world.now()).delivered += 1;
        let recent = self.recent.at(world.now());
        recent.delivered += 1;
        let good = world.now() <= promised_by(world, order);
        recent.good += good as u64;
        recent.bad += !good as u64;
        self.shop.at(world.now()).late += !good as u64;
        let counts = &mut self.outlet(world, o).counts;
        counts.delivered += 1;
        counts.on_shelf += order.left.since(order.shelved).0;
        counts.riding += world.now().since(order.left).0;
        self.goes(world, order);
    }

    /// Counts a lost call; `for_good` if the customer will not call again.
    pub fn lost(&mut self, world: &World, order: &Order, loss: Loss, for_good: bool) {
        let slice = self.shop.at(world.now());
        slice.lost += 1;
        match loss {
            Loss::Refused => slice.refused += 1,
            Loss::Abandoned => slice.abandoned += 1,
            Loss::Unreachable => slice.unreachable += 1,
            Loss::Burnt => slice.burnt += 1,
            Loss::Forgotten => slice.forgotten += 1,
            Loss::Limited => {
                slice.limited += 1;
                let zone = self.limited.entry(order.id.zone).or_insert_with(|| Sliding::new(SLICE, SLICES));
                *zone.at(world.now()) += 1;
            }
        }
        let recent = self.recent.at(world.now());
        recent.lost += 1;
        recent.bad += for_good as u64;
        self.desk.lost += 1;
        self.desk.will_again += u64::from(!for_good);
        match (loss, order.stage) {
            (Loss::Refused, _) => self.count(world, order.outlet, |counts| counts.refused += 1),
            (Loss::Unreachable, _) => self.desk.unreachable += 1,
            (Loss::Limited, _) => self.desk.limited += 1,
            // Counted when its cooking is done, whether somebody waits for it or not.
            (Loss::Burnt, _) => {}
            (Loss::Forgotten, Stage::Held) => self.desk.forgotten += 1,
            // If its ticket is torn up, that is told next; else it is made for nobody.
            (Loss::Forgotten, _) => {
                if self.forgotten.0 != world.now() {
                    self.forgotten = (world.now(), Vec::new());
                }
                self.forgotten.1.push(order.serial);
            }
            (Loss::Abandoned, Stage::Held | Stage::Writing) => self.desk.left += u64::from(order.cancels),
            (Loss::Abandoned, Stage::AtDesk) => self.desk.left += 1,
            // The clerk does not hear it; what comes of the call is counted when it ends.
            (Loss::Abandoned, Stage::OnPhone) => {}
            (Loss::Abandoned, stage) => {
                let is_told = order.cancels && world.outlets()[order.outlet.index()].link.is_fine();
                // Who stands at a lamp is seen to leave.
                let is_seen = match stage {
                    Stage::Waiting | Stage::Serving => is_told,
                    Stage::AtTray => true,
                    _ => false,
                };
                if !is_seen {
                    self.count(world, order.outlet, |counts| counts.stayed += 1);
                }
            }
        }
        self.goes(world, order);
    }

    /// A clerk gives up a call for somebody who has left meanwhile.
    pub fn rang_for_nobody(&mut self, order: &Order) {
        self.desk.left += u64::from(order.customer != Customer::Waiting);
    }

    /// An order was written down for somebody who has left meanwhile, and nobody can take it.
    pub fn written_for_nobody(&mut self) {
        self.desk.left += 1;
    }

    /// Work on an order was lost. If its customer has gone and cancelled, the order ends here.
    pub fn put_back(&mut self, world: &World, order: &Order) {
        if order.customer != Customer::Waiting && order.cancels {
            self.count(world, order.outlet, |counts| counts.dropped += 1);
        }
    }

    /// A waiting ticket is torn up.
    pub fn torn_up(&mut self, world: &World, order: &Order) {
        let is_his = matches!(order.kind, TicketKind::Order | TicketKind::Copy | TicketKind::Part);
        let walked = order.customer == Customer::Gone && is_his && !self.forgotten.1.contains(&order.serial);
        self.count(world, order.outlet, |counts| if walked { counts.walked += 1 } else { counts.dropped += 1 });
    }

    /// How much time the sliding counts look back on, without the least that [`Flow::covered`] sets.
    pub fn looks_back_to(now: Time) -> Time {
        Flow::begins(now)
    }

    /// How much time the sliding counts cover: up to ten minutes, but at least two, so that the first orders of an
    /// evening do not look like a flood.
    pub fn covered(now: Time) -> Span {
        now.since(Flow::begins(now)).max(Span::from_mins(2))
    }

    /// The beginning of the first slice that the sliding counts cover.
    fn begins(now: Time) -> Time {
        Time((now.0 / SLICE.0 + 1).saturating_sub(SLICES as u64) * SLICE.0)
    }
}

/// Until when the customer of an order was promised to be served.
fn promised_by(world: &World, order: &Order) -> Time {
    order.first_placed + world.setup().promise_of(order.item)
}
