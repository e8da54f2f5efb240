//! Recorded arrivals: one time a line, as seconds from opening or as RFC 3339, so that an access log can be served
//! as pizza.
//!
//! Dates have to be laid on the shop's clock: opening is the first `opens` o'clock between which and closing anything is
//! recorded, by the clock of the earliest record's own offset. What lies before it or after closing is left out, and told.

use crate::scenario::document::Spot;
use crate::scenario::problem::{Problem, quoted};
use crate::scenario::reader::Context;
use crate::units::time::MICROS_PER_DAY;
use crate::units::{ClockTime, Span, Time};
use std::cell::{Cell, RefCell};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// All traces of a scenario together are at most so long (bytes); one that is longer is refused before it is read.
const LARGEST: u64 = 256 << 20;
/// … and have at most so many lines.
const MOST_TIMES: usize = 10_000_000;
/// After so many lines that are no times, the rest of a file is not looked at.
const GARBAGE: usize = 5;

/// Reads trace files beside a scenario file, and keeps the problems of their lines.
#[derive(Debug)]
pub struct Traces<'a> {
    base: Option<&'a Path>,
    pub problems: RefCell<Vec<Problem>>,
    /// Bytes and lines that may still be read.
    left: Cell<(u64, usize)>,
}

enum Record {
    Seconds(u64),
    /// Microseconds since 1970 and those that its clock is ahead.
    Instant(i64, i64),
}

enum Unreadable {
    /// There were lines that are no times; they were complained about.
    Garbage,
    TooMany,
}

impl<'a> Traces<'a> {
    /// `base`: the folder that paths are relative to; without one no file can be read.
    pub fn beside(base: Option<&'a Path>) -> Traces<'a> {
        Traces { base, problems: RefCell::default(), left: Cell::new((LARGEST, MOST_TIMES)) }
    }

    /// The sorted moments of a file; what lies before opening or after closing is left out, with a warning.
    pub fn read(&self, cx: &Context<'_>, spot: Spot, file: &str) -> Vec<Time> {
        let Some(base) = self.base else {
            let message = "a trace is a file beside the scenario's, and this scenario is no file".to_string();
            cx.complaints.wrong(spot, message, None);
            return Vec::new();
        };
        let path = base.join(file);
        let wrong = |why: &str| {
            cx.complaints.wrong(spot, format!("the trace {} {why}", quoted(&path.display().to_string())), None);
        };
        let (bytes, times) = self.left.get();
        let text = match read_text(&path, bytes) {
            Ok(text) => text,
            Err(_) if bytes < LARGEST && std::fs::metadata(&path).is_ok_and(|found| found.len() > bytes) => {
                self.left.set((0, times));
                wrong(&format!("is too much: all traces together have at most {} MiB", LARGEST >> 20));
                return Vec::new();
            }
            Err(why) => {
                wrong(&why);
                return Vec::new();
            }
        };
        self.left.set((bytes - text.len() as u64, times));
        let records = match self.records(&path, &text) {
            Ok(records) => records,
            Err(Unreadable::Garbage) => return Vec::new(),
            Err(Unreadable::TooMany) => {
                wrong(&format!(
                    "is too much: all traces together have at most {} million times",
                    MOST_TIMES / 1_000_000
                ));
                return Vec::new();
            }
        };
        self.left.set((bytes - text.len() as u64, times - records.len()));
        let (times, early) = moments(&records, cx.hours.opens, cx.hours.duration);
        within(cx, spot, times, early)
    }

    fn records(&self, path: &Path, text: &str) -> Result<Vec<Record>, Unreadable> {
        let mut lines = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .comment(Some(b'#'))
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let (mut records, mut garbage) = (Vec::new(), 0);
        let mut row = csv::StringRecord::new();
        loop {
            match lines.read_record(&mut row) {
                Ok(false) => break,
                Ok(true) => {}
                Err(_) => unreachable!("the text is UTF-8 and rows may have any length"),
            }
            let word = row.get(0).unwrap_or_default();
            let line = row.position().map_or(0, |position| position.line()) as usize;
            match record(word) {
                Some(_) if records.len() == self.left.get().1 => return Err(Unreadable::TooMany),
                Some(record) => records.push(record),
                None if line == 1 && is_heading(word) => {}
                None => {
                    garbage += 1;
                    let message = format!("{} is no time", quoted(word));
                    let hint = "one time a line: seconds from opening like 90.5, or 2024-05-03T18:30:00Z";
                    let file = path.display().to_string();
                    let problem = Problem::at_line(&file, line, word, message, Some(hint.into()));
                    self.problems.borrow_mut().push(problem);
                    if garbage == GARBAGE {
                        break;
                    }
                }
            }
        }
        if garbage == 0 { Ok(records) } else { Err(Unreadable::Garbage) }
    }
}

/// A regular file's text, or why it cannot be had, as the end of a sentence.
pub fn read_text(path: &Path, largest: u64) -> Result<String, String> {
    let cannot = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => "does not exist".to_string(),
        std::io::ErrorKind::PermissionDenied => "may not be read".to_string(),
        _ => format!("cannot be read: {error}"),
    };
    let found = std::fs::metadata(path).map_err(cannot)?;
    if found.is_dir() {
        return Err("is a directory".into());
    }
    if !found.is_file() {
        return Err("is no ordinary file: put what it gives into one first".into());
    }
    if found.len() > largest {
        return Err(format!("is larger than {} MiB", largest >> 20));
    }
    let mut bytes = Vec::new();
    File::open(path).map_err(cannot)?.take(largest + 1).read_to_end(&mut bytes).map_err(cannot)?;
    if bytes.len() as u64 > largest {
        return Err(format!("is larger than {} MiB", largest >> 20));
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = valid.iter().filter(|b| **b == b'\n').count() + 1;
        format!("is no UTF-8 text: line {line} has other bytes")
    })
}

