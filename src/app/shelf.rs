//! The picker's entries: three books of chapters, and the player's own files.

use super::settings::Progress;
use crate::scenario::tonight::Date;
use crate::scenario::{self, Problems, Scenario, builtin};
use crate::text::concepts::concept;
use crate::text::words::Words;
use std::path::PathBuf;
use std::sync::Arc;

/// The chapter with which book two begins; what is listed before it is book one.
const BOOK_TWO: &str = "hockey-stick";

/// The chapter with which book three begins.
const BOOK_THREE: &str = "loud-quarter";

/// How many stars a chapter has.
pub const STARS: u32 = 3;

/// Everything that can be played.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    /// Chapters of book one, of book two, of book three, then the player's files.
    pub entries: Vec<Entry>,
}

/// Under which heading of the picker an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Book {
    /// The story and its chapters.
    One,
    /// What surprises those who have read the first.
    Two,
    /// What is asked of those who run such shops.
    Three,
    /// The player's own files.
    Yours,
}

/// One scenario of the shelf.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its heading.
    pub book: Book,
    /// Its chapter number, from 1; `None`: it is not counted (the whole story, the sandbox, tonight's shop, the
    /// player's files).
    pub number: Option<u32>,
    /// A built-in's name or a path, as the command line takes it.
    pub source: String,
    /// The scenario's title; of a file that cannot be read, its name.
    pub title: String,
    /// The concept it teaches, in the system designer's words.
    pub concept: String,
    /// One sentence on it, or what is wrong with the file.
    pub summary: String,
    /// Where it lies; `None`: a built-in.
    pub file: Option<PathBuf>,
    /// Whether it is a file that has not been read yet.
    pub is_unread: bool,
    /// The day from which its evening is drawn, once somebody opens it; `None`: it is no such entry.
    pub day: Option<Date>,
    /// The scenario, or a sentence that says what is wrong with the file.
    pub scenario: Result<Arc<Scenario>, String>,
}

/// The picker while it is open.
#[derive(Clone, Debug, Default)]
pub struct Picker {
    /// Index into [`Shelf::entries`] of the entry under the cursor.
    pub chosen: usize,
}

impl Shelf {
    /// The built-in scenarios, and the files opened before, which are not read yet.
    pub fn load(progress: &Progress) -> Shelf {
        let mut shelf = Shelf::default();
        let (mut number, mut book) = (0, Book::One);
        for (name, _) in builtin::all() {
            book = match name {
                BOOK_TWO => Book::Two,
                BOOK_THREE => Book::Three,
                _ => book,
            };
            let counted = !["story", builtin::SANDBOX].contains(&name);
            number += counted as u32;
            let mut entry = Entry::unread(name, book, counted.then_some(number));
            entry.put(scenario::load(name, &[]));
            shelf.entries.push(entry);
        }
        shelf.entries.extend(progress.files.iter().map(|file| Entry::unread(file, Book::Yours, None)));
        shelf
    }

    /// The id of the concept that an entry teaches.
    pub fn concept_of(&self, entry: usize) -> Option<&str> {
        self.entries.get(entry)?.scenario.as_ref().ok()?.concept.as_deref()
    }

    /// The chapter that teaches a concept: its index among the entries.
    pub fn lesson_on(&self, concept: &str) -> Option<usize> {
        (0..self.entries.len()).find(|&at| self.entries[at].number.is_some() && self.concept_of(at) == Some(concept))
    }

    /// Puts the shop of a day behind the sandbox. It is found when it is opened.
    pub fn draw_on(&mut self, day: Date) {
        let after = self.find(builtin::SANDBOX).map_or(0, |at| at + 1);
        let entry = Entry {
            day: Some(day),
            is_unread: false,
            title: "Tonight's shop".into(),
            concept: "a new one every day".into(),
            summary: format!(
                "Drawn from the date ({day}), the same for everybody, and proved before it opens: who does nothing \
                 loses, and there is more than one way to win."
            ),
            scenario: Err("It has not been drawn yet.".into()),
            ..Entry::unread("tonight", Book::One, None)
        };
        self.entries.insert(after, entry);
    }

    /// The entries of one book, each with its index into [`Shelf::entries`].
    pub fn book(&self, book: Book) -> impl Iterator<Item = (usize, &Entry)> {
        self.entries.iter().enumerate().filter(move |(_, entry)| entry.book == book)
    }

    /// Reads a file of the player's and adds or replaces its entry; returns the entry's index.
    pub fn add(&mut self, file: &str) -> usize {
        self.put(file, scenario::load(file, &[]))
    }

    /// Like [`Shelf::add`], with the result of reading.
    pub fn put(&mut self, file: &str, read: Result<Scenario, Problems>) -> usize {
        let mut entry = Entry::unread(file, Book::Yours, None);
        entry.put(read);
        match self.entries.iter().position(|known| known.source == file) {
            Some(at) if self.entries[at].book == Book::Yours => {
                self.entries[at] = entry;
                at
            }
            // Under the name by which games, codes and results know the evening.
            Some(at) if self.entries[at].day.is_some() && entry.scenario.is_ok() => {
                let known = &mut self.entries[at];
                known.source = entry.scenario.as_ref().map_or(String::new(), |scenario| scenario.name.clone());
                known.summary = entry.summary;
                known.scenario = entry.scenario;
                at
            }
            Some(at) => at,
            None => {
                self.entries.push(entry);
                self.entries.len() - 1
            }
        }
    }

