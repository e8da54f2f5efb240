//! What a run measured, as plain numbers: the fields of the report, in its order, each with its row of the table.
//!
//! Times are in seconds, ratios 0–1, money in dollars. `None` is no data; reports write it as `null`, never as 0 or 100
//! %.

use super::rows::*;
use super::{Forecasting, Live, MetricSpec, Per, Read, Recent, Scope, Settles, Share, Statistic, Unit};
use crate::sim::order::SpanKind;
use crate::sim::order_books::Forgotten;
use crate::units::Time;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// Everything measured in a run or in a window of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Measures {
    /// Counts of calls.
    pub orders: OrderCounts,
    /// Counts of customers, and their times.
    pub customers: CustomerMeasures,
    /// Of delivered orders, from placing to delivery.
    pub latency: Summary,
    /// The spans of delivered orders.
    pub spans: SpanSummaries,
    /// Orders in the system.
    pub in_system: Level,
    /// Tickets in queues.
    pub waiting: Level,
    /// Orders delivered an hour; `None` if no time has passed.
    pub throughput_per_hour: Option<f64>,
    /// Customers served within the promise, an hour; `None` if no time has passed.
    pub goodput_per_hour: Option<f64>,
    /// How busy people were.
    pub utilization: Utilization,
    /// Those who ring the outlets through.
    #[serde(default)]
    pub clerks: ClerkMeasures,
    /// Fuses in their lines.
    #[serde(default)]
    pub fuse: FuseMeasures,
    /// Books into which orders are written.
    #[serde(default)]
    pub books: BookMeasures,
    /// Bases made ahead.
    pub prep: PrepMeasures,
    /// What was asked for at lamps.
    #[serde(default)]
    pub tray: TrayMeasures,
    /// Whom chefs knew.
    #[serde(default)]
    pub cards: CardMeasures,
    /// Chefs present.
    pub chefs: ChefMeasures,
    /// What managers did.
    pub manager: ManagerMeasures,
    /// Whom health checks took out.
    #[serde(default)]
    pub health: HealthMeasures,
    /// Calls lost ÷ calls placed; `None` without calls.
    pub lost_ratio: Option<f64>,
    /// The service level objective, and how it was met.
    pub slo: SloMeasures,
    /// Share of the time in which at least one outlet was available; `None` if no time has passed.
    pub availability: Option<f64>,
    /// What went through the till.
    pub money: MoneyMeasures,
    /// By outlet id.
    pub outlets: Vec<OutletMeasures>,
    /// By item id.
    pub items: Vec<ItemMeasures>,
    /// By zone id; empty unless somebody asks for one.
    pub zones: Vec<ZoneMeasures>,
}

/// All metrics, in the order of the report; after them those that no report holds.
pub static ROWS: LazyLock<Vec<MetricSpec>> = LazyLock::new(|| {
    let mut rows = OrderCounts::rows();
    rows.extend(CustomerMeasures::rows());
    rows.extend(first_call());
    rows.extend(latency());
    rows.extend(SpanSummaries::rows());
    rows.extend(levels());
    rows.extend(Utilization::rows());
    rows.extend(clerks_wait());
    rows.extend(FuseMeasures::rows());
    rows.extend(BookMeasures::rows());
    rows.extend(books_wait());
    rows.extend(PrepMeasures::rows());
    rows.extend(TrayMeasures::rows());
    rows.extend(tray_age());
    rows.extend(CardMeasures::rows());
    rows.extend(ChefMeasures::rows());
    rows.extend(ManagerMeasures::rows());
    rows.extend(HealthMeasures::rows());
    rows.extend(ratio_of_calls());
    rows.extend(SloMeasures::rows());
    rows.extend(times_available());
    rows.extend(MoneyMeasures::rows());
    rows.extend(others());
    rows
});

/// Declares a part of the measures: each field, with its row if it can be asked for. `of` finds the part for a scope.
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

