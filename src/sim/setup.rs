//! The shop as it is described before it opens: a scenario with every name resolved, every default filled in and every
//! unit made an integer. It never changes while the shop runs; what commands can change is copied into the world.
//!
//! `Setup` is all that the simulation needs. Texts, hints and predictions stay in [`crate::scenario`].

pub use crate::sim::choices::{
    BudgetOf, Choice, ChoosesBy, DeliveryMode, FuseScope, Join, KitchenKind, Policy, QueueOrder, QuotaShare, Refill,
    WaitFor, WhenNone,
};

use crate::chance::Dist;
use crate::sim::command::Command;
use crate::units::digest::fold;
use crate::units::{Cents, ClockTime, ItemId, Place, Span, Time};
use serde::{Deserialize, Serialize};

/// One whole shop. Vectors are indexed by the ids of [`crate::units::ids`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Setup {
    /// All random numbers follow from it.
    pub seed: u64,
    /// The time of day at [`Time::ZERO`].
    pub opens: ClockTime,
    /// From opening to closing.
    pub duration: Span,
    /// From opening until measurements begin.
    pub warmup: Span,
    /// Whether the shop runs on after closing until no customer is waiting.
    pub drain: bool,
    /// The menu, by item id.
    pub items: Vec<ItemSetup>,
    /// Where customers live, by zone id.
    pub zones: Vec<ZoneSetup>,
    /// Outlets and sites, by outlet id.
    pub outlets: Vec<OutletSetup>,
    /// What all kitchens have in common.
    pub kitchen: KitchenSetup,
    /// The front desk at opening.
    pub dispatch: DispatchSetup,
    /// Delivery at opening.
    pub delivery: DeliverySetup,
    /// What customers are promised.
    pub slo: SloSetup,
    /// Cash, wages and prices.
    pub money: MoneySetup,
    /// What outlets know of the guests of a street.
    #[serde(default)]
    pub cards: CardsSetup,
    /// The books into which every order is written; `None`: an order is taken as soon as it is placed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub books: Option<BooksSetup>,
    /// The scenario's script, sorted by time; ties: in the order of the file.
    pub script: Vec<Scheduled>,
    /// What a player has done before the file was written, sorted likewise: given at the player's rank, and counted as
    /// his.
    #[serde(default)]
    pub played: Vec<Scheduled>,
    /// The windows that goals, stars, predictions and the surprise ask for, beside the whole run; distinct.
    pub windows: Vec<Window>,
    /// Whether one of those asks for a zone in a window.
    #[serde(default)]
    pub zones_in_windows: bool,
}

/// A command, and when it is given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scheduled {
    /// When.
    pub at: Time,
    /// What.
    pub command: Command,
}

/// The half-open interval `[from, to)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Window {
    /// The first moment inside.
    pub from: Time,
    /// The first moment after it.
    pub to: Time,
}

fold!(struct Window { from, to });

impl Window {
    /// Whether a moment lies inside.
    pub fn contains(&self, at: Time) -> bool {
        self.from <= at && at < self.to
    }
}

/// An item of the menu.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ItemSetup {
    /// Its name, unique on the menu.
    pub name: String,
    /// Paid by the customer at delivery.
    pub price: Cents,
    /// The work of cooking it, seconds, for an expert with basic tools.
    pub work: Dist,
    /// Paid whenever a cooking begins.
    pub ingredients: Cents,
    /// What a base for it saves and costs; `None`: it has no bases.
    pub base: Option<BaseSetup>,
    /// How soon an order of it is promised; `None`: as [`SloSetup::promise`] says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<Span>,
    /// Where [`QueueOrder::Priority`] rules, the lower goes first.
    #[serde(default)]
    pub priority: u8,
    /// Slices of it lie under a lamp, a tray at every outlet; `None`: each is cooked to order. The work is then that of
    /// baking a tray, and the ingredients are those of a tray.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tray: Option<TraySetup>,
    /// Some of its cookings stick and take longer; `None`: none do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hiccup: Option<HiccupSetup>,
}

impl ItemSetup {
    /// By what cookings that stick multiply the mean work; 1 where none do.
    pub fn hiccups(&self) -> f64 {
        self.hiccup.map_or(1.0, |rule| 1.0 + rule.share * (rule.factor - 1.0))
    }
}

