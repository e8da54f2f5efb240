//! Commands as they are written: in a scenario's script, in a commands file, and typed in the palette.
//!
//! [`command_text`] and [`command_line`], [`write_commands_file`] and [`read_commands_file`] are each other's
//! inverse, to the microsecond and the last bit of a number.

use crate::scenario::document::{self, Entry, Node, Spot, Value};
use crate::scenario::problem::{Complaints, Problem, Problems, Source, quoted};
use crate::scenario::quantity::{Hours, moment_text};
use crate::scenario::reader::{Context, Fields, Names, show, text_of};
use crate::scenario::shop::skill;
use crate::scenario::tables::{COMMANDS, COMMANDS_FILE, CommandTable, Script, command_names};
use crate::scenario::{LARGEST_FILE, when};
use crate::sim::command::*;
use crate::sim::setup::{PrepSetup, Scheduled, Setup};
use crate::units::{ItemId, OutletId, ZoneId};
use std::fmt::Write;

/// What a commands file holds: a game that was played, or commands written by hand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CommandsFile {
    pub scenario: Option<String>,
    pub seed: Option<u64>,
    /// What the run came to when it was saved.
    pub digest: Option<String>,
    /// In the order of time; of one instant in the order of the file.
    pub commands: Vec<Scheduled>,
}

/// Reads a commands file for this shop. `name` is what problems call it.
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
        digest: f.name("digest"),
        commands: script(&f, "command", Script::Plain).into_iter().map(|written| written.scheduled).collect(),
    }
}

/// The text that [`read_commands_file`] reads back as the same.
pub fn write_commands_file(file: &CommandsFile, setup: &Setup) -> String {
    let mut text = String::new();
    let mut head = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            let _ = writeln!(text, "{key} = {value}");
        }
    };
    head("scenario", file.scenario.as_deref().map(toml_text));
    head("seed", file.seed.map(|seed| seed.to_string()));
    head("digest", file.digest.as_deref().map(toml_text));
    for scheduled in &file.commands {
        let command = &scheduled.command;
        let _ = write!(text, "\n[[command]]\nat = \"{}\"\ndo = \"{}\"\n", moment_text(scheduled.at), command.name());
        for (name, value) in arguments(command, setup) {
            let _ = writeln!(text, "{name} = {value}");
        }
    }
    text
}

/// A command as it is typed: `hire_chef outlet="Main Street" skill="pizza"`. Values as in TOML; quotes may be left out
/// where there is no space in a value.
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

/// The text that [`command_line`] reads back as the same command.
pub fn command_text(command: &Command, setup: &Setup) -> String {
    let mut text = command.name().to_string();
    for (name, value) in arguments(command, setup) {
        let _ = write!(text, " {name}={value}");
    }
    text
}

/// Whether a command could have been written for this shop: one that was kept in a file of our own may have been changed
/// there, name an outlet that is not, or hire a billion chefs.
pub fn is_sound(command: &Command, setup: &Setup) -> bool {
    let (outlet, zone, item) = ids(command);
    let there = outlet.is_none_or(|id| id.index() < setup.outlets.len())
        && zone.is_none_or(|id| id.index() < setup.zones.len())
        && item.is_none_or(|id| id.index() < setup.items.len());
    there && command_line(&command_text(command, setup), setup).is_ok_and(|read| read == *command)
}

/// What a command names.
fn ids(command: &Command) -> (Option<OutletId>, Option<ZoneId>, Option<ItemId>) {
    use Command::*;
    let of = |skill: Option<crate::sim::setup::Skill>| match skill {
        Some(crate::sim::setup::Skill::Item(item)) => Some(item),
        _ => None,
    };
    match *command {
        HireChef { outlet, skill, .. }
        | DismissChef { outlet, skill, .. }
        | ChefIll { outlet, skill, .. }
        | SlowChef { outlet, skill, .. } => (Some(outlet), None, of(skill)),
        SetPrep { outlet, prep } => (Some(outlet), None, Some(prep.item)),
        UpgradeChefs { outlet }
        | HireRider { outlet, .. }
        | DismissRider { outlet, .. }
        | OpenOutlet { outlet }
        | CloseOutlet { outlet }
        | SetKitchen { outlet, .. }
        | ClearPrep { outlet }
        | SetQueueLimit { outlet, .. }
        | SetQueueOrder { outlet, .. }
        | SetShelfLimit { outlet, .. }
        | PowerOutage { outlet, .. }
        | RestorePower { outlet }
        | CutLine { outlet, .. }
        | MendLine { outlet }
        | RudeDriver { outlet, .. } => (Some(outlet), None, None),
        SetRetry { zone, .. } | Impatience { zone, .. } => (None, zone, None),
        Surge { zone, item, .. } => (None, zone, item),
        SetPolicy { .. }
        | SetFailover { .. }
        | SetHealthCheck { .. }
        | SetBoardRefresh { .. }
        | SetWhenNone { .. }
        | SetDelivery { .. }
        | SetBatch { .. }
        | Traffic { .. } => (None, None, None),
    }
}

