//! One time of a trace: seconds from opening, seconds since 1970, or a date with or without its offset from UTC.

use crate::scenario::quantity::LONGEST;
use jiff::civil::DateTime;
use jiff::fmt::{strtime, temporal::Pieces};
use jiff::tz::Offset;

/// A time as it was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Record {
    /// Microseconds, from opening or since 1970.
    pub at: i64,
    /// How many seconds its clock is ahead of UTC.
    pub ahead: i32,
    /// What it is counted from.
    pub kind: Kind,
}

/// What a time is counted from. All times of a file are of one kind, since two kinds could not be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// From opening.
    FromOpening,
    /// From the beginning of 1970, UTC.
    Since1970,
    /// A date with its offset from UTC.
    Zoned,
    /// A date by a local clock.
    Local,
}

impl Kind {
    /// One such time, in a sentence.
    pub fn of_one(self) -> &'static str {
        match self {
            Kind::FromOpening => "seconds from opening",
            Kind::Since1970 => "a time since 1970",
            Kind::Zoned => "a date with its offset from UTC",
            Kind::Local => "a date without an offset from UTC",
        }
    }

    /// Several such times, in a sentence.
    pub fn of_many(self) -> &'static str {
        match self {
            Kind::FromOpening => "seconds from opening",
            Kind::Since1970 => "times since 1970",
            Kind::Zoned => "dates with their offset from UTC",
            Kind::Local => "dates without an offset from UTC",
        }
    }
}

/// How a time is written.
#[derive(Clone, Debug, PartialEq)]
pub enum Format {
    /// Seconds from opening.
    Seconds,
    /// A count since 1970, this many in a second.
    Epoch(f64),
    /// A date after ISO 8601.
    Iso,
    /// A date between brackets, as web servers write it.
    AccessLog,
    /// A pattern of strptime.
    Pattern(String),
}

/// The words for how times are written, in a scenario.
pub const FORMATS: &[&str] = &["seconds", "iso", "access_log", "epoch", "epoch_ms", "epoch_us", "epoch_ns"];

impl Format {
    /// The format that a word of [`FORMATS`] or a pattern means.
    pub fn of(word: &str) -> Option<Format> {
        Some(match word {
            "seconds" => Format::Seconds,
            "iso" => Format::Iso,
            "access_log" => Format::AccessLog,
            "epoch" => Format::Epoch(1.0),
            "epoch_ms" => Format::Epoch(1e3),
            "epoch_us" => Format::Epoch(1e6),
            "epoch_ns" => Format::Epoch(1e9),
            pattern if pattern.contains('%') => Format::Pattern(pattern.to_string()),
            _ => return None,
        })
    }

    /// The format that a word looks like; `None` if it is no time.
    pub fn guess(word: &str, decimal_comma: bool) -> Option<Format> {
        if let Ok(number) = number(word, decimal_comma) {
            // A number too large for a run is a count since 1970.
            return Some(match number {
                n if n <= LONGEST.seconds() => Format::Seconds,
                n if n < 1e11 => Format::Epoch(1.0),
                n if n < 1e14 => Format::Epoch(1e3),
                n if n < 1e17 => Format::Epoch(1e6),
                _ => Format::Epoch(1e9),
            });
        }
        if begins_with_a_day(word) && iso(word).is_ok() {
            return Some(Format::Iso);
        }
        access_log(word).map(|_| Format::AccessLog)
    }

    /// Whether it says when in the calendar a time is.
    pub fn is_a_date(&self) -> bool {
        match self {
            Format::Seconds => false,
            Format::Epoch(_) | Format::Iso | Format::AccessLog | Format::Pattern(_) => true,
        }
    }

    /// What a time in this format looks like, as the end of "one time a row: …".
    pub fn example(&self) -> String {
        match self {
            Format::Seconds => "seconds from opening like 90.5".into(),
            Format::Epoch(n) => format!("a count since 1970 of {n} a second, like {}", 1_714_759_200.0 * n),
            Format::Iso => "a date like 2024-05-03T18:30:00Z or 2024-05-03 18:30".into(),
            Format::AccessLog => "a date like [03/May/2024:18:30:00 +0200]".into(),
            Format::Pattern(pattern) => format!("a date like `{pattern}`"),
        }
    }
}

