//! What is kept between games: settings, progress, and unfinished games, each a named document.
//!
//! This module knows what a document contains. Where it is stored is up to a [`Keeper`]: files in the terminal, a
//! browser's storage elsewhere, memory in tests. A document that cannot be understood is set aside with a message; one
//! that cannot even be moved, or that a newer version wrote, is left alone and not written to.

mod game;
mod memory;

pub use game::{Beside, GameView, Gist, Reading, SavedGame, State};
pub use memory::Memory;

use crate::sim::setup::Scheduled;
use crate::units::{ClockTime, Span, Time};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;
use std::io::{Cursor, Read};

/// Increased when an older version could misread settings or progress.
const SCHEMA: u32 = 1;
/// No document of this program is larger than this many bytes.
pub const MAX_BYTES: u64 = 64 << 20;
/// How many games are kept. When there would be more, the oldest that no window plays is discarded.
pub const MOST_GAMES: usize = 20;

/// The player's answer to a prediction.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Guess {
    /// As typed or chosen.
    pub text: String,
    /// Its number, if it has one.
    pub value: Option<f64>,
}

/// A document to be read in pieces: its length in bytes, and the bytes.
pub type Pieces = (u64, Box<dyn Read>);

/// Identifies a kept game: a name chosen by its keeper.
pub type GameId = String;

/// What is kept, by name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Document {
    /// What the player likes.
    Settings,
    /// How far the player has come.
    Progress,
    /// An unfinished game.
    Game(GameId),
}

/// A kept game as its keeper lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its name.
    pub id: GameId,
    /// How long ago it was last written.
    pub age: Span,
    /// Whether another window plays it.
    pub held: bool,
}

/// The beginning and the end of a document. They overlap, or are both the whole, if it is short.
#[derive(Clone, Debug, Default)]
pub struct Ends {
    /// Its first bytes.
    pub head: Vec<u8>,
    /// Its last bytes.
    pub tail: Vec<u8>,
}

/// Where documents are stored. Errors are sentences that say why, without naming the document. Several instances of the
/// program may share one place; a keeper whose place nobody else can reach needs only the first five methods.
pub trait Keeper: fmt::Debug {
    /// Reads a document; `None` if nothing is kept under that name.
    ///
    /// # Errors
    /// Why it cannot be read.
    fn read(&self, document: &Document) -> Result<Option<Vec<u8>>, String>;

    /// Replaces a document, whole or not at all.
    ///
    /// # Errors
    /// Why it cannot be written.
    fn write(&mut self, document: &Document, bytes: &[u8]) -> Result<(), String>;

    /// Removes a document, if there is one.
    ///
    /// # Errors
    /// Why it is still there.
    fn remove(&mut self, document: &Document) -> Result<(), String>;

    /// Lists all games, the last written first.
    fn games(&self) -> Vec<Listed>;

    /// A name for a new game, which this window plays from now on.
    ///
    /// # Errors
    /// Why there can be none.
    fn new_game(&mut self) -> Result<GameId, String>;

    /// Takes a kept game for this window; `false` if another plays it.
    ///
    /// # Errors
    /// Why it cannot be taken.
    fn hold(&mut self, _game: &GameId) -> Result<bool, String> {
        Ok(true)
    }

    /// Gives a game up, for other windows to take.
    fn release(&mut self, _game: &GameId) {}

    /// Appends to a document. If that fails, the document stays as it was.
    ///
    /// # Errors
    /// Why it cannot be written.
    fn append(&mut self, document: &Document, bytes: &[u8]) -> Result<(), String> {
        let mut whole = self.read(document)?.unwrap_or_default();
        whole.extend_from_slice(bytes);
        self.write(document, &whole)
    }

    /// Makes everything appended so far durable.
    fn settle(&mut self) {}