/// A command that stands in a file.
#[derive(Clone, Debug)]
pub struct Written {
    pub scheduled: Scheduled,
    pub may_refuse: bool,
    pub spot: Spot,
}

/// The commands that stand at a key, in the order of the file.
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
        // Its time can be wrong, too; what else it may have, nobody knows.
        when(&Fields { cx, table: &COMMANDS[0].scheduled, node }, "at");
        return None;
    };
    let keys = match kind {
        Script::Plain => &table.scheduled,
        Script::Wrong => &table.tempting,
    };
    let f = Fields::of_part(cx, keys, node, is_closed);
    let at = when(&f, "at");
    let may_refuse = kind == Script::Wrong && f.flag("may_refuse").unwrap_or(false);
    let command = build(table, &f);
    Some(Written { scheduled: Scheduled { at: at?, command: command? }, may_refuse, spot: word?.node.spot })
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

/// What a shop's names are, for commands that come after it was read.
fn context<'c>(complaints: &'c Complaints, setup: &Setup) -> Context<'c> {
    let mut names = Names::default();
    names.items.extend(setup.items.iter().enumerate().map(|(i, item)| (item.name.clone(), ItemId(i as u16))));
    names.zones.extend(setup.zones.iter().enumerate().map(|(i, zone)| (zone.name.clone(), ZoneId(i as u32))));
    names.outlets.extend(setup.outlets.iter().enumerate().map(|(i, o)| (o.name.clone(), OutletId(i as u32))));
    Context { complaints, hours: Hours { opens: setup.opens, duration: setup.duration }, names }
}

