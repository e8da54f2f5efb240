//! Text in several inks, such as a sentence with emphasized figures, which can be measured and wrapped.

use crate::text::ink::Ink;
use crate::text::width::{beginning, clusters, width};
use std::borrow::Cow;

/// A line or paragraph as pieces of text with inks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rich(Vec<(Cow<'static, str>, Ink)>);

impl Rich {
    /// An empty text.
    pub fn new() -> Rich {
        Rich::default()
    }

    /// A text in one ink.
    pub fn of(text: impl Into<Cow<'static, str>>, ink: Ink) -> Rich {
        Rich(vec![(text.into(), ink)])
    }

    /// A text in the ink of secondary matters.
    pub fn muted(text: impl Into<Cow<'static, str>>) -> Rich {
        Rich::of(text, Ink::Muted)
    }

    /// A text in the ordinary ink.
    pub fn plain(text: impl Into<Cow<'static, str>>) -> Rich {
        Rich::of(text, Ink::Plain)
    }

    /// A sentence in which `*…*` is in the ink `figure`. Names contain no `*` (see [`super::names`]).
    pub fn marked(text: &str, ink: Ink, figure: Ink) -> Rich {
        let mut rich = Rich::new();
        for (i, piece) in text.split('*').enumerate() {
            rich.push(piece.to_string(), if i % 2 == 0 { ink } else { figure });
        }
        rich
    }

    /// Adds a piece at the end; an empty one is left out.
    pub fn push(&mut self, text: impl Into<Cow<'static, str>>, ink: Ink) -> &mut Rich {
        let text = text.into();
        if !text.is_empty() {
            self.0.push((text, ink));
        }
        self
    }

    /// Adds a piece at the end and returns the whole, for chains.
    pub fn and(mut self, text: impl Into<Cow<'static, str>>, ink: Ink) -> Rich {
        self.push(text, ink);
        self
    }

    /// Adds another text at the end.
    pub fn append(&mut self, other: Rich) -> &mut Rich {
        self.0.extend(other.0);
        self
    }

    /// Adds another text at the end and returns the whole, for chains.
    pub fn joined(mut self, other: Rich) -> Rich {
        self.append(other);
        self
    }

    /// The pieces with their inks.
    pub fn bits(&self) -> impl Iterator<Item = (&str, Ink)> {
        self.0.iter().map(|(text, ink)| (text.as_ref(), *ink))
    }

    /// Whether there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Its width on one line, in cells.
    pub fn width(&self) -> i32 {
        self.bits().map(|(text, _)| width(text)).sum()
    }

    /// The text alone.
    pub fn text(&self) -> String {
        self.bits().map(|(text, _)| text).collect()
    }

    /// The text in one ink.
    pub fn inked(mut self, ink: Ink) -> Rich {
        self.0.iter_mut().for_each(|bit| bit.1 = ink);
        self
    }

