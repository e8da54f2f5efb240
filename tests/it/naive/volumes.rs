//! Order books: what stands in which, and what is taken by that. Where the engine keeps pages and a calendar, each
//! order knows since when somebody writes it where.

use super::{At, End, Naive};
use pizzeria::chance::{Draws, Source};
use pizzeria::sim::order::Loss;
use pizzeria::sim::setup::{BooksSetup, Setup, WaitFor};
use pizzeria::units::{Span, Time};

pub struct Volumes {
    pub rule: WaitFor,
    pub all: Vec<Volume>,
    /// Orders somebody may still ask the books for.
    pub orders: Vec<Written>,
    /// When those were placed who were told that their order is taken, and how long they had waited for it.
    pub waits: Vec<(Time, Span)>,
    /// Time with enough books, µs.
    pub enough: u128,
    pub forgotten: usize,
    pub broken_off: usize,
}

#[derive(Clone, Copy)]
pub struct Volume {
    pub away: Option<Time>,
    pub burnt: bool,
    /// By chance.
    pub leaves: Option<Time>,
    pub rest: Option<Span>,
    pub absences: u64,
}

pub struct Written {
    pub ticket: usize,
    pub call: usize,
    pub taken: bool,
    /// By book: somebody writes it there since then, and it stands there.
    pub since: Vec<Option<Time>>,
    pub stands: Vec<bool>,
}

impl Volumes {
    pub fn of(setup: &Setup) -> Option<Volumes> {
        let BooksSetup { copies, wait_for, .. } = setup.books?;
        let volume = Volume { away: None, burnt: false, leaves: None, rest: None, absences: 0 };
        Some(Volumes {
            rule: wait_for,
            all: vec![volume; copies as usize],
            orders: Vec::new(),
            waits: Vec::new(),
            enough: 0,
            forgotten: 0,
            broken_off: 0,
        })
    }

    pub fn asks_for(&self) -> usize {
        match self.rule {
            WaitFor::One => 1,
            WaitFor::Most => self.all.len() / 2 + 1,
            WaitFor::All => self.all.len(),
        }
    }

    pub fn is_there(&self, b: usize) -> bool {
        self.all[b].away.is_none() && !self.all[b].burnt
    }

    pub fn are_enough(&self) -> bool {
        (0..self.all.len()).filter(|&b| self.is_there(b)).count() >= self.asks_for()
    }
}

impl Naive {
    pub fn volumes(&mut self) -> &mut Volumes {
        self.volumes.as_mut().expect("there are books")
    }

    /// How long it takes to write an order into a book.
    fn pen(&self, call: usize, b: usize) -> Span {
        let rules = self.setup.books.expect("there are books");
        if b == 0 {
            return rules.write;
        }
        let mut draws = self.draws_of(self.calls[call].id, Source::Copying);
        let all: Vec<Span> = (0..b).map(|_| rules.copy.span(&mut draws)).collect();
        if rules.copy.mean() > 0.0 { all[b - 1] } else { Span::ZERO }
    }

    /// Of which order, in which book, it is written at which time; by rank among the orders.
    pub fn pens(&self) -> Vec<(Time, usize, usize, usize)> {
        let Some(volumes) = &self.volumes else { return Vec::new() };
        let mut order: Vec<usize> = (0..volumes.orders.len()).collect();
        order.sort_by_key(|&i| (self.calls[volumes.orders[i].call].placed, self.calls[volumes.orders[i].call].id));
        let mut all = Vec::new();
        for (rank, &i) in order.iter().enumerate() {
            let written = &volumes.orders[i];
            for b in 0..volumes.all.len() {
                if let Some(since) = written.since[b] {
                    all.push((since + self.pen(written.call, b), b, rank, i));
                }
            }
        }
        all
    }

    pub fn goes_into_books(&mut self, t: usize) {
        let (now, call) = (self.now, self.tickets[t].call);
        self.tickets[t].at = At::Books;
        let volumes = self.volumes();
        let since = (0..volumes.all.len()).map(|b| volumes.is_there(b).then_some(now)).collect();
        let stands = vec![false; volumes.all.len()];
        volumes.orders.push(Written { ticket: t, call, taken: false, since, stands });
    }

    pub fn is_written(&mut self, i: usize, b: usize) {
        let written = &mut self.volumes().orders[i];
        (written.since[b], written.stands[b]) = (None, true);
        self.takes_what_it_may();
    }

