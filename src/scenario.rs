//! Scenario files: a shop and its story from TOML, or everything that is wrong with the file.
//!
//! A file becomes a tree whose values know where they were written ([`document`]); `--set` changes the tree. The reader
//! takes values out of it by the rows of [`tables`], which are put together to a [`Setup`] and a lesson; what does not
//! fit is collected and shown with its place. The schema is written from the same rows.

mod allow;
pub mod builtin;
pub mod checksum;
mod disk;
mod dist;
pub mod document;
mod export;
pub(crate) mod lesson;
pub(crate) mod measure;
pub(crate) mod prediction;
pub(crate) mod problem;
pub(crate) mod quantity;
pub(crate) mod reader;
pub mod reference;
pub mod replay;
pub mod schema;
pub(crate) mod script;
pub(crate) mod set;
mod several;
mod shop;
mod spelling;
pub mod surprise;
pub mod tables;
pub mod tonight;
pub(crate) mod trace;
pub mod unseen;
mod useless;
mod zone;

pub use allow::Permit;
pub use export::export;
pub use lesson::{Condition, Cue, Goal, Hint, Trigger};
pub use measure::{Also, Bound, Wrong};
pub use prediction::{Measure, Prediction, RunKind, amount_in, amount_of};
pub use problem::{Problem, Problems, Severity};
pub use schema::schema;
pub use script::{
    Claims, CommandsFile, Ranged, command_arguments, command_line, command_text, is_sound, read_commands_file,
    write_commands_file,
};
pub use set::Override;
pub use surprise::Surprise;

use crate::scenario::document::Node;
use crate::scenario::problem::{Complaints, Source, quoted};
use crate::scenario::quantity::{Hours, moment};
use crate::scenario::reader::{Context, Fields, Names, text_of};
use crate::scenario::shop::Head;
use crate::scenario::spelling::nearest;
use crate::scenario::tables::{ENDS, ROOT, SCENARIO, Script};
pub use crate::scenario::trace::{TraceRead, folder};
use crate::scenario::trace::{Traces, read_text};
use crate::sim::setup::{Scheduled, Setup};
use crate::units::{Span, Time};
use serde::Serialize;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The largest scenario or commands file that is read, in bytes.
pub const LARGEST_FILE: u64 = 16 << 20;

/// Everything that a scenario file says.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scenario {
    /// The file's name without `.toml`.
    pub name: String,
    /// The absolute path of the file it was read from; `None` if it is built in or was given as a text.
    pub path: Option<PathBuf>,
    /// The overrides that were applied before it was read; empty if it is as its author wrote it.
    #[serde(skip)]
    pub changed: Vec<Override>,
    /// The text that was read there, since the file may change while the shop is open; `None` if it was not read from a
    /// file.
    #[serde(skip)]
    pub text: Option<Arc<str>>,
    /// The SHA-256 of that text, in hexadecimal.
    #[serde(skip)]
    pub sha256: String,
    /// Where its traces were allowed to be.
    #[serde(skip)]
    pub reach: Reach,
    /// The recorded arrivals that it uses.
    #[serde(skip)]
    pub traces: Vec<TraceRead>,
    /// What the list of scenarios calls it.
    pub title: String,
    /// One line for the list of scenarios; may be empty.
    pub summary: String,
    /// The same in the systems' words; `None`: there is no second wording.
    pub systems_summary: Option<String>,
    /// The concept of system design that it teaches, by the concept's id; `None` if it teaches none.
    pub concept: Option<String>,
    /// When a run of it is over.
    pub ends: Ends,
    /// What is shown before the shop opens, in Markdown; may be empty.
    pub story: String,
    /// The same in the systems' words; `None`: there is no second wording.
    pub systems_story: Option<String>,
    /// The names of the commands that the player may give, in the order of [`crate::sim::command::SPECS`].
    pub allow: Vec<&'static str>,
    /// For commands that the player may give only in part: which parameters and values.
    pub permits: Vec<Permit>,
    /// What must be reached.
    pub goals: Vec<Goal>,
    /// What would be nice to reach as well.
    pub stars: Vec<Goal>,
    /// Advice for the player.
    pub hints: Vec<Hint>,
    /// How the story goes on while the shop is open.
    pub cues: Vec<Cue>,
    /// What the player is asked to predict.
    pub predictions: Vec<Prediction>,
    /// Commands that win, sorted by time.
    pub solution: Vec<Scheduled>,
    /// The same, with the ranges within which they win.
    pub solution_ranges: Vec<Ranged>,
    /// Other answers that win.
    pub also: Vec<Also>,
    /// Tempting answers that must lose.
    pub wrong: Vec<Wrong>,
    /// What the debrief says; `None`: it compares the solution with a wrong answer.
    pub surprise: Option<Surprise>,
    /// What the player is told of each event of the setup's script, by the event's index.
    pub tellings: Vec<Telling>,
    /// The shop itself.
    pub setup: Setup,
}

