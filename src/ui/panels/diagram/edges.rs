//! The edges of the System view for a few outlets, with the orders that go along them: from the callers to the front
//! desk, from it to the outlets, from those to the customers, and red ones out of the shop.

use super::{Stream, zones};
use crate::sim::explain::StationId;
use crate::sim::order_books::{OrderBooks, Page};
use crate::sim::outlet::Outlet;
use crate::sim::setup::DeliveryMode;
use crate::text::flows;
use crate::text::ink::Ink;
use crate::text::numbers;
use crate::text::order_books;
use crate::text::place;
use crate::text::quotas;
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::text::values::label;
use crate::text::width::width;
use crate::text::words::Word;
use crate::ui::pane::Pane;
use crate::ui::panels::crew::rider_groups;
use crate::ui::pen::Pen;
use crate::ui::widgets::float::frame;
use crate::ui::widgets::meter::people;
use crate::ui::widgets::paragraph::fitting;
use crate::units::OutletId;

/// Columns, from the left edge of the pane.
pub struct Columns {
    zone_w: i32,
    bus: i32,
    pub desk: Pane,
    fork: i32,
    pub boxes: i32,
    pub box_w: i32,
    pub shelf: i32,
    pub riders: i32,
    pub end: i32,
}

pub fn columns(pane: Pane, scene: &Scene) -> Columns {
    let names = zones(scene, 8).iter().map(|(n, _)| width(n)).max().unwrap_or(4).clamp(5, 14);
    let spare = (pane.w - 118).max(0);
    let zone_w = names + 6;
    let bus = pane.x + zone_w + 3;
    // Room for first and for repeat calls, and for the orders on their way.
    let desk_x = bus + 9 + spare / 10;
    let desk_w = 16 + spare / 10;
    let fork = desk_x + desk_w + 3;
    let boxes = fork + 6 + spare / 12;
    let end = pane.right();
    let behind = 30 + spare / 5;
    let box_w = (end - behind - boxes).max(28);
    let shelf = boxes + box_w + 5 + spare / 16;
    let riders = shelf + 10 + spare / 16;
    Columns { zone_w, bus, desk: Pane::new(desk_x, 0, desk_w, 7), fork, boxes, box_w, shelf, riders, end }
}

/// The zones, and the two edges from them to the front desk: first calls, and repeat calls below. Returns where the way
/// back to them ends: its column, and the last row in use.
pub fn clients(
    pen: &mut Pen,
    pane: Pane,
    area: Pane,
    scene: &Scene,
    c: &Columns,
    centre: i32,
    stream: Stream,
) -> (i32, i32) {
    let most = (area.h / 2).clamp(1, 8) as usize;
    let zones = zones(scene, most);
    let n = zones.len() as i32;
    let step = if n * 2 <= area.h { 2 } else { 1 };
    let top = (centre - (n - 1) * step / 2).clamp(area.y, (area.bottom() - (n - 1) * step - 1).max(area.y));
    let doors = &scene.session.vitals().doors;
    let ever = &scene.session.vitals().doors_ever;
    let total = doors.first + doors.repeated();
    let last = top + (n - 1) * step;
    let mut bottom = last;
    for (i, (name, calls)) in zones.iter().enumerate() {
        let y = top + i as i32 * step;
        pen.within(Pane::new(pane.x, y, c.zone_w - 4, 1), |pen| {
            pen.put(pane.x, y, name, Ink::Plain);
        });
        pen.put_right(pane.x + c.zone_w - 1, y, &numbers::count(*calls), Ink::Strong);
        let (glyph, ink) = stream.line(pen, *calls);
        pen.repeat(pane.x + c.zone_w + 1, y, c.bus - pane.x - c.zone_w - 1, glyph, ink);
        // Its quota stands below its name, where there is a row.
        let quota = super::quota(scene, name);
        if step > 1 && !quota.is_empty() {
            pen.rich(pane.x, y + 1, &fitting(quota, c.bus - 1 - pane.x, 1));
            bottom = y + 1;
        }
    }
    let (_, ink) = stream.line(pen, total);
    let repeats = centre + 2;
    let (high, low) = (top.min(centre), if doors.repeated() > 0 { last.max(repeats) } else { last.max(centre) });
    let g = pen.theme.glyphs;
    for y in high..=low {
        let on_row = (y - top) % step == 0 && y >= top && y <= last;
        let out = y == centre || (y == repeats && doors.repeated() > 0);
        let glyph = match (on_row, out) {
            _ if high == low => g.quiet,
            (true, true) => g.cross,
            (false, true) if y == low => g.sharp[2],
            (false, true) if y == high => g.sharp[0],
            (false, true) => g.tee[0],
            (true, false) if y == high => g.sharp[1],
            (true, false) if y == low => g.sharp[3],
            (true, false) => g.tee[1],
            (false, false) => g.upright,
        };
        pen.glyph(c.bus, y, glyph, ink);
    }
    let cells = c.desk.x - c.bus - 1;
    stream.right(pen, (c.bus + 1, centre, cells), doors.first, ever.first, Ink::Flow);
    pen.put(c.bus + 1, centre - 1, &numbers::count(doors.first), Ink::Strong);
    let common = quotas::common(scene);
    if !common.is_empty() {
        pen.rich(c.bus + 1, centre + 1, &fitting(common, cells, 1));
    }
    if doors.repeated() > 0 {
        stream.right(pen, (c.bus + 1, repeats, cells), doors.repeated(), ever.repeated(), Ink::Warn);
        // Below the edge, and as far to the left as the words need: the desk's box stands on the right.
        let words = Rich::of(numbers::count(doors.repeated()), Ink::WarnFigure)
            .and(format!(" {}", scene.words.say("again", "retries")), Ink::Muted);
        let room = c.desk.x - 1 - pane.x;
        let x = (c.desk.x - 1 - words.width()).min(c.bus + 1);
        if repeats + 1 > bottom && words.width() <= room {
            pen.rich(x, repeats + 1, &words);
        } else {
            pen.put(c.bus + 1, repeats + 1, &numbers::count(doors.repeated()), Ink::WarnFigure);
        }
    }
    (pane.x + c.zone_w - 2, if doors.repeated() > 0 { bottom.max(repeats + 1) } else { bottom })
}

