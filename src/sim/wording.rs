//! Templates of sentences, for the tables of commands and choices. [`crate::text`] fills them in.
//!
//! `{chef}` is a word of the glossary (`{chef+}` its plural, `{a chef}` with its article); `[outlet]` is a parameter of
//! the command, `[limit|at most [limit]|no limit]` a choice by whether it is given.

/// A template in the pizza's language and in the system designer's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Both {
    /// For players who speak of chefs and pizzas.
    pub pizza: &'static str,
    /// For players who speak of workers and requests.
    pub system: &'static str,
}

/// One template for both languages, which differ in words of the glossary only.
pub const fn both(template: &'static str) -> Both {
    Both { pizza: template, system: template }
}

/// A template for each language, where they differ in more than words of the glossary.
pub const fn each(pizza: &'static str, system: &'static str) -> Both {
    Both { pizza, system }
}

impl Both {
    /// The empty template.
    pub const NONE: Both = both("");

    /// Whether nothing is said.
    pub fn is_empty(self) -> bool {
        self.pizza.is_empty()
    }
}

/// Renders a template in the pizza's words without the glossary, which schema and reference cannot depend on: a word's
/// id is taken for the word, with spaces for hyphens.
pub fn plain(template: &str) -> String {
    let mut text = String::with_capacity(template.len());
    for (i, part) in template.split(['{', '}']).enumerate() {
        match (i % 2 == 1, part.strip_suffix('+')) {
            (true, Some(one)) => text += &(one.replace('-', " ") + "s"),
            (true, None) => text += &part.replace('-', " "),
            (false, _) => text += part,
        }
    }
    text.replace("a outlet", "an outlet").replace("a order", "an order").replace("A order", "An order")
}
