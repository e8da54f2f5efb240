//! What the table of metrics says of each, held against evenings at random, both ways: what is said to grow never
//! falls, and what is not said to grow is seen to fall.

use crate::shops::{Kind, shop};
use pizzeria::sim::measures::Measures;
use pizzeria::sim::metric::{self, Metric, Per, Scope, Settles, Unit};
use pizzeria::sim::world::World;
use pizzeria::units::{ItemId, OutletId, Span, Time, ZoneId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// So many shops, looked at so often. Windows: the whole evening, and the second quarter.
const SHOPS: std::ops::Range<u64> = 0..320;
const LOOKS: u64 = 24;

/// What was seen of the metrics, by path.
#[derive(Default)]
struct Seen {
    fell: BTreeSet<&'static str>,
    negative: BTreeSet<&'static str>,
    /// Changed after its window was over.
    changed_late: BTreeSet<&'static str>,
    read: BTreeSet<(&'static str, u8)>,
    /// What a row says that is not so, each with the first evening that showed it.
    wrong: BTreeMap<(&'static str, &'static str), String>,
}

impl Seen {
    fn check(&mut self, holds: bool, path: &'static str, rule: &'static str, evening: impl Fn() -> String) {
        if !holds {
            self.wrong.entry((path, rule)).or_insert_with(evening);
        }
    }
}

fn measured() -> Vec<Metric> {
    Metric::all().filter(|metric| metric.row().kind == metric::Kind::Measure).collect()
}

fn scopes(world: &World) -> Vec<Scope> {
    let outlets = (0..world.setup().outlets.len() as u32).map(|o| Scope::Outlet(OutletId(o)));
    let items = (0..world.setup().items.len() as u16).map(|i| Scope::Item(ItemId(i)));
    let zones = (0..world.setup().zones.len() as u32).map(|z| Scope::Zone(ZoneId(z)));
    [Scope::Shop].into_iter().chain(outlets).chain(items).chain(zones).collect()
}

fn sort_of(scope: Scope) -> u8 {
    match scope {
        Scope::Shop => 0,
        Scope::Outlet(_) => 1,
        Scope::Item(_) => 2,
        Scope::Zone(_) => 3,
    }
}

/// Whether all orders of a window are decided, as goals see it.
fn is_settled(measures: &Measures) -> bool {
    measures.orders.in_system == 0 && measures.slo.good + measures.slo.bad >= measures.slo.customers
}

/// What can change after its window, but did so in none of these evenings.
const RARE: &[&str] = &["orders.unreachable", "orders.forgotten"];

/// One evening.
fn watch(number: u64, seen: &mut Seen) {
    let shop = shop(number, if number.is_multiple_of(3) { Kind::Stormy } else { Kind::Wild });
    let window = shop.setup.windows[0];
    let mut world = World::new(Arc::new(shop.setup));
    let looks = (1..=LOOKS).map(|i| Time(world.setup().duration.0 / LOOKS * i));
    let mut player = shop.player.into_iter().peekable();
    let mut last: BTreeMap<(usize, Metric, Scope), f64> = BTreeMap::new();
    let (mut was_settled, mut was_called_off) = (false, false);
    for at in looks.collect::<Vec<_>>().into_iter().chain([Time::NEVER]) {
        while let Some((due, command)) = player.next_if(|(due, _)| *due <= at) {
            world.advance(due, &mut ());
            let _ = world.give(&command, &mut ());
        }
        match at {
            Time::NEVER => world.finish(&mut ()),
            at => world.advance(at, &mut ()),
        }
        for index in [0, 1] {
            let measures = world.measures(index);
            for metric in measured() {
                for scope in scopes(&world) {
                    let value = metric.read(&measures, scope);
                    let row = metric.row();
                    let path = row.path;
                    let what = |told: String| format!("shop {number}, {scope:?}, window {index}, at {at:?}: {told}");
                    let fits = value.is_none() || metric.fits(scope);
                    seen.check(fits, path, "is not of that scope", || what(format!("{value:?}")));
                    let place = (index, metric, scope);
                    let before = match value {
                        Some(value) => last.insert(place, value),
                        None => last.get(&place).copied(),
                    };
                    let Some(value) = value else {
                        let gone = before.is_some() && row.grows;
                        seen.check(!gone, path, "grows, and is gone", || what(format!("{before:?}")));
                        continue;
                    };
                    seen.read.insert((row.path, sort_of(scope)));
                    let is_ratio = row.unit != Unit::Ratio || value <= 1.0;
                    seen.check(is_ratio, path, "is a ratio above 1", || what(format!("{value}")));
                    let is_positive = row.may_be_negative || value >= 0.0;
                    seen.check(is_positive, path, "may not be negative", || what(format!("{value}")));
                    if value < 0.0 {
                        seen.negative.insert(row.path);
                    }
                    let Some(before) = before else { continue };
                    let grew = !row.grows || value >= before;
                    seen.check(grew, path, "grows, and fell", || what(format!("{before} to {value}")));
                    if value < before {
                        seen.fell.insert(row.path);
                    }
                    let over = index == 1 && at > window.to + Span(world.setup().duration.0 / LOOKS);
                    if over && value != before {
                        let may = match row.settles {
                            Settles::AtOnce => false,
                            Settles::WithItsOrders => !was_settled,
                            Settles::WithItsCustomers => !was_called_off,
                            Settles::AtTheEnd => true,
                        };
                        seen.check(may, path, "is settled, and changed", || what(format!("{before} to {value}")));
                        seen.changed_late.insert(row.path);
                    }
                }
                let whole = metric.read(&measures, Scope::Shop);
                let counted = match (metric.row().per, metric.row().unit) {
                    (Per::Abandoned, _) => Some(measures.orders.abandoned),
                    (Per::Call, Unit::Ratio) => Some(measures.orders.arrived),
                    (Per::Delivered, _) => Some(measures.orders.delivered),
                    (Per::Served, _) => Some(measures.customers.in_time + measures.customers.late),
                    _ => None,
                };
                if let Some(counted) = counted {
                    let is_of_them = whole.is_some() == (counted > 0);
                    seen.check(is_of_them, metric.path(), "is not of those it says", || {
                        format!("shop {number}, window {index}, at {at:?}: {whole:?} of {counted}")
                    });
                }
            }
            if index == 1 {
                was_settled = at > window.to && is_settled(&measures);
                was_called_off = at > window.to && measures.orders.in_system == 0 && measures.customers.open == 0;
            }
        }
    }
}

#[test]
fn every_metric_is_what_its_row_says() {
    let mut seen = Seen::default();
    SHOPS.for_each(|number| watch(number, &mut seen));
    for row in measured().into_iter().map(Metric::row) {
        let path = row.path;
        let never = || "in no evening".to_string();
        seen.check(row.grows || seen.fell.contains(path), path, "does not say that it grows, and never fell", never);
        let negative = row.may_be_negative == seen.negative.contains(path);
        seen.check(negative, path, "says that it may be negative, and never was", never);
        let late = (row.settles != Settles::AtOnce) == seen.changed_late.contains(path) || RARE.contains(&path);
        seen.check(late, path, "says that it settles with its orders, and never changed after its window", never);
        for (sort, fits) in [(0, true), (1, row.outlets), (2, row.items), (3, row.zones)] {
            let read = seen.read.contains(&(path, sort)) == fits;
            seen.check(read, path, "says that it is measured for a scope, and never was", never);
        }
    }
    let wrong: Vec<String> =
        seen.wrong.iter().map(|((path, rule), evening)| format!("{path} {rule}: {evening}")).collect();
    assert!(wrong.is_empty(), "the table of metrics is wrong:\n{}", wrong.join("\n"));
}

#[test]
fn a_metrics_short_names_fit_their_columns() {
    for metric in measured() {
        let row = metric.row();
        assert!(row.head().chars().count() <= 9, "{}: {:?} is too wide", row.path, row.head());
        assert!(!row.word().is_empty() && !row.word().contains(['.', '_']), "{}: {:?}", row.path, row.word());
    }
}