/// The way back of those who will call again: from below the box whose losses are the lowest, or the desk's, to the
/// callers. `to` is its column there and the row above its end.
pub fn way_back(pen: &mut Pen, scene: &Scene, to: (i32, i32), from: (i32, i32), stream: Stream) {
    let g = pen.theme.glyphs;
    let ever = scene.session.vitals().doors_ever.again;
    let ((left, above), (right, y)) = (to, from);
    let across = (left + 1..right).rev().map(|x| (x, y, g.quiet));
    let up = (above + 2..y).rev().map(|y| (left, y, g.upright));
    let corner = std::iter::once((left, y, g.sharp[2]));
    pen.glyph(right, y, g.sharp[3], Ink::Faint);
    for (cell, (x, y, glyph)) in across.chain(corner).chain(up).enumerate() {
        match stream.has_order(cell as i32, ever) {
            true => pen.glyph(x, y, g.older, Ink::Warn),
            false => pen.glyph(x, y, glyph, Ink::Faint),
        }
    }
    pen.glyph(left, above + 1, g.up, Ink::Warn);
}

/// The front desk. Returns the row below its box and its red edges.
pub fn desk(pen: &mut Pen, scene: &Scene, c: &Columns, centre: i32, stream: Stream) -> i32 {
    let w = scene.words;
    let desk = scene.world().desk();
    let pane = Pane { y: centre - 3, ..c.desk };
    frame(pen, pane, pen.theme.glyphs.frame, Ink::Muted);
    let x = pane.x + 2;
    let stuck = scene.session.why().and_then(|why| why.stuck()).is_some_and(|s| s.id == StationId::Desk);
    let room = pane.w - 3;
    let mut row = 1;
    let mut line = |pen: &mut Pen, rich: Rich| {
        pen.within(Pane::new(x, pane.y + row, room, 1), |pen| {
            pen.rich(x, pane.y + row, &rich);
        });
        row += 1;
    };
    let held = desk.held.len() as u64;
    if stuck {
        line(pen, Rich::of(format!(" {held} {} ", w.one(Word::Waiting)), Ink::Shout));
    } else {
        line(pen, Rich::of(w.one(Word::FrontDesk), Ink::Strong));
    }
    let policy = label(w.0, desk.policy);
    let last = policy.split(' ').next_back().unwrap_or("").to_string();
    line(pen, Rich::plain(if width(&policy) <= room { policy } else { last }));
    match super::desk_does(scene) {
        Some((forms, ink)) => line(pen, Rich::of(super::in_columns(&forms, room), ink)),
        None => {
            let moves = if desk.failover { "on" } else { "off" };
            line(pen, Rich::muted(w.say("moves ", "failover ")).and(moves, Ink::Plain));
        }
    }
    let every = if desk.health_check.is_zero() { "always".into() } else { numbers::duration(desk.health_check) };
    line(pen, Rich::muted(w.say("asks ", "checks ")).and(every, Ink::Plain));
    let (hears, open) = super::answering(scene);
    let ink = if hears < open { Ink::WarnFigure } else { Ink::Plain };
    let out = place::how_many_out(scene);
    match out.iter().find(|text| width(text) <= room) {
        // Whoever is out answers.
        Some(text) if hears == open => line(pen, Rich::of(text.clone(), Ink::WarnFigure)),
        _ => line(pen, Rich::muted("hears ").and(hears.to_string(), ink).and(format!(" of {open}"), Ink::Muted)),
    }
    let (doors, ever) = (&scene.session.vitals().doors, &scene.session.vitals().doors_ever);
    let lost = [
        (doors.unreachable, ever.unreachable, w.say("not reached", "unreachable")),
        (doors.limited, ever.limited, w.say("over the quota", "throttled")),
        (doors.left, ever.left, w.one(Word::WalkedOut)),
        (doors.forgotten, ever.forgotten, w.say("forgotten", "lost")),
    ];
    let mut y = pane.bottom();
    for (count, ever, words) in lost.into_iter().filter(|(count, ..)| *count > 0) {
        out_of_it(pen, (pane.x + 1, y), 1, count, ever, words, stream);
        y += 1;
    }
    match &desk.books {
        Some(books) => self::books(pen, scene, Pane { y, ..pane }, books),
        None => y,
    }
}

