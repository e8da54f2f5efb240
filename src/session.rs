//! A session: one game being played. It owns the world, the list of the player's commands, and everything that depends on
//! ticks or on who watches: gauges, log, history of orders, goals, hints, the twin.
//!
//! The world does not know of it. A session can be thrown away and built again from scenario, seed and commands, and the
//! shop's history is the same to the byte.

pub mod gauges;
pub mod goals;
pub mod history;
pub mod log;
pub mod rates;
pub mod save;
pub mod stints;
pub mod twin;

mod engine;

use crate::sim::command::Command;
use crate::sim::explain::Composition;
use crate::sim::notice::{Notice, Witness};
use crate::sim::order::{Order, OrderKey};
use crate::sim::refusal::Refusal;
use crate::sim::setup::{Scheduled, Setup};
use crate::sim::world::World;
use crate::units::{ChefRef, OutletId, Span, Time};
pub use gauges::{Gauges, Vitals};
pub use goals::{GoalState, Pace, Standing};
pub use history::{Fate, Filter, History, Sort, Trace};
pub use log::{Blame, Entry, EntryId, EntryKind, Log, What, letter};
pub use rates::{Estimate, LineRates, OutletRates, Why};
use std::sync::Arc;
pub use stints::{Doing, Stint};
pub use twin::{Differences, Twin, Without};

#[allow(unused_imports)]
use engine::Engine;

/// The dashboard's step, unless it says otherwise.
pub const TICK: Span = Span::from_secs(1);

/// One game being played.
#[derive(Clone, Debug)]
pub struct Session {
    pub setup: Arc<Setup>,
    pub world: World,
    /// What the player did and the shop took, in order.
    pub commands: Vec<Scheduled>,
    pub watch: Watch,
    pub twin: Option<Box<Twin>>,
    pub tick: Span,
    /// As of the last [`Session::refresh`].
    pub vitals: Vitals,
    /// By outlet, as of the last refresh.
    pub rates: Vec<OutletRates>,
    /// As of the last refresh.
    pub why: Option<Why>,
    /// The scenario's goals, then its stars, as of the last [`Session::judge`].
    pub goals: Vec<GoalState>,
    pub stars: Vec<GoalState>,
    /// Hints whose moment has come, in that order; how many of them the player has read.
    pub hints_ready: Vec<usize>,
    pub hints_read: usize,
    /// Hints that the player asked for before they were ready (each costs a star).
    pub hints_bought: usize,
}

/// Everything that is collected while watching a world.
#[derive(Clone, Debug, Default)]
pub struct Watch {
    pub gauges: Gauges,
    pub log: Log,
    pub history: History,
}

impl Witness for Watch {
    fn see(&mut self, _: &World, _: Notice) {}
}

/// Why [`Session::advance`] came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// At the time asked for.
    Reached,
    /// A cue is due (index): the story goes on. If it pauses, the time asked for was not reached.
    Cue(usize),
    /// The shop is closed and done.
    Over,
}

impl Session {
    /// A shop that is about to open.
    pub fn new(setup: Arc<Setup>) -> Session {
        let world = World::new(setup.clone());
        Session {
            setup,
            world,
            commands: Vec::new(),
            watch: Watch::default(),
            twin: None,
            tick: TICK,
            vitals: Vitals::default(),
            rates: Vec::new(),
            why: None,
            goals: Vec::new(),
            stars: Vec::new(),
            hints_ready: Vec::new(),
            hints_read: 0,
            hints_bought: 0,
        }
    }

    pub fn now(&self) -> Time {
        self.world.now
    }

    /// Runs everything due until `to` (not past the end), the twin with it. May come back early, see [`Stop`]. A step of
    /// any length makes the same history; a step of one tick of a large shop is the shortest that is worth asking for.
    pub fn advance(&mut self, to: Time) -> Stop {
        self.world.advance(to, &mut self.watch);
        if self.world.is_over() { Stop::Over } else { Stop::Reached }
    }

    /// On to the next whole tick.
    pub fn tick(&mut self) -> Stop {
        let tick = self.tick.0.max(1);
        self.advance(Time((self.world.now.0 / tick + 1) * tick))
    }

    /// To the end. Cues that come due are passed over.
    pub fn finish(&mut self) {
        self.world.finish(&mut self.watch);
    }

    pub fn is_over(&self) -> bool {
        self.world.is_over()
    }

    /// The player's command, now. Logged if the shop takes it; a refusal changes nothing.
    pub fn give(&mut self, command: Command) -> Result<(), Refusal> {
        self.world.give(&command, &mut self.watch)?;
        self.commands.push(Scheduled { at: self.world.now, command });
        Ok(())
    }

    /// Brings vitals, rates and "why" up to the moment. At most once a frame; nothing happens if nothing has happened.
    pub fn refresh(&mut self) {}

    /// Brings goals and stars up to the moment. Costs more than [`Session::refresh`] in large shops: once a second will do.
    pub fn judge(&mut self) {}

    /// What an order placed now would meet, where most orders go; `None` before any order came.
    pub fn placed_now(&self) -> Option<Estimate> {
        None
    }

    /// Orders for a list: live and finished, sorted and narrowed, at most `limit`.
    pub fn orders(&self, sort: Sort, filter: &Filter, limit: usize) -> Vec<Trace> {
        let _ = (sort, filter, limit);
        Vec::new()
    }

    /// The trace of an order by its number, live or finished, if it is still remembered.
    pub fn trace(&self, serial: u64) -> Option<Trace> {
        let _ = serial;
        None
    }

    /// A live order's record by its number.
    pub fn live(&self, serial: u64) -> Option<(OrderKey, &Order)> {
        self.world.orders.iter().find(|(_, order)| order.serial == serial && !order.copy)
    }

    /// The slowest 1 % beside the middle tenth of what was delivered within a time; `None` with nothing delivered.
    pub fn composition(&self, within: Option<Span>) -> Option<Composition> {
        let _ = within;
        None
    }

    /// A chef's last hour, oldest first.
    pub fn stints(&self, chef: ChefRef) -> Vec<Stint> {
        let _ = chef;
        Vec::new()
    }

    /// Share of the last 10 minutes that a chef had an order in hand; `None`: was not here.
    pub fn chef_busy(&self, chef: ChefRef) -> Option<f64> {
        let _ = chef;
        None
    }

    /// Calls an hour from a zone, over the last 10 minutes.
    pub fn zone_rate(&self, zone: crate::units::ZoneId) -> f64 {
        let _ = zone;
        0.0
    }

    /// Orders that were sent from the desk to an outlet an hour, over the last 10 minutes.
    pub fn edge_rate(&self, outlet: OutletId) -> f64 {
        self.rates.get(outlet.index()).map_or(0.0, |rates| rates.arriving_per_hour)
    }

    /// Starts a twin, in the place of one that runs. It catches up at once where that is cheap; see [`Session::twin_lags`].
    pub fn start_twin(&mut self, without: Without) {
        let _ = without;
    }

    pub fn stop_twin(&mut self) {
        self.twin = None;
    }

    /// How far the twin is behind.
    pub fn twin_lags(&self) -> Span {
        self.twin.as_ref().map_or(Span::ZERO, |twin| self.world.now.since(twin.world.now))
    }

    /// Lets a twin that lags catch up by so much.
    pub fn catch_up(&mut self, by: Span) {
        let _ = by;
    }

    /// The shop minus the twin, now; `None` without a twin, or while it lags.
    pub fn differences(&self) -> Option<Differences> {
        None
    }
}
