//! Zones: who calls, when, for what, and how long they wait.

use crate::scenario::dist::dist;
use crate::scenario::document::Node;
use crate::scenario::document::Value;
use crate::scenario::quantity;
use crate::scenario::reader::{Fields, given, list_of, number_of, show, text_of, whole_of};
use crate::scenario::tables::{Kind, MANY_ZONES, PATIENCES, TRACE};
use crate::scenario::trace::Traces;
use crate::scenario::trace::wanted::{DECIMALS, SEPARATORS, Separator, Wanted};
use crate::sim::setup::*;
use crate::units::ClockTime;
use crate::units::time::MICROS_PER_DAY;

pub fn zones(root: &Fields<'_>, items: &[ItemSetup], traces: &Traces<'_>) -> Vec<ZoneSetup> {
    let zones = root.each("zone");
    if zones.len().min(MANY_ZONES) * items.len() > 10_000_000 {
        let message = format!("{} zones times {} menu items are more than ten million", zones.len(), items.len());
        root.wrong("zone", message, Some("fewer of one or the other".into()));
        return Vec::new();
    }
    zones.iter().take(MANY_ZONES).map(|f| zone(f, items, traces)).collect()
}

fn zone(f: &Fields<'_>, items: &[ItemSetup], traces: &Traces<'_>) -> ZoneSetup {
    let arrivals = arrivals(f, traces);
    let traced = matches!(arrivals, Arrivals::Trace(_));
    if !traced && !f.has("orders_per_hour") {
        let hint = Some("orders an hour where the curve is 1".into());
        f.cx.complaints.lack(f.node.spot, "a zone needs `orders_per_hour`".into(), hint);
    }
    for key in ["orders_per_hour", "curve"] {
        if let Some(entry) = f.entry(key).filter(|_| traced) {
            f.cx.complaints.warn(entry.key_spot, format!("`{key}` does not apply to a trace"), None);
        }
    }
    let patience_until = given(f.word("patience_until", PATIENCES));
    let patience = dist(f, "patience");
    for key in ["patience_until", "cancels"] {
        if let Some(entry) = f.entry(key).filter(|_| !f.has("patience")) {
            let message = format!("`{key}` says nothing without `patience`: nobody leaves");
            f.cx.complaints.warn(entry.key_spot, message, None);
        }
    }
    let (streets, hot) = (given(f.count("streets")), given(f.number("hot")));
    // Streets that could not be read have been reported.
    if hot > 0.0 && f.entry("streets").is_none_or(|entry| whole_of(&entry.node) == Some(0)) {
        let hint = Some("give the zone `streets`".into());
        f.wrong("hot", "`hot` is the share of one street, and the zone has no streets".into(), hint);
    }
    ZoneSetup {
        name: f.name("name").unwrap_or_default(),
        at: given(f.place("at")),
        radius: given(f.number("radius")),
        arrivals,
        orders_per_hour: f.number("orders_per_hour").unwrap_or(0.0),
        curve: curve(f),
        mix: mix(f, items),
        patience,
        patience_until,
        cancels: given(f.flag("cancels")),
        retry: f.inner("retry").map(|f| retry(&f)),
        quota: f.inner("quota").and_then(|f| quota(&f)),
        unsure: f.inner("unsure").and_then(|f| Some(UnsureSetup { wait: f.span("wait")?, max: given(f.count("max")) })),
        streets,
        hot,
        party: f
            .inner("party")
            .map(|f| PartySetup { share: given(f.number("share")), pizzas: given(f.count("pizzas")) }),
    }
}

fn arrivals(f: &Fields<'_>, traces: &Traces<'_>) -> Arrivals {
    let Some(entry) = f.entry("arrivals") else { return Arrivals::Poisson };
    match &entry.node.value {
        Value::Text(word) if word == "poisson" => Arrivals::Poisson,
        Value::Text(word) if word == "even" => Arrivals::Even,
        Value::Table(_) => {
            let inner = Fields::of(f.cx, &TRACE, &entry.node);
            Arrivals::Trace(
                wanted(&inner).map_or_else(Vec::new, |wanted| traces.read(f.cx, inner.spot("trace"), &wanted)),
            )
        }
        _ => {
            f.cx.mismatch("arrivals", Kind::Arrivals, &entry.node);
            Arrivals::Poisson
        }
    }
}

/// How the scenario wants a trace to be read; `None` if that cannot be read, which is reported.
fn wanted(f: &Fields<'_>) -> Option<Wanted> {
    let (column, separator) = (f.column("column"), f.word("separator", SEPARATORS));
    let (format, offset) = (f.time_format("format"), f.offset("offset"));
    let decimal_comma = given(f.word("decimal", DECIMALS));
    if decimal_comma && separator == Some(Separator::Byte(b',')) {
        f.wrong("separator", "a comma cannot be both `separator` and `decimal`".into(), None);
        return None;
    }
    // What is given but cannot be read must not be guessed instead.
    let is_read = f.has("column") == column.is_some()
        && f.has("separator") == separator.is_some()
        && f.has("format") == format.is_some()
        && f.has("offset") == offset.is_some();
    let file = f.name("trace")?;
    is_read.then_some(Wanted { file, column, format, separator, decimal_comma, offset })
}

