//! What "Why" says if no queue is stuck but orders are lost, late or waiting long.

use super::words::Word;
use crate::session::Why;
use crate::sim::explain::Failing;
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::units::OutletId;

/// The sentence on what goes wrong although no queue is stuck.
pub fn headlines(scene: &Scene, how: Failing) -> Vec<Rich> {
    let w = scene.words;
    let (who, what) = match how {
        Failing::TurnedAway => w.say(("Customers", "are turned away."), ("Requests", "are rejected.")),
        Failing::WalkedOut => w.say(("Customers", "walk out."), ("Requests", "time out.")),
        Failing::Unreachable => w.say(("Nobody", "takes the calls."), ("No node", "takes the requests.")),
        Failing::Late => w.say(("Orders", "come too late."), ("Requests", "miss the objective.")),
        Failing::LongWait => w.say(("Somebody", "has waited long."), ("A request", "has been queued for long.")),
    };
    vec![Rich::of(who, Ink::DangerFigure).and(format!(" {what}"), Ink::Strong)]
}

/// The orders lost in the last 10 minutes by cause, longest form first; empty if none were.
pub fn lately(scene: &Scene, why: &Why) -> Vec<Rich> {
    let (w, lately) = (scene.words, &why.lately);
    let mut parts = Vec::new();
    let mut part = |n: u64, text: &str| {
        if n > 0 {
            parts.push(format!("*{}* {text}", numbers::count(n)));
        }
    };
    part(lately.refused, w.one(Word::TurnedAway));
    part(lately.abandoned, w.one(Word::WalkedOut));
    part(lately.unreachable, w.say("not reached", "unreachable"));
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
        Failing::WalkedOut => vec![String::new()],
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
