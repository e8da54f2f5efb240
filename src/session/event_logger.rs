//! Writes the log: turns notices into entries, puts consequences under their causes, and joins what happens many times
//! at one instant into one entry.

mod people;
mod places;

use crate::session::log::{Blame, EntryId, EntryKind, Log, What};
use crate::sim::command::{Change, Command, Decision, Fault};
use crate::sim::explain::Spans;
use crate::sim::notice::{Notice, Origin};
use crate::sim::order::{Loss, OrderKey};
use crate::sim::setup::Setup;
use crate::sim::world::{Going, World};
use crate::units::{ChefRef, ItemId, OutletId, RiderRef, Span, Time, ZoneId};
use std::collections::BTreeMap;

/// The queue length at which the log first mentions it; then at every doubling.
const LONG_LINE: u32 = 10;

/// What the logger remembers between notices; the entries themselves are in the [`Log`].
#[derive(Clone, Debug, Default)]
pub(super) struct EventLogger {
    promise: Span,
    /// How many commands of the script have been carried out or refused.
    scripted: usize,
    power: BTreeMap<OutletId, EntryId>,
    cut: BTreeMap<OutletId, EntryId>,
    /// Outlets that the desk knows to be unreachable.
    missed: BTreeMap<OutletId, EntryId>,
    /// When an outlet last came back.
    back: BTreeMap<OutletId, Time>,
    ill: BTreeMap<ChefRef, EntryId>,
    slow: BTreeMap<ChefRef, EntryId>,
    burn: BTreeMap<ChefRef, EntryId>,
    /// Outlets that health checks have taken out.
    out: BTreeMap<OutletId, EntryId>,
    open_for_all: Option<EntryId>,
    /// Outlets whose telephone is dead.
    dead: BTreeMap<OutletId, EntryId>,
    /// Order books that are away, by number, and those that burnt.
    away_books: BTreeMap<u32, EntryId>,
    burnt_books: BTreeMap<u32, EntryId>,
    /// Fuses that have blown; the one of all telephones under `None`.
    blown: BTreeMap<Option<OutletId>, EntryId>,
    /// The number of orders at the desk at which they are mentioned again.
    long_desk: u32,
    away_chefs: BTreeMap<ChefRef, EntryId>,
    away_riders: BTreeMap<RiderRef, EntryId>,
    surges: Vec<(EntryId, Option<ZoneId>, Option<ItemId>)>,
    jams: Vec<EntryId>,
    impatience: Vec<(EntryId, Option<ZoneId>)>,
    bad_lines: Vec<(EntryId, Option<ZoneId>)>,
    /// Rude drivers who are still on the road, and so are retrained later.
    rude: Vec<(OutletId, Blame)>,
    chefs_hired: BTreeMap<ChefRef, Option<EntryId>>,
    riders_hired: BTreeMap<RiderRef, Option<EntryId>>,
    tools: BTreeMap<OutletId, EntryId>,
    doors: BTreeMap<OutletId, EntryId>,
    lost: u64,
    /// Parties that wait: how many pizzas they have ordered, and when the last that is ready was.
    parties: BTreeMap<u64, (u32, Time)>,
    /// The queue length at which each outlet is mentioned again.
    long_lines: BTreeMap<OutletId, u32>,
    /// Queues that nobody can serve, and when that was last seen.
    unserved: BTreeMap<(OutletId, Option<ItemId>), Time>,
    pub over_promise: bool,
}

impl EventLogger {
    pub fn new(setup: &Setup) -> EventLogger {
        EventLogger { promise: setup.slo.promise, ..EventLogger::default() }
    }

    pub fn open_shop(&self, log: &mut Log, world: &World) {
        let open = || world.setup().outlets.iter().filter(|outlet| outlet.open);
        let chefs = |standby| open().flat_map(|o| &o.chefs).filter(|chef| chef.standby == standby).count() as u32;
        let riders = open().map(|outlet| outlet.riders).sum();
        let what =
            What::ShopOpens { outlets: open().count() as u32, chefs: chefs(false), backups: chefs(true), riders };
        log.push(Time::ZERO, EntryKind::Noticed, None, what);
    }