/// How the times of a file are parsed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The format; `None` if no row looks like a time.
    pub format: Option<Format>,
    /// Whether the decimal sign is a comma.
    pub decimal_comma: bool,
    /// How many seconds the local clock is ahead of UTC, for times that do not say so.
    pub offset: i32,
}

/// Why a word could not be parsed.
#[derive(Clone, Debug, PartialEq)]
pub enum Unread {
    /// It is no time of this format.
    NoTime,
    /// There is no such day or hour in the calendar.
    NoSuchDay,
    /// It is a day without a time.
    OnlyADay,
    /// It is a number with a comma in it.
    Comma,
    /// It does not fit this pattern.
    Pattern(String),
}

/// Parses a time.
///
/// # Errors
/// Why the word is no time of this format.
pub fn read(word: &str, how: &Reading) -> Result<Record, Unread> {
    let dated = |(civil, offset): (DateTime, Option<Offset>)| {
        let offset = offset.map(Offset::seconds);
        let at = micros(civil).ok_or(Unread::NoSuchDay)? - i64::from(offset.unwrap_or(0)) * 1_000_000;
        let kind = if offset.is_some() { Kind::Zoned } else { Kind::Local };
        Ok(Record { at, ahead: offset.unwrap_or(0), kind })
    };
    let Some(format) = &how.format else {
        // Nothing in the file looks like a time; report what the word comes nearest to.
        return Err(if begins_with_a_day(word) { iso(word).err() } else { number(word, how.decimal_comma).err() }
            .unwrap_or(Unread::NoTime));
    };
    match format {
        Format::Seconds => {
            let seconds = number(word, how.decimal_comma)?;
            // A number too large for a run is no count of seconds.
            let at = Some(seconds).filter(|s| *s <= LONGEST.seconds()).ok_or(Unread::NoTime)?;
            Ok(Record { at: (at * 1e6).round() as i64, ahead: 0, kind: Kind::FromOpening })
        }
        Format::Epoch(a_second) => {
            let seconds = number(word, how.decimal_comma)? / a_second;
            // The year 9999 is the last one in the calendar.
            let at = Some(seconds).filter(|s| *s < 253_402_207_200.0).ok_or(Unread::NoTime)?;
            Ok(Record { at: (at * 1e6).round() as i64, ahead: how.offset, kind: Kind::Since1970 })
        }
        Format::Iso => dated(iso(word)?),
        Format::AccessLog => dated(access_log(word).ok_or(Unread::NoTime)?),
        Format::Pattern(pattern) => {
            let unfit = || Unread::Pattern(pattern.clone());
            let read = strtime::parse(pattern, word).map_err(|_| unfit())?;
            match read.to_timestamp() {
                Ok(at) => {
                    let ahead = read.offset().map_or(how.offset, Offset::seconds);
                    Ok(Record { at: at.as_microsecond(), ahead, kind: Kind::Zoned })
                }
                Err(_) => dated((read.to_datetime().map_err(|_| unfit())?, None)),
            }
        }
    }
}

/// Parses digits, a decimal sign, and an exponent as numpy writes it; not a minus sign, since nothing comes before
/// opening.
fn number(word: &str, decimal_comma: bool) -> Result<f64, Unread> {
    let sign = if decimal_comma { ',' } else { '.' };
    let word = word.strip_prefix('+').unwrap_or(word);
    let begins = word.starts_with(|c: char| c.is_ascii_digit() || c == sign);
    let other = |c: char| !(c.is_ascii_digit() || c == sign || matches!(c, 'e' | 'E' | '+' | '-'));
    if !begins || word.contains(other) {
        let is_number = begins && word.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '\''));
        return Err(if is_number { Unread::Comma } else { Unread::NoTime });
    }
    let parsed = if decimal_comma { word.replacen(',', ".", 1).parse() } else { word.parse::<f64>() };
    parsed.ok().filter(|number| number.is_finite() && *number < 1e21).ok_or(Unread::NoTime)
}

