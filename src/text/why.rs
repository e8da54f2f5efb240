//! The panel "Why" in sentences: the bottleneck and its arithmetic, why p95 has changed, and whom p95 leaves out.

use super::words::{Word, capital, possessive, verb};
use crate::session::Why;
use crate::sim::explain::{Cause, Standstill, Station, StationId, Verdict};
use crate::sim::order::SPAN_KINDS;
use crate::text::doubts;
use crate::text::ink::Ink;
use crate::text::losses;
use crate::text::numbers;
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::text::series;
use crate::units::{ChefRef, OutletId, Span, Time};

/// The first sentence, longest form first: the bottleneck, and what is wrong with it.
pub fn headlines(scene: &Scene, why: &Why) -> Vec<Rich> {
    let cause = match why.verdict {
        Verdict::Stuck { cause, .. } => cause,
        Verdict::Failing { how, .. } => return losses::headlines(scene, why, how),
        Verdict::Calm { .. } if none_free(why).is_some() => return crowded(scene, why),
        Verdict::Calm { .. } => {
            return vec![Rich::of(scene.words.say("Nothing is stuck.", "Nothing is saturated."), Ink::Strong)];
        }
    };
    let Some(station) = why.stuck() else { return Vec::new() };
    let said = |who: String, what: &str| Rich::of(who, Ink::DangerFigure).and(format!(" {what}"), Ink::Strong);
    let whose = capital(&whose(scene, station));
    let place = station.id.outlet().map_or_else(|| whose.clone(), |o| scene.names.outlet(o).into_owned());
    let w = scene.words;
    let what = match cause {
        Cause::Standstill(Standstill::Power { .. }) => return vec![said(place, w.say("is dark.", "is down."))],
        Cause::Standstill(Standstill::LineCut { .. }) => {
            return vec![said(place, w.say("cannot hear the front desk.", "is partitioned off."))];
        }
        Cause::Standstill(Standstill::Nobody) => return vec![nobody(scene, station)],
        Cause::Overloaded => match station.id {
            StationId::Shelf(_) => return vec![said(whose, w.say("is full.", "pushes back."))],
            StationId::Desk => w.say("has no kitchen to send orders to.", "has no healthy node."),
            _ if people(scene, station) == 1 => w.say("cannot keep up.", "is saturated."),
            _ => w.say("cannot keep up.", "are saturated."),
        },
        Cause::Backlog => return backlogs(scene, station).into_iter().map(|what| said(place.clone(), what)).collect(),
    };
    vec![said(whose, what), said(place, w.say("cannot keep up.", "is saturated."))]
}

/// The busiest station, if nobody there has a free hand and somebody waits for one: not stuck yet, but not nothing.
fn none_free(why: &Why) -> Option<&Station> {
    const BUSY: f64 = 0.95;
    why.busiest().filter(|station| station.waiting > 0 && station.busy.is_some_and(|busy| busy >= BUSY))
}

/// `All of Main Street's chefs are busy, and 5 wait.`, longest form first.
fn crowded(scene: &Scene, why: &Why) -> Vec<Rich> {
    let Some(station) = none_free(why) else { return Vec::new() };
    let (w, n) = (scene.words, numbers::count(station.waiting));
    let wait = match station.id {
        StationId::Riders(_) | StationId::Shelf(_) => w.say("are on the shelf", "are queued"),
        _ => w.say(verb(station.waiting, "waits", "wait"), verb(station.waiting, "is queued", "are queued")),
    };
    let said = |who: String| Rich::of(format!("{who}, and {n} {wait}."), Ink::Strong);
    let whose = capital(&whose(scene, station));
    let is = verb(people(scene, station), "has", "have");
    vec![said(format!("{whose} {is} no hand free")), said(w.say("No hand is free", "No worker is free").to_string())]
}

/// The words for a backlog, longest form first.
fn backlogs(scene: &Scene, station: &Station) -> [&'static str; 3] {
    let w = scene.words;
    match station.id {
        StationId::Riders(_) | StationId::Shelf(_) => w.say(
            ["still has many boxes to bring.", "still has boxes to bring.", "has boxes to bring."],
            ["still drains its deliveries.", "still drains its deliveries.", "drains its deliveries."],
        ),
        StationId::Desk => w.say(
            ["still holds a long line.", "still holds a long line.", "holds a long line."],
            ["still drains its buffer.", "still drains its buffer.", "drains its buffer."],
        ),
        StationId::Chefs(_) | StationId::Line(..) => w.say(
            ["is still working through a long line.", "still has a long line.", "has a long line."],
            ["still drains its backlog.", "still drains its backlog.", "has a backlog."],
        ),
    }
}

