//! Names and states on the map, placed so that they hide each other as little as can be.

use super::NAMED;
use super::roads::BREAK;
use crate::app::View;
use crate::app::input::Target;
use crate::sim::explain::StationId;
use crate::sim::outlet::Status;
use crate::text::hiring;
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::place::{self, State};
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::text::width::width;
use crate::text::words::{Word, verb};
use crate::ui::canvas::Map;
use crate::ui::layout::Room;
use crate::ui::pane::Pane;
use crate::ui::panels::crew;
use crate::ui::pen::Pen;
use crate::ui::projection::Projection;
use crate::ui::widgets::lane::{Waiting, bars_of, lane_of};
use crate::units::{OutletId, Place, ZoneId};

/// What is already on the map, and where nothing should be written if it can be helped.
struct Places<'a> {
    map: &'a Map,
    taken: Vec<Pane>,
}

impl Places<'_> {
    fn atlas(&self) -> &Projection {
        &self.map.atlas
    }

    /// Takes the spot at which a label hides no other and the least of what it `costs` by cell, of equal ones the
    /// first; spots are shifted inside at the edges. `None`: there is no such spot.
    fn best(&mut self, spots: &[(i32, i32)], (w, h): (i32, i32), costs: impl Fn(usize) -> u32) -> Option<Pane> {
        let pane = self.atlas().pane;
        let inside = |&(x, y): &(i32, i32)| Pane::new(x.min(pane.right() - w).max(pane.x), y, w, h);
        let is_good = |spot: &Pane| {
            // Two texts of one row keep two columns apart, or they would be read as one.
            let around = |taken: &Pane| {
                let gap = if taken.w > 1 { 2 } else { 1 };
                Pane::new(spot.x - gap, spot.y, w + 2 * gap, h)
            };
            spot.intersection(pane) == *spot && self.taken.iter().all(|t| t.intersection(around(t)).is_empty())
        };
        let cost = |spot: &Pane| -> u32 {
            let rows = (spot.y..spot.bottom()).flat_map(|y| (spot.x..spot.right()).map(move |x| (x, y)));
            rows.map(|(x, y)| costs(((y - pane.y) * pane.w + x - pane.x) as usize)).sum()
        };
        let spot = spots.iter().map(inside).filter(is_good).min_by_key(cost)?;
        self.taken.push(spot);
        Some(spot)
    }

    /// The same, with the river as the only thing to keep clear of.
    fn dry(&mut self, spots: &[(i32, i32)], size: (i32, i32)) -> Option<Pane> {
        let map = self.map;
        self.best(spots, size, |cell| u32::from(map.water.get(cell) == Some(&true)))
    }
}

/// Writes the rows of a label on a ground of their own, a column wider on both sides.
fn write(pen: &mut Pen, spot: Pane, rows: &[Rich]) {
    write_at(pen, spot, rows, false);
}

/// The same; on the left of what it names, each row ends beside it.
fn write_at(pen: &mut Pen, spot: Pane, rows: &[Rich], is_left: bool) {
    for (i, row) in rows.iter().enumerate().take(spot.h as usize) {
        let y = spot.y + i as i32;
        let spot = Pane { x: if is_left { spot.right() - row.width() } else { spot.x }, ..spot };
        // What stands beside it would be read as a part of it; its neighbours' cells are not to be cleared for that.
        for x in [spot.x - 1, spot.x + row.width()] {
            if !pen.is_free(x, y) && pen.stands(x, y).is_some_and(|stands| is_scenery(pen, stands)) {
                pen.glyph(x, y, ' ', Ink::Plain);
            }
        }
        pen.rich(spot.x, y, row);
    }
}

/// Whether it is a window or a dot of a line.
fn is_scenery(pen: &Pen, stands: char) -> bool {
    stands == pen.theme.glyphs.window || ('\u{2800}'..='\u{28ff}').contains(&stands)
}

