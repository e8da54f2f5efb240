//! The search that belongs to a proof: what else wins? It tries every command that the player may give, at a grid of
//! moments and sizes, and pairs of those that come near. A winner that the lesson does not declare contradicts it.
//!
//! A set of commands wins if it wins on at least half of the seeds. It is given up as soon as it has lost the first
//! few, and not tried at all if the solution or an [\[also\]] covers it, or if a part of it wins alone. All sets share
//! the evening up to their first command: the untouched world is cloned there. Everything is done in the order of the
//! grid, so the result does not depend on the number of threads.

pub(super) mod grid;

use super::goals;
use super::replicate::{reseeded, side_by_side};
use crate::scenario::{Ranged, Scenario};
use crate::sim::command::Command;
use crate::sim::setup::{Scheduled, Setup};
use crate::sim::world::World;
use crate::units::Time;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Every set is tried under this many seeds,
const FIRST: u64 = 10;
/// unless it has lost the first few;
const PATIENCE: u64 = 3;
/// a winner is tried under this many in all.
const AGAIN: u64 = 50;
/// How many of the sets that come near are paired with each other and with the solution's commands.
const NEAR: usize = 24;
/// At most this many of them are of one kind of command.
const ALIKE: usize = 3;
/// How many sets that reach a goal and lose another are paired with every command at later moments.
const HALVES: usize = 6;
const SPARSE: usize = 3;

/// What was searched, and what was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Search {
    /// How many commands were tried.
    pub commands: usize,
    /// At how many moments.
    pub moments: usize,
    /// How many sets of one command were tried.
    pub singles: usize,
    /// How many larger sets were tried.
    pub sets: usize,
    /// Answers that lose when one of their commands is at an end of its ranges, by name.
    pub narrow: Vec<String>,
    /// Winners that nothing declares, one entry for each kind.
    pub found: Vec<Found>,
}

/// Undeclared winning sets of commands of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The one that wins most often.
    pub best: Vec<Scheduled>,
    /// On how many of the seeds it wins.
    pub wins: u64,
    /// How many seeds were tried.
    pub seeds: u64,
    /// How many sets of this kind win.
    pub alike: usize,
    /// The earliest first command among them.
    pub first: Time,
    /// The latest first command among them.
    pub last: Time,
}

/// Searches a lesson under seeds from `seed` on. `tick` is called after every set.
pub fn search(scenario: &Scenario, seed: u64, tick: &(impl Fn() + Sync)) -> Search {
    let evening = Evening::new(scenario, seed);
    let commands = grid::commands(scenario);
    let singles: Vec<Vec<Scheduled>> = evening
        .moments
        .iter()
        .flat_map(|at| commands.iter().map(|command| vec![Scheduled { at: *at, command: command.clone() }]))
        .filter(|set| !evening.is_declared(set))
        .collect();
    let mut search = Search {
        commands: commands.len(),
        moments: evening.moments.len(),
        singles: singles.len(),
        ..Search::default()
    };
    let tried = evening.try_all(&singles, tick);
    let mut winners = evening.confirmed(&singles, &tried);
    let near = evening.near(&singles, &tried);
    let parts = evening.parts();
    let mut pairs = evening.pairs(&near, &parts, &singles, &winners);
    for set in evening.mended(&near, &singles, &tried) {
        if !evening.is_declared(&set) && !pairs.contains(&set) {
            pairs.push(set);
        }
    }
    search.sets = pairs.len();
    let tried = evening.try_all(&pairs, tick);
    winners.extend(evening.confirmed(&pairs, &tried));
    search.found = evening.grouped(winners);
    search.narrow = evening.narrow();
    search
}

impl Search {
    /// Whether nothing undeclared wins and every answer wins at the ends of its ranges.
    pub fn holds(&self) -> bool {
        self.found.is_empty() && self.narrow.is_empty()
    }
}

/// A set that wins, and on how many seeds.
type Winner = (Vec<Scheduled>, u64);

/// What came of a set under the first seeds.
#[derive(Clone, Copy, Debug, Default)]
struct Tried {
    wins: u64,
    seeds: u64,
    /// How far it came from what doing nothing reaches (0) to the goal (1), for the goal where it came furthest.
    progress: f64,
}

/// A lesson, and the untouched evening of each of the first seeds at each moment of the grid.
struct Evening<'s> {
    scenario: &'s Scenario,
    setups: Vec<Arc<Setup>>,
    moments: Vec<Time>,
    /// By seed, then by moment.
    worlds: Vec<Vec<World>>,
    /// By seed, each goal's value if nothing is done.
    nothing: Vec<Vec<Option<f64>>>,
    answers: Vec<&'s [Ranged]>,
}

