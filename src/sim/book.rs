//! The book: exact measurements. Counts, histograms of every span and time integrals of every level, for the whole run
//! and for each window that a goal asks for.
//!
//! Orders belong to a window by the time they were placed; levels (waiting, busy, open) and money by the clock: at each
//! edge of a window the integrals are recorded once, so a window costs nothing between its edges. The shop's histograms
//! are sums of its outlets', merged when they are asked for.

use crate::sim::journal::{Journal, Served};
use crate::sim::lamp::Found;
use crate::sim::order::{Loss, Order, Setback, SpanKind};
use crate::sim::setup::{Setup, Window};
use crate::sim::till::Account;
use crate::stats::{Histogram, TimeIntegral};
use crate::units::digest::fold;
use crate::units::{ItemId, OutletId, Span, Time, ZoneId};
use serde::{Deserialize, Serialize};

/// Counts and histograms of the orders of one window, in one scope.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tally {
    /// Calls placed, repeat calls included.
    pub arrived: u64,
    /// Orders delivered.
    pub delivered: u64,
    /// Calls turned away at a full queue.
    pub refused: u64,
    /// Calls whose customer's patience ran out.
    pub abandoned: u64,
    /// Calls that no outlet could take.
    pub unreachable: u64,
    /// Orders delivered after the promise, counted from placing.
    pub late: u64,
    /// Repeat calls, a part of `arrived`.
    pub retried: u64,
    /// Orders moved to another outlet, or copied there; counted at the outlet where they had been.
    pub rerouted: u64,
    /// Orders of which a second cooking began while the first was not lost.
    pub duplicated: u64,
    /// Orders cooked again from scratch, because a cooking was lost.
    pub recooked: u64,
    /// Orders made or driven for nobody.
    pub wasted: u64,
    /// First calls placed. Those neither in `good` nor in `bad` are undecided.
    pub customers: u64,
    /// Customers served within the promise of their first call.
    pub good: u64,
    /// Customers lost for good, or served later than that.
    pub bad: u64,
    /// From placing to delivery, of delivered orders; so are the spans below.
    pub latency: Histogram,
    /// [`SpanKind::Queue`].
    pub queue: Histogram,
    /// [`SpanKind::Redo`].
    pub redo: Histogram,
    /// [`SpanKind::Cook`].
    pub cook: Histogram,
    /// [`SpanKind::Blocked`].
    pub blocked: Histogram,
    /// [`SpanKind::Shelf`].
    pub shelf: Histogram,
    /// [`SpanKind::Ride`].
    pub ride: Histogram,
    /// How long abandoned calls had waited for their first cooking.
    pub queue_abandoned: Histogram,
    /// Of delivered orders that were down for any time; the others, whose span is zero, are added by [`Tally::down`].
    #[serde(default, skip_serializing_if = "Histogram::is_empty")]
    down: Histogram,
    /// Calls over a quota; no outlet sees them.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub limited: u64,
    /// Orders that a chef burnt, and that no other ticket saved.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub burnt: u64,
    /// Calls for want of a confirmation; they are no orders.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub unsure: u64,
    /// Of these, those whose number the desk remembered.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub recognised: u64,
    /// Orders that were taken and that no book has any more.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub forgotten: u64,
}

fn is_zero<N: Default + PartialEq>(count: &N) -> bool {
    *count == N::default()
}

fold!(struct Tally {
    arrived, delivered, refused, abandoned, unreachable, late, retried, rerouted, duplicated, recooked, wasted,
    customers, good, bad, latency, queue, redo, cook, blocked, shelf, ride, queue_abandoned,
} later { "down": down, "limited": limited, "burnt": burnt, "unsure": unsure, "recognised": recognised, "forgotten": forgotten });

impl Tally {
    /// How long delivered orders waited where nobody could cook them; zero for those that never did.
    pub fn down(&self) -> Histogram {
        let mut down = self.down.clone();
        down.record_zeros(self.latency.count() - self.down.count());
        down
    }

