//! A preview: the next hour of the shop with a command and without it.
//!
//! [`FORKS`] forks of the shop are run twice, once with the command. Everything that is drawn after now comes from keys
//! of the fork's own, the same for both of its runs: nobody sees the true next customers, and what differs within a
//! fork is the command's doing. Of the script only what the player has been told happens in a fork; chance strikes
//! nobody; a fault whose end nobody was told lasts. The exact effect of a command is known only afterwards, see
//! [`super::since`].
//!
//! The shop is not touched, and the same shop and command make the same preview. The work is done in slices of any
//! length, and dropped at any time.

use super::Session;
use super::estimate::Told;
use crate::chance::{Draws, Source};
use crate::sim::command::Command;
use crate::sim::notice::{Notice, Witness};
use crate::sim::setup::{Arrivals, Setup};
use crate::sim::world::{World, calm};
use crate::units::{Span, Time};
use std::sync::Arc;

/// How many futures are drawn.
pub const FORKS: usize = 5;
/// How far a preview looks ahead; not past closing.
pub const AHEAD: Span = Span::from_hours(1);
/// How often a fork is sampled.
pub const STEP: Span = Span::from_mins(1);
/// Recorded arrivals are drawn anew within stretches of this length.
const STRETCH: Span = Span::from_mins(10);

/// What was seen of a fork at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sample {
    /// Tickets in all queues, and orders that wait for a clerk.
    pub waiting: u64,
    /// Boxes that wait for a rider.
    pub boxes: u64,
    /// Calls lost since the preview began.
    pub lost: u64,
}

/// The forks of one history, each sampled every [`STEP`] from the preview's beginning to its end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Course {
    forks: Vec<Vec<Sample>>,
}

/// The mean, the least and the greatest of the forks.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spread {
    /// The mean.
    pub mean: f64,
    /// The least.
    pub low: u64,
    /// The greatest.
    pub high: u64,
}

impl Course {
    /// The spread of a number at the last sample.
    pub fn at_the_end(&self, of: impl Fn(&Sample) -> u64 + Copy) -> Spread {
        spread(self.forks.iter().filter_map(|fork| fork.last()).map(of))
    }

    /// The spread of a number at each sample.
    pub fn over_time(&self, of: impl Fn(&Sample) -> u64 + Copy) -> Vec<Spread> {
        let samples = self.forks.iter().map(Vec::len).min().unwrap_or(0);
        (0..samples).map(|i| spread(self.forks.iter().map(|fork| of(&fork[i])))).collect()
    }
}

fn spread(values: impl Iterator<Item = u64> + Clone) -> Spread {
    let count = values.clone().count().max(1);
    Spread {
        mean: values.clone().sum::<u64>() as f64 / count as f64,
        low: values.clone().min().unwrap_or(0),
        high: values.max().unwrap_or(0),
    }
}

/// The next hour with a command and without it, as far as it has been computed.
#[derive(Clone, Debug)]
pub struct Preview {
    /// The moment at which it begins.
    at: Time,
    /// How many commands the player had given by then.
    commands: usize,
    /// The end of the hour, or closing.
    until: Time,
    /// The shop with what nobody was told forgotten.
    base: World,
    setups: Vec<Arc<Setup>>,
    keys: Vec<u64>,
    command: Option<Command>,
    without: Course,
    with: Course,
    running: Option<Running>,
}

/// A fork under way.
#[derive(Clone, Debug)]
struct Running {
    world: World,
    is_with: bool,
    lost: Lost,
    samples: Vec<Sample>,
}

/// Counts the calls lost.
#[derive(Clone, Copy, Debug, Default)]
struct Lost(u64);

impl Witness for Lost {
    const READS_SHEETS: bool = false;

    fn see(&mut self, _: &World, notice: Notice) {
        if let Notice::Lost { .. } = notice {
            self.0 += 1;
        }
    }
}

impl Preview {
    /// A preview that begins now, of nothing yet. Copies the shop.
    pub fn new(session: &Session) -> Preview {
        let (world, now) = (session.world(), session.now());
        let mut setup = calm(session.setup());
        setup.script = session.announced().map(|(_, event)| event.clone()).collect();
        let mut base = world.fork(Arc::new(setup.clone()));
        base.forget_ends(&Told(session));
        let keys: Vec<u64> = (0..FORKS as u64).map(|k| Draws::base(setup.seed, Source::Estimate, k + 1)).collect();
        let setups = keys.iter().map(|&key| Arc::new(keyed(&setup, key, now))).collect();
        Preview {
            at: now,
            commands: session.commands().len(),
            until: (now + AHEAD).min(session.setup().closing()).max(now),
            base,
            setups,
            keys,
            command: None,
            without: Course::default(),
            with: Course::default(),
            running: None,
        }
    }