impl<'s> Evening<'s> {
    fn new(scenario: &'s Scenario, seed: u64) -> Evening<'s> {
        let moments = grid::moments(scenario);
        let setup = Arc::new(scenario.setup.clone());
        let setups: Vec<Arc<Setup>> = (0..AGAIN).map(|i| reseeded(&setup, seed.wrapping_add(i))).collect();
        let untouched = side_by_side(&setups[..FIRST as usize], |setup| {
            let mut world = World::new(setup.clone());
            let mut at = Vec::new();
            for moment in &moments {
                world.advance(*moment, &mut ());
                at.push(world.clone());
            }
            let (_, values) = to_the_end(scenario, world, 0);
            (at, values)
        });
        let (worlds, nothing) = untouched.into_iter().unzip();
        let also = scenario.also.iter().map(|also| &also.commands[..]);
        let answers = [&scenario.solution_ranges[..]].into_iter().chain(also).filter(|a| !a.is_empty()).collect();
        Evening { scenario, setups, moments, worlds, nothing, answers }
    }

    /// Whether a set is an answer that the lesson declares, or a part of one. People may be hired or dismissed one by
    /// one.
    fn is_declared(&self, set: &[Scheduled]) -> bool {
        let setup = &self.scenario.setup;
        let together = grid::together(set);
        self.answers.iter().any(|answer| is_part(set, answer, setup) || is_part(&together, answer, setup))
    }

    /// Plays a set under the n-th seed. `None`: the shop refuses one of its commands.
    fn play(&self, set: &[Scheduled], seed: usize) -> Option<(bool, Vec<Option<f64>>)> {
        let first = set.first()?.at;
        let shared = self.worlds.get(seed).and_then(|worlds| {
            let place = self.moments.partition_point(|moment| *moment <= first).checked_sub(1)?;
            worlds.get(place)
        });
        let mut world = shared.map_or_else(|| World::new(self.setups[seed].clone()), World::clone);
        for scheduled in set {
            world.advance(scheduled.at, &mut ());
            world.give(&scheduled.command, &mut ()).ok()?;
        }
        Some(to_the_end(self.scenario, world, set.len()))
    }

    fn try_all(&self, sets: &[Vec<Scheduled>], tick: &(impl Fn() + Sync)) -> Vec<Tried> {
        side_by_side(sets, |set| {
            let tried = self.try_one(set);
            tick();
            tried
        })
    }

    fn try_one(&self, set: &[Scheduled]) -> Tried {
        let mut tried = Tried::default();
        for seed in 0..FIRST as usize {
            let Some((won, values)) = self.play(set, seed) else { break };
            tried.seeds += 1;
            tried.wins += u64::from(won);
            tried.progress = tried.progress.max(self.progress(&values, seed));
            if tried.wins == 0 && tried.seeds == PATIENCE {
                break;
            }
        }
        tried
    }

    fn progress(&self, values: &[Option<f64>], seed: usize) -> f64 {
        let goals = self.scenario.goals.iter().zip(values).zip(&self.nothing[seed]);
        let of = |((goal, value), nothing): ((&crate::scenario::Goal, &Option<f64>), &Option<f64>)| {
            let (value, nothing, bound) = ((*value)?, nothing.unwrap_or(0.0), goal.bound.value());
            // A goal that is met untouched is no progress.
            (!goal.bound.holds(nothing)).then(|| ((value - nothing) / (bound - nothing)).min(1.0))
        };
        goals.filter_map(of).fold(0.0, f64::max)
    }

    /// The sets that win on at least half of all seeds.
    fn confirmed(&self, sets: &[Vec<Scheduled>], tried: &[Tried]) -> Vec<Winner> {
        let hopeful = |tried: &Tried| tried.seeds == FIRST && tried.wins * 4 >= FIRST;
        let hot: Vec<&Vec<Scheduled>> =
            sets.iter().zip(tried).filter(|(_, tried)| hopeful(tried)).map(|(set, _)| set).collect();
        let wins = side_by_side(&hot, |set| {
            let won = |seed: &usize| self.play(set, *seed).is_some_and(|(won, _)| won);
            (0..AGAIN as usize).filter(won).count() as u64
        });
        let winners = hot.into_iter().zip(wins).filter(|(_, wins)| wins * 2 >= AGAIN);
        winners.map(|(set, wins)| (set.clone(), wins)).collect()
    }

    /// The first commands of the sets that lose and come nearest, a few of each kind.
    fn near(&self, sets: &[Vec<Scheduled>], tried: &[Tried]) -> Vec<Scheduled> {
        let mut order: Vec<usize> = (0..sets.len()).filter(|&i| tried[i].progress > 0.2).collect();
        order.sort_by(|&a, &b| tried[b].progress.total_cmp(&tried[a].progress).then(a.cmp(&b)));
        let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
        let mut near = Vec::new();
        for set in order.into_iter().map(|i| &sets[i]) {
            let alike = kinds.entry(grid::kind(&set[0].command, &self.scenario.setup)).or_default();
            if *alike < ALIKE && near.len() < NEAR {
                *alike += 1;
                near.push(set[0].clone());
            }
        }
        near
    }

    /// The sets that reach a goal and lose another, each with every command at some later moments.
    fn mended(&self, near: &[Scheduled], singles: &[Vec<Scheduled>], tried: &[Tried]) -> Vec<Vec<Scheduled>> {
        let reaches = |given: &&Scheduled| {
            let place = singles.iter().position(|set| set[..] == [(**given).clone()]);
            place.is_some_and(|i| tried[i].progress >= 1.0 && tried[i].wins == 0)
        };
        let opening = self.moments.first().copied();
        let commands: Vec<&Command> =
            singles.iter().filter(|set| Some(set[0].at) == opening).map(|set| &set[0].command).collect();
        let mut sets = Vec::new();
        for given in near.iter().filter(reaches).take(HALVES) {
            let later = self.moments.iter().filter(|at| **at > given.at).step_by(SPARSE);
            for at in later {
                let set = |command: &&Command| vec![given.clone(), Scheduled { at: *at, command: (*command).clone() }];
                sets.extend(commands.iter().map(set));
            }
        }
        sets
    }

    /// The commands of all answers, as they are shown.
    fn parts(&self) -> Vec<Scheduled> {
        let mut parts: Vec<Scheduled> = Vec::new();
        for range in self.answers.iter().copied().flatten() {
            if !parts.contains(&range.shown) {
                parts.push(range.shown.clone());
            }
        }
        parts
    }

    /// Pairs of commands that come near, of one of them and a part of an answer, and the solution with one command
    /// replaced.
    fn pairs(
        &self,
        near: &[Scheduled],
        parts: &[Scheduled],
        singles: &[Vec<Scheduled>],
        winners: &[Winner],
    ) -> Vec<Vec<Scheduled>> {
        let wins_alone = |given: &Scheduled| {
            let complete = |answer: &&[Ranged]| answer.len() == 1 && answer[0].covers(given, &self.scenario.setup);
            winners.iter().any(|(set, _)| set[..] == std::slice::from_ref(given)[..])
                || self.answers.iter().any(complete)
        };
        let pool: Vec<&Scheduled> = near.iter().chain(parts).filter(|given| !wins_alone(given)).collect();
        let mut sets = Vec::new();
        for (i, one) in pool.iter().enumerate() {
            sets.extend(pool[i + 1..].iter().map(|other| vec![(*one).clone(), (*other).clone()]));
        }
        sets.extend(self.swapped(singles, &wins_alone));
        for set in &mut sets {
            set.sort_by_key(|given| given.at);
        }
        let mut distinct: Vec<Vec<Scheduled>> = Vec::new();
        for set in sets {
            if !self.is_declared(&set) && !distinct.contains(&set) {
                distinct.push(set);
            }
        }
        distinct
    }

    /// The solution with one of its commands replaced by each other command at that moment. A command without which the
    /// solution still wins is not replaced.
    fn swapped(&self, singles: &[Vec<Scheduled>], wins_alone: &dyn Fn(&Scheduled) -> bool) -> Vec<Vec<Scheduled>> {
        let solution = &self.scenario.solution;
        let mut sets = Vec::new();
        if solution.len() < 2 {
            return sets;
        }
        let opening = self.moments.first().copied();
        let commands: Vec<&Command> = singles
            .iter()
            .filter(|set| Some(set[0].at) == opening && !wins_alone(&set[0]))
            .map(|set| &set[0].command)
            .collect();
        for (i, left_out) in solution.iter().enumerate() {
            let mut rest = solution.clone();
            rest.remove(i);
            let tried = self.try_one(&rest);
            if tried.wins * 2 >= FIRST {
                continue;
            }
            for command in &commands {
                let mut set = rest.clone();
                set.insert(i, Scheduled { at: left_out.at, command: (*command).clone() });
                sets.push(set);
            }
        }
        sets
    }

    /// The names of answers that do not win when one of their commands is at an end of its ranges, the others as shown.
    fn narrow(&self) -> Vec<String> {
        let also = self.scenario.also.iter().map(|also| (also.name.clone(), &also.commands));
        let answers = [("the solution".to_string(), &self.scenario.solution_ranges)].into_iter().chain(also);
        answers.filter(|(_, ranges)| self.loses_at_an_end(ranges)).map(|(name, _)| name).collect()
    }

    fn loses_at_an_end(&self, ranges: &[Ranged]) -> bool {
        let shown: Vec<Scheduled> = ranges.iter().map(|range| range.shown.clone()).collect();
        let ends = ranges.iter().enumerate().filter(|(_, range)| !range.is_exact());
        ends.flat_map(|(i, range)| [(i, &range.least), (i, &range.most)]).any(|(i, end)| {
            let mut commands = shown.clone();
            commands[i] = end.clone();
            commands.sort_by_key(|given| given.at);
            self.wins(&commands) * 2 < AGAIN
        })
    }

    /// On how many of all seeds a set wins.
    fn wins(&self, set: &[Scheduled]) -> u64 {
        let seeds: Vec<usize> = (0..AGAIN as usize).collect();
        let won = side_by_side(&seeds, |seed| self.play(set, *seed).is_some_and(|(won, _)| won));
        won.into_iter().filter(|won| *won).count() as u64
    }

    /// The best of each kind, among sets that contain no smaller winner.
    fn grouped(&self, winners: Vec<Winner>) -> Vec<Found> {
        let setup = &self.scenario.setup;
        let mut kinds: BTreeMap<Vec<String>, Found> = BTreeMap::new();
        for (set, wins) in winners.iter().filter(|(set, _)| self.is_minimal(set)) {
            let kind: Vec<String> = set.iter().map(|given| grid::kind(&given.command, setup)).collect();
            let new =
                Found { best: set.clone(), wins: *wins, seeds: AGAIN, alike: 0, first: set[0].at, last: set[0].at };
            let found = kinds.entry(kind).or_insert_with(|| new.clone());
            found.alike += 1;
            found.first = found.first.min(set[0].at);
            found.last = found.last.max(set[0].at);
            if *wins > found.wins {
                (found.best, found.wins) = (set.clone(), *wins);
            }
        }
        let mut found: Vec<Found> = kinds.into_values().collect();
        found.sort_by_key(|found| std::cmp::Reverse(found.wins));
        found
    }

    /// Whether no part of a set wins: neither without one of its commands, nor if one of them changes less.
    fn is_minimal(&self, set: &[Scheduled]) -> bool {
        (0..set.len()).all(|i| {
            let mut without = set.to_vec();
            let left_out = without.remove(i);
            let less = grid::parts_of(&left_out.command).into_iter().map(|command| {
                let mut less = set.to_vec();
                less[i].command = command;
                less
            });
            let smaller = (!without.is_empty()).then_some(without).into_iter().chain(less);
            smaller.into_iter().all(|smaller| self.wins(&smaller) * 2 < AGAIN)
        })
    }
}

/// Whether each command of a set is covered by a different one of an answer.
fn is_part(set: &[Scheduled], answer: &[Ranged], setup: &Setup) -> bool {
    let mut left: Vec<&Ranged> = answer.iter().collect();
    set.iter().all(|given| {
        let found = left.iter().position(|range| range.covers(given, setup));
        found.map(|i| left.swap_remove(i)).is_some()
    })
}

/// Runs until the goals are won or lost for good; returns which, and each goal's value then.
fn to_the_end(scenario: &Scenario, mut world: World, commands: usize) -> (bool, Vec<Option<f64>>) {
    // A goal with a window cannot be decided before the window ends.
    let starts = scenario.goals.iter().map(|goal| goal.window.map_or(Time::ZERO, |window| window.to));
    let start = starts.min().unwrap_or(Time::NEVER);
    // The world may already be later than that.
    world.advance(start.max(world.now()), &mut ());
    loop {
        if let Some(won) = goals::won_for_good(&scenario.goals, &world, commands) {
            return (won, goals::values(&scenario.goals, &world, commands));
        }
        if world.is_over() {
            return (false, goals::values(&scenario.goals, &world, commands));
        }
        world.advance(goals::next_evaluation(&world), &mut ());
    }
}
