//! What is kept between games: settings and progress (both as the dashboard knows them) and the running game, a JSON file
//! each, in directories that the command line names (the platform's own, or `PIZZERIA_HOME`).
//!
//! A file is written whole or not at all: to a neighbour first, flushed to the disk, then renamed over the old one, so
//! that whoever kills the program at any moment finds the old file or the new one. A file that cannot be understood is
//! set aside as `<name>.damaged-N` with a message; one that cannot even be moved, or that a newer version wrote, is left
//! alone and not written to again.

use crate::sim::setup::Scheduled;
use crate::units::Time;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Raised when an older version could misread a file.
const SCHEMA: u32 = 1;
/// No file of ours is larger; one that is, is not ours.
const MAX_BYTES: u64 = 64 << 20;
/// How the name of a file begins that is being written.
const DRAFT: &str = ".pizzeria-";

/// A prediction's answer: as typed or chosen, and its number where it has one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Guess {
    pub text: String,
    pub value: Option<f64>,
}

/// A running game: built again from scenario, seed and commands, which make the same history to the byte.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SavedGame {
    /// A built-in's name, or a path.
    pub scenario: String,
    /// The file's text then, so that the game can go on though the file has changed. `None`: a built-in.
    pub text: Option<String>,
    pub title: String,
    pub seed: u64,
    /// `--set` overrides, in their order.
    pub set: Vec<(String, String)>,
    pub commands: Vec<Scheduled>,
    pub at: Time,
    /// Of the world at `at`; another one after going on says that the program has changed since.
    pub digest: String,
    pub hints_read: usize,
    pub hints_bought: usize,
    /// By prediction of the scenario.
    pub guesses: Vec<Option<Guess>>,
    /// How many cues the player has seen.
    pub cues_seen: usize,
}

/// What was read, and what the player should know of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept<T> {
    pub value: T,
    pub message: Option<String>,
}

/// The files. Reading never fails; writing says why it could not.
#[derive(Clone, Debug)]
pub struct Store {
    /// `None`: there is no place for it on this machine; nothing is kept.
    settings: Option<PathBuf>,
    data: Option<PathBuf>,
    /// Files that must not be written to: there is something in them that could not be understood or moved.
    locked: BTreeSet<PathBuf>,
}

#[derive(Serialize, Deserialize)]
struct Envelope<T> {
    schema: u32,
    #[serde(flatten)]
    content: T,
}

impl Store {
    /// Settings in one directory, the rest in another; they are made when they are needed.
    pub fn new(settings: Option<PathBuf>, data: Option<PathBuf>) -> Store {
        Store { settings, data, locked: BTreeSet::new() }
    }

    /// Everything in one directory, which is made when it is needed.
    pub fn at(home: PathBuf) -> Store {
        Store::new(Some(home.clone()), Some(home))
    }

    /// What the player likes; the default where nothing was kept.
    pub fn settings<T: DeserializeOwned + Default>(&mut self) -> Kept<T> {
        let path = self.settings.as_ref().map(|dir| dir.join("settings.json"));
        self.read(path, "Your settings")
    }

    pub fn keep_settings<T: Serialize>(&self, settings: &T) -> Result<(), String> {
        self.write(self.settings.as_ref().map(|dir| dir.join("settings.json")), "settings", settings)
    }

    /// How far the player has come.
    pub fn progress<T: DeserializeOwned + Default>(&mut self) -> Kept<T> {
        let path = self.data.as_ref().map(|dir| dir.join("progress.json"));
        self.read(path, "Your progress")
    }

    pub fn keep_progress<T: Serialize>(&self, progress: &T) -> Result<(), String> {
        self.write(self.data.as_ref().map(|dir| dir.join("progress.json")), "progress", progress)
    }

    /// The game that was left running, if there is one.
    pub fn game(&mut self) -> Kept<Option<SavedGame>> {
        let path = self.game_path();
        let kept: Kept<SavedGame> = self.read(path, "The game you left");
        let some = !kept.value.scenario.is_empty();
        Kept { value: some.then_some(kept.value), message: kept.message }
    }

    pub fn keep_game(&self, game: &SavedGame) -> Result<(), String> {
        self.write(self.game_path(), "game", game)
    }