fn begins_with_a_day(word: &str) -> bool {
    let shape = b"dddd-dd-dd";
    word.len() >= shape.len()
        && word
            .bytes()
            .zip(shape)
            .all(|(byte, shape)| if *shape == b'd' { byte.is_ascii_digit() } else { byte == *shape })
}

/// Parses ISO 8601 and RFC 3339 and their common variants: a space in place of the `T`, with or without seconds, an
/// offset as `Z`, `+02:00`, `+0200`, `+02` or `UTC`, or none.
fn iso(word: &str) -> Result<(DateTime, Option<Offset>), Unread> {
    if !begins_with_a_day(word) {
        return Err(Unread::NoTime);
    }
    let glued = glued(word);
    let Ok(pieces) = Pieces::parse(glued.as_deref().unwrap_or(word)) else {
        // Whether the rest is a time of day, and only the calendar is against it.
        let rest = &word.as_bytes()[10..];
        let is_time = rest.is_empty() || rest.len() >= 6 && rest[1].is_ascii_digit() && rest[3] == b':';
        return Err(if is_time { Unread::NoSuchDay } else { Unread::NoTime });
    };
    let time = pieces.time().ok_or(Unread::OnlyADay)?;
    Ok((pieces.date().to_datetime(time), pieces.to_numeric_offset()))
}

/// The word without the space before its offset, and with `Z` for `UTC`.
fn glued(word: &str) -> Option<String> {
    let (front, offset) = word.rsplit_once(' ')?;
    match offset {
        "UTC" | "GMT" | "Z" => Some(format!("{front}Z")),
        _ if offset.starts_with(['+', '-']) => Some(format!("{front}{offset}")),
        _ => None,
    }
}

/// The first time between brackets in a line of a web server's log.
fn access_log(line: &str) -> Option<(DateTime, Option<Offset>)> {
    line.split('[').skip(1).find_map(|rest| {
        let (inner, _) = rest.split_once(']')?;
        let read = strtime::parse("%d/%b/%Y:%H:%M:%S %z", inner).ok()?;
        Some((read.to_datetime().ok()?, read.offset()))
    })
}

/// Microseconds since 1970 of a UTC clock that shows this.
fn micros(civil: DateTime) -> Option<i64> {
    Offset::UTC.to_timestamp(civil).ok().map(|at| at.as_microsecond())
}

