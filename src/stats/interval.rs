//! Means over replications with 95 % confidence intervals (to be filled by its author).
