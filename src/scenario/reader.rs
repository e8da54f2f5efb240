//! Reads values out of a document by the rows of `tables`, and reports everything that does not fit.
//!
//! A value that cannot be read is reported and replaced by its default, so that reading goes on and finds all other
//! mistakes. After any complaint the values are not used.

use crate::scenario::document::{Entry, Node, Spot, Value, parse_value};
use crate::scenario::problem::{Complaints, quoted};
use crate::scenario::quantity::{self, CLOCK_IS, Hours, SPAN_IS, TIME_IS};
use crate::scenario::spelling::{nearest, suggestion};
use crate::scenario::tables::{HISTORIES, Key, Kind, Need, Table};
use crate::scenario::trace::times::FORMATS;
use crate::scenario::trace::wanted::Column;
use crate::scenario::unseen;
use crate::sim::choices::{Choice, ChoiceSpec, List};
use crate::units::{Cents, ClockTime, ItemId, OutletId, Place, Span, Time, ZoneId};
use std::collections::BTreeMap;

/// The longest name, in characters.
pub const LONGEST_NAME: usize = 200;
/// The longest text, in characters.
pub const LONGEST_TEXT: usize = 65_536;

/// What all values of a file are read with.
#[derive(Debug)]
pub struct Context<'c> {
    /// Where mistakes are reported.
    pub complaints: &'c Complaints,
    /// When the shop opens and closes.
    pub hours: Hours,
    /// The names that values may refer to.
    pub names: Names,
}

/// The names of a shop's parts.
#[derive(Debug, Default)]
pub struct Names {
    pub items: BTreeMap<String, ItemId>,
    pub zones: BTreeMap<String, ZoneId>,
    pub outlets: BTreeMap<String, OutletId>,
    /// Whether a name could not be read. That a name is unknown then means nothing.
    pub doubtful: bool,
}

/// A table of the document, with the rows of its keys.
#[derive(Clone, Copy, Debug)]
pub struct Fields<'a> {
    pub cx: &'a Context<'a>,
    pub table: &'static Table,
    pub node: &'a Node,
}