/// The folder of a file, for the traces beside it.
pub fn folder(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

fn is_heading(word: &str) -> bool {
    ["time", "times", "timestamp", "seconds", "at"]
        .contains(&word.trim_start_matches('\u{feff}').to_lowercase().as_str())
}

fn record(word: &str) -> Option<Record> {
    let word = word.trim_start_matches('\u{feff}');
    if word.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        let seconds: f64 = word.parse().ok()?;
        return (seconds <= 1e9).then(|| Record::Seconds((seconds * 1e6).round() as u64));
    }
    instant(word)
}

/// RFC 3339: `2024-05-03T18:30:00.25+02:00`, with `T`, `t` or a space, `Z` or `z`.
fn instant(word: &str) -> Option<Record> {
    let bytes = word.as_bytes();
    if !word.is_ascii() || bytes.len() < 20 {
        return None;
    }
    let number = |range: std::ops::Range<usize>, least: i64, most: i64| {
        let digits = word.get(range).filter(|d| d.bytes().all(|b| b.is_ascii_digit()))?;
        digits.parse::<i64>().ok().filter(|n| (least..=most).contains(n))
    };
    let marks = bytes[4] == b'-' && bytes[7] == b'-' && bytes[13] == b':' && bytes[16] == b':';
    if !marks || !matches!(bytes[10], b'T' | b't' | b' ') {
        return None;
    }
    let (year, month, day) = (number(0..4, 1, 9999)?, number(5..7, 1, 12)?, number(8..10, 1, 31)?);
    let (hour, minute, second) = (number(11..13, 0, 23)?, number(14..16, 0, 59)?, number(17..19, 0, 60)?);
    let rest = &word[19..];
    let digits = rest.strip_prefix('.').map_or(0, |r| r.bytes().take_while(u8::is_ascii_digit).count());
    let fraction = match digits {
        0 if rest.starts_with('.') => return None,
        0 => 0,
        _ => format!("{:0<6.6}", &rest[1..=digits]).parse::<i64>().ok()?,
    };
    let zone = if digits > 0 { &rest[digits + 1..] } else { rest };
    let ahead = match zone.as_bytes() {
        [b'Z' | b'z'] => 0,
        [sign @ (b'+' | b'-'), _, _, b':', _, _] => {
            let at = word.len() - 5;
            let minutes = number(at..at + 2, 0, 23)? * 60 + number(at + 3..at + 5, 0, 59)?;
            if *sign == b'-' { -minutes } else { minutes }
        }
        _ => return None,
    } * 60_000_000;
    let micros = ((days(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
    Some(Record::Instant(micros * 1_000_000 + fraction - ahead, ahead))
}

/// Days since 1970-01-01 of the Gregorian calendar (Howard Hinnant, *chrono-Compatible Low-Level Date Algorithms*).
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The sorted moments from opening on, and how many records lie before it.
fn moments(records: &[Record], opens: ClockTime, duration: Span) -> (Vec<Time>, usize) {
    let opening = opening(records, opens, duration);
    let moment = |record: &Record| match record {
        Record::Seconds(micros) => Some(Time(*micros)),
        Record::Instant(at, _) => u64::try_from(at - opening).ok().map(Time),
    };
    let mut times: Vec<Time> = records.iter().filter_map(moment).collect();
    times.sort();
    let early = records.len() - times.len();
    (times, early)
}

/// In microseconds since 1970: the first `opens` o'clock with a record before closing; if there is none, the last one before
/// all of them.
fn opening(records: &[Record], opens: ClockTime, duration: Span) -> i64 {
    const DAY: i64 = MICROS_PER_DAY as i64;
    let instants = || {
        records.iter().filter_map(|record| match record {
            Record::Instant(at, ahead) => Some((*at, *ahead)),
            Record::Seconds(_) => None,
        })
    };
    let Some((earliest, ahead)) = instants().min() else { return 0 };
    let since_opening = |at: i64| (at + ahead - opens.0 as i64).rem_euclid(DAY);
    let served = instants().filter(|(at, _)| (since_opening(*at) as u64) < duration.0).min();
    let first = served.map_or(earliest, |(at, _)| at);
    first - since_opening(first)
}

/// `early`: how many were before opening.
fn within(cx: &Context<'_>, spot: Spot, mut times: Vec<Time>, early: usize) -> Vec<Time> {
    let all = times.len() + early;
    if all == 0 {
        cx.complaints.warn(spot, "this trace is empty: nobody will come".into(), None);
        return times;
    }
    if early > 0 {
        let message = format!("{early} of {all} recorded times are before opening and left out");
        let hint = format!("the shop opens at {}; an earlier `opens` takes them in", cx.hours.opens);
        cx.complaints.warn(spot, message, Some(hint));
    }
    let closing = Time::ZERO + cx.hours.duration;
    let kept = times.partition_point(|time| *time < closing);
    if kept < times.len() {
        let message = format!("{} of {all} recorded times are after closing and left out", times.len() - kept);
        let hint = format!("the shop closes {} after opening; a longer `duration` takes them in", Span(closing.0));
        cx.complaints.warn(spot, message, Some(hint));
        times.truncate(kept);
    }
    times
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::time::MICROS_PER_SECOND;

    fn seconds(lines: &[&str], opens: u64) -> Vec<f64> {
        let records: Vec<Record> = lines.iter().map(|line| record(line).unwrap()).collect();
        let (times, early) = moments(&records, ClockTime(opens * 3_600 * MICROS_PER_SECOND), Span::from_hours(12));
        assert_eq!(times.len() + early, lines.len());
        times.iter().map(|time| time.seconds()).collect()
    }

    #[test]
    fn seconds_and_dates_are_read() {
        assert_eq!(seconds(&["90.5", "3", "0"], 11), [0.0, 3.0, 90.5]);
        let lines = ["2024-02-29T18:00:00Z", "2024-02-29T19:30:00.25+01:00", "2024-03-01T00:00:00z"];
        assert_eq!(seconds(&lines, 17), [3_600.0, 5_400.25, 25_200.0]);
        assert_eq!(seconds(&["2024-01-01T02:00:00Z"], 17), [9.0 * 3_600.0]);
    }

    /// A log of a whole day before an evening's shop, or one that begins a little early: it is the day's evening.
    #[test]
    fn what_comes_before_the_first_opening_with_anybody_is_early() {
        assert_eq!(seconds(&["2024-05-03T06:00:00Z", "2024-05-03T16:59:00Z", "2024-05-03T17:30:00Z"], 17), [1_800.0]);
        // By the earliest record's own clock, where 17:30 in Zurich is 15:30.
        assert_eq!(seconds(&["2024-05-03T14:30:00Z", "2024-05-03T17:30:00+02:00"], 15), [1_800.0]);
        assert_eq!(seconds(&["2024-05-03T06:00:00Z"], 17), [13.0 * 3_600.0], "nobody comes while it is open");
    }

    #[test]
    fn what_is_no_time_is_seen() {
        for word in
            ["", "-3", "nan", "inf", "1e9", "2024-13-01T00:00:00Z", "2024-01-01 00:00", "2024-01-01T00:00:00", "é"]
        {
            assert!(record(word).is_none(), "{word}");
        }
    }
}
