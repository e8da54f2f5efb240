//! Why it is slow: arithmetic on measurements, without prose.
//!
//! * [`bottleneck`]: the station at which orders are stuck, by *load* (work arriving ÷ hands present) and the growth of
//!   its queue. Utilization stops at 100 %; load says how far beyond its capacity a station is.
//! * [`shift`]: why a percentile moved between two windows. Percentiles do not add up over spans; the *mean* spans of
//!   the orders at or above the percentile (the tail) do, so those are compared.
//! * [`composition`]: the slowest 1 % compared with the middle, by the same arithmetic.

use crate::sim::order::SPAN_KINDS;
pub use crate::sim::order::Spans;
use crate::stats::histogram::rank;
use crate::units::{ItemId, OutletId, Span, Time, ZoneId};
use serde::{Deserialize, Serialize};

const KINDS: usize = SPAN_KINDS.len();

/// A signed number of µs, or a share in per cent, for each of [`SPAN_KINDS`].
pub type Parts = [i64; SPAN_KINDS.len()];

/// A station: where orders can be stuck.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum StationId {
    /// All chefs of an outlet.
    Chefs(OutletId),
    /// One queue of a specialised kitchen, which nobody but its experts can serve.
    Line(OutletId, ItemId),
    /// All riders of an outlet.
    Riders(OutletId),
    /// An outlet's full shelf, for which its chefs hold boxes.
    Shelf(OutletId),
    /// The front desk, where orders wait because no outlet is believed reachable.
    Desk,
}

impl StationId {
    /// The station's outlet; `None` for the front desk.
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

/// Why a station does not work at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standstill {
    /// There is no power.
    Power {
        /// When it went out.
        since: Time,
        /// When it comes back; never, if nobody knows.
        until: Time,
    },
    /// Orders hang in a cut link.
    LineCut {
        /// When it was cut.
        since: Time,
        /// When it will be mended; never, if nobody knows.
        until: Time,
    },
    /// Nobody at work can serve this queue.
    Nobody,
}

/// Measurements of one station over a window.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Station {
    /// Which station it is.
    pub id: StationId,
    /// Orders waiting for it now.
    pub waiting: u64,
    /// Growth of that queue over the window, orders a minute.
    pub growth_per_min: f64,
    /// Orders that came to it, an hour.
    pub arriving_per_hour: f64,
    /// Orders that it finished, an hour.
    pub leaving_per_hour: f64,
    /// Offered load: seconds of work arriving a second, which is the number of hands that it would keep busy.
    pub work: f64,
    /// Mean number of hands present and well over the window.
    pub hands: f64,
    /// The ratio of those hands' time with an order in hand, 0–1; `None`: nobody was there.
    pub busy: Option<f64>,
    /// The expected wait here of an order that comes now; `None`: for ever, as far as anybody knows.
    pub wait: Option<Span>,
    /// Why it does not work at all; `None`: it does.
    pub standstill: Option<Standstill>,
}

impl Station {
    /// Offered load ÷ hands present; `None` if nobody was there.
    pub fn load(&self) -> Option<f64> {
        (self.hands > 0.0).then(|| self.work / self.hands)
    }
}

/// Why a station is the bottleneck.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cause {
    /// It does not work at all.
    Standstill(Standstill),
    /// More work arrives than its hands can do, and the queue grows.
    Overloaded,
    /// Its hands suffice now, but a long queue is left from before.
    Backlog,
}

/// What [`verdict`] finds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Verdict {
    /// Orders are stuck at a station.
    Stuck {
        /// Index into the stations.
        station: usize,
        /// Why they are stuck there.
        cause: Cause,
    },
    /// No station is stuck, and customers fare badly all the same.
    Failing {
        /// What goes wrong.
        how: Failing,
        /// The station with the highest utilization, an index; `None`: none was busy at all.
        busiest: Option<usize>,
    },
    /// Nothing is wrong.
    Calm {
        /// The station with the highest utilization, an index; `None`: none was busy at all.
        busiest: Option<usize>,
    },
}

