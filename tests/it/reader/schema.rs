//! The schema says the same as the reader. The checker knows the words that our schema uses, and no others.

use super::{FULL, regex};
use crate::complaints::SMALLEST;
use pizzeria::scenario::tables::{Kind, ROOT, Table};
use pizzeria::scenario::{self, builtin};
use serde_json::Value;

fn json(text: &str) -> Value {
    serde_json::to_value(text.parse::<toml::Table>().unwrap()).unwrap()
}

/// Where a value does not fit its schema.
fn misfits(root: &Value, schema: &Value, value: &Value, path: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (word, rule) in schema.as_object().unwrap() {
        let inner = |schema: &Value, value: &Value, path: &str| misfits(root, schema, value, path);
        let number = |key: &Value| key.as_f64().unwrap();
        let length = || value.as_str().map(|text| text.chars().count() as f64);
        let size = || value.as_array().map(|items| items.len() as f64).or(value.as_object().map(|o| o.len() as f64));
        let ok = match word.as_str() {
            "$schema" | "$defs" | "title" | "description" | "default" => true,
            "$ref" => {
                let place = rule.as_str().unwrap().strip_prefix('#').unwrap();
                found.extend(inner(root.pointer(place).unwrap(), value, path));
                true
            }
            "type" => match rule {
                Value::Array(types) => types.iter().any(|word| has_type(value, word.as_str().unwrap())),
                word => has_type(value, word.as_str().unwrap()),
            },
            "const" => value == rule,
            "enum" => rule.as_array().unwrap().contains(value),
            "minimum" => value.as_f64().is_none_or(|n| n >= number(rule)),
            "maximum" => value.as_f64().is_none_or(|n| n <= number(rule)),
            "exclusiveMinimum" => value.as_f64().is_none_or(|n| n > number(rule)),
            "minLength" => length().is_none_or(|n| n >= number(rule)),
            "maxLength" => length().is_none_or(|n| n <= number(rule)),
            "pattern" => value.as_str().is_none_or(|text| regex::is_match(rule.as_str().unwrap(), text)),
            "minItems" | "minProperties" => size().is_none_or(|n| n >= number(rule)),
            "maxItems" | "maxProperties" => size().is_none_or(|n| n <= number(rule)),
            "uniqueItems" => {
                value.as_array().is_none_or(|all| all.iter().enumerate().all(|(i, one)| !all[..i].contains(one)))
            }
            "allOf" => {
                rule.as_array().unwrap().iter().for_each(|schema| found.extend(inner(schema, value, path)));
                true
            }
            "anyOf" => rule.as_array().unwrap().iter().any(|schema| inner(schema, value, path).is_empty()),
            "if" => {
                if inner(rule, value, path).is_empty() {
                    found.extend(inner(&schema["then"], value, path));
                }
                true
            }
            "then" => true,
            "oneOf" => {
                rule.as_array().unwrap().iter().filter(|schema| inner(schema, value, path).is_empty()).count() == 1
            }
            "required" => value
                .as_object()
                .is_none_or(|o| rule.as_array().unwrap().iter().all(|key| o.contains_key(key.as_str().unwrap()))),
            "properties" => {
                for (key, schema) in rule.as_object().unwrap() {
                    if let Some(value) = value.get(key) {
                        found.extend(inner(schema, value, &format!("{path}.{key}")));
                    }
                }
                true
            }
            "additionalProperties" => {
                let known = schema.get("properties").and_then(Value::as_object);
                for (key, value) in value.as_object().into_iter().flatten() {
                    let path = format!("{path}.{key}");
                    match rule {
                        _ if known.is_some_and(|known| known.contains_key(key)) => {}
                        Value::Bool(false) => found.push(format!("{path} is unknown")),
                        schema => found.extend(inner(schema, value, &path)),
                    }
                }
                true
            }
            "propertyNames" => value
                .as_object()
                .into_iter()
                .flatten()
                .all(|(key, _)| inner(rule, &key.as_str().into(), path).is_empty()),
            "items" => {
                for (i, item) in value.as_array().into_iter().flatten().enumerate() {
                    found.extend(inner(rule, item, &format!("{path}.{i}")));
                }
                true
            }
            "prefixItems" => value.as_array().is_none_or(|items| {
                items.iter().zip(rule.as_array().unwrap()).all(|(item, schema)| inner(schema, item, path).is_empty())
            }),
            word => panic!("this checker does not know {word}"),
        };
        if !ok {
            found.push(format!("{path}: {word} {rule}"));
        }
    }
    found
}

fn has_type(value: &Value, word: &str) -> bool {
    match word {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|n| n.fract() == 0.0),
        word => panic!("no type {word}"),
    }
}

#[test]
fn what_the_reader_takes_fits_the_schema() {
    let schema = scenario::schema();
    for (name, text) in builtin::all().chain([("full", FULL), ("smallest", SMALLEST)]) {
        let misfits = misfits(&schema, &schema, &json(text), name);
        assert!(misfits.is_empty(), "{misfits:#?}");
    }
}

