//! Everything that can be asked of the shop: decisions and faults, one closed list.
//!
//! A key, a click, a typed line, a scenario's script, a commands file and a replay all end in a [`Command`], checked by
//! the same rules and refused with the same words. The rows of `rows` are the one place of a command's name, fields,
//! parameters and wordings: the scenario reader, the palette, its completion, the help, the schema, the log and the
//! menus' sentences read them.
//!
//! To add a command: a row in `command/rows.rs`, an arm in the world's `carry_out` or `apply_fault` (`world/acts.rs`),
//! one in its `permit_decision` or `permit_fault` (`world/permits.rs`), a line in `app/menu/decisions.rs` or
//! `app/menu/faults.rs`. The compiler asks for the arms, a test for the line.

mod rows;

pub use rows::{Decision, Fault};

use crate::sim::choices::{Choice, ChoiceSpec, List};
use crate::sim::setup::{BudgetOf, FuseScope, ManagerSetup, PrepSetup, QuotaShare, Refill, Setup, Skill};
use crate::sim::wording::Both;
use crate::units::{ClockTime, ItemId, OutletId, Span, ZoneId};
use serde::{Deserialize, Serialize};

/// A command with every name resolved. Absent options are `None`; the world applies their defaults, so that a file and
/// a key press mean the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
// A saved game holds the variant of the inner enum alone.
#[serde(untagged)]
pub enum Command {
    /// Something that the boss decides.
    Decision(Decision),
    /// Something that breaks, or is mended.
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

/// What `set_retry` changes: `None` leaves a value as it is. A zone without retries starts from
/// [`RetrySetup`](crate::sim::setup::RetrySetup)'s defaults; see there for the fields' meanings and units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RetryChange {
    /// Probability that a lost customer calls again.
    pub probability: Option<f64>,
    /// Time until the first repeat call.
    pub wait: Option<Span>,
    /// Factor on the wait with each further attempt.
    pub backoff: Option<f64>,
    /// Whether the wait is drawn between 0 and its full length.
    pub jitter: Option<bool>,
    /// Repeat calls at most.
    pub max: Option<u32>,
    /// Tokens paid into the retry budget.
    pub budget: Option<f64>,
    /// What pays in.
    pub of: Option<BudgetOf>,
}

/// What `set_health` changes: `None` leaves a value as it is, zero switches it off. See
/// [`HealthSetup`](crate::sim::setup::HealthSetup) for the fields' meanings and units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct HealthChange {
    /// How long an outlet's oldest ticket may wait.
    pub unhealthy_after: Option<Span>,
    /// From which share of burnt orders on an outlet is bad.
    pub unhealthy_burnt: Option<f64>,
    /// How long it must have been sound to get orders again.
    pub back_after: Option<Span>,
    /// If more than this share of outlets is out, they get orders all the same.
    pub fail_open: Option<f64>,
}

/// What `set_manager` changes: `None` leaves a value as it is. The fields' meanings and units are those of
/// [`ManagerSetup`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ManagerChange {
    /// From one look to the next.
    pub every: Option<Span>,
    /// She wants a chef for each so many who wait.
    pub per_waiting: Option<u32>,
    /// Whether she takes those off who are on the way.
    pub counts_coming: Option<bool>,
    /// Whether she looks at all.
    pub on: Option<bool>,
}

/// What `set_tray` changes: `None` leaves a value as it is. See [`TraySetup`](crate::sim::setup::TraySetup) for the
/// fields' meanings and units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TrayChange {
    /// How long the next trays are fresh.
    pub keeps: Option<Span>,
    /// What happens when a tray is found old.
    pub refill: Option<Refill>,
    /// How long old slices are sold while a new tray is baked.
    pub old_for: Option<Span>,
}

/// What `set_fuse` changes: `None` leaves a value as it is. See [`FuseSetup`](crate::sim::setup::FuseSetup) for the
/// fields' meanings and units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FuseChange {
    /// Of the last ten calls, how many must have been given up.
    pub after: Option<u32>,
    /// For how long nobody rings then: the parameter `for`.
    pub lasts: Option<Span>,
    /// Whose fuse it is.
    pub scope: Option<FuseScope>,
    /// Whether there is one at all.
    pub on: Option<bool>,
}

/// What `set_duplicate` changes: `None` leaves a value as it is. See
/// [`DuplicateSetup`](crate::sim::setup::DuplicateSetup) for the fields' meanings and units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DuplicateChange {
    /// How long after placing a second order is sent.
    pub after: Option<Span>,
    /// Whether the later of the two is called off.
    pub cancel: Option<bool>,
    /// At most so many for each cooking that is begun.
    pub budget: Option<f64>,
    /// Whether any are sent at all.
    pub on: Option<bool>,
}

/// Whether a command is the boss's to give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The boss decides it.
    Decision,
    /// It happens to the shop; sandboxes and scripts give it.
    Fault,
}

