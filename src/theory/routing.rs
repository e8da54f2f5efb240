//! One stream of orders, routed to several outlets. Exponential work, one queue for each outlet.

use super::station::{Station, Wait};
use super::{Answer, NoAnswer};

/// `random` over equal outlets: each sees its own Poisson stream (Gross, Shortle, Thompson and Harris: *Fundamentals of
/// Queueing Theory*, 4th ed. 2008, 1.7). `town` has the rate of all orders and the servers of *one* outlet.
pub fn random_split(town: Station, outlets: u32) -> Answer<Wait> {
    one_of(town, outlets)?.wait()
}

/// `round_robin` over equal outlets with one server each: every outlet sees every m-th order of a Poisson stream, so
/// its gaps are Erlang-m (E_m/M/1).
pub fn round_robin(town: Station, outlets: u32) -> Answer<Wait> {
    regular(one_of(town, outlets)?, outlets)
}

/// E_k/M/1: gaps are sums of `k` exponentials. An order finds the server busy with probability σ, the root below 1 of σ
/// = A(μ(1−σ)), where A is the transform of the gaps; its wait is then exponential (Kleinrock: *Queueing Systems* I,
/// 1975, 6.4).
pub fn regular(station: Station, k: u32) -> Answer<Wait> {
    let station = station.settled()?;
    if station.hands != 1 || k == 0 {
        return Err(NoAnswer::Nonsense);
    }
    let load = station.load();
    if load == 0.0 {
        return Ok(Wait { some: 0.0, mean: 0.0 });
    }
    // A(s) = (kλ ÷ (kλ + s))^k; the curve A − σ falls through the root once.
    let gaps = |sigma: f64| libm::exp(-(k as f64) * libm::log1p((1.0 - sigma) / (k as f64 * load)));
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..200 {
        let middle = (low + high) / 2.0;
        // Below the root A lies above σ; at and near 1 rounding must not be asked.
        if gaps(middle) > middle {
            low = middle;
        } else {
            high = middle;
        }
    }
    let sigma = (low + high) / 2.0;
    Ok(Wait { some: sigma, mean: sigma * station.work / (1.0 - sigma) })
}

/// `shortest_queue` over two equal outlets with one server each: mean wait, seconds. `town` has the rate of all orders
/// and one server.
///
/// There is no formula. The Markov chain of (shorter queue, difference) is solved by levels: the shorter queue changes
/// by one, so the probabilities of level n + 1 are those of level n times a matrix R (Neuts: *Matrix-Geometric
/// Solutions in Stochastic Models*, 1981, ch. 3). The difference is cut off at [`MOST_APART`], which is reached with a
/// probability below 3^(−40) at any load (Flatto and McKean, 1977).
pub fn shortest_of_two(town: Station) -> Answer<f64> {
    let one = one_of(town, 2)?.settled()?;
    if one.hands != 1 {
        return Err(NoAnswer::Nonsense);
    }
    let load = one.load();
    if load == 0.0 {
        return Ok(0.0);
    }
    Ok((inside_shortest_of_two(load) / (2.0 * load) - 1.0) * town.work)
}

/// The greatest difference between two queues in the chain of [`shortest_of_two`].
pub const MOST_APART: usize = 40;

const STATES: usize = MOST_APART + 1;
type Matrix = Vec<[f64; STATES]>;

/// Mean number inside two outlets of rate 1 each, together offered 2 × `load`.
///
/// From (n, d): an order goes to the shorter line, (n+1, d−1) or, of equals, (n, 1). A pizza comes from the shorter
/// line, (n−1, d+1), or the longer one, (n, d−1); of equals from either, (n−1, 1).
fn inside_shortest_of_two(load: f64) -> f64 {
    let come = 2.0 * load;
    let up = |from: usize, to: usize| if from >= 1 && to == from - 1 { come } else { 0.0 };
    let down = |from: usize, to: usize| match from {
        0 if to == 1 => 2.0,
        _ if from > 0 && to == from + 1 => 1.0,
        _ => 0.0,
    };
    let inside = |ground: bool| -> Matrix {
        let mut rates = vec![[0.0; STATES]; STATES];
        for d in 0..STATES {
            if d == 0 {
                rates[0][1] = come;
            } else {
                rates[d][d - 1] = 1.0;
            }
            // On the ground level the shorter line is empty, so nothing leaves it; at the edge it is not let go.
            let leaves_shorter = if ground { 0.0 } else { (0..STATES).map(|to| down(d, to)).sum() };
            let others = if d == 0 { come } else { 1.0 + come };
            rates[d][d] -= others + leaves_shorter;
        }
        rates
    };
    let r = rate_matrix(&up, &down, &inside(false));
    // Ground level: π (B + R D) = 0.
    let mut ground = inside(true);
    for (row, r_row) in ground.iter_mut().zip(&r) {
        for (to, cell) in row.iter_mut().enumerate() {
            *cell += (0..STATES).map(|k| r_row[k] * down(k, to)).sum::<f64>();
        }
    }
    let mut level = left_null_vector(ground);
    let (mut total, mut number) = (0.0, 0.0);
    for shorter in 0..1_000_000 {
        let here: f64 = level.iter().sum();
        total += here;
        number += level.iter().enumerate().map(|(d, p)| p * (2 * shorter + d) as f64).sum::<f64>();
        if here * (shorter + 1) as f64 <= 1e-17 * total {
            break;
        }
        level = times(&level, &r);
    }
    number / total
}

