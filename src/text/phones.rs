//! Clerks, dead telephones and fuses in words.

use super::words::{Word, verb};
use crate::session::{What, Why};
use crate::sim::explain::Clerks;
use crate::sim::phone::{FuseState, Phones};
use crate::sim::setup::{FuseScope, Setup};
use crate::text::ink::Ink;
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::units::{OutletId, Span};

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
            w.say(verb((*count).into(), "sits down at the desk", "sit down at the desk"), "up")
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
    forms.push(match phones.waiting() {
        0 => w.say(format!("{busy} of {present} busy"), format!("{busy}/{present} in use")),
        waiting => w.say(format!("{busy}/{present}, {waiting} wait"), format!("{waiting} pending")),
    });
    forms.push(match phones.waiting() {
        0 => format!("{busy}/{present}"),
        waiting => format!("{busy}/{present} +{waiting}"),
    });
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

/// `Mill's telephone holds the clerks.`
pub fn headlines(scene: &Scene, why: &Why) -> Vec<Rich> {
    let w = scene.words;
    let held = why.lately.clerks.filter(|held| 2 * held.with >= held.of && scene.world().outlets().len() > 1);
    let (who, what) = match held {
        Some(held) => {
            let name = scene.names.outlet(held.outlet);
            w.say(
                (format!("{name}'s telephone"), "holds the clerks."),
                (name.to_string(), "has exhausted the worker pool."),
            )
        }
        None => w.say(("Too few clerks:".into(), "no kitchen is rung."), ("The worker pool".into(), "is exhausted.")),
    };
    vec![Rich::of(who, Ink::DangerFigure).and(format!(" {what}"), Ink::Strong)]
}

/// `4 of 5 clerks listen to Mill, and 7 orders wait for one. Harbour and Hill are idle.`
pub fn evidence(scene: &Scene, why: &Why) -> Vec<String> {
    let Some(Clerks { outlet, with, of, waiting }) = why.lately.clerks else { return vec![String::new()] };
    let (w, name) = (scene.words, scene.names.outlet(outlet));
    let said = w.say(
        format!("*{with}* of {of} clerks are on the line with {name}, and *{waiting}* orders wait for one"),
        format!("*{with}* of {of} threads are in calls to {name}, and *{waiting}* requests wait for one"),
    );
    let rates = scene.session.rates().iter().enumerate();
    let is_idle = |o: usize, busy: Option<f64>| {
        let place = &scene.world().outlets()[o];
        o != outlet.index() && place.is_open() && place.waiting.value() == 0 && busy.is_some_and(|busy| busy < 0.6)
    };
    let idle = rates.filter(|(o, rates)| is_idle(*o, rates.chefs_busy));
    let idle: Vec<String> = idle.map(|(o, _)| scene.names.outlet(OutletId(o as u32)).to_string()).collect();
    let rest = match idle.as_slice() {
        [] => String::new(),
        [one] => format!(" {one} {}.", w.say("has hands to spare", "has capacity to spare")),
        [first, second] => format!(" {first} and {second} {}.", w.say("have hands to spare", "have capacity to spare")),
        many => format!(" {} {}.", many.len(), w.say("others have hands to spare", "others have capacity to spare")),
    };
    let short = w.say(
        format!("*{with}* of {of} clerks listen to {name}; *{waiting}* orders wait"),
        format!("*{with}* of {of} threads call {name}; *{waiting}* requests wait"),
    );
    vec![format!("{said}.{rest}"), format!("{short}.{rest}"), format!("{said}."), format!("{short}.")]
}

/// Whether an order may wait for a clerk before it waits for a chef.
pub fn has_clerks(setup: &Setup) -> bool {
    setup.dispatch.phones.is_some_and(|phones| phones.clerks.is_some())
}

/// Whom orders wait for that are not begun: `a chef`, a clerk where clerks are counted, and books where there are some.
pub fn awaited(setup: &Setup) -> &'static str {
    match () {
        () if has_clerks(setup) => "a clerk or a chef",
        () if setup.books.is_some() => "books or a chef",
        () => "a chef",
    }
}

/// Why nobody took a call that was lost after so long: `nobody answered the telephone`.
pub fn untaken(scene: &Scene, waited: Span) -> &'static str {
    let (w, phones) = (scene.words, scene.world().desk().phones.as_ref());
    let given_up = phones.and_then(|phones| phones.give_up).is_some_and(|give_up| waited >= give_up);
    match (given_up, phones.is_some_and(|phones| phones.fuse.is_some())) {
        (true, _) => w.say("nobody answered the telephone", "the call timed out"),
        (false, true) => w.say("a fuse is blown, and nobody rang", "a circuit is open: it failed fast"),
        (false, false) => w.say("nobody could take it", "no node could take it"),
    }
}

/// The open outlets to which a clerk listens in vain, or which their own blown fuse keeps from being rung.
fn silent_ones(scene: &Scene, phones: &Phones) -> Vec<OutletId> {
    let rings = |id: OutletId| phones.calls().any(|call| call.rings && call.outlet == id);
    let own = phones.fuse.is_some_and(|fuse| fuse.scope == FuseScope::Each);
    let ids = (0..phones.lanes.len()).map(|o| OutletId(o as u32));
    let open = ids.filter(|id| scene.world().outlets()[id.index()].is_open());
    open.filter(|&id| rings(id) || (own && fuse(scene, phones, id).is_some())).collect()
}