/// What goes wrong where no station is stuck.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Failing {
    /// Queues are kept short by turning callers away.
    TurnedAway,
    /// Customers lose patience.
    WalkedOut,
    /// No outlet takes the calls.
    Unreachable,
    /// Calls are over a quota.
    Limited,
    /// A chef burns what he is sent, and is sent the more.
    Burnt,
    /// Health checks took out so many outlets that the others cannot do the rest.
    TakenOut,
    /// The same tray is baked again and again, for everybody who found it old.
    Stampede,
    /// The same orders are cooked again, for guests who did not hear that they were taken.
    Doubled,
    /// Too few order books are there for an order to be taken (*the write quorum is lost*).
    NoQuorum,
    /// Orders were taken, and burnt with the only book that had them (*acknowledged and lost*).
    Forgotten,
    /// Parties wait for one pizza that sticks (*a straggler*).
    Straggling,
    /// What is late is made twice, and so the rest is late (*hedging too early*).
    Hedged,
    /// No clerk is free to ring the outlets through (*the pool is exhausted*).
    Clerks,
    /// Most are cooked for where nobody knows them.
    Strangers,
    /// One street is most of what waits at the outlet where most waits.
    HotStreet,
    /// Orders of one item wait while those of items that rank before it pass them.
    Outranked,
    /// Orders are served too late.
    Late,
    /// Somebody has waited longer than a third of the promise.
    LongWait,
}

/// Customers lost or served late in the last minutes, and those waiting now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lately {
    /// Calls turned away at a full queue.
    pub refused: u64,
    /// Calls whose customer lost patience.
    pub abandoned: u64,
    /// Calls that no outlet could take.
    pub unreachable: u64,
    /// Calls over a quota.
    pub limited: u64,
    /// Orders that a chef burnt.
    pub burnt: u64,
    /// Orders that were taken, and that no book has any more.
    pub forgotten: u64,
    /// Where most were burnt, whether somebody waited for them or not, and how many.
    pub burnt_most: Option<(OutletId, u64)>,
    /// The outlets that health checks have taken out for being late, if the desk goes by it.
    pub taken_out: Option<TakenOut>,
    /// The tray that is baked again and again.
    pub stampede: Option<Stampede>,
    /// What guests in doubt have called for again.
    pub doubled: Option<Doubled>,
    /// Which parties wait for one pizza.
    pub straggling: Option<Straggling>,
    /// What has been ordered a second time.
    pub hedged: Option<Hedged>,
    /// Whom the clerks are on the line with, if none of them is free and orders wait.
    pub clerks: Option<Clerks>,
    /// Why no order can be taken now, if none can and some wait for it.
    pub no_quorum: Option<NoQuorum>,
    /// For how many strangers is cooked, where they are more work.
    pub strangers: Option<Strangers>,
    /// The street that fills the fullest outlet.
    pub hot_street: Option<HotStreet>,
    /// Of the calls over a quota, those of the zone that had most: the zone, they, and all its calls.
    pub limited_most: Option<(ZoneId, u64, u64)>,
    /// Who is passed, where items rank.
    pub outranked: Option<Outranked>,
    /// Orders delivered later than promised at the first call.
    pub late: u64,
    /// Customers not served although their promise has passed: in the shop, or between two calls.
    pub overdue: u64,
    /// The longest wait of anybody now in a queue.
    pub oldest: Span,
}

/// How many outlets health checks have taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenOut {
    /// How many.
    pub out: u32,
    /// How many are open and answer.
    pub of: u32,
}

/// A front desk of which no clerk is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clerks {
    /// With whom most of them are on the line.
    pub outlet: OutletId,
    /// How many.
    pub with: u32,
    /// Of how many clerks.
    pub of: u32,
    /// How many orders wait for one of them.
    pub waiting: u64,
}

/// Order books of which too few are there (*no write quorum*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoQuorum {
    /// Since when.
    pub since: Time,
    /// How many are there.
    pub here: u32,
    /// How many must have an order.
    pub needed: u32,
    /// How many orders wait to be taken.
    pub waiting: u64,
}

/// One tray that many have ordered (*cache stampede*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stampede {
    /// Where.
    pub outlet: OutletId,
    /// What lies on it.
    pub item: ItemId,
    /// How many tickets for it are in the ovens and in the line.
    pub trays: u64,
    /// Of how many there.
    pub of: u64,
}

/// Tickets that are no orders: their guests have one already (*duplicate writes*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubled {
    /// How many are in ovens and in lines.
    pub tickets: u64,
    /// Of how many there.
    pub of: u64,
}

/// Parties that were late in the last minutes, or are now, for one of their pizzas (*tail latency*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Straggling {
    /// How many: the last pizza alone took them a third of their time.
    pub parties: u64,
    /// Of how many late parties.
    pub of: u64,
    /// How many pizzas each of them has ordered, the most.
    pub pizzas: u32,
    /// For how long the others had been ready, in the mean.
    pub extra: Span,
}

/// Tickets of which there is a second one at another outlet (*hedged requests*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hedged {
    /// How many are in ovens and in lines.
    pub tickets: u64,
    /// Of how many there.
    pub of: u64,
}

/// Cookings under way for people whom nobody there knows (*cold shards*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Strangers {
    /// For strangers.
    pub strange: u64,
    /// All.
    pub of: u64,
    /// By how many per cent they are more work altogether.
    pub extra: u64,
}

