//! Commands as tables of a file, out of the rows that name their parameters.

use super::{COUNT, FACTOR, FACTORS, Key, Kind::*, LIMIT, Need::*, PEOPLE, RATIO, Table, key};
use super::{budgets, deliveries, kitchens, policies, queue_orders, when_none};
use crate::sim::command::{self, Param, Row};
use std::sync::LazyLock;

/// A command as a table of a file: the parameters of its row, with what stands around them.
#[derive(Debug)]
pub struct CommandTable {
    pub row: &'static Row,
    /// `at`, `do`, the parameters.
    pub scheduled: Table,
    /// The same with `may_refuse`.
    pub tempting: Table,
    /// The parameters alone: a typed line.
    pub typed: Table,
}

/// All commands, in the order of [`command::ROWS`].
pub static COMMANDS: LazyLock<Vec<CommandTable>> = LazyLock::new(|| command::ROWS.iter().map(command_table).collect());

const COMMAND_AT: Key = key("at", Moment, Required, "When");
const COMMAND_DO: Key = key("do", Word(command_names), Required, "The command");
const MAY_REFUSE: Key = key("may_refuse", Flag, Or("false"), "A refusal is the point");

pub fn command_names() -> Vec<&'static str> {
    command::ROWS.iter().map(|row| row.name).collect()
}

fn command_table(row: &'static Row) -> CommandTable {
    let params = || row.params.iter().map(|(name, param, must)| parameter(row.name, name, *param, *must));
    let table = |keys: Vec<Key>| Table { what: row.name, keys: keys.leak() };
    CommandTable {
        row,
        scheduled: table([COMMAND_AT, COMMAND_DO].into_iter().chain(params()).collect()),
        tempting: table([COMMAND_AT, COMMAND_DO].into_iter().chain(params()).chain([MAY_REFUSE]).collect()),
        typed: table(params().collect()),
    }
}

fn parameter(command: &str, name: &'static str, param: Param, must: bool) -> Key {
    let (kind, sentence) = match param {
        Param::Outlet => (Outlet, "Which outlet"),
        Param::Zone => (Zone, "Which zone; none: all"),
        Param::Item => (Item, "Which menu item"),
        Param::Skill => (Skill, "A menu item, or all-round"),
        Param::Flag => (Flag, "Yes or no"),
        Param::Count => (COUNT, "How many"),
        Param::People => (PEOPLE, "How many at once"),
        Param::Limit => (LIMIT, "How many at most; none: endless"),
        Param::Factor => (FACTORS, "Times as much"),
        Param::Number if name == "backoff" => {
            (Number(0.0, FACTOR), "How many times as long each wait is as the one before")
        }
        Param::Number => (Number(0.0, FACTOR), "How many repeats each delivery or call earns; none are allowed beyond"),
        Param::Probability => (RATIO, "How likely"),
        Param::Span => (Span(name == "every"), "How long"),
        Param::Clock => (Clock, "A time of day"),
        Param::Policy => (Word(policies), "How an outlet is chosen"),
        Param::WhenNone => (Word(when_none), "Lose or hold"),
        Param::Kitchen => (Word(kitchens), "How the lines are laid"),
        Param::Delivery => (Word(deliveries), "Who brings the orders"),
        Param::QueueOrder => (Word(queue_orders), "Who is served first"),
        Param::BudgetOf => (Word(budgets), "What fills the budget"),
    };
    let absent = if command == "set_retry" && name != "zone" { "as it is" } else { "the command's own default" };
    key(name, kind, if must { Required } else { Optional(absent) }, sentence)
}
