//! What the player can know. The world knows when the power will be back; the shop does not. Whatever is shown of an
//! event of the script that has not happened yet, or of the end of one that goes on, is read here.
//!
//! An event is known from its `told` on, or once it happens; its end from `told_end` on, or never. Whoever gave a
//! command knows how long its effect lasts. Nobody knows when chance strikes.

use super::log::{Blame, EntryKind, What};
use super::{Forecast, Session};
use crate::scenario::Trigger;
use crate::sim::city::{Active, CityEffect};
use crate::sim::explain::{Standstill, Station};
use crate::sim::setup::Scheduled;
use crate::units::{ChefRef, OutletId, RiderRef, Span, Time};

impl Session {
    /// When a fault in the log will be over, if the player knows.
    pub fn known_end(&self, fault: &What) -> Option<Time> {
        let (What::ChefIll { until, by, .. }
        | What::PowerOut { until, by, .. }
        | What::LineCut { until, by, .. }
        | What::PhoneDead { until, by, .. }
        | What::BookAway { until, by, .. }
        | What::RudeChef { until, by, .. }
        | What::RudeRider { until, by, .. }
        | What::Surge { until, by, .. }
        | What::Traffic { until, by, .. }
        | What::BadLine { until, by, .. }
        | What::Impatience { until, by, .. }) = *fault
        else {
            return None;
        };
        let is_told = match by {
            Blame::Player => true,
            Blame::Script(event) => self.telling_end(event).is_some_and(|told| told <= self.now()),
            Blame::Chance => false,
        };
        (is_told && !until.is_never()).then_some(until)
    }

    /// When an outlet's power will be back, if the player knows.
    pub fn power_known_back(&self, outlet: OutletId) -> Option<Time> {
        self.known_end_of(|what| matches!(*what, What::PowerOut { outlet: dark, .. } if dark == outlet))
    }

    /// When an outlet's cut line will be mended, if the player knows.
    pub fn line_known_back(&self, outlet: OutletId) -> Option<Time> {
        self.known_end_of(|what| matches!(*what, What::LineCut { outlet: cut, .. } if cut == outlet))
    }

    /// When an order book that is away will be back, by its number from 0, if the player knows.
    pub fn book_known_back(&self, book: u32) -> Option<Time> {
        self.known_end_of(|what| matches!(*what, What::BookAway { book: away, .. } if away == book))
    }

    /// When a chef who is ill or being retrained will be back, if the player knows.
    pub fn chef_known_back(&self, chef: ChefRef) -> Option<Time> {
        self.known_end_of(|what| match *what {
            What::ChefIll { chef: who, .. } | What::RudeChef { chef: who, .. } => who == chef,
            _ => false,
        })
    }

    /// When a rider who is being retrained will be back, if the player knows.
    pub fn rider_known_back(&self, rider: RiderRef) -> Option<Time> {
        self.known_end_of(|what| matches!(*what, What::RudeRider { rider: who, .. } if who == rider))
    }

    /// Whether the player slowed a chef down himself, and so knows for how long. Of others nobody says anything.
    pub(super) fn knows_own_slowness(&self, chef: ChefRef) -> bool {
        let is_it = |what: &What| matches!(*what, What::ChefSlow { chef: who, .. } if who == chef);
        matches!(self.current(is_it), Some(What::ChefSlow { by: Blame::Player, .. }))
    }

    /// When a surge, a jam or an impatience will be over, if the player knows.
    pub(super) fn effect_known_over(&self, active: &Active) -> Option<Time> {
        let ends = active.until;
        self.known_end_of(|what| match (what, active.spell) {
            (What::Surge { zone, item, until, .. }, CityEffect::Surge { zone: of, item: on }) => {
                (*zone, *item, *until) == (of, on, ends)
            }
            (What::Traffic { until, .. }, CityEffect::Traffic) => *until == ends,
            (What::Impatience { zone, until, .. }, CityEffect::Impatience { zone: of }) => {
                (*zone, *until) == (of, ends)
            }
            (What::BadLine { zone, until, .. }, CityEffect::BadLine { zone: of }) => (*zone, *until) == (of, ends),
            _ => false,
        })
    }

    /// The end of the latest such fault that still goes on.
    fn known_end_of(&self, is_it: impl Fn(&What) -> bool) -> Option<Time> {
        self.known_end(self.current(is_it)?)
    }

    /// The latest fault of that kind that is still going on.
    fn current(&self, is_it: impl Fn(&What) -> bool) -> Option<&What> {
        let log = &self.recorder.log;
        let current = log.faults.iter().rev().filter(|fault| fault.over.is_none());
        let mut whats = current.filter_map(|fault| log.get(fault.entry)).map(|entry| &entry.what);
        whats.find(|what| is_it(what))
    }

