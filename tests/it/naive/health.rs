//! Who burns what he is sent, and checks that look deeper than light and line.
//!
//! Where the engine keeps a mask of the last ten and the moment since which an outlet has been sound, everything is
//! written down here, and looked up.

use super::{At, Doing, Naive, Status};
use pizzeria::sim::command::HealthChange;
use pizzeria::sim::order::Loss;
use pizzeria::units::{Span, Time};

pub const A_MINUTE: Span = Span::from_secs(60);

impl Naive {
    /// A chef has burnt a ticket. Another ticket of the order may still come to something.
    pub fn burnt(&mut self, t: usize) {
        let call = self.tickets[t].call;
        if !self.is_wanted(t) || self.alive_of(t).len() > 1 {
            return self.waste(t);
        }
        self.lose(call, Loss::Burnt);
        self.tickets[t].at = At::Trash;
    }

    /// Whether another ticket of its order was begun and came to nothing: one copy an order.
    pub fn was_burnt(&self, t: usize) -> bool {
        self.same_pizza(t)
            .into_iter()
            .any(|other| other != t && self.tickets[other].burning && self.tickets[other].at == At::Trash)
    }

    pub fn begins_to_burn(&mut self, o: usize, c: usize, after: Span, until: Time) {
        let black = self.now + after;
        let chef = &mut self.outlets[o].chefs[c];
        chef.burns = Some((after, until));
        if let Doing::Cooking { ticket, until } = &mut chef.doing
            && *until > black
        {
            *until = black;
            self.tickets[*ticket].burning = true;
        }
    }

    /// Whether what a chef cooks will be burnt.
    pub fn burns_in_hand(&self, o: usize, c: usize) -> bool {
        matches!(self.outlets[o].chefs[c].doing, Doing::Cooking { ticket, .. } if self.tickets[ticket].burning)
    }

    /// Where the desk always knows who answers, the other questions have a beat of their own: minutes since that began.
    pub fn set_ask(&mut self) {
        let is_asked = self.desk.rules.unhealthy_after.is_some() || self.desk.rules.unhealthy_burnt.is_some();
        let is_on = is_asked || self.outlets.iter().any(|shop| shop.out.is_some());
        self.desk.next_ask = Time::NEVER;
        if self.desk.check_every.is_zero() && is_on {
            self.desk.next_ask = self.desk.checks_from;
            while self.desk.next_ask <= self.now {
                self.desk.next_ask += A_MINUTE;
            }
        }
    }

    pub fn set_health(&mut self, change: HealthChange) {
        let rules = &mut self.desk.rules;
        if let Some(limit) = change.unhealthy_after {
            rules.unhealthy_after = if limit == Span::ZERO { None } else { Some(limit) };
        }
        if let Some(share) = change.unhealthy_burnt {
            rules.unhealthy_burnt = if share == 0.0 { None } else { Some(share) };
        }
        if let Some(sound) = change.back_after {
            rules.back_after = sound;
        }
        if let Some(share) = change.fail_open {
            rules.fail_open = if share == 0.0 { None } else { Some(share) };
        }
        for shop in &mut self.outlets {
            shop.anew = true;
        }
        self.set_ask();
        self.truth_changed();
    }

    /// Nothing is known of an outlet that opens or closes.
    pub fn forget_health(&mut self, o: usize) {
        let shop = &mut self.outlets[o];
        shop.out = None;
        shop.found.clear();
        shop.finished.clear();
    }

    pub fn how_many_out(&self) -> usize {
        self.outlets.iter().filter(|shop| shop.out.is_some()).count()
    }

    /// Whether more of those who answer are out than the rule allows.
    pub fn ignores_health(&self, answer: &[usize]) -> bool {
        let out = answer.iter().filter(|&&o| self.outlets[o].out.is_some()).count();
        self.desk.rules.fail_open.is_some_and(|share| out > 0 && out as f64 / answer.len() as f64 > share)
    }

    /// All open outlets that answer are asked for their oldest ticket and for what they burnt.
    pub fn ask_more(&mut self) {
        let now = self.now;
        for o in 0..self.outlets.len() {
            if self.outlets[o].status != Status::Open {
                continue;
            }
            let sound = self.desk.believed[o].then(|| !self.is_late(o) && !self.is_burnt(o));
            let back_after = self.desk.rules.back_after;
            let shop = &mut self.outlets[o];
            shop.found.push((now, sound));
            match (sound, shop.out) {
                (Some(false), None) => (shop.out, shop.flips) = (Some(now), shop.flips + 1),
                (Some(true), Some(_)) => {
                    let since = shop.found.iter().rev().take_while(|(_, found)| *found == Some(true)).last();
                    if shop.anew || since.is_some_and(|(at, _)| now.since(*at) >= back_after) {
                        (shop.out, shop.flips) = (None, shop.flips + 1);
                        shop.finished.clear();
                    }
                }
                _ => {}
            }
            if sound.is_some() {
                shop.anew = false;
            }
        }
        self.most_out = self.most_out.max(self.how_many_out());
    }

    fn is_late(&self, o: usize) -> bool {
        let waits = |&t: &usize| self.now.since(self.calls[self.tickets[t].call].placed);
        let longest = self.tickets_at(o, At::Line).iter().map(waits).max();
        self.desk.rules.unhealthy_after.is_some_and(|limit| longest.is_some_and(|wait| wait > limit))
    }

    fn is_burnt(&self, o: usize) -> bool {
        let finished = &self.outlets[o].finished;
        let last = &finished[finished.len().saturating_sub(10)..];
        let burnt = last.iter().filter(|burnt| **burnt).count();
        let is_bad = |share: f64| last.len() >= 5 && burnt as f64 / last.len() as f64 >= share;
        self.desk.rules.unhealthy_burnt.is_some_and(is_bad)
    }

    /// After closing: whether an outlet gets orders, or may be found sound again. `serves` says what it can still cook.
    pub fn may_get_orders(&self, o: usize, serves: &[bool]) -> bool {
        let answer: Vec<usize> = (0..self.outlets.len())
            .filter(|&p| self.outlets[p].status == Status::Open && self.desk.believed[p])
            .collect();
        let comes_back =
            |shop: &super::Shop| shop.status == Status::Open && ![shop.dark, shop.cut].contains(&Some(Time::NEVER));
        let back: Vec<usize> = (0..self.outlets.len()).filter(|&p| comes_back(&self.outlets[p])).collect();
        let is_ignored = self.ignores_health(&answer) || self.ignores_health(&back);
        let Some(since) = self.outlets[o].out.filter(|_| !is_ignored) else { return true };
        if self.now.since(since) > Span::from_hours(24).max(self.desk.rules.back_after) {
            return false;
        }
        let waiting = self.tickets_at(o, At::Line);
        let comes_to_something = |t: &usize| self.is_taken(*t, serves);
        let late_for_ever = self.desk.rules.unhealthy_after.is_some() && !waiting.iter().all(comes_to_something);
        let comes_through = self.outlets[o].cut != Some(Time::NEVER);
        let cooks = !self.tickets_at(o, At::Oven).is_empty()
            || waiting.iter().any(comes_to_something)
            || (comes_through && self.tickets_at(o, At::Wire).iter().any(|&t| serves[self.item_of(t)]));
        !late_for_ever && (!self.is_burnt(o) || cooks)
    }
}
