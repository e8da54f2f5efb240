//! The expected number of orders under a demand curve.

const DAY: f64 = 86_400.0;

/// The expected number of orders between two times (seconds since midnight; `to` may be days later). `points` are
/// (seconds since midnight, factor) in order: linear between them, the last value holding past midnight until the first
/// point, two at one time being a step; without points the factor is 1. The number is Poisson with this mean (Çinlar:
/// *Introduction to Stochastic Processes*, 1975, 4.7).
pub fn expected_orders(points: &[(f64, f64)], per_hour: f64, from: f64, to: f64) -> f64 {
    per_hour / 3_600.0 * (area_until(points, to) - area_until(points, from))
}

/// The integral of the factor from the first midnight to a time.
fn area_until(points: &[(f64, f64)], moment: f64) -> f64 {
    let (Some(&(first, _)), Some(&(_, last))) = (points.first(), points.last()) else { return moment };
    let mut day = vec![(0.0, last), (first, last)];
    day.extend(points);
    day.push((DAY, last));
    let days = (moment / DAY).floor();
    days * area_of_day(&day, DAY) + area_of_day(&day, moment - days * DAY)
}

/// The integral of a piecewise linear function through these points, up to `end`.
fn area_of_day(line: &[(f64, f64)], end: f64) -> f64 {
    let mut area = 0.0;
    for pair in line.windows(2) {
        let ((start, height), (stop, goal)) = (pair[0], pair[1]);
        let width = stop.min(end) - start;
        if width > 0.0 {
            let reached = height + (goal - height) * width / (stop - start);
            area += width * (height + reached) / 2.0;
        }
    }
    area
}

#[cfg(test)]
mod tests {
    use super::super::assert_close;
    use super::*;

    const HOUR: f64 = 3_600.0;

    #[test]
    fn an_evening_by_hand() {
        // 1 at 17:00 rising to 3 at 19:00, at once down to 1/2, level from there round to 17:00.
        let curve = [(17.0 * HOUR, 1.0), (19.0 * HOUR, 3.0), (19.0 * HOUR, 0.5)];
        let orders = |from: f64, to: f64| expected_orders(&curve, 60.0, from * HOUR, to * HOUR);
        assert_close(orders(17.0, 19.0), 240.0, 1e-12);
        assert_close(orders(17.0, 18.0), 90.0, 1e-12);
        assert_close(orders(18.0, 20.0), 150.0 + 30.0, 1e-12);
        assert_close(orders(23.0, 26.0), 90.0, 1e-12);
        assert_close(orders(0.0, 48.0), 2.0 * (240.0 + 22.0 * 30.0), 1e-12);
        assert_close(expected_orders(&[], 60.0, 0.0, 36.0 * HOUR), 2_160.0, 1e-12);
    }
}
