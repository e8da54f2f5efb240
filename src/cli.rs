//! The command line: subcommands, options and exit codes.
//!
//! One file a subcommand. Each returns a [`Done`] or an error; [`main`] alone turns them into exit codes: 0 done,
//! 1 a goal was missed under `--require-goals` or a proof failed, 2 bad usage or a bad file. Results go to standard
//! output, everything else to standard error; a reader who has seen enough (a closed pipe) is no error.

mod check;
mod code;
mod completions;
mod draft;
mod examples;
mod grade;
mod hand_ins;
mod ladder;
mod list;
mod man;
mod new;
mod output;
mod play;
mod progress;
mod prove;
mod run;
mod schema;
mod searches;
mod show;
mod tonight;
mod words;

use crate::scenario::Problems;
use crate::scenario::quantity::{TIME_IS, moment};
use crate::sim::setup::Setup;
use crate::units::Time;
use anyhow::anyhow;
use clap::{Parser, Subcommand};
use examples::EXAMPLES;
use output::{Closed, say};
use std::ffi::OsString;
use std::process::ExitCode;

/// A pizza shop in your terminal that teaches system design with honest numbers
#[derive(Parser, Debug)]
#[command(name = "pizzeria", version, about, long_about = LONG, after_help = EXAMPLES.all)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    look: play::Look,
}

const LONG: &str = "A pizza shop in your terminal that teaches system design with honest numbers.\n\n\
    Without a subcommand the dashboard opens at the scenario picker. A SCENARIO is the name of a built-in one \
    (`pizzeria list` shows them) or the path of a file.";

#[derive(Subcommand, Debug)]
enum Command {
    /// Play a scenario in the dashboard (without a name: choose one there)
    Play(play::Args),
    /// Play the shop of the day: drawn from the date, the same for everybody, proved worth playing
    Tonight(tonight::Args),
    /// Look at the evening of a code at a moment, and play on from there
    Show(show::Args),
    /// Print an evening as a code, for `play`, `show` and `run`
    Code(code::Args),
    /// Run hand-ins again and tell what is proved of each, and what is only claimed
    Grade(grade::Args),
    /// Compare hand-ins on evenings that nobody has seen
    Ladder(ladder::Args),
    /// Run a scenario without a dashboard and print its report
    Run(run::Args),
    /// Check scenario files and list every mistake, or prove that they teach
    Check(check::Args),
    /// List the built-in scenarios
    List(list::Args),
    /// Print the JSON schema of scenario files, or the reference of all keys
    Schema(schema::Args),
    /// Print a completion script for a shell
    Completions(completions::Args),
    /// Print the manual page
    #[command(after_help = EXAMPLES.man)]
    Man,
    /// Write a commented, valid lesson to start from
    New(new::Args),
}

/// How a subcommand ended without an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// All is well.
    Well,
    /// A goal was missed that had to be met, or a proof failed.
    Missed,
}

/// Parses the arguments, runs the subcommand, and returns its exit code.
pub fn main(words: impl IntoIterator<Item = OsString>) -> ExitCode {
    let words: Vec<OsString> = words.into_iter().collect();
    let done = match completions::answer(&words) {
        Some(answered) => answered,
        None => match Cli::try_parse_from(words) {
            Ok(cli) => cli.obey(),
            // Help and version are results, too.
            Err(refusal) if refusal.exit_code() == 0 => output::print_help(&refusal).map(|()| Done::Well),
            Err(refusal) => {
                let _ = refusal.print();
                return ExitCode::from(refusal.exit_code() as u8);
            }
        },
    };
    match done {
        Ok(Done::Well) => ExitCode::SUCCESS,
        Ok(Done::Missed) => ExitCode::from(1),
        Err(error) if error.is::<Closed>() => ExitCode::SUCCESS,
        Err(error) => {
            match error.downcast_ref::<Problems>() {
                Some(problems) => say(problems.render(output::coloured()).trim_end()),
                None => say(&format!("pizzeria: {error:#}")),
            }
            ExitCode::from(2)
        }
    }
}

impl Cli {
    fn opens_the_dashboard(&self) -> bool {
        matches!(self.command, None | Some(Command::Play(_) | Command::Show(_) | Command::Tonight(_)))
    }

    fn obey(self) -> anyhow::Result<Done> {
        if let (Some(word), false) = (self.look.first(), self.opens_the_dashboard()) {
            anyhow::bail!(
                "{word} is about the dashboard, which only `play`, `show`, `tonight` and `pizzeria` alone open: leave it out"
            );
        }
        let look = self.look;
        match self.command {
            None => play::open(None, &play::Changes::default(), &look),
            Some(Command::Play(args)) => play::open(args.scenario.as_deref(), &args.changes, &args.look.before(look)),
            Some(Command::Show(args)) => show::show(&args, &args.look.clone().before(look)),
            Some(Command::Tonight(args)) => tonight::tonight(&args, &args.look.clone().before(look)),
            Some(Command::Grade(args)) => grade::grade_all(&args),
            Some(Command::Ladder(args)) => ladder::ladder(&args),
            Some(Command::Code(args)) => code::code(&args),
            Some(Command::Run(args)) => run::run(args),
            Some(Command::Check(args)) => check::check(args),
            Some(Command::List(args)) => list::list(args),
            Some(Command::Schema(args)) => schema::schema(args),
            Some(Command::Completions(args)) => completions::completions(args),
            Some(Command::Man) => man::man(),
            Some(Command::New(args)) => new::new(args),
        }
    }
}

/// What `--at` says, on the shop's calendar.
fn moment_of(text: Option<&str>, setup: &Setup) -> anyhow::Result<Option<Time>> {
    let read =
        |text| moment(text, setup.opens).map(|moment| moment.time).ok_or_else(|| anyhow!("--at: it must be {TIME_IS}"));
    text.map(read).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_words_fit_together() {
        Cli::command().debug_assert();
    }

    /// Every help has examples, and they are understood.
    #[test]
    fn the_examples_are_true() {
        let mut cli = Cli::command();
        cli.build();
        let subcommands = cli.get_subcommands().filter(|command| command.get_name() != "help");
        let mut seen = 0;
        for command in subcommands.chain([&cli]) {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let examples: Vec<&str> = help.lines().filter(|line| line.trim_start().starts_with("pizzeria")).collect();
            assert!(examples.len() >= 2, "{} has no examples: {help}", command.get_name());
            for line in examples {
                let words = shlex::split(line.split(['>', '|']).next().unwrap()).unwrap();
                assert!(Cli::try_parse_from(&words).is_ok(), "{line}");
                assert!(
                    words.get(1).map(String::as_str) == Some(command.get_name()) || std::ptr::eq(command, &cli),
                    "{line}"
                );
                seen += 1;
            }
        }
        assert!(seen > 20);
    }
}
