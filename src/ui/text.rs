//! Everything that is said: the words of two languages, the names of people, and the sentences made of them.
//!
//! Sentences are short and declarative; the subject is a person or a place; numbers carry the alarm. They are built in
//! forms, longest first, so that a small screen chooses a shorter sentence and never cuts one.

pub mod act;
pub mod goals;
pub mod histories;
pub mod log;
pub mod markdown;
pub mod names;
pub mod place;
pub mod spans;
pub mod surprise;
pub mod twin;
pub mod why;
pub mod words;
