//! The panels. Each draws a title, a rule and its content into the pane it is given, and adapts to its size.

pub mod breakdown;
pub mod brigade;
pub mod counters;
pub mod crew;
pub mod diagram;
pub mod events;
pub mod footer;
pub mod goals;
pub mod header;
pub mod kitchens;
pub mod ledger;
pub mod map;
pub mod plots;
pub mod queue_bars;
pub mod road;
pub mod scoreboard;
pub mod theory;
pub mod timeline_bar;
pub mod trace;
pub mod vitals;
pub mod waiting;
pub mod why;