impl<'a> Fields<'a> {
    /// Reads a table; unknown keys and missing ones are reported.
    pub fn of(cx: &'a Context<'a>, table: &'static Table, node: &'a Node) -> Fields<'a> {
        Fields::of_part(cx, table, node, false)
    }

    /// The same. `is_closed`: another table of the same list follows, so this table is complete even if the file is cut
    /// off.
    pub fn of_part(cx: &'a Context<'a>, table: &'static Table, node: &'a Node, is_closed: bool) -> Fields<'a> {
        let fields = Fields { cx, table, node };
        let Value::Table(entries) = &node.value else {
            cx.complaints.never(node.spot, format!("{} must be a table, not {}", table.what, show(node)), None);
            return fields;
        };
        for entry in entries {
            if !table.keys.iter().any(|key| key.name == entry.key) {
                unknown_key(cx, table, entry);
            }
        }
        for key in table.keys {
            if key.need == Need::Required && node.get(key.name).is_none() {
                let message = format!("{} needs {}", table.what, quoted(key.name));
                cx.complaints.needs(node.spot, message, Some(format!("it is {}", expected(key.kind))), is_closed);
            }
        }
        fields
    }

    fn is_table(&self) -> bool {
        matches!(self.node.value, Value::Table(_))
    }

    /// The row of a key.
    pub fn key(&self, name: &str) -> &'static Key {
        self.table.keys.iter().find(|key| key.name == name).expect("the reader asks only for keys of the table")
    }

    /// The entry of a key, if it is given.
    pub fn entry(&self, name: &str) -> Option<&'a Entry> {
        self.node.get(name)
    }

    /// Whether a key is given.
    pub fn has(&self, name: &str) -> bool {
        self.entry(name).is_some()
    }

    /// Where the value of a key is, or the table if it is not given.
    pub fn spot(&self, name: &str) -> Spot {
        self.entry(name).map_or(self.node.spot, |entry| entry.node.spot)
    }

    /// Reports a value that cannot be used, at the place of its key.
    pub fn wrong(&self, name: &str, message: String, hint: Option<String>) {
        self.cx.complaints.wrong(self.spot(name), message, hint);
    }

    /// The value of a key, else its default, else `None`.
    fn read<T>(&self, name: &str, reading: impl Fn(&Node) -> Option<T>) -> Option<T> {
        let key = self.key(name);
        if let Some(entry) = self.entry(name) {
            match reading(&entry.node) {
                Some(value) => return Some(value),
                None => self.cx.mismatch(name, key.kind, &entry.node),
            }
        }
        match key.need {
            Need::Or(text) => Some(reading(&parse_value(0, 0, text)).expect("a default fits its own key")),
            _ => None,
        }
    }

    /// A name; see [`Kind::Name`].
    pub fn name(&self, name: &str) -> Option<String> {
        self.read(name, |node| text_of(node).filter(|text| is_name(text)).map(str::to_string))
    }

    /// An identifier; see [`Kind::Id`].
    pub fn id(&self, name: &str) -> Option<String> {
        self.read(name, |node| text_of(node).filter(|text| is_id(text)).map(str::to_string))
    }

    /// A text, without the control and invisible characters it may have had.
    pub fn text(&self, name: &str) -> Option<String> {
        self.read(name, |node| text_of(node).filter(|text| text.chars().count() <= LONGEST_TEXT).map(visible))
    }

    /// True or false.
    pub fn flag(&self, name: &str) -> Option<bool> {
        self.read(name, |node| match node.value {
            Value::Flag(flag) => Some(flag),
            _ => None,
        })
    }

    /// An integer within the range of its row.
    pub fn whole(&self, name: &str) -> Option<u64> {
        let Kind::Whole(least, most) = self.key(name).kind else { unreachable!("{name} is no whole number") };
        self.read(name, |node| whole_of(node).filter(|whole| (least..=most).contains(whole)))
    }

    /// The same where the range is within 32 bits.
    pub fn count(&self, name: &str) -> Option<u32> {
        self.whole(name).map(|whole| whole as u32)
    }

    /// A number within the range of its row.
    pub fn number(&self, name: &str) -> Option<f64> {
        let kind = self.key(name).kind;
        self.read(name, |node| number_of(node).filter(|number| fits(kind, *number)))
    }

    /// An amount in dollars, not negative.
    pub fn money(&self, name: &str) -> Option<Cents> {
        self.read(name, money_of)
    }

    /// A length of time.
    pub fn span(&self, name: &str) -> Option<Span> {
        let Kind::Span(zero) = self.key(name).kind else { unreachable!("{name} is no length of time") };
        self.read(name, |node| text_of(node).and_then(quantity::span).filter(|span| zero || !span.is_zero()))
    }

    /// A time of day.
    pub fn clock(&self, name: &str) -> Option<ClockTime> {
        self.read(name, |node| text_of(node).and_then(quantity::clock))
    }

    /// One of a list of words, as the value that belongs to it.
    pub fn word<T: Copy>(&self, name: &str, words: &[(&'static str, T)]) -> Option<T> {
        self.read(name, |node| {
            text_of(node).and_then(|text| words.iter().find(|(word, _)| *word == text)).map(|(_, value)| *value)
        })
    }

    /// A column of a trace.
    pub fn column(&self, name: &str) -> Option<Column> {
        self.read(name, |node| match &node.value {
            Value::Text(text) => Some(Column::Name(text.clone())).filter(|_| is_name(text)),
            _ => whole_of(node).filter(|n| (1..=10_000).contains(n)).map(|n| Column::Number(n as usize)),
        })
    }

    /// A word or a pattern for how times are written.
    pub fn time_format(&self, name: &str) -> Option<String> {
        let is_format = |text: &&str| FORMATS.contains(text) || text.contains('%') && is_name(text);
        self.read(name, |node| text_of(node).filter(is_format).map(str::to_string))
    }

    /// An offset from UTC, in seconds.
    pub fn offset(&self, name: &str) -> Option<i32> {
        self.read(name, |node| text_of(node).and_then(quantity::offset))
    }

    /// A moment of the run.
    pub fn moment(&self, name: &str) -> Option<Time> {
        let opens = self.cx.hours.opens;
        self.read(name, |node| text_of(node).and_then(|text| quantity::moment(text, opens)).map(|moment| moment.time))
    }

    /// A value of a closed list, by its word.
    pub fn choice<C: Choice>(&self, name: &str) -> Option<C> {
        self.row(name, C::LIST).and_then(C::of)
    }

    /// A row of a closed list, by its word.
    pub fn row(&self, name: &str, list: &'static List) -> Option<&'static ChoiceSpec> {
        self.read(name, |node| text_of(node).and_then(|text| list.rows.iter().find(|row| row.word == text)))
    }

    /// A place, in kilometres.
    pub fn place(&self, name: &str) -> Option<Place> {
        self.read(name, |node| match &node.value {
            Value::List(pair) if pair.len() == 2 => {
                let km = |node| number_of(node).filter(|km| km.abs() <= 10_000.0);
                Some(Place::new(km(&pair[0])?, km(&pair[1])?))
            }
            _ => None,
        })
    }

    /// A list of amounts.
    pub fn prices(&self, name: &str) -> Option<Vec<Cents>> {
        self.read(name, |node| few(node)?.iter().map(money_of).collect())
    }

    /// A list of speeds.
    pub fn speeds(&self, name: &str) -> Option<Vec<f64>> {
        let speed = |node: &Node| number_of(node).filter(|speed| *speed > 0.0 && *speed <= 1_000.0);
        self.read(name, |node| few(node)?.iter().map(speed).collect())
    }

    /// An outlet, by its name.
    pub fn outlet(&self, name: &str) -> Option<OutletId> {
        self.named(name, "outlet", &self.cx.names.outlets)
    }

    /// A zone, by its name.
    pub fn zone(&self, name: &str) -> Option<ZoneId> {
        self.named(name, "zone", &self.cx.names.zones)
    }

    /// A menu item, by its name.
    pub fn item(&self, name: &str) -> Option<ItemId> {
        self.named(name, "menu item", &self.cx.names.items)
    }

    fn named<T: Copy>(&self, name: &str, what: &str, known: &BTreeMap<String, T>) -> Option<T> {
        let text = self.read(name, |node| text_of(node).map(str::to_string))?;
        let found = known.get(&text).copied();
        if found.is_none() {
            self.cx.unknown_name(self.spot(name), what, &text, known);
        }
        found
    }

    /// The table at a key, with the rows of its kind.
    pub fn inner(&self, name: &str) -> Option<Fields<'a>> {
        let Kind::Table(table) = self.key(name).kind else { unreachable!("{name} is no table") };
        self.entry(name).map(|entry| Fields::of(self.cx, table, &entry.node)).filter(Fields::is_table)
    }

    /// The tables of the list at a key; empty if it is not given.
    pub fn each(&self, name: &str) -> Vec<Fields<'a>> {
        let Kind::List(table, _) = self.key(name).kind else { unreachable!("{name} is no list of tables") };
        let Some(nodes) = self.nodes(name) else { return Vec::new() };
        let part = |(i, node)| Fields::of_part(self.cx, table, node, i + 1 < nodes.len());
        nodes.iter().enumerate().map(part).filter(Fields::is_table).collect()
    }

    /// The values of the list at a key; anything else is reported.
    pub fn nodes(&self, name: &str) -> Option<&'a [Node]> {
        let entry = self.entry(name)?;
        match &entry.node.value {
            Value::List(nodes) => Some(nodes),
            _ => {
                self.cx.mismatch(name, self.key(name).kind, &entry.node);
                None
            }
        }
    }
}

