//! A dial for random faults, in a night that is there to be broken. What it throws are the player's own commands, given
//! at moments drawn from the seed, so replays, codes and exports know nothing of it and have every fault in them.
//!
//! The evening is cut into slots, each with its own stream: whether something happens in it, when, and what. Turning
//! the dial up therefore keeps the faults that were to come, and adds more; and whoever goes back meets the same ones.

use crate::chance::{Draws, Source};
use crate::session::Session;
use crate::sim::city::CityEffect;
use crate::sim::command::{Command, Fault};
use crate::units::{OutletId, Span, Time, ZoneId};
use serde::{Deserialize, Serialize};

/// How many random faults there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Dial {
    /// None.
    #[default]
    None,
    /// About one an hour.
    NowAndThen,
    /// About one every ten minutes.
    Chaos,
}

/// The length of a slot, in which at most one fault is thrown.
const SLOT: Span = Span::from_mins(8);
/// How soon a chef who burns has burnt an order.
const BURNS_AFTER: Span = Span::from_secs(20);
/// How many faults are drawn before a slot passes without one, because the shop refused them all.
const TRIES: usize = 8;

/// What makes a fault, each drawn in every try, so that no try shifts another.
struct Lot {
    kind: u64,
    outlet: OutletId,
    zone: ZoneId,
    length: f64,
    strength: f64,
}

impl Dial {
    /// The next position; after the last, the first.
    pub fn turned(self) -> Dial {
        match self {
            Dial::None => Dial::NowAndThen,
            Dial::NowAndThen => Dial::Chaos,
            Dial::Chaos => Dial::None,
        }
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Dial::None => "none",
            Dial::NowAndThen => "now and then",
            Dial::Chaos => "chaos",
        }
    }

    /// The share of slots in which it throws something.
    fn share(self) -> f64 {
        match self {
            Dial::None => 0.0,
            Dial::NowAndThen => 1.0 / 7.0,
            Dial::Chaos => 0.8,
        }
    }

    /// The first moment after `after`, and before `end`, at which it throws something; [`Time::NEVER`]: none is.
    pub fn next(self, seed: u64, after: Time, end: Time) -> Time {
        let base = Draws::base(seed, Source::Dial, 0);
        let slots = (after.0 / SLOT.0..=end.0 / SLOT.0).filter(|_| self != Dial::None);
        let moments = slots.filter_map(|slot| {
            let mut draws = Draws::stream(base, slot);
            let (luck, within) = (draws.unit(), draws.below(SLOT.0 / 1_000_000));
            (luck < self.share()).then(|| Time(slot * SLOT.0) + Span::from_secs(within))
        });
        let mut ahead = moments.filter(|at| after < *at && *at < end);
        ahead.next().unwrap_or(Time::NEVER)
    }
}

impl Session {
    /// What the dial throws now, at a moment of [`Dial::next`]; `None`: nothing that the shop would take, or nobody
    /// calls at this hour.
    pub fn thrown(&self) -> Option<Command> {
        let world = self.world();
        let zones = self.setup().zones.len() as u64;
        if (0..zones).all(|z| world.demand(ZoneId(z as u32)) <= 0.0) {
            return None;
        }
        let mut draws = Draws::keyed(self.setup().seed, Source::Dial, 0, self.now().0 / SLOT.0);
        let _ = (draws.unit(), draws.below(SLOT.0));
        let outlets = self.setup().outlets.len() as u64;
        let lots = (0..TRIES).map(|_| Lot {
            kind: draws.below(100),
            outlet: OutletId(draws.below(outlets) as u32),
            zone: ZoneId(draws.below(zones.max(1)) as u32),
            length: draws.unit(),
            strength: draws.unit(),
        });
        let lots: Vec<Lot> = lots.collect();
        let possible = |command: &Command| self.may_give(command).is_ok() && world.quote(command).is_ok();
        // Whoever goes back may have done it already.
        let is_done = |command: &Command| {
            let given = self.commands().iter().rev().take_while(|given| given.at == self.now());
            given.into_iter().any(|given| given.command == *command)
        };
        let found = lots.iter().map(|lot| Command::from(fault(lot))).find(possible);
        found.filter(|command| !is_done(command))
    }

    /// The factor on everybody's demand that stands until the next.
    pub fn demand_factor(&self) -> f64 {
        let everybody = CityEffect::Surge { zone: None, item: None };
        let active = &self.world().city().active;
        let standing = active.iter().rev().find(|active| active.spell == everybody && active.until.is_never());
        standing.map_or(1.0, |active| active.factor)
    }

    /// Notes in the log where the dial stands.
    pub fn note_dial(&mut self, dial: Dial) {
        let now = self.now();
        self.recorder.log.push(now, super::EntryKind::Decision, None, super::What::DialTurned { dial });
    }
}

fn fault(lot: &Lot) -> Fault {
    let Lot { outlet, zone, .. } = *lot;
    // Whole multiples of five minutes, as people say it.
    let minutes = |least: u64, most: u64| {
        let steps = (most - least) / 5 + 1;
        Span::from_mins(least + 5 * ((lot.length * steps as f64) as u64).min(steps - 1))
    };
    let factor = if lot.strength < 0.6 { 2.0 } else { 3.0 };
    match lot.kind {
        0..22 => Fault::PowerOutage { outlet, lasts: Some(minutes(10, 40)) },
        22..36 => Fault::CutLine { outlet, lasts: Some(minutes(10, 30)) },
        36..52 => Fault::ChefIll { outlet, skill: None, lasts: Some(minutes(20, 60)) },
        52..58 => Fault::SlowChef { outlet, skill: None, factor: 0.5, lasts: Some(minutes(30, 60)) },
        58..62 => Fault::Burns { outlet, skill: None, after: BURNS_AFTER, lasts: Some(minutes(20, 60)) },
        62..72 => Fault::RudeDriver { outlet, lasts: Some(minutes(20, 60)) },
        72..86 => Fault::Surge { zone: Some(zone), item: None, factor, lasts: Some(minutes(15, 40)) },
        86..94 => Fault::Traffic { factor, lasts: minutes(15, 40) },
        _ => Fault::Impatience { zone: None, factor: 0.5, lasts: minutes(30, 60) },
    }
}
