//! `pizzeria check FILE…`: everything that is wrong with scenario files; with `--prove`, whether they teach.

use super::output::{self, say};
use super::{Done, prove};
use crate::scenario::{self, Scenario};
use anyhow::bail;

#[derive(clap::Args, Debug)]
pub struct Args {
    /// Scenario files, or names of built-in scenarios
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
    /// Prove each lesson: doing nothing loses, the solution wins, every wrong answer loses, predictions hold
    #[arg(long)]
    prove: bool,
    /// Search for what else wins, too: every allowed command at many moments and sizes, and pairs (takes seconds a lesson)
    #[arg(long, requires = "prove")]
    search: bool,
    /// Prove under seeds from this one on
    #[arg(long, value_name = "N", default_value_t = 1, requires = "prove")]
    seed: u64,
    /// … so many of them
    #[arg(long, value_name = "K", default_value_t = 10, requires = "prove",
          value_parser = clap::value_parser!(u64).range(1..=100_000))]
    seeds: u64,
}

pub fn check(args: Args) -> anyhow::Result<Done> {
    let mut good: Vec<Scenario> = Vec::new();
    let mut bad = 0;
    let mut errors = 0;
    for file in &args.files {
        match scenario::load_with_warnings(file, &[]) {
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
    output::print(&good.iter().map(|s| format!("{}: fine ({})\n", s.name, s.title)).collect::<String>())?;
    Ok(Done::Well)
}
