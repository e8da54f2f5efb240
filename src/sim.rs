//! The simulation: one plain value, [`world::World`], that knows no clock, file, thread or terminal.

pub(crate) mod agenda;
pub mod book;
pub mod chef;
pub mod choices;
pub mod city;
pub mod command;
pub mod customers;
pub mod delivery;
pub mod demand;
pub mod dispatch;
pub mod explain;
pub mod health;
pub(crate) mod idle_queue;
mod journal;
pub use metric::measures;
pub mod metric;
pub mod notice;
pub mod order;
pub mod outlet;
pub mod queue;
pub mod quota;
pub mod refusal;
pub mod setup;
pub mod till;
pub mod wording;
pub mod world;
pub mod zone;
