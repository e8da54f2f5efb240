//! A second simulator of the same shop, written from the design alone and as simply as possible: no agenda, no queues,
//! no counters. What is due next is found by looking at everything; a line is whoever waits there, sorted; an area is
//! the sum of what was there times how long. It is slow, and it exists to disagree with the engine.
//!
//! It shares with the engine the description of a shop, the commands, the units and what customers draw, nothing else.

mod calls;
mod commands;
mod desk;
mod doubts;
mod due;
mod future;
mod health;
mod hiring;
mod kitchen;
mod lamps;
mod people;
mod phones;
mod report;
mod result;
mod road;
mod several;
mod streets;
mod volumes;

use pizzeria::sim::command::Command;
use pizzeria::sim::demand::{Attributes, Rate};
use pizzeria::sim::order::{Loss, OrderId};
use pizzeria::sim::setup::*;
use pizzeria::units::{Cents, ItemId, Place, Span, Time};
use std::collections::{BTreeMap, BTreeSet};

pub use lamps::Slice;
pub use result::{Fared, Levels, Trace};
pub use streets::CardsNow;

/// The whole shop.
pub struct Naive {
    pub setup: Setup,
    pub now: Time,
    pub closed: bool,
    pub over: bool,
    pub zones: Vec<ZoneNow>,
    pub calls: Vec<Call>,
    pub tickets: Vec<Ticket>,
    /// Tickets that are still somewhere.
    pub alive: Vec<usize>,
    pub recalls: Vec<Recall>,
    pub doubts: Vec<DoubtNow>,
    pub outlets: Vec<Shop>,
    pub spells: Vec<CityEffect>,
    pub desk: Desk,
    pub mode: DeliveryMode,
    pub batch: u32,
    pub script_next: usize,
    pub played_next: usize,
    pub books: Books,
    /// Levels at the edges of windows that have passed, and the edges still to come.
    pub marks: Vec<report::Mark>,
    pub edges: Vec<Time>,
    /// The most live orders since the last of them.
    pub most: usize,
    /// The most chefs present in all outlets since then.
    pub most_present: usize,
    /// The most outlets that were out since the last edge.
    pub most_out: usize,
    /// The shop ended although somebody waited.
    pub stranded: bool,
    /// How outlets are rung through, where somebody has to.
    pub phones: Option<phones::Phones>,
    /// Into which every order is written, where there are any.
    pub volumes: Option<volumes::Volumes>,
    /// Runs on to this moment although nobody who waits can be served, to see whether somebody is after all.
    pub insists_until: Option<Time>,
    /// One answer for each command of script and player: was it done?
    pub script_answers: Vec<bool>,
    /// One answer for each command that the file says a player gave.
    pub played_answers: Vec<bool>,
    pub cards: CardsNow,
    /// What is ordered a second time; `None`: nothing.
    pub twice: Option<several::TwiceNow>,
}

pub struct ZoneNow {
    pub rate: Rate,
    pub called: u64,
    /// Integrated rate until the next first call, counted from `from` (µs).
    pub rest: f64,
    pub from: f64,
    pub factor: f64,
    /// A surge has touched it, ever.
    pub surged: bool,
    pub weights: Vec<f64>,
    pub retry: Option<RetrySetup>,
    /// Millionths of a token.
    pub tokens: u64,
    pub quota: Option<Bucket>,
    /// Over how many outlets its hot street is split.
    pub ways: u64,
}

/// A quota as a vessel that time fills: a token is worth the time in which it comes.
#[derive(Clone, Copy)]
pub struct Bucket {
    pub token: u128,
    pub holds: u128,
    pub level: u128,
    pub at: Time,
}

