//! Clerks, dead telephones and fuses in words.

use super::words::{Word, Words};
use crate::session::What;
use crate::sim::phone::{FuseState, Phones};
use crate::text::numbers;
use crate::text::scene::Scene;
use crate::units::OutletId;

/// An entry of the log about telephones, as a sentence.
pub fn told(scene: &Scene, what: &What) -> String {
    let (w, n) = (scene.words, scene.names);
    let whose = |outlet: &Option<OutletId>, of: &str, all: &str| match outlet {
        Some(outlet) => format!("{of} {}", n.outlet(*outlet)),
        None => all.to_string(),
    };
    match what {
        What::PhoneAnswers { outlet } => {
            format!("{} {}.", n.outlet(*outlet), w.say("answers the telephone again", "responds again"))
        }
        What::DeskPasses { waiting: 1, .. } => w
            .say("All clerks are on the line: an order waits at the desk.", "The pool is exhausted: a request waits.")
            .into(),
        What::DeskPasses { waiting, .. } => w.say(
            format!("*{waiting}* orders wait at the desk for a clerk."),
            format!("*{waiting}* requests wait for a thread."),
        ),
        What::FuseBlew { outlet, again: false, .. } => format!(
            "The {} {} {}.",
            w.one(Word::Fuse),
            whose(outlet, w.say("to", "of"), w.say("of all telephones", "shared by all")),
            w.say("blows", "opens")
        ),
        What::FuseBlew { outlet, .. } => format!(
            "The {} {} {}.",
            w.one(Word::Fuse),
            whose(outlet, w.say("to", "of"), w.say("of all telephones", "shared by all")),
            w.say("stays blown: the trial was not answered", "stays open: the trial hung")
        ),
        What::FuseMended { outlet } => format!(
            "The {} {} is {}: {}.",
            w.one(Word::Fuse),
            whose(outlet, w.say("to", "of"), w.say("of all telephones", "shared by all")),
            w.say("mended", "closed"),
            w.say("the trial was answered", "the trial succeeded")
        ),
        What::ClerkStarts { count } => format!(
            "{} {}.",
            w.counted(u64::from(*count), Word::Clerk),
            w.say(super::words::verb((*count).into(), "sits down at the desk", "sit down at the desk"), "up")
        ),
        What::ClerkLeft => w.say("A clerk has left.", "A thread has ended.").into(),
        _ => String::new(),
    }
}

/// What is added to it; may be empty.
pub fn more(scene: &Scene, what: &What) -> String {
    let (w, n) = (scene.words, scene.names);
    match what {
        What::PhoneDead { .. } => {
            let ends = match scene.session.known_end(what) {
                Some(at) => format!("{} at about {}", w.say("mended", "up again"), scene.clock(at)),
                None => "nobody knows for how long".into(),
            };
            format!("{}; {ends}", w.say("the kitchen is fine, and the check-up too", "no health check fails"))
        }
        What::DeskPasses { clerks, most: Some((outlet, with)), .. } => w.say(
            format!("{with} of {clerks} clerks listen to {}'s telephone", n.outlet(*outlet)),
            format!("{with} of {clerks} threads wait for {}", n.outlet(*outlet)),
        ),
        What::FuseBlew { waiting, .. } if *waiting > 0 => w.say(
            format!("{waiting} at the desk hear at once that nobody answers"),
            format!("{waiting} pending requests fail fast"),
        ),
        _ => String::new(),
    }
}

/// `5 of 5 clerks on the line, 4 with Mill`, longest form first; nothing where clerks are not counted and nobody rings.
pub fn desk(scene: &Scene, phones: &Phones) -> Vec<String> {
    let (w, n) = (scene.words, scene.names);
    let (busy, present) = (phones.calls().count() as u64, u64::from(phones.present()));
    let lanes = phones.lanes.iter().enumerate().max_by_key(|(o, lane)| (lane.under_way, std::cmp::Reverse(*o)));
    let most = lanes.filter(|(_, lane)| lane.under_way > 0 && phones.lanes.len() > 1);
    let with = most.map(|(o, lane)| (lane.under_way, n.outlet(OutletId(o as u32))));
    let of = if phones.counted {
        format!("{busy} of {}", w.counted(present, Word::Clerk))
    } else {
        w.counted(busy, Word::Clerk)
    };
    let waiting = match phones.waiting() {
        0 => String::new(),
        waiting => format!(", {waiting} {}", w.say("at the desk", "queued")),
    };
    let line = w.say("on the line", "in use");
    let mut forms = Vec::new();
    if let Some((count, name)) = with {
        forms.push(format!("{of} {line}, {count} with {name}{waiting}"));
        forms.push(format!("{busy}/{present}, {count} {name}{waiting}"));
    }
    forms.push(format!("{of} {line}{waiting}"));
    forms.push(format!("{busy}/{present}{waiting}"));
    forms
}

/// How an outlet's fuse is, where it is not whole: `fuse blown until 18:31`, `fuse: a trial rings`.
pub fn fuse(scene: &Scene, phones: &Phones, outlet: OutletId) -> Option<String> {
    let w = scene.words;
    let name = w.one(Word::Fuse);
    match phones.fuse_of(outlet)?.state {
        FuseState::Whole => None,
        FuseState::Blown { until } if until > scene.session.now() => {
            Some(format!("{name} {} until {}", w.say("blown", "open"), scene.clock(until)))
        }
        FuseState::Blown { .. } => Some(format!("{name}: {}", w.say("the next is the trial", "half open"))),
        FuseState::Trial { .. } => Some(format!("{name}: {}", w.say("a trial rings", "half open, one trial"))),
    }
}

/// `order #12 is on the telephone with Mill since 3.2 min`: where an order at the desk is.
pub fn order_at_desk(w: Words, name: &str, waited: crate::units::Span, rings: bool) -> String {
    let span = numbers::duration(waited);
    if rings {
        w.say(format!("on the telephone with {name} for {span}"), format!("in a call to {name} for {span}"))
    } else {
        w.say(format!("waits for a clerk to ring {name}"), format!("waits for a thread to call {name}"))
    }
}
