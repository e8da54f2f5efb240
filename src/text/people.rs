//! Names for chefs and riders, given in the order in which they arrive.

use crate::sim::world::World;
use crate::units::{ChefRef, OutletId, RiderRef};
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Deserialize)]
struct Lists {
    chefs: Vec<String>,
    riders: Vec<String>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    toml::from_str(include_str!("../../assets/names.toml")).expect("assets/names.toml is a table of two lists")
});

/// Each person's index into the lists of names, by outlet and number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    chefs: Vec<Vec<u32>>,
    riders: Vec<Vec<u32>>,
    next: (u32, u32),
}

impl People {
    /// Names everybody who has arrived since the last call, in the order of outlets.
    pub fn update(&mut self, world: &World) {
        self.chefs.resize_with(world.outlets().len(), Vec::new);
        self.riders.resize_with(world.outlets().len(), Vec::new);
        for (i, outlet) in world.outlets().iter().enumerate() {
            fill(&mut self.chefs[i], outlet.chefs.len(), &mut self.next.0);
            fill(&mut self.riders[i], outlet.riders.len(), &mut self.next.1);
        }
    }

    /// A chef's name: "Ana"; once the list is used up, "Ana 2".
    pub fn chef(&self, chef: ChefRef) -> String {
        name(&LISTS.chefs, &self.chefs, chef.outlet, chef.number)
    }

    /// A rider's name, chosen likewise from a list of its own.
    pub fn rider(&self, rider: RiderRef) -> String {
        name(&LISTS.riders, &self.riders, rider.outlet, rider.number)
    }
}

fn fill(known: &mut Vec<u32>, count: usize, next: &mut u32) {
    while known.len() < count {
        known.push(*next);
        *next += 1;
    }
}

fn name(list: &[String], places: &[Vec<u32>], outlet: OutletId, number: u32) -> String {
    let place = places.get(outlet.index()).and_then(|all| all.get(number as usize));
    let place = place.copied().unwrap_or(number) as usize;
    let (round, name) = (place / list.len() + 1, &list[place % list.len()]);
    if round == 1 { name.clone() } else { format!("{name} {round}") }
}
