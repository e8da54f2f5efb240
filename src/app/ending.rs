//! The debrief after closing: measured results, predictions beside the truth, and alternative histories.
//!
//! The alternatives have exactly the same customers and differ from the player's run by commands and faults alone. They
//! are computed in slices while the page is open.

use super::game::Game;
use super::moment::Moment;
use super::outcome::OutcomeKind;
use super::story::Guess;
use super::stride::Stride;
use crate::report::{PlayerStats, Readings, Verdict};
use crate::scenario::replay;
use crate::scenario::{Bound, Measure, RunKind, Scenario};
use crate::session::aftermath::{Aftermath, Replay};
use crate::session::cost::breaks;
use crate::session::prove::{commands_of, ratio};
use crate::session::{Cost, Counterfactual};
use crate::sim::command;
use crate::sim::explain::Composition;
use crate::sim::measures::Measures;
use crate::sim::metric::{Kind, PlayerStat};
use crate::sim::setup::{Scheduled, Setup};
use crate::sim::world::World;
use crate::text::commands::describe_command;
use crate::text::concepts::{Transfer, concept};
use crate::text::glossary::Language;
use crate::text::numbers::clock;
use crate::text::series;
use crate::units::{Span, Time};
use std::collections::VecDeque;
use std::sync::Arc;

/// The game's name on cards.
pub const GAME: &str = "Pizza Shop Story";

/// Shop time of the first slice of an alternative; later slices are fitted to how long it takes.
const STRIDE: Span = Span::from_mins(5);

/// In how many equal parts of the evening two histories are compared.
const PARTING: usize = 240;

/// Of the first so many commands of the player: what the run would have been without each.
const WITHOUT: usize = 6;

/// The page after closing. Its histories are computed while it is open, one [`Ending::step`] at a time.
#[derive(Debug)]
pub struct Ending {
    /// The finished game.
    pub game: Box<Game>,
    /// Digest of the final state, as commands files carry it.
    pub digest: String,
    /// What was measured over the whole run.
    pub measures: Arc<Measures>,
    /// The slowest orders beside the median, span by span; `None`: nothing was delivered.
    pub makeup: Option<Composition>,
    /// The scenario's goals.
    pub goals: Vec<Verdict>,
    /// Whether all goals are met; `false` if the scenario has none.
    pub won: bool,
    /// The scenario's stars; they count only if the goals are met.
    pub stars: Vec<Verdict>,
    /// Each prediction of the scenario with what came true.
    pub guesses: Vec<Truth>,
    /// The numbers of the surprise as measured in this game; empty: not computed yet.
    pub numbers: Vec<Option<f64>>,
    /// The question about a web shop; `None`: the lesson's concept asks nothing.
    pub question: Option<Question>,
    /// The alternatives computed so far, best first, with the player's own among them.
    pub others: Vec<Outcome>,
    /// What each of the player's faults has cost, the dearest first, as far as computed; only where there are no goals.
    pub costs: Vec<Cost>,
    /// Index into `others` of the history under the cursor.
    pub chosen: usize,
    /// Rows of the page scrolled away.
    pub scroll: usize,
    /// Where the commands file was written, or why it was not.
    pub saved: Option<String>,
    /// What is shown before the page; `None`: the page.
    pub moment: Option<Moment>,
    pub(super) stride: Stride,
    work: VecDeque<OutcomeKind>,
    running: Option<Running>,
    /// Histories whose aftermath is asked for, the one being replayed, and those that are known.
    to_replay: VecDeque<OutcomeKind>,
    replaying: Option<(OutcomeKind, Replay)>,
    aftermaths: Vec<(OutcomeKind, Option<Aftermath>)>,
    /// Whether `guesses` and `numbers` hold the measured values.
    is_told: bool,
}

/// A prediction beside the truth.
#[derive(Clone, Debug, PartialEq)]
pub struct Truth {
    /// Index into the scenario's predictions.
    pub index: usize,
    /// What the player predicted; `None`: skipped.
    pub guess: Option<Guess>,
    /// The measured value in the metric's unit (seconds, 0–1, dollars, count), or the ratio of two values if the
    /// prediction asks for that; `None`: not computed yet, or no data.
    pub truth: Option<f64>,
    /// Index of the choice that came true; if nothing is measured, of the one the scenario calls right.
    pub right: Option<usize>,
}