/// The type of a field that a metric can read.
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

/// The rows of a [`Summary`], each based on `$row`.
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
    /// Counts of calls by time of placing, which an order is counted by once, however often it is cooked.
    #[derive(Eq)]
    OrderCounts at "orders", |m, s| match s {
        Scope::Shop => Some(m.orders),
        Scope::Outlet(id) => m.outlets.get(id.index()).map(|outlet| outlet.orders),
        Scope::Item(id) => m.items.get(id.index()).map(|item| item.orders),
        Scope::Zone(id) => m.zones.get(id.index()).map(|zone| zone.orders),
    };
    /// Calls, repeat calls included.
    // The ticket of somebody who left without telling is sent to an outlet, or to another, after his order has ended.
    arrived: u64 = MetricSpec { settles: Settles::AtTheEnd, ..calls("Calls, repeat calls among them") },
    /// Orders delivered.
    delivered: u64 = calls("Orders that reached their customer"),
    /// Orders neither delivered nor lost.
    in_system: u64 = MetricSpec {
        live: Live::Now,
        grows: false,
        forecast: Forecasting::Lately,
        ..calls("Not yet served and not lost")
    },
    /// Calls turned away at a full queue.
    refused: u64 = calls("Turned away at a full line"),
    /// Calls whose customer lost patience.
    abandoned: u64 = MetricSpec {
        word: Some("walk-outs"),
        head: Some("left"),
        ..calls("Walked out: patience ran out")
    },
    /// Calls that no outlet could take.
    unreachable: u64 = calls("No outlet could take them"),
    /// Calls over a quota.
    #[serde(default)]
    limited: u64 = MetricSpec {
        outlets: false,
        settles: Settles::AtOnce,
        ..calls("Turned back at once: over the quota")
    },
    /// Orders that a chef burnt.
    #[serde(default)]
    burnt: u64 = calls("Burnt by a chef"),
    /// Orders that were taken, and then burnt with the only book that had them.
    #[serde(default)]
    forgotten: u64 = calls("Taken, and forgotten when a book burnt"),
    /// Orders delivered after the promise, counted from placing.
    late: u64 = calls("Delivered after the promise"),
    /// Repeat calls.
    retried: u64 = MetricSpec { settles: Settles::AtTheEnd, ..calls("Repeat calls") },
    /// Orders moved to another outlet, or copied there.
    rerouted: u64 = MetricSpec { settles: Settles::AtTheEnd, ..calls("Sent to another outlet after all") },
    /// Orders of which a second cooking began.
    duplicated: u64 = MetricSpec { settles: Settles::AtTheEnd, ..calls("Orders that were cooked twice") },
    /// Orders cooked again from scratch, because a cooking was lost.
    recooked: u64 = MetricSpec { settles: Settles::AtTheEnd, ..calls("Cooked again from scratch") },
    /// Orders made or driven for nobody.
    wasted: u64 = MetricSpec { settles: Settles::AtTheEnd, ..calls("Made for nobody") },
    /// Calls for want of a confirmation; they are no orders.
    #[serde(default)]
    unsure: u64 = MetricSpec { outlets: false, ..calls("Called again, having heard nothing") },
    /// Of these, those whose number the desk knew.
    #[serde(default)]
    recognised: u64 = MetricSpec { outlets: false, ..calls("… and were recognised by their number") },
}

impl OrderCounts {
    /// Calls lost: refused, abandoned, unreachable, limited, burnt and forgotten.
    pub fn lost(&self) -> u64 {
        self.refused + self.abandoned + self.unreachable + self.limited + self.burnt + self.forgotten
    }
}

