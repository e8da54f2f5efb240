//! Actions in the picker and on the story page.

use super::overlays::PAGE;
use crate::app::job::Then;
use crate::app::settings::{FirstGuesses, Said};
use crate::app::shelf::{Book, Picker};
use crate::app::{Action, Answer, App, Confirm, Game, Host, Leaving, Overlay, Purpose, Screen, Story};
use crate::scenario::{Problems, Scenario, builtin, tonight};
use crate::session::save::KeptGame;
use std::sync::Arc;

impl App {
    pub(super) fn picker_action(&mut self, action: Action) {
        let last = self.shelf.entries.len().saturating_sub(1);
        let Screen::Picker(picker) = &mut self.screen else { return };
        let at = picker.chosen as i64;
        let to = |by: i32| (at + by as i64).clamp(0, last as i64) as usize;
        match action {
            Action::Up => picker.chosen = to(-1),
            Action::Down => picker.chosen = to(1),
            Action::PageUp => picker.chosen = to(-PAGE),
            Action::PageDown => picker.chosen = to(PAGE),
            Action::Home => picker.chosen = 0,
            Action::End => picker.chosen = last,
            Action::Enter => {
                let chosen = picker.chosen;
                self.open_entry(chosen);
            }
            Action::GoOn => self.go_on(),
            Action::BreakIt => {
                let sandbox = self.shelf.find(builtin::SANDBOX);
                sandbox.into_iter().for_each(|at| self.open_entry(at));
            }
            Action::OpenFile if self.host == Host::Page => self.wants_file = true,
            Action::OpenFile => self.prompt(Purpose::OpenFile, ""),
            Action::Debrief => self.reopen_ending(),
            Action::Reset => self.ask_reset(),
            Action::Forget => self.forget(),
            Action::KeepAndQuit => self.leaving = Some(Leaving::Quit),
            _ => {}
        }
    }

    /// Shows the picker with the cursor on the chapter that was open.
    pub(in crate::app) fn show_picker(&mut self) {
        self.leave_game();
        let placeholder = Screen::Picker(Picker { chosen: self.shelf.first_unplayed(&self.progress) });
        let source = match std::mem::replace(&mut self.screen, placeholder) {
            Screen::Story(story) => story.entry.map(|entry| self.shelf.entries[entry].source.clone()),
            Screen::Live(game) => Some(game.source),
            Screen::Ending(ending) => {
                let source = ending.game.source.clone();
                self.last = Some(ending);
                Some(source)
            }
            Screen::Picker(picker) => self.shelf.entries.get(picker.chosen).map(|entry| entry.source.clone()),
        };
        self.overlays.clear();
        if let (Screen::Picker(picker), Some(at)) = (&mut self.screen, source.and_then(|s| self.shelf.find(&s))) {
            picker.chosen = at;
        }
    }

    /// Opens the n-th entry of the shelf at its story; a file that has not been read yet is read first.
    pub fn open_entry(&mut self, at: usize) {
        let Some(entry) = self.shelf.entries.get(at) else { return };
        match &entry.scenario {
            // It opens as soon as it is read.
            _ if entry.is_unread => {
                let path = entry.source.clone();
                self.open_file(&path);
            }
            Ok(scenario) => {
                let story = Story::new(scenario.clone(), entry.number, Some(at));
                self.overlays.clear();
                self.notes.clear();
                self.turn_to(Screen::Story(Box::new(story)));
            }
            Err(_) if entry.day.is_some() => self.draw_evening(at),
            Err(why) => self.notes = vec![why.clone()],
        }
    }

    /// What day it is, in seconds since 1970: its shop is on the list then.
    pub fn opens_on(&mut self, now: u64) {
        let Some(day) = tonight::day_of(now) else { return };
        self.shelf.draw_on(day);
        if let Screen::Picker(picker) = &mut self.screen {
            picker.chosen = self.shelf.first_unplayed(&self.progress);
        }
    }

    /// Begins to look for the evening of an entry's day.
    fn draw_evening(&mut self, at: usize) {
        let source = self.shelf.entries[at].source.clone();
        self.want(&source, None, Vec::new(), "the cards for tonight".into(), Then::Open { path: source.clone() });
    }