/// Names and states, placed so that they hide each other as little as can be; then the badge over all.
pub fn labels(pen: &mut Pen, room: Room, scene: &Scene, map: &Map) {
    let mut places = Places { map, taken: Vec::new() };
    let outlets = scene.world().outlets();
    let many = outlets.len() > NAMED;
    let stuck = scene.session.why().and_then(|why| why.stuck());
    let stuck_at = stuck.and_then(|s| s.id.outlet());
    for (i, setup) in scene.setup().outlets.iter().enumerate() {
        let (x, y) = map.atlas.cell(setup.at);
        places.taken.push(Pane::new(x, y, 1, 1));
        marker(pen, scene, OutletId(i as u32), x, y);
    }
    if let Some(desk) = map.atlas.desk.filter(|_| !many) {
        breaks(pen, scene, desk, &mut places);
        desk_label(pen, scene, desk, &mut places);
    }
    // The most important labels are placed first.
    let mut order: Vec<usize> = (0..outlets.len()).collect();
    let troubled = |i: &usize| {
        let id = OutletId(*i as u32);
        !matches!(place::state(&outlets[*i]), State::Fine | State::ToLet)
            || place::out_since(scene, id).is_some()
            || place::charred(scene, id).is_some()
    };
    let weight = |i: &usize| match OutletId(*i as u32) {
        id if Some(id) == stuck_at => 0,
        id if id == scene.selected => 1,
        _ if troubled(i) => 2,
        _ => 3,
    };
    order.sort_by_key(|i| (weight(i), *i));
    let named = if many { 8 } else { usize::MAX };
    for i in order.into_iter().take(named).filter(|i| !many || weight(i) < 3) {
        outlet_label(pen, room, scene, OutletId(i as u32), stuck_at, &mut places);
    }
    // A single quarter's name and rate stand in the panel's title.
    if (2..=NAMED).contains(&scene.setup().zones.len()) || room == Room::Small {
        for z in 0..scene.setup().zones.len().min(NAMED) {
            zone_label(pen, room, scene, ZoneId(z as u32), &mut places);
        }
    }
}

fn marker(pen: &mut Pen, scene: &Scene, id: OutletId, x: i32, y: i32) {
    let glyphs = pen.theme.glyphs;
    let state = place::state(&scene.world().outlets()[id.index()]);
    let (glyph, ink) = match (state, place::mark(glyphs, scene, id)) {
        (State::Fine | State::Closing | State::Empty, (glyph, ink)) if id == scene.selected && ink != Ink::Cold => {
            (glyph, Ink::Accent)
        }
        (_, mark) => mark,
    };
    pen.glyph(x, y, glyph, ink);
    if place::charred(scene, id).is_some() {
        pen.glyph(x + 1, y, glyphs.bad, Ink::Danger);
    }
    pen.target(Pane::new(x, y, 1, 1), Target::Outlet(id));
}

/// A cross where a link is cut, and what it is.
fn breaks(pen: &mut Pen, scene: &Scene, desk: Place, places: &mut Places) {
    for (i, outlet) in scene.world().outlets().iter().enumerate() {
        if outlet.link.is_fine() || outlet.status == Status::Closed {
            continue;
        }
        let at = scene.setup().outlets[i].at;
        let part = |desk: f64, at: f64| desk + (at - desk) * BREAK;
        let (x, y) = places.atlas().cell(Place::new(part(desk.x, at.x), part(desk.y, at.y)));
        pen.glyph(x, y, pen.theme.glyphs.cut, Ink::Danger);
        places.taken.push(Pane::new(x, y, 1, 1));
        let mut text = Rich::of(scene.words.say("line cut", "partition"), Ink::Danger);
        if !outlet.hanging.is_empty() {
            let hang = scene.words.say(verb(outlet.hanging.len() as u64, "hangs", "hang"), "in flight");
            text.push(format!(", {} {hang}", outlet.hanging.len()), Ink::Cold);
        }
        let w = text.width();
        let spots = [(x + 2, y), (x - w - 1, y), (x - w / 2, y - 1), (x - w / 2, y + 1), (x - 4, y + 2)];
        if let Some(spot) = places.dry(&spots, (w, 1)) {
            write(pen, spot, &[text]);
        }
    }
}

