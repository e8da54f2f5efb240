//! A ladder of plans: each is run again on its own evening, and on evenings that nobody has seen.
//!
//! A plan can be fitted to the customers of one evening; other seeds show whether it is a good plan. Those seeds are
//! drawn from all plans of the ladder together. Who tunes one of them changes the seeds by that, and does not know the
//! plans of the others, but equal plans in any order make equal ladders.

use crate::report::{PlayerStats, Readings};
use crate::scenario::checksum::sha256;
use crate::scenario::{CommandsFile, Scenario, write_commands_file};
use crate::session::grade;
use crate::session::replicate::{Run, reseeded, run_lesson};
use serde::Serialize;
use std::cmp::Ordering;
use std::sync::Arc;

/// On how many unseen evenings each plan is run.
pub const UNSEEN: usize = 20;

/// What the seeds are drawn for; another rule of the ladder must draw others.
const PURPOSE: &str = "pizzeria ladder 1";

/// Seeds stay below 2⁵², so that every program that reads JSON reads them exactly.
const SEED_DIGITS: usize = 13;

/// One evening of a plan.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evening {
    /// The seed of the evening.
    pub seed: u64,
    /// Whether every goal was met; `false` if the scenario has none.
    pub won: bool,
    /// The share of customers served within the promise, 0–1; `None` if nobody called.
    pub on_time: Option<f64>,
    /// What a delivered order cost, in dollars; `None` if none was delivered.
    pub cost_per_order: Option<f64>,
}

/// A plan and its evenings.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rung {
    /// The evening that the plan was made for.
    pub own: Evening,
    /// The evenings that nobody has seen.
    pub unseen: Vec<Evening>,
    /// Commands that the shop took on the plan's own evening.
    pub acts: u64,
    /// Why it is no game by the scenario's rules, or not the history that it claims, as sentences; empty if it is.
    pub breaches: Vec<String>,
}

impl Rung {
    /// On how many of the unseen evenings every goal was met.
    pub fn won(&self) -> usize {
        self.unseen.iter().filter(|evening| evening.won).count()
    }

    /// The mean share of customers served in time on the unseen evenings.
    pub fn on_time(&self) -> Option<f64> {
        mean(self.unseen.iter().filter_map(|evening| evening.on_time))
    }

    /// The mean cost of an order on the unseen evenings.
    pub fn cost_per_order(&self) -> Option<f64> {
        mean(self.unseen.iter().filter_map(|evening| evening.cost_per_order))
    }

    /// Whether the plan wins its own evening and fewer than half of the others.
    pub fn fits_one_evening(&self) -> bool {
        self.own.won && self.won() * 2 < self.unseen.len()
    }

    /// The better plan is less: it wins more of the unseen evenings; if that is equal, it serves more in time, then
    /// costs less, then needs fewer acts.
    pub fn compare(&self, other: &Rung) -> Ordering {
        let worst_last = |cost: Option<f64>| cost.unwrap_or(f64::INFINITY);
        let in_time = |rung: &Rung| rung.on_time().unwrap_or(-1.0);
        (other.won().cmp(&self.won()))
            .then_with(|| in_time(other).total_cmp(&in_time(self)))
            .then_with(|| worst_last(self.cost_per_order()).total_cmp(&worst_last(other.cost_per_order())))
            .then_with(|| self.acts.cmp(&other.acts))
    }
}

/// The indices of plans from the best to the worst, each with its rank from 1. Equal plans share a rank, and the next
/// rank counts them all; among themselves they stay in the order in which they came.
pub fn ranked(rungs: &[Rung]) -> Vec<(usize, usize)> {
    let mut order: Vec<usize> = (0..rungs.len()).collect();
    order.sort_by(|a, b| rungs[*a].compare(&rungs[*b]));
    let mut ranks: Vec<(usize, usize)> = Vec::with_capacity(order.len());
    for (place, index) in order.into_iter().enumerate() {
        let rank = match ranks.last() {
            Some((rank, before)) if rungs[*before].compare(&rungs[index]).is_eq() => *rank,
            _ => place + 1,
        };
        ranks.push((rank, index));
    }
    ranks
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (count, sum) = values.fold((0u32, 0.0), |(count, sum), value| (count + 1, sum + value));
    (count > 0).then(|| sum / f64::from(count))
}

