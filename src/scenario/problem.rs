//! What is wrong with a file, reported completely: where, what was expected, and what to do.
//!
//! A [`Problem`] owns everything needed to show it: the line as it was written and the part of it that is wrong.

use crate::scenario::document::{Node, Spot, SyntaxError, Value};
use crate::scenario::unseen;
use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use serde::Serialize;
use std::cell::{Cell, RefCell};
use std::fmt;

/// At most this many problems of one file are shown, the rest only counted.
const SHOWN: usize = 100;
/// The longest sentence about a problem, in bytes; it may quote from the file.
const LONGEST_SENTENCE: usize = 1_000;
/// How many characters of a long line are shown around the place in question.
const EXCERPT: usize = 160;

/// Whether a problem prevents the file from being used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// It does.
    Error,
    /// It does not: the file is probably not what its author meant.
    Warning,
}

/// Something that is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Whether it prevents the file from being used.
    pub severity: Severity,
    /// The file, or `--set PATH`.
    pub file: String,
    /// The line, from 1; 0 if the problem concerns the file as a whole.
    pub line: usize,
    /// The column in characters, from 1; 0 if the problem concerns the file as a whole.
    pub column: usize,
    /// What is wrong, as a sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// The source line (shortened if it is very long) and the range of its bytes that is wrong.
    excerpt: String,
    meant: (usize, usize),
    shortened: bool,
}

impl Problem {
    /// A problem with a file as a whole.
    pub fn of_file(file: &str, message: String, hint: Option<String>) -> Problem {
        let severity = Severity::Error;
        let (excerpt, meant) = (String::new(), (0, 0));
        let (message, hint) = (bounded(message), hint.map(bounded));
        Problem { severity, file: clean(file), line: 0, column: 0, message, hint, excerpt, meant, shortened: false }
    }

    /// A problem in a line of a file of which only that line is known.
    pub fn at_line(file: &str, line: usize, text: &str, message: String, hint: Option<String>) -> Problem {
        let source = Source { name: file.to_string(), text: text.to_string() };
        let complaint = Complaint {
            severity: Severity::Error,
            spot: Spot::new(0, 0..text.trim_end().len()),
            message,
            hint,
            lack: false,
            sure: true,
        };
        let mut problem = located(&source, complaint, 0, 1);
        problem.line = line;
        problem
    }

    /// `file:line:column`, or only the file.
    pub fn place(&self) -> String {
        match self.line {
            0 => self.file.clone(),
            line => format!("{}:{line}:{}", self.file, self.column),
        }
    }

    /// The problem with its place, its line underlined, and its hint; in colours for a terminal if asked for.
    pub fn render(&self, colour: bool) -> String {
        let level = if self.severity == Severity::Error { Level::ERROR } else { Level::WARNING };
        let mut report = level.primary_title(self.message.as_str()).elements(None::<Origin<'_>>);
        if self.line == 0 {
            report = report.element(Origin::path(self.file.as_str()));
        } else {
            let underlined = AnnotationKind::Primary.span(self.meant.0..self.meant.1);
            let mut snippet = Snippet::source(self.excerpt.as_str()).line_start(self.line).annotation(underlined);
            if self.shortened {
                report = report.element(Origin::path(self.file.as_str()).line(self.line).char_column(self.column));
            } else {
                snippet = snippet.path(self.file.as_str());
            }
            report = report.element(snippet);
        }
        if let Some(hint) = &self.hint {
            report = report.element(Level::HELP.message(hint.as_str()));
        }
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        renderer.render(&[report])
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place(), self.message)?;
        match &self.hint {
            Some(hint) => write!(f, " ({hint})"),
            None => Ok(()),
        }
    }
}

/// Everything that is wrong, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Problems {
    /// The problems to show.
    pub list: Vec<Problem>,
    /// How many more there are.
    pub unlisted: usize,
}

impl Problems {
    /// A single problem.
    pub fn one(problem: Problem) -> Problems {
        Problems { list: vec![problem], unlisted: 0 }
    }

