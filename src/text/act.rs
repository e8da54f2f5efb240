//! Commands in words: as a wish, as a fact, and with what follows from them.

use super::commands::{self, Said};
use crate::sim::command::{Change, Command, Value};
use crate::sim::setup::Setup;
use crate::sim::world::Going;
use crate::text::numbers;
use crate::text::scene::Scene;
use crate::units::Span;

/// `hire a pizza chef at Main Street`, as the menus say it.
pub fn describe_command(scene: &Scene, command: &Command) -> String {
    commands::describe_command(command, scene.setup(), scene.words.0)
}

/// The same as a fact, for the log: `2 chefs are hired for Harbour.`
pub fn done(scene: &Scene, command: &Command, going: Going) -> String {
    // `*` marks the figures of a sentence, so no name may bring its own.
    Said::new(command, scene.setup(), scene.words.0).going(going).names(|name| name.replace('*', "+")).done()
}

/// What the log adds to a command, such as when it takes effect; may be empty.
pub fn done_more(scene: &Scene, command: &Command, setup: &Setup) -> String {
    let kitchen = &setup.kitchen;
    let after = |time: Span, now: &str, later: &str| match time {
        Span::ZERO => now.to_string(),
        time => format!("{later} {}", numbers::duration(time)),
    };
    match command.row().changes {
        Change::ChefsHired if command.get("standby") == Some(Value::Flag(true)) => {
            scene.words.say("waits at home for somebody's illness", "idle until a crash").into()
        }
        Change::ChefsHired | Change::RidersHired | Change::ClerksHired => {
            after(kitchen.hire_time, "starts at once", "starts in")
        }
        Change::Opening => {
            let site = command.outlet().and_then(|outlet| setup.outlets.get(outlet.index()));
            after(site.map_or(Span::ZERO, |site| site.open_time), "opens at once", "opens in")
        }
        Change::Tools => match kitchen.upgrade_time {
            Span::ZERO => "at once".to_string(),
            time => format!("from {} on", numbers::duration(time)),
        },
        Change::ChefsLeave | Change::RidersLeave | Change::ClerksLeave => String::new(),
        Change::Closing | Change::Setting => String::new(),
    }
}