    /// An order that this outlet had has been delivered.
    #[inline(always)]
    fn serve(&mut self, served: &Served, down: Span, promise: Span) {
        let latency = served.latency() + down;
        self.delivered += 1;
        self.late += (latency > promise) as u64;
        self.latency.record(latency);
        self.queue.record(served.queue);
        self.redo.record(served.redo);
        self.cook.record(served.cook);
        self.blocked.record(served.blocked);
        self.shelf.record(served.shelf);
        self.ride.record(served.ride);
        if !down.is_zero() {
            self.down.record(down);
        }
    }

    /// Lost orders, whatever became of their customers.
    pub fn lost(&self) -> u64 {
        self.refused + self.abandoned + self.unreachable + self.limited + self.burnt + self.forgotten
    }

    fn lose(&mut self, loss: Loss) {
        match loss {
            Loss::Refused => self.refused += 1,
            Loss::Abandoned => self.abandoned += 1,
            Loss::Unreachable => self.unreachable += 1,
            Loss::Limited => self.limited += 1,
            Loss::Burnt => self.burnt += 1,
            Loss::Forgotten => self.forgotten += 1,
        }
    }
}

/// The tallies of one window.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// Orders belong to it by the time they were placed.
    pub window: Window,
    /// By outlet id, and a last one for orders that were sent to no outlet.
    pub outlets: Vec<Tally>,
    /// By item id: counts, and `latency` where the menu has several items. Other histograms stay empty.
    pub items: Vec<Tally>,
    /// By outlet and item: what was asked for at lamps in the window, by the clock; empty where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lamps: Vec<LampTally>,
    /// How long orders waited for a clerk, of those that one has rung through; empty where clerks are not counted.
    #[serde(default, skip_serializing_if = "Histogram::is_empty")]
    pub clerks: Histogram,
    /// How long orders waited until enough books had them, of those taken while their guest waited; empty where there
    /// are no books.
    #[serde(default, skip_serializing_if = "Histogram::is_empty")]
    pub books: Histogram,
    /// By outlet id: whom its chefs met in the window, by the clock; empty where nobody has a street.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cards: Vec<CardTally>,
    /// By zone id, likewise; empty where there is one zone, whose numbers are the shop's, and in windows in which
    /// nobody asks for a zone. Follows from what happened.
    #[serde(default)]
    pub zones: Vec<Tally>,
}

fold!(struct Sheet { window, outlets, items } not { zones } later { "lamps": lamps, "clerks": clerks, "cards": cards, "books": books });

/// Whom the chefs of one outlet met: orders from a street that they began to cook.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardTally {
    /// Without a card of their street.
    pub strangers: u64,
    /// With one.
    pub known: u64,
}

fold!(struct CardTally { strangers, known });

impl CardTally {
    /// Adds those of another outlet.
    pub fn merge(&mut self, other: &CardTally) {
        self.strangers += other.strangers;
        self.known += other.known;
    }
}

/// What was asked for at the lamp of one item at one outlet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LampTally {
    /// Orders that asked.
    pub asked: u64,
    /// Of these, how many found fresh slices.
    pub fresh: u64,
    /// And old ones, which they were sold.
    pub old: u64,
    /// Trays that came out of the oven.
    pub baked: u64,
    /// How old the tray was from which a slice was taken.
    pub age: Histogram,
}

fold!(struct LampTally { asked, fresh, old, baked, age });

impl LampTally {
    /// Adds those of another lamp.
    pub fn merge(&mut self, other: &LampTally) {
        self.asked += other.asked;
        self.fresh += other.fresh;
        self.old += other.old;
        self.baked += other.baked;
        self.age.merge(&other.age);
    }
}

impl Sheet {
    /// An order of this window has been delivered: what is said of it where nothing is said of its outlet.
    #[inline(always)]
    fn serve(&mut self, order: &Order, promise: Span) {
        let latency = order.delivered.since(order.placed);
        let late = (latency > promise) as u64;
        let apart = self.items.len() > 1;
        let item = &mut self.items[order.item.index()];
        item.delivered += 1;
        item.late += late;
        if apart {
            item.latency.record(latency);
        }
        if !self.zones.is_empty() {
            self.serve_zone(order.id.zone, latency, late);
        }
    }

    /// The zone's part of it. Apart, so that shops of one zone have the rest in line.
    #[inline(never)]
    fn serve_zone(&mut self, zone: ZoneId, latency: Span, late: u64) {
        let zone = &mut self.zones[zone.index()];
        zone.delivered += 1;
        zone.late += late;
        zone.latency.record(latency);
    }