/// The kind of a parameter: what values it may have.
#[derive(Clone, Copy, Debug)]
pub enum Param {
    /// An outlet, by name.
    Outlet,
    /// A zone, by name.
    Zone,
    /// A menu item, by name.
    Item,
    /// A menu item or all-round.
    Skill,
    /// Yes or no.
    Flag,
    /// A whole number, at least 1.
    Count,
    /// How many people one command is about: a whole number, at least 1.
    People,
    /// A whole number, at least 0.
    Limit,
    /// A number above 0.
    Factor,
    /// A number above 0, at most 1.
    Share,
    /// A number, at least 0.
    Number,
    /// A number from 0 to 1.
    Probability,
    /// A length of time.
    Span,
    /// A time of day.
    Clock,
    /// A word of that closed list.
    Word(&'static List),
}

/// Whether a parameter must be given, and what stands for it where it is not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Need {
    /// It must be given.
    Must,
    /// It may be absent, which is a value of its own: all zones, no limit, unchanged.
    May,
    /// It may be absent, and then has this value.
    Or(Value),
}

/// One parameter of a command.
#[derive(Debug)]
pub struct ParamSpec {
    /// Its name in files and typed lines.
    pub name: &'static str,
    /// What values it may have.
    pub param: Param,
    /// Whether it must be given.
    pub need: Need,
    /// What it means for this command, where its kind does not say enough.
    pub sentence: Option<&'static str>,
}

/// The value of a parameter, of the type that its [`Param`] asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// [`Param::Outlet`].
    Outlet(OutletId),
    /// [`Param::Zone`].
    Zone(ZoneId),
    /// [`Param::Item`].
    Item(ItemId),
    /// [`Param::Skill`].
    Skill(Skill),
    /// [`Param::Flag`].
    Flag(bool),
    /// [`Param::Count`], [`Param::People`] and [`Param::Limit`].
    Whole(u32),
    /// [`Param::Factor`], [`Param::Share`], [`Param::Number`] and [`Param::Probability`].
    Number(f64),
    /// [`Param::Span`].
    Span(Span),
    /// [`Param::Clock`].
    Clock(ClockTime),
    /// [`Param::Word`]: the row of the value.
    Word(&'static ChoiceSpec),
}

/// What a command changes, as far as menus and the log treat commands differently for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Chefs are hired; they come after the hire time.
    ChefsHired,
    /// Chefs leave; busy ones after the order in hand.
    ChefsLeave,
    /// Clerks are hired; they come after the hire time.
    ClerksHired,
    /// Clerks leave; those on the line after the call.
    ClerksLeave,
    /// Riders are hired; they come after the hire time.
    RidersHired,
    /// Riders leave; those on a trip after it.
    RidersLeave,
    /// Chefs get better tools, after the upgrade time.
    Tools,
    /// A site opens, after its open time.
    Opening,
    /// An outlet drains and closes.
    Closing,
    /// A rule, a limit or a fault: takes effect at once, and the log needs no further words.
    Setting,
}

/// One command, as people and files write it.
#[derive(Debug)]
pub struct CommandSpec {
    /// Its name in files and typed lines.
    pub name: &'static str,
    /// Whether it is a decision or a fault.
    pub kind: Kind,
    /// What it is about, for help, schema and menus; a template (see [`crate::sim::wording`]).
    pub sentence: &'static str,
    /// Its parameters, in the order of a typed line.
    pub params: &'static [ParamSpec],
    /// What it changes.
    pub changes: Change,
    /// What is asked for: `hire [chefs] at [outlet]`. Names every parameter, so that no two commands of a menu read
    /// alike.
    pub label: Both,
    /// The same as a fact, for the log; empty: the label.
    pub done: Both,
    /// What it will do, for menus that cannot show a change of load; may be empty.
    pub outlook: Both,
    /// What it has done, for the status line; empty: `done`.
    pub outcome: Both,
    /// The name of the fault that this one ends.
    pub mends: Option<&'static str>,
    /// How long the fault lasts if nothing is said; `None`: until it is mended.
    pub lasts: Option<Span>,
}

