//! The log in sentences: what happened, and beside it, muted, the details.

use super::act;
use super::words::{Word, Words, article, capital};
use crate::session::{Entry, EntryKind, What};
use crate::sim::command::Command;
use crate::sim::health::Bad;
use crate::sim::order::Loss;
use crate::sim::setup::{DeliveryMode, Scheduled, Setup};
use crate::text::commands::Said;
use crate::text::glyphs::Glyphs;
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::units::{OutletId, Span, Time};

/// Everything the log says about an entry, for searching.
pub fn as_text(scene: &Scene, entry: &Entry) -> String {
    format!("{} {}", headline(scene, entry).text(), detail(scene, entry).text())
}

/// The mark of a line and its ink.
pub fn mark(glyphs: &Glyphs, entry: &Entry) -> (char, Ink) {
    match (&entry.what, entry.kind) {
        (What::HintReady { .. }, _) => ('i', Ink::Accent),
        (What::GoalMet { .. }, _) => (glyphs.good, Ink::Flow),
        (What::Lost { .. } | What::GoalLost { .. }, _) => (glyphs.bad, Ink::Danger),
        (_, EntryKind::Fault) => (glyphs.fault, Ink::Danger),
        (_, EntryKind::Decision) => (glyphs.right, Ink::Flow),
        (What::P95 { over: false, .. }, _) => (glyphs.dots, Ink::Muted),
        (_, EntryKind::Trouble) => (glyphs.risk, Ink::Warn),
        (What::Rerouted { .. } | What::Copied { .. } | What::CookedTwice { again: None, .. }, _) => {
            (glyphs.under, Ink::Muted)
        }
        _ => (glyphs.dots, Ink::Muted),
    }
}

/// The sentence that says what happened.
pub fn headline(scene: &Scene, entry: &Entry) -> Rich {
    let text = what(scene, &entry.what);
    let (ink, figure) = match (&entry.what, entry.kind) {
        (_, EntryKind::Fault) => (Ink::Strong, Ink::Strong),
        (What::CookedTwice { .. }, _) => (Ink::Warn, Ink::WarnFigure),
        (What::Late { .. } | What::P95 { over: true, .. }, _) => (Ink::Plain, Ink::WarnFigure),
        (What::Placed { .. } | What::Delivered { .. } | What::Milestone { .. } | What::LinePasses { .. }, _) => {
            (Ink::Muted, Ink::Plain)
        }
        _ => (Ink::Plain, Ink::Strong),
    };
    Rich::marked(&text, ink, figure)
}

/// The details; may be empty.
pub fn detail(scene: &Scene, entry: &Entry) -> Rich {
    Rich::marked(&more(scene, &entry.what), Ink::Muted, Ink::Plain)
}

/// Both, as the news line shows them: `#141 walked out after 19 min: one bread, Station.`, longest form first.
pub fn line(scene: &Scene, entry: &Entry) -> Vec<Rich> {
    let head = headline(scene, entry);
    let text = head.text();
    let more = detail(scene, entry);
    if more.is_empty() {
        return vec![head];
    }
    let joint = if text.ends_with(['.', ':', '!']) { " " } else { ". " };
    let whole = head.clone().and(joint, Ink::Plain).and(capital(&more.text()) + ".", Ink::Muted);
    vec![whole, head]
}

