//! The values of goals, in the units of their metrics.

use crate::sim::metric::Unit;
use crate::text::numbers;
use crate::units::{Cents, Span};

/// A measured value, precise enough to be compared with a goal; unknown is a dash.
pub fn value(value: Option<f64>, unit: Unit) -> String {
    let Some(v) = value.filter(|v| v.is_finite()) else { return numbers::UNKNOWN.into() };
    match unit {
        Unit::Seconds => numbers::judged_duration(Span::from_seconds_f64(v.max(0.0))),
        Unit::Ratio => numbers::judged(Some(v)),
        // With cents for small amounts such as the cost of an order.
        Unit::Dollars if v.abs() < 100.0 && Cents::from_dollars(v).0 % 100 != 0 => Cents::from_dollars(v).to_string(),
        Unit::Dollars => numbers::dollars(Cents::from_dollars(v)),
        Unit::PerHour => format!("{} /h", numbers::rate(Some(v))),
        Unit::Count => numbers::whole(Some(v)),
    }
}
