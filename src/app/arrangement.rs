//! What is open on the screen, so that a click on an older picture is known to be one.

use super::outcome::OutcomeKind;
use super::{App, Overlay, Screen};

/// Everything that says what a place of the picture means, but for what moves with the shop's time (which targets name
/// by identity). Two pictures of one arrangement have the same lists in the same order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arrangement {
    screen: String,
    overlays: Vec<String>,
    others: Vec<OutcomeKind>,
}

impl App {
    /// What is open now.
    pub fn arrangement(&self) -> Arrangement {
        let screen = match &self.screen {
            Screen::Picker(_) => "picker".into(),
            Screen::Story(_) => "story".into(),
            Screen::Live(game) => format!("{:?}", game.view),
            Screen::Ending(_) => "ending".into(),
        };
        let others = match &self.screen {
            Screen::Ending(ending) => ending.others.iter().map(|other| other.kind).collect(),
            Screen::Picker(_) | Screen::Story(_) | Screen::Live(_) => Vec::new(),
        };
        let overlays = self.overlays.iter().map(arrangement).collect();
        Arrangement { screen, overlays, others }
    }
}

fn arrangement(overlay: &Overlay) -> String {
    match overlay {
        // Third keys are those of the line that is looked at.
        Overlay::Menu(menu) => format!("{:?} {} {}", menu.kind, menu.chosen, menu.choosing.is_some()),
        Overlay::Palette(palette) => format!("palette {}", palette.line.text()),
        Overlay::Help { .. } => "help".into(),
        Overlay::Glossary { .. } => "glossary".into(),
        Overlay::Task { .. } => "task".into(),
        Overlay::Hint(card) => format!("{card:?}"),
        Overlay::Cue(cue) => format!("cue {cue}"),
        Overlay::Guess(ask) => format!("guess {}", ask.index),
        Overlay::Confirm(confirm) => confirm.title.clone(),
        Overlay::Transfer => "transfer".into(),
        Overlay::Prompt(prompt) => format!("{:?}", prompt.purpose),
        Overlay::Rewind(rewind) => format!("rewind {}", rewind.number),
        Overlay::Compare(_) => "compare".into(),
        Overlay::Games { .. } => "games".into(),
    }
}
