//! The frame of an overlay.

use crate::app::{Action, Target};
use crate::text::ink::Ink;
use crate::text::rich::Rich;
use crate::text::width::width;
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;

/// Clears and frames a pane, with a title and a phrase in the top edge and keys in the bottom edge. Returns the inside,
/// which is two columns narrower than the frame on both sides.
pub fn float(pen: &mut Pen, pane: Pane, head: &Rich, right: &Rich, keys: &Rich) -> Pane {
    if pane.w < 6 || pane.h < 2 {
        return Pane::default();
    }
    pen.clear(pane);
    pen.target(pane, Target::Inside);
    frame(pen, pane, pen.theme.glyphs.frame, Ink::Accent);
    set_in(pen, pane.x + 2, pane.y, head, pane);
    if right.width() + head.width() + 8 < pane.w {
        set_in(pen, pane.right() - 3 - right.width(), pane.y, right, pane);
    }
    if keys.width() + 6 < pane.w {
        let (x, y) = (pane.right() - 3 - keys.width(), pane.bottom() - 1);
        set_in(pen, x, y, keys, pane);
        press(pen, x, y, keys);
    }
    Pane::new(pane.x + 2, pane.y + 1, pane.w - 4, pane.h - 2)
}

/// Makes the keys of a frame's edge clickable, each with its word.
fn press(pen: &mut Pen, mut x: i32, y: i32, keys: &Rich) {
    let mut action = None;
    for (text, ink) in keys.bits() {
        if ink == Ink::Accent {
            action = meaning(text);
        }
        let w = width(text);
        if let Some(action) = action.filter(|_| !text.trim().is_empty()) {
            pen.target(Pane::new(x, y, w, 1), Target::Action(action));
        }
        x += w;
    }
}

fn meaning(key: &str) -> Option<Action> {
    match key {
        "Enter" => Some(Action::Enter),
        "Esc" => Some(Action::Close),
        "Tab" => Some(Action::Complete),
        "Ctrl-P" => Some(Action::Earlier),
        "t" => Some(Action::Words),
        "g" => Some(Action::Glossary),
        _ => None,
    }
}

/// Writes a text into a frame's edge, with a blank at both ends.
pub fn set_in(pen: &mut Pen, x: i32, y: i32, text: &Rich, frame: Pane) {
    if text.is_empty() {
        return;
    }
    pen.within(Pane::new(frame.x + 1, y, frame.w - 2, 1), |pen| {
        pen.glyph(x - 1, y, ' ', Ink::Plain);
        let end = pen.rich(x, y, text);
        pen.glyph(end, y, ' ', Ink::Plain);
    });
}

/// Draws a frame with these corners; the inside stays.
pub fn frame(pen: &mut Pen, pane: Pane, corners: [char; 4], ink: Ink) {
    if pane.w < 2 || pane.h < 2 {
        return;
    }
    let glyphs = pen.theme.glyphs;
    let (right, bottom) = (pane.right() - 1, pane.bottom() - 1);
    pen.repeat(pane.x + 1, pane.y, pane.w - 2, glyphs.rule, ink);
    pen.repeat(pane.x + 1, bottom, pane.w - 2, glyphs.rule, ink);
    pen.column(pane.x, pane.y + 1, pane.h - 2, glyphs.upright, ink);
    pen.column(right, pane.y + 1, pane.h - 2, glyphs.upright, ink);
    let places = [(pane.x, pane.y), (right, pane.y), (pane.x, bottom), (right, bottom)];
    for (corner, (x, y)) in corners.into_iter().zip(places) {
        pen.glyph(x, y, corner, ink);
    }
}
