//! The System view for many outlets: one row each, so that an unusual row stands out.

use super::{Stream, edges, stuck_at, zones};
use crate::app::Target;
use crate::session::{Estimate, Meets, OutletRates, Passed};
use crate::sim::setup::{Choice, DeliveryMode};
use crate::text::cards;
use crate::text::estimate::ROUGHLY;
use crate::text::glossary::{say, say_both};
use crate::text::hiring;
use crate::text::ink::Ink;
use crate::text::lamps;
use crate::text::numbers;
use crate::text::parties;
use crate::text::place::{self, State};
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::text::width::width;
use crate::text::words::Word;
use crate::ui::pane::Pane;
use crate::ui::panels::crew::{ages, groups, rider_groups};
use crate::ui::pen::Pen;
use crate::ui::widgets::lane::{lane, lane_width};
use crate::ui::widgets::meter::{meter, people};
use crate::ui::widgets::paragraph::{fitting, paragraph};
use crate::ui::widgets::title::title;
use crate::units::OutletId;

struct Columns {
    zone_w: i32,
    bus: i32,
    desk: i32,
    fork: i32,
    /// Right ends of numbers, left ends of words and dots.
    arriving: i32,
    name: i32,
    line: i32,
    chefs: i32,
    meter: i32,
    busy: i32,
    out: i32,
    /// Column of the refused and the lost; 0 if there are none.
    lost: i32,
    shelf: i32,
    riders: i32,
    end: i32,
}

fn columns(pane: Pane, scene: &Scene) -> Columns {
    let names = zones(scene, 10).iter().map(|(n, _)| width(n)).max().unwrap_or(4).clamp(5, 12);
    let zone_w = names + 5;
    let spare = (pane.w - 118).max(0);
    let bus = pane.x + zone_w + 2 + spare / 16;
    let desk = bus + 3;
    let fork = desk + 10 + spare / 8;
    let end = pane.right();
    let decoupled = scene.world().delivery_mode() == DeliveryMode::Decoupled;
    // Without shelf and riders, the queues get their columns.
    let riders = if decoupled { end - 18 } else { end };
    let shelf = riders - 3;
    let out = if decoupled { shelf - 5 } else { end - 10 };
    let lost = |rates: &OutletRates| lost(&rates.passed);
    let loses = scene.session.rates().iter().any(|rates| lost(rates) > 0);
    let lost = if loses { out - 5 } else { 0 };
    let busy = if loses { lost - 5 } else { out - 5 };
    let meter = busy - 12 - spare / 4;
    let chefs = meter - 8;
    Columns {
        zone_w,
        bus,
        desk,
        fork,
        arriving: fork + 6 + spare / 8,
        name: fork + 8 + spare / 8,
        line: chefs - 2,
        chefs,
        meter,
        busy,
        out,
        lost,
        shelf,
        riders,
        end,
    }
}

/// The first outlet shown and how many, given the scroll position and the rows.
fn window(outlets: usize, rows: usize, scroll: usize, selected: usize) -> (usize, usize) {
    let shown = rows.min(outlets);
    let most = outlets - shown;
    let mut first = scroll.min(most);
    // The selected outlet is always shown.
    if selected < first {
        first = selected;
    } else if selected >= first + shown {
        first = selected + 1 - shown;
    }
    (first.min(most), shown)
}

