//! The newest events: one in the news line, several in a panel if there is room.

use crate::app::Game;
use crate::app::input::Target;
use crate::app::view::{Tone, View};
use crate::session::log::Kinds;
use crate::text::ink::Ink;
use crate::text::log;
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::text::width::width;
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;
use crate::ui::widgets::paragraph::fitting;
use crate::ui::widgets::title::title;

/// The outcome of the last command while it is news, else the newest entry of the log.
pub fn news(pen: &mut Pen, row: Pane, scene: &Scene, game: &Game) {
    if row.is_empty() {
        return;
    }
    pen.target(row, Target::View(View::Log));
    if let Some(news) = &game.news {
        let at = pen.put(row.x, row.y, &scene.log_time(news.at), Ink::Muted) + 2;
        let (glyph, ink) = match news.tone {
            Tone::Done => (pen.theme.glyphs.right, Ink::Flow),
            Tone::Refused => (pen.theme.glyphs.bad, Ink::Danger),
            Tone::Story | Tone::Plain => (pen.theme.glyphs.dots, Ink::Muted),
        };
        pen.glyph(at, row.y, glyph, ink);
        let text = match (news.tone, news.text.strip_prefix("No.")) {
            (Tone::Refused, Some(rest)) => Rich::of("No.", Ink::DangerFigure).and(rest.to_string(), Ink::Plain),
            _ => Rich::plain(news.text.clone()),
        };
        sentences(pen, at + 2, row, &text);
        return;
    }
    if let Some(entry) = scene.session.recorder().log.newest() {
        let at = pen.put(row.x, row.y, &scene.log_time(entry.at), Ink::Muted) + 2;
        let (glyph, ink) = log::mark(pen.theme.glyphs, entry);
        pen.glyph(at, row.y, glyph, ink);
        let line = fitting(log::line(scene, entry), row.right() - at - 2, 1);
        sentences(pen, at + 2, row, &line);
    }
}

/// A message where no shop is running.
pub fn note(pen: &mut Pen, row: Pane, text: &str) {
    pen.within(row, |pen| {
        pen.clear(row);
        pen.put(row.x, row.y, text, Ink::Warn);
    });
}

/// As many whole sentences as fit, else as many whole words with a mark.
fn sentences(pen: &mut Pen, x: i32, row: Pane, text: &Rich) {
    let room = row.right() - x;
    if text.width() <= room {
        pen.rich(x, row.y, text);
        return;
    }
    let whole = text.text();
    let ends = whole.match_indices(". ").map(|(i, _)| &whole[..=i]);
    // "No." alone would not be informative.
    if let Some(part) = ends.filter(|part| width(part) <= room && part.len() > 12).last() {
        let mut left = part.len();
        let mut shorter = Rich::new();
        for (bit, ink) in text.bits() {
            let take = bit.len().min(left);
            shorter.push(bit[..take].to_string(), ink);
            left -= take;
        }
        pen.rich(x, row.y, &shorter);
        return;
    }
    let shorter = text.wrapped(room - 1);
    let end = pen.rich(x, row.y, &shorter[0]);
    pen.glyph(end, row.y, pen.theme.glyphs.ellipsis, Ink::Muted);
}

/// `Just now`: the last lines of the log, newest first.
pub fn events(pen: &mut Pen, pane: Pane, scene: &Scene) {
    if pane.is_empty() {
        return;
    }
    title(pen, pane.row(0), "Just now", false, &[Rich::muted("6 Log has all")]);
    pen.target(pane, Target::View(View::Log));
    let newest = scene.session.recorder().log.iter(Kinds::NOTABLE).rev().take((pane.h - 1).max(0) as usize);
    for (i, entry) in newest.enumerate() {
        let row = pane.row(i as i32 + 1);
        let at = pen.put(row.x, row.y, &scene.log_time(entry.at), Ink::Muted) + 2;
        let (glyph, ink) = log::mark(pen.theme.glyphs, entry);
        pen.glyph(at, row.y, glyph, ink);
        let line = fitting(log::line(scene, entry), row.right() - at - 2, 1);
        pen.within(row, |pen| sentences(pen, at + 2, row, &line));
    }
}