    /// Changes a document while nobody else can. If `change` returns `None`, the document stays as it is.
    ///
    /// # Errors
    /// Why it cannot be read or written.
    fn update(
        &mut self,
        document: &Document,
        change: &mut dyn FnMut(Option<Vec<u8>>) -> Option<Vec<u8>>,
    ) -> Result<(), String> {
        match change(self.read(document)?) {
            Some(bytes) => self.write(document, &bytes),
            None => Ok(()),
        }
    }

    /// At least this many bytes of a document's beginning and of its end, as far as it has them.
    ///
    /// # Errors
    /// Why it cannot be read.
    fn ends(&self, document: &Document, _bytes: usize) -> Result<Option<Ends>, String> {
        Ok(self.read(document)?.map(|whole| Ends { head: whole.clone(), tail: whole }))
    }

    /// Like [`Keeper::read`], to be read in pieces: the length in bytes, and the bytes.
    ///
    /// # Errors
    /// Why it cannot be read.
    fn open(&self, document: &Document) -> Result<Option<Pieces>, String> {
        let whole = self.read(document)?;
        Ok(whole.map(|whole| (whole.len() as u64, Box::new(Cursor::new(whole)) as Box<_>)))
    }

    /// Writes a file of the player's own to the path that was typed; no file of that name may exist.
    ///
    /// # Errors
    /// Why it cannot be written.
    fn export(&mut self, _path: &str, _bytes: &[u8]) -> Result<(), String> {
        Err("there is no place for files here".into())
    }

    /// Moves a document that cannot be understood out of the way, and returns where it is now.
    ///
    /// # Errors
    /// Why it cannot be moved.
    fn set_aside(&mut self, _document: &Document) -> Result<String, String> {
        Err("there is no place for it".into())
    }

    /// Where a document is stored, for messages.
    fn place(&self, document: &Document) -> String {
        name(document).to_string()
    }
}

/// What was read, and what the player should know about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept<T> {
    /// What was read, or the default.
    pub value: T,
    /// A sentence for the player, if something was wrong.
    pub message: Option<String>,
}

/// A kept game as the list of games shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptGame {
    /// Its name.
    pub id: GameId,
    /// A built-in scenario's name, or a path.
    pub scenario: String,
    /// The scenario's title.
    pub title: String,
    /// How far the game has come.
    pub at: Time,
    /// When its shop opens; `None` if an older version wrote it.
    pub opens: Option<ClockTime>,
    /// How long ago it was last written.
    pub age: Span,
    /// Whether another window plays it.
    pub held: bool,
}

/// The documents of a keeper, understood. Reading never fails; writing says why it could not.
#[derive(Debug)]
pub struct Store {
    keeper: Box<dyn Keeper>,
    /// Documents that must not be written to: what is there could not be understood or moved.
    locked: BTreeSet<Document>,
    /// The game that this window plays.
    open: Option<OpenGame>,
}

#[derive(Debug)]
struct OpenGame {
    id: GameId,
    /// What is stored of it; `None`: it must be written whole.
    written: Option<Written>,
}

/// What a game's document contains: how many commands, the last of them, and what does not follow from them.
#[derive(Debug)]
struct Written {
    count: usize,
    last: Option<Scheduled>,
    beside: State,
}

#[derive(Serialize, Deserialize)]
struct Envelope<T> {
    schema: u32,
    #[serde(flatten)]
    content: T,
}

impl Store {
    /// The documents that `keeper` stores.
    pub fn new(keeper: Box<dyn Keeper>) -> Store {
        Store { keeper, locked: BTreeSet::new(), open: None }
    }

    /// The settings; the default if none are kept.
    pub fn settings<T: DeserializeOwned + Default>(&mut self) -> Kept<T> {
        self.read(&Document::Settings)
    }

    /// How far the player has come; the default if nothing is kept.
    pub fn progress<T: DeserializeOwned + Default>(&mut self) -> Kept<T> {
        self.read(&Document::Progress)
    }

