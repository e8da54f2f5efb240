//! Finds out how a trace is laid out: what separates its columns, whether it has a heading, which column has the times,
//! and how they are written. What the scenario says counts; if the file leaves more than one possibility, it is
//! refused.

use super::rows::{self, Row, Shape};
use super::times::{Format, Kind, Reading};
use super::wanted::{Column, SEPARATORS, Separator, Wanted};
use crate::scenario::problem::{clean, quoted};
use crate::scenario::spelling::suggestion;
use std::ops::ControlFlow;

/// How many rows are examined.
const SAMPLE: usize = 100;

/// How a trace is laid out.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// How rows are split.
    pub shape: Shape,
    /// The column with the times, from 0.
    pub column: usize,
    /// How many columns there are.
    pub columns: usize,
    /// The heading of the column with the times; empty if there is a heading without a name for it.
    pub heading: Option<String>,
    /// The line where the rows begin, from 1.
    pub first_line: usize,
    /// How the times are written.
    pub reading: Reading,
}

/// What is wrong, as the end of a sentence, and advice.
pub type Refused = (String, Option<String>);

/// What headings call the time of an order.
const TIMES: &[&str] = &[
    "time",
    "times",
    "timestamp",
    "seconds",
    "at",
    "t",
    "when",
    "date",
    "datetime",
    "placed_at",
    "ordered_at",
    "created_at",
    "arrival",
    "arrivals",
    "arrival_time",
    "arrived_at",
];

/// Finds out how `text` is laid out.
///
/// # Errors
/// If the file can be understood in more than one way, or not in the way that is wanted.
pub fn find(text: &str, wanted: &Wanted) -> Result<Layout, Refused> {
    // Spreadsheets may declare their separator in a line of its own, the first.
    let said = text.lines().next().and_then(|line| line.trim().strip_prefix("sep=")).map(str::as_bytes);
    let (first, said) = match said {
        Some([byte]) => (2, Some(Separator::Byte(*byte))),
        Some(_) => (2, None),
        None => (1, None),
    };
    let format = wanted.format.as_deref().and_then(Format::of);
    let sample = sample(text, Shape::Whole, first);
    let is_time = |word: &str| match &format {
        Some(format) => super::times::read(word, &reading(Some(format.clone()), wanted)).is_ok(),
        None => Format::guess(word, wanted.decimal_comma).is_some(),
    };
    let whole = |line: &Vec<String>| line.first().is_some_and(|line| is_time(line));
    let is_free = wanted.column.is_none() && wanted.separator.is_none();
    // The first line may be a heading, and some rows may be mistakes.
    let has_heading = sample.len() > 1 && !sample.first().is_some_and(whole);
    let below = &sample[usize::from(has_heading)..];
    let are_times = !below.is_empty() && 2 * below.iter().filter(|line| whole(line)).count() >= below.len();
    if format == Some(Format::AccessLog) && is_free || is_free && said.is_none() && are_times {
        return Ok(one_a_line(&sample, first, &format, wanted, is_time));
    }
    let separator = wanted.separator.or(said).or_else(|| separator(text, first, wanted.decimal_comma));
    let shape = separator.map_or(Shape::Whole, Shape::Columns);
    columns(text, shape, first, wanted, format)
}

fn reading(format: Option<Format>, wanted: &Wanted) -> Reading {
    Reading { format, decimal_comma: wanted.decimal_comma, offset: wanted.offset.unwrap_or(0) }
}

fn one_a_line(
    sample: &[Vec<String>],
    first: usize,
    format: &Option<Format>,
    wanted: &Wanted,
    is_time: impl Fn(&str) -> bool,
) -> Layout {
    let lines: Vec<&String> = sample.iter().flatten().collect();
    let heading = lines.first().filter(|line| !is_time(line) && is_wordy(line)).map(|line| (*line).clone());
    let format = format.clone().or_else(|| lines.iter().find_map(|line| Format::guess(line, wanted.decimal_comma)));
    let is_log = format == Some(Format::AccessLog);
    let (shape, reading) = (Shape::Whole, reading(format, wanted));
    // A server's log has no heading; a line without a time is a mistake.
    let heading = heading.filter(|_| !is_log);
    Layout { shape, column: 0, columns: 1, first_line: first, reading, heading }
}

