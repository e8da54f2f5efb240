//! What an order placed now would meet, in words.

use super::words::Words;
use crate::session::{Band, Estimate, Meets};
use crate::sim::phone::FuseState;
use crate::sim::world::World;
use crate::text::numbers;
use crate::units::{OutletId, Span};

/// Probability above which it is not mentioned.
const SURE: f64 = 0.9;

/// `38 min (31–47)`, or why there is no such number; longest form first.
pub fn figure(w: Words, world: &World, estimate: &Estimate) -> Vec<String> {
    match (estimate.has_time(), estimate.total()) {
        (true, Some(total)) if estimate.is_rough() => roughly(total),
        (true, Some(total)) => with_band(total, estimate.band),
        _ => fate(w, world, estimate),
    }
}

/// The wait for a chef, in the same forms.
pub fn wait(w: Words, world: &World, estimate: &Estimate) -> Vec<String> {
    match (estimate.has_time(), estimate.chef) {
        (true, Some(chef)) if estimate.is_rough() => roughly(chef),
        (true, Some(chef)) => with_band(chef, estimate.chef_band),
        _ => fate(w, world, estimate),
    }
}

/// What an estimate without a band is marked with where there is no room for a word.
pub const ROUGHLY: char = '~';

fn roughly(mean: Span) -> Vec<String> {
    let short = numbers::duration(mean);
    vec![format!("roughly {short}"), format!("{ROUGHLY}{short}")]
}

fn with_band(mean: Span, band: Option<Band>) -> Vec<String> {
    let short = numbers::duration(mean);
    match band.filter(|band| numbers::duration(band.low) != numbers::duration(band.high)) {
        Some(band) => {
            let (low, high) = (numbers::whole(Some(band.low.minutes())), numbers::whole(Some(band.high.minutes())));
            vec![format!("{short} ({low}–{high})"), short]
        }
        None => vec![short],
    }
}

/// What becomes of an order that has no estimated time, longest form first.
pub fn fate(w: Words, world: &World, estimate: &Estimate) -> Vec<String> {
    let forms = match estimate.meets {
        Meets::Refused => w.say(
            ["would be turned away: the line is full", "turned away: full", "turned away"],
            ["would be rejected: the queue is full", "rejected: full", "rejected"],
        ),
        Meets::Burnt => {
            w.say(["would be burnt", "would be burnt", "burnt"], ["would fail at once", "would fail", "fails"])
        }
        Meets::Forgotten => w.say(
            ["would be taken, and forgotten", "would be forgotten", "forgotten"],
            ["would be acknowledged, and lost", "would be lost", "lost"],
        ),
        Meets::Unreachable => untaken(w, world),
        Meets::Held | Meets::Served | Meets::NoEnd => w.say(
            ["no end in sight", "no end in sight", "no end"],
            ["without end, as far as can be seen", "without end", "no end"],
        ),
        Meets::Passed => w.say(
            ["nobody can say: whoever calls later goes first", "the newest goes first", "newest first"],
            ["cannot be said: later requests go first", "newest goes first", "newest first"],
        ),
    };
    let mut forms: Vec<String> = forms.map(String::from).to_vec();
    if estimate.sure < SURE && estimate.meets != Meets::Passed {
        let tenths = (estimate.sure * 10.0).round().clamp(1.0, 9.0);
        forms.insert(0, format!("{}, {tenths} in 10", forms[1]));
    }
    forms
}

/// Why nobody would take an order placed now: the desk knows nobody who answers, or where clerks ring the outlets
/// through, nobody answers, or nobody rings.
fn untaken(w: Words, world: &World) -> [&'static str; 3] {
    let Some(phones) = &world.desk().phones else {
        return w.say(
            ["nobody would take it: no outlet is known to answer", "nobody would take it", "not taken"],
            ["would fail: no node is known to answer", "would fail: no node", "fails"],
        );
    };
    let ids = (0..phones.lanes.len()).map(|o| OutletId(o as u32));
    let blown = ids.filter(|&id| phones.fuse_of(id).is_some_and(|fuse| fuse.state != FuseState::Whole)).count();
    match (phones.free(), blown) {
        (Some(0), _) => w.say(
            ["nobody would take it: no clerk comes free in time", "no clerk comes free", "no clerk"],
            ["would fail: no thread comes free in time", "would fail: no thread", "fails"],
        ),
        (_, 0) => w.say(
            ["nobody would take it: nobody answers the telephone", "nobody would answer", "not taken"],
            ["would fail: calls time out", "calls time out", "fails"],
        ),
        _ => w.say(
            ["nobody would take it: the fuse is blown", "the fuse is blown", "fuse blown"],
            ["would fail fast: the circuit is open", "the circuit is open", "fails fast"],
        ),
    }
}
