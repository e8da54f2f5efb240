//! What happened and was decided, as data: consequences refer to their causes, and what happens many times at one
//! instant is one entry with a count. The sentences are made where they are shown, in two languages.
//!
//! Memory is bounded: of the notable entries the last [`KEPT`] are kept, of single orders, late or lost and ordinary,
//! the last [`ORDERS_KEPT`] each.

mod what;

use crate::units::{Span, Time};
use std::collections::VecDeque;
pub use what::{Blame, What};

/// How many notable entries, and how many faults, are kept.
pub const KEPT: usize = 50_000;
/// How many entries are kept of orders late or lost, and as many of ordinary orders.
pub const ORDERS_KEPT: usize = 20_000;

/// An entry's number, counted from opening over all entries; never used twice.
pub type EntryId = u64;

/// What sort of entry it is, by which lists are filtered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryKind {
    /// A fault: something broke, calls surged, roads jammed. The script, the player or chance brought it about.
    Fault,
    /// A command that the player gave.
    Decision,
    /// An order late or lost, a long queue, a goal at risk.
    Trouble,
    /// What was noticed, what followed from a cause, milestones.
    Noticed,
    /// A step of an ordinary order.
    Order,
}

/// One entry of the log.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its number.
    pub id: EntryId,
    /// When it happened.
    pub at: Time,
    /// Its kind.
    pub kind: EntryKind,
    /// For faults, their running number from 0, shown as A, B, C … (see [`letter`]); else `None`.
    pub letter: Option<u32>,
    /// The entry of which this one is a consequence.
    pub cause: Option<EntryId>,
    /// What it says.
    pub what: What,
}

/// A fault that goes on or is over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fault {
    /// Its running number from 0 (see [`letter`]).
    pub letter: u32,
    /// Its entry.
    pub entry: EntryId,
    /// When it began.
    pub at: Time,
    /// When it ended; `None` while it goes on.
    pub over: Option<Time>,
}

/// A set of entry kinds, indexed by [`EntryKind`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Kinds(pub [bool; 5]);

impl Kinds {
    /// All kinds.
    pub const ALL: Kinds = Kinds([true; 5]);
    /// All but ordinary orders.
    pub const NOTABLE: Kinds = Kinds([true, true, true, true, false]);

    /// One kind only.
    pub fn only(kind: EntryKind) -> Kinds {
        let mut kinds = [false; 5];
        kinds[kind as usize] = true;
        Kinds(kinds)
    }

    /// Whether the set contains `kind`.
    pub fn has(self, kind: EntryKind) -> bool {
        self.0[kind as usize]
    }
}

/// The log of a session. It holds the latest entries and counts all.
#[derive(Clone, Debug, Default)]
pub struct Log {
    /// Three rings, each sorted by id: notable entries, orders late or lost, ordinary orders.
    rings: [VecDeque<Entry>; 3],
    next: EntryId,
    /// How many entries of each kind there ever were, indexed by [`EntryKind`].
    pub counts: [u64; 5],
    /// The first [`KEPT`] faults.
    pub faults: Vec<Fault>,
    last_that_matters: Option<EntryId>,
    /// When the last order was lost.
    last_lost: Option<Time>,
}

/// How far a log had come, for [`Log::rewind`].
#[derive(Clone, Copy, Debug)]
pub(super) struct LogMark {
    next: EntryId,
    counts: [u64; 5],
    last_lost: Option<Time>,
}

/// Of orders lost one after another only the first matters. The next one that does comes after this long without a
/// loss.
const NO_LOSS: Span = Span::from_mins(10);

const LIMITS: [usize; 3] = [KEPT, ORDERS_KEPT, ORDERS_KEPT];

impl Log {
    /// How many entries there ever were, which is the id of the next.
    pub fn len(&self) -> u64 {
        self.next
    }

    /// Whether there never was an entry.
    pub fn is_empty(&self) -> bool {
        self.next == 0
    }

    /// An entry by its id; `None` if it is not kept any more.
    pub fn get(&self, id: EntryId) -> Option<&Entry> {
        self.rings.iter().find_map(|ring| ring.binary_search_by_key(&id, |entry| entry.id).ok().map(|i| &ring[i]))
    }

    /// The kept entries of some kinds, oldest first.
    pub fn iter(&self, kinds: Kinds) -> impl DoubleEndedIterator<Item = &Entry> {
        let [notable, lost, ordinary] = self.rings.each_ref().map(VecDeque::len);
        // Most of what there is, and passed over whole where it is not wanted.
        let ordinary = if kinds.has(EntryKind::Order) { ordinary } else { 0 };
        Merged { rings: &self.rings, from: [0; 3], to: [notable, lost, ordinary] }
            .filter(move |entry| kinds.has(entry.kind))
    }

