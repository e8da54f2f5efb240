//! The picker: two books of chapters and your own files, with stars and what was played.

use crate::scenario::Scenario;
use std::path::PathBuf;
use std::sync::Arc;

/// All that can be played.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    /// Chapters of book one, of book two, then your files.
    pub entries: Vec<Entry>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Book {
    One,
    Two,
    Yours,
}

#[derive(Clone, Debug)]
pub struct Entry {
    pub book: Book,
    /// 1–16; `None` for what stands outside the count (the whole story, your files).
    pub number: Option<u32>,
    /// A built-in's name or a path, as the command line takes it.
    pub source: String,
    pub title: String,
    /// What it is about, in the system designer's words.
    pub concept: String,
    pub summary: String,
    pub file: Option<PathBuf>,
    /// `Err`: what is wrong with the file.
    pub scenario: Result<Arc<Scenario>, String>,
}

/// The picker while it is open.
#[derive(Clone, Debug, Default)]
pub struct Picker {
    /// Of [`Shelf::entries`].
    pub chosen: usize,
}

impl Shelf {
    pub fn book(&self, book: Book) -> impl Iterator<Item = (usize, &Entry)> {
        self.entries.iter().enumerate().filter(move |(_, entry)| entry.book == book)
    }
}