fn columns(text: &str, shape: Shape, first: usize, wanted: &Wanted, format: Option<Format>) -> Result<Layout, Refused> {
    let mut sample = sample(text, shape, first);
    let read = |word: &str| match &format {
        Some(format) => {
            let reading = reading(Some(format.clone()), wanted);
            super::times::read(word, &reading).ok().map(|_| format.clone())
        }
        None => Format::guess(word, wanted.decimal_comma),
    };
    let named = matches!(wanted.column, Some(Column::Name(_)));
    let has_heading = sample
        .first()
        .is_some_and(|row| named || row.iter().all(|word| read(word).is_none() && (word.is_empty() || is_wordy(word))));
    let headings = if has_heading { sample.remove(0) } else { Vec::new() };
    let columns = sample.iter().map(Vec::len).chain([headings.len(), 1]).max().unwrap_or(1);
    // What most rows of each column are.
    let kinds: Vec<Option<Format>> = (0..columns)
        .map(|column| {
            let words: Vec<&String> =
                sample.iter().filter_map(|row| row.get(column)).filter(|w| !w.is_empty()).collect();
            let formats: Vec<Format> = words.iter().filter_map(|word| read(word)).collect();
            formats.first().filter(|_| 2 * formats.len() >= words.len()).cloned()
        })
        .collect();
    let column = match &wanted.column {
        Some(Column::Number(n)) if *n > columns => {
            let there = if columns == 1 { "has one column".into() } else { format!("has {columns} columns") };
            return Err((format!("{there}, and no column {n}"), Some("columns are counted from 1".into())));
        }
        Some(Column::Number(n)) => n - 1,
        Some(Column::Name(name)) => by_name(&headings, name)?,
        None => by_looks(&headings, &kinds, shape, &sample)?,
    };
    let heading = headings.get(column).map(|word| clean(word)).filter(|word| !word.is_empty());
    let first_of_it = || sample.iter().filter_map(|row| row.get(column)).find_map(|word| read(word));
    let reading = reading(format.clone().or_else(|| kinds[column].clone()).or_else(first_of_it), wanted);
    Ok(Layout { shape, column, columns, heading, first_line: first, reading }.below(has_heading))
}

fn by_name(headings: &[String], name: &str) -> Result<usize, Refused> {
    let is_it = |heading: &&String| heading.trim().eq_ignore_ascii_case(name.trim());
    match headings.iter().filter(is_it).count() {
        1 => Ok(headings.iter().position(|heading| is_it(&heading)).unwrap_or(0)),
        0 => {
            let known = headings.iter().map(String::as_str).filter(|heading| !heading.is_empty());
            Err((format!("has no column named {}", quoted(name)), suggestion(name, known)))
        }
        _ => Err((format!("has two columns named {}", quoted(name)), Some("say which by its number, from 1".into()))),
    }
}

/// The only column that can be meant.
fn by_looks(
    headings: &[String],
    kinds: &[Option<Format>],
    shape: Shape,
    sample: &[Vec<String>],
) -> Result<usize, Refused> {
    let told = |column: usize| match headings.get(column).filter(|word| !word.is_empty()) {
        Some(word) => format!("{} {}", column + 1, quoted(word)),
        None => format!("{}", column + 1),
    };
    let are = |wanted: fn(&Format) -> bool| -> Vec<usize> {
        (0..kinds.len()).filter(|column| kinds[*column].as_ref().is_some_and(wanted)).collect()
    };
    let dates = are(Format::is_a_date);
    let times = if dates.is_empty() { are(|_| true) } else { dates };
    let named: Vec<usize> = times
        .iter()
        .copied()
        .filter(|column| headings.get(*column).is_some_and(|word| TIMES.contains(&word.to_lowercase().as_str())))
        .collect();
    match (times.as_slice(), named.as_slice()) {
        (_, [one]) => Ok(*one),
        ([one], _) => no_fraction_is_cut(*one, kinds, shape, sample).map(|()| *one),
        ([], _) => Ok(headings.iter().position(|word| TIMES.contains(&word.to_lowercase().as_str())).unwrap_or(0)),
        (several, _) => {
            let list: Vec<String> = several.iter().take(8).map(|column| told(*column)).collect();
            let message = format!("holds times in more than one column: {}", list.join(", "));
            let example = match headings.get(several[0]).filter(|word| !word.is_empty()) {
                Some(word) => format!("say which, like `column = \"{}\"`", clean(word)),
                None => format!("say which, like `column = {}`", several[0] + 1),
            };
            let comma = shape == Shape::Columns(Separator::Byte(b',')) && headings.is_empty();
            let hint = match comma {
                true => format!("{example}; or `decimal = \",\"` if the comma is a decimal one"),
                false => example,
            };
            Err((message, Some(hint)))
        }
    }
}

