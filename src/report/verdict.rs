//! Goals and stars at the end of a run: what was measured, and whether it is enough.

use crate::scenario::Goal;
use crate::sim::measures::Measures;
use crate::sim::metric::{Kind, Metric, PlayerStat, Scope};
use crate::sim::setup::Window;
use crate::sim::world::{Extent, World};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A goal or star at the end of a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// The sentence that the player reads.
    pub text: String,
    /// The metric's full path in the report.
    pub metric: String,
    /// What was measured, in the report's units; `None`: nothing was, and the goal is missed.
    pub value: Option<f64>,
    /// Whether the goal is met.
    pub met: bool,
}

/// What the player did, which the world does not know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlayerStats {
    /// Commands that the shop took, beside those that the scenario's file says were given.
    pub commands: u64,
    /// Hints that were asked for before they were ready.
    pub hints: u64,
}

/// The numbers of one world at one moment; a window is measured when it is first asked for, as far as it is.
#[derive(Debug)]
pub struct Readings<'w> {
    world: &'w World,
    deeds: PlayerStats,
    windows: BTreeMap<usize, (Extent, Measures)>,
}

impl<'w> Readings<'w> {
    /// The numbers of `world` as it is now.
    pub fn of(world: &'w World, deeds: PlayerStats) -> Readings<'w> {
        Readings { world, deeds, windows: BTreeMap::new() }
    }

    /// The measures of a window; `None` is the whole run after the warm-up.
    ///
    /// # Panics
    /// If `window` is none of `setup.windows`: windows have to be known before the shop opens.
    pub fn measures(&mut self, window: Option<Window>) -> &Measures {
        self.measures_for(window, Extent::ALL)
    }

    fn measures_for(&mut self, window: Option<Window>, extent: Extent) -> &Measures {
        let index = match window {
            None => 0,
            Some(window) => {
                let known = self.world.setup().windows.iter().position(|known| *known == window);
                1 + known.expect("a scenario's windows are all in its setup")
            }
        };
        let known = self.windows.get(&index).map(|(known, _)| *known);
        let wanted = known.map_or(extent, |known| known.and(extent));
        if known != Some(wanted) {
            self.windows.insert(index, (wanted, self.world.measures_for(index, wanted)));
        }
        &self.windows[&index].1
    }

    /// A metric's value; `None` if there are no data. The aftermath of a fault is not read off a world: see
    /// [`crate::session::prove`].
    pub fn value(&mut self, metric: Metric, scope: Scope, window: Option<Window>) -> Option<f64> {
        match metric.row().kind {
            Kind::PlayerStat(PlayerStat::Hints) => Some(self.deeds.hints as f64),
            Kind::PlayerStat(PlayerStat::Commands) => Some((self.deeds.commands + self.world.played()) as f64),
            Kind::Measure | Kind::Gauge(_) | Kind::Aftermath(_) => {
                metric.read(self.measures_for(window, Extent::of([(metric, scope)])), scope)
            }
        }
    }

    /// Judges a goal by what was measured.
    pub fn verdict(&mut self, goal: &Goal) -> Verdict {
        let value = self.value(goal.metric, goal.scope, goal.window);
        Verdict {
            text: goal.text.clone(),
            metric: goal.metric.path().to_string(),
            value,
            met: value.is_some_and(|value| goal.bound.holds(value)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario;
    use crate::units::{ItemId, OutletId, Time, ZoneId};
    use std::sync::Arc;

    #[test]
    fn what_is_measured_for_one_metric_is_what_it_is_among_all() {
        for name in ["story", "retry-storm"] {
            let scenario = scenario::load(name, &[]).unwrap_or_else(|problems| panic!("{problems}"));
            let mut world = World::new(Arc::new(scenario.setup.clone()));
            for window in 0..=world.setup().windows.len() {
                world.advance(Time(world.now().0 + 5_000_000_000), &mut ());
                let all = world.measures(window);
                for scope in [Scope::Shop, Scope::Outlet(OutletId(0)), Scope::Item(ItemId(0)), Scope::Zone(ZoneId(0))] {
                    for metric in Metric::all() {
                        let alone = world.measures_for(window, Extent::of([(metric, scope)]));
                        assert_eq!(metric.read(&alone, scope), metric.read(&all, scope), "{metric:?}, {scope:?}");
                    }
                }
            }
        }
    }
}