    /// Wraps the text at spaces into lines of at most `room` cells. A longer word begins a line and is broken. Line
    /// breaks in the text stay; a no-break space keeps two words together and becomes a space.
    pub fn wrapped(&self, room: i32) -> Vec<Rich> {
        let room = room.max(1);
        let (mut lines, mut line, mut used) = (Vec::new(), Rich::new(), 0);
        let mut word: Vec<(&str, Ink)> = Vec::new();
        let mut gap: Option<(&str, Ink)> = None;
        let flush = |word: &mut Vec<(&str, Ink)>,
                     gap: &mut Option<(&str, Ink)>,
                     line: &mut Rich,
                     used: &mut i32,
                     lines: &mut Vec<Rich>| {
            if word.is_empty() {
                return;
            }
            let long: i32 = word.iter().map(|(text, _)| width(text)).sum();
            let between = gap.map_or(0, |(text, _)| width(text));
            if *used > 0 && *used + between + long > room {
                lines.push(std::mem::take(line));
                *used = 0;
            } else if let Some((space, ink)) = gap.filter(|_| *used > 0) {
                line.push(space.to_string(), ink);
                *used += between;
            }
            for (text, ink) in word.drain(..) {
                for piece in pieces(text, room) {
                    let cells = width(piece);
                    if *used > 0 && *used + cells > room {
                        lines.push(std::mem::take(line));
                        *used = 0;
                    }
                    line.push(piece.replace('\u{a0}', " "), ink);
                    *used += cells;
                }
            }
            *gap = None;
        };
        for (text, ink) in self.bits() {
            for (i, row) in text.split('\n').enumerate() {
                if i > 0 {
                    flush(&mut word, &mut gap, &mut line, &mut used, &mut lines);
                    gap = None;
                    lines.push(std::mem::take(&mut line));
                    used = 0;
                }
                let mut rest = row;
                while !rest.is_empty() {
                    let spaces = rest.len() - rest.trim_start_matches(' ').len();
                    let glued = spaces == 1 && ends_in_digit(&word) && begins_with_unit(&rest[1..]);
                    if glued {
                        // A figure and its unit stay on one line.
                        word.push((&rest[..1], ink));
                        rest = &rest[1..];
                    } else if spaces > 0 {
                        flush(&mut word, &mut gap, &mut line, &mut used, &mut lines);
                        gap = Some((&rest[..spaces], ink));
                        rest = &rest[spaces..];
                    }
                    let end = rest.find(' ').unwrap_or(rest.len());
                    if end > 0 {
                        word.push((&rest[..end], ink));
                    }
                    rest = &rest[end..];
                }
            }
        }
        flush(&mut word, &mut gap, &mut line, &mut used, &mut lines);
        if !line.is_empty() || lines.is_empty() {
            lines.push(line);
        }
        lines
    }
}

fn ends_in_digit(word: &[(&str, Ink)]) -> bool {
    word.last().is_some_and(|(text, _)| text.ends_with(|c: char| c.is_ascii_digit()))
}

/// Whether a text begins with a unit (`min`, `s`, `h`, `%`, `km`, `/h`) that no letter follows.
fn begins_with_unit(text: &str) -> bool {
    let next = text.split(' ').next().unwrap_or("").trim_end_matches(|c: char| !c.is_alphanumeric() && c != '%');
    matches!(next, "min" | "s" | "h" | "%" | "km" | "/h")
}

/// A word in pieces that fit; a single piece if it fits.
fn pieces(word: &str, room: i32) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if width(rest) <= room {
            return Some(std::mem::take(&mut rest));
        }
        // At least one grapheme cluster, even if it is wider than the room.
        let least = clusters(rest).next().map_or(rest.len(), str::len);
        let (piece, later) = rest.split_at(beginning(rest, room).len().max(least));
        rest = later;
        Some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(text: &str, room: i32) -> Vec<String> {
        Rich::marked(text, Ink::Plain, Ink::Strong).wrapped(room).iter().map(Rich::text).collect()
    }

    #[test]
    fn sentences_break_between_words_wherever_the_ink_changes() {
        assert_eq!(lines("All 4 are busy *100* % of the time", 16), ["All 4 are busy", "100 % of the", "time"]);
        assert_eq!(lines("*24 min*. Then", 7), ["24 min.", "Then"]);
        assert_eq!(lines("one\n\ntwo", 9), ["one", "", "two"]);
        assert_eq!(lines("within 7 min 30 s.", 14), ["within 7 min", "30 s."]);
        assert_eq!(lines("about *24* min, or so", 9), ["about", "24 min,", "or so"]);
        assert_eq!(lines("uncommonlylong word", 8), ["uncommon", "lylong", "word"]);
        assert_eq!(lines("Ka\u{308}se寿司हिन्दी", 5), ["Ka\u{308}se", "寿司", "हिन्दी"]);
        assert_eq!(lines("took 2\u{a0}min", 8), ["took", "2 min"]);
        assert_eq!(lines("", 8), [""]);
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_its_room_and_no_letter_is_lost(text in "[a-z* ]{0,80}", room in 1i32..30) {
            let lines = lines(&text, room);
            for line in &lines {
                prop_assert!(width(line) <= room, "{:?} in {}", line, room);
            }
            let letters = |s: &str| s.chars().filter(|c| !" *".contains(*c)).collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }
    }
}
