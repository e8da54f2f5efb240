//! Predictions: what the player is asked to predict, about whose run, and what the answers are.

use crate::scenario::document::{Entry, Node, Value};
use crate::scenario::measure::{Also, Wrong, each, metric, scope, window};
use crate::scenario::problem::quoted;
use crate::scenario::quantity;
use crate::scenario::reader::{Fields, is_name, list_of, number_of, text_of};
use crate::scenario::tables::{HISTORY, Kind};
use crate::scenario::when;
use crate::sim::metric::{Metric, Scope};
use crate::sim::setup::Window;
use crate::units::{Span, Time};
use serde::Serialize;

/// A question to the player, whose answer is measured or stands in the file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Prediction {
    /// When it is asked; `None`: before the shop opens.
    pub at: Option<Time>,
    /// The question.
    pub ask: String,
    /// The same in the systems' words; `None`: there is no second wording.
    pub systems: Option<String>,
    /// What is measured; `None`: nothing, the answer stands in the file.
    pub metric: Option<Metric>,
    /// For the whole shop, an outlet or an item.
    pub scope: Scope,
    /// When it is measured; `None`: in the whole run after the warm-up.
    pub window: Option<Window>,
    /// In whose run it is measured.
    pub of: RunKind,
    /// If given, the ratio of `of` to this run is asked for.
    pub against: Option<RunKind>,
    /// The answers to choose from; empty: a number is typed.
    pub choices: Vec<String>,
    /// The same in the systems' words, as many; empty: there is no second wording.
    pub systems_choices: Vec<String>,
    /// Where one choice ends and the next begins, ascending and one fewer than the choices; empty: the nearest number
    /// counts.
    pub edges: Vec<f64>,
    /// The right answer by the file; `None`: the measured one.
    pub answer: Option<String>,
}

/// A metric of a history at its end, or its ratio to that of another history of the same seed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Measure {
    /// What is measured.
    pub metric: Metric,
    /// For the whole shop, an outlet or an item.
    pub scope: Scope,
    /// When it is measured; `None`: in the whole run after the warm-up.
    pub window: Option<Window>,
    /// In whose run it is measured.
    pub of: RunKind,
    /// If given, the value is the ratio of `of` to this run.
    pub against: Option<RunKind>,
}

impl Measure {
    /// Whether it reads this history.
    pub fn needs(&self, history: RunKind) -> bool {
        self.of == history || self.against == Some(history)
    }
}

impl Prediction {
    /// The words of the choices, in the systems' words if `systems` and there are such.
    pub fn choices_said(&self, systems: bool) -> &[String] {
        if systems && !self.systems_choices.is_empty() { &self.systems_choices } else { &self.choices }
    }

    /// What is measured to answer it; `None`: the answer stands in the file.
    pub fn measure(&self) -> Option<Measure> {
        let metric = self.metric?;
        Some(Measure { metric, scope: self.scope, window: self.window, of: self.of, against: self.against })
    }

    /// The choice that a measured value falls on, by index. With `edges`, the one whose interval it is in. Otherwise,
    /// if all choices are numbers, the nearest one: by ratio if the question is a ratio (2 and 0.5 are equally far from
    /// 1), else by difference; of equals the first. `None` if there are no choices, or words without edges.
    pub fn choice_of(&self, value: f64) -> Option<usize> {
        if !self.edges.is_empty() {
            return Some(self.edges.iter().filter(|edge| value >= **edge).count());
        }
        if self.choices.is_empty() {
            return None;
        }
        let amounts: Vec<f64> = self.choices.iter().map(|choice| amount_of(choice)).collect::<Option<_>>()?;
        let by_ratio = self.against.is_some() && value > 0.0 && amounts.iter().all(|amount| *amount > 0.0);
        let far = |amount: f64| if by_ratio { (value / amount).max(amount / value) } else { (value - amount).abs() };
        (0..amounts.len()).min_by(|a, b| far(amounts[*a]).total_cmp(&far(amounts[*b])))
    }

