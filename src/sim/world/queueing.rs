//! The queues of a kitchen (*queues and their disciplines*): who is in which, and who takes what.

use super::World;
use crate::chance::Source;
use crate::sim::chef::{Chef, Duty, Task};
use crate::sim::notice::Witness;
use crate::sim::order::{OrderKey, Stage};
use crate::sim::outlet::{Outlet, Status};
use crate::sim::queue::Queue;
use crate::sim::setup::{Join, KitchenKind, QueueOrder, Skill};
use crate::sim::zone::dice;
use crate::units::{ItemId, MaybeNumber, OutletId, ZoneId};

impl World {
    /// The free chef who takes an order that has just arrived: the longest idle of those who may, experts first. This
    /// passes over no other order, because a chef is free only if there is nothing for him to take.
    #[inline(always)]
    pub(super) fn free_chef_for(&mut self, o: usize, key: OrderKey) -> Option<usize> {
        let kitchen = self.outlets[o].kitchen;
        if kitchen == KitchenKind::Private {
            self.orders[key].queue = MaybeNumber::of(self.draw_queue(o, key));
        }
        let outlet = &self.outlets[o];
        if outlet.free_chefs.is_empty() || !outlet.is_lit() {
            return None;
        }
        match kitchen {
            KitchenKind::Shared => outlet.free_chefs.first().map(|c| c as usize),
            KitchenKind::Specialised => {
                let item = self.orders[key].item;
                let free = || outlet.free_chefs.iter().map(|c| c as usize);
                free()
                    .find(|&c| outlet.chefs[c].skill == Skill::Item(item))
                    .or_else(|| free().find(|&c| outlet.chefs[c].skill == Skill::AllRound))
            }
            KitchenKind::Private => match self.orders[key].queue.get().unwrap_or(0) {
                0 => outlet.free_chefs.first().map(|c| c as usize),
                line => outlet.free_chefs.contains(line - 1).then_some(line as usize - 1),
            },
        }
    }

    /// The private queue that an order joins: that of a chef on duty, or the common one if there is nobody.
    pub(super) fn draw_queue(&self, o: usize, key: OrderKey) -> u32 {
        let outlet = &self.outlets[o];
        let on_duty = outlet.chefs.iter().enumerate().filter(|(_, c)| c.duty == Duty::Present && !c.leaving);
        let chosen = match outlet.join {
            Join::Lot => {
                let id = self.orders[key].id;
                let count = on_duty.clone().count() as u64;
                let lot = || dice(self.setup.seed, Source::Lot, id).below(count) as usize;
                if count == 0 { None } else { on_duty.clone().nth(lot()) }
            }
            Join::Shortest => on_duty.min_by_key(|(c, _)| (self.tickets_of(o, *c), *c)),
        };
        chosen.map_or(0, |(c, _)| c as u32 + 1)
    }

    /// Tickets waiting for one chef of a private kitchen, or in his hands.
    fn tickets_of(&self, o: usize, c: usize) -> usize {
        let outlet = &self.outlets[o];
        outlet.queues.get(c + 1).map_or(0, Queue::len) + outlet.chefs[c].order().is_some() as usize
    }

    /// Files a ticket into its queue, by the kitchen's discipline.
    pub(super) fn queue_up(&mut self, o: usize, key: OrderKey, w: &mut impl Witness) {
        self.file(o, key);
        self.tickets_wait(o, 1);
        self.dispatch_work(o, w);
    }

    pub(super) fn file(&mut self, o: usize, key: OrderKey) {
        let line = match self.outlets[o].kitchen {
            KitchenKind::Shared => 0,
            KitchenKind::Specialised => self.orders[key].item.0 as u32,
            KitchenKind::Private => self.orders[key].queue.get().unwrap_or_else(|| self.draw_queue(o, key)),
        };
        let order = &mut self.orders[key];
        order.queue = MaybeNumber::of(line);
        order.stage = Stage::Waiting;
        let outlet = &mut self.outlets[o];
        if !outlet.stopped.is_empty() && outlet.stopped.contains(&order.item) {
            self.orders.goes_down(key, self.now);
        }
        if outlet.queues.len() <= line as usize {
            outlet.queues.resize(line as usize + 1, Queue::default());
        }
        let queue = &mut outlet.queues[line as usize];
        match outlet.queue_order {
            QueueOrder::OldestFirst | QueueOrder::NewestFirst => {
                queue.file(&mut self.orders, key, outlet.queue_order == QueueOrder::NewestFirst);
            }
            rule => self.file_by_rank(o, line, key, rule),
        }
    }

    #[inline(never)]
    fn file_by_rank(&mut self, o: usize, line: u32, key: OrderKey, rule: QueueOrder) {
        let queue = &mut self.outlets[o].queues[line as usize];
        match rule {
            QueueOrder::Turns => queue.file_ranked(&mut self.orders, key, |order| order.id.zone),
            rule => queue.file_ranked(&mut self.orders, key, |order| self.setup.rank(rule, order.item)),
        }
    }

