//! Grades hand-ins: a game that somebody claims to have played is run again. What that run shows is *proved*; what only
//! the file says (guesses, hints, minutes) is *claimed*.

use crate::report::{PlayerStats, Readings};
use crate::scenario::{Claims, CommandsFile, Scenario};
use crate::session::replicate::{reseeded, run_lesson};
use crate::sim::metric::{Kind, PlayerStat};
use crate::units::digest::is_comparable;
use serde::Serialize;
use std::sync::Arc;

/// How a game that was handed in came out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Grade {
    /// What running the commands again shows.
    pub proved: Proved,
    /// What the file says of the player, which the run cannot prove.
    pub claimed: Claims,
}

/// What running the commands again shows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Proved {
    /// Why it is no game by the scenario's rules, or not the history that it claims, as sentences; empty if it is.
    pub breaches: Vec<String>,
    /// How many goals were met.
    pub goals_met: usize,
    /// How many goals the scenario has.
    pub goals: usize,
    /// How many stars were won; 0 unless all goals were met. Stars for hints cannot be proved and are not counted.
    pub stars_won: usize,
    /// How many stars there are, those for hints not counted.
    pub stars: usize,
    /// Commands that the shop took.
    pub commands: u64,
    /// The share of customers served within the promise, 0–1; `None` if nobody called.
    pub on_time: Option<f64>,
    /// The seed of the run.
    pub seed: u64,
    /// The digest of the run, in hexadecimal.
    pub digest: String,
}

impl Grade {
    /// Whether it is a game by the scenario's rules, and the history that it claims.
    pub fn is_proved(&self) -> bool {
        self.proved.breaches.is_empty()
    }
}

/// Plays a hand-in again and grades it. `scenario` is as its author wrote it, with its own seed.
pub fn grade(scenario: &Scenario, file: &CommandsFile) -> Grade {
    let seed = file.seed.unwrap_or(scenario.setup.seed);
    let setup = reseeded(&Arc::new(scenario.setup.clone()), seed);
    let run = run_lesson(scenario, &setup, &file.commands, None, &mut ());
    let digest = run.world.digest();
    let player = PlayerStats { commands: run.taken, hints: file.claims.hints_bought.unwrap_or(0) };
    let mut readings = Readings::of(&run.world, player);
    let goals: Vec<bool> = scenario.goals.iter().map(|goal| readings.verdict(goal).met).collect();
    let is_claimed = |kind: Kind| kind == Kind::PlayerStat(PlayerStat::Hints);
    let provable = scenario.stars.iter().filter(|star| !is_claimed(star.metric.row().kind));
    let stars: Vec<bool> = provable.map(|star| readings.verdict(star).met).collect();
    let won = goals.iter().all(|met| *met);
    let on_time = readings.measures(None).customers.on_time_ratio;
    let proved = Proved {
        breaches: breaches(scenario, scenario.setup.seed, file, &digest, run.refused.len()),
        goals_met: goals.iter().filter(|met| **met).count(),
        goals: goals.len(),
        stars_won: if won { stars.iter().filter(|met| **met).count() } else { 0 },
        stars: stars.len(),
        commands: run.taken,
        on_time,
        seed,
        digest,
    };
    let mut claimed = file.claims.clone();
    claimed.guesses.resize(scenario.predictions.len(), None);
    if !claimed.first_guesses.is_empty() {
        claimed.first_guesses.resize(scenario.predictions.len(), None);
    }
    Grade { proved, claimed }
}

/// Everything by which a hand-in differs from a game that anybody could play by the rules. `own_seed` is the scenario's
/// own; `digest` and `refused` are those of the replay.
pub fn breaches(scenario: &Scenario, own_seed: u64, file: &CommandsFile, digest: &str, refused: usize) -> Vec<String> {
    let seed = file.seed.unwrap_or(own_seed);
    let mut all = Vec::new();
    let named = |name: &str| std::path::Path::new(name).file_stem().map(|stem| stem.to_string_lossy().into_owned());
    if let Some(name) = file.scenario.as_deref().filter(|name| named(name).as_deref() != Some(&scenario.name)) {
        all.push(format!("it was played in {name}, not in {}", scenario.name));
    }
    if seed != own_seed {
        all.push(format!("it was played under seed {seed}, and the scenario's own is {own_seed}"));
    }
    if file.set.is_some() || !scenario.changed.is_empty() {
        all.push("the scenario was changed (`set`)".into());
    }
    if file.sha256.as_ref().is_some_and(|hash| !scenario.sha256.starts_with(hash.as_str())) {
        all.push("it was played in another version of the scenario's file".into());
    }
    match &file.digest {
        None => all.push("no history is claimed: there is no digest".into()),
        Some(claimed) if !is_comparable(claimed) => {
            all.push(format!(
                "it was saved by another version of the program, whose digest {claimed} says nothing now"
            ));
        }
        Some(claimed) if claimed != digest => {
            all.push(format!("it is not the history that it claims: its digest is {digest}, not {claimed}"));
        }
        Some(_) => {}
    }
    let mut forbidden: Vec<&str> = Vec::new();
    for scheduled in file.commands.iter().filter(|scheduled| !scenario.allows(&scheduled.command)) {
        if !forbidden.contains(&scheduled.command.name()) {
            forbidden.push(scheduled.command.name());
        }
    }
    all.extend(forbidden.iter().map(|name| format!("the player may not give {name}: `allow` does not name it")));
    if refused > 0 {
        all.push(format!("the shop refused {refused} of its commands, which a game that was played does not keep"));
    }
    all
}
