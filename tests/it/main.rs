//! One binary for all promises: a file each.

mod complaints;
mod digests;
mod explain;
mod headless;
mod house;
<<<<<<< HEAD
mod keys;
=======
mod lessons;
>>>>>>> ebbed0c (Every lesson proves itself in the tests, and its surprise is pinned)
mod mechanisms;
mod monkey;
mod naive;
mod oracle;
mod proofs;
mod reader;
mod save;
mod session;
mod shops;
mod theory;
