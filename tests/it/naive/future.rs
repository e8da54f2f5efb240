//! After closing: can anybody who still waits be served, by people, power and lines as they are or will be?

use super::{At, Chef, Doing, Duty, End, Naive, Status};
use pizzeria::sim::setup::{DeliveryMode, KitchenKind, Skill};
use pizzeria::units::Time;

impl Naive {
    /// Nobody who waits will lose patience, and no ticket of theirs can come to anything.
    pub fn nobody_can_be_served(&self) -> bool {
        let waiting = self.calls.iter().filter(|call| call.end == End::Waits);
        let items = self.setup.items.len();
        let table: Vec<Vec<bool>> =
            (0..self.outlets.len()).map(|o| (0..items).map(|item| self.serves(o, item)).collect()).collect();
        let table: &[Vec<bool>] = &table;
        !waiting.clone().any(|call| call.deadline != Time::NEVER)
            && !waiting.clone().any(|call| self.may_be_served(call, table))
    }

    /// By any of his tickets; who waits for several pizzas, by one for each.
    fn may_be_served(&self, call: &super::Call, serves: &[Vec<bool>]) -> bool {
        let comes = |t: usize| self.may_come_to_something(t, serves) || self.may_be_made_elsewhere(t, serves);
        let by = |part: u32| {
            let mut his = call.tickets.iter().copied().filter(|&t| self.tickets[t].part == part).peekable();
            // What the books do not have yet is not written in kitchens either.
            his.peek().is_none() || his.any(|t| self.tickets[t].at == At::Done || comes(t))
        };
        match call.pizzas {
            1 => self.tickets_of_guest(call).any(comes),
            pizzas => (0..pizzas).all(by),
        }
    }

    /// A second order is still to be sent for it.
    fn may_be_made_elsewhere(&self, t: usize, serves: &[Vec<bool>]) -> bool {
        let (o, item) = (self.tickets[t].outlet, self.item_of(t));
        self.may_be_ordered_twice(t) && self.serves_elsewhere(o, item, serves)
    }

    fn serves_elsewhere(&self, from: usize, item: usize, serves: &[Vec<bool>]) -> bool {
        (0..self.outlets.len()).any(|p| {
            let takes_orders = matches!(self.outlets[p].status, Status::Open | Status::Opening(_));
            p != from
                && takes_orders
                && self.outlets[p].cut != Some(Time::NEVER)
                && (serves[p][item] || self.hands_out(p, item))
                && self.may_get_orders(p, &serves[p])
        })
    }

    fn may_come_to_something(&self, t: usize, serves: &[Vec<bool>]) -> bool {
        let (o, item) = (self.tickets[t].outlet, self.item_of(t));
        let elsewhere = |from: usize| self.serves_elsewhere(from, item, serves);
        let moves = || self.desk.failover && self.a_check_comes() && elsewhere(o);
        match self.tickets[t].at {
            At::Desk => elsewhere(usize::MAX),
            At::Books => self.will_be_taken() && elsewhere(usize::MAX),
            At::Clerk => {
                let is_lost = self.outlets[o].dark.is_some() || self.outlets[o].cut.is_some();
                self.will_be_rung(o) || (self.somebody_will_ring() && is_lost && moves())
            }
            At::Phone => self.is_heard_of(t),
            At::Wire => {
                let here = serves[o][item] || self.hands_out(o, item);
                (self.outlets[o].cut != Some(Time::NEVER) && here) || moves()
            }
            At::Line => {
                let shop = &self.outlets[o];
                let can_go = match shop.cut {
                    None => shop.dark.is_some(),
                    Some(Time::NEVER) => self.tickets[t].known && self.has_one_ticket(t) && !self.was_burnt(t),
                    Some(_) => true,
                };
                self.is_taken(t, &serves[o]) || (can_go && moves())
            }
            At::Lamp => {
                let shop = &self.outlets[o];
                let can_go =
                    shop.dark.is_some() && shop.cut.is_none() || shop.cut.is_some_and(|end| end != Time::NEVER);
                self.tray_comes(o, item) || (can_go && moves())
            }
            At::Oven | At::Handing => self.boxes_leave(o),
            At::Hands | At::Shelf => self.somebody_rides(o),
            At::Road => true,
            At::Nowhere | At::Done | At::Trash => false,
        }
    }