pub fn rows(pen: &mut Pen, pane: Pane, scene: &Scene, scroll: usize, stream: Stream) {
    let c = columns(pane, scene);
    let w = scene.words;
    let decoupled = scene.world().delivery_mode() == DeliveryMode::Decoupled;
    let mut head = |x: i32, text: &str, right: bool| {
        if right {
            pen.put_right(x, pane.y, text, Ink::Muted)
        } else {
            pen.put(x, pane.y, text, Ink::Muted)
        };
    };
    head(pane.x, w.say("districts", "regions"), false);
    head(c.desk, "desk", false);
    head(c.arriving, "in", true);
    head(c.name, w.one(Word::Outlet), false);
    head(c.line, w.one(Word::Line), true);
    head(c.chefs, w.many(Word::Chef), false);
    head(c.busy, "busy", true);
    head(c.out, "out", true);
    if c.lost > 0 {
        head(c.lost, "lost", true);
    }
    if decoupled {
        head(c.shelf, w.say("shelf", "buf"), true);
        head(c.riders, w.say("riders", "couriers"), false);
    }
    head(c.end, w.say("wait min", "wait min"), true);
    let area = pane.below(2);
    let outlets = scene.world().outlets().len();
    let step = (area.h / outlets.max(1) as i32).clamp(1, 4);
    let crowded = outlets as i32 * step > area.h;
    let rows = ((area.h - i32::from(crowded)) / step).max(1) as usize;
    let (first, shown) = window(outlets, rows, scroll, scene.selected.index());
    let stuck = stuck_at(scene).map(|(id, _)| id);
    let mut ids: Vec<OutletId> = (first..first + shown).map(|i| OutletId(i as u32)).collect();
    // The bottleneck is always shown, if need be in the first row.
    if let Some(stuck) = stuck.filter(|s| !ids.contains(s)) {
        let place = usize::from(ids.first() == Some(&scene.selected));
        if let Some(row) = ids.get_mut(place) {
            *row = stuck;
        }
    }
    let bottom = area.y + (shown as i32 - 1) * step;
    pen.within(pane, |pen| {
        clients(pen, pane, area, scene, &c, bottom, stream);
        for (i, id) in ids.iter().enumerate() {
            let row = area.row(i as i32 * step);
            pen.target(row, Target::Outlet(*id));
            let ends = (i == 0, i + 1 == ids.len());
            branch(pen, (row.y, step), scene, &c, *id, ends, stream);
            outlet(pen, Pane { h: (step - 1).max(1), ..row }, scene, &c, *id, stuck == Some(*id));
            if step > 1 {
                let rows = if step > 3 { 2 } else { 1 };
                let room = if step > 3 { 38 } else { c.shelf.min(c.end) - c.name };
                let below = Pane::new(c.name, row.y + 1, room, rows);
                edges::losses(pen, below, scene, *id, stream);
            }
        }
        if crowded {
            let text = format!("{}–{} of {}", first + 1, first + shown, w.counted(outlets as u64, Word::Outlet));
            pen.put(c.name, area.bottom() - 1, &text, Ink::Muted);
        }
    });
}

