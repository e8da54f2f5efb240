//! `pizzeria completions SHELL`: prints a script that asks this program for completions, so that they include scenario
//! names and the paths of `--set`.

use super::{Cli, Done, EXAMPLES, output};
use anyhow::Context;
use clap::CommandFactory;
use clap_complete::engine::complete;
use clap_complete::env::{Bash, Elvish, EnvCompleter, Fish, Powershell, Zsh};
use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{self, Write};
use std::path::Path;

#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES.completions)]
pub struct Args {
    /// Which shell
    shell: Shell,
}

#[derive(clap::ValueEnum, Clone, Copy, Debug)]
enum Shell {
    Bash,
    Elvish,
    Fish,
    Powershell,
    Zsh,
}

impl Shell {
    fn completer(self) -> &'static dyn EnvCompleter {
        match self {
            Shell::Bash => &WholeWords,
            Shell::Elvish => &Elvish,
            Shell::Fish => &Fish,
            Shell::Powershell => &Powershell,
            Shell::Zsh => &Zsh,
        }
    }
}

/// The environment variable in which the script passes the shell's name.
const ASKED: &str = "PIZZERIA_COMPLETE";
const PROGRAM: &str = "pizzeria";

pub fn completions(args: Args) -> anyhow::Result<Done> {
    let mut script = Vec::new();
    args.shell.completer().write_registration(ASKED, PROGRAM, PROGRAM, PROGRAM, &mut script)?;
    output::print(&String::from_utf8_lossy(&script))?;
    Ok(Done::Well)
}

/// Answers a request for completions; `None`: this run is not one.
pub fn answer(words: &[OsString]) -> Option<anyhow::Result<Done>> {
    let shell = env::var(ASKED).ok().filter(|shell| !shell.is_empty())?;
    let line = words.iter().position(|word| word == "--").map(|i| words[i + 1..].to_vec()).unwrap_or_default();
    Some(offered(&shell, line))
}

fn offered(shell: &str, line: Vec<OsString>) -> anyhow::Result<Done> {
    let shell: Shell =
        clap::ValueEnum::from_str(shell, true).map_err(anyhow::Error::msg).context("no shell that asks for words")?;
    let folder = env::current_dir().ok();
    let mut words = Vec::new();
    if !line.is_empty() {
        shell.completer().write_complete(&mut Cli::command(), line, folder.as_deref(), &mut words)?;
    }
    output::print(&String::from_utf8_lossy(&words))?;
    Ok(Done::Well)
}

/// Bash completion for words with `=`. Bash splits `--set a.b=c` into `a.b`, `=`, `c` and replaces only the last part.
#[derive(Debug)]
struct WholeWords;

impl EnvCompleter for WholeWords {
    fn name(&self) -> &'static str {
        Bash.name()
    }

    fn is(&self, name: &str) -> bool {
        Bash.is(name)
    }

    fn write_registration(
        &self,
        asked: &str,
        name: &str,
        program: &str,
        completer: &str,
        script: &mut dyn Write,
    ) -> io::Result<()> {
        Bash.write_registration(asked, name, program, completer, script)
    }

    fn write_complete(
        &self,
        command: &mut clap::Command,
        line: Vec<OsString>,
        folder: Option<&Path>,
        words: &mut dyn Write,
    ) -> io::Result<()> {
        let at = env::var("_CLAP_COMPLETE_INDEX")
            .ok()
            .and_then(|at| at.parse().ok())
            .unwrap_or(line.len().saturating_sub(1));
        let (line, at, kept) = joined(&line, at);
        let between = env::var("_CLAP_IFS").unwrap_or("\n".into());
        for (i, candidate) in complete(command, line, at, folder)?.iter().enumerate() {
            let word = candidate.get_value().to_string_lossy();
            let word = word.strip_prefix(&kept).unwrap_or(&word);
            write!(words, "{}{word}", if i == 0 { "" } else { &between })?;
        }
        Ok(())
    }
}

/// Joins words split at `=`; returns the words, the index of the one being typed, and the part of it that bash keeps.
fn joined(line: &[OsString], at: usize) -> (Vec<OsString>, usize, String) {
    let (mut whole, mut place, mut kept): (Vec<OsString>, usize, String) = (Vec::new(), 0, String::new());
    let mut is_open = false;
    for (i, word) in line.iter().enumerate() {
        let before = whole.last().cloned().unwrap_or_default();
        let joins = whole.len() > 1 && (word == OsStr::new("=") || is_open);
        match whole.last_mut().filter(|_| joins) {
            Some(last) => last.push(word),
            None => whole.push(word.clone()),
        }
        if i == at {
            place = whole.len() - 1;
            // At the `=` itself, nothing follows it yet.
            kept = match joins {
                true if word == OsStr::new("=") => format!("{}=", before.to_string_lossy()),
                true => before.to_string_lossy().into_owned(),
                false => String::new(),
            };
        }
        is_open = word == OsStr::new("=");
    }
    if at >= line.len() {
        place = whole.len();
        whole.push(OsString::new());
    }
    (whole, place, kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_bash_has_broken_are_whole_again() {
        let line = |words: &[&str]| words.iter().map(OsString::from).collect::<Vec<_>>();
        let broken = line(&["pizzeria", "run", "story", "--set", "dispatch.policy", "=", "ne"]);
        let (whole, at, kept) = joined(&broken, 6);
        assert_eq!(whole, line(&["pizzeria", "run", "story", "--set", "dispatch.policy=ne"]));
        assert_eq!((at, kept.as_str()), (4, "dispatch.policy="));
        let (whole, at, kept) = joined(&broken[..6], 5);
        assert_eq!(
            (whole.last().unwrap().to_str(), at, kept.as_str()),
            (Some("dispatch.policy="), 4, "dispatch.policy=")
        );
        let (whole, at, kept) = joined(&line(&["pizzeria", "run", "st"]), 2);
        assert_eq!((whole.len(), at, kept.as_str()), (3, 2, ""));
    }
}
