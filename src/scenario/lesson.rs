//! The lesson around a shop: goals, stars, hints, cues, predictions, the solution and tempting wrong answers.

use crate::scenario::allow::{Allowed, Permit, allow, are_allowed};
use crate::scenario::document::Spot;
use crate::scenario::measure::{Also, Bound, Wrong, bound, each, metric, scope, window};
use crate::scenario::prediction::{Answers, Measure, Prediction, RunKind, predictions};
use crate::scenario::problem::quoted;
use crate::scenario::reader::Fields;
use crate::scenario::script::{Ranged, Written, answer, script};
use crate::scenario::surprise::{Surprise, surprise};
use crate::scenario::tables::Script;
use crate::scenario::when;
use crate::sim::command::{self, Command};
use crate::sim::metric::{Metric, Scope};
use crate::sim::setup::{Setup, Window};
use crate::units::{Span, Time};
use serde::Serialize;

/// A goal or a star.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Goal {
    /// The sentence that the player reads.
    pub text: String,
    /// The same in the systems' words; `None`: there is no second wording.
    pub systems: Option<String>,
    /// What is measured.
    pub metric: Metric,
    /// For the whole shop, an outlet or an item.
    pub scope: Scope,
    /// What must hold of it.
    pub bound: Bound,
    /// When it is measured; `None`: in the whole run after the warm-up.
    pub window: Option<Window>,
}

/// When a hint or cue comes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub enum Trigger {
    /// At this moment.
    At(Time),
    /// As soon as the condition holds.
    When(Condition),
    /// At this moment if the condition holds then, else never: the player may have prevented it.
    AtIf(Time, Condition),
}

/// A bound on a metric: a gauge now, a count or mean since opening, or a measure of the last minutes, as
/// [`crate::sim::metric::Live`] says.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Condition {
    /// What is read.
    pub metric: Metric,
    /// For the whole shop, an outlet or an item.
    pub scope: Scope,
    /// What must hold of it.
    pub bound: Bound,
}

/// Advice for the player.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hint {
    /// When it is ready.
    pub trigger: Trigger,
    /// The sentence that the player reads.
    pub text: String,
    /// The same in the systems' words; `None`: there is no second wording.
    pub systems: Option<String>,
    /// The commands that it tells; empty if it only asks a question.
    pub does: Vec<Command>,
}

/// A step of the story.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cue {
    /// When it is due.
    pub trigger: Trigger,
    /// The sentence that the player reads.
    pub text: String,
    /// The same in the systems' words; `None`: there is no second wording.
    pub systems: Option<String>,
    /// Whether the clock stops.
    pub pause: bool,
}

/// The most sheets of all outlets together; every outlet keeps one for every window measured.
const MANY_SHEETS: usize = 400_000;

/// Everything in a scenario file that is not the shop. The fields are those of [`Scenario`](super::Scenario).
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

/// Reads the lesson; `head` is the table \[scenario\].
pub fn lesson(root: &Fields<'_>, head: &Fields<'_>, setup: &Setup) -> Lesson {
    let warmup = setup.warmup;
    let (names, permits) = allow(head, root.has("goal"));
    let allow = Allowed { names: &names, permits: &permits, setup };
    let (goals, stars) = (goals(root, "goal", warmup), goals(root, "star", warmup));
    percentiles_have_company(root, &goals);
    let solution = answered(root, root, "solution", allow);
    let also = also(root, allow);
    let wrong = wrong(root, allow);
    let answers = Answers { wrong: &wrong, also: &also };
    Lesson {
        goals: goals.into_iter().map(|(goal, _)| goal).collect(),
        stars: stars.into_iter().map(|(star, _)| star).collect(),
        hints: each(root, "hint").iter().filter_map(|f| hint(root, f, allow)).collect(),
        cues: each(root, "cue").iter().filter_map(cue).collect(),
        predictions: predictions(root, answers, warmup),
        solution,
        surprise: surprise(root, answers, warmup),
        also,
        wrong,
        allow: names,
        permits,
    }
}

fn in_order(mut commands: Vec<Written>) -> impl Iterator<Item = Written> {
    commands.sort_by_key(|written| written.scheduled.at);
    commands.into_iter()
}

