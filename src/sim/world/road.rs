//! The road (*delivery workers behind a queue of their own*): boxes, riders' trips, and chefs who drive themselves.

use super::World;
use crate::sim::agenda::{Rank, Slot};
use crate::sim::chef::{Duty, Task};
use crate::sim::delivery::{Rider, RiderTask};
use crate::sim::notice::{Notice, Witness};
use crate::sim::order::{OrderKey, Stage};
use crate::sim::queue::Queue;
use crate::units::time::{MICROS_PER_HOUR, nearest};
use crate::units::{Place, RiderRef, Span, Time};

impl World {
    #[inline(always)]
    pub(super) fn rider_ref(&self, o: usize, r: usize) -> RiderRef {
        RiderRef { outlet: Self::outlet_id(o), number: r as u32 }
    }

    #[inline(always)]
    fn home(&self, o: usize) -> Place {
        self.setup.outlets[o].at
    }

    /// The duration of a leg that begins now.
    #[inline(always)]
    pub fn ride_time(&self, from: Place, to: Place) -> Span {
        if from == to {
            return Span::ZERO;
        }
        ride_time(from.distance(to), self.setup.delivery.speed_kmh, self.city.traffic())
    }

    /// Coupled delivery: the chef who cooked an order drives it out.
    pub(super) fn drive_out(&mut self, o: usize, c: usize, key: OrderKey, w: &mut impl Witness) {
        let order = &self.orders[key];
        let until = self.now + self.ride_time(self.home(o), order.address) + order.handover;
        let order = &mut self.orders[key];
        (order.shelved, order.left) = (self.now, self.now);
        order.stage = Stage::Riding;
        self.outlets[o].chefs[c].task = Task::Driving { order: Some(key), began: self.now, until };
        self.outlets[o].driving += 1;
        self.reschedule_chef(o, c);
        w.see(self, Notice::DrivenOut { order: key, chef: self.chef_ref(o, c) });
    }

    /// A driving chef has handed over, or is home.
    pub(super) fn drive_done(&mut self, o: usize, c: usize, key: Option<OrderKey>, w: &mut impl Witness) {
        let back = key.map_or(Span::ZERO, |key| self.ride_time(self.orders[key].address, self.home(o)));
        if let Some(key) = key {
            self.hand_over(key, w);
            self.outlets[o].in_hands -= 1;
            self.outlets[o].driving -= 1;
            self.tickets_changed(o);
        }
        if back.is_zero() {
            self.free_up(o, c, w);
            self.dispatch_work(o, w);
        } else {
            self.outlets[o].chefs[c].task = Task::Driving { order: None, began: self.now, until: self.now + back };
            self.reschedule_chef(o, c);
        }
    }

    /// Decoupled delivery: a box goes on the shelf, or stays in the chef's hands if there is no room.
    pub(super) fn box_up(&mut self, o: usize, c: usize, key: OrderKey, w: &mut impl Witness) {
        let outlet = &mut self.outlets[o];
        if outlet.shelf.is_empty()
            && let Some(r) = outlet.free_riders.pop()
        {
            // A rider stands ready and takes it at once; it only passes over the shelf.
            outlet.areas.riders_busy.add(self.now, 1);
            self.boxed(o, key, w);
            self.taken(o, r, key, w);
            self.ride_to(o, r as usize, self.home(o), Some(key));
            self.leave_hands(o, c, w);
            return self.hand_out(o, w);
        }
        if self.has_shelf_room(o) {
            self.shelve(o, key, w);
            self.leave_hands(o, c, w);
        } else {
            self.orders[key].stage = Stage::Blocked;
            let outlet = &mut self.outlets[o];
            outlet.set_busy(c, false, self.now);
            outlet.chefs[c].task = Task::Blocked { order: key, since: self.now };
            outlet.blocked.push_back(c as u32);
            outlet.areas.chefs_blocked.add(self.now, 1);
            self.reschedule_chef(o, c);
            w.see(self, Notice::Blocked { order: key, chef: self.chef_ref(o, c) });
        }
        self.dispatch_work(o, w);
    }

    /// A box for which a rider stands ready needs no room on the shelf.
    fn has_shelf_room(&self, o: usize) -> bool {
        let outlet = &self.outlets[o];
        outlet.shelf_limit.is_none_or(|limit| outlet.shelf.len() < limit as usize)
            || (outlet.shelf.is_empty() && !outlet.free_riders.is_empty())
    }