fn what(scene: &Scene, what: &What) -> String {
    use What::*;
    let (w, n) = (scene.words, scene.names);
    let place = |o: &OutletId| n.outlet(*o);
    match what {
        ShopOpens { .. } => w.say("The shop opens.", "The system is up.").into(),
        Milestone { serial: 1, .. } => w.say("The first order", "The first request").into(),
        Milestone { serial, .. } => format!("{} {} is in", w.title(Word::Order), numbers::count(*serial)),
        ClosingTime { .. } => w.say("Closing time.", "End of the run: no more requests.").into(),
        Announced { event } => {
            let what = event_words(scene, *event, scene.session.is_told_whole(*event));
            w.say(format!("Word has it: {what}."), format!("Announced: {what}."))
        }
        EndTold { event } => {
            let what = event_words(scene, *event, true);
            w.say(format!("Now it is known when it will be over: {what}."), format!("An end is in sight: {what}."))
        }
        Stranded { .. } => {
            w.say("Nobody is left who could serve them.", "Nothing is left that could serve them.").into()
        }
        Ended => w.say("The last light goes out.", "The run has ended.").into(),
        ChefIll { .. } | PowerOut { .. } | LineCut { .. } | ChefSlow { .. } | ChefBurns { .. } => fault(scene, what),
        RudeChef { .. } | RudeRider { .. } | LampFell { .. } | PhoneDead { .. } => fault(scene, what),
        BookAway { .. } | BookBack { .. } | BookBurnt { .. } => super::order_books::told(scene, what),
        PhoneAnswers { .. } | FuseBlew { .. } | FuseMended { .. } => super::phones::told(scene, what),
        DeskPasses { .. } | ClerkStarts { .. } | ClerkLeft => super::phones::told(scene, what),
        Surge { .. } | Traffic { .. } | Impatience { .. } | BadLine { .. } => fault(scene, what),
        BadLineOver { zone } => w.say(
            format!("{}{} hear again what they are told.", w.titles(Word::Customer), where_from(scene, zone)),
            format!("Acknowledgements arrive again{}.", where_from(scene, zone)),
        ),
        DialTurned { dial } => format!("The dial of random {}: {}.", w.say("mishaps", "faults"), dial.word()),
        IllnessNoticed { chef, backup, .. } => {
            let who = n.chef(*chef);
            let noticed = w.say(format!("{who}'s illness is noticed"), format!("{who}'s crash is detected"));
            match backup {
                Some(backup) => format!("{noticed}; {} {}.", n.chef(*backup), w.say("steps in", "takes over")),
                None => noticed + ".",
            }
        }
        ChefWell { chef } => format!("{} is {}.", n.chef(*chef), w.say("well again", "up again")),
        BackupGoesHome { chef } => format!("{} {}.", n.chef(*chef), w.say("goes home", "is standby again")),
        ChefQuick { chef } => format!("{} is as quick as ever.", n.chef(*chef)),
        ChefBurnsNoMore { chef } => format!("{} {}.", n.chef(*chef), w.say("burns nothing any more", "is sound again")),
        Tray { outlet, item, baked: false, .. } => w.say(
            format!("{} has a new {} tray baked.", place(outlet), n.item(*item)),
            format!("{}: one refill of cache {} starts.", place(outlet), n.item(*item)),
        ),
        Tray { outlet, item, .. } => w.say(
            format!("A new {} tray lies at {}.", n.item(*item), place(outlet)),
            format!("{}: cache {} is refilled.", place(outlet), n.item(*item)),
        ),
        CardsFiled { policy, filed: true } => {
            let rule = crate::text::values::label(w.0, *policy);
            w.say(format!("The cards of the regulars are filed {rule}."), format!("State is placed by {rule}."))
        }
        CardsFiled { .. } => {
            w.say("No cards are filed: nobody deals by street.", "No state is placed: nothing is sharded.").into()
        }
        StreetsMoved { moved, all } => {
            let (moved, all) = (numbers::count(*moved), numbers::count(*all));
            w.say(
                format!("{moved} of {all} streets have a new outlet."),
                format!("{moved} of {all} keys have a new node."),
            )
        }
        TakenOut { outlet, .. } => format!("{} is {}.", place(outlet), w.one(Word::TakenOut)),
        LetIn { outlet } => {
            format!("{} {}.", place(outlet), w.say("gets orders again", "is back in rotation"))
        }
        OpenForAll { on: true, .. } => {
            w.say("The front desk ignores the check: orders go to all who answer.", "The balancer fails open.").into()
        }
        OpenForAll { .. } => {
            w.say("The front desk goes by the check again.", "The balancer goes by health checks again.").into()
        }
        ChefBack { chef } => format!("{} is {}.", n.chef(*chef), back_from_retraining(w)),
        RiderBack { rider } => format!("{} is {}.", n.rider(*rider), back_from_retraining(w)),
        PowerBack { outlet } => format!("{} {}.", place(outlet), w.say("has power again", "is up again")),
        LineMended { outlet, .. } => w.say(
            format!("The telephone at {} works again.", place(outlet)),
            format!("The partition of {} heals.", place(outlet)),
        ),
        SurgeOver { zone, .. } => {
            format!("The {}{} is over.", w.one(Word::Rush), where_from(scene, zone))
        }
        TrafficOver => format!("The {} is over.", w.one(Word::TrafficJam)),
        ImpatienceOver { zone } => {
            format!("{}{} are as patient as before.", w.titles(Word::Customer), where_from(scene, zone))
        }
        Learned { outlet, reachable: false, .. } => {
            format!("The {} notices that {} is silent.", w.one(Word::FrontDesk), place(outlet))
        }
        Learned { outlet, .. } => format!("{} answers the {} again.", place(outlet), w.one(Word::FrontDesk)),
        PrepBegan { outlet } => format!("{} begins at {}.", w.title(Word::Prep), place(outlet)),
        PrepEnded { outlet, .. } => format!("{} ends at {}.", w.title(Word::Prep), place(outlet)),
        Done { command, going, .. } => capital(&act::done(scene, command, *going)),
        ScriptRefused { command, .. } => {
            format!("A scripted event was refused: {}.", act::describe_command(scene, command))
        }
        ManagerHired { outlet, count: 0, waiting, .. } => w.say(
            format!("The manager at {} sees {waiting} waiting, and the till is empty.", place(outlet)),
            format!("Autoscaler at {}: {waiting} queued, no budget left.", place(outlet)),
        ),
        ManagerHired { outlet, count, waiting, coming, .. } => {
            let way = if *coming == 0 { String::new() } else { format!(", {coming} on the way") };
            w.say(
                format!(
                    "{waiting} {} at {}{way}: the manager calls {count} more.",
                    super::words::verb(*waiting, "waits", "wait"),
                    place(outlet)
                ),
                format!("{waiting} queued at {}{way}: the autoscaler starts {count} more.", place(outlet)),
            )
        }
        ManagerDismissed { chef } => w.say(
            format!("The manager at {} sends {} home: nobody waits.", place(&chef.outlet), n.chef(*chef)),
            format!("The autoscaler of {} stops {}: the queue is empty.", place(&chef.outlet), n.chef(*chef)),
        ),
        ChefStarts { outlet, chef, count: 1 } => format!("{} starts at {}.", n.chef(*chef), place(outlet)),
        ChefStarts { outlet, count, .. } => {
            format!("{} start at {}.", w.counted(*count as u64, Word::Chef), place(outlet))
        }
        RiderStarts { outlet, rider, count: 1 } => format!("{} starts to ride for {}.", n.rider(*rider), place(outlet)),
        RiderStarts { outlet, count, .. } => {
            format!("{} start at {}.", w.counted(*count as u64, Word::Rider), place(outlet))
        }
        ChefLeft { chef } => format!("{} has left.", n.chef(*chef)),
        RiderLeft { rider } => format!("{} has left.", n.rider(*rider)),
        ToolsFitted { outlet, .. } => w.say(
            format!("The new tools fit at {}.", place(outlet)),
            format!("{} runs on larger machines.", place(outlet)),
        ),
        Opened { outlet } => format!("{} opens.", place(outlet)),
        Closed { outlet } => format!("{} is closed and empty.", place(outlet)),
        Rerouted { .. } | Copied { .. } | CookedTwice { .. } | PutBack { .. } | Held { .. } | Spoiled { .. } => {
            moved(scene, what)
        }
        other => trouble(scene, other),
    }
}

