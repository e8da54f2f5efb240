//! Parties, pizzas that stick and second orders (*fan-out, tail latency, hedged requests*), in words.

use super::numbers;
use crate::session::{Trace, What, Why};
use crate::sim::explain::{Hedged, Straggling};
use crate::sim::order::{OrderKey, Stage};
use crate::text::scene::Scene;
use crate::units::Span;

/// What the log says of them; `order` names one.
pub fn entry(scene: &Scene, what: &What, order: impl Fn(u64) -> String) -> String {
    let w = scene.words;
    match *what {
        What::SentTwice { serial: Some(serial), .. } => {
            let name = order(serial);
            w.say(format!("For {name} a second order is sent"), format!("A hedged request is sent for {name}"))
        }
        What::SentTwice { count, .. } => {
            w.say(format!("*{count}* second orders are sent"), format!("*{count}* hedged requests are sent"))
        }
        What::PartyServed { serial, pizzas, latency, late, .. } => {
            let (name, after) = (order(serial), numbers::duration(latency));
            let after = if late.is_some() { format!("*{after}*") } else { after };
            w.say(
                format!("The party of {pizzas} ({name}) has its last pizza after {after}"),
                format!("The fan-out of {pizzas} ({name}) is complete after {after}"),
            )
        }
        _ => String::new(),
    }
}

/// The details.
pub fn more(scene: &Scene, what: &What) -> String {
    let w = scene.words;
    match *what {
        What::SentTwice { .. } => w
            .say(
                "what was not ready in time is made at another outlet, too; the first to be ready counts",
                "the first answer wins",
            )
            .into(),
        What::PartyServed { outlet, last, late, .. } => {
            let (last, place) = (numbers::minutes(last), scene.names.outlet(outlet));
            let waited = w.say(
                format!("the others were ready {last} min before, and the last came from {place}"),
                format!("the straggler cost {last} min, on {place}"),
            );
            match late {
                Some((_, refund)) if refund.0 > 0 => format!("refunded {refund}; {waited}"),
                _ => waited,
            }
        }
        _ => String::new(),
    }
}

/// `9 of 14 parties that were late waited for one pizza: the other nine had been ready for 31 min.`
pub fn straggling(scene: &Scene, why: &Why) -> Vec<String> {
    let Some(Straggling { parties, of, pizzas, extra }) = why.lately.straggling else { return vec![String::new()] };
    let w = scene.words;
    let (parties, of, extra) = (numbers::count(parties), numbers::count(of), numbers::duration(extra));
    let said = w.say(
        format!("*{parties}* of {of} late parties waited for one pizza of {pizzas}"),
        format!("*{parties}* of {of} slow fan-outs waited for one straggler of {pizzas}"),
    );
    let for_long = w.say(
        format!(": the others had been ready for *{extra}*."),
        format!(": the rest had answered *{extra}* before."),
    );
    vec![format!("{said}{for_long}"), format!("{said}.")]
}

/// `41 of 90 tickets in lines and ovens are second orders: what was late is made twice, and so the rest is late.`
pub fn hedged(scene: &Scene, why: &Why) -> Vec<String> {
    let Some(Hedged { tickets, of }) = why.lately.hedged else { return vec![String::new()] };
    let (w, tickets, of) = (scene.words, numbers::count(tickets), numbers::count(of));
    let said = w.say(
        format!("*{tickets}* of the {of} tickets in lines and ovens have a twin elsewhere"),
        format!("*{tickets}* of {of} requests queued and in service are one of a hedged pair"),
    );
    let cause = w.say(
        ": what is late is ordered twice, which makes the rest late.",
        ": hedging late requests is what makes the rest late.",
    );
    vec![format!("{said}{cause}"), format!("{said}.")]
}

/// `one slow in 33 · one party in 4`: how rarely a pizza sticks, and how often one of a party's does.
pub fn odds(scene: &Scene) -> Option<String> {
    let setup = scene.setup();
    let share = setup.items.iter().filter_map(|item| item.hiccup).map(|rule| rule.share).fold(0.0, f64::max);
    let pizzas = setup.zones.iter().filter_map(|zone| zone.party).map(|party| party.pizzas).max()?;
    if share <= 0.0 || share >= 1.0 {
        return None;
    }
    let one_in = |share: f64| numbers::whole(Some(1.0 / share));
    let any = crate::theory::fan_out::any_slow(share, pizzas);
    let w = scene.words;
    Some(w.say(
        format!("one pizza in {} sticks: one party in {}", one_in(share), one_in(any)),
        format!("1 in {} straggles: 1 fan-out in {}", one_in(share), one_in(any)),
    ))
}

/// What a pizza of a party is: whether it is ready, and whether the party waits for it.
pub fn part(scene: &Scene, pizza: &Trace, is_last: bool) -> &'static str {
    let w = scene.words;
    match (is_last, pizza.fate) {
        (true, crate::session::Fate::Live(_)) => w.say("they wait for this one", "all wait for this one"),
        (true, _) => w.say("all waited for this", "all waited for this"),
        (false, crate::session::Fate::Live(Stage::Waiting)) => w.say("waits", "queued"),
        (false, crate::session::Fate::Live(_)) => w.say("not ready", "in flight"),
        (false, _) => w.say("ready", "answered"),
    }
}

/// `6/10 ready`, of a party that waits; empty for any other order.
pub fn progress(scene: &Scene, serial: u64) -> String {
    let party = scene.world().parties().and_then(|parties| parties.of_order(serial));
    party.map_or(String::new(), |party| {
        let ready = party.ready();
        scene.words.say(format!("{ready}/{} ready", party.pizzas), format!("{ready}/{} done", party.pizzas))
    })
}

/// Whether a cooking under way sticks, as the kitchen sees it: it lasts longer than any of its kind should.
pub fn seems_stuck(scene: &Scene, key: OrderKey) -> bool {
    let (world, order) = (scene.world(), &scene.world().orders()[key]);
    let usual = Span::from_seconds_f64(world.setup().items[order.item.index()].work.mean());
    order.stage == Stage::Cooking && world.hiccup_of(key) > 1.0 && world.now().since(order.start) > usual
}

/// What the desk orders a second time, longest form first; `None`: nothing.
pub fn rule(scene: &Scene) -> Option<Vec<String>> {
    let duplicates = scene.world().desk().duplicates.as_ref()?;
    let (w, sent) = (scene.words, numbers::count(duplicates.made));
    let after = match duplicates.rule.after {
        Span::ZERO => "at once".to_string(),
        after => format!("after {}", numbers::duration(after)),
    };
    let long = w.say(format!("second orders {after}: {sent}"), format!("hedged {after}: {sent}"));
    let short = w.say(format!("twice: {sent}"), format!("hedged: {sent}"));
    Some(vec![long, short])
}

/// `parties of 10`, of a zone that orders for several.
pub fn of_zone(scene: &Scene, name: &str) -> Option<String> {
    let zone = scene.setup().zones.iter().find(|zone| zone.name == name)?;
    let party = zone.party?;
    let (pizzas, w) = (party.pizzas, scene.words);
    let some = if party.share < 1.0 { format!(", {} %", numbers::percent(Some(party.share))) } else { String::new() };
    Some(w.say(format!("parties of {pizzas}{some}"), format!("fan-out {pizzas}{some}")))
}