/// `Main Street's chefs`, `Main Street's bread chef`, `the front desk`; in a shop of one outlet `the chefs`, or the
/// name of the only one.
fn whose(scene: &Scene, station: &Station) -> String {
    let n = people(scene, station);
    let (w, names) = (scene.words, scene.names);
    let alone = scene.setup().outlets.len() == 1;
    let of = |outlet: OutletId, what: String| match alone {
        true => format!("the {what}"),
        false => format!("{} {what}", possessive(&names.outlet(outlet))),
    };
    match station.id {
        StationId::Chefs(outlet) if alone && n == 1 => {
            let chefs = &scene.world().outlets()[outlet.index()].chefs;
            let only = chefs.iter().position(|c| c.is_well_and_here()).unwrap_or(0);
            names.chef(ChefRef { outlet, number: only as u32 })
        }
        StationId::Chefs(outlet) => of(outlet, w.with(Word::Chef, n).to_string()),
        StationId::Line(outlet, item) => of(outlet, format!("{} {}", names.item(item), w.with(Word::Chef, n))),
        StationId::Riders(outlet) => of(outlet, w.with(Word::Rider, n).to_string()),
        StationId::Shelf(outlet) => of(outlet, w.one(Word::Shelf).to_string()),
        StationId::Desk => format!("the {}", w.one(Word::FrontDesk)),
    }
}

/// How many people work there now.
fn people(scene: &Scene, station: &Station) -> u64 {
    let outlets = scene.world().outlets();
    let Some(outlet) = station.id.outlet().and_then(|o| outlets.get(o.index())) else { return 1 };
    match station.id {
        StationId::Riders(_) => outlet.riders.iter().filter(|r| r.is_here()).count() as u64,
        StationId::Line(_, item) => {
            let cooks = |c: &&crate::sim::chef::Chef| c.is_well_and_here() && c.may_cook(outlet.kitchen, item);
            outlet.chefs.iter().filter(cooks).count() as u64
        }
        _ => outlet.chefs.iter().filter(|c| c.is_well_and_here()).count() as u64,
    }
}

fn nobody(scene: &Scene, station: &Station) -> Rich {
    let w = scene.words;
    let (names, place) = (scene.names, |o: OutletId| scene.names.outlet(o).into_owned());
    let (who, what) = match station.id {
        StationId::Line(outlet, item) => (
            w.say("Nobody", "No worker").to_string(),
            format!("at {} {} {}.", place(outlet), w.say("can cook", "serves"), names.item(item)),
        ),
        StationId::Riders(outlet) => (place(outlet), format!("has no {} at work.", w.one(Word::Rider))),
        StationId::Chefs(outlet) | StationId::Shelf(outlet) => {
            (place(outlet), format!("has no {} at work.", w.one(Word::Chef)))
        }
        StationId::Desk => {
            (format!("The {}", w.one(Word::FrontDesk)), format!("knows no {} that answers.", w.one(Word::Outlet)))
        }
    };
    Rich::of(who, Ink::DangerFigure).and(format!(" {what}"), Ink::Strong)
}

/// The arithmetic behind the first sentence, longest form first.
pub fn evidence(scene: &Scene, why: &Why) -> Vec<Rich> {
    let texts = match (why.verdict, why.stuck()) {
        (Verdict::Stuck { cause, .. }, Some(station)) => match cause {
            Cause::Standstill(standstill) => standing_still(scene, station, standstill),
            Cause::Overloaded => overloaded(scene, station),
            Cause::Backlog => backlog(scene, station),
        },
        (Verdict::Failing { how, .. }, _) => losses::evidence(scene, why, how),
        (Verdict::Calm { .. }, _) => match none_free(why) {
            Some(station) => waits_its_turn(scene, why, station),
            None => calm(scene, why.busiest()),
        },
        (Verdict::Stuck { .. }, None) => Vec::new(),
    };
    texts.iter().map(|text| Rich::marked(text, Ink::Plain, Ink::Strong)).collect()
}

