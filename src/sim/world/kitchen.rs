//! The kitchens at work (*services and their workers*): lines, who takes what, cooking, bases, and work that is lost.

use super::World;
use crate::chance::Source;
use crate::sim::agenda::{Rank, Slot};
use crate::sim::chef::{Duty, Illness, Task};
use crate::sim::notice::{Notice, Witness};
use crate::sim::order::{NO_LINE, OrderKey, Stage};
use crate::sim::outlet::{Bases, Outlet, Status};
use crate::sim::queue::Queue;
use crate::sim::setup::{DeliveryMode, KitchenKind, Skill};
use crate::sim::zone::dice;
use crate::units::time::nearest;
use crate::units::{ChefRef, Span, Time};

impl World {
    #[inline(always)]
    pub(super) fn chef_ref(&self, o: usize, c: usize) -> ChefRef {
        ChefRef { outlet: Self::outlet_id(o), number: c as u32 }
    }

    /// The free chef who takes an order that has just arrived, at once: the longest idle of those who may, experts first.
    /// Nobody else's order is passed over: a chef who is free has nothing to serve.
    pub(super) fn free_chef_for(&mut self, o: usize, key: OrderKey) -> Option<usize> {
        let kitchen = self.outlets[o].kitchen;
        if kitchen == KitchenKind::Private {
            let line = self.draw_line(o, key);
            self.orders[key].line = line;
        }
        let outlet = &self.outlets[o];
        if outlet.free_chefs.is_empty() || !outlet.is_lit() {
            return None;
        }
        match kitchen {
            KitchenKind::Shared => outlet.free_chefs.front().map(|&c| c as usize),
            KitchenKind::Specialised => {
                let item = self.orders[key].item;
                let free = || outlet.free_chefs.iter().map(|&c| c as usize);
                free()
                    .find(|&c| outlet.chefs[c].skill == Skill::Item(item))
                    .or_else(|| free().find(|&c| outlet.chefs[c].skill == Skill::AllRound))
            }
            KitchenKind::Private => match self.orders[key].line {
                0 => outlet.free_chefs.front().map(|&c| c as usize),
                line => outlet.free_chefs.contains(&(line - 1)).then_some(line as usize - 1),
            },
        }
    }

    /// The private line that the lot gives an order: one of the chefs on duty, or the common line where there is nobody.
    pub(super) fn draw_line(&self, o: usize, key: OrderKey) -> u32 {
        let id = self.orders[key].id;
        let outlet = &self.outlets[o];
        let on_duty = |c: &&crate::sim::chef::Chef| c.duty == Duty::Present && !c.leaving;
        let count = outlet.chefs.iter().filter(on_duty).count() as u64;
        if count == 0 {
            return 0;
        }
        let lot = dice(self.setup.seed, Source::Lot, id.zone, id.n, id.attempt).below(count) as usize;
        let chosen = outlet.chefs.iter().enumerate().filter(|(_, c)| on_duty(c)).nth(lot);
        chosen.map_or(0, |(c, _)| c as u32 + 1)
    }

    /// Files a ticket into its line, by the kitchen's rule.
    pub(super) fn queue_up(&mut self, o: usize, key: OrderKey, w: &mut impl Witness) {
        self.file(o, key);
        let waiting = self.outlets[o].waiting.value() + 1;
        self.set_waiting(o, waiting);
        self.settle(o, w);
    }

    fn file(&mut self, o: usize, key: OrderKey) {
        let line = match self.outlets[o].kitchen {
            KitchenKind::Shared => 0,
            KitchenKind::Specialised => self.orders[key].item.0 as u32,
            KitchenKind::Private if self.orders[key].line == NO_LINE => self.draw_line(o, key),
            KitchenKind::Private => self.orders[key].line,
        };
        let order = &mut self.orders[key];
        order.line = line;
        order.stage = Stage::Waiting;
        let outlet = &mut self.outlets[o];
        if outlet.lines.len() <= line as usize {
            outlet.lines.resize(line as usize + 1, Queue::default());
        }
        outlet.lines[line as usize].file(&mut self.orders, key, outlet.queue_order);
    }

