//! The ziggurat method: exponential and normal draws, 98 of 100 times for a single 64-bit number.
//!
//! The area under the density is covered by 256 layers of equal area. A random point of a random layer is almost always
//! so far inside that no function need be evaluated (Marsaglia and Tsang: *The ziggurat method for generating random
//! variables*, Journal of Statistical Software 5(8), 2000). Low bits choose the layer and high bits the place in it, so
//! the two are independent (Doornik 2005). The tables are computed once, with libm, so they have the same bits on all
//! platforms.

use super::Draws;
use std::sync::LazyLock;

const LAYERS: usize = 256;

/// The right edges of the layers and the density there.
struct Layers {
    /// `edge[0]` is the width of the lowest layer were it a rectangle; `edge[1]` is where its tail begins.
    edge: [f64; LAYERS + 1],
    density: [f64; LAYERS + 1],
}

/// Where the tails begin, for 256 layers.
const EXPONENTIAL_TAIL: f64 = 7.697_117_470_131_05;
const NORMAL_TAIL: f64 = 3.654_152_885_361_009;

static EXPONENTIAL: LazyLock<Layers> = LazyLock::new(|| {
    let tail_area = libm::exp(-EXPONENTIAL_TAIL);
    Layers::new(EXPONENTIAL_TAIL, tail_area, |x| libm::exp(-x), |y| -libm::log(y))
});

static NORMAL: LazyLock<Layers> = LazyLock::new(|| {
    let tail_area = (std::f64::consts::PI / 2.0).sqrt() * libm::erfc(NORMAL_TAIL / std::f64::consts::SQRT_2);
    Layers::new(NORMAL_TAIL, tail_area, |x| libm::exp(-x * x / 2.0), |y| (-2.0 * libm::log(y)).sqrt())
});

impl Layers {
    /// For a density that falls from 1 at 0: where its tail begins, the area of the tail, the density, its inverse.
    fn new(tail: f64, tail_area: f64, density: impl Fn(f64) -> f64, inverse: impl Fn(f64) -> f64) -> Layers {
        let area = tail * density(tail) + tail_area;
        let mut edge = [0.0; LAYERS + 1];
        edge[0] = area / density(tail);
        edge[1] = tail;
        for i in 2..LAYERS {
            edge[i] = inverse(area / edge[i - 1] + density(edge[i - 1]));
        }
        Layers { edge, density: edge.map(density) }
    }

    /// Whether a point of a layer's outer part, thrown to a height, lies under the density at it.
    #[inline]
    fn covers(&self, layer: usize, density: f64, draws: &mut Draws) -> bool {
        let (low, high) = (self.density[layer], self.density[layer + 1]);
        low + (high - low) * draws.unit() < density
    }
}

/// Exponential with mean 1.
#[inline]
pub fn exponential(draws: &mut Draws) -> f64 {
    let layers = &*EXPONENTIAL;
    let bits = draws.bits();
    let layer = (bits & 0xff) as usize;
    let x = (bits >> 11) as f64 * (1.0 / (1u64 << 53) as f64) * layers.edge[layer];
    if x < layers.edge[layer + 1] { x } else { exponential_edge(layers, layer, x, draws) }
}

#[cold]
#[inline(never)]
fn exponential_edge(layers: &Layers, layer: usize, x: f64, draws: &mut Draws) -> f64 {
    if layer == 0 {
        // The tail of an exponential is an exponential.
        return EXPONENTIAL_TAIL - libm::log(1.0 - draws.unit());
    }
    if layers.covers(layer, libm::exp(-x), draws) { x } else { exponential(draws) }
}

/// Normal with mean 0 and variance 1.
#[inline]
pub fn normal(draws: &mut Draws) -> f64 {
    let layers = &*NORMAL;
    let bits = draws.bits();
    let layer = (bits & 0xff) as usize;
    // The highest bit is the sign.
    let x = (bits as i64 >> 11) as f64 * (1.0 / (1u64 << 52) as f64) * layers.edge[layer];
    if x.abs() < layers.edge[layer + 1] { x } else { normal_edge(layers, layer, x, draws) }
}

#[cold]
#[inline(never)]
fn normal_edge(layers: &Layers, layer: usize, x: f64, draws: &mut Draws) -> f64 {
    if layer == 0 {
        return if x < 0.0 { -normal_tail(draws) } else { normal_tail(draws) };
    }
    if layers.covers(layer, libm::exp(-x * x / 2.0), draws) { x } else { normal(draws) }
}