    /// The problems to show, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.list.iter()
    }

    /// All problems as people read them, and a last line that counts the rest.
    pub fn render(&self, colour: bool) -> String {
        let mut text: String = self.list.iter().map(|problem| problem.render(colour) + "\n\n").collect();
        if self.unlisted > 0 {
            text += &format!("… and {} more\n", self.unlisted);
        }
        text
    }

    /// The sentences alone, where there is no file to point at, such as a typed line.
    pub fn sentences(&self) -> String {
        let sentence = |p: &Problem| match &p.hint {
            Some(hint) => format!("{} ({hint})", p.message),
            None => p.message.clone(),
        };
        self.list.iter().map(sentence).collect::<Vec<_>>().join("; ")
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.render(false).trim_end())
    }
}

impl std::error::Error for Problems {}

/// A text that spots refer to.
#[derive(Clone, Debug)]
pub struct Source {
    /// How problems name it.
    pub name: String,
    /// The text.
    pub text: String,
}

#[derive(Clone, Debug)]
struct Complaint {
    severity: Severity,
    spot: Spot,
    message: String,
    hint: Option<String>,
    /// Something is missing or unknown. It may be so only because the file could not be understood.
    lack: bool,
    /// It is wrong whatever else the file contains.
    sure: bool,
}

impl Complaint {
    fn stays(&self, at_hand: u32) -> bool {
        self.sure || self.severity == Severity::Error && self.spot.start < at_hand
    }
}

/// Collects complaints while a document is read, and places them at the end.
#[derive(Debug, Default)]
pub struct Complaints {
    list: RefCell<Vec<Complaint>>,
    unlisted: Cell<usize>,
    errors: Cell<usize>,
}

impl Complaints {
    /// Reports a value that cannot be used.
    pub fn wrong(&self, spot: Spot, message: String, hint: Option<String>) {
        self.add(Complaint { severity: Severity::Error, spot, message, hint, lack: false, sure: false });
    }

    /// Reports a key or value that is wrong in any file.
    pub fn never(&self, spot: Spot, message: String, hint: Option<String>) {
        self.add(Complaint { severity: Severity::Error, spot, message, hint, lack: false, sure: true });
    }

    /// Reports something that is missing, or a name that does not exist.
    pub fn lack(&self, spot: Spot, message: String, hint: Option<String>) {
        self.add(Complaint { severity: Severity::Error, spot, message, hint, lack: true, sure: false });
    }

    /// Reports a key that a table lacks; `is_closed` if nothing later in the file can still belong to the table.
    pub fn needs(&self, spot: Spot, message: String, hint: Option<String>, is_closed: bool) {
        self.add(Complaint { severity: Severity::Error, spot, message, hint, lack: true, sure: is_closed });
    }

    /// Reports something that is probably a mistake.
    pub fn warn(&self, spot: Spot, message: String, hint: Option<String>) {
        self.add(Complaint { severity: Severity::Warning, spot, message, hint, lack: true, sure: false });
    }

    /// Whether there are so many complaints that looking for similar names is not worth the time.
    pub fn is_crowded(&self) -> bool {
        self.list.borrow().len() > SHOWN
    }

    /// Whether there was anything but warnings.
    pub fn has_errors(&self) -> bool {
        self.errors.get() > 0
    }

    fn add(&self, complaint: Complaint) {
        if complaint.severity == Severity::Error {
            self.errors.set(self.errors.get() + 1);
        }
        if self.list.borrow().len() > 10 * SHOWN {
            self.unlisted.set(self.unlisted.get() + 1);
            return;
        }
        // A list may be read twice; its problem is reported once.
        let said = |known: &Complaint| known.spot == complaint.spot && known.message == complaint.message;
        if !self.list.borrow().iter().any(said) {
            self.list.borrow_mut().push(complaint);
        }
    }

    /// Of the first part of a file: the problems that remain whatever the rest says, if they are more than are shown.
    /// The rest need not be read then. What begins before `at_hand` (see
    /// [`document::at_hand`](super::document::at_hand)) is final.
    pub fn are_enough(self, part_of: &Source, at_hand: u32) -> Option<Problems> {
        let mut list = self.list.into_inner();
        list.retain(|complaint| complaint.stays(at_hand));
        if list.len() <= SHOWN {
            return None;
        }
        list.sort_by_key(|complaint| complaint.spot.start);
        list.truncate(SHOWN);
        if let Some(last) = list.last_mut() {
            last.message = format!("{SHOWN} mistakes up to here: the rest of the file was not read");
            last.hint = Some("mend these first".into());
        }
        Some(Problems { list: at_their_places(list, std::slice::from_ref(part_of)), unlisted: 0 })
    }

