//! Overlays: menus, the palette, help, cards. Whatever the overlay does not need is dimmed below it.

pub mod cards;
pub mod compare;
pub mod games;
pub mod glossary;
pub mod help;
mod ideas;
pub mod job;
pub mod menu;
pub mod palette;
pub mod rewind;

use crate::app::{App, Overlay, Target};
use crate::text::ink::Ink;
use crate::text::rich::Rich;
use crate::ui::layout::Screen;
use crate::ui::pen::Pen;

/// Draws an overlay over what stands on the screen.
pub fn overlay(pen: &mut Pen, screen: &Screen, app: &App, overlay: &Overlay) {
    // The rewind shows the shop at its cursor, which is what one looks at.
    let is_looked_at = matches!(overlay, Overlay::Rewind(_)) && app.rewound().is_some();
    if !matches!(overlay, Overlay::Menu(_)) && !is_looked_at {
        pen.dim(screen.whole);
    }
    pen.target(screen.whole, Target::Outside);
    match overlay {
        Overlay::Menu(menu) => menu::menu(pen, screen, app, menu),
        Overlay::Palette(palette) => palette::palette(pen, screen, app, palette),
        Overlay::Help { scroll } => help::help(pen, screen, app, *scroll),
        Overlay::Glossary { chosen } => glossary::glossary(pen, screen, app, *chosen),
        Overlay::Map { chosen } => ideas::ideas(pen, screen, app, *chosen),
        Overlay::Task { scroll } => cards::task(pen, screen, app, *scroll),
        Overlay::Code { card, code, scroll } => cards::code(pen, screen, card, code, *scroll),
        Overlay::Hint(hint) => cards::hint(pen, screen, app, hint),
        Overlay::Cue(cue) => cards::cue(pen, screen, app, *cue),
        Overlay::Guess(ask) => cards::guess(pen, screen, app, ask),
        Overlay::Confirm(confirm) | Overlay::Verdict(confirm) => cards::confirm(pen, screen, confirm),
        Overlay::Rewind(state) => rewind::rewind(pen, screen, app, state),
        Overlay::Compare(state) => compare::compare(pen, screen, app, state),
        Overlay::Transfer => cards::transfer(pen, screen, app),
        Overlay::Prompt(prompt) => cards::prompt(pen, screen, prompt),
        Overlay::Games { chosen } => games::games(pen, screen, app, *chosen),
    }
}

/// Key hints such as `Esc close`, for the frame's edge.
pub fn keys(pairs: &[(&str, &'static str)]) -> Rich {
    let mut rich = Rich::new();
    for (i, (key, word)) in pairs.iter().enumerate() {
        if i > 0 {
            rich.push("  ", Ink::Plain);
        }
        rich.push(key.to_string(), Ink::Accent).push(format!(" {word}"), Ink::Muted);
    }
    rich
}
