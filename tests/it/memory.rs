//! What is over is forgotten: a shop takes no more room after four times as many orders. `cargo bench --bench evening
//! -- --long 100000000` shows the same of the whole program.

use crate::theory::shop;
use pizzeria::sim::setup::{BudgetOf, DeliveryMode, Policy, RetrySetup, Setup};
use pizzeria::sim::world::World;
use pizzeria::units::{Span, Time};
use std::sync::Arc;

/// How many values a world consists of, as it is written down.
fn values(world: &World) -> usize {
    fn count(value: &serde_json::Value) -> usize {
        match value {
            serde_json::Value::Array(items) => items.iter().map(count).sum(),
            serde_json::Value::Object(entries) => entries.values().map(count).sum(),
            _ => 1,
        }
    }
    count(&serde_json::to_value(world).unwrap())
}

/// Orders so far, and the room that the world takes.
fn after(world: &mut World, hours: u64) -> (u64, usize) {
    world.advance(Time::ZERO + Span::from_hours(hours), &mut ());
    (world.measures(0).orders.arrived, values(world))
}

fn stays_flat(name: &str, mut setup: Setup) {
    setup.duration = Span::from_hours(10_000);
    setup.warmup = Span::ZERO;
    let mut world = World::new(Arc::new(setup));
    let (early, room) = after(&mut world, 400);
    let (late, room_later) = after(&mut world, 1_600);
    assert!(early > 50_000 && late > 3 * early, "{name}: {early}, then {late} orders");
    // A longer wait than ever before may open an octave of a histogram (128 counters), a longer line a few places for
    // orders.
    let more = room_later as f64 / room as f64;
    assert!(more < 1.25, "{name}: {room} values after {early} orders, {room_later} after {late}");
    assert!(world.orders().iter().count() < 2_000, "{name}: orders are kept");
}

#[test]
fn a_shop_at_work_forgets_what_is_over() {
    stays_flat("one chef", shop::shop(0.8, 3, shop::EXPONENTIAL));
}

#[test]
fn a_chain_with_riders_forgets_what_is_over() {
    let mut setup = shop::shops(0.8, 4, 2, Policy::ShortestQueue);
    setup.delivery.mode = DeliveryMode::Decoupled;
    setup.outlets.iter_mut().for_each(|outlet| outlet.riders = 20);
    setup.zones[0].radius = 2.0;
    stays_flat("a chain", setup);
}

#[test]
fn an_overrun_shop_forgets_who_gave_up_and_who_was_refused() {
    let mut setup = shop::shop(1.5, 3, shop::EXPONENTIAL);
    setup.outlets[0].queue_limit = Some(20);
    setup.zones[0].patience = Some(pizzeria::chance::Dist::Exponential { mean: 600.0 });
    setup.zones[0].cancels = false;
    setup.zones[0].retry = Some(RetrySetup {
        probability: 0.8,
        wait: Span::from_mins(5),
        backoff: 2.0,
        jitter: true,
        max: 3,
        budget: None,
        of: BudgetOf::Deliveries,
    });
    stays_flat("retries", setup);
}
