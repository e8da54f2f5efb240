//! Matching of words against everything the menus offer. A command is also found by the words of its name, and by
//! values that no menu lists: of "line limit 60", the words choose the command and the number is put into it.
//!
//! What is possible now comes before what would be refused, however well its words match.

use super::{Match, Palette, Phrase, SHOWN};
use crate::app::game::Game;
use crate::scenario::quantity;
use crate::sim::command::{Command, Param, Value};
use crate::text::commands::describe_command;
use crate::text::glossary::Language;
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use std::cmp::Reverse;

/// How much more a match counts whose value was typed than one that happens to have its letters.
const MEANT: u32 = 1 << 16;

impl Palette {
    pub(super) fn match_words(&mut self, text: &str, game: &Game, language: Language) {
        self.name_outlets(text, game, language);
        let mut search = Search::new(text);
        let mut scored: Vec<(u32, Phrase)> = Vec::new();
        for phrase in &self.phrases {
            if let Some(score) = search.score(phrase) {
                scored.push((score, phrase.clone()));
            }
        }
        let (words, values) = valued(text);
        if !values.is_empty() && !words.is_empty() {
            let mut named = Search::new(&words);
            for phrase in &self.phrases {
                let Some(score) = named.score(phrase) else { continue };
                let Some(command) = with_values(&phrase.command, &values, game) else { continue };
                match scored.iter_mut().find(|(_, other)| other.command == command) {
                    Some((known, _)) => *known = (*known).max(score + MEANT),
                    None => scored.push((score + MEANT, Phrase::of(command, game, language))),
                }
            }
        }
        let refused = |command: &Command| game.session.world().quote(command).is_err();
        // Equal scores keep the order of the menus, with the selected outlet first: the sort is stable.
        let mut ranked: Vec<(bool, u32, Phrase)> =
            scored.into_iter().map(|(score, phrase)| (refused(&phrase.command), score, phrase)).collect();
        ranked.sort_by_key(|(refused, score, _)| (*refused, Reverse(*score)));
        self.found = ranked.len();
        let shown = ranked.into_iter().take(SHOWN);
        self.matches =
            shown.map(|(.., phrase)| Match::phrase(&phrase, search.marks(&phrase), game, language)).collect();
    }
}

impl Phrase {
    pub(super) fn of(command: Command, game: &Game, language: Language) -> Phrase {
        Phrase { text: describe_command(&command, game.session.setup(), language), keys: String::new(), command }
    }
}

/// The words looked for, and what they are matched with.
struct Search<'t> {
    matcher: Matcher,
    words: Vec<&'t str>,
    pattern: Pattern,
    buffer: Vec<char>,
}

impl<'t> Search<'t> {
    fn new(text: &'t str) -> Search<'t> {
        let words = text.split_whitespace().collect();
        Search { matcher: Matcher::new(Config::DEFAULT), words, pattern: pattern(text), buffer: Vec::new() }
    }

    /// How well a phrase fits; less if it takes the command's name to fit.
    fn score(&mut self, phrase: &Phrase) -> Option<u32> {
        let Search { matcher, pattern, buffer, .. } = self;
        let whole = pattern.score(Utf32Str::new(&phrase.text, buffer), matcher);
        whole.or_else(|| {
            let rest = self.besides_name(phrase)?;
            let text = Utf32Str::new(&phrase.text, &mut self.buffer);
            rest.score(text, &mut self.matcher).map(|score| score / 2)
        })
    }

    /// The characters of the phrase that fit, ascending.
    fn marks(&mut self, phrase: &Phrase) -> Vec<usize> {
        let mut marks = Vec::new();
        let Search { matcher, pattern, buffer, .. } = self;
        if pattern.indices(Utf32Str::new(&phrase.text, buffer), matcher, &mut marks).is_none()
            && let Some(rest) = self.besides_name(phrase)
        {
            marks.clear();
            let _ = rest.indices(Utf32Str::new(&phrase.text, &mut self.buffer), &mut self.matcher, &mut marks);
        }
        marks.sort_unstable();
        marks.dedup();
        marks.into_iter().map(|mark| mark as usize).collect()
    }

    /// The words that do not begin a word of the command's name; `None`: none does.
    fn besides_name(&self, phrase: &Phrase) -> Option<Pattern> {
        let begins = |word: &&&str| {
            let word = word.to_lowercase();
            phrase.command.name().split('_').any(|part| part.starts_with(&word))
        };
        let (named, rest): (Vec<&str>, Vec<&str>) = self.words.iter().partition(begins);
        (!named.is_empty()).then(|| pattern(&rest.join(" ")))
    }
}

fn pattern(text: &str) -> Pattern {
    Pattern::parse(text, CaseMatching::Ignore, Normalization::Smart)
}

/// Splits a line into its words and the values in it.
fn valued(text: &str) -> (String, Vec<&str>) {
    let is_value = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    let (values, words): (Vec<&str>, Vec<&str>) = text.split_whitespace().partition(is_value);
    (words.join(" "), values)
}

/// The command with these values instead of its own; `None`: it has no use for one of them.
fn with_values(command: &Command, values: &[&str], game: &Game) -> Option<Command> {
    let row = command.row();
    let mut given: Vec<(&str, Value)> = Vec::new();
    command.each(&mut |name, value| given.push((name, value)));
    let mut open: Vec<_> = row.params.iter().collect();
    for text in values {
        let (i, value) = open.iter().enumerate().find_map(|(i, spec)| Some((i, value(spec.param, text)?)))?;
        let name = open.remove(i).name;
        given.retain(|(known, _)| *known != name);
        given.push((name, value));
    }
    let command = Command::build(row, &given)?;
    let fits = command.misfit(game.session.setup()).is_none() && game.session.may_give(&command).is_ok();
    fits.then_some(command)
}

/// A value of this kind; `None`: the text is none.
fn value(param: Param, text: &str) -> Option<Value> {
    match param {
        Param::Count | Param::People | Param::Limit => text.parse().ok().map(Value::Whole),
        Param::Factor | Param::Share | Param::Number | Param::Probability => text.parse().ok().map(Value::Number),
        Param::Span => quantity::span(text).map(Value::Span),
        Param::Clock => quantity::clock(text).map(Value::Clock),
        Param::Outlet | Param::Zone | Param::Item | Param::Skill | Param::Flag | Param::Word(_) => None,
    }
}
