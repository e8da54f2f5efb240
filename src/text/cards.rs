//! Streets and cards in words: how many streets an outlet serves, and for how many strangers it cooks.

use super::numbers;
use super::rich::Rich;
use crate::session::{Fate, Trace};
use crate::sim::chef::{Chef, Task};
use crate::sim::order::Stage;
use crate::sim::world::World;
use crate::text::ink::Ink;
use crate::text::scene::Scene;
use crate::text::words::Word;
use crate::units::OutletId;

/// Streets that stand for all where there are more.
const SHOWN: usize = 4_000;

/// Chefs of an outlet who cook for strangers, and all who cook.
pub fn strangers(scene: &Scene, id: OutletId) -> (u64, u64) {
    let cook = |chef: &&Chef| matches!(chef.task, Task::Cooking { .. });
    let cooking = scene.world().outlets()[id.index()].chefs.iter().filter(cook);
    cooking.fold((0, 0), |(strange, all), chef| (strange + u64::from(chef.cooks_for_stranger()), all + 1))
}

/// `4 of 5 cook for strangers`, longest form first; empty where fewer than half do, or one cooks alone.
pub fn mostly_strangers(scene: &Scene, id: OutletId) -> Vec<String> {
    let (strange, all) = strangers(scene, id);
    if scene.world().cards().is_none() || all < 2 || strange * 2 < all {
        return Vec::new();
    }
    let w = scene.words;
    vec![
        w.say(format!("{strange} of {all} cook for strangers"), format!("{strange} of {all} requests cold")),
        w.say(format!("{strange} strangers"), format!("{strange} cold")),
    ]
}

/// `Streets here: 24 %. Strangers in the ovens: 4 of 5`, longest form first.
pub fn here(scene: &Scene, id: OutletId) -> Vec<Rich> {
    let w = scene.words;
    let mut line = Rich::new();
    if let Some(dealing) = scene.world().dealing(SHOWN) {
        let share = dealing.here[id.index()] as f64 / dealing.all.max(1) as f64;
        line.push(w.say("Streets here: ", "Keys here: "), Ink::Muted);
        line.push(format!("{} %", numbers::percent(Some(share))), Ink::Plain).push(". ", Ink::Muted);
        if dealing.hot[id.index()] > 0 {
            line.push(w.say("The hot street comes here. ", "The hot key is here. "), Ink::Warn);
        }
    }
    let short = line.clone();
    let (strange, all) = strangers(scene, id);
    let ink = if mostly_strangers(scene, id).is_empty() { Ink::Plain } else { Ink::DangerFigure };
    line.push(w.say("Cooked for strangers: ", "Cold requests: "), Ink::Muted).push(format!("{strange} of {all}"), ink);
    vec![line, short]
}

/// `It comes from street 214, which nobody at Mill knows. `; empty of customers who have no street.
pub fn whence(scene: &Scene, trace: &Trace) -> String {
    let w = scene.words;
    let Some(street) = scene.world().street_of_customer(trace.id) else { return String::new() };
    let hot = scene.setup().zones[trace.zone.index()].hot > 0.0 && street == 0;
    let whence = match hot {
        true => w.say("It comes from the hot street".into(), "Its key is the hot one".into()),
        false => w.say(format!("It comes from street {street}"), format!("Its key is {street}")),
    };
    // Once his cooking has begun he has a card.
    let waits = matches!(trace.fate, Fate::Live(Stage::Waiting)) && !trace.put_back;
    let outlet = trace.outlet.filter(|_| waits);
    let known = match outlet.and_then(|outlet| Some((scene.world().is_known(trace.id, outlet)?, outlet))) {
        Some((false, outlet)) => {
            let name = scene.names.outlet(outlet);
            w.say(format!(", which nobody at {name} knows"), format!(", and {name} does not hold it"))
        }
        Some((true, outlet)) => {
            let name = scene.names.outlet(outlet);
            w.say(format!(", which {name} has a card of"), format!(", and {name} holds it"))
        }
        None => String::new(),
    };
    format!("{whence}{known}. ")
}

/// `80 of 100 streets`: of the streets, those that are dealt to an outlet without a card of theirs; `None`: no rule by
/// street is in force, or no cards were filed.
pub fn moved(scene: &Scene) -> Option<String> {
    moved_share(scene.world()).map(|share| of_100(scene, share))
}

/// The same as a share.
pub fn moved_share(world: &World) -> Option<f64> {
    world.cards()?.filed.as_ref()?;
    let dealing = world.dealing(SHOWN)?;
    Some(dealing.moved as f64 / dealing.all.max(1) as f64)
}

/// `80 of 100 streets`.
pub fn of_100(scene: &Scene, share: f64) -> String {
    format!("*{}* of 100 {}", numbers::percent(Some(share)), scene.words.many(Word::Street))
}
