//! A commands file that is handed in claims something: what scenario, seed and history it comes from.

use crate::cli::output::say;
use crate::report::Report;
use crate::scenario::{CommandsFile, Scenario};
use std::path::Path;

pub struct Claim<'c> {
    pub file: &'c CommandsFile,
    /// As it was run.
    pub scenario: &'c Scenario,
    pub report: &'c Report,
    /// The seed that the scenario names.
    pub own_seed: u64,
    /// The one that `--seed` asks for.
    pub asked: Option<u64>,
}

/// Digests of two versions are not to be compared.
fn version(digest: &str) -> Option<&str> {
    digest.split_once(':').map(|(version, _)| version)
}

impl Claim<'_> {
    /// Says where a saved game and this run of it differ. Where goals are required, `false`: it is not what it claims.
    pub fn is_true(&self, required: bool) -> bool {
        let mut is_true = true;
        let mark = if required { "not as claimed" } else { "warning" };
        let mut differs = |what: String| {
            say(&format!("{mark}: {what}"));
            is_true = false;
        };
        // A game saved from a file of the player's own names its path.
        let stem = |name: &str| Path::new(name).file_stem().map(|stem| stem.to_string_lossy().into_owned());
        if let Some(name) = self.file.scenario.as_ref().filter(|name| stem(name).as_ref() != Some(&self.scenario.name))
        {
            differs(format!("these commands were given in {name}, not in {}", self.scenario.name));
        }
        if let Some(seed) = self.file.seed.filter(|seed| *seed != self.report.seed) {
            differs(format!("these commands were given under seed {seed}, not {}", self.report.seed));
        }
        if let Some(digest) = self.file.digest.as_ref().filter(|digest| **digest != self.report.digest) {
            let now = &self.report.digest;
            differs(match version(digest) == version(now) {
                true => format!("not the history that was saved: its digest was {digest}, now it is {now}"),
                false => {
                    format!("saved by another version of the program: its digest was {digest}, which says nothing now")
                }
            });
        }
        if required {
            for name in self.forbidden() {
                differs(format!("the player may not give {name} in {}: `allow` does not name it", self.scenario.name));
            }
        }
        if is_true && self.file.digest.is_some() {
            say("the same history as when it was saved (equal digests)");
        }
        // Another evening than everybody's may be an easier one.
        if let (Some(seed), None) = (self.file.seed.filter(|seed| *seed != self.own_seed), self.asked) {
            say(&format!(
                "played under seed {seed}, which the commands file names; the scenario's own is {}",
                self.own_seed
            ));
        }
        is_true
    }

    /// Whether everybody's evening was played: the scenario's own seed and nothing changed, and a history to be compared.
    pub fn is_by_the_rules(&self) -> bool {
        let seed = self.report.seed;
        let breaches = [
            self.file.digest.is_none().then(|| "no history is claimed: there is no digest".to_string()),
            (seed != self.own_seed)
                .then(|| format!("it was played under seed {seed}, and the scenario's own is {}", self.own_seed)),
            (!self.scenario.changed.is_empty()).then(|| "the scenario was changed (`set`)".to_string()),
        ];
        let breaches: Vec<String> = breaches.into_iter().flatten().collect();
        breaches.iter().for_each(|breach| say(&format!("not by the rules: {breach}")));
        breaches.is_empty()
    }

    /// Commands that nobody could have given in the dashboard, each once.
    fn forbidden(&self) -> Vec<&'static str> {
        let mut names = Vec::new();
        for scheduled in &self.file.commands {
            let name = scheduled.command.name();
            if !self.scenario.allows(&scheduled.command) && !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}
