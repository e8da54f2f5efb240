//! What the player may do: whole commands, or commands with only some of their parameters or values.

use crate::scenario::document::Spot;
use crate::scenario::problem::quoted;
use crate::scenario::reader::{Fields, show, text_of};
use crate::scenario::script::{Written, command_arguments, command_text, toml_text};
use crate::scenario::tables::command_names;
use crate::sim::command::{self, Command};
use crate::sim::setup::Setup;
use serde::Serialize;

/// What the player may do in a scenario.
#[derive(Clone, Copy)]
pub(super) struct Allowed<'l> {
    pub names: &'l [&'static str],
    pub permits: &'l [Permit],
    pub setup: &'l Setup,
}

impl Allowed<'_> {
    pub fn covers(&self, command: &Command) -> bool {
        let mut of_it = self.permits.iter().filter(|permit| permit.name == command.name()).peekable();
        let in_part = of_it.peek().is_some();
        self.names.contains(&command.name()) && (!in_part || of_it.any(|permit| permit.covers(command, self.setup)))
    }
}

/// The part of a command that the player may give: some of its parameters, some of them with one value only.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Permit {
    /// The command's name.
    pub name: &'static str,
    /// The parameters, each with the only value permitted, as TOML writes it, or `None` if any is.
    pub params: Vec<(&'static str, Option<String>)>,
}

impl Permit {
    fn covers(&self, command: &Command, setup: &Setup) -> bool {
        command.row().name == self.name
            && command_arguments(command, setup).iter().all(|(name, value)| {
                let is_said = |(param, only): &(&str, Option<String>)| {
                    param == name && only.as_ref().is_none_or(|only| only == value)
                };
                *name == "outlet" && self.params.iter().all(|(param, _)| *param != "outlet")
                    || self.params.iter().any(is_said)
            })
    }
}

/// The names of the commands allowed, and the permits of those written with parameters: `"set_retry wait jitter"`,
/// `"set_delivery mode=decoupled"`.
pub(super) fn allow(head: &Fields<'_>, has_goals: bool) -> (Vec<&'static str>, Vec<Permit>) {
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

/// Reads one entry of `allow`; `true` if it allows the whole command.
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
        // A word is quoted, as everywhere in TOML; a number is not.
        let is_bare = |value: &str| {
            !value.starts_with('"') && value.parse::<f64>().is_err() && value != "true" && value != "false"
        };
        params.push((spec.name, value.map(|value| if is_bare(value) { toml_text(value) } else { value.to_string() })));
    }
    Some((Permit { name: row.name, params }, rest.trim().is_empty()))
}

/// Reports commands that the player may not give, among those for which `asked` is true.
pub(super) fn are_allowed(root: &Fields<'_>, allow: Allowed<'_>, commands: &[Written], asked: fn(&Command) -> bool) {
    for Written { scheduled, spot, .. } in commands {
        let command = &scheduled.command;
        if asked(command) && !allow.covers(command) {
            let known = allow.names.contains(&command.name());
            let what = if known { command_text(command, allow.setup) } else { command.name().to_string() };
            let message = format!("the player may not give {}", quoted(&what));
            root.cx.complaints.lack(*spot, message, Some("add it to `allow` in [scenario]".into()));
        }
    }
}
