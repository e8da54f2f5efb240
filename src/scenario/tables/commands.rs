//! Commands as tables of a file, from the rows that describe their parameters.

use super::{
    COUNT, DELIVERY, DISPATCH, DUPLICATE, FACTOR, FACTORS, FUSE, Key, Kind::*, LIMIT, MANAGER, Need::*, ORDER_NUMBERS,
    OUTLET, PEOPLE, PREP, QUOTA, RATIO, RETRY, TRAY, Table, key,
};
use crate::sim::command::{self, CommandSpec, Param, ParamSpec, Value};
use std::sync::LazyLock;

/// A command as a table of a file, with the keys that go with it at each place.
#[derive(Debug)]
pub struct CommandTable {
    /// The command's row.
    pub row: &'static CommandSpec,
    /// `at`, `do` and the parameters.
    pub scheduled: Table,
    /// The same with `may_refuse`, in wrong answers.
    pub tempting: Table,
    /// `do` and the parameters, in hints, which have a time of their own.
    pub told: Table,
    /// The first with `told`, `told_end` and `by`, in events.
    pub event: Table,
    /// The parameters alone, in a typed line.
    pub typed: Table,
}

/// All commands, in the order of [`command::SPECS`].
pub static COMMANDS: LazyLock<Vec<CommandTable>> =
    LazyLock::new(|| command::SPECS.iter().map(|row| command_table(row)).collect());

const COMMAND_AT: Key = key("at", Moment, Required, "When");
const COMMAND_DO: Key = key("do", Word(command_names), Required, "The command");
const TOLD: Key = key("told", Moment, Optional("when it happens"), "When the player is told that it will happen");
const TOLD_END: Key = key("told_end", Moment, Optional("never"), "When the player is told when it will be over");
const BY: Key = key("by", Word(bys), Or("script"), "Whose command it is: `player` ranks and counts as the player's");
const MAY_REFUSE: Key = key("may_refuse", Flag, Or("false"), "A refusal is the point");

/// The words for whose command an event is; whether it is the player's.
pub const BYS: &[(&str, bool)] = &[("script", false), ("player", true)];

fn bys() -> Vec<&'static str> {
    BYS.iter().map(|(word, _)| *word).collect()
}

/// The names of all commands, in the order of [`command::SPECS`].
pub fn command_names() -> Vec<&'static str> {
    command::SPECS.iter().map(|row| row.name).collect()
}

fn command_table(row: &'static CommandSpec) -> CommandTable {
    let params = || row.params.iter().map(|spec| parameter(row.name, spec));
    let table = |keys: Vec<Key>| Table { what: row.name, keys: keys.leak() };
    CommandTable {
        row,
        scheduled: table([COMMAND_AT, COMMAND_DO].into_iter().chain(params()).collect()),
        tempting: table([COMMAND_AT, COMMAND_DO].into_iter().chain(params()).chain([MAY_REFUSE]).collect()),
        told: table([COMMAND_DO].into_iter().chain(params()).collect()),
        event: table([COMMAND_AT, COMMAND_DO].into_iter().chain(params()).chain([TOLD, TOLD_END, BY]).collect()),
        typed: table(params().collect()),
    }
}

/// Parameters that mean the same as a key of the file, by command and parameter.
const TWINS: &[(&str, &str, &Table, &str)] = &[
    ("set_health_check", "every", &DISPATCH, "health_check"),
    ("set_health", "unhealthy_after", &DISPATCH, "unhealthy_after"),
    ("set_health", "unhealthy_burnt", &DISPATCH, "unhealthy_burnt"),
    ("set_health", "back_after", &DISPATCH, "back_after"),
    ("set_health", "fail_open", &DISPATCH, "fail_open"),
    ("set_board_refresh", "every", &DISPATCH, "board_refresh"),
    ("set_batch", "batch", &DELIVERY, "batch"),
    ("set_prep", "target", &PREP, "target"),
    ("set_prep", "batch", &PREP, "batch"),
    ("set_queue_limit", "limit", &OUTLET, "queue_limit"),
    ("set_clerks_each", "each", &DISPATCH, "clerks_each"),
    ("set_give_up", "after", &DISPATCH, "give_up"),
    ("set_fuse", "after", &FUSE, "after"),
    ("set_fuse", "for", &FUSE, "for"),
    ("set_fuse", "scope", &FUSE, "scope"),
    ("set_duplicate", "after", &DUPLICATE, "after"),
    ("set_duplicate", "cancel", &DUPLICATE, "cancel"),
    ("set_duplicate", "budget", &DUPLICATE, "budget"),
    ("set_shelf_limit", "limit", &OUTLET, "shelf_limit"),
    ("set_manager", "every", &MANAGER, "every"),
    ("set_manager", "per_waiting", &MANAGER, "per_waiting"),
    ("set_manager", "counts_coming", &MANAGER, "counts_coming"),
    ("set_tray", "keeps", &TRAY, "keeps"),
    ("set_tray", "refill", &TRAY, "refill"),
    ("set_tray", "old_for", &TRAY, "old_for"),
    ("set_order_numbers", "memory", &ORDER_NUMBERS, "memory"),
    ("set_quota", "per_hour", &QUOTA, "per_hour"),
    ("set_quota", "burst", &QUOTA, "burst"),
    ("set_retry", "probability", &RETRY, "probability"),
    ("set_retry", "wait", &RETRY, "wait"),
    ("set_retry", "backoff", &RETRY, "backoff"),
    ("set_retry", "jitter", &RETRY, "jitter"),
    ("set_retry", "max", &RETRY, "max"),
    ("set_retry", "budget", &RETRY, "budget"),
    ("set_retry", "of", &RETRY, "of"),
];

