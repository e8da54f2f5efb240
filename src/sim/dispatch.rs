//! The front desk (*load balancer*). It chooses an outlet by what it believes: a board of the outlets' queues that may
//! be out of date, and who answered the last health check. This type holds its beliefs; it cannot see the truth.

use crate::chance::Draws;
use crate::sim::agenda::{Slot, Tree};
use crate::sim::cards::{Dealt, Ring, deal};
use crate::sim::duplicates::Duplicates;
use crate::sim::health::Health;
use crate::sim::order_books::OrderBooks;
use crate::sim::phone::Phones;
use crate::sim::queue::Queue;
use crate::sim::quota::Quota;
use crate::sim::setup::{Policy, Setup, WhenNone};
use crate::units::digest::fold;
use crate::units::{OutletId, Place, Span, Time};
use serde::{Deserialize, Serialize};

/// The front desk: its settings and its beliefs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Desk {
    /// How it chooses an outlet.
    pub policy: Policy,
    /// Whether orders waiting at an outlet that does not answer go elsewhere.
    pub failover: bool,
    /// What happens to an order that no outlet can take.
    pub when_none: WhenNone,
    /// Time between two health checks; zero: it always knows who answers.
    pub health_check: Span,
    /// Time between two looks at the board; zero: the board is always up to date.
    pub board_refresh: Span,
    /// What the board says of each outlet, by id.
    pub board: Vec<Posted>,
    /// Whether it believes that the outlet answers (has power and a link), by id.
    pub reachable: Vec<bool>,
    /// Whether the outlet takes orders, by id; known at once, because the boss decides it.
    pub open: Vec<bool>,
    /// Orders that wait at the desk, oldest first.
    pub held: Queue,
    /// The outlet used last, for round robin; `None`: none so far.
    pub last_used: Option<u32>,
    /// How many calls from all zones together are taken; `None`: any number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quota: Option<Quota>,
    /// What it asks outlets beside light and line, and believes of them.
    #[serde(default)]
    pub health: Health,
    /// How it rings outlets through; `None`: an order is there as soon as it is placed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phones: Option<Box<Phones>>,
    /// The books into which it writes every order; `None`: an order is taken as soon as it is placed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub books: Option<Box<OrderBooks>>,
    /// What it orders a second time; `None`: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicates: Option<Box<Duplicates>>,
    /// Ids of outlets that are open, believed reachable and not taken out, ascending.
    #[serde(skip)]
    pub(super) candidates: Vec<u32>,
    /// Whether so many are taken out that it ignores it; derived.
    #[serde(skip)]
    pub(super) open_for_all: bool,
    /// For the shortest queue in truth: each candidate's [`place`], the highest number for other outlets. A list to
    /// scan, or (`order`) a tree where there are too many outlets to scan for every order.
    #[serde(skip)]
    pub(super) row: Vec<[u64; 4]>,
    #[serde(skip)]
    pub(super) order: Tree,
    /// What an up-to-date board would say, and which entries have changed since the last look.
    pub(super) truth: Vec<Posted>,
    pub(super) changed: Vec<u32>,
    pub(super) is_changed: Vec<bool>,
    /// When the periods of health checks, and of looks at the board, began.
    pub(super) checks_from: Time,
    pub(super) board_from: Time,
    pub(super) next_check: Time,
    pub(super) next_look: Time,
}

fold!(struct Desk {
    policy, failover, when_none, health_check, board_refresh, board, reachable, open, held, last_used, truth, changed,
    is_changed, checks_from, board_from, next_check, next_look,
} not { candidates, open_for_all, row, order } later { "quota": quota, "health": health, "phones": phones,
    "books": books, "duplicates": duplicates });

/// What the board says of one outlet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Posted {
    /// Tickets waiting or in chefs' hands.
    pub load: u32,
    /// Chefs who seem to be at work.
    pub chefs: u32,
    /// Mean cooking time over menu and chefs, seconds, a whole number of microseconds.
    pub cooking_s: f64,
}

fold!(struct Posted { load, chefs, cooking_s });