    /// Calls `change` on the tallies of an item and of a zone.
    #[inline(always)]
    fn of_whom(&mut self, item: ItemId, zone: ZoneId, mut change: impl FnMut(&mut Tally)) {
        change(&mut self.items[item.index()]);
        if let Some(zone) = self.zones.get_mut(zone.index()) {
            change(zone);
        }
    }

    /// The shop's counts, without histograms. Every order is for one item, so these are the sums over items.
    pub fn shop(&self) -> Tally {
        let mut shop = Tally::default();
        for item in &self.items {
            shop.arrived += item.arrived;
            shop.delivered += item.delivered;
            shop.refused += item.refused;
            shop.abandoned += item.abandoned;
            shop.unreachable += item.unreachable;
            shop.limited += item.limited;
            shop.burnt += item.burnt;
            shop.unsure += item.unsure;
            shop.recognised += item.recognised;
            shop.forgotten += item.forgotten;
            shop.late += item.late;
            shop.retried += item.retried;
            shop.rerouted += item.rerouted;
            shop.duplicated += item.duplicated;
            shop.recooked += item.recooked;
            shop.wasted += item.wasted;
            shop.customers += item.customers;
            shop.good += item.good;
            shop.bad += item.bad;
        }
        shop
    }

    /// [`Sheet::shop`] with the histograms, merged over outlets.
    pub fn shop_whole(&self) -> Tally {
        let mut shop = self.shop();
        for tally in &self.outlets {
            shop.latency.merge(&tally.latency);
            shop.queue.merge(&tally.queue);
            shop.redo.merge(&tally.redo);
            shop.cook.merge(&tally.cook);
            shop.blocked.merge(&tally.blocked);
            shop.shelf.merge(&tally.shelf);
            shop.ride.merge(&tally.ride);
            shop.queue_abandoned.merge(&tally.queue_abandoned);
            shop.down.merge(&tally.down);
        }
        shop
    }
}

/// [`Sheet::serve`] of the windows to which an order belongs.
#[inline(never)]
fn serve_windows(windows: &mut [Sheet], order: &Order, promise: Span) {
    let windows = windows.iter_mut().filter(|sheet| sheet.window.contains(order.placed));
    windows.for_each(|sheet| sheet.serve(order, promise));
}

/// Cumulative quantities, recorded at an edge of a window; a window's are the difference of two notes.
///
/// Time integrals are in units × µs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// The edge.
    pub at: Time,
    /// Orders delivered since opening.
    pub delivered: u64,
    /// Of these, within the promise of the first call.
    pub good: u64,
    /// Integral of the orders in the system.
    pub in_system: u128,
    /// Time in which at least one outlet was available, µs.
    pub available: u128,
    /// What went through the till since opening.
    pub account: Account,
    /// By outlet id.
    pub outlets: Vec<OutletNote>,
    /// Highest number of orders in the system since the edge before.
    pub most_in_system: u64,
    /// Highest number of tickets waiting since the edge before.
    pub most_waiting: u64,
    /// Highest number of chefs present since the edge before.
    #[serde(default)]
    pub most_present: u64,
    /// Highest number of outlets taken out since the edge before.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub most_out: u32,
    /// Integral of the clerks here.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub clerks_here: u128,
    /// Integral of the clerks on the line.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub clerks_busy: u128,
    /// How often a fuse blew since opening.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub trips: u64,
    /// Time in which enough order books were there, µs.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub writable: u128,
}

fold!(struct Note {
    at, delivered, good, in_system, available, account, outlets, most_in_system, most_waiting,
} not { most_present } later {
    "most_out": most_out, "clerks_here": clerks_here, "clerks_busy": clerks_busy, "trips": trips,
    "writable": writable
});