    #[inline(always)]
    pub(super) fn shelve(&mut self, o: usize, key: OrderKey, w: &mut impl Witness) {
        self.outlets[o].shelf.push(&mut self.orders, key);
        self.boxed(o, key, w);
    }

    #[inline(always)]
    fn boxed(&mut self, o: usize, key: OrderKey, w: &mut impl Witness) {
        let order = &mut self.orders[key];
        order.shelved = self.now;
        order.stage = Stage::Shelf;
        w.see(self, Notice::Shelved { order: key, outlet: Self::outlet_id(o) });
    }

    /// Free riders leave with boxes from the shelf; room on it goes to the chefs blocked longest.
    #[inline]
    pub(super) fn send_riders(&mut self, o: usize, w: &mut impl Witness) {
        loop {
            let outlet = &self.outlets[o];
            if !outlet.shelf.is_empty() && !outlet.free_riders.is_empty() {
                self.ride_out(o, w);
                continue;
            }
            let Some(&c) = outlet.blocked.front() else { return };
            if !self.has_shelf_room(o) {
                return;
            }
            let Task::Blocked { order, .. } = outlet.chefs[c as usize].task else { return };
            self.shelve(o, order, w);
            self.leave_hands(o, c as usize, w);
        }
    }

    /// The rider idle longest takes up to a batch, longest on the shelf first, and leaves at once.
    fn ride_out(&mut self, o: usize, w: &mut impl Witness) {
        let Some(r) = self.outlets[o].free_riders.pop() else { return };
        self.outlets[o].areas.riders_busy.add(self.now, 1);
        self.ride_out_with(o, r, w);
    }

    #[inline(always)]
    fn ride_out_with(&mut self, o: usize, r: u32, w: &mut impl Witness) {
        let home = self.home(o);
        let first = self.take_box(o, r, w);
        if self.batch == 1 || self.outlets[o].shelf.is_empty() {
            return self.ride_to(o, r as usize, home, first);
        }
        let mut load = Queue::default();
        if let Some(key) = first {
            load.push(&mut self.orders, key);
        }
        while load.len() < self.batch as usize
            && let Some(key) = self.take_box(o, r, w)
        {
            load.push(&mut self.orders, key);
        }
        self.outlets[o].riders[r as usize].load = load;
        self.next_stop(o, r as usize, home, w);
    }

    /// A rider takes the box that has been on the shelf longest.
    #[inline(always)]
    fn take_box(&mut self, o: usize, r: u32, w: &mut impl Witness) -> Option<OrderKey> {
        let key = self.outlets[o].shelf.pop(&mut self.orders)?;
        self.taken(o, r, key, w);
        Some(key)
    }

    #[inline(always)]
    fn taken(&mut self, o: usize, r: u32, key: OrderKey, w: &mut impl Witness) {
        let order = &mut self.orders[key];
        order.left = self.now;
        order.rider = crate::units::MaybeNumber::of(r);
        order.stage = Stage::Riding;
        w.see(self, Notice::Taken { order: key, rider: self.rider_ref(o, r as usize) });
    }

    /// A rider goes on to the nearest door left, or home.
    #[inline(always)]
    fn next_stop(&mut self, o: usize, r: usize, from: Place, w: &mut impl Witness) {
        let target = self.take_nearest(o, r, from);
        if target.is_none() && from == self.home(o) {
            return self.rider_home(o, r, w);
        }
        self.ride_to(o, r, from, target);
    }

    /// A leg begins, to a door or home.
    #[inline(always)]
    fn ride_to(&mut self, o: usize, r: usize, from: Place, target: Option<OrderKey>) {
        let (to, handover) = match target {
            Some(key) => (self.orders[key].address, self.orders[key].handover),
            None => (self.home(o), Span::ZERO),
        };
        let arrives = self.now + self.ride_time(from, to);
        let until = arrives + handover;
        let outlet = &mut self.outlets[o];
        let rider = &mut outlet.riders[r];
        rider.task = RiderTask::Trip { target, from, to, began: self.now, arrives, until };
        let slot = Slot::new(until, Rank::WORK).min(rider.rare);
        outlet.rider_agenda.set(r, slot);
        self.reschedule(o);
    }

    /// The nearest of the doors left; ties: the box longest on the shelf.
    #[inline(always)]
    fn take_nearest(&mut self, o: usize, r: usize, from: Place) -> Option<OrderKey> {
        let load = &mut self.outlets[o].riders[r].load;
        if load.len() <= 1 {
            return load.pop(&mut self.orders);
        }
        let mut nearest: Option<(f64, OrderKey)> = None;
        for key in load.iter(&self.orders) {
            let distance = from.distance(self.orders[key].address);
            if nearest.is_none_or(|(least, _)| distance < least) {
                nearest = Some((distance, key));
            }
        }
        let (_, key) = nearest?;
        load.remove(&mut self.orders, key);
        Some(key)
    }

