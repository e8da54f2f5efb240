//! How numbers are written: fixed widths, a space before units. Unknown is a dash, never 0 or 100 %.

use crate::units::{Cents, ClockTime, Span, Time};

/// Stands for an unknown number.
pub const UNKNOWN: &str = "–";

/// A duration in a sentence: whole minutes, `45 s` below a minute, `1 h 42` above 99 minutes, days from 100 hours on.
pub fn duration(span: Span) -> String {
    let seconds = (span.seconds() + 0.5).floor() as u64;
    if seconds < 60 {
        return format!("{seconds} s");
    }
    let minutes = (span.minutes() + 0.5).floor() as u64;
    if minutes <= 99 {
        format!("{minutes} min")
    } else if minutes < 6_000 {
        format!("{} h {:02}", minutes / 60, minutes % 60)
    } else {
        format!("{} d {:02}", minutes / 1_440, minutes / 60 % 24)
    }
}

/// A duration that is compared with a goal: below ten minutes with one decimal, so that 2.4 min is seen to exceed 2.
pub fn judged_duration(span: Span) -> String {
    let tenths = (span.minutes() * 10.0).round();
    if !(10.0..100.0).contains(&tenths) || tenths % 10.0 == 0.0 {
        return duration(span);
    }
    format!("{:.1} min", tenths / 10.0)
}

/// [`duration`] of seconds that may be unknown.
pub fn seconds(value: Option<f64>) -> String {
    value.filter(|v| v.is_finite()).map_or_else(|| UNKNOWN.to_string(), |v| duration(Span::from_seconds_f64(v)))
}

/// A duration in a table: minutes with one decimal, `13.5`; from 1,000 on without.
pub fn minutes(span: Span) -> String {
    tenths(Some(span.minutes()))
}

/// A number with one decimal; from 1,000 on without, but with a comma.
pub fn tenths(value: Option<f64>) -> String {
    match value {
        Some(v) if !v.is_finite() => UNKNOWN.to_string(),
        Some(v) if v.abs() < 999.95 => without_minus_zero(format!("{v:.1}")),
        Some(v) => whole(Some(v)),
        None => UNKNOWN.to_string(),
    }
}

/// A number without decimals, with commas between thousands.
pub fn whole(value: Option<f64>) -> String {
    match value {
        Some(v) if v.is_finite() => {
            let v = v.round();
            if v.abs() >= 1e15 {
                return format!("{v:.0e}");
            }
            let digits = count(v.abs() as u64);
            if v < 0.0 { format!("-{digits}") } else { digits }
        }
        _ => UNKNOWN.to_string(),
    }
}

/// `1 seed`, `1,284 seeds`: for words whose plural only adds an `s`.
pub fn counted(n: u64, word: &str) -> String {
    format!("{} {word}{}", count(n), if n == 1 { "" } else { "s" })
}

/// A count: `1,284`; from ten million on `12.3 M`.
pub fn count(n: u64) -> String {
    if n >= 10_000_000 {
        return format!("{:.1} M", n as f64 / 1e6);
    }
    let digits = n.to_string();
    if digits.len() <= 3 {
        return digits;
    }
    let mut parted = String::with_capacity(digits.len() + 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            parted.push(',');
        }
        parted.push(digit);
    }
    parted
}

/// A count in at most four cells: `9999`, `12k`, `1.2M`.
pub fn short(n: u64) -> String {
    match n {
        0..=9_999 => n.to_string(),
        10_000..=999_499 => format!("{}k", (n + 500) / 1_000),
        _ => format!("{:.1}M", n as f64 / 1e6),
    }
}

/// A percentage that is compared with a goal: one decimal, `96.9 %`. Never rounded up to 100, because a narrow miss is
/// a miss.
pub fn judged(ratio: Option<f64>) -> String {
    match ratio {
        Some(r) if r.is_finite() => {
            let tenths = (r * 1_000.0).round();
            let tenths = if r < 1.0 { tenths.min(999.0) } else { tenths };
            format!("{:.1} %", tenths / 10.0)
        }
        _ => UNKNOWN.to_string(),
    }
}

/// Any other percentage: whole, without the sign.
pub fn percent(ratio: Option<f64>) -> String {
    whole(ratio.map(|r| r * 100.0))
}

/// Whole dollars: `$1,284`; with cents, if there are any, below ten dollars.
pub fn dollars(amount: Cents) -> String {
    if amount.0.abs() < 1_000 && amount.0 % 100 != 0 {
        return amount.to_string();
    }
    let rounded = (amount.0.abs() + 50) / 100;
    format!("{}${}", if amount.0 < 0 && rounded > 0 { "-" } else { "" }, count(rounded as u64))
}