/// An outlet's part of a [`Note`]; integrals and counts since opening.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OutletNote {
    /// Integral of the tickets waiting.
    pub waiting: u128,
    /// Most tickets waiting since the edge before.
    pub most_waiting: u64,
    /// Integral of the chefs here and well.
    pub chefs_here: u128,
    /// Integral of the chefs with an order in hand.
    pub chefs_busy: u128,
    /// Integral of the chefs who hold a box for a full shelf.
    pub chefs_blocked: u128,
    /// Integral of the chefs making bases.
    pub chefs_prepping: u128,
    /// Integral of the riders here.
    pub riders_here: u128,
    /// Integral of the riders on a trip.
    pub riders_busy: u128,
    /// Time open, µs.
    pub open: u128,
    /// Time available (open, lit, connected, a chef at work), µs.
    pub available: u128,
    /// Bases made.
    pub made: u64,
    /// Bases used.
    pub used: u64,
    /// Bases thrown away.
    pub spoiled: u64,
    /// Cookings for which a base was wanted: the denominator of the hit ratio.
    pub asked: u64,
    /// Most chefs present since the edge before.
    #[serde(default)]
    pub most_present: u64,
    /// Chefs hired by a manager.
    #[serde(default)]
    pub hired: u64,
    /// Chefs let go by a manager.
    #[serde(default)]
    pub dismissed: u64,
    /// Time taken out by health checks, µs.
    #[serde(default)]
    pub out: u128,
    /// How often it was taken out or let in again.
    #[serde(default)]
    pub flips: u64,
}

fold!(struct OutletNote {
    waiting, most_waiting, chefs_here, chefs_busy, chefs_blocked, chefs_prepping, riders_here, riders_busy, open,
    available, made, used, spoiled, asked,
} not { most_present } later { "hired": hired, "dismissed": dismissed, "out": out, "flips": flips });

/// Everything measured since opening, or since the warm-up ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Book {
    /// The whole run first, then the setup's windows.
    pub sheets: Vec<Sheet>,
    /// Orders delivered since opening, by the time of delivery.
    pub delivered: u64,
    /// Of these, within the promise of the first call.
    pub good: u64,
    /// Orders in the system.
    pub in_system: TimeIntegral,
    /// The most of them since the last edge of a window.
    pub most_in_system: u64,
    /// Tickets in all queues of all outlets.
    pub waiting: u64,
    /// The most of them since the last edge of a window.
    pub most_waiting: u64,
    /// Chefs present at all outlets.
    #[serde(default)]
    pub(super) present: u64,
    /// The most of them since the last edge of a window.
    #[serde(default)]
    pub most_present: u64,
    /// 1 while at least one outlet is available.
    pub available: TimeIntegral,
    /// One for each edge of a window that has passed, in order.
    pub notes: Vec<Note>,
    /// Edges of windows, ascending and distinct; the first `notes.len()` have passed.
    edges: Vec<Time>,
    pub(super) next_edge: Time,
    /// Empty whenever anybody can look.
    #[serde(skip)]
    journal: Journal,
}

fold!(struct Book {
    sheets, delivered, good, in_system, most_in_system, waiting, most_waiting, available, notes, edges, next_edge,
} not { journal, present, most_present });

impl Book {
    pub(super) fn new(setup: &Setup) -> Book {
        let whole = Window { from: Time::ZERO + setup.warmup, to: Time::NEVER };
        let windows: Vec<Window> = std::iter::once(whole).chain(setup.windows.iter().copied()).collect();
        let mut edges: Vec<Time> = windows.iter().flat_map(|w| [w.from, w.to]).filter(|t| !t.is_never()).collect();
        edges.sort_unstable();
        edges.dedup();
        let trays = setup.items.iter().filter(|item| item.tray.is_some()).count();
        let sheet = |window: Window| {
            let by_zone = setup.zones.len() > 1 && (window == whole || setup.zones_in_windows);
            Sheet {
                window,
                outlets: vec![Tally::default(); setup.outlets.len() + 1],
                items: vec![Tally::default(); setup.items.len()],
                zones: vec![Tally::default(); if by_zone { setup.zones.len() } else { 0 }],
                lamps: vec![LampTally::default(); setup.outlets.len() * trays],
                clerks: Histogram::default(),
                books: Histogram::default(),
                cards: vec![CardTally::default(); if setup.has_streets() { setup.outlets.len() } else { 0 }],
            }
        };
        Book {
            sheets: windows.into_iter().map(sheet).collect(),
            delivered: 0,
            good: 0,
            in_system: TimeIntegral::default(),
            most_in_system: 0,
            waiting: 0,
            most_waiting: 0,
            present: 0,
            most_present: 0,
            available: TimeIntegral::default(),
            notes: Vec::new(),
            next_edge: edges.first().copied().unwrap_or(Time::NEVER),
            edges,
            journal: Journal::default(),
        }
    }

