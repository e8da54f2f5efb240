//! What a fault of the player's has cost: the evening beside the same one without it.

use crate::session::{Counterfactual, Session, Without};
use crate::sim::command::{Command, Fault, Kind};
use crate::sim::measures::Measures;
use crate::sim::setup::Scheduled;
use crate::stats::Series;
use crate::units::{Span, Time};

/// How long a line remembers a fault that is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Memory {
    /// The fault is not over.
    Lasts,
    /// More wait than without it, so long after its end.
    NotYet(Span),
    /// So long after its end no more waited than without it, for the first time.
    Forgotten(Span),
}

/// What one fault has cost. Negative: it did good.
#[derive(Clone, Debug, PartialEq)]
pub struct Cost {
    /// Index of the player's command.
    pub command: usize,
    /// Customers served badly: late, or lost for good.
    pub bad: i64,
    /// Orders delivered late.
    pub late: i64,
    /// Calls lost.
    pub lost: i64,
    /// What the till lacks, in dollars.
    pub money: f64,
    /// When it was forgotten.
    pub memory: Memory,
}

impl Cost {
    /// What `command` has cost in an evening of these measures, of which `without` is the one without it.
    pub fn of(session: &Session, measures: &Measures, command: usize, without: &Counterfactual) -> Cost {
        let theirs = without.world().measures(0);
        let lost = |measures: &Measures| measures.orders.lost() as i64;
        let till = |world: &crate::sim::world::World| world.till().balance(world.now()).dollars();
        let end = end_of(session.commands(), command);
        let ours = &session.recorder().gauges.waiting;
        Cost {
            command,
            bad: measures.slo.bad as i64 - theirs.slo.bad as i64,
            late: measures.orders.late as i64 - theirs.orders.late as i64,
            lost: lost(measures) - lost(&theirs),
            money: till(without.world()) - till(session.world()),
            memory: memory(ours, &without.waiting, end, session.now()),
        }
    }

    /// The dearer, the greater: by customers, then by money.
    pub fn rank(&self) -> (i64, i64) {
        (self.bad, (self.money * 100.0) as i64)
    }
}

/// Whether a command breaks something, rather than deciding, mending or setting the demand back to what it was.
pub fn breaks(command: &Command) -> bool {
    let is_usual = matches!(command, Command::Fault(Fault::Surge { factor, lasts: None, .. }) if *factor == 1.0);
    command.kind() == Kind::Fault && command.row().mends.is_none() && !is_usual
}

/// When the fault that is the `n`-th of these commands is over; [`Time::NEVER`]: it is not known to end.
pub fn end_of(commands: &[Scheduled], n: usize) -> Time {
    let Some(Scheduled { at, command: Command::Fault(fault) }) = commands.get(n) else { return Time::NEVER };
    let by_itself = fault.lasts().map_or(Time::NEVER, |lasts| *at + lasts);
    let takes_its_place = |other: &Command| match (fault, other) {
        (Fault::Surge { zone, item, lasts: None, .. }, Command::Fault(Fault::Surge { zone: z, item: i, .. })) => {
            (zone, item) == (z, i)
        }
        _ => false,
    };
    let ends = |other: &Command| {
        let mends = other.row().mends == Some(fault.row().name);
        (mends && other.outlet() == commands[n].command.outlet()) || takes_its_place(other)
    };
    let mended = commands[n + 1..].iter().find(|later| ends(&later.command)).map_or(Time::NEVER, |later| later.at);
    by_itself.min(mended)
}

/// When a line is as short as in a history without the fault, which ended at `end`. Both are sampled at the same
/// moments.
fn memory(ours: &Series, theirs: &Series, end: Time, now: Time) -> Memory {
    if end > now {
        return Memory::Lasts;
    }
    let mut theirs = theirs.points().iter().peekable();
    for our in ours.points().iter().filter(|point| point.at >= end) {
        while theirs.next_if(|their| their.at < our.at).is_some() {}
        let Some(their) = theirs.peek().filter(|their| their.at == our.at) else { continue };
        let waits = |values: Option<crate::stats::series::Values>| values.map_or(0.0, |values| values.last);
        if waits(our.values) <= waits(their.values) {
            return Memory::Forgotten(our.at.since(end));
        }
    }
    Memory::NotYet(now.since(end))
}

impl Session {
    /// How long the fault that the twin lacks is remembered; `None`: there is no twin, or it lacks something else.
    pub fn twin_memory(&self) -> Option<Memory> {
        let twin = self.twin()?;
        let Without::Command(n) = twin.without else { return None };
        let (ours, theirs) = (&self.recorder().gauges.waiting, &twin.recorder.gauges.waiting);
        Some(memory(ours, theirs, end_of(self.commands(), n), self.now()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::OutletId;

    fn line(values: &[u32]) -> Series {
        let mut series = Series::default();
        for (minute, value) in values.iter().enumerate() {
            series.push(Time::ZERO + Span::from_mins(minute as u64), Some(f64::from(*value)));
        }
        series
    }

    #[test]
    fn a_fault_is_forgotten_when_no_more_wait_than_without_it() {
        let (ours, theirs) = (line(&[1, 1, 9, 8, 5, 2, 1, 3]), line(&[1, 1, 2, 1, 1, 2, 2, 0]));
        let at = |minutes| Time::ZERO + Span::from_mins(minutes);
        assert_eq!(memory(&ours, &theirs, at(3), at(2)), Memory::Lasts);
        assert_eq!(memory(&line(&[1, 1, 9, 8, 5]), &theirs, at(3), at(4)), Memory::NotYet(Span::from_mins(1)));
        assert_eq!(memory(&ours, &theirs, at(3), at(7)), Memory::Forgotten(Span::from_mins(2)));
        assert_eq!(memory(&ours, &theirs, at(1), at(7)), Memory::Forgotten(Span::ZERO));
    }

    #[test]
    fn a_fault_ends_by_itself_or_when_it_is_mended() {
        let outlet = OutletId(1);
        let given =
            |minutes, command: Fault| Scheduled { at: Time::ZERO + Span::from_mins(minutes), command: command.into() };
        let surge = |factor| Fault::Surge { zone: None, item: None, factor, lasts: None };
        let commands = [
            given(10, Fault::PowerOutage { outlet, lasts: Some(Span::from_mins(30)) }),
            given(15, Fault::RestorePower { outlet: OutletId(0) }),
            given(20, Fault::RestorePower { outlet }),
            given(30, Fault::CutLine { outlet, lasts: Some(Span::from_mins(30)) }),
            given(40, surge(2.0)),
            given(50, surge(1.0)),
        ];
        let ends = |n| end_of(&commands, n).since(Time::ZERO).minutes();
        assert_eq!((ends(0), ends(3), ends(4)), (20.0, 60.0, 50.0));
        assert!(end_of(&commands, 5).is_never());
        let breaking: Vec<bool> = commands.iter().map(|given| breaks(&given.command)).collect();
        assert_eq!(breaking, [true, false, false, true, true, false]);
    }
}