    /// Whether the right answer can be measured; if not, the file's answer is taken on trust.
    pub fn is_measured(&self) -> bool {
        let told_apart = !self.edges.is_empty() || self.choices.iter().all(|choice| amount_of(choice).is_some());
        self.metric.is_some() && told_apart
    }
}

/// The run that a prediction is about. All have the same seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum RunKind {
    /// The scenario without commands.
    Nothing,
    /// The scenario's solution.
    Solution,
    /// The player's own run.
    Run,
    /// The scenario without its script, and without commands.
    WithoutEvents,
    /// The wrong answer of this index.
    Wrong(usize),
    /// The other right answer of this index.
    Also(usize),
    /// The solution with its first command at this moment, and the others as long after it as ever.
    SolutionAt(Time),
}

/// The answers that a run can be named after.
#[derive(Clone, Copy, Debug)]
pub struct Answers<'l> {
    /// The wrong answers.
    pub wrong: &'l [Wrong],
    /// The other right answers.
    pub also: &'l [Also],
}

/// Reads all predictions; those that cannot be read are reported and left out.
pub fn predictions(root: &Fields<'_>, answers: Answers<'_>, warmup: Span) -> Vec<Prediction> {
    each(root, "predict").iter().filter_map(|f| prediction(root, f, answers, warmup)).collect()
}

fn prediction(root: &Fields<'_>, f: &Fields<'_>, answers: Answers<'_>, warmup: Span) -> Option<Prediction> {
    let at = f.has("at").then(|| when(f, "at"));
    let metric = metric(f, "metric");
    let (scope, window) = (scope_of_guess(f, metric), window(f, warmup));
    let of = history(root, f, "of", answers, f.has("metric"));
    let against = f.has("against").then(|| history(root, f, "against", answers, true));
    let systems_choices = systems_choices(f);
    let choices = choices(f, "choices");
    let edges = edges(f, metric, choices.as_deref());
    let answer = f.text("answer");
    answers_fit(f, &choices, answer.as_deref());
    differ(f, of, against);
    Some(Prediction {
        at: match at {
            Some(at) => Some(at?),
            None => None,
        },
        ask: f.text("ask")?,
        systems: f.text("systems"),
        metric,
        scope: scope?,
        window: window.ok()?,
        of: of?,
        against: match against {
            Some(against) => Some(against?),
            None => None,
        },
        choices: choices?,
        systems_choices: systems_choices?,
        edges: edges?,
        answer,
    })
}

/// The measure that a table describes: `metric`, `outlet`, `item`, `zone`, `of`, `against`, `from`, `to`.
pub(super) fn measure(root: &Fields<'_>, f: &Fields<'_>, answers: Answers<'_>, warmup: Span) -> Option<Measure> {
    let metric = metric(f, "metric");
    let (scope, window) = (scope(f, metric), window(f, warmup));
    let of = history(root, f, "of", answers, true);
    let against = f.has("against").then(|| history(root, f, "against", answers, true));
    differ(f, of, against);
    let against = match against {
        Some(against) => Some(against?),
        None => None,
    };
    Some(Measure { metric: metric?, scope: scope?, window: window.ok()?, of: of?, against })
}

fn differ(f: &Fields<'_>, of: Option<RunKind>, against: Option<Option<RunKind>>) {
    if let (Some(Some(against)), Some(of)) = (against, of)
        && of == against
    {
        f.wrong("against", "a run against itself is always 1".into(), None);
    }
}

fn scope_of_guess(f: &Fields<'_>, metric: Option<Metric>) -> Option<Scope> {
    match f.has("metric") {
        true => scope(f, metric),
        false => Some(Scope::Shop),
    }
}

