//! Recorded arrivals: a file with a time in each row, such as an access log, replayed as orders.
//!
//! `file` finds the file and decodes it, `layout` finds out how it is laid out, `rows` iterates over it, `times` parses
//! one time, and `calendar` puts the times on the shop's clock. Rows that cannot be read are reported with their lines;
//! what is left out is counted and reported. Nothing is truncated, guessed between two meanings, or skipped silently.

mod calendar;
mod file;
mod layout;
mod rows;
pub mod times;
pub mod wanted;

pub use file::{folder, read_text};

use crate::scenario::checksum::sha256;
use crate::scenario::disk;
use crate::scenario::document::Spot;
use crate::scenario::problem::{Problem, clean, quoted};
use crate::scenario::reader::Context;
use crate::units::Time;
use layout::Layout;
use rows::Row;
use std::cell::{Cell, RefCell};
use std::ops::ControlFlow;
use std::path::Path;
use times::{Kind, Reading, Record, Unread};
use wanted::Wanted;

/// The largest size of all traces of a scenario together, in bytes; a larger file is refused before it is read.
const LARGEST: u64 = 256 << 20;
/// The most times in all traces of a scenario together.
const MOST_TIMES: usize = 10_000_000;
/// After this many rows that cannot be read, the rest of a file is not read.
const GARBAGE: usize = 5;

/// How one trace was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TraceRead {
    /// The file, as the scenario names it.
    pub file: String,
    /// The SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// How many rows have a time.
    pub rows: usize,
    /// How the file was understood: "column 2 `placed_at`, dates with their offset".
    pub how: String,
    /// The first and the last time; `None` if there is none.
    pub reach: Option<(String, String)>,
    /// How many of the times are calls of the run.
    pub kept: usize,
    /// How many are left out because they are before opening.
    pub before_opening: usize,
    /// How many are left out because they are after closing.
    pub after_closing: usize,
    /// How many more rows have no time.
    pub without_time: usize,
}

impl TraceRead {
    /// One or two lines, for `pizzeria check`.
    pub fn told(&self) -> String {
        let mut told = format!("{}: {} {}, {}", clean(&self.file), self.rows, plural(self.rows), self.how);
        if let Some((first, last)) = &self.reach {
            told += &format!("; first {first}, last {last}");
        }
        told += &format!("; {} kept", self.kept);
        let left = [
            (self.before_opening, "before opening"),
            (self.after_closing, "after closing"),
            (self.without_time, "without a time"),
        ];
        let left: Vec<String> =
            left.iter().filter(|(n, _)| *n > 0).map(|(n, why)| format!("{n} {why} left out")).collect();
        if !left.is_empty() {
            told += &format!(", {}", left.join(", "));
        }
        told
    }
}

/// Reads trace files beside a scenario file, and collects the problems in their rows.
#[derive(Debug)]
pub struct Traces<'a> {
    base: Option<&'a Path>,
    /// Whether files anywhere may be read.
    outside: bool,
    /// The problems in rows of the files.
    pub problems: RefCell<Vec<Problem>>,
    /// What was read, in order.
    pub read: RefCell<Vec<TraceRead>>,
    /// How many bytes and times may still be read.
    left: Cell<(u64, usize)>,
}