    /// Changes a document as it is stored now, which another window may have written meanwhile, and returns its new
    /// content.
    ///
    /// # Errors
    /// Why it could not be written, as a sentence.
    pub fn update<T>(&mut self, document: &Document, change: &mut dyn FnMut(&mut T)) -> Result<T, String>
    where
        T: DeserializeOwned + Default + Serialize + PartialEq + Clone,
    {
        let what = name(document);
        if self.locked.contains(document) {
            return Err(format!(
                "The {what} file {} was not written: what lies there is not ours.",
                self.keeper.place(document)
            ));
        }
        let mut result = Err(String::new());
        let mut damaged = false;
        let done = self.keeper.update(document, &mut |bytes| {
            damaged = false;
            let before = match bytes.as_deref().map(understand::<T>) {
                None => None,
                Some(Ok(value)) => Some(value),
                Some(Err(_)) => {
                    damaged = true;
                    return None;
                }
            };
            let mut after = before.clone().unwrap_or_default();
            change(&mut after);
            let written = (before.as_ref() != Some(&after)).then(|| text(&after));
            result = Ok(after);
            match written {
                Some(Ok(bytes)) => Some(bytes),
                Some(Err(why)) => {
                    result = Err(why);
                    None
                }
                None => None,
            }
        });
        if damaged {
            // Something else has written to it since it was read: set it aside, then write it anew.
            self.read::<T>(document);
            return match self.locked.contains(document) {
                true => Err(format!("The {what} file {} is damaged.", self.keeper.place(document))),
                false => self.update(document, change),
            };
        }
        done.map_err(|why| format!("The {what} file {} cannot be written: {why}.", self.keeper.place(document)))?;
        result
    }

    /// The kept games, the last written first. Those that cannot be understood are set aside, and the message says so.
    pub fn games(&mut self) -> Kept<Vec<KeptGame>> {
        let mut kept = Kept { value: Vec::new(), message: None };
        for listed in self.keeper.games() {
            let document = Document::Game(listed.id.clone());
            let gist = match self.keeper.ends(&document, game::HEAD_BYTES) {
                Ok(Some(ends)) => game::gist(&ends).or_else(|_| self.gist_of_all(&document)),
                Ok(None) => continue,
                // It may be readable later.
                Err(why) => {
                    kept.message = Some(format!("A game cannot be read from {}: {why}.", self.keeper.place(&document)));
                    continue;
                }
            };
            match gist {
                Ok(Gist { scenario, title, at, opens }) => {
                    let Listed { id, age, held } = listed;
                    kept.value.push(KeptGame { id, scenario, title, at, opens, age, held });
                }
                Err(_) if listed.held || self.locked.contains(&document) => {}
                Err(game::Trouble::Nothing) => {}
                Err(game::Trouble::Newer) => kept.message = Some(self.newer(&document)),
                Err(game::Trouble::Damaged(why)) => kept.message = Some(self.set_aside(&document, &why)),
            }
        }
        kept
    }

    /// Reads the whole document, if its ends are not enough.
    fn gist_of_all(&self, document: &Document) -> Result<Gist, game::Trouble> {
        match self.keeper.read(document) {
            Ok(Some(whole)) => game::gist(&Ends { head: whole.clone(), tail: whole }),
            Ok(None) => Err(game::Trouble::Nothing),
            Err(why) => Err(game::Trouble::Damaged(why)),
        }
    }

    /// Takes a kept game for this window and begins to read it.
    ///
    /// # Errors
    /// Why it cannot be had, as a sentence.
    pub fn open_game(&mut self, id: &GameId) -> Result<Reading, String> {
        self.close_game();
        let document = Document::Game(id.clone());
        let place = self.keeper.place(&document);
        match self.keeper.hold(id) {
            Ok(true) => {}
            Ok(false) => return Err("That game is being played in another window.".into()),
            Err(why) => return Err(format!("The game {place} cannot be had: {why}.")),
        }
        match self.keeper.open(&document) {
            Ok(Some((length, bytes))) => {
                self.open = Some(OpenGame { id: id.clone(), written: None });
                Ok(Reading::new(length, bytes))
            }
            Ok(None) => {
                self.keeper.release(id);
                Err("That game is not kept any more.".into())
            }
            Err(why) => {
                self.keeper.release(id);
                Err(format!("The game {place} cannot be read: {why}."))
            }
        }
    }

