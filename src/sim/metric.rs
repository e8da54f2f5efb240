//! What can be asked of a run: one table of every measure of the report and every live gauge, read by goals, stars,
//! hints, cues and predictions.
//!
//! To add a measure: its field in [`crate::sim::measures`] and a row here; goals and hints can name it at once.

use crate::sim::measures::{Level, Measures, OrderCounts, SpanSummaries, Summary};
use crate::units::{ItemId, OutletId};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::sync::LazyLock;

/// A row of [`ROWS`]; written as its path.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Metric(u16);

/// Of what a metric is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Scope {
    #[default]
    Shop,
    Outlet(OutletId),
    Item(ItemId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// 0–1; the error budget may fall below.
    Ratio,
    Seconds,
    Count,
    Dollars,
    PerHour,
}

/// Where a metric can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A number of the report: everywhere.
    Measure,
    /// What the player did: goals, stars, hints; not part of the shop.
    Deed,
    /// Only while the shop is open.
    Gauge,
    /// About the time after a fault: only predictions.
    Aftermath,
}

/// What is read while the shop is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Live {
    Now,
    /// From opening (the end of the warm-up) until now.
    SinceOpening,
    /// Over the last 15 minutes.
    Recent,
    Never,
}

/// Reads a measure out of a finished run or window; `None`: no data, or not measured for that scope.
pub type Read = fn(&Measures, Scope) -> Option<f64>;

#[derive(Debug)]
pub struct Row {
    /// Its path in the report, or the bare name of a gauge.
    pub path: &'static str,
    pub unit: Unit,
    pub kind: Kind,
    pub live: Live,
    /// Whether it is there for an outlet, and for a menu item, beside the whole shop.
    pub outlets: bool,
    pub items: bool,
    read: Option<Read>,
    pub sentence: &'static str,
}

const ALL: (bool, bool) = (true, true);
const OUTLETS: (bool, bool) = (true, false);
const ITEMS: (bool, bool) = (false, true);
const SHOP: (bool, bool) = (false, false);

const fn measure(
    path: &'static str,
    unit: Unit,
    live: Live,
    scopes: (bool, bool),
    read: Read,
    sentence: &'static str,
) -> Row {
    Row { path, unit, kind: Kind::Measure, live, outlets: scopes.0, items: scopes.1, read: Some(read), sentence }
}

const fn other(
    path: &'static str,
    unit: Unit,
    kind: Kind,
    live: Live,
    scopes: (bool, bool),
    sentence: &'static str,
) -> Row {
    Row { path, unit, kind, live, outlets: scopes.0, items: scopes.1, read: None, sentence }
}

const fn gauge(path: &'static str, scopes: (bool, bool), sentence: &'static str) -> Row {
    other(path, Unit::Count, Kind::Gauge, Live::Now, scopes, sentence)
}

/// A counter of orders.
macro_rules! count {
    ($field:ident, $sentence:literal) => {
        measure(
            concat!("orders.", stringify!($field)),
            Unit::Count,
            Live::SinceOpening,
            ALL,
            |m, s| Some(orders(m, s)?.$field as f64),
            $sentence,
        )
    };
}

/// The six numbers of a distribution of times, each `$of` a scope.
macro_rules! summary {
    ($path:literal, $scopes:expr, $of:expr, $sentence:literal) => {
        [
            summary!(@ $path, mean, $scopes, $of, $sentence),
            summary!(@ $path, p50, $scopes, $of, $sentence),
            summary!(@ $path, p90, $scopes, $of, $sentence),
            summary!(@ $path, p95, $scopes, $of, $sentence),
            summary!(@ $path, p99, $scopes, $of, $sentence),
            summary!(@ $path, max, $scopes, $of, $sentence),
        ]
    };
    (@ $path:literal, $field:ident, $scopes:expr, $of:expr, $sentence:literal) => {
        measure(
            concat!($path, ".", stringify!($field)),
            Unit::Seconds,
            Live::Recent,
            $scopes,
            |m, s| {
                let of: fn(&Measures, Scope) -> Option<Summary> = $of;
                of(m, s)?.$field
            },
            $sentence,
        )
    };
}

macro_rules! money {
    ($field:ident, $sentence:literal) => {
        measure(
            concat!("money.", stringify!($field)),
            Unit::Dollars,
            Live::SinceOpening,
            SHOP,
            |m, s| whole(m, s).map(|m| m.money.$field),
            $sentence,
        )
    };
}

macro_rules! busy {
    ($field:ident, $sentence:literal) => {
        measure(
            concat!("utilization.", stringify!($field)),
            Unit::Ratio,
            Live::Recent,
            OUTLETS,
            |m, s| match s {
                Scope::Shop => m.utilization.$field,
                Scope::Outlet(id) => m.outlets.get(id.index())?.utilization.$field,
                Scope::Item(_) => None,
            },
            $sentence,
        )
    };
}

