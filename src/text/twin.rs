//! What the twin lives without, in a few words.

use super::act;
use crate::session::Without;
use crate::text::rich::Rich;
use crate::text::scene::Scene;

/// `twin: without power cut at Harbour`, longest form first; none without a twin.
pub fn without(scene: &Scene) -> Vec<Rich> {
    let Some(twin) = scene.session.twin() else { return Vec::new() };
    let what = match &twin.without {
        Without::WhatFollows => format!("left alone since {}", scene.clock(twin.parts_at)),
        Without::Command(i) => match scene.session.commands().get(*i) {
            Some(scheduled) => format!("did not {}", act::describe_command(scene, &scheduled.command)),
            None => "without a command".into(),
        },
        Without::Event(i) => match scene.setup().script.get(*i) {
            Some(scheduled) => format!("without {}", act::describe_command(scene, &scheduled.command)),
            None => "without a fault".into(),
        },
    };
    let short = format!("parted at {}", scene.clock(twin.parts_at));
    let lag = scene.session.twin_lags();
    if !lag.is_zero() {
        return vec![Rich::muted(format!("twin: catches up, {} behind", crate::text::numbers::duration(lag)))];
    }
    // How long a fault lasted is the first thing that can go.
    let brief = what.split(" for ").next().unwrap_or("").to_string();
    vec![
        Rich::muted(format!("twin: {what}")),
        Rich::muted(format!("twin: {brief}")),
        Rich::muted(format!("twin: {short}")),
        Rich::muted("twin"),
    ]
}