    pub(super) fn rider_happening(&mut self, o: usize, r: usize, w: &mut impl Witness) {
        if self.rank != Rank::WORK {
            return self.rider_comes(o, r, w);
        }
        let rider = &self.outlets[o].riders[r];
        let RiderTask::Trip { target, to, .. } = rider.task else { return };
        match target {
            Some(key) => {
                let delivered = self.reaches_customer(key, w);
                self.next_stop(o, r, to, w);
                // The rider's next leg is settled before the rest, on which nothing depends, so that the processor
                // knows it in time.
                self.reschedule_moved();
                if delivered {
                    self.write_up(key);
                }
            }
            None => self.rider_home(o, r, w),
        }
    }

    /// A rider starts work, newly hired or back from retraining.
    fn rider_comes(&mut self, o: usize, r: usize, w: &mut impl Witness) {
        let rider = &mut self.outlets[o].riders[r];
        if let Duty::Coming { .. } = rider.duty {
            return self.rider_starts(o, r, w);
        }
        rider.away_until = None;
        w.see(self, Notice::RiderBackFromRetraining { rider: self.rider_ref(o, r) });
        self.rider_here(o, r, w);
        self.dispatch_work(o, w);
    }

    #[inline(always)]
    fn rider_home(&mut self, o: usize, r: usize, w: &mut impl Witness) {
        let outlet = &mut self.outlets[o];
        let rider = &outlet.riders[r];
        if !outlet.shelf.is_empty() && outlet.free_riders.is_empty() && !rider.leaving && rider.rude.is_none() {
            // He leaves again at once, as he would after having been free for no time.
            self.ride_out_with(o, r as u32, w);
            if !self.outlets[o].blocked.is_empty() {
                self.dispatch_work(o, w);
            }
            return;
        }
        outlet.areas.riders_busy.add(self.now, -1);
        if !rider.leaving && rider.rude.is_none() {
            let rare = rider.rare;
            outlet.rider_now_free(r, self.now);
            outlet.rider_agenda.set(r, rare);
            self.reschedule(o);
        } else {
            self.rider_goes_away(o, r, w);
        }
        self.dispatch_work(o, w);
    }

    /// A rider is home and leaves: dismissed, or to be retrained.
    #[cold]
    fn rider_goes_away(&mut self, o: usize, r: usize, w: &mut impl Witness) {
        let rider = &mut self.outlets[o].riders[r];
        rider.task = RiderTask::Idle { since: self.now };
        if let Some(lasts) = rider.rude.take().filter(|_| !rider.leaving) {
            self.retrain_rider(o, r, lasts, w);
        } else {
            self.rider_goes(o, r, w);
        }
    }

    /// A rider joins the idle ones.
    pub(super) fn rider_free(&mut self, o: usize, r: usize) {
        self.outlets[o].rider_now_free(r, self.now);
        self.reschedule_rider(o, r);
    }

    /// Updates a rider's slot in the agenda after any of his clocks has changed.
    pub(super) fn reschedule_rider(&mut self, o: usize, r: usize) {
        self.staffing[o] += 1;
        let outlet = &mut self.outlets[o];
        let rider = &mut outlet.riders[r];
        rider.rare = rider.rare_slot();
        let trip = match rider.task {
            RiderTask::Trip { until, .. } => Slot::new(until, Rank::WORK),
            RiderTask::Idle { .. } => Slot::NEVER,
        };
        outlet.rider_agenda.set(r, trip.min(rider.rare));
        self.reschedule(o);
    }
}

impl Rider {
    /// The earliest of the rider's clocks but the trip's.
    fn rare_slot(&self) -> Slot {
        let starts = match self.duty {
            Duty::Coming { starts } => starts,
            _ => Time::NEVER,
        };
        Slot::new(starts.min(self.away_until.unwrap_or(Time::NEVER)), Rank::OVER)
    }
}

/// Distance (km) ÷ (speed ÷ traffic), to the nearest microsecond, at least 1 µs.
pub fn ride_time(distance: f64, speed_kmh: f64, traffic: f64) -> Span {
    Span(nearest(distance / (speed_kmh / traffic) * MICROS_PER_HOUR as f64).max(1))
}