impl Context<'_> {
    /// Reports, for example, "`riders` must be a whole number from 0 to 1000000, not the text "three"".
    pub fn mismatch(&self, name: &str, kind: Kind, node: &Node) {
        let hint = match kind {
            Kind::Word(words) => self.nearest_of(node, &words()),
            Kind::Arrivals => self.nearest_of(node, &["poisson", "even"]),
            Kind::TimeFormat => self.nearest_of(node, FORMATS),
            Kind::History(without) => self.nearest_of(node, &HISTORIES[..if without { 4 } else { 3 }]),
            Kind::Flag => match &node.value {
                Value::Text(text) if ["true", "false"].contains(&text.as_str()) => {
                    Some("it stands without quotes".into())
                }
                _ => self.nearest_of(node, &["true", "false"]),
            },
            Kind::Filing if text_of(node).is_some() => self.nearest_of(node, &[NEVER]),
            Kind::Span(_) | Kind::Clock | Kind::Moment | Kind::Filing => match node.value {
                Value::Whole(_) | Value::Number(_) | Value::Moment(_) => {
                    Some("it stands in quotes, with its unit".into())
                }
                _ => None,
            },
            _ => None,
        };
        self.complaints.never(node.spot, format!("`{name}` must be {}, not {}", expected(kind), show(node)), hint);
    }

    /// Reports a name that does not exist.
    pub fn unknown_name<T>(&self, spot: Spot, what: &str, text: &str, known: &BTreeMap<String, T>) {
        if self.names.doubtful {
            return;
        }
        let hint = self.suggestion(text, known.keys().map(String::as_str));
        self.complaints.lack(spot, format!("there is no {what} named {}", quoted(text)), hint);
    }

    /// A suggestion of the word nearest to a text.
    fn nearest_of(&self, node: &Node, words: &[&str]) -> Option<String> {
        text_of(node).and_then(|text| self.nearest(text, words.iter().copied()))
    }

    /// "did you mean …?", as long as the list of problems is short enough to be shown.
    pub fn nearest<'n>(&self, word: &str, names: impl IntoIterator<Item = &'n str>) -> Option<String> {
        let near = if self.complaints.is_crowded() { None } else { nearest(word, names) };
        near.map(|near| format!("did you mean {}?", quoted(near)))
    }

    /// The same; if no name is near, the names that exist, if they are few.
    pub fn suggestion<'n>(&self, word: &str, names: impl IntoIterator<Item = &'n str> + Clone) -> Option<String> {
        if self.complaints.is_crowded() { None } else { suggestion(word, names) }
    }
}