    /// So many chefs are present at an outlet, where there were so many.
    pub(super) fn presence_changed(&mut self, were: u32, are: u32) {
        self.present = self.present + u64::from(are) - u64::from(were);
        self.most_present = self.most_present.max(self.present);
    }

    /// Adds a note taken at the next edge.
    pub(super) fn keep(&mut self, note: Note) {
        self.notes.push(note);
        self.most_in_system = self.in_system.value();
        self.most_waiting = self.waiting;
        self.most_present = self.present;
        self.next_edge = self.edges.get(self.notes.len()).copied().unwrap_or(Time::NEVER);
    }

    /// The note of an edge; `None` if `at` is no edge or has not passed.
    pub fn note(&self, at: Time) -> Option<&Note> {
        self.notes.iter().find(|note| note.at == at)
    }

    /// Calls `change` on the sheets of all windows that contain `at`. The whole run's is handled apart, because most
    /// scenarios have no other.
    #[inline(always)]
    fn sheets_of(&mut self, at: Time, mut change: impl FnMut(&mut Sheet)) {
        if let [whole, windows @ ..] = &mut self.sheets[..] {
            if whole.window.contains(at) {
                change(whole);
            }
            windows.iter_mut().filter(|sheet| sheet.window.contains(at)).for_each(change);
        }
    }

    /// Calls `change` on every tally that an order belongs to; `outlet` is `None` if it was sent nowhere.
    fn each(&mut self, order: &Order, outlet: Option<usize>, mut change: impl FnMut(&mut Tally)) {
        self.sheets_of(order.placed, |sheet| {
            let place = outlet.unwrap_or(sheet.outlets.len() - 1);
            change(&mut sheet.outlets[place]);
            sheet.of_whom(order.item, order.id.zone, &mut change);
        });
    }

    #[inline(always)]
    pub(super) fn placed(&mut self, order: &Order, now: Time) {
        let retried = (order.id.attempt > 0) as u64;
        self.sheets_of(order.placed, |sheet| {
            sheet.of_whom(order.item, order.id.zone, |tally| {
                tally.arrived += 1;
                tally.retried += retried;
                tally.customers += 1 - retried;
            });
        });
        self.in_system.add(now, 1);
        self.most_in_system = self.most_in_system.max(self.in_system.value());
    }

    #[inline(always)]
    pub(super) fn sent(&mut self, order: &Order, outlet: usize) {
        let retried = (order.id.attempt > 0) as u64;
        self.sheets_of(order.placed, |sheet| {
            let tally = &mut sheet.outlets[outlet];
            tally.arrived += 1;
            tally.retried += retried;
        });
    }

    /// Counts a delivery, at the moment of delivery.
    #[inline(always)]
    pub(super) fn delivered(&mut self, order: &Order, promise: Span, now: Time) {
        self.delivered += 1;
        self.good += order.is_good(promise) as u64;
        self.in_system.add(now, -1);
    }

    /// Adds a delivered order to its sheets.
    #[inline(always)]
    pub(super) fn served(&mut self, order: &Order, setback: &Setback, promise: Span) {
        // As `sheets_of`, but in line for the whole run alone: it is much, and most scenarios have no other window.
        if let [whole, windows @ ..] = &mut self.sheets[..] {
            if whole.window.contains(order.placed) {
                whole.serve(order, promise);
            }
            if !windows.is_empty() {
                serve_windows(windows, order, promise);
            }
        }
        let spans = order.whole_spans(setback);
        let (served, down) = (Served::of(order, spans), spans[SpanKind::Down as usize]);
        if !self.journal.is_open() || !down.is_zero() {
            self.served_at(order.outlet, &served, down, promise);
        } else if let Some(all) = self.journal.note(order.outlet, served) {
            all.iter().for_each(|served| self.served_at(order.outlet, served, Span::ZERO, promise));
        }
        self.decided(order, order.is_good(promise));
    }

    /// A delivered order goes onto its outlet's sheets.
    #[inline(always)]
    fn served_at(&mut self, outlet: OutletId, served: &Served, down: Span, promise: Span) {
        self.sheets_of(served.placed, |sheet| sheet.outlets[outlet.index()].serve(served, down, promise));
    }

