//! Keys that an author's text names, as what is said instead where there are only lines.

/// What a text says of a key of the dashboard, and what is said here. Longer ones first.
const KEYS: [(&str, &str); 19] = [
    ("Press 2, or a", "Say outlets, or help"),
    ("Press **f**", "Say power_outage"),
    ("Press f", "Say power_outage"),
    ("Press a", "Say help"),
    ("Press 2", "Say outlets"),
    ("Press 5", "Say orders"),
    ("**a**", "a command"),
    ("**f**", "a fault"),
    ("**F**", "the dashboard's dial"),
    ("**i**", "hint"),
    ("**n**", "next"),
    ("**space**", "stop"),
    ("**?**", "help"),
    ("5 shows", "orders shows"),
    ("1 brings you back", "status is what is now"),
    ("Enter goes on", "go goes on"),
    ("] shows", "outlets shows"),
    ("go back (w) to", "begin anew, and do it at"),
    ("(f)", "(power_outage)"),
];

/// An author's text without the keys of the dashboard.
pub fn in_lines(text: &str) -> String {
    let mut text = text.to_string();
    for (key, line) in KEYS {
        let mut said = String::new();
        let mut rest = text.as_str();
        while let Some(at) = rest.find(key) {
            let (before, after) = (&rest[..at], &rest[at + key.len()..]);
            // `Press a` is no part of `Press again`, nor `5 shows` of `15 shows`.
            let is_word = |c: char| c.is_alphanumeric();
            let is_whole = !(after.starts_with(is_word) || key.starts_with(is_word) && before.ends_with(is_word));
            said.push_str(before);
            said.push_str(if is_whole { line } else { key });
            rest = after;
        }
        said.push_str(rest);
        text = said;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{self, builtin};

    #[test]
    fn only_whole_keys_are_said_otherwise() {
        assert_eq!(in_lines("Press a, **i** helps. Press again."), "Say help, hint helps. Press again.");
        assert_eq!(in_lines("15 shows, 5 shows"), "15 shows, orders shows");
        assert_eq!(in_lines("Quiet."), "Quiet.");
    }

    /// What would be a key: a letter or sign by itself after `Press`, in bold, in brackets, or a digit that shows.
    fn names_a_key(text: &str) -> bool {
        let words: Vec<&str> =
            text.split_whitespace().map(|word| word.trim_end_matches(['.', ',', ':', ';'])).collect();
        let one = |word: &str| word.trim_matches('*').chars().count() == 1;
        words.windows(2).any(|pair| pair[0] == "Press" && one(pair[1]))
            || words.iter().any(|word| {
                let bold = word.len() > 4 && word.starts_with("**") && word.ends_with("**");
                bold && (one(word) || *word == "**space**") || ["(f)", "(w)"].contains(word)
            })
            || words.contains(&"]")
    }

    #[test]
    fn no_shipped_text_names_a_key_in_lines() {
        let mut named = 0;
        for (name, _) in builtin::all() {
            let lesson = scenario::load(name, &[]).unwrap();
            let cues = lesson.cues.iter().flat_map(|cue| [Some(&cue.text), cue.systems.as_ref()]);
            let hints = lesson.hints.iter().flat_map(|hint| [Some(&hint.text), hint.systems.as_ref()]);
            for text in cues.chain(hints).chain([Some(&lesson.story)]).flatten() {
                named += usize::from(names_a_key(text));
                assert!(!names_a_key(&in_lines(text)), "{name}: {}", in_lines(text));
            }
        }
        assert!(named > 10, "only {named} texts name a key");
    }
}
