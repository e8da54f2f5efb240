//! Scenario files: a shop and its story out of TOML, or everything that is wrong with the file.
//!
//! A file becomes a tree whose values know where they stand ([`document`]); `--set` changes the tree ([`set`]); the
//! [`reader`] takes values out of it by the rows of [`tables`], `shop` and [`lesson`] put them together, and what
//! does not fit is collected and shown with its place ([`problem`]). The schema is written from the same rows.

mod allow;
pub mod builtin;
pub mod checksum;
mod disk;
mod dist;
pub mod document;
pub mod lesson;
pub mod measure;
pub mod prediction;
pub mod problem;
pub mod quantity;
pub mod reader;
pub mod reference;
pub mod replay;
pub mod schema;
pub mod script;
pub mod set;
mod shop;
mod spelling;
pub mod surprise;
pub mod tables;
pub mod trace;
pub mod unseen;
mod zone;

pub use allow::Permit;
pub use lesson::{Condition, Cue, Goal, Hint, Trigger};
pub use measure::{Also, Bound, Wrong};
pub use prediction::{Measure, Prediction, RunKind, amount_in, amount_of};
pub use problem::{Problem, Problems, Severity};
pub use schema::schema;
pub use script::{
    CommandsFile, Ranged, command_arguments, command_line, command_text, is_sound, read_commands_file,
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
use crate::scenario::tables::{ENDS, Kind, ROOT, SCENARIO, Script};
pub use crate::scenario::trace::{TraceRead, folder};
use crate::scenario::trace::{Traces, read_text};
use crate::sim::setup::{Scheduled, Setup};
use crate::units::{Span, Time};
use serde::Serialize;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file is at most so large (bytes).
pub const LARGEST_FILE: u64 = 16 << 20;

/// Everything that a scenario file says.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scenario {
    /// The file's name without `.toml`.
    pub name: String,
    /// Where it was read from, from the root on; `None`: built in, or a text.
    pub path: Option<PathBuf>,
    /// What was changed of it before it was read; empty: it is as its author wrote it.
    #[serde(skip)]
    pub changed: Vec<Override>,
    /// What was read there: the file may change while the shop is open.
    #[serde(skip)]
    pub text: Option<Arc<str>>,
    /// Of that text.
    #[serde(skip)]
    pub sha256: String,
    /// Where it was allowed to look for them.
    #[serde(skip)]
    pub reach: Reach,
    /// The recorded arrivals that it reads.
    #[serde(skip)]
    pub traces: Vec<TraceRead>,
    pub title: String,
    pub summary: String,
    pub concept: Option<String>,
    pub ends: Ends,
    /// Markdown.
    pub story: String,
    /// The names of the commands that the player may give, in the order of [`crate::sim::command::SPECS`].
    pub allow: Vec<&'static str>,
    /// Of those of which not all may be given: which parameters and values may be.
    pub permits: Vec<Permit>,
    pub goals: Vec<Goal>,
    pub stars: Vec<Goal>,
    pub hints: Vec<Hint>,
    pub cues: Vec<Cue>,
    pub predictions: Vec<Prediction>,
    /// Commands that win, in the order of time.
    pub solution: Vec<Scheduled>,
    /// The same, with the ranges in which they win.
    pub solution_ranges: Vec<Ranged>,
    /// Other answers that win.
    pub also: Vec<Also>,
    pub wrong: Vec<Wrong>,
    pub surprise: Option<Surprise>,
    /// What the player is told of each event of the setup's script, in its order.
    pub tellings: Vec<Telling>,
    /// The shop itself.
    pub setup: Setup,
}

/// Where the traces of a scenario may lie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// In its folder or below: it may come from a stranger.
    #[default]
    Folder,
    Anywhere,
}

/// What the player is told of an event before it can be seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Telling {
    /// That it will happen; `None`: nobody says so, it just happens.
    pub told: Option<Time>,
    /// When it will be over; `None`: nobody says so, ever.
    pub end: Option<Time>,
}

