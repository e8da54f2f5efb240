//! Invisible characters: control characters, format characters, and those that change the direction of the text around
//! them. Names that contain any are refused, texts lose them, and problems show that they were there.
//!
//! They are identified by Unicode properties. Two kinds are part of correct spelling and stay where they have an
//! effect: joiners between letters that join (Persian, Hindi, 👩‍🍳) and variation selectors after a character that has
//! variants (❤️).

use crate::units::cells::placed_clusters;
use regex_syntax::hir::{Class, HirKind};
use std::sync::LazyLock;

/// Sets of characters in the notation of UTS 18.
const UNSEEN: &str = concat!(
    r"[\p{Control}\p{Line_Separator}\p{Paragraph_Separator}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}",
    r"[\p{Format}--\p{Prepended_Concatenation_Mark}]]",
);
const JOINER: &str = r"\p{Join_Control}";
const SELECTOR: &str = r"\p{Variation_Selector}";
/// What a joiner may join: letters of scripts that join, and emoji.
const JOINED: &str = concat!(
    r"[\p{Extended_Pictographic}[\p{Other_Letter}--",
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Bopomofo}\p{Hebrew}\p{Thai}\p{Lao}]]]",
);
const MARK: &str = r"\p{Mark}";
/// Characters with variants.
const VARIED: &str = r"[\p{Emoji}\p{Other_Letter}]";

/// A set of characters as sorted ranges.
struct Set(Vec<(char, char)>);

impl Set {
    fn of(pattern: &str) -> Set {
        let class = regex_syntax::parse(pattern).expect("the patterns above are well formed").into_kind();
        let HirKind::Class(Class::Unicode(class)) = class else { unreachable!("each of them is one class") };
        Set(class.ranges().iter().map(|range| (range.start(), range.end())).collect())
    }

    fn has(&self, c: char) -> bool {
        let after = self.0.partition_point(|(start, _)| *start <= c);
        after > 0 && c <= self.0[after - 1].1
    }
}

struct Sets {
    unseen: Set,
    joiner: Set,
    selector: Set,
    joined: Set,
    mark: Set,
    varied: Set,
}

static SETS: LazyLock<Sets> = LazyLock::new(|| Sets {
    unseen: Set::of(UNSEEN),
    joiner: Set::of(JOINER),
    selector: Set::of(SELECTOR),
    joined: Set::of(JOINED),
    mark: Set::of(MARK),
    varied: Set::of(VARIED),
});

/// Whether a character is invisible everywhere. (Whether joiners and selectors have an effect depends on their place:
/// see [`in_text`].)
pub fn is_unseen(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control();
    }
    SETS.unseen.has(c) && !SETS.joiner.has(c) && !SETS.selector.has(c)
}

/// The invisible characters of `text` that have no effect on a letter, with the bytes at which they begin.
pub fn in_text(text: &str) -> Vec<(usize, char)> {
    if text.is_ascii() {
        return text.char_indices().filter(|(_, c)| c.is_ascii_control()).collect();
    }
    let mut found = Vec::new();
    for (start, cluster) in placed_clusters(text) {
        let mut before: Option<char> = None;
        let base = cluster.chars().next();
        for (i, c) in cluster.char_indices() {
            let at = start + i;
            let does_something = match (base.filter(|_| i > 0), before) {
                _ if !SETS.unseen.has(c) => true,
                (Some(base), Some(before)) if SETS.joiner.has(c) => joins(base, before, &text[at + c.len_utf8()..]),
                (Some(base), Some(before)) if SETS.selector.has(c) => {
                    SETS.varied.has(base) && !SETS.selector.has(before) && !SETS.joiner.has(before)
                }
                _ => false,
            };
            if !does_something {
                found.push((at, c));
            }
            before = Some(c);
        }
    }
    found
}

/// Whether a joiner has an effect between these.
fn joins(base: char, before: char, rest: &str) -> bool {
    let next = rest.chars().next();
    SETS.joined.has(base)
        && !SETS.joiner.has(before)
        && next.is_some_and(|next| SETS.joined.has(next) || SETS.mark.has(next) && !SETS.selector.has(next))
}

/// `text` with each such character replaced by what `with` returns; `None` removes it.
pub fn replaced(text: &str, mut with: impl FnMut(char) -> Option<char>) -> String {
    let unseen = in_text(text);
    if unseen.is_empty() {
        return text.to_string();
    }
    let mut shown = String::with_capacity(text.len());
    let mut unseen = unseen.into_iter().peekable();
    for (at, c) in text.char_indices() {
        match unseen.next_if(|(place, _)| *place == at) {
            Some(_) => shown.extend(with(c)),
            None => shown.push(c),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hides_is_found_by_its_properties() {
        for c in [
            '\u{0}',
            '\u{1b}',
            '\u{7f}',
            '\u{85}',
            '\u{ad}',
            '\u{34f}',
            '\u{61c}',
            '\u{115f}',
            '\u{180e}',
            '\u{200b}',
            '\u{200e}',
            '\u{202e}',
            '\u{2028}',
            '\u{2066}',
            '\u{206a}',
            '\u{206f}',
            '\u{3164}',
            '\u{feff}',
            '\u{ffa0}',
            '\u{fff9}',
            '\u{fffb}',
            '\u{e0001}',
            '\u{e0041}',
            '\u{1d173}',
        ] {
            assert!(is_unseen(c), "{:x}", c as u32);
            assert_eq!(in_text(&format!("a{c}b")).len(), 1, "{:x}", c as u32);
        }
        // Arabic number signs are of the same category and are seen.
        for c in ['a', 'é', '漢', '🍕', '\u{301}', '\u{600}', '\u{6dd}', '\u{200d}', '\u{fe0f}', '\u{a0}'] {
            assert!(!is_unseen(c), "{:x}", c as u32);
        }
    }

    #[test]
    fn joiners_and_selectors_stay_where_they_spell() {
        for text in
            ["نمی\u{200c}خواهم", "क्\u{200d}ष", "👩🏽\u{200d}🍳", "❤\u{fe0f}\u{200d}🔥", "❤\u{fe0f}", "Ka\u{308}se"]
        {
            assert_eq!(in_text(text), [], "{text}");
        }
        for (text, at) in [
            ("Main\u{200d}Street", 4),
            ("\u{200c}ab", 0),
            ("خانه\u{200c}", 8),
            ("店\u{200d}铺", 3),
            ("خ\u{200c}\u{200c}خ", 2),
            ("a\u{fe0f}", 1),
            ("\u{fe0f}", 0),
        ] {
            assert_eq!(in_text(text).first().map(|(place, _)| *place), Some(at), "{text:?}");
        }
        assert_eq!(replaced("a\u{ad}b", |_| Some('?')), "a?b");
        assert_eq!(replaced("a\u{ad}b", |_| None), "ab");
    }
}
