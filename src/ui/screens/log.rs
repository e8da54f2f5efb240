//! The Log view: events and commands, with consequences below their causes; below the list, the consequences of the
//! chosen line.

use crate::app::keymap::Context;
use crate::app::{Action, Game, Panel, Target, View};
use crate::session::log::EntryKind;
use crate::session::{Entry, letter};
use crate::text::ink::Ink;
use crate::text::log as text;
use crate::text::numbers;
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::text::width::width;
use crate::text::words::Word;
use crate::ui::layout::{Room, Screen};
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;
use crate::ui::widgets::keys::{Offer, from_left};
use crate::ui::widgets::paragraph::paragraph;
use crate::ui::widgets::title::title;

pub fn log(pen: &mut Pen, screen: &Screen, scene: &Scene, game: &Game) {
    let body = screen.body;
    let small = screen.room == Room::Small;
    let focus = |panel| game.panel() == panel;
    let phrase = if game.log.chosen.is_none() { "following" } else { "standing still" };
    title(pen, body.row(0), "Log", focus(Panel::Log), &[Rich::muted(phrase)]);
    filters(pen, body.row(1), scene, game, small);
    // Enlarged, the list takes all rows, or the consequences take all but three.
    let did = match () {
        _ if game.enlarged && focus(Panel::Entry) => body.h - if small { 6 } else { 7 },
        _ if game.enlarged => 0,
        _ if small => 3,
        _ => 4,
    };
    let top = if small { 2 } else { 3 };
    let list = Pane::new(body.x, body.y + top, body.w, body.h - top - did - i32::from(!small && did > 0));
    pen.target(list, Target::Panel(Panel::Log));
    let chosen = entries(pen, list, scene, game);
    let below = Pane::new(body.x, body.bottom() - did, body.w, did);
    pen.target(below, Target::Panel(Panel::Entry));
    if let Some(entry) = chosen {
        what_it_did(pen, below, scene, entry, focus(Panel::Entry));
    }
}

/// `all 412   ▼ faults 3   ► commands 0 …`
fn filters(pen: &mut Pen, row: Pane, scene: &Scene, game: &Game, small: bool) {
    let (g, w) = (pen.theme.glyphs, scene.words);
    let counts = &scene.session.recorder().log.counts;
    let notable: u64 = counts[..4].iter().sum();
    let all: [(Option<EntryKind>, char, Ink, &str, u64); 6] = [
        (None, ' ', Ink::Plain, "all", notable),
        (Some(EntryKind::Fault), g.fault, Ink::Danger, "faults", counts[EntryKind::Fault as usize]),
        (Some(EntryKind::Decision), g.right, Ink::Flow, "commands", counts[EntryKind::Decision as usize]),
        (
            Some(EntryKind::Trouble),
            g.risk,
            Ink::Warn,
            if small { "late" } else { "late or lost" },
            counts[EntryKind::Trouble as usize],
        ),
        (Some(EntryKind::Noticed), g.dots, Ink::Muted, "noticed", counts[EntryKind::Noticed as usize]),
        (Some(EntryKind::Order), ' ', Ink::Plain, w.many(Word::Order), counts[EntryKind::Order as usize]),
    ];
    let gap = if small { 2 } else { 4 };
    let mut x = row.x;
    for (kind, glyph, ink, name, n) in all {
        let count = numbers::short(n);
        let marked = glyph != ' ';
        let cells = width(name) + 1 + width(&count) + if marked { 2 } else { 0 };
        if x + cells > row.right() {
            break;
        }
        let begin = x;
        let open = game.log.only == kind;
        if open {
            pen.ground(Pane::new(x - 1, row.y, cells + 2, 1), Ink::Chosen);
            if !pen.theme.has_tints() {
                pen.glyph(x - 1, row.y, g.right, Ink::Accent);
            }
        }
        if marked {
            pen.glyph(x, row.y, glyph, ink);
            x += 2;
        }
        x = pen.put(x, row.y, name, if open { Ink::Strong } else { Ink::Muted });
        x = pen.put(x + 1, row.y, &count, if open { Ink::Muted } else { Ink::Plain });
        pen.target(Pane::new(begin, row.y, cells, 1), Target::Action(Action::OfWhat));
        x += gap;
    }
}

/// Draws the lines around the chosen one, newest last, and returns the chosen one.
fn entries<'a>(pen: &mut Pen, pane: Pane, scene: &Scene<'a>, game: &'a Game) -> Option<&'a Entry> {
    let rows = pane.h.max(1) as usize;
    let chosen = game.log.chosen;
    // How many newer lines are shown below it.
    let below = if chosen.is_some() { rows / 2 } else { 0 };
    // Collected from the newest back to the first that fits.
    let mut lines: Vec<&Entry> = Vec::new();
    let mut at = None;
    for entry in game.lines_of(*scene) {
        if at.is_none() && chosen.is_none_or(|chosen| entry.id <= chosen) {
            at = Some(lines.len());
        }
        lines.push(entry);
        if at.is_some_and(|at| lines.len() >= at.saturating_sub(below) + rows) {
            break;
        }
    }
    let at = at.unwrap_or(lines.len().saturating_sub(1));
    let first = at.saturating_sub(below).min(lines.len().saturating_sub(rows));
    let middle = (pane.w * 55 / 100).max(38);
    for (y, entry) in lines[first..].iter().take(rows).rev().enumerate() {
        let row = pane.row(y as i32);
        let is_chosen = chosen.is_some() && entry.id == lines[at].id;
        line(pen, row, scene, entry, is_chosen, middle);
        pen.target(row, Target::Entry(entry.id));
    }
    lines.get(at).copied()
}