    pub fn see(&mut self, log: &mut Log, world: &World, notice: &Notice) {
        match *notice {
            Notice::Placed { order } => self.placed(log, world, order),
            Notice::PartyCame { order, pizzas } => {
                self.parties.insert(world.orders()[order].serial, (pizzas, world.now()));
            }
            Notice::PartReady { order, .. } => {
                if let Some((_, ready)) = self.parties.get_mut(&world.orders()[order].serial) {
                    *ready = world.now();
                }
            }
            Notice::SentTwice { order, .. } => sent_twice(log, world, order),
            Notice::Delivered { order, outlet } => self.delivered(log, world, order, outlet),
            Notice::Lost { order, loss, again } => self.lost(log, world, order, loss, again),
            Notice::Sent { outlet, .. } => self.line_grows(log, world, outlet),
            Notice::AtDesk { .. } => self.desk_fills(log, world),
            Notice::Held { .. }
            | Notice::PutBack { .. }
            | Notice::Rerouted { .. }
            | Notice::Copied { .. }
            | Notice::Duplicated { .. } => self.together(log, world, notice),
            Notice::Done { ref command, origin, going } => {
                self.done(log, world.now(), command, origin, going);
                if matches!(command, Command::Decision(Decision::SetPolicy { .. })) {
                    streets_moved(log, world);
                }
            }
            Notice::ScriptRefused { ref command, origin, ref why } => {
                self.scripted += usize::from(origin == Origin::Script);
                let what = What::ScriptRefused { command: command.clone(), why: why.clone() };
                log.push(world.now(), EntryKind::Noticed, None, what);
            }
            Notice::ClosingTime => {
                let in_system = world.orders().iter().filter(|(_, order)| order.is_live()).count() as u64;
                log.push(world.now(), EntryKind::Noticed, None, What::ClosingTime { in_system });
            }
            Notice::Stranded { orders } => {
                log.push(world.now(), EntryKind::Noticed, None, What::Stranded { orders });
            }
            Notice::Ended => drop(log.push(world.now(), EntryKind::Noticed, None, What::Ended)),
            _ => {
                self.people(log, world, notice);
                self.places(log, world, notice);
            }
        }
    }

    // Orders.

    fn placed(&mut self, log: &mut Log, world: &World, key: OrderKey) {
        let order = &world.orders()[key];
        let (serial, item, zone) = (order.serial, order.item, order.id.zone);
        if is_milestone(serial) {
            let delivered = world.book().delivered;
            log.push(world.now(), EntryKind::Noticed, None, What::Milestone { serial, item, zone, delivered });
        }
        log.push(world.now(), EntryKind::Order, None, What::Placed { serial, item, zone, again: order.id.is_again() });
    }

    fn delivered(&mut self, log: &mut Log, world: &World, key: OrderKey, outlet: OutletId) {
        let order = &world.orders()[key];
        let (serial, item, zone, latency) = (order.serial, order.item, order.id.zone, order.latency(world.now()));
        let promise = world.setup().promise_of(item);
        let price = world.setup().items[item.index()].price;
        if let Some((pizzas, ready)) = self.parties.remove(&serial) {
            let refund = (price * i64::from(pizzas)).share(world.setup().money.refund);
            let late = (latency > promise).then(|| (latency - promise, refund));
            let last = world.now().since(ready);
            let what = What::PartyServed { serial, pizzas, zone, outlet, latency, last, late };
            let kind = if late.is_some() { EntryKind::Trouble } else { EntryKind::Order };
            log.push(world.now(), kind, None, what);
            return;
        }
        if latency <= promise {
            let what = What::Delivered { serial, item, zone, outlet, latency };
            log.push(world.now(), EntryKind::Order, None, what);
            return;
        }
        let refund = price.share(world.setup().money.refund);
        let spans: Spans = world.orders().spans(key, world.now());
        let what = What::Late { serial, item, zone, outlet, by: latency - promise, latency, spans, refund };
        log.push(world.now(), EntryKind::Trouble, None, what);
    }

