//! Why it is slow: arithmetic on what was measured, no prose.
//!
//! * [`bottleneck`]: at which station the orders are stuck, by *load* (work arriving ÷ hands present) and the growth of
//!   its line. A utilization of 100 % hides how far past it a station is; load does not.
//! * [`shift`]: why a percentile moved between two windows. Percentiles do not add up; the span *means* over the orders
//!   at or above the percentile (the tail) do, so those are compared.
//! * [`composition`]: the slowest 1 % beside the middle, by the same arithmetic.

use crate::sim::order::SPAN_KINDS;
pub use crate::sim::order::Spans;
use crate::stats::histogram::rank;
use crate::units::{ItemId, OutletId, Span, Time};
use serde::{Deserialize, Serialize};

const KINDS: usize = SPAN_KINDS.len();

/// A whole number for each of [`SPAN_KINDS`].
pub type Parts = [i64; SPAN_KINDS.len()];

/// Where orders can be stuck.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum StationId {
    /// All chefs of an outlet.
    Chefs(OutletId),
    /// One line of a specialised kitchen, whose experts nobody can help.
    Line(OutletId, ItemId),
    Riders(OutletId),
    /// The outlet's shelf is full and its chefs stand with boxes in their hands.
    Shelf(OutletId),
    /// Orders wait at the front desk: nobody is believed reachable.
    Desk,
}

impl StationId {
    pub fn outlet(self) -> Option<OutletId> {
        match self {
            StationId::Chefs(outlet)
            | StationId::Line(outlet, _)
            | StationId::Riders(outlet)
            | StationId::Shelf(outlet) => Some(outlet),
            StationId::Desk => None,
        }
    }
}

/// What keeps a station from working at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standstill {
    /// `until`: never, where nobody knows.
    Power { since: Time, until: Time },
    /// Orders hang in a cut line.
    LineCut { since: Time, until: Time },
    /// Nobody present can serve this line.
    Nobody,
}

/// What was measured at one station over a window.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Station {
    pub id: StationId,
    /// Orders waiting for it now.
    pub waiting: u64,
    /// How much longer that line became, orders a minute.
    pub growth_per_min: f64,
    pub arriving_per_hour: f64,
    pub leaving_per_hour: f64,
    /// Work arriving, seconds of one pair of hands a second (so: how many hands it would keep busy).
    pub work: f64,
    /// Hands present and well, mean over the window.
    pub hands: f64,
    /// Share of those hands' time with an order in them; `None`: nobody was there.
    pub busy: Option<f64>,
    /// How long an order that came now would wait here; `None`: for ever, as far as anybody knows.
    pub wait: Option<Span>,
    pub standstill: Option<Standstill>,
}

impl Station {
    /// Work arriving ÷ hands present; `None` with nobody there.
    pub fn load(&self) -> Option<f64> {
        (self.hands > 0.0).then(|| self.work / self.hands)
    }
}

/// Why a station is the bottleneck.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cause {
    /// It does not work at all.
    Standstill(Standstill),
    /// More work arrives than the hands can do, and the line grows.
    Overloaded,
    /// The hands suffice by now, but a long line is left from before.
    Backlog,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Verdict {
    /// Index into the stations.
    Stuck { station: usize, cause: Cause },
    /// No line is stuck, and customers fare badly all the same.
    Failing { how: Failing, busiest: Option<usize> },
    /// Nothing is stuck; the busiest station, where anything was busy at all.
    Calm { busiest: Option<usize> },
}

/// What goes wrong where no line is stuck.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Failing {
    /// Lines are kept short by turning callers away.
    TurnedAway,
    /// Customers lose patience.
    WalkedOut,
    /// Nobody takes the calls.
    Unreachable,
    /// Orders are served, too late.
    Late,
    /// Somebody has waited for longer than a third of the promise.
    LongWait,
}

/// Who was lost or served late in the rate window, and who waits now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lately {
    pub refused: u64,
    pub abandoned: u64,
    pub unreachable: u64,
    /// Delivered after the promise of the first call.
    pub late: u64,
    /// Not served, and past that promise: who waits in the shop, and who is between two calls.
    pub overdue: u64,
    /// The longest that anybody in line has waited.
    pub oldest: Span,
}

impl Lately {
    /// Calls lost.
    pub fn lost(&self) -> u64 {
        self.refused + self.abandoned + self.unreachable
    }

