//! A kept game as lines: its head, then the commands as they were given, and the state whenever the game was left. A
//! command costs one more line, however long the game is. A line without its end, cut off by a power failure, is
//! ignored.

use super::{Ends, Guess};
use crate::session::Dial;
use crate::sim::setup::Scheduled;
use crate::units::time::MICROS_PER_DAY;
use crate::units::{ClockTime, Time};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::io::Read;
use std::path::PathBuf;

/// Increased when an older version could misread a kept game. Version 1 was one document, rewritten at every command.
const SCHEMA: u32 = 2;
/// The name of the one game that version 1 kept.
pub(super) const LEGACY: &str = "game";
/// What a list shows of a game is within this many bytes of its beginning and its end.
pub(super) const HEAD_BYTES: usize = 16 << 10;
/// How many lines are parsed per step.
const LINES: usize = 500;
/// So many bytes are read or understood at a time.
const BYTES: u64 = 512 << 10;

/// A game in progress. It is rebuilt from scenario, seed and commands, which make the same history to the byte.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SavedGame {
    /// A built-in scenario's name, or a path.
    pub scenario: String,
    /// The scenario file's text at the time, so that the game can go on though the file has changed. `None`: a
    /// built-in.
    pub text: Option<String>,
    /// The scenario's title.
    pub title: String,
    /// When the shop opens; `None` if an older version wrote the game.
    pub opens: Option<ClockTime>,
    /// The seed.
    pub seed: u64,
    /// The `--set` overrides, in order.
    pub set: Vec<(String, String)>,
    /// Where the scenario file was, and the traces it read.
    #[serde(skip)]
    pub beside: Beside,
    /// The player's commands, in order.
    pub commands: Vec<Scheduled>,
    /// The last state stored, with the last digest taken.
    #[serde(flatten)]
    pub state: State,
    /// After how many commands, and when, that digest was taken.
    pub taken: Option<(usize, Time)>,
}

/// Where a scenario file was, and what it read besides itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Beside {
    /// The absolute path, since another window may have another working directory. It need not be UTF-8. `None`: a
    /// built-in, or a text.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "path")]
    pub path: Option<PathBuf>,
    /// Whether the player allowed traces outside the file's folder.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub outside: bool,
    /// The checksums of its traces, in order. Only files with these contents are read again, so that the document of a
    /// kept game cannot make the program read a file whose content its author did not know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub traces: Vec<String>,
    /// The commands of a recorded run that the game races against, in order. `None`: it is no race.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ghost: Option<Vec<Scheduled>>,
}

/// Serializes a path, as text if it is UTF-8.
mod path {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::path::{Path, PathBuf};

    #[cfg(any(unix, windows))]
    type Other = std::ffi::OsString;
    /// Elsewhere no path is anything but text.
    #[cfg(not(any(unix, windows)))]
    type Other = String;

    #[cfg(any(unix, windows))]
    fn other(path: &Path) -> Other {
        path.as_os_str().to_os_string()
    }

    #[cfg(not(any(unix, windows)))]
    fn other(path: &Path) -> Other {
        path.to_string_lossy().into_owned()
    }

    #[derive(Serialize, Deserialize)]
    #[serde(untagged)]
    enum Written {
        Text(String),
        Raw(Other),
    }

