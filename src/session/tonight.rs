//! Which of a day's drafts is worth playing: the first that is proved so.
//!
//! A draft is accepted if doing nothing loses; if the plan that it was drawn with wins, on its own seed and on others;
//! if no single act in the first minute wins everything; and if at least two kinds of plan come within a few per cent
//! of the best that was found. A kind of plan is the set of commands in it, whatever their sizes and times; none is
//! counted of which a part wins already.

use super::replicate::{reseeded, run_lesson, side_by_side};
use super::search::grid;
use crate::report::PlayerStats;
use crate::report::verdict::Readings;
use crate::scenario::tonight::Date;
use crate::scenario::tonight::{Evening, Topic};
use crate::scenario::{Bound, Goal, Scenario};
use crate::sim::setup::{Scheduled, Setup};
use crate::units::{Span, Time};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// At most this many drafts of a day are judged.
pub const DRAFTS: u32 = 400;
/// The plan is played under so many seeds, its own included, and must win under so many of them.
const SEEDS: u64 = 8;
const MUST_WIN: usize = 7;
/// How far the share served in time must stay below the goal if nothing is done.
const CLEARLY: f64 = 0.08;
/// How near a second kind of plan must come to the best.
const NEAR: f64 = 0.03;
/// The most acts of a plan.
const ACTS: usize = 5;

/// An accepted draft.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// Which it is.
    pub evening: Evening,
    /// Its scenario, with the plan as its solution.
    pub scenario: Scenario,
    /// Why the drafts before it were refused.
    pub refused: Vec<Refusal>,
    /// The kinds of plans that come near the best, each with the share served in time, the best first.
    pub kinds: Vec<(Vec<&'static str>, f64)>,
}

/// Why a draft is not worth playing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// The goal is met, or nearly, without doing anything.
    NothingToDo,
    /// Its plan loses, on its own seed or on too many others.
    PlanLoses,
    /// One act in the first minute wins the goals and all stars.
    TooEasy,
    /// Only one kind of plan comes near the best.
    OneWay,
}

impl Refusal {
    /// In words.
    pub fn word(self) -> &'static str {
        match self {
            Refusal::NothingToDo => "nothing to do",
            Refusal::PlanLoses => "its plan loses",
            Refusal::TooEasy => "too easy",
            Refusal::OneWay => "only one way to win",
        }
    }
}

/// The evening of a date: the first draft that is accepted. `None`: none of the drafts is.
pub fn tonight(date: Date, about: Option<Topic>) -> Option<Accepted> {
    let mut refused = Vec::new();
    for draft in 1..=DRAFTS {
        let evening = Evening { date, about, draft };
        let scenario = scenario_of(&evening);
        match judge(&scenario) {
            Ok(kinds) => return Some(Accepted { evening, scenario, refused, kinds }),
            Err(why) => refused.push(why),
        }
    }
    None
}

/// A drawn evening's scenario.
///
/// # Panics
/// Never: a test reads drafts of every kind.
pub fn scenario_of(evening: &Evening) -> Scenario {
    let name = evening.name();
    let read = crate::scenario::read(&name, &evening.text(), None, &[]);
    read.expect("what is drawn is a sound file").0
}

/// How a plan ends.
#[derive(Clone, Copy, Debug)]
struct Outcome {
    won: bool,
    all_stars: bool,
    in_time: f64,
}

/// Plays a plan. `None`: the shop refuses a part of it.
fn play(scenario: &Scenario, setup: &Arc<Setup>, plan: &[Scheduled]) -> Option<Outcome> {
    let run = run_lesson(scenario, setup, plan, None, &mut ());
    if !run.refused.is_empty() {
        return None;
    }
    let mut readings = Readings::of(&run.world, PlayerStats { commands: run.taken, hints: 0 });
    let mut met = |goals: &[Goal]| goals.iter().all(|goal| readings.verdict(goal).met);
    let (won, stars) = (met(&scenario.goals), met(&scenario.stars));
    let in_time = readings.verdict(&scenario.goals[0]).value.unwrap_or(0.0);
    Some(Outcome { won, all_stars: won && stars, in_time })
}

