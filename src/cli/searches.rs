//! The results of a proof's search, as lines below its table.
//!
//! ```text
//!   searched 1,204 commands and 310 pairs at 14 moments: nothing else wins
//!   wins, undeclared, 50 of 50: 17:31 set_queue_limit outlet="Main Street" limit=16 (31 alike, from 17:01 to 18:45)
//! ```

use crate::scenario::{Scenario, command_text};
use crate::session::search::{Found, Search};
use crate::sim::setup::Scheduled;
use crate::text::numbers::{clock, counted};

/// How many kinds of winners are listed.
const TOLD: usize = 12;

pub fn told(lesson: &Scenario, search: &Search) -> String {
    let verdict = if search.holds() { "nothing else wins" } else { "something else wins" };
    let mut text = format!(
        "  searched {} and {} at {}: {verdict}\n",
        counted(search.singles as u64, "single command"),
        counted(search.sets as u64, "set"),
        counted(search.moments as u64, "moment")
    );
    for answer in &search.narrow {
        text += &format!("  fails: {answer} does not win at an end of its ranges\n");
    }
    for found in search.found.iter().take(TOLD) {
        text += &line(lesson, found);
    }
    if search.found.len() > TOLD {
        text += &format!("  … and {} more kinds\n", search.found.len() - TOLD);
    }
    text
}

fn line(lesson: &Scenario, found: &Found) -> String {
    let opens = lesson.setup.opens;
    let one = |given: &Scheduled| format!("{} {}", clock(given.at, opens), command_text(&given.command, &lesson.setup));
    let set = found.best.iter().map(one).collect::<Vec<_>>().join(" + ");
    let alike = match found.alike {
        1 => String::new(),
        n => format!(" ({n} alike, from {} to {})", clock(found.first, opens), clock(found.last, opens)),
    };
    format!("  fails: wins undeclared on {} of {} seeds: {set}{alike}\n", found.wins, found.seeds)
}
