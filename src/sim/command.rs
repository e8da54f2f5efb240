//! Everything that can be asked of the shop: decisions and faults, one closed list.
//!
//! A key, a click, a typed line, a scenario's script, a commands file and a replay all end in a [`Command`], checked
//! by the same rules and refused with the same words. The rows of `rows` are the one place of a command's name,
//! fields, parameters and wordings: the scenario reader, the palette, its completion, the help, the schema, the log and
//! the menus' sentences read them.
//!
//! To add a command: a row in `command/rows.rs`, an arm in the world's `carry_out` or `apply_fault` (`world/acts.rs`),
//! one in its `permit_decision` or `permit_fault` (`world/permits.rs`), a line in `app/menu/decisions.rs` or
//! `app/menu/faults.rs`. The compiler asks for the arms, a test for the line.

mod rows;

pub use rows::{Decision, Fault};

use crate::sim::choices::{Choice, ChoiceSpec, List};
use crate::sim::setup::{BudgetOf, PrepSetup, Setup, Skill};
use crate::sim::wording::Both;
use crate::units::{ClockTime, ItemId, OutletId, Span, ZoneId};
use serde::{Deserialize, Serialize};

/// A command with every name resolved. Absent options are `None`; defaults that the design names are applied by the
/// world, so that a file and a key press say the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
// In saved games a command is its variant alone, whichever of the two it is.
#[serde(untagged)]
pub enum Command {
    Decision(Decision),
    Fault(Fault),
}

impl From<Decision> for Command {
    fn from(decision: Decision) -> Command {
        Command::Decision(decision)
    }
}

impl From<Fault> for Command {
    fn from(fault: Fault) -> Command {
        Command::Fault(fault)
    }
}

/// What `set_retry` changes; the rest stays as it is (a zone that had none starts from the defaults).
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RetryChange {
    pub probability: Option<f64>,
    pub wait: Option<Span>,
    pub backoff: Option<f64>,
    pub jitter: Option<bool>,
    pub max: Option<u32>,
    pub budget: Option<f64>,
    pub of: Option<BudgetOf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Decision,
    Fault,
}

/// What a parameter may be. `Count` and `People` are whole numbers of at least 1, `Limit` of at least 0.
#[derive(Clone, Copy, Debug)]
pub enum Param {
    Outlet,
    Zone,
    Item,
    Skill,
    Flag,
    Count,
    /// How many people one command is about.
    People,
    Limit,
    /// More than nothing.
    Factor,
    /// More than nothing, at most 1.
    Share,
    /// 0 or more.
    Number,
    Probability,
    Span,
    Clock,
    /// A word of a closed list.
    Word(&'static List),
}

/// Whether a parameter must be given, and what stands for it where it is not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Need {
    Must,
    /// Absent is a value of its own: all zones, no limit, as it is.
    May,
    Or(Value),
}

#[derive(Debug)]
pub struct ParamSpec {
    pub name: &'static str,
    pub param: Param,
    pub need: Need,
    /// What it means here, where the kind of parameter does not say enough.
    pub sentence: Option<&'static str>,
}

/// The value of a parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    Outlet(OutletId),
    Zone(ZoneId),
    Item(ItemId),
    Skill(Skill),
    Flag(bool),
    Whole(u32),
    Number(f64),
    Span(Span),
    Clock(ClockTime),
    Word(&'static ChoiceSpec),
}

/// What of the shop a command changes, as far as menus and the log treat commands differently for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Chefs come, after the hire time.
    ChefsHired,
    /// Chefs go, the busy ones after their order.
    ChefsLeave,
    RidersHired,
    RidersLeave,
    /// Better tools, after the upgrade time.
    Tools,
    /// A site opens, after its open time.
    Opening,
    /// An outlet drains and closes.
    Closing,
    /// A rule or a limit, or what a fault breaks: at once, and the log tells the rest by itself.
    Setting,
}

/// One command as people and files write it.
#[derive(Debug)]
pub struct CommandSpec {
    /// Its word in files and typed lines.
    pub name: &'static str,
    pub kind: Kind,
    /// What it is about, for help, schema and menus; a template of the glossary.
    pub sentence: &'static str,
    pub params: &'static [ParamSpec],
    pub changes: Change,
    /// What is wished for: `hire [chefs] at [outlet]`. Says every parameter, so that no two commands of a menu read
    /// alike.
    pub label: Both,
    /// The same as a fact for the log; empty: the label.
    pub done: Both,
    /// What it will do, for the menu, where no change of load can be said; may be empty.
    pub outlook: Both,
    /// What it did, said in the last line but one; empty: `done`.
    pub outcome: Both,
    /// The fault that this one ends.
    pub mends: Option<&'static str>,
    /// How long the fault lasts where nothing is said; `None`: until it is mended.
    pub lasts: Option<Span>,
}

