//! Actions in the debrief.

use crate::app::story::Ask;
use crate::app::{Action, App, Ending, Game, Leaving, Overlay, Screen, shelf};

impl App {
    pub(super) fn ending_action(&mut self, action: Action) {
        let Screen::Ending(ending) = &mut self.screen else { return };
        let last = ending.others.len().saturating_sub(1);
        match action {
            // The key was meant for the running shop.
            Action::Again | Action::Enter | Action::Next if !self.input_grace.is_zero() => {}
            Action::Up => ending.chosen = ending.chosen.saturating_sub(1),
            Action::Down => ending.chosen = (ending.chosen + 1).min(last),
            Action::PageUp => ending.scroll = ending.scroll.saturating_sub(10),
            Action::PageDown => ending.scroll = (ending.scroll + 10).min(crate::app::LONGEST_PAGE),
            Action::Home => (ending.chosen, ending.scroll) = (0, 0),
            Action::End => ending.chosen = last,
            Action::Again | Action::Enter | Action::NextDay if ending.is_halfway() => self.next_day(),
            Action::Again | Action::Enter => self.again(),
            Action::Next | Action::Look if ending.is_halfway() => {}
            Action::Next => self.next_chapter(),
            Action::ShowMe => self.show_me(),
            Action::Question if ending.question.is_some() => self.overlays.push(Overlay::Transfer),
            Action::Save => self.prompt_save(),
            Action::Look => self.look_around(),
            Action::CopyCode => self.copy_code(),
            Action::Rewind => {
                // Of a lost evening the moment that matters is where the solution's began to differ.
                let at = if ending.won { None } else { ending.parting() };
                self.look_around();
                self.open_rewind(None, at);
            }
            Action::KeepAndQuit => self.leaving = Some(Leaving::Quit),
            _ => {}
        }
    }

    pub(super) fn transfer_action(&mut self, action: Action) {
        let Screen::Ending(ending) = &mut self.screen else { return };
        let Some(question) = &mut ending.question else { return };
        match action {
            Action::Up => question.step(-1),
            Action::Down => question.step(1),
            Action::Enter if question.answered.is_some() => self.close_overlay(),
            Action::Enter => {
                let chosen = question.chosen;
                self.answer_transfer(chosen);
            }
            _ => {}
        }
    }

    /// Returns the question by the letter of a choice; `false`: it is no choice.
    pub(super) fn transfer_key(&mut self, c: char) -> bool {
        let Screen::Ending(ending) = &self.screen else { return false };
        let choices = ending.question.map_or(0, |question| question.asks.choices.len());
        let choice = (0..choices).find(|choice| Ask::key(*choice) == c);
        if let Some(choice) = choice {
            self.answer_transfer(choice);
        }
        choice.is_some()
    }

    /// Returns the question. Whether it was right is saved with the chapter, and stays true once it is.
    pub(super) fn answer_transfer(&mut self, choice: usize) {
        let Screen::Ending(ending) = &mut self.screen else { return };
        let Some(question) = ending.question.as_mut().filter(|question| question.answered.is_none()) else { return };
        question.answer(choice);
        ending.game.answer = question.asks.choices.get(choice).map(ToString::to_string);
        if let Some(right) = question.is_right() {
            let played = self.progress.chapters.entry(ending.game.source.clone()).or_default();
            played.question = Some(right || played.question == Some(true));
            self.keep_progress();
        }
    }

    /// Shows the story page of the same scenario.
    fn again(&mut self) {
        let Screen::Ending(ending) = &self.screen else { return };
        let game = &ending.game;
        let ghost = game.ghost.clone();
        match self.shelf.find(&game.source) {
            Some(at) => {
                self.open_entry(at);
                self.set_ghost(ghost);
            }
            None => {
                let mut again =
                    Game::new(game.scenario.clone(), game.source.clone(), game.chapter, game.guesses.clone());
                again.pace.paused = false;
                again.race(ghost);
                self.start(again);
                self.note_guesses();
            }
        }
    }

    fn next_chapter(&mut self) {
        let Screen::Ending(ending) = &self.screen else { return };
        match self.shelf.find(&ending.game.source).and_then(|at| self.shelf.after(at)) {
            Some(next) => self.open_entry(next),
            None => self.show_picker(),
        }
    }

    /// Shows the views of the shop as it ended; Esc returns to the debrief.
    pub(in crate::app) fn look_around(&mut self) {
        self.overlays.clear();
        match std::mem::replace(&mut self.screen, Screen::Picker(shelf::Picker::default())) {
            Screen::Ending(ending) => {
                let mut ending = ending;
                let scenario = ending.game.scenario.clone();
                let source = ending.game.source.clone();
                let stand_in = Box::new(Game::new(scenario, source, None, Vec::new()));
                let game = std::mem::replace(&mut ending.game, stand_in);
                self.last = Some(ending);
                self.screen = Screen::Live(game);
            }
            other => self.screen = other,
        }
    }

    /// Returns to the debrief from the views of a finished shop.
    pub(super) fn back_to_ending(&mut self) {
        match std::mem::replace(&mut self.screen, Screen::Picker(shelf::Picker::default())) {
            Screen::Live(game) => {
                let ending = match self.last.take() {
                    Some(mut ending) if ending.game.source == game.source => {
                        ending.game = game;
                        ending
                    }
                    _ => Box::new(Ending::new(game)),
                };
                self.screen = Screen::Ending(ending);
            }
            other => self.screen = other,
        }
    }
}
