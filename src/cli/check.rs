//! `pizzeria check FILE…`: everything that is wrong with scenario files; with `--prove`, whether they teach.

use super::output::{self, say};
use super::{Done, EXAMPLES, prove, words};
use crate::scenario::{self, Reach, Scenario};
use anyhow::bail;
use clap_complete::engine::ArgValueCompleter;
use std::ffi::OsString;

#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES.check)]
pub struct Args {
    /// Scenario files, or names of built-in scenarios
    #[arg(required = true, value_name = "FILE", add = ArgValueCompleter::new(words::scenarios))]
    files: Vec<OsString>,
    /// Prove each lesson: doing nothing loses, the solution wins, every wrong answer loses, predictions hold
    #[arg(long)]
    prove: bool,
    /// Search for what else wins, too: every allowed command at many moments and sizes, and pairs (takes seconds a
    /// lesson)
    #[arg(long, requires = "prove")]
    search: bool,
    /// The first seed to prove under
    #[arg(long, value_name = "N", default_value_t = 1, requires = "prove")]
    seed: u64,
    /// How many seeds
    #[arg(long, value_name = "K", default_value_t = 10, requires = "prove",
          value_parser = clap::value_parser!(u64).range(1..=100_000))]
    seeds: u64,
    /// Let the scenarios read recorded arrivals outside their own folders
    #[arg(long)]
    allow_outside: bool,
}

pub fn check(args: Args) -> anyhow::Result<Done> {
    let mut good: Vec<Scenario> = Vec::new();
    let reach = if args.allow_outside { Reach::Anywhere } else { Reach::Folder };
    let mut bad = 0;
    let mut errors = 0;
    for file in &args.files {
        match scenario::load_within(file, &[], reach) {
            Ok((scenario, warnings)) => {
                for warning in &warnings {
                    say(&format!("{}\n", warning.render(output::coloured())));
                }
                good.push(scenario);
            }
            Err(problems) => {
                say(&problems.render(output::coloured()));
                errors += problems.list.len() + problems.unlisted;
                bad += 1;
            }
        }
    }
    if bad > 0 {
        let problems = if errors == 1 { "1 problem".into() } else { format!("{errors} problems") };
        bail!("{problems} in {bad} of {} files", args.files.len());
    }
    if args.prove {
        return prove::prove(&good, args.seed, args.seeds, args.search);
    }
    output::print(&good.iter().map(fine).collect::<String>())?;
    Ok(Done::Well)
}

/// The line for a file without errors, with a summary of its recorded arrivals.
fn fine(scenario: &Scenario) -> String {
    let mut text = format!("{}: fine ({})\n", scenario.name, scenario.title);
    for trace in &scenario.traces {
        text += &format!("  {}\n", trace.told());
    }
    text
}