part! {
    /// Customers, by their first call: each counts once, however often he calls. (`orders` and `latency` are by calls.)
    CustomerMeasures at "customers", |m, s| Some(whole(m, s)?.customers);
    /// First calls.
    called: u64 = MetricSpec { settles: Settles::AtOnce, ..callers("First calls: customers, each counted once") },
    /// Customers served within the promise, counted from the first call.
    in_time: u64 = callers("Served within the promise of the first call"),
    /// Customers served later than that.
    late: u64 = callers("Served after the promise of the first call"),
    /// Customers lost for good.
    lost: u64 = callers("Never served, and will not call again"),
    /// Customers neither served nor lost for good.
    open: u64 = MetricSpec {
        grows: false,
        forecast: Forecasting::Lately,
        ..callers("Not served yet and not lost")
    },
    /// Open customers who are waiting to call again.
    between_calls: u64 = MetricSpec {
        grows: false,
        forecast: Forecasting::Lately,
        ..callers("Of those open, who will call again")
    },
    /// `in_time` ÷ (customers decided, or overdue); `None` without any.
    on_time_ratio: Option<f64> = MetricSpec {
        unit: Unit::Ratio,
        grows: false,
        forecast: Forecasting::ByCustomers(Share::OnTime),
        word: Some("on time"),
        head: Some("on time"),
        ..callers("Served in time, of all decided or overdue")
    },
    /// `lost` ÷ `called`; `None` without calls.
    lost_ratio: Option<f64> = MetricSpec {
        unit: Unit::Ratio,
        grows: false,
        forecast: Forecasting::Lately,
        ..callers("Lost for good, of all who called")
    },
    /// From first call to delivery, of those served.
    latency: Summary,
}

/// Counted by customers, each once.
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

/// The six numbers of a distribution of times, seconds; `None` without data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Arithmetic mean, exact.
    pub mean: Option<f64>,
    /// Median; percentiles are by nearest rank, within 0.4 %.
    pub p50: Option<f64>,
    /// 90th percentile.
    pub p90: Option<f64>,
    /// 95th percentile.
    pub p95: Option<f64>,
    /// 99th percentile.
    pub p99: Option<f64>,
    /// Maximum, exact.
    pub max: Option<f64>,
}

fn latency() -> [MetricSpec; 6] {
    let row = || MetricSpec { items: true, zones: true, ..times(None, "From placing to delivery, of those delivered") };
    summary!(
        "latency",
        |m, s| match s {
            Scope::Shop => Some(m.latency),
            Scope::Outlet(id) => m.outlets.get(id.index()).map(|outlet| outlet.latency),
            Scope::Item(id) => m.items.get(id.index()).map(|item| item.latency),
            Scope::Zone(id) => m.zones.get(id.index()).map(|zone| zone.latency),
        },
        row()
    )
}

/// The spans of orders, as [`SpanKind`] defines them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SpanSummaries {
    /// Waiting for a chef.
    pub queue: Summary,
    /// The cooking that counted.
    pub cook: Summary,
    /// Cooking that was lost.
    pub redo: Summary,
    /// Cooked, with no room on the shelf.
    pub blocked: Summary,
    /// Waiting for a rider.
    pub shelf: Summary,
    /// On the road, until handed over.
    pub ride: Summary,
    /// How long abandoned orders had waited.
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
        Scope::Item(_) | Scope::Zone(_) => None,
    }
}

/// A level over time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Level {
    /// Mean over time; `None` if no time has passed.
    pub mean: Option<f64>,
    /// Maximum; `None` if the window has not begun.
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
        Scope::Item(_) | Scope::Zone(_) => None,
    }
}

