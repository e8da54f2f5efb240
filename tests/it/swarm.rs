//! A swarm of short shops, each drawn from one number with its policies, faults and commands, under all laws.
//! `PIZZERIA_SWARM=100000 cargo test --test it swarm` runs more of them; a failure is one number to report.

use crate::laws::Laws;
use crate::shops::{Kind, shop};
use pizzeria::sim::world::World;
use pizzeria::units::Time;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Runs one shop from moment to moment, all laws checked in between; the law that was broken, if one was.
fn run(number: u64) -> Result<Laws, String> {
    let kind = match number % 10 {
        4 | 9 => Kind::Calm,
        7 => Kind::Stormy,
        _ => Kind::Wild,
    };
    let shop = shop(number, kind);
    let mut laws = Laws::default();
    let mut world = World::new(Arc::new(shop.setup));
    for (at, command) in &shop.player {
        advance(&mut world, &mut laws, *at)?;
        let refused = world.quote(command).is_err().then(|| world.digest());
        if world.give(command, &mut laws).is_err() != refused.is_some() {
            return Err(format!("{at:?}: {command:?} is answered otherwise than its quote"));
        }
        if refused.is_some_and(|before| before != world.digest()) {
            return Err(format!("{at:?}: a refused {command:?} has changed something"));
        }
        laws.check(&world).map_err(|broken| format!("{at:?} after {command:?}: {broken}"))?;
    }
    advance(&mut world, &mut laws, Time::NEVER)?;
    if !world.is_over() {
        return Err("the shop never ends".into());
    }
    Ok(laws)
}

fn advance(world: &mut World, laws: &mut Laws, to: Time) -> Result<(), String> {
    loop {
        let next = world.next_due().unwrap_or(Time::NEVER).min(to);
        world.advance(next, laws);
        if let Some(broken) = laws.broken.take() {
            return Err(broken);
        }
        laws.check(world).map_err(|broken| format!("{:?}: {broken}", world.now()))?;
        if next == to || world.is_over() {
            return Ok(());
        }
    }
}

#[test]
fn a_swarm_of_shops_keeps_all_laws() {
    let many = std::env::var("PIZZERIA_SWARM").ok().and_then(|text| text.parse().ok()).unwrap_or(1_000);
    let (mut placed, mut ended) = (0, 0);
    for number in 0..many {
        let run = catch_unwind(AssertUnwindSafe(|| run(number)));
        match run {
            Ok(Ok(laws)) => (placed, ended) = (placed + laws.placed, ended + laws.ended),
            Ok(Err(broken)) => panic!("swarm shop {number}: {broken}"),
            Err(_) => panic!("swarm shop {number}: the engine panicked (see above)"),
        }
    }
    assert!(placed >= ended && placed > 50 * many, "{placed} orders in {many} shops are too few to mean anything");
}
