//! Customers: calling, waiting, leaving, calling again.

use super::{At, Bucket, Call, DoubtNow, End, Naive, Recall, SpellKind, Ticket};
use pizzeria::sim::demand::{Attributes, calls_again, gap};
use pizzeria::sim::order::{Loss, OrderId};
use pizzeria::sim::setup::{BudgetOf, PatienceUntil, QueueOrder, QuotaSetup, WhenNone};
use pizzeria::units::{Span, Time, ZoneId};

const TOKEN: u64 = 1_000_000;

impl Bucket {
    pub fn full(quota: QuotaSetup, now: Time) -> Bucket {
        let token = (3.6e9 / quota.per_hour).round() as u128;
        let holds = token * quota.burst as u128;
        Bucket { token, holds, level: holds, at: now }
    }
}

impl Naive {
    pub fn first_call(&mut self, z: usize) {
        let id = ZoneId(z as u32);
        let exact = self.exact_call(z);
        let n = self.zones[z].called;
        let mut what = Attributes::draw(&self.setup, id, n, &self.zones[z].weights);
        if self.setup.zones[z].patience.is_some() {
            let factor = self.product(|s| matches!(s, SpellKind::Impatience { zone } if zone.is_none_or(|of| of == z)));
            if factor != 1.0 {
                what.patience = Span(what.patience.scaled(factor).0.max(1));
            }
        }
        let zone = &mut self.zones[z];
        zone.called += 1;
        zone.from = exact;
        zone.rest = gap(&self.setup.zones[z].arrivals, self.setup.seed, id, n + 1);
        self.fill_bucket(z, BudgetOf::Calls);
        self.place(OrderId { zone: id, n, attempt: 0 }, self.now, what);
    }

    pub fn place(&mut self, id: OrderId, first_placed: Time, what: Attributes) {
        let patient = self.setup.zones[id.zone.index()].patience.is_none();
        let (call, ticket) = (self.calls.len(), self.tickets.len());
        let deadline = if patient { Time::NEVER } else { self.now + what.patience };
        self.calls.push(Call { first_placed, deadline, ..Call::new(id, self.now, what, ticket) });
        self.most = self.most.max(self.live());
        self.new_ticket(call, false);
        let more = self.more_pizzas(call);
        self.calls[call].pizzas += more.len() as u32;
        if self.is_over_quota(id.zone.index()) {
            return self.lose(call, Loss::Limited);
        }
        if self.volumes.is_some() {
            return self.goes_into_books(ticket);
        }
        self.twice_later(ticket);
        self.route(ticket);
        self.writes_the_others(call, &more);
        self.confirms(DoubtNow { at: self.now, id, call, filed: self.now });
    }

    pub fn new_ticket(&mut self, call: usize, copy: bool) -> usize {
        self.tickets.push(Ticket {
            call,
            part: 0,
            work: self.calls[call].what.work,
            copy,
            hedges: false,
            twice_at: None,
            at: At::Nowhere,
            outlet: usize::MAX,
            private: None,
            put_back: false,
            known: false,
            told: false,
            burning: false,
            begun: false,
            down: Span::ZERO,
            redo: Span::ZERO,
            first_start: Time::NEVER,
            start: Time::NEVER,
            cooked: Time::NEVER,
            shelved: Time::NEVER,
            left: Time::NEVER,
            delivered: Time::NEVER,
        });
        self.alive.push(self.tickets.len() - 1);
        self.tickets.len() - 1
    }

    /// The desk chooses an outlet for a new order.
    pub fn route(&mut self, t: usize) {
        let candidates = self.candidates();
        match self.choose(t, &candidates) {
            Some(o) => self.send(t, o),
            None if self.desk.when_none == WhenNone::Hold => {
                self.tickets[t].at = At::Desk;
                self.desk.held.push(t);
            }
            None => self.no_outlet(t),
        }
    }

    pub fn send(&mut self, t: usize, o: usize) {
        match self.phones {
            Some(_) => self.ring(t, o),
            None => self.send_there(t, o),
        }
    }

    pub fn send_there(&mut self, t: usize, o: usize) {
        self.tickets[t].outlet = o;
        self.outlets[o].levels.arrived += u64::from(!self.is_nobodys(t));
        if self.outlets[o].cut.is_some() {
            self.tickets[t].at = At::Wire;
            self.outlets[o].wire.push(t);
        } else {
            self.comes_in(t, o);
        }
    }

