//! The kitchens under the map: a row per outlet, and below the selected one its chefs with their orders.

use super::super::widgets::lane::{lane, lane_width};
use super::crew::{absence, chef_mark, fitted, groups, progress, rider_groups, shown, waits};
use crate::app::Panel;
use crate::app::input::Target;
use crate::sim::chef::{Chef, Duty, Illness, Task};
use crate::sim::outlet::Outlet;
use crate::sim::setup::{DeliveryMode, OutletSetup, Skill};
use crate::text::doubts;
use crate::text::hiring;
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::place::{self, State};
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::text::width::{beginning, width};
use crate::text::words::Word;
use crate::ui::layout::Room;
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;
use crate::ui::widgets::meter::{meter, people};
use crate::ui::widgets::paragraph::fitting;
use crate::ui::widgets::title::title;
use crate::units::{ChefRef, OutletId};

/// How many chefs more than at opening there is room for where a kitchen has no limit.
const MORE: u32 = 4;

/// Width of a chef's entry.
const ENTRY: i32 = 34;

/// Rows that the panel would like, title included. They depend on who may come to work here, not on who has come, so
/// that the map above stays where it is while people are hired and outlets open.
pub fn rows(scene: &Scene, room: Room) -> i32 {
    let outlets = &scene.setup().outlets;
    let most = |outlet: &OutletSetup| outlet.max_chefs.unwrap_or(outlet.chefs.len() as u32 + MORE) as i32;
    let n = outlets.len() as i32;
    match room {
        Room::Small => 1 + n,
        Room::Large if n <= 12 => 2 + outlets.iter().map(|outlet| most(outlet).max(4) + 1).sum::<i32>(),
        Room::Medium | Room::Large => {
            let most = outlets.iter().map(most).max().unwrap_or(0);
            // Riders may take a row of their own, and so may what the matter is with one of several outlets.
            1 + n + (most + 1) / 2 + 1 + i32::from(n > 1)
        }
    }
}

fn wants_two(scene: &Scene, i: usize) -> bool {
    OutletId(i as u32) != scene.selected && matches!(place::state(&scene.world().outlets()[i]), State::Cut)
}

pub fn kitchens(pen: &mut Pen, pane: Pane, room: Room, scene: &Scene, focused: bool) {
    let w = scene.words;
    let oldest = scene.session.vitals().oldest.map(|(_, since)| numbers::duration(since));
    let phrase = oldest.map_or(w.say("nobody waits", "empty queues").to_string(), |span| {
        w.say(format!("oldest order waits {span}"), format!("oldest request queued {span}"))
    });
    let name = w.say("Kitchens", "Nodes");
    title(pen, pane.row(0), name, focused, &[Rich::muted(phrase)]);
    pen.target(pane, Target::Panel(Panel::Kitchens));
    let table = room == Room::Large && scene.world().outlets().len() <= 12 && super::ledger::rows(scene) < pane.h;
    pen.within(pane, |pen| match table {
        true => super::ledger::ledger(pen, pane.below(1), scene),
        false => list(pen, pane.below(1), room, scene),
    });
}

/// Lists the outlets, scrolled so that the selected one is visible with its chefs.
fn list(pen: &mut Pen, pane: Pane, room: Room, scene: &Scene) {
    let outlets = scene.world().outlets();
    let selected = scene.selected.index();
    let name_width = name_width(scene, pane, room);
    let detail = if room == Room::Small { 0 } else { detail_rows(&outlets[selected], pane) };
    let fits_all = outlets.len() as i32 + detail <= pane.h;
    let (first, hidden_row) = if fits_all {
        (0, 0)
    } else {
        let rows = (pane.h - detail - 1).max(1);
        ((selected as i32 - rows / 2).clamp(0, (outlets.len() as i32 - rows).max(0)) as usize, 1)
    };
    // Long states get a second row only while all outlets are visible.
    let mut spare = if fits_all { pane.h - outlets.len() as i32 - detail } else { 0 };
    let mut y = 0;
    let mut i = first;
    while i < outlets.len() && y < pane.h - hidden_row {
        let id = OutletId(i as u32);
        let two = spare > 0 && wants_two(scene, i) && room != Room::Small;
        let used = outlet(pen, pane.below(y), room, scene, id, name_width, two);
        spare -= used - 1;
        pen.target(pane.below(y).top(used), Target::Outlet(id));
        y += used;
        if i == selected && room != Room::Small {
            y += chefs(pen, pane.below(y).top(detail), scene, id);
        }
        i += 1;
    }
    if hidden_row > 0 {
        let shown = i - first;
        let hidden = outlets.len() - shown;
        let waiting: u64 = outlets.iter().map(|o| o.waiting.value()).sum();
        let inside: u64 = outlets[first..i].iter().map(|o| o.waiting.value()).sum();
        let text = format!(
            "and {} more, {} {} there",
            scene.words.counted(hidden as u64, Word::Outlet),
            numbers::count(waiting - inside),
            scene.words.one(Word::Waiting)
        );
        pen.put(pane.x + 4, pane.y + y.min(pane.h - 1), &text, Ink::Muted);
    }
}

