//! Every key of a scenario file and every command as Markdown, from the rows that the reader uses.

use crate::scenario::reader::expected;
use crate::scenario::tables::{COMMANDS, Key, Kind, Need, ROOT, Table};
use crate::sim::metric::{self, Recent};
use crate::sim::wording::plain;
use std::fmt::Write;

/// The reference for authors.
pub fn reference() -> String {
    let mut text = String::from("# Every key of a scenario file\n");
    table(&mut text, "", &ROOT);
    text += "\n# Commands\n\nIn a script each has `at` and `do`; typed, only its parameters.\n";
    for command in COMMANDS.iter() {
        let _ = writeln!(text, "\n## `{}`\n\n{}.\n", command.row.name, plain(command.row.sentence));
        for key in command.typed.keys {
            line(&mut text, key);
        }
    }
    text += "\n# Measures and gauges\n\nA goal reads a measure at the end, or in its window. What hints and cues \
        read while the shop is open stands behind it.\n\n";
    for row in metric::ROWS.iter() {
        let _ = writeln!(text, "- `{}` ({:?}): {} ({})", row.path, row.unit, row.sentence, where_it_is_read(row));
    }
    text
}

fn where_it_is_read(row: &metric::MetricSpec) -> &'static str {
    match (row.kind, row.live) {
        (metric::Kind::Gauge(_), _) => "a gauge, for hints and cues only: now",
        (metric::Kind::PlayerStat(_), _) => "for goals, stars, hints and cues: so far",
        (metric::Kind::Aftermath(_), _) => "for predictions only",
        (_, metric::Live::Never) => "not while the shop is open",
        (_, metric::Live::Now) => "now",
        (_, metric::Live::SinceOpening) => "since opening",
        (_, metric::Live::Recent(Recent::ChefsBusy | Recent::RidersBusy)) => "the last 10 minutes",
        (_, metric::Live::Recent(Recent::OnTime)) => "the last 15 minutes; of one menu item: since opening",
        (_, metric::Live::Recent(Recent::Lost | Recent::Throughput | Recent::Goodput | Recent::Span(_))) => {
            "the last 15 minutes"
        }
    }
}

/// The keys of a table, followed by the tables inside it.
fn table(text: &mut String, path: &str, keys: &Table) {
    let _ = writeln!(text, "\n## {}\n", if path.is_empty() { "The file".to_string() } else { format!("`{path}`") });
    for key in keys.keys {
        line(text, key);
    }
    for key in keys.keys {
        let below = if path.is_empty() { key.name.to_string() } else { format!("{path}.{}", key.name) };
        match key.kind {
            Kind::Table(inner) => table(text, &format!("[{}]", below.replace(['[', ']'], "")), inner),
            Kind::List(inner, _) => table(text, &format!("[[{}]]", below.replace(['[', ']'], "")), inner),
            Kind::Menu(inner) => table(text, &format!("[{}.NAME]", below.replace(['[', ']'], "")), inner),
            _ => {}
        }
    }
}

fn line(text: &mut String, key: &Key) {
    let need = match key.need {
        Need::Required => "required".to_string(),
        Need::Or("") => "default: empty".to_string(),
        Need::Or(default) => format!("default `{default}`"),
        Need::Optional(absent) => format!("left out: {absent}"),
        Need::Unless(other) => format!("left out: {}", other.absent),
    };
    let _ = writeln!(text, "- `{}`: {}. {} ({need})", key.name, key.sentence, capital(&expected(key.kind)));
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