/// Orders per hour: whole from 10 on, below with a decimal unless it is 0.
pub fn rate(per_hour: Option<f64>) -> String {
    match per_hour {
        Some(r) if r.is_finite() && r > 0.0 && r < 9.95 && (r - r.round()).abs() >= 0.05 => format!("{r:.1}"),
        _ => whole(per_hour),
    }
}

/// An amount of work in chefs or riders, `6.0`.
pub fn hands(value: f64) -> String {
    tenths(Some(value))
}

/// A clock time, `19:12`.
pub fn clock(at: Time, opens: ClockTime) -> String {
    let minutes = at.clock(opens).0 / crate::units::time::MICROS_PER_MINUTE;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// A clock time with seconds, `19:11:52`.
pub fn clock_seconds(at: Time, opens: ClockTime) -> String {
    let seconds = at.clock(opens).0 / crate::units::time::MICROS_PER_SECOND;
    format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

/// Shares in whole per cents that add up to 100 (largest remainder method; ties to the earlier part). All 0 if the
/// parts are.
pub fn shares(parts: &[f64]) -> Vec<u32> {
    rounded_to(parts, 100)
}

/// Parts rounded so that they add up to `total`.
pub fn rounded_to(parts: &[f64], total: u32) -> Vec<u32> {
    let sum: f64 = parts.iter().map(|p| p.max(0.0)).sum();
    if !sum.is_finite() || sum <= 0.0 {
        return vec![0; parts.len()];
    }
    let exact: Vec<f64> = parts.iter().map(|p| p.max(0.0) / sum * total as f64).collect();
    let mut whole: Vec<u32> = exact.iter().map(|e| e.floor() as u32).collect();
    let missing = total.saturating_sub(whole.iter().sum());
    let mut by_rest: Vec<usize> = (0..parts.len()).collect();
    by_rest.sort_by(|&a, &b| (exact[b].fract()).total_cmp(&exact[a].fract()).then(a.cmp(&b)));
    for &i in by_rest.iter().take(missing as usize) {
        whole[i] += 1;
    }
    whole
}

fn without_minus_zero(text: String) -> String {
    if text == "-0.0" { "0.0".to_string() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn durations_as_people_say_them() {
        let said = |s: u64| duration(Span::from_secs(s));
        assert_eq!(said(0), "0 s");
        assert_eq!(said(45), "45 s");
        assert_eq!(said(60), "1 min");
        assert_eq!(said(24 * 60 + 20), "24 min");
        assert_eq!(said(99 * 60), "99 min");
        assert_eq!(said(102 * 60), "1 h 42");
        assert_eq!(said(26 * 3600), "26 h 00");
        assert_eq!(said(5 * 86_400), "5 d 00");
        assert_eq!(seconds(None), "–");
        assert_eq!(minutes(Span::from_secs(35 * 60 + 12)), "35.2");
    }

    #[test]
    fn a_hair_below_a_hundred_is_not_a_hundred() {
        assert_eq!(judged(Some(0.99999)), "99.9 %");
        assert_eq!(judged(Some(1.0)), "100.0 %");
        assert_eq!(judged(Some(0.969)), "96.9 %");
        assert_eq!(judged(None), "–");
        assert_eq!(percent(Some(0.634)), "63");
    }

    #[test]
    fn money_and_counts() {
        assert_eq!(dollars(Cents(93_649)), "$936");
        assert_eq!(dollars(Cents(-128_400)), "-$1,284");
        assert_eq!(dollars(Cents(650)), "$6.50");
        assert_eq!(dollars(Cents(-40)), "-$0.40");
        assert_eq!(count(1_234_567), "1,234,567");
        assert_eq!(count(12_345_678), "12.3 M");
        assert_eq!(short(12_345), "12k");
        assert_eq!(
            (rate(Some(108.4)).as_str(), rate(Some(4.25)).as_str(), rate(Some(0.0)).as_str()),
            ("108", "4.2", "0")
        );
    }

    #[test]
    fn clocks() {
        let opens = ClockTime(17 * 3_600_000_000);
        let at = Time(7_912_000_000);
        assert_eq!(clock(at, opens), "19:11");
        assert_eq!(clock_seconds(at, opens), "19:11:52");
    }

    proptest! {
        #[test]
        fn shares_add_up(parts in prop::collection::vec(0.0f64..1e6, 1..8)) {
            let shares = shares(&parts);
            let sum: f64 = parts.iter().sum();
            prop_assert_eq!(shares.iter().sum::<u32>(), if sum > 0.0 { 100 } else { 0 });
            for (share, part) in shares.iter().zip(&parts) {
                prop_assert!(sum == 0.0 || (*share as f64 - part / sum * 100.0).abs() < 1.0);
            }
        }
    }
}
