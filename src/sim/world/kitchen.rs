//! The kitchens at work (*services and their workers*): who takes which order, cooking, bases, and work that is lost.

use super::World;
use super::queueing::next_in_own_queue;
use crate::sim::agenda::{Rank, Slot};
use crate::sim::chef::{Duty, Illness, Task, cooking_time};
use crate::sim::notice::{Notice, Witness};
use crate::sim::order::{OrderKey, Stage};
use crate::sim::outlet::{Bases, Status};
use crate::sim::setup::{DeliveryMode, KitchenKind};
use crate::units::{ChefRef, MaybeNumber, Span, Time};

impl World {
    #[inline(always)]
    pub(super) fn chef_ref(&self, o: usize, c: usize) -> ChefRef {
        ChefRef { outlet: Self::outlet_id(o), number: c as u32 }
    }

    /// Hands out work after a happening, until nothing more can be handed out: boxes leave, blocked chefs put theirs
    /// down, free chefs take waiting orders.
    pub(super) fn dispatch_work(&mut self, o: usize, w: &mut impl Witness) {
        let outlet = &self.outlets[o];
        if !outlet.blocked.is_empty() || (!outlet.shelf.is_empty() && !outlet.free_riders.is_empty()) {
            self.send_riders(o, w);
        }
        self.hand_out(o, w);
        if self.outlets[o].status == Status::Closing {
            self.close_if_empty(o, w);
        }
    }

    /// Free chefs take waiting orders, the longest idle first; then they make bases.
    #[inline(always)]
    pub(super) fn hand_out(&mut self, o: usize, w: &mut impl Witness) {
        let outlet = &self.outlets[o];
        let idle = outlet.waiting.value() == 0 && !outlet.prepping;
        if !idle && !outlet.free_chefs.is_empty() && outlet.is_lit() {
            self.hand_out_all(o, w);
        }
    }

    fn hand_out_all(&mut self, o: usize, w: &mut impl Witness) {
        while let Some((chef, key)) = self.next_pair(o) {
            self.takes_turn(o, key);
            self.leave_line(o, key);
            self.start(o, chef, key, w);
        }
        if self.outlets[o].prepping {
            self.begin_trays(o, w);
        }
    }

    /// A free chef takes an order that has just arrived. If it uses a base, the stock may fall below its target.
    #[inline(always)]
    pub(super) fn take_at_once(&mut self, o: usize, c: usize, key: OrderKey, w: &mut impl Witness) {
        self.takes_turn(o, key);
        self.start(o, c, key, w);
        if self.outlets[o].prepping {
            self.hand_out(o, w);
        }
    }

    /// A chef begins to cook an order that is in no queue.
    #[inline]
    pub(super) fn start(&mut self, o: usize, c: usize, key: OrderKey, w: &mut impl Witness) {
        let saves = if self.outlets[o].prep_item.is_some() { self.take_base(o, key) } else { 0.0 };
        let strange = if self.cooks_oddly { self.begins_oddly(o, c, key) } else { 1.0 };
        let (now, setup, outlet, order) = (self.now, &*self.setup, &mut self.outlets[o], &mut self.orders[key]);
        let is_rival = !order.other.is_none() || order.rival_began;
        let is_new = is_rival && !order.was_begun();
        order.stage = Stage::Cooking;
        order.chef = MaybeNumber::of(c as u32);
        order.start = now;
        order.based = saves > 0.0;
        order.queue = MaybeNumber::NONE;
        order.put_back = false;
        let again = order.lost_cookings > 0;
        if order.first_start.is_never() {
            order.first_start = now;
        }
        let (is_house, item) = (order.is_house(), order.item);
        let chef = &mut outlet.chefs[c];
        let until = now + chef.takes(&setup.kitchen, order.item, order.work, strange, saves);
        chef.task = Task::Cooking { order: key, until };
        if !chef.busy {
            chef.busy = true;
            outlet.areas.chefs_busy.add(now, 1);
        }
        outlet.chef_agenda.set(c, Slot::new(until, Rank::WORK).min(chef.rare));
        outlet.no_longer_free(c);
        outlet.in_hands += 1;
        self.till.ingredients += setup.items[order.item.index()].ingredients;
        self.desk.set_load(o, outlet.load());
        self.reschedule(o);
        self.board_ages(o);
        self.patience_kept(key);
        if again {
            self.make_good(o, key);
        }
        w.see(self, Notice::Started { order: key, chef: self.chef_ref(o, c) });
        if is_rival {
            self.note_second_cooking(o, key, is_new, w);
        }
        if is_house {
            self.house_begins(o, item);
        }
    }

