//! Hints and cues: when the story goes on, and when a hint is ready. They read the board and never change the world.
//!
//! A moment (`at`) is met exactly. A condition (`when`) is checked every half minute of shop time: a gauge as it is
//! now, a counter since opening, a ratio or percentile over the last 10 or 15 minutes where such a window is kept. With
//! both, the condition is checked once, at that moment; if it does not hold then, the hint or cue never comes.

use crate::scenario::{Condition, Trigger};
use crate::session::Session;
use crate::session::flow::SLICE;
use crate::session::gauges::LATENCY_WINDOW;
use crate::session::log::{EntryKind, What};
use crate::session::recorder::next;
use crate::sim::explain::Spans;
use crate::sim::lamp::Lamp;
use crate::sim::metric::{Gauge, Kind, Live, Metric, PlayerStat, Recent, Scope, Statistic};
use crate::sim::order::SpanKind;
use crate::sim::outlet::Outlet;
use crate::sim::world::{Extent, World};
use crate::stats::Histogram;
use crate::units::{OutletId, Time};

/// Which hints and cues are settled, and when. One whose moment passed without its condition is settled, too, without
/// being told.
#[derive(Clone, Debug, Default)]
pub(super) struct Story {
    pub hints: Vec<Option<Time>>,
    pub cues: Vec<Option<Time>>,
    /// Cues that are due and have not been told yet.
    pub untold: Vec<usize>,
}

impl Session {
    /// The next moment at which the story may go on; [`Time::NEVER`] if it cannot any more.
    pub(super) fn story_due(&self) -> Time {
        let now = self.world.now();
        let hints = self.scenario.hints.iter().map(|hint| &hint.trigger).zip(&self.story.hints);
        let cues = self.scenario.cues.iter().map(|cue| &cue.trigger).zip(&self.story.cues);
        let open = hints.chain(cues).filter(|(_, came)| came.is_none());
        let due = open.map(|(trigger, _)| match *trigger {
            Trigger::At(at) | Trigger::AtIf(at, _) => at.max(now),
            Trigger::When(_) => next(now, SLICE),
        });
        due.min().unwrap_or(Time::NEVER)
    }

    /// Tells the hints and cues whose moment it is.
    pub(super) fn go_on(&mut self) {
        let now = self.world.now();
        let scenario = self.scenario.clone();
        self.tell_events();
        let edge = now.0.is_multiple_of(SLICE.0);
        // Whether it is settled now, and whether it is told.
        let came = |session: &Session, trigger: &Trigger| match trigger {
            Trigger::At(at) => (*at <= now, true),
            Trigger::When(condition) => (edge && session.holds(condition), true),
            Trigger::AtIf(at, condition) => (*at <= now, *at <= now && session.holds(condition)),
        };
        for (i, hint) in scenario.hints.iter().enumerate() {
            let (settled, told) = came(self, &hint.trigger);
            if self.story.hints[i].is_some() || !settled {
                continue;
            }
            self.story.hints[i] = Some(now);
            if told {
                self.hints_ready.push(i);
                self.recorder.log.push(now, EntryKind::Noticed, None, What::HintReady { hint: i });
            }
        }
        for (i, cue) in scenario.cues.iter().enumerate() {
            let (settled, told) = came(self, &cue.trigger);
            if self.story.cues[i].is_some() || !settled {
                continue;
            }
            self.story.cues[i] = Some(now);
            if told {
                self.story.untold.push(i);
                self.recorder.log.push(now, EntryKind::Noticed, None, What::Cue { cue: i });
            }
        }
    }

    /// Whether each cue is settled, in the scenario's order.
    pub(super) fn cues_settled(&self) -> impl Iterator<Item = bool> {
        self.story.cues.iter().map(Option::is_some)
    }

    /// Forgets what came after `at`.
    pub(super) fn unwind_story(&mut self, at: Time) {
        let Story { hints, cues, untold } = &mut self.story;
        for came in hints.iter_mut().chain(cues) {
            *came = came.filter(|&came| came <= at);
        }
        untold.clear();
        let hints = &self.story.hints;
        self.hints_ready.retain(|&i| hints[i].is_some());
    }

    fn holds(&self, condition: &Condition) -> bool {
        self.reads(condition.metric, condition.scope).is_some_and(|value| condition.bound.holds(value))
    }

