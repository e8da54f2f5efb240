//! Pizza Shop Story: a pizza shop that is a distributed system. Enter at [`sim::world::World`] for the shop itself, at
//! [`session::Session`] for a game, at [`cli::main`] for the command.
//!
#![doc = include_str!("../assets/docs/architecture.md")]
#![forbid(unsafe_code)]

pub mod app;
pub mod chance;
#[cfg(feature = "terminal")]
pub mod cli;
pub mod report;
pub mod scenario;
pub mod session;
pub mod sim;
pub mod stats;
#[cfg(feature = "terminal")]
pub mod terminal;
pub mod text;
pub mod theory;
pub mod ui;
pub mod units;