impl<'a> Traces<'a> {
    /// `base` is the folder that paths are relative to; without one no file can be read. A trace must be in that folder
    /// or below it, unless `outside`.
    pub fn beside(base: Option<&'a Path>, outside: bool) -> Traces<'a> {
        let left = Cell::new((LARGEST, MOST_TIMES));
        Traces { base, outside, problems: RefCell::default(), read: RefCell::default(), left }
    }

    /// The sorted times of a file as moments of the run. Those before opening or after closing are left out, with a
    /// warning.
    pub fn read(&self, cx: &Context<'_>, spot: Spot, wanted: &Wanted) -> Vec<Time> {
        let Some(base) = self.base else {
            let message = "a trace is a file beside the scenario's, and this scenario is no file".to_string();
            cx.complaints.wrong(spot, message, None);
            return Vec::new();
        };
        let wrong = |why: &str, hint: Option<String>| {
            let path = base.join(&wanted.file);
            cx.complaints.wrong(spot, format!("the trace {} {why}", quoted(&path.display().to_string())), hint);
        };
        let found = match file::find(base, &wanted.file, self.outside) {
            Ok(found) => found,
            Err(why) => {
                wrong(&why, Some(file::FENCE.into()));
                return Vec::new();
            }
        };
        let (bytes_left, times_left) = self.left.get();
        let bytes = match file::read_bytes(&found.path, bytes_left) {
            Ok(bytes) => bytes,
            Err(_) if bytes_left < LARGEST && disk::look(&found.path).is_ok_and(|f| f.bytes > bytes_left) => {
                self.left.set((0, times_left));
                wrong(&format!("is too much: all traces together have at most {} MiB", LARGEST >> 20), None);
                return Vec::new();
            }
            Err(why) => {
                wrong(&why, None);
                return Vec::new();
            }
        };
        let (length, checksum) = (bytes.len() as u64, sha256(&bytes));
        self.left.set((bytes_left - length, times_left));
        let text = match file::decoded(bytes) {
            Ok(text) => text,
            Err(why) => {
                wrong(&why, None);
                return Vec::new();
            }
        };
        let layout = match layout::find(&text, wanted) {
            Ok(layout) => layout,
            Err((why, hint)) => {
                wrong(&why, hint);
                return Vec::new();
            }
        };
        let path = found.path.display().to_string();
        let mut reader = Reader { may_quote: found.may_quote, most: times_left, ..Reader::new(&layout, &path) };
        let mut is_heading = layout.has_heading();
        rows::below(&text, layout.shape, layout.first_line, |row| {
            if std::mem::take(&mut is_heading) { ControlFlow::Continue(()) } else { reader.take(row) }
        });
        let Reader { records, problems, too_many, without_time, .. } = reader;
        if too_many {
            let most = MOST_TIMES / 1_000_000;
            wrong(&format!("is too much: all traces together have at most {most} million times"), None);
            return Vec::new();
        }
        if !problems.is_empty() {
            self.problems.borrow_mut().extend(problems);
            return Vec::new();
        }
        self.left.set((bytes_left - length, times_left - records.len()));
        let laid = calendar::lay(&records, cx.hours);
        let read = TraceRead {
            file: wanted.file.clone(),
            sha256: checksum,
            rows: records.len(),
            how: layout.told(records.first().map(|record| record.kind)),
            reach: calendar::reach(&records),
            kept: laid.times.len(),
            before_opening: laid.early,
            after_closing: laid.late,
            without_time,
        };
        if wanted.offset.is_some() && records.first().is_some_and(|record| record.kind != Kind::Since1970) {
            let message = "`offset` says nothing here: only times since 1970 do not know what the wall clock shows";
            cx.complaints.warn(spot, message.into(), None);
        }
        warn(cx, spot, &read);
        self.read.borrow_mut().push(read);
        laid.times
    }
}

fn plural(rows: usize) -> &'static str {
    if rows == 1 { "row" } else { "rows" }
}

/// Warns about what is left out.
fn warn(cx: &Context<'_>, spot: Spot, read: &TraceRead) {
    let (all, opens, duration) = (read.rows, cx.hours.opens, cx.hours.duration);
    if read.without_time > 0 {
        let rows = all + read.without_time;
        let message = format!("{} of {rows} {} have no time and are left out", read.without_time, plural(rows));
        cx.complaints.warn(spot, message, None);
    }
    if all == 0 {
        cx.complaints.warn(spot, "this trace is empty: nobody will come".into(), None);
    }
    if read.before_opening > 0 {
        let message = format!("{} of {all} recorded times are before opening and left out", read.before_opening);
        let hint = format!("the shop opens at {opens}; an earlier `opens` takes them in");
        cx.complaints.warn(spot, message, Some(hint));
    }
    if read.after_closing > 0 {
        let message = format!("{} of {all} recorded times are after closing and left out", read.after_closing);
        let hint = format!("the shop closes {duration} after opening; a longer `duration` takes them in");
        cx.complaints.warn(spot, message, Some(hint));
    }
}