/// Marsaglia: *Generating a variable from the tail of the normal distribution*, Technometrics 6, 1964.
fn normal_tail(draws: &mut Draws) -> f64 {
    loop {
        let x = -libm::log(1.0 - draws.unit()) / NORMAL_TAIL;
        let y = -libm::log(1.0 - draws.unit());
        if 2.0 * y >= x * x {
            return NORMAL_TAIL + x;
        }
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test with a tolerance, in no history")]
mod tests {
    use super::*;
    use crate::chance::Source;

    #[test]
    fn all_layers_have_one_area_and_the_top_closes() {
        for layers in [&*EXPONENTIAL, &*NORMAL] {
            let area = layers.edge[0] * layers.density[1];
            for i in 1..LAYERS {
                let here = layers.edge[i] * (layers.density[i + 1] - layers.density[i]);
                assert!((here / area - 1.0).abs() < 1e-9, "layer {i}: {here} of {area}");
            }
            assert_eq!((layers.edge[LAYERS], layers.density[LAYERS]), (0.0, 1.0));
        }
    }

    #[test]
    fn the_edges_are_the_same_bits_everywhere() {
        let edges = |layers: &Layers| [0, 2, 100, 255].map(|i| layers.edge[i]);
        assert_eq!(
            edges(&EXPONENTIAL),
            [8.697117470131051, 6.941033629377213, 2.0512024094685852, 0.06385216381500192]
        );
        assert_eq!(edges(&NORMAL), [3.9107579595249167, 3.449278298561431, 1.7317923140529623, 0.21524189598487473]);
    }

    #[test]
    fn draws_are_the_same_bits_everywhere() {
        let mut draws = Draws::keyed(7, Source::Order, 1, 2);
        assert_eq!(
            [(); 4].map(|_| exponential(&mut draws)),
            [0.1784705831988682, 0.10322790798698529, 2.2586823897453514, 0.40197272453536864]
        );
        assert_eq!(
            [(); 4].map(|_| normal(&mut draws)),
            [-0.6980778127396462, -0.20445323774693125, 0.047627521505912006, -0.9396922615601613]
        );
        // Through tails and edges: a sum over a million draws changes if any path does.
        let sum = (0..1_000_000).fold(0u64, |sum, _| {
            sum.wrapping_mul(31).wrapping_add(exponential(&mut draws).to_bits() ^ normal(&mut draws).to_bits())
        });
        assert_eq!(sum, 3947546604876658363);
    }

    /// Counts against the exact chance of each bin, tails included: chi-square with 63 degrees of freedom stays
    /// below 117 but once in 50,000 such tests; the seed is fixed.
    #[test]
    fn every_part_of_the_density_is_met_as_often_as_it_should() {
        let n = 4_000_000;
        let exponential_below = |x: f64| 1.0 - libm::exp(-x);
        let normal_below = |x: f64| 0.5 * libm::erfc(-x / std::f64::consts::SQRT_2);
        let mut draws = Draws::keyed(11, Source::Order, 0, 0);
        let exponentials = (0..n).map(|_| exponential_below(exponential(&mut draws))).collect();
        let normals = (0..n).map(|_| normal_below(normal(&mut draws))).collect();
        for uniforms in [exponentials, normals] as [Vec<f64>; 2] {
            assert!(chi_square(uniforms.iter().copied()) < 117.0);
            // The last 1/64 by itself, cut as finely: edge of the lowest layers and the tail.
            let top: Vec<f64> = uniforms.iter().filter(|&&u| u > 63.0 / 64.0).map(|u| 64.0 * u - 63.0).collect();
            assert!(chi_square(top.iter().copied()) < 117.0);
            let far = uniforms.iter().filter(|&&u| u > 1.0 - 1e-4).count() as f64;
            assert!((far - 400.0).abs() < 80.0, "{far} beyond the last ten-thousandth, 400 expected");
        }
    }

    fn chi_square(uniforms: impl ExactSizeIterator<Item = f64>) -> f64 {
        let expected = uniforms.len() as f64 / 64.0;
        let mut bins = [0u32; 64];
        uniforms.for_each(|u| bins[((u * 64.0) as usize).min(63)] += 1);
        bins.iter().map(|&count| (count as f64 - expected).powi(2) / expected).sum()
    }
}