/// The order books under the desk's box, a row each: a tick for each order that stands there, oldest first, and a mark
/// for each that is being written; the one that most orders wait for stands out. Returns the row below them.
fn books(pen: &mut Pen, scene: &Scene, pane: Pane, books: &OrderBooks) -> i32 {
    let g = pen.theme.glyphs;
    let slowest = order_books::slowest(books);
    let room = (pane.w - 4).max(1) as usize;
    let first = books.entries.len().saturating_sub(room);
    for b in 0..books.books.len() {
        let y = pane.y + b as i32;
        let is_slowest = slowest == Some(b);
        pen.put(pane.x + 1, y, &(b + 1).to_string(), if is_slowest { Ink::WarnFigure } else { Ink::Muted });
        if let Some((text, ink)) = order_books::absence(scene, books, b) {
            pen.put(pane.x + 3, y, &text, ink);
            continue;
        }
        for (i, entry) in books.entries[first..].iter().enumerate() {
            let (glyph, ink) = match entry.pages[b] {
                Page::Has { .. } => (g.good, Ink::Flow),
                _ if is_slowest && !entry.is_taken() => (g.waits, Ink::WarnFigure),
                _ => (g.waits, Ink::Wait),
            };
            pen.glyph(pane.x + 3 + i as i32, y, glyph, ink);
        }
    }
    pane.y + books.books.len() as i32
}

/// A red edge out of a box, downwards, with its number; over several rows its orders are seen to go. Returns the column
/// after it.
pub fn out_of_it(
    pen: &mut Pen,
    (x, y): (i32, i32),
    rows: i32,
    count: u64,
    ever: u64,
    words: &str,
    stream: Stream,
) -> i32 {
    stream.down(pen, (x, y, rows), ever);
    let after = pen.put(x + 2, y + rows - 1, &numbers::count(count), Ink::DangerFigure);
    pen.put(after + 1, y + rows - 1, words, Ink::Danger)
}