    /// The worst of it, if anything is bad.
    fn failing(&self, promise: Span) -> Option<Failing> {
        let losses = [
            (self.refused, Failing::TurnedAway),
            (self.abandoned, Failing::WalkedOut),
            (self.unreachable, Failing::Unreachable),
        ];
        let most = losses.iter().map(|(n, _)| *n).max().unwrap_or(0);
        match losses.iter().find(|(n, _)| *n == most && most > 0) {
            Some((_, how)) => Some(*how),
            None if self.late + self.overdue > 0 => Some(Failing::Late),
            None if self.oldest.0 > promise.0 / 3 => Some(Failing::LongWait),
            None => None,
        }
    }
}

/// The bottleneck; without one, what goes wrong all the same. Calm is only a shop where nobody is lost, late, or
/// waiting for longer than a third of the promise.
pub fn verdict(stations: &[Station], promise: Span, lately: &Lately) -> Verdict {
    match bottleneck(stations, promise) {
        Verdict::Calm { busiest } => match lately.failing(promise) {
            Some(how) => Verdict::Failing { how, busiest },
            None => Verdict::Calm { busiest },
        },
        stuck => stuck,
    }
}

/// Fewer orders than these waiting at a station are not worth a word.
const FEW: u64 = 3;

/// The station where orders are stuck, or none. A station is stuck if somebody waits there and
/// * nobody can serve them (dark, cut off, nobody there), or
/// * more work arrives than the hands there can do, and the line grows, or
/// * an order that came now would wait longer than a third of the promise.
///
/// Of several the one is named where the most waiting is still to come: orders × wait, no wait counted above two
/// promises (ties: the first).
pub fn bottleneck(stations: &[Station], promise: Span) -> Verdict {
    let mut worst: Option<(f64, usize, Cause)> = None;
    for (i, station) in stations.iter().enumerate() {
        let Some(cause) = cause(station, promise) else { continue };
        let harm = harm(station, promise);
        if worst.is_none_or(|(most, ..)| harm > most) {
            worst = Some((harm, i, cause));
        }
    }
    if let Some((_, station, cause)) = worst {
        return Verdict::Stuck { station, cause };
    }
    let busy = stations.iter().enumerate().filter_map(|(i, station)| Some((station.busy.filter(|&b| b > 0.0)?, i)));
    let busiest = busy.fold(None, |best: Option<(f64, usize)>, one| match best {
        Some(best) if best.0 >= one.0 => Some(best),
        _ => Some(one),
    });
    Verdict::Calm { busiest: busiest.map(|(_, i)| i) }
}

fn cause(station: &Station, promise: Span) -> Option<Cause> {
    if let Some(standstill) = station.standstill.filter(|_| station.waiting > 0) {
        return Some(Cause::Standstill(standstill));
    }
    let overloaded = station.load().is_none_or(|load| load > 1.0) && station.growth_per_min > 0.0;
    let long = station.wait.is_none_or(|wait| wait.0 > promise.0 / 3);
    // A line of a few orders that grew by one is luck, not a lack of hands.
    let worth_a_word = station.waiting >= FEW.max(station.hands.round() as u64)
        && station.wait.is_none_or(|wait| wait.0 > promise.0 / 10);
    match (overloaded && worth_a_word, long && station.waiting >= FEW) {
        (true, _) => Some(Cause::Overloaded),
        (false, true) => Some(Cause::Backlog),
        (false, false) => None,
    }
}

/// Waiting still to come: orders × seconds.
fn harm(station: &Station, promise: Span) -> f64 {
    let most = Span(promise.0.saturating_mul(2));
    station.waiting as f64 * station.wait.unwrap_or(Span::ENDLESS).min(most).seconds()
}

/// Orders at or above a percentile, and the means of their spans.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// How many orders are in the group, and of how many.
    pub orders: u64,
    pub of: u64,
    /// The percentile itself (nearest rank): the quickest of the group.
    pub edge: Span,
    /// Mean latency of the group, to the µs; the parts add up to it exactly.
    pub mean: Span,
    pub parts: Spans,
}

/// Why a percentile moved from one window to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    pub before: Group,
    pub after: Group,
    /// Change of the groups' mean, µs; the parts add up to it exactly.
    pub change: i64,
    pub parts: Parts,
}

impl Shift {
    /// Shares of the change in whole per cent (signed; they add up to 100), `None` where nothing changed.
    pub fn shares(&self) -> Option<Parts> {
        shares(&self.parts, 100)
    }
}

/// The slowest beside the middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Composition {
    pub slowest: Group,
    pub middle: Group,
    /// Slowest − middle, µs; the parts add up to it exactly.
    pub difference: i64,
    pub parts: Parts,
}

