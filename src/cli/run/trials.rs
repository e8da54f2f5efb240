//! What is kept of runs: only what the report needs, so that memory does not grow with their number.

use super::Format;
use crate::cli::output::say;
use crate::cli::progress::Evening;
use crate::report::{self, FileMade, PlayerStats, Reduced, Replicated, Report};
use crate::scenario::{Scenario, command_text};
use crate::session::replicate::{Remarks, reseeded, run_lesson};
use crate::sim::notice::{Notice, Witness};
use crate::sim::setup::Scheduled;
use crate::sim::world::World;
use crate::units::{Span, Time};
use std::sync::Arc;

/// How many remarks of a kind are listed.
const TOLD: usize = 10;

/// The listed lines and their total number.
#[derive(Clone, Debug, Default)]
struct Told {
    lines: Vec<String>,
    all: usize,
}

impl Told {
    fn of(lines: impl Iterator<Item = String>) -> Told {
        let mut told = Told::default();
        for line in lines {
            told.all += 1;
            if told.lines.len() < TOLD {
                told.lines.push(line);
            }
        }
        told
    }

    fn add(&mut self, more: Told) {
        self.all += more.all;
        self.lines.extend(more.lines);
        self.lines.truncate(TOLD);
    }

    fn say(&self, what: &str) {
        self.lines.iter().for_each(|line| say(line));
        if self.all > self.lines.len() {
            say(&format!("… and {} more {what}", self.all - self.lines.len()));
        }
    }
}

/// How runs are reported.
#[derive(Clone, Debug)]
pub struct Plan<'p> {
    pub scenario: &'p Scenario,
    pub commands: &'p [Scheduled],
    pub tick: Option<Span>,
    pub format: Format,
    pub replicated: bool,
    /// Whether the commands are those of the solution.
    pub solution: bool,
    pub file: Option<FileMade>,
}

/// What is kept of one run until it can be printed.
pub struct Trial {
    report: Option<Report>,
    reduced: Option<Reduced>,
    line: Option<String>,
    met: bool,
    refused: Told,
    stranded: Told,
}

/// A run's remarks and progress.
struct Watched {
    remarks: Remarks,
    evening: Option<Evening>,
}

impl Witness for Watched {
    const READS_SHEETS: bool = false;

    #[inline]
    fn see(&mut self, world: &World, notice: Notice) {
        if let Some(evening) = &mut self.evening {
            evening.beat(world.now());
        }
        self.remarks.see(world, notice);
    }
}

impl Plan<'_> {
    /// Runs the shop under a seed.
    pub fn trial(&self, seed: u64, evening: Option<Evening>) -> Trial {
        let scenario = self.scenario;
        // The scenario's own seed is the first one.
        let is_first = seed == scenario.setup.seed;
        let setup = reseeded(&Arc::new(scenario.setup.clone()), seed);
        let mut watched = Watched { remarks: Remarks::default(), evening };
        let run = run_lesson(scenario, &setup, self.commands, self.tick, &mut watched);
        let mut remarks = watched.remarks;
        let mut commands = run.commands();
        commands.refused += remarks.refused.len() as u64;
        let player = PlayerStats { commands: run.taken, hints: 0 };
        let mut report = Report::of(scenario, &run.world, commands, player);
        report.made.solution = self.solution;
        report.made.commands = self.file.clone();
        // Refused commands of script and player, in order; at one moment the script's first.
        remarks.refused.extend(run.refused.into_iter().map(|(scheduled, why)| (scheduled, why.to_string())));
        remarks.refused.sort_by_key(|(scheduled, _)| scheduled.at);
        let of_seed = if self.replicated { format!("seed {seed}, ") } else { String::new() };
        let clock = |at: Time| at.calendar(scenario.setup.opens, scenario.setup.duration);
        let refused = remarks.refused.iter().map(|(scheduled, why)| {
            let command = command_text(&scheduled.command, &scenario.setup);
            format!("refused ({of_seed}{}): {command}: {why}", clock(scheduled.at))
        });
        let stranded = remarks.stranded.iter().map(|(at, orders)| {
            let wait = if *orders == 1 { "1 order still waits".into() } else { format!("{orders} orders still wait") };
            format!("ended ({of_seed}{}): {wait}, and nobody is left who could serve them", clock(*at))
        });
        Trial {
            reduced: (self.replicated && self.format != Format::Csv).then(|| Reduced::of(&report)),
            line: (self.format == Format::Csv).then(|| report::csv::line(&report)),
            met: report.goals_met(),
            refused: Told::of(refused),
            stranded: Told::of(stranded),
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
    refused: Told,
    stranded: Told,
}

impl Trials {
    pub fn new(plan: &Plan<'_>) -> Trials {
        let (format, replicated) = (plan.format, plan.replicated);
        let (refused, stranded) = (Told::default(), Told::default());
        Trials { format, replicated, first: None, all: None, met: true, refused, stranded }
    }

    /// Adds a run; returns what can be printed now.
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
        self.refused.add(trial.refused);
        self.stranded.add(trial.stranded);
        text
    }

    /// What is printed after all runs.
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

    /// Whether every goal was met in every run.
    pub fn all_met(&self) -> bool {
        self.met
    }

    /// Prints the remarks: refused commands, and runs that ended with orders still waiting.
    pub fn tell_remarks(&self) {
        self.refused.say("refusals");
        self.stranded.say("shops that ended so");
    }
}
