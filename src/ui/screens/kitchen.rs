//! The Kitchen view: one outlet in detail.
//!
//! ```text
//! Main Street ────────────── ◄ ► 1 of 3 outlets   kitchen specialised   5 of 8 chefs
//!    min  22 waiting  for a pizza chef   next #147, Docks, 15 min     7 for the bread chef
//!     16 ██ ██ ██ ▆▆ ▅▅ ▄▄ ▂▂                                        ██ ██ ▆▆ ▂▂
//! Chefs ────────── Work for 6.0 chefs, 4.3 at work: 140 %
//!  ● Ana  pizza  level 2   ▆▆▆▅▅▅──▆▆▆▆▅▅     #138 pizza ━━━╸── 1.2m   24   100 %
//! Shelf and riders ──────────────────── the riders are not the problem: 76 % busy
//! ```

use crate::app::{Game, Panel, Target};
use crate::text::ink::Ink;
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::text::values::label;
use crate::text::width::width;
use crate::text::words::Word;
use crate::ui::layout::{Room, Screen};
use crate::ui::pane::Pane;
use crate::ui::panels::{brigade, queue_bars, road};
use crate::ui::pen::Pen;
use crate::ui::widgets::title::title;
use crate::units::OutletId;

pub fn kitchen(pen: &mut Pen, screen: &Screen, scene: &Scene, game: &Game) {
    let body = screen.body;
    let outlets = scene.world().outlets().len();
    let id = scene.selected;
    if game.enlarged {
        match game.panel() {
            Panel::Chefs => return brigade::brigade(pen, body, scene, id, screen.room == Room::Small, true),
            Panel::Delivery => return road::road(pen, body, scene, id, true),
            Panel::Prep => return road::prep(pen, body, scene, id, true),
            _ => {
                head(pen, body.row(0), scene, id, true, false, true);
                let merging = game.lines.merging.as_ref();
                return queue_bars::rail(pen, body.below(1), scene, id, screen.room == Room::Small, merging);
            }
        }
    }
    // Large rooms show the selected outlet and the next side by side.
    if screen.room == Room::Large && outlets > 1 {
        let half = (body.w - 4) / 2;
        let next = OutletId((scene.selected.0 + 1) % outlets as u32);
        let first = Pane { w: half, ..body };
        let second = Pane { x: body.x + half + 4, w: body.w - half - 4, ..body };
        one(pen, screen, scene, game, first, scene.selected, true);
        one(pen, screen, scene, game, second, next, false);
    } else {
        one(pen, screen, scene, game, body, scene.selected, true);
    }
}

fn one(pen: &mut Pen, screen: &Screen, scene: &Scene, game: &Game, pane: Pane, id: OutletId, first: bool) {
    let focus = |panel| first && game.panel() == panel;
    let small = screen.room == Room::Small;
    let chefs = brigade::rows(scene, id, small);
    // The queues get the rows that the staff leaves; in small rooms, and where nothing can be put on a shelf or made
    // ahead, shelf, riders and prep are one line.
    let folded = small || road::is_idle(scene);
    let road = if folded { 1 } else { road::rows(scene, id, pane.w) };
    let prep = if folded { 0 } else { 3 };
    let gap = 1;
    let chefs = chefs.min((pane.h - road - prep - 3 * gap) * 6 / 10).max(3);
    let rail_h = (pane.h - chefs - road - prep - gap * if folded { 2 } else { 3 }).clamp(
        5,
        match screen.room {
            Room::Small => 12,
            Room::Medium => 16,
            Room::Large => 28,
        },
    );
    head(pen, pane.row(0), scene, id, focus(Panel::Line), small, first);
    let rail_pane = pane.below(1).top(rail_h - 1);
    pen.target(pane.top(rail_h), Target::Panel(Panel::Line));
    queue_bars::rail(pen, rail_pane, scene, id, small, game.lines.merging.as_ref());
    let chefs_pane = pane.below(rail_h + gap).top(chefs);
    pen.target(chefs_pane, Target::Panel(Panel::Chefs));
    brigade::brigade(pen, chefs_pane, scene, id, small, focus(Panel::Chefs));
    let road_pane = pane.below(rail_h + gap + chefs + gap).top(road);
    pen.target(road_pane, Target::Panel(Panel::Delivery));
    if folded {
        road::line(pen, road_pane, scene, id);
        return;
    }
    road::road(pen, road_pane, scene, id, focus(Panel::Delivery));
    let prep_pane = pane.below(rail_h + gap + chefs + gap + road + gap).top(prep);
    pen.target(prep_pane, Target::Panel(Panel::Prep));
    road::prep(pen, prep_pane, scene, id, focus(Panel::Prep));
}

/// `Main Street ───── ◄ ► 1 of 3 outlets   kitchen specialised   5 of 8 chefs   queue limit 40`
fn head(pen: &mut Pen, row: Pane, scene: &Scene, id: OutletId, focused: bool, small: bool, first: bool) {
    let (w, setup) = (scene.words, scene.setup());
    let outlet = &scene.world().outlets()[id.index()];
    let several = setup.outlets.len() > 1;
    let place = Rich::of(if several && first { "◄ ► " } else { "" }, Ink::Accent)
        .and(format!("{} of {}", id.0 + 1, w.counted(setup.outlets.len() as u64, Word::Outlet)), Ink::Muted);
    let taken = outlet.places_taken();
    let chefs = match setup.outlets[id.index()].max_chefs {
        Some(most) => format!("{taken} of {most} {}", w.many(Word::Chef)),
        None => w.counted(taken as u64, Word::Chef),
    };
    let kitchen = label(w.0, outlet.kitchen);
    // The outlet's state comes first, because it explains why nothing is cooked.
    let matter = crate::text::place::short(scene, id).into_iter().take(1).map(|what| (what, Ink::Cold));
    let mut parts: Vec<(String, Ink)> = matter.collect();
    parts.extend([(kitchen, Ink::Muted), (chefs, Ink::Muted)]);
    if let Some(limit) = outlet.queue_limit {
        parts.push((format!("{} {limit}", w.one(Word::LineLimit)), Ink::Muted));
    }
    if outlet.queue_order != crate::sim::setup::QueueOrder::OldestFirst {
        parts.push((label(w.0, outlet.queue_order), Ink::Muted));
    }
    let phrase = |n: usize| {
        let mut rich = if several { place.clone() } else { Rich::new() };
        for (part, ink) in parts.iter().take(n) {
            rich.push(if rich.is_empty() { "" } else { "   " }, Ink::Plain).push(part.clone(), *ink);
        }
        rich
    };
    let most = if small { 1 } else { parts.len() };
    let phrases: Vec<Rich> = (0..=most).rev().map(phrase).collect();
    let name = scene.names.outlet(id);
    title(pen, row, &name, focused, &phrases);
    pen.target(Pane::new(row.x, row.y, width(&name), 1), Target::Outlet(id));
}
