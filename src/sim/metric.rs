//! What can be asked of a run: one table of every measure of the report and every live gauge, read by goals, stars,
//! hints, cues and predictions.
//!
//! What a metric *is* stands on its row: whether it can fall, when it is settled, what it is taken of, where it leads.
//! Nobody else looks at its path.
//!
//! To add a measure: its field with its row in `metric/measures.rs`, and where `world/measuring.rs` fills it in, as the
//! compiler asks. Report, goals, hints and the schema know it at once.

pub mod measures;
mod rows;

pub use measures::ROWS;

use crate::sim::order::SpanKind;
use crate::units::{ItemId, OutletId};
use measures::Measures;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

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
    PlayerStat(PlayerStat),
    /// Only while the shop is open.
    Gauge(Gauge),
    /// About the time after a fault: only predictions.
    Aftermath(Aftermath),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlayerStat {
    Commands,
    Hints,
}

/// A level that is read off the shop as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gauge {
    Waiting,
    InSystem,
    Held,
    Shelf,
    Stock,
    ChefsBusy,
    ChefsPresent,
    RidersBusy,
    RidersPresent,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aftermath {
    Recovery,
    Drained,
}

/// What is read while the shop is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Live {
    Now,
    /// From opening (the end of the warm-up) until now.
    SinceOpening,
    /// Over the last 15 minutes, or as the variant says.
    Recent(Recent),
    Never,
}

/// How a measure is taken over the last minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recent {
    /// Of one menu item since opening: it is not kept for so short a time.
    OnTime,
    Lost,
    Throughput,
    Goodput,
    /// Over the last 10 minutes.
    ChefsBusy,
    RidersBusy,
    /// Of the orders delivered: one of their spans, or all of them together.
    Span(Option<SpanKind>),
}

/// What is drawn from a distribution of times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statistic {
    Mean,
    /// In per cent.
    Percentile(u8),
    Max,
}

/// What a metric is taken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// Of all calls, the lost among them.
    Call,
    /// Of all customers, the lost among them; however often they called.
    Customer,
    /// Of the orders that were delivered: losing the others flatters it.
    Delivered,
    /// Of the customers who were served, from their first call: likewise.
    Served,
    /// Of those who left.
    Abandoned,
    /// Of the time that the shop was open.
    Time,
    /// Of the shop as a whole: money, bases, commands.
    Shop,
}

/// When nothing can change it any more, once its window is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settles {
    /// As the window ends.
    AtOnce,
    /// With the last of the orders that were placed in the window: it counts by placing.
    WithItsOrders,
    /// With the last of the customers who first called in the window: between two calls nothing is decided.
    WithItsCustomers,
    /// With the evening: orders that nobody waits for any more are still made.
    AtTheEnd,
}

/// How a goal's end is told while its window lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forecasting {
    /// A share of the whole shop's customers is kept like an error budget.
    ByCustomers(Share),
    /// Reckoned to the end: wages and rent by the clock, ingredients by the orders to come.
    CostInTheEnd,
    /// Drawn on in a straight line.
    StraightLine,
    /// Follows no line: beside it stands what it was in the last minutes.
    Lately,
    /// As the player does; nobody knows.
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// Itself the share of customers served on time.
    OnTime,
    /// The share of the error budget that is left.
    BudgetLeft,
}

/// Reads a measure out of a finished run or window; `None`: no data, or not measured for that scope.
pub type Read = fn(&Measures, Scope) -> Option<f64>;

#[derive(Debug)]
pub struct MetricSpec {
    /// Its path in the report, or the bare name of a gauge.
    pub path: &'static str,
    pub unit: Unit,
    pub kind: Kind,
    pub live: Live,
    /// Whether it is there for an outlet, and for a menu item, beside the whole shop.
    pub outlets: bool,
    pub items: bool,
    /// It never falls while its window lasts: beyond an upper bound it is lost, at a lower one it is met, for good.
    pub grows: bool,
    pub may_be_negative: bool,
    pub per: Per,
    pub settles: Settles,
    pub forecast: Forecasting,
    /// Of a distribution of times: which number.
    pub statistic: Option<Statistic>,
    /// What it is called where a goal's own words have no room; else the last part of its path.
    pub word: Option<&'static str>,
    /// The same over a column, in at most 7 letters; else the word, cut.
    pub head: Option<&'static str>,
    /// The table of the ending has a column of its own for it.
    pub own_column: bool,
    /// Its last part alone does not name it: that word named another metric before there was this one.
    pub written_out: bool,
    pub read: Option<Read>,
    pub sentence: &'static str,
}

impl MetricSpec {
    /// What it is called in a few letters: `on time`, `walk-outs`, `p95`.
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

/// Why a word names no metric: those that it could mean, if there are several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unresolved {
    pub candidates: Vec<&'static str>,
}

/// A full path, or a last part that only one path has. With `live`, what can be read while the shop is open (a bare
/// `waiting` is the gauge); without, what stands in the report, and what predictions ask about a fault's aftermath.
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
    pub fn row(self) -> &'static MetricSpec {
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
        self.row().read.filter(|_| self.fits(scope)).and_then(|read| read(measures, scope))
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
        let row = self.row();
        let is_one = matches!(row.statistic, Some(Statistic::Percentile(_) | Statistic::Max));
        is_one && matches!(row.per, Per::Delivered | Per::Served)
    }

    /// A share of all who called, so that losing customers does not make it better.
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
