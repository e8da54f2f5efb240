//! The chefs of the Kitchen view: for each the last hour as a band of bars, the order in hand, and the utilization.

use super::crew::{absence, chef_mark, progress, shown};
use crate::session::chef_timeline::{Doing, Stint};
use crate::sim::chef::{Chef, Duty, Illness, Task};
use crate::sim::setup::Skill;
use crate::text::cards::here;
use crate::text::glyphs::Glyphs;
use crate::text::hiring::next_look;
use crate::text::ink::Ink;
use crate::text::lamps::tray;
use crate::text::log::order as order_name;
use crate::text::numbers;
use crate::text::parties;
use crate::text::scene::Scene;
use crate::text::why::load;
use crate::text::width::width;
use crate::text::words::Word;
use crate::ui::pane::Pane;
use crate::ui::pen::Pen;
use crate::ui::widgets::meter::{meter, people};
use crate::ui::widgets::paragraph::fitting;
use crate::ui::widgets::title::title;
use crate::units::{ChefRef, ItemId, OutletId, Span, Time};

/// Rows that the panel would like, title included.
pub fn rows(scene: &Scene, id: OutletId, small: bool) -> i32 {
    let chefs = shown(&scene.world().outlets()[id.index()]).count() as i32;
    1 + managed(scene, id) + lamps(scene, id) + cards(scene) + i32::from(!small) + chefs.max(1) + 1
}

/// Rows of the manager.
fn managed(scene: &Scene, id: OutletId) -> i32 {
    i32::from(scene.world().outlets()[id.index()].manager.is_some())
}

/// Rows of trays under lamps.
fn lamps(scene: &Scene, id: OutletId) -> i32 {
    scene.world().outlets()[id.index()].lamps.len().min(MOST_LAMPS) as i32
}

/// The row of streets and cards.
fn cards(scene: &Scene) -> i32 {
    i32::from(scene.world().cards().is_some())
}

/// The more there are, the less of the chefs is seen.
const MOST_LAMPS: usize = 2;

/// Where the columns of a row begin.
#[derive(Clone, Copy)]
struct Columns {
    name: i32,
    skill: i32,
    band: i32,
    band_w: i32,
    hand: i32,
    meter: i32,
    meter_w: i32,
    /// Right ends of right-aligned columns.
    left: i32,
    done: i32,
    busy: i32,
}

fn columns(pane: Pane, names: i32, small: bool) -> Columns {
    let name = pane.x + 3;
    let skill = name + names + 1;
    let busy = pane.right();
    // Half of a large room is as narrow as a small one.
    if small || pane.w < 100 {
        let band = skill + 9.max(pane.w / 6);
        let (meter_w, hand_w) = (6, 11);
        let meter = busy - 7 - meter_w;
        let hand = meter - hand_w - 1;
        return Columns {
            name,
            skill,
            band,
            band_w: (hand - band - 2).max(0),
            hand,
            meter,
            meter_w,
            left: 0,
            done: 0,
            busy,
        };
    }
    let band = skill + 20;
    let (done, left) = (busy - 7, busy - 12);
    let meter_w = 8;
    let meter = left - 6 - meter_w;
    let hand = meter - 12;
    Columns { name, skill, band, band_w: hand - band - 3, hand, meter, meter_w, left, done, busy }
}