/// The least solution of U + R A + R² D = 0, by R ← −U (A + R D)⁻¹ from R = 0. After n steps it is exact for queues
/// that return before they are n longer.
fn rate_matrix(up: &dyn Fn(usize, usize) -> f64, down: &dyn Fn(usize, usize) -> f64, inside: &Matrix) -> Matrix {
    let mut r = vec![[0.0; STATES]; STATES];
    for _ in 0..100_000 {
        let mut middle = inside.clone();
        for (row, r_row) in middle.iter_mut().zip(&r) {
            for (k, &cell) in r_row.iter().enumerate() {
                // Each state goes down to one state only.
                let to = if k == 0 { 1 } else { k + 1 };
                if to < STATES {
                    row[to] += cell * down(k, to);
                }
            }
        }
        let inverse = inverse(middle);
        let mut change = 0.0f64;
        let mut next = vec![[0.0; STATES]; STATES];
        for d in 1..STATES {
            for to in 0..STATES {
                next[d][to] = -up(d, d - 1) * inverse[d - 1][to];
                change = change.max((next[d][to] - r[d][to]).abs());
            }
        }
        r = next;
        if change < 1e-15 {
            break;
        }
    }
    r
}

fn times(row: &[f64; STATES], matrix: &Matrix) -> [f64; STATES] {
    let mut product = [0.0; STATES];
    for (&weight, line) in row.iter().zip(matrix) {
        for (cell, &value) in product.iter_mut().zip(line) {
            *cell += weight * value;
        }
    }
    product
}

/// Solves by Gauss–Jordan elimination with pivots.
fn inverse(mut a: Matrix) -> Matrix {
    let mut b: Matrix = (0..STATES)
        .map(|i| {
            let mut row = [0.0; STATES];
            row[i] = 1.0;
            row
        })
        .collect();
    for i in 0..STATES {
        let pivot = (i..STATES).max_by(|&p, &q| a[p][i].abs().total_cmp(&a[q][i].abs())).unwrap_or(i);
        a.swap(i, pivot);
        b.swap(i, pivot);
        let scale = 1.0 / a[i][i];
        a[i].iter_mut().chain(b[i].iter_mut()).for_each(|x| *x *= scale);
        let (a_pivot, b_pivot) = (a[i], b[i]);
        for j in (0..STATES).filter(|&j| j != i) {
            let factor = a[j][i];
            if factor != 0.0 {
                a[j].iter_mut().zip(&a_pivot).for_each(|(x, p)| *x -= factor * p);
                b[j].iter_mut().zip(&b_pivot).for_each(|(x, p)| *x -= factor * p);
            }
        }
    }
    b
}

/// The x with x M = 0 and first entry 1, for an M whose rank is one too low.
fn left_null_vector(m: Matrix) -> [f64; STATES] {
    // The columns of M add up to zero, so one of them can be replaced by x₀ = 1. Then x = (1, 0, …) M'⁻¹.
    let mut system = m;
    for (i, row) in system.iter_mut().enumerate() {
        row[0] = if i == 0 { 1.0 } else { 0.0 };
    }
    inverse(system)[0]
}

/// What one of several equal outlets sees of the town's orders.
fn one_of(town: Station, outlets: u32) -> Answer<Station> {
    let town = town.checked()?;
    if outlets == 0 { Err(NoAnswer::Nobody) } else { Ok(Station { rate: town.rate / outlets as f64, ..town }) }
}

