//! The act and fault menus as data: lines with a key and a price, the present value, or why they are impossible; third
//! keys for a skill or a value; what the chosen line would do; and what it did.
//!
//! `decisions` and `faults` hold the lines, one for every row of [`crate::sim::command::SPECS`] that the scenario
//! allows. [`effect`] says what a command would cost and do, [`outcome`] what it did.

pub mod choices;
mod decisions;
pub mod effect;
mod faults;
pub mod outcome;

use super::game::Game;
use crate::sim::command::Command;
use crate::sim::refusal::{Reason, Refusal};
use crate::text::glossary::{Language, say};
use crate::units::{Cents, OutletId, Time};

/// Which of the two menus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MenuKind {
    /// Decisions: staff, routing, kitchens, delivery.
    Act,
    /// Faults to inject: power cuts, cut lines, illness.
    Fault,
}

/// An open act or fault menu.
#[derive(Clone, Debug)]
pub struct Menu {
    /// Decisions or faults.
    pub kind: MenuKind,
    /// The outlet that the lines concern, as far as they concern one.
    pub outlet: OutletId,
    /// "Act at Main Street"
    pub title: String,
    /// The lines under their headings.
    pub sections: Vec<Section>,
    /// Index of the line under the cursor, through all sections.
    pub chosen: usize,
    /// Index of the value under the cursor while a third key is asked for; `None`: none is.
    pub choosing: Option<usize>,
    /// What the line or value under the cursor would cost and do.
    pub effect: Effect,
    /// The shop's answer, shown instead of the effect until the next key.
    pub answer: Option<MenuAnswer>,
}

/// Lines of one subject under a heading.
#[derive(Clone, Debug)]
pub struct Section {
    /// The heading.
    pub title: String,
    /// Whether it stands in the right column of two.
    pub right: bool,
    /// The lines, from top to bottom.
    pub lines: Vec<MenuLine>,
}

/// A line of a menu: one command, possibly with several values to choose from.
#[derive(Clone, Debug)]
pub struct MenuLine {
    /// The second key, after `a` or `f`.
    pub key: char,
    /// What the line does, without its key.
    pub text: String,
    /// What stands at its right: price, present value, or why it is impossible.
    pub state: LineState,
    /// The values to choose from; a single one needs no third key.
    pub choices: Vec<Choice>,
}

impl MenuLine {
    /// Whether a third key is asked for.
    pub fn has_more(&self) -> bool {
        self.choices.len() > 1
    }

    /// Whether any of its commands would be accepted now.
    pub fn is_possible(&self) -> bool {
        !matches!(self.state, LineState::Impossible(_))
    }
}

/// What stands at the right of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum LineState {
    /// What the command costs.
    Price {
        /// Whether the price is that of the cheapest choice only.
        from: bool,
        /// What it costs at once.
        price: Cents,
    },
    /// It costs nothing.
    Free,
    /// The present value of a setting.
    Now(String),
    /// A word on what it does, such as "drains".
    Word(String),
    /// It is impossible now, for this reason in short.
    Impossible(String),
}

/// A value offered under a third key.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The third key.
    pub key: char,
    /// The value in words.
    pub text: String,
    /// Whether it is the present value.
    pub is_now: bool,
    /// What choosing it does.
    pub does: Does,
}

/// What a [`Choice`] does.
#[derive(Clone, Debug, PartialEq)]
pub enum Does {
    /// Gives the command to the shop.
    Give(Command),
    /// Opens the palette with this line, for a value that no key has.
    Type(String),
}

/// What a command would cost and do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Effect {
    /// "Hire a chef".
    pub title: String,
    /// What it costs at once; `None`: nothing, or it would be refused.
    pub price: Option<Cents>,
    /// What it adds to the cost of an hour (negative: saves); `None`: nothing.
    pub per_hour: Option<Cents>,
    /// When it takes effect; `None`: at once.
    pub starts: Option<Time>,
    /// "$60 now, then $20 an hour. Cooks from 19:22."
    pub terms: String,
    /// Whose load changes: "Main Street's load".
    pub load_of: String,
    /// Utilization (1 is full) before and after; `None`: it does not change.
    pub load: Option<(f64, f64)>,
    /// "the line still grows, only slower"; without a load, a sentence on what the command does.
    pub outlook: String,
    /// Why the command would be refused now; `None`: it would be accepted.
    pub refusal: Option<String>,
}

/// What the shop answered to a command given from a menu or the palette.
#[derive(Clone, Debug, PartialEq)]
pub struct MenuAnswer {
    /// Whether the command was refused.
    pub refused: bool,
    /// One or several complete sentences.
    pub text: String,
}

