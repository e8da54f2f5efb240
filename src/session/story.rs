//! Hints and cues: when the story goes on, and when a hint is ready. They read the board and never touch the world.
//!
//! A moment (`at`) is met exactly; a condition (`when`) is looked at every half minute of shop time: a gauge as it stands, a
//! counter since opening, a ratio or percentile over the last 10 or 15 minutes, where so short a time is kept. With both, the
//! condition is looked at once, at that moment: what does not hold then is never told.

use crate::scenario::{Condition, Trigger};
use crate::session::Session;
use crate::session::flow::SLICE;
use crate::session::gauges::LATENCY_WINDOW;
use crate::session::log::{EntryKind, What};
use crate::session::recorder::next;
use crate::sim::explain::Spans;
use crate::sim::metric::{Kind, Live, Metric, Scope};
use crate::sim::outlet::Outlet;
use crate::stats::Histogram;
use crate::units::{OutletId, Time};

/// Which hints and cues have come, and when. One whose moment passed without its condition has come, too: untold, for good.
#[derive(Clone, Debug, Default)]
pub(super) struct Story {
    pub hints: Vec<Option<Time>>,
    pub cues: Vec<Option<Time>>,
    /// Cues that have come and were not told yet.
    pub untold: Vec<usize>,
}

impl Session {
    /// The next moment at which the story may go on; never, if it cannot any more.
    pub(super) fn story_due(&self) -> Time {
        let now = self.world.now;
        let hints = self.scenario.hints.iter().map(|hint| &hint.trigger).zip(&self.story.hints);
        let cues = self.scenario.cues.iter().map(|cue| &cue.trigger).zip(&self.story.cues);
        let open = hints.chain(cues).filter(|(_, came)| came.is_none());
        let due = open.map(|(trigger, _)| match *trigger {
            Trigger::At(at) | Trigger::AtIf(at, _) => at.max(now),
            Trigger::When(_) => next(now, SLICE),
        });
        due.min().unwrap_or(Time::NEVER)
    }