    /// All complaints in the order of the sources, without those that only follow from a syntax error. That the rest of
    /// a file was not read is always reported.
    pub fn placed(self, sources: &[Source], root: &Node, syntax: Vec<SyntaxError>) -> Problems {
        let text = sources.first().map_or("", |source| source.text.as_str());
        let shadows = shadows(text, root, &syntax);
        let lost = syntax.iter().any(|error| error.lost);
        let mut list = self.list.into_inner();
        let hidden = |c: &Complaint| c.spot.source == 0 && shadows.iter().any(|shadow| shadow.hides(c.spot));
        list.retain(|complaint| !(hidden(complaint) || lost && complaint.lack));
        for (i, error) in syntax.into_iter().enumerate() {
            if !error.gives_up && shadows[..i].iter().any(|shadow| shadow.hides(error.spot)) {
                continue;
            }
            let SyntaxError { spot, message, hint, .. } = error;
            list.push(Complaint { severity: Severity::Error, spot, message, hint, lack: false, sure: true });
        }
        list.sort_by_key(|complaint| (complaint.spot.source, complaint.spot.start));
        let unlisted = self.unlisted.get() + list.len().saturating_sub(SHOWN);
        list.truncate(SHOWN);
        Problems { list: at_their_places(list, sources), unlisted }
    }
}

/// Complaints, in the order of the sources, as problems with their lines.
fn at_their_places(list: Vec<Complaint>, sources: &[Source]) -> Vec<Problem> {
    let mut walk = Walk::default();
    let place = |complaint: Complaint| {
        let source = &sources[complaint.spot.source as usize];
        let (line_start, line) = walk.line_of(source, complaint.spot);
        located(source, complaint, line_start, line)
    };
    list.into_iter().map(place).collect()
}

/// The range of a file after a syntax error in which no other complaint is believed.
struct Shadow {
    error: Spot,
    from: u32,
    to: u32,
}

impl Shadow {
    /// Whether a spot begins in the range, or is a value that contains the error.
    fn hides(&self, spot: Spot) -> bool {
        self.from <= spot.start && spot.start < self.to || spot.contains(self.error)
    }
}