    /// Events of the script that the player has been told of and that have not happened yet, with their indices.
    pub fn announced(&self) -> impl Iterator<Item = (usize, &Scheduled)> {
        let now = self.now();
        let events = self.setup.script.iter().enumerate();
        events.filter(move |(i, event)| event.at > now && self.telling_of(*i).is_some_and(|told| told <= now))
    }

    fn telling_of(&self, event: usize) -> Option<Time> {
        self.scenario.tellings.get(event).and_then(|telling| telling.told)
    }

    fn telling_end(&self, event: usize) -> Option<Time> {
        self.scenario.tellings.get(event).and_then(|telling| telling.end)
    }

    /// Whether the player is told of an event's end as soon as of its beginning.
    pub fn is_told_whole(&self, event: usize) -> bool {
        self.telling_end(event).is_some_and(|end| self.telling_of(event).is_some_and(|told| end <= told))
    }

    /// The next moment that is known to bring something: the story goes on, something announced happens or is over, a
    /// goal is judged or is about to be lost, the shop closes. `None`: none is.
    pub fn next_known(&self) -> Option<Time> {
        let now = self.now();
        let story = self.scenario.cues.iter().zip(self.cues_settled()).filter(|(_, settled)| !settled);
        let story = story.filter_map(|(cue, _)| match cue.trigger {
            Trigger::At(at) | Trigger::AtIf(at, _) => Some(at),
            Trigger::When(_) => None,
        });
        let asked = self.scenario.predictions.iter().filter_map(|prediction| prediction.at);
        let announced = self.announced().map(|(_, event)| event.at);
        let log = &self.recorder.log;
        let faults = log.faults.iter().filter(|fault| fault.over.is_none()).filter_map(|fault| log.get(fault.entry));
        let ends = faults.filter_map(|entry| self.known_end(&entry.what));
        let goals = self.goals.iter().filter(|goal| !goal.is_final);
        let goals = goals.flat_map(|goal| {
            let lost = match goal.pace {
                Some(Forecast::LostAt(at)) => Some(at),
                _ => None,
            };
            [Some(goal.judged_at), lost]
        });
        let closing = std::iter::once(self.setup.closing());
        let moments = story.chain(asked).chain(announced).chain(ends).chain(goals.flatten()).chain(closing);
        moments.filter(|at| *at > now && !at.is_never()).min()
    }

    /// How long a dark outlet still keeps its orders waiting; `None`: for ever, as far as anybody knows.
    pub(super) fn known_wait(&self, outlet: OutletId) -> Option<Span> {
        self.power_known_back(outlet).map(|back| back.since(self.now()))
    }

    /// A station as the player knows it: the end of a standstill is left out unless it has been told.
    pub(super) fn as_known(&self, station: Station) -> Station {
        let Some(outlet) = station.id.outlet() else { return station };
        let known = match station.standstill {
            Some(Standstill::Power { .. }) => self.power_known_back(outlet),
            Some(Standstill::LineCut { .. }) => self.line_known_back(outlet),
            Some(Standstill::Nobody) | None => return station,
        };
        let standstill = station.standstill.map(|standstill| match standstill {
            Standstill::Power { since, .. } => Standstill::Power { since, until: known.unwrap_or(Time::NEVER) },
            Standstill::LineCut { since, .. } => Standstill::LineCut { since, until: known.unwrap_or(Time::NEVER) },
            Standstill::Nobody => Standstill::Nobody,
        });
        Station { standstill, wait: known.map(|back| back.since(self.now())), ..station }
    }

    /// The next moment at which the player is told something about an event.
    pub(super) fn telling_due(&self) -> Time {
        let now = self.now();
        let tellings = self.scenario.tellings.iter().flat_map(|telling| [telling.told, telling.end]);
        tellings.flatten().filter(|&at| at > now).min().unwrap_or(Time::NEVER)
    }

    /// Logs what the player is told at this moment.
    pub(super) fn tell_events(&mut self) {
        let (now, scenario) = (self.now(), self.scenario.clone());
        for (event, telling) in scenario.tellings.iter().enumerate() {
            let is_ahead = self.setup.script.get(event).is_some_and(|scheduled| scheduled.at > now);
            if telling.told == Some(now) && is_ahead {
                self.recorder.log.push(now, EntryKind::Noticed, None, What::Announced { event });
            }
            if telling.end == Some(now) {
                self.recorder.log.push(now, EntryKind::Noticed, None, What::EndTold { event });
            }
        }
    }
}
