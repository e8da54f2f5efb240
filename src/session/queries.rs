//! What the screens ask of a session: the vitals and rates of the moment, "why", lists of orders, a chef's last hour.

use crate::session::Session;
use crate::session::chef_timeline::Stint;
use crate::session::flow::Flow;
use crate::session::gauges::LATENCY_WINDOW;
use crate::session::order_archive::{Fate, Filter, Sort, Trace};
use crate::session::rates::{Hand, Known, Moved, Why, known, measure, stations};
use crate::session::vitals::Shop;
use crate::sim::chef::{Chef, Task};
use crate::sim::explain::{
    self, Clerks, Composition, Doubled, Hedged, HotStreet, Lately, NoQuorum, Outranked, Spans, Stampede, Straggling,
    Strangers, TakenOut,
};
use crate::sim::health::Bad;
use crate::sim::order::{Order, OrderKey, Stage, TicketKind};
use crate::sim::outlet::Outlet;
use crate::units::{ChefRef, ItemId, OutletId, Span, Time, ZoneId};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// With fewer orders a percentile explains nothing.
const FEWEST: usize = 8;
/// In large shops, this many of a window's latest orders stand for all.
const MOST: usize = 4_000;

/// A list of orders.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OrderPage {
    /// How many orders fit, listed or not.
    pub count: usize,
    /// The orders listed.
    pub traces: Vec<Trace>,
}

/// Where an order is found: its index in the archive, or its key in the world.
#[derive(Clone, Copy)]
enum Place {
    Done(usize),
    Live(OrderKey),
}

impl Session {
    /// Brings vitals, rates and "why" up to date. Call it at most once a frame; it does nothing if no time has passed.
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
            // What moved the percentile changes slowly, and costs more than all the rest.
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

    /// The orders delivered in the 15 minutes before `end`; `None` if they are too few or not all kept.
    fn window(&self, end: Time) -> Option<Vec<Spans>> {
        let from = Time(end.0.saturating_sub(LATENCY_WINDOW.0));
        let history = &self.recorder.history;
        let orders = history.delivered_within(from, end, MOST);
        let whole = orders.len() == MOST || history.reaches_back_to() <= from;
        (whole && orders.len() >= FEWEST).then_some(orders)
    }

    /// Customers lost or served late in the rate window, and those who wait now.
    fn lately(&self) -> Lately {
        let counts = self.recorder.flow.shop.whole(self.world.now());
        Lately {
            refused: counts.refused,
            abandoned: counts.abandoned,
            unreachable: counts.unreachable,
            limited: counts.limited,
            burnt: counts.burnt,
            forgotten: counts.forgotten,
            burnt_most: if counts.burnt > 0 { self.burnt_most() } else { None },
            taken_out: self.taken_out(),
            stampede: self.stampede(),
            doubled: self.doubled(),
            straggling: self.straggling(),
            hedged: self.hedged(),
            clerks: self.clerks_held(),
            no_quorum: self.no_quorum(),
            strangers: self.strangers(),
            hot_street: self.hot_street(),
            limited_most: self.limited_most(),
            outranked: self.outranked(),
            late: counts.late,
            overdue: self.vitals.errors.overdue,
            oldest: self.vitals.oldest.map_or(Span::ZERO, |(_, since)| since),
        }
    }

    /// The outlet that burnt most orders in the rate window, and how many.
    fn burnt_most(&self) -> Option<(OutletId, u64)> {
        let rates = self.rates().iter().enumerate().map(|(o, rates)| (OutletId(o as u32), rates.passed.burnt));
        rates.filter(|(_, burnt)| *burnt > 0).max_by_key(|&(outlet, burnt)| (burnt, Reverse(outlet)))
    }

    /// How many of the outlets that answer are out for being late, if the desk goes by it.
    fn taken_out(&self) -> Option<TakenOut> {
        let desk = self.world.desk();
        if desk.health.out == 0 || desk.is_open_for_all() {
            return None;
        }
        let answer = (0..self.world.outlets().len()).filter(|&o| desk.open[o] && desk.reachable[o]);
        let ids = answer.map(|o| OutletId(o as u32));
        let late = |id: OutletId| matches!(desk.health.belief(id)?.out, Some((_, Bad::Late))).then_some(());
        let (out, of) = ids.fold((0, 0), |(out, of), id| (out + u32::from(late(id).is_some()), of + 1));
        (out > 0).then_some(TakenOut { out, of })
    }

    /// How many of the tickets in lines and ovens were filed for a call that repeated another, if some were.
    fn doubled(&self) -> Option<Doubled> {
        if !self.world.doubts().has_second_tickets() {
            return None;
        }
        let there = |order: &&Order| matches!(order.stage, Stage::Waiting | Stage::Cooking);
        let tickets = self.world.orders().iter().map(|(_, order)| order).filter(there);
        let (tickets, of) =
            tickets.fold((0, 0), |(twice, of), order| (twice + u64::from(order.kind == TicketKind::Second), of + 1));
        (tickets > 0).then_some(Doubled { tickets, of })
    }

