//! A command's parameters: out of the keys that stand beside its name, and back into them.

use super::toml_text;
use crate::scenario::reader::Fields;
use crate::scenario::shop::{skill, window};
use crate::scenario::tables::CommandTable;
use crate::sim::command::*;
use crate::sim::setup::{Setup, Skill};
use crate::units::{ItemId, OutletId, Span, ZoneId};

/// `None` if a parameter is missing or wrong; it was complained about.
pub(super) fn build(table: &'static CommandTable, f: &Fields<'_>) -> Option<Command> {
    use Command::*;
    let outlet = || f.outlet("outlet");
    let count = || f.count("count").unwrap_or(1);
    let skill = || skill(f, "skill");
    // Every parameter is read before the first `?`, so that all that is wrong is said at once.
    Some(match table.row.name {
        "hire_chef" => {
            let (outlet, skill, standby, count) = (outlet(), skill(), f.flag("standby").unwrap_or(false), count());
            HireChef { outlet: outlet?, skill, standby, count }
        }
        "dismiss_chef" => {
            let (outlet, skill, count) = (outlet(), skill(), count());
            DismissChef { outlet: outlet?, skill, count }
        }
        "upgrade_chefs" => UpgradeChefs { outlet: outlet()? },
        "hire_rider" => {
            let (outlet, count) = (outlet(), count());
            HireRider { outlet: outlet?, count }
        }
        "dismiss_rider" => {
            let (outlet, count) = (outlet(), count());
            DismissRider { outlet: outlet?, count }
        }
        "open_outlet" => OpenOutlet { outlet: outlet()? },
        "close_outlet" => CloseOutlet { outlet: outlet()? },
        "set_policy" => SetPolicy { policy: f.word("policy", POLICIES)? },
        "set_failover" => SetFailover { on: f.flag("on")? },
        "set_health_check" => SetHealthCheck { every: f.span("every")? },
        "set_board_refresh" => SetBoardRefresh { every: f.span("every")? },
        "set_when_none" => SetWhenNone { when_none: f.word("when_none", WHEN_NONE)? },
        "set_kitchen" => {
            let (outlet, kitchen) = (outlet(), f.word("kitchen", KITCHENS));
            SetKitchen { outlet: outlet?, kitchen: kitchen? }
        }
        "set_delivery" => SetDelivery { mode: f.word("mode", DELIVERIES)? },
        "set_batch" => SetBatch { batch: f.count("batch")? },
        "set_prep" => {
            let (outlet, prep) = (outlet(), window(f, f.item("item")));
            SetPrep { outlet: outlet?, prep: prep? }
        }
        "clear_prep" => ClearPrep { outlet: outlet()? },
        "set_queue_limit" => {
            let (outlet, limit) = (outlet(), f.count("limit"));
            SetQueueLimit { outlet: outlet?, limit }
        }
        "set_queue_order" => {
            let (outlet, order) = (outlet(), f.word("order", QUEUE_ORDERS));
            SetQueueOrder { outlet: outlet?, order: order? }
        }
        "set_shelf_limit" => {
            let (outlet, limit) = (outlet(), f.count("limit"));
            SetShelfLimit { outlet: outlet?, limit }
        }
        "set_retry" => SetRetry { zone: f.zone("zone"), change: retry_change(f) },
        _ => return fault(table, f),
    })
}

