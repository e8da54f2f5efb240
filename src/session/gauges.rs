//! The gauges: the series behind the dashboard's charts, and the vitals. They are sampled beside the world, never in
//! it, so that what happens does not depend on who looks or how often.
//!
//! Rates cover the last 10 minutes, percentiles the last 15 (*sliding windows*).

use crate::session::rates::Doors;
use crate::sim::order::OrderKey;
use crate::sim::setup::Setup;
use crate::stats::Series;
use crate::units::{Cents, OutletId, Span, Time};

/// The window of rates, loads and busy shares.
pub const RATE_WINDOW: Span = Span::from_mins(10);
/// The window of percentiles.
pub const LATENCY_WINDOW: Span = Span::from_mins(15);

/// The series behind the charts, all sampled at the same moments (see [`Gauges::beat`]). Lengths of time are in
/// seconds, rates in orders an hour, shares 0–1, money in dollars.
#[derive(Clone, Debug, Default)]
pub struct Gauges {
    /// The time between two samples.
    pub beat: Span,
    /// Orders in the shop: placed, and neither delivered nor lost.
    pub in_system: Series,
    /// Tickets in all queues, and orders that wait for a clerk.
    pub waiting: Series,
    /// Calls an hour, over the last 10 minutes.
    pub arriving: Series,
    /// Deliveries an hour, over the last 10 minutes.
    pub delivered: Series,
    /// Losses an hour, over the last 10 minutes.
    pub lost: Series,
    /// Share of customers served within the promise, of those decided since opening.
    pub on_time: Series,
    /// Median latency of the orders delivered in the last 15 minutes.
    pub p50: Series,
    /// 95th percentile of their latency.
    pub p95: Series,
    /// 99th percentile of their latency.
    pub p99: Series,
    /// Busy share of the chefs present and well, over the last 10 minutes.
    pub chefs_busy: Series,
    /// Busy share of the riders present, over the last 10 minutes.
    pub riders_busy: Series,
    /// Busy share of the busiest outlet's chefs or riders, whichever is greater.
    pub saturation: Series,
    /// Customers served badly since opening: late, lost or overdue.
    pub bad: Series,
    /// Bad orders left in the error budget; negative when it is overspent.
    pub budget_left: Series,
    /// The balance of the till.
    pub till: Series,
    /// Boxes on all shelves.
    pub shelf: Series,
    /// Prepared bases at all outlets.
    pub stock: Series,
    /// How many chefs the known demand would keep busy. Like the next two, only where a manager hires.
    pub chefs_needed: Series,
    /// Chefs here and well.
    pub chefs_here: Series,
    /// Those, and the ones on the way.
    pub chefs_soon: Series,
    /// Outlets that the check-ups have taken out; only where those ask for more than light and line.
    pub outlets_out: Series,
    /// Clerks on the line; like the next, only where clerks ring the outlets through.
    pub clerks_busy: Series,
    /// Orders that wait for a clerk.
    pub at_the_desk: Series,
    /// Trays that lines and ovens hold; only where slices lie under lamps.
    pub trays: Series,
    /// Tickets that repeat another, wherever they are; only where guests call for want of a confirmation.
    pub second_tickets: Series,
    /// Share of the cookings under way that are for strangers; only where those are more work.
    pub strangers: Series,
    /// The series of each outlet, by outlet id; empty in shops of more than 2048 outlets.
    pub outlets: Vec<OutletGauges>,
}

/// The series of one outlet. In shops of more than 32 outlets only [`waiting`](OutletGauges::waiting) is sampled.
#[derive(Clone, Debug, Default)]
pub struct OutletGauges {
    /// Tickets in its queues.
    pub waiting: Series,
    /// Busy share of its chefs, over the last 10 minutes.
    pub chefs_busy: Series,
    /// Busy share of its riders, over the last 10 minutes.
    pub riders_busy: Series,
    /// Boxes on its shelf.
    pub shelf: Series,
    /// Prepared bases in its kitchen.
    pub stock: Series,
}

/// The four golden signals and the header's numbers, at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vitals {
    /// The moment.
    pub at: Time,
    /// Orders in the shop: placed, and neither delivered nor lost.
    pub in_system: u64,
    /// Tickets in all queues.
    pub waiting: u64,
    /// Tickets in queues whose customers have gone.
    pub ghosts: u64,
    /// Customers between two calls.
    pub later: u64,
    /// The ticket that has waited longest for a chef, and for how long.
    pub oldest: Option<(OrderKey, Span)>,
    /// The first golden signal: calls, deliveries and losses.
    pub traffic: Traffic,
    /// Who called in the last 10 minutes, and what the desk did with their orders.
    pub doors: Doors,
    /// The same since opening.
    pub doors_ever: Doors,
    /// The second: how long orders take.
    pub latency: Latency,
    /// The third: customers served badly.
    pub errors: Errors,
    /// The fourth: how busy chefs and riders are.
    pub saturation: Saturation,
    /// How much of the error budget is spent.
    pub budget: Budget,
    /// The balance of the till, counted from zero in a scenario without a starting balance.
    pub till: Cents,
    /// Boxes on all shelves.
    pub shelf: u64,
    /// Prepared bases at all outlets.
    pub stock: u64,
}

/// What comes in and goes out, over the last 10 minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Traffic {
    /// Calls an hour.
    pub arriving_per_hour: f64,
    /// Deliveries an hour.
    pub delivered_per_hour: f64,
    /// Lost calls an hour.
    pub lost_per_hour: f64,
    /// Of the lost calls, those an hour that no outlet could take.
    pub unreachable_per_hour: f64,
    /// Whether the shop keeps up.
    pub trend: Trend,
    /// First calls an hour at present by the demand curves, surges included.
    pub demand_per_hour: f64,
}

