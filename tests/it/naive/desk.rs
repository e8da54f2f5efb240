//! The front desk: candidates, board, policies, health checks, failover, copies.

use super::{At, Duty, Naive, Posted, Status};
use pizzeria::chance::{Draws, Source};
use pizzeria::sim::setup::{DeliveryMode, KitchenKind, Policy, Skill};

impl Naive {
    /// Outlets open and believed reachable, by id; without those taken out, unless they are too many.
    pub fn candidates(&self) -> Vec<usize> {
        let fit = |&o: &usize| self.outlets[o].status == Status::Open && self.desk.believed[o];
        let answer: Vec<usize> = (0..self.outlets.len()).filter(fit).collect();
        if self.ignores_health(&answer) {
            return answer;
        }
        answer.into_iter().filter(|&o| self.outlets[o].out.is_none()).collect()
    }

    fn dice(&self, t: usize, source: Source) -> Draws {
        self.draws_of_ticket(t, source)
    }

    pub fn lot(&self, t: usize, chefs: usize) -> usize {
        self.dice(t, Source::Lot).below(chefs as u64) as usize
    }

    pub fn choose(&mut self, t: usize, among: &[usize]) -> Option<usize> {
        if among.is_empty() {
            return None;
        }
        let board: Vec<Posted> = match self.desk.look_every.is_zero() {
            true => (0..self.outlets.len()).map(|o| self.posting(o)).collect(),
            false => self.desk.board.clone(),
        };
        let mut dice = self.dice(t, Source::Dice);
        let k = among.len() as u64;
        let chosen = match self.desk.policy {
            Policy::Nearest => least(among, |o| self.setup.outlets[o].at.distance(self.address(t))),
            Policy::Random => among[dice.below(k) as usize],
            Policy::RoundRobin => {
                let after = among.iter().find(|&&o| self.desk.last_used.is_some_and(|last| o > last));
                *after.unwrap_or(&among[0])
            }
            Policy::ShortestQueue => least(among, |o| board[o].load as f64),
            Policy::PowerOfTwo if k == 1 => among[0],
            Policy::PowerOfTwo => {
                let first = dice.below(k);
                let second = dice.below(k - 1);
                let second = if second >= first { second + 1 } else { second };
                let mut two = [among[first as usize], among[second as usize]];
                two.sort();
                least(&two, |o| board[o].load as f64)
            }
            Policy::LeastWait => least(among, |o| self.expected(t, o, &board[o])),
            Policy::ByStreet | Policy::Ring => self.dealt(self.calls[self.tickets[t].call].id, among),
        };
        self.desk.last_used = Some(chosen);
        Some(chosen)
    }

    /// Expected µs until the customer has it: wait for a chef, cooking, ride.
    fn expected(&self, t: usize, o: usize, posted: &Posted) -> u64 {
        if posted.chefs == 0 {
            return u64::MAX;
        }
        let ride = match self.mode {
            DeliveryMode::Pickup => 0,
            _ => self.ride(self.setup.outlets[o].at, self.address(t)).0,
        };
        let (cooking, m) = (posted.cooking, posted.chefs as u64);
        let before_him = (posted.load as u64 + 1).saturating_sub(m);
        nearest(before_him * cooking, m) + cooking + ride
    }

    /// What the board would say of an outlet now.
    pub fn posting(&self, o: usize) -> Posted {
        let shop = &self.outlets[o];
        let seem: Vec<_> = shop
            .chefs
            .iter()
            .filter(|c| c.duty == Duty::Here && c.away.is_none() && c.ill.is_none_or(|ill| ill.notice.is_some()))
            .collect();
        let items = self.setup.items.len() as u64;
        let times = seem.iter().map(|chef| match (shop.kitchen, chef.skill) {
            (KitchenKind::Specialised, Skill::Item(own)) => items * self.mean_time(chef, own.index()),
            _ => (0..self.setup.items.len()).map(|i| self.mean_time(chef, i)).sum(),
        });
        let (sum, chefs) = (times.sum::<u64>(), seem.len());
        let cooking = if chefs == 0 { 0 } else { nearest(sum, items * chefs as u64) };
        Posted { load: self.load(o), chefs, cooking }
    }

