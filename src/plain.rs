//! The same game as lines of text, for screen readers and pipes. Each piece of news is a line of its own, told once;
//! nothing is drawn over. Commands are lines in the syntax of commands files.
//!
//! The front end moves the lines: standard input and output under `play --plain`, an input line and a live region in
//! the page.

mod afterwards;
mod chapters;
mod keys;

use crate::app::view::{News, Tone};
use crate::app::{Action, App, Game, HintCard, Input, Key, Language, Overlay, Screen};
use crate::scenario::command_line;
use crate::session::save::KeptGame;
use crate::session::{Entry, EntryKind, Kinds, Standing, What};
use crate::text::markdown;
use crate::text::words::Words;
use crate::ui;

/// How many orders are told.
const ORDERS: usize = 8;

const HELP: &str = "\
go · stop · speed 60 · tick · next     the clock; speed max: as fast as it goes; next: to what matters next
status · why · task · hint             what is, and what is wanted
outlets · orders                       the outlets; the orders that took longest in the last hour
words                                  the system designer's words, and back
lessons · open 2                       before a story is open: what can be played; its story
kept · kept 2                          before the shop opens: the games that were left; on with one
guess b · guess 35                     answers a question; answer b only when the evening is over
hire_chef outlet=\"NAME\" …              any command of the shop, as a commands file writes it
save FILE · end · quit                 the commands so far; let the rest pass; leave
again                                  once the evening is over: what it came to";

/// What is answered to words for what lives by being drawn.
const ONLY_DRAWN: &str = "A twin beside the shop and the way back to a minute are in the dashboard only. Here the same \
    evening can be had again: save FILE, quit, and play the lesson anew.";

/// A game played in lines, and which of its news has been told.
#[derive(Debug)]
pub struct Lines {
    /// The app, the same that the dashboard draws.
    pub app: App,
    /// The newest log entry that was told.
    told: Option<u64>,
    /// Whether the open question was told.
    asked: bool,
    over: bool,
    /// Whether the result of the evening was told.
    ended: bool,
    /// Whether the question after closing was explained.
    explained: bool,
    /// The file being written.
    saving: Option<String>,
}

impl Lines {
    /// Whether nothing of the game was told yet.
    pub fn new(app: App) -> Lines {
        Lines { app, told: None, asked: false, over: false, ended: false, explained: false, saving: None }
    }

    /// Whether the player has left.
    pub fn is_over(&self) -> bool {
        self.over
    }

    fn game(&self) -> Option<&Game> {
        self.app.game()
    }

    /// Whether a job runs whose result is told before the next line is obeyed.
    pub fn is_at_work(&self) -> bool {
        let seeks = self.game().is_some_and(|game| game.pace.is_jumping()) && self.app.is_running();
        let ends = matches!(self.app.screen(), Screen::Ending(_)) && !self.ended;
        self.app.job().is_some() || seeks || ends
    }

    /// The first lines. From now on the clock is that of somebody who reads, and watches no picture.
    pub fn begin(&mut self) -> Vec<String> {
        self.app.keeps_one_speed();
        let mut said = Vec::new();
        match self.app.screen() {
            Screen::Picker(_) => return self.welcome(),
            Screen::Story(story) => {
                said.push(story.scenario.title.clone());
                said.extend(in_lines(self.words().told(&story.scenario.story, &story.scenario.systems_story)));
                said.extend(tasks(&story.scenario.goals, self.words()));
            }
            // The game was played on the dashboard until now: its past is not told again.
            Screen::Live(game) => {
                self.told = game.session.recorder().log.iter(Kinds::NOTABLE).next_back().map(|entry| entry.id);
                said.push(game.scenario.title.clone());
                said.extend(self.status());
                said.push("Say go, stop, why, or help for everything else.".into());
                return said;
            }
            Screen::Ending(_) => {
                self.ended = true;
                said.extend(self.result());
                said.extend(self.last_words());
                return said;
            }
        }
        said.extend(self.question());
        said.push("Say go to open the shop, help for everything else.".into());
        said
    }

    /// The open question, if any.
    fn question(&self) -> Vec<String> {
        let (ask, scenario) = match (self.app.screen(), self.app.top()) {
            (Screen::Story(story), _) => match story.ask() {
                Some(ask) => (ask, &story.scenario),
                None => return Vec::new(),
            },
            (Screen::Live(game), Some(Overlay::Guess(ask))) => (ask, &game.scenario),
            _ => return Vec::new(),
        };
        let prediction = &scenario.predictions[ask.index];
        let mut said =
            vec![format!("A guess: {}", in_lines(self.words().told(&prediction.ask, &prediction.systems)).join(" "))];
        let choices = prediction.choices_said(!self.words().is_pizza()).iter().enumerate();
        said.extend(choices.map(|(i, text)| format!("  {}  {text}", crate::app::story::Ask::key(i))));
        said.push("Say guess and a letter or a number, or go to skip it.".into());
        said
    }