/// Where a scenario's traces may be read from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// The scenario's folder and folders below it, since a scenario may come from a stranger.
    #[default]
    Folder,
    /// Anywhere.
    Anywhere,
}

/// When the player is told of an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Telling {
    /// That it will happen; `None`: it happens without announcement.
    pub told: Option<Time>,
    /// When it will be over; `None`: never.
    pub end: Option<Time>,
}

/// When a run is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Ends {
    /// At closing, or once the shop has drained.
    Closing,
    /// As soon as no goal can change any more; at closing at the latest.
    Decided,
}

/// Reads a scenario by the name of a built-in one or the path of a file, changed by overrides. Returns warnings along
/// with it.
///
/// # Errors
/// All that is wrong with it.
pub fn load_with_warnings(
    source: impl AsRef<OsStr>,
    overrides: &[Override],
) -> Result<(Scenario, Vec<Problem>), Problems> {
    load_within(source, overrides, Reach::Folder)
}

/// Like [`load_with_warnings`]; `reach` says where its traces may be read from.
///
/// # Errors
/// All that is wrong with it.
pub fn load_within(
    source: impl AsRef<OsStr>,
    overrides: &[Override],
    reach: Reach,
) -> Result<(Scenario, Vec<Problem>), Problems> {
    let path = Path::new(source.as_ref());
    let exists = disk::look(path).is_ok();
    // How problems name it. A path need not be UTF-8.
    let source = &*source.as_ref().to_string_lossy();
    if let Some(text) = builtin::text_of(source) {
        return read(source, &text, None, overrides);
    }
    if source == "-" && !exists {
        let hint = Some("put it into a file first: its traces are looked for beside it".into());
        return Err(Problems::one(Problem::of_file(source, "a scenario is not read from standard input".into(), hint)));
    }
    if !exists && !source.contains(['/', '\\']) && !source.ends_with(".toml") {
        let near = nearest(source, builtin::all().map(|(name, _)| name));
        let hint = near.map(|name| format!("did you mean {}?", quoted(name)));
        let message = format!("there is no scenario and no file named {}", quoted(source));
        return Err(Problems::one(Problem::of_file(source, message, hint)));
    }
    let text = read_text(path, LARGEST_FILE)
        .map_err(|why| Problems::one(Problem::of_file(source, format!("the scenario file {why}"), None)))?;
    let (mut scenario, warnings) = read_within(source, &text, Some((&folder(path), reach)), overrides)?;
    // It may be read again from another working directory.
    scenario.path = Some(std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()));
    scenario.text = Some(text.into());
    Ok((scenario, warnings))
}

/// Reads a scenario by the name of a built-in one or the path of a file, changed by overrides. Warnings are dropped.
///
/// # Errors
/// All that is wrong with it.
pub fn load(source: impl AsRef<OsStr>, overrides: &[Override]) -> Result<Scenario, Problems> {
    load_with_warnings(source, overrides).map(|(scenario, _)| scenario)
}

