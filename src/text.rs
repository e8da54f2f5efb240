//! Everything that is said: the words of two languages, the names of people, and the sentences made of them.
//!
//! Sentences are short and declarative; the subject is a person or a place; numbers carry the alarm. They are built in
//! forms, longest first, so that a small screen chooses a shorter sentence and never cuts one.

pub(crate) mod act;
pub mod cards;
pub(crate) mod commands;
pub mod concepts;
pub(crate) mod doubts;
pub mod estimate;
pub mod flows;
pub mod glossary;
pub(crate) mod glyphs;
pub mod goals;
pub mod hiring;
pub(crate) mod ink;
pub mod lamps;
pub mod log;
pub mod losses;
pub(crate) mod markdown;
pub mod names;
pub mod numbers;
pub mod order_books;
pub mod parties;
pub mod people;
pub mod phones;
pub(crate) mod place;
pub mod quotas;
pub mod rich;
pub mod scene;
pub(crate) mod series;
pub(crate) mod spans;
pub(crate) mod twin;
pub(crate) mod values;
pub mod why;
pub(crate) mod width;
pub mod words;

pub use glossary::Language;
