//! What the screens ask of a session: vitals and rates of the moment, "why", lists of orders, one chef's hour.

use crate::session::Session;
use crate::session::chef_timeline::Stint;
use crate::session::flow::Flow;
use crate::session::gauges::{LATENCY_WINDOW, RATE_WINDOW};
use crate::session::order_archive::{Fate, Filter, Sort, Trace};
use crate::session::rates::{Hand, Known, Moved, Why, known, measure, stations};
use crate::session::vitals::Shop;
use crate::sim::explain::{self, Composition, Lately, Spans};
use crate::sim::order::{Order, OrderKey};
use crate::units::{ChefRef, OutletId, Span, Time, ZoneId};

/// A percentile of fewer orders explains nothing.
const FEWEST: usize = 8;
/// Of large shops, so many of a window's latest orders stand for it.
const MOST: usize = 4_000;

/// Orders in a list, and how many there are beyond it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OrderPage {
    pub count: usize,
    pub traces: Vec<Trace>,
}

/// Where an order is kept.
#[derive(Clone, Copy)]
enum Place {
    Done(usize),
    Live(OrderKey),
}

impl Session {
    /// Brings vitals, rates and "why" up to the moment. At most once a frame; nothing happens if nothing has happened.
    pub fn refresh(&mut self) {
        let now = self.world.now();
        if self.refreshed == Some(now) {
            return;
        }
        self.forget_estimates(self.refreshed.is_none());
        let shop = self.measure();
        for o in (0..self.world.outlets().len()).filter(|&o| !self.world.outlets()[o].power.is_fine()) {
            self.rates[o].wait = self.known_wait(OutletId(o as u32));
        }
        self.vitals = self.recorder.vitals(&self.world, &self.rates, &shop);
        let moved = match &self.why {
            // Where it came from changes slowly, and costs more than all the rest.
            Some(why) if now.since(why.at) < self.recorder.gauges.beat && now >= why.at => why.moved,
            _ => self.moved(),
        };
        let stations = stations(&self.world, &self.rates);
        let stations: Vec<_> = stations.into_iter().map(|station| self.as_known(station)).collect();
        let lately = self.lately();
        let verdict = explain::verdict(&stations, self.setup.slo.promise, &lately);
        let gone = self.recorder.flow.recent.whole(now).lost;
        let still_waiting = self.world.book().in_system.value();
        self.why = Some(Why { at: now, stations, verdict, lately, moved, still_waiting, gone });
        self.refreshed = Some(now);
    }

    /// Brings the rates of all outlets up to the moment; what they come to together.
    fn measure(&mut self) -> Shop {
        let (world, flow, known) = (&self.world, &self.recorder.flow, &mut self.known);
        if self.refreshed.is_none_or(|then| then > world.now()) {
            // Perhaps of another history.
            *known = Known::default();
        }
        known.update(world);
        let mut shop = Shop::default();
        self.rates.clear();
        for (o, ((asked, demand), staff)) in known.asked.iter().zip(&known.demand).zip(&known.staff).enumerate() {
            let stretch = flow.stretch(world, o);
            shop.add(OutletId(o as u32), &world.outlets()[o], &stretch);
            self.rates.push(measure(world, flow.outlets[o].as_deref(), o, (asked, demand, staff), &stretch));
        }
        shop
    }

    /// Where the 95th percentile came from: against the moment of the last hour, a window or more ago, from which it
    /// has moved furthest.
    fn moved(&self) -> Option<Moved> {
        let now = self.world.now();
        let recent = self.window(after(now))?;
        let p95 = explain::tail(&recent, 0.95)?.edge.seconds();
        let since = now.0.checked_sub(LATENCY_WINDOW.0).map(Time)?;
        let oldest = Time(now.0.saturating_sub(Span::from_mins(60).0));
        let samples = self.recorder.gauges.p95.points().iter().rev();
        let reachable = samples.skip_while(|point| point.at > since).take_while(|point| point.at >= oldest);
        let values = reachable.filter_map(|point| Some((point.at, point.values?.last)));
        let furthest = values.fold(None, |best: Option<(Time, f64)>, (at, value)| match best {
            Some((_, most)) if (most - p95).abs() >= (value - p95).abs() => best,
            _ => Some((at, value)),
        });
        let (at, then) = furthest?;
        if (then - p95).abs() < 60.0_f64.max(then.min(p95) * 0.1) {
            return None;
        }
        let before = self.window(after(at))?;
        let shift = explain::shift(&before, &recent, 0.95)?;
        Some(Moved { since: at, shift })
    }

