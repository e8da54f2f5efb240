//! What a fault leaves behind: how long after its end the queues are as short again as before it, and how long until
//! nobody waits any more. A fault ends long before the queue it caused.
//!
//! Of several faults in a scenario's script, the first counts. If the queues do not recover before the run ends, the
//! time until then is taken as a lower bound.

use crate::sim::command::{Command, Fault};
use crate::sim::metric;
use crate::sim::setup::{Scheduled, Setup};
use crate::sim::world::World;
use crate::units::{Span, Time};
use std::collections::VecDeque;
use std::sync::Arc;

/// How long before a fault the mean queue is measured.
const BEFORE: Span = Span::from_hours(1);

/// What the first fault of a history leaves behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Aftermath {
    /// From the fault's end until no more orders wait than on average in the hour before it.
    pub recovery: Span,
    /// From the fault's end until no order waits and no customer is about to call again.
    pub drained: Span,
}

impl Aftermath {
    /// One of the two, in seconds.
    pub fn read(&self, which: metric::Aftermath) -> f64 {
        match which {
            metric::Aftermath::Recovery => self.recovery.seconds(),
            metric::Aftermath::Drained => self.drained.seconds(),
        }
    }
}

/// The aftermath of a history's first fault; `None` if there is none, or none that ends. `end` is when the history was
/// decided, if that was before closing. The history is played again, stopping at every event to count who waits.
pub fn aftermath_of(setup: &Arc<Setup>, commands: &[Scheduled], end: Option<Time>) -> Option<Aftermath> {
    let mut replay = Replay::new(setup, commands, end)?;
    loop {
        if let Some(aftermath) = replay.step(Span::ENDLESS) {
            return Some(aftermath);
        }
    }
}

/// A history being played again, step by step, to measure the aftermath of its fault.
#[derive(Clone, Debug)]
pub struct Replay {
    world: World,
    watch: Recorder,
    ahead: VecDeque<Scheduled>,
    end: Option<Time>,
}

impl Replay {
    /// A replay from opening on; `None` if there is no fault that ends.
    pub fn new(setup: &Arc<Setup>, commands: &[Scheduled], end: Option<Time>) -> Option<Replay> {
        let mut watch = Recorder::new(first_fault(setup)?);
        let world = World::new(setup.clone());
        watch.look(&world);
        let ahead = commands.iter().filter(|scheduled| end.is_none_or(|end| scheduled.at < end)).cloned().collect();
        Some(Replay { world, watch, ahead, end })
    }

    /// Plays on by `by`; `Some` when the replay is complete.
    pub fn step(&mut self, by: Span) -> Option<Aftermath> {
        let limit = Time(self.world.now().0.saturating_add(by.0));
        loop {
            let next = self.ahead.front().map_or(self.end.unwrap_or(Time::NEVER), |next| next.at);
            self.advance(next.min(limit));
            if limit < next && !self.world.is_over() {
                return None;
            }
            let Some(scheduled) = self.ahead.pop_front() else { break };
            // What was refused then is refused now; it changes nothing.
            let _ = self.world.give(&scheduled.command, &mut ());
            self.watch.look(&self.world);
        }
        if self.end.is_none() {
            self.world.finish(&mut ());
        }
        Some(self.watch.aftermath(self.world.now()))
    }

    fn advance(&mut self, to: Time) {
        let Replay { world, watch, .. } = self;
        while let Some(due) = world.next_due().filter(|due| *due <= to && !world.is_over()) {
            world.advance(due, &mut ());
            watch.look(world);
        }
        if to != Time::NEVER {
            world.advance(to, &mut ());
            watch.look(world);
        }
    }
}

/// When the script's first fault begins and ends; `None` if there is none, or it never ends.
fn first_fault(setup: &Setup) -> Option<(Time, Time)> {
    let begins = |(i, scheduled): (usize, &Scheduled)| match &scheduled.command {
        Command::Fault(fault) if fault.row().mends.is_none() => Some((i, scheduled.at, fault.clone())),
        Command::Fault(_) | Command::Decision(_) => None,
    };
    let (i, at, fault) = setup.script.iter().enumerate().find_map(begins)?;
    let end = match fault.lasts() {
        Some(lasts) => at + lasts,
        None => setup.script[i..].iter().find(|later| ends(&later.command, &fault))?.at,
    };
    Some((at, end))
}

fn ends(command: &Command, fault: &Fault) -> bool {
    command.row().mends == Some(fault.row().name) && command.outlet() == Command::from(fault.clone()).outlet()
}

#[derive(Clone, Debug)]
struct Recorder {
    begin: Time,
    end: Time,
    before: Waiting,
    recovered: Option<Time>,
    drained: Option<Time>,
}

/// The integral of the queue length (tickets × µs) over the hour before, and the last count.
#[derive(Clone, Debug, Default)]
struct Waiting {
    sum: u128,
    since: Time,
    count: u64,
}

impl Recorder {
    fn new((begin, end): (Time, Time)) -> Recorder {
        Recorder { begin, end, before: Waiting::default(), recovered: None, drained: None }
    }

    fn hour_before(&self) -> Time {
        Time(self.begin.0.saturating_sub(BEFORE.0))
    }

    fn look(&mut self, world: &World) {
        let now = world.now();
        let from = self.before.since.max(self.hour_before());
        self.before.sum += self.before.count as u128 * now.min(self.begin).since(from).0 as u128;
        self.before.since = now;
        self.before.count = waiting(world);
        if now < self.end {
            return;
        }
        if self.recovered.is_none() && self.is_as_before() {
            self.recovered = Some(now);
        }
        if self.drained.is_none() && self.before.count == 0 && world.recalls().next().is_none() {
            self.drained = Some(now);
        }
    }

    /// Whether no more wait than on average in the hour before: count ≤ sum ÷ length, without a division.
    fn is_as_before(&self) -> bool {
        let length = self.begin.since(self.hour_before()).0 as u128;
        self.before.count as u128 * length <= self.before.sum
    }

    fn aftermath(&self, end: Time) -> Aftermath {
        let after = |moment: Option<Time>| moment.unwrap_or(end).since(self.end);
        Aftermath { recovery: after(self.recovered), drained: after(self.drained) }
    }
}

/// Tickets in all queues.
fn waiting(world: &World) -> u64 {
    world.outlets().iter().map(|outlet| outlet.waiting.value()).sum()
}
