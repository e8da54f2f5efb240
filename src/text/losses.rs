//! What "Why" says if no queue is stuck but orders are lost, late or waiting long.

use super::words::{Word, article, capital, verb};
use crate::session::Why;
use crate::sim::choices::{Choice, ChoosesBy};
use crate::sim::explain::{Doubled, Failing, HotStreet, Outranked, Stampede, Strangers, TakenOut, Verdict};
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::units::{OutletId, ZoneId};

/// The sentence on what goes wrong although no queue is stuck.
pub fn headlines(scene: &Scene, why: &Why, how: Failing) -> Vec<Rich> {
    let w = scene.words;
    match (how, why.lately.limited_most, why.lately.outranked) {
        (Failing::Limited, Some((zone, ..)), _) => return limited(scene, zone),
        (Failing::Outranked, _, Some(outranked)) => return passed(scene, outranked),
        (Failing::NoQuorum, ..) => return super::order_books::headlines(scene, why),
        (Failing::Clerks, ..) => return super::phones::headlines(scene, why),
        (Failing::Unreachable, ..) if let Some(said) = super::phones::silent(scene) => return vec![said],
        (Failing::Burnt, ..) if let Some((outlet, _)) = why.lately.burnt_most => return burner(scene, outlet),
        _ => {}
    }
    let (who, what) = match how {
        Failing::TurnedAway => w.say(("Customers", "are turned away."), ("Requests", "are rejected.")),
        Failing::WalkedOut => w.say(("Customers", "walk out."), ("Requests", "time out.")),
        Failing::Limited => w.say(("Calls", "are over the quota."), ("Requests", "are throttled.")),
        Failing::Burnt => w.say(("Orders", "are burnt."), ("Requests", "fail fast.")),
        Failing::TakenOut => {
            w.say(("Nobody broke:", "the rule shuts doors."), ("Health checks", "removed healthy capacity."))
        }
        Failing::Stampede => w.say(
            ("One tray", "is baked again and again."),
            ("Cache stampede:", "one key is refilled again and again."),
        ),
        Failing::Doubled => {
            w.say(("The same orders", "are baked twice."), ("Duplicate writes:", "retries without an idempotency key."))
        }
        Failing::Strangers => w.say(
            ("Strangers:", "nobody knows who is cooked for."),
            ("Cold shards:", "requests land where their state is not."),
        ),
        Failing::HotStreet => w.say(("One street", "fills one outlet."), ("Hot key:", "one key fills one shard.")),
        Failing::Outranked => w.say(("Somebody", "is passed by others."), ("A class", "starves.")),
        Failing::NoQuorum => w.say(("No order", "can be taken."), ("Write quorum", "lost.")),
        Failing::Forgotten => w.say(("Taken orders", "are forgotten."), ("Acknowledged writes", "are lost.")),
        Failing::Straggling => {
            w.say(("One pizza", "keeps the whole party."), ("Fan-out:", "one straggler holds the rest."))
        }
        Failing::Hedged => w.say(("Second orders", "fill the ovens."), ("Hedged requests", "are the load.")),
        Failing::Clerks => w.say(("No clerk", "is free."), ("No thread", "is free.")),
        Failing::Unreachable => w.say(("Nobody", "takes the calls."), ("No node", "takes the requests.")),
        Failing::Late => w.say(("Orders", "come too late."), ("Requests", "miss the objective.")),
        Failing::LongWait => w.say(("Somebody", "has waited long."), ("A request", "has been queued for long.")),
    };
    vec![Rich::of(who, Ink::DangerFigure).and(format!(" {what}"), Ink::Strong)]
}

/// `Stadium is held to its quota.`
fn limited(scene: &Scene, zone: ZoneId) -> Vec<Rich> {
    let name = scene.names.zone(zone).into_owned();
    let what = scene.words.say("is held to its quota.", "is throttled at the gate.");
    vec![Rich::of(name, Ink::DangerFigure).and(format!(" {what}"), Ink::Strong)]
}

/// `Feasts let others pass.`
fn passed(scene: &Scene, outranked: Outranked) -> Vec<Rich> {
    let (w, item) = (scene.words, scene.names.item(outranked.item));
    let (who, what) = w.say(
        (format!("Whoever ordered {} {item}", article(&item)), "lets others pass."),
        (format!("Class {item}"), "starves behind higher priority."),
    );
    let short = w.say(format!("{item} orders"), format!("Class {item}"));
    let rich =
        |who: String, what: &str| Rich::of(capital(&who), Ink::DangerFigure).and(format!(" {what}"), Ink::Strong);
    vec![rich(who, what), rich(short, w.say("are passed.", "starves."))]
}