    /// The newest entry that is not an ordinary order's.
    pub fn newest(&self) -> Option<&Entry> {
        self.iter(Kinds::NOTABLE).next_back()
    }

    /// The newest entry worth stopping for: a fault, a lost order, a goal, a cue, closing.
    pub fn newest_that_matters(&self) -> Option<EntryId> {
        self.last_that_matters
    }

    /// The consequences of an entry, oldest first.
    pub fn consequences(&self, of: EntryId) -> impl Iterator<Item = &Entry> {
        self.rings[0].iter().filter(move |entry| entry.cause == Some(of))
    }

    pub(super) fn push(&mut self, at: Time, kind: EntryKind, cause: Option<EntryId>, what: What) -> EntryId {
        let id = self.next;
        self.next += 1;
        self.counts[kind as usize] += 1;
        let letter = (kind == EntryKind::Fault).then_some(self.faults.len() as u32);
        if let Some(letter) = letter
            && self.faults.len() < KEPT
        {
            self.faults.push(Fault { letter, entry: id, at, over: None });
        }
        let entry = Entry { id, at, kind, letter, cause, what };
        let goes_on = matches!(entry.what, What::Lost { .. })
            && self.last_lost.replace(at).is_some_and(|last| at.since(last) < NO_LOSS);
        if matters(&entry) && !goes_on {
            self.last_that_matters = Some(id);
        }
        let ring = match entry.what {
            What::Late { .. } | What::Lost { .. } | What::PartyServed { late: Some(_), .. } => 1,
            What::Placed { .. } | What::Delivered { .. } | What::PartyServed { .. } => 2,
            _ => 0,
        };
        if self.rings[ring].len() >= LIMITS[ring] {
            self.rings[ring].pop_front();
        }
        self.rings[ring].push_back(entry);
        id
    }

    /// The notable entries of one instant, newest first: those that a notice of that instant may join or change.
    pub(super) fn of_instant(&mut self, at: Time) -> impl Iterator<Item = &mut Entry> {
        self.rings[0].iter_mut().rev().take_while(move |entry| entry.at == at)
    }

    pub(super) fn fault_over(&mut self, entry: EntryId, at: Time) {
        if let Ok(i) = self.faults.binary_search_by_key(&entry, |fault| fault.entry) {
            self.faults[i].over = Some(at);
        }
    }

    pub(super) fn mark(&self) -> LogMark {
        LogMark { next: self.next, counts: self.counts, last_lost: self.last_lost }
    }

    /// Back to a mark, which was made at `at`.
    pub(super) fn rewind(&mut self, mark: &LogMark, at: Time) {
        let next = mark.next;
        for ring in &mut self.rings {
            while ring.back().is_some_and(|entry| entry.id >= next) {
                ring.pop_back();
            }
        }
        (self.next, self.counts, self.last_lost) = (next, mark.counts, mark.last_lost);
        self.faults.retain(|fault| fault.entry < next);
        self.faults.iter_mut().for_each(|fault| fault.over = fault.over.filter(|&over| over <= at));
        let last = self.iter(Kinds::NOTABLE).rfind(|entry| matters(entry)).map(|entry| entry.id);
        self.last_that_matters = last;
    }
}

/// The rings merged in order of id, walked from either end.
struct Merged<'a> {
    rings: &'a [VecDeque<Entry>; 3],
    from: [usize; 3],
    to: [usize; 3],
}

impl<'a> Iterator for Merged<'a> {
    type Item = &'a Entry;

    fn next(&mut self) -> Option<&'a Entry> {
        let left = (0..3).filter(|&i| self.from[i] < self.to[i]);
        let first = left.min_by_key(|&i| self.rings[i][self.from[i]].id)?;
        self.from[first] += 1;
        Some(&self.rings[first][self.from[first] - 1])
    }
}

impl DoubleEndedIterator for Merged<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        let left = (0..3).filter(|&i| self.from[i] < self.to[i]);
        let last = left.max_by_key(|&i| self.rings[i][self.to[i] - 1].id)?;
        self.to[last] -= 1;
        Some(&self.rings[last][self.to[last]])
    }
}

/// Whether an entry is worth stopping for: the key `n` goes on to the next of them.
pub fn matters(entry: &Entry) -> bool {
    use What::*;
    entry.kind == EntryKind::Fault
        || matches!(
            entry.what,
            Lost { .. }
                | GoalInDanger { .. }
                | GoalLost { .. }
                | GoalMet { .. }
                | Cue { .. }
                | ClosingTime { .. }
                | Stranded { .. }
                | Ended
        )
}

