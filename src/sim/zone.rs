//! A zone (*clients*): when it calls next, and how its customers behave now.

use crate::chance::{Draws, Source};
use crate::sim::demand::{Attributes, Rate, gap_from};
use crate::sim::setup::{Arrivals, BudgetOf, RetrySetup, Setup};
use crate::units::digest::fold;
use crate::units::time::nearest;
use crate::units::{Time, ZoneId};
use serde::{Deserialize, Serialize};

/// A retry token in the bucket's own small change: millionths, so that ten tenths make one.
const TOKEN: u64 = 1_000_000;
/// Tokens that a retry bucket holds at most.
const BUCKET: u64 = 10 * TOKEN;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Zone {
    pub rate: Rate,
    /// First calls so far; the next one's number.
    pub called: u64,
    pub retry: Option<RetrySetup>,
    /// Millionths of a token in the retry bucket.
    pub tokens: u64,
    /// The surges now active, multiplied: how much the zone calls.
    pub factor: f64,
    /// The menu's weights now, item surges included.
    pub weights: Vec<f64>,
    /// How much of their patience new customers have.
    pub patience: f64,
    /// The next first call, or never.
    pub next: Time,
    /// The integrated rate still to pass before it, counted from this moment (µs, not rounded).
    rest: f64,
    from: f64,
    /// The keys of the zone's two streams, but for the call's number.
    gaps: u64,
    orders: u64,
    /// `next` before it was rounded.
    exact: f64,
}

fold!(struct Zone {
    rate, called, retry, tokens, factor, weights, patience, next, rest, from, gaps, orders, exact,
});

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
            gaps,
            orders: Draws::base(setup.seed, Source::Order, id.0 as u64),
            from: 0.0,
            exact: f64::MAX,
        };
        zone.recompute_derived(&spec.arrivals, setup.closing());
        zone
    }

    /// When the pending call comes, at the present rate.
    #[inline]
    fn recompute_derived(&mut self, arrivals: &Arrivals, closing: Time) {
        self.next = match arrivals {
            Arrivals::Trace(times) => times.get(self.called as usize).copied().unwrap_or(Time::NEVER),
            _ => {
                // Never is written as a number, because a saved world knows no infinity.
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

    /// Where the last call was where even calls are that nothing has moved, the next is there too.
    fn next_even_call(&self) -> Option<f64> {
        let is_on_beat = self.rest == 1.0 && self.rate.even_call(self.called, self.factor)? == self.from;
        if is_on_beat { self.rate.even_call(self.called + 1, self.factor) } else { None }
    }

    /// Takes the call that is due: its number and what it brings; the next one is reckoned.
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

    /// The surges changed: the pending call keeps its remaining integrated rate.
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

    /// Other luck from now on: the next gap and all later calls are drawn from streams of their own. Recorded and even
    /// arrivals keep their times.
    pub(super) fn redraw(&mut self, setup: &Setup, id: ZoneId, now: Time, luck: u64) {
        let arrivals = &setup.zones[id.index()].arrivals;
        self.orders = Draws::base(luck, Source::Order, id.0 as u64);
        self.gaps = Draws::base(luck, Source::Arrival, id.0 as u64);
        if matches!(arrivals, Arrivals::Poisson) {
            self.from = now.0 as f64;
            self.rest = gap_from(arrivals, self.gaps, self.called);
        }
        self.recompute_derived(arrivals, setup.closing());
    }

    /// A delivery, or a first call, fills the retry bucket.
    pub(super) fn pay_in(&mut self, of: BudgetOf) {
        if let Some(RetrySetup { budget: Some(budget), of: mine, .. }) = self.retry
            && mine == of
        {
            self.tokens = (self.tokens + (budget * TOKEN as f64).round() as u64).min(BUCKET);
        }
    }

    /// Whether the bucket pays for one more repeat call; takes the token.
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

/// The dice of one call, thrown anew but alike in every history.
pub fn dice(seed: u64, source: Source, zone: ZoneId, n: u64, attempt: u32) -> Draws {
    Draws::keyed(seed, source, zone.0 as u64, n * 64 + attempt as u64 % 64)
}
