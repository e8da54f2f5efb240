//! `--set PATH=VALUE`: changes any key of a scenario before it is read. The values are checked like the file's.
//!
//! A path is made of names of tables and keys, separated by dots. A member of a list is given by its number, from 0, or
//! by its name: `outlet.0.riders=3`, `outlet.Kiosk.riders=3`, `menu.pizza.price=12`. What is missing is created (from
//! the default, if a member of a list is meant); a list may grow by one. Names may contain dots themselves: the longest
//! one that fits is taken.

use crate::scenario::document::{Entry, Node, Spot, Value, parse_value};
use crate::scenario::problem::{Complaints, Source, quoted};
use crate::scenario::reader::text_of;
use crate::scenario::tables::{Kind, Need, ROOT};

/// The most names in a path; no key of a scenario is deeper.
const DEEPEST: usize = 12;

/// One `PATH=VALUE` as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// The path.
    pub path: String,
    /// The value, as TOML or as a bare text.
    pub value: String,
}

impl Override {
    /// An override; spaces around path and value are dropped.
    pub fn new(path: &str, value: &str) -> Override {
        Override { path: path.trim().to_string(), value: value.trim().to_string() }
    }
}

impl std::str::FromStr for Override {
    type Err = String;

    fn from_str(text: &str) -> Result<Override, String> {
        match text.split_once('=') {
            Some((path, value)) if !path.trim().is_empty() => Ok(Override::new(path, value)),
            _ => Err(format!("{} is no PATH=VALUE, like outlet.0.riders=3", quoted(text))),
        }
    }
}

/// Applies the overrides to the tree, and adds their texts to the sources that spots refer to.
pub(crate) fn apply(overrides: &[Override], root: &mut Node, sources: &mut Vec<Source>, complaints: &Complaints) {
    for Override { path, value } in overrides {
        let source = sources.len() as u32;
        sources.push(Source { name: format!("--set {path}"), text: format!("{path}={value}") });
        let given = parse_value(source, path.len() + 1, value);
        let names: Vec<&str> = path.split('.').collect();
        if names.len() > DEEPEST {
            let spot = Spot::new(source, 0..path.len());
            complaints.wrong(spot, format!("a path has at most {DEEPEST} names"), None);
            continue;
        }
        let mut walk = Walk { complaints, source, at: 0 };
        walk.put(root, Some((Kind::Table(&ROOT), Need::Required)), &names, given);
    }
}

struct Walk<'w> {
    complaints: &'w Complaints,
    source: u32,
    /// The byte of the path that the walk has reached.
    at: usize,
}

impl Walk<'_> {
    /// Puts a value at the end of the path. `row` is what the tables say of this node, if anything.
    fn put(&mut self, node: &mut Node, row: Option<(Kind, Need)>, names: &[&str], given: Node) {
        let Some((name, rest)) = names.split_first() else {
            *node = given;
            return;
        };
        let spot = Spot::new(self.source, self.at..self.at + name.len());
        self.at += name.len() + 1;
        if name.is_empty() {
            self.complaints.wrong(spot, "a name is missing in this path".into(), None);
            return;
        }
        let inner = row.and_then(|(kind, _)| inside(kind, name));
        match &mut node.value {
            Value::Table(entries) => {
                let found = entries.iter().position(|entry| entry.key == *name);
                let i = found.unwrap_or_else(|| {
                    let node = blank(inner, rest, spot);
                    entries.push(Entry { key: name.to_string(), key_spot: spot, node });
                    entries.len() - 1
                });
                self.put(&mut entries[i].node, inner, rest, given);
            }
            Value::List(items) => {
                let count = items.len();
                let number = || name.parse().ok().map(|i| (i, 1));
                let called = member(items, names);
                match called.filter(|(_, used)| *used > 1).or_else(number).or(called) {
                    Some((i, used)) if i <= count => {
                        let rest = &names[used..];
                        self.at += names[1..used].iter().map(|name| name.len() + 1).sum::<usize>();
                        if i == count {
                            items.push(blank(inner, rest, spot));
                        }
                        self.put(&mut items[i], inner, rest, given);
                    }
                    _ => {
                        let message = format!("there is no {} in this list of {count}", quoted(name));
                        let hint = Some("members are counted from 0, or called by their name".into());
                        self.complaints.wrong(spot, message, hint);
                    }
                }
            }
            _ => {
                let message = format!("{} is inside something that is no table and no list", quoted(name));
                self.complaints.wrong(spot, message, None);
            }
        }
    }
}

/// The member of a list whose name the path begins with, and how many of the path's names that takes.
fn member(items: &[Node], names: &[&str]) -> Option<(usize, usize)> {
    let called = |item: &Node, name: &str| item.get("name").is_some_and(|entry| text_of(&entry.node) == Some(name));
    let mut tried = (1..=names.len()).rev().map(|used| (names[..used].join("."), used));
    tried.find_map(|(name, used)| Some((items.iter().position(|item| called(item, &name))?, used)))
}

/// The row of the value called `name` inside a value of this kind.
fn inside(kind: Kind, name: &str) -> Option<(Kind, Need)> {
    match kind {
        Kind::Table(table) => table.keys.iter().find(|key| key.name == name).map(|key| (key.kind, key.need)),
        Kind::List(table, _) | Kind::Menu(table) => Some((Kind::Table(table), Need::Required)),
        _ => None,
    }
}

/// Creates the missing node: its default, a list, or a table.
fn blank(row: Option<(Kind, Need)>, rest: &[&str], spot: Spot) -> Node {
    let numbered = rest.first().is_some_and(|name| name.parse::<usize>().is_ok());
    let value = match row {
        Some((Kind::List(..) | Kind::Script(_), _)) => Value::List(Vec::new()),
        Some((Kind::Table(_) | Kind::Menu(_), _)) => Value::Table(Vec::new()),
        Some((_, Need::Or(default))) if numbered => return placed(parse_value(0, 0, default), spot),
        _ if numbered => Value::List(Vec::new()),
        _ => Value::Table(Vec::new()),
    };
    Node { value, spot }
}

/// A default list, with all of its members placed at the override.
fn placed(node: Node, spot: Spot) -> Node {
    let value = match node.value {
        Value::List(items) => Value::List(items.into_iter().map(|item| placed(item, spot)).collect()),
        other => other,
    };
    Node { value, spot }
}
