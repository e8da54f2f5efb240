//! What is kept of runs: as little as the report needs, so that a hundred thousand take no more room than a hundred.

use super::Format;
use crate::cli::output::say;
use crate::report::{self, FileMade, Reduced, Replicated, Report};
use crate::scenario::{Scenario, command_text};
use crate::session::replicate::{reseeded, run_lesson};
use crate::sim::notice::Witness;
use crate::sim::setup::Scheduled;
use crate::units::Span;
use std::sync::Arc;

/// At most so many refusals are told one by one.
const TOLD: usize = 10;

/// How runs are reported.
#[derive(Clone, Debug)]
pub struct Plan<'p> {
    pub scenario: &'p Scenario,
    pub commands: &'p [Scheduled],
    pub tick: Option<Span>,
    pub format: Format,
    pub replicated: bool,
    /// The solution, or a file: where the commands come from.
    pub solution: bool,
    pub file: Option<FileMade>,
}

/// What is kept of one run until its turn has come.
pub struct Trial {
    report: Option<Report>,
    reduced: Option<Reduced>,
    line: Option<String>,
    met: bool,
    /// The first of them.
    refusals: Vec<String>,
    refused: u64,
}

impl Plan<'_> {
    /// Runs the shop under a seed.
    pub fn trial(&self, seed: u64, witness: &mut impl Witness) -> Trial {
        let scenario = self.scenario;
        // The scenario's own seed is the first one.
        let is_first = seed == scenario.setup.seed;
        let setup = reseeded(&Arc::new(scenario.setup.clone()), seed);
        let run = run_lesson(scenario, &setup, self.commands, self.tick, witness);
        let mut report = Report::of(scenario, &run.world, run.commands(), 0);
        report.made.solution = self.solution;
        report.made.commands = self.file.clone();
        let of_seed = if self.replicated { format!("seed {seed}, ") } else { String::new() };
        let told = run.refused.iter().take(TOLD).map(|(scheduled, why)| {
            let at = scheduled.at.clock(scenario.setup.opens);
            format!("refused ({of_seed}{at}): {}: {why}", command_text(&scheduled.command, &scenario.setup))
        });
        Trial {
            reduced: (self.replicated && self.format != Format::Csv).then(|| Reduced::of(&report)),
            line: (self.format == Format::Csv).then(|| report::csv::line(&report)),
            met: report.goals_met(),
            refusals: told.collect(),
            refused: run.refused.len() as u64,
            report: is_first.then_some(report),
        }
    }
}

/// All runs so far, in the order of their seeds.
pub struct Trials {
    format: Format,
    replicated: bool,
    first: Option<Report>,
    all: Option<Replicated>,
    met: bool,
    refusals: Vec<String>,
    refused: u64,
}

impl Trials {
    pub fn new(plan: &Plan<'_>) -> Trials {
        let (format, replicated) = (plan.format, plan.replicated);
        Trials { format, replicated, first: None, all: None, met: true, refusals: Vec::new(), refused: 0 }
    }

    /// The next run; answers what can be printed by now.
    pub fn take(&mut self, trial: Trial) -> String {
        let mut text = String::new();
        if let Some(report) = trial.report {
            if self.format == Format::Csv {
                text = report::csv::header(&report);
            }
            self.all = self.replicated.then(|| Replicated::like(&report));
            self.first = Some(report);
        }
        if let (Some(all), Some(reduced)) = (&mut self.all, &trial.reduced) {
            all.add(reduced);
        }
        text += trial.line.as_deref().unwrap_or_default();
        self.met &= trial.met;
        self.refused += trial.refused;
        self.refusals.extend(trial.refusals);
        self.refusals.truncate(TOLD);
        text
    }

    /// What is printed when all have come.
    pub fn rest(&self) -> String {
        let sheet = match (&self.all, &self.first) {
            (Some(all), _) => all.sheet(),
            (None, Some(first)) => first.sheet(),
            (None, None) => return String::new(),
        };
        match self.format {
            Format::Text => report::text::print(&sheet),
            Format::Json => report::json::print(&sheet),
            Format::Csv => String::new(),
        }
    }

    /// The run under the first seed.
    pub fn first(&self) -> Option<&Report> {
        self.first.as_ref()
    }

    /// Whether every goal was met in all of them.
    pub fn all_met(&self) -> bool {
        self.met
    }

    pub fn tell_refusals(&self) {
        self.refusals.iter().for_each(|refusal| say(refusal));
        if self.refused > self.refusals.len() as u64 {
            say(&format!("… and {} more refusals", self.refused - self.refusals.len() as u64));
        }
    }
}