/// The letters of the n-th fault, from 0: A, B, … Z, AA, AB …
pub fn letter(n: u32) -> String {
    let mut n = n as u64 + 1;
    let mut letters = Vec::new();
    while n > 0 {
        n -= 1;
        letters.push((b'A' + (n % 26) as u8) as char);
        n /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{ItemId, OutletId, Span, ZoneId};

    fn order(serial: u64) -> What {
        What::Placed { serial, item: ItemId(0), zone: ZoneId(0), again: false }
    }

    #[test]
    fn orders_and_the_rest_are_told_in_the_order_in_which_they_came() {
        let mut log = Log::default();
        log.push(Time(1), EntryKind::Order, None, order(1));
        log.push(Time(2), EntryKind::Fault, None, What::Traffic { factor: 2.0, until: Time(9), by: Blame::Chance });
        log.push(Time(3), EntryKind::Order, None, order(2));
        let ids = |kinds| log.iter(kinds).map(|entry| entry.id).collect::<Vec<_>>();
        assert_eq!(ids(Kinds::ALL), [0, 1, 2]);
        assert_eq!(ids(Kinds::NOTABLE), [1]);
        assert_eq!(log.iter(Kinds::ALL).rev().map(|entry| entry.id).collect::<Vec<_>>(), [2, 1, 0]);
        assert_eq!((log.newest_that_matters(), log.counts), (Some(1), [1, 0, 0, 0, 2]));
    }

    fn lost(serial: u64) -> What {
        What::Lost {
            serial,
            item: ItemId(0),
            zone: ZoneId(0),
            outlet: None,
            loss: crate::sim::order::Loss::Refused,
            waited: Span::ZERO,
            again: None,
            nth: serial,
        }
    }

    #[test]
    fn a_row_of_losses_is_one_after_a_rewind_into_it() {
        let mut log = Log::default();
        let minutes = |minutes| Time::ZERO + Span::from_mins(minutes);
        let first = log.push(minutes(0), EntryKind::Trouble, None, lost(1));
        let mark = log.mark();
        log.push(minutes(5), EntryKind::Trouble, None, lost(2));
        log.rewind(&mark, minutes(2));
        log.push(minutes(6), EntryKind::Trouble, None, lost(2));
        assert_eq!(log.newest_that_matters(), Some(first));
    }

    #[test]
    fn of_a_row_of_losses_the_first_matters() {
        let mut log = Log::default();
        let mut matters = |minutes: u64| {
            log.push(Time::ZERO + Span::from_mins(minutes), EntryKind::Order, None, lost(minutes));
            log.newest_that_matters()
        };
        assert_eq!([0, 1, 9, 18, 28, 29].map(&mut matters), [0, 0, 0, 0, 4, 4].map(Some));
    }

    #[test]
    fn a_flood_of_orders_pushes_nothing_else_out() {
        let mut log = Log::default();
        log.push(Time(0), EntryKind::Noticed, None, What::Ended);
        for n in 0..ORDERS_KEPT as u64 + 5 {
            log.push(Time(n), EntryKind::Order, None, order(n));
        }
        assert_eq!(log.iter(Kinds::ALL).count(), ORDERS_KEPT + 1);
        assert_eq!(log.get(0).map(|entry| &entry.what), Some(&What::Ended));
        assert_eq!(log.get(1), None);
    }

    #[test]
    fn rewound_it_is_as_it_was() {
        let mut log = Log::default();
        let first = log.push(
            Time(5),
            EntryKind::Fault,
            None,
            What::PowerOut { outlet: OutletId(0), until: Time(20), in_ovens: 0, lost: Span::ZERO, by: Blame::Player },
        );
        let mark = log.mark();
        log.push(Time(20), EntryKind::Noticed, Some(first), What::PowerBack { outlet: OutletId(0) });
        log.fault_over(first, Time(20));
        log.push(Time(30), EntryKind::Noticed, None, What::Ended);
        log.rewind(&mark, Time(10));
        assert_eq!((log.len(), log.counts, log.faults[0].over), (1, [1, 0, 0, 0, 0], None));
        assert_eq!(log.newest_that_matters(), Some(first));
    }

    #[test]
    fn faults_are_lettered_as_columns_are() {
        assert_eq!([0, 25, 26, 27, 701, 702].map(letter), ["A", "Z", "AA", "AB", "ZZ", "AAA"]);
    }
}