fn desk_label(pen: &mut Pen, scene: &Scene, desk: Place, places: &mut Places) {
    let (x, y) = places.atlas().cell(desk);
    pen.glyph(x, y, pen.theme.glyphs.desk, Ink::Accent);
    places.taken.push(Pane::new(x, y, 1, 1));
    pen.target(Pane::new(x - 4, y, 9, 2), Target::View(View::System));
    let text = scene.words.one(Word::FrontDesk);
    let stuck = scene.session.why().and_then(|w| w.stuck()).filter(|s| s.id == StationId::Desk);
    let mut rows = vec![Rich::muted(text)];
    rows.extend(stuck.map(|station| badge(scene, station.waiting)));
    rows.extend(place::how_many_out(scene).first().map(|text| Rich::of(text.clone(), Ink::Warn)));
    let (w, h) = (width(text), rows.len() as i32);
    let size = (rows.iter().map(Rich::width).max().unwrap_or(w), h);
    let spots = [(x - w / 2, y + 1), (x + 2, y), (x - w - 1, y), (x - w / 2, y - h)];
    // Where nobody lives it hides no order.
    let map = places.map;
    let lives = |cell: usize| u32::from(map.homes.get(cell) == Some(&true) || map.water.get(cell) == Some(&true));
    if let Some(spot) = places.best(&spots, size, lives) {
        write(pen, spot, &rows);
    }
}

fn outlet_label(
    pen: &mut Pen,
    room: Room,
    scene: &Scene,
    id: OutletId,
    stuck_at: Option<OutletId>,
    places: &mut Places,
) {
    let outlet = &scene.world().outlets()[id.index()];
    let state = place::state(outlet);
    let down = !matches!(state, State::Fine | State::Closing | State::Empty | State::Cut);
    let ink = match () {
        () if state == State::Dark => Ink::Cold,
        () if stuck_at == Some(id) || id == scene.selected => Ink::Strong,
        () if down => Ink::Cold,
        () => Ink::Plain,
    };
    let name = Rich::of(crew::fitted(&scene.names.outlet(id), 20), ink);
    let (x, y) = places.atlas().cell(scene.setup().outlets[id.index()].at);
    // With less room it says less.
    for rows in forms(pen, room, scene, id, stuck_at == Some(id), name) {
        let size = (rows.iter().map(Rich::width).max().unwrap_or(0), rows.len() as i32);
        // Beside the mark of what is burnt.
        let right = x + 2 + i32::from(place::charred(scene, id).is_some());
        let spots = [
            (right, y),
            (x - size.0 - 1, y),
            (x - size.0 / 2, y + 1),
            (x - size.0 / 2, y - size.1),
            (x + 2, y - 1),
            (x + 2, y + 1),
            (x - size.0 - 1, y + 1),
        ];
        // Beside another outlet's mark it would be read as that one's.
        let others: Vec<(i32, i32)> =
            scene.setup().outlets.iter().map(|outlet| places.atlas().cell(outlet.at)).collect();
        let is_clear = |(left, top): &(i32, i32)| {
            let around = Pane::new(left - 3, *top, size.0 + 6, size.1);
            others.iter().all(|other| *other == (x, y) || !around.contains(other.0, other.1))
        };
        let clear: Vec<(i32, i32)> = spots.iter().copied().filter(is_clear).collect();
        if let Some(spot) = places.dry(&clear, size).or_else(|| places.dry(&spots, size)) {
            write_at(pen, spot, &rows, spot.right() < x);
            pen.target(spot, Target::Outlet(id));
            return;
        }
    }
}

