//! The JSON Schema (2020-12) of scenario files, from the rows that the reader uses.
//!
//! What a schema cannot express (names that must exist, windows inside the run) is checked by the reader only.

use crate::scenario::document::{Node, Value as Toml, parse_value};
use crate::scenario::quantity::DEAREST;
use crate::scenario::reader::{LONGEST_NAME, LONGEST_TEXT, NEVER};
use crate::scenario::script::is_amount;
use crate::scenario::tables::{self, COMMANDS, CommandTable, DISTS, Key, Kind, Live, Need, ROOT, Script, Table};
use crate::scenario::trace::times::FORMATS;
use crate::sim::metric::{Metric, resolve};
use serde_json::{Map, Value, json};

/// The pattern of a length of time; the reader also requires at least one part.
pub const SPAN: &str = r"^(\d+d)?(\d+h)?(\d+m)?(\d+s)?(\d+ms)?(\d+us)?$";
/// The pattern of a time of day.
pub const CLOCK: &str = r"^([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?$";
/// The pattern of a moment.
pub const MOMENT: &str =
    r"^(day\d{1,4} +)?([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?$|^\+(\d+d)?(\d+h)?(\d+m)?(\d+s)?(\d+ms)?(\d+us)?$";
const OFFSET: &str = r"^[+-]([01]\d|2[0-3]):[0-5]\d$";
const ID: &str = "^[A-Za-z0-9_-]+$";

/// The whole schema.
pub fn schema() -> Value {
    let mut schema = object(&ROOT);
    let head = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Scenario",
        "description": "A shop, its story and its goals, for `pizzeria`",
    });
    let definitions = json!({
        "command": { "oneOf": commands(|command| &command.scheduled) },
        "tempting_command": { "oneOf": commands(|command| &command.tempting) },
        "told_command": { "oneOf": commands(|command| &command.told) },
        "answer_command": {
            "oneOf": commands(|command| &command.scheduled).into_iter().map(ranged).collect::<Vec<_>>(),
        },
        "event": { "oneOf": commands(|command| &command.event) },
        "distribution": distribution(|(_, strict, _)| strict),
        "distribution_or_zero": distribution(|(_, _, lenient)| lenient),
    });
    if let (Value::Object(schema), Value::Object(head)) = (&mut schema, head) {
        schema.extend(head);
        schema.insert("$defs".into(), definitions);
    }
    schema
}

/// The word at `dist` decides which keys there are. With `if` and `then` an editor can name a missing key; with `oneOf`
/// it only knows that nothing fits. All keys are also listed outside, for editors that offer completions.
fn distribution(of: fn(&'static (&'static str, Table, Table)) -> &'static Table) -> Value {
    let keys: Map<String, Value> =
        DISTS.iter().flat_map(|row| of(row).keys).map(|row| (row.name.to_string(), property(row))).collect();
    let cases = DISTS.iter().map(|row| {
        json!({
            "if": { "properties": { "dist": { "const": row.0 } }, "required": ["dist"] },
            "then": tagged("dist", row.0, of(row)),
        })
    });
    json!({ "type": "object", "properties": keys, "required": ["dist"], "allOf": cases.collect::<Vec<_>>() })
}

fn commands(of: fn(&CommandTable) -> &Table) -> Vec<Value> {
    let variant = |command: &CommandTable| {
        let mut variant = tagged("do", command.row.name, of(command));
        variant["description"] = crate::sim::wording::plain(command.row.sentence).into();
        variant
    };
    COMMANDS.iter().map(variant).collect()
}

/// A command whose times and amounts may be ranges.
fn ranged(mut command: Value) -> Value {
    let Some(properties) = command["properties"].as_object_mut() else { return command };
    let table = COMMANDS.iter().find(|table| properties["do"]["const"] == table.row.name);
    let keys =
        table.iter().flat_map(|table| table.scheduled.keys).filter(|key| key.name != "do" && is_amount(key.kind));
    for key in keys {
        let one = properties[key.name].clone();
        let range = json!({ "type": "array", "items": one, "minItems": 2, "maxItems": 3 });
        properties.insert(key.name.into(), json!({ "oneOf": [one, range] }));
    }
    command
}

