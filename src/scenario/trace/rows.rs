//! Iterates over the rows of a trace.

use super::wanted::Separator;
use csv::{ReaderBuilder, StringRecord, Trim};
use std::ops::ControlFlow;

/// How rows are split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Not at all: the time is the line, or somewhere in it.
    Whole,
    /// Into columns.
    Columns(Separator),
}

/// One row of a file.
pub struct Row<'r> {
    /// The line, from 1.
    pub line: usize,
    /// Its cells.
    pub cells: Cells<'r>,
    /// Whether a quote is opened and not closed in this row.
    pub is_broken: bool,
}

/// The cells of a row.
pub enum Cells<'r> {
    Whole(&'r str),
    Split(&'r StringRecord),
    Words(&'r str),
}

impl<'r> Cells<'r> {
    /// The cell of a column, from 0.
    pub fn get(&self, column: usize) -> Option<&'r str> {
        match self {
            Cells::Whole(line) => (column == 0).then_some(*line),
            Cells::Split(record) => record.get(column),
            Cells::Words(line) => line.split_whitespace().nth(column).map(unquoted),
        }
    }

    pub fn len(&self) -> usize {
        match self {
            Cells::Whole(_) => 1,
            Cells::Split(record) => record.len(),
            Cells::Words(line) => line.split_whitespace().count(),
        }
    }
}

/// Calls `take` for every row from line `first` on that is neither blank nor a comment (`#`), until it breaks.
pub fn below(text: &str, shape: Shape, first: usize, mut take: impl FnMut(Row<'_>) -> ControlFlow<()>) {
    let text = match first.checked_sub(2).and_then(|before| text.match_indices('\n').nth(before)) {
        Some((end, _)) => &text[end + 1..],
        None => text,
    };
    match shape {
        Shape::Columns(Separator::Byte(byte)) => split(text, byte, first, take),
        Shape::Whole | Shape::Columns(Separator::Spaces) => {
            for (i, line) in text.lines().enumerate() {
                let line = line.trim();
                if line.is_empty() || line.starts_with('#') {
                    continue;
                }
                let cells = if shape == Shape::Whole { Cells::Whole(unquoted(line)) } else { Cells::Words(line) };
                if take(Row { line: first + i, cells, is_broken: false }).is_break() {
                    return;
                }
            }
        }
    }
}

fn split(text: &str, separator: u8, first: usize, mut take: impl FnMut(Row<'_>) -> ControlFlow<()>) {
    let mut lines = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .comment(Some(b'#'))
        .trim(Trim::All)
        .from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    // The text is UTF-8 and rows may have any length, so the only error is the end.
    while let Ok(true) = lines.read_record(&mut record) {
        if record.iter().all(str::is_empty) {
            continue;
        }
        let line = record.position().map_or(0, |position| position.line()) as usize + first - 1;
        let is_broken = record.iter().any(|cell| cell.contains('\n'));
        if take(Row { line, cells: Cells::Split(&record), is_broken }).is_break() {
            return;
        }
    }
}

/// A word without the quotes around it.
pub fn unquoted(word: &str) -> &str {
    let inner = word.strip_prefix('"').and_then(|word| word.strip_suffix('"'));
    inner.filter(|inner| !inner.contains('"')).map_or(word, str::trim)
}