/// Cookings that stick (*a slow replica*); see [`crate::sim::party`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct HiccupSetup {
    /// The share of cookings that stick, 0–1. Each place that cooks draws for itself.
    pub share: f64,
    /// By what the work of such a cooking is multiplied, at least 1.
    pub factor: f64,
}

/// A tray of slices under a lamp (*cache with a time to live*); see [`crate::sim::lamp`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct TraySetup {
    /// How long after it was baked it is fresh (*time to live*).
    pub keeps: Span,
    /// How long handing over a slice takes, without a chef.
    pub serve: Span,
    /// What happens when it is found old.
    pub refill: Refill,
    /// With [`Refill::OneAndOld`]: how long beyond that its slices are sold while a new one is baked.
    pub old_for: Span,
    /// Whether a fresh one lies there when an outlet opens.
    pub fresh: bool,
}

fold!(struct TraySetup { keeps, serve, refill, old_for, fresh });

/// What making bases for an item ahead costs and saves.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct BaseSetup {
    /// Work of making one base, for an expert with basic tools.
    pub time: Span,
    /// The share of the item's work that a base saves, 0–1.
    pub saves: f64,
    /// How long a base keeps; [`Span::ENDLESS`]: for ever.
    pub keeps: Span,
}

/// A zone: customers who live around one place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ZoneSetup {
    /// Its name, unique among zones.
    pub name: String,
    /// Its centre, km.
    pub at: Place,
    /// Addresses are uniform in the disc of this radius around the centre, km.
    pub radius: f64,
    /// How first calls arrive.
    pub arrivals: Arrivals,
    /// Rate of first calls where the curve is 1, an hour.
    pub orders_per_hour: f64,
    /// The rate's factor over the day; empty: 1 all day. See [`crate::sim::demand`] for how it is read.
    pub curve: Vec<CurvePoint>,
    /// The weight of each menu item, by item id; at least one is positive.
    pub mix: Vec<f64>,
    /// How long customers wait, seconds; `None`: for ever.
    pub patience: Option<Dist>,
    /// What they wait for.
    pub patience_until: PatienceUntil,
    /// Whether a customer who leaves tells the kitchen.
    pub cancels: bool,
    /// How lost customers call again; `None`: never.
    pub retry: Option<RetrySetup>,
    /// How many calls from it are taken; `None`: any number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quota: Option<QuotaSetup>,
    /// How its customers call again for want of a confirmation; `None`: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unsure: Option<UnsureSetup>,
    /// How many streets it has, the hot one not counted; 0: nobody has a street.
    #[serde(default)]
    pub streets: u32,
    /// The share of its orders that come from one street more, the hot one.
    #[serde(default)]
    pub hot: f64,
    /// Some of its customers order for several; `None`: each for himself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<PartySetup>,
}

/// Customers who order several pizzas at once and eat when the last has come (*fan-out*); see [`crate::sim::party`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartySetup {
    /// The share of customers who do, 0–1.
    pub share: f64,
    /// How many each of them orders, 2–100.
    pub pizzas: u32,
}

impl ZoneSetup {
    /// How many pizzas a customer orders in the mean.
    pub fn pizzas(&self) -> f64 {
        self.party.map_or(1.0, |party| 1.0 + party.share * f64::from(party.pizzas - 1))
    }

    /// Whether one of its streets orders more than the others.
    pub fn has_hot_street(&self) -> bool {
        self.streets > 0 && self.hot > 0.0
    }
}

/// What a customer does who does not hear that his order was taken; see [`crate::sim::doubts`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnsureSetup {
    /// How long he waits before he calls again.
    pub wait: Span,
    /// How often at most he calls again, 1–63.
    pub max: u32,
}

/// How many calls are taken (*rate limit*); see [`crate::sim::quota`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuotaSetup {
    /// In the long run, an hour.
    pub per_hour: f64,
    /// At once, after a quiet time; at least 1.
    pub burst: u32,
}

impl QuotaSetup {
    /// The burst where none is said.
    pub const BURST: u32 = 5;
}

/// The arrival process of first calls.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Arrivals {
    /// A Poisson process of the zone's rate.
    Poisson,
    /// Evenly spaced in the integral of the rate; the first call comes after one whole spacing.
    Even,
    /// At recorded times, sorted; curve, rate and surges do not apply.
    Trace(Vec<Time>),
}

/// A point of a demand curve. The curve is linear between points, constant before the first and after the last, and
/// repeats every 24 h. Two points at one time are a step, right-continuous.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    /// The time of day.
    pub at: ClockTime,
    /// The factor on the zone's rate.
    pub factor: f64,
}