/// A table that is identified by the word at one of its keys.
fn tagged(tag: &str, word: &str, table: &Table) -> Value {
    let mut schema = object(table);
    schema["properties"][tag] = json!({ "const": word });
    schema
}

fn object(table: &Table) -> Value {
    let properties: Map<String, Value> = table.keys.iter().map(|row| (row.name.to_string(), property(row))).collect();
    let required: Vec<&str> = table.keys.iter().filter(|row| row.need == Need::Required).map(|row| row.name).collect();
    let mut schema = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    for row in table.keys {
        if let Need::Unless(other) = row.need {
            let either = [row.name, other.key].map(|key| json!({ "required": [key] }));
            // Of a pair of keys both rows come here, with the same result.
            schema[if other.both { "anyOf" } else { "oneOf" }] = json!(either);
        }
    }
    schema
}

fn property(row: &Key) -> Value {
    let mut schema = kind(row.kind);
    let sentence = match row.need {
        Need::Optional(absent) => format!("{} (left out: {absent})", row.sentence),
        Need::Unless(other) => format!("{} (left out: {})", row.sentence, other.absent),
        Need::Required | Need::Or(_) => row.sentence.to_string(),
    };
    schema["description"] = sentence.into();
    if let Need::Or(text) = row.need {
        schema["default"] = plain(&parse_value(0, 0, text));
    }
    schema
}