/// What became of orders and bases at one moment.
fn moved(scene: &Scene, what: &What) -> String {
    use What::*;
    let (w, n) = (scene.words, scene.names);
    let place = |o: &OutletId| n.outlet(*o);
    match what {
        Rerouted { from, count, .. } => {
            let moved = if *count == 1 { "is" } else { "are" };
            format!("*{count}* {} {moved} moved from {}", w.with(Word::Order, *count as u64), place(from))
        }
        Copied { to, count, .. } => format!(
            "*{count}* {} {} sent to {}, too",
            w.with(Word::Order, *count as u64),
            if *count == 1 { "is" } else { "are" },
            to.map_or_else(|| w.say("other outlets", "other nodes").into(), |to| place(&to))
        ),
        CookedTwice { count: 1, again: Some(serial), .. } => {
            format!("{} is {} a second time", order(w, *serial), w.say("cooked", "run"))
        }
        CookedTwice { count, again: Some(_), .. } => {
            format!("*{count}* {} are {} a second time", w.many(Word::Order), w.say("cooked", "run"))
        }
        CookedTwice { count, .. } => {
            format!(
                "*{count}* of them {} now {}",
                if *count == 1 { "is" } else { "are" },
                w.say("cooked twice", "run twice")
            )
        }
        PutBack { outlet, count, .. } => format!(
            "*{count}* {} at {} {} to be {} again",
            w.with(Word::Order, *count as u64),
            place(outlet),
            if *count == 1 { "has" } else { "have" },
            w.say("cooked", "run")
        ),
        Held { count } => format!(
            "*{count}* {} at the {}",
            w.say(
                if *count == 1 { "order waits" } else { "orders wait" },
                if *count == 1 { "request is held" } else { "requests are held" }
            ),
            w.one(Word::FrontDesk)
        ),
        Spoiled { outlet, bases } => {
            format!(
                "*{bases}* {} at {} {}",
                w.with(Word::Base, *bases as u64),
                place(outlet),
                w.say("spoiled", "expired")
            )
        }
        _ => String::new(),
    }
}

