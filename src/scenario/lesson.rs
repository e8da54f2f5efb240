//! The lesson around a shop: goals, stars, hints, cues, predictions, the solution and the tempting wrong answers.

use crate::scenario::document::Spot;
use crate::scenario::prediction::{Answers, Measure, Prediction, RunKind, predictions};
use crate::scenario::problem::quoted;
use crate::scenario::quantity::{self, moment};
use crate::scenario::reader::{Fields, number_of, show, text_of};
use crate::scenario::script::{Ranged, Written, answer, command_arguments, script, toml_text};
use crate::scenario::surprise::{Surprise, surprise};
use crate::scenario::tables::{Kind, Live, Script, command_names};
use crate::scenario::when;
use crate::sim::command::{self, Command};
use crate::sim::metric::{self, Metric, Scope, Unit, resolve};
use crate::sim::setup::{Scheduled, Setup, Window};
use crate::units::{Span, Time};
use serde::Serialize;

/// A goal or a star.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Goal {
    pub text: String,
    pub metric: Metric,
    pub scope: Scope,
    pub bound: Bound,
    /// `None`: the whole run after the warm-up.
    pub window: Option<Window>,
}

/// Lengths of time in seconds, money in dollars.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub enum Bound {
    AtLeast(f64),
    AtMost(f64),
}

impl Bound {
    pub fn holds(self, value: f64) -> bool {
        match self {
            Bound::AtLeast(bound) => value >= bound,
            Bound::AtMost(bound) => value <= bound,
        }
    }

    pub fn value(self) -> f64 {
        match self {
            Bound::AtLeast(bound) | Bound::AtMost(bound) => bound,
        }
    }
}

/// When a hint or cue comes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub enum Trigger {
    At(Time),
    /// As soon as it holds.
    When(Condition),
    /// At that moment if the condition holds then; else never: what the player has done may have made it untrue.
    AtIf(Time, Condition),
}

/// A gauge now, a count or mean since opening, or a measure of the last minutes ([`metric::Live`]), beyond a bound.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Condition {
    pub metric: Metric,
    pub scope: Scope,
    pub bound: Bound,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hint {
    pub trigger: Trigger,
    pub text: String,
    /// The commands that it tells; none: it is a question.
    pub does: Vec<Command>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cue {
    pub trigger: Trigger,
    pub text: String,
    /// The clock stops.
    pub pause: bool,
}

/// Another answer that wins.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Also {
    pub name: String,
    /// A sentence for the debrief.
    pub text: String,
    /// In the order of time, as they are shown.
    pub commands: Vec<Ranged>,
}

/// A tempting answer that must lose.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Wrong {
    pub name: String,
    /// Each with whether a refusal is the point.
    pub commands: Vec<(Scheduled, bool)>,
}

/// A lesson has at most so many of each thing.
const MANY: usize = 1_000;
/// Every outlet keeps a sheet for every window that is asked for.
const MANY_SHEETS: usize = 400_000;

/// All of it.
#[derive(Debug)]
pub struct Lesson {
    pub allow: Vec<&'static str>,
    pub permits: Vec<Permit>,
    pub goals: Vec<Goal>,
    pub stars: Vec<Goal>,
    pub hints: Vec<Hint>,
    pub cues: Vec<Cue>,
    pub predictions: Vec<Prediction>,
    pub solution: Vec<Ranged>,
    pub also: Vec<Also>,
    pub wrong: Vec<Wrong>,
    pub surprise: Option<Surprise>,
}

/// `head`: the table [scenario].
pub fn lesson(root: &Fields<'_>, head: &Fields<'_>, warmup: Span) -> Lesson {
    let (allow, permits) = allow(head, root.has("goal"));
    let (goals, stars) = (goals(root, "goal", warmup), goals(root, "star", warmup));
    percentiles_have_company(root, &goals);
    let solution = answered(root, root, "solution", &allow);
    let also = also(root, &allow);
    let wrong = wrong(root, &allow);
    let answers = Answers { wrong: &wrong, also: &also };
    Lesson {
        goals: goals.into_iter().map(|(goal, _)| goal).collect(),
        stars: stars.into_iter().map(|(star, _)| star).collect(),
        hints: each(root, "hint").iter().filter_map(|f| hint(root, f, &allow)).collect(),
        cues: each(root, "cue").iter().filter_map(cue).collect(),
        predictions: predictions(root, answers, warmup),
        solution,
        surprise: surprise(root, answers, warmup),
        also,
        wrong,
        allow,
        permits,
    }
}

/// Of a command that the player may give in part only: which parameters, and where a value stands, with that value alone.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Permit {
    pub name: &'static str,
    /// Values as TOML writes them.
    pub params: Vec<(&'static str, Option<String>)>,
}

