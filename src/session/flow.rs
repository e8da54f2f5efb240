//! What flowed through the shop in the last minutes, collected as it happens: sliding counts of every outlet and zone,
//! latencies, and the levels noted at the edges of slices, from which exact shares of a window follow.
//!
//! All of it is small and can be copied: a checkpoint carries it along.

use crate::sim::order::{Order, OrderKey};
use crate::sim::outlet::Outlet;
use crate::sim::setup::{DeliveryMode, KitchenKind, Setup};
use crate::sim::world::World;
use crate::stats::{Histogram, Mergeable, Sliding};
use crate::units::{ItemId, Span, Time};
use std::collections::VecDeque;

/// Rates look back over so many slices: 10 minutes.
pub(super) const SLICE: Span = Span::from_secs(30);
pub(super) const SLICES: usize = 20;
/// After a step in what comes in, over so few: three minutes.
const FEW_SLICES: usize = 6;
/// A step is so many spreads away from what an even rate would bring, and is not looked for in fewer orders.
const STEP: f64 = 3.5;
const FEWEST: f64 = 20.0;
/// Percentiles look back over so many minutes.
const MINUTES: usize = 15;
/// Up to so many outlets every one is watched from the start, else from its first order on.
const WATCHED_FROM_START: usize = 64;

/// Counts of the whole shop in one slice.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ShopSlice {
    pub arrived: u64,
    pub delivered: u64,
    pub lost: u64,
}

/// Counts of one outlet in one slice; lengths of time summed, µs.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct OutletSlice {
    /// Sent, routed or copied here, and the work they bring (for an expert with basic tools).
    pub arrived: u64,
    pub work: u64,
    pub cooked: u64,
    /// What the cooked ones had as work, and how long they took.
    pub cooked_work: u64,
    pub cooking: u64,
    pub shelved: u64,
    pub taken: u64,
    pub delivered: u64,
    pub on_shelf: u64,
    pub riding: u64,
    /// Coupled delivery: what trips took of chefs' time, the way back included.
    pub driving: u64,
    pub driven: u64,
}

/// One item at one outlet in one slice (specialised kitchens).
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct LineSlice {
    pub arrived: u64,
    pub work: u64,
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
/// How calls and customers ended in one minute.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Minute {
    pub arrived: u64,
    pub delivered: u64,
    pub lost: u64,
    /// Customers, by the promise of their first call.
    pub good: u64,
    pub bad: u64,
}

adds_up!(ShopSlice: arrived, delivered, lost);
adds_up!(Minute: arrived, delivered, lost, good, bad);
adds_up!(OutletSlice: arrived, work, cooked, cooked_work, cooking, shelved, taken, delivered, on_shelf, riding, driving, driven);
adds_up!(LineSlice: arrived, work);

/// Levels of an outlet at one moment: areas since opening, and how long its lines were.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Level {
    pub at: Time,
    pub chefs_here: u128,
    pub chefs_busy: u128,
    pub riders_here: u128,
    pub riders_busy: u128,
    pub waiting: u64,
    pub shelf: u64,
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
        }
    }
}

#[derive(Clone, Debug)]
pub(super) struct OutletFlow {
    pub counts: Sliding<OutletSlice>,
    /// By item; only in specialised kitchens.
    pub lines: Vec<Sliding<LineSlice>>,
    /// Noted at the edges of slices, oldest first.
    pub levels: VecDeque<Level>,
}

impl OutletFlow {
    fn new(outlet: &Outlet, now: Time) -> Box<OutletFlow> {
        let levels = VecDeque::from([Level::of(outlet, now)]);
        Box::new(OutletFlow { counts: Sliding::new(SLICE, SLICES), lines: Vec::new(), levels })
    }

    fn line(&mut self, item: ItemId) -> &mut Sliding<LineSlice> {
        while self.lines.len() <= item.index() {
            self.lines.push(Sliding::new(SLICE, SLICES));
        }
        &mut self.lines[item.index()]
    }
}

/// What is remembered of an order while it lives, beside its record.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Aside {
    /// Tickets before it when it came to its outlet.
    pub ahead: u32,
    pub rerouted: u8,
}

#[derive(Clone, Debug)]
pub(super) struct Flow {
    pub latency: Sliding<Histogram>,
    /// The whole minutes of the latency window together, and the minute under way when they were added up.
    whole_minutes: (u64, Histogram),
    pub recent: Sliding<Minute>,
    pub shop: Sliding<ShopSlice>,
    pub zones: Vec<Sliding<u64>>,
    pub outlets: Vec<Option<Box<OutletFlow>>>,
    pub asides: Vec<Aside>,
}

impl Flow {
    pub fn new(setup: &Setup) -> Flow {
        Flow {
            latency: Sliding::new(Span::from_mins(1), MINUTES),
            whole_minutes: (u64::MAX, Histogram::default()),
            recent: Sliding::new(Span::from_mins(1), MINUTES),
            shop: Sliding::new(SLICE, SLICES),
            zones: setup.zones.iter().map(|_| Sliding::new(SLICE, SLICES)).collect(),
            outlets: setup.outlets.iter().map(|_| None).collect(),
            asides: Vec::new(),
        }
    }

