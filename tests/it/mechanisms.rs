//! Every sentence of the model as a tiny shop whose whole evening was worked out by hand.
//!
//! Even arrivals and fixed work make each moment a sum that can be done on paper. The expected timeline stands beside the
//! scenario, one line a moment, and is compared whole: what must not happen is tested by its absence.
//! Each test names the sentence it holds; each was seen to fail with its mechanism taken out.

mod demand;
mod desk;
mod kit;
mod kitchen;
mod leaving;
mod money;
mod people;
mod power;
mod prep;
mod road;
mod serving;
mod time;
