//! Checks what a commands file claims: its scenario, seed and digest.

use crate::cli::output::say;
use crate::report::Report;
use crate::scenario::{CommandsFile, Scenario};
use crate::session::grade;
use std::path::Path;

pub struct Claim<'c> {
    pub file: &'c CommandsFile,
    /// The scenario as it was run.
    pub scenario: &'c Scenario,
    pub report: &'c Report,
    /// The scenario's own seed.
    pub own_seed: u64,
    /// The seed given by `--seed`.
    pub asked: Option<u64>,
}

/// The version of a digest; digests of different versions cannot be compared.
fn version(digest: &str) -> Option<&str> {
    digest.split_once(':').map(|(version, _)| version)
}

impl Claim<'_> {
    /// Reports where the file and this run differ; `false`: goals are required and the file's claims are not true.
    pub fn is_true(&self, required: bool) -> bool {
        let mut is_true = true;
        let mark = if required { "not as claimed" } else { "warning" };
        let mut differs = |what: String| {
            say(&format!("{mark}: {what}"));
            is_true = false;
        };
        // A game saved from the player's own file has its path.
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
        // Another seed than the scenario's own may be easier.
        if let (Some(seed), None) = (self.file.seed.filter(|seed| *seed != self.own_seed), self.asked) {
            say(&format!(
                "played under seed {seed}, which the commands file names; the scenario's own is {}",
                self.own_seed
            ));
        }
        is_true
    }

    /// Whether everybody's evening was played, by the scenario's own rules, and came to what is claimed.
    pub fn is_by_the_rules(&self) -> bool {
        let refused = self.report.commands.refused as usize;
        let breaches = grade::breaches(self.scenario, self.own_seed, self.file, &self.report.digest, refused);
        breaches.iter().for_each(|breach| say(&format!("not by the rules: {breach}")));
        breaches.is_empty()
    }

    /// Names of commands that the dashboard does not allow, each once.
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