    fn lost(&mut self, log: &mut Log, world: &World, key: OrderKey, loss: Loss, again: Option<Time>) {
        self.lost += 1;
        let order = &world.orders()[key];
        self.parties.remove(&order.serial);
        let outlet = (order.outlet.index() < world.outlets().len()).then_some(order.outlet);
        let what = What::Lost {
            serial: order.serial,
            item: order.item,
            zone: order.id.zone,
            outlet,
            loss,
            waited: world.now().since(order.placed),
            again,
            nth: self.lost,
        };
        let cause = match loss {
            Loss::Forgotten => self.forgotten(log, world, order.serial),
            _ => None,
        };
        log.push(world.now(), EntryKind::Trouble, cause, what);
    }

    /// An order was forgotten: the entry of the fire counts it, and tells of the first.
    fn forgotten(&self, log: &mut Log, world: &World, serial: u64) -> Option<EntryId> {
        let first = world.order_books().and_then(|books| books.last_forgotten).filter(|last| last.serial == serial);
        for entry in log.of_instant(world.now()) {
            if let What::BookBurnt { forgotten, first: told, .. } = &mut entry.what {
                *forgotten += 1;
                *told = told.or(first);
            }
        }
        self.burnt_books.values().copied().max()
    }

    fn line_grows(&mut self, log: &mut Log, world: &World, outlet: OutletId) {
        let waiting = world.outlets()[outlet.index()].waiting.value() as u32;
        let due = self.long_lines.get(&outlet).copied().unwrap_or(LONG_LINE);
        if waiting < due {
            if due > LONG_LINE && waiting < LONG_LINE / 2 {
                self.long_lines.remove(&outlet);
            }
            return;
        }
        self.long_lines.insert(outlet, due * 2);
        let others = world.outlets().iter().enumerate().filter(|(o, other)| *o != outlet.index() && other.is_open());
        let shortest = others
            .map(|(o, other)| (OutletId(o as u32), other.waiting.value() as u32))
            .min_by_key(|&(id, waiting)| (waiting, id));
        log.push(world.now(), EntryKind::Trouble, None, What::LinePasses { outlet, waiting, shortest });
    }

    /// An order waits for a clerk: the first is mentioned, then the tenth, then every doubling.
    fn desk_fills(&mut self, log: &mut Log, world: &World) {
        let Some(phones) = &world.desk().phones else { return };
        let waiting = phones.waiting() as u32;
        if waiting == 1 && self.long_desk > LONG_LINE {
            // It has been empty meanwhile, which is no news a second time.
            self.long_desk = LONG_LINE;
            return;
        }
        if waiting < self.long_desk.max(1) {
            return;
        }
        self.long_desk = (2 * self.long_desk).max(LONG_LINE);
        let lanes = phones.lanes.iter().enumerate().filter(|(_, lane)| lane.under_way > 0);
        let most = lanes.max_by_key(|(o, lane)| (lane.under_way, std::cmp::Reverse(*o)));
        let most = most.map(|(o, lane)| (OutletId(o as u32), lane.under_way));
        let cause = most.and_then(|(outlet, _)| self.dead.get(&outlet).copied());
        let what = What::DeskPasses { waiting, clerks: phones.present(), most };
        log.push(world.now(), EntryKind::Trouble, cause, what);
    }

