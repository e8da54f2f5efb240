//! People and places by name, as sentences need them.

use crate::sim::setup::Setup;
use crate::text::people::People;
use crate::units::{ChefRef, ItemId, OutletId, RiderRef, ZoneId};
use std::borrow::Cow;

/// The names of a scenario's places and items, and of the people who work there.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    setup: &'a Setup,
    people: &'a People,
}

impl<'a> Names<'a> {
    /// The names in a setup; `people` must have been updated for the world that is described.
    pub fn new(setup: &'a Setup, people: &'a People) -> Names<'a> {
        Names { setup, people }
    }

    /// A chef's name.
    pub fn chef(&self, chef: ChefRef) -> String {
        self.people.chef(chef)
    }

    /// A rider's name.
    pub fn rider(&self, rider: RiderRef) -> String {
        self.people.rider(rider)
    }

    /// An outlet's name, or `nowhere` for an unknown id.
    pub fn outlet(&self, outlet: OutletId) -> Cow<'a, str> {
        plain(self.setup.outlets.get(outlet.index()).map_or("nowhere", |o| &o.name))
    }

    /// A zone's name, or `nowhere` for an unknown id.
    pub fn zone(&self, zone: ZoneId) -> Cow<'a, str> {
        plain(self.setup.zones.get(zone.index()).map_or("nowhere", |z| &z.name))
    }

    /// A menu item's name, or `order` for an unknown id.
    pub fn item(&self, item: ItemId) -> Cow<'a, str> {
        plain(self.setup.items.get(item.index()).map_or("order", |i| &i.name))
    }
}

/// `*` marks the figures of a sentence, so no name may bring its own.
fn plain(name: &str) -> Cow<'_, str> {
    if name.contains('*') { Cow::Owned(name.replace('*', "+")) } else { Cow::Borrowed(name) }
}
