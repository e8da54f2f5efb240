//! What a manager does (*autoscaler*), in words: her next look, and the chefs whom she called twice.

use super::numbers;
use super::rich::Rich;
use super::words::Word;
use crate::text::ink::Ink;
use crate::text::scene::Scene;
use crate::units::OutletId;

/// `Manager: looks at 18:40, wants ⌈13 ÷ 4⌉ = 4, 9 on the way`, longest form first; empty without one.
pub fn next_look(scene: &Scene, id: OutletId) -> Vec<Rich> {
    let outlet = &scene.world().outlets()[id.index()];
    let Some(manager) = &outlet.manager else { return Vec::new() };
    let w = scene.words;
    let who = w.say("Manager", "Autoscaler");
    let Some(at) = manager.looks_at() else {
        return vec![Rich::muted(format!("{who}: {}", w.say("sent home", "off")))];
    };
    let (waiting, coming) = (outlet.waiting.value(), outlet.chefs_coming());
    let rule = manager.rule;
    let asked = rule.wanted(waiting);
    let sum = match (waiting, rule.counts_coming && coming > 0) {
        (0, _) => w.say("nobody waits", "queue empty").to_string(),
        (_, false) => format!("wants ⌈{waiting} ÷ {}⌉ = {asked}", rule.per_waiting),
        (_, true) => {
            let wanted = asked.saturating_sub(coming.into());
            format!("wants ⌈{waiting} ÷ {}⌉ − {coming} = {wanted}", rule.per_waiting)
        }
    };
    let way = format!("{coming} {}", w.say("on the way", "starting"));
    let clock = numbers::clock(at, scene.setup().opens);
    let begin = |when: String| Rich::muted(format!("{who}: {when}")).and(sum.clone(), Ink::Plain);
    let is_double = coming > 0 && !rule.counts_coming && asked > 0;
    let long = begin(format!("{} {clock}, ", w.say("looks at", "evaluates at")))
        .and(format!(", {way}"), if is_double { Ink::Warn } else { Ink::Muted });
    vec![long, begin(format!("{clock}, ")).and(format!(", {way}"), Ink::Muted), begin(String::new())]
}

/// `manager +12`: that an outlet has a manager, and how many are on the way; longest form first, empty without one.
pub fn mark(scene: &Scene, id: OutletId) -> Vec<Rich> {
    let outlet = &scene.world().outlets()[id.index()];
    let Some(manager) = &outlet.manager else { return Vec::new() };
    let coming = outlet.chefs_coming();
    let who = Rich::muted(scene.words.say("manager", "autoscaler"));
    match (manager.looks_at(), coming) {
        (None, _) => vec![who.and(scene.words.say(" sent home", " off"), Ink::Muted)],
        (_, 0) => vec![who],
        _ => vec![who.clone().and(format!(" +{coming}"), Ink::Plain), who],
    }
}

/// `28 of 41 chefs were hired while enough were on the way.`, longest form first; empty where that was not a third of
/// those whom she hired.
pub fn called_twice(scene: &Scene) -> Vec<Rich> {
    let managers = scene.world().outlets().iter().filter_map(|outlet| outlet.manager.as_ref());
    let (hired, twice) = managers.fold((0, 0), |(hired, twice), m| (hired + m.hired, twice + m.twice));
    if hired == 0 || twice * 3 < hired {
        return Vec::new();
    }
    let w = scene.words;
    let (hired, twice) = (numbers::count(hired), numbers::count(twice));
    let forms = [
        w.say(
            format!("*{twice}* of {hired} hired {} were called while enough were on the way.", w.many(Word::Chef)),
            format!("Scaling loop overshoots: *{twice}* of {hired} {} ignore pending capacity.", w.many(Word::Chef)),
        ),
        w.say(format!("*{twice}* of {hired} called for nothing."), format!("Overshoot: *{twice}* of {hired}.")),
    ];
    forms.iter().map(|text| Rich::marked(text, Ink::Plain, Ink::DangerFigure)).collect()
}
