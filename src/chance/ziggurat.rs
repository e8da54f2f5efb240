//! The ziggurat (to be filled by its author): exponential and normal draws.

use super::Draws;

pub fn exponential(draws: &mut Draws) -> f64 {
    -libm::log(1.0 - draws.unit())
}

pub fn normal(draws: &mut Draws) -> f64 {
    let radius = libm::sqrt(-2.0 * libm::log(1.0 - draws.unit()));
    radius * libm::cos(std::f64::consts::TAU * draws.unit())
}
