//! Actions in overlays: menus, the palette, questions, pages, prompts.

use crate::app::input::LineEditor;
use crate::app::menu::{MenuAnswer, Pressed};
use crate::app::palette::Order;
use crate::app::{Action, App, Confirm, HintCard, Overlay, Palette, Prompt, Purpose, Screen};
use crate::sim::command::Command;
use crate::text::{concepts, glossary};
use crate::units::Span;

/// How many rows a page key moves.
pub(super) const PAGE: i32 = 10;
/// How long after a card the keys that close it mean no more than that (real time): they were pressed twice.
const CARD_GRACE: Span = Span(700_000);
/// How many palette lines are remembered.
const HISTORY: usize = 200;

impl App {
    /// Handles an action in the topmost overlay; `false`: it has no meaning there.
    pub(super) fn overlay_action(&mut self, action: Action) -> bool {
        match self.overlays.last() {
            Some(Overlay::Menu(_)) => match action {
                Action::Pause | Action::Tick | Action::Faster | Action::Slower => return false,
                _ => self.menu_action(action),
            },
            Some(Overlay::Palette(_)) => self.palette_action(action),
            Some(Overlay::Confirm(_) | Overlay::Verdict(_)) => return self.confirm_action(action),
            Some(Overlay::Prompt(_)) => {
                if action == Action::Enter {
                    self.prompt_done();
                }
            }
            Some(Overlay::Guess(_)) => self.guess_action(action),
            Some(Overlay::Rewind(_)) => self.rewind_action(action),
            Some(Overlay::Compare(_)) => self.beside_action(action),
            Some(Overlay::Games { .. }) => self.games_action(action),
            Some(Overlay::Transfer) => self.transfer_action(action),
            Some(_) => self.page_action(action),
            None => return false,
        }
        true
    }

    fn menu_action(&mut self, action: Action) {
        let language = self.settings.language;
        let (Some(Overlay::Menu(menu)), Screen::Live(game)) = (self.overlays.last_mut(), &mut self.screen) else {
            return;
        };
        match action {
            Action::NextOutlet => menu.go_on(1, game, language),
            Action::PreviousOutlet => menu.go_on(-1, game, language),
            Action::Up => menu.step(-1, game, language),
            Action::Down => menu.step(1, game, language),
            Action::Left | Action::Right => menu.cross(game, language),
            Action::Home => menu.point(0, game, language),
            Action::End => menu.point(menu.lines().count().saturating_sub(1), game, language),
            Action::Enter => {
                let pressed = menu.enter(game, language);
                self.pressed(pressed);
            }
            Action::Palette => self.open_palette(""),
            _ => {}
        }
    }

    /// Carries out what a key of the menu asks for.
    pub(super) fn pressed(&mut self, pressed: Pressed) {
        match pressed {
            Pressed::Looked | Pressed::Nothing => {}
            Pressed::Type(text) => self.open_palette(&text),
            Pressed::Give(command) => match self.give(&command) {
                Ok(()) => {
                    self.overlays.pop();
                }
                Err(text) => {
                    if let Some(Overlay::Menu(menu)) = self.overlays.last_mut() {
                        menu.answer = Some(MenuAnswer { refused: true, text });
                    }
                }
            },
        }
    }

    pub(super) fn open_palette(&mut self, text: &str) {
        let language = self.settings.language;
        let Screen::Live(game) = &self.screen else { return };
        self.overlays.retain(|overlay| !matches!(overlay, Overlay::Menu(_) | Overlay::Palette(_)));
        let mut palette = Palette::open(game, language, &self.progress.history);
        palette.line.set(text);
        palette.search(game, language);
        self.overlays.push(Overlay::Palette(palette));
    }

    fn palette_action(&mut self, action: Action) {
        let language = self.settings.language;
        let (Some(Overlay::Palette(palette)), Screen::Live(game)) = (self.overlays.last_mut(), &self.screen) else {
            return;
        };
        match action {
            Action::Up => palette.step(-1),
            Action::Down => palette.step(1),
            Action::PageUp => palette.step(-PAGE),
            Action::PageDown => palette.step(PAGE),
            Action::Complete => palette.complete(game, language),
            Action::Earlier => palette.recall(1, game, language),
            Action::Later => palette.recall(-1, game, language),
            Action::Enter => match palette.order(game) {
                Ok(Order::Give(command)) => self.give_from_palette(&command),
                Ok(Order::Export(file)) => self.export(&file),
                Err(text) => palette.answer = Some(MenuAnswer { refused: true, text }),
            },
            _ => {}
        }
    }

