//! The proof that a lesson teaches: under many seeds doing nothing loses, the solution wins, every tempting wrong
//! answer loses, predictions come out as the file says, and the debrief's claims hold.
//!
//! A prediction about the player's own run is measured in all of these histories, since a player may do as any of them:
//! the file's answer must hold in each. Predictions that nothing measures, whose answers stand only in the file, are
//! listed.
//!
//! All histories of one seed have the same customers and differ only by what was decided. A history is proved if it
//! comes out right on at least 97 of 100 seeds.

use super::aftermath::{Aftermath, aftermath_of};
use super::replicate::{Run, reseeded, run_lesson};
use super::{Session, Stop, recorder};
use crate::report::{PlayerStats, Readings, Verdict};
use crate::scenario::surprise::Number;
use crate::scenario::{Bound, Goal, Measure, Prediction, RunKind, Scenario, amount_in, command_text};
use crate::sim::metric::Kind;
use crate::sim::setup::{Scheduled, Setup};
use crate::units::Span;
use std::sync::Arc;

/// Of 100 seeds, the number on which a history must come out right.
pub const SHARE: u64 = 97;
/// The same for an alternative answer (`also`): what the search asks of a winner.
pub const ALSO: u64 = 50;
/// The same for a player who does what the hints tell, when they tell it.
pub const HINTED: u64 = 90;

/// What must come of a history or a prediction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Must {
    /// All goals are met.
    Win,
    /// Some goal is missed.
    Lose,
    /// The prediction's answer, or the debrief's claim, holds.
    Hold,
}

/// One line of a proof: a history, a prediction or a number of the debrief over all seeds.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The history's name, the prediction's question, or the number's name.
    pub name: String,
    /// Its index in the scenario's list of its kind.
    pub index: usize,
    /// What it must come to.
    pub must: Must,
    /// On how many of 100 seeds it must come out right.
    pub share: u64,
    /// On how many of the seeds it came out right.
    pub right: u64,
    /// Per seed: each goal's value, or the measured prediction or number. A prediction about the player's own run has a
    /// value for each history.
    pub values: Vec<Vec<Option<f64>>>,
    /// The seeds on which it came out wrong, and why.
    pub failures: Vec<(u64, String)>,
}

/// A lesson's proof, or its failure.
#[derive(Clone, Debug, PartialEq)]
pub struct Proof {
    /// The seeds tried.
    pub seeds: Vec<u64>,
    /// Doing nothing, the solution, alternative answers and wrong answers.
    pub histories: Vec<Line>,
    /// Doing what the hints tell, when they tell it; `None` if no hint tells what to do.
    pub hints: Option<Line>,
    /// The predictions that are measured.
    pub predictions: Vec<Line>,
    /// The numbers of the debrief's surprise.
    pub numbers: Vec<Line>,
    /// Indices of predictions that nothing measures: their answers are the file's own.
    pub unmeasured: Vec<usize>,
    /// What a proof needs and the scenario lacks, as sentences.
    pub lacking: Vec<String>,
}

impl Line {
    /// Whether it came out right on enough seeds.
    pub fn holds(&self) -> bool {
        let seeds = self.values.len() as u64;
        self.right * 100 >= self.share * seeds
    }
}

impl Proof {
    /// Whether nothing is lacking and every line holds.
    pub fn holds(&self) -> bool {
        self.lacking.is_empty() && self.lines().all(Line::holds)
    }

    /// All lines, in the order of the fields.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.histories.iter().chain(&self.hints).chain(&self.predictions).chain(&self.numbers)
    }
}

/// What came of all histories under one seed. [`gathered`] joins the trials of a scenario.
#[derive(Clone, Debug)]
pub struct Trial {
    seed: u64,
    histories: Vec<Outcome>,
    hints: Option<Outcome>,
    predictions: Vec<Outcome>,
    numbers: Vec<Outcome>,
}

#[derive(Clone, Debug)]
struct Outcome {
    values: Vec<Option<f64>>,
    /// Why it came out wrong; `None`: it came out right.
    failure: Option<String>,
}

