//! `pizzeria run SCENARIO`: a shop without a dashboard, and its report.

use super::output::{self, Output, say};
use super::{Done, progress};
use crate::report::{self, PlayerStats, Report};
use crate::scenario::{self, CommandsFile, Override, Scenario, command_text};
use crate::session::replicate::{Remarks, reseeded, run_lesson, side_by_side};
use crate::sim::setup::Scheduled;
use crate::units::{Span, Time};
use anyhow::{Context, anyhow};
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(clap::Args, Debug)]
pub struct Args {
    /// A built-in scenario's name or a file
    scenario: String,
    /// Where all chance comes from (default: the scenario's own)
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Run this many times, with the seeds N, N+1, …; each number becomes a mean and its 95 % interval
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=100_000))]
    replications: Option<u64>,
    /// Give the commands of this file, like a game that was saved
    #[arg(long, value_name = "FILE", conflicts_with = "solution")]
    commands: Option<PathBuf>,
    /// Give the commands of the scenario's own solution
    #[arg(long)]
    solution: bool,
    /// Change a key of the scenario first, like outlet.0.riders=3 (may be given again)
    #[arg(long = "set", value_name = "PATH=VALUE")]
    overrides: Vec<Override>,
    /// End with exit code 1 if a goal is missed (with replications: missed in any of them)
    #[arg(long)]
    require_goals: bool,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Write into this file instead of standard output; it is there whole or not at all
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Advance step by step, like 1s or 250ms, as a dashboard would (the history is the same)
    #[arg(long, value_name = "D", value_parser = tick)]
    tick: Option<Span>,
}

#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq)]
enum Format {
    /// One screen, for people
    Text,
    /// Everything, for programs
    Json,
    /// A header and one line a run
    Csv,
}

fn tick(text: &str) -> Result<Span, String> {
    let span = scenario::quantity::span(text).filter(|span| !span.is_zero());
    span.ok_or_else(|| format!("it must be {}", scenario::quantity::SPAN_IS))
}

pub fn run(args: Args) -> anyhow::Result<Done> {
    let out = Output::open(args.out.as_deref())?;
    let mut scenario = load(&args.scenario, &args.overrides)?;
    let played = args.commands.as_deref().map(|file| read_commands(file, &scenario)).transpose()?;
    if let Some(seed) = args.seed.or(played.as_ref().and_then(|file| file.seed)) {
        scenario.setup.seed = seed;
    }
    if args.require_goals && scenario.goals.is_empty() {
        say(&format!("warning: {} has no goals that --require-goals could require", scenario.name));
    }
    let commands = match &played {
        Some(file) => file.commands.clone(),
        None if args.solution => solution(&scenario),
        None => Vec::new(),
    };
    let first = scenario.setup.seed;
    let seeds = seeds(first, args.replications.unwrap_or(1))?;
    let runs = run_all(&scenario, &commands, &seeds, args.tick);
    if let Some(file) = &played {
        compare(file, &scenario, &runs[0].0);
    }
    tell_remarks(&scenario, &seeds, &runs);
    let reports: Vec<Report> = runs.into_iter().map(|(report, _)| report).collect();
    out.write(&print(&reports, args.format, args.replications.is_some()))?;
    let met = reports.iter().all(Report::goals_met);
    Ok(if args.require_goals && !met { Done::Missed } else { Done::Well })
}

/// A scenario with its warnings told.
fn load(source: &str, overrides: &[Override]) -> anyhow::Result<Scenario> {
    let (scenario, warnings) = scenario::load_with_warnings(source, overrides)?;
    for warning in &warnings {
        say(&format!("warning: {warning}"));
    }
    Ok(scenario)
}

fn read_commands(file: &Path, scenario: &Scenario) -> anyhow::Result<CommandsFile> {
    let name = file.display().to_string();
    let text = scenario::trace::read_text(file, scenario::LARGEST_FILE)
        .map_err(|why| anyhow!("{}: the commands file {why}", output::escape_control(&name)))?;
    Ok(scenario::read_commands_file(&name, &text, &scenario.setup)?)
}

fn solution(scenario: &Scenario) -> Vec<Scheduled> {
    if scenario.solution.is_empty() {
        say(&format!("warning: {} has no solution; it runs as it is", scenario.name));
    }
    scenario.solution.clone()
}