/// How far an order must have come for its customer to stop being impatient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PatienceUntil {
    /// A chef has begun to cook it.
    Cooking,
    /// It is delivered.
    Delivery,
}

fold!(enum PatienceUntil { 0 Cooking {}, 1 Delivery {} });

/// How lost customers call again (*retries*).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RetrySetup {
    /// Probability that a lost customer calls again, drawn anew after each loss.
    pub probability: f64,
    /// Time from being lost until the first repeat call.
    pub wait: Span,
    /// Factor on the wait with each further attempt (*exponential backoff*); 1: the wait stays the same.
    pub backoff: f64,
    /// Whether the wait is drawn uniformly between 0 and its full length (*full jitter*).
    pub jitter: bool,
    /// Repeat calls at most; the first call is not counted.
    pub max: u32,
    /// Tokens that each event of `of` puts into the zone's bucket, which starts empty and holds at most 10; a repeat
    /// call takes one. `None`: no budget.
    pub budget: Option<f64>,
    /// Which events pay into the budget.
    pub of: BudgetOf,
}

fold!(struct RetrySetup { probability, wait, backoff, jitter, max, budget, of });

/// Lost customers call again up to three times, five minutes apart. These are the defaults of `[zone.retry]`, and what
/// `set_retry` starts from in a zone without retries.
impl Default for RetrySetup {
    fn default() -> RetrySetup {
        RetrySetup {
            probability: 1.0,
            wait: Span::from_mins(5),
            backoff: 1.0,
            jitter: false,
            max: 3,
            budget: None,
            of: BudgetOf::Deliveries,
        }
    }
}

/// An outlet, or a site where one may be opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutletSetup {
    /// Its name, unique among outlets.
    pub name: String,
    /// Where it is, km.
    pub at: Place,
    /// Whether it is open when the shop opens; else it is a site that the player may open.
    pub open: bool,
    /// Paid when it is opened later.
    pub open_cost: Cents,
    /// From paying until it is open.
    pub open_time: Span,
    /// While it is open or closing, an hour.
    pub rent_per_hour: Cents,
    /// Places at the stove; `None`: any number.
    pub max_chefs: Option<u32>,
    /// How many tickets may wait; `None`: any number.
    pub queue_limit: Option<u32>,
    /// Which order of a queue is served first.
    pub queue_order: QueueOrder,
    /// How many boxes fit on the shelf; `None`: any number.
    pub shelf_limit: Option<u32>,
    /// How its queues are arranged.
    pub kitchen: KitchenKind,
    /// How private queues are joined, now or once the kitchen has some.
    pub join: Join,
    /// Riders at opening.
    pub riders: u32,
    /// Random illness of its chefs; `None`: none.
    pub illness: Option<IllnessSetup>,
    /// The daily prep window; `None`: no bases are made.
    pub prep: Option<PrepSetup>,
    /// Its chefs, one entry for each person, in the order of the file.
    pub chefs: Vec<ChefSetup>,
    /// Who hires by herself; `None`: nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manager: Option<ManagerSetup>,
}

/// A manager's rule (*autoscaling policy*); see [`crate::sim::hiring`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManagerSetup {
    /// From one look to the next; the first comes so long after opening.
    pub every: Span,
    /// She wants a chef for each so many who wait, at least 1.
    pub per_waiting: u32,
    /// Whether she takes those off whom she has called and who are on the way.
    pub counts_coming: bool,
    /// She lets nobody go who would leave fewer.
    pub floor: u32,
    /// She hires nobody beyond so many, those on the way included.
    pub ceiling: u32,
}

fold!(struct ManagerSetup { every, per_waiting, counts_coming, floor, ceiling });

impl ManagerSetup {
    /// Nobody looks at a line more often than this.
    pub const QUICKEST: Span = Span::from_secs(1);
}

/// Every ten minutes one for each four who wait, whoever is on the way: what `set_manager` starts from where there is
/// no manager.
impl Default for ManagerSetup {
    fn default() -> ManagerSetup {
        ManagerSetup { every: Span::from_mins(10), per_waiting: 4, counts_coming: false, floor: 1, ceiling: 100 }
    }
}

