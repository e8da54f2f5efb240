//! The world: one plain value that is the whole shop at one moment.

use crate::sim::agenda::Tree;
use crate::sim::dispatch::Desk;
use crate::sim::order::Orders;
use crate::sim::outlet::Outlet;
use crate::sim::setup::Setup;
use crate::sim::till::Till;
use crate::units::Time;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    Open,
    /// Closed, with customers still waiting.
    Draining,
    Ended,
}

/// The whole shop. Cloning it is a checkpoint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct World {
    /// Shared by all checkpoints, because it never changes; a value all the same.
    pub setup: Arc<Setup>,
    pub now: Time,
    pub phase: Phase,
    pub orders: Orders,
    pub desk: Desk,
    pub outlets: Vec<Outlet>,
    pub till: Till,
    pub(super) agenda: Tree,
}
