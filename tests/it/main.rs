//! One binary for all promises: a file each.

mod complaints;
mod house;
mod reader;
mod session;