/// A chef as hired.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ChefSetup {
    /// What he is an expert at.
    pub skill: Skill,
    /// The level of his tools, from 1 to the number of levels.
    pub level: u8,
    /// Whether he is a backup: at home until somebody's illness is noticed.
    pub standby: bool,
}

/// What a chef is an expert at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Skill {
    /// One menu item.
    Item(ItemId),
    /// No item in particular: the same speed at all.
    AllRound,
}

fold!(enum Skill { 0 Item { 0: item }, 1 AllRound {} });

/// Random illness of every chef of an outlet; both times are exponential.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct IllnessSetup {
    /// Mean time at work until he falls ill.
    pub every: Span,
    /// Mean duration of an illness.
    pub lasts: Span,
}

/// A daily prep window (*cron job*), in which idle chefs make bases. `to` at or before `from` is on the next day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PrepSetup {
    /// What bases are made for.
    pub item: ItemId,
    /// When the window opens.
    pub from: ClockTime,
    /// When it closes.
    pub to: ClockTime,
    /// Bases to have in stock; chefs make none beyond that.
    pub target: u32,
    /// Bases that a tray makes, at least 1.
    pub batch: u32,
}

fold!(struct PrepSetup { item, from, to, target, batch });

/// Speeds and delays of all kitchens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KitchenSetup {
    /// Speed of an expert at other items than his own; his own is 1.
    pub off_skill_speed: f64,
    /// Speed of an all-rounder.
    pub all_round_speed: f64,
    /// Time to turn from one item to another.
    pub switch_time: Span,
    /// Speed of each level of tools, level 1 first.
    pub level_speed: Vec<f64>,
    /// Time until an illness is noticed.
    pub notice_time: Span,
    /// Time from hiring to the first minute of work.
    pub hire_time: Span,
    /// Time from buying tools until they fit.
    pub upgrade_time: Span,
}

/// The front desk at opening (*load balancer*).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct DispatchSetup {
    /// How it chooses an outlet.
    pub policy: Policy,
    /// Time between two health checks; zero: the desk always knows who answers.
    pub health_check: Span,
    /// Time between two looks at the board; zero: it is always up to date.
    pub board_refresh: Span,
    /// Whether orders waiting at an outlet that does not answer go elsewhere.
    pub failover: bool,
    /// What happens to an order that no outlet can take.
    pub when_none: WhenNone,
    /// How many calls from all zones together are taken; `None`: any number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quota: Option<QuotaSetup>,
    /// What its health checks ask beside light and line.
    #[serde(default, skip_serializing_if = "HealthSetup::asks_nothing")]
    pub health: HealthSetup,
    /// How long it remembers the numbers on slips; `None`: slips have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_numbers: Option<Span>,
    /// How outlets are rung through; `None`: an order is there as soon as it is placed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phones: Option<PhoneSetup>,
    /// When a second order is sent for what is not there; `None`: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicate: Option<DuplicateSetup>,
}

/// Second orders for what is not there in time (*hedged requests*); see [`crate::sim::duplicates`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct DuplicateSetup {
    /// How long after placing one is sent.
    pub after: Span,
    /// Whether the later of the two is called off, as far as nobody has begun it.
    pub cancel: bool,
    /// At most so many for each cooking that is begun, and three more; `None`: any number.
    pub budget: Option<f64>,
}

fold!(struct DuplicateSetup { after, cancel, budget });

/// After ten minutes, called off as soon as the other is there, any number.
impl Default for DuplicateSetup {
    fn default() -> DuplicateSetup {
        DuplicateSetup { after: Span::from_mins(10), cancel: true, budget: None }
    }
}

/// How the front desk rings the outlets through (*worker pool, timeout, bulkhead, circuit breaker*); see
/// [`crate::sim::phone`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PhoneSetup {
    /// Who rings them; `None`: there is always somebody free, and nobody is paid for it.
    pub clerks: Option<u32>,
    /// How long a call lasts that is answered, seconds.
    pub call: Dist,
    /// How long a clerk listens to a telephone that nobody answers; `None`: until somebody sees to it.
    pub give_up: Option<Span>,
    /// How many clerks may be on the line to one outlet; `None`: all of them.
    pub each: Option<u32>,
    /// When an outlet is not rung any more; `None`: it always is.
    pub fuse: Option<FuseSetup>,
}

/// Endless clerks, whose calls take no time.
impl Default for PhoneSetup {
    fn default() -> PhoneSetup {
        PhoneSetup { clerks: None, call: Dist::Fixed { mean: 0.0 }, give_up: None, each: None, fuse: None }
    }
}

