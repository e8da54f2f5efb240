//! The glossary: each pair of words with a paragraph and a command that demonstrates it.

use super::keys;
use crate::app::{App, Game, Target};
use crate::scenario::command_line;
use crate::text::glossary as table;
use crate::text::ink::Ink;
use crate::text::rich::Rich;
use crate::text::width::width;
use crate::ui::layout::Screen;
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;
use crate::ui::widgets::float::float;
use crate::ui::widgets::paragraph::paragraph;

pub fn glossary(pen: &mut Pen, screen: &Screen, app: &App, chosen: usize) {
    let pairs = table::pairs();
    let w = (screen.whole.w - 4).min(110);
    let h = (screen.whole.h - 2).min(40);
    let pane = Pane::new((screen.whole.w - w) / 2, (screen.whole.h - h) / 2, w, h);
    let head = Rich::of("g", Ink::Accent).and("  Glossary", Ink::Strong).and(": two words for one thing", Ink::Plain);
    let count = Rich::muted(format!("{} of {}", chosen + 1, pairs.len()));
    let inside = float(
        pen,
        pane,
        &head,
        &count,
        &keys(&[("↑↓", "choose"), ("t", "words"), ("m", "map of ideas"), ("Esc", "close")]),
    );
    let list = inside.below(1).left((inside.w / 2).clamp(28, 46));
    let first = (chosen as i32 - list.h / 2).clamp(0, (pairs.len() as i32 - list.h).max(0)) as usize;
    let pizza = app.language() == crate::app::Language::Pizza;
    for (i, pair) in pairs.iter().enumerate().skip(first).take(list.h.max(0) as usize) {
        let row = list.row((i - first) as i32);
        pen.within(row, |pen| {
            if i == chosen {
                pen.ground(row, Ink::Chosen);
                pen.glyph(row.x, row.y, pen.theme.glyphs.right, Ink::Accent);
            }
            let (mine, other) =
                if pizza { (&pair.pizza[0], &pair.system[0]) } else { (&pair.system[0], &pair.pizza[0]) };
            let end = pen.put(row.x + 2, row.y, mine, if i == chosen { Ink::Strong } else { Ink::Plain });
            let half = row.x + 2 + row.w / 2;
            let x = half.max(end + 2);
            if x + width(other) <= row.right() {
                pen.put(x, row.y, other, Ink::Muted);
            }
        });
        pen.target(row, Target::Pair(i));
    }
    let Some(pair) = pairs.get(chosen) else { return };
    let text = inside.below(1).after(list.w + 3);
    pen.within(text, |pen| {
        let head =
            Rich::of(pair.pizza[0].clone(), Ink::Accent).and("  ", Ink::Plain).and(pair.system[0].clone(), Ink::Strong);
        let mut y = paragraph(pen, text, &head) + 1;
        y += paragraph(pen, text.below(y), &Rich::plain(pair.text.clone())) + 1;
        if let Some(command) = &pair.command {
            let refuses = |game: &Game| {
                let read = command_line(command, game.session.setup());
                !read.is_ok_and(|command| game.scenario.allows(&command))
            };
            let said = match app.game().is_some_and(refuses) {
                true => "Not in this scenario; in others, with : and",
                false => "See it at work, with : and",
            };
            y += paragraph(pen, text.below(y), &Rich::muted(said));
            paragraph(pen, text.below(y), &Rich::plain(command.clone()));
        }
    });
}
