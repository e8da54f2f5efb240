//! What is open on the screen, so that a click on an outdated frame is recognized.

use super::{App, Overlay, Screen};

/// Everything on which the meaning of a place on the screen depends. Lists that move by themselves are left out: their
/// targets name the line that was drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arrangement {
    screen: String,
    overlays: Vec<String>,
}

impl App {
    /// The present arrangement.
    pub fn arrangement(&self) -> Arrangement {
        let screen = match &self.screen {
            Screen::Picker(_) => "picker".into(),
            Screen::Story(_) => "story".into(),
            Screen::Live(game) => format!("{:?}", game.view),
            Screen::Ending(_) => "ending".into(),
        };
        let overlays = self.overlays.iter().map(arrangement).collect();
        Arrangement { screen, overlays }
    }
}

fn arrangement(overlay: &Overlay) -> String {
    match overlay {
        // The third keys are those of the chosen line.
        Overlay::Menu(menu) => format!("{:?} {} {}", menu.kind, menu.chosen, menu.choosing.is_some()),
        Overlay::Palette(palette) => format!("palette {}", palette.line.text()),
        Overlay::Help { .. } => "help".into(),
        Overlay::Glossary { .. } => "glossary".into(),
        Overlay::Map { .. } => "map".into(),
        Overlay::Task { .. } => "task".into(),
        Overlay::Code { .. } => "code".into(),
        Overlay::Hint(card) => format!("{card:?}"),
        Overlay::Cue(cue) => format!("cue {cue}"),
        Overlay::Guess(ask) => format!("guess {}", ask.index),
        Overlay::Confirm(confirm) | Overlay::Verdict(confirm) => confirm.title.clone(),
        Overlay::Transfer => "transfer".into(),
        Overlay::Prompt(prompt) => format!("{:?}", prompt.purpose),
        Overlay::Rewind(rewind) => format!("rewind {}", rewind.number),
        Overlay::Compare(_) => "compare".into(),
        Overlay::Games { .. } => "games".into(),
    }
}