/// All red edges out of an outlet's kitchen, below its box: as many as have room, and the rest as one.
pub fn losses(pen: &mut Pen, pane: Pane, scene: &Scene, id: OutletId, stream: Stream) {
    let all = flows::exits(scene, id);
    let mut x = pane.x;
    for (i, (count, ever, words)) in all.iter().enumerate() {
        let last = i + 1 == all.len();
        let needs = |words: &str| 2 + width(&numbers::count(*count)) + 1 + width(words) + 3;
        // What follows needs at least the room of a word of its own.
        if x + needs(words) + if last { -3 } else { 14 } > pane.right() && !(last && i == 0) {
            let rest: u64 = all[i..].iter().map(|exit| exit.0).sum();
            let passed: u64 = all[i..].iter().map(|exit| exit.1).sum();
            let words = if last { *words } else { scene.words.say("otherwise", "otherwise") };
            out_of_it(pen, (x, pane.y), pane.h, rest, passed, words, stream);
            return;
        }
        x = out_of_it(pen, (x, pane.y), pane.h, *count, *ever, words, stream) + 3;
    }
}

/// The edges from the front desk to every outlet that it may route to.
pub fn fork(pen: &mut Pen, scene: &Scene, c: &Columns, centre: i32, middles: &[i32], stream: Stream) {
    let g = pen.theme.glyphs;
    let rates = scene.session.rates();
    let total: u64 = rates.iter().map(|r| r.passed.arrived).sum();
    let from = c.desk.right();
    let (glyph, ink) = stream.line(pen, total);
    pen.repeat(from, centre, c.fork - from, glyph, ink);
    // The shared vertical edge, heavy as far as orders are routed.
    let (low, high) = (middles[0].min(centre), middles[middles.len() - 1].max(centre));
    for y in low..=high {
        let beyond: u64 = rates
            .iter()
            .zip(middles)
            .filter(|(_, m)| if y < centre { **m <= y } else { **m >= y })
            .map(|(r, _)| r.passed.arrived)
            .sum();
        let (glyph, ink) = if beyond > 0 { (g.upright, Ink::Flow) } else { (g.upright_nothing, Ink::Faint) };
        pen.glyph(c.fork, y, glyph, ink);
    }
    for (i, y) in middles.iter().enumerate() {
        let outlet = &scene.world().outlets()[i];
        let Some(rates) = rates.get(i) else { continue };
        let (passed, ever) = (&rates.passed, &rates.ever);
        let (_, ink) = stream.line(pen, passed.arrived);
        let corner = match () {
            () if low == high => g.quiet,
            () if *y == low && *y < centre => g.sharp[0],
            () if *y == high && *y > centre => g.sharp[2],
            () => g.tee[0],
        };
        pen.glyph(c.fork, *y, corner, ink);
        let cells = c.boxes - c.fork - 1;
        if !outlet.link.is_fine() {
            pen.repeat(c.fork + 1, *y, cells - 1, g.nothing, Ink::Faint);
            pen.glyph(c.fork + 1 + cells / 2, *y, g.cut, Ink::Danger);
            pen.put(c.fork + 1, *y - 1, scene.words.say("cut", "cut"), Ink::Danger);
        } else if super::is_fused(scene, OutletId(i as u32)) {
            pen.repeat(c.fork + 1, *y, cells - 1, g.nothing, Ink::Faint);
            pen.glyph(c.fork + 1 + cells / 2, *y, g.cut, Ink::Danger);
            pen.put(c.fork + 1, *y - 1, scene.words.say("fuse", "open"), Ink::Danger);
        } else {
            stream.right(pen, (c.fork + 1, *y, cells), passed.arrived, ever.arrived, Ink::Flow);
            let ink = if passed.arrived > 0 { Ink::Strong } else { Ink::Muted };
            pen.put(c.fork + 1, *y - 1, &numbers::count(passed.arrived), ink);
        }
        clerks(pen, scene, OutletId(i as u32), (c.fork + 1, *y + 1, cells));
    }
}

/// Below an outlet's edge, the clerks who are on the line to it, those whom nobody answers in red; then how many orders
/// wait for one.
fn clerks(pen: &mut Pen, scene: &Scene, id: OutletId, (x, y, room): (i32, i32, i32)) {
    let Some(phones) = &scene.world().desk().phones else { return };
    let in_vain = phones.calls().filter(|call| call.outlet == id && call.rings).count() as u32;
    let heard = phones.on_the_line(id) - in_vain;
    let g = pen.theme.glyphs;
    let waiting = phones.lanes[id.index()].waiting.len() as u64;
    let more = if waiting > 0 { format!("+{}", numbers::short(waiting)) } else { String::new() };
    let room = room - width(&more);
    let x = people(pen, x, y, room, &[(g.bad, Ink::Danger, in_vain), (g.busy, Ink::Cook, heard)]);
    pen.put(x, y, &more, Ink::WarnFigure);
}

