//! Kitchens: lines, who takes what, cooking, bases, lost work.

use super::{At, Chef, Doing, Duty, Line, Naive, Status, Tray};
use pizzeria::sim::order::OrderId;
use pizzeria::sim::setup::{DeliveryMode, Join, KitchenKind, PrepSetup, QueueOrder, Skill};
use pizzeria::units::time::MICROS_PER_DAY;
use pizzeria::units::{ClockTime, Span, Time};

impl Chef {
    pub fn well_and_here(&self) -> bool {
        self.duty == Duty::Here && self.ill.is_none() && self.away.is_none()
    }

    pub fn is_free(&self) -> bool {
        self.well_and_here() && !self.leaving && self.doing == Doing::Nothing
    }

    pub fn in_hand(&self) -> Option<usize> {
        match self.doing {
            Doing::Cooking { ticket, .. } | Doing::Holding { ticket, .. } => Some(ticket),
            Doing::Out { ticket, .. } => ticket,
            Doing::Nothing | Doing::Bases { .. } => None,
        }
    }
}

impl Naive {
    pub fn item_of(&self, t: usize) -> usize {
        self.calls[self.tickets[t].call].what.item.index()
    }

    pub fn believed_speed(&self, chef: &Chef, item: usize) -> f64 {
        let kitchen = &self.setup.kitchen;
        let expertise = match chef.skill {
            Skill::AllRound => kitchen.all_round_speed,
            Skill::Item(own) if own.index() == item => 1.0,
            Skill::Item(_) => kitchen.off_skill_speed,
        };
        kitchen.level_speed[chef.level as usize - 1] * expertise
    }

    /// At its outlet, now: power, and somebody well at work who may.
    pub fn somebody_could_cook(&self, t: usize) -> bool {
        let (o, item) = (self.tickets[t].outlet, self.item_of(t));
        let may = |chef: &Chef| match (self.outlets[o].kitchen, chef.skill) {
            (KitchenKind::Specialised, Skill::Item(own)) => own.index() == item,
            _ => true,
        };
        self.lit(o) && self.outlets[o].chefs.iter().any(|chef| chef.well_and_here() && may(chef))
    }

    fn lit(&self, o: usize) -> bool {
        self.outlets[o].dark.is_none() && matches!(self.outlets[o].status, Status::Open | Status::Closing)
    }

    /// Chefs who could take something now: the longest idle first, then the lower number.
    fn free_chefs(&self, o: usize) -> Vec<usize> {
        if !self.lit(o) {
            return Vec::new();
        }
        let chefs = &self.outlets[o].chefs;
        let mut free: Vec<usize> = (0..chefs.len()).filter(|&c| chefs[c].is_free()).collect();
        free.sort_by_key(|&c| (chefs[c].idle_since, c));
        free
    }

    /// A ticket joins a line. In a private kitchen the lot says whose.
    pub fn joins_line(&mut self, t: usize, o: usize) {
        self.tickets[t].private = None;
        if self.outlets[o].kitchen == KitchenKind::Private {
            self.tickets[t].private = self.lot_falls_on(t, o);
        }
        self.tickets[t].at = At::Line;
    }

    fn on_duty(&self, o: usize) -> Vec<usize> {
        let chefs = &self.outlets[o].chefs;
        (0..chefs.len()).filter(|&c| chefs[c].duty == Duty::Here && !chefs[c].leaving).collect()
    }

    fn lot_falls_on(&self, t: usize, o: usize) -> Option<usize> {
        let chefs = self.on_duty(o);
        match self.outlets[o].join {
            Join::Lot => (!chefs.is_empty()).then(|| chefs[self.lot(t, chefs.len())]),
            Join::Shortest => {
                let waiting = self.tickets_at(o, At::Line);
                let his = |c: usize| waiting.iter().filter(|&&t| self.tickets[t].private == Some(c)).count();
                let hand = |c: usize| self.outlets[o].chefs[c].in_hand().is_some() as usize;
                chefs.into_iter().min_by_key(|&c| (his(c) + hand(c), c))
            }
        }
    }

    /// Whether somebody idle would take a new order at once.
    pub fn would_be_taken(&self, t: usize, o: usize) -> bool {
        let item = self.item_of(t);
        let lot = self.lot_falls_on(t, o);
        self.free_chefs(o).iter().any(|&c| match self.outlets[o].kitchen {
            KitchenKind::Shared => true,
            KitchenKind::Specialised => match self.outlets[o].chefs[c].skill {
                Skill::Item(own) => own.index() == item,
                Skill::AllRound => true,
            },
            KitchenKind::Private => lot.is_none_or(|of| of == c),
        })
    }

