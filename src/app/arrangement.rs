//! What is open on the screen, so that a click on an older picture is known to be one.

use super::{App, Overlay, Screen};

/// Everything that says what a place of the picture means, but for lists that move by themselves: their targets name
/// what they mean.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arrangement {
    screen: String,
    overlays: Vec<String>,
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
        let overlays = self.overlays.iter().map(arrangement).collect();
        Arrangement { screen, overlays }
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
        Overlay::Code { .. } => "code".into(),
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
