//! `pizzeria show CODE`: an evening to be looked at.

use super::output::{self, Output, say};
use super::play::{Look, begin};
use super::{Done, EXAMPLES, moment_of};
use crate::app::Ending;
use crate::scenario::Reach;
use crate::scenario::replay::{Replay, read_code};
use crate::session::grade::breaches;
use crate::terminal::Opens;
use crate::ui::card;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES.show)]
pub struct Args {
    /// The code, or a link that ends in one
    code: String,
    /// The moment to look at, like 19:40 or +2h (default: the one that the code names)
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// Instead of opening the dashboard, draw the evening's card into this file and print its line and the code. End
    /// with exit code 1, and no card, unless it is a game by the scenario's own rules that comes to what it claims
    #[arg(long, value_name = "FILE", conflicts_with = "at", value_hint = clap::ValueHint::FilePath)]
    card: Option<PathBuf>,
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
    if let Some(file) = &args.card {
        return draw(replay, &args.code, file);
    }
    let at = moment_of(args.at.as_deref(), &replay.scenario.setup)?;
    begin(Opens::Show(Box::new(replay), at), look)
}

/// Draws the card of an evening that is proved.
fn draw(replay: Replay, code: &str, file: &Path) -> anyhow::Result<Done> {
    let mut out = Output::open(Some(file))?;
    let (ending, refused) = Ending::of_replay(replay.clone());
    let breaches = breaches(&replay.scenario, replay.own_seed, &replay.file, &ending.digest, refused);
    if !breaches.is_empty() {
        breaches.iter().for_each(|breach| say(&format!("no card: {breach}")));
        return Ok(Done::Missed);
    }
    out.write(&card::picture(&ending))?;
    out.finish()?;
    output::print(&format!("{}\n{}\n", ending.card(), code.trim()))?;
    Ok(Done::Well)
}