    #[expect(clippy::ref_option, reason = "serde calls it so")]
    pub fn serialize<S: Serializer>(path: &Option<PathBuf>, to: S) -> Result<S::Ok, S::Error> {
        let written = path.as_ref().map(|path| match path.to_str() {
            Some(text) => Written::Text(text.to_string()),
            None => Written::Raw(other(path)),
        });
        written.serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<PathBuf>, D::Error> {
        let written = Option::<Written>::deserialize(from)?;
        Ok(written.map(|written| match written {
            Written::Text(text) => text.into(),
            Written::Raw(raw) => raw.into(),
        }))
    }
}

/// The state of a game when it was left, or when its last command was given.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct State {
    /// The moment.
    pub at: Time,
    /// The world's digest at `at`, empty if none was taken. A different one after resuming means that the program's
    /// model has changed since.
    pub digest: String,
    /// How many hints the player read when they were ready.
    pub hints_read: usize,
    /// How many hints the player asked for before.
    pub hints_bought: usize,
    /// The player's answers, by the scenario's prediction; `None`: not answered.
    pub guesses: Vec<Option<Guess>>,
    /// How many cues the player has seen.
    pub cues_seen: usize,
    /// Where the dial of random faults stands.
    pub dial: Dial,
    /// The commands that a rewind had undone and that are still to be given again, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub again: Vec<Scheduled>,
}

/// A game to be kept, without copying it. The fields are those of [`SavedGame`].
#[derive(Clone, Debug)]
pub struct GameView<'a> {
    /// A built-in scenario's name, or a path.
    pub scenario: &'a str,
    /// The scenario file's text; `None`: a built-in.
    pub text: Option<&'a str>,
    /// The scenario's title.
    pub title: &'a str,
    /// When the shop opens.
    pub opens: ClockTime,
    /// The seed.
    pub seed: u64,
    /// The `--set` overrides, in order.
    pub set: Vec<(String, String)>,
    /// Where the scenario file was, and the traces it read.
    pub beside: Beside,
    /// The player's commands, in order.
    pub commands: &'a [Scheduled],
    /// The state now.
    pub state: State,
}

/// What a list shows of a kept game.
#[derive(Clone, Debug, PartialEq)]
pub struct Gist {
    /// A built-in scenario's name, or a path.
    pub scenario: String,
    /// The scenario's title.
    pub title: String,
    /// How far the game has come.
    pub at: Time,
    /// When its shop opens; `None` if an older version wrote it.
    pub opens: Option<ClockTime>,
}

/// Why a document could not be understood.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// It contains no game.
    Nothing,
    Newer,
    Damaged(String),
}

#[derive(Serialize, Deserialize)]
struct Head<'a> {
    schema: u32,
    #[serde(default)]
    scenario: std::borrow::Cow<'a, str>,
    #[serde(default)]
    title: std::borrow::Cow<'a, str>,
    #[serde(default)]
    opens: Option<ClockTime>,
    #[serde(default)]
    seed: u64,
    #[serde(default)]
    set: Vec<(String, String)>,
    #[serde(flatten)]
    beside: Beside,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Line<'a> {
    Text(std::borrow::Cow<'a, str>),
    Command(std::borrow::Cow<'a, Scheduled>),
    State(Box<State>),
}

impl SavedGame {
    /// A view of the game, for keeping it.
    pub fn view(&self) -> GameView<'_> {
        GameView {
            scenario: &self.scenario,
            text: self.text.as_deref(),
            title: &self.title,
            opens: self.opens.unwrap_or_default(),
            seed: self.seed,
            set: self.set.clone(),
            beside: self.beside.clone(),
            commands: &self.commands,
            state: self.state.clone(),
        }
    }
}

impl GameView<'_> {
    /// The whole document.
    pub(super) fn whole(&self) -> Result<Vec<u8>, String> {
        let mut out = Vec::new();
        let head = Head {
            schema: SCHEMA,
            scenario: self.scenario.into(),
            title: self.title.into(),
            opens: Some(self.opens),
            seed: self.seed,
            set: self.set.clone(),
            beside: self.beside.clone(),
        };
        write(&mut out, &head)?;
        if let Some(text) = self.text {
            write(&mut out, &Line::Text(text.into()))?;
        }
        out.extend(self.lines(0, true)?);
        Ok(out)
    }

    /// The lines of the commands from the `after`-th on, and the state if asked for.
    pub(super) fn lines(&self, after: usize, with_state: bool) -> Result<Vec<u8>, String> {
        let mut out = Vec::new();
        for command in &self.commands[after..] {
            write(&mut out, &Line::Command(std::borrow::Cow::Borrowed(command)))?;
        }
        if with_state {
            write(&mut out, &Line::State(Box::new(self.state.clone())))?;
        }
        Ok(out)
    }
}

