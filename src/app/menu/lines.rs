//! All lines of a menu, under their headings.

use super::book::Book;
use super::{MenuKind, Section, decisions, faults};
use crate::app::game::Game;
use crate::text::glossary::Language;
use crate::units::OutletId;

/// Everything that a menu offers for an outlet; the palette lists the same.
pub fn sections(kind: MenuKind, game: &Game, outlet: OutletId, language: Language) -> Vec<Section> {
    counted_sections(kind, game, outlet, language, 1)
}

/// The same for so many people at once, where people are hired or let go.
pub(super) fn counted_sections(
    kind: MenuKind,
    game: &Game,
    outlet: OutletId,
    language: Language,
    count: u32,
) -> Vec<Section> {
    let mut book = Book { game, outlet, language, count, sections: Vec::new() };
    match kind {
        MenuKind::Act => decisions::write(&mut book),
        MenuKind::Fault => faults::write(&mut book),
    }
    book.sections.retain(|section| !section.lines.is_empty());
    book.sections
}