/// The same of a fault.
fn fault(table: &'static CommandTable, f: &Fields<'_>) -> Option<Command> {
    use Command::*;
    let outlet = || f.outlet("outlet");
    let skill = || skill(f, "skill");
    let lasts = || f.span("lasts");
    Some(match table.row.name {
        "power_outage" => {
            let (outlet, lasts) = (outlet(), lasts());
            PowerOutage { outlet: outlet?, lasts }
        }
        "restore_power" => RestorePower { outlet: outlet()? },
        "cut_line" => {
            let (outlet, lasts) = (outlet(), lasts());
            CutLine { outlet: outlet?, lasts }
        }
        "mend_line" => MendLine { outlet: outlet()? },
        "chef_ill" => {
            let (outlet, skill, lasts) = (outlet(), skill(), lasts());
            ChefIll { outlet: outlet?, skill, lasts }
        }
        "slow_chef" => {
            let (outlet, skill, factor, lasts) = (outlet(), skill(), f.number("factor"), lasts());
            SlowChef { outlet: outlet?, skill, factor: factor?, lasts }
        }
        "rude_driver" => {
            let (outlet, lasts) = (outlet(), lasts());
            RudeDriver { outlet: outlet?, lasts }
        }
        "surge" => {
            let (zone, item, factor, lasts) = (f.zone("zone"), f.item("item"), f.number("factor"), lasts());
            Surge { zone, item, factor: factor?, lasts: lasts? }
        }
        "traffic" => {
            let (factor, lasts) = (f.number("factor"), lasts());
            Traffic { factor: factor?, lasts: lasts? }
        }
        "impatience" => {
            let (zone, factor, lasts) = (f.zone("zone"), f.number("factor"), lasts());
            Impatience { zone, factor: factor?, lasts: lasts? }
        }
        name => unreachable!("{name} has a row and no arm"),
    })
}

fn retry_change(f: &Fields<'_>) -> RetryChange {
    RetryChange {
        probability: f.number("probability"),
        wait: f.span("wait"),
        backoff: f.number("backoff"),
        jitter: f.flag("jitter"),
        max: f.count("max"),
        budget: f.number("budget"),
        of: f.word("of", BUDGETS),
    }
}

