//! What goals, predictions and surprises have in common: a metric with its scope and window, a bound, and the answers
//! that a lesson compares.

use crate::scenario::problem::quoted;
use crate::scenario::quantity::{self, moment};
use crate::scenario::reader::{Fields, number_of, text_of};
use crate::scenario::script::Ranged;
use crate::scenario::tables::{Kind, Live};
use crate::scenario::when;
use crate::sim::metric::{self, Metric, Scope, Unit, resolve};
use crate::sim::setup::{Scheduled, Window};
use crate::units::{Span, Time};
use serde::Serialize;

/// A lesson has at most this many of each thing.
const MANY: usize = 1_000;

/// A bound on a metric's value, in the report's units: lengths of time in seconds, money in dollars, ratios 0–1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub enum Bound {
    /// At least this; equality holds.
    AtLeast(f64),
    /// At most this; equality holds.
    AtMost(f64),
}

impl Bound {
    /// Whether `value` is within the bound.
    pub fn holds(self, value: f64) -> bool {
        match self {
            Bound::AtLeast(bound) => value >= bound,
            Bound::AtMost(bound) => value <= bound,
        }
    }

    /// The bound itself.
    pub fn value(self) -> f64 {
        match self {
            Bound::AtLeast(bound) | Bound::AtMost(bound) => bound,
        }
    }
}

/// Another answer that wins.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Also {
    /// What it is called.
    pub name: String,
    /// A sentence for the debrief.
    pub text: String,
    /// Its commands, sorted by time as shown.
    pub commands: Vec<Ranged>,
}

/// A tempting answer that must lose.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Wrong {
    /// What it is called.
    pub name: String,
    /// Its commands, sorted by time, each with whether a refusal is the point.
    pub commands: Vec<(Scheduled, bool)>,
}

/// The tables of a list, at most as many as a lesson may have.
pub(super) fn each<'a>(root: &Fields<'a>, name: &str) -> Vec<Fields<'a>> {
    let mut all = root.each(name);
    if let Some(first) = all.get(MANY) {
        let message = format!("a lesson has at most {MANY} of [[{name}]], this one {}", all.len());
        root.cx.complaints.wrong(first.node.spot, message, None);
    }
    all.truncate(MANY);
    all
}

/// The metric at a key; one that does not exist, or cannot be used here, is reported.
pub(super) fn metric(f: &Fields<'_>, name: &str) -> Option<Metric> {
    let entry = f.entry(name)?;
    let Kind::Metric(live) = f.key(name).kind else { unreachable!("{name} is no metric") };
    let Some(word) = text_of(&entry.node) else {
        f.cx.mismatch(name, f.key(name).kind, &entry.node);
        return None;
    };
    let wrong = |message: String, hint: Option<String>| {
        f.cx.complaints.wrong(entry.node.spot, message, hint);
        None
    };
    let after = |metric: Metric| matches!(metric.row().kind, metric::Kind::Aftermath(_));
    if live != Live::Predicted && resolve(word, false).is_ok_and(after) {
        return wrong(format!("{} can only be predicted", quoted(word)), Some("it is known when all is over".into()));
    }
    match resolve(word, live == Live::Now) {
        Ok(found) if may_ask(found, live) => Some(found),
        Ok(_) => wrong(format!("{} is no measure of the shop", quoted(word)), None),
        Err(unresolved) if !unresolved.candidates.is_empty() => {
            let several = unresolved.candidates.iter().take(8).map(|path| quoted(path)).collect::<Vec<_>>();
            wrong(
                format!("{} could be several measures", quoted(word)),
                Some(format!("say which: {}", several.join(", "))),
            )
        }
        Err(_)
            if live != Live::Now
                && resolve(word, true).is_ok_and(|found| matches!(found.row().kind, metric::Kind::Gauge(_))) =>
        {
            let hint = "over the whole run, ask for a measure of the report".into();
            wrong(
                format!("{} is a gauge: only hints and cues read it, while the shop is open", quoted(word)),
                Some(hint),
            )
        }
        Err(_) => {
            let names = known_words(live);
            wrong(format!("there is no measure {}", quoted(word)), f.cx.suggestion(word, names))
        }
    }
}

/// Whether a metric can be asked for at such a time.
pub fn may_ask(metric: Metric, live: Live) -> bool {
    match metric.row().kind {
        metric::Kind::Aftermath(_) => live == Live::Predicted,
        metric::Kind::PlayerStat(_) => live != Live::Predicted,
        metric::Kind::Measure | metric::Kind::Gauge(_) => true,
    }
}