/// What a key in a menu asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Pressed {
    /// Nothing more: the cursor moved, or a third key is asked for now.
    Looked,
    /// The command is to be given to the shop.
    Give(Command),
    /// The palette is to be opened with this line.
    Type(String),
    /// The key has no meaning here.
    Nothing,
}

impl Menu {
    /// Opens a menu for the game's selected outlet.
    pub fn open(kind: MenuKind, game: &Game, language: Language) -> Menu {
        let mut menu = Menu {
            kind,
            outlet: game.outlet,
            title: String::new(),
            sections: Vec::new(),
            chosen: 0,
            choosing: None,
            effect: Effect::default(),
            answer: None,
        };
        menu.refresh(game, language);
        menu
    }

    /// Updates prices, states and effects; the cursor stays on its line.
    pub fn refresh(&mut self, game: &Game, language: Language) {
        let name = &game.session.setup().outlets[self.outlet.index()].name;
        let what = match self.kind {
            MenuKind::Act => "Act at",
            MenuKind::Fault => "Make a fault at",
        };
        self.title = format!("{what} {name}");
        let key = self.line().map(|line| line.key);
        self.sections = sections(self.kind, game, self.outlet, language);
        // While the clock runs, lines may appear or vanish above the cursor.
        if let Some(at) = key.and_then(|key| self.lines().position(|line| line.key == key)) {
            self.chosen = at;
        } else {
            self.choosing = None;
        }
        let count = self.lines().count();
        self.chosen = self.chosen.min(count.saturating_sub(1));
        let choices = self.line().map_or(0, |line| line.choices.len());
        self.choosing = self.choosing.filter(|_| choices > 1).map(|at| at.min(choices - 1));
        self.look(game, language);
    }

    fn look(&mut self, game: &Game, language: Language) {
        self.effect = match self.line() {
            Some(line) => effect::of(line, self.choosing, game, language),
            None => Effect {
                title: "Nothing".into(),
                outlook: "This scenario allows nothing here.".into(),
                ..Effect::default()
            },
        };
    }

    /// All lines, through all sections.
    pub fn lines(&self) -> impl Iterator<Item = &MenuLine> {
        self.sections.iter().flat_map(|section| &section.lines)
    }

    /// The line under the cursor; `None`: the scenario allows nothing here.
    pub fn line(&self) -> Option<&MenuLine> {
        self.lines().nth(self.chosen)
    }

    /// Handles a second or third key.
    pub fn press(&mut self, key: char, game: &Game, language: Language) -> Pressed {
        self.answer = None;
        if self.choosing.is_some() {
            let found = self.line().and_then(|line| line.choices.iter().position(|choice| choice.key == key));
            return match found {
                Some(choice) => self.pick(choice, game, language),
                None => Pressed::Nothing,
            };
        }
        let found = self.lines().position(|line| line.key == key);
        match found {
            Some(line) => {
                self.chosen = line;
                self.look(game, language);
                self.enter(game, language)
            }
            None => Pressed::Nothing,
        }
    }

    /// Does what is looked at, or asks for the third key.
    pub fn enter(&mut self, game: &Game, language: Language) -> Pressed {
        self.answer = None;
        let Some(line) = self.line() else { return Pressed::Nothing };
        if let Some(choice) = self.choosing {
            return self.pick(choice, game, language);
        }
        if line.has_more() && line.is_possible() {
            self.choosing = Some(line.choices.iter().position(|choice| choice.is_now).unwrap_or(0));
            self.look(game, language);
            return Pressed::Looked;
        }
        self.pick(0, game, language)
    }

    fn pick(&mut self, choice: usize, game: &Game, language: Language) -> Pressed {
        let Some(line) = self.line() else { return Pressed::Nothing };
        let Some(does) = line.choices.get(choice).map(|choice| choice.does.clone()) else {
            return Pressed::Nothing;
        };
        if line.has_more() {
            self.choosing = Some(choice);
        }
        self.look(game, language);
        match does {
            Does::Give(command) => Pressed::Give(command),
            Does::Type(text) => Pressed::Type(text),
        }
    }

    /// Up or down among lines, or among the third keys.
    pub fn step(&mut self, by: i32, game: &Game, language: Language) {
        self.answer = None;
        let line = self.line();
        match (self.choosing, line) {
            (Some(at), Some(line)) => self.choosing = Some(wrapped(at, by, line.choices.len())),
            _ => self.chosen = wrapped(self.chosen, by, self.lines().count()),
        }
        self.look(game, language);
    }

