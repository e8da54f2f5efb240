//! The map: demand as heat, outlets, the front desk and its links, orders as dots by age, riders, and the badge where
//! orders are stuck.

use crate::app::input::Target;
use crate::app::{Panel, View};
use crate::session::Fate;
use crate::sim::chef::Task;
use crate::sim::delivery::RiderTask;
use crate::sim::demand::Attributes;
use crate::sim::explain::StationId;
use crate::sim::order::{Order, Stage};
use crate::sim::setup::DeliveryMode;
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::place::{self, State};
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::text::width::width;
use crate::text::words::Word;
use crate::ui::canvas::Map;
use crate::ui::layout::Room;
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;
use crate::ui::projection::Projection;
use crate::ui::widgets::dots::Dots;
use crate::ui::widgets::lane::age_ink;
use crate::ui::widgets::title::title;
use crate::units::{ChefRef, OutletId, Place, Span, Time, ZoneId};

/// Upper bound of the dots drawn; more would merge into a blot.
const DOTS: usize = 3_000;
const RIDERS: usize = 800;
const WAYS: usize = 150;
/// Upper bound of the outlets whose riders are drawn.
const OUTLETS: usize = 300;
/// How long a delivered and a lost order stay on the map.
const DELIVERED: Span = Span::from_mins(45);
const LOST: Span = Span::from_mins(10);
/// Above this many outlets only important ones have names.
const NAMED: usize = 24;

/// The part of a map's panel in which the city lies.
pub fn ground(panel: Pane) -> Pane {
    panel.below(1)
}

pub fn map(pen: &mut Pen, panel: Pane, room: Room, scene: &Scene, map: Option<&Map>, focused: bool) {
    let w = scene.words;
    let demand = scene.session.vitals().traffic.demand_per_hour;
    let rate = numbers::rate(Some(demand));
    let phrases = [
        Rich::muted(format!("{} {rate} {} an hour", "demand", w.many(Word::Order))),
        Rich::muted(format!("demand {rate}/h")),
    ];
    let phrases = if room == Room::Small { &phrases[1..] } else { &phrases[..] };
    title(pen, panel.row(0), &w.title(Word::City), focused, phrases);
    let pane = ground(panel);
    pen.target(pane, Target::Panel(Panel::Map));
    let Some(map) = map.filter(|m| m.atlas.pane == pane) else { return };
    pen.within(pane, |pen| {
        glow(pen, map);
        let mut dots = Dots::new(pane.w, pane.h);
        lines(&mut dots, scene, map);
        dots.draw(pen, pane, false);
        orders(pen, scene, &map.atlas);
        riders(pen, scene, &map.atlas);
        labels(pen, room, scene, &map.atlas);
    });
}

fn glow(pen: &mut Pen, map: &Map) {
    let pane = map.atlas.pane;
    for (i, colour) in map.glow.iter().enumerate() {
        if let Some(colour) = colour {
            pen.tint(pane.x + i as i32 % pane.w, pane.y + i as i32 / pane.w, *colour);
        }
    }
}

/// Everything made of dots: river, links of the front desk, delivered orders, trips.
fn lines(dots: &mut Dots, scene: &Scene, map: &Map) {
    let atlas = &map.atlas;
    for &(x, y) in &map.river {
        dots.set(x, y, Ink::Track);
    }
    desk_lines(dots, scene, atlas);
    for (at, _) in delivered(scene) {
        let (x, y) = atlas.dot(at);
        dots.set(x.round() as i32, y.round() as i32, Ink::Served);
    }
    for (from, to, ..) in trips(scene).filter(|t| t.4).take(WAYS) {
        dots.line(atlas.dot(from), atlas.dot(to), 3.0, Ink::Route);
    }
    for (order, at) in driven(scene).take(WAYS) {
        dots.line(atlas.dot(at), atlas.dot(order.address), 3.0, Ink::Route);
    }
}

