//! The command `pizzeria`. All it does stands in the library, from [`pizzeria::cli`] down.

use std::process::ExitCode;

fn main() -> ExitCode {
    pizzeria::cli::main(std::env::args_os())
}
