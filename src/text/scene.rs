//! What screens and sentences about a running shop are made from: session, scenario, vocabulary, names and moment.

use super::names::Names;
use super::numbers;
use super::words::Words;
use crate::scenario::Scenario;
use crate::session::Session;
use crate::sim::setup::Setup;
use crate::sim::world::World;
use crate::units::{ItemId, OutletId, Span, Time};

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
    /// The moment at which riders are drawn, between two ticks; at least [`World::now`].
    pub moment: Time,
    /// The shop time of a real second, for what happened just now and is seen for a second or two; `None`: nothing is
    /// to move, and everything is drawn as it is once it has moved.
    pub second: Option<Span>,
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

    /// The promised delivery time of an item.
    pub fn promise_of(&self, item: ItemId) -> Span {
        self.setup().promise_of(item)
    }

    /// A clock time, `19:12`.
    pub fn clock(&self, at: Time) -> String {
        numbers::clock(at, self.setup().opens)
    }

    /// A clock time rounded up to the minute, for statements that hold by then.
    pub fn by(&self, at: Time) -> String {
        let minute = Span::from_mins(1).0;
        self.clock(Time(at.0.div_ceil(minute).saturating_mul(minute)))
    }

    /// A clock time with seconds, `19:12:05`.
    pub fn clock_seconds(&self, at: Time) -> String {
        numbers::clock_seconds(at, self.setup().opens)
    }

    /// Whether the run is long enough for a clock time to occur twice.
    pub fn has_days(&self) -> bool {
        let end = self.now().max(self.setup().closing());
        end > Time::ZERO + Span::from_hours(24)
    }

    /// A time as the log writes it: `19:11:52`, or `day2 03:00:00` in runs of several days.
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
