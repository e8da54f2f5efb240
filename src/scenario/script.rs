//! Commands as they are written: in a scenario's script, in a commands file, and typed in the palette.
//!
//! [`command_text`] and [`command_line`] are inverses of each other, as are [`write_commands_file`] and
//! [`read_commands_file`], to the microsecond and the last bit of a number.

mod parameters;
mod ranges;

use crate::scenario::document::{self, Entry, Node, Spot, Value};
use crate::scenario::problem::{Complaints, Problem, Problems, Source, clean, quoted};
use crate::scenario::quantity::{Hours, moment_text};
use crate::scenario::reader::{Context, Fields, Names, show, text_of};
use crate::scenario::tables::{BYS, COMMANDS, COMMANDS_FILE, CommandTable, Script, command_names};
use crate::scenario::{LARGEST_FILE, Telling, when};
use crate::sim::command::Command;
use crate::sim::setup::{Scheduled, Setup};
use crate::units::{ItemId, OutletId, Time, ZoneId};
pub(super) use parameters::arguments;
use parameters::build;
pub use ranges::{Ranged, answer, is_amount};
use serde::Serialize;
use std::fmt::Write;

/// The content of a commands file: a game that was played, or commands written by hand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CommandsFile {
    /// The scenario that was played.
    pub scenario: Option<String>,
    /// The seed that was played; `None`: the scenario's.
    pub seed: Option<u64>,
    /// The first digits of the scenario file's SHA-256, so that another version of it is noticed.
    pub sha256: Option<String>,
    /// The overrides of the scenario, one `PATH=VALUE` on each line.
    pub set: Option<String>,
    /// The digest of the run when it was saved.
    pub digest: Option<String>,
    /// The moment that the file's author wants to show.
    pub moment: Option<Time>,
    /// The text of the scenario file.
    pub text: Option<String>,
    /// What the file says of the player.
    pub claims: Claims,
    /// The commands, sorted by time; those of one instant in the order of the file.
    pub commands: Vec<Scheduled>,
}

/// What a commands file says of the player, and a replay cannot prove.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Claims {
    /// The player's answers, by the scenario's prediction; `None`: not answered.
    pub guesses: Vec<Option<String>>,
    /// What was answered when each was asked for the first time, which may have been in an earlier game; empty: not
    /// said, as in the files of earlier versions.
    pub first_guesses: Vec<Option<String>>,
    /// How many hints were read when they were ready.
    pub hints: Option<u64>,
    /// How many hints were asked for before they were ready.
    pub hints_bought: Option<u64>,
    /// The answer to the question after the evening.
    pub answer: Option<String>,
    /// How long the game was played, in seconds of the player's time.
    pub played_s: Option<u64>,
}

/// The line of a prediction that was not answered.
const NO_GUESS: &str = "-";

impl Claims {
    fn read(f: &Fields<'_>) -> Claims {
        let guess = |line: &str| (line != NO_GUESS).then(|| line.to_string());
        let guesses = |key| f.text(key).map(|text| text.lines().map(guess).collect()).unwrap_or_default();
        Claims {
            guesses: guesses("guesses"),
            first_guesses: guesses("first_guesses"),
            hints: f.whole("hints"),
            hints_bought: f.whole("hints_bought"),
            answer: f.name("answer"),
            played_s: f.whole("played_s"),
        }
    }
}

fn lines(guesses: &[Option<String>]) -> String {
    guesses.iter().map(|guess| guess.as_deref().unwrap_or(NO_GUESS)).collect::<Vec<_>>().join("\n")
}

/// Reads a commands file for this shop. `name` is how problems name it.
///
/// # Errors
/// All that is wrong with it.
pub fn read_commands_file(name: &str, text: &str, setup: &Setup) -> Result<CommandsFile, Problems> {
    if text.len() as u64 > LARGEST_FILE {
        let message = format!("a commands file has at most {} MiB", LARGEST_FILE >> 20);
        return Err(Problems::one(Problem::of_file(name, message, None)));
    }
    let source = Source { name: name.to_string(), text: text.to_string() };
    let (root, syntax) = document::parse_unless(text, |part| {
        let complaints = Complaints::default();
        commands_file(&context(&complaints, setup), part);
        complaints.are_enough(&source, document::at_hand(part, text))
    })?;
    let complaints = Complaints::default();
    let mut file = commands_file(&context(&complaints, setup), &root);
    if syntax.is_empty() && !complaints.has_errors() {
        file.commands.sort_by_key(|scheduled| scheduled.at);
        return Ok(file);
    }
    Err(complaints.placed(&[source], &root, syntax))
}

