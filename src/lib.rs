//! Pizza Shop Story: a pizza shop that is a distributed system. Enter at [`sim::world::World`] for the shop itself, at
//! [`session::Session`] for a game, at [`cli::main`] for the command.
//!
#![doc = include_str!("../assets/docs/architecture.md")]
//! # As a library
//!
//! A scenario is read, a shop opens, and what it measured is read off it. `examples/` has longer programs.
//!
//! ```
//! use pizzeria::scenario;
//! use pizzeria::session::Session;
//! use pizzeria::sim::world::World;
//! use std::sync::Arc;
//!
//! let story = scenario::load("story", &[]).expect("a shipped scenario is sound");
//!
//! // The shop alone, from opening to closing; nobody looks on.
//! let mut world = World::new(Arc::new(story.setup.clone()));
//! world.finish(&mut ());
//! let arrived = world.measures(0).orders.arrived;
//!
//! // The same evening as a game keeps it, with its log, its goals and its checkpoints.
//! let mut session = Session::new(Arc::new(story));
//! session.finish();
//! assert_eq!(session.world().measures(0).orders.arrived, arrived);
//! ```
#![forbid(unsafe_code)]

pub mod app;
pub mod chance;
#[cfg(feature = "terminal")]
pub mod cli;
pub mod plain;
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