/// What makes a command one that this shop cannot be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// It names an outlet, a zone or a menu item that is not there: which of these.
    NoSuch(&'static str),
    /// The parameter, and what it must be.
    OutOfRange { name: &'static str, must: &'static str },
}

impl ParamSpec {
    fn misfit(&self, value: Value, setup: &Setup) -> Option<Misfit> {
        let known = |what: &'static str, is_there: bool| (!is_there).then_some(Misfit::NoSuch(what));
        let within = |holds: bool, must: &'static str| (!holds).then_some(Misfit::OutOfRange { name: self.name, must });
        match (self.param, value) {
            (_, Value::Outlet(outlet)) => known("outlet", outlet.index() < setup.outlets.len()),
            (_, Value::Zone(zone)) => known("zone", zone.index() < setup.zones.len()),
            (_, Value::Item(item) | Value::Skill(Skill::Item(item))) => {
                known("menu item", item.index() < setup.items.len())
            }
            (Param::Count | Param::People, Value::Whole(whole)) => within(whole >= 1, "at least 1"),
            (Param::Factor, Value::Number(number)) => within(number > 0.0 && number.is_finite(), "above 0"),
            (Param::Share, Value::Number(number)) => within(number > 0.0 && number <= 1.0, "above 0, and at most 1"),
            (Param::Probability, Value::Number(number)) => within((0.0..=1.0).contains(&number), "from 0 to 1"),
            (_, Value::Number(number)) => within(number >= 0.0 && number.is_finite(), "0 or more"),
            (_, Value::Skill(Skill::AllRound) | Value::Flag(_) | Value::Whole(_) | Value::Span(_)) => None,
            (_, Value::Clock(_) | Value::Word(_)) => None,
        }
    }
}

/// All commands, decisions first.
pub static SPECS: &[&CommandSpec] = &rows::ALL;

/// The row of that name.
pub fn spec(name: &str) -> Option<&'static CommandSpec> {
    SPECS.iter().copied().find(|row| row.name == name)
}

impl Command {
    /// The command's row.
    pub fn row(&self) -> &'static CommandSpec {
        match self {
            Command::Decision(decision) => decision.row(),
            Command::Fault(fault) => fault.row(),
        }
    }

    pub fn kind(&self) -> Kind {
        self.row().kind
    }

    pub fn name(&self) -> &'static str {
        self.row().name
    }

    /// Shows every parameter that has a value, in the order of the row.
    pub fn each(&self, see: &mut dyn FnMut(&'static str, Value)) {
        match self {
            Command::Decision(decision) => decision.each(see),
            Command::Fault(fault) => fault.each(see),
        }
    }

    /// The value of a parameter; `None`: it has none, or the command has no such parameter.
    pub fn get(&self, name: &str) -> Option<Value> {
        let mut found = None;
        self.each(&mut |known, value| {
            if known == name {
                found = Some(value);
            }
        });
        found
    }

    /// The command of a row with these values; `None`: one that must be given is not, or is of the wrong kind.
    pub fn build(row: &CommandSpec, given: &[(&str, Value)]) -> Option<Command> {
        let of = |param: &'static ParamSpec| {
            let found = given.iter().find(|(name, _)| *name == param.name).map(|(_, value)| *value);
            match (found, param.need) {
                (None, Need::Or(value)) => Some((param.name, value)),
                (found, _) => found.map(|value| (param.name, value)),
            }
        };
        let row = spec(row.name)?;
        let values: Vec<(&str, Value)> = row.params.iter().filter_map(of).collect();
        match row.kind {
            Kind::Decision => Decision::build(row.name, &values).map(Command::Decision),
            Kind::Fault => Fault::build(row.name, &values).map(Command::Fault),
        }
    }

    /// What this shop has not, or no shop can take: nothing to ask the world about. What a file or the palette reads
    /// for the shop has none; a command built by hand or kept in a file may.
    pub fn misfit(&self, setup: &Setup) -> Option<Misfit> {
        let params = self.row().params;
        let mut found = None;
        self.each(&mut |name, value| {
            if let (None, Some(spec)) = (found, params.iter().find(|spec| spec.name == name)) {
                found = spec.misfit(value, setup);
            }
        });
        found
    }

    /// The outlet that the command concerns, where it concerns one.
    pub fn outlet(&self) -> Option<OutletId> {
        match self.get("outlet")? {
            Value::Outlet(outlet) => Some(outlet),
            _ => None,
        }
    }

    /// How many people or orders it is about; 1 where nothing is said.
    pub fn count(&self) -> u32 {
        match self.get("count") {
            Some(Value::Whole(count)) => count,
            _ => 1,
        }
    }

    /// The skill that is asked for, where the command names one.
    pub fn skill(&self) -> Option<Skill> {
        match self.get("skill")? {
            Value::Skill(skill) => Some(skill),
            _ => None,
        }
    }
}

