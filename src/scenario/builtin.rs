//! The scenarios that come with the program: every file of `scenarios/`, compiled in.

use crate::scenario::tonight::Evening;
use std::borrow::Cow;

/// The scenarios `scenarios/NAME.toml`, in the order in which they are listed. A test compares them with the directory.
macro_rules! shelf {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../scenarios/", $name, ".toml")))),*]
    };
}

const SHELF: &[(&str, &str)] = shelf![
    "story",
    "vertical-scaling",
    "horizontal-scaling",
    "prep",
    "backup-chef",
    "microservices",
    "power-cut",
    "load-balancing",
    "decoupling",
    "friday-night",
    "hockey-stick",
    "survivorship",
    "bounded-queue",
    "retry-storm",
    "jitter",
    "two-choices",
    "error-budget",
];

/// Names and texts of all built-in scenarios.
pub fn list() -> impl ExactSizeIterator<Item = (&'static str, &'static str)> + Clone {
    SHELF.iter().copied()
}

/// The text of a built-in scenario by its name: one of the list, or one that is drawn from its name
/// ([`tonight`](crate::scenario::tonight)).
pub fn text_of(name: &str) -> Option<Cow<'static, str>> {
    let listed = SHELF.iter().find(|(known, _)| *known == name).map(|(_, text)| Cow::Borrowed(*text));
    listed.or_else(|| Evening::of_name(name).map(|evening| evening.text().into()))
}

/// Whether a scenario of that name is built in.
pub fn is_known(name: &str) -> bool {
    SHELF.iter().any(|(known, _)| *known == name) || Evening::of_name(name).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_file_of_the_directory_is_on_the_shelf() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
        let files: BTreeSet<String> = std::fs::read_dir(folder)
            .into_iter()
            .flatten()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter_map(|name| name.strip_suffix(".toml").map(str::to_string))
            .collect();
        let shelf: BTreeSet<String> = list().map(|(name, _)| name.to_string()).collect();
        assert_eq!(shelf, files, "scenarios/ and the list in src/scenario/builtin.rs");
        assert_eq!(shelf.len(), list().len(), "a name stands twice");
    }
}
