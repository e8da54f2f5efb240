//! Parties and second orders in a file: what cannot be used together, and what says nothing.

use super::document::{Entry, Spot, Value};
use super::reader::Fields;
use crate::sim::setup::{DeliveryMode, Setup};
use crate::sim::world::{
    DUPLICATE_AND_CLERKS, DUPLICATE_AND_FAILOVER, PARTY_AND_RETRY, PARTY_AND_TRAY, PARTY_AND_UNSURE, not_brought,
};

/// Refuses what parties and second orders cannot be used with, and warns of those that can do nothing.
pub fn several_fit(root: &Fields<'_>, setup: &Setup) {
    parties_fit(root, setup);
    duplicate_fits(root, setup);
}

fn both(root: &Fields<'_>, one: Spot, other: Spot, message: &str) {
    for spot in [one, other] {
        root.cx.complaints.wrong(spot, message.into(), None);
    }
}

fn delivery_mode<'a>(root: &Fields<'a>) -> Option<&'a Entry> {
    root.entry("delivery")?.node.get("mode")
}

fn menu<'a>(root: &Fields<'a>) -> &'a [Entry] {
    match root.entry("menu").map(|menu| &menu.node.value) {
        Some(Value::Table(items)) => items,
        _ => &[],
    }
}

fn parties_fit(root: &Fields<'_>, setup: &Setup) {
    for (zone, spec) in root.nodes("zone").unwrap_or_default().iter().zip(&setup.zones) {
        // What cannot be read has been reported.
        let Some(party) = zone.get("party").filter(|_| spec.party.is_some()) else { continue };
        for (key, message) in [("retry", PARTY_AND_RETRY), ("unsure", PARTY_AND_UNSURE)] {
            if let Some(other) = zone.get(key) {
                both(root, party.key_spot, other.key_spot, message);
            }
        }
        if let Some(mode) = delivery_mode(root).filter(|_| setup.delivery.mode != DeliveryMode::Pickup) {
            both(root, party.key_spot, mode.node.spot, &not_brought("party", setup.delivery.mode));
        }
        if let Some(tray) = menu(root).iter().find_map(|item| item.node.get("tray")) {
            both(root, party.key_spot, tray.key_spot, PARTY_AND_TRAY);
        }
    }
}

fn duplicate_fits(root: &Fields<'_>, setup: &Setup) {
    let Some(dispatch) = root.entry("dispatch") else { return };
    let Some(duplicate) = dispatch.node.get("duplicate").filter(|_| setup.dispatch.duplicate.is_some()) else { return };
    let spot = duplicate.key_spot;
    if let Some(clerks) = super::shop::PHONE_KEYS.iter().find_map(|key| dispatch.node.get(key)) {
        both(root, spot, clerks.key_spot, DUPLICATE_AND_CLERKS);
    }
    if setup.dispatch.failover {
        let hint = Some("`failover = false`".into());
        match dispatch.node.get("failover") {
            Some(failover) => both(root, spot, failover.key_spot, DUPLICATE_AND_FAILOVER),
            None => root.cx.complaints.wrong(spot, format!("{DUPLICATE_AND_FAILOVER}; it is on by default"), hint),
        }
    }
    if let Some(mode) = delivery_mode(root).filter(|_| setup.delivery.mode != DeliveryMode::Pickup) {
        both(root, spot, mode.node.spot, &not_brought("duplicate", setup.delivery.mode));
    }
    if setup.outlets.len() == 1 {
        let message = "`duplicate` can do nothing: there is one outlet, and nobody else could be asked".to_string();
        root.cx.complaints.warn(spot, message, Some("a second [[outlet]]".into()));
    }
}
