//! The gauges: what the dashboard's charts and vitals read. Sampled beside the world, never in it, so that what happens
//! does not depend on who looks or how often.
//!
//! Rates are over the last 10 minutes, percentiles over the last 15 (*sliding windows*).

use crate::sim::order::OrderKey;
use crate::sim::setup::Setup;
use crate::stats::Series;
use crate::units::{Cents, OutletId, Span, Time};

/// Over which rates, loads and busy shares are measured.
pub const RATE_WINDOW: Span = Span::from_mins(10);
/// Over which percentiles are measured.
pub const LATENCY_WINDOW: Span = Span::from_mins(15);

/// The lines of the charts, all sampled at the same moments (see [`Gauges::beat`]). Lengths of time in seconds, rates
/// in orders an hour, shares 0–1, money in dollars.
#[derive(Clone, Debug, Default)]
pub struct Gauges {
    /// How far apart samples lie.
    pub beat: Span,
    pub in_system: Series,
    pub waiting: Series,
    pub arriving: Series,
    pub delivered: Series,
    pub lost: Series,
    pub on_time: Series,
    pub p50: Series,
    pub p95: Series,
    pub p99: Series,
    pub chefs_busy: Series,
    pub riders_busy: Series,
    /// Of the busiest open outlet, chefs or riders.
    pub saturation: Series,
    /// Customers served badly since opening (late, lost, overdue).
    pub bad: Series,
    /// Bad orders left of those allowed; may go below zero.
    pub budget_left: Series,
    pub till: Series,
    pub shelf: Series,
    pub stock: Series,
    pub outlets: Vec<OutletGauges>,
}

#[derive(Clone, Debug, Default)]
pub struct OutletGauges {
    pub waiting: Series,
    pub chefs_busy: Series,
    pub riders_busy: Series,
    pub shelf: Series,
    pub stock: Series,
}

/// The four golden signals and what the header shows, at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vitals {
    pub at: Time,
    pub in_system: u64,
    /// Tickets in all lines.
    pub waiting: u64,
    /// Those of them whose customers have gone.
    pub ghosts: u64,
    /// Customers between two calls.
    pub later: u64,
    /// Who has waited longest for a chef: the order and since when.
    pub oldest: Option<(OrderKey, Span)>,
    pub traffic: Traffic,
    pub latency: Latency,
    pub errors: Errors,
    pub saturation: Saturation,
    pub budget: Budget,
    /// What lies in the till (counted from zero where the scenario has no limit).
    pub till: Cents,
    pub shelf: u64,
    pub stock: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Traffic {
    /// Calls, deliveries and losses an hour.
    pub arriving_per_hour: f64,
    pub delivered_per_hour: f64,
    pub lost_per_hour: f64,
    /// Those of them whom no outlet could take.
    pub unreachable_per_hour: f64,
    pub trend: Trend,
    /// First calls an hour that the town makes now, curve and surges included.
    pub demand_per_hour: f64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Trend {
    #[default]
    Steady,
    /// More arrive than leave, and the lines grow.
    FallingBehind,
    CatchingUp,
}

/// Of the orders delivered in the last 15 minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Latency {
    pub p50: Option<Span>,
    pub p95: Option<Span>,
    pub p99: Option<Span>,
    pub orders: u64,
    pub promise: Span,
}

/// Since opening (after the warm-up).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Errors {
    pub late: u64,
    pub refused: u64,
    pub abandoned: u64,
    pub unreachable: u64,
    /// Orders made for nobody.
    pub wasted: u64,
    /// Still out, or between two calls, and past the promise of the first call already.
    pub overdue: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Saturation {
    pub chefs: Option<f64>,
    pub riders: Option<f64>,
    /// The outlet whose chefs, or riders, are busiest.
    pub busiest_chefs: Option<(OutletId, f64)>,
    pub busiest_riders: Option<(OutletId, f64)>,
}

/// The error budget in orders.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Budget {
    /// By customers, of those decided; `None`: nobody yet.
    pub on_time: Option<f64>,
    pub target: f64,
    /// Customers expected until closing by the scenario's curves; once it is over, those who came.
    pub expected: f64,
    /// How many of them may be served badly.
    pub allowed: u64,
    pub bad: u64,
}

impl Budget {
    /// Bad orders left; below zero when overspent.
    pub fn left(&self) -> i64 {
        self.allowed as i64 - self.bad as i64
    }
}

/// Series of single outlets are kept up to so many outlets.
const MOST_OUTLETS: usize = 2_048;
/// And all of them up to so many; beyond, only how many wait.
const FEW_OUTLETS: usize = 32;

/// How far apart samples lie: some two thousand an evening, of large shops fewer; none closer than a tick or further
/// than ten minutes.
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

    /// Every line that is sampled: what a rewind must cut.
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
        ];
        shop.into_iter().chain(self.outlets.iter_mut().flat_map(OutletGauges::all_mut))
    }

    /// Forgets what was sampled after a moment.
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