/// What a label says, longest first: the name, who waits there, and what the matter is.
fn forms(pen: &Pen, room: Room, scene: &Scene, id: OutletId, stuck: bool, name: Rich) -> Vec<Vec<Rich>> {
    let outlet = &scene.world().outlets()[id.index()];
    let state = place::state(outlet);
    let said = place::short(scene, id);
    let said = if room == Room::Small { said.last() } else { said.first() };
    let said = said.map(|text| Rich::of(text.clone(), Ink::Cold));
    let said = said.or_else(|| hiring::mark(scene, id).into_iter().next());
    let waiting = scene.session.why().and_then(|w| w.stuck()).map_or(0, |s| s.waiting);
    let (glyphs, waits) = (pen.theme.glyphs, crew::waits(scene, outlet));
    let ink = |order: Waiting| if state == State::Dark { Ink::Cold } else { order.ink(scene.promise()) };
    let lane = |cells| (!waits.is_empty()).then(|| lane_of(glyphs, cells, &waits, ink));
    let alone = scene.setup().outlets.len() == 1 && room != Room::Small;
    let with_bars = |cells| {
        let bars = bars_of(glyphs, cells, &waits, ink);
        let gap = if bars.is_empty() { "" } else { " " };
        bars.and(gap, Ink::Plain).joined(badge(scene, waiting))
    };
    let second = match (stuck, state) {
        // Who is sent into the dark piles up there.
        (true, State::Dark) if room != Room::Small => Some(with_bars(12)),
        (false, State::Dark) if room != Room::Small => lane(12),
        (true, State::Fine) if alone => Some(with_bars(20)),
        (true, _) => Some(badge(scene, waiting)),
        (false, State::Fine) if alone => {
            let many = |lane: Rich| lane.and(format!(" {}", scene.words.one(Word::Waiting)), Ink::Muted);
            lane(20).map(many)
        }
        (false, _) => None,
    };
    let rows = |parts: &[Option<Rich>]| -> Vec<Rich> {
        std::iter::once(name.clone()).chain(parts.iter().flatten().cloned()).collect()
    };
    let badge = stuck.then(|| badge(scene, waiting));
    match stuck {
        true if state == State::Dark => vec![rows(&[second, said]), rows(&[badge]), rows(&[])],
        true => vec![rows(&[second]), rows(&[badge]), rows(&[])],
        false => vec![rows(&[second, said.clone()]), rows(&[said]), rows(&[])],
    }
}

/// The badge where orders are stuck: the only text of the screen in the shouting ink.
fn badge(scene: &Scene, waiting: u64) -> Rich {
    Rich::of(format!(" {} {} ", numbers::count(waiting), scene.words.one(Word::Waiting)), Ink::Shout)
}

fn zone_label(pen: &mut Pen, room: Room, scene: &Scene, id: ZoneId, places: &mut Places) {
    let name = crew::fitted(&scene.names.zone(id), 20);
    let bare = room == Room::Small && pen.theme.glow(1.0).is_some();
    let mut text = Rich::of(name, if bare { Ink::Muted } else { Ink::Plain });
    if !bare {
        text.push(format!(" {}/h", numbers::rate(Some(scene.world().demand(id)))), Ink::Muted);
    }
    let atlas = places.atlas();
    let (w, (at, radius)) = (text.width(), atlas.quarter(id));
    let (x, y) = atlas.cell(at);
    let up = ((atlas.radius(radius).1 / 4.0).round() as i32).max(1);
    let below_middle = y > atlas.pane.y + atlas.pane.h / 2;
    let (first, second) = if below_middle { (y + up, y - up) } else { (y - up, y + up) };
    let out = if below_middle { 1 } else { -1 };
    let middle = x - w / 2;
    let spots = [
        (middle, first),
        (middle, first + out),
        (middle, second),
        (middle, y),
        (middle - w / 2, first),
        (middle + w / 2, first),
        (middle, second - out),
        (x + 3, first),
        (x - w - 2, first),
    ];
    if let Some(spot) = places.dry(&spots, (w, 1)) {
        write(pen, spot, &[text]);
    }
}
