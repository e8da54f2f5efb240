//! `pizzeria show CODE`: an evening to be looked at.

use super::play::{Look, begin};
use super::{Done, EXAMPLES, moment_of};
use crate::scenario::Reach;
use crate::scenario::replay::read_code;
use crate::terminal::Opens;
use std::ffi::OsString;

#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES.show)]
pub struct Args {
    /// The code, or a link that ends in one
    code: String,
    /// The moment to look at, like 19:40 or +2h (default: the one that the code names)
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// The scenario file that the code was made with, where the code does not carry it
    #[arg(long = "scenario", value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    file: Option<OsString>,
    /// Let the scenario read recorded arrivals outside its own folder
    #[arg(long)]
    allow_outside: bool,
    #[command(flatten)]
    pub look: Look,
}

pub fn show(args: &Args, look: &Look) -> anyhow::Result<Done> {
    let reach = if args.allow_outside { Reach::Anywhere } else { Reach::Folder };
    let replay = read_code(&args.code, args.file.as_deref(), reach)?;
    let at = moment_of(args.at.as_deref(), &replay.scenario.setup)?;
    begin(Opens::Show(Box::new(replay), at), look)
}