fn commands_file(cx: &Context<'_>, root: &Node) -> CommandsFile {
    let f = Fields::of(cx, &COMMANDS_FILE, root);
    CommandsFile {
        scenario: f.name("scenario"),
        seed: f.whole("seed"),
        sha256: f.name("sha256"),
        set: f.text("set"),
        digest: f.name("digest"),
        moment: f.moment("moment"),
        text: f.text("file"),
        claims: Claims::read(&f),
        commands: script(&f, "command", Script::Plain).into_iter().map(|written| written.scheduled).collect(),
    }
}

/// Writes a commands file that [`read_commands_file`] reads back as the same.
pub fn write_commands_file(file: &CommandsFile, setup: &Setup) -> String {
    let mut text = String::new();
    let mut head = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            let _ = writeln!(text, "{key} = {value}");
        }
    };
    head("scenario", file.scenario.as_deref().map(toml_text));
    head("seed", file.seed.map(|seed| seed.to_string()));
    head("sha256", file.sha256.as_deref().map(toml_text));
    head("set", file.set.as_deref().map(toml_text));
    head("digest", file.digest.as_deref().map(toml_text));
    head("moment", file.moment.map(|at| toml_text(&moment_text(at))));
    let (guesses, first) = (&file.claims.guesses, &file.claims.first_guesses);
    head("guesses", guesses.iter().any(Option::is_some).then(|| toml_text(&lines(guesses))));
    head("first_guesses", (!first.is_empty()).then(|| toml_text(&lines(first))));
    head("hints", file.claims.hints.map(|hints| hints.to_string()));
    head("hints_bought", file.claims.hints_bought.map(|hints| hints.to_string()));
    head("answer", file.claims.answer.as_deref().map(toml_text));
    head("played_s", file.claims.played_s.map(|seconds| seconds.to_string()));
    head("file", file.text.as_deref().map(toml_text));
    for scheduled in &file.commands {
        let command = &scheduled.command;
        let _ = write!(text, "\n[[command]]\nat = \"{}\"\ndo = \"{}\"\n", moment_text(scheduled.at), command.name());
        for (name, value) in arguments(command, setup) {
            let _ = writeln!(text, "{name} = {value}");
        }
    }
    text
}

/// Parses a typed command: `hire_chef outlet="Main Street" skill="pizza"`. Values are written as in TOML, but text
/// without spaces needs no quotes.
///
/// # Errors
/// All that is wrong with it.
pub fn command_line(text: &str, setup: &Setup) -> Result<Command, Problems> {
    let complaints = Complaints::default();
    let cx = context(&complaints, setup);
    let command = typed(&cx, text);
    if let Some(command) = command.filter(|_| !complaints.has_errors()) {
        return Ok(command);
    }
    let source = Source { name: "the line".into(), text: text.to_string() };
    Err(complaints.placed(&[source], &Node::table(Spot::default()), Vec::new()))
}

/// Writes a command as text that [`command_line`] parses back as the same.
pub fn command_text(command: &Command, setup: &Setup) -> String {
    let mut text = command.name().to_string();
    for (name, value) in arguments(command, setup) {
        let _ = write!(text, " {name}={value}");
    }
    text
}

/// A command's parameters as TOML writes them, without those that have their default value.
pub fn command_arguments(command: &Command, setup: &Setup) -> Vec<(&'static str, String)> {
    arguments(command, setup)
}

/// Whether a command could have been written for this shop. One kept in a file of this program may have been changed
/// there, to name an outlet that does not exist or to hire a billion chefs.
pub fn is_sound(command: &Command, setup: &Setup) -> bool {
    let fits = command.misfit(setup).is_none();
    fits && command_line(&command_text(command, setup), setup).is_ok_and(|read| read == *command)
}