pub fn brigade(pen: &mut Pen, pane: Pane, scene: &Scene, id: OutletId, small: bool, focused: bool) {
    let outlet = &scene.world().outlets()[id.index()];
    let w = scene.words;
    let rates = scene.session.rates().get(id.index());
    let phrases = rates.filter(|r| r.hands > 0.0).map_or(Vec::new(), |r| load(scene, r.work, r.hands));
    title(pen, pane.row(0), &w.titles(Word::Chef), focused, &phrases);
    let managed = managed(scene, id);
    if managed > 0 {
        let said = fitting(next_look(scene, id), pane.w - 2, 1);
        pen.within(pane, |pen| {
            pen.rich(pane.x + 1, pane.y + 1, &said);
        });
    }
    for (i, lamp) in outlet.lamps.iter().take(MOST_LAMPS).enumerate() {
        let y = pane.y + 1 + managed + i as i32;
        let cells = if small { 6 } else { 12 };
        pen.within(pane, |pen| {
            let (age, keeps) = (lamp.age(scene.now()), lamp.rule.keeps.seconds());
            let ink = if lamp.found_fresh(scene.now()) { Ink::Flow } else { Ink::Muted };
            // What is left of its freshness; an old tray is an empty bar.
            let left = age.map(|age| 1.0 - age.seconds() / keeps).filter(|left| *left > 0.0);
            meter(pen, pane.x + 1, y, cells, left.filter(|_| lamp.found_fresh(scene.now())), ink);
            let said = fitting(tray(scene, id, lamp), pane.w - cells - 3, 1);
            pen.rich(pane.x + 2 + cells, y, &said);
        });
    }
    if cards(scene) > 0 {
        let y = pane.y + 1 + managed + lamps(scene, id);
        let said = fitting(here(scene, id), pane.w - 2, 1);
        pen.within(pane, |pen| {
            pen.rich(pane.x + 1, y, &said);
        });
    }
    // All else stands below.
    let above = managed + lamps(scene, id) + cards(scene);
    let pane = Pane { y: pane.y + above, h: pane.h - above, ..pane };
    let window = if small || pane.w < 100 { Span::from_mins(30) } else { Span::from_mins(60) };
    let all: Vec<(u32, &Chef)> = shown(outlet).collect();
    let names = all.iter().map(|(n, _)| width(&scene.names.chef(ChefRef { outlet: id, number: *n })));
    let columns = columns(pane, names.max().unwrap_or(3).clamp(4, 8), small);
    pen.within(pane, |pen| {
        let head = i32::from(!small);
        if !small {
            heads(pen, pane.row(1), scene, columns, window);
        }
        let room = pane.h - 1 - head - 1;
        if all.is_empty() {
            pen.put(pane.x + 1, pane.y + 1 + head, w.say("Nobody works here.", "No worker here."), Ink::Muted);
        }
        // Those that do not fit are counted.
        let rows = if all.len() as i32 > room { room - 1 } else { room };
        let mut lost = false;
        for (i, (number, chef)) in all.iter().take(rows.max(0) as usize).enumerate() {
            let who = ChefRef { outlet: id, number: *number };
            lost |= one(pen, pane.row(1 + head + i as i32), scene, who, chef, columns, window);
        }
        let after = 1 + head + (all.len() as i32).min(rows.max(0));
        if all.len() as i32 > rows {
            let more = all.len() as i32 - rows;
            let x = pen.put(pane.x + 1, pane.y + after, &format!("and {more} more "), Ink::Muted);
            people(pen, x, pane.y + after, pane.w / 2, &super::crew::groups(pen.theme.glyphs, outlet));
        }
        legend(pen, pane.row(pane.h - 1), scene, lost, columns, window);
    });
}

/// The column headings alone, for a table with its own outlets.
pub fn heads_only(pen: &mut Pen, row: Pane, scene: &Scene) {
    let columns = columns(row, 5, true);
    pen.put(row.x, row.y, scene.words.say("chefs, the last 30 min", "workers, the last 30 min"), Ink::Muted);
    pen.put(columns.hand, row.y, scene.words.say("in hand", "serving"), Ink::Muted);
    pen.put_right(columns.busy, row.y, "busy", Ink::Muted);
}

/// The rows alone, as many as fit.
pub fn rows_only(pen: &mut Pen, pane: Pane, scene: &Scene, id: OutletId) {
    let columns = columns(pane, 5, true);
    let outlet = &scene.world().outlets()[id.index()];
    for (i, (number, chef)) in shown(outlet).enumerate().take(pane.h.max(0) as usize) {
        let who = ChefRef { outlet: id, number };
        one(pen, pane.row(i as i32), scene, who, chef, columns, Span::from_mins(30));
    }
}

fn heads(pen: &mut Pen, row: Pane, scene: &Scene, c: Columns, window: Span) {
    let now = scene.now();
    for part in 1..4 {
        let at = Time(now.0.saturating_sub(window.0 / 4 * (4 - part)));
        if window.0 / 4 * (4 - part) > now.0 {
            continue;
        }
        let x = c.band + (c.band_w as i64 * part as i64 / 4) as i32;
        pen.put(x - 2, row.y, &scene.clock(at), Ink::Muted);
    }
    pen.put_right(c.band + c.band_w, row.y, "now", Ink::Muted);
    pen.put(c.hand, row.y, scene.words.say("in hand", "serving"), Ink::Muted);
    if c.done > 0 {
        pen.put_right(c.done, row.y, "done", Ink::Muted);
    }
    pen.put_right(c.busy, row.y, "busy", Ink::Muted);
}

