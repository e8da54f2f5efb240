//! A rectangle of the screen, which may be empty or partly outside; drawing is clipped, so nobody need check.
//! Coordinates are signed, so that a place left of the edge is expressible.

use ratatui::layout::Rect;

/// Columns `x .. x + w`, rows `y .. y + h`, in cells. A negative size means empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pane {
    pub x: i32,
    pub y: i32,
    pub w: i32,
    pub h: i32,
}

impl Pane {
    pub const fn new(x: i32, y: i32, w: i32, h: i32) -> Pane {
        Pane { x, y, w, h }
    }

    /// One past the last column.
    pub fn right(&self) -> i32 {
        self.x + self.w.max(0)
    }

    /// One past the last row.
    pub fn bottom(&self) -> i32 {
        self.y + self.h.max(0)
    }

    pub fn is_empty(&self) -> bool {
        self.w <= 0 || self.h <= 0
    }

    pub fn contains(&self, x: i32, y: i32) -> bool {
        x >= self.x && x < self.right() && y >= self.y && y < self.bottom()
    }

    /// The `n`-th row, as a pane of its own.
    pub fn row(&self, n: i32) -> Pane {
        Pane::new(self.x, self.y + n, self.w, if n < self.h { 1 } else { 0 })
    }

    /// Rows from the `n`-th on.
    pub fn below(&self, n: i32) -> Pane {
        Pane::new(self.x, self.y + n, self.w, self.h - n)
    }

    /// The first `n` rows.
    pub fn top(&self, n: i32) -> Pane {
        Pane::new(self.x, self.y, self.w, n.min(self.h))
    }

    /// The first `n` columns.
    pub fn left(&self, n: i32) -> Pane {
        Pane::new(self.x, self.y, n.min(self.w), self.h)
    }

    /// Columns from the `n`-th on.
    pub fn after(&self, n: i32) -> Pane {
        Pane::new(self.x + n, self.y, self.w - n, self.h)
    }

    pub fn shrunk(&self, sides: i32, ends: i32) -> Pane {
        Pane::new(self.x + sides, self.y + ends, self.w - 2 * sides, self.h - 2 * ends)
    }

    pub fn intersection(&self, other: Pane) -> Pane {
        let (x, y) = (self.x.max(other.x), self.y.max(other.y));
        Pane::new(x, y, self.right().min(other.right()) - x, self.bottom().min(other.bottom()) - y)
    }

    /// A pane of that size in the middle of this one.
    pub fn centred(&self, w: i32, h: i32) -> Pane {
        Pane::new(self.x + (self.w - w) / 2, self.y + (self.h - h) / 2, w, h)
    }
}

impl From<Rect> for Pane {
    fn from(rect: Rect) -> Pane {
        Pane::new(rect.x as i32, rect.y as i32, rect.width as i32, rect.height as i32)
    }
}