    /// Joins what happens to many orders at one instant into one entry.
    fn together(&mut self, log: &mut Log, world: &World, notice: &Notice) {
        let now = world.now();
        match *notice {
            Notice::PutBack { order, chef, lost } => {
                let serial = world.orders()[order].serial;
                for entry in log.of_instant(now) {
                    match &mut entry.what {
                        What::IllnessNoticed { chef: ill, order, .. } if *ill == chef => {
                            *order = Some((serial, lost));
                            return;
                        }
                        What::PowerOut { outlet, in_ovens: count, lost: sum, .. }
                        | What::PutBack { outlet, count, lost: sum }
                            if *outlet == chef.outlet =>
                        {
                            *count += 1;
                            *sum += lost;
                            return;
                        }
                        _ => {}
                    }
                }
                let cause = self.ill.get(&chef).or(self.power.get(&chef.outlet)).copied();
                log.push(now, EntryKind::Noticed, cause, What::PutBack { outlet: chef.outlet, count: 1, lost });
            }
            Notice::Rerouted { from, to, .. } => self.rerouted(log, world, from, to),
            Notice::Copied { from, to, .. } => {
                for entry in log.of_instant(now) {
                    if let What::Copied { from: whence, to: whither, count } = &mut entry.what
                        && *whence == from
                    {
                        *count += 1;
                        *whither = whither.filter(|&other| other == to);
                        return;
                    }
                }
                let cause = self.cause_at(from);
                log.push(now, EntryKind::Noticed, cause, What::Copied { from, to: Some(to), count: 1 });
            }
            Notice::Duplicated { order, outlet } => {
                let order = &world.orders()[order];
                let again = world.doubts().is_in_doubt(order.id).then_some(order.serial);
                for entry in log.of_instant(now) {
                    if let What::CookedTwice { outlet: place, count, again: before } = &mut entry.what
                        && *place == outlet
                        && before.is_some() == again.is_some()
                    {
                        *count += 1;
                        return;
                    }
                }
                log.push(now, EntryKind::Noticed, None, What::CookedTwice { outlet, again, count: 1 });
            }
            _ => {
                for entry in log.of_instant(now) {
                    if let What::Held { count } = &mut entry.what {
                        *count += 1;
                        return;
                    }
                }
                // Only the first order that has to wait at the desk is worth an entry.
                if world.desk().held.len() <= 1 {
                    let cause = self.missed.values().copied().max();
                    log.push(now, EntryKind::Noticed, cause, What::Held { count: 1 });
                }
            }
        }
    }

    /// Orders on their way to another outlet: they will wait there, unless a free chef takes them at once.
    fn rerouted(&mut self, log: &mut Log, world: &World, from: OutletId, to: OutletId) {
        let there = &world.outlets()[to.index()];
        let before = there.waiting.value() as u32;
        let after = before + !there.chefs.iter().any(|chef| chef.is_free()) as u32;
        for entry in log.of_instant(world.now()) {
            if let What::Rerouted { from: whence, to: whither, count, line } = &mut entry.what
                && *whence == from
            {
                *count += 1;
                *whither = whither.filter(|&other| other == to);
                line.1 = after;
                return;
            }
        }
        let what = What::Rerouted { from, to: Some(to), count: 1, line: (before, after) };
        log.push(world.now(), EntryKind::Noticed, self.cause_at(from), what);
    }

    /// Why orders leave an outlet: the desk found it unreachable, or what broke there.
    fn cause_at(&self, outlet: OutletId) -> Option<EntryId> {
        self.missed.get(&outlet).or(self.power.get(&outlet)).or(self.cut.get(&outlet)).copied()
    }

    // Commands.