    /// Tickets waiting or in a chef's hands.
    pub fn load(&self, o: usize) -> usize {
        self.tickets_at(o, At::Line).len() + self.in_hands(o)
    }

    pub fn in_hands(&self, o: usize) -> usize {
        self.outlets[o].chefs.iter().filter(|c| c.in_hand().is_some()).count()
    }

    fn mean_time(&self, chef: &super::Chef, item: usize) -> u64 {
        (self.setup.items[item].work.mean() / self.believed_speed(chef, item) * 1e6).round() as u64
    }

    pub fn look(&mut self) {
        self.desk.board = (0..self.outlets.len()).map(|o| self.posting(o)).collect();
    }

    fn answers(&self, o: usize) -> bool {
        self.outlets[o].dark.is_none() && self.outlets[o].cut.is_none()
    }

    /// Where checks are continuous, the desk learns at once.
    pub fn truth_changed(&mut self) {
        if self.desk.check_every.is_zero() {
            self.check();
        }
    }

    pub fn check(&mut self) {
        self.desk.checking = true;
        for o in 0..self.outlets.len() {
            self.desk.believed[o] = self.answers(o);
        }
        if !self.desk.check_every.is_zero() {
            self.ask_more();
        }
        self.tear_up_needless_copies();
        if self.desk.failover {
            let here =
                |&t: &usize| self.tickets[t].outlet < self.outlets.len() && !self.answers(self.tickets[t].outlet);
            for t in self.oldest_first(self.alive.iter().copied().filter(here).collect()) {
                self.goes_elsewhere(t);
            }
        }
        self.desk.checking = false;
    }

    /// Of two tickets of one order, both where they can be told: nobody has begun, the new one goes; one is begun, the
    /// other.
    fn tear_up_needless_copies(&mut self) {
        for t in self.alive.clone() {
            if self.tickets[t].copy {
                continue;
            }
            let call = self.tickets[t].call;
            let [first, copy] = self.alive_of(t)[..] else { continue };
            // Second orders are nobody's to settle: the first to be ready counts.
            if self.tickets[copy].hedges {
                continue;
            }
            let told = |t: usize| self.outlets[self.tickets[t].outlet].cut.is_none();
            if !told(first) || !told(copy) || self.calls[call].by_another {
                continue;
            }
            let begun = |t: usize| self.tickets[t].first_start != pizzeria::units::Time::NEVER;
            let needless = match [first, copy].map(begun) {
                [_, false] => copy,
                [false, true] => first,
                [true, true] => continue,
            };
            match self.tickets[needless].at {
                At::Line => self.tickets[needless].at = At::Trash,
                At::Lamp => self.walks_off(needless),
                _ => {}
            }
        }
        self.settle();
    }

    pub fn with_room(&self, t: usize, except: usize) -> Vec<usize> {
        self.candidates().into_iter().filter(|&o| o != except && self.has_room(t, o)).collect()
    }

    pub fn oldest_first(&self, mut tickets: Vec<usize>) -> Vec<usize> {
        tickets.sort_by_key(|&t| {
            let call = &self.calls[self.tickets[t].call];
            (call.placed, call.id, self.tickets[t].part, t)
        });
        tickets
    }

