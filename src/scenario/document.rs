//! A scenario file as a tree whose values know where they were written.
//!
//! Tables keep the file's order, which TOML's own tables do not. Values given on the command line (`--set`) are in the
//! same tree, with [`Spot`]s of their own, and are checked like the file.

use toml::de::{DeTable, DeValue};

/// Where something is written: a source and a range of its bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The source: 0 is the file, n the n-th `--set`.
    pub source: u32,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Spot {
    /// A range of bytes of a source.
    pub fn new(source: u32, range: std::ops::Range<usize>) -> Spot {
        Spot { source, start: range.start as u32, end: range.end as u32 }
    }

    /// Whether `other` is within this range.
    pub fn contains(self, other: Spot) -> bool {
        self.source == other.source && self.start <= other.start && other.end <= self.end
    }
}

/// A value and where it was written.
#[derive(Clone, Debug)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it was written.
    pub spot: Spot,
}

/// A value of TOML.
#[derive(Clone, Debug)]
pub enum Value {
    /// A string.
    Text(String),
    /// An integer; wider than TOML's, so that one out of range can be shown.
    Whole(i128),
    /// A float, or an integer too large for [`Value::Whole`].
    Number(f64),
    /// A boolean.
    Flag(bool),
    /// A date or time without quotes, as it is written; no key takes one.
    Moment(String),
    /// An array.
    List(Vec<Node>),
    /// A table, in the order of the file.
    Table(Vec<Entry>),
}

/// A key of a table and its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key was written.
    pub key_spot: Spot,
    /// The value.
    pub node: Node,
}

/// A syntax error.
#[derive(Clone, Debug)]
pub struct SyntaxError {
    /// Where it is.
    pub spot: Spot,
    /// What is wrong, as a sentence.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// The parser lost its way here; what it read after this may be wrong.
    pub lost: bool,
    /// The rest of the file was not read.
    pub gives_up: bool,
}

/// After this many syntax errors the rest of a file is not read.
const MOST_ERRORS: usize = 100;
/// Of a file at first only this many bytes are parsed, then twice as many. So a file that contains nothing but mistakes
/// costs the memory for a hundred mistakes, not for a million.
const FIRST_PART: usize = 1 << 18;
/// Parts larger than this are not checked on their own: a file that is correct so far is read as a whole, even if it
/// goes wrong later.
const LARGEST_PART: usize = 1 << 20;
/// The parser needs about fifty bytes for each token. A shop with the largest number of outlets has five million.
const MOST_SIGNS: usize = 8_000_000;

/// Parses a whole file, as much of it as can be understood.
pub fn parse(text: &str) -> (Node, Vec<SyntaxError>) {
    let Ok(read) = parse_unless(text, |_| None::<std::convert::Infallible>);
    read
}

/// Like [`parse`], unless a first part of the file, free of syntax errors, is enough to give up the rest. What is in a
/// part is in the whole file, too; only its last tables may continue in the rest (the last of each list, and any table
/// outside of lists).
///
/// # Errors
/// What `is_enough` made of the part.
pub fn parse_unless<E>(text: &str, is_enough: impl Fn(&Node) -> Option<E>) -> Result<(Node, Vec<SyntaxError>), E> {
    if signs(text) > MOST_SIGNS {
        let message =
            format!("a file has at most {} million words and signs; nothing of it was read", MOST_SIGNS / 1_000_000);
        let error = SyntaxError { spot: Spot::default(), message, hint: None, lost: true, gives_up: true };
        return Ok((Node::table(Spot::default()), vec![error]));
    }
    let mut length = FIRST_PART;
    loop {
        let (part, is_whole) = beginning(text, length);
        let (root, errors) = DeTable::parse_recoverable(part);
        let gives_up = errors.len() > MOST_ERRORS;
        let node = || Node { value: table(0, root.get_ref()), spot: Spot::default() };
        if !is_whole && !gives_up {
            if length <= LARGEST_PART
                && errors.is_empty()
                && let Some(enough) = is_enough(&node())
            {
                return Err(enough);
            }
            length *= 2;
            continue;
        }
        let mut errors: Vec<_> = errors.iter().take(MOST_ERRORS).map(|error| syntax_error(text, error)).collect();
        if gives_up {
            errors.push(given_up(errors.last().map_or(Spot::default(), |last| last.spot)));
        }
        return Ok((node(), errors));
    }
}

/// Lists whose tables are named nowhere else in a file.
const UNNAMED: [&str; 8] = ["event", "solution", "goal", "star", "hint", "cue", "predict", "command"];

/// Up to which byte a part of a file is as in the whole file: the start of the last table of one of those lists, if the
/// file goes on with more of the same. Elsewhere a table may follow that defines a name or the hours.
pub fn at_hand(part: &Node, text: &str) -> u32 {
    let last = |key: &'static str| match &part.get(key)?.node.value {
        Value::List(items) => Some((items.last()?.spot.start, key)),
        _ => None,
    };
    let Some((start, key)) = UNNAMED.iter().filter_map(|key| last(key)).max() else { return 0 };
    let heading = format!("[[{key}]]");
    let rest = text.get(start as usize..).unwrap_or_default();
    let mut headings = rest.lines().map(str::trim).filter(|line| line.starts_with('['));
    if rest.starts_with(&heading) && headings.all(|line| line == heading) { start } else { 0 }
}

