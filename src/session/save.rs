//! What is kept between games: settings, progress, and the games that were left, each a named document.
//!
//! Here stands what a document says. Where it is put is a [`Keeper`]'s affair: files in the terminal, a browser's
//! storage elsewhere, nowhere in tests. A document that cannot be understood is set aside with a message; one that
//! cannot even be moved, or that a newer version wrote, is left alone and not written to again.

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

/// Raised when an older version could misread settings or progress.
const SCHEMA: u32 = 1;
/// No document of ours is larger (bytes); one that is, is not ours.
pub const MAX_BYTES: u64 = 64 << 20;
/// So many games are kept; of more the oldest goes that no window plays.
pub const MOST_GAMES: usize = 20;

/// A prediction's answer: as typed or chosen, and its number where it has one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Guess {
    pub text: String,
    pub value: Option<f64>,
}

/// Which kept game: a name that its keeper chose.
pub type GameId = String;

/// What is kept, by name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Document {
    Settings,
    Progress,
    Game(GameId),
}

/// A kept game as its keeper lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub id: GameId,
    /// Since it was last written.
    pub age: Span,
    /// Another window plays it.
    pub held: bool,
}

/// The beginning and the end of a long document, or twice the whole of a short one.
#[derive(Clone, Debug, Default)]
pub struct Ends {
    pub head: Vec<u8>,
    pub tail: Vec<u8>,
}

/// Where documents are put. Errors say why, without naming the document. Several programs of one player may share a
/// place; a keeper whose place nobody else can reach needs only the first five.
pub trait Keeper: fmt::Debug {
    /// `None`: nothing is kept under that name.
    fn read(&self, document: &Document) -> Result<Option<Vec<u8>>, String>;

    /// Puts a document in the place of the old one: whole or not at all.
    fn write(&mut self, document: &Document, bytes: &[u8]) -> Result<(), String>;

    /// Nothing under that name is no error.
    fn remove(&mut self, document: &Document) -> Result<(), String>;

    /// All games, the newest first.
    fn games(&self) -> Vec<Listed>;

    /// A name for a new game, which this window plays from now on.
    fn new_game(&mut self) -> Result<GameId, String>;

    /// Takes a kept game for this window; `false`: another plays it.
    fn hold(&mut self, _game: &GameId) -> Result<bool, String> {
        Ok(true)
    }

    /// Lets other windows have it.
    fn release(&mut self, _game: &GameId) {}

    /// Behind what is there. What fails leaves it as it was.
    fn append(&mut self, document: &Document, bytes: &[u8]) -> Result<(), String> {
        let mut whole = self.read(document)?.unwrap_or_default();
        whole.extend_from_slice(bytes);
        self.write(document, &whole)
    }

    /// Whatever was appended is safe from now on.
    fn settle(&mut self) {}

    /// Changes a document while nobody else can; `None`: it stays as it is.
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

    /// At least so many bytes of its beginning and of its end, where it has them.
    fn ends(&self, document: &Document, _bytes: usize) -> Result<Option<Ends>, String> {
        Ok(self.read(document)?.map(|whole| Ends { head: whole.clone(), tail: whole }))
    }

    /// The same as [`Keeper::read`] for whoever has no time for all of it at once: how many bytes there are, and where
    /// they come from.
    fn open(&self, document: &Document) -> Result<Option<(u64, Box<dyn Read>)>, String> {
        let whole = self.read(document)?;
        Ok(whole.map(|whole| (whole.len() as u64, Box::new(Cursor::new(whole)) as Box<dyn Read>)))
    }

    /// A file of the player's own, by the path that was typed; none of that name may be there.
    fn export(&mut self, _path: &str, _bytes: &[u8]) -> Result<(), String> {
        Err("there is no place for files here".into())
    }

    /// Moves what cannot be understood out of the way, and says where it lies now.
    fn set_aside(&mut self, _document: &Document) -> Result<String, String> {
        Err("there is no place for it".into())
    }

    /// Where it lies, for a message.
    fn place(&self, document: &Document) -> String {
        name(document).to_string()
    }
}

/// What was read, and what the player should know of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept<T> {
    pub value: T,
    pub message: Option<String>,
}

