//! A tray under a lamp (*cache*) in words: how old it is, how many of the same are in the ovens, who found a slice.

use super::numbers;
use super::rich::Rich;
use super::words::{capital, verb};
use crate::sim::lamp::{Found, Lamp};
use crate::text::ink::Ink;
use crate::text::scene::Scene;
use crate::units::OutletId;

/// `Slice tray: 14 min old, 81 % found one`, longest form first. More than one of the same in the ovens is what one
/// must see.
pub fn tray(scene: &Scene, id: OutletId, lamp: &Lamp) -> Vec<Rich> {
    let (w, now) = (scene.words, scene.now());
    let outlet = &scene.world().outlets()[id.index()];
    let name = scene.names.item(lamp.item);
    let head = Rich::muted(w.say(format!("{} tray: ", capital(&name)), format!("Cache of {name}: ")));
    let age = lamp.age(now).map(numbers::duration);
    let state = match (age, lamp.found(now)) {
        (None, _) => Rich::of(w.say("empty", "empty"), Ink::Warn),
        (Some(age), Found::Fresh) => Rich::of(w.say(format!("{age} old"), format!("age {age}")), Ink::Plain),
        (Some(age), Found::Old) => {
            Rich::of(w.say(format!("{age} old, sold all the same"), format!("age {age}, served stale")), Ink::Warn)
        }
        (Some(age), Found::Nothing) => {
            Rich::of(w.say(format!("{age}, too old"), format!("age {age}, expired")), Ink::Warn)
        }
    };
    let mut line = head.clone();
    line.append(state.clone());
    let baking = outlet.trays_in_ovens(scene.world().orders(), lamp.item);
    if baking > 1 {
        let same = w.say(format!("{baking} of the same in the ovens"), format!("{baking} refills at once"));
        line.push(", ", Ink::Muted).push(same, Ink::DangerFigure);
    } else if baking == 1 {
        line.push(w.say(", one in the oven", ", refill runs"), Ink::Plain);
    }
    let waiting = lamp.waiting.len() as u64;
    if waiting > 0 {
        let wait = w.say(verb(waiting, "waits for it", "wait for it"), verb(waiting, "waits", "wait"));
        line.push(format!(", {} {wait}", numbers::count(waiting)), Ink::Plain);
    }
    let mut long = line.clone();
    if let Some(found) = hits(scene, id).first() {
        long.push(format!(", {found}"), Ink::Muted);
    }
    let mut short = head;
    short.append(state);
    vec![long, line, short]
}

/// `81 % found a slice`, longest form first; empty where nobody has asked.
pub fn hits(scene: &Scene, id: OutletId) -> Vec<String> {
    let lamps = scene.world().outlets()[id.index()].lamps.len();
    let first = id.index() * lamps;
    let (mut asked, mut found) = (0, 0);
    for tally in scene.world().book().sheets[0].lamps.iter().skip(first).take(lamps) {
        asked += tally.asked;
        found += tally.fresh + tally.old;
    }
    if asked == 0 {
        return Vec::new();
    }
    let share = numbers::percent(Some(found as f64 / asked as f64));
    vec![
        scene.words.say(format!("{share} % found a slice"), format!("cache {share} % hits")),
        scene.words.say(format!("{share} % slices"), format!("{share} % hits")),
    ]
}

/// How many of one tray are in an outlet's ovens, where that is more than one.
pub fn of_the_same(scene: &Scene, id: OutletId) -> Option<u32> {
    let outlet = &scene.world().outlets()[id.index()];
    let baking = |lamp: &Lamp| outlet.trays_in_ovens(scene.world().orders(), lamp.item);
    outlet.lamps.iter().map(baking).max().filter(|&baking| baking > 1)
}