    /// The orders delivered in the quarter of an hour before a moment, if they are all remembered and not too few.
    fn window(&self, end: Time) -> Option<Vec<Spans>> {
        let from = Time(end.0.saturating_sub(LATENCY_WINDOW.0));
        let history = &self.recorder.history;
        let orders = history.delivered_within(from, end, MOST);
        let whole = orders.len() == MOST || history.reaches_back_to() <= from;
        (whole && orders.len() >= FEWEST).then_some(orders)
    }

    /// Who was lost or late in the rate window, and who waits now.
    fn lately(&self) -> Lately {
        let counts = self.recorder.flow.shop.whole(self.world.now());
        Lately {
            refused: counts.refused,
            abandoned: counts.abandoned,
            unreachable: counts.unreachable,
            late: counts.late,
            overdue: self.vitals.errors.overdue,
            oldest: self.vitals.oldest.map_or(Span::ZERO, |(_, since)| since),
        }
    }

    /// Load of an outlet's chefs now, and were other hands there, by the same arithmetic: known demand ÷ known hands.
    pub fn load_with(&self, outlet: OutletId, hands: &[Hand]) -> Option<f64> {
        let demand = known::demand(&self.world);
        known::load(&self.world, outlet.index(), hands, demand.get(outlet.index())?).share()
    }

    /// Orders for a list: live and finished, sorted and narrowed, at most `limit`; and how many there would be without
    /// that limit. Only those that are listed are looked at whole.
    pub fn ledger(&self, sort: Sort, filter: &Filter, limit: usize) -> OrderPage {
        let now = self.world.now();
        let history = &self.recorder.history.done;
        let oldest = filter.within.map_or(Time::ZERO, |within| Time(now.0.saturating_sub(within.0)));
        let first = history.partition_point(|trace| trace.end < oldest);
        let key = |latency: Span, serial: u64| match sort {
            Sort::Slowest => (u64::MAX - latency.0, serial),
            Sort::Recent | Sort::Lost => (u64::MAX - serial, 0),
        };
        let mut keys: Vec<((u64, u64), Place)> = Vec::new();
        for (i, trace) in history.iter().enumerate().skip(first) {
            let wanted = sort != Sort::Lost || matches!(trace.fate, Fate::Lost(_));
            if wanted && filter.fits(trace) {
                // Those who were lost: the latest loss first.
                let key =
                    if sort == Sort::Lost { (u64::MAX - i as u64, 0) } else { key(trace.latency(), trace.serial) };
                keys.push((key, Place::Done(i)));
            }
        }
        if sort != Sort::Lost {
            let live = self.world.orders().iter().filter(|(_, order)| order.is_live() && filter.fits_order(order));
            keys.extend(live.map(|(at, order)| (key(now.since(order.placed), order.serial), Place::Live(at))));
        }
        let count = keys.len();
        if keys.len() > limit && limit > 0 {
            keys.select_nth_unstable_by_key(limit - 1, |(key, _)| *key);
        }
        keys.truncate(limit);
        keys.sort_unstable_by_key(|(key, _)| *key);
        let traces = keys.into_iter().map(|(_, place)| match place {
            Place::Done(i) => history[i],
            Place::Live(at) => self.trace_of(at),
        });
        OrderPage { count, traces: traces.collect() }
    }

    /// The orders of a list alone.
    pub fn orders(&self, sort: Sort, filter: &Filter, limit: usize) -> Vec<Trace> {
        self.ledger(sort, filter, limit).traces
    }

    /// How many orders a list without a limit would have.
    pub fn count_orders(&self, sort: Sort, filter: &Filter) -> usize {
        self.ledger(sort, filter, 0).count
    }

