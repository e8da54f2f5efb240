//! What can be asked of a run: one table of all measures of the report and all live gauges, read by goals, stars,
//! hints, cues and predictions.
//!
//! Everything about a metric is on its row: whether it can fall, when it settles, what it is taken of, how it is
//! forecast. No other code looks at its path.
//!
//! To add a measure: its field with its row in `metric/measures.rs`, and its value in `world/measuring.rs`, as the
//! compiler asks. Report, goals, hints and the schema read the row.

pub mod measures;
mod rows;

pub use measures::ROWS;

use crate::sim::order::SpanKind;
use crate::units::{ItemId, OutletId, ZoneId};
use measures::Measures;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A metric: a row of [`ROWS`], serialized as its path.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Metric(u16);

/// The part of the shop for which a metric is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Scope {
    /// The whole shop.
    #[default]
    Shop,
    /// One outlet.
    Outlet(OutletId),
    /// One menu item.
    Item(ItemId),
    /// The customers of one zone.
    Zone(ZoneId),
}

/// The unit of a metric's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A ratio, 0–1; what is left of the error budget may be negative.
    Ratio,
    /// Seconds, with a fraction.
    Seconds,
    /// A number of things or people.
    Count,
    /// Dollars, with a fraction.
    Dollars,
    /// A number an hour.
    PerHour,
}

/// Where a metric can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A number of the report: everywhere.
    Measure,
    /// Something that the player did: in goals, stars and hints. Not a property of the shop.
    PlayerStat(PlayerStat),
    /// A level: only while the shop is open.
    Gauge(Gauge),
    /// A time after a fault: only in predictions.
    Aftermath(Aftermath),
}

/// What is counted of the player.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlayerStat {
    /// Commands given.
    Commands,
    /// Hints asked for.
    Hints,
}

/// A level of the shop as it is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gauge {
    /// Tickets in queues.
    Waiting,
    /// Orders neither served nor lost.
    InSystem,
    /// Orders waiting at the front desk.
    Held,
    /// Boxes waiting for a rider.
    Shelf,
    /// Bases ready.
    Stock,
    /// Chefs with an order in hand.
    ChefsBusy,
    /// Chefs at work and well.
    ChefsPresent,
    /// Chefs hired and on the way.
    ChefsComing,
    /// Riders on a trip.
    RidersBusy,
    /// Riders here.
    RidersPresent,
    /// Whole tokens left in a quota.
    QuotaLeft,
    /// Outlets that health checks have taken out.
    OutletsOut,
    /// Seconds since the tray came out of the oven, the oldest of several.
    TrayAge,
    /// Trays in the ovens.
    TraysBaking,
    /// Streets that are dealt to an outlet.
    StreetsHere,
    /// Of the last ten orders finished at an outlet, those that were burnt.
    BurntRecently,
    /// Clerks with nobody on the line.
    ClerksFree,
    /// Orders that wait for a clerk.
    AtTheDesk,
    /// Order books that can be written in.
    BooksHere,
    /// Orders that wait to be taken.
    BeingWritten,
}

/// What is measured after a fault's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aftermath {
    /// Time until queues are as they were before the fault.
    Recovery,
    /// Time until nobody waits.
    Drained,
}

/// How a metric is read while the shop is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Live {
    /// As it is now.
    Now,
    /// From opening (or the end of the warm-up) until now.
    SinceOpening,
    /// Over the last 15 minutes, or as the variant says.
    Recent(Recent),
    /// Not at all.
    Never,
}

/// What a measure is computed from over the last minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recent {
    /// The ratio of customers served on time; for one menu item or zone since opening, because it is not kept for
    /// shorter.
    OnTime,
    /// The ratio of calls lost; for one zone since opening, likewise.
    Lost,
    /// Deliveries.
    Throughput,
    /// Deliveries within the promise.
    Goodput,
    /// Utilization of chefs, over the last 10 minutes.
    ChefsBusy,
    /// Utilization of riders, over the last 10 minutes.
    RidersBusy,
    /// A span of delivered orders; `None`: their latency.
    Span(Option<SpanKind>),
}

/// Which number of a distribution of times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statistic {
    /// The arithmetic mean.
    Mean,
    /// A percentile, in per cent.
    Percentile(u8),
    /// The greatest value.
    Max,
}

/// The population that a metric is taken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// All calls, lost ones included.
    Call,
    /// All customers, lost ones included, however often they called.
    Customer,
    /// Delivered orders: losing the others improves it.
    Delivered,
    /// Served customers, from their first call: losing the others improves it.
    Served,
    /// Orders whose customer lost patience.
    Abandoned,
    /// Time that the shop was open.
    Time,
    /// The shop as a whole: money, bases, commands.
    Shop,
}

