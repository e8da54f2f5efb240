//! A command's parameters: from the keys beside its name, and back.

use super::toml_text;
use crate::scenario::reader::Fields;
use crate::scenario::shop::skill;
use crate::scenario::tables::CommandTable;
use crate::sim::command::{Command, Need, Param, ParamSpec, Value};
use crate::sim::setup::Setup;

/// Builds a command; `None` if a parameter is missing or wrong, which is reported.
pub(super) fn build(table: &'static CommandTable, f: &Fields<'_>) -> Option<Command> {
    // Every parameter is read before any is missed, so that all mistakes are reported at once.
    let given: Vec<(&str, Value)> =
        table.row.params.iter().filter_map(|spec| Some((spec.name, read(spec, f)?))).collect();
    Command::build(table.row, &given)
}

fn read(spec: &ParamSpec, f: &Fields<'_>) -> Option<Value> {
    let name = spec.name;
    match spec.param {
        Param::Outlet => f.outlet(name).map(Value::Outlet),
        Param::Zone => f.zone(name).map(Value::Zone),
        Param::Item => f.item(name).map(Value::Item),
        Param::Skill => skill(f, name).map(Value::Skill),
        Param::Flag => f.flag(name).map(Value::Flag),
        Param::Count | Param::People | Param::Limit => f.count(name).map(Value::Whole),
        Param::Factor | Param::Share | Param::Number | Param::Probability => f.number(name).map(Value::Number),
        Param::Span => f.span(name).map(Value::Span),
        Param::Clock => f.clock(name).map(Value::Clock),
        Param::Word(list) => f.row(name, list).map(Value::Word),
    }
}

/// A command's parameters as TOML writes them, without those that have their default value.
pub(in crate::scenario) fn arguments(command: &Command, setup: &Setup) -> Vec<(&'static str, String)> {
    let params = command.row().params;
    let mut all = Vec::new();
    command.each(&mut |name, value| {
        let is_default = params.iter().any(|spec| spec.name == name && spec.need == Need::Or(value));
        if !is_default {
            all.push((name, text(value, setup)));
        }
    });
    all
}

fn text(value: Value, setup: &Setup) -> String {
    match value {
        Value::Outlet(outlet) => toml_text(&setup.outlets[outlet.index()].name),
        Value::Zone(zone) => toml_text(&setup.zones[zone.index()].name),
        Value::Item(item) => toml_text(&setup.items[item.index()].name),
        Value::Skill(skill) => toml_text(setup.skill_name(skill)),
        Value::Flag(flag) => flag.to_string(),
        Value::Whole(whole) => whole.to_string(),
        Value::Number(number) => format!("{number:?}"),
        Value::Span(span) => format!("\"{span}\""),
        Value::Clock(clock) => toml_text(&clock.to_string()),
        Value::Word(row) => toml_text(row.word),
    }
}
