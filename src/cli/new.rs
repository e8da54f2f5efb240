//! `pizzeria new NAME`: writes a commented lesson to start from.

use super::output::{Output, say};
use super::{Done, EXAMPLES};
use crate::scenario;
use anyhow::bail;
use std::path::PathBuf;

#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES.new)]
pub struct Args {
    /// What the lesson is called; the file will be NAME.toml, here
    name: String,
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
    out.write(&lesson(name))?;
    out.finish()?;
    say(&format!(
        "{} is written. Next:\n  pizzeria check {0}\n  pizzeria play {0}\n  pizzeria check --prove {0}",
        file.display()
    ));
    Ok(Done::Well)
}

fn lesson(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    let title =
        letters.next().map_or("A lesson".into(), |first| first.to_uppercase().chain(letters).collect::<String>());
    LESSON.replace("TITLE", &title)
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
}
