//! The palette: any command by name, with fuzzy matching, completion and history.
//!
//! A command can be given in words ("hire pizza main", "line limit 60"), matched against everything the menus offer at
//! any outlet (`words`), or as commands files write it (`hire_chef outlet="Main Street"`), completed word by word
//! (`typed`). `export FILE` is no command to the shop: it writes the evening as a scenario file.

mod typed;
mod words;

use super::game::Game;
use super::input::LineEditor;
use super::menu::{Does, MenuAnswer, MenuKind, effect, in_short, sections};
use crate::scenario::{command_line, command_text};
use crate::sim::command::Command;
use crate::text::glossary::Language;
use crate::units::{Cents, OutletId, Time};

/// The word that writes the evening as a scenario file.
const EXPORT: &str = "export";
/// How many matches are kept.
const SHOWN: usize = 50;
/// For how many outlets phrases are made when the palette opens: the selected one and the first ones.
const OUTLETS: usize = 60;
/// For how many more, if their names are typed.
const NAMED: usize = 12;

/// The open command palette.
#[derive(Clone, Debug, Default)]
pub struct Palette {
    /// The line typed so far.
    pub line: LineEditor,
    /// The rest of the best match, shown behind the cursor.
    pub ghost: String,
    /// The best matches, the best first; at most 50.
    pub matches: Vec<Match>,
    /// How many match.
    pub found: usize,
    /// How many there are to match against.
    pub of: usize,
    /// Index into `matches` of the one under the cursor.
    pub chosen: usize,
    /// Index into `history` while Ctrl-P walks through it; `None`: a new line is typed.
    pub recalled: Option<usize>,
    /// Lines typed before, newest last.
    pub history: Vec<String>,
    /// Why the line cannot run, or what the shop answered to it.
    pub answer: Option<MenuAnswer>,
    phrases: Vec<Phrase>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// "hire a pizza chef at Main Street", or a completed command line.
    pub text: String,
    /// Characters of `text` that matched, ascending.
    pub marks: Vec<usize>,
    /// "ahp": the keys that do the same; empty: there are none.
    pub keys: String,
    pub price: Option<Cents>,
    pub per_hour: Option<Cents>,
    pub starts: Option<Time>,
    /// Why it is impossible now, in a few words; price and start mean nothing then.
    pub not: Option<String>,
    /// The command line that would run; empty while it is incomplete.
    pub runs: String,
    /// "$60 now, then $20 an hour. Cooks from 19:22."
    pub terms: String,
    /// Whose load changes.
    pub load_of: String,
    pub load: Option<(f64, f64)>,
    pub outlook: String,
    /// The scenario file that would be written; `None`: a command is given.
    pub writes: Option<String>,
    command: Option<Command>,
}

/// What Enter does with the line.
#[derive(Clone, Debug, PartialEq)]
pub enum Order {
    /// Gives a command to the shop.
    Give(Command),
    /// Writes the scenario with everything done so far into a file of this name.
    Export(String),
}

/// A command in words.
#[derive(Clone, Debug)]
struct Phrase {
    text: String,
    keys: String,
    command: Command,
}

impl Palette {
    /// Opens the palette on an empty line. `history`: lines typed before, newest last.
    pub fn open(game: &Game, language: Language, history: &[String]) -> Palette {
        let mut palette = Palette { phrases: phrases(game, language), history: history.to_vec(), ..Palette::default() };
        palette.of = palette.phrases.len();
        palette.search(game, language);
        palette
    }

    /// Matches anew after the line has changed.
    pub fn search(&mut self, game: &Game, language: Language) {
        self.answer = None;
        self.chosen = 0;
        let text = self.line.text().to_string();
        if typed::is_command(&text) {
            let completions = typed::complete(&text, game);
            self.found = completions.len();
            self.matches =
                completions.into_iter().take(SHOWN).map(|words| Match::typed(words, game, language)).collect();
        } else {
            self.match_words(&text, game, language);
        }
        if let Some(file) = exports(&text) {
            let file = if file.is_empty() { game.export_name() } else { file.to_string() };
            if text.contains(' ') {
                self.matches.clear();
            }
            self.matches.insert(0, Match { writes: Some(file.clone()), ..Match::blank(format!("{EXPORT} {file}")) });
            self.found = self.matches.len();
        }
        self.ghost = self.rest();
    }

    /// Matches the same line anew in the other vocabulary.
    pub fn translate(&mut self, game: &Game, language: Language) {
        self.phrases = phrases(game, language);
        self.of = self.phrases.len();
        self.search(game, language);
    }

    /// In a large chain, makes the phrases of outlets whose names are being typed.
    fn name_outlets(&mut self, text: &str, game: &Game, language: Language) {
        let outlets = &game.session.setup().outlets;
        let last = text.split_whitespace().last().map(str::to_lowercase).filter(|word| word.len() > 1);
        let Some(word) = last.filter(|_| outlets.len() > OUTLETS) else { return };
        self.phrases.truncate(self.of);
        let named = outlets.iter().enumerate().filter(|(_, outlet)| outlet.name.to_lowercase().contains(&word));
        for (i, _) in named.skip_while(|(i, _)| *i < OUTLETS).take(NAMED) {
            phrases_of(OutletId(i as u32), game, language, &mut self.phrases);
        }
    }

    /// The rest of the best match, if the line is its beginning; else empty.
    fn rest(&self) -> String {
        let typed = self.line.text();
        let Some(found) = self.matches.get(self.chosen).filter(|_| !typed.is_empty()) else { return String::new() };
        let mut rest = found.text.chars();
        for c in typed.chars() {
            match rest.next() {
                Some(d) if d.eq_ignore_ascii_case(&c) => {}
                _ => return String::new(),
            }
        }
        rest.collect()
    }