impl Fault {
    /// How long it lasts; `None`: until it is mended.
    pub fn lasts(&self) -> Option<Span> {
        let mut lasts = self.row().lasts;
        self.each(&mut |name, value| {
            if let ("lasts", Value::Span(span)) = (name, value) {
                lasts = Some(span);
            }
        });
        lasts
    }
}

/// What a command's field can be: one parameter of the field's name, or several that belong together.
trait Field: Sized {
    fn show(&self, name: &'static str, see: &mut dyn FnMut(&'static str, Value));

    fn read(name: &str, given: &[(&str, Value)]) -> Option<Self>;
}

fn value(name: &str, given: &[(&str, Value)]) -> Option<Value> {
    given.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
}

macro_rules! field {
    ($($type:ty = $value:ident),* $(,)?) => {
        $(impl Field for $type {
            fn show(&self, name: &'static str, see: &mut dyn FnMut(&'static str, Value)) {
                see(name, Value::$value(*self));
            }

            fn read(name: &str, given: &[(&str, Value)]) -> Option<$type> {
                match value(name, given)? {
                    Value::$value(value) => Some(value),
                    _ => None,
                }
            }
        })*
    };
}

field! {
    OutletId = Outlet, ZoneId = Zone, ItemId = Item, Skill = Skill, bool = Flag, u32 = Whole, f64 = Number, Span = Span,
    ClockTime = Clock,
}

impl<C: Choice> Field for C {
    fn show(&self, name: &'static str, see: &mut dyn FnMut(&'static str, Value)) {
        see(name, Value::Word(self.row()));
    }

    fn read(name: &str, given: &[(&str, Value)]) -> Option<C> {
        match value(name, given)? {
            Value::Word(row) => C::of(row),
            _ => None,
        }
    }
}

impl<F: Field> Field for Option<F> {
    fn show(&self, name: &'static str, see: &mut dyn FnMut(&'static str, Value)) {
        if let Some(field) = self {
            field.show(name, see);
        }
    }

    fn read(name: &str, given: &[(&str, Value)]) -> Option<Option<F>> {
        match value(name, given) {
            Some(_) => F::read(name, given).map(Some),
            None => Some(None),
        }
    }
}

/// A field of several parameters, each called as in the struct.
macro_rules! group {
    ($type:ty { $($name:ident),* $(,)? }) => {
        impl Field for $type {
            fn show(&self, _: &'static str, see: &mut dyn FnMut(&'static str, Value)) {
                $(self.$name.show(stringify!($name), see);)*
            }

            fn read(_: &str, given: &[(&str, Value)]) -> Option<$type> {
                Some(Self { $($name: Field::read(stringify!($name), given)?),* })
            }
        }
    };
}

group!(PrepSetup { item, from, to, target, batch });
group!(RetryChange { probability, wait, backoff, jitter, max, budget, of });

