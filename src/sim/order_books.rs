//! The order books (*replicas of a log*): every order is written into several, and the desk says "taken" once so many
//! of them have it (*write quorum*). What stands in one book only is lost with it (*acknowledged and lost*).
//!
//! How many must have it is M. Kleppmann's *w* of *n* (*Designing Data-Intensive Applications*, ch. 5): one is quick,
//! all stop when a single book is away, and more than half survive the loss of any one.
//!
//! This type holds what stands where; what follows for orders is in `world/writing.rs`.

use crate::chance::{Draws, Source};
use crate::sim::order::{Order, OrderId, OrderKey};
use crate::sim::outlet::Supply;
use crate::sim::setup::{BooksSetup, Setup, WaitFor};
use crate::sim::zone::dice;
use crate::stats::TimeIntegral;
use crate::units::digest::fold;
use crate::units::{Span, Time};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// All order books of the shop.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OrderBooks {
    /// How many must have an order before it is taken.
    pub wait_for: WaitFor,
    /// The books, by number from 0; people count from 1.
    pub books: Vec<OrderBook>,
    /// Orders that are neither delivered nor lost, and those of guests who have left without a word before theirs was
    /// taken; oldest first.
    pub entries: Vec<Entry>,
    /// The first order that was taken and then burnt with the only book that had it.
    pub first_forgotten: Option<Forgotten>,
    /// The last one.
    pub last_forgotten: Option<Forgotten>,
    /// Since when too few books are there; never: enough are.
    pub unwritable_since: Time,
    /// 1 while enough books are there.
    pub(super) writable: TimeIntegral,
    /// When what is being written will stand where; derived.
    #[serde(skip)]
    ends: BTreeSet<(Time, u32, Turn)>,
}

fold!(struct OrderBooks { wait_for, books, entries, first_forgotten, last_forgotten, unwritable_since, writable } not { ends });

/// One book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderBook {
    /// Whether it is there, or away with whoever keeps it.
    pub here: Supply,
    /// When it burnt; never, if it has not.
    pub burnt: Time,
    /// When it will be away next by chance.
    pub leaves: Time,
    /// How long it would have stayed, while it is away otherwise.
    pub stays: Option<Span>,
    /// How often it was away by chance.
    pub absences: u64,
}

fold!(struct OrderBook { here, burnt, leaves, stays, absences });

/// An order's place among those in the books: by time placed, then by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Turn {
    /// When it was placed.
    pub placed: Time,
    /// Who it is.
    pub id: OrderId,
}

fold!(struct Turn { placed, id });

/// An order in the books.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its place among the others.
    pub turn: Turn,
    /// Its ticket.
    pub key: OrderKey,
    /// When it was taken; never, if it has not been.
    pub taken: Time,
    /// By number of the book.
    pub pages: Vec<Page>,
}

fold!(struct Entry { turn, key, taken, pages });

/// What one book has of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Page {
    /// Nothing, and nobody writes: the book is away or burnt.
    Lacks,
    /// It is being written.
    Writing {
        /// When it stands there.
        ends: Time,
    },
    /// It stands there.
    Has {
        /// Since when.
        since: Time,
    },
}

fold!(enum Page { 0 Lacks {}, 1 Writing { ends }, 2 Has { since } });

/// An order that was taken, and that nobody knows of any more (*acknowledged and lost*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forgotten {
    /// Its number over the whole shop, from 1.
    pub serial: u64,
    /// When it was placed.
    pub placed: Time,
    /// When its guest heard that it was taken.
    pub taken: Time,
    /// When the only book that had it burnt.
    pub burnt: Time,
    /// When the next book would have had it; never: none was being written.
    pub next: Time,
}

fold!(struct Forgotten { serial, placed, taken, burnt, next });

impl Turn {
    /// An order's.
    pub fn of(order: &Order) -> Turn {
        Turn { placed: order.placed, id: order.id }
    }
}

impl OrderBook {
    /// Whether it can be written in.
    pub fn is_here(&self) -> bool {
        self.here.is_fine() && !self.is_burnt()
    }

    /// Whether it is gone for good.
    pub fn is_burnt(&self) -> bool {
        !self.burnt.is_never()
    }

    /// The clock of random absence stops.
    pub(super) fn stops_clock(&mut self, now: Time) {
        if !self.leaves.is_never() {
            self.stays = Some(self.leaves.since(now));
            self.leaves = Time::NEVER;
        }
    }
}