fn seeds(first: u64, count: u64) -> anyhow::Result<Vec<u64>> {
    let last = first.checked_add(count - 1).with_context(|| {
        format!("{count} seeds from {first} on go past the largest, {}: choose a smaller --seed", u64::MAX)
    })?;
    Ok((first..=last).collect())
}

fn run_all(scenario: &Scenario, commands: &[Scheduled], seeds: &[u64], tick: Option<Span>) -> Vec<(Report, Remarks)> {
    let setup = Arc::new(scenario.setup.clone());
    let bar = progress::bar(seeds.len() as u64, "running");
    let runs = side_by_side(seeds, |seed| {
        let setup = reseeded(&setup, *seed);
        let mut remarks = Remarks::default();
        let run = run_lesson(scenario, &setup, commands, tick, &mut remarks);
        let mut commands = run.commands();
        commands.refused += remarks.refused.len() as u64;
        let player = PlayerStats { commands: run.taken, hints: 0 };
        let report = Report::of(scenario, &run.world, commands, player);
        bar.inc(1);
        // The script's and the player's in one list, as they were refused: of one moment the script's first.
        remarks.refused.extend(run.refused.into_iter().map(|(scheduled, why)| (scheduled, why.to_string())));
        remarks.refused.sort_by_key(|(scheduled, _)| scheduled.at);
        (report, remarks)
    });
    bar.finish_and_clear();
    runs
}

fn print(reports: &[Report], format: Format, replicated: bool) -> String {
    let sheet = || if replicated { report::replicated(reports) } else { reports[0].sheet() };
    match format {
        Format::Text => report::text::print(&sheet()),
        Format::Json => report::json::print(&sheet()),
        Format::Csv => report::csv::print(reports),
    }
}

/// Says where a saved game and this run of it differ.
fn compare(file: &CommandsFile, scenario: &Scenario, report: &Report) {
    // A game saved from a file of the player's own names its path.
    let stem = |name: &str| Path::new(name).file_stem().map(|stem| stem.to_string_lossy().into_owned());
    if let Some(name) = file.scenario.as_ref().filter(|name| stem(name).as_ref() != Some(&scenario.name)) {
        say(&format!("warning: these commands were given in {name}, not in {}", scenario.name));
    }
    if let Some(seed) = file.seed.filter(|seed| *seed != report.seed) {
        say(&format!("warning: these commands were given under seed {seed}, not {}", report.seed));
    }
    match &file.digest {
        None => {}
        Some(digest) if *digest == report.digest => say("the same history as when it was saved (equal digests)"),
        Some(digest) => say(&format!(
            "warning: not the history that was saved: its digest was {digest}, now it is {}",
            report.digest
        )),
    }
}

/// At most so many of a kind are told one by one.
const TOLD: usize = 10;

/// What was refused, and where a shop ended with people still waiting.
fn tell_remarks(scenario: &Scenario, seeds: &[u64], runs: &[(Report, Remarks)]) {
    let clock = |at: Time| at.calendar(scenario.setup.opens, scenario.setup.duration);
    let of_seed = |seed: &u64| if seeds.len() > 1 { format!("seed {seed}, ") } else { String::new() };
    let of_each = || seeds.iter().zip(runs).map(|(seed, (_, remarks))| (of_seed(seed), remarks));
    let refused = of_each().flat_map(|(seed, remarks)| {
        remarks.refused.iter().map(move |(scheduled, why)| {
            let command = command_text(&scheduled.command, &scenario.setup);
            format!("refused ({seed}{}): {command}: {why}", clock(scheduled.at))
        })
    });
    tell(refused, "refusals");
    let stranded = of_each().filter_map(|(seed, remarks)| {
        let (at, orders) = remarks.stranded?;
        let (orders, wait) =
            if orders == 1 { ("1 order".into(), "waits") } else { (format!("{orders} orders"), "wait") };
        Some(format!("ended ({seed}{}): {orders} still {wait}, and nobody is left who could serve them", clock(at)))
    });
    tell(stranded, "shops that ended so");
}

fn tell(lines: impl Iterator<Item = String>, what: &str) {
    let mut lines = lines;
    lines.by_ref().take(TOLD).for_each(|line| say(&line));
    let more = lines.count();
    if more > 0 {
        say(&format!("… and {more} more {what}"));
    }
}