fn name_width(scene: &Scene, pane: Pane, room: Room) -> i32 {
    let most = if room == Room::Small { 14 } else { (pane.w / 3).min(24) };
    let names = scene.setup().outlets.iter().take(200).map(|o| width(&o.name));
    names.max().unwrap_or(0).clamp(6, most)
}

fn detail_rows(outlet: &Outlet, pane: Pane) -> i32 {
    let n = shown(outlet).count() as i32;
    let per_row = (pane.w / ENTRY).max(1);
    let rows = (n + per_row - 1) / per_row;
    // The riders are at the end of the last row if there is room.
    let rows = rows + i32::from(n % per_row == 0 && !outlet.riders.is_empty());
    if rows > (pane.h - 2).max(1) { 1 } else { rows }
}

/// One outlet's row (or two); returns the rows used.
fn outlet(pen: &mut Pen, pane: Pane, room: Room, scene: &Scene, id: OutletId, name_width: i32, two: bool) -> i32 {
    let row = pane.row(0);
    let outlet = &scene.world().outlets()[id.index()];
    let state = place::state(outlet);
    let glyphs = pen.theme.glyphs;
    let selected = id == scene.selected;
    if selected {
        pen.glyph(row.x, row.y, glyphs.right, Ink::Accent);
    }
    let (glyph, ink) = place::mark(glyphs, scene, id);
    pen.glyph(row.x + 2, row.y, glyph, ink);
    if place::charred(scene, id).is_some() {
        pen.glyph(row.x + 3, row.y, glyphs.bad, Ink::Danger);
    }
    let name = scene.names.outlet(id);
    let name = fitted(&name, name_width);
    let ink = match state {
        _ if selected => Ink::Strong,
        State::Dark | State::ToLet | State::Opening(_) => Ink::Cold,
        _ => Ink::Plain,
    };
    pen.put(row.x + 4, row.y, &name, ink);
    let x = row.x + 4 + name_width + 2;
    if matches!(state, State::Fine | State::Closing) {
        at_work(pen, row, x, room, scene, id, selected);
        return 1;
    }
    if selected && room != Room::Small && matches!(state, State::Cut) {
        at_work(pen, row, x, room, scene, id, selected);
        return 1;
    }
    let forms = place::sentences(scene, id);
    let rows = if two { 2 } else { 1 };
    let text = fitting(forms, row.right() - x, rows);
    let lines = text.wrapped(row.right() - x);
    for (i, line) in lines.iter().take(rows as usize).enumerate() {
        pen.rich(x, row.y + i as i32, line);
    }
    (lines.len() as i32).min(rows)
}

/// `▌▌▌▌▌ 29 waiting      shelf 0`, and in small rooms the chefs.
fn at_work(pen: &mut Pen, row: Pane, x: i32, room: Room, scene: &Scene, id: OutletId, selected: bool) {
    let outlet = &scene.world().outlets()[id.index()];
    let ages = waits(scene, outlet);
    let n = ages.len();
    let count = numbers::count(n as u64);
    let stuck = scene.session.why().and_then(|w| w.stuck()).and_then(|s| s.id.outlet()) == Some(id);
    let figure = if stuck { Ink::DangerFigure } else { Ink::Strong };
    let right = if room == Room::Small {
        small_people(pen, row, x, scene, id, selected)
    } else {
        shelf(pen, row, scene, outlet)
    };
    let ghosts = scene.session.rates().get(id.index()).map_or(0, |rates| rates.ghosts);
    let word = match (room, ghosts) {
        (Room::Small, 0) => String::new(),
        (Room::Small, n) => format!(", {n} {}", doubts::for_nobody(scene)),
        (_, 0) => format!(" {}", scene.words.one(Word::Waiting)),
        (_, n) => format!(" {}, {n} {}", scene.words.one(Word::Waiting), doubts::for_nobody(scene)),
    };
    let cells = (right - x - width(&count) - width(&word) - 3).max(0);
    let mut at = x;
    if n == 0 {
        let text = scene.words.say("nobody waits", "queue empty");
        if x + width(text) < right {
            at = pen.put(x, row.y, text, Ink::Muted);
        }
    } else {
        let used = lane_width(n, cells);
        lane(pen, x, row.y, cells, &ages, scene.promise());
        at = if used > 0 { x + used + 1 } else { x };
        at = pen.put(at, row.y, &count, figure);
        at = pen.put(at, row.y, &word, Ink::Muted);
    }
    // What the manager is about to do has the rest of the row.
    let said = hiring::next_look(scene, id).into_iter().chain(hiring::mark(scene, id));
    if let Some(said) = said.into_iter().find(|said| at + 3 + said.width() <= right) {
        pen.rich_right(right, row.y, &said);
    }
}

