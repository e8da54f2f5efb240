//! Shards: what moves when their number changes, and how busy the shard of a hot key is.
//!
//! By hash modulo N a key stays if its remainders by the old and the new number are equal. On a ring (Karger, Lehman,
//! Leighton, Panigrahy, Levine, Lewin: *Consistent Hashing and Random Trees*, STOC 1997) a new shard takes its share,
//! and nothing else moves; that is the mean over all names that the shards could have.

/// The share of the keys that have another shard when `before` shards become `after`, by hash modulo their number.
pub fn moved_by_modulo(before: u64, after: u64) -> f64 {
    let common = before / gcd(before, after) * after;
    // Of as many remainders by both numbers, these are equal.
    1.0 - before.min(after) as f64 / common as f64
}

/// The same on a ring, in the mean.
pub fn moved_on_ring(before: u64, after: u64) -> f64 {
    before.abs_diff(after) as f64 / before.max(after) as f64
}

/// The load of the shard that has the hot key, if all shards are alike: `load` is the mean of all. `ways`: over so many
/// shards the key is split.
pub fn hot_shard(load: f64, shards: u64, hot: f64, ways: u64) -> f64 {
    let all = load * shards as f64;
    all * (hot / ways as f64 + (1.0 - hot) / shards as f64)
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::assert_close;

    #[test]
    fn by_modulo_it_is_what_counting_says() {
        for (before, after) in [(4u64, 5u64), (8, 9), (4, 8), (6, 4), (1, 2), (7, 3)] {
            let keys = 10_080;
            let moved = (0..keys).filter(|key| key % before != key % after).count();
            assert_close(moved_by_modulo(before, after), moved as f64 / keys as f64, 1e-12);
        }
    }

    #[test]
    fn the_questions_of_the_lessons() {
        assert_close(moved_by_modulo(4, 5), 0.8, 1e-12);
        assert_close(moved_on_ring(4, 5), 0.2, 1e-12);
        assert_close(moved_on_ring(5, 4), 0.2, 1e-12);
        // Sixteen shards 40 % busy, one key a tenth of all; then twice as many; then the key split in two.
        assert_close(hot_shard(0.4, 16, 0.1, 1), 1.0, 1e-12);
        assert_close(hot_shard(0.2, 32, 0.1, 1), 0.82, 1e-12);
        assert_close(hot_shard(0.4, 16, 0.1, 2), 0.68, 1e-12);
    }
}
