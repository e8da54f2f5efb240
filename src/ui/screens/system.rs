//! The System view: the shop as an architecture diagram, clients → load balancer → services with queues and workers →
//! delivery queue → delivery workers. Boxes for a few outlets, rows for many; the bottleneck is highlighted; below,
//! what an order placed now would meet.

use crate::app::{Game, Panel, Target};
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::text::words::Word;
use crate::ui::layout::{Room, Screen};
use crate::ui::pane::Pane;
use crate::ui::panels::diagram::{self, boxes, compact, placed, rows};
use crate::ui::pen::Pen;
use crate::ui::widgets::title::title;

pub fn system(pen: &mut Pen, screen: &Screen, scene: &Scene, game: &Game) {
    let body = screen.body;
    let w = scene.words;
    let focus = |panel| game.panel() == panel;
    let outlets = scene.world().outlets().len();
    let small = screen.room == Room::Small;
    if game.enlarged && game.panel() == Panel::PlacedNow {
        return placed::everywhere(pen, body, scene);
    }
    // Enlarged, the diagram takes the rows of the other panel, too.
    let below = match () {
        _ if game.enlarged => -1,
        _ if small => 2,
        _ => 3,
    };
    let in_boxes =
        !small && outlets <= if screen.room == Room::Large { 8 } else { 4 } && boxes::fits(scene, body.h - 4 - below);
    let what = if small {
        "an hour, last 10 min".to_string()
    } else {
        format!("{} an hour, last 10 min", w.many(Word::Order))
    };
    let phrase = if in_boxes || small { what } else { format!("{}, {what}", w.counted(outlets as u64, Word::Outlet)) };
    title(pen, body.row(0), "System", focus(Panel::Diagram), &[Rich::muted(phrase)]);
    pen.target(body, Target::Panel(Panel::Diagram));
    if small {
        compact::compact(pen, body.below(1).top(body.h - 2 - below), scene, game.system.scroll);
        if below > 0 {
            placed::line(pen, Pane::new(body.x, body.bottom() - below, body.w, below), scene);
        }
        return;
    }
    let diagram = body.below(1).top(body.h - 2 - below);
    let foot = Pane::new(body.x, body.bottom() - below, body.w, below);
    match in_boxes {
        true => boxes::boxes(pen, diagram, scene),
        false => rows::rows(pen, diagram, scene, game.system.scroll),
    }
    if game.enlarged {
        return;
    }
    if in_boxes {
        pen.target(foot, Target::Panel(Panel::PlacedNow));
        placed::placed(pen, foot, scene, focus(Panel::PlacedNow), Some(diagram::heavy(scene)));
    } else {
        pen.target(foot, Target::Panel(Panel::PlacedNow));
        rows::all(pen, foot, scene, focus(Panel::PlacedNow));
    }
}