    /// A metric as hints and cues read it now; `None` if there are no data.
    pub fn reads(&self, metric: Metric, scope: Scope) -> Option<f64> {
        let row = metric.row();
        let since_opening = || metric.read(&self.world.measures_for(0, Extent::of([(metric, scope)])), scope);
        match (row.kind, row.live) {
            (Kind::PlayerStat(PlayerStat::Commands), _) => Some(self.commands_given() as f64),
            (Kind::PlayerStat(PlayerStat::Hints), _) => Some(self.hints_bought as f64),
            (Kind::Gauge(gauge), _) => self.gauge(gauge, scope),
            (Kind::Aftermath(_), _) | (Kind::Measure, Live::Never) => None,
            (Kind::Measure, Live::Recent(Recent::OnTime | Recent::Lost)) if scope != Scope::Shop => since_opening(),
            (Kind::Measure, Live::Recent(recent)) => self.recent(recent, row.statistic, scope),
            (Kind::Measure, Live::Now | Live::SinceOpening) => since_opening(),
        }
    }

    fn gauge(&self, gauge: Gauge, scope: Scope) -> Option<f64> {
        let world = &self.world;
        let sum = |read: fn(&Outlet) -> u64| match scope {
            Scope::Outlet(id) => world.outlets().get(id.index()).map(|outlet| read(outlet) as f64),
            Scope::Shop | Scope::Item(_) | Scope::Zone(_) => Some(world.outlets().iter().map(read).sum::<u64>() as f64),
        };
        let orders = |fits: &dyn Fn(&crate::sim::order::Order) -> bool| {
            world.orders().iter().filter(|(_, order)| fits(order)).count() as f64
        };
        match (gauge, scope) {
            (Gauge::Waiting, Scope::Item(item)) => {
                Some(orders(&|order| order.item == item && order.stage == crate::sim::order::Stage::Waiting))
            }
            (Gauge::Waiting, Scope::Zone(zone)) => {
                Some(orders(&|order| order.id.zone == zone && order.stage == crate::sim::order::Stage::Waiting))
            }
            (Gauge::Waiting, _) => sum(|outlet| outlet.waiting.value()),
            (Gauge::InSystem, Scope::Shop) => Some(world.book().in_system.value() as f64),
            (Gauge::InSystem, Scope::Outlet(id)) => Some(orders(&|order| order.is_live() && order.outlet == id)),
            (Gauge::InSystem, Scope::Item(item)) => Some(orders(&|order| order.is_live() && order.item == item)),
            (Gauge::InSystem, Scope::Zone(zone)) => Some(orders(&|order| order.is_live() && order.id.zone == zone)),
            (Gauge::Held, _) => Some(world.desk().held.len() as f64),
            (Gauge::Shelf, _) => sum(|outlet| outlet.shelf.len() as u64),
            (Gauge::Stock, Scope::Item(item)) => {
                Some(world.outlets().iter().map(|outlet| outlet.bases_of(item) as u64).sum::<u64>() as f64)
            }
            (Gauge::Stock, _) => sum(|outlet| outlet.bases() as u64),
            (Gauge::ChefsBusy, _) => sum(|outlet| outlet.areas.chefs_busy.value()),
            (Gauge::ChefsPresent, _) => sum(|outlet| outlet.areas.chefs_here.value()),
            (Gauge::RidersBusy, _) => sum(|outlet| outlet.areas.riders_busy.value()),
            (Gauge::QuotaLeft, Scope::Zone(zone)) => {
                let quota = world.zones().get(zone.index())?.quota?;
                Some(quota.left(world.now()) as f64)
            }
            (Gauge::QuotaLeft, _) => Some(world.desk().quota?.left(world.now()) as f64),
            (Gauge::ChefsComing, _) => sum(|outlet| u64::from(outlet.chefs_coming())),
            (Gauge::OutletsOut, _) => Some(world.desk().health.out as f64),
            (Gauge::ClerksFree, _) => Some(f64::from(world.desk().phones.as_ref()?.free()?)),
            (Gauge::BooksHere, _) => Some(f64::from(world.order_books()?.here())),
            (Gauge::BeingWritten, _) => Some(world.order_books()?.waiting() as f64),
            (Gauge::AtTheDesk, _) => Some(world.desk().phones.as_ref()?.waiting() as f64),
            (Gauge::BurntRecently, _) => sum(|outlet| outlet.finished.burnt() as u64),
            (Gauge::TrayAge, scope) => {
                let ages = lamps(world, scope).filter_map(|(_, lamp)| lamp.age(world.now()));
                ages.max().map(|age| age.seconds())
            }
            (Gauge::TraysBaking, scope) => {
                let baking = |(outlet, lamp): (&Outlet, &Lamp)| outlet.trays_in_ovens(world.orders(), lamp.item);
                Some(lamps(world, scope).map(baking).sum::<u32>() as f64)
            }
            (Gauge::StreetsHere, scope) => {
                let dealing = world.dealing(usize::MAX)?;
                match scope {
                    Scope::Outlet(id) => dealing.here.get(id.index()).map(|streets| *streets as f64),
                    Scope::Shop | Scope::Item(_) | Scope::Zone(_) => Some(dealing.all as f64),
                }
            }
            (Gauge::RidersPresent, _) => sum(|outlet| outlet.areas.riders_here.value()),
        }
    }