    #[inline(always)]
    fn set_waiting(&mut self, o: usize, waiting: u64) {
        let outlet = &mut self.outlets[o];
        let change = waiting as i64 - outlet.waiting.value() as i64;
        outlet.waiting.set(self.now, waiting);
        outlet.most_waiting = outlet.most_waiting.max(waiting);
        self.book.waits(change);
        self.line_changed(o);
    }

    /// Takes a ticket out of its line.
    #[inline(always)]
    pub(super) fn leave_line(&mut self, o: usize, key: OrderKey) {
        let line = self.orders[key].line as usize;
        let outlet = &mut self.outlets[o];
        outlet.lines[line].remove(&mut self.orders, key);
        self.orders[key].line = NO_LINE;
        let waiting = self.outlets[o].waiting.value() - 1;
        self.set_waiting(o, waiting);
    }

    /// Files everybody of some lines anew, after the lines were laid differently, or a private line has lost its chef.
    pub(super) fn refile(&mut self, o: usize, lines: &[usize]) {
        let moved = self.take_out(o, lines);
        for key in moved {
            self.orders[key].line = NO_LINE;
            self.file(o, key);
        }
    }

    /// The same people in the same lines, by another rule.
    pub(super) fn reorder_lines(&mut self, o: usize) {
        for line in 0..self.outlets[o].lines.len() {
            for key in self.take_out(o, &[line]) {
                self.file(o, key);
            }
        }
    }

    fn take_out(&mut self, o: usize, lines: &[usize]) -> Vec<OrderKey> {
        let mut out = Vec::new();
        for &line in lines {
            if let Some(queue) = self.outlets[o].lines.get_mut(line) {
                out.extend(queue.drain(&self.orders));
            }
        }
        out.sort_by_key(|&key| (self.orders[key].placed, self.orders[key].id));
        out
    }

    /// After every happening: boxes go out, blocked chefs get rid of theirs, free chefs take what waits. Until nothing more
    /// can be handed out.
    #[inline]
    pub(super) fn settle(&mut self, o: usize, w: &mut impl Witness) {
        let outlet = &self.outlets[o];
        if !outlet.shelf.is_empty() || !outlet.blocked.is_empty() {
            self.send_riders(o, w);
        }
        self.hand_out(o, w);
        if self.outlets[o].status == Status::Closing {
            self.close_if_empty(o, w);
        }
    }

    /// Free chefs take what waits, the longest idle first; then they make bases.
    #[inline]
    pub(super) fn hand_out(&mut self, o: usize, w: &mut impl Witness) {
        let outlet = &self.outlets[o];
        let idle = outlet.waiting.value() == 0 && !outlet.prepping;
        if idle || outlet.free_chefs.is_empty() || !outlet.is_lit() {
            return;
        }
        while let Some((chef, key)) = self.next_pair(o) {
            self.leave_line(o, key);
            self.start(o, chef, key, w);
        }
        if self.outlets[o].prepping {
            self.begin_trays(o, w);
        }
    }

    /// Who takes which ticket next.
    fn next_pair(&self, o: usize) -> Option<(usize, OrderKey)> {
        let outlet = &self.outlets[o];
        if outlet.waiting.value() == 0 {
            return None;
        }
        let mut free = outlet.free_chefs.iter().map(|&c| c as usize);
        match outlet.kitchen {
            KitchenKind::Shared => Some((free.next()?, outlet.lines[0].head()?)),
            KitchenKind::Private => free.find_map(|c| {
                let own = outlet.lines.get(c + 1).and_then(Queue::head);
                Some((c, own.or_else(|| outlet.lines[0].head())?))
            }),
            KitchenKind::Specialised => {
                let expert = free.clone().find_map(|c| match outlet.chefs[c].skill {
                    Skill::Item(item) => Some((c, outlet.lines.get(item.index())?.head()?)),
                    Skill::AllRound => None,
                });
                expert.or_else(|| {
                    let chef = free.find(|&c| outlet.chefs[c].skill == Skill::AllRound)?;
                    let heads = outlet.lines.iter().filter_map(Queue::head);
                    Some((chef, heads.min_by_key(|&key| (self.orders[key].placed, self.orders[key].id))?))
                })
            }
        }
    }