    /// At an edge of slices: notes the levels of every outlet watched.
    pub fn note_levels(&mut self, world: &World) {
        let every = world.outlets.len() <= WATCHED_FROM_START;
        for (flow, outlet) in self.outlets.iter_mut().zip(&world.outlets) {
            match flow {
                None if every => *flow = Some(OutletFlow::new(outlet, world.now)),
                None => {}
                Some(flow) => {
                    flow.levels.push_back(Level::of(outlet, world.now));
                    while flow.levels.len() > SLICES {
                        flow.levels.pop_front();
                    }
                }
            }
        }
    }

    /// How many slices back an outlet's rates are honest now: all of them, or the last few after a rush has begun or ended,
    /// which a mean of ten minutes would call half a rush for nine minutes more.
    pub fn reach(&self, o: usize, now: Time) -> usize {
        let Some(watched) = self.outlets[o].as_deref() else { return SLICES };
        let arrived = |slices| watched.counts.latest(now, slices).map(|slice| slice.arrived).sum::<u64>() as f64;
        let (all, lately) = (arrived(SLICES), arrived(FEW_SLICES));
        let share = Flow::covered_by(now, FEW_SLICES).0 as f64 / Flow::covered(now).0 as f64;
        // At one rate throughout, each of them came lately with that share as its chance: the spread of a binomial.
        let spread = (all * share * (1.0 - share)).sqrt();
        if all >= FEWEST && (lately - all * share).abs() > STEP * spread { FEW_SLICES } else { SLICES }
    }

    /// The level of an outlet noted nearest to so many slices ago; `None`: nothing has happened there yet.
    pub fn level_then(&self, o: usize, now: Time, slices: usize) -> Option<Level> {
        let levels = &self.outlets[o].as_deref()?.levels;
        let reach = SLICE.0 * slices as u64;
        levels.iter().find(|level| now.since(level.at).0 <= reach).or(levels.back()).copied()
    }

    /// Latencies of the last quarter of an hour. What cannot change any more is added up once a minute.
    pub fn latencies(&mut self, now: Time) -> Histogram {
        let minute = now.0 / Span::from_mins(1).0;
        // Brings the window's own count of minutes up to now.
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
        self.outlets[o].get_or_insert_with(|| OutletFlow::new(&world.outlets[o], world.now))
    }

    pub fn placed(&mut self, world: &World, key: OrderKey) {
        *self.aside(key) = Aside::default();
        self.shop.at(world.now).arrived += 1;
        self.recent.at(world.now).arrived += 1;
        *self.zones[world.orders[key].id.zone.index()].at(world.now) += 1;
    }

    /// An order comes to an outlet: sent, routed anew, or as a copy.
    pub fn comes(&mut self, world: &World, key: OrderKey, o: usize) {
        let order = &world.orders[key];
        let outlet = &world.outlets[o];
        let flow = self.outlet(world, o);
        let slice = flow.counts.at(world.now);
        slice.arrived += 1;
        slice.work += order.work.0;
        if outlet.kitchen == KitchenKind::Specialised {
            let slice = flow.line(order.item).at(world.now);
            slice.arrived += 1;
            slice.work += order.work.0;
        }
        let ahead = outlet.waiting.value() as u32;
        self.aside(key).ahead = ahead;
    }

    pub fn cooked(&mut self, world: &World, key: OrderKey, o: usize) {
        let order = &world.orders[key];
        let slice = self.outlet(world, o).counts.at(world.now);
        slice.cooked += 1;
        slice.cooked_work += order.work.0;
        slice.cooking += world.now.since(order.start).0;
    }

    pub fn delivered(&mut self, world: &World, order: &Order, o: usize) {
        let latency = order.latency(world.now);
        self.latency.at(world.now).record(latency);
        self.shop.at(world.now).delivered += 1;
        let recent = self.recent.at(world.now);
        recent.delivered += 1;
        let good = world.now.since(order.first_placed) <= world.setup.slo.promise;
        recent.good += good as u64;
        recent.bad += !good as u64;
        let coupled = !order.left.is_never() && order.rider.is_none();
        let spans = order.spans(world.now);
        let slice = self.outlet(world, o).counts.at(world.now);
        slice.delivered += 1;
        slice.on_shelf += spans[4].0;
        slice.riding += spans[5].0;
        if coupled && world.delivery_mode == DeliveryMode::Coupled {
            let out = world.now.since(order.left);
            slice.driven += 1;
            slice.driving += out.0 + (out - order.handover).0;
        }
    }

    /// `for_good`: the customer will not call again.
    pub fn lost(&mut self, world: &World, for_good: bool) {
        self.shop.at(world.now).lost += 1;
        let recent = self.recent.at(world.now);
        recent.lost += 1;
        recent.bad += for_good as u64;
    }

    /// How much time the sliding counts cover at a moment: up to ten minutes, and at least two, so that the first orders of
    /// an evening do not look like a flood.
    pub fn covered(now: Time) -> Span {
        Flow::covered_by(now, SLICES)
    }

    /// The same of the last so many slices.
    pub fn covered_by(now: Time, slices: usize) -> Span {
        let number = now.0 / SLICE.0;
        let from = (number + 1).saturating_sub(slices as u64) * SLICE.0;
        Span(now.0 - from).max(Span::from_mins(2))
    }
}