impl State {
    /// The part that does not follow from the commands.
    pub(super) fn beside(&self) -> State {
        State { at: Time::ZERO, digest: String::new(), ..self.clone() }
    }
}

fn write(out: &mut Vec<u8>, line: &impl Serialize) -> Result<(), String> {
    serde_json::to_writer(&mut *out, line).map_err(|error| error.to_string())?;
    out.push(b'\n');
    Ok(())
}

/// What a list shows of a game, from both ends of its document.
pub(super) fn gist(ends: &Ends) -> Result<Gist, Trouble> {
    let first = ends.head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let head = match serde_json::from_slice::<Head>(first) {
        Ok(head) if head.schema > SCHEMA => return Err(Trouble::Newer),
        Ok(head) if head.schema == SCHEMA => head,
        // The head is written first and in one go; without its end, nothing has been kept yet.
        Err(_) if ends.head.is_empty() => return Err(Trouble::Nothing),
        Ok(_) | Err(_) => {
            let saved = legacy(&ends.head)?;
            return Ok(Gist { scenario: saved.scenario, title: saved.title, at: saved.state.at, opens: None });
        }
    };
    let at = ends.tail.rsplit(|byte| *byte == b'\n').find_map(|line| match serde_json::from_slice::<Line>(line) {
        Ok(Line::State(state)) => Some(state.at),
        Ok(Line::Command(command)) => Some(command.at),
        Ok(Line::Text(_)) | Err(_) => None,
    });
    Ok(Gist {
        scenario: head.scenario.into_owned(),
        title: head.title.into_owned(),
        at: at.unwrap_or_default(),
        // A file may contain any number.
        opens: head.opens.filter(|opens| opens.0 < MICROS_PER_DAY),
    })
}

/// Reads version 1: one document.
fn legacy(bytes: &[u8]) -> Result<SavedGame, Trouble> {
    #[derive(Deserialize)]
    struct Envelope {
        schema: u32,
        #[serde(flatten)]
        game: SavedGame,
    }
    let newer = || super::schema_of(bytes).is_some_and(|schema| schema > SCHEMA);
    match serde_json::from_slice::<Envelope>(bytes) {
        Ok(Envelope { schema, .. }) if schema > SCHEMA => Err(Trouble::Newer),
        Ok(Envelope { game, .. }) if game.scenario.is_empty() => Err(Trouble::Nothing),
        Ok(Envelope { game, .. }) => Ok(game),
        Err(_) if newer() => Err(Trouble::Newer),
        Err(error) => Err(Trouble::Damaged(error.to_string())),
    }
}

/// A kept game being read and parsed in pieces, a few hundred lines at a time.
pub struct Reading {
    /// `None`: all of it is there.
    source: Option<Box<dyn Read>>,
    /// How many bytes there will be.
    length: u64,
    bytes: Vec<u8>,
    at: usize,
    game: SavedGame,
    begun: bool,
}

impl fmt::Debug for Reading {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "Reading({} of {}, understood to {})", self.bytes.len(), self.length, self.at)
    }
}

impl Reading {
    /// Begins to read a document of so many bytes.
    pub fn new(length: u64, source: Box<dyn Read>) -> Reading {
        Reading { source: Some(source), length, bytes: Vec::new(), at: 0, game: SavedGame::default(), begun: false }
    }

    /// The share of the document parsed so far, 0–1.
    pub fn share(&self) -> f64 {
        (self.bytes.len() + self.at) as f64 / (2 * self.length.max(1)) as f64
    }