    /// Obeys a line and returns the answer.
    pub fn obey(&mut self, line: &str) -> Vec<String> {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            "" => Vec::new(),
            "help" => vec![HELP.into()],
            "quit" if self.app.has(Action::Quit) => {
                self.over = true;
                Vec::new()
            }
            "quit" => self.back_to_chapters(),
            _ if self.choice(word) => self.began(),
            "guess" => self.guess(rest.trim()),
            "words" => {
                self.app.act(Action::Words);
                let system = self.app.language() == Language::System;
                vec![if system { "The system designer's words.".into() } else { "The pizza's words.".into() }]
            }
            _ => match self.app.screen() {
                Screen::Ending(_) => self.obey_after(word, rest.trim()),
                Screen::Live(_) => self.obey_in_shop(word, rest.trim(), line),
                Screen::Story(_) if word == "go" || word == "next" => self.open(),
                Screen::Story(_) | Screen::Picker(_) if word == "kept" => self.kept(rest.trim()),
                Screen::Picker(_) => self.choose(word, rest.trim()),
                Screen::Story(_) if word == "chapters" => self.back_to_chapters(),
                Screen::Story(_) => vec!["The shop is not open: type go.".into()],
            },
        }
    }

    /// Skips open questions and opens the shop.
    fn open(&mut self) -> Vec<String> {
        for _ in 0..100 {
            if !matches!(self.app.screen(), Screen::Story(_)) {
                break;
            }
            self.app.act(Action::Begin);
            if let Some(Overlay::Confirm(_)) = self.app.top() {
                break;
            }
        }
        self.began()
    }

    /// Answers the card about another kept game, if it is open and the word is one of its choices; returns whether so.
    fn choice(&mut self, word: &str) -> bool {
        let Some(Overlay::Confirm(confirm)) = self.app.top() else { return false };
        let key = confirm.answers.iter().map(|answer| answer.key).find(|key| word == key.to_string());
        if let Some(key) = key {
            self.app.update(Input::Key(Key::char(key)));
        }
        key.is_some()
    }

    /// Says that the shop is open, or asks the question that comes before.
    fn began(&self) -> Vec<String> {
        let Some(Overlay::Confirm(confirm)) = self.app.top() else {
            return vec!["The shop is open. A minute passes in a second.".into()];
        };
        let mut said = vec![format!("{}. {}", confirm.title, confirm.text)];
        said.extend(confirm.answers.iter().map(|answer| format!("  {}  {}", answer.key, answer.text)));
        said.push("Say the letter.".into());
        said
    }

    fn guess(&mut self, text: &str) -> Vec<String> {
        let asked = !self.question().is_empty();
        if !asked {
            return vec!["Nothing is asked now.".into()];
        }
        for c in text.chars() {
            self.app.update(Input::Key(Key::char(c)));
        }
        self.app.act(Action::Enter);
        let next = self.question();
        if next.is_empty() { vec!["It is written down.".into()] } else { next }
    }

    fn obey_in_shop(&mut self, word: &str, rest: &str, line: &str) -> Vec<String> {
        match word {
            "go" => self.go(true),
            "stop" => self.go(false),
            "next" => self.act(Action::JumpToNext),
            "tick" => self.act(Action::Tick),
            "speed" => self.speed(rest),
            "status" => self.status(),
            "why" => self.why(),
            "outlets" => self.outlets(),
            "orders" => self.orders(),
            "twin" | "rewind" => vec![ONLY_DRAWN.into()],
            "task" => self.game().map(|game| tasks(&game.scenario.goals, self.words())).unwrap_or_default(),
            "hint" => self.hint(),
            "end" => self.act(Action::EndNow),
            "save" => self.save(rest),
            _ => self.command(line),
        }
    }

    /// Lists the kept games, or continues one of them.
    fn kept(&mut self, which: &str) -> Vec<String> {
        if self.app.kept().is_empty() {
            return vec!["No game is kept.".into()];
        }
        if which.is_empty() {
            let line = |(i, game): (usize, &KeptGame)| {
                let at = match game.opens {
                    Some(opens) => format!("left at {}", game.at.clock(opens)),
                    None => "left".into(),
                };
                let held = if game.held { ", played in another window" } else { "" };
                format!("  {}  {}, {at}{held}", i + 1, game.title)
            };
            let mut said: Vec<String> = self.app.kept().iter().enumerate().map(line).collect();
            said.push("Say kept and a number to go on with one.".into());
            return said;
        }
        match which.parse::<usize>().ok().and_then(|n| n.checked_sub(1)) {
            Some(n) if n < self.app.kept().len() => {
                self.app.go_on_with_nth(n);
                Vec::new()
            }
            _ => vec!["Say kept and a number of the list.".into()],
        }
    }

    /// Marks the result of a job as news.
    fn save(&mut self, file: &str) -> Vec<String> {
        self.saving = Some(file.to_string());
        self.app.save_commands(file);
        Vec::new()
    }

    fn act(&mut self, action: Action) -> Vec<String> {
        self.close_cards();
        self.app.act(action);
        Vec::new()
    }

    /// Closes overlays: their text was told.
    fn close_cards(&mut self) {
        for _ in 0..10 {
            if self.app.overlays().is_empty() {
                return;
            }
            self.app.act(Action::Close);
        }
    }

    fn go(&mut self, on: bool) -> Vec<String> {
        self.close_cards();
        if self.app.is_running() != on {
            self.app.act(Action::Pause);
        }
        Vec::new()
    }

    fn speed(&mut self, text: &str) -> Vec<String> {
        let Some(game) = self.app.live_mut() else { return Vec::new() };
        if text == "max" {
            game.pace.speed = crate::app::pace::Speed::AsFastAsItGoes;
            return vec!["As fast as it goes.".into()];
        }
        match text.trim_start_matches(['x', '×']).parse::<u32>() {
            Ok(times) if (1..=3600).contains(&times) => {
                game.pace.speed = crate::app::pace::Speed::Times(times);
                vec![format!("{times} shop seconds a second.")]
            }
            _ => vec!["A speed is a number from 1 to 3600, or max: as fast as it goes.".into()],
        }
    }

    fn command(&mut self, line: &str) -> Vec<String> {
        let Some(game) = self.game() else { return Vec::new() };
        match command_line(line, game.session.setup()) {
            Ok(command) => {
                let before = game.session.recorder().log.len();
                let done = self.app.give(&command);
                let Some(game) = self.app.live_mut() else { return Vec::new() };
                let answer = game.news.take();
                // Accepted commands and their faults are in the log; everything else is answered here.
                let is_told = |entry: &Entry| matches!(entry.what, What::Done { .. }) || entry.kind == EntryKind::Fault;
                let log = &game.session.recorder().log;
                let told = log.iter(Kinds::NOTABLE).rev().take_while(|entry| entry.id >= before).any(is_told);
                match done {
                    // The command was given, but cannot be saved.
                    Ok(()) => {
                        let is_new = |news: &News| !told || news.tone == Tone::Refused;
                        answer.filter(is_new).map(|news| news.text).into_iter().collect()
                    }
                    Err(why) => vec![why],
                }
            }
            Err(problems) => {
                let first = problems.list.first();
                let why = first.map_or("It is not a command.".to_string(), |problem| match &problem.hint {
                    Some(hint) => format!("No: {}; {hint}.", problem.message),
                    None => format!("No: {}.", problem.message),
                });
                vec![why]
            }
        }
    }

    fn status(&self) -> Vec<String> {
        let Some(game) = self.game() else { return Vec::new() };
        let (vitals, setup) = (game.session.vitals(), game.session.setup());
        let on_time =
            vitals.budget.on_time.map_or("nobody served yet".into(), |r| format!("{:.1} % on time", r * 100.0));
        let mut said = vec![format!(
            "{}: {} in the shop, {} waiting for a chef, {on_time}, till {}.",
            game.now().calendar(setup.opens, setup.duration),
            vitals.in_system,
            vitals.waiting,
            vitals.till
        )];
        let goals = game.scenario.goals.iter().zip(game.session.goals());
        said.extend(goals.map(|(goal, state)| {
            let value = crate::text::goals::value(state.value, goal.metric.row().unit);
            let holds = state.value.is_none_or(|now| goal.bound.holds(now));
            let text = self.words().told(&goal.text, &goal.systems);
            format!("  {text}: {value}, {}", standing(state.standing, state.is_final, holds))
        }));
        said
    }

    fn words(&self) -> Words {
        Words(self.app.language())
    }

    fn why(&self) -> Vec<String> {
        let Some(game) = self.game() else { return Vec::new() };
        ui::spoken::reasons(&self.app, game)
    }

    /// The slowest orders of the last hour, a line each.
    fn orders(&self) -> Vec<String> {
        let Some(game) = self.game() else { return Vec::new() };
        let said = ui::spoken::orders(&self.app, game, ORDERS);
        if said.is_empty() { vec!["Nothing was delivered in the last hour.".into()] } else { said }
    }

    fn outlets(&self) -> Vec<String> {
        let Some(game) = self.game() else { return Vec::new() };
        let outlets = game.session.world().outlets().iter().zip(&game.session.setup().outlets);
        let line = |(outlet, spec): (&crate::sim::outlet::Outlet, &crate::sim::setup::OutletSetup)| {
            let state = match outlet.is_open() {
                _ if !outlet.power.is_fine() => "dark",
                _ if !outlet.link.is_fine() => "line cut",
                true => "open",
                false => "not open",
            };
            let here = outlet.chefs.iter().filter(|chef| chef.is_well_and_here()).count();
            format!("  {}: {state}, {} waiting, {here} at work", spec.name, outlet.waiting.value())
        };
        outlets.map(line).collect()
    }

    fn hint(&mut self) -> Vec<String> {
        self.close_cards();
        self.app.act(Action::Hint);
        if let Some(Overlay::Hint(HintCard::Offer)) = self.app.top() {
            self.app.act(Action::Enter);
        }
        let said = match (self.app.top(), self.game()) {
            (Some(Overlay::Hint(HintCard::Told(hint))), Some(game)) => {
                let hint = &game.scenario.hints[*hint];
                in_lines(self.words().told(&hint.text, &hint.systems))
            }
            _ => vec!["No hint is left.".into()],
        };
        self.close_cards();
        said
    }

    /// The news since the last call.
    pub fn news(&mut self) -> Vec<String> {
        let mut said = Vec::new();
        if self.app.game().is_none() {
            // Another game has its own log and result.
            (self.told, self.ended, self.explained) = (None, false, false);
        }
        if let Some(game) = self.app.game() {
            let log = &game.session.recorder().log;
            let mut new: Vec<(u64, String)> = log
                .iter(Kinds::NOTABLE)
                .rev()
                .take_while(|entry| self.told.is_none_or(|told| entry.id > told))
                .map(|entry| {
                    let line = ui::spoken::entry(&self.app, game, entry);
                    let is_told = matches!(entry.what, What::Cue { .. });
                    (entry.id, if is_told { keys::in_lines(&line) } else { line })
                })
                .collect();
            new.reverse();
            self.told = new.last().map(|(id, _)| *id).or(self.told);
            said.extend(new.into_iter().map(|(_, line)| line));
        }
        if let Some(game) = self.app.live_mut()
            && let Some(news) = game.news.take()
            // A cue is an entry of the log.
            && news.tone != Tone::Story
        {
            said.push(news.text);
        }
        if let (Some(file), Some(done)) = (&self.saving, self.app.take_saved()) {
            said.push(done.map_or_else(|why| why, |_| format!("Saved in {file}.")));
            self.saving = None;
            self.app.take_notes();
        }
        // Why a kept game cannot continue, or a file cannot be written.
        said.append(&mut self.app.take_notes());
        let mut guessing = false;
        if let Some(top) = self.app.top() {
            match top {
                Overlay::Cue(_) => said.push("The clock is stopped: type go.".into()),
                Overlay::Guess(_) => guessing = true,
                _ => {}
            }
        }
        if let Some(Overlay::Cue(_)) = self.app.top() {
            self.app.act(Action::Close);
            guessing = matches!(self.app.top(), Some(Overlay::Guess(_)));
        }
        // Told once only.
        if guessing && !std::mem::replace(&mut self.asked, true) {
            said.extend(self.question());
        } else if !guessing {
            self.asked = false;
        }
        if let Screen::Ending(ending) = self.app.screen()
            && !self.ended
            && !ending.is_computing()
        {
            self.ended = true;
            said.extend(self.result());
            said.extend(self.last_words());
        }
        said
    }
}

/// The state of a goal, in words.
fn standing(standing: Standing, is_final: bool, holds: bool) -> &'static str {
    match (standing, is_final) {
        (Standing::NotYet, _) => "not yet measured",
        (Standing::Met, true) => "met",
        (Standing::Met, false) if !holds => "not yet met, but on its way",
        (Standing::Met, false) => "met as it stands",
        (Standing::AtRisk, _) if holds => "missed if it goes on like the last 15 minutes",
        (Standing::AtRisk, _) => "missed as it stands",
        (Standing::Lost, true) => "lost",
        (Standing::Lost, false) => "as good as lost",
    }
}

/// An author's text, with emphasis, as plain paragraphs that speak of lines and of no keys.
fn in_lines(text: &str) -> Vec<String> {
    markdown::paragraphs(&keys::in_lines(text)).iter().map(|paragraph| paragraph.text().replace('\n', " ")).collect()
}

fn tasks(goals: &[crate::scenario::Goal], words: Words) -> Vec<String> {
    let line =
        |(i, goal): (usize, &crate::scenario::Goal)| format!("  {}. {}", i + 1, words.told(&goal.text, &goal.systems));
    goals.iter().enumerate().map(line).collect()
}
