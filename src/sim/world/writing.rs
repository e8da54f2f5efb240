//! The order books at work: an order is written down, taken once enough books have it, and forgotten if none has it any
//! more; books are away, come back, and burn.
//!
//! The books are the desk's: illness, power and telephone lines of outlets do not touch them.

use super::World;
use crate::sim::agenda::{Rank, Slot};
use crate::sim::notice::{Notice, Witness};
use crate::sim::order::{Customer, Loss, Order, OrderKey, Stage};
use crate::sim::order_books::{Entry, Forgotten, OrderBook, OrderBooks, Turn, absence_draws, writing_lasts};
use crate::sim::outlet::Supply;
use crate::sim::setup::{WaitFor, WhenNone};
use crate::units::{Span, Time};

impl World {
    /// A new order is sent to all books that are there.
    #[cold]
    pub(super) fn write_down(&mut self, key: OrderKey, w: &mut impl Witness) {
        let (now, setup) = (self.now, self.setup.clone());
        let order = &mut self.orders[key];
        order.stage = Stage::Writing;
        let turn = Turn::of(order);
        if let Some(books) = &mut self.desk.books {
            books.enter(key, turn, now, |book| writing_lasts(&setup, turn.id, book));
        }
        w.see(self, Notice::WrittenDown { order: key });
        self.reschedule_desk();
    }

    /// Handles the books' own clocks: what is written, by book; books that are back, by number; books that leave.
    #[cold]
    pub(super) fn books_happening(&mut self, w: &mut impl Witness) {
        let Some(books) = &mut self.desk.books else { return };
        let now = self.now;
        if self.rank == Rank::WORK {
            if let Some(turn) = books.written(now) {
                let needed = books.needed();
                let is_enough = |entry: &Entry| !entry.is_taken() && entry.copies() >= needed;
                if books.entry_mut(turn).is_some_and(|entry| is_enough(entry)) {
                    self.accepted(turn, w);
                }
            }
        } else if self.rank == Rank::OVER {
            let is_back = |book: &OrderBook| matches!(book.here, Supply::Broken { until, .. } if until <= now);
            if let Some(b) = books.books.iter().position(|book| is_back(book) && !book.is_burnt()) {
                self.book_back(b, w);
            }
        } else if let Some(b) = books.books.iter().position(|book| book.leaves <= now) {
            self.book_leaves(b, w);
        }
        self.reschedule_desk();
    }

    /// Enough books have an order: its guest hears that it is taken, and it is sent to an outlet.
    fn accepted(&mut self, turn: Turn, w: &mut impl Witness) {
        let now = self.now;
        let Some(books) = &mut self.desk.books else { return };
        let Some(entry) = books.entry_mut(turn) else { return };
        entry.taken = now;
        let (key, copies) = (entry.key, entry.copies());
        let waits = self.orders[key].customer == Customer::Waiting;
        if waits {
            self.book.books_took(&self.orders[key], now);
        } else {
            books.strike(turn);
        }
        let order = &mut self.orders[key];
        order.stage = Stage::Waiting;
        let (id, serial) = (order.id, order.serial);
        w.see(self, Notice::Accepted { order: key, books: copies });
        // What its kitchen has is what can be late there.
        self.will_duplicate(key);
        match self.choose(key, None) {
            Some(o) => self.send_late(key, o, w),
            // Nobody is there to keep it for.
            None if !waits && self.desk.when_none == WhenNone::Lose => {
                w.see(self, Notice::KeptForNobody { order: key });
                self.forget(key);
            }
            None => self.nobody_takes(key, w),
        }
        let more = self.other_pizzas(id, serial);
        self.place_parts(id, serial, &more, w);
    }

    /// Takes what the books have by now, after the rule has changed.
    pub(super) fn set_books(&mut self, wait_for: WaitFor, w: &mut impl Witness) {
        let Some(books) = &mut self.desk.books else { return };
        books.wait_for = wait_for;
        let ready = books.ready();
        self.books_changed(w);
        ready.into_iter().for_each(|turn| self.accepted(turn, w));
        self.reschedule_desk();
    }

