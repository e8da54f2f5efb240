//! `pizzeria run SCENARIO`: runs a shop without a dashboard and prints its report.

mod hand_in;
mod trials;

use super::output::{self, Output, say};
use super::{Done, EXAMPLES, progress, words};
use crate::report::FileMade;
use crate::scenario::replay::{Replay, is_code, read_code};
use crate::scenario::{self, CommandsFile, Override, Reach, Scenario};
use crate::session::replicate::in_order;
use crate::sim::setup::Scheduled;
use crate::text::numbers;
use crate::units::{Span, Time};
use anyhow::{Context, anyhow, ensure};
use clap_complete::engine::ArgValueCompleter;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use trials::{Plan, Trials};

#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES.run)]
pub struct Args {
    /// A built-in scenario's name, a file, or a code
    #[arg(add = ArgValueCompleter::new(words::scenarios))]
    scenario: OsString,
    /// The scenario file that a code was made with, where the code does not carry it
    #[arg(long = "scenario", value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    own: Option<OsString>,
    /// End with exit code 1 unless the commands are a game by the scenario's own rules, seed and all, and come to the
    /// history that they claim
    #[arg(long)]
    verify: bool,
    /// Random seed (default: the scenario's own)
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Run this many times, with the seeds N, N+1, …; each number becomes a mean and its 95 % interval
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=100_000))]
    replications: Option<u64>,
    /// Replay the commands in this file (a saved game is one)
    #[arg(long, value_name = "FILE", conflicts_with = "solution", value_hint = clap::ValueHint::FilePath)]
    commands: Option<PathBuf>,
    /// Replay the scenario's own solution
    #[arg(long)]
    solution: bool,
    /// Change a key of the scenario first, like outlet.0.riders=3 (may be given again)
    #[arg(long = "set", value_name = "PATH=VALUE", add = ArgValueCompleter::new(words::settings))]
    overrides: Vec<Override>,
    /// End with exit code 1 if a goal is missed (with replications: missed in any of them), or if a commands file is
    /// not what it claims: another seed or digest, or commands that a player may not give
    #[arg(long)]
    require_goals: bool,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Write into this file instead of standard output: completely or not at all
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    out: Option<PathBuf>,
    /// Write the scenario with these commands in it, as the player's, into a new scenario file; nothing is run
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath, conflicts_with_all = ["out", "replications"])]
    export: Option<PathBuf>,
    /// Advance in steps of 1s, 250ms …, as a dashboard would; the result is the same
    #[arg(long, value_name = "D", value_parser = tick)]
    tick: Option<Span>,
    /// Let the scenario read recorded arrivals outside its own folder
    #[arg(long)]
    allow_outside: bool,
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
    let to = args.out.as_deref().filter(|_| args.export.is_none());
    let mut out = Output::open(to)?;
    let reach = if args.allow_outside { Reach::Anywhere } else { Reach::Folder };
    let (mut scenario, own_seed, played) = args.asked(reach)?;
    ensure!(!args.verify || played.is_some(), "--verify needs a game to be verified: a code, or --commands FILE");
    if let Some(seed) = args.seed.or(played.as_ref().and_then(|(file, _)| file.seed)) {
        scenario.setup.seed = seed;
    }
    if args.require_goals && scenario.goals.is_empty() {
        say(&format!("warning: {} has no goals that --require-goals could require", scenario.name));
    }
    let commands = match &played {
        Some((file, _)) => file.commands.clone(),
        None if args.solution => solution(&scenario),
        None => Vec::new(),
    };
    if let Some(file) = &args.export {
        let moment = played.as_ref().and_then(|(file, _)| file.moment);
        return export(&scenario, &commands, moment, file);
    }
    let seeds = seeds(scenario.setup.seed, args.replications.unwrap_or(1))?;
    let plan = Plan {
        scenario: &scenario,
        commands: &commands,
        tick: args.tick,
        format: args.format,
        replicated: args.replications.is_some(),
        solution: args.solution,
        file: played.as_ref().map(|(_, made)| made.clone()),
    };
    let trials = run_all(&plan, &seeds, &mut out)?;
    let is_honest = match (&played, trials.first()) {
        (Some((file, _)), Some(report)) => {
            let claim = hand_in::Claim { file, scenario: &scenario, report, own_seed, asked: args.seed };
            let by_the_rules = !args.verify || claim.is_by_the_rules();
            claim.is_true(args.require_goals || args.verify) && by_the_rules
        }
        _ => true,
    };
    trials.tell_remarks();
    out.write(&trials.rest())?;
    out.finish()?;
    let missed = args.require_goals && !trials.all_met();
    let untrue = (args.require_goals || args.verify) && !is_honest;
    Ok(if missed || untrue { Done::Missed } else { Done::Well })
}

