//! Two histories of the same customers, customer by customer: who was served sooner, who later, who only in one of
//! them.
//!
//! A customer is a first call and all that came of it; he is served when any of his calls is delivered.

use crate::session::Session;
use crate::session::order_archive::{Fate, OrderArchive};
use crate::units::{ItemId, Span, Time, ZoneId};
use std::collections::BTreeMap;

/// How the first history compares with the second.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// How much sooner the first history served each customer whom both served; the longest first.
    pub sooner: Vec<Span>,
    /// How much later it served the others whom both served; the shortest first.
    pub later: Vec<Span>,
    /// Customers served in both at the same moment, or lost in both.
    pub same: u64,
    /// Customers served in the first history only, up to the earlier clock of the two.
    pub only_first: u64,
    /// Customers served in the second history only, up to the earlier clock of the two.
    pub only_second: u64,
    /// The customers who fared differently, by the moment of their first call.
    pub differing: Vec<Differing>,
}

/// A customer who fared differently in the two histories.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Differing {
    /// The zone from which the customer called.
    pub zone: ZoneId,
    /// The customer's number within the zone.
    pub n: u64,
    /// What was ordered.
    pub item: ItemId,
    /// The serial number of one of the customer's calls in the first history.
    pub serial: u64,
    /// When the first call was placed.
    pub called: Time,
    /// When the first history served the customer; `None` if it did not.
    pub first: Option<Time>,
    /// When the second history served the customer; `None` if it did not.
    pub second: Option<Time>,
}

impl Comparison {
    /// How many customers the first history served better: sooner, or at all.
    pub fn better(&self) -> u64 {
        self.sooner.len() as u64 + self.only_first
    }

    /// How many it served worse: later, or not at all.
    pub fn worse(&self) -> u64 {
        self.later.len() as u64 + self.only_second
    }

    /// How many customers have a finished call in both histories.
    pub fn customers(&self) -> u64 {
        self.better() + self.worse() + self.same
    }

    /// Compares the finished orders that both archives still hold.
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

/// What is known of a customer with at least one finished call.
struct Served {
    called: Time,
    item: ItemId,
    serial: u64,
    /// When the customer was served; `None` if no call was.
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

/// How long each customer with a call that ended by `until` waited, from the first call to the delivery. Sorted, the
/// shortest first; customers who were not served are `None` and come last.
pub fn waits(history: &OrderArchive, until: Time) -> Vec<Option<Span>> {
    let known = served_until(history, until);
    let mut waits: Vec<Option<Span>> =
        known.values().map(|customer| customer.at.map(|at| at.since(customer.called))).collect();
    waits.sort_unstable_by_key(|wait| wait.unwrap_or(Span::ENDLESS));
    waits
}

impl Session {
    /// Compares the shop with its twin, customer by customer, up to the earlier clock; `None` without a twin.
    pub fn beside_twin(&self) -> Option<Comparison> {
        self.twin.as_ref().map(|twin| Comparison::of(&self.recorder.history, &twin.recorder.history))
    }
}
