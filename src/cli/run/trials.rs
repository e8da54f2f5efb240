//! What is kept of runs: as little as the report needs, so that a hundred thousand take no more room than a hundred.

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

/// At most so many of a kind are told one by one.
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
    /// That it ended with people waiting.
    stranded: Option<String>,
}

/// Collects the remarks, and moves the bar where there is one.
#[derive(Default)]
struct Onlooker {
    remarks: Remarks,
    evening: Option<Evening>,
}

impl Witness for Onlooker {
    #[inline(always)]
    fn see(&mut self, world: &World, notice: Notice) {
        if let Some(evening) = &mut self.evening {
            evening.look(world);
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
        let mut onlooker = Onlooker { evening, ..Onlooker::default() };
        let run = run_lesson(scenario, &setup, self.commands, self.tick, &mut onlooker);
        let Remarks { mut refused, stranded } = onlooker.remarks;
        let mut commands = run.commands();
        commands.refused += refused.len() as u64;
        // The script's and the player's in one list, as they were refused: of one moment the script's first.
        refused.extend(run.refused.into_iter().map(|(scheduled, why)| (scheduled, why.to_string())));
        refused.sort_by_key(|(scheduled, _)| scheduled.at);
        let stats = PlayerStats { commands: run.taken, hints: 0 };
        let mut report = Report::of(scenario, &run.world, commands, stats);
        report.made.solution = self.solution;
        report.made.commands = self.file.clone();
        let of_seed = if self.replicated { format!("seed {seed}, ") } else { String::new() };
        let clock = |at: Time| at.calendar(scenario.setup.opens, scenario.setup.duration);
        let told = refused.iter().take(TOLD).map(|(scheduled, why)| {
            let command = command_text(&scheduled.command, &scenario.setup);
            format!("refused ({of_seed}{}): {command}: {why}", clock(scheduled.at))
        });
        let stranded = stranded.map(|(at, orders)| {
            let (orders, wait) =
                if orders == 1 { ("1 order".into(), "waits") } else { (format!("{orders} orders"), "wait") };
            format!("ended ({of_seed}{}): {orders} still {wait}, and nobody is left who could serve them", clock(at))
        });
        Trial {
            reduced: (self.replicated && self.format != Format::Csv).then(|| Reduced::of(&report)),
            line: (self.format == Format::Csv).then(|| report::csv::line(&report)),
            met: report.goals_met(),
            refusals: told.collect(),
            refused: refused.len() as u64,
            stranded,
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
    refusals: Told,
    stranded: Told,
}

/// The first lines of a kind, and how many there were.
#[derive(Default)]
struct Told {
    first: Vec<String>,
    all: u64,
}

impl Told {
    fn add(&mut self, lines: impl IntoIterator<Item = String>, all: u64) {
        self.all += all;
        self.first.extend(lines.into_iter().take(TOLD - self.first.len()));
    }

    fn tell(&self, what: &str) {
        self.first.iter().for_each(|line| say(line));
        if self.all > self.first.len() as u64 {
            say(&format!("… and {} more {what}", self.all - self.first.len() as u64));
        }
    }
}

impl Trials {
    pub fn new(plan: &Plan<'_>) -> Trials {
        let (format, replicated) = (plan.format, plan.replicated);
        let (refusals, stranded) = (Told::default(), Told::default());
        Trials { format, replicated, first: None, all: None, met: true, refusals, stranded }
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
        self.refusals.add(trial.refusals, trial.refused);
        let stranded = u64::from(trial.stranded.is_some());
        self.stranded.add(trial.stranded, stranded);
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

    /// What was refused, and where a shop ended with people still waiting.
    pub fn tell_remarks(&self) {
        self.refusals.tell("refusals");
        self.stranded.tell("shops that ended so");
    }
}