    /// Opens the story page of a scenario that was read for the command line. `source`: its built-in name or path.
    pub fn open_scenario(&mut self, scenario: Scenario, source: &str) {
        // A path that is no text cannot be found again by its name.
        let lasts = scenario.path.as_deref().is_none_or(|path| path.to_str().is_some());
        let source = &self.whole_path(source, &scenario);
        match (self.shelf.find(source), &scenario.path) {
            // The command line may have changed the scenario (`--set`).
            (Some(at), _) => {
                self.shelf.entries[at].scenario = Ok(Arc::new(scenario));
                self.open_entry(at);
            }
            (None, Some(_)) => {
                let at = self.shelf.put(source, Ok(scenario));
                self.open_entry(at);
            }
            (None, None) => self.screen = Screen::Story(Box::new(Story::new(Arc::new(scenario), None, None))),
        }
        if lasts {
            self.remember_file(source);
        }
    }

    /// Begins to read a scenario file of the player's.
    pub(super) fn open_file(&mut self, path: &str) {
        if path.is_empty() {
            return self.complain("The path of a scenario file, please.".into());
        }
        self.want(path, None, Vec::new(), path.to_string(), Then::Open { path: path.to_string() });
    }

    /// Adds a scenario file that was read to the picker.
    pub fn opened_file(&mut self, path: &str, read: Result<Scenario, Problems>) {
        let path = &read.as_ref().map_or_else(|_| path.to_string(), |scenario| self.whole_path(path, scenario));
        let is_new = self.shelf.find(path).is_none();
        let at = self.shelf.put(path, read);
        if let Err(why) = &self.shelf.entries[at].scenario {
            let why = why.clone();
            if is_new {
                self.shelf.entries.remove(at);
            }
            return self.complain(why);
        }
        self.remember_file(path);
        self.open_entry(at);
    }

    /// The path by which a file is found again from any folder. Earlier versions saved the path as it was typed; what
    /// was saved under that is moved.
    fn whole_path(&mut self, typed: &str, scenario: &Scenario) -> String {
        let Some(whole) = scenario.path.as_deref().and_then(|path| path.to_str()) else { return typed.to_string() };
        if whole != typed && self.progress.files.iter().any(|known| known == typed) {
            self.progress.files.retain(|known| known != typed && known != whole);
            self.progress.files.push(whole.to_string());
            self.shelf.entries.retain(|entry| entry.book != Book::Yours || entry.source != typed);
            if let Some(played) = self.progress.chapters.remove(typed) {
                self.progress.chapters.entry(whole.to_string()).or_insert(played);
            }
            if let Some(first) = self.progress.first_guesses.remove(typed) {
                self.progress.first_guesses.entry(whole.to_string()).or_insert(first);
            }
            self.keep_progress();
        }
        whole.to_string()
    }

    /// Shows a complaint in the open prompt, or as a note.
    fn complain(&mut self, why: String) {
        match self.overlays.last_mut() {
            Some(Overlay::Prompt(prompt)) => prompt.complaint = Some(why),
            _ => self.notes = vec![why],
        }
    }

    fn remember_file(&mut self, path: &str) {
        let own = self.shelf.find(path).is_some_and(|at| self.shelf.entries[at].file.is_some());
        if own && !self.progress.files.iter().any(|known| known == path) {
            self.progress.files.push(path.to_string());
            self.keep_progress();
        }
    }

    pub(super) fn story_action(&mut self, action: Action) {
        let Screen::Story(story) = &mut self.screen else { return };
        let scrolled = |at: usize, by: i32| (at as i64 + by as i64).clamp(0, crate::app::LONGEST_PAGE as i64) as usize;
        match action {
            Action::Up | Action::Down => {
                let by = if action == Action::Up { -1 } else { 1 };
                let scroll = scrolled(story.scroll, by);
                match story.ask_mut() {
                    Some(ask) => ask.step(by),
                    None => story.scroll = scroll,
                }
            }
            Action::PageUp => story.scroll = scrolled(story.scroll, -PAGE),
            Action::PageDown => story.scroll = scrolled(story.scroll, PAGE),
            Action::Home => story.scroll = 0,
            Action::Begin | Action::Enter => {
                story.asking += 1;
                if story.asking >= story.asks.len() {
                    self.begin_or_ask();
                }
            }
            Action::BeginAnew => self.begin(),
            Action::GoOn => self.go_on(),
            Action::KeepAndQuit => self.leaving = Some(Leaving::Quit),
            _ => {}
        }
    }