    /// The tray of which most are in ovens and lines of one outlet, where they are more than one.
    fn stampede(&self) -> Option<Stampede> {
        if !self.setup.has_trays() {
            return None;
        }
        let orders = self.world.orders();
        let outlets = self.world.outlets().iter().enumerate().filter(|(_, outlet)| !outlet.lamps.is_empty());
        let all = outlets.flat_map(|(o, outlet)| {
            let of = outlet.waiting.value() + u64::from(outlet.cooking());
            outlet.lamps.iter().map(move |lamp| {
                let trays = outlet.trays_under_way(orders, lamp.item);
                Stampede { outlet: OutletId(o as u32), item: lamp.item, trays, of }
            })
        });
        all.filter(|stampede| stampede.trays > 1).max_by_key(|stampede| (stampede.trays, Reverse(stampede.outlet)))
    }

    /// The late parties of the rate window, and those that are late now, that wait for one pizza.
    fn straggling(&self) -> Option<Straggling> {
        let parties = self.world.parties()?;
        let now = self.world.now();
        let from = Flow::looks_back_to(now);
        let orders = self.world.orders();
        let mut found = Straggling { parties: 0, of: 0, pizzas: 0, extra: Span::ZERO };
        let mut note = |placed: Time, ready: Time, end: Time, pizzas: u32, one: bool| {
            found.of += 1;
            let extra = end.since(ready);
            if one && extra.0 * 3 >= end.since(placed).0 {
                found.parties += 1;
                found.pizzas = found.pizzas.max(pizzas);
                found.extra += extra;
            }
        };
        let done =
            self.recorder.history.parties().rev().take_while(|pizzas| pizzas.last().is_some_and(|p| p.end >= from));
        for pizzas in done {
            let [.., before, last] = pizzas else { continue };
            if last.late && last.fate == Fate::Delivered {
                note(last.placed, before.end, last.end, pizzas.len() as u32, true);
            }
        }
        for (serial, party) in parties.iter() {
            let Some(key) = party.waits_for().next() else { continue };
            let placed = orders[key].placed;
            if placed + self.setup.promise_of(orders[key].item) < now {
                let ready = self.recorder.parts.get(&serial).and_then(|ready| ready.last()).map_or(placed, |p| p.end);
                note(placed, ready, now, party.pizzas, party.ready() + 1 == party.pizzas);
            }
        }
        let extra = Span(found.extra.0.checked_div(found.parties)?);
        Some(Straggling { extra, ..found })
    }

    /// How many of the tickets in lines and ovens have another one elsewhere, or had, where second orders are sent.
    fn hedged(&self) -> Option<Hedged> {
        self.world.desk().duplicates.as_ref()?;
        let there = |order: &&Order| matches!(order.stage, Stage::Waiting | Stage::Cooking);
        let tickets = self.world.orders().iter().map(|(_, order)| order).filter(there);
        let twin = |order: &Order| !order.other.is_none() || order.twice;
        let (tickets, of) = tickets.fold((0, 0), |(twins, of), order| (twins + u64::from(twin(order)), of + 1));
        (tickets > 0).then_some(Hedged { tickets, of })
    }

    /// The pizzas of a party, in the order in which they are ready or will be: those under way by part; empty for who
    /// orders one.
    pub fn pizzas(&self, serial: u64) -> Vec<Trace> {
        let live = self.world.parties().and_then(|parties| parties.of_order(serial));
        if let Some(party) = live {
            let mut pizzas = self.recorder.parts.get(&serial).cloned().unwrap_or_default();
            pizzas.extend(party.waits_for().map(|key| self.trace_of(key)));
            return pizzas;
        }
        let is_his = |pizzas: &&[Trace]| pizzas.first().is_some_and(|pizza| pizza.serial == serial);
        self.recorder.history.parties().rev().find(is_his).map_or(Vec::new(), <[Trace]>::to_vec)
    }

    /// With whom most clerks are on the line, if none is free and somebody waits for one.
    fn clerks_held(&self) -> Option<Clerks> {
        let phones = self.world.desk().phones.as_ref().filter(|phones| phones.free() == Some(0))?;
        let lanes = phones.lanes.iter().enumerate().filter(|(_, lane)| lane.under_way > 0);
        let (o, lane) = lanes.max_by_key(|(o, lane)| (lane.under_way, Reverse(*o)))?;
        let waiting = phones.waiting() as u64;
        let held = Clerks { outlet: OutletId(o as u32), with: lane.under_way, of: phones.present(), waiting };
        (waiting > 0).then_some(held)
    }

