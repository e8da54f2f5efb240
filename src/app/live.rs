//! A running shop as time passes: cues, predictions that come due, the solution being demonstrated, the end.

use super::ending::Ending;
use super::game::Game;
use super::menu::outcome;
use super::story::Ask;
use super::view::{NEWS, Tone};
use super::{App, Overlay, Screen};
use crate::session::{Stop, TICK};
use crate::sim::command::Command;
use crate::units::{Span, Time};

/// How long a cue stays in the news line.
pub(super) const STORY: Span = Span::from_secs(20);
/// How long the debrief ignores the keys that leave it: they were meant for the running shop.
const INPUT_GRACE: Span = Span(700_000);
/// A shop with more outlets may answer keys slowly.
const LARGE: usize = 1_000;

impl App {
    /// Runs one slice of the shop.
    pub(super) fn step_live(&mut self) {
        let language = self.settings.language;
        let Screen::Live(game) = &mut self.screen else { return };
        let Some(due) = game.pace.due(game.now(), TICK) else { return self.catch_up() };
        let (from, mattered) = (game.now(), game.session.recorder().log.newest_that_matters());
        let until = due.min(game.next_stop());
        let stop = game.session.advance(until);
        game.pace.went(game.now().since(from));
        game.names.update(game.session.world());
        self.dirty = true;
        if game.pace.seeking && game.session.recorder().log.newest_that_matters() != mattered {
            game.pace.stop();
        }
        if game.showing && stop != Stop::Over {
            game.show_next(language);
        }
        match stop {
            Stop::Over => self.end_game(),
            Stop::Cue(cue) => self.tell_cue(cue),
            Stop::Reached => self.ask_due(),
        }
    }

    /// Runs one slice of a lagging twin while the shop stands.
    pub(super) fn catch_up(&mut self) {
        if let Screen::Live(game) = &mut self.screen
            && !game.session.twin_lags().is_zero()
        {
            game.session.catch_up(game.catching_up.0);
            self.dirty = true;
        }
    }

    fn tell_cue(&mut self, index: usize) {
        let Screen::Live(game) = &mut self.screen else { return };
        game.cues_seen += 1;
        let Some(cue) = game.scenario.cues.get(index) else { return };
        if cue.pause {
            game.pace.stop();
            // An open menu describes the moment before.
            self.overlays.retain(|overlay| !matches!(overlay, Overlay::Cue(_) | Overlay::Menu(_)));
            self.overlays.push(Overlay::Cue(index));
        } else {
            let text = cue.text.replace('*', "");
            game.say(Tone::Story, text, STORY);
        }
        self.ask_due();
    }

    /// Asks predictions that are due; the clock stands until they are answered or skipped.
    pub(super) fn ask_due(&mut self) {
        let Screen::Live(game) = &mut self.screen else { return };
        let now = game.now();
        let due = game
            .scenario
            .predictions
            .iter()
            .enumerate()
            .find(|(i, prediction)| !game.asked[*i] && prediction.at.is_some_and(|at| at <= now));
        let Some((index, prediction)) = due else { return };
        let ask = Ask::new(index, prediction);
        game.asked[index] = true;
        if game.showing {
            return;
        }
        game.pace.stop();
        self.overlays.retain(|overlay| !matches!(overlay, Overlay::Menu(_)));
        // Below a cue of the same moment, so that the story is read first.
        let place = self.overlays.iter().position(|overlay| matches!(overlay, Overlay::Cue(_)));
        self.overlays.insert(place.unwrap_or(self.overlays.len()), Overlay::Guess(ask));
    }

    /// Warns that a large shop may be slow.
    pub(super) fn warn_if_large(&mut self) {
        if let Screen::Live(game) = &mut self.screen {
            let outlets = game.session.setup().outlets.len();
            if outlets > LARGE {
                game.say(
                    Tone::Plain,
                    format!("A large shop: {outlets} outlets. Keys may take longer than a blink."),
                    STORY,
                );
            }
        }
    }

