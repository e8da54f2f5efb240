//! Two histories of the same customers, customer by customer: who was served sooner, who later, who only in one of them.
//!
//! A customer is a first call and all that came of it; he is served when any of his calls is delivered.

use crate::session::Session;
use crate::session::history::{Fate, History};
use crate::units::{Span, Time, ZoneId};
use std::collections::BTreeMap;

/// The first history against the second.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// By how much sooner the first served each customer who was served in both; most first.
    pub sooner: Vec<Span>,
    /// By how much later; least first.
    pub later: Vec<Span>,
    /// Served in both at the same moment.
    pub same: u64,
    /// Served in the first only, and in the second only, as far as both have come.
    pub only_first: u64,
    pub only_second: u64,
    /// The first customer, by the moment of his first call, who was not served alike.
    pub first_to_differ: Option<(ZoneId, u64)>,
}

impl Comparison {
    /// Of the finished orders that both histories remember.
    pub fn of(first: &History, second: &History) -> Comparison {
        let (here, there) = (served(first), served(second));
        let mut comparison = Comparison::default();
        let mut differs: Option<(Time, (ZoneId, u64))> = None;
        for (&customer, &(called, at)) in &here {
            let Some(&(_, other)) = there.get(&customer) else { continue };
            match (at, other) {
                (Some(at), Some(other)) if at < other => comparison.sooner.push(other.since(at)),
                (Some(at), Some(other)) if at > other => comparison.later.push(at.since(other)),
                (Some(_), Some(_)) => comparison.same += 1,
                (Some(_), None) => comparison.only_first += 1,
                (None, Some(_)) => comparison.only_second += 1,
                (None, None) => {}
            }
            if at != other {
                let candidate = (called, customer);
                differs = Some(differs.map_or(candidate, |known| known.min(candidate)));
            }
        }
        comparison.sooner.sort_unstable_by(|a, b| b.cmp(a));
        comparison.later.sort_unstable();
        comparison.first_to_differ = differs.map(|(_, customer)| customer);
        comparison
    }
}

/// When each customer of whom a call is finished first called, and when he was served, if he was.
fn served(history: &History) -> BTreeMap<(ZoneId, u64), (Time, Option<Time>)> {
    let mut served = BTreeMap::new();
    for trace in history.done() {
        let known = served.entry((trace.zone, trace.id.n)).or_insert((trace.first_placed, None));
        if trace.fate == Fate::Delivered {
            known.1 = Some(trace.end);
        }
    }
    served
}

impl Session {
    /// The shop against its twin, customer by customer, as far as both have come; `None` without a twin.
    pub fn beside_twin(&self) -> Option<Comparison> {
        self.twin.as_ref().map(|twin| Comparison::of(&self.watch.history, &twin.watch.history))
    }
}
