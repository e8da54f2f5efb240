//! Everything that is said: the words of two languages, the names of people, and the sentences made of them.
//!
//! Sentences are short and declarative; the subject is a person or a place; numbers carry the alarm. They are built in
//! forms, longest first, so that a small screen chooses a shorter sentence and never cuts one.

pub mod act;
pub mod commands;
pub mod concepts;
pub mod estimate;
pub mod glossary;
pub mod glyphs;
pub mod goals;
pub mod ink;
pub mod log;
pub mod losses;
pub mod markdown;
pub mod names;
pub mod numbers;
pub mod people;
pub mod place;
pub mod rich;
pub mod scene;
pub mod series;
pub mod spans;
pub mod twin;
pub mod values;
pub mod why;
pub mod width;
pub mod words;

pub use glossary::Language;