/// The run at a key. `matters`: something is measured in it, so it has to exist.
fn history(root: &Fields<'_>, f: &Fields<'_>, name: &str, answers: Answers<'_>, matters: bool) -> Option<RunKind> {
    let Some(entry) = f.entry(name) else {
        if matters && !root.has("solution") {
            let hint = "say `of = \"nothing\"` or \"run\", or add [[solution]] commands".into();
            let message = "it is about the solution's run, and there is no solution".into();
            f.cx.complaints.lack(f.node.spot, message, Some(hint));
        }
        return Some(RunKind::Solution);
    };
    let Kind::History(without_events) = f.key(name).kind else { unreachable!("{name} is no run") };
    match &entry.node.value {
        Value::Text(word) => {
            let history = match word.as_str() {
                "nothing" => Some(RunKind::Nothing),
                "solution" => Some(RunKind::Solution),
                "run" => Some(RunKind::Run),
                "without_events" if without_events => Some(RunKind::WithoutEvents),
                _ => None,
            };
            if history.is_none() {
                f.cx.mismatch(name, f.key(name).kind, &entry.node);
            }
            if history == Some(RunKind::Solution) && !root.has("solution") {
                f.cx.complaints.lack(entry.node.spot, "there is no [[solution]]".into(), None);
            }
            history
        }
        Value::Table(_) => named(root, &Fields::of(f.cx, &HISTORY, &entry.node), answers),
        _ => {
            f.cx.mismatch(name, f.key(name).kind, &entry.node);
            None
        }
    }
}

/// A run in table form, such as `{ wrong = "name" }`.
fn named(root: &Fields<'_>, f: &Fields<'_>, answers: Answers<'_>) -> Option<RunKind> {
    let keys: Vec<&str> = HISTORY.keys.iter().map(|key| key.name).filter(|key| f.has(key)).collect();
    match keys[..] {
        ["wrong"] => {
            let names = answers.wrong.iter().map(|wrong| wrong.name.as_str()).collect();
            one_of(root, f, "wrong", names).map(RunKind::Wrong)
        }
        ["also"] => {
            let names = answers.also.iter().map(|also| also.name.as_str()).collect();
            one_of(root, f, "also", names).map(RunKind::Also)
        }
        ["solution_at"] => {
            if !root.has("solution") {
                f.cx.complaints.lack(f.spot("solution_at"), "there is no [[solution]]".into(), None);
            }
            when(f, "solution_at").map(RunKind::SolutionAt)
        }
        _ => {
            let message = "a run is named by one of `wrong`, `also` and `solution_at`".into();
            f.cx.complaints.lack(f.node.spot, message, None);
            None
        }
    }
}

/// The answer of a name, by its index in the list of the same key.
fn one_of(root: &Fields<'_>, f: &Fields<'_>, list: &str, names: Vec<&str>) -> Option<usize> {
    let name = f.name(list)?;
    let found = names.iter().position(|known| *known == name);
    let all_read = |entry: &Entry| list_of(&entry.node).is_some_and(|nodes| nodes.len() == names.len());
    if found.is_none() && root.entry(list).is_none_or(all_read) {
        let message = format!("there is no [[{list}]] named {}", quoted(&name));
        f.cx.complaints.lack(f.spot(list), message, f.cx.suggestion(&name, names));
    }
    found
}