    /// Index of the entry with that name or path.
    pub fn find(&self, source: &str) -> Option<usize> {
        self.entries.iter().position(|entry| entry.source == source)
    }

    /// Index of the first entry that is not won yet; for a newcomer the story.
    pub fn first_unplayed(&self, progress: &Progress) -> usize {
        let open = |entry: &Entry| entry.is_chapter() && progress.of(&entry.source).is_none_or(|played| !played.won);
        self.entries.iter().position(open).unwrap_or_default()
    }

    /// Index of the chapter after this one, in its book or the next, past what cannot be won; `None`: it is the last.
    pub fn after(&self, at: usize) -> Option<usize> {
        let chapter = |entry: &Entry| entry.book != Book::Yours && entry.is_chapter();
        (at + 1..self.entries.len()).find(|&next| chapter(&self.entries[next]))
    }
}

impl Entry {
    /// The sentence on it, in the systems' words, where there is such a wording.
    pub fn told(&self, words: Words) -> &str {
        self.scenario.as_ref().map_or(&self.summary, |scenario| words.told(&self.summary, &scenario.systems_summary))
    }

    /// Whether it is a file that cannot be read.
    pub fn is_broken(&self) -> bool {
        self.scenario.is_err() && !self.is_unread && self.day.is_none()
    }

    /// Whether it is here every day and has goals. A file that cannot be read has none.
    fn is_chapter(&self) -> bool {
        self.day.is_none() && self.scenario.as_ref().is_ok_and(|scenario| !scenario.goals.is_empty())
    }

    fn unread(source: &str, book: Book, number: Option<u32>) -> Entry {
        Entry {
            book,
            number,
            source: source.to_string(),
            title: source.rsplit(['/', '\\']).next().unwrap_or(source).to_string(),
            concept: String::new(),
            summary: String::new(),
            file: (book == Book::Yours).then(|| PathBuf::from(source)),
            is_unread: true,
            day: None,
            scenario: Err("It is being read.".into()),
        }
    }

    fn put(&mut self, read: Result<Scenario, Problems>) {
        let entry = self;
        entry.is_unread = false;
        match read {
            Ok(scenario) => {
                if entry.book != Book::Yours {
                    entry.title = scenario.title.clone();
                }
                let id = scenario.concept.as_deref();
                entry.concept = match id.and_then(concept) {
                    Some(concept) => concept.name.clone(),
                    None => id.unwrap_or("").replace('-', " "),
                };
                entry.summary = scenario.summary.clone();
                entry.scenario = Ok(Arc::new(scenario));
            }
            Err(problems) => {
                let first = problems.list.first();
                let mut why = first.map_or("it cannot be read".into(), |p| format!("{}: {}", p.place(), p.message));
                if let Some(hint) = first.and_then(|problem| problem.hint.as_ref()) {
                    why += &format!(" ({hint})");
                }
                let others = (problems.list.len() + problems.unlisted).saturating_sub(1);
                if others > 0 {
                    why += &format!("; and {others} more: `pizzeria check FILE` shows all");
                }
                entry.summary = why.clone();
                entry.scenario = Err(why);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::settings::Played;

    #[test]
    fn a_file_that_cannot_be_read_says_its_first_mistake_and_how_many_there_are() {
        let text = "[scenario]\ntitel = \"Own\"\nseed = -1\n";
        let read = crate::scenario::read("own.toml", text, None, &[]).map(|(scenario, _)| scenario);
        let mut shelf = Shelf::load(&Progress::default());
        let at = shelf.put("own.toml", read);
        let why = shelf.entries[at].scenario.as_ref().unwrap_err();
        assert!(why.contains("own.toml:1:1: a scenario file needs `menu` ("), "{why}");
        assert!(why.ends_with("more: `pizzeria check FILE` shows all"), "{why}");
    }

    #[test]
    fn three_books_are_numbered_through() {
        let shelf = Shelf::load(&Progress::default());
        let numbers: Vec<u32> = shelf.entries.iter().filter_map(|entry| entry.number).collect();
        assert_eq!(numbers, (1..=30).collect::<Vec<u32>>());
        assert!(
            shelf.entries.iter().all(|entry| entry.scenario.is_ok()),
            "{:?}",
            shelf.entries.iter().find(|e| e.scenario.is_err())
        );
        assert_eq!(shelf.book(Book::One).count(), 11);
        let sorted = shelf.entries.is_sorted_by_key(|entry| entry.book);
        assert!(sorted, "book two follows book one");
    }

    #[test]
    fn the_sandbox_is_the_second_entry_and_in_nobodys_way() {
        let shelf = Shelf::load(&Progress::default());
        assert_eq!(shelf.find(builtin::SANDBOX), Some(1));
        assert_eq!(shelf.after(0), Some(2), "the story is followed by chapter 1");
        let mut progress = Progress::default();
        assert_eq!(shelf.first_unplayed(&progress), 0);
        progress.chapters.insert("story".into(), Played { won: true, ..Played::default() });
        assert_eq!(shelf.first_unplayed(&progress), 2);
    }
}
