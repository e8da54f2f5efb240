//! How many will call: what the demand curves say of a stretch of time.

use crate::sim::setup::Arrivals;
use crate::sim::world::World;
use crate::units::Time;

/// First calls expected in `[from, to)` by the demand curves, without surges.
pub(super) fn expected(world: &World, from: Time, to: Time) -> f64 {
    let to = to.min(world.setup().closing());
    let of_zone = |zone: usize| match &world.setup().zones[zone].arrivals {
        Arrivals::Trace(times) => times.iter().filter(|&&at| from <= at && at < to).count() as f64,
        _ => world.zones()[zone].rate.integral(from.0 as f64, to.0 as f64, 1.0),
    };
    (0..world.zones().len()).map(of_zone).sum()
}
