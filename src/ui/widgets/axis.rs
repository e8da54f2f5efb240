//! A time axis: the column of a moment, the moment of a column, and clock times below it.

use crate::text::ink::Ink;
use crate::ui::pen::Pen;
use crate::units::{ClockTime, Span, Time};

#[derive(Clone, Copy)]
pub struct Axis {
    pub from: Time,
    pub to: Time,
    /// The first column on the screen.
    pub x: i32,
    pub w: i32,
}

/// Distances of the labelled times, in minutes; each label is a multiple of one after midnight.
const STEPS: [u64; 15] = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440, 2_880, 10_080, 43_200];

/// Width of a clock time.
const CLOCK: i32 = 5;

impl Axis {
    fn length(&self) -> Span {
        self.to.since(self.from)
    }

    /// Where a moment is on the axis (0–1).
    pub fn share(&self, at: Time) -> f64 {
        (at.since(self.from).0 as f64 / self.length().0.max(1) as f64).min(1.0)
    }

    /// A moment's column, counted from the axis's first; `None`: it is not shown.
    pub fn column(&self, at: Time) -> Option<i32> {
        let shown = self.w > 0 && self.from <= at && at <= self.to;
        shown.then(|| ((self.share(at) * self.w as f64) as i32).min(self.w - 1))
    }

    /// A moment's column on the screen, or that of the nearer end.
    pub fn place(&self, at: Time) -> i32 {
        self.x + self.column(at.clamp(self.from, self.to)).unwrap_or(0)
    }

    /// The moment at which a column begins.
    pub fn moment(&self, column: i32) -> Time {
        Time(self.from.0 + (self.length().0 as u128 * column as u128 / self.w.max(1) as u128) as u64)
    }

    /// Writes clock times in a row, counted from `opens`: those of the ends asked for, the cursor's, and round ones if
    /// there is room.
    pub fn times(&self, pen: &mut Pen, y: i32, opens: ClockTime, cursor: Option<Time>, (first, last): (bool, bool)) {
        let clock = |at: Time| at.clock(opens).to_string();
        let end = self.x + self.w - CLOCK;
        let chosen = cursor.filter(|at| self.column(*at).is_some()).map(|at| (self.place(at) - 2, at));
        let clear = |x: i32| chosen.is_none_or(|(chosen, _)| (x - chosen).abs() > CLOCK + 1);
        let mut free = self.x;
        if first && clear(self.x) {
            free = pen.put(self.x, y, &clock(self.from), Ink::Muted) + 2;
        }
        if last && clear(end) {
            pen.put(end, y, &clock(self.to), Ink::Muted);
        }
        let until = if last { end - CLOCK - 2 } else { end };
        let room = (self.w / 13).max(1) as u64;
        let step = STEPS.map(Span::from_mins).into_iter().find(|step| self.length().0 / step.0 <= room);
        let step = step.unwrap_or(Span(self.length().0.max(1)));
        let mut at = (opens.0 + self.from.0).div_ceil(step.0) * step.0 - opens.0;
        while at <= self.to.0 {
            let x = (self.place(Time(at)) - 2).max(self.x);
            if x >= free && x <= until && clear(x) {
                free = pen.put(x, y, &clock(Time(at)), Ink::Muted) + 2;
            }
            at += step.0;
        }
        if let Some((x, at)) = chosen {
            pen.put(x.clamp(self.x, end.max(self.x)), y, &clock(at), Ink::Accent);
        }
    }
}