impl Desk {
    pub(super) fn new(setup: &Setup) -> Desk {
        let outlets = setup.outlets.len();
        Desk {
            policy: setup.dispatch.policy,
            failover: setup.dispatch.failover,
            when_none: setup.dispatch.when_none,
            health_check: setup.dispatch.health_check,
            board_refresh: setup.dispatch.board_refresh,
            board: vec![Posted::default(); outlets],
            reachable: vec![true; outlets],
            open: vec![false; outlets],
            held: Queue::default(),
            last_used: None,
            quota: setup.dispatch.quota.map(|quota| Quota::new(quota, Time::ZERO)),
            health: Health::new(setup.dispatch.health),
            books: setup.books.map(|books| Box::new(OrderBooks::new(&books))),
            phones: setup.dispatch.phones.map(|phones| Box::new(Phones::new(&phones, outlets))),
            duplicates: setup.dispatch.duplicate.map(|rule| Box::new(Duplicates::new(rule))),
            candidates: Vec::new(),
            open_for_all: false,
            row: Vec::new(),
            order: Tree::default(),
            truth: vec![Posted::default(); outlets],
            changed: Vec::new(),
            is_changed: vec![false; outlets],
            checks_from: Time::ZERO,
            board_from: Time::ZERO,
            next_check: Time::NEVER,
            next_look: Time::NEVER,
        }
    }

    /// Outlets that an order may be sent to, as far as the desk knows; by id, ascending.
    pub fn candidates(&self) -> &[u32] {
        &self.candidates
    }

    pub(super) fn recompute_candidates(&mut self) {
        let believed = |&o: &u32| self.open[o as usize] && self.reachable[o as usize];
        self.candidates = (0..self.open.len() as u32).filter(believed).collect();
        self.open_for_all = false;
        if self.health.out > 0 {
            self.leave_out_the_bad();
        }
        let is_row = self.truth.len() <= MANY;
        self.row = vec![[NO_CANDIDATE; 4]; if is_row { self.truth.len().div_ceil(4) } else { 0 }];
        self.order = Tree::default();
        for &o in &self.candidates {
            let load = self.truth[o as usize].load;
            if is_row {
                self.row[o as usize / 4][o as usize % 4] = place(load, o);
            } else {
                self.order.set(o as usize, Slot(load as u64));
            }
        }
    }

    /// Of the outlets that answer, those taken out get no orders, unless they are too many.
    #[cold]
    fn leave_out_the_bad(&mut self) {
        let is_in = |&o: &u32| !self.health.is_out(OutletId(o));
        let sound: Vec<u32> = self.candidates.iter().copied().filter(is_in).collect();
        self.open_for_all = self.health.opens_for_all(self.candidates.len(), self.candidates.len() - sound.len());
        if !self.open_for_all {
            self.candidates = sound;
        }
    }

    /// Whether more outlets are out than the rule allows, so that orders go to all who answer (*fail open*).
    pub fn is_open_for_all(&self) -> bool {
        self.open_for_all
    }

    #[inline(always)]
    fn is_candidate(&self, o: usize) -> bool {
        let answers = self.open[o] && self.reachable[o];
        answers && (self.health.out == 0 || self.open_for_all || !self.health.is_out(OutletId(o as u32)))
    }

    /// Records the number of tickets at an outlet.
    #[inline(always)]
    pub(super) fn set_load(&mut self, o: usize, load: u32) {
        self.truth[o].load = load;
        match self.row.get_mut(o / 4) {
            Some(four) if four[o % 4] != NO_CANDIDATE => four[o % 4] = place(load, o as u32),
            Some(_) => {}
            None => {
                if self.is_candidate(o) {
                    self.order.set(o, Slot(load as u64));
                }
            }
        }
    }

    /// The candidate with the fewest tickets in truth; ties: the lower id. `None` without candidates.
    #[inline(always)]
    pub(super) fn shortest_in_truth(&self) -> Option<u32> {
        if self.row.is_empty() {
            return (!self.candidates.is_empty()).then(|| self.order.who() as u32);
        }
        let mut least = NO_CANDIDATE;
        for four in &self.row {
            // In pairs, so that comparisons do not wait for one another.
            least = least.min(four[0].min(four[1]).min(four[2].min(four[3])));
        }
        (least != NO_CANDIDATE).then_some(least as u32)
    }