fn curve(f: &Fields<'_>) -> Vec<CurvePoint> {
    let Some(nodes) = f.nodes("curve") else { return Vec::new() };
    let spot = f.spot("curve");
    if nodes.is_empty() || nodes.len() > 10_000 {
        f.cx.complaints.wrong(spot, "a curve has 1 to 10000 points".into(), None);
        return Vec::new();
    }
    let mut points: Vec<CurvePoint> = Vec::with_capacity(nodes.len());
    // The index of the first point after midnight, if there is one.
    let mut midnight = None;
    for node in nodes {
        let Some(point) = curve_point(node) else {
            let message =
                format!("a point of a curve is a clock time and a factor like [\"19:00\", 2.0], not {}", show(node));
            f.cx.complaints.wrong(node.spot, message, Some("the factor is 0 or more, at most 1000000".into()));
            continue;
        };
        let (first, last) = (points.first().copied().unwrap_or(point), points.last().copied().unwrap_or(point));
        let passes = point.at < last.at;
        if (passes || midnight.is_some()) && (passes && midnight.is_some() || point.at > first.at) {
            let message = format!("{} stands after {}: points are in the order of the clock", point.at, last.at);
            let hint = Some("a curve is one day, which may pass midnight once".into());
            f.cx.complaints.wrong(node.spot, message, hint);
            continue;
        }
        if passes {
            midnight = Some(points.len());
        }
        points.push(point);
    }
    begins_with_its_end(f, &points, midnight.is_some());
    match midnight {
        Some(i) => from_midnight(&points, i),
        None => points,
    }
}

/// Warns an author whose shop opens before the curve's first point: until then the last point holds.
fn begins_with_its_end(f: &Fields<'_>, points: &[CurvePoint], passes_midnight: bool) {
    let (opens, [first, .., last]) = (f.cx.hours.opens, points) else { return };
    let before = opens < first.at && (!passes_midnight || opens > last.at);
    if before && first.factor != last.factor {
        let message = format!(
            "the shop opens at {opens}, before the curve's first point at {}: until then its last factor holds, {}",
            first.at, last.factor
        );
        f.cx.complaints.warn(f.spot("curve"), message, Some(format!("give the curve a point at {opens}")));
    }
}

/// A curve written past midnight (`22:00`, `02:00`), as the same curve from midnight to midnight.
fn from_midnight(points: &[CurvePoint], after: usize) -> Vec<CurvePoint> {
    let (evening, morning) = points.split_at(after);
    let (late, early) = (evening[after - 1], morning[0]);
    let (before, beyond) = ((MICROS_PER_DAY - late.at.0) as f64, early.at.0 as f64);
    let factor = late.factor + (early.factor - late.factor) * before / (before + beyond);
    let (last, first) = (morning[morning.len() - 1], evening[0]);
    let mut day = vec![CurvePoint { at: ClockTime(0), factor }];
    day.extend(morning);
    // The last value holds until the first point comes round again.
    day.push(CurvePoint { at: first.at, factor: last.factor });
    day.extend(evening);
    day.push(CurvePoint { at: ClockTime(MICROS_PER_DAY - 1), factor });
    day
}

fn curve_point(node: &Node) -> Option<CurvePoint> {
    let pair = list_of(node).filter(|pair| pair.len() == 2)?;
    let factor = number_of(&pair[1]).filter(|factor| (0.0..=1e6).contains(factor))?;
    Some(CurvePoint { at: text_of(&pair[0]).and_then(quantity::clock)?, factor })
}

fn mix(f: &Fields<'_>, items: &[ItemSetup]) -> Vec<f64> {
    let Some(entry) = f.entry("mix") else { return vec![1.0; items.len()] };
    let mut weights = vec![0.0; items.len()];
    let Value::Table(entries) = &entry.node.value else {
        f.cx.mismatch("mix", Kind::Mix, &entry.node);
        return weights;
    };
    let mut doubtful = entries.is_empty();
    for share in entries {
        let weight = number_of(&share.node).filter(|weight| (0.0..=1e6).contains(weight));
        if weight.is_none() {
            let message = format!("a weight is a number from 0 to 1000000, not {}", show(&share.node));
            f.cx.complaints.wrong(share.node.spot, message, None);
        }
        match f.cx.names.items.get(&share.key) {
            Some(id) => weights[id.index()] = weight.unwrap_or(1.0),
            None => f.cx.unknown_name(share.key_spot, "menu item", &share.key, &f.cx.names.items),
        }
        doubtful |= !f.cx.names.items.contains_key(&share.key);
    }
    if entries.is_empty() || !doubtful && weights.iter().all(|weight| *weight == 0.0) {
        f.wrong(
            "mix",
            "a mix needs at least one weight above 0".into(),
            Some("or leave `mix` out: the whole menu".into()),
        );
    }
    weights
}

/// `None`: it cannot be read, which is reported.
pub fn quota(f: &Fields<'_>) -> Option<QuotaSetup> {
    let (per_hour, burst) = (f.number("per_hour"), given(f.count("burst")));
    Some(QuotaSetup { per_hour: per_hour?, burst })
}

fn retry(f: &Fields<'_>) -> RetrySetup {
    RetrySetup {
        probability: given(f.number("probability")),
        wait: given(f.span("wait")),
        backoff: given(f.number("backoff")),
        jitter: given(f.flag("jitter")),
        max: given(f.count("max")),
        budget: f.number("budget"),
        of: given(f.choice("of")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_past_midnight_is_the_same_curve_from_midnight() {
        let point = |hour: u64, factor| CurvePoint { at: ClockTime(hour * MICROS_PER_DAY / 24), factor };
        let day = from_midnight(&[point(18, 1.0), point(22, 3.0), point(2, 1.0)], 2);
        let end = CurvePoint { at: ClockTime(MICROS_PER_DAY - 1), factor: 2.0 };
        assert_eq!(day, [point(0, 2.0), point(2, 1.0), point(18, 1.0), point(18, 1.0), point(22, 3.0), end]);
    }
}