part! {
    /// Utilization: ratios of the time that people were here and well; `None` if nobody was.
    Utilization at "utilization", |m, s| match s {
        Scope::Shop => Some(m.utilization),
        Scope::Outlet(id) => Some(m.outlets.get(id.index())?.utilization),
        Scope::Item(_) | Scope::Zone(_) => None,
    };
    /// Time with an order in hand ÷ time here and well.
    chefs: Option<f64> = MetricSpec {
        live: Live::Recent(Recent::ChefsBusy),
        ..busy("Chefs with an order in hand, of those here and well")
    },
    /// Time on a trip ÷ time here.
    riders: Option<f64> = MetricSpec {
        live: Live::Recent(Recent::RidersBusy),
        ..busy("Riders on a trip, of those here")
    },
    /// Time making bases ÷ time here and well.
    prep: Option<f64> = busy("Chefs making bases"),
    /// Time holding a box for a full shelf ÷ time here and well.
    blocked: Option<f64> = busy("Chefs who stand before a full shelf"),
    /// Time on the line ÷ time at the desk; `None` where clerks are not counted.
    clerks: Option<f64> =
        MetricSpec { outlets: false, written_out: true, ..busy("Clerks on the line, of those at the desk") },
}

/// Those who ring the outlets through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ClerkMeasures {
    /// From placing until a clerk rang, of the orders that one rang through.
    pub wait: Summary,
}

fn clerks_wait() -> [MetricSpec; 6] {
    let row = || MetricSpec {
        written_out: true,
        per: Per::Time,
        settles: Settles::WithItsOrders,
        ..row(Unit::Seconds, "From placing an order until a clerk rings its outlet")
    };
    summary!("clerks.wait", |m, s| Some(whole(m, s)?.clerks.wait), row())
}

part! {
    /// Books into which orders are written.
    BookMeasures at "books", |m, s| Some(whole(m, s)?.books);
    /// From placing until enough books had it, of the orders taken.
    wait: Summary,
    /// The first order of the evening that was forgotten.
    first_forgotten: FirstForgotten,
    /// Time with enough books there ÷ time; `None` where there are none.
    writable: Option<f64> = MetricSpec {
        written_out: true,
        per: Per::Time,
        grows: false,
        ..row(Unit::Ratio, "The share of time in which enough order books were there for an order to be taken")
    },
}

/// The first order that was taken, and that no book has any more; all empty if none was. Seconds since opening.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FirstForgotten {
    /// Its number over the whole shop, from 1.
    pub serial: Option<u64>,
    /// When it was placed.
    pub placed_s: Option<f64>,
    /// When its guest was told that it was taken.
    pub taken_s: Option<f64>,
    /// When the only book that had it burnt.
    pub burnt_s: Option<f64>,
    /// When the next book would have had it; empty if none was being written.
    pub next_s: Option<f64>,
}

impl FirstForgotten {
    pub(in crate::sim) fn of(order: &Forgotten) -> FirstForgotten {
        let seconds = |at: Time| (!at.is_never()).then(|| at.since(Time::ZERO).seconds());
        FirstForgotten {
            serial: Some(order.serial),
            placed_s: seconds(order.placed),
            taken_s: seconds(order.taken),
            burnt_s: seconds(order.burnt),
            next_s: seconds(order.next),
        }
    }
}

fn books_wait() -> [MetricSpec; 6] {
    let row = || MetricSpec {
        written_out: true,
        per: Per::Time,
        settles: Settles::WithItsOrders,
        ..row(Unit::Seconds, "From placing an order until it is taken: until enough books have it")
    };
    summary!("books.wait", |m, s| Some(whole(m, s)?.books.wait), row())
}

part! {
    /// Fuses in the clerks' lines.
    #[derive(Eq)]
    FuseMeasures at "fuse", |m, s| Some(whole(m, s)?.fuse);
    /// How often one blew, trials that nobody answered included.
    trips: u64 = MetricSpec { written_out: true, ..total(Unit::Count, "Times that a fuse blew") },
}

part! {
    /// Bases made ahead.
    PrepMeasures at "prep", |m, s| Some(whole(m, s)?.prep);
    /// Bases made.
    made: u64 = total(Unit::Count, "Bases made"),
    /// Bases used.
    used: u64 = total(Unit::Count, "Bases used"),
    /// Bases thrown away.
    spoiled: u64 = total(Unit::Count, "Bases thrown away"),
    /// Bases used ÷ cookings for which one was wanted; `None` without any.
    hit_ratio: Option<f64> = MetricSpec {
        grows: false,
        forecast: Forecasting::Lately,
        ..total(Unit::Ratio, "Cookings that found a base")
    },
}