fn line(pen: &mut Pen, row: Pane, scene: &Scene, entry: &Entry, chosen: bool, middle: i32) {
    if chosen {
        pen.ground(Pane::new(row.x - 1, row.y, row.w + 1, 1), Ink::Chosen);
        pen.glyph(row.x - 1, row.y, pen.theme.glyphs.right, Ink::Accent);
    }
    let after = pen.put(row.x, row.y, &scene.log_time(entry.at), Ink::Muted);
    if let Some(n) = entry.letter {
        pen.put(after + 2, row.y, &letter(n), Ink::Strong);
    }
    let (mut glyph, mut ink) = text::mark(pen.theme.glyphs, entry);
    // A consequence is indented below its cause.
    if entry.cause.is_some() && glyph == pen.theme.glyphs.dots {
        (glyph, ink) = (pen.theme.glyphs.under, Ink::Faint);
    }
    pen.glyph(after + 5, row.y, glyph, ink);
    let head = text::headline(scene, entry);
    let detail = text::detail(scene, entry);
    let x = after + 7;
    let column = row.x + middle;
    let end = pen_sentence(
        pen,
        x,
        row,
        &head,
        if detail.is_empty() { row.right() } else { row.right().min(x + head.width().max(middle - 16)) },
    );
    let at = column.max(end + 2);
    if !detail.is_empty() && at + 8 < row.right() {
        pen_sentence(pen, at, row, &detail, row.right());
    }
}

/// Writes as many whole words as fit, and a mark if some were dropped.
fn pen_sentence(pen: &mut Pen, x: i32, row: Pane, text: &Rich, to: i32) -> i32 {
    let room = to.min(row.right()) - x;
    if text.width() <= room {
        return pen.rich(x, row.y, text);
    }
    let lines = text.wrapped(room - 1);
    let end = pen.rich(x, row.y, &lines[0]);
    pen.glyph(end, row.y, pen.theme.glyphs.ellipsis, Ink::Muted);
    end + 1
}

/// The chosen line's consequences.
fn what_it_did(pen: &mut Pen, pane: Pane, scene: &Scene, entry: &Entry, focused: bool) {
    title(pen, pane.row(0), &scene.log_time(entry.at), focused, &[Rich::muted("what it did")]);
    let mut rich = Rich::new();
    if let Some(cause) = entry.cause.and_then(|id| scene.session.recorder().log.get(id)) {
        rich.push("Because: ", Ink::Muted).append(stop(text::headline(scene, cause).inked(Ink::Plain)));
    }
    rich.append(stop(text::headline(scene, entry)));
    let detail = text::detail(scene, entry);
    if !detail.is_empty() {
        let first = crate::text::words::capital(&detail.text());
        rich.append(stop(Rich::muted(first)));
    }
    for consequence in scene.session.recorder().log.consequences(entry.id).take(pane.h.max(6) as usize) {
        rich.append(stop(text::headline(scene, consequence).inked(Ink::Plain)));
        let detail = text::detail(scene, consequence);
        if !detail.is_empty() {
            rich.append(stop(Rich::muted(crate::text::words::capital(&detail.text()))));
        }
    }
    // The line itself says as much: what is to be told is that nothing came of it.
    let is_bare = entry.cause.is_none() && detail.is_empty();
    if is_bare && scene.session.recorder().log.consequences(entry.id).next().is_none() {
        rich.push("Nothing has come of it so far.", Ink::Muted);
    }
    paragraph(pen, pane.below(1), &rich);
}

/// A sentence with its full stop, and a blank after it.
fn stop(mut rich: Rich) -> Rich {
    let ended = rich.text().ends_with(['.', '!', '?']);
    rich.push(if ended { " " } else { ". " }, Ink::Muted);
    rich
}

/// The last line but one while the log is open.
pub fn news(pen: &mut Pen, row: Pane, scene: &Scene, game: &Game) {
    let what = match game.log.only {
        None => "everything of note",
        Some(EntryKind::Fault) => "faults",
        Some(EntryKind::Decision) => "commands",
        Some(EntryKind::Trouble) => "what was late or lost",
        Some(EntryKind::Noticed) => "what was noticed",
        Some(EntryKind::Order) => scene.words.many(Word::Order),
    };
    let lead = Rich::muted("Showing ").and(what, Ink::Plain);
    let find = match game.log.find.as_str() {
        "" => String::new(),
        find => format!(" with \"{find}\""),
    };
    let lead = lead.and(find, Ink::Plain).and(", newest last.  ", Ink::Muted);
    let all = scene.session.recorder().log.len();
    let lines = if all == 1 { " line in all" } else { " lines in all" };
    let lead = lead.and(numbers::count(all), Ink::Plain).and(lines, Ink::Muted);
    let x = pen.rich(row.x, row.y, &lead) + 3;
    if game.log.chosen.is_some() {
        let follow = Offer::of(pen, Context::View(View::Log), Action::End);
        from_left(pen, Pane { x, w: row.right() - x, ..row }, follow);
    }
}
