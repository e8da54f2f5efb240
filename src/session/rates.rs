//! What goes through each outlet, over the last 10 minutes, or 3 after a step in what comes in: rates, load, growth, and what an order placed now would meet.

mod measuring;

pub(super) use measuring::{measure, stations};

use super::flow::SLICE;
use crate::sim::explain::{Shift, Station, Verdict};
use crate::units::{ItemId, OutletId, Span, Time};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct OutletRates {
    /// Over how many slices of half a minute: twenty, or few after a rush has begun or ended.
    pub(super) slices: usize,
    /// Orders sent here, routed here anew and copied here, an hour.
    pub arriving_per_hour: f64,
    pub cooked_per_hour: f64,
    pub shelved_per_hour: f64,
    pub delivered_per_hour: f64,
    /// Work arriving in chefs: chef-seconds a second, at the speed at which this kitchen really works.
    pub work: f64,
    /// Chefs present and well, on average.
    pub hands: f64,
    /// Share of the time of those present and well.
    pub chefs_busy: Option<f64>,
    pub riders_busy: Option<f64>,
    /// Riders present, on average, and the work that arrives for them in riders.
    pub riders: f64,
    pub riders_work: f64,
    /// How the lines and the shelf grow.
    pub line_per_min: f64,
    pub shelf_per_min: f64,
    /// Mean cooking time of what was cooked, or what everybody believes of it.
    pub cooking: Span,
    /// Mean time on the shelf and on the road of what was delivered.
    pub shelf: Option<Span>,
    pub ride: Option<Span>,
    /// How long an order that came now would wait for a chef; `None`: for ever, as far as anybody knows.
    pub wait: Option<Span>,
    /// A line an item, in specialised kitchens only.
    pub lines: Vec<LineRates>,
}

impl OutletRates {
    /// Over so much time all of it was measured, at most.
    pub fn over(&self) -> Span {
        Span(SLICE.0 * self.slices as u64)
    }

    /// Work arriving ÷ hands present; `None` with nobody there.
    pub fn load(&self) -> Option<f64> {
        (self.hands > 0.0).then(|| self.work / self.hands)
    }

    pub fn riders_load(&self) -> Option<f64> {
        (self.riders > 0.0).then(|| self.riders_work / self.riders)
    }
}

/// One line of a specialised kitchen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LineRates {
    pub item: ItemId,
    pub waiting: u32,
    pub arriving_per_hour: f64,
    pub work: f64,
    /// Experts of that item present and well now; all-rounders, who serve every line.
    pub experts: u32,
    pub all_rounders: u32,
}

/// What an order placed now would meet, at the outlet to which most orders go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    pub outlet: OutletId,
    /// `None`: no end to be seen.
    pub chef: Option<Span>,
    pub cook: Span,
    pub shelf: Span,
    pub ride: Span,
}

impl Estimate {
    pub fn total(&self) -> Option<Span> {
        Some(self.chef? + self.cook + self.shelf + self.ride)
    }
}

/// The panel "Why": the sentence's facts.
#[derive(Clone, Debug, PartialEq)]
pub struct Why {
    pub at: Time,
    pub stations: Vec<Station>,
    pub verdict: Verdict,
    /// Why the 95th percentile moved, and between which windows (each 15 minutes, ending at these moments); `None` where it
    /// did not, or too few orders came.
    pub moved: Option<Moved>,
    /// What the percentile leaves out: still in the shop, and gone in the last 15 minutes.
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
            Verdict::Calm { .. } => None,
        }
    }
}