    /// A free chef takes an order that has just arrived. With its base the stock may have fallen below the target.
    #[inline]
    pub(super) fn take_at_once(&mut self, o: usize, c: usize, key: OrderKey, w: &mut impl Witness) {
        self.start(o, c, key, w);
        if self.outlets[o].prepping {
            self.hand_out(o, w);
        }
    }

    /// A chef begins to cook an order that is in no line.
    #[inline]
    pub(super) fn start(&mut self, o: usize, c: usize, key: OrderKey, w: &mut impl Witness) {
        self.no_longer_free(o, c);
        self.patience_kept(key);
        let saves = if self.outlets[o].prep_item.is_some() { self.take_base(o, key) } else { 0.0 };
        let setup = &*self.setup;
        let order = &mut self.orders[key];
        order.stage = Stage::Cooking;
        order.chef = c as u32;
        order.start = self.now;
        order.based = saves > 0.0;
        order.line = NO_LINE;
        let again = std::mem::take(&mut order.put_back);
        if order.first_start.is_never() {
            order.first_start = self.now;
        }
        let outlet = &mut self.outlets[o];
        let chef = &mut outlet.chefs[c];
        let speed = chef.true_speed(&setup.kitchen, order.item);
        let switch = match chef.last_item {
            Some(last) if last != order.item => setup.kitchen.switch_time,
            _ => Span::ZERO,
        };
        chef.last_item = Some(order.item);
        let lasts = cooking_time(order.work, saves, speed) + switch;
        chef.task = Task::Cooking { order: key, until: self.now + lasts };
        self.till.ingredients += setup.items[order.item.index()].ingredients;
        outlet.in_hands += 1;
        self.set_busy(o, c, true);
        self.line_changed(o);
        self.reslot_task(o, c);
        if again {
            self.book.recooked(&self.orders[key], o);
        }
        w.see(self, Notice::Started { order: key, chef: self.chef_ref(o, c) });
        if !self.orders[key].other.is_none() || self.orders[key].rival_began {
            self.note_second_cooking(o, key, w);
        }
    }

    /// A second cooking of one order begins: at-least-once.
    fn note_second_cooking(&mut self, o: usize, key: OrderKey, w: &mut impl Witness) {
        let order = &mut self.orders[key];
        let other = order.other.some();
        if order.rival_began && !order.twice {
            order.twice = true;
            if let Some(other) = other {
                self.orders[other].twice = true;
            }
            self.book.duplicated(&self.orders[key], o);
            w.see(self, Notice::Duplicated { order: key, outlet: Self::outlet_id(o) });
        }
        if let Some(other) = other {
            self.orders[other].rival_began = true;
        }
    }

    /// The share of the work that a base saves; takes the oldest base of that item.
    fn take_base(&mut self, o: usize, key: OrderKey) -> f64 {
        let item = self.orders[key].item;
        let outlet = &mut self.outlets[o];
        if outlet.prep_item == Some(item) {
            outlet.counts.asked += 1;
        }
        let Some(tray) = outlet.stock.iter().position(|tray| tray.item == item) else { return 0.0 };
        outlet.counts.used += 1;
        outlet.stock[tray].count -= 1;
        if outlet.stock[tray].count == 0 {
            outlet.stock.remove(tray);
            self.reslot_outlet(o);
        }
        self.setup.items[item.index()].base.map_or(0.0, |base| base.saves)
    }