/// The question about a web shop; its explanation is shown whatever was answered.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// Its text, choices and explanation.
    pub asks: &'static Transfer,
    /// Index of the choice under the cursor.
    pub chosen: usize,
    /// Index of the first answer; `None`: not answered yet.
    pub answered: Option<usize>,
}

impl Question {
    fn of(scenario: &Scenario) -> Option<Question> {
        let asks = concept(scenario.concept.as_deref()?)?.transfer.as_ref()?;
        Some(Question { asks, chosen: 0, answered: None })
    }

    /// Index of the right choice.
    pub fn right(&self) -> usize {
        self.asks.choices.iter().position(|choice| *choice == self.asks.answer).unwrap_or(0)
    }

    /// Whether the first answer was right; `None`: not answered yet.
    pub fn is_right(&self) -> Option<bool> {
        self.answered.map(|answered| answered == self.right())
    }

    /// Moves the cursor by so many choices; up is negative.
    pub fn step(&mut self, by: i32) {
        let last = self.asks.choices.len().saturating_sub(1) as i64;
        self.chosen = (self.chosen as i64 + by as i64).clamp(0, last) as usize;
    }

    /// Answers with a choice; only the first answer counts.
    pub fn answer(&mut self, choice: usize) {
        if self.answered.is_none() && choice < self.asks.choices.len() {
            (self.chosen, self.answered) = (choice, Some(choice));
        }
    }
}

/// A finished history and its results.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Which history it is.
    pub kind: OutcomeKind,
    /// Its name in the table of the debrief.
    pub name: String,
    /// What was measured over the whole run.
    pub measures: Arc<Measures>,
    /// The scenario's goals, judged in this history.
    pub goals: Vec<Verdict>,
    /// Whether all goals are met; `false` if the scenario has none.
    pub won: bool,
    /// The whole history; `None` for the player's own, which is in the game.
    pub played: Option<Box<Counterfactual>>,
}

/// An alternative being computed.
#[derive(Debug)]
struct Running {
    kind: OutcomeKind,
    played: Box<Counterfactual>,
    /// How far it is played.
    until: Time,
}

impl Ending {
    /// The debrief of a code's evening, and how many of its commands the shop refused. Hints are those that the code
    /// claims.
    pub fn of_replay(replay: replay::Replay) -> (Ending, usize) {
        let replay::Replay { scenario, file, source, .. } = replay;
        let source = source.unwrap_or_else(|| scenario.name.clone());
        let mut game = Box::new(Game::new(Arc::new(scenario), source, None, Vec::new()));
        let session = &mut game.session;
        let mut refused = 0;
        for scheduled in file.commands {
            // A cue may stop the clock on the way.
            while session.now() < scheduled.at && !session.is_over() {
                session.advance(scheduled.at);
            }
            refused += usize::from(session.give(scheduled.command).is_err());
        }
        session.finish();
        let hints = session.scenario().hints.len();
        let heard = |hints_heard: Option<u64>| usize::try_from(hints_heard.unwrap_or(0)).unwrap_or(hints).min(hints);
        session.restore_hints(heard(file.claims.hints), heard(file.claims.hints_bought));
        (Ending::new(game), refused)
    }

