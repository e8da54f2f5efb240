//! What a command did, in a sentence for the news line.

use super::effect::minute;
use crate::app::game::Game;
use crate::session::since::Came;
use crate::sim::chef::Duty;
use crate::sim::command::{Change, Command, Value};
use crate::sim::outlet::Status;
use crate::sim::world::Going;
use crate::text::commands::{self, Said};
use crate::text::glossary::{Language, capital, say};
use crate::text::numbers;
use crate::units::{ChefRef, RiderRef};

/// The staff of an outlet before a command, to tell whom it hired, and who was to leave.
#[derive(Clone, Copy, Debug)]
pub struct Before {
    chefs: usize,
    riders: usize,
    going: Going,
}

impl Before {
    /// The staff of the command's outlet just before the command is given.
    pub fn of(command: &Command, game: &Game) -> Before {
        let there = command.outlet().and_then(|outlet| game.session.world().outlets().get(outlet.index()));
        Before {
            chefs: there.map_or(0, |o| o.chefs.len()),
            riders: there.map_or(0, |o| o.riders.len()),
            going: game.session.world().quote(command).map_or_else(|_| Going::default(), |quote| quote.going),
        }
    }
}

/// The sentence, such as "Lou starts at Main Street at 19:22."
pub fn sentence(command: &Command, before: Before, game: &Game, language: Language) -> String {
    let setup = game.session.setup();
    let said = Said::new(command, setup, language).going(before.going);
    let (count, standby) = (command.count(), command.get("standby") == Some(Value::Flag(true)));
    let Some(outlet) = command.outlet() else { return said.outcome() };
    let there = &game.session.world().outlets()[outlet.index()];
    let name = &setup.outlets[outlet.index()].name;
    match command.row().changes {
        Change::ChefsHired => {
            let number = before.chefs as u32;
            let who = match count {
                1 => game.names.chef(ChefRef { outlet, number }),
                _ => capital(&commands::chefs(setup, language, command.skill(), standby, count)),
            };
            chefs_hired(game, ChefRef { outlet, number }, who, standby, count, language)
        }
        Change::RidersHired => {
            let who = match count {
                1 => game.names.rider(RiderRef { outlet, number: before.riders as u32 }),
                _ => commands::riders(language, count),
            };
            let ride = if count == 1 { "rides" } else { "ride" };
            match there.riders.get(before.riders).map(|rider| rider.duty) {
                Some(Duty::Coming { starts }) => format!("{who} {ride} for {name} from {}.", minute(starts, game)),
                _ => format!("{who} {ride} for {name}."),
            }
        }
        Change::Tools => {
            let alone = there.chefs.iter().filter(|chef| chef.duty != Duty::Gone).count() == 1;
            let who = say(language, if alone { "{chef} has" } else { "{chef+} have" });
            format!("{name}'s {who} better tools, from the next {} on.", say(language, "{order}"))
        }
        Change::Opening => match there.status {
            Status::Opening { opens } => format!("{name} opens at {}.", minute(opens, game)),
            Status::Open | Status::Closing | Status::Closed => format!("{name} is open."),
        },
        Change::ChefsLeave | Change::RidersLeave | Change::Closing | Change::Setting => said.outcome(),
        Change::ClerksHired | Change::ClerksLeave => said.outcome(),
    }
}

/// What an act is called in "since …": whoever came, or the act itself with its time.
pub fn name(command: &Command, before: Before, game: &Game, language: Language) -> String {
    let setup = game.session.setup();
    let hired = (command.count() == 1).then(|| command.outlet()).flatten();
    match (command.row().changes, hired) {
        (Change::ChefsHired, Some(outlet)) => game.names.chef(ChefRef { outlet, number: before.chefs as u32 }),
        (Change::RidersHired, Some(outlet)) => game.names.rider(RiderRef { outlet, number: before.riders as u32 }),
        _ => format!("{}, {}", minute(game.now(), game), commands::describe_command(command, setup, language)),
    }
}

/// "Since Enzo: 11 fewer wait, $14 spent."
pub fn came(came: Came, name: &str, language: Language) -> String {
    let fewer = |by: i64, what: &str| {
        let how = if by < 0 { "fewer" } else { "more" };
        (by != 0).then(|| format!("{} {how} {what}", by.unsigned_abs()))
    };
    let say = |words| say(language, words);
    let waiting = fewer(came.waiting, if language == Language::Pizza { "wait" } else { "queued" });
    let boxes = fewer(came.boxes, &say("on the {shelf}"));
    let lost = fewer(came.lost, "lost");
    let spent = match came.spent.0.signum() {
        1 => Some(format!("{} spent", numbers::dollars(came.spent))),
        -1 => Some(format!("{} saved", numbers::dollars(-came.spent))),
        _ => None,
    };
    let parts: Vec<String> = [waiting, boxes, lost, spent].into_iter().flatten().collect();
    format!("Since {name}: {}.", parts.join(", "))
}

fn chefs_hired(game: &Game, first: ChefRef, who: String, standby: bool, count: u32, language: Language) -> String {
    let name = &game.session.setup().outlets[first.outlet.index()].name;
    let duty =
        game.session.world().outlets()[first.outlet.index()].chefs.get(first.number as usize).map(|chef| chef.duty);
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