fn desk_lines(dots: &mut Dots, scene: &Scene, atlas: &Projection) {
    let Some(desk) = atlas.desk else { return };
    let world = scene.world();
    if world.outlets().len() > NAMED {
        return;
    }
    let newest = world.orders().iter().map(|(_, o)| o).filter(|o| !o.copy).max_by_key(|o| o.serial);
    // The latest routing stays lit long enough to be noticed.
    let chosen = newest.filter(|o| scene.moment.since(o.placed) < Span::from_secs(90) && o.stage != Stage::Held);
    for (i, outlet) in world.outlets().iter().enumerate() {
        if matches!(place::state(outlet), State::ToLet | State::Opening(_)) {
            continue;
        }
        let lit = chosen.is_some_and(|o| o.outlet.index() == i);
        let cut = !outlet.link.is_fine();
        let ink = if lit { Ink::Muted } else { Ink::Track };
        dots.line(atlas.dot(desk), atlas.dot(scene.setup().outlets[i].at), if cut { 6.0 } else { 4.0 }, ink);
    }
}

/// Addresses and times of recent deliveries, newest first.
fn delivered<'a>(scene: &'a Scene) -> impl Iterator<Item = (Place, Time)> + 'a {
    let done = scene.session.recorder().history.done().rev().take(400);
    done.take_while(|t| scene.now().since(t.end) < DELIVERED)
        .filter(|t| t.fate == Fate::Delivered)
        .map(|t| (address(scene, t.zone, t.id.n), t.end))
}

/// A finished order's address is recomputed; it does not depend on the menu.
fn address(scene: &Scene, zone: ZoneId, n: u64) -> Place {
    let setup = scene.setup();
    Attributes::draw(setup, zone, n, &setup.zones[zone.index()].mix).address
}

fn orders(pen: &mut Pen, scene: &Scene, atlas: &Projection) {
    let glyphs = pen.theme.glyphs;
    for trace in scene.session.recorder().history.done().rev().take(200).take_while(|t| scene.now().since(t.end) < LOST)
    {
        if matches!(trace.fate, Fate::Lost(_)) {
            let (x, y) = atlas.cell(address(scene, trace.zone, trace.id.n));
            pen.glyph(x, y, glyphs.bad, Ink::Danger);
        }
    }
    for (_, order) in scene.world().orders().iter().filter(|(_, o)| o.is_live()).take(DOTS) {
        let (x, y) = atlas.cell(order.address);
        let (glyph, ink) = match order.stage {
            Stage::Riding => (glyphs.stop, Ink::Flow),
            _ => match age_ink(scene.moment.since(order.placed), scene.promise_of(order.item)) {
                Ink::Danger => (glyphs.old, Ink::Danger),
                Ink::Wait => (glyphs.older, Ink::Wait),
                ink => (glyphs.young, ink),
            },
        };
        pen.glyph(x, y, glyph, ink);
    }
}

fn riders(pen: &mut Pen, scene: &Scene, atlas: &Projection) {
    for (from, to, began, arrives, loaded) in trips(scene).take(RIDERS) {
        let at = between(from, to, began, arrives, scene.moment);
        draw_rider(pen, atlas, at, to.x >= from.x, loaded);
    }
    if scene.world().delivery_mode() == DeliveryMode::Coupled {
        for (order, home) in driven(scene) {
            let arrives = order.delivered_at_latest(scene);
            let at = between(home, order.address, order.left, arrives, scene.moment);
            draw_rider(pen, atlas, at, order.address.x >= home.x, true);
        }
        for (from, home, began, until) in driving_home(scene) {
            let at = between(from, home, began, until, scene.moment);
            draw_rider(pen, atlas, at, home.x >= from.x, false);
        }
    }
}

/// Riders on the road: from, to, between which moments, and whether with a box.
fn trips<'a>(scene: &'a Scene) -> impl Iterator<Item = (Place, Place, Time, Time, bool)> + 'a {
    let riders = scene.world().outlets().iter().take(OUTLETS).flat_map(|outlet| &outlet.riders);
    riders.filter_map(|rider| match rider.task {
        RiderTask::Trip { target, from, to, began, arrives, .. } => Some((from, to, began, arrives, target.is_some())),
        RiderTask::Idle { .. } => None,
    })
}

fn draw_rider(pen: &mut Pen, atlas: &Projection, at: Place, rightwards: bool, loaded: bool) {
    let (x, y) = atlas.cell(at);
    let glyph = if rightwards { pen.theme.glyphs.right } else { pen.theme.glyphs.left };
    pen.glyph(x, y, glyph, if loaded { Ink::Flow } else { Ink::Muted });
}