/// When a run is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Ends {
    Closing,
    /// As soon as no goal that is open can change.
    Decided,
}

/// A scenario by the name of a built-in one or the path of a file, changed by overrides. Warnings are in the second.
///
/// # Errors
/// All that is wrong with it.
pub fn load_with_warnings(
    source: impl AsRef<OsStr>,
    overrides: &[Override],
) -> Result<(Scenario, Vec<Problem>), Problems> {
    load_within(source, overrides, Reach::Folder)
}

/// The same; `reach`: where its traces may lie.
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
    // What problems call it; a path may have bytes that are no text.
    let source = &*source.as_ref().to_string_lossy();
    if let Some(text) = builtin::text_of(source) {
        return read(source, text, None, overrides);
    }
    if source == "-" && !exists {
        let hint = Some("put it into a file first: its traces are looked for beside it".into());
        return Err(Problems::one(Problem::of_file(source, "a scenario is not read from standard input".into(), hint)));
    }
    if !exists && !source.contains(['/', '\\']) && !source.ends_with(".toml") {
        let near = nearest(source, builtin::list().map(|(name, _)| name));
        let hint = near.map(|name| format!("did you mean {}?", quoted(name)));
        let message = format!("there is no scenario and no file named {}", quoted(source));
        return Err(Problems::one(Problem::of_file(source, message, hint)));
    }
    let text = read_text(path, LARGEST_FILE)
        .map_err(|why| Problems::one(Problem::of_file(source, format!("the scenario file {why}"), None)))?;
    let (mut scenario, warnings) = read_within(source, &text, Some((&folder(path), reach)), overrides)?;
    // It may be asked for again from another folder.
    scenario.path = Some(std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()));
    scenario.text = Some(text.into());
    Ok((scenario, warnings))
}

/// A scenario by the name of a built-in one or the path of a file, changed by overrides.
///
/// # Errors
/// All that is wrong with it.
pub fn load(source: impl AsRef<OsStr>, overrides: &[Override]) -> Result<Scenario, Problems> {
    load_with_warnings(source, overrides).map(|(scenario, _)| scenario)
}

/// Reads the text of a scenario. `name` is the file as problems call it; traces are looked for in `base`.
///
/// # Errors
/// All that is wrong with it, warnings among them, in the order of the file.
pub fn read(
    name: &str,
    text: &str,
    base: Option<&Path>,
    overrides: &[Override],
) -> Result<(Scenario, Vec<Problem>), Problems> {
    read_within(name, text, base.map(|base| (base, Reach::Folder)), overrides)
}

/// The same; with the folder, where its traces may lie.
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
        // What is changed on the command line may mend any mistake.
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
    let tellings = events.iter().map(|event| event.telling).collect();
    setup.script = events.into_iter().map(|event| event.scheduled).collect();
    shop::crowds_are_told(&f, &setup);
    let lesson = lesson::lesson(&f, &head, &setup);
    setup.windows = lesson::windows(&f, &lesson, setup.outlets.len());
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
        concept: head.id("concept"),
        ends: head.word("ends", ENDS).unwrap_or(Ends::Closing),
        story: head.text("story").unwrap_or_default(),
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

/// Opening and duration are needed to read any other time; what is wrong with them is said when their turn comes.
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
    // Where one of the two is wrong, that must not put every time of the file outside the run.
    let duration = duration.filter(|_| opens.is_some() && !broken).unwrap_or(quantity::LONGEST);
    Hours { opens: opens.unwrap_or_default(), duration }
}

/// A moment of the run at a key; one after closing is complained about.
pub(crate) fn when(f: &Fields<'_>, name: &str) -> Option<Time> {
    let entry = f.entry(name)?;
    let Some(read) = text_of(&entry.node).and_then(|text| moment(text, f.cx.hours.opens)) else {
        f.cx.mismatch(name, Kind::Moment, &entry.node);
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