/// A time for people. It is never shown as it was written, which may be anybody's words.
pub fn told(record: Record) -> String {
    if record.kind == Kind::FromOpening {
        return format!("{} s", record.at as f64 / 1e6);
    }
    let (Ok(at), Ok(offset)) = (jiff::Timestamp::from_microsecond(record.at), Offset::from_seconds(record.ahead))
    else {
        return format!("{} s after 1970", record.at / 1_000_000);
    };
    let shown = offset.to_datetime(at);
    match record.kind {
        Kind::Local => shown.to_string(),
        Kind::FromOpening | Kind::Since1970 | Kind::Zoned => at.display_with_offset(offset).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guessed(word: &str) -> Result<Record, Unread> {
        read(word, &Reading { format: Some(Format::guess(word, false).unwrap_or(Format::Iso)), ..Default::default() })
    }

    /// 2024-05-03T18:30:00Z.
    const EVENING: i64 = 1_714_761_000;

    #[test]
    fn everyday_ways_of_writing_a_time() {
        for (word, seconds, ahead, kind) in [
            ("2024-05-03T18:30:00Z", EVENING, 0, Kind::Zoned),
            ("2024-05-03t18:30:00z", EVENING, 0, Kind::Zoned),
            ("2024-05-03T20:30:00+02:00", EVENING, 7_200, Kind::Zoned),
            ("2024-05-03T20:30:00+0200", EVENING, 7_200, Kind::Zoned),
            ("2024-05-03 20:30:00 +0200", EVENING, 7_200, Kind::Zoned),
            ("2024-05-03 13:00:00-05:30", EVENING, -19_800, Kind::Zoned),
            ("2024-05-03 18:30:00 UTC", EVENING, 0, Kind::Zoned),
            ("2024-05-03 18:30:00", EVENING, 0, Kind::Local),
            ("2024-05-03 18:30", EVENING, 0, Kind::Local),
            ("2024-05-03T18:30:00.000", EVENING, 0, Kind::Local),
            ("1714761000", EVENING, 0, Kind::Since1970),
            ("1714761000000", EVENING, 0, Kind::Since1970),
            ("1714761000000000", EVENING, 0, Kind::Since1970),
            ("1714761000000000000", EVENING, 0, Kind::Since1970),
            ("809375400", 809_375_400, 0, Kind::Since1970),
            ("[03/May/2024:20:30:00 +0200]", EVENING, 7_200, Kind::Zoned),
            ("90", 90, 0, Kind::FromOpening),
            ("9.000000000000000000e+01", 90, 0, Kind::FromOpening),
        ] {
            let wanted = Record { at: seconds * 1_000_000, ahead, kind };
            assert_eq!(guessed(word), Ok(wanted), "{word}");
        }
        assert_eq!(guessed("90.25").map(|record| record.at), Ok(90_250_000));
        assert_eq!(guessed("2024-02-29T00:00:00.25Z").map(|record| record.at % 1_000_000), Ok(250_000));
    }

    #[test]
    fn what_is_no_time_says_why() {
        for (word, why) in [
            ("", Unread::NoTime),
            ("-3", Unread::NoTime),
            ("nan", Unread::NoTime),
            ("inf", Unread::NoTime),
            ("é", Unread::NoTime),
            ("2024-05-03 lunch", Unread::NoTime),
            ("2023-02-29T18:00:00Z", Unread::NoSuchDay),
            ("2024-06-31 18:00:00", Unread::NoSuchDay),
            ("2024-13-01T00:00:00Z", Unread::NoSuchDay),
            ("2024-05-03T25:00:00Z", Unread::NoSuchDay),
            ("2024-05-03", Unread::OnlyADay),
        ] {
            assert_eq!(guessed(word), Err(why), "{word:?}");
        }
        let seconds = Reading { format: Some(Format::Seconds), ..Default::default() };
        for word in ["90,5", "1,234.5", "1'234"] {
            assert_eq!(read(word, &seconds), Err(Unread::Comma), "{word}");
        }
        let comma = Reading { decimal_comma: true, ..seconds };
        assert_eq!(read("90,5", &comma).map(|record| record.at), Ok(90_500_000));
        assert_eq!(read("1.234,5", &comma), Err(Unread::Comma));
    }

    #[test]
    fn a_pattern_reads_what_a_country_writes() {
        let how = |pattern: &str| Reading { format: Format::of(pattern), ..Default::default() };
        let german = how("%d.%m.%Y %H:%M");
        assert_eq!(
            read("03.05.2024 18:30", &german),
            Ok(Record { at: EVENING * 1_000_000, ahead: 0, kind: Kind::Local })
        );
        let american = how("%m/%d/%Y %I:%M %p %z");
        assert_eq!(read("05/03/2024 08:30 PM +0200", &american).map(|record| record.at), Ok(EVENING * 1_000_000));
        for word in ["31.06.2024 18:30", "2024-05-03", ""] {
            assert_eq!(read(word, &german), Err(Unread::Pattern("%d.%m.%Y %H:%M".into())), "{word}");
        }
    }

    #[test]
    fn a_time_is_told_in_one_way() {
        assert_eq!(told(guessed("2024-05-03 20:30:00 +0200").unwrap()), "2024-05-03T20:30:00+02:00");
        assert_eq!(told(guessed("2024-05-03 18:30").unwrap()), "2024-05-03T18:30:00");
        assert_eq!(told(guessed("1714761000").unwrap()), "2024-05-03T18:30:00+00:00");
        assert_eq!(told(guessed("90.5").unwrap()), "90.5 s");
    }
}
