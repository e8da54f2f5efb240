//! What an order placed now would meet. Every forecast that is shown comes from here.
//!
//! The shop is forked [`FUTURES`] times. In each fork everything that nobody can know is drawn anew (see
//! [`crate::sim::world::Probe`]); one more order is placed where the desk's policy sends it by what the desk believes,
//! and one at every other open outlet. The forks follow the shop's own rules, so limits, power outages, cut lines,
//! skills, bases, shelves and riders count as they do in the shop. Between the fourth least and the fourth greatest of
//! 39 results lie four fifths of the futures.
//!
//! Forks of a very large shop take longer than a frame. There the estimate is *rough*: what waits before the order, in
//! the chefs' known mean times, shared among the hands; it has no band, and is marked wherever it is shown.

use super::Session;
use super::rates::OutletRates;
use crate::sim::city::Active;
use crate::sim::explain::Spans;
use crate::sim::order::{Loss, SpanKind};
use crate::sim::setup::{QueueOrder, Setup, WhenNone};
use crate::sim::world::{Ends, Probe, ProbeFate, World, calm};
use crate::units::{ChefRef, ItemId, OutletId, RiderRef, Span, Time};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How many futures are drawn: one less than a multiple of ten, so that deciles are exact order statistics.
pub const FUTURES: u64 = 39;
/// How many of the sorted results lie below the band, and above it.
const BELOW: usize = 3;
/// How far a future is followed: four promises, but at least this long.
const LONGEST: Span = Span::from_hours(2);
/// Shops with more outlets, or with more order records, are not forked.
const FEW_OUTLETS: usize = 16;
const FEW_ORDERS: usize = 4_000;
/// How long an estimate is reused; a command discards it at once.
const STANDS: Span = Span::from_secs(10);

/// How an order placed now would most likely end. Of outcomes equally frequent, the one listed first here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Meets {
    /// Delivered.
    Served,
    /// Lost: turned away at a full queue, or the customer walks out.
    Refused,
    /// Lost: a chef burns it.
    Burnt,
    /// Lost: taken, and then burnt with the only book that had it.
    Forgotten,
    /// Lost: the desk believes no outlet reachable and holds no orders.
    Unreachable,
    /// Delivered, after waiting at the desk because no outlet is believed reachable.
    Held,
    /// Not delivered by the end of the longest future.
    NoEnd,
    /// Unknown: the outlet serves the newest order first, so the wait depends on later calls.
    Passed,
}

/// The range of an estimate; about four of five futures lie within it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band {
    /// The lower end.
    pub low: Span,
    /// The upper end.
    pub high: Span,
}

/// What an order placed now would meet, over all futures.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// The outlet to which most futures send it; `None` if none is believed reachable.
    pub outlet: Option<OutletId>,
    /// The most frequent outcome.
    pub meets: Meets,
    /// The share of futures with that outcome, 0–1.
    pub sure: f64,
    /// The mean wait until a chef begins; `None` if no end can be seen.
    pub chef: Option<Span>,
    /// The mean time of cooking, lost work included.
    pub cook: Span,
    /// The mean time from the oven to leaving the outlet: held by the chef at a full shelf, and on the shelf.
    pub shelf: Span,
    /// The mean time on the road.
    pub ride: Span,
    /// The range of the whole time; `None` if no futures were drawn.
    pub band: Option<Band>,
    /// The range of the wait for a chef; `None` if no futures were drawn.
    pub chef_band: Option<Band>,
    /// How long each imagined order took that was not lost, sorted, the shortest first.
    pub totals: Vec<Span>,
    /// The mean wait for a chef by item, on menus of several items; `None` where most futures are not served.
    pub by_item: Vec<(ItemId, Option<Span>)>,
}

impl Estimate {
    /// The mean time from placing to delivery; `None` if no end can be seen.
    pub fn total(&self) -> Option<Span> {
        Some(self.chef? + self.cook + self.shelf + self.ride)
    }

    /// From known means alone, without a band: the shop is too large to be forked.
    pub fn is_rough(&self) -> bool {
        self.has_time() && self.totals.is_empty()
    }

