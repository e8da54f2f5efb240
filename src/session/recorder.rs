//! The witness that collects everything while a world runs. It sees every notice, and samples the world at fixed shop
//! times, so that what it holds does not depend on how time was cut into steps.

use crate::session::chef_timeline::{ChefTimeline, Doing};
use crate::session::event_logger::EventLogger;
use crate::session::flow::{Flow, SLICE};
use crate::session::forecast::expected;
use crate::session::gauges::Gauges;
use crate::session::log::Log;
use crate::session::log::LogMark;
use crate::session::order_archive::{Fate, OrderArchive, Trace};
use crate::sim::notice::{Notice, Witness};
use crate::sim::order::{Order, OrderKey};
use crate::sim::setup::Setup;
use crate::sim::world::World;
use crate::units::{ChefRef, OutletId, Span, Time};
use std::collections::BTreeMap;

/// Everything that is collected of one history. It sees a world and never changes it.
#[derive(Clone, Debug)]
pub struct Recorder {
    /// The series of the charts.
    pub gauges: Gauges,
    /// The log.
    pub log: Log,
    /// The finished orders.
    pub history: OrderArchive,
    pub(super) event_logger: EventLogger,
    pub(super) flow: Flow,
    /// Of parties that wait, by the number of the order: the pizzas that are ready.
    pub(super) parts: BTreeMap<u64, Vec<Trace>>,
    pub(super) chef_timeline: ChefTimeline,
    /// First calls after the warm-up by the scenario's curves.
    pub(super) expected: f64,
    /// Up to when the world was looked at.
    looked: Time,
}

/// What a checkpoint stores of a recorder: everything that [`Recorder::rewind`] cannot restore by truncating.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    event_logger: EventLogger,
    flow: Flow,
    parts: BTreeMap<u64, Vec<Trace>>,
    chef_timeline: ChefTimeline,
    log: LogMark,
    finished: u64,
    lost: u64,
    looked: Time,
}

impl Recorder {
    /// A recorder for a world about to open.
    pub fn new(world: &World) -> Recorder {
        let setup: &Setup = world.setup();
        let mut recorder = Recorder {
            gauges: Gauges::new(setup),
            log: Log::default(),
            history: OrderArchive::default(),
            event_logger: EventLogger::new(setup),
            flow: Flow::new(setup),
            parts: BTreeMap::new(),
            chef_timeline: ChefTimeline::default(),
            expected: expected(world, Time::ZERO + setup.warmup, Time::NEVER),
            looked: Time::ZERO,
        };
        recorder.event_logger.open_shop(&mut recorder.log, world);
        recorder.flow.note_levels(world, world.now());
        recorder.sample(world);
        recorder
    }

    /// Runs a world until `to`, sampling it on the way.
    pub(super) fn run(&mut self, world: &mut World, to: Time) {
        while !world.is_over() {
            let edge = next(world.now(), SLICE);
            let beat = next(world.now(), self.gauges.beat);
            // Levels are recorded just before a slice ends, since what happens at the edge belongs to the next slice.
            let before = Time(edge.0 - 1);
            let stop = if world.now() < before { before } else { edge };
            let target = to.min(stop).min(beat);
            world.advance(target, self);
            if world.now() == before {
                self.flow.note_levels(world, edge);
            }
            self.look(world, world.now() == edge, world.now() == beat);
            if target >= to {
                return;
            }
        }
    }

    fn look(&mut self, world: &World, edge: bool, beat: bool) {
        if world.now() <= self.looked {
            return;
        }
        let over = world.is_over();
        if edge || over {
            self.event_logger.look_for_unserved(&mut self.log, world);
        }
        if beat || over {
            self.sample(world);
            self.looked = world.now();
        }
    }

    pub(super) fn mark(&self) -> Mark {
        Mark {
            event_logger: self.event_logger.clone(),
            flow: self.flow.clone(),
            parts: self.parts.clone(),
            chef_timeline: self.chef_timeline.clone(),
            log: self.log.mark(),
            finished: self.history.finished,
            lost: self.history.lost,
            looked: self.looked,
        }
    }

    /// A copy that is back at a mark, which was made at `at`.
    pub(super) fn rewound(&self, mark: &Mark, at: Time) -> Recorder {
        let mut recorder = Recorder {
            gauges: self.gauges.clone(),
            log: self.log.clone(),
            history: self.history.clone(),
            event_logger: mark.event_logger.clone(),
            flow: mark.flow.clone(),
            parts: mark.parts.clone(),
            chef_timeline: mark.chef_timeline.clone(),
            expected: self.expected,
            looked: mark.looked,
        };
        recorder.log.rewind(&mark.log, at);
        recorder.history.rewind(mark.finished, mark.lost);
        recorder.gauges.rewind(at);
        recorder
    }

    /// A chef has brought an order to its door, whoever waits there or not, and goes home.
    fn driven(&mut self, world: &World, record: &Order, outlet: OutletId) {
        let now = world.now();
        let driven = !record.left.is_never() && record.rider.is_none() && now > record.left;
        if let (true, Some(number)) = (driven, record.chef.get()) {
            let chef = ChefRef { outlet, number };
            self.chef_timeline.add(chef, record.left, now, Doing::Driving { serial: Some(record.serial) });
            // The traffic may have changed on the way.
            let home = now + world.ride_time(record.address, world.setup().outlets[outlet.index()].at);
            self.chef_timeline.add(chef, now, home, Doing::Driving { serial: None });
        }
    }

    /// A pizza of a party is ready that is not its last: it is kept until the party has all.
    fn part_is_ready(&mut self, world: &World, key: OrderKey) {
        let aside = *self.flow.aside(key);
        let trace = Trace { fate: Fate::Delivered, ..Trace::of(world, key) }.with(aside.ahead, aside.rerouted);
        self.parts.entry(trace.serial).or_default().push(trace);
    }

