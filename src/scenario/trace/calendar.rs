//! Puts recorded times on the shop's clock.
//!
//! Opening is the first `opens` o'clock after which, until closing, anything is recorded, by the clock of the earliest
//! record. A call at the very moment of closing still counts, as with every kind of arrivals.

use super::times::{Kind, Record, told};
use crate::scenario::quantity::Hours;
use crate::units::Time;
use crate::units::time::MICROS_PER_DAY;

/// Recorded times as moments of the run.
#[derive(Debug, Default, PartialEq)]
pub struct Laid {
    /// The times kept, sorted.
    pub times: Vec<Time>,
    /// How many records are before opening.
    pub early: usize,
    /// How many are after closing.
    pub late: usize,
}

/// Puts records on the shop's clock.
pub fn lay(records: &[Record], hours: Hours) -> Laid {
    let opening = opening(records, hours);
    let mut times: Vec<Time> =
        records.iter().filter_map(|record| u64::try_from(record.at - opening).ok().map(Time)).collect();
    times.sort();
    let early = records.len() - times.len();
    let closing = Time::ZERO + hours.duration;
    let kept = times.partition_point(|time| *time <= closing);
    let late = times.len() - kept;
    times.truncate(kept);
    Laid { times, early, late }
}

/// The opening, in the records' time: the first `opens` o'clock with a record before closing; if there is none, the
/// last one before all records.
fn opening(records: &[Record], hours: Hours) -> i64 {
    const DAY: i64 = MICROS_PER_DAY as i64;
    let Some(earliest) = records.iter().min().filter(|record| record.kind != Kind::FromOpening) else { return 0 };
    let ahead = i64::from(earliest.ahead) * 1_000_000;
    let since_opening = |at: i64| (at + ahead - hours.opens.0 as i64).rem_euclid(DAY);
    let served = records.iter().filter(|record| since_opening(record.at) as u64 <= hours.duration.0).min();
    let first = served.unwrap_or(earliest).at;
    first - since_opening(first)
}

/// The first and the last time, as texts; `None` if there are no records.
pub fn reach(records: &[Record]) -> Option<(String, String)> {
    Some((told(*records.iter().min()?), told(*records.iter().max()?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::trace::times::{Format, Reading, read};
    use crate::units::time::MICROS_PER_SECOND;
    use crate::units::{ClockTime, Span};

    fn laid(words: &[&str], opens: u64) -> (Vec<f64>, usize, usize) {
        let reading = |word| Reading { format: Format::guess(word, false), ..Default::default() };
        let records: Vec<Record> = words.iter().map(|word| read(word, &reading(word)).unwrap()).collect();
        let opens = ClockTime(opens * 3_600 * MICROS_PER_SECOND);
        let laid = lay(&records, Hours { opens, duration: Span::from_hours(12) });
        (laid.times.iter().map(|time| time.seconds()).collect(), laid.early, laid.late)
    }

    #[test]
    fn seconds_count_from_opening_and_dates_by_the_clock() {
        assert_eq!(laid(&["90.5", "3", "0"], 11).0, [0.0, 3.0, 90.5]);
        let lines = ["2024-02-29T18:00:00Z", "2024-02-29T19:30:00.25+01:00", "2024-03-01T00:00:00z"];
        assert_eq!(laid(&lines, 17).0, [3_600.0, 5_400.25, 25_200.0]);
        assert_eq!(laid(&["2024-01-01T02:00:00Z"], 17).0, [9.0 * 3_600.0]);
        assert_eq!(laid(&["2024-05-03 18:00"], 17).0, [3_600.0]);
    }

    /// A log of a whole day before an evening's shop, or one that begins a little early: it is the day's evening.
    #[test]
    fn what_comes_before_the_first_opening_with_anybody_is_early() {
        let day = ["2024-05-03T04:00:00Z", "2024-05-03T16:59:00Z", "2024-05-03T17:30:00Z"];
        assert_eq!(laid(&day, 17), (vec![11.0 * 3_600.0], 0, 2), "the night before is served first");
        let day = ["2024-05-03T06:00:00Z", "2024-05-03T16:59:00Z", "2024-05-03T17:30:00Z"];
        assert_eq!(laid(&day, 17), (vec![1_800.0], 2, 0));
        // By the earliest record's own clock, where 17:30 in Zurich is 15:30.
        assert_eq!(laid(&["2024-05-03T14:30:00Z", "2024-05-03T17:30:00+02:00"], 15), (vec![1_800.0], 1, 0));
        assert_eq!(laid(&["2024-05-03T06:00:00Z"], 17), (vec![], 0, 1), "nobody comes while it is open");
    }

    /// The microsecond of closing is the last one.
    #[test]
    fn a_call_at_closing_is_placed_and_one_after_it_is_not() {
        assert_eq!(laid(&["43200", "43200.000001"], 11), (vec![43_200.0], 0, 1));
        assert_eq!(
            laid(&["2024-05-03T17:00:00Z", "2024-05-04T05:00:00Z", "2024-05-04T05:00:01Z"], 17).0,
            [0.0, 43_200.0]
        );
    }
}
