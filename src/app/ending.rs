//! After closing: what the evening came to, the guess beside the truth, and what else might have been.
//!
//! The other histories have the same customers, to the order: they differ from the player's by the commands, and by
//! nothing else. They are computed while the page is open, a little at a time.

use super::game::Game;
use super::story::Guess;
use crate::report::{Deeds, Readings, Verdict};
use crate::scenario::{History, Prediction, command_text};
use crate::session::Session;
use crate::session::aftermath::run_and_watch;
use crate::session::prove::{commands_of, nearest_choice, ratio};
use crate::sim::command;
use crate::sim::measures::Measures;
use crate::sim::metric::Kind;
use crate::sim::setup::{Scheduled, Setup};
use crate::units::{Span, Time};
use std::collections::VecDeque;
use std::sync::Arc;

/// So much of another history is computed at once.
const STRIDE: Span = Span::from_mins(5);

/// Histories without one of the player's commands: of the first so many.
const WITHOUT: usize = 6;

#[derive(Debug)]
pub struct Ending {
    pub game: Box<Game>,
    pub digest: String,
    pub measures: Arc<Measures>,
    /// The scenario's goals, and whether all are met (none at all: nothing to win).
    pub goals: Vec<Verdict>,
    pub won: bool,
    /// The scenario's stars; they count only where the goals are met.
    pub stars: Vec<Verdict>,
    pub guesses: Vec<Truth>,
    /// Histories of the same customers, best first, the player's among them; they come in while the page is open.
    pub others: Vec<Other>,
    pub chosen: usize,
    pub scroll: usize,
    /// Where the commands file was saved, or why it was not.
    pub saved: Option<String>,
    work: VecDeque<OtherKind>,
    running: Option<Running>,
}

/// A guess beside the truth.
#[derive(Clone, Debug, PartialEq)]
pub struct Truth {
    /// Of the scenario's predictions.
    pub index: usize,
    pub guess: Option<Guess>,
    /// In the metric's unit (seconds, 0–1, dollars, counts), or the ratio asked for; `None`: not computed yet, or no data.
    pub truth: Option<f64>,
    /// Which of the choices that is; where nothing is measured, the one that the scenario calls right.
    pub right: Option<usize>,
}

/// What else might have been.
#[derive(Clone, Debug)]
pub struct Other {
    pub kind: OtherKind,
    pub name: String,
    pub measures: Arc<Measures>,
    pub goals: Vec<Verdict>,
    pub won: bool,
    /// With the gauges of the whole evening; the player's own are in the game.
    pub session: Option<Box<Session>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherKind {
    Yours,
    Nothing,
    Solution,
    /// A tempting wrong answer of the scenario, by index.
    Wrong(usize),
    /// The player's run without one of the commands, by index.
    WithoutCommand(usize),
    /// With the player's commands, without the scenario's own script.
    WithoutEvents,
}

/// A history being computed.
#[derive(Debug)]
struct Running {
    kind: OtherKind,
    session: Box<Session>,
    commands: VecDeque<Scheduled>,
}

impl Ending {
    /// Of a game whose shop is over.
    pub fn new(game: Box<Game>) -> Ending {
        let session = &game.session;
        let deeds = Deeds { commands: session.commands.len() as u64, hints: session.hints_bought as u64 };
        let (goals, stars) = judged(session, deeds);
        let measures = Arc::new(session.world.measures(0));
        let won = goals.iter().all(|goal| goal.met) && !goals.is_empty();
        let yours = Other {
            kind: OtherKind::Yours,
            name: "yours".into(),
            measures: measures.clone(),
            goals: goals.clone(),
            won,
            session: None,
        };
        let guesses = game.scenario.predictions.iter().enumerate();
        let guesses = guesses.map(|(index, prediction)| Truth {
            index,
            guess: game.guesses.get(index).cloned().flatten(),
            truth: None,
            right: prediction.choices.iter().position(|choice| Some(choice) == prediction.answer.as_ref()),
        });
        Ending {
            digest: session.world.digest(),
            measures,
            won,
            stars,
            goals,
            guesses: guesses.collect(),
            others: vec![yours],
            chosen: 0,
            scroll: 0,
            saved: None,
            work: to_compute(&game),
            running: None,
            game,
        }
    }

    /// Stars that count.
    pub fn stars_won(&self) -> u32 {
        if self.won || self.goals.is_empty() { self.stars.iter().filter(|star| star.met).count() as u32 } else { 0 }
    }

    pub fn is_computing(&self) -> bool {
        self.running.is_some() || !self.work.is_empty()
    }

    /// How many histories are still to come.
    pub fn computing(&self) -> usize {
        self.work.len() + self.running.is_some() as usize
    }

    pub fn other(&self, kind: OtherKind) -> Option<&Other> {
        self.others.iter().find(|other| other.kind == kind)
    }

    /// A little more of another history; `true`: one has come in.
    pub fn step(&mut self) -> bool {
        let Some(running) = &mut self.running else {
            self.running = self.work.pop_front().map(|kind| Running::new(kind, &self.game));
            return false;
        };
        if !running.step() {
            return false;
        }
        if let Some(done) = self.running.take() {
            let name = self.name(done.kind);
            let other = done.told(name);
            let place = self.others.partition_point(|known| rank(known) >= rank(&other));
            self.others.insert(place, other);
            self.chosen = self.others.iter().position(|other| other.kind == OtherKind::Yours).unwrap_or(0);
        }
        if !self.is_computing() {
            self.tell_the_truth();
        }
        true
    }

