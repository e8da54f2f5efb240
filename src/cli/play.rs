//! `pizzeria play [SCENARIO]` and `pizzeria` alone: the dashboard.

use super::{Done, EXAMPLES, words};
use crate::app::settings::Ground;
use crate::scenario::replay::{Replay, is_code, read_code};
use crate::scenario::{Override, Reach, Scenario, load_within};
use crate::terminal::{self, Opens, Options};
use anyhow::ensure;
use clap_complete::engine::ArgValueCompleter;
use std::ffi::{OsStr, OsString};

#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES.play)]
pub struct Args {
    /// A built-in scenario's name, a file, or a code whose evening is to be beaten; without one, the picker
    #[arg(add = ArgValueCompleter::new(words::scenarios))]
    pub scenario: Option<OsString>,
    #[command(flatten)]
    pub changes: Changes,
    #[command(flatten)]
    pub look: Look,
}

/// Changes to the scenario, as in `run`.
#[derive(clap::Args, Debug, Clone, Default)]
pub struct Changes {
    /// Random seed (default: the scenario's own)
    #[arg(long, value_name = "N", requires = "scenario")]
    pub seed: Option<u64>,
    /// Change a key of the scenario first, like outlet.0.riders=3 (may be given again)
    #[arg(
        long = "set",
        value_name = "PATH=VALUE",
        requires = "scenario",
        add = ArgValueCompleter::new(words::settings)
    )]
    pub overrides: Vec<Override>,
    /// Let the scenario read recorded arrivals outside its own folder
    #[arg(long, requires = "scenario")]
    pub allow_outside: bool,
    /// The scenario file that a code was made with, where the code does not carry it
    #[arg(long = "scenario", value_name = "FILE", requires = "scenario", value_hint = clap::ValueHint::FilePath)]
    pub file: Option<OsString>,
}

impl Changes {
    fn reach(&self) -> Reach {
        if self.allow_outside { Reach::Anywhere } else { Reach::Folder }
    }

    /// The evening of a code, which brings its seed and its changes.
    fn replay(&self, code: &OsStr) -> anyhow::Result<Replay> {
        let bare = self.overrides.is_empty() && self.seed.is_none();
        ensure!(bare, "a code brings its own seed and changes: leave --seed and --set out");
        Ok(read_code(&code.to_string_lossy(), self.file.as_deref(), self.reach())?)
    }

    fn load(&self, source: &OsStr) -> anyhow::Result<Scenario> {
        ensure!(self.file.is_none(), "--scenario goes with a code");
        let reach = self.reach();
        let (mut scenario, _) = load_within(source, &self.overrides, reach)?;
        if let Some(seed) = self.seed {
            scenario.setup.seed = seed;
        }
        Ok(scenario)
    }
}

/// How the dashboard looks.
#[derive(clap::Args, Debug, Clone, Default)]
pub struct Look {
    /// Only ASCII characters
    #[arg(long)]
    pub ascii: bool,
    /// Nothing moves between two ticks
    #[arg(long)]
    pub no_motion: bool,
    /// The clock runs on under menus and the line for commands
    #[arg(long)]
    pub running_menus: bool,
    /// Leave the mouse to the terminal, to select text with (y in the dashboard switches it)
    #[arg(long)]
    pub no_mouse: bool,
    /// The terminal's background is light
    #[arg(long, conflicts_with = "dark")]
    pub light: bool,
    /// The terminal's background is dark
    #[arg(long)]
    pub dark: bool,
    /// No dashboard: a line for everything that matters, commands as lines (for screen readers)
    #[arg(long)]
    pub plain: bool,
}

impl Look {
    /// Adds the options given before the subcommand; of light and dark, the later one counts.
    pub fn before(self, earlier: Look) -> Look {
        let ground = if self.light || self.dark { (self.light, self.dark) } else { (earlier.light, earlier.dark) };
        Look {
            ascii: self.ascii || earlier.ascii,
            no_motion: self.no_motion || earlier.no_motion,
            running_menus: self.running_menus || earlier.running_menus,
            no_mouse: self.no_mouse || earlier.no_mouse,
            light: ground.0,
            dark: ground.1,
            plain: self.plain || earlier.plain,
        }
    }

    /// The first option that was given; `None`: none was.
    pub fn first(&self) -> Option<&'static str> {
        let words = [
            (self.ascii, "--ascii"),
            (self.no_motion, "--no-motion"),
            (self.running_menus, "--running-menus"),
            (self.no_mouse, "--no-mouse"),
            (self.light, "--light"),
            (self.dark, "--dark"),
            (self.plain, "--plain"),
        ];
        words.into_iter().find(|(given, _)| *given).map(|(_, word)| word)
    }
}

/// Opens the dashboard, or the lines of `--plain`; returns when the player leaves.
pub fn open(scenario: Option<&OsStr>, changes: &Changes, look: &Look) -> anyhow::Result<Done> {
    let opens = match scenario {
        None => Opens::Picker,
        Some(word) if is_code(&word.to_string_lossy()) => Opens::Race(Box::new(changes.replay(word)?)),
        Some(source) => Opens::Story(Box::new(changes.load(source)?), source.to_string_lossy().into_owned()),
    };
    begin(opens, look)
}

/// Opens the dashboard, or the lines of `--plain`, with what is asked for.
pub fn begin(opens: Opens, look: &Look) -> anyhow::Result<Done> {
    let ground = match (look.light, look.dark) {
        (true, _) => Some(Ground::Light),
        (_, true) => Some(Ground::Dark),
        _ => None,
    };
    let options = Options {
        opens,
        ascii: look.ascii,
        no_motion: look.no_motion,
        running_menus: look.running_menus,
        no_mouse: look.no_mouse,
        ground,
    };
    let ended = if look.plain { terminal::plain::run(options) } else { terminal::run(options) };
    ended.map(|()| Done::Well).map_err(anyhow::Error::msg)
}
