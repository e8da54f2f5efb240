//! The twin: a second world of the same seed, without one thing, run in step. The same customers call in both, so every
//! difference is that thing's doing (*counterfactual*).

use crate::session::Watch;
use crate::sim::refusal::Refusal;
use crate::sim::setup::Scheduled;
use crate::sim::world::World;
use crate::units::Time;

/// What the twin lives without.
#[derive(Clone, Debug, PartialEq)]
pub enum Without {
    /// Everything the player does from now on.
    WhatFollows,
    /// The player's n-th command (from 0).
    Command(usize),
    /// The n-th event of the scenario's script (from 0).
    Event(usize),
}

#[derive(Clone, Debug)]
pub struct Twin {
    pub without: Without,
    /// When the two histories part.
    pub parts_at: Time,
    pub world: World,
    pub watch: Watch,
    /// Commands that the twin refused though the shop took them (it has less in the till, say).
    pub refused: Vec<(Scheduled, Refusal)>,
    /// Commands of the player that it has still to be given.
    pub(super) ahead: std::collections::VecDeque<Scheduled>,
}

/// The shop minus the twin, at the same moment. `None`: one of them has no data.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Differences {
    pub in_system: i64,
    pub waiting: i64,
    /// Seconds.
    pub p50: Option<f64>,
    pub p95: Option<f64>,
    pub p99: Option<f64>,
    pub bad: i64,
    pub on_time: Option<f64>,
    pub delivered: i64,
    pub lost: i64,
    /// Dollars.
    pub till: f64,
}