/// Runs a plan on its scenario's own seed: what it claims is judged by that, as a hand-in's is. The unseen evenings are
/// added by [`evening`], since they depend on all plans that are left.
pub fn rung(scenario: &Scenario, file: &CommandsFile) -> Rung {
    let seed = scenario.setup.seed;
    let run = run_lesson(scenario, &Arc::new(scenario.setup.clone()), &file.commands, None, &mut ());
    Rung {
        own: told(scenario, seed, &run),
        unseen: Vec::new(),
        acts: run.taken,
        breaches: grade::breaches(scenario, seed, file, &run.world.digest(), run.refused.len()),
    }
}

/// Runs a plan under a seed.
pub fn evening(scenario: &Scenario, file: &CommandsFile, seed: u64) -> Evening {
    let setup = reseeded(&Arc::new(scenario.setup.clone()), seed);
    let run = run_lesson(scenario, &setup, &file.commands, None, &mut ());
    told(scenario, seed, &run)
}

fn told(scenario: &Scenario, seed: u64, run: &Run) -> Evening {
    let player = PlayerStats { commands: run.taken, hints: 0 };
    let mut readings = Readings::of(&run.world, player);
    let won = !scenario.goals.is_empty() && scenario.goals.iter().all(|goal| readings.verdict(goal).met);
    let measures = readings.measures(None);
    Evening { seed, won, on_time: measures.customers.on_time_ratio, cost_per_order: measures.money.cost_per_order }
}

/// The seeds of the evenings that nobody has seen, drawn from the scenario and from all plans together, whatever their
/// order and however often each was handed in.
pub fn unseen_seeds<'p>(scenario: &Scenario, plans: impl Iterator<Item = &'p CommandsFile>) -> Vec<u64> {
    let bare = |file: &CommandsFile| {
        let commands = CommandsFile { commands: file.commands.clone(), ..CommandsFile::default() };
        sha256(write_commands_file(&commands, &scenario.setup).as_bytes())
    };
    let mut plans: Vec<String> = plans.map(bare).collect();
    plans.sort_unstable();
    plans.dedup();
    let all = sha256(format!("{PURPOSE}\n{}\n{}", scenario.sha256, plans.join("\n")).as_bytes());
    let mut seeds = Vec::with_capacity(UNSEEN);
    for n in 0u64.. {
        let drawn = sha256(format!("{all} {n}").as_bytes());
        let seed = u64::from_str_radix(&drawn[..SEED_DIGITS], 16).unwrap_or(n);
        if seed != scenario.setup.seed && !seeds.contains(&seed) {
            seeds.push(seed);
        }
        if seeds.len() == UNSEEN {
            break;
        }
    }
    seeds
}

/// The number on a scale on which a ladder compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Axis {
    /// The mean share of customers served in time; more is better.
    InTime,
    /// The mean cost of an order; less is better.
    Cost,
    /// The number of acts; fewer are better.
    Acts,
}

impl Axis {
    /// All of them.
    pub const ALL: [Axis; 3] = [Axis::InTime, Axis::Cost, Axis::Acts];

    /// Where a plan stands on it.
    pub fn of(self, rung: &Rung) -> Option<f64> {
        match self {
            Axis::InTime => rung.on_time(),
            Axis::Cost => rung.cost_per_order(),
            Axis::Acts => Some(rung.acts as f64),
        }
    }
}

/// A bar of a histogram.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bar {
    /// The least value that belongs to it.
    pub from: f64,
    /// The end of its range; the last bar includes it.
    pub to: f64,
    /// How many values it counts.
    pub count: usize,
}

/// At most this many bars.
const BARS: usize = 8;