/// Plays all histories of a scenario under one seed.
pub fn trial(scenario: &Scenario, seed: u64) -> Trial {
    let setup = reseeded(&Arc::new(scenario.setup.clone()), seed);
    let mut told = ToldAll::new();
    let mut histories = Vec::new();
    for (history, _, must) in to_prove(scenario) {
        let one = Told::of(scenario, &setup, history);
        histories.push(one.judged(scenario, history, must));
        told.push((history, one));
    }
    for history in scenario.measured_besides() {
        told.push((history, Told::of(scenario, &setup, history)));
    }
    let predictions = measured(scenario).map(|(_, prediction, measure)| guessed(prediction, measure, &told)).collect();
    let numbers = scenario.surprise.iter().flat_map(|surprise| &surprise.numbers);
    let hints = tells(scenario).then(|| followed(scenario, &setup));
    Trial { seed, histories, hints, predictions, numbers: numbers.map(|number| claimed(number, &told)).collect() }
}

/// Joins the trials of one scenario, in the order of their seeds, into a proof.
pub fn gathered(scenario: &Scenario, trials: &[Trial]) -> Proof {
    let line = |name: String, index: usize, must: Must, share: u64, pick: &dyn Fn(&Trial) -> &Outcome| {
        let failures: Vec<_> =
            trials.iter().filter_map(|trial| Some((trial.seed, pick(trial).failure.clone()?))).collect();
        let values = trials.iter().map(|trial| pick(trial).values.clone()).collect();
        Line { name, index, must, share, right: (trials.len() - failures.len()) as u64, values, failures }
    };
    let mut lacking = Vec::new();
    if scenario.goals.is_empty() {
        lacking.push("there is no [[goal]]: nothing can be won or lost".to_string());
    }
    if scenario.solution.is_empty() {
        lacking.push("there is no [[solution]]: nobody knows whether it can be won".to_string());
    }
    let histories = to_prove(scenario).enumerate();
    let predictions = measured(scenario).enumerate();
    let numbers = scenario.surprise.iter().flat_map(|surprise| &surprise.numbers).enumerate();
    let asked = scenario.predictions.iter().enumerate();
    Proof {
        seeds: trials.iter().map(|trial| trial.seed).collect(),
        histories: histories
            .map(|(i, (kind, name, must))| {
                line(name, i, must, if matches!(kind, RunKind::Also(_)) { ALSO } else { SHARE }, &|trial| {
                    &trial.histories[i]
                })
            })
            .collect(),
        hints: tells(scenario).then(|| {
            let failures: Vec<_> =
                trials.iter().filter_map(|trial| Some((trial.seed, trial.hints.as_ref()?.failure.clone()?))).collect();
            let values = trials.iter().filter_map(|trial| Some(trial.hints.as_ref()?.values.clone())).collect();
            let right = (trials.len() - failures.len()) as u64;
            Line {
                name: "what the hints tell".into(),
                index: 0,
                must: Must::Win,
                share: HINTED,
                right,
                values,
                failures,
            }
        }),
        predictions: predictions
            .map(|(i, (index, prediction, _))| {
                line(prediction.ask.clone(), index, Must::Hold, SHARE, &|trial| &trial.predictions[i])
            })
            .collect(),
        numbers: numbers
            .map(|(i, number)| line(number.name.clone(), i, Must::Hold, SHARE, &|trial| &trial.numbers[i]))
            .collect(),
        unmeasured: asked.filter(|(_, prediction)| !prediction.is_measured()).map(|(i, _)| i).collect(),
        lacking,
    }
}

/// The histories to prove, their names, and what must come of them.
fn to_prove(scenario: &Scenario) -> impl Iterator<Item = (RunKind, String, Must)> + '_ {
    let solution = (!scenario.solution.is_empty()).then(|| (RunKind::Solution, "the solution".to_string(), Must::Win));
    let wrong = scenario.wrong.iter().enumerate();
    let also = scenario.also.iter().enumerate();
    [(RunKind::Nothing, "doing nothing".to_string(), Must::Lose)]
        .into_iter()
        .chain(solution)
        .chain(also.map(|(i, also)| (RunKind::Also(i), also.name.clone(), Must::Win)))
        .chain(wrong.map(|(i, wrong)| (RunKind::Wrong(i), wrong.name.clone(), Must::Lose)))
}

