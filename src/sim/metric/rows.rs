//! The rows of the table, and where in the measures each finds its number.

use super::{Kind, Live, MetricSpec, Read, Scope, Unit};
use crate::sim::measures::{CustomerMeasures, Level, Measures, OrderCounts, SpanSummaries, Summary};
use std::sync::LazyLock;

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
) -> MetricSpec {
    MetricSpec { path, unit, kind: Kind::Measure, live, outlets: scopes.0, items: scopes.1, read: Some(read), sentence }
}

const fn other(
    path: &'static str,
    unit: Unit,
    kind: Kind,
    live: Live,
    scopes: (bool, bool),
    sentence: &'static str,
) -> MetricSpec {
    MetricSpec { path, unit, kind, live, outlets: scopes.0, items: scopes.1, read: None, sentence }
}

const fn gauge(path: &'static str, scopes: (bool, bool), sentence: &'static str) -> MetricSpec {
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

/// Of customers, each counted once.
macro_rules! customers {
    ($field:ident, $unit:expr, $read:expr, $sentence:literal) => {
        measure(
            concat!("customers.", stringify!($field)),
            $unit,
            Live::SinceOpening,
            SHOP,
            |m, s| {
                let of: fn(&CustomerMeasures) -> Option<f64> = $read;
                of(&whole(m, s)?.customers)
            },
            $sentence,
        )
    };
}

/// The six numbers of a distribution of times, each `$of` a scope.
macro_rules! summary {
    ($path:literal, $live:expr, $scopes:expr, $of:expr, $sentence:literal) => {
        [
            summary!(@ $path, mean, $live, $scopes, $of, $sentence),
            summary!(@ $path, p50, $live, $scopes, $of, $sentence),
            summary!(@ $path, p90, $live, $scopes, $of, $sentence),
            summary!(@ $path, p95, $live, $scopes, $of, $sentence),
            summary!(@ $path, p99, $live, $scopes, $of, $sentence),
            summary!(@ $path, max, $live, $scopes, $of, $sentence),
        ]
    };
    (@ $path:literal, $field:ident, $live:expr, $scopes:expr, $of:expr, $sentence:literal) => {
        measure(
            concat!($path, ".", stringify!($field)),
            Unit::Seconds,
            $live,
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
    ($field:ident, $live:expr, $sentence:literal) => {
        measure(
            concat!("utilization.", stringify!($field)),
            Unit::Ratio,
            $live,
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
pub static ROWS: LazyLock<Vec<MetricSpec>> = LazyLock::new(|| {
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
    let customers = [
        customers!(called, Unit::Count, |c| Some(c.called as f64), "First calls: customers, each counted once"),
        customers!(in_time, Unit::Count, |c| Some(c.in_time as f64), "Served within the promise of the first call"),
        customers!(late, Unit::Count, |c| Some(c.late as f64), "Served after the promise of the first call"),
        customers!(lost, Unit::Count, |c| Some(c.lost as f64), "Never served, and will not call again"),
        customers!(open, Unit::Count, |c| Some(c.open as f64), "Not served yet and not lost"),
        customers!(between_calls, Unit::Count, |c| Some(c.between_calls as f64), "Of those open, who will call again"),
        customers!(on_time_ratio, Unit::Ratio, |c| c.on_time_ratio, "Served in time, of all decided or overdue"),
        customers!(lost_ratio, Unit::Ratio, |c| c.lost_ratio, "Lost for good, of all who called"),
    ];
    let first_call = summary!(
        "customers.latency",
        Live::SinceOpening,
        SHOP,
        |m, s| Some(whole(m, s)?.customers.latency),
        "From the first call to delivery, of those served"
    );
    let latency = summary!("latency", Live::Recent, ALL, latency, "From placing to delivery, of those delivered");
    let queue = summary!("spans.queue", Live::Recent, OUTLETS, |m, s| Some(spans(m, s)?.queue), "Waiting for a chef");
    let cook =
        summary!("spans.cook", Live::Recent, OUTLETS, |m, s| Some(spans(m, s)?.cook), "The cooking that counted");
    let redo = summary!("spans.redo", Live::Recent, OUTLETS, |m, s| Some(spans(m, s)?.redo), "Cooking that was lost");
    let blocked = summary!(
        "spans.blocked",
        Live::Recent,
        OUTLETS,
        |m, s| Some(spans(m, s)?.blocked),
        "Cooked, and no room on the shelf"
    );
    let shelf = summary!("spans.shelf", Live::Recent, OUTLETS, |m, s| Some(spans(m, s)?.shelf), "Waiting for a rider");
    let ride = summary!("spans.ride", Live::Recent, OUTLETS, |m, s| Some(spans(m, s)?.ride), "Out and handed over");
    let left = summary!(
        "spans.queue_abandoned",
        Live::SinceOpening,
        OUTLETS,
        |m, s| Some(spans(m, s)?.queue_abandoned),
        "How long those who left had waited"
    );
    let down = summary!(
        "spans.down",
        Live::Recent,
        OUTLETS,
        |m, s| Some(spans(m, s)?.down),
        "Waiting where nobody could cook: no power, or nobody well at work"
    );
    let levels = [
        measure(
            "in_system.mean",
            Unit::Count,
            Live::SinceOpening,
            SHOP,
            |m, s| whole(m, s)?.in_system.mean,
            "Orders in the shop, on average over time",
        ),
        measure(
            "in_system.max",
            Unit::Count,
            Live::SinceOpening,
            SHOP,
            |m, s| count(whole(m, s)?.in_system.max),
            "… at most",
        ),
        measure(
            "waiting.mean",
            Unit::Count,
            Live::SinceOpening,
            OUTLETS,
            |m, s| waiting(m, s)?.mean,
            "Tickets in lines, on average over time",
        ),
        measure("waiting.max", Unit::Count, Live::SinceOpening, OUTLETS, |m, s| count(waiting(m, s)?.max), "… at most"),
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
        busy!(chefs, Live::Recent, "Chefs with an order in hand, of those here and well"),
        busy!(riders, Live::Recent, "Riders on a trip, of those here"),
        busy!(prep, Live::SinceOpening, "Chefs making bases"),
        busy!(blocked, Live::SinceOpening, "Chefs who stand before a full shelf"),
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
            Live::SinceOpening,
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
            Live::SinceOpening,
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
        other("commands", Unit::Count, Kind::PlayerStat, Live::SinceOpening, SHOP, "Commands that the player gave"),
        other("hints", Unit::Count, Kind::PlayerStat, Live::SinceOpening, SHOP, "Hints that the player asked for"),
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
    rows.extend(customers);
    rows.extend(first_call);
    for summary in [latency, queue, cook, redo, blocked, shelf, ride, left, down] {
        rows.extend(summary);
    }
    rows.extend(levels);
    rows.extend(others);
    rows
});

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