    /// Notes whether enough books are there for the rule.
    fn books_changed(&mut self, w: &mut impl Witness) {
        let now = self.now;
        let Some(books) = &mut self.desk.books else { return };
        let (was, is) = (books.writable.value() == 1, books.is_writable());
        books.writable.set(now, u64::from(is));
        if was != is {
            books.unwritable_since = if is { Time::NEVER } else { now };
            w.see(self, Notice::BooksWritable { on: is });
        }
    }

    /// A book is away: what was being written there is broken off.
    pub(super) fn book_away(&mut self, b: usize, until: Time, w: &mut impl Witness) {
        let now = self.now;
        let Some(books) = &mut self.desk.books else { return };
        books.books[b].stops_clock(now);
        books.books[b].here = Supply::Broken { since: now, until };
        books.break_off(b, false);
        w.see(self, Notice::BookAway { book: b as u32, until });
        self.books_changed(w);
        self.reschedule_desk();
    }

    fn book_leaves(&mut self, b: usize, w: &mut impl Witness) {
        let Some(away) = self.setup.books.as_ref().and_then(|books| books.away) else { return };
        let Some(books) = &mut self.desk.books else { return };
        let book = &mut books.books[b];
        let mut draws = absence_draws(&self.setup, b as u32, book.absences);
        let _ = draws.exponential();
        let lasts = Span::drawn(away.lasts.seconds() * draws.exponential());
        book.absences += 1;
        book.leaves = Time::NEVER;
        self.book_away(b, self.now + lasts, w);
    }

    fn book_back(&mut self, b: usize, w: &mut impl Witness) {
        let (now, setup) = (self.now, self.setup.clone());
        let Some(books) = &mut self.desk.books else { return };
        books.books[b].here = Supply::Fine;
        books.catch_up(b, now, |id| writing_lasts(&setup, id, b as u32));
        w.see(self, Notice::BookBack { book: b as u32 });
        self.run_absence_clock(b);
        self.books_changed(w);
    }

    /// Schedules when a book is away next by chance. As with chefs, what interrupts the clock redraws nothing.
    fn run_absence_clock(&mut self, b: usize) {
        let Some(away) = self.setup.books.as_ref().and_then(|books| books.away) else { return };
        let now = self.now;
        let Some(books) = &mut self.desk.books else { return };
        let book = &mut books.books[b];
        let drawn = || {
            let mut draws = absence_draws(&self.setup, b as u32, book.absences);
            Span::drawn(away.every.seconds() * draws.exponential())
        };
        let left = book.stays.unwrap_or_else(drawn);
        book.stays = None;
        book.leaves = now + left;
    }

    /// Starts the clocks of random absence, at opening.
    pub(super) fn open_books(&mut self) {
        let count = self.desk.books.as_ref().map_or(0, |books| books.books.len());
        (0..count).for_each(|b| self.run_absence_clock(b));
        self.reschedule_desk();
    }

    /// A book burns with all that stands in it. Orders that were taken and stand in no other are forgotten, unless they
    /// are on the way to their guest.
    pub(super) fn book_burns(&mut self, b: usize, w: &mut impl Witness) {
        let now = self.now;
        let Some(books) = &mut self.desk.books else { return };
        let book = &mut books.books[b];
        book.stops_clock(now);
        (book.burnt, book.here, book.stays) = (now, Supply::Fine, None);
        books.break_off(b, true);
        let nowhere = books.nowhere();
        w.see(self, Notice::BookBurnt { book: b as u32 });
        self.books_changed(w);
        let forgotten: Vec<Vec<OrderKey>> = nowhere.into_iter().map(|turn| self.forgotten(turn, w)).collect();
        self.tickets_of_nobody(&forgotten.concat(), w);
        self.reschedule_desk();
    }