    /// Nobody but its chef takes what waits in a private line, and he may never get rid of what he holds.
    pub fn is_taken(&self, t: usize, serves: &[bool]) -> bool {
        let o = self.tickets[t].outlet;
        let own = self.tickets[t].private.filter(|_| self.outlets[o].kitchen == KitchenKind::Private);
        let holds = |c: usize| matches!(self.outlets[o].chefs[c].doing, Doing::Holding { .. });
        let is_stuck = own.is_some_and(holds) && !self.somebody_rides(o);
        serves[self.item_of(t)] && !is_stuck
    }

    fn has_one_ticket(&self, t: usize) -> bool {
        self.alive_of(t).len() == 1
    }

    /// Continuous checks learn only from what changes.
    fn a_check_comes(&self) -> bool {
        let ends = |broken: Option<Time>| broken.is_some_and(|until| until != Time::NEVER);
        let changes = self
            .outlets
            .iter()
            .any(|shop| ends(shop.dark) || ends(shop.cut) || matches!(shop.status, Status::Opening(_)));
        changes || !self.desk.check_every.is_zero()
    }

    fn serves(&self, o: usize, item: usize) -> bool {
        let cooks = (0..self.outlets[o].chefs.len()).any(|c| self.will_cook(o, c, item));
        self.outlets[o].dark != Some(Time::NEVER) && self.boxes_leave(o) && cooks
    }

    /// Who burns for ever never gets a tray done.
    fn tray_comes(&self, o: usize, item: usize) -> bool {
        let shop = &self.outlets[o];
        let bakes = |chef: &Chef| {
            let house = chef.in_hand().is_some_and(|t| self.is_house(t) && self.item_of(t) == item);
            house && chef.ill.is_none() && chef.in_hand().is_some_and(|t| !self.tickets[t].burning)
        };
        let sound = |c: usize| shop.chefs[c].burns.is_none_or(|(_, until)| until != Time::NEVER);
        let comes = (0..shop.chefs.len()).any(|c| sound(c) && self.will_cook(o, c, item));
        self.boxes_leave(o) && (shop.chefs.iter().any(bakes) || (shop.dark != Some(Time::NEVER) && comes))
    }

    /// A slice lies there; it may be old by the time that somebody asks for it, and then this is asked again.
    fn hands_out(&self, o: usize, item: usize) -> bool {
        self.has_slices(o, item) && self.boxes_leave(o)
    }

    fn boxes_leave(&self, o: usize) -> bool {
        self.mode != DeliveryMode::Decoupled || self.somebody_rides(o)
    }

    fn somebody_rides(&self, o: usize) -> bool {
        let opening = matches!(self.outlets[o].status, Status::Opening(_));
        self.outlets[o].riders.iter().any(|rider| {
            !rider.leaving
                && match rider.duty {
                    Duty::Here | Duty::Coming(_) => true,
                    Duty::Off => opening,
                    Duty::Home | Duty::Gone => false,
                }
        })
    }

    fn will_cook(&self, o: usize, c: usize, item: usize) -> bool {
        let shop = &self.outlets[o];
        let chef = &shop.chefs[c];
        let may = match (shop.kitchen, chef.skill) {
            (KitchenKind::Specialised, Skill::Item(own)) => own.index() == item,
            _ => true,
        };
        let stuck = matches!(chef.doing, Doing::Holding { .. }) && !self.somebody_rides(o);
        let comes = match chef.duty {
            _ if chef.leaving => false,
            Duty::Here if !chef.standby || chef.covers.is_some() => true,
            Duty::Coming(_) if !chef.standby => true,
            Duty::Here | Duty::Coming(_) | Duty::Home => self.may_be_called(o, c),
            Duty::Off => matches!(shop.status, Status::Opening(_)),
            Duty::Gone => false,
        };
        may && comes && !stuck
    }

    /// A backup, by an illness that there is or may yet be.
    fn may_be_called(&self, o: usize, backup: usize) -> bool {
        let shop = &self.outlets[o];
        let skill = shop.chefs[backup].skill;
        let fits =
            |chef: &Chef| skill == chef.skill || skill == Skill::AllRound || shop.kitchen != KitchenKind::Specialised;
        let by_chance = self.setup.outlets[o].illness.is_some();
        let others = shop.chefs.iter().enumerate().filter(|(c, chef)| *c != backup && chef.duty == Duty::Here);
        others.filter(|(_, chef)| fits(chef)).any(|(_, chef)| by_chance || chef.ill.is_some())
    }
}
