//! The twin: a second world of the same seed, without one thing, run in step. The same customers call in both, so every
//! difference is that thing's doing (*counterfactual*).

use crate::session::vitals::{budget, overdue};
use crate::session::{Recorder, Session};
use crate::sim::refusal::Refusal;
use crate::sim::setup::{Scheduled, Setup};
use crate::sim::world::World;
use crate::units::{Span, Time};
use std::collections::VecDeque;
use std::sync::Arc;

/// What the twin lives without.
#[derive(Clone, Debug, PartialEq)]
pub enum Without {
    /// Everything the player does from now on.
    WhatFollows,
    /// The player's n-th command (from 0).
    Command(usize),
    /// The n-th event of the scenario's script (from 0).
    Event(usize),
    /// All that the player does; in its place what somebody else did in that evening (*ghost*).
    Player(Arc<[Scheduled]>),
}

#[derive(Clone, Debug)]
pub struct Twin {
    pub without: Without,
    /// When the two histories part.
    pub parts_at: Time,
    pub world: World,
    pub recorder: Recorder,
    /// Commands that the twin refused though the shop took them (it has less in the till, say).
    pub refused: Vec<(Scheduled, Refusal)>,
    /// Commands of the player that it has still to be given.
    ahead: VecDeque<Scheduled>,
}

/// The shop minus the twin, at the same moment. `None`: one of them has no data.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Differences {
    pub in_system: i64,
    pub waiting: i64,
    /// Seconds, over the last 15 minutes.
    pub p50: Option<f64>,
    pub p95: Option<f64>,
    pub p99: Option<f64>,
    /// Customers served badly since opening.
    pub bad: i64,
    /// Customers served in time since opening.
    pub in_time: i64,
    /// Share of the customers served in time, since opening.
    pub on_time: Option<f64>,
    pub delivered: i64,
    pub lost: i64,
    /// Dollars.
    pub till: f64,
}

/// A session starts a twin at once if it has to catch up no more than so many orders.
const AT_ONCE: u64 = 2_000;

impl Twin {
    /// Runs to a moment, taking the commands that fall due on the way. After the end nothing happens.
    pub(super) fn keep_up(&mut self, to: Time) {
        while let Some(next) = self.ahead.front().filter(|next| next.at <= to).cloned() {
            self.ahead.pop_front();
            self.recorder.run(&mut self.world, next.at);
            if let Err(refusal) = self.world.give(&next.command, &mut self.recorder) {
                self.refused.push((next, refusal));
            }
        }
        self.recorder.run(&mut self.world, to);
    }

    /// The player gave a command. The twin does the same, unless it lives without what the player does.
    pub(super) fn hears_of(&mut self, command: &Scheduled) {
        if matches!(self.without, Without::WhatFollows | Without::Player(_)) {
            return;
        }
        self.ahead.push_back(command.clone());
        if self.world.now() >= command.at {
            self.keep_up(command.at);
        }
    }

    /// The vitals of the twin.
    pub fn vitals(&self) -> crate::session::Vitals {
        self.recorder.vitals(&self.world, &[])
    }
}

impl Session {
    /// Starts a twin, in the place of one that runs. A small shop's is there at once; a large one's lags, and catches
    /// up in steps ([`Session::catch_up`]). `false`: there is nothing of that kind to be without.
    pub fn start_twin(&mut self, without: Without) -> bool {
        let Some(twin) = self.make_twin(&without) else { return false };
        self.twin = Some(Box::new(twin));
        if self.world.calls() <= AT_ONCE {
            self.catch_up(Span::ENDLESS);
        }
        true
    }

    fn make_twin(&self, without: &Without) -> Option<Twin> {
        let twin = |parts_at, world, recorder, ahead: VecDeque<Scheduled>| Twin {
            without: without.clone(),
            parts_at,
            world,
            recorder,
            refused: Vec::new(),
            ahead,
        };
        match without {
            Without::WhatFollows => {
                Some(twin(self.world.now(), self.world.clone(), self.recorder.clone(), VecDeque::new()))
            }
            Without::Player(commands) => {
                let world = World::new(self.setup.clone());
                let recorder = Recorder::new(&world);
                let ahead = commands.iter().cloned().collect();
                Some(twin(Time::ZERO, world, recorder, ahead))
            }
            &Without::Command(n) => {
                let at = self.commands.get(n)?.at;
                let mut ahead: VecDeque<Scheduled> = self.commands.clone().into();
                ahead.remove(n);
                let Some(checkpoint) = self.checkpoints.before(at).filter(|c| c.commands <= n) else {
                    let world = World::new(self.setup.clone());
                    let recorder = Recorder::new(&world);
                    return Some(twin(at, world, recorder, ahead));
                };
                let recorder = self.recorder.rewound(&checkpoint.mark, checkpoint.world.now());
                ahead.drain(..checkpoint.commands);
                Some(twin(at, checkpoint.world.clone(), recorder, ahead))
            }
            &Without::Event(n) => {
                let at = self.setup.script.get(n)?.at;
                let mut setup = Setup::clone(&self.setup);
                setup.script.remove(n);
                let world = World::new(Arc::new(setup));
                let recorder = Recorder::new(&world);
                Some(twin(at, world, recorder, self.commands.clone().into()))
            }
        }
    }

    pub fn stop_twin(&mut self) {
        self.twin = None;
    }

    /// How far the twin is behind.
    pub fn twin_lags(&self) -> Span {
        self.twin.as_ref().map_or(Span::ZERO, |twin| self.world.now().since(twin.world.now()))
    }

    /// Lets a twin that lags catch up by so much, and no further than the shop is.
    pub fn catch_up(&mut self, by: Span) {
        if let Some(twin) = &mut self.twin {
            twin.keep_up((twin.world.now() + by).min(self.world.now()));
        }
    }

    /// The shop minus the twin, now; `None` without a twin, or while it lags.
    pub fn differences(&self) -> Option<Differences> {
        let twin = self.twin.as_ref().filter(|twin| twin.world.now() >= self.world.now() || twin.world.is_over())?;
        let (ours, theirs) = (&self.world, &twin.world);
        let whole = |a: u64, b: u64| a as i64 - b as i64;
        let both = |a: Option<f64>, b: Option<f64>| Some(a? - b?);
        let latency = |recorder: &Recorder, world: &World| recorder.flow.latency.whole(world.now());
        let (a, b) = (latency(&self.recorder, ours), latency(&twin.recorder, theirs));
        let percentile = |p| both(a.percentile(p).map(Span::seconds), b.percentile(p).map(Span::seconds));
        let (budget_a, budget_b) = (budget(ours, overdue(ours)), budget(theirs, overdue(theirs)));
        let (tally_a, tally_b) = (ours.book().sheets[0].shop(), theirs.book().sheets[0].shop());
        let lost = |t: &crate::sim::book::Tally| t.refused + t.abandoned + t.unreachable;
        Some(Differences {
            in_system: whole(ours.book().in_system.value(), theirs.book().in_system.value()),
            waiting: whole(ours.book().waiting, theirs.book().waiting),
            p50: percentile(0.5),
            p95: percentile(0.95),
            p99: percentile(0.99),
            bad: whole(budget_a.bad, budget_b.bad),
            in_time: whole(tally_a.good, tally_b.good),
            on_time: both(budget_a.on_time, budget_b.on_time),
            delivered: whole(tally_a.delivered, tally_b.delivered),
            lost: whole(lost(&tally_a), lost(&tally_b)),
            till: ours.till().balance(ours.now()).dollars() - theirs.till().balance(theirs.now()).dollars(),
        })
    }
}