/// A call: one order as its customer sees it.
pub struct Call {
    pub id: OrderId,
    pub placed: Time,
    pub first_placed: Time,
    pub what: Attributes,
    /// Never once it does not count any more.
    pub deadline: Time,
    pub end: End,
    pub ended: Time,
    /// His tickets: one for each pizza, or two after a line cut or a second order.
    pub tickets: Vec<usize>,
    /// How many pizzas he has ordered.
    pub pizzas: u32,
    /// The ticket with which he was served.
    pub served_by: Option<usize>,
    pub again: bool,
    /// What a guest in doubt has called for again: his call.
    pub of: Option<usize>,
    /// How often he called for want of a confirmation, and how often he was recognised.
    pub unsure: u32,
    pub recognised: u32,
    /// Served by what he called for again; the rest of his tickets nobody knows to be his.
    pub by_another: bool,
    pub late: bool,
    pub recooked: u32,
    /// Cookings lost for which no other has been begun yet, by pizza.
    pub lost_cookings: BTreeMap<u32, u32>,
    /// Pizzas that were cooked twice.
    pub duplicated: BTreeSet<u32>,
    pub rerouted: u32,
    pub wasted: u32,
}

impl Call {
    /// Of somebody who calls for the first time and never leaves.
    pub fn new(id: OrderId, now: Time, what: Attributes, ticket: usize) -> Call {
        Call {
            id,
            placed: now,
            first_placed: now,
            what,
            deadline: Time::NEVER,
            end: End::Waits,
            ended: Time::NEVER,
            tickets: vec![ticket],
            pizzas: 1,
            served_by: None,
            again: false,
            of: None,
            unsure: 0,
            recognised: 0,
            by_another: false,
            late: false,
            recooked: 0,
            lost_cookings: BTreeMap::new(),
            duplicated: BTreeSet::new(),
            rerouted: 0,
            wasted: 0,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub enum End {
    Waits,
    Delivered,
    Lost(Loss),
    /// Nobody's: a tray that the house has baked.
    House,
    /// No order: what a guest in doubt has called for again.
    Again,
}

/// A piece of paper in some kitchen, and the box that comes of it.
#[derive(Clone, Debug)]
pub struct Ticket {
    pub call: usize,
    /// Which of his pizzas, from 0, and the work of it.
    pub part: u32,
    pub work: Span,
    pub copy: bool,
    /// A second order, not a copy of what nobody could reach.
    pub hedges: bool,
    /// When it is to be ordered elsewhere, too.
    pub twice_at: Option<Time>,
    pub at: At,
    pub outlet: usize,
    /// In a private kitchen: whose line, by chef; `None`: the common one.
    pub private: Option<usize>,
    pub put_back: bool,
    /// Waited when the line was cut.
    pub known: bool,
    /// The outlet knows that nobody waits for it.
    pub told: bool,
    /// In the oven of somebody who burns it.
    pub burning: bool,
    /// A chef has taken it into his hands.
    pub begun: bool,
    /// Waiting where nobody could cook it, and in hands whose work was lost.
    pub down: Span,
    pub redo: Span,
    pub first_start: Time,
    pub start: Time,
    pub cooked: Time,
    pub shelved: Time,
    pub left: Time,
    pub delivered: Time,
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub enum At {
    Nowhere,
    Desk,
    /// Being written down, and not taken yet.
    Books,
    /// Waits for a clerk.
    Clerk,
    /// A clerk is on the line.
    Phone,
    Wire,
    Line,
    Oven,
    /// Its customer waits for a tray.
    Lamp,
    /// Its customer is being handed a slice.
    Handing,
    Hands,
    Shelf,
    Road,
    Done,
    Trash,
}

/// A guest who has heard nothing, and will call for the `call`-th.
pub struct DoubtNow {
    pub at: Time,
    pub id: OrderId,
    pub call: usize,
    pub filed: Time,
}

pub struct Recall {
    pub at: Time,
    pub id: OrderId,
    pub first_placed: Time,
    pub what: Attributes,
}

pub struct Shop {
    pub status: Status,
    pub dark: Option<Time>,
    pub cut: Option<Time>,
    pub kitchen: KitchenKind,
    pub join: Join,
    pub queue_limit: Option<u32>,
    pub queue_order: QueueOrder,
    pub shelf_limit: Option<u32>,
    pub prep: Option<PrepSetup>,
    pub in_window: bool,
    pub next_edge: Time,
    pub chefs: Vec<Chef>,
    pub riders: Vec<Rider>,
    /// Boxes, longest there first.
    pub shelf: Vec<usize>,
    /// Orders sent into the cut line.
    pub wire: Vec<usize>,
    pub trays: Vec<Tray>,
    pub prep_item: Option<ItemId>,
    pub made: u64,
    pub used: u64,
    pub spoiled: u64,
    pub asked: u64,
    pub levels: Levels,
    /// Whose turn it was last, by line.
    pub turns: BTreeMap<Line, usize>,
    pub manager: Option<Manager>,
    /// The most chefs present since the last edge.
    pub most_present: usize,
    /// Of each cooking that was finished since the outlet opened or was let in again, whether it was burnt.
    pub finished: Vec<bool>,
    /// Taken out since.
    pub out: Option<Time>,
    /// What each check found since it opened; `None`: no answer.
    pub found: Vec<(Time, Option<bool>)>,
    /// What was found before counts no more.
    pub anew: bool,
    pub flips: u64,
    pub lamps: Vec<lamps::LampNow>,
}

#[derive(Clone, Copy)]
pub struct Manager {
    pub rule: ManagerSetup,
    pub on: bool,
    pub next: Time,
    pub hired: u64,
    pub dismissed: u64,
}

/// Where tickets wait in a kitchen.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Line {
    Common,
    Of(usize),
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Status {
    Closed,
    Opening(Time),
    Open,
    Closing,
}

pub struct Tray {
    pub item: ItemId,
    pub spoils: Time,
    pub count: u32,
}

pub struct Chef {
    pub skill: Skill,
    pub level: u8,
    pub standby: bool,
    pub duty: Duty,
    pub doing: Doing,
    /// Nothing in hand since.
    pub idle_since: Time,
    pub ill: Option<Ill>,
    pub ill_on_road: Option<Time>,
    pub away: Option<Time>,
    pub rude: Option<Span>,
    pub leaving: bool,
    pub slow: Option<(f64, Time)>,
    pub burns: Option<(Span, Time)>,
    pub upgrade: Option<Time>,
    pub last_item: Option<ItemId>,
    pub covers: Option<usize>,
    pub falls_ill: Option<Time>,
    /// At work and well since, while the clock of the next illness runs.
    pub healthy_since: Option<Time>,
    /// And so long before, since the last random illness.
    pub was_healthy: Span,
    pub illnesses: u64,
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Duty {
    Coming(Time),
    Home,
    Here,
    Off,
    Gone,
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Doing {
    Nothing,
    Cooking { ticket: usize, until: Time },
    Holding { ticket: usize, since: Time },
    Bases { item: ItemId, count: u32, until: Time },
    Out { ticket: Option<usize>, until: Time },
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Ill {
    pub until: Time,
    /// When somebody will see it; `None`: known.
    pub notice: Option<Time>,
}

pub struct Rider {
    pub duty: Duty,
    pub idle_since: Time,
    pub trip: Option<Trip>,
    pub away: Option<Time>,
    pub rude: Option<Span>,
    pub leaving: bool,
}

pub struct Trip {
    /// Still to visit, longest on the shelf first.
    pub load: Vec<usize>,
    pub target: Option<usize>,
    pub until: Time,
    pub at: Place,
}

pub struct CityEffect {
    pub what: SpellKind,
    pub factor: f64,
    pub until: Time,
}

#[derive(Clone, Copy, PartialEq)]
pub enum SpellKind {
    Surge { zone: Option<usize>, item: Option<usize> },
    Traffic,
    Impatience { zone: Option<usize> },
    BadLine { zone: Option<usize> },
}

pub struct Desk {
    pub policy: Policy,
    pub failover: bool,
    pub when_none: WhenNone,
    pub check_every: Span,
    pub next_check: Time,
    pub look_every: Span,
    pub next_look: Time,
    pub board: Vec<Posted>,
    pub believed: Vec<bool>,
    pub last_used: Option<usize>,
    pub held: Vec<usize>,
    pub quota: Option<Bucket>,
    /// How long numbers are remembered, and since when there are any.
    pub numbers: Option<(Span, Time)>,
    /// A check is under way: who waits at the desk is served after it.
    pub checking: bool,
    pub rules: HealthSetup,
    pub checks_from: Time,
    /// Where the desk always knows who answers: when it asks for more.
    pub next_ask: Time,
}

#[derive(Clone, Copy, Default, Debug)]
pub struct Posted {
    pub load: usize,
    pub chefs: usize,
    /// Mean cooking time of the menu, µs.
    pub cooking: u64,
}

/// Money; wages and rent in cents × µs an hour.
#[derive(Clone, Copy, Default)]
pub struct Books {
    pub revenue: Cents,
    pub refunds: Cents,
    pub ingredients: Cents,
    pub investments: Cents,
    pub wages: i128,
    pub rent: i128,
    /// Live orders × µs, and µs with an outlet that can serve.
    pub in_system: u128,
    pub available: u128,
}

impl Naive {
    /// Plays a whole shop with a player's commands (sorted by time); the answers to them come back.
    pub fn play(setup: &Setup, player: &[(Time, Command)]) -> (Naive, Vec<bool>) {
        Naive::play_on(setup, player, None)
    }

    /// The same; with a moment, up to then the shop does not give up those whom nobody can serve.
    pub fn play_on(setup: &Setup, player: &[(Time, Command)], insists_until: Option<Time>) -> (Naive, Vec<bool>) {
        let mut shop = Naive::open(setup);
        shop.insists_until = insists_until;
        let mut answers = Vec::new();
        for (at, command) in player {
            shop.run_until(*at);
            answers.push(!shop.closed && shop.obey(command));
            shop.see_presence();
        }
        shop.run_until(Time::NEVER);
        (shop, answers)
    }

    pub fn run_until(&mut self, to: Time) {
        let closing = self.setup.closing();
        while !self.over {
            let next = self.next_due();
            let until = if self.closed { to } else { to.min(closing) };
            let ends = self.closed && (self.nobody_waits() || next.is_none() || self.gives_up(next));
            match next {
                Some(due) if due.time <= until && !ends => {
                    self.pass_time(due.time);
                    self.happen(due);
                    self.settle();
                    self.see_presence();
                }
                _ if ends => {
                    self.over = true;
                    self.stranded = !self.nobody_waits();
                }
                _ if !self.closed && to >= closing => {
                    self.pass_time(closing);
                    self.closed = true;
                    self.recalls.clear();
                    self.doubts.clear();
                    self.over = !self.setup.drain || self.nobody_waits();
                }
                _ => return self.pass_time(until),
            }
        }
    }

    fn gives_up(&self, next: Option<due::Due>) -> bool {
        match self.insists_until {
            Some(until) => next.is_none_or(|due| due.time > until),
            // Nobody waits for longer than a year.
            None => {
                let last = self.setup.closing() + Span::from_hours(366 * 24);
                next.is_some_and(|due| due.time > last) || self.nobody_can_be_served()
            }
        }
    }

    fn nobody_waits(&self) -> bool {
        self.calls.iter().all(|call| call.end != End::Waits)
    }

    /// Everything that can be handed out without time passing is handed out.
    pub fn settle(&mut self) {
        loop {
            let mut changed = false;
            for o in 0..self.outlets.len() {
                changed |= self.hand_out_one(o);
            }
            // Who waits at the desk goes one by one, each after the kitchens have taken the one before.
            if !changed && !self.serve_held() {
                break;
            }
        }
        self.alive.retain(|&t| !matches!(self.tickets[t].at, At::Done | At::Trash));
    }

    /// One more thing changes hands at an outlet: a box goes out, a blocked chef gets rid of his, a chef takes an order
    /// or begins a tray, an empty outlet closes.
    fn hand_out_one(&mut self, o: usize) -> bool {
        self.cover(o)
            || self.rider_takes(o)
            || self.blocked_puts_down(o)
            || self.chef_takes(o)
            || self.chef_makes_bases(o)
            || self.closes_when_empty(o)
    }
}