/// When a metric's value for a window is final.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settles {
    /// When the window ends.
    AtOnce,
    /// When the last order placed in the window is served or lost: it counts by time of placing.
    WithItsOrders,
    /// When the last customer who first called in the window is served or lost: between two calls nothing is decided.
    WithItsCustomers,
    /// When the shop has ended: orders that nobody waits for any more are still made.
    AtTheEnd,
}

/// How the final value of a goal is forecast while its window lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forecasting {
    /// As a share of the shop's customers, like an error budget.
    ByCustomers(Share),
    /// From costs to come: wages and rent by the clock, ingredients by expected orders.
    CostInTheEnd,
    /// By linear extrapolation.
    StraightLine,
    /// Not extrapolated; its value over the last minutes is shown beside it.
    Lately,
    /// Not at all: it depends on the player.
    Never,
}

/// Which share of customers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// The ratio of customers served on time.
    OnTime,
    /// The ratio of the error budget that is left.
    BudgetLeft,
}

/// Reads a measure from a finished run or window; `None`: no data, or not measured in that scope.
pub type Read = fn(&Measures, Scope) -> Option<f64>;

/// A row of the table: all about one metric.
#[derive(Debug)]
pub struct MetricSpec {
    /// Its path in the report, or the name of a gauge.
    pub path: &'static str,
    /// The unit of its values.
    pub unit: Unit,
    /// Where it can be asked for.
    pub kind: Kind,
    /// How it is read while the shop is open.
    pub live: Live,
    /// Whether it is measured for one outlet, besides the whole shop.
    pub outlets: bool,
    /// Whether it is measured for one menu item, besides the whole shop.
    pub items: bool,
    /// Whether it is measured for the customers of one zone, besides the whole shop.
    pub zones: bool,
    /// Whether it never falls while its window lasts: above an upper bound a goal is missed for good, at a lower bound
    /// it is met for good.
    pub grows: bool,
    /// Whether its values can be negative.
    pub may_be_negative: bool,
    /// What it is taken of.
    pub per: Per,
    /// When its value is final.
    pub settles: Settles,
    /// How its final value is forecast.
    pub forecast: Forecasting,
    /// For a distribution of times: which number of it.
    pub statistic: Option<Statistic>,
    /// A short name for where a goal's own words have no room; `None`: the last part of its path.
    pub word: Option<&'static str>,
    /// The head of its column, at most 7 letters; `None`: its word, cut.
    pub head: Option<&'static str>,
    /// Whether the table at the end of a game has a column for it.
    pub own_column: bool,
    /// Whether only its full path names it, because its last part named another metric first.
    pub written_out: bool,
    /// How it is read from a report; `None` for what no report holds.
    pub read: Option<Read>,
    /// What it is, for help, schema and menus.
    pub sentence: &'static str,
}

impl MetricSpec {
    /// Its short name: `on time`, `walk-outs`, `p95`.
    pub fn word(&self) -> String {
        let last = self.path.rsplit('.').next().unwrap_or(self.path);
        self.word.map_or_else(|| last.trim_end_matches("_ratio").replace('_', " "), str::to_string)
    }

    /// The head of its column: `on time`, `p95, min`.
    pub fn head(&self) -> String {
        match (self.head, self.statistic) {
            (Some(head), _) => head.into(),
            (None, Some(_)) => format!("{}, min", self.word()),
            (None, None) => self.word().chars().take(6).collect(),
        }
    }
}

/// Why a word names no metric.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unresolved {
    /// The paths that it could mean; empty: none.
    pub candidates: Vec<&'static str>,
}

/// The metric that a word names: a full path, or a last part that only one path has. With `live`, among those that can
/// be read while the shop is open (`waiting` is the gauge); without, among those of the report and of a fault's
/// aftermath.
///
/// # Errors
///
/// If the word names no metric, or several.
pub fn resolve(word: &str, live: bool) -> Result<Metric, Unresolved> {
    let usable = |row: &MetricSpec| match row.kind {
        Kind::Gauge(_) => live,
        Kind::Aftermath(_) => !live,
        Kind::Measure | Kind::PlayerStat(_) => true,
    };
    let among = |fits: &dyn Fn(&MetricSpec) -> bool| -> Vec<Metric> {
        let rows = ROWS.iter().enumerate().filter(|(_, row)| usable(row) && fits(row));
        rows.map(|(i, _)| Metric(i as u16)).collect()
    };
    if let [metric] = among(&|row| row.path == word)[..] {
        return Ok(metric);
    }
    let last = among(&|row| !row.written_out && row.path.rsplit('.').next() == Some(word));
    if let [metric] = last[..] {
        return Ok(metric);
    }
    let group = among(&|row| row.path.strip_prefix(word).is_some_and(|rest| rest.starts_with('.')));
    let several = if last.is_empty() { group } else { last };
    Err(Unresolved { candidates: several.into_iter().map(Metric::path).collect() })
}