    fn begin_trays(&mut self, o: usize, w: &mut impl Witness) {
        while let Some(prep) = self.outlets[o].prep
            && let Some(base) = self.setup.items[prep.item.index()].base
            && self.outlets[o].bases_of(prep.item) + self.outlets[o].bases_in_hand < prep.target
            && let Some(&c) = self.outlets[o].free_chefs.front()
        {
            let c = c as usize;
            self.no_longer_free(o, c);
            let outlet = &mut self.outlets[o];
            let speed = outlet.chefs[c].true_speed(&self.setup.kitchen, prep.item);
            let lasts = cooking_time(Span(base.time.0 * prep.batch as u64), 0.0, speed);
            let until = self.now + lasts;
            outlet.chefs[c].task = Task::Tray { item: prep.item, bases: prep.batch, began: self.now, until };
            outlet.bases_in_hand += prep.batch;
            outlet.areas.chefs_prepping.add(self.now, 1);
            self.reslot_chef(o, c);
            w.see(self, Notice::TrayBegun { chef: self.chef_ref(o, c), bases: prep.batch });
        }
    }

    /// A chef's task is done.
    pub(super) fn task_done(&mut self, o: usize, c: usize, w: &mut impl Witness) {
        match self.outlets[o].chefs[c].task {
            Task::Cooking { order, .. } => self.cooked(o, c, order, w),
            Task::Tray { item, bases, .. } => {
                let keeps = self.setup.items[item.index()].base.map_or(Span::ENDLESS, |base| base.keeps);
                let outlet = &mut self.outlets[o];
                outlet.stock.push_back(Bases { item, spoils: self.now + keeps, count: bases });
                outlet.counts.made += bases as u64;
                self.stop_tray(o, c, bases);
                self.reslot_outlet(o);
                w.see(self, Notice::TrayDone { chef: self.chef_ref(o, c), bases });
                self.free_up(o, c, w);
                self.settle(o, w);
            }
            Task::Driving { order, .. } => self.drive_done(o, c, order, w),
            Task::Idle { .. } | Task::Blocked { .. } => {}
        }
    }

    fn stop_tray(&mut self, o: usize, c: usize, bases: u32) {
        let outlet = &mut self.outlets[o];
        outlet.bases_in_hand -= bases;
        outlet.areas.chefs_prepping.add(self.now, -1);
        outlet.chefs[c].task = Task::Idle { since: self.now };
    }

    #[inline]
    fn cooked(&mut self, o: usize, c: usize, key: OrderKey, w: &mut impl Witness) {
        self.orders[key].cooked = self.now;
        self.outlets[o].chefs[c].finished += 1;
        w.see(self, Notice::Cooked { order: key, chef: self.chef_ref(o, c) });
        if self.is_for_nobody(key) {
            self.waste(key, w);
            self.leave_hands(o, c, w);
            return self.settle(o, w);
        }
        match self.delivery_mode {
            DeliveryMode::Pickup => {
                let order = &mut self.orders[key];
                (order.shelved, order.left) = (self.now, self.now);
                self.hand_over(key, w);
                self.leave_hands(o, c, w);
                self.settle(o, w);
            }
            DeliveryMode::Coupled => self.drive_out(o, c, key, w),
            DeliveryMode::Decoupled => self.box_up(o, c, key, w),
        }
    }

    /// The order in hand has gone its way; the chef is free for the next.
    #[inline]
    pub(super) fn leave_hands(&mut self, o: usize, c: usize, w: &mut impl Witness) {
        let outlet = &mut self.outlets[o];
        outlet.in_hands -= 1;
        if let Some(key) = Self::next_in_own_line(outlet, c) {
            // Straight on to the next, as he would after having been free for no time at all.
            self.leave_line(o, key);
            return self.start(o, c, key, w);
        }
        if let Task::Blocked { .. } = outlet.chefs[c].task {
            outlet.blocked.retain(|&b| b as usize != c);
            outlet.areas.chefs_blocked.add(self.now, -(outlet.chefs[c].is_well_and_here() as i64));
        }
        self.line_changed(o);
        self.free_up(o, c, w);
    }