    /// Opens the shop, or asks first if an unfinished game of the scenario should be resumed instead.
    fn begin_or_ask(&mut self) {
        self.list_kept();
        let Some(kept) = self.kept_here() else { return self.begin() };
        let Screen::Story(story) = &self.screen else { return };
        let setup = &story.scenario.setup;
        let at = kept.at.calendar(setup.opens, setup.duration);
        let answer = |key, text: &str, action| Answer { key, text: text.into(), action };
        self.ask(Confirm {
            title: "A game of this is kept".into(),
            text: format!("You left one at {at}. It stays kept, whatever you begin here."),
            answers: vec![
                answer('c', "go on with that one", Action::GoOn),
                answer('b', "begin anew", Action::BeginAnew),
            ],
            // Whoever opened a code wants to race.
            chosen: usize::from(story.ghost.is_some()),
        });
    }

    /// The newest unfinished game of the scenario whose story page is open.
    fn kept_here(&self) -> Option<&KeptGame> {
        let Screen::Story(story) = &self.screen else { return None };
        let source = self.story_source(story);
        self.kept.iter().find(|kept| kept.scenario == source && !kept.held)
    }

    fn story_source(&self, story: &Story) -> String {
        match story.entry.and_then(|at| self.shelf.entries.get(at)) {
            Some(entry) => entry.source.clone(),
            None => story.scenario.name.clone(),
        }
    }

    /// Opens the shop of the story page.
    fn begin(&mut self) {
        self.leave_game();
        let Screen::Story(story) = &self.screen else { return };
        let guesses = story.guesses();
        let source = self.story_source(story);
        let mut game = Game::new(story.scenario.clone(), source, story.chapter, guesses);
        game.pace.paused = false;
        game.race(story.ghost.clone());
        self.start(game);
        self.note_guesses();
    }

    /// Notes what was guessed first: for hand-ins, since whoever has seen an evening guesses well.
    pub(in crate::app) fn note_guesses(&mut self) {
        let Screen::Live(game) = &mut self.screen else { return };
        if game.showing || !game.scenario.changed.is_empty() || game.guesses.is_empty() {
            return;
        }
        let said = game.asked.iter().zip(&game.guesses).map(|(asked, guess)| match (asked, guess) {
            (_, Some(guess)) => Said::Guess(guess.text.clone()),
            (true, None) => Said::Nothing,
            (false, None) => Said::Unasked,
        });
        let now = FirstGuesses { sha256: game.scenario.sha256.clone(), said: said.collect() };
        game.first_guesses = self.progress.note_guesses(&game.source, &now);
        self.keep_progress();
    }

    pub(in crate::app) fn start(&mut self, mut game: Game) {
        self.overlays.clear();
        if self.steady {
            game.pace.keep_one_speed();
        }
        self.turn_to(Screen::Live(Box::new(game)));
        self.warn_if_large();
        self.ask_due();
    }

    /// Shows another screen; a debrief that is left can be reopened from the picker.
    fn turn_to(&mut self, screen: Screen) {
        self.dirty = true;
        if let Screen::Ending(ending) = std::mem::replace(&mut self.screen, screen) {
            self.last = Some(ending);
        }
    }

    /// Resumes the unfinished game, or lists them if there are several.
    fn go_on(&mut self) {
        self.list_kept();
        let here = self.kept_here().map(|kept| kept.id.clone());
        match (here, self.kept.as_slice()) {
            (Some(id), _) => self.go_on_with(&id),
            (None, []) => self.notes = vec!["There is no game to go on with.".into()],
            (None, [kept]) => {
                let id = kept.id.clone();
                self.go_on_with(&id);
            }
            (None, _) => self.overlays.push(Overlay::Games { chosen: 0 }),
        }
    }