/// How long whoever waits has waited and will, where no line grows beyond what is borne.
fn waits_its_turn(scene: &Scene, why: &Why, station: &Station) -> Vec<String> {
    let w = scene.words;
    let busy = numbers::percent(station.busy);
    let placed = placed_now(scene, station);
    let oldest = numbers::duration(why.lately.oldest);
    let kept = w.say("the promise still holds", "the objective still holds");
    vec![
        format!("Busy *{busy}* % of the time; the oldest has waited *{oldest}*, so {kept}. {}.", capital(&placed)),
        format!("Busy *{busy}* % of the time. {}.", capital(&placed)),
        format!("*{busy}* % busy. {}.", capital(&placed_short(scene, station))),
        format!("*{busy}* % busy."),
    ]
}

fn calm(scene: &Scene, busiest: Option<&Station>) -> Vec<String> {
    let w = scene.words;
    let empty = scene.session.vitals().in_system == 0;
    if let Some(text) = quiet_only(scene).filter(|_| empty) {
        return vec![text];
    }
    match busiest.and_then(|s| Some((s, s.busy?))) {
        Some((station, busy)) if busy >= 0.005 => {
            let (who, share) = (whose(scene, station), numbers::percent(Some(busy)));
            vec![
                format!("Busiest: {who}, busy *{share}* % of the time."),
                format!("Busiest: {who}, *{share}* %."),
                format!("*{share}* % busy at most."),
            ]
        }
        _ if empty => vec![w.say("Nobody is waiting for anything.", "No request is in flight.").to_string()],
        _ => vec![w.say("Nobody is under pressure.", "Every queue is short.").to_string()],
    }
}

/// Why the shop is empty, if that does not mean that all is well; `None`: it does.
fn quiet_only(scene: &Scene) -> Option<String> {
    let w = scene.words;
    let world = scene.world();
    let later = world.recalls().count();
    if later > 0 {
        let people = w.say("at home wait to call again", "clients wait to retry");
        return Some(format!("Nobody is in the {}: *{later}* {people}.", w.one(Word::Shop)));
    }
    let dark = world.outlets().iter().position(|outlet| outlet.is_open() && !outlet.is_lit())?;
    let name = scene.names.outlet(OutletId(dark as u32));
    Some(w.say(format!("{name} is dark, and nobody waits."), format!("{name} is down, and no request is in flight.")))
}

fn overloaded(scene: &Scene, s: &Station) -> Vec<String> {
    let w = scene.words;
    let n = people(scene, s);
    let (orders, riders) = (w.many(Word::Order), matches!(s.id, StationId::Riders(_)));
    if let StationId::Shelf(outlet) = s.id {
        return shelf_full(scene, outlet, s);
    }
    if s.id == StationId::Desk {
        return vec![format!(
            "*{}* {} {} at the {}: nobody is known to answer.",
            s.waiting,
            w.with(Word::Order, s.waiting),
            w.say(verb(s.waiting, "waits", "wait"), verb(s.waiting, "is held", "are held")),
            w.one(Word::FrontDesk)
        )];
    }
    let (come, go) = (numbers::rate(Some(s.arriving_per_hour)), numbers::rate(Some(s.leaving_per_hour)));
    let busy = numbers::percent(s.busy);
    let all = match n {
        0 => w.say("Nobody is there now", "No worker is up now").to_string(),
        1 => format!("The only one is busy *{busy}* % of the time"),
        _ => format!("All {n} are busy *{busy}* % of the time"),
    };
    let flow = if riders {
        w.say(
            format!("*{come}* boxes an hour come out of the oven, *{go}* leave the shelf"),
            format!("*{come}* responses an hour are ready, *{go}* are picked up"),
        )
    } else {
        w.say(
            format!("*{come}* {orders} an hour come in, *{go}* go out"),
            format!("*{come}* {orders} an hour arrive, *{go}* are finished"),
        )
    };
    let waiting = waiting(scene, s);
    let grows = growth(s.growth_per_min, "more");
    let placed = placed_now(scene, s);
    let short_all = if n > 1 { format!("All {n} are *{busy}* % busy") } else { format!("*{busy}* % busy") };
    let tail = grows.as_ref().map_or(String::new(), |g| format!(", {g}"));
    vec![
        format!("{all}; {flow}. {waiting}{tail}: {placed}."),
        format!("{short_all}, {}{tail}. {}.", waiting, capital(&placed_short(scene, s))),
        format!("{waiting}{tail}. {}.", capital(&placed_short(scene, s))),
        format!("{waiting}."),
    ]
}