/// The goals at a key, each with the place of its metric.
fn goals(root: &Fields<'_>, name: &str, warmup: Span) -> Vec<(Goal, Spot)> {
    each(root, name).iter().filter_map(|f| Some((goal(f, warmup)?, f.spot("metric")))).collect()
}

fn goal(f: &Fields<'_>, warmup: Span) -> Option<Goal> {
    let metric = metric(f, "metric");
    let (scope, bound) = (scope(f, metric), one_bound(f, metric));
    let (window, text, systems) = (window(f, warmup), f.text("text"), f.text("systems"));
    Some(Goal { text: text?, systems, metric: metric?, scope: scope?, bound: bound?, window: window.ok()? })
}

/// Warns if every goal is a percentile of the delivered, which improves when customers are refused or lost.
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

fn trigger(f: &Fields<'_>) -> Option<Trigger> {
    let (timed, conditional) = (f.has("at"), f.has("when"));
    if !timed && !conditional {
        f.cx.complaints.lack(f.node.spot, "`at` or `when` is missing".into(), None);
        return None;
    }
    // Both are read before either is missed, so that all mistakes are reported at once.
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

fn hint(root: &Fields<'_>, f: &Fields<'_>, allow: Allowed<'_>) -> Option<Hint> {
    let (trigger, text, systems) = (trigger(f), f.text("text"), f.text("systems"));
    let does = script(f, "does", Script::Told);
    are_allowed(root, allow, &does, |_| true);
    let does = does.into_iter().map(|written| written.scheduled.command).collect();
    Some(Hint { trigger: trigger?, text: text?, systems, does })
}

fn cue(f: &Fields<'_>) -> Option<Cue> {
    let (trigger, text, systems) = (trigger(f), f.text("text"), f.text("systems"));
    let pause = f.flag("pause").unwrap_or(false);
    Some(Cue { trigger: trigger?, text: text?, systems, pause })
}

/// The commands of an answer, sorted by time.
fn answered(root: &Fields<'_>, f: &Fields<'_>, name: &str, allow: Allowed<'_>) -> Vec<Ranged> {
    let (written, mut ranges): (Vec<Written>, Vec<Ranged>) = answer(f, name).into_iter().unzip();
    are_allowed(root, allow, &written, |_| true);
    ranges.sort_by_key(|range| range.shown.at);
    ranges
}

fn also(root: &Fields<'_>, allow: Allowed<'_>) -> Vec<Also> {
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

fn wrong(root: &Fields<'_>, allow: Allowed<'_>) -> Vec<Wrong> {
    let mut all: Vec<Wrong> = Vec::new();
    for f in each(root, "wrong") {
        let commands = script(&f, "commands", Script::Wrong);
        // A tempting answer may be exactly what the lesson forbids; a fault is nobody's answer.
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
    /// All measures besides goals and stars: those of the predictions and of the surprise.
    pub fn measures(&self) -> impl Iterator<Item = Measure> {
        measures(&self.predictions, &self.surprise)
    }

    /// The histories that are measured although nothing is to be proved of them, each once.
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
        Allowed { names: &self.allow, permits: &self.permits, setup: &self.setup }.covers(command)
    }
}

fn measures<'a>(
    predictions: &'a [Prediction],
    surprise: &'a Option<Surprise>,
) -> impl Iterator<Item = Measure> + use<'a> {
    let numbers = surprise.iter().flat_map(|surprise| &surprise.numbers);
    predictions.iter().filter_map(Prediction::measure).chain(numbers.map(|number| number.measure))
}

/// Whether a goal, a star, a guess or the surprise asks for a zone in a window.
pub fn asks_for_zones_in_windows(lesson: &Lesson) -> bool {
    let goals = lesson.goals.iter().chain(&lesson.stars).map(|goal| (goal.scope, goal.window));
    let measured = measures(&lesson.predictions, &lesson.surprise).map(|measure| (measure.scope, measure.window));
    goals.chain(measured).any(|(scope, window)| matches!(scope, Scope::Zone(_)) && window.is_some())
}

/// The windows measured, each once, in the order of the file; at most as many as the outlets can keep sheets for.
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