fn clients(pen: &mut Pen, pane: Pane, area: Pane, scene: &Scene, c: &Columns, bottom: i32, stream: Stream) {
    let zones = zones(scene, (area.h / 2).clamp(1, 10) as usize);
    let n = zones.len() as i32;
    let centre = (area.y + bottom) / 2;
    let step = if n * 2 <= area.h { 2 } else { 1 };
    let top = (centre - (n - 1) * step / 2).max(area.y);
    let g = pen.theme.glyphs;
    let doors = &scene.session.vitals().doors;
    let total = doors.first + doors.repeated();
    for (i, (name, calls)) in zones.iter().enumerate() {
        let y = top + i as i32 * step;
        pen.within(Pane::new(pane.x, y, c.zone_w - 4, 1), |pen| {
            pen.put(pane.x, y, name, Ink::Plain);
        });
        pen.put_right(pane.x + c.zone_w, y, &numbers::count(*calls), Ink::Strong);
        let (glyph, ink) = stream.line(pen, *calls);
        pen.glyph(c.bus - 1, y, glyph, ink);
        let quota = super::quota(scene, name);
        if step > 1 && !quota.is_empty() {
            pen.rich(pane.x, y + 1, &fitting(quota, c.bus - 1 - pane.x, 1));
        }
    }
    let (_, ink) = stream.line(pen, total);
    let last = top + (n - 1) * step;
    for y in top.min(centre)..=last.max(centre) {
        let on_row = y >= top && y <= last && (y - top) % step == 0;
        let glyph = match () {
            () if n == 1 => g.quiet,
            () if y == top => g.sharp[1],
            () if y == last => g.sharp[3],
            () if on_row => g.tee[1],
            () => g.upright,
        };
        pen.glyph(c.bus, y, glyph, ink);
    }
    pen.glyph(c.bus + 1, centre, g.right, ink);
    let desk = scene.world().desk();
    let outlets = scene.world().outlets().len();
    let language = scene.words.0;
    let text = say(language, say_both(language, desk.policy.row().longer)).replace("[outlets]", &outlets.to_string());
    let x = pen.put(c.desk, centre - 1, &numbers::count(doors.first), Ink::Strong);
    if doors.repeated() > 0 {
        pen.put(x, centre - 1, &format!(" + {}", numbers::count(doors.repeated())), Ink::WarnFigure);
    }
    let mut used = paragraph(pen, Pane::new(c.desk, centre, c.fork - c.desk - 1, 5), &Rich::plain(text));
    if let Some(rule) = parties::rule(scene).and_then(|forms| forms.into_iter().next()) {
        used += paragraph(pen, Pane::new(c.desk, centre + used, c.fork - c.desk - 1, 3), &Rich::plain(rule));
    }
    let lost = doors.unreachable + doors.limited;
    if lost > 0 {
        let ever = &scene.session.vitals().doors_ever;
        let (at, ever) = ((c.desk, centre + used), ever.unreachable + ever.limited);
        edges::out_of_it(pen, at, 1, lost, ever, "lost", stream);
    }
}

fn branch(
    pen: &mut Pen,
    (y, step): (i32, i32),
    scene: &Scene,
    c: &Columns,
    id: OutletId,
    (first, last): (bool, bool),
    stream: Stream,
) {
    let g = pen.theme.glyphs;
    let Some(rates) = scene.session.rates().get(id.index()) else { return };
    let glyph = match (first, last) {
        (true, true) => g.quiet,
        (true, false) => g.sharp[0],
        (false, true) => g.sharp[2],
        (false, false) => g.tee[0],
    };
    pen.glyph(c.fork, y, glyph, Ink::Faint);
    for below in (y + 1..y + step).filter(|_| !last) {
        pen.glyph(c.fork, below, g.upright, Ink::Faint);
    }
    let cut = !scene.world().outlets()[id.index()].link.is_fine() || super::is_fused(scene, id);
    let (glyph, ink) = stream.line(pen, rates.passed.arrived * 8);
    let order = rates.passed.arrived > 0 && stream.has_order(0, rates.ever.arrived);
    let cells = c.arriving - c.fork - 5;
    match () {
        () if cut => pen.glyph(c.fork + 1, y, g.cut, Ink::Danger),
        () if cells > 2 => {
            stream.right(pen, (c.fork + 1, y, cells), rates.passed.arrived, rates.ever.arrived, Ink::Flow)
        }
        () if order => pen.glyph(c.fork + 1, y, g.older, ink),
        () => pen.glyph(c.fork + 1, y, glyph, ink),
    }
}

/// Orders whose customers an outlet lost.
fn lost(passed: &Passed) -> u64 {
    passed.refused + passed.walked + passed.stayed + passed.burnt
}