    /// Forgets the running game: it has ended.
    pub fn forget_game(&self) -> Result<(), String> {
        let Some(path) = self.game_path() else { return Ok(()) };
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(format!("The saved game {} cannot be removed: {error}.", path.display()))
            }
            _ => Ok(()),
        }
    }

    fn game_path(&self) -> Option<PathBuf> {
        self.data.as_ref().map(|dir| dir.join("game.json"))
    }

    fn read<T: DeserializeOwned + Default>(&mut self, path: Option<PathBuf>, what: &str) -> Kept<T> {
        let nothing = |message| Kept { value: T::default(), message };
        let Some(path) = path else { return nothing(None) };
        let bytes = match bounded(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return nothing(None),
            Err(error) => {
                self.locked.insert(path.clone());
                let place = path.display();
                return nothing(Some(format!(
                    "{what} cannot be read from {place}: {error}. Nothing is written there."
                )));
            }
        };
        match serde_json::from_slice::<Envelope<T>>(&bytes) {
            Ok(envelope) if envelope.schema <= SCHEMA => Kept { value: envelope.content, message: None },
            Ok(_) => self.newer(path, what),
            // A newer version may have changed the rest beyond our reading.
            Err(_) if schema_of(&bytes).is_some_and(|schema| schema > SCHEMA) => self.newer(path, what),
            Err(error) => nothing(Some(self.set_aside(&path, what, &error))),
        }
    }

    fn newer<T: Default>(&mut self, path: PathBuf, what: &str) -> Kept<T> {
        let place = path.display();
        let message =
            format!("{what} in {place} was written by a newer version. It is left as it is, and unused here.");
        self.locked.insert(path);
        Kept { value: T::default(), message: Some(message) }
    }

    fn set_aside(&mut self, path: &Path, what: &str, why: &dyn std::fmt::Display) -> String {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for n in 1..=999 {
            let aside = path.with_file_name(format!("{name}.damaged-{n}"));
            if aside.symlink_metadata().is_ok() {
                continue;
            }
            if fs::rename(path, &aside).is_ok() {
                return format!("{what} was damaged ({why}). It lies in {} now; we begin afresh.", aside.display());
            }
            break;
        }
        self.locked.insert(path.to_path_buf());
        format!("{what} in {} is damaged ({why}) and cannot be moved. It is left as it is.", path.display())
    }

    fn write<T: Serialize>(&self, path: Option<PathBuf>, what: &str, content: &T) -> Result<(), String> {
        let Some(path) = path else { return Ok(()) };
        if self.locked.contains(&path) {
            return Err(format!("The {what} file {} was not written: what lies there is not ours.", path.display()));
        }
        let mut text = serde_json::to_vec_pretty(&Envelope { schema: SCHEMA, content })
            .map_err(|error| format!("The {what} cannot be written down: {error}."))?;
        text.push(b'\n');
        write_whole(&path, &text)
            .map_err(|error| format!("The {what} file {} cannot be written: {error}.", path.display()))?;
        sweep(&path);
        Ok(())
    }
}

/// A program that was killed while it wrote leaves a draft behind. Drafts an hour older than a file just written are
/// nobody's any more.
fn sweep(written: &Path) {
    let age = |path: &Path| fs::metadata(path).and_then(|found| found.modified()).ok();
    let Some(now) = age(written) else { return };
    let Some(Ok(files)) = written.parent().map(fs::read_dir) else { return };
    for file in files.flatten() {
        let is_draft = file.file_name().to_string_lossy().starts_with(DRAFT);
        let old = |then| now.duration_since(then).is_ok_and(|age| age.as_secs() > 3_600);
        if is_draft && age(&file.path()).is_some_and(old) {
            let _ = fs::remove_file(file.path());
        }
    }
}

/// Writes a file whole or not at all; what was there before stays until the new one is on the disk.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let directory = path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(directory)?;
    let mut file = tempfile::Builder::new().prefix(DRAFT).tempfile_in(directory)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    // The rename itself must reach the disk. Not every platform lets a directory be flushed.
    if let Ok(directory) = File::open(directory) {
        let _ = directory.sync_all();
    }
    Ok(())
}

fn bounded(path: &Path) -> io::Result<Vec<u8>> {
    // Whoever opens a pipe that nobody writes to waits for ever.
    let found = fs::metadata(path)?;
    if !found.is_file() {
        let what = if found.is_dir() { "it is a directory" } else { "it is no ordinary file" };
        return Err(io::Error::new(io::ErrorKind::InvalidInput, what));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "it is larger than any file of ours"));
    }
    Ok(bytes)
}

fn schema_of(bytes: &[u8]) -> Option<u32> {
    #[derive(Deserialize)]
    struct Head {
        schema: u32,
    }
    serde_json::from_slice::<Head>(bytes).ok().map(|head| head.schema)
}
