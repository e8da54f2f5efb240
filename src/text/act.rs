//! Commands as people say them: wished for, done, and what is to be known once they are done.

use super::commands;
use super::values;
use super::words::{Word, Words};
use crate::sim::command::Command;
use crate::sim::setup::{KitchenKind, Policy, QueueOrder, Setup};
use crate::sim::world::Going;
use crate::text::numbers;
use crate::text::scene::Scene;
use crate::units::Span;

/// `hire a pizza chef at Main Street`, as the menus say it.
pub fn describe_command(scene: &Scene, command: &Command) -> String {
    commands::describe_command(command, scene.setup(), scene.words.0)
}

/// The same as a fact, for the log: `hired a pizza chef at Main Street`.
pub fn done(scene: &Scene, command: &Command, going: Going) -> String {
    use Command::*;
    let (w, n) = (scene.words, scene.names);
    let chefs = |skill, standby, count| commands::chefs(scene.setup(), w.0, skill, standby, count);
    match command {
        SetPolicy { policy } => format!("the {} now routes by *{}*.", w.one(Word::FrontDesk), self::policy(w, *policy)),
        SetFailover { on: true } => w.say("waiting orders now leave a lost outlet.", "failover is on.").into(),
        SetFailover { on: false } => w.say("waiting orders now stay where they are.", "failover is off.").into(),
        OpenOutlet { outlet } => format!("{} is rented.", n.outlet(*outlet)),
        CloseOutlet { outlet } => format!("{} takes no more {}.", n.outlet(*outlet), w.many(Word::Order)),
        HireChef { outlet, skill, standby, count } => {
            let who = chefs(*skill, *standby, *count);
            format!("{who} {} hired for {}.", if *count == 1 { "is" } else { "are" }, n.outlet(*outlet))
        }
        HireRider { outlet, count } => {
            let who = commands::riders(w.0, *count);
            format!("{who} {} hired for {}.", if *count == 1 { "is" } else { "are" }, n.outlet(*outlet))
        }
        DismissChef { outlet, skill, count } => {
            commands::leaving(w.0, &chefs(*skill, false, *count), &n.outlet(*outlet), going, "{order} in hand")
        }
        DismissRider { outlet, count } => {
            commands::leaving(w.0, &commands::riders(w.0, *count), &n.outlet(*outlet), going, "{trip}")
        }
        other => describe_command(scene, other) + ".",
    }
}

/// What the log adds to a command.
pub fn done_more(scene: &Scene, command: &Command, setup: &Setup) -> String {
    let w = scene.words;
    let start = |span: Span| {
        if span.is_zero() { "at once".to_string() } else { format!("from {} on", numbers::duration(span)) }
    };
    match command {
        Command::HireChef { standby: true, .. } => {
            w.say("waits at home for somebody's illness", "idle until a crash").into()
        }
        Command::HireChef { .. } | Command::HireRider { .. } => match setup.kitchen.hire_time {
            Span::ZERO => "starts at once".into(),
            time => format!("starts in {}", numbers::duration(time)),
        },
        Command::OpenOutlet { outlet } => match setup.outlets[outlet.index()].open_time {
            Span::ZERO => "opens at once".into(),
            time => format!("opens in {}", numbers::duration(time)),
        },
        Command::UpgradeChefs { .. } => start(setup.kitchen.upgrade_time),
        _ => String::new(),
    }
}

pub fn policy(w: Words, policy: Policy) -> &'static str {
    values::policy_text(w.0, policy)
}

pub fn kitchen(w: Words, kitchen: KitchenKind) -> &'static str {
    values::kitchen_text(w.0, kitchen)
}

pub fn queue_order(w: Words, order: QueueOrder) -> &'static str {
    values::order_text(w.0, order)
}
