//! What a run measured, as plain numbers: the report's fields, in the report's order.
//!
//! Lengths of time in seconds, ratios 0–1, money in dollars. `None`: no data; it is written `null`, never 0 or 100 %.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Measures {
    pub orders: OrderCounts,
    pub customers: CustomerMeasures,
    /// Delivered orders, from placing.
    pub latency: Summary,
    pub spans: SpanSummaries,
    pub in_system: Level,
    pub waiting: Level,
    pub throughput_per_hour: Option<f64>,
    pub goodput_per_hour: Option<f64>,
    pub utilization: Utilization,
    pub prep: PrepMeasures,
    pub lost_ratio: Option<f64>,
    pub slo: SloMeasures,
    pub availability: Option<f64>,
    pub money: MoneyMeasures,
    pub outlets: Vec<OutletMeasures>,
    pub items: Vec<ItemMeasures>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderCounts {
    pub arrived: u64,
    pub delivered: u64,
    pub in_system: u64,
    pub refused: u64,
    pub abandoned: u64,
    pub unreachable: u64,
    pub late: u64,
    pub retried: u64,
    pub rerouted: u64,
    pub duplicated: u64,
    pub recooked: u64,
    pub wasted: u64,
}

impl OrderCounts {
    pub fn lost(&self) -> u64 {
        self.refused + self.abandoned + self.unreachable
    }
}

/// Those who call, by the first call: each counts once, however often he calls. The numbers of `orders` and `latency` are calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CustomerMeasures {
    pub called: u64,
    /// Served within the promise, counted from the first call; later than that; lost for good; none of these yet.
    pub in_time: u64,
    pub late: u64,
    pub lost: u64,
    pub open: u64,
    /// Of those open: waiting for a repeat call.
    pub between_calls: u64,
    /// In time, of all who called and are decided or overdue; lost, of all who called.
    pub on_time_ratio: Option<f64>,
    pub lost_ratio: Option<f64>,
    /// From the first call to delivery, of those served.
    pub latency: Summary,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    pub mean: Option<f64>,
    pub p50: Option<f64>,
    pub p90: Option<f64>,
    pub p95: Option<f64>,
    pub p99: Option<f64>,
    pub max: Option<f64>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SpanSummaries {
    pub queue: Summary,
    pub cook: Summary,
    pub redo: Summary,
    pub blocked: Summary,
    pub shelf: Summary,
    pub ride: Summary,
    /// How long those who left had waited.
    pub queue_abandoned: Summary,
    /// Waiting where nobody could cook: no power, or nobody well at work.
    pub down: Summary,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Level {
    pub mean: Option<f64>,
    pub max: Option<u64>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Utilization {
    /// Order in hand ÷ here and well.
    pub chefs: Option<f64>,
    pub riders: Option<f64>,
    /// Chefs making bases, and standing with a box for the full shelf, ÷ here and well.
    pub prep: Option<f64>,
    pub blocked: Option<f64>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PrepMeasures {
    pub made: u64,
    pub used: u64,
    pub spoiled: u64,
    pub hit_ratio: Option<f64>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SloMeasures {
    pub promise: f64,
    pub target: f64,
    /// By customers, of those decided.
    pub on_time_ratio: Option<f64>,
    pub budget_left: Option<f64>,
    /// First calls, how many of them are decided well and badly (the overdue among them).
    pub customers: u64,
    pub good: u64,
    pub bad: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MoneyMeasures {
    pub revenue: f64,
    pub refunds: f64,
    pub ingredients: f64,
    pub wages: f64,
    pub rent: f64,
    pub investments: f64,
    pub profit: f64,
    pub cost_per_order: Option<f64>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OutletMeasures {
    pub name: String,
    /// `arrived`: sent here, routed anew or for the first time; `rerouted`: taken away from here, or copied; `in_system`:
    /// here now.
    pub orders: OrderCounts,
    pub latency: Summary,
    pub spans: SpanSummaries,
    pub waiting: Level,
    pub utilization: Utilization,
    pub availability: Option<f64>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ItemMeasures {
    pub name: String,
    pub orders: OrderCounts,
    pub latency: Summary,
    pub on_time_ratio: Option<f64>,
}
