//! What a screen of the running shop is drawn from: the session, the scenario, and in which words and at which moment
//! it is seen. Only reads.

use super::names::Names;
use super::numbers;
use super::words::Words;
use crate::scenario::Scenario;
use crate::session::Session;
use crate::sim::setup::Setup;
use crate::sim::world::World;
use crate::units::{OutletId, Span, Time};

/// Everything that sentences and panels about a running shop are made from.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// The shop with its measurements, log and goals.
    pub session: &'a Session,
    /// The scenario being played.
    pub scenario: &'a Scenario,
    /// The vocabulary.
    pub words: Words,
    /// The names of people, places and items.
    pub names: Names<'a>,
    /// The outlet the player has selected.
    pub selected: OutletId,
    /// Between two ticks: where riders are drawn. Not before [`World::now`].
    pub moment: Time,
}

impl<'a> Scene<'a> {
    /// The shop's present state.
    pub fn world(&self) -> &'a World {
        self.session.world()
    }

    /// The setup the shop was opened with.
    pub fn setup(&self) -> &'a Setup {
        self.session.setup()
    }

    /// The shop's clock, since opening.
    pub fn now(&self) -> Time {
        self.session.world().now()
    }

    /// The promised delivery time, from order to door.
    pub fn promise(&self) -> Span {
        self.setup().slo.promise
    }

    /// `19:12`.
    pub fn clock(&self, at: Time) -> String {
        numbers::clock(at, self.setup().opens)
    }

    /// `19:12`, rounded up: by then it is true.
    pub fn by(&self, at: Time) -> String {
        let minute = Span::from_mins(1).0;
        self.clock(Time(at.0.div_ceil(minute).saturating_mul(minute)))
    }

    /// `19:12:05`.
    pub fn clock_seconds(&self, at: Time) -> String {
        numbers::clock_seconds(at, self.setup().opens)
    }

    /// The run is long enough for a time of day to come twice.
    pub fn has_days(&self) -> bool {
        let end = self.now().max(self.setup().closing());
        end > Time::ZERO + Span::from_hours(24)
    }

    /// `19:11:52`, as the log writes it; `day2 03:00:00` where that is not enough.
    pub fn log_time(&self, at: Time) -> String {
        let clock = self.clock_seconds(at);
        if self.has_days() { format!("day{} {clock}", at.day()) } else { clock }
    }

    /// From now until a moment.
    pub fn until(&self, at: Time) -> Span {
        at.since(self.now())
    }

    /// Whether customers fetch their orders themselves.
    pub fn is_pickup(&self) -> bool {
        self.world().delivery_mode() == crate::sim::setup::DeliveryMode::Pickup
    }
}
