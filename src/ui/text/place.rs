//! How an outlet is, in a few words or a sentence: dark, cut off, opening, to let.

use super::words::Word;
use crate::sim::outlet::{Outlet, Status, Supply};
use crate::ui::numbers;
use crate::ui::rich::Rich;
use crate::ui::scene::Scene;
use crate::ui::theme::Ink;
use crate::units::{OutletId, Time};

/// What is the matter with an outlet, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Fine,
    ToLet,
    Opening(Time),
    Closing,
    /// Until.
    Dark(Time),
    Cut(Time),
    /// Nobody there can cook, though it is open.
    Empty,
}

pub fn state(outlet: &Outlet) -> State {
    match (outlet.status, outlet.power, outlet.line) {
        (Status::Closed, ..) => State::ToLet,
        (Status::Opening { opens }, ..) => State::Opening(opens),
        (_, Supply::Broken { until, .. }, _) => State::Dark(until),
        (_, _, Supply::Broken { until, .. }) => State::Cut(until),
        (Status::Closing, ..) => State::Closing,
        _ if !outlet.chefs.iter().any(|c| c.is_well_and_here()) => State::Empty,
        _ => State::Fine,
    }
}

/// A few words for the map, longest first; none where all is well.
pub fn short(scene: &Scene, outlet: &Outlet) -> Vec<String> {
    let w = scene.words;
    let left = |until: Time| {
        if until.is_never() { String::new() } else { format!(", {}", numbers::duration(scene.until(until))) }
    };
    match state(outlet) {
        State::Fine => Vec::new(),
        State::ToLet => vec![w.say("to let", "not deployed").into()],
        State::Opening(at) => vec![format!("opens {}", scene.clock(at))],
        State::Closing => vec![w.say("closing", "draining").into()],
        State::Dark(until) => vec![format!("{}{}", w.one(Word::Dark), left(until)), w.one(Word::Dark).into()],
        State::Cut(_) => vec![w.say("cannot hear us", "unreachable").into(), w.say("cut off", "cut off").into()],
        State::Empty => vec![w.say("nobody cooks", "no worker").into()],
    }
}

/// A sentence or two for the Kitchens' rows, longest first: the state in its colour, then what comes of it, muted.
pub fn sentences(scene: &Scene, id: OutletId) -> Vec<Rich> {
    let w = scene.words;
    let outlet = &scene.world().outlets[id.index()];
    let setup = &scene.setup().outlets[id.index()];
    let back = |until: Time, pizza: &str, system: &str| match until.is_never() {
        true => String::new(),
        false => format!(", {} in {}", w.say(pizza, system), numbers::duration(scene.until(until))),
    };
    let cold = |text: String| Rich::of(text, Ink::Cold);
    let waiting = outlet.waiting.value() + outlet.hanging.len() as u64;
    match state(outlet) {
        State::Fine => Vec::new(),
        State::ToLet => {
            let cost = numbers::dollars(setup.open_cost);
            vec![
                cold(w.say("to let", "not deployed").into()).and(
                    format!(
                        ": {cost}, then {} an hour. {}",
                        numbers::dollars(setup.rent_per_hour),
                        opening_time(scene, id)
                    ),
                    Ink::Muted,
                ),
                cold(w.say("to let", "not deployed").into()).and(format!(", {cost}"), Ink::Muted),
            ]
        }
        State::Opening(at) => vec![cold(format!("opens at {}", scene.clock(at)))],
        State::Closing => {
            let hands = outlet.load();
            vec![
                cold(w.say("closing", "draining").into())
                    .and(format!(": {} still to cook", w.counted(hands as u64, Word::Order)), Ink::Muted),
                cold(w.say("closing", "draining").into()),
            ]
        }
        State::Dark(until) => {
            let dark = format!("{}{}.", w.one(Word::Dark), back(until, "power back", "restart"));
            let then = match waiting {
                0 => idle_people(scene, id),
                n => format!(
                    " {} {} there.",
                    w.counted(n, Word::Order),
                    w.say(verb(n, "waits", "wait"), verb(n, "is queued", "are queued"))
                ),
            };
            vec![cold(dark.clone()).and(then, Ink::Muted), cold(dark)]
        }
        State::Cut(until) => {
            let cut = format!("{}{}.", w.say("line cut", "partitioned"), back(until, "mends", "heals"));
            let load = outlet.load() as u64;
            let hanging = outlet.hanging.len() as u64;
            let twice = copied(scene, id);
            let mut forms = Vec::new();
            if twice > 0 {
                let them = w.say("are being made elsewhere as well", "run elsewhere as well");
                forms.push(cold(cut.clone()).and(
                    format!(" {}: {twice} of its {} {them}.", w.say("Cooks on", "Works on"), w.many(Word::Order)),
                    Ink::Muted,
                ));
                forms.push(cold(cut.clone()).and(format!(" {twice} {}.", w.one(Word::MadeTwice)), Ink::Muted));
            } else if hanging > 0 {
                forms.push(cold(cut.clone()).and(
                    format!(" {} {} in the line.", w.counted(hanging, Word::Order), verb(hanging, "hangs", "hang")),
                    Ink::Muted,
                ));
            } else if load > 0 {
                forms.push(cold(cut.clone()).and(
                    format!(
                        " {} {}: {load} in its {}.",
                        w.say("Cooks on", "Works on"),
                        w.say("what it has", "what it has"),
                        w.one(Word::Kitchen)
                    ),
                    Ink::Muted,
                ));
            } else {
                forms.push(
                    cold(cut.clone())
                        .and(w.say(" Nothing left to cook there.", " Nothing left to run there."), Ink::Muted),
                );
            }
            forms.push(cold(cut));
            forms
        }
        State::Empty => {
            let nobody = w.say("nobody cooks here", "no worker is up");
            vec![
                Rich::of(nobody, Ink::Danger).and(format!(": {waiting} {}", w.one(Word::Waiting)), Ink::Muted),
                Rich::of(nobody, Ink::Danger),
            ]
        }
    }
}

/// How many of its orders were written a second time elsewhere.
fn copied(scene: &Scene, id: OutletId) -> u64 {
    let orders = scene.world().orders.iter();
    orders.filter(|(_, o)| o.outlet == id && !o.copy && !o.other.is_none()).count() as u64
}

fn opening_time(scene: &Scene, id: OutletId) -> String {
    match scene.setup().outlets[id.index()].open_time {
        time if time.is_zero() => "Opens at once.".into(),
        time => format!("Opens {} later.", numbers::duration(time)),
    }
}

/// Somebody who can do nothing about it. In systems' words nobody jokes.
fn idle_people(scene: &Scene, id: OutletId) -> String {
    let outlet = &scene.world().outlets[id.index()];
    let here: Vec<u32> =
        outlet.chefs.iter().enumerate().filter(|(_, c)| c.is_well_and_here()).map(|(i, _)| i as u32).collect();
    let name = |n: u32| scene.names.chef(crate::units::ChefRef { outlet: id, number: n });
    match (scene.words.is_pizza(), here.as_slice()) {
        (_, []) => String::new(),
        (true, [one]) => format!(" {} reads by candlelight.", name(*one)),
        (true, [one, two]) => format!(" {} and {} play cards.", name(*one), name(*two)),
        (true, [one, rest @ ..]) => format!(" {} and {} more play cards.", name(*one), rest.len()),
        (false, idle) => format!(" {} idle.", scene.words.counted(idle.len() as u64, Word::Chef)),
    }
}

fn verb<'a>(n: u64, one: &'a str, many: &'a str) -> &'a str {
    if n == 1 { one } else { many }
}