/// What waits for a rider; returns where it begins.
fn shelf(pen: &mut Pen, row: Pane, scene: &Scene, outlet: &Outlet) -> i32 {
    if scene.world().delivery_mode() != DeliveryMode::Decoupled {
        return row.right();
    }
    let n = outlet.shelf.len();
    let full = outlet.shelf_limit.is_some_and(|limit| n as u32 >= limit);
    let ink = if full { Ink::WarnFigure } else { Ink::Plain };
    let name = if full { scene.words.one(Word::ShelfFull) } else { scene.words.say("shelf", "buffer") };
    let rich = Rich::muted(format!("{name} ")).and(numbers::count(n as u64), ink);
    pen.rich_right(row.right(), row.y, &rich)
}

/// The chefs at the end of the row, for small rooms; the selected outlet's by name if there is room.
fn small_people(pen: &mut Pen, row: Pane, x: i32, scene: &Scene, id: OutletId, selected: bool) -> i32 {
    let outlet = &scene.world().outlets()[id.index()];
    let glyphs = pen.theme.glyphs;
    if selected {
        let entries: Vec<(char, Ink, String)> = shown(outlet)
            .map(|(number, chef)| {
                let (glyph, ink) = chef_mark(glyphs, chef);
                let name = scene.names.chef(ChefRef { outlet: id, number });
                let ill = matches!(chef.illness, Illness::Ill { .. });
                (glyph, ink, if ill { format!("{name} {}", scene.words.say("ill", "down")) } else { name })
            })
            .collect();
        let total: i32 = entries.iter().map(|(_, _, name)| 2 + width(name) + 2).sum::<i32>() - 2;
        if total > 0 && total <= row.right() - x - 22 {
            let mut at = row.right() - total;
            let begin = at;
            for (glyph, ink, name) in &entries {
                pen.glyph(at, row.y, *glyph, *ink);
                at = pen.put(at + 2, row.y, name, Ink::Plain) + 2;
            }
            return begin - 1;
        }
    }
    let groups = groups(glyphs, outlet);
    let n: u32 = groups.iter().map(|g| g.2).sum();
    let room = (row.right() - x) / 2;
    let wide = if n as i32 <= room { n as i32 } else { 16 };
    people(pen, row.right() - wide, row.y, room, &groups);
    row.right() - wide - 1
}

/// The selected outlet's chefs, two per row, and its riders at the end; returns the rows used.
fn chefs(pen: &mut Pen, pane: Pane, scene: &Scene, id: OutletId) -> i32 {
    if pane.is_empty() {
        return 0;
    }
    let outlet = &scene.world().outlets()[id.index()];
    let glyphs = pen.theme.glyphs;
    let n = shown(outlet).count() as i32;
    let per_row = (pane.w / ENTRY).max(1);
    let rows = (n + per_row - 1) / per_row;
    if rows > pane.h {
        // Too many to be named.
        let x = people(pen, pane.x + 4, pane.y, pane.w / 2, &groups(glyphs, outlet));
        pen.put(x + 1, pane.y, &scene.words.counted(n as u64, Word::Chef), Ink::Muted);
        riders(pen, pane.row(0), x + 14, scene, outlet);
        return 1;
    }
    let names = shown(outlet).map(|(number, _)| width(&scene.names.chef(ChefRef { outlet: id, number })));
    let names = names.max().unwrap_or(0).clamp(4, 8);
    for (i, (number, chef)) in shown(outlet).enumerate() {
        let (column, row) = (i as i32 % per_row, i as i32 / per_row);
        let x = pane.x + 4 + column * ENTRY;
        entry(pen, Pane::new(x, pane.y + row, ENTRY - 1, 1), scene, ChefRef { outlet: id, number }, chef, names);
    }
    let last = pane.row(pane.h - 1);
    let used = if n % per_row == 0 || rows < pane.h { pane.x + 4 } else { pane.x + 4 + (n % per_row) * ENTRY };
    riders(pen, last, used, scene, outlet);
    pane.h
}