/// A command in a file.
#[derive(Clone, Debug)]
pub struct Written {
    /// The command and its time.
    pub scheduled: Scheduled,
    /// Whether a refusal is the point; in wrong answers only.
    pub may_refuse: bool,
    /// When the player is told of it; in events only.
    pub telling: Telling,
    /// Whether it is the player's, who gave it before the file was written; in events only.
    pub by_player: bool,
    /// Where its name was written.
    pub spot: Spot,
}

/// The commands of the list at a key, in the order of the file.
pub fn script(f: &Fields<'_>, name: &str, kind: Script) -> Vec<Written> {
    let nodes = f.nodes(name).unwrap_or_default();
    nodes.iter().enumerate().filter_map(|(i, node)| scheduled(f.cx, node, kind, i + 1 < nodes.len())).collect()
}

fn scheduled(cx: &Context<'_>, node: &Node, kind: Script, is_closed: bool) -> Option<Written> {
    let Value::Table(_) = node.value else {
        cx.complaints.never(node.spot, format!("a command is a table with `at` and `do`, not {}", show(node)), None);
        return None;
    };
    let word = node.get("do");
    if word.is_none() {
        let hint = Some("the command's name, like \"hire_chef\"".into());
        cx.complaints.needs(node.spot, "a command needs `do`".into(), hint, is_closed);
    }
    let Some(table) = word.and_then(|word| command_named(cx, &word.node)) else {
        // Its time can be checked all the same, unless it may be a range; its other keys cannot.
        if !matches!(kind, Script::Told | Script::Answer) {
            when(&Fields { cx, table: &COMMANDS[0].scheduled, node }, "at");
        }
        return None;
    };
    let keys = match kind {
        Script::Plain | Script::Answer => &table.scheduled,
        Script::Wrong => &table.tempting,
        Script::Told => &table.told,
        Script::Event => &table.event,
    };
    let f = Fields::of_part(cx, keys, node, is_closed);
    let at = if kind == Script::Told { Some(Time::ZERO) } else { when(&f, "at") };
    let may_refuse = kind == Script::Wrong && f.flag("may_refuse").unwrap_or(false);
    let telling = match kind {
        Script::Event => telling(&f, at, table),
        Script::Plain | Script::Wrong | Script::Answer | Script::Told => Telling::default(),
    };
    let by_player = kind == Script::Event && f.word("by", BYS).unwrap_or(false);
    if by_player && (f.has("told") || f.has("told_end")) {
        let key = if f.has("told") { "told" } else { "told_end" };
        let hint = Some("leave it out: whoever does something knows of it".into());
        f.wrong(key, format!("`{key}` is for the story's own events, not the player's"), hint);
    }
    let command = build(table, &f);
    let is_refused = may_refuse || kind == Script::Plain;
    if let Some(why) = command.as_ref().and_then(Command::nonsense).filter(|_| !is_refused) {
        let message = format!("`{}` like this is always refused: \"{why}\"", table.row.name);
        cx.complaints.needs(word?.node.spot, message, None, is_closed);
    }
    let scheduled = Scheduled { at: at?, command: command? };
    Some(Written { scheduled, may_refuse, telling, by_player, spot: word?.node.spot })
}

/// When the player is told of an event and of its end.
fn telling(f: &Fields<'_>, at: Option<Time>, table: &CommandTable) -> Telling {
    let (told, end) = (when(f, "told"), when(f, "told_end"));
    if let (Some(told), Some(at)) = (told, at)
        && told > at
    {
        f.wrong(
            "told",
            "`told` is after `at`: what happens is seen".into(),
            Some("leave it out, or announce it earlier".into()),
        );
    }
    if f.has("told_end") && !table.row.params.iter().any(|param| param.name == "lasts") {
        let message = format!("`{}` has no end that could be told", table.row.name);
        f.wrong("told_end", message, Some("it goes with `lasts`".into()));
    }
    Telling { told, end }
}

