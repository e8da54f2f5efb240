//! Good texts made bad: letters, words, lines and numbers cut, doubled, swapped and replaced.

use crate::monkey::Luck;

/// What breaks readers.
pub const WORDS: &[&str] = &[
    "nan",
    "inf",
    "-inf",
    "-1",
    "-0",
    "0",
    "0.0",
    "1e308",
    "-1e308",
    "1e-320",
    "1e999",
    "99999999999999999999",
    "18446744073709551615",
    "9223372036854775807",
    "-9223372036854775808",
    "4294967296",
    "1000000",
    "1000001",
    "100001",
    "0x7fffffff",
    "0b1",
    "0o7",
    "1_000",
    "\"\"",
    "''",
    "\"\"\"",
    "'''",
    "''''",
    "[",
    "]",
    "{",
    "}",
    "[[",
    "]]",
    "=",
    "==",
    "\n",
    "\r",
    "\r\n",
    "\t",
    "\"",
    "'",
    "\u{1b}",
    "\u{1b}[2J",
    "\u{202e}",
    "\u{feff}",
    "\u{0}",
    "\u{7f}",
    "\\",
    "\\u0000",
    "\\uD800",
    "é",
    "漢",
    "🍕",
    "a\u{301}",
    "[[outlet]]",
    "[[zone]]",
    "[menu.pizza]",
    "[[chef]]",
    "[[event]]",
    "[scenario]",
    "[a.b.c]",
    "true",
    "false",
    "null",
    "18:30",
    "24:00",
    "25:61",
    "\"+9999999d\"",
    "\"0s\"",
    "\"10y\"",
    "\"3650d\"",
    "\"99999d\"",
    "\"-5m\"",
    "\"1h30\"",
    "\"day9999 00:00\"",
    "\"day2 00:00\"",
    "\"+0s\"",
    "2024-01-01",
    "2024-02-30T25:00:00Z",
    ".",
    ",",
    "..",
    "#",
    "name",
    "at",
    "do",
    "mix",
    "Main Street",
    "pizza",
    "all-round",
    "exponential",
    "lognormal",
    "{ dist = \"fixed\" }",
    "[1, 2, [3]]",
    "[]",
    "{}",
    "%s",
    "%n",
    "$(true)",
    "../..",
    "/",
    "~",
    "CON",
];

pub fn pick<T: Clone>(luck: &mut Luck, list: &[T]) -> T {
    list[luck.below(list.len())].clone()
}

/// A text with so many changes at most.
pub fn scratched(luck: &mut Luck, text: &str, most: usize) -> String {
    let mut text = text.to_string();
    for _ in 0..=luck.below(most) {
        text = match luck.below(6) {
            0 | 1 => letters(luck, &text),
            2 => lines(luck, &text),
            3 => replaced(luck, &text, |c| c.is_ascii_digit() || c == '.'),
            4 => replaced(luck, &text, |c| c.is_alphanumeric() || c == '_' || c == '-'),
            _ => quoted(luck, &text),
        };
    }
    text
}

fn letters(luck: &mut Luck, text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let at = luck.below(letters.len() + 1);
    let end = (at + luck.below(40)).min(letters.len());
    let word: Vec<char> = pick(luck, WORDS).chars().collect();
    match luck.below(5) {
        0 => drop(letters.drain(at..end)),
        1 => drop(letters.splice(at..at, word)),
        2 => drop(letters.splice(at..end, word)),
        3 => letters.truncate(at),
        _ => {
            let piece = letters[at..end].to_vec();
            drop(letters.splice(at..at, piece));
        }
    }
    letters.into_iter().collect()
}

fn lines(luck: &mut Luck, text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    if lines.is_empty() {
        return text.to_string();
    }
    let (at, other) = (luck.below(lines.len()), luck.below(lines.len()));
    match luck.below(4) {
        0 => drop(lines.remove(at)),
        1 => lines.insert(other, lines[at]),
        2 => lines.swap(at, other),
        _ => {
            let end = (at + luck.below(8)).min(lines.len());
            let piece = lines[at..end].to_vec();
            for _ in 0..luck.below(3) {
                drop(lines.splice(other.min(lines.len())..other.min(lines.len()), piece.clone()));
            }
        }
    }
    lines.join("\n") + "\n"
}

/// One of the stretches of such letters becomes another word.
fn replaced(luck: &mut Luck, text: &str, is_part: fn(char) -> bool) -> String {
    let starts: Vec<usize> = text
        .char_indices()
        .filter(|(i, c)| is_part(*c) && !text[..*i].chars().next_back().is_some_and(is_part))
        .map(|(i, _)| i)
        .collect();
    if starts.is_empty() {
        return text.to_string();
    }
    let start = pick(luck, &starts);
    let end = text[start..].find(|c| !is_part(c)).map_or(text.len(), |length| start + length);
    format!("{}{}{}", &text[..start], pick(luck, WORDS), &text[end..])
}

/// What stands in one pair of quotes becomes another text.
fn quoted(luck: &mut Luck, text: &str) -> String {
    let quotes: Vec<usize> = text.match_indices('"').map(|(i, _)| i).collect();
    if quotes.len() < 2 {
        return text.to_string();
    }
    let open = luck.below(quotes.len() / 2) * 2;
    format!("{}\"{}{}", &text[..quotes[open]], pick(luck, WORDS), &text[quotes[open + 1]..])
}
