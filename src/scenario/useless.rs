//! Rules and events of a file that its shop has no use for: what would always be refused is a mistake, what can change
//! nothing gets a warning.

use crate::scenario::document::{Node, Spot};
use crate::scenario::reader::{Fields, text_of, whole_of};
use crate::sim::command::{Command, Fault};
use crate::sim::setup::{Setup, ZoneSetup};
use crate::sim::world::{CLERKS_AND_BOOKS, PARTY_AND_RETRY};

/// Says what of clerks, trays and confirmations is of no use here.
pub fn told(root: &Fields<'_>, setup: &Setup) {
    if root.cx.names.doubtful {
        return;
    }
    rules(root, setup);
    for event in root.nodes("event").unwrap_or_default() {
        if let Some((spot, name)) = word(event, "do") {
            of_clerks(root, setup, spot, name);
            of_trays(root, setup, event, name);
            of_confirmations(root, setup, event, spot, name);
            if name == "split_street" && setup.outlets.len() == 1 && setup.has_hot_street() {
                let message = "`split_street` says nothing here: there is one outlet".to_string();
                root.cx.complaints.warn(spot, message, Some("add another [[outlet]]".into()));
            }
            of_books(root, setup, event, spot, name);
            of_several(root, setup, event, spot, name);
        }
    }
}

/// Whether clerks are counted, who can all be on the line at once.
fn has_clerks(setup: &Setup) -> bool {
    setup.dispatch.phones.is_some_and(|phones| phones.clerks.is_some())
}

/// Whether a call can last: there are clerks, whose calls take time, or an event leaves a telephone unanswered.
fn has_calls(setup: &Setup) -> bool {
    let is_dead = |command: &Command| matches!(command, Command::Fault(Fault::DeadLine { .. }));
    has_clerks(setup) || setup.script.iter().chain(&setup.played).any(|scheduled| is_dead(&scheduled.command))
}

const GIVE_CLERKS: &str = "give [dispatch] `clerks`";
const GIVE_UNSURE: &str = "give a zone `unsure`";

fn rules(root: &Fields<'_>, setup: &Setup) {
    let spot = |table: &str, key: &str| Some(root.entry(table)?.node.get(key)?.key_spot);
    let warn = |table: &str, key: &str, why: &str, hint: &str| {
        if let Some(spot) = spot(table, key) {
            root.cx.complaints.warn(spot, format!("`{key}` says nothing: {why}"), Some(hint.into()));
        }
    };
    for key in ["clerks_each", "fuse"] {
        if !has_calls(setup) {
            warn("dispatch", key, "no call takes any time, since there are no clerks", GIVE_CLERKS);
        }
    }
    for key in ["clerk_wage", "clerk_fee"] {
        if !has_clerks(setup) {
            warn("money", key, "there are no clerks", GIVE_CLERKS);
        }
    }
    if !setup.has_unsure() {
        warn("dispatch", "order_numbers", "nobody calls twice", GIVE_UNSURE);
    }
}

fn of_clerks(root: &Fields<'_>, setup: &Setup, spot: Spot, name: &str) {
    match name {
        "hire_clerk" | "dismiss_clerk" if !has_clerks(setup) => {
            let message = format!("`{name}` is always refused here: there are no clerks");
            root.cx.complaints.wrong(spot, message, Some(GIVE_CLERKS.into()));
        }
        "set_clerks_each" | "set_fuse" | "set_give_up" if !has_calls(setup) => {
            let message = format!("`{name}` says nothing here: no call takes any time, since there are no clerks");
            root.cx.complaints.warn(spot, message, Some(GIVE_CLERKS.into()));
        }
        _ => {}
    }
}

fn of_trays(root: &Fields<'_>, setup: &Setup, event: &Node, name: &str) {
    let Some((item_spot, item)) = word(event, "item").filter(|_| matches!(name, "set_tray" | "clear_tray")) else {
        return;
    };
    if setup.items.iter().any(|known| known.name == item && known.tray.is_none()) {
        let message = format!("there is no tray of `{item}`, so `{name}` is always refused");
        root.cx.complaints.wrong(item_spot, message, Some("give the item `tray`".into()));
    }
}

fn of_confirmations(root: &Fields<'_>, setup: &Setup, event: &Node, spot: Spot, name: &str) {
    match name {
        "bad_line" => {
            let zone = word(event, "zone");
            let is_meant = |of: &&ZoneSetup| zone.is_none_or(|(_, name)| of.name == name);
            if setup.zones.iter().filter(is_meant).all(|zone| zone.unsure.is_none()) {
                let message = "nobody there calls twice, so `bad_line` is always refused".to_string();
                let hint = Some("give the zone `unsure`".into());
                root.cx.complaints.wrong(zone.map_or(spot, |(spot, _)| spot), message, hint);
            }
        }
        "set_order_numbers" if !setup.has_unsure() => {
            let message = "`set_order_numbers` says nothing here: nobody calls twice".to_string();
            root.cx.complaints.warn(spot, message, Some(GIVE_UNSURE.into()));
        }
        _ => {}
    }
}

fn of_books(root: &Fields<'_>, setup: &Setup, event: &Node, spot: Spot, name: &str) {
    let wrong = |spot: Spot, message: String, hint: Option<String>| root.cx.complaints.wrong(spot, message, hint);
    match (name, setup.books) {
        ("set_books" | "book_away" | "book_burns", None) => {
            let message = format!("`{name}` is always refused here: there are no order books");
            wrong(spot, message, Some("add [books]".into()));
        }
        ("set_clerks_each" | "set_fuse" | "set_give_up" | "dead_line", Some(_)) => {
            wrong(spot, format!("`{name}` is always refused here: {CLERKS_AND_BOOKS}"), None);
        }
        ("book_away" | "book_burns", Some(books)) => {
            let Some(entry) = event.get("book") else { return };
            let number = whole_of(&entry.node).unwrap_or(0);
            if number > books.copies.into() {
                let there =
                    if books.copies == 1 { "there is one".into() } else { format!("there are {}", books.copies) };
                wrong(entry.node.spot, format!("there is no order book {number}: {there}"), None);
            } else if name == "book_burns" && books.copies == 1 {
                wrong(spot, "the last order book cannot burn".into(), None);
            }
        }
        _ => {}
    }
}

fn of_several(root: &Fields<'_>, setup: &Setup, event: &Node, spot: Spot, name: &str) {
    match name {
        "set_duplicate" if setup.outlets.len() == 1 => {
            let message = "`set_duplicate` is always refused here: there is one outlet".to_string();
            root.cx.complaints.wrong(spot, message, Some("a second [[outlet]]".into()));
        }
        "set_retry" => {
            let zone = word(event, "zone");
            let is_meant = |of: &&ZoneSetup| zone.is_none_or(|(_, name)| of.name == name);
            if setup.zones.iter().filter(is_meant).any(|zone| zone.party.is_some()) {
                root.cx.complaints.wrong(zone.map_or(spot, |(spot, _)| spot), PARTY_AND_RETRY.into(), None);
            }
        }
        _ => {}
    }
}

/// The text at a key, and where it stands.
fn word<'n>(event: &'n Node, key: &str) -> Option<(Spot, &'n str)> {
    let entry = event.get(key)?;
    Some((entry.node.spot, text_of(&entry.node)?))
}
