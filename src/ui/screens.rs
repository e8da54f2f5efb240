//! The screens: one for each view of a running shop and each page around it.

pub mod charts;
pub mod city;
pub mod ending;
pub mod kitchen;
pub mod log;
pub mod moment;
pub mod orders;
pub mod picker;
pub mod story;
pub mod system;