/// Why a command cannot be asked of this shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// It names something that is not there: an outlet, a zone or a menu item, said by this word.
    NoSuch(&'static str),
    /// A value is out of its range.
    OutOfRange {
        /// The parameter.
        name: &'static str,
        /// What it must be: `at least 1`.
        must: &'static str,
    },
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

/// All commands: decisions, then faults.
pub static SPECS: &[&CommandSpec] = &rows::ALL;

/// The command of that name; `None` if there is none.
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

    /// Whether it is a decision or a fault.
    pub fn kind(&self) -> Kind {
        self.row().kind
    }

    /// Its name in files and typed lines.
    pub fn name(&self) -> &'static str {
        self.row().name
    }

    /// Calls `see` with every parameter that has a value, in the order of the row.
    pub fn each(&self, see: &mut dyn FnMut(&'static str, Value)) {
        match self {
            Command::Decision(decision) => decision.each(see),
            Command::Fault(fault) => fault.each(see),
        }
    }

    /// The value of a parameter; `None` if it is absent or the command has no such parameter.
    pub fn get(&self, name: &str) -> Option<Value> {
        let mut found = None;
        self.each(&mut |known, value| {
            if known == name {
                found = Some(value);
            }
        });
        found
    }

    /// Builds the command of a row from values by name; defaults are filled in. `None` if a value is missing or of the
    /// wrong kind.
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

    /// What this shop does not have, or no shop can accept; `None`: the world can be asked. Commands that a scenario's
    /// files or the palette read for this shop have none; one built by hand or kept in a file may.
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

    /// The outlet that the command concerns; `None` if it concerns none.
    pub fn outlet(&self) -> Option<OutletId> {
        match self.get("outlet")? {
            Value::Outlet(outlet) => Some(outlet),
            _ => None,
        }
    }

    /// How many people or orders the command is about; 1 if it does not say.
    pub fn count(&self) -> u32 {
        match self.get("count") {
            Some(Value::Whole(count)) => count,
            _ => 1,
        }
    }

    /// The skill asked for; `None` if the command names none.
    pub fn skill(&self) -> Option<Skill> {
        match self.get("skill")? {
            Value::Skill(skill) => Some(skill),
            _ => None,
        }
    }

    /// Why it makes no sense in any shop, as a sentence; `None`: it may make some.
    pub fn nonsense(&self) -> Option<&'static str> {
        use Decision::*;
        let Command::Decision(decision) = self else { return None };
        match *decision {
            SetQuota { zone: Some(_), share: Some(QuotaShare::All), .. } => Some("One bucket for all has no zone."),
            SetQuota { per_hour: None, burst: Some(_), .. } => {
                Some("How many at once says nothing without how many an hour.")
            }
            SetManager { change: ManagerChange { every: Some(every), .. }, .. } if every < ManagerSetup::QUICKEST => {
                Some("Nobody looks at the line more often than once a second.")
            }
            SetHealth { change } if change == HealthChange::default() => Some("What of the health check is to change?"),
            SetOrderNumbers { on: false, memory: Some(_) } => Some("Numbers that are not there need no memory."),
            SetTray { change, .. } if change == TrayChange::default() => Some("What of the tray is to change?"),
            SetTray { change: TrayChange { keeps: Some(Span::ZERO), .. }, .. } => {
                Some("A tray that keeps 0 s is never fresh.")
            }
            SetFuse { change: FuseChange { after: Some(after), .. } } if after > 10 => {
                Some("A fuse remembers ten calls: `after` is 1 to 10.")
            }
            SetFuse { change: FuseChange { lasts: Some(Span::ZERO), .. } } => {
                Some("A fuse that blows for no time keeps nobody from ringing.")
            }
            SetDuplicate { change }
                if change.on == Some(false)
                    && change != DuplicateChange { on: change.on, ..DuplicateChange::default() } =>
            {
                Some("What is not ordered a second time needs no rule.")
            }
            SetGiveUp { after: Some(Span::ZERO) } => Some("Who gives up in no time rings nobody through."),
            _ => None,
        }
    }
}

impl Fault {
    /// How long the fault lasts; `None`: until it is mended.
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

/// The type of a command's field: one parameter of the field's name, or a group of several.
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

/// Implements [`Field`] for a group of parameters, each named as in the struct.
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
group!(HealthChange { unhealthy_after, unhealthy_burnt, back_after, fail_open });
group!(ManagerChange { every, per_waiting, counts_coming, on });
group!(TrayChange { keeps, refill, old_for });
group!(DuplicateChange { after, cancel, budget, on });

/// `for` is no name for a field.
impl Field for FuseChange {
    fn show(&self, _: &'static str, see: &mut dyn FnMut(&'static str, Value)) {
        self.after.show("after", see);
        self.lasts.show("for", see);
        self.scope.show("scope", see);
        self.on.show("on", see);
    }

    fn read(_: &str, given: &[(&str, Value)]) -> Option<FuseChange> {
        Some(FuseChange {
            after: Field::read("after", given)?,
            lasts: Field::read("for", given)?,
            scope: Field::read("scope", given)?,
            on: Field::read("on", given)?,
        })
    }
}

group!(RetryChange { probability, wait, backoff, jitter, max, budget, of });

/// Declares one of the two kinds: for each command its variant with its fields, and its row. A field is a parameter of
/// the row, or a group of them ([`Field`]).
macro_rules! commands {
    (
        $(#[$doc:meta])*
        $kind:ident in $rows:ident {
            $($(#[$about:meta])* $variant:ident { $($field:ident: $type:ty),* $(,)? } = $row:expr;)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub enum $kind {
            $($(#[$about])* $variant {
                $(
                    /// The parameter of this name, or the group of them: see the row's [`params`](CommandSpec::params).
                    $field: $type
                ),*
            }),*
        }

        pub(super) mod $rows {
            use super::*;
            $(
                #[expect(non_upper_case_globals, reason = "named as its variant")]
                pub static $variant: CommandSpec = $row;
            )*
            pub const ALL: &[&CommandSpec] = &[$(&$variant),*];
        }

        impl $kind {
            /// The command's row of the table.
            pub fn row(&self) -> &'static CommandSpec {
                match self {
                    $($kind::$variant { .. } => &$rows::$variant),*
                }
            }

            /// Calls `see` with every parameter that has a value.
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