    fn give_from_palette(&mut self, command: &Command) {
        let Screen::Live(game) = &self.screen else { return };
        let words = crate::scenario::command_text(command, game.session.setup());
        let given = self.give(command);
        self.progress.history.retain(|line| *line != words);
        self.progress.history.push(words);
        let extra = self.progress.history.len().saturating_sub(HISTORY);
        self.progress.history.drain(..extra);
        match (given, self.overlays.last_mut()) {
            (Ok(()), _) => {
                self.overlays.pop();
            }
            (Err(text), Some(Overlay::Palette(palette))) => {
                palette.answer = Some(MenuAnswer { refused: true, text });
            }
            (Err(_), _) => {}
        }
    }

    /// Handles the key of an answer; `false`: it is none.
    pub(super) fn answer_key(&mut self, c: char) -> bool {
        let Some(Overlay::Confirm(confirm) | Overlay::Verdict(confirm)) = self.overlays.last() else { return false };
        match confirm.answers.iter().find(|answer| answer.key == c).map(|answer| answer.action) {
            Some(action) => {
                self.overlays.pop();
                self.act(action);
                true
            }
            None => false,
        }
    }

    fn confirm_action(&mut self, action: Action) -> bool {
        let Some(Overlay::Confirm(confirm) | Overlay::Verdict(confirm)) = self.overlays.last_mut() else {
            return false;
        };
        let last = confirm.answers.len().saturating_sub(1);
        match action {
            Action::Up => confirm.chosen = confirm.chosen.saturating_sub(1),
            Action::Down => confirm.chosen = (confirm.chosen + 1).min(last),
            Action::Enter => {
                let action = confirm.answers.get(confirm.chosen).map(|answer| answer.action);
                self.overlays.pop();
                if let Some(action) = action {
                    self.act(action);
                }
            }
            // The action of an answer that was clicked.
            other => {
                if !confirm.answers.iter().any(|answer| answer.action == other) {
                    return true;
                }
                self.overlays.pop();
                return false;
            }
        }
        true
    }

    pub(super) fn ask(&mut self, confirm: Confirm) {
        self.overlays.retain(|overlay| !matches!(overlay, Overlay::Confirm(_)));
        self.overlays.push(Overlay::Confirm(confirm));
    }

    pub(super) fn prompt(&mut self, purpose: Purpose, text: &str) {
        let mut line = LineEditor::default();
        line.set(text);
        self.overlays.push(Overlay::Prompt(Prompt { purpose, line, complaint: None }));
    }

    fn prompt_done(&mut self) {
        let Some(Overlay::Prompt(prompt)) = self.overlays.last() else { return };
        let (purpose, text) = (prompt.purpose, prompt.line.text().trim().to_string());
        match purpose {
            Purpose::OpenFile => self.open_file(&text),
            Purpose::SaveCommands => self.save_commands(&text),
            Purpose::Find => {
                self.overlays.pop();
            }
        }
    }

    fn guess_action(&mut self, action: Action) {
        let Some(Overlay::Guess(ask)) = self.overlays.last_mut() else { return };
        match action {
            Action::Up => ask.step(-1),
            Action::Down => ask.step(1),
            // Whoever presses it through the cards has not read the question yet.
            Action::Enter if !ask.hears() => {}
            Action::Enter => {
                self.close_overlay();
                self.run_on();
            }
            _ => {}
        }
    }

    /// The card was read: the clock runs on, unless another is still open.
    pub(super) fn run_on(&mut self) {
        self.card_grace = CARD_GRACE;
        if let (None, Screen::Live(game), false) = (self.overlays.last(), &mut self.screen, self.steady)
            && !game.session.is_over()
        {
            game.pace.paused = false;
        }
    }