fn fault(scene: &Scene, what: &What) -> String {
    use What::*;
    let (w, n) = (scene.words, scene.names);
    let factor = |f: f64| super::commands::times(f).trim_start_matches('×').to_string();
    match what {
        ChefIll { chef, .. } => format!("{} {}.", n.chef(*chef), w.say("falls ill", "crashes")),
        PowerOut { outlet, .. } => format!("{} {}.", n.outlet(*outlet), w.say("goes dark", "goes down")),
        LineCut { outlet, .. } => {
            let place = n.outlet(*outlet);
            w.say(
                format!("The telephone line to {place} is cut."),
                format!("{place} is partitioned from the load balancer."),
            )
        }
        ChefSlow { chef, .. } => {
            format!("{} {}.", n.chef(*chef), w.say("slows down, and says nothing", "degrades silently"))
        }
        ChefBurns { chef, .. } => {
            format!("{} {}.", n.chef(*chef), w.say("burns everything, and says nothing", "fails every request, fast"))
        }
        LampFell { outlet, item, .. } => w.say(
            format!("A lamp falls at {}: the {} is old.", n.outlet(*outlet), n.item(*item)),
            format!("{}: cache {} is flushed.", n.outlet(*outlet), n.item(*item)),
        ),
        PhoneDead { outlet, .. } => w.say(
            format!("{}'s telephone rings, and nobody answers.", n.outlet(*outlet)),
            format!("Calls to {} hang.", n.outlet(*outlet)),
        ),
        RudeChef { chef, .. } => format!("{} {}.", n.chef(*chef), was_rude(w)),
        RudeRider { rider, .. } => format!("{} {}.", n.rider(*rider), was_rude(w)),
        Surge { zone, item, factor: f, .. } => {
            let what =
                item.map_or(w.many(Word::Order).to_string(), |i| format!("{} {}", n.item(i), w.many(Word::Order)));
            format!("{} times as many {what}{}.", factor(*f), where_from(scene, zone))
        }
        Traffic { factor: f, .. } => w.say(
            format!("A traffic jam: rides take {} times as long.", factor(*f)),
            format!("The network slows down {} times.", factor(*f)),
        ),
        Impatience { zone, factor: f, .. } => {
            let (from, share) = (where_from(scene, zone), super::commands::percent(*f));
            w.say(
                format!("New customers{from} have {share} % of their usual patience."),
                format!("Timeouts{from} are {share} % of the usual."),
            )
        }
        BadLine { zone, share, .. } => {
            let (from, share) = (where_from(scene, zone), super::commands::percent(*share));
            w.say(
                format!("{share} of 100 customers{from} do not hear that their order was taken."),
                format!("{share} % of the acknowledgements{from} are lost."),
            )
        }
        _ => String::new(),
    }
}

