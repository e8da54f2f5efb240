//! Lines that become one: where every pizza stood before, so that it can be seen to move.

use crate::session::Session;
use crate::sim::chef::Duty;
use crate::sim::setup::KitchenKind;
use crate::units::{OutletId, Span, Time};

/// How long the pizzas slide (real time), and how long it is said before whom each stood (shop time).
const SLIDES: Span = Span(800_000);
const SAID: Span = Span::from_mins(2);
/// Orders beyond so many are not followed.
const MOST: usize = 400;
/// Lines seen longer ago than this (shop time) are no longer those that were merged.
const FRESH: Span = Span::from_mins(1);

/// A kitchen whose private lines have just become one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merging {
    /// Where.
    pub outlet: OutletId,
    /// When.
    pub at: Time,
    /// Chefs by number, in the order of their counters.
    pub counters: Vec<u32>,
    /// By order: its serial number, at which counter it stood, and how many stood before it.
    stood: Vec<(u64, usize, usize)>,
    passed: Span,
}

impl Merging {
    /// The lines as they stand now.
    fn standing(session: &Session, id: OutletId) -> Merging {
        let (outlet, orders) = (&session.world().outlets()[id.index()], session.world().orders());
        let is_here = |duty: Duty| !matches!(duty, Duty::Gone | Duty::Off);
        let all = 0..outlet.chefs.len() as u32;
        let counters: Vec<u32> = all.filter(|n| is_here(outlet.chefs[*n as usize].duty)).collect();
        let mut stood = Vec::new();
        for (counter, number) in counters.iter().enumerate() {
            let Some(line) = outlet.queues.get(*number as usize + 1) else { continue };
            let keys = line.iter(orders).take(MOST - stood.len().min(MOST));
            stood.extend(keys.enumerate().map(|(place, key)| (orders[key].serial, counter, place)));
        }
        Merging { outlet: id, at: session.now(), counters, stood, passed: Span::ZERO }
    }

    /// How far the pizzas have come, 0–1.
    pub fn share(&self) -> f64 {
        self.passed.0 as f64 / SLIDES.0 as f64
    }

    /// Whether they stand in the one line.
    pub fn is_over(&self) -> bool {
        self.passed >= SLIDES
    }

    /// At which counter an order stood, and how many stood before it.
    pub fn stood(&self, serial: u64) -> Option<(usize, usize)> {
        self.stood.iter().find(|(order, ..)| *order == serial).map(|(_, counter, place)| (*counter, *place))
    }

    /// The chef before whom an order stood.
    pub fn chef_of(&self, serial: u64) -> Option<u32> {
        self.counters.get(self.stood(serial)?.0).copied()
    }

    /// How many orders stood in all lines.
    pub fn waited(&self) -> usize {
        self.stood.len()
    }
}

/// The private lines of a kitchen as they were seen last, or what has become of them.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    seen: Option<(u32, Merging)>,
    /// The kitchen whose lines have become one just now.
    pub merging: Option<Merging>,
}

impl Lines {
    /// Looks at the lines of a kitchen of the history with that number: whether they have become one since the last
    /// look. `is_still`: nothing is to slide.
    pub(super) fn look(&mut self, session: &Session, id: OutletId, history: u32, is_still: bool) {
        let now = session.now();
        // However fast the clock runs, they arrive.
        let is_past = |merging: &Merging| merging.is_over() && now.since(merging.at) > SAID;
        let is_stale = |merging: &Merging| merging.outlet != id || merging.at > now || is_past(merging);
        self.merging = self.merging.take().filter(|merging| !is_stale(merging));
        let Some(outlet) = session.world().outlets().get(id.index()) else { return };
        if outlet.kitchen == KitchenKind::Private {
            let seen = Merging::standing(session, id);
            (self.seen, self.merging) = (Some((history, seen)), None);
            return;
        }
        let Some((then, mut merging)) = self.seen.take() else { return };
        let is_fresh = merging.at <= now && now.since(merging.at) <= FRESH && then == history;
        if is_fresh && merging.outlet == id && outlet.kitchen == KitchenKind::Shared && !merging.stood.is_empty() {
            merging.at = now;
            merging.passed = if is_still { SLIDES } else { Span::ZERO };
            self.merging = Some(merging);
        }
    }

    /// Lets real time pass; returns whether anything moved.
    pub(super) fn pass(&mut self, real: Span) -> bool {
        match self.merging.as_mut().filter(|merging| !merging.is_over()) {
            Some(merging) => {
                merging.passed = (merging.passed + real).min(SLIDES);
                true
            }
            None => false,
        }
    }
}