/// Every metric, in the order of the report; gauges and deeds after it.
pub static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let counts = [
        count!(arrived, "Calls, repeat calls among them"),
        count!(delivered, "Orders that reached their customer"),
        measure(
            "orders.in_system",
            Unit::Count,
            Live::Now,
            ALL,
            |m, s| Some(orders(m, s)?.in_system as f64),
            "Not yet served and not lost",
        ),
        count!(refused, "Turned away at a full line"),
        count!(abandoned, "Walked out: patience ran out"),
        count!(unreachable, "No outlet could take them"),
        count!(late, "Delivered after the promise"),
        count!(retried, "Repeat calls"),
        count!(rerouted, "Sent to another outlet after all"),
        count!(duplicated, "Of which a second cooking began"),
        count!(recooked, "Cooked again from scratch"),
        count!(wasted, "Made for nobody"),
    ];
    let latency = summary!("latency", ALL, latency, "From placing to delivery, of those delivered");
    let queue = summary!("spans.queue", OUTLETS, |m, s| Some(spans(m, s)?.queue), "Waiting for a chef");
    let cook = summary!("spans.cook", OUTLETS, |m, s| Some(spans(m, s)?.cook), "The cooking that counted");
    let redo = summary!("spans.redo", OUTLETS, |m, s| Some(spans(m, s)?.redo), "Cooking that was lost");
    let blocked =
        summary!("spans.blocked", OUTLETS, |m, s| Some(spans(m, s)?.blocked), "Cooked, and no room on the shelf");
    let shelf = summary!("spans.shelf", OUTLETS, |m, s| Some(spans(m, s)?.shelf), "Waiting for a rider");
    let ride = summary!("spans.ride", OUTLETS, |m, s| Some(spans(m, s)?.ride), "Out and handed over");
    let left = summary!(
        "spans.queue_abandoned",
        OUTLETS,
        |m, s| Some(spans(m, s)?.queue_abandoned),
        "How long those who left had waited"
    );
    let levels = [
        measure(
            "in_system.mean",
            Unit::Count,
            Live::Recent,
            SHOP,
            |m, s| whole(m, s)?.in_system.mean,
            "Orders in the shop, on average over time",
        ),
        measure(
            "in_system.max",
            Unit::Count,
            Live::Recent,
            SHOP,
            |m, s| count(whole(m, s)?.in_system.max),
            "… at most",
        ),
        measure(
            "waiting.mean",
            Unit::Count,
            Live::Recent,
            OUTLETS,
            |m, s| waiting(m, s)?.mean,
            "Tickets in lines, on average over time",
        ),
        measure("waiting.max", Unit::Count, Live::Recent, OUTLETS, |m, s| count(waiting(m, s)?.max), "… at most"),
        measure(
            "throughput_per_hour",
            Unit::PerHour,
            Live::Recent,
            SHOP,
            |m, s| whole(m, s)?.throughput_per_hour,
            "Orders delivered an hour",
        ),
        measure(
            "goodput_per_hour",
            Unit::PerHour,
            Live::Recent,
            SHOP,
            |m, s| whole(m, s)?.goodput_per_hour,
            "Customers served on time an hour",
        ),
        busy!(chefs, "Chefs with an order in hand, of those here and well"),
        busy!(riders, "Riders on a trip, of those here"),
        busy!(prep, "Chefs making bases"),
        busy!(blocked, "Chefs who stand before a full shelf"),
        measure(
            "prep.made",
            Unit::Count,
            Live::SinceOpening,
            SHOP,
            |m, s| Some(whole(m, s)?.prep.made as f64),
            "Bases made",
        ),
        measure(
            "prep.used",
            Unit::Count,
            Live::SinceOpening,
            SHOP,
            |m, s| Some(whole(m, s)?.prep.used as f64),
            "Bases used",
        ),
        measure(
            "prep.spoiled",
            Unit::Count,
            Live::SinceOpening,
            SHOP,
            |m, s| Some(whole(m, s)?.prep.spoiled as f64),
            "Bases thrown away",
        ),
        measure(
            "prep.hit_ratio",
            Unit::Ratio,
            Live::Recent,
            SHOP,
            |m, s| whole(m, s)?.prep.hit_ratio,
            "Cookings that found a base",
        ),
        measure("lost_ratio", Unit::Ratio, Live::Recent, SHOP, |m, s| whole(m, s)?.lost_ratio, "Calls that were lost"),
        measure(
            "slo.on_time_ratio",
            Unit::Ratio,
            Live::Recent,
            ITEMS,
            on_time,
            "Customers served within the promise, of all decided",
        ),
        measure(
            "slo.budget_left",
            Unit::Ratio,
            Live::SinceOpening,
            SHOP,
            |m, s| whole(m, s)?.slo.budget_left,
            "What is left of the error budget",
        ),
        measure(
            "slo.customers",
            Unit::Count,
            Live::SinceOpening,
            SHOP,
            |m, s| Some(whole(m, s)?.slo.customers as f64),
            "First calls",
        ),
        measure(
            "slo.good",
            Unit::Count,
            Live::SinceOpening,
            SHOP,
            |m, s| Some(whole(m, s)?.slo.good as f64),
            "Customers served on time",
        ),
        measure(
            "slo.bad",
            Unit::Count,
            Live::SinceOpening,
            SHOP,
            |m, s| Some(whole(m, s)?.slo.bad as f64),
            "Customers lost, late, or still out past the promise",
        ),
        measure(
            "availability",
            Unit::Ratio,
            Live::Recent,
            OUTLETS,
            availability,
            "Open time with light, line and a chef at work",
        ),
        money!(revenue, "Paid by customers"),
        money!(refunds, "Paid back for being late"),
        money!(ingredients, "Paid for what was cooked"),
        money!(wages, "Paid to chefs and riders, at home or at work"),
        money!(rent, "Paid for open outlets"),
        money!(investments, "Hiring, tools and openings"),
        money!(profit, "What is left of it all"),
        measure(
            "money.cost_per_order",
            Unit::Dollars,
            Live::SinceOpening,
            SHOP,
            |m, s| whole(m, s)?.money.cost_per_order,
            "Everything paid but refunds, an order delivered",
        ),
    ];
    let others = [
        other("commands", Unit::Count, Kind::Deed, Live::SinceOpening, SHOP, "Commands that the player gave"),
        other("hints", Unit::Count, Kind::Deed, Live::SinceOpening, SHOP, "Hints that the player asked for"),
        other(
            "recovery.after",
            Unit::Seconds,
            Kind::Aftermath,
            Live::Never,
            SHOP,
            "From a fault's end until the lines are as before it",
        ),
        other(
            "drained.after",
            Unit::Seconds,
            Kind::Aftermath,
            Live::Never,
            SHOP,
            "From a fault's end until nobody waits",
        ),
        gauge("waiting", ALL, "Tickets in lines"),
        gauge("in_system", ALL, "Orders not yet served and not lost"),
        gauge("held", SHOP, "Orders that wait at the front desk"),
        gauge("shelf", OUTLETS, "Boxes that wait for a rider"),
        gauge("stock", ALL, "Bases ready"),
        gauge("chefs_busy", OUTLETS, "Chefs with an order in hand"),
        gauge("chefs_present", OUTLETS, "Chefs here and well"),
        gauge("riders_busy", OUTLETS, "Riders on a trip"),
        gauge("riders_present", OUTLETS, "Riders here"),
    ];
    let mut rows = Vec::new();
    rows.extend(counts);
    for summary in [latency, queue, cook, redo, blocked, shelf, ride, left] {
        rows.extend(summary);
    }
    rows.extend(levels);
    rows.extend(others);
    rows
});