/// A command's parameters as TOML writes them, those that say the default left out.
pub(super) fn arguments(command: &Command, setup: &Setup) -> Vec<(&'static str, String)> {
    let all = match command.kind() {
        Kind::Fault => of_fault(command, setup),
        _ => of_decision(command, setup),
    };
    all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

type Arguments = Vec<(&'static str, Option<String>)>;

fn of_decision(command: &Command, setup: &Setup) -> Arguments {
    use Command::*;
    let outlet = |id: OutletId| outlet(setup, id);
    let skill = |which: Option<Skill>| skill_text(setup, which);
    let count = |count: u32| (count != 1).then(|| count.to_string());
    let limit = |limit: Option<u32>| limit.map(|limit| limit.to_string());
    let flag = |flag: bool| Some(flag.to_string());
    match command {
        HireChef { outlet: o, skill: s, standby, count: n } => vec![
            ("outlet", outlet(*o)),
            ("skill", skill(*s)),
            ("standby", standby.then(|| "true".into())),
            ("count", count(*n)),
        ],
        DismissChef { outlet: o, skill: s, count: n } => {
            vec![("outlet", outlet(*o)), ("skill", skill(*s)), ("count", count(*n))]
        }
        HireRider { outlet: o, count: n } | DismissRider { outlet: o, count: n } => {
            vec![("outlet", outlet(*o)), ("count", count(*n))]
        }
        UpgradeChefs { outlet: o } | OpenOutlet { outlet: o } | CloseOutlet { outlet: o } | ClearPrep { outlet: o } => {
            vec![("outlet", outlet(*o))]
        }
        SetPolicy { policy } => vec![("policy", word(crate::sim::command::word(POLICIES, *policy)))],
        SetFailover { on } => vec![("on", flag(*on))],
        SetHealthCheck { every } | SetBoardRefresh { every } => vec![("every", span(Some(*every)))],
        SetWhenNone { when_none } => vec![("when_none", word(crate::sim::command::word(WHEN_NONE, *when_none)))],
        SetKitchen { outlet: o, kitchen } => {
            vec![("outlet", outlet(*o)), ("kitchen", word(crate::sim::command::word(KITCHENS, *kitchen)))]
        }
        SetDelivery { mode } => vec![("mode", word(crate::sim::command::word(DELIVERIES, *mode)))],
        SetBatch { batch } => vec![("batch", Some(batch.to_string()))],
        SetPrep { outlet: o, prep } => vec![
            ("outlet", outlet(*o)),
            ("item", item(setup, Some(prep.item))),
            ("from", word(&prep.from.to_string())),
            ("to", word(&prep.to.to_string())),
            ("target", Some(prep.target.to_string())),
            ("batch", count(prep.batch)),
        ],
        SetQueueLimit { outlet: o, limit: n } | SetShelfLimit { outlet: o, limit: n } => {
            vec![("outlet", outlet(*o)), ("limit", limit(*n))]
        }
        SetQueueOrder { outlet: o, order } => {
            vec![("outlet", outlet(*o)), ("order", word(crate::sim::command::word(QUEUE_ORDERS, *order)))]
        }
        SetRetry { zone: z, change } => vec![
            ("zone", zone(setup, *z)),
            ("probability", change.probability.and_then(number)),
            ("wait", span(change.wait)),
            ("backoff", change.backoff.and_then(number)),
            ("jitter", change.jitter.and_then(flag)),
            ("max", limit(change.max)),
            ("budget", change.budget.and_then(number)),
            ("of", change.of.and_then(|of| word(crate::sim::command::word(BUDGETS, of)))),
        ],
        _ => Vec::new(),
    }
}

fn of_fault(command: &Command, setup: &Setup) -> Arguments {
    use Command::*;
    let outlet = |id: OutletId| outlet(setup, id);
    let skill = |which: Option<Skill>| skill_text(setup, which);
    match command {
        RestorePower { outlet: o } | MendLine { outlet: o } => vec![("outlet", outlet(*o))],
        PowerOutage { outlet: o, lasts } | CutLine { outlet: o, lasts } | RudeDriver { outlet: o, lasts } => {
            vec![("outlet", outlet(*o)), ("lasts", span(*lasts))]
        }
        ChefIll { outlet: o, skill: s, lasts } => {
            vec![("outlet", outlet(*o)), ("skill", skill(*s)), ("lasts", span(*lasts))]
        }
        SlowChef { outlet: o, skill: s, factor, lasts } => {
            vec![("outlet", outlet(*o)), ("skill", skill(*s)), ("factor", number(*factor)), ("lasts", span(*lasts))]
        }
        Surge { zone: z, item: i, factor, lasts } => {
            vec![
                ("zone", zone(setup, *z)),
                ("item", item(setup, *i)),
                ("factor", number(*factor)),
                ("lasts", span(Some(*lasts))),
            ]
        }
        Traffic { factor, lasts } => vec![("factor", number(*factor)), ("lasts", span(Some(*lasts)))],
        Impatience { zone: z, factor, lasts } => {
            vec![("zone", zone(setup, *z)), ("factor", number(*factor)), ("lasts", span(Some(*lasts)))]
        }
        _ => Vec::new(),
    }
}

fn outlet(setup: &Setup, id: OutletId) -> Option<String> {
    Some(toml_text(&setup.outlets[id.index()].name))
}

fn zone(setup: &Setup, id: Option<ZoneId>) -> Option<String> {
    id.map(|id| toml_text(&setup.zones[id.index()].name))
}

fn item(setup: &Setup, id: Option<ItemId>) -> Option<String> {
    id.map(|id| toml_text(&setup.items[id.index()].name))
}

fn skill_text(setup: &Setup, skill: Option<Skill>) -> Option<String> {
    skill.map(|skill| toml_text(setup.skill_name(skill)))
}

fn word(word: &str) -> Option<String> {
    Some(toml_text(word))
}

fn span(span: Option<Span>) -> Option<String> {
    span.map(|span| format!("\"{span}\""))
}

fn number(number: f64) -> Option<String> {
    Some(format!("{number:?}"))
}
