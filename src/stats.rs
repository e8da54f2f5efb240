//! What is measured: histograms, exact time averages, confidence intervals. Nothing here knows the shop.

pub mod area;
pub mod histogram;
pub mod interval;

pub use area::Area;
pub use histogram::Histogram;