    /// Replaces the line by the chosen match.
    pub fn complete(&mut self, game: &Game, language: Language) {
        if let Some(text) = self.matches.get(self.chosen).map(|found| found.text.clone()) {
            self.line.set(&text);
            self.search(game, language);
        }
    }

    /// Moves the cursor by so many matches; up is negative.
    pub fn step(&mut self, by: i32) {
        let count = self.matches.len();
        if count > 0 {
            self.chosen = (self.chosen as i64 + by as i64).clamp(0, count as i64 - 1) as usize;
            self.answer = None;
            self.ghost = self.rest();
        }
    }

    /// Recalls a line from the history; +1 is one further back.
    pub fn recall(&mut self, by: i32, game: &Game, language: Language) {
        let count = self.history.len();
        let back = self.recalled.map_or(0, |at| at + 1) as i64 + by as i64;
        self.recalled = usize::try_from(back - 1).ok().filter(|_| count > 0).map(|at| at.min(count - 1));
        let text = self.recalled.map_or("", |at| self.history[count - 1 - at].as_str()).to_string();
        self.line.set(&text);
        self.search(game, language);
    }

    /// What Enter does.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the line.
    pub fn order(&self, game: &Game) -> Result<Order, String> {
        match self.matches.get(self.chosen).and_then(|found| found.writes.clone()) {
            Some(file) => Ok(Order::Export(file)),
            None => self.command(game).map(Order::Give),
        }
    }

    fn command(&self, game: &Game) -> Result<Command, String> {
        let text = self.line.text().trim();
        if typed::is_command(text) {
            // A line that is whole means what it says; else what was chosen to complete it.
            return match command_line(text, game.session.setup()) {
                Ok(command) => allowed(command, game),
                Err(problems) => match self.matches.get(self.chosen).and_then(|found| found.command.clone()) {
                    Some(command) => allowed(command, game),
                    None => Err(problems.list.first().map_or(String::new(), typed::sentence)),
                },
            };
        }
        match self.matches.get(self.chosen) {
            Some(found) => found.command.clone().ok_or_else(|| "That line is not complete.".to_string()),
            None => Err(format!("Nothing is called \"{text}\".")),
        }
    }
}

/// The file name in a line that exports; empty: none is named. `None`: the line means something else.
fn exports(text: &str) -> Option<&str> {
    match text.trim_start().split_once(char::is_whitespace) {
        Some((EXPORT, file)) => Some(file.trim()),
        Some(_) => None,
        None => (text.len() > 1 && EXPORT.starts_with(text)).then_some(""),
    }
}

fn allowed(command: Command, game: &Game) -> Result<Command, String> {
    game.session.may_give(&command).map_err(|refusal| refusal.to_string())?;
    Ok(command)
}

impl Match {
    fn phrase(phrase: &Phrase, marks: Vec<usize>, game: &Game, language: Language) -> Match {
        let found = Match::of(phrase.text.clone(), Some(phrase.command.clone()), game, language);
        Match { marks, keys: phrase.keys.clone(), ..found }
    }

    fn typed(text: String, game: &Game, language: Language) -> Match {
        let command = command_line(&text, game.session.setup()).ok();
        Match::of(text, command, game, language)
    }

    fn blank(text: String) -> Match {
        Match {
            text,
            marks: Vec::new(),
            keys: String::new(),
            price: None,
            per_hour: None,
            starts: None,
            not: None,
            runs: String::new(),
            terms: String::new(),
            load_of: String::new(),
            load: None,
            outlook: String::new(),
            writes: None,
            command: None,
        }
    }

    fn of(text: String, command: Option<Command>, game: &Game, language: Language) -> Match {
        let mut found = Match { command, ..Match::blank(text) };
        if found.command.is_none() {
            found.not = Some("goes on".into());
        }
        if let Some(command) = &found.command {
            found.runs = command_text(command, game.session.setup());
            if let Err(refusal) = game.session.world().quote(command) {
                found.not = Some(in_short(&refusal));
            }
            let effect = effect::of_command(command, game, language);
            found.price = effect.price;
            found.per_hour = effect.per_hour;
            found.starts = effect.starts;
            found.terms = effect.refusal.unwrap_or(effect.terms);
            found.load_of = effect.load_of;
            found.load = effect.load;
            found.outlook = effect.outlook;
        }
        found
    }
}

/// Everything the menus offer: for the selected outlet, with its keys, then for the others.
fn phrases(game: &Game, language: Language) -> Vec<Phrase> {
    let outlets = (0..game.session.setup().outlets.len() as u32).map(OutletId).take(OUTLETS);
    let mut all: Vec<Phrase> = Vec::new();
    phrases_of(game.outlet, game, language, &mut all);
    outlets.filter(|outlet| *outlet != game.outlet).for_each(|outlet| phrases_of(outlet, game, language, &mut all));
    all
}

fn phrases_of(outlet: OutletId, game: &Game, language: Language, all: &mut Vec<Phrase>) {
    for (kind, first) in [(MenuKind::Act, 'a'), (MenuKind::Fault, 'f')] {
        for line in sections(kind, game, outlet, language).iter().flat_map(|section| &section.lines) {
            for choice in &line.choices {
                let Does::Give(command) = &choice.does else { continue };
                // What concerns the whole shop is offered once.
                if outlet != game.outlet && command.outlet() != Some(outlet) {
                    continue;
                }
                let mut keys = String::new();
                if outlet == game.outlet {
                    keys.extend([first, line.key]);
                    keys.extend(line.has_more().then_some(choice.key));
                }
                all.push(Phrase { keys, ..Phrase::of(command.clone(), game, language) });
            }
        }
    }
}