fn trouble(scene: &Scene, what: &What) -> String {
    use What::*;
    let (w, n) = (scene.words, scene.names);
    let goal = |i: &usize| scene.scenario.goals.get(*i).map_or("", |g| w.told(&g.text, &g.systems)).replace('*', "+");
    match what {
        Late { serial, by, .. } => {
            format!("{} {} {}.", order(w, *serial), w.one(Word::Delivered), late_by(*by))
        }
        Lost { serial, loss, waited, .. } => {
            let after = numbers::duration(*waited);
            match loss {
                Loss::Refused => format!(
                    "{} is {}.",
                    order(w, *serial),
                    w.say("turned away: the line is full", "shed: the queue is full")
                ),
                Loss::Burnt => {
                    format!("{} is {}.", order(w, *serial), w.say("burnt", "failed: an error came back (500)"))
                }
                Loss::Forgotten => super::order_books::forgotten(w, &order(w, *serial), *waited),
                Loss::Abandoned => format!("{} {} after *{after}*.", order(w, *serial), w.one(Word::WalkedOut)),
                Loss::Limited => format!(
                    "{} is {}.",
                    order(w, *serial),
                    w.say("turned back: over the quota", "throttled: over the quota (429)")
                ),
                Loss::Unreachable => {
                    format!("{} is lost: {}.", order(w, *serial), super::phones::untaken(scene, *waited))
                }
            }
        }
        LinePasses { outlet, waiting, .. } => {
            format!("*{waiting}* {} at {}.", waits(w, *waiting), n.outlet(*outlet))
        }
        NobodyServes { outlet, item, waiting } => {
            let what = item.map_or(String::new(), |i| format!("{} ", n.item(i)));
            format!(
                "*{waiting}* {what}{} wait at {} and nobody there can cook them.",
                w.with(Word::Order, *waiting as u64),
                n.outlet(*outlet)
            )
        }
        P95 { p95, over: true, .. } => {
            format!("p95 passes the {}: *{}*.", w.one(Word::Promise), numbers::duration(*p95))
        }
        P95 { p95, .. } => format!("p95 is back within the {}: {}.", w.one(Word::Promise), numbers::duration(*p95)),
        GoalInDanger { goal: g, lately } => {
            let unit = scene.scenario.goals.get(*g).map(|goal| goal.metric.row().unit);
            let why =
                lately.zip(unit).map(|(lately, unit)| format!(", lately {}", super::goals::value(Some(lately), unit)));
            format!("{} in danger: “{}”{}.", w.title(Word::Goal), goal(g), why.unwrap_or_default())
        }
        GoalLost { goal: g } => format!("{} lost: “{}”.", w.title(Word::Goal), goal(g)),
        GoalMet { goal: g } => format!("{} met: “{}”.", w.title(Word::Goal), goal(g)),
        HintReady { .. } => "A hint is ready.".into(),
        Cue { cue } => {
            let text = scene.scenario.cues.get(*cue).map_or("", |c| w.told(&c.text, &c.systems));
            text.split_whitespace().collect::<Vec<_>>().join(" ").replace('*', "")
        }
        Placed { serial, again, .. } => {
            format!(
                "{} {}",
                order(w, *serial),
                if *again { w.say("calls again", "is a retry") } else { w.say("is placed", "arrives") }
            )
        }
        Delivered { serial, latency, .. } => {
            format!("{} {} after {}", order(w, *serial), w.one(Word::Delivered), numbers::duration(*latency))
        }
        _ => String::new(),
    }
}