    pub(super) fn games_action(&mut self, action: Action) {
        let Some(Overlay::Games { chosen }) = self.overlays.last_mut() else { return };
        let last = self.kept.len().saturating_sub(1);
        match action {
            Action::Up => *chosen = chosen.saturating_sub(1),
            Action::Down => *chosen = (*chosen + 1).min(last),
            Action::PageUp | Action::Home => *chosen = 0,
            Action::PageDown | Action::End => *chosen = last,
            Action::Enter => {
                if let Some(id) = self.kept.get(*chosen).map(|kept| kept.id.clone()) {
                    self.go_on_with(&id);
                }
            }
            Action::Reset => {
                let Some(kept) = self.kept.get(*chosen) else { return };
                let answer = Answer { key: 'x', text: "let it go".into(), action: Action::LetGo };
                self.ask(Confirm {
                    title: kept.title.clone(),
                    text: "Let this game go? Nobody can go on with it then.".into(),
                    answers: vec![answer],
                    chosen: 0,
                });
            }
            Action::LetGo => {
                let done = self.kept.get(*chosen).map(|kept| kept.id.clone()).map(|id| self.store.discard_game(&id));
                self.list_kept();
                if let Some(Err(why)) = done {
                    self.notes = vec![why];
                }
                match self.overlays.last_mut() {
                    Some(Overlay::Games { chosen }) if !self.kept.is_empty() => {
                        *chosen = (*chosen).min(self.kept.len() - 1);
                    }
                    _ => self.overlays.clear(),
                }
            }
            _ => {}
        }
    }

    fn reopen_ending(&mut self) {
        match self.last.take() {
            Some(ending) => {
                self.overlays.clear();
                self.screen = Screen::Ending(ending);
            }
            None => self.notes = vec!["No game was finished yet since the program was started.".into()],
        }
    }

    fn ask_reset(&mut self) {
        let Screen::Picker(picker) = &self.screen else { return };
        let Some(entry) = self.shelf.entries.get(picker.chosen) else { return };
        if self.progress.of(&entry.source).is_none() && entry.file.is_none() {
            self.notes = vec![format!("\"{}\" was not played yet.", entry.title)];
            return;
        }
        let forget = Answer { key: 'x', text: "forget it".into(), action: Action::Forget };
        let what = if entry.file.is_some() { "and leave the file out of the list" } else { "stars and all" };
        self.ask(Confirm {
            title: entry.title.clone(),
            text: format!("Forget what you did in this chapter, {what}?"),
            answers: vec![forget],
            chosen: 0,
        });
    }

    fn forget(&mut self) {
        let Screen::Picker(picker) = &mut self.screen else { return };
        let Some(entry) = self.shelf.entries.get(picker.chosen) else { return };
        let source = entry.source.clone();
        self.progress.forget(&source);
        if entry.file.is_some() {
            self.progress.files.retain(|file| *file != source);
            self.shelf.entries.remove(picker.chosen);
            picker.chosen = picker.chosen.min(self.shelf.entries.len().saturating_sub(1));
        }
        self.keep_progress();
    }

    /// Leaves the screen (`q`). In a running shop it asks once; the game is saved.
    pub(super) fn leave(&mut self) {
        if matches!(self.overlays.last(), Some(Overlay::Confirm(_))) {
            // Pressed twice.
            match self.host {
                Host::Terminal => self.act(Action::KeepAndQuit),
                Host::Page => self.act(Action::KeepAndLeave),
            }
            return;
        }
        match &self.screen {
            Screen::Live(game) if game.session.is_over() || game.showing => self.show_picker(),
            Screen::Live(game) => {
                let untouched = game.view(false).is_none();
                let text = match &self.unkept {
                    _ if untouched => "Nothing has happened yet.".to_string(),
                    Some(why) => format!("It cannot be kept! {why} Save the commands in a file elsewhere (s)."),
                    None => "It is kept: c in the picker goes on with it.".into(),
                };
                let answer = |key, text: &str, action| Answer { key, text: text.into(), action };
                // The same key twice is meant, whatever lies behind it.
                let chapters = if self.has(Action::KeepAndQuit) { 'c' } else { 'q' };
                let mut answers = vec![
                    answer(chapters, "to the chapters", Action::KeepAndLeave),
                    answer('q', "leave the program", Action::KeepAndQuit),
                    answer('e', "play on to closing and show the result", Action::EndNow),
                    answer('s', "save the commands so far in a file", Action::Save),
                ];
                answers.retain(|answer| self.has(answer.action));
                self.ask(Confirm { title: "Leave the shop?".into(), text, answers, chosen: 0 });
            }
            Screen::Ending(_) | Screen::Story(_) => self.show_picker(),
            Screen::Picker(_) => self.leaving = Some(Leaving::Quit),
        }
    }
}
