//! A scenario file as a tree in which every value knows where it was written.
//!
//! The file's own order is kept (TOML's tables come sorted by name), and what was given on the command line
//! (`--set`) stands in the same tree, with its own [`Spot`], so that it is checked like the file.

use toml::de::{DeTable, DeValue};

/// Where something is written: a source (0: the file, n: the n-th `--set`) and a stretch of its bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    pub source: u32,
    pub start: u32,
    pub end: u32,
}

impl Spot {
    pub fn new(source: u32, range: std::ops::Range<usize>) -> Spot {
        Spot { source, start: range.start as u32, end: range.end as u32 }
    }

    pub fn contains(self, other: Spot) -> bool {
        self.source == other.source && self.start <= other.start && other.end <= self.end
    }
}

#[derive(Clone, Debug)]
pub struct Node {
    pub value: Value,
    pub spot: Spot,
}

#[derive(Clone, Debug)]
pub enum Value {
    Text(String),
    Whole(i128),
    Number(f64),
    Flag(bool),
    /// A date or time without quotes; no key takes one.
    Moment(String),
    List(Vec<Node>),
    Table(Vec<Entry>),
}

#[derive(Clone, Debug)]
pub struct Entry {
    pub key: String,
    pub key_spot: Spot,
    pub node: Node,
}

/// A mistake of the TOML itself.
#[derive(Clone, Debug)]
pub struct SyntaxError {
    pub spot: Spot,
    pub message: String,
    pub hint: Option<String>,
    /// The parser lost its way here: what follows may be invented.
    pub lost: bool,
}

/// More syntax errors than these say nothing more.
const MOST_ERRORS: usize = 100;

/// Reads a whole file, as much of it as can be understood.
pub fn parse(text: &str) -> (Node, Vec<SyntaxError>) {
    let (root, errors) = DeTable::parse_recoverable(text);
    let node = Node { value: table(0, root.get_ref()), spot: Spot::new(0, 0..0) };
    let errors = errors.iter().take(MOST_ERRORS).map(|error| syntax_error(text, error)).collect();
    (node, errors)
}

/// Reads one value as TOML would, or takes the text as it stands: `3`, `"pizza"`, `[1, 2]`, and bare `pizza`, `7d`, `18:30`.
pub fn parse_value(source: u32, offset: usize, text: &str) -> Node {
    let bare = || Node { value: Value::Text(text.to_string()), spot: Spot::new(source, offset..offset + text.len()) };
    match DeValue::parse(text) {
        Ok(parsed) if !parsed.get_ref().is_datetime() => {
            let mut node = node(source, parsed.get_ref(), parsed.span());
            node.shift(offset as u32);
            node
        }
        _ => bare(),
    }
}

impl Node {
    pub fn table(spot: Spot) -> Node {
        Node { value: Value::Table(Vec::new()), spot }
    }

    pub fn get(&self, key: &str) -> Option<&Entry> {
        match &self.value {
            Value::Table(entries) => entries.iter().find(|entry| entry.key == key),
            _ => None,
        }
    }

    /// Moves every spot to the right.
    fn shift(&mut self, by: u32) {
        self.spot.start += by;
        self.spot.end += by;
        match &mut self.value {
            Value::List(items) => items.iter_mut().for_each(|item| item.shift(by)),
            Value::Table(entries) => {
                for entry in entries {
                    entry.key_spot.start += by;
                    entry.key_spot.end += by;
                    entry.node.shift(by);
                }
            }
            _ => {}
        }
    }
}

fn node(source: u32, value: &DeValue<'_>, range: std::ops::Range<usize>) -> Node {
    let value = match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(whole) => i128::from_str_radix(whole.as_str(), whole.radix())
            .map_or_else(|_| Value::Number(whole.as_str().parse().unwrap_or(f64::INFINITY)), Value::Whole),
        DeValue::Float(number) => Value::Number(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Datetime(moment) => Value::Moment(moment.to_string()),
        DeValue::Array(items) => {
            Value::List(items.iter().map(|item| node(source, item.get_ref(), item.span())).collect())
        }
        DeValue::Table(entries) => table(source, entries),
    };
    Node { value, spot: Spot::new(source, range) }
}

fn table(source: u32, entries: &DeTable<'_>) -> Value {
    let mut entries: Vec<Entry> = entries
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            key_spot: Spot::new(source, key.span()),
            node: node(source, value.get_ref(), value.span()),
        })
        .collect();
    entries.sort_by_key(|entry| entry.key_spot.start);
    Value::Table(entries)
}

fn syntax_error(text: &str, error: &toml::de::Error) -> SyntaxError {
    let range = error.span().unwrap_or(0..0);
    let spot = Spot::new(0, range.clone());
    let said = error.message();
    let of_value =
        |message: &str, hint: Option<String>| SyntaxError { spot, message: message.into(), hint, lost: false };
    if said.starts_with("string values must be quoted") {
        return match text.get(range) {
            Some(word) if !word.is_empty() => of_value("a text needs quotes", Some(format!("write {word:?}"))),
            _ => of_value("a value is missing here", None),
        };
    }
    if said.starts_with("duplicate key") {
        return of_value("this key is given twice", Some("keep one of them".into()));
    }
    SyntaxError { spot, message: format!("this is no TOML: {said}"), hint: None, lost: true }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_keep_the_order_of_the_file() {
        let (root, errors) = parse("[menu.pizza]\nprice = 1\n[menu.bread]\nprice = 2\n");
        assert!(errors.is_empty());
        let Value::Table(items) = &root.get("menu").unwrap().node.value else { panic!() };
        assert_eq!(items.iter().map(|item| item.key.as_str()).collect::<Vec<_>>(), ["pizza", "bread"]);
    }

    #[test]
    fn a_bare_word_on_the_command_line_is_a_text() {
        for text in ["pizza", "7d", "18:30", "2024-01-01", ""] {
            assert!(matches!(parse_value(1, 0, text).value, Value::Text(t) if t == text));
        }
        assert!(matches!(parse_value(1, 0, "3").value, Value::Whole(3)));
        assert!(matches!(parse_value(1, 0, "\"3\"").value, Value::Text(t) if t == "3"));
    }
}
