//! How a report was made: with what program, from what files, with what changes. With the same files it can be made
//! again.

use crate::scenario::checksum::sha256;
use crate::scenario::{Scenario, builtin};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::path::Path;

/// How a report was made.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Made {
    /// `pizzeria` and its version.
    pub program: String,
    /// The scenario file.
    pub scenario: FileMade,
    /// The recorded arrivals, in the order in which the scenario names them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub traces: Vec<FileMade>,
    /// What `--set` changed, by path. If a path was set twice, the last value.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub set: Map<String, Value>,
    /// Whether the scenario's own solution was played.
    pub solution: bool,
    /// The commands file that was played.
    pub commands: Option<FileMade>,
}

/// A file's name, without its folders, and its checksum.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FileMade {
    /// The name.
    pub file: String,
    /// The SHA-256 of its content in hexadecimal, as `sha256sum` prints it.
    pub sha256: String,
}

impl FileMade {
    /// A file of this content.
    pub fn of(file: &Path, text: &str) -> FileMade {
        FileMade { file: name_of(file), sha256: sha256(text.as_bytes()) }
    }
}

impl Made {
    /// How a run of `scenario` is made; the caller adds the commands that were given.
    pub fn of(scenario: &Scenario) -> Made {
        let file = match &scenario.path {
            Some(path) => name_of(path),
            None if builtin::is_known(&scenario.name) => format!("{}.toml", scenario.name),
            None => scenario.name.clone(),
        };
        let mut set = Map::new();
        for change in &scenario.changed {
            // Inserted anew at the end: the last value counts, in the order in which they were given.
            set.shift_remove(&change.path);
            set.insert(change.path.clone(), change.value.clone().into());
        }
        let mut traces: Vec<FileMade> = Vec::new();
        for trace in &scenario.traces {
            let trace = FileMade { file: trace.file.clone(), sha256: trace.sha256.clone() };
            // Several zones may read the same file.
            if !traces.contains(&trace) {
                traces.push(trace);
            }
        }
        Made {
            program: format!("pizzeria {}", env!("CARGO_PKG_VERSION")),
            scenario: FileMade { file, sha256: scenario.sha256.clone() },
            traces,
            set,
            solution: false,
            commands: None,
        }
    }

    /// One line for people.
    pub fn line(&self) -> String {
        let file = |made: &FileMade| format!("{} ({:.12})", made.file, made.sha256);
        let mut parts = vec![file(&self.scenario)];
        parts.extend(self.traces.iter().map(file));
        parts.extend(self.set.iter().map(|(path, value)| format!("{path}={}", value.as_str().unwrap_or_default())));
        if self.solution {
            parts.push("its solution".into());
        }
        parts.extend(self.commands.iter().map(file));
        format!("Made by {} from {}", self.program, parts.join(", "))
    }
}

fn name_of(file: &Path) -> String {
    file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned()
}