    /// Parses some more; `Some` when the document is complete.
    ///
    /// # Errors
    /// Why it cannot be read or understood, as a sentence.
    pub fn step(&mut self) -> Result<Option<SavedGame>, String> {
        if let Some(source) = &mut self.source {
            match source.take(BYTES).read_to_end(&mut self.bytes) {
                Ok(count) if count as u64 == BYTES => return Ok(None),
                Ok(_) => self.source = None,
                Err(why) => return Err(format!("The game you left cannot be read: {why}.")),
            }
        }
        if !self.begun {
            self.begun = true;
            if let Some(game) = self.begin()? {
                return Ok(Some(game));
            }
        }
        let first = self.at;
        for _ in 0..LINES {
            if (self.at - first) as u64 >= BYTES {
                break;
            }
            let rest = &self.bytes[self.at..];
            // A line without an end was being written when the program was killed.
            let Some(end) = rest.iter().position(|byte| *byte == b'\n') else {
                let game = std::mem::take(&mut self.game);
                return Ok(Some(game));
            };
            self.understand(end)?;
        }
        Ok(None)
    }

    /// Parses the next line, of so many bytes.
    fn understand(&mut self, length: usize) -> Result<(), String> {
        let line = serde_json::from_slice::<Line>(&self.bytes[self.at..][..length]);
        self.at += length + 1;
        match line {
            Ok(Line::Text(text)) => self.game.text = Some(text.into_owned()),
            Ok(Line::Command(command)) => {
                self.game.state.at = command.at;
                self.game.commands.push(command.into_owned());
            }
            Ok(Line::State(mut state)) => {
                if state.digest.is_empty() {
                    state.digest = std::mem::take(&mut self.game.state.digest);
                } else {
                    self.game.taken = Some((self.game.commands.len(), state.at));
                }
                self.game.state = *state;
            }
            Err(why) => return Err(format!("The game you left is damaged ({why}).")),
        }
        Ok(())
    }