    fn name(&self, kind: OtherKind) -> String {
        let scenario = &self.game.scenario;
        match kind {
            OtherKind::Yours => "yours".into(),
            OtherKind::Nothing => "nothing".into(),
            OtherKind::Solution => "the solution".into(),
            OtherKind::Wrong(i) => scenario.wrong[i].name.clone(),
            OtherKind::WithoutCommand(i) => {
                let command = &self.game.session.commands[i].command;
                format!("without {}", command_text(command, &scenario.setup))
            }
            OtherKind::WithoutEvents => "no faults at all".into(),
        }
    }

    /// All histories are in: what was asked for can be read.
    fn tell_the_truth(&mut self) {
        for i in 0..self.guesses.len() {
            let prediction = &self.game.scenario.predictions[self.guesses[i].index];
            let of = self.value(prediction, prediction.of);
            let truth = match prediction.against {
                None => of,
                Some(other) => ratio(of, self.value(prediction, other)),
            };
            let right = truth.and_then(|truth| nearest_choice(prediction, truth));
            self.guesses[i].truth = truth;
            self.guesses[i].right = right.or(self.guesses[i].right);
        }
    }

    fn value(&self, prediction: &Prediction, history: History) -> Option<f64> {
        let metric = prediction.metric?;
        let scenario = &self.game.scenario;
        if metric.row().kind == Kind::Aftermath {
            let commands = match history {
                History::Run => self.game.session.commands.clone(),
                other => commands_of(scenario, other),
            };
            return run_and_watch(&setup_of(&self.game, history), &commands).1?.read(metric);
        }
        let kind = match history {
            History::Run => OtherKind::Yours,
            History::Nothing => OtherKind::Nothing,
            History::Solution => OtherKind::Solution,
            History::Wrong(i) => OtherKind::Wrong(i),
            History::WithoutEvents => OtherKind::WithoutEvents,
        };
        let session = match kind {
            OtherKind::Yours => &self.game.session,
            _ => self.other(kind)?.session.as_ref()?,
        };
        let deeds = Deeds { commands: session.commands.len() as u64, hints: 0 };
        Readings::of(&session.world, deeds).value(metric, prediction.scope, prediction.window)
    }
}

fn setup_of(game: &Game, history: History) -> Arc<Setup> {
    match history {
        History::WithoutEvents => Arc::new(Setup { script: Vec::new(), ..Setup::clone(&game.session.setup) }),
        _ => game.session.setup.clone(),
    }
}

fn judged(session: &Session, deeds: Deeds) -> (Vec<Verdict>, Vec<Verdict>) {
    let mut readings = Readings::of(&session.world, deeds);
    let goals = session.scenario.goals.iter().map(|goal| readings.verdict(goal)).collect();
    let stars = session.scenario.stars.iter().map(|star| readings.verdict(star)).collect();
    (goals, stars)
}

/// Won before lost, then by how many were served on time.
fn rank(other: &Other) -> (bool, i64) {
    let on_time = other.measures.slo.on_time_ratio.unwrap_or(0.0);
    (other.won, (on_time * 1e6) as i64)
}

fn to_compute(game: &Game) -> VecDeque<OtherKind> {
    let scenario = &game.scenario;
    let mut work = VecDeque::new();
    let commands = game.session.commands.len();
    work.push_back(OtherKind::Nothing);
    if !scenario.solution.is_empty() {
        work.push_back(OtherKind::Solution);
    }
    work.extend((0..scenario.wrong.len()).map(OtherKind::Wrong));
    if commands > 1 {
        work.extend((0..commands.min(WITHOUT)).map(OtherKind::WithoutCommand));
    }
    let asked = |p: &Prediction| p.of == History::WithoutEvents || p.against == Some(History::WithoutEvents);
    let faults = scenario.setup.script.iter().any(|event| event.command.kind() == command::Kind::Fault);
    if faults || scenario.predictions.iter().any(asked) {
        work.push_back(OtherKind::WithoutEvents);
    }
    work
}

impl Running {
    fn new(kind: OtherKind, game: &Game) -> Running {
        let scenario = &game.scenario;
        let own = &game.session.commands;
        let commands: Vec<Scheduled> = match kind {
            OtherKind::Yours | OtherKind::WithoutEvents => own.clone(),
            OtherKind::Nothing => Vec::new(),
            OtherKind::Solution => commands_of(scenario, History::Solution),
            OtherKind::Wrong(i) => commands_of(scenario, History::Wrong(i)),
            OtherKind::WithoutCommand(left) => {
                own.iter().enumerate().filter(|(i, _)| *i != left).map(|(_, command)| command.clone()).collect()
            }
        };
        let mut scenario = scenario.clone();
        if kind == OtherKind::WithoutEvents {
            Arc::make_mut(&mut scenario).setup.script.clear();
        }
        Running { kind, session: Box::new(Session::new(scenario)), commands: commands.into() }
    }

    /// `true`: it is over.
    fn step(&mut self) -> bool {
        let session = &mut self.session;
        let mut until = Time(session.now().0.saturating_add(STRIDE.0));
        if let Some(next) = self.commands.front() {
            until = until.min(next.at);
        }
        session.advance(until);
        while let Some(next) = self.commands.front().filter(|next| next.at <= session.now() && !session.is_over()) {
            // What the shop refuses in this history is not done in it.
            let _ = session.give(next.command.clone());
            self.commands.pop_front();
        }
        session.is_over()
    }

    fn told(self, name: String) -> Other {
        let deeds = Deeds { commands: self.session.commands.len() as u64, hints: 0 };
        let (goals, _) = judged(&self.session, deeds);
        Other {
            kind: self.kind,
            name,
            measures: Arc::new(self.session.world.measures(0)),
            won: goals.iter().all(|goal| goal.met) && !goals.is_empty(),
            goals,
            session: Some(self.session),
        }
    }
}