/// Declares one of the two kinds: for each command its variant with its fields, and its row. A field is a parameter of
/// the row, or a group of them ([`Field`]).
macro_rules! commands {
    (
        $(#[$doc:meta])*
        $kind:ident in $rows:ident {
            $($variant:ident { $($field:ident: $type:ty),* $(,)? } = $row:expr;)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub enum $kind {
            $($variant { $($field: $type),* }),*
        }

        pub(super) mod $rows {
            use super::*;
            $(#[expect(non_upper_case_globals, reason = "named as its variant")] pub static $variant: CommandSpec = $row;)*
            pub const ALL: &[&CommandSpec] = &[$(&$variant),*];
        }

        impl $kind {
            pub fn row(&self) -> &'static CommandSpec {
                match self {
                    $($kind::$variant { .. } => &$rows::$variant),*
                }
            }

            /// Shows every parameter that has a value.
            pub fn each(&self, see: &mut dyn FnMut(&'static str, Value)) {
                match self {
                    $($kind::$variant { $($field),* } => { $($field.show(stringify!($field), see);)* })*
                }
            }

            pub(super) fn build(name: &str, given: &[(&str, Value)]) -> Option<$kind> {
                $(if name == $rows::$variant.name {
                    return Some($kind::$variant { $($field: Field::read(stringify!($field), given)?),* });
                })*
                None
            }
        }
    };
}
use commands;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_sorted_decisions_first() {
        let names: std::collections::BTreeSet<_> = SPECS.iter().map(|row| row.name).collect();
        assert_eq!(names.len(), SPECS.len());
        let first_fault = SPECS.iter().position(|row| row.kind == Kind::Fault).unwrap();
        assert!(SPECS[..first_fault].iter().all(|row| row.kind == Kind::Decision));
        assert!(SPECS[first_fault..].iter().all(|row| row.kind == Kind::Fault));
    }

    /// Some value that a parameter may have.
    fn some(param: Param) -> Value {
        match param {
            Param::Outlet => Value::Outlet(OutletId(3)),
            Param::Zone => Value::Zone(ZoneId(4)),
            Param::Item => Value::Item(ItemId(5)),
            Param::Skill => Value::Skill(Skill::AllRound),
            Param::Flag => Value::Flag(true),
            Param::Count | Param::People | Param::Limit => Value::Whole(7),
            Param::Factor | Param::Share | Param::Number | Param::Probability => Value::Number(0.5),
            Param::Span => Value::Span(Span::from_mins(8)),
            Param::Clock => Value::Clock(ClockTime(9)),
            Param::Word(list) => Value::Word(&list.rows[1]),
        }
    }

    #[test]
    fn fields_and_parameters_are_the_same() {
        for row in SPECS {
            let values: Vec<(&str, Value)> = row.params.iter().map(|spec| (spec.name, some(spec.param))).collect();
            let command =
                Command::build(row, &values).unwrap_or_else(|| panic!("{}: a field is no parameter", row.name));
            assert_eq!(command.name(), row.name);
            let mut shown = Vec::new();
            command.each(&mut |name, value| shown.push((name, value)));
            assert_eq!(shown, values, "{}: a parameter is no field, or they stand in another order", row.name);
        }
    }

    #[test]
    fn what_must_be_given_must_be_given() {
        for row in SPECS {
            for missing in row.params {
                let values = row.params.iter().filter(|spec| spec.name != missing.name);
                let values: Vec<(&str, Value)> = values.map(|spec| (spec.name, some(spec.param))).collect();
                let command = Command::build(row, &values);
                assert_eq!(command.is_some(), missing.need != Need::Must, "{} {}", row.name, missing.name);
                let default = match missing.need {
                    Need::Or(value) => Some(value),
                    Need::Must | Need::May => None,
                };
                assert_eq!(command.and_then(|command| command.get(missing.name)), default, "{}", row.name);
            }
        }
    }

    #[test]
    fn what_mends_names_a_fault_that_needs_it() {
        for row in SPECS {
            let Some(mended) = row.mends else { continue };
            let fault = spec(mended).unwrap_or_else(|| panic!("{} mends no fault", row.name));
            assert_eq!((row.kind, fault.kind, fault.lasts), (Kind::Fault, Kind::Fault, None), "{}", row.name);
        }
    }

    #[test]
    fn a_saved_command_is_its_variant_alone() {
        let hire: Command = Decision::HireRider { outlet: OutletId(2), count: 3 }.into();
        let cut: Command = Fault::CutLine { outlet: OutletId(1), lasts: None }.into();
        for (command, text) in
            [(hire, r#"{"HireRider":{"outlet":2,"count":3}}"#), (cut, r#"{"CutLine":{"outlet":1,"lasts":null}}"#)]
        {
            assert_eq!(serde_json::to_string(&command).unwrap(), text);
            assert_eq!(serde_json::from_str::<Command>(text).unwrap(), command);
        }
    }
}