fn between(from: Place, to: Place, began: Time, arrives: Time, moment: Time) -> Place {
    let whole = arrives.since(began).0;
    let share = if whole == 0 { 1.0 } else { (moment.since(began).0 as f64 / whole as f64).min(1.0) };
    Place::new(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share)
}

/// Orders on the road with the chef who cooked them, and where from.
fn driven<'a>(scene: &'a Scene) -> impl Iterator<Item = (&'a Order, Place)> + 'a {
    let world = scene.world();
    let coupled = world.delivery_mode() == DeliveryMode::Coupled;
    let chefs = world
        .outlets()
        .iter()
        .enumerate()
        .filter(move |_| coupled)
        .flat_map(|(i, o)| o.chefs.iter().map(move |c| (i, c)));
    chefs.filter_map(move |(i, chef)| match chef.task {
        Task::Driving { order: Some(key), .. } => Some((&world.orders()[key], scene.setup().outlets[i].at)),
        _ => None,
    })
}

trait Road {
    fn delivered_at_latest(&self, scene: &Scene) -> Time;
}

impl Road for Order {
    /// When a driving chef stands at the door: the handover comes after that.
    fn delivered_at_latest(&self, scene: &Scene) -> Time {
        let outlet = &scene.world().outlets()[self.outlet.index()];
        let until =
            self.chef.get().and_then(|chef| outlet.chefs.get(chef as usize)).map_or(self.left, |chef| {
                match chef.task {
                    Task::Driving { until, .. } => until,
                    _ => self.left,
                }
            });
        Time(until.0.saturating_sub(self.handover.0).max(self.left.0))
    }
}

/// Chefs on the way back: from the last door, home.
fn driving_home<'a>(scene: &'a Scene) -> impl Iterator<Item = (Place, Place, Time, Time)> + 'a {
    let world = scene.world();
    let chefs =
        world.outlets().iter().enumerate().flat_map(|(i, o)| o.chefs.iter().enumerate().map(move |(n, c)| (i, n, c)));
    chefs.filter_map(move |(i, n, chef)| {
        let Task::Driving { order: None, began, until } = chef.task else { return None };
        let who = ChefRef { outlet: OutletId(i as u32), number: n as u32 };
        let last = scene.session.recorder().history.done().rev().take(60);
        let last = last.into_iter().find(|t| t.outlet == Some(who.outlet) && t.chef == Some(who.number))?;
        Some((address(scene, last.zone, last.id.n), scene.setup().outlets[i].at, began, until))
    })
}

/// Names and states, placed so that they hide each other as little as can be; then the badge over all.
fn labels(pen: &mut Pen, room: Room, scene: &Scene, atlas: &Projection) {
    let mut taken: Vec<Pane> = Vec::new();
    let outlets = scene.world().outlets();
    let many = outlets.len() > NAMED;
    let stuck = scene.session.why().and_then(|why| why.stuck());
    let stuck_at = stuck.and_then(|s| s.id.outlet());
    for (i, setup) in scene.setup().outlets.iter().enumerate() {
        let (x, y) = atlas.cell(setup.at);
        taken.push(Pane::new(x, y, 1, 1));
        marker(pen, scene, OutletId(i as u32), x, y);
    }
    if let Some(desk) = atlas.desk.filter(|_| !many) {
        desk_label(pen, room, scene, atlas, desk, &mut taken);
    }
    // The most important labels are placed first.
    let mut order: Vec<usize> = (0..outlets.len()).collect();
    let troubled = |i: &usize| !matches!(place::state(&outlets[*i]), State::Fine | State::ToLet);
    let weight = |i: &usize| match OutletId(*i as u32) {
        id if Some(id) == stuck_at => 0,
        id if id == scene.selected => 1,
        _ if troubled(i) => 2,
        _ => 3,
    };
    order.sort_by_key(|i| (weight(i), *i));
    let named = if many { 8 } else { usize::MAX };
    for i in order.into_iter().take(named).filter(|i| !many || weight(i) < 3) {
        outlet_label(pen, room, scene, atlas, OutletId(i as u32), stuck_at, &mut taken);
    }
    if scene.setup().zones.len() <= NAMED {
        for z in 0..scene.setup().zones.len() {
            zone_label(pen, room, scene, atlas, ZoneId(z as u32), &mut taken);
        }
    }
}