/// What comes after an outlet: shelf, riders, out; and what was made for nobody.
pub fn behind(pen: &mut Pen, scene: &Scene, c: &Columns, id: OutletId, y: i32, stream: Stream) {
    let outlet = &scene.world().outlets()[id.index()];
    let Some(rates) = scene.session.rates().get(id.index()) else { return };
    let (passed, ever) = (&rates.passed, &rates.ever);
    let from = c.boxes + c.box_w;
    let strong = |count: u64| if count > 0 { Ink::Strong } else { Ink::Muted };
    pen.put(from + 1, y - 1, &numbers::count(passed.cooked), strong(passed.cooked));
    let out = numbers::count(passed.delivered);
    let wasted = scene.words.say(["made for nobody", "for nobody"], ["served to nobody", "for nobody"]);
    if scene.world().delivery_mode() != DeliveryMode::Decoupled {
        stream.right(pen, (from, y, c.end - from - 5), passed.delivered, ever.delivered, Ink::Flow);
        pen.put_right(c.end, y, &out, strong(passed.delivered));
        let way = passed.after_now;
        if way > 0 {
            let text = format!("{} {}", numbers::count(way), scene.words.say("on the way", "in transit"));
            pen.put_right(c.end - 5, y - 1, &text, Ink::Muted);
        }
        if passed.wasted > 0 {
            out_of_it(pen, (from + 4, y + 1), 2, passed.wasted, ever.wasted, wasted[0], stream);
        }
        return;
    }
    stream.right(pen, (from, y, c.shelf - from - 1), passed.cooked, ever.cooked, Ink::Flow);
    shelf(pen, scene, c, id, y, outlet);
    let boxes = outlet.shelf.len() as u64;
    let from = (c.shelf + width(&numbers::short(boxes))).max(c.shelf + 4) + 1;
    stream.right(pen, (from, y, c.riders - from - 1), passed.delivered, ever.delivered, Ink::Flow);
    let groups = rider_groups(pen.theme.glyphs, outlet);
    people(pen, c.riders, y, c.end - c.riders - 3, &groups);
    if rates.riders_busy.is_some() {
        let x = pen.put(c.riders, y + 1, &numbers::percent(rates.riders_busy), Ink::Plain);
        pen.put(x, y + 1, " % busy", Ink::Muted);
    }
    if passed.wasted > 0 {
        let room = c.end - c.riders - 6;
        let words = if width(wasted[0]) <= room { wasted[0] } else { wasted[1] };
        out_of_it(pen, (c.riders, y + 2), 1, passed.wasted, ever.wasted, words, stream);
    }
    pen.put_right(c.end, y, &out, strong(passed.delivered));
}

/// The boxes that wait for a rider.
fn shelf(pen: &mut Pen, scene: &Scene, c: &Columns, id: OutletId, y: i32, outlet: &Outlet) {
    let stuck = super::stuck_at(scene).filter(|(at, _)| *at == id).map(|(_, station)| station);
    let n = outlet.shelf.len();
    let ink = match stuck {
        Some(StationId::Riders(_) | StationId::Shelf(_)) => Ink::DangerFigure,
        _ if n > 5 => Ink::WarnFigure,
        _ => Ink::Plain,
    };
    pen.put(c.shelf, y, &numbers::short(n as u64), ink);
    for row in 0..2 {
        let boxes = (n as i32 - row * 4).clamp(0, 4);
        pen.repeat(c.shelf, y + 1 + row, boxes, pen.theme.glyphs.boxed, Ink::Shelf);
    }
}

/// The sums below the diagram: the window's, of the whole shop and of one outlet.
pub fn sums(pen: &mut Pen, pane: Pane, scene: &Scene, id: OutletId) {
    let from = scene.clock(scene.session.window_begins());
    let phrase = Rich::muted(format!("{from} to {}", scene.clock(scene.now())));
    let head = "What goes in comes out or stands in it";
    crate::ui::widgets::title::title(pen, pane.row(0), head, false, &[phrase]);
    for (i, sum) in flows::sums(scene, id).iter().enumerate().take((pane.h - 1).max(0) as usize) {
        let row = pane.row(i as i32 + 1);
        pen.within(row, |pen| {
            pen.rich(row.x, row.y, &fitting(vec![sum.said()], row.w, 1));
        });
    }
}
