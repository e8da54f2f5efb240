//! The road: boxes, riders, and the way home.

use super::{At, Doing, Duty, Naive, Rider, SpellKind, Status, Trip};
use pizzeria::units::time::MICROS_PER_HOUR;
use pizzeria::units::{Place, Span};

impl Rider {
    pub fn here(&self) -> bool {
        self.duty == Duty::Here && self.away.is_none()
    }
}

impl Naive {
    pub fn jam(&self) -> f64 {
        self.product(|s| s == SpellKind::Traffic)
    }

    pub fn ride(&self, from: Place, to: Place) -> Span {
        let km = from.distance(to);
        if km == 0.0 {
            return Span::ZERO;
        }
        let hours = km / (self.setup.delivery.speed_kmh / self.jam());
        Span(((hours * MICROS_PER_HOUR as f64).round() as u64).max(1))
    }

    /// Who is free longest, of one moment the lower number.
    fn free_rider(&self, o: usize) -> Option<usize> {
        let riders = &self.outlets[o].riders;
        (0..riders.len())
            .filter(|&r| riders[r].here() && !riders[r].leaving && riders[r].trip.is_none())
            .min_by_key(|&r| (riders[r].idle_since, r))
    }

    pub fn rider_takes(&mut self, o: usize) -> bool {
        if self.outlets[o].shelf.is_empty() {
            return false;
        }
        let Some(r) = self.free_rider(o) else { return false };
        let many = self.outlets[o].shelf.len().min(self.batch as usize);
        let load: Vec<usize> = self.outlets[o].shelf.drain(..many).collect();
        for &t in &load {
            self.tickets[t].at = At::Road;
            self.tickets[t].left = self.now;
        }
        let at = self.setup.outlets[o].at;
        self.outlets[o].riders[r].trip = Some(Trip { load, target: None, until: self.now, at });
        self.next_door(o, r);
        true
    }

    /// On to the nearest door, or home.
    fn next_door(&mut self, o: usize, r: usize) {
        let home = self.setup.outlets[o].at;
        let mut trip = self.outlets[o].riders[r].trip.take().expect("is out");
        let mut best: Option<usize> = None;
        for &t in &trip.load {
            if best.is_none_or(|b| trip.at.distance(self.address(t)) < trip.at.distance(self.address(b))) {
                best = Some(t);
            }
        }
        trip.target = best;
        match best {
            Some(t) => {
                let handover = self.calls[self.tickets[t].call].what.handover;
                trip.until = self.now + self.ride(trip.at, self.address(t)) + handover;
                trip.at = self.address(t);
            }
            None if trip.at.distance(home) == 0.0 => return self.rider_home(o, r),
            None => {
                trip.until = self.now + self.ride(trip.at, home);
                trip.at = home;
            }
        }
        self.outlets[o].riders[r].trip = Some(trip);
    }

    pub fn rider_done(&mut self, o: usize, r: usize) {
        let trip = self.outlets[o].riders[r].trip.as_mut().expect("is out");
        match trip.target.take() {
            Some(t) => {
                trip.load.retain(|&other| other != t);
                self.hand_over(t);
                self.next_door(o, r);
            }
            None => self.rider_home(o, r),
        }
    }

    fn rider_home(&mut self, o: usize, r: usize) {
        self.outlets[o].riders[r].trip = None;
        self.rider_free(o, r);
    }

    /// Nothing to do any more, or back: goes, is retrained, or is free.
    pub fn rider_free(&mut self, o: usize, r: usize) {
        let now = self.now;
        let rider = &mut self.outlets[o].riders[r];
        rider.idle_since = now;
        if rider.leaving {
            rider.duty = Duty::Gone;
        } else if let Some(lasts) = rider.rude.take() {
            rider.away = Some(now + lasts);
        }
    }

    pub fn rider_starts(&mut self, o: usize, r: usize) {
        let open = matches!(self.outlets[o].status, Status::Open | Status::Closing);
        self.outlets[o].riders[r].duty = if open { Duty::Here } else { Duty::Off };
        self.outlets[o].riders[r].idle_since = self.now;
    }

    /// The chef who has held his box longest gets rid of it, where there is room or a rider stands ready.
    pub fn blocked_puts_down(&mut self, o: usize) -> bool {
        let shop = &self.outlets[o];
        let lying = shop.shelf.len();
        let room = shop.shelf_limit.is_none_or(|limit| lying < limit as usize);
        let straight_through = lying == 0 && self.free_rider(o).is_some();
        if !room && !straight_through {
            return false;
        }
        let holds = |c: &usize| match shop.chefs[*c].doing {
            Doing::Holding { ticket, since } => Some((since, *c, ticket)),
            _ => None,
        };
        let Some((_, c, t)) = (0..shop.chefs.len()).filter_map(|c| holds(&c)).min() else { return false };
        self.tickets[t].shelved = self.now;
        self.tickets[t].at = At::Shelf;
        self.outlets[o].shelf.push(t);
        self.hands_free(o, c);
        true
    }
}