    /// Whether no more tickets of an order's kind may wait at an outlet. Where zones take turns, each has its share of
    /// the places: else a loud one would fill the line, and fairness would end at the door.
    #[inline(always)]
    pub(super) fn is_full_for(&self, o: usize, key: OrderKey) -> bool {
        let outlet = &self.outlets[o];
        let Some(limit) = outlet.queue_limit else { return false };
        match outlet.queue_order {
            QueueOrder::Turns => self.waiting_from(o, self.orders[key].id.zone) >= self.setup.share_of(limit),
            _ => outlet.waiting.value() >= limit as u64,
        }
    }

    fn waiting_from(&self, o: usize, zone: ZoneId) -> usize {
        let waiting = self.outlets[o].queues.iter().flat_map(|queue| queue.iter(&self.orders));
        waiting.filter(|&key| self.orders[key].id.zone == zone).count()
    }

    /// The next of a line.
    fn next_of(&self, o: usize, line: usize) -> Option<OrderKey> {
        let outlet = &self.outlets[o];
        let queue = outlet.queues.get(line)?;
        if outlet.queue_order == QueueOrder::Turns { self.next_in_turn(o, line) } else { queue.head() }
    }

    /// The tickets of a line in the order in which they would be served if no more came.
    pub fn serving_order(&self, outlet: OutletId, line: usize) -> Vec<OrderKey> {
        let outlet = &self.outlets[outlet.index()];
        let Some(queue) = outlet.queues.get(line) else { return Vec::new() };
        if outlet.queue_order != QueueOrder::Turns {
            return queue.iter(&self.orders).collect();
        }
        // Filed zone by zone: the n-th of each goes in the n-th round, which begins after the zone served last.
        let zones = self.setup.zones.len() as u32;
        let first = outlet.turns.get(line).and_then(|zone| zone.get()).map_or(0, |last| last + 1);
        let mut rounds = vec![0; self.setup.zones.len()];
        let mut place = |key: OrderKey| {
            let zone = (!self.orders[key].put_back).then_some(self.orders[key].id.zone)?;
            rounds[zone.index()] += 1;
            Some((rounds[zone.index()], (zone.0 + zones - first % zones) % zones))
        };
        let mut all: Vec<_> = queue.iter(&self.orders).map(|key| (key, place(key))).collect();
        // What was put back has no place and goes first.
        all.sort_by_key(|(_, place)| *place);
        all.into_iter().map(|(key, _)| key).collect()
    }

    /// Where zones take turns: what was put back, else the oldest order of the next zone after the one served last.
    #[cold]
    fn next_in_turn(&self, o: usize, line: usize) -> Option<OrderKey> {
        let outlet = &self.outlets[o];
        let queue = &outlet.queues[line];
        let head = queue.head()?;
        let last = outlet.turns.get(line).and_then(|zone| zone.get());
        let Some(last) = last.filter(|_| !self.orders[head].put_back) else { return Some(head) };
        queue.iter(&self.orders).find(|&key| self.orders[key].id.zone.0 > last).or(Some(head))
    }

    /// An order is about to be taken, from its line or without waiting: it was its zone's turn.
    #[inline(always)]
    pub(super) fn takes_turn(&mut self, o: usize, key: OrderKey) {
        if self.outlets[o].queue_order == QueueOrder::Turns {
            self.note_turn(o, key);
        }
    }

    #[cold]
    fn note_turn(&mut self, o: usize, key: OrderKey) {
        let (order, outlet) = (&self.orders[key], &mut self.outlets[o]);
        let line = match outlet.kitchen {
            KitchenKind::Shared => 0,
            KitchenKind::Specialised => order.item.index(),
            KitchenKind::Private => order.queue.get().unwrap_or(0) as usize,
        };
        if outlet.turns.len() <= line {
            outlet.turns.resize(line + 1, MaybeNumber::NONE);
        }
        outlet.turns[line] = MaybeNumber::of(order.id.zone.0);
    }

    /// Changes the number of tickets in an outlet's queues.
    #[inline(always)]
    pub(super) fn tickets_wait(&mut self, o: usize, more: i64) {
        let outlet = &mut self.outlets[o];
        outlet.waiting.add(self.now, more);
        outlet.most_waiting = outlet.most_waiting.max(outlet.waiting.value());
        self.book.waits(more);
        self.tickets_changed(o);
    }

    /// Takes a ticket out of its queue.
    #[inline(always)]
    pub(super) fn leave_line(&mut self, o: usize, key: OrderKey) {
        let line = self.orders[key].queue.get().expect("who leaves a line is in it") as usize;
        let outlet = &mut self.outlets[o];
        outlet.queues[line].remove(&mut self.orders, key);
        self.orders.comes_up(key, self.now);
        self.orders[key].queue = MaybeNumber::NONE;
        self.tickets_wait(o, -1);
    }