fn more(scene: &Scene, what: &What) -> String {
    use What::*;
    let (w, n) = (scene.words, scene.names);
    let opens = scene.setup();
    match what {
        ShopOpens { outlets, chefs, backups, riders } => opening(w, *outlets, *chefs, *backups, *riders),
        Milestone { serial: 1, item, zone, .. } => {
            let item = n.item(*item);
            format!("{} {item} for {}", article(&item), n.zone(*zone))
        }
        Milestone { delivered, .. } => format!("{} {} so far", numbers::count(*delivered), w.one(Word::Delivered)),
        ClosingTime { in_system } => {
            format!("{} still in the {}", w.counted(*in_system, Word::Order), w.one(Word::Shop))
        }
        Stranded { orders } => {
            format!(
                "{} will wait for ever; the {} stops counting the years",
                w.counted(*orders, Word::Order),
                w.one(Word::Shop)
            )
        }
        ChefIll { order, .. } => {
            let held = order.map_or(String::new(), |o| format!("{} is in hand; ", self::order(w, o)));
            format!("{held}{}; nobody has noticed", about(scene, what, "back", "is back"))
        }
        PowerOut { in_ovens, lost, .. } => {
            let (short, long) = w.say(("power back", "the power is back"), ("up again", "it is up again"));
            let mut text = about(scene, what, short, long);
            if *in_ovens > 0 {
                text += &format!(
                    "; *{in_ovens}* {} lose {} min of work",
                    w.with(Word::Order, *in_ovens as u64),
                    numbers::minutes(*lost)
                );
            }
            text
        }
        LineCut { waiting, .. } => {
            let keeps = w.say("keeps cooking but hears nothing", "keeps running but hears nothing");
            let had = if *waiting > 0 { format!("; *{waiting}* {} there", waits(w, *waiting)) } else { String::new() };
            let ends = match scene.session.known_end(what) {
                Some(at) => format!("{} at about {}", w.say("repaired", "healed"), scene.clock(at)),
                None => "nobody knows for how long".into(),
            };
            format!("{keeps}; {ends}{had}")
        }
        ChefSlow { factor, .. } => {
            format!("at {} % of the usual speed; nobody will notice", numbers::percent(Some(*factor)))
        }
        ChefBurns { after, .. } => {
            let each = numbers::duration(*after);
            w.say(
                format!("each after *{each}*; nobody notices, and the line there stays short"),
                format!("each in *{each}*; no check looks at results, and the queue there stays short"),
            )
        }
        Tray { baking, .. } if *baking > 1 => {
            w.say(format!("*{baking}* of the same in the ovens"), format!("*{baking}* refills of one key run"))
        }
        StreetsMoved { .. } => w.say("it has no card of theirs", "which has none of their state").into(),
        TakenOut { bad, out, of, .. } => {
            let why = match bad {
                Bad::Late => w.say("its oldest order waits too long", "its oldest request is too old"),
                Bad::Burnt => w.say("too much of it is burnt", "too many of its answers are errors"),
            };
            format!("{why}; *{out}* of {of} out")
        }
        OpenForAll { on, out, of } => {
            let rule = if *on { w.say("too many to be their fault", "more than the threshold") } else { "" };
            format!("*{out}* of {of} out{}{rule}", if *on { "; " } else { "" })
        }
        PhoneDead { .. } | DeskPasses { .. } | FuseBlew { .. } => super::phones::more(scene, what),
        BookAway { .. } | BookBack { .. } | BookBurnt { .. } => super::order_books::more(scene, what),
        RudeChef { .. } | RudeRider { .. } => match scene.session.known_end(what) {
            Some(until) => format!("{} until {}", retrained(w), scene.clock(until)),
            None => format!("{}, for how long nobody knows", retrained(w)),
        },
        // Nobody but the player gives one without an end.
        Surge { until, by: crate::session::Blame::Player, .. }
        | BadLine { until, by: crate::session::Blame::Player, .. }
            if until.is_never() =>
        {
            "until the next".into()
        }
        Surge { .. } | Traffic { .. } | Impatience { .. } | BadLine { .. } => match scene.session.known_end(what) {
            Some(until) => format!("until {}", scene.clock(until)),
            None => "for how long nobody knows".into(),
        },
        Announced { event } => {
            let at = scene.setup().script.get(*event).map(|event| event.at);
            at.map_or(String::new(), |at| format!("at {}", scene.clock(at)))
        }
        EndTold { event } => match told_end(scene, *event) {
            Some(at) => format!("about {}", scene.clock(at)),
            None => String::new(),
        },
        IllnessNoticed { order: Some((serial, lost)), .. } => {
            format!("{} is begun again, {} min of work lost", order(w, *serial), numbers::minutes(*lost))
        }
        Learned { after, .. } => {
            let every = scene.world().desk().health_check;
            let checks = match numbers::duration(every).as_str() {
                _ if every.is_zero() => return "at once".into(),
                "1 min" => "it checks every minute".to_string(),
                time => format!("it checks every {time}"),
            };
            match numbers::duration(*after) {
                _ if after.is_zero() => format!("at once; {checks}"),
                late => format!("{late} late; {checks}"),
            }
        }
        Rerouted { to, line, .. } => rerouted(scene, *to, *line),
        Copied { from, .. } => format!("{} cannot be told to stop", n.outlet(*from)),
        CookedTwice { again: Some(_), .. } => w
            .say(
                "its customer heard nothing and called again",
                "the acknowledgement was lost, and the client sent again",
            )
            .into(),
        CookedTwice { .. } => w
            .say("the customer takes the first, the second is waste", "at least once: the second answer is dropped")
            .into(),
        PutBack { lost, .. } => format!("{} min of work lost", numbers::minutes(*lost)),
        Held { .. } => w.say("until an outlet answers", "until a node is healthy").into(),
        PrepEnded { bases, .. } => format!("{} in stock", w.counted(*bases as u64, Word::Base)),
        ScriptRefused { why, .. } => why.replace('*', "+"),
        ToolsFitted { level, count, .. } => format!("level {level} for {}", w.counted(*count as u64, Word::Chef)),
        other => more_trouble(scene, other, opens),
    }
}

