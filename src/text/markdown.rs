//! The Markdown of stories: paragraphs, emphasis, lists. Everything else is read as plain text.

use crate::text::ink::Ink;
use crate::text::rich::Rich;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// The paragraphs of a text.
pub fn paragraphs(text: &str) -> Vec<Rich> {
    let (mut all, mut now) = (Vec::new(), Rich::new());
    let mut strong = 0;
    for event in Parser::new(text) {
        match event {
            Event::Start(Tag::Strong | Tag::Emphasis | Tag::Heading { .. }) => strong += 1,
            Event::End(TagEnd::Strong | TagEnd::Emphasis) => strong -= 1,
            Event::End(TagEnd::Heading(_)) => {
                strong -= 1;
                all.push(std::mem::take(&mut now));
            }
            Event::Start(Tag::Item) => {
                now.push("· ", Ink::Muted);
            }
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::CodeBlock) if !now.is_empty() => {
                all.push(std::mem::take(&mut now));
            }
            Event::Text(text) => {
                now.push(text.to_string(), if strong > 0 { Ink::Strong } else { Ink::Plain });
            }
            Event::Code(text) => {
                now.push(text.to_string(), Ink::Strong);
            }
            Event::SoftBreak => {
                now.push(" ", Ink::Plain);
            }
            Event::HardBreak => {
                now.push("\n", Ink::Plain);
            }
            _ => {}
        }
    }
    if !now.is_empty() {
        all.push(now);
    }
    all
}

/// A text as lines of at most `width` cells, with a blank line between paragraphs.
pub fn lines(text: &str, width: i32) -> Vec<Rich> {
    let mut lines = Vec::new();
    for paragraph in paragraphs(text) {
        if !lines.is_empty() {
            lines.push(Rich::new());
        }
        lines.extend(paragraph.wrapped(width));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_story_in_paragraphs() {
        let lines = lines("One *oven*,\none chef.\n\nAnd **a** phone.", 12);
        let text: Vec<String> = lines.iter().map(Rich::text).collect();
        assert_eq!(text, ["One oven,", "one chef.", "", "And a phone."]);
        assert_eq!(lines[0].bits().find(|bit| bit.1 == Ink::Strong), Some(("oven", Ink::Strong)));
    }
}
