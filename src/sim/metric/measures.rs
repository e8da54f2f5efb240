//! What a run measured, as plain numbers: the report's fields, in the report's order, each with its row of the table.
//!
//! Lengths of time in seconds, ratios 0–1, money in dollars. `None`: no data; it is written `null`, never 0 or 100 %.

use super::rows::*;
use super::{Forecasting, Live, MetricSpec, Per, Read, Recent, Scope, Settles, Share, Statistic, Unit};
use crate::sim::order::SpanKind;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Measures {
    pub orders: OrderCounts,
    pub customers: CustomerMeasures,
    /// Delivered orders, from placing.
    pub latency: Summary,
    pub spans: SpanSummaries,
    pub in_system: Level,
    pub waiting: Level,
    pub throughput_per_hour: Option<f64>,
    pub goodput_per_hour: Option<f64>,
    pub utilization: Utilization,
    pub prep: PrepMeasures,
    pub lost_ratio: Option<f64>,
    pub slo: SloMeasures,
    pub availability: Option<f64>,
    pub money: MoneyMeasures,
    pub outlets: Vec<OutletMeasures>,
    pub items: Vec<ItemMeasures>,
}

/// Every metric, in the order of the report; gauges and deeds after it.
pub static ROWS: LazyLock<Vec<MetricSpec>> = LazyLock::new(|| {
    let mut rows = OrderCounts::rows();
    rows.extend(CustomerMeasures::rows());
    rows.extend(first_call());
    rows.extend(latency());
    rows.extend(SpanSummaries::rows());
    rows.extend(levels());
    rows.extend(Utilization::rows());
    rows.extend(PrepMeasures::rows());
    rows.extend(ratio_of_calls());
    rows.extend(SloMeasures::rows());
    rows.extend(times_available());
    rows.extend(MoneyMeasures::rows());
    rows.extend(others());
    rows
});

