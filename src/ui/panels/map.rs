//! The map: streets and windows under the heat of demand, outlets, the front desk and its links, orders as dots by age,
//! riders, and the badge where orders are stuck. Where the power is cut, the light is out.

mod labels;
mod orders;
mod roads;
mod walker;

use crate::app::Panel;
use crate::app::input::Target;
use crate::session::What;
use crate::sim::outlet::Supply;
use crate::sim::setup::{DeliveryMode, Setup};
use crate::text::cards;
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::place::{self, State};
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::text::width::width;
use crate::text::words::Word;
use crate::ui::canvas::{Canvas, Dealt, Map};
use crate::ui::layout::Room;
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;
use crate::ui::widgets::dots::Dots;
use crate::ui::widgets::title::title;
use crate::units::{Span, ZoneId};

/// Above this many outlets only important ones have names.
const NAMED: usize = 24;

/// The part of a map's panel in which the city lies. Where streets have cards, a row below it says where each is dealt.
pub fn ground(panel: Pane, setup: &Setup) -> Pane {
    let rows = panel.h - 1 - i32::from(setup.has_streets());
    panel.below(1).top(rows)
}

/// `Streets 3124413…`: streets in the order of the circle, each with the number of the outlet to which it is dealt;
/// red, where nobody there has a card of it.
fn streets(pen: &mut Pen, row: Pane, scene: &Scene, dealt: &Dealt) {
    let w = scene.words;
    let moved = dealt.moved.filter(|share| *share > 0.0).map(|share| cards::of_100(scene, share));
    let moved = moved.map(|moved| format!("{moved} {}", w.say("are new there", "moved")));
    let said = moved.map(|moved| Rich::marked(&moved, Ink::Muted, Ink::DangerFigure));
    let name = w.say("streets go to ", "keys go to ");
    if dealt.streets.is_empty() {
        let not = w.say("The desk does not deal by street now.", "Requests are not routed by key now.");
        pen.put(row.x, row.y, not, Ink::Muted);
        return;
    }
    // How many moved is worth more than some of them.
    let said = said.filter(|said| width(name) + 24 + said.width() < row.w);
    let end = row.right() - said.as_ref().map_or(0, |said| said.width() + 2);
    let from = pen.put(row.x, row.y, name, Ink::Muted);
    for (x, (outlet, moved)) in (from..end).zip(dealt.streets.iter().copied()) {
        // Who has many outlets sees at least which streets moved.
        let digit = char::from_digit(outlet.0 + 1, 36).unwrap_or('·');
        pen.glyph(x, row.y, digit, if moved { Ink::DangerFigure } else { Ink::Served });
    }
    if let Some(said) = said {
        pen.rich_right(row.right(), row.y, &said);
    }
}

pub fn map(pen: &mut Pen, panel: Pane, room: Room, scene: &Scene, canvas: &Canvas, focused: bool) {
    title(pen, panel.row(0), &scene.words.title(Word::City), focused, &demand(scene, room));
    let pane = ground(panel, scene.setup());
    if let Some(dealt) = &canvas.dealt {
        streets(pen, panel.row(panel.h - 1), scene, dealt);
    }
    pen.target(pane, Target::Panel(Panel::Map));
    let Some(map) = canvas.map.as_ref().filter(|m| m.atlas.pane == pane) else { return };
    pen.within(pane, |pen| {
        city(pen, scene, map);
        let mut dots = Dots::new(pane.w, pane.h);
        roads::lines(&mut dots, scene, map);
        dots.draw(pen, pane, false);
        orders::orders(pen, scene, &map.atlas);
        roads::riders(pen, scene, &map.atlas);
        orders::sparks(pen, scene, &map.atlas);
        // Names stay readable, whatever rises there.
        labels::labels(pen, room, scene, map);
    });
}

/// `Old Town 24 orders an hour`, `demand 101 orders an hour`
fn demand(scene: &Scene, room: Room) -> Vec<Rich> {
    let rate = numbers::rate(Some(scene.session.vitals().traffic.demand_per_hour));
    let orders = scene.words.many(Word::Order);
    let mut phrases = Vec::new();
    if room != Room::Small {
        let where_from = match scene.setup().zones.len() {
            1 => scene.names.zone(ZoneId(0)).into_owned(),
            _ => "demand".into(),
        };
        phrases.push(Rich::muted(format!("{where_from} {rate} {orders} an hour")));
        phrases.push(Rich::muted(format!("demand {rate} {orders} an hour")));
    }
    phrases.push(Rich::muted(format!("demand {rate}/h")));
    // That outlets are out goes before where the orders come from.
    let out = place::how_many_out(scene).into_iter().map(|out| Rich::of(out, Ink::Warn));
    let both = |out: Rich| phrases.iter().map(move |phrase| out.clone().and("   ", Ink::Plain).joined(phrase.clone()));
    let mut with_out: Vec<Rich> = out.clone().flat_map(both).collect();
    with_out.extend(out);
    with_out.extend(phrases.iter().cloned());
    with_out
}