/// The orders lost in the last 10 minutes by cause, longest form first; empty if none were.
pub fn lately(scene: &Scene, why: &Why) -> Vec<Rich> {
    let (w, lately) = (scene.words, &why.lately);
    // What the sentence above has said already of them all.
    let said = match why.verdict {
        Verdict::Failing { how: Failing::Limited, .. } => lately.limited_most.map(|(_, over, _)| over),
        Verdict::Failing { how: Failing::Burnt, .. } => lately.burnt_most.map(|(_, burnt)| burnt),
        _ => None,
    };
    if said == Some(lately.lost()) {
        return Vec::new();
    }
    let mut parts = Vec::new();
    let mut part = |n: u64, text: &str| {
        if n > 0 {
            parts.push(format!("*{}* {text}", numbers::count(n)));
        }
    };
    part(lately.refused, w.one(Word::TurnedAway));
    part(lately.abandoned, w.one(Word::WalkedOut));
    part(lately.unreachable, w.say("not reached", "unreachable"));
    part(lately.limited, w.say("over the quota", "throttled"));
    part(lately.burnt, w.say("burnt", "failed"));
    part(lately.forgotten, w.say("forgotten", "acknowledged and lost"));
    if parts.is_empty() {
        return Vec::new();
    }
    let all = parts.join(", ");
    let forms = [format!("In the last 10 min: {all}."), format!("10 min: {all}."), format!("*{}* lost", lately.lost())];
    forms.iter().map(|text| Rich::marked(text, Ink::Plain, Ink::DangerFigure)).collect()
}

/// The outlet that refuses most, and its queue limit.
fn fullest(scene: &Scene) -> Option<(OutletId, u32)> {
    let rates = scene.session.rates().iter().enumerate();
    let (o, _) = rates.filter(|(_, r)| r.passed.refused > 0).max_by_key(|(o, r)| (r.passed.refused, usize::MAX - o))?;
    Some((OutletId(o as u32), scene.world().outlets()[o].queue_limit?))
}

/// The numbers behind it.
pub fn evidence(scene: &Scene, why: &Why, how: Failing) -> Vec<String> {
    let (w, lately, v) = (scene.words, &why.lately, scene.session.vitals());
    let late = |n: u64| format!("*{}* {}", numbers::count(n), w.say("came after the promise", "missed it"));
    let mut said = match how {
        Failing::TurnedAway => match fullest(scene) {
            Some((outlet, 0)) => {
                let name = scene.names.outlet(outlet);
                vec![w.say(format!("Nobody may wait at {name}."), format!("{name} queues nothing."))]
            }
            Some((outlet, limit)) => {
                let (name, waiting) =
                    (scene.names.outlet(outlet), scene.world().outlets()[outlet.index()].waiting.value());
                vec![w.say(
                    format!("{name} lets {limit} wait, and *{waiting}* do."),
                    format!("{name} queues {limit} at most, and *{waiting}* are queued."),
                )]
            }
            None => vec![String::new()],
        },
        Failing::WalkedOut => super::phones::waiting_for_the_silent(scene),
        Failing::Limited => over_quota(scene, why),
        Failing::Outranked => behind(scene, why),
        Failing::Burnt => burnt(scene, why),
        Failing::TakenOut => shut(scene, why),
        Failing::Stampede => trampled(scene, why),
        Failing::Doubled => twice(scene, why),
        Failing::NoQuorum => super::order_books::evidence(scene, why),
        Failing::Forgotten => super::order_books::fire(scene, why),
        Failing::Straggling => super::parties::straggling(scene, why),
        Failing::Hedged => super::parties::hedged(scene, why),
        Failing::Clerks => super::phones::evidence(scene, why),
        Failing::Unreachable if scene.world().desk().phones.is_some() => super::phones::unreachable(scene),
        Failing::Strangers => unknown(scene, why),
        Failing::HotStreet => hot(scene, why),
        Failing::Unreachable => vec![
            w.say(
                "The front desk knows no outlet that answers, or none is open.",
                "The load balancer knows no node that answers.",
            )
            .into(),
        ],
        Failing::Late => {
            let out = match lately.overdue {
                1 => w.say("still out is late already", "in flight has missed it already"),
                _ => w.say("still out are late already", "in flight have missed it already"),
            };
            match (lately.late, lately.overdue) {
                (n, 0) => vec![format!("{} in the last 10 min.", late(n))],
                (0, m) => vec![format!("*{}* {out}.", numbers::count(m))],
                (n, m) => {
                    let m = numbers::count(m);
                    vec![format!("{} in the last 10 min; *{m}* {out}.", late(n)), format!("*{m}* {out}.")]
                }
            }
        }
        Failing::LongWait => {
            let time = numbers::duration(lately.oldest);
            vec![w.say(
                format!("The oldest order in line has waited for *{time}*."),
                format!("The oldest request has been queued for *{time}*."),
            )]
        }
    };
    if v.later > 0 {
        let later = w.say("will call again", "will retry");
        let again = format!(" *{}* {later}.", numbers::count(v.later));
        said.insert(0, said[0].clone() + &again);
    }
    said.iter_mut().for_each(|text| *text = text.trim().to_string());
    said.retain(|text| !text.is_empty());
    said
}

