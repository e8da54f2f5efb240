//! Log entries about outlets and the city: opened, dark, cut off, found unreachable by the desk; surges, traffic jams,
//! impatience.

use super::{EventLogger, over};
use crate::session::log::{Blame, EntryKind, Log, What};
use crate::sim::notice::Notice;
use crate::sim::order_books::OrderBooks;
use crate::sim::outlet::Supply;
use crate::sim::world::World;
use crate::units::{ItemId, OutletId, Span, Time};

impl EventLogger {
    pub(super) fn places(&mut self, log: &mut Log, world: &World, notice: &Notice) {
        let (now, noticed, fault, by) = (world.now(), EntryKind::Noticed, EntryKind::Fault, Blame::Chance);
        match *notice {
            Notice::Opened { outlet } => {
                log.push(now, noticed, self.doors.get(&outlet).copied(), What::Opened { outlet });
            }
            Notice::StreetsDealt => super::streets_moved(log, world),
            Notice::CardsFiled { policy } => {
                let filed = world.cards().is_some_and(|cards| cards.filed.is_some());
                log.push(now, noticed, None, What::CardsFiled { policy, filed });
            }
            Notice::Closed { outlet } => {
                log.push(now, noticed, self.doors.get(&outlet).copied(), What::Closed { outlet });
            }
            Notice::PowerOut { outlet, until } => {
                let put_back = |what: &What| match *what {
                    What::PutBack { outlet: place, count, lost } if place == outlet => Some((count, lost)),
                    _ => None,
                };
                let found = log.of_instant(now).find_map(|entry| put_back(&entry.what));
                let (in_ovens, lost) = found.unwrap_or((0, Span::ZERO));
                let id = log.push(now, fault, None, What::PowerOut { outlet, until, in_ovens, lost, by });
                self.power.insert(outlet, id);
            }
            Notice::PowerBack { outlet } => {
                let cause = self.power.remove(&outlet);
                self.back.insert(outlet, now);
                over(log, cause, now);
                log.push(now, noticed, cause, What::PowerBack { outlet });
            }
            Notice::LineCut { outlet, until } => {
                let waiting = world.outlets()[outlet.index()].waiting.value() as u32;
                let id = log.push(now, fault, None, What::LineCut { outlet, until, waiting, by });
                self.cut.insert(outlet, id);
            }
            Notice::LineMended { outlet } => {
                let cause = self.cut.remove(&outlet);
                self.back.insert(outlet, now);
                over(log, cause, now);
                log.push(now, noticed, cause, What::LineMended { outlet });
            }
            Notice::Learned { outlet, reachable } => self.learned(log, world, outlet, reachable),
            Notice::TakenOut { outlet, bad } => {
                let health = &world.desk().health;
                let what = What::TakenOut { outlet, bad, out: health.out, of: open_outlets(world) };
                self.out.insert(outlet, log.push(now, noticed, None, what));
            }
            Notice::LetIn { outlet } => {
                let cause = self.out.remove(&outlet);
                log.push(now, noticed, cause, What::LetIn { outlet });
            }
            Notice::OpenForAll { on } => {
                let cause = self.open_for_all.take();
                let what = What::OpenForAll { on, out: world.desk().health.out, of: open_outlets(world) };
                let id = log.push(now, noticed, cause, what);
                self.open_for_all = on.then_some(id);
            }
            Notice::PhoneDied { outlet, until } => {
                let id = log.push(now, fault, None, What::PhoneDead { outlet, until, by });
                self.dead.insert(outlet, id);
            }
            Notice::PhoneAnswers { outlet } => {
                let cause = self.dead.remove(&outlet);
                over(log, cause, now);
                log.push(now, noticed, cause, What::PhoneAnswers { outlet });
            }
            Notice::BookAway { book, until } => {
                let writable = world.order_books().is_some_and(OrderBooks::is_writable);
                let id = log.push(now, fault, None, What::BookAway { book, until, writable, by });
                self.away_books.insert(book, id);
            }
            Notice::BookBack { book } => {
                let cause = self.away_books.remove(&book);
                over(log, cause, now);
                let waiting = world.order_books().map_or(0, |books| books.waiting() as u32);
                let writable = world.order_books().is_some_and(OrderBooks::is_writable);
                log.push(now, noticed, cause, What::BookBack { book, writable, waiting });
            }
            Notice::BookBurnt { book } => self.book_burnt(log, world, book),
            Notice::FuseBlew { outlet } => self.fuse_blew(log, world, outlet),
            Notice::FuseMended { outlet } => {
                let cause = self.blown.remove(&outlet);
                log.push(now, noticed, cause, What::FuseMended { outlet });
            }
            Notice::ClerkStarts { .. } => {
                for entry in log.of_instant(now) {
                    if let What::ClerkStarts { count } = &mut entry.what {
                        *count += 1;
                        return;
                    }
                }
                log.push(now, noticed, None, What::ClerkStarts { count: 1 });
            }
            Notice::ClerkLeft { .. } => drop(log.push(now, noticed, None, What::ClerkLeft)),
            Notice::TrayOrdered { order, outlet } | Notice::TrayBaked { order, outlet } => {
                let item = world.orders()[order].item;
                self.tray(log, world, outlet, item, matches!(notice, Notice::TrayBaked { .. }));
            }
            Notice::LampFell { outlet, item } => drop(log.push(now, fault, None, What::LampFell { outlet, item, by })),
            Notice::Spoiled { outlet, bases } => drop(log.push(now, noticed, None, What::Spoiled { outlet, bases })),
            Notice::PrepBegan { outlet } => drop(log.push(now, noticed, None, What::PrepBegan { outlet })),
            Notice::PrepEnded { outlet } => {
                let bases = world.outlets()[outlet.index()].bases();
                log.push(now, noticed, None, What::PrepEnded { outlet, bases });
            }
            _ => self.spells(log, now, notice),
        }
    }

