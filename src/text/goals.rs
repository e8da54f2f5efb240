//! The values of goals, in the units of their metrics.

use crate::sim::metric::{Scope, Unit};
use crate::sim::setup::Setup;
use crate::text::numbers;
use crate::units::{Cents, Span};

/// The name of the one place or dish that is judged; `None`: the whole shop is.
pub fn place(setup: &Setup, scope: Scope) -> Option<&str> {
    match scope {
        Scope::Shop => None,
        Scope::Outlet(id) => setup.outlets.get(id.index()).map(|outlet| outlet.name.as_str()),
        Scope::Item(id) => setup.items.get(id.index()).map(|item| item.name.as_str()),
        Scope::Zone(id) => setup.zones.get(id.index()).map(|zone| zone.name.as_str()),
    }
}

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
