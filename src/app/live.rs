//! A running shop as time passes: cues, predictions that come due, the solution being demonstrated, the end.

use super::director::Signs;
use super::ending::Ending;
use super::game::{Game, REST};
use super::menu::{Does, MenuKind, outcome};
use super::moment::Moment;
use super::pace::Speed;
use super::story::Ask;
use super::stride::FEW;
use super::view::{NEWS, Tone};
use super::{Action, Answer, App, Confirm, Menu, Overlay, Screen};
use crate::session::cost::breaks;
use crate::session::gauges::Trend;
use crate::session::{EntryKind, Kinds, Standing, Stop, TICK, What, Without};
use crate::sim::command::{Command, Kind};
use crate::sim::refusal::{Reason, Refusal};
use crate::text::commands::describe_command;
use crate::text::glossary;
use crate::text::numbers;
use crate::text::words::Words;
use crate::units::{Cents, Span, Time};

/// How long a cue stays in the news line.
pub(in crate::app) const STORY: Span = Span::from_secs(20);
/// How long the debrief ignores the keys that leave it: they were meant for the running shop.
const INPUT_GRACE: Span = Span(700_000);
/// How long before a goal was lost one goes back to, to do something about it.
const BEFORE_LOSS: Span = Span::from_mins(30);
/// Of so many acts at once it is watched what they come to.
const EFFECTS: usize = 3;
/// A shop with more outlets may answer keys slowly.
const LARGE: usize = 1_000;

impl App {
    /// Runs one slice of the shop.
    pub(super) fn step_live(&mut self) {
        let language = self.settings.language;
        let Screen::Live(game) = &mut self.screen else { return };
        let Some(due) = game.pace.due(game.now(), TICK) else { return self.catch_up() };
        let (from, mattered) = (game.now(), game.session.recorder().log.newest_that_matters());
        let throw = game.next_throw();
        let night = game.next_night();
        let until = due.min(game.next_stop()).min(throw).min(night);
        let stop = game.session.advance(until);
        game.pace.went(game.now().since(from));
        if game.now() == throw {
            self.throw();
        }
        if self.now_is(night) {
            self.tell_night();
        }
        let Screen::Live(game) = &mut self.screen else { return };
        game.names.update(game.session.world());
        self.dirty = true;
        let is_news = game.session.recorder().log.newest_that_matters() != mattered;
        if game.pace.is_searching() {
            let found = if is_news || self.steady { None } else { game.finds(from) };
            if let Some(what) = found {
                game.say(Tone::Plain, what.into(), NEWS);
            }
            if is_news || found.is_some() {
                game.pace.stop();
                game.pace.paused = !game.showing;
            }
        }
        if game.showing && stop != Stop::Over {
            game.show_next(language);
        }
        if stop != Stop::Over {
            game.give_again(language);
        }
        game.tell_effects(language);
        match stop {
            Stop::Over => self.over(),
            Stop::Cue(cue) => self.tell_cue(cue),
            Stop::Reached => self.ask_due(),
        }
    }

    fn now_is(&self, at: Time) -> bool {
        matches!(&self.screen, Screen::Live(game) if game.now() == at)
    }

    /// Runs one slice of what is computed while the shop stands: a lagging twin, or the next hour that a menu shows.
    pub(super) fn catch_up(&mut self) {
        let Screen::Live(game) = &mut self.screen else { return };
        if !game.session.twin_lags().is_zero() {
            game.session.catch_up(game.catching_up.0);
            self.dirty = true;
        } else if let Some(Overlay::Menu(menu)) = self.overlays.last_mut()
            && menu.foresees(game)
        {
            self.dirty |= menu.foresee(game, game.catching_up.0);
        }
    }

