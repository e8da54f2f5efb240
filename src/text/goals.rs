//! Goals: values in the units of what they measure.

use crate::sim::metric::Unit;
use crate::text::numbers;
use crate::units::{Cents, Span};

/// A measured value as it is judged; unknown is a dash.
pub fn value(value: Option<f64>, unit: Unit) -> String {
    let Some(v) = value.filter(|v| v.is_finite()) else { return numbers::UNKNOWN.into() };
    match unit {
        Unit::Seconds => numbers::judged_duration(Span::from_seconds_f64(v.max(0.0))),
        Unit::Ratio => numbers::judged(Some(v)),
        // To the cent where cents decide: what an order costs, not what the evening brought in.
        Unit::Dollars if v.abs() < 100.0 && Cents::from_dollars(v).0 % 100 != 0 => Cents::from_dollars(v).to_string(),
        Unit::Dollars => numbers::dollars(Cents::from_dollars(v)),
        Unit::PerHour => format!("{} /h", numbers::rate(Some(v))),
        Unit::Count => numbers::whole(Some(v)),
    }
}
