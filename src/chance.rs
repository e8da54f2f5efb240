//! Chance: all random choices of the shop, from one seed, the same on all platforms.
//!
//! A stream of random numbers belongs to an identity, not to a time: it is keyed by (seed, what it decides, for whom).
//! The n-th first call of a zone brings the same order whatever was decided before it, so two histories of one seed
//! differ only by decisions (*common random numbers*).

pub mod dist;
pub mod draws;
mod ziggurat;

pub use dist::Dist;
pub use draws::{Draws, Source};
