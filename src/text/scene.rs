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

#[derive(Clone, Copy)]
pub struct Scene<'a> {
    pub session: &'a Session,
    pub scenario: &'a Scenario,
    pub words: Words,
    pub names: Names<'a>,
    pub selected: OutletId,
    /// Between two ticks: where riders are drawn. Not before [`World::now`].
    pub moment: Time,
}

impl<'a> Scene<'a> {
    pub fn world(&self) -> &'a World {
        self.session.world()
    }

    pub fn setup(&self) -> &'a Setup {
        self.session.setup()
    }

    pub fn now(&self) -> Time {
        self.session.world().now()
    }

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

    pub fn is_pickup(&self) -> bool {
        self.world().delivery_mode() == crate::sim::setup::DeliveryMode::Pickup
    }
}
