//! Temporary effects on the whole city: surges of demand, traffic jams, impatience.

use crate::units::digest::fold;
use crate::units::{ItemId, Time, ZoneId};
use serde::{Deserialize, Serialize};

/// What is multiplied by the factor of an effect.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum CityEffect {
    /// The demand in a zone, or in all, for an item, or for all.
    Surge {
        /// `None`: all zones.
        zone: Option<ZoneId>,
        /// `None`: all items.
        item: Option<ItemId>,
    },
    /// The duration of rides.
    Traffic,
    /// The patience of new customers.
    Impatience {
        /// `None`: all zones.
        zone: Option<ZoneId>,
    },
    /// Confirmations that callers hear. The factor is the share that they do not.
    BadLine {
        /// `None`: all zones.
        zone: Option<ZoneId>,
    },
}

fold!(enum CityEffect { 0 Surge { zone, item }, 1 Traffic {}, 2 Impatience { zone }, 3 BadLine { zone } });

/// An effect in force. Effects of one kind that overlap multiply.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Active {
    /// What it changes.
    pub spell: CityEffect,
    /// By how much; 1 changes nothing. Of a bad line: the share that is lost.
    pub factor: f64,
    /// When it ends.
    pub until: Time,
}

fold!(struct Active { spell, factor, until });

/// All effects in force.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct City {
    /// In the order in which they began.
    pub active: Vec<Active>,
}

fold!(struct City { active });

impl City {
    /// The factor on the duration of rides; 1 without a jam.
    pub fn traffic(&self) -> f64 {
        self.product(|spell| matches!(spell, CityEffect::Traffic))
    }

    pub(super) fn patience(&self, id: ZoneId) -> f64 {
        self.product(|spell| matches!(spell, CityEffect::Impatience { zone } if zone.is_none_or(|z| z == id)))
    }

    /// The factor on the demand for an item in a zone.
    pub(super) fn surge(&self, id: ZoneId, what: ItemId) -> f64 {
        self.product(|spell| {
            matches!(spell, CityEffect::Surge { zone, item }
                if zone.is_none_or(|z| z == id) && item.is_none_or(|i| i == what))
        })
    }

    /// The share of confirmations that callers of a zone do not hear; what is left of one bad line may be lost in
    /// another.
    pub fn unheard(&self, id: ZoneId) -> f64 {
        let lines = self
            .active
            .iter()
            .filter(|a| matches!(a.spell, CityEffect::BadLine { zone } if zone.is_none_or(|z| z == id)));
        1.0 - lines.fold(1.0, |heard, line| heard * (1.0 - line.factor))
    }

    fn product(&self, applies: impl Fn(CityEffect) -> bool) -> f64 {
        self.active.iter().filter(|a| applies(a.spell)).fold(1.0, |product, a| product * a.factor)
    }

    /// When the next effect ends; [`Time::NEVER`] without any.
    pub(super) fn next_end(&self) -> Time {
        self.active.iter().map(|a| a.until).min().unwrap_or(Time::NEVER)
    }

    /// Removes the first effect of that kind that goes on until the next; `None`: none does.
    pub(super) fn end_standing(&mut self, spell: CityEffect) -> Option<Active> {
        let first = self.active.iter().position(|a| a.spell == spell && a.until.is_never())?;
        Some(self.active.remove(first))
    }

    /// Removes the first effect that has ended by `now`; `None`: none has.
    pub(super) fn end(&mut self, now: Time) -> Option<Active> {
        let first = self.active.iter().position(|a| a.until <= now)?;
        Some(self.active.remove(first))
    }
}