fn kind(kind: Kind) -> Value {
    match kind {
        Kind::Name | Kind::Outlet | Kind::Zone | Kind::Item | Kind::Skill => {
            json!({ "type": "string", "minLength": 1, "maxLength": LONGEST_NAME })
        }
        Kind::Id => json!({ "type": "string", "pattern": ID, "maxLength": LONGEST_NAME }),
        Kind::Text => json!({ "type": "string", "maxLength": LONGEST_TEXT }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Whole(least, u64::MAX) => json!({ "type": "integer", "minimum": least }),
        Kind::Whole(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Kind::Number(least, most) => json!({ "type": "number", "minimum": least, "maximum": most }),
        Kind::Positive(most) => json!({ "type": "number", "exclusiveMinimum": 0, "maximum": most }),
        Kind::Money => json!({ "type": "number", "minimum": 0, "maximum": DEAREST }),
        Kind::Span(zero) => span(zero),
        Kind::Clock => clock(),
        Kind::Moment => json!({ "type": "string", "pattern": MOMENT, "minLength": 3 }),
        Kind::Filing => {
            json!({ "anyOf": [{ "const": NEVER }, { "type": "string", "pattern": MOMENT, "minLength": 3 }] })
        }
        Kind::Word(words) => json!({ "type": "string", "enum": words() }),
        Kind::Place => {
            let coordinate = json!({ "type": "number", "minimum": -1e4, "maximum": 1e4 });
            json!({ "type": "array", "items": coordinate, "minItems": 2, "maxItems": 2 })
        }
        Kind::Dist(zero) => {
            json!({ "$ref": if zero { "#/$defs/distribution_or_zero" } else { "#/$defs/distribution" } })
        }
        Kind::Arrivals => json!({ "oneOf": [{ "enum": ["poisson", "even"] }, object(&tables::TRACE)] }),
        Kind::Column => json!({
            "oneOf": [
                { "type": "integer", "minimum": 1, "maximum": 10_000 },
                { "type": "string", "minLength": 1, "maxLength": LONGEST_NAME },
            ]
        }),
        Kind::TimeFormat => json!({ "oneOf": [{ "enum": FORMATS }, { "type": "string", "pattern": "%" }] }),
        Kind::Offset => json!({ "type": "string", "pattern": OFFSET }),
        Kind::Curve => {
            let point = json!({
                "type": "array",
                "prefixItems": [clock(), { "type": "number", "minimum": 0, "maximum": 1e6 }],
                "minItems": 2,
                "maxItems": 2,
            });
            json!({ "type": "array", "items": point, "minItems": 1, "maxItems": 10_000 })
        }
        Kind::Mix => {
            let weight = json!({ "type": "number", "minimum": 0, "maximum": 1e6 });
            json!({ "type": "object", "additionalProperties": weight, "minProperties": 1 })
        }
        Kind::Prices => {
            let price = json!({ "type": "number", "minimum": 0, "maximum": DEAREST });
            json!({ "type": "array", "items": price, "minItems": 1, "maxItems": 100 })
        }
        Kind::Speeds => {
            let speed = json!({ "type": "number", "exclusiveMinimum": 0, "maximum": 1e3 });
            json!({ "type": "array", "items": speed, "minItems": 1, "maxItems": 100 })
        }
        Kind::Commands => {
            let names = tables::command_names();
            let in_part = format!("^({})( [a-z_]+(=[A-Za-z0-9_.-]+)?)+$", names.join("|"));
            let item = json!({ "oneOf": [{ "enum": names }, { "type": "string", "pattern": in_part }] });
            json!({ "type": "array", "items": item })
        }
        Kind::Choices => {
            let choice = json!({ "type": ["string", "number"] });
            json!({ "type": "array", "items": choice, "minItems": 2, "maxItems": 9, "uniqueItems": true })
        }
        Kind::Edges => {
            let edge = json!({ "oneOf": [{ "type": "number" }, span(true)] });
            json!({ "type": "array", "items": edge, "minItems": 1, "maxItems": 8 })
        }
        Kind::Metric(live) => json!({ "type": "string", "enum": metric_words(live) }),
        Kind::Bound => json!({ "oneOf": [{ "type": "number" }, span(true)] }),
        Kind::History(without_events) => {
            let words = &tables::HISTORIES[..if without_events { 4 } else { 3 }];
            let mut run = object(&tables::HISTORY);
            run["minProperties"] = json!(1);
            run["maxProperties"] = json!(1);
            json!({ "oneOf": [{ "enum": words }, run] })
        }
        Kind::Table(table) => object(table),
        Kind::List(table, some) => json!({ "type": "array", "items": object(table), "minItems": u8::from(some) }),
        Kind::Menu(table) => {
            json!({
                "type": "object",
                "additionalProperties": object(table),
                "propertyNames": { "pattern": ID, "maxLength": LONGEST_NAME },
                "minProperties": 1,
                "maxProperties": tables::MANY_ITEMS,
            })
        }
        Kind::Script(Script::Plain) => json!({ "type": "array", "items": { "$ref": "#/$defs/command" } }),
        Kind::Script(Script::Event) => json!({ "type": "array", "items": { "$ref": "#/$defs/event" } }),
        Kind::Script(Script::Wrong) => json!({ "type": "array", "items": { "$ref": "#/$defs/tempting_command" } }),
        Kind::Script(Script::Answer) => json!({ "type": "array", "items": { "$ref": "#/$defs/answer_command" } }),
        Kind::Script(Script::Told) => json!({ "type": "array", "items": { "$ref": "#/$defs/told_command" } }),
    }
}

fn span(zero: bool) -> Value {
    match zero {
        true => json!({ "type": "string", "pattern": SPAN, "minLength": 2 }),
        false => json!({ "type": "string", "pattern": SPAN, "minLength": 2, "allOf": [{ "pattern": "[1-9]" }] }),
    }
}

fn clock() -> Value {
    json!({ "type": "string", "pattern": CLOCK })
}

/// Paths of metrics, and the last parts that stand for one of them.
fn metric_words(live: Live) -> Vec<&'static str> {
    let now = live == Live::Now;
    let usable = |metric: &Metric| {
        resolve(metric.path(), now) == Ok(*metric) && crate::scenario::measure::may_ask(*metric, live)
    };
    let paths: Vec<&'static str> = Metric::all().filter(usable).map(Metric::path).collect();
    let short = |path: &&'static str| path.rsplit('.').next().filter(|last| last != path && resolve(last, now).is_ok());
    let last: Vec<&'static str> = paths.iter().filter_map(short).collect();
    let mut words = paths;
    words.extend(last);
    words
}

/// A value of the file as JSON.
fn plain(node: &Node) -> Value {
    match &node.value {
        Toml::Text(text) | Toml::Moment(text) => json!(text),
        Toml::Whole(whole) => u64::try_from(*whole).map_or_else(|_| json!(*whole as i64), |whole| json!(whole)),
        Toml::Number(number) => json!(number),
        Toml::Flag(flag) => json!(flag),
        Toml::List(items) => items.iter().map(plain).collect(),
        Toml::Table(entries) => {
            Value::Object(entries.iter().map(|entry| (entry.key.clone(), plain(&entry.node))).collect())
        }
    }
}