/// The first `length` bytes up to the end of a line, if there is one, and whether they are all.
fn beginning(text: &str, length: usize) -> (&str, bool) {
    if length >= text.len() {
        return (text, true);
    }
    let mut end = length;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let line_end = text[..end].rfind('\n').map_or(end, |at| at + 1);
    (&text[..line_end], false)
}

fn given_up(spot: Spot) -> SyntaxError {
    let message = format!("{MOST_ERRORS} mistakes of TOML up to here: the rest of the file was not read");
    SyntaxError { spot, message, hint: Some("mend these first".into()), lost: true, gives_up: true }
}

/// An upper bound of the number of tokens: the contents of quotes and comments are counted as if they were code.
fn signs(text: &str) -> usize {
    let class = |byte: u8| match byte {
        b' ' | b'\t' => 1,
        b'-' | b'.' | b':' | b'_' | 0x80.. => 2,
        byte if byte.is_ascii_alphanumeric() => 2,
        _ => 0,
    };
    let mut before = 0;
    text.bytes()
        .filter(|byte| {
            let now = class(*byte);
            std::mem::replace(&mut before, now) != now || now == 0
        })
        .count()
}

/// Parses one value as TOML, or takes the text as it is: `3`, `"pizza"`, `[1, 2]`, and bare `pizza`, `7d`, `18:30`.
/// `offset` is where the text begins in its source.
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
    /// An empty table.
    pub fn table(spot: Spot) -> Node {
        Node { value: Value::Table(Vec::new()), spot }
    }

    /// The entry of a key; `None` if it is absent or this is no table.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        match &self.value {
            Value::Table(entries) => entries.iter().find(|entry| entry.key == key),
            _ => None,
        }
    }

    /// Moves every spot by `by` bytes.
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
    let of_value = |message: &str, hint: Option<String>| SyntaxError {
        spot,
        message: message.into(),
        hint,
        lost: false,
        gives_up: false,
    };
    if said.starts_with("string values must be quoted") {
        return match text.get(range) {
            Some(word) if !word.is_empty() => of_value("a text needs quotes", Some(format!("write {word:?}"))),
            _ => of_value("a value is missing here", None),
        };
    }
    if said.starts_with("duplicate key") {
        return of_value("this key is given twice", Some("keep one of them".into()));
    }
    SyntaxError { spot, message: format!("this is no TOML: {said}"), hint: None, lost: true, gives_up: false }
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

    #[test]
    fn words_and_signs_are_counted() {
        for (text, count) in
            [("", 0), ("a", 1), ("a = 1\n", 6), ("[[x]]", 5), ("é-_1:2.5", 1), ("\n\n\n", 3), ("a   b", 3)]
        {
            assert_eq!(signs(text), count, "{text:?}");
        }
    }

    #[test]
    fn what_is_at_hand_ends_where_the_last_table_begins_that_nothing_but_its_like_follows() {
        let part = "[scenario]\nopens = \"11:00\"\n[[event]]\nat = 1\n[[event]]\nat = 2\n";
        let at_hand = |part: &str, rest: &str| at_hand(&parse(part).0, &format!("{part}{rest}")) as usize;
        let last = part.rfind("[[event]]").unwrap();
        for rest in ["", "at = 3\n", "[[event]]\n", "  [[event]]\r\n# [[outlet]]\n"] {
            assert_eq!(at_hand(part, rest), last, "{rest}");
        }
        for rest in ["[[outlet]]\n", "[[event]]\n [ 'outlet' ]\n", "[[\"event\"]]\n", "[event.x]\n"] {
            assert_eq!(at_hand(part, rest), 0, "{rest}");
        }
        for part in ["[[outlet]]\n", "event = [{ at = 1 }, { at = 2 }]\n", "[event]\n", "a = 1\n", ""] {
            assert_eq!(at_hand(part, ""), 0, "{part}");
        }
    }

    #[test]
    fn a_large_file_is_read_whole() {
        // Long enough for several parts, with one list and one text over all their seams.
        let list = "    1,\n".repeat(80_000);
        let prose = "words [ and \" signs\n".repeat(40_000);
        let (root, errors) = parse(&format!("a = [\n{list}]\nb = '''{prose}'''\nc = 3\n"));
        assert!(errors.is_empty(), "{errors:?}");
        assert!(matches!(&root.get("a").unwrap().node.value, Value::List(items) if items.len() == 80_000));
        assert!(matches!(&root.get("b").unwrap().node.value, Value::Text(text) if text.len() == prose.len()));
        assert!(root.get("c").is_some());
    }
}
