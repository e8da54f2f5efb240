//! Reading the book: notes at the edges of windows, the measures of a window, the digest of the world.

use super::World;
use crate::sim::book::{CardTally, LampTally, Note, OutletNote, Sheet, Tally};
use crate::sim::measures::*;
use crate::sim::metric::{Metric, Scope};
use crate::sim::order::{Customer, Order, TicketKind};
use crate::sim::setup::Window;
use crate::stats::{Histogram, TimeIntegral};
use crate::units::digest::{Digester, Fold, digest};
use crate::units::{ItemId, Span, Time, ZoneId};

impl World {
    /// Records all levels at the next window edge; they are final.
    pub(super) fn note_edge(&mut self) {
        let at = self.book.next_edge;
        let note = self.note_at(at);
        for outlet in &mut self.outlets {
            outlet.most_waiting = outlet.waiting.value();
            outlet.most_present = u64::from(outlet.present);
        }
        self.desk.health.edge();
        self.book.keep(note);
    }

    fn note_at(&self, at: Time) -> Note {
        let outlets = self.outlets.iter().enumerate().map(|(o, outlet)| {
            let areas = &outlet.areas;
            let belief = self.desk.health.belief(Self::outlet_id(o));
            OutletNote {
                waiting: outlet.waiting.until(at),
                most_waiting: outlet.most_waiting,
                chefs_here: areas.chefs_here.until(at),
                chefs_busy: areas.chefs_busy.until(at),
                chefs_blocked: areas.chefs_blocked.until(at),
                chefs_prepping: areas.chefs_prepping.until(at),
                riders_here: areas.riders_here.until(at),
                riders_busy: areas.riders_busy.until(at),
                open: areas.open.until(at),
                available: areas.available.until(at),
                made: outlet.counts.made,
                used: outlet.counts.used,
                spoiled: outlet.counts.spoiled,
                asked: outlet.counts.asked,
                most_present: outlet.most_present,
                hired: outlet.manager.map_or(0, |manager| manager.hired),
                dismissed: outlet.manager.map_or(0, |manager| manager.dismissed),
                out: belief.map_or(0, |belief| belief.area.until(at)),
                flips: belief.map_or(0, |belief| belief.flips),
            }
        });
        let phones = self.desk.phones.as_ref();
        Note {
            at,
            delivered: self.book.delivered,
            good: self.book.good,
            in_system: self.book.in_system.until(at),
            available: self.book.available.until(at),
            account: self.till.account(at),
            outlets: outlets.collect(),
            most_in_system: self.book.most_in_system,
            most_waiting: self.book.most_waiting,
            most_present: self.book.most_present,
            most_out: self.desk.health.most_out,
            clerks_here: phones.map_or(0, |phones| phones.here.until(at)),
            clerks_busy: phones.filter(|phones| phones.counted).map_or(0, |phones| phones.busy.until(at)),
            trips: phones.map_or(0, |phones| phones.trips),
            writable: self.desk.books.as_ref().map_or(0, |books| books.writable.until(at)),
        }
    }

    /// What was measured in a window until now. 0 is the whole run after the warm-up, 1 + i the setup's i-th window; a
    /// window that has not begun has no data.
    pub fn measures(&self, window: usize) -> Measures {
        self.measures_for(window, Extent::ALL)
    }

    /// The same as far as it is wanted; the rest is left empty.
    pub fn measures_for(&self, window: usize, extent: Extent) -> Measures {
        let sheet = &self.book.sheets[window];
        let noted = (sheet.window.to <= self.now).then(|| self.book.note(sheet.window.to)).flatten();
        let to = noted.cloned().unwrap_or_else(|| self.note_at(self.now));
        let from = if sheet.window.from.0 == 0 && self.book.note(Time::ZERO).is_none() {
            Note { outlets: vec![OutletNote::default(); self.outlets.len()], ..Note::default() }
        } else {
            self.book.note(sheet.window.from).cloned().unwrap_or_else(|| to.clone())
        };
        Reading { world: self, sheet, from, to, extent }.measures()
    }

