//! What goes through each outlet: flows as counted over the last 10 minutes, load from what is known, and growth.

pub mod known;
mod measuring;

pub use known::{Demand, Hand, Load};
use measuring::Asked;
pub(super) use measuring::{measure, stations};

use crate::sim::explain::{Lately, Shift, Station, Verdict};
use crate::sim::world::World;
use crate::units::{ItemId, Span, Time};

/// What went through an outlet's kitchen in the rate window, in tickets. What came in went out somewhere, or is still
/// there: `inside_then + arrived = cooked + refused + walked + moved + dropped + inside_now`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Passed {
    /// Sent here, routed here anew, and copied here.
    pub arrived: u64,
    pub cooked: u64,
    /// Turned away at the full line.
    pub refused: u64,
    /// Torn up, because the customer walked out.
    pub walked: u64,
    /// Routed away from here.
    pub moved: u64,
    /// Torn up or forgotten for another reason: the other of two tickets was begun, or the customer had gone before.
    pub dropped: u64,
    /// In line, on the way into it, or being cooked.
    pub inside_then: u64,
    pub inside_now: u64,
    /// After the kitchen: brought to somebody who waited for it, and to nobody.
    pub delivered: u64,
    pub wasted: u64,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct OutletRates {
    pub passed: Passed,
    /// The length of the window: up to ten minutes, at least two.
    pub over: Span,
    /// Orders sent here, routed here anew and copied here, an hour.
    pub arriving_per_hour: f64,
    pub cooked_per_hour: f64,
    pub shelved_per_hour: f64,
    pub delivered_per_hour: f64,
    /// Work asked for in chefs, from known demand and known hands.
    pub work: f64,
    /// Chefs here, well, and not about to leave.
    pub hands: f64,
    /// Share of the time of those present and well.
    pub chefs_busy: Option<f64>,
    pub riders_busy: Option<f64>,
    /// Riders here and not about to leave, and the work asked for in riders.
    pub riders: f64,
    pub riders_work: f64,
    /// Known mean time of a rider for one order.
    pub trip: Span,
    /// How the lines and the shelf grow.
    pub line_per_min: f64,
    pub shelf_per_min: f64,
    /// Known mean of a cooking here, as the outlet is asked for its items.
    pub cooking: Span,
    /// Mean time on the shelf and on the road of what was delivered.
    pub shelf: Option<Span>,
    pub ride: Option<Span>,
    /// Roughly how long an order that came now would wait for a chef; `None`: for ever, as far as anybody knows. Enough
    /// to see where orders are stuck; what is shown is [`crate::session::estimate`]'s.
    pub wait: Option<Span>,
    /// Tickets in line whose customer has gone.
    pub ghosts: u64,
    /// A line an item, in specialised kitchens only.
    pub lines: Vec<LineRates>,
}

impl OutletRates {
    /// Work asked for ÷ hands here; `None` with nobody there.
    pub fn load(&self) -> Option<f64> {
        Load { work: self.work, hands: self.hands }.share()
    }

    pub fn riders_load(&self) -> Option<f64> {
        Load { work: self.riders_work, hands: self.riders }.share()
    }

    /// A count of the window, an hour.
    pub fn per_hour(&self, count: u64) -> f64 {
        if self.over.is_zero() { 0.0 } else { count as f64 / self.over.hours() }
    }
}

/// What is known of people and town, from one moment to the next: reckoned anew only where it has changed.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    pub town: known::Town,
    /// By outlet.
    pub staff: Vec<known::Staff>,
    pub demand: Vec<Demand>,
    pub asked: Vec<Asked>,
    stands: Option<known::Basis>,
}

impl Known {
    /// Brings it up to the moment.
    pub fn update(&mut self, world: &World) {
        let basis = known::Basis::of(world);
        if self.stands.as_ref().is_some_and(|stands| stands.holds(&basis)) {
            return;
        }
        self.staff.resize_with(world.outlets().len(), known::Staff::default);
        self.staff.iter_mut().enumerate().for_each(|(o, staff)| staff.recount(world, o));
        self.town.demand(world, &self.staff, &mut self.demand);
        let people = self.demand.iter().zip(&self.staff).enumerate();
        self.asked.clear();
        self.asked.extend(people.map(|(o, (demand, staff))| Asked::of(world, o, demand, staff)));
        self.stands = Some(basis);
    }
}

/// One line of a specialised kitchen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LineRates {
    pub item: ItemId,
    pub waiting: u32,
    pub arriving_per_hour: f64,
    pub work: f64,
    /// Experts of that item here, well and staying; all-rounders, who serve every line.
    pub experts: u32,
    pub all_rounders: u32,
}

/// The panel "Why": the sentence's facts.
#[derive(Clone, Debug, PartialEq)]
pub struct Why {
    pub at: Time,
    pub stations: Vec<Station>,
    pub verdict: Verdict,
    /// Who was lost or served late in the last 10 minutes.
    pub lately: Lately,
    /// Why the 95th percentile moved, and between which windows (each 15 minutes, ending at these moments); `None`
    /// where it did not, or too few orders came.
    pub moved: Option<Moved>,
    /// What the percentile leaves out: still in the shop, and lost in the last 15 minutes.
    pub still_waiting: u64,
    pub gone: u64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moved {
    pub since: Time,
    pub shift: Shift,
}

impl Why {
    /// The station where orders are stuck.
    pub fn stuck(&self) -> Option<&Station> {
        match self.verdict {
            Verdict::Stuck { station, .. } => self.stations.get(station),
            Verdict::Failing { .. } | Verdict::Calm { .. } => None,
        }
    }

    /// The busiest station of a shop where nothing is stuck.
    pub fn busiest(&self) -> Option<&Station> {
        match self.verdict {
            Verdict::Failing { busiest, .. } | Verdict::Calm { busiest } => self.stations.get(busiest?),
            Verdict::Stuck { .. } => None,
        }
    }
}