/// The choices as texts, numbers included; empty if there are none.
fn choices(f: &Fields<'_>, key: &'static str) -> Option<Vec<String>> {
    let Some(entry) = f.entry(key) else { return Some(Vec::new()) };
    let choice = |node: &Node| match &node.value {
        Value::Text(text) if is_name(text) => Some(text.clone()),
        Value::Whole(whole) => Some(whole.to_string()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let choices: Option<Vec<String>> = list_of(&entry.node)
        .filter(|nodes| (2..=9).contains(&nodes.len()))
        .and_then(|n| n.iter().map(choice).collect());
    let distinct = |c: &Vec<String>| c.iter().enumerate().all(|(i, choice)| !c[..i].contains(choice));
    let choices = choices.filter(distinct);
    if choices.is_none() {
        f.cx.mismatch(key, Kind::Choices, &entry.node);
    }
    choices
}

/// The second wording of the choices, which must say the same numbers.
fn systems_choices(f: &Fields<'_>) -> Option<Vec<String>> {
    let systems = choices(f, "systems_choices")?;
    if systems.is_empty() {
        return Some(systems);
    }
    let first = choices(f, "choices")?;
    let amounts = |choices: &[String]| choices.iter().map(|choice| amount_of(choice)).collect::<Vec<_>>();
    if amounts(&systems) != amounts(&first) {
        f.wrong("systems_choices", "they must be as many as the `choices`, with the same numbers".into(), None);
        return None;
    }
    Some(systems)
}

/// The edges, ascending, in the metric's unit, one fewer than the choices; empty if there are none.
fn edges(f: &Fields<'_>, metric: Option<Metric>, choices: Option<&[String]>) -> Option<Vec<f64>> {
    let Some(entry) = f.entry("edges") else { return Some(Vec::new()) };
    let edge = |node: &Node| number_of(node).or_else(|| text_of(node).and_then(amount_in));
    let edges: Option<Vec<f64>> = list_of(&entry.node)
        .filter(|nodes| (1..=8).contains(&nodes.len()))
        .and_then(|nodes| nodes.iter().map(edge).collect())
        .filter(|edges: &Vec<f64>| edges.is_sorted_by(|a, b| a < b));
    let Some(edges) = edges else {
        f.cx.mismatch("edges", Kind::Edges, &entry.node);
        return None;
    };
    if metric.is_none() && !f.has("metric") {
        f.wrong("edges", "without `metric` nothing is measured, so nothing lies between edges".into(), None);
    }
    if choices.is_some_and(|choices| choices.len() != edges.len() + 1) {
        f.wrong("edges", "there must be one edge between each two of the `choices`".into(), None);
    }
    Some(edges)
}

fn answers_fit(f: &Fields<'_>, choices: &Option<Vec<String>>, answer: Option<&str>) {
    let lack = |message: &str| f.cx.complaints.lack(f.node.spot, message.into(), None);
    let measured = f.has("metric");
    if !measured && (!f.has("choices") || !f.has("answer")) {
        lack("a prediction without `metric` needs `choices` and an `answer`");
        return;
    }
    let Some(choices) = choices else { return };
    match answer {
        Some(answer) if !choices.is_empty() && !choices.iter().any(|choice| choice == answer) => {
            let hint = f.cx.suggestion(answer, choices.iter().map(String::as_str));
            f.wrong("answer", format!("{} is none of the choices", quoted(answer)), hint);
        }
        Some(answer) if choices.is_empty() && amount_in(answer).is_none() => {
            f.wrong("answer", "without `choices` a number is typed, so the answer must be one".into(), None);
        }
        None if !f.has("edges") && choices.iter().any(|choice| amount_of(choice).is_none()) => {
            lack("`answer` is missing: which of the choices is right cannot be measured");
        }
        Some(_) if measured && !f.has("edges") && choices.iter().any(|choice| amount_of(choice).is_none()) => {
            let message = "the choices are words, so `check --prove` cannot prove the answer";
            let hint = "say with `edges` where one ends and the next begins, like [0.9, 1.1] for three choices";
            f.cx.complaints.warn(f.spot("choices"), message.into(), Some(hint.into()));
        }
        _ => {}
    }
}

/// The number that a choice stands for. Words may follow after a colon: `25m: the backup will do`.
pub fn amount_of(choice: &str) -> Option<f64> {
    amount_in(choice).or_else(|| amount_in(choice.split_once(": ")?.0))
}

/// The number that a typed answer stands for: `45m` in seconds, `70 %` as 0.7, `$9`, `2.5`.
pub fn amount_in(text: &str) -> Option<f64> {
    let text = text.trim();
    if let Some(span) = quantity::span(text) {
        return Some(span.seconds());
    }
    let (number, scale) = match text.strip_suffix('%') {
        Some(percent) => (percent.trim_end(), 0.01),
        None => (text.strip_prefix('$').unwrap_or(text), 1.0),
    };
    let plain = number.replace(',', "");
    let digits = plain.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-');
    plain.parse::<f64>().ok().filter(|n| digits && n.is_finite()).map(|n| n * scale)
}
