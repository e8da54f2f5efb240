//! Templates of sentences, as the tables of commands and choices hold them. They are filled in by [`crate::text`].
//!
//! `{chef}` is a word of the glossary (`{chef+}` its plural, `{a chef}` with its article); `[outlet]` is a parameter of
//! the command, `[limit|at most [limit]|no limit]` a choice by whether it is given.

/// What is said in the pizza's language and in the system designer's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Both {
    pub pizza: &'static str,
    pub system: &'static str,
}

/// One template for both languages: the words that differ stand in braces.
pub const fn both(template: &'static str) -> Both {
    Both { pizza: template, system: template }
}

/// A template for each language, where more differs than a word of the glossary.
pub const fn each(pizza: &'static str, system: &'static str) -> Both {
    Both { pizza, system }
}

impl Both {
    /// Nothing is said.
    pub const NONE: Both = both("");

    pub fn is_empty(self) -> bool {
        self.pizza.is_empty()
    }
}

/// A template in the pizza's words without the glossary, for the schema and the reference, which lie below it: a word's
/// id is the word, with spaces for hyphens.
pub fn plain(template: &str) -> String {
    let mut text = String::with_capacity(template.len());
    for (i, part) in template.split(['{', '}']).enumerate() {
        match (i % 2 == 1, part.strip_suffix('+')) {
            (true, Some(one)) => text += &(one.replace('-', " ") + "s"),
            (true, None) => text += &part.replace('-', " "),
            (false, _) => text += part,
        }
    }
    text.replace("a outlet", "an outlet").replace("a order", "an order")
}
