//! Shelf and riders, which come after the oven, and prep, which comes before it.

use super::crew::{opens, rider_groups};
use crate::sim::chef::Duty;
use crate::sim::delivery::{Rider, RiderTask};
use crate::sim::explain::StationId;
use crate::sim::outlet::Outlet;
use crate::sim::setup::DeliveryMode;
use crate::text::glyphs::Glyphs;
use crate::text::ink::Ink;
use crate::text::log::order as order_name;
use crate::text::numbers;
use crate::text::rich::Rich;
use crate::text::scene::Scene;
use crate::text::width::width;
use crate::text::words::{Word, article};
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;
use crate::ui::widgets::meter::{meter, people};
use crate::ui::widgets::paragraph::{fitting, paragraph};
use crate::ui::widgets::title::title;
use crate::units::{OutletId, RiderRef};

/// Width of a rider's entry.
const ENTRY: i32 = 36;

/// Rows that shelf and riders would like, title included.
pub fn rows(scene: &Scene, id: OutletId, w: i32) -> i32 {
    let outlet = &scene.world().outlets()[id.index()];
    if scene.world().delivery_mode() != DeliveryMode::Decoupled {
        return 2;
    }
    let per_row = ((w - 8) / ENTRY).max(1);
    let out = outlet.riders.iter().filter(|r| r.is_out()).count() as i32;
    2 + ((out + per_row - 1) / per_row).min(5) + 1
}

/// Whether there is neither a shelf nor anything that can be made ahead.
pub fn is_idle(scene: &Scene) -> bool {
    scene.is_pickup() && scene.setup().items.iter().all(|item| item.base.is_none())
}

/// Utilization from which a queue is about to form.
const VERY_BUSY: f64 = 0.9;

fn busy(scene: &Scene, id: OutletId) -> Option<f64> {
    scene.session.rates().get(id.index()).and_then(|r| r.riders_busy)
}

pub fn road(pen: &mut Pen, pane: Pane, scene: &Scene, id: OutletId, focused: bool) {
    let w = scene.words;
    let outlet = &scene.world().outlets()[id.index()];
    let mode = scene.world().delivery_mode();
    let name = w.say("Shelf and riders", "Buffer and couriers");
    let stuck = scene.session.why().and_then(|why| why.stuck()).map(|s| s.id);
    let riders = w.say("the riders", "the couriers");
    let phrase = match (busy(scene, id), mode) {
        (Some(share), DeliveryMode::Decoupled) => {
            let percent = numbers::percent(Some(share));
            Rich::muted(match () {
                _ if stuck == Some(StationId::Riders(id)) => format!("{riders} are the problem: {percent} % busy"),
                // Riders without spare time are mentioned even if others are busier.
                _ if share >= VERY_BUSY => format!("{riders} are almost fully busy: {percent} %"),
                _ => format!("{riders} are not the problem: {percent} % busy"),
            })
        }
        _ => Rich::muted(crate::text::log::delivery(w, mode)),
    };
    title(pen, pane.row(0), name, focused, &[phrase]);
    pen.within(pane, |pen| {
        match mode {
            DeliveryMode::Pickup => {
                pen.put(
                    pane.x,
                    pane.y + 1,
                    w.say("Customers fetch their orders: nobody rides.", "Clients pull: nothing is delivered."),
                    Ink::Muted,
                );
                return;
            }
            DeliveryMode::Coupled => {
                let out =
                    outlet.chefs.iter().filter(|c| matches!(c.task, crate::sim::chef::Task::Driving { .. })).count();
                let text = w.say(
                    format!(
                        "The chefs drive themselves: {out} {} out, and cook nothing meanwhile.",
                        if out == 1 { "is" } else { "are" }
                    ),
                    format!("Delivery is a synchronous call: {out} {} in it now.", w.with(Word::Chef, out as u64)),
                );
                pen.put(pane.x, pane.y + 1, &text, Ink::Muted);
                return;
            }
            DeliveryMode::Decoupled => {}
        }
        shelf(pen, pane.row(1), scene, id);
        out_and_here(pen, pane.below(2), scene, id);
    });
}

