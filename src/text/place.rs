//! An outlet's state in a few words or a sentence: dark, cut off, opening, to let.

use super::words::{Word, verb};
use crate::sim::health::Bad;
use crate::sim::outlet::{Outlet, Status, Supply};
use crate::text::cards;
use crate::text::glyphs::Glyphs;
use crate::text::ink::Ink;
use crate::text::lamps;
use crate::text::numbers;
use crate::text::order_books;
use crate::text::phones;
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::units::{OutletId, Time};

/// What is the matter with an outlet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing.
    Fine,
    /// A closed site that can be opened.
    ToLet,
    /// It will open at that moment.
    Opening(Time),
    /// It takes no new orders and finishes what it has.
    Closing,
    /// Its power is cut.
    Dark,
    /// Its link to the front desk is cut.
    Cut,
    /// Nobody there can cook although it is open.
    Empty,
}

/// An outlet's state; of several the most serious.
pub fn state(outlet: &Outlet) -> State {
    match (outlet.status, outlet.power, outlet.link) {
        (Status::Closed, ..) => State::ToLet,
        (Status::Opening { opens }, ..) => State::Opening(opens),
        (_, Supply::Broken { .. }, _) => State::Dark,
        (_, _, Supply::Broken { .. }) => State::Cut,
        (Status::Closing, ..) => State::Closing,
        _ if !outlet.chefs.iter().any(|c| c.is_well_and_here()) => State::Empty,
        _ => State::Fine,
    }
}

/// Since when health checks have taken an open outlet out; `None`: it gets orders, as far as they are concerned.
pub fn out_since(scene: &Scene, id: OutletId) -> Option<(Time, Bad)> {
    scene.world().desk().health.belief(id)?.out
}

/// How many of the last ten orders finished at an outlet were burnt, if so many that one sees it.
pub fn charred(scene: &Scene, id: OutletId) -> Option<u32> {
    let burnt = scene.world().outlets()[id.index()].finished.burnt();
    (burnt >= SEEN).then_some(burnt)
}

/// One or two burnt orders of ten are bad luck.
const SEEN: u32 = 3;

/// Its mark on maps and in lists, as far as that does not depend on who is selected.
pub fn mark(glyphs: &Glyphs, scene: &Scene, id: OutletId) -> (char, Ink) {
    match state(&scene.world().outlets()[id.index()]) {
        State::Dark => (glyphs.outlet_dark, Ink::Cold),
        State::ToLet | State::Opening(_) => (glyphs.to_let, Ink::Cold),
        State::Cut => (glyphs.outlet, Ink::Cold),
        _ if out_since(scene, id).is_some() => (glyphs.free, Ink::Cold),
        State::Empty => (glyphs.outlet, Ink::Danger),
        _ if charred(scene, id).is_some() => (glyphs.outlet, Ink::Muted),
        State::Fine | State::Closing => (glyphs.outlet, Ink::Plain),
    }
}

/// What is the matter with the front desk, longest first: `no clerk free, 7 wait`, `open for all: 4 of 6 out`; empty if
/// nothing is.
pub fn how_many_out(scene: &Scene) -> Vec<String> {
    let (desk, w) = (scene.world().desk(), scene.words);
    let out = desk.health.out;
    let open = desk.open.iter().filter(|open| **open).count();
    let no_clerk = phones::no_clerk(scene);
    if !no_clerk.is_empty() {
        return no_clerk;
    }
    if let Some(said) = order_books::too_few(scene) {
        return said;
    }
    match (out, desk.is_open_for_all()) {
        (0, _) => Vec::new(),
        (_, true) => {
            vec![format!("{}: {out} of {open} out", w.say("open for all", "fail open")), format!("{out} of {open} out")]
        }
        _ => vec![format!("{out} of {open} {}", w.one(Word::TakenOut)), format!("{out} of {open} out")],
    }
}

/// A few words for the map, longest first; empty if all is well.
pub fn short(scene: &Scene, id: OutletId) -> Vec<String> {
    let w = scene.words;
    let left = || match scene.session.power_known_back(id) {
        Some(back) => format!(", {}", numbers::duration(scene.until(back))),
        None => String::new(),
    };
    let state = state(&scene.world().outlets()[id.index()]);
    match (state, out_since(scene, id), charred(scene, id)) {
        (State::Fine | State::Empty, Some((since, _)), _) => {
            return vec![format!("{} {}", w.one(Word::TakenOut), scene.clock(since)), w.say("out", "out").into()];
        }
        (State::Fine, None, Some(burnt)) => {
            let burnt = format!("{burnt} of 10 {}", w.say("burnt", "failed"));
            return vec![burnt, w.say("burns", "fails").into()];
        }
        (State::Fine, None, None) if let Some(same) = lamps::of_the_same(scene, id) => {
            return vec![
                w.say(format!("{same} of the same tray in the ovens"), format!("{same} refills of one key")),
                w.say(format!("{same} trays"), format!("{same} refills")),
            ];
        }
        (State::Fine, None, None) if scene.world().cards().is_some() => return cards::mostly_strangers(scene, id),
        _ => {}
    }
    match state {
        State::Fine if scene.world().order_books().is_some() => order_books::matter(scene, id),
        State::Fine => phones::matter(scene, id),
        State::ToLet => vec![closed(scene, id).into()],
        State::Opening(at) => vec![format!("opens {}", scene.by(at))],
        State::Closing => vec![w.say("closing", "draining").into()],
        State::Dark => vec![format!("{}{}", w.one(Word::Dark), left()), w.one(Word::Dark).into()],
        State::Cut => vec![w.say("cannot hear us", "unreachable").into(), w.say("cut off", "cut off").into()],
        State::Empty => vec![w.say("nobody cooks", "no worker").into()],
    }
}