/// One street that fills an outlet (*hot key*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HotStreet {
    /// Where.
    pub outlet: OutletId,
    /// Whose street.
    pub zone: ZoneId,
    /// How many tickets there are from it.
    pub tickets: u64,
    /// Of how many there.
    pub of: u64,
    /// And how many wait at all other outlets together.
    pub elsewhere: u64,
}

/// An item whose orders wait long while others go before them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outranked {
    /// Where.
    pub outlet: OutletId,
    /// What waits.
    pub item: ItemId,
    /// How many orders of it wait.
    pub waiting: u64,
    /// How many wait that go before them.
    pub before: u64,
}

impl Lately {
    /// Calls lost.
    pub fn lost(&self) -> u64 {
        self.refused + self.abandoned + self.unreachable + self.limited + self.burnt + self.forgotten
    }

    /// A cause that is named before any queue, because it explains at least a fifth of those lost, or why a station is
    /// stuck: burnt orders, or a rule that took out a third of the outlets.
    fn named(&self, stuck: bool) -> Option<Failing> {
        let explains = |lost: u64| lost > 0 && lost * 5 >= self.lost();
        if explains(self.burnt) && self.burnt_most.is_some() {
            return Some(Failing::Burnt);
        }
        let wrong = stuck || self.late + self.overdue > 0;
        // What is not taken waits for nothing else yet.
        let desk = self.no_quorum.is_some_and(|books| books.waiting >= FEW);
        if desk {
            return Some(Failing::NoQuorum);
        }
        if self.forgotten > 0 && explains(self.forgotten) {
            return Some(Failing::Forgotten);
        }
        // One tray would do; the others are at least a third of all that the kitchen has to do.
        let needless = self.stampede.is_some_and(|stampede| (stampede.trays - 1) * 3 >= stampede.of);
        if wrong && needless {
            return Some(Failing::Stampede);
        }
        let twice = self.doubled.is_some_and(|doubled| doubled.tickets * 4 >= doubled.of);
        if wrong && twice {
            return Some(Failing::Doubled);
        }
        let wrong = stuck || self.late + self.overdue > 0;
        // Were each made once, there would be a quarter less to do.
        if wrong && self.hedged.is_some_and(|hedged| hedged.tickets * 2 >= hedged.of) {
            return Some(Failing::Hedged);
        }
        let straggle = |late: Straggling| late.parties * 3 >= self.late + self.overdue;
        if wrong && self.straggling.is_some_and(straggle) {
            return Some(Failing::Straggling);
        }
        // Who waits for a clerk waits for nothing else yet.
        let desk = self.clerks.is_some_and(|clerks| clerks.waiting >= FEW);
        if desk && (wrong || self.abandoned + self.unreachable > 0) {
            return Some(Failing::Clerks);
        }
        // Half of what lies there is one street's, and the others together have less to do.
        let fills = |hot: HotStreet| hot.tickets * 2 >= hot.of && hot.of > hot.elsewhere;
        if wrong && self.hot_street.is_some_and(fills) {
            return Some(Failing::HotStreet);
        }
        // Without them there would be a third less to do.
        if wrong && self.strangers.is_some_and(|strangers| strangers.extra * 3 >= 100 + strangers.extra) {
            return Some(Failing::Strangers);
        }
        let many = self.taken_out.is_some_and(|taken| taken.out * 3 >= taken.of);
        (many && (stuck || explains(self.unreachable))).then_some(Failing::TakenOut)
    }

    /// The worst of it; `None` if nothing is wrong.
    fn failing(&self, promise: Span) -> Option<Failing> {
        let losses = [
            (self.refused, Failing::TurnedAway),
            (self.abandoned, Failing::WalkedOut),
            (self.unreachable, Failing::Unreachable),
            (self.limited, Failing::Limited),
            (self.burnt, Failing::Burnt),
            (self.forgotten, Failing::Forgotten),
        ];
        let most = losses.iter().map(|(n, _)| *n).max().unwrap_or(0);
        match losses.iter().find(|(n, _)| *n == most && most > 0) {
            Some((_, how)) => Some(*how),
            None if self.outranked.is_some() => Some(Failing::Outranked),
            None if self.late + self.overdue > 0 => Some(Failing::Late),
            None if self.oldest.0 > promise.0 / 3 => Some(Failing::LongWait),
            None => None,
        }
    }
}