part! {
    /// Slices under lamps, by the time at which they were asked for.
    TrayMeasures at "tray", |m, s| tray(m, s);
    /// Orders that asked for a slice.
    asked: u64 = slices(Unit::Count, "Orders that asked for a slice under a lamp"),
    /// Of these, how many found a fresh one.
    fresh: u64 = slices(Unit::Count, "Orders that found a fresh slice"),
    /// And an old one, which they were sold.
    old: u64 = slices(Unit::Count, "Orders that were sold an old slice"),
    /// Trays that came out of the ovens.
    baked: u64 = slices(Unit::Count, "Trays that came out of the ovens"),
    /// (`fresh` + `old`) ÷ `asked`; `None` without any.
    hit_ratio: Option<f64> = MetricSpec {
        grows: false,
        forecast: Forecasting::Lately,
        word: Some("hit ratio"),
        ..slices(Unit::Ratio, "Orders that found a slice, fresh or old, of all that asked for one")
    },
    /// How old the tray was from which a slice was taken.
    age: Summary,
}

fn tray(m: &Measures, s: Scope) -> Option<TrayMeasures> {
    match s {
        Scope::Shop => Some(m.tray),
        Scope::Outlet(id) => m.outlets.get(id.index()).map(|outlet| outlet.tray),
        Scope::Item(id) => m.items.get(id.index()).map(|item| item.tray),
        Scope::Zone(_) => None,
    }
}

/// A count of what goes on at lamps.
fn slices(unit: Unit, sentence: &'static str) -> MetricSpec {
    MetricSpec { outlets: true, items: true, written_out: true, ..total(unit, sentence) }
}

fn tray_age() -> [MetricSpec; 6] {
    let row = || MetricSpec {
        written_out: true,
        items: true,
        outlets: true,
        per: Per::Time,
        ..row(Unit::Seconds, "How old the tray was from which a slice was taken")
    };
    summary!("tray.age", |m, s| Some(tray(m, s)?.age), row())
}

part! {
    /// Orders from streets, by the time at which their cooking began.
    CardMeasures at "cards", |m, s| match s {
        Scope::Shop => Some(m.cards),
        Scope::Outlet(id) => m.outlets.get(id.index()).map(|outlet| outlet.cards),
        Scope::Item(_) | Scope::Zone(_) => None,
    };
    /// Cooked where their street had no card.
    strangers: u64 = guests("Cookings begun for somebody whose street had no card there"),
    /// Cooked where it had one.
    known: u64 = guests("Cookings begun for somebody whose street had a card there"),
    /// `strangers` ÷ (`strangers` + `known`); `None` without any.
    stranger_ratio: Option<f64> = MetricSpec {
        outlets: true,
        forecast: Forecasting::Lately,
        word: Some("strangers"),
        ..row(Unit::Ratio, "Cookings begun for strangers, of all for somebody with a street")
    },
}

/// A count of those for whom cooking began.
fn guests(sentence: &'static str) -> MetricSpec {
    MetricSpec { outlets: true, written_out: true, ..total(Unit::Count, sentence) }
}

part! {
    /// Chefs present, ill and away ones too, backups not.
    #[derive(Eq)]
    ChefMeasures at "chefs", |m, s| match s {
        Scope::Shop => Some(m.chefs),
        Scope::Outlet(id) => m.outlets.get(id.index()).map(|outlet| outlet.chefs),
        Scope::Item(_) | Scope::Zone(_) => None,
    };
    /// The most at once; `None` if the window has not begun.
    peak: Option<u64> = MetricSpec {
        outlets: true,
        forecast: Forecasting::Lately,
        ..total(Unit::Count, "Chefs present, at most")
    },
}