    /// Lets the story go on: hints and cues whose moment it is.
    pub(super) fn go_on(&mut self) {
        let now = self.world.now;
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

    /// Forgets what came after a moment.
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

    /// A metric as hints and cues read it now; `None`: no data.
    pub fn reads(&self, metric: Metric, scope: Scope) -> Option<f64> {
        let row = metric.row();
        match (row.kind, row.live) {
            (Kind::PlayerStat, _) if row.path == "commands" => Some(self.commands.len() as f64),
            (Kind::PlayerStat, _) => Some(self.hints_bought as f64),
            (Kind::Gauge, _) => self.gauge(row.path, scope),
            (_, Live::Recent) => {
                self.recent(row.path, scope).unwrap_or_else(|| metric.read(&self.world.measures(0), scope))
            }
            (_, Live::Never) => None,
            _ => metric.read(&self.world.measures(0), scope),
        }
    }

    fn gauge(&self, path: &str, scope: Scope) -> Option<f64> {
        let world = &self.world;
        let sum = |read: fn(&Outlet) -> u64| match scope {
            Scope::Outlet(id) => world.outlets.get(id.index()).map(|outlet| read(outlet) as f64),
            _ => Some(world.outlets.iter().map(read).sum::<u64>() as f64),
        };
        let orders = |fits: &dyn Fn(&crate::sim::order::Order) -> bool| {
            world.orders.iter().filter(|(_, order)| fits(order)).count() as f64
        };
        match (path, scope) {
            ("waiting", Scope::Item(item)) => {
                Some(orders(&|order| order.item == item && order.stage == crate::sim::order::Stage::Waiting))
            }
            ("waiting", _) => sum(|outlet| outlet.waiting.value()),
            ("in_system", Scope::Shop) => Some(world.book.in_system.value() as f64),
            ("in_system", Scope::Outlet(id)) => Some(orders(&|order| order.is_live() && order.outlet == id)),
            ("in_system", Scope::Item(item)) => Some(orders(&|order| order.is_live() && order.item == item)),
            ("held", _) => Some(world.desk.held.len() as f64),
            ("shelf", _) => sum(|outlet| outlet.shelf.len() as u64),
            ("stock", Scope::Item(item)) => {
                Some(world.outlets.iter().map(|outlet| outlet.bases_of(item) as u64).sum::<u64>() as f64)
            }
            ("stock", _) => sum(|outlet| outlet.bases() as u64),
            ("chefs_busy", _) => sum(|outlet| outlet.areas.chefs_busy.value()),
            ("chefs_present", _) => sum(|outlet| outlet.areas.chefs_here.value()),
            ("riders_busy", _) => sum(|outlet| outlet.areas.riders_busy.value()),
            ("riders_present", _) => sum(|outlet| outlet.areas.riders_here.value()),
            _ => None,
        }
    }

    /// Over the last quarter of an hour. Outer `None`: not kept for so short a time; the whole run must do.
    fn recent(&self, path: &str, scope: Scope) -> Option<Option<f64>> {
        let now = self.world.now;
        let minutes = self.recorder.flow.recent.whole(now);
        let hours = LATENCY_WINDOW.min(crate::units::Span(now.0)).hours();
        let share = |part: u64, whole: u64| (whole > 0).then(|| part as f64 / whole as f64);
        let rate = |count: u64| (hours > 0.0).then(|| count as f64 / hours);
        match (path, scope) {
            ("slo.on_time_ratio", Scope::Shop) => Some(share(minutes.good, minutes.good + minutes.bad)),
            ("lost_ratio", _) => Some(share(minutes.lost, minutes.arrived)),
            ("throughput_per_hour", _) => Some(rate(minutes.delivered)),
            ("goodput_per_hour", _) => Some(rate(minutes.good)),
            ("utilization.chefs" | "utilization.riders", _) => {
                let (chefs, riders) = match scope {
                    Scope::Outlet(OutletId(o)) => self.recorder.busy(&self.world, o as usize),
                    Scope::Shop | Scope::Item(_) => self.recorder.shop_busy(&self.world),
                };
                Some(if path.ends_with("chefs") { chefs } else { riders })
            }
            _ => {
                let (group, which) = path.rsplit_once('.')?;
                let of = span_of(group)?;
                Some(summary(&self.recent_spans(scope), of, which))
            }
        }
    }

    fn recent_spans(&self, scope: Scope) -> Vec<Spans> {
        let from = Time(self.world.now.0.saturating_sub(LATENCY_WINDOW.0));
        let fits = |trace: &&crate::session::Trace| {
            trace.fate == crate::session::Fate::Delivered
                && match scope {
                    Scope::Shop => true,
                    Scope::Outlet(id) => trace.outlet == Some(id),
                    Scope::Item(item) => trace.item == item,
                }
        };
        let recent = self.recorder.history.done().rev().take_while(|trace| trace.end >= from);
        recent.filter(fits).map(|trace| trace.spans()).collect()
    }
}

/// Which span a group of the report is about; `Some(None)`: the whole latency.
fn span_of(group: &str) -> Option<Option<usize>> {
    if group == "latency" {
        return Some(None);
    }
    let name = group.strip_prefix("spans.")?;
    let kinds = crate::sim::order::SPAN_KINDS;
    kinds.iter().position(|kind| kind.name() == name).map(Some)
}

fn summary(orders: &[Spans], of: Option<usize>, which: &str) -> Option<f64> {
    let mut histogram = Histogram::default();
    for spans in orders {
        histogram
            .record(of.map_or_else(|| spans.iter().fold(Default::default(), |sum, &span| sum + span), |i| spans[i]));
    }
    let percentile = |p| histogram.percentile(p).map(|span| span.seconds());
    match which {
        "mean" => histogram.mean(),
        "p50" => percentile(0.5),
        "p90" => percentile(0.9),
        "p95" => percentile(0.95),
        "p99" => percentile(0.99),
        "max" => percentile(1.0),
        _ => None,
    }
}
