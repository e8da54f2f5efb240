//! Everything that can be asked of the shop: decisions and faults, one closed list.
//!
//! A key, a click, a typed line, a scenario's script, a commands file and a replay all end in a [`Command`], checked
//! by the same rules and refused with the same words. [`SPECS`] is the one table of their names and parameters: the
//! scenario reader, the palette, its completion, the help and the schema read it.
//! To add a command: a variant, a row, an arm in the world's `carry_out` or `apply_fault`, one in its `permit`, one in the
//! reader's `build`.

use crate::sim::setup::*;
use crate::units::{ItemId, OutletId, Span, ZoneId};
use serde::{Deserialize, Serialize};

/// What a chef's illness and a driver's retraining last where nothing else is said.
pub const DEFAULT_FAULT_DURATION: Span = Span::from_hours(1);

/// A command with every name resolved. Absent options are `None`; defaults that the design names are applied by the
/// world, so that a file and a key press say the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Command {
    HireChef { outlet: OutletId, skill: Option<Skill>, standby: bool, count: u32 },
    DismissChef { outlet: OutletId, skill: Option<Skill>, count: u32 },
    UpgradeChefs { outlet: OutletId },
    HireRider { outlet: OutletId, count: u32 },
    DismissRider { outlet: OutletId, count: u32 },
    OpenOutlet { outlet: OutletId },
    CloseOutlet { outlet: OutletId },
    SetPolicy { policy: Policy },
    SetFailover { on: bool },
    SetHealthCheck { every: Span },
    SetBoardRefresh { every: Span },
    SetWhenNone { when_none: WhenNone },
    SetKitchen { outlet: OutletId, kitchen: KitchenKind },
    SetDelivery { mode: DeliveryMode },
    SetBatch { batch: u32 },
    SetPrep { outlet: OutletId, prep: PrepSetup },
    ClearPrep { outlet: OutletId },
    SetQueueLimit { outlet: OutletId, limit: Option<u32> },
    SetQueueOrder { outlet: OutletId, order: QueueOrder },
    SetShelfLimit { outlet: OutletId, limit: Option<u32> },
    SetRetry { zone: Option<ZoneId>, change: RetryChange },
    // faults
    PowerOutage { outlet: OutletId, lasts: Option<Span> },
    RestorePower { outlet: OutletId },
    CutLine { outlet: OutletId, lasts: Option<Span> },
    MendLine { outlet: OutletId },
    ChefIll { outlet: OutletId, skill: Option<Skill>, lasts: Option<Span> },
    SlowChef { outlet: OutletId, skill: Option<Skill>, factor: f64, lasts: Option<Span> },
    RudeDriver { outlet: OutletId, lasts: Option<Span> },
    Surge { zone: Option<ZoneId>, item: Option<ItemId>, factor: f64, lasts: Span },
    Traffic { factor: f64, lasts: Span },
    Impatience { zone: Option<ZoneId>, factor: f64, lasts: Span },
}

/// What `set_retry` changes; the rest stays as it is (a zone that had none starts from the defaults).
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RetryChange {
    pub probability: Option<f64>,
    pub wait: Option<Span>,
    pub backoff: Option<f64>,
    pub jitter: Option<bool>,
    pub max: Option<u32>,
    pub budget: Option<f64>,
    pub of: Option<BudgetOf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Decision,
    Fault,
}

/// What a parameter may be. `Count` and `People` are whole numbers of at least 1, `Limit` of at least 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Param {
    Outlet,
    Zone,
    Item,
    Skill,
    Flag,
    Count,
    /// How many people one command is about.
    People,
    Limit,
    /// More than nothing.
    Factor,
    /// More than nothing, at most 1.
    Share,
    /// 0 or more.
    Number,
    Probability,
    Span,
    Clock,
    Policy,
    WhenNone,
    Kitchen,
    Delivery,
    QueueOrder,
    BudgetOf,
}