/// `None` if a parameter is missing or wrong; it was complained about.
fn build(table: &'static CommandTable, f: &Fields<'_>) -> Option<Command> {
    use Command::*;
    let outlet = || f.outlet("outlet");
    let count = || f.count("count").unwrap_or(1);
    let skill = || skill(f, "skill");
    let lasts = || f.span("lasts");
    // Every parameter is read before the first `?`, so that all that is wrong is said at once.
    Some(match table.row.name {
        "hire_chef" => {
            let (outlet, skill, standby, count) = (outlet(), skill(), f.flag("standby").unwrap_or(false), count());
            HireChef { outlet: outlet?, skill, standby, count }
        }
        "dismiss_chef" => {
            let (outlet, skill, count) = (outlet(), skill(), count());
            DismissChef { outlet: outlet?, skill, count }
        }
        "upgrade_chefs" => UpgradeChefs { outlet: outlet()? },
        "hire_rider" => {
            let (outlet, count) = (outlet(), count());
            HireRider { outlet: outlet?, count }
        }
        "dismiss_rider" => {
            let (outlet, count) = (outlet(), count());
            DismissRider { outlet: outlet?, count }
        }
        "open_outlet" => OpenOutlet { outlet: outlet()? },
        "close_outlet" => CloseOutlet { outlet: outlet()? },
        "set_policy" => SetPolicy { policy: f.word("policy", POLICIES)? },
        "set_failover" => SetFailover { on: f.flag("on")? },
        "set_health_check" => SetHealthCheck { every: f.span("every")? },
        "set_board_refresh" => SetBoardRefresh { every: f.span("every")? },
        "set_when_none" => SetWhenNone { when_none: f.word("when_none", WHEN_NONE)? },
        "set_kitchen" => {
            let (outlet, kitchen) = (outlet(), f.word("kitchen", KITCHENS));
            SetKitchen { outlet: outlet?, kitchen: kitchen? }
        }
        "set_delivery" => SetDelivery { mode: f.word("mode", DELIVERIES)? },
        "set_batch" => SetBatch { batch: f.count("batch")? },
        "set_prep" => {
            let (outlet, prep) = (outlet(), prep(f));
            SetPrep { outlet: outlet?, prep: prep? }
        }
        "clear_prep" => ClearPrep { outlet: outlet()? },
        "set_queue_limit" => {
            let (outlet, limit) = (outlet(), f.count("limit"));
            SetQueueLimit { outlet: outlet?, limit }
        }
        "set_queue_order" => {
            let (outlet, order) = (outlet(), f.word("order", QUEUE_ORDERS));
            SetQueueOrder { outlet: outlet?, order: order? }
        }
        "set_shelf_limit" => {
            let (outlet, limit) = (outlet(), f.count("limit"));
            SetShelfLimit { outlet: outlet?, limit }
        }
        "set_retry" => SetRetry { zone: f.zone("zone"), change: retry_change(f) },
        "power_outage" => {
            let (outlet, lasts) = (outlet(), lasts());
            PowerOutage { outlet: outlet?, lasts }
        }
        "restore_power" => RestorePower { outlet: outlet()? },
        "cut_line" => {
            let (outlet, lasts) = (outlet(), lasts());
            CutLine { outlet: outlet?, lasts }
        }
        "mend_line" => MendLine { outlet: outlet()? },
        "chef_ill" => {
            let (outlet, skill, lasts) = (outlet(), skill(), lasts());
            ChefIll { outlet: outlet?, skill, lasts }
        }
        "slow_chef" => {
            let (outlet, skill, factor, lasts) = (outlet(), skill(), f.number("factor"), lasts());
            SlowChef { outlet: outlet?, skill, factor: factor?, lasts }
        }
        "rude_driver" => {
            let (outlet, lasts) = (outlet(), lasts());
            RudeDriver { outlet: outlet?, lasts }
        }
        "surge" => {
            let (zone, item, factor, lasts) = (f.zone("zone"), f.item("item"), f.number("factor"), lasts());
            Surge { zone, item, factor: factor?, lasts: lasts? }
        }
        "traffic" => {
            let (factor, lasts) = (f.number("factor"), lasts());
            Traffic { factor: factor?, lasts: lasts? }
        }
        "impatience" => {
            let (zone, factor, lasts) = (f.zone("zone"), f.number("factor"), lasts());
            Impatience { zone, factor: factor?, lasts: lasts? }
        }
        name => unreachable!("{name} has a row and no arm"),
    })
}

fn prep(f: &Fields<'_>) -> Option<PrepSetup> {
    let (item, from, to, target) = (f.item("item"), f.clock("from"), f.clock("to"), f.count("target"));
    let batch = f.count("batch").unwrap_or(1);
    Some(PrepSetup { item: item?, from: from?, to: to?, target: target?, batch })
}

fn retry_change(f: &Fields<'_>) -> RetryChange {
    RetryChange {
        probability: f.number("probability"),
        wait: f.span("wait"),
        backoff: f.number("backoff"),
        jitter: f.flag("jitter"),
        max: f.count("max"),
        budget: f.number("budget"),
        of: f.word("of", BUDGETS),
    }
}

