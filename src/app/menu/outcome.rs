//! What an act did, in a sentence: said after it was done, in the last line but one.

use super::effect::{in_words, minute};
use crate::app::game::Game;
use crate::sim::chef::Duty;
use crate::sim::command::Command;
use crate::sim::outlet::Status;
use crate::sim::world::Going;
use crate::text::commands;
use crate::text::glossary::{Language, capital, lower, say};
use crate::text::values::*;
use crate::units::{ChefRef, OutletId, RiderRef, Time};

/// How many people an outlet had before the act: whoever comes after them is new. And who was to go.
#[derive(Clone, Copy, Debug)]
pub struct Before {
    chefs: usize,
    riders: usize,
    going: Going,
}

impl Before {
    pub fn of(command: &Command, game: &Game) -> Before {
        let there = command.outlet().and_then(|outlet| game.session.world.outlets.get(outlet.index()));
        Before {
            chefs: there.map_or(0, |o| o.chefs.len()),
            riders: there.map_or(0, |o| o.riders.len()),
            going: game.session.world.quote(command).map_or_else(|_| Going::default(), |quote| quote.going),
        }
    }
}

/// "Lou starts at Main Street at 19:22."
pub fn sentence(command: &Command, before: Before, game: &Game, language: Language) -> String {
    use Command::*;
    let world = &game.session.world;
    let clock = |at: Time| minute(at, game);
    let name = |outlet: OutletId| game.session.setup.outlets[outlet.index()].name.clone();
    let plain = |text: &str| say(language, text);
    match *command {
        HireChef { outlet, skill, standby, count } => {
            let number = before.chefs as u32;
            let who = match count {
                1 => game.names.chef(ChefRef { outlet, number }),
                _ => capital(&commands::chefs(&game.session.setup, language, skill, standby, count)),
            };
            chefs_hired(game, ChefRef { outlet, number }, who, standby, count, language)
        }
        HireRider { outlet, count } => {
            let who = match count {
                1 => game.names.rider(RiderRef { outlet, number: before.riders as u32 }),
                _ => commands::riders(language, count),
            };
            let ride = if count == 1 { "rides" } else { "ride" };
            match world.outlets[outlet.index()].riders.get(before.riders).map(|rider| rider.duty) {
                Some(Duty::Coming { starts }) => format!("{who} {ride} for {} from {}.", name(outlet), clock(starts)),
                _ => format!("{who} {ride} for {}.", name(outlet)),
            }
        }
        DismissChef { outlet, skill, count } => {
            let who = commands::chefs(&game.session.setup, language, skill, false, count);
            capital(&commands::leaving(language, &who, &name(outlet), before.going, "{order} in hand"))
        }
        DismissRider { outlet, count } => {
            let who = commands::riders(language, count);
            capital(&commands::leaving(language, &who, &name(outlet), before.going, "{trip}"))
        }
        UpgradeChefs { outlet } => {
            let chefs = &world.outlets[outlet.index()].chefs;
            let alone = chefs.iter().filter(|chef| chef.duty != Duty::Gone).count() == 1;
            let who = plain(if alone { "{chef} has" } else { "{chef+} have" });
            format!("{}'s {who} better tools, from the next {} on.", name(outlet), plain("{order}"))
        }
        OpenOutlet { outlet } => match world.outlets[outlet.index()].status {
            Status::Opening { opens } => format!("{} opens at {}.", name(outlet), clock(opens)),
            _ => format!("{} is open.", name(outlet)),
        },
        CloseOutlet { outlet } => format!("{} takes no more {}.", name(outlet), plain("{order+}")),
        SetPolicy { policy } => format!("{} {}.", plain("The {front-desk} routes by:"), policy_text(language, policy)),
        SetFailover { on } => format!("{}: {}.", capital(&plain("{move-waiting}")), if on { "on" } else { "off" }),
        SetHealthCheck { every } => format!("{} {}.", plain("{Check-up} every"), span_text(every)),
        SetBoardRefresh { every } if every.is_zero() => plain("The {board} is always up to date."),
        SetBoardRefresh { every } => format!("{} {}.", plain("A new {board} every"), span_text(every)),
        SetWhenNone { when_none } => format!("If nobody answers: {}.", when_none_text(language, when_none)),
        SetKitchen { outlet, kitchen } => format!("{}: {}.", name(outlet), kitchen_text(language, kitchen)),
        SetDelivery { mode } => format!("From now on: {}.", delivery_text(language, mode)),
        SetBatch { batch } => format!("{} {batch}.", plain("{Order+} a {trip}:")),
        SetPrep { outlet, prep } => {
            format!("{}: {} {} from {} to {}.", name(outlet), prep.target, plain("{base+}"), prep.from, prep.to)
        }
        ClearPrep { outlet } => format!("{} makes no {}.", name(outlet), plain("{base+}")),
        SetQueueLimit { outlet, limit } => {
            format!("{}: {} {}.", name(outlet), plain("{line-limit}"), limit_text(limit))
        }
        SetQueueOrder { outlet, order } => format!("{}: {}.", name(outlet), order_text(language, order)),
        SetShelfLimit { outlet, limit } => {
            format!("{}: {} {}.", name(outlet), plain("{shelf} limit"), limit_text(limit))
        }
        SetRetry { .. } => {
            format!("From now on {}.", commands::describe_command(command, &game.session.setup, language))
        }
        PowerOutage { outlet, .. } => format!("{} {}.", name(outlet), plain("is {dark}")),
        RestorePower { outlet } => format!("{} {}.", name(outlet), plain("is {dark} no more")),
        CutLine { outlet, .. } => format!("{} {}.", plain("The line from the {front-desk} is cut:"), name(outlet)),
        MendLine { outlet } => format!("{} {}.", plain("The line from the {front-desk} is mended:"), name(outlet)),
        ChefIll { .. } | SlowChef { .. } | RudeDriver { .. } => {
            let at = command.outlet().map(name).unwrap_or_default();
            format!("{at}: {}.", lower(&in_words(command.row().sentence, language)))
        }
        Surge { .. } | Traffic { .. } | Impatience { .. } => format!("{}.", in_words(command.row().sentence, language)),
    }
}

fn chefs_hired(game: &Game, first: ChefRef, who: String, standby: bool, count: u32, language: Language) -> String {
    let name = &game.session.setup.outlets[first.outlet.index()].name;
    let duty = game.session.world.outlets[first.outlet.index()].chefs.get(first.number as usize).map(|chef| chef.duty);
    let starts = match duty {
        Some(Duty::Coming { starts }) => Some(minute(starts, game)),
        _ => None,
    };
    let start = if count == 1 { "starts" } else { "start" };
    match (standby, starts) {
        (false, Some(at)) => format!("{who} {start} at {name} at {at}."),
        (false, None) => format!("{who} {start} at {name}."),
        (true, Some(at)) if count > 1 => format!("{who} wait for {name} from {at}."),
        (true, None) if count > 1 => format!("{who} wait for {name}."),
        (true, Some(at)) => say(language, &format!("{who} is {name}'s {{backup-chef}} from {at}.")),
        (true, None) => say(language, &format!("{who} is {name}'s {{backup-chef}}.")),
    }
}