    fn tell_cue(&mut self, index: usize) {
        let words = Words(self.language());
        let Screen::Live(game) = &mut self.screen else { return };
        game.cues_seen += 1;
        let Some(cue) = game.scenario.cues.get(index) else { return };
        // Nothing is to be answered in a demonstration.
        if cue.pause && !game.showing {
            if self.steady {
                game.pace.stop();
            }
            // What is open stays open; the card is read after it.
            self.overlays.retain(|overlay| !matches!(overlay, Overlay::Cue(_)));
            self.overlays.insert(0, Overlay::Cue(index));
        } else {
            let text = words.told(&cue.text, &cue.systems).replace('*', "");
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
        let ask = if self.steady { Ask::new(index, prediction) } else { Ask::during(index, prediction) };
        game.asked[index] = true;
        if game.showing {
            return;
        }
        if self.steady || game.pace.is_searching() {
            game.pace.stop();
        }
        // Below a cue of the same moment, so that the story is read first.
        self.overlays.insert(0, Overlay::Guess(ask));
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

    /// Shows the debrief after closing, or once all goals are decided; before it, unless the player asked for it, the
    /// moment in which it is won or lost.
    pub(super) fn end_game(&mut self, is_asked: bool) {
        let is_still = self.settings.no_motion;
        let is_plain = is_asked || self.steady;
        let placeholder = Screen::Picker(super::shelf::Picker::default());
        match std::mem::replace(&mut self.screen, placeholder) {
            Screen::Live(mut game) => {
                game.session.refresh();
                game.session.judge();
                game.pace.stop();
                let mut ending = Box::new(Ending::new(game));
                if !is_plain && !ending.game.showing && !ending.goals.is_empty() {
                    ending.moment = Some(if is_still { Moment::still() } else { Moment::default() });
                }
                self.overlays.clear();
                self.remember(&ending);
                self.screen = Screen::Ending(ending);
                self.input_grace = INPUT_GRACE;
            }
            other => self.screen = other,
        }
        self.dirty = true;
    }

    /// The session is over: the debrief; or, if the evening was decided before closing, a card that says so over the
    /// shop as it stands, to close it or to look around.
    pub(super) fn over(&mut self) {
        let is_early = matches!(&self.screen, Screen::Live(game) if !game.session.world().is_over() && !game.showing);
        self.end_game(false);
        if !is_early || self.steady {
            return;
        }
        self.look_around();
        let words = Words(self.language());
        let Screen::Live(game) = &self.screen else { return };
        let answer = |key, text: &str, action| Answer { key, text: text.into(), action };
        let mut answers = vec![
            answer('c', "close the shop: the debrief", Action::CloseUp),
            answer('l', "stay open and look around; Esc closes later", Action::PlayOn),
        ];
        let text = match game.loss(words) {
            Some((goal, at)) => {
                answers.push(answer('w', "go back to before it", Action::BeforeLoss));
                format!("Lost at {}: {goal}. Whatever comes now changes nothing.", game.minute(at))
            }
            None => "All goals are met, and whatever comes now changes nothing.".into(),
        };
        self.overlays = vec![Overlay::Verdict(Confirm { title: "It is decided".into(), text, answers, chosen: 0 })];
    }

    /// Says once that a goal is lost, and offers the moment before.
    pub(super) fn tell_loss(&mut self) {
        let words = Words(self.language());
        let Screen::Live(game) = &mut self.screen else { return };
        if game.told_loss || game.showing || self.steady || self.job.is_some() || game.session.is_over() {
            return;
        }
        let Some((goal, at)) = game.loss(words) else { return };
        game.told_loss = true;
        let text = format!("Lost at {}: {goal}.", game.minute(at));
        let answer = |key, text: &str, action| Answer { key, text: text.into(), action };
        let answers = vec![
            answer('p', "play on", Action::PlayOn),
            answer('w', "go back to before it", Action::BeforeLoss),
            answer('e', "to the debrief", Action::EndNow),
        ];
        let card = Confirm { title: "A goal is lost".into(), text, answers, chosen: 0 };
        self.overlays.insert(0, Overlay::Verdict(card));
        self.dirty = true;
    }

    /// Offers to go back to some time before the first goal was lost.
    pub(super) fn before_loss(&mut self) {
        let Screen::Live(game) = &self.screen else { return };
        let at = game.loss(Words(self.language())).map(|(_, at)| Time(at.0.saturating_sub(BEFORE_LOSS.0)));
        self.open_rewind(None, at);
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
        played.seconds = played.seconds.saturating_add(ending.game.attended.seconds() as u64);
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
            let score = game.score_of(command);
            self.keep_game(false);
            if let Some(without) = score.filter(|_| self.job.is_none()) {
                self.twin_without(without);
            }
        }
        done
    }
}

impl Game {
    /// The twin that a fault of the player's is counted against in a night without goals: the one without it.
    fn score_of(&self, given: &Command) -> Option<Without> {
        let last = self.session.commands().len().checked_sub(1)?;
        (breaks(given) && self.scenario.goals.is_empty()).then_some(Without::Command(last))
    }

