//! The twin: a second world of the same seed that lacks one thing and runs in step. The same customers call in both, so
//! every difference is caused by that thing (*counterfactual*).

use crate::session::{Recorder, Session};
use crate::sim::refusal::Refusal;
use crate::sim::setup::{Scheduled, Setup};
use crate::sim::world::World;
use crate::units::{Span, Time};
use std::collections::VecDeque;
use std::sync::Arc;

/// What the twin lacks.
#[derive(Clone, Debug, PartialEq)]
pub enum Without {
    /// Everything the player does from now on.
    WhatFollows,
    /// The player's n-th command, from 0.
    Command(usize),
    /// The n-th event of the scenario's script, from 0.
    Event(usize),
    /// Everything the player does; instead, it has what somebody else did on that evening (*ghost*).
    Player(Arc<[Scheduled]>),
}

/// A second history of the same customers, without one thing.
#[derive(Clone, Debug)]
pub struct Twin {
    /// What it lacks.
    pub without: Without,
    /// When the two histories part.
    pub parts_at: Time,
    /// Its world.
    pub world: World,
    /// What was collected of its history.
    pub recorder: Recorder,
    /// Commands that the twin refused though the shop took them, for want of money, say.
    pub refused: Vec<(Scheduled, Refusal)>,
    /// Commands of the player that the twin has yet to be given.
    ahead: VecDeque<Scheduled>,
}

/// The shop minus the twin, at the same moment. `None`: one of them has no data.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Differences {
    /// Orders in the shop.
    pub in_system: i64,
    /// Tickets in all queues.
    pub waiting: i64,
    /// Median latency over the last 15 minutes, in seconds.
    pub p50: Option<f64>,
    /// 95th percentile of the latency, likewise.
    pub p95: Option<f64>,
    /// 99th percentile of the latency, likewise.
    pub p99: Option<f64>,
    /// Customers served badly since opening.
    pub bad: i64,
    /// Customers served within the promise, since opening.
    pub in_time: i64,
    /// The share of customers served within the promise, since opening.
    pub on_time: Option<f64>,
    /// Orders delivered late since opening.
    pub late: i64,
    /// Orders delivered since opening.
    pub delivered: i64,
    /// Orders lost since opening.
    pub lost: i64,
    /// The balance of the till, in dollars.
    pub till: f64,
}

/// A session completes a new twin at once if there are no more than this many orders to catch up on.
const AT_ONCE: u64 = 2_000;

impl Twin {
    /// Runs to a moment, giving the commands that fall due on the way. After the end it does nothing.
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

    /// The player gave a command. The twin gives it, too, unless it lacks what the player does.
    pub(super) fn hears_of(&mut self, command: &Scheduled) {
        if matches!(self.without, Without::WhatFollows | Without::Player(_)) {
            return;
        }
        self.ahead.push_back(command.clone());
        if self.world.now() >= command.at {
            self.keep_up(command.at);
        }
    }
}

impl Session {
    /// Starts a twin, replacing the one that runs. In a small shop it is there at once; in a large one it lags, and
    /// catches up in steps ([`Session::catch_up`]). Returns `false` if there is nothing like `without` to leave out.
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

    /// Ends the twin.
    pub fn stop_twin(&mut self) {
        self.twin = None;
    }

    /// How far the twin lags behind.
    pub fn twin_lags(&self) -> Span {
        self.twin.as_ref().map_or(Span::ZERO, |twin| self.world.now().since(twin.world.now()))
    }

    /// Lets a twin that lags catch up by at most `by`, and no further than the shop.
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
        let budget = |recorder: &Recorder, world: &World| recorder.budget(world, recorder.overdue(world));
        let (budget_a, budget_b) = (budget(&self.recorder, ours), budget(&twin.recorder, theirs));
        let (tally_a, tally_b) = (ours.book().sheets[0].shop(), theirs.book().sheets[0].shop());
        Some(Differences {
            in_system: whole(ours.book().in_system.value(), theirs.book().in_system.value()),
            waiting: whole(ours.waiting(), theirs.waiting()),
            p50: percentile(0.5),
            p95: percentile(0.95),
            p99: percentile(0.99),
            bad: whole(budget_a.bad, budget_b.bad),
            in_time: whole(tally_a.good, tally_b.good),
            on_time: both(budget_a.on_time, budget_b.on_time),
            late: whole(tally_a.late, tally_b.late),
            delivered: whole(tally_a.delivered, tally_b.delivered),
            lost: whole(tally_a.lost(), tally_b.lost()),
            till: ours.till().balance(ours.now()).dollars() - theirs.till().balance(theirs.now()).dollars(),
        })
    }
}
