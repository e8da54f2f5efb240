//! The report for people: one screen, aligned columns, `—` where there are no data.
//!
//! ```text
//! story · seed 7 · 5h simulated · digest 5f0c…
//!
//! Orders     arrived 213   delivered 198   in system 3   lost 12 (5.6 %)
//! ...
//! ```
//! One run and the mean of many are printed alike; the latter with `±` and the half-width of the 95 % interval.

use super::{Made, Sheet};
use crate::sim::metric::{Unit, resolve};
use crate::units::cells::{padded, width};
use serde_json::Value;

/// At most this many outlets and items are listed, the rest are only counted. The JSON lists all.
const LISTED: usize = 12;

/// The report as text, ending with a line break.
pub fn print(sheet: &Sheet) -> String {
    let paragraphs = [
        head(sheet),
        orders(sheet),
        times(sheet),
        gauges(sheet),
        outlets(sheet),
        items(sheet),
        zones(sheet),
        verdicts(sheet),
        made(sheet),
    ];
    let paragraphs: Vec<String> = paragraphs.into_iter().filter(|text| !text.is_empty()).collect();
    paragraphs.join("\n\n") + "\n"
}

fn head(sheet: &Sheet) -> String {
    let word = |path| sheet.at(path).map(|value| value.as_str().map_or_else(|| value.to_string(), String::from));
    let mut parts = vec![word("scenario").unwrap_or_default()];
    let seed = word("seed").unwrap_or_default();
    parts.push(match sheet.at("replications").and_then(Value::as_u64) {
        Some(runs) => format!("{runs} runs from seed {seed}"),
        None => format!("seed {seed}"),
    });
    parts.push(format!("{} simulated", cell(sheet, "simulated_s", length)));
    parts.push(format!("digest {}", word("digest").unwrap_or_default()));
    parts.join(" · ")
}

fn orders(sheet: &Sheet) -> String {
    let field = |name: &str| pair(&name.replace('_', " "), cell(sheet, &format!("orders.{name}"), count));
    let row = |title: &str, fields: &[&str]| {
        let mut row = vec![title.to_string()];
        row.extend(fields.iter().flat_map(|name| field(name)));
        row
    };
    // What few shops know is said where it happened.
    let happened =
        |name: &&str| sheet.at(&format!("orders.{name}")).and_then(Value::as_f64).is_some_and(|count| count > 0.0);
    let rare = ["limited", "burnt", "forgotten"].into_iter().filter(happened);
    let lost: Vec<&str> = ["refused", "abandoned", "unreachable"].into_iter().chain(rare).chain(["retried"]).collect();
    pairs(&[
        row("Calls", &["arrived", "delivered", "in_system", "late"]),
        row("  lost", &lost),
        row("  trouble", &["rerouted", "duplicated", "recooked", "wasted"]),
        customers(sheet),
    ])
}

/// Customers, each counted once, unlike calls: a customer may call several times.
fn customers(sheet: &Sheet) -> Vec<String> {
    let at = |name: &str, form: fn(f64) -> String| cell(sheet, &format!("customers.{name}"), form);
    let lost = format!("{} ({})", at("lost", count), at("lost_ratio", percent));
    let fields =
        [("in time", at("in_time", count)), ("late", at("late", count)), ("lost", lost), ("open", at("open", count))];
    let mut row = vec!["Customers".to_string()];
    row.extend(fields.into_iter().flat_map(|(name, value)| pair(name, value)));
    row
}

fn times(sheet: &Sheet) -> String {
    const COLUMNS: [&str; 6] = ["mean", "p50", "p90", "p95", "p99", "max"];
    let row = |title: &str, path: &str| {
        let mut row = vec![title.to_string()];
        row.extend(COLUMNS.iter().map(|column| cell(sheet, &format!("{path}.{column}"), length)));
        row
    };
    let mut rows = vec![[&["Time"], &COLUMNS[..]].concat().into_iter().map(String::from).collect()];
    rows.push(row("  whole order", "latency"));
    // Customers wait longer than their orders only if somebody called twice.
    if sheet.at("orders.retried").and_then(number).is_some_and(|(retried, _)| retried > 0.0) {
        rows.push(row("  from first call", "customers.latency"));
    }
    // A part of the queue, which only shops with order books have.
    if sheet.at("books.wait.max").and_then(number).is_some() {
        rows.push(row("  in the books", "books.wait"));
    }
    let spans = ["queue", "down", "cook", "redo", "blocked", "shelf", "ride", "queue_abandoned"];
    for (span, title) in spans.iter().zip([
        "  in the queue",
        "  nobody there",
        "  cooking",
        "  work lost",
        "  no shelf room",
        "  on the shelf",
        "  riding",
        "  gone after",
    ]) {
        let path = format!("spans.{span}");
        // Nothing was held up there; a row of zeros would only hide the others.
        if sheet.at(&format!("{path}.max")).and_then(number).is_some_and(|(max, _)| max > 0.0) {
            rows.push(row(title, &path));
        }
    }
    table(&rows)
}