    /// An order whose cooking was lost is cooked again: at the same outlet, where it was moved to, or by its second
    /// ticket. Each loss counts once.
    #[cold]
    fn make_good(&mut self, o: usize, key: OrderKey) {
        self.note_lost_cooking(key, |lost| lost - 1);
        self.book.recooked(&self.orders[key], o);
    }

    /// Updates the number of lost cookings in both tickets of an order.
    fn note_lost_cooking(&mut self, key: OrderKey, change: impl Fn(u8) -> u8) {
        let lost = change(self.orders[key].lost_cookings);
        self.orders[key].lost_cookings = lost;
        if let Some(other) = self.orders[key].other.some() {
            self.orders[other].lost_cookings = lost;
        }
    }

    /// A cooking of an order begins that may be its second (*at-least-once*). `is_new`: no chef had this ticket before.
    fn note_second_cooking(&mut self, o: usize, key: OrderKey, is_new: bool, w: &mut impl Witness) {
        if self.is_begun_in_doubt(o, key, is_new, w) {
            return;
        }
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

    /// The share of the work that a base saves, 0 without one; takes the oldest base of that item.
    fn take_base(&mut self, o: usize, key: OrderKey) -> f64 {
        let item = self.orders[key].item;
        let outlet = &mut self.outlets[o];
        let tray = outlet.stock.iter().position(|tray| tray.item == item);
        outlet.counts.asked += (tray.is_some() || outlet.prep_item == Some(item)) as u64;
        let Some(tray) = tray else { return 0.0 };
        outlet.counts.used += 1;
        outlet.stock[tray].count -= 1;
        if outlet.stock[tray].count == 0 {
            outlet.stock.remove(tray);
            self.reschedule_outlet(o);
        }
        self.setup.items[item.index()].base.map_or(0.0, |base| base.saves)
    }

    fn begin_trays(&mut self, o: usize, w: &mut impl Witness) {
        while let Some(prep) = self.outlets[o].prep
            && let Some(base) = self.setup.items[prep.item.index()].base
            && self.outlets[o].bases_of(prep.item) + self.outlets[o].bases_in_hand < prep.target
            && let Some(c) = self.outlets[o].free_chefs.first()
        {
            let c = c as usize;
            let outlet = &mut self.outlets[o];
            outlet.no_longer_free(c);
            let speed = outlet.chefs[c].true_speed(&self.setup.kitchen, prep.item);
            let lasts = cooking_time(Span(base.time.0 * prep.batch as u64), 1.0, 0.0, speed);
            let until = self.now + lasts;
            outlet.chefs[c].task = Task::Tray { item: prep.item, bases: prep.batch, began: self.now, until };
            outlet.bases_in_hand += prep.batch;
            outlet.areas.chefs_prepping.add(self.now, 1);
            self.reschedule_chef(o, c);
            w.see(self, Notice::TrayBegun { chef: self.chef_ref(o, c), bases: prep.batch });
        }
    }

    /// A chef's task is done.
    pub(super) fn task_done(&mut self, o: usize, c: usize, w: &mut impl Witness) {
        match self.outlets[o].chefs[c].task {
            Task::Cooking { order, .. } => self.cooked(o, c, order, w),
            Task::Tray { item, bases, began, .. } => {
                let keeps = self.setup.items[item.index()].base.map_or(Span::ENDLESS, |base| base.keeps);
                let outlet = &mut self.outlets[o];
                outlet.stock.push_back(Bases { item, spoils: self.now + keeps, count: bases });
                outlet.counts.made += bases as u64;
                self.stop_tray(o, c, bases);
                self.reschedule_outlet(o);
                w.see(self, Notice::TrayDone { chef: self.chef_ref(o, c), bases, began });
                self.free_up(o, c, w);
                self.dispatch_work(o, w);
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
        let outlet = &mut self.outlets[o];
        let burnt = outlet.chefs[c].spoils;
        outlet.finished.note(burnt);
        if burnt {
            return self.take_out_burnt(o, c, key, w);
        }
        outlet.chefs[c].finished += 1;
        self.orders[key].cooked = self.now;
        w.see(self, Notice::Cooked { order: key, chef: self.chef_ref(o, c) });
        if self.ends_oddly && (self.has_lamps && self.tray_is_new(o, key, w) || self.part_is_ready(o, key, w)) {
            self.leave_hands(o, c, w);
            return self.dispatch_work(o, w);
        }
        if self.is_for_nobody(key) {
            self.waste(key, w);
            self.leave_hands(o, c, w);
            return self.dispatch_work(o, w);
        }
        match self.delivery_mode {
            DeliveryMode::Pickup => {
                let order = &mut self.orders[key];
                (order.shelved, order.left) = (self.now, self.now);
                self.hand_over(key, w);
                self.leave_hands(o, c, w);
                self.dispatch_work(o, w);
            }
            DeliveryMode::Coupled => self.drive_out(o, c, key, w),
            DeliveryMode::Decoupled => self.box_up(o, c, key, w),
        }
    }

    #[cold]
    fn take_out_burnt(&mut self, o: usize, c: usize, key: OrderKey, w: &mut impl Witness) {
        self.outlets[o].chefs[c].spoils = false;
        w.see(self, Notice::Burnt { order: key, chef: self.chef_ref(o, c) });
        let house = self.orders[key].is_house().then_some(self.orders[key].item);
        self.burnt(key, w);
        if let Some(item) = house {
            self.house_burnt(o, item, w);
        }
        self.leave_hands(o, c, w);
        self.dispatch_work(o, w);
    }

    /// The order in hand has left; its chef is free for the next.
    #[inline]
    pub(super) fn leave_hands(&mut self, o: usize, c: usize, w: &mut impl Witness) {
        let (now, outlet) = (self.now, &mut self.outlets[o]);
        outlet.in_hands -= 1;
        if let Some(key) = next_in_own_queue(outlet, c) {
            // He takes the next order directly, as he would after having been free for no time.
            self.leave_line(o, key);
            return self.start(o, c, key, w);
        }
        let chef = &outlet.chefs[c];
        if let Task::Blocked { .. } = chef.task {
            outlet.areas.chefs_blocked.add(now, -(chef.is_well_and_here() as i64));
            outlet.blocked.retain(|&b| b as usize != c);
        }
        self.desk.set_load(o, outlet.load());
        self.free_up(o, c, w);
        self.board_ages(o);
    }

    /// A chef has nothing in hand: he leaves (dismissed, a backup no longer needed, to be retrained), or is free.
    #[inline(always)]
    pub(super) fn free_up(&mut self, o: usize, c: usize, w: &mut impl Witness) {
        let (now, outlet) = (self.now, &mut self.outlets[o]);
        outlet.set_busy(c, false, now);
        let chef = &outlet.chefs[c];
        if chef.stays() {
            outlet.chef_agenda.set(c, chef.rare);
            outlet.now_free(c, now);
            return self.reschedule(o);
        }
        self.free_up_slowly(o, c, w)
    }

    /// The rare cases of [`World::free_up`].
    #[cold]
    fn free_up_slowly(&mut self, o: usize, c: usize, w: &mut impl Witness) {
        let chef = &mut self.outlets[o].chefs[c];
        chef.task = Task::Idle { since: self.now };
        if chef.duty == Duty::Gone {
            return self.reschedule_chef(o, c);
        }
        if let Illness::OnTheRoad { until } = chef.illness {
            chef.illness = Illness::Well;
            if until > self.now && !chef.leaving {
                self.lie_down(o, c, until, w);
                return;
            }
            // He got well while driving; the clock of the next illness runs again.
            self.run_illness_clock(o, c);
        }
        let chef = &mut self.outlets[o].chefs[c];
        if chef.leaving {
            return self.chef_goes(o, c, w);
        }
        if matches!(chef.illness, Illness::Ill { .. }) {
            return self.reschedule_chef(o, c);
        }
        if let Some(lasts) = chef.rude.take() {
            return self.retrain_chef(o, c, lasts, w);
        }
        if chef.standby && chef.covers.is_none() && chef.duty == Duty::Present {
            return self.backup_goes_home(o, c, w);
        }
        if chef.is_free() {
            self.outlets[o].now_free(c, self.now);
        }
        self.reschedule_chef(o, c);
    }

    /// Work on an order is lost: it returns to the head of its queue.
    pub(super) fn put_back(&mut self, o: usize, c: usize, key: OrderKey, w: &mut impl Witness) {
        let chef = self.chef_ref(o, c);
        self.outlets[o].chefs[c].spoils = false;
        self.outlets[o].in_hands -= 1;
        self.tickets_changed(o);
        let lost = self.now.since(self.orders[key].start);
        w.see(self, Notice::PutBack { order: key, chef, lost });
        if self.is_for_nobody(key) {
            self.forget(key);
            return;
        }
        // In a private kitchen it returns to the queue of the chef who had it and waits for him, ill or not, unless he
        // leaves.
        let holder = &self.outlets[o].chefs[c];
        let stays = self.outlets[o].kitchen == KitchenKind::Private && holder.duty == Duty::Present && !holder.leaving;
        self.note_lost_cooking(key, |lost| lost.saturating_add(1));
        self.orders.lose_work(key, lost);
        let order = &mut self.orders[key];
        order.put_back = true;
        order.queue = if stays { MaybeNumber::of(c as u32 + 1) } else { MaybeNumber::NONE };
        self.file(o, key);
        self.tickets_wait(o, 1);
    }

    /// Stops a chef's work in the kitchen: a cooking is put back, a tray is lost.
    pub(super) fn drop_work(&mut self, o: usize, c: usize, w: &mut impl Witness) {
        match self.outlets[o].chefs[c].task {
            Task::Cooking { order, .. } => {
                self.outlets[o].set_busy(c, false, self.now);
                self.outlets[o].chefs[c].task = Task::Idle { since: self.now };
                self.put_back(o, c, order, w);
            }
            Task::Tray { bases, .. } => self.stop_tray(o, c, bases),
            Task::Idle { .. } | Task::Blocked { .. } | Task::Driving { .. } => {}
        }
    }

    /// Updates a chef's slot in the agenda after any of his clocks has changed.
    pub(super) fn reschedule_chef(&mut self, o: usize, c: usize) {
        self.outlets[o].chefs[c].recompute_derived();
        self.staffing[o] += 1;
        self.reschedule_task(o, c);
    }

    /// [`World::reschedule_chef`] if only the task has changed.
    #[inline(always)]
    fn reschedule_task(&mut self, o: usize, c: usize) {
        let outlet = &mut self.outlets[o];
        let chef = &outlet.chefs[c];
        let slot = Slot::new(chef.task_ends(), Rank::WORK).min(chef.rare);
        outlet.chef_agenda.set(c, slot);
        self.reschedule(o);
    }
}

impl crate::sim::chef::Chef {
    /// When the task in hand is done; never while the chef is ill.
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
        let mut slot = Slot::new(self.falls_ill, Rank::ILLNESS);
        if let Duty::Coming { starts } = self.duty {
            slot = slot.min(Slot::new(starts, Rank::OVER));
        }
        if let Illness::Ill { until, noticed, .. } = self.illness {
            slot = slot.min(Slot::new(until, Rank::OVER));
            slot = slot.min(Slot::new(noticed.unwrap_or(Time::NEVER), Rank::ILLNESS));
        }
        let burns = self.burns.map(|(_, until)| until);
        let over = [self.away_until, self.slow.map(|(_, until)| until), self.upgrade_at, burns];
        for at in over.into_iter().flatten() {
            slot = slot.min(Slot::new(at, Rank::OVER));
        }
        slot
    }

    /// Whether he is at work and well, with no reason to leave after this order: the usual case.
    #[inline(always)]
    pub(super) fn stays(&self) -> bool {
        debug_assert_eq!(self.settled, self.is_settled(), "reckoned anew with every change: {self:?}");
        self.settled
    }

    fn is_settled(&self) -> bool {
        self.duty == Duty::Present
            && self.illness == Illness::Well
            && !self.leaving
            && self.rude.is_none()
            && self.away_until.is_none()
            && (!self.standby || self.covers.is_some())
    }

    /// Recomputes derived fields, after any field that they depend on has changed.
    pub(super) fn recompute_derived(&mut self) {
        self.rare = self.rare_slot();
        self.settled = self.is_settled();
        self.burning = self.burns.is_some();
        self.pace = self.slow.map_or(1.0, |(factor, _)| factor);
    }
}