/// A syntax error in a value hides its line. Where the parser lost its way, everything is hidden up to the end of the
/// list it was in, or to the next table.
fn shadows(text: &str, root: &Node, syntax: &[SyntaxError]) -> Vec<Shadow> {
    let mut known_to: u32 = 0;
    syntax
        .iter()
        .map(|error| {
            let at = error.spot.start as usize;
            let from = text[..floor(text, at)].rfind('\n').map_or(0, |i| i + 1);
            let line_end = text[floor(text, at)..].find('\n').map_or(text.len(), |i| at + i + 1);
            let mut to = line_end.max(error.spot.end as usize);
            if error.lost && known_to > error.spot.start {
                to = to.max(known_to as usize);
            } else if error.lost {
                let list_end = swallowing_list(root, error.spot).unwrap_or(0) as usize;
                let next_table = text[floor(text, line_end)..].find("\n[").map_or(text.len(), |i| line_end + i + 1);
                let at_table = text[floor(text, line_end)..].starts_with('[');
                to = to.max(list_end).max(if at_table { line_end } else { next_table });
                known_to = to as u32;
            }
            Shadow { error: error.spot, from: from as u32, to: to as u32 + 1 }
        })
        .collect()
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Where the outermost list or inline table ends that contains a syntax error.
fn swallowing_list(node: &Node, spot: Spot) -> Option<u32> {
    match &node.value {
        Value::Table(entries) => entries.iter().find_map(|entry| {
            let inside = entry.node.spot.start <= spot.start && spot.end <= entry.node.spot.end;
            let is_value = matches!(entry.node.value, Value::List(_) | Value::Table(_))
                && entry.node.spot.start > entry.key_spot.end;
            if inside && is_value { Some(entry.node.spot.end) } else { swallowing_list(&entry.node, spot) }
        }),
        Value::List(items) => items.iter().find_map(|item| swallowing_list(item, spot)),
        _ => None,
    }
}

/// Counts lines, forward only: complaints come sorted.
#[derive(Default)]
struct Walk {
    source: u32,
    line: usize,
    line_start: usize,
}

impl Walk {
    /// The byte at which the spot's line starts, and the line's number from 1.
    fn line_of(&mut self, source: &Source, spot: Spot) -> (usize, usize) {
        if self.line == 0 || self.source != spot.source {
            *self = Walk { source: spot.source, line: 1, line_start: 0 };
        }
        let end = floor(&source.text, spot.start as usize);
        while let Some(i) = source.text.get(self.line_start..end).and_then(|rest| rest.find('\n')) {
            self.line_start += i + 1;
            self.line += 1;
        }
        (self.line_start, self.line)
    }
}

fn located(source: &Source, complaint: Complaint, line_start: usize, line: usize) -> Problem {
    let rest = &source.text[line_start..];
    let whole = rest.find('\n').map_or(rest, |end| &rest[..end]).trim_end_matches('\r');
    let start = floor(whole, complaint.spot.start as usize - line_start);
    let end = floor(whole, (complaint.spot.end as usize).saturating_sub(line_start)).clamp(start, whole.len());
    let column = whole[..start].chars().count() + 1;
    let (left, right) = match whole.len() > 2 * EXCERPT {
        true => (floor(whole, start.saturating_sub(EXCERPT / 2)), floor(whole, start + EXCERPT)),
        false => (0, whole.len()),
    };
    Problem {
        severity: complaint.severity,
        file: clean(&source.name),
        line,
        column,
        message: bounded(complaint.message),
        hint: complaint.hint.map(bounded),
        excerpt: seen(&whole[left..right]),
        meant: (start - left, end.min(right) - left),
        shortened: right - left < whole.len(),
    }
}

/// Cuts a sentence that quotes too much.
fn bounded(mut sentence: String) -> String {
    if sentence.len() > LONGEST_SENTENCE {
        sentence.truncate(floor(&sentence, LONGEST_SENTENCE));
        sentence.push('…');
    }
    sentence
}

/// A line in which invisible characters and control characters beyond ASCII are replaced by visible ones of the same
/// length in bytes. The renderer replaces those of ASCII.
fn seen(line: &str) -> String {
    unseen::replaced(line, |c| {
        Some(match c.len_utf8() {
            1 => c,
            2 => '¿',
            3 => '\u{fffd}',
            _ => '\u{1fbc4}',
        })
    })
}

/// Somebody's text, fit to be shown in a sentence: in backticks, without control characters, shortened.
pub fn quoted(text: &str) -> String {
    format!("`{}`", clean(text))
}

/// Somebody's text without control characters, of at most 60 characters, or 200 if it looks like a path.
pub fn clean(text: &str) -> String {
    let shown: String = text.chars().take(200).collect();
    let shown = unseen::replaced(&shown, |_| Some('\u{fffd}'));
    if shown.chars().count() <= 60 || text.contains('/') {
        return shown;
    }
    shown.chars().take(57).chain("…".chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::trace::Traces;

    /// Of a good file no beginning is given up, however much of it is still to come.
    #[test]
    fn what_a_part_is_surely_wrong_with_the_whole_is_wrong_with() {
        let mut parts = 0;
        for (name, text) in crate::scenario::builtin::list() {
            for (end, _) in text.match_indices('\n') {
                let (root, errors) = crate::scenario::document::parse(&text[..end]);
                if errors.is_empty() {
                    let complaints = Complaints::default();
                    crate::scenario::whole(name, &root, &complaints, &Traces::beside(None, false));
                    let at_hand = crate::scenario::document::at_hand(&root, text);
                    let sure = complaints.list.into_inner().into_iter().find(|complaint| complaint.stays(at_hand));
                    assert!(sure.is_none(), "{name}, {end}: {sure:?}");
                    parts += 1;
                }
            }
        }
        assert!(parts > 1_000);
    }

    #[test]
    fn control_characters_are_not_repeated() {
        assert_eq!(quoted("a\u{1b}[31mb"), "`a\u{fffd}[31mb`");
        for line in ["a\u{9b}31mb", "a\u{feff}b\u{85}c", "é漢🍕", "a\u{e0041}b"] {
            assert!(seen(line).len() == line.len() && !seen(line).contains(unseen::is_unseen), "{line:?}");
        }
    }
}
