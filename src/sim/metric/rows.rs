//! What rows of one sort have in common, and the rows of metrics that no report holds.

use super::{Aftermath, Forecasting, Gauge, Kind, Live, MetricSpec, Per, PlayerStat, Recent, Settles, Unit};
use crate::sim::order::SpanKind;

/// A measure of the whole shop since opening; the row says what is different.
pub(super) fn row(unit: Unit, sentence: &'static str) -> MetricSpec {
    MetricSpec {
        path: "",
        unit,
        kind: Kind::Measure,
        live: Live::SinceOpening,
        outlets: false,
        items: false,
        zones: false,
        grows: false,
        may_be_negative: false,
        per: Per::Shop,
        settles: Settles::AtOnce,
        forecast: Forecasting::Lately,
        statistic: None,
        word: None,
        head: None,
        own_column: false,
        written_out: false,
        read: None,
        sentence,
    }
}

/// A count of orders, by time of placing.
pub(super) fn calls(sentence: &'static str) -> MetricSpec {
    MetricSpec {
        outlets: true,
        items: true,
        zones: true,
        grows: true,
        per: Per::Call,
        settles: Settles::WithItsOrders,
        forecast: Forecasting::StraightLine,
        ..row(Unit::Count, sentence)
    }
}

/// A number of the distribution of delivered orders' times.
pub(super) fn times(span: Option<SpanKind>, sentence: &'static str) -> MetricSpec {
    MetricSpec {
        live: Live::Recent(Recent::Span(span)),
        outlets: true,
        per: Per::Delivered,
        settles: Settles::WithItsOrders,
        ..row(Unit::Seconds, sentence)
    }
}

pub(super) fn busy(sentence: &'static str) -> MetricSpec {
    MetricSpec { outlets: true, per: Per::Time, ..row(Unit::Ratio, sentence) }
}

/// A total, which never falls.
pub(super) fn total(unit: Unit, sentence: &'static str) -> MetricSpec {
    MetricSpec { grows: true, forecast: Forecasting::StraightLine, ..row(unit, sentence) }
}

/// Counted by customers, by their first call.
pub(super) fn customers(unit: Unit, sentence: &'static str) -> MetricSpec {
    MetricSpec {
        grows: true,
        per: Per::Customer,
        settles: Settles::WithItsOrders,
        forecast: Forecasting::StraightLine,
        ..row(unit, sentence)
    }
}

/// The rows of metrics that no report holds.
pub(super) fn others() -> Vec<MetricSpec> {
    let deed = |path, stat, sentence| MetricSpec {
        path,
        kind: Kind::PlayerStat(stat),
        grows: true,
        forecast: Forecasting::Never,
        ..row(Unit::Count, sentence)
    };
    let after = |path, after, sentence| MetricSpec {
        path,
        kind: Kind::Aftermath(after),
        live: Live::Never,
        per: Per::Time,
        forecast: Forecasting::Never,
        ..row(Unit::Seconds, sentence)
    };
    let gauge = |path, gauge, (outlets, items, zones), sentence| MetricSpec {
        path,
        kind: Kind::Gauge(gauge),
        live: Live::Now,
        outlets,
        items,
        zones,
        per: Per::Time,
        forecast: Forecasting::Never,
        ..row(Unit::Count, sentence)
    };
    let (all, outlets, shop) = ((true, true, true), (true, false, false), (false, false, false));
    let kitchen = (true, true, false);
    vec![
        deed("commands", PlayerStat::Commands, "Commands that the player gave"),
        deed("hints", PlayerStat::Hints, "Hints that the player asked for"),
        after("recovery.after", Aftermath::Recovery, "From a fault's end until the lines are as before it"),
        after("drained.after", Aftermath::Drained, "From a fault's end until nobody waits"),
        gauge("waiting", Gauge::Waiting, all, "Tickets in lines"),
        gauge("in_system", Gauge::InSystem, all, "Orders not yet served and not lost"),
        gauge("held", Gauge::Held, shop, "Orders that wait at the front desk"),
        gauge("shelf", Gauge::Shelf, outlets, "Boxes that wait for a rider"),
        gauge("stock", Gauge::Stock, kitchen, "Bases ready"),
        gauge("chefs_busy", Gauge::ChefsBusy, outlets, "Chefs with an order in hand"),
        gauge("chefs_present", Gauge::ChefsPresent, outlets, "Chefs here and well"),
        gauge("chefs_coming", Gauge::ChefsComing, outlets, "Chefs on the way"),
        gauge("riders_busy", Gauge::RidersBusy, outlets, "Riders on a trip"),
        gauge("riders_present", Gauge::RidersPresent, outlets, "Riders here"),
        gauge("outlets_out", Gauge::OutletsOut, shop, "Outlets that health checks have taken out"),
        gauge("burnt_recently", Gauge::BurntRecently, outlets, "Of the last ten orders finished there, those burnt"),
        gauge("clerks_free", Gauge::ClerksFree, shop, "Clerks with nobody on the line"),
        gauge("at_the_desk", Gauge::AtTheDesk, shop, "Orders that wait for a clerk"),
        gauge("books_here", Gauge::BooksHere, shop, "Order books that can be written in"),
        gauge("being_written", Gauge::BeingWritten, shop, "Orders that wait to be taken, until enough books have them"),
        MetricSpec {
            unit: Unit::Seconds,
            ..gauge("tray.age", Gauge::TrayAge, kitchen, "Since the tray came out of the oven, the oldest of several")
        },
        gauge("tray.baking", Gauge::TraysBaking, kitchen, "Trays in the ovens"),
        gauge("streets_here", Gauge::StreetsHere, outlets, "Streets that the front desk deals to it now"),
        gauge("quota.left", Gauge::QuotaLeft, (false, false, true), "Calls that the quota would take now"),
    ]
}