/// Whether any hint tells what to do.
fn tells(scenario: &Scenario) -> bool {
    scenario.hints.iter().any(|hint| !hint.does.is_empty())
}

/// Plays somebody who does only what the hints tell, within a minute of each.
fn followed(scenario: &Scenario, setup: &Arc<Setup>) -> Outcome {
    const MINUTE: Span = Span::from_mins(1);
    let mut session = Session::new(Arc::new(Scenario { setup: Setup::clone(setup), ..scenario.clone() }));
    let (mut heard, mut failure) = (0, None);
    while session.advance(recorder::next(session.now(), MINUTE)) != Stop::Over {
        for hint in session.hints_ready.get(heard..).unwrap_or_default().to_vec() {
            heard += 1;
            for command in &scenario.hints[hint].does {
                if let Err(refusal) = session.give(command.clone()) {
                    let command = command_text(command, setup);
                    let at = session.now().clock(setup.opens);
                    failure.get_or_insert_with(|| format!("{command} at {at} is refused: {}", refusal.sentence));
                }
            }
        }
        if heard == scenario.hints.len() {
            session.finish();
        }
    }
    let stats = PlayerStats { commands: session.commands.len() as u64, hints: 0 };
    let mut readings = Readings::of(&session.world, stats);
    let verdicts: Vec<Verdict> = scenario.goals.iter().map(|goal| readings.verdict(goal)).collect();
    let lost = scenario.goals.iter().zip(&verdicts).find(|(_, v)| !v.met).map(|(goal, v)| missed(goal, v));
    Outcome { values: verdicts.iter().map(|verdict| verdict.value).collect(), failure: lost.or(failure) }
}

/// The measured predictions, with their indices in the file.
fn measured(scenario: &Scenario) -> impl Iterator<Item = (usize, &Prediction, Measure)> {
    let asked = scenario.predictions.iter().enumerate().filter(|(_, prediction)| prediction.is_measured());
    asked.filter_map(|(i, prediction)| Some((i, prediction, prediction.measure()?)))
}

/// All histories of one seed.
type ToldAll = Vec<(RunKind, Told)>;

/// A history as it came out.
struct Told {
    run: Run,
    aftermath: Option<Aftermath>,
}

impl Told {
    fn of(scenario: &Scenario, setup: &Arc<Setup>, history: RunKind) -> Told {
        let commands = commands_of(scenario, history);
        let setup = match history {
            RunKind::WithoutEvents => Arc::new(Setup { script: Vec::new(), ..Setup::clone(setup) }),
            _ => setup.clone(),
        };
        let run = run_lesson(scenario, &setup, &commands, None, &mut ());
        let is_asked = scenario.measures().any(|measure| {
            let about = measure.needs(history) || measure.needs(RunKind::Run);
            about && matches!(measure.metric.row().kind, Kind::Aftermath(_))
        });
        if is_asked {
            let end = (!run.world.is_over()).then_some(run.world.now());
            return Told { aftermath: aftermath_of(&setup, &commands, end), run };
        }
        Told { run, aftermath: None }
    }

    fn readings(&self) -> Readings<'_> {
        Readings::of(&self.run.world, PlayerStats { commands: self.run.taken, hints: 0 })
    }

    fn judged(&self, scenario: &Scenario, history: RunKind, must: Must) -> Outcome {
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

    /// A refused command, unless the wrong answer declares that it may be refused.
    fn refusal(&self, scenario: &Scenario, history: RunKind) -> Option<String> {
        let may_refuse = |refused: &Scheduled| match history {
            RunKind::Wrong(i) => scenario.wrong[i].commands.iter().any(|(command, may)| *may && command == refused),
            _ => false,
        };
        let (refused, why) = self.run.refused.iter().find(|(refused, _)| !may_refuse(refused))?;
        let at = refused.at.calendar(scenario.setup.opens, scenario.setup.duration);
        Some(format!("{} at {at} is refused: {}", command_text(&refused.command, &scenario.setup), why.sentence))
    }

    fn value(&self, measure: &Measure) -> Option<f64> {
        match measure.metric.row().kind {
            Kind::Aftermath(which) => Some(self.aftermath.as_ref()?.read(which)),
            Kind::Measure | Kind::PlayerStat(_) | Kind::Gauge(_) => {
                self.readings().value(measure.metric, measure.scope, measure.window)
            }
        }
    }
}

