//! What chance alone does to an evening: the same shop with the same acts on evenings of other customers, in step with
//! the one that is played. None of them is ahead of it, so they know nothing that has not happened yet.

use super::Session;
use super::replicate::reseeded;
use crate::sim::setup::{Arrivals, Scheduled, Setup};
use crate::sim::world::World;
use crate::units::{Span, Time};
use std::sync::Arc;

/// How many other evenings there are.
pub const EVENINGS: usize = 20;
/// So many of them lie in the band: without the two lowest and the two highest at each moment.
pub const IN_BAND: usize = EVENINGS - 2 * OUTSIDE;
const OUTSIDE: usize = 2;
/// Their queues are looked at so often.
const STEP: Span = Span::from_mins(1);
/// A shop with more outlets, or with more orders by now, takes too long to play twenty times.
const MOST_OUTLETS: usize = 12;
const MOST_ORDERS: u64 = 4_000;

/// Other evenings of the same shop, as far as the present one has come.
#[derive(Clone, Debug)]
pub struct Evenings {
    setup: Arc<Setup>,
    worlds: Vec<World>,
    /// The player's commands that they were given.
    given: Vec<Scheduled>,
    /// Tickets in all queues at each whole step, sorted.
    waiting: Vec<[u32; EVENINGS]>,
}

impl Evenings {
    /// Other evenings up to a session's moment; `None` if the shop is too large, or if its calls are recorded ones and
    /// so the same on every evening.
    pub fn of(session: &Session) -> Option<Evenings> {
        let setup = session.setup();
        let recorded = setup.zones.iter().any(|zone| matches!(zone.arrivals, Arrivals::Trace(_)));
        if recorded || setup.outlets.len() > MOST_OUTLETS || session.world().calls() > MOST_ORDERS {
            return None;
        }
        let world = |i: usize| World::new(reseeded(setup, setup.seed.wrapping_add(i as u64 + 1)));
        let mut evenings = Evenings {
            setup: setup.clone(),
            worlds: (0..EVENINGS).map(world).collect(),
            given: Vec::new(),
            waiting: vec![[0; EVENINGS]],
        };
        evenings.go_on(session);
        Some(evenings)
    }

    /// Brings them up to the session's moment; `false`: they are of another history, or the shop has become too large.
    pub fn follow(&mut self, session: &Session) -> bool {
        let commands = session.commands();
        let is_same = Arc::ptr_eq(&self.setup, session.setup())
            && self.until() <= session.now()
            && commands.len() >= self.given.len()
            && commands[..self.given.len()] == self.given[..]
            && commands[self.given.len()..].iter().all(|command| command.at >= self.until());
        if !is_same || session.world().calls() > MOST_ORDERS {
            return false;
        }
        self.go_on(session);
        true
    }

    /// The moment that they have reached, a whole step.
    fn until(&self) -> Time {
        Time((self.waiting.len() as u64 - 1) * STEP.0)
    }

    fn go_on(&mut self, session: &Session) {
        while self.until() + STEP <= session.now() {
            let to = self.until() + STEP;
            // What is done at the step itself comes after it.
            let next = session.commands()[self.given.len()..].iter().take_while(|command| command.at < to);
            let next: Vec<Scheduled> = next.cloned().collect();
            let mut waiting = [0; EVENINGS];
            for (world, waiting) in self.worlds.iter_mut().zip(&mut waiting) {
                for command in &next {
                    world.advance(command.at, &mut ());
                    // Elsewhere the till may hold less, or nobody be there to go: then it is not done.
                    let _ = world.give(&command.command, &mut ());
                }
                world.advance(to, &mut ());
                *waiting = world.waiting() as u32;
            }
            waiting.sort_unstable();
            self.waiting.push(waiting);
            self.given.extend(next);
        }
    }

    /// How many waited at a moment in the lowest and in the highest evening of the band; `None`: it is not reached yet.
    pub fn band(&self, at: Time) -> Option<(u32, u32)> {
        let waiting = self.waiting.get((at.0 / STEP.0) as usize)?;
        Some((waiting[OUTSIDE], waiting[EVENINGS - 1 - OUTSIDE]))
    }
}
