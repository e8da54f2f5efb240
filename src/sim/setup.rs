//! The shop as it is described before it opens: a scenario with every name resolved, every default filled in and
//! every unit made an integer. It never changes while the shop runs; what commands change is copied into the world.
//!
//! `Setup` is all that the simulation needs. Texts, hints, predictions and the like stay in [`crate::scenario`].

pub use crate::sim::choices::{BudgetOf, Choice, DeliveryMode, Join, KitchenKind, Policy, QueueOrder, WhenNone};

use crate::chance::Dist;
use crate::sim::command::Command;
use crate::units::digest::fold;
use crate::units::{Cents, ClockTime, ItemId, OutletId, Place, Span, Time, ZoneId};
use serde::{Deserialize, Serialize};

/// One whole shop. Vectors are indexed by the ids of [`crate::units::ids`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Setup {
    pub seed: u64,
    /// The wall clock at [`Time::ZERO`].
    pub opens: ClockTime,
    /// From opening to closing.
    pub duration: Span,
    /// Left out of the measures, from opening on.
    pub warmup: Span,
    /// After closing, run on until no customer is waiting.
    pub drain: bool,
    pub items: Vec<ItemSetup>,
    pub zones: Vec<ZoneSetup>,
    pub outlets: Vec<OutletSetup>,
    pub kitchen: KitchenSetup,
    pub dispatch: DispatchSetup,
    pub delivery: DeliverySetup,
    pub slo: SloSetup,
    pub money: MoneySetup,
    /// The scenario's own script, sorted by time; of one instant in the order of the file.
    pub script: Vec<Scheduled>,
    /// Windows that goals, stars, predictions and the surprise ask for, beside the whole run. Distinct.
    pub windows: Vec<Window>,
}

/// A command and its moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scheduled {
    pub at: Time,
    pub command: Command,
}

/// A stretch of time `[from, to)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Window {
    pub from: Time,
    pub to: Time,
}

fold!(struct Window { from, to });