    /// Parses the head; `Some` if it is a document of version 1.
    fn begin(&mut self) -> Result<Option<SavedGame>, String> {
        let end = self.bytes.iter().position(|byte| *byte == b'\n').unwrap_or(self.bytes.len());
        match serde_json::from_slice::<Head>(&self.bytes[..end]) {
            Ok(head) if head.schema == SCHEMA => {
                self.game = SavedGame {
                    scenario: head.scenario.into_owned(),
                    title: head.title.into_owned(),
                    opens: head.opens,
                    seed: head.seed,
                    set: head.set,
                    beside: head.beside,
                    ..SavedGame::default()
                };
                self.at = (end + 1).min(self.bytes.len());
                Ok(None)
            }
            _ => match legacy(&self.bytes) {
                Ok(mut game) => {
                    game.taken = Some((game.commands.len(), game.state.at));
                    Ok(Some(game))
                }
                Err(Trouble::Newer) => Err("The game you left was written by a newer version.".into()),
                Err(Trouble::Nothing) => Err("There is no game in it.".into()),
                Err(Trouble::Damaged(why)) => Err(format!("The game you left is damaged ({why}).")),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::command::Decision;
    use crate::units::OutletId;

    fn command(at: u64) -> Scheduled {
        let command = Decision::HireChef { outlet: OutletId(0), skill: None, standby: false, count: 1 }.into();
        Scheduled { at: Time(at), command }
    }

    fn view(commands: &[Scheduled], state: State) -> GameView<'_> {
        let opens = ClockTime(17 * 3_600_000_000);
        GameView {
            scenario: "story",
            text: None,
            title: "T",
            opens,
            seed: 7,
            set: Vec::new(),
            beside: Beside::default(),
            commands,
            state,
        }
    }

    fn read(bytes: &[u8]) -> Result<SavedGame, String> {
        let mut reading = Reading::new(bytes.len() as u64, Box::new(std::io::Cursor::new(bytes.to_vec())));
        loop {
            if let Some(game) = reading.step()? {
                return Ok(game);
            }
        }
    }

    /// Counts what is read of it.
    struct Counting(std::io::Cursor<Vec<u8>>, std::rc::Rc<std::cell::Cell<u64>>);

    impl Read for Counting {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let count = self.0.read(into)?;
            self.1.set(self.1.get() + count as u64);
            Ok(count)
        }
    }

    #[test]
    fn a_long_game_is_read_and_understood_a_little_at_a_time() {
        let commands: Vec<Scheduled> = (1..=20_000).map(command).collect();
        let bytes = view(&commands, State::default()).whole().unwrap();
        let (length, count) = (bytes.len() as u64, std::rc::Rc::default());
        assert!(length > 3 * BYTES, "{length}");
        let source = Counting(std::io::Cursor::new(bytes), std::rc::Rc::clone(&count));
        let mut reading = Reading::new(length, Box::new(source));
        let mut steps = 0;
        let game = loop {
            let before = (count.get(), reading.at as u64, reading.share());
            if let Some(game) = reading.step().unwrap() {
                break game;
            }
            assert!(count.get() - before.0 <= BYTES && reading.at as u64 - before.1 <= BYTES);
            assert!(reading.share() > before.2 && reading.share() <= 1.0, "{} after {}", reading.share(), before.2);
            steps += 1;
        };
        assert_eq!((game.commands.len(), count.get()), (commands.len(), length));
        assert!(steps as u64 > length / BYTES + 20_000 / LINES as u64 - 2, "{steps}");
    }

    fn without_state(commands: &[Scheduled]) -> Vec<u8> {
        let whole = view(commands, State::default()).whole().unwrap();
        let end = whole[..whole.len() - 1].iter().rposition(|byte| *byte == b'\n').unwrap();
        whole[..=end].to_vec()
    }

    #[test]
    fn what_is_written_bit_by_bit_is_read_as_a_whole() {
        let commands: Vec<Scheduled> = (1..=1_200).map(command).collect();
        let left = State { at: Time(900), digest: "d".into(), ..State::default() };
        let mut bytes = view(&commands[..700], left).whole().unwrap();
        for count in 700..commands.len() {
            bytes.extend(view(&commands[..=count], State::default()).lines(count, false).unwrap());
        }
        let heard = State { at: Time(1_200), hints_read: 2, ..State::default() };
        bytes.extend(view(&commands, heard.clone()).lines(commands.len(), true).unwrap());
        let game = read(&bytes).unwrap();
        assert_eq!((game.commands, game.seed), (commands, 7));
        assert_eq!(game.state, State { digest: "d".into(), ..heard }, "the last digest is kept");
        assert_eq!(game.taken, Some((700, Time(900))), "and when it was taken");
    }

    /// Wherever the power went, all whole lines are there, and the list says how far they go.
    #[test]
    fn cut_anywhere_all_whole_lines_are_read() {
        let commands: Vec<Scheduled> = (1..=3).map(command).collect();
        let bytes = without_state(&commands);
        let head = bytes.iter().position(|b| *b == b'\n').unwrap();
        for cut in head + 1..=bytes.len() {
            let lines = bytes[..cut].iter().filter(|b| **b == b'\n').count() - 1;
            let game = read(&bytes[..cut]).unwrap();
            assert_eq!(game.commands, commands[..lines]);
            let ends = Ends { head: bytes[..cut].to_vec(), tail: bytes[..cut].to_vec() };
            // A command whose line break alone is missing is counted by the list: it is given again, or it is not.
            assert!((lines..=lines + 1).contains(&(gist(&ends).unwrap().at.0 as usize)), "{cut}");
        }
    }

    #[test]
    fn a_line_in_the_middle_that_is_none_is_said() {
        let commands: Vec<Scheduled> = (1..=3).map(command).collect();
        let text = String::from_utf8(without_state(&commands)).unwrap();
        let bad = text.replacen("{\"command", "{\"com", 1);
        assert!(bad != text && read(bad.as_bytes()).unwrap_err().contains("damaged"), "{text}");
    }
}