/// Declares a part of the measures: every field with its row, if it can be asked for. `of` finds the part for a scope.
macro_rules! part {
    (
        $(#[$doc:meta])*
        $part:ident at $path:literal, $of:expr;
        $($(#[$about:meta])* $field:ident: $type:ty $(= $row:expr)?),* $(,)?
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
        pub struct $part {
            $($(#[$about])* pub $field: $type),*
        }

        impl $part {
            fn rows() -> Vec<MetricSpec> {
                vec![$($(MetricSpec {
                    path: concat!($path, ".", stringify!($field)),
                    read: Some(|m, s| {
                        let of: fn(&Measures, Scope) -> Option<$part> = $of;
                        of(m, s)?.$field.number()
                    }),
                    ..$row
                },)?)*]
            }
        }
    };
}

/// A field's value as metrics are read.
trait Number {
    fn number(self) -> Option<f64>;
}

impl Number for u64 {
    fn number(self) -> Option<f64> {
        Some(self as f64)
    }
}

impl Number for f64 {
    fn number(self) -> Option<f64> {
        Some(self)
    }
}

impl<N: Number> Number for Option<N> {
    fn number(self) -> Option<f64> {
        self.and_then(N::number)
    }
}

/// The rows of a [`Summary`], each like `$row`.
macro_rules! summary {
    ($path:literal, $of:expr, $row:expr) => {
        [
            summary!(@ $path, mean, Statistic::Mean, $of, $row),
            summary!(@ $path, p50, Statistic::Percentile(50), $of, $row),
            summary!(@ $path, p90, Statistic::Percentile(90), $of, $row),
            summary!(@ $path, p95, Statistic::Percentile(95), $of, $row),
            summary!(@ $path, p99, Statistic::Percentile(99), $of, $row),
            summary!(@ $path, max, Statistic::Max, $of, $row),
        ]
    };
    (@ $path:literal, $field:ident, $statistic:expr, $of:expr, $row:expr) => {
        MetricSpec {
            path: concat!($path, ".", stringify!($field)),
            statistic: Some($statistic),
            grows: matches!($statistic, Statistic::Max),
            read: Some(|m, s| {
                let of: fn(&Measures, Scope) -> Option<Summary> = $of;
                of(m, s)?.$field
            }),
            ..$row
        }
    };
}

part! {
    /// By placing. A second cooking of one order is no second order.
    #[derive(Eq)]
    OrderCounts at "orders", |m, s| match s {
        Scope::Shop => Some(m.orders),
        Scope::Outlet(id) => m.outlets.get(id.index()).map(|outlet| outlet.orders),
        Scope::Item(id) => m.items.get(id.index()).map(|item| item.orders),
    };
    arrived: u64 = calls("Calls, repeat calls among them"),
    delivered: u64 = calls("Orders that reached their customer"),
    in_system: u64 = MetricSpec {
        live: Live::Now,
        grows: false,
        forecast: Forecasting::Lately,
        ..calls("Not yet served and not lost")
    },
    refused: u64 = calls("Turned away at a full line"),
    abandoned: u64 = MetricSpec {
        word: Some("walk-outs"),
        head: Some("left"),
        ..calls("Walked out: patience ran out")
    },
    unreachable: u64 = calls("No outlet could take them"),
    late: u64 = calls("Delivered after the promise"),
    retried: u64 = calls("Repeat calls"),
    rerouted: u64 = calls("Sent to another outlet after all"),
    duplicated: u64 = MetricSpec { settles: Settles::AtTheEnd, ..calls("Orders that were cooked twice") },
    recooked: u64 = MetricSpec { settles: Settles::AtTheEnd, ..calls("Cooked again from scratch") },
    wasted: u64 = MetricSpec { settles: Settles::AtTheEnd, ..calls("Made for nobody") },
}

impl OrderCounts {
    pub fn lost(&self) -> u64 {
        self.refused + self.abandoned + self.unreachable
    }
}

part! {
    /// Those who call, by the first call: each counts once, however often he calls. The numbers of `orders` and
    /// `latency` are calls.
    CustomerMeasures at "customers", |m, s| Some(whole(m, s)?.customers);
    called: u64 = MetricSpec { settles: Settles::AtOnce, ..callers("First calls: customers, each counted once") },
    /// Served within the promise, counted from the first call; later than that; lost for good; none of these yet.
    in_time: u64 = callers("Served within the promise of the first call"),
    late: u64 = callers("Served after the promise of the first call"),
    lost: u64 = callers("Never served, and will not call again"),
    open: u64 = MetricSpec {
        grows: false,
        forecast: Forecasting::Lately,
        ..callers("Not served yet and not lost")
    },
    /// Of those open: waiting for a repeat call.
    between_calls: u64 = MetricSpec {
        grows: false,
        forecast: Forecasting::Lately,
        ..callers("Of those open, who will call again")
    },
    /// In time, of all who called and are decided or overdue; lost, of all who called.
    on_time_ratio: Option<f64> = MetricSpec {
        unit: Unit::Ratio,
        grows: false,
        forecast: Forecasting::ByCustomers(Share::OnTime),
        word: Some("on time"),
        head: Some("on time"),
        ..callers("Served in time, of all decided or overdue")
    },
    lost_ratio: Option<f64> = MetricSpec {
        unit: Unit::Ratio,
        grows: false,
        forecast: Forecasting::Lately,
        ..callers("Lost for good, of all who called")
    },
    /// From the first call to delivery, of those served.
    latency: Summary,
}

/// Of customers, each counted once.
fn callers(sentence: &'static str) -> MetricSpec {
    MetricSpec { written_out: true, settles: Settles::WithItsCustomers, ..customers(Unit::Count, sentence) }
}

fn first_call() -> [MetricSpec; 6] {
    let row = || MetricSpec {
        outlets: false,
        live: Live::SinceOpening,
        per: Per::Served,
        written_out: true,
        settles: Settles::WithItsCustomers,
        ..times(None, "From the first call to delivery, of those served")
    };
    summary!("customers.latency", |m, s| Some(whole(m, s)?.customers.latency), row())
}

/// The six numbers of a distribution of times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    pub mean: Option<f64>,
    pub p50: Option<f64>,
    pub p90: Option<f64>,
    pub p95: Option<f64>,
    pub p99: Option<f64>,
    pub max: Option<f64>,
}

fn latency() -> [MetricSpec; 6] {
    let row = || MetricSpec { items: true, ..times(None, "From placing to delivery, of those delivered") };
    summary!(
        "latency",
        |m, s| match s {
            Scope::Shop => Some(m.latency),
            Scope::Outlet(id) => m.outlets.get(id.index()).map(|outlet| outlet.latency),
            Scope::Item(id) => m.items.get(id.index()).map(|item| item.latency),
        },
        row()
    )
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SpanSummaries {
    pub queue: Summary,
    pub cook: Summary,
    pub redo: Summary,
    pub blocked: Summary,
    pub shelf: Summary,
    pub ride: Summary,
    /// How long those who left had waited.
    pub queue_abandoned: Summary,
    /// Waiting where nobody could cook: no power, or nobody well at work.
    pub down: Summary,
}

impl SpanSummaries {
    fn rows() -> Vec<MetricSpec> {
        macro_rules! span {
            ($path:literal, $field:ident, $row:expr) => {
                summary!($path, |m, s| Some(spans(m, s)?.$field), $row)
            };
        }
        let left = || MetricSpec {
            per: Per::Abandoned,
            live: Live::SinceOpening,
            ..times(None, "How long those who left had waited")
        };
        let of = |kind: SpanKind, sentence: &'static str| times(Some(kind), sentence);
        [
            span!("spans.queue", queue, of(SpanKind::Queue, "Waiting for a chef")),
            span!("spans.cook", cook, of(SpanKind::Cook, "The cooking that counted")),
            span!("spans.redo", redo, of(SpanKind::Redo, "Cooking that was lost")),
            span!("spans.blocked", blocked, of(SpanKind::Blocked, "Cooked, and no room on the shelf")),
            span!("spans.shelf", shelf, of(SpanKind::Shelf, "Waiting for a rider")),
            span!("spans.ride", ride, of(SpanKind::Ride, "From leaving the shelf to the door")),
            span!("spans.queue_abandoned", queue_abandoned, left()),
            span!(
                "spans.down",
                down,
                of(SpanKind::Down, "Waiting where nobody could cook: no power, or nobody well at work")
            ),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

fn spans(m: &Measures, scope: Scope) -> Option<SpanSummaries> {
    match scope {
        Scope::Shop => Some(m.spans),
        Scope::Outlet(id) => m.outlets.get(id.index()).map(|outlet| outlet.spans),
        Scope::Item(_) => None,
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Level {
    pub mean: Option<f64>,
    pub max: Option<u64>,
}

fn levels() -> Vec<MetricSpec> {
    let level = |path, read: Read, sentence| MetricSpec {
        path,
        read: Some(read),
        per: Per::Time,
        forecast: Forecasting::Lately,
        ..row(Unit::Count, sentence)
    };
    let rate = |path, recent, read: Read, sentence| MetricSpec {
        path,
        read: Some(read),
        live: Live::Recent(recent),
        per: Per::Time,
        forecast: Forecasting::Lately,
        ..row(Unit::PerHour, sentence)
    };
    vec![
        level("in_system.mean", |m, s| whole(m, s)?.in_system.mean, "Orders in the shop, on average over time"),
        MetricSpec { grows: true, ..level("in_system.max", |m, s| whole(m, s)?.in_system.max.number(), "… at most") },
        MetricSpec {
            outlets: true,
            ..level("waiting.mean", |m, s| waiting(m, s)?.mean, "Tickets in lines, on average over time")
        },
        MetricSpec {
            outlets: true,
            grows: true,
            ..level("waiting.max", |m, s| waiting(m, s)?.max.number(), "… at most")
        },
        rate(
            "throughput_per_hour",
            Recent::Throughput,
            |m, s| whole(m, s)?.throughput_per_hour,
            "Orders delivered an hour",
        ),
        rate(
            "goodput_per_hour",
            Recent::Goodput,
            |m, s| whole(m, s)?.goodput_per_hour,
            "Customers served on time an hour",
        ),
    ]
}

fn waiting(m: &Measures, scope: Scope) -> Option<Level> {
    match scope {
        Scope::Shop => Some(m.waiting),
        Scope::Outlet(id) => m.outlets.get(id.index()).map(|outlet| outlet.waiting),
        Scope::Item(_) => None,
    }
}

part! {
    /// Shares of the time that people were here and well.
    Utilization at "utilization", |m, s| match s {
        Scope::Shop => Some(m.utilization),
        Scope::Outlet(id) => Some(m.outlets.get(id.index())?.utilization),
        Scope::Item(_) => None,
    };
    /// Order in hand ÷ here and well.
    chefs: Option<f64> = MetricSpec {
        live: Live::Recent(Recent::ChefsBusy),
        ..busy("Chefs with an order in hand, of those here and well")
    },
    riders: Option<f64> = MetricSpec {
        live: Live::Recent(Recent::RidersBusy),
        ..busy("Riders on a trip, of those here")
    },
    /// Chefs making bases, and standing with a box for the full shelf, ÷ here and well.
    prep: Option<f64> = busy("Chefs making bases"),
    blocked: Option<f64> = busy("Chefs who stand before a full shelf"),
}

part! {
    PrepMeasures at "prep", |m, s| Some(whole(m, s)?.prep);
    made: u64 = total(Unit::Count, "Bases made"),
    used: u64 = total(Unit::Count, "Bases used"),
    spoiled: u64 = total(Unit::Count, "Bases thrown away"),
    hit_ratio: Option<f64> = MetricSpec {
        grows: false,
        forecast: Forecasting::Lately,
        ..total(Unit::Ratio, "Cookings that found a base")
    },
}

fn ratio_of_calls() -> [MetricSpec; 1] {
    [MetricSpec {
        path: "lost_ratio",
        live: Live::Recent(Recent::Lost),
        per: Per::Call,
        settles: Settles::WithItsOrders,
        forecast: Forecasting::Lately,
        head: Some("lost"),
        read: Some(|m, s| whole(m, s)?.lost_ratio),
        ..row(Unit::Ratio, "Calls that were lost")
    }]
}

part! {
    /// By customers: who calls three times is one of them.
    SloMeasures at "slo", |m, s| match s {
        Scope::Shop => Some(m.slo),
        Scope::Outlet(_) => None,
        // Of one menu item nothing else is kept.
        Scope::Item(id) => {
            Some(SloMeasures { on_time_ratio: m.items.get(id.index())?.on_time_ratio, ..SloMeasures::default() })
        }
    };
    promise: f64,
    target: f64,
    /// Of those decided.
    on_time_ratio: Option<f64> = MetricSpec {
        items: true,
        live: Live::Recent(Recent::OnTime),
        grows: false,
        forecast: Forecasting::ByCustomers(Share::OnTime),
        word: Some("on time"),
        head: Some("on time"),
        ..customers(Unit::Ratio, "Customers served within the promise, of all decided")
    },
    budget_left: Option<f64> = MetricSpec {
        grows: false,
        may_be_negative: true,
        forecast: Forecasting::ByCustomers(Share::BudgetLeft),
        ..customers(Unit::Ratio, "What is left of the error budget")
    },
    /// First calls, how many of them are decided well and badly (the overdue among them).
    customers: u64 = MetricSpec { settles: Settles::AtOnce, ..customers(Unit::Count, "First calls") },
    good: u64 = customers(Unit::Count, "Customers served on time"),
    bad: u64 = customers(Unit::Count, "Customers lost, late, or still out past the promise"),
}

fn times_available() -> [MetricSpec; 1] {
    [MetricSpec {
        path: "availability",
        outlets: true,
        per: Per::Time,
        forecast: Forecasting::Lately,
        head: Some("open"),
        read: Some(|m, s| match s {
            Scope::Shop => m.availability,
            Scope::Outlet(id) => m.outlets.get(id.index())?.availability,
            Scope::Item(_) => None,
        }),
        ..row(Unit::Ratio, "Share of the open time with power, a telephone line and a chef at work")
    }]
}

part! {
    MoneyMeasures at "money", |m, s| Some(whole(m, s)?.money);
    revenue: f64 = total(Unit::Dollars, "Paid by customers"),
    refunds: f64 = total(Unit::Dollars, "Paid back for being late"),
    ingredients: f64 = total(Unit::Dollars, "Paid for what was cooked"),
    wages: f64 = total(Unit::Dollars, "Paid to chefs and riders, at home or at work"),
    rent: f64 = total(Unit::Dollars, "Paid for open outlets"),
    investments: f64 = total(Unit::Dollars, "Hiring, tools and openings"),
    profit: f64 = MetricSpec {
        grows: false,
        may_be_negative: true,
        own_column: true,
        ..total(Unit::Dollars, "What is left of it all")
    },
    cost_per_order: Option<f64> = MetricSpec {
        grows: false,
        settles: Settles::WithItsOrders,
        forecast: Forecasting::CostInTheEnd,
        word: Some("cost"),
        ..total(Unit::Dollars, "All costs except refunds, per delivered order")
    },
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OutletMeasures {
    pub name: String,
    /// `arrived`: sent here, routed anew or for the first time; `rerouted`: taken away from here, or copied;
    /// `in_system`: here now.
    pub orders: OrderCounts,
    pub latency: Summary,
    pub spans: SpanSummaries,
    pub waiting: Level,
    pub utilization: Utilization,
    pub availability: Option<f64>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ItemMeasures {
    pub name: String,
    pub orders: OrderCounts,
    pub latency: Summary,
    pub on_time_ratio: Option<f64>,
}

fn whole(m: &Measures, scope: Scope) -> Option<&Measures> {
    (scope == Scope::Shop).then_some(m)
}