    /// Whether it is of this history, in which nothing was decided since.
    pub fn is_of(&self, session: &Session) -> bool {
        self.at <= session.now() && self.commands == session.commands().len()
    }

    /// The command that it is of; what was computed with another is dropped. `None`: only the hour without.
    pub fn ask(&mut self, command: Option<&Command>) {
        if self.command.as_ref() != command {
            self.command = command.cloned();
            self.with = Course::default();
            self.running = self.running.take().filter(|running| !running.is_with);
        }
    }

    /// The moment at which it begins.
    pub fn at(&self) -> Time {
        self.at
    }

    /// The moment at which it ends.
    pub fn until(&self) -> Time {
        self.until
    }

    /// The command that it is of.
    pub fn command(&self) -> Option<&Command> {
        self.command.as_ref()
    }

    /// The hour without the command; `None`: not computed yet.
    pub fn without(&self) -> Option<&Course> {
        Some(&self.without).filter(|course| course.forks.len() == FORKS)
    }

    /// The hour with the command; `None`: not computed yet, or of no command.
    pub fn with(&self) -> Option<&Course> {
        Some(&self.with).filter(|course| course.forks.len() == FORKS)
    }

    /// Whether nothing is left to compute.
    pub fn is_done(&self) -> bool {
        self.without().is_some() && (self.command.is_none() || self.with().is_some())
    }

    /// Runs at most `by` of shop time; `true`: nothing is left to compute.
    pub fn step(&mut self, by: Span) -> bool {
        if self.is_done() {
            return true;
        }
        let running = match self.running.take() {
            Some(running) => running,
            None => self.begin(),
        };
        self.running = Some(running);
        self.run(by);
        self.is_done()
    }

    /// Begins the next fork: those without the command first, since the other commands need them, too.
    fn begin(&self) -> Running {
        let is_with = self.without().is_some();
        let k = if is_with { &self.with } else { &self.without }.forks.len();
        let mut world = self.base.fork(self.setups[k].clone());
        world.redraw(self.keys[k]);
        let mut lost = Lost::default();
        if let Some(command) = self.command.as_ref().filter(|_| is_with) {
            // What the shop refuses changes nothing, in a fork as well.
            let _ = world.give(command, &mut lost);
        }
        let samples = vec![sample(&world, lost)];
        Running { world, is_with, lost, samples }
    }

    fn run(&mut self, by: Span) {
        let Some(running) = &mut self.running else { return };
        let limit = running.world.now() + by;
        let is_over = |world: &World| world.now() >= self.until || world.is_over();
        while !is_over(&running.world) && running.world.now() < limit {
            let mark = self.at + Span(STEP.0 * running.samples.len() as u64);
            let next = mark.min(self.until).min(limit);
            running.world.advance(next, &mut running.lost);
            if next == mark || next == self.until {
                running.samples.push(sample(&running.world, running.lost));
            }
        }
        if is_over(&running.world)
            && let Some(Running { is_with, samples, .. }) = self.running.take()
        {
            let course = if is_with { &mut self.with } else { &mut self.without };
            course.forks.push(samples);
        }
    }
}

fn sample(world: &World, lost: Lost) -> Sample {
    let boxes = world.outlets().iter().map(|outlet| outlet.shelf.len() as u64).sum();
    Sample { waiting: world.waiting(), boxes, lost: lost.0 }
}

/// The setup of a fork: its own seed for all that is drawn later, and recorded arrivals at other times of the same
/// stretch.
fn keyed(setup: &Setup, key: u64, now: Time) -> Setup {
    let mut setup = Setup { seed: key, ..setup.clone() };
    for (z, zone) in setup.zones.iter_mut().enumerate() {
        let Arrivals::Trace(times) = &mut zone.arrivals else { continue };
        let first = times.partition_point(|at| *at <= now);
        let mut draws = Draws::keyed(key, Source::Arrival, z as u64, 0);
        for at in &mut times[first..] {
            let stretch = at.0 / STRETCH.0;
            let begin = (stretch * STRETCH.0).max(now.0 + 1);
            *at = Time(begin + draws.below((stretch + 1).saturating_mul(STRETCH.0) - begin));
        }
        times[first..].sort_unstable();
    }
    setup
}
