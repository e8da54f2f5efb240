//! Answers whose times and amounts are ranges: `at = ["17:01", "18:50"]`, `limit = [3, 16, 28]`.
//!
//! A range of commands is three commands: the one with every least value, the one that is shown and proved, and the one
//! with every greatest value. Two values are the least, which is shown, and the greatest. Of words (`policy =
//! ["random", "nearest"]`) each is meant.

use super::{Written, scheduled};
use crate::scenario::document::{Node, Value};
use crate::scenario::quantity::{self, moment};
use crate::scenario::reader::{Context, Fields, list_of, number_of, text_of};
use crate::scenario::tables::{COMMANDS, Key, Kind, Script};
use crate::sim::command::{ParamSpec, Value as Parameter};
use crate::sim::setup::{Scheduled, Setup};
use serde::Serialize;

/// A command of an answer, exactly (all three are the same) or within ranges.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ranged {
    pub least: Scheduled,
    pub shown: Scheduled,
    pub most: Scheduled,
}

impl Ranged {
    /// Whether the same would be done, each time and amount within its range.
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

    pub fn is_exact(&self) -> bool {
        self.least == self.most
    }
}

/// A parameter as a number, where it is one. No limit is more than any.
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

/// Whether a range may stand at such a key.
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

/// The commands of an answer, in the order of the file; each with what is shown of it, and its place.
pub fn answer(f: &Fields<'_>, name: &str) -> Vec<(Written, Ranged)> {
    let nodes = f.nodes(name).unwrap_or_default();
    nodes.iter().enumerate().filter_map(|(i, node)| ranged(f.cx, node, i + 1 < nodes.len())).collect()
}

fn ranged(cx: &Context<'_>, node: &Node, is_closed: bool) -> Option<(Written, Ranged)> {
    // What is wrong with all three is said once.
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

/// The command with one value of each range in the range's place.
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

/// Values that are none are complained about elsewhere.
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
