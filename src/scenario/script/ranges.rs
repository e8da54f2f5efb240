//! Answers whose times and amounts are ranges: `at = ["17:01", "18:50"]`, `limit = [3, 16, 28]`.
//!
//! A command with ranges stands for three commands: one with all least values, one that is shown and proved, and one
//! with all greatest values. Of two values the first is the least and is shown, the second is the greatest. A list of
//! words (`policy = ["random", "nearest"]`) means each of them.

use super::{Written, scheduled};
use crate::scenario::document::{Node, Value};
use crate::scenario::quantity::{self, moment};
use crate::scenario::reader::{Context, Fields, list_of, number_of, text_of};
use crate::scenario::tables::{COMMANDS, Key, Kind, Script};
use crate::sim::command::{ParamSpec, Value as Parameter};
use crate::sim::setup::{Scheduled, Setup};
use serde::Serialize;

/// A command of an answer, exact (then all three are the same) or within ranges.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ranged {
    /// The command with the least value of each range.
    pub least: Scheduled,
    /// The command that is shown and proved.
    pub shown: Scheduled,
    /// The command with the greatest value of each range.
    pub most: Scheduled,
}

impl Ranged {
    /// Whether `other` is the same command, with its time and amounts within the ranges.
    pub fn covers(&self, other: &Scheduled, setup: &Setup) -> bool {
        let (least, shown, most) = (&self.least, &self.shown, &self.most);
        let row = least.command.row();
        let value = |of: &Scheduled, spec: &ParamSpec| of.command.get(spec.name);
        let fits = |spec: &ParamSpec| {
            let [a, s, b, c] = [least, shown, most, other].map(|of| value(of, spec));
            match [a, b, c].map(|value| amount(spec, value, setup)) {
                [Some(a), Some(b), Some(c)] => a <= c && c <= b,
                _ => c == a || c == s || c == b,
            }
        };
        std::ptr::eq(other.command.row(), row)
            && (least.at..=most.at).contains(&other.at)
            && row.params.iter().all(fits)
    }

    /// Whether there is no range in it.
    pub fn is_exact(&self) -> bool {
        self.least == self.most
    }
}

/// A parameter as a number, if it is one. An absent limit is infinite.
fn amount(spec: &ParamSpec, value: Option<Parameter>, setup: &Setup) -> Option<f64> {
    match value {
        Some(Parameter::Whole(whole)) => Some(f64::from(whole)),
        Some(Parameter::Number(number)) => Some(number),
        Some(Parameter::Span(span)) => Some(span.seconds()),
        Some(Parameter::Clock(clock)) => moment(&clock.to_string(), setup.opens).map(|moment| moment.time.seconds()),
        Some(
            Parameter::Outlet(_)
            | Parameter::Zone(_)
            | Parameter::Item(_)
            | Parameter::Skill(_)
            | Parameter::Flag(_)
            | Parameter::Word(_),
        ) => None,
        None => (spec.name == "limit").then_some(f64::INFINITY),
    }
}

/// Whether a range may be given for such a key.
pub fn is_amount(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Moment
            | Kind::Clock
            | Kind::Span(_)
            | Kind::Whole(..)
            | Kind::Number(..)
            | Kind::Positive(_)
            | Kind::Word(_)
    )
}

/// The commands of an answer, in the order of the file: each as it is shown, with its ranges.
pub fn answer(f: &Fields<'_>, name: &str) -> Vec<(Written, Ranged)> {
    let nodes = f.nodes(name).unwrap_or_default();
    nodes.iter().enumerate().filter_map(|(i, node)| ranged(f.cx, node, i + 1 < nodes.len())).collect()
}

fn ranged(cx: &Context<'_>, node: &Node, is_closed: bool) -> Option<(Written, Ranged)> {
    // What is wrong with all three is reported once.
    let [least, shown, most] =
        [End::Least, End::Shown, End::Most].map(|end| scheduled(cx, &at_end(cx, node, end), Script::Answer, is_closed));
    let (least, shown, most) = (least?.scheduled, shown?, most?.scheduled);
    let range = Ranged { least, shown: shown.scheduled.clone(), most };
    Some((shown, range))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Least,
    Shown,
    Most,
}

/// The command with each range replaced by one of its values.
fn at_end(cx: &Context<'_>, node: &Node, end: End) -> Node {
    let mut node = node.clone();
    let table =
        COMMANDS.iter().find(|table| node.get("do").and_then(|word| text_of(&word.node)) == Some(table.row.name));
    let (Some(table), Value::Table(entries)) = (table, &mut node.value) else { return node };
    for entry in entries.iter_mut().filter(|entry| entry.key != "do") {
        let Some(key) = table.scheduled.keys.iter().find(|key| key.name == entry.key && is_amount(key.kind)) else {
            continue;
        };
        let Some(values) = list_of(&entry.node) else { continue };
        if !(2..=3).contains(&values.len()) || !ascend(cx, key, values) {
            let message = format!("the range at `{}` must be two or three values, the least first", key.name);
            cx.complaints.wrong(entry.node.spot, message, Some("[least, most] or [least, shown, most]".into()));
        }
        let value = match (end, values) {
            (End::Least, [first, ..]) | (End::Shown, [first, _]) => first.clone(),
            (End::Shown, [_, shown, ..]) => shown.clone(),
            (End::Most, [.., last]) => last.clone(),
            _ => continue,
        };
        entry.node = value;
    }
    node
}

/// Whether the values ascend. Values that cannot be read are reported elsewhere.
fn ascend(cx: &Context<'_>, key: &Key, values: &[Node]) -> bool {
    let amount = |node: &Node| match key.kind {
        Kind::Moment | Kind::Clock => moment(text_of(node)?, cx.hours.opens).map(|moment| moment.time.seconds()),
        Kind::Span(_) => quantity::span(text_of(node)?).map(|span| span.seconds()),
        Kind::Word(_) => None,
        _ => number_of(node),
    };
    let amounts: Vec<f64> = values.iter().filter_map(amount).collect();
    amounts.is_sorted()
}