    /// The order in which a line is served.
    fn rank_in_line(&self, o: usize, t: usize) -> (bool, [i128; 7]) {
        let call = &self.calls[self.tickets[t].call];
        let OrderId { zone, n, attempt } = call.id;
        let (zone, n, attempt) = (zone.0 as i128, n as i128, attempt as i128);
        let placed = call.placed.0 as i128;
        let put_back = self.tickets[t].put_back;
        let newest = self.outlets[o].queue_order == QueueOrder::NewestFirst && !put_back;
        // The first of an order's two tickets before its copy.
        let since = if newest { -placed } else { placed };
        let part = self.tickets[t].part as i128;
        (!put_back, [self.class(o, t), since, zone, n, attempt, part, t as i128])
    }

    /// Before whom its item goes; what was put back goes before everybody.
    fn class(&self, o: usize, t: usize) -> i128 {
        let item = &self.setup.items[self.item_of(t)];
        let mean = (item.work.mean() * 1e6).round() as i128;
        match self.outlets[o].queue_order {
            _ if self.tickets[t].put_back => 0,
            QueueOrder::OldestFirst | QueueOrder::NewestFirst | QueueOrder::Turns => 0,
            QueueOrder::SmallFirst => mean,
            QueueOrder::LargeFirst => -mean,
            QueueOrder::Priority => item.priority as i128,
        }
    }

    /// The line in which a ticket waits.
    fn line_of(&self, o: usize, t: usize) -> Line {
        match self.outlets[o].kitchen {
            KitchenKind::Shared => Line::Common,
            KitchenKind::Specialised => Line::Of(self.item_of(t)),
            KitchenKind::Private => self.tickets[t].private.map_or(Line::Common, Line::Of),
        }
    }

    /// The head of a line: of those waiting who belong to it.
    fn head(&self, o: usize, belongs: impl Fn(usize) -> bool) -> Option<usize> {
        let waiting = self.tickets_at(o, At::Line).into_iter().filter(|&t| belongs(t));
        // Where zones take turns: how many zones on from the last one that was served in that line.
        let zones = self.setup.zones.len();
        let zone = |t: usize| self.calls[self.tickets[t].call].id.zone.index();
        let turn = |t: usize| match self.outlets[o].turns.get(&self.line_of(o, t)) {
            Some(last) if !self.tickets[t].put_back => (zone(t) + zones - last - 1) % zones,
            None if !self.tickets[t].put_back => zone(t),
            _ => 0,
        };
        let turn = |t: usize| if self.outlets[o].queue_order == QueueOrder::Turns { turn(t) } else { 0 };
        waiting.min_by_key(|&t| (!self.tickets[t].put_back, turn(t), self.rank_in_line(o, t)))
    }

    /// A chef and the ticket that he takes.
    fn pair(&self, o: usize) -> Option<(usize, usize)> {
        let free = self.free_chefs(o);
        let chefs = &self.outlets[o].chefs;
        match self.outlets[o].kitchen {
            KitchenKind::Shared => Some((*free.first()?, self.head(o, |_| true)?)),
            KitchenKind::Private => free.iter().find_map(|&c| {
                let own = self.head(o, |t| self.tickets[t].private == Some(c));
                Some((c, own.or_else(|| self.head(o, |t| self.tickets[t].private.is_none()))?))
            }),
            KitchenKind::Specialised => {
                let experts = free.iter().find_map(|&c| match chefs[c].skill {
                    Skill::Item(own) => Some((c, self.head(o, |t| self.item_of(t) == own.index())?)),
                    Skill::AllRound => None,
                });
                experts.or_else(|| {
                    let chef = *free.iter().find(|&&c| chefs[c].skill == Skill::AllRound)?;
                    let items = 0..self.setup.items.len();
                    let heads = items.filter_map(|item| self.head(o, |t| self.item_of(t) == item));
                    let ranked = matches!(
                        self.outlets[o].queue_order,
                        QueueOrder::SmallFirst | QueueOrder::LargeFirst | QueueOrder::Priority
                    );
                    let waited = |&t: &usize| {
                        let call = &self.calls[self.tickets[t].call];
                        (ranked && !self.tickets[t].put_back, self.class(o, t), call.placed, call.id)
                    };
                    Some((chef, heads.min_by_key(waited)?))
                })
            }
        }
    }

