//! `pizzeria code SCENARIO`: an evening as a code, for a link.

use super::output::Output;
use super::run::{load, read_commands};
use super::{Done, EXAMPLES, moment_of, words};
use crate::scenario::{CommandsFile, Override, Reach, replay};
use crate::session::replicate::run_lesson;
use clap_complete::engine::ArgValueCompleter;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;

#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES.code)]
pub struct Args {
    /// A built-in scenario's name or a file
    #[arg(add = ArgValueCompleter::new(words::scenarios))]
    scenario: OsString,
    /// Random seed (default: the commands file's, else the scenario's own)
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// The commands of this file, like a game that was saved
    #[arg(long, value_name = "FILE", conflicts_with = "solution", value_hint = clap::ValueHint::FilePath)]
    commands: Option<PathBuf>,
    /// The commands of the scenario's own solution
    #[arg(long)]
    solution: bool,
    /// Change a key of the scenario first, like outlet.0.riders=3 (may be given again)
    #[arg(long = "set", value_name = "PATH=VALUE", add = ArgValueCompleter::new(words::settings))]
    overrides: Vec<Override>,
    /// The moment that `show` opens at, like 19:40 or +2h
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// Put the scenario file into the code, so that nobody needs it
    #[arg(long)]
    whole: bool,
    /// Let the scenario read recorded arrivals outside its own folder
    #[arg(long)]
    allow_outside: bool,
}

pub fn code(args: &Args) -> anyhow::Result<Done> {
    let mut out = Output::open(None)?;
    let reach = if args.allow_outside { Reach::Anywhere } else { Reach::Folder };
    let mut scenario = load(&args.scenario, &args.overrides, reach)?;
    let played = args.commands.as_deref().map(|file| read_commands(file, &scenario)).transpose()?;
    if let Some(seed) = args.seed.or(played.as_ref().and_then(|(file, _)| file.seed)) {
        scenario.setup.seed = seed;
    }
    let commands = match played {
        Some((file, _)) => file.commands,
        None if args.solution => scenario.solution.clone(),
        None => Vec::new(),
    };
    let moment = moment_of(args.at.as_deref(), &scenario.setup)?;
    let setup = Arc::new(scenario.setup.clone());
    let digest = Some(run_lesson(&scenario, &setup, &commands, None, &mut ()).world.digest());
    let about = replay::about(&scenario, &args.scenario.to_string_lossy(), args.whole);
    let code = replay::encode(&CommandsFile { digest, moment, commands, ..about }, &setup);
    out.write(&format!("{code}\n"))?;
    out.finish()?;
    Ok(Done::Well)
}