fn command_named(cx: &Context<'_>, node: &Node) -> Option<&'static CommandTable> {
    let Some(name) = text_of(node) else {
        cx.complaints.never(node.spot, format!("`do` must be a command's name, not {}", show(node)), None);
        return None;
    };
    let found = COMMANDS.iter().find(|table| table.row.name == name);
    if found.is_none() {
        let hint = cx.nearest(name, command_names());
        cx.complaints.never(node.spot, format!("there is no command {}", quoted(name)), hint);
    }
    found
}

/// The names of an existing shop, for reading commands after its file was read.
fn context<'c>(complaints: &'c Complaints, setup: &Setup) -> Context<'c> {
    let mut names = Names::default();
    names.items.extend(setup.items.iter().enumerate().map(|(i, item)| (item.name.clone(), ItemId(i as u16))));
    names.zones.extend(setup.zones.iter().enumerate().map(|(i, zone)| (zone.name.clone(), ZoneId(i as u32))));
    names.outlets.extend(setup.outlets.iter().enumerate().map(|(i, o)| (o.name.clone(), OutletId(i as u32))));
    Context { complaints, hours: Hours { opens: setup.opens, duration: setup.duration }, names }
}

/// A text as a TOML string. Names have no control characters; everything else that TOML escapes is escaped.
pub fn toml_text(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", c as u32);
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// Parses `word key=value key=value`.
fn typed(cx: &Context<'_>, text: &str) -> Option<Command> {
    let start = text.len() - text.trim_start().len();
    let end = text[start..].find(char::is_whitespace).map_or(text.len(), |i| start + i);
    let spot = Spot::new(0, start..end);
    if start == end {
        cx.complaints.lack(spot, "a command is missing".into(), Some("like hire_chef outlet=\"Main Street\"".into()));
        return None;
    }
    let word = Node { value: Value::Text(text[start..end].to_string()), spot };
    let table = command_named(cx, &word)?;
    let node = Node { value: Value::Table(pairs(cx, text, end, table)?), spot };
    build(table, &Fields::of(cx, &table.typed, &node))
}

fn pairs(cx: &Context<'_>, text: &str, mut at: usize, table: &CommandTable) -> Option<Vec<Entry>> {
    let mut entries: Vec<Entry> = Vec::new();
    loop {
        at += text[at..].len() - text[at..].trim_start().len();
        if at == text.len() {
            return Some(entries);
        }
        let end = text[at..].find(|c: char| c == '=' || c.is_whitespace()).map_or(text.len(), |i| at + i);
        let key_spot = Spot::new(0, at..end);
        let key = text[at..end].to_string();
        if !text[end..].starts_with('=') || key.is_empty() {
            // Alone it is mostly the value of what the command is about.
            let rest = text[at..].trim_end();
            let is_alone = entries.is_empty() && !rest.contains(['=', '"']);
            let hint = Some(match table.row.params.first().filter(|_| is_alone) {
                Some(first) => format!("like {} {}=\"{}\"", table.row.name, first.name, clean(rest)),
                None => "names with spaces stand in quotes: outlet=\"Main Street\"".into(),
            });
            cx.complaints.wrong(key_spot, format!("{} must be key=value", quoted(&key)), hint);
            return None;
        }
        let from = end + 1;
        let to = value_end(text, from);
        if to == from {
            cx.complaints.wrong(key_spot, format!("a value is missing after {}", quoted(&text[at..from])), None);
            return None;
        }
        let node = document::parse_value(0, from, &text[from..to]);
        if text[from..].starts_with(['"', '\'']) && matches!(&node.value, Value::Text(t) if t.len() == to - from) {
            cx.complaints.wrong(node.spot, format!("{} is no text in quotes", quoted(&text[from..to])), None);
            return None;
        }
        if entries.iter().any(|entry| entry.key == key) {
            cx.complaints.wrong(key_spot, format!("{} is given twice", quoted(&key)), None);
        }
        entries.push(Entry { key, key_spot, node });
        at = to;
    }
}

/// Where a value ends: at its closing quote, or at the next space.
fn value_end(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
        return rest.find(char::is_whitespace).map_or(text.len(), |i| from + i);
    };
    let mut escaped = false;
    for (i, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' if quote == '"' => escaped = true,
            c if c == quote => return from + i + 1,
            _ => {}
        }
    }
    text.len()
}
