//! The System view: the shop as an architecture diagram, clients → load balancer → services with queues and workers →
//! delivery queue → delivery workers. Boxes for a few outlets, rows for many; the bottleneck is highlighted; below,
//! what an order placed now would meet.

use crate::app::{Game, Panel, Target};
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::text::words::Word;
use crate::ui::layout::{Room, Screen};
use crate::ui::pane::Pane;
use crate::ui::panels::diagram::{self, Stream, boxes, compact, edges, placed, rows};
use crate::ui::pen::Pen;
use crate::ui::widgets::title::title;

/// Rows of the sums: a title, one each of desk, kitchen, what comes after it, and those lost, and a blank one.
const SUMS: i32 = 6;

pub fn system(pen: &mut Pen, screen: &Screen, scene: &Scene, game: &Game, still: bool) {
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
    let stream = Stream::new(scene, still);
    let (from, to) = (scene.clock(scene.session.window_begins()), scene.clock(scene.now()));
    let what = format!("{}, {from} to {to}", w.many(Word::Order));
    let phrase = if in_boxes || small { what } else { format!("{}, {what}", w.counted(outlets as u64, Word::Outlet)) };
    title(pen, body.row(0), "System", focus(Panel::Diagram), &[Rich::muted(phrase)]);
    pen.target(body, Target::Panel(Panel::Diagram));
    if small {
        compact::compact(pen, body.below(1).top(body.h - 2 - below), scene, game.system.scroll, stream);
        if below > 0 {
            placed::line(pen, Pane::new(body.x, body.bottom() - below, body.w, below), scene);
        }
        return;
    }
    // The sums need a row each, a title, and a row between.
    let needs = if in_boxes { boxes::rows(scene) + 3 } else { outlets as i32 * 2 + 3 };
    let sums = if !game.enlarged && body.h - 2 - below - needs >= SUMS { SUMS } else { 0 };
    let diagram = body.below(1).top(body.h - 2 - below - sums);
    let foot = Pane::new(body.x, body.bottom() - below, body.w, below);
    match in_boxes {
        true => boxes::boxes(pen, diagram, scene, stream),
        false => rows::rows(pen, diagram, scene, game.system.scroll, stream),
    }
    if sums > 0 {
        let whose = diagram::stuck_at(scene).map_or(scene.selected, |(outlet, _)| outlet);
        edges::sums(pen, Pane::new(body.x, diagram.bottom(), body.w, sums - 1), scene, whose);
    }
    if game.enlarged {
        return;
    }
    if in_boxes {
        pen.target(foot, Target::Panel(Panel::PlacedNow));
        placed::placed(pen, foot, scene, focus(Panel::PlacedNow), Some(stream.heavy));
    } else {
        pen.target(foot, Target::Panel(Panel::PlacedNow));
        rows::all(pen, foot, scene, focus(Panel::PlacedNow));
    }
}