fn shelf(pen: &mut Pen, row: Pane, scene: &Scene, id: OutletId) {
    let outlet = &scene.world().outlets()[id.index()];
    let w = scene.words;
    pen.put(row.x, row.y, w.say("shelf", "buffer"), Ink::Muted);
    let n = outlet.shelf.len();
    let mut x = row.x + 8;
    let orders = scene.world().orders();
    let cells = (row.w / 3).min(40);
    if n > 0 && n as i32 <= cells {
        x = pen.repeat(x, row.y, n as i32, pen.theme.glyphs.boxed, Ink::Shelf) + 1;
    }
    let full = outlet.shelf_limit.is_some_and(|l| n as u32 >= l);
    let boxes = w.say(if n == 1 { "box" } else { "boxes" }, if n == 1 { "result" } else { "results" });
    x = pen.put(x, row.y, &numbers::count(n as u64), if full { Ink::WarnFigure } else { Ink::Strong });
    x = pen.put(x, row.y, &format!(" {boxes}"), Ink::Plain);
    let limit = match outlet.shelf_limit {
        Some(limit) => format!(", room for {limit}"),
        None => ", no limit".into(),
    };
    x = pen.put(x, row.y, &limit, Ink::Muted);
    let oldest = outlet.shelf.head().map(|key| scene.now().since(orders[key].shelved));
    let more = match oldest {
        Some(span) if span.0 > 0 => format!("; the first has been there {}", numbers::duration(span)),
        _ => w.say("; a box leaves at once", "; results leave at once").to_string(),
    };
    if x + width(&more) <= row.right() {
        pen.put(x, row.y, &more, Ink::Muted);
    }
}

fn out_and_here(pen: &mut Pen, pane: Pane, scene: &Scene, id: OutletId) {
    let outlet = &scene.world().outlets()[id.index()];
    let name = |n: usize| scene.names.rider(RiderRef { outlet: id, number: n as u32 });
    let per_row = ((pane.w - 8) / ENTRY).max(1);
    let rows = pane.h - 1;
    let out: Vec<(usize, &Rider)> = outlet.riders.iter().enumerate().filter(|(_, r)| r.is_out()).collect();
    pen.put(pane.x, pane.y, "out", Ink::Muted);
    let named = out.len() as i32 <= rows * per_row;
    if out.is_empty() {
        pen.put(pane.x + 8, pane.y, scene.words.say("nobody", "none"), Ink::Muted);
    } else if !named {
        people(pen, pane.x + 8, pane.y, pane.w - 20, &rider_groups(pen.theme.glyphs, outlet)[..1]);
    }
    for (i, (n, rider)) in out.iter().enumerate().filter(|_| named) {
        let (column, row) = (i as i32 % per_row, i as i32 / per_row);
        let at = Pane::new(pane.x + 8 + column * ENTRY, pane.y + row, ENTRY - 2, 1);
        trip(pen, at, scene, &name(*n), rider);
    }
    let used = if named { ((out.len() as i32 + per_row - 1) / per_row).max(1) } else { 1 };
    let row = pane.row(used);
    pen.put(row.x, row.y, "here", Ink::Muted);
    let mut x = row.x + 8;
    let glyphs = pen.theme.glyphs;
    let (mut hidden, mut any) = (0, false);
    for (n, rider) in outlet.riders.iter().enumerate() {
        let (glyph, ink, more) = match rider.duty {
            Duty::Present if rider.is_out() => continue,
            Duty::Present => match rider.away_until {
                Some(_) => {
                    let who = RiderRef { outlet: scene.selected, number: n as u32 };
                    let back = scene.session.rider_known_back(who);
                    let until = back.map_or(String::new(), |at| format!(" to {}", scene.clock(at)));
                    (glyphs.bad, Ink::Muted, format!(" retraining{until}"))
                }
                None => (glyphs.free, Ink::Faint, String::new()),
            },
            Duty::Coming { starts } => (glyphs.stop, Ink::Muted, format!(" from {}", scene.by(starts))),
            Duty::Off => match opens(outlet) {
                Some(at) => (glyphs.stop, Ink::Muted, format!(" from {}", scene.by(at))),
                None => continue,
            },
            Duty::Gone | Duty::Home => continue,
        };
        any = true;
        let text = format!("{}{more}", name(n));
        if x + 2 + width(&text) + 10 > row.right() {
            hidden += 1;
            continue;
        }
        pen.glyph(x, row.y, glyph, ink);
        x = pen.put(x + 2, row.y, &text, Ink::Muted) + 3;
    }
    if hidden > 0 {
        pen.put(x, row.y, &format!("+{hidden}"), Ink::Muted);
    } else if !any {
        pen.put(x, row.y, scene.words.say("nobody", "none"), Ink::Muted);
    }
}

