//! What a command has come to: the shop beside its history without that command, with the same customers. Exact, unlike
//! a [`super::Preview`], because it is about what has happened.
//!
//! It ends by itself: once the effect shows, or when it has not for a long while.

use super::Session;
use crate::sim::command::Command;
use crate::sim::setup::Scheduled;
use crate::sim::world::World;
use crate::units::{Cents, Span, Time};

/// An effect of fewer orders may be one customer's luck.
const LEAST: u64 = 3;
/// How long an effect must have lasted.
const LASTS: Span = Span::from_mins(5);
/// How often the histories are compared.
const STEP: Span = Span::from_mins(1);
/// How long an effect is waited for.
const PATIENCE: Span = Span::from_hours(2);

/// A history without one command, beside the shop.
#[derive(Clone, Debug)]
pub struct Since {
    /// The command that it lacks, and when it was given.
    command: Scheduled,
    /// All commands of the shop up to it, and what this history heard of since.
    commands: Vec<Scheduled>,
    world: World,
    /// Since when something differs, and what it is.
    differs: Option<(Time, Which)>,
    compared: Time,
}

/// What differs first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    Waiting,
    Boxes,
    Lost,
}

/// What a command has come to, the shop minus its history without it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Came {
    /// Tickets in all queues.
    pub waiting: i64,
    /// Boxes that wait for a rider.
    pub boxes: i64,
    /// Calls lost since.
    pub lost: i64,
    /// Spent since: wages, rents, fees, ingredients.
    pub spent: Cents,
}

impl Session {
    /// The history without `command`, which is about to be given.
    pub fn since(&self, command: &Command) -> Since {
        let command = Scheduled { at: self.now(), command: command.clone() };
        let commands = self.commands.iter().chain([&command]).cloned().collect();
        Since { command, commands, world: self.world.clone(), differs: None, compared: self.now() }
    }
}

impl Since {
    /// When it was given.
    pub fn at(&self) -> Time {
        self.command.at
    }

    /// The player gives another command; what is not allowed in this history has no effect in it.
    pub fn hears_of(&mut self, command: &Scheduled) {
        self.commands.push(command.clone());
        self.world.advance(command.at, &mut ());
        let _ = self.world.give(&command.command, &mut ());
    }

    /// Keeps up with the shop; once its effect has shown, what it has come to.
    pub fn keep_up(&mut self, world: &World) -> Option<Came> {
        let now = world.now();
        if now.since(self.compared) < STEP && !world.is_over() {
            return None;
        }
        self.world.advance(now, &mut ());
        self.compared = now;
        let came = self.came(world);
        let which = came.which();
        match (self.differs, which) {
            (Some((from, before)), Some(which)) if before == which => {
                return (now.since(from) >= LASTS).then_some(came);
            }
            (_, which) => self.differs = which.map(|which| (now, which)),
        }
        None
    }

    /// Whether no effect is waited for any more: it has been too long, or the shop has gone back before it.
    pub fn is_over(&self, session: &Session) -> bool {
        let now = session.now();
        now < self.compared || now.since(self.at()) > PATIENCE || session.commands() != self.commands
    }

    fn came(&self, world: &World) -> Came {
        let whole = |a: u64, b: u64| a as i64 - b as i64;
        let spent = |world: &World| world.till().account(world.now()).costs();
        Came {
            waiting: whole(world.waiting(), self.world.waiting()),
            boxes: whole(boxes(world), boxes(&self.world)),
            lost: whole(lost(world), lost(&self.world)),
            spent: spent(world) - spent(&self.world),
        }
    }
}

impl Came {
    /// What differs by enough to be told, and is told first.
    fn which(&self) -> Option<Which> {
        let differs = |by: i64| by.unsigned_abs() >= LEAST;
        match () {
            () if differs(self.waiting) => Some(Which::Waiting),
            () if differs(self.boxes) => Some(Which::Boxes),
            () if differs(self.lost) => Some(Which::Lost),
            () => None,
        }
    }
}

fn boxes(world: &World) -> u64 {
    world.outlets().iter().map(|outlet| outlet.shelf.len() as u64).sum()
}

fn lost(world: &World) -> u64 {
    world.book().sheets[0].shop().lost()
}