/// A sentence or two for the Kitchens panel, longest first: the state in its colour, then its consequence, muted.
pub fn sentences(scene: &Scene, id: OutletId) -> Vec<Rich> {
    let w = scene.words;
    let outlet = &scene.world().outlets()[id.index()];
    let waiting = outlet.waiting.value() + outlet.hanging.len() as u64;
    match state(outlet) {
        State::Fine => order_books::matter(scene, id).into_iter().map(|text| Rich::of(text, Ink::Warn)).collect(),
        State::ToLet => to_let(scene, id),
        State::Opening(at) => vec![cold(format!("opens at {}", scene.by(at)))],
        State::Closing => {
            let closing = w.say("closing", "draining");
            let left = w.counted(outlet.load() as u64, Word::Order);
            let to_do = w.say("still to cook", "still to run");
            vec![cold(closing).and(format!(": {left} {to_do}"), Ink::Muted), cold(closing)]
        }
        State::Dark => {
            let known = scene.session.power_known_back(id);
            let dark = format!("{}{}.", w.one(Word::Dark), back(scene, known, "power back", "restart"));
            let then = match waiting {
                0 => idle_people(scene, id),
                n => {
                    let wait = w.say(verb(n, "waits", "wait"), verb(n, "is queued", "are queued"));
                    format!(" {} {wait} there.", w.counted(n, Word::Order))
                }
            };
            vec![cold(dark.clone()).and(then, Ink::Muted), cold(dark)]
        }
        State::Cut => cut(scene, id),
        State::Empty => {
            let nobody = Rich::of(w.say("nobody cooks here", "no worker is up"), Ink::Danger);
            let lined_up = format!(": {waiting} {}", w.one(Word::Waiting));
            vec![nobody.clone().and(lined_up, Ink::Muted), nobody]
        }
    }
}

fn cold(text: impl Into<std::borrow::Cow<'static, str>>) -> Rich {
    Rich::of(text, Ink::Cold)
}

/// `, mends in 9 min`; empty if the player does not know.
fn back(scene: &Scene, known: Option<Time>, pizza: &str, system: &str) -> String {
    known.map_or(String::new(), |at| {
        format!(", {} in {}", scene.words.say(pizza, system), numbers::duration(scene.until(at)))
    })
}

/// Whether a closed site costs nothing to open, like one that was only closed for the evening.
fn is_free(scene: &Scene, id: OutletId) -> bool {
    let setup = &scene.setup().outlets[id.index()];
    setup.open_cost.0 == 0 && setup.rent_per_hour.0 == 0
}

/// The word for a closed site.
fn closed(scene: &Scene, id: OutletId) -> &'static str {
    scene.words.say(if is_free(scene, id) { "closed" } else { "to let" }, "not deployed")
}

fn to_let(scene: &Scene, id: OutletId) -> Vec<Rich> {
    let setup = &scene.setup().outlets[id.index()];
    let to_let = closed(scene, id);
    if is_free(scene, id) {
        return vec![cold(to_let).and(format!(". {}", opening_time(scene, id)), Ink::Muted), cold(to_let)];
    }
    let (cost, rent) = (numbers::dollars(setup.open_cost), numbers::dollars(setup.rent_per_hour));
    let terms = format!(": {cost}, then {rent} an hour. {}", opening_time(scene, id));
    vec![cold(to_let).and(terms, Ink::Muted), cold(to_let).and(format!(", {cost}"), Ink::Muted)]
}

fn cut(scene: &Scene, id: OutletId) -> Vec<Rich> {
    let w = scene.words;
    let outlet = &scene.world().outlets()[id.index()];
    let cut = format!(
        "{}{}.",
        w.say("line cut", "partitioned"),
        back(scene, scene.session.line_known_back(id), "mends", "heals")
    );
    let (load, hanging, twice) = (outlet.load() as u64, outlet.hanging.len() as u64, copied(scene, id));
    let cooks_on = w.say("Cooks on", "Works on");
    let said = match (twice, hanging, load) {
        (0, 0, 0) => vec![w.say(" Nothing left to cook there.", " Nothing left to run there.").to_string()],
        (0, 0, load) => vec![format!(" {cooks_on} what it has: {load} in its {}.", w.one(Word::Kitchen))],
        (0, n, _) => vec![format!(" {} {} in the line.", w.counted(n, Word::Order), verb(n, "hangs", "hang"))],
        (twice, ..) => {
            let them = w.say("are being made elsewhere as well", "run elsewhere as well");
            let long = format!(" {cooks_on}: {twice} of its {} {them}.", w.many(Word::Order));
            vec![long, format!(" {twice} {}.", w.one(Word::MadeTwice))]
        }
    };
    let mut forms: Vec<Rich> = said.into_iter().map(|then| cold(cut.clone()).and(then, Ink::Muted)).collect();
    forms.push(cold(cut));
    forms
}

/// How many of its orders have a second ticket elsewhere.
fn copied(scene: &Scene, id: OutletId) -> u64 {
    let orders = scene.world().orders().iter();
    orders.filter(|(_, o)| o.outlet == id && !o.is_copy() && !o.other.is_none()).count() as u64
}

fn opening_time(scene: &Scene, id: OutletId) -> String {
    match scene.setup().outlets[id.index()].open_time {
        time if time.is_zero() => "Opens at once.".into(),
        time => format!("Opens {} later.", numbers::duration(time)),
    }
}

/// What idle chefs do meanwhile. The system designer's words are without jokes.
fn idle_people(scene: &Scene, id: OutletId) -> String {
    let outlet = &scene.world().outlets()[id.index()];
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
