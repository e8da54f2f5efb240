//! The quantities of the shop, as types that cannot be mixed up: moments and lengths of time, money, places, ids.
//!
//! Everything that decides what happens is an integer: microseconds and cents. Floats appear where something is
//! drawn or measured (kilometres, ratios) and are rounded to an integer before they touch the agenda.

pub mod cells;
pub mod digest;
pub mod ids;
pub mod maybe;
pub mod money;
pub mod place;
pub mod time;

pub use ids::{ChefRef, ItemId, OutletId, RiderRef, ZoneId};
pub use maybe::MaybeNumber;
pub use money::{Accrual, Cents};
pub use place::Place;
pub use time::{ClockTime, Span, Time};