fn unknown_key(cx: &Context<'_>, table: &Table, entry: &Entry) {
    let hint = cx.nearest(&entry.key, table.keys.iter().map(|key| key.name));
    cx.complaints.never(entry.key_spot, format!("{} has no key {}", table.what, quoted(&entry.key)), hint);
}

/// The word for a moment that does not come.
pub const NEVER: &str = "never";

/// What a value of this kind is, as the end of "must be …".
pub fn expected(kind: Kind) -> String {
    match kind {
        Kind::Name => format!("a name of 1 to {LONGEST_NAME} visible characters in one line"),
        Kind::Id => "a name of letters, digits, `-` and `_`".into(),
        Kind::Text => format!("a text of at most {LONGEST_TEXT} characters"),
        Kind::Flag => "true or false".into(),
        Kind::Whole(least, u64::MAX) => format!("a whole number of at least {least}"),
        Kind::Whole(least, most) if least == most => format!("{least}"),
        Kind::Whole(least, most) => format!("a whole number from {least} to {most}"),
        Kind::Number(least, most) => format!("a number from {least} to {most}"),
        Kind::Positive(most) => format!("a number above 0, at most {most}"),
        Kind::Money => "an amount in dollars with at most two decimals, 0 or more".into(),
        Kind::Span(true) => format!("{SPAN_IS}, at most ten years"),
        Kind::Span(false) => format!("{SPAN_IS}, more than nothing and at most ten years"),
        Kind::Clock => CLOCK_IS.into(),
        Kind::Moment => TIME_IS.into(),
        Kind::Filing => format!("{TIME_IS}, or {NEVER:?}"),
        Kind::Word(words) => {
            format!("one of {}", words().iter().map(|w| format!("{w:?}")).collect::<Vec<_>>().join(", "))
        }
        Kind::Place => "a pair of kilometres like [2.0, 3.0]".into(),
        Kind::Dist(_) => "a distribution like { dist = \"exponential\", mean = \"4m\" }".into(),
        Kind::Arrivals => "\"poisson\", \"even\" or { trace = \"file\" }".into(),
        Kind::Column => "a column: its number from 1, or its name in the heading".into(),
        Kind::TimeFormat => {
            let words = FORMATS.iter().map(|word| format!("{word:?}")).collect::<Vec<_>>().join(", ");
            format!("one of {words}, or a pattern like \"%d.%m.%Y %H:%M\"")
        }
        Kind::Offset => "an offset from UTC like \"+02:00\"".into(),
        Kind::Curve => "a list of times and factors like [[\"17:00\", 0.5], [\"19:00\", 2.0]]".into(),
        Kind::Mix => "weights like { pizza = 0.8, bread = 0.2 }".into(),
        Kind::Prices => "a list of 1 to 100 amounts like [0, 250, 500]".into(),
        Kind::Speeds => "a list of 1 to 100 speeds above 0 like [1.0, 1.5]".into(),
        Kind::Commands => "a list of command names like [\"hire_chef\", \"set_policy\"]".into(),
        Kind::Choices => "a list of 2 to 9 different answers like [\"25m\", \"45m\"]".into(),
        Kind::Edges => "a list of 1 to 8 bounds, each larger than the one before, like [0.9, 1.1]".into(),
        Kind::Metric(_) => "a measure of the report like \"slo.on_time_ratio\"".into(),
        Kind::Bound => "a number, or a length of time like \"45m\"".into(),
        Kind::History(false) => "\"nothing\", \"solution\", \"run\" or { wrong = \"name\" }".into(),
        Kind::History(true) => "\"nothing\", \"solution\", \"run\", \"without_events\" or { wrong = \"name\" }".into(),
        Kind::Outlet => "the name of an outlet".into(),
        Kind::Zone => "the name of a zone".into(),
        Kind::Item => "the name of a menu item".into(),
        Kind::Skill => "a menu item or \"all-round\"".into(),
        Kind::Table(table) => format!("a table: {}", table.what),
        Kind::List(table, _) => format!("a list of tables, each {}", table.what),
        Kind::Menu(table) => format!("tables by name, each {}", table.what),
        Kind::Script(_) => "a list of commands like { at = \"18:30\", do = \"hire_chef\", … }".into(),
    }
}