fn shelf_full(scene: &Scene, outlet: OutletId, s: &Station) -> Vec<String> {
    let w = scene.words;
    let blocked = scene.world().outlets().get(outlet.index()).map_or(0, |o| {
        o.chefs.iter().filter(|c| matches!(c.task, crate::sim::chef::Task::Blocked { .. })).count() as u64
    });
    let chefs = w.counted(blocked, Word::Chef);
    vec![
        w.say(
            format!(
                "*{}* wait on it for a rider, and {chefs} {} with a box in hand and cannot put it down.",
                count(s.waiting, "box", "boxes"),
                verb(blocked, "stands", "stand")
            ),
            format!(
                "*{}* in the {}, and {chefs} {} blocked until a place is free.",
                s.waiting,
                w.one(Word::Shelf),
                verb(blocked, "is", "are")
            ),
        ),
        format!("{chefs} {} blocked.", verb(blocked, "is", "are")),
    ]
}

fn backlog(scene: &Scene, s: &Station) -> Vec<String> {
    let w = scene.words;
    let work = numbers::hands(s.work);
    let hands = numbers::hands(s.hands);
    let who = if matches!(s.id, StationId::Riders(_)) { w.many(Word::Rider) } else { w.many(Word::Chef) };
    let waiting = waiting(scene, s);
    let shrinks = growth(-s.growth_per_min, "fewer").map_or(String::new(), |g| format!(", {g}"));
    let placed = placed_now(scene, s);
    // What comes in can be done; what lies there from before cannot be done at once.
    let enough = match s.work <= s.hands {
        true => "enough for what comes, and the rest is left from before",
        false => "too few, though the line is not growing right now",
    };
    vec![
        format!("Work for {work} {who} comes in, and {hands} at work: {enough}. {waiting}{shrinks}: {placed}."),
        format!("Work for {work} {who}, {hands} at work, and a line from before. {waiting}{shrinks}: {placed}."),
        format!("{waiting}{shrinks}. {}.", capital(&placed_short(scene, s))),
        format!("{waiting}."),
    ]
}

fn standing_still(scene: &Scene, s: &Station, standstill: Standstill) -> Vec<String> {
    let w = scene.words;
    let waiting = waiting(scene, s);
    let back = |until: Time, long: &str, short: &str| match until.is_never() {
        true => (format!("Nobody knows when {long}."), format!("Nobody knows when {long}.")),
        false => {
            let time = numbers::duration(scene.until(until));
            (format!("{} in about *{time}*.", capital(long)), format!("{short} in *{time}*."))
        }
    };
    match standstill {
        Standstill::Power { until, .. } => {
            let (long, short) =
                back(until, w.say("power is back", "it is up again"), w.say("Power is back", "Up again"));
            let nothing = w.say("and nothing is cooked there", "and no worker runs");
            vec![format!("{waiting}, {nothing}. {long}"), format!("{waiting}. {short}"), short]
        }
        Standstill::LineCut { until, .. } => {
            let (long, short) =
                back(until, w.say("the line is mended", "the partition heals"), w.say("Mended", "It heals"));
            let hang = match s.waiting {
                1 => w.say("is stuck in the cut telephone line", "is in flight, and no node will get it"),
                _ => w.say("are stuck in the cut telephone line", "are in flight, and no node will get them"),
            };
            vec![format!("*{}* {} {hang}. {long}", s.waiting, w.with(Word::Order, s.waiting)), short]
        }
        Standstill::Nobody => {
            let nobody = match s.id {
                StationId::Riders(_) => {
                    w.say("Boxes go cold until somebody rides", "Nothing moves until a worker is added")
                }
                StationId::Desk => {
                    w.say("It stays like this until an outlet answers", "It stays like this until a node is up")
                }
                _ => w.say(
                    "Nothing moves until somebody is hired or comes back",
                    "Nothing moves until a worker is added",
                ),
            };
            vec![format!("{waiting}. {nobody}."), format!("{waiting}.")]
        }
    }
}