    /// From now on nobody looks at the sheets until they are closed.
    pub(super) fn open_journal(&mut self) {
        self.journal.open(self.sheets[0].outlets.len() - 1);
    }

    /// All that has been delivered stands on its sheets.
    pub(super) fn close_journal(&mut self, promise: Span) {
        for (outlet, served) in self.journal.drain() {
            self.served_at(outlet, &served, Span::ZERO, promise);
        }
    }

    /// Counts a customer as good (served on time) or bad.
    #[inline]
    pub(super) fn decided(&mut self, order: &Order, good: bool) {
        self.decided_by(order.first_placed, order.item, order.id.zone, good);
    }

    #[inline(always)]
    pub(super) fn decided_by(&mut self, first_placed: Time, item: ItemId, zone: ZoneId, good: bool) {
        self.sheets_of(first_placed, |sheet| {
            sheet.of_whom(item, zone, |tally| {
                tally.good += good as u64;
                tally.bad += !good as u64;
            });
        });
    }

    pub(super) fn lost(&mut self, order: &Order, outlet: Option<usize>, loss: Loss, now: Time) {
        self.each(order, outlet, |tally| tally.lose(loss));
        if loss == Loss::Abandoned {
            let waited = order.first_start.min(now).since(order.placed);
            self.sheets_of(order.placed, |sheet| {
                let place = outlet.unwrap_or(sheet.outlets.len() - 1);
                sheet.outlets[place].queue_abandoned.record(waited);
            });
        }
        self.in_system.add(now, -1);
    }

    /// The guest of an order has called again for want of a confirmation.
    pub(super) fn called_in_doubt(&mut self, order: &Order, known: bool) {
        self.each(order, None, |tally| {
            tally.unsure += 1;
            tally.recognised += known as u64;
        });
    }

    /// Somebody asked at a lamp, and took a slice so old or found none.
    pub(super) fn asked_at_lamp(&mut self, lamp: usize, found: Found, age: Option<Span>, now: Time) {
        self.sheets_of(now, |sheet| {
            let tally = &mut sheet.lamps[lamp];
            tally.asked += 1;
            tally.fresh += (found == Found::Fresh) as u64;
            tally.old += (found == Found::Old) as u64;
            if let Some(age) = age {
                tally.age.record(age);
            }
        });
    }

    /// A chef began to cook for somebody whose street has a card at his outlet, or none.
    pub(super) fn met(&mut self, outlet: usize, stranger: bool, now: Time) {
        self.sheets_of(now, |sheet| {
            let tally = &mut sheet.cards[outlet];
            tally.strangers += stranger as u64;
            tally.known += !stranger as u64;
        });
    }

    /// A new tray lies under a lamp.
    pub(super) fn tray_baked(&mut self, lamp: usize, now: Time) {
        self.sheets_of(now, |sheet| sheet.lamps[lamp].baked += 1);
    }

    /// A clerk begins to ring an order through.
    pub(super) fn clerk_took(&mut self, order: &Order, now: Time) {
        let waited = now.since(order.placed);
        self.sheets_of(order.placed, |sheet| sheet.clerks.record(waited));
    }

    /// Enough books have an order: it is taken.
    pub(super) fn books_took(&mut self, order: &Order, now: Time) {
        let waited = now.since(order.placed);
        self.sheets_of(order.placed, |sheet| sheet.books.record(waited));
    }

    pub(super) fn wasted(&mut self, order: &Order, outlet: usize) {
        self.each(order, Some(outlet), |tally| tally.wasted += 1);
    }

    pub(super) fn recooked(&mut self, order: &Order, outlet: usize) {
        self.each(order, Some(outlet), |tally| tally.recooked += 1);
    }

    pub(super) fn duplicated(&mut self, order: &Order, outlet: usize) {
        self.each(order, Some(outlet), |tally| tally.duplicated += 1);
    }

    pub(super) fn rerouted(&mut self, order: &Order, from: usize) {
        self.each(order, Some(from), |tally| tally.rerouted += 1);
    }

    #[inline]
    pub(super) fn waits(&mut self, change: i64) {
        self.waiting = self.waiting.wrapping_add_signed(change);
        self.most_waiting = self.most_waiting.max(self.waiting);
    }
}
