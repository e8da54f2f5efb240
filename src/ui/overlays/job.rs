//! Long work in progress: its name, its progress, and how to cancel it.
//!
//! ```text
//! ╭─ Going on with Friday night ──────────────╮
//! │  ━━━━━━━━━━━━━━━━━━╸──────────────   55 % │
//! ╰────────────────────────────── Esc stop ───╯
//! ```

use super::keys;
use crate::app::App;
use crate::app::job::Job;
use crate::text::ink::Ink;
use crate::text::rich::Rich;
use crate::ui::layout::Screen;
use crate::ui::pen::Pen;
use crate::ui::widgets::float::float;
use crate::ui::widgets::meter::meter;

/// Width of the figure.
const FIGURE: i32 = 6;

pub fn job(pen: &mut Pen, screen: &Screen, app: &App, job: &Job) {
    pen.dim(screen.whole);
    let pane = screen.whole.centred((screen.whole.w - 6).min(60), 3);
    let inside = float(pen, pane, &Rich::of(job.title(), Ink::Strong), &Rich::new(), &keys(&[("Esc", "stop")]));
    let row = inside.row(0);
    match job.share(app) {
        Some(share) => {
            meter(pen, row.x, row.y, row.w - FIGURE, Some(share), Ink::Cook);
            pen.put_right(row.right(), row.y, &format!("{:.0} %", share * 100.0), Ink::Plain);
        }
        None => {
            pen.put(row.x, row.y, "This takes a moment.", Ink::Muted);
        }
    }
}