/// Why percentile `p` (0–1) moved between the orders of two windows; `None` where either has none.
pub fn shift(before: &[Spans], after: &[Spans], p: f64) -> Option<Shift> {
    let (before, after) = (tail(before, p)?, tail(after, p)?);
    let (change, parts) = difference(&before, &after);
    Some(Shift { before, after, change, parts })
}

/// The slowest `share` (0.01: 1 %, at least one order) beside the middle tenth (those from the 45th to the 55th
/// percentile); `None` without orders.
pub fn composition(orders: &[Spans], share: f64) -> Option<Composition> {
    let sorted = sorted(orders);
    let n = sorted.len() as u64;
    if n == 0 {
        return None;
    }
    let slow = ((share * n as f64).round() as usize).clamp(1, sorted.len());
    let slowest = group(&sorted[sorted.len() - slow..], n);
    let (from, to) = (rank(0.45, n) as usize - 1, rank(0.55, n) as usize);
    let middle = group(&sorted[from..to], n);
    let (difference, parts) = difference(&middle, &slowest);
    Some(Composition { slowest, middle, difference, parts })
}

/// The orders at or above percentile `p` (nearest rank); `None` without orders.
pub fn tail(orders: &[Spans], p: f64) -> Option<Group> {
    let sorted = sorted(orders);
    let n = sorted.len() as u64;
    (n > 0).then(|| group(&sorted[rank(p, n) as usize - 1..], n))
}

/// Whole numbers in the proportions of `parts` that add up to `total` (*largest remainder*; ties: the earlier part);
/// `None` where the parts add up to nothing.
pub fn shares(parts: &Parts, total: i64) -> Option<Parts> {
    let sum: i128 = parts.iter().map(|&part| part as i128).sum();
    (sum != 0).then(|| apportion(&parts.map(|part| part as i128 * total as i128), sum, total))
}

/// `parts` (µs, signed) in whole units that add up to their sum in whole units, both rounded to nearest: minutes, or
/// tenths of a minute, that add up to what is shown.
pub fn rounded(parts: &Parts, unit: i64) -> (Parts, i64) {
    let sum: i128 = parts.iter().map(|&part| part as i128).sum();
    let total = round(sum, unit as i128);
    (apportion(&parts.map(|part| part as i128), unit as i128, total), total)
}

/// Quotients rounded so that they add up to `total`: floors first, then one more for the largest remainders.
fn apportion(numerators: &[i128; KINDS], divisor: i128, total: i64) -> Parts {
    let sign = divisor.signum();
    let (numerators, divisor) = (numerators.map(|n| n * sign), divisor * sign);
    let mut whole = numerators.map(|n| n.div_euclid(divisor) as i64);
    let mut by_rest: [usize; KINDS] = std::array::from_fn(|i| i);
    by_rest.sort_by_key(|&i| std::cmp::Reverse(numerators[i].rem_euclid(divisor)));
    let missing = (total - whole.iter().sum::<i64>()).clamp(0, KINDS as i64) as usize;
    by_rest[..missing].iter().for_each(|&i| whole[i] += 1);
    whole
}

fn round(value: i128, unit: i128) -> i64 {
    (value + unit / 2).div_euclid(unit) as i64
}

fn sorted(orders: &[Spans]) -> Vec<(u64, Spans)> {
    let mut sorted: Vec<(u64, Spans)> = orders.iter().map(|spans| (latency(spans), *spans)).collect();
    sorted.sort_unstable_by_key(|(latency, spans)| (*latency, spans.map(|s| s.0)));
    sorted
}

fn latency(spans: &Spans) -> u64 {
    spans.iter().map(|span| span.0).sum()
}

fn group(orders: &[(u64, Spans)], of: u64) -> Group {
    let n = orders.len() as i128;
    let sums: [i128; KINDS] =
        SPAN_KINDS.map(|kind| orders.iter().map(|(_, spans)| spans[kind as usize].0 as i128).sum());
    let mean = round(sums.iter().sum(), n);
    let parts = apportion(&sums, n, mean).map(|part| Span(part as u64));
    Group { orders: orders.len() as u64, of, edge: Span(orders[0].0), mean: Span(mean as u64), parts }
}

fn difference(from: &Group, to: &Group) -> (i64, Parts) {
    let parts = std::array::from_fn(|i| to.parts[i].0 as i64 - from.parts[i].0 as i64);
    (to.mean.0 as i64 - from.mean.0 as i64, parts)
}
