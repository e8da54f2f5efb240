//! `pizzeria tonight`: the evening of a date.

use super::output::{Output, say};
use super::play::{Look, begin};
use super::{Done, EXAMPLES};
use crate::scenario::tonight::Date;
use crate::scenario::tonight::{Topic, day_of};
use crate::session::tonight;
use crate::terminal::{self, Opens};
use anyhow::{Context, bail, ensure};
use clap::builder::{PossibleValuesParser, TypedValueParser};

#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES.tonight)]
pub struct Args {
    /// Another day's evening, like 2026-12-24 (default: today, in UTC, so that all the world plays the same)
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// What it must be about
    #[arg(long, value_name = "TOPIC", value_parser = topics())]
    about: Option<Topic>,
    /// Print the scenario file instead of playing it
    #[arg(long)]
    print: bool,
    #[command(flatten)]
    pub look: Look,
}

/// The words for the topics, so that the shell completes them and a misspelt one is answered with the nearest.
fn topics() -> impl TypedValueParser<Value = Topic> {
    let words = PossibleValuesParser::new(Topic::ALL.iter().map(|(word, _)| *word));
    words.try_map(|word| Topic::of_word(&word).ok_or("no such topic"))
}

pub fn tonight(args: &Args, look: &Look) -> anyhow::Result<Done> {
    let date: Date = match &args.date {
        Some(text) => text.parse().with_context(|| format!("--date: {text:?} is no day; write it like 2026-12-24"))?,
        None => day_of(terminal::now()).context("the clock of this machine is past the year 9999: give --date")?,
    };
    ensure!(date.year() > 0, "--date: {date} is before the first year");
    let Some(found) = tonight::tonight(date, args.about) else {
        bail!("none of the {} drafts of {date} is worth playing: try another day, or another topic", tonight::DRAFTS);
    };
    let name = found.evening.name();
    if args.print {
        let mut out = Output::open(None)?;
        out.write(&found.evening.text())?;
        out.finish()?;
        say(&format!("{name}, by which `play`, `run`, `grade` and codes know it"));
        return Ok(Done::Well);
    }
    begin(Opens::Story(Box::new(found.scenario), name), look)
}
