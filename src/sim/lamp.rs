//! A tray of slices under a lamp (*cache*): as long as it is fresh, whoever asks gets a slice at once and no chef knows
//! of it. Who finds it old has a new one baked, and so does the next one, unless one baking is enough for all
//! (*single flight*), or the old slices are sold meanwhile (*stale-while-revalidate*).
//!
//! Where one is enough, the tray in the oven is nobody's order but a ticket of the house
//! ([`TicketKind::House`](crate::sim::order::TicketKind::House)); what happens to it is in `world/lamps.rs`.

use crate::sim::order::OrderKey;
use crate::sim::queue::Queue;
use crate::sim::setup::{Refill, Setup, TraySetup};
use crate::units::digest::fold;
use crate::units::{ItemId, Span, Time};
use serde::{Deserialize, Serialize};

/// The lamp of one item at one outlet, and what lies under it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lamp {
    /// Whose slices.
    pub item: ItemId,
    /// Its rule.
    pub rule: TraySetup,
    /// What lies there; `None`: no tray was baked yet.
    pub tray: Option<Slices>,
    /// The house's ticket for a new one; [`OrderKey::NONE`] if there is none.
    pub house: OrderKey,
    /// How many such tickets there were so far.
    pub(super) filed: u64,
    /// Who waits for the tray in the oven, oldest first.
    pub waiting: Queue,
    /// Who is being handed a slice, oldest first.
    pub serving: Queue,
}

fold!(struct Lamp { item, rule, tray, house, filed, waiting, serving });

/// A tray under the lamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slices {
    /// When it came out of the oven.
    pub made: Time,
    /// Until when it is fresh, that moment excluded.
    pub fresh_until: Time,
}

fold!(struct Slices { made, fresh_until });

/// What somebody who asks finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// Fresh slices.
    Fresh,
    /// Old slices that are still sold.
    Old,
    /// Nothing that could be sold.
    Nothing,
}

impl Lamp {
    /// The lamps of an outlet, by item, before it opens.
    pub(super) fn all(setup: &Setup) -> Vec<Lamp> {
        let lamp = |(i, rule): (usize, TraySetup)| Lamp {
            item: ItemId(i as u16),
            rule,
            tray: None,
            house: OrderKey::NONE,
            filed: 0,
            waiting: Queue::default(),
            serving: Queue::default(),
        };
        let trays = setup.items.iter().enumerate().filter_map(|(i, item)| Some((i, item.tray?)));
        trays.map(lamp).collect()
    }

    /// A new tray lies there.
    pub(super) fn refill(&mut self, now: Time) {
        self.tray = Some(Slices { made: now, fresh_until: now + self.rule.keeps });
    }

    /// What somebody who asks finds.
    pub fn found(&self, now: Time) -> Found {
        match self.tray {
            Some(tray) if now < tray.fresh_until => Found::Fresh,
            Some(tray) if self.rule.refill == Refill::OneAndOld && now < tray.fresh_until + self.rule.old_for => {
                Found::Old
            }
            Some(_) | None => Found::Nothing,
        }
    }

    /// Whether fresh slices lie there.
    pub fn found_fresh(&self, now: Time) -> bool {
        self.found(now) == Found::Fresh
    }

    /// How long ago the tray came out of the oven; `None` without one.
    pub fn age(&self, now: Time) -> Option<Span> {
        self.tray.map(|tray| now.since(tray.made))
    }

    /// Whether nobody stands here.
    pub fn is_deserted(&self) -> bool {
        self.waiting.is_empty() && self.serving.is_empty()
    }
}