part! {
    /// What managers did.
    #[derive(Eq)]
    ManagerMeasures at "manager", |m, s| match s {
        Scope::Shop => Some(m.manager),
        Scope::Outlet(id) => m.outlets.get(id.index()).map(|outlet| outlet.manager),
        Scope::Item(_) | Scope::Zone(_) => None,
    };
    /// Chefs hired.
    hired: u64 = MetricSpec { outlets: true, ..total(Unit::Count, "Chefs hired by a manager") },
    /// Chefs let go.
    dismissed: u64 = MetricSpec { outlets: true, ..total(Unit::Count, "Chefs let go by a manager") },
}

part! {
    /// Outlets that health checks found bad and took out.
    HealthMeasures at "health", |m, s| match s {
        Scope::Shop => Some(m.health),
        Scope::Outlet(id) => Some(m.outlets.get(id.index())?.health),
        Scope::Item(_) | Scope::Zone(_) => None,
    };
    /// How often an outlet was taken out or let in again.
    flips: u64 = MetricSpec {
        outlets: true,
        ..total(Unit::Count, "Outlets taken out by a health check, or let in again")
    },
    /// Time out ÷ time open; `None` if none was open.
    out_share: Option<f64> = MetricSpec {
        outlets: true,
        per: Per::Time,
        ..row(Unit::Ratio, "Share of the open time for which health checks had taken it out")
    },
    /// The most outlets that were out at once.
    most_out: Option<u64> = MetricSpec {
        grows: true,
        per: Per::Time,
        ..row(Unit::Count, "Outlets out at once, at most")
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
        zones: true,
        read: Some(|m, s| match s {
            Scope::Shop => m.lost_ratio,
            Scope::Zone(id) => m.zones.get(id.index())?.lost_ratio,
            Scope::Outlet(_) | Scope::Item(_) => None,
        }),
        ..row(Unit::Ratio, "Calls that were lost")
    }]
}

part! {
    /// The service level objective, by customers: somebody who calls three times counts once.
    SloMeasures at "slo", |m, s| match s {
        Scope::Shop => Some(m.slo),
        Scope::Outlet(_) => None,
        // Of one menu item or zone nothing else is kept.
        Scope::Item(id) => Some(only_on_time(m.items.get(id.index())?.on_time_ratio)),
        Scope::Zone(id) => Some(only_on_time(m.zones.get(id.index())?.on_time_ratio)),
    };
    /// Customers are promised to be served within this time, seconds.
    promise: f64,
    /// The ratio of customers for whom the promise is to be kept.
    target: f64,
    /// `good` ÷ (`good` + `bad`); `None` without any.
    on_time_ratio: Option<f64> = MetricSpec {
        items: true,
        zones: true,
        live: Live::Recent(Recent::OnTime),
        grows: false,
        forecast: Forecasting::ByCustomers(Share::OnTime),
        word: Some("on time"),
        head: Some("on time"),
        ..customers(Unit::Ratio, "Customers served within the promise, of all decided")
    },
    /// What is left of the error budget: 1 − `bad` ÷ ((1 − `target`) × `customers`). Negative if it is overspent;
    /// `None` without a budget.
    budget_left: Option<f64> = MetricSpec {
        grows: false,
        may_be_negative: true,
        forecast: Forecasting::ByCustomers(Share::BudgetLeft),
        ..customers(Unit::Ratio, "What is left of the error budget")
    },
    /// First calls.
    customers: u64 = MetricSpec { settles: Settles::AtOnce, ..customers(Unit::Count, "First calls") },
    /// Customers served within the promise.
    good: u64 = customers(Unit::Count, "Customers served on time"),
    /// Customers lost, served late, or waiting past the promise.
    bad: u64 = customers(Unit::Count, "Customers lost, late, or still out past the promise"),
}