    /// Keeps the game that this window plays. Only what is not stored yet is written. A message says which games were
    /// discarded to make room.
    ///
    /// # Errors
    /// Why it could not be written, as a sentence.
    pub fn keep_game(&mut self, game: &GameView) -> Result<Option<String>, String> {
        let mut message = None;
        // A game of an older version gets a name like the others.
        let legacy = self.open.as_ref().map(|open| open.id.clone()).filter(|id| id == game::LEGACY);
        if self.open.is_none() || legacy.is_some() {
            message = self.make_room();
            let id = self.keeper.new_game().map_err(|why| format!("The game cannot be kept: {why}."))?;
            self.open = Some(OpenGame { id, written: None });
        }
        let Some(open) = &mut self.open else { return Ok(message) };
        let document = Document::Game(open.id.clone());
        let beside = game.state.beside();
        let more = open.written.as_ref().and_then(|written| {
            let last = written.count.checked_sub(1).map(|at| game.commands.get(at));
            let grew = last.is_none_or(|last| last.is_some() && last == written.last.as_ref());
            let news = !game.state.digest.is_empty() || beside != written.beside;
            grew.then(|| game.lines(written.count, news))
        });
        let done = match more {
            Some(Ok(lines)) if lines.is_empty() => Ok(()),
            Some(Ok(lines)) => self.keeper.append(&document, &lines),
            Some(Err(why)) => Err(why),
            None => game.whole().and_then(|whole| self.keeper.write(&document, &whole)),
        };
        let (count, last) = (game.commands.len(), game.commands.last().cloned());
        open.written = done.is_ok().then_some(Written { count, last, beside });
        done.map_err(|why| format!("The game file {} cannot be written: {why}.", self.keeper.place(&document)))?;
        if let Some(old) = legacy {
            let _ = self.keeper.remove(&Document::Game(old.clone()));
            self.keeper.release(&old);
        }
        Ok(message)
    }

    /// Has the game written whole next time, since it went back.
    pub fn rewrite_game(&mut self) {
        if let Some(open) = &mut self.open {
            open.written = None;
        }
    }

    /// Leaves the game that this window plays. It can be resumed, here or in another window.
    pub fn close_game(&mut self) {
        self.keeper.settle();
        if let Some(open) = self.open.take() {
            self.keeper.release(&open.id);
        }
    }

    /// Removes the game that this window plays, since it has ended.
    ///
    /// # Errors
    /// Why it is still there, as a sentence.
    pub fn forget_game(&mut self) -> Result<(), String> {
        let Some(open) = self.open.take() else { return Ok(()) };
        self.remove(&open.id)
    }

    /// Removes a kept game, unless another window plays it.
    ///
    /// # Errors
    /// Why it is still there, as a sentence.
    pub fn discard_game(&mut self, id: &GameId) -> Result<(), String> {
        match self.keeper.hold(id) {
            Ok(true) => self.remove(id),
            Ok(false) => Err("That game is being played in another window.".into()),
            Err(why) => Err(format!("The game cannot be had: {why}.")),
        }
    }

    /// Writes a file of the player's own; no file of that name may exist.
    ///
    /// # Errors
    /// Why it cannot be written, as a sentence.
    pub fn export(&mut self, path: &str, bytes: &[u8]) -> Result<(), String> {
        self.keeper.export(path, bytes)
    }

    /// Makes everything kept so far durable.
    pub fn settle(&mut self) {
        self.keeper.settle();
    }