/// The bars of a histogram from the least to the largest value. `whole`: the values are whole numbers, and so are the
/// bars' widths.
pub fn bars(values: &[f64], whole: bool) -> Vec<Bar> {
    let Some(least) = values.iter().copied().reduce(f64::min) else { return Vec::new() };
    let most = values.iter().copied().fold(least, f64::max);
    let width = match whole {
        true => ((most - least + 1.0) / BARS as f64).ceil(),
        false => (most - least) / BARS as f64,
    };
    if width <= 0.0 {
        return vec![Bar { from: least, to: most, count: values.len() }];
    }
    let count = if whole { ((most - least + 1.0) / width).ceil() as usize } else { BARS };
    let edge = |i: usize| least + width * i as f64;
    let mut bars: Vec<Bar> = (0..count).map(|i| Bar { from: edge(i), to: edge(i + 1), count: 0 }).collect();
    for value in values {
        bars[bar_of(*value, least, width, count)].count += 1;
    }
    bars
}

fn bar_of(value: f64, least: f64, width: f64, count: usize) -> usize {
    (((value - least) / width) as usize).min(count - 1)
}

/// The index of the bar that counts a value.
pub fn place(bars: &[Bar], value: f64) -> Option<usize> {
    let first = bars.first()?;
    let width = first.to - first.from;
    Some(if width > 0.0 { bar_of(value, first.from, width, bars.len()) } else { 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rung(won: usize, on_time: Option<f64>, cost: f64, acts: u64) -> Rung {
        let evening = |won| Evening { seed: 1, won, on_time, cost_per_order: Some(cost) };
        let unseen = (0..UNSEEN).map(|n| evening(n < won)).collect();
        Rung { own: evening(true), unseen, acts, breaches: Vec::new() }
    }

    #[test]
    fn evenings_won_count_before_customers_costs_and_acts() {
        let rungs = [
            rung(10, Some(0.9), 9.0, 1),
            rung(11, Some(0.5), 20.0, 9),
            rung(10, Some(0.9), 8.0, 5),
            rung(10, Some(0.95), 9.0, 7),
            rung(10, None, 1.0, 0),
            rung(10, Some(0.9), 9.0, 0),
        ];
        let order: Vec<usize> = ranked(&rungs).into_iter().map(|(_, index)| index).collect();
        assert_eq!(order, [1, 3, 2, 5, 0, 4]);
    }

    #[test]
    fn equal_plans_share_a_rank() {
        let rungs = [rung(3, Some(0.5), 9.0, 1), rung(9, Some(0.5), 9.0, 1), rung(9, Some(0.5), 9.0, 1)];
        assert_eq!(ranked(&rungs), [(1, 1), (1, 2), (3, 0)]);
        assert!(rungs[0].fits_one_evening() && rungs[1].fits_one_evening());
        assert!(!rung(10, Some(0.5), 9.0, 1).fits_one_evening());
    }

    #[test]
    fn every_value_is_in_one_bar() {
        let values = [0.5, 0.93, 0.94, 0.99, 1.0];
        let all = bars(&values, false);
        assert_eq!(all.len(), BARS);
        assert_eq!(all.iter().map(|bar| bar.count).sum::<usize>(), values.len());
        for value in values {
            let bar = &all[place(&all, value).unwrap()];
            assert!(bar.count > 0 && bar.from <= value && value <= bar.to + 1e-12, "{value} {bar:?}");
        }
        assert_eq!(bars(&[2.0, 2.0], false), [Bar { from: 2.0, to: 2.0, count: 2 }]);
        assert_eq!(place(&bars(&[2.0, 2.0], false), 2.0), Some(0));
        assert!(bars(&[], false).is_empty());
    }

    #[test]
    fn whole_numbers_have_whole_bars() {
        let acts = bars(&[1.0, 2.0, 2.0, 5.0], true);
        assert_eq!(acts.iter().map(|bar| bar.count).collect::<Vec<_>>(), [1, 2, 0, 0, 1]);
        assert!(acts.iter().all(|bar| bar.to - bar.from == 1.0));
        let wide = bars(&[1.0, 40.0], true);
        assert!(wide.len() <= BARS && wide.iter().all(|bar| bar.to - bar.from == 5.0), "{wide:?}");
        assert_eq!(place(&wide, 40.0), Some(wide.len() - 1));
    }
}
