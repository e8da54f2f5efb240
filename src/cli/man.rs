//! `pizzeria man`: one manual page, with the options of all subcommands.

use super::{Cli, Done, output};
use clap::{Command, CommandFactory};
use clap_mangen::Man;
use std::io::{self, Write};

pub fn man() -> anyhow::Result<Done> {
    let mut page = Vec::new();
    let mut cli = Cli::command();
    cli.build();
    Man::new(cli.clone()).render(&mut page)?;
    for command in cli.get_subcommands().filter(|command| command.get_name() != "help") {
        subcommand(command, &mut page)?;
    }
    output::print(&String::from_utf8_lossy(&page))?;
    Ok(Done::Well)
}

fn subcommand(command: &Command, page: &mut Vec<u8>) -> io::Result<()> {
    writeln!(page, ".SH \"PIZZERIA {}\"", command.get_name().to_uppercase())?;
    let man = Man::new(command.clone());
    man.render_synopsis_section(page)?;
    man.render_description_section(page)?;
    man.render_options_section(page)?;
    man.render_extra_section(page)
}