    pub fn chef_takes(&mut self, o: usize) -> bool {
        let Some((c, t)) = self.pair(o) else { return false };
        let (line, zone) = (self.line_of(o, t), self.calls[self.tickets[t].call].id.zone.index());
        if self.outlets[o].queue_order == QueueOrder::Turns {
            self.outlets[o].turns.insert(line, zone);
        }
        self.patience_holds(t);
        if self.is_house(t) {
            self.house_begins(o, t);
        }
        let item = self.calls[self.tickets[t].call].what.item;
        let work = self.tickets[t].work.0 as f64;
        let saves = self.take_base(o, item.index());
        let strange = self.meets(o, t) * self.sticks(t);
        if let Some(twice) = &mut self.twice {
            twice.begun += 1;
        }
        let chef = &self.outlets[o].chefs[c];
        let speed = self.believed_speed(chef, item.index()) * chef.slow.map_or(1.0, |(factor, _)| factor);
        let switch = match chef.last_item {
            Some(last) if last != item => self.setup.kitchen.switch_time,
            _ => Span::ZERO,
        };
        let burns = chef.burns;
        let cooking = match burns {
            Some((after, _)) => after,
            None => Span(((work * strange * (1.0 - saves) / speed).round() as u64).max(1)) + switch,
        };
        let chef = &mut self.outlets[o].chefs[c];
        chef.last_item = Some(item);
        chef.doing = Doing::Cooking { ticket: t, until: self.now + cooking };
        self.books.ingredients += self.setup.items[item.index()].ingredients;
        let now = self.now;
        let ticket = &mut self.tickets[t];
        ticket.put_back = false;
        ticket.at = At::Oven;
        ticket.burning = burns.is_some();
        ticket.start = now;
        ticket.begun = true;
        ticket.first_start = ticket.first_start.min(now);
        let (call, part) = (self.tickets[t].call, self.tickets[t].part);
        let lost = self.calls[call].lost_cookings.entry(part).or_default();
        if *lost > 0 {
            *lost -= 1;
            self.calls[call].recooked += 1;
        }
        let his = self.calls_of_guest(call);
        let begun = |&&t: &&usize| self.tickets[t].begun && self.tickets[t].part == part;
        let cookings = his.iter().flat_map(|&one| &self.calls[one].tickets).filter(begun).count();
        if cookings > 1 && !his.iter().any(|&one| self.calls[one].duplicated.contains(&part)) {
            self.calls[call].duplicated.insert(part);
        }
        true
    }

    /// The share of the work that a base saves; the oldest of the item's is taken.
    fn take_base(&mut self, o: usize, item: usize) -> f64 {
        let shop = &mut self.outlets[o];
        let found = shop.trays.iter().position(|tray| tray.item.index() == item);
        shop.asked += (found.is_some() || shop.prep_item.is_some_and(|of| of.index() == item)) as u64;
        let Some(tray) = found else { return 0.0 };
        shop.used += 1;
        shop.trays[tray].count -= 1;
        shop.trays.retain(|tray| tray.count > 0);
        self.setup.items[item].base.expect("its bases exist").saves
    }

    pub fn chef_makes_bases(&mut self, o: usize) -> bool {
        let shop = &self.outlets[o];
        let (Some(prep), true) = (shop.prep, shop.in_window) else { return false };
        let Some(base) = self.setup.items[prep.item.index()].base else { return false };
        let stock: u32 = shop.trays.iter().filter(|t| t.item == prep.item).map(|t| t.count).sum();
        let hands = shop.chefs.iter().map(|c| if let Doing::Bases { count, .. } = c.doing { count } else { 0 });
        if stock + hands.sum::<u32>() >= prep.target {
            return false;
        }
        let Some(&c) = self.free_chefs(o).first() else { return false };
        let chef = &self.outlets[o].chefs[c];
        let speed = self.believed_speed(chef, prep.item.index()) * chef.slow.map_or(1.0, |(factor, _)| factor);
        let lasts = ((base.time.0 * prep.batch as u64) as f64 / speed).round() as u64;
        let until = self.now + Span(lasts.max(1));
        self.outlets[o].chefs[c].doing = Doing::Bases { item: prep.item, count: prep.batch, until };
        true
    }

    /// A cooking, a tray, a drive is done.
    pub fn chef_done(&mut self, o: usize, c: usize) {
        match self.outlets[o].chefs[c].doing {
            Doing::Cooking { ticket, .. } => self.cooked(o, c, ticket),
            Doing::Bases { item, count, .. } => {
                let keeps = self.setup.items[item.index()].base.expect("its bases exist").keeps;
                let spoils = self.now + keeps;
                self.outlets[o].trays.push(Tray { item, spoils, count });
                self.outlets[o].made += count as u64;
                self.hands_free(o, c);
            }
            Doing::Out { ticket: Some(t), .. } => {
                let back = self.ride(self.address(t), self.setup.outlets[o].at);
                self.hand_over(t);
                if back.is_zero() {
                    self.hands_free(o, c);
                } else {
                    self.outlets[o].chefs[c].doing = Doing::Out { ticket: None, until: self.now + back };
                }
            }
            Doing::Out { ticket: None, .. } => self.hands_free(o, c),
            Doing::Nothing | Doing::Holding { .. } => unreachable!("nothing was under way"),
        }
    }