/// The bottleneck; without one, what else goes wrong. A shop is calm only if nobody is lost, late, or waiting longer
/// than a third of the promise.
pub fn verdict(stations: &[Station], promise: Span, lately: &Lately) -> Verdict {
    let found = bottleneck(stations, promise);
    if let Some(how) = lately.named(matches!(found, Verdict::Stuck { .. })) {
        return Verdict::Failing { how, busiest: None };
    }
    match found {
        Verdict::Calm { busiest } => match lately.failing(promise) {
            Some(how) => Verdict::Failing { how, busiest },
            None => Verdict::Calm { busiest },
        },
        stuck => stuck,
    }
}

/// Below this many orders waiting, a station is not called overloaded.
const FEW: u64 = 3;

/// The station where orders are stuck, or [`Verdict::Calm`].
///
/// A station is stuck if somebody waits there and
/// * nobody can serve them (no power, link cut, nobody there), or
/// * more work arrives than its hands can do, and the queue grows, or
/// * an order that came now would wait longer than a third of the promise.
///
/// Of several stuck stations it is the one with the most waiting still to come: orders × wait, where no wait counts for
/// more than two promises; ties: the first.
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
    // A queue of a few orders that grew by one is chance, not a lack of hands.
    let worth_a_word = station.waiting >= FEW.max(station.hands.round() as u64)
        && station.wait.is_none_or(|wait| wait.0 > promise.0 / 10);
    match (overloaded && worth_a_word, long && station.waiting >= FEW) {
        (true, _) => Some(Cause::Overloaded),
        (false, true) => Some(Cause::Backlog),
        (false, false) => None,
    }
}

/// Waiting still to come, orders × seconds; see [`bottleneck`].
fn harm(station: &Station, promise: Span) -> f64 {
    let most = Span(promise.0.saturating_mul(2));
    station.waiting as f64 * station.wait.unwrap_or(Span::ENDLESS).min(most).seconds()
}

/// Orders at or above a percentile, and the means of their spans.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// The number of orders in the group.
    pub orders: u64,
    /// The number of orders of which it is a part.
    pub of: u64,
    /// The percentile itself (nearest rank): the lowest latency of the group.
    pub edge: Span,
    /// The group's mean latency, to the µs; the sum of `parts`.
    pub mean: Span,
    /// The group's mean spans.
    pub parts: Spans,
}

/// Why a percentile moved from one window to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// The tail of the earlier window.
    pub before: Group,
    /// The tail of the later window.
    pub after: Group,
    /// The change of the groups' mean latency, µs; the sum of `parts`.
    pub change: i64,
    /// The change of each mean span, µs.
    pub parts: Parts,
}

impl Shift {
    /// Parts of the change in whole per cent (signed, adding up to 100); `None` if nothing changed.
    pub fn shares(&self) -> Option<Parts> {
        shares(&self.parts, 100)
    }
}

/// The slowest orders compared with the middle ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Composition {
    /// The slowest.
    pub slowest: Group,
    /// Those around the median.
    pub middle: Group,
    /// Mean latency of the slowest less that of the middle, µs; the sum of `parts`.
    pub difference: i64,
    /// The same for each mean span, µs.
    pub parts: Parts,
}

/// Why percentile `p` (0–1) moved between two windows, from the spans of their orders; `None` if either has no orders.
pub fn shift(before: &[Spans], after: &[Spans], p: f64) -> Option<Shift> {
    let (before, after) = (tail(before, p)?, tail(after, p)?);
    let (change, parts) = difference(&before, &after);
    Some(Shift { before, after, change, parts })
}

/// The slowest `share` (0.01: 1 %; at least one order) compared with the middle tenth (the 45th to the 55th
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

/// The orders at or above percentile `p` (0–1, nearest rank); `None` without orders.
pub fn tail(orders: &[Spans], p: f64) -> Option<Group> {
    let sorted = sorted(orders);
    let n = sorted.len() as u64;
    (n > 0).then(|| group(&sorted[rank(p, n) as usize - 1..], n))
}

/// Whole numbers in the proportions of `parts` that add up to `total` (*largest remainder method*; ties: the earlier
/// part); `None` if the parts add up to 0.
pub fn shares(parts: &Parts, total: i64) -> Option<Parts> {
    let sum: i128 = parts.iter().map(|&part| part as i128).sum();
    (sum != 0).then(|| apportion(&parts.map(|part| part as i128 * total as i128), sum, total))
}

/// `parts` (µs, signed) and their sum in multiples of `unit`, rounded so that the parts add up to the sum that is
/// shown.
pub fn rounded(parts: &Parts, unit: i64) -> (Parts, i64) {
    let sum: i128 = parts.iter().map(|&part| part as i128).sum();
    let total = round(sum, unit as i128);
    (apportion(&parts.map(|part| part as i128), unit as i128, total), total)
}

/// Quotients rounded so that they add up to `total`: rounded down, then 1 more for the largest remainders.
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
