//! One binary for all promises: a file each.

mod complaints;
mod digests;
mod headless;
mod house;
mod mechanisms;
mod naive;
mod oracle;
mod proofs;
mod reader;
mod session;
mod shops;