pub(super) fn scope(f: &Fields<'_>, metric: Option<Metric>) -> Option<Scope> {
    let (outlet, item, zone) = (f.outlet("outlet"), f.item("item"), f.zone("zone"));
    let given: Vec<&str> = ["outlet", "item", "zone"].into_iter().filter(|key| f.has(key)).collect();
    let scope = match given[..] {
        [] => Scope::Shop,
        ["outlet"] => Scope::Outlet(outlet?),
        ["item"] => Scope::Item(item?),
        ["zone"] => Scope::Zone(zone?),
        [first, second, ..] => {
            let message = format!("either `{first}` or `{second}`: nothing is measured for both together");
            f.wrong(second, message, None);
            return None;
        }
        [_] => unreachable!("there are three keys"),
    };
    let metric = metric?;
    if !metric.fits(scope) {
        let (key, of) = match scope {
            Scope::Item(_) => ("item", "a menu item"),
            Scope::Zone(_) => ("zone", "a zone"),
            Scope::Shop | Scope::Outlet(_) => ("outlet", "an outlet"),
        };
        f.wrong(key, format!("{} is not measured for {of}", quoted(metric.path())), None);
    }
    Some(scope)
}

/// The window `[from, to)`; `None` if none is given. Without `from` it begins at the end of the warm-up, without `to`
/// it ends with the run. `Err` if it cannot be read, which is reported.
pub(super) fn window(f: &Fields<'_>, warmup: Span) -> Result<Option<Window>, ()> {
    if !f.has("from") && !f.has("to") {
        return Ok(None);
    }
    let from = match f.has("from") {
        true => when(f, "from").ok_or(())?,
        false => Time::ZERO + warmup,
    };
    let Some(entry) = f.entry("to") else { return Ok(Some(Window { from, to: Time::NEVER })) };
    let Some(read) = text_of(&entry.node).and_then(|text| moment(text, f.cx.hours.opens)) else {
        f.cx.mismatch("to", Kind::Moment, &entry.node);
        return Err(());
    };
    let mut to = read.time;
    while read.by_clock && f.has("from") && to <= from {
        to += Span::from_hours(24);
    }
    if to <= from {
        f.wrong("to", "this window ends before it begins".into(), None);
        return Err(());
    }
    Ok(Some(Window { from, to }))
}

/// The bound at `at_least` or `at_most`.
pub(super) fn bound(f: &Fields<'_>, name: &str, metric: Option<Metric>) -> Option<Bound> {
    let value = amount(f, name, metric)?;
    Some(if name == "at_least" { Bound::AtLeast(value) } else { Bound::AtMost(value) })
}

/// All paths of metrics, and the last parts that stand for one.
fn known_words(live: Live) -> Vec<&'static str> {
    let paths = Metric::all().map(Metric::path).filter(|path| resolve(path, live == Live::Now).is_ok());
    let short = |path: &'static str| path.rsplit('.').next().filter(|last| resolve(last, live == Live::Now).is_ok());
    paths.flat_map(|path| [Some(path), short(path)]).flatten().collect()
}

fn amount(f: &Fields<'_>, name: &str, metric: Option<Metric>) -> Option<f64> {
    let node = &f.entry(name)?.node;
    let unit = metric.map(|metric| metric.row().unit);
    let value = match (number_of(node), text_of(node).and_then(quantity::span)) {
        (Some(number), _) => number,
        (None, Some(span)) if unit.is_none_or(|unit| unit == Unit::Seconds) => span.seconds(),
        (None, Some(_)) => {
            let path = metric.map_or("it", Metric::path);
            f.wrong(name, format!("{} is no length of time: `{name}` must be a number", quoted(path)), None);
            return None;
        }
        (None, None) => {
            f.cx.mismatch(name, Kind::Bound, node);
            return None;
        }
    };
    let may_be_negative = metric.is_none_or(|metric| metric.row().may_be_negative);
    if unit == Some(Unit::Ratio) && value > 1.0 {
        f.wrong(name, format!("a ratio is at most 1, not {value}"), Some("19 of 20 are 0.95".into()));
    } else if value < 0.0 && !may_be_negative || value.abs() > 1e12 {
        f.wrong(name, format!("`{name}` can never be {value:?}"), None);
    }
    Some(value)
}
