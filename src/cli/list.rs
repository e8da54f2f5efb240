//! `pizzeria list`: the scenarios that come with the program.

use super::{Done, EXAMPLES, output};
use crate::scenario::{self, Scenario, builtin};
use anyhow::Context;

#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES.list)]
pub struct Args {
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(clap::ValueEnum, Clone, Copy, Debug)]
enum Format {
    Text,
    /// `[{"name", "title", "concept", "summary"}]`
    Json,
}

pub fn list(args: Args) -> anyhow::Result<Done> {
    let shelf: Vec<Scenario> = builtin::all()
        .map(|(name, _)| scenario::load(name, &[]).with_context(|| format!("the built-in scenario {name} is broken")))
        .collect::<Result<_, _>>()?;
    output::print(&match args.format {
        Format::Text => text(&shelf),
        Format::Json => json(&shelf),
    })?;
    Ok(Done::Well)
}

fn text(shelf: &[Scenario]) -> String {
    let width = shelf.iter().map(|scenario| scenario.name.len()).max().unwrap_or(0);
    shelf.iter().map(|s| format!("{:width$}  {}: {}\n", s.name, s.title, s.summary)).collect()
}

fn json(shelf: &[Scenario]) -> String {
    let entries = shelf
        .iter()
        .map(|s| serde_json::json!({ "name": s.name, "title": s.title, "concept": s.concept, "summary": s.summary }));
    format!("{:#}\n", serde_json::Value::from_iter(entries))
}
