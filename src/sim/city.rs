//! What lies over the whole city for a while: surges of demand, traffic jams, impatience.

use crate::units::digest::fold;
use crate::units::{ItemId, Time, ZoneId};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum CityEffect {
    /// Demand × factor, in a zone or all, for an item or all.
    Surge { zone: Option<ZoneId>, item: Option<ItemId> },
    /// Rides take × factor.
    Traffic,
    /// New customers have patience × factor.
    Impatience { zone: Option<ZoneId> },
}

fold!(enum CityEffect { 0 Surge { zone, item }, 1 Traffic {}, 2 Impatience { zone } });

/// A spell, how strong, and until when. They multiply where they overlap.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Active {
    pub spell: CityEffect,
    pub factor: f64,
    pub until: Time,
}

fold!(struct Active { spell, factor, until });

/// In the order in which they began.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct City {
    pub active: Vec<Active>,
}

fold!(struct City { active });

impl City {
    /// How much longer rides take.
    pub fn traffic(&self) -> f64 {
        self.product(|spell| matches!(spell, CityEffect::Traffic))
    }

    pub(super) fn patience(&self, id: ZoneId) -> f64 {
        self.product(|spell| matches!(spell, CityEffect::Impatience { zone } if zone.is_none_or(|z| z == id)))
    }

    /// The surge on one item of a zone.
    pub(super) fn surge(&self, id: ZoneId, what: ItemId) -> f64 {
        self.product(|spell| {
            matches!(spell, CityEffect::Surge { zone, item }
                if zone.is_none_or(|z| z == id) && item.is_none_or(|i| i == what))
        })
    }

    fn product(&self, applies: impl Fn(CityEffect) -> bool) -> f64 {
        self.active.iter().filter(|a| applies(a.spell)).fold(1.0, |product, a| product * a.factor)
    }

    /// When the next spell is over.
    pub(super) fn next_end(&self) -> Time {
        self.active.iter().map(|a| a.until).min().unwrap_or(Time::NEVER)
    }

    /// Takes the first spell that is over now.
    pub(super) fn end(&mut self, now: Time) -> Option<Active> {
        let first = self.active.iter().position(|a| a.until <= now)?;
        Some(self.active.remove(first))
    }
}