    fn remove(&mut self, id: &GameId) -> Result<(), String> {
        let document = Document::Game(id.clone());
        let done = self.keeper.remove(&document);
        self.keeper.release(id);
        done.map_err(|why| format!("The saved game {} cannot be removed: {why}.", self.keeper.place(&document)))
    }

    /// Makes room for one more game; the message says which were discarded.
    fn make_room(&mut self) -> Option<String> {
        let mut games = self.games().value;
        let mut gone = Vec::new();
        while games.len() >= MOST_GAMES {
            let Some(oldest) = games.iter().rposition(|game| !game.held) else { break };
            let oldest = games.remove(oldest);
            if self.discard_game(&oldest.id).is_ok() {
                gone.push(format!("\"{}\"", oldest.title));
            }
        }
        (!gone.is_empty())
            .then(|| format!("{MOST_GAMES} games are kept; to make room the oldest was let go: {}.", gone.join(", ")))
    }

    fn read<T: DeserializeOwned + Default>(&mut self, document: &Document) -> Kept<T> {
        let nothing = |message| Kept { value: T::default(), message };
        let bytes = match self.keeper.read(document) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return nothing(None),
            Err(why) => {
                self.locked.insert(document.clone());
                let (what, place) = (yours(document), self.keeper.place(document));
                return nothing(Some(format!("{what} cannot be read from {place}: {why}. Nothing is written there.")));
            }
        };
        match understand(&bytes) {
            Ok(value) => Kept { value, message: None },
            Err(game::Trouble::Newer) => nothing(Some(self.newer(document))),
            Err(game::Trouble::Damaged(why)) => nothing(Some(self.set_aside(document, &why))),
            Err(game::Trouble::Nothing) => nothing(Some(self.set_aside(document, "it is empty"))),
        }
    }

    fn newer(&mut self, document: &Document) -> String {
        self.locked.insert(document.clone());
        let (what, place) = (yours(document), self.keeper.place(document));
        format!("{what} in {place} was written by a newer version. It is left as it is, and unused here.")
    }

    fn set_aside(&mut self, document: &Document, why: &str) -> String {
        let (what, place) = (yours(document), self.keeper.place(document));
        match self.keeper.set_aside(document) {
            Ok(aside) => format!("{what} was damaged ({why}). It lies in {aside} now; we begin afresh."),
            Err(_) => {
                self.locked.insert(document.clone());
                format!("{what} in {place} is damaged ({why}) and cannot be moved. It is left as it is.")
            }
        }
    }
}

fn name(document: &Document) -> &'static str {
    match document {
        Document::Settings => "settings",
        Document::Progress => "progress",
        Document::Game(_) => "game",
    }
}

/// The document's name at the beginning of a sentence to the player.
fn yours(document: &Document) -> &'static str {
    match document {
        Document::Settings => "Your settings",
        Document::Progress => "Your progress",
        Document::Game(_) => "A game you left",
    }
}

fn text<T: Serialize>(content: &T) -> Result<Vec<u8>, String> {
    let mut text = serde_json::to_vec_pretty(&Envelope { schema: SCHEMA, content })
        .map_err(|error| format!("It cannot be written down: {error}."))?;
    text.push(b'\n');
    Ok(text)
}

fn understand<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, game::Trouble> {
    match serde_json::from_slice::<Envelope<T>>(bytes) {
        Ok(envelope) if envelope.schema <= SCHEMA => Ok(envelope.content),
        Ok(_) => Err(game::Trouble::Newer),
        // A newer version may have changed so much that the rest cannot be parsed.
        Err(_) if schema_of(bytes).is_some_and(|schema| schema > SCHEMA) => Err(game::Trouble::Newer),
        Err(error) => Err(game::Trouble::Damaged(error.to_string())),
    }
}

fn schema_of(bytes: &[u8]) -> Option<u32> {
    #[derive(Deserialize)]
    struct Head {
        schema: u32,
    }
    serde_json::from_slice::<Head>(bytes).ok().map(|head| head.schema)
}