/// One command as people write it: its word, a sentence, its parameters (name, what it may be, must it be given).
#[derive(Debug)]
pub struct CommandSpec {
    pub name: &'static str,
    pub kind: Kind,
    pub sentence: &'static str,
    pub params: &'static [(&'static str, Param, bool)],
}

const fn decision(
    name: &'static str,
    sentence: &'static str,
    params: &'static [(&'static str, Param, bool)],
) -> CommandSpec {
    CommandSpec { name, kind: Kind::Decision, sentence, params }
}

const fn fault(
    name: &'static str,
    sentence: &'static str,
    params: &'static [(&'static str, Param, bool)],
) -> CommandSpec {
    CommandSpec { name, kind: Kind::Fault, sentence, params }
}

const OUTLET: (&str, Param, bool) = ("outlet", Param::Outlet, true);
const SKILL: (&str, Param, bool) = ("skill", Param::Skill, false);
const COUNT: (&str, Param, bool) = ("count", Param::People, false);
const LASTS: (&str, Param, bool) = ("lasts", Param::Span, false);
const FACTOR: (&str, Param, bool) = ("factor", Param::Factor, true);
const MUST_LAST: (&str, Param, bool) = ("lasts", Param::Span, true);
const ZONE: (&str, Param, bool) = ("zone", Param::Zone, false);

pub const SPECS: &[CommandSpec] = &[
    decision(
        "hire_chef",
        "Hire a chef, or a backup who waits at home",
        &[OUTLET, SKILL, ("standby", Param::Flag, false), COUNT],
    ),
    decision("dismiss_chef", "Let a chef go after the order in hand", &[OUTLET, SKILL, COUNT]),
    decision("upgrade_chefs", "Better tools for every chef of an outlet", &[OUTLET]),
    decision("hire_rider", "Hire a rider", &[OUTLET, COUNT]),
    decision("dismiss_rider", "Let a rider go after the trip", &[OUTLET, COUNT]),
    decision("open_outlet", "Open a site", &[OUTLET]),
    decision("close_outlet", "Close an outlet; it cooks what it has", &[OUTLET]),
    decision("set_policy", "How the front desk chooses an outlet", &[("policy", Param::Policy, true)]),
    decision("set_failover", "Whether waiting orders leave a lost outlet", &[("on", Param::Flag, true)]),
    decision("set_health_check", "How often the front desk asks who answers", &[("every", Param::Span, true)]),
    decision("set_board_refresh", "How often the front desk looks at the lines", &[("every", Param::Span, true)]),
    decision(
        "set_when_none",
        "What happens to an order that no outlet can take",
        &[("when_none", Param::WhenNone, true)],
    ),
    decision("set_kitchen", "How the lines of a kitchen are laid", &[OUTLET, ("kitchen", Param::Kitchen, true)]),
    decision("set_delivery", "Who brings the orders", &[("mode", Param::Delivery, true)]),
    decision("set_batch", "How many orders a rider takes along", &[("batch", Param::Count, true)]),
    decision(
        "set_prep",
        "When bases are made ahead",
        &[
            OUTLET,
            ("item", Param::Item, true),
            ("from", Param::Clock, true),
            ("to", Param::Clock, true),
            ("target", Param::Count, true),
            ("batch", Param::Count, false),
        ],
    ),
    decision("clear_prep", "Make no more bases; the stock stays", &[OUTLET]),
    decision("set_queue_limit", "How many may wait at an outlet", &[OUTLET, ("limit", Param::Limit, false)]),
    decision("set_queue_order", "Who is served first", &[OUTLET, ("order", Param::QueueOrder, true)]),
    decision("set_shelf_limit", "How many boxes fit on the shelf", &[OUTLET, ("limit", Param::Limit, false)]),
    decision(
        "set_retry",
        "How lost customers call again",
        &[
            ZONE,
            ("probability", Param::Probability, false),
            ("wait", Param::Span, false),
            ("backoff", Param::Number, false),
            ("jitter", Param::Flag, false),
            ("max", Param::Limit, false),
            ("budget", Param::Number, false),
            ("of", Param::BudgetOf, false),
        ],
    ),
    fault("power_outage", "The power goes out at an outlet", &[OUTLET, LASTS]),
    fault("restore_power", "The power comes back", &[OUTLET]),
    fault("cut_line", "The line between front desk and outlet is cut", &[OUTLET, LASTS]),
    fault("mend_line", "The line is mended", &[OUTLET]),
    fault("chef_ill", "A chef falls ill", &[OUTLET, SKILL, LASTS]),
    fault(
        "slow_chef",
        "A chef works at a fraction of the speed; nobody notices",
        &[OUTLET, SKILL, ("factor", Param::Share, true), LASTS],
    ),
    fault("rude_driver", "Whoever drives was rude and must be retrained", &[OUTLET, LASTS]),
    fault("surge", "More orders, or fewer", &[ZONE, ("item", Param::Item, false), FACTOR, MUST_LAST]),
    fault("traffic", "Every ride takes longer", &[FACTOR, MUST_LAST]),
    fault("impatience", "New customers wait less long, or longer", &[ZONE, FACTOR, MUST_LAST]),
];