/// `29 wait`, `1 waits`, `29 are queued`, with a word on those whose customers have left.
fn waiting(scene: &Scene, s: &Station) -> String {
    let said = waiting_in_all(scene, s);
    let ghosts = match s.id {
        StationId::Chefs(outlet) => scene.session.rates().get(outlet.index()).map_or(0, |rates| rates.ghosts),
        StationId::Line(..) | StationId::Riders(_) | StationId::Shelf(_) | StationId::Desk => 0,
    };
    match ghosts {
        0 => said,
        n => format!("{said}, *{}* of them {}", numbers::count(n), doubts::for_nobody(scene)),
    }
}

fn waiting_in_all(scene: &Scene, s: &Station) -> String {
    let n = s.waiting;
    let verb = scene.words.say(verb(n, "waits", "wait"), verb(n, "is queued", "are queued"));
    match s.id {
        StationId::Riders(_) => {
            scene.words.say(format!("*{}* on the shelf", numbers::count(n)), format!("*{}* {verb}", numbers::count(n)))
        }
        _ => format!("*{}* {verb}", numbers::count(n)),
    }
}

/// The wait of an order placed now at a kitchen, or in words why there is no number.
fn outlook(scene: &Scene, s: &Station) -> Result<Span, String> {
    let never = || scene.words.say("no telling how long it waits", "it waits without end").to_string();
    let (outlet, item) = match s.id {
        StationId::Chefs(outlet) | StationId::Shelf(outlet) | StationId::Riders(outlet) => (outlet, None),
        StationId::Line(outlet, item) => (outlet, Some(item)),
        StationId::Desk => return Err(never()),
    };
    let Some(estimate) = scene.session.placed_at(outlet) else { return Err(never()) };
    match scene.session.wait_at(outlet, item) {
        Some(wait) if estimate.has_time() => Ok(wait),
        _ if estimate.has_time() => Err(never()),
        _ => Err(crate::text::estimate::fate(scene.words, scene.world(), estimate).swap_remove(0)),
    }
}

/// `ordered now, a pizza is started in about 24 min`.
fn placed_now(scene: &Scene, s: &Station) -> String {
    let w = scene.words;
    let about = |span: Span| format!("in about *{}*", numbers::duration(span));
    if let StationId::Riders(_) = s.id {
        return match s.wait {
            Some(wait) => w.say("a box ready now leaves ", "one ready now is picked up ").to_string() + &about(wait),
            None => {
                w.say("no telling when a box ready now leaves", "no telling when one ready now is picked up").into()
            }
        };
    }
    let what = the_item(scene, s);
    match outlook(scene, s) {
        Ok(wait) => {
            w.say(format!("ordered now, {what} is started "), "one sent now is picked up ".into()) + &about(wait)
        }
        Err(fate) => w.say(format!("{what} placed now: {fate}"), format!("one sent now: {fate}")),
    }
}

fn placed_short(scene: &Scene, s: &Station) -> String {
    let w = scene.words;
    if let (StationId::Riders(_), Some(wait)) = (s.id, s.wait) {
        return format!("a box leaves in *{}*", numbers::duration(wait));
    }
    match outlook(scene, s) {
        Ok(wait) => w.say(
            format!("{} placed now waits *{}* for a chef", the_item(scene, s), numbers::duration(wait)),
            format!("one sent now waits *{}*", numbers::duration(wait)),
        ),
        Err(fate) => format!("placed now: {fate}"),
    }
}

/// `a pizza`; `an order` where the menu has several.
fn the_item(scene: &Scene, s: &Station) -> String {
    let item = match s.id {
        StationId::Line(_, item) => Some(item),
        _ if scene.setup().items.len() == 1 => Some(crate::units::ItemId(0)),
        _ => None,
    };
    let name = item.map_or(std::borrow::Cow::Borrowed("order"), |i| scene.names.item(i));
    format!("{} {name}", super::words::article(&name))
}

/// `1 more every minute`, `1 fewer every 4 min`; `None`: the queue hardly changes.
fn growth(per_min: f64, word: &str) -> Option<String> {
    match per_min {
        g if g.is_nan() || g < 1.0 / 45.0 => None,
        g if g < 0.7 => Some(format!("1 {word} every {} min", (1.0 / g).round() as u64)),
        g => Some(format!("{} {word} every minute", numbers::count(g.round().max(1.0) as u64))),
    }
}