    /// Since when too few order books are there, if orders wait to be taken.
    fn no_quorum(&self) -> Option<NoQuorum> {
        let books = self.world.order_books().filter(|books| !books.is_writable())?;
        let waiting = books.waiting() as u64;
        let since = books.unwritable_since;
        (waiting > 0).then_some(NoQuorum { since, here: books.here(), needed: books.needed(), waiting })
    }

    /// For how many strangers is cooked now, where they are more work.
    fn strangers(&self) -> Option<Strangers> {
        if !self.setup.has_strangers() {
            return None;
        }
        let cooks = |chef: &&Chef| matches!(chef.task, Task::Cooking { .. });
        // Where nobody waits they do no harm.
        let busy = self.world.outlets().iter().filter(|outlet| outlet.waiting.value() > 0);
        let cooking = busy.flat_map(|outlet| &outlet.chefs).filter(cooks);
        let (strange, of) =
            cooking.fold((0, 0), |(strange, of), chef| (strange + u64::from(chef.cooks_for_stranger()), of + 1));
        // A cooking for a stranger is longer, so that at a moment more of them are seen than are begun.
        let factor = self.setup.cards.stranger;
        let begun = strange as f64 / factor;
        let usual = begun + (of - strange) as f64;
        let extra = if usual > 0.0 { (strange as f64 - begun) / usual * 100.0 } else { 0.0 };
        (strange > 1).then_some(Strangers { strange, of, extra: extra as u64 })
    }

    /// The hot street at the outlet at which most lies.
    fn hot_street(&self) -> Option<HotStreet> {
        if !self.setup.has_hot_street() || !self.world.deals_by_street() {
            return None;
        }
        let lies = |outlet: &Outlet| outlet.waiting.value();
        let all: u64 = self.world.outlets().iter().map(lies).sum();
        let (o, fullest) =
            self.world.outlets().iter().enumerate().max_by_key(|(o, outlet)| (lies(outlet), Reverse(*o)))?;
        let orders = self.world.orders();
        let tickets: Vec<OrderKey> = fullest.queues.iter().flat_map(|line| line.iter(orders)).collect();
        let hot: Vec<ZoneId> = tickets
            .iter()
            .filter(|key| self.world.street_of(**key) == Some(0))
            .map(|key| orders[*key].id.zone)
            .collect();
        let count = |zone: ZoneId| hot.iter().filter(|of| **of == zone).count() as u64;
        let zone = hot.iter().copied().max_by_key(|zone| (count(*zone), Reverse(*zone)))?;
        let of = lies(fullest);
        Some(HotStreet { outlet: OutletId(o as u32), zone, tickets: count(zone), of, elsewhere: all - of })
    }

    /// The zone of which most calls were over a quota in the rate window: how many, and all its calls.
    fn limited_most(&self) -> Option<(ZoneId, u64, u64)> {
        let (flow, now) = (&self.recorder.flow, self.world.now());
        let limited = flow.limited.iter().map(|(zone, calls)| (*zone, calls.whole(now)));
        let (zone, most) =
            limited.filter(|(_, calls)| *calls > 0).max_by_key(|&(zone, calls)| (calls, Reverse(zone)))?;
        Some((zone, most, flow.zones[zone.index()].whole(now)))
    }

    /// Where items rank: the item whose oldest order waits longest beyond a third of its promise, while those that go
    /// before it do not wait so long.
    fn outranked(&self) -> Option<Outranked> {
        // Whoever waits longest waits for his food as long as that at least.
        let shortest = (0..self.setup.items.len()).map(|i| self.setup.promise_of(ItemId(i as u16))).min()?;
        if self.vitals.oldest.is_none_or(|(_, since)| since.0 <= shortest.0 / 3) {
            return None;
        }
        let ranked = self.world.outlets().iter().enumerate().filter(|(_, outlet)| outlet.queue_order.ranks_items());
        let passed = ranked.filter_map(|(o, outlet)| self.outranked_at(OutletId(o as u32), outlet));
        passed.max_by_key(|(oldest, _)| *oldest).map(|(_, outranked)| outranked)
    }

    fn outranked_at(&self, id: OutletId, outlet: &Outlet) -> Option<(Span, Outranked)> {
        let (orders, now) = (self.world.orders(), self.world.now());
        let mut waits: BTreeMap<(u64, ItemId), (u64, Span)> = BTreeMap::new();
        for key in outlet.queues.iter().flat_map(|line| line.iter(orders)) {
            let item = orders[key].item;
            let (count, oldest) = waits.entry((self.setup.rank(outlet.queue_order, item), item)).or_default();
            (*count, *oldest) = (*count + 1, now.since(orders[key].placed).max(*oldest));
        }
        let is_long = |item: ItemId, wait: Span| wait.0 > self.setup.promise_of(item).0 / 3;
        let (&(rank, item), &(waiting, oldest)) = waits.iter().find(|((_, item), (_, wait))| is_long(*item, *wait))?;
        let before = waits.iter().filter(|((other, _), _)| *other < rank).map(|(_, (count, _))| count).sum();
        let is_passed =
            (0..self.setup.items.len()).any(|i| self.setup.rank(outlet.queue_order, ItemId(i as u16)) < rank);
        is_passed.then_some((oldest, Outranked { outlet: id, item, waiting, before }))
    }