    /// Into the other column, at about the same height.
    pub fn cross(&mut self, game: &Game, language: Language) {
        if self.choosing.is_some() {
            return self.step(1, game, language);
        }
        self.answer = None;
        let mut columns: [Vec<usize>; 2] = Default::default();
        let mut at = 0;
        for section in &self.sections {
            for _ in &section.lines {
                columns[section.right as usize].push(at);
                at += 1;
            }
        }
        let here = columns.iter().position(|column| column.contains(&self.chosen)).unwrap_or(0);
        let height = columns[here].iter().position(|line| *line == self.chosen).unwrap_or(0);
        let there = &columns[1 - here];
        if let Some(line) = there.get(height).or(there.last()) {
            self.chosen = *line;
        }
        self.look(game, language);
    }

    /// Looks at a line by its number, leaving the third keys.
    pub fn point(&mut self, line: usize, game: &Game, language: Language) {
        if line < self.lines().count() {
            self.answer = None;
            self.choosing = None;
            self.chosen = line;
            self.look(game, language);
        }
    }

    /// Leaves the third keys; `false`: there were none, the menu itself is to be closed.
    pub fn back(&mut self, game: &Game, language: Language) -> bool {
        self.answer = None;
        let was = self.choosing.take().is_some();
        self.look(game, language);
        was
    }
}

/// Everything that a menu offers for an outlet; the palette lists the same.
pub fn sections(kind: MenuKind, game: &Game, outlet: OutletId, language: Language) -> Vec<Section> {
    let mut book = Book { game, outlet, language, sections: Vec::new() };
    match kind {
        MenuKind::Act => decisions::write(&mut book),
        MenuKind::Fault => faults::write(&mut book),
    }
    book.sections.retain(|section| !section.lines.is_empty());
    book.sections
}

/// A menu being built.
struct Book<'a> {
    game: &'a Game,
    outlet: OutletId,
    language: Language,
    sections: Vec<Section>,
}

impl Book<'_> {
    fn section(&mut self, title: &str, right: bool) {
        self.sections.push(Section { title: say(self.language, title), right, lines: Vec::new() });
    }

    /// Adds a line, if the scenario allows its command, and says what its choices are. `text` may have words in braces.
    fn line(&mut self, command: &str, key: char, text: &str, rest: LineState, mut choices: Vec<Choice>) {
        let scenario = &self.game.scenario;
        choices.retain(|choice| !matches!(&choice.does, Does::Give(command) if !scenario.allows(command)));
        if !self.game.allows(command) || choices.is_empty() {
            return;
        }
        let more = if choices.len() > 1 { "…" } else { "" };
        let text = format!("{}{more}", say(self.language, text));
        let state = state(self.game, &choices, rest);
        if let Some(section) = self.sections.last_mut() {
            section.lines.push(MenuLine { key, text, state, choices });
        }
    }

    fn name(&self) -> &str {
        &self.game.session.setup().outlets[self.outlet.index()].name
    }

    fn say(&self, sentence: &str) -> String {
        say(self.language, sentence)
    }
}

/// What stands at the right: why no choice is possible, else the lowest price, else `rest`.
fn state(game: &Game, choices: &[Choice], rest: LineState) -> LineState {
    let quotes: Vec<Result<Cents, Refusal>> = choices
        .iter()
        .filter_map(|choice| match &choice.does {
            Does::Give(command) => Some(game.session.world().quote(command).map(|quote| quote.price)),
            Does::Type(_) => None,
        })
        .collect();
    let prices: Vec<Cents> = quotes.iter().filter_map(|quote| quote.as_ref().ok().copied()).collect();
    match (prices.iter().min(), quotes.first()) {
        (None, Some(Err(refusal))) => LineState::Impossible(in_short(refusal)),
        (Some(price), _) if *price > Cents::ZERO => {
            LineState::Price { from: prices.iter().any(|other| other > price), price: *price }
        }
        _ => rest,
    }
}

/// A refusal in a few words, to stand beside a line.
pub fn in_short(refusal: &Refusal) -> String {
    match refusal.reason {
        Reason::TooDear { price, balance } => {
            // Whole dollars, rounded up, so that the amount suffices.
            let short =
                Cents((price - balance).0.div_euclid(100) * 100 + if (price - balance).0 % 100 == 0 { 0 } else { 100 });
            format!("{price}: {short} short")
        }
        Reason::Full => "no place left".into(),
        Reason::Nobody => "nobody".into(),
        Reason::Already => "already".into(),
        Reason::NotOpen if refusal.sentence.contains("dark") => "dark".into(),
        Reason::NotOpen => "not open".into(),
        Reason::Senseless => "not here".into(),
        Reason::Over => "closed".into(),
    }
}

fn wrapped(at: usize, by: i32, count: usize) -> usize {
    if count == 0 { 0 } else { (at as i64 + by as i64).rem_euclid(count as i64) as usize }
}