/// `Mill does not answer.`, if that is why orders are not taken; `None`: none of the outlets that are rung is silent.
pub fn silent(scene: &Scene) -> Option<Rich> {
    let w = scene.words;
    let phones = scene.world().desk().phones.as_ref()?;
    let silent = silent_ones(scene, phones);
    let (who, what) = match silent.as_slice() {
        [] => return None,
        [one] => (scene.names.outlet(*one).to_string(), w.say("does not answer.", "does not respond.")),
        many if many.len() == phones.lanes.len() => {
            return Some(
                Rich::of(w.say("Nobody", "No node"), Ink::DangerFigure)
                    .and(w.say(" answers the telephone.", " responds."), Ink::Strong),
            );
        }
        many => (
            format!("{} {}", many.len(), w.many(Word::Outlet)),
            w.say("do not answer the telephone.", "do not respond."),
        ),
    };
    Some(Rich::of(who, Ink::DangerFigure).and(format!(" {what}"), Ink::Strong))
}

/// `Mill does not answer: 2 clerks listen there, and 12 orders wait for that telephone.`, longest form first; an empty
/// one if somebody answers everywhere.
pub fn waiting_for_the_silent(scene: &Scene) -> Vec<String> {
    let w = scene.words;
    let Some(phones) = &scene.world().desk().phones else { return vec![String::new()] };
    let silent = silent_ones(scene, phones);
    let Some(&worst) = silent.iter().max_by_key(|id| (phones.lanes[id.index()].waiting.len(), std::cmp::Reverse(**id)))
    else {
        return vec![String::new()];
    };
    let name = scene.names.outlet(worst);
    let said = w.say(format!("{name} does not answer"), format!("{name} does not respond"));
    let (listen, wait) = (phones.on_the_line(worst), phones.lanes[worst.index()].waiting.len() as u64);
    let clerks = w.counted(listen.into(), Word::Clerk);
    let listening = w.say(
        format!("{clerks} {} there", verb(listen.into(), "listens", "listen")),
        format!("{clerks} {} in calls to it", verb(listen.into(), "hangs", "hang")),
    );
    let orders = w.counted(wait, Word::Order);
    let waiting = w.say(
        format!("*{orders}* {} for a free line to it", verb(wait, "waits", "wait")),
        format!("*{orders}* {} for a permit", verb(wait, "is queued", "are queued")),
    );
    match (listen, wait) {
        (0, 0) => vec![format!("{said}.")],
        (_, 0) => vec![format!("{said}: {listening}."), format!("{said}.")],
        (0, _) => vec![format!("{said}: {waiting}."), format!("{said}.")],
        _ => vec![format!("{said}: {listening}, and {waiting}."), format!("{said}: {waiting}."), format!("{said}.")],
    }
}

/// Why orders were not taken where outlets are rung through, longest form first.
pub fn unreachable(scene: &Scene) -> Vec<String> {
    let w = scene.words;
    let Some(phones) = &scene.world().desk().phones else { return vec![String::new()] };
    let ids = (0..phones.lanes.len()).map(|o| OutletId(o as u32));
    let open = ids.filter(|id| scene.world().outlets()[id.index()].is_open());
    let (blown, whole): (Vec<OutletId>, Vec<OutletId>) = open.partition(|&id| fuse(scene, phones, id).is_some());
    let rest = match whole.as_slice() {
        [] => String::new(),
        [one] => {
            let name = scene.names.outlet(*one);
            w.say(format!(" {name} takes its calls as ever."), format!(" {name} is called as ever."))
        }
        many => w.say(
            format!(" The other {} take their calls as ever.", many.len()),
            format!(" The other {} are called as ever.", many.len()),
        ),
    };
    let said = match (blown.as_slice(), phones.fuse.map(|fuse| fuse.scope)) {
        ([], _) => w.say("Nobody answered, and the clerks gave up.", "Calls timed out.").into(),
        (_, Some(FuseScope::All)) => w.say(
            "The one fuse of all telephones is blown: nobody is rung, not even who would answer.".into(),
            "The circuit breaker shared by all is open: nobody is called, not even healthy nodes.".into(),
        ),
        ([one], _) => {
            let name = scene.names.outlet(*one);
            w.say(
                format!("The fuse to {name} is blown: whoever orders there is told at once."),
                format!("The circuit to {name} is open: requests for it fail fast."),
            )
        }
        (many, _) => w.say(
            format!("{} telephones are behind a blown fuse.", many.len()),
            format!("{} nodes are behind an open circuit.", many.len()),
        ),
    };
    vec![format!("{said}{rest}"), said]
}

/// `no clerk free, 7 wait`, longest form first; empty if nobody waits for one.
pub fn no_clerk(scene: &Scene) -> Vec<String> {
    let Some(phones) = scene.world().desk().phones.as_ref() else { return Vec::new() };
    let (w, waiting) = (scene.words, phones.waiting());
    if waiting == 0 {
        return Vec::new();
    }
    vec![
        w.say(format!("no clerk free, {waiting} wait"), format!("pool exhausted, {waiting} wait")),
        w.say(format!("{waiting} for a clerk"), format!("{waiting} pending")),
    ]
}

/// What is the matter with the line to an outlet, longest form first: its fuse, or how many listen to it.
pub fn matter(scene: &Scene, id: OutletId) -> Vec<String> {
    let Some(phones) = scene.world().desk().phones.as_ref() else { return Vec::new() };
    let w = scene.words;
    if let Some(said) = fuse(scene, phones, id) {
        return vec![said, w.say("fuse blown", "circuit open").into()];
    }
    let with = phones.on_the_line(id);
    let most = phones.counted && with >= 2 && 2 * with >= phones.present() && scene.world().outlets().len() > 1;
    if !most {
        return Vec::new();
    }
    let of = phones.present();
    vec![
        w.say(format!("{with} of {of} clerks on the line"), format!("{with} of {of} threads in calls")),
        w.say(format!("{with} clerks"), format!("{with} threads")),
    ]
}
