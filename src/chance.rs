//! Chance: every random choice of the shop, from one seed, the same on every platform.
//!
//! A stream belongs to an identity, never to a moment: it is keyed by (seed, what it decides, whose). The n-th first
//! call of a zone brings the same order whatever was decided before it, so two histories of one seed differ only by
//! what was done (*common random numbers*).

pub mod dist;
pub mod draws;
mod ziggurat;

pub use dist::Dist;
pub use draws::{Draws, Source};