    /// Whether the outcome has a length of time to show.
    pub fn has_time(&self) -> bool {
        matches!(self.meets, Meets::Served | Meets::Held)
    }
}

/// The estimates of one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimates {
    /// The moment for which they hold.
    pub at: Time,
    /// An order sent where the desk's policy sends it.
    pub routed: Estimate,
    /// An order sent to each outlet, by outlet id; `None` if no order can be sent there.
    pub outlets: Vec<Option<Estimate>>,
}

/// One imagined order and what became of it.
type Future = Probe;

/// Estimates what becomes of an order placed now, and of one at each open outlet, when the ends of all current faults
/// are known. [`Session::placed_now`] forgets those that the player has not been told.
pub fn estimates(world: &World) -> Estimates {
    imagined(world, &world.fork(Arc::new(calm(world.setup()))))
}

/// The same over the futures of a fork.
fn imagined(world: &World, base: &World) -> Estimates {
    let horizon = world.now() + Span(world.setup().slo.promise.0.saturating_mul(4)).max(LONGEST);
    let (mut routed, mut at): (Vec<Future>, Vec<Vec<Future>>) = (Vec::new(), vec![Vec::new(); world.outlets().len()]);
    for luck in 0..FUTURES {
        let mut fork = base.clone();
        fork.redraw(luck);
        let mut probes = vec![fork.place_probe(None, luck, 0)];
        let chosen = probes[0].sent;
        for o in (0..world.outlets().len()).filter(|&o| takes(world, o)) {
            let id = OutletId(o as u32);
            if chosen != Some(id) {
                probes.push(fork.place_probe(Some(id), luck, 1 + o as u64));
            }
        }
        fork.follow(&mut probes, horizon);
        routed.push(probes[0]);
        for probe in probes {
            if let Some(sent) = probe.sent.filter(|sent| takes(world, sent.index())) {
                at[sent.index()].push(probe);
            }
        }
    }
    let outlets = at.iter().map(|futures| (!futures.is_empty()).then(|| summed_up(world, futures)));
    Estimates { at: world.now(), outlets: outlets.collect(), routed: summed_up(world, &routed) }
}

/// Whether an order can be sent there and will be cooked as far as anybody knows.
fn takes(world: &World, o: usize) -> bool {
    let outlet = &world.outlets()[o];
    outlet.is_open() && outlet.power.is_fine() && outlet.link.is_fine()
}

/// The spans before a chef begins.
const BEFORE: [SpanKind; 2] = [SpanKind::Queue, SpanKind::Down];

fn part(spans: &Spans, of: &[SpanKind]) -> Span {
    Span(of.iter().map(|kind| spans[*kind as usize].0).sum())
}

/// Summarizes many futures as one estimate.
fn summed_up(world: &World, futures: &[Future]) -> Estimate {
    let outlet = most(futures.iter().map(|future| future.sent)).flatten();
    let ends = |future: &Future| meets(world, future);
    let end = most(futures.iter().map(ends)).unwrap_or(Meets::NoEnd);
    let sure = futures.iter().filter(|future| ends(future) == end).count() as f64 / futures.len().max(1) as f64;
    let spans: Vec<Spans> = futures
        .iter()
        .filter_map(|future| match future.fate {
            Some(ProbeFate::Served { spans, .. } | ProbeFate::Pending { spans, .. }) => Some(spans),
            Some(ProbeFate::Lost(_)) | None => None,
        })
        .collect();
    let mean = |of: &[SpanKind]| {
        let sum: u64 = spans.iter().map(|spans| part(spans, of).0).sum();
        Span(sum / spans.len().max(1) as u64)
    };
    let newest = outlet.is_some_and(|o| world.outlets()[o.index()].queue_order == QueueOrder::NewestFirst);
    let passed = newest && matches!(end, Meets::Served | Meets::NoEnd) && !mean(&BEFORE).is_zero();
    let endless = end == Meets::NoEnd;
    let mut totals: Vec<Span> = spans.iter().map(|spans| Span(spans.iter().map(|span| span.0).sum())).collect();
    totals.sort_unstable();
    Estimate {
        outlet,
        meets: if passed { Meets::Passed } else { end },
        sure,
        chef: (!endless && !passed).then(|| mean(&BEFORE)),
        cook: mean(&[SpanKind::Redo, SpanKind::Cook]),
        shelf: mean(&[SpanKind::Blocked, SpanKind::Shelf]),
        ride: mean(&[SpanKind::Ride]),
        band: band(totals.clone()),
        totals,
        chef_band: band(spans.iter().map(|spans| part(spans, &BEFORE)).collect()),
        by_item: by_item(world, futures),
    }
}