    /// Tickets of orders that were forgotten at one moment: first those that wait are torn up, then boxes are thrown
    /// away that chefs hold, then those on shelves. So nobody begins, or shelves, what is to be thrown away next.
    fn tickets_of_nobody(&mut self, tickets: &[OrderKey], w: &mut impl Witness) {
        let serials: Vec<u64> = tickets.iter().map(|&key| self.orders[key].serial).collect();
        let pass = |order: &Order| match order.stage {
            Stage::Blocked => 1,
            _ if order.is_waiting() => 0,
            _ => 2,
        };
        for now in 0..=2 {
            for (&key, &serial) in tickets.iter().zip(&serials) {
                let order = &self.orders[key];
                if order.serial == serial && order.stage != Stage::Ended && pass(order) == now {
                    self.leave(key, w);
                }
            }
        }
    }

    /// Nobody knows any more whose an order is; its tickets.
    fn forgotten(&mut self, turn: Turn, w: &mut impl Witness) -> Vec<OrderKey> {
        let now = self.now;
        let Some(books) = &mut self.desk.books else { return Vec::new() };
        let Some(entry) = books.entry_mut(turn) else { return Vec::new() };
        let (key, taken, next) = (entry.key, entry.taken, entry.next());
        let (other, serial) = (self.orders[key].other.some(), self.orders[key].serial);
        let tickets = match self.tickets_of_party(serial) {
            none if none.is_empty() => std::iter::once(key).chain(other).collect(),
            all => all,
        };
        let Some(books) = &mut self.desk.books else { return Vec::new() };
        if tickets.iter().any(|&ticket| is_on_its_way(self.orders[ticket].stage)) {
            return Vec::new();
        }
        let order = Some(Forgotten { serial, placed: turn.placed, taken, burnt: now, next });
        books.last_forgotten = order;
        books.first_forgotten = books.first_forgotten.or(order);
        // Whether he would have told anybody or not: the desk knows that there is nobody to bring it to.
        tickets.iter().for_each(|&ticket| self.orders[ticket].cancels = true);
        if self.note_party_lost(key, Loss::Forgotten, w).is_none() {
            self.note_loss(key, Loss::Forgotten, w);
        }
        // What the desk keeps of a party leaves it; what kitchens have is thrown away there.
        for &ticket in tickets.iter().filter(|&&ticket| ticket != key) {
            let order = &self.orders[ticket];
            if order.stage == Stage::Held && !order.is_copy() {
                w.see(self, Notice::PartLeft { order: ticket });
            }
        }
        tickets
    }

    /// An order is delivered or lost: the books need it no more.
    #[cold]
    pub(super) fn strike_out(&mut self, key: OrderKey) {
        let turn = Turn::of(&self.orders[key]);
        if let Some(books) = &mut self.desk.books
            && books.strike(turn).is_some()
        {
            self.reschedule_desk();
        }
    }

    /// Whether an order is being written for a guest who has left without a word.
    pub(super) fn is_written_on(&self, key: OrderKey) -> bool {
        self.orders[key].stage == Stage::Writing && !self.orders[key].cancels
    }

    /// Updates the desk's own slot in the agenda, which is the last: telephones or books, for a shop has not both.
    pub(super) fn reschedule_desk(&mut self) {
        let Some(books) = &self.desk.books else { return self.reschedule_phones() };
        let (written, back, leaves) = books.next();
        let slot =
            Slot::new(written, Rank::WORK).min(Slot::new(back, Rank::OVER)).min(Slot::new(leaves, Rank::ILLNESS));
        self.agenda.set(1 + self.zones.len() + self.outlets.len(), slot);
    }

    /// Whether so many books will be there at last that an order can be taken.
    pub(super) fn will_be_taken(&self, books: &OrderBooks) -> bool {
        let comes = |book: &&OrderBook| !book.is_burnt() && self.comes_back(book.here);
        books.books.iter().filter(comes).count() as u32 >= books.needed()
    }

    /// How orders are taken that would be placed now: `None` where there are no books.
    pub fn order_books(&self) -> Option<&OrderBooks> {
        self.desk.books.as_deref()
    }
}

/// Whether an order is in the hands of somebody who brings it to its guest, and needs no book for that.
fn is_on_its_way(stage: Stage) -> bool {
    matches!(stage, Stage::Riding | Stage::Serving)
}