    /// A book burnt. Those whom it made forgotten are still to be told of.
    fn book_burnt(&mut self, log: &mut Log, world: &World, book: u32) {
        let Some(books) = world.order_books() else { return };
        if let Some(away) = self.away_books.remove(&book) {
            over(log, Some(away), world.now());
        }
        let what = What::BookBurnt {
            book,
            forgotten: 0,
            first: None,
            writable: books.is_writable(),
            over: books.is_over(),
            by: Blame::Chance,
        };
        let id = log.push(world.now(), EntryKind::Fault, None, what);
        // It does not end.
        over(log, Some(id), world.now());
        self.burnt_books.insert(book, id);
    }

    /// A fuse blew; that a trial was not answered either is said of the same fuse in the same words.
    fn fuse_blew(&mut self, log: &mut Log, world: &World, outlet: Option<OutletId>) {
        let waiting = world.desk().phones.as_ref().map_or(0, |phones| match outlet {
            Some(outlet) => phones.lanes[outlet.index()].waiting.len(),
            None => phones.waiting(),
        });
        let again = self.blown.contains_key(&outlet);
        let cause = self.blown.get(&outlet).or(outlet.and_then(|outlet| self.dead.get(&outlet))).copied();
        let what = What::FuseBlew { outlet, again, waiting: waiting as u32 };
        let id = log.push(world.now(), EntryKind::Noticed, cause, what);
        self.blown.entry(outlet).or_insert(id);
    }

    /// A tray is ordered by the house, or comes out of the oven, whoever ordered it: several of one instant are one
    /// entry.
    fn tray(&self, log: &mut Log, world: &World, outlet: OutletId, item: ItemId, baked: bool) {
        let now = world.now();
        let baking = world.outlets()[outlet.index()].trays_in_ovens(world.orders(), item);
        for entry in log.of_instant(now) {
            if let What::Tray { outlet: place, item: whose, baked: was, baking: others } = &mut entry.what
                && (*place, *whose, *was) == (outlet, item, baked)
            {
                *others = baking;
                return;
            }
        }
        log.push(now, EntryKind::Noticed, None, What::Tray { outlet, item, baked, baking });
    }

    /// Effects on the whole city, or on one zone or item, that last for a while.
    fn spells(&mut self, log: &mut Log, now: Time, notice: &Notice) {
        let (noticed, fault, by) = (EntryKind::Noticed, EntryKind::Fault, Blame::Chance);
        match *notice {
            Notice::SurgeBegan { zone, item, factor, until } => {
                let id = log.push(now, fault, None, What::Surge { zone, item, factor, until, by });
                self.surges.push((id, zone, item));
            }
            Notice::SurgeOver { zone, item } => {
                let cause = take(&mut self.surges, |&(_, z, i)| (z, i) == (zone, item)).map(|(id, ..)| id);
                over(log, cause, now);
                log.push(now, noticed, cause, What::SurgeOver { zone, item });
            }
            Notice::TrafficBegan { factor, until } => {
                self.jams.push(log.push(now, fault, None, What::Traffic { factor, until, by }));
            }
            Notice::TrafficOver => {
                let cause = take(&mut self.jams, |_| true);
                over(log, cause, now);
                log.push(now, noticed, cause, What::TrafficOver);
            }
            Notice::ImpatienceBegan { zone, factor, until } => {
                let id = log.push(now, fault, None, What::Impatience { zone, factor, until, by });
                self.impatience.push((id, zone));
            }
            Notice::ImpatienceOver { zone } => {
                let cause = take(&mut self.impatience, |&(_, z)| z == zone).map(|(id, _)| id);
                over(log, cause, now);
                log.push(now, noticed, cause, What::ImpatienceOver { zone });
            }
            Notice::BadLineBegan { zone, share, until } => {
                let id = log.push(now, fault, None, What::BadLine { zone, share, until, by });
                self.bad_lines.push((id, zone));
            }
            Notice::BadLineOver { zone } => {
                let cause = take(&mut self.bad_lines, |&(_, z)| z == zone).map(|(id, _)| id);
                over(log, cause, now);
                log.push(now, noticed, cause, What::BadLineOver { zone });
            }
            _ => {}
        }
    }

    fn learned(&mut self, log: &mut Log, world: &World, outlet: OutletId, reachable: bool) {
        let now = world.now();
        let place = &world.outlets()[outlet.index()];
        let since = match (place.power, place.link) {
            (Supply::Broken { since, .. }, Supply::Broken { since: other, .. }) => since.min(other),
            (Supply::Broken { since, .. }, _) | (_, Supply::Broken { since, .. }) => since,
            _ => self.back.get(&outlet).copied().unwrap_or(now),
        };
        let cause = self.power.get(&outlet).or(self.cut.get(&outlet)).copied();
        let missed = self.missed.remove(&outlet);
        let what = What::Learned { outlet, reachable, after: now.since(since) };
        let id = log.push(now, EntryKind::Noticed, if reachable { missed } else { cause }, what);
        if !reachable {
            self.missed.insert(outlet, id);
        }
    }
}

fn open_outlets(world: &World) -> u32 {
    world.outlets().iter().filter(|outlet| outlet.is_open()).count() as u32
}

fn take<T: Copy>(list: &mut Vec<T>, wanted: impl Fn(&T) -> bool) -> Option<T> {
    let i = list.iter().position(wanted)?;
    Some(list.remove(i))
}