fn gauges(sheet: &Sheet) -> String {
    let at = |path: &str, form: fn(f64) -> String| cell(sheet, path, form);
    let row = |title: &str, fields: &[(&str, String)]| {
        let mut row = vec![title.to_string()];
        row.extend(fields.iter().flat_map(|(name, value)| pair(name, value.clone())));
        row
    };
    let promise = at("slo.promise", length);
    let mut rows = vec![
        row(
            "Load",
            &[
                ("waiting", at("waiting.mean", decimal)),
                ("at most", at("waiting.max", count)),
                ("chefs", at("utilization.chefs", percent)),
                ("riders", at("utilization.riders", percent)),
            ],
        ),
        row(
            "An hour",
            &[
                ("delivered", at("throughput_per_hour", decimal)),
                ("in time", at("goodput_per_hour", decimal)),
                ("calls lost", at("lost_ratio", percent)),
                ("available", at("availability", percent)),
            ],
        ),
        row(
            &format!("In {promise}"),
            &[
                ("in time", at("slo.on_time_ratio", percent)),
                ("target", at("slo.target", percent)),
                ("budget", at("slo.budget_left", percent)),
            ],
        ),
        row(
            "Money",
            &[
                ("revenue", at("money.revenue", dollars)),
                ("refunds", at("money.refunds", dollars)),
                ("profit", at("money.profit", dollars)),
                ("an order", at("money.cost_per_order", dollars)),
            ],
        ),
    ];
    if sheet.at("prep.made").and_then(number).is_some_and(|(made, _)| made > 0.0) {
        let hits = ("hits", at("prep.hit_ratio", percent));
        let stock = [("made", "prep.made"), ("used", "prep.used"), ("spoiled", "prep.spoiled")];
        let fields: Vec<_> = stock.map(|(name, path)| (name, at(path, count))).into_iter().chain([hits]).collect();
        rows.push(row("Bases", &fields));
    }
    if sheet.at("books.writable").and_then(number).is_some() {
        let mut fields =
            vec![("taken in", at("books.wait.mean", length)), ("enough there", at("books.writable", percent))];
        if sheet.at("books.first_forgotten.serial").and_then(number).is_some() {
            let first = |name: &str, form: fn(f64) -> String| at(&format!("books.first_forgotten.{name}"), form);
            fields.push(("first forgotten", first("serial", |serial| format!("#{serial:.0}"))));
            fields.push(("taken at", first("taken_s", length)));
            fields.push(("burnt at", first("burnt_s", length)));
            fields.push(("next copy at", first("next_s", length)));
        }
        rows.push(row("Books", &fields));
    }
    pairs(&rows)
}

fn outlets(sheet: &Sheet) -> String {
    listed(
        sheet,
        "outlets",
        "Outlet",
        &[
            ("sent", "orders.arrived", count),
            ("moved off", "orders.rerouted", count),
            ("delivered", "orders.delivered", count),
            ("p95", "latency.p95", length),
            ("waiting", "waiting.mean", decimal),
            ("chefs", "utilization.chefs", percent),
            ("riders", "utilization.riders", percent),
            ("available", "availability", percent),
        ],
    )
}

fn items(sheet: &Sheet) -> String {
    listed(
        sheet,
        "items",
        "Item",
        &[
            ("arrived", "orders.arrived", count),
            ("delivered", "orders.delivered", count),
            ("p50", "latency.p50", length),
            ("p95", "latency.p95", length),
            ("in time", "on_time_ratio", percent),
        ],
    )
}

/// Only of several: one zone is the whole shop.
fn zones(sheet: &Sheet) -> String {
    if sheet.at("zones").and_then(Value::as_array).is_none_or(|zones| zones.len() < 2) {
        return String::new();
    }
    listed(
        sheet,
        "zones",
        "Zone",
        &[
            ("arrived", "orders.arrived", count),
            ("delivered", "orders.delivered", count),
            ("p50", "latency.p50", length),
            ("p95", "latency.p95", length),
            ("lost", "lost_ratio", percent),
            ("in time", "on_time_ratio", percent),
        ],
    )
}

