//! `pizzeria play [SCENARIO]` and `pizzeria` alone: the dashboard.

use super::Done;

#[derive(clap::Args, Debug)]
pub struct Args {
    /// A built-in scenario's name or a file; without one, the picker
    pub scenario: Option<String>,
    #[command(flatten)]
    pub look: Look,
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
    /// No dashboard: a line for everything that matters, commands as lines (for screen readers)
    #[arg(long)]
    pub plain: bool,
}

pub fn open(scenario: Option<&str>, look: &Look) -> anyhow::Result<Done> {
    let _ = (scenario, look);
    anyhow::bail!("the dashboard is not built yet; `pizzeria run SCENARIO` runs one without it")
}
