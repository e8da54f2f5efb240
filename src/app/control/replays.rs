//! Replay codes: racing against a recorded run, showing one, and making a code of the player's own.

use crate::app::ending::GAME;
use crate::app::job::{Replaying, Work};
use crate::app::{App, Game, Overlay, Screen};
use crate::scenario::replay::{self, Replay};
use crate::scenario::{CommandsFile, builtin};
use crate::session::Session;
use crate::session::save::{SavedGame, State};
use crate::sim::setup::Scheduled;
use crate::units::Time;
use std::sync::Arc;

impl App {
    /// Opens the story page of a code's scenario. Once the shop opens, a twin runs with the commands of the code's
    /// sender.
    pub fn open_replay(&mut self, replay: Replay) {
        let source = replay.source.clone().unwrap_or_else(|| replay.scenario.name.clone());
        self.open_scenario(replay.scenario, &source);
        self.set_ghost(Some(replay.file.commands.into()));
    }

    /// Replays the run of a code and opens the rewind panel at a moment of it: `at`, else the one that the code names,
    /// else its end. The player can play on from there.
    pub fn show_replay(&mut self, replay: Replay, at: Option<Time>) {
        let Replay { scenario, file, source, .. } = replay;
        let source = source.unwrap_or_else(|| scenario.name.clone());
        let entry = self.shelf.find(&source).map(|at| &self.shelf.entries[at]);
        let chapter = entry.and_then(|entry| entry.number);
        let guesses = vec![None; scenario.predictions.len()];
        let moment = at.or(file.moment).unwrap_or(Time::NEVER);
        let commands = file.commands.len();
        let saved = SavedGame {
            scenario: source.clone(),
            title: scenario.title.clone(),
            seed: scenario.setup.seed,
            commands: file.commands,
            taken: file.digest.as_ref().map(|_| (commands, Time::NEVER)),
            state: State { at: Time::NEVER, digest: file.digest.unwrap_or_default(), ..State::default() },
            ..SavedGame::default()
        };
        let game = Game::new(Arc::new(scenario), source, chapter, guesses);
        self.begin_job(Work::Replaying(Box::new(Replaying::to_show(game, saved, moment))));
    }

    /// Sets the commands against which the story page's game will be raced; `None`: it will not be.
    pub(super) fn set_ghost(&mut self, ghost: Option<Arc<[Scheduled]>>) {
        if let Screen::Story(story) = &mut self.screen {
            story.ghost = ghost;
        }
    }

    /// Puts a code of the run on the screen, or of the rewind panel's history and moment, on the clipboard and shows
    /// it.
    pub(super) fn copy_code(&mut self) {
        let Some((session, moment)) = self.meant() else { return };
        let Some(game) = self.game() else { return };
        let is_own = !builtin::is_known(&game.source);
        let file = CommandsFile {
            digest: game.digest_at_the_end(session),
            moment,
            commands: session.commands().to_vec(),
            claims: game.claims(),
            ..replay::about(&game.scenario, &game.source, is_own)
        };
        let code = replay::encode(&file, session.setup());
        let card = match &self.screen {
            Screen::Ending(ending) => ending.card(),
            Screen::Live(_) | Screen::Story(_) | Screen::Picker(_) => format!("{GAME} · {}", game.scenario.title),
        };
        self.copied = Some(format!("{card}\n{code}"));
        self.overlays.push(Overlay::Code { card, code, scroll: 0 });
        self.dirty = true;
    }

    /// The history to be coded, and the moment in it; `None`: neither the rewind panel nor a debrief is open.
    fn meant(&self) -> Option<(&Session, Option<Time>)> {
        match (self.overlays.last(), &self.screen) {
            (Some(Overlay::Rewind(rewind)), Screen::Live(game)) => {
                game.history(rewind.number).map(|(_, session)| (session, Some(rewind.at)))
            }
            (_, Screen::Ending(ending)) => Some((&ending.game.session, None)),
            _ => None,
        }
    }
}