    /// Oldest first.
    pub fn takes_what_it_may(&mut self) {
        loop {
            let Some(volumes) = &self.volumes else { return };
            let asked = volumes.asks_for();
            let is_ready = |w: &&Written| !w.taken && w.stands.iter().filter(|stands| **stands).count() >= asked;
            let ready = volumes.orders.iter().filter(is_ready);
            let first = ready.min_by_key(|w| (self.calls[w.call].placed, self.calls[w.call].id));
            let Some((t, call)) = first.map(|w| (w.ticket, w.call)) else { return };
            self.is_taken_in(t, call);
        }
    }

    fn is_taken_in(&mut self, t: usize, call: usize) {
        let (now, placed, waits) = (self.now, self.calls[call].placed, self.calls[call].end == End::Waits);
        let volumes = self.volumes();
        volumes.orders.iter_mut().filter(|w| w.call == call).for_each(|w| w.taken = true);
        if waits {
            volumes.waits.push((placed, now.since(placed)));
        } else {
            self.out_of_books(call);
        }
        self.tickets[t].at = At::Nowhere;
        self.route(t);
    }

    pub fn out_of_books(&mut self, call: usize) {
        if let Some(volumes) = &mut self.volumes {
            volumes.orders.retain(|written| written.call != call);
        }
    }

    pub fn volume_away(&mut self, b: usize, until: Time) {
        let now = self.now;
        let volume = &mut self.volumes().all[b];
        volume.away = Some(until);
        if let Some(leaves) = volume.leaves.take() {
            volume.rest = Some(leaves.since(now));
        }
        self.nobody_writes(b);
    }

    fn nobody_writes(&mut self, b: usize) {
        let volumes = self.volumes();
        volumes.broken_off += volumes.orders.iter().filter(|written| written.since[b].is_some()).count();
        volumes.orders.iter_mut().for_each(|written| written.since[b] = None);
    }

    pub fn volume_leaves(&mut self, b: usize) {
        let rules = self.setup.books.and_then(|books| books.away).expect("they are away by chance");
        let mut draws = self.chance_of(b);
        let _ = draws.exponential();
        let lasts = Span::drawn(rules.lasts.seconds() * draws.exponential());
        let volume = &mut self.volumes().all[b];
        (volume.absences, volume.leaves) = (volume.absences + 1, None);
        let until = self.now + lasts;
        self.volume_away(b, until);
    }

    fn chance_of(&self, b: usize) -> Draws {
        let k = self.volumes.as_ref().expect("there are books").all[b].absences;
        Draws::keyed(self.setup.seed, Source::Copying, (1 << 32) + b as u64, k)
    }

    pub fn volume_stays(&mut self, b: usize) {
        let Some(rules) = self.setup.books.and_then(|books| books.away) else { return };
        let drawn = Span::drawn(rules.every.seconds() * self.chance_of(b).exponential());
        let now = self.now;
        let volume = &mut self.volumes().all[b];
        volume.leaves = Some(now + volume.rest.take().unwrap_or(drawn));
    }

    pub fn volume_back(&mut self, b: usize) {
        let now = self.now;
        let volumes = self.volumes();
        volumes.all[b].away = None;
        volumes.orders.iter_mut().filter(|w| !w.stands[b]).for_each(|w| w.since[b] = Some(now));
        self.volume_stays(b);
    }

    pub fn volume_burns(&mut self, b: usize) {
        let volume = &mut self.volumes().all[b];
        *volume = Volume { burnt: true, away: None, leaves: None, rest: None, absences: volume.absences };
        self.nobody_writes(b);
        self.volumes().orders.iter_mut().for_each(|written| written.stands[b] = false);
        let volumes = self.volumes();
        let gone = volumes.orders.iter().filter(|w| w.taken && !w.stands.contains(&true));
        let mut gone: Vec<usize> = gone.map(|written| written.call).collect();
        gone.sort_by_key(|&call| (self.calls[call].placed, self.calls[call].id));
        for call in gone {
            let brought = |&t: &usize| matches!(self.tickets[t].at, At::Road | At::Handing);
            if !self.alive_tickets(call).iter().any(brought) {
                self.volumes().forgotten += 1;
                self.lose(call, Loss::Forgotten);
            }
        }
    }

    /// So many will be there at last that an order can be taken.
    pub fn will_be_taken(&self) -> bool {
        let Some(volumes) = &self.volumes else { return false };
        let comes = |volume: &&Volume| !volume.burnt && volume.away != Some(Time::NEVER);
        volumes.all.iter().filter(comes).count() >= volumes.asks_for()
    }
}
