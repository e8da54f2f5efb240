//! The pieces that screens are made of. Each draws into a pane it is given and knows nothing of the shop.

pub mod axis;
pub mod chart;
pub mod digits;
pub mod dots;
pub mod float;
pub mod keys;
pub mod lane;
pub mod meter;
pub mod paragraph;
pub mod pizza;
pub mod spans;
pub mod spark;
pub mod title;