    /// A ticket at an outlet that does not answer: fetched from the dark, sent another way than the cut line, or
    /// written anew.
    fn goes_elsewhere(&mut self, t: usize) {
        let (o, call) = (self.tickets[t].outlet, self.tickets[t].call);
        let cut = self.outlets[o].cut.is_some();
        let at = self.tickets[t].at;
        if at == At::Clerk {
            return self.desk_goes_elsewhere(t);
        }
        let moves = if cut { at == At::Wire } else { [At::Line, At::Lamp].contains(&at) && !self.is_house(t) };
        let is_copied = cut
            && !moves
            && self.tickets[t].known
            && self.is_wanted(t)
            && self.alive_of(t).len() == 1
            && !self.is_doubled(call)
            && !self.was_burnt(t);
        if !moves && !is_copied {
            return;
        }
        let among = self.with_room(t, o);
        let Some(to) = self.choose(t, &among) else { return };
        if moves {
            self.outlets[o].wire.retain(|&hung| hung != t);
            return self.moves(t, to);
        }
        self.calls[call].rerouted += 1;
        self.outlets[o].levels.rerouted += 1;
        self.writes_copy(t, to, false);
    }

    /// A second ticket for what a ticket is for.
    pub fn writes_copy(&mut self, t: usize, to: usize, hedges: bool) {
        let call = self.tickets[t].call;
        let copy = self.new_ticket(call, true);
        let first = self.tickets[t].clone();
        let second = &mut self.tickets[copy];
        (second.down, second.redo, second.part, second.work) = (first.down, first.redo, first.part, first.work);
        second.hedges = hedges;
        self.calls[call].tickets.push(copy);
        self.arrives_anew(copy, to);
    }

    fn moves(&mut self, t: usize, to: usize) {
        if !self.is_nobodys(t) {
            self.calls[self.tickets[t].call].rerouted += 1;
            let from = self.tickets[t].outlet;
            self.outlets[from].levels.rerouted += 1;
        }
        if self.tickets[t].at == At::Lamp {
            self.walks_off(t);
        }
        self.tickets[t].put_back = false;
        self.tickets[t].known = false;
        self.tickets[t].at = At::Nowhere;
        self.arrives_anew(t, to);
    }

    /// Never refused; but the way there may be cut, too.
    fn arrives_anew(&mut self, t: usize, o: usize) {
        self.tickets[t].outlet = o;
        self.outlets[o].levels.arrived += u64::from(!self.is_nobodys(t));
        if self.outlets[o].cut.is_some() {
            self.tickets[t].at = At::Wire;
            self.outlets[o].wire.push(t);
        } else {
            if !self.asks(t, o) {
                self.joins_line(t, o);
            }
            self.settle();
        }
    }

    /// Somebody waits at the desk and can be sent now.
    pub fn serve_held(&mut self) -> bool {
        if self.desk.checking || self.desk.held.is_empty() || self.candidates().is_empty() {
            return false;
        }
        let t = self.desk.held.remove(0);
        self.tickets[t].at = At::Nowhere;
        self.route(t);
        true
    }

    /// The light is back.
    pub fn light_back(&mut self, o: usize) {
        self.outlets[o].dark = None;
        self.truth_changed();
    }

    /// The line is mended: what hung in it comes through, oldest first.
    pub fn line_mended(&mut self, o: usize) {
        self.outlets[o].cut = None;
        for t in self.oldest_first(self.outlets[o].wire.clone()) {
            self.outlets[o].wire.retain(|&hung| hung != t);
            if self.tickets[t].told {
                // Another pizza of his was refused a moment ago.
                self.tickets[t].at = At::Trash;
                continue;
            }
            self.comes_in(t, o);
        }
        for t in self.alive.clone() {
            if self.tickets[t].outlet == o {
                self.tickets[t].known = false;
            }
        }
        self.truth_changed();
    }
}

/// The first of those with the least value.
fn least<T: PartialOrd>(among: &[usize], value: impl Fn(usize) -> T) -> usize {
    let mut best = among[0];
    for &o in &among[1..] {
        if value(o) < value(best) {
            best = o;
        }
    }
    best
}

/// A quotient to the nearest whole number, halves up.
fn nearest(part: u64, whole: u64) -> u64 {
    (2 * part + whole) / (2 * whole)
}