/// Judges a draft: the kinds of plans near the best, or why it is not worth playing.
///
/// # Errors
/// The first reason against it.
pub fn judge(scenario: &Scenario) -> Result<Vec<(Vec<&'static str>, f64)>, Refusal> {
    let setup = Arc::new(scenario.setup.clone());
    let Bound::AtLeast(goal) = scenario.goals[0].bound else { return Err(Refusal::NothingToDo) };
    let nothing = play(scenario, &setup, &[]);
    if nothing.is_none_or(|outcome| outcome.in_time > goal - CLEARLY) {
        return Err(Refusal::NothingToDo);
    }
    let plan = &scenario.solution;
    let Some(shown) = play(scenario, &setup, plan).filter(|outcome| outcome.won) else {
        return Err(Refusal::PlanLoses);
    };
    let others: Vec<Arc<Setup>> = (1..SEEDS).map(|i| reseeded(&setup, setup.seed + i)).collect();
    let wins = others.iter().filter(|setup| play(scenario, setup, plan).is_some_and(|outcome| outcome.won)).count();
    if wins + 1 < MUST_WIN {
        return Err(Refusal::PlanLoses);
    }
    let singles = singles(scenario);
    let tried = side_by_side(&singles, |single| play(scenario, &setup, std::slice::from_ref(single)));
    let at_once = |single: &Scheduled| single.at <= Time::ZERO + Span::from_mins(1);
    if singles.iter().zip(&tried).any(|(single, tried)| at_once(single) && tried.is_some_and(|t| t.all_stars)) {
        return Err(Refusal::TooEasy);
    }
    let mut kinds = Kinds::default();
    kinds.note(plan, shown);
    for (single, outcome) in singles.iter().zip(&tried) {
        outcome.iter().for_each(|outcome| kinds.note(std::slice::from_ref(single), *outcome));
    }
    for plans in rounds(plan, &singles, &tried) {
        let tried = side_by_side(&plans, |plan| play(scenario, &setup, plan));
        for (plan, outcome) in plans.iter().zip(&tried) {
            outcome.iter().for_each(|outcome| kinds.note(plan, *outcome));
        }
        if kinds.near().len() > 1 {
            break;
        }
    }
    if kinds.near().len() > 1 { Ok(kinds.near()) } else { Err(Refusal::OneWay) }
}

/// Winning kinds of plans, each with its best share.
#[derive(Default)]
struct Kinds(BTreeMap<BTreeSet<&'static str>, f64>);

impl Kinds {
    fn note(&mut self, plan: &[Scheduled], outcome: Outcome) {
        if outcome.won {
            let kind = plan.iter().map(|step| step.command.name()).collect();
            let best = self.0.entry(kind).or_insert(0.0);
            *best = best.max(outcome.in_time);
        }
    }

    /// Those near the best, the best first. Where a part of a kind wins, too, the rest of it is beside the point.
    fn near(&self) -> Vec<(Vec<&'static str>, f64)> {
        let top = self.0.values().copied().fold(0.0, f64::max);
        let is_whole = |kind: &BTreeSet<&str>| !self.0.keys().any(|other| other != kind && other.is_subset(kind));
        let near = self.0.iter().filter(|(kind, share)| **share >= top - NEAR && is_whole(kind));
        let mut near: Vec<_> = near.map(|(kind, share)| (kind.iter().copied().collect::<Vec<_>>(), *share)).collect();
        near.sort_by(|a, b| b.1.total_cmp(&a.1));
        near
    }
}

/// Every command that may be given, in a few sizes: in the first minute, when the story has been read, and just after
/// the first trouble.
fn singles(scenario: &Scenario) -> Vec<Scheduled> {
    let trouble = scenario.setup.script.first().map_or(Time::ZERO + Span::from_mins(60), |event| event.at);
    let moments = [Time::ZERO + Span::from_mins(1), Time::ZERO + Span::from_mins(15), trouble + Span::from_mins(2)];
    let commands = grid::commands(scenario);
    let at = |at: Time| commands.iter().map(move |command| Scheduled { at, command: command.clone() });
    moments.into_iter().flat_map(at).collect()
}

/// Plans of other kinds to try, round by round: the plan with an act less, with an act exchanged for the best single
/// one of another kind, and the best single acts together, up to five.
fn rounds(plan: &[Scheduled], singles: &[Scheduled], tried: &[Option<Outcome>]) -> Vec<Vec<Vec<Scheduled>>> {
    // The best single act of each command.
    let mut best: BTreeMap<&'static str, (f64, &Scheduled)> = BTreeMap::new();
    for (single, outcome) in singles.iter().zip(tried) {
        let Some(outcome) = outcome else { continue };
        let known = best.entry(single.command.name()).or_insert((-1.0, single));
        if outcome.in_time > known.0 {
            *known = (outcome.in_time, single);
        }
    }
    let mut best: Vec<(f64, &Scheduled)> = best.into_values().collect();
    best.sort_by(|a, b| b.0.total_cmp(&a.0));
    let sorted = |mut plan: Vec<Scheduled>| {
        plan.sort_by_key(|step| step.at);
        plan
    };
    let less = |i: usize| plan.iter().enumerate().filter(move |(j, _)| *j != i).map(|(_, step)| step.clone());
    let fewer: Vec<Vec<Scheduled>> = (0..plan.len()).map(|i| less(i).collect()).collect();
    let exchanged = (0..plan.len())
        .flat_map(|i| best.iter().map(move |(_, single)| less(i).chain([(*single).clone()]).collect()))
        .map(sorted)
        .collect();
    let added = best.iter().filter(|_| plan.len() < ACTS);
    let added =
        added.map(|(_, single)| plan.iter().cloned().chain([(*single).clone()]).collect()).map(sorted).collect();
    let pairs = best
        .iter()
        .enumerate()
        .flat_map(|(i, a)| best[i + 1..].iter().map(move |b| vec![a.1.clone(), b.1.clone()]))
        .map(sorted)
        .collect();
    let together = (3..=ACTS.min(best.len()))
        .map(|n| sorted(best[..n].iter().map(|(_, single)| (*single).clone()).collect()))
        .collect();
    vec![fewer, exchanged, pairs, together, added]
}
