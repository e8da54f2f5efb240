//! The proof that a lesson teaches: under many seeds, doing nothing loses, the solution wins, every tempting wrong
//! answer loses, and what the player is asked to guess comes out as the file says.
//!
//! Each history of one seed has the same customers; they differ by what was decided, and by nothing else. A history is
//! proved if it comes out right on at least 97 of 100 seeds.

use super::aftermath::{Aftermath, run_and_watch};
use super::replicate::{Run, reseeded, run};
use crate::report::{Deeds, Readings, Verdict};
use crate::scenario::amount_in;
use crate::scenario::{Goal, History, Prediction, Scenario, command_text};
use crate::sim::metric::Kind;
use crate::sim::setup::{Scheduled, Setup};
use std::sync::Arc;

/// Of 100 seeds, so many must come out right.
pub const SHARE: u64 = 97;

/// What must come of a history, or of a guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Must {
    Win,
    Lose,
    /// A prediction's answer holds.
    Hold,
}

/// One line of a proof: a history or a prediction over all seeds.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub name: String,
    pub must: Must,
    /// On so many seeds it came out right.
    pub right: u64,
    /// By seed: of a history each goal's value; of a prediction the measured one.
    pub values: Vec<Vec<Option<f64>>>,
    /// The seeds on which it came out wrong, and why.
    pub failures: Vec<(u64, String)>,
}

/// A lesson's proof, or its failure.
#[derive(Clone, Debug, PartialEq)]
pub struct Proof {
    pub seeds: Vec<u64>,
    pub histories: Vec<Line>,
    pub predictions: Vec<Line>,
    /// What cannot be proved because it is not there at all.
    pub lacking: Vec<String>,
}

impl Line {
    pub fn holds(&self) -> bool {
        let seeds = self.values.len() as u64;
        self.right * 100 >= SHARE * seeds
    }
}

impl Proof {
    pub fn holds(&self) -> bool {
        self.lacking.is_empty() && self.lines().all(Line::holds)
    }

    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.histories.iter().chain(&self.predictions)
    }
}

/// What came of all histories under one seed; [`gathered`] puts the seeds of a scenario together.
#[derive(Clone, Debug)]
pub struct Trial {
    seed: u64,
    histories: Vec<Outcome>,
    predictions: Vec<Outcome>,
}

#[derive(Clone, Debug)]
struct Outcome {
    values: Vec<Option<f64>>,
    /// Why it came out wrong.
    failure: Option<String>,
}

/// All histories of a scenario under one seed.
pub fn trial(scenario: &Scenario, seed: u64) -> Trial {
    let setup = reseeded(&Arc::new(scenario.setup.clone()), seed);
    let mut told: Vec<(History, Told)> = Vec::new();
    let mut histories = Vec::new();
    for (history, _, must) in to_prove(scenario) {
        let one = Told::of(scenario, &setup, history);
        histories.push(one.judged(scenario, history, must));
        told.push((history, one));
    }
    if scenario.predictions.iter().any(|p| p.against == Some(History::WithoutEvents)) {
        told.push((History::WithoutEvents, Told::of(scenario, &setup, History::WithoutEvents)));
    }
    let tell = |history| told.iter().find(|(known, _)| *known == history).map(|(_, one)| one);
    let predictions = provable(scenario).map(|prediction| guessed(prediction, &tell)).collect();
    Trial { seed, histories, predictions }
}

/// The trials of one scenario, in the order of their seeds, as a proof.
pub fn gathered(scenario: &Scenario, trials: &[Trial]) -> Proof {
    let line = |name: String, must: Must, pick: &dyn Fn(&Trial) -> &Outcome| {
        let failures: Vec<_> =
            trials.iter().filter_map(|trial| Some((trial.seed, pick(trial).failure.clone()?))).collect();
        let values = trials.iter().map(|trial| pick(trial).values.clone()).collect();
        Line { name, must, right: (trials.len() - failures.len()) as u64, values, failures }
    };
    let mut lacking = Vec::new();
    if scenario.goals.is_empty() {
        lacking.push("there is no [[goal]]: nothing can be won or lost".to_string());
    }
    if scenario.solution.is_empty() {
        lacking.push("there is no [[solution]]: nobody knows whether it can be won".to_string());
    }
    let histories = to_prove(scenario).enumerate();
    let predictions = provable(scenario).enumerate();
    Proof {
        seeds: trials.iter().map(|trial| trial.seed).collect(),
        histories: histories.map(|(i, (_, name, must))| line(name, must, &|trial| &trial.histories[i])).collect(),
        predictions: predictions
            .map(|(i, prediction)| line(prediction.ask.clone(), Must::Hold, &|trial| &trial.predictions[i]))
            .collect(),
        lacking,
    }
}

/// The histories that the proof is about.
fn to_prove(scenario: &Scenario) -> impl Iterator<Item = (History, String, Must)> + '_ {
    let solution = (!scenario.solution.is_empty()).then(|| (History::Solution, "the solution".to_string(), Must::Win));
    let wrong = scenario.wrong.iter().enumerate();
    [(History::Nothing, "doing nothing".to_string(), Must::Lose)]
        .into_iter()
        .chain(solution)
        .chain(wrong.map(|(i, wrong)| (History::Wrong(i), wrong.name.clone(), Must::Lose)))
}

/// Predictions whose answer can be measured without a player.
fn provable(scenario: &Scenario) -> impl Iterator<Item = &Prediction> {
    scenario.predictions.iter().filter(|prediction| {
        let of_player = prediction.of == History::Run || prediction.against == Some(History::Run);
        let numbers = prediction.choices.iter().all(|choice| amount_in(choice).is_some());
        prediction.metric.is_some() && !of_player && numbers && prediction.answer.is_some()
    })
}