impl Page {
    /// Whether the order stands there.
    pub fn has(self) -> bool {
        matches!(self, Page::Has { .. })
    }
}

impl Entry {
    /// In how many books it stands.
    pub fn copies(&self) -> u32 {
        self.pages.iter().filter(|page| page.has()).count() as u32
    }

    /// Whether its guest has been told that it is taken.
    pub fn is_taken(&self) -> bool {
        !self.taken.is_never()
    }

    /// When the next book will have it; never: none is being written.
    pub fn next(&self) -> Time {
        let ends = |page: &Page| match *page {
            Page::Writing { ends } => ends,
            Page::Lacks | Page::Has { .. } => Time::NEVER,
        };
        self.pages.iter().map(ends).min().unwrap_or(Time::NEVER)
    }
}

impl OrderBooks {
    pub(super) fn new(setup: &BooksSetup) -> OrderBooks {
        let book = OrderBook { here: Supply::Fine, burnt: Time::NEVER, leaves: Time::NEVER, stays: None, absences: 0 };
        let mut writable = TimeIntegral::default();
        writable.set(Time::ZERO, 1);
        OrderBooks {
            wait_for: setup.wait_for,
            books: vec![book; setup.copies as usize],
            entries: Vec::new(),
            first_forgotten: None,
            last_forgotten: None,
            unwritable_since: Time::NEVER,
            writable,
            ends: BTreeSet::new(),
        }
    }

    /// How many books must have an order before it is taken: of all, burnt ones too.
    pub fn needed(&self) -> u32 {
        self.wait_for.of(self.books.len() as u32)
    }

    /// How many can be written in now.
    pub fn here(&self) -> u32 {
        self.books.iter().filter(|book| book.is_here()).count() as u32
    }

    /// How many have burnt.
    pub fn burnt(&self) -> u32 {
        self.books.iter().filter(|book| book.is_burnt()).count() as u32
    }

    /// Whether a new order could be taken now.
    pub fn is_writable(&self) -> bool {
        self.here() >= self.needed()
    }

    /// Whether no order can ever be taken again by this rule: too many books have burnt.
    pub fn is_over(&self) -> bool {
        self.books.len() as u32 - self.burnt() < self.needed()
    }

    /// Orders that wait to be taken.
    pub fn waiting(&self) -> usize {
        self.entries.iter().filter(|entry| !entry.is_taken()).count()
    }

    /// An order's entry.
    pub fn entry(&self, order: &Order) -> Option<&Entry> {
        self.entries.get(self.find(Turn::of(order)).ok()?)
    }

    fn find(&self, turn: Turn) -> Result<usize, usize> {
        self.entries.binary_search_by(|entry| entry.turn.cmp(&turn))
    }

    pub(super) fn entry_mut(&mut self, turn: Turn) -> Option<&mut Entry> {
        let at = self.find(turn).ok()?;
        self.entries.get_mut(at)
    }

    /// The other of an order's two tickets goes on alone.
    pub(super) fn goes_on_as(&mut self, turn: Turn, key: OrderKey) {
        if let Some(entry) = self.entry_mut(turn) {
            entry.key = key;
        }
    }

    /// Begins to write a new order into all books that are there.
    pub(super) fn enter(&mut self, key: OrderKey, turn: Turn, now: Time, lasts: impl Fn(u32) -> Span) {
        let page = |(b, book): (usize, &OrderBook)| match book.is_here() {
            true => Page::Writing { ends: now + lasts(b as u32) },
            false => Page::Lacks,
        };
        let pages: Vec<Page> = self.books.iter().enumerate().map(page).collect();
        self.ends.extend(pages.iter().enumerate().filter_map(|(b, page)| match *page {
            Page::Writing { ends } => Some((ends, b as u32, turn)),
            Page::Lacks | Page::Has { .. } => None,
        }));
        let at = self.find(turn).unwrap_or_else(|at| at);
        self.entries.insert(at, Entry { turn, key, taken: Time::NEVER, pages });
    }

    /// Removes an order from the books; its entry.
    pub(super) fn strike(&mut self, turn: Turn) -> Option<Entry> {
        let entry = self.entries.remove(self.find(turn).ok()?);
        for (b, page) in entry.pages.iter().enumerate() {
            if let Page::Writing { ends } = *page {
                self.ends.remove(&(ends, b as u32, turn));
            }
        }
        Some(entry)
    }