    /// Neither the zone's bucket nor that of all may be without a whole token; then both lose one.
    pub fn is_over_quota(&mut self, z: usize) -> bool {
        let now = self.now;
        let mut buckets: Vec<&mut Bucket> =
            [&mut self.zones[z].quota, &mut self.desk.quota].into_iter().flatten().collect();
        for bucket in &mut buckets {
            bucket.level = (bucket.level + now.since(bucket.at).0 as u128).min(bucket.holds);
            bucket.at = now;
        }
        let is_empty = buckets.iter().any(|bucket| bucket.level < bucket.token);
        if !is_empty {
            buckets.iter_mut().for_each(|bucket| bucket.level -= bucket.token);
        }
        is_empty
    }

    /// How soon he was promised to be served.
    pub fn promised(&self, call: &Call) -> Span {
        self.setup.items[call.what.item.index()].promise.unwrap_or(self.setup.slo.promise)
    }

    /// Room for one that waits, or somebody takes it at once. Where zones take turns, each has its share of the room.
    pub fn has_room(&self, t: usize, o: usize) -> bool {
        let zone = |t: usize| self.calls[self.tickets[t].call].id.zone;
        let mut waiting = self.tickets_at(o, At::Line);
        let mut share = 1;
        if self.outlets[o].queue_order == QueueOrder::Turns {
            waiting.retain(|&other| zone(other) == zone(t));
            share = self.setup.zones.len() as u32;
        }
        self.is_cared_for(o, self.item_of(t))
            || self.outlets[o].queue_limit.is_none_or(|limit| waiting.len() < limit.div_ceil(share) as usize)
            || self.would_be_taken(t, o)
    }

    pub fn comes_in(&mut self, t: usize, o: usize) {
        let call = self.tickets[t].call;
        if self.asks(t, o) {
            self.settle();
        } else if self.has_room(t, o) {
            self.joins_line(t, o);
            self.settle();
        } else {
            // It may have hung in the line until now.
            self.tickets[t].at = At::Trash;
            if self.is_wanted(t) {
                self.lose(call, Loss::Refused);
            }
        }
    }

    /// Patience has run out.
    pub fn leaves(&mut self, call: usize) {
        self.lose(call, Loss::Abandoned);
    }

    pub fn lose(&mut self, call: usize, loss: Loss) {
        let id = self.calls[call].id;
        let z = id.zone.index();
        self.calls[call].end = End::Lost(loss);
        self.calls[call].ended = self.now;
        self.calls[call].deadline = Time::NEVER;
        let retry = self.zones[z].retry;
        let wait = retry.and_then(|r| calls_again(&r, self.setup.seed, id.zone, id.n, id.attempt + 1));
        if let (Some(retry), Some(wait)) = (retry, wait)
            && loss != Loss::Forgotten
            && !self.closed
            && self.now + wait <= self.setup.closing()
            && (retry.budget.is_none() || self.zones[z].tokens >= TOKEN)
        {
            if retry.budget.is_some() {
                self.zones[z].tokens -= TOKEN;
            }
            self.calls[call].again = true;
            self.recalls.push(Recall {
                at: self.now + wait,
                id: OrderId { attempt: id.attempt + 1, ..id },
                first_placed: self.calls[call].first_placed,
                what: self.calls[call].what,
            });
        }
        // What the desk does not know of any more, it does not keep for anybody.
        let tells = self.setup.zones[z].cancels || loss == Loss::Forgotten;
        let is_written_on = self.calls[call].tickets.iter().any(|&t| self.tickets[t].at == At::Books) && !tells;
        if !is_written_on {
            self.out_of_books(call);
        }
        for t in self.calls[call].tickets.clone() {
            // Of a pizza that he has he wants no other anyway.
            if !self.is_ready(call, self.tickets[t].part) {
                self.not_wanted(t, tells);
            }
        }
    }

    pub fn fill_bucket(&mut self, z: usize, of: BudgetOf) {
        if let Some(retry) = self.zones[z].retry
            && let Some(budget) = retry.budget
            && retry.of == of
        {
            let tokens = self.zones[z].tokens + (budget * TOKEN as f64).round() as u64;
            self.zones[z].tokens = tokens.min(10 * TOKEN);
        }
    }