/// A fuse in the telephone line (*circuit breaker*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FuseSetup {
    /// It blows when so many of the last ten calls were given up, 1–10.
    pub after: u32,
    /// For how long it then keeps everybody from ringing; the call after that is a trial.
    pub lasts: Span,
    /// Whose fuse it is.
    pub scope: FuseScope,
}

fold!(struct FuseSetup { after, lasts, scope });

/// Three of the last ten, for two minutes, each telephone by itself.
impl Default for FuseSetup {
    fn default() -> FuseSetup {
        FuseSetup { after: 3, lasts: Span::from_mins(2), scope: FuseScope::Each }
    }
}

/// The order books (*replicas*); see [`crate::sim::order_books`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct BooksSetup {
    /// How many there are, 1–9.
    pub copies: u32,
    /// How many must have an order before it is taken.
    pub wait_for: WaitFor,
    /// How long the first takes to have it.
    pub write: Span,
    /// How long each further one takes, from placing on, seconds.
    pub copy: Dist,
    /// How often each is away by chance, and for how long, both exponential; `None`: never.
    pub away: Option<IllnessSetup>,
}

/// What a health check asks beside light and line, and what follows (*deep health checks*); see [`crate::sim::health`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct HealthSetup {
    /// An outlet is bad if its oldest ticket was placed longer ago; `None`: not asked.
    pub unhealthy_after: Option<Span>,
    /// An outlet is bad if at least this share of the last ten orders finished there was burnt; `None`: not asked.
    pub unhealthy_burnt: Option<f64>,
    /// How long it must have been sound to get orders again.
    pub back_after: Span,
    /// If more than this share of the outlets that answer is out, they get orders all the same; `None`: never.
    pub fail_open: Option<f64>,
}

fold!(struct HealthSetup { unhealthy_after, unhealthy_burnt, back_after, fail_open });

impl HealthSetup {
    /// Whether an outlet can be found bad.
    pub fn asks(&self) -> bool {
        self.unhealthy_after.is_some() || self.unhealthy_burnt.is_some()
    }

    fn asks_nothing(&self) -> bool {
        *self == HealthSetup::default()
    }
}

/// Cards for regulars (*state kept by shard*); see [`crate::sim::cards`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CardsSetup {
    /// The factor on the work of an order from a street that has no card here.
    pub stranger: f64,
    /// When the old cards are filed, by the rule in force then; `None`: never.
    pub filed: Option<Time>,
    /// Points of each outlet on the ring.
    pub points: u32,
}

/// Strangers are no trouble, and cards are filed at opening.
impl Default for CardsSetup {
    fn default() -> CardsSetup {
        CardsSetup { stranger: 1.0, filed: Some(Time::ZERO), points: 400 }
    }
}

/// Delivery at opening.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeliverySetup {
    /// Who brings orders to customers.
    pub mode: DeliveryMode,
    /// Speed of riders and driving chefs without a jam.
    pub speed_kmh: f64,
    /// Time at the door, seconds.
    pub handover: Dist,
    /// Orders that a rider takes along at most.
    pub batch: u32,
}

/// The service level objective.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SloSetup {
    /// Customers are promised to be served within this time of their first call.
    pub promise: Span,
    /// The ratio of customers for whom the promise is to be kept, 0–1.
    pub target: f64,
}

/// Cash, wages and prices.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MoneySetup {
    /// Cash at opening; `None`: no limit, money is only counted.
    pub cash: Option<Cents>,
    /// A chef's wage, an hour.
    pub chef_wage: Cents,
    /// A rider's wage, an hour.
    pub rider_wage: Cents,
    /// The retainer of a backup at home, an hour.
    pub standby_retainer: Cents,
    /// Paid for hiring a chef.
    pub chef_fee: Cents,
    /// Paid for hiring a rider.
    pub rider_fee: Cents,
    /// A clerk's wage, an hour.
    #[serde(default = "MoneySetup::clerk_wage")]
    pub clerk_wage: Cents,
    /// Paid for hiring a clerk.
    #[serde(default = "MoneySetup::clerk_fee")]
    pub clerk_fee: Cents,
    /// Price of reaching level n for one chef; index 0 is level 1.
    pub tools: Vec<Cents>,
    /// The share of the price paid back to customers served late, 0–1.
    pub refund: f64,
}