    /// What a chef who has just put an order out of hand takes next where nobody else could: the only line, or his own.
    #[inline(always)]
    fn next_in_own_line(outlet: &Outlet, c: usize) -> Option<OrderKey> {
        let chef = &outlet.chefs[c];
        if outlet.waiting.value() == 0
            || !outlet.is_lit()
            || !chef.stays()
            || !matches!(chef.task, Task::Cooking { .. })
            || !outlet.free_chefs.is_empty()
            || !outlet.blocked.is_empty()
        {
            return None;
        }
        match (outlet.kitchen, chef.skill) {
            (KitchenKind::Shared, _) => outlet.lines[0].head(),
            (KitchenKind::Specialised, Skill::Item(own)) => outlet.lines.get(own.index())?.head(),
            _ => None,
        }
    }

    /// A chef has nothing in hand: goes (dismissed, backup, to be retrained), or is free.
    pub(super) fn free_up(&mut self, o: usize, c: usize, w: &mut impl Witness) {
        self.set_busy(o, c, false);
        if self.outlets[o].chefs[c].stays() && self.outlets[o].chefs[c].away_until.is_none() {
            self.now_free(o, c);
            return self.reslot_task(o, c);
        }
        let chef = &mut self.outlets[o].chefs[c];
        chef.task = Task::Idle { since: self.now };
        if chef.duty == Duty::Gone {
            return self.reslot_chef(o, c);
        }
        if let Illness::OnTheRoad { until } = chef.illness {
            chef.illness = Illness::Well;
            if until > self.now && !chef.leaving {
                self.lie_down(o, c, until, w);
                return;
            }
            // It passed on the way; the clock of the next illness runs again.
            self.draw_illness(o, c);
        }
        let chef = &mut self.outlets[o].chefs[c];
        if chef.leaving {
            return self.chef_goes(o, c, w);
        }
        if matches!(chef.illness, Illness::Ill { .. }) {
            return self.reslot_chef(o, c);
        }
        if let Some(lasts) = chef.rude.take() {
            return self.retrain_chef(o, c, lasts, w);
        }
        if chef.standby && chef.covers.is_none() && chef.duty == Duty::Present {
            return self.backup_goes_home(o, c, w);
        }
        if chef.is_free() {
            self.now_free(o, c);
        }
        self.reslot_chef(o, c);
    }

    /// Work on an order is lost: back to the head of its line.
    pub(super) fn put_back(&mut self, o: usize, c: usize, key: OrderKey, w: &mut impl Witness) {
        let chef = self.chef_ref(o, c);
        self.outlets[o].in_hands -= 1;
        self.line_changed(o);
        let lost = self.now.since(self.orders[key].start);
        w.see(self, Notice::PutBack { order: key, chef, lost });
        if self.is_for_nobody(key) {
            self.forget(key);
            return;
        }
        // In a private kitchen its line is the chef's who had it; it waits for him, ill or not, unless he is leaving.
        let holder = &self.outlets[o].chefs[c];
        let stays = self.outlets[o].kitchen == KitchenKind::Private && holder.duty == Duty::Present && !holder.leaving;
        let order = &mut self.orders[key];
        order.put_back = true;
        order.line = if stays { c as u32 + 1 } else { NO_LINE };
        self.file(o, key);
        let waiting = self.outlets[o].waiting.value() + 1;
        self.set_waiting(o, waiting);
    }

    /// Stops what a chef does in the kitchen, without finishing it: a cooking is put back, a tray is lost.
    pub(super) fn drop_work(&mut self, o: usize, c: usize, w: &mut impl Witness) {
        match self.outlets[o].chefs[c].task {
            Task::Cooking { order, .. } => {
                self.set_busy(o, c, false);
                self.outlets[o].chefs[c].task = Task::Idle { since: self.now };
                self.put_back(o, c, order, w);
            }
            Task::Tray { bases, .. } => self.stop_tray(o, c, bases),
            Task::Idle { .. } | Task::Blocked { .. } | Task::Driving { .. } => {}
        }
    }