/// A chef's row; returns whether work that was lost is seen in it.
fn one(pen: &mut Pen, row: Pane, scene: &Scene, who: ChefRef, chef: &Chef, c: Columns, window: Span) -> bool {
    let (glyph, ink) = chef_mark(pen.theme.glyphs, chef);
    pen.glyph(row.x + 1, row.y, glyph, ink);
    pen.within(Pane::new(c.name, row.y, c.skill - c.name - 1, 1), |pen| {
        pen.put(c.name, row.y, &scene.names.chef(who), Ink::Strong);
    });
    pen.within(Pane::new(c.skill, row.y, c.band - c.skill - 1, 1), |pen| {
        pen.put(c.skill, row.y, &skill(scene, chef, c.band - c.skill - 1), Ink::Muted);
    });
    let lost = band(pen, row.y, scene, who, chef, c, window);
    hand(pen, row.y, scene, chef, c);
    if c.done > 0 {
        pen.put_right(c.done, row.y, &numbers::short(chef.finished as u64), Ink::Plain);
    }
    let busy = scene.session.chef_busy(who);
    let well = chef.is_well_and_here();
    let text = numbers::percent(busy);
    let x = pen.put_right(c.busy, row.y, " %", Ink::Muted);
    pen.put_right(x, row.y, &text, if well { Ink::Strong } else { Ink::Muted });
    lost
}

/// `pizza  level 2`, `stand-in, all`
fn skill(scene: &Scene, chef: &Chef, room: i32) -> String {
    let w = scene.words;
    let skill = match chef.skill {
        Skill::Item(item) => scene.names.item(item).into_owned(),
        Skill::AllRound => w.say("all", "any").to_string(),
    };
    if chef.standby {
        let long = format!("{}, {skill}", w.say("stand-in", "standby"));
        return if width(&long) <= room { long } else { w.say("stand-in", "standby").into() };
    }
    if scene.setup().kitchen.level_speed.len() < 2 {
        return skill;
    }
    let long = format!("{skill}  level {}", chef.level);
    let short = format!("{skill} L{}", chef.level);
    [long, short].into_iter().find(|form| width(form) <= room).unwrap_or(skill)
}

/// The last hour. Items have different heights; consecutive orders alternate in shade and height.
/// The chef's last minutes; returns whether work that was lost is among them.
fn band(pen: &mut Pen, y: i32, scene: &Scene, who: ChefRef, chef: &Chef, c: Columns, window: Span) -> bool {
    if c.band_w < 4 {
        return false;
    }
    let mut lost = false;
    let glyphs = pen.theme.glyphs;
    pen.repeat(c.band, y, c.band_w, glyphs.quiet, Ink::Track);
    let now = scene.now();
    let from = now.0 as i128 - window.0 as i128;
    let column = |at: Time| ((at.0 as i128 - from) * c.band_w as i128 / window.0 as i128) as i32;
    for (i, stint) in scene.session.stints(who).iter().enumerate() {
        let begin = column(stint.from).max(0);
        // What was burnt took no time, and is what one looks for.
        let least = i32::from(stint.to.is_none() || matches!(stint.what, Doing::Burning { .. }));
        let end = column(stint.to.unwrap_or(now)).max(begin + least).min(c.band_w);
        let (glyph, ink) = stint_mark(glyphs, stint, i % 2 == 1);
        pen.repeat(c.band + begin, y, end - begin, glyph, ink);
        lost |= end > begin && matches!(stint.what, Doing::Cooking { lost: true, .. });
    }
    let text = match (chef.duty, chef.illness) {
        (Duty::Home, _) => Some((scene.words.say("waits at home", "standby").to_string(), Ink::Muted)),
        (_, Illness::Ill { noticed: None, .. }) => absence(scene, who, chef).map(|t| (t, Ink::Danger)),
        _ => absence(scene, who, chef).map(|t| (t, Ink::Muted)),
    };
    if let Some((text, ink)) = text.filter(|(t, _)| width(t) + 2 < c.band_w) {
        let x = c.band + (c.band_w - width(&text)) / 2;
        pen.put(x - 1, y, &format!(" {text} "), ink);
    }
    lost
}

