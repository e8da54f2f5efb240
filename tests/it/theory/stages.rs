//! Kitchen and delivery: stages with a shelf between them, and chefs who drive.

use super::shop::{EXPONENTIAL, WORK, shop};
use super::{Case, check, hold, percentile};
use pizzeria::chance::Dist;
use pizzeria::sim::setup::DeliveryMode;
use pizzeria::theory::{Service, Station, city, single, stages};

pub fn tandem() -> Vec<Case> {
    let cases = [(0.8, 1, 1, 48.0, 3e6), (0.7, 3, 5, 120.0, 5e6), (0.85, 4, 2, 25.0, 4e6)];
    let cases = cases.map(|(load, chefs, riders, handover, orders)| {
        let mut setup = shop(load, chefs, EXPONENTIAL);
        setup.delivery.mode = DeliveryMode::Decoupled;
        setup.delivery.handover = Dist::Exponential { mean: handover };
        setup.outlets[0].riders = riders;
        let kitchen = Station { rate: load * chefs as f64 / WORK, work: WORK, hands: chefs };
        let road = Station { rate: kitchen.rate, work: handover, hands: riders };
        let checks = vec![
            check("mean latency", stages::tandem(&[kitchen, road]).unwrap(), |m| m.latency.mean),
            check("mean wait for a chef", kitchen.wait().unwrap().mean, |m| m.spans.queue.mean),
            check("mean wait on the shelf", road.wait().unwrap().mean, |m| m.spans.shelf.mean),
            check("utilization of riders", road.load(), |m| m.utilization.riders),
        ];
        Case::new(format!("{chefs} chefs at {load}, then {riders} riders at {:.2}", road.load()), setup, orders, checks)
    });
    cases.into()
}

#[test]
fn theory_tandem() {
    hold(tandem());
}

pub fn coupled() -> Vec<Case> {
    let cases = [
        (EXPONENTIAL, Dist::Fixed { mean: 30.0 }, 0.4),
        (EXPONENTIAL, Dist::Fixed { mean: 30.0 }, 0.7),
        (Dist::Fixed { mean: WORK }, Dist::Fixed { mean: 60.0 }, 0.6),
        (Dist::Erlang { mean: WORK, k: 2 }, Dist::Exponential { mean: 90.0 }, 0.8),
    ];
    let name_of = |dist: &Dist| if let Dist::Fixed { .. } = dist { "fixed" } else { "random" };
    let cases = cases.map(|(work, handover, load)| {
        // From the middle of a disc of 1 km at 30 km/h: 80 s out on average, 80 s home.
        let ride = city::ride_from_centre(1.0, 30.0).unwrap();
        let (work_of, handover_of) = (Service::from(&work), Service::from(&handover));
        let busy = single::coupled(&work_of, &ride, &handover_of);
        let rate = load / busy.mean;
        let mut setup = shop(1.0, 1, work);
        setup.zones[0].orders_per_hour = rate * 3_600.0;
        setup.zones[0].radius = 1.0;
        setup.delivery.mode = DeliveryMode::Coupled;
        setup.delivery.handover = handover;
        let latency = single::coupled_latency(rate, &work_of, &ride, &handover_of).unwrap();
        let checks = vec![
            check("mean latency", latency, |m| m.latency.mean),
            check("mean wait", single::wait(rate, &busy).unwrap(), |m| m.spans.queue.mean),
            check("mean ride", ride.mean + handover.mean(), |m| m.spans.ride.mean),
            check("utilization", load, |m| m.utilization.chefs),
        ];
        Case::new(
            format!("coupled chef at {load}, work {}, handover {}", name_of(&work), name_of(&handover)),
            setup,
            1.5e6,
            checks,
        )
    });
    cases.into()
}

#[test]
fn theory_coupled_delivery_is_one_long_service() {
    hold(coupled());
}

/// So many riders that nobody waits for one: the ride is two thirds of the radius, whatever else happens.
pub fn rides() -> Vec<Case> {
    let cases = [(0.5, 0.5), (3.0, 0.5), (3.0, 0.9), (8.0, 0.3)].map(|(radius, load)| {
        let mut setup = shop(load, 2, EXPONENTIAL);
        setup.delivery.mode = DeliveryMode::Decoupled;
        setup.outlets[0].riders = 200;
        setup.zones[0].radius = radius;
        let ride = city::ride_from_centre(radius, 30.0).unwrap();
        let riding = 2.0 * ride.mean * setup.zones[0].orders_per_hour / 3_600.0;
        let checks = vec![
            check("mean ride", ride.mean, |m| m.spans.ride.mean),
            // The 95th percentile of the distance is √0.95 radii.
            percentile("ride, 95th percentile", 0.95f64.sqrt() * radius * 120.0, |m| m.spans.ride.p95),
            check("utilization of riders", riding / 200.0, |m| m.utilization.riders),
        ];
        Case::new(format!("a disc of {radius} km, kitchen at {load}"), setup, 5e5, checks)
    });
    cases.into()
}

#[test]
fn theory_rides_are_two_thirds_of_the_radius() {
    hold(rides());
}
