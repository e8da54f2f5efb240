//! Waiting orders by outlet as small charts on one time axis, for large rooms.

use crate::session::letter;
use crate::text::ink::Ink;
use crate::text::log;
use crate::text::numbers;
use crate::text::place::{self, State};
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::text::series;
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;
use crate::ui::widgets::chart::{Chart, Line, round_top};
use crate::ui::widgets::title::title;
use crate::units::{OutletId, Time};

/// Least height of an outlet's chart, its base line included.
const LEAST: i32 = 4;

pub fn waiting(pen: &mut Pen, pane: Pane, scene: &Scene) {
    if pane.is_empty() {
        return;
    }
    let w = scene.words;
    let name = w.say("Waiting, by outlet", "Queued, by node");
    title(pen, pane.row(0), name, false, &[faults(scene, pane.w / 2), since(scene)]);
    let gauges = &scene.session.recorder().gauges.outlets;
    let most = ((pane.h - 2) / LEAST).max(1) as usize;
    let mut ids: Vec<OutletId> = (0..gauges.len() as u32).map(OutletId).collect();
    if ids.len() > most {
        // The longest queues and the selected outlet.
        let waits = |id: &OutletId| scene.world().outlets()[id.index()].waiting.value();
        ids.sort_by_key(|id| (*id != scene.selected, std::cmp::Reverse(waits(id)), *id));
        ids.truncate(most);
        ids.sort();
    }
    let rows = ((pane.h - 2) / ids.len().max(1) as i32).clamp(LEAST, 7);
    let left = 13;
    let area = Pane::new(pane.x + left, pane.y + 2, pane.w - left - 5, pane.h - 2);
    let columns = (area.w * 2).max(2) as usize;
    let values: Vec<Vec<Option<f64>>> =
        ids.iter().map(|id| series::columns(&gauges[id.index()].waiting, Time::ZERO, scene.now(), columns)).collect();
    // One scale for all charts, so that they can be compared.
    let top = round_top(values.iter().map(|v| series::greatest(v)).fold(0.0, f64::max), 5.0);
    let marks: Vec<(i32, Ink)> = marks(scene, area.w).into_iter().map(|(column, _)| (column, Ink::Faint)).collect();
    for (column, name) in self::marks(scene, area.w) {
        pen.put(area.x + column, pane.y + 1, &name, Ink::Muted);
    }
    let stuck = scene.session.why().and_then(|why| why.stuck()).and_then(|s| s.id.outlet());
    for (i, (id, values)) in ids.iter().zip(&values).enumerate() {
        let row = area.below(i as i32 * rows).top(rows - 1);
        let down =
            !matches!(place::state(&scene.world().outlets()[id.index()]), State::Fine | State::Closing | State::Cut);
        let ink = match () {
            () if stuck == Some(*id) => Ink::Wait,
            () if down => Ink::Cold,
            () => Ink::Plain,
        };
        pen.within(Pane::new(pane.x, row.y, left - 1, 1), |pen| {
            let name = super::crew::fitted(&scene.names.outlet(*id), left - 1);
            pen.put(pane.x, row.y, &name, if down { Ink::Cold } else { Ink::Plain });
        });
        let lines = [Line { values, ink, bound: None, sparse: false, filled: false }];
        Chart { top, low: 0.0, lines: &lines, marks: &marks, levels: &[], band: &[] }.draw(pen, row);
        let n = scene.world().outlets()[id.index()].waiting.value();
        pen.put_right(pane.right(), row.y + 1, &numbers::count(n), Ink::Strong);
    }
}

fn marks(scene: &Scene, w: i32) -> Vec<(i32, String)> {
    let now = scene.now().0.max(1);
    let faults = scene.session.recorder().log.faults.iter();
    faults
        .map(|f| (((f.at.0 as f64 / now as f64) * w as f64) as i32, letter(f.letter)))
        .filter(|(c, _)| *c < w)
        .collect()
}

fn since(scene: &Scene) -> Rich {
    Rich::muted(format!("since {}", scene.clock(Time::ZERO)))
}

/// `A Cy ill  B dark ─ since 17:00`, the latest that fit.
fn faults(scene: &Scene, room: i32) -> Rich {
    let log = &scene.session.recorder().log;
    let mut rich = since(scene);
    for fault in log.faults.iter().rev() {
        let Some(entry) = log.get(fault.entry) else { continue };
        let name =
            Rich::of(letter(fault.letter), Ink::Strong).and(format!(" {}  ", log::short(scene, entry)), Ink::Muted);
        if name.width() + rich.width() > room {
            break;
        }
        rich = name.joined(rich);
    }
    rich
}
