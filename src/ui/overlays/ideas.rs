//! The map of ideas: row by row what a system design interview asks, with the lesson that shows it, what each idea
//! builds on and leads to, and what our shops leave out.

use super::keys;
use crate::app::{App, Screen as Shown, Target};
use crate::text::concepts::{self, Concept, Path, concept};
use crate::text::ink::Ink;
use crate::text::rich::Rich;
use crate::text::width::width;
use crate::text::words::capital;
use crate::ui::layout::Screen;
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;
use crate::ui::widgets::float::float;
use crate::ui::widgets::paragraph::{fitting, paragraph};

pub fn ideas(pen: &mut Pen, screen: &Screen, app: &App, chosen: usize) {
    let map = concepts::map();
    let w = (screen.whole.w - 2).min(110);
    let h = (screen.whole.h - 2).min(36);
    let pane = Pane::new((screen.whole.w - w) / 2, (screen.whole.h - h) / 2, w, h);
    let head =
        Rich::of("m", Ink::Accent).and("  Map of ideas", Ink::Strong).and(": what you will be asked", Ink::Plain);
    let enter = if matches!(app.screen(), Shown::Picker(_)) { "to its lesson" } else { "close" };
    let foot = keys(&[("←↑↓→", "choose"), ("Enter", enter), ("g", "glossary"), ("Esc", "close")]);
    let inside = float(pen, pane, &head, &Rich::new(), &foot);
    let Some(idea) = map.iter().flat_map(|(_, ideas)| ideas).map(|(concept, _)| *concept).nth(chosen) else { return };
    let step = if inside.h > 2 * map.len() as i32 + 12 { 2 } else { 1 };
    rows(pen, inside, &map, idea, step, app);
    let below = inside.below(map.len() as i32 * step + 1);
    // Where there is little room, the marks say it.
    let used = details(pen, below, idea, app, inside.h > 20);
    let rest = below.below(used + 1);
    let leave = Rich::of("Not in these shops: ", Ink::Strong);
    let names: Vec<&str> = concepts::left_out().iter().map(|idea| idea.name.as_str()).collect();
    let told: Vec<String> =
        concepts::left_out().iter().map(|idea| format!("{}. {}", capital(&idea.name), idea.because)).collect();
    let long = leave.clone().and(told.join(" "), Ink::Muted);
    let short = leave.and(format!("{}.", names.join("; ")), Ink::Muted);
    paragraph(pen, rest, &fitting(vec![long, short], rest.w, rest.h));
}

/// The lesson's number and the idea's word.
fn label(app: &App, concept: &Concept, word: &str) -> String {
    let shelf = app.shelf();
    let number = shelf.lesson_on(&concept.id).and_then(|at| shelf.entries[at].number);
    number.map_or_else(|| word.to_string(), |number| format!("{number} {word}"))
}

/// The rows. Beside the chosen idea, those that it leads to and those that lead to it are marked.
fn rows(pen: &mut Pen, pane: Pane, map: &[Path], chosen: &Concept, step: i32, app: &App) {
    let names = map.iter().map(|(name, _)| width(name)).max().unwrap_or(0);
    let next = chosen.on_the_map.as_ref().map_or(&[][..], |place| &place.leads_to);
    let glyphs = pen.theme.glyphs;
    let mut number = 0;
    for (row, (name, ideas)) in (0..).zip(map) {
        let y = pane.y + row * step;
        pen.put(pane.x, y, name, Ink::Muted);
        let mut x = pane.x + names + 1;
        for (concept, place) in ideas {
            let text = label(app, concept, &place.word);
            let cell = Pane::new(x, y, width(&text) + 2, 1);
            let mark = match () {
                () if concept.id == chosen.id => Some((glyphs.right, Ink::Accent)),
                () if next.contains(&concept.id) => Some((glyphs.older, Ink::Flow)),
                () if place.leads_to.contains(&chosen.id) => Some((glyphs.quiet, Ink::Strong)),
                () => None,
            };
            if concept.id == chosen.id {
                pen.ground(cell, Ink::Chosen);
            }
            if let Some((glyph, ink)) = mark {
                pen.glyph(x, y, glyph, ink);
            }
            pen.put(x + 1, y, &text, mark.map_or(Ink::Plain, |(_, ink)| ink));
            pen.target(cell, Target::Idea(number));
            number += 1;
            x = cell.right();
        }
    }
}

/// The chosen idea in words; returns the rows used.
fn details(pen: &mut Pen, pane: Pane, idea: &Concept, app: &App, names_next: bool) -> i32 {
    let shelf = app.shelf();
    let lesson = shelf.lesson_on(&idea.id).map(|at| &shelf.entries[at]);
    let mut head = Rich::of(capital(&idea.name), Ink::Strong);
    if let Some((number, title)) = lesson.and_then(|entry| Some((entry.number?, &entry.title))) {
        head.push(format!("  lesson {number}, {title}"), Ink::Muted);
    }
    let mut y = paragraph(pen, pane, &head);
    y += paragraph(pen, pane.below(y), &Rich::plain(idea.surprise.clone()));
    if let Some(asked) = idea.asked() {
        y += paragraph(pen, pane.below(y), &Rich::muted("You will be asked: ").and(asked.to_string(), Ink::Plain));
    }
    let next = idea.on_the_map.iter().flat_map(|place| &place.leads_to);
    let next: Vec<&str> = next.filter_map(|id| concept(id)).map(|concept| concept.name.as_str()).collect();
    if names_next && !next.is_empty() {
        y += paragraph(pen, pane.below(y), &Rich::muted("Leads to: ").and(next.join("; "), Ink::Flow));
    }
    y
}
