//! One binary for all promises: a file each.

mod complaints;
mod debrief;
mod determinism;
mod digests;
mod explain;
mod fuzz;
mod headless;
mod house;
mod keys;
mod laws;
mod lessons;
mod mechanisms;
mod memory;
mod monkey;
mod naive;
mod oracle;
mod proofs;
mod pty;
mod reader;
mod save;
mod screens;
mod sentences;
mod session;
mod shops;
mod swarm;
mod theory;