fn stint_mark(glyphs: &Glyphs, stint: &Stint, odd: bool) -> (char, Ink) {
    match stint.what {
        Doing::Cooking { lost: true, .. } => (glyphs.cooks, Ink::Danger),
        Doing::Cooking { item: ItemId(0), .. } if odd => (glyphs.cooks_low, Ink::CookToo),
        Doing::Cooking { item: ItemId(0), .. } => (glyphs.cooks, Ink::Cook),
        Doing::Cooking { .. } if odd => (glyphs.small_low, Ink::CookToo),
        Doing::Cooking { .. } => (glyphs.small, Ink::Cook),
        Doing::Burning { .. } => (glyphs.bad, Ink::Danger),
        Doing::Blocked { .. } => (glyphs.boxed, Ink::Warn),
        Doing::Tray { .. } => (glyphs.small_low, Ink::Shelf),
        Doing::Driving { serial: Some(_) } => (glyphs.road, Ink::Flow),
        Doing::Driving { serial: None } => (glyphs.quiet, Ink::Flow),
        Doing::Ill => (glyphs.nothing, Ink::Danger),
        Doing::Away => (glyphs.nothing, Ink::Muted),
    }
}

/// `#138 pizza  ━━━╸── 1.2m`
fn hand(pen: &mut Pen, y: i32, scene: &Scene, chef: &Chef, c: Columns) {
    let w = scene.words;
    let order = chef.order().map(|key| &scene.world().orders()[key]);
    let text = match (order, chef.task) {
        (Some(order), _) => {
            let name = order_name(w, order.serial).replace("request ", "r");
            let item = scene.names.item(order.item);
            let stuck = chef.order().is_some_and(|key| parties::seems_stuck(scene, key));
            let mark = match (stuck, chef.cooks_for_stranger()) {
                (true, _) => " !",
                (false, true) => " ?",
                (false, false) => "",
            };
            let long = format!("{name} {item}{mark}");
            if width(&long) < c.meter - c.hand { long } else { name + mark }
        }
        (None, Task::Tray { bases, .. }) => format!("{bases} {}", w.many(Word::Base)),
        (None, Task::Driving { .. }) => "drives back".into(),
        _ => {
            pen.put(c.hand, y, if chef.is_free() { w.say("nothing", "idle") } else { "" }, Ink::Muted);
            return;
        }
    };
    pen.within(Pane::new(c.hand, y, c.meter - c.hand - 1, 1), |pen| {
        pen.put(c.hand, y, &text, Ink::Plain);
    });
    let ink = match chef.task {
        Task::Driving { .. } => Ink::Flow,
        Task::Blocked { .. } => Ink::Warn,
        _ => Ink::Cook,
    };
    meter(pen, c.meter, y, c.meter_w, progress(scene, chef), ink);
    let until = match chef.task {
        Task::Cooking { until, .. } | Task::Tray { until, .. } | Task::Driving { until, .. } => Some(until),
        _ => None,
    };
    if let Some(until) = until.filter(|u| c.left > 0 && !u.is_never()) {
        pen.put_right(c.left, y, &format!("{}m", numbers::minutes(scene.until(until))), Ink::Plain);
    }
}

fn legend(pen: &mut Pen, row: Pane, scene: &Scene, lost: bool, c: Columns, window: Span) {
    let g = pen.theme.glyphs;
    let (w, items) = (scene.words, &scene.setup().items);
    let mut parts: Vec<(char, Ink, String)> = Vec::new();
    let first = items.first().map_or("order".to_string(), |i| i.name.clone());
    parts.push((g.cooks, Ink::Cook, format!("{} {first}", crate::text::words::article(&first))));
    match items.len() {
        1 => {}
        2 => parts.push((
            g.small,
            Ink::Cook,
            format!("{} {}", crate::text::words::article(&items[1].name), items[1].name),
        )),
        _ => parts.push((g.small, Ink::Cook, "something else".into())),
    }
    if lost {
        parts.push((g.cooks, Ink::Danger, "lost".into()));
    }
    parts.push((g.quiet, Ink::Track, w.say("nothing in hand", "idle").into()));
    parts.push((' ', Ink::Plain, format!("the last {}", numbers::duration(window))));
    let mut x = c.band;
    for (glyph, ink, text) in parts {
        if x + 2 + width(&text) > row.right() {
            break;
        }
        pen.glyph(x, row.y, glyph, ink);
        x = pen.put(x + 2, row.y, &text, Ink::Muted) + 3;
    }
}