    /// Shows the debrief after closing, or once all goals are decided.
    pub(super) fn end_game(&mut self) {
        let placeholder = Screen::Picker(super::shelf::Picker::default());
        match std::mem::replace(&mut self.screen, placeholder) {
            Screen::Live(mut game) => {
                game.session.refresh();
                game.session.judge();
                game.pace.stop();
                let ending = Box::new(Ending::new(game));
                self.overlays.clear();
                self.remember(&ending);
                self.screen = Screen::Ending(ending);
                self.input_grace = INPUT_GRACE;
            }
            other => self.screen = other,
        }
        self.dirty = true;
    }

    /// Enters the result into the player's progress, but not that of a demonstration or a changed scenario.
    fn remember(&mut self, ending: &Ending) {
        if ending.game.showing {
            return;
        }
        self.forget_game();
        if !ending.game.scenario.changed.is_empty() {
            return;
        }
        let stars = ending.stars_won();
        let met = ending.goals.iter().filter(|goal| goal.met).count();
        let goals = (!ending.goals.is_empty()).then(|| met as f64 / ending.goals.len() as f64);
        let played = self.progress.chapters.entry(ending.game.source.clone()).or_default();
        // The number comes from a file and may be anything, so it must not overflow.
        played.times = played.times.saturating_add(1);
        played.seconds = played.seconds.saturating_add(ending.game.played.seconds() as u64);
        let on_time = ending.measures.slo.on_time_ratio;
        let is_better = (ending.won, stars, on_time) > played.best() || played.times == 1;
        if is_better {
            (played.won, played.stars, played.on_time, played.goals) = (ending.won, stars, on_time, goals);
        }
        self.keep_progress();
    }

    pub(super) fn step_ending(&mut self) {
        if let Screen::Ending(ending) = &mut self.screen {
            self.dirty |= ending.step();
        }
    }

    /// Gives the player's command to the running shop and shows the outcome. Without a running shop nothing happens.
    ///
    /// # Errors
    /// A sentence that says why the shop refused it.
    pub fn give(&mut self, command: &Command) -> Result<(), String> {
        let language = self.settings.language;
        let Screen::Live(game) = &mut self.screen else { return Ok(()) };
        let done = game.give(command, language);
        if done.is_ok() {
            self.keep_game(false);
        }
        done
    }
}

impl Game {
    /// The moment at which the shop must stop: the next prediction, or the next command of a demonstration.
    fn next_stop(&self) -> Time {
        let now = self.now();
        let asks = self.scenario.predictions.iter().zip(&self.asked);
        let ask = asks.filter(|(_, asked)| !**asked).filter_map(|(prediction, _)| prediction.at).min();
        let shown = self.scenario.solution.get(self.to_show).filter(|_| self.showing).map(|next| next.at);
        let stops = [ask, shown].into_iter().flatten().filter(|at| *at > now);
        stops.min().unwrap_or(Time::NEVER)
    }

    /// Gives the solution's commands that are due.
    fn show_next(&mut self, language: super::Language) {
        while let Some(next) = self.scenario.solution.get(self.to_show).filter(|next| next.at <= self.now()) {
            let command = next.command.clone();
            self.to_show += 1;
            let words = crate::scenario::command_text(&command, self.session.setup());
            if self.give(&command, language).is_ok()
                && let Some(news) = &mut self.news
            {
                news.text = format!("{words}: {}", news.text);
                self.news_left = STORY;
            }
        }
    }

    /// Gives a command and shows its outcome.
    ///
    /// # Errors
    /// A sentence that says why the shop refused it.
    pub(super) fn give(&mut self, command: &Command, language: super::Language) -> Result<(), String> {
        let before = outcome::Before::of(command, self);
        match self.session.give(command.clone()) {
            Ok(()) => {
                self.names.update(self.session.world());
                let text = outcome::sentence(command, before, self, language);
                self.say(Tone::Done, text, NEWS);
                self.session.refresh();
                Ok(())
            }
            Err(refusal) => {
                let text = super::menu::effect::why_not(&refusal, self);
                self.say(Tone::Refused, text.clone(), NEWS);
                Err(text)
            }
        }
    }
}
