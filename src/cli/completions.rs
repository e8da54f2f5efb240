//! `pizzeria completions SHELL`.

use super::{Cli, Done, output};
use clap::CommandFactory;

#[derive(clap::Args, Debug)]
pub struct Args {
    /// Which shell
    shell: clap_complete::Shell,
}

pub fn completions(args: Args) -> anyhow::Result<Done> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "pizzeria", &mut script);
    output::print(&String::from_utf8_lossy(&script))?;
    Ok(Done::Well)
}