fn outlet(pen: &mut Pen, row: Pane, scene: &Scene, c: &Columns, id: OutletId, stuck: bool) {
    let outlet = &scene.world().outlets()[id.index()];
    let Some(rates) = scene.session.rates().get(id.index()) else { return };
    let state = place::state(outlet);
    let down = super::is_down(outlet);
    let passed = &rates.passed;
    let quiet = |count: u64| if count > 0 { Ink::Strong } else { Ink::Muted };
    if c.lost > 0 {
        let lost = lost(passed);
        let text = if lost > 0 { numbers::count(lost) } else { String::new() };
        pen.put_right(c.lost, row.y, &text, Ink::Danger);
    }
    pen.put_right(c.arriving, row.y, &numbers::count(passed.arrived), quiet(passed.arrived));
    let ink = match state {
        _ if stuck => Ink::DangerFigure,
        State::Fine | State::Closing | State::Empty => {
            if id == scene.selected {
                Ink::Accent
            } else {
                Ink::Plain
            }
        }
        _ => Ink::Cold,
    };
    if id == scene.selected {
        pen.glyph(c.name - 1, row.y, pen.theme.glyphs.right, Ink::Accent);
    }
    let name = scene.names.outlet(id);
    let name_room = (c.line - c.name) / 2;
    let mut x = c.name;
    pen.within(Pane::new(c.name, row.y, name_room, 1), |pen| x = pen.put(c.name, row.y, &name, ink));
    if down || matches!(state, State::Cut) || place::out_since(scene, id).is_some() {
        let forms = place::short(scene, id).into_iter().map(|t| Rich::of(t, Ink::Cold)).collect();
        x = pen.rich(x + 2, row.y, &fitting(forms, c.line - x - 8, 1));
    } else if let Some(mark) = hiring::mark(scene, id).into_iter().find(|mark| mark.width() <= c.line - x - 8) {
        x = pen.rich(x + 2, row.y, &mark);
    } else if !outlet.lamps.is_empty() {
        // How its cache does; the bars of the line begin after it.
        let same = lamps::of_the_same(scene, id).map(|_| place::short(scene, id));
        let ink = if same.is_some() { Ink::Danger } else { Ink::Muted };
        let forms = same.unwrap_or_else(|| lamps::hits(scene, id)).into_iter().map(|t| Rich::of(t, ink));
        let forms: Vec<Rich> = forms.collect();
        match forms.iter().find(|form| form.width() <= (c.line - x) / 2) {
            Some(form) => x = pen.rich(x + 2, row.y, form),
            // Below it, where no bars stand.
            None if row.h > 1 && ages(scene, outlet).is_empty() => {
                forms.first().map(|form| pen.rich(c.name, row.y + 1, form));
            }
            None => {}
        }
    } else if scene.world().cards().is_some() {
        let forms = cards::mostly_strangers(scene, id).into_iter().map(|t| Rich::of(t, Ink::Danger)).collect();
        x = pen.rich(x + 2, row.y, &fitting(forms, (c.line - x) / 2, 1));
    }
    let ages = ages(scene, outlet);
    let count = numbers::short(ages.len() as u64);
    if stuck {
        let badge = format!(" {count} ");
        pen.put_right(c.line + 1, row.y, &badge, Ink::Shout);
    } else {
        pen.put_right(c.line, row.y, &count, if ages.is_empty() { Ink::Muted } else { Ink::Plain });
    }
    let cells = (c.line - 4 - x - 2).clamp(0, 40.max(c.line - c.name - 40));
    if row.h > 2 && !down {
        // Rows to spare show how long each has waited.
        let from = (x + 2).max(c.line - 4 - cells);
        let pane = Pane::new(from, row.y, c.line - 4 - from, row.h);
        pen.within(pane, |pen| super::boxes::bars(pen, pane, scene, outlet));
    } else if !down && !matches!(state, State::Cut) {
        let used = lane_width(ages.len(), cells);
        lane(pen, c.line - 4 - used, row.y, cells, &ages, scene.promise());
    }
    let people_here = groups(pen.theme.glyphs, outlet);
    let people_here = match down {
        true => vec![(pen.theme.glyphs.free, Ink::Cold, people_here.iter().map(|g| g.2).sum())],
        false => people_here,
    };
    people(pen, c.chefs, row.y, 6, &people_here);

    meter(pen, c.meter, row.y, c.busy - c.meter - 6, rates.chefs_busy, if stuck { Ink::Danger } else { Ink::Cook });
    let x = pen.put_right(c.busy, row.y, " %", Ink::Muted);
    pen.put_right(x, row.y, &numbers::percent(rates.chefs_busy), if stuck { Ink::DangerFigure } else { Ink::Plain });
    pen.put_right(c.out, row.y, &numbers::count(passed.delivered), quiet(passed.delivered));
    if scene.world().delivery_mode() == DeliveryMode::Decoupled {
        let n = outlet.shelf.len() as u64;
        pen.put_right(c.shelf, row.y, &numbers::short(n), if n == 0 { Ink::Muted } else { Ink::Plain });
        people(pen, c.riders, row.y, c.end - c.riders - 7, &rider_groups(pen.theme.glyphs, outlet));
    }
    let third = scene.promise().0 / 3;
    let estimate = scene.session.placed_at(id);
    let (wait, ink) = match estimate.and_then(|estimate| estimate.chef) {
        _ if down => (numbers::UNKNOWN.to_string(), Ink::Muted),
        _ if estimate.is_some_and(|estimate| estimate.meets == Meets::Refused) => ("full".to_string(), Ink::WarnFigure),
        _ if estimate.is_some_and(|estimate| estimate.meets == Meets::Burnt) => {
            (scene.words.say("burnt", "fails").to_string(), Ink::WarnFigure)
        }
        Some(wait) => {
            let rough = if estimate.is_some_and(Estimate::is_rough) { ROUGHLY.to_string() } else { String::new() };
            (
                rough + &numbers::whole(Some(wait.minutes())),
                if wait.0 > 2 * third { Ink::WarnFigure } else { Ink::Plain },
            )
        }
        None => ("∞".to_string(), Ink::WarnFigure),
    };
    pen.put_right(c.end, row.y, &wait, ink);
}

