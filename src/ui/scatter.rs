//! Scenery is scattered, but not by chance: the same in every frame, and never drawn from the shop's random numbers.

/// Any scatter does that is the same in every frame.
pub fn scattered(seed: u64, x: u32, y: u32) -> u64 {
    let mut mixed = seed ^ (u64::from(x) << 32 | u64::from(y)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for _ in 0..2 {
        mixed = (mixed ^ mixed >> 31).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    }
    mixed ^ mixed >> 29
}