/// Why a word names no metric: those that it could mean, if there are several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unresolved {
    pub candidates: Vec<&'static str>,
}

/// A full path, or a last part that only one path has. With `live`, what can be read while the shop is open (a bare
/// `waiting` is the gauge); without, what stands in the report, and what predictions ask about a fault's aftermath.
pub fn resolve(word: &str, live: bool) -> Result<Metric, Unresolved> {
    let usable = |row: &Row| match row.kind {
        Kind::Gauge => live,
        Kind::Aftermath => !live,
        Kind::Measure | Kind::Deed => true,
    };
    let among = |fits: &dyn Fn(&str) -> bool| -> Vec<Metric> {
        let rows = ROWS.iter().enumerate().filter(|(_, row)| usable(row) && fits(row.path));
        rows.map(|(i, _)| Metric(i as u16)).collect()
    };
    if let [metric] = among(&|path| path == word)[..] {
        return Ok(metric);
    }
    let last = among(&|path| path.rsplit('.').next() == Some(word));
    if let [metric] = last[..] {
        return Ok(metric);
    }
    let group = among(&|path| path.strip_prefix(word).is_some_and(|rest| rest.starts_with('.')));
    let several = if last.is_empty() { group } else { last };
    Err(Unresolved { candidates: several.into_iter().map(Metric::path).collect() })
}

