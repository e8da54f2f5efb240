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

/// What a twin that has just been started is, where it is seen, and how it fares by now.
pub fn started(scene: &Scene) -> String {
    let Some(twin) = scene.session.twin() else { return String::new() };
    let w = scene.words;
    let what = without(scene).into_iter().next().map(|form| form.text()).unwrap_or_default();
    let what = what.split_once(": ").map_or(what.as_str(), |(_, what)| what).to_string();
    let what = match &twin.without {
        Without::Player(_) => "The ghost is somebody else's evening with your customers.".to_string(),
        Without::WhatFollows => {
            return "From now on the twin lacks all that you do. Its dotted line leaves yours with your next act."
                .into();
        }
        Without::Command(_) | Without::Event(_) => format!("The twin is this evening {}.", unlike(&what)),
    };
    let Some(d) = scene.session.differences() else {
        return format!("{what} It catches up; its line is the dotted one.");
    };
    let waiting = match d.waiting {
        0 => w.say("As many wait there", "As many are queued there").to_string(),
        n => format!("{} {} {} there", n.abs(), if n > 0 { "fewer" } else { "more" }, w.say("wait", "are queued")),
    };
    let bad = match d.bad {
        0 => "as many were served badly".to_string(),
        n => format!("{} {} were served badly", n.abs(), if n > 0 { "fewer" } else { "more" }),
    };
    format!("{what} {waiting}, {bad}; its line is the dotted one.")
}

/// `without …` as it is; of what somebody did not do, the same words.
fn unlike(what: &str) -> String {
    match what.strip_prefix("did not ") {
        Some(deed) => format!("without this: {deed}"),
        None => what.to_string(),
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