/// `● Ana  pizza L2 ━━━╸── #138`
fn entry(pen: &mut Pen, row: Pane, scene: &Scene, who: ChefRef, chef: &Chef, names: i32) {
    let w = scene.words;
    let (glyph, ink) = chef_mark(pen.theme.glyphs, chef);
    pen.glyph(row.x, row.y, glyph, ink);
    let name = scene.names.chef(who);
    let name_ink = if matches!(chef.duty, Duty::Home | Duty::Coming { .. }) { Ink::Muted } else { Ink::Plain };
    pen.put(row.x + 2, row.y, &name, name_ink);
    let x = row.x + 2 + names + 1;
    let skill = skill(scene, chef);
    pen.put(x, row.y, &skill, Ink::Muted);
    let x = x + width(&skill).max(8) + 1;
    if let Some(text) = absence(scene, who, chef) {
        let forms = [text.clone(), text.replace("about ", ""), text.split(',').next().unwrap_or("").to_string()];
        let text = forms.into_iter().find(|form| x + width(form) <= row.right()).unwrap_or_default();
        pen.put(x, row.y, &text, Ink::Muted);
        return;
    }
    let order = chef.order().map(|key| &scene.world().orders()[key]);
    let serial = order.map(|o| crate::text::log::order(w, o.serial).replace("request ", "r"));
    let serial = serial.unwrap_or_else(|| match chef.task {
        Task::Tray { bases, .. } => format!("{bases} {}", w.say("bases", "cached")),
        Task::Driving { .. } => "back".into(),
        _ => String::new(),
    });
    // The meter is the shorter for a longer word.
    let cells = (row.right() - x - 1 - width(&serial).max(5)).clamp(3, 8);
    if matches!(chef.task, Task::Idle { .. }) {
        // Nobody who stands in the dark is at anybody's disposal.
        let has_power = scene.world().outlets()[who.outlet.index()].power.is_fine();
        let (text, ink) =
            if has_power { (w.say("free", "idle"), Ink::Muted) } else { (w.say("in the dark", "no power"), Ink::Cold) };
        pen.put(x, row.y, text, ink);
        return;
    }
    let ink = if matches!(chef.task, Task::Driving { .. }) { Ink::Flow } else { Ink::Cook };
    meter(pen, x, row.y, cells, progress(scene, chef), ink);
    pen.put(x + cells + 1, row.y, &serial, Ink::Muted);
}

/// `pizza L2`, `stand-in`; with the level if tools differ.
pub fn skill(scene: &Scene, chef: &Chef) -> String {
    let w = scene.words;
    if chef.standby {
        return w.say("stand-in", "standby").into();
    }
    let skill = match chef.skill {
        Skill::Item(item) => scene.names.item(item).into_owned(),
        Skill::AllRound => w.say("all", "any").into(),
    };
    let skill = beginning(&skill, 8).to_string();
    if scene.setup().kitchen.level_speed.len() > 1 {
        w.say(format!("{skill} L{}", chef.level), {
            let speed = scene.setup().kitchen.level_speed[chef.level as usize - 1];
            format!("{skill} {}x", numbers::tenths(Some(speed)).trim_end_matches(".0"))
        })
    } else {
        skill
    }
}

/// `●●●●●●●●○○○ riders`, at the right end of a row, from column `from` on at most.
pub fn riders(pen: &mut Pen, row: Pane, from: i32, scene: &Scene, outlet: &Outlet) {
    if outlet.riders.is_empty() || scene.world().delivery_mode() != DeliveryMode::Decoupled {
        return;
    }
    let glyphs = pen.theme.glyphs;
    let groups = rider_groups(glyphs, outlet);
    let n: u32 = groups.iter().map(|g| g.2).sum();
    let word = format!(" {}", scene.words.say("riders", "couriers"));
    let word = if n == 1 { word.trim_end_matches('s').to_string() } else { word };
    let room = (row.right() - from - width(&word)).max(6);
    let wide = if n as i32 <= room { n as i32 } else { 12.min(room) };
    let x = row.right() - width(&word) - wide;
    let end = people(pen, x, row.y, room, &groups);
    pen.put(end, row.y, &word, Ink::Muted);
}