    /// The load of an outlet's chefs if `hands` were its chefs: known demand ÷ known capacity. `None` with nobody
    /// there.
    pub fn load_with(&self, outlet: OutletId, hands: &[Hand]) -> Option<f64> {
        let demand = known::demand(&self.world);
        let repeats = self.rates().get(outlet.index()).map_or(1.0, |rates| rates.repeats);
        Some(known::load(&self.world, outlet.index(), hands, demand.get(outlet.index())?).share()? * repeats)
    }

    /// Lists orders, live and finished, sorted and filtered, at most `limit` of them, and counts all that fit. Only
    /// those listed are read in full.
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
                // Of lost orders, the last lost comes first.
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

    /// The orders of such a list alone.
    pub fn orders(&self, sort: Sort, filter: &Filter, limit: usize) -> Vec<Trace> {
        self.ledger(sort, filter, limit).traces
    }

    /// How many orders such a list would have without a limit.
    pub fn count_orders(&self, sort: Sort, filter: &Filter) -> usize {
        self.ledger(sort, filter, 0).count
    }

    fn trace_of(&self, key: OrderKey) -> Trace {
        let aside = self.recorder.flow.asides.get(key.0 as usize).copied().unwrap_or_default();
        Trace::of(&self.world, key).with(aside.ahead, aside.rerouted)
    }

    /// The trace of a live or finished order by its serial number; `None` if it is not kept any more.
    pub fn trace(&self, serial: u64) -> Option<Trace> {
        let live = self.live(serial).filter(|(_, order)| order.is_live()).map(|(key, _)| self.trace_of(key));
        live.or_else(|| self.recorder.history.done().rev().find(|trace| trace.serial == serial).copied())
    }

    /// A live order's record by its serial number.
    pub fn live(&self, serial: u64) -> Option<(OrderKey, &Order)> {
        self.world.orders().iter().find(|(_, order)| order.serial == serial && order.kind == TicketKind::Order)
    }

    /// The first fault or command after `at`; after the last one, the first of all. `None` if there is none.
    pub fn mark_after(&self, at: Time) -> Option<Time> {
        let faults = self.recorder.log.faults.iter().map(|fault| fault.at);
        let mut marks: Vec<Time> = faults.chain(self.commands.iter().map(|command| command.at)).collect();
        marks.sort();
        marks.iter().find(|mark| **mark > at).or(marks.first()).copied()
    }

    /// The slowest 1 % of the deliveries beside the middle tenth, of the last `within` or of all that are kept; `None`
    /// if nothing was delivered.
    pub fn composition(&self, within: Option<Span>) -> Option<Composition> {
        let now = self.world.now();
        let from = within.map_or(Time::ZERO, |within| Time(now.0.saturating_sub(within.0)));
        let orders = self.recorder.history.delivered_within(from, after(now), usize::MAX);
        explain::composition(&orders, 0.01)
    }

    /// A chef's stints of the last hour, oldest first.
    pub fn stints(&self, chef: ChefRef) -> Vec<Stint> {
        self.recorder.chef_timeline.list(&self.world, chef)
    }

    /// The share of the last 10 minutes that a chef had an order in hand; `None` if the chef was not there.
    pub fn chef_busy(&self, chef: ChefRef) -> Option<f64> {
        self.recorder.chef_timeline.busy(&self.world, chef, Flow::covered(self.world.now()))
    }

    /// Calls an hour from a zone, over the last 10 minutes.
    pub fn zone_rate(&self, zone: ZoneId) -> f64 {
        let now = self.world.now();
        self.recorder.flow.zones[zone.index()].whole(now) as f64 / Flow::covered(now).hours()
    }

    /// Calls of a zone in the rate window.
    pub fn zone_calls(&self, zone: ZoneId) -> u64 {
        self.recorder.flow.zones[zone.index()].whole(self.world.now())
    }

    /// When the rate window began.
    pub fn window_begins(&self) -> Time {
        Flow::looks_back_to(self.world.now())
    }

    /// Orders an hour that came to an outlet, over the last 10 minutes.
    pub fn edge_rate(&self, outlet: OutletId) -> f64 {
        self.rates.get(outlet.index()).map_or(0.0, |rates| rates.arriving_per_hour)
    }
}

/// The next instant: an interval ending there contains `now`.
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
        for (name, _) in builtin::all() {
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