impl Metric {
    pub fn row(self) -> &'static Row {
        &ROWS[self.0 as usize]
    }

    pub fn path(self) -> &'static str {
        self.row().path
    }

    pub fn all() -> impl Iterator<Item = Metric> {
        (0..ROWS.len() as u16).map(Metric)
    }

    /// Its value in a report or window; `None`: no data, or nothing that a report holds.
    pub fn read(self, measures: &Measures, scope: Scope) -> Option<f64> {
        self.row().read.and_then(|read| read(measures, scope))
    }

    /// Whether it is measured for that scope.
    pub fn fits(self, scope: Scope) -> bool {
        match scope {
            Scope::Shop => true,
            Scope::Outlet(_) => self.row().outlets,
            Scope::Item(_) => self.row().items,
        }
    }

    /// A number over the delivered alone, which losing customers flatters.
    pub fn is_percentile(self) -> bool {
        let last = self.path().rsplit('.').next().unwrap_or_default();
        self.row().unit == Unit::Seconds && ["p50", "p90", "p95", "p99", "max"].contains(&last)
    }
}

impl fmt::Debug for Metric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.path())
    }
}

impl Serialize for Metric {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.path())
    }
}

impl<'de> Deserialize<'de> for Metric {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Metric, D::Error> {
        let path = String::deserialize(deserializer)?;
        let found = Metric::all().find(|metric| metric.path() == path);
        found.ok_or_else(|| serde::de::Error::custom(format!("there is no metric {path:?}")))
    }
}

fn whole(m: &Measures, scope: Scope) -> Option<&Measures> {
    (scope == Scope::Shop).then_some(m)
}

fn orders(m: &Measures, scope: Scope) -> Option<OrderCounts> {
    match scope {
        Scope::Shop => Some(m.orders),
        Scope::Outlet(id) => m.outlets.get(id.index()).map(|outlet| outlet.orders),
        Scope::Item(id) => m.items.get(id.index()).map(|item| item.orders),
    }
}

fn latency(m: &Measures, scope: Scope) -> Option<Summary> {
    match scope {
        Scope::Shop => Some(m.latency),
        Scope::Outlet(id) => m.outlets.get(id.index()).map(|outlet| outlet.latency),
        Scope::Item(id) => m.items.get(id.index()).map(|item| item.latency),
    }
}

fn spans(m: &Measures, scope: Scope) -> Option<SpanSummaries> {
    match scope {
        Scope::Shop => Some(m.spans),
        Scope::Outlet(id) => m.outlets.get(id.index()).map(|outlet| outlet.spans),
        Scope::Item(_) => None,
    }
}

fn waiting(m: &Measures, scope: Scope) -> Option<Level> {
    match scope {
        Scope::Shop => Some(m.waiting),
        Scope::Outlet(id) => m.outlets.get(id.index()).map(|outlet| outlet.waiting),
        Scope::Item(_) => None,
    }
}

fn on_time(m: &Measures, scope: Scope) -> Option<f64> {
    match scope {
        Scope::Shop => m.slo.on_time_ratio,
        Scope::Outlet(_) => None,
        Scope::Item(id) => m.items.get(id.index())?.on_time_ratio,
    }
}

fn availability(m: &Measures, scope: Scope) -> Option<f64> {
    match scope {
        Scope::Shop => m.availability,
        Scope::Outlet(id) => m.outlets.get(id.index())?.availability,
        Scope::Item(_) => None,
    }
}

fn count(number: Option<u64>) -> Option<f64> {
    number.map(|number| number as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn paths_are_unique() {
        let paths: BTreeSet<_> = ROWS.iter().map(|row| row.path).collect();
        assert_eq!(paths.len(), ROWS.len());
    }

    #[test]
    fn a_last_part_is_enough_where_only_one_path_has_it() {
        let path = |word, live| resolve(word, live).map(Metric::path).map_err(|e| e.candidates.len());
        assert_eq!(path("on_time_ratio", false), Ok("slo.on_time_ratio"));
        assert_eq!(path("profit", false), Ok("money.profit"));
        assert_eq!(path("spans.queue.mean", false), Ok("spans.queue.mean"));
        assert_eq!(path("waiting", true), Ok("waiting"));
        assert_eq!(path("waiting", false), Err(2), "mean or max");
        assert_eq!(path("p95", false), Err(8));
        assert_eq!(path("nonsense", false), Err(0));
        assert_eq!(path("recovery.after", true), Err(0));
    }

    #[test]
    fn every_measure_stands_in_the_report() {
        let report = serde_json::to_value(Measures::default()).unwrap();
        for row in ROWS.iter().filter(|row| row.kind == Kind::Measure) {
            let place = report.pointer(&format!("/{}", row.path.replace('.', "/")));
            assert!(place.is_some(), "{}", row.path);
        }
    }

    #[test]
    fn a_measure_is_read_where_its_path_says() {
        let mut measures = Measures::default();
        measures.spans.ride.p99 = Some(7.0);
        measures.orders.wasted = 3;
        let read = |word| resolve(word, false).unwrap().read(&measures, Scope::Shop);
        assert_eq!(read("spans.ride.p99"), Some(7.0));
        assert_eq!(read("wasted"), Some(3.0));
        assert_eq!(read("latency.mean"), None);
    }
}