fn marker(pen: &mut Pen, scene: &Scene, id: OutletId, x: i32, y: i32) {
    let glyphs = pen.theme.glyphs;
    let (glyph, ink) = match place::state(&scene.world().outlets()[id.index()]) {
        State::Dark => (glyphs.outlet_dark, Ink::Cold),
        State::ToLet | State::Opening(_) => (glyphs.to_let, Ink::Cold),
        State::Cut => (glyphs.outlet, Ink::Cold),
        _ if id == scene.selected => (glyphs.outlet, Ink::Accent),
        State::Empty => (glyphs.outlet, Ink::Danger),
        _ => (glyphs.outlet, Ink::Plain),
    };
    pen.glyph(x, y, glyph, ink);
    pen.target(Pane::new(x, y, 1, 1), Target::Outlet(id));
}

fn desk_label(pen: &mut Pen, room: Room, scene: &Scene, atlas: &Projection, desk: Place, taken: &mut Vec<Pane>) {
    let (x, y) = atlas.cell(desk);
    pen.glyph(x, y, pen.theme.glyphs.desk, Ink::Accent);
    taken.push(Pane::new(x, y, 1, 1));
    pen.target(Pane::new(x - 4, y, 9, 2), Target::View(View::System));
    let text = scene.words.one(Word::FrontDesk);
    let stuck = scene.session.why().and_then(|w| w.stuck()).filter(|s| s.id == StationId::Desk);
    let size = (width(text).max(12), if stuck.is_some() { 2 } else { 1 });
    let spots = [(x - width(text) / 2, y + 1), (x + 2, y), (x - width(text) - 1, y), (x - width(text) / 2, y - size.1)];
    if let Some(spot) = best(&spots, size, atlas.pane, taken) {
        let _ = room;
        pen.put(spot.x, spot.y, text, Ink::Muted);
        if let Some(station) = stuck {
            badge(pen, spot.x, spot.y + 1, scene, station.waiting);
        }
    }
    // A cut link has a cross in its middle.
    for (i, outlet) in scene.world().outlets().iter().enumerate() {
        if outlet.link.is_fine() || outlet.status == crate::sim::outlet::Status::Closed {
            continue;
        }
        let at = scene.setup().outlets[i].at;
        let (cx, cy) = atlas.cell(Place::new((at.x + desk.x) / 2.0, (at.y + desk.y) / 2.0));
        let text = scene.words.say("line cut", "partition");
        let size = (width(text) + 2, 1);
        if let Some(spot) = best(&[(cx, cy), (cx, cy - 1), (cx, cy + 1), (cx - 4, cy + 2)], size, atlas.pane, taken) {
            pen.glyph(spot.x, spot.y, pen.theme.glyphs.cut, Ink::Danger);
            pen.put(spot.x + 2, spot.y, text, Ink::Danger);
        }
    }
}

fn outlet_label(
    pen: &mut Pen,
    room: Room,
    scene: &Scene,
    atlas: &Projection,
    id: OutletId,
    stuck_at: Option<OutletId>,
    taken: &mut Vec<Pane>,
) {
    let outlet = &scene.world().outlets()[id.index()];
    let name = super::crew::fitted(&scene.names.outlet(id), 20);
    let stuck = stuck_at == Some(id);
    let waiting = scene.session.why().and_then(|w| w.stuck()).map_or(0, |s| s.waiting);
    let second = place::short(scene, id);
    let second = if room == Room::Small { second.last() } else { second.first() };
    let second_width = match (stuck, second) {
        (true, _) => width(&badge_text(scene, waiting)),
        (_, Some(text)) => width(text),
        _ => 0,
    };
    let size = (width(&name).max(second_width), if second_width > 0 { 2 } else { 1 });
    let (x, y) = atlas.cell(scene.setup().outlets[id.index()].at);
    let spots = [
        (x + 2, y),
        (x - size.0 - 1, y),
        (x - size.0 / 2, y + 1),
        (x - size.0 / 2, y - size.1),
        (x + 2, y - 1),
        (x + 2, y + 1),
        (x - size.0 - 1, y + 1),
    ];
    let Some(spot) = best(&spots, size, atlas.pane, taken) else { return };
    let down = !matches!(place::state(outlet), State::Fine | State::Closing | State::Empty | State::Cut);
    let ink = match () {
        () if stuck || id == scene.selected => Ink::Strong,
        () if down => Ink::Cold,
        () => Ink::Plain,
    };
    pen.put(spot.x, spot.y, &name, ink);
    if stuck {
        badge(pen, spot.x, spot.y + 1, scene, waiting);
    } else if let Some(text) = second {
        pen.put(spot.x, spot.y + 1, text, Ink::Cold);
    }
    pen.target(spot, Target::Outlet(id));
}