impl Metric {
    /// The metric's row.
    pub fn row(self) -> &'static MetricSpec {
        &ROWS[self.0 as usize]
    }

    /// Its path in the report, or the name of a gauge.
    pub fn path(self) -> &'static str {
        self.row().path
    }

    /// All metrics, in the order of the table.
    pub fn all() -> impl Iterator<Item = Metric> {
        (0..ROWS.len() as u16).map(Metric)
    }

    /// Its value in a report or window; `None`: no data, or nothing that a report holds.
    pub fn read(self, measures: &Measures, scope: Scope) -> Option<f64> {
        self.row().read.filter(|_| self.fits(scope)).and_then(|read| read(measures, scope))
    }

    /// Whether it is measured in that scope.
    pub fn fits(self, scope: Scope) -> bool {
        match scope {
            Scope::Shop => true,
            Scope::Outlet(_) => self.row().outlets,
            Scope::Item(_) => self.row().items,
            Scope::Zone(_) => self.row().zones,
        }
    }

    /// Whether it is a percentile or maximum over served orders alone, so that losing customers improves it.
    pub fn is_percentile(self) -> bool {
        let row = self.row();
        let is_one = matches!(row.statistic, Some(Statistic::Percentile(_) | Statistic::Max));
        is_one && matches!(row.per, Per::Delivered | Per::Served)
    }

    /// Whether it is a ratio of all calls or customers, so that losing customers does not improve it.
    pub fn counts_the_lost(self) -> bool {
        let row = self.row();
        row.unit == Unit::Ratio && matches!(row.per, Per::Call | Per::Customer)
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
        let found = Metric::all().find(|metric| path == metric.path());
        found.ok_or_else(|| serde::de::Error::custom(format!("there is no metric {path:?}")))
    }
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
        assert_eq!(path("p95", false), Err(9), "the customers' is written out");
        assert_eq!(path("nonsense", false), Err(0));
        assert_eq!(path("recovery.after", true), Err(0));
    }

    /// What every short word has named since the first scenario was written: a word that names something else, or
    /// nothing, breaks somebody's file. New words may be added, none may change.
    const SHORT: [(&str, &str); 46] = [
        ("arrived", "orders.arrived"),
        ("delivered", "orders.delivered"),
        ("in_system", "orders.in_system"),
        ("refused", "orders.refused"),
        ("abandoned", "orders.abandoned"),
        ("unreachable", "orders.unreachable"),
        ("late", "orders.late"),
        ("retried", "orders.retried"),
        ("rerouted", "orders.rerouted"),
        ("duplicated", "orders.duplicated"),
        ("recooked", "orders.recooked"),
        ("wasted", "orders.wasted"),
        ("throughput_per_hour", "throughput_per_hour"),
        ("goodput_per_hour", "goodput_per_hour"),
        ("chefs", "utilization.chefs"),
        ("riders", "utilization.riders"),
        ("prep", "utilization.prep"),
        ("blocked", "utilization.blocked"),
        ("made", "prep.made"),
        ("used", "prep.used"),
        ("spoiled", "prep.spoiled"),
        ("hit_ratio", "prep.hit_ratio"),
        ("lost_ratio", "lost_ratio"),
        ("on_time_ratio", "slo.on_time_ratio"),
        ("budget_left", "slo.budget_left"),
        ("customers", "slo.customers"),
        ("good", "slo.good"),
        ("bad", "slo.bad"),
        ("availability", "availability"),
        ("revenue", "money.revenue"),
        ("refunds", "money.refunds"),
        ("ingredients", "money.ingredients"),
        ("wages", "money.wages"),
        ("rent", "money.rent"),
        ("investments", "money.investments"),
        ("profit", "money.profit"),
        ("cost_per_order", "money.cost_per_order"),
        ("commands", "commands"),
        ("hints", "hints"),
        ("held", "held"),
        ("shelf", "shelf"),
        ("stock", "stock"),
        ("chefs_busy", "chefs_busy"),
        ("chefs_present", "chefs_present"),
        ("riders_busy", "riders_busy"),
        ("riders_present", "riders_present"),
    ];

    #[test]
    fn every_short_word_names_what_it_always_named() {
        for (word, path) in SHORT {
            let live = resolve(path, false).is_err();
            assert_eq!(resolve(word, live).map(Metric::path), Ok(path), "{word}");
            if word != "in_system" && !live {
                assert_eq!(resolve(word, true).map(Metric::path), Ok(path), "{word}, while the shop is open");
            }
        }
        assert_eq!(resolve("in_system", true).map(Metric::path), Ok("in_system"), "the gauge");
        assert_eq!(resolve("waiting", true).map(Metric::path), Ok("waiting"), "the gauge");
        // And what was no word then is none now.
        let known: BTreeSet<&str> = SHORT.iter().map(|(word, _)| *word).collect();
        for word in ["mean", "max", "p50", "p90", "p95", "p99", "after", "waiting", "called", "lost", "open", "in_time"]
        {
            assert!(resolve(word, false).is_err() && !known.contains(word), "{word}");
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