impl MoneySetup {
    fn clerk_wage() -> Cents {
        Cents(1_400)
    }

    fn clerk_fee() -> Cents {
        Cents(3_000)
    }
}

impl Setup {
    /// The time of closing.
    pub fn closing(&self) -> Time {
        Time::ZERO + self.duration
    }

    /// How soon an order of an item is promised, counted from the customer's first call.
    #[inline(always)]
    pub fn promise_of(&self, item: ItemId) -> Span {
        self.items[item.index()].promise.unwrap_or(self.slo.promise)
    }

    /// Before which items an item goes by a rule of serving, the least first; 0 for all where the rule asks for the
    /// time placed alone.
    pub fn rank(&self, rule: QueueOrder, item: ItemId) -> u64 {
        let item = &self.items[item.index()];
        let mean = || Span::from_seconds_f64(item.work.mean()).0;
        match rule {
            QueueOrder::OldestFirst | QueueOrder::NewestFirst | QueueOrder::Turns => 0,
            QueueOrder::SmallFirst => mean(),
            QueueOrder::LargeFirst => u64::MAX - mean(),
            QueueOrder::Priority => item.priority as u64,
        }
    }

    /// Whether a rule of serving can make a difference here: items can rank only if they differ, and take turns only
    /// zones.
    pub fn has_use_for(&self, rule: QueueOrder) -> bool {
        match rule {
            QueueOrder::OldestFirst | QueueOrder::NewestFirst => true,
            QueueOrder::SmallFirst | QueueOrder::LargeFirst | QueueOrder::Priority => {
                let mut ranks = (0..self.items.len()).map(|i| self.rank(rule, ItemId(i as u16)));
                let first = ranks.next();
                ranks.any(|rank| Some(rank) != first)
            }
            QueueOrder::Turns => self.zones.len() > 1,
        }
    }

    /// The places of a limited line that one zone may take where zones take turns.
    pub fn share_of(&self, limit: u32) -> usize {
        (limit as usize).div_ceil(self.zones.len().max(1))
    }

    /// What is promised for every order; `None`: some item has a promise of its own.
    pub fn plain_promise(&self) -> Option<Span> {
        let is_plain = |item: &ItemSetup| item.promise.is_none_or(|own| own == self.slo.promise);
        self.items.iter().all(is_plain).then_some(self.slo.promise)
    }

    /// Whether somebody calls again for want of a confirmation.
    pub fn has_unsure(&self) -> bool {
        self.zones.iter().any(|zone| zone.unsure.is_some())
    }

    /// [`Setup::plain_promise`] where nothing is to be done at a delivery but to count it: an order that is written in
    /// books is struck out of them.
    pub(super) fn plainly_promised(&self) -> Span {
        if self.books.is_some() { Span::ZERO } else { self.plain_promise().unwrap_or(Span::ZERO) }
    }

    /// Whether slices of some item lie under lamps.
    pub fn has_trays(&self) -> bool {
        self.items.iter().any(|item| item.tray.is_some())
    }

    /// Whether somebody orders for a party.
    pub fn has_parties(&self) -> bool {
        self.zones.iter().any(|zone| zone.party.is_some())
    }

    /// Whether some cookings stick.
    pub fn has_hiccups(&self) -> bool {
        self.items.iter().any(|item| item.hiccup.is_some())
    }

    /// Whether anybody has a street.
    pub fn has_streets(&self) -> bool {
        self.zones.iter().any(|zone| zone.streets > 0)
    }

    /// Whether a routing policy can be asked for here: those by street need streets.
    pub fn has_use_for_policy(&self, policy: Policy) -> bool {
        policy.row().chooses_by != ChoosesBy::Street || self.has_streets()
    }

    /// Whether some street orders more than the others of its zone.
    pub fn has_hot_street(&self) -> bool {
        self.zones.iter().any(ZoneSetup::has_hot_street)
    }

    /// Whether somebody without a card is more work.
    pub fn has_strangers(&self) -> bool {
        self.has_streets() && self.cards.stranger > 1.0
    }

    /// The word for a skill in scenario files.
    pub fn skill_name(&self, skill: Skill) -> &str {
        match skill {
            Skill::Item(item) => &self.items[item.index()].name,
            Skill::AllRound => ALL_ROUND,
        }
    }
}

/// The word for [`Skill::AllRound`] in files; no menu item may have this name.
pub const ALL_ROUND: &str = "all-round";
