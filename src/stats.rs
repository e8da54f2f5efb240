//! Statistics: histograms, exact time averages, sliding windows, series for charts, confidence intervals. Nothing here
//! knows the shop.

pub mod histogram;
pub mod interval;
pub mod series;
pub mod sliding;
pub mod time_integral;

pub use histogram::Histogram;
pub use interval::{Estimate, Quantiles, Replicates};
pub use series::Series;
pub use sliding::{Mergeable, Sliding};
pub use time_integral::TimeIntegral;