/// A kept game, as the picker lists it.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptGame {
    pub id: GameId,
    /// A built-in's name, or a path.
    pub scenario: String,
    pub title: String,
    /// How far it has come, and the clock when its shop opened; `None`: an older version wrote it.
    pub at: Time,
    pub opens: Option<ClockTime>,
    pub age: Span,
    /// Another window plays it.
    pub held: bool,
}

/// The documents. Reading never fails; writing says why it could not.
#[derive(Debug)]
pub struct Store {
    keeper: Box<dyn Keeper>,
    /// Must not be written to: there is something that could not be understood or moved.
    locked: BTreeSet<Document>,
    /// The game that this window plays.
    open: Option<OpenGame>,
}

#[derive(Debug)]
struct OpenGame {
    id: GameId,
    /// `None`: it must be written whole.
    written: Option<Written>,
}

/// What stands in a game's document: so many commands, the last of them, and what does not follow from them.
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
    pub fn new(keeper: Box<dyn Keeper>) -> Store {
        Store { keeper, locked: BTreeSet::new(), open: None }
    }

    /// What the player likes; the default where nothing was kept.
    pub fn settings<T: DeserializeOwned + Default>(&mut self) -> Kept<T> {
        self.read(&Document::Settings)
    }

    /// How far the player has come.
    pub fn progress<T: DeserializeOwned + Default>(&mut self) -> Kept<T> {
        self.read(&Document::Progress)
    }

    /// Changes a document as it is kept now, which another window may have written meanwhile; answers what is kept
    /// then.
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
            // Somebody else's hands were in it since it was read: it is set aside, then written anew.
            self.read::<T>(document);
            return match self.locked.contains(document) {
                true => Err(format!("The {what} file {} is damaged.", self.keeper.place(document))),
                false => self.update(document, change),
            };
        }
        done.map_err(|why| format!("The {what} file {} cannot be written: {why}.", self.keeper.place(document)))?;
        result
    }

    /// The games that were left, the newest first; those that cannot be understood are set aside and said.
    pub fn games(&mut self) -> Kept<Vec<KeptGame>> {
        let mut kept = Kept { value: Vec::new(), message: None };
        for listed in self.keeper.games() {
            let document = Document::Game(listed.id.clone());
            let gist = match self.keeper.ends(&document, game::HEAD_BYTES) {
                Ok(Some(ends)) => game::gist(&ends).or_else(|_| self.gist_of_all(&document)),
                Ok(None) => continue,
                // It may be had another time.
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

    /// Where both ends are not enough.
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

    /// Keeps the game that this window plays. What stands there already is not written again; a message says what was
    /// let go to make room.
    ///
    /// # Errors
    /// Why it could not be written, as a sentence.
    pub fn keep_game(&mut self, game: &GameView) -> Result<Option<String>, String> {
        let mut message = None;
        // One that an older version wrote gets a name like the others.
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

    /// The next time the game is written whole: it went back.
    pub fn rewrite_game(&mut self) {
        if let Some(open) = &mut self.open {
            open.written = None;
        }
    }

    /// The game that this window plays is left: it can be gone on with, here or elsewhere.
    pub fn close_game(&mut self) {
        self.keeper.settle();
        if let Some(open) = self.open.take() {
            self.keeper.release(&open.id);
        }
    }

    /// Forgets the game that this window plays: it has ended.
    ///
    /// # Errors
    /// Why it is still there, as a sentence.
    pub fn forget_game(&mut self) -> Result<(), String> {
        let Some(open) = self.open.take() else { return Ok(()) };
        self.remove(&open.id)
    }

    /// Lets a kept game go, unless another window plays it.
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

    /// A file of the player's own; none of that name may be there.
    ///
    /// # Errors
    /// Why it cannot be written, as a sentence.
    pub fn export(&mut self, path: &str, bytes: &[u8]) -> Result<(), String> {
        self.keeper.export(path, bytes)
    }

    /// Whatever was kept is safe from now on.
    pub fn settle(&mut self) {
        self.keeper.settle();
    }

    fn remove(&mut self, id: &GameId) -> Result<(), String> {
        let document = Document::Game(id.clone());
        let done = self.keeper.remove(&document);
        self.keeper.release(id);
        done.map_err(|why| format!("The saved game {} cannot be removed: {why}.", self.keeper.place(&document)))
    }

    /// For one game more; says which were let go.
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

/// At the beginning of a sentence to the player.
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
        // A newer version may have changed the rest beyond our reading.
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