/// `Dock burns what it is sent.`
fn burner(scene: &Scene, outlet: OutletId) -> Vec<Rich> {
    let name = scene.names.outlet(outlet).into_owned();
    let what = scene.words.say("burns what it is sent.", "fails fast and attracts load.");
    vec![Rich::of(name, Ink::DangerFigure).and(format!(" {what}"), Ink::Strong)]
}

/// `46 of the 98 lost in the last 10 min were burnt at Dock, whose line is the shortest in town: that is why they were
/// sent there.`
fn burnt(scene: &Scene, why: &Why) -> Vec<String> {
    let Some((outlet, burnt)) = why.lately.burnt_most else { return vec![String::new()] };
    let (w, place) = (scene.words, scene.names.outlet(outlet));
    let orders = w.say(verb(burnt, "order was", "orders were"), verb(burnt, "request", "requests"));
    let (burnt, lost) = (numbers::count(burnt), numbers::count(why.lately.lost()));
    let said = w.say(
        format!("*{burnt}* {orders} burnt at {place} in the last 10 min, of *{lost}* lost"),
        format!("*{burnt}* {orders} failed at {place} in the last 10 min, of *{lost}* lost"),
    );
    let by_queues = scene.world().desk().policy.row().chooses_by == ChoosesBy::Queues;
    let reason = if by_queues {
        w.say(
            ". Who burns is free at once: its line is the shortest in town, and that is why they were sent there.",
            ". Errors are quick: it has the fewest open requests, so the balancer sends it the most.",
        )
    } else {
        w.say(". It answers every check-up, and looks like the quickest kitchen.", ". It passes every health check.")
    };
    vec![format!("{said}{reason}"), format!("{said}.")]
}

/// `No chef is ill and no light is out. The rule took out 4 outlets of 6, and the rest cannot do it alone.`
fn shut(scene: &Scene, why: &Why) -> Vec<String> {
    let Some(TakenOut { out, of }) = why.lately.taken_out else { return vec![String::new()] };
    let w = scene.words;
    let (out_of, left) = (format!("*{out}* {} of {of}", w.with(Word::Outlet, out.into())), of - out);
    let limit = scene.world().desk().health.rules.unhealthy_after;
    let rule = limit.map_or(String::new(), |limit| {
        let limit = numbers::duration(limit);
        w.say(
            format!(", because somebody there waited longer than {limit}"),
            format!(", on a queue older than {limit}"),
        )
    });
    let rest = match left {
        0 => w.say("nobody takes a call", "no node takes a request").to_string(),
        1 => w.say("the other one drowns", "the other one is overloaded").to_string(),
        left => w.say(format!("the other {left} drown"), format!("the other {left} are overloaded")),
    };
    let said =
        w.say(format!("The rule took out {out_of}{rule}"), format!("Deep health checks took out {out_of}{rule}"));
    vec![
        format!("{said}: {rest}."),
        w.say(format!("The rule took out {out_of}; {rest}."), format!("Checks took out {out_of}; {rest}.")),
    ]
}

/// `13 of the 19 tickets at Main Street are the same slice tray, where one would do; the rest waits behind them.`
fn trampled(scene: &Scene, why: &Why) -> Vec<String> {
    let Some(Stampede { outlet, item, trays, of }) = why.lately.stampede else { return vec![String::new()] };
    let (w, place, name) = (scene.words, scene.names.outlet(outlet), scene.names.item(item));
    let (trays, of) = (numbers::count(trays), numbers::count(of));
    let said = w.say(
        format!("*{trays}* of the {of} tickets at {place} are the same {name} tray, where one would do"),
        format!("*{trays}* of {of} requests at {place} refill the same key, where one would do"),
    );
    let rest = w.say("; everything else waits behind them.", "; the rest is queued behind them.");
    vec![format!("{said}{rest}"), format!("{said}.")]
}

/// `14 of the 31 tickets in lines and ovens are for guests who have one there already: they did not hear that it was
/// taken.`
fn twice(scene: &Scene, why: &Why) -> Vec<String> {
    let Some(Doubled { tickets, of }) = why.lately.doubled else { return vec![String::new()] };
    let (w, tickets, of) = (scene.words, numbers::count(tickets), numbers::count(of));
    let said = w.say(
        format!("*{tickets}* of the {of} tickets in lines and ovens are somebody's second"),
        format!("*{tickets}* of {of} requests queued and in service are duplicates"),
    );
    let cause = match (scene.world().doubts().numbers.is_some(), unheard(scene)) {
        (true, _) => {
            w.say(": their numbers came too late, or were forgotten.", ": their keys came too late, or expired.")
        }
        (false, true) => w.say(": customers do not hear that they were heard.", ": acknowledgements are lost."),
        (false, false) => w.say(": a bad line has left them behind.", ": lost acknowledgements left them behind."),
    };
    vec![format!("{said}{cause}"), format!("{said}.")]
}