fn meets(world: &World, future: &Future) -> Meets {
    match (future.sent, future.fate) {
        (_, Some(ProbeFate::Lost(Loss::Unreachable))) => Meets::Unreachable,
        (_, Some(ProbeFate::Lost(Loss::Refused | Loss::Abandoned | Loss::Limited))) => Meets::Refused,
        (_, Some(ProbeFate::Lost(Loss::Burnt))) => Meets::Burnt,
        (_, Some(ProbeFate::Lost(Loss::Forgotten))) => Meets::Forgotten,
        (_, Some(ProbeFate::Pending { .. }) | None) => Meets::NoEnd,
        (None, Some(ProbeFate::Served { .. })) if world.desk().when_none == WhenNone::Hold => Meets::Held,
        (_, Some(ProbeFate::Served { .. })) => Meets::Served,
    }
}

fn by_item(world: &World, futures: &[Future]) -> Vec<(ItemId, Option<Span>)> {
    let mut waits: BTreeMap<ItemId, Vec<Option<Span>>> = BTreeMap::new();
    if world.setup().items.len() > 1 {
        for future in futures {
            let wait = match future.fate {
                Some(ProbeFate::Served { spans, .. }) => Some(part(&spans, &BEFORE)),
                Some(ProbeFate::Pending { .. } | ProbeFate::Lost(_)) | None => None,
            };
            waits.entry(future.item).or_default().push(wait);
        }
    }
    let mean = |waits: Vec<Option<Span>>| {
        let known: Vec<Span> = waits.iter().flatten().copied().collect();
        (known.len() * 2 > waits.len()).then(|| Span(known.iter().map(|span| span.0).sum::<u64>() / known.len() as u64))
    };
    waits.into_iter().map(|(item, waits)| (item, mean(waits))).collect()
}

/// The middle four fifths of the values. If some futures were lost, as near to it as the number left allows.
fn band(mut values: Vec<Span>) -> Option<Band> {
    values.sort_unstable();
    let last = values.len().checked_sub(1)?;
    let below = ((last + 1) as f64 / FUTURES as f64 * BELOW as f64).round() as usize;
    Some(Band { low: values[below], high: values[last - below] })
}

/// The most frequent value; of equally frequent ones the least.
fn most<T: Ord + Copy>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    values.for_each(|value| *counts.entry(value).or_default() += 1);
    let mut best: Option<(T, usize)> = None;
    for (value, count) in counts {
        if best.is_none_or(|(_, most)| count > most) {
            best = Some((value, count));
        }
    }
    best.map(|(value, _)| value)
}

/// Estimates for a shop too large to fork: the policy is asked for its choice, the times are known means.
fn roughly(world: &World, rates: &[OutletRates]) -> Estimates {
    let outlets: Vec<Option<Estimate>> = rates
        .iter()
        .enumerate()
        .map(|(o, rates)| takes(world, o).then(|| rough(world, OutletId(o as u32), rates)))
        .collect();
    let sent = most((0..FUTURES).map(|luck| world.would_choose(world.somebodys_address(luck), luck))).flatten();
    let nobody = |meets| Estimate {
        outlet: sent,
        meets,
        sure: 1.0,
        chef: None,
        cook: Span::ZERO,
        shelf: Span::ZERO,
        ride: Span::ZERO,
        band: None,
        chef_band: None,
        totals: Vec::new(),
        by_item: Vec::new(),
    };
    let routed = match sent {
        None if world.desk().when_none == WhenNone::Hold => nobody(Meets::NoEnd),
        None => nobody(Meets::Unreachable),
        Some(id) => outlets[id.index()].clone().unwrap_or_else(|| nobody(Meets::NoEnd)),
    };
    Estimates { at: world.now(), routed, outlets }
}