/// The share of orders that are lost where the shortest line is chosen, of equal lines the first, and the last of
/// `outlets` fails whatever it is sent at once (*black hole*).
///
/// Whoever fails at once has never anybody waiting. The others get an order only while one of them is idle, so that
/// together they are a system without a line, and Erlang's B of them is what the last one spoils.
///
/// # Errors
///
/// As [`Station::erlang_b`]; [`NoAnswer::Nonsense`] where there is no other outlet.
pub fn black_hole(town: Station, outlets: u32) -> Answer<f64> {
    match outlets {
        0 | 1 => Err(NoAnswer::Nonsense),
        _ => Station { hands: outlets - 1, ..town }.erlang_b(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::assert_close;
    use super::*;

    fn town(load: f64, outlets: u32) -> Station {
        Station { rate: load * outlets as f64, work: 1.0, hands: 1 }
    }

    #[test]
    fn a_random_split_is_as_if_each_outlet_stood_alone() {
        assert_close(random_split(town(0.9, 4), 4).unwrap().mean, 9.0, 1e-12);
        assert_eq!(random_split(town(0.9, 4), 0), Err(NoAnswer::Nobody));
    }

    #[test]
    fn taking_turns_between_two() {
        // Two outlets at load ρ: σ solves σ (2ρ + 1 − σ)² = 4ρ², and without the root 1: σ² − (1 + 4ρ) σ + 4ρ² = 0.
        for load in [0.1f64, 0.5, 0.8, 0.9, 0.99] {
            let b = 1.0 + 4.0 * load;
            let sigma = (b - (b * b - 16.0 * load * load).sqrt()) / 2.0;
            let wait = round_robin(town(load, 2), 2).unwrap();
            assert_close(wait.some, sigma, 1e-10);
            assert_close(wait.mean, sigma / (1.0 - sigma), 1e-10);
        }
        assert_eq!(regular(town(0.7, 1), 1).unwrap().some.to_bits() >> 20, 0.7f64.to_bits() >> 20, "one outlet: M/M/1");
        // Many turns are even arrivals, D/M/1 at 50 %: σ = e^(−2 (1 − σ)), σ = 0.20319.
        assert_close(regular(town(0.5, 1), 1_000_000).unwrap().some, 0.203_188, 1e-5);
    }

    #[test]
    fn the_shorter_of_two_lies_between_two_lines_and_one() {
        for load in [0.01, 0.3, 0.6, 0.9, 0.99] {
            let jsq = shortest_of_two(town(load, 2)).unwrap();
            let pooled = Station { hands: 2, ..town(load, 2) }.wait().unwrap().mean;
            let turns = round_robin(town(load, 2), 2).unwrap().mean;
            assert!(pooled <= jsq && jsq < turns, "{load}: {pooled} {jsq} {turns}");
        }
    }

    /// Written differently: the chances of (one line, the other), swept over until they rest.
    fn swept(load: f64, most: usize) -> f64 {
        let come = 2.0 * load;
        let mut chance = vec![vec![1.0; most + 2]; most + 2];
        // One ring of empty cells around, so that neighbours need no bounds.
        chance[0].fill(0.0);
        chance.iter_mut().for_each(|row| row[0] = 0.0);
        for _ in 0..3_000 {
            for i in 1..=most {
                for j in 1..=i {
                    // Into (i, j), the first line the longer or equal: someone leaves a line one longer …
                    let mut into = if i < most { chance[i + 1][j] } else { 0.0 };
                    into += if j < most { chance[i][j + 1] } else { 0.0 };
                    // … or comes to the shorter line, of equals to either.
                    into += come * chance[i][j - 1] * if i == j { 2.0 } else { 1.0 };
                    into += if i == j + 1 { come / 2.0 * chance[j][j] } else { 0.0 };
                    let room = i < most || j < most;
                    let out = (i > 1) as u8 as f64 + (j > 1) as u8 as f64 + if room { come } else { 0.0 };
                    chance[i][j] = into / out;
                    chance[j][i] = into / out;
                }
            }
        }
        let cells = || (1..=most).flat_map(|i| (1..=most).map(move |j| (i, j)));
        let total: f64 = cells().map(|(i, j)| chance[i][j]).sum();
        cells().map(|(i, j)| (i + j - 2) as f64 * chance[i][j]).sum::<f64>() / total / come - 1.0
    }

    #[test]
    fn the_shorter_of_two_as_a_plain_solver_finds_it() {
        for (load, most) in [(0.3, 25), (0.6, 40), (0.8, 70)] {
            assert_close(shortest_of_two(town(load, 2)).unwrap(), swept(load, most), 1e-7);
        }
    }
}
