//! The shops that the benches run: equal outlets for the engine, a day of 50,000 orders, a chain of 1,000 outlets to
//! look at.

use pizzeria::chance::Dist;
use pizzeria::scenario::{self, Scenario};
use pizzeria::sim::setup::{DeliveryMode, Policy, Setup};
use pizzeria::units::Span;

// The tests use more of it than the benches do.
#[allow(dead_code, reason = "shared by benches, none of which needs all of it")]
#[path = "../tests/it/theory/shop.rs"]
mod shop;

/// Means in µs: a pizza's work, a handover.
pub const WORK: f64 = 600e6;
pub const HANDOVER: f64 = 1_500e6;
pub const PROMISE: u64 = 2_700_000_000;

/// Equal outlets at 90 %; no riders: pickup.
pub fn town(outlets: usize, chefs: u32, riders: u32, policy: Policy) -> Setup {
    let work = Dist::Exponential { mean: WORK / 1e6 };
    let mut setup = shop::shop(0.9, chefs, work);
    setup.zones[0].orders_per_hour *= outlets as f64;
    setup.outlets = vec![setup.outlets[0].clone(); outlets];
    for (number, outlet) in setup.outlets.iter_mut().enumerate() {
        outlet.name = format!("outlet {number}");
        outlet.riders = riders;
    }
    setup.dispatch.policy = policy;
    if riders > 0 {
        setup.delivery.mode = DeliveryMode::Decoupled;
        setup.delivery.handover = Dist::Exponential { mean: HANDOVER / 1e6 };
    }
    setup.slo.promise = Span(PROMISE);
    setup.drain = false;
    setup
}

/// Twenty outlets, chefs 87 % busy at the mean, riders, a rush in the evening: 50,000 orders in twelve hours.
const DAY: &str = r#"
[scenario]
opens = "11:00"
duration = "12h"
[menu.pizza]
work = { dist = "lognormal", mean = "3m", cv = 0.5 }
[menu.bread]
work = { dist = "exponential", mean = "2m" }
[[zone]]
name = "Town"
at = [5.0, 5.0]
radius = 5.0
orders_per_hour = 4170.0
curve = [["11:00", 0.6], ["13:00", 1.1], ["16:00", 0.7], ["19:00", 1.6], ["23:00", 0.6]]
patience = { dist = "exponential", mean = "40m" }
retry = { probability = 0.5 }
[delivery]
mode = "decoupled"
handover = { dist = "exponential", mean = "1m" }
speed_kmh = 30.0
batch = 2
[dispatch]
policy = "shortest_queue"
[[event]]
at = "18:30"
do = "power_outage"
outlet = "No. 3"
lasts = "30m"
[[goal]]
text = "19 of 20 within the hour"
metric = "on_time_ratio"
at_least = 0.95
"#;

pub fn day() -> Scenario {
    let outlet = |n: u32| {
        let (x, y) = (n % 5 * 2, n / 5 * 2);
        format!(
            "[[outlet]]\nname = \"No. {n}\"\nat = [{x}.0, {y}.0]\nriders = 30\nillness = {{ every = \"20h\", lasts = \"1h\" }}\n\
             [[outlet.chef]]\ncount = 13\n"
        )
    };
    read("day.toml", &(0..20).map(outlet).fold(DAY.to_string(), |text, outlet| text + &outlet))
}

/// The night of the screens' tests.
pub fn night() -> Scenario {
    read("night.toml", include_str!("../tests/it/screens/night.toml"))
}

/// 1,000 outlets with 20 chefs and 50 riders each.
pub fn chain() -> Scenario {
    let mut text = String::from(
        "schema = 1\n[scenario]\nduration = \"2h\"\n[menu.pizza]\nwork = { dist = \"exponential\", mean = \"10m\" }\n\
         [[zone]]\nname = \"Everywhere\"\nat = [15.0, 15.0]\nradius = 20.0\norders_per_hour = 108000.0\n[dispatch]\npolicy = \"power_of_two\"\n\
         [delivery]\nmode = \"decoupled\"\nhandover = { dist = \"exponential\", mean = \"20m\" }\nspeed_kmh = 200.0\n",
    );
    for i in 0..1_000 {
        let (x, y) = (i % 32, i / 32);
        text +=
            &format!("[[outlet]]\nname = \"No. {i}\"\nat = [{x}.0, {y}.0]\nriders = 50\n[[outlet.chef]]\ncount = 20\n");
    }
    read("chain.toml", &text)
}

fn read(name: &str, text: &str) -> Scenario {
    scenario::read(name, text, None, &[]).unwrap_or_else(|problems| panic!("{problems}")).0
}