    /// The debrief of a finished game.
    pub fn new(game: Box<Game>) -> Ending {
        let session = &game.session;
        let deeds = PlayerStats { commands: session.commands().len() as u64, hints: session.hints_bought() as u64 };
        let (goals, stars) = judged(session.scenario(), session.world(), deeds);
        let measures = Arc::new(session.world().measures(0));
        let won = goals.iter().all(|goal| goal.met) && !goals.is_empty();
        let yours = Outcome {
            kind: OutcomeKind::Yours,
            name: "yours".into(),
            measures: measures.clone(),
            goals: goals.clone(),
            won,
            played: None,
        };
        let guesses = game.scenario.predictions.iter().enumerate();
        let guesses = guesses.map(|(index, prediction)| Truth {
            index,
            guess: game.guesses.get(index).cloned().flatten(),
            truth: None,
            right: prediction.choices.iter().position(|choice| Some(choice) == prediction.answer.as_ref()),
        });
        Ending {
            digest: session.world().digest(),
            makeup: session.composition(None),
            measures,
            won,
            stars,
            goals,
            guesses: guesses.collect(),
            numbers: Vec::new(),
            question: Question::of(&game.scenario),
            others: vec![yours],
            costs: Vec::new(),
            chosen: 0,
            scroll: 0,
            saved: None,
            moment: None,
            stride: Stride(STRIDE),
            work: to_compute(&game),
            running: None,
            to_replay: to_replay(&game),
            replaying: None,
            aftermaths: Vec::new(),
            is_told: false,
            game,
        }
    }

    /// How many stars were earned: those met, less those paid for hints; none if the goals are missed.
    pub fn stars_won(&self) -> u32 {
        if !self.won && !self.goals.is_empty() {
            return 0;
        }
        let met = self.stars.iter().filter(|star| star.met).count() as u32;
        met.saturating_sub(self.stars_paid())
    }

    /// The evening in a line for a chat, which does not give the lesson away.
    pub fn card(&self) -> String {
        let mut card = format!("{GAME} · {}", self.game.scenario.title);
        let all = self.stars.len();
        if all > 0 {
            let won = (self.stars_won() as usize).min(all);
            card += &format!(" · {}{}", "★".repeat(won), "☆".repeat(all - won));
        }
        if let Some(in_time) = self.measures.customers.on_time_ratio {
            card += &format!(" · {} % in time", (in_time * 100.0).floor());
        }
        card
    }

    /// Stars paid for hints that were taken early: one each, unless the scenario has a star of its own for that.
    pub fn stars_paid(&self) -> u32 {
        let own =
            self.game.scenario.stars.iter().any(|star| star.metric.row().kind == Kind::PlayerStat(PlayerStat::Hints));
        if own { 0 } else { self.game.session.hints_bought() as u32 }
    }

    /// The history that the player's is compared with: the solution's, else that in which nothing was done; where
    /// nothing is judged, the one without faults. `None`: it is not known.
    pub fn rival(&self) -> Option<(OutcomeKind, &Counterfactual)> {
        let kinds: &[OutcomeKind] = match self.is_unjudged() {
            true => &[OutcomeKind::Unbroken],
            false => &[OutcomeKind::Solution, OutcomeKind::Nothing],
        };
        kinds.iter().find_map(|kind| Some((*kind, &**self.other(*kind)?.played.as_ref()?)))
    }

    /// When that one and the player's begin to differ: in how many wait for a chef. `None`: it is not known, or they
    /// never do.
    pub fn parting(&self) -> Option<Time> {
        let theirs = &self.rival()?.1.waiting;
        let end = self.game.session.now();
        let columns = |of| series::columns(of, Time::ZERO, end, PARTING);
        let yours = columns(&self.game.session.recorder().gauges.waiting);
        let differ =
            |(mine, best): (&Option<f64>, &Option<f64>)| (mine.unwrap_or(0.0) - best.unwrap_or(0.0)).abs() >= 1.0;
        let at = yours.iter().zip(&columns(theirs)).position(differ)?;
        Some(Time(end.0 / PARTING as u64 * at as u64))
    }

    /// Whether the debrief is about the player's faults, because there is nothing to win.
    pub fn is_unjudged(&self) -> bool {
        is_unjudged(&self.game)
    }

    /// Whether the shop goes on after this page: it is the debrief of one of several days.
    pub fn is_halfway(&self) -> bool {
        self.is_unjudged() && !self.game.session.is_over()
    }

    /// Whether histories or aftermaths are still being computed.
    pub fn is_computing(&self) -> bool {
        !self.is_told
    }

    /// How many alternatives are still to be computed.
    pub fn computing(&self) -> usize {
        self.work.len() + self.running.is_some() as usize
    }

    /// The finished history of that kind; `None` while it is being computed, or if the scenario has no such history.
    pub fn other(&self, kind: OutcomeKind) -> Option<&Outcome> {
        self.others.iter().find(|other| other.kind == kind)
    }