    /// What is written next, once its time has come: by time, then by book, then oldest first.
    pub(super) fn written(&mut self, now: Time) -> Option<Turn> {
        let &(ends, b, turn) = self.ends.first().filter(|(ends, ..)| *ends <= now)?;
        self.ends.remove(&(ends, b, turn));
        let entry = self.entry_mut(turn)?;
        entry.pages[b as usize] = Page::Has { since: now };
        Some(turn)
    }

    /// Nobody writes in a book any more; what stood in it is gone if it burnt.
    pub(super) fn break_off(&mut self, b: usize, burnt: bool) {
        for entry in &mut self.entries {
            match entry.pages[b] {
                Page::Writing { ends } => {
                    self.ends.remove(&(ends, b as u32, entry.turn));
                    entry.pages[b] = Page::Lacks;
                }
                Page::Has { .. } if burnt => entry.pages[b] = Page::Lacks,
                Page::Has { .. } | Page::Lacks => {}
            }
        }
    }

    /// A book is back: all that it lacks is written, from the beginning.
    pub(super) fn catch_up(&mut self, b: usize, now: Time, lasts: impl Fn(OrderId) -> Span) {
        for entry in self.entries.iter_mut().filter(|entry| entry.pages[b] == Page::Lacks) {
            let ends = now + lasts(entry.turn.id);
            entry.pages[b] = Page::Writing { ends };
            self.ends.insert((ends, b as u32, entry.turn));
        }
    }

    /// Orders that would be taken now, oldest first.
    pub(super) fn ready(&self) -> Vec<Turn> {
        let needed = self.needed();
        let is_ready = |entry: &&Entry| !entry.is_taken() && entry.copies() >= needed;
        self.entries.iter().filter(is_ready).map(|entry| entry.turn).collect()
    }

    /// Orders that were taken and stand in no book, oldest first.
    pub(super) fn nowhere(&self) -> Vec<Turn> {
        let is_nowhere = |entry: &&Entry| entry.is_taken() && entry.copies() == 0;
        self.entries.iter().filter(is_nowhere).map(|entry| entry.turn).collect()
    }

    /// When the next order stands in a book, the next book is back, and the next one leaves.
    pub(super) fn next(&self) -> (Time, Time, Time) {
        let back = |book: &OrderBook| match book.here {
            Supply::Broken { until, .. } if !book.is_burnt() => until,
            Supply::Fine | Supply::Broken { .. } => Time::NEVER,
        };
        let least = |of: &dyn Fn(&OrderBook) -> Time| self.books.iter().map(of).min().unwrap_or(Time::NEVER);
        let written = self.ends.first().map_or(Time::NEVER, |(ends, ..)| *ends);
        (written, least(&back), least(&|book| book.leaves))
    }

    /// Finds again what is not saved.
    pub(super) fn recompute_derived(&mut self) {
        let ends = self.entries.iter().flat_map(|entry| {
            entry.pages.iter().enumerate().filter_map(|(b, page)| match *page {
                Page::Writing { ends } => Some((ends, b as u32, entry.turn)),
                Page::Lacks | Page::Has { .. } => None,
            })
        });
        self.ends = ends.collect();
    }
}

/// How long it takes to write an order into a book that is there: the first by the shop's rule, the k-th of all by the
/// (k − 1)-th draw of the order's own stream, so that more books shift nothing.
pub(super) fn writing_lasts(setup: &Setup, id: OrderId, book: u32) -> Span {
    let Some(books) = &setup.books else { return Span::ZERO };
    if book == 0 {
        return books.write;
    }
    if books.copy.mean() <= 0.0 {
        return Span::ZERO;
    }
    let mut draws = dice(setup.seed, Source::Copying, id.zone, id.n, id.attempt);
    let mut lasts = Span::ZERO;
    for _ in 0..book {
        lasts = books.copy.span(&mut draws);
    }
    lasts
}

/// The draws of a book's `k`-th absence by chance.
pub(super) fn absence_draws(setup: &Setup, book: u32, k: u64) -> Draws {
    // Beyond all zones, whose orders have the lower half of the keys.
    Draws::keyed(setup.seed, Source::Copying, 1 << 32 | u64::from(book), k)
}