    /// What was ordered, and where from, by the customers of a window who wait, in the shop or between two calls,
    /// although their promise has passed.
    pub fn overdue(&self, window: Window) -> impl Iterator<Item = (ItemId, ZoneId)> {
        let late =
            move |first: Time, item: ItemId| window.contains(first) && first + self.setup.promise_of(item) < self.now;
        let waiting = self.orders.iter().filter(move |(_, o)| o.is_live() && late(o.first_placed, o.item));
        let away = self.recalls.iter().filter(move |r| late(r.first_placed, r.what.item));
        waiting.map(|(_, order)| (order.item, order.id.zone)).chain(away.map(|r| (r.what.item, r.id.zone)))
    }

    fn last_note(&self) -> Time {
        self.book.notes.last().map_or(Time::ZERO, |note| note.at)
    }

    /// The digest of the world now and of every ended order's history ([`crate::units::digest`]). Two runs with one
    /// digest have one history, whether their commands were typed, scripted or replayed: who gave them is not part of
    /// it.
    pub fn digest(&self) -> String {
        digest(self)
    }
}

/// Left out: the setup, who gave commands, the rest of the script, and fields that follow from others.
impl Fold for World {
    fn fold(&self, to: &mut Digester) {
        #[rustfmt::skip]
        let World {
            now, phase, orders, zones, city, desk, outlets, till, book, delivery_mode, batch, calls, available,
            patience, recalls,
            history, setup: _, customers: _, rank: _, reached: _, script_next: _, played_next: _, played: _,
            agenda: _, moved: _, staffing: _, obeyed: _, plain_promise: _, screens_calls: _, has_lamps: _,
            cooks_oddly: _, ends_oddly: _, doubts, cards, ring: _, parties, hiccups: _,
        } = self;
        now.fold(to);
        phase.fold(to);
        orders.fold(to);
        zones.fold(to);
        city.fold(to);
        desk.fold(to);
        outlets.fold(to);
        till.fold(to);
        book.fold(to);
        delivery_mode.fold(to);
        (*batch, *calls).fold(to);
        (*available, *history).fold(to);
        patience.fold(to);
        recalls.fold(to);
        to.later("doubts", doubts);
        to.later("cards", cards);
        to.later("parties", parties);
    }
}

/// How much of the measures somebody wants. Most want a few counts, and reading all distributions of all outlets takes
/// a hundred times as long.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// Means and percentiles of times.
    pub distributions: bool,
    /// Outlet by outlet.
    pub outlets: bool,
    /// Zone by zone.
    pub zones: bool,
}

impl Extent {
    /// Everything.
    pub const ALL: Extent = Extent { distributions: true, outlets: true, zones: true };

    /// What either of the two wants.
    pub fn and(self, other: Extent) -> Extent {
        Extent {
            distributions: self.distributions || other.distributions,
            outlets: self.outlets || other.outlets,
            zones: self.zones || other.zones,
        }
    }

    /// What these metrics read.
    pub fn of(metrics: impl IntoIterator<Item = (Metric, Scope)>) -> Extent {
        let one = |(metric, scope): (Metric, Scope)| Extent {
            distributions: metric.row().statistic.is_some(),
            outlets: matches!(scope, Scope::Outlet(_)),
            zones: matches!(scope, Scope::Zone(_)),
        };
        metrics.into_iter().map(one).fold(Extent::default(), Extent::and)
    }
}

/// One window, from its first note to its last.
struct Reading<'a> {
    world: &'a World,
    sheet: &'a Sheet,
    from: Note,
    to: Note,
    extent: Extent,
}

