//! `pizzeria schema`: what a scenario file may contain, from the reader's tables.

use super::{Done, EXAMPLES, output};
use crate::scenario;

#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES.schema)]
pub struct Args {
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
}

#[derive(clap::ValueEnum, Clone, Copy, Debug)]
enum Format {
    /// A JSON schema, for editors and programs
    Json,
    /// Every key with a sentence, as Markdown, for people
    Text,
}

pub fn schema(args: Args) -> anyhow::Result<Done> {
    output::print(&match args.format {
        Format::Json => format!("{:#}\n", scenario::schema()),
        Format::Text => scenario::reference::reference(),
    })?;
    Ok(Done::Well)
}