/// A value as shown in "…, not 3".
pub fn show(node: &Node) -> String {
    match &node.value {
        Value::Text(text) if text.is_empty() => "an empty text".into(),
        Value::Text(text) => format!("the text {}", quoted(text)),
        Value::Whole(whole) => whole.to_string(),
        Value::Number(number) => format!("{number:?}"),
        Value::Flag(flag) => flag.to_string(),
        Value::Moment(moment) => format!("{moment} without quotes"),
        Value::List(items) if items.is_empty() => "an empty list".into(),
        Value::List(_) => "a list".into(),
        Value::Table(_) => "a table".into(),
    }
}

/// The value of a key with a default. The default is in the key's row and nowhere else.
pub fn given<T>(value: Option<T>) -> T {
    value.expect("a key with a default has a value")
}

/// The text of a node, if it is one.
pub fn text_of(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

/// The integer of a node, if it is one and not negative.
pub fn whole_of(node: &Node) -> Option<u64> {
    match node.value {
        Value::Whole(whole) => u64::try_from(whole).ok(),
        // `3.0` counts as an integer.
        Value::Number(number) if number >= 0.0 && number.fract() == 0.0 && number < 9e15 => Some(number as u64),
        _ => None,
    }
}

/// The number of a node, if it is a finite one.
pub fn number_of(node: &Node) -> Option<f64> {
    match node.value {
        Value::Whole(whole) => Some(whole as f64),
        Value::Number(number) => Some(number).filter(|number| number.is_finite()),
        _ => None,
    }
}

/// The values of a node, if it is a list.
pub fn list_of(node: &Node) -> Option<&[Node]> {
    match &node.value {
        Value::List(items) => Some(items),
        _ => None,
    }
}

/// A list of at most as many values as there may be tool levels.
fn few(node: &Node) -> Option<&[Node]> {
    list_of(node).filter(|items| (1..=100).contains(&items.len()))
}

fn money_of(node: &Node) -> Option<Cents> {
    number_of(node).and_then(quantity::cents).filter(|cents| *cents >= Cents::ZERO)
}

fn fits(kind: Kind, number: f64) -> bool {
    match kind {
        Kind::Number(least, most) => (least..=most).contains(&number),
        Kind::Positive(most) => number > 0.0 && number <= most,
        _ => unreachable!("only numbers have a range"),
    }
}

/// Whether a text may be a name; see [`Kind::Name`].
pub fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.trim() == text
        && text.chars().count() <= LONGEST_NAME
        && !text.contains('`')
        && unseen::in_text(text).is_empty()
}

/// Whether a text may be an identifier; see [`Kind::Id`].
pub fn is_id(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    !text.is_empty() && text.len() <= LONGEST_NAME && text.bytes().all(allowed)
}

/// A text with its lines, but without characters that could control a terminal.
fn visible(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\t', "    ");
    unseen::replaced(&text, |c| Some(c).filter(|c| *c == '\n'))
}