impl Permit {
    fn covers(&self, command: &Command, setup: &Setup) -> bool {
        command.name() == self.name
            && command_arguments(command, setup).iter().all(|(name, value)| {
                let is_said = |(param, only): &(&str, Option<String>)| {
                    param == name && only.as_ref().is_none_or(|only| only == value)
                };
                *name == "outlet" && self.params.iter().all(|(param, _)| *param != "outlet")
                    || self.params.iter().any(is_said)
            })
    }
}

/// The names, and what is permitted of those that have parameters beside them: `"set_retry wait jitter"`,
/// `"set_delivery mode=decoupled"`.
fn allow(head: &Fields<'_>, has_goals: bool) -> (Vec<&'static str>, Vec<Permit>) {
    let rows = command::SPECS.iter();
    let Some(nodes) = head.nodes("allow") else {
        let all = rows.filter(|row| !has_goals || row.kind == command::Kind::Decision).map(|row| row.name);
        return (all.collect(), Vec::new());
    };
    let mut permits = Vec::new();
    for node in nodes {
        match text_of(node) {
            Some(text) => permits.extend(permit(head, node.spot, text)),
            None => {
                head.cx.complaints.wrong(node.spot, format!("a command's name is a text, not {}", show(node)), None)
            }
        }
    }
    let is_named = |name: &str| permits.iter().any(|permit: &(Permit, bool)| permit.0.name == name);
    let names = rows.map(|row| row.name).filter(|name| is_named(name)).collect();
    let in_part = |permit: &Permit| !permits.iter().any(|(other, whole)| *whole && other.name == permit.name);
    (names, permits.iter().map(|(permit, _)| permit).filter(|permit| in_part(permit)).cloned().collect())
}

/// `true`: the whole command.
fn permit(head: &Fields<'_>, spot: Spot, text: &str) -> Option<(Permit, bool)> {
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    let Some(row) = command::spec(word) else {
        let hint = head.cx.suggestion(word, command_names());
        head.cx.complaints.wrong(spot, format!("there is no command {}", quoted(word)), hint);
        return None;
    };
    let mut params = Vec::new();
    for part in rest.split_whitespace() {
        let (key, value) = part.split_once('=').map_or((part, None), |(key, value)| (key, Some(value)));
        let Some(spec) = row.params.iter().find(|spec| spec.name == key) else {
            let hint = head.cx.suggestion(key, row.params.iter().map(|spec| spec.name));
            head.cx.complaints.wrong(spot, format!("{} has no parameter {}", quoted(word), quoted(key)), hint);
            continue;
        };
        // A word stands in quotes, as everywhere in TOML; a number does not.
        let is_bare = |value: &str| {
            !value.starts_with('"') && value.parse::<f64>().is_err() && value != "true" && value != "false"
        };
        params.push((spec.name, value.map(|value| if is_bare(value) { toml_text(value) } else { value.to_string() })));
    }
    Some((Permit { name: row.name, params }, rest.trim().is_empty()))
}

/// `asked`: of which commands it matters.
fn are_allowed(root: &Fields<'_>, allow: &[&str], commands: &[Written], asked: fn(&Command) -> bool) {
    for Written { scheduled, spot, .. } in commands {
        let name = scheduled.command.name();
        if asked(&scheduled.command) && !allow.contains(&name) {
            let message = format!("the player may not give {}", quoted(name));
            root.cx.complaints.lack(*spot, message, Some("add it to `allow` in [scenario]".into()));
        }
    }
}

fn in_order(mut commands: Vec<Written>) -> impl Iterator<Item = Written> {
    commands.sort_by_key(|written| written.scheduled.at);
    commands.into_iter()
}

/// Each with the place of its metric.
fn goals(root: &Fields<'_>, name: &str, warmup: Span) -> Vec<(Goal, Spot)> {
    each(root, name).iter().filter_map(|f| Some((goal(f, warmup)?, f.spot("metric")))).collect()
}

/// The tables of a list, as many as a lesson may have.
pub(super) fn each<'a>(root: &Fields<'a>, name: &str) -> Vec<Fields<'a>> {
    let mut all = root.each(name);
    if let Some(first) = all.get(MANY) {
        let message = format!("a lesson has at most {MANY} of [[{name}]], this one {}", all.len());
        root.cx.complaints.wrong(first.node.spot, message, None);
    }
    all.truncate(MANY);
    all
}

