//! Cells: the unit of a terminal's screen. A letter as people see it, a *grapheme cluster*, takes none, one or two.
//!
//! Clusters are those of Unicode's annex 29, their widths those of annex 11; terminals differ in both, and `--ascii` is
//! the way out.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The width of `text` in cells: wide letters take two, combining marks none.
pub fn width(text: &str) -> i32 {
    if text.is_ascii() {
        return text.len() as i32;
    }
    if is_simple(text) {
        return text.chars().map(|c| c.width().unwrap_or(1) as i32).sum();
    }
    clusters(text).map(cells).sum()
}

/// The letters of `text` as people see them: a base with its marks, an emoji with its parts.
pub fn clusters(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.graphemes(true)
}

/// The same, each with the byte it begins at.
pub fn placed_clusters(text: &str) -> impl DoubleEndedIterator<Item = (usize, &str)> {
    text.grapheme_indices(true)
}

/// How many cells one cluster takes.
pub fn cells(cluster: &str) -> i32 {
    // No terminal gives one letter more than two, whatever it is made of.
    cluster.width().min(2) as i32
}

/// Whether every character of `text` is a cluster of its own: Latin letters, punctuation, and the signs that screens
/// are drawn with. That is seen faster than clusters are found.
pub fn is_simple(text: &str) -> bool {
    let simple = |c| {
        matches!(c, '\u{20}'..='\u{7e}' | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' | '\u{2010}'..='\u{2027}'
            | '\u{2030}'..='\u{205e}' | '\u{2100}'..='\u{2bff}')
    };
    text.chars().all(simple)
}

/// The longest beginning of `text` that takes at most `room` cells; no letter is cut in two.
pub fn beginning(text: &str, room: i32) -> &str {
    let mut used = 0;
    for (at, cluster) in placed_clusters(text) {
        used += cells(cluster);
        if used > room {
            return &text[..at];
        }
    }
    text
}

/// `text` and as many spaces as fill `room`; flush right: the spaces first.
pub fn padded(text: &str, room: i32, flush_right: bool) -> String {
    let gap = " ".repeat((room - width(text)).max(0) as usize);
    if flush_right { gap + text } else { text.to_string() + &gap }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_letter_is_what_people_see() {
        for (text, letters, cells) in [
            ("Käse", 4, 4),
            ("Ka\u{308}se", 4, 4),
            ("寿司", 2, 4),
            ("می\u{200c}خواهم", 7, 7),
            ("👩\u{200d}🍳", 1, 2),
            ("❤\u{fe0f}", 1, 2),
            ("🇨🇭", 1, 2),
            ("— ● ━", 5, 5),
        ] {
            assert_eq!((clusters(text).count(), width(text)), (letters, cells), "{text}");
        }
        // The vowel sign stands with its consonant.
        assert_eq!(clusters("हिन्दी").next(), Some("हि"));
    }

    #[test]
    fn a_beginning_cuts_no_letter_in_two() {
        assert_eq!(beginning("Ka\u{308}se", 2), "Ka\u{308}");
        assert_eq!(beginning("寿司", 3), "寿");
        assert_eq!(beginning("寿司", 4), "寿司");
        assert_eq!(padded("寿", 4, false), "寿  ");
        assert_eq!(padded("寿", 4, true), "  寿");
    }

    proptest! {
        #[test]
        fn the_short_way_and_the_long_one_agree(text in "[ -~à-ÿ–—…●━█✓]{0,20}") {
            prop_assert!(is_simple(&text));
            prop_assert_eq!(width(&text), clusters(&text).map(cells).sum::<i32>());
        }
    }
}
