//! Two histories of the same customers, customer by customer: who was served sooner, who later, who only in one of
//! them.
//!
//! A customer is a first call and all that came of it; he is served when any of his calls is delivered.

use crate::session::Session;
use crate::session::order_archive::{Fate, OrderArchive};
use crate::units::{ItemId, Span, Time, ZoneId};
use std::collections::BTreeMap;

/// The first history against the second.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// By how much sooner the first served each customer who was served in both; most first.
    pub sooner: Vec<Span>,
    /// By how much later; least first.
    pub later: Vec<Span>,
    /// Served in both at the same moment, or lost in both.
    pub same: u64,
    /// Served in the first only, and in the second only, as far as both have come.
    pub only_first: u64,
    pub only_second: u64,
    /// Who was not served alike, by the moment of his first call.
    pub differing: Vec<Differing>,
}

/// A customer who fared otherwise in the second history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Differing {
    pub zone: ZoneId,
    /// The n-th customer of the zone.
    pub n: u64,
    pub item: ItemId,
    /// The number of a call of his in the first history.
    pub serial: u64,
    pub called: Time,
    /// When he was served; `None`: never.
    pub first: Option<Time>,
    pub second: Option<Time>,
}

impl Comparison {
    /// Whom the first history served better: sooner, or at all.
    pub fn better(&self) -> u64 {
        self.sooner.len() as u64 + self.only_first
    }

    /// Whom it served worse: later, or not.
    pub fn worse(&self) -> u64 {
        self.later.len() as u64 + self.only_second
    }

    /// All of whom something is known in both.
    pub fn customers(&self) -> u64 {
        self.better() + self.worse() + self.same
    }

    /// Of the finished orders that both histories remember.
    pub fn of(first: &OrderArchive, second: &OrderArchive) -> Comparison {
        let (here, there) = (served(first), served(second));
        let mut comparison = Comparison::default();
        for (&(zone, n), known) in &here {
            let Some(&Served { at: other, .. }) = there.get(&(zone, n)) else { continue };
            let at = known.at;
            match (at, other) {
                (Some(at), Some(other)) if at < other => comparison.sooner.push(other.since(at)),
                (Some(at), Some(other)) if at > other => comparison.later.push(at.since(other)),
                (Some(_), Some(_)) | (None, None) => comparison.same += 1,
                (Some(_), None) => comparison.only_first += 1,
                (None, Some(_)) => comparison.only_second += 1,
            }
            if at != other {
                let Served { called, item, serial, .. } = *known;
                comparison.differing.push(Differing { zone, n, item, serial, called, first: at, second: other });
            }
        }
        comparison.sooner.sort_unstable_by(|a, b| b.cmp(a));
        comparison.later.sort_unstable();
        comparison.differing.sort_unstable_by_key(|differing| (differing.called, differing.zone, differing.n));
        comparison
    }
}

/// What is known of a customer of whom a call is finished.
struct Served {
    called: Time,
    item: ItemId,
    serial: u64,
    /// `None`: not served.
    at: Option<Time>,
}

fn served(history: &OrderArchive) -> BTreeMap<(ZoneId, u64), Served> {
    served_until(history, Time::NEVER)
}

fn served_until(history: &OrderArchive, until: Time) -> BTreeMap<(ZoneId, u64), Served> {
    let mut served = BTreeMap::new();
    for trace in history.done().take_while(|trace| trace.end <= until) {
        let new = || Served { called: trace.first_placed, item: trace.item, serial: trace.serial, at: None };
        let known: &mut Served = served.entry((trace.zone, trace.id.n)).or_insert_with(new);
        if trace.fate == Fate::Delivered {
            known.at = Some(trace.end);
        }
    }
    served
}

/// How long each customer of whom something ended by a moment waited from his first call, the quickest first; `None`,
/// at the end: was not served.
pub fn waits(history: &OrderArchive, until: Time) -> Vec<Option<Span>> {
    let known = served_until(history, until);
    let mut waits: Vec<Option<Span>> =
        known.values().map(|customer| customer.at.map(|at| at.since(customer.called))).collect();
    waits.sort_unstable_by_key(|wait| wait.unwrap_or(Span::ENDLESS));
    waits
}

impl Session {
    /// The shop against its twin, customer by customer, as far as both have come; `None` without a twin.
    pub fn beside_twin(&self) -> Option<Comparison> {
        self.twin.as_ref().map(|twin| Comparison::of(&self.recorder.history, &twin.recorder.history))
    }
}