/// Reports `2024-05-03 18:30:00,250`: a comma before three digits is more likely part of the time than a separator.
fn no_fraction_is_cut(
    column: usize,
    kinds: &[Option<Format>],
    shape: Shape,
    sample: &[Vec<String>],
) -> Result<(), Refused> {
    let is_fraction = |row: &Vec<String>| {
        let digits = row.get(column + 1).map_or(0, |next| next.bytes().take_while(u8::is_ascii_digit).count());
        let ends = row.get(column + 1).and_then(|next| next.as_bytes().get(digits)).is_none_or(|byte| *byte == b' ');
        digits == 3 && ends && row[column].matches(':').count() >= 2
    };
    let comma = shape == Shape::Columns(Separator::Byte(b',')) && kinds[column] == Some(Format::Iso);
    if comma && sample.len() > 1 && sample.iter().all(is_fraction) {
        let hint = format!(
            "`column = {}` says that they are a column of their own; else let whatever writes the file use a point",
            column + 1
        );
        return Err(("has three digits behind a comma after each time: parts of a second?".into(), Some(hint)));
    }
    Ok(())
}

/// The separator that splits all rows into equally many columns.
fn separator(text: &str, first: usize, decimal_comma: bool) -> Option<Separator> {
    let usable = |separator: &Separator| !(decimal_comma && *separator == Separator::Byte(b','));
    // A tab is never a decimal sign, and a semicolon is rarely part of a text.
    let order = [b'\t', b';', b'|', b','].map(Separator::Byte).into_iter().chain([Separator::Spaces]);
    let counts = |separator: Separator| -> Vec<usize> {
        sample(text, Shape::Columns(separator), first).iter().map(Vec::len).collect()
    };
    let even = |separator: &Separator| {
        let counts = counts(*separator);
        counts.first().is_some_and(|first| *first > 1 && counts.iter().all(|count| count == first))
    };
    let some = |separator: &Separator| counts(*separator).iter().any(|count| *count > 1);
    let bytes = || order.clone().filter(|separator| *separator != Separator::Spaces);
    order.clone().filter(usable).find(even).or_else(|| bytes().filter(usable).find(some))
}

/// The first rows, in cells.
fn sample(text: &str, shape: Shape, first: usize) -> Vec<Vec<String>> {
    let mut all: Vec<Vec<String>> = Vec::new();
    rows::below(text, shape, first, |row: Row<'_>| {
        let cells = (0..row.cells.len()).filter_map(|column| row.cells.get(column));
        all.push(cells.map(str::to_string).collect());
        if all.len() > SAMPLE { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    all
}

/// Whether a word may be the name of a column: neither number nor date.
fn is_wordy(word: &str) -> bool {
    word.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

impl Layout {
    /// Notes that the first row is a heading.
    fn below(self, has_heading: bool) -> Layout {
        Layout { heading: self.heading.or(has_heading.then(String::new)), ..self }
    }

    /// Whether the first row is a heading.
    pub fn has_heading(&self) -> bool {
        self.heading.is_some()
    }

    /// How the file was understood, for people.
    pub fn told(&self, kind: Option<Kind>) -> String {
        let mut told = String::new();
        if self.columns > 1 {
            told += &format!("column {}", self.column + 1);
            if let Some(heading) = self.heading.as_ref().filter(|heading| !heading.is_empty()) {
                told += &format!(" {}", quoted(heading));
            }
            let between = SEPARATORS.iter().find(|(_, known)| Shape::Columns(*known) == self.shape);
            if let Some((word, _)) = between {
                told += &format!(" of {} separated by {}", self.columns, quoted(word));
            }
            told += ", ";
        }
        told += match (&self.reading.format, kind) {
            (Some(Format::AccessLog), _) => "a web server's log",
            (_, Some(kind)) => kind.of_many(),
            (_, None) => "no times",
        };
        told
    }
}