    /// A metric over the last 15 minutes; busy shares over 10.
    fn recent(&self, recent: Recent, statistic: Option<Statistic>, scope: Scope) -> Option<f64> {
        let now = self.world.now();
        let minutes = self.recorder.flow.recent.whole(now);
        let hours = LATENCY_WINDOW.min(crate::units::Span(now.0)).hours();
        let share = |part: u64, whole: u64| (whole > 0).then(|| part as f64 / whole as f64);
        let rate = |count: u64| (hours > 0.0).then(|| count as f64 / hours);
        match recent {
            Recent::OnTime => share(minutes.good, minutes.good + minutes.bad),
            Recent::Lost => share(minutes.lost, minutes.arrived),
            Recent::Throughput => rate(minutes.delivered),
            Recent::Goodput => rate(minutes.good),
            Recent::ChefsBusy => self.busy(scope).0,
            Recent::RidersBusy => self.busy(scope).1,
            Recent::Span(span) => summary(&self.recent_spans(scope), span, statistic?),
        }
    }

    /// The busy shares of chefs and riders, over the last 10 minutes.
    fn busy(&self, scope: Scope) -> (Option<f64>, Option<f64>) {
        match scope {
            Scope::Outlet(OutletId(o)) => self.recorder.busy(&self.world, o as usize),
            Scope::Shop | Scope::Item(_) | Scope::Zone(_) => self.recorder.shop_busy(&self.world),
        }
    }

    fn recent_spans(&self, scope: Scope) -> Vec<Spans> {
        let from = Time(self.world.now().0.saturating_sub(LATENCY_WINDOW.0));
        let fits = |trace: &&crate::session::Trace| {
            trace.fate == crate::session::Fate::Delivered
                && match scope {
                    Scope::Shop => true,
                    Scope::Outlet(id) => trace.outlet == Some(id),
                    Scope::Item(item) => trace.item == item,
                    Scope::Zone(zone) => trace.zone == zone,
                }
        };
        let recent = self.recorder.history.done().rev().take_while(|trace| trace.end >= from);
        recent.filter(fits).map(|trace| trace.spans()).collect()
    }
}

/// The lamps of a part of the shop, each with its outlet.
fn lamps(world: &World, scope: Scope) -> impl Iterator<Item = (&Outlet, &Lamp)> {
    let here = move |o: usize| !matches!(scope, Scope::Outlet(id) if id.index() != o);
    let of = move |lamp: &Lamp| !matches!(scope, Scope::Item(item) if item != lamp.item);
    let outlets = world.outlets().iter().enumerate().filter(move |(o, _)| here(*o));
    outlets
        .flat_map(|(_, outlet)| outlet.lamps.iter().map(move |lamp| (outlet, lamp)))
        .filter(move |(_, lamp)| of(lamp))
}

/// One statistic of one span of these orders, or of their whole latency if `of` is `None`; in seconds.
fn summary(orders: &[Spans], of: Option<SpanKind>, which: Statistic) -> Option<f64> {
    let mut histogram = Histogram::default();
    for spans in orders {
        let whole = || spans.iter().fold(Default::default(), |sum, &span| sum + span);
        histogram.record(of.map_or_else(whole, |kind| spans[kind as usize]));
    }
    let percentile = |p| histogram.percentile(p).map(|span| span.seconds());
    match which {
        Statistic::Mean => histogram.mean(),
        Statistic::Percentile(per_cent) => percentile(per_cent as f64 / 100.0),
        Statistic::Max => percentile(1.0),
    }
}