/// A command's parameters as TOML writes them, those that say the default left out.
fn arguments(command: &Command, setup: &Setup) -> Vec<(&'static str, String)> {
    use Command::*;
    let outlet = |id: OutletId| Some(toml_text(&setup.outlets[id.index()].name));
    let zone = |id: Option<ZoneId>| id.map(|id| toml_text(&setup.zones[id.index()].name));
    let item = |id: Option<ItemId>| id.map(|id| toml_text(&setup.items[id.index()].name));
    let skill = |skill: Option<crate::sim::setup::Skill>| skill.map(|skill| toml_text(setup.skill_name(skill)));
    let count = |count: u32| (count != 1).then(|| count.to_string());
    let word = |word: &str| Some(toml_text(word));
    let span = |span: Option<crate::units::Span>| span.map(|span| format!("\"{span}\""));
    let limit = |limit: Option<u32>| limit.map(|limit| limit.to_string());
    let flag = |flag: bool| Some(flag.to_string());
    let number = |number: f64| Some(format!("{number:?}"));
    let all: Vec<(&'static str, Option<String>)> = match command {
        HireChef { outlet: o, skill: s, standby, count: n } => vec![
            ("outlet", outlet(*o)),
            ("skill", skill(*s)),
            ("standby", standby.then(|| "true".into())),
            ("count", count(*n)),
        ],
        DismissChef { outlet: o, skill: s, count: n } => {
            vec![("outlet", outlet(*o)), ("skill", skill(*s)), ("count", count(*n))]
        }
        HireRider { outlet: o, count: n } | DismissRider { outlet: o, count: n } => {
            vec![("outlet", outlet(*o)), ("count", count(*n))]
        }
        UpgradeChefs { outlet: o }
        | OpenOutlet { outlet: o }
        | CloseOutlet { outlet: o }
        | ClearPrep { outlet: o }
        | RestorePower { outlet: o }
        | MendLine { outlet: o } => vec![("outlet", outlet(*o))],
        SetPolicy { policy } => vec![("policy", word(crate::sim::command::word(POLICIES, *policy)))],
        SetFailover { on } => vec![("on", flag(*on))],
        SetHealthCheck { every } | SetBoardRefresh { every } => vec![("every", span(Some(*every)))],
        SetWhenNone { when_none } => vec![("when_none", word(crate::sim::command::word(WHEN_NONE, *when_none)))],
        SetKitchen { outlet: o, kitchen } => {
            vec![("outlet", outlet(*o)), ("kitchen", word(crate::sim::command::word(KITCHENS, *kitchen)))]
        }
        SetDelivery { mode } => vec![("mode", word(crate::sim::command::word(DELIVERIES, *mode)))],
        SetBatch { batch } => vec![("batch", Some(batch.to_string()))],
        SetPrep { outlet: o, prep } => vec![
            ("outlet", outlet(*o)),
            ("item", item(Some(prep.item))),
            ("from", word(&prep.from.to_string())),
            ("to", word(&prep.to.to_string())),
            ("target", Some(prep.target.to_string())),
            ("batch", count(prep.batch)),
        ],
        SetQueueLimit { outlet: o, limit: n } | SetShelfLimit { outlet: o, limit: n } => {
            vec![("outlet", outlet(*o)), ("limit", limit(*n))]
        }
        SetQueueOrder { outlet: o, order } => {
            vec![("outlet", outlet(*o)), ("order", word(crate::sim::command::word(QUEUE_ORDERS, *order)))]
        }
        SetRetry { zone: z, change } => vec![
            ("zone", zone(*z)),
            ("probability", change.probability.and_then(number)),
            ("wait", span(change.wait)),
            ("backoff", change.backoff.and_then(number)),
            ("jitter", change.jitter.and_then(flag)),
            ("max", limit(change.max)),
            ("budget", change.budget.and_then(number)),
            ("of", change.of.and_then(|of| word(crate::sim::command::word(BUDGETS, of)))),
        ],
        PowerOutage { outlet: o, lasts } | CutLine { outlet: o, lasts } | RudeDriver { outlet: o, lasts } => {
            vec![("outlet", outlet(*o)), ("lasts", span(*lasts))]
        }
        ChefIll { outlet: o, skill: s, lasts } => {
            vec![("outlet", outlet(*o)), ("skill", skill(*s)), ("lasts", span(*lasts))]
        }
        SlowChef { outlet: o, skill: s, factor, lasts } => {
            vec![("outlet", outlet(*o)), ("skill", skill(*s)), ("factor", number(*factor)), ("lasts", span(*lasts))]
        }
        Surge { zone: z, item: i, factor, lasts } => {
            vec![("zone", zone(*z)), ("item", item(*i)), ("factor", number(*factor)), ("lasts", span(Some(*lasts)))]
        }
        Traffic { factor, lasts } => vec![("factor", number(*factor)), ("lasts", span(Some(*lasts)))],
        Impatience { zone: z, factor, lasts } => {
            vec![("zone", zone(*z)), ("factor", number(*factor)), ("lasts", span(Some(*lasts)))]
        }
    };
    all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// A text in quotes. Names have no control characters; what else TOML escapes is escaped.
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

/// `word key=value key=value`.
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
    let node = Node { value: Value::Table(pairs(cx, text, end)?), spot };
    build(table, &Fields::of(cx, &table.typed, &node))
}

fn pairs(cx: &Context<'_>, text: &str, mut at: usize) -> Option<Vec<Entry>> {
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
            let hint = Some("names with spaces stand in quotes: outlet=\"Main Street\"".into());
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