    fn cooked(&mut self, o: usize, c: usize, t: usize) {
        let burnt = self.tickets[t].burning;
        self.outlets[o].finished.push(burnt);
        if burnt {
            self.burnt(t);
            if self.is_house(t) {
                self.house_burnt(o, t);
            }
            return self.hands_free(o, c);
        }
        self.tickets[t].cooked = self.now;
        if self.tray_new(o, t) {
            return self.hands_free(o, c);
        }
        if self.tickets[t].told {
            self.waste(t);
            return self.hands_free(o, c);
        }
        match self.mode {
            DeliveryMode::Pickup => {
                self.tickets[t].shelved = self.now;
                self.tickets[t].left = self.now;
                self.hand_over(t);
                self.hands_free(o, c);
            }
            DeliveryMode::Coupled => {
                let there = self.ride(self.setup.outlets[o].at, self.address(t));
                let until = self.now + there + self.calls[self.tickets[t].call].what.handover;
                self.tickets[t].shelved = self.now;
                self.tickets[t].left = self.now;
                self.tickets[t].at = At::Road;
                self.outlets[o].chefs[c].doing = Doing::Out { ticket: Some(t), until };
            }
            DeliveryMode::Decoupled => {
                self.tickets[t].at = At::Hands;
                self.outlets[o].chefs[c].doing = Doing::Holding { ticket: t, since: self.now };
            }
        }
    }

    /// What a chef does in the kitchen stops unfinished: a cooking goes back to the head of its line, a tray is lost.
    pub fn work_is_lost(&mut self, o: usize, c: usize) {
        let doing = self.outlets[o].chefs[c].doing;
        if let Doing::Cooking { .. } | Doing::Bases { .. } = doing {
            self.outlets[o].chefs[c].doing = Doing::Nothing;
            self.outlets[o].chefs[c].idle_since = self.now;
        }
        if let Doing::Cooking { ticket: t, .. } = doing {
            if self.tickets[t].told {
                self.tickets[t].at = At::Trash;
                return;
            }
            self.tickets[t].burning = false;
            let part = self.tickets[t].part;
            *self.calls[self.tickets[t].call].lost_cookings.entry(part).or_default() += 1;
            let lost = self.now.since(self.tickets[t].start);
            self.tickets[t].redo += lost;
            self.tickets[t].put_back = true;
            self.tickets[t].private = None;
            if self.outlets[o].kitchen == KitchenKind::Private {
                // It waits for him who had it, ill or not, unless he is leaving.
                let his = self.on_duty(o).contains(&c);
                self.tickets[t].private = if his { Some(c) } else { self.lot_falls_on(t, o) };
            }
            self.tickets[t].at = At::Line;
        }
    }

    /// Private lines of a chef who is gone, or all of them after the kitchen was laid out anew.
    pub fn share_out(&mut self, o: usize, whose: impl Fn(Option<usize>) -> bool) {
        if self.outlets[o].kitchen != KitchenKind::Private {
            return;
        }
        let theirs: Vec<usize> =
            self.tickets_at(o, At::Line).into_iter().filter(|&t| whose(self.tickets[t].private)).collect();
        let theirs = self.oldest_first(theirs);
        // First they stand in no line, then each joins one, the oldest first.
        theirs.iter().for_each(|&t| self.tickets[t].private = None);
        for t in theirs {
            self.tickets[t].private = self.lot_falls_on(t, o);
        }
    }

    /// What is in hand takes longer, or less long, from now on.
    pub fn stretch(&mut self, o: usize, c: usize, factor: f64) {
        let now = self.now;
        if self.burns_in_hand(o, c) {
            return;
        }
        if let Doing::Cooking { until, .. } | Doing::Bases { until, .. } = &mut self.outlets[o].chefs[c].doing {
            *until = now + until.since(now).scaled(factor);
        }
    }

    /// Whether the prep window is open now, and when that changes.
    pub fn set_window(&mut self, o: usize) {
        let Some(PrepSetup { from, to, .. }) = self.outlets[o].prep else {
            (self.outlets[o].in_window, self.outlets[o].next_edge) = (false, Time::NEVER);
            return;
        };
        let clock = self.now.clock(self.setup.opens);
        let inside = if from < to { from <= clock && clock < to } else { clock >= from || clock < to };
        let wait = |edge: ClockTime| match (edge.0 + MICROS_PER_DAY - clock.0) % MICROS_PER_DAY {
            0 => MICROS_PER_DAY,
            wait => wait,
        };
        let next = if from == to { Time::NEVER } else { self.now + Span(wait(from).min(wait(to))) };
        (self.outlets[o].in_window, self.outlets[o].next_edge) = (inside, next);
    }
}