/// A history as it came out.
struct Told {
    run: Run,
    aftermath: Option<Aftermath>,
}

impl Told {
    fn of(scenario: &Scenario, setup: &Arc<Setup>, history: History) -> Told {
        let commands = commands_of(scenario, history);
        let setup = match history {
            History::WithoutEvents => Arc::new(Setup { script: Vec::new(), ..Setup::clone(setup) }),
            _ => setup.clone(),
        };
        let is_asked = scenario.predictions.iter().any(|prediction| {
            let about = prediction.of == history || prediction.against == Some(history);
            about && prediction.metric.is_some_and(|metric| metric.row().kind == Kind::Aftermath)
        });
        if is_asked {
            let (run, aftermath) = run_and_watch(&setup, &commands);
            return Told { run, aftermath };
        }
        Told { run: run(&setup, &commands, None, &mut ()), aftermath: None }
    }

    fn readings(&self) -> Readings<'_> {
        Readings::of(&self.run.world, Deeds { commands: self.run.taken, hints: 0 })
    }

    fn judged(&self, scenario: &Scenario, history: History, must: Must) -> Outcome {
        let mut readings = self.readings();
        let verdicts: Vec<Verdict> = scenario.goals.iter().map(|goal| readings.verdict(goal)).collect();
        let won = verdicts.iter().all(|verdict| verdict.met);
        let failure = self.refusal(scenario, history).or_else(|| match must {
            Must::Win => scenario.goals.iter().zip(&verdicts).find(|(_, v)| !v.met).map(|(goal, v)| missed(goal, v)),
            _ if won => Some("it wins".to_string()),
            _ => None,
        });
        Outcome { values: verdicts.iter().map(|verdict| verdict.value).collect(), failure }
    }

    /// A command that was refused although that was not the point.
    fn refusal(&self, scenario: &Scenario, history: History) -> Option<String> {
        let may_refuse = |refused: &Scheduled| match history {
            History::Wrong(i) => scenario.wrong[i].commands.iter().any(|(command, may)| *may && command == refused),
            _ => false,
        };
        let (refused, why) = self.run.refused.iter().find(|(refused, _)| !may_refuse(refused))?;
        let at = refused.at.clock(scenario.setup.opens);
        Some(format!("{} at {at} is refused: {}", command_text(&refused.command, &scenario.setup), why.sentence))
    }

    fn value(&self, prediction: &Prediction) -> Option<f64> {
        let metric = prediction.metric?;
        match metric.row().kind {
            Kind::Aftermath => self.aftermath.as_ref()?.read(metric),
            _ => self.readings().value(metric, prediction.scope, prediction.window),
        }
    }
}

/// The commands of a history, in the order of time. The player's own are not known here.
pub fn commands_of(scenario: &Scenario, history: History) -> Vec<Scheduled> {
    match history {
        History::Nothing | History::WithoutEvents | History::Run => Vec::new(),
        History::Solution => scenario.solution.clone(),
        History::Wrong(i) => scenario.wrong[i].commands.iter().map(|(command, _)| command.clone()).collect(),
    }
}

fn missed(goal: &Goal, verdict: &Verdict) -> String {
    match verdict.value {
        None => format!("{:?} is missed: nothing was measured", goal.text),
        Some(value) => format!("{:?} is missed by {:.4}: {value:.4}", goal.text, (value - goal.bound.value()).abs()),
    }
}

fn guessed<'t>(prediction: &Prediction, tell: &impl Fn(History) -> Option<&'t Told>) -> Outcome {
    let value_of = |history| tell(history).and_then(|told| told.value(prediction));
    let value = match prediction.against {
        None => value_of(prediction.of),
        Some(other) => ratio(value_of(prediction.of), value_of(other)),
    };
    let failure = match (value, &prediction.answer) {
        (None, _) => Some("nothing was measured".to_string()),
        (Some(value), Some(answer)) if !answers(prediction, value, answer) => {
            Some(format!("the answer is not {answer}: it came to {value:.4}"))
        }
        _ => None,
    };
    Outcome { values: vec![value], failure }
}

/// `of` ÷ `against`; nothing where one has no data or the divisor is zero.
pub fn ratio(of: Option<f64>, against: Option<f64>) -> Option<f64> {
    Some(of? / against.filter(|divisor| *divisor != 0.0)?)
}

/// How far a typed answer may be off.
const TYPED_MAY_BE_OFF: f64 = 0.1;

fn answers(prediction: &Prediction, value: f64, answer: &str) -> bool {
    match nearest_choice(prediction, value) {
        Some(choice) => prediction.choices[choice] == answer,
        None => amount_in(answer).is_some_and(|answer| (value - answer).abs() <= TYPED_MAY_BE_OFF * answer.abs()),
    }
}

/// The choice that a measured value comes nearest to, where all choices are numbers: by their ratio where the question
/// is a ratio (twice is as far from once as half is), else by their difference. Ties: the first.
pub fn nearest_choice(prediction: &Prediction, value: f64) -> Option<usize> {
    let amounts: Vec<f64> = prediction.choices.iter().map(|choice| amount_in(choice)).collect::<Option<_>>()?;
    let by_ratio = prediction.against.is_some() && value > 0.0 && amounts.iter().all(|amount| *amount > 0.0);
    let distance = |amount: f64| if by_ratio { (value / amount).max(amount / value) } else { (value - amount).abs() };
    (0..amounts.len()).min_by(|a, b| distance(amounts[*a]).total_cmp(&distance(amounts[*b])))
}
