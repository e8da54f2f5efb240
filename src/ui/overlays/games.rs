//! The unfinished games, the newest first, to resume one.
//!
//! ```text
//! ╭─ Games you left ────────────────────────────────────────────────╮
//! │  ► Friday night                   18:04         2 h ago         │
//! │    The quiet hours                17:12  in another window      │
//! ╰──────────────────────── Enter go on  x let go  Esc close ───────╯
//! ```

use super::keys;
use crate::app::{App, Target};
use crate::session::save::KeptGame;
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::rich::Rich;
use crate::ui::layout::Screen;
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;
use crate::ui::widgets::float::float;
use crate::units::Time;

/// Columns for the clock and for the state, with the gaps before them.
const CLOCK: i32 = 14;
const STATE: i32 = 20;

pub fn games(pen: &mut Pen, screen: &Screen, app: &App, chosen: usize) {
    let count = app.kept().len() as i32;
    let note = app.notes().first();
    let h = (count + 4 + i32::from(note.is_some()) * 2).min(screen.whole.h - 2);
    let pane = screen.whole.centred((screen.whole.w - 4).min(86), h);
    let rim = keys(&[("Enter", "go on"), ("x", "let go"), ("Esc", "close")]);
    let inside = float(pen, pane, &Rich::of("Games you left", Ink::Strong), &Rich::new(), &rim);
    let list = inside.below(1).top(inside.h - 2 - i32::from(note.is_some()) * 2);
    let first = (chosen as i32 - list.h + 1).max(0);
    for (i, game) in app.kept().iter().enumerate().skip(first as usize).take(list.h.max(0) as usize) {
        row(pen, list.row(i as i32 - first), game, i == chosen);
        pen.target(list.row(i as i32 - first), Target::Kept(i));
    }
    if let Some(note) = note {
        let at = inside.row(inside.h - 1);
        pen.within(at, |pen| {
            pen.put(at.x, at.y, note, Ink::Warn);
        });
    }
}

fn row(pen: &mut Pen, row: Pane, game: &KeptGame, chosen: bool) {
    if chosen {
        pen.ground(row, Ink::Chosen);
        pen.glyph(row.x, row.y, pen.theme.glyphs.right, Ink::Accent);
    }
    let ink = match (game.held, chosen) {
        (true, _) => Ink::Muted,
        (false, true) => Ink::Strong,
        (false, false) => Ink::Plain,
    };
    let title = Pane::new(row.x + 2, row.y, row.w - 2 - CLOCK - STATE, 1);
    pen.within(title, |pen| {
        pen.put(title.x, title.y, &game.title, ink);
    });
    pen.put_right(row.right() - STATE, row.y, &clock(game), ink);
    let state = match game.held {
        true => "in another window".to_string(),
        false => ago(game.age.seconds()),
    };
    pen.put_right(row.right(), row.y, &state, Ink::Muted);
}

/// The game's shop clock, with the day if it is not the first.
fn clock(game: &KeptGame) -> String {
    match game.opens {
        Some(opens) => {
            // The value comes from a file and may be anything, so it must not overflow.
            let at = Time(game.at.0.min(u64::MAX / 2));
            at.calendar(opens, game.at.since(Time::ZERO))
        }
        None => format!("+{}", numbers::duration(game.at.since(Time::ZERO))),
    }
}

fn ago(seconds: f64) -> String {
    let (minutes, hours, days) = (seconds / 60.0, seconds / 3_600.0, seconds / 86_400.0);
    match () {
        () if minutes < 1.0 => "just now".into(),
        () if hours < 1.0 => format!("{minutes:.0} min ago"),
        () if days < 1.0 => format!("{hours:.0} h ago"),
        () => format!("{days:.0} d ago"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_ago() {
        let said: Vec<String> = [5.0, 150.0, 7_300.0, 200_000.0].into_iter().map(ago).collect();
        assert_eq!(said, ["just now", "2 min ago", "2 h ago", "2 d ago"]);
    }
}