    fn done(&mut self, log: &mut Log, now: Time, command: &Command, origin: Origin, going: Going) {
        let blame = match origin {
            Origin::Player => Blame::Player,
            Origin::Script => {
                self.scripted += 1;
                Blame::Script(self.scripted - 1)
            }
        };
        match command {
            Command::Fault(fault) if fault.row().mends.is_none() => return self.blame(log, now, fault, blame),
            Command::Fault(_) | Command::Decision(_) => {}
        }
        let kind = if origin == Origin::Player { EntryKind::Decision } else { EntryKind::Noticed };
        let last = log.of_instant(now).next();
        let joined = last.and_then(|last| joins(&mut last.what, command, origin).then_some(last.id));
        let id =
            joined.unwrap_or_else(|| log.push(now, kind, None, What::Done { command: command.clone(), origin, going }));
        match (command.row().changes, command.outlet()) {
            (Change::Tools, Some(outlet)) => drop(self.tools.insert(outlet, id)),
            (Change::Opening | Change::Closing, Some(outlet)) => drop(self.doors.insert(outlet, id)),
            (Change::Tools | Change::Opening | Change::Closing, None) => {}
            (Change::ChefsHired | Change::RidersHired | Change::ChefsLeave | Change::RidersLeave, _) => {}
            (Change::ClerksHired | Change::ClerksLeave, _) => {}
            (Change::Setting, _) => {}
        }
        self.hired_because_of(id);
    }

    /// Whoever was hired just now was hired because of this.
    fn hired_because_of(&mut self, id: EntryId) {
        self.chefs_hired.values_mut().filter(|cause| cause.is_none()).for_each(|cause| *cause = Some(id));
        self.riders_hired.values_mut().filter(|cause| cause.is_none()).for_each(|cause| *cause = Some(id));
    }

    /// Attributes the faults of this instant to the command that caused them.
    fn blame(&mut self, log: &mut Log, now: Time, fault: &Fault, blame: Blame) {
        let tells_of_it = |what: &What| match fault {
            Fault::PowerOutage { .. } => matches!(what, What::PowerOut { .. }),
            Fault::CutLine { .. } => matches!(what, What::LineCut { .. }),
            Fault::ChefIll { .. } => matches!(what, What::ChefIll { .. }),
            Fault::SlowChef { .. } => matches!(what, What::ChefSlow { .. }),
            Fault::Burns { .. } => matches!(what, What::ChefBurns { .. }),
            Fault::RudeDriver { .. } => matches!(what, What::RudeChef { .. } | What::RudeRider { .. }),
            Fault::Surge { .. } => matches!(what, What::Surge { .. }),
            Fault::Traffic { .. } => matches!(what, What::Traffic { .. }),
            Fault::Impatience { .. } => matches!(what, What::Impatience { .. }),
            Fault::BadLine { .. } => matches!(what, What::BadLine { .. }),
            Fault::ClearTray { .. } => matches!(what, What::LampFell { .. }),
            Fault::DeadLine { .. } => matches!(what, What::PhoneDead { .. }),
            Fault::BookAway { .. } => matches!(what, What::BookAway { .. }),
            Fault::BookBurns { .. } => matches!(what, What::BookBurnt { .. }),
            Fault::RestorePower { .. } | Fault::MendLine { .. } => false,
        };
        let entries = log.of_instant(now).filter(|entry| entry.kind == EntryKind::Fault && tells_of_it(&entry.what));
        let by = entries.filter_map(|entry| entry.what.blame_mut()).find(|by| **by == Blame::Chance);
        match (by, fault) {
            (Some(by), _) => *by = blame,
            // A driver who is busy is retrained later.
            (None, Fault::RudeDriver { outlet, .. }) => self.rude.push((*outlet, blame)),
            (None, _) => {}
        }
    }

    fn rude_by(&mut self, outlet: OutletId) -> Blame {
        match self.rude.iter().position(|(place, _)| *place == outlet) {
            Some(i) => self.rude.remove(i).1,
            None => Blame::Chance,
        }
    }

    // What is seen by looking, now and then.

