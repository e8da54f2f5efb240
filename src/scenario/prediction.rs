//! Predictions: what the player is asked to guess, about whose run, and what the answers are.

use crate::scenario::document::{Entry, Node, Value};
use crate::scenario::lesson::{Wrong, metric, scope, window};
use crate::scenario::problem::{quoted, suggestion};
use crate::scenario::quantity;
use crate::scenario::reader::{Fields, is_name, list_of};
use crate::scenario::tables::{HISTORY, Kind};
use crate::scenario::when;
use crate::sim::metric::{Metric, Scope};
use crate::sim::setup::Window;
use crate::units::{Span, Time};
use serde::Serialize;

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Prediction {
    /// `None`: before the shop opens.
    pub at: Option<Time>,
    pub ask: String,
    /// `None`: nothing is measured; the answer stands in the file.
    pub metric: Option<Metric>,
    pub scope: Scope,
    pub window: Option<Window>,
    pub of: History,
    /// The ratio of `of` to this one is asked for.
    pub against: Option<History>,
    /// Empty: a typed number.
    pub choices: Vec<String>,
    pub answer: Option<String>,
}

/// Whose run a prediction is about; all of one seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum History {
    /// Without commands.
    Nothing,
    Solution,
    /// The player's.
    Run,
    /// Without the scenario's own script.
    WithoutEvents,
    /// The wrong answer of that number.
    Wrong(usize),
}

pub fn predictions(root: &Fields<'_>, wrong: &[Wrong], warmup: Span) -> Vec<Prediction> {
    root.each("predict").iter().filter_map(|f| prediction(root, f, wrong, warmup)).collect()
}

fn prediction(root: &Fields<'_>, f: &Fields<'_>, wrong: &[Wrong], warmup: Span) -> Option<Prediction> {
    let at = f.has("at").then(|| when(f, "at"));
    let metric = metric(f, "metric");
    let (scope, window) = (scope_of_guess(f, metric), window(f, warmup));
    let of = history(root, f, "of", wrong, f.has("metric"));
    let against = f.has("against").then(|| history(root, f, "against", wrong, true));
    let choices = choices(f);
    let answer = f.text("answer");
    answers_fit(f, &choices, answer.as_deref());
    if let (Some(Some(of)), Some(against)) = (against, of)
        && of == against
    {
        f.wrong("against", "a run against itself is always 1".into(), None);
    }
    Some(Prediction {
        at: match at {
            Some(at) => Some(at?),
            None => None,
        },
        ask: f.text("ask")?,
        metric,
        scope: scope?,
        window: window.ok()?,
        of: of?,
        against: match against {
            Some(against) => Some(against?),
            None => None,
        },
        choices: choices?,
        answer,
    })
}

fn scope_of_guess(f: &Fields<'_>, metric: Option<Metric>) -> Option<Scope> {
    match f.has("metric") {
        true => scope(f, metric),
        false => Some(Scope::Shop),
    }
}

/// `matters`: something is measured in that run, so that it must be there.
fn history(root: &Fields<'_>, f: &Fields<'_>, name: &str, wrong: &[Wrong], matters: bool) -> Option<History> {
    let Some(entry) = f.entry(name) else {
        if matters && !root.has("solution") {
            let hint = "say `of = \"nothing\"` or \"run\", or add [[solution]] commands".into();
            let message = "it is about the solution's run, and there is no solution".into();
            f.cx.complaints.lack(f.node.spot, message, Some(hint));
        }
        return Some(History::Solution);
    };
    let Kind::History(without_events) = f.key(name).kind else { unreachable!("{name} is no run") };
    match &entry.node.value {
        Value::Text(word) => {
            let history = match word.as_str() {
                "nothing" => Some(History::Nothing),
                "solution" => Some(History::Solution),
                "run" => Some(History::Run),
                "without_events" if without_events => Some(History::WithoutEvents),
                _ => None,
            };
            if history.is_none() {
                f.cx.mismatch(name, f.key(name).kind, &entry.node);
            }
            if history == Some(History::Solution) && !root.has("solution") {
                f.cx.complaints.lack(entry.node.spot, "there is no [[solution]]".into(), None);
            }
            history
        }
        Value::Table(_) => {
            let inner = Fields::of(f.cx, &HISTORY, &entry.node);
            let name = inner.name("wrong")?;
            let found = wrong.iter().position(|wrong| wrong.name == name);
            let all_read = |entry: &Entry| list_of(&entry.node).is_some_and(|nodes| nodes.len() == wrong.len());
            if found.is_none() && root.entry("wrong").is_none_or(all_read) {
                let names = wrong.iter().map(|wrong| wrong.name.as_str()).collect::<Vec<_>>();
                let message = format!("there is no [[wrong]] named {}", quoted(&name));
                f.cx.complaints.lack(inner.spot("wrong"), message, suggestion(&name, names));
            }
            found.map(History::Wrong)
        }
        _ => {
            f.cx.mismatch(name, f.key(name).kind, &entry.node);
            None
        }
    }
}

/// Texts, or numbers taken as texts; none given: an empty list.
fn choices(f: &Fields<'_>) -> Option<Vec<String>> {
    let Some(entry) = f.entry("choices") else { return Some(Vec::new()) };
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
        f.cx.mismatch("choices", Kind::Choices, &entry.node);
    }
    choices
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
            let hint = suggestion(answer, choices.iter().map(String::as_str).collect::<Vec<_>>());
            f.wrong("answer", format!("{} is none of the choices", quoted(answer)), hint);
        }
        Some(answer) if choices.is_empty() && amount_in(answer).is_none() => {
            f.wrong("answer", "without `choices` a number is typed, so the answer must be one".into(), None);
        }
        None if choices.iter().any(|choice| amount_in(choice).is_none()) => {
            lack("`answer` is missing: which of the choices is right cannot be measured");
        }
        _ => {}
    }
}

/// The number that a choice or a typed guess means: `45m` in seconds, `70 %` as 0.7, `$9`, `2.5`.
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
