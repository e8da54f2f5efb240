//! A zone (*clients*): when its customers call next, and how they behave now.

use crate::chance::{Draws, Source};
use crate::sim::cards::Streets;
use crate::sim::demand::{Attributes, Rate, gap_from};
use crate::sim::order::OrderId;
use crate::sim::quota::Quota;
use crate::sim::setup::{Arrivals, BudgetOf, RetrySetup, Setup};
use crate::units::digest::fold;
use crate::units::time::nearest;
use crate::units::{Time, ZoneId};
use serde::{Deserialize, Serialize};

/// One retry token, in millionths, so that ten times 0.1 make exactly one.
const TOKEN: u64 = 1_000_000;
/// The most that a retry budget holds.
const BUCKET: u64 = 10 * TOKEN;

/// A zone while the shop runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Zone {
    /// The rate of first calls over the day, without surges.
    pub rate: Rate,
    /// First calls so far, which is the number of the next.
    pub called: u64,
    /// How lost customers call again now; `None`: never.
    pub retry: Option<RetrySetup>,
    /// Millionths of a token in the retry budget.
    pub tokens: u64,
    /// The factor of surges on the rate of first calls, averaged over items by their usual weights.
    pub factor: f64,
    /// The weight of each menu item now, surges on items included.
    pub weights: Vec<f64>,
    /// The factor on the patience of new customers.
    pub patience: f64,
    /// The time of the next first call, or never.
    pub next: Time,
    /// The integrated rate still to pass before the next call, and since when it is counted (µs, not rounded).
    rest: f64,
    from: f64,
    /// How many calls are taken; `None`: any number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quota: Option<Quota>,
    /// Its streets; `None`: nobody has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub streets: Option<Box<Streets>>,
    /// Bases of the zone's two streams of random numbers, gaps and orders.
    gaps: u64,
    orders: u64,
    /// `next` before rounding, µs.
    exact: f64,
}

fold!(struct Zone {
    rate, called, retry, tokens, factor, weights, patience, next, rest, from, gaps, orders, exact,
} later { "quota": quota, "streets": streets });

impl Zone {
    pub(super) fn new(setup: &Setup, id: ZoneId) -> Zone {
        let spec = &setup.zones[id.index()];
        let gaps = Draws::base(setup.seed, Source::Arrival, id.0 as u64);
        let mut zone = Zone {
            rate: Rate::new(spec, setup.opens),
            called: 0,
            retry: spec.retry,
            tokens: 0,
            factor: 1.0,
            weights: spec.mix.clone(),
            patience: 1.0,
            next: Time::NEVER,
            rest: gap_from(&spec.arrivals, gaps, 0),
            quota: spec.quota.map(|quota| Quota::new(quota, Time::ZERO)),
            streets: Streets::of(setup, id).map(Box::new),
            gaps,
            orders: Draws::base(setup.seed, Source::Order, id.0 as u64),
            from: 0.0,
            exact: f64::MAX,
        };
        zone.recompute_derived(&spec.arrivals, setup.closing());
        zone
    }

    /// Computes when the pending call comes at the present rate.
    #[inline]
    fn recompute_derived(&mut self, arrivals: &Arrivals, closing: Time) {
        self.next = match arrivals {
            Arrivals::Trace(times) => times.get(self.called as usize).copied().unwrap_or(Time::NEVER),
            _ => {
                // Never is written as a number, because JSON has no infinity.
                let even = if *arrivals == Arrivals::Even { self.next_even_call() } else { None };
                let exact = even.unwrap_or_else(|| self.rate.invert(self.from, self.rest, self.factor));
                self.exact = exact.min(f64::MAX);
                let at = nearest(self.exact);
                if at <= closing.0 { Time(at) } else { Time::NEVER }
            }
        };
        if self.next > closing {
            self.next = Time::NEVER;
        }
    }

    /// The next even call, if nothing has disturbed the even spacing since opening.
    fn next_even_call(&self) -> Option<f64> {
        let is_on_beat = self.rest == 1.0 && self.rate.even_call(self.called, self.factor)? == self.from;
        if is_on_beat { self.rate.even_call(self.called + 1, self.factor) } else { None }
    }

    /// Takes the call that is due, as its number and what it brings, and schedules the next.
    #[inline(always)]
    pub(super) fn call(&mut self, setup: &Setup, id: ZoneId) -> (u64, Attributes) {
        let arrivals = &setup.zones[id.index()].arrivals;
        let n = self.called;
        let what = Attributes::drawn_from(Draws::stream(self.orders, n), setup, id, &self.weights);
        self.called += 1;
        if !matches!(arrivals, Arrivals::Trace(_)) {
            self.from = self.exact;
            self.rest = gap_from(arrivals, self.gaps, self.called);
        }
        self.recompute_derived(arrivals, setup.closing());
        self.pay_in(BudgetOf::Calls);
        (n, what)
    }

    /// Applies a change of surges: the pending call keeps its remaining integrated rate.
    pub(super) fn surge(&mut self, setup: &Setup, id: ZoneId, now: Time, factor: f64, weights: Vec<f64>) {
        let spec = &setup.zones[id.index()];
        let now = now.0 as f64;
        if now > self.from {
            self.rest = (self.rest - self.rate.integral(self.from, now, self.factor)).max(0.0);
            self.from = now;
        }
        self.factor = factor;
        self.weights = weights;
        self.recompute_derived(&spec.arrivals, setup.closing());
    }

    /// Draws the next gap and all later calls from other streams, those of `luck`. Recorded and even arrivals keep
    /// their times.
    pub(super) fn redraw(&mut self, setup: &Setup, id: ZoneId, now: Time, luck: u64) {
        let arrivals = &setup.zones[id.index()].arrivals;
        let next = self.called;
        if let Some(streets) = &mut self.streets {
            streets.redraw(id, next, luck);
        }
        self.orders = Draws::base(luck, Source::Order, id.0 as u64);
        self.gaps = Draws::base(luck, Source::Arrival, id.0 as u64);
        if matches!(arrivals, Arrivals::Poisson) {
            self.from = now.0 as f64;
            self.rest = gap_from(arrivals, self.gaps, self.called);
        }
        self.recompute_derived(arrivals, setup.closing());
    }

    /// A delivery, or a first call, pays into the retry budget.
    pub(super) fn pay_in(&mut self, of: BudgetOf) {
        if let Some(RetrySetup { budget: Some(budget), of: mine, .. }) = self.retry
            && mine == of
        {
            self.tokens = (self.tokens + (budget * TOKEN as f64).round() as u64).min(BUCKET);
        }
    }

    /// Whether the budget pays for one more repeat call; takes the token.
    pub(super) fn pay_out(&mut self) -> bool {
        match self.retry {
            Some(RetrySetup { budget: Some(_), .. }) if self.tokens < TOKEN => false,
            Some(RetrySetup { budget: Some(_), .. }) => {
                self.tokens -= TOKEN;
                true
            }
            _ => true,
        }
    }
}

/// The random numbers for one decision about one call: the same in every history of the seed. A call for want of a
/// confirmation is one attempt more; each ticket of a party has its own.
#[inline]
pub fn dice(seed: u64, source: Source, id: OrderId) -> Draws {
    let OrderId { zone, n, attempt } = id.call();
    let whose = u64::from(zone.0) | u64::from(id.part()) << 32;
    Draws::keyed(seed, source, whose, n * 64 + (attempt % 64 + attempt / 64) as u64 % 64)
}