    /// Computes a slice of an alternative; `true`: the page has something new to show.
    pub fn step(&mut self) -> bool {
        let by = self.stride.0;
        let Some(running) = &mut self.running else {
            self.running = self.work.pop_front().map(|kind| Running::new(kind, &self.game));
            return self.running.is_none() && self.settle(by);
        };
        if !running.step(by) {
            return false;
        }
        if let Some(done) = self.running.take() {
            if let (true, OutcomeKind::WithoutCommand(command)) = (is_unjudged(&self.game), done.kind) {
                let cost = Cost::of(&self.game.session, &self.measures, command, &done.played);
                let place = self.costs.partition_point(|known| known.rank() >= cost.rank());
                self.costs.insert(place, cost);
                return true;
            }
            let name = self.name(done.kind);
            let other = done.told(name);
            let first = self.game.scenario.goals.first().map(|goal| goal.bound);
            // What the lesson has to say comes before what the player might have left undone.
            let is_undone = |of: &Outcome| matches!(of.kind, OutcomeKind::WithoutCommand(_));
            let place = self.others.partition_point(|known| match (is_undone(known), is_undone(&other)) {
                (false, true) => true,
                (true, false) => false,
                _ => rank(known, first) >= rank(&other, first),
            });
            self.others.insert(place, other);
            self.chosen = self.others.iter().position(|other| other.kind == OutcomeKind::Yours).unwrap_or(0);
        }
        true
    }

    /// Once all alternatives are computed: finds the aftermaths of their faults, then fills in the measured values.
    fn settle(&mut self, by: Span) -> bool {
        if let Some((kind, replay)) = &mut self.replaying {
            let kind = *kind;
            if let Some(aftermath) = replay.step(by) {
                self.aftermaths.push((kind, Some(aftermath)));
                self.replaying = None;
            }
            return false;
        }
        if let Some(kind) = self.to_replay.pop_front() {
            let replay = self.history(kind).and_then(|(world, commands)| {
                let end = (!world.is_over()).then_some(world.now());
                Replay::new(world.setup(), commands, end)
            });
            match replay {
                Some(replay) => self.replaying = Some((kind, replay)),
                None => self.aftermaths.push((kind, None)),
            }
            return false;
        }
        let told = std::mem::replace(&mut self.is_told, true);
        if !told {
            self.tell_the_truth();
        }
        !told
    }

    fn name(&self, kind: OutcomeKind) -> String {
        let scenario = &self.game.scenario;
        match kind {
            OutcomeKind::Yours => "yours".into(),
            OutcomeKind::Nothing => "nothing".into(),
            OutcomeKind::Solution => "the solution".into(),
            OutcomeKind::Also(i) => scenario.also[i].name.clone(),
            OutcomeKind::Wrong(i) => scenario.wrong[i].name.clone(),
            OutcomeKind::SolutionAt(at) => format!("the solution at {}", clock(at, scenario.setup.opens)),
            OutcomeKind::WithoutCommand(i) => {
                let given = &self.game.session.commands()[i];
                let clock = given.at.calendar(scenario.setup.opens, scenario.setup.duration);
                format!("without {clock}, {}", describe_command(&given.command, &scenario.setup, Language::Pizza))
            }
            OutcomeKind::WithoutEvents => "no faults at all".into(),
            OutcomeKind::Unbroken => "unbroken".into(),
            OutcomeKind::Calm => "nothing, and no faults".into(),
            OutcomeKind::Ghost => "the evening you raced".into(),
        }
    }

    /// Fills in the measured values of predictions and surprise.
    fn tell_the_truth(&mut self) {
        for i in 0..self.guesses.len() {
            let prediction = &self.game.scenario.predictions[self.guesses[i].index];
            let truth = prediction.measure().and_then(|measure| self.measured(&measure));
            let right = truth.and_then(|truth| prediction.choice_of(truth));
            self.guesses[i].truth = truth;
            self.guesses[i].right = right.or(self.guesses[i].right);
        }
        let numbers = self.game.scenario.surprise.iter().flat_map(|surprise| &surprise.numbers);
        self.numbers = numbers.map(|number| self.measured(&number.measure)).collect();
    }