/// Whether the shop keeps up with its calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Trend {
    /// Neither of the others.
    #[default]
    Steady,
    /// More orders arrive than leave, and the queues grow.
    FallingBehind,
    /// More orders leave than arrive, and the queues shrink.
    CatchingUp,
}

/// Percentiles of the orders delivered in the last 15 minutes; `None` if there were none.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Latency {
    /// The median.
    pub p50: Option<Span>,
    /// The 95th percentile.
    pub p95: Option<Span>,
    /// The 99th percentile.
    pub p99: Option<Span>,
    /// How many orders were delivered.
    pub orders: u64,
    /// The promised time, for comparison.
    pub promise: Span,
}

/// What went wrong since opening (after the warm-up).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Errors {
    /// Orders delivered after the promise.
    pub late: u64,
    /// Calls turned away at a full queue.
    pub refused: u64,
    /// Calls whose customer walked out.
    pub abandoned: u64,
    /// Calls that no outlet could take.
    pub unreachable: u64,
    /// Calls over a quota.
    pub limited: u64,
    /// Orders that a chef burnt.
    pub burnt: u64,
    /// Orders that were taken, and that no book has any more.
    pub forgotten: u64,
    /// Orders made for nobody.
    pub wasted: u64,
    /// Customers not served yet, between two calls included, who are already past the promise of their first call.
    pub overdue: u64,
}

/// Busy shares over the last 10 minutes, 0–1; `None` if nobody was there.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Saturation {
    /// Of all chefs.
    pub chefs: Option<f64>,
    /// Of all riders.
    pub riders: Option<f64>,
    /// The outlet whose chefs are busiest.
    pub busiest_chefs: Option<(OutletId, f64)>,
    /// The outlet whose riders are busiest.
    pub busiest_riders: Option<(OutletId, f64)>,
}

/// The error budget, in orders.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Budget {
    /// The share of customers served within the promise, of those decided; `None` if there are none yet.
    pub on_time: Option<f64>,
    /// The share that must be served within the promise.
    pub target: f64,
    /// Customers expected until closing by the demand curves; after the end, those who came.
    pub expected: f64,
    /// How many of them may be served badly.
    pub allowed: u64,
    /// How many were: late, lost or overdue.
    pub bad: u64,
}

impl Budget {
    /// Bad orders left; negative when the budget is overspent.
    pub fn left(&self) -> i64 {
        self.allowed as i64 - self.bad as i64
    }
}

/// Shops with more outlets keep no series of single outlets.
const MOST_OUTLETS: usize = 2_048;
/// Shops with more outlets keep only the queue length of each.
const FEW_OUTLETS: usize = 32;

/// The time between two samples: about two thousand samples an evening, one thousand in large shops, but no less than a
/// second and no more than ten minutes.
pub(super) fn beat(setup: &Setup) -> Span {
    let samples = if setup.outlets.len() <= FEW_OUTLETS { 2_048 } else { 1_024 };
    Span::from_secs(setup.duration.0.div_ceil(samples * 1_000_000).clamp(1, 600))
}

impl Gauges {
    pub(super) fn new(setup: &Setup) -> Gauges {
        let few = setup.outlets.len() <= FEW_OUTLETS;
        let line = |wanted: bool| {
            Series::with_limit(if !wanted {
                2
            } else if few {
                1_024
            } else {
                128
            })
        };
        let outlet = || OutletGauges {
            waiting: line(true),
            chefs_busy: line(few),
            riders_busy: line(few),
            shelf: line(few),
            stock: line(few),
        };
        let outlets = if setup.outlets.len() <= MOST_OUTLETS { setup.outlets.len() } else { 0 };
        Gauges { beat: beat(setup), outlets: (0..outlets).map(|_| outlet()).collect(), ..Gauges::default() }
    }

    /// Every series that may be sampled, for a rewind to cut.
    pub(super) fn all_mut(&mut self) -> impl Iterator<Item = &mut Series> {
        let shop = [
            &mut self.in_system,
            &mut self.waiting,
            &mut self.arriving,
            &mut self.delivered,
            &mut self.lost,
            &mut self.on_time,
            &mut self.p50,
            &mut self.p95,
            &mut self.p99,
            &mut self.chefs_busy,
            &mut self.riders_busy,
            &mut self.saturation,
            &mut self.bad,
            &mut self.budget_left,
            &mut self.till,
            &mut self.shelf,
            &mut self.stock,
            &mut self.chefs_needed,
            &mut self.chefs_here,
            &mut self.chefs_soon,
            &mut self.outlets_out,
            &mut self.clerks_busy,
            &mut self.at_the_desk,
            &mut self.trays,
            &mut self.second_tickets,
            &mut self.strangers,
        ];
        shop.into_iter().chain(self.outlets.iter_mut().flat_map(OutletGauges::all_mut))
    }

    /// Forgets the samples after `at`.
    pub(super) fn rewind(&mut self, at: Time) {
        self.all_mut().for_each(|series| series.cut(at));
    }
}

impl OutletGauges {
    fn all_mut(&mut self) -> [&mut Series; 5] {
        let OutletGauges { waiting, chefs_busy, riders_busy, shelf, stock } = self;
        [waiting, chefs_busy, riders_busy, shelf, stock]
    }
}
