//! Rides within a zone.

use super::{Answer, Service, length, rate};
use crate::units::Place;

/// The one-way ride from a disc's centre to uniform addresses in it: the mean distance is two thirds of the radius and
/// the squared cv 1/8 (the density at distance d is 2d ÷ r², so E d² = r²/2). `radius` is in km.
pub fn ride_from_centre(radius: f64, speed_kmh: f64) -> Answer<Service> {
    let seconds = rate(radius)? / length(speed_kmh)? * 3_600.0;
    Ok(Service { mean: 2.0 / 3.0 * seconds, squared_cv: 1.0 / 8.0 })
}

/// The mean distance between two uniform addresses in a disc, km: 128 r ÷ 45π (Santaló: *Integral Geometry and
/// Geometric Probability*, 1976, I.4.2).
pub fn between_addresses(radius: f64) -> f64 {
    128.0 * radius / (45.0 * std::f64::consts::PI)
}

/// Points that represent all addresses of a disc: on a sunflower spiral, each for an equal share of the area (Vogel: *A
/// better way to construct the sunflower head*, Mathematical Biosciences 44, 1979).
pub fn spread(centre: Place, radius: f64, points: usize) -> Vec<Place> {
    if radius <= 0.0 {
        return vec![centre];
    }
    let golden = std::f64::consts::PI * (3.0 - 5f64.sqrt());
    let point = |i: usize| {
        let (distance, angle) = (radius * ((i as f64 + 0.5) / points as f64).sqrt(), golden * i as f64);
        Place::new(centre.x + distance * libm::cos(angle), centre.y + distance * libm::sin(angle))
    };
    (0..points).map(point).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{NoAnswer, assert_close};
    use super::*;
    use crate::chance::{Draws, Source};

    #[test]
    fn two_thirds_of_the_radius() {
        // 3 km at 30 km/h: 2 km, 4 minutes.
        assert_close(ride_from_centre(3.0, 30.0).unwrap().mean, 240.0, 1e-12);
        assert_eq!(ride_from_centre(3.0, 0.0), Err(NoAnswer::Nonsense));
    }

    #[test]
    fn a_dozen_points_stand_for_the_disc() {
        let points = spread(Place::new(1.0, 2.0), 3.0, 12);
        let mean = points.iter().map(|point| point.distance(Place::new(1.0, 2.0))).sum::<f64>() / 12.0;
        assert_close(mean, 2.0, 0.01);
        assert_eq!(spread(Place::default(), 0.0, 12), [Place::default()]);
    }

    #[test]
    fn darts_thrown_at_the_disc_agree() {
        let mut draws = Draws::keyed(3, Source::Order, 0, 0);
        let mut dart = || loop {
            let (x, y) = (2.0 * draws.unit() - 1.0, 2.0 * draws.unit() - 1.0);
            if x * x + y * y <= 1.0 {
                return (x, y);
            }
        };
        let n = 400_000;
        let (mut sum, mut square, mut between) = (0.0, 0.0, 0.0);
        for _ in 0..n {
            let ((x, y), (u, v)) = (dart(), dart());
            let d = x * x + y * y;
            sum += d.sqrt();
            square += d;
            between += ((x - u) * (x - u) + (y - v) * (y - v)).sqrt();
        }
        let mean = sum / n as f64;
        assert_close(mean, 2.0 / 3.0, 0.003);
        assert_close(square / n as f64 / (mean * mean) - 1.0, 1.0 / 8.0, 0.02);
        assert_close(between / n as f64, between_addresses(1.0), 0.004);
    }
}