    /// A measure's value in this game's histories; `None`: no data.
    fn measured(&self, measure: &Measure) -> Option<f64> {
        let of = self.value(measure, measure.of);
        match measure.against {
            None => of,
            Some(other) => ratio(of, self.value(measure, other)),
        }
    }

    /// One of the evening's histories, once it is in.
    fn history(&self, kind: OutcomeKind) -> Option<(&World, &[Scheduled])> {
        match kind {
            OutcomeKind::Yours => Some((self.game.session.world(), self.game.session.commands())),
            _ => {
                let played = self.other(kind)?.played.as_ref()?;
                Some((played.world(), played.commands()))
            }
        }
    }

    fn value(&self, measure: &Measure, history: RunKind) -> Option<f64> {
        let metric = measure.metric;
        let kind = outcome_of(history, &self.game);
        let (world, commands) = self.history(kind)?;
        if let Kind::Aftermath(which) = metric.row().kind {
            let known = self.aftermaths.iter().find(|(known, _)| *known == kind)?;
            return Some(known.1?.read(which));
        }
        let deeds = PlayerStats { commands: commands.len() as u64, hints: 0 };
        Readings::of(world, deeds).value(metric, measure.scope, measure.window)
    }
}

/// Which of the evening's histories is meant.
fn outcome_of(history: RunKind, game: &Game) -> OutcomeKind {
    match history {
        RunKind::Run => OutcomeKind::Yours,
        RunKind::Nothing => OutcomeKind::Nothing,
        RunKind::Solution => OutcomeKind::Solution,
        RunKind::Wrong(i) => OutcomeKind::Wrong(i),
        RunKind::Also(i) => OutcomeKind::Also(i),
        RunKind::SolutionAt(at) => OutcomeKind::SolutionAt(at),
        RunKind::WithoutEvents if game.session.commands().is_empty() => OutcomeKind::WithoutEvents,
        RunKind::WithoutEvents => OutcomeKind::Calm,
    }
}

/// Those of which a question asks what their fault left behind.
fn to_replay(game: &Game) -> VecDeque<OutcomeKind> {
    let mut asked = VecDeque::new();
    for measure in game.scenario.measures().filter(|measure| matches!(measure.metric.row().kind, Kind::Aftermath(_))) {
        for history in [Some(measure.of), measure.against].into_iter().flatten() {
            let kind = outcome_of(history, game);
            if !asked.contains(&kind) {
                asked.push_back(kind);
            }
        }
    }
    asked
}

fn judged(scenario: &Scenario, world: &World, deeds: PlayerStats) -> (Vec<Verdict>, Vec<Verdict>) {
    let mut readings = Readings::of(world, deeds);
    let goals = scenario.goals.iter().map(|goal| readings.verdict(goal)).collect();
    let stars = scenario.stars.iter().map(|star| readings.verdict(star)).collect();
    (goals, stars)
}

/// Won before lost, then by what the first goal measures; without goals, by how many were served on time.
fn rank(other: &Outcome, bound: Option<Bound>) -> (bool, i64) {
    let value = match bound {
        Some(_) => other.goals.first().and_then(|verdict| verdict.value),
        None => other.measures.slo.on_time_ratio,
    };
    let sign = if matches!(bound, Some(Bound::AtMost(_))) { -1.0 } else { 1.0 };
    (other.won, value.map_or(i64::MIN, |value| (sign * value * 1e6) as i64))
}

/// Whether nothing is to be won, and the player may break something: the debrief is about the faults.
fn is_unjudged(game: &Game) -> bool {
    game.scenario.goals.is_empty() && game.may_break()
}