fn more_trouble(scene: &Scene, what: &What, setup: &Setup) -> String {
    use What::*;
    let (w, n) = (scene.words, scene.names);
    match what {
        Late { refund, spans, latency, .. } => {
            let longest =
                crate::sim::order::SPAN_KINDS.into_iter().max_by_key(|k| (spans[*k as usize], std::cmp::Reverse(*k)));
            let most = longest.map_or(String::new(), |kind| {
                format!(
                    "{} of {} min {}",
                    numbers::minutes(spans[kind as usize]),
                    numbers::minutes(*latency),
                    super::spans::doing(scene, kind)
                )
            });
            if refund.0 > 0 { format!("refunded {refund}; {most}") } else { most }
        }
        Lost { item, zone, again, nth, loss, .. } => {
            let again = again
                .map_or(String::new(), |at| format!("; {} at {}", w.say("calls again", "retries"), scene.clock(at)));
            let first = if *nth == 1 && *loss == Loss::Abandoned { "; the first" } else { "" };
            let item = n.item(*item);
            let what = w.say(format!("one {item}"), item.to_string());
            format!("{what}, {}{again}{first}", n.zone(*zone))
        }
        LinePasses { shortest: Some((outlet, 0)), .. } => format!("none at {}", n.outlet(*outlet)),
        LinePasses { shortest: Some((outlet, waiting)), .. } => format!("{waiting} at {}", n.outlet(*outlet)),
        LinePasses { .. } => String::new(),
        P95 { orders, .. } => format!("15-minute window, {}", w.counted(*orders, Word::Order)),
        GoalInDanger { goal, .. } | GoalLost { goal } | GoalMet { goal } => {
            let value = scene.session.goals().get(*goal).and_then(|g| g.value);
            let unit = scene.scenario.goals.get(*goal).map(|g| g.metric.row().unit);
            match (value, unit) {
                (Some(value), Some(unit)) => format!("now {}", super::goals::value(Some(value), unit)),
                _ => String::new(),
            }
        }
        HintReady { .. } => "press i to hear it".into(),
        Placed { item, zone, .. } => format!("{} for {}", n.item(*item), n.zone(*zone)),
        Delivered { item, zone, outlet, .. } => {
            format!("{} for {}, from {}", n.item(*item), n.zone(*zone), n.outlet(*outlet))
        }
        Done { command, .. } => act::done_more(scene, command, setup),
        _ => String::new(),
    }
}

fn opening(w: Words, outlets: u32, chefs: u32, backups: u32, riders: u32) -> String {
    let mut text = format!("{}, {}", w.counted(outlets as u64, Word::Outlet), w.counted(chefs as u64, Word::Chef));
    match backups {
        0 => {}
        1 => text += w.say(" and a backup", " and a standby"),
        n => text += &format!(" and {}", w.counted(n as u64, Word::Backup)),
    }
    if riders > 0 {
        text += &format!(", {}", w.counted(riders as u64, Word::Rider));
    }
    text
}

fn rerouted(scene: &Scene, to: Option<OutletId>, (before, after): (u32, u32)) -> String {
    match to {
        Some(to) if after != before => {
            format!("to {}: it had *{before}* waiting, now *{after}*", scene.names.outlet(to))
        }
        Some(to) => format!("to {}", scene.names.outlet(to)),
        None => "to several".into(),
    }
}

/// What the script will do, as the menus say it; `whole`: how long it lasts, too.
fn event_words(scene: &Scene, event: usize, whole: bool) -> String {
    let Some(scheduled) = scene.setup().script.get(event) else { return String::new() };
    let said = Said::new(&scheduled.command, scene.setup(), scene.words.0);
    let said = if whole { said } else { said.without_end() };
    said.fill(scheduled.command.row().label)
}