/// `● Ace  Docks #137 ━━━━━──`
fn trip(pen: &mut Pen, row: Pane, scene: &Scene, name: &str, rider: &Rider) {
    let RiderTask::Trip { target, began, until, .. } = rider.task else { return };
    let w = scene.words;
    pen.glyph(row.x, row.y, pen.theme.glyphs.busy, if target.is_some() { Ink::Flow } else { Ink::Muted });
    let x = pen.put(row.x + 2, row.y, name, Ink::Muted).max(row.x + 6) + 1;
    let cells = 9;
    let end = row.right() - cells - 1;
    let text = match target.map(|key| &scene.world().orders()[key]) {
        Some(order) => {
            let number = order_name(w, order.serial).replace("request ", "r");
            let zone = scene.names.zone(order.id.zone);
            let long = format!("{zone} {number}");
            if x + width(&long) <= end { long } else { number }
        }
        None => "back".into(),
    };
    pen.put(x, row.y, &text, if target.is_some() { Ink::Plain } else { Ink::Muted });

    let whole = until.since(began).0;
    let share = (whole > 0).then(|| (scene.moment.since(began).0 as f64 / whole as f64).min(1.0));
    meter(pen, end + 1, row.y, cells, share, if target.is_some() { Ink::Flow } else { Ink::Served });
}

/// Everything in one line, for small rooms: `Shelf 0 boxes   Riders ●●●○○ 8 of 11 out, 76 % busy   Prep none`.
pub fn line(pen: &mut Pen, row: Pane, scene: &Scene, id: OutletId) {
    let w = scene.words;
    let outlet = &scene.world().outlets()[id.index()];
    pen.within(row, |pen| {
        let mut x = row.x;
        if scene.world().delivery_mode() == DeliveryMode::Decoupled {
            x = pen.put(x, row.y, w.say("Shelf", "Buffer"), Ink::Strong) + 1;
            x = pen.put(x, row.y, &numbers::count(outlet.shelf.len() as u64), Ink::Plain);
            x = pen.put(x, row.y, w.say(" boxes   ", " results   "), Ink::Muted);
            x = pen.put(x, row.y, w.say("Riders", "Couriers"), Ink::Strong) + 1;
            let groups = rider_groups(pen.theme.glyphs, outlet);
            let all: u32 = groups.iter().map(|g| g.2).sum();
            x = people(pen, x, row.y, 14, &groups) + 1;
            let busy = numbers::percent(busy(scene, id));
            x = pen.put(x, row.y, &format!("{} of {all} out, {busy} % busy   ", groups[0].2), Ink::Muted);
        } else {
            let mode = crate::text::log::delivery(w, scene.world().delivery_mode());
            x = pen.put(x, row.y, &format!("{}   ", crate::text::words::capital(&mode)), Ink::Muted);
        }
        let text = prep_text(scene, id);
        let room = row.right() - x - 6;
        x = pen.put(x, row.y, &w.title(Word::Prep), Ink::Strong) + 1;
        pen.rich(x, row.y, &fitting(text, room, 1));
    });
}