fn goal(f: &Fields<'_>, warmup: Span) -> Option<Goal> {
    let metric = metric(f, "metric");
    let (scope, bound) = (scope(f, metric), one_bound(f, metric));
    let (window, text) = (window(f, warmup), f.text("text"));
    Some(Goal { text: text?, metric: metric?, scope: scope?, bound: bound?, window: window.ok()? })
}

/// Refusing and losing customers flatters a percentile of those delivered.
fn percentiles_have_company(root: &Fields<'_>, goals: &[(Goal, Spot)]) {
    if goals.iter().any(|(goal, _)| goal.metric.counts_the_lost()) {
        return;
    }
    for (goal, spot) in goals.iter().filter(|(goal, _)| goal.metric.is_percentile()) {
        let path = quoted(goal.metric.path());
        let message = format!("{path} is of the delivered alone: losing customers makes it better");
        let hint = "add a goal on `on_time_ratio` or `lost_ratio`".into();
        root.cx.complaints.warn(*spot, message, Some(hint));
    }
}

/// The metric at a key, complained about if there is none of that name, or not here.
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

/// Whether a metric that is read then can be asked for there.
pub fn may_ask(metric: Metric, live: Live) -> bool {
    match metric.row().kind {
        metric::Kind::Aftermath(_) => live == Live::Predicted,
        metric::Kind::PlayerStat(_) => live != Live::Predicted,
        metric::Kind::Measure | metric::Kind::Gauge(_) => true,
    }
}

/// Paths and the last parts that stand for them.
fn known_words(live: Live) -> Vec<&'static str> {
    let paths = Metric::all().map(Metric::path).filter(|path| resolve(path, live == Live::Now).is_ok());
    let short = |path: &'static str| path.rsplit('.').next().filter(|last| resolve(last, live == Live::Now).is_ok());
    paths.flat_map(|path| [Some(path), short(path)]).flatten().collect()
}

pub(super) fn scope(f: &Fields<'_>, metric: Option<Metric>) -> Option<Scope> {
    let (outlet, item) = (f.outlet("outlet"), f.item("item"));
    let scope = match (f.has("outlet"), f.has("item")) {
        (true, true) => {
            f.wrong("item", "either `outlet` or `item`: nothing is measured for both together".into(), None);
            return None;
        }
        (true, false) => Scope::Outlet(outlet?),
        (false, true) => Scope::Item(item?),
        (false, false) => Scope::Shop,
    };
    let metric = metric?;
    if !metric.fits(scope) {
        let (key, of) = if f.has("item") { ("item", "a menu item") } else { ("outlet", "an outlet") };
        f.wrong(key, format!("{} is not measured for {of}", quoted(metric.path())), None);
    }
    Some(scope)
}

fn one_bound(f: &Fields<'_>, metric: Option<Metric>) -> Option<Bound> {
    let (least, most) = (f.has("at_least"), f.has("at_most"));
    if least == most {
        let message =
            if least { "either `at_least` or `at_most`, not both" } else { "`at_least` or `at_most` is missing" };
        let spot = f.entry("at_most").map_or(f.node.spot, |entry| entry.key_spot);
        f.cx.complaints.lack(spot, message.into(), None);
        return None;
    }
    bound(f, if least { "at_least" } else { "at_most" }, metric)
}