fn rough(world: &World, id: OutletId, rates: &OutletRates) -> Estimate {
    let outlet = &world.outlets()[id.index()];
    let waits = rates.wait.is_none_or(|wait| !wait.is_zero());
    let full = waits && outlet.queue_limit.is_some_and(|limit| outlet.waiting.value() >= limit as u64);
    let meets = match (full, outlet.queue_order) {
        (true, _) => Meets::Refused,
        (false, QueueOrder::NewestFirst) if waits => Meets::Passed,
        (false, _) => match rates.wait {
            Some(_) => Meets::Served,
            None => Meets::NoEnd,
        },
    };
    Estimate {
        outlet: Some(id),
        meets,
        sure: 1.0,
        chef: rates.wait.filter(|_| meets == Meets::Served),
        cook: rates.cooking,
        shelf: rates.shelf.unwrap_or_default(),
        ride: rates.ride.unwrap_or_default(),
        band: None,
        chef_band: None,
        totals: Vec::new(),
        by_item: Vec::new(),
    }
}

/// Which ends of faults the player has been told.
pub(super) struct Told<'a>(pub &'a Session);

impl Ends for Told<'_> {
    fn power(&self, outlet: OutletId) -> bool {
        self.0.power_known_back(outlet).is_some()
    }

    fn link(&self, outlet: OutletId) -> bool {
        self.0.line_known_back(outlet).is_some()
    }

    fn chef(&self, chef: ChefRef) -> bool {
        self.0.chef_known_back(chef).is_some()
    }

    fn slowness(&self, chef: ChefRef) -> bool {
        self.0.knows_own_slowness(chef)
    }

    fn rider(&self, rider: RiderRef) -> bool {
        self.0.rider_known_back(rider).is_some()
    }

    fn book(&self, book: u32) -> bool {
        self.0.book_known_back(book).is_some()
    }

    fn effect(&self, active: &Active) -> bool {
        self.0.effect_known_over(active).is_some()
    }
}

impl Session {
    /// The estimates of this moment, made when first asked for.
    fn estimates(&self) -> &Estimates {
        self.estimates.get_or_init(|| {
            let world = &self.world;
            let small = world.outlets().len() <= FEW_OUTLETS && world.orders().records() <= FEW_ORDERS;
            if !small {
                return roughly(world, &self.rates);
            }
            let mut base = world.fork(Arc::new(calm(world.setup())));
            base.forget_ends(&Told(self));
            imagined(world, &base)
        })
    }

    /// Discards estimates that are too old, or all of them if `at_once` (something was changed).
    pub(super) fn forget_estimates(&mut self, at_once: bool) {
        let now = self.world.now();
        let stands = |known: &Estimates| known.at <= now && now.since(known.at) < STANDS;
        if at_once || !self.estimates.get().is_some_and(stands) {
            self.estimates.take();
        }
    }

    /// What an order placed now would meet, wherever the desk's policy sends it.
    pub fn placed_now(&self) -> &Estimate {
        &self.estimates().routed
    }

    /// What an order sent to `outlet` now would meet; `None` if no order can be sent there.
    pub fn placed_at(&self, outlet: OutletId) -> Option<&Estimate> {
        self.estimates().outlets.get(outlet.index())?.as_ref()
    }

    /// How long an order sent to `outlet` now would wait for a chef, an order of `item` if one is given; `None` if no
    /// end can be seen.
    pub fn wait_at(&self, outlet: OutletId, item: Option<ItemId>) -> Option<Span> {
        let estimate = self.placed_at(outlet)?;
        match item.and_then(|item| estimate.by_item.iter().find(|(of, _)| *of == item)) {
            Some((_, wait)) => *wait,
            None => estimate.chef,
        }
    }
}

/// The setup that forks of a shop run by: [`calm`], for tests that make their own forks.
pub fn fork_setup(setup: &Setup) -> Arc<Setup> {
    Arc::new(calm(setup))
}