/// `#141`, `request 141`.
pub fn order(w: Words, serial: u64) -> String {
    // The house's own work has no number.
    if serial == 0 {
        return w.say("a tray", "a refill").into();
    }
    w.say(format!("#{serial}"), format!("request {serial}"))
}

/// When a fault ends, as far as the player knows: `back at about 19:24`, `nobody knows when it is back`.
fn about(scene: &Scene, fault: &What, short: &str, long: &str) -> String {
    match scene.session.known_end(fault) {
        Some(at) => format!("{short} at about {}", scene.clock(at)),
        None => format!("nobody knows when {long}"),
    }
}

/// `*3.4 min* late`, `*12 s* late`.
fn late_by(by: Span) -> String {
    match by < Span::from_mins(1) {
        true => format!("*{}* late", numbers::duration(by.max(Span::from_secs(1)))),
        false => format!("*{} min* late", numbers::minutes(by)),
    }
}

fn waits(w: Words, n: u32) -> &'static str {
    w.say(super::words::verb(n.into(), "waits", "wait"), super::words::verb(n.into(), "is queued", "are queued"))
}

/// A driver's rudeness is a fault in one service.
fn was_rude(w: Words) -> &'static str {
    w.say("was rude to a customer", "has failed a client")
}

fn retrained(w: Words) -> &'static str {
    w.say("away for retraining", "taken out of service")
}

fn back_from_retraining(w: Words) -> &'static str {
    w.say("back from retraining", "back in service")
}

/// When a scripted event ends, if the player was told; `None`: unknown.
fn told_end(scene: &Scene, event: usize) -> Option<Time> {
    let Scheduled { at, command: Command::Fault(fault) } = scene.setup().script.get(event)? else { return None };
    fault.lasts().map(|lasts| *at + lasts)
}

fn where_from(scene: &Scene, zone: &Option<crate::units::ZoneId>) -> String {
    zone.map_or(String::new(), |z| format!(" from {}", scene.names.zone(z)))
}

/// A fault's name on the time line and the charts: `Cy ill`, `Harbour dark`, `line cut`.
pub fn short(scene: &Scene, entry: &Entry) -> String {
    use What::*;
    let (w, n) = (scene.words, scene.names);
    match &entry.what {
        ChefIll { chef, .. } => w.say(format!("{} ill", n.chef(*chef)), format!("{} crash", n.chef(*chef))),
        PowerOut { outlet, .. } => format!("{} {}", n.outlet(*outlet), w.one(Word::Dark)),
        LineCut { .. } => w.say("line cut", "partition").into(),
        ChefSlow { chef, .. } => format!("{} slow", n.chef(*chef)),
        ChefBurns { chef, .. } => format!("{} {}", n.chef(*chef), w.say("burns", "fails")),
        PhoneDead { outlet, .. } => format!("{} {}", n.outlet(*outlet), w.say("does not answer", "hangs")),
        BookAway { book, .. } => format!("{} {} away", w.say("book", "replica"), book + 1),
        BookBurnt { book, .. } => format!("{} {} {}", w.say("book", "replica"), book + 1, w.say("burns", "lost")),
        LampFell { item, .. } => w.say(format!("{} old", n.item(*item)), format!("{} flushed", n.item(*item))),
        RudeChef { chef, .. } => format!("{} rude", n.chef(*chef)),
        RudeRider { rider, .. } => format!("{} rude", n.rider(*rider)),
        Surge { zone: Some(zone), .. } => format!("{} {}", n.zone(*zone), w.say("rush", "spike")),
        Surge { .. } => w.one(Word::Rush).into(),
        Traffic { .. } => w.say("jam", "slow network").into(),
        Impatience { .. } => w.say("impatience", "short timeouts").into(),
        BadLine { .. } => w.say("bad line", "lost acks").into(),
        _ => String::new(),
    }
}

/// Who drives, in words.
pub fn delivery(w: Words, mode: DeliveryMode) -> String {
    crate::text::values::label(w.0, mode)
}

/// A duration in a sentence, or a word for none.
pub fn span(span: Option<Span>) -> String {
    numbers::seconds(span.map(|s| s.seconds()))
}