/// `All`: everything in two sentences.
pub fn all(pen: &mut Pen, pane: Pane, scene: &Scene, focused: bool) {
    let w = scene.words;
    let v = scene.session.vitals();
    let (hears, open) = super::answering(scene);
    let phrase = Rich::muted(format!("{hears} of {open} {} reachable", w.with(Word::Outlet, open)));
    title(pen, pane.row(0), "All", focused, &[phrase]);
    let t = &v.traffic;
    let mut text = Rich::marked(
        &format!(
            "In *{}*, out *{}*, lost *{}* an hour. *{}* {}",
            numbers::rate(Some(t.arriving_per_hour)),
            numbers::rate(Some(t.delivered_per_hour)),
            numbers::rate(Some(t.lost_per_hour)),
            numbers::count(v.waiting),
            w.say(
                if v.waiting == 1 { "waits" } else { "wait" },
                if v.waiting == 1 { "is queued" } else { "are queued" }
            ),
        ),
        Ink::Plain,
        Ink::Strong,
    );
    match scene.session.why().and_then(|why| why.stuck()) {
        Some(station) => {
            let place =
                station.id.outlet().map_or(w.one(Word::FrontDesk).to_string(), |o| scene.names.outlet(o).into_owned());
            text.push(", ", Ink::Plain).push(numbers::count(station.waiting), Ink::DangerFigure);
            text.push(format!(" of them at {place}. "), Ink::Plain);
            let why = scene.session.why().map(|why| crate::text::why::evidence(scene, why));
            if let Some(short) = why.and_then(|forms| forms.into_iter().nth(1)) {
                text.append(short);
            }
        }
        None => {
            text.push(". ", Ink::Plain);
            let why = scene.session.why().map(|why| crate::text::why::headlines(scene, why));
            if let Some(first) = why.and_then(|forms| forms.into_iter().next()) {
                text.append(first);
            }
        }
    }
    paragraph(pen, pane.below(1), &text);
}