/// A scenario, the seed that it names itself, and the game that is to be played in it.
type Asked = (Scenario, u64, Option<(CommandsFile, FileMade)>);

impl Args {
    /// What is run: a scenario with a file of commands perhaps, or both out of a code.
    fn asked(&self, reach: Reach) -> anyhow::Result<Asked> {
        let word = self.scenario.to_string_lossy();
        if is_code(&word) {
            ensure!(
                self.overrides.is_empty() && self.commands.is_none() && !self.solution,
                "a code brings its own commands and changes: leave --commands, --solution and --set out"
            );
            let Replay { scenario, own_seed, file, .. } = read_code(&word, self.own.as_deref(), reach)?;
            return Ok((scenario, own_seed, Some((file, FileMade::of(Path::new("code"), &word)))));
        }
        ensure!(self.own.is_none(), "--scenario goes with a code");
        let scenario = load(&self.scenario, &self.overrides, reach)?;
        let played = self.commands.as_deref().map(|file| read_commands(file, &scenario)).transpose()?;
        let own_seed = scenario.setup.seed;
        Ok((scenario, own_seed, played))
    }
}

/// Writes the scenario with everything in it that was done, up to `moment` or to the last command.
fn export(scenario: &Scenario, commands: &[Scheduled], moment: Option<Time>, file: &Path) -> anyhow::Result<Done> {
    ensure!(
        file.symlink_metadata().is_err(),
        "{} is there already: choose another name, or move it away first",
        file.display()
    );
    let at = moment.or(commands.last().map(|last| last.at)).unwrap_or_default();
    let done: Vec<Scheduled> = commands.iter().filter(|scheduled| scheduled.at <= at).cloned().collect();
    let text = scenario::export(scenario, &done, at).map_err(|why| anyhow!(why))?;
    let mut out = Output::open(Some(file))?;
    out.write(&text)?;
    out.finish()?;
    say(&format!("{} is written, with {} in it", file.display(), numbers::counted(done.len() as u64, "command")));
    Ok(Done::Well)
}

/// Loads a scenario and prints its warnings.
pub(super) fn load(source: &OsString, overrides: &[Override], reach: Reach) -> anyhow::Result<Scenario> {
    let (scenario, warnings) = scenario::load_within(source, overrides, reach)?;
    for warning in &warnings {
        say(&format!("warning: {warning}"));
    }
    Ok(scenario)
}

pub(super) fn read_commands(file: &Path, scenario: &Scenario) -> anyhow::Result<(CommandsFile, FileMade)> {
    let name = file.display().to_string();
    let text = scenario::trace::read_text(file, scenario::LARGEST_FILE)
        .map_err(|why| anyhow!("{}: the commands file {why}", output::escape_control(&name)))?;
    let read = scenario::read_commands_file(&name, &text, &scenario.setup)?;
    Ok((read, FileMade::of(file, &text)))
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

/// Runs the shop under each seed. Results are printed as soon as possible, in the order of the seeds.
fn run_all(plan: &Plan<'_>, seeds: &[u64], out: &mut Output) -> anyhow::Result<Trials> {
    let mut trials = Trials::new(plan);
    if let [seed] = seeds {
        let trial = plan.trial(*seed, progress::Evening::of(&plan.scenario.setup));
        out.write(&trials.take(trial))?;
        return Ok(trials);
    }
    let bar = progress::bar(seeds.len() as u64, "running");
    let numbers = 100 + 80 * (plan.scenario.setup.outlets.len() + plan.scenario.setup.items.len());
    let work = |seed: &u64| {
        let trial = plan.trial(*seed, None);
        bar.inc(1);
        trial
    };
    in_order(seeds, numbers, work, |trial| out.write(&trials.take(trial)))?;
    bar.finish_and_clear();
    Ok(trials)
}