impl Window {
    pub fn contains(&self, at: Time) -> bool {
        self.from <= at && at < self.to
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ItemSetup {
    pub name: String,
    pub price: Cents,
    /// Work for an expert with basic tools.
    pub work: Dist,
    /// Paid whenever a cooking begins.
    pub ingredients: Cents,
    /// What a base saves and costs; `None`: this item has no bases.
    pub base: Option<BaseSetup>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct BaseSetup {
    /// Expert's time for one base with basic tools.
    pub time: Span,
    /// Share of the work that a base saves, 0–1.
    pub saves: f64,
    /// [`Span::ENDLESS`]: keeps for ever.
    pub keeps: Span,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ZoneSetup {
    pub name: String,
    pub at: Place,
    /// Addresses are uniform in the disc of this radius (km).
    pub radius: f64,
    pub arrivals: Arrivals,
    /// First calls an hour where the curve is 1.
    pub orders_per_hour: f64,
    /// Empty: 1 all day. See [`crate::sim::demand`] for how it is read.
    pub curve: Vec<CurvePoint>,
    /// Weight of each menu item, indexed by item; at least one is positive.
    pub mix: Vec<f64>,
    /// `None`: endless.
    pub patience: Option<Dist>,
    pub patience_until: PatienceUntil,
    /// Whether a customer who leaves tells the kitchen.
    pub cancels: bool,
    /// `None`: a lost customer never calls again.
    pub retry: Option<RetrySetup>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Arrivals {
    /// A Poisson process of the zone's rate.
    Poisson,
    /// Evenly spaced in the integrated rate: the first order after one whole spacing.
    Even,
    /// At the recorded moments, sorted; curve, rate and surges do not apply.
    Trace(Vec<Time>),
}

/// The demand's factor at a time of day; linear between points, level before the first and after the last, repeating
/// every 24 h. Two points of one time are a step, right-continuous.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    pub at: ClockTime,
    pub factor: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PatienceUntil {
    Cooking,
    Delivery,
}

fold!(enum PatienceUntil { 0 Cooking {}, 1 Delivery {} });

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RetrySetup {
    pub probability: f64,
    pub wait: Span,
    pub backoff: f64,
    pub jitter: bool,
    /// Repeat calls at most, the first call not counted.
    pub max: u32,
    /// Tokens that each `of` puts into the zone's bucket (at most 10 there; it starts empty). `None`: endless.
    pub budget: Option<f64>,
    pub of: BudgetOf,
}

fold!(struct RetrySetup { probability, wait, backoff, jitter, max, budget, of });

/// Who is lost calls again three times, five minutes apart. These are the defaults of `[zone.retry]`, and
/// what `set_retry` starts from where nobody called again so far.
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

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutletSetup {
    pub name: String,
    pub at: Place,
    /// Open when the shop opens; else a site that the player may open.
    pub open: bool,
    pub open_cost: Cents,
    pub open_time: Span,
    pub rent_per_hour: Cents,
    /// `None`: endless.
    pub max_chefs: Option<u32>,
    /// How many tickets may wait; `None`: endless.
    pub queue_limit: Option<u32>,
    pub queue_order: QueueOrder,
    /// How many boxes fit on the shelf; `None`: endless.
    pub shelf_limit: Option<u32>,
    pub kitchen: KitchenKind,
    /// How private lines are joined, now or once the kitchen has some.
    pub join: Join,
    pub riders: u32,
    pub illness: Option<IllnessSetup>,
    pub prep: Option<PrepSetup>,
    /// One entry a person, in the order of the file.
    pub chefs: Vec<ChefSetup>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ChefSetup {
    pub skill: Skill,
    /// 1 to the number of levels.
    pub level: u8,
    pub standby: bool,
}

/// What a chef is expert at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Skill {
    Item(ItemId),
    AllRound,
}

fold!(enum Skill { 0 Item { 0: item }, 1 AllRound {} });

/// Random illness of every chef at the outlet; both exponential.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct IllnessSetup {
    pub every: Span,
    pub lasts: Span,
}

/// A daily prep window (*cron job*). `to` at or before `from` wraps over midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PrepSetup {
    pub item: ItemId,
    pub from: ClockTime,
    pub to: ClockTime,
    pub target: u32,
    /// Bases a tray, at least 1.
    pub batch: u32,
}

fold!(struct PrepSetup { item, from, to, target, batch });

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KitchenSetup {
    pub off_skill_speed: f64,
    pub all_round_speed: f64,
    pub switch_time: Span,
    /// Speed of each tool level, level 1 first.
    pub level_speed: Vec<f64>,
    pub notice_time: Span,
    pub hire_time: Span,
    pub upgrade_time: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct DispatchSetup {
    pub policy: Policy,
    /// Zero: always true.
    pub health_check: Span,
    /// Zero: at every order.
    pub board_refresh: Span,
    pub failover: bool,
    pub when_none: WhenNone,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeliverySetup {
    pub mode: DeliveryMode,
    pub speed_kmh: f64,
    pub handover: Dist,
    pub batch: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SloSetup {
    pub promise: Span,
    pub target: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MoneySetup {
    /// `None`: no limit, only kept count of.
    pub cash: Option<Cents>,
    /// An hour each.
    pub chef_wage: Cents,
    pub rider_wage: Cents,
    pub standby_retainer: Cents,
    pub chef_fee: Cents,
    pub rider_fee: Cents,
    /// Price of reaching level n, per chef; index 0 is level 1.
    pub tools: Vec<Cents>,
    /// Share of the price paid back when late.
    pub refund: f64,
}

impl Setup {
    pub fn closing(&self) -> Time {
        Time::ZERO + self.duration
    }

    pub fn outlet_named(&self, name: &str) -> Option<OutletId> {
        self.outlets.iter().position(|o| o.name == name).map(|i| OutletId(i as u32))
    }

    pub fn zone_named(&self, name: &str) -> Option<ZoneId> {
        self.zones.iter().position(|z| z.name == name).map(|i| ZoneId(i as u32))
    }

    pub fn item_named(&self, name: &str) -> Option<ItemId> {
        self.items.iter().position(|m| m.name == name).map(|i| ItemId(i as u16))
    }

    /// The word a scenario file uses for a skill.
    pub fn skill_name(&self, skill: Skill) -> &str {
        match skill {
            Skill::Item(item) => &self.items[item.index()].name,
            Skill::AllRound => ALL_ROUND,
        }
    }
}

/// Reserved: no menu item may bear this name.
pub const ALL_ROUND: &str = "all-round";