fn to_compute(game: &Game) -> VecDeque<OutcomeKind> {
    let scenario = &game.scenario;
    let mut work = VecDeque::new();
    let commands = game.session.commands().len();
    if is_unjudged(game) {
        let given = game.session.commands().iter().enumerate();
        let faults: Vec<usize> = given.filter(|(_, given)| breaks(&given.command)).map(|(i, _)| i).collect();
        // The whole first: it is what the evening is compared with.
        work.extend((!faults.is_empty()).then_some(OutcomeKind::Unbroken));
        work.extend(faults.into_iter().map(OutcomeKind::WithoutCommand));
        return work;
    }
    work.extend(game.ghost.is_some().then_some(OutcomeKind::Ghost));
    work.push_back(OutcomeKind::Nothing);
    if !scenario.solution.is_empty() {
        work.push_back(OutcomeKind::Solution);
    }
    work.extend((0..scenario.also.len()).map(OutcomeKind::Also));
    work.extend((0..scenario.wrong.len()).map(OutcomeKind::Wrong));
    work.extend(scenario.measured_besides().into_iter().filter_map(|history| match history {
        RunKind::SolutionAt(at) => Some(OutcomeKind::SolutionAt(at)),
        _ => None,
    }));
    if commands > 1 {
        work.extend((0..commands.min(WITHOUT)).map(OutcomeKind::WithoutCommand));
    }
    let faults = scenario.setup.script.iter().any(|event| event.command.kind() == command::Kind::Fault);
    let asked = scenario.measures().any(|measure| measure.needs(RunKind::WithoutEvents));
    if faults || (asked && commands == 0) {
        work.push_back(OutcomeKind::WithoutEvents);
    }
    if asked && commands > 0 {
        work.push_back(OutcomeKind::Calm);
    }
    work
}

impl Running {
    fn new(kind: OutcomeKind, game: &Game) -> Running {
        let scenario = &game.scenario;
        let own = game.session.commands();
        let commands: Vec<Scheduled> = match kind {
            OutcomeKind::Yours | OutcomeKind::WithoutEvents => own.to_vec(),
            OutcomeKind::Nothing | OutcomeKind::Calm => Vec::new(),
            OutcomeKind::Unbroken => {
                own.iter().filter(|given| given.command.kind() != command::Kind::Fault).cloned().collect()
            }
            OutcomeKind::Ghost => game.ghost.as_deref().map_or_else(Vec::new, <[Scheduled]>::to_vec),
            OutcomeKind::Solution => commands_of(scenario, RunKind::Solution),
            OutcomeKind::Also(i) => commands_of(scenario, RunKind::Also(i)),
            OutcomeKind::Wrong(i) => commands_of(scenario, RunKind::Wrong(i)),
            OutcomeKind::SolutionAt(at) => commands_of(scenario, RunKind::SolutionAt(at)),
            OutcomeKind::WithoutCommand(left) => {
                own.iter().enumerate().filter(|(i, _)| *i != left).map(|(_, command)| command.clone()).collect()
            }
        };
        let setup = match kind {
            OutcomeKind::WithoutEvents | OutcomeKind::Calm => {
                Arc::new(Setup { script: Vec::new(), ..Setup::clone(game.session.setup()) })
            }
            _ => game.session.setup().clone(),
        };
        let played = match kind {
            // A code may be of another version of the scenario, whose shop refuses what that one did.
            OutcomeKind::Wrong(_) | OutcomeKind::Ghost => Counterfactual::tempted(scenario.clone(), setup, commands),
            _ => Counterfactual::new(scenario.clone(), setup, commands),
        };
        // Of an evening that goes on, as far as it has come.
        let until = if is_unjudged(game) { game.session.now() } else { Time::NEVER };
        Running { kind, played: Box::new(played), until }
    }

    /// `true`: it is over.
    fn step(&mut self, by: Span) -> bool {
        self.played.advance(Time(self.played.world().now().0.saturating_add(by.0)).min(self.until));
        self.played.is_over() || self.played.world().now() >= self.until
    }

    fn told(self, name: String) -> Outcome {
        let world = self.played.world();
        let stats = PlayerStats { commands: self.played.commands().len() as u64, hints: 0 };
        let (goals, _) = judged(&self.played.scenario, world, stats);
        Outcome {
            kind: self.kind,
            name,
            measures: Arc::new(world.measures(0)),
            won: goals.iter().all(|goal| goal.met) && !goals.is_empty(),
            goals,
            played: Some(self.played),
        }
    }
}