/// Extracts the times from rows.
struct Reader<'r> {
    layout: &'r Layout,
    path: &'r str,
    /// Whether the file's contents may be shown.
    may_quote: bool,
    most: usize,
    kind: Option<Kind>,
    records: Vec<Record>,
    problems: Vec<Problem>,
    without_time: usize,
    too_many: bool,
}

impl<'r> Reader<'r> {
    fn new(layout: &'r Layout, path: &'r str) -> Reader<'r> {
        Reader {
            layout,
            path,
            may_quote: false,
            most: 0,
            kind: None,
            records: Vec::new(),
            problems: Vec::new(),
            without_time: 0,
            too_many: false,
        }
    }

    fn take(&mut self, row: Row<'_>) -> ControlFlow<()> {
        if row.is_broken {
            let hint = "a quote that belongs to the text is written twice, or the quotes are left out";
            return self.complain(
                row.line,
                "",
                "a quote is opened here and not closed in this line".into(),
                Some(hint.into()),
            );
        }
        let word = match row.cells.get(self.layout.column) {
            None => {
                let message = format!("this row has no column {}", self.layout.column + 1);
                return self.complain(row.line, "", message, None);
            }
            Some(word) if word.is_empty() || word.eq_ignore_ascii_case("nat") || word.eq_ignore_ascii_case("null") => {
                self.without_time += 1;
                return ControlFlow::Continue(());
            }
            Some(word) => word,
        };
        let record = match times::read(word, &self.layout.reading) {
            Ok(record) => record,
            Err(unread) => return self.unread(row.line, word, &unread),
        };
        let kind = *self.kind.get_or_insert(record.kind);
        if kind != record.kind {
            let message = format!(
                "{} is {}, and the rows before hold {}",
                self.quote(word),
                record.kind.of_one(),
                kind.of_many()
            );
            return self.complain(row.line, word, message, Some("a file holds one kind of time".into()));
        }
        if self.records.len() == self.most {
            self.too_many = true;
            return ControlFlow::Break(());
        }
        self.records.push(record);
        ControlFlow::Continue(())
    }

    fn unread(&mut self, line: usize, word: &str, unread: &Unread) -> ControlFlow<()> {
        let shown = self.quote(word);
        let (message, hint) = match unread {
            Unread::NoTime => (format!("{shown} is no time"), Some(self.layout.wants())),
            Unread::NoSuchDay => {
                (format!("{shown} is not in the calendar"), Some("is there such a day, and such an hour?".into()))
            }
            Unread::OnlyADay => {
                (format!("{shown} is a day without a time"), Some("the shop has to know when on that day".into()))
            }
            Unread::Comma => (
                format!("{shown} is no number with a decimal point"),
                Some("if the comma is a decimal one, say `decimal = \",\"`; thousands are written without".into()),
            ),
            Unread::Pattern(pattern) => {
                (format!("{shown} does not fit `format`"), Some(format!("it should look like {}", quoted(pattern))))
            }
        };
        self.complain(line, word, message, hint)
    }

    fn quote(&self, word: &str) -> String {
        if self.may_quote { quoted(word) } else { "this".into() }
    }

    fn complain(&mut self, line: usize, word: &str, message: String, hint: Option<String>) -> ControlFlow<()> {
        let word = if self.may_quote { word } else { "" };
        self.problems.push(Problem::at_line(self.path, line, word, message, hint));
        if self.problems.len() == GARBAGE { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

impl Layout {
    /// What the chosen column should contain, as advice.
    fn wants(&self) -> String {
        let of = match self.columns {
            0 | 1 => String::new(),
            _ => format!("in column {}, the one that is read (`column` says another)", self.column + 1),
        };
        let what = match &self.reading {
            Reading { format: Some(format), .. } => format.example(),
            _ => "seconds from opening like 90.5, or 2024-05-03T18:30:00Z; `format` says another way".into(),
        };
        if of.is_empty() { format!("one time a row: {what}") } else { format!("{of}: {what}") }
    }
}