/// The commands of a history, sorted by time. The player's own run has none here.
pub fn commands_of(scenario: &Scenario, history: RunKind) -> Vec<Scheduled> {
    match history {
        RunKind::Nothing | RunKind::WithoutEvents | RunKind::Run => Vec::new(),
        RunKind::Solution => scenario.solution.clone(),
        RunKind::Wrong(i) => scenario.wrong[i].commands.iter().map(|(command, _)| command.clone()).collect(),
        RunKind::Also(i) => scenario.also[i].commands.iter().map(|range| range.shown.clone()).collect(),
        RunKind::SolutionAt(at) => {
            let first = scenario.solution.first().map_or(at, |first| first.at);
            let moved =
                |given: &Scheduled| Scheduled { at: at + given.at.since(first), command: given.command.clone() };
            scenario.solution.iter().map(moved).collect()
        }
    }
}

fn missed(goal: &Goal, verdict: &Verdict) -> String {
    match verdict.value {
        None => format!("{:?} is missed: nothing was measured", goal.text),
        Some(value) => format!("{:?} is missed by {:.4}: {value:.4}", goal.text, (value - goal.bound.value()).abs()),
    }
}

/// A measure's value in the histories of one seed; `run` stands for the player's own run.
fn value_of(measure: &Measure, told: &ToldAll, run: RunKind) -> Option<f64> {
    let of = |history: RunKind| {
        let history = if history == RunKind::Run { run } else { history };
        told.iter().find(|(known, _)| *known == history)?.1.value(measure)
    };
    match measure.against {
        None => of(measure.of),
        Some(other) => ratio(of(measure.of), of(other)),
    }
}

fn guessed(prediction: &Prediction, measure: Measure, told: &ToldAll) -> Outcome {
    let players: Vec<RunKind> = match measure.needs(RunKind::Run) {
        true => {
            told.iter().map(|(history, _)| *history).filter(|history| stands_for_a_player(measure, *history)).collect()
        }
        false => vec![RunKind::Nothing],
    };
    let values: Vec<Option<f64>> = players.iter().map(|run| value_of(&measure, told, *run)).collect();
    let failure = values.iter().find_map(|value| match (value, &prediction.answer) {
        (None, _) => Some("nothing was measured".to_string()),
        (Some(value), Some(answer)) if !answers(prediction, *value, answer) => {
            Some(format!("the answer is not {answer}: it came to {value:.4}"))
        }
        _ => None,
    });
    Outcome { values, failure }
}

/// Whether `history` may stand for the player's run: a history compared with itself says nothing, and nobody can play
/// without the script's events.
fn stands_for_a_player(measure: Measure, history: RunKind) -> bool {
    !matches!(history, RunKind::WithoutEvents | RunKind::SolutionAt(_)) && !measure.needs(history)
}

fn claimed(number: &Number, told: &ToldAll) -> Outcome {
    let value = value_of(&number.measure, told, RunKind::Solution);
    let failure = match value {
        None => Some("nothing was measured".to_string()),
        Some(value) => {
            let broken = number.claims.iter().find(|claim| !claim.holds(value));
            broken.map(|claim| match claim {
                Bound::AtLeast(least) => format!("it came to {value:.4}, not to {least} or more"),
                Bound::AtMost(most) => format!("it came to {value:.4}, not to {most} or less"),
            })
        }
    };
    Outcome { values: vec![value], failure }
}

/// `of` ÷ `against`; `None` if one has no data or the divisor is zero.
pub fn ratio(of: Option<f64>, against: Option<f64>) -> Option<f64> {
    Some(of? / against.filter(|divisor| *divisor != 0.0)?)
}

/// The relative error allowed of a typed answer.
const TYPED_MAY_BE_OFF: f64 = 0.1;

fn answers(prediction: &Prediction, value: f64, answer: &str) -> bool {
    match prediction.choice_of(value) {
        Some(choice) => prediction.choices[choice] == answer,
        None => amount_in(answer).is_some_and(|answer| (value - answer).abs() <= TYPED_MAY_BE_OFF * answer.abs()),
    }
}