fn only_on_time(on_time_ratio: Option<f64>) -> SloMeasures {
    SloMeasures { on_time_ratio, ..SloMeasures::default() }
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
            Scope::Item(_) | Scope::Zone(_) => None,
        }),
        ..row(Unit::Ratio, "Share of the open time with power, a telephone line and a chef at work")
    }]
}

part! {
    /// What went through the till, dollars.
    MoneyMeasures at "money", |m, s| Some(whole(m, s)?.money);
    /// Paid by customers.
    revenue: f64 = total(Unit::Dollars, "Paid by customers"),
    /// Paid back for late orders.
    refunds: f64 = total(Unit::Dollars, "Paid back for being late"),
    /// Paid for ingredients.
    ingredients: f64 = total(Unit::Dollars, "Paid for what was cooked"),
    /// Paid to chefs and riders, at work or at home.
    wages: f64 = total(Unit::Dollars, "Paid to chefs and riders, at home or at work"),
    /// Paid for open outlets.
    rent: f64 = total(Unit::Dollars, "Paid for open outlets"),
    /// Paid for hiring, tools and openings.
    investments: f64 = total(Unit::Dollars, "Hiring, tools and openings"),
    /// Revenue less all the others.
    profit: f64 = MetricSpec {
        grows: false,
        may_be_negative: true,
        own_column: true,
        ..total(Unit::Dollars, "What is left of it all")
    },
    /// Ingredients, wages, rent and investments ÷ orders delivered; `None` without any.
    cost_per_order: Option<f64> = MetricSpec {
        grows: false,
        settles: Settles::WithItsOrders,
        forecast: Forecasting::CostInTheEnd,
        word: Some("cost"),
        ..total(Unit::Dollars, "All costs except refunds, per delivered order")
    },
}

/// What was measured at one outlet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OutletMeasures {
    /// Its name.
    pub name: String,
    /// `arrived` counts orders sent here, for the first time or rerouted; `rerouted` those taken away from here, or
    /// copied elsewhere; `in_system` those here now.
    pub orders: OrderCounts,
    /// Of orders delivered from here, from placing to delivery.
    pub latency: Summary,
    /// The spans of those orders.
    pub spans: SpanSummaries,
    /// Tickets in its queues.
    pub waiting: Level,
    /// How busy its people were.
    pub utilization: Utilization,
    /// For how long, and how often, health checks took it out.
    #[serde(default)]
    pub health: HealthMeasures,
    /// Share of the time available: open, lit, connected, a chef at work. `None` if it was never open.
    pub availability: Option<f64>,
    /// What was asked for at its lamps.
    #[serde(default)]
    pub tray: TrayMeasures,
    /// Whom its chefs knew.
    #[serde(default)]
    pub cards: CardMeasures,
    /// Its chefs present.
    #[serde(default)]
    pub chefs: ChefMeasures,
    /// What its manager did.
    #[serde(default)]
    pub manager: ManagerMeasures,
}

/// What was measured of one menu item.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ItemMeasures {
    /// Its name.
    pub name: String,
    /// Counts of calls for it.
    pub orders: OrderCounts,
    /// Of delivered orders of it, from placing to delivery.
    pub latency: Summary,
    /// Customers served within the promise ÷ customers decided, by the item of their first call; `None` without any.
    pub on_time_ratio: Option<f64>,
    /// What was asked for at its lamps.
    #[serde(default)]
    pub tray: TrayMeasures,
}

/// What was measured of the customers of one zone.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ZoneMeasures {
    /// Its name.
    pub name: String,
    /// Counts of calls from it.
    pub orders: OrderCounts,
    /// Of orders delivered to it, from placing to delivery.
    pub latency: Summary,
    /// Calls from it that were lost ÷ calls from it; `None` without calls.
    pub lost_ratio: Option<f64>,
    /// Customers served within the promise ÷ customers decided; `None` without any.
    pub on_time_ratio: Option<f64>,
}

fn whole(m: &Measures, scope: Scope) -> Option<&Measures> {
    (scope == Scope::Shop).then_some(m)
}