    /// The goal that was lost first, in quotes, and when it was; `None`: none is.
    fn loss(&self, words: Words) -> Option<(String, Time)> {
        let goals = self.session.goals();
        if goals.iter().all(|goal| goal.standing != Standing::Lost) {
            return None;
        }
        let entries = self.session.recorder().log.iter(Kinds::only(EntryKind::Trouble));
        let mut lost = entries.filter_map(|entry| match entry.what {
            What::GoalLost { goal } => Some((goal, entry.at)),
            _ => None,
        });
        let (goal, at) = lost.find(|(goal, _)| goals.get(*goal).is_some_and(|goal| goal.standing == Standing::Lost))?;
        let goal = self.scenario.goals.get(goal)?;
        Some((format!("“{}”", words.told(&goal.text, &goal.systems).trim_end_matches('.')), at))
    }

    fn minute(&self, at: Time) -> String {
        numbers::clock(at, self.session.setup().opens)
    }

    /// What the auto pace goes by.
    pub fn signs(&self) -> Signs {
        let (now, log) = (self.now(), &self.session.recorder().log);
        let told = log.newest_that_matters().and_then(|entry| log.get(entry)).map(|entry| entry.at);
        let faults = log.faults.iter().map(|fault| fault.over.unwrap_or(fault.at)).max();
        let act = self.session.commands().last().map(|command| command.at);
        Signs {
            told: told.map(|at| now.since(at)),
            acted: faults.max(act).map(|at| now.since(at)),
            ahead: self.session.next_known().map(|at| at.since(now)),
            growing: self.growth.lasts(now),
        }
    }

    /// Notes whether a line grows; returns whether one begins to.
    pub(super) fn watch_lines(&mut self) -> bool {
        let vitals = self.session.vitals();
        let is_behind = vitals.traffic.trend == Trend::FallingBehind;
        let waiting = vitals.waiting.saturating_sub(vitals.ghosts);
        let outlets = self.session.world().outlets();
        let hands = outlets.iter().flat_map(|outlet| &outlet.chefs).filter(|chef| chef.is_well_and_here()).count();
        self.growth.see(self.session.now(), is_behind, waiting, hands as u64)
    }

    /// What a search has come to since `from` that the log does not tell: a line begins to grow, or the till can pay
    /// what it could not. Looked at each minute, since looking takes longer than the minute itself.
    fn finds(&mut self, from: Time) -> Option<&'static str> {
        let (now, minute) = (self.now(), Span::from_mins(1).0);
        if now.0 / minute == from.0 / minute {
            return None;
        }
        if self.dear.is_some_and(|price| self.session.world().till().balance(now) >= price) {
            return Some("The till can pay for something that it could not.");
        }
        if self.session.setup().outlets.len() > FEW {
            return None;
        }
        self.session.refresh();
        self.watch_lines().then_some("More come than go: the line grows.")
    }

    /// The cheapest decision of the menu that the till cannot pay now.
    pub(super) fn cheapest_too_dear(&self, language: super::Language) -> Option<Cents> {
        let menu = Menu::open(MenuKind::Act, self, language);
        let choices = menu.lines().flat_map(|line| &line.choices);
        let prices = choices.filter_map(|choice| match &choice.does {
            Does::Give(command) => match self.session.world().quote(command) {
                Err(Refusal { reason: Reason::TooDear { price, .. }, .. }) => Some(price),
                _ => None,
            },
            Does::Type(_) | Does::ShowAll => None,
        });
        prices.min()
    }