/// Reads the text of a scenario, and returns warnings along with it. `name` is how problems name the file; traces are
/// looked for in the folder `base`, and cannot be read without one.
///
/// # Errors
/// All that is wrong with it, warnings included, in the order of the file.
pub fn read(
    name: &str,
    text: &str,
    base: Option<&Path>,
    overrides: &[Override],
) -> Result<(Scenario, Vec<Problem>), Problems> {
    read_within(name, text, base.map(|base| (base, Reach::Folder)), overrides)
}

/// A file that somebody else has read, where nothing lies beside it: it is remembered by its name, with its text.
///
/// # Errors
/// All that is wrong with it.
pub fn read_file(name: &str, text: &str, overrides: &[Override]) -> Result<(Scenario, Vec<Problem>), Problems> {
    let (mut scenario, warnings) = read(name, text, None, overrides)?;
    scenario.path = Some(name.into());
    scenario.text = Some(text.into());
    Ok((scenario, warnings))
}

/// Like [`read`]; with the folder, where its traces may be.
///
/// # Errors
/// All that is wrong with it, warnings among them, in the order of the file.
pub fn read_within(
    name: &str,
    text: &str,
    base: Option<(&Path, Reach)>,
    overrides: &[Override],
) -> Result<(Scenario, Vec<Problem>), Problems> {
    if text.len() as u64 > LARGEST_FILE {
        let message = format!("a scenario file has at most {} MiB", LARGEST_FILE >> 20);
        return Err(Problems::one(Problem::of_file(name, message, None)));
    }
    let mut sources = vec![Source { name: name.to_string(), text: text.to_string() }];
    let (mut root, syntax) = document::parse_unless(text, |part| {
        // An override may correct any mistake.
        if !overrides.is_empty() {
            return None;
        }
        let complaints = Complaints::default();
        whole(name, part, &complaints, &Traces::beside(None, false));
        complaints.are_enough(&sources[0], document::at_hand(part, text))
    })?;
    let complaints = Complaints::default();
    let traces = Traces::beside(base.map(|(base, _)| base), base.is_some_and(|(_, reach)| reach == Reach::Anywhere));
    set::apply(overrides, &mut root, &mut sources, &complaints);
    let mut scenario = whole(name, &root, &complaints, &traces);
    scenario.changed = overrides.to_vec();
    scenario.reach = base.map_or(Reach::Folder, |(_, reach)| reach);
    scenario.sha256 = checksum::sha256(text.as_bytes());
    scenario.traces = traces.read.into_inner();
    let mut trace_problems = traces.problems.into_inner();
    let bad = !syntax.is_empty() || complaints.has_errors() || !trace_problems.is_empty();
    let mut problems = complaints.placed(&sources, &root, syntax);
    if bad {
        problems.list.append(&mut trace_problems);
        return Err(problems);
    }
    Ok((scenario, problems.list))
}