    fn trace_of(&self, key: OrderKey) -> Trace {
        let aside = self.recorder.flow.asides.get(key.0 as usize).copied().unwrap_or_default();
        Trace::of(self.world.orders(), key, self.world.now(), self.setup.slo.promise).with(aside.ahead, aside.rerouted)
    }

    /// The trace of an order by its number, live or finished, if it is still remembered.
    pub fn trace(&self, serial: u64) -> Option<Trace> {
        let live = self.live(serial).filter(|(_, order)| order.is_live()).map(|(key, _)| self.trace_of(key));
        live.or_else(|| self.recorder.history.done().rev().find(|trace| trace.serial == serial).copied())
    }

    /// A live order's record by its number.
    pub fn live(&self, serial: u64) -> Option<(OrderKey, &Order)> {
        self.world.orders().iter().find(|(_, order)| order.serial == serial && !order.copy)
    }

    /// The next fault or command after a moment; from the last one back to the first.
    pub fn mark_after(&self, at: Time) -> Option<Time> {
        let faults = self.recorder.log.faults.iter().map(|fault| fault.at);
        let mut marks: Vec<Time> = faults.chain(self.commands.iter().map(|command| command.at)).collect();
        marks.sort();
        marks.iter().find(|mark| **mark > at).or(marks.first()).copied()
    }

    /// The slowest 1 % beside the middle tenth of what was delivered within a time (`None`: ever, as far as it is
    /// remembered); `None` with nothing delivered.
    pub fn composition(&self, within: Option<Span>) -> Option<Composition> {
        let now = self.world.now();
        let from = within.map_or(Time::ZERO, |within| Time(now.0.saturating_sub(within.0)));
        let orders = self.recorder.history.delivered_within(from, after(now), usize::MAX);
        explain::composition(&orders, 0.01)
    }

    /// A chef's last hour, oldest first.
    pub fn stints(&self, chef: ChefRef) -> Vec<Stint> {
        self.recorder.chef_timeline.list(&self.world, chef)
    }

    /// Share of the last 10 minutes that a chef had an order in hand; `None`: was not here.
    pub fn chef_busy(&self, chef: ChefRef) -> Option<f64> {
        self.recorder.chef_timeline.busy(&self.world, chef, RATE_WINDOW)
    }

    /// Calls an hour from a zone, over the last 10 minutes.
    pub fn zone_rate(&self, zone: ZoneId) -> f64 {
        let now = self.world.now();
        self.recorder.flow.zones[zone.index()].whole(now) as f64 / Flow::covered(now).hours()
    }

    /// Orders that came to an outlet an hour, over the last 10 minutes.
    pub fn edge_rate(&self, outlet: OutletId) -> f64 {
        self.rates.get(outlet.index()).map_or(0.0, |rates| rates.arriving_per_hour)
    }
}

/// A hair after a moment: what happened at it is before.
fn after(now: Time) -> Time {
    Time(now.0 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{self, builtin};
    use crate::session::recorder;
    use std::sync::Arc;

    /// Rates, vitals and "why" as a session comes to them that has kept nothing of the moments before.
    fn anew(session: &Session) -> Session {
        let mut fresh = session.clone();
        fresh.refreshed = None;
        fresh.refresh();
        fresh
    }

    #[test]
    fn what_is_settled_step_by_step_is_what_is_settled_anew() {
        for (name, _) in builtin::list() {
            let scenario = scenario::load(name, &[]).unwrap_or_else(|problems| panic!("{problems}"));
            let solution = scenario.solution.clone();
            let mut session = Session::new(Arc::new(scenario));
            let mut given = solution.iter().peekable();
            while !session.is_over() {
                let next = recorder::next(session.now(), Span::from_mins(7));
                let due = given.peek().map_or(Time::NEVER, |command| command.at);
                session.advance(next.min(due));
                while let Some(command) = given.next_if(|command| command.at <= session.now()) {
                    let _ = session.give(command.command.clone());
                }
                // What a player's command makes anew would hide what is kept.
                session.refreshed = session.refreshed.or(Some(Time::ZERO));
                session.refresh();
                let fresh = anew(&session);
                assert_eq!(session.rates, fresh.rates, "{name} at {:?}", session.now());
                assert_eq!(session.vitals, fresh.vitals, "{name} at {:?}", session.now());
            }
        }
    }
}