    /// Nobody waits for this ticket any more. Who can be told tears it up or throws the box away; what is in the oven
    /// or on the road is finished.
    pub fn not_wanted(&mut self, t: usize, tells: bool) {
        let o = self.tickets[t].outlet;
        match self.tickets[t].at {
            At::Nowhere => self.tickets[t].at = At::Trash,
            At::Books if !tells => {}
            At::Books => self.tickets[t].at = At::Trash,
            // The desk does not know that he has gone, and will send it.
            At::Desk if !tells => {}
            At::Desk => {
                self.desk.held.retain(|&held| held != t);
                self.tickets[t].at = At::Trash;
            }
            At::Clerk => {
                self.leaves_desk(t);
                self.tickets[t].at = At::Trash;
            }
            At::Phone => {}
            At::Done | At::Trash => {}
            At::Lamp => self.walks_off(t),
            _ if !tells || self.outlets[o].cut.is_some() => {}
            At::Line => self.tickets[t].at = At::Trash,
            At::Handing => self.walks_off(t),
            At::Shelf => {
                self.outlets[o].shelf.retain(|&box_| box_ != t);
                self.waste(t);
            }
            At::Hands => {
                self.waste(t);
                let holds = |c: &super::Chef| matches!(c.doing, super::Doing::Holding { ticket, .. } if ticket == t);
                let c = self.outlets[o].chefs.iter().position(holds).expect("somebody holds it");
                self.hands_free(o, c);
            }
            At::Wire | At::Oven | At::Road => self.tickets[t].told = true,
        }
    }

    pub fn waste(&mut self, t: usize) {
        self.tickets[t].at = At::Trash;
        self.calls[self.tickets[t].call].wasted += 1;
    }

    /// At the customer's door, or over the counter.
    pub fn hand_over(&mut self, t: usize) {
        let before = self.tickets[t].call;
        let call = self.calls[before].of.filter(|&guest| self.calls[guest].end == End::Waits).unwrap_or(before);
        if self.calls[call].end != End::Waits || (call == before && !self.is_wanted(t)) {
            return self.waste(t);
        }
        if self.calls[call].pizzas > 1 && self.is_one_of_several(t) {
            return;
        }
        if call != before {
            self.tickets[t].call = call;
            self.calls[before].tickets.clear();
            self.calls[call].tickets.push(t);
            self.calls[call].by_another = true;
        }
        self.tickets[t].at = At::Done;
        self.tickets[t].delivered = self.now;
        let z = self.calls[call].id.zone.index();
        let late = self.now.since(self.calls[call].placed) > self.promised(&self.calls[call]);
        let (price, refund) = self.paid(call, late);
        self.books.revenue += price;
        self.books.refunds += refund;
        let order = &mut self.calls[call];
        (order.end, order.ended, order.late, order.deadline) = (End::Delivered, self.now, late, Time::NEVER);
        order.served_by = Some(t);
        self.out_of_books(call);
        self.fill_bucket(z, BudgetOf::Deliveries);
        // Whom another of his calls has served does not know of it.
        if call == before {
            self.others_are_too_late(t);
        }
    }

    /// Cooking of this ticket begins: patience that lasts until then is over for good.
    pub fn patience_holds(&mut self, t: usize) {
        let all = self.all_begun_with(t);
        let call = &mut self.calls[self.tickets[t].call];
        if all && self.setup.zones[call.id.zone.index()].patience_until == PatienceUntil::Cooking {
            call.deadline = Time::NEVER;
        }
    }

    /// A surge began or ended: the pending call of the zone, or of all, keeps what is left of its integrated rate.
    pub fn demand_changed(&mut self, only: Option<usize>) {
        for z in (0..self.zones.len()).filter(|&z| only.is_none_or(|of| of == z)) {
            let now = self.now.0 as f64;
            let mix = &self.setup.zones[z].mix;
            let on_item = |i: usize| {
                self.product(|s| {
                    matches!(s, SpellKind::Surge { zone, item }
                        if zone.is_none_or(|of| of == z) && item.is_none_or(|of| of == i))
                })
            };
            let weights: Vec<f64> = mix.iter().enumerate().map(|(i, weight)| weight * on_item(i)).collect();
            let factor = weights.iter().sum::<f64>() / mix.iter().sum::<f64>();
            let zone = &mut self.zones[z];
            if now > zone.from {
                zone.rest = (zone.rest - zone.rate.integral(zone.from, now, zone.factor)).max(0.0);
                zone.from = now;
            }
            (zone.factor, zone.weights, zone.surged) = (factor, weights, true);
        }
    }

    pub fn product(&self, applies: impl Fn(SpellKind) -> bool) -> f64 {
        self.spells.iter().filter(|s| applies(s.what)).fold(1.0, |product, s| product * s.factor)
    }
}
