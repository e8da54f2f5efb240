//! What the twin is without, in a few words.

use super::act;
use crate::session::{Twin, Without};
use crate::sim::command::Kind;
use crate::text::rich::Rich;
use crate::text::scene::Scene;

/// The name of a twin's line on a chart.
pub fn name(twin: &Twin) -> &'static str {
    match twin.without {
        Without::Player(_) => "ghost",
        Without::WhatFollows | Without::Command(_) | Without::Event(_) => "twin",
    }
}

/// `ghost: you are ahead by 4 in time`, longest form first.
fn ghost(scene: &Scene) -> Vec<Rich> {
    let Some(differences) = scene.session.differences() else { return vec![Rich::muted("ghost: catches up")] };
    let standing = match differences.in_time {
        0 => "level with you in time".to_string(),
        ahead if ahead > 0 => format!("you are ahead by {ahead} in time"),
        behind => format!("you are behind by {} in time", -behind),
    };
    let short = format!("{:+} in time", differences.in_time);
    vec![Rich::muted(format!("ghost: {standing}")), Rich::muted(format!("ghost: {short}")), Rich::muted("ghost")]
}

/// `twin: without power cut at Harbour`, longest form first; empty without a twin.
pub fn without(scene: &Scene) -> Vec<Rich> {
    let Some(twin) = scene.session.twin() else { return Vec::new() };
    let what = match &twin.without {
        Without::WhatFollows => format!("left alone since {}", scene.clock(twin.parts_at)),
        Without::Command(i) => match scene.session.commands().get(*i) {
            Some(scheduled) => {
                let word = if scheduled.command.kind() == Kind::Fault { "without" } else { "did not" };
                format!("{word} {}", act::describe_command(scene, &scheduled.command))
            }
            None => "without a command".into(),
        },
        Without::Event(i) => match scene.setup().script.get(*i) {
            Some(scheduled) => format!("without {}", act::describe_command(scene, &scheduled.command)),
            None => "without a fault".into(),
        },
        Without::Player(_) => return ghost(scene),
    };
    let short = format!("parted at {}", scene.clock(twin.parts_at));
    let lag = scene.session.twin_lags();
    if !lag.is_zero() {
        return vec![Rich::muted(format!("twin: catches up, {} behind", crate::text::numbers::duration(lag)))];
    }
    // A fault's duration is dropped first.
    let brief = what.split(" for ").next().unwrap_or("").to_string();
    vec![
        Rich::muted(format!("twin: {what}")),
        Rich::muted(format!("twin: {brief}")),
        Rich::muted(format!("twin: {short}")),
        Rich::muted("twin"),
    ]
}