fn whole(name: &str, root: &Node, complaints: &Complaints, traces: &Traces<'_>) -> Scenario {
    let mut cx = Context { complaints, hours: hours(root), names: Names::default() };
    shop::names(&mut cx, root);
    let f = Fields::of(&cx, &ROOT, root);
    let _ = f.whole("schema");
    let empty = Node::table(document::Spot::default());
    let head = f.inner("scenario").unwrap_or(Fields { cx: &cx, table: &SCENARIO, node: &empty });
    let stem = stem(name);
    let warmup = head.span("warmup").unwrap_or_default();
    if warmup >= cx.hours.duration && head.has("warmup") {
        head.wrong("warmup", "the warm-up must end before closing".into(), None);
    }
    let _ = (head.clock("opens"), head.span("duration"));
    let the_head = Head { seed: head.whole("seed").unwrap_or(1), warmup, drain: head.flag("drain").unwrap_or(false) };
    let mut setup = shop::setup(&f, &the_head, traces);
    let mut events = script::script(&f, "event", Script::Event);
    events.sort_by_key(|event| event.scheduled.at);
    let (played, events): (Vec<_>, Vec<_>) = events.into_iter().partition(|event| event.by_player);
    let tellings = events.iter().map(|event| event.telling).collect();
    setup.script = events.into_iter().map(|event| event.scheduled).collect();
    setup.played = played.into_iter().map(|event| event.scheduled).collect();
    shop::crowds_are_told(&f, &setup);
    shop::rules_are_of_use(&f, &setup);
    shop::checks_are_of_use(&f, &setup);
    shop::trays_fit(&f, &setup);
    shop::phones_are_of_use(&f, &setup);
    shop::streets_fit(&f, &setup);
    shop::books_fit(&f, &setup);
    several::several_fit(&f, &setup);
    useless::told(&f, &setup);
    let lesson = lesson::lesson(&f, &head, &setup);
    setup.windows = lesson::windows(&f, &lesson, setup.outlets.len());
    setup.zones_in_windows = lesson::asks_for_zones_in_windows(&lesson);
    Scenario {
        path: None,
        changed: Vec::new(),
        text: None,
        sha256: String::new(),
        reach: Reach::Folder,
        traces: Vec::new(),
        title: head.name("title").unwrap_or_else(|| stem.clone()),
        name: stem,
        summary: head.text("summary").unwrap_or_default(),
        systems_summary: head.text("systems_summary"),
        concept: head.id("concept"),
        ends: head.word("ends", ENDS).unwrap_or(Ends::Closing),
        story: head.text("story").unwrap_or_default(),
        systems_story: head.text("systems_story"),
        allow: lesson.allow,
        permits: lesson.permits,
        goals: lesson.goals,
        stars: lesson.stars,
        hints: lesson.hints,
        cues: lesson.cues,
        predictions: lesson.predictions,
        solution: lesson.solution.iter().map(|range| range.shown.clone()).collect(),
        solution_ranges: lesson.solution,
        also: lesson.also,
        wrong: lesson.wrong,
        surprise: lesson.surprise,
        tellings,
        setup,
    }
}

/// The hours, which are needed to read any other time. Mistakes in them are reported later, when their keys are read.
fn hours(root: &Node) -> Hours {
    let written = |key: &str| root.get("scenario").and_then(|e| e.node.get(key)).map(|entry| &entry.node);
    let text = |key: &str| {
        written(key).and_then(text_of).or_else(|| {
            match SCENARIO.keys.iter().find(|row| row.name == key).map(|row| row.need) {
                Some(tables::Need::Or(text)) => Some(text),
                _ => None,
            }
        })
    };
    let broken = ["opens", "duration"].iter().any(|key| written(key).is_some_and(|node| text_of(node).is_none()));
    let opens = text("opens").and_then(quantity::clock);
    let duration = text("duration").and_then(quantity::span).filter(|duration| !duration.is_zero());
    // If one of them is wrong, that must not put all other times outside the run.
    let duration = duration.filter(|_| opens.is_some() && !broken).unwrap_or(quantity::LONGEST);
    Hours { opens: opens.unwrap_or_default(), duration }
}

/// The moment of the run at a key; one after closing is reported as a mistake.
pub(crate) fn when(f: &Fields<'_>, name: &str) -> Option<Time> {
    let entry = f.entry(name)?;
    let Some(read) = text_of(&entry.node).and_then(|text| moment(text, f.cx.hours.opens)) else {
        f.cx.mismatch(name, f.key(name).kind, &entry.node);
        return None;
    };
    let closing = Time::ZERO + f.cx.hours.duration;
    if read.time >= closing {
        after_closing(f, name, read.time);
        return None;
    }
    Some(read.time)
}

pub(crate) fn after_closing(f: &Fields<'_>, name: &str, time: Time) {
    let Hours { opens, duration } = f.cx.hours;
    let message = format!("`{name}` is {} after opening, and the shop closes after {duration}", Span(time.0));
    f.wrong(name, message, Some(format!("it opens at {opens}; a clock time is the first one from then on")));
}

/// `scenarios/friday.toml` → `friday`.
fn stem(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    problem::clean(file.strip_suffix(".toml").unwrap_or(file))
}
