//! `pizzeria new NAME`: writes a commented lesson, or a night without a goal, to start from.

use super::output::{Output, say};
use super::{Done, EXAMPLES};
use crate::scenario;
use anyhow::bail;
use std::path::PathBuf;

#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES.new)]
pub struct Args {
    /// What it is called; the file will be NAME.toml, here
    name: String,
    /// Write a night without a goal instead, with four shops and every decision and fault at hand
    #[arg(long)]
    sandbox: bool,
}

/// The template; `TITLE` is replaced by the name in words.
const LESSON: &str = include_str!("../../assets/new-lesson.toml");

pub fn new(args: Args) -> anyhow::Result<Done> {
    let name = args.name.strip_suffix(".toml").unwrap_or(&args.name);
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_') {
        bail!("{name:?} is no name for a lesson: use letters, digits, - and _, like long-night");
    }
    if scenario::builtin::is_known(name) {
        bail!("a built-in scenario is called {name}, and would be found before yours: choose another name");
    }
    let file = PathBuf::from(format!("{name}.toml"));
    if file.symlink_metadata().is_ok() {
        bail!("{} is there already: choose another name, or move it away first", file.display());
    }
    let mut out = Output::open(Some(&file))?;
    out.write(&if args.sandbox { sandbox(name) } else { lesson(name) })?;
    out.finish()?;
    let file = file.display();
    // Without a goal there is nothing to prove.
    let prove = if args.sandbox { String::new() } else { format!("\n  pizzeria check --prove {file}") };
    say(&format!("{file} is written. Next:\n  pizzeria check {file}\n  pizzeria play {file}{prove}"));
    Ok(Done::Well)
}

/// The built-in sandbox under another title, with the schema beside it as in a lesson.
fn sandbox(name: &str) -> String {
    let text = scenario::builtin::text_of(scenario::builtin::SANDBOX).unwrap_or_default();
    let (_, rest) = text.split_once('\n').unwrap_or_default();
    let schema = LESSON.lines().take(2).collect::<Vec<_>>().join("\n");
    format!("{schema}\n{}", rest.replacen("\"Break it\"", &format!("\"{}\"", title(name)), 1))
}

fn lesson(name: &str) -> String {
    LESSON.replace("TITLE", &title(name))
}

/// A file's name in words.
fn title(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    letters.next().map_or("A lesson".into(), |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lesson_to_start_from_is_valid() {
        let (scenario, warnings) =
            scenario::read("long-night.toml", &lesson("long-night"), None, &[]).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(warnings, []);
        assert_eq!(scenario.title, "Long night");
    }

    #[test]
    fn the_sandbox_to_start_from_is_the_built_in_one_under_another_title() {
        let (mine, warnings) =
            scenario::read("chaos.toml", &sandbox("chaos"), None, &[]).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(warnings, []);
        assert_eq!(mine.title, "Chaos");
        let built_in = scenario::load(scenario::builtin::SANDBOX, &[]).unwrap_or_else(|e| panic!("{e}"));
        assert_ne!(built_in.title, mine.title);
        assert_eq!((mine.setup, mine.allow), (built_in.setup, built_in.allow));
    }
}