    fn finish(&mut self, world: &World, key: OrderKey, fate: Fate) {
        let aside = *self.flow.aside(key);
        let trace = Trace { fate, ..Trace::of(world, key) }.with(aside.ahead, aside.rerouted);
        self.history.add(trace);
        if let Some(mut parts) = self.parts.remove(&trace.serial) {
            parts.push(trace);
            self.history.add_party(parts);
        }
    }
}

impl Witness for Recorder {
    fn see(&mut self, world: &World, notice: Notice) {
        let now = world.now();
        match notice {
            Notice::Placed { order } => self.flow.placed(world, order),
            Notice::Sent { order, outlet, .. } => self.flow.sent(world, order, outlet.index()),
            Notice::FiledAgain { order } => self.flow.filed_again(order),
            Notice::PartPlaced { order } => self.flow.part_placed(order),
            Notice::PartLeft { order } => self.flow.part_left(world, &world.orders()[order]),
            Notice::PartReady { order, outlet } => {
                self.flow.count(world, outlet, |counts| counts.ready += 1);
                self.part_is_ready(world, order);
            }
            Notice::Rerouted { order, from, to } => {
                self.flow.count(world, from, |counts| counts.moved += 1);
                let times = self.flow.aside(order).rerouted.saturating_add(1);
                self.flow.moves_in(world, order, to.index());
                self.flow.aside(order).rerouted = times;
            }
            Notice::Copied { copy, to, .. } | Notice::SentTwice { copy, to, .. } => {
                *self.flow.aside(copy) = Default::default();
                self.flow.moves_in(world, copy, to.index());
            }
            Notice::PutBack { order, chef, .. } => {
                let record = &world.orders()[order];
                self.flow.put_back(world, record);
                let what = Doing::Cooking { serial: record.serial, item: record.item, lost: true };
                self.chef_timeline.loses(chef, record.start, now, what);
            }
            Notice::Cooked { order, chef } => {
                let record = &world.orders()[order];
                let what = Doing::Cooking { serial: record.serial, item: record.item, lost: false };
                self.chef_timeline.add(chef, record.start, now, what);
                let is_house = record.is_house();
                self.flow.count(world, chef.outlet, |counts| {
                    counts.cooked += u64::from(!is_house);
                    counts.trays_baked += u64::from(is_house);
                });
            }
            Notice::Burnt { order, chef } => {
                let record = &world.orders()[order];
                self.chef_timeline.add(chef, record.start, now, Doing::Burning { serial: record.serial });
                self.flow.count(world, chef.outlet, |counts| counts.burnt += 1);
            }
            Notice::Shelved { order, outlet } => {
                let record = &world.orders()[order];
                if let (true, Some(number)) = (now > record.cooked, record.chef.get()) {
                    let chef = ChefRef { outlet, number };
                    self.chef_timeline.add(chef, record.cooked, now, Doing::Blocked { serial: record.serial });
                }
                self.flow.count(world, outlet, |counts| counts.shelved += 1);
            }
            Notice::SliceTaken { outlet, .. } | Notice::AtTray { outlet, .. } => {
                self.flow.count(world, outlet, |counts| counts.at_lamp += 1);
            }
            Notice::SliceReady { outlet, .. } => self.flow.count(world, outlet, |counts| counts.handed += 1),
            Notice::TrayOrdered { outlet, .. } => self.flow.count(world, outlet, |counts| counts.trays_ordered += 1),
            Notice::CallGivenUp { order, .. } => self.flow.rang_for_nobody(&world.orders()[order]),
            Notice::KeptForNobody { .. } => self.flow.written_for_nobody(),
            Notice::TornUp { order, .. } => self.flow.torn_up(world, &world.orders()[order]),
            Notice::Wasted { order, outlet } => {
                self.driven(world, &world.orders()[order], outlet);
                // What was burnt left the kitchen for no shelf.
                let was_cooked = !world.orders()[order].cooked.is_never();
                self.flow.count(world, outlet, |counts| counts.wasted += u64::from(was_cooked));
            }
            Notice::Delivered { order, outlet } => {
                let record = &world.orders()[order];
                self.flow.delivered(world, record, outlet.index());
                self.driven(world, record, outlet);
                self.finish(world, order, Fate::Delivered);
            }
            Notice::Lost { order, loss, again } => {
                self.flow.lost(world, &world.orders()[order], loss, again.is_none());
                self.finish(world, order, Fate::Lost(loss));
            }
            Notice::ChefStarts { chef } | Notice::BackupStepsIn { chef, .. } => self.chef_timeline.comes(chef, now),
            Notice::Opened { outlet } => {
                for number in 0..world.outlets()[outlet.index()].chefs.len() as u32 {
                    self.chef_timeline.comes(ChefRef { outlet, number }, now);
                }
            }
            Notice::TrayDone { chef, bases, began } => self.chef_timeline.add(chef, began, now, Doing::Tray { bases }),
            Notice::Well { chef } => {
                if let Some(since) = self.chef_timeline.ill_since(chef) {
                    self.chef_timeline.add(chef, since, now, Doing::Ill);
                }
            }
            Notice::FellIll { chef, .. } => self.chef_timeline.falls_ill(chef, now),
            Notice::ChefRetrained { chef, until } => self.chef_timeline.add(chef, now, until, Doing::Away),
            _ => {}
        }
        self.event_logger.see(&mut self.log, world, &notice);
    }
}

/// The next whole multiple of `step` after `now`.
pub(super) fn next(now: Time, step: Span) -> Time {
    Time((now.0 / step.0.max(1) + 1).saturating_mul(step.0.max(1)))
}