/// A column of a list: its title, the path inside an entry, and how its numbers are written.
type Column = (&'static str, &'static str, fn(f64) -> String);

fn listed(sheet: &Sheet, list: &str, title: &str, columns: &[Column]) -> String {
    let entries = sheet.at(list).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    if entries.is_empty() {
        return String::new();
    }
    let mut rows = vec![vec![title.to_string()]];
    rows[0].extend(columns.iter().map(|(name, ..)| name.to_string()));
    for entry in entries.iter().take(LISTED) {
        let sheet = Sheet(entry.clone());
        let name = entry.get("name").and_then(Value::as_str).unwrap_or_default();
        let mut row = vec![format!("  {name}")];
        row.extend(columns.iter().map(|(_, path, form)| cell(&sheet, path, *form)));
        rows.push(row);
    }
    let mut text = table(&rows);
    if entries.len() > LISTED {
        text += &format!("\n  … and {} more (all of them with --format json)", entries.len() - LISTED);
    }
    text
}

fn verdicts(sheet: &Sheet) -> String {
    let mut rows = Vec::new();
    for (list, title) in [("goals", "Goals"), ("stars", "Stars")] {
        for (i, goal) in sheet.at(list).and_then(Value::as_array).into_iter().flatten().enumerate() {
            let met = match &goal["met"] {
                Value::Bool(true) => "met".to_string(),
                Value::Bool(false) => "missed".to_string(),
                share => format!("met in {}", number(share).map_or(NONE.into(), |(share, _)| percent(share))),
            };
            let word = |field: &str| goal[field].as_str().unwrap_or_default().to_string();
            let form = form_of(&word("metric"));
            let title = if i == 0 { title } else { "" };
            let value = cell(&Sheet(goal.clone()), "value", form);
            rows.push(vec![format!("{title:5}  {met}"), value, format!("  {} ({})", word("text"), word("metric"))]);
        }
    }
    aligned(&rows, |column| column != 1)
}

/// With what program and from what files.
fn made(sheet: &Sheet) -> String {
    let made = sheet.at("made").and_then(|made| serde_json::from_value::<Made>(made.clone()).ok());
    made.map_or_else(String::new, |made| made.line())
}

/// How a metric's value is written, by the metric's path.
fn form_of(path: &str) -> fn(f64) -> String {
    resolve(path, false).map_or(decimal, |metric| form(metric.row().unit))
}

/// The function that writes numbers of this unit.
pub fn form(unit: Unit) -> fn(f64) -> String {
    match unit {
        Unit::Ratio => percent,
        Unit::Seconds => length,
        Unit::Count => count,
        Unit::Dollars => dollars,
        Unit::PerHour => decimal,
    }
}

const NONE: &str = "—";

fn pair(name: &str, value: String) -> [String; 2] {
    [name.to_string(), value]
}

/// The number at a path, as it is written: `12m34s`, `12m34s ±40s`, `—`.
fn cell(sheet: &Sheet, path: &str, form: fn(f64) -> String) -> String {
    match sheet.at(path).and_then(number) {
        None => NONE.to_string(),
        Some((mean, Some(ci95))) if ci95 > 0.0 => format!("{} ±{}{}", form(mean), form(ci95), fewer(sheet, path)),
        Some((mean, _)) => form(mean) + &fewer(sheet, path),
    }
}

/// ` (5 runs)` if not all runs had the number.
fn fewer(sheet: &Sheet, path: &str) -> String {
    match sheet.at(path).and_then(|value| value.get("runs")).and_then(Value::as_u64) {
        None => String::new(),
        Some(1) => " (1 run)".into(),
        Some(runs) => format!(" ({runs} runs)"),
    }
}

/// A number and, if it is a mean, the half-width of its interval.
fn number(value: &Value) -> Option<(f64, Option<f64>)> {
    match value {
        Value::Object(fields) => Some((fields.get("mean")?.as_f64()?, fields.get("ci95").and_then(Value::as_f64))),
        other => Some((other.as_f64()?, None)),
    }
}

