//! Sentences in a pane.

use crate::text::rich::Rich;
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;

/// Writes wrapped sentences from the top; returns the rows used. Lines that do not fit are left out: choose a shorter
/// form first (see [`fitting`]).
pub fn paragraph(pen: &mut Pen, pane: Pane, text: &Rich) -> i32 {
    if pane.is_empty() {
        return 0;
    }
    let lines = text.wrapped(pane.w);
    for (i, line) in lines.iter().take(pane.h as usize).enumerate() {
        pen.rich(pane.x, pane.y + i as i32, line);
    }
    (lines.len() as i32).min(pane.h)
}

/// The first of several forms, longest first, that fits into `rows` of `w` cells; the last if none does.
pub fn fitting(forms: Vec<Rich>, w: i32, rows: i32) -> Rich {
    let mut last = Rich::new();
    for form in forms {
        if form.wrapped(w).len() as i32 <= rows {
            return form;
        }
        last = form;
    }
    last
}
