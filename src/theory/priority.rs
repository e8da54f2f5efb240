//! Several kinds of orders at one server, some before others (M/G/1, non-preemptive priorities), and the law that the
//! waiting is only moved.
//!
//! Cobham: *Priority assignment in waiting line problems*, Operations Research 2, 1954; Larson and Odoni: *Urban
//! Operations Research*, 1981, 4.9. The conservation law: Kleinrock: *A conservation law for a wide class of queueing
//! disciplines*, Naval Research Logistics Quarterly 12, 1965.

use super::{Answer, NoAnswer, Service, rate};

/// One kind of orders.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Class {
    /// How many come, a second.
    pub rate: f64,
    /// Their work.
    pub service: Service,
}

impl Class {
    fn load(&self) -> f64 {
        self.rate * self.service.mean
    }

    /// Work left of an order of this kind in hand, at a moment chosen at random: λE(S²) ÷ 2.
    fn residual(&self) -> f64 {
        self.rate * (self.service.variance() + self.service.mean * self.service.mean) / 2.0
    }
}

/// Mean wait of each kind, seconds, the first kind first: W₀ ÷ ((1 − σ₋)(1 − σ)), where σ₋ is the load of the kinds
/// before it and σ that with its own.
///
/// # Errors
///
/// [`NoAnswer::Overload`] if more work arrives than the server can do; [`NoAnswer::Nonsense`] for numbers without
/// meaning.
pub fn waits(classes: &[Class]) -> Answer<Vec<f64>> {
    let residual = residual(classes)?;
    let mut before = 0.0;
    let wait = |class: &Class| {
        let with = before + class.load();
        let wait = residual / ((1.0 - before) * (1.0 - with));
        before = with;
        wait
    };
    Ok(classes.iter().map(wait).collect())
}

/// Σ ρW over all kinds, seconds: the same under every order of serving that looks at no order's own work and leaves
/// nobody idle.
///
/// # Errors
///
/// As [`waits`].
pub fn conserved(classes: &[Class]) -> Answer<f64> {
    let load: f64 = classes.iter().map(Class::load).sum();
    Ok(load * residual(classes)? / (1.0 - load))
}

fn residual(classes: &[Class]) -> Answer<f64> {
    for class in classes {
        rate(class.rate)?;
        class.service.checked()?;
    }
    if classes.iter().map(Class::load).sum::<f64>() >= 1.0 {
        return Err(NoAnswer::Overload);
    }
    Ok(classes.iter().map(Class::residual).sum())
}

#[cfg(test)]
mod tests {
    use super::super::{assert_close, single};
    use super::*;

    /// Exponential pizzas of 3 minutes, 12 an hour; feasts of 15, 1.2 an hour: W₀ = 6.3 minutes.
    fn pizza_and_feast() -> [Class; 2] {
        let class = |per_hour: f64, minutes: f64| Class {
            rate: per_hour / 3_600.0,
            service: Service::exponential(minutes * 60.0),
        };
        [class(12.0, 3.0), class(1.2, 15.0)]
    }

    #[test]
    fn pizzas_and_feasts_by_hand() {
        let [pizza, feast] = pizza_and_feast();
        let minutes = |waits: Vec<f64>| waits.into_iter().map(|wait| wait / 60.0).collect::<Vec<_>>();
        let small = minutes(waits(&[pizza, feast]).unwrap());
        assert_close(small[0], 15.75, 1e-12);
        assert_close(small[1], 157.5, 1e-12);
        let large = minutes(waits(&[feast, pizza]).unwrap());
        assert_close(large[0], 9.0, 1e-12);
        assert_close(large[1], 90.0, 1e-12);
    }

    #[test]
    fn the_waiting_is_moved_and_not_made() {
        let [pizza, feast] = pizza_and_feast();
        for order in [[pizza, feast], [feast, pizza]] {
            let sum: f64 = waits(&order).unwrap().iter().zip(&order).map(|(wait, class)| wait * class.load()).sum();
            assert_close(sum, 56.7 * 60.0, 1e-12);
            assert_close(conserved(&order).unwrap(), sum, 1e-12);
        }
        // The oldest first, all wait alike: the mixture at one server.
        let kinds = [(pizza.rate, pizza.service), (feast.rate, feast.service)];
        let oldest = single::wait(pizza.rate + feast.rate, &Service::mix(&kinds).unwrap()).unwrap();
        assert_close(oldest, 63.0 * 60.0, 1e-12);
        assert_close(conserved(&[pizza, feast]).unwrap(), 0.9 * oldest, 1e-12);
    }

    #[test]
    fn one_kind_is_pollaczek_and_khinchine() {
        let class = Class { rate: 0.8 / 240.0, service: Service { mean: 240.0, squared_cv: 0.5 } };
        assert_close(waits(&[class]).unwrap()[0], single::wait(class.rate, &class.service).unwrap(), 1e-12);
        assert_eq!(waits(&[class, class]), Err(NoAnswer::Overload));
    }
}