    /// The moment at which the shop must stop: the next prediction, or the next command of a demonstration.
    fn next_stop(&self) -> Time {
        let now = self.now();
        let asks = self.scenario.predictions.iter().zip(&self.asked);
        let ask = asks.filter(|(_, asked)| !**asked).filter_map(|(prediction, _)| prediction.at).min();
        let shown = self.scenario.solution.get(self.to_show).filter(|_| self.showing).map(|next| next.at);
        let stops = [ask, shown].into_iter().flatten().filter(|at| *at > now);
        stops.min().unwrap_or(Time::NEVER).min(self.next_again())
    }

    /// The moment of the next command that is to be given again.
    pub(super) fn next_again(&self) -> Time {
        self.again.front().map(|next| next.at).filter(|at| *at > self.now()).unwrap_or(Time::NEVER)
    }

    /// Lets a demonstration run on to the next thing that matters once it has stayed long enough.
    pub(super) fn show_on(&mut self, real: Span) {
        if !self.showing || self.pace.is_searching() || self.pace.speed != Speed::Auto {
            return;
        }
        self.rest = self.rest - real;
        if self.rest.is_zero() {
            self.rest = REST;
            self.pace.whoosh();
        }
    }

    /// Gives the solution's commands that are due.
    fn show_next(&mut self, language: super::Language) {
        while let Some(next) = self.scenario.solution.get(self.to_show).filter(|next| next.at <= self.now()) {
            let command = next.command.clone();
            self.to_show += 1;
            let words = glossary::capital(&describe_command(&command, self.session.setup(), language));
            if self.give(&command, language).is_ok()
                && let Some(news) = &mut self.news
            {
                news.text = format!("{words}: {}", news.text);
                self.news_left = STORY;
                if self.pace.is_searching() {
                    self.pace.stop();
                    self.pace.paused = false;
                }
                self.rest = REST;
            }
        }
    }

    /// Whether it is worth saying what a command will have come to: a decision of the player's, in a shop in which a
    /// second history costs nothing that one would notice.
    fn has_effects(&self, command: &Command) -> bool {
        let few = self.session.setup().outlets.len() <= FEW;
        command.kind() == Kind::Decision && few && !self.showing
    }

    /// Says once what an act has come to, when it first shows; not over what the story says, nor while the shop hurries
    /// to the next thing.
    fn tell_effects(&mut self, language: super::Language) {
        let Game { since, session, .. } = self;
        since.retain(|(since, _)| !since.is_over(session));
        let is_story = self.news.as_ref().is_some_and(|news| news.tone == Tone::Story);
        if is_story || self.pace.is_searching() {
            return;
        }
        let world = self.session.world();
        let mut shown = self.since.iter_mut().enumerate();
        let found = shown.find_map(|(at, (since, _))| Some((at, since.keep_up(world)?)));
        if let Some((at, came)) = found {
            let (_, name) = self.since.remove(at);
            self.say(Tone::Done, outcome::came(came, &name, language), STORY);
        }
    }

    /// Gives the commands again that are due of those that a rewind had undone.
    pub(super) fn give_again(&mut self, language: super::Language) {
        while let Some(next) = self.again.front().filter(|next| next.at <= self.now()).cloned() {
            self.again.pop_front();
            // What the dial had thrown, it has thrown again by itself.
            let given = self.session.commands().iter().rev().take_while(|given| given.at == next.at);
            if breaks(&next.command) && given.into_iter().any(|given| given.command == next.command) {
                continue;
            }
            let words = crate::scenario::command_text(&next.command, self.session.setup());
            // If the shop refuses it this time, that is said.
            let _ = self.give(&next.command, language);
            if let Some(news) = &mut self.news {
                news.text = format!("As before, {words}: {}", news.text);
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
        let since = self.has_effects(command).then(|| self.session.since(command));
        match self.session.give(command.clone()) {
            Ok(()) => {
                self.names.update(self.session.world());
                if let Some(given) = self.session.commands().last() {
                    self.since.iter_mut().for_each(|(since, _)| since.hears_of(given));
                }
                if let Some(since) = since {
                    self.since.push((since, outcome::name(command, before, self, language)));
                    let extra = self.since.len().saturating_sub(EFFECTS);
                    self.since.drain(..extra);
                }
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
