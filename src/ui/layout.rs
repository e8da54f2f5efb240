//! The layout of screens: their sizes and the panes of their panels. Designed for 120×36, complete at 80×24, roomier at
//! 200×60, and adapted to any size from 80×24 on.

use super::pane::Pane;

/// The three sizes for which screens are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Room {
    /// From 80×24 on.
    Small,
    /// From 110×33 on.
    Medium,
    /// From 170×50 on.
    Large,
}

/// The rows that every screen of a running shop shares.
#[derive(Clone, Copy, Debug)]
pub struct Screen {
    pub room: Room,
    pub whole: Pane,
    pub header: Pane,
    /// The time line of the run; empty in small rooms.
    pub strip: Pane,
    pub body: Pane,
    /// The newest event, or a refusal.
    pub news: Pane,
    pub footer: Pane,
}

impl Screen {
    pub fn new(whole: Pane) -> Screen {
        let room = match (whole.w, whole.h) {
            (w, h) if w >= 170 && h >= 50 => Room::Large,
            (w, h) if w >= 110 && h >= 33 => Room::Medium,
            _ => Room::Small,
        };
        let inside = Pane::new(whole.x + 1, whole.y, whole.w - 2, whole.h);
        let head = if room == Room::Small { 1 } else { 3 };
        Screen {
            room,
            whole,
            header: whole.row(0),
            strip: if room == Room::Small { Pane::default() } else { inside.row(1) },
            body: Pane::new(inside.x, whole.y + head, inside.w, whole.h - head - 3),
            news: inside.row(whole.h - 2),
            footer: whole.row(whole.h - 1),
        }
    }

    /// The left and right part of the body; the right one has a width at which sentences are comfortable to read.
    pub fn sides(&self) -> (Pane, Pane) {
        let right = match self.room {
            Room::Small => (self.body.w * 2 / 5).clamp(31, 44),
            _ => 44 + (self.whole.w - 120).max(0) * 3 / 10,
        };
        let gap = if self.room == Room::Small { 2 } else { 3 };
        let left = self.body.w - right - gap;
        (self.body.left(left), self.body.after(left + gap))
    }
}

/// The panes of the City view.
#[derive(Clone, Copy, Debug, Default)]
pub struct City {
    /// Title row first.
    pub map: Pane,
    pub legend: Pane,
    pub kitchens: Pane,
    pub why: Pane,
    pub vitals: Pane,
    pub goals: Pane,
    /// Large rooms only.
    pub waiting: Pane,
    pub events: Pane,
}

impl City {
    /// Lays out the view. `kitchens` and `goals` are the rows these panels would like, titles included.
    pub fn new(screen: &Screen, kitchens: i32, goals: i32) -> City {
        match screen.room {
            Room::Small => City::small(screen, kitchens),
            _ => City::wide(screen, kitchens, goals),
        }
    }

    fn small(screen: &Screen, kitchens: i32) -> City {
        let body = screen.body;
        // One row for the goals and their title; the map keeps at least 9 rows.
        let kitchens = kitchens.clamp(2, (body.h - 13).max(2));
        let goals = 2;
        let free = body.h - kitchens - goals;
        let gap = if free >= 14 { 1 } else { 0 };
        let upper = body.top(free - gap);
        let (left, right) = screen.sides();
        let map = Pane { h: upper.h, ..left };
        let side = Pane { h: upper.h, ..right };
        let vitals = 5.min(side.h);
        City {
            map,
            why: side.top(side.h - vitals - 1),
            vitals: side.below(side.h - vitals - 1),
            kitchens: body.below(upper.h).top(kitchens),
            goals: body.below(upper.h + kitchens + gap).top(goals),
            ..City::default()
        }
    }

    fn wide(screen: &Screen, kitchens: i32, goals: i32) -> City {
        let (left, right) = screen.sides();
        let large = screen.room == Room::Large;
        let least_map = 13.max(left.h / 3);
        let kitchens = kitchens.clamp(4, (left.h - least_map - 1).max(4));
        let map_rows = left.h - kitchens - 1;
        let legend = i32::from(map_rows >= 16);
        let map = left.top(map_rows - legend);
        // Fixed heights on the right, so that nothing moves when a sentence grows.
        let vitals = if right.h >= 28 { 9 } else { 5 };
        let goals = goals.clamp(2, (right.h - vitals - 8).max(2));
        let rest = right.h - vitals - goals - 2;
        let why = rest.clamp(4, if large { 13 } else { 14 });
        let after_vitals = right.below(why + 1 + vitals + 1);
        let mut city = City {
            map,
            legend: left.below(map_rows - legend).top(legend),
            kitchens: left.below(map_rows + 1).top(kitchens),
            why: right.top(why),
            vitals: right.below(why + 1).top(vitals),
            goals: after_vitals.top(goals),
            ..City::default()
        };
        let more = after_vitals.below(goals + 1);
        if large && more.h >= 12 {
            let events = (more.h * 2 / 5).clamp(6, 12);
            city.waiting = more.top(more.h - events - 1);
            city.events = more.below(more.h - events);
        }
        city
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// At every size each panel lies inside the body and none over another.
    #[test]
    fn panels_neither_overlap_nor_leave_the_screen() {
        for w in (80..260).step_by(7) {
            for h in 24..90 {
                let screen = Screen::new(Pane::new(0, 0, w, h));
                for kitchens in [2, 5, 9, 40] {
                    let c = City::new(&screen, kitchens, 6);
                    let panes = [c.map, c.legend, c.kitchens, c.why, c.vitals, c.goals, c.waiting, c.events];
                    for (i, a) in panes.iter().enumerate().filter(|(_, p)| !p.is_empty()) {
                        assert_eq!(a.intersection(screen.body), *a, "{w}×{h}: panel {i} leaves the body");
                        for (j, b) in panes.iter().enumerate().skip(i + 1).filter(|(_, p)| !p.is_empty()) {
                            assert!(a.intersection(*b).is_empty(), "{w}×{h}: panels {i} and {j} overlap: {a:?} {b:?}");
                        }
                    }
                    assert!(c.map.h >= 7 && c.kitchens.h >= 2 && c.vitals.h >= 5 && c.why.h >= 3, "{w}×{h} {c:?}");
                }
            }
        }
    }
}