/// The words for the values of an enum in files, in the order of the design.
pub const POLICIES: &[(&str, Policy)] = &[
    ("nearest", Policy::Nearest),
    ("random", Policy::Random),
    ("round_robin", Policy::RoundRobin),
    ("shortest_queue", Policy::ShortestQueue),
    ("power_of_two", Policy::PowerOfTwo),
    ("least_wait", Policy::LeastWait),
];
pub const WHEN_NONE: &[(&str, WhenNone)] = &[("lose", WhenNone::Lose), ("hold", WhenNone::Hold)];
pub const KITCHENS: &[(&str, KitchenKind)] =
    &[("shared", KitchenKind::Shared), ("specialised", KitchenKind::Specialised), ("private", KitchenKind::Private)];
pub const DELIVERIES: &[(&str, DeliveryMode)] =
    &[("pickup", DeliveryMode::Pickup), ("coupled", DeliveryMode::Coupled), ("decoupled", DeliveryMode::Decoupled)];
pub const QUEUE_ORDERS: &[(&str, QueueOrder)] =
    &[("oldest_first", QueueOrder::OldestFirst), ("newest_first", QueueOrder::NewestFirst)];
pub const BUDGETS: &[(&str, BudgetOf)] = &[("deliveries", BudgetOf::Deliveries), ("calls", BudgetOf::Calls)];