/// How it is with the light around an outlet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Light {
    On,
    /// It is out from the north down to this row of the screen, which is not out yet.
    Out {
        above: i32,
    },
    /// The street lamps burn again, the windows do not yet.
    Lamps,
}

/// How long, in real seconds, the light takes to go out row by row, and the windows to follow the street lamps.
const GOES_OUT: f64 = 0.3;
const COMES_BACK: f64 = 0.5;

/// By outlet; empty: there is light everywhere.
fn lights(scene: &Scene, map: &Map) -> Vec<Light> {
    let outlets = scene.world().outlets();
    let mut lights = Vec::new();
    let mut set = |outlet: usize, light: Light| {
        lights.resize(outlets.len(), Light::On);
        lights[outlet] = light;
    };
    let lasts = |seconds: f64| scene.second.map(|second| second.scaled(seconds)).filter(|span| !span.is_zero());
    for (i, outlet) in outlets.iter().enumerate().filter(|(_, outlet)| place::state(outlet) == State::Dark) {
        let Supply::Broken { since, .. } = outlet.power else { continue };
        let passed = scene.moment.since(since);
        let above = match lasts(GOES_OUT).filter(|span| passed < *span) {
            Some(span) => {
                let (from, rows) = map.streets.reaches(map.atlas.cell(scene.setup().outlets[i].at).1);
                from + (f64::from(rows) * passed.0 as f64 / span.0 as f64) as i32
            }
            None => i32::MAX,
        };
        set(i, Light::Out { above });
    }
    let Some(span) = lasts(COMES_BACK) else { return lights };
    let log = &scene.session.recorder().log;
    let ended = log.faults.iter().rev().filter(|fault| fault.over.is_some_and(|over| scene.moment.since(over) < span));
    for entry in ended.filter_map(|fault| log.get(fault.entry)) {
        if let What::PowerOut { outlet, .. } = entry.what
            && place::state(&outlets[outlet.index()]) != State::Dark
        {
            set(outlet.index(), Light::Lamps);
        }
    }
    lights
}

/// Glow and windows; around an outlet without power neither.
fn city(pen: &mut Pen, scene: &Scene, map: &Map) {
    let (pane, window) = (map.atlas.pane, pen.theme.glyphs.window);
    let has_windows = pen.theme.has_windows();
    let lights = if has_windows { lights(scene, map) } else { Vec::new() };
    let (night, unlit) = (pen.theme.blackout(false), pen.theme.blackout(true));
    let mut cell = 0;
    for y in pane.y..pane.bottom() {
        for x in pane.x..pane.right() {
            let glow = map.glow.get(cell).copied().flatten();
            let light = match lights.is_empty() {
                true => Light::On,
                false => map.streets.block(cell).map_or(Light::On, |outlet| lights[outlet]),
            };
            let pane = map.windows.get(cell).copied().flatten();
            let (pane, ground) = match light {
                Light::Out { above } if y < above => (pane.map(|_| unlit), Some(night)),
                Light::Lamps => (pane.map(|_| unlit), glow),
                Light::On | Light::Out { .. } => (pane, glow),
            };
            match (pane, ground) {
                (Some(pane), ground) => pen.block(x, y, window, pane, ground),
                (None, Some(ground)) => pen.tint(x, y, ground),
                (None, None) => {}
            }
            cell += 1;
        }
    }
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
    if scene.world().outlets().iter().any(|outlet| place::state(outlet) == State::Dark) {
        items.insert(0, (g.waits, Ink::Cold, w.say("in the dark", "no power").to_string()));
    }
    let mut x = row.x;
    for (glyph, ink, text) in items {
        if x + 2 + width(&text) > row.right() {
            break;
        }
        pen.glyph(x, row.y, glyph, ink);
        x = pen.put(x + 2, row.y, &text, Ink::Muted) + 2;
    }
}