    /// The first multiple of `every` since `from` that is after `now`, or `now` itself if it is one and is still to
    /// come.
    pub(super) fn beat(from: Time, every: Span, now: Time, still_comes: bool) -> Time {
        let passed = now.since(from).0;
        let on_beat = passed.is_multiple_of(every.0);
        let beats = if on_beat && still_comes { passed / every.0 } else { passed / every.0 + 1 };
        from + Span(beats.saturating_mul(every.0))
    }
}

/// The [`place`] of an outlet that is no candidate: after all others.
const NO_CANDIDATE: u64 = u64::MAX;

/// Above this many outlets a sorted tree beats a linear scan.
const MANY: usize = 24;

/// What policies choose by; see [`choose`].
pub(super) struct Question<'a> {
    pub candidates: &'a [u32],
    pub board: &'a [Posted],
    pub places: &'a dyn Fn(u32) -> Place,
    pub address: Place,
    /// The duration of a ride to the address; zero if nobody rides.
    pub ride: &'a dyn Fn(u32) -> Span,
    pub last_used: Option<u32>,
    pub ring: &'a Ring,
    /// The caller's street.
    pub dealt: &'a dyn Fn() -> Dealt,
}

/// The outlet that a policy chooses; ties: the lower id. `dice` is the call's own stream of random numbers. `None`
/// without candidates.
///
/// To add a policy: its row in [`Policy`]'s list, and an arm here.
pub(super) fn choose(policy: Policy, ask: &Question, dice: impl FnOnce() -> Draws) -> Option<u32> {
    let candidates = ask.candidates;
    if candidates.len() <= 1 {
        return candidates.first().copied();
    }
    let count = candidates.len() as u64;
    let load = |o: u32| ask.board[o as usize].load;
    let distance = |o: u32| (ask.places)(o).distance(ask.address);
    match policy {
        Policy::Nearest => least(candidates, distance),
        Policy::Random => Some(candidates[dice().below(count) as usize]),
        Policy::RoundRobin => {
            let next = ask.last_used.map_or(0, |last| candidates.partition_point(|&o| o <= last));
            Some(candidates[next % candidates.len()])
        }
        Policy::ShortestQueue => shortest(candidates, ask.board),
        Policy::PowerOfTwo => {
            let mut dice = dice();
            let (first, second) = (dice.below(count), dice.below(count - 1));
            let second = second + (second >= first) as u64;
            let (low, high) = (candidates[first.min(second) as usize], candidates[first.max(second) as usize]);
            Some(if load(high) < load(low) { high } else { low })
        }
        Policy::LeastWait => least(candidates, |o| expected(&ask.board[o as usize]) + (ask.ride)(o)),
        Policy::ByStreet | Policy::Ring => deal(policy, ask.ring, candidates, (ask.dealt)()),
    }
}

/// The expected wait for a chef and cooking with load n, m chefs and cooking time s: max(0, n − m + 1) × s ÷ m + s;
/// [`Span::ENDLESS`] without chefs. In whole microseconds, so that equally good outlets are equal and rounding of
/// fractions decides nothing.
pub fn expected(posted: &Posted) -> Span {
    if posted.chefs == 0 {
        return Span::ENDLESS;
    }
    let (chefs, cooking) = (posted.chefs as u128, Span::from_seconds_f64(posted.cooking_s));
    let ahead = (posted.load as u128 + 1).saturating_sub(chefs);
    let wait = (ahead * cooking.0 as u128 + chefs / 2) / chefs;
    Span(u64::try_from(wait).unwrap_or(u64::MAX)) + cooking
}

fn least<T: PartialOrd>(candidates: &[u32], of: impl Fn(u32) -> T) -> Option<u32> {
    let mut best: Option<(T, u32)> = None;
    for &o in candidates {
        let value = of(o);
        if best.as_ref().is_none_or(|(least, _)| value < *least) {
            best = Some((value, o));
        }
    }
    best.map(|(_, o)| o)
}

/// Fewer tickets first, ties by the lower id: one number, so that the comparison needs no branch.
#[inline(always)]
fn place(load: u32, o: u32) -> u64 {
    (load as u64) << 32 | o as u64
}

#[inline]
fn shortest(candidates: &[u32], board: &[Posted]) -> Option<u32> {
    candidates.iter().map(|&o| place(board[o as usize].load, o)).min().map(|least| least as u32)
}