/// The word for a value of one of the tables above.
pub fn word<T: PartialEq + Copy>(table: &[(&'static str, T)], value: T) -> &'static str {
    table.iter().find(|(_, v)| *v == value).map_or("", |(w, _)| w)
}

impl Command {
    /// How long a fault lasts, with the command's own default; `None`: it is none, or lasts until somebody mends it.
    pub fn lasts(&self) -> Option<Span> {
        use Command::*;
        match *self {
            PowerOutage { lasts, .. } | CutLine { lasts, .. } | SlowChef { lasts, .. } => lasts,
            ChefIll { lasts, .. } | RudeDriver { lasts, .. } => Some(lasts.unwrap_or(DEFAULT_FAULT_DURATION)),
            Surge { lasts, .. } | Traffic { lasts, .. } | Impatience { lasts, .. } => Some(lasts),
            HireChef { .. }
            | DismissChef { .. }
            | UpgradeChefs { .. }
            | HireRider { .. }
            | DismissRider { .. }
            | OpenOutlet { .. }
            | CloseOutlet { .. }
            | SetPolicy { .. }
            | SetFailover { .. }
            | SetHealthCheck { .. }
            | SetBoardRefresh { .. }
            | SetWhenNone { .. }
            | SetKitchen { .. }
            | SetDelivery { .. }
            | SetBatch { .. }
            | SetPrep { .. }
            | ClearPrep { .. }
            | SetQueueLimit { .. }
            | SetQueueOrder { .. }
            | SetShelfLimit { .. }
            | SetRetry { .. }
            | RestorePower { .. }
            | MendLine { .. } => None,
        }
    }

    /// The command's row in [`SPECS`].
    pub fn row(&self) -> &'static CommandSpec {
        let name = self.name();
        SPECS.iter().find(|row| row.name == name).expect("every command has a row")
    }

    pub fn kind(&self) -> Kind {
        self.row().kind
    }

    pub fn name(&self) -> &'static str {
        use Command::*;
        match self {
            HireChef { .. } => "hire_chef",
            DismissChef { .. } => "dismiss_chef",
            UpgradeChefs { .. } => "upgrade_chefs",
            HireRider { .. } => "hire_rider",
            DismissRider { .. } => "dismiss_rider",
            OpenOutlet { .. } => "open_outlet",
            CloseOutlet { .. } => "close_outlet",
            SetPolicy { .. } => "set_policy",
            SetFailover { .. } => "set_failover",
            SetHealthCheck { .. } => "set_health_check",
            SetBoardRefresh { .. } => "set_board_refresh",
            SetWhenNone { .. } => "set_when_none",
            SetKitchen { .. } => "set_kitchen",
            SetDelivery { .. } => "set_delivery",
            SetBatch { .. } => "set_batch",
            SetPrep { .. } => "set_prep",
            ClearPrep { .. } => "clear_prep",
            SetQueueLimit { .. } => "set_queue_limit",
            SetQueueOrder { .. } => "set_queue_order",
            SetShelfLimit { .. } => "set_shelf_limit",
            SetRetry { .. } => "set_retry",
            PowerOutage { .. } => "power_outage",
            RestorePower { .. } => "restore_power",
            CutLine { .. } => "cut_line",
            MendLine { .. } => "mend_line",
            ChefIll { .. } => "chef_ill",
            SlowChef { .. } => "slow_chef",
            RudeDriver { .. } => "rude_driver",
            Surge { .. } => "surge",
            Traffic { .. } => "traffic",
            Impatience { .. } => "impatience",
        }
    }

    /// The outlet that the command concerns, where it concerns one.
    pub fn outlet(&self) -> Option<OutletId> {
        use Command::*;
        match *self {
            HireChef { outlet, .. }
            | DismissChef { outlet, .. }
            | UpgradeChefs { outlet }
            | HireRider { outlet, .. }
            | DismissRider { outlet, .. }
            | OpenOutlet { outlet }
            | CloseOutlet { outlet }
            | SetKitchen { outlet, .. }
            | SetPrep { outlet, .. }
            | ClearPrep { outlet }
            | SetQueueLimit { outlet, .. }
            | SetQueueOrder { outlet, .. }
            | SetShelfLimit { outlet, .. }
            | PowerOutage { outlet, .. }
            | RestorePower { outlet }
            | CutLine { outlet, .. }
            | MendLine { outlet }
            | ChefIll { outlet, .. }
            | SlowChef { outlet, .. }
            | RudeDriver { outlet, .. } => Some(outlet),
            SetPolicy { .. }
            | SetFailover { .. }
            | SetHealthCheck { .. }
            | SetBoardRefresh { .. }
            | SetWhenNone { .. }
            | SetDelivery { .. }
            | SetBatch { .. }
            | SetRetry { .. }
            | Surge { .. }
            | Traffic { .. }
            | Impatience { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_sorted_decisions_first() {
        let names: std::collections::BTreeSet<_> = SPECS.iter().map(|row| row.name).collect();
        assert_eq!(names.len(), SPECS.len());
        let first_fault = SPECS.iter().position(|row| row.kind == Kind::Fault).unwrap();
        assert!(SPECS[first_fault..].iter().all(|row| row.kind == Kind::Fault));
    }
}
