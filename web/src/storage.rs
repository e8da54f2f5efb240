//! What the browser keeps, as a keeper: a mirror of its storage. The page fills it before it begins, says what other
//! tabs write, and takes out what has changed here.

use pizzeria::session::save::{Document, GameId, Keeper, Listed};
use pizzeria::units::Span;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Documents by key. In the browser a document has the moment at which it was written in a line above it.
#[derive(Debug, Default)]
pub struct Storage {
    documents: BTreeMap<String, Stored>,
    /// What the page has not taken yet.
    changed: BTreeSet<String>,
    /// Files for the player: name and text.
    files: Vec<(String, String)>,
    /// Games that other tabs play.
    pub elsewhere: BTreeSet<GameId>,
    /// The one that this tab plays.
    held: Option<GameId>,
    /// Why the browser does not keep what it is given.
    pub trouble: Option<String>,
    /// The wall clock, in milliseconds.
    pub now: u64,
}

#[derive(Debug, Default)]
struct Stored {
    written: u64,
    text: String,
}

impl Storage {
    /// As it stands in the browser; `None`: it is gone.
    pub fn put(&mut self, key: &str, value: Option<&str>) {
        match value {
            Some(value) => {
                let (written, text) = value.split_once('\n').unwrap_or(("", value));
                let stored = Stored { written: written.parse().unwrap_or_default(), text: text.to_string() };
                self.documents.insert(key.to_string(), stored);
            }
            None => {
                self.documents.remove(key);
            }
        }
    }

    /// A scenario of the player's own.
    pub fn own(&self, name: &str) -> Option<&str> {
        self.documents.get(&own_key(name)).map(|stored| stored.text.as_str())
    }

    pub fn keep_own(&mut self, name: &str, text: &str) {
        self.write_text(own_key(name), text.to_string());
    }

    /// What the player has let go of needs no room.
    pub fn keep_only_own(&mut self, names: &[String]) {
        let wanted: BTreeSet<String> = names.iter().map(|name| own_key(name)).collect();
        let is_left = |key: &&String| key.starts_with(OWN) && !wanted.contains(*key);
        let left: Vec<String> = self.documents.keys().filter(is_left).cloned().collect();
        for key in left {
            self.drop_text(key);
        }
    }

    pub fn held(&self) -> Option<&str> {
        self.held.as_deref()
    }

    /// For the page, once: documents by key (`null`: it is gone), and files.
    pub fn changes(&mut self) -> Value {
        let value = |key: &String| {
            let stored = self.documents.get(key);
            stored.map_or(Value::Null, |stored| format!("{}\n{}", stored.written, stored.text).into())
        };
        let documents: Vec<Value> = self.changed.iter().map(|key| json!([key, value(key)])).collect();
        let files: Vec<Value> = self.files.drain(..).map(|(name, text)| json!([name, text])).collect();
        self.changed.clear();
        json!({ "documents": documents, "files": files })
    }

    pub fn has_changes(&self) -> bool {
        !self.changed.is_empty() || !self.files.is_empty()
    }

    fn write_text(&mut self, key: String, text: String) {
        self.documents.insert(key.clone(), Stored { written: self.now, text });
        self.changed.insert(key);
    }

    fn drop_text(&mut self, key: String) {
        if self.documents.remove(&key).is_some() {
            self.changed.insert(key);
        }
    }
}

const OWN: &str = "own/";
const GAME: &str = "game/";

fn own_key(name: &str) -> String {
    format!("{OWN}{name}")
}

fn key(document: &Document) -> String {
    match document {
        Document::Settings => "settings".into(),
        Document::Progress => "progress".into(),
        Document::Game(id) => format!("{GAME}{id}"),
    }
}

/// The keeper that the app has; the page holds the same storage.
#[derive(Clone, Debug, Default)]
pub struct Mirror(pub Rc<RefCell<Storage>>);

impl Mirror {
    /// What was given last could not be kept: so would this. It is tried all the same.
    fn written(&self) -> Result<(), String> {
        self.0.borrow().trouble.clone().map_or(Ok(()), Err)
    }
}

impl Keeper for Mirror {
    fn read(&self, document: &Document) -> Result<Option<Vec<u8>>, String> {
        Ok(self.0.borrow().documents.get(&key(document)).map(|stored| stored.text.clone().into_bytes()))
    }

    fn write(&mut self, document: &Document, bytes: &[u8]) -> Result<(), String> {
        self.0.borrow_mut().write_text(key(document), String::from_utf8_lossy(bytes).into_owned());
        self.written()
    }

    fn remove(&mut self, document: &Document) -> Result<(), String> {
        self.0.borrow_mut().drop_text(key(document));
        Ok(())
    }

    fn games(&self) -> Vec<Listed> {
        let storage = self.0.borrow();
        let mut games: Vec<(u64, &str)> = storage
            .documents
            .iter()
            .filter_map(|(key, stored)| Some((stored.written, key.strip_prefix(GAME)?)))
            .collect();
        games.sort_by(|a, b| b.cmp(a));
        let listed = |(written, id): (u64, &str)| Listed {
            id: id.to_string(),
            age: Span(storage.now.saturating_sub(written).saturating_mul(1_000)),
            held: storage.elsewhere.contains(id),
        };
        games.into_iter().map(listed).collect()
    }

    fn new_game(&mut self) -> Result<GameId, String> {
        let mut storage = self.0.borrow_mut();
        let mut number = storage.now;
        let taken = |number: u64| {
            let id = format!("{number:013}");
            storage.documents.contains_key(&format!("{GAME}{id}")) || storage.elsewhere.contains(&id)
        };
        while taken(number) {
            number += 1;
        }
        let id = format!("{number:013}");
        storage.held = Some(id.clone());
        Ok(id)
    }

    fn hold(&mut self, game: &GameId) -> Result<bool, String> {
        let mut storage = self.0.borrow_mut();
        let is_free = !storage.elsewhere.contains(game);
        if is_free {
            storage.held = Some(game.clone());
        }
        Ok(is_free)
    }

    fn release(&mut self, game: &GameId) {
        let mut storage = self.0.borrow_mut();
        if storage.held.as_ref() == Some(game) {
            storage.held = None;
        }
    }

    /// The browser puts it where it puts downloads, under a name of its own if that one is taken.
    fn export(&mut self, path: &str, bytes: &[u8]) -> Result<(), String> {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path).to_string();
        self.0.borrow_mut().files.push((name, String::from_utf8_lossy(bytes).into_owned()));
        Ok(())
    }

    fn set_aside(&mut self, document: &Document) -> Result<String, String> {
        let key = key(document);
        let mut storage = self.0.borrow_mut();
        let text = storage.documents.get(&key).map(|stored| stored.text.clone()).unwrap_or_default();
        storage.write_text(format!("aside/{key}"), text);
        storage.drop_text(key.clone());
        Ok(format!("this browser's storage, as aside/{key},"))
    }

    fn place(&self, document: &Document) -> String {
        key(document)
    }
}