    /// Scrolls or closes a page: help, glossary, task, hint, cue.
    fn page_action(&mut self, action: Action) {
        if let Some(Overlay::Map { chosen }) = self.overlays.last_mut() {
            return match action {
                Action::Enter => self.go_to_lesson(),
                _ => *chosen = beside(*chosen, action),
            };
        }
        let pairs = glossary::pairs().len();
        let by = match action {
            Action::Up => -1,
            Action::Down => 1,
            Action::PageUp => -PAGE,
            Action::PageDown => PAGE,
            Action::Home => i32::MIN / 2,
            Action::End => i32::MAX / 2,
            Action::Enter => return self.page_enter(),
            _ => return,
        };
        let moved = |at: usize, last: usize| (at as i64 + by as i64).clamp(0, last as i64) as usize;
        match self.overlays.last_mut() {
            Some(Overlay::Glossary { chosen }) => *chosen = moved(*chosen, pairs.saturating_sub(1)),
            Some(Overlay::Help { scroll } | Overlay::Task { scroll } | Overlay::Code { scroll, .. }) => {
                *scroll = moved(*scroll, super::super::LONGEST_PAGE)
            }
            _ => {}
        }
    }

    /// In the picker, the lesson of the idea on the map under the cursor.
    fn go_to_lesson(&mut self) {
        let (Some(Overlay::Map { chosen }), Screen::Picker(picker)) = (self.overlays.last(), &mut self.screen) else {
            return self.close_overlay();
        };
        let mut ideas = concepts::map().into_iter().flat_map(|(_, ideas)| ideas);
        if let Some(lesson) = ideas.nth(*chosen).and_then(|(concept, _)| self.shelf.lesson_on(&concept.id)) {
            picker.chosen = lesson;
        }
        self.overlays.clear();
    }

    fn page_enter(&mut self) {
        match self.overlays.last() {
            Some(Overlay::Hint(HintCard::Offer)) => self.tell_hint(),
            Some(Overlay::Hint(HintCard::NoMore)) => {
                self.overlays.pop();
                self.act(Action::ShowMe);
            }
            Some(Overlay::Glossary { .. }) => {}
            Some(Overlay::Cue(_)) => {
                self.overlays.pop();
                self.card_grace = CARD_GRACE;
                // The clock runs on unless a prediction of the same moment is still open.
                if let (None, Screen::Live(game)) = (self.overlays.last(), &mut self.screen) {
                    game.pace.paused = false;
                }
            }
            _ => self.close_overlay(),
        }
    }

    /// Closes the topmost overlay, with its side effects.
    pub(super) fn close_overlay(&mut self) {
        match (self.overlays.pop(), &mut self.screen) {
            (Some(Overlay::Guess(ask)), Screen::Live(game)) => {
                let guess = game.scenario.predictions.get(ask.index).and_then(|prediction| ask.guess(prediction));
                if let Some(slot) = game.guesses.get_mut(ask.index) {
                    *slot = guess;
                }
                self.note_guesses();
                self.ask_due();
            }
            // A look first: whoever wants the clock to run on says so.
            (Some(Overlay::Cue(_)), Screen::Live(game)) if !game.showing => game.pace.stop(),
            (Some(Overlay::Prompt(prompt)), Screen::Live(game)) if prompt.purpose == Purpose::Find => game.widen(),
            _ => {}
        }
    }

    /// Gives the next hint; it costs a star if its time has not come.
    pub(super) fn tell_hint(&mut self) {
        let Screen::Live(game) = &mut self.screen else { return };
        let ready = game.session.hints_ready().iter().find(|hint| !game.hints_told.contains(hint)).copied();
        let next = ready.or_else(|| (0..game.scenario.hints.len()).find(|hint| !game.hints_told.contains(hint)));
        let card = match next {
            Some(hint) => {
                game.hints_told.push(hint);
                game.session.read_hint(ready.is_none());
                HintCard::Told(hint)
            }
            None => HintCard::NoMore,
        };
        self.overlays.retain(|overlay| !matches!(overlay, Overlay::Hint(_)));
        self.overlays.push(Overlay::Hint(card));
    }
}

/// The idea on the map beside another: in its row, or at the same place of another row.
fn beside(chosen: usize, to: Action) -> usize {
    let rows: Vec<usize> = concepts::map().iter().map(|(_, ideas)| ideas.len()).collect();
    let (mut row, mut at) = (0, chosen);
    while row + 1 < rows.len() && at >= rows[row] {
        at -= rows[row];
        row += 1;
    }
    match to {
        Action::Up => row = row.saturating_sub(1),
        Action::Down => row = (row + 1).min(rows.len() - 1),
        Action::Left => at = at.saturating_sub(1),
        Action::Right => at += 1,
        Action::Home | Action::PageUp => (row, at) = (0, 0),
        Action::End | Action::PageDown => (row, at) = (rows.len() - 1, usize::MAX),
        _ => {}
    }
    rows[..row].iter().sum::<usize>() + at.min(rows[row] - 1)
}