impl Reading<'_> {
    fn measures(&self) -> Measures {
        let (world, setup) = (self.world, &*self.world.setup);
        let (overdue, overdue_by_zone) = self.overdue();
        let here = if self.extent.outlets { self.here() } else { Vec::new() };
        let hours = self.length().hours();
        let per_hour = |count: u64| (hours > 0.0).then(|| count as f64 / hours);
        let shop = if self.extent.distributions { self.sheet.shop_whole() } else { self.sheet.shop() };
        let orders = counts(&shop);
        let all: Vec<OutletNote> = (0..world.outlets.len()).map(|o| self.grown(o)).collect();
        let sum = |of: fn(&OutletNote) -> u128| all.iter().map(of).sum::<u128>();
        let count = |of: fn(&OutletNote) -> u64| all.iter().map(of).sum::<u64>();
        Measures {
            orders,
            customers: self.customers(&shop, overdue.iter().sum()),
            latency: summary(&shop.latency),
            spans: spans(&shop),
            in_system: Level {
                mean: TimeIntegral::mean(self.from.in_system, self.to.in_system, self.length()),
                max: self.most(|note| note.most_in_system),
            },
            waiting: Level {
                mean: TimeIntegral::mean(0, sum(|o| o.waiting), self.length()),
                max: self.most(|note| note.most_waiting),
            },
            throughput_per_hour: per_hour(self.to.delivered - self.from.delivered),
            goodput_per_hour: per_hour(self.to.good - self.from.good),
            utilization: Utilization {
                chefs: share(sum(|o| o.chefs_busy), sum(|o| o.chefs_here)),
                riders: share(sum(|o| o.riders_busy), sum(|o| o.riders_here)),
                prep: share(sum(|o| o.chefs_prepping), sum(|o| o.chefs_here)),
                blocked: share(sum(|o| o.chefs_blocked), sum(|o| o.chefs_here)),
                clerks: share(self.to.clerks_busy - self.from.clerks_busy, self.to.clerks_here - self.from.clerks_here),
            },
            clerks: ClerkMeasures { wait: self.summary(&self.sheet.clerks) },
            books: BookMeasures {
                wait: self.summary(&self.sheet.books),
                first_forgotten: match world.desk.books.as_ref().and_then(|books| books.first_forgotten) {
                    Some(first) => FirstForgotten::of(&first),
                    None => FirstForgotten::default(),
                },
                writable: match setup.books {
                    Some(_) => share(self.to.writable - self.from.writable, self.length().0 as u128),
                    None => None,
                },
            },
            fuse: FuseMeasures { trips: self.to.trips - self.from.trips },
            prep: PrepMeasures {
                made: count(|o| o.made),
                used: count(|o| o.used),
                spoiled: count(|o| o.spoiled),
                hit_ratio: share(count(|o| o.used) as u128, count(|o| o.asked) as u128),
            },
            tray: self.tray(|_, _| true),
            cards: self.cards(|_| true),
            parties: self.parties(),
            chefs: ChefMeasures { peak: self.most(|note| note.most_present) },
            manager: ManagerMeasures { hired: count(|o| o.hired), dismissed: count(|o| o.dismissed) },
            health: HealthMeasures {
                flips: count(|o| o.flips),
                out_share: share(sum(|o| o.out), sum(|o| o.open)),
                most_out: self.most(|note| note.most_out as u64),
            },
            lost_ratio: share(orders.lost() as u128, orders.arrived as u128),
            slo: slo(&shop, overdue.iter().sum(), setup.slo.promise, setup.slo.target),
            availability: share(self.to.available - self.from.available, self.length().0 as u128),
            money: self.money(orders.delivered),
            outlets: match self.extent.outlets {
                true => all.iter().enumerate().map(|(o, grown)| self.outlet(o, grown, here[o])).collect(),
                false => Vec::new(),
            },
            items: (0..setup.items.len()).map(|i| self.item(i, overdue[i], &shop)).collect(),
            zones: match self.extent.zones {
                true => overdue_by_zone.into_iter().enumerate().map(|(z, late)| self.zone(z, late, &shop)).collect(),
                false => Vec::new(),
            },
        }
    }

    fn customers(&self, shop: &Tally, overdue: u64) -> CustomerMeasures {
        let window = self.sheet.window;
        let Some(sheet) = self.world.customers.sheets.iter().find(|sheet| sheet.window == window) else {
            return CustomerMeasures::default();
        };
        let between = self.world.recalls.iter().filter(|recall| window.contains(recall.first_placed)).count();
        let slo = slo(shop, overdue, self.world.setup.slo.promise, self.world.setup.slo.target);
        CustomerMeasures {
            called: shop.customers,
            in_time: shop.good,
            late: shop.bad - sheet.lost,
            lost: sheet.lost,
            open: shop.customers - shop.good - shop.bad,
            between_calls: between as u64,
            on_time_ratio: slo.on_time_ratio,
            lost_ratio: share(sheet.lost as u128, shop.customers as u128),
            latency: self.summary(sheet.latency.as_ref().unwrap_or(&shop.latency)),
        }
    }

    fn summary(&self, histogram: &Histogram) -> Summary {
        if self.extent.distributions { summary(histogram) } else { Summary::default() }
    }

    fn length(&self) -> Span {
        self.to.at.since(self.from.at)
    }

    /// The highest level in the window: of all periods between edges that ended in it, and of the current one.
    fn most(&self, of: impl Fn(&Note) -> u64) -> Option<u64> {
        let inside = |note: &&Note| self.from.at < note.at && note.at <= self.to.at;
        let noted = self.world.book.notes.iter().filter(inside).map(&of).max();
        let current = (self.world.last_note() < self.to.at).then(|| of(&self.to));
        noted.max(current).filter(|_| self.length().0 > 0)
    }

    fn grown(&self, o: usize) -> OutletNote {
        let (from, to) = (&self.from.outlets[o], &self.to.outlets[o]);
        OutletNote {
            waiting: to.waiting - from.waiting,
            most_waiting: 0,
            chefs_here: to.chefs_here - from.chefs_here,
            chefs_busy: to.chefs_busy - from.chefs_busy,
            chefs_blocked: to.chefs_blocked - from.chefs_blocked,
            chefs_prepping: to.chefs_prepping - from.chefs_prepping,
            riders_here: to.riders_here - from.riders_here,
            riders_busy: to.riders_busy - from.riders_busy,
            open: to.open - from.open,
            available: to.available - from.available,
            made: to.made - from.made,
            used: to.used - from.used,
            spoiled: to.spoiled - from.spoiled,
            asked: to.asked - from.asked,
            most_present: 0,
            hired: to.hired - from.hired,
            dismissed: to.dismissed - from.dismissed,
            out: to.out - from.out,
            flips: to.flips - from.flips,
        }
    }

    /// [`World::overdue`] of the window, by item and by zone.
    fn overdue(&self) -> (Vec<u64>, Vec<u64>) {
        let setup = &self.world.setup;
        let zones = if self.extent.zones { setup.zones.len() } else { 0 };
        let (mut items, mut zones) = (vec![0; setup.items.len()], vec![0; zones]);
        for (item, zone) in self.world.overdue(self.sheet.window) {
            items[item.index()] += 1;
            if let Some(zone) = zones.get_mut(zone.index()) {
                *zone += 1;
            }
        }
        (items, zones)
    }

    /// The number of the window's live orders at each outlet. An order with two tickets counts where the first of them
    /// is.
    fn here(&self) -> Vec<u64> {
        let mut here = vec![0; self.world.outlets.len()];
        let window = self.sheet.window;
        let counts = |o: &Order| o.is_live() || (o.kind == TicketKind::Part && o.customer == Customer::Waiting);
        let is_there = |o: &Order| counts(o) && !o.is_at_desk() && window.contains(o.placed);
        for (_, order) in self.world.orders.iter().filter(|(_, o)| is_there(o)) {
            if let Some(count) = here.get_mut(order.outlet.index()) {
                *count += 1;
            }
        }
        here
    }

    fn money(&self, delivered: u64) -> MoneyMeasures {
        let account = self.to.account.since(&self.from.account);
        MoneyMeasures {
            revenue: account.revenue.dollars(),
            refunds: account.refunds.dollars(),
            ingredients: account.ingredients.dollars(),
            wages: account.wages.dollars(),
            rent: account.rent.dollars(),
            investments: account.investments.dollars(),
            profit: account.profit().dollars(),
            cost_per_order: (delivered > 0).then(|| account.costs().dollars() / delivered as f64),
        }
    }

    fn outlet(&self, o: usize, grown: &OutletNote, here: u64) -> OutletMeasures {
        let tally = &self.sheet.outlets[o];
        let most = |note: &Note| note.outlets[o].most_waiting;
        let present = |note: &Note| note.outlets[o].most_present;
        OutletMeasures {
            name: self.world.setup.outlets[o].name.clone(),
            orders: OrderCounts { in_system: here, ..counts(tally) },
            latency: self.summary(&tally.latency),
            spans: if self.extent.distributions { spans(tally) } else { SpanSummaries::default() },
            waiting: Level { mean: TimeIntegral::mean(0, grown.waiting, self.length()), max: self.most(most) },
            utilization: Utilization {
                chefs: share(grown.chefs_busy, grown.chefs_here),
                riders: share(grown.riders_busy, grown.riders_here),
                prep: share(grown.chefs_prepping, grown.chefs_here),
                blocked: share(grown.chefs_blocked, grown.chefs_here),
                clerks: None,
            },
            health: HealthMeasures { flips: grown.flips, out_share: share(grown.out, grown.open), most_out: None },
            availability: share(grown.available, grown.open),
            tray: self.tray(|outlet, _| outlet == o),
            cards: self.cards(|outlet| outlet == o),
            chefs: ChefMeasures { peak: self.most(present) },
            manager: ManagerMeasures { hired: grown.hired, dismissed: grown.dismissed },
        }
    }

    fn item(&self, i: usize, overdue: u64, shop: &Tally) -> ItemMeasures {
        let latency = if self.sheet.items.len() == 1 { &shop.latency } else { &self.sheet.items[i].latency };
        let tally = &self.sheet.items[i];
        let slo = slo(tally, overdue, self.world.setup.slo.promise, self.world.setup.slo.target);
        ItemMeasures {
            name: self.world.setup.items[i].name.clone(),
            orders: counts(tally),
            latency: self.summary(latency),
            on_time_ratio: slo.on_time_ratio,
            tray: self.tray(|_, item| item.index() == i),
        }
    }

    /// What was asked for at those lamps.
    fn tray(&self, of: impl Fn(usize, ItemId) -> bool) -> TrayMeasures {
        if self.sheet.lamps.is_empty() {
            return TrayMeasures::default();
        }
        let outlets = self.world.outlets.iter().enumerate();
        let lamps = outlets.flat_map(|(o, outlet)| outlet.lamps.iter().map(move |lamp| (o, lamp.item)));
        let mut all = LampTally::default();
        for (_, tally) in lamps.zip(&self.sheet.lamps).filter(|((o, item), _)| of(*o, *item)) {
            all.merge(tally);
        }
        let LampTally { asked, fresh, old, baked, ref age } = all;
        let hit_ratio = share((fresh + old) as u128, asked as u128);
        TrayMeasures { asked, fresh, old, baked, hit_ratio, age: self.summary(age) }
    }

    fn parties(&self) -> PartyMeasures {
        let (world, window, tally) = (self.world, self.sheet.window, &self.sheet.parties);
        let late = |order: &Order| {
            window.contains(order.placed) && order.placed + world.setup.promise_of(order.item) < world.now
        };
        let here = world.parties.iter().flat_map(|parties| parties.iter());
        let overdue = here.filter_map(|(_, party)| party.waits_for().next()).filter(|&key| late(&world.orders[key]));
        let bad = tally.bad + overdue.count() as u64;
        PartyMeasures {
            arrived: tally.arrived,
            delivered: tally.delivered,
            on_time_ratio: share(tally.good as u128, (tally.good + bad) as u128),
            latency: self.summary(&tally.latency),
        }
    }

    /// Whom the chefs of those outlets met.
    fn cards(&self, of: impl Fn(usize) -> bool) -> CardMeasures {
        let mut all = CardTally::default();
        for (_, tally) in self.sheet.cards.iter().enumerate().filter(|(o, _)| of(*o)) {
            all.merge(tally);
        }
        let CardTally { strangers, known } = all;
        CardMeasures { strangers, known, stranger_ratio: share(strangers as u128, (strangers + known) as u128) }
    }

    fn zone(&self, z: usize, overdue: u64, shop: &Tally) -> ZoneMeasures {
        let name = self.world.setup.zones[z].name.clone();
        // One zone alone is the whole shop. Games saved before zones were measured have no tallies of several.
        let tally = match self.sheet.zones.get(z) {
            Some(tally) => tally,
            None if self.world.setup.zones.len() == 1 => shop,
            None => return ZoneMeasures { name, ..ZoneMeasures::default() },
        };
        let slo = slo(tally, overdue, self.world.setup.slo.promise, self.world.setup.slo.target);
        let orders = counts(tally);
        ZoneMeasures {
            name,
            orders,
            latency: self.summary(&tally.latency),
            lost_ratio: share(orders.lost() as u128, orders.arrived as u128),
            on_time_ratio: slo.on_time_ratio,
        }
    }
}

