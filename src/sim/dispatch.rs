//! The dispatcher, or front desk (*load balancer*). It chooses by what it believes: a board of the outlets' lines that
//! may be old, and who answered the last health check. What is true it cannot see, and this type holds only its
//! beliefs.

use crate::chance::Draws;
use crate::sim::agenda::{Slot, Tree};
use crate::sim::queue::Queue;
use crate::sim::setup::{Policy, Setup, WhenNone};
use crate::units::digest::fold;
use crate::units::{Place, Span, Time};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Desk {
    pub policy: Policy,
    pub failover: bool,
    pub when_none: WhenNone,
    /// Zero: always true.
    pub health_check: Span,
    /// Zero: at every order.
    pub board_refresh: Span,
    /// The board, an entry an outlet.
    pub board: Vec<Posted>,
    /// Whether the desk believes that it can reach the outlet (light and line).
    pub reachable: Vec<bool>,
    /// Open, as the boss has said: known at once.
    pub open: Vec<bool>,
    /// Orders that wait at the desk, oldest first.
    pub held: Queue,
    /// The outlet used last, for turn by turn.
    pub last_used: Option<u32>,
    /// Outlets both open and believed reachable, by id.
    #[serde(skip)]
    pub(super) candidates: Vec<u32>,
    /// Whose line is the shortest in truth: each candidate's [`place`], and the highest number for the others. A row to
    /// look through, or kept in order where there are too many outlets to look at each for every order.
    #[serde(skip)]
    pub(super) row: Vec<[u64; 4]>,
    #[serde(skip)]
    pub(super) order: Tree,
    /// What an up-to-date board would say, and which entries differ from the board since the last look.
    pub(super) truth: Vec<Posted>,
    pub(super) changed: Vec<u32>,
    pub(super) is_changed: Vec<bool>,
    /// When the beat of checks, and of looks at the board, began.
    pub(super) checks_from: Time,
    pub(super) board_from: Time,
    pub(super) next_check: Time,
    pub(super) next_look: Time,
}

fold!(struct Desk {
    policy, failover, when_none, health_check, board_refresh, board, reachable, open, held, last_used, truth, changed, is_changed,
    checks_from, board_from, next_check, next_look,
} not { candidates, row, order });

/// What the board says of one outlet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Posted {
    /// Tickets waiting or in chefs' hands.
    pub load: u32,
    /// Chefs who seem to be at work.
    pub chefs: u32,
    /// Mean cooking time of the menu with those chefs, seconds, to the whole microsecond.
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
            candidates: Vec::new(),
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

    /// Outlets that an order may be sent to, as the desk believes; by id.
    pub fn candidates(&self) -> &[u32] {
        &self.candidates
    }

    pub(super) fn recompute_candidates(&mut self) {
        let believed = |&o: &u32| self.open[o as usize] && self.reachable[o as usize];
        self.candidates = (0..self.open.len() as u32).filter(believed).collect();
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

    /// The tickets at an outlet are so many now.
    #[inline(always)]
    pub(super) fn set_load(&mut self, o: usize, load: u32) {
        self.truth[o].load = load;
        match self.row.get_mut(o / 4) {
            Some(four) if four[o % 4] != NO_CANDIDATE => four[o % 4] = place(load, o as u32),
            Some(_) => {}
            None if self.open[o] && self.reachable[o] => self.order.set(o, Slot(load as u64)),
            None => {}
        }
    }

    /// The candidate with the fewest tickets in truth, the lower id of equals.
    #[inline(always)]
    pub(super) fn shortest_in_truth(&self) -> Option<u32> {
        if self.row.is_empty() {
            return (!self.candidates.is_empty()).then(|| self.order.who() as u32);
        }
        let mut least = NO_CANDIDATE;
        for four in &self.row {
            // In pairs, so that the processor need not wait for one comparison to begin the next.
            least = least.min(four[0].min(four[1]).min(four[2].min(four[3])));
        }
        (least != NO_CANDIDATE).then_some(least as u32)
    }

    /// The beat's first moment after `now`, or `now` itself where it is on the beat and the beat still comes.
    pub(super) fn beat(from: Time, every: Span, now: Time, still_comes: bool) -> Time {
        let passed = now.since(from).0;
        let on_beat = passed.is_multiple_of(every.0);
        let beats = if on_beat && still_comes { passed / every.0 } else { passed / every.0 + 1 };
        from + Span(beats.saturating_mul(every.0))
    }
}

/// The [`place`] of an outlet that orders are not sent to: behind all others.
const NO_CANDIDATE: u64 = u64::MAX;

/// Up to so many outlets a look at each is quicker than keeping them in order.
const MANY: usize = 24;

/// What the policies choose by; see [`choose`].
pub(super) struct Question<'a> {
    pub candidates: &'a [u32],
    pub board: &'a [Posted],
    pub places: &'a dyn Fn(u32) -> Place,
    pub address: Place,
    /// How long a ride there takes; nothing where nobody rides.
    pub ride: &'a dyn Fn(u32) -> Span,
    pub last_used: Option<u32>,
}

/// The outlet that a policy chooses; ties go to the lower id. `dice` is the call's own.
///
/// To add a policy: its row in [`Policy`]'s list, an arm here.
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
    }
}

/// Expected wait for a chef and cooking: max(0, n − m + 1) × s ÷ m + s; endless where there is no chef. In whole
/// microseconds, so that outlets that are equally good are equal, and the last bit of a fraction decides nothing.
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

/// The shorter line first, of equals the lower id: in one number, so that no branch hangs on the loads.
#[inline(always)]
fn place(load: u32, o: u32) -> u64 {
    (load as u64) << 32 | o as u64
}

#[inline]
fn shortest(candidates: &[u32], board: &[Posted]) -> Option<u32> {
    candidates.iter().map(|&o| place(board[o as usize].load, o)).min().map(|least| least as u32)
}
