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
    "loud-quarter",
    "quickest-chef",
    "small-first",
    "help-wanted",
    "closing-check",
    "slices",
    "was-that-taken",
    "dead-telephone",
    "regulars",
    "hot-street",
    "three-books",
    "three-leaks",
];

const SANDBOXES: &[(&str, &str)] = shelf!["break-it"];

/// The night without a goal, in which the player makes the faults. It teaches nothing that could be proved or graded.
pub const SANDBOX: &str = "break-it";

/// Names and texts of the lessons, the whole story first: the built-in scenarios with goals.
pub fn list() -> impl ExactSizeIterator<Item = (&'static str, &'static str)> + Clone {
    SHELF.iter().copied()
}

/// Names and texts of all built-in scenarios as they are listed: the whole story, the sandbox, the other lessons.
pub fn all() -> impl Iterator<Item = (&'static str, &'static str)> + Clone {
    let (story, lessons) = SHELF.split_at(1);
    story.iter().chain(SANDBOXES).chain(lessons).copied()
}

/// The text of a built-in scenario by its name: one of the list, or one that is drawn from its name
/// ([`tonight`](crate::scenario::tonight)).
pub fn text_of(name: &str) -> Option<Cow<'static, str>> {
    let listed = all().find(|(known, _)| *known == name).map(|(_, text)| Cow::Borrowed(text));
    listed.or_else(|| Evening::of_name(name).map(|evening| evening.text().into()))
}

/// Whether a scenario of that name is built in.
pub fn is_known(name: &str) -> bool {
    all().any(|(known, _)| known == name) || Evening::of_name(name).is_some()
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
        let shelf: BTreeSet<String> = all().map(|(name, _)| name.to_string()).collect();
        assert_eq!(shelf, files, "scenarios/ and the list in src/scenario/builtin.rs");
        assert_eq!(shelf.len(), all().count(), "a name stands twice");
    }

    #[test]
    fn the_sandbox_has_no_goals_and_every_lesson_has_some() {
        for (name, _) in all() {
            let goals = crate::scenario::load(name, &[]).unwrap_or_else(|problems| panic!("{problems}")).goals.len();
            assert_eq!(goals == 0, name == SANDBOX, "{name}");
        }
    }
}