    /// The items that nobody here can cook now although the outlet runs: no power, or nobody well at work who may.
    pub(super) fn stopped_items(&self, o: usize) -> Vec<ItemId> {
        let outlet = &self.outlets[o];
        let items = || (0..self.setup.items.len() as u16).map(ItemId);
        let somebody = outlet.is_lit() && outlet.areas.chefs_here.value() > 0;
        match outlet.kitchen {
            _ if !matches!(outlet.status, Status::Open | Status::Closing) => Vec::new(),
            KitchenKind::Specialised if somebody => {
                let cooks = |item: ItemId| {
                    move |chef: &Chef| chef.is_well_and_here() && chef.may_cook(KitchenKind::Specialised, item)
                };
                items().filter(|&item| !outlet.chefs.iter().any(cooks(item))).collect()
            }
            _ if somebody => Vec::new(),
            _ => items().collect(),
        }
    }

    /// After power or people have changed: updates which waiting orders nobody can cook.
    pub(super) fn recompute_stopped(&mut self, o: usize) {
        let stopped = self.stopped_items(o);
        if stopped == self.outlets[o].stopped {
            return;
        }
        let before = std::mem::replace(&mut self.outlets[o].stopped, stopped);
        let outlet = &self.outlets[o];
        let waiting: Vec<OrderKey> = outlet.queues.iter().flat_map(|queue| queue.iter(&self.orders)).collect();
        for key in waiting {
            let item = self.orders[key].item;
            match (before.contains(&item), self.outlets[o].stopped.contains(&item)) {
                (false, true) => self.orders.goes_down(key, self.now),
                (true, false) => self.orders.comes_up(key, self.now),
                (true, true) | (false, false) => {}
            }
        }
    }

    /// Files all tickets of some queues anew, after queues were rearranged or a private one has lost its chef.
    pub(super) fn refile(&mut self, o: usize, lines: &[usize]) {
        let moved = self.take_out(o, lines);
        for key in moved {
            self.orders[key].queue = MaybeNumber::NONE;
            self.file(o, key);
        }
    }

    /// Reorders queues by another discipline, each with the same tickets.
    pub(super) fn reorder_lines(&mut self, o: usize) {
        for line in 0..self.outlets[o].queues.len() {
            for key in self.take_out(o, &[line]) {
                self.file(o, key);
            }
        }
    }

    fn take_out(&mut self, o: usize, lines: &[usize]) -> Vec<OrderKey> {
        let mut out = Vec::new();
        for &line in lines {
            if let Some(queue) = self.outlets[o].queues.get_mut(line) {
                out.extend(queue.drain(&self.orders));
            }
        }
        out.sort_by_key(|&key| (self.orders[key].placed, self.orders[key].id));
        out
    }

    /// Which of several lines' heads an all-rounder takes: the oldest; where items rank, by the rule of the lines.
    fn place_among_heads(&self, rule: QueueOrder, key: OrderKey) -> impl Ord + use<> {
        let order = &self.orders[key];
        let ranked = rule.ranks_items() && !order.put_back;
        let rank = if ranked { self.setup.rank(rule, order.item) } else { 0 };
        (ranked, rank, order.placed, order.id)
    }

    /// The free chef who takes a ticket next, and the ticket; `None`: none can be handed out.
    pub(super) fn next_pair(&self, o: usize) -> Option<(usize, OrderKey)> {
        let outlet = &self.outlets[o];
        if outlet.waiting.value() == 0 {
            return None;
        }
        let mut free = outlet.free_chefs.iter().map(|c| c as usize);
        match outlet.kitchen {
            KitchenKind::Shared => Some((free.next()?, self.next_of(o, 0)?)),
            KitchenKind::Private => free.find_map(|c| {
                let own = self.next_of(o, c + 1);
                Some((c, own.or_else(|| self.next_of(o, 0))?))
            }),
            KitchenKind::Specialised => {
                let expert = free.clone().find_map(|c| match outlet.chefs[c].skill {
                    Skill::Item(item) => Some((c, self.next_of(o, item.index())?)),
                    Skill::AllRound => None,
                });
                expert.or_else(|| {
                    let chef = free.find(|&c| outlet.chefs[c].skill == Skill::AllRound)?;
                    let heads = (0..outlet.queues.len()).filter_map(|line| self.next_of(o, line));
                    Some((chef, heads.min_by_key(|&key| self.place_among_heads(outlet.queue_order, key))?))
                })
            }
        }
    }
}

/// The order that a chef takes directly after another, if nobody else could take it: the head of the only queue, or of
/// his own; `None`: orders have to be handed out as usual.
#[inline(always)]
pub(super) fn next_in_own_queue(outlet: &Outlet, c: usize) -> Option<OrderKey> {
    let chef = &outlet.chefs[c];
    if outlet.waiting.value() == 0
        || !outlet.is_lit()
        || !chef.stays()
        || !matches!(chef.task, Task::Cooking { .. })
        || !outlet.free_chefs.is_empty()
        || !outlet.blocked.is_empty()
        || outlet.queue_order == QueueOrder::Turns
    {
        return None;
    }
    match (outlet.kitchen, chef.skill) {
        (KitchenKind::Shared, _) => outlet.queues[0].head(),
        (KitchenKind::Specialised, Skill::Item(own)) => outlet.queues.get(own.index())?.head(),
        _ => None,
    }
}
