//! One binary for all promises: a file each.

mod complaints;
mod digests;
mod headless;
mod house;
mod mechanisms;
mod proofs;
mod reader;
mod session;