/// Writes seconds as `12m34s`, `3h05m`, `2d04h`, or `8.5s` below a minute.
pub fn length(seconds: f64) -> String {
    let sign = if seconds < 0.0 { "-" } else { "" };
    let exact = seconds.abs();
    let whole = exact.round() as u64;
    match whole {
        _ if exact == 0.0 => "0s".to_string(),
        0..60 if exact < 59.95 => format!("{sign}{exact:.1}s"),
        0..3_600 => format!("{sign}{}m{:02}s", whole / 60, whole % 60),
        3_600..86_400 => format!("{sign}{}h{:02}m", whole / 3_600, whole / 60 % 60),
        _ => format!("{sign}{}d{:02}h", whole / 86_400, whole / 3_600 % 24),
    }
}

/// Writes a ratio as `83.2 %`.
pub fn percent(ratio: f64) -> String {
    format!("{:.1} %", ratio * 100.0)
}

/// Writes dollars as `$1,284.50`.
pub fn dollars(amount: f64) -> String {
    crate::units::Cents::from_dollars(amount).to_string()
}

/// Writes whole numbers without decimals, means of them with one or two.
pub fn count(number: f64) -> String {
    if number.fract() == 0.0 { format!("{number:.0}") } else { decimal(number) }
}

/// Writes two decimals below ten, else one; whole numbers without.
pub fn decimal(number: f64) -> String {
    match number.abs() {
        size if size.fract() == 0.0 => format!("{number:.0}"),
        size if size < 10.0 => format!("{number:.2}"),
        _ => format!("{number:.1}"),
    }
}

/// Aligns rows of a title and pairs of name and value.
fn pairs(rows: &[Vec<String>]) -> String {
    aligned(rows, |column| column == 0 || column % 2 == 1)
}

/// Aligns rows of a title and values under a heading.
fn table(rows: &[Vec<String>]) -> String {
    aligned(rows, |column| column == 0)
}

/// Aligns rows in columns two spaces apart; `left` says which columns are left-aligned.
pub fn aligned(rows: &[Vec<String>], left: impl Fn(usize) -> bool) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<i32> = (0..columns)
        .map(|column| rows.iter().filter_map(|row| row.get(column)).map(|text| width(text)).max().unwrap_or(0))
        .collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().enumerate().map(|(column, text)| padded(text, widths[column], !left(column)));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_string()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{replicated, tests::sample};

    #[test]
    fn lengths_of_time_have_two_units_at_most() {
        let written = [0.0, 8.54, 59.97, 754.0, 11_100.0, 187_200.0, -90.0].map(length);
        assert_eq!(written, ["0s", "8.5s", "1m00s", "12m34s", "3h05m", "2d04h", "-1m30s"]);
    }

    #[test]
    fn a_metric_is_written_in_its_own_unit() {
        assert_eq!(form_of("latency.p95")(90.0), "1m30s");
        assert_eq!(form_of("on_time_ratio")(0.5), "50.0 %");
        assert_eq!(form_of("money.profit")(12.5), "$12.50");
        assert_eq!(form_of("waiting.max")(4.0), "4");
    }

    #[test]
    fn one_run_fits_on_a_screen_of_eighty_columns() {
        let text = print(&sample().sheet());
        // What was changed may be much; all else fits.
        assert!(text.lines().all(|line| line.chars().count() <= 80 || line.starts_with("Made by")), "{text}");
        assert!(text.lines().count() <= 24, "{text}");
        assert!(text.contains("Goals  missed  50.0 %    All in time (on_time_ratio)"), "{text}");
        assert!(text.contains("12m34s"), "{text}");
        let made = "Made by pizzeria 0.1.0 from sample.toml (0123456789ab), outlet.St. Mary's.riders=3, its solution\n";
        assert!(text.ends_with(made), "{text}");
    }

    #[test]
    fn means_stand_with_their_intervals() {
        let mut other = sample();
        other.measures.orders.arrived = 14;
        let text = print(&replicated(&[sample(), other]));
        assert!(text.contains("2 runs from seed 7"), "{text}");
        assert!(text.contains("12 ±25.4"), "{text}");
        assert!(text.contains("met in 0.0 %"), "{text}");
    }

    #[test]
    fn columns_line_up() {
        let rows = [vec!["a".into(), "1".into()], vec!["bcd".into(), "22".into()]];
        assert_eq!(aligned(&rows, |column| column == 0), "a     1\nbcd  22");
        let rows = [vec!["寿司".into(), "1".into()], vec!["Ka\u{308}".into(), "22".into()]];
        assert_eq!(aligned(&rows, |column| column == 0), "寿司   1\nKa\u{308}    22");
    }
}
