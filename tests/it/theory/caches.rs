//! A tray under a lamp against the theory of caches: whoever asks is one call of a Poisson stream, and there are so
//! many chefs that no tray waits for one.

use super::shop::shop;
use super::{Case, check, hold};
use pizzeria::chance::Dist;
use pizzeria::sim::setup::{Arrivals, Refill, Setup, TraySetup};
use pizzeria::theory::cache;
use pizzeria::units::Span;

fn lamp(rate: f64, keeps: f64, bake: f64, refill: Refill) -> Setup {
    let chefs = (rate * bake * 3.0) as u32 + 30;
    let mut setup = shop(0.5, chefs, Dist::Fixed { mean: bake });
    setup.zones[0].orders_per_hour = rate * 3_600.0;
    setup.zones[0].arrivals = Arrivals::Poisson;
    setup.items[0].tray = Some(TraySetup {
        keeps: Span::from_seconds_f64(keeps),
        serve: Span::ZERO,
        refill,
        old_for: Span::ZERO,
        fresh: true,
    });
    setup
}

pub fn hit_ratios() -> Vec<Case> {
    let mut cases = Vec::new();
    for (rate, keeps, bake, orders) in [(0.05, 1_200.0, 360.0, 1e6), (0.02, 300.0, 60.0, 1e6), (0.1, 60.0, 1e-6, 1e6)] {
        for (refill, how) in [(Refill::One, "one bakes"), (Refill::Everyone, "everyone bakes")] {
            let cycle = match refill {
                Refill::Everyone => cache::all_fetch(rate, keeps, bake),
                Refill::One | Refill::OneAndOld => cache::one_fetches(rate, keeps, bake),
            };
            let calls = cycle.hits + cycle.misses;
            let mut checks = vec![
                check("hit ratio", cycle.hit_ratio(), |m| m.tray.hit_ratio),
                check("trays a call", cycle.fetches / calls, |m| {
                    (m.tray.asked > 0).then(|| m.tray.baked as f64 / m.tray.asked as f64)
                }),
            ];
            if refill == Refill::One && bake > 1.0 {
                // The first of a cycle waits for the whole baking, the others who come meanwhile for half of it.
                let wait = (bake + rate * bake * bake / 2.0) / calls;
                checks.push(check("mean wait", wait, |m| m.spans.queue.mean));
            }
            let name = format!("{rate} a second, fresh for {keeps} s, baked in {bake} s, {how}");
            cases.push(Case::new(name, lamp(rate, keeps, bake, refill), orders, checks));
        }
    }
    cases
}

#[test]
fn theory_hit_ratio_of_a_tray() {
    hold(hit_ratios());
}

/// The trays begun at one expiry: the first, and one for each who comes before it is out of the oven.
#[test]
fn theory_trays_at_one_expiry() {
    for (rate, bake) in [(0.05, 360.0), (0.05, 361.0), (1.0 / 120.0, 350.0), (0.01, 30.0)] {
        let mut setup = lamp(rate, 100.0 / rate, bake, Refill::Everyone);
        setup.zones[0].arrivals = Arrivals::Even;
        // Fresh until the hundredth call, which comes then; all that is begun before the first tray is there.
        setup.duration = Span::from_seconds_f64(100.0 / rate + bake) - Span(1);
        let ingredients = setup.items[0].ingredients.dollars();
        setup.drain = false;
        let mut world = pizzeria::sim::world::World::new(std::sync::Arc::new(setup));
        world.finish(&mut ());
        let begun = world.measures(0).money.ingredients / ingredients;
        // What comes at the very moment at which the first tray does finds it there.
        let expected =
            if (rate * bake).fract() == 0.0 { rate * bake } else { cache::fetches_at_expiry(rate, bake) as f64 };
        assert_eq!(begun, expected, "{rate} a second, baked in {bake} s");
    }
}