    /// Into the row of the free, longest idle first; of one moment the lower number first.
    #[inline(always)]
    pub(super) fn now_free(&mut self, o: usize, c: usize) {
        let now = self.now;
        let outlet = &mut self.outlets[o];
        outlet.chefs[c].task = Task::Idle { since: now };
        let chefs = &outlet.chefs;
        let after = |b: u32| matches!(chefs[b as usize].task, Task::Idle { since } if since == now && b > c as u32);
        let later = outlet.free_chefs.iter().rev().take_while(|&&b| after(b)).count();
        if later == 0 {
            outlet.free_chefs.push_back(c as u32);
        } else {
            outlet.free_chefs.insert(outlet.free_chefs.len() - later, c as u32);
        }
    }

    #[inline(always)]
    pub(super) fn no_longer_free(&mut self, o: usize, c: usize) {
        let free = &mut self.outlets[o].free_chefs;
        if free.is_empty() {
            return;
        }
        if free.front() == Some(&(c as u32)) {
            free.pop_front();
        } else {
            free.retain(|&f| f as usize != c);
        }
    }

    /// Notes that a chef has, or no longer has, an order in hand.
    #[inline(always)]
    pub(super) fn set_busy(&mut self, o: usize, c: usize, busy: bool) {
        let outlet = &mut self.outlets[o];
        let chef = &mut outlet.chefs[c];
        match (chef.busy_since, busy) {
            (None, true) => {
                chef.busy_since = Some(self.now);
                outlet.areas.chefs_busy.add(self.now, 1);
            }
            (Some(since), false) => {
                chef.busy += self.now.since(since);
                chef.busy_since = None;
                outlet.areas.chefs_busy.add(self.now, -1);
            }
            _ => {}
        }
    }

    /// Puts the earliest of a chef's clocks into the agenda, after any of them changed.
    pub(super) fn reslot_chef(&mut self, o: usize, c: usize) {
        let chef = &mut self.outlets[o].chefs[c];
        chef.rare = chef.rare_slot();
        self.reslot_task(o, c);
    }

    /// The same after only the task changed.
    #[inline(always)]
    fn reslot_task(&mut self, o: usize, c: usize) {
        let outlet = &mut self.outlets[o];
        let chef = &outlet.chefs[c];
        let slot = Slot::new(chef.task_ends(), Rank::Work).min(chef.rare);
        outlet.chef_agenda.set(c, slot);
        self.reslot(o);
    }
}

/// How long a cooking lasts, the switch apart: at least a microsecond.
#[inline]
pub fn cooking_time(work: Span, saves: f64, speed: f64) -> Span {
    if saves == 0.0 && speed == 1.0 {
        return work;
    }
    Span(nearest(work.0 as f64 * (1.0 - saves) / speed).max(1))
}

impl crate::sim::chef::Chef {
    /// When the task at hand is done; never while the chef lies ill.
    #[inline(always)]
    fn task_ends(&self) -> Time {
        match self.task {
            Task::Cooking { until, .. } | Task::Tray { until, .. } => {
                if matches!(self.illness, Illness::Ill { .. }) {
                    Time::NEVER
                } else {
                    until
                }
            }
            Task::Driving { until, .. } => until,
            Task::Idle { .. } | Task::Blocked { .. } => Time::NEVER,
        }
    }

    /// The earliest of the chef's other clocks.
    fn rare_slot(&self) -> Slot {
        let mut slot = Slot::new(self.falls_ill, Rank::Illness);
        if let Duty::Coming { starts } = self.duty {
            slot = slot.min(Slot::new(starts, Rank::Over));
        }
        if let Illness::Ill { until, noticed, .. } = self.illness {
            slot = slot.min(Slot::new(until, Rank::Over));
            slot = slot.min(Slot::new(noticed.unwrap_or(Time::NEVER), Rank::Illness));
        }
        let over = [self.away_until, self.slow.map(|(_, until)| until), self.upgrade_at];
        for at in over.into_iter().flatten() {
            slot = slot.min(Slot::new(at, Rank::Over));
        }
        slot
    }

    /// At work, well, and with no reason to go after this order: what almost everybody is almost always.
    #[inline(always)]
    fn stays(&self) -> bool {
        self.duty == Duty::Present
            && self.illness == Illness::Well
            && !self.leaving
            && self.rude.is_none()
            && (!self.standby || self.covers.is_some())
    }
}
