//! The simulation: one plain value, [`world::World`], that knows no clock, file, thread or terminal.

pub mod command;
pub mod demand;
pub mod setup;