/// Whether confirmations are lost anywhere.
fn unheard(scene: &Scene) -> bool {
    (0..scene.setup().zones.len()).any(|zone| scene.world().city().unheard(ZoneId(zone as u32)) > 0.0)
}

/// `21 of 30 orders in hand are for strangers: 54 % more work. 80 of 100 streets are dealt to an outlet that has no
/// card of theirs.`
fn unknown(scene: &Scene, why: &Why) -> Vec<String> {
    let Some(Strangers { strange, of, extra }) = why.lately.strangers else { return vec![String::new()] };
    let w = scene.words;
    let said = w.say(
        format!("*{strange}* of {of} orders in hand are for strangers: *{extra}* % more work"),
        format!("*{strange}* of {of} requests in service are cold: *{extra}* % more work"),
    );
    let cards = scene.world().cards();
    let reason = match (super::cards::moved(scene), cards.map(|cards| cards.due).filter(|due| !due.is_never())) {
        (Some(moved), _) => w.say(
            format!(". {moved} are dealt to an outlet that has no card of theirs."),
            format!(". {moved} are on a node that has none of their state."),
        ),
        (None, Some(due)) => w.say(
            format!(". No cards are filed before {}.", scene.clock(due)),
            format!(". No state is placed before {}.", scene.clock(due)),
        ),
        (None, None) => w.say(
            ". Whoever is free cooks for whoever comes, and no outlet knows its streets.".to_string(),
            ". Requests go to any node, and none has the state of its keys.".to_string(),
        ),
    };
    vec![format!("{said}{reason}"), format!("{said}.")]
}

/// `31 of the 44 who wait at Meadow live in one street. At all other outlets together 3 wait.`
fn hot(scene: &Scene, why: &Why) -> Vec<String> {
    let Some(HotStreet { outlet, tickets, of, elsewhere, .. }) = why.lately.hot_street else {
        return vec![String::new()];
    };
    let (w, place) = (scene.words, scene.names.outlet(outlet));
    let (tickets, of, others) = (numbers::count(tickets), numbers::count(of), numbers::count(elsewhere));
    let said = w.say(
        format!("*{tickets}* of the {of} who wait at {place} live in one street"),
        format!("*{tickets}* of {of} requests queued at {place} have one key"),
    );
    let rest = match elsewhere {
        0 => w.say("; nobody waits at any other outlet.", "; no other node has a queue.").to_string(),
        _ => w.say(
            format!("; at all other outlets together *{others}* wait."),
            format!("; all other nodes together queue *{others}*."),
        ),
    };
    vec![format!("{said}{rest}"), format!("{said}.")]
}

/// `97 of 160 calls from Stadium were over its quota; the chefs are 73 % busy.`
fn over_quota(scene: &Scene, why: &Why) -> Vec<String> {
    let Some((zone, over, calls)) = why.lately.limited_most else { return vec![String::new()] };
    let (w, name) = (scene.words, scene.names.zone(zone));
    let (over, calls) = (numbers::count(over), w.counted(calls, Word::Order));
    let said =
        format!("*{over}* of {calls} from {name} {} in the last 10 min", w.say("were over its quota", "got a 429"));
    match scene.session.vitals().saturation.chefs {
        Some(busy) => {
            let busy = numbers::percent(Some(busy));
            vec![format!("{said}; the {} are *{busy}* % busy.", w.many(Word::Chef)), format!("{said}.")]
        }
        None => vec![format!("{said}.")],
    }
}

/// `Nobody waits too long for a chef, but 14 feasts wait behind 31 others.`
fn behind(scene: &Scene, why: &Why) -> Vec<String> {
    let Some(Outranked { outlet, item, waiting, before }) = why.lately.outranked else { return vec![String::new()] };
    let (w, place) = (scene.words, scene.names.outlet(outlet));
    let who = format!("*{}* of {}", numbers::count(waiting), scene.names.item(item));
    let wait = w.say(verb(waiting, "waits", "wait"), verb(waiting, "is queued", "are queued"));
    let ahead = match before {
        0 => w.say("and everybody else goes first", "and every other class goes first").to_string(),
        n => format!("behind *{}* that {} first", numbers::count(n), verb(n, "goes", "go")),
    };
    vec![
        w.say(
            format!("The rest of {place} is quick: {who} {wait} {ahead}, for as long as others come."),
            format!("{place} serves the rest in time: {who} {wait} {ahead}. Nothing ages them."),
        ),
        format!("{who} {wait} {ahead}."),
    ]
}