fn counts(tally: &Tally) -> OrderCounts {
    let ended = tally.delivered + tally.lost();
    OrderCounts {
        arrived: tally.arrived,
        delivered: tally.delivered,
        in_system: tally.arrived.saturating_sub(ended),
        refused: tally.refused,
        abandoned: tally.abandoned,
        unreachable: tally.unreachable,
        limited: tally.limited,
        burnt: tally.burnt,
        forgotten: tally.forgotten,
        unsure: tally.unsure,
        recognised: tally.recognised,
        late: tally.late,
        retried: tally.retried,
        rerouted: tally.rerouted,
        duplicated: tally.duplicated,
        recooked: tally.recooked,
        wasted: tally.wasted,
    }
}

fn slo(tally: &Tally, overdue: u64, promise: Span, target: f64) -> SloMeasures {
    let (good, bad) = (tally.good, tally.bad + overdue);
    let allowed = (1.0 - target) * tally.customers as f64;
    SloMeasures {
        promise: promise.seconds(),
        target,
        on_time_ratio: share(good as u128, (good + bad) as u128),
        budget_left: (allowed > 0.0).then(|| 1.0 - bad as f64 / allowed),
        customers: tally.customers,
        good,
        bad,
    }
}

fn share(part: u128, whole: u128) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

fn spans(tally: &Tally) -> SpanSummaries {
    SpanSummaries {
        queue: summary(&tally.queue),
        cook: summary(&tally.cook),
        redo: summary(&tally.redo),
        blocked: summary(&tally.blocked),
        shelf: summary(&tally.shelf),
        ride: summary(&tally.ride),
        queue_abandoned: summary(&tally.queue_abandoned),
        down: summary(&tally.down()),
    }
}

fn summary(histogram: &Histogram) -> Summary {
    let [p50, p90, p95, p99] =
        histogram.percentiles([0.5, 0.9, 0.95, 0.99]).map(|percentile| percentile.map(Span::seconds));
    Summary { mean: histogram.mean(), p50, p90, p95, p99, max: histogram.max().map(Span::seconds) }
}
