//! Runs a scenario given as text and prints a percentile: `cargo run --release --example percentile`.

use pizzeria::scenario;
use pizzeria::sim::world::World;
use std::sync::Arc;

const SHOP: &str = r#"
[menu.pizza]
work = { dist = "exponential", mean = "4m" }

[[zone]]
name = "Old Town"
orders_per_hour = 12.0

[[outlet]]
name = "Main Street"
"#;

fn main() {
    let (scenario, warnings) = match scenario::read("shop.toml", SHOP, None, &[]) {
        Ok(read) => read,
        Err(problems) => {
            eprintln!("{problems}");
            std::process::exit(2);
        }
    };
    for warning in warnings {
        eprintln!("{warning}");
    }
    let mut world = World::new(Arc::new(scenario.setup));
    // `()` is the no-op witness.
    world.finish(&mut ());
    // Window 0 is the whole run after the warm-up; times are in seconds.
    let measures = world.measures(0);
    match measures.latency.p95 {
        Some(p95) => println!("95 % of {} deliveries took at most {:.1} min", measures.orders.delivered, p95 / 60.0),
        None => println!("nothing was delivered"),
    }
}