    /// Logs every queue with orders that nobody present can serve, at most once in 10 minutes each.
    pub fn look_for_unserved(&mut self, log: &mut Log, world: &World) {
        for (o, outlet) in world.outlets().iter().enumerate() {
            if outlet.waiting.value() == 0 || !outlet.is_lit() {
                continue;
            }
            let id = OutletId(o as u32);
            for (line, queue) in outlet.queues.iter().enumerate().filter(|(_, queue)| !queue.is_empty()) {
                let head = queue.head().map(|key| world.orders()[key].item).unwrap_or_default();
                let serves =
                    |chef: &crate::sim::chef::Chef| chef.is_well_and_here() && chef.may_cook(outlet.kitchen, head);
                if outlet.chefs.iter().any(serves) {
                    continue;
                }
                let item =
                    (outlet.kitchen == crate::sim::setup::KitchenKind::Specialised).then_some(ItemId(line as u16));
                let said =
                    self.unserved.get(&(id, item)).is_some_and(|&at| world.now().since(at) < Span::from_mins(10));
                if !said {
                    let waiting = queue.len() as u32;
                    log.push(world.now(), EntryKind::Trouble, None, What::NobodyServes { outlet: id, item, waiting });
                }
                self.unserved.insert((id, item), world.now());
            }
        }
    }

    /// Logs when the 95th percentile passes the promise, and when it is back below nine tenths of it.
    pub fn look_at_p95(&mut self, log: &mut Log, now: Time, p95: Option<Span>, orders: u64) {
        let Some(p95) = p95.filter(|_| orders >= 10) else { return };
        let over = if self.over_promise { p95.0 > self.promise.0 / 10 * 9 } else { p95 > self.promise };
        if over != self.over_promise {
            self.over_promise = over;
            let kind = if over { EntryKind::Trouble } else { EntryKind::Noticed };
            log.push(now, kind, None, What::P95 { p95, promise: self.promise, orders, over });
        }
    }
}

/// How many streets have another outlet than when their cards were filed, if any.
fn streets_moved(log: &mut Log, world: &World) {
    if world.cards().is_none_or(|cards| cards.filed.is_none()) {
        return;
    }
    if let Some(dealing) = world.dealing(MANY_STREETS).filter(|dealing| dealing.moved > 0) {
        let what = What::StreetsMoved { moved: dealing.moved, all: dealing.all };
        log.push(world.now(), EntryKind::Noticed, None, what);
    }
}

/// Of more streets some stand for all.
const MANY_STREETS: usize = 20_000;

/// Adds to an entry the people whom a command hires that is otherwise the same; `false`: it is another.
fn joins(entry: &mut What, command: &Command, origin: Origin) -> bool {
    let What::Done { command: before, origin: by, .. } = entry else { return false };
    if *by != origin {
        return false;
    }
    let (Command::Decision(before), Command::Decision(after)) = (before, command) else { return false };
    match (before, after) {
        (
            Decision::HireChef { outlet, skill, standby, count },
            Decision::HireChef { outlet: there, skill: able, standby: idle, count: more },
        ) if (&*outlet, &*skill, &*standby) == (there, able, idle) => {
            *count = count.saturating_add(*more);
            true
        }
        (Decision::HireRider { outlet, count }, Decision::HireRider { outlet: there, count: more })
            if outlet == there =>
        {
            *count = count.saturating_add(*more);
            true
        }
        (Decision::HireClerk { count }, Decision::HireClerk { count: more }) => {
            *count = count.saturating_add(*more);
            true
        }
        _ => false,
    }
}

fn over(log: &mut Log, fault: Option<EntryId>, now: Time) {
    if let Some(fault) = fault {
        log.fault_over(fault, now);
    }
}

/// 1, 50, 100, 500, 1000, 5000, 10000 …
fn is_milestone(serial: u64) -> bool {
    let mut n = serial;
    while n > 5 && n.is_multiple_of(10) {
        n /= 10;
    }
    serial == 1 || serial >= 50 && (n == 1 || n == 5)
}

/// A second order is sent; those of one moment are one entry.
fn sent_twice(log: &mut Log, world: &World, key: OrderKey) {
    for entry in log.of_instant(world.now()) {
        if let What::SentTwice { serial, count } = &mut entry.what {
            (*serial, *count) = (None, *count + 1);
            return;
        }
    }
    let what = What::SentTwice { serial: Some(world.orders()[key].serial), count: 1 };
    log.push(world.now(), EntryKind::Noticed, None, what);
}