#[test]
fn what_the_reader_refuses_for_its_form_the_schema_refuses() {
    let schema = scenario::schema();
    for lines in [
        "rider = 3",
        "riders = -1",
        "riders = 1.5",
        "riders = \"three\"",
        "kitchen = \"sharde\"",
        "open_time = \"10\"",
        "illness = { every = \"0s\", lasts = \"1h\" }",
        "illness = { every = \"1h\" }",
        "at = [1.0]",
        "[kitchen]\noff_skill_speed = 0",
        "[delivery]\nhandover = { dist = \"erlang\", mean = \"1m\" }",
        "[[event]]\nat = \"12:00\"\ndo = \"hire_cheff\"\noutlet = \"Main Street\"",
        "[[event]]\nat = \"12:00\"\ndo = \"traffic\"\nfactor = 2.0",
        "[[goal]]\ntext = \"x\"\nmetric = \"on_tim_ratio\"\nat_least = 1",
        "[[goal]]\ntext = \"x\"\nmetric = \"recovery.after\"\nat_most = 1",
        "[scenario]\nallow = [\"hire\"]",
        "[scenario]\nopens = \"25:00\"",
        "[scenario]\nopens = \"12:60\"",
        "[[cue]]\nat = \"25:00\"\ntext = \"x\"",
        "[[cue]]\nat = \"day12345 12:00\"\ntext = \"x\"",
        "[[cue]]\nwhen = { metric = \"waiting\" }\ntext = \"x\"",
        "[[cue]]\nwhen = { metric = \"waiting\", at_least = 1, at_most = 2 }\ntext = \"x\"",
        "[[hint]]\ntext = \"x\"",
        "[[goal]]\ntext = \"x\"\nmetric = \"lost_ratio\"",
        "[delivery]\nhandover = { dist = \"gama\", mean = \"1m\" }",
        "[delivery]\nhandover = { mean = \"1m\" }",
        "[delivery]\nhandover = { dist = \"fixed\", mean = \"1m\", cv = 1.0 }",
    ] {
        let text = format!("{SMALLEST}{lines}\n");
        assert!(crate::complaints::read(&text).is_err(), "the reader takes {lines}");
        assert!(!misfits(&schema, &schema, &json(&text), "").is_empty(), "the schema takes {lines}");
    }
}

/// Editors find it beside the shipped scenarios, which name it in their first line. After a change of the keys run the
/// test with BLESS=1.
#[test]
fn the_schema_in_the_repository_is_the_schema() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/scenario.schema.json");
    let schema = format!("{:#}\n", scenario::schema());
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, &schema).unwrap();
    }
    assert!(std::fs::read_to_string(path).is_ok_and(|text| text == schema), "run this test with BLESS=1");
    for (name, text) in builtin::all() {
        assert_eq!(text.lines().next(), Some("#:schema ../assets/scenario.schema.json"), "{name}");
    }
}

/// An editor that follows `if` and `then` says what is wrong in the terms of the distribution that was meant.
#[test]
fn a_distribution_is_judged_by_its_word() {
    let schema = scenario::schema();
    let said = |value: &str| misfits(&schema, &schema["$defs"]["distribution"], &json(value), "work");
    assert_eq!(said("dist = \"erlang\"\nmean = \"1m\""), ["work: required [\"dist\",\"mean\",\"k\"]"]);
    assert_eq!(said("dist = \"fixed\"\nmean = \"1m\"\ncv = 1.0"), ["work.cv is unknown"]);
    assert_eq!(said("dist = \"gamma\"\nmean = \"1m\"\ncv = 1.0"), [""; 0]);
}

/// Every key of the tables stands in the schema with a sentence, and no other.
fn compare(table: &Table, schema: &Value, path: &str) {
    let properties = schema["properties"].as_object().unwrap();
    assert_eq!(properties.len(), table.keys.len(), "{path}");
    for key in table.keys {
        let path = format!("{path}.{}", key.name);
        let property = properties.get(key.name).unwrap_or_else(|| panic!("{path} is not in the schema"));
        assert!(property["description"].as_str().is_some_and(|text| text.len() > 3), "{path}");
        match key.kind {
            Kind::Table(inner) => compare(inner, property, &path),
            Kind::List(inner, _) => compare(inner, &property["items"], &path),
            Kind::Menu(inner) => compare(inner, &property["additionalProperties"], &path),
            _ => {}
        }
    }
}

#[test]
fn every_key_of_the_reader_is_in_the_schema() {
    let schema = scenario::schema();
    compare(&ROOT, &schema, "");
    let commands = schema["$defs"]["command"]["oneOf"].as_array().unwrap();
    let names: Vec<&str> = commands.iter().map(|c| c["properties"]["do"]["const"].as_str().unwrap()).collect();
    assert_eq!(names, scenario::tables::command_names());
}

#[test]
fn every_measure_stands_in_the_report() {
    use pizzeria::sim::{measures::Measures, metric};
    let report = serde_json::to_value(Measures::default()).unwrap();
    for row in metric::ROWS.iter().filter(|row| row.kind == metric::Kind::Measure) {
        assert!(report.pointer(&format!("/{}", row.path.replace('.', "/"))).is_some(), "{}", row.path);
    }
}