/// The bound at `at_least` or `at_most`.
pub(super) fn bound(f: &Fields<'_>, name: &str, metric: Option<Metric>) -> Option<Bound> {
    let value = amount(f, name, metric)?;
    Some(if name == "at_least" { Bound::AtLeast(value) } else { Bound::AtMost(value) })
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

/// `[from, to)`; `None`: none was given. Open ends are the end of the warm-up and the end of the run.
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

fn trigger(f: &Fields<'_>) -> Option<Trigger> {
    let (timed, conditional) = (f.has("at"), f.has("when"));
    if !timed && !conditional {
        f.cx.complaints.lack(f.node.spot, "`at` or `when` is missing".into(), None);
        return None;
    }
    // Both are read before either is missed, so that all that is wrong is said at once.
    let at = if timed { when(f, "at") } else { None };
    let condition = if conditional { condition(f) } else { None };
    match (timed, conditional) {
        (true, false) => at.map(Trigger::At),
        (false, _) => condition.map(Trigger::When),
        (true, true) => Some(Trigger::AtIf(at?, condition?)),
    }
}

fn condition(f: &Fields<'_>) -> Option<Condition> {
    let f = f.inner("when")?;
    let metric = metric(&f, "metric");
    let (scope, bound) = (scope(&f, metric), one_bound(&f, metric));
    Some(Condition { metric: metric?, scope: scope?, bound: bound? })
}

fn hint(root: &Fields<'_>, f: &Fields<'_>, allow: &[&str]) -> Option<Hint> {
    let (trigger, text) = (trigger(f), f.text("text"));
    let does = script(f, "does", Script::Told);
    are_allowed(root, allow, &does, |_| true);
    let does = does.into_iter().map(|written| written.scheduled.command).collect();
    Some(Hint { trigger: trigger?, text: text?, does })
}

fn cue(f: &Fields<'_>) -> Option<Cue> {
    let (trigger, text, pause) = (trigger(f), f.text("text"), f.flag("pause").unwrap_or(false));
    Some(Cue { trigger: trigger?, text: text?, pause })
}

/// The commands of an answer, in the order of time.
fn answered(root: &Fields<'_>, f: &Fields<'_>, name: &str, allow: &[&str]) -> Vec<Ranged> {
    let (written, mut ranges): (Vec<Written>, Vec<Ranged>) = answer(f, name).into_iter().unzip();
    are_allowed(root, allow, &written, |_| true);
    ranges.sort_by_key(|range| range.shown.at);
    ranges
}

fn also(root: &Fields<'_>, allow: &[&str]) -> Vec<Also> {
    let mut all: Vec<Also> = Vec::new();
    for f in each(root, "also") {
        let commands = answered(root, &f, "commands", allow);
        let (Some(name), Some(text)) = (f.name("name"), f.text("text")) else { continue };
        if all.iter().any(|also| also.name == name) {
            f.wrong("name", format!("there are two other answers named {}", quoted(&name)), None);
        }
        all.push(Also { name, text, commands });
    }
    all
}

fn wrong(root: &Fields<'_>, allow: &[&str]) -> Vec<Wrong> {
    let mut all: Vec<Wrong> = Vec::new();
    for f in each(root, "wrong") {
        let commands = script(&f, "commands", Script::Wrong);
        // What tempts may well be what the lesson forbids; a fault is nobody's answer.
        are_allowed(root, allow, &commands, |command| command.kind() == command::Kind::Fault);
        let Some(name) = f.name("name") else { continue };
        if all.iter().any(|wrong| wrong.name == name) {
            f.wrong("name", format!("there are two wrong answers named {}", quoted(&name)), None);
        }
        let commands = in_order(commands).map(|written| (written.scheduled, written.may_refuse)).collect();
        all.push(Wrong { name, commands });
    }
    all
}

impl super::Scenario {
    /// All that is measured beside goals and stars: for the predictions, and for the surprise.
    pub fn measures(&self) -> impl Iterator<Item = Measure> {
        measures(&self.predictions, &self.surprise)
    }

    /// Histories that are measured though nothing is to be proved of them, each once.
    pub fn measured_besides(&self) -> Vec<RunKind> {
        let mut besides = Vec::new();
        for history in self.measures().flat_map(|measure| [Some(measure.of), measure.against]).flatten() {
            let is_beside = matches!(history, RunKind::WithoutEvents | RunKind::SolutionAt(_));
            if is_beside && !besides.contains(&history) {
                besides.push(history);
            }
        }
        besides
    }

    /// Whether the player may give this command.
    pub fn allows(&self, command: &Command) -> bool {
        let permits = || self.permits.iter().filter(|permit| permit.name == command.name());
        self.allow.contains(&command.name())
            && (permits().next().is_none() || permits().any(|permit| permit.covers(command, &self.setup)))
    }
}

fn measures<'a>(
    predictions: &'a [Prediction],
    surprise: &'a Option<Surprise>,
) -> impl Iterator<Item = Measure> + use<'a> {
    let numbers = surprise.iter().flat_map(|surprise| &surprise.numbers);
    predictions.iter().filter_map(Prediction::measure).chain(numbers.map(|number| number.measure))
}

/// The windows that are asked for, each once, in the order of the file; not more than so many outlets can keep sheets for.
pub fn windows(root: &Fields<'_>, lesson: &Lesson, outlets: usize) -> Vec<Window> {
    let goals = lesson.goals.iter().chain(&lesson.stars).filter_map(|goal| goal.window);
    let mut distinct: Vec<Window> = Vec::new();
    let measured = measures(&lesson.predictions, &lesson.surprise).filter_map(|measure| measure.window);
    for window in goals.chain(measured) {
        if !distinct.contains(&window) {
            distinct.push(window);
        }
    }
    let most = MANY_SHEETS / outlets.max(1);
    if distinct.len() > most {
        let message =
            format!("{outlets} outlets can be measured in {most} different windows, these are {}", distinct.len());
        let hint =
            "give goals, stars, predictions and the numbers of the surprise the same `from` and `to`, or none".into();
        root.cx.complaints.wrong(root.spot("goal"), message, Some(hint));
        distinct.truncate(most);
    }
    distinct
}