/// `p95 rose from 22 to 35 min since 18:50. The extra minutes:`, with the parts of the change behind it (see
/// [`parts`]).
pub fn moved(scene: &Scene, why: &Why) -> Option<Vec<Rich>> {
    let moved = why.moved?;
    // Taken from the same series as in vitals and charts, so that all agree.
    let then = series::at(&scene.session.recorder().gauges.p95, moved.since).map(Span::from_seconds_f64);
    let before = then.unwrap_or(moved.shift.before.edge);
    let after = scene.session.vitals().latency.p95.unwrap_or(moved.shift.after.edge);
    let (went, parts) = match after > before {
        true => ("rose", "The extra minutes:"),
        false => ("fell", "The minutes saved:"),
    };
    let from = numbers::whole(Some(before.minutes()));
    let to = numbers::duration(after);
    if from == numbers::whole(Some(after.minutes())) {
        return None;
    }
    let figure = if after > scene.promise() { Ink::WarnFigure } else { Ink::Strong };
    let since = scene.clock(moved.since);
    let say = |rest: String| {
        Rich::muted(format!("p95 {went} from "))
            .and(format!("{from} "), Ink::Plain)
            .and("to ", Ink::Muted)
            .and(to.clone(), figure)
            .and(rest, Ink::Muted)
    };
    Some(vec![say(format!(" since {since}. {parts}")), say(format!(" since {since}:")), say(format!(" ({since})"))])
}

/// The shares of the spans that changed in the same direction as p95, in whole per cent; `None`: p95 has not changed.
pub fn parts(why: &Why) -> Option<[f64; SPAN_KINDS.len()]> {
    let shift = &why.moved.as_ref()?.shift;
    let sign = shift.change.signum() as f64;
    Some(shift.parts.map(|part| (part as f64 * sign).max(0.0)))
}

/// The customers that the percentile leaves out, because they were not served; longest form first.
pub fn left_out(scene: &Scene, why: &Why) -> Vec<Rich> {
    let w = scene.words;
    let (n, gone) = (why.still_waiting, why.gone);
    let orders = w.many(Word::Order);
    let still = w.say("still in the shop", "in flight");
    let lost = w.say(verb(gone, "call lost", "calls lost"), "lost");
    let mut forms = Vec::new();
    if n > 0 && gone > 0 {
        forms.push(w.say(
            format!("The p95 counts delivered {orders} only, not the *{n}* {still} or the *{gone}* {lost}."),
            format!("The p95 counts finished {orders} only, not the *{n}* {still} or the *{gone}* {lost}."),
        ));
        forms.push(format!("Not in it: *{n}* {still}, *{gone}* {lost}."));
    } else if n > 0 {
        let are = verb(n, "is", "are");
        forms.push(w.say(
            format!("The p95 counts delivered {orders} only, not the *{n}* {still}."),
            format!("The p95 counts finished {orders} only, not the *{n}* {still}."),
        ));
        forms.push(format!("The *{n}* {still} {are} not in it yet."));
    } else if gone > 0 {
        forms.push(format!("The *{gone}* {lost} {} not in it.", verb(gone, "is", "are")));
    }
    forms.iter().map(|text| Rich::marked(text, Ink::Muted, Ink::Plain)).collect()
}

/// `Work for 6.0 chefs, 4.3 at work: 140 %`, longest form first.
pub fn load(scene: &Scene, work: f64, hands: f64) -> Vec<Rich> {
    let w = scene.words;
    let chefs = w.many(Word::Chef);
    let (work_text, hands_text) = (numbers::hands(work), numbers::hands(hands));
    let over = work > hands;
    let share = (hands > 0.0).then(|| work / hands);
    let ink = if over { Ink::DangerFigure } else { Ink::Strong };
    let say = |text: String| match share {
        Some(_) => Rich::muted(text + ": ").and(format!("{} %", numbers::percent(share)), ink),
        None => Rich::muted(text),
    };
    vec![
        say(format!("Work for {work_text} {chefs}, {hands_text} at work")),
        say(format!("Work for {work_text}, {hands_text} at work")),
        say("load".to_string()),
    ]
}

fn count(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", numbers::count(n), verb(n, one, many))
}
