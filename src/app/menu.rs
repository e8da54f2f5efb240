//! The act and fault menus as data: lines with a key and a price, the present value, or why they are impossible; third
//! keys for a skill or a value; what the chosen line would do; and what it did.
//!
//! `decisions` and `faults` hold the lines, one for every row of [`crate::sim::command::SPECS`] that the scenario
//! allows; `book` writes them. [`effect`] says what a command would cost and do, [`hour`] what the next hour would be
//! like with it and without, [`outcome`] what it did. On the evenings that are about something the menu is short
//! (`short`).

mod book;
pub mod choices;
mod decisions;
pub mod effect;
mod faults;
pub mod hour;
mod lines;
pub mod outcome;
mod short;

use super::game::Game;
use crate::session::Preview;
use crate::sim::command::Command;
use crate::text::glossary::Language;
use crate::units::{Cents, OutletId, Span, Time};
pub use book::in_short;
pub use lines::sections;

/// The most people that one command of a menu hires or lets go.
const MOST: u32 = 99;
/// In a shop of more outlets a copy alone would hold up the keys: its next hour is not shown.
const FORESEEN: usize = 256;
/// The key of the line that shows what a short menu hides.
const ALL: char = 'a';

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
    /// How many people the next command hires or lets go.
    pub count: u32,
    /// How many lines a short menu hides.
    pub hidden: usize,
    /// What the line or value under the cursor would cost and do.
    pub effect: Effect,
    /// The next hour with and without it, as far as it is computed; `None`: not begun.
    pub preview: Option<Box<Preview>>,
    /// The shop's answer, shown instead of the effect until the next key.
    pub answer: Option<MenuAnswer>,
    /// Whether every line is shown, though the evening is about a few.
    shows_all: bool,
    /// Whether the number of people is being typed.
    typing: bool,
    /// The line and value whose key was pressed last: pressed again, it adds one.
    pressed: Option<(char, Option<char>)>,
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
    /// Whether it hires or lets go: its letter only looks, a number can be typed, and Enter does it.
    pub is_counted: bool,
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
    /// Shows what a short menu hides.
    ShowAll,
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
            count: 1,
            hidden: 0,
            effect: Effect::default(),
            preview: None,
            answer: None,
            shows_all: false,
            typing: false,
            pressed: None,
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
        self.sections = lines::counted_sections(self.kind, game, self.outlet, language, self.count);
        self.hidden = match self.kind {
            MenuKind::Act if !self.shows_all => short::shorten(&mut self.sections, &game.scenario),
            MenuKind::Act | MenuKind::Fault => 0,
        };
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
        let command = self.looked_at().cloned();
        if let Some(preview) = &mut self.preview {
            preview.ask(command.as_ref());
        }
    }

    /// All lines, through all sections.
    pub fn lines(&self) -> impl Iterator<Item = &MenuLine> {
        self.sections.iter().flat_map(|section| &section.lines)
    }

    /// The line under the cursor; `None`: the scenario allows nothing here.
    pub fn line(&self) -> Option<&MenuLine> {
        self.lines().nth(self.chosen)
    }

    /// The command under the cursor, if it is one and the shop would take it.
    pub fn looked_at(&self) -> Option<&Command> {
        let line = self.line().filter(|_| self.effect.refusal.is_none())?;
        // A rule's values are looked at one by one: before that there is only the hour as it is.
        let at = self.choosing.or((line.is_counted || !line.has_more()).then_some(0))?;
        // What is set already changes nothing; given again it would only draw other lots.
        match &line.choices.get(at).filter(|choice| !choice.is_now)?.does {
            Does::Give(command) => Some(command),
            Does::Type(_) | Does::ShowAll => None,
        }
    }

    /// Whether something of the next hour is still to be computed.
    pub fn foresees(&self, game: &Game) -> bool {
        self.kind == MenuKind::Act
            && game.session.setup().outlets.len() <= FORESEEN
            && !game.session.is_over()
            && self.preview.as_ref().is_none_or(|preview| !preview.is_done() || hour::is_old(preview, &game.session))
    }

    /// Computes so much more of the next hour; `true`: it is done, and to be drawn.
    pub fn foresee(&mut self, game: &Game, by: Span) -> bool {
        if self.preview.as_ref().is_none_or(|preview| hour::is_old(preview, &game.session)) {
            let mut preview = Box::new(Preview::new(&game.session));
            preview.ask(self.looked_at());
            self.preview = Some(preview);
            return false;
        }
        self.preview.as_mut().is_some_and(|preview| preview.step(by))
    }

    /// Handles a second or third key.
    pub fn press(&mut self, key: char, game: &Game, language: Language) -> Pressed {
        self.answer = None;
        let third = self.choosing.and_then(|_| self.line()?.choices.iter().position(|choice| choice.key == key));
        if third.is_none() && self.type_number(key) {
            self.refresh(game, language);
            return Pressed::Looked;
        }
        // The digits beside the line under the cursor answer before its letter has been pressed. They only show what
        // they would do: outside the menu they are views, and nobody should act by looking for one.
        let beside = self.line().filter(|line| key.is_ascii_digit() && self.choosing.is_none() && line.is_possible());
        let beside =
            beside.and_then(|line| line.choices.iter().position(|choice| line.has_more() && choice.key == key));
        if let Some(choice) = beside {
            self.choosing = Some(choice);
            self.look(game, language);
            return Pressed::Looked;
        }
        let Some(line) = self.line().filter(|_| self.choosing.is_some()) else {
            return self.press_line(key, game, language);
        };
        let (own, is_counted) = (line.key, line.is_counted);
        match third {
            Some(choice) if is_counted => {
                self.choosing = Some(choice);
                self.count_on((own, Some(key)), game, language);
                Pressed::Looked
            }
            Some(choice) => self.pick(choice, game, language),
            // The line's own letter again: one more of them.
            None if is_counted && key == own => {
                let same = self.pressed;
                self.count_on(same.unwrap_or((own, None)), game, language);
                Pressed::Looked
            }
            None => Pressed::Nothing,
        }
    }

    fn press_line(&mut self, key: char, game: &Game, language: Language) -> Pressed {
        let mut found = self.lines().position(|line| line.key == key);
        if found.is_none() && self.hidden > 0 {
            // What a short menu hides keeps its letter.
            let all = sections(self.kind, game, self.outlet, language);
            if all.iter().flat_map(|section| &section.lines).any(|line| line.key == key) {
                self.show_all(game, language);
                found = self.lines().position(|line| line.key == key);
            }
        }
        let Some(line) = found else { return Pressed::Nothing };
        self.chosen = line;
        if !self.line().is_some_and(|line| line.is_counted) {
            self.look(game, language);
            return self.enter(game, language);
        }
        self.count_on((key, None), game, language);
        let line = self.line();
        if line.is_some_and(|line| !line.is_possible()) {
            // There is nothing to count: the shop says why.
            return self.pick(0, game, language);
        }
        if line.is_some_and(MenuLine::has_more) {
            self.choosing = Some(0);
            self.look(game, language);
        }
        Pressed::Looked
    }

    /// A counted line's key: the number that was typed, one more if it is the same key again, or one.
    fn count_on(&mut self, pressed: (char, Option<char>), game: &Game, language: Language) {
        let (line, value) = pressed;
        let again = self.pressed == Some(pressed);
        // Who chooses a skill after having counted keeps the number.
        let narrows = value.is_some() && self.pressed == Some((line, None));
        self.count = match () {
            () if self.typing || narrows => self.count,
            () if again => (self.count + 1).min(MOST),
            () => 1,
        };
        self.typing = false;
        self.pressed = Some(pressed);
        self.refresh(game, language);
    }

    /// A digit of the number of people; `false`: it is none.
    fn type_number(&mut self, key: char) -> bool {
        let is_counted = self.choosing.is_none() || self.line().is_some_and(|line| line.is_counted);
        let has_counted = self.lines().any(|line| line.is_counted);
        let Some(digit) = key.to_digit(10).filter(|_| is_counted && has_counted) else { return false };
        let longer = if self.typing { self.count * 10 + digit } else { digit };
        self.count = if longer > MOST { digit.max(1) } else { longer.max(1) };
        self.typing = longer > 0;
        true
    }

    fn show_all(&mut self, game: &Game, language: Language) {
        self.shows_all = true;
        self.refresh(game, language);
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
        let Some(picked) = line.choices.get(choice) else { return Pressed::Nothing };
        // A rule that is in force is not given again: it would count as a command.
        let (does, is_now) = (picked.does.clone(), picked.is_now);
        if line.has_more() {
            self.choosing = Some(choice);
        }
        self.look(game, language);
        match does {
            Does::Give(_) if is_now => Pressed::Looked,
            Does::Give(command) => Pressed::Give(command),
            Does::Type(text) => Pressed::Type(text),
            Does::ShowAll => {
                self.show_all(game, language);
                Pressed::Looked
            }
        }
    }

    /// The same line at the next outlet, or the one before.
    pub fn go_on(&mut self, by: i32, game: &mut Game, language: Language) {
        game.step_outlet(by);
        self.outlet = game.outlet;
        (self.answer, self.choosing, self.count, self.typing) = (None, None, 1, false);
        self.refresh(game, language);
    }

    /// Up or down among lines, or among the third keys.
    pub fn step(&mut self, by: i32, game: &Game, language: Language) {
        self.answer = None;
        let line = self.line();
        match (self.choosing, line) {
            (Some(at), Some(line)) => {
                self.choosing = Some(wrapped(at, by, line.choices.len()));
                self.look(game, language);
            }
            _ => self.go_to(wrapped(self.chosen, by, self.lines().count()), game, language),
        }
    }

    /// Puts the cursor on a line. A number that was counted belongs to the line that it leaves.
    fn go_to(&mut self, line: usize, game: &Game, language: Language) {
        self.chosen = line;
        if !self.typing {
            self.count = 1;
        }
        self.pressed = None;
        self.refresh(game, language);
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
            self.go_to(*line, game, language);
        }
    }

    /// Looks at a line by its number, leaving the third keys.
    pub fn point(&mut self, line: usize, game: &Game, language: Language) {
        if line < self.lines().count() {
            self.answer = None;
            self.choosing = None;
            self.go_to(line, game, language);
        }
    }

    /// Leaves the third keys; `false`: there were none, the menu itself is to be closed.
    pub fn back(&mut self, game: &Game, language: Language) -> bool {
        self.answer = None;
        let was = self.choosing.take().is_some();
        self.go_to(self.chosen, game, language);
        was
    }
}

fn wrapped(at: usize, by: i32, count: usize) -> usize {
    if count == 0 { 0 } else { (at as i64 + by as i64).rem_euclid(count as i64) as usize }
}