pub fn prep(pen: &mut Pen, pane: Pane, scene: &Scene, id: OutletId, focused: bool) {
    let w = scene.words;
    let outlet = &scene.world().outlets()[id.index()];
    let stock = w.counted(outlet.bases() as u64, Word::Base);
    let in_stock = Rich::muted(format!("{stock} in stock"));
    let trays = trays(pen.theme.glyphs, outlet);
    title(pen, pane.row(0), &w.title(Word::Prep), focused, &[trays.joined(in_stock.clone()), in_stock]);
    let forms = prep_text(scene, id);
    paragraph(pen, pane.below(1), &fitting(forms, pane.w, pane.h - 1));
}

/// A stack for each tray in stock, the oldest first, as high as it is full.
fn trays(glyphs: &Glyphs, outlet: &Outlet) -> Rich {
    let fullest = outlet.stock.iter().map(|tray| tray.count).max().unwrap_or(0).max(1);
    let mut rich = Rich::new();
    for tray in outlet.stock.iter().take(40) {
        let height = (tray.count * 8).div_ceil(fullest).clamp(1, 8) as usize;
        rich.push(glyphs.spark[height - 1].to_string(), Ink::Shelf);
    }
    if !rich.is_empty() {
        rich.push(" ", Ink::Plain);
    }
    rich
}

fn prep_text(scene: &Scene, id: OutletId) -> Vec<Rich> {
    let w = scene.words;
    let outlet = &scene.world().outlets()[id.index()];
    let counts = outlet.counts;
    let saves = |item: &crate::sim::setup::ItemSetup| {
        let base = item.base.as_ref()?;
        let keeps = if base.keeps == crate::units::Span::ENDLESS {
            String::new()
        } else {
            format!(", and keeps {}", numbers::duration(base.keeps))
        };
        let name = item.name.replace('*', "+");
        Some(format!(
            "{} saves {} % of {} {name}'s work{keeps}.",
            crate::text::words::capital(&format!("{} {}", article(w.one(Word::Base)), w.one(Word::Base))),
            numbers::percent(Some(base.saves)),
            article(&name)
        ))
    };
    let Some(prep) = outlet.prep else {
        let able = scene.setup().items.iter().find_map(saves);
        let none = w.say("No window.", "No job is scheduled.");
        return match able {
            Some(text) => vec![Rich::muted(format!("{none} {text}")), Rich::muted("none")],
            None => vec![
                Rich::muted(w.say("Nothing on the menu has bases.", "Nothing can be precomputed.")),
                Rich::muted("none"),
            ],
        };
    };
    let item = &scene.setup().items[prep.item.index()];
    let at_it = outlet.chefs.iter().filter(|c| matches!(c.task, crate::sim::chef::Task::Tray { .. })).count();
    let now = if outlet.prepping { format!("; open now, {at_it} at it") } else { String::new() };
    let hits = match counts.asked {
        0 => String::new(),
        asked => format!(" {} of {asked} {} from stock.", counts.used, w.say("were made", "were served")),
    };
    let spoiled = if counts.spoiled > 0 { format!(", {} spoiled", counts.spoiled) } else { String::new() };
    let window = format!("{}–{} for {}{now}", prep.from, prep.to, item.name.replace('*', "+"));
    let bases = w.many(Word::Base);
    let long = format!(
        "{window}. *{}* of {} {bases} made in stock; *{}* made so far{spoiled}.{hits} {}",
        outlet.bases(),
        prep.target,
        counts.made,
        saves(item).unwrap_or_default()
    );
    let long = long.replace(" made in stock", " in stock");
    let short = format!("{window}: *{}* of {} in stock", outlet.bases(), prep.target);

    vec![
        Rich::marked(&long, Ink::Muted, Ink::Plain),
        Rich::marked(&short, Ink::Muted, Ink::Plain),
        Rich::marked(&format!("*{}* in stock", outlet.bases()), Ink::Muted, Ink::Plain),
    ]
}