fn badge_text(scene: &Scene, waiting: u64) -> String {
    format!(" {} {} ", numbers::count(waiting), scene.words.one(Word::Waiting))
}

/// The badge where orders are stuck: the only text of the screen in the shouting ink.
fn badge(pen: &mut Pen, x: i32, y: i32, scene: &Scene, waiting: u64) {
    pen.put(x, y, &badge_text(scene, waiting), Ink::Shout);
}

fn zone_label(pen: &mut Pen, room: Room, scene: &Scene, atlas: &Projection, id: ZoneId, taken: &mut Vec<Pane>) {
    let zone = &scene.setup().zones[id.index()];
    let name = super::crew::fitted(&scene.names.zone(id), 20);
    let rate = format!(" {}/h", numbers::rate(Some(scene.world().demand(id))));
    let bare = room == Room::Small && pen.theme.glow(1.0).is_some();
    let w = width(&name) + if bare { 0 } else { width(&rate) };
    let (x, y) = atlas.cell(zone.at);
    let up = ((atlas.radius(zone.radius).1 / 4.0).round() as i32).max(1);
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
    if let Some(spot) = best(&spots, (w, 1), atlas.pane, taken) {
        let end = pen.put(spot.x, spot.y, &name, if bare { Ink::Muted } else { Ink::Plain });
        if !bare {
            pen.put(end, spot.y, &rate, Ink::Muted);
        }
    }
}

/// Takes the first spot at which a label hides no other, shifted inside at the edges; `None`: there is no such spot.
fn best(spots: &[(i32, i32)], (w, h): (i32, i32), pane: Pane, taken: &mut Vec<Pane>) -> Option<Pane> {
    for &(x, y) in spots {
        let x = x.min(pane.right() - w).max(pane.x);
        let spot = Pane::new(x, y, w, h);
        let around = Pane::new(x - 1, y, w + 2, h);
        if spot.intersection(pane) == spot && taken.iter().all(|t| t.intersection(around).is_empty()) {
            taken.push(spot);
            return Some(spot);
        }
    }
    None
}

/// The legend of the marks, as much of it as fits.
pub fn legend(pen: &mut Pen, row: Pane, scene: &Scene) {
    if row.is_empty() {
        return;
    }
    let (g, w) = (pen.theme.glyphs, scene.words);
    let third = |n: u64| numbers::duration(Span(scene.promise().0 / 3 * n));
    let coupled = scene.world().delivery_mode() == DeliveryMode::Coupled;
    let mut items = vec![
        (g.young, Ink::Cook, w.say("in a kitchen", "queued").to_string()),
        (g.older, Ink::Wait, format!("over {}", third(1))),
        (g.old, Ink::Danger, format!("over {}", third(2).trim_end_matches(" min"))),
    ];
    if !scene.is_pickup() {
        items.push((g.stop, Ink::Flow, w.say("on its way", "in delivery").to_string()));
        let rider = if coupled { w.one(Word::Chef) } else { w.say("rider", "courier") };
        items.push((g.right, Ink::Flow, rider.to_string()));
        items.push((g.right, Ink::Muted, "back".to_string()));
    }
    items.push((
        g.young,
        Ink::Served,
        w.say("delivered in the last 45 min", "finished in the last 45 min").to_string(),
    ));
    let mut x = row.x;
    for (glyph, ink, text) in items {
        if x + 2 + width(&text) > row.right() {
            break;
        }
        pen.glyph(x, row.y, glyph, ink);
        x = pen.put(x + 2, row.y, &text, Ink::Muted) + 2;
    }
}