/// The key of the file that means the same as a parameter.
fn twin(command: &str, name: &str) -> Option<&'static Key> {
    let (.., table, key) = TWINS.iter().find(|(of, param, ..)| (*of, *param) == (command, name))?;
    table.keys.iter().find(|row| row.name == *key)
}

fn parameter(command: &str, spec: &ParamSpec) -> Key {
    let twin = twin(command, spec.name);
    let (kind, sentence) = twin.map_or_else(|| kind_of(spec), |row| (row.kind, row.sentence));
    let absent = || {
        Optional(match (spec.need, spec.param) {
            (command::Need::Or(Value::Flag(false)), _) => "false",
            (command::Need::Or(_), _) => "1",
            (_, Param::Zone) => "every zone",
            (_, Param::Item) => "every menu item",
            (_, Param::Skill) if command == "hire_chef" => "all-round",
            (_, Param::Skill) => "whoever it may be",
            (_, Param::Span) if command::spec(command).is_some_and(|row| row.lasts.is_some()) => "1h",
            (_, Param::Span) if command == "bad_line" => "until the next of the same zone",
            (_, Param::Span) if command == "surge" => "until the next of the same zone and item",
            (_, Param::Span) => "until it is mended",
            _ => "unchanged",
        })
    };
    let need = match (spec.need, command, twin) {
        (command::Need::Must, ..) => Required,
        (_, "set_retry", Some(_)) => Optional("unchanged, or the default if nobody retries yet"),
        (_, "set_manager", Some(row)) if row.name == "every" => Optional("unchanged, or 10m for a new manager"),
        (_, "set_manager", Some(row)) if row.name == "per_waiting" => Optional("unchanged, or 4 for a new manager"),
        (_, "set_manager", _) => Optional("unchanged"),
        (_, "set_health" | "set_tray", _) => Optional("unchanged"),
        (_, "set_order_numbers", Some(_)) => Optional("unchanged, or 30m for new numbers"),
        (_, "set_fuse", Some(row)) => Optional(match row.name {
            "after" => "unchanged, or 3 for a new fuse",
            "for" => "unchanged, or 2m for a new fuse",
            _ => "unchanged, or `each` for a new fuse",
        }),
        (_, "set_fuse", None) => Optional("true"),
        (_, "set_duplicate", Some(row)) => Optional(match row.name {
            "after" => "unchanged, or 10m for a new rule",
            "cancel" => "unchanged, or true for a new rule",
            _ => "unchanged, or endless for a new rule",
        }),
        (_, "set_duplicate", None) => Optional("true"),
        (_, "set_quota", Some(row)) if row.name == "per_hour" => Optional("no quota any more"),
        (_, "set_quota", Some(_)) => Optional("5, with `per_hour`"),
        (_, "set_quota", None) if spec.name == "share" => Optional("that zone, or each without `zone`"),
        (_, _, Some(row)) => row.need,
        (_, _, None) => absent(),
    };
    key(spec.name, kind, need, sentence)
}

fn kind_of(spec: &ParamSpec) -> (super::Kind, &'static str) {
    let (kind, sentence) = match spec.param {
        Param::Outlet => (Outlet, "Which outlet"),
        Param::Zone => (Zone, "Which zone; none: all"),
        Param::Item => (Item, "Which menu item"),
        Param::Skill => (Skill, "A menu item, or all-round"),
        Param::Flag => (Flag, "Yes or no"),
        Param::Count => (COUNT, "How many"),
        Param::People => (PEOPLE, "How many at once"),
        Param::Limit => (LIMIT, "How many at most; none: endless"),
        Param::Factor => (FACTORS, "Times as much"),
        Param::Share => (Positive(1.0), "The share of the usual speed that is left"),
        Param::Number => (Number(0.0, FACTOR), "How many"),
        Param::Probability => (RATIO, "How likely"),
        Param::Span => (Span(false), "How long"),
        Param::Clock => (Clock, "A time of day"),
        Param::Word(list) => (Word(list.words), list.sentence),
    };
    (kind, spec.sentence.unwrap_or(sentence))
}
